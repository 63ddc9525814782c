//! In: the annex as it was typed. Out: every figure that follows from it, once and exactly. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::gepubliceerd::{Gepubliceerd, afgedrukt, afronding, is_bijna};
use super::{
    Bedrag, Bijlage, Bron, Cel, Eenheid, Groep, Jaar, Maatregel, Reeks, Somkolom, Soort,
    StaatCijfers, Tabel,
};

/// Most decimals that a table prints by itself; `decimalen` may ask for four.
const MAX_SHOWN: u32 = 3;

/// Every figure of the annex, table by table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cijfers {
    /// In the order of [`Bijlage::alle_tabellen`].
    pub tabellen: Vec<TabelCijfers>,
}

impl Cijfers {
    /// Computes all figures. Amounts are so bounded (see [`Bedrag::parse`]) that every sum is exact.
    pub fn new(bijlage: &Bijlage) -> Self {
        Self { tabellen: bijlage.alle_tabellen().iter().map(TabelCijfers::new).collect() }
    }

    /// The highest that is spent, saved, committed or received in any one column over all tables. What is spent and
    /// what is saved are both proposals, also when together they cost nothing; of a range the higher side counts.
    pub fn hoogste(&self, bijlage: &Bijlage) -> Option<Hoogste> {
        let mut columns: BTreeMap<String, [Decimal; 4]> = BTreeMap::new();
        let tables = bijlage.alle_tabellen();
        // Beside a table with its cover, one that is not about cover shows the same money in another way.
        let covered = tables.iter().any(|tabel| tabel.inhoud.over_dekking());
        for (tabel, cijfers) in tables.iter().zip(&self.tabellen) {
            if covered && !tabel.inhoud.over_dekking() {
                continue;
            }
            let factor = tabel.eenheid.euros();
            for (groep, lines) in tabel.inhoud.groepen.iter().zip(&cijfers.maatregelen) {
                for line in groep.hele().map(|(at, _)| &lines[at]) {
                    for (name, cell) in kolommen(tabel.jaren).zip(line.cells()) {
                        let Some(cell) = cell else { continue };
                        let [spent, saved, committed, received] = columns.entry(name).or_default();
                        let most =
                            if cell.van.abs() > cell.tot.abs() { cell.van } else { cell.tot };
                        let euros = most * factor;
                        match groep.soort {
                            Soort::Verplichtingen => *committed += euros,
                            Soort::Ontvangsten => *received += euros,
                            Soort::Uitgaven if euros.is_sign_negative() => *saved -= euros,
                            Soort::Uitgaven => *spent += euros,
                            // What only moves to another year was explained when it was granted.
                            Soort::Kasschuif => {}
                        }
                    }
                }
            }
        }
        let all = columns.into_iter().flat_map(|(kolom, [spent, saved, committed, received])| {
            let is_net = spent.is_zero() || saved.is_zero();
            let some = |euros: Decimal, wat| Hoogste {
                euros: euros.abs(),
                kolom: kolom.clone(),
                wat,
                zonder_aftrek: !is_net && ["uitgaven", "besparingen"].contains(&wat),
            };
            [
                some(spent, "uitgaven"),
                some(saved, "besparingen"),
                some(committed, "verplichtingen"),
                some(received, "ontvangsten"),
            ]
        });
        // The first that reaches the highest amount.
        all.reduce(|most, other| if other.euros > most.euros { other } else { most })
    }
}

/// The highest amount of one kind in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hoogste {
    /// How much.
    pub euros: Decimal,
    /// The column's name.
    pub kolom: String,
    /// What it is of, in a word.
    pub wat: &'static str,
    /// Whether there is both spending and saving, and neither was taken off the other.
    pub zonder_aftrek: bool,
}

/// The names of a table's amount columns: its years, and `structureel`.
pub fn kolommen(jaren: &[Jaar]) -> impl Iterator<Item = String> {
    jaren.iter().map(ToString::to_string).chain(["structureel".to_owned()])
}

/// A computed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Somregel {
    /// The subtotal of this group, from 0.
    Subtotaal(usize),
    /// The total.
    Totaal,
    /// The new position.
    NieuweStand,
    /// All cover.
    TotaalDekking,
    /// Cover minus total.
    Saldo,
}

