//! Properties: any text comes out as typed; any bytes give diagnostics or a document.

use std::sync::Mutex;

use kamerbrief::dossier::Bestand;
use kamerbrief::typeset::{Fonts, Typesetter};
use proptest::prelude::*;

use crate::support::{
    assert_conforms, cases, compile, damage, folder, normalize, page_text, typesetter,
};

/// One typesetter for all cases of a property: as in `watch`, and it keeps this fast.
fn shared() -> &'static Mutex<Typesetter> {
    static SHARED: std::sync::LazyLock<Mutex<Typesetter>> =
        std::sync::LazyLock::new(|| Mutex::new(typesetter()));
    &SHARED
}

/// Characters that the embedded fonts have and that may be printed, without those that come back in
/// another way: what is written from right to left is drawn in reverse, and a letter with a mark on it
/// stands in an `/ActualText`, which the reader in `page_text` does not see (`.ci/run` looks at those with
/// pdftotext).
fn printable() -> impl Strategy<Value = char> {
    let fonts = Fonts::embedded();
    let any: Vec<char> = ('\u{20}'..'\u{1ffff}')
        .filter(|char| {
            fonts.has(*char)
                && *char != '\u{fffd}'
                && !is_hidden(*char)
                && !is_mark(*char)
                && !is_right_to_left(*char)
        })
        .collect();
    assert!(any.len() > 4_000);
    let ascii: Vec<char> = ('\u{20}'..'\u{7f}').filter(|char| fonts.has(*char)).collect();
    prop_oneof![2 => proptest::sample::select(ascii), 1 => proptest::sample::select(any)]
}

fn is_hidden(char: char) -> bool {
    use unicode_properties::{GeneralCategory as G, UnicodeGeneralCategory};
    matches!(
        char.general_category(),
        G::Control
            | G::Format
            | G::PrivateUse
            | G::Unassigned
            | G::Surrogate
            | G::LineSeparator
            | G::ParagraphSeparator
    )
}

/// Marks, and what a font may draw as a letter and a mark.
fn is_mark(char: char) -> bool {
    use unicode_normalization::UnicodeNormalization;
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    let composed = char > '\u{24f}' && std::iter::once(char).nfkd().count() > 1;
    char.general_category_group() == GeneralCategoryGroup::Mark || composed
}

fn is_right_to_left(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{1e800}'..='\u{1efff}' | '\u{10800}'..='\u{10fff}')
}

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec(printable(), 1..40)
        .prop_map(|chars| chars.into_iter().collect::<String>())
        .prop_filter("something to see", |text| !text.trim().is_empty())
        // Where a picture stood: refused, though fonts have it.
        .prop_filter("no place of a picture", |text| !text.contains('\u{fffc}'))
}

