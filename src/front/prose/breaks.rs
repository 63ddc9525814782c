//! In: a text, and which of its lines begin an item of a list. Out: lines that flow together on paper, and look as if
//! they should not. Pure.
//!
//! The end of a line is a space on paper. Whoever pastes a list that lost its bullets, an address, or columns of spaces
//! sees lines that the paper does not have. The end of a line is meant when the next word had fitted on it: nobody who
//! fills his lines ends one there.

use std::collections::BTreeSet;
use std::ops::Range;

use super::understood::Understood;
use super::{Mistake, is_blank, look, marker};
use crate::diagnostic::codes;

/// No line is filled before it is this long.
const NARROWEST: usize = 50;

/// Columns further to the right that are no slip of the hand.
const INDENTED: usize = 2;

/// Finds them. `items` is where items of lists begin.
pub(super) fn find(text: &str, items: &BTreeSet<usize>, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut paragraph: Vec<Line<'_>> = Vec::new();
    for range in marker::lines(text) {
        let mut line = Line::new(text, range);
        let is_item = items.contains(&line.start);
        line.is_item = is_item;
        let in_table = understood.has(line.start) && line.words.contains('|');
        // What begins with a bullet of another program was looked at as an item.
        let is_marked = !is_item && look::is_bulleted(text, line.start..line.range.end);
        if is_item || is_marked || in_table || line.words.is_empty() {
            found.extend(told(text, &paragraph));
            paragraph.clear();
        }
        if !(is_marked || in_table || line.words.is_empty()) {
            paragraph.push(line);
        }
    }
    found.extend(told(text, &paragraph));
    found
}

/// A line with words.
struct Line<'a> {
    range: Range<usize>,
    /// Where its first sign is.
    start: usize,
    words: &'a str,
    width: usize,
    /// Whether it begins an item, below which lines are indented.
    is_item: bool,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, range: Range<usize>) -> Self {
        let line = &text[range.clone()];
        let words = line.trim_matches(|c: char| is_blank(c) || c == '\r');
        let start = range.end - line.trim_start_matches(is_blank).len();
        Self { range, start, words, width: line.trim_end().chars().count(), is_item: false }
    }

    /// The words without what can stand behind the last sign of a sentence.
    fn sentence(&self) -> &'a str {
        let words = match self.words.rfind("[^") {
            Some(note) if self.words.ends_with(']') => &self.words[..note],
            _ => self.words,
        };
        words.trim_end_matches(['*', '"', '”', '’', '\'', ')', '»'])
    }

    fn ends_sentence(&self) -> bool {
        self.sentence().ends_with(['.', '?', '!', '…'])
    }

    /// Whether it ends as an item of a list does: `…;`, `…; en`.
    fn ends_item(&self) -> bool {
        let words = self.words.trim_end_matches("en/of");
        let words = words.strip_suffix(" en").or(words.strip_suffix(" of")).unwrap_or(words);
        words.trim_end().ends_with(';')
    }

    fn indent(&self) -> usize {
        self.start - self.range.start
    }

    /// Whether it begins as a sentence, a name or a figure does.
    fn begins_anew(&self) -> bool {
        self.words
            .trim_start_matches(['*', '"', '“', '„', '‘', '\'', '(', '['])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '€' | '<'))
    }

    /// Whether the first word of the next line had fitted behind it.
    fn has_room(&self, next: &Self, limit: usize) -> bool {
        let word = next.words.split(is_blank).next().unwrap_or_default();
        let broken = self.words.len() - self.words.trim_end_matches('\\').len();
        self.width + 1 + word.chars().count() <= limit && broken.is_multiple_of(2)
    }

    /// Whether blanks part its words in columns.
    fn has_columns(&self) -> bool {
        let gaps = |least: usize| {
            let mut rest = self.words;
            std::iter::from_fn(move || {
                let at = rest.find("  ")?;
                let behind = rest[at..].trim_start_matches(' ');
                let gap = rest.len() - at - behind.len();
                rest = behind;
                Some(gap)
            })
            .filter(|gap| *gap >= least)
            .count()
        };
        gaps(3) > 0 || gaps(2) > 1
    }
}

