//! In: the file with the remarks of colleagues, and what a dossier says. Out: each remark with the words that it is about, as
//! those stand now; and how many are open. Pure.
//!
//! A remark is about words in a field, as they are typed there. It is never printed and in no fingerprint. Where its words
//! stand elsewhere, and nowhere else, it goes along with them; where they are gone it says so.

mod erbij;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, codes, has_errors, words};
use crate::dossier::{Moment, Place, Proza, Regel, Shape, schema_of, tree, value};
use crate::edit::{self, Change};
use crate::schrijven::splices;
use crate::source::Sources;
use crate::stukken::OPMERKINGEN;
use crate::workspace::{FileError, Workspace};
use crate::yaml::Path;

pub use erbij::{Gegeven, Geplaatst, Gezet, TEKEN, Teruggekomen, erbij};

/// Opmerkingen van collega's bij het dossier. Zij komen nooit op papier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opmerkingen {
    /// De opmerkingen, in de volgorde waarin zij zijn gemaakt.
    #[serde(default)]
    pub opmerkingen: Vec<Opmerking>,
}

/// Een opmerking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opmerking {
    /// Het veld waar zij bij hoort, zoals `brief.secties[0].tekst`.
    pub plaats: Regel,
    /// De woorden waar zij over gaat, zoals zij in het veld getypt zijn; zonder dit veld gaat zij over het hele veld.
    #[serde(default)]
    pub woorden: Option<Proza>,
    /// De hoeveelste keer dat die woorden in het veld staan; zonder dit veld de eerste.
    #[serde(default)]
    pub keer: Option<u16>,
    /// Van wie zij is.
    pub wie: Regel,
    /// Wanneer zij is gemaakt.
    pub wanneer: Moment,
    /// De opmerking zelf.
    pub tekst: Proza,
    /// Wat er op gezegd is.
    #[serde(default)]
    pub antwoorden: Vec<Antwoord>,
    /// Of er niets meer mee hoeft te gebeuren.
    #[serde(default)]
    pub afgehandeld: bool,
}

/// Wat er op een opmerking gezegd is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Antwoord {
    /// Van wie het is.
    pub wie: Regel,
    /// Wanneer het is gegeven.
    pub wanneer: Moment,
    /// Het antwoord zelf.
    pub tekst: Proza,
}

/// The schema of the file, for editors.
pub fn schema() -> serde_json::Value {
    schema_of::<Opmerkingen>()
}

