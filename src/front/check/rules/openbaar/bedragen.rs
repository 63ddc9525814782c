//! In: what everybody may read, and the amounts that are withheld. Out: where the first says one of the second, or lets it be
//! computed. Pure.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rust_decimal::Decimal;

use super::genoemd::{Genoemd, in_text};
use super::{
    ANDERS, IN_REDEN, advies, goes_out, grond, is_withheld, lakking, reason_passages, redenen,
};
use crate::check::passage::{Passage, Spot};
use crate::check::rules::{Finding, Subject, place};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Cel, Place, Reeks, Root, Tabel, TabelCijfers, kolommen};
use crate::yaml::Path;

/// So many digits that chance is no explanation.
const DISTINCT: usize = 3;
/// So many that they say something of what the sentence is about.
const TELLING: usize = 2;

/// O011: an amount that is withheld is written elsewhere, or follows from what is.
pub(in crate::check::rules) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    covered(subject, out);
    written(subject, false, out);
}

/// O012: the same, of an amount with so many digits that it can be no other.
pub(in crate::check::rules) fn zeker(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    written(subject, true, out);
}

/// An amount that is withheld, or that follows from one.
struct Geheimbedrag {
    /// In euros; of a number without a unit that itself.
    euros: Decimal,
    /// As it stands there, in the unit of its text or table.
    waarde: Decimal,
    /// Whether it is money, as far as is known.
    is_geld: bool,
    /// What withholds it.
    lakking: Option<usize>,
    /// What it is, for who works on the letter.
    wat: String,
    van: Vindplaats,
}

enum Vindplaats {
    /// A text, where it stands.
    Tekst(Spot),
    /// A cell of the annex: the words and the column by which a sentence speaks of it, and whether it is the cell itself
    /// and not a difference with another.
    Cel { namen: Vec<String>, kolommen: Vec<String>, zelf: bool },
}

/// An amount that everybody may read.
struct Open<'a> {
    passage: &'a Passage,
    /// Where the reason stands that it is in.
    reden: Option<&'a Place>,
    genoemd: Genoemd,
}

/// Everything that is withheld, by its amount: an open one is held against those near it only.
struct Geheimbedragen {
    all: Vec<Geheimbedrag>,
    /// By what it is in euros.
    euros: BTreeMap<Decimal, Vec<usize>>,
    /// By the number that is written.
    waarden: BTreeMap<Decimal, Vec<usize>>,
}

impl Geheimbedragen {
    fn new(all: Vec<Geheimbedrag>) -> Self {
        let (mut euros, mut waarden) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (at, geheim) in all.iter().enumerate() {
            euros.entry(geheim.euros.abs().normalize()).or_default().push(at);
            if geheim.waarde != geheim.euros {
                waarden.entry(geheim.waarde.abs().normalize()).or_default().push(at);
            }
        }
        Self { all, euros, waarden }
    }

    /// Those that an open amount may be.
    fn near(&self, open: &Genoemd) -> impl Iterator<Item = &Geheimbedrag> {
        let own = open.euros.unwrap_or(open.waarde).abs();
        let apart = if open.euros.is_some() { open.half } else { Decimal::ZERO };
        let bare = open.euros.is_none().then(|| self.waarden.get(&own.normalize())).flatten();
        let euros = self.euros.range(own - apart..=own + apart).flat_map(|(_, all)| all);
        euros.chain(bare.into_iter().flatten()).map(|at| &self.all[*at])
    }
}

fn written(subject: &Subject<'_>, certain: bool, out: &mut Vec<Finding>) {
    let geheimen = Geheimbedragen::new(geheimen(subject));
    if geheimen.all.is_empty() {
        return;
    }
    let reasons = reason_passages(subject);
    for open in openbaar(subject, &reasons) {
        let range = &open.genoemd.range;
        let mut sentence = None;
        let mut said: Option<(&Geheimbedrag, bool)> = None;
        for geheim in geheimen.near(&open.genoemd) {
            let sentence = sentence.get_or_insert_with(|| {
                open.passage.text[open.passage.sentence(range.start)].to_lowercase()
            });
            match says(geheim, &open.genoemd, sentence) {
                Some(true) => {
                    said = Some((geheim, true));
                    break;
                }
                Some(false) => said = said.or(Some((geheim, false))),
                None => {}
            }
        }
        let Some((geheim, _)) = said.filter(|(_, zeker)| *zeker == certain) else { continue };
        let spot = match open.reden {
            Some(place) => Spot::value(place.clone()),
            None => open.passage.spot(range),
        };
        let message = match certain {
            true => "dit is een bedrag dat elders is gelakt",
            false => "hieruit is een bedrag af te leiden dat elders is gelakt",
        };
        let mut finding = Finding::at(spot, message).about(&open.passage.text[range.clone()]);
        finding = match (open.reden, &geheim.van) {
            (Some(_), _) => finding.label(IN_REDEN),
            (None, Vindplaats::Cel { .. }) => finding.label(geheim.wat.clone()),
            (None, Vindplaats::Tekst(_)) => finding,
        };
        if let Vindplaats::Tekst(spot) = &geheim.van {
            finding = finding.and(spot.clone(), "hier is het gelakt");
        }
        let from_annex = matches!(geheim.van, Vindplaats::Cel { zelf: true, .. });
        finding = match open.reden {
            Some(_) => finding.help(ANDERS),
            None => finding.help(advies(open.passage, grond(subject, geheim.lakking))),
        };
        if from_annex && open.reden.is_none() {
            let help =
                "of neem het uit de bijlage, met `{{ bijlage.… }}`: dan wordt het vanzelf gelakt";
            finding = finding.help(help);
        }
        out.push(finding);
    }
}

