//! In: the elements of a clipboard. Out: what they say, as a draft. Pure.
//!
//! Word, LibreOffice, mail programs, browsers and Excel each say the same things in their own way: by an element, by its
//! style, or by a style of their own (`mso-…`). What was deleted with tracking, what was remarked and what is hidden is
//! no text.

use std::collections::BTreeMap;

use super::html::{Element, Node};
use super::lines;
use crate::prose::{Align, Numbering, Series};
use crate::schrijven::{Blok, Chip, ChipKind, Draft, Ink, Looks, Stretch};

/// What a page says.
pub(super) fn draft(page: &Element) -> Draft {
    let mut walker = Walker { notes: notes(page), ..Walker::default() };
    walker.children(page, &Looks::default(), false);
    walker.flush();
    Draft { blocks: walker.blocks }
}

/// The texts of notes that stand below the text, each by the address that refers to it.
fn notes(page: &Element) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    page.visit(&mut |element| {
        let id = element.attribute("id").unwrap_or_default();
        let (word, office) = (id.strip_prefix("ftn"), id.strip_prefix("sdfootnote"));
        let address = match (word, office) {
            (Some(number), _) => format!("#_ftn{number}"),
            (_, Some(number)) => format!("#sdfootnote{number}sym"),
            _ => return,
        };
        let mut walker = Walker { in_note: true, ..Walker::default() };
        walker.children(element, &Looks::default(), false);
        walker.flush();
        let text = Draft { blocks: walker.blocks }.normal().words();
        found.insert(address, text.split_whitespace().collect::<Vec<_>>().join(" "));
    });
    found
}

#[derive(Default)]
struct Walker {
    blocks: Vec<Blok>,
    /// What stands in the paragraph so far.
    content: Vec<Stretch>,
    /// The lists that are open, each with its numbering.
    lists: Vec<Numbering>,
    /// What the next paragraph begins: an item, with its level and numbering.
    item: Option<(usize, Numbering)>,
    notes: BTreeMap<String, String>,
    /// Whether this is the text of a note, whose own number is no text.
    in_note: bool,
}

impl Walker {
    /// Ends the paragraph.
    fn flush(&mut self) {
        let content = std::mem::take(&mut self.content);
        let blank = content.iter().all(|stretch| match &stretch.what {
            Ink::Text(text) => text.trim().is_empty(),
            what => matches!(what, Ink::Break(_)),
        });
        if blank {
            return;
        }
        let level = self.lists.len();
        if let Some((level, numbering)) = self.item.take() {
            self.blocks.push(Blok::Item { level, numbering, loose: false, content });
            return;
        }
        // A bullet that is nothing but a sign.
        let first = match &content[0].what {
            Ink::Text(text) if level == 0 => lines::marker(text.trim_start()),
            _ => None,
        };
        if let Some(lines::Marker { level, numbering, length }) = first {
            let mut content = content;
            if let Ink::Text(text) = &mut content[0].what {
                *text = text.trim_start()[length..].to_owned();
            }
            self.blocks.push(Blok::Item { level, numbering, loose: false, content });
            return;
        }
        self.blocks.push(Blok::Paragraph { level, content });
    }

