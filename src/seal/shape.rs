//! In: a document in the spelling of `export`. Out: whether it is also built as `export` builds one. Pure.
//!
//! The spelling says where things stand; this says which things there are. A page tree whose counts fit, pages and links
//! with the keys that they get, actions that only lead somewhere, streams that unpack in one way. No scripts, layers,
//! forms or files within the file: what a document shows can then not change by itself. What a program makes of fonts
//! and drawings is not looked at; only the dossier itself (`compare`) proves those.

use std::collections::BTreeSet;

use super::document::{Afwijking, Document, Unpacking};
use super::object::{Dictionary, Value};

const TRAILER: [&str; 4] = ["Size", "Root", "Info", "ID"];
const CATALOG: [&str; 12] = [
    "Type",
    "Pages",
    "Metadata",
    "PageLabels",
    "OutputIntents",
    "Lang",
    "StructTreeRoot",
    "MarkInfo",
    "ViewerPreferences",
    "PageLayout",
    "Outlines",
    "Names",
];
const PAGE: [&str; 12] = [
    "Type",
    "Resources",
    "MediaBox",
    "CropBox",
    "BleedBox",
    "TrimBox",
    "ArtBox",
    "StructParents",
    "Tabs",
    "Parent",
    "Contents",
    "Annots",
];
const LINK: [&str; 11] = [
    "Type",
    "Subtype",
    "Rect",
    "Border",
    "C",
    "QuadPoints",
    "Dest",
    "A",
    "F",
    "StructParent",
    "Contents",
];
/// Keys that make a file do something, or show something else, wherever they stand.
const NEVER: [&str; 8] = ["JS", "AA", "OC", "OCGs", "XFA", "EF", "RichMediaContent", "Alternates"];
/// What an action may do: lead to an address, or to a place in the document.
const ACTIONS: [&str; 2] = ["URI", "GoTo"];

/// Looks at a document, and takes note of its pages.
pub(super) fn look(document: &mut Document<'_>) -> Result<(), Afwijking> {
    let trailer = &document.trailer;
    let size = document.objects.len() + 1;
    if !has_only(trailer, &TRAILER) || trailer.get("Size").and_then(Value::as_integer) != Some(size)
    {
        return Err(wrong(document, None, "de slotgegevens (trailer)"));
    }
    let (root, catalog) =
        document.root().ok_or_else(|| wrong(document, None, "het hoofdobject ontbreekt"))?;
    if !has_only(catalog, &CATALOG) || !catalog.names("Type", "Catalog") {
        return Err(wrong(document, Some(root), "het hoofdobject heeft iets dat er niet hoort"));
    }
    let names = document.get(catalog, "Names").as_dictionary();
    if names.is_some_and(|names| !has_only(names, &["Dests"])) {
        return Err(wrong(document, Some(root), "er zijn bestanden of opdrachten ingesloten"));
    }
    let mut unpacking = Unpacking::default();
    for (number, object) in &document.objects {
        if let Some(what) = active(&object.value) {
            return Err(wrong(document, Some(*number), what));
        }
        if let (Some(stream), Value::Dictionary(of)) = (object.stream, &object.value) {
            let packed = match of.get("Filter") {
                None => false,
                Some(filter) if filter.is_name("FlateDecode") => true,
                Some(filter) if filter.is_name("DCTDecode") => false,
                Some(_) => {
                    return Err(wrong(
                        document,
                        Some(*number),
                        "een onbekende manier van inpakken",
                    ));
                }
            };
            if of.has("F") || of.has("FFilter") || of.names("Type", "ObjStm") {
                return Err(wrong(document, Some(*number), "de inhoud staat elders"));
            }
            if packed && !unpacking.is_whole(stream) {
                return Err(wrong(
                    document,
                    Some(*number),
                    "de inhoud is niet op één manier uit te pakken",
                ));
            }
        }
    }
    document.pages = pages(document)?;
    Ok(())
}

/// The pages, each of which must be where the tree has it.
fn pages(document: &Document<'_>) -> Result<Vec<u32>, Afwijking> {
    let tree = document.root().and_then(|(_, root)| root.get("Pages")?.as_reference());
    let tree = tree.ok_or_else(|| wrong(document, None, "er zijn geen bladzijden"))?;
    let uneven = || wrong(document, Some(tree), "de lijst van bladzijden klopt niet");
    let top = document.dictionary(tree).filter(|top| has_only(top, &["Type", "Count", "Kids"]));
    let top = top.ok_or_else(uneven)?;
    let kids = top.get("Kids").and_then(Value::as_array).ok_or_else(uneven)?;
    let pages: Vec<u32> =
        kids.iter().map(Value::as_reference).collect::<Option<_>>().ok_or_else(uneven)?;
    let once: BTreeSet<&u32> = pages.iter().collect();
    if top.get("Count").and_then(Value::as_integer) != Some(pages.len()) || once.len() < pages.len()
    {
        return Err(uneven());
    }
    for number in &pages {
        let foreign = |what| wrong(document, Some(*number), what);
        let page = document.dictionary(*number).ok_or_else(uneven)?;
        let listed = page.get("Parent").and_then(Value::as_reference) == Some(tree);
        if !listed || !page.names("Type", "Page") || !has_only(page, &PAGE) {
            return Err(foreign("een bladzijde heeft iets dat er niet hoort"));
        }
        for annotation in document.list(page, "Annots") {
            let link = document
                .follow(annotation)
                .as_dictionary()
                .filter(|link| link.names("Subtype", "Link") && has_only(link, &LINK));
            if link.is_none() {
                return Err(foreign("op een bladzijde ligt iets anders dan een link"));
            }
        }
    }
    let all = document.objects.values().filter(|object| {
        object.value.as_dictionary().is_some_and(|of| {
            of.names("Type", "Page") || of.names("Type", "Pages") || of.names("Type", "Catalog")
        })
    });
    if all.count() != pages.len() + 2 {
        return Err(uneven());
    }
    Ok(pages)
}

/// What in a value, at any depth, does something by itself.
fn active(value: &Value) -> Option<&'static str> {
    match value {
        Value::Array(items) => items.iter().find_map(active),
        Value::Dictionary(of) => {
            let action = of.names("Type", "Action") || of.has("URI");
            let leads = of.get("S").is_some_and(|kind| ACTIONS.iter().any(|one| kind.is_name(one)));
            if action && (!leads || of.has("Next")) {
                return Some("een opdracht die meer doet dan ergens heen leiden");
            }
            if of.has("Title") && (of.has("A") || of.has("SE")) {
                return Some("een bladwijzer met een opdracht");
            }
            of.entries().find_map(|(key, value)| {
                let never = NEVER.iter().any(|never| never.as_bytes() == key);
                if never {
                    Some("een script, laag, formulier of ingesloten bestand")
                } else {
                    active(value)
                }
            })
        }
        _ => None,
    }
}

fn has_only(dictionary: &Dictionary, keys: &[&str]) -> bool {
    dictionary.entries().all(|(key, _)| keys.iter().any(|known| known.as_bytes() == key))
}

/// What is wrong in an object, or in the trailer.
fn wrong(document: &Document<'_>, number: Option<u32>, what: &str) -> Afwijking {
    let head = number.map(|number| format!("\n{number} 0 obj\n").into_bytes());
    let at = head.and_then(|head| {
        document.bytes.windows(head.len()).position(|window| window == head).map(|at| at + 1)
    });
    Afwijking { at: at.unwrap_or(document.table), what: what.to_owned() }
}
