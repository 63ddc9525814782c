//! In: an element of a publication. Out: what it says, as prose: paragraphs, lists, tables, notes. Pure.

use std::collections::{BTreeMap, HashMap};

use super::boom::{Element, Knoop};
use super::gemist::Plaatsen;
use super::proza::{adres, in_cel, letterlijk_deel, lijst, met_adressen};
use super::regels::Onzichtbaar;
use super::rijen::schrijf;
use super::xml::onbekend;
use super::{Overgenomen, een_regel};
use crate::prose;

/// Between two paragraphs.
const ALINEA: char = '\u{1e}';

/// Elements whose words are taken over as they stand.
const GEWOON: [&str; 18] = [
    "al",
    "al-groep",
    "nadruk",
    "extref",
    "intref",
    "naam",
    "achternaam",
    "voornaam",
    "politiek",
    "datum",
    "noot.al",
    "li",
    "entry",
    "groep",
    "tussenkop",
    "kop",
    "titel",
    "lijst",
];

/// Writes elements as prose, and remembers what could not be.
#[derive(Debug, Default)]
pub(super) struct Schrijver {
    onzichtbaar: Onzichtbaar,
    beelden: Plaatsen,
    cellen: Plaatsen,
    lijsten: Plaatsen,
    gestapeld: Plaatsen,
    adressen: Plaatsen,
    noten: Plaatsen,
    vreemd: BTreeMap<String, Plaatsen>,
    /// The notes so far, with their text.
    names: HashMap<String, String>,
    /// How often a name was taken.
    counts: HashMap<String, usize>,
}

impl Schrijver {
    /// A paragraph, a list or a table.
    pub(super) fn blok(&mut self, element: &Element, read: &mut Overgenomen) -> Vec<String> {
        match element.name.as_str() {
            "lijst" => self.lijst(element, read),
            "table" | "tabel" => self.tabel(element, read),
            // With all that stands in it.
            "plaatje" | "illustratie" => {
                self.beelden.add(&element.plaats);
                Vec::new()
            }
            _ => self.alineas(element, read),
        }
    }

    /// What it says, each paragraph apart. A list or a table in it stands by itself.
    fn alineas(&mut self, element: &Element, read: &mut Overgenomen) -> Vec<String> {
        self.told(element);
        let mut all = Vec::new();
        let mut running = String::new();
        for knoop in &element.inhoud {
            match knoop {
                Knoop::Element(inner)
                    if ["lijst", "table", "tabel"].contains(&inner.name.as_str())
                        || inner.elements().any(|one| {
                            ["lijst", "table", "tabel", "al"].contains(&one.name.as_str())
                        }) && inner.name != "noot" =>
                {
                    all.extend(split(&std::mem::take(&mut running)));
                    all.extend(self.blok(inner, read));
                }
                _ => self.knoop(knoop, &mut running, read),
            }
        }
        all.extend(split(&running));
        all
    }

    /// What it says, in one go.
    fn regel(&mut self, element: &Element, read: &mut Overgenomen) -> String {
        let mut out = String::new();
        for knoop in &element.inhoud {
            self.knoop(knoop, &mut out, read);
        }
        een_regel(&out.replace(ALINEA, " "))
    }

    fn knoop(&mut self, knoop: &Knoop, out: &mut String, read: &mut Overgenomen) {
        let inner = match knoop {
            Knoop::Tekst(text, _) => {
                let text = self.onzichtbaar.zonder(text, &(0..0));
                let begins = out.trim_end_matches(' ').is_empty() || out.ends_with(ALINEA);
                out.push_str(&piece(&text, begins));
                return;
            }
            Knoop::Element(inner) => inner,
        };
        match inner.name.as_str() {
            "noot" => {
                if let Some(name) = self.noot(inner, read) {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push_str(&format!("[^{name}]"));
                }
            }
            "nootref" => {
                let id = inner.attribute("refid").unwrap_or_default();
                let number = een_regel(&inner.text());
                let name = named(if number.is_empty() { id } else { &number });
                out.push_str(&format!("[^{name}]"));
            }
            "extref" => {
                self.adres(inner);
                out.push_str(&adres(&een_regel(&inner.text())));
            }
            "sup" | "inf" | "sub" => {
                let below = inner.name != "sup";
                let text = een_regel(&inner.text());
                let sign = if below { '~' } else { '^' };
                if prose::can_shift(out, &text, below) {
                    out.push_str(&format!("{sign}{text}{sign}"));
                } else {
                    self.gestapeld.add(&inner.plaats);
                    out.push_str(&piece(&text, false));
                }
            }
            "plaatje" | "illustratie" => self.beelden.add(&inner.plaats),
            name => {
                self.told(inner);
                if ["al", "li", "entry"].contains(&name) && !out.trim().is_empty() {
                    out.push(ALINEA);
                }
                inner.inhoud.iter().for_each(|knoop| self.knoop(knoop, out, read));
            }
        }
    }