    fn children(&mut self, element: &Element, looks: &Looks, kept: bool) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.text(text, looks, kept),
                Node::Element(element) => self.element(element, looks, kept),
            }
        }
    }

    fn text(&mut self, text: &str, looks: &Looks, kept: bool) {
        let mut out = String::new();
        // White space is one space; what Word puts in its place is too, where there is more of it.
        let mut space = self.content.last().is_none_or(|last| match &last.what {
            Ink::Text(text) => text.ends_with(' '),
            what => matches!(what, Ink::Break(_)),
        });
        for char in lines::clean(text).chars() {
            let blank = matches!(char, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            match char {
                '\n' if kept => {
                    self.push(&mut out, looks);
                    self.content.push(Stretch { what: Ink::Break(true), looks: looks.clone() });
                    space = true;
                }
                _ if blank && space => {}
                '\u{a0}' if space => {}
                _ if blank && out.ends_with('\u{a0}') => {
                    out.pop();
                    out.push(' ');
                    space = true;
                }
                _ if blank => {
                    out.push(' ');
                    space = true;
                }
                _ => {
                    out.push(char);
                    space = false;
                }
            }
        }
        self.push(&mut out, looks);
    }

    fn push(&mut self, text: &mut String, looks: &Looks) {
        if !text.is_empty() {
            let what = Ink::Text(std::mem::take(text));
            self.content.push(Stretch { what, looks: looks.clone() });
        }
    }

    fn element(&mut self, element: &Element, looks: &Looks, kept: bool) {
        if is_no_text(element) || self.in_note && is_note_number(element) {
            return;
        }
        let looks = looks_of(element, looks);
        let kept = kept || element.style("white-space").is_some_and(|value| value.starts_with("pre"));
        match element.name.as_str() {
            "br" => self.content.push(Stretch { what: Ink::Break(true), looks }),
            "a" if self.note(element) => {}
            "ul" | "ol" => self.list(element, &looks),
            "li" => {
                self.flush();
                let level = self.lists.len().max(1);
                let numbering = self.lists.last().copied().unwrap_or(Numbering::Bullet);
                self.item = Some((level, numbering));
                self.children(element, &looks, kept);
                self.flush();
                self.item = None;
            }
            "table" => self.table(element),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let before = self.item;
                if let Some(item) = word_item(element) {
                    self.item = Some(item);
                }
                let heading = element.name != "p";
                let looks = Looks { bold: looks.bold || heading, ..looks };
                self.children(element, &looks, kept);
                self.flush();
                // A list of Word is no element around its items.
                self.item = before.filter(|_| self.item.is_some() && !self.lists.is_empty());
            }
            "sup" | "sub" => self.shifted(element, &looks, element.name == "sub"),
            "pre" => {
                self.flush();
                self.children(element, &looks, true);
                self.flush();
            }
            name if is_block(name) => {
                self.flush();
                self.children(element, &looks, kept);
                self.flush();
            }
            _ => match element.style("vertical-align") {
                Some("super") => self.shifted(element, &looks, false),
                Some("sub") => self.shifted(element, &looks, true),
                _ => self.children(element, &looks, kept),
            },
        }
    }

    /// A reference to a note below the text becomes a note of ours.
    fn note(&mut self, element: &Element) -> bool {
        let address = element.attribute("href").unwrap_or_default();
        let address = address.rsplit_once('#').map_or(String::new(), |(_, name)| format!("#{name}"));
        let Some(text) = self.notes.get(&address) else { return false };
        let chip = Chip {
            kind: ChipKind::Note,
            source: String::new(),
            label: "nieuwe noot".to_owned(),
            text: Some(text.clone()),
        };
        self.content.push(Stretch { what: Ink::Chip(chip), looks: Looks::default() });
        true
    }

    fn shifted(&mut self, element: &Element, looks: &Looks, below: bool) {
        let text = lines::clean(&element.text()).trim().to_owned();
        let has_note = element.children.iter().any(|child| matches!(child, Node::Element(inner) if inner.name == "a"));
        if has_note {
            self.children(element, looks, false);
        } else if !text.is_empty() {
            let what = if below { Ink::Lowered(text) } else { Ink::Raised(text) };
            self.content.push(Stretch { what, looks: looks.clone() });
        }
    }

    fn list(&mut self, element: &Element, looks: &Looks) {
        self.flush();
        let series = match (element.attribute("type"), element.style("list-style-type")) {
            (Some("a" | "A"), _) | (_, Some("lower-alpha" | "lower-latin" | "upper-alpha")) => {
                Series::Letter
            }
            (Some("i" | "I"), _) | (_, Some("lower-roman" | "upper-roman")) => Series::Roman,
            _ => Series::Number,
        };
        let first = element.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let numbering = match element.name.as_str() {
            "ol" => Numbering::Counted { open: false, series, first, suffix: '.' },
            _ => Numbering::Bullet,
        };
        let item = self.item.take();
        self.lists.push(numbering);
        self.children(element, looks, false);
        self.flush();
        self.lists.pop();
        self.item = item.filter(|_| false);
    }

    fn table(&mut self, element: &Element) {
        self.flush();
        let mut rows: Vec<Vec<Vec<Stretch>>> = Vec::new();
        let mut right: Vec<Vec<bool>> = Vec::new();
        // Cells that reach into the rows below: by column, how many rows more.
        let mut reach: BTreeMap<usize, usize> = BTreeMap::new();
        for row in own_rows(element) {
            let (mut cells, mut sides) = (Vec::new(), Vec::new());
            let fill = |cells: &mut Vec<Vec<Stretch>>, sides: &mut Vec<bool>, reach: &mut BTreeMap<usize, usize>| {
                while let Some(more) = reach.get_mut(&cells.len()).filter(|more| **more > 0) {
                    *more -= 1;
                    cells.push(Vec::new());
                    sides.push(false);
                }
            };
            for cell in row.children.iter().filter_map(|child| match child {
                Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(cell),
                _ => None,
            }) {
                fill(&mut cells, &mut sides, &mut reach);
                let spans = |name| cell.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(1usize);
                let (wide, high) = (spans("colspan").clamp(1, 50), spans("rowspan").clamp(1, 500));
                for column in cells.len()..cells.len() + wide {
                    reach.insert(column, high - 1);
                }
                cells.push(self.cell(cell));
                sides.push(is_right(cell));
                cells.resize(cells.len() + wide - 1, Vec::new());
                sides.resize(cells.len(), false);
            }
            fill(&mut cells, &mut sides, &mut reach);
            if !cells.is_empty() {
                rows.push(cells);
                right.push(sides);
            }
        }
        let wide = rows.iter().map(Vec::len).max().unwrap_or_default();
        // One column is how a page is laid out, not a table.
        if wide < 2 {
            let level = self.lists.len();
            let cells = rows.into_iter().flatten();
            self.blocks.extend(cells.map(|content| Blok::Paragraph { level, content }));
            return;
        }
        let columns = (0..wide).map(|column| {
            let mut body = right.iter().skip(1).filter_map(|row| row.get(column)).peekable();
            let all = body.peek().is_some() && body.all(|is| *is);
            if all { Align::Right } else { Align::Left }
        });
        let level = self.lists.len();
        self.blocks.push(Blok::Table { level, columns: columns.collect(), rows });
    }

    /// What stands in a cell, in one line.
    fn cell(&self, cell: &Element) -> Vec<Stretch> {
        let mut inner = Self { notes: self.notes.clone(), ..Self::default() };
        let looks = Looks { bold: false, ..looks_of(cell, &Looks::default()) };
        inner.children(cell, &looks, false);
        inner.flush();
        let mut out: Vec<Stretch> = Vec::new();
        for line in inner.blocks.iter().flat_map(Blok::lines) {
            if !out.is_empty() {
                out.push(Stretch::plain(" "));
            }
            out.extend_from_slice(line);
        }
        out
    }
}

