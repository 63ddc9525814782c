//! In: what everybody may read, and the amounts that are withheld. Out: where the first says one of the second, or lets it be
//! computed. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rust_decimal::Decimal;

use super::geheimbedrag::{Geheimbedrag, Geheimbedragen, Vindplaats};
use super::genoemd::{Genoemd, in_text};
use super::{
    ANDERS, IN_REDEN, advies, gedekt, goes_out, grond, is_ingevuld_open, open_cellen,
    reason_passages, redenen,
};
use crate::check::passage::{Passage, Spot};
use crate::check::rules::{Finding, Subject};
use crate::diagnostic::words;
use crate::dossier::{Lijsten, Place};

/// So many digits that chance is no explanation.
pub(super) const DISTINCT: usize = 3;
/// So many that they say something of what the sentence is about.
pub(super) const TELLING: usize = 2;
/// A shorter word is in every sentence.
const LONG_WORD: usize = 5;

/// O011: an amount that is withheld is written elsewhere, or follows from what is.
pub(in crate::check::rules) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    gedekt::find(subject, out);
    out.extend(found(subject, false));
}

/// O012: the same, of an amount with so many digits that it can be no other.
pub(in crate::check::rules) fn zeker(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, true));
}

fn found<'a>(subject: &'a Subject<'_>, certain: bool) -> impl Iterator<Item = Finding> + 'a {
    let all = subject.openbaar.bedrag_open.get_or_init(|| {
        let mut all = Vec::new();
        written(subject, &mut all);
        all
    });
    all.iter().filter(move |(zeker, _)| *zeker == certain).map(|(_, finding)| finding.clone())
}

/// An amount that everybody may read.
struct Open<'a> {
    passage: &'a Passage,
    /// Where the reason stands that it is in.
    reden: Option<&'a Place>,
    /// Whether the program fills it in.
    is_ingevuld: bool,
    genoemd: Genoemd,
}

impl Open<'_> {
    fn text(&self) -> &str {
        &self.passage.text[self.genoemd.range.clone()]
    }
}

fn written(subject: &Subject<'_>, out: &mut Vec<(bool, Finding)>) {
    let geheimen = Geheimbedragen::new(subject);
    if geheimen.all.is_empty() {
        return;
    }
    open_cellen::written(subject, &geheimen, out);
    let reasons = reason_passages(subject);
    let mut told: HashMap<usize, usize> = HashMap::new();
    for open in openbaar(subject, &reasons) {
        let range = &open.genoemd.range;
        // What is a part of one that was told, is told with it.
        if open.reden.is_none()
            && told.get(&open.passage.index).is_some_and(|end| range.end <= *end)
        {
            continue;
        }
        let mut sentence = None;
        let mut said: Option<(&Geheimbedrag, bool)> = None;
        for geheim in geheimen.near(&open.genoemd) {
            let sentence = sentence.get_or_insert_with(|| {
                open.passage.text[open.passage.sentence(range.start)].to_lowercase()
            });
            match says(geheim, &open, sentence, subject.lijsten) {
                Some(true) => {
                    said = Some((geheim, true));
                    break;
                }
                Some(false) => said = said.or(Some((geheim, false))),
                None => {}
            }
        }
        let Some((geheim, zeker)) = said else { continue };
        if open.reden.is_none() {
            told.insert(open.passage.index, range.end);
        }
        out.push((zeker, finding(subject, &open, geheim, zeker)));
    }
}

fn finding(
    subject: &Subject<'_>,
    open: &Open<'_>,
    geheim: &Geheimbedrag,
    certain: bool,
) -> Finding {
    let range = &open.genoemd.range;
    let spot = match open.reden {
        Some(place) => Spot::value(place.clone()),
        None => open.passage.spot(range),
    };
    let message = match certain {
        true => "dit is een bedrag dat elders is gelakt",
        false if !geheim.is_geld && geheim.telt.is_some() => {
            "hieruit is een getal af te leiden dat elders is gelakt"
        }
        false => "hieruit is een bedrag af te leiden dat elders is gelakt",
    };
    let mut finding = Finding::at(spot, message).about(open.text());
    finding = match (open.reden, &geheim.van) {
        (Some(_), _) => finding.label(IN_REDEN),
        (None, Vindplaats::Cel(cel)) => finding.label(cel.wat.clone()),
        (None, Vindplaats::Tekst { .. }) => finding,
    };
    if let Vindplaats::Tekst { spot, .. } = &geheim.van {
        finding = finding.and(spot.clone(), "hier is het gelakt");
    }
    let grond = grond(subject, geheim.lakking);
    match open.reden {
        Some(_) => finding.help(ANDERS),
        None if open.is_ingevuld => {
            finding.help("lak het bedrag in de bijlage: dan is het ook hier gelakt")
        }
        None => {
            let finding = finding.help(advies(open.passage, grond));
            match &geheim.van {
                Vindplaats::Cel(cel) if cel.zelf => finding.help(
                    "of neem het uit de bijlage, met `{{ bijlage.… }}`: dan wordt het vanzelf gelakt",
                ),
                _ => finding,
            }
        }
    }
}

/// How many digits say something: `1.200.000` has two.
pub(super) fn digits(amount: Decimal) -> usize {
    let digits = amount.normalize().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').len()
}

