//! In: the text of a YAML file, also of one with mistakes. Out: what each of its lines is, as far as that can be seen
//! without reading it. Pure.
//!
//! Only asked where something is wrong: what a file says is for the parser to tell.

use std::ops::Range;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing but blanks.
    Blank,
    /// A comment.
    Comment,
    /// A line of a block of text.
    Text,
    /// Text that fell out of the block above it.
    Stray {
        /// The line of that block's `|` or `>`.
        header: usize,
        /// The indentation of that block's lines.
        indent: usize,
    },
    /// A field, a list item, or what goes on from the line above.
    Field,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    /// The line without its line break.
    pub(super) text: &'a str,
    /// Its leading spaces.
    pub(super) indent: usize,
    pub(super) role: Role,
}

impl<'a> Line<'a> {
    /// What stands behind the indentation and the dashes, and where that begins.
    pub(super) fn content(&self) -> (usize, &'a str) {
        let mut rest = &self.text[self.indent..];
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start_matches(' ');
        }
        (self.start + self.text.len() - rest.len(), rest)
    }

    /// The key and the value of a field, and where the value begins.
    pub(super) fn field(&self) -> Option<(&'a str, usize, &'a str)> {
        let (start, content) = self.content();
        let at = colon(content)?;
        let value = content[at + 1..].trim_start_matches(' ');
        let begin = start + content.len() - value.len();
        Some((&content[..at], begin, value.trim_end()))
    }

    /// The place of what is to be seen on it.
    pub(super) fn visible(&self) -> Range<usize> {
        let text = self.text.trim_end();
        let start = text.len() - text.trim_start().len();
        self.start + start..self.start + text.len()
    }
}

