//! In: a page as Typst's SVG. Out: the same picture in a form that a browser draws several times faster, and what
//! differs between two of them. Pure.
//!
//! Typst writes each letter as a `<use>` of its outline. A browser makes a tree of its own of each of those: measured
//! in Chromium on a page of 1,700 letters, 55 ms to lay out and paint. The outlines of a run in one `<path>` take 8 ms.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use roxmltree::{Document, Node};

/// Makes pictures, and knows the outlines of the letters that it has seen.
#[derive(Debug, Default)]
pub(super) struct Press {
    /// What follows the place of a letter in a path, by the name that Typst gives the outline: a hash of it.
    outlines: HashMap<String, Arc<str>>,
}

/// Most outlines that are kept; a letter with its annex has some three hundred.
const MOST_OUTLINES: usize = 5_000;

impl Press {
    /// The picture with the letters of a run in one path. What does not look as expected stays as it is.
    pub(super) fn merge(&mut self, svg: &str) -> String {
        if self.outlines.len() > MOST_OUTLINES {
            self.outlines.clear();
        }
        merge(svg, &self.outlines(svg))
    }

    /// The outlines of a picture, by name.
    fn outlines<'a>(&mut self, svg: &'a str) -> HashMap<&'a str, Arc<str>> {
        let mut outlines = HashMap::new();
        for symbol in svg.split(SYMBOL).skip(1) {
            let Some((id, rest)) = symbol.split_once('"') else { continue };
            if let Some(outline) = self.outlines.get(id) {
                outlines.insert(id, Arc::clone(outline));
                continue;
            }
            let Some(rest) = rest.strip_prefix(OUTLINE) else { continue };
            let Some((path, end)) = rest.split_once('"') else { continue };
            // Relative throughout, so that it can stand anywhere.
            let relative = !path.contains(|c: char| c.is_ascii_uppercase() && c != 'Z');
            if relative && end.starts_with(OUTLINE_END) && path.is_ascii() {
                let outline: Arc<str> = rounded(path).into();
                self.outlines.insert(id.to_owned(), Arc::clone(&outline));
                outlines.insert(id, outline);
            }
        }
        outlines
    }
}

fn merge(svg: &str, outlines: &HashMap<&str, Arc<str>>) -> String {
    let mut out = String::with_capacity(svg.len() * 2);
    let mut kept = BTreeSet::new();
    let mut rest = svg;
    while let Some(start) = rest.find("<use ") {
        copy(&mut out, &rest[..start]);
        rest = &rest[start..];
        let mut open: Option<&str> = None;
        while let Some(letter) = Use::read(rest) {
            let Some(outline) = outlines.get(letter.id) else { break };
            if open != Some(letter.style) {
                if open.is_some() {
                    out.push_str("\"/>");
                }
                open = Some(letter.style);
                out.extend(["<path", letter.style, " d=\""]);
            }
            out.push('M');
            round(&mut out, letter.x);
            out.push(' ');
            round(&mut out, letter.y);
            out.push_str(outline);
            rest = &rest[letter.length..];
        }
        match open {
            Some(_) => out.push_str("\"/>"),
            // Not of the expected form: it goes by as it is.
            None => {
                kept.extend(rest.split('"').nth(1).and_then(|link| link.strip_prefix('#')));
                out.push_str("<use ");
                rest = &rest["<use ".len()..];
            }
        }
    }
    // The outlines come after everything that uses them; those that nothing uses any more are left out.
    while let Some(start) = rest.find(SYMBOL) {
        copy(&mut out, &rest[..start]);
        let (symbol, after) = match rest[start..].find(SYMBOL_END) {
            Some(end) => rest[start..].split_at(end + SYMBOL_END.len()),
            None => (&rest[start..], ""),
        };
        let id = symbol[SYMBOL.len()..].split('"').next().unwrap_or_default();
        if !outlines.contains_key(id) || kept.contains(id) {
            out.push_str(symbol);
        }
        rest = after;
    }
    copy(&mut out, rest);
    out.replace("</a>", "</g>")
}

/// Copies all but the links: nobody follows one in a picture, the page has its own way to the source; and Typst
/// writes their addresses as they are, also where they hold an `&`, which XML does not allow.
fn copy(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find("<a ") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        // The tag ends outside quotes.
        let mut quoted = false;
        let end = rest.find(|char| {
            quoted ^= char == '"';
            char == '>' && !quoted
        });
        out.push_str("<g>");
        rest = &rest[end.map_or(rest.len(), |end| end + 1)..];
    }
    out.push_str(rest);
}

