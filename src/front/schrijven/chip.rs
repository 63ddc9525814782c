//! In: what was typed for a reference, a note or a value. Out: the same as a thing that can be moved and deleted, not
//! broken, with a few words that say what it is. Pure.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::dossier::{Aanhangsel, Verwijzing};
use crate::prose::{self, Block, Inline};

/// A reference, a note or a value in a line.
#[derive(Debug, Clone, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// What it is.
    #[serde(default)]
    pub kind: ChipKind,
    /// What is typed for it: `[^motie]`, `<kst:28638-238>`, `{{ bijlage.totaal[2026] | miljoen }}`. Of a new note it is
    /// empty: its name comes by itself.
    #[serde(default)]
    pub source: String,
    /// What it is, in a few words.
    #[serde(default)]
    pub label: String,
    /// Of a new note: its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What a chip is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ChipKind {
    /// A reference to a footnote.
    #[default]
    Note,
    /// A reference to a paper of parliament.
    Paper,
    /// A computed value.
    Value,
}

impl Chip {
    /// The chip that is typed so; none if it is none.
    pub fn new(source: &str) -> Option<Self> {
        let (prose, _) = prose::parse(source);
        let [Block::Paragraph(inlines)] = &prose.blocks[..] else { return None };
        let [inline] = &inlines[..] else { return None };
        Self::of(inline, source).filter(|chip| chip.source == source)
    }

    /// A part of a text as a chip.
    pub(super) fn of(inline: &Inline, text: &str) -> Option<Self> {
        let (kind, range, label) = match inline {
            Inline::Note { name, range } => (ChipKind::Note, range, format!("noot {name}")),
            Inline::Paper { reference, range } => (ChipKind::Paper, range, cited(reference)),
            Inline::Value { expression, range } => {
                (ChipKind::Value, range, expression.trim().to_owned())
            }
            _ => return None,
        };
        let source = text.get(range.clone())?.to_owned();
        Some(Self { kind, source, label, text: None })
    }

    /// The name of the note that it refers to.
    pub fn note(&self) -> Option<&str> {
        let name = self.source.strip_prefix("[^")?.strip_suffix(']')?;
        (self.kind == ChipKind::Note).then_some(name)
    }
}

/// What is printed says what it is; the words beside it come from that.
impl PartialEq for Chip {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.text) == (&other.source, &other.text)
    }
}

impl Ord for Chip {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.source, &self.text).cmp(&(&other.source, &other.text))
    }
}

impl PartialOrd for Chip {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Chip {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.source, &self.text).hash(state);
    }
}

/// A reference to a paper in a few words.
fn cited(reference: &str) -> String {
    let (scheme, number) = reference.split_once(':').unwrap_or_default();
    match scheme {
        "ah" => Aanhangsel::parse(number)
            .map_or_else(|_| format!("Aanhangsel {number}"), |paper| paper.to_string()),
        _ => Verwijzing::parse(number).map_or_else(
            |_| format!("Kamerstuk {number}"),
            |paper| paper.kamerstuk.citation(paper.vergaderjaar, paper.pages.as_deref()),
        ),
    }
}

/// What a part of a text is that is kept as it was typed.
pub(super) fn label_of_block(source: &str) -> String {
    let (prose, _) = prose::parse(source);
    if let [Block::Paragraph(inlines)] = &prose.blocks[..]
        && let [Inline::Insert { what, name, .. }] = &inlines[..]
    {
        return format!("{} {name}", what.form());
    }
    let line = source.trim().lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    let more = if short.len() < source.trim().len() { "…" } else { "" };
    format!("zoals getypt: {short}{more}")
}