/// Whether an open amount says a withheld one that is near it; and whether certainly.
fn says(geheim: &Geheimbedrag, open: &Open<'_>, sentence: &str, lijsten: &Lijsten) -> Option<bool> {
    let genoemd = &open.genoemd;
    if geheim.telt.is_some() && geheim.telt == genoemd.telt && !geheim.is_geld {
        return counts(geheim, open);
    }
    if genoemd.is_anders || geheim.telt.is_some() && !geheim.is_geld && genoemd.euros.is_some() {
        return None;
    }
    let names = |all: &[String]| all.iter().any(|one| words::contains(sentence, one));
    let spoken = || match &geheim.van {
        Vindplaats::Tekst { .. } => false,
        Vindplaats::Cel(cel) => names(&cel.namen) || names(&cel.kolommen),
    };
    let Some(euros) = genoemd.euros.filter(|_| geheim.is_geld) else {
        // Of a bare number nobody knows what it counts.
        let exact =
            [geheim.euros, geheim.waarde].contains(&genoemd.euros.unwrap_or(genoemd.waarde));
        let many = digits(genoemd.waarde);
        let is = many >= DISTINCT && genoemd.is_fijn || many >= TELLING && spoken();
        return (exact && is).then_some(false);
    };
    let exact = geheim.euros.abs() == euros.abs();
    // Of two numbers that may be one the coarser says how much that is worth.
    let many = digits(euros).min(if exact { usize::MAX } else { digits(geheim.euros) });
    match &geheim.van {
        Vindplaats::Tekst { .. } if exact => Some(many >= DISTINCT),
        Vindplaats::Tekst { zin, .. } => {
            let needed = DISTINCT.saturating_sub(many);
            (needed == 0 || shared(zin, sentence, lijsten) >= needed).then_some(false)
        }
        Vindplaats::Cel(cel) => match (many >= DISTINCT, spoken()) {
            (true, _) if cel.zelf => Some(exact),
            (_, true) => Some(false),
            _ => None,
        },
    }
}

/// Whether an open number of things, or a share, is one that is withheld.
fn counts(geheim: &Geheimbedrag, open: &Open<'_>) -> Option<bool> {
    let is_same = geheim.waarde == open.genoemd.waarde;
    // The same words are looked for as words.
    let number = &open.passage.text[open.genoemd.getal.clone()];
    let typed = format!("{number} {}", open.genoemd.telt.as_deref().unwrap_or_default());
    let by_words = geheim.met_eenheid
        && open.passage.text.to_lowercase().contains(&typed.to_lowercase())
        && matches!(&geheim.van, Vindplaats::Tekst { zin, .. } if words::contains(zin, &typed.to_lowercase()));
    let is = geheim.alleen || digits(geheim.waarde) >= TELLING;
    (is_same && is && !by_words).then_some(false)
}

/// How many long words two sentences share that say what they are about.
fn shared(one: &str, other: &str, lijsten: &Lijsten) -> usize {
    let geld = &lijsten.geld;
    let words = |text: &'_ str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let telling = |word: &&str| {
            word.chars().count() >= LONG_WORD
                && word.chars().all(char::is_alphabetic)
                && !geld.machten.contains_key(*word)
                && !geld.na_bedrag.has(word)
        };
        words.filter(telling).map(ToOwned::to_owned).collect()
    };
    words(one).intersection(&words(other)).count()
}

/// The amounts in what everybody may read; those that the program fills in too, where it does so for everybody.
fn openbaar<'a>(subject: &'a Subject<'_>, reasons: &'a [Passage]) -> Vec<Open<'a>> {
    let mut all = Vec::new();
    let own = subject.passages.iter().filter(|passage| goes_out(subject, passage));
    let reasons = reasons.iter().zip(redenen(subject).map(|(place, _)| Some(place)));
    for (passage, reden) in own.map(|passage| (passage, None)).chain(reasons) {
        let values: Vec<&Range<usize>> = (passage.values.iter())
            .filter(|(range, expression)| {
                is_ingevuld_open(subject, expression, &passage.text[range.clone()])
            })
            .map(|(range, _)| range)
            .collect();
        let filled = |range: &Range<usize>| {
            values.iter().any(|value| value.start <= range.start && range.end <= value.end)
        };
        let hidden = |range: &Range<usize>| {
            passage.is_withheld(range) || passage.is_opaque(range) && !filled(range)
        };
        let papers = crate::check::reading::within(&subject.seen.papers, passage);
        let days = crate::check::reading::within(&subject.seen.days, passage);
        let of_these =
            papers.iter().map(|seen| &seen.range).chain(days.iter().map(|seen| &seen.range));
        let others: Vec<&Range<usize>> = of_these.filter(|_| reden.is_none()).collect();
        let is_other = |range: &Range<usize>| {
            others.iter().any(|other| other.start < range.end && range.start < other.end)
        };
        for genoemd in in_text(&passage.text, subject.lijsten) {
            let bare = genoemd.euros.is_none();
            let is_open = !genoemd.waarde.is_zero() && !hidden(&genoemd.getal);
            if is_open && (!bare || !is_other(&genoemd.range)) {
                let is_ingevuld = filled(&genoemd.getal);
                all.push(Open { passage, reden, is_ingevuld, genoemd });
            }
        }
    }
    all
}
