//! In: the stretches of a line. Out: how they are typed, with a `\` only where a sign would be taken for markup. Pure.
//!
//! What signs mean depends on what stands around them, and that is known in one place: `prose`. So a line is typed
//! without any `\` first, and read; only if it does not come back as it was, signs are marked, and those marks
//! that nothing needs are taken away again.

use std::collections::BTreeSet;

use super::draft::{Ink, Looks, Stretch};
use crate::diagnostic::Severity;
use crate::prose::{self, Block};

/// Signs that can be markup wherever they stand.
const ANYWHERE: &str = "*[]<>|{}`";

/// Most marks that are tried one by one.
const MOST_TRIED: usize = 40;

/// A line as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// The line; it has line breaks only where the author asked for them.
    pub(super) text: String,
    /// The spaces at which the line may be broken. Ascending.
    pub(super) spaces: Vec<usize>,
}

/// How a line is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// With as few marks as a line by itself needs.
    Least,
    /// With every mark that can be.
    Most,
}

/// How a line of a paragraph, or of a cell, is typed; none when markup cannot say it.
pub(super) fn typed(content: &[Stretch], cell: bool, care: Care) -> Option<Typed> {
    let orders = [Order::LooksOutside, Order::LooksInside].into_iter();
    let ways = orders.flat_map(|order| [(order, true), (order, false)]);
    ways.map(|(order, pairs)| Writer { content, cell, order, pairs })
        .find_map(|writer| writer.best(care))
}

/// Which marks stand outside, where two could.
#[derive(Debug, Clone, Copy)]
enum Order {
    /// Those of bold and italics.
    LooksOutside,
    /// Those of links and passages.
    LooksInside,
}

struct Writer<'a> {
    content: &'a [Stretch],
    cell: bool,
    order: Order,
    /// Whether a `\` before what could be markup is typed twice: in a path it is not.
    pairs: bool,
}

/// The places of signs, each by its stretch and its offset in that.
type Marks = BTreeSet<(usize, usize)>;

