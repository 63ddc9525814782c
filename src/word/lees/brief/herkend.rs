//! In: a line of the head of a letter. Out: what it is by its words: a label, a day, an address, the name of a Chamber or of a part of
//! a ministry. Pure.

use super::hoofd::Kopveld;
use super::regels::Regel;
use crate::dossier::{Datum, Kamer};
use crate::overnemen::dag;

/// The labels of the forms, each with what stands behind it.
const LABELS: [(&str, Kopveld); 25] = [
    ("betreft", Kopveld::Onderwerp),
    ("onderwerp", Kopveld::Onderwerp),
    ("ons kenmerk", Kopveld::Kenmerk),
    ("onze referentie", Kopveld::Kenmerk),
    ("ons nummer", Kopveld::Kenmerk),
    ("kenmerk", Kopveld::Kenmerk),
    ("referentie", Kopveld::Kenmerk),
    ("uw kenmerk", Kopveld::UwKenmerk),
    ("uw referentie", Kopveld::UwKenmerk),
    ("uw brief (kenmerk)", Kopveld::UwKenmerk),
    ("datum", Kopveld::Datum),
    ("contactpersoon", Kopveld::Contactpersoon),
    ("contact", Kopveld::Contactpersoon),
    ("inlichtingen bij", Kopveld::Contactpersoon),
    ("behandeld door", Kopveld::Contactpersoon),
    ("telefoonnummer", Kopveld::Telefoon),
    ("telefoon", Kopveld::Telefoon),
    ("doorkiesnummer", Kopveld::Telefoon),
    ("t", Kopveld::Telefoon),
    ("m", Kopveld::Telefoon),
    ("e-mailadres", Kopveld::Email),
    ("e-mail", Kopveld::Email),
    ("email", Kopveld::Email),
    ("e", Kopveld::Email),
    ("aan", Kopveld::Aan),
];

/// Other words of the forms, which stand before or above something that a dossier does not keep.
pub(super) const VORM: &str =
    "aan pagina van bijlage retouradres bezoekadres postadres postbus brief uw ons datum";

/// The properties of the templates, each with what it says.
const EIGENSCHAPPEN: [(&str, Kopveld); 20] = [
    ("onderwerp", Kopveld::Onderwerp),
    ("inhoudsindicatie", Kopveld::Onderwerp),
    ("subject", Kopveld::Onderwerp),
    ("onskenmerk", Kopveld::Kenmerk),
    ("kenmerk", Kopveld::Kenmerk),
    ("our reference", Kopveld::Kenmerk),
    ("uwkenmerk", Kopveld::UwKenmerk),
    ("your reference", Kopveld::UwKenmerk),
    ("datum", Kopveld::Datum),
    ("date", Kopveld::Datum),
    ("directoraat", Kopveld::Onderdeel),
    ("directoraatvolg", Kopveld::Afdeling),
    ("onderdeel", Kopveld::Afdeling),
    ("contactpersoon", Kopveld::Contactpersoon),
    ("functie", Kopveld::Functie),
    ("doorkiesnummer", Kopveld::Telefoon),
    ("email", Kopveld::Email),
    ("adres", Kopveld::Aan),
    ("aanhef", Kopveld::Aanhef),
    ("groetregel", Kopveld::Groet),
];

/// What a property says.
pub(super) fn eigenschap(name: &str) -> Option<Kopveld> {
    let name = name.trim_start_matches('_').to_lowercase();
    EIGENSCHAPPEN.iter().find(|(known, _)| *known == name).map(|(_, veld)| *veld)
}

/// Whether a line begins a letter: `Geachte voorzitter,`.
pub(super) fn is_aanhef(text: &str) -> bool {
    let text = text.trim();
    let begins =
        ["geachte ", "beste ", "excellentie", "hooggeachte ", "zeer geachte ", "mijne heren"];
    let lower = text.to_lowercase();
    let says = begins.iter().any(|begin| lower.starts_with(begin)) || lower == "geachte,";
    let count = text.split_whitespace().count();
    // Who forgets the comma writes nothing but whom he greets.
    let bare = lower.starts_with("geachte ") && count <= 5 && text.ends_with(char::is_alphabetic);
    says && count <= 10 && (text.ends_with([',', '!', ':']) || bare)
}

/// The label that a line is, or begins with; and what stands behind it.
pub(super) fn label(text: &str) -> Option<(Kopveld, &str)> {
    let text = text.trim();
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let found = LABELS.iter().filter_map(|(name, veld)| {
        let rest = lower.strip_prefix(name)?;
        let behind = text.get(text.len() - rest.len()..)?;
        let value = match behind.trim_start().strip_prefix(':') {
            Some(value) => value.trim(),
            None if behind.trim().is_empty() => "",
            // Without a colon only what a sentence does not begin with.
            None if behind.starts_with("  ") && name.len() > 1 => behind.trim(),
            None if matches!(*veld, Kopveld::Datum) && dagtekening(behind).is_some() => {
                behind.trim()
            }
            None if *name == "betreft" && behind.starts_with(' ') => behind.trim(),
            None if matches!(*name, "t" | "m" | "e") && behind.starts_with(' ') => behind.trim(),
            None => return None,
        };
        Some((name.len(), *veld, value))
    });
    found.max_by_key(|(length, ..)| *length).map(|(_, veld, value)| (veld, value))
}

