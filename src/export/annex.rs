//! In: the annex and its figures. Out: its tables as cells, for a spreadsheet or a CSV. Pure.
//!
//! What is written can be read back: the rows say in `Soort` what they are, as `dossier` reads them.

use rust_decimal::Decimal;

use crate::dossier::{
    Bijlage, BijlageProfiel, Cel, Cijfers, Eigenkolom, Getoond, Gronden, Herkomst, Margekant, Pm,
    Postrij, Profiel, Rij, Rijen, Rijsoort, Soort, Tekstkolom, Term, Vorm, kolomkop, kolommen,
};

/// The word for a group of no kind in the column `Soort`.
const GROEP: &str = "groep";

/// Heads of a table with columns of its own: how deep a row stands, and its name.
const NIVEAU: &str = "Niveau";
pub(super) const POST: &str = "Post";

/// A table as rows of cells.
#[derive(Debug)]
pub(super) struct Blad {
    pub(super) titel: String,
    /// What its amounts are: `Geraamde bedragen (bedragen x € 1 mln.)`.
    pub(super) bijschrift: String,
    /// Its short name, when there are more tables.
    pub(super) naam: Option<String>,
    pub(super) koppen: Vec<String>,
    /// Which columns hold amounts.
    pub(super) bedragen: Vec<bool>,
    /// The rows under the heads.
    pub(super) rijen: Vec<Uitvoerrij>,
    /// Decimals of the amounts in each column.
    pub(super) decimals: Vec<u32>,
}

/// A row of cells.
#[derive(Debug)]
pub(super) struct Uitvoerrij {
    /// How it looks.
    pub(super) vet: bool,
    /// One cell for each column.
    pub(super) cellen: Vec<Celinhoud>,
}

