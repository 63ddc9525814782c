//! In: a text, and which of its lines begin an item of a list. Out: lines that look like one, or like a table, and are
//! none. Pure.
//!
//! Whoever pastes from Word brings bullets and numbers of another making along. To CommonMark they are signs in a
//! running paragraph, and the lines would flow together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::look::{Look, is_divider, is_mere_bullet, look, word_level};
use super::marker::{self, introduces};
use super::understood::Understood;
use super::{Mistake, is_blank};
use crate::diagnostic::{codes, words};

/// A line with its look.
struct Line {
    range: Range<usize>,
    /// Where its first sign is.
    start: usize,
    /// Where the words behind the marker begin.
    words: usize,
    look: Look,
    /// Whether nothing stands directly above it.
    first: bool,
    /// Whether the line above says that a list follows.
    introduced: bool,
    /// Whether it comes next in a list: the item above it ends just before it.
    listed: bool,
    /// Whether the line above ends as a sentence or an item does.
    ended: bool,
    /// Whether a sentence begins below it that may not be a part of it.
    loose: bool,
    /// Number of the paragraph.
    paragraph: usize,
    /// Number among the lines that are not empty.
    number: usize,
    /// Number among what a paragraph without any sign parts.
    block: usize,
}

/// The signs of the lines of one block that are indented as far, with where the first one stands.
type Signs<'a> = BTreeMap<(usize, usize), (usize, BTreeSet<&'a str>)>;

/// Finds such lines. `items` is where items of lists begin.
pub(super) fn find(text: &str, items: &BTreeSet<usize>, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut signs: Signs<'_> = BTreeMap::new();
    let mut listed = BTreeSet::new();
    let (mut above, mut paragraph, mut number, mut block) = ("", 0, 0, 0);
    // The last item, with its paragraph, its indentation and the number of its line.
    let mut item: Option<(usize, usize, usize)> = None;
    for range in marker::lines(text) {
        let line = &text[range.clone()];
        let start = range.start + line.len() - line.trim_start_matches(is_blank).len();
        let indent = start - range.start;
        let first = above.trim().is_empty();
        let is_empty = line.trim().is_empty();
        let ended = above.trim_end().ends_with(['.', ';', ':', '!', '?', ',']);
        paragraph += usize::from(first);
        number += usize::from(!is_empty);
        hard_space(text, range.start..start, &mut found);
        if !understood.has(start) {
            within(text, start..range.end, understood, &mut found);
        }
        if items.contains(&start) {
            let words = start + marker::content(&line[indent..]);
            if text[words..range.end].starts_with("| ") && understood.is_text(words) {
                found.push(no_table(words..range.start + line.trim_end().len()));
            }
            listed.insert(paragraph);
            item = Some((paragraph, indent, number));
            let sign = line[indent..].split(is_blank).next().unwrap_or_default();
            if sign == "-" {
                signs
                    .entry((block, indent))
                    .or_insert_with(|| (start, BTreeSet::new()))
                    .1
                    .insert(sign);
            }
        } else if !understood.has(start)
            && let Some((look, words)) = look(text, start..range.end)
        {
            let introduced = !first && introduces(above);
            let listed = item.is_some_and(|(in_paragraph, column, at)| {
                !first
                    && in_paragraph == paragraph
                    && (at + 1 == number || ended && indent <= column)
            });
            if matches!(look, Look::Bullet | Look::Dash | Look::Star | Look::Tight) {
                let sign = text[start..words].trim_end_matches(is_blank);
                let (_, signs) =
                    signs.entry((block, indent)).or_insert_with(|| (start, BTreeSet::new()));
                signs.insert(sign);
            }
            lines.push(Line {
                range,
                start,
                words,
                look,
                first,
                introduced,
                listed,
                ended,
                loose: false,
                paragraph,
                number,
                block,
            });
        } else if !is_empty {
            let begins =
                line[indent..].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            match lines.last_mut().filter(|line| line.paragraph == paragraph) {
                Some(last) if indent <= last.start - last.range.start && ended && !begins => {
                    last.loose = true;
                }
                _ => {}
            }
            block += usize::from(first && indent == 0 || introduces(line));
        }
        above = line;
    }
    let mixed: BTreeMap<usize, (usize, String)> = (signs.iter())
        .filter(|(_, (_, signs))| signs.len() > 1 && !signs.iter().all(|sign| is_mere_bullet(sign)))
        .map(|((block, _), (start, signs))| {
            let signs: Vec<String> = signs.iter().map(|sign| format!("`{sign}`")).collect();
            (*block, (*start, signs.join(", ")))
        })
        .collect();
    found.extend(mixed.values().map(|(start, signs)| mixture(text, *start, signs)));
    let mut rest = &lines[..];
    while let Some(line) = rest.first() {
        let is_sign = matches!(line.look, Look::Bullet | Look::Dash | Look::Star | Look::Tight);
        // Lines that follow each other, with nothing but empty ones and the rest of an item between them.
        let goes_on = |pair: &[Line]| {
            pair[1].look == line.look
                && (pair[1].number == pair[0].number + 1
                    || is_sign
                        && pair[1].block == pair[0].block
                        && (pair[1].first || pair[1].ended))
        };
        let (series, later) =
            rest.split_at(1 + rest.windows(2).take_while(|pair| goes_on(pair)).count());
        rest = later;
        if !(is_sign && mixed.contains_key(&line.block)) {
            found.extend(told(text, series, &listed));
        }
    }
    found
}

