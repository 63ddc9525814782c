//! In: a box of a form, or a sign of a font that has only signs. Out: what it shows. Pure.

use roxmltree::Node;

use super::onderdelen::{attribuut, kind, schakelaar, val};

const LEEG: char = '☐';
const KRUIS: char = '☒';

/// What a box that can be ticked shows, where its content has no characters that say so.
pub(super) fn aangekruist(node: Node<'_, '_>, content: Node<'_, '_>) -> Option<char> {
    let kruisje = kind(kind(node, "sdtPr")?, "checkbox")?;
    let says = |one: Node<'_, '_>| one.text().is_some_and(|text| !text.trim().is_empty());
    let shows = content.descendants().any(|one| one.tag_name().name() == "t" && says(one));
    (!shows).then_some(if schakelaar(kruisje, "checked") == Some(true) { KRUIS } else { LEEG })
}

/// What a field of a form shows that has no text of its own: whether it is ticked, or what was chosen.
pub(super) fn ingevuld(begin: Node<'_, '_>) -> String {
    let Some(data) = kind(begin, "ffData") else { return String::new() };
    if let Some(kruisje) = kind(data, "checkBox") {
        let state = schakelaar(kruisje, "checked").or_else(|| schakelaar(kruisje, "default"));
        return if state == Some(true) { KRUIS } else { LEEG }.to_string();
    }
    let Some(lijst) = kind(data, "ddList") else { return String::new() };
    let chosen = val(lijst, "result").or_else(|| val(lijst, "default"));
    let chosen = chosen.and_then(|number| number.parse().ok()).unwrap_or_default();
    let entries = lijst.children().filter(|one| one.tag_name().name() == "listEntry");
    entries.filter_map(|one| attribuut(one, "val")).nth(chosen).unwrap_or_default().to_owned()
}

/// The character that a sign of Wingdings looks like, for those that letters have.
pub(super) fn teken(sign: Node<'_, '_>) -> Option<char> {
    if attribuut(sign, "font") != Some("Wingdings") {
        return None;
    }
    let code = u32::from_str_radix(attribuut(sign, "char")?, 16).ok()? & 0xff;
    Some(match code {
        0x6f | 0x71 | 0xa8 => LEEG,
        0x78 | 0xfd | 0xfe => KRUIS,
        0xe0 | 0xe8 => '→',
        0xfc => '✓',
        0xfb => '✗',
        _ => return None,
    })
}
