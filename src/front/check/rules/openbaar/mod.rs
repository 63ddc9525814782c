//! In: the texts and what is withheld of them. Out: what of them everybody may read, in words; and by [`gelakt`] (which
//! looks for what [`geheim`] makes of what is withheld), [`bedragen`], [`persoon`] and [`regel`] what in it should perhaps not be read by everybody. Pure.
//!
//! These rules look at the edition for work, where both are: what goes out, and what does not.

pub(super) mod bedragen;
mod deels;
mod delen;
mod gedekt;
mod geheim;
mod geheimbedrag;
pub(super) mod gelakt;
mod gelezen;
mod genoemd;
mod lijnen;
mod nummers;
mod open_cellen;
pub(super) mod persoon;
pub(super) mod regel;
mod vlak;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Spot, passages};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Gelakte, Lakking, Place, Root, niet_afgedrukt};
use crate::yaml::{Node, Path, Segment};

/// Stands for every byte of what is withheld, so that nothing reads over it.
const COVER: &str = "\u{1}";

/// What is said of a place where the reason for withholding something says what it is.
const IN_REDEN: &str = "de reden om dit te lakken";

/// What is said of a text with which a dossier changes the profile.
const IN_PROFIEL: &str = "ook wat hier staat, wordt afgedrukt";

/// The advice for a text that cannot be withheld itself.
const ANDERS: &str = "schrijf het hier anders";

/// The ground on which what leads to a person is withheld.
const PERSOON: &str = "5.1.2e";

/// Where what goes out ends, and what is withheld begins; worked out once for all rules.
#[derive(Default)]
pub(super) struct Grens {
    gelakt: Gelakte,
    /// The notes that the public edition refers to.
    noten: HashSet<(Root, String)>,
    /// What stands open of what is withheld, and whether certainly: two rules, and one search.
    staat_open: OnceCell<Vec<(bool, Finding)>>,
    /// The same of amounts.
    bedrag_open: OnceCell<Vec<(bool, Finding)>>,
    /// What is likely to lead to a person, and whether certainly.
    van_personen: OnceCell<Vec<(bool, Finding)>>,
}

impl Grens {
    pub(super) fn new(lakkingen: &[Lakking], passages: &[Passage]) -> Self {
        let gelakt = Gelakte::new(lakkingen);
        let mut noten = HashSet::new();
        for passage in passages.iter().filter(|passage| !passage.notes.is_empty()) {
            // A note goes with the last text that refers to it.
            if gelakt.whole(&passage.place).is_none() {
                let root = passage.place.root;
                noten.extend(passage.open_notes().map(|name| (root, name.to_owned())));
            }
        }
        Self { gelakt, noten, ..Self::default() }
    }
}

/// What to do with what should not be read by everybody, on the ground of the rest.
fn advies(passage: &Passage, grond: &str) -> String {
    if passage.is_image() {
        return format!(
            "lak de hele figuur, met `openbaar: nee` en `grond: {grond}` bij haar velden, of verander de tekening"
        );
    }
    match passage.place.path.segments().first() {
        // A reason cannot be withheld itself.
        Some(Segment::Key(key)) if &**key == "lakken" => ANDERS.to_owned(),
        _ if passage.markup => {
            format!("lak het met `[woorden](lak:{grond})`, of schrijf het anders")
        }
        _ => format!(
            "lak het met `{{waarde: …, openbaar: nee, grond: {grond}}}`, of schrijf het anders"
        ),
    }
}

/// The ground on which something is withheld, the first when there are more.
fn grond<'a>(subject: &Subject<'a>, lakking: Option<usize>) -> &'a str {
    let lakking = lakking.and_then(|at| subject.lakkingen.get(at));
    lakking.map_or(PERSOON, Lakking::grond)
}

/// What withholds a part of a passage.
fn lakking(subject: &Subject<'_>, passage: &Passage, range: &Range<usize>) -> Option<usize> {
    let gelakt = &subject.openbaar.gelakt;
    gelakt
        .whole(&passage.place)
        .or_else(|| gelakt.passage(&passage.place, &passage.spot(range).within?))
}

