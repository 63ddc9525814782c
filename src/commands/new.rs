//! In: the arguments of `new`. Out: a dossier on disk that builds at once. Wiring.

use super::{Console, Exit, schema};
use crate::cli::NewArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Bestand, Datum};
use crate::source::Sources;
use crate::system::{self, Slot};
use crate::templates::Templates;

/// The text of each file, in which `HUISSTIJL` and `DATUM` are filled in.
const FILES: [(Bestand, &str); 4] = [
    (Bestand::Dossier, include_str!("../../templates/nieuw/dossier.yaml")),
    (Bestand::Brief, include_str!("../../templates/nieuw/brief.yaml")),
    (Bestand::Nota, include_str!("../../templates/nieuw/nota.yaml")),
    (Bestand::Bijlage, include_str!("../../templates/nieuw/bijlage.yaml")),
];

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
    let Some(huisstijl) = &arguments.huisstijl else {
        return wrong(
            "welk ministerie stuurt de brief?".into(),
            format!("voeg `--huisstijl MINISTERIE` toe: {}", known()),
        );
    };
    if templates.profile(huisstijl).is_none() {
        return wrong(format!("onbekende huisstijl `{huisstijl}`"), known());
    }
    let typed = arguments.datum.clone();
    let Some(datum) = typed.or_else(system::today) else {
        return wrong(
            "de klok van deze computer staat verkeerd".into(),
            "geef een datum met `--datum`".into(),
        );
    };
    if let Err(help) = Datum::parse(&datum) {
        return wrong(format!("`{datum}` is geen datum"), help);
    }
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
    let fill = |text: &str| text.replace("HUISSTIJL", huisstijl).replace("DATUM", &datum);
    let dossier =
        FILES.into_iter().map(|(bestand, text)| (bestand.name(), fill(text).into_bytes()));
    let schemas =
        schema::files().into_iter().map(|(name, bytes)| (format!("schema/{name}"), bytes));
    if let Err(failure) = slot.write(&dossier.chain(schemas).collect::<Vec<_>>()) {
        return console.unwritable(&failure);
    }
    let shown = folder.display().to_string();
    let quoted = if shown.contains(' ') { format!("\"{shown}\"") } else { shown.clone() };
    console.say(&format!(
        "{shown}: nieuw dossier; maak de documenten met `kamerbrief build {quoted}`"
    ));
    Exit::Good
}
