//! In: the elements of a clipboard. Out: what they say, as a draft. Pure.
//!
//! Word, LibreOffice, mail programs, browsers and Excel each say the same things in their own way: by an element, by its
//! style, or by a style of their own (`mso-…`). What was deleted with tracking, what was remarked and what is hidden is
//! no text.

use std::collections::BTreeMap;

use super::html::{Element, Node};
use super::lines;
use crate::prose::{Numbering, Series};
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
        let Some(address) = element.note() else { return };
        let mut walker = Walker { in_note: true, ..Walker::default() };
        walker.children(element, &Looks::default(), false);
        walker.flush();
        let text = Draft { blocks: walker.blocks }.normal().words();
        found.insert(address, text.split_whitespace().collect::<Vec<_>>().join(" "));
    });
    found
}

/// Goes along the elements.
#[derive(Default)]
pub(super) struct Walker {
    pub(super) blocks: Vec<Blok>,
    /// What stands in the paragraph so far.
    content: Vec<Stretch>,
    /// The lists that are open, each with its numbering.
    pub(super) lists: Vec<Numbering>,
    /// What the next paragraph begins: an item, with its level and numbering.
    item: Option<(usize, Numbering)>,
    notes: BTreeMap<String, String>,
    /// Whether this is a cell, where a dash is no bullet.
    in_cell: bool,
    /// Whether the paragraph is a heading.
    heading: bool,
    /// Whether this is the text of a note, whose own number is no text.
    in_note: bool,
}

impl Walker {
    /// What goes along the elements of a cell.
    pub(super) fn of_cell(&self) -> Self {
        Self { notes: self.notes.clone(), in_cell: true, ..Self::default() }
    }

    /// Ends the paragraph. Lines of it that begin as items do are items.
    pub(super) fn flush(&mut self) {
        let content = std::mem::take(&mut self.content);
        let mut lines: Vec<Vec<Stretch>> = vec![Vec::new()];
        for stretch in content.iter().cloned() {
            match (stretch.what, lines.last_mut()) {
                (Ink::Break(_), _) => lines.push(Vec::new()),
                (what, Some(line)) => line.push(Stretch { what, looks: stretch.looks }),
                _ => {}
            }
        }
        let listed = !self.in_cell && lines.iter().skip(1).any(|line| marked(line).is_some());
        match listed {
            true => lines.into_iter().for_each(|line| self.block(line)),
            false => self.block(content),
        }
    }

    fn block(&mut self, mut content: Vec<Stretch>) {
        let blank = content.iter().all(|stretch| match &stretch.what {
            Ink::Text(text) => text.trim().is_empty(),
            what => matches!(what, Ink::Break(_)),
        });
        if blank {
            return;
        }
        if self.heading {
            content.iter_mut().for_each(|stretch| stretch.looks.bold = true);
        }
        let level = self.lists.len();
        if let Some((level, numbering)) = self.item.take() {
            self.blocks.push(Blok::Item { level, numbering, loose: false, content });
        } else if let Some(lines::Marker { level, numbering, length }) =
            marked(&content).filter(|_| level == 0 && !self.in_cell)
        {
            if let Ink::Text(text) = &mut content[0].what {
                *text = text.trim_start()[length..].to_owned();
            }
            self.blocks.push(Blok::Item { level, numbering, loose: false, content });
        } else {
            self.blocks.push(Blok::Paragraph { level, content });
        }
    }