/// Reads the remarks of a dossier, and counts those that are open; none when there are none, or something is wrong with
/// them.
pub(crate) fn read(
    workspace: &Workspace,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Opmerkingen {
    let name = workspace.path(OPMERKINGEN);
    let bytes = match workspace.file(OPMERKINGEN) {
        // Of which the last remark was taken away.
        Ok(bytes) if bytes.trim_ascii().is_empty() => return Opmerkingen::default(),
        Ok(bytes) => bytes,
        Err(FileError::Missing) => return Opmerkingen::default(),
        Err(error) => {
            found.push(error.of_own(&name));
            return Opmerkingen::default();
        }
    };
    let shape = Shape::of_type::<Opmerkingen>();
    let mut mistakes = Vec::new();
    let tree = tree(&name, &bytes, &shape, sources, &mut mistakes);
    let tree = tree.filter(|_| !has_errors(&mistakes));
    found.append(&mut mistakes);
    let Some(tree) = tree else { return Opmerkingen::default() };
    let read: Opmerkingen = serde_yaml::from_value(value(&tree, &shape)).unwrap_or_default();
    let open: Vec<usize> =
        (0..read.opmerkingen.len()).filter(|index| !read.opmerkingen[*index].afgehandeld).collect();
    if let Some(first) = open.first() {
        let count = words::count(open.len(), "opmerking staat", "opmerkingen staan");
        let place = Path::default().key("opmerkingen").index(*first).key("tekst");
        found.push(
            Diagnostic::warning(codes::REMARK_OPEN, format!("{count} nog open"))
                .at(tree.place(&place, sources), "de eerste")
                .help("beantwoord wat er gevraagd wordt, en zet `afgehandeld: ja` bij wat klaar is; in `kamerbrief watch` kan dat naast de bladzijde"),
        );
    }
    read
}

impl Opmerkingen {
    /// The remarks in the text of their file; none when something is wrong with it.
    pub fn of(text: &str) -> Self {
        let shape = Shape::of_type::<Self>();
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let tree = tree(OPMERKINGEN, text.as_bytes(), &shape, &mut sources, &mut found);
        let tree = tree.filter(|_| !has_errors(&found));
        tree.and_then(|tree| serde_yaml::from_value(value(&tree, &shape)).ok()).unwrap_or_default()
    }
}

impl Opmerking {
    /// The words that it is about; none when it is about its whole field.
    fn over(&self) -> Option<&str> {
        self.woorden.as_ref().map(|words| words.as_str().trim()).filter(|words| !words.is_empty())
    }

    /// What it is about, in the text of its field.
    fn within(&self, text: &str) -> Option<Range<usize>> {
        let Some(wanted) = self.over() else {
            let start = text.len() - text.trim_start().len();
            return Some(start..text.trim_end().len().max(start));
        };
        let nth = usize::from(self.keer.unwrap_or(1).saturating_sub(1));
        let mut all: Vec<Range<usize>> = occurrences(text, wanted).collect();
        if nth < all.len() { Some(all.swap_remove(nth)) } else { all.pop() }
    }

    /// The words that it is about, in the fields as they are: in its own, or else in the only other that has them.
    pub fn find(&self, fields: &[(Place, &str)]) -> Option<(Place, Range<usize>)> {
        let own = fields.iter().find(|(place, _)| place.to_string() == self.plaats.as_str());
        let within = own.and_then(|(place, text)| Some((place.clone(), self.within(text)?)));
        within.or_else(|| {
            let wanted = self.over()?;
            let mut all = fields.iter().flat_map(|(place, text)| {
                occurrences(text, wanted).map(move |range| (place.clone(), range))
            });
            let only = all.next()?;
            all.next().is_none().then_some(only)
        })
    }
}

/// The file with the remarks, after the text of a field was changed: their words along with it. None where none has to
/// change.
pub fn followed(file: &str, plaats: &str, old: &str, new: &str) -> Option<String> {
    let splices = splices(old, new);
    let list = Path::default().key("opmerkingen");
    let change = |(index, remark): (usize, Opmerking)| {
        let range = remark.within(old).filter(|_| remark.plaats.as_str() == plaats)?;
        let words = new.get(moved(&range, &splices))?.trim();
        let before = remark.over()?;
        let same = words.split_whitespace().eq(before.split_whitespace());
        (!same && !words.is_empty()).then(|| Change::Text {
            place: list.index(index).key("woorden"),
            range: 0..remark.woorden.as_ref().map_or(0, |typed| typed.as_str().len()),
            new: words.to_owned(),
        })
    };
    let all = Opmerkingen::of(file).opmerkingen.into_iter().enumerate();
    let changes: Vec<Change> = all.filter_map(change).collect();
    if changes.is_empty() { None } else { edit::apply(file, &changes).ok() }
}

/// A range of a text after changes of it: what was changed within it, or over an edge of it, belongs to it.
fn moved(range: &Range<usize>, splices: &[(Range<usize>, String)]) -> Range<usize> {
    let (mut start, mut end) = (range.start.cast_signed(), range.end.cast_signed());
    for (gone, new) in splices {
        let (grown, at) =
            (new.len().cast_signed() - gone.len().cast_signed(), gone.start.cast_signed());
        if gone.end <= range.start {
            start += grown;
            end += grown;
        } else if gone.start < range.end {
            end += grown + (gone.end.cast_signed() - range.end.cast_signed()).max(0);
            start = start.min(at + start - range.start.cast_signed());
        }
    }
    start.max(0).cast_unsigned()..end.max(start).cast_unsigned()
}

/// Where words stand in a text, wherever its lines end.
pub fn occurrences<'a>(text: &'a str, wanted: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let first = wanted.first().copied().unwrap_or_default();
    let starts = text.match_indices(first).filter(move |_| !first.is_empty());
    starts.filter_map(move |(start, _)| {
        let mut at = start;
        for (index, word) in wanted.iter().enumerate() {
            let rest = &text[at..];
            let trimmed = rest.trim_start();
            if index > 0 {
                if trimmed.len() == rest.len() {
                    return None;
                }
                at += rest.len() - trimmed.len();
            }
            text[at..].starts_with(word).then_some(())?;
            at += word.len();
        }
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "opmerkingen:\n  - plaats: brief.opening\n    woorden: de vette zin\n    wie: Jan\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Klopt dit?\n";

    fn found(
        fields: &[(&str, &str)],
        change: impl Fn(&mut Opmerking),
    ) -> Option<(String, Range<usize>)> {
        let mut remark = Opmerkingen::of(FILE).opmerkingen.remove(0);
        change(&mut remark);
        let fields: Vec<(Place, &str)> =
            fields.iter().map(|(place, text)| (place.parse().unwrap(), *text)).collect();
        remark.find(&fields).map(|(place, range)| (place.to_string(), range))
    }

    #[test]
    fn the_words_of_a_remark_change_along_with_the_text() {
        let words = |old: &str, new: &str| {
            let file = followed(FILE, "brief.opening", old, new)?;
            Some(Opmerkingen::of(&file).opmerkingen[0].over()?.to_owned())
        };
        let old = "Dit is de vette zin, en meer.";
        for (new, wanted) in [
            ("Hier is de vette zin, en meer.", None),
            ("Dit is de heel vette zin, en meer.", Some("de heel vette zin")),
            ("Dit is de dunne zin, en meer.", Some("de dunne zin")),
            ("Dit is een dunne zin, en meer.", Some("een dunne zin")),
            ("Lang voor de magere regel, en meer.", Some("de magere regel")),
            ("Dit is , en meer.", None),
            ("", None),
        ] {
            assert_eq!(words(old, new).as_deref(), wanted, "{new}");
        }
        assert_eq!(followed(FILE, "brief.slot", old, "Dit is de heel vette zin."), None);
    }

    #[test]
    fn a_remark_follows_its_words() {
        let same = |_: &mut Opmerking| {};
        let at = |place: &str, range| Some((place.to_owned(), range));
        let fields = [("brief.opening", "Dit is de\nvette zin."), ("brief.slot", "Slot.")];
        assert_eq!(found(&fields, same), at("brief.opening", 7..19));
        // Of several the one that it is about, as far as that is still there.
        let twice = [("brief.opening", "de vette zin en de vette zin")];
        assert_eq!(found(&twice, |remark| remark.keer = Some(2)), at("brief.opening", 16..28));
        assert_eq!(found(&twice, |remark| remark.keer = Some(3)), at("brief.opening", 16..28));
        // Elsewhere, if it is clear where.
        let moved = [("brief.opening", "Niets."), ("brief.slot", "Nu de vette zin.")];
        assert_eq!(found(&moved, same), at("brief.slot", 3..15));
        let unclear = [("brief.slot", "de vette zin"), ("nota.aanleiding", "de vette zin")];
        assert_eq!(found(&unclear, same), None);
        assert_eq!(found(&[("brief.opening", "de vetter zin")], same), None);
        // Without words it is about its whole field, and nothing else.
        let whole = |remark: &mut Opmerking| remark.woorden = None;
        assert_eq!(found(&[("brief.opening", " Tekst.\n")], whole), at("brief.opening", 1..7));
        assert_eq!(found(&[("brief.slot", "Slot.")], whole), None);
        let file = FILE.replace("    woorden: de vette zin\n", "");
        assert_eq!(Opmerkingen::of(&file).opmerkingen.len(), 1);
        assert_eq!(followed(&file, "brief.opening", "Dit is de zin.", "Dit was de zin."), None);
        assert_eq!(Opmerkingen::of("opmerkingen: nee\n"), Opmerkingen::default());
    }
}