const SYMBOL: &str = "<symbol id=\"";
const SYMBOL_END: &str = "</symbol>";

/// How Typst writes an outline, around its path.
const OUTLINE: &str = " overflow=\"visible\"><path d=\"M 0 0";
const OUTLINE_END: &str = "/></symbol>";

/// A `<use>` at the start of a text.
struct Use<'a> {
    id: &'a str,
    x: &'a str,
    y: &'a str,
    /// Everything else that it says, with a space before it.
    style: &'a str,
    length: usize,
}

impl<'a> Use<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (id, rest) = text.strip_prefix("<use xlink:href=\"#")?.split_once('"')?;
        let (x, rest) = rest.strip_prefix(" x=\"")?.split_once('"')?;
        let (y, rest) = rest.strip_prefix(" y=\"")?.split_once('"')?;
        let (style, after) = rest.split_once('>')?;
        let style = style.strip_suffix('/')?;
        let style = if style == PLAIN { "" } else { style };
        let known = style.is_empty() || !style.contains("transform");
        known.then(|| Self { id, x, y, style, length: text.len() - after.len() })
    }
}

/// What every letter says that is plain black, which is what a path is by itself.
const PLAIN: &str = " fill=\"#000000\" fill-rule=\"nonzero\"";

/// Writes a number with three decimals: a thousandth of a point is less than a screen can show at any zoom.
fn round(out: &mut String, number: &str) {
    let Ok(value) = number.parse::<f64>() else { return out.push_str(number) };
    let thousandths = (value * 1_000.0).round();
    if thousandths.is_nan() || thousandths.abs() > 1e12 {
        return out.push_str(number);
    }
    // A whole number of this size is exact.
    let mut rest = (thousandths as i64).unsigned_abs();
    // Written from the end: digits, of which the last three follow the point, and no zeros after those.
    let mut digits = [0_u8; 24];
    let (mut at, mut place) = (digits.len(), 0);
    while rest > 0 || place < 4 {
        let digit = (rest % 10) as u8;
        rest /= 10;
        if place == 3 && at < digits.len() {
            at -= 1;
            digits[at] = b'.';
        }
        if place >= 3 || digit > 0 || at < digits.len() {
            at -= 1;
            digits[at] = b'0' + digit;
        }
        place += 1;
    }
    if thousandths < 0.0 {
        at -= 1;
        digits[at] = b'-';
    }
    out.push_str(str::from_utf8(&digits[at..]).unwrap_or(number));
}

/// A path with its numbers rounded, and no more spaces than it needs. What is lost does not add up beyond one letter:
/// each begins at a place of its own.
fn rounded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e');
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let number = is_number(first);
        let length = if number { rest.find(|c| !is_number(c)) } else { Some(first.len_utf8()) };
        let (part, after) = rest.split_at(length.unwrap_or(rest.len()));
        if number {
            let start = out.len();
            round(&mut out, part);
            // Between two numbers a minus is separation enough.
            let digit = |c: char| c.is_ascii_digit();
            if out[..start].ends_with(digit) && out[start..].starts_with(digit) {
                out.insert(start, ' ');
            }
        } else if first != ' ' {
            out.push(first);
        }
        rest = after;
    }
    out
}

/// What makes one picture of another: children of one element, replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// Indices of elements, from the root to the one whose children change.
    path: Vec<usize>,
    /// The first child that goes, and how many.
    at: usize,
    gone: usize,
    /// What comes in their place.
    xml: String,
}

impl Patch {
    /// What makes the new picture of the old one; `None` when that is hardly less than the picture itself.
    pub(super) fn between(old: &str, new: &str) -> Option<Self> {
        let (before, after) = (Document::parse(old).ok()?, Document::parse(new).ok()?);
        let (mut a, mut b) = (before.root_element(), after.root_element());
        if opening(old, a) != opening(new, b) {
            return None;
        }
        let mut path = Vec::new();
        loop {
            let (was, is): (Vec<Node<'_, '_>>, Vec<Node<'_, '_>>) =
                (a.children().collect(), b.children().collect());
            let same = |x: &Node<'_, '_>, y: &Node<'_, '_>| old[x.range()] == new[y.range()];
            let start = was.iter().zip(&is).take_while(|(x, y)| same(x, y)).count();
            let end = was[start..]
                .iter()
                .rev()
                .zip(is[start..].iter().rev())
                .take_while(|(x, y)| same(x, y))
                .count();
            let (gone, come) = (&was[start..was.len() - end], &is[start..is.len() - end]);
            if let ([x], [y]) = (gone, come)
                && x.has_children()
                && y.has_children()
                && opening(old, *x) == opening(new, *y)
            {
                path.push(start);
                (a, b) = (*x, *y);
                continue;
            }
            let xml: String = come.iter().map(|node| &new[node.range()]).collect();
            let less = xml.len() < new.len() / 2;
            return less.then_some(Self { path, at: start, gone: gone.len(), xml });
        }
    }

