//! In: a located tree and the shape it must have. Out: every structural mistake with its place, or
//! the value for serde. Pure.

mod told;

use std::collections::BTreeSet;

use kamerbrief_base::FORMAT_DATUM;
use serde_yaml::Value;

use self::told::FIELDS;
use super::bedrag::FORMAT_BEDRAG;
use super::format::check_format;
use super::jaar::FORMAT_JAAR;
use super::kamerstuk::FORMAT_VERGADERJAAR;
use super::schema::{Choice, FORMAT_HUISSTIJL, Shape};
use super::staat::FORMAT_FORMULE;
use super::stray::{self, Level};
use super::tekst::{FORMAT_PROZA, is_regel};
use super::vraagnummer::{FORMAT_VRAAGDEEL, Vraagdeel};
use super::{bedoeld, mended, sunken};
use crate::diagnostic::{Diagnostic, Edit, codes, words};
use crate::source::{SourceId, Sources, Span};
use crate::yaml::{Entry, Kind, Node, Path};

/// Compares a file with the shape it must have; reports every difference.
pub(super) fn check(node: &Node, shape: &Shape, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let mut walk = Walk { sources, found, levels: Vec::new(), complete: BTreeSet::new() };
    walk.value(node, shape, &Path::default(), &node.head(sources));
    let complete = walk.complete;
    found.retain(|diagnostic| {
        let Some(span) = diagnostic.span().filter(|_| diagnostic.code == codes::YAML_COMMENT)
        else {
            return true;
        };
        let before = &sources.get(span.source).text()[..span.range.start];
        !complete.contains(&(span.source, before.trim_end_matches([' ', '\t']).len()))
    });
}

/// Whether a value of this shape is whole when it has its format: what stands behind it is a comment, whatever it says.
fn is_closed(shape: &Shape) -> bool {
    match shape {
        Shape::Text(Some(format)) => {
            matches!(
                format.as_str(),
                FORMAT_DATUM
                    | FORMAT_BEDRAG
                    | FORMAT_FORMULE
                    | FORMAT_JAAR
                    | FORMAT_VERGADERJAAR
                    | FORMAT_HUISSTIJL
            )
        }
        Shape::Words(_) | Shape::WordsOr(..) | Shape::Whole(..) | Shape::Bool => true,
        _ => false,
    }
}

/// The value that serde reads. The shape decides what a scalar is: where the model has text, `no`,
/// `0012` and `2024-01-31` stay exactly as typed.
pub(crate) fn value(node: &Node, shape: &Shape) -> Value {
    match (&node.kind, shape) {
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            let pair = |entry: &Entry| {
                let name = entry.key.text()?;
                let shape = keys.iter().find(|(key, _)| key == name).map(|(_, shape)| shape);
                let shape = shape.or_else(|| others.as_ref().map(|(_, shape)| &**shape))?;
                Some((Value::from(name), value(&entry.value, shape)))
            };
            Value::Mapping(entries.iter().filter_map(pair).collect())
        }
        (Kind::List(items), Shape::List(shape, _)) => {
            items.iter().map(|item| value(item, shape)).collect()
        }
        (Kind::Scalar(_), Shape::WordsOr(words, _)) => value(node, words),
        (_, Shape::WordsOr(_, list)) => value(node, list),
        (Kind::Scalar(scalar), Shape::Bool) => Value::from(matches!(&*scalar.value, "true" | "ja")),
        (Kind::Scalar(scalar), Shape::Whole(..)) => {
            scalar.value.parse::<u64>().map_or_else(|_| Value::from(&*scalar.value), Value::from)
        }
        (Kind::Scalar(scalar), Shape::Text(Some(format))) if is_regel(format) => {
            Value::from(scalar.value.trim_end_matches('\n'))
        }
        (Kind::Scalar(scalar), _) => Value::from(&*scalar.value),
        _ => Value::Null,
    }
}

/// What stands in a block by choice: `nummer` with `leden`, or else `commissie`.
pub(super) fn choice_in_words(choice: &Choice) -> String {
    let all = choice
        .iter()
        .map(|keys| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" met "));
    all.collect::<Vec<_>>().join(", of anders ")
}

struct Walk<'a> {
    sources: &'a Sources,
    found: &'a mut Vec<Diagnostic>,
    /// The blocks around where we are, outermost first.
    levels: Vec<Level<'a>>,
    /// Where values end that are whole.
    complete: BTreeSet<(SourceId, usize)>,
}

