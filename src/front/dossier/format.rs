//! In: a text and the name of a format. Out: why it does not have that. Pure.

use kamerbrief_base::FORMAT_DATUM;

use super::schema::{FORMAT_ADRES, FORMAT_KLEUR};
use super::staat::{FORMAT_FORMULE, Formule};
use super::tekst::{FORMAT_NAAM, FORMAT_WEGLAATBAAR, is_regel};
use super::{
    Bedrag, Datum, Jaar, Kamerstuk, Naam, Somkolom, Vergaderjaar, Vraagdeel, Vraagletter,
    Vraagnummer, Weglaatbaar, bedoeld, bedrag, jaar, kamerstuk, somkolom, vraagnummer, zin,
};
use crate::diagnostic::{Code, codes, words};

/// Why a scalar does not have its format.
pub(super) struct Wrong {
    pub(super) code: Code,
    pub(super) what: &'static str,
    pub(super) help: String,
    /// What was meant, if that is certain.
    pub(super) meant: Option<String>,
}

/// Whether a text has the format with this name.
///
/// # Errors
/// Why not.
pub(super) fn check_format(format: &str, text: &str) -> Result<(), Wrong> {
    let wrong = |code, what| move |help: String| Wrong { code, what, help, meant: None };
    match format {
        line if is_regel(line) && text.trim_end_matches('\n').contains(['\n', '\r']) => {
            Err(wrong(codes::NOT_ONE_LINE, "tekst van één regel")(
                "zet de tekst op één regel".into(),
            ))
        }
        FORMAT_WEGLAATBAAR if text != Weglaatbaar::GEEN && bedoeld::is_weg(text) => {
            let geen = Weglaatbaar::GEEN;
            Err(Wrong {
                code: codes::UNKNOWN_WORD,
                what: "tekst om af te drukken",
                help: format!("schrijf `{geen}` om deze regel weg te laten"),
                meant: Some(geen.into()),
            })
        }
        FORMAT_DATUM => Datum::parse(text).map(drop).map_err(|help| {
            let (help, meant) = match bedoeld::datum(text) {
                Some(Ok(date)) => (format!("schrijf `{date}`"), Some(date)),
                Some(Err(why)) => (why, None),
                None => (help, None),
            };
            Wrong { code: codes::DATE_INVALID, what: "datum", help, meant }
        }),
        bedrag::FORMAT_BEDRAG => Bedrag::parse(text).map(drop).map_err(|help| {
            let whole = bedoeld::heel(text).map(|whole| format!("schrijf `{whole}`"));
            let help = match bedoeld::bedrag(text) {
                _ if whole.is_some() => whole.unwrap_or(help),
                Some(amount) => format!("is het een bedrag onder nul, schrijf dan `{amount}`"),
                None if bedoeld::is_niets(text) => {
                    "is er geen bedrag, haal de regel dan weg; is het nog niet bekend, schrijf dan `p.m.`".into()
                }
                None => help,
            };
            wrong(codes::AMOUNT_INVALID, "eenduidig bedrag")(help)
        }),
        jaar::FORMAT_JAAR => Jaar::parse(text).map(drop).map_err(|help| {
            let help = match bedoeld::jaar(text) {
                Some(year) => format!("schrijf `{year}`"),
                None if text.contains(|c: char| c.is_ascii_digit()) => help,
                None => format!("{help}; een tabel waarvan de kolommen geen jaren zijn, is een `staat`"),
            };
            wrong(codes::DATE_INVALID, "jaar")(help)
        }),
        somkolom::FORMAT_SOMKOLOM => Somkolom::parse(text)
            .map(drop)
            .map_err(wrong(codes::DATE_INVALID, "jaar")),
        kamerstuk::FORMAT_KAMERSTUK => Kamerstuk::parse(text)
            .map(drop)
            .map_err(wrong(codes::REFERENCE_INVALID, "Kamerstuknummer")),
        kamerstuk::FORMAT_VERGADERJAAR => Vergaderjaar::parse(text)
            .map(drop)
            .map_err(wrong(codes::REFERENCE_INVALID, "vergaderjaar")),
        vraagnummer::FORMAT_VRAAGNUMMER => Vraagnummer::parse(text)
            .map(drop)
            .map_err(wrong(codes::WRONG_TYPE, "nummer van een vraag")),
        vraagnummer::FORMAT_LETTER => {
            Vraagletter::parse(text).map(drop).map_err(wrong(codes::WRONG_TYPE, "letter"))
        }
        vraagnummer::FORMAT_VRAAGDEEL => {
            Vraagdeel::parse(text).map(drop).map_err(wrong(codes::WRONG_TYPE, "vraag"))
        }
        FORMAT_NAAM if !Naam::is_valid(text) => {
            let how = "gebruik kleine letters, cijfers en `_`, en begin met een letter";
            let help = Naam::meant(text)
                .map_or(how.to_owned(), |name| format!("{how}, bijvoorbeeld `{name}`"));
            Err(wrong(codes::KEY_NOT_TEXT, "korte naam")(help))
        }
        FORMAT_FORMULE => Formule::parse(text).map(drop).map_err(|help| Wrong {
            code: codes::FORMULA_INVALID,
            what: "formule",
            help,
            meant: None,
        }),
        FORMAT_ADRES if !text.starts_with("https://") || !text.is_ascii() || text.contains(' ') => {
            Err(wrong(codes::LINK_INVALID, "adres")(
                "schrijf een adres dat met https:// begint".into(),
            ))
        }
        FORMAT_KLEUR if !is_color(text) => {
            Err(wrong(codes::UNKNOWN_WORD, "kleur")("schrijf een kleur als \"#154273\"".into()))
        }
        format if zin::is_zin(format) => zin::check(format, text).map_err(|known| {
            let known = words::list(&known, "en");
            wrong(codes::UNKNOWN_WORD, "zin met deze vakken")(format!(
                "tussen accolades kunnen hier {known} staan"
            ))
        }),
        _ => Ok(()),
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}
