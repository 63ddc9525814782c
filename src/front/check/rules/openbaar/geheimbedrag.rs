//! In: what is withheld. Out: the amounts and numbers in it, in a text and in the annex, to look for elsewhere. Pure.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rust_decimal::Decimal;

use super::genoemd::{Genoemd, in_text};
use super::lijnen::{Inside, Lijn, lines};
use super::{is_withheld, lakking};
use crate::check::passage::{Passage, Spot};
use crate::check::rules::Subject;
use crate::yaml::Path;

/// An amount that is withheld, or that follows from one.
pub(super) struct Geheimbedrag {
    /// In euros; of a number without a unit that itself.
    pub(super) euros: Decimal,
    /// As it stands there, in the unit of its text or table.
    pub(super) waarde: Decimal,
    /// How far it may be off, in euros: as far as it is rounded.
    pub(super) half: Decimal,
    /// Whether it is money, as far as is known.
    pub(super) is_geld: bool,
    /// What it counts, where a word says so.
    pub(super) telt: Option<String>,
    /// Whether it is all that is withheld there.
    pub(super) alleen: bool,
    /// Whether that is the number with the word for what it counts.
    pub(super) met_eenheid: bool,
    /// What withholds it.
    pub(super) lakking: Option<usize>,
    pub(super) van: Vindplaats,
}

pub(super) enum Vindplaats {
    /// A text: where it stands, and its sentence in lower case.
    Tekst { spot: Spot, zin: String },
    /// A cell of the annex.
    Cel(Geheimcel),
}

/// A cell of the annex that is withheld.
pub(super) struct Geheimcel {
    /// What it is, for who works on the letter.
    pub(super) wat: String,
    /// The words by which a sentence speaks of its line.
    pub(super) namen: Vec<String>,
    pub(super) kolommen: Vec<String>,
    /// Whether it is the cell itself, and not a difference with another.
    pub(super) zelf: bool,
    pub(super) tabel: usize,
    pub(super) path: Path,
}

/// Everything that is withheld, by its amount: an open one is held against those near it only.
pub(super) struct Geheimbedragen {
    pub(super) all: Vec<Geheimbedrag>,
    /// By what it is in euros.
    euros: BTreeMap<Decimal, Vec<usize>>,
    /// By the number that is written.
    waarden: BTreeMap<Decimal, Vec<usize>>,
    /// By the highest that it can be rounded from.
    afgerond: BTreeMap<Decimal, Vec<usize>>,
    /// The most that one is rounded by.
    grofst: Decimal,
    /// By the number and what it counts.
    geteld: HashMap<(Decimal, String), Vec<usize>>,
}

impl Geheimbedragen {
    pub(super) fn new(subject: &Subject<'_>) -> Self {
        let mut new = Self {
            all: geheimen(subject),
            euros: BTreeMap::new(),
            waarden: BTreeMap::new(),
            afgerond: BTreeMap::new(),
            grofst: Decimal::ZERO,
            geteld: HashMap::new(),
        };
        for (at, geheim) in new.all.iter().enumerate() {
            let own = geheim.euros.abs();
            if let Some(what) = &geheim.telt {
                let key = (geheim.waarde.abs().normalize(), what.clone());
                new.geteld.entry(key).or_default().push(at);
            }
            new.euros.entry(own.normalize()).or_default().push(at);
            if geheim.waarde != geheim.euros {
                new.waarden.entry(geheim.waarde.abs().normalize()).or_default().push(at);
            }
            if geheim.is_geld && !geheim.half.is_zero() {
                new.grofst = new.grofst.max(geheim.half);
                new.afgerond.entry(own + geheim.half).or_default().push(at);
            }
        }
        new
    }

    /// Those that an amount in a text may be.
    pub(super) fn near(&self, open: &Genoemd) -> impl Iterator<Item = &Geheimbedrag> {
        let own = open.euros.unwrap_or(open.waarde).abs();
        let apart = if open.euros.is_some() { open.half } else { Decimal::ZERO };
        let bare = open.euros.is_none().then(|| self.waarden.get(&own.normalize())).flatten();
        let money = open.euros.is_some().then(|| self.rounded(own));
        let counted = open
            .telt
            .as_ref()
            .and_then(|what| self.geteld.get(&(open.waarde.abs().normalize(), what.clone())));
        let euros = self.euros.range(own - apart..=own + apart).flat_map(|(_, all)| all);
        euros
            .chain(bare.into_iter().flatten())
            .chain(counted.into_iter().flatten())
            .map(|at| &self.all[*at])
            .chain(money.into_iter().flatten())
    }

    /// Those that an amount in a cell may be.
    pub(super) fn of_cell(
        &self,
        euros: Decimal,
        waarde: Decimal,
    ) -> impl Iterator<Item = &Geheimbedrag> {
        let same = self.euros.get(&euros.abs().normalize()).into_iter().flatten();
        let bare = self.euros.get(&waarde.abs().normalize()).filter(|_| waarde != euros);
        let bare = bare.into_iter().flatten().map(|at| &self.all[*at]);
        let bare = bare.filter(|geheim| !geheim.is_geld);
        same.map(|at| &self.all[*at]).chain(bare).chain(self.rounded(euros.abs()))
    }