/// Where the colon behind the key stands.
fn colon(content: &str) -> Option<usize> {
    let from = match content.chars().next()? {
        quote @ ('"' | '\'') => 2 + content[1..].find(quote)?,
        _ => 0,
    };
    let ends = |at: &usize| {
        let rest = &content[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t'])
    };
    content[from..].match_indices(':').map(|(at, _)| from + at).find(ends)
}

/// A value without the comment behind it. In a text that begins with a quotation mark a comment begins where as many
/// of those were opened as closed, or where none follows.
pub(super) fn without_comment(value: &str) -> &str {
    let quote = value.chars().next().filter(|char| matches!(char, '"' | '\''));
    let begins = |at: &usize| {
        let (before, behind) = value.split_at(*at);
        let closed = quote.is_none_or(|quote| {
            before.matches(quote).count().is_multiple_of(2) || !behind.contains(quote)
        });
        closed && !is_lost_text(&behind[1..])
    };
    let at = [" #", "\t#"]
        .iter()
        .filter_map(|sign| value.match_indices(sign).map(|(at, _)| at).find(begins));
    value[..at.min().unwrap_or(value.len())].trim_end()
}

/// Whether what YAML takes for a comment goes on from the text before it: the number of something, or a word right
/// behind the sign.
pub(super) fn is_lost_text(comment: &str) -> bool {
    comment.strip_prefix('#').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric())
            || rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether this can be the name of a field: no sentence begins so.
pub(super) fn is_name(key: &str) -> bool {
    let key = key.trim_end_matches(' ');
    let quoted = key.starts_with(['"', '\'']);
    let mut chars = key.chars();
    let word = matches!((chars.next(), chars.next()), (Some(first), Some(second))
        if first.is_uppercase() && second.is_lowercase());
    let simple = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    quoted || (!key.is_empty() && !word && key.chars().all(simple))
}

/// Whether a line begins a field, and not a sentence with a colon.
pub(super) fn begins_field(lines: &[Line<'_>], index: usize) -> bool {
    lines[index]
        .field()
        .is_some_and(|(key, _, value)| is_name(key) || (is_word(key) && heads(lines, index, value)))
}

/// Whether this is one word with a capital: the name of a field may have been typed so.
fn is_word(key: &str) -> bool {
    key.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Whether a line of a field with this value is the head of the lines below it: of fields, a list or a text.
fn heads(lines: &[Line<'_>], index: usize, value: &str) -> bool {
    let line = &lines[index];
    let below = lines[index + 1..].iter().find(|line| !line.text.trim().is_empty());
    let owns = |below: &Line<'_>| {
        below.indent > line.indent
            || (below.indent == line.indent && below.text[below.indent..].starts_with("- "))
                && below.field().is_some()
    };
    (value.is_empty() || header(line).is_some()) && below.is_some_and(owns)
}

/// The indentation that a block of text asks for, where the line ends in the head of one; `None` inside for one that
/// shows it by its first line.
fn header(line: &Line<'_>) -> Option<Option<usize>> {
    let (_, content) = line.content();
    let value = match line.field() {
        Some((_, _, value)) => value,
        None => content,
    };
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let signs = value.strip_prefix(['|', '>'])?;
    let known = signs.len() <= 2 && signs.chars().all(|char| matches!(char, '+' | '-' | '1'..='9'));
    known.then(|| signs.chars().find_map(|char| char.to_digit(10)).map(|digit| digit as usize))
}

/// A block of text that the lines below its head may belong to.
struct Block {
    header: usize,
    /// The column of its key or dash.
    parent: usize,
    indent: Option<usize>,
}

impl Block {
    fn indent(&self) -> usize {
        self.indent.unwrap_or(self.parent + 2)
    }
}

/// Every line with what it is.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        let indent = line.len() - line.trim_start_matches(' ').len();
        lines.push(Line { start: at, text: line, indent, role: Role::Field });
        at += raw.len();
    }
    let mut block: Option<Block> = None;
    // Columns of the dashes around where we are.
    let mut dashes: Vec<usize> = Vec::new();
    for index in 0..lines.len() {
        let line = lines[index];
        let role = match &mut block {
            _ if line.text.trim_matches([' ', '\t']).is_empty() => Role::Blank,
            Some(open) => {
                let role = within(open, &lines, index, &dashes);
                if role == Role::Field || role == Role::Comment {
                    block = None;
                }
                role
            }
            None if line.text[line.indent..].starts_with('#') => Role::Comment,
            None => Role::Field,
        };
        lines[index].role = role;
        if role != Role::Field {
            continue;
        }
        dashes.retain(|column| *column <= line.indent);
        let (start, _) = line.content();
        let column = start - line.start;
        if line.text[line.indent..column].starts_with('-') {
            let items = line.text[line.indent..column].match_indices('-');
            dashes.extend(items.map(|(at, _)| line.indent + at));
        }
        if let Some(digit) = header(&line) {
            let parent = if line.field().is_some() { column } else { line.indent };
            let indent = digit.map(|digit| parent + digit);
            block = Some(Block { header: index, parent, indent });
        }
    }
    lines
}

/// What a line below the head of a block of text is.
fn within(block: &mut Block, lines: &[Line<'_>], index: usize, dashes: &[usize]) -> Role {
    let line = lines[index];
    if block.indent.is_none() && line.indent > block.parent {
        block.indent = Some(line.indent);
    }
    if line.indent >= block.indent() && block.indent.is_some() {
        return Role::Text;
    }
    let stray = Role::Stray { header: block.header, indent: block.indent() };
    let content = &line.text[line.indent..];
    if content.starts_with('#') {
        let below = lines[index + 1..].iter().find(|line| !line.text.trim().is_empty());
        let goes_on = below.is_some_and(|below| {
            block.indent.is_some_and(|indent| below.indent >= indent)
                && !below.text[below.indent..].starts_with('#')
        });
        return if goes_on { stray } else { Role::Comment };
    }
    let is_field = begins_field(lines, index);
    let is_item = content == "-" || content.starts_with("- ");
    let known = match is_item {
        true => is_field || dashes.contains(&line.indent),
        false => is_field || content.starts_with("---") || content == "...",
    };
    if known { Role::Field } else { stray }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> String {
        let role = |line: &Line<'_>| match line.role {
            Role::Blank => '.',
            Role::Comment => '#',
            Role::Text => 't',
            Role::Stray { .. } => 's',
            Role::Field => 'f',
        };
        lines(text).iter().map(role).collect()
    }

    #[test]
    fn what_fell_out_of_a_block_is_seen() {
        assert_eq!(roles("a: |\n  x\n\nGeplakt.\n\n  y\nb: z\n"), "ft.s.tf");
        assert_eq!(
            roles("a: |\n  x\n\nConclusie: zo.\n- punt;\nb:\n  - c: |\n      x\n - y\n  - c: z\n"),
            "ft.ssfftsf"
        );
        assert_eq!(roles("a: |\nx\n\ny\nb: z\n"), "fs.sf");
        assert_eq!(roles("a: |\n  x\nDelen:\n  - c: y\nTekst: |\n  z\n"), "ftffft");
        assert_eq!(roles("a: |\n  x\nSlot: z\nDaarom:\n- y\n"), "ftsss");
        assert_eq!(roles("a: |\n  x\n# deel\nb: z\n# c\n"), "ft#f#");
        assert_eq!(roles("a: |\n  x\n# 12 is\n\n  y\n"), "fts.t");
        assert_eq!(roles("- a: >-\n    x\n   y: z\n"), "ftf");
        assert_eq!(roles("a: |2\n    x\n  y\n y\n"), "ftts");
    }
}
