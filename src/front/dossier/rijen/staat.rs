//! In: a table with columns of its own, its figures, and the profile's words. Out: its heads and its rows; where each
//! figure comes from. Pure.

use super::rij::{Opschrift, veld, velden, woord};
use super::{Getoond, Postrij, Rij, Rijen, Rijsoort, Somdeel, Tekstkolom};
use crate::dossier::{
    Begrotingsstaat, Cel, Formule, Kolomsoort, Naam, Postsoort, Proza, Reeks, Rijnaam, Staatkolom,
    cell,
};
use crate::yaml::{Path, Segment};

/// A column of a table with columns of its own: which of the texts, or of the figures, of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eigenkolom {
    /// A text.
    Tekst(usize),
    /// A figure.
    Getal(usize),
}

/// A cell of the heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kopvak<'a> {
    /// Its lines: the head, and the unit below it.
    pub teksten: Vec<Opschrift<'a>>,
    /// The number of the column, and how it is computed.
    pub nummering: Option<String>,
    /// Over how many columns and rows it goes.
    pub breed: usize,
    /// Likewise.
    pub hoog: usize,
    /// Whether it stands above texts.
    pub is_tekst: bool,
}

/// Where a figure of a table with columns of its own comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Herkomst<'a> {
    /// It was typed, or there is none.
    Getypt,
    /// It is the sum of other rows.
    Som,
    /// It follows from other columns of its row.
    Formule(&'a Formule),
}

impl<'a> Rijen<'a> {
    /// Adds the rows.
    pub(super) fn posten(&mut self, staat: &'a Begrotingsstaat) {
        let posten = self.tabel.path.key("staat").key("posten");
        let figures = self.cijfers.staat.as_ref();
        let mut groep = 0;
        for (i, post) in staat.posten.iter().enumerate() {
            let path = posten.index(i);
            let delen = staat.delen(i);
            let niveau = staat.niveau(i);
            // What stands below a row belongs with it.
            groep += usize::from(niveau == 1 || i == 0);
            let reeks: Option<&Reeks> = figures.and_then(|figures| figures.posten.get(i));
            let printed = figures.and_then(|figures| figures.gedrukt.get(i));
            let is_total = post.soort == Postsoort::Totaal;
            let soort = Rijsoort::Post(Postrij {
                soort: post.soort,
                niveau,
                is_som: !delen.is_empty() || is_total,
                is_kop: !is_total && delen.is_empty() && post.cellen.is_empty(),
            });
            let own = staat.kolommen.teksten().enumerate().filter_map(|(k, (naam, _))| {
                let place = path.key("teksten").key(naam.as_str());
                let text = post.teksten.get(naam).map(Proza::as_str)?;
                Some((Tekstkolom::Eigen(k), veld(place, text)))
            });
            let id = velden(&path, [(Tekstkolom::Id, post.id.as_ref().map(Naam::as_str))]);
            let has_figures = !matches!(soort, Rijsoort::Post(Postrij { is_kop: true, .. }));
            self.voeg(Rij {
                voor: (post.soort == Postsoort::Waarvan)
                    .then(|| woord("waarvan", &self.woorden.waarvan)),
                naam: Some(veld(path.key("post"), post.post.as_str())),
                teksten: id.into_iter().chain(own).collect(),
                reeks: reeks.filter(|_| has_figures),
                gepubliceerd: printed.filter(|_| has_figures),
                delen: delen.iter().map(|deel| Somdeel::een(deel.post, deel.af)).collect(),
                ..Rij::leeg(soort, path, groep)
            });
        }
    }

    /// The columns of a table with columns of its own, as they were typed: what stands above each on one line, and which of
    /// its texts or figures stand in it.
    pub fn eigen_kolommen(&self) -> Vec<(String, Eigenkolom)> {
        let (mut texts, mut figures) = (0.., 0..);
        let staat = self.tabel.inhoud.staat.iter().flat_map(|staat| staat.kolommen.alle());
        let column = |(_, kolom): (&Naam, &Staatkolom)| {
            let own = match kolom.soort {
                Kolomsoort::Tekst => Eigenkolom::Tekst(texts.next()?),
                _ => Eigenkolom::Getal(figures.next()?),
            };
            Some((eenregelig(kolom), own))
        };
        staat.filter_map(column).collect()
    }

