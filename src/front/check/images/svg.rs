//! In: an SVG. Out: what it asks of the fonts, or why it cannot be printed. Pure.
//!
//! It may only hold what it draws by itself: nothing that is fetched, nothing that runs, and no more than can be drawn in
//! a moment, whatever refers to whatever.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Letters, Refused};

/// Without it nobody takes an element for a drawing.
const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Elements that draw, or say how.
const DRAWN: [&str; 30] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "metadata",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "use",
    "symbol",
    "a",
    "switch",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "textPath",
    // Fonts of their own, which nobody draws with.
    "font",
    "font-face",
    "glyph",
    "missing-glyph",
];

/// Elements that are drawn once more for each place that asks for them.
const REPEATED: [&str; 2] = ["pattern", "marker"];

/// Elements that fetch another image.
const FETCHED: [&str; 2] = ["image", "feImage"];

/// Most letters.
const MOST_LETTERS: usize = 20_000;

/// Elements that are drawn, with all that refers to them, and the deepest that they stand in each other.
const MOST: usize = 100_000;
const DEEPEST: usize = 60;

const SIMPLER: &str =
    "sla de afbeelding eenvoudiger op: minder punten, en elk deel één keer getekend";
const PLAIN: &str = "teken met lijnen, vlakken en tekst, of sla de afbeelding op als PNG; in Inkscape: `Gewone SVG`";

/// An element, by what it costs to draw it.
#[derive(Default)]
struct Element {
    children: Vec<usize>,
    /// What it refers to, and how often that is drawn.
    asks: Vec<(String, usize)>,
    /// A gradient that ends where it begins: one program fills with its last colour, another draws nothing.
    is_empty: bool,
}

struct Drawing {
    elements: Vec<Element>,
    ids: BTreeMap<String, usize>,
    open: Vec<usize>,
    /// How many elements with text are open, and whether there was one at all.
    texts: usize,
    writes: bool,
    /// Whether this is in a style sheet.
    styles: bool,
    letters: Letters,
}