impl<'a> Walk<'a> {
    /// `key` is where to point when the value itself has no visible place.
    fn value(&mut self, node: &'a Node, shape: &'a Shape, path: &Path, key: &Span) {
        if node.is_null() || node.text().is_some_and(|text| text.trim().is_empty()) {
            self.empty(node, path, key);
            return;
        }
        let before = self.found.len();
        self.shaped(node, shape, path, key);
        let is_told = self.found.len() > before;
        if let Kind::Scalar(scalar) = &node.kind
            && is_closed(shape)
            && !is_told
            && !scalar.cell
        {
            self.complete.insert((node.span.source, node.span.range.end));
        }
    }

    /// The same of a value that is there.
    fn shaped(&mut self, node: &'a Node, shape: &'a Shape, path: &Path, key: &Span) {
        match (&node.kind, shape) {
            (Kind::Map(entries), Shape::Map { keys, required, others, either, .. }) => {
                self.levels.push(Level { keys, required, others: others.as_ref(), entries });
                let meant = self.entries(entries, keys, others.as_ref(), path);
                self.levels.pop();
                self.required(node, required, &meant, path, key);
                self.either(node, either, &meant, path, key);
                self.shell(node, keys, required);
            }
            (Kind::List(items), Shape::List(shape, least)) => {
                if (items.len() as u64) < *least {
                    self.found.push(
                        Diagnostic::error(
                            codes::EMPTY_VALUE,
                            format!("{} is een lege lijst", path.in_words()),
                        )
                        .at(node.span.clone(), "hier hoort ten minste één regel met `-`"),
                    );
                }
                for (i, item) in items.iter().enumerate() {
                    let place = item.head(self.sources);
                    self.value(
                        item,
                        shape,
                        &path.index(i),
                        if place.range.is_empty() { key } else { &place },
                    );
                }
            }
            (Kind::Scalar(_), Shape::Text(Some(format)))
                if is_regel(format)
                    && mended::glued(node, self.in_list(path), self.sources).is_some() =>
            {
                self.found.extend(mended::glued(node, self.in_list(path), self.sources));
            }
            (Kind::Scalar(scalar), Shape::Text(format)) => {
                if let Some(Err(wrong)) =
                    format.as_ref().map(|format| check_format(format, &scalar.value))
                {
                    self.wrong(node, &wrong, path);
                } else if format.as_deref() == Some(FORMAT_PROZA)
                    && let Some(sunken) = sunken::told(&self.levels, node, self.sources)
                {
                    self.found.push(sunken);
                } else if format.as_deref() == Some(FORMAT_PROZA)
                    && !scalar.value.contains(char::is_alphanumeric)
                {
                    self.found.push(
                        Diagnostic::warning(
                            codes::SECTION_EMPTY,
                            format!("in `{path}` staat geen tekst"),
                        )
                        .at(node.head(self.sources), "alleen tekens")
                        .help("schrijf de tekst, of haal het veld weg"),
                    );
                }
            }
            (Kind::Scalar(scalar), Shape::Words(words)) => {
                self.word(node, &scalar.value, words, None, path);
            }
            (Kind::Scalar(scalar), Shape::WordsOr(words, list)) => {
                if let Shape::Words(words) = &**words {
                    self.word(node, &scalar.value, words, list.first_field(), path);
                }
            }
            (_, Shape::WordsOr(_, list)) => self.value(node, list, path, key),
            (Kind::Scalar(scalar), Shape::Bool)
                if !matches!(&*scalar.value, "true" | "false" | "ja" | "nee") =>
            {
                self.kind(node, "ja of nee", path, Some("schrijf `ja` of `nee`"));
            }
            (Kind::Scalar(scalar), Shape::Whole(least, most))
                if !scalar
                    .value
                    .parse()
                    .is_ok_and(|number: u64| (*least..=*most).contains(&number)) =>
            {
                let wanted = format!("een heel getal van {least} tot en met {most}");
                self.kind(node, &wanted, path, None);
            }
            (Kind::Scalar(_), Shape::Bool | Shape::Whole(..)) => {}
            (_, Shape::Map { .. }) => {
                if let Some(diagnostic) = mended::block(node, self.sources) {
                    self.found.push(diagnostic);
                    return;
                }
                let help = self.block_help(node, shape, path);
                if let (Some(text), true) = (node.text(), path.segments().is_empty()) {
                    self.only_text(node, text, shape);
                    return;
                }
                self.kind(node, FIELDS, path, help.as_deref());
            }
            (Kind::Scalar(scalar), Shape::List(item, _)) if item.is_format(FORMAT_JAAR) => {
                let years = bedoeld::jaren(&scalar.value);
                let help = match &years {
                    Some(years) => format!("schrijf `{years}`"),
                    None => "schrijf de jaren tussen haken, zoals `[2026, 2027]`".to_owned(),
                };
                self.kind(node, "een lijst", path, Some(&help));
                self.mend(years.and_then(|years| mended::whole(node, &years, self.sources)));
            }
            (Kind::Scalar(scalar), Shape::List(item, _)) if item.is_format(FORMAT_VRAAGDEEL) => {
                let parts = Vraagdeel::bedoeld(&scalar.value);
                let help = match &parts {
                    Some(parts) => format!("schrijf `{parts}`"),
                    None => "schrijf de vragen tussen haken, zoals `[1]` of `[2a, 3]`".to_owned(),
                };
                self.kind(node, "een lijst", path, Some(&help));
                self.mend(parts.and_then(|parts| mended::whole(node, &parts, self.sources)));
            }
            (Kind::Scalar(_), Shape::List(item, _))
                if let Shape::Map { keys, required, short: None, .. } = &**item
                    && !mended::is_block(node, self.sources) =>
            {
                let first = required.first().or_else(|| keys.first().map(|(key, _)| key));
                let first = first.map_or("naam", String::as_str);
                let help = format!(
                    "een lijst van blokken: begin elk met `- {first}: …`, en zet elk veld ervan op een eigen regel"
                );
                self.kind(node, "een lijst", path, Some(&help));
            }
            (kind, Shape::List(..)) => {
                let is_block = mended::is_block(node, self.sources);
                let help = match kind {
                    Kind::Scalar(_) if is_block => {
                        "haal de `|` achter de dubbele punt weg, en begin elke regel met `- `"
                    }
                    Kind::Scalar(scalar) if scalar.value.starts_with('-') => {
                        "zet een spatie achter elk streepje: `- …`"
                    }
                    Kind::Scalar(_) => "zet elke waarde op een eigen regel, met `- ` ervoor",
                    _ => "begin elke regel van de lijst met `- `",
                };
                self.kind(node, "een lijst", path, Some(help));
                let dashed = matches!(kind, Kind::Scalar(scalar) if scalar.value.starts_with('-'));
                if !is_block && !dashed {
                    self.mend(mended::list_of_one(node, key, self.sources));
                }
            }
            (_, Shape::Text(Some(format)))
                if format == FORMAT_PROZA && mended::text(node, key, self.sources).is_some() =>
            {
                let name = self.sources.slice(key);
                let message =
                    format!("achter `{name}:` ontbreekt een `|`: de tekst staat op eigen regels");
                self.found.push(
                    Diagnostic::error(codes::TEXT_STYLE, message)
                        .at(node.head(self.sources), "YAML leest dit als lijst of als veld")
                        .help(format!(
                            "schrijf `{name}: |`, en laat de regels eronder zoals ze zijn"
                        )),
                );
                self.mend(mended::text(node, key, self.sources));
            }
            (_, _) => self.kind(
                node,
                "tekst",
                path,
                Some("begint de tekst met `[`, `{` of `-`, zet hem dan tussen aanhalingstekens"),
            ),
        }
    }