/// A YAML scalar that holds exactly this text.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Prose of one line that prints exactly this text: what could be markup there is escaped.
fn escaped(text: &str) -> String {
    const MARKUP: &str = "*[]<>|{}`";
    let mut out = String::new();
    for (at, sign) in text.char_indices() {
        let before = text[..at].trim_start();
        let words = before.contains(|c: char| !c.is_ascii_alphanumeric());
        let first = text[..at].trim().is_empty() && !sign.is_alphanumeric() && sign != ' ';
        let number = !words && at > 0 && matches!(sign, '.' | ')');
        let after = text[at..].trim_start_matches('\\');
        let doubled = sign == '\\' && after.starts_with(|c| MARKUP.contains(c));
        if first || number || doubled || MARKUP.contains(sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// Without white space: a line may be cut anywhere that Unicode allows.
fn squeeze(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

fn dossier(subject: &str) -> String {
    format!(
        "onderwerp: {}\nkenmerk: x\ndatum: 2024-02-05\nhuisstijl: jenv\nafzender: {{onderdeel: x}}\nondertekening:\n  - {{functie: De Minister, naam: x}}\n",
        quoted(subject)
    )
}

#[track_caller]
fn letter(dossier: &str, brief: &str) -> Vec<u8> {
    let folder =
        folder(&[(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, brief.as_bytes())]);
    let pdfs = compile(&folder, &mut typesetter_lock());
    pdfs.unwrap_or_else(|errors| panic!("{errors}\n{dossier}\n{brief}")).remove(0).1
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_text_in_any_field_is_printed_as_typed(subject in words(), heading in words(), prose in words(), cell in words()) {
        let brief = format!(
            "opening: {}\nsecties:\n  - kop: {}\n    tekst: {}\n",
            quoted(&escaped(prose.trim())), quoted(&heading), quoted(&format!("- {}", escaped(cell.trim()))),
        );
        let pdf = letter(&dossier(&subject), &brief);
        let text = squeeze(&page_text::text(&pdf));
        for typed in [&subject, &heading, &prose, &cell] {
            prop_assert!(text.contains(&squeeze(typed)), "{typed:?} is not in {text:?}");
        }
    }

    #[test]
    fn prose_without_markup_is_printed_as_typed(words in proptest::collection::vec("[a-zA-Z0-9éëïöü#$@%&=+;:?!,.'\"()/€–—“”’-]{1,12}", 1..30)) {
        // What CommonMark or this product reads as markup at the start of a line is not meant here.
        let prose = format!("x {}", words.join(" "));
        let brief = format!("opening: {}\n", quoted(&prose));
        let text = page_text::text(&letter(&dossier("x"), &brief));
        prop_assert!(squeeze(&text).contains(&squeeze(&prose)), "{prose:?} is not in {text:?}");
    }

    #[test]
    fn an_edit_gives_the_same_bytes_as_a_first_build(first in words(), second in words()) {
        let brief = |text: &str| format!("opening: {}\n", quoted(&escaped(text.trim())));
        letter(&dossier("x"), &brief(&first));
        let edited = letter(&dossier("x"), &brief(&second));
        let brief = brief(&second);
        let folder = folder(&[(Bestand::Dossier, dossier("x").as_bytes()), (Bestand::Brief, brief.as_bytes())]);
        let fresh = compile(&folder, &mut typesetter()).unwrap().remove(0).1;
        prop_assert!(edited == fresh, "{first:?} → {second:?}");
    }

    #[test]
    fn text_from_right_to_left_keeps_its_characters(letters in proptest::collection::vec(proptest::char::range('\u{5d0}', '\u{5ea}'), 1..20)) {
        let word: String = letters.into_iter().collect();
        let text = page_text::text(&letter(&dossier("x"), &format!("opening: {word}\n")));
        let drawn: String = text.chars().filter(|char| is_right_to_left(*char)).collect();
        let reversed: String = word.chars().rev().collect();
        prop_assert!(drawn == word || drawn == reversed, "{drawn:?} instead of {word:?} in {text:?}");
    }

    #[test]
    fn what_cannot_be_printed_is_told_at_its_place(char in any::<char>(), before in "[a-z]{1,8}") {
        let fonts = Fonts::embedded();
        prop_assume!(is_hidden(char) || !fonts.has(char));
        // YAML itself refuses some of these; written as an escape all of them reach the text.
        let brief = format!("opening: \"{before}\\U{:08X}\"\n", u32::from(char));
        prop_assume!(char != '\n' && char != '\r');
        let folder = folder(&[(Bestand::Dossier, dossier("x").as_bytes()), (Bestand::Brief, brief.as_bytes())]);
        let told = compile(&folder, &mut typesetter_lock()).unwrap_err();
        let place = format!("dossier/brief.yaml:1:{}", "opening: \"".len() + before.len() + 1);
        prop_assert!(told.contains("[P007]") && told.contains(&place), "{told}");
    }

    #[test]
    fn any_structure_of_lists_tables_and_notes_can_be_typeset(parts in proptest::collection::vec(part(0), 1..12)) {
        let mut prose = String::new();
        for (i, part) in parts.iter().enumerate() {
            prose.push_str(&part.replace("NOOT", &format!("[^n{i}]")));
            // Two lists of numbers below each other would be one.
            prose.push_str("\n\nTussendoor.\n\n");
        }
        let mut brief = String::from("opening: |\n");
        for line in prose.lines() {
            brief.push_str(&format!("  {line}\n"));
        }
        let notes: Vec<String> = (0..parts.len()).filter(|i| prose.contains(&format!("[^n{i}]"))).map(|i| format!("  n{i}: Noot {i}.\n")).collect();
        if !notes.is_empty() {
            brief.push_str(&format!("voetnoten:\n{}", notes.concat()));
        }
        assert_conforms("structure", &letter(&dossier("x"), &brief));
    }
}

fn typesetter_lock() -> std::sync::MutexGuard<'static, Typesetter> {
    shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A paragraph, list or table; lists may hold lists.
fn part(depth: u32) -> BoxedStrategy<String> {
    let sentence = (1usize..40).prop_map(|n| format!("{}.", vec!["woord"; n].join(" ")));
    let paragraph = (sentence.clone(), any::<bool>())
        .prop_map(|(text, note)| if note { format!("**Vet** {text}NOOT") } else { text });
    let table = (1usize..6)
        .prop_map(|rows| format!("| a | b |\n|---|---:|\n{}", "| cel | 1 |\n".repeat(rows)));
    if depth == 2 {
        return paragraph.boxed();
    }
    let list = (
        proptest::collection::vec((sentence, proptest::option::of(part(depth + 1))), 1..5),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(items, ordered, loose)| {
            let mut out = String::new();
            for (i, (text, inner)) in items.iter().enumerate() {
                let mark = if ordered { format!("{}. ", i + 1) } else { "- ".into() };
                out.push_str(&format!("{mark}{text}\n"));
                if let Some(inner) = inner {
                    let indent = " ".repeat(mark.len());
                    let gap = if loose || !inner.starts_with(['-', '1']) { "\n" } else { "" };
                    out.push_str(gap);
                    for line in inner.lines() {
                        out.push_str(&format!("{indent}{line}\n"));
                    }
                }
                if loose {
                    out.push('\n');
                }
            }
            out
        });
    prop_oneof![3 => paragraph, 2 => list, 1 => table].boxed()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes_give_diagnostics_or_a_document(bytes in proptest::collection::vec(any::<u8>(), 0..60), yaml in proptest::collection::vec(damage(), 0..80), which in 0usize..Bestand::ALL.len()) {
        let yaml: String = yaml.into_iter().collect();
        let good = dossier("x");
        for content in [bytes.as_slice(), yaml.as_bytes(), format!("opening: {yaml}").as_bytes(), format!("opening: |\n  {yaml}").as_bytes()] {
            let mut files = vec![(Bestand::Dossier, good.as_bytes())];
            match which {
                0 => files[0].1 = content,
                other => files.push((Bestand::ALL[other], content)),
            }
            let _ = compile(&folder(&files), &mut typesetter_lock());
        }
    }
}

#[test]
fn normalizing_is_what_it_says() {
    assert_eq!(normalize(" a\n b\u{a0}c "), "a b c");
}
