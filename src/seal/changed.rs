//! In: a document of `export`, and what somebody put behind it. Out: which page shows something else since. Pure.
//!
//! A later part of a file may replace every object before it. Other programs that sign or add notes replace a page's
//! dictionary too, but leave in it what the page shows.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::document::Document;
use super::found::place;
use super::object::{Reader, Value};

/// What a page shows.
const SHOWN: [&str; 3] = ["Contents", "Resources", "MediaBox"];
/// Objects behind the document that are looked at, and values in all of them, at most.
const MAX_OBJECTS: usize = 10_000;
const MAX_VALUES: usize = 1_000_000;

/// What is shown otherwise, as a reader would say it; nothing when the part behind the document leaves all as it was.
pub(super) fn shown(document: &Document<'_>, file: &[u8]) -> Option<String> {
    let tree = document.root().and_then(|(_, root)| root.get("Pages")?.as_reference());
    let parts = parts(document);
    let (mut from, mut left) = (document.bytes.len(), MAX_VALUES);
    for _ in 0..MAX_OBJECTS {
        let at = place(file, b" 0 obj", from)?;
        let number = number_before(&file[from..at]);
        from = at + b" 0 obj".len();
        let Some(number) = number else { continue };
        if let Some(page) = parts.get(&number) {
            return Some(format!("wat op bladzijde {page} staat, is vervangen"));
        }
        let page = document.pages.iter().position(|page| *page == number);
        if page.is_none() && tree != Some(number) {
            continue;
        }
        let mut reader = Reader { bytes: file, at: from, left };
        let now = reader.value();
        left = reader.left;
        let (was, now) = (document.dictionary(number), now.as_ref().and_then(Value::as_dictionary));
        let (Some(was), Some(now)) = (was, now) else { continue };
        let keys: &[&str] = if page.is_some() { &SHOWN } else { &["Kids", "Count"] };
        if keys.iter().any(|key| was.get(key) != now.get(key)) {
            return Some(match page {
                Some(page) => format!("bladzijde {} is vervangen", page + 1),
                None => "de lijst van bladzijden is vervangen".to_owned(),
            });
        }
    }
    None
}

/// The objects that pages are made of, each with the first page that has it, from 1.
fn parts(document: &Document<'_>) -> BTreeMap<u32, usize> {
    let mut parts = BTreeMap::new();
    for (page, number) in document.pages.iter().zip(1..) {
        let page = document.dictionary(*page);
        let mut open: Vec<&Value> =
            page.iter().flat_map(|page| SHOWN.iter().filter_map(|key| page.get(key))).collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Reference(part) => {
                    if let Entry::Vacant(entry) = parts.entry(*part) {
                        entry.insert(number);
                        open.extend(document.objects.get(part).map(|object| &object.value));
                    }
                }
                Value::Array(items) => open.extend(items),
                Value::Dictionary(of) => open.extend(of.entries().map(|(_, value)| value)),
                _ => {}
            }
        }
    }
    parts
}

/// The number at the end of some bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[bytes.len() - digits..]).ok()?.parse().ok()
}
