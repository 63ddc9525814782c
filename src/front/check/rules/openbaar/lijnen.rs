//! In: the annex, with what is withheld of it. Out: every line of it, as it is, and as everybody may read it. Pure.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::check::passage::Spot;
use crate::check::rules::{Subject, place};
use crate::dossier::{
    Bestand, Jaar, Kolomsoort, Postsoort, Reeks, Root, StaatCijfers, Tabel, TabelCijfers, kolommen,
};
use crate::yaml::Path;

/// Of each block of the annex the first thing in it that is withheld.
pub(super) struct Inside(HashMap<Path, usize>);

impl Inside {
    pub(super) fn new(subject: &Subject<'_>) -> Self {
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
    pub(super) fn withholds(&self, subject: &Subject<'_>, line: &Lijn<'_>) -> Option<usize> {
        let place = place(Bestand::Bijlage, line.path.clone());
        let inside = || self.0.get(&line.path).copied();
        subject.openbaar.gelakt.whole(&place).or_else(inside)
    }
}

/// A line of the annex, as it is and as everybody may read it.
pub(super) struct Lijn<'a> {
    /// What it is, for who works on the letter.
    pub(super) wat: String,
    /// Where it stands; of what is computed, its table.
    pub(super) path: Path,
    /// The words by which a sentence speaks of it, in lower case.
    pub(super) namen: Vec<String>,
    /// Whether it is a part of the line above it.
    pub(super) is_deel: bool,
    /// Which table it is in.
    pub(super) tabel: usize,
    /// Where its cells are typed; none of what is computed.
    pub(super) cellen: Option<Vec<Path>>,
    pub(super) kolommen: &'a [String],
    /// How many of them, from the first, are years.
    pub(super) jaren: usize,
    /// The value of one in its unit.
    pub(super) euros: Decimal,
    werk: &'a Reeks,
    publiek: Option<&'a Reeks>,
    /// Of each column whether it has amounts of money.
    geld: &'a [bool],
}

/// A cell of a line.
pub(super) struct Lijncel {
    /// Which column.
    pub(super) kolom: usize,
    /// The amount, in the unit of the table; none where it is no single one.
    pub(super) waarde: Option<Decimal>,
    /// Whether everybody may read it.
    pub(super) is_open: bool,
    /// Whether it is an amount of money.
    pub(super) is_geld: bool,
}

impl Lijn<'_> {
    /// Its cells, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = Lijncel> {
        // A sum of a column in which all is withheld is not that sum for who reads it.
        let open = |at: usize, waarde: Option<Decimal>| {
            let cell = self.publiek.and_then(|line| line.cells().nth(at).flatten());
            cell.is_some_and(|cel| !cel.is_gelakt() && cel.exact() == waarde)
        };
        self.werk.cells().take(self.kolommen.len()).enumerate().map(move |(kolom, cel)| {
            let waarde = cel.and_then(|cel| cel.exact());
            Lijncel {
                kolom,
                waarde,
                is_open: open(kolom, waarde),
                is_geld: self.geld.get(kolom).copied().unwrap_or(true),
            }
        })
    }

    /// Where a cell stands, or else the line.
    pub(super) fn spot(&self, subject: &Subject<'_>, kolom: usize) -> Spot {
        let typed = subject.reading.trees.file(Bestand::Bijlage);
        let cell = self.cellen.as_ref().and_then(|cells| cells.get(kolom));
        let cell = cell.filter(|cell| typed.is_some_and(|tree| tree.at(cell).is_some()));
        Spot::value(place(Bestand::Bijlage, cell.unwrap_or(&self.path).clone()))
    }
}

/// Calls with every line of the annex.
pub(super) fn lines(subject: &Subject<'_>, call: &mut dyn FnMut(&Lijn<'_>)) {
    let (Some(bijlage), Some(werk)) = (&subject.dossier.bijlage, subject.cijfers) else { return };
    let publiek = subject.publiek.unwrap_or(werk);
    for (t, (tabel, werk)) in bijlage.alle_tabellen().iter().zip(&werk.tabellen).enumerate() {
        let Some(publiek) = publiek.tabellen.get(t) else { continue };
        let table = Staat { subject, t, tabel, euros: tabel.eenheid.euros() };
        match (&werk.staat, &publiek.staat) {
            (Some(werk), Some(publiek)) => table.posts(werk, publiek, call),
            _ => table.years(werk, publiek, call),
        }
    }
}

/// Whether the amounts of a line were typed.
#[derive(Clone, Copy, PartialEq)]
enum Getypt {
    /// They are computed.
    Niet,
    Regel,
    /// A part of the line above it.
    Deel,
}

/// A table of the annex.
struct Staat<'a> {
    subject: &'a Subject<'a>,
    t: usize,
    tabel: &'a Tabel<'a>,
    euros: Decimal,
}

