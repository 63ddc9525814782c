//! In: the annex's balances and the letter's sentences. Out: the shortage that the letter does not tell of. Pure.
//!
//! That a letter speaks of cover is not enough: a sentence must say that money is lacking, or that it is still to be
//! decided where it comes from. What the sentence says of a year, it says of no other.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Cel, Geldwoorden, Place, Root, Stuk, Tabel, Zinsneden, kolommen};

/// Most words between money and the word that says that it is lacking.
const NEAR: usize = 4;

/// F002: what is not covered is said aloud.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    // A table that says nothing of cover gets a diagnostic of its own, one that is not about it none.
    let tables = bijlage.alle_tabellen();
    let mut short = Vec::new();
    for (tabel, figures) in tables.iter().zip(&cijfers.tabellen) {
        if !tabel.inhoud.over_dekking() {
            continue;
        }
        let columns = kolommen(tabel.jaren).zip(figures.totaal.cells());
        for ((column, cost), cover) in columns.zip(figures.dekking.cells()) {
            let (cost, cover) = (cost.unwrap_or_default(), cover.unwrap_or_default());
            if is_short(&cost, &cover) {
                let balance = (cover - cost).times(tabel.eenheid.euros());
                let amounts_covered = cost.van <= cover.van && cost.tot <= cover.tot;
                short.push(Short { column, balance, tabel, only_pm: amounts_covered });
            }
        }
    }
    if short.is_empty() {
        return;
    }
    let letter = Tekortbericht::new(subject, &short);
    short.retain(|short| !letter.tells(&short.column));
    let Some(first) = short.first() else { return };
    let mut columns: Vec<&str> = Vec::new();
    for short in &short {
        if !columns.contains(&short.column.as_str()) {
            columns.push(&short.column);
        }
    }
    let columns = words::enumerate(&columns, "en");
    let only_pm = short.iter().all(|short| short.only_pm);
    let message = match (first.tabel.inhoud.bronnen().is_empty(), letter.is_silent()) {
        (true, true) => "er is geen dekking, en de brief zegt dat niet".to_owned(),
        (true, false) => format!("er is geen dekking voor {columns}, en de brief zegt dat niet"),
        (false, _) if only_pm => {
            format!("de p.m. bij de kosten is niet gedekt ({columns}), en de brief zegt dat niet")
        }
        (false, _) => format!("de dekking is te klein ({columns}), en de brief zegt dat niet"),
    };
    let spot = Place { root: Root::File(Bestand::Bijlage), path: first.tabel.path.key("dekking") };
    let cover = match only_pm {
        true => {
            "is er ook dekking voor de p.m., voeg dan bij `dekking:` in bijlage.yaml een bron met `p.m.` toe"
        }
        false => "is er wel dekking, zet haar dan bij `dekking:` in bijlage.yaml",
    };
    out.push(
        Finding::at(Spot::key(spot), message)
            .help("schrijf in de brief wat nog niet is gedekt, en hoe dat wordt opgelost")
            .help(cover),
    );
}

/// Whether cover leaves anything of the cost open. A range is covered by the same range, and an unknown amount by an
/// unknown amount.
fn is_short(cost: &Cel, cover: &Cel) -> bool {
    cost.van > cover.van || cost.tot > cover.tot || (cost.pm.plus && !cover.pm.plus)
}

/// A column of a table that is not covered.
struct Short<'a> {
    column: String,
    /// In euros.
    balance: Cel,
    tabel: &'a Tabel<'a>,
    /// Whether all but a p.m. is covered.
    only_pm: bool,
}

/// What the letter tells of money that is lacking.
#[derive(Default)]
struct Tekortbericht {
    /// Of every column.
    whole: bool,
    /// Of these.
    columns: BTreeSet<String>,
}

impl Tekortbericht {
    fn new(subject: &Subject<'_>, short: &[Short<'_>]) -> Self {
        let mut letter = Self::default();
        for passage in subject.letter() {
            let text = words::one_line(&passage.text).to_lowercase();
            let words = &subject.lijsten.geld.tekort_aan_geld;
            let about_money = words.iter().any(|word| text.contains(word.as_str()));
            for sentence in &passage.sentences {
                letter.read(passage, sentence, about_money, subject, short);
            }
        }
        letter
    }

    fn tells(&self, column: &str) -> bool {
        self.whole || self.columns.contains(column)
    }

    fn is_silent(&self) -> bool {
        !self.whole && self.columns.is_empty()
    }

    fn read(
        &mut self,
        passage: &Passage,
        sentence: &Range<usize>,
        about_money: bool,
        subject: &Subject<'_>,
        short: &[Short<'_>],
    ) {
        let geld = &subject.lijsten.geld;
        let said = Sentence::new(passage, sentence);
        if said.is_to_be_decided(geld) {
            // A year there is that of the decision.
            self.whole = true;
        } else if said.lacks(about_money, geld) {
            let named: BTreeSet<String> =
                short.iter().flat_map(|short| named_columns(&said.words, short.tabel)).collect();
            self.whole |= named.is_empty();
            self.columns.extend(named);
        } else if said.has("saldo") {
            let amounts = within(&subject.seen.amounts, passage).iter();
            for amount in amounts.filter(|amount| sentence.contains(&amount.range.start)) {
                let (euros, half) = (amount.what.euros, amount.what.half);
                let same = |short: &&Short<'_>| {
                    let Cel { van, tot, .. } = short.balance;
                    let near = |side: Decimal| {
                        euros.is_some_and(|euros| (side.abs() - euros).abs() <= half)
                    };
                    near(van) || near(tot)
                };
                self.columns.extend(short.iter().filter(same).map(|short| short.column.clone()));
            }
        }
    }
}