/// Looks at one.
pub(super) fn look(text: &str) -> Result<Letters, Refused> {
    if !text.contains(NAMESPACE) {
        return Err(broken());
    }
    let mut drawing = Drawing {
        elements: Vec::new(),
        ids: BTreeMap::new(),
        open: Vec::new(),
        texts: 0,
        writes: false,
        styles: false,
        letters: Letters::default(),
    };
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) => drawing.begin(&start, true)?,
            Event::Empty(start) => drawing.begin(&start, false)?,
            Event::End(end) => {
                drawing.open.pop();
                match end.local_name().as_ref() {
                    "text" => {
                        drawing.texts = drawing.texts.saturating_sub(1);
                        drawing.letters.text.push(' ');
                    }
                    "style" => drawing.styles = false,
                    _ => {}
                }
            }
            Event::Text(typed) => drawing.text(&typed)?,
            Event::CData(typed) => drawing.text(&typed)?,
            Event::DocType(typed) if typed.contains('[') => {
                return Err(Refused::new(
                    "dit SVG-bestand bevat eigen afkortingen (`<!ENTITY …>`)",
                    PLAIN,
                ));
            }
            Event::GeneralRef(typed) => {
                if let Ok(Some(sign)) = typed.resolve_char_ref() {
                    drawing.text(sign.encode_utf8(&mut [0; 4]))?;
                }
            }
            Event::PI(typed) if typed.starts_with("xml-stylesheet") => {
                return Err(outside("een opmaakblad"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !drawing.open.is_empty() || drawing.elements.is_empty() {
        return Err(broken());
    }
    drawing.count()?;
    drawing.gradients()?;
    let Drawing { writes, mut letters, .. } = drawing;
    if !writes {
        letters.families.clear();
    }
    Ok(letters)
}

fn broken() -> Refused {
    Refused::new("dit SVG-bestand is niet te lezen", "sla de afbeelding opnieuw op als `.svg`")
}

fn too_much() -> Refused {
    Refused::new("dit SVG-bestand is te ingewikkeld", SIMPLER)
}

fn outside(what: &str) -> Refused {
    Refused::new(
        format!("dit SVG-bestand haalt {what} op"),
        "teken met alleen lijnen, vlakken en tekst: niets mag van elders komen",
    )
}

/// Whether a gradient along a line has no length. What it does not say itself it may have from another one.
fn ends_where_it_begins(start: &BytesStart<'_>) -> bool {
    let inherits = start.attributes().flatten().any(|one| one.key.local_name().as_ref() == "href");
    let end = |key: &str, default: &str| {
        let said = start.try_get_attribute(key).ok().flatten();
        let said = said.map(|said| said.value.trim().to_owned());
        let said = said.or_else(|| (!inherits).then(|| default.to_owned()))?;
        let (number, part) = match said.strip_suffix('%') {
            Some(number) => (number.to_owned(), 100.0),
            None => (said, 1.0),
        };
        number.parse::<f64>().ok().map(|number| number / part)
    };
    let along = |from: Option<f64>, to| from == to && from.is_some();
    along(end("x1", "0"), end("x2", "1")) && along(end("y1", "0"), end("y2", "0"))
}

impl Drawing {
    fn begin(&mut self, start: &BytesStart<'_>, has_end: bool) -> Result<(), Refused> {
        let name = start.local_name().as_ref().to_owned();
        let own = start.name().prefix().is_none_or(|prefix| prefix.as_ref() == "svg");
        if FETCHED.contains(&name.as_str()) {
            return Err(outside("een andere afbeelding"));
        }
        if name == "script" {
            return Err(Refused::new("dit SVG-bestand bevat een script", PLAIN));
        }
        // What other programs keep for themselves has a prefix of theirs, and is not drawn.
        let drawn = DRAWN.contains(&name.as_str()) || REPEATED.contains(&name.as_str());
        let is_effect = name == "foreignObject" || name == "filter" || name.starts_with("fe");
        if !drawn && (own || is_effect) {
            return Err(Refused::new(
                format!("dit SVG-bestand heeft `{name}`, dat hier niet kan"),
                PLAIN,
            ));
        }
        let index = self.elements.len();
        if index == 0 && name != "svg" {
            return Err(broken());
        }
        if let Some(parent) = self.open.last() {
            self.elements[*parent].children.push(index);
        }
        self.elements.push(Element::default());
        if self.elements.len() > MOST || self.open.len() > DEEPEST {
            return Err(too_much());
        }
        if drawn {
            self.attributes(start, &name, index)?;
            self.elements[index].is_empty = name == "linearGradient" && ends_where_it_begins(start);
        }
        if name == "text" {
            self.writes = true;
            self.texts += usize::from(has_end);
        }
        self.styles |= name == "style" && has_end;
        if has_end {
            self.open.push(index);
        }
        Ok(())
    }

    fn attributes(
        &mut self,
        start: &BytesStart<'_>,
        name: &str,
        index: usize,
    ) -> Result<(), Refused> {
        // A marker is drawn at each corner of a path.
        let mut corners = 1;
        let mut asks = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| broken())?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| broken())?;
            let key = attribute.key.local_name().as_ref().to_owned();
            match key.as_str() {
                "id" => {
                    self.ids.insert(value.to_string(), index);
                }
                "href" if name == "a" => {}
                "href" => match value.trim().strip_prefix('#') {
                    Some(id) => asks.push((id.to_owned(), 1)),
                    None => return Err(outside("iets van elders")),
                },
                "base" => return Err(outside("iets van elders")),
                "d" | "points" => corners = 1 + value.len() / 2,
                "font-family" => self.family(&value),
                key if key.starts_with("on") => {
                    return Err(Refused::new("dit SVG-bestand bevat een script", PLAIN));
                }
                _ => {}
            }
            self.style(&value, key == "style", &mut |id| asks.push((id, usize::MAX)))?;
        }
        let times = |times: usize| if times == usize::MAX { corners } else { times };
        self.elements[index].asks =
            asks.into_iter().map(|(id, count)| (id, times(count))).collect();
        Ok(())
    }

    /// What a style, or another value, refers to.
    fn style(
        &mut self,
        value: &str,
        is_style: bool,
        asks: &mut dyn FnMut(String),
    ) -> Result<(), Refused> {
        let lower = value.to_ascii_lowercase();
        for (at, call) in lower.match_indices("url(") {
            // Names keep their capitals.
            let inner = &value[at + call.len()..];
            let inner = inner[..inner.find(')').unwrap_or(inner.len())].trim();
            match inner.trim_matches(['"', '\'']).trim().strip_prefix('#') {
                Some(id) => asks(id.to_owned()),
                None => return Err(outside("iets van elders")),
            }
        }
        if !is_style {
            return Ok(());
        }
        if lower.contains("@import") {
            return Err(outside("een opmaakblad"));
        }
        for (at, key) in lower.match_indices("font-family") {
            if let Some(said) = value[at + key.len()..].trim_start().strip_prefix(':') {
                self.family(said.split([';', '}']).next().unwrap_or_default());
            }
        }
        Ok(())
    }

    /// The first font of a list of them.
    fn family(&mut self, list: &str) {
        const GENERIC: [&str; 6] =
            ["serif", "sans-serif", "monospace", "cursive", "fantasy", "inherit"];
        let first = list.split(',').next().unwrap_or_default().trim();
        let first = first.trim_matches(['"', '\'']).trim();
        if !first.is_empty() && !GENERIC.contains(&first) {
            self.letters.families.insert(first.to_owned());
        }
    }

    fn text(&mut self, typed: &str) -> Result<(), Refused> {
        if self.styles {
            // Of a rule in a style sheet nobody knows how often it is used: what it refers to counts with all.
            let mut asks = Vec::new();
            self.style(typed, true, &mut |id| asks.push((id, 1)))?;
            self.elements[0].asks.append(&mut asks);
        }
        if self.texts > 0 {
            self.letters.text.push_str(typed);
        }
        match self.letters.text.len() > MOST_LETTERS {
            true => Err(too_much()),
            false => Ok(()),
        }
    }

    /// A gradient that is used goes from one place to another.
    fn gradients(&self) -> Result<(), Refused> {
        let asked = self.elements.iter().flat_map(|element| &element.asks);
        let mut asked = asked.filter_map(|(id, _)| self.elements.get(*self.ids.get(id)?));
        match asked.any(|element| element.is_empty) {
            true => Err(Refused::new(
                "in dit SVG-bestand eindigt een kleurverloop waar het begint",
                "geef het een begin en een einde, of vul met één kleur: niet elk programma toont dit hetzelfde",
            )),
            false => Ok(()),
        }
    }

    /// Counts what is drawn, with all that refers to something.
    fn count(&self) -> Result<(), Refused> {
        let mut known: Vec<Option<usize>> = vec![None; self.elements.len()];
        let mut entered = vec![false; self.elements.len()];
        let mut stack = vec![0];
        while let Some(at) = stack.last().copied() {
            if known[at].is_some() {
                stack.pop();
                continue;
            }
            let element = &self.elements[at];
            let asked =
                element.asks.iter().filter_map(|(id, times)| Some((*self.ids.get(id)?, *times)));
            let parts: Vec<(usize, usize)> =
                element.children.iter().map(|child| (*child, 1)).chain(asked).collect();
            if !entered[at] {
                entered[at] = true;
                for (part, _) in &parts {
                    if known[*part].is_none() {
                        if entered[*part] {
                            return Err(Refused::new(
                                "in dit SVG-bestand verwijst een deel naar zichzelf",
                                SIMPLER,
                            ));
                        }
                        stack.push(*part);
                    }
                }
                continue;
            }
            let cost =
                |(part, times): &(usize, usize)| known[*part].unwrap_or(1).saturating_mul(*times);
            let cost = parts.iter().map(cost).fold(1, usize::saturating_add);
            if cost > MOST {
                return Err(too_much());
            }
            known[at] = Some(cost);
            stack.pop();
        }
        Ok(())
    }
}
