//! In: the style of a cell, and what it holds. Out: what a reader of the spreadsheet makes of it. Pure.

use std::sync::Arc;

use super::CellValue;
use super::format::{self, Shown};

/// How a cell looks, as far as that says something of what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appearance {
    /// What is seen of a number.
    pub shown: Shown,
    /// How far a text stands to the right of the others: by its style, or by spaces before it.
    pub indent: u32,
    /// Whether it is struck through.
    pub struck: bool,
    /// What parts of its text have that the others have not.
    pub parts: Parts,
    /// Whether its letters have the colour of what is behind them.
    pub unseen: bool,
    /// The format of a number; none where it is shown as it is.
    format: Option<Arc<str>>,
}

/// What a part of a text may look like, and says something by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parts {
    /// Struck through.
    pub struck: bool,
    /// Above or below the line, as a note or in m².
    pub raised: bool,
}

impl Parts {
    /// What either of two have.
    pub(super) fn or(self, other: Self) -> Self {
        Self { struck: self.struck || other.struck, raised: self.raised || other.raised }
    }
}

impl Appearance {
    /// The number as a reader sees it, where it stands for a text, such as the number of an article. Nothing where that is
    /// not certain: of `11.10` a spreadsheet keeps 11,1.
    pub(super) fn text(&self, number: f64) -> Option<String> {
        format::text(self.format.as_deref().unwrap_or("General"), number)
    }
}

/// The style of a cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// The format of its numbers, as Excel writes it.
    pub(super) format: Option<Arc<str>>,
    /// Whether that shows numbers as dates, or as years.
    pub(super) is_date: bool,
    pub(super) is_year: bool,
    pub(super) indent: u32,
    pub(super) struck: bool,
    pub(super) raised: bool,
    /// The colour of its letters, and of what is behind them; none where nothing is said of it.
    pub(super) ink: Option<String>,
    pub(super) paper: Option<String>,
}

impl Style {
    /// How a cell of this style looks; `typed` is its text with the spaces before it.
    pub(super) fn appearance(&self, value: &CellValue, typed: &str) -> Appearance {
        let (ink, paper) =
            (self.ink.as_deref().unwrap_or(BLACK), self.paper.as_deref().unwrap_or(WHITE));
        let shown = match value {
            CellValue::Number(number) => match self.format.as_deref() {
                None | Some("General") => Shown::Same,
                Some(format) => format::shown(format, *number),
            },
            _ => Shown::Same,
        };
        Appearance {
            shown,
            indent: self.indent.saturating_mul(STEP).saturating_add(spaces(typed)),
            struck: self.struck,
            parts: Parts { struck: false, raised: self.raised },
            unseen: ink == paper,
            format: self.format.clone(),
        }
    }
}

pub(super) const BLACK: &str = "000000";
pub(super) const WHITE: &str = "ffffff";
/// How many spaces a step of the indentation of a style is.
const STEP: u32 = 4;

/// How many spaces stand before a text; a single one is a slip of the hand.
fn spaces(text: &str) -> u32 {
    let before = text.chars().take_while(|sign| sign.is_whitespace() && *sign != '\n');
    let wide = before.map(|sign| if sign == '\t' { STEP } else { 1 }).sum();
    if wide > 1 { wide } else { 0 }
}
