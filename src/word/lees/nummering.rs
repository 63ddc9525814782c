//! In: the part of a file with its numbering. Out: how each level of each list is numbered, and what stands before each paragraph of it,
//! counted along a text as Word does. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use roxmltree::Node;

use super::super::Fout;
use super::onderdelen::{aan, attribuut, kind, val};
use super::uitpakken::{Delen, boom};
use crate::prose::{Numbering, Series};

/// Most levels of a list.
const LEVELS: usize = 9;

/// Highest number that is counted to.
const MOST: u64 = 1_000_000;

/// Longest text that Word puts before a paragraph.
const LONGEST: usize = 255;

/// The lists of a file, by their ids.
#[derive(Debug, Default)]
pub(super) struct Nummering {
    lijsten: BTreeMap<String, Lijst>,
}

/// A list. Lists of one form count on from each other, unless one has a number of its own to begin with.
#[derive(Debug)]
struct Lijst {
    vorm: String,
    niveaus: Rc<Vec<Niveau>>,
    /// The levels that it has for itself, and their first numbers.
    eigen: BTreeMap<usize, Niveau>,
    begin: BTreeMap<usize, u64>,
}

/// How one level is numbered.
#[derive(Debug, Clone)]
struct Niveau {
    vorm: Vorm,
    begin: u64,
    /// What is printed, with `%1` for the number of the first level.
    tekst: String,
    /// Below which levels it begins again.
    herstart: Option<usize>,
    /// Whether all numbers in it are plain ones.
    gewoon: bool,
    /// The style that puts a paragraph on it.
    stijl: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vorm {
    Teken,
    Niets,
    Cijfer,
    MetNul,
    Rang,
    Letter { groot: bool },
    Romeins { groot: bool },
}

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nummer {
    /// Its words and numbers; a bullet has none.
    pub(super) tekst: String,
    /// The list of a dossier that prints the same, if there is one.
    pub(super) lijst: Option<Numbering>,
}

/// Reads the part.
pub(super) fn nummering(delen: &Delen) -> Result<Nummering, Fout> {
    let Some(text) = delen.get("word/numbering.xml") else { return Ok(Nummering::default()) };
    let tree = boom(text)?;
    let mut vormen: BTreeMap<&str, Rc<Vec<Niveau>>> = BTreeMap::new();
    // Lists that have their levels by the name of a style, and whose levels those are.
    let (mut geleend, mut bij_stijl) = (BTreeMap::new(), BTreeMap::new());
    let parts = |name: &'static str| {
        tree.root_element().children().filter(move |one| one.tag_name().name() == name)
    };
    for node in parts("abstractNum") {
        let Some(id) = attribuut(node, "abstractNumId") else { continue };
        let mut levels: Vec<Niveau> = Vec::new();
        for (at, level) in node.children().filter(|one| one.tag_name().name() == "lvl").enumerate()
        {
            let deep = diepte(level).unwrap_or(at).min(LEVELS - 1);
            (levels.len()..=deep).for_each(|deep| levels.push(Niveau::gewoon(deep)));
            levels[deep] = Niveau::van(level, deep);
        }
        if let Some(style) = val(node, "numStyleLink").filter(|_| levels.is_empty()) {
            geleend.insert(id, style);
        }
        bij_stijl.extend(val(node, "styleLink").map(|style| (style, id)));
        vormen.insert(id, Rc::new(levels));
    }
    let mut all = Nummering::default();
    for node in parts("num") {
        let named = attribuut(node, "numId").zip(val(node, "abstractNumId"));
        let Some((id, vorm)) = named else { continue };
        let vorm =
            geleend.get(vorm).and_then(|style| bij_stijl.get(style)).copied().unwrap_or(vorm);
        let Some(niveaus) = vormen.get(vorm) else { continue };
        let (mut eigen, mut begin) = (BTreeMap::new(), BTreeMap::new());
        for own in node.children().filter(|one| one.tag_name().name() == "lvlOverride") {
            let Some(deep) = diepte(own).filter(|deep| *deep < LEVELS) else { continue };
            eigen.extend(kind(own, "lvl").map(|level| (deep, Niveau::van(level, deep))));
            begin.extend(getal(own, "startOverride").map(|first| (deep, first)));
        }
        let lijst = Lijst { vorm: vorm.to_owned(), niveaus: Rc::clone(niveaus), eigen, begin };
        all.lijsten.insert(id.to_owned(), lijst);
    }
    Ok(all)
}

