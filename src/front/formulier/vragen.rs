//! In: a file with written questions and answers. Out: cards of them: what is asked, what answers it, and what is still
//! open. Pure.
//!
//! It looks at what is typed, so that there are cards also while something in the file is wrong.

use std::ops::Range;

use serde::Serialize;

use crate::check::is_blank;
use crate::schrijven::{Blok, Draft, Ink, Stretch, called};
use crate::yaml::{self, Entry, Kind, Node, Path};

/// Written questions with their answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vraagkaarten {
    /// The questions as they stand together: all of them, or those of a fraction.
    pub groepen: Vec<Vraaggroep>,
    /// The answers, in the order of the file.
    pub antwoorden: Vec<Antwoordkaart>,
}

/// Questions that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vraaggroep {
    /// The way to its questions.
    pub plaats: String,
    /// Who asks, of a fraction.
    pub naam: String,
    /// Its questions.
    pub vragen: Vec<Vraagkaart>,
}

/// A question, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vraagkaart {
    /// Its number, of a part with the letter.
    pub naam: String,
    /// The way to it.
    pub plaats: String,
    /// The way to its text.
    pub tekstplaats: String,
    /// By what it is known to be still the same.
    pub heet: Option<String>,
    /// What it asks.
    pub tekst: String,
    /// Its parts, which are answered instead.
    pub delen: Vec<Vraagkaart>,
    /// The answers to it, by their places in the list.
    pub antwoorden: Vec<usize>,
    /// What there is to say of it: places in the list of what was found.
    pub meldingen: Vec<usize>,
    #[serde(skip)]
    range: Range<usize>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Antwoordkaart {
    /// By what it is known to be still the same.
    pub heet: Option<String>,
    /// The questions that it is about.
    pub op: Vec<String>,
    /// Who gives it, if that is somebody else.
    pub door: String,
    /// What it says.
    pub tekst: String,
    /// Whether that is still to be filled in.
    pub leeg: bool,
    /// What there is to say of it: places in the list of what was found.
    pub meldingen: Vec<usize>,
    #[serde(skip)]
    range: Range<usize>,
}

/// The cards of a file; `None` when it cannot be read.
pub fn vraagkaarten(file: &str) -> Option<Vraagkaarten> {
    let (_, tree) = yaml::read(file)?;
    let antwoorden: Vec<Antwoordkaart> =
        items(tree.get("antwoorden")).iter().map(antwoord).collect();
    let mut groepen = Vec::new();
    let own = Path::default().key("vragen");
    let fracties = items(tree.get("fracties"));
    if tree.get("vragen").is_some() || fracties.is_empty() {
        groepen.push(groep(String::new(), tree.get("vragen"), &own, &antwoorden));
    }
    for (index, fractie) in fracties.iter().enumerate() {
        let place = Path::default().key("fracties").index(index).key("vragen");
        let parties: Vec<&str> =
            items(fractie.get("partijen")).iter().filter_map(Node::text).collect();
        let who = fractie.get("wie").and_then(Node::text).map(ToOwned::to_owned);
        let who = who.unwrap_or_else(|| parties.join(", "));
        groepen.push(groep(who, fractie.get("vragen"), &place, &antwoorden));
    }
    Some(Vraagkaarten { groepen, antwoorden })
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.kind) {
        Some(Kind::Map(entries)) => entries,
        _ => &[],
    }
}

fn antwoord(node: &Node) -> Antwoordkaart {
    let text = |key| node.get(key).and_then(said).unwrap_or_default();
    let tekst = in_words(&text("tekst"));
    Antwoordkaart {
        leeg: tekst.trim().is_empty() || is_blank(&tekst),
        heet: called(node),
        op: items(node.get("op")).iter().filter_map(Node::text).map(ToOwned::to_owned).collect(),
        door: text("door"),
        tekst,
        meldingen: Vec::new(),
        range: node.span.range.clone(),
    }
}