    /// Of each choice one is there: all of its keys.
    fn either(&mut self, node: &Node, choices: &[Choice], meant: &[&str], path: &Path, key: &Span) {
        let has = |name: &String| node.get(name).is_some() || meant.contains(&name.as_str());
        for choice in
            choices.iter().filter(|choice| !choice.iter().any(|keys| keys.iter().all(has)))
        {
            // Who began on one is told the rest of that.
            if let Some(begun) = choice.iter().find(|keys| keys.iter().any(has)) {
                self.required(node, begun, meant, path, key);
                continue;
            }
            let top = path.segments().is_empty();
            let place = if top { node.head(self.sources) } else { key.clone() };
            self.found.push(
                Diagnostic::error(
                    codes::MISSING_KEY,
                    format!("hier hoort {}", choice_in_words(choice)),
                )
                .at(place, "in dit blok")
                .help("voeg een van beide toe"),
            );
        }
    }

    /// Every key that must be there is; one that a mistyped key was taken for is not reported twice.
    fn required(
        &mut self,
        node: &Node,
        required: &[String],
        meant: &[&str],
        path: &Path,
        key: &Span,
    ) {
        let top = path.segments().is_empty();
        let inside = match path.in_words() {
            _ if top => String::new(),
            field if field.starts_with('`') => format!(" in {field}"),
            words => format!(" ({words})"),
        };
        for name in required
            .iter()
            .filter(|name| node.get(name).is_none() && !meant.contains(&name.as_str()))
        {
            let place = if top { node.head(self.sources) } else { key.clone() };
            self.found.push(
                Diagnostic::error(
                    codes::MISSING_KEY,
                    format!("verplicht veld `{name}` ontbreekt{inside}"),
                )
                .at(place, "in dit blok")
                .help(format!("voeg toe: `{name}: …`")),
            );
        }
    }