    /// As the page in the browser reads it.
    pub(super) fn to_xml(&self) -> String {
        let Self { path, at, gone, xml } = self;
        let path: Vec<String> = path.iter().map(ToString::to_string).collect();
        format!(
            "<patch xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" path=\"{}\" at=\"{at}\" gone=\"{gone}\">{xml}</patch>",
            path.join(" ")
        )
    }
}

/// An element's opening tag as it is written.
fn opening<'a>(text: &'a str, node: Node<'_, '_>) -> &'a str {
    let Range { start, end } = node.range();
    let whole = &text[start..end];
    let mut quoted = false;
    let end = whole.find(|char| {
        quoted ^= char == '"';
        char == '>' && !quoted
    });
    end.map_or(whole, |end| &whole[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = concat!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">"#,
        r##"<g transform="matrix(1 0 0 -1 4 8)"><use xlink:href="#gA" x="0" y="0" fill="#000000" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gB" x="3.627685547" y="0" fill="#ff0000" fill-rule="nonzero"/><use xlink:href="#gX" x="1" y="2"/></g>"##,
        r##"<a href="https://x.nl/?a>b&c" target="_blank"><rect/></a><defs><symbol id="gA" overflow="visible"><path d="M 0 0m 1.279052734 4.2v -1.5h 0.80001Z "/></symbol>"##,
        r#"<symbol id="gB" overflow="visible"><path d="M 0 0l -1 -0.00001Z "/></symbol><symbol id="gX"><image/></symbol></defs></svg>"#,
    );

    #[test]
    fn letters_of_a_run_become_one_path() {
        assert_eq!(
            Press::default().merge(SVG),
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">"#,
                r#"<g transform="matrix(1 0 0 -1 4 8)"><path d="M0 0m1.279 4.2v-1.5h0.8Z"/>"#,
                r##"<path fill="#ff0000" fill-rule="nonzero" d="M3.628 0l-1 0Z"/><use xlink:href="#gX" x="1" y="2"/></g>"##,
                r#"<g><rect/></g><defs><symbol id="gX"><image/></symbol></defs></svg>"#,
            )
        );
        assert_eq!(Press::default().merge("<svg><use "), "<svg><use ");
    }

    #[test]
    fn numbers_are_rounded_to_a_thousandth() {
        let rounded = |number: &str| {
            let mut out = String::new();
            round(&mut out, number);
            out
        };
        for (number, wanted) in [
            ("0", "0"),
            ("-0.0004", "0"),
            ("1.2344", "1.234"),
            ("-0.0106", "-0.011"),
            ("12.5000001", "12.5"),
            ("100", "100"),
            ("-3.04", "-3.04"),
            ("0.9996", "1"),
            ("nan", "nan"),
            ("1e300", "1e300"),
            ("x", "x"),
        ] {
            assert_eq!(rounded(number), wanted, "{number}");
        }
    }

    #[test]
    fn a_patch_holds_no_more_than_what_differs() {
        let page = |middle: &str| {
            let lines: String = (0..9).map(|i| format!("<g><path d=\"M{i}\"/></g>")).collect();
            format!("<svg><g a=\"1\">{lines}<g b=\"2\">{middle}</g>{lines}</g></svg>")
        };
        let patch = Patch::between(&page("<a/><b/><c/>"), &page("<a/><d/><e/><c/>")).unwrap();
        let wanted = Patch { path: vec![0, 9], at: 1, gone: 1, xml: "<d/><e/>".into() };
        assert_eq!(patch, wanted);
        let nothing = Patch::between(&page(""), &page("")).unwrap();
        assert_eq!((nothing.gone, nothing.xml.as_str()), (0, ""));
        // Everything differs.
        assert_eq!(Patch::between("<svg><a/></svg>", "<svg><b/><c/><b/><c/><b/><c/></svg>"), None);
        assert_eq!(Patch::between("<svg a=\"1\"/>", "<svg a=\"2\"/>"), None);
    }
}
