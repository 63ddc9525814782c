//! In: a table with columns of its own. Out: every figure of it, once and exactly; and what was typed where one is
//! computed. Pure.

use rust_decimal::Decimal;

use super::{Begrotingsstaat, Kolomsoort, Postsoort, Staatkolom, Term};
use crate::dossier::cijfers::Decimalen;
use crate::dossier::gepubliceerd::{afgedrukt, afronding, is_bijna};
use crate::dossier::notatie::rounded;
use crate::dossier::{Cel, Eenheid, Reeks};

/// Decimals of a percentage that is computed, as it is printed and as it is.
const PERCENTAGE: u32 = 1;
const EXACT: u32 = 10;

/// A figure that was typed where one is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetyptCijfer {
    /// The line.
    pub post: usize,
    /// Which of the columns with figures.
    pub kolom: usize,
    /// What was typed.
    pub getypt: Cel,
    /// What is computed.
    pub berekend: Cel,
    /// Whether rounding can make the difference: then what was typed is printed, as it was published.
    pub past: bool,
}

/// The figures of a table with columns of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaatCijfers {
    /// Of each line a figure for each column that has figures.
    pub posten: Vec<Reeks>,
    /// The same as it is printed: where something was published, that.
    pub gedrukt: Vec<Reeks>,
    /// Decimals of each of these columns.
    pub decimalen: Vec<Decimalen>,
    /// What was typed beside what is computed.
    pub naast: Vec<GetyptCijfer>,
}

impl StaatCijfers {
    /// Computes all figures; amounts are printed with `decimalen`, or with those that they need.
    pub fn new(staat: &Begrotingsstaat, eenheid: Eenheid, decimalen: Option<u32>) -> Self {
        let columns: Vec<&Staatkolom> = staat.kolommen.cijfers().map(|(_, kolom)| kolom).collect();
        let typed: Vec<Vec<Option<Cel>>> = (staat.posten.iter())
            .map(|post| {
                let cell = |(naam, _)| post.cellen.get(naam).copied().map(Cel::from);
                staat.kolommen.cijfers().map(cell).collect()
            })
            .collect();
        let decimalen = shown(&columns, &typed, eenheid, decimalen);
        let mut sums = Sums { staat, columns, typed, exact: vec![Vec::new(); staat.posten.len()] };
        // Below a line stands what it is the sum of, and above a total.
        let is_total = |post: &usize| staat.posten[*post].soort == Postsoort::Totaal;
        let (totals, lines): (Vec<usize>, Vec<usize>) = (0..staat.posten.len()).partition(is_total);
        let mut computed = vec![Vec::new(); staat.posten.len()];
        for post in lines.into_iter().rev().chain(totals) {
            computed[post] = sums.line(post);
        }
        let mut naast = Vec::new();
        let gedrukt = (0..staat.posten.len())
            .map(|post| {
                let cells = computed[post].iter().enumerate().map(|(kolom, figure)| {
                    let typed = sums.typed[post][kolom];
                    let (Some((berekend, parts)), Some(getypt)) = (*figure, typed) else {
                        return figure.map(|(cel, _)| cel).or(typed);
                    };
                    let slack = sums.slack(kolom, parts, decimalen[kolom].enkel, getypt, eenheid);
                    let past = is_bijna(getypt, berekend, slack);
                    naast.push(GetyptCijfer { post, kolom, getypt, berekend, past });
                    Some(afgedrukt(getypt, berekend, past))
                });
                Reeks { jaren: cells.collect(), structureel: None }
            })
            .collect();
        let posten = sums.exact.into_iter().map(|jaren| Reeks { jaren, structureel: None });
        Self { posten: posten.collect(), gedrukt, decimalen, naast }
    }

    /// Whether something in it is withheld.
    pub fn is_gelakt(&self) -> bool {
        self.gedrukt.iter().any(|line| !line.gelakt().is_empty())
    }
}

/// A figure, and of how many others it is made.
type Berekend = Option<(Cel, usize)>;

struct Sums<'a> {
    staat: &'a Begrotingsstaat,
    columns: Vec<&'a Staatkolom>,
    typed: Vec<Vec<Option<Cel>>>,
    /// Of each line that was computed its figures, before any rounding.
    exact: Vec<Vec<Option<Cel>>>,
}