/// Lines that begin with signs that may say something, as `✓` and `✗` do: no other sign can stand for all of them.
fn mixture(text: &str, start: usize, signs: &str) -> Mistake {
    let line = text[start..].lines().next().unwrap_or_default();
    let sign = line.split(is_blank).next().unwrap_or_default();
    Mistake::error(
        codes::LIST_UNCLEAR,
        start..start + sign.len(),
        format!("deze regels beginnen met verschillende tekens ({signs})"),
    )
    .help("begin elk punt met `- `, en zet een lege regel voor het eerste")
    .help("zegt het teken iets, schrijf dat dan in woorden achter het streepje")
}

/// What there is to say of a series of lines that begin in the same way.
fn told(text: &str, series: &[Line], listed: &BTreeSet<usize>) -> Option<Mistake> {
    let first = series.first()?;
    let many = series.len() > 1;
    let introduced = series.iter().any(|line| line.introduced);
    let flows = series.iter().any(|line| !line.first);
    // The next one of a list that stands higher up.
    let continues = series.len() == 1
        && marker::at(text, first.range.start).is_some_and(|marker| {
            marker.values(text).any(|(_, value)| value > 1 && value <= listed.len() as u64 + 1)
        });
    let in_list = series.iter().any(|line| listed.contains(&line.paragraph));
    let marker = text[first.start..first.words].trim_end_matches(is_blank);
    let glued = marker.ends_with(['.', ')'])
        && first.start + marker.len() == first.words
        && !marker.contains(|c: char| c.is_ascii_digit());
    let place = first.start..first.start + marker.len();
    let count = words::count(series.len(), "regel begint", "regels beginnen");
    let list = |message: String| Mistake::error(codes::LIST_UNCLEAR, place.clone(), message);
    let dash = "begin elk punt met `- `, en zet een lege regel voor het eerste";
    match first.look {
        Look::Bullet => {
            let message = match marker.chars().next() {
                Some('\u{f000}'..='\u{f0ff}') => {
                    format!("{count} met een opsommingsteken van Word, dat hier geen lijst maakt")
                }
                _ => format!("{count} met `{marker}`, dat hier geen lijst maakt"),
            };
            let told = list(message).help(dash);
            let unclear = series.iter().any(|line| line.loose);
            Some(if unclear { told } else { bulleted(text, series, told) })
        }
        Look::Dash | Look::Star | Look::Tight if many || introduced || first.listed => {
            let message = match first.look {
                Look::Tight => {
                    format!("{count} met een streepje zonder spatie erachter: dat is geen lijst")
                }
                _ => format!("{count} met `{marker}`, dat hier geen lijst maakt"),
            };
            let told = list(message).help(dash);
            // In the middle of a paragraph a line can begin so by chance.
            // Before a figure a dash can be a minus.
            let minus = |line: &Line| {
                text[line.words..].starts_with(|c: char| c.is_ascii_digit() || c == '€')
            };
            let unclear = |line: &Line| minus(line) || line.loose;
            if (first.first || first.introduced || first.listed) && !series.iter().any(unclear) {
                return Some(bulleted(text, series, told));
            }
            Some(told.help(
                "is het geen lijst, breek de regel dan ergens anders af, of zet er `\\` voor",
            ))
        }
        // One letter in brackets against a word is a part of that: `(a)symmetrisch`.
        Look::Counted if flows && (many || !glued && (introduced || in_list || continues)) => {
            let message =
                format!("{count} met een nummer of letter, maar zou in de lopende tekst komen");
            let message = if many { message.replace("zou", "zouden") } else { message };
            let escape = match many {
                true => {
                    "is het geen lijst, zet dan `\\` voor elke punt en elk haakje, en een lege regel tussen de regels"
                }
                false => "hoort het niet bij een lijst, zet dan `\\` voor de punt of het haakje",
            };
            let told = list(message)
                .help("een lijst telt vanaf 1, a of i, als `1. `, `a. `, `i) `, `(a) `, met een spatie erachter en een lege regel voor het eerste punt")
                .help("een lijst in een lijst staat ingesprongen, tot onder het eerste woord van het punt erboven")
                .help(escape);
            Some(spaced(text, series, told))
        }
        Look::Escaped if many && flows => Some(
            Mistake::warning(
                codes::LIST_UNCLEAR,
                place,
                format!(
                    "deze {} regels komen achter elkaar op papier, in één alinea",
                    series.len()
                ),
            )
            .help("zet een lege regel tussen de regels"),
        ),
        Look::Bar | Look::Cells if many || first.look == Look::Bar => {
            let end = text[first.range.clone()].trim_end().len();
            Some(no_table(first.start..first.range.start + end))
        }
        _ => None,
    }
}