/// The text of a value, also of one that is withheld.
fn said(node: &Node) -> Option<String> {
    let single = node.get("waarde").unwrap_or(node);
    single.text().map(|text| text.trim_end().to_owned())
}

fn groep(
    naam: String,
    vragen: Option<&Node>,
    place: &Path,
    antwoorden: &[Antwoordkaart],
) -> Vraaggroep {
    let vragen = entries(vragen).iter().filter_map(|entry| vraag(entry, place, antwoorden));
    Vraaggroep { plaats: place.to_string(), naam, vragen: vragen.collect() }
}

fn vraag(entry: &Entry, place: &Path, antwoorden: &[Antwoordkaart]) -> Option<Vraagkaart> {
    let nummer = entry.key.text()?;
    let place = place.key(nummer);
    // Who answers a question with parts as a whole, answers each of them.
    let to = |naam: &str, whole: Option<&str>| -> Vec<usize> {
        let about = |answer: &Antwoordkaart| {
            answer.op.iter().any(|op| op == naam || Some(op.as_str()) == whole)
        };
        let all = antwoorden.iter().enumerate();
        all.filter(|(_, answer)| about(answer)).map(|(index, _)| index).collect()
    };
    let below = place.key("delen");
    let parts = entries(entry.value.get("delen")).iter().filter_map(|part| {
        let letter = part.key.text()?;
        let naam = format!("{nummer}{letter}");
        let place = below.key(letter);
        Some(card(&part.value, part, naam.clone(), &place, place.clone(), to(&naam, Some(nummer))))
    });
    let delen: Vec<Vraagkaart> = parts.collect();
    let text = entry.value.get("tekst");
    // Written short, its text is all that it has.
    let is_short = text.is_none() && entries(entry.value.get("delen")).is_empty();
    let textplace = if is_short { place.clone() } else { place.key("tekst") };
    let of = text.unwrap_or(&entry.value);
    let mut card = card(of, entry, nummer.to_owned(), &place, textplace, to(nummer, None));
    card.delen = delen;
    Some(card)
}

fn card(
    text: &Node,
    entry: &Entry,
    naam: String,
    place: &Path,
    textplace: Path,
    antwoorden: Vec<usize>,
) -> Vraagkaart {
    let textplace = if text.get("waarde").is_some() { textplace.key("waarde") } else { textplace };
    Vraagkaart {
        naam,
        plaats: place.to_string(),
        tekstplaats: textplace.to_string(),
        heet: called(&entry.value),
        tekst: in_words(&said(text).unwrap_or_default()),
        delen: Vec::new(),
        antwoorden,
        meldingen: Vec::new(),
        range: entry.key.span.range.start..entry.value.span.range.end,
    }
}

/// What a text says, without its markup and its notes, a line for each paragraph.
fn in_words(text: &str) -> String {
    let line = |line: &[Stretch]| -> String {
        let said = line.iter().map(|stretch| match &stretch.what {
            Ink::Text(text) | Ink::Raised(text) | Ink::Lowered(text) => text.as_str(),
            Ink::Break(_) => " ",
            Ink::Chip(chip) if chip.note().is_some() => "",
            Ink::Chip(chip) => &chip.label,
        });
        said.collect()
    };
    let blocks = Draft::of(text).blocks;
    blocks.iter().flat_map(Blok::lines).map(line).collect::<Vec<_>>().join("\n")
}

impl Vraagkaarten {
    /// Puts each finding, by its offset in the file, at the smallest card that it is in; those of none are left.
    pub fn put_findings(&mut self, found: &[(usize, usize)]) {
        for (offset, index) in found {
            let of_questions = self.groepen.iter_mut().flat_map(|groep| &mut groep.vragen);
            let questions = of_questions.flat_map(|vraag| {
                let Vraagkaart { delen, meldingen, range, .. } = vraag;
                let parts = delen.iter_mut().map(|part| (&part.range, &mut part.meldingen));
                std::iter::once((&*range, meldingen)).chain(parts)
            });
            let answers = self.antwoorden.iter_mut().map(|one| (&one.range, &mut one.meldingen));
            let around = questions.chain(answers).filter(|(range, _)| range.contains(offset));
            if let Some((_, meldingen)) = around.min_by_key(|(range, _)| range.len())
                && !meldingen.contains(index)
            {
                meldingen.push(*index);
            }
        }
    }

