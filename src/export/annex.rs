//! In: the annex and its figures. Out: its tables as rows of cells, for a spreadsheet or a CSV. Pure.
//!
//! What is written can be read back: the rows say in `Soort` what they are, as `dossier` reads them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::dossier::{
    Bijlage, Cel, Cijfers, Dekking, Dekkingswoord, Kant, Naam, Pm, Profiel, Proza, Reeks, Regel,
    Soort, Tabel, TabelCijfers, kolomkop, kolommen,
};

/// A table as rows of cells.
#[derive(Debug)]
pub(super) struct Blad {
    /// Its title.
    pub(super) titel: String,
    /// What its amounts are: `Geraamde bedragen (bedragen x € 1 mln.)`.
    pub(super) bijschrift: String,
    /// Its short name, when there are more tables.
    pub(super) naam: Option<String>,
    /// Heads of the columns.
    pub(super) koppen: Vec<String>,
    /// Which columns hold amounts.
    pub(super) bedragen: Vec<bool>,
    /// The rows under the heads.
    pub(super) rijen: Vec<Rij>,
    /// Decimals of the amounts.
    pub(super) decimals: u32,
}

/// A row.
#[derive(Debug)]
pub(super) struct Rij {
    /// How it looks.
    pub(super) vet: bool,
    /// One cell for each column.
    pub(super) cellen: Vec<Vak>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Vak {
    /// Nothing.
    Leeg,
    /// Text.
    Tekst(String),
    /// A number, exactly.
    Getal(Decimal),
    /// A figure that follows from others.
    Som {
        /// From which: rows (from 0, under the heads) or runs of rows, of which column, each added or taken off.
        delen: Vec<Deel>,
        /// What it is.
        uitkomst: Decimal,
        /// What is unknown in it.
        pm: Pm,
    },
}

/// A part of a sum: a run of rows in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deel {
    /// First row.
    pub(super) van: usize,
    /// Last row.
    pub(super) tot: usize,
    /// Column.
    pub(super) kolom: usize,
    /// Whether it is taken off.
    pub(super) af: bool,
}

/// An amount column: which of the table's, and which side of it.
#[derive(Debug, Clone, Copy)]
struct Bedragkolom {
    /// Index in the table's columns: its years, then structural.
    index: usize,
    kant: Kant,
}

/// All tables.
pub(super) fn bladen(bijlage: &Bijlage, cijfers: &Cijfers, profiel: &Profiel) -> Vec<Blad> {
    let tables = bijlage.alle_tabellen();
    let both = tables.iter().zip(&cijfers.tabellen);
    both.map(|(tabel, figures)| Schrijver::new(tabel, figures, profiel).blad()).collect()
}

/// Text columns that are only there when something stands in them.
const TEKSTEN: [&str; 4] = ["id", "trekker", "artikel", "appreciatie"];

struct Schrijver<'a> {
    tabel: &'a Tabel<'a>,
    figures: &'a TabelCijfers,
    profiel: &'a Profiel,
    /// Text columns before the amounts.
    voor: Vec<&'static str>,
    bedragen: Vec<Bedragkolom>,
    /// Text columns behind the amounts.
    na: Vec<&'static str>,
    rijen: Vec<Rij>,
}

/// Which rows a total is made of, and whether they are taken off.
type Runs = Vec<(usize, usize, bool)>;

impl<'a> Schrijver<'a> {
    fn new(tabel: &'a Tabel<'a>, figures: &'a TabelCijfers, profiel: &'a Profiel) -> Self {
        let inhoud = tabel.inhoud;
        let mut used = BTreeSet::new();
        for groep in &inhoud.groepen {
            used.extend(groep.id.as_ref().map(|_| "id"));
            for m in &groep.maatregelen {
                used.extend(m.id.as_ref().map(|_| "id"));
                used.extend(m.trekker.as_ref().map(|_| "trekker"));
                used.extend(m.artikel.as_ref().map(|_| "artikel"));
                used.extend(m.appreciatie.as_ref().map(|_| "appreciatie"));
                used.extend(m.toelichting.as_ref().map(|_| "toelichting"));
                used.extend(m.herkomst.as_ref().map(|_| "herkomst"));
            }
        }
        for bron in inhoud.bronnen() {
            used.extend(bron.id.as_ref().map(|_| "id"));
            used.extend(bron.artikel.as_ref().map(|_| "artikel"));
        }
        let mut voor = vec!["soort", "maatregel"];
        voor.extend(TEKSTEN.into_iter().filter(|name| used.contains(name)));
        let na = ["toelichting", "herkomst"].into_iter().filter(|name| used.contains(name));
        let lines = || {
            figures.maatregelen.iter().flatten().chain(&figures.bronnen).chain(&figures.beginstand)
        };
        let shown = tabel.jaren.len() + usize::from(figures.heeft_structureel);
        let bedragen = (0..shown).flat_map(|index| {
            let ranged = lines()
                .filter_map(|line| line.cells().nth(index).flatten())
                .any(|cell| cell.van != cell.tot);
            let sides: &[Kant] = if ranged { &[Kant::Van, Kant::Tot] } else { &[Kant::Beide] };
            sides.iter().map(move |kant| Bedragkolom { index, kant: *kant })
        });
        Self {
            bedragen: bedragen.collect(),
            na: na.collect(),
            voor,
            tabel,
            figures,
            profiel,
            rijen: Vec::new(),
        }
    }

