//! In: the bytes of a PDF of any program, which may be hostile. Out: the signatures in it, and what stands behind each,
//! by its kind. Pure.
//!
//! A signature is never packed, for it has a place in the bytes that it is over. So it is looked for there: no table of
//! the file has to be believed, and none has to be understood.

use std::ops::Range;

use memchr::memmem;

use super::object::{Dictionary, Reader, Value};

/// Most signatures that are looked at.
const MAX_SIGNATURES: usize = 200;
/// Values in one of them, at most.
const MAX_VALUES: usize = 10_000;
const MARK: &[u8] = b"/ByteRange";

/// What may stand behind a signature, as a reader would say it.
pub(super) const STAMP: &str = "een tijdstempel over het hele document";
pub(super) const STORE: &str =
    "gegevens om later te kunnen nagaan of de certificaten geldig waren (DSS)";

/// A signature that was found.
pub(super) struct FoundSignature {
    /// What it says of itself.
    pub(super) entry: Dictionary,
    /// What it is over, when that is everything up to some byte but for itself.
    pub(super) covered: Option<Covered>,
}

/// Everything to `end`, without the hole in which the signature stands itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) hole: Range<usize>,
    pub(super) end: usize,
}

/// The signatures of a file, in the order of what they are over; and whether there are more than are looked at.
pub(super) fn signatures(file: &[u8]) -> (Vec<FoundSignature>, bool) {
    let mut found: Vec<FoundSignature> = Vec::new();
    let mut from = 0;
    while let Some(at) = place(file, MARK, from) {
        if found.len() == MAX_SIGNATURES {
            return (found, true);
        }
        let object =
            memmem::rfind(&file[from..at], b" obj").map(|place| from + place + b" obj".len());
        from = at + MARK.len();
        let Some(object) = object else { continue };
        let mut reader = Reader { bytes: file, at: object, left: MAX_VALUES };
        let entry = match reader.value() {
            // The signature, or the field in which it stands.
            Some(Value::Dictionary(entry)) => match entry.get("V").and_then(Value::as_dictionary) {
                Some(value) if !entry.has("ByteRange") => value.clone(),
                _ => entry,
            },
            _ => Dictionary::default(),
        };
        from = from.max(reader.at);
        let covered = covered(file, &entry)
            .filter(|covered| object < covered.hole.start && covered.hole.end < reader.at);
        found.push(FoundSignature { entry, covered });
    }
    found.sort_by_key(|one| one.covered.as_ref().map_or(usize::MAX, |covered| covered.end));
    (found, false)
}

/// Whether a file has a signature, or looks as if it has: it may be one that cannot be read.
pub(super) fn is_any(file: &[u8]) -> bool {
    place(file, MARK, 0).is_some()
}

/// Reads `ByteRange`; nothing unless the hole is exactly the signature.
fn covered(file: &[u8], entry: &Dictionary) -> Option<Covered> {
    let numbers: Vec<usize> =
        entry.get("ByteRange")?.as_array()?.iter().map(Value::as_integer).collect::<Option<_>>()?;
    let [0, start, from, length] = numbers[..] else { return None };
    let end = from.checked_add(length).filter(|end| *end <= file.len())?;
    let mut reader = Reader { bytes: file.get(..from)?, at: start, left: 1 };
    let stands = reader.value()?;
    (stands.as_string() == entry.get("Contents")?.as_string() && reader.at == from)
        .then_some(Covered { hole: start..from, end })
}

/// What stands behind a signature, each kind once.
pub(super) fn kinds(rest: &[u8]) -> Vec<String> {
    let has = |name: &str| {
        let mut from = 0;
        while let Some(at) = place(rest, name.as_bytes(), from) {
            from = at + name.len();
            if rest.get(from).is_none_or(|byte| !byte.is_ascii_alphanumeric()) {
                return true;
            }
        }
        false
    };
    let (signatures, _) = signatures(rest);
    let stamps = signatures.iter().filter(|one| is_stamp(&one.entry)).count();
    let notes = ["/Text", "/FreeText", "/Highlight", "/Ink", "/Stamp", "/Square", "/StrikeOut"];
    let all = [
        (signatures.len() > stamps, "een volgende handtekening"),
        (stamps > 0, STAMP),
        (has("/DSS"), STORE),
        (has("/Tx") || has("/Btn") || has("/Ch"), "ingevulde velden van een formulier"),
        (notes.iter().any(|note| has(note)), "aantekeningen"),
    ];
    let named: Vec<String> =
        all.into_iter().filter(|(there, _)| *there).map(|(_, what)| what.to_owned()).collect();
    match named.is_empty() && !rest.trim_ascii().is_empty() {
        true => vec!["iets anders".to_owned()],
        false => named,
    }
}

/// Whether it is a timestamp over the whole document (ISO 32000-2, 12.8.5).
pub(super) fn is_stamp(entry: &Dictionary) -> bool {
    entry.names("SubFilter", "ETSI.RFC3161")
}

/// Where some bytes stand, from a place on.
pub(super) fn place(file: &[u8], text: &[u8], from: usize) -> Option<usize> {
    memmem::find(file.get(from..)?, text).map(|at| from + at)
}
