//! In: the arguments of `changed`. Out: the fields that changed since somebody initialled, or since another version. Wiring.

use std::collections::BTreeMap;

use super::losse_pdf::LossePdf;
use super::{Console, Exit, GoodDossier, moment_of, open};
use crate::cli::ChangedArgs;
use crate::diagnostic::{Diagnostic, Severity, codes, words};
use crate::naast::{Kant, gewijzigd};
use crate::signoff::{
    self, Besluit, GELEZEN, Gelezen, Gelezenvelden, Paraaf, Veldafdruk, Wijzigingen,
};
use crate::source::Sources;
use crate::workspace::Workspace;
use crate::{Job, examine, forget, system};

/// Most versions that are searched for what was read.
const MAX_VERSIONS: usize = 100;

const NO_TEXT: &str =
    "de oude tekst staat erbij als het dossier onder versiebeheer (git) staat zoals het toen was";

pub(super) fn run(arguments: &ChangedArgs, console: &Console) -> Exit {
    match changed(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn changed(arguments: &ChangedArgs, console: &Console) -> Result<(), Exit> {
    let file = arguments.pdf.as_deref();
    let file =
        file.map(|out| LossePdf::at(out, "pdf", "gewijzigd.pdf", console).map(|file| (out, file)));
    let file = file.transpose()?;
    let dossier = GoodDossier::read(&arguments.dossier, &arguments.outside, console)?;
    let found = Vergelijking::of(arguments, &dossier, console)?;
    match file {
        Some((out, file)) => {
            file.write(found.pdf(&dossier, console)?, console)?;
            console.say(&format!("{}  {}; niet openbaar", out.display(), found.kop));
        }
        None => found.tell(&dossier, console),
    }
    Ok(())
}

/// The same as a PDF, for the page.
pub(super) fn as_pdf(arguments: &ChangedArgs, console: &Console) -> Result<Vec<u8>, Exit> {
    let dossier = GoodDossier::read(&arguments.dossier, &arguments.outside, console)?;
    Vergelijking::of(arguments, &dossier, console)?.pdf(&dossier, console)
}

/// What a dossier was, for the page: since when that is, and its fields as far as those are known.
pub(super) fn was(
    arguments: &ChangedArgs,
    console: &Console,
) -> Result<(String, Option<Gelezenvelden>), Exit> {
    let dossier = GoodDossier::read(&arguments.dossier, &arguments.outside, console)?;
    let Some(rol) = &arguments.since else {
        return version(arguments, &dossier, console).map(|(sinds, was)| (sinds, Some(was)));
    };
    let paraaf = initial(&dossier, rol.trim(), console)?;
    Ok((signoff::since(paraaf), read(paraaf, arguments, &dossier)))
}

/// A dossier beside what it was.
struct Vergelijking {
    /// Since when, and what differs.
    kop: String,
    /// The fields; none when nobody knows what they were.
    changes: Option<Wijzigingen>,
    /// What else there is to say.
    uitleg: Option<String>,
}

impl Vergelijking {
    fn of(arguments: &ChangedArgs, dossier: &GoodDossier, console: &Console) -> Result<Self, Exit> {
        let fonts = dossier.typesetter.fonts().fingerprint();
        let now = signoff::fields(dossier.filled.checked(), &dossier.templates, &fonts);
        let Some(rol) = &arguments.since else {
            let (sinds, was) = version(arguments, dossier, console)?;
            let changes = Wijzigingen::between(sinds, was, now);
            return Ok(Self { kop: changes.counted(), changes: Some(changes), uitleg: None });
        };
        let paraaf = initial(dossier, rol.trim(), console)?;
        let differing = dossier.filled.aftekening().differing(paraaf);
        let Some(was) = read(paraaf, arguments, dossier) else {
            let kop = signoff::blind(paraaf, &differing);
            return Ok(Self { kop, changes: None, uitleg: Some(unknown()) });
        };
        let mut changes = Wijzigingen::since(paraaf, was, now);
        if changes.seeks() {
            look_back(arguments, dossier, &mut |then| {
                changes.compare(then);
                !changes.seeks()
            });
        }
        let uitleg = changes.lacks_old().then(|| NO_TEXT.to_owned());
        Ok(Self { kop: changes.heading(&differing), changes: Some(changes), uitleg })
    }

    /// Says it.
    fn tell(&self, dossier: &GoodDossier, console: &Console) {
        console.say(&self.kop);
        if let Some(changes) = &self.changes {
            let (checked, folder) = (dossier.filled.checked(), dossier.workspace.name());
            for line in changes.lines(checked, &dossier.sources, folder) {
                console.print(&line);
            }
        }
        if let Some(uitleg) = &self.uitleg {
            console.say(uitleg);
        }
    }

    /// The pages with all that is new, and a list.
    fn pdf(&self, dossier: &GoodDossier, console: &Console) -> Result<Vec<u8>, Exit> {
        let GoodDossier { typesetter, sources, filled, .. } = dossier;
        let (mut found, mut made) = (Vec::new(), Vec::new());
        for stuk in filled.stukken() {
            let (paged, said) = filled.typeset(*stuk, typesetter, sources, |_| ());
            found.extend(said);
            made.extend(paged.map(|(paged, ())| (*stuk, paged)));
        }
        found.retain(|one| one.severity == Severity::Error);
        if !found.is_empty() {
            console.report(found, sources);
            return Err(Exit::Errors);
        }
        let kant = Kant {
            filled,
            sources,
            letters: &typesetter.letters(),
            stukken: made.iter().map(|(stuk, paged)| (*stuk, paged)).collect(),
        };
        let all = self.changes.as_ref().map(|changes| changes.all(filled.checked()));
        let pdf = gewijzigd(
            &self.kop,
            self.uitleg.as_deref(),
            all.unwrap_or_default(),
            &kant,
            typesetter,
        );
        let pdf = pdf.map_err(|errors| {
            console.report(errors, sources);
            Exit::Errors
        });
        forget();
        pdf
    }
}

fn unknown() -> String {
    format!(
        "wat toen is gelezen, staat niet (meer) zo in {GELEZEN} en niet in versiebeheer (git): welke velden anders zijn, is niet te zeggen"
    )
}

/// The fields of the version that somebody names, with since when that is.
fn version(
    arguments: &ChangedArgs,
    dossier: &GoodDossier,
    console: &Console,
) -> Result<(String, Gelezenvelden), Exit> {
    let (sinds, workspace) = named(arguments, console)?;
    let workspace = workspace.without_parafen();
    let fonts = dossier.typesetter.fonts();
    let templates = &dossier.templates;
    let job = Job { workspace: &workspace, templates, stukken: &[], style: false };
    let mut sources = Sources::default();
    let (examination, _) = examine(job, &|char| fonts.has(char), &mut sources);
    let mut found = examination.found;
    found.retain(|one| one.severity == Severity::Error);
    let Some(then) = examination.checked.filter(|_| found.is_empty()) else {
        console.report(found, &sources);
        console.say("daarmee is niet te vergelijken: het heeft fouten");
        return Err(Exit::Errors);
    };
    let then = signoff::fields(&then, templates, &fonts.fingerprint());
    Ok((sinds, signoff::as_read(&then)))
}

/// The version that somebody names, with since when that is.
fn named(arguments: &ChangedArgs, console: &Console) -> Result<(String, Workspace), Exit> {
    if let Some(folder) = &arguments.tegen {
        return Ok((format!("sinds het dossier in {}", folder.display()), open(folder, console)?));
    }
    let moment = arguments.moment.as_deref();
    let moment =
        moment.map(|typed| moment_of("moment", typed, console).map(|moment| (moment, typed)));
    let moment = moment.transpose()?;
    let named = arguments.versie.as_deref();
    let until = moment.as_ref().map(|(_, typed)| typed.trim());
    let found = system::version(&arguments.dossier, named, until);
    let found = found.and_then(|version| {
        let short: String = version.id.chars().take(8).collect();
        let named = match (&moment, named) {
            (Some((moment, _)), _) => format!("sinds {moment} (versie {short})"),
            (None, Some(named)) if !version.id.starts_with(named) => {
                format!("sinds {named} (versie {short})")
            }
            _ => format!("sinds versie {short}"),
        };
        Some((named, Workspace::new(format!("versie {short}"), version).ok()?))
    });
    found.ok_or_else(|| {
        let message = match (&moment, named) {
            (Some((moment, _)), _) => {
                format!("van {moment} of eerder staat dit dossier niet in versiebeheer (git)")
            }
            (None, named) => format!(
                "{} is geen versie van dit dossier in versiebeheer (git)",
                words::shorten(named.unwrap_or_default())
            ),
        };
        let help = "`git log` toont welke versies er zijn; `--tegen MAP` vergelijkt met een map";
        console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
    })
}

/// The last initial of a role.
fn initial<'a>(dossier: &'a GoodDossier, rol: &str, console: &Console) -> Result<&'a Paraaf, Exit> {
    let aftekening = dossier.filled.aftekening();
    let last = aftekening.parafen().last_of(rol);
    if let Some(paraaf) = last.into_iter().rfind(|one| one.besluit != Besluit::Ingetrokken) {
        return Ok(paraaf);
    }
    Err(console.refuse(match aftekening.step(rol) {
        Err(unknown) => *unknown,
        Ok(_) => {
            let message = format!("er is geen paraaf van {}", words::shorten(rol));
            Diagnostic::error(codes::ROLE_UNKNOWN, message)
                .help("`kamerbrief status` toont wie wel heeft geparafeerd")
        }
    }))
}