    fn blad(mut self) -> Blad {
        let words = &self.profiel.bijlage;
        let inhoud = self.tabel.inhoud;
        let begin = inhoud.beginstand.as_ref().zip(self.figures.beginstand.as_ref());
        let begin = begin
            .map(|(stand, line)| self.regel("beginstand", stand.omschrijving.as_str(), &[], line));
        let counted = self.groepen();
        let several = inhoud.groepen.len() > 1;
        let total = (self.figures.toont_totaal || several).then(|| {
            self.som(
                "totaal",
                words.totaal_van(self.tabel).as_str(),
                &counted,
                &self.figures.totaal,
            )
        });
        if let (Some(begin), Some(total), Some(line)) = (begin, total, &self.figures.nieuwe_stand) {
            let name = inhoud.nieuwe_stand.as_ref().unwrap_or(&words.nieuwe_stand).to_string();
            self.som(
                "nieuwe stand",
                &name,
                &vec![(begin, begin, false), (total, total, false)],
                line,
            );
        }
        self.dekking(total);
        let columns: Vec<String> = kolommen(self.tabel.jaren).collect();
        let amounts = self.bedragen.iter().map(|kolom| {
            let name = match columns[kolom.index].as_str() {
                "structureel" => kolomkop("structureel").to_owned(),
                year => year.to_owned(),
            };
            match kolom.kant {
                Kant::Beide => name,
                Kant::Van => format!("{name} van"),
                Kant::Tot => format!("{name} tot"),
            }
        });
        let heads = |names: &[&'static str]| {
            names.iter().map(|name| kolomkop(name).to_owned()).collect::<Vec<_>>()
        };
        let koppen: Vec<String> =
            heads(&self.voor).into_iter().chain(amounts).chain(heads(&self.na)).collect();
        let first = self.voor.len();
        Blad {
            titel: self.tabel.titel.to_string(),
            bijschrift: format!(
                "{} {}",
                words.status(self.tabel.status),
                words.eenheid(self.tabel.eenheid)
            ),
            naam: self.tabel.id.map(|id| id.as_str().to_owned()),
            bedragen: (0..koppen.len())
                .map(|i| (first..first + self.bedragen.len()).contains(&i))
                .collect(),
            koppen,
            decimals: self.figures.decimals,
            rijen: self.rijen,
        }
    }

    /// Writes the groups; returns what their total is made of.
    fn groepen(&mut self) -> Runs {
        let mut runs = Runs::new();
        let (inhoud, figures) = (self.tabel.inhoud, self.figures);
        let several = inhoud.groepen.len() > 1;
        for (g, groep) in inhoud.groepen.iter().enumerate() {
            let titel = groep.titel.as_ref().map_or("", |titel| titel.as_str());
            let id = groep.id.as_ref().map(|id| ("id", id.as_str()));
            self.kop(groep.soort.word(), titel, id);
            let first = self.rijen.len();
            for (m, line) in groep.maatregelen.iter().zip(&figures.maatregelen[g]) {
                let texts = [
                    ("id", m.id.as_ref().map(Naam::as_str)),
                    ("trekker", m.trekker.as_ref().map(Regel::as_str)),
                    ("artikel", m.artikel.as_ref().map(Regel::as_str)),
                    ("appreciatie", m.appreciatie.as_ref().map(Regel::as_str)),
                    ("toelichting", m.toelichting.as_ref().map(Proza::as_str)),
                    ("herkomst", m.herkomst.as_ref().map(Proza::as_str)),
                ];
                self.regel("maatregel", m.maatregel.as_str(), &texts, line);
            }
            let mut run = (first, self.rijen.len() - 1);
            if (several || figures.toont_subtotalen) && groep.titel.is_some() {
                let word = self.profiel.bijlage.subtotaal.to_string();
                let at =
                    self.som("subtotaal", &word, &vec![(run.0, run.1, false)], &figures.groepen[g]);
                run = (at, at);
            }
            if groep.soort != Soort::Verplichtingen {
                runs.push((run.0, run.1, groep.soort == Soort::Ontvangsten));
            }
        }
        runs
    }

