//! In: the documents of a public edition. Out: what each is called, and what there is to say of it. Pure.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Opgave;
use crate::diagnostic::words;
use crate::dossier::{Begrip, Publicatiecodes, Stuk};
use crate::inventaris::Gelakt;

/// Longest name of a file, without what it ends in. Every channel takes more; but people have to read it.
const MAX_NAME: usize = 120;

/// A document as it is published.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) stuk: Stuk,
    /// Its title. That of a nota contains `beslisnota`, by which open.overheid.nl knows one.
    pub(super) titel: String,
    /// What it is, and whether all of it is there.
    pub(super) omschrijving: String,
    /// The name of its file, without `.pdf`.
    pub(super) naam: String,
    /// What identifies it: the reference of the letter, with the name of what comes with that.
    pub(super) kenmerk: String,
    pub(super) soort: Begrip,
    /// The size of its file.
    pub(super) grootte: usize,
    /// The grounds on which something of it is withheld, each once.
    pub(super) gronden: Vec<String>,
}

impl Document {
    /// The name of its file.
    pub(super) fn bestand(&self) -> String {
        format!("{}.pdf", self.naam)
    }

    /// The path of its file in the set.
    pub(super) fn pad(&self) -> String {
        format!("documenten/{}", self.bestand())
    }

    /// Whether others come with it: the letter, or without one what is published instead.
    pub(super) fn is_hoofddocument(&self, all: &[Self]) -> bool {
        all.first().is_some_and(|first| first.stuk == self.stuk)
    }
}

/// The documents to publish, the letter first.
pub(super) fn documenten(
    opgave: &Opgave<'_>,
    gelakt: &[Gelakt],
    codes: &Publicatiecodes,
) -> Vec<Document> {
    let dossier = opgave.checked.dossier();
    let gegevens = &dossier.gegevens;
    let (onderwerp, kenmerk) = (gegevens.onderwerp.as_str().trim(), gegevens.kenmerk.as_str());
    let letter = opgave.pdfs.contains_key(&Stuk::Kamerbrief);
    let made = opgave.pdfs.keys().filter_map(|stuk| Some((*stuk, codes.soorten.of(*stuk)?)));
    made.map(|(stuk, soort)| {
        let what = match (stuk, letter) {
            (Stuk::Kamerbrief, _) => "Kamerbrief",
            (Stuk::Beslisnota, true) => "Beslisnota bij Kamerbrief",
            (Stuk::Beslisnota, false) => "Beslisnota",
            (_, true) => "Bijlage bij Kamerbrief",
            (_, false) => "Bijlage",
        };
        let mut gronden: Vec<String> = Vec::new();
        let own = gelakt.iter().filter(|one| one.stuk == stuk);
        for grond in own.flat_map(|one| &one.gronden) {
            if !gronden.contains(&grond.code) {
                gronden.push(grond.code.clone());
            }
        }
        gronden.sort();
        let withheld = match gronden.is_empty() {
            true => String::new(),
            false => {
                let gronden = words::enumerate(&gronden, "en");
                format!(" Een deel is niet openbaar gemaakt, op grond van {gronden}.")
            }
        };
        Document {
            stuk,
            titel: format!("{what}: {onderwerp}"),
            omschrijving: format!(
                "{what} van {}, kenmerk {}.{withheld}",
                dossier.datum(stuk),
                dossier.kenmerk(stuk)
            ),
            naam: file_name(&format!("{what} {onderwerp}")),
            kenmerk: match stuk {
                Stuk::Kamerbrief => kenmerk.to_owned(),
                _ => format!("{kenmerk}/{}", stuk.name()),
            },
            soort: soort.clone(),
            grootte: opgave.pdfs.get(&stuk).map_or(0, Vec::len),
            gronden,
        }
    })
    .collect()
}

/// A name of lower-case letters, digits and hyphens, which every channel and every disk takes.
pub(super) fn file_name(text: &str) -> String {
    let mut name = String::new();
    for char in text.nfd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase) {
        match char {
            'a'..='z' | '0'..='9' => name.push(char),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    if name.len() > MAX_NAME {
        name.truncate(MAX_NAME);
        name.truncate(name.rfind('-').unwrap_or(MAX_NAME));
    }
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_name_is_plain_and_ends_behind_a_word() {
        assert_eq!(
            file_name("Beslisnota bij Kamerbrief: „Financiële” zaken & méér…"),
            "beslisnota-bij-kamerbrief-financiele-zaken-meer"
        );
        let long = file_name(&"woord ".repeat(60));
        assert!(long.len() <= 120 && long.ends_with("-woord"), "{long}");
        assert_eq!(file_name("../..\\ \u{0}/"), "");
    }
}