fn diepte(node: Node<'_, '_>) -> Option<usize> {
    attribuut(node, "ilvl").and_then(|deep| deep.parse().ok())
}

fn getal(node: Node<'_, '_>, name: &str) -> Option<u64> {
    val(node, name).and_then(|number| number.parse().ok()).map(|number: u64| number.min(MOST))
}

impl Niveau {
    /// A level that a file says nothing of.
    fn gewoon(deep: usize) -> Self {
        let tekst = format!("%{}.", deep + 1);
        let (vorm, begin) = (Vorm::Cijfer, 1);
        Self { vorm, begin, tekst, herstart: None, gewoon: false, stijl: None }
    }

    fn van(level: Node<'_, '_>, deep: usize) -> Self {
        let vorm = match val(level, "numFmt") {
            Some("bullet") => Vorm::Teken,
            Some("none") => Vorm::Niets,
            Some("decimalZero") => Vorm::MetNul,
            Some("ordinal") => Vorm::Rang,
            Some("lowerLetter") => Vorm::Letter { groot: false },
            Some("upperLetter") => Vorm::Letter { groot: true },
            Some("lowerRoman") => Vorm::Romeins { groot: false },
            Some("upperRoman") => Vorm::Romeins { groot: true },
            _ => Vorm::Cijfer,
        };
        let begin = getal(level, "start").unwrap_or(1);
        let plain = Self::gewoon(deep).tekst;
        let typed = |text: &str| text.chars().take(LONGEST).collect();
        let tekst = val(level, "lvlText").map_or(plain, typed);
        let herstart = getal(level, "lvlRestart").and_then(|one| usize::try_from(one).ok());
        let (gewoon, stijl) = (aan(level, "isLgl"), val(level, "pStyle").map(ToOwned::to_owned));
        Self { vorm, begin, tekst, herstart, gewoon, stijl }
    }

    /// The list of a dossier that is numbered as this level is, from a number on.
    fn lijst(&self, deep: usize, first: u64) -> Option<Numbering> {
        let series = match self.vorm {
            Vorm::Teken if self.tekst.trim().is_empty() || self.is_woord() => return None,
            Vorm::Teken => return Some(Numbering::Bullet),
            Vorm::Cijfer => Series::Number,
            Vorm::Letter { groot: false } => Series::Letter,
            Vorm::Romeins { groot: false } => Series::Roman,
            _ => return None,
        };
        let text = self.tekst.trim();
        let (open, rest) = text.strip_prefix('(').map_or((false, text), |rest| (true, rest));
        let suffix = match rest.strip_prefix(&format!("%{}", deep + 1))? {
            ")" => ')',
            "." | "" if !open => '.',
            _ => return None,
        };
        Some(Numbering::Counted { open, series, first, suffix })
    }

    /// Whether a bullet is a word: fonts with signs have letters for those.
    fn is_woord(&self) -> bool {
        self.tekst.chars().filter(|char| char.is_alphanumeric()).count() > 2
    }

    fn getal(&self, number: u64) -> String {
        match self.vorm {
            Vorm::Teken | Vorm::Niets => String::new(),
            Vorm::MetNul => format!("{number:02}"),
            Vorm::Rang => format!("{number}e"),
            Vorm::Letter { groot } => in_letters(number, groot),
            Vorm::Romeins { groot } => in_romeins(number, groot),
            Vorm::Cijfer => number.to_string(),
        }
    }
}

/// A number as Word writes it with letters: behind `z` comes `aa`, then `bb`.
fn in_letters(number: u64, groot: bool) -> String {
    const MOST: u64 = 10;
    let Some(from_nought) = number.checked_sub(1).filter(|number| *number < 26 * MOST) else {
        return number.to_string();
    };
    let first = if groot { b'A' } else { b'a' };
    let letter = u8::try_from(from_nought % 26).map_or('?', |at| char::from(first + at));
    (0..=from_nought / 26).map(|_| letter).collect()
}

fn in_romeins(number: u64, groot: bool) -> String {
    const PARTS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, letters) in PARTS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    if groot { out.to_uppercase() } else { out }
}

impl Nummering {
    fn niveau(&self, id: &str, deep: usize) -> Option<&Niveau> {
        let lijst = self.lijsten.get(id)?;
        lijst.eigen.get(&deep).or_else(|| lijst.niveaus.get(deep))
    }