/// The rows of a table, without those of tables in it.
fn own_rows(element: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for child in &element.children {
        match child {
            Node::Element(inner) if inner.name == "tr" => rows.push(inner),
            Node::Element(inner) if matches!(inner.name.as_str(), "tbody" | "thead" | "tfoot") => {
                rows.extend(own_rows(inner));
            }
            _ => {}
        }
    }
    rows
}

fn is_right(cell: &Element) -> bool {
    let says = |element: &Element| {
        element.attribute("align").is_some_and(|align| align.eq_ignore_ascii_case("right"))
            || element.style("text-align").is_some_and(|align| matches!(align, "right" | "end"))
    };
    let mut inside = says(cell);
    cell.visit(&mut |element| inside |= says(element));
    inside
}

/// Whether what an element holds is no text of the author: deleted, remarked, hidden, or not of the page.
fn is_no_text(element: &Element) -> bool {
    let name = element.name.as_str();
    let part = matches!(
        name,
        "head" | "style" | "script" | "title" | "xml" | "object" | "svg" | "del" | "noscript" | "template"
    );
    let word = element.style("mso-list") == Some("ignore")
        || element.style("mso-element").is_some_and(|what| {
            what.starts_with("comment") || what.starts_with("footnote") || what == "endnote-list"
        })
        || ["msocommentreference", "msocomanchor", "msocomtxt", "sdfootnotesym-list"]
            .iter()
            .any(|class| element.has_class(class));
    let office = element.attribute("id").is_some_and(|id| id.starts_with("sdfootnote"));
    let hidden = element.style("display") == Some("none")
        || element.style("mso-hide") == Some("all")
        || element.style("visibility") == Some("hidden");
    part || word || office || hidden
}

/// Whether an element is the number before the text of a note.
fn is_note_number(element: &Element) -> bool {
    let back = element.attribute("href").unwrap_or_default();
    back.contains("#_ftnref") || back.contains("anc")
        && back.contains("#sdfootnote") || element.has_class("sdfootnotesym")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div" | "body" | "html" | "section" | "article" | "main" | "header" | "footer" | "blockquote"
            | "dl" | "dt" | "dd" | "figure" | "figcaption" | "address" | "center" | "form" | "hr"
            | "caption" | "aside" | "nav" | "tr" | "td" | "th"
    )
}

fn looks_of(element: &Element, around: &Looks) -> Looks {
    let mut looks = around.clone();
    match element.name.as_str() {
        "b" | "strong" => looks.bold = true,
        "i" | "em" | "cite" | "dfn" | "var" => looks.italic = true,
        "a" => {
            let address = element.attribute("href").unwrap_or_default().trim();
            let known = ["https://", "http://", "mailto:", "tel:"];
            if known.iter().any(|scheme| address.starts_with(scheme) && address.len() > scheme.len()) {
                looks.link = Some(address.to_owned());
            }
        }
        _ => {}
    }
    match element.style("font-weight") {
        Some("normal" | "400" | "300") => looks.bold = false,
        Some("bold" | "bolder" | "600" | "700" | "800" | "900") => looks.bold = true,
        _ => {}
    }
    match element.style("font-style") {
        Some("normal") => looks.italic = false,
        Some("italic" | "oblique") => looks.italic = true,
        _ => {}
    }
    looks
}

/// The level and the sign of a paragraph that is an item of a list of Word: `mso-list:l0 level2 lfo1`, and the sign in a
/// part of its own that other programs are to leave out.
fn word_item(element: &Element) -> Option<(usize, Numbering)> {
    let list = element.style("mso-list").filter(|list| list.contains("level"))?;
    let level = list.split("level").nth(1)?.split_whitespace().next()?.parse().ok()?;
    let mut sign = String::new();
    element.visit(&mut |inner| {
        if inner.style("mso-list") == Some("ignore") {
            sign = inner.text();
        }
    });
    let sign = format!("{} x", sign.replace('\u{a0}', " ").trim());
    let numbering = lines::counted(&sign).map_or(Numbering::Bullet, |(numbering, _)| numbering);
    Some((level, numbering))
}