    /// Checks the entries of a map; returns the keys that mistyped ones were taken for.
    fn entries(
        &mut self,
        entries: &'a [Entry],
        keys: &'a [(String, Shape)],
        others: Option<&'a (Option<String>, Box<Shape>)>,
        path: &Path,
    ) -> Vec<&'a str> {
        let mut taken = Vec::new();
        let strays = stray::all(&self.levels, self.sources);
        let (misplaced, fed) = (strays.misplaced, strays.fed);
        self.found.extend(strays.told);
        for (index, Entry { key, value }) in entries.iter().enumerate() {
            // What belongs elsewhere was told, and what lacks it is not empty.
            if misplaced.contains(&index) || (fed.contains(&index) && value.is_null()) {
                continue;
            }
            if mended::is_split(key, value, self.sources) {
                self.found.push(mended::split(key, self.sources));
                continue;
            }
            let Some(name) = key.text() else {
                self.found.push(
                    Diagnostic::error(codes::KEY_NOT_TEXT, "een veldnaam moet gewone tekst zijn")
                        .at(key.head(self.sources), "")
                        .help("schrijf `veld: waarde`"),
                );
                continue;
            };
            if let Some((_, shape)) = keys.iter().find(|(key, _)| key == name) {
                self.value(value, shape, &path.key(name), &key.span);
            } else if let Some((format, shape)) = others {
                if let Some(Err(wrong)) = format.as_ref().map(|format| check_format(format, name)) {
                    self.wrong(key, &wrong, &path.key(name));
                }
                self.value(value, shape, &path.key(name), &key.span);
            } else {
                let above = entries[..index].last().map(|entry| &entry.value);
                taken.extend(self.unknown(key, value, name, keys, above));
            }
        }
        taken
    }

    fn unknown(
        &mut self,
        key: &Node,
        value: &Node,
        name: &str,
        keys: &'a [(String, Shape)],
        above: Option<&Node>,
    ) -> Option<&'a str> {
        let known = || keys.iter().map(|(key, _)| key.as_str());
        let meant = words::meant(name, known());
        // A line of the text above, perhaps: no field begins with a capital.
        let sentence = name.starts_with(char::is_uppercase)
            && above.is_some_and(|above| mended::is_block(above, self.sources));
        let label = match meant {
            Some(meant) => format!("bedoelde u `{meant}`?"),
            None if sentence => {
                "hoort deze regel bij de tekst erboven, spring hem dan verder in".into()
            }
            None => {
                let within = keys.iter().find(|(_, shape)| shape.has_field(name));
                let fits = keys.iter().find(|(_, shape)| shape.takes(value));
                match (within, fits) {
                    (Some((field, _)), _) => format!("dit hoort in een regel van `{field}:`"),
                    (None, Some((field, _))) => {
                        format!("wat eronder staat, past bij `{field}:`")
                    }
                    (None, None) => "dit veld bestaat hier niet".into(),
                }
            }
        };
        self.found.push(
            Diagnostic::error(
                codes::UNKNOWN_KEY,
                format!("onbekend veld `{}`", words::shorten(name)),
            )
            .at(key.head(self.sources), label)
            .help(format!("hier kunnen {} staan", words::list(known(), "en"))),
        );
        // Word makes quotes curly, around a name too.
        let lower = name.trim_matches(['“', '”', '„', '‘', '’', '«', '»']).to_lowercase();
        let one_line = value.text().is_some() && !mended::is_block(value, self.sources);
        if meant == Some(&lower)
            && !(sentence && one_line)
            && self.levels.last().is_some_and(|level| !level.has(&lower))
        {
            self.mend(Some(vec![Edit { span: key.span.clone(), text: lower, value: None }]));
        }
        meant
    }
}
