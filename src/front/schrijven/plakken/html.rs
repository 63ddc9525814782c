//! In: HTML as a program puts it on the clipboard. Out: its elements, as a browser would nest them, without depth. Pure.
//!
//! Nothing in it is fetched or run: it is read as signs. `html5gum` takes the signs apart, by the book (WHATWG), without
//! dependencies and without `unsafe`; the few rules of nesting that clipboards need stand here.

use std::collections::BTreeMap;
use std::convert::Infallible;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// No clipboard nests deeper; what does is read as if it did not.
const DEEPEST: usize = 150;

/// Elements without an end.
const VOID: [&str; 10] = ["br", "img", "hr", "col", "meta", "link", "input", "wbr", "base", "area"];

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Characters.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name, in lower case.
    pub(super) name: String,
    attributes: BTreeMap<String, String>,
    /// What it says of its looks, in lower case and without spaces around the signs.
    style: BTreeMap<String, String>,
    /// What stands in it.
    pub(super) children: Vec<Node>,
}

impl Element {
    /// What an attribute says.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// What its style says.
    pub(super) fn style(&self, property: &str) -> Option<&str> {
        self.style.get(property).map(String::as_str)
    }

    /// Whether it has a class.
    pub(super) fn has_class(&self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_whitespace().any(|known| known.eq_ignore_ascii_case(class))
    }

    /// The address that refers to it, if it is the text of a note of Word or of LibreOffice.
    pub(super) fn note(&self) -> Option<String> {
        let id = self.attribute("id")?;
        let word = id.strip_prefix("ftn").map(|number| format!("#_ftn{number}"));
        let office =
            || id.strip_prefix("sdfootnote").map(|number| format!("#sdfootnote{number}sym"));
        word.or_else(office)
    }

    /// The characters in it.
    pub(super) fn text(&self) -> String {
        self.children
            .iter()
            .map(|child| match child {
                Node::Text(text) => text.clone(),
                Node::Element(element) => element.text(),
            })
            .collect()
    }

    /// Every element in it, outermost first.
    pub(super) fn visit<'a>(&'a self, visitor: &mut dyn FnMut(&'a Self)) {
        for child in &self.children {
            if let Node::Element(element) = child {
                visitor(element);
                element.visit(visitor);
            }
        }
    }
}

fn word(text: &HtmlString) -> String {
    String::from_utf8_lossy(&text.0).into_owned()
}

/// Reads HTML; of what a browser put there only what was copied.
pub(super) fn read(html: &str) -> Element {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut stack = Stack { open: vec![Element::default()] };
    let whole = !html.contains("<!--StartFragment");
    let mut copied = whole;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token.map_err(|never: Infallible| match never {});
        match token {
            Token::StartTag(tag) => stack.start(&tag),
            Token::EndTag(tag) => stack.end(&word(&tag.name)),
            Token::String(text) if copied || stack.is_in_note() => stack.text(&word(&text.value)),
            Token::Comment(comment) if comment.value.0.starts_with(b"StartFragment") => {
                copied = true;
            }
            Token::Comment(comment) if comment.value.0.starts_with(b"EndFragment") && !whole => {
                // The texts of notes stand behind what was copied.
                copied = false;
            }
            _ => {}
        }
    }
    stack.whole()
}

struct Stack {
    open: Vec<Element>,
}

impl Stack {
    fn is_in_note(&self) -> bool {
        self.open.iter().any(|element| element.note().is_some())
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = word(&tag.name);
        match name.as_str() {
            "p" | "div" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close(&["p"], &["td", "th", "li", "div", "body", "table", "blockquote"]);
            }
            "li" => self.close(&["li"], &["ul", "ol"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tr" => self.close(&["tr"], &["table"]),
            _ => {}
        }
        let attributes: BTreeMap<String, String> =
            tag.attributes.iter().map(|(name, value)| (word(name), word(&value.value))).collect();
        let style = attributes.get("style").map(|style| declarations(style)).unwrap_or_default();
        let element = Element { name, attributes, style, children: Vec::new() };
        let is_void =
            VOID.contains(&element.name.as_str()) || tag.self_closing && element.name.contains(':');
        if is_void || self.open.len() > DEEPEST {
            self.put(Node::Element(element));
        } else {
            self.open.push(element);
        }
    }

    /// Closes one of these that is open, if it is not outside one of those.
    fn close(&mut self, names: &[&str], outside: &[&str]) {
        let known = |list: &[&str], element: &Element| list.contains(&element.name.as_str());
        let last = self.open.iter().rposition(|element| known(names, element));
        let bound = self.open.iter().rposition(|element| known(outside, element));
        if let Some(last) = last.filter(|last| bound.is_none_or(|bound| bound < *last)) {
            self.pop(last);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(last) = self.open.iter().rposition(|element| element.name == name) {
            // A stray `</b>` does not close the paragraph.
            let blocks = ["td", "th", "li", "table"];
            let crosses = self.open[last + 1..].iter().any(|e| blocks.contains(&e.name.as_str()));
            if last > 0 && (!crosses || ["table", "tr", "ul", "ol", "body", "html"].contains(&name))
            {
                self.pop(last);
            }
        }
    }

    fn pop(&mut self, to: usize) {
        while self.open.len() > to.max(1) {
            if let Some(element) = self.open.pop() {
                self.put(Node::Element(element));
            }
        }
    }

    fn put(&mut self, node: Node) {
        if let Some(last) = self.open.last_mut() {
            last.children.push(node);
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut().and_then(|last| last.children.last_mut()) {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.put(Node::Text(text.to_owned())),
        }
    }

    fn whole(mut self) -> Element {
        self.pop(1);
        self.open.pop().unwrap_or_default()
    }
}

/// What a style says, by property.
fn declarations(style: &str) -> BTreeMap<String, String> {
    style
        .split(';')
        .filter_map(|one| one.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_lowercase()))
        .collect()
}