/// A text that everybody may read.
struct Open<'a> {
    /// What it says; covered where something is withheld.
    text: String,
    waar: Waar<'a>,
}

/// Where an open text stands.
enum Waar<'a> {
    /// In a passage.
    Passage(&'a Passage),
    /// Behind something else; and what it is, where that does not show.
    Bij(Spot, &'static str),
}

impl Open<'_> {
    fn spot(&self, range: &Range<usize>) -> Spot {
        match &self.waar {
            Waar::Passage(passage) => passage.spot(range),
            Waar::Bij(spot, _) => spot.clone(),
        }
    }

    fn place(&self) -> &Place {
        match &self.waar {
            Waar::Passage(passage) => &passage.place,
            Waar::Bij(spot, _) => &spot.place,
        }
    }

    /// Whether nothing in it has a capital, as in an address.
    fn is_plat(&self) -> bool {
        matches!(self.waar, Waar::Bij(_, what) if ![IN_REDEN, IN_PROFIEL].contains(&what))
    }

    /// Whether an image writes it.
    fn is_image(&self) -> bool {
        matches!(self.waar, Waar::Passage(passage) if passage.is_image())
    }

    /// Whether it is the reason for withholding something.
    fn is_reden(&self) -> bool {
        matches!(self.waar, Waar::Bij(_, what) if what == IN_REDEN)
    }

    /// What to do with what should not be read by everybody.
    fn advies(&self, grond: &str) -> String {
        match &self.waar {
            Waar::Passage(passage) => advies(passage, grond),
            Waar::Bij(..) => ANDERS.to_owned(),
        }
    }

    /// A finding in it.
    fn finding(&self, range: &Range<usize>, message: impl Into<String>) -> Finding {
        let finding = Finding::at(self.spot(range), message).about(&self.text[range.clone()]);
        match &self.waar {
            Waar::Bij(_, what) if !what.is_empty() && !self.is_reden() => finding.label(*what),
            _ => finding,
        }
    }

    /// Whether a word stands in an address, a file name or the like, where a name has no capital.
    fn is_in_address(&self, range: &Range<usize>) -> bool {
        const NEAR: usize = 100;
        let start = self.text.floor_char_boundary(range.start.saturating_sub(NEAR));
        let end = self.text.ceil_char_boundary(range.end + NEAR);
        let (before, after) = (&self.text[start..range.start], &self.text[range.end..end]);
        let blank = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | ',');
        let before = before.rsplit(blank).next().unwrap_or_default();
        let after = after.split(blank).next().unwrap_or_default();
        let is_sign = |c: char| matches!(c, '@' | '_' | '/' | '\\');
        before.contains(is_sign)
            || after.contains(is_sign)
            || before.ends_with(['.', '-']) && after.starts_with(['.', '-'])
            || after.strip_prefix('.').is_some_and(|end| end.starts_with(char::is_alphanumeric))
            || before.strip_suffix('.').is_some_and(|start| {
                start.chars().nth(1).is_some() && start.ends_with(char::is_alphanumeric)
            })
    }

    /// Whether a word begins a sentence, where any word has a capital.
    fn begins_sentence(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches(['"', '\'', '‘', '“', '„', '(', ' ']);
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n'])
    }
}

/// A word, as far as words can be compared: without capitals and accents, however it is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Woord {
    letters: String,
    /// The same with what a mark on a letter stands for: `Müller` is `mueller` as well. None where there is no such mark.
    voluit: Option<String>,
    range: Range<usize>,
    /// Whether it begins with a capital.
    hoofdletter: bool,
}

/// What a letter is without its stroke, that no decomposition takes off; nothing for the others.
fn without_stroke(letter: char) -> &'static str {
    match letter {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ħ' => "h",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => "",
    }
}

/// A letter that has no such stroke.
fn strokeless(letter: char) -> Option<char> {
    without_stroke(letter).is_empty().then_some(letter)
}

