//! In: a located tree and the shape it must have. Out: every structural mistake with its place, or
//! the value for serde. Pure.

use serde_yaml::Value;

use super::schema::{FORMAT_ADRES, FORMAT_KLEUR, Shape};
use kamerbrief_base::FORMAT_DATUM;

use super::tekst::{FORMAT_NAAM, FORMAT_REGEL};
use super::{Bedrag, Datum, Jaar, Kamerstuk, Naam, Vergaderjaar, bedrag, jaar, kamerstuk};
use crate::diagnostic::{Code, Diagnostic, codes, words};
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Kind, Node, Path, comment_after};

/// Compares a file with the shape it must have; reports every difference.
pub(super) fn check(node: &Node, shape: &Shape, sources: &Sources, found: &mut Vec<Diagnostic>) {
    Walk { sources, found }.value(node, shape, &Path::default(), &node.head(sources));
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
        (Kind::Scalar(scalar), Shape::Text(Some(format))) if format == FORMAT_REGEL => {
            Value::from(scalar.value.trim_end_matches('\n'))
        }
        (Kind::Scalar(scalar), _) => Value::from(&*scalar.value),
        _ => Value::Null,
    }
}

struct Walk<'a> {
    sources: &'a Sources,
    found: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// `key` is where to point when the value itself has no visible place.
    fn value(&mut self, node: &Node, shape: &Shape, path: &Path, key: &Span) {
        if node.is_null() || node.text().is_some_and(|text| text.trim().is_empty()) {
            self.empty(node, path, key);
            return;
        }
        match (&node.kind, shape) {
            (Kind::Map(entries), Shape::Map { keys, required, others }) => {
                let meant = self.entries(entries, keys, others.as_ref(), path);
                self.required(node, required, &meant, path, key);
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
            (Kind::Scalar(scalar), Shape::Text(format)) => {
                if let Some(Err(wrong)) =
                    format.as_ref().map(|format| check_format(format, &scalar.value))
                {
                    self.wrong(node, &wrong, path);
                }
            }
            (Kind::Scalar(_), Shape::WordsOr(words, _)) => self.value(node, words, path, key),
            (_, Shape::WordsOr(_, list)) => self.value(node, list, path, key),
            (Kind::Scalar(scalar), Shape::Words(words))
                if !words.iter().any(|w| **w == *scalar.value) =>
            {
                let label = match words::meant(&scalar.value, words.iter().map(String::as_str)) {
                    Some(word) => format!("bedoelde u `{word}`?"),
                    None => "dit woord kan hier niet".into(),
                };
                let word = words::shorten(&scalar.value);
                self.found.push(
                    Diagnostic::error(
                        codes::UNKNOWN_WORD,
                        format!("{} kan niet `{word}` zijn", path.in_words()),
                    )
                    .at(node.head(self.sources), label)
                    .help(format!("kies uit {}", words::list(words, "of"))),
                );
            }
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
            (Kind::Scalar(_), Shape::Words(_) | Shape::Bool | Shape::Whole(..)) => {}
            (_, Shape::Map { keys, .. }) => {
                let known = keys.iter().map(|(key, _)| key);
                let help = format!(
                    "hier kunnen {} staan, elk op een eigen regel",
                    words::list(known, "en")
                );
                let few = (1..=8).contains(&keys.len()) && !path.segments().is_empty();
                self.kind(node, "een blok met velden", path, few.then_some(help.as_str()));
            }
            (Kind::Scalar(_), Shape::List(..)) => {
                self.kind(
                    node,
                    "een lijst",
                    path,
                    Some("zet elke waarde op een eigen regel, met `- ` ervoor"),
                );
            }
            (_, Shape::List(..)) => {
                self.kind(node, "een lijst", path, Some("begin elke regel van de lijst met `- `"))
            }
            (_, _) => self.kind(
                node,
                "tekst",
                path,
                Some("begint de tekst met `[`, `{` of `-`, zet hem dan tussen aanhalingstekens"),
            ),
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
    fn entries<'a>(
        &mut self,
        entries: &[Entry],
        keys: &'a [(String, Shape)],
        others: Option<&(Option<String>, Box<Shape>)>,
        path: &Path,
    ) -> Vec<&'a str> {
        let mut taken = Vec::new();
        for Entry { key, value } in entries {
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
                match format.as_ref().map(|format| check_format(format, name)) {
                    // `{2024: 0,5}`: between braces the comma begins a next field.
                    Some(Err(mut wrong)) if value.is_null() => {
                        wrong.help = "tussen accolades begint na een komma een nieuw veld; zet elk veld op een eigen regel".into();
                        self.wrong(key, &wrong, &path.key(name));
                        continue;
                    }
                    Some(Err(wrong)) => self.wrong(key, &wrong, &path.key(name)),
                    _ => {}
                }
                self.value(value, shape, &path.key(name), &key.span);
            } else {
                taken.extend(self.unknown(key, name, keys));
            }
        }
        taken
    }

    fn unknown<'a>(
        &mut self,
        key: &Node,
        name: &str,
        keys: &'a [(String, Shape)],
    ) -> Option<&'a str> {
        let known = || keys.iter().map(|(key, _)| key.as_str());
        let meant = words::meant(name, known());
        let label = match meant {
            Some(meant) => format!("bedoelde u `{meant}`?"),
            None => "dit veld bestaat hier niet".into(),
        };
        self.found.push(
            Diagnostic::error(
                codes::UNKNOWN_KEY,
                format!("onbekend veld `{}`", words::shorten(name)),
            )
            .at(key.head(self.sources), label)
            .help(format!("hier kunnen {} staan", words::list(known(), "en"))),
        );
        meant
    }

    fn empty(&mut self, node: &Node, path: &Path, key: &Span) {
        let text = self.sources.get(node.span.source).text();
        let mut diagnostic =
            Diagnostic::error(codes::EMPTY_VALUE, format!("{} is leeg", path.in_words()))
                .at(key.clone(), "hier ontbreekt de waarde");
        diagnostic = match comment_after(key.range.end, text) {
            Some(_) => diagnostic.help(
                "YAML leest wat na `#` komt als opmerking; zet de tekst tussen aanhalingstekens",
            ),
            None => {
                diagnostic.help("vul een waarde in, of haal het veld weg als het niet verplicht is")
            }
        };
        self.found.push(diagnostic);
    }

    fn kind(&mut self, node: &Node, wanted: &str, path: &Path, help: Option<&str>) {
        let is = match &node.kind {
            Kind::Map(_) => "een blok met velden",
            Kind::List(_) => "een lijst",
            Kind::Scalar(_) => "een losse waarde",
        };
        let message = if path.segments().is_empty() {
            format!("het bestand hoort {wanted} te zijn, maar is {is}")
        } else {
            format!("{} hoort {wanted} te zijn, maar is {is}", path.in_words())
        };
        let mut diagnostic = Diagnostic::error(codes::WRONG_TYPE, message)
            .at(node.head(self.sources), format!("verwacht: {wanted}"));
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        self.found.push(diagnostic);
    }

    fn wrong(&mut self, node: &Node, wrong: &Wrong, path: &Path) {
        let value = words::shorten(node.text().unwrap_or_default());
        let place = node.head(self.sources);
        // A cell has a name of its own.
        let is_cell = self.sources.get(place.source).cell(place.range.start).is_some();
        let label = if is_cell { String::new() } else { path.in_words() };
        self.found.push(
            Diagnostic::error(wrong.code, format!("`{value}` is geen {}", wrong.what))
                .at(place, label)
                .help(wrong.help.clone()),
        );
    }
}

