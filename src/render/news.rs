//! In: the sheets of a run and those before. Out: what of a literal is new. Pure.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::format::marker_of;
use super::literal::said;
use super::{Origin, Sheets};
use crate::source::difference;

/// What sheets say that those before did not.
#[derive(Debug)]
pub struct News<'a> {
    now: &'a Sheets,
    before: &'a Sheets,
    /// Of each sheet with a text that was asked for: the range that is new.
    texts: HashMap<&'a str, Option<Range<usize>>>,
    /// What sheets and fields said before: what only stands elsewhere now is not new.
    said: HashSet<&'a str>,
}

impl<'a> News<'a> {
    /// What `now` says that `before` did not.
    pub fn new(now: &'a Sheets, before: &'a Sheets) -> Self {
        // Of figures that says nothing: the same one often stands in many places.
        let is_text = |text: &&str| text.chars().filter(|char| char.is_alphabetic()).count() > 4;
        let fields = before.fields.values().map(|field| field.text.as_str()).filter(is_text);
        let said = fields.chain(before.sources().map(|(_, source)| source)).collect();
        Self { now, before, texts: HashMap::new(), said }
    }

    /// The range of what a literal says that is new; empty where something was only taken out.
    pub fn of(&mut self, path: &str, literal: &Range<usize>) -> Option<Range<usize>> {
        let (path, file) = self.now.files.get_key_value(path)?;
        match &file.origin {
            Origin::Template(..) => {
                let (number, before) = marker_of(&file.source, literal)?;
                let text = &self.now.fields.get(&number)?.text;
                let old = self.before.fields.get(&number).map_or("", |field| field.text.as_str());
                let (_, new) = difference(old, text)?;
                let new = new.start.saturating_sub(before)..new.end.saturating_sub(before);
                (!self.said.contains(text.as_str())).then_some(new)
            }
            Origin::Text(..) => {
                let new = self.texts.entry(path).or_insert_with(|| {
                    let old = self.before.source(path).unwrap_or_default();
                    let new = difference(old, &file.source).map(|(_, new)| new);
                    new.filter(|_| !self.said.contains(file.source.as_str()))
                });
                let new = new.as_ref()?;
                let written = file.source.get(literal.clone())?;
                let touched = new.start <= literal.end && literal.start <= new.end;
                let inside = |at: usize| at.clamp(literal.start, literal.end) - literal.start;
                let new = inside(new.start)..inside(new.end);
                touched.then(|| said(written).backward(&new)).flatten()
            }
            Origin::House(_) | Origin::Aftekening => None,
        }
    }
}