/// What there is to say of the lines of a paragraph.
fn told(text: &str, lines: &[Line<'_>]) -> Option<Mistake> {
    if lines.len() < 2 {
        return None;
    }
    let intro = lines[..lines.len() - 1].iter().position(|line| line.sentence().ends_with(':'));
    let body = &lines[intro.map_or(0, |at| at + 1)..];
    columns(lines).or_else(|| list(text, body, intro.is_some())).or_else(|| kept(lines, intro))
}

/// Columns made of spaces.
fn columns(lines: &[Line<'_>]) -> Option<Mistake> {
    let pair = lines.windows(2).find(|pair| pair.iter().all(Line::has_columns))?;
    Some(
        Mistake::error(
            codes::LIST_UNCLEAR,
            pair[0].start..pair[0].start + pair[0].words.len(),
            "deze kolommen van spaties komen achter elkaar op papier, als lopende tekst",
        )
        .help("maak er een tabel van: `| kop | kop |`, daaronder `|---|---:|`, en elke rij als `| cel | cel |`")
        .help("is het gewone tekst, zet dan één spatie tussen de woorden"),
    )
}

/// A list without its bullets, by the `;` at the end of its lines.
fn list(text: &str, body: &[Line<'_>], introduced: bool) -> Option<Mistake> {
    let (last, others) = body.split_last()?;
    // Numbers and letters were told.
    if others.first().is_some_and(|line| look::begins_item(line.words)) {
        return None;
    }
    let mut ending = others.iter().filter(|line| line.ends_item());
    let first = ending.next()?;
    let count = 1 + ending.count();
    if count < 2 && !introduced {
        return None;
    }
    let place = if introduced { body.first()? } else { first };
    let mistake = Mistake::error(
        codes::LIST_UNCLEAR,
        place.start..place.start + place.words.len(),
        "dit lijkt een lijst, maar de punten komen achter elkaar op papier",
    )
    .help("begin elk punt met `- `, en zet een lege regel voor het eerste")
    .help("is het geen lijst, breek de regels dan ergens anders af");
    let widest = body.iter().map(|line| line.width).max().unwrap_or_default().max(NARROWEST);
    let certain = introduced
        && last.ends_sentence()
        && body.windows(2).all(|pair| pair[0].ends_item() || !pair[0].has_room(&pair[1], widest));
    if !certain {
        return Some(mistake);
    }
    let mut begins = true;
    Some(body.iter().fold(mistake, |mistake, line| {
        let sign = if std::mem::replace(&mut begins, line.ends_item()) { "- " } else { "  " };
        let indent = &text[line.range.start..line.start];
        mistake.fix(line.range.start..line.start, format!("{indent}{sign}"))
    }))
}

/// Lines whose end was meant: those of an address, or of a list without any sign.
fn kept(lines: &[Line<'_>], intro: Option<usize>) -> Option<Mistake> {
    // A tab cannot be printed, and is told as such.
    if lines.iter().any(|line| line.words.contains('\t')) {
        return None;
    }
    let widest = lines.iter().map(|line| line.width).max().unwrap_or_default().max(NARROWEST);
    let below = |at: usize| intro.is_some_and(|intro| at > intro);
    let indented =
        |at: usize| !lines[0].is_item && lines[at + 1].indent() >= lines[0].indent() + INDENTED;
    let meant = |at: usize| {
        let (line, next) = (&lines[at], &lines[at + 1]);
        let goes_on = !line.ends_sentence() && !line.sentence().ends_with(':');
        line.has_room(next, widest)
            && (below(at) || goes_on && (next.begins_anew() || indented(at)))
    };
    let mut at = 0;
    while at + 1 < lines.len() {
        let end = (at..lines.len() - 1).find(|at| !meant(*at)).unwrap_or(lines.len() - 1);
        let run = &lines[at..=end];
        let whole = below(at) && at == intro.unwrap_or_default() + 1 || at == 0;
        let whole = whole && end + 1 == lines.len();
        // Two lines say little, unless they are all there is and no sentence, or the first looks like a heading.
        let (first, last) = (&run[0], &run[run.len() - 1]);
        let no_sentence = !first.ends_sentence() && (below(at) || !last.ends_sentence());
        let heading = at == 0
            && !first.is_item
            && 2 * first.width <= widest
            && last.words.starts_with(char::is_uppercase)
            && !look::begins_item(last.words);
        // `2025. …` was looked at as an item.
        let behind = last.words.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = behind.len() < last.words.len() && behind.starts_with(['.', ')']);
        let anew = last.begins_anew() && !numbered && (whole && no_sentence || heading);
        let two = run.len() == 2 && (indented(at) || anew);
        // Numbers and letters were told.
        let is_counted = |line: &&Line<'_>| look::begins_item(line.words);
        let counted = run.iter().filter(is_counted).count() > 1;
        if (run.len() > 2 || two) && !counted {
            return Some(
                Mistake::warning(
                    codes::LIST_UNCLEAR,
                    run[0].start..run[0].start + run[0].words.len(),
                    format!("deze {} regels komen achter elkaar op papier, in één alinea", run.len()),
                )
                .help("is het een lijst, begin dan elk punt met `- `, met een lege regel voor het eerste")
                .help("horen ze onder elkaar, zet dan `\\` aan het eind van elke regel, behalve de laatste")
                .help("is het lopende tekst, zet de regels dan achter elkaar"),
            );
        }
        at = end + 1;
    }
    None
}
