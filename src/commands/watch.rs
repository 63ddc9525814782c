//! In: the arguments of `watch`. Out: rounds, until the user stops: pages in the browser, PDFs, diagnostics. Wiring.

use std::path::Path;

use super::{Console, Exit, GoodDossier, changed, new, open, paraaf};
use crate::cli::{ChangedArgs, NewArgs, ParaafArgs, WatchArgs};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Moment};
use crate::preview::{
    Begin, Begint, Beproeft, Editor, Engine, Hands, Keuze, Parafeert, Parafering, Pen, Preview,
    Sinds, Uitkomst, Vergelijkt, Wake, Watched, Watcher,
};
use crate::signoff::Besluit;
use crate::source::Sources;
use crate::system::{self, Failure, Note, Output};
use crate::workspace::Workspace;

pub(super) fn run(arguments: &WatchArgs, console: &Console) -> Exit {
    let editor = match arguments.editor.as_deref().map(Editor::parse).transpose() {
        Ok(editor) => editor,
        Err(why) => {
            let message = format!("`--editor` kan zo niet: {why}");
            let help = "schrijf bijvoorbeeld --editor 'code -g {file}:{line}:{col}'";
            return console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help));
        }
    };
    // Before anything is served: a folder that is no dossier's is most likely a slip of the pen.
    let workspace = match arguments.nieuw {
        true => None,
        false => match open(&arguments.dossier, console) {
            Ok(workspace) => Some(workspace),
            Err(exit) => return exit,
        },
    };
    let (mut watcher, bell) = Watcher::new();
    let pen = (!arguments.alleen_lezen).then(|| Pen::new(arguments.dossier.clone()));
    let parafeert = (!arguments.alleen_lezen).then(|| parafeert(arguments));
    let beproeft = (!arguments.alleen_lezen).then(|| beproeft(arguments));
    let begint = arguments.nieuw.then(|| begint(arguments));
    let vergelijkt = Some(vergelijkt(arguments));
    let hands = Hands { editor, pen, parafeert, vergelijkt, beproeft, begint };
    let preview = match Preview::start(arguments.port, hands, bell.clone(), &system::randomness()) {
        Ok(preview) => preview,
        Err(why) => {
            let message = format!("het voorbeeld in de browser kan niet worden getoond: {why}");
            let help = "noem met `--port` een andere poort, of laat die optie weg";
            return console.refuse(Diagnostic::error(codes::PREVIEW_FAILS, message).help(help));
        }
    };
    if let Err(why) = system::on_stop(move || bell.stop()) {
        console.note(&format!("let op: Ctrl-C stopt meteen ({why})"));
    }
    let opened = || {
        if arguments.open
            && let Err(why) = system::browse(&preview.address_for_once())
        {
            let message = format!("de browser kan niet worden geopend: {why}");
            let wrong = Diagnostic::warning(codes::PREVIEW_FAILS, message)
                .help("open dit adres zelf in een browser");
            console.report(vec![wrong], &Sources::default());
        }
    };
    let workspace = match workspace {
        Some(workspace) => workspace,
        None => {
            console.say(&about(&preview));
            opened();
            match begun(arguments, &mut watcher, console) {
                Ok(workspace) => workspace,
                Err(exit) => return exit,
            }
        }
    };
    let output =
        (!arguments.no_pdf).then(|| Output::of(&arguments.dossier, arguments.out.as_deref()));
    if let Some(output) = &output
        && let Err(exit) = console.no_publication(output)
    {
        return exit;
    }
    let watched = Watched {
        dossier: arguments.dossier.clone(),
        folders: arguments.outside.clone().into(),
        style: arguments.info,
        output,
    };
    let mut engine = Engine::new(watched, workspace);
    watcher.watch(&engine.reads());
    if !arguments.nieuw {
        console.say(&about(&preview));
        opened();
    }
    let _note = leave_note(&preview, &arguments.dossier, console);
    loop {
        engine.round(&mut watcher, &preview, &mut |round, line| {
            console.round(&about(&preview), line);
            if !round.ruled && round.fresh {
                console.note("de regels zijn nog niet nagelopen");
            }
            if !round.found.is_empty() {
                console.report(round.found.clone(), &round.sources);
            }
        });
        watcher.watch(&engine.reads());
        if watcher.wait() == Wake::Stopped {
            break;
        }
    }
    console.say("gestopt");
    Exit::Good
}

/// The files of a dossier that somebody begins on the page, once it is there; or that he stopped.
fn begun(
    arguments: &WatchArgs,
    watcher: &mut Watcher,
    console: &Console,
) -> Result<Workspace, Exit> {
    let first = arguments.dossier.join(Bestand::Dossier.name());
    if system::is_file(&first) {
        let message = format!("in {} is al een dossier", arguments.dossier.display());
        let wrong = Diagnostic::error(codes::ARGUMENT_INVALID, message).help("laat `--nieuw` weg");
        return Err(console.refuse(wrong));
    }
    while !system::is_file(&first) {
        if watcher.wait() == Wake::Stopped {
            console.say("gestopt");
            return Err(Exit::Good);
        }
    }
    open(&arguments.dossier, console)
}

