//! In: the lists in `templates/lijsten/`. Out: names and words that the rules compare with. Pure.
//!
//! Lists are data: names of ministries change with a cabinet, and an organisation replaces a list by one of
//! its own in the folder of `--templates`. The comments on the fields are Dutch, as in the profiles.

use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Publicatiecodes;
use super::schema::Shape;
use super::trees::tree;
use super::woorden::{
    Bladwoorden, Geldwoorden, Kamerwoorden, Lakwoorden, Notawoorden, Opzoekwoorden, Taal, Woo,
};
use super::{Datum, Kamerstuk, Regel, structure};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::templates::Templates;

/// Officiële namen, met de tijd waarin zij golden.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Namen {
    /// Ministeries; hun namen zijn ook die van minister en staatssecretaris.
    pub ministeries: Vec<Ministerie>,
    /// Ministers zonder portefeuille, en staatssecretarissen met een eigen naam.
    pub posten: Vec<Post>,
    /// Eigennamen die altijd zo worden geschreven, zoals Tweede Kamer.
    pub eigennamen: Vec<Regel>,
    /// Begrotingshoofdstukken, zoals VI en IIB.
    pub hoofdstukken: Vec<Regel>,
    /// Woorden waarmee een zin over vroeger spreekt.
    pub vroeger: Opzoekwoorden,
    /// Landen met ministers van hun eigen.
    pub andere_landen: Vec<Regel>,
    /// Woorden met een kleine letter, zoals kabinet.
    pub kleine_letter: Opzoekwoorden,
    /// Tussenvoegsels in de naam van een Kamerlid.
    pub tussenvoegsels: Opzoekwoorden,
    /// Woorden vóór de naam van een ministerie.
    pub voor_naam: Opzoekwoorden,
    /// Rechters met kamers van hun eigen.
    pub rechters: Opzoekwoorden,
}

/// Naam van een ministerie.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ministerie {
    /// Naam, zonder `ministerie van`.
    pub naam: Regel,
    /// Gebruikelijke afkortingen.
    #[serde(default)]
    pub afkorting: Vec<Regel>,
    /// Nummer in het register TOOI (standaarden.overheid.nl), zoals mnre1058.
    #[serde(default)]
    pub tooi: Option<Regel>,
    /// Eerste dag van deze naam; zonder dit veld sinds mensenheugenis.
    #[serde(default)]
    pub van: Option<Datum>,
    /// Eerste dag waarop deze naam niet meer gold; zonder dit veld tot nu.
    #[serde(default)]
    pub tot: Option<Datum>,
}

impl Namen {
    /// The years of a ministry's name, such as `2010–2017`, if it was not in use on a day; without a day, if it is gone.
    pub fn buiten_tijd(&self, naam: &str, day: Option<Datum>) -> Option<String> {
        let all: Vec<&Ministerie> =
            self.ministeries.iter().filter(|one| one.naam.as_str() == naam).collect();
        let exists = |one: &&Ministerie| day.map_or(one.tot.is_none(), |day| one.exists(day));
        if all.is_empty() || all.iter().any(exists) {
            return None;
        }
        let years = all.iter().map(|one| match (one.van, one.tot) {
            (Some(van), Some(tot)) if van.year() == tot.year() => van.year().to_string(),
            (Some(van), Some(tot)) => format!("{}–{}", van.year(), tot.year()),
            (Some(van), None) => format!("vanaf {}", van.year()),
            (None, tot) => tot.map_or_else(String::new, |tot| format!("tot {}", tot.year())),
        });
        Some(years.collect::<Vec<_>>().join(", "))
    }
}

impl Ministerie {
    /// Whether the name was in use on a day.
    pub fn exists(&self, day: Datum) -> bool {
        self.van.is_none_or(|van| van <= day) && self.tot.is_none_or(|tot| day < tot)
    }
}

impl Post {
    /// Whether the name was in use on a day.
    pub fn exists(&self, day: Datum) -> bool {
        self.van.is_none_or(|van| van <= day) && self.tot.is_none_or(|tot| day < tot)
    }
}

/// Bewindspersoon met een eigen naam.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Woorden vóór de naam.
    pub functie: Functie,
    /// Naam.
    pub naam: Regel,
    /// Eerste dag van deze naam.
    #[serde(default)]
    pub van: Option<Datum>,
    /// Eerste dag waarop deze naam niet meer gold.
    #[serde(default)]
    pub tot: Option<Datum>,
}

/// Woorden vóór de naam van een bewindspersoon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Functie {
    /// minister van, zonder eigen ministerie
    MinisterVan,
    /// minister voor
    MinisterVoor,
    /// staatssecretaris
    Staatssecretaris,
}

