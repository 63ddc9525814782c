//! In: a letter, and what of it is in the dossier. Out: what is not, to be told and to be kept beside it. Pure.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::herkend::{VORM, is_vorm};
use super::regels::Regel;
use crate::diagnostic::words;
use crate::overnemen::Gemist;

/// What of a letter is no field and no text of the dossier.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// Words of the form.
    pub(super) vanzelf: Vec<String>,
    /// What is nowhere, each with its place in the text of the file.
    pub(super) nergens: Vec<(String, Option<Range<usize>>)>,
    /// What kinds of things are among those without a place.
    soorten: BTreeSet<&'static str>,
}

/// The words of a text.
pub(super) fn woorden(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// What of these lines is not among what the dossier says.
pub(super) fn van<'a>(
    regels: impl Iterator<Item = &'a Regel>,
    gezegd: &[String],
    gedrukt: &[String],
) -> Rest {
    let said: HashSet<String> = gezegd.iter().flat_map(|text| woorden(text)).collect();
    let printed = gedrukt.iter().map(String::as_str).chain([VORM]);
    let form: HashSet<String> = printed.flat_map(woorden).collect();
    let mut rest = Rest::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for regel in regels {
        for line in regel.tekst.split(['\n', '\t']) {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.is_empty() || !seen.insert(line.clone()) {
                continue;
            }
            let new: Vec<String> = woorden(&line).filter(|word| !said.contains(word)).collect();
            let of_form = is_vorm(&line)
                || is_gezegd(&line, gezegd)
                || new.iter().all(|word| form.contains(word));
            if !of_form {
                rest.nergens.push((line, Some(regel.plaats.clone())));
            } else if !new.is_empty() {
                rest.vanzelf.push(line);
            }
        }
    }
    rest
}

/// Whether a line says, behind a label, what the dossier does.
fn is_gezegd(line: &str, gezegd: &[String]) -> bool {
    let own: Vec<String> = woorden(line).collect();
    gezegd.iter().any(|text| {
        let known: Vec<String> = woorden(text).collect();
        !known.is_empty() && own.len() <= known.len() + 2 && own.ends_with(&known) && {
            let label = own[..own.len() - known.len()].join(" ");
            is_vorm(&label)
        }
    })
}

impl Rest {
    /// Something that stands on no line: of which kind, its name, what it says.
    pub(super) fn los(&mut self, soort: &'static str, naam: &str, text: &str) {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            let naam = if naam.is_empty() { soort.to_owned() } else { format!("{soort} {naam}") };
            self.nergens.push((format!("{naam}: {line}"), None));
            self.soorten.insert(soort);
        }
    }

    /// All of it as comments at the end of a file.
    pub(super) fn commentaar(&self) -> String {
        let mut out = String::new();
        let mut part = |head: &str, lines: &mut dyn Iterator<Item = &str>| {
            let mut lines = lines.peekable();
            if lines.peek().is_none() {
                return;
            }
            out.push_str(&format!("\n# {head}\n"));
            for line in lines {
                let plain: String = line.chars().filter(|char| mag(*char)).collect();
                out.push_str(&format!("#   {plain}\n"));
            }
        };
        part(
            "Uit de brief in Word, en nergens in dit dossier; haal weg wat u niet nodig hebt:",
            &mut self.nergens.iter().map(|(line, _)| line.as_str()),
        );
        part(
            "Uit de brief in Word, en hier niet nodig: het formulier zet het er vanzelf op.",
            &mut self.vanzelf.iter().map(String::as_str),
        );
        out
    }

    pub(super) fn gemist(&self) -> Vec<Gemist> {
        let places: Vec<Range<usize>> =
            self.nergens.iter().filter_map(|(_, place)| place.clone()).collect();
        let mut out = Vec::new();
        let hulp = Some(
            "het staat onderaan dossier.yaml; zet zelf in het dossier wat er nog in hoort"
                .to_owned(),
        );
        if !places.is_empty() {
            let wat = "dit staat om de tekst van de brief heen, en is niet overgenomen".to_owned();
            out.push(Gemist { wat, hulp: hulp.clone(), plaatsen: places });
        }
        if !self.soorten.is_empty() {
            let kinds = words::list(self.soorten.iter().copied(), "en");
            let wat = format!("er staat ook iets buiten de tekst dat niet is overgenomen: {kinds}");
            out.push(Gemist { wat, hulp, plaatsen: Vec::new() });
        }
        out
    }
}

/// Whether a comment can have a sign.
fn mag(char: char) -> bool {
    !char.is_control()
        && !matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