/// The day that a text is, however it is written.
pub(super) fn dagtekening(text: &str) -> Option<Datum> {
    let text = text.trim();
    let numbers: Vec<i16> =
        text.split(['-', '/', '.']).filter_map(|part| part.trim().parse().ok()).collect();
    let of = |year: i16, month: i16, day: i16| {
        Datum::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    match numbers[..] {
        [year, month, day] if year > 1900 => of(year, month, day),
        [day, month, year] if year > 1900 => of(year, month, day),
        _ if text.split_whitespace().count() <= 6 => dag(text),
        _ => None,
    }
}

/// The day that a line is, behind the place where the letter was written or without that: `Den Haag, 12 mei 2026`.
pub(super) fn plaats_en_dag(text: &str) -> Option<&str> {
    let (place, day) = text.rsplit_once(',').unwrap_or(("", text));
    let day = day.trim();
    (place.split_whitespace().count() <= 4
        && day.split_whitespace().count() <= 3
        && day.ends_with(|c: char| c.is_ascii_digit())
        && dagtekening(day).is_some())
    .then_some(day)
}

/// Whether a line begins as one of the head of a letter, with a colon behind its label or without: a subject does not go on in
/// it.
pub(super) fn begint_met_label(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let names = LABELS.iter().map(|(name, _)| *name).filter(|name| name.len() > 3);
    let others =
        ["bijlage", "bijlage(n)", "bijlagen", "uw brief", "contact", "inlichtingen", "telefoon"];
    names.chain(others).any(|name| {
        lower.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    })
}

/// Whether a line stands above something that is no field: `Bijlage(n)`.
pub(super) fn is_ander_label(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(':').to_lowercase();
    ["bijlage", "bijlagen", "bijlage(n)"].contains(&lower.as_str())
}

/// Whether a line is one of those above a letter that has no salutation; a cell is one if it says so itself.
pub(super) fn is_kopregel(regel: &Regel) -> bool {
    let styles = [
        "datumonderwerp",
        "adres",
        "huisstijl",
        "afzend",
        "referentie",
        "rubricering",
        "retouradres",
        "in-table",
        "kix",
        "witregel",
        "woordmerk",
        "header",
    ];
    regel.is_leeg()
        || styles.iter().any(|style| regel.stijl.contains(style))
        || regel
            .velden
            .iter()
            .any(|(name, _)| eigenschap(name).is_some_and(|veld| veld != Kopveld::Aanhef))
        || label(&regel.tekst).is_some()
        || kamer(&regel.tekst).is_some()
        || dagtekening(&regel.tekst).is_some() && regel.tekst.split_whitespace().count() <= 4
        || postcode(&regel.tekst)
        || regel.tekst.trim().to_lowercase().starts_with("postbus ")
}

pub(super) fn kamer(text: &str) -> Option<Kamer> {
    let lower = text.to_lowercase();
    let is_head = lower.contains("voorzitter") && lower.split_whitespace().count() <= 12;
    match (lower.contains("eerste kamer"), lower.contains("tweede kamer")) {
        (true, false) if is_head => Some(Kamer::Eerste),
        (false, true) if is_head => Some(Kamer::Tweede),
        _ => None,
    }
}

/// Whether a text begins with a postal code: `2500 EA DEN HAAG`.
pub(super) fn postcode(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (number, letters) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    number.len() == 4
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && letters.len() == 2
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && words.count() <= 4
}

pub(super) fn is_email(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(_, host)| host.contains('.'))
}

pub(super) fn is_telefoon(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = text.bytes().all(|byte| byte.is_ascii_digit() || b" +-()".contains(&byte));
    (9..=15).contains(&digits) && rest
}

/// Whether a line names a part of a ministry, and a large one.
pub(super) fn onderdeel(text: &str) -> Option<bool> {
    let lower = text.trim().to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    if lower.split_whitespace().count() > 10 || lower.ends_with('.') {
        return None;
    }
    match () {
        () if begins(&["directoraat-generaal", "dg ", "secretaris-generaal", "hoofddirectie"]) => {
            Some(true)
        }
        () if begins(&[
            "directie ",
            "afdeling ",
            "team ",
            "programma",
            "cluster ",
            "bureau ",
            "bestuurs",
            "dienst ",
        ]) =>
        {
            Some(false)
        }
        () => None,
    }
}

pub(super) fn is_web(text: &str) -> bool {
    text.contains("www.") || text.contains("://") || is_email(text)
}

pub(super) fn is_ministerie(text: &str) -> bool {
    text.to_lowercase().contains("ministerie")
}

/// Whether a line has nothing but words of the form: a label, or what stands before the number of a page.
pub(super) fn is_vorm(text: &str) -> bool {
    let is_number = |word: &str| word.len() <= 3 && word.chars().all(|char| char.is_ascii_digit());
    label(text).is_some_and(|(_, rest)| rest.is_empty()) || {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let (numbers, words): (Vec<&str>, Vec<&str>) = words.partition(|word| is_number(word));
        !words.is_empty()
            && words.iter().all(|word| VORM.split(' ').any(|known| known == *word))
            && (numbers.is_empty() || words.contains(&"pagina") || words[..] == ["bijlage"])
    }
}

/// Whether a line is the number of a page, with how many there are: `1`, `1/2`, `1 van 2`.
pub(super) fn is_bladzijde(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(&words[..], [one] | [one, _] | [one, "van", _] if is_number(one))
        && words.last().is_some_and(is_number)
}
