//! The published beslisnota of February 2024 comes back word for word.

use kamerbrief::dossier::Stuk;

use crate::support::{Document, built, normalize, page_text};

/// The source, sentence by sentence in order, as published. Written down apart from `nota.yaml`, so
/// that the one checks the other.
const SOURCE: &str = include_str!("source_nota.txt");

#[test]
fn every_sentence_of_the_source_is_printed_in_order() {
    let text = body(built("content/mensenhandel").document(Stuk::Beslisnota));
    let mut from = 0;
    let mut sentences = 0;
    for sentence in SOURCE.lines().filter(|line| !line.starts_with("voetnoot ") && !line.is_empty())
    {
        let found = text[from..].find(sentence);
        let at = found.unwrap_or_else(|| {
            panic!("not found after `{}`: {sentence}", &text[from.saturating_sub(80)..from])
        });
        from += at + sentence.len();
        sentences += 1;
    }
    assert!(sentences > 65, "the source has more sentences than these {sentences}");
}

#[test]
fn all_footnotes_are_printed() {
    let nota = built("content/mensenhandel").document(Stuk::Beslisnota);
    // An address may be cut after a hyphen or slash, which adds white space that is not in it.
    let squeeze = |text: &str| text.replace(char::is_whitespace, "");
    let text = squeeze(&nota.text());
    let notes: Vec<&str> =
        SOURCE.lines().filter_map(|line| line.strip_prefix("voetnoot ")).collect();
    assert_eq!(notes.len(), 4);
    for note in notes {
        assert!(text.contains(&squeeze(note)), "{note}");
    }
}

/// The text of the nota without what stands apart from its lines: notes, marks and page numbers, all
/// smaller than the text.
fn body(nota: &Document) -> String {
    let mut pages = nota.pages().to_vec();
    for page in &mut pages {
        page.glyphs.retain(|glyph| (8.9..9.1).contains(&glyph.size));
    }
    normalize(&page_text::joined(&pages))
}
