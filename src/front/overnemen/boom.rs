//! In: an XML file. Out: its elements, with their places. Pure.
//!
//! What could make it grow without end, or lead elsewhere, is refused.

use std::ops::Range;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Onbruikbaar;

/// How deep elements stand in each other at most.
const MAX_DEPTH: usize = 64;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) inhoud: Vec<Knoop>,
    /// Where it stands in the file.
    pub(super) plaats: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Knoop {
    Element(Element),
    /// Words, and where they stand.
    Tekst(String, Range<usize>),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.inhoud.iter().filter_map(|knoop| match knoop {
            Knoop::Element(element) => Some(element),
            Knoop::Tekst(..) => None,
        })
    }

    /// Everything that it says, without its footnotes.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.words(&mut out);
        out
    }

    fn words(&self, out: &mut String) {
        for knoop in &self.inhoud {
            match knoop {
                Knoop::Tekst(text, _) => out.push_str(text),
                Knoop::Element(element) if element.name != "noot" => element.words(out),
                Knoop::Element(_) => {}
            }
        }
    }

    /// Calls with every element in it, from the outside in.
    pub(super) fn each<'a>(&'a self, call: &mut dyn FnMut(&'a Self)) {
        for element in self.elements() {
            call(element);
            element.each(call);
        }
    }
}

/// The whole file. What could make it grow without end, or lead elsewhere, is refused.
pub(super) fn tree(text: &str) -> Result<Element, Onbruikbaar> {
    let broken = || {
        Onbruikbaar::new(
            "dit XML-bestand is beschadigd",
            "haal het opnieuw op, of zet de vragen als platte tekst in een .txt",
        )
    };
    let hostile = |what: &str| {
        Onbruikbaar::new(
            format!("dit XML-bestand heeft {what}, en dat heeft een officiële bekendmaking niet"),
            "haal bij officielebekendmakingen.nl de XML van de vragen (kv-tk-…) of van hun antwoord (ah-tk-…)",
        )
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    let at = |reader: &Reader<&[u8]>| {
        usize::try_from(reader.buffer_position()).unwrap_or_default().min(text.len())
    };
    loop {
        let start = at(&reader);
        let event = reader.read_event().map_err(|_| broken())?;
        let said = match event {
            Event::Start(tag) => {
                if open.len() > MAX_DEPTH {
                    return Err(hostile("elementen die te diep in elkaar staan"));
                }
                open.push(element(&tag, at(&reader)));
                continue;
            }
            Event::End(_) => {
                let mut done = open.pop().ok_or_else(broken)?;
                done.plaats.end = at(&reader);
                open.last_mut().ok_or_else(broken)?.inhoud.push(Knoop::Element(done));
                continue;
            }
            Event::DocType(_) => return Err(hostile("een eigen DOCTYPE")),
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(entity) => {
                let char = entity.resolve_char_ref().map_err(|_| broken())?;
                match (char, resolve_xml_entity(&entity.xml10_content())) {
                    (Some(char), _) => char.to_string(),
                    (None, Some(sign)) => sign.to_owned(),
                    (None, None) => return Err(hostile("een eigen teken (`&naam;`)")),
                }
            }
            Event::Eof => break,
            _ => continue,
        };
        let inhoud = &mut open.last_mut().ok_or_else(broken)?.inhoud;
        // An entity stands in the middle of a text.
        match inhoud.last_mut() {
            Some(Knoop::Tekst(text, place)) => {
                text.push_str(&said);
                place.end = at(&reader);
            }
            _ => {
                let end = at(&reader);
                let blank =
                    text.get(start..end).map_or(0, |text| text.len() - text.trim_start().len());
                inhoud.push(Knoop::Tekst(said, start + blank..end));
            }
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err(broken()),
    }
}

fn element(tag: &BytesStart<'_>, start: usize) -> Element {
    let attribute = |one: quick_xml::events::attributes::Attribute<'_>| {
        let key = one.key.local_name().as_ref().to_owned();
        let value = one.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((key, value.into_owned()))
    };
    let attributes = tag.attributes().flatten().filter_map(attribute).collect();
    let name = tag.local_name().as_ref().to_owned();
    // The tag itself is what a reader looks for.
    let start = start.saturating_sub(tag.len() + 2);
    Element { name, attributes, inhoud: Vec::new(), plaats: start..start }
}
