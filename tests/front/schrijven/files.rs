//! What a person wrote is in the file, and nothing else there changed.

use kamerbrief_front::dossier::{Bestand, Place, Root};
use kamerbrief_front::edit;
use kamerbrief_front::schrijven::{
    Blok, Draft, Ink, Log, Looks, Refused, Request, Stretch, carry_out,
};
use kamerbrief_front::yaml::Path;
use proptest::prelude::*;

use super::{files, tree, values};
use crate::random::cases;

/// Something that a person does to a text.
#[derive(Debug, Clone)]
enum Deed {
    Type(usize, usize, String),
    Cut(usize, usize, usize),
    Drop(usize),
    Double(usize),
    Swap(usize),
    Bold(usize, usize),
    Split(usize, usize),
    Join(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let at = 0usize..1000;
    let typed = prop::sample::select(vec![
        "woord",
        " en nog wat",
        ". Nieuw",
        " (zie ook)",
        "*",
        "- ",
        "1. ",
        "[x]",
        "{{",
        "|",
        "\\",
        "é€",
        "\u{a0}",
        " # ",
        ": ",
        "'",
        "\"",
        " een veel langere zin die op de regel erna doorgaat",
    ]);
    prop_oneof![
        5 => (at.clone(), at.clone(), typed).prop_map(|(a, b, text)| Deed::Type(a, b, text.to_owned())),
        3 => (at.clone(), at.clone(), 1usize..20).prop_map(|(a, b, c)| Deed::Cut(a, b, c)),
        1 => at.clone().prop_map(Deed::Drop),
        1 => at.clone().prop_map(Deed::Double),
        1 => at.clone().prop_map(Deed::Swap),
        1 => (at.clone(), at.clone()).prop_map(|(a, b)| Deed::Bold(a, b)),
        2 => (at.clone(), at.clone()).prop_map(|(a, b)| Deed::Split(a, b)),
        2 => at.prop_map(Deed::Join),
    ]
}

fn contents(draft: &mut Draft) -> Vec<&mut Vec<Stretch>> {
    fn lines(block: &mut Blok) -> Vec<&mut Vec<Stretch>> {
        match block {
            Blok::Paragraph { content, .. } | Blok::Item { content, .. } => vec![content],
            Blok::Table { rows, .. } => rows.iter_mut().flatten().collect(),
            Blok::Fixed { .. } => Vec::new(),
        }
    }
    draft.blocks.iter_mut().flat_map(lines).collect()
}

/// A text among the stretches, and a place in it.
fn spot(draft: &mut Draft, which: usize, at: usize) -> Option<(&mut Stretch, usize)> {
    let mut texts: Vec<&mut Stretch> = contents(draft)
        .into_iter()
        .flatten()
        .filter(|stretch| matches!(stretch.what, Ink::Text(_)))
        .collect();
    let index = which.checked_rem(texts.len())?;
    let stretch = texts.swap_remove(index);
    let Ink::Text(text) = &stretch.what else { return None };
    let at = text.floor_char_boundary(at % (text.len() + 1));
    Some((stretch, at))
}

impl Deed {
    fn does(&self, draft: &mut Draft) {
        let count = draft.blocks.len();
        match self {
            Self::Type(which, at, typed) => match spot(draft, *which, *at) {
                Some((Stretch { what: Ink::Text(text), .. }, at)) => text.insert_str(at, typed),
                _ => draft
                    .blocks
                    .push(Blok::Paragraph { level: 0, content: vec![Stretch::plain(typed)] }),
            },
            Self::Cut(which, at, length) => {
                if let Some((Stretch { what: Ink::Text(text), .. }, at)) = spot(draft, *which, *at)
                {
                    let end = text.ceil_char_boundary((at + length).min(text.len()));
                    text.replace_range(at..end, "");
                }
            }
            Self::Drop(at) if count > 1 => drop(draft.blocks.remove(at % count)),
            Self::Double(at) if count > 0 => {
                let block = draft.blocks[at % count].clone();
                draft.blocks.insert(at % count, block);
            }
            Self::Swap(at) if count > 1 => draft.blocks.swap(at % count, (at + 1) % count),
            Self::Bold(which, at) => {
                if let Some((stretch, _)) = spot(draft, *which, *at) {
                    stretch.looks = Looks { bold: !stretch.looks.bold, ..stretch.looks.clone() };
                }
            }
            Self::Split(which, at) if count > 0 => {
                let index = which % count;
                let mut below = draft.blocks[index].clone();
                if let (
                    Blok::Paragraph { content, .. } | Blok::Item { content, .. },
                    Blok::Paragraph { content: rest, .. } | Blok::Item { content: rest, .. },
                ) = (&mut draft.blocks[index], &mut below)
                {
                    let part = at % (content.len() + 1);
                    content.truncate(part);
                    rest.drain(..part);
                    draft.blocks.insert(index + 1, below);
                }
            }
            Self::Join(at) if count > 1 => {
                let index = at % (count - 1);
                let below = draft.blocks[index + 1].content().map(<[Stretch]>::to_vec);
                if let (Some(more), Blok::Paragraph { content, .. } | Blok::Item { content, .. }) =
                    (below, &mut draft.blocks[index])
                {
                    content.extend(more);
                    draft.blocks.remove(index + 1);
                }
            }
            _ => {}
        }
    }
}

/// Whether a block is kept as it was typed, and no figure or frame.
fn is_kept(block: &Blok) -> bool {
    matches!(block, Blok::Fixed { source, .. } if !source.trim().starts_with("<figuur:") && !source.trim().starts_with("<kader:"))
}

/// Everything that a file says, but for one value.
fn others(text: &str, place: &Path) -> Option<Vec<(Path, String)>> {
    let mut all = Vec::new();
    values(&tree(text)?, &Path::default(), &mut all);
    all.retain(|(path, _)| path != place);
    Some(all)
}

/// Where the lines of a value begin and end in a file.
fn lines(text: &str, place: &Path) -> std::ops::Range<usize> {
    let tree = tree(text).unwrap();
    let span = tree.at(place).unwrap().span.range.clone();
    // Of a block of text also the line with its key.
    let before = text[..span.start].trim_end_matches(' ');
    let key = before.trim_end().len().min(span.start);
    let key = if before.ends_with('\n') { key } else { span.start };
    let start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    let end = text[..span.end.max(span.start)].trim_end().len().max(span.start);
    let mut end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
    while end < text.len() && text[end..].lines().next().is_some_and(|line| line.trim().is_empty())
    {
        end += text[end..].find('\n').map_or(text.len() - end, |length| length + 1);
    }
    start..end
}

fn root() -> Place {
    Place::top(Root::File(Bestand::Brief))
}

proptest! {
    #![proptest_config(cases(1200))]

    #[test]
    fn what_was_written_is_there_and_nothing_else_changed(
        (which, field) in (0usize..10_000, 0usize..10_000),
        deeds in prop::collection::vec(deed(), 1..4),
        (windows, mark) in any::<(bool, bool)>(),
    ) {
        let all = files();
        let (path, text) = &all[which % all.len()];
        let mut text = text.replace('\r', "");
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let Some(read) = tree(&text) else { return Ok(()) };
        let mut fields = Vec::new();
        values(&read, &Path::default(), &mut fields);
        // What has room for markup: more than a word.
        fields.retain(|(_, value)| value.contains(' '));
        let Some(index) = field.checked_rem(fields.len()) else { return Ok(()) };
        let (place, old) = &fields[index];
        if mark && !text.starts_with('\u{feff}') {
            text.insert(0, '\u{feff}');
        }
        let mut draft = Draft::of(old);
        deeds.iter().for_each(|deed| deed.does(&mut draft));
        let request = Request::Text { place: place.to_string(), draft: draft.clone(), base: None };
        let done = match carry_out(&text, &root(), &request) {
            Ok(done) => done,
            // Marks that nothing can be typed for, and what is kept as typed beside what it would become one with.
            Err(Refused::Markup(_)) if deeds.iter().any(|deed| matches!(deed, Deed::Bold(..) | Deed::Join(_))) || draft.blocks.iter().any(is_kept) => return Ok(()),
            Err(refused @ (Refused::Markup(_) | Refused::File(edit::Refused::Unwritable))) => {
                let told = format!("{}: {place}: {refused}: {deeds:?}\n{old}", path.display());
                return Err(TestCaseError::fail(told));
            }
            Err(refused) => return Err(TestCaseError::fail(format!("{refused}"))),
        };
        let context = format!("{} {place} {deeds:?}\n──\n{old}\n──\n{}", path.display(), done.text);
        let bare = done.text.trim_start_matches('\u{feff}');
        let after = tree(bare).ok_or_else(|| TestCaseError::fail(format!("no YAML: {context}")))?;
        let new = after.at(place).and_then(|node| node.text()).unwrap_or_default();
        prop_assert_eq!(Draft::of(new), draft.normal(), "{}", context);
        let text_bare = text.trim_start_matches('\u{feff}');
        prop_assert_eq!(others(bare, place), others(text_bare, place), "{}", context);
        let lines = lines(text_bare, place);
        prop_assert!(bare.starts_with(&text_bare[..lines.start]), "before: {}", context);
        prop_assert!(bare.ends_with(&text_bare[lines.end..]), "behind: {}", context);
        prop_assert!(!windows || !done.text.replace("\r\n", "").contains('\n'), "{}", context);
        // And back, and forth.
        let mut log = Log::default();
        log.open("brief.yaml", &text);
        log.did(&[("brief.yaml".into(), done.text.clone())]);
        if done.text != text {
            prop_assert_eq!(log.undo(), Ok(Some(vec![("brief.yaml".into(), text.clone())])));
            prop_assert_eq!(log.redo(), Ok(Some(vec![("brief.yaml".into(), done.text)])));
        }
    }
}
