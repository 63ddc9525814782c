//! In: the arguments of `new`. Out: a dossier on disk that builds at once. Wiring.

mod uit;

use std::path::Path;

use super::{Console, Exit, one_line, schema};
use crate::cli::NewArgs;
use crate::diagnostic::{Diagnostic, MAX_PLACES, codes, words};
use crate::dossier::{
    Bestand, Briefsoort, Datum, OPMERKINGEN, Place, Regel, Root, bedoelde_huisstijl,
};
use crate::overnemen::{self, Gemist, Overgenomen};
use crate::schrijven::{Request, carry_out};
use crate::source::{SourceId, Sources, Span};
use crate::system::{self, Slot};
use crate::templates::Templates;
use crate::word;

macro_rules! nieuw {
    ($($bestand:ident $path:literal),*) => {
        &[$((Bestand::$bestand, include_str!(concat!("../../../templates/nieuw/", $path)))),*]
    };
}

/// The text of each file, in which `HUISSTIJL`, `SOORT` and `DATUM` are filled in.
fn files(soort: Briefsoort) -> &'static [(Bestand, &'static str)] {
    match soort {
        Briefsoort::Brief => {
            nieuw![Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml", Bijlage "bijlage.yaml"]
        }
        Briefsoort::Antwoord => {
            nieuw![Dossier "vragen/dossier.yaml", Vragen "vragen/antwoord.yaml", Nota "vragen/nota.yaml"]
        }
        Briefsoort::SchriftelijkOverleg => {
            nieuw![Dossier "vragen/dossier.yaml", Vragen "vragen/schriftelijk_overleg.yaml", Nota "vragen/nota.yaml"]
        }
        Briefsoort::FeitelijkeVragen => {
            nieuw![Dossier "vragen/dossier.yaml", Vragen "vragen/feitelijke_vragen.yaml", Nota "vragen/nota.yaml"]
        }
        Briefsoort::Aanbieding => {
            nieuw![Dossier "aanbieding/dossier.yaml", Brief "aanbieding/brief.yaml", Nota "aanbieding/nota.yaml"]
        }
        Briefsoort::Uitstel => {
            nieuw![Dossier "uitstel/dossier.yaml", Brief "uitstel/brief.yaml", Nota "uitstel/nota.yaml"]
        }
        Briefsoort::Verzamelbrief => {
            nieuw![Dossier "verzamelbrief/dossier.yaml", Brief "verzamelbrief/brief.yaml", Nota "verzamelbrief/nota.yaml"]
        }
    }
}

pub(super) fn run(arguments: &NewArgs, console: &Console) -> Exit {
    let templates = Templates::default();
    let wrong = |message: String, help: String| {
        console.report(
            vec![Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)],
            &Sources::default(),
        );
        Exit::Environment
    };
    let known = || format!("kies uit {}", words::list(templates.profiles(), "of"));
    let letter = match &arguments.uit {
        Some(file) => match uit::gelezen(file, console) {
            Ok(letter) => Some(letter),
            Err(exit) => return exit,
        },
        None => None,
    };
    let named = || letter.as_ref().and_then(|letter| letter.huisstijl(&templates));
    let Some(huisstijl) = arguments.huisstijl.as_deref().or_else(named) else {
        let why = match &arguments.uit {
            Some(file) => format!("uit {} blijkt dat niet; ", file.display()),
            None => String::new(),
        };
        return wrong(
            "welk ministerie stuurt de brief?".into(),
            format!("{why}voeg `--huisstijl MINISTERIE` toe: {}", known()),
        );
    };
    if templates.profile(huisstijl).is_none() {
        let help = match bedoelde_huisstijl(huisstijl, &templates) {
            Some(meant) => format!("bedoelde u `{meant}`? {}", known()),
            None => known(),
        };
        return wrong(format!("onbekende huisstijl `{huisstijl}`"), help);
    }
    let typed = arguments.datum.clone();
    let Some(datum) = typed.or_else(system::today) else {
        return wrong(
            "de klok van deze computer staat verkeerd".into(),
            "geef een datum met `--datum`".into(),
        );
    };
    let day = match Datum::parse(&datum) {
        Ok(day) => day,
        Err(help) => return wrong(format!("`{datum}` is geen datum"), help),
    };
    let word = arguments.soort.as_deref();
    let typed = word.map(Briefsoort::met_naam);
    if let (Some(word), Some(None)) = (word, typed) {
        let known = words::list(Briefsoort::ALL.map(Briefsoort::name), "of");
        return wrong(format!("onbekende soort `{word}`"), format!("kies uit {known}"));
    }
    let typed = typed.flatten();
    if let (Some(soort), Some(_)) = (typed, &arguments.vragen)
        && !Briefsoort::over_vragen().any(|one| one == soort)
    {
        let message = format!("in een `{}` komen geen vragen", soort.name());
        let kinds = words::list(Briefsoort::over_vragen().map(Briefsoort::name), "of");
        return wrong(message, format!("laat `--soort` weg, of kies {kinds}"));
    }
    let vragen = match &arguments.vragen {
        Some(file) => match overgenomen(file, typed, console) {
            Ok(read) => Some(read),
            Err(exit) => return exit,
        },
        None => None,
    };
    let soort = typed.or(vragen.as_ref().map(Overgenomen::soort)).unwrap_or_default();
    let onderwerp = arguments.onderwerp.as_deref();
    let onderwerp = match onderwerp.map(|text| one_line("onderwerp", text, console)).transpose() {
        Ok(onderwerp) => onderwerp,
        Err(exit) => return exit,
    };
    let folder = &arguments.folder;
    let slot = match Slot::take(folder, None) {
        Ok(slot) => console.held(slot),
        Err(failure) => return console.unwritable(&failure),
    };
    match slot.is_vacant() {
        Ok(true) => {}
        Ok(false) => {
            let message = format!("{} is niet leeg", folder.display());
            return wrong(
                message,
                "kies een nieuwe map; `new` schrijft nooit over iets heen".into(),
            );
        }
        Err(failure) => return console.unwritable(&failure),
    }
    // A day that was asked for goes before the one on the letter.
    let asked = arguments.datum.is_some();
    let letter = letter.map(|letter| if asked { letter.gedateerd(day) } else { letter });
    let mut letter = match letter.map(|letter| uit::dossier(&letter, huisstijl, day, &templates)) {
        Some(Err(word::Fout(why))) => {
            let message = format!("kan van deze brief geen dossier maken: {why}");
            let told = Diagnostic::error(codes::WORD_UNREADABLE, message);
            console.report(vec![told], &Sources::default());
            return Exit::Errors;
        }
        Some(Ok(made)) => Some(made),
        None => None,
    };
    let fill = |text: &str| {
        let text = text.replace("HUISSTIJL", huisstijl).replace("SOORT", soort.name());
        text.replace("DATUM", &datum)
    };
    let taken = letter.as_mut().map(|made| std::mem::take(&mut made.bestanden)).unwrap_or_default();
    let remarks = letter.as_mut().and_then(|made| made.opmerkingen.take());
    let remarks = remarks.map(|text| (OPMERKINGEN.to_owned(), text.into_bytes()));
    let blank = if letter.is_some() { &[] } else { files(soort) };
    let blank = blank.iter().map(|(bestand, text)| {
        let filled = match (&vragen, bestand) {
            (Some(read), Bestand::Vragen) => overnemen::vragen_yaml(&comments(text), read, soort),
            (Some(read), Bestand::Brief) => overnemen::uitstel_yaml(&fill(text), read),
            _ => Ok(fill(text)),
        };
        (*bestand, filled.ok())
    });
    let all = taken.into_iter().map(|(bestand, text)| (bestand, Some(text))).chain(blank);
    let all = all.map(|(bestand, text)| {
        let text = match (&onderwerp, bestand) {
            (Some(subject), Bestand::Dossier) => about(&text?, subject),
            _ => text,
        };
        Some((bestand.name(), text?.into_bytes()))
    });
    let Some(dossier) = all.collect::<Option<Vec<(String, Vec<u8>)>>>() else {
        return wrong(
            "het dossier kan niet als YAML worden geschreven".into(),
            "meld dit als fout van het programma, met het bestand erbij".into(),
        );
    };
    let schemas =
        schema::files().into_iter().map(|(name, bytes)| (format!("schema/{name}"), bytes));
    if let Err(failure) =
        slot.write(&dossier.into_iter().chain(remarks).chain(schemas).collect::<Vec<_>>())
    {
        return console.unwritable(&failure);
    }
    let mut sources = Sources::default();
    let mut told = Vec::new();
    if let (Some(read), Some(file)) = (&vragen, &arguments.vragen) {
        told = missed(read, soort, file, &mut sources);
    }
    if let (Some(made), Some(file)) = (&letter, &arguments.uit) {
        let source = sources.add(file.display().to_string(), made.tekst.clone());
        told = made.gemist.iter().map(|one| gemist(one, file, source)).collect();
    }
    console.report(told, &sources);
    let shown = folder.display().to_string();
    let quoted = if shown.contains(' ') { format!("\"{shown}\"") } else { shown.clone() };
    console.say(&format!(
        "{shown}: nieuw dossier; maak de documenten met `kamerbrief build {quoted}`"
    ));
    Exit::Good
}

