//! In: a schema and a tree. Out: the fields of a form. Pure.

use std::sync::LazyLock;

use kamerbrief_base::FORMAT_DATUM;
use kamerbrief_base::path::item_of;
use serde_json::Value;

use super::paginataal::paginataal;
use super::{Invulling, Invulvak, Keuze};
use crate::dossier::{Datum, FORMAT_HUISSTIJL, Lijsten, MINISTERIE_VAN, Shape, ministeries, only};
use crate::schrijven::called;
use crate::templates::Templates;
use crate::yaml::{Kind, Node, Path, Segment};

/// Makes a form.
pub(super) struct Maker<'a> {
    /// The part that is shown whole; of what is not there in the rest, only the names are.
    pub(super) unfolded: &'a Path,
    /// The day of the letter.
    pub(super) day: Option<Datum>,
}

/// A value of a schema on its way into a form.
#[derive(Clone)]
struct Here<'a> {
    plain: &'a Value,
    node: Option<&'a Node>,
    path: Path,
    key: &'a str,
    /// What is said of what it stands in, where there is nothing to say of it.
    about: &'a str,
    required: bool,
    /// Whether it is an item that is not filled in yet.
    is_new: bool,
}

impl Maker<'_> {
    /// The form of a file, or of the part that is unfolded.
    pub(super) fn form(&self, plain: &Value, tree: &Node) -> Option<Invulvak> {
        let mut here = Here {
            plain,
            node: Some(tree),
            path: Path::default(),
            key: "",
            about: "",
            required: true,
            is_new: false,
        };
        for segment in self.unfolded.segments() {
            here = step(&here, segment)?;
        }
        Some(self.vak(here))
    }

    fn vak(&self, here: Here<'_>) -> Invulvak {
        let Here { plain, node, mut path, key, about, required, is_new } = here;
        let own = plain["description"].as_str().unwrap_or(about).replace('\n', " ");
        // Who picks a day from a calendar types none.
        let own = own.replace(", als JJJJ-MM-DD", "");
        let plain = only(plain);
        let shape = Shape::read(plain);
        let mut node = node.filter(|node| !node.is_null());
        // What is withheld stands in a block of its own, or says so among its fields.
        let grond = node.and_then(grond_van);
        let single = !matches!(shape, Shape::Map { .. } | Shape::List(..) | Shape::WordsOr(..));
        if single && let Some(value) = node.and_then(|node| node.get("waarde")) {
            path = path.key("waarde");
            node = Some(value);
        }
        let inhoud = self.inhoud(plain, &shape, node, &path, is_new || required);
        Invulvak {
            plaats: path.to_string(),
            sleutel: key.to_owned(),
            naam: name(key),
            uitleg: paginataal(&own),
            verplicht: required,
            is_er: node.is_some(),
            grond,
            inhoud,
            meldingen: Vec::new(),
            plekken: Vec::new(),
            range: node.map(|node| node.span.range.clone()),
        }
    }

    fn inhoud(
        &self,
        plain: &Value,
        shape: &Shape,
        node: Option<&Node>,
        path: &Path,
        whole: bool,
    ) -> Invulling {
        let text = node.and_then(Node::text);
        let waarde = || text.unwrap_or_default().trim_end().to_owned();
        match (shape, node.map(|node| &node.kind)) {
            (Shape::Map { short: Some(_), .. }, Some(Kind::Scalar(_))) => {
                Invulling::Tekst { waarde: waarde() }
            }
            (Shape::Map { others: Some(_), .. }, None | Some(Kind::Map(_))) => {
                self.register(plain, node, path)
            }
            (Shape::Map { required, .. }, None | Some(Kind::Map(_))) => {
                let asked = self.unfolded.segments().starts_with(path.segments());
                let delen = (node.is_some() || whole || asked)
                    .then(|| self.delen(plain, required, node, path));
                Invulling::Blok { delen }
            }
            (Shape::List(..), None | Some(Kind::List(_))) => self.lijst(plain, node, path),
            (Shape::WordsOr(..), Some(Kind::List(_))) => self.lijst(&plain["anyOf"][1], node, path),
            (Shape::WordsOr(..), None | Some(Kind::Scalar(_))) => {
                Invulling::Keuze { waarde: waarde(), keuzes: keuzes(&plain["anyOf"][0]) }
            }
            (_, Some(Kind::Map(_) | Kind::List(_)))
            | (Shape::Map { .. } | Shape::List(..), Some(Kind::Scalar(_))) => Invulling::Vast,
            (Shape::Words(_), _) => Invulling::Keuze { waarde: waarde(), keuzes: keuzes(plain) },
            (Shape::Bool, _) => Invulling::Keuze {
                waarde: match text {
                    Some("true") => "ja".into(),
                    Some("false") => "nee".into(),
                    _ => waarde(),
                },
                keuzes: ["ja", "nee"].map(word).into(),
            },
            (Shape::Whole(van, tot), _) => {
                Invulling::Getal { waarde: waarde(), van: *van, tot: *tot }
            }
            (Shape::Text(format), _) => match format.as_deref() {
                Some(FORMAT_DATUM) => Invulling::Datum { waarde: waarde() },
                Some(FORMAT_HUISSTIJL) => {
                    let (waarde, mut keuzes) = (waarde(), huisstijlen(self.day));
                    if !waarde.is_empty() && keuzes.iter().all(|keuze| keuze.woord != waarde) {
                        keuzes.push(word(&waarde));
                    }
                    Invulling::Keuze { waarde, keuzes }
                }
                _ if shape.is_proza() => Invulling::Tekst { waarde: waarde() },
                _ => Invulling::Regel { waarde: waarde() },
            },
        }
    }

    fn delen(
        &self,
        plain: &Value,
        required: &[String],
        node: Option<&Node>,
        path: &Path,
    ) -> Vec<Invulvak> {
        let keys = plain["properties"].as_object().into_iter().flatten();
        keys.map(|(key, plain)| {
            let entry = node.and_then(|node| node.entry(key));
            let mut vak = self.vak(Here {
                plain,
                node: entry.map(|entry| &entry.value),
                path: path.key(key),
                key,
                about: "",
                required: required.contains(key),
                is_new: false,
            });
            // From its key on.
            if let (Some(entry), Some(range)) = (entry, &mut vak.range) {
                range.start = range.start.min(entry.key.span.range.start);
            }
            vak
        })
        .collect()
    }

    fn lijst(&self, plain: &Value, node: Option<&Node>, path: &Path) -> Invulling {
        let there: &[Node] = match node.map(|node| &node.kind) {
            Some(Kind::List(items)) => items,
            _ => &[],
        };
        let item = |node, path, is_new| {
            let plain = &plain["items"];
            self.vak(Here { plain, node, path, key: "", about: "", required: is_new, is_new })
        };
        let items = there.iter().enumerate().map(|(index, node)| {
            let vak = item(Some(node), path.index(index), false);
            Invulvak { naam: called(node).unwrap_or_default(), ..vak }
        });
        let list = match path.segments().last() {
            Some(Segment::Key(key)) => item_of(key),
            _ => None,
        };
        let naam = name(list.unwrap_or("regel"));
        Invulling::Lijst {
            items: items.collect(),
            nieuw: Box::new(Invulvak { naam, ..item(None, Path::default(), true) }),
            minstens: plain["minItems"].as_u64().unwrap_or(0),
        }
    }

    fn register(&self, plain: &Value, node: Option<&Node>, path: &Path) -> Invulling {
        let item = |node, path, key, is_new| {
            let plain = &plain["additionalProperties"];
            self.vak(Here { plain, node, path, key, about: "", required: true, is_new })
        };
        let entries = match node.map(|node| &node.kind) {
            Some(Kind::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        let items = entries.iter().filter_map(|entry| {
            let key = entry.key.text()?;
            let mut vak = item(Some(&entry.value), path.key(key), key, false);
            vak.range = Some(entry.key.span.range.start..entry.value.span.range.end);
            Some(Invulvak { naam: key.to_owned(), ..vak })
        });
        Invulling::Register {
            items: items.collect(),
            nieuw: Box::new(Invulvak {
                naam: name("regel"),
                ..item(None, Path::default(), "", true)
            }),
        }
    }
}

/// On what ground a value says that it is withheld.
pub(super) fn grond_van(node: &Node) -> Option<String> {
    node.get("grond").and_then(Node::text).map(ToOwned::to_owned)
}

/// One step further into a schema and what is filled in.
fn step<'a>(here: &Here<'a>, segment: &'a Segment) -> Option<Here<'a>> {
    let plain = only(here.plain);
    let about = here.plain["description"].as_str().unwrap_or(here.about);
    match segment {
        Segment::Key(key) => {
            let own = &plain["properties"][&**key];
            let plain = if own.is_null() { &plain["additionalProperties"] } else { own };
            let node = here.node.and_then(|node| node.get(key));
            let path = here.path.key(key);
            plain.is_object().then_some(Here { plain, node, path, key, about, ..*here })
        }
        Segment::Index(index) => {
            let plain = &plain["items"];
            let node = match here.node.map(|node| &node.kind) {
                Some(Kind::List(items)) => items.get(*index),
                _ => None,
            };
            let path = here.path.index(*index);
            plain.is_object().then_some(Here { plain, node, path, key: "", about, ..*here })
        }
    }
}

/// A key as a reader would write it.
pub(super) fn name(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// The words that a schema offers.
fn keuzes(plain: &Value) -> Vec<Keuze> {
    let said = |value: &Value| value.as_str().unwrap_or_default().trim_end_matches('.').to_owned();
    if let Some(options) = plain["oneOf"].as_array() {
        let one = |option: &Value| Keuze {
            uitleg: paginataal(&said(&option["description"])),
            ..word(&said(&option["const"]))
        };
        return options.iter().map(one).collect();
    }
    let words = plain["enum"].as_array().into_iter().flatten().enumerate();
    words
        .map(|(at, option)| Keuze {
            uitleg: paginataal(&said(&plain["enumDescriptions"][at])),
            ..word(&said(option))
        })
        .collect()
}

fn word(word: &str) -> Keuze {
    Keuze { woord: word.to_owned(), naam: name(word), uitleg: String::new() }
}

/// The ministries that are known: those of a day first, then the others with their years; without a day those of now first.
fn huisstijlen(day: Option<Datum>) -> Vec<Keuze> {
    let lijsten = Lijsten::ingebouwd();
    let (mut then, mut other) = (Vec::new(), Vec::new());
    for (woord, naam) in HUISSTIJLEN.iter() {
        let short = naam.strip_prefix(MINISTERIE_VAN).unwrap_or(naam);
        let keuze = |naam| Keuze { woord: woord.clone(), naam, uitleg: String::new() };
        match lijsten.namen.buiten_tijd(short, day) {
            Some(years) => other.push(keuze(format!("{naam} ({years})"))),
            None => then.push(keuze(naam.clone())),
        }
    }
    then.append(&mut other);
    then
}

/// The profiles that are known, with what their ministries are called.
static HUISSTIJLEN: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| ministeries(&Templates::default(), None));
