//! In: a document in the spelling of `export`. Out: whether it is also built as `export` builds one. Pure.
//!
//! The spelling says where things stand; this says which things there are. A page tree whose counts fit, pages and links
//! with the keys that they get, actions that only lead somewhere, streams that unpack in one way, operators that have what
//! they need and end what they begin. No scripts, layers, forms or files within the file: what a document shows can then
//! not change by itself. What a program makes of fonts and of the data of pictures is not looked at; only the dossier
//! itself (`compare`) proves those.

use std::collections::BTreeSet;

use super::content;
use super::document::{Afwijking, Document, Unpacking};
use super::found::place;
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
const PAGE: [&str; 8] =
    ["Type", "Resources", "MediaBox", "StructParents", "Tabs", "Parent", "Contents", "Annots"];
const LINK: [&str; 10] = [
    "Type",
    "Subtype",
    "Rect",
    "Border",
    "QuadPoints",
    "Dest",
    "A",
    "F",
    "StructParent",
    "Contents",
];
/// Keys that make a file do something, or show something else, wherever they stand.
const NEVER: [&str; 8] = ["JS", "AA", "OC", "OCGs", "XFA", "EF", "RichMediaContent", "Alternates"];
/// What a picture is described by; a mask or other values for its colours programs draw differently.
const PICTURE: [&str; 11] = [
    "Type",
    "Subtype",
    "Width",
    "Height",
    "ColorSpace",
    "BitsPerComponent",
    "Interpolate",
    "SMask",
    "Filter",
    "Length",
    "DecodeParms",
];
/// What an action may do: lead to an address, or to a place in the document.
const ACTIONS: [&str; 2] = ["URI", "GoTo"];

/// Operators that name something, and what (ISO 32000-1, table 51 and 7.8.3).
const NAMED: [(&str, &str); 8] = [
    ("Tf", "Font"),
    ("Do", "XObject"),
    ("gs", "ExtGState"),
    ("sh", "Shading"),
    ("cs", "ColorSpace"),
    ("CS", "ColorSpace"),
    ("scn", "Pattern"),
    ("SCN", "Pattern"),
];
/// Operators by how many operands each takes; of a colour that differs (ISO 32000-1, annex A). Those that are not here, such
/// as pictures in the middle of a page, `export` does not write.
const OPERANDS: [(usize, &[&str]); 6] = [
    (
        0,
        &[
            "q", "Q", "h", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "W", "W*", "n", "BT",
            "ET", "T*", "EMC",
        ],
    ),
    (
        1,
        &[
            "w", "J", "j", "M", "ri", "i", "gs", "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "Tj", "TJ",
            "'", "Do", "sh", "CS", "cs", "g", "G", "BMC",
        ],
    ),
    (2, &["d", "m", "l", "Td", "TD", "Tf", "BDC"]),
    (3, &["rg", "RG", "\""]),
    (4, &["re", "v", "y", "k", "K"]),
    (6, &["cm", "c", "Tm"]),
];
const COLOURS: [&str; 4] = ["SC", "SCN", "sc", "scn"];