/// The file with this subject.
fn about(file: &str, onderwerp: &Regel) -> Option<String> {
    let request =
        Request::Set { place: "onderwerp".into(), text: onderwerp.to_string(), base: None };
    let of = Place::top(Root::File(Bestand::Dossier));
    carry_out(file, &of, &request).ok().map(|done| done.text)
}

/// What the named file says of the questions in it.
fn overgenomen(
    file: &Path,
    typed: Option<Briefsoort>,
    console: &Console,
) -> Result<Overgenomen, Exit> {
    let bytes = system::read(file).map_err(|failure| {
        let message = "kan het bestand met vragen niet lezen";
        console.fail(
            codes::QUESTIONS_UNREADABLE,
            message,
            &failure,
            "noem het bestand van de Kamer, of een .txt met de vragen",
        )
    })?;
    overnemen::lees_als(&bytes, typed).map_err(|wrong| {
        let message = format!("{}: {}", file.display(), wrong.message);
        let told = Diagnostic::error(codes::QUESTIONS_UNREADABLE, message).help(wrong.help);
        console.report(vec![told], &Sources::default());
        Exit::Errors
    })
}

/// What of it could not be taken over, each as a remark at its places.
fn missed(
    read: &Overgenomen,
    soort: Briefsoort,
    file: &Path,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let source = sources.add(file.display().to_string(), read.bestand.clone());
    let missing = read.ontbreekt(soort);
    // What the questions say, a letter that postpones their answers does not.
    let gemist = read.gemist.iter().filter(|_| soort != Briefsoort::Uitstel);
    let missing = missing.iter().map(|what| of_file(what, file));
    gemist.map(|one| self::gemist(one, file, source)).chain(missing).collect()
}

