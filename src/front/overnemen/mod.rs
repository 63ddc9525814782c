//! In: a file with written questions, as the Chamber sends or publishes it. Out: what it says of them, what could not be
//! taken over, and a `vragen.yaml`, or the letter that postpones the answers, with it. Pure.
//!
//! Two kinds of files: the official XML of a publication (`kv-tk-…`, `ah-tk-…`), and a text: with numbered questions, of
//! members or of a committee, or with those of the fractions in a written consultation. Whatever is read is a quotation: it is written so that it is printed as it was read.

mod blokken;
mod boom;
mod commissie;
mod delen;
mod fractiekop;
mod fracties;
mod gemist;
mod kop;
mod lijsten;
mod noten;
mod nummers;
mod omschrijving;
mod proza;
mod regels;
mod rijen;
mod tekens;
mod tekst;
mod xml;
mod xmlproza;
mod yaml;

pub use gemist::Gemist;
pub use kop::FORMULA;
pub use omschrijving::{dag, lees as omschreven};
pub use yaml::{uitstel_yaml, vragen_yaml};

use crate::dossier::{Briefsoort, Datum};

/// Most bytes of such a file; the longest publication has a tenth.
const MAX_BYTES: usize = 4 << 20;

/// Most questions.
const MAX_QUESTIONS: usize = 999;

/// Most notes, and most members: the Chamber has 150.
const MAX_NOTES: usize = 999;
const MAX_MEMBERS: usize = 150;
const MAX_FRACTIONS: usize = 50;

/// What a file says of the questions in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overgenomen {
    /// The text of the file, in which `gemist` has its places.
    pub bestand: String,
    /// The number that the Chamber gave them.
    pub nummer: Option<String>,
    /// The day on which they were sent.
    pub brief_van: Option<Datum>,
    /// Who ask, each with a party if one stands there.
    pub leden: Vec<(String, Option<String>)>,
    /// The committee that sent them.
    pub commissie: Option<String>,
    /// The paper that they are about, as a reference.
    pub stuk: Option<String>,
    /// Whom they ask.
    pub aan: Vec<String>,
    /// What it is about.
    pub onderwerp: Option<String>,
    /// The questions, in order.
    pub vragen: Vec<Gesteld>,
    /// The fractions that ask them, in order.
    pub fracties: Vec<Inbreng>,
    /// The papers on the agenda, each as prose.
    pub agenda: Vec<String>,
    /// The notes of those who ask, each with its name.
    pub noten: Vec<(String, String)>,
    /// Answers that the file has, in their order.
    pub antwoorden: Vec<Gegeven>,
    /// The notes of those, each with its name.
    pub voetnoten: Vec<(String, String)>,
    /// What could not be taken over, or is in doubt.
    pub gemist: Vec<Gemist>,
}

/// An answer that was given, as prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gegeven {
    /// The numbers of the questions that it is to.
    pub op: Vec<u16>,
    /// Who gives it, if that is another than who signs.
    pub door: Option<String>,
    /// What it says.
    pub tekst: String,
}

/// A question, as prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gesteld {
    /// Its number.
    pub nummer: u16,
    /// What it says, or what stands above its parts.
    pub tekst: String,
    /// Its parts, by letter.
    pub delen: Vec<(char, String)>,
    /// The page of the paper that it is about.
    pub blz: Option<String>,
}

/// What a fraction brings in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Inbreng {
    /// Its party, or those that ask together.
    pub partijen: Vec<String>,
    /// Who ask, where that is no party.
    pub wie: Option<String>,
    /// What stands before its questions.
    pub inleiding: Vec<String>,
    /// How many of the questions are its own.
    pub vragen: usize,
}

impl Overgenomen {
    /// The kind of letter that answers them.
    pub fn soort(&self) -> Briefsoort {
        match (&self.commissie, self.fracties.is_empty()) {
            (_, false) => Briefsoort::SchriftelijkOverleg,
            (Some(_), true) => Briefsoort::FeitelijkeVragen,
            (None, true) => Briefsoort::Antwoord,
        }
    }

