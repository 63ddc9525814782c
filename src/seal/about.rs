//! In: a document in the spelling of `export`. Out: whether what it says of itself is the same in both places where it says
//! it, and whether its bookmarks stand in one row. Pure.
//!
//! Programs take a title from the one place or from the other, and go along bookmarks by what each of them names.

use std::collections::BTreeSet;

use super::document::{Afwijking, Document};
use super::object::{Dictionary, Value};
use super::shape::wrong;

/// What stands in both places: its key, and what it is called in the metadata (XMP).
const BOTH: [(&str, &str); 2] = [("Title", "dc:title"), ("Keywords", "pdf:Keywords")];

/// Looks at what a document says of itself.
pub(super) fn look(document: &Document<'_>) -> Result<(), Afwijking> {
    let Some((number, root)) = document.root() else { return Ok(()) };
    let info = document.get(&document.trailer, "Info").as_dictionary();
    let metadata = root.get("Metadata").and_then(Value::as_reference);
    let xml = metadata.and_then(|number| document.objects.get(&number)?.stream);
    let same = |(key, tag): (&str, &str)| {
        let own = info.and_then(|info| info.get(key)?.as_string()).map(super::spelled);
        let Some(xml) = xml else { return Some(()) };
        (told(std::str::from_utf8(xml).ok()?, tag)? == own).then_some(())
    };
    if BOTH.into_iter().try_for_each(same).is_none() {
        return Err(wrong(document, metadata, "een titel of trefwoorden die elders anders zijn"));
    }
    match root.get("Outlines").map(|of| bookmarks(document, of)) {
        Some(None) => Err(wrong(document, Some(number), "bladwijzers die niet op een rij staan")),
        _ => Ok(()),
    }
}

/// What the metadata have within a tag, without tags within it; none at all when it stands there twice.
#[expect(clippy::option_option, reason = "not there is another thing than there twice")]
fn told(xml: &str, tag: &str) -> Option<Option<String>> {
    let (begin, end) = (format!("<{tag}>"), format!("</{tag}>"));
    let Some((before, rest)) = xml.split_once(&begin) else { return Some(None) };
    let (within, behind) = rest.split_once(&end)?;
    (!before.contains(&end) && !behind.contains(&begin)).then_some(())?;
    let mut text = String::new();
    for part in within.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    for (written, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
    {
        text = text.replace(written, sign);
    }
    Some(Some(text))
}

/// Whether bookmarks, with those within them, each stand in one place of one row.
fn bookmarks(document: &Document<'_>, of: &Value) -> Option<()> {
    let mut seen = BTreeSet::new();
    let mut open = vec![of.as_reference()?];
    while let Some(owner) = open.pop() {
        let row = document.dictionary(owner)?;
        let link = |of: &Dictionary, key: &str| of.get(key).and_then(Value::as_reference);
        let (mut before, mut next) = (None, link(row, "First"));
        while let Some(number) = next {
            seen.insert(number).then_some(())?;
            let own = document.dictionary(number)?;
            let fits = link(own, "Parent") == Some(owner) && link(own, "Prev") == before;
            (fits && own.has("Title") && own.has("Dest")).then_some(())?;
            open.push(number);
            (before, next) = (Some(number), link(own, "Next"));
        }
        (link(row, "Last") == before).then_some(())?;
    }
    Some(())
}
