//! In: the official XML of a publication with written questions. Out: what it says of them. Pure.
//!
//! Element names as published on officielebekendmakingen.nl: `kamervragen` with `kamervraagnummer`,
//! `kamervraagomschrijving type="vraag"`, `vraag` with `nr` and `al`, `noot` with `noot.nr` and `noot.al`; before 2011
//! `vragen` with `omschr`, `vraag` with `nummer`, and `nootref`.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::proza::{adres, letterlijk, met_adressen};
use super::{Gesteld, Onbruikbaar, Overgenomen, begin, een_regel, omschrijving};
use crate::dossier::Datum;

/// How deep elements stand in each other at most.
const MAX_DEPTH: usize = 64;

/// An element with what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    inhoud: Vec<Knoop>,
}

#[derive(Debug)]
enum Knoop {
    Element(Element),
    Tekst(String),
}

/// Reads a publication.
pub(super) fn lees(text: &str) -> Result<Overgenomen, Onbruikbaar> {
    let root = tree(text)?;
    let mut read = Overgenomen::default();
    root.each(&mut |element| {
        if element.name == "meta" || element.name == "metadata" {
            metadata(element, &mut read);
        }
    });
    let mut body = None;
    root.each(&mut |element| {
        if body.is_none() && ["kamervragen", "vragen"].contains(&element.name.as_str()) {
            body = Some(element);
        }
    });
    let Some(body) = body else {
        return Err(Onbruikbaar::new(
            "dit XML-bestand is geen stuk met Kamervragen",
            "haal bij officielebekendmakingen.nl de XML van de vragen (kv-tk-…) of van hun antwoord (ah-tk-…)",
        ));
    };
    let mut answers = 0;
    let mut loose = Vec::new();
    for part in body.elements() {
        match part.name.as_str() {
            "kamervraagkop" | "vraagnummer" => {}
            "kamervraagnummer" => {
                let number = een_regel(&part.text());
                if omschrijving::is_number(&number) {
                    read.nummer = Some(number);
                }
            }
            "kamervraagomschrijving" | "omschr" => {
                if part.attribute("type") != Some("antwoord") {
                    description(part, &mut read);
                }
            }
            "vraag" => question(part, &mut read),
            "antwoord" => answers += 1,
            "noot" => loose.push(part),
            _ => {
                let text = part.text();
                if !text.trim().is_empty() {
                    read.gemist.push(format!("dit is niet overgenomen: {}", begin(&text)));
                }
            }
        }
    }
    for part in loose {
        note(part, &mut read);
    }
    if answers > 0 {
        read.gemist
            .push("de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen".into());
    }
    Ok(read)
}

/// The number and the day, where the metadata have them.
fn metadata(element: &Element, read: &mut Overgenomen) {
    let content = element.attribute("content").map_or_else(|| element.text(), ToOwned::to_owned);
    let content = een_regel(&content);
    match element.attribute("name").map(str::to_lowercase).as_deref() {
        Some("overheidop.vraagnummer") if omschrijving::is_number(&content) => {
            read.nummer = Some(content);
        }
        Some("overheidop.datumindiening") => {
            read.brief_van = Datum::parse(&content).ok().or(read.brief_van);
        }
        _ => {}
    }
}

fn description(part: &Element, read: &mut Overgenomen) {
    part.each(&mut |element| match element.name.as_str() {
        "kamervraagonderwerp" | "ondw" => {
            let topic = een_regel(&element.text());
            read.onderwerp = Some(topic.trim_end_matches('.').to_owned());
        }
        "datum" if read.brief_van.is_none() => {
            let day = element.attribute("isodatum");
            read.brief_van = day.and_then(|day| Datum::parse(day).ok());
        }
        _ => {}
    });
    omschrijving::lees(&part.text(), read);
}

fn question(part: &Element, read: &mut Overgenomen) {
    let expected = read.vragen.len() + 1;
    let mut one = Gesteld::default();
    let mut alineas = Vec::new();
    let mut loose = Vec::new();
    for element in part.elements() {
        match element.name.as_str() {
            "nr" | "nummer" => {
                let text = element.text();
                let number: String = text.chars().filter(char::is_ascii_digit).collect();
                if number != expected.to_string() {
                    read.gemist.push(format!(
                        "vraag {expected} heeft in het bestand een ander nummer: {}",
                        begin(&text)
                    ));
                }
            }
            "al" | "al-groep" => alineas.push(prose(element, read)),
            "lijst" => match parts(element, read) {
                Some(parts) if one.delen.is_empty() => one.delen = parts,
                _ => {
                    let items: Vec<String> = element
                        .elements()
                        .map(|item| format!("- {}", een_regel(&prose(item, read))))
                        .collect();
                    alineas.push(items.join("\n"));
                }
            },
            "noot" => loose.push(element),
            _ => alineas.push(prose(element, read)),
        }
    }
    for element in loose {
        note(element, read);
    }
    alineas.retain(|text| !text.is_empty());
    one.tekst = alineas.join("\n\n");
    read.vragen.push(one);
}

/// The items of a list that are lettered from a.
fn parts(list: &Element, read: &mut Overgenomen) -> Option<Vec<(char, String)>> {
    let letter = |item: &Element| {
        let nr = item.elements().find(|one| one.name == "li.nr")?.text();
        let mut letters = nr.chars().filter(|c| c.is_alphanumeric());
        letters.next().filter(|c| c.is_ascii_lowercase() && letters.next().is_none())
    };
    let letters: Option<Vec<char>> = list.elements().map(letter).collect();
    let letters = letters.filter(|all| !all.is_empty() && all.len() <= 26)?;
    if !letters.iter().zip('a'..='z').all(|(letter, wanted)| *letter == wanted) {
        return None;
    }
    Some(
        letters
            .into_iter()
            .zip(list.elements())
            .map(|(letter, item)| (letter, prose(item, read)))
            .collect(),
    )
}

