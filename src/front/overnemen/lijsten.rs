//! In: lines that begin as items of a list, of whatever program. Out: lists, also in each other, as prose. Pure.

use std::ops::Range;

use super::blokken::met_noten;
use super::noten::Noten;
use super::proza::{alleen, letterlijk};
use super::regels::Regel;
use crate::prose::{self, Block, Look, Numbering, Series};

/// How deep lists stand in each other at most.
const DIEPST: usize = 4;

/// An item.
#[derive(Debug, Clone)]
pub(super) struct Punt {
    /// What stands before it, as our prose has it.
    merk: String,
    /// The same, as it was typed.
    getypt: String,
    pub(super) tekst: String,
    /// How far it is indented, and how deep Word means its bullet.
    pub(super) inspring: (usize, usize),
    pub(super) plaats: Range<usize>,
    onder: Vec<Lijst>,
}

impl Punt {
    /// The item that a line begins. A dash without a space begins one only where a list is.
    pub(super) fn van(text: &str, regel: &Regel, in_lijst: bool) -> Option<Self> {
        let (merk, getypt, tekst) = match counted(text) {
            Some((marker, words)) => (marker, marker, words),
            None => {
                let (sign, words) = bullet(text, in_lijst)?;
                ("-", sign, words)
            }
        };
        let level =
            if merk == "-" { getypt.chars().next().map_or(0, prose::word_level) } else { 0 };
        Some(Self {
            merk: merk.into(),
            getypt: getypt.into(),
            tekst: tekst.into(),
            inspring: (regel.kolommen(), level),
            plaats: regel.plaats.clone(),
            onder: Vec::new(),
        })
    }

    fn is_punt(&self) -> bool {
        self.merk == "-"
    }

    /// Whether a list can begin with it.
    fn is_eerste(&self) -> bool {
        self.is_punt() || ["1", "a", "i"].contains(&self.merk.trim_matches(['(', ')', '.']))
    }

    /// Whether the next item is one of a list in it: it stands further in, or is announced.
    fn is_boven(&self, next: &Self) -> bool {
        let announced =
            self.onder.is_empty() && self.tekst.ends_with(':') && next.getypt != self.getypt;
        next.inspring > self.inspring || announced
    }

    /// As it was typed.
    pub(super) fn plat(&self) -> String {
        format!("{} {}", self.getypt, self.tekst)
    }
}

/// Whether a line begins with a bullet.
pub(super) fn is_opsomming(line: &str) -> bool {
    counted(line).is_none() && bullet(line, false).is_some()
}

/// The bullet that a line begins with, and its words.
pub(super) fn bullet(line: &str, in_lijst: bool) -> Option<(&str, &str)> {
    let plain = line.strip_prefix('-').filter(|rest| rest.starts_with(char::is_whitespace));
    let (sign, words) = match plain {
        Some(words) => ("-", words),
        None => match prose::look(line, 0..line.len())? {
            (Look::Bullet | Look::Dash | Look::Star, at) => line.split_at(at),
            (Look::Tight, at) if in_lijst => line.split_at(at),
            _ => return None,
        },
    };
    let words = words.trim();
    (!words.is_empty()).then(|| (sign.trim(), words))
}