/// De lijsten samen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lijsten {
    /// Woorden rond bedragen, dekking en de bijlage.
    pub geld: Geldwoorden,
    /// Woorden uit het verkeer met de Kamer.
    pub kamer: Kamerwoorden,
    /// Woorden waarmee wordt gezocht naar wat is vergeten te lakken.
    pub lakken: Lakwoorden,
    /// Officiële namen.
    pub namen: Namen,
    /// Woorden van de beslisnota.
    pub nota: Notawoorden,
    /// Codes waarmee een publicatie zegt wat zij is.
    pub publicatie: Publicatiecodes,
    /// Woorden in een spreadsheet.
    pub spreadsheet: Bladwoorden,
    /// Woorden van de taal.
    pub taal: Taal,
    /// De gronden van de Wet open overheid.
    pub woo: Woo,
}

impl Lijsten {
    /// The built-in lists, read once: they are the same in every run. Nobody made a mistake in them, so nothing has to
    /// know where in them a word stands.
    pub fn ingebouwd() -> Arc<Self> {
        static BUILT_IN: LazyLock<Arc<Lijsten>> = LazyLock::new(|| {
            let lists = include_bytes!(concat!(env!("OUT_DIR"), "/lijsten.json"));
            Arc::new(serde_json::from_slice(lists).expect("the built-in lists are tested"))
        });
        Arc::clone(&BUILT_IN)
    }

    /// Whether a budget chapter exists; an EU dossier's two digits always may.
    pub fn has_chapter(&self, kamerstuk: &Kamerstuk) -> bool {
        kamerstuk.chapter().is_none_or(|chapter| {
            chapter.bytes().all(|b| b.is_ascii_digit())
                || self.namen.hoofdstukken.iter().any(|known| known.as_str() == chapter)
        })
    }
}

/// The lists of names and words; each key of an organisation's own replaces that of the built-in list. `None` when one
/// of them has a mistake.
pub(super) fn read(
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Arc<Lijsten>> {
    match templates.has_own_lists() {
        false => Some(Lijsten::ingebouwd()),
        true => whole(templates, sources, found).map(Arc::new),
    }
}

fn whole(
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Lijsten> {
    fn list<T: DeserializeOwned + JsonSchema>(
        templates: &Templates,
        name: &str,
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let (embedded, own) = templates.list(name);
        let whole = Shape::of_type::<T>();
        let before = found.len();
        let mut all = tree(&embedded.name, &embedded.bytes, &whole, sources, found)?;
        if own.name != embedded.name {
            let some = whole.without_required();
            all = Arc::new(all.overlay(&*tree(&own.name, &own.bytes, &some, sources, found)?));
        }
        // A list with a mistake has been reported; what has the shape has the type.
        (found.len() == before)
            .then(|| serde_yaml::from_value(structure::value(&all, &whole)).ok())
            .flatten()
    }
    // All are read before one is found missing, so that an author sees all mistakes at once.
    let geld = list(templates, "geld", sources, found);
    let kamer = list(templates, "kamer", sources, found);
    let lakken = list(templates, "lakken", sources, found);
    let namen = list(templates, "namen", sources, found);
    let nota = list(templates, "nota", sources, found);
    let publicatie = list(templates, "publicatie", sources, found);
    let spreadsheet = list(templates, "spreadsheet", sources, found);
    let taal = list(templates, "taal", sources, found);
    let woo = list(templates, "woo", sources, found);
    Some(Lijsten {
        geld: geld?,
        kamer: kamer?,
        lakken: lakken?,
        namen: namen?,
        nota: nota?,
        publicatie: publicatie?,
        spreadsheet: spreadsheet?,
        taal: taal?,
        woo: woo?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_have_no_mistakes() {
        let mut found = Vec::new();
        let lists = whole(&Templates::default(), &mut Sources::default(), &mut found);
        assert!(found.is_empty(), "{found:?}");
        // The short way says the same; words have no order.
        let lines = |lists: &Lijsten| {
            let all = format!("{lists:#?}");
            let mut lines: Vec<String> = all.lines().map(ToOwned::to_owned).collect();
            lines.sort_unstable();
            lines
        };
        assert_eq!(lines(&lists.unwrap()), lines(&Lijsten::ingebouwd()));
    }

    #[test]
    fn a_list_of_ones_own_replaces_what_it_has() {
        let files = [
            ("lijsten/geld.yaml", "fez: [bureau geld]\n"),
            ("lijsten/woo.yaml", "gronden:\n  5.1.2e: privacy\n"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let (templates, _) = Templates::with("eigen", files.into());
        let mut found = Vec::new();
        let lists = read(&templates, &mut Sources::default(), &mut found).unwrap();
        assert_eq!(lists.geld.fez, [Regel::new("bureau geld")]);
        assert!(lists.geld.over_geld.has("euro"), "the rest stays");
        let grounds = &lists.woo.gronden;
        assert_eq!(grounds.get("5.1.2e"), Some(&Regel::new("privacy")));
        assert!(grounds.contains_key("5.2.1"), "the others stay");
    }
}
