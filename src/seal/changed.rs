//! In: a document of `export`, and what somebody put behind it. Out: which page shows something else since. Pure.
//!
//! A later part of a file may replace every object before it. Other programs that sign or add notes replace a page's
//! dictionary too, but leave in it what the page shows.

use std::collections::BTreeSet;

use super::document::Document;
use super::found::place;
use super::object::{Dictionary, Reader, Value};

/// What a page shows.
const SHOWN: [&str; 4] = ["Contents", "Resources", "MediaBox", "CropBox"];
/// Values in one object, and values that are followed in the document, at most.
const MAX_VALUES: usize = 100_000;

/// What is shown otherwise, as a reader would say it; nothing when the part behind the document leaves all as it was.
pub(super) fn shown(document: &Document<'_>, file: &[u8]) -> Option<String> {
    let tree = document.root().and_then(|(_, root)| root.get("Pages")?.as_reference());
    let parts: Vec<BTreeSet<u32>> = document
        .pages
        .iter()
        .map(|page| {
            document.dictionary(*page).map(|page| parts(document, page)).unwrap_or_default()
        })
        .collect();
    let mut from = document.bytes.len();
    while let Some(at) = place(file, b" 0 obj", from) {
        from = at + b" 0 obj".len();
        let Some(number) = number_before(&file[document.bytes.len()..at]) else { continue };
        let is_page = document.pages.iter().position(|page| *page == number);
        if is_page.is_none() && tree != Some(number) {
            if let Some(page) = parts.iter().position(|parts| parts.contains(&number)) {
                return Some(format!("wat op bladzijde {} staat, is vervangen", page + 1));
            }
            continue;
        }
        let mut reader = Reader { bytes: file, at: from, left: MAX_VALUES };
        let now = reader.value();
        let (was, now) = (document.dictionary(number), now.as_ref().and_then(Value::as_dictionary));
        let (Some(was), Some(now)) = (was, now) else { continue };
        let keys: &[&str] = if is_page.is_some() { &SHOWN } else { &["Kids", "Count"] };
        if keys.iter().any(|key| was.get(key) != now.get(key)) {
            return Some(match is_page {
                Some(page) => format!("bladzijde {} is vervangen", page + 1),
                None => "de lijst van bladzijden is vervangen".to_owned(),
            });
        }
    }
    None
}

/// The objects that a page is made of.
fn parts(document: &Document<'_>, page: &Dictionary) -> BTreeSet<u32> {
    let mut parts = BTreeSet::new();
    let mut open: Vec<&Value> = SHOWN.iter().filter_map(|key| page.get(key)).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Reference(number) if parts.len() < MAX_VALUES && parts.insert(*number) => {
                open.extend(document.objects.get(number).map(|object| &object.value));
            }
            Value::Array(items) => open.extend(items),
            Value::Dictionary(of) => open.extend(of.entries().map(|(_, value)| value)),
            _ => {}
        }
    }
    parts
}

/// The number at the end of some bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[bytes.len() - digits..]).ok()?.parse().ok()
}