impl Staat<'_> {
    /// The lines of one with columns of its own.
    fn posts(&self, werk: &StaatCijfers, publiek: &StaatCijfers, call: &mut dyn FnMut(&Lijn<'_>)) {
        let Some(staat) = &self.tabel.inhoud.staat else { return };
        let columns = || staat.kolommen.cijfers();
        let kolommen: Vec<String> = columns().map(|(_, kolom)| kolom.kop.to_string()).collect();
        let geld: Vec<bool> =
            columns().map(|(_, kolom)| kolom.soort == Kolomsoort::Bedrag).collect();
        for (p, post) in staat.posten.iter().enumerate() {
            let wat = post.post.as_str().to_owned();
            let path = self.tabel.path.key("staat").key("posten").index(p);
            let cells = columns().map(|(naam, _)| path.key("cellen").key(naam.as_str())).collect();
            call(&Lijn {
                namen: vec![wat.to_lowercase()],
                wat,
                is_deel: post.soort == Postsoort::Waarvan,
                tabel: self.t,
                cellen: Some(cells),
                kolommen: &kolommen,
                jaren: 0,
                euros: self.euros,
                werk: &werk.gedrukt[p],
                publiek: publiek.gedrukt.get(p),
                geld: &geld,
                path,
            });
        }
    }

    /// The lines of one with years, as they were typed and as they are computed.
    fn years(&self, werk: &TabelCijfers, publiek: &TabelCijfers, call: &mut dyn FnMut(&Lijn<'_>)) {
        let (tabel, inhoud) = (self.tabel, self.tabel.inhoud);
        let kolommen: Vec<String> = kolommen(tabel.jaren).collect();
        let mut line = |wat: &str,
                        path: &Path,
                        namen: Vec<String>,
                        typed: Getypt,
                        werk: &Reeks,
                        publiek: Option<&Reeks>| {
            let year = |year: &Jaar| path.key("bedragen").key(&year.to_string());
            let cells = || tabel.jaren.iter().map(year).chain([path.key("structureel")]).collect();
            call(&Lijn {
                wat: wat.to_owned(),
                path: path.clone(),
                namen,
                is_deel: typed == Getypt::Deel,
                tabel: self.t,
                cellen: (typed != Getypt::Niet).then(cells),
                kolommen: &kolommen,
                jaren: tabel.jaren.len(),
                euros: self.euros,
                werk,
                publiek,
                geld: &[],
            });
        };
        let own = |name: &str| vec![name.to_lowercase()];
        for (g, groep) in inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            if let Some(titel) = &groep.titel {
                let (name, open) = (titel.as_str(), publiek.groepen.get(g));
                line(name, &path, own(name), Getypt::Niet, &werk.groepen[g], open);
            }
            for (m, maatregel) in groep.maatregelen.iter().enumerate() {
                let name = maatregel.maatregel.as_str();
                let open = publiek.maatregelen.get(g).and_then(|lines| lines.get(m));
                let path = path.key("maatregelen").index(m);
                let typed = if maatregel.waarvan { Getypt::Deel } else { Getypt::Regel };
                line(name, &path, own(name), typed, &werk.maatregelen[g][m], open);
            }
        }
        for (b, bron) in inhoud.bronnen().iter().enumerate() {
            let name = bron.bron.as_str();
            let path = tabel.path.key("dekking").index(b);
            line(name, &path, own(name), Getypt::Regel, &werk.bronnen[b], publiek.bronnen.get(b));
        }
        let (whole, words) = (&tabel.path, |words: &[&str]| -> Vec<String> {
            words.iter().map(|word| (*word).to_owned()).collect()
        });
        let samen = &self.subject.lijsten.geld.samen;
        let totals = samen.iter().map(ToString::to_string).collect();
        line("het totaal", whole, totals, Getypt::Niet, &werk.totaal, Some(&publiek.totaal));
        if inhoud.over_dekking() {
            let (cover, open) = (&werk.dekking, Some(&publiek.dekking));
            line("de dekking", whole, words(&["dekking", "gedekt"]), Getypt::Niet, cover, open);
            let (balance, open) = (&werk.saldo, Some(&publiek.saldo));
            line("het saldo", whole, words(&["saldo", "tekort"]), Getypt::Niet, balance, open);
        }
        let positions = [
            ("de beginstand", &werk.beginstand, &publiek.beginstand),
            ("de nieuwe stand", &werk.nieuwe_stand, &publiek.nieuwe_stand),
        ];
        for (wat, werk, publiek) in positions {
            if let Some(werk) = werk {
                line(wat, whole, words(&["stand"]), Getypt::Niet, werk, publiek.as_ref());
            }
        }
    }
}
