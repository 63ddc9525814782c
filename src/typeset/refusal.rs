//! In: a message of Typst. Out: what a sheet of the house style refuses to set, in plain Dutch. Pure.
//!
//! The sheets check what has a fixed place. They refuse by one function, `weiger` in `huisstijl/maten.typ`, which names
//! the kind; the words for it stand here.

use crate::diagnostic::{Code, Diagnostic, codes};
use crate::dossier::Bestand;

/// What Typst puts before the message of `weiger`, and how that begins.
const START: &str = "assertion failed: kamerbrief/";

/// What a sheet of the house style refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Something with a fixed place on the first page that is too long for it.
    FirstPage,
    /// A table that is too wide for any page.
    WideTable,
    /// A chart of no themes, or of more than there are patterns.
    Themes,
}

impl Refusal {
    const ALL: [Self; 3] = [Self::FirstPage, Self::WideTable, Self::Themes];

    /// Its name in the sheets.
    fn name(self) -> &'static str {
        match self {
            Self::FirstPage => "eerste-bladzijde",
            Self::WideTable => "tabel-te-breed",
            Self::Themes => "themas",
        }
    }

    fn code(self) -> Code {
        codes::DOES_NOT_FIT
    }

    /// What is wrong; `what` is what the sheet says that it is about.
    fn message(self, what: &str) -> String {
        match self {
            Self::FirstPage => format!("{what} past niet op de eerste bladzijde"),
            Self::WideTable => "de tabel past niet op een gekantelde bladzijde".into(),
            Self::Themes => "een grafiek heeft één tot acht thema's".into(),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::FirstPage => "kort de velden in dossier.yaml, nota.yaml of het profiel in",
            Self::WideTable => {
                "verdeel de jaren over meer tabellen, of vraag met `decimalen: 0` om kortere bedragen"
            }
            Self::Themes => "laat in het eigen sjabloon de kleinste thema's samen één thema zijn",
        }
    }

    /// The file that it is about.
    fn file(self) -> Bestand {
        match self {
            Self::FirstPage => Bestand::Dossier,
            Self::WideTable | Self::Themes => Bestand::Bijlage,
        }
    }

    /// What a message of Typst says that a sheet refuses, and the file that it is about.
    pub(super) fn diagnostic(message: &str) -> Option<(Diagnostic, Bestand)> {
        let (name, what) = message.strip_prefix(START)?.split_once('/')?;
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == name)?;
        let refused = Diagnostic::error(kind.code(), kind.message(what)).help(kind.help());
        Some((refused, kind.file()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::templates::Templates;

    /// What follows each occurrence of a text in a sheet of the house style.
    fn after(start: &str) -> Vec<(String, String)> {
        let templates = Templates::default();
        let sheets = templates.typst().map(|(path, sheet)| {
            (path.to_owned(), String::from_utf8(sheet.bytes.to_vec()).unwrap())
        });
        sheets
            .flat_map(|(path, text)| {
                let found = text.split(start).skip(1).map(ToOwned::to_owned);
                found.map(|rest| (path.clone(), rest)).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn what_the_sheets_refuse_is_known_and_what_is_known_is_refused() {
        let calls = after("weiger(\"");
        let refused: BTreeSet<&str> =
            calls.iter().map(|(_, rest)| rest.split('"').next().unwrap()).collect();
        assert_eq!(refused, Refusal::ALL.into_iter().map(Refusal::name).collect());
    }

    #[test]
    fn the_sheets_refuse_by_one_function() {
        for start in ["assert(", "panic("] {
            let all = after(start);
            let own = all.iter().filter(|(path, rest)| {
                !(path == "huisstijl/maten.typ"
                    && rest.starts_with("false, message: \"kamerbrief/\" + soort"))
            });
            assert_eq!(own.count(), 0, "{start}");
        }
        assert_eq!(after("assert(").len(), 1);
    }

    #[test]
    fn only_messages_of_the_sheets_are_taken_for_one() {
        let found = Refusal::diagnostic("assertion failed: kamerbrief/eerste-bladzijde/het adres");
        assert_eq!(found.unwrap().0.message, "het adres past niet op de eerste bladzijde");
        for other in
            ["assertion failed: kamerbrief/iets/x", "kamerbrief/themas/", "assertion failed"]
        {
            assert_eq!(Refusal::diagnostic(other), None, "{other}");
        }
    }
}