impl Somregel {
    /// The word for it in the column `Soort` of a sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Subtotaal(_) => "subtotaal",
            Self::Totaal => "totaal",
            Self::NieuweStand => "nieuwe stand",
            Self::TotaalDekking => "totaal dekking",
            Self::Saldo => "saldo",
        }
    }
}

/// Every figure of one table, in the table's unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TabelCijfers {
    /// For each group its measures.
    pub maatregelen: Vec<Vec<Reeks>>,
    /// For each group its subtotal.
    pub groepen: Vec<Reeks>,
    /// What was typed as published subtotals and total.
    pub gepubliceerd: Vec<Gepubliceerd>,
    /// Of each of these computed lines what is printed.
    pub gedrukt: Vec<(Somregel, Reeks)>,
    /// Expenditure minus receipts. Commitments are not in it.
    pub totaal: Reeks,
    /// The position that the table starts from.
    pub beginstand: Option<Reeks>,
    /// That position with the total.
    pub nieuwe_stand: Option<Reeks>,
    /// For each source of cover.
    pub bronnen: Vec<Reeks>,
    /// All cover together.
    pub dekking: Reeks,
    /// Cover minus total: negative is a shortage.
    pub saldo: Reeks,
    /// Whether any amount is structural, so that the table has that column.
    pub heeft_structureel: bool,
    /// Decimals of the printed amounts.
    pub decimalen: Decimalen,
    /// The figures of a table with columns of its own, which has no others.
    pub staat: Option<StaatCijfers>,
}

impl TabelCijfers {
    fn new(tabel: &Tabel<'_>) -> Self {
        let (years, inhoud) = (tabel.jaren, tabel.inhoud);
        let width = years.len();
        let measure = |m: &Maatregel| Reeks::new(years, &m.bedragen, m.structureel);
        let maatregelen: Vec<Vec<Reeks>> = inhoud
            .groepen
            .iter()
            .map(|groep| groep.maatregelen.iter().map(measure).collect())
            .collect();
        let bronnen: Vec<Reeks> = inhoud
            .bronnen()
            .iter()
            .map(|bron: &Bron| Reeks::new(years, &bron.bedragen, bron.structureel))
            .collect();
        let both = inhoud.groepen.iter().zip(&maatregelen);
        let whole = |(groep, lines): (&Groep, &Vec<Reeks>)| -> Vec<Reeks> {
            groep.hele().map(|(at, _)| lines[at].clone()).collect()
        };
        let groepen: Vec<Reeks> =
            both.map(whole).map(|lines| Reeks::subtotal(width, &lines)).collect();
        let of = |soorten: &[Soort]| {
            let wanted = inhoud.groepen.iter().zip(&groepen);
            Reeks::sum(width, wanted.filter(|(g, _)| soorten.contains(&g.soort)).map(|(_, r)| r))
        };
        let totaal = of(&[Soort::Uitgaven, Soort::Kasschuif])
            .with(&of(&[Soort::Ontvangsten]), |spent, received| spent - received);
        let beginstand =
            inhoud.beginstand.as_ref().map(|s| Reeks::new(years, &s.bedragen, s.structureel));
        let nieuwe_stand = beginstand.as_ref().map(|begin| begin.with(&totaal, |a, b| a + b));
        let dekking = Reeks::sum(width, &bronnen);
        let saldo = dekking.with(&totaal, |cover, cost| cover - cost);
        let lines = || maatregelen.iter().flatten().chain(&bronnen).chain(&beginstand);
        let amounts = || lines().flat_map(Reeks::cells).flatten();
        let decimalen = Decimalen::new(tabel.eenheid, tabel.decimalen, amounts());
        let (mut gepubliceerd, mut gedrukt) = (Vec::new(), Vec::new());
        let mut published = |regel, typed: &BTreeMap<Somkolom, Bedrag>, computed: &Reeks, parts| {
            let mut printed = computed.clone();
            for (kolom, cell) in Somkolom::alle(years).zip(printed.cells_mut()) {
                let Some(getypt) = typed.get(&kolom).copied().map(Cel::from) else { continue };
                let berekend = cell.unwrap_or_default();
                let slack = afronding(tabel.eenheid, getypt, parts, decimalen.enkel);
                let past = is_bijna(getypt, berekend, slack);
                gepubliceerd.push(Gepubliceerd { regel, kolom, getypt, berekend, past });
                *cell = Some(afgedrukt(getypt, berekend, past));
            }
            gedrukt.push((regel, printed));
        };
        for (g, groep) in inhoud.groepen.iter().enumerate().filter(|(_, g)| !g.subtotaal.is_empty())
        {
            let parts = groep.hele().count();
            published(Somregel::Subtotaal(g), &groep.subtotaal, &groepen[g], parts);
        }
        if !inhoud.totaal.is_empty() {
            let parts = inhoud.groepen.iter().map(|groep| groep.hele().count()).sum();
            published(Somregel::Totaal, &inhoud.totaal, &totaal, parts);
        }
        let own = |staat| StaatCijfers::new(staat, tabel.eenheid, tabel.decimalen);
        Self {
            heeft_structureel: lines().any(|line| line.structureel.is_some()),
            decimalen,
            gepubliceerd,
            gedrukt,
            staat: inhoud.staat.as_ref().map(own),
            maatregelen,
            groepen,
            totaal,
            beginstand,
            nieuwe_stand,
            bronnen,
            dekking,
            saldo,
        }
    }

