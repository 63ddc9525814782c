//! In: a text with numbered questions. Out: what it says of them. Pure.

use super::proza::{letterlijk, met_adressen};
use super::{Gesteld, Overgenomen, begin, commissie, een_regel, fracties, omschrijving};

/// Reads a text. A question begins on a line of its own with the next number: `1.`, `1)`, `Vraag 1`, or the number alone.
pub(super) fn lees(text: &str) -> Overgenomen {
    if let Some(read) = fracties::lees(text) {
        return read;
    }
    let mut read = Overgenomen::default();
    let mut lezer = Lezer::default();
    for line in text.lines() {
        lezer.line(line.trim());
    }
    lezer.end_paragraph();
    lezer.finish(&mut read);
    read
}

/// A question while it is read: paragraphs, and those of its parts.
#[derive(Default)]
struct Lopend {
    alineas: Vec<String>,
    delen: Vec<(char, Vec<String>)>,
}

#[derive(Default)]
struct Lezer {
    kop: Vec<String>,
    vragen: Vec<Lopend>,
    /// Notes by their number, as typed.
    noten: Vec<(String, Vec<String>)>,
    /// Whether what comes is of the note that was read last.
    in_noot: bool,
    /// What comes behind the questions, or between them as their answers do.
    rest: Vec<String>,
    in_rest: bool,
    antwoorden: bool,
    alinea: Vec<String>,
}

impl Lezer {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.end_paragraph();
            return;
        }
        if let Some((number, text)) = noot(line) {
            self.end_paragraph();
            self.in_noot = true;
            self.noten.push((number.to_owned(), Vec::new()));
            self.alinea.push(text.to_owned());
            return;
        }
        let next = self.vragen.len() + 1;
        // In an answer may stand a list of its own: only a heading begins a question there.
        let text = match self.in_rest {
            false => vraag(line, next),
            true => vraag(line, next).filter(|_| self.antwoorden && is_kop(line, next)),
        };
        if let Some(text) = text {
            self.end_paragraph();
            (self.in_noot, self.in_rest) = (false, false);
            self.vragen.push(Lopend::default());
            self.alinea.extend((!text.is_empty()).then(|| text.to_owned()));
            return;
        }
        let next = |vraag: &Lopend| (b'a' + u8::try_from(vraag.delen.len()).unwrap_or(25)) as char;
        if let Some(vraag) = self.vragen.last()
            && !self.in_noot
            && !self.in_rest
            && let Some(text) = deel(line, next(vraag))
        {
            let letter = next(vraag);
            self.end_paragraph();
            if let Some(vraag) = self.vragen.last_mut() {
                vraag.delen.push((letter, Vec::new()));
            }
            self.alinea.push(text.to_owned());
            return;
        }
        let lower = line.to_lowercase();
        let answers = lower.starts_with("antwoord");
        if !self.vragen.is_empty() && (answers || lower.starts_with("toelichting")) {
            self.end_paragraph();
            (self.in_rest, self.in_noot) = (true, false);
            self.antwoorden |= answers;
        }
        self.alinea.push(line.to_owned());
    }

    fn end_paragraph(&mut self) {
        let text = een_regel(&self.alinea.join(" "));
        self.alinea.clear();
        if text.is_empty() {
            return;
        }
        if self.in_rest {
            self.rest.push(text);
        } else if let Some((_, note)) = self.noten.last_mut().filter(|_| self.in_noot) {
            note.push(text);
        } else if let Some(vraag) = self.vragen.last_mut() {
            match vraag.delen.last_mut() {
                Some((_, alineas)) => alineas.push(text),
                None => vraag.alineas.push(text),
            }
        } else {
            self.kop.push(text);
        }
    }

    fn finish(self, read: &mut Overgenomen) {
        omschrijving::lees(&self.kop.join(" "), read);
        commissie::lees(&self.kop.join(" "), read);
        let known: Vec<String> = self.noten.iter().map(|(number, _)| number.clone()).collect();
        let prose = |alineas: &[String]| {
            alineas.iter().map(|text| met_noten(text, &known)).collect::<Vec<_>>().join("\n\n")
        };
        read.vragen = (self.vragen.iter())
            .map(|vraag| Gesteld {
                tekst: prose(&vraag.alineas),
                delen: vraag.delen.iter().map(|(letter, text)| (*letter, prose(text))).collect(),
            })
            .collect();
        for (number, text) in &self.noten {
            let text = text.iter().map(|text| met_adressen(text)).collect::<Vec<_>>().join("\n\n");
            read.noten.push((format!("noot_{number}"), text));
        }
        if self.antwoorden {
            read.gemist.push(
                "de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen".into(),
            );
        } else if let Some(first) = self.rest.first() {
            read.gemist
                .push(format!("wat achter de vragen staat, is niet overgenomen: {}", begin(first)));
        }
    }
}

/// Whether a line is the heading of a question, and nothing else begins so.
fn is_kop(line: &str, number: usize) -> bool {
    line == number.to_string() || line.to_lowercase().starts_with("vraag ")
}

/// What stands behind the number of a question, if a line begins with that.
pub(super) fn vraag(line: &str, number: usize) -> Option<&str> {
    let number = number.to_string();
    let word = ["Vraag ", "vraag ", "VRAAG "].iter().find_map(|word| line.strip_prefix(word));
    let rest = word.unwrap_or(line).strip_prefix(&number)?;
    if rest.is_empty() {
        return Some(rest);
    }
    let marked = rest.strip_prefix(['.', ')', ':']);
    match (marked, word) {
        (Some(rest), _) if rest.is_empty() || rest.starts_with(char::is_whitespace) => {
            Some(rest.trim())
        }
        (None, Some(_)) if rest.starts_with(char::is_whitespace) => Some(rest.trim()),
        _ => None,
    }
}

/// What stands behind the letter of a part.
fn deel(line: &str, letter: char) -> Option<&str> {
    let rest = line.strip_prefix(letter)?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

/// The number and the text of a note: `[1] https://…`.
fn noot(line: &str) -> Option<(&str, &str)> {
    let (number, text) = line.strip_prefix('[')?.split_once(']')?;
    let is_number =
        !number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && !text.trim().is_empty()).then(|| (number, text.trim()))
}

/// A text in which `[1]` refers to the note with that number.
fn met_noten(text: &str, known: &[String]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((at, number)) = known
        .iter()
        .filter_map(|number| Some((rest.find(&format!("[{number}]"))?, number)))
        .min_by_key(|(at, _)| *at)
    {
        out.push_str(&letterlijk_stuk(&rest[..at]));
        out.push_str(&format!("[^noot_{number}]"));
        rest = &rest[at + number.len() + 2..];
    }
    if out.is_empty() { letterlijk(rest) } else { out + &letterlijk_stuk(rest) }
}

/// A piece of a paragraph: white space at its ends stays.
fn letterlijk_stuk(text: &str) -> String {
    let inner = text.trim();
    match text.find(inner).filter(|_| !inner.is_empty()) {
        Some(at) => format!("{}{}{}", &text[..at], letterlijk(inner), &text[at + inner.len()..]),
        None => text.to_owned(),
    }
}