    /// Those that may be rounded from an amount, and are not just that.
    fn rounded(&self, own: Decimal) -> impl Iterator<Item = &Geheimbedrag> {
        let near = self.afgerond.range(own..=own + self.grofst * Decimal::TWO);
        let all = near.flat_map(|(_, all)| all).map(|at| &self.all[*at]);
        all.filter(move |geheim| {
            let apart = (geheim.euros.abs() - own).abs();
            !apart.is_zero() && apart <= geheim.half
        })
    }
}

/// Every amount that is withheld, and the differences of one with what stands open beside it.
fn geheimen(subject: &Subject<'_>) -> Vec<Geheimbedrag> {
    let mut all = Vec::new();
    for passage in &subject.passages {
        let whole = is_withheld(subject, &passage.place);
        if whole || !passage.withheld.is_empty() {
            for genoemd in in_text(&passage.text, subject.lijsten) {
                all.extend(in_passage(subject, passage, whole, genoemd));
            }
        }
    }
    let inside = Inside::new(subject);
    lines(subject, &mut |line| of_line(line, inside.withholds(subject, line), &mut all));
    all
}

/// A number in a text, where it is withheld.
fn in_passage(
    subject: &Subject<'_>,
    passage: &Passage,
    whole: bool,
    genoemd: Genoemd,
) -> Option<Geheimbedrag> {
    let Genoemd { range, getal, waarde, euros, half, telt, .. } = genoemd;
    let gone = |part: &Range<usize>| whole || passage.is_withheld_whole(part);
    if waarde.is_zero() || !gone(&getal) {
        return None;
    }
    let around =
        passage.withheld.iter().find(|part| part.start <= getal.start && getal.end <= part.end);
    let around = around.map_or(passage.text.as_str(), |part| &passage.text[part.clone()]);
    let words = around.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let spot = passage.spot(if gone(&range) { &range } else { &getal });
    let zin = passage.text[passage.sentence(getal.start)].to_lowercase();
    Some(Geheimbedrag {
        euros: euros.unwrap_or(waarde),
        waarde,
        half,
        is_geld: euros.is_some(),
        telt,
        alleen: words <= 1,
        met_eenheid: words == 1,
        lakking: lakking(subject, passage, &getal),
        van: Vindplaats::Tekst { spot, zin },
    })
}

/// Half of what the last figure of a rounded amount says.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// The cells of a line that are withheld, what they differ from those beside them, and what they are together with those.
fn of_line(line: &Lijn<'_>, lakking: Option<usize>, out: &mut Vec<Geheimbedrag>) {
    let cells: Vec<_> = line.cells().collect();
    let mut add = |waarde: Decimal, half, wat: String, kolommen: Vec<String>, zelf| {
        if waarde.is_zero() {
            return;
        }
        let (namen, tabel, path) = (line.namen.clone(), line.tabel, line.path.clone());
        out.push(Geheimbedrag {
            euros: waarde * line.euros,
            waarde,
            half: half * line.euros,
            is_geld: true,
            telt: None,
            alleen: true,
            met_eenheid: false,
            lakking,
            van: Vindplaats::Cel(Geheimcel { wat, namen, kolommen, zelf, tabel, path }),
        });
    };
    for (i, cel) in cells.iter().enumerate() {
        let Some(own) = cel.waarde.filter(|_| !cel.is_open) else { continue };
        let kolom = &line.kolommen[i];
        add(own, Decimal::ZERO, format!("{}, {kolom}", line.wat), vec![kolom.clone()], true);
        // Of two years side by side a text says how much one is more than the other.
        for beside in [i.wrapping_sub(1), i + 1] {
            let (Some(open), Some(other)) = (cells.get(beside), line.kolommen.get(beside)) else {
                continue;
            };
            if let Some(amount) = open.waarde.filter(|_| open.is_open) {
                let wat = format!("{}: het verschil tussen {kolom} en {other}", line.wat);
                add(own - amount, Decimal::ZERO, wat, vec![kolom.clone(), other.clone()], false);
            }
        }
    }
    // And of years in a row what they are together, and on average.
    let years = &cells[..line.jaren.min(cells.len())];
    for from in 0..years.len() {
        let (mut sum, mut says) = (Decimal::ZERO, false);
        for (to, cel) in years.iter().enumerate().skip(from) {
            let Some(own) = cel.waarde else { break };
            sum += own;
            says |= !cel.is_open;
            if to == from || !says {
                continue;
            }
            let kolommen = &line.kolommen[from..=to];
            let wat =
                format!("{}: {} tot en met {} samen", line.wat, kolommen[0], line.kolommen[to]);
            add(sum, Decimal::ZERO, wat, kolommen.to_vec(), false);
            if kolommen.len() < years.len() {
                continue;
            }
            let wat = format!("{}: het gemiddelde van de jaren", line.wat);
            let average = sum / Decimal::from(kolommen.len());
            // It is printed with one decimal, or none.
            let rounded = if average.fract().is_zero() { Decimal::ZERO } else { HALF };
            add(average, rounded, wat, kolommen.to_vec(), false);
        }
    }
}