/// The number or letter that a line begins with, as our prose has it, and its words.
fn counted(line: &str) -> Option<(&str, &str)> {
    let (marker, words) = line.split_once(char::is_whitespace)?;
    let bare = marker.strip_prefix('(').unwrap_or(marker);
    let label = bare.strip_suffix(')').or_else(|| marker.strip_suffix('.'))?;
    let number = (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
    let letter = matches!(label.as_bytes(), [b'a'..=b'z']);
    let roman = !label.is_empty() && label.len() < 6 && label.bytes().all(|b| b"ivx".contains(&b));
    (number || letter || roman).then(|| (marker, words.trim()))
}

/// Items below each other.
#[derive(Debug, Clone)]
pub(super) struct Lijst {
    punten: Vec<Punt>,
    /// How they can be numbered.
    reeksen: Vec<Numbering>,
    /// Whether it stands directly below the line above.
    pub(super) aan: bool,
}

impl Lijst {
    pub(super) fn new(punt: Punt, aan: bool) -> Self {
        Self { reeksen: reeksen(&punt.merk), punten: vec![punt], aan }
    }

    /// Adds an item where it belongs, at the deepest place first; gives it back if that is nowhere.
    pub(super) fn add(&mut self, punt: Punt) -> Option<Punt> {
        self.add_at(punt, 1)
    }

    fn add_at(&mut self, punt: Punt, depth: usize) -> Option<Punt> {
        let at = self.punten.len();
        let Some(last) = self.punten.last_mut() else { return Some(punt) };
        let punt = match last.onder.last_mut() {
            Some(inner) => inner.add_at(punt, depth + 1)?,
            None => punt,
        };
        let below = last.is_boven(&punt) && depth < DIEPST;
        // A bullet that stands further out belongs to the list around this one.
        let outside = punt.is_punt() && punt.inspring < last.inspring && depth > 1;
        let fits = |numbering: &Numbering| numbering.label(at) == punt.merk;
        if self.reeksen.iter().any(fits) && !outside && !(punt.is_punt() && below) {
            self.reeksen.retain(fits);
            self.punten.push(punt);
        } else if below && punt.is_eerste() {
            last.onder.push(Self::new(punt, true));
        } else {
            return Some(punt);
        }
        None
    }

    /// The last item, however deep.
    pub(super) fn laatste(&self) -> Option<&Punt> {
        let punt = self.punten.last()?;
        punt.onder.last().map_or(Some(punt), Self::laatste)
    }

    /// The item that the next line goes on with.
    pub(super) fn last(&mut self) -> Option<&mut Punt> {
        let punt = self.punten.last_mut()?;
        match punt.onder.is_empty() {
            true => Some(punt),
            false => punt.onder.last_mut()?.last(),
        }
    }

    /// Whether our prose knows such a list.
    pub(super) fn is_lijst(&self) -> bool {
        let written = self.proza(&Noten::default());
        alleen(&written).is_some_and(|block| self.klopt(&block))
    }

    /// Whether it was read as it is.
    fn klopt(&self, block: &Block) -> bool {
        let Block::List { numbering, items, .. } = block else { return false };
        let counts = *numbering != Numbering::Bullet;
        let same = |(i, (punt, item)): (usize, (&Punt, &Vec<Block>))| {
            numbering.label(i) == punt.merk
                && item.len() == punt.onder.len() + 1
                && matches!(item.first(), Some(Block::Paragraph(_)))
                && punt.onder.iter().zip(&item[1..]).all(|(list, block)| list.klopt(block))
        };
        items.len() == self.punten.len()
            && !(counts && items.len() < 2)
            && self.punten.iter().zip(items).enumerate().all(same)
    }

    /// The list as prose.
    pub(super) fn proza(&self, noten: &Noten) -> String {
        let mut lines = Vec::new();
        self.write(noten, 0, &mut lines);
        lines.join("\n")
    }

    fn write(&self, noten: &Noten, indent: usize, lines: &mut Vec<String>) {
        for punt in &self.punten {
            let sign =
                if self.zegt_iets(punt) { format!("{} ", punt.getypt) } else { String::new() };
            let words = match sign.is_empty() {
                true => met_noten(&punt.tekst, noten),
                false => letterlijk(&sign) + &met_noten(&punt.tekst, noten),
            };
            lines.push(format!("{}{} {words}", " ".repeat(indent), punt.merk));
            let indent = indent + punt.merk.chars().count() + 1;
            punt.onder.iter().for_each(|list| list.write(noten, indent, lines));
        }
    }

    /// Whether the sign of an item says more than that it begins: another one than the others have, or before a figure.
    fn zegt_iets(&self, punt: &Punt) -> bool {
        punt.is_punt()
            && !prose::is_mere_bullet(&punt.getypt)
            && (self.punten.iter().any(|other| other.getypt != punt.getypt)
                || self.punten.len() < 2
                || punt.tekst.starts_with(|c: char| c.is_ascii_digit() || c == '€'))
    }

    /// Every item, also those in it, below each other.
    pub(super) fn plat(&self) -> Vec<&Punt> {
        let mut all = Vec::new();
        for punt in &self.punten {
            all.push(punt);
            all.extend(punt.onder.iter().flat_map(Self::plat));
        }
        all
    }
}

/// How a list can be numbered whose first item has this before it.
fn reeksen(merk: &str) -> Vec<Numbering> {
    const HIGHEST: u64 = 39;
    let Some(suffix) = merk.chars().next_back().filter(|_| merk != "-") else {
        return vec![Numbering::Bullet];
    };
    let open = merk.starts_with('(');
    let number = merk.trim_matches(['(', ')', '.']).parse().ok();
    let counted = |series, first| Numbering::Counted { open, series, first, suffix };
    let named = [Series::Letter, Series::Roman].into_iter().filter_map(|series| {
        (1..=HIGHEST).map(|first| counted(series, first)).find(|one| one.label(0) == merk)
    });
    number.map(|first| counted(Series::Number, first)).into_iter().chain(named).collect()
}
