//! In: the part of a file with its styles. Out: their names, and what they say of the paragraphs and characters that have them: those
//! that they are based on count too. Pure.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::super::Fout;
use super::onderdelen::{attribuut, kind, schakelaar, val};
use super::uitpakken::{Delen, boom};

/// Longest row of styles that are based on each other.
const DEEPEST: usize = 20;

/// What is on or off, by the names that Word has for it.
pub(super) const DOORGEHAALD: [&str; 2] = ["strike", "dstrike"];
pub(super) const VERBORGEN: &str = "vanish";
pub(super) const HOOFDLETTERS: &str = "caps";

/// Styles of what stands above all headings.
pub(super) const TITELS: [&str; 3] = ["title", "titel", "subtitle"];

pub(super) const VET: &str = "b";
pub(super) const CURSIEF: &str = "i";

const SCHAKELAARS: [&str; 6] =
    [DOORGEHAALD[0], DOORGEHAALD[1], VERBORGEN, HOOFDLETTERS, VET, CURSIEF];

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Stijlen {
    /// By their ids.
    alle: BTreeMap<String, Stijl>,
    /// The fonts, and the sizes of letters, that they have.
    lettertypen: BTreeSet<String>,
    groottes: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Stijl {
    naam: String,
    boven: Option<String>,
    aan: BTreeMap<&'static str, bool>,
    lijst: Option<Lijstplaats>,
    /// How deep its paragraphs stand in the outline of the text; 10 for those that do not.
    diepte: Option<usize>,
}

/// The list that a paragraph is put in, and how deep, as far as that is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Lijstplaats {
    pub(super) id: Option<String>,
    pub(super) diep: Option<usize>,
}

impl Lijstplaats {
    /// What properties of a paragraph say of it.
    pub(super) fn van(look: Node<'_, '_>) -> Option<Self> {
        let list = kind(look, "numPr")?;
        let diep = val(list, "ilvl").and_then(|deep| deep.parse().ok());
        Some(Self { id: val(list, "numId").map(ToOwned::to_owned), diep })
    }
}

/// How deep properties of a paragraph put it in the outline of the text; 10 for not at all.
pub(super) fn diepte(look: Node<'_, '_>) -> Option<usize> {
    let level: usize = val(look, "outlineLvl")?.parse().ok()?;
    Some(level.saturating_add(1))
}

/// Reads the part. In a letter that was not made here, `heel`, a style may make headings by another one.
pub(super) fn stijlen(delen: &Delen, heel: bool) -> Result<Stijlen, Fout> {
    let Some(text) = delen.get("word/styles.xml") else { return Ok(Stijlen::default()) };
    let tree = boom(text)?;
    let styles = tree.descendants().filter(|node| node.tag_name().name() == "style");
    let read = styles.filter_map(|style| {
        let (id, look) = (attribuut(style, "styleId")?, kind(style, "rPr"));
        let said = |name: &'static str| Some((name, schakelaar(look?, name)?));
        let stijl = Stijl {
            naam: val(style, "name").unwrap_or(id).to_lowercase(),
            boven: val(style, "basedOn").map(ToOwned::to_owned),
            aan: SCHAKELAARS.into_iter().filter_map(said).collect(),
            lijst: kind(style, "pPr").and_then(Lijstplaats::van),
            diepte: kind(style, "pPr").and_then(diepte),
        };
        Some((id.to_owned(), stijl))
    });
    let named = |element: &'static str, name: &'static str| {
        let all = tree.descendants().filter(move |node| node.tag_name().name() == element);
        all.filter_map(move |node| attribuut(node, name)).map(ToOwned::to_owned).collect()
    };
    let mut all = Stijlen {
        alle: read.collect(),
        lettertypen: named("rFonts", "ascii"),
        groottes: named("sz", "val"),
    };
    if !heel {
        return Ok(all);
    }
    // A style that is based on one of a heading, or says itself that it is one, is that of a heading.
    let levels: Vec<(String, usize)> =
        all.alle.keys().filter_map(|id| Some((id.clone(), all.niveau(id)?))).collect();
    for (id, level) in levels {
        if let Some(stijl) = all.alle.get_mut(&id) {
            stijl.naam = format!("heading {level} {}", stijl.naam);
        }
    }
    Ok(all)
}

impl Stijlen {
    /// The name of a style.
    pub(super) fn naam(&self, id: &str) -> String {
        self.alle.get(id).map_or_else(|| id.to_lowercase(), |stijl| stijl.naam.clone())
    }

    /// A style and those that it is based on, each with its id.
    fn rij<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Stijl)> {
        let first = self.alle.get_key_value(id);
        let next =
            |(_, stijl): &(&'a String, &'a Stijl)| self.alle.get_key_value(stijl.boven.as_deref()?);
        std::iter::successors(first, next).take(DEEPEST).map(|(id, stijl)| (id.as_str(), stijl))
    }

    /// The level of the headings that a style makes, if its name does not say so already.
    fn niveau(&self, id: &str) -> Option<usize> {
        let named = |stijl: &Stijl| {
            let rest =
                stijl.naam.strip_prefix("heading").or_else(|| stijl.naam.strip_prefix("kop"));
            rest.and_then(|rest| rest.trim().parse().ok())
        };
        let own = self.alle.get(id)?;
        if named(own).is_some() || TITELS.contains(&own.naam.as_str()) {
            return None;
        }
        let said = |(_, stijl): (&str, &Stijl)| stijl.diepte.or_else(|| named(stijl));
        self.rij(id).find_map(said).filter(|level| (1..=9).contains(level))
    }

    /// Whether some style has this font, or letters of this size.
    pub(super) fn kent(&self, lettertype: Option<&str>, grootte: Option<&str>) -> [bool; 2] {
        [
            lettertype.is_none_or(|name| self.lettertypen.contains(name)),
            grootte.is_none_or(|size| self.groottes.contains(size)),
        ]
    }

    /// Whether a style turns something on.
    pub(super) fn aan(&self, id: &str, name: &str) -> bool {
        self.rij(id).find_map(|(_, stijl)| stijl.aan.get(name).copied()).unwrap_or_default()
    }

    /// The list that a style puts a paragraph in, and the style that says so.
    pub(super) fn lijst<'a>(&'a self, id: &'a str) -> Option<(&'a str, &'a Lijstplaats)> {
        self.rij(id).find_map(|(id, stijl)| {
            let place = stijl.lijst.as_ref().filter(|place| place.id.is_some())?;
            Some((id, place))
        })
    }
}
