//! In: the lists in `templates/lijsten/`. Out: names and words that the rules compare with. Pure.
//!
//! Lists are data: names of ministries change with a cabinet, and an organisation replaces a list by one of
//! its own in the folder of `--templates`. The comments on the fields are Dutch, as in the profiles.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::schema::Shape;
use super::trees::tree;
use super::{Datum, Kamerstuk, Regel, structure};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::templates::{NAMES, Template, Templates, WORDS};

/// Officiële namen, met de tijd waarin zij golden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
}

/// Naam van een ministerie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Functie {
    /// minister van, zonder eigen ministerie
    MinisterVan,
    /// minister voor
    MinisterVoor,
    /// staatssecretaris
    Staatssecretaris,
}

/// Woorden waar de regels voor de taal naar kijken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taal {
    /// Afkortingen die elke lezer kent, en die geen uitleg nodig hebben.
    pub bekende_afkortingen: Vec<Regel>,
    /// Ambtelijke woorden, en wat ervoor in de plaats kan.
    pub ambtelijk: BTreeMap<String, Regel>,
    /// Woorden die goed zijn gespeld, en die het woordenboek niet kent.
    #[serde(default)]
    pub goed_gespeld: Vec<Regel>,
}

/// De lijsten samen.
#[derive(Debug, Clone)]
pub struct Lijsten {
    /// Officiële namen.
    pub namen: Namen,
    /// Woorden.
    pub taal: Taal,
}

impl Lijsten {
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
    /// The embedded lists, read once: they are the same in every run.
    static EMBEDDED: LazyLock<Option<Arc<Lijsten>>> = LazyLock::new(|| {
        whole(&Templates::default(), &mut Sources::default(), &mut Vec::new()).map(Arc::new)
    });
    match templates.has_own_lists() {
        false => EMBEDDED.clone(),
        true => whole(templates, sources, found).map(Arc::new),
    }
}

fn whole(
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Lijsten> {
    fn list<T: DeserializeOwned>(
        own: &Template,
        path: &str,
        (whole, parts): (&Shape, &Shape),
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let embedded = Templates::embedded(path);
        let before = found.len();
        let mut all = tree(&embedded.name, &embedded.bytes, whole, sources, found)?;
        if own.name != embedded.name {
            all = all.overlay(&tree(&own.name, &own.bytes, parts, sources, found)?);
        }
        // A list with a mistake has been reported; what has the shape has the type.
        (found.len() == before)
            .then(|| serde_yaml::from_value(structure::value(&all, whole)).ok())
            .flatten()
    }
    let (namen, taal) = templates.lists();
    let (namen_shape, taal_shape) = (Shape::of_type::<Namen>(), Shape::of_type::<Taal>());
    let (some_namen, some_taal) = (namen_shape.without_required(), taal_shape.without_required());
    let namen = list(namen, NAMES, (&namen_shape, &some_namen), sources, found);
    let taal = list(taal, WORDS, (&taal_shape, &some_taal), sources, found);
    Some(Lijsten { namen: namen?, taal: taal? })
}
