//! What is withheld is in nothing that the public gets.
//!
//! The strongest proof is that two dossiers that differ in what is withheld, and in nothing else, give the same bytes:
//! then nothing follows from it. Beside that, the removed words are searched for, and it is shown that either would be
//! seen.

mod gezocht;
mod groepen;
mod staten;
pub(crate) mod twee_geheimen;
mod velden;

use std::collections::BTreeMap;

use kamerbrief::check::{Checked, Examination, Needs};
use kamerbrief::diagnostic::{self, Text};
use kamerbrief::dossier::{self, Editie, Stuk, Trees};
use kamerbrief::export::{self, Uitwisseling};
use kamerbrief::publicatie::{Opgave, publicatie};
use kamerbrief::render::{self, FontSet, Sheets};
use kamerbrief::signoff::Uitgave;
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::{check, lakken};

use crate::support::{of_files, root};

/// The files of a dossier, by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The dossier with every kind of withholding.
pub(crate) fn ok_lakken() -> Files {
    let folder = root().join("tests/cases/ok_lakken");
    let names = ["dossier.yaml", "brief.yaml", "nota.yaml", "bijlage.yaml"];
    names.map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap())).into()
}

/// What every image of a dossier draws.
const IMAGE: &[u8] =
    br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0 L9 9"/></svg>"#;

/// Everything that comes of trees before the pages are set: all that Typst gets to see, and the exports.
fn made(trees: Trees, sources: &mut Sources) -> Result<Vec<(String, Vec<u8>)>, String> {
    let reading = dossier::read(trees);
    let image = |path: &str| (path.to_owned(), Ok(IMAGE.into()));
    let images = reading.images().into_iter().map(|(_, path)| image(path)).collect();
    let needs = Needs { stukken: &[], images: &images, style: false, printable: &|_| true };
    let Examination { checked, found, .. } = check::examine(reading, sources, needs);
    let Some(checked) = checked else {
        let mut found = found;
        found.retain(|told| diagnostic::has_errors(std::slice::from_ref(told)));
        return Err(Text::new(false, 120).render(&found, sources));
    };
    let fonts = FontSet { fingerprint: dossier::Vingerafdruk::of([&b""[..]]), families: [].into() };
    let sheets = render::render(&checked, &Templates::default(), &fonts, sources).unwrap();
    let mut all: Vec<(String, Vec<u8>)> =
        sheets.sources().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    all.extend(sheets.assets().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    for form in [Uitwisseling::Csv, Uitwisseling::Xlsx, Uitwisseling::Json] {
        all.extend(export::annex(&checked, form).unwrap());
    }
    all.push(("kenmerk".into(), checked.dossier().gegevens.kenmerk.to_string().into_bytes()));
    all.extend(described(&checked, &sheets));
    Ok(all)
}

/// Everything else that is published: what describes the documents. Their pages follow from the sheets.
fn described(checked: &Checked, sheets: &Sheets) -> export::Files {
    let stukken = checked.stukken().iter().copied().chain([Stuk::Inventaris]);
    let opgave = Opgave {
        checked,
        pdfs: stukken.map(|stuk| (stuk, Vec::new())).collect(),
        bijlage: Vec::new(),
        vingerafdrukken: sheets.fingerprints().clone(),
        uitgave: Uitgave::Proef,
        adres: None,
        dag: checked.dossier().gegevens.datum,
    };
    publicatie(&opgave).unwrap_or_else(|found| panic!("{found:?}"))
}

/// The trees of an edition.
fn trees(files: &Files, editie: Editie, sources: &mut Sources) -> Trees {
    let trees = dossier::trees(&of_files(files.clone()), &Templates::default(), sources);
    lakken::lak(trees, editie, sources)
}

/// Everything that comes of the public edition of a dossier before the pages are set.
fn openbaar(files: &Files) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut sources = Sources::default();
    let trees = trees(files, Editie::Openbaar, &mut sources);
    made(trees, &mut sources)
}

/// Where two differ first.
fn difference(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) -> Option<String> {
    let names =
        |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    if names(one) != names(other) {
        return Some(format!("{:?}\n{:?}", names(one), names(other)));
    }
    one.iter().zip(other).find(|(a, b)| a.1 != b.1).map(|((name, a), (_, b))| {
        format!("{name}:\n{}\n──\n{}", String::from_utf8_lossy(a), String::from_utf8_lossy(b))
    })
}