/// What begins a dossier from the page: as `new` does.
fn begint(arguments: &WatchArgs) -> Begint {
    let folder = arguments.dossier.clone();
    Begint(Box::new(move |wanted: &Begin| {
        let arguments = NewArgs {
            folder: folder.clone(),
            huisstijl: Some(wanted.huisstijl.clone()),
            datum: None,
            soort: Some(wanted.soort.clone()),
            onderwerp: Some(wanted.onderwerp.clone()).filter(|text| !text.trim().is_empty()),
            vragen: None,
            uit: None,
        };
        let (exit, regels) = Console::aside(|console| new::run(&arguments, console));
        Uitkomst { gezet: exit == Exit::Good, regels }
    }))
}

/// What sets initials from the page: as `paraaf` does.
fn parafeert(arguments: &WatchArgs) -> Parafeert {
    let (dossier, outside) = (arguments.dossier.clone(), arguments.outside.clone());
    Parafeert(Box::new(move |wanted: &Parafering| {
        let arguments = ParaafArgs {
            dossier: dossier.clone(),
            rol: wanted.rol.clone(),
            naam: wanted.naam.clone(),
            akkoord: wanted.besluit == Besluit::Akkoord,
            niet_akkoord: wanted.besluit == Besluit::NietAkkoord,
            trek_in: wanted.besluit == Besluit::Ingetrokken,
            opmerking: Some(wanted.opmerking.clone()).filter(|said| !said.trim().is_empty()),
            tijd: None,
            outside: outside.clone(),
        };
        let (done, regels) =
            Console::aside(|console| paraaf::add(&arguments, Some(&wanted.gelezen), console));
        Uitkomst { gezet: done.is_ok(), regels }
    }))
}

/// Most versions that somebody can choose.
const MOST_VERSIONS: usize = 50;

/// What fetches what the dossier was: as `changed` does.
fn vergelijkt(arguments: &WatchArgs) -> Vergelijkt {
    let (dossier, outside) = (arguments.dossier.clone(), arguments.outside.clone());
    let folder = dossier.clone();
    let asked = move |sinds: &Sinds| {
        let mut asked = ChangedArgs {
            dossier: dossier.clone(),
            since: None,
            moment: None,
            versie: None,
            tegen: None,
            pdf: None,
            outside: outside.clone(),
        };
        match sinds.clone() {
            Sinds::Rol(rol) => asked.since = Some(rol),
            Sinds::Versie(versie) => asked.versie = Some(versie),
            Sinds::Moment(moment) => asked.moment = Some(moment),
            Sinds::Map(map) => asked.tegen = Some(map.into()),
        }
        asked
    };
    let again = asked.clone();
    let versies = move || {
        let keuze = |one: system::Version| {
            let system::Version { id: versie, moment, said, .. } = one;
            let moment = moment.parse::<Moment>().map_or(moment, |moment| moment.to_string());
            Keuze { versie, tekst: format!("{moment}: {said}") }
        };
        system::versions(&folder, MOST_VERSIONS).into_iter().map(keuze).collect()
    };
    Vergelijkt {
        toen: Box::new(move |sinds| {
            let (toen, regels) = Console::aside(|console| changed::was(&asked(sinds), console));
            toen.map_err(|_| regels)
        }),
        pdf: Box::new(move |sinds| {
            let (pdf, regels) = Console::aside(|console| changed::as_pdf(&again(sinds), console));
            pdf.map_err(|_| regels)
        }),
        versies: Box::new(versies),
    }
}

/// What tries other texts of the files: as `voorstellen` does.
fn beproeft(arguments: &WatchArgs) -> Beproeft {
    let (dossier, outside) = (arguments.dossier.clone(), arguments.outside.clone());
    Beproeft(Box::new(move |teksten| {
        let (tried, regels) = Console::aside(|console| {
            GoodDossier::read(&dossier, &outside, console)?.with(teksten, console)
        });
        tried.map_err(|_| regels)
    }))
}

/// Tells `goto` where the pages are.
fn leave_note(preview: &Preview, dossier: &Path, console: &Console) -> Option<Note> {
    let handle = preview.handle(&system::resolved(dossier)?);
    let note = serde_json::to_string(&handle).map_err(|error| error.to_string()).and_then(|text| {
        Note::leave(&format!("watch-{}.json", handle.port), &text)
            .map_err(|Failure { path, reason, .. }| format!("{path}: {reason}"))
    });
    match note {
        Ok(note) => Some(note),
        Err(why) => {
            console.note(&format!("let op: `kamerbrief goto` vindt dit voorbeeld niet ({why})"));
            None
        }
    }
}

/// Where the pages are.
fn about(preview: &Preview) -> String {
    format!("voorbeeld: {}  (stoppen: Ctrl-C)", preview.address())
}