/// The words of a text. A soft hyphen or a sign without width does not part one.
fn woorden(text: &str) -> Vec<Woord> {
    let mut all: Vec<Woord> = Vec::new();
    let mut open = false;
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        if char.is_alphanumeric() || (open && is_combining_mark(char)) {
            let parts = char.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
            let plain = parts.flat_map(|c| without_stroke(c).chars().chain(strokeless(c)));
            match all.last_mut().filter(|_| open) {
                Some(word) => {
                    word.letters.extend(plain);
                    word.range.end = end;
                }
                None => all.push(Woord {
                    letters: plain.collect(),
                    voluit: None,
                    range: at..end,
                    // Some scripts have no capitals.
                    hoofdletter: char.is_alphabetic() && !char.is_lowercase(),
                }),
            }
            open = true;
        } else if !words::is_hidden(char) || char.is_control() {
            open = false;
        }
    }
    for word in &mut all {
        word.voluit = voluit(&text[word.range.clone()]);
    }
    all
}

/// The letters of a word with its marks written out, as who has no such letters does; none where there are none.
fn voluit(typed: &str) -> Option<String> {
    if typed.is_ascii() {
        return None;
    }
    let mut out = String::new();
    let mut found = false;
    for letter in typed.nfkd().flat_map(char::to_lowercase) {
        let mark = match (letter, out.chars().last()) {
            ('\u{308}', Some('a' | 'o' | 'u')) => "e",
            ('\u{30a}', Some('a')) => "a",
            ('ø', _) => "oe",
            _ => "",
        };
        found |= !mark.is_empty();
        out.push_str(mark);
        if mark.is_empty() && letter.is_alphanumeric() {
            out.push_str(without_stroke(letter));
            out.extend(strokeless(letter));
        }
    }
    found.then_some(out)
}

/// Everything that everybody may read, the reasons of what they may not among it.
fn open<'a>(subject: &'a Subject<'_>) -> Vec<Open<'a>> {
    let mut all = Vec::new();
    for passage in subject.passages.iter().filter(|passage| goes_out(subject, passage)) {
        let mut text = passage.text.clone();
        // A value is told where it was typed.
        let filled = passage.values.iter().filter(|(_, expression)| !has_literal(expression));
        for range in passage.withheld.iter().chain(filled.map(|(range, _)| range)) {
            text.replace_range(range.clone(), &COVER.repeat(range.len()));
        }
        all.push(Open { text, waar: Waar::Passage(passage) });
        for (range, url) in &passage.targets {
            let waar = Waar::Bij(passage.spot(range), "het adres achter deze woorden");
            all.push(Open { text: decoded(url), waar });
        }
    }
    for (place, reden) in redenen(subject) {
        let waar = Waar::Bij(Spot::value(place.clone()), IN_REDEN);
        all.push(Open { text: reden.to_owned(), waar });
    }
    let dossier = subject.reading.trees.file(Bestand::Dossier);
    if let Some(profiel) = dossier.and_then(|tree| tree.get("profiel")) {
        let top = Path::default().key("profiel");
        profiel.leaves(&mut |path, text| {
            let is_rule =
                matches!(path.segments().first(), Some(Segment::Key(key)) if &**key == "lakken");
            if !is_rule {
                let path = path.segments().iter().fold(top.clone(), |path, step| match step {
                    Segment::Key(key) => path.key(key),
                    Segment::Index(index) => path.index(*index),
                });
                let waar = Waar::Bij(Spot::value(place(Bestand::Dossier, path)), IN_PROFIEL);
                all.push(Open { text: text.to_owned(), waar });
            }
        });
    }
    if let Some(bijlage) = subject.reading.trees.file(Bestand::Bijlage) {
        for (path, id) in ids(bijlage) {
            let at = place(Bestand::Bijlage, path.clone());
            let named = |name: &str| Place { root: at.root, path: path.parent().key(name) };
            let by_name = ["maatregel", "bron", "titel"].map(named);
            // The public edition numbers what is withheld by its name.
            if !is_withheld(subject, &at) && !by_name.iter().any(|name| is_withheld(subject, name))
            {
                all.push(Open { text: id.to_owned(), waar: Waar::Bij(Spot::value(at), "") });
            }
        }
    }
    all
}