/// Colours that need no name.
const DEVICE: [&str; 4] = ["DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"];
/// A page is not smaller, in points.
const INCH: f32 = 72.0;
/// Values of all pages together, at most.
const MAX_VALUES: usize = 10_000_000;

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
    let preferences = document.get(catalog, "ViewerPreferences").as_dictionary();
    if preferences.is_some_and(|of| !has_only(of, &["Direction", "DisplayDocTitle"])) {
        return Err(wrong(document, Some(root), "lezers krijgen een eigen manier van tonen"));
    }
    let mut unpacking = Unpacking::default();
    for (number, object) in &document.objects {
        let found = active(&object.value).or_else(|| {
            let lost = "een verwijzing naar wat er niet is";
            (!leads(document, &object.value)).then_some(lost)
        });
        if let Some(what) = found {
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
            if of.names("Subtype", "Image") && !has_only(of, &PICTURE) {
                return Err(wrong(
                    document,
                    Some(*number),
                    "een plaatje heeft iets dat er niet hoort",
                ));
            }
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
    let mut left = MAX_VALUES;
    let forms = document.objects.iter().filter(|(_, object)| {
        object.value.as_dictionary().is_some_and(|of| of.names("Subtype", "Form"))
    });
    for number in forms.map(|(number, _)| *number) {
        if draws(document, number, &mut left).is_none() {
            let what = "een tekening gebruikt iets dat zij niet heeft, of is anders ingepakt";
            return Err(wrong(document, Some(number), what));
        }
    }
    for page in &document.pages {
        if draws(document, *page, &mut left).is_none() {
            let what = "een bladzijde tekent met iets dat zij niet heeft, of is anders ingepakt";
            return Err(wrong(document, Some(*page), what));
        }
    }
    Ok(())
}

/// Whether a page, or a drawing on it, draws only with fonts, colours and pictures that it names, and with operators that
/// have what they need and end what they begin: programs differ in what they do without.
fn draws(document: &Document<'_>, number: u32, left: &mut usize) -> Option<()> {
    let of = document.dictionary(number)?;
    let resources = document.get(of, "Resources").as_dictionary()?;
    let mut known: BTreeSet<(&str, &[u8])> = BTreeSet::new();
    for (_, kind) in NAMED {
        let names = document.get(resources, kind).as_dictionary();
        known.extend(names.iter().flat_map(|names| names.entries()).map(|(name, _)| (kind, name)));
    }
    *left = left.checked_sub(known.len())?;
    // The drawing of a page stands by itself.
    let content = match of.get("Contents") {
        Some(contents) => document.objects.get(&contents.as_reference()?)?,
        None => document.objects.get(&number)?,
    };
    let packed = content.value.as_dictionary()?;
    let alone = !of.has("Contents") || has_only(packed, &["Length", "Filter"]);
    if !packed.names("Filter", "FlateDecode") || !alone {
        return None;
    }
    let (mut saved, mut marked, mut text) = (0_usize, 0_usize, false);
    content::operators(content.stream?, left, |operator, operands| {
        let operator = std::str::from_utf8(operator).ok()?;
        let has_operands = match OPERANDS.iter().find(|(_, all)| all.contains(&operator)) {
            Some((count, _)) => *count == operands.len(),
            None => COLOURS.contains(&operator) && !operands.is_empty(),
        };
        if !has_operands {
            return None;
        }
        match operator {
            "q" => saved += 1,
            "Q" => saved = saved.checked_sub(1)?,
            "BMC" | "BDC" => marked += 1,
            "EMC" => marked = marked.checked_sub(1)?,
            "BT" | "ET" if text == (operator == "BT") => return None,
            "BT" | "ET" => text = !text,
            _ => {}
        }
        let Some((_, kind)) = NAMED.iter().find(|(named, _)| *named == operator) else {
            return Some(());
        };
        let named = operands.iter().find_map(|operand| match operand {
            Value::Name(name) => Some(name.as_slice()),
            _ => None,
        });
        let there = match named {
            Some(name) => {
                known.contains(&(kind, name)) || DEVICE.iter().any(|own| own.as_bytes() == name)
            }
            // A colour by its numbers.
            None => *kind == "Pattern",
        };
        there.then_some(())
    })?;
    (saved == 0 && marked == 0 && !text).then_some(())
}

/// Whether this is a link as `export` makes one: without a line around it, and it only leads somewhere.
fn is_link(link: &Dictionary) -> bool {
    let border = link.get("Border").and_then(Value::as_array).unwrap_or_default();
    let border: Vec<f32> = border.iter().filter_map(Value::as_real).collect();
    let leads = match link.get("A") {
        None => true,
        Some(Value::Dictionary(action)) => {
            action.names("Type", "Action") && has_only(action, &["Type", "S", "URI", "D"])
        }
        Some(_) => false,
    };
    link.names("Subtype", "Link") && has_only(link, &LINK) && border == [0.0, 0.0, 0.0] && leads
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
        if !listed || !page.names("Type", "Page") || !has_only(page, &PAGE) || !is_sized(page) {
            return Err(foreign("een bladzijde heeft iets dat er niet hoort"));
        }
        for annotation in document.list(page, "Annots") {
            if !document.follow(annotation).as_dictionary().is_some_and(is_link) {
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

/// Whether a page begins at its lower left corner, and is of a size on which something can be read.
fn is_sized(page: &Dictionary) -> bool {
    let corners = page.get("MediaBox").and_then(Value::as_array).unwrap_or_default();
    let corners: Vec<f32> = corners.iter().filter_map(Value::as_real).collect();
    matches!(corners[..], [0.0, 0.0, width, height] if width >= INCH && height >= INCH)
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

/// Whether all references in a value lead to an object.
fn leads(document: &Document<'_>, value: &Value) -> bool {
    match value {
        Value::Reference(number) => document.objects.contains_key(number),
        Value::Array(items) => items.iter().all(|item| leads(document, item)),
        Value::Dictionary(of) => of.entries().all(|(_, value)| leads(document, value)),
        _ => true,
    }
}

fn has_only(dictionary: &Dictionary, keys: &[&str]) -> bool {
    dictionary.entries().all(|(key, _)| keys.iter().any(|known| known.as_bytes() == key))
}

/// What is wrong in an object, or in the trailer.
fn wrong(document: &Document<'_>, number: Option<u32>, what: &str) -> Afwijking {
    let head = number.map(|number| format!("\n{number} 0 obj\n"));
    let at = head.and_then(|head| Some(place(document.bytes, head.as_bytes(), 0)? + 1));
    Afwijking { at: at.unwrap_or(document.table), what: what.to_owned() }
}
