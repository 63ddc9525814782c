//! In: names of roles and people, as people type them or as a certificate has them. Out: whether two are the same, or only
//! look it; whether one is what it seems. Pure.

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

/// The accents and other marks of a text, which its core does not have.
pub fn accenten(text: &str) -> String {
    text.nfkd().filter(|char| is_combining_mark(*char)).collect()
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

/// The same form of what a name looks like: letters of other scripts are the Latin ones that they look like.
pub fn aanblik(name: &str) -> String {
    let latin: String = name.chars().map(|char| gelijke(char).unwrap_or(char)).collect();
    kern(&latin)
}

/// Whether two names are not the same, and look as if they were.
pub fn is_dubbelganger(one: &str, other: &str) -> bool {
    !is_zelfde(one, other) && aanblik(one) == aanblik(other)
}

/// The letter in a name that only looks like one of Dutch: `` de `а` is een Cyrillische letter (U+0430) ``.
pub fn vermomd(name: &str) -> Option<String> {
    let char = name.chars().find(|char| gelijke(*char).is_some())?;
    let script = if char < '\u{400}' { "Griekse" } else { "Cyrillische" };
    Some(format!("de `{char}` is een {script} letter (U+{:04X})", u32::from(char)))
}

/// The longest name that a certificate may have, in characters (X.520, ub-common-name).
const LONGEST: usize = 64;

/// Why a name is not what it seems: a character in it that is not seen, that changes how the others are, or that is no
/// letter; letters of two scripts; or so many that nobody can read them.
pub fn schijn(name: &str) -> Option<String> {
    let code = |char: char| format!("U+{:04X}", u32::from(char));
    let composed: String = name.nfc().collect();
    let first = |is: &dyn Fn(char) -> bool| composed.chars().find(|char| is(*char));
    if composed.trim().is_empty() {
        return Some("er staat niets".into());
    }
    if let Some(char) = first(&is_unseen) {
        return Some(format!("er staat een teken in dat niet te zien is ({})", code(char)));
    }
    if let Some(char) = first(&is_combining_mark) {
        return Some(format!("er staat een los accent in ({})", code(char)));
    }
    if let Some(char) = first(&|char| !is_of_name(char)) {
        return Some(format!("er staat een teken in dat in geen naam hoort ({})", code(char)));
    }
    let letters = || composed.chars().filter(|char| char.is_alphabetic());
    let (latin, foreign) = (letters().any(is_latin), letters().find(|char| !is_latin(*char)));
    if let Some(char) = foreign.filter(|_| latin) {
        return Some(format!("er staan letters van meer dan één schrift in ({})", code(char)));
    }
    if foreign.is_some() && letters().all(|char| gelijke(char).is_some()) {
        return vermomd(name);
    }
    let long = composed.chars().count() > LONGEST;
    long.then(|| format!("de naam heeft meer dan {LONGEST} tekens"))
}

/// Whether nothing is seen of a character, though it is no ordinary space.
fn is_unseen(char: char) -> bool {
    // Fillers, and a letter of Braille without dots: for Unicode they are letters and signs.
    let blank = matches!(char, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}');
    let selects = matches!(char, '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    blank || selects || words::is_hidden(char) || (char.is_whitespace() && char != ' ')
}

/// Whether a character belongs in a name: a letter in its own form, a digit, a space, a sign of punctuation.
fn is_of_name(char: char) -> bool {
    let own = char.nfkc().eq([char]);
    let sound =
        matches!(char, '\u{250}'..='\u{2bb}' | '\u{2bd}'..='\u{2ff}' | '\u{1d00}'..='\u{1dbf}');
    let kind = match char.general_category() {
        GeneralCategory::UppercaseLetter
        | GeneralCategory::LowercaseLetter
        | GeneralCategory::OtherLetter
        | GeneralCategory::ModifierLetter => !sound,
        GeneralCategory::DecimalNumber
        | GeneralCategory::DashPunctuation
        | GeneralCategory::SpaceSeparator => true,
        _ => char.is_ascii() || matches!(char, '‘' | '’' | '“' | '”' | '·'),
    };
    own && kind
}

/// Whether a letter is one of the Latin script.
fn is_latin(char: char) -> bool {
    matches!(char, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
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

    #[test]
    fn a_name_is_what_it_seems_or_it_is_said_why_not() {
        for honest in [
            "A. de Vries",
            "Ministerie van Volksgezondheid, Welzijn en Sport (VWS) – zegel 2",
            "Zoë van 't Hof-Œuvray",
            "co\u{f6}rdinator",
            "Zoe\u{308} Đặng",
            "Иван Петров",
            "Ελένη Παππά",
            "אבי כהן",
        ] {
            assert_eq!(schijn(honest), None, "{honest}");
        }
        for (name, told) in [
            (" ", "er staat niets"),
            ("A. Vries\u{200b}", "er staat een teken in dat niet te zien is (U+200B)"),
            ("\u{202e}seirV .A", "er staat een teken in dat niet te zien is (U+202E)"),
            ("\u{2066}A. Vries", "er staat een teken in dat niet te zien is (U+2066)"),
            ("A.\nVries", "er staat een teken in dat niet te zien is (U+000A)"),
            ("A.\u{3164}Vries", "er staat een teken in dat niet te zien is (U+3164)"),
            ("A.\u{2003}Vries", "er staat een teken in dat niet te zien is (U+2003)"),
            ("A. Vr\u{336}ies", "er staat een los accent in (U+0336)"),
            ("A. Vries \u{2588}", "er staat een teken in dat in geen naam hoort (U+2588)"),
            ("A. Vries \u{e000}", "er staat een teken in dat in geen naam hoort (U+E000)"),
            ("A. Vries \u{1f600}", "er staat een teken in dat in geen naam hoort (U+1F600)"),
            ("Ａ. Vries", "er staat een teken in dat in geen naam hoort (U+FF21)"),
            ("A. Vrɩes", "er staat een teken in dat in geen naam hoort (U+0269)"),
            ("А. Vries", "er staan letters van meer dan één schrift in (U+0410)"),
            ("СОСО", "de `С` is een Cyrillische letter (U+0421)"),
            (&"a".repeat(65), "de naam heeft meer dan 64 tekens"),
        ] {
            assert_eq!(schijn(name).as_deref(), Some(told), "{name:?}");
        }
    }
}
