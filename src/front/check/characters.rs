//! In: a text. Out: its characters that cannot be printed, or are not what the author typed. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use kamerbrief_base::controls::{Control, windows_byte};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::diagnostic::codes;
use crate::dossier::gelijke;
use crate::prose::{self, Mistake};

/// Tells every character that is not seen, that no font has, or that is there by a mistake of a program: Typst stops
/// an accessible PDF on a missing glyph, and an invisible character is never what an author meant. One finding for each
/// character, with its places: a text that was pasted has many.
pub(super) fn find(
    text: &str,
    printable: &dyn Fn(char) -> bool,
) -> Vec<(Mistake, Vec<Range<usize>>)> {
    let mut places: BTreeMap<char, Vec<Range<usize>>> = BTreeMap::new();
    for (at, char) in text.char_indices() {
        // Nearly all text is ASCII, which every font has.
        if char != '\n' && !matches!(char, ' '..='~') && !selects(text, at, char) {
            places.entry(char).or_default().push(at..at + char.len_utf8());
        }
    }
    // Only what is not ASCII can have been read wrongly.
    let mut found = Vec::new();
    if !places.is_empty() {
        found = misread(text);
        found.extend(foreign(text));
        found.extend(heaped(text));
    }
    for (char, at) in places {
        let times = if at.len() > 1 { format!(" ({} keer)", at.len()) } else { String::new() };
        let tell = |what: &str| format!("U+{:04X} is {what}{times}", u32::from(char));
        let Some(first) = at.first().cloned() else { continue };
        let columns = char == '\t' && columns(text);
        let mistake = match (unseen(char).or_else(|| unprintable(char, printable)), ligature(char))
        {
            (Some((what, _)), _) if columns => {
                Mistake::error(codes::CHARACTER, first, tell(what)).help(COLUMNS)
            }
            (Some((what, help)), _) => {
                Mistake::error(codes::CHARACTER, first, tell(what)).help(help)
            }
            (None, Some(letters)) => Mistake::warning(
                codes::CHARACTER,
                first,
                tell("een samengetrokken letter uit een PDF"),
            )
            .help(format!("schrijf {letters}: zo kan de tekst worden doorzocht en voorgelezen")),
            (None, None) => continue,
        };
        let fix = |range: &Range<usize>| {
            Some((broken_word(text, range, char), meant(text, range.start, char, columns)?))
        };
        let fixes: Option<Vec<_>> = at.iter().map(fix).collect();
        let mistake = Mistake { fix: fixes.unwrap_or_default(), ..mistake };
        found.push((mistake, at));
    }
    found
}

const COLUMNS: &str = "maak van de kolommen een tabel: `| kop | kop |`, daaronder `|---|---:|`, en elke rij als `| cel | cel |`; elders hoort een spatie";

/// Why a character cannot be printed, and what to do about it.
pub(super) fn unprintable(
    char: char,
    printable: &dyn Fn(char) -> bool,
) -> Option<(&'static str, String)> {
    use GeneralCategory as G;
    if let Some(control) = Control::of(char) {
        return Some(control.told());
    }
    let told = match char.general_category() {
        _ if char == '\t' => Some(("een tab", "gebruik een spatie; zet kolommen in een tabel")),
        _ if char == '\u{fffd}' => Some((
            "een teken dat bij het kopiëren of opslaan verloren is gegaan",
            "kijk in de tekst waar hij vandaan komt welk teken hier stond, en typ dat",
        )),
        _ if char == '\u{fffc}' => Some((
            "de plaats van een plaatje of bijlage dat bij het kopiëren niet is meegekomen",
            "haal het weg; een plaatje kan niet in een tekst",
        )),
        G::Control => Some(("een stuurteken", "haal het weg")),
        G::Format if char == '\u{ad}' => {
            Some(("een zacht afbreekstreepje, dat niet te zien is", "haal het weg"))
        }
        G::Format => Some(("een onzichtbaar teken", "haal het weg; het komt vaak mee bij plakken")),
        G::LineSeparator | G::ParagraphSeparator => Some((
            "een regeleinde uit een ander programma",
            "vervang het door een gewoon regeleinde",
        )),
        G::PrivateUse => Some((
            "een teken dat alleen in één lettertype bestaat",
            "vervang het door een gewoon teken",
        )),
        G::Unassigned | G::Surrogate => Some(("geen bestaand teken", "haal het weg")),
        _ if !printable(char) => Some((
            "een teken dat geen lettertype heeft",
            "vervang het, of geef met `--fonts` een lettertype dat het heeft",
        )),
        _ => None,
    };
    told.map(|(what, help)| (what, help.to_owned()))
}