/// Bars that are printed as they stand.
fn no_table(place: Range<usize>) -> Mistake {
    Mistake::error(codes::LIST_UNCLEAR, place, "dit is geen tabel geworden")
        .help("zet een lege regel voor de tabel, en onder de kop een regel als `|---|---|`, met evenveel kolommen als de kop")
        .help("is het gewone tekst, zet dan `\\` voor elk streepje")
}

/// The same with the correction, where numbers lack nothing but the space behind them.
fn spaced(text: &str, series: &[Line], mistake: Mistake) -> Mistake {
    let tight = |line: &Line| text[..line.words].ends_with(['.', ')']);
    if series.len() < 2 || !series.iter().all(tight) {
        return mistake;
    }
    let space = |mistake: Mistake, line: &Line| mistake.fix(line.words..line.words, " ");
    series.iter().fold(mistake, space)
}

/// The same with the correction: each line begins with a dash and a space, and the first stands apart.
fn bulleted(text: &str, series: &[Line], mut mistake: Mistake) -> Mistake {
    let mut above: Option<usize> = None;
    for line in series {
        let apart = line.first || line.introduced || line.listed || above == Some(line.paragraph);
        above = Some(line.paragraph);
        let indent = match (&text[line.range.start..line.start], level(text, line)) {
            (typed, 0) => typed.to_owned(),
            (_, level) => "  ".repeat(level),
        };
        mistake = if apart {
            mistake.fix(line.range.start..line.words, format!("{indent}- "))
        } else {
            mistake.fix(line.range.start - 1..line.words, format!("\n\n{indent}- "))
        };
    }
    mistake
}

/// How deep Word means a bullet: it has a sign of its own for each level, or a tab before it; 0 for the first, and for
/// what has spaces before it.
fn level(text: &str, line: &Line) -> usize {
    let indent = &text[line.range.start..line.start];
    let tabs = indent.matches('\t').count();
    let sign = text[line.start..].chars().next().map_or(0, word_level);
    if indent.contains(' ') { 0 } else { tabs.max(sign) }
}

/// What is told of a line by itself: a heading of another program, and bullets between the words.
fn within(text: &str, line: Range<usize>, understood: &Understood, found: &mut Vec<Mistake>) {
    let content = &text[line.clone()];
    let hashes = content.len() - content.trim_start_matches('#').len();
    if hashes > 1 && content[hashes..].starts_with(char::is_alphanumeric) {
        found.push(
            Mistake::warning(
                codes::MARKUP_AS_TEXT,
                line.start..line.start + hashes,
                "dit komt zo op papier: een tekst heeft geen koppen",
            )
            .help("een kop heeft een eigen veld (`kop`)"),
        );
    }
    // What other programs print as a line across the page.
    if is_divider(content) {
        let start = line.start + content.len() - content.trim_start_matches(is_blank).len();
        found.push(divider(start..start + content.trim().len()));
        return;
    }
    let bullets: Vec<usize> = content
        .match_indices(['•', '▪', '◦', '●', '‣', '➢'])
        .map(|(at, _)| line.start + at)
        .filter(|at| *at > line.start && understood.is_text(*at))
        .collect();
    if let [first, _, ..] = bullets[..] {
        let end = text.ceil_char_boundary(first + 1);
        found.push(
            Mistake::warning(
                codes::LIST_UNCLEAR,
                first..end,
                "in deze regel staan opsommingstekens: de punten komen achter elkaar op papier",
            )
            .help("geef elk punt een eigen regel, die begint met `- `"),
        );
    }
}

/// A line across the page.
pub(super) fn divider(place: Range<usize>) -> Mistake {
    Mistake::forbidden(
        place,
        "een streep kan niet in een tekst",
        "laat hem weg; begint de regel met streepjes, zet er dan `\\` voor",
    )
}

/// Indentation with spaces that are printed.
fn hard_space(text: &str, indent: Range<usize>, found: &mut Vec<Mistake>) {
    let hard = text[indent.clone()].find(|c| !matches!(c, ' ' | '\t'));
    let Some(start) = hard.map(|at| indent.start + at).filter(|_| indent.end < text.len()) else {
        return;
    };
    found.push(
        Mistake::warning(
            codes::CHARACTER,
            start..indent.end,
            "deze regel begint met een vaste spatie, die zo op papier komt",
        )
        .help("haal hem weg; plakken uit Word brengt hem mee")
        .fix(start..indent.end, ""),
    );
}