    /// What a letter of a kind says, and was not in the file.
    pub fn ontbreekt(&self, soort: Briefsoort) -> Vec<String> {
        let of_members = matches!(soort, Briefsoort::Antwoord | Briefsoort::Uitstel);
        let asks_whom = soort != Briefsoort::Uitstel;
        let missing = [
            (of_members && self.nummer.is_none(), "het nummer van de vragen", "het"),
            (self.brief_van.is_none(), "de datum van de brief met de vragen", "hem"),
            (of_members && self.leden.is_empty(), "wie de vragen stelt", "het"),
            (!of_members && self.commissie.is_none(), "welke commissie de vragen stuurt", "het"),
            (asks_whom && self.aan.is_empty(), "aan wie de vragen zijn gesteld", "het"),
            (self.onderwerp.is_none(), "het onderwerp", "het"),
        ];
        let told = missing.into_iter().filter(|(is_missing, ..)| *is_missing);
        let told = told.map(|(_, what, it)| format!("{what} staat er niet in: vul {it} in"));
        let nobody = self.leden.iter().filter(|(_, partij)| partij.is_none());
        let nobody =
            nobody.map(|(naam, _)| format!("de partij van {naam} staat er niet in: vul haar in"));
        told.chain(nobody).collect()
    }
}

/// The fraction, or fractions, below whose heading questions stand, if a line is one.
pub fn fractie(line: &str) -> Option<Inbreng> {
    match fractiekop::deelkop(line) {
        Some(fractiekop::Deelkop::Fractie(one)) => Some(one),
        _ => None,
    }
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

/// Reads a file with questions for a kind of letter, if one is asked for.
///
/// # Errors
/// Those of [`lees`], and when the questions are of another kind.
pub fn lees_als(bytes: &[u8], soort: Option<Briefsoort>) -> Result<Overgenomen, Onbruikbaar> {
    let read = lees(bytes)?;
    let of_fractions = !read.fracties.is_empty();
    match soort {
        Some(Briefsoort::SchriftelijkOverleg) if !of_fractions => Err(Onbruikbaar::new(
            "in dit bestand staan geen vragen per fractie",
            "zet boven die van elke fractie een regel `Vragen en opmerkingen van de leden van de ABC-fractie`",
        )),
        Some(Briefsoort::Antwoord | Briefsoort::FeitelijkeVragen) if of_fractions => {
            Err(Onbruikbaar::new(
                "in dit bestand staan vragen per fractie",
                format!(
                    "laat `--soort` weg, of schrijf `--soort {}`",
                    Briefsoort::SchriftelijkOverleg.name()
                ),
            ))
        }
        Some(Briefsoort::Uitstel) if of_fractions || read.commissie.is_some() => {
            Err(Onbruikbaar::new(
                "in dit bestand staan vragen van een commissie",
                "een bericht van uitstel gaat over schriftelijke vragen van leden; schrijf aan een commissie een gewone brief, zonder `--soort` en `--vragen`",
            ))
        }
        _ => Ok(read),
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
    let text = tekens::lees(bytes)?;
    let mut read = match text.trim_start().starts_with('<') {
        true => xml::lees(&text)?,
        false => tekst::lees(&text),
    };
    if read.vragen.is_empty() {
        return Err(match read.fracties.is_empty() {
            true => Onbruikbaar::new(
                "in dit bestand staan geen genummerde vragen",
                "begin elke vraag op een eigen regel met haar nummer, zoals `1.` of `Vraag 1`, vanaf 1",
            ),
            false => Onbruikbaar::new(
                "onder de fracties in dit bestand staat geen tekst",
                "zet onder de regel van elke fractie wat zij vraagt",
            ),
        });
    }
    let empty = read.vragen.iter().filter(|one| {
        one.tekst.is_empty() && one.delen.is_empty()
            || one.delen.iter().any(|(_, part)| part.is_empty())
    });
    let empty: Vec<String> = empty.map(|one| one.nummer.to_string()).collect();
    read.gemist.extend(empty.iter().take(20).map(|number| {
        Gemist::over(format!(
            "bij vraag {number} ontbreekt de tekst, of die van een deel: vul haar in"
        ))
    }));
    let bounds = [
        (read.noten.len(), MAX_NOTES, "noten; een brief kan er", "hebben"),
        (read.fracties.len(), MAX_FRACTIONS, "fracties; een overleg heeft er", "ten hoogste"),
        (read.leden.len(), MAX_MEMBERS, "leden; de Kamer heeft er", "ten hoogste"),
        (read.vragen.len(), MAX_QUESTIONS, "vragen; een brief kan er", "beantwoorden"),
    ];
    for (count, most, what, verb) in bounds {
        if count > most {
            let message = format!("dit zijn {count} {what} {most} {verb}");
            return Err(Onbruikbaar::new(
                message,
                "verdeel ze over meer dossiers, of kijk of dit het goede bestand is",
            ));
        }
    }
    read.bestand = text;
    Ok(read)
}

/// A text on one line, without the white space around it.
fn een_regel(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