    /// Remembers words that lead to an address which they do not say.
    fn adres(&mut self, element: &Element) {
        let address = element.attribute("doc").or(element.attribute("href")).unwrap_or_default();
        let bare = |text: &str| een_regel(text).trim_end_matches(['/', '.']).to_lowercase();
        if address.starts_with("http") && bare(&element.text()) != bare(address) {
            self.adressen.add(&element.plaats);
        }
    }

    /// Remembers an element that nobody told us of; its words are taken over.
    fn told(&mut self, element: &Element) {
        let name = element.name.as_str();
        if !GEWOON.contains(&name) && name != "li.nr" {
            self.vreemd.entry(name.to_owned()).or_default().add(&element.plaats);
        }
    }

    /// The items of a list that are lettered from a, each of one paragraph or more.
    pub(super) fn delen(
        &mut self,
        list: &Element,
        read: &mut Overgenomen,
    ) -> Option<Vec<(char, String)>> {
        let letter = |item: &Element| {
            let nr = item.elements().find(|one| one.name == "li.nr")?.text();
            let mut letters = nr.chars().filter(|c| c.is_alphanumeric());
            letters.next().filter(|c| c.is_ascii_lowercase() && letters.next().is_none())
        };
        let letters: Option<Vec<char>> = list.elements().map(letter).collect();
        let letters = letters.filter(|all| !all.is_empty() && all.len() <= 26)?;
        if !letters.iter().zip('a'..='z').all(|(letter, wanted)| *letter == wanted) {
            return None;
        }
        let items = letters.into_iter().zip(list.elements());
        Some(items.map(|(letter, item)| (letter, self.item(item, read).join("\n\n"))).collect())
    }

    /// What an item says, without what stands before it.
    fn item(&mut self, item: &Element, read: &mut Overgenomen) -> Vec<String> {
        let mut all = Vec::new();
        let mut running = String::new();
        for knoop in &item.inhoud {
            match knoop {
                Knoop::Element(inner) if inner.name == "li.nr" => {}
                Knoop::Element(inner) if !inline(&inner.name) => {
                    all.extend(split(&std::mem::take(&mut running)));
                    all.extend(self.blok(inner, read));
                }
                _ => self.knoop(knoop, &mut running, read),
            }
        }
        all.extend(split(&running));
        all
    }

    /// A list, with what stands before its items; below each other where our lists have no such thing.
    fn lijst(&mut self, list: &Element, read: &mut Overgenomen) -> Vec<String> {
        let mut items: Vec<(String, Vec<String>)> = Vec::new();
        let mut before = Vec::new();
        for element in list.elements() {
            if element.name != "li" {
                before.extend(self.blok(element, read));
                continue;
            }
            let nr = element.elements().find(|one| one.name == "li.nr").map(Element::text);
            items.push((marker(&een_regel(&nr.unwrap_or_default())), self.item(element, read)));
        }
        if items.is_empty() {
            return before;
        }
        match lijst(items) {
            Ok(written) => before.push(written),
            Err(apart) => {
                self.lijsten.add(&list.plaats);
                before.extend(apart);
            }
        }
        before
    }

    /// A table: the first row is its head.
    fn tabel(&mut self, table: &Element, read: &mut Overgenomen) -> Vec<String> {
        let mut before = Vec::new();
        let mut rows: Vec<Vec<String>> = Vec::new();
        self.rijen(table, &mut rows, &mut before, read);
        if rows.iter().all(Vec::is_empty) {
            return before;
        }
        match schrijf(rows.clone()) {
            Some(written) => before.push(written),
            None => {
                self.cellen.add(&table.plaats);
                before.extend(rows.iter().map(|row| row.join(" ")));
            }
        }
        before
    }

    fn rijen(
        &mut self,
        element: &Element,
        rows: &mut Vec<Vec<String>>,
        before: &mut Vec<String>,
        read: &mut Overgenomen,
    ) {
        for inner in element.elements() {
            match inner.name.as_str() {
                "row" => {
                    let mut row = Vec::new();
                    for cell in inner.elements() {
                        let spans = ["namest", "morerows", "spanname"];
                        if spans.iter().any(|name| cell.attribute(name).is_some()) {
                            self.cellen.add(&cell.plaats);
                        }
                        row.push(in_cel(&self.regel(cell, read)));
                    }
                    rows.push(row);
                }
                "tgroup" | "thead" | "tbody" | "tfoot" => self.rijen(inner, rows, before, read),
                "colspec" | "spanspec" => {}
                _ => before.extend(self.blok(inner, read)),
            }
        }
    }