impl Uitvoerrij {
    /// On which grounds its cells are withheld: once where it is the same for all of them, else by the heads.
    fn gronden(&self, koppen: &[String]) -> Celinhoud {
        let gelakt: Vec<(&String, Gronden)> = (koppen.iter().zip(&self.cellen))
            .filter_map(|(kop, vak)| match vak {
                Celinhoud::Gelakt(gronden) => Some((kop, *gronden)),
                _ => None,
            })
            .collect();
        // The kind of a row is always there, and how deep it stands.
        let known = 1 + koppen.iter().filter(|kop| *kop == NIVEAU).count();
        let all = gelakt.len() + known == koppen.len();
        match &gelakt[..] {
            [] => Celinhoud::Leeg,
            [(_, first), rest @ ..] if all && rest.iter().all(|(_, other)| other == first) => {
                Celinhoud::Tekst(first.to_string())
            }
            some => {
                let each: Vec<String> =
                    some.iter().map(|(kop, gronden)| format!("{kop}: {gronden}")).collect();
                Celinhoud::Tekst(each.join("; "))
            }
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Celinhoud {
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
        /// What they are divided by, as a percentage; mostly nothing.
        deler: Vec<Deel>,
        /// What it is.
        uitkomst: Decimal,
        /// What is unknown in it.
        pm: Pm,
    },
    /// What is withheld, and on which grounds.
    Gelakt(Gronden),
}

/// A part of a sum: a run of rows in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deel {
    pub(super) van: usize,
    pub(super) tot: usize,
    pub(super) kolom: usize,
    /// Whether it is taken off.
    pub(super) af: bool,
}

/// An amount column: which of a row's figures, and which side of it.
#[derive(Debug, Clone, Copy)]
struct Bedragkolom {
    index: usize,
    kant: Margekant,
}

/// All tables.
pub(super) fn bladen(bijlage: &Bijlage, cijfers: &Cijfers, profiel: &Profiel) -> Vec<Blad> {
    let tables = bijlage.alle_tabellen();
    let (both, words) = (tables.iter().zip(&cijfers.tabellen), &profiel.bijlage);
    both.map(|(tabel, figures)| blad(&Rijen::new(tabel, figures, words), words)).collect()
}

fn blad(rijen: &Rijen<'_>, words: &BijlageProfiel) -> Blad {
    let tabel = rijen.tabel;
    let rows = rijen.getoond(Vorm::Werkblad);
    let columns = Kolommen::new(rijen, &rows);
    let mut koppen = columns.koppen(rijen);
    let mut bedragen = columns.zijn_bedragen();
    let mut lines: Vec<Uitvoerrij> =
        rows.iter().enumerate().map(|(at, row)| columns.rij(at, row, rijen)).collect();
    if lines.iter().any(|line| line.cellen.iter().any(|vak| matches!(vak, Celinhoud::Gelakt(_)))) {
        lines.iter_mut().for_each(|line| line.cellen.push(line.gronden(&koppen)));
        koppen.push(kolomkop("grond").to_owned());
        bedragen.push(false);
    }
    Blad {
        titel: tabel.titel.to_string(),
        bijschrift: format!("{} {}", words.status(tabel.status), words.eenheid(tabel.eenheid)),
        naam: tabel.id.map(|id| id.as_str().to_owned()),
        koppen,
        bedragen,
        rijen: lines,
        decimals: columns.decimals(rijen),
    }
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
enum Kolom {
    /// What the row is.
    Soort,
    /// How deep it stands, in a table with columns of its own.
    Niveau,
    /// Its name.
    Naam,
    /// Another text of it.
    Tekst(Tekstkolom),
    /// A figure of it.
    Bedrag(Bedragkolom),
}

/// The columns of a sheet, in order: as on paper, but that explanations, which stand below a printed table, come last.
struct Kolommen(Vec<Kolom>);

impl Kolommen {
    fn new(rijen: &Rijen<'_>, rows: &[Getoond<'_>]) -> Self {
        let own = |rij: &Rij<'_>| rij.soort.is_getypt() || matches!(rij.soort, Rijsoort::Post(_));
        let typed = || rows.iter().map(|row| row.rij).filter(|rij| own(rij));
        let figures = |index: usize| {
            let ranged = typed()
                .filter_map(|rij| rij.reeks?.cells().nth(index).flatten())
                .any(|cell| cell.is_marge());
            let sides: &[Margekant] =
                if ranged { &[Margekant::Van, Margekant::Tot] } else { &[Margekant::Beide] };
            sides.iter().map(move |kant| Kolom::Bedrag(Bedragkolom { index, kant: *kant }))
        };
        let texts = rijen.tekstkolommen(Vorm::Werkblad);
        let mut all = vec![Kolom::Soort];
        if rijen.tabel.inhoud.staat.is_some() {
            all.extend([Kolom::Niveau, Kolom::Naam]);
            let own = |kolom: &&Tekstkolom| matches!(kolom, Tekstkolom::Eigen(_));
            all.extend(texts.iter().filter(|kolom| !own(kolom)).copied().map(Kolom::Tekst));
            for (_, kolom) in rijen.eigen_kolommen() {
                match kolom {
                    Eigenkolom::Tekst(index) => all.push(Kolom::Tekst(Tekstkolom::Eigen(index))),
                    Eigenkolom::Getal(index) => all.extend(figures(index)),
                }
            }
        } else {
            let explains = |kolom: &Tekstkolom| {
                matches!(kolom, Tekstkolom::Toelichting | Tekstkolom::Herkomst)
            };
            let (behind, before): (Vec<_>, Vec<_>) = texts.into_iter().partition(explains);
            all.push(Kolom::Naam);
            all.extend(before.into_iter().map(Kolom::Tekst));
            all.extend((0..rijen.breedte()).flat_map(figures));
            all.extend(behind.into_iter().map(Kolom::Tekst));
        }
        Self(all)
    }

    /// Decimals of each column; of one with texts it does not matter.
    fn decimals(&self, rijen: &Rijen<'_>) -> Vec<u32> {
        let own = |kolom: &Kolom| match kolom {
            Kolom::Bedrag(Bedragkolom { index, kant: Margekant::Beide }) => {
                rijen.decimalen(*index).enkel
            }
            Kolom::Bedrag(Bedragkolom { index, .. }) => rijen.decimalen(*index).marge,
            _ => 0,
        };
        self.0.iter().map(own).collect()
    }

    fn koppen(&self, rijen: &Rijen<'_>) -> Vec<String> {
        let own = rijen.eigen_kolommen();
        let of = |wanted: Eigenkolom| {
            own.iter().find(|(_, kolom)| *kolom == wanted).map(|(kop, _)| kop.clone())
        };
        let years: Vec<String> = kolommen(rijen.tabel.jaren).collect();
        let figures = |index: usize| {
            of(Eigenkolom::Getal(index)).unwrap_or_else(|| match years[index].as_str() {
                "structureel" => kolomkop("structureel").to_owned(),
                year => year.to_owned(),
            })
        };
        let head = |kolom: &Kolom| match kolom {
            Kolom::Soort => kolomkop("soort").to_owned(),
            Kolom::Niveau => NIVEAU.to_owned(),
            Kolom::Naam if own.is_empty() => kolomkop("maatregel").to_owned(),
            Kolom::Naam => POST.to_owned(),
            Kolom::Tekst(Tekstkolom::Eigen(index)) => {
                of(Eigenkolom::Tekst(*index)).unwrap_or_default()
            }
            Kolom::Tekst(kolom) => kolomkop(kolom.name()).to_owned(),
            Kolom::Bedrag(Bedragkolom { index, kant }) => match kant {
                Margekant::Beide => figures(*index),
                Margekant::Van => format!("{} van", figures(*index)),
                Margekant::Tot => format!("{} tot", figures(*index)),
            },
        };
        self.0.iter().map(head).collect()
    }

    /// Which columns hold amounts.
    fn zijn_bedragen(&self) -> Vec<bool> {
        self.0.iter().map(|kolom| matches!(kolom, Kolom::Bedrag(_))).collect()
    }

    /// Where a figure stands.
    fn plaats(&self, wanted: impl Fn(&Bedragkolom) -> bool) -> Option<usize> {
        self.0.iter().position(|kolom| matches!(kolom, Kolom::Bedrag(own) if wanted(own)))
    }

    /// A row, at its place among those that are shown.
    fn rij(&self, at: usize, row: &Getoond<'_>, rijen: &Rijen<'_>) -> Uitvoerrij {
        let rij = row.rij;
        let said = |text: &str| match Gronden::of_merk(text) {
            Some(gronden) => Celinhoud::Gelakt(gronden),
            None => Celinhoud::Tekst(text.to_owned()),
        };
        // A workbook computes; what was published beside it stays in the annex.
        let figure = |index: usize| rij.reeks?.cells().nth(index).flatten();
        let amount = |kolom: Bedragkolom| match (rij.soort, figure(kolom.index)) {
            (_, Some(cel)) if cel.is_gelakt() => Celinhoud::Gelakt(cel.gelakt),
            (Rijsoort::Som(_), cel) => self.som(row, kolom, cel.unwrap_or_default()),
            (_, None) => Celinhoud::Leeg,
            (Rijsoort::Post(_), Some(cel)) => self.van_staat(row, kolom, cel, at, rijen),
            (_, Some(cel)) => kolom.vak(cel),
        };
        let name = || rij.naam.as_ref().map_or(Celinhoud::Leeg, |naam| said(naam.tekst));
        let kind = || match rij.soort {
            // Of what kind a withheld group is, is withheld with it.
            Rijsoort::Groep(Soort::Uitgaven) if matches!(name(), Celinhoud::Gelakt(_)) => GROEP,
            soort => soort.word(),
        };
        let vak = |kolom: &Kolom| match kolom {
            Kolom::Soort => Celinhoud::Tekst(kind().to_owned()),
            Kolom::Niveau => match rij.soort {
                Rijsoort::Post(Postrij { niveau, .. }) => Celinhoud::Getal(niveau.into()),
                _ => Celinhoud::Leeg,
            },
            Kolom::Naam => name(),
            Kolom::Tekst(kolom) => {
                rij.tekst(*kolom).map_or(Celinhoud::Leeg, |label| said(label.tekst.trim()))
            }
            Kolom::Bedrag(kolom) => amount(*kolom),
        };
        Uitvoerrij { vet: !rij.soort.is_getypt(), cellen: self.0.iter().map(vak).collect() }
    }

    /// A figure of a table with columns of its own.
    fn van_staat(
        &self,
        row: &Getoond<'_>,
        kolom: Bedragkolom,
        cel: Cel,
        at: usize,
        rijen: &Rijen<'_>,
    ) -> Celinhoud {
        let uitkomst = if kolom.kant == Margekant::Tot { cel.tot } else { cel.van };
        match rijen.herkomst(row.rij, kolom.index) {
            Herkomst::Getypt => kolom.vak(cel),
            Herkomst::Som => self.som(row, kolom, cel),
            Herkomst::Formule(formule) => {
                let numbers = rijen.tabel.inhoud.staat.as_ref().map(|staat| &staat.kolommen);
                let side = |terms: &[Term]| -> Vec<Deel> {
                    let one = |term: &Term| {
                        let index = numbers?.nummer(term.kolom.as_str())?;
                        // What is taken off swaps its bounds; where there is but one column, it has both.
                        let wanted = match (kolom.kant, term.af) {
                            (Margekant::Van, true) => Margekant::Tot,
                            (Margekant::Tot, true) => Margekant::Van,
                            (kant, _) => kant,
                        };
                        let of = |own: &Bedragkolom| {
                            own.index == index
                                && (own.kant == wanted
                                    || own.kant == Margekant::Beide
                                    || wanted == Margekant::Beide)
                        };
                        Some(Deel { van: at, tot: at, kolom: self.plaats(of)?, af: term.af })
                    };
                    terms.iter().filter_map(one).collect()
                };
                let (delen, deler) = (side(formule.teller()), side(formule.noemer()));
                Celinhoud::Som { delen, deler, uitkomst, pm: cel.pm }
            }
        }
    }

    /// A sum in a column.
    fn som(
        &self,
        row: &Getoond<'_>,
        Bedragkolom { index, kant }: Bedragkolom,
        cel: Cel,
    ) -> Celinhoud {
        let delen = row.delen.iter().filter_map(|deel| {
            // What is subtracted swaps its bounds.
            let other = match (kant, deel.af) {
                (Margekant::Van, true) => Margekant::Tot,
                (Margekant::Tot, true) => Margekant::Van,
                _ => kant,
            };
            let kolom = self.plaats(|own| own.index == index && own.kant == other)?;
            let (van, tot) = (deel.rijen.start, deel.rijen.end - 1);
            Some(Deel { van, tot, kolom, af: deel.af })
        });
        let uitkomst = if kant == Margekant::Tot { cel.tot } else { cel.van };
        Celinhoud::Som { delen: delen.collect(), deler: Vec::new(), uitkomst, pm: cel.pm }
    }
}

impl Bedragkolom {
    /// An amount as it was typed.
    fn vak(self, cel: Cel) -> Celinhoud {
        match self.kant {
            _ if cel.pm != Pm::default() => Celinhoud::Tekst("p.m.".into()),
            Margekant::Tot => Celinhoud::Getal(cel.tot),
            Margekant::Beide | Margekant::Van => Celinhoud::Getal(cel.van),
        }
    }
}