    /// The level that a style puts a paragraph of a list on.
    pub(super) fn diepte(&self, id: &str, stijl: &str) -> Option<usize> {
        let is_own = |deep: &usize| {
            self.niveau(id, *deep).is_some_and(|one| one.stijl.as_deref() == Some(stijl))
        };
        (0..LEVELS).find(is_own)
    }

    /// What a level prints before its first item, where no list of a dossier prints that.
    pub(super) fn vreemd(&self, id: &str, deep: usize) -> Option<String> {
        let level = self.niveau(id, deep).filter(|level| level.lijst(deep, 1).is_none())?;
        let number = |above: usize| {
            let one = self.niveau(id, above)?;
            Some(one.getal(one.begin))
        };
        Some(level.gedrukt(number)).filter(|text| !text.is_empty())
    }

    /// How a list of a dossier is numbered that is like a level of one.
    pub(super) fn soort(&self, id: &str, deep: usize) -> Numbering {
        let number =
            Numbering::Counted { open: false, series: Series::Number, first: 1, suffix: '.' };
        let Some(level) = self.niveau(id, deep) else { return number };
        let first = self.lijsten.get(id).and_then(|lijst| lijst.begin.get(&deep)).copied();
        level.lijst(deep, first.unwrap_or(level.begin)).unwrap_or(match level.vorm {
            Vorm::Teken | Vorm::Niets => Numbering::Bullet,
            Vorm::Letter { .. } => {
                Numbering::Counted { open: false, series: Series::Letter, first: 1, suffix: '.' }
            }
            Vorm::Romeins { .. } => {
                Numbering::Counted { open: false, series: Series::Roman, first: 1, suffix: '.' }
            }
            _ => number,
        })
    }
}

/// Counts along the paragraphs of one text.
#[derive(Debug, Default)]
pub(super) struct Teller {
    /// Of each form: the number of each level.
    standen: BTreeMap<String, [Option<u64>; LEVELS]>,
    /// The levels with a first number of their own that were begun.
    begonnen: BTreeSet<(String, usize)>,
}

impl Teller {
    /// What stands before the next paragraph, which stands in this list.
    pub(super) fn volgende(&mut self, all: &Nummering, id: &str, deep: usize) -> Option<Nummer> {
        let lijst = all.lijsten.get(id)?;
        let deep = deep.min(LEVELS - 1);
        let level = all.niveau(id, deep)?;
        let first = |deep: usize| {
            let own = lijst.begin.get(&deep).copied();
            own.or_else(|| Some(all.niveau(id, deep)?.begin)).unwrap_or(1)
        };
        let stand = self.standen.entry(lijst.vorm.clone()).or_default();
        let anew = lijst.begin.contains_key(&deep) && self.begonnen.insert((id.to_owned(), deep));
        let number = stand[deep].filter(|_| !anew).map_or_else(|| first(deep), |last| last + 1);
        stand[deep] = Some(number);
        for (below, at) in stand.iter_mut().enumerate().skip(deep + 1) {
            let until = all.niveau(id, below).and_then(|one| one.herstart).unwrap_or(below);
            if deep < until {
                *at = None;
            }
        }
        // A level above that has no number yet, has its first.
        for (above, at) in stand.iter_mut().enumerate().take(deep) {
            at.get_or_insert(first(above));
        }
        let stand = *stand;
        let tekst = match level.vorm {
            Vorm::Teken if !level.is_woord() => String::new(),
            _ => level.gedrukt(|above| {
                let one = all.niveau(id, above)?;
                let number = stand[above]?;
                let plain = level.gewoon && !matches!(one.vorm, Vorm::Teken | Vorm::Niets);
                Some(if plain { number.to_string() } else { one.getal(number) })
            }),
        };
        Some(Nummer { tekst, lijst: level.lijst(deep, number) })
    }
}

impl Niveau {
    /// The text of a level with its numbers in it.
    fn gedrukt(&self, number: impl Fn(usize) -> Option<String>) -> String {
        let (mut out, mut numbers) = (String::new(), 0);
        let mut rest = self.tekst.chars().peekable();
        while let Some(char) = rest.next() {
            let level = rest.peek().and_then(|next| next.to_digit(10)).filter(|_| char == '%');
            match level.and_then(|level| usize::try_from(level).ok()).filter(|level| *level > 0) {
                Some(level) => {
                    rest.next();
                    numbers += 1;
                    out.extend(number(level - 1).filter(|_| numbers <= LEVELS));
                }
                None => out.push(char),
            }
        }
        out.trim().to_owned()
    }
}