    pub(super) fn children(&mut self, element: &Element, looks: &Looks, kept: bool) {
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
        let kept =
            kept || element.style("white-space").is_some_and(|value| value.starts_with("pre"));
        match element.name.as_str() {
            "br" => self.content.push(Stretch { what: Ink::Break(true), looks }),
            "a" if self.note(element) => {}
            "ul" | "ol" => self.list(element, &looks),
            "li" => {
                self.flush();
                let level = self.lists.len().max(1);
                let around = self.lists.last().copied().unwrap_or(Numbering::Bullet);
                // Google Docs says it of each item.
                let numbering = match (around, series(element)) {
                    (Numbering::Counted { open, first, suffix, .. }, Some(series)) => {
                        Numbering::Counted { open, series, first, suffix }
                    }
                    _ => around,
                };
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
                self.heading = element.name != "p";
                self.children(element, &looks, kept);
                self.flush();
                self.heading = false;
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
        let address =
            address.rsplit_once('#').map_or(String::new(), |(_, name)| format!("#{name}"));
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
        let has_note = element
            .children
            .iter()
            .any(|child| matches!(child, Node::Element(inner) if inner.name == "a"));
        if has_note {
            self.children(element, looks, false);
        } else if !text.is_empty() {
            let what = if below { Ink::Lowered(text) } else { Ink::Raised(text) };
            self.content.push(Stretch { what, looks: looks.clone() });
        }
    }

    fn list(&mut self, element: &Element, looks: &Looks) {
        self.flush();
        let series = series(element).unwrap_or(Series::Number);
        let first = element.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let numbering = match element.name.as_str() {
            "ol" => Numbering::Counted { open: false, series, first, suffix: '.' },
            _ => Numbering::Bullet,
        };
        self.item = None;
        self.lists.push(numbering);
        self.children(element, looks, false);
        self.flush();
        self.lists.pop();
    }
}

/// What a line begins with, if it begins as an item does.
fn marked(line: &[Stretch]) -> Option<lines::Marker> {
    match &line.first()?.what {
        Ink::Text(text) => lines::marker(text.trim_start()),
        _ => None,
    }
}

/// How a list, or an item, says that it counts.
fn series(element: &Element) -> Option<Series> {
    match (element.attribute("type"), element.style("list-style-type")) {
        (Some("a" | "A"), _) | (_, Some("lower-alpha" | "lower-latin" | "upper-alpha")) => {
            Some(Series::Letter)
        }
        (Some("i" | "I"), _) | (_, Some("lower-roman" | "upper-roman")) => Some(Series::Roman),
        _ => None,
    }
}

/// Whether what an element holds is no text of the author: deleted, remarked, hidden, or not of the page.
fn is_no_text(element: &Element) -> bool {
    let name = element.name.as_str();
    let part = matches!(
        name,
        "head"
            | "style"
            | "script"
            | "title"
            | "xml"
            | "object"
            | "svg"
            | "del"
            | "noscript"
            | "template"
    );
    let word = element.style("mso-list") == Some("ignore")
        || element.style("mso-element").is_some_and(|what| {
            what.starts_with("comment") || what.starts_with("footnote") || what == "endnote-list"
        })
        || ["msocommentreference", "msocomanchor", "msocomtxt", "sdfootnotesym-list"]
            .iter()
            .any(|class| element.has_class(class));
    let hidden = element.style("display") == Some("none")
        || element.style("mso-hide") == Some("all")
        || element.style("visibility") == Some("hidden");
    part || word || element.note().is_some() || hidden
}

/// Whether an element is the number before the text of a note.
fn is_note_number(element: &Element) -> bool {
    let back = element.attribute("href").unwrap_or_default();
    back.contains("#_ftnref")
        || back.contains("anc") && back.contains("#sdfootnote")
        || element.has_class("sdfootnotesym")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "body"
            | "html"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "blockquote"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "address"
            | "center"
            | "form"
            | "hr"
            | "caption"
            | "aside"
            | "nav"
            | "tr"
            | "td"
            | "th"
    )
}

pub(super) fn looks_of(element: &Element, around: &Looks) -> Looks {
    let mut looks = around.clone();
    match element.name.as_str() {
        "b" | "strong" => looks.bold = true,
        "i" | "em" | "cite" | "dfn" | "var" => looks.italic = true,
        "a" => {
            let address = element.attribute("href").unwrap_or_default().trim();
            let known = ["https://", "http://", "mailto:", "tel:"];
            if known
                .iter()
                .any(|scheme| address.starts_with(scheme) && address.len() > scheme.len())
            {
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