/// Why a scalar does not have its format.
struct Wrong {
    code: Code,
    what: &'static str,
    help: String,
}

fn check_format(format: &str, text: &str) -> Result<(), Wrong> {
    let wrong = |code, what| move |help: String| Wrong { code, what, help };
    match format {
        FORMAT_REGEL if text.trim_end_matches('\n').contains(['\n', '\r']) => {
            Err(wrong(codes::NOT_ONE_LINE, "tekst van één regel")(
                "zet de tekst op één regel".into(),
            ))
        }
        FORMAT_DATUM => Datum::parse(text).map(drop).map_err(wrong(codes::DATE_INVALID, "datum")),
        bedrag::FORMAT_BEDRAG => {
            Bedrag::parse(text).map(drop).map_err(wrong(codes::AMOUNT_INVALID, "eenduidig bedrag"))
        }
        jaar::FORMAT_JAAR => {
            Jaar::parse(text).map(drop).map_err(wrong(codes::DATE_INVALID, "jaar"))
        }
        kamerstuk::FORMAT_KAMERSTUK => Kamerstuk::parse(text)
            .map(drop)
            .map_err(wrong(codes::REFERENCE_INVALID, "Kamerstuknummer")),
        kamerstuk::FORMAT_VERGADERJAAR => Vergaderjaar::parse(text)
            .map(drop)
            .map_err(wrong(codes::REFERENCE_INVALID, "vergaderjaar")),
        FORMAT_NAAM if !Naam::is_valid(text) => Err(wrong(codes::KEY_NOT_TEXT, "korte naam")(
            "gebruik kleine letters, cijfers en `_`, en begin met een letter".into(),
        )),
        FORMAT_ADRES if !text.starts_with("https://") || !text.is_ascii() || text.contains(' ') => {
            Err(wrong(codes::LINK_INVALID, "adres")(
                "schrijf een adres dat met https:// begint".into(),
            ))
        }
        FORMAT_KLEUR if !is_color(text) => {
            Err(wrong(codes::UNKNOWN_WORD, "kleur")("schrijf een kleur als \"#154273\"".into()))
        }
        _ => Ok(()),
    }
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}