    /// Whether something in it is withheld.
    pub fn is_gelakt(&self) -> bool {
        let typed = self.maatregelen.iter().flatten().chain(&self.bronnen).chain(&self.beginstand);
        typed.into_iter().any(|line| !line.gelakt().is_empty())
            || self.staat.as_ref().is_some_and(StaatCijfers::is_gelakt)
    }

    /// What is printed of a computed line: as it was published, or else as it is.
    pub fn gedrukt(&self, regel: Somregel) -> Option<&Reeks> {
        let published = self.gedrukt.iter().find(|(own, _)| *own == regel);
        published.map(|(_, line)| line).or_else(|| self.som(regel))
    }

    /// A computed line; none of a group, or a position, that the table does not have.
    pub fn som(&self, regel: Somregel) -> Option<&Reeks> {
        match regel {
            Somregel::Subtotaal(groep) => self.groepen.get(groep),
            Somregel::Totaal => Some(&self.totaal),
            Somregel::NieuweStand => self.nieuwe_stand.as_ref(),
            Somregel::TotaalDekking => Some(&self.dekking),
            Somregel::Saldo => Some(&self.saldo),
        }
    }
}

/// Decimals of the amounts in a column. Tables of a budget have one number of them for all that they know exactly; a margin is an
/// estimate, and prints its own: `0,5–1,0` between whole amounts leaves those whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decimalen {
    /// Of an amount.
    pub enkel: u32,
    /// Of both bounds of a margin; never fewer.
    pub marge: u32,
}

impl Decimalen {
    /// As many as are asked for, or else as the amounts were typed with, as far as a table has room for them. Who types
    /// `10,0` says that the tenths are known, and a published table prints them.
    pub(super) fn new(
        eenheid: Eenheid,
        gevraagd: Option<u32>,
        cells: impl Iterator<Item = Cel>,
    ) -> Self {
        if let Some(all) = gevraagd {
            return Self::gelijk(all);
        }
        let needed = cells.fold(Self::default(), |Self { enkel, marge }, cel| {
            let own = cel.van.scale().max(cel.tot.scale());
            let enkel = if cel.is_marge() { enkel } else { enkel.max(own) };
            Self { enkel, marge: marge.max(own) }
        });
        let room = |needed: u32| match (eenheid, needed) {
            // Cents have two digits.
            (Eenheid::Euro, 0) => 0,
            (Eenheid::Euro, _) => 2,
            (_, needed) => needed.min(MAX_SHOWN),
        };
        Self { enkel: room(needed.enkel), marge: room(needed.marge) }
    }

    /// The same of all amounts.
    pub(super) const fn gelijk(decimals: u32) -> Self {
        Self { enkel: decimals, marge: decimals }
    }

    /// Those of a figure.
    pub fn van(self, cel: &Cel) -> u32 {
        if cel.is_marge() { self.marge } else { self.enkel }
    }
}

#[cfg(test)]
mod tests {
    use super::super::notatie;
    use super::*;

    fn annex(yaml: &str) -> TabelCijfers {
        Cijfers::new(&serde_yaml::from_str(yaml).unwrap()).tabellen.remove(0)
    }