    /// Everything that wants an answer and has none, or one that is not filled in: questions, and of one with parts the
    /// parts.
    pub fn open(&self) -> Vec<&str> {
        let all = self.groepen.iter().flat_map(|groep| &groep.vragen);
        let parts = all.flat_map(|vraag| match vraag.delen.as_slice() {
            [] => std::slice::from_ref(vraag),
            delen => delen,
        });
        let open = |part: &&Vraagkaart| part.antwoorden.iter().all(|at| self.antwoorden[*at].leeg);
        parts.filter(open).map(|part| part.naam.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VRAGEN: &str = "vragen:\n  1: Kent u **dit**?[^krant]\n  2:\n    tekst: 'Klopt:'\n    delen:\n      a: er minder?\n      b: korter?\n  3: {waarde: Geheim?, openbaar: nee}\n  4: Waarom?\nantwoorden:\n  - op: [1]\n    tekst: Ja.\n  - op: [2a, 3]\n    door: de minister van X\n    tekst: |\n      Nee.\n\n      - punt\n";

    #[test]
    fn each_question_knows_its_answers() {
        let mut all = vraagkaarten(VRAGEN).unwrap();
        assert_eq!(all.open(), ["2b", "4"]);
        let vragen = &all.groepen[0].vragen;
        assert_eq!(
            (vragen[0].tekst.as_str(), vragen[0].tekstplaats.as_str()),
            ("Kent u dit?", "vragen.1")
        );
        assert_eq!(
            (vragen[1].tekstplaats.as_str(), vragen[1].delen[1].plaats.as_str()),
            ("vragen.2.tekst", "vragen.2.delen.b")
        );
        assert_eq!(
            (vragen[2].tekstplaats.as_str(), &vragen[2].antwoorden[..]),
            ("vragen.3.waarde", &[1][..])
        );
        assert_eq!(all.antwoorden[1].tekst, "Nee.\npunt");
        let at = |words: &str| VRAGEN.find(words).unwrap();
        all.put_findings(&[(at("korter"), 0), (at("Waarom"), 1), (at("punt"), 2)]);
        assert_eq!(all.groepen[0].vragen[1].delen[1].meldingen, [0]);
        assert_eq!(
            (&all.groepen[0].vragen[3].meldingen[..], &all.antwoorden[1].meldingen[..]),
            (&[1][..], &[2][..])
        );
    }

    #[test]
    fn an_answer_that_is_not_filled_in_is_none() {
        let text = "vragen:\n  1: Wie?\n  2: Wat?\n  3: Waar?\nantwoorden:\n  - op: [1]\n    tekst: '[antwoord op vraag 1].'\n  - op: [2]\n    tekst: Dit kost [bedrag].\n  - op: [3]\n    tekst: 'Hij zei […].'\n";
        assert_eq!(vraagkaarten(text).unwrap().open(), ["1"]);
    }

    #[test]
    fn the_questions_of_a_fraction_stand_together() {
        let text = "fracties:\n  - partijen: [ABC, XYZ]\n    vragen:\n      1: Wie?\n  - wie: het lid Y\n    inleiding: x\nantwoorden:\n  - op: [1]\n    tekst: Ja.\n";
        let all = vraagkaarten(text).unwrap();
        let names: Vec<&str> = all.groepen.iter().map(|groep| groep.naam.as_str()).collect();
        assert_eq!(names, ["ABC, XYZ", "het lid Y"]);
        assert_eq!(all.groepen[0].vragen[0].plaats, "fracties[0].vragen.1");
        assert!(all.open().is_empty());
    }
}