    /// A figure as it is printed.
    pub fn getal(&self, kolom: usize, cel: &Cel) -> String {
        let text = cell(cel, self.decimalen(kolom).van(cel));
        let column = self.tabel.inhoud.staat.as_ref().and_then(|s| s.kolommen.cijfers().nth(kolom));
        let is_procent = column.is_some_and(|(_, column)| column.soort == Kolomsoort::Procent);
        match is_procent && !cel.is_gelakt() && text.ends_with(|c: char| c.is_ascii_digit()) {
            true => format!("{text}%"),
            false => text,
        }
    }

    /// The columns as they stand on paper, each by its number among the name, texts and figures in that order; none where
    /// they stand so.
    pub fn volgorde(&self) -> Option<Vec<usize>> {
        let texts = self.tabel.inhoud.staat.as_ref()?.kolommen.teksten().count();
        let place = |(_, kolom)| match kolom {
            Eigenkolom::Tekst(i) => 1 + i,
            Eigenkolom::Getal(i) => 1 + texts + i,
        };
        let all: Vec<usize> =
            [0].into_iter().chain(self.eigen_kolommen().into_iter().map(place)).collect();
        (!all.is_sorted()).then_some(all)
    }

    /// The heads of a table with columns of its own, row by row: the name, then its columns as they were typed. None for a table
    /// with years, whose heads the template knows.
    pub fn koppen(&self) -> Vec<Vec<Kopvak<'a>>> {
        let Some(staat) = &self.tabel.inhoud.staat else { return Vec::new() };
        let kolommen = self.tabel.path.key("staat").key("kolommen");
        let numbered = staat.kolommen.heeft_formules();
        let mut figures = 0..;
        let columns: Vec<((&Naam, &Staatkolom), Option<usize>)> = (staat.kolommen.alle())
            .map(|column| match column.1.soort {
                Kolomsoort::Tekst => (column, None),
                _ => (column, figures.next()),
            })
            .collect();
        let two = columns.iter().any(|((_, kolom), _)| kolom.boven.is_some());
        let naam = woord("mutatie", &self.woorden.mutatie);
        let hoog = if two { 2 } else { 1 };
        let vak = |teksten| Kopvak { teksten, nummering: None, breed: 1, hoog: 1, is_tekst: false };
        let mut first = vec![Kopvak { hoog, is_tekst: true, ..vak(vec![naam]) }];
        let mut second = Vec::new();
        // What is printed above the columns before.
        let mut last: Option<&Rijnaam> = None;
        for ((naam, kolom), figure) in columns {
            let path = kolommen.key(naam.as_str());
            let line = |key: &str, text: &'a str| veld(path.key(key), text);
            let mut teksten = vec![line("kop", kolom.kop.getypt())];
            teksten.extend(kolom.eenheid.as_ref().map(|unit| line("eenheid", unit.getypt())));
            let nummering = figure.filter(|_| numbered).and_then(|i| staat.kolommen.nummering(i));
            let own = Kopvak { nummering, is_tekst: figure.is_none(), ..vak(teksten) };
            let Some(boven) = &kolom.boven else {
                first.push(Kopvak { hoog, ..own });
                last = None;
                continue;
            };
            second.push(own);
            let said = vec![line("boven", boven.getypt())];
            match first.last_mut().zip(last.filter(|last| is_een(last, boven))) {
                None => first.push(vak(said)),
                Some((above, last)) => {
                    above.breed += 1;
                    if last.heeft_noten() || !boven.heeft_noten() {
                        continue;
                    }
                    above.teksten = said;
                }
            }
            last = Some(boven);
        }
        if two { vec![first, second] } else { vec![first] }
    }

    /// Where a figure comes from.
    pub fn herkomst(&self, rij: &Rij<'a>, kolom: usize) -> Herkomst<'a> {
        let Some((_, column)) = self.kolom_van_staat(kolom) else { return Herkomst::Getypt };
        match &column.formule {
            Some(formule) => Herkomst::Formule(formule),
            None if column.soort != Kolomsoort::Procent && !rij.delen.is_empty() => Herkomst::Som,
            None => Herkomst::Getypt,
        }
    }

    fn kolom_van_staat(&self, kolom: usize) -> Option<(&'a Naam, &'a Staatkolom)> {
        self.tabel.inhoud.staat.as_ref()?.kolommen.cijfers().nth(kolom)
    }

    /// Whether a figure was typed in a column.
    fn getypte_cel(&self, rij: &Rij<'a>, naam: &Naam) -> bool {
        let Some(Segment::Index(index)) = rij.path.segments().last() else { return false };
        let staat = self.tabel.inhoud.staat.as_ref();
        let post = staat.and_then(|staat| staat.posten.get(*index));
        post.is_some_and(|post| post.cellen.contains_key(naam))
    }

    /// Where a figure was typed, or else the row that it is of.
    pub(super) fn plaats_in_staat(&self, rij: &Rij<'a>, kolom: usize) -> Path {
        match self.kolom_van_staat(kolom).filter(|(naam, _)| self.getypte_cel(rij, naam)) {
            Some((naam, _)) => rij.path.key("cellen").key(naam.as_str()),
            None => rij.path.clone(),
        }
    }

    /// Whether a reader who adds up what is printed finds something else than this row says: below it, or in its formulas.
    pub(super) fn is_post_afgerond(
        &self,
        row: &Getoond<'_>,
        whole: &[Cel],
        lines: &[Vec<Cel>],
    ) -> bool {
        let Some(staat) = &self.tabel.inhoud.staat else { return false };
        let add = |sum: Cel, cel: Cel, af: bool| if af { sum - cel } else { sum + cel };
        let differs = |sum: Cel, cel: Cel| {
            !cel.is_gelakt() && !sum.is_gelakt() && (sum.van != cel.van || sum.tot != cel.tot)
        };
        staat.kolommen.cijfers().enumerate().zip(whole).any(|((i, (_, kolom)), printed)| {
            let parts = || {
                row.delen.iter().flat_map(|deel| {
                    lines[deel.rijen.clone()]
                        .iter()
                        .map(move |line| (line.get(i).copied(), deel.af))
                })
            };
            let below = parts()
                .fold(Cel::default(), |sum, (cel, af)| add(sum, cel.unwrap_or_default(), af));
            let adds = kolom.soort != Kolomsoort::Procent && !row.delen.is_empty();
            let beside = kolom.formule.as_ref().filter(|formule| formule.noemer().is_empty());
            let beside = beside.map(|formule| {
                formule.teller().iter().fold(Cel::default(), |sum, term| {
                    let at = staat.kolommen.nummer(term.kolom.as_str());
                    let cel = at.and_then(|at| whole.get(at)).copied().unwrap_or_default();
                    add(sum, cel, term.af)
                })
            });
            adds && differs(below, *printed) || beside.is_some_and(|sum| differs(sum, *printed))
        })
    }
}

/// Whether two heads above columns are one: of the same words, and with notes at one of them only, or the same at both.
fn is_een(a: &Rijnaam, b: &Rijnaam) -> bool {
    let noted = a.heeft_noten() && b.heeft_noten();
    a.as_str() == b.as_str() && (!noted || a.getypt() == b.getypt())
}

/// A head on one line, with the one above it.
fn eenregelig(kolom: &Staatkolom) -> String {
    match &kolom.boven {
        Some(boven) => format!("{boven} {}", kolom.kop),
        None => kolom.kop.to_string(),
    }
}