/// What an element says, as prose. Notes in it are taken over beside it.
fn prose(element: &Element, read: &mut Overgenomen) -> String {
    let mut out = String::new();
    written(element, read, &mut out);
    // A line is one paragraph; those of a group stand apart.
    let alineas: Vec<String> =
        out.split(ALINEA).map(een_regel).filter(|text| !text.is_empty()).collect();
    alineas.join("\n\n")
}

/// Between two paragraphs.
const ALINEA: char = '\u{1e}';

fn written(element: &Element, read: &mut Overgenomen, out: &mut String) {
    for knoop in &element.inhoud {
        match knoop {
            Knoop::Tekst(text) => out.push_str(&piece(text)),
            Knoop::Element(inner) => match inner.name.as_str() {
                "noot" => {
                    if let Some(name) = note(inner, read) {
                        while out.ends_with(char::is_whitespace) {
                            out.pop();
                        }
                        out.push_str(&format!("[^{name}]"));
                    }
                }
                "nootref" => {
                    let id = inner.attribute("refid").unwrap_or_default();
                    let number = een_regel(&inner.text());
                    out.push_str(&format!(
                        "[^{}]",
                        named(if number.is_empty() { id } else { &number })
                    ));
                }
                "li.nr" => {}
                "extref" => {
                    let text = een_regel(&inner.text());
                    out.push_str(&adres(&text));
                }
                "al" if !out.trim().is_empty() => {
                    out.push(ALINEA);
                    written(inner, read, out);
                }
                _ => written(inner, read, out),
            },
        }
    }
}

/// Words as prose, with the white space around them.
fn piece(text: &str) -> String {
    let inner = een_regel(text);
    let space = |is: bool| if is { " " } else { "" };
    match inner.is_empty() {
        true => space(!text.is_empty()).to_owned(),
        false => {
            let (before, after) =
                (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
            format!("{}{}{}", space(before), letterlijk(&inner), space(after))
        }
    }
}

/// Takes a note over, and gives its name.
fn note(element: &Element, read: &mut Overgenomen) -> Option<String> {
    let of = |name: &str| element.elements().find(|one| one.name == name).map(Element::text);
    let number = of("noot.nr").or_else(|| of("nr")).unwrap_or_default();
    let id = element.attribute("nr").or(element.attribute("id")).unwrap_or_default();
    let number = een_regel(&number);
    let name = named(if number.is_empty() { id } else { &number });
    let texts = element.elements().filter(|one| !["noot.nr", "nr"].contains(&one.name.as_str()));
    let text: Vec<String> = texts.map(|one| met_adressen(&een_regel(&one.text()))).collect();
    let text = text.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() || read.noten.iter().any(|(known, _)| *known == name) {
        let more = begin(&element.text());
        read.gemist.push(format!("een noot zonder tekst of met een nummer dat er al is: {more}"));
        return None;
    }
    read.noten.push((name.clone(), text));
    Some(name)
}

/// The name of a note by its number.
fn named(number: &str) -> String {
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("noot_{}", plain.to_lowercase())
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn elements(&self) -> impl Iterator<Item = &Self> {
        self.inhoud.iter().filter_map(|knoop| match knoop {
            Knoop::Element(element) => Some(element),
            Knoop::Tekst(_) => None,
        })
    }

    /// Everything that it says, without its footnotes.
    fn text(&self) -> String {
        let mut out = String::new();
        self.words(&mut out);
        out
    }

    fn words(&self, out: &mut String) {
        for knoop in &self.inhoud {
            match knoop {
                Knoop::Tekst(text) => out.push_str(text),
                Knoop::Element(element) if element.name != "noot" => element.words(out),
                Knoop::Element(_) => {}
            }
        }
    }

    /// Calls with every element in it, from the outside in.
    fn each<'a>(&'a self, call: &mut dyn FnMut(&'a Self)) {
        for element in self.elements() {
            call(element);
            element.each(call);
        }
    }
}

/// The whole file. What could make it grow without end, or lead elsewhere, is refused.
fn tree(text: &str) -> Result<Element, Onbruikbaar> {
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
    loop {
        let event = reader.read_event().map_err(|_| broken())?;
        let said = match event {
            Event::Start(tag) => {
                if open.len() > MAX_DEPTH {
                    return Err(hostile("elementen die te diep in elkaar staan"));
                }
                open.push(element(&tag));
                continue;
            }
            Event::End(_) => {
                let done = open.pop().ok_or_else(broken)?;
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
            Some(Knoop::Tekst(text)) => text.push_str(&said),
            _ => inhoud.push(Knoop::Tekst(said)),
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err(broken()),
    }
}

fn element(tag: &BytesStart<'_>) -> Element {
    let attribute = |one: quick_xml::events::attributes::Attribute<'_>| {
        let key = one.key.local_name().as_ref().to_owned();
        let value = one.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((key, value.into_owned()))
    };
    let attributes = tag.attributes().flatten().filter_map(attribute).collect();
    Element { name: tag.local_name().as_ref().to_owned(), attributes, inhoud: Vec::new() }
}
