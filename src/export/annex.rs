//! In: the annex and its figures. Out: its tables as cells, for a spreadsheet or a CSV. Pure.
//!
//! What is written can be read back: the rows say in `Soort` what they are, as `dossier` reads them.

use rust_decimal::Decimal;

use crate::dossier::{
    Bijlage, BijlageProfiel, Cel, Cijfers, Getoond, Gronden, Herkomst, Margekant, Pm, Postrij,
    Profiel, Reeks, Rij, Rijen, Rijsoort, Soort, Tekstkolom, Term, Vorm, kolomkop, kolommen,
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

/// The columns of a sheet.
struct Kolommen {
    /// Whether the table has columns of its own, so that its rows say how deep they stand.
    eigen: bool,
    /// Texts before the amounts, behind the kind of the row and its name.
    voor: Vec<Tekstkolom>,
    bedragen: Vec<Bedragkolom>,
    /// Texts behind the amounts.
    na: Vec<Tekstkolom>,
}

impl Kolommen {
    fn new(rijen: &Rijen<'_>, rows: &[Getoond<'_>]) -> Self {
        let explains =
            |kolom: &Tekstkolom| matches!(kolom, Tekstkolom::Toelichting | Tekstkolom::Herkomst);
        let (na, voor) = rijen.tekstkolommen(Vorm::Werkblad).into_iter().partition(explains);
        let own = |rij: &Rij<'_>| rij.soort.is_getypt() || matches!(rij.soort, Rijsoort::Post(_));
        let typed = || rows.iter().map(|row| row.rij).filter(|rij| own(rij));
        let bedragen = (0..rijen.breedte()).flat_map(|index| {
            let ranged = typed()
                .filter_map(|rij| rij.reeks?.cells().nth(index).flatten())
                .any(|cell| cell.van != cell.tot);
            let sides: &[Margekant] =
                if ranged { &[Margekant::Van, Margekant::Tot] } else { &[Margekant::Beide] };
            sides.iter().map(move |kant| Bedragkolom { index, kant: *kant })
        });
        let eigen = rijen.tabel.inhoud.staat.is_some();
        Self { eigen, bedragen: bedragen.collect(), voor, na }
    }

    /// Decimals of each column; of one with texts it does not matter.
    fn decimals(&self, rijen: &Rijen<'_>) -> Vec<u32> {
        let texts = std::iter::repeat_n(0, self.eerste_bedrag());
        let amounts = self.bedragen.iter().map(|kolom| rijen.decimals(kolom.index));
        texts.chain(amounts).chain(self.na.iter().map(|_| 0)).collect()
    }

    /// Columns before the amounts.
    fn eerste_bedrag(&self) -> usize {
        2 + usize::from(self.eigen) + self.voor.len()
    }

    fn koppen(&self, rijen: &Rijen<'_>) -> Vec<String> {
        let columns: Vec<String> = match self.eigen {
            true => rijen.getalkolommen().into_iter().map(|kolom| kolom.kop).collect(),
            false => kolommen(rijen.tabel.jaren).collect(),
        };
        let own = rijen.tekstkoppen();
        let amounts = self.bedragen.iter().map(|kolom| {
            let name = match columns[kolom.index].as_str() {
                "structureel" => kolomkop("structureel"),
                year => year,
            };
            match kolom.kant {
                Margekant::Beide => name.to_owned(),
                Margekant::Van => format!("{name} van"),
                Margekant::Tot => format!("{name} tot"),
            }
        });
        let head = |name| kolomkop(name).to_owned();
        let texts = |columns: &[Tekstkolom]| -> Vec<String> {
            let each = columns.iter().map(|kolom| match kolom {
                Tekstkolom::Eigen(index) => own[*index].clone(),
                kolom => head(kolom.name()),
            });
            each.collect()
        };
        let first = match self.eigen {
            true => vec![head("soort"), NIVEAU.to_owned(), POST.to_owned()],
            false => ["soort", "maatregel"].map(head).to_vec(),
        };
        let first = first.into_iter().chain(texts(&self.voor));
        first.chain(amounts).chain(texts(&self.na)).collect()
    }

    /// Which columns hold amounts.
    fn zijn_bedragen(&self) -> Vec<bool> {
        let texts = |count| std::iter::repeat_n(false, count);
        let amounts = self.bedragen.iter().map(|_| true);
        texts(self.eerste_bedrag()).chain(amounts).chain(texts(self.na.len())).collect()
    }

    /// A row, at its place among those that are shown.
    fn rij(&self, at: usize, row: &Getoond<'_>, rijen: &Rijen<'_>) -> Uitvoerrij {
        let rij = row.rij;
        let said = |text: &str| match Gronden::of_merk(text) {
            Some(gronden) => Celinhoud::Gelakt(gronden),
            None => Celinhoud::Tekst(text.to_owned()),
        };
        let text = |kolom: &Tekstkolom| match rij.tekst(*kolom) {
            Some(label) => said(label.tekst.trim()),
            None => Celinhoud::Leeg,
        };
        let name = rij.naam.as_ref().map_or(Celinhoud::Leeg, |naam| said(naam.tekst));
        // A workbook computes; what was published beside it stays in the annex.
        let cells: Vec<Option<Cel>> =
            rij.reeks.into_iter().flat_map(Reeks::cells).take(rijen.breedte()).collect();
        let amount = |(i, kolom): (usize, &Bedragkolom)| match rij.soort {
            _ if cells.get(kolom.index).copied().flatten().is_some_and(|cel| cel.is_gelakt()) => {
                Celinhoud::Gelakt(cells[kolom.index].unwrap_or_default().gelakt)
            }
            Rijsoort::Som(_) => self.som(row, i, cells[kolom.index].unwrap_or_default()),
            Rijsoort::Post(_) => match cells.get(kolom.index).copied().flatten() {
                Some(cel) => self.van_staat(row, i, cel, at, rijen),
                None => Celinhoud::Leeg,
            },
            _ => cells
                .get(kolom.index)
                .copied()
                .flatten()
                .map_or(Celinhoud::Leeg, |cel| kolom.vak(cel)),
        };
        let kind = match rij.soort {
            // Of what kind a withheld group is, is withheld with it.
            Rijsoort::Groep(Soort::Uitgaven) if matches!(name, Celinhoud::Gelakt(_)) => GROEP,
            soort => soort.word(),
        };
        let deep = match rij.soort {
            Rijsoort::Post(Postrij { niveau, .. }) => Some(Celinhoud::Getal(niveau.into())),
            _ => None,
        };
        let first =
            [Some(Celinhoud::Tekst(kind.to_owned())), deep, Some(name)].into_iter().flatten();
        let cellen = first
            .chain(self.voor.iter().map(text))
            .chain(self.bedragen.iter().enumerate().map(amount))
            .chain(self.na.iter().map(text))
            .collect();
        Uitvoerrij { vet: !rij.soort.is_getypt(), cellen }
    }

    /// A figure of a table with columns of its own, in the amount column `i`.
    fn van_staat(
        &self,
        row: &Getoond<'_>,
        i: usize,
        cel: Cel,
        at: usize,
        rijen: &Rijen<'_>,
    ) -> Celinhoud {
        let kolom = self.bedragen[i];
        let uitkomst = if kolom.kant == Margekant::Tot { cel.tot } else { cel.van };
        match rijen.herkomst(row.rij, kolom.index) {
            Herkomst::Getypt => kolom.vak(cel),
            Herkomst::Som => self.som(row, i, cel),
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
                        let column = self.bedragen.iter().position(of)?;
                        let kolom = self.eerste_bedrag() + column;
                        Some(Deel { van: at, tot: at, kolom, af: term.af })
                    };
                    terms.iter().filter_map(one).collect()
                };
                let (delen, deler) = (side(formule.teller()), side(formule.noemer()));
                Celinhoud::Som { delen, deler, uitkomst, pm: cel.pm }
            }
        }
    }

    /// A sum in the amount column `i`.
    fn som(&self, row: &Getoond<'_>, i: usize, cel: Cel) -> Celinhoud {
        let kant = self.bedragen[i].kant;
        let delen = row.delen.iter().map(|deel| {
            // What is subtracted swaps its bounds.
            let other = match (kant, deel.af) {
                (Margekant::Van, true) => i + 1,
                (Margekant::Tot, true) => i - 1,
                _ => i,
            };
            let (van, tot) = (deel.rijen.start, deel.rijen.end - 1);
            Deel { van, tot, kolom: self.eerste_bedrag() + other, af: deel.af }
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
