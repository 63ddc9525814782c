//! In: a table with columns of its own in `bijlage.yaml`. Out: its columns and lines as they were typed, and which lines
//! each line is the sum of. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

mod cijfers;
mod formule;
mod kolommen;
mod kopnummer;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::cijfers::{GetyptCijfer, StaatCijfers};
pub(crate) use self::formule::FORMAT_FORMULE;
pub use self::formule::{Formule, Term};
pub use self::kolommen::{Kolomsoort, Staatkolom, Staatkolommen};
pub use self::kopnummer::{Kopformule, Kopnummer};
use super::schema::keyed;
use super::{Bedrag, Naam, Proza};

/// Een tabel met eigen kolommen, zoals een begrotingsstaat: geen jaren, maar bijvoorbeeld de stand van de begroting, de
/// mutatie en de nieuwe stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begrotingsstaat {
    /// De kolommen, van links naar rechts, elk met een korte naam: `stand: {kop: Nieuwe stand}`.
    #[schemars(schema_with = "keyed::<Naam, Staatkolom>")]
    pub kolommen: Staatkolommen,
    /// De regels, van boven naar beneden. Mag weg als een spreadsheet ze noemt.
    #[serde(default)]
    pub posten: Vec<Staatpost>,
}

/// Een regel van een staat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staatpost {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.posten.naam.stand | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Naam van de regel; er kan een voetnoot in staan: `Subsidies[^subsidies]`.
    pub post: Proza,
    /// Hoe diep de regel staat. Een regel met diepere regels eronder is daar de som van; zonder dit veld 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 4))]
    pub niveau: Option<u32>,
    /// Wat de regel is, en hoe zij meetelt; zonder dit veld uitgaven.
    #[serde(default)]
    pub soort: Postsoort,
    /// Bedrag per kolom. Wordt een bedrag hier berekend, dan wordt wat u invult daarmee vergeleken.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Bedrag>")]
    pub cellen: BTreeMap<Naam, Bedrag>,
    /// Tekst per kolom met tekst; er kunnen verwijzingen in staan: `<kst:28638-238>, <kst:28638-239>`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub teksten: BTreeMap<Naam, Proza>,
}

/// Wat een regel van een staat is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Postsoort {
    /// Telt op in de regel waar zij onder staat, en in het totaal.
    #[default]
    Uitgaven,
    /// Gaat daarvan af.
    Ontvangsten,
    /// Telt niet mee.
    Verplichtingen,
    /// Een deel van de regel erboven (`w.v.`); telt niet nog eens mee.
    Waarvan,
    /// De som van de regels van niveau 1 erboven.
    Totaal,
}

impl Postsoort {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Uitgaven, Self::Ontvangsten, Self::Verplichtingen, Self::Waarvan, Self::Totaal];

    /// The word for it in `soort:`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uitgaven => "uitgaven",
            Self::Ontvangsten => "ontvangsten",
            Self::Verplichtingen => "verplichtingen",
            Self::Waarvan => "waarvan",
            Self::Totaal => "totaal",
        }
    }
}

/// A line that another one is the sum of, by its place among all lines, and whether it is taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Postdeel {
    /// Which line.
    pub post: usize,
    /// Whether it is taken off.
    pub af: bool,
}

impl Begrotingsstaat {
    /// How deep a line stands, from 1: a part of a line one deeper than that.
    pub fn niveau(&self, post: usize) -> u32 {
        let own = |post: &Staatpost| match post.soort {
            Postsoort::Totaal => 1,
            _ => post.niveau.unwrap_or(1),
        };
        match self.hele(post) {
            Some(whole) => own(&self.posten[whole]) + 1,
            None => own(&self.posten[post]),
        }
    }

    /// The line that a line with `w.v.` is a part of.
    pub fn hele(&self, post: usize) -> Option<usize> {
        let is_part = |at: usize| self.posten[at].soort == Postsoort::Waarvan;
        is_part(post).then(|| (0..post).rev().find(|at| !is_part(*at))).flatten()
    }

    /// The lines that a line is the sum of; none for one whose amounts are typed.
    pub fn delen(&self, post: usize) -> Vec<Postdeel> {
        let all = 0..self.posten.len();
        let (lines, deep) = match self.posten[post].soort {
            Postsoort::Totaal => (0..post, 1),
            Postsoort::Waarvan => return Vec::new(),
            _ => {
                let own = self.niveau(post);
                let below = |at: &usize| {
                    self.posten[*at].soort == Postsoort::Waarvan || self.niveau(*at) > own
                };
                let end = (post + 1..all.end).find(|at| !below(at)).unwrap_or(all.end);
                (post + 1..end, own + 1)
            }
        };
        let counts = |at: &usize| {
            let af = match self.posten[*at].soort {
                Postsoort::Uitgaven => false,
                Postsoort::Ontvangsten => true,
                Postsoort::Verplichtingen | Postsoort::Waarvan | Postsoort::Totaal => return None,
            };
            (self.niveau(*at) == deep).then_some(Postdeel { post: *at, af })
        };
        lines.filter_map(|at| counts(&at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staat(posten: &str) -> Begrotingsstaat {
        let yaml = format!("{{kolommen: {{a: {{kop: A}}}}, posten: [{posten}]}}");
        serde_yaml::from_str(&yaml).unwrap()
    }

    fn delen(staat: &Begrotingsstaat, post: usize) -> Vec<(usize, bool)> {
        staat.delen(post).into_iter().map(|deel| (deel.post, deel.af)).collect()
    }

    #[test]
    fn a_line_is_the_sum_of_what_stands_one_deeper_below_it() {
        let staat = staat(
            "{post: verplichtingen, soort: verplichtingen}, {post: uitgaven},
             {post: subsidies, niveau: 2}, {post: a, niveau: 3}, {post: b, niveau: 3},
             {post: nu al vast, soort: waarvan}, {post: opdrachten, niveau: 2},
             {post: ontvangsten, soort: ontvangsten}, {post: saldo, soort: totaal}",
        );
        assert_eq!(delen(&staat, 1), [(2, false), (6, false)]);
        assert_eq!(delen(&staat, 2), [(3, false), (4, false)]);
        assert_eq!(delen(&staat, 8), [(1, false), (7, true)]);
        for typed in [0, 3, 4, 5, 6, 7] {
            assert_eq!(delen(&staat, typed), []);
        }
        assert_eq!((staat.hele(5), staat.niveau(5)), (Some(4), 4));
    }
}