    fn line(line: &Reeks) -> Vec<String> {
        line.cells()
            .map(|cell| match cell {
                None => "leeg".into(),
                Some(Cel { van, tot, .. }) => {
                    let shown = van.normalize().scale().max(tot.normalize().scale());
                    notatie::cell(&cell.unwrap_or_default(), shown).replace('\u{a0}', " ")
                }
            })
            .collect()
    }

    #[test]
    fn figures_are_exact_and_an_empty_cell_is_not_zero() {
        let cijfers = annex(
            "{titel: x, status: raming, eenheid: miljoen, jaren: ['2024', '2025'], groepen: [
               {titel: a, maatregelen: [{maatregel: m, bedragen: {'2024': '0,1'}, structureel: '0'},
                                        {maatregel: n, bedragen: {'2024': '0,2', '2025': '-3'}}]},
               {titel: b, maatregelen: [{maatregel: o, bedragen: {'2025': '1.000.000'}}]}],
              dekking: [{bron: d, bedragen: {'2024': '0,25'}, structureel: '2'}]}",
        );
        assert_eq!(line(&cijfers.maatregelen[0][0]), ["0,1", "leeg", "0"]);
        assert_eq!(line(&cijfers.groepen[0]), ["0,3", "‒ 3", "0"]);
        assert_eq!(line(&cijfers.totaal), ["0,3", "999.997", "0"]);
        assert_eq!(line(&cijfers.dekking), ["0,25", "0", "2"]);
        assert_eq!(line(&cijfers.saldo), ["‒ 0,05", "‒ 999.997", "2"]);
        assert!(cijfers.heeft_structureel);
        assert_eq!(cijfers.decimalen, Decimalen::gelijk(2));
    }

    #[test]
    fn a_margin_has_its_own_decimals_and_leaves_other_amounts_theirs() {
        let decimals = |more: &str, amounts: &str| {
            let cijfers = annex(&format!(
                "{{titel: x, status: raming, {more}, jaren: ['2024', '2025'], groepen: [
                   {{titel: a, maatregelen: [{{maatregel: m, bedragen: {{{amounts}}}}}]}}]}}"
            ));
            (cijfers.decimalen.enkel, cijfers.decimalen.marge)
        };
        let margin = "'2024': '0,5–1', '2025': '24116'";
        assert_eq!(decimals("eenheid: miljoen", margin), (0, 1));
        assert_eq!(decimals("eenheid: miljoen, decimalen: 2", margin), (2, 2));
        assert_eq!(decimals("eenheid: euro", margin), (0, 2));
        assert_eq!(decimals("eenheid: miljoen", "'2024': '1–2', '2025': '0,25'"), (2, 2));
    }

    #[test]
    fn ranges_and_unknown_amounts_are_carried_along() {
        let cijfers = annex(
            "{titel: x, status: raming, eenheid: miljoen, jaren: ['2024', '2025'], groepen: [
               {titel: a, maatregelen: [{maatregel: m, bedragen: {'2024': '0,5–1', '2025': p.m.}},
                                        {maatregel: n, bedragen: {'2024': '2', '2025': '3'}}]}],
              dekking: [{bron: d, bedragen: {'2024': '2', '2025': '2'}}]}",
        );
        assert_eq!(line(&cijfers.totaal), ["2,5–3,0", "3 + p.m.", "0"]);
        assert_eq!(line(&cijfers.saldo), ["‒ 1,0 tot ‒ 0,5", "‒ 1 ‒ p.m.", "0"]);
    }

    #[test]
    fn receipts_go_off_commitments_stand_apart_and_a_position_moves_on() {
        let cijfers = annex(
            "{titel: x, status: raming, eenheid: duizend, jaren: ['2024'],
              beginstand: {omschrijving: s, bedragen: {'2024': '100'}}, groepen: [
               {titel: a, soort: verplichtingen, maatregelen: [{maatregel: m, bedragen: {'2024': '50'}}]},
               {titel: b, maatregelen: [{maatregel: n, bedragen: {'2024': '40'}}]},
               {titel: c, soort: ontvangsten, maatregelen: [{maatregel: o, bedragen: {'2024': '5'}}]}]}",
        );
        assert_eq!(line(&cijfers.totaal)[0], "35");
        assert_eq!(line(&cijfers.nieuwe_stand.unwrap())[0], "135");
    }
}
