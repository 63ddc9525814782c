//! In: a file, and a document as a dossier makes it. Out: whether the file is that document, with signatures or without.
//! Pure.

use serde::Serialize;

use super::document::{Document, MAX_BYTES};
use super::found::place;
use super::history::{self, History};
use super::known::KnownFonts;
use super::{Oordeel, Vak};
use crate::VELD;
use kamerbrief_base::diagnostic::words;
use kamerbrief_base::naam;

/// How a file compares with a document that a dossier makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "oordeel", content = "verschillen")]
pub enum Vergelijking {
    /// It begins with exactly these bytes, and all that follows is what signing adds.
    Gelijk,
    /// It is this document with another content; what differs.
    Anders(Vec<String>),
    /// It is another document.
    AnderDocument,
}

/// Compares a file with a document as it is made now, byte for byte. Fields that are seen may only stand in these places.
pub fn compare(file: &[u8], made: &[u8], vakken: &[Vak], fonts: &KnownFonts) -> Vergelijking {
    if file.len() > MAX_BYTES {
        return Vergelijking::AnderDocument;
    }
    let history = history::read(file, fonts);
    if file.starts_with(made) {
        let what = match &history {
            Ok(history) => beyond(history, made.len(), vakken),
            Err(_) => Some("het document zelf is niet te beoordelen"),
        };
        return what.map_or(Vergelijking::Gelijk, |what| Vergelijking::Anders(vec![what.into()]));
    }
    if name(file).is_none() || name(file) != name(made) {
        return Vergelijking::AnderDocument;
    }
    Vergelijking::Anders(match (history, history::read(made, fonts)) {
        (Ok(history), Ok(own)) => differences(&history.document, &own.document),
        _ => vec!["het bestand is anders opgebouwd dan kamerbrief het zou schrijven".into()],
    })
}

/// The signatures of others than the dossier names: in the place of somebody, or in a field of its own.
pub fn strangers(signatures: &[Oordeel], vakken: &[Vak]) -> Vec<String> {
    let stranger = |one: &Oordeel| {
        let who = one.ondertekenaar.as_deref()?;
        let number = one.veld.strip_prefix(VELD).and_then(|number| number.parse::<usize>().ok());
        let vak = number.and_then(|number| vakken.get(number.checked_sub(1)?));
        match vak {
            Some(vak) => (!vak.is_of(who)).then(|| {
                let alike = naam::is_dubbelganger(who, &vak.naam).then(|| naam::vermomd(who));
                let alike = alike.flatten().map(|why| format!(" ({why})")).unwrap_or_default();
                format!(
                    "{who} is niet de ondertekenaar die het dossier bij veld {} noemt: {}{alike}",
                    one.veld, vak.naam
                )
            }),
            None => (!vakken.is_empty() && !vakken.iter().any(|vak| vak.is_of(who))).then(|| {
                format!("{who} (veld {}) is geen ondertekenaar die het dossier noemt", one.veld)
            }),
        }
    };
    let signed = signatures.iter().filter(|one| !one.documenttijdstempel);
    signed.filter_map(stranger).collect()
}

/// What is not right behind a document of this length.
fn beyond(history: &History<'_>, length: usize, vakken: &[Vak]) -> Option<&'static str> {
    let same = |(one, other): (&Vak, &Vak)| {
        (&one.wie, one.page, one.place) == (&other.wie, other.page, other.place)
    };
    if history.afwijking.is_some() || history.first != length {
        Some("achter het document staat iets anders dan handtekeningen")
    } else if history.vakken.is_empty()
        || (history.vakken.len() == vakken.len() && history.vakken.iter().zip(vakken).all(same))
    {
        None
    } else {
        Some("de handtekeningen staan niet waar het dossier ze zet")
    }
}

/// What Typst names a document by: it follows from the letter's reference and the kind of document.
fn name(file: &[u8]) -> Option<&[u8]> {
    const MARK: &[u8] = b"<xmpMM:DocumentID>";
    let start = place(file, MARK, 0)? + MARK.len();
    let end = place(file, b"<", start)?;
    file.get(start..end)
}

fn differences(file: &Document<'_>, made: &Document<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if file.pages.len() != made.pages.len() {
        found.push(format!(
            "het bestand heeft {} bladzijden, het dossier maakt er {}",
            file.pages.len(),
            made.pages.len()
        ));
    }
    let content = |document: &Document<'_>, page: u32| {
        let number = document.dictionary(page)?.get("Contents")?.as_reference()?;
        Some(document.objects.get(&number)?.stream?.to_vec())
    };
    let pages = file.pages.iter().zip(&made.pages).zip(1..);
    let differ: Vec<String> = pages
        .filter(|((one, other), _)| content(file, **one) != content(made, **other))
        .map(|(_, number): (_, usize)| number.to_string())
        .collect();
    if !differ.is_empty() {
        let word = if differ.len() == 1 { "bladzijde" } else { "bladzijden" };
        let (verb, list) =
            (if differ.len() == 1 { "is" } else { "zijn" }, words::enumerate(&differ, "en"));
        found.push(format!("{word} {list} {verb} anders"));
    }
    if found.is_empty() {
        found.push("de bladzijden zijn gelijk, maar iets daarbuiten is anders: titel, datum, lettertypen of labels".into());
    }
    found
}