/// How many digits say something: `1.200.000` has two.
fn digits(amount: Decimal) -> usize {
    let digits = amount.normalize().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').len()
}

/// Whether an open amount says a withheld one that is near it; and whether certainly.
fn says(geheim: &Geheimbedrag, open: &Genoemd, sentence: &str) -> Option<bool> {
    let names = |all: &[String]| all.iter().any(|one| words::contains(sentence, one));
    let spoken = || match &geheim.van {
        Vindplaats::Tekst(_) => false,
        Vindplaats::Cel { namen, kolommen, .. } => names(namen) || names(kolommen),
    };
    let Some(euros) = open.euros.filter(|_| geheim.is_geld) else {
        // Of a bare number nobody knows what it counts.
        let exact = [geheim.euros, geheim.waarde].contains(&open.euros.unwrap_or(open.waarde));
        let many = digits(open.waarde);
        let is = many >= DISTINCT && open.is_fijn || many >= TELLING && spoken();
        return (exact && is).then_some(false);
    };
    let exact = geheim.euros.abs() == euros.abs();
    let distinct = digits(euros) >= DISTINCT;
    match &geheim.van {
        Vindplaats::Tekst(_) => exact.then_some(distinct),
        Vindplaats::Cel { zelf, .. } => match (exact && distinct, spoken()) {
            (true, _) if *zelf => Some(true),
            (true, spoken) | (false, spoken) if spoken || exact && distinct && *zelf => Some(false),
            _ => None,
        },
    }
}

/// The amounts in what everybody may read; those that the program fills in are withheld by themselves.
fn openbaar<'a>(subject: &'a Subject<'_>, reasons: &'a [Passage]) -> Vec<Open<'a>> {
    let mut all = Vec::new();
    let own = subject.passages.iter().filter(|passage| goes_out(subject, passage));
    let reasons = reasons.iter().zip(redenen(subject).map(|(place, _)| Some(place)));
    for (passage, reden) in own.map(|passage| (passage, None)).chain(reasons) {
        let hidden = |range: &Range<usize>| passage.is_withheld(range) || passage.is_opaque(range);
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
                all.push(Open { passage, reden, genoemd });
            }
        }
    }
    all
}

/// Every amount that is withheld, and the differences of one with what stands open beside it.
fn geheimen(subject: &Subject<'_>) -> Vec<Geheimbedrag> {
    let mut all = Vec::new();
    for passage in &subject.passages {
        let whole = is_withheld(subject, &passage.place);
        if !whole && passage.withheld.is_empty() {
            continue;
        }
        for genoemd in in_text(&passage.text, subject.lijsten) {
            let Genoemd { range, getal, waarde, euros, .. } = genoemd;
            let gone = |part: &Range<usize>| whole || passage.is_withheld_whole(part);
            if waarde.is_zero() || !gone(&getal) {
                continue;
            }
            let van = Vindplaats::Tekst(passage.spot(if gone(&range) { &range } else { &getal }));
            let lakking = lakking(subject, passage, &getal);
            let (is_geld, euros) = (euros.is_some(), euros.unwrap_or(waarde));
            all.push(Geheimbedrag { euros, waarde, is_geld, lakking, wat: String::new(), van });
        }
    }
    let inside = Inside::new(subject);
    lines(subject, &mut |line| {
        let cells: Vec<(String, Option<Decimal>, bool)> = line
            .kolommen
            .iter()
            .zip(line.werk.cells())
            .zip(line.openbaar())
            .map(|((kolom, cel), open)| (kolom.clone(), cel.and_then(|cel| cel.exact()), open))
            .collect();
        let lakking = inside.withholds(subject, line);
        for (i, (kolom, waarde, open)) in cells.iter().enumerate() {
            let Some(own) = waarde.filter(|_| !open) else { continue };
            let mut add = |waarde: Decimal, wat: String, kolommen: Vec<String>, zelf| {
                if !waarde.is_zero() {
                    let van = Vindplaats::Cel { namen: line.namen.clone(), kolommen, zelf };
                    let euros = waarde * line.euros;
                    all.push(Geheimbedrag { euros, waarde, is_geld: true, lakking, wat, van });
                }
            };
            add(own, format!("{}, {kolom}", line.wat), vec![kolom.clone()], true);
            // Of two years side by side a text says how much one is more than the other.
            for beside in [i.wrapping_sub(1), i + 1] {
                if let Some((other, Some(amount), true)) = cells.get(beside) {
                    let wat = format!("{}: het verschil tussen {kolom} en {other}", line.wat);
                    add(own - amount, wat, vec![kolom.clone(), other.clone()], false);
                }
            }
        }
    });
    all
}