    fn dekking(&mut self, total: Option<usize>) {
        let words = &self.profiel.bijlage;
        let cover = match &self.tabel.inhoud.dekking {
            Some(Dekking::Bronnen(bronnen)) => {
                self.kop("kop", words.dekking.as_str(), None);
                let first = self.rijen.len();
                for (bron, line) in bronnen.iter().zip(&self.figures.bronnen) {
                    let texts = [
                        ("id", bron.id.as_ref().map(Naam::as_str)),
                        ("artikel", bron.artikel.as_ref().map(Regel::as_str)),
                    ];
                    self.regel("dekking", bron.bron.as_str(), &texts, line);
                }
                let run = vec![(first, self.rijen.len() - 1, false)];
                let at = self.som(
                    "totaal dekking",
                    words.totaal_dekking.as_str(),
                    &run,
                    &self.figures.dekking,
                );
                vec![(at, at, false)]
            }
            Some(Dekking::Woord(Dekkingswoord::Geen)) => {
                self.kop("geen dekking", words.geen_dekking.as_str(), None);
                Vec::new()
            }
            Some(Dekking::Woord(Dekkingswoord::Nvt)) => {
                self.kop("dekking nvt", "", None);
                return;
            }
            None => return,
        };
        // A table about cover has a total.
        let off = total.map(|total| (total, total, true));
        let runs = cover.into_iter().chain(off).collect();
        self.som("saldo", words.saldo.as_str(), &runs, &self.figures.saldo);
    }

    /// Adds a row; returns its index.
    fn rij(
        &mut self,
        vet: bool,
        texts: &dyn Fn(&str) -> Option<String>,
        amounts: Vec<Vak>,
    ) -> usize {
        let text = |name: &&'static str| texts(name).map_or(Vak::Leeg, Vak::Tekst);
        let cellen = self.voor.iter().map(text).chain(amounts).chain(self.na.iter().map(text));
        let cellen = cellen.collect();
        self.rijen.push(Rij { vet, cellen });
        self.rijen.len() - 1
    }

    fn kop(&mut self, soort: &str, titel: &str, id: Option<(&str, &str)>) -> usize {
        let empty = vec![Vak::Leeg; self.bedragen.len()];
        let texts = |name: &str| match name {
            "soort" => Some(soort.to_owned()),
            "maatregel" => (!titel.is_empty()).then(|| titel.to_owned()),
            other => id.filter(|(key, _)| *key == other).map(|(_, id)| id.to_owned()),
        };
        self.rij(true, &texts, empty)
    }

    fn regel(
        &mut self,
        soort: &str,
        name: &str,
        texts: &[(&str, Option<&str>)],
        line: &Reeks,
    ) -> usize {
        let cells: Vec<Option<Cel>> = line.cells().collect();
        let amounts = self.bedragen.iter().map(|kolom| match cells[kolom.index] {
            None => Vak::Leeg,
            Some(cel) if cel.pm != Pm::default() => Vak::Tekst("p.m.".into()),
            Some(cel) if kolom.kant == Kant::Tot => Vak::Getal(cel.tot),
            Some(cel) => Vak::Getal(cel.van),
        });
        let amounts = amounts.collect();
        let text = |column: &str| match column {
            "soort" => Some(soort.to_owned()),
            "maatregel" => Some(name.to_owned()),
            other => {
                texts.iter().find(|(key, _)| *key == other)?.1.map(|text| text.trim().to_owned())
            }
        };
        self.rij(false, &text, amounts)
    }

    fn som(&mut self, soort: &str, name: &str, runs: &Runs, line: &Reeks) -> usize {
        let cells: Vec<Option<Cel>> = line.cells().collect();
        let first = self.voor.len();
        let amounts = self.bedragen.iter().enumerate().map(|(i, kolom)| {
            let cel = cells[kolom.index].unwrap_or_default();
            let delen = runs.iter().map(|(van, tot, af)| {
                // What is taken off the lower bound is the upper one, and the reverse.
                let other = match (kolom.kant, af) {
                    (Kant::Van, true) => i + 1,
                    (Kant::Tot, true) => i - 1,
                    _ => i,
                };
                Deel { van: *van, tot: *tot, kolom: first + other, af: *af }
            });
            let uitkomst = if kolom.kant == Kant::Tot { cel.tot } else { cel.van };
            Vak::Som { delen: delen.collect(), uitkomst, pm: cel.pm }
        });
        let amounts = amounts.collect();
        let text = |column: &str| match column {
            "soort" => Some(soort.to_owned()),
            "maatregel" => Some(name.to_owned()),
            _ => None,
        };
        self.rij(true, &text, amounts)
    }
}
