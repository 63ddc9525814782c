//! In: the documents of a public edition, and what is withheld from it. Out: everything that is published, as files by
//! name, and the comparison of such a set with its manifest. Pure.
//!
//! Nothing but the public edition comes in, so nothing of what is withheld can go out: no digest of the working edition
//! either, by which a short text could be guessed. The only dates are the letter's and that of the last initial.

mod diwoo;
mod documenten;
mod gpp;
mod herkomst;
mod inventaris;
mod leesmij;
mod manifest;
mod platform;

use std::collections::BTreeMap;

use serde_json::Value;

use self::documenten::{Document, documenten};
use self::herkomst::LEESMIJ;
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Begrip, Datum, Stuk, Vingerafdruk};
use crate::export::Files;
use crate::inventaris::{Gelakt, inventaris};
use crate::signoff::Uitgave;

pub use self::herkomst::Tegenspraak;
pub use self::manifest::{Manifest, NAME as MANIFEST, Verschil};

/// Where files would stand of which nobody said where they will.
pub const NOWHERE: &str = "https://publicatie.invalid/";

/// A public edition that was made, to be published.
#[derive(Debug)]
pub struct Opgave<'a> {
    /// The dossier, as everybody may read it.
    pub checked: &'a Checked,
    /// Its documents as PDF, with the inventory.
    pub pdfs: BTreeMap<Stuk, Vec<u8>>,
    /// The annex for spreadsheets.
    pub bijlage: Files,
    /// The fingerprints of these documents.
    pub vingerafdrukken: BTreeMap<Stuk, Vingerafdruk>,
    /// Whether it is to be published, or to look at.
    pub uitgave: Uitgave,
    /// The address of the folder that the set will stand in.
    pub adres: Option<&'a str>,
    /// The day from which it stands as it is.
    pub dag: Datum,
}

/// What all files of a set are made of.
struct Stof<'a> {
    opgave: &'a Opgave<'a>,
    organisatie: Begrip,
    documenten: Vec<Document>,
    gelakt: Vec<Gelakt>,
}

impl Stof<'_> {
    /// The address of a file of the set.
    fn adres(&self, name: &str) -> String {
        let base = self.opgave.adres.unwrap_or(NOWHERE).trim_end_matches('/');
        format!("{base}/{name}")
    }

    fn kenmerk(&self) -> &str {
        self.opgave.checked.dossier().gegevens.kenmerk.as_str()
    }

    fn onderwerp(&self) -> &str {
        self.opgave.checked.dossier().gegevens.onderwerp.as_str()
    }

    fn datum(&self) -> Datum {
        self.opgave.checked.dossier().gegevens.datum
    }
}

/// The whole set, in the order of the names.
///
/// # Errors
/// What is missing to describe it, or does not fit in it.
pub fn publicatie(opgave: &Opgave<'_>) -> Result<Files, Vec<Diagnostic>> {
    let checked = opgave.checked;
    let (dossier, lijsten) = (checked.dossier(), checked.lijsten());
    let ministerie = dossier.profiel.ministerie.as_str();
    let Some(organisatie) = lijsten.organisatie(ministerie, dossier.gegevens.datum) else {
        let message = format!(
            "van `{}` is geen nummer bekend, en zonder dat kan niemand vinden van wie de publicatie is",
            words::shorten(ministerie)
        );
        let help = "zet het ministerie met zijn nummer (`tooi:`) in een eigen lijsten/namen.yaml, in de map bij `--templates`; de nummers staan op standaarden.overheid.nl";
        return Err(vec![Diagnostic::error(codes::ORGANISATION_UNKNOWN, message).help(help)]);
    };
    let gelakt = inventaris(checked);
    let documenten = documenten(opgave, &gelakt, &lijsten.publicatie);
    let stof = Stof { opgave, organisatie, documenten, gelakt };
    let mut files = Files::new();
    for document in &stof.documenten {
        let bytes = opgave.pdfs.get(&document.stuk).cloned().unwrap_or_default();
        files.push((document.pad(), bytes));
    }
    let rest = opgave.bijlage.iter().cloned();
    files.extend(rest.map(|(name, bytes)| (format!("open-data/{name}"), bytes)));
    let fails = |why: String| {
        let message = format!("de publicatie is niet te beschrijven: {why}");
        vec![Diagnostic::error(codes::OUTPUT_FAILS, message)]
    };
    files.extend(diwoo::files(&stof, &lijsten.publicatie).map_err(fails)?);
    files.extend(gpp::files(&stof, &lijsten.publicatie));
    files.extend(platform::files(&stof, &lijsten.publicatie));
    files.extend(inventaris::files(&stof).map_err(fails)?);
    if let Some(pdf) = opgave.pdfs.get(&Stuk::Inventaris) {
        files.push(("inventaris/inventaris.pdf".into(), pdf.clone()));
    }
    let manifest = Manifest::new(&stof);
    files.push((LEESMIJ.into(), leesmij::text(&stof, &manifest).into_bytes()));
    files.sort();
    let manifest = manifest.of(&files);
    files.push((MANIFEST.into(), json(&manifest.json())));
    Ok(files)
}

/// A day as machines read it: `2024-02-05`.
fn iso(datum: Datum) -> String {
    format!("{:04}-{:02}-{:02}", datum.year(), datum.month(), datum.day())
}

/// JSON as a file.
fn json(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

/// At most so many characters, the last words left out for `…`.
fn at_most(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn a_long_text_ends_behind_a_whole_word() {
        assert_eq!(at_most("een twee drie", 13), "een twee drie");
        assert_eq!(at_most("een twee, drie", 12), "een twee…");
        assert_eq!(at_most(&"é".repeat(300), 255).chars().count(), 255);
    }
}