impl Sums<'_> {
    /// What is computed of a line: the sums of its parts, and then the formulas.
    fn line(&mut self, post: usize) -> Vec<Berekend> {
        let parts = self.staat.delen(post);
        let sum = |kolom: usize| -> Berekend {
            let adds = !matches!(self.columns[kolom].soort, Kolomsoort::Procent);
            if !adds || self.columns[kolom].formule.is_some() {
                return None;
            }
            let cells =
                parts.iter().filter_map(|part| Some((self.exact[part.post][kolom]?, part.af)));
            cells.fold(None, |sum: Berekend, (cel, af)| {
                let (total, count) = sum.unwrap_or_default();
                Some((if af { total - cel } else { total + cel }, count + 1))
            })
        };
        let mut computed: Vec<Berekend> = (0..self.columns.len()).map(sum).collect();
        let mut known: Vec<Option<Option<Cel>>> = (0..self.columns.len())
            .map(|kolom| {
                let is_typed = self.columns[kolom].formule.is_none();
                is_typed.then(|| computed[kolom].map(|(cel, _)| cel).or(self.typed[post][kolom]))
            })
            .collect();
        // Each round knows at least one more; what goes round in a circle stays unknown.
        while let Some((kolom, figure)) = (0..known.len()).find_map(|kolom| {
            (known[kolom].is_none())
                .then(|| self.formula(kolom, &known))
                .flatten()
                .map(|cel| (kolom, cel))
        }) {
            computed[kolom] = figure;
            known[kolom] = Some(figure.map(|(cel, _)| cel).or(self.typed[post][kolom]));
        }
        self.exact[post] = known.into_iter().map(Option::flatten).collect();
        computed
    }

    /// A column by its formula, when all that it needs is known.
    fn formula(&self, kolom: usize, known: &[Option<Option<Cel>>]) -> Option<Berekend> {
        let formule = self.columns[kolom].formule.as_ref()?;
        let side = |terms: &[Term]| -> Option<Berekend> {
            let mut sum = None;
            for term in terms {
                let number = self.staat.kolommen.nummer(term.kolom.as_str())?;
                let Some(cel) = known[number]? else { continue };
                let (total, count): (Cel, usize) = sum.unwrap_or_default();
                sum = Some((if term.af { total - cel } else { total + cel }, count + 1));
            }
            Some(sum)
        };
        let above = side(formule.teller())?;
        if formule.noemer().is_empty() {
            return Some(above);
        }
        let under = side(formule.noemer())?;
        Some(above.zip(under).and_then(|((above, parts), (under, more))| {
            let gronden = above.gelakt.en(under.gelakt);
            if !gronden.is_empty() {
                return Some((Cel { gelakt: gronden, ..Cel::default() }, parts + more));
            }
            let share = above.exact()?.checked_mul(Decimal::ONE_HUNDRED)?;
            let share = share.checked_div(under.exact()?)?;
            Some((Cel::vast(rounded(share, EXACT)), parts + more))
        }))
    }

    /// How far what was published may be from what is computed. Counts are not rounded.
    fn slack(
        &self,
        kolom: usize,
        parts: usize,
        decimals: u32,
        getypt: Cel,
        eenheid: Eenheid,
    ) -> Decimal {
        match self.columns[kolom].soort {
            Kolomsoort::Procent => {
                let own = getypt.van.scale().max(getypt.tot.scale());
                Decimal::new(1, own.min(decimals))
            }
            Kolomsoort::Bedrag => afronding(eenheid, getypt, parts, decimals),
            Kolomsoort::Aantal | Kolomsoort::Tekst => Decimal::ZERO,
        }
    }
}

