//! In: names of roles and people, as people type them. Out: whether two are the same, or only look it. Pure.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::diagnostic::words;

/// The form in which names are compared: capitals, accents, kinds of spaces and of hyphens, and what is not seen, do not
/// count.
pub fn kern(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|char| {
            !is_combining_mark(*char) && (char.is_whitespace() || !words::is_hidden(*char))
        })
        .map(|char| match char.general_category() {
            GeneralCategory::DashPunctuation => '-',
            _ => char,
        })
        .collect();
    words::one_line(&plain.to_lowercase())
}

/// Whether two names are the same name.
pub fn is_zelfde(one: &str, other: &str) -> bool {
    kern(one) == kern(other)
}

/// Letters of other scripts that look like a Latin one, each before the letter that it looks like.
const LOOK_ALIKE: [&str; 2] =
    ["АAВBЕEКKМMНHОOРPСCТTХXаaеeоoрpсcуyхxіiјjѕsІIЈJЅS", "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνv"];

/// The Latin letter that a letter of another script looks like.
pub fn gelijke(char: char) -> Option<char> {
    let pairs = LOOK_ALIKE.iter().flat_map(|all| all.chars().zip(all.chars().skip(1)).step_by(2));
    pairs.into_iter().find(|(foreign, _)| *foreign == char).map(|(_, latin)| latin)
}

/// Whether two names are not the same, and look as if they were.
pub fn is_dubbelganger(one: &str, other: &str) -> bool {
    let latin = |name: &str| name.chars().map(|char| gelijke(char).unwrap_or(char)).collect();
    let (seen, also): (String, String) = (latin(one), latin(other));
    !is_zelfde(one, other) && is_zelfde(&seen, &also)
}

/// The letter in a name that only looks like one of Dutch: `` de `а` is een Cyrillische letter (U+0430) ``.
pub fn vermomd(name: &str) -> Option<String> {
    let char = name.chars().find(|char| gelijke(*char).is_some())?;
    let script = if char < '\u{400}' { "Griekse" } else { "Cyrillische" };
    Some(format!("de `{char}` is een {script} letter (U+{:04X})", u32::from(char)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_name_is_typed_does_not_count() {
        let name = "coördinator Opvang-Zuid";
        for same in [
            " Coördinator  opvang-zuid ",
            "co\u{f6}rdinator\u{a0}Opvang\u{2011}Zuid",
            "coo\u{308}rdinator Opvang–Zuid",
            "coordinator Opvang-Zuid\u{200b}",
            "ｃoördinator Opvang-Zuid",
        ] {
            assert!(is_zelfde(name, same), "{same:?}");
            assert!(!is_dubbelganger(name, same));
        }
        assert!(!is_zelfde(name, "coördinator Opvang Zuid"));
        assert!(!is_zelfde("directeur", "directeur-generaal"));
    }

    #[test]
    fn look_alikes_are_seen_and_named() {
        for (one, other, told) in [
            ("directeur", "dіrecteur", "de `і` is een Cyrillische letter (U+0456)"),
            ("FEZ", "FΕZ", "de `Ε` is een Griekse letter (U+0395)"),
            ("hoofd", "hооfd", "de `о` is een Cyrillische letter (U+043E)"),
        ] {
            assert!(is_dubbelganger(one, other) && !is_zelfde(one, other), "{other}");
            assert_eq!(vermomd(other).as_deref(), Some(told));
            assert_eq!(vermomd(one), None);
        }
        assert!(!is_dubbelganger("directeur", "inspecteur"));
    }
}