/// Of each block of the annex the first thing in it that is withheld.
struct Inside(HashMap<Path, usize>);

impl Inside {
    fn new(subject: &Subject<'_>) -> Self {
        let mut all = HashMap::new();
        let annex = Root::File(Bestand::Bijlage);
        for (i, one) in subject.lakkingen.iter().enumerate() {
            let mut path = one.place.path.clone();
            while one.place.root == annex && !path.segments().is_empty() {
                if all.contains_key(&path) {
                    break;
                }
                all.insert(path.clone(), i);
                path = path.parent();
            }
        }
        Self(all)
    }

    /// What withholds something of a line: what it is in, or what is in it.
    fn withholds(&self, subject: &Subject<'_>, line: &Lijn<'_>) -> Option<usize> {
        let place = place(Bestand::Bijlage, line.path.clone());
        let inside = || self.0.get(&line.path).copied();
        subject.openbaar.gelakt.whole(&place).or_else(inside)
    }
}

/// A line of the annex, as it is and as everybody may read it.
struct Lijn<'a> {
    wat: String,
    /// Where it stands; of what is computed, its table.
    path: Path,
    /// The words by which a sentence speaks of it, in lower case.
    namen: Vec<String>,
    werk: &'a Reeks,
    publiek: Option<&'a Reeks>,
    kolommen: &'a [String],
    euros: Decimal,
}

impl Lijn<'_> {
    /// Of each cell, whether everybody may read it.
    fn openbaar(&self) -> impl Iterator<Item = bool> {
        let cells = self.publiek.into_iter().flat_map(Reeks::cells);
        let open = |cel: Option<Cel>| cel.is_none_or(|cel| !cel.is_gelakt());
        cells.map(open).chain(std::iter::repeat(false))
    }
}