/// Whether nobody sees a character: in a text that another program made it may go.
pub(super) fn is_unseen(char: char) -> bool {
    let is_format = char.general_category() == GeneralCategory::Format;
    char == '\r' || is_format || unseen(char).is_some() && !is_empty(char)
}

/// Whether nobody can know what a character stands for.
pub(super) fn is_unknown(char: char) -> bool {
    use GeneralCategory as G;
    let none = matches!(char.general_category(), G::PrivateUse | G::Unassigned | G::Surrogate);
    none || matches!(char, '\u{fffd}' | '\u{fffc}') || Control::of(char) == Some(Control::Unknown)
}

/// What is not seen though it is a letter or a mark to Unicode, and what to do about it.
fn unseen(char: char) -> Option<(&'static str, String)> {
    let (what, help) = match char {
        _ if is_empty(char) => {
            ("een leeg teken, dat geen spatie is", "typ een gewone spatie, of haal het weg")
        }
        '\u{34f}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180d}'
        | '\u{180f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => {
            ("een onzichtbaar teken", "haal het weg; het komt vaak mee bij plakken")
        }
        _ => return None,
    };
    Some((what, help.to_owned()))
}

/// Whether a letter is as empty as a space.
fn is_empty(char: char) -> bool {
    matches!(char, '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Whether a character chooses the form of the sign before it, as in `✔️` and `1️⃣`: behind a letter it does nothing.
fn selects(text: &str, at: usize, char: char) -> bool {
    let symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    matches!(char, '\u{fe00}'..='\u{fe0f}')
        && (text[..at].ends_with(symbol) || text[at + char.len_utf8()..].starts_with('\u{20e3}'))
}

/// What certainly has to stand in the place of a character in a text; `columns` is whether tabs make columns there.
fn meant(text: &str, at: usize, char: char, columns: bool) -> Option<String> {
    if let Some(control) = Control::of(char) {
        let blank = |char: char| char.is_whitespace();
        let apart = text[..at].ends_with(blank) || text[at + char.len_utf8()..].starts_with(blank);
        return control.meant("\n", apart);
    }
    let new = match char {
        '\t' => space(text, at, columns)?,
        // What is left of the two signs of a line's end.
        '\r' => "",
        '\u{2028}' => "\n",
        '\u{2029}' => "\n\n",
        // Joiners make letters of some scripts.
        '\u{200c}' | '\u{200d}' => return None,
        _ if is_empty(char) => {
            let blank = |char: char| char.is_whitespace();
            let after = &text[at + char.len_utf8()..];
            let apart = text[..at].ends_with(blank) || after.starts_with(blank);
            if apart { "" } else { " " }
        }
        _ if unseen(char).is_some() => "",
        _ if ligature(char).is_some() => return ligature(char).map(str::to_owned),
        _ if char.general_category() == GeneralCategory::Format => "",
        _ => return None,
    };
    Some(new.to_owned())
}

/// A character, with the end of the line behind it where that breaks a word.
fn broken_word(text: &str, range: &Range<usize>, char: char) -> Range<usize> {
    let below = text[range.end..].trim_start_matches([' ', '\n']);
    let gap = &text[range.end..text.len() - below.len()];
    let broken = char == '\u{ad}' && gap.matches('\n').count() == 1;
    if broken && below.starts_with(char::is_alphabetic) {
        range.start..range.end + gap.len()
    } else {
        range.clone()
    }
}

/// What a tab is but a space: nothing where no words stand on one side of it. Where several lines have one between
/// their words it makes columns, and nobody knows.
fn space(text: &str, at: usize, columns: bool) -> Option<&'static str> {
    /// Signs that are looked at on each side.
    const NEAR: usize = 64;
    let blank = |c: char| matches!(c, ' ' | '\t');
    let edge = |c: Option<char>| c.is_none_or(|c| c == '\n');
    let mut before = text[..at].chars().rev().take(NEAR);
    let mut after = text[at..].chars().take(NEAR);
    if edge(before.find(|c| !blank(*c))) {
        // Before an item it is a level of the list.
        let near = &text[at..text.ceil_char_boundary((at + 2 * NEAR).min(text.len()))];
        let rest = near.trim_start_matches(['\t', ' ']);
        return Some(if prose::begins_item(rest) { "   " } else { "" });
    }
    if edge(after.find(|c| !blank(*c))) {
        return Some("");
    }
    let near = text.floor_char_boundary(at.saturating_sub(NEAR));
    let line = match text[near..at].rfind('\n') {
        Some(end) => Some(near + end + 1),
        None => (near == 0).then_some(0),
    };
    let marker = line.is_some_and(|line| {
        let words = &text[line..text.ceil_char_boundary((at + NEAR).min(text.len()))];
        prose::begins_item(words.trim_start_matches(blank))
            && !text[line..at].trim_start_matches(blank).contains(blank)
    });
    (marker || !columns).then_some(" ")
}

/// Whether tabs make columns: several lines have one between their words.
fn columns(text: &str) -> bool {
    let column = |line: &&str| {
        let parts = line.trim().split('\t').filter(|part| part.contains(char::is_alphanumeric));
        parts.count() > 1 + usize::from(prose::begins_item(line.trim()))
    };
    text.lines().filter(column).nth(1).is_some()
}

/// Letters that a typesetter joined.
fn ligature(char: char) -> Option<&'static str> {
    Some(match char {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// UTF-8 that was read as Windows-1252: `â€™` for an apostrophe, `Ã©` for é.
fn misread(text: &str) -> Vec<(Mistake, Vec<Range<usize>>)> {
    let mut all: BTreeMap<&str, (char, Vec<Range<usize>>)> = BTreeMap::new();
    for (start, _) in text.match_indices(['Â', 'Ã', 'Å', 'Ä', 'Æ', 'Ë', 'â', 'ð', 'ï']) {
        let mut bytes = Vec::new();
        for (at, char) in text[start..].char_indices().take(4) {
            bytes.extend(windows_byte(char));
            let end = start + at + char.len_utf8();
            let typed = &text[start..end];
            if let Ok(read) = std::str::from_utf8(&bytes)
                && let (Some(one), true) = (read.chars().next(), bytes.len() > 1)
                && typed.chars().count() == bytes.len()
            {
                all.entry(typed).or_insert((one, Vec::new())).1.push(start..end);
                break;
            }
        }
    }
    let tell = |(typed, (char, at)): (&str, (char, Vec<Range<usize>>))| {
        let first = at.first().cloned()?;
        let mistake = Mistake::warning(
            codes::CHARACTER,
            first,
            format!("`{typed}` is {char} dat verkeerd is ingelezen"),
        );
        let fix = at.iter().map(|range| (range.clone(), char.to_string())).collect();
        Some((Mistake { fix, ..mistake }.help(format!("schrijf {char}")), at))
    };
    all.into_iter().filter_map(tell).collect()
}

/// Words of Latin letters with one of another script in it, that looks the same: nobody types that, and a search or a
/// voice does not know the word.
fn foreign(text: &str) -> Vec<(Mistake, Vec<Range<usize>>)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if word.is_ascii() || !word.contains(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let places: Vec<(Range<usize>, char)> = word
            .char_indices()
            .filter_map(|(i, c)| Some((start + i..start + i + c.len_utf8(), gelijke(c)?)))
            .collect();
        let Some((first, _)) = places.first() else { continue };
        let mistake = Mistake::warning(
            codes::CHARACTER,
            first.clone(),
            "in dit woord staat een letter van een ander schrift, die er hetzelfde uitziet",
        );
        let fix = places.iter().map(|(range, latin)| (range.clone(), latin.to_string())).collect();
        let ranges = places.into_iter().map(|(range, _)| range).collect();
        found.push((Mistake { fix, ..mistake }.help("typ de letter opnieuw"), ranges));
    }
    found
}

/// Letters with more accents than any writing has: they are printed over the lines above and below.
fn heaped(text: &str) -> Option<(Mistake, Vec<Range<usize>>)> {
    /// Most marks on one letter; Vietnamese has two, pointed Hebrew three.
    const MOST: usize = 3;
    let is_mark = |c: char| {
        use GeneralCategory as G;
        c >= '\u{300}' && matches!(c.general_category(), G::NonspacingMark | G::EnclosingMark)
    };
    let mut heaps: Vec<(Range<usize>, usize)> = Vec::new();
    let mut heap = (0..0, 0);
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        if is_mark(char) {
            heap = (heap.0.start..end, heap.1 + 1);
            continue;
        }
        heaps.extend((heap.1 > MOST).then_some(heap));
        heap = (at..end, 0);
    }
    heaps.extend((heap.1 > MOST).then_some(heap));
    let (first, count) = heaps.first().cloned()?;
    let message =
        format!("op dit teken staan {count} accenten, die over de regels ernaast zouden komen");
    let told = Mistake::error(codes::CHARACTER, first, message)
        .help("typ de letter opnieuw, met alleen het accent dat erbij hoort");
    Some((told, heaps.into_iter().map(|(range, _)| range).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_wrongly_is_known_and_names_are_left_alone() {
        let found = |text: &str| {
            misread(text).iter().map(|(mistake, _)| mistake.message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("ministerâ€™s"), ["`â€™` is ’ dat verkeerd is ingelezen"]);
        assert_eq!(found("coÃ¶rdinatie Â 5"), ["`Ã¶` is ö dat verkeerd is ingelezen"]);
        assert!(found("Château Ångström Ä ð").is_empty());
    }

    #[test]
    fn a_letter_of_another_script_is_told_within_a_word_only() {
        assert_eq!(gelijke('о'), Some('o'));
        assert_eq!(foreign("de mоtie")[0].0.fix, [(4..6, "o".to_owned())]);
        assert!(foreign("μg, Ω, αβγ, Москва en café").is_empty());
    }

    #[test]
    fn what_is_not_seen_is_told_and_the_form_of_a_sign_is_left_alone() {
        let found = |text: &str| {
            let all = find(text, &|_| true);
            all.into_iter().map(|(mistake, _)| mistake.fix).collect::<Vec<_>>()
        };
        assert_eq!(found("ver\u{34f}hoogt"), [[(3..5, String::new())]]);
        assert_eq!(found("ver\u{fe0f}hoogt"), [[(3..6, String::new())]]);
        assert_eq!(found("hoger\u{2800}de"), [[(5..8, " ".to_owned())]]);
        assert_eq!(found("hoger \u{3164}de"), [[(6..9, String::new())]]);
        assert!(found("✔\u{fe0f} en 1\u{fe0f}\u{20e3}").is_empty());
    }

    #[test]
    fn a_heap_of_accents_is_told_and_writings_are_left_alone() {
        let heap = format!("een k{}abinet", "\u{300}".repeat(40));
        let (_, places) = heaped(&heap).unwrap();
        assert!(places.len() == 1 && places[0] == (4..85), "{places:?}");
        assert!(heaped("cafe\u{301}, e\u{302}\u{301} en ש\u{5c1}\u{5bc}\u{5b8}").is_none());
    }

    #[test]
    fn a_tab_is_a_space_unless_it_makes_columns() {
        let table = "Noord-Holland\t4\nZuid-Holland\t5";
        assert_eq!(space("-\tpunt", 1, false), Some(" "));
        assert_eq!(space("\tpunt", 0, false), Some(""));
        assert!(columns(table) && !columns("- \tpunt\n- \tpunt"));
        assert_eq!(space(table, 13, true), None);
    }
}
