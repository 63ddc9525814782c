//! In: a file with written questions, as the Chamber sends or publishes it. Out: what it says of them, what could not be
//! taken over, and a `vragen.yaml` with it. Pure.
//!
//! Two kinds of files: the official XML of a publication (`kv-tk-…`, `ah-tk-…`), and a text with numbered questions.
//! Whatever is read is a quotation: it is written so that it is printed as it was read.

mod omschrijving;
mod proza;
mod tekst;
mod xml;
mod yaml;

pub use yaml::vragen_yaml;

use crate::dossier::Datum;

/// Most bytes of such a file; the longest publication has a tenth.
const MAX_BYTES: usize = 4 << 20;

/// Most questions.
const MAX_QUESTIONS: usize = 999;

/// What a file says of the questions in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overgenomen {
    /// The number that the Chamber gave them.
    pub nummer: Option<String>,
    /// The day on which they were sent.
    pub brief_van: Option<Datum>,
    /// Who ask, each with a party if one stands there.
    pub leden: Vec<(String, Option<String>)>,
    /// Whom they ask.
    pub aan: Vec<String>,
    /// What it is about.
    pub onderwerp: Option<String>,
    /// The questions, in order. The first has number 1.
    pub vragen: Vec<Gesteld>,
    /// The notes of those who ask, each with its name.
    pub noten: Vec<(String, String)>,
    /// What could not be taken over, in words.
    pub gemist: Vec<String>,
}

/// A question, as prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gesteld {
    /// What it says, or what stands above its parts.
    pub tekst: String,
    /// Its parts, by letter.
    pub delen: Vec<(char, String)>,
}

/// Why nothing could be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onbruikbaar {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Onbruikbaar {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// Reads a file with questions.
///
/// # Errors
/// When there are none in it, or it cannot be read.
pub fn lees(bytes: &[u8]) -> Result<Overgenomen, Onbruikbaar> {
    if bytes.len() > MAX_BYTES {
        return Err(Onbruikbaar::new(
            "dit bestand is te groot voor een stuk met vragen",
            "haal bij officielebekendmakingen.nl de XML van de vragen, of zet de vragen als platte tekst in een .txt",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(Onbruikbaar::new(
            "dit bestand is geen tekst in UTF-8",
            "is het een Word-bestand of een PDF, kopieer de vragen dan naar een .txt en bewaar die als UTF-8",
        ));
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut read = match text.trim_start().starts_with('<') {
        true => xml::lees(&text)?,
        false => tekst::lees(&text),
    };
    if read.vragen.is_empty() {
        return Err(Onbruikbaar::new(
            "in dit bestand staan geen genummerde vragen",
            "begin elke vraag op een eigen regel met haar nummer, zoals `1.` of `Vraag 1`, vanaf 1",
        ));
    }
    if read.vragen.len() > MAX_QUESTIONS {
        return Err(Onbruikbaar::new(
            format!(
                "dit zijn {} vragen; een brief kan er {MAX_QUESTIONS} beantwoorden",
                read.vragen.len()
            ),
            "verdeel ze over meer dossiers",
        ));
    }
    let missing = [
        (read.nummer.is_none(), "het nummer van de vragen"),
        (read.brief_van.is_none(), "de datum van de brief met de vragen"),
        (read.leden.is_empty(), "wie de vragen stelt"),
        (read.aan.is_empty(), "aan wie de vragen zijn gesteld"),
        (read.onderwerp.is_none(), "het onderwerp"),
    ];
    let told = missing.into_iter().filter(|(is_missing, _)| *is_missing);
    read.gemist.extend(told.map(|(_, what)| format!("{what} staat er niet in: vul het in")));
    for (naam, _) in read.leden.iter().filter(|(_, partij)| partij.is_none()) {
        read.gemist.push(format!("de partij van {naam} staat er niet in: vul haar in"));
    }
    Ok(read)
}

/// A text on one line, without the white space around it.
fn een_regel(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The begin of a text that is left out, to recognise it by.
fn begin(text: &str) -> String {
    let line = een_regel(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("«{}…»", line[..at].trim_end()),
        None => format!("«{line}»"),
    }
}

#[cfg(test)]
mod tests;