/// The decimals of each column.
fn shown(
    columns: &[&Staatkolom],
    typed: &[Vec<Option<Cel>>],
    eenheid: Eenheid,
    decimalen: Option<u32>,
) -> Vec<Decimalen> {
    let of = |wanted: &dyn Fn(usize) -> bool| -> Vec<Cel> {
        let cells = typed.iter().flat_map(|line| line.iter().enumerate());
        cells.filter(|(kolom, _)| wanted(*kolom)).filter_map(|(_, cel)| *cel).collect()
    };
    let is_money = |kolom: usize| columns[kolom].soort == Kolomsoort::Bedrag;
    let money = Decimalen::new(eenheid, decimalen, of(&is_money).into_iter());
    let one = |(kolom, column): (usize, &&Staatkolom)| match (column.soort, &column.formule) {
        (Kolomsoort::Bedrag, _) => column.decimalen.map_or(money, Decimalen::gelijk),
        (Kolomsoort::Procent, Some(_)) => Decimalen::gelijk(column.decimalen.unwrap_or(PERCENTAGE)),
        // Neither is in euros, which have none or two.
        _ => {
            let own = of(&|other| other == kolom).into_iter();
            Decimalen::new(Eenheid::Miljoen, column.decimalen, own)
        }
    };
    columns.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::notatie;

    fn computed(yaml: &str) -> (StaatCijfers, Vec<String>) {
        let staat: Begrotingsstaat = serde_yaml::from_str(yaml).unwrap();
        let cijfers = StaatCijfers::new(&staat, Eenheid::Duizend, None);
        let line = |line: &Reeks| {
            let cells = line.jaren.iter().zip(&cijfers.decimalen);
            let cells = cells
                .map(|(cel, d)| cel.map_or("leeg".into(), |cel| notatie::cell(&cel, d.van(&cel))));
            cells.collect::<Vec<String>>().join(" | ").replace('\u{a0}', " ")
        };
        let lines = cijfers.gedrukt.iter().map(line).collect();
        (cijfers, lines)
    }

    const KOLOMMEN: &str = "kolommen: {b: {kop: B}, m: {kop: M}, s: {kop: S, formule: b + m},
        p: {kop: P, soort: procent, formule: m / b}}";

    #[test]
    fn formulas_are_computed_for_lines_sums_and_totals() {
        let (cijfers, lines) = computed(&format!(
            "{{{KOLOMMEN}, posten: [
              {{post: u}}, {{post: x, niveau: 2, cellen: {{b: 24116, m: '-100'}}}},
              {{post: vast, soort: waarvan, cellen: {{b: 20000}}}}, {{post: y, niveau: 2, cellen: {{b: 884}}}},
              {{post: o, soort: ontvangsten, cellen: {{b: 1000, m: 10}}}}, {{post: t, soort: totaal}}]}}"
        ));
        assert_eq!(
            lines,
            [
                "25.000 | ‒ 100 | 24.900 | ‒ 0,4",
                "24.116 | ‒ 100 | 24.016 | ‒ 0,4",
                "20.000 | leeg | 20.000 | leeg",
                "884 | leeg | 884 | leeg",
                "1.000 | 10 | 1.010 | 1,0",
                "24.000 | ‒ 110 | 23.890 | ‒ 0,5",
            ]
        );
        assert_eq!(cijfers.naast, []);
    }

    #[test]
    fn what_is_typed_beside_stands_as_far_as_rounding_goes() {
        let (cijfers, lines) = computed(&format!(
            "{{{KOLOMMEN}, posten: [
              {{post: u, cellen: {{b: 6, s: 9}}}}, {{post: x, niveau: 2, cellen: {{b: 2, m: 1}}}},
              {{post: y, niveau: 2, cellen: {{b: 3, m: 1, s: 5}}}}]}}"
        ));
        let past: Vec<(usize, usize, bool)> =
            cijfers.naast.iter().map(|one| (one.post, one.kolom, one.past)).collect();
        assert_eq!(past, [(0, 0, true), (0, 2, false), (2, 2, true)]);
        assert_eq!(lines, ["6 | 2 | 7 | 40,0", "2 | 1 | 3 | 50,0", "3 | 1 | 5 | 33,3"]);
    }

    #[test]
    fn what_follows_from_something_withheld_is_withheld() {
        let mark = "'weggelakt, grond 5.1.2e'";
        let (cijfers, lines) = computed(&format!(
            "{{{KOLOMMEN}, posten: [
              {{post: u, cellen: {{b: 3}}}}, {{post: x, niveau: 2, cellen: {{b: {mark}, m: 1}}}},
              {{post: y, niveau: 2, cellen: {{b: 1, m: 1}}}}]}}"
        ));
        let gone = "gelakt 5.1.2e";
        assert_eq!(lines[0], format!("{gone} | 2 | {gone} | {gone}"));
        assert_eq!(lines[1], format!("{gone} | 1 | {gone} | {gone}"));
        assert_eq!(lines[2], "1 | 1 | 2 | 100,0");
        assert!(cijfers.is_gelakt());
    }

    #[test]
    fn a_circle_leaves_cells_empty() {
        let (_, lines) = computed(
            "{kolommen: {a: {kop: A, formule: b}, b: {kop: B, formule: a}}, posten: [{post: x, cellen: {a: 1}}]}",
        );
        assert_eq!(lines, ["1 | leeg"]);
    }
}
