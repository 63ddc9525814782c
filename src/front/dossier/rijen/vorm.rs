//! In: all rows of a table. Out: those that print or a workbook shows, with sums of what is shown. Pure.
//!
//! Print leaves out what a reader does not need; a workbook shows enough for its sums to be live and for the rows to be
//! read back. All that differs between the two stands here.

use super::{Rij, Rijen, Rijsoort, Somdeel, Tekstkolom};
use crate::dossier::{Cel, Place, Reeks, Root, Somregel, Standen, Subtotalen};

/// For whom the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vorm {
    /// Who reads it on paper.
    Druk,
    /// Who computes with it, in a workbook or from a CSV.
    Werkblad,
}

/// A row that is shown.
#[derive(Debug, Clone)]
pub struct Getoond<'r> {
    /// The row.
    pub rij: &'r Rij<'r>,
    /// The rows that it is the sum of, by their places among those that are shown.
    pub delen: Vec<Somdeel>,
}

impl Rijen<'_> {
    /// The rows that are shown, in order. In place of a sum that is not shown, the next one is made of its parts.
    pub fn getoond(&self, vorm: Vorm) -> Vec<Getoond<'_>> {
        let mut shown = 0;
        let places: Vec<Option<usize>> = self
            .rijen
            .iter()
            .map(|rij| {
                let place = self.toont(rij, vorm).then_some(shown);
                shown += usize::from(place.is_some());
                place
            })
            .collect();
        let rows = self.rijen.iter().zip(&places).filter(|(_, place)| place.is_some());
        rows.map(|(rij, _)| {
            let mut delen = Vec::new();
            rij.delen.iter().for_each(|deel| self.vertaal(deel, deel.af, &places, &mut delen));
            Getoond { rij, delen }
        })
        .collect()
    }

    /// Adds a part of a sum as it is shown: as it is, or as what it is made of.
    fn vertaal(&self, deel: &Somdeel, af: bool, places: &[Option<usize>], out: &mut Vec<Somdeel>) {
        if deel.rijen.is_empty() {
            return;
        }
        match places[deel.rijen.start] {
            Some(first) => out.push(Somdeel { rijen: first..first + deel.rijen.len(), af }),
            None => {
                for inner in self.rijen[deel.rijen.clone()].iter().flat_map(|rij| &rij.delen) {
                    self.vertaal(inner, af != inner.af, places, out);
                }
            }
        }
    }

    /// Whether a row is shown.
    fn toont(&self, rij: &Rij<'_>, vorm: Vorm) -> bool {
        let druk = vorm == Vorm::Druk;
        let groups = &self.tabel.inhoud.groepen;
        let boven = self.toont_subtotalen() && self.tabel.subtotalen == Subtotalen::Boven;
        let titled = || self.groep_van(rij).is_some_and(|groep| groep.titel.is_some());
        match rij.soort {
            // A workbook says of each group what its amounts are.
            Rijsoort::Groep(_) => !druk || titled() && !boven,
            // A workbook has sums below what they are the sum of.
            Rijsoort::Groepsom => druk && titled() && boven,
            // With more groups, a workbook has every sum.
            Rijsoort::Som(Somregel::Subtotaal(_)) if druk => {
                titled() && self.toont_subtotalen() && !boven
            }
            Rijsoort::Som(Somregel::Subtotaal(_)) => {
                titled() && (groups.len() > 1 || self.toont_subtotalen())
            }
            Rijsoort::Som(Somregel::Totaal) => self.toont_totaal() || !druk && groups.len() > 1,
            Rijsoort::Som(Somregel::TotaalDekking) => !self.tabel.inhoud.bronnen().is_empty(),
            // On paper nobody misses what is not there.
            Rijsoort::DekkingNvt => !druk,
            Rijsoort::Beginstand => {
                !druk || matches!(self.standen(), Standen::Beide | Standen::Begin)
            }
            Rijsoort::Som(Somregel::NieuweStand) => {
                !druk || matches!(self.standen(), Standen::Beide | Standen::Nieuw)
            }
            Rijsoort::Maatregel
            | Rijsoort::Waarvan
            | Rijsoort::Dekkingskop
            | Rijsoort::Bron
            | Rijsoort::GeenDekking
            | Rijsoort::Post(_)
            | Rijsoort::Som(Somregel::Saldo) => true,
        }
    }

    /// The columns of texts, besides the name: those in which something stands.
    pub fn tekstkolommen(&self, vorm: Vorm) -> Vec<Tekstkolom> {
        if let Some(staat) = &self.tabel.inhoud.staat {
            let named = vorm == Vorm::Werkblad && staat.posten.iter().any(|post| post.id.is_some());
            let own = (0..staat.kolommen.teksten().count()).map(Tekstkolom::Eigen);
            return named.then_some(Tekstkolom::Id).into_iter().chain(own).collect();
        }
        let used = |kolom: &Tekstkolom| {
            let has = |rij: &Rij<'_>| rij.tekst(*kolom).is_some();
            match (vorm, kolom) {
                (Vorm::Werkblad, _) => self.rijen.iter().any(has),
                (Vorm::Druk, kolom) if !kolom.is_gedrukt() => false,
                // Without articles of measures, that of a source stands behind its name.
                (Vorm::Druk, _) => self.rijen.iter().any(|rij| {
                    matches!(rij.soort, Rijsoort::Maatregel | Rijsoort::Waarvan) && has(rij)
                }),
            }
        };
        Tekstkolom::ALL.into_iter().filter(used).collect()
    }

    /// Where an author typed what the printed rows say, in reading order; without their figures.
    pub fn gedrukte_teksten(&self) -> Vec<Place> {
        let texts = |rij: &Rij<'_>| -> Vec<Place> {
            let further = rij.teksten.iter().filter(|(kolom, _)| kolom.is_gedrukt());
            let all = rij.naam.iter().chain(further.map(|(_, text)| text));
            all.map(|text| text.place.clone()).collect()
        };
        let heads = self.koppen().into_iter().flatten().flat_map(|vak| vak.teksten);
        let rows = self.getoond(Vorm::Druk).into_iter().flat_map(|row| texts(row.rij));
        let all = heads.map(|text| text.place).chain(rows);
        all.filter(|place| place.root != Root::Profile).collect()
    }

    /// Whether a reader who adds up what is printed finds something else than what is printed.
    pub fn is_zichtbaar_afgerond(&self) -> bool {
        let rows = self.getoond(Vorm::Druk);
        let printed = |reeks: &Reeks| -> Vec<Cel> {
            let cells = reeks.cells().map(Option::unwrap_or_default).enumerate();
            cells.map(|(i, cell)| cell.rounded(self.decimalen(i).van(&cell))).collect()
        };
        let lines: Vec<Vec<Cel>> =
            rows.iter().map(|row| row.rij.gedrukt().map(printed).unwrap_or_default()).collect();
        rows.iter().zip(&lines).any(|(row, whole)| {
            let computed = match row.rij.soort {
                // What it starts from is not there to be added up.
                Rijsoort::Som(Somregel::NieuweStand) => self.standen() == Standen::Beide,
                Rijsoort::Groepsom | Rijsoort::Som(_) => true,
                Rijsoort::Post(_) => return self.is_post_afgerond(row, whole, &lines),
                _ => false,
            };
            let mut sum = vec![Cel::default(); whole.len()];
            for deel in &row.delen {
                for part in &lines[deel.rijen.clone()] {
                    for (sum, cell) in sum.iter_mut().zip(part) {
                        *sum = if deel.af { *sum - *cell } else { *sum + *cell };
                    }
                }
            }
            let same = |(a, b): (&Cel, &Cel)| a.van == b.van && a.tot == b.tot || b.is_gelakt();
            computed && !sum.iter().zip(whole).all(same)
        })
    }

    fn standen(&self) -> Standen {
        self.tabel.inhoud.standen.unwrap_or_default()
    }

    fn toont_subtotalen(&self) -> bool {
        let useful = self.tabel.inhoud.groepen.len() > 1 || self.telt_mee() == 0;
        useful && self.tabel.subtotalen != Subtotalen::Geen
    }

    /// Not when a printed subtotal says the same, or when nothing counts.
    fn toont_totaal(&self) -> bool {
        let inhoud = self.tabel.inhoud;
        let mut groups = inhoud.groepen.iter();
        let titled = groups.all(|g| !g.soort.telt_mee() || g.titel.is_some());
        let only = match self.telt_mee() {
            0 => false,
            1 => !(self.toont_subtotalen() && titled),
            _ => true,
        };
        only || inhoud.over_dekking() || inhoud.beginstand.is_some()
    }

    /// How many groups count for the total.
    fn telt_mee(&self) -> usize {
        let groups = self.tabel.inhoud.groepen.iter();
        groups.filter(|groep| groep.soort.telt_mee()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{Bijlage, Cijfers, Profiel, Soort};

    const PROFIEL: &str = include_str!("../../../../templates/profielen/basis.yaml");

    fn with_rows<T>(yaml: &str, ask: impl FnOnce(&Rijen<'_>) -> T) -> T {
        let bijlage: Bijlage = serde_yaml::from_str(yaml).unwrap();
        let profiel: Profiel = serde_yaml::from_str(PROFIEL).unwrap();
        let cijfers = Cijfers::new(&bijlage);
        let tables = bijlage.alle_tabellen();
        ask(&Rijen::new(&tables[0], &cijfers.tabellen[0], &profiel.bijlage))
    }

    /// Each row that is shown: what it is, and of which rows it is the sum.
    fn shown(rijen: &Rijen<'_>, vorm: Vorm) -> Vec<String> {
        let deel = |deel: &Somdeel| {
            let sign = if deel.af { "-" } else { "+" };
            format!(" {sign}{}..{}", deel.rijen.start, deel.rijen.end)
        };
        let rows = rijen.getoond(vorm);
        let line = |row: &Getoond<'_>| {
            row.delen
                .iter()
                .map(deel)
                .fold(row.rij.soort.word().to_owned(), |all, part| all + &part)
        };
        rows.iter().map(line).collect()
    }

    fn table(subtotalen: &str) -> String {
        format!(
            "{{titel: x, status: raming, eenheid: miljoen, jaren: ['2024'], subtotalen: {subtotalen}, groepen: [
               {{titel: a, maatregelen: [{{maatregel: m}}, {{maatregel: n}}]}},
               {{soort: verplichtingen, maatregelen: [{{maatregel: o}}]}},
               {{titel: c, soort: ontvangsten, maatregelen: [{{maatregel: p}}]}}],
              dekking: [{{bron: q}}]}}"
        )
    }

    #[test]
    fn a_sum_is_made_of_what_is_shown() {
        let end = ["kop", "dekking"];
        with_rows(&table("onder"), |rijen| {
            let above = [
                "uitgaven",
                "maatregel",
                "maatregel",
                "subtotaal +1..3",
                "maatregel",
                "ontvangsten",
                "maatregel",
                "subtotaal +6..7",
                "totaal +3..4 -7..8",
            ];
            let below = ["totaal dekking +10..11", "saldo +11..12 -8..9"];
            assert_eq!(shown(rijen, Vorm::Druk), [&above[..], &end, &below].concat());
        });
        with_rows(&table("boven"), |rijen| {
            let above = [
                "groepsom +1..3",
                "maatregel",
                "maatregel",
                "maatregel",
                "groepsom +5..6",
                "maatregel",
                "totaal +0..1 -4..5",
            ];
            let below = ["totaal dekking +8..9", "saldo +9..10 -6..7"];
            assert_eq!(shown(rijen, Vorm::Druk), [&above[..], &end, &below].concat());
        });
        with_rows(&table("geen"), |rijen| {
            let above = [
                "uitgaven",
                "maatregel",
                "maatregel",
                "maatregel",
                "ontvangsten",
                "maatregel",
                "totaal +1..3 -5..6",
            ];
            let below = ["totaal dekking +8..9", "saldo +9..10 -6..7"];
            assert_eq!(shown(rijen, Vorm::Druk), [&above[..], &end, &below].concat());
        });
    }

    #[test]
    fn a_workbook_has_the_same_rows_wherever_print_puts_its_subtotals() {
        let sheet =
            |subtotalen| with_rows(&table(subtotalen), |rijen| shown(rijen, Vorm::Werkblad));
        let rows = [
            "uitgaven",
            "maatregel",
            "maatregel",
            "subtotaal +1..3",
            "verplichtingen",
            "maatregel",
            "ontvangsten",
            "maatregel",
            "subtotaal +7..8",
            "totaal +3..4 -8..9",
            "kop",
            "dekking",
            "totaal dekking +11..12",
            "saldo +12..13 -9..10",
        ];
        for subtotalen in ["onder", "boven", "geen"] {
            assert_eq!(sheet(subtotalen), rows, "{subtotalen}");
        }
    }

    #[test]
    fn positions_can_be_left_out_on_paper() {
        let table = |standen: &str| {
            format!(
                "{{titel: x, status: raming, eenheid: miljoen, jaren: ['2024'], standen: {standen},
                  beginstand: {{omschrijving: s, bedragen: {{'2024': '100'}}}},
                  groepen: [{{maatregelen: [{{maatregel: m, bedragen: {{'2024': '1'}}}}]}}]}}"
            )
        };
        for (standen, rows) in [
            ("beide", &["beginstand", "maatregel", "totaal +1..2", "nieuwe stand +0..1 +2..3"][..]),
            ("begin", &["beginstand", "maatregel", "totaal +1..2"]),
            ("nieuw", &["maatregel", "totaal +0..1", "nieuwe stand +1..2"]),
            ("geen", &["maatregel", "totaal +0..1"]),
        ] {
            with_rows(&table(standen), |rijen| {
                assert_eq!(shown(rijen, Vorm::Druk), rows, "{standen}");
                assert!(!rijen.is_zichtbaar_afgerond(), "{standen}");
                assert_eq!(shown(rijen, Vorm::Werkblad).len(), 5, "{standen}");
            });
        }
    }

    #[test]
    fn figures_know_where_they_were_typed_or_what_they_follow_from() {
        with_rows(&table("onder"), |rijen| {
            let places = |soort| {
                let rij = rijen.rijen.iter().find(|rij| rij.soort == soort).unwrap();
                let figures = rijen.cijfers(rij);
                figures.iter().map(|cijfer| cijfer.place.path.to_string()).collect::<Vec<_>>()
            };
            let typed = "groepen[0].maatregelen[0].bedragen.2024";
            assert_eq!(places(Rijsoort::Maatregel), [typed]);
            assert_eq!(places(Rijsoort::Bron), ["dekking[0].bedragen.2024"]);
            assert_eq!(places(Rijsoort::Som(Somregel::Subtotaal(2))), ["groepen[2]"]);
            assert_eq!(places(Rijsoort::Som(Somregel::TotaalDekking)), ["dekking"]);
            assert_eq!(places(Rijsoort::Groep(Soort::Uitgaven)), [""; 0]);
        });
    }

    #[test]
    fn rounding_is_noticed_where_a_reader_would() {
        let table = |second: &str| {
            format!(
                "{{titel: x, status: raming, eenheid: miljoen, decimalen: 0, jaren: ['2024'], groepen: [
                   {{titel: a, maatregelen: [{{maatregel: m, bedragen: {{'2024': '0,4'}}}},
                                             {{maatregel: n, bedragen: {{'2024': '{second}'}}}}]}}]}}"
            )
        };
        with_rows(&table("0,4"), |rijen| assert!(rijen.is_zichtbaar_afgerond(), "0 and 0 are 1"));
        with_rows(&table("0,6"), |rijen| assert!(!rijen.is_zichtbaar_afgerond(), "0 and 1 are 1"));
    }
}
