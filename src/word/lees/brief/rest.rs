//! In: a letter, and what of it is in the dossier. Out: what is not, to be told and to be kept beside it. Pure.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::super::bestand::Waar;
use super::herkend::{VORM, is_ander_label, is_bladzijde, is_vorm, label};
use super::regels::Regel;
use crate::diagnostic::words;
use crate::overnemen::Gemist;

/// Most lines that one value stands on.
const MOST: usize = 4;

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

/// Where lines stand that are no text of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plek {
    /// Around the text, where a form says one thing more than once.
    Hoofd,
    /// Above answers, or above an annex.
    Titel,
    /// Below the greeting.
    Onder,
}

/// The words of a text.
pub(super) fn woorden(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The values of a dossier, each with whether a line of the letter was found that says it.
#[derive(Debug, Default)]
pub(super) struct Gezegd(Vec<(Vec<String>, bool)>);

impl Gezegd {
    pub(super) fn van(values: &[String]) -> Self {
        let values = values.iter().map(|text| (woorden(text).collect::<Vec<_>>(), false));
        Self(values.filter(|(words, _)| !words.is_empty()).collect())
    }

    /// Finds a value that these words say, and that no line said before.
    fn neem(&mut self, words: &[String]) -> bool {
        let found = self.0.iter_mut().find(|(value, taken)| !taken && value == words);
        found.map(|(_, taken)| *taken = true).is_some()
    }

    fn has(&self, words: &[String]) -> bool {
        self.0.iter().any(|(value, _)| value == words)
    }

    /// What is left of these words without the values in them.
    fn zonder(&self, words: &[String]) -> Vec<String> {
        let mut values: Vec<&Vec<String>> = self.0.iter().map(|(value, _)| value).collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match values.iter().find(|value| words[at..].starts_with(value)) {
                Some(value) => at += value.len(),
                None => {
                    out.push(words[at].clone());
                    at += 1;
                }
            }
        }
        out
    }
}

/// What of these lines is not what the dossier says. Each value stands for one line, so that a word which is in the dossier by
/// chance takes nothing away.
pub(super) fn van<'a>(
    regels: impl Iterator<Item = &'a Regel>,
    gezegd: &mut Gezegd,
    gedrukt: &[String],
    plek: Plek,
) -> Rest {
    let printed = gedrukt.iter().map(String::as_str).chain([VORM]);
    let form: HashSet<String> = printed.flat_map(woorden).collect();
    let mut lines: Vec<(String, Vec<String>, &Regel)> = Vec::new();
    for regel in regels {
        let parts = regel.tekst.split(['\n', '\t']);
        let parts = parts.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let said = parts.filter(|line| !line.is_empty());
        lines.extend(said.map(|line| (line.clone(), woorden(&line).collect(), regel)));
    }
    let mut told: BTreeMap<(bool, &str), (usize, Range<usize>)> = BTreeMap::new();
    let mut order = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let until = (at + 1..=lines.len().min(at + MOST)).find(|until| {
            let words: Vec<String> =
                lines[at..*until].iter().flat_map(|(_, words, _)| words.clone()).collect();
            gezegd.neem(&words)
        });
        if let Some(until) = until {
            at = until;
            continue;
        }
        let (line, words, regel) = &lines[at];
        let behind = label(line).map(|(_, rest)| woorden(rest).collect::<Vec<_>>());
        let labelled = behind.is_some_and(|rest| gezegd.neem(&rest) || gezegd.has(&rest));
        let rest = gezegd.zonder(words);
        let only_numbers = words.iter().all(|word| word.chars().all(|char| char.is_ascii_digit()));
        // The number of a page, and what stands on every page.
        let counts = at > 0 && is_ander_label(&lines[at - 1].0);
        let of_page =
            plek == Plek::Hoofd && regel.waar == Waar::Rand && is_bladzijde(line) && !counts;
        let again =
            rest.is_empty() && plek != Plek::Onder && regel.cel.is_none_or(|_| plek == Plek::Hoofd);
        let of_form = !only_numbers
            && (is_vorm(line)
                || !rest.is_empty()
                    && (is_vorm(&rest.join(" ")) || rest.iter().all(|word| form.contains(word))));
        let is_form = labelled || of_page || again || of_form;
        let key = (is_form, line.as_str());
        told.entry(key)
            .or_insert_with(|| {
                order.push(key);
                (0, regel.plaats.clone())
            })
            .0 += 1;
        at += 1;
    }
    let mut rest = Rest::default();
    for key @ (is_form, line) in order {
        let (count, place) = told[&key].clone();
        let line = if count > 1 { format!("{line} ({count} keer)") } else { line.to_owned() };
        match is_form {
            true => rest.vanzelf.push(line),
            false => rest.nergens.push((line, Some(place))),
        }
    }
    rest
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