impl Writer<'_> {
    fn best(&self, care: Care) -> Option<Typed> {
        if self.content.is_empty() {
            return Some(Typed { text: String::new(), spaces: Vec::new() });
        }
        let all = self.signs();
        let bare = self.write(&Marks::new());
        let (without, with) = (self.errors(&bare.text), self.write(&all));
        if care == Care::Least && without == Some(0) {
            return Some(bare);
        }
        let most = match (self.errors(&with.text), without) {
            (Some(with), Some(without)) => with.min(without),
            (with, without) => with.or(without)?,
        };
        if care == Care::Least && without == Some(most) {
            return Some(bare);
        }
        if self.errors(&with.text) != Some(most) {
            return Some(bare);
        }
        if care == Care::Most || all.len() > MOST_TRIED {
            return Some(with);
        }
        let mut kept = all.clone();
        for mark in all.iter().rev() {
            kept.remove(mark);
            if self.errors(&self.write(&kept).text) != Some(most) {
                kept.insert(*mark);
            }
        }
        Some(self.write(&kept))
    }

    /// How many mistakes a line has that stop a document; none when it is not read as what it should say.
    fn errors(&self, text: &str) -> Option<usize> {
        let text = if self.cell { format!("| {text} |\n|---|") } else { text.to_owned() };
        let (prose, mistakes) = prose::parse(&text);
        let inlines = match &prose.blocks[..] {
            [Block::Paragraph(inlines)] if !self.cell => inlines,
            [Block::Table { head, .. }] if self.cell && head.len() == 1 => &head[0],
            _ => return None,
        };
        let read = super::read::stretches(&text, inlines)?;
        let read = super::looks::tidy(read, self.cell);
        let errors = mistakes.iter().filter(|mistake| mistake.severity == Severity::Error).count();
        (read == self.content).then_some(errors)
    }

    /// The signs that a `\` can stand before.
    fn signs(&self) -> Marks {
        let mut signs = Marks::new();
        for (index, stretch) in self.content.iter().enumerate() {
            let Ink::Text(text) = &stretch.what else { continue };
            if self.begins_line(index) {
                signs.extend(first_sign(text).map(|at| (index, at)));
            }
            for (at, char) in text.char_indices() {
                let image = char == '!' && at + 1 == text.len() && self.leads(index + 1);
                if ANYWHERE.contains(char) || raises(text, at, char) || image {
                    signs.insert((index, at));
                }
            }
        }
        signs
    }

    /// Whether a stretch begins a line, with no mark before it.
    fn begins_line(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| &self.content[before]);
        let begins = before.is_none_or(|before| matches!(before.what, Ink::Break(_)));
        let marked = index.checked_sub(1).map_or_else(Vec::new, |before| self.wanted(before));
        begins && self.wanted(index).iter().all(|mark| marked.contains(mark))
    }

    /// Whether a `\` that stands here in a text would mark what comes behind it.
    fn marks(&self, index: usize, text: &str, at: usize, next: char) -> bool {
        let before = &text[..at];
        let label = before.strip_prefix('(').unwrap_or(before);
        let counts = matches!(next, '.' | ')')
            && !before.is_empty()
            && label.len() < 10
            && label.chars().all(|char| char.is_ascii_alphanumeric());
        let first = before.is_empty() && !next.is_alphanumeric() && !next.is_whitespace();
        let behind = text[at..].trim_start_matches('\\');
        let shifts = matches!(next, '^' | '~') && {
            let inner = behind[1..].split(next).next().unwrap_or_default();
            prose::can_shift(before, inner, next == '~')
        };
        ANYWHERE.contains(next) || shifts || self.begins_line(index) && (first || counts)
    }

    /// Whether a stretch is a link or withheld.
    fn leads(&self, index: usize) -> bool {
        let looks = self.content.get(index).map(|stretch| &stretch.looks);
        looks.is_some_and(|looks| looks.link.is_some() || looks.withheld.is_some())
    }

    fn write(&self, marks: &Marks) -> Typed {
        let mut out = Out { text: String::new(), spaces: Vec::new(), open: Vec::new() };
        for (index, stretch) in self.content.iter().enumerate() {
            out.turn(&self.wanted(index));
            match &stretch.what {
                Ink::Text(text) => self.text(index, text, marks, &mut out),
                Ink::Raised(text) => out.text.push_str(&format!("^{text}^")),
                Ink::Lowered(text) => out.text.push_str(&format!("~{text}~")),
                Ink::Break(_) => out.text.push_str("\\\n"),
                Ink::Chip(chip) => out.text.push_str(&chip.source),
            }
        }
        out.turn(&[]);
        Typed { text: out.text, spaces: out.spaces }
    }

    fn text(&self, index: usize, text: &str, marks: &Marks, out: &mut Out) {
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            if char == '\\' {
                let mut count = 1;
                while chars.next_if(|(_, next)| *next == '\\').is_some() {
                    count += 1;
                }
                // Before what could be markup, two by two they are one.
                let meets = match chars.peek() {
                    Some((behind, next)) => {
                        marks.contains(&(index, *behind)) || self.marks(index, text, at, *next)
                    }
                    None => self.content.get(index + 1).is_some(),
                };
                let each = if meets && self.pairs { 2 } else { 1 };
                out.text.push_str(&"\\".repeat(count * each));
                continue;
            }
            let barred = self.cell && char == '|';
            if marks.contains(&(index, at)) || barred {
                out.text.push('\\');
            }
            let alone = || !text[..at].ends_with([' ', '\\']) && !text[at + 1..].starts_with(' ');
            if char == ' ' && alone() && !out.text.ends_with('\\') {
                out.spaces.push(out.text.len());
            }
            out.text.push(char);
        }
    }

    /// The marks around a stretch, that which lasts longest first.
    fn wanted(&self, index: usize) -> Vec<Mark> {
        let looks = &self.content[index].looks;
        let mut marks = Vec::new();
        if let Some(link) = &looks.link {
            marks.push(Mark::Link(link.clone()));
        }
        if let Some(ground) = &looks.withheld {
            marks.push(Mark::Withheld(ground.clone()));
        }
        let looks = [looks.bold.then_some(Mark::Bold), looks.italic.then_some(Mark::Italic)];
        let looks = looks.into_iter().flatten();
        match self.order {
            Order::LooksOutside => marks.splice(0..0, looks).for_each(drop),
            Order::LooksInside => marks.extend(looks),
        }
        let last = |mark: &Mark| std::cmp::Reverse(self.lasts(index, mark));
        match self.order {
            Order::LooksOutside => marks.sort_by_key(last),
            Order::LooksInside => marks.sort_by_key(|mark| (!mark.is_target(), last(mark))),
        }
        marks
    }

    /// How many stretches from here on have a mark.
    fn lasts(&self, index: usize, mark: &Mark) -> usize {
        self.content[index..].iter().take_while(|stretch| mark.is_on(&stretch.looks)).count()
    }
}