/// Something about a file as a whole.
fn of_file(what: &str, file: &Path) -> Diagnostic {
    Diagnostic::warning(codes::QUESTIONS_PARTIAL, format!("{}: {what}", file.display()))
}

/// What could not be taken over, as a remark at its places.
fn gemist(one: &Gemist, file: &Path, source: SourceId) -> Diagnostic {
    let more = one.plaatsen.len().saturating_sub(MAX_PLACES);
    let told = match (one.plaatsen.is_empty(), more) {
        (true, _) => of_file(&one.wat, file),
        (false, 0) => Diagnostic::warning(codes::QUESTIONS_PARTIAL, one.wat.clone()),
        (false, more) => {
            let more = words::count(more, "plaats", "plaatsen");
            let message = format!("{} (en nog op {more})", one.wat);
            Diagnostic::warning(codes::QUESTIONS_PARTIAL, message)
        }
    };
    let shown = one.plaatsen.iter().take(MAX_PLACES);
    let told = shown.fold(told, |told, place| told.at(Span::new(source, place.clone()), ""));
    one.hulp.iter().fold(told, |told, help| told.help(help.clone()))
}

/// The comments that a file begins with, and the empty line below them.
pub(super) fn comments(text: &str) -> String {
    let lines = text.lines().take_while(|line| line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect::<String>() + "\n"
}