/// What was read at an initial: as it was kept, or else as version control has it.
fn read(paraaf: &Paraaf, arguments: &ChangedArgs, dossier: &GoodDossier) -> Option<Gelezenvelden> {
    if let Some(read) = Gelezen::read(&dossier.workspace).of(paraaf) {
        return Some(read);
    }
    let mut found = None;
    look_back(arguments, dossier, &mut |then| {
        found = signoff::of_version(then, paraaf);
        found.is_some()
    });
    found
}

/// Hands the fields of each version in version control to somebody, newest first, until he has enough.
fn look_back(
    arguments: &ChangedArgs,
    dossier: &GoodDossier,
    enough: &mut dyn FnMut(&BTreeMap<String, Veldafdruk>) -> bool,
) {
    let fonts = dossier.typesetter.fonts();
    for version in system::versions(&arguments.dossier, MAX_VERSIONS) {
        let Ok(workspace) = Workspace::new(version.id.clone(), version) else { continue };
        let workspace = workspace.without_parafen();
        let job = Job {
            workspace: &workspace,
            templates: &dossier.templates,
            stukken: &[],
            style: false,
        };
        let (examination, _) = examine(job, &|char| fonts.has(char), &mut Sources::default());
        let Some(then) = examination.checked else { continue };
        if enough(&signoff::fields(&then, &dossier.templates, &fonts.fingerprint())) {
            break;
        }
    }
}
