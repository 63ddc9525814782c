//! In: the lists of a document. Out: the part with their numbering. Pure.

use super::model::Lijst;
use super::proza::inspringing;
use super::xml::{HEAD, NS};
use crate::prose::{Numbering, Series};

/// The part. The first numbering is that of headings; each list has its own behind it.
pub(super) fn part(lijsten: &[Lijst]) -> String {
    let mut out = format!("{HEAD}<w:numbering {NS}>");
    let heading = |level: usize| match level {
        0 => "%1.".to_owned(),
        more => (0..=more).map(|level| format!("%{}", level + 1)).collect::<Vec<_>>().join("."),
    };
    let levels: String = (0..9)
        .map(|level| {
            format!(
                r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="{}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>"#,
                heading(level)
            )
        })
        .collect();
    out.push_str(&format!(
        r#"<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>"#
    ));
    for (i, (diep, numbering)) in lijsten.iter().enumerate() {
        let levels: String = (0..9).map(|level| niveau(level, *diep, *numbering)).collect();
        out.push_str(&format!(
            r#"<w:abstractNum w:abstractNumId="{}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>"#,
            i + 1
        ));
    }
    for i in 0..=lijsten.len() {
        out.push_str(&format!(
            r#"<w:num w:numId="{}"><w:abstractNumId w:val="{i}"/></w:num>"#,
            i + 1
        ));
    }
    out + "</w:numbering>"
}

/// A level of a list: its own, or one that an item is moved to.
fn niveau(level: usize, diep: usize, numbering: Numbering) -> String {
    let bullet = if level.is_multiple_of(2) { "•" } else { "–" };
    let (start, format, text) = match numbering {
        Numbering::Counted { open, series, first, suffix } => {
            let format = match series {
                Series::Number => "decimal",
                Series::Letter => "lowerLetter",
                Series::Roman => "lowerRoman",
            };
            let open = if open { "(" } else { "" };
            let first = if level == diep { first } else { 1 };
            (first, format, format!("{open}%{}{suffix}", level + 1))
        }
        Numbering::Bullet => (1, "bullet", bullet.to_owned()),
    };
    let (left, hanging) = inspringing(level);
    format!(
        r#"<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>"#
    )
}