    /// Takes a note over, and gives its name.
    pub(super) fn noot(&mut self, element: &Element, read: &mut Overgenomen) -> Option<String> {
        let of = |name: &str| element.elements().find(|one| one.name == name).map(Element::text);
        let number = of("noot.nr").or_else(|| of("nr")).unwrap_or_default();
        let id = element.attribute("nr").or(element.attribute("id")).unwrap_or_default();
        let number = een_regel(&number);
        let plain = named(if number.is_empty() { id } else { &number });
        let mut texts = Vec::new();
        for one in element.elements().filter(|one| !["noot.nr", "nr"].contains(&one.name.as_str()))
        {
            one.each(&mut |inner| {
                if inner.name == "extref" {
                    self.adres(inner);
                }
            });
            let nested = one.elements().any(|inner| inner.name == "noot");
            if nested {
                self.noten.add(&one.plaats);
            }
            let text = self.onzichtbaar.zonder(&everything(one), &(0..0));
            texts.push(met_adressen(&een_regel(&text)));
        }
        texts.retain(|text| !text.is_empty());
        let text = texts.join("\n\n");
        if text.is_empty() {
            self.noten.add(&element.plaats);
            return None;
        }
        if self.names.get(&plain) == Some(&text) {
            return Some(plain);
        }
        let count = self.counts.entry(plain.clone()).or_insert(0);
        *count += 1;
        let name = match *count {
            1 => plain,
            more => {
                self.noten.add(&element.plaats);
                format!("{plain}_{more}")
            }
        };
        self.names.insert(name.clone(), text.clone());
        read.noten.push((name.clone(), text));
        Some(name)
    }

    /// Tells what could not be written as it stands.
    pub(super) fn finish(self, read: &mut Overgenomen) {
        let told = [
            (self.beelden, "een plaatje is niet overgenomen"),
            (
                self.cellen,
                "een tabel met samengevoegde cellen, of in een vorm die hier niet kan, is zo goed mogelijk overgenomen",
            ),
            (
                self.lijsten,
                "een lijst met een nummering die hier niet kan, is als gewone tekst overgenomen",
            ),
            (self.adressen, "het adres waar deze woorden naar verwijzen, is niet overgenomen"),
            (self.gestapeld, "een verhoogd of verlaagd teken staat nu op de regel"),
            (
                self.noten,
                "een noot zonder tekst, in een andere noot, of met een nummer dat er al is",
            ),
        ];
        read.gemist.extend(told.into_iter().filter_map(|(places, what)| onbekend(what, places)));
        for (name, places) in self.vreemd {
            let what = format!(
                "het element `{name}` is hier niet bekend; alleen zijn tekst is overgenomen"
            );
            read.gemist.extend(onbekend(&what, places));
        }
        let unseen =
            self.onzichtbaar.gemist().map(|told| super::Gemist { plaatsen: Vec::new(), ..told });
        read.gemist.extend(unseen);
    }
}

/// Whether an element stands within a line.
fn inline(name: &str) -> bool {
    [
        "nadruk",
        "extref",
        "intref",
        "noot",
        "nootref",
        "sup",
        "inf",
        "sub",
        "naam",
        "achternaam",
        "politiek",
        "datum",
    ]
    .contains(&name)
}

/// Everything that an element says, also in the notes in it.
fn everything(element: &Element) -> String {
    let one = |knoop: &Knoop| match knoop {
        Knoop::Tekst(text, _) => text.clone(),
        // A note in a note stands by itself.
        Knoop::Element(inner) if inner.name.starts_with("noot") => {
            format!(" {} ", everything(inner))
        }
        Knoop::Element(inner) => everything(inner),
    };
    element.inhoud.iter().map(one).collect()
}

/// What stands before an item, as our prose has it.
fn marker(nr: &str) -> String {
    match nr.contains(char::is_alphanumeric) {
        false => "-".into(),
        true if nr.ends_with(['.', ')']) => nr.to_owned(),
        true => format!("{nr}."),
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(ALINEA).map(een_regel).filter(|text| !text.is_empty()).collect()
}

/// Words as prose, with the white space around them.
fn piece(text: &str, begins: bool) -> String {
    let inner = een_regel(text);
    let space = |is: bool| if is { " " } else { "" };
    match inner.is_empty() {
        true => space(!text.is_empty()).to_owned(),
        false => {
            let (before, after) =
                (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
            format!("{}{}{}", space(before), letterlijk_deel(&inner, begins), space(after))
        }
    }
}

/// The name of a note by its number.
fn named(number: &str) -> String {
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("noot_{}", plain.to_lowercase())
}