/// The words of a sentence in lower case, and its marks; nothing of what it quotes.
struct Sentence {
    words: Vec<String>,
}

impl Sentence {
    fn new(passage: &Passage, sentence: &Range<usize>) -> Self {
        let tokens = passage.tokens_in(sentence).iter();
        let own = tokens.filter(|token| !passage.is_quoted(token.range.start));
        Self { words: own.map(|token| passage.word(token).to_lowercase()).collect() }
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// Where it speaks of money to pay with. Cover of another kind does not count: `landelijke dekking van de opvang`.
    fn money(&self, geld: &Geldwoorden) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().filter_map(|(i, word)| {
            let other = i > 0 && geld.andere_dekking.has(&self.words[i - 1]);
            (geld.geld_ervoor.has(word) && !other).then_some(i)
        })
    }

    /// Where one of these phrases begins within a range of words, from its first word to past its last.
    fn phrases(
        &self,
        phrases: &Zinsneden,
        within: Range<usize>,
    ) -> impl Iterator<Item = Range<usize>> {
        within.flat_map(move |i| {
            let rest = &self.words[i..];
            let here = phrases.beginning_with(&rest[0]).iter();
            here.filter(|words| rest.starts_with(words)).map(move |words| i..i + words.len())
        })
    }

    /// Whether it is still to be decided where the money comes from.
    fn is_to_be_decided(&self, geld: &Geldwoorden) -> bool {
        self.money(geld).next().is_some()
            && self.phrases(&geld.geld_volgt, 0..self.words.len()).next().is_some()
    }

    /// Whether it says that money is lacking; `about_money` is whether its paragraph speaks of money, and not of places.
    fn lacks(&self, about_money: bool, geld: &Geldwoorden) -> bool {
        let shortage = |(i, word): (usize, &String)| {
            geld.ongedekt.has(word)
                || about_money
                    && matches!(word.as_str(), "tekort" | "tekorten")
                    && (i == 0 || self.words[i - 1] != "geen")
        };
        if self.words.iter().enumerate().any(shortage) {
            return true;
        }
        // `Er zijn geen extra middelen nodig` says the reverse.
        !self.has("nodig")
            && self.money(geld).any(|at| {
                let near = at.saturating_sub(2 * NEAR)..self.words.len().min(at + NEAR + 2);
                self.phrases(&geld.geld_ontbreekt, near).any(|phrase| {
                    let between = match phrase.end <= at {
                        true => phrase.end..at,
                        false => at + 1..phrase.start.max(at + 1),
                    };
                    let is_mark = |word: &String| !word.starts_with(char::is_alphanumeric);
                    between.len() <= NEAR && !self.words[between].iter().any(is_mark)
                })
            })
    }
}

/// The columns of a table that a sentence names: `in 2025 en 2026`, `2025 tot en met 2027`, `vanaf 2026`, `structureel`.
/// The year of a paper, as in `Voorjaarsnota 2026`, names none.
fn named_columns(words: &[String], tabel: &Tabel<'_>) -> BTreeSet<String> {
    let columns: Vec<String> = kolommen(tabel.jaren).collect();
    let at = |word: &str| columns.iter().position(|column| column == word);
    let mut named = BTreeSet::new();
    let mut last: Option<usize> = None;
    for (i, word) in words.iter().enumerate() {
        let before = |back: usize| i.checked_sub(back).map_or("", |at| words[at].as_str());
        if word == "structurele" {
            named.insert("structureel".to_owned());
        }
        if word == "structureel" {
            named.insert(word.clone());
            continue;
        }
        let years: Vec<usize> = word.split('-').filter_map(at).collect();
        if let [from, to] = years[..] {
            named.extend(columns[from..=to.max(from)].iter().cloned());
            continue;
        }
        let (Some(year), true) = (at(word), BEFORE_YEAR.contains(&before(1))) else {
            last = last.filter(|_| !word.starts_with(char::is_alphabetic) || is_between(word));
            continue;
        };
        // `de begroting voor 2026`
        if before(2).contains("begroting") || before(2).contains("nota") {
            continue;
        }
        let from = match before(1) {
            "met" | "m" | "–" => last.unwrap_or(year),
            _ => year,
        };
        let onward = matches!(before(1), "vanaf" | "sinds")
            || words.get(i + 1).is_some_and(|word| word == "en")
                && words.get(i + 2).is_some_and(|word| matches!(word.as_str(), "verder" | "later"));
        let to = if onward { columns.len() - 1 } else { year };
        named.extend(columns[from.min(to)..=to].iter().cloned());
        last = Some(year);
    }
    named
}

/// What stands before a year that is meant as one.
const BEFORE_YEAR: [&str; 17] = [
    "", "in", "voor", "over", "jaar", "jaren", "en", "of", "met", "m", ",", "–", "vanaf", "sinds",
    "tot", "van", "tussen",
];

/// Whether a word can stand between the two years of a span.
fn is_between(word: &str) -> bool {
    matches!(word, "tot" | "en" | "met" | "t" | "m")
}