/// An address with its letters as they are: `%5A` is a `Z`.
fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url;
    while let Some(sign) = rest.chars().next() {
        let code = rest.strip_prefix('%').and_then(|code| code.get(..2));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            None => {
                bytes.extend(&rest.as_bytes()[..sign.len_utf8()]);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| url.to_owned())
}

/// Whether an expression says words of its own: nowhere else they were typed.
fn has_literal(expression: &str) -> bool {
    expression.contains(['\'', '"'])
}

/// Whether everybody reads what is filled in here: the public edition says the same.
fn is_ingevuld_open(subject: &Subject<'_>, expression: &str, value: &str) -> bool {
    subject
        .ingevuld
        .is_none_or(|public| public.evaluate(expression).is_ok_and(|says| says == value))
}

/// The reasons that stand with what is withheld, each with its place.
fn redenen<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (&'a Place, &'a str)> {
    let said = subject.reading.trees.gelicht.iter();
    said.filter_map(|said| Some((&said.place, said.reden.as_deref()?)))
}

/// The names for use in texts.
fn ids(tree: &Node) -> Vec<(Path, &str)> {
    let mut all = Vec::new();
    tree.leaves(&mut |path, text| {
        if matches!(path.segments().last(), Some(Segment::Key(key)) if &**key == "id") {
            all.push((path.clone(), text));
        }
    });
    all
}

/// Whether a whole value is withheld.
fn is_withheld(subject: &Subject<'_>, place: &Place) -> bool {
    subject.openbaar.gelakt.whole(place).is_some()
}

/// Whether a passage is printed, or sent along, for everybody; and was typed.
fn goes_out(subject: &Subject<'_>, passage: &Passage) -> bool {
    let place = &passage.place;
    let unprinted = place.root == Root::File(Bestand::Dossier)
        && matches!(place.path.segments().first(), Some(Segment::Key(key)) if niet_afgedrukt(subject.dossier.gegevens.soort).contains(&&**key));
    // From where the annex came, nobody reads.
    let source = place.root == Root::File(Bestand::Bijlage)
        && place
            .path
            .segments()
            .iter()
            .any(|step| matches!(step, Segment::Key(key) if &**key == "spreadsheet"));
    let made = subject.reading.trees.verantwoording.as_ref() == Some(place);
    let is_referred = |name: &str| subject.openbaar.noten.contains(&(place.root, name.to_owned()));
    !unprinted
        && !source
        && !made
        && !is_withheld(subject, place)
        && passage.note_name().is_none_or(is_referred)
}

/// Passages of the reasons that stand with what is withheld: rules recognise amounts in passages.
fn reason_passages(subject: &Subject<'_>) -> Vec<Passage> {
    let mut all = Vec::new();
    for (place, reden) in redenen(subject) {
        passages(place, reden, None, &subject.lijsten.taal, &mut all);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::woorden;

    #[test]
    fn words_are_the_same_however_they_are_written() {
        let letters = |text| woorden(text).into_iter().map(|word| word.letters).collect::<Vec<_>>();
        for text in [
            "Müller-Özil",
            "Mu\u{308}ller O\u{308}zil",
            "MÜL\u{ad}LER, özil",
            "Mül\u{200b}ler/Özil",
        ] {
            assert_eq!(letters(text), ["muller", "ozil"], "{text}");
        }
        assert_eq!(letters("Sørensen Großmann"), ["sorensen", "grossmann"]);
        assert_eq!(letters("Jansen's d\u{133}k"), ["jansen", "s", "dijk"]);
        assert_eq!(letters("een\nregel\tverder"), ["een", "regel", "verder"]);
    }
}
