//! A draft is the text that it is made of, and a text the draft.

use std::sync::atomic::{AtomicUsize, Ordering};

use kamerbrief_front::prose::{Align, Numbering, Series};
use kamerbrief_front::schrijven::{Blok, Chip, Draft, Ink, Looks, Stretch};
use proptest::prelude::*;

use super::texts;
use crate::random::cases;

#[test]
fn a_text_that_nobody_changed_is_the_same() {
    let all = texts();
    assert!(all.len() > 2000, "{}", all.len());
    for text in all {
        let draft = Draft::of(&text);
        assert_eq!(draft.written_over(&text).as_deref(), Ok(text.as_str()));
        let json = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&json).unwrap(), draft, "{json}");
        assert_eq!(draft.clone().normal(), draft, "{text}");
    }
}

#[test]
fn a_text_that_is_written_anew_says_the_same() {
    for text in texts() {
        let draft = Draft::of(&text);
        let written = draft.written().unwrap_or_else(|refused| {
            panic!("{refused}: {text}\n{}", serde_json::to_string(&draft).unwrap())
        });
        assert_eq!(Draft::of(&written), draft, "{text}\n──\n{written}");
    }
}

#[test]
fn the_words_of_every_item_can_begin_like_an_item() {
    for list in ["- ", "1. ", "a. ", "(b) ", "iv) "] {
        let text = format!("{list}een\n");
        let second =
            text.replace("1.", "2.").replace("a.", "b.").replace("(b)", "(c)").replace("iv", "v");
        let mut draft = Draft::of(&format!("{text}{second}"));
        for block in &mut draft.blocks {
            if let Blok::Item { content, .. } = block {
                content[0] = Stretch::plain("- een");
            }
        }
        let written = draft.written().unwrap();
        assert_eq!(Draft::of(&written), draft, "{written}");
        assert_eq!(draft.blocks.len(), 2, "{written}");
    }
}

fn words() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(vec![
        "*",
        "_",
        "[",
        "]",
        "\\",
        "{{",
        "}}",
        "|",
        "<",
        ">",
        "- ",
        "1. ",
        "a) ",
        "# ",
        "> ",
        "  ",
        "\u{a0}",
        "\u{ad}",
        "🎉",
        "שלום",
        "مرحبا",
        "`",
        "~",
        "^",
        "**",
        "(",
        ")",
        "+ ",
        "= ",
        "--",
        "---",
        "```",
        "![",
        "](",
        "&amp;",
        "e\u{301}",
        "© ",
        "<br>",
        "{",
        "}",
        "[^",
        ":",
        "• ",
        "http://x.nl",
        "<kst:",
        "(lak:",
        "2024. ",
        "\n",
        "\t",
        "i. ",
        "(a) ",
        "%",
        "\"",
        "“",
        "”",
    ]);
    let word = prop::sample::select(vec![
        "de", "brief", "Kamer", "motie", "en", "van", "Het", "€ 2", "miljoen", "vóór", "12", "x",
        " ", " ", " ", ". ", ", ",
    ]);
    prop::collection::vec(
        prop_oneof![2 => hostile.prop_map(str::to_owned), 5 => word.prop_map(|w| format!("{w} ")), 2 => "[a-z]{1,9}"],
        0..9,
    )
    .prop_map(|parts| parts.concat())
}

fn looks() -> impl Strategy<Value = Looks> {
    (
        any::<bool>(),
        any::<bool>(),
        prop::option::weighted(
            0.2,
            prop::sample::select(vec![
                "https://x.nl/a",
                "mailto:a@b.nl",
                "https://x.nl/?a=(1)&b=é",
            ]),
        ),
        prop::option::weighted(0.2, prop::sample::select(vec!["5.1.2e", "5.2.1"])),
    )
        .prop_map(|(bold, italic, link, withheld)| Looks {
            bold,
            italic,
            link: link.map(str::to_owned),
            withheld: withheld.map(str::to_owned),
        })
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let chip = prop::sample::select(vec![
        "[^motie]",
        "<kst:28638-238>",
        "{{ bijlage.totaal[2026] | miljoen }}",
        "<ah:2025/26:1137>",
    ]);
    let ink = prop_oneof![
        12 => words().prop_map(Ink::Text),
        1 => prop::sample::select(vec!["e", "2", "2+", "lang stuk"]).prop_map(|t| Ink::Raised(t.into())),
        1 => prop::sample::select(vec!["2", "x"]).prop_map(|t| Ink::Lowered(t.into())),
        1 => Just(Ink::Break(true)),
        2 => chip.prop_map(|source| Ink::Chip(Chip::new(source).unwrap())),
    ];
    let looks = prop_oneof![3 => Just(Looks::default()), 2 => looks()];
    (ink, looks).prop_map(|(what, looks)| Stretch { what, looks })
}

fn content() -> impl Strategy<Value = Vec<Stretch>> {
    prop::collection::vec(stretch(), 0..5)
}

fn numbering() -> impl Strategy<Value = Numbering> {
    let series = prop::sample::select(vec![Series::Number, Series::Letter, Series::Roman]);
    prop_oneof![
        2 => Just(Numbering::Bullet),
        2 => (any::<bool>(), series, 1u64..5, any::<bool>()).prop_map(|(open, series, first, point)| {
            Numbering::Counted { open, series, first, suffix: if point { '.' } else { ')' } }
        }),
    ]
}

fn block() -> impl Strategy<Value = Blok> {
    prop_oneof![
        4 => (0usize..3, content()).prop_map(|(level, content)| Blok::Paragraph { level, content }),
        5 => (1usize..4, numbering(), any::<bool>(), content()).prop_map(|(level, numbering, loose, content)| {
            Blok::Item { level, numbering, loose, content }
        }),
        1 => (0usize..2, 1usize..4, prop::collection::vec(prop::collection::vec(content(), 1..4), 1..4)).prop_map(|(level, columns, rows)| {
            Blok::Table { level, columns: vec![Align::Right; columns], rows }
        }),
        1 => prop::sample::select(vec!["<figuur:grafiek>", "<kader:voorbeeld>"]).prop_map(|source| Blok::Fixed {
            source: source.into(),
            label: String::new(),
        }),
    ]
}

pub(super) fn draft() -> impl Strategy<Value = Draft> {
    prop::collection::vec(block(), 0..7).prop_map(|blocks| Draft { blocks })
}

/// Whether nothing in a draft is bold, in italics, a link or withheld.
fn is_plain(draft: &Draft) -> bool {
    let lines = draft.blocks.iter().flat_map(Blok::lines).flatten();
    lines.into_iter().all(|stretch| stretch.looks == Looks::default())
}

/// What was refused, of all that was tried.
static REFUSED: AtomicUsize = AtomicUsize::new(0);

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn what_is_written_is_read_as_the_same(draft in draft()) {
        let normal = draft.clone().normal();
        prop_assert_eq!(normal.clone().normal(), normal.clone(), "normal twice");
        match draft.written() {
            Ok(text) => prop_assert_eq!(Draft::of(&text), normal, "{}", text),
            Err(refused) => {
                prop_assert!(!is_plain(&normal), "{}: {}", refused, serde_json::to_string(&normal).unwrap());
                let refused = REFUSED.fetch_add(1, Ordering::Relaxed) + 1;
                prop_assert!(refused < 90, "too many are refused");
            }
        }
    }
}
