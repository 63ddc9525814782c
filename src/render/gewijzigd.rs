//! In: what changed in a dossier, and the pages on which that stands by their sizes. Out: the sheet of the copy that shows it.
//! Pure.

use std::ops::Range;

use super::bladvak::{self, Bladvak, OP_A4};
use super::prose::literal;
use crate::dossier::Datum;
use crate::signoff::Gezegd;

const HOUSE: &str = include_str!("gewijzigd.typ");

/// What the copy says.
#[derive(Debug)]
pub struct Gewijzigd {
    /// What it is about.
    pub onderwerp: String,
    /// The letter's reference.
    pub kenmerk: String,
    /// Since when, and what differs.
    pub kop: String,
    /// What else there is to say.
    pub uitleg: Option<String>,
    /// What changed.
    pub regels: Vec<Wijzigregel>,
    /// The pages on which that stands.
    pub bladen: Vec<Gewijzigdblad>,
}

/// A line of the list.
#[derive(Debug)]
pub struct Wijzigregel {
    /// Its number.
    pub nummer: usize,
    /// The document and the page; none where it stands on none.
    pub waar: Option<String>,
    /// The part of the document.
    pub onderdeel: String,
    /// What became of it.
    pub stand: Stand,
    /// What there is to say, each with the parts of it that differ, in order.
    pub gezegd: Vec<(Gezegd, Vec<Range<usize>>)>,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It was not there.
    Nieuw,
    /// It is no longer there.
    Weg,
    /// It is another.
    Anders,
}

/// A page as it is now.
#[derive(Debug)]
pub struct Gewijzigdblad {
    /// What it is of.
    pub kop: String,
    /// Its box.
    pub vak: Bladvak,
}

/// The sheet.
pub fn gewijzigd(of: &Gewijzigd, datum: Datum) -> String {
    let mut out = format!("{}{HOUSE}", bladvak::HOUSE);
    let day =
        format!("datetime(year: {}, month: {}, day: {})", datum.year(), datum.month(), datum.day());
    let title = literal(&format!("Wat er is gewijzigd: {}", of.onderwerp));
    out.push_str(&format!(
        "#show: werkdocument.with({title}, {day}, false)\n= Wat er is gewijzigd\n\n"
    ));
    out.push_str(&format!(
        "#strong({}) \\\n#{}\n\n#{}\n\n",
        literal(&of.onderwerp),
        literal(&format!("{datum}, kenmerk {}", of.kenmerk)),
        literal(&of.kop),
    ));
    if let Some(text) = &of.uitleg {
        out.push_str(&format!("#{}\n\n", literal(text)));
    }
    if !of.bladen.is_empty() {
        out.push_str("#let-op[Op de bladzijden hierachter is groen wat nieuw is, en staat een rode streep waar iets weg is. De nummers zijn die van deze lijst. Bladzijden waarop niets is gewijzigd, staan er niet bij. Het zijn afbeeldingen waarvan de tekst te selecteren is; wie een schermlezer gebruikt, leest ze in de documenten zelf.]\n\n");
    }
    if !of.regels.is_empty() {
        out.push_str("#lijst(kolommen, koppen,\n");
        of.regels.iter().for_each(|regel| out.push_str(&line(regel)));
        out.push_str(")\n\n");
    }
    for Gewijzigdblad { kop, vak } in &of.bladen {
        out.push_str(&format!("#blad({}, {})\n", literal(kop), vak.boxed(OP_A4)));
    }
    out
}

fn line(regel: &Wijzigregel) -> String {
    let mut said: Vec<String> = Vec::new();
    match regel.stand {
        Stand::Nieuw => said.push("[nieuw]".into()),
        Stand::Weg => said.push("[weg]".into()),
        Stand::Anders => {}
    }
    said.extend(regel.gezegd.iter().map(|(gezegd, differs)| match gezegd {
        Gezegd::Was(text) => format!("[was: {}]", marked(text, differs, "weg")),
        Gezegd::Nu(text) => format!("[nu: {}]", marked(text, differs, "nieuw")),
        Gezegd::Uitleg(text) => literal(text),
    }));
    format!(
        "  nummer({}), [#{}], [#{}], [{}],\n",
        regel.nummer,
        literal(regel.waar.as_deref().unwrap_or("op geen bladzijde")),
        literal(&regel.onderdeel),
        said.iter().map(|one| format!("#par({one})")).collect::<String>(),
    )
}

/// A text of which these parts are in colour.
fn marked(text: &str, parts: &[Range<usize>], how: &str) -> String {
    let plain = |text: &str| match text.is_empty() {
        true => String::new(),
        false => format!("#{}", literal(text)),
    };
    let (mut out, mut at) = (String::new(), 0);
    for part in parts.iter().filter(|part| !part.is_empty()) {
        out.push_str(&plain(&text[at..part.start]));
        out.push_str(&format!("#{how}({})", literal(&text[part.clone()])));
        at = part.end;
    }
    out + &plain(&text[at..])
}