/// Whether a sign begins what stands above or below the line.
fn raises(text: &str, at: usize, sign: char) -> bool {
    if !matches!(sign, '^' | '~') {
        return false;
    }
    let rest = &text[at + 1..];
    let end = rest.find(sign);
    end.is_some_and(|end| prose::can_shift(&text[..at], &rest[..end], sign == '~'))
}

/// Where a sign stands that the beginning of a line could be markup by.
fn first_sign(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if !first.is_alphanumeric() && first != '(' {
        return Some(0).filter(|_| !first.is_whitespace());
    }
    let label = text.strip_prefix('(').unwrap_or(text);
    let end = label.find(|char: char| !char.is_ascii_alphanumeric())?;
    let at = text.len() - label.len() + end;
    (end <= 9 && text[at..].starts_with(['.', ')'])).then_some(at)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Bold,
    Italic,
    Link(String),
    Withheld(String),
}

impl Mark {
    fn is_target(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Withheld(_))
    }

    fn is_on(&self, looks: &Looks) -> bool {
        match self {
            Self::Bold => looks.bold,
            Self::Italic => looks.italic,
            Self::Link(url) => looks.link.as_ref() == Some(url),
            Self::Withheld(ground) => looks.withheld.as_ref() == Some(ground),
        }
    }
}

struct Out {
    text: String,
    spaces: Vec<usize>,
    /// The marks that are open, each with where what it marks begins.
    open: Vec<(Mark, usize)>,
}

impl Out {
    /// Closes the marks that end here, and opens those that begin.
    fn turn(&mut self, wanted: &[Mark]) {
        // What ends before a link or passage that begins here stands within it.
        let begins = |mark: &Mark| !self.open.iter().any(|(open, _)| open == mark);
        let holds = wanted.iter().position(|mark| mark.is_target() && begins(mark));
        let before = holds.map_or(wanted, |at| &wanted[..at]);
        let inside = |mark: &Mark| holds.is_some() && !before.contains(mark);
        let stays = self.open.iter().position(|(mark, _)| !wanted.contains(mark) || inside(mark));
        while stays.is_some_and(|stays| self.open.len() > stays) {
            let Some((mark, start)) = self.open.pop() else { break };
            self.close(&mark, start);
        }
        for mark in wanted {
            if self.open.iter().any(|(open, _)| open == mark) {
                continue;
            }
            self.text.push_str(match mark {
                Mark::Bold => "**",
                Mark::Italic => "*",
                Mark::Link(_) | Mark::Withheld(_) => "[",
            });
            self.open.push((mark.clone(), self.text.len()));
        }
    }

    fn close(&mut self, mark: &Mark, start: usize) {
        match mark {
            Mark::Bold => self.text.push_str("**"),
            Mark::Italic => self.text.push('*'),
            Mark::Withheld(ground) => self.text.push_str(&format!("](lak:{ground})")),
            Mark::Link(url) => {
                let shown = &self.text[start..];
                let bare = shown == url || url.strip_prefix("mailto:") == Some(shown);
                if bare && !shown.contains(['\\', ' ']) {
                    self.text.replace_range(start - 1..start, "<");
                    self.text.push('>');
                } else {
                    self.text.push_str(&format!("]({url})"));
                }
            }
        }
    }
}