/// Calls with every line of the annex in which something is withheld.
fn lines(subject: &Subject<'_>, call: &mut dyn FnMut(&Lijn<'_>)) {
    let (Some(bijlage), Some(werk)) = (&subject.dossier.bijlage, subject.cijfers) else { return };
    let Some(publiek) = subject.publiek else { return };
    let totals =
        || -> Vec<String> { subject.lijsten.geld.samen.iter().map(ToString::to_string).collect() };
    for ((tabel, werk), publiek) in
        bijlage.alle_tabellen().iter().zip(&werk.tabellen).zip(&publiek.tabellen)
    {
        if !publiek.is_gelakt() {
            continue;
        }
        let kolommen: Vec<String> = kolommen(tabel.jaren).collect();
        let mut line =
            |wat: &str, path: &Path, namen: Vec<String>, werk: &Reeks, publiek: Option<&Reeks>| {
                let (wat, path, euros) = (wat.to_owned(), path.clone(), tabel.eenheid.euros());
                call(&Lijn { wat, path, namen, werk, publiek, kolommen: &kolommen, euros });
            };
        let own = |name: &str| vec![name.to_lowercase()];
        if let (Some(staat), Some(werk), Some(publiek)) =
            (&tabel.inhoud.staat, &werk.staat, &publiek.staat)
        {
            let kolommen: Vec<String> =
                staat.kolommen.cijfers().map(|(_, kolom)| kolom.kop.to_string()).collect();
            for (p, post) in staat.posten.iter().enumerate() {
                let (wat, euros) = (post.post.as_str().to_owned(), tabel.eenheid.euros());
                let (werk, publiek) = (&werk.gedrukt[p], publiek.gedrukt.get(p));
                let namen = own(&wat);
                let path = tabel.path.key("staat").key("posten").index(p);
                call(&Lijn { wat, path, namen, werk, publiek, kolommen: &kolommen, euros });
            }
            continue;
        }
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            if let Some(titel) = &groep.titel {
                let open = publiek.groepen.get(g);
                line(titel.as_str(), &path, own(titel.as_str()), &werk.groepen[g], open);
            }
            for (m, maatregel) in groep.maatregelen.iter().enumerate() {
                let name = maatregel.maatregel.as_str();
                let open = publiek.maatregelen.get(g).and_then(|lines| lines.get(m));
                let path = path.key("maatregelen").index(m);
                line(name, &path, own(name), &werk.maatregelen[g][m], open);
            }
        }
        for (b, bron) in tabel.inhoud.bronnen().iter().enumerate() {
            let name = bron.bron.as_str();
            let path = tabel.path.key("dekking").index(b);
            line(name, &path, own(name), &werk.bronnen[b], publiek.bronnen.get(b));
        }
        let whole = &tabel.path;
        line("het totaal", whole, totals(), &werk.totaal, Some(&publiek.totaal));
        if tabel.inhoud.over_dekking() {
            let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            line(
                "de dekking",
                whole,
                words(&["dekking", "gedekt"]),
                &werk.dekking,
                Some(&publiek.dekking),
            );
            line(
                "het saldo",
                whole,
                words(&["saldo", "tekort"]),
                &werk.saldo,
                Some(&publiek.saldo),
            );
        }
        let positions = [
            ("de beginstand", &werk.beginstand, &publiek.beginstand),
            ("de nieuwe stand", &werk.nieuwe_stand, &publiek.nieuwe_stand),
        ];
        for (wat, werk, publiek) in positions {
            if let Some(werk) = werk {
                line(wat, whole, vec!["stand".to_owned()], werk, publiek.as_ref());
            }
        }
    }
}

/// A table that is paid to the last cent: everybody who knows that, or thinks so, knows the one amount that is withheld.
fn covered(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(werk)) = (&subject.dossier.bijlage, subject.cijfers) else { return };
    let Some(publiek) = subject.publiek else { return };
    for ((tabel, werk), publiek) in
        bijlage.alle_tabellen().iter().zip(&werk.tabellen).zip(&publiek.tabellen)
    {
        if !publiek.is_gelakt() || tabel.inhoud.bronnen().is_empty() {
            continue;
        }
        let balance: Vec<Option<Cel>> = werk.saldo.cells().collect();
        let is_paid = |column: &usize| {
            balance
                .get(*column)
                .copied()
                .flatten()
                .and_then(|cel| cel.exact())
                .is_some_and(|cel| cel.is_zero())
        };
        for column in (0..=tabel.jaren.len()).filter(is_paid) {
            let gone = withheld_in(column, tabel, publiek);
            let [path] = &gone[..] else { continue };
            let key = match tabel.jaren.get(column) {
                Some(year) => path.key("bedragen").key(&year.to_string()),
                None => path.key("structureel"),
            };
            let cell = place(Bestand::Bijlage, key);
            // Where no amount was typed, none can be found.
            let typed = subject.reading.trees.file(Bestand::Bijlage);
            if typed.and_then(|tree| tree.at(&cell.path)).is_none() {
                continue;
            }
            out.push(
                Finding::at(
                    Spot::value(cell),
                    "dit gelakte bedrag is uit te rekenen, als bekend is dat de kosten precies zijn gedekt",
                )
                .help("lak in deze kolom nog een bedrag, van een maatregel of van de dekking"),
            );
        }
    }
}

/// The typed lines of a table of which the amount in a column is withheld, as far as its balance counts them.
fn withheld_in(column: usize, tabel: &Tabel<'_>, publiek: &TabelCijfers) -> Vec<Path> {
    let gone = |line: &Reeks| line.cells().nth(column).flatten().is_some_and(|cel| cel.is_gelakt());
    let mut all = Vec::new();
    let groups = tabel.inhoud.groepen.iter().zip(&publiek.maatregelen).enumerate();
    for (g, (groep, lines)) in groups.filter(|(_, (groep, _))| groep.soort.telt_mee()) {
        let path = tabel.path.key("groepen").index(g).key("maatregelen");
        let counted = groep.hele().filter(|(m, _)| lines.get(*m).is_some_and(gone));
        all.extend(counted.map(|(m, _)| path.index(m)));
    }
    for b in (0..publiek.bronnen.len()).filter(|b| gone(&publiek.bronnen[*b])) {
        all.push(tabel.path.key("dekking").index(b));
    }
    all
}
