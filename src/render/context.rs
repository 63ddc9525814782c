//! In: a checked dossier. Out: the values that templates see, each text knowing its field. Pure.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use minijinja::value::{Serde, Value};
use serde_json::Value as Json;

use super::format::{Included, Line, Linked, number};
use super::manuscript::Contents;
use super::prose::Lakwijze;
use super::{FALLBACK_FAMILY, Field, FontSet, table};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Kamerstuk, Opschrift, Place, Rijen, Root, Stuk};
use crate::inventaris::{Gelakt, Grond, inventaris};
use crate::manuscript::value_at;
use crate::source::{Sources, Span};
use crate::yaml::{Path, Segment};

/// What templates see: `dossier`, `brief`, `vragen`, `nota`, `bijlage` (each `none` when there is no such file),
/// `profiel`, and what follows from them: `tabellen`, `datum`, `datum_nota`, `aantal_bijlagen`, `inventaris`, `logo`.
pub(super) struct Context {
    /// The same for every document.
    pub(super) values: BTreeMap<&'static str, Value>,
    /// `stuk`: the parts of each document.
    pub(super) stukken: BTreeMap<Stuk, Value>,
    /// The place of each field, by the number that its text carries into the sheets.
    pub(super) fields: HashMap<u64, Field>,
}

/// Their names.
const NAMES: [&str; 12] = [
    "dossier",
    "brief",
    "vragen",
    "nota",
    "bijlage",
    "profiel",
    "tabellen",
    "datum",
    "datum_nota",
    "aantal_bijlagen",
    "inventaris",
    "logo",
];

/// The values of a dossier; when it is known which of them the templates name, only those.
///
/// # Errors
/// When the dossier cannot be handed to templates, which plain types never give.
pub(super) fn context(
    checked: &Checked,
    fonts: &FontSet,
    logo: Option<&str>,
    named: Option<&BTreeSet<String>>,
) -> Result<Context, Box<Diagnostic>> {
    let dossier = checked.dossier();
    let lines = checked.lines().iter().collect();
    let lakken = Lakken::new(checked);
    let maker = Maker { checked, lines, lakken, fields: RefCell::default() };
    let mut figures = HashMap::new();
    let mut json = serde_json::to_value(dossier).map_err(|error| {
        let message = format!("het dossier kan niet aan de sjablonen worden gegeven: {error}");
        Diagnostic::error(codes::TEMPLATE_FAILS, message)
    })?;
    // Sheets only name fonts that are there: what is missing was reported, at its place.
    let letter = fonts.or(&dossier.profiel.lettertype, FALLBACK_FAMILY);
    json["profiel"]["lettertype"] = letter.into();
    json["profiel"]["kop_lettertype"] = fonts.or(&dossier.profiel.kop_lettertype, letter).into();
    let part = |key: &str, root: Root| maker.value(&json[key], root, &Path::default());
    // Each table with its fields, wherever they stand in the file, and its cells.
    let tables: Vec<Value> = match (&dossier.bijlage, checked.cijfers()) {
        (Some(bijlage), Some(cijfers)) => {
            let file = Root::File(Bestand::Bijlage);
            let words = &dossier.profiel.bijlage;
            let text = |label: &Opschrift<'_>| maker.text(label.tekst, &label.place);
            let all = bijlage.alle_tabellen().into_iter().zip(&cijfers.tabellen).enumerate();
            all.map(|(i, (tabel, cijfers))| {
                let rijen = Rijen::new(&tabel, cijfers, words);
                let cells = table::table(&rijen, words, &text, &mut figures);
                let own = if tabel.nummer.is_some() {
                    &json["bijlage"]["tabellen"][i]
                } else {
                    &json["bijlage"]
                };
                let fields = maker.value(own, file, &tabel.path);
                minijinja::context! { velden => fields, cellen => Value::from(Serde(cells)) }
            })
            .collect()
        }
        _ => Vec::new(),
    };
    let datum = |stuk| {
        let datum = dossier.datum(stuk);
        let parts = [datum.year().into(), datum.month().into(), datum.day().into()];
        ["jaar", "maand", "dag"].into_iter().zip(parts).collect::<BTreeMap<_, i64>>()
    };
    let at = |place: &Place| match value_at(&json, place) {
        Some(found) => maker.value(found, place.root, &place.path),
        None => Value::UNDEFINED,
    };
    let stuk = |place: &Place, range: Option<&Range<usize>>| match value_at(&json, place) {
        Some(Json::String(text)) => maker.piece(text, place, range),
        _ => at(place),
    };
    let sleutel = |place: &Place| match place.path.segments().last() {
        Some(Segment::Key(key)) => maker.line(key, place, None),
        _ => Value::UNDEFINED,
    };
    let kamerstuk = |place: &Place| match value_at(&json, place) {
        Some(Json::String(number)) => maker.cited(number, place),
        _ => Value::UNDEFINED,
    };
    let contents = Contents {
        at: &at,
        stuk: &stuk,
        sleutel: &sleutel,
        kamerstuk: &kamerstuk,
        tabellen: &tables,
    };
    let stukken = Stuk::ALL
        .into_iter()
        .filter_map(|stuk| Some((stuk, contents.stuk(checked.manuscript(stuk)?))))
        .collect();
    let value = |name: &'static str| -> Value {
        match name {
            "dossier" => part("gegevens", Root::File(Bestand::Dossier)),
            "brief" => part(name, Root::File(Bestand::Brief)),
            "vragen" => part(name, Root::File(Bestand::Vragen)),
            "nota" => part(name, Root::File(Bestand::Nota)),
            "bijlage" => part(name, Root::File(Bestand::Bijlage)),
            "profiel" => part(name, Root::Profile),
            "tabellen" => tables.clone().into(),
            "datum" => datum(Stuk::Kamerbrief).into(),
            "datum_nota" => datum(Stuk::Beslisnota).into(),
            "aantal_bijlagen" => dossier.aantal_bijlagen().into(),
            "inventaris" => withheld(checked).into(),
            _ => logo.map_or(Value::from(()), Value::from),
        }
    };
    let values = NAMES.into_iter().filter(|name| named.is_none_or(|named| named.contains(*name)));
    let values = values.map(|name| (name, value(name))).collect();
    let mut fields = maker.fields.into_inner();
    fields.extend(figures);
    Ok(Context { values, stukken, fields })
}

/// What is withheld from the public, for its inventory.
fn withheld(checked: &Checked) -> Vec<Value> {
    let row = |one: Gelakt| {
        let reden = one.reden();
        let gronden = one.gronden.iter().map(|Grond { code, over }| match over.as_str() {
            "" => code.clone(),
            over => format!("{code}: {over}"),
        });
        minijinja::context! {
            nummer => one.nummer,
            stuk => one.stuk.name(),
            onderdeel => one.onderdeel,
            gronden => gronden.collect::<Vec<_>>(),
            reden => reden.unwrap_or_default(),
        }
    };
    inventaris(checked).into_iter().map(row).collect()
}

struct Maker<'a> {
    checked: &'a Checked,
    lines: HashSet<&'a Place>,
    lakken: Lakken<'a>,
    fields: RefCell<HashMap<u64, Field>>,
}

/// What is withheld as a whole, and how that is printed.
struct Lakken<'a> {
    lakwijze: Lakwijze,
    gronden: HashMap<&'a Place, String>,
}

impl<'a> Lakken<'a> {
    fn new(checked: &'a Checked) -> Self {
        let lakwijze = Lakwijze::of(checked);
        let whole = checked.lakkingen().iter().filter(|lakking| lakking.within.is_none());
        // Where it looks like any other text, nothing has to be looked up.
        let whole = whole.filter(|_| lakwijze != Lakwijze::Gewoon);
        let gronden = whole.map(|lakking| (&lakking.place, lakking.gronden.join(", "))).collect();
        Self { lakwijze, gronden }
    }

    /// The call around a line that is withheld, or stands in a block that is.
    fn call(&self, place: &Place) -> Option<String> {
        if self.gronden.is_empty() {
            return None;
        }
        let mut around = place.clone();
        loop {
            if let Some(gronden) = self.gronden.get(&around) {
                return Some(self.lakwijze.call(gronden));
            }
            if around.path.segments().is_empty() {
                return None;
            }
            around.path = around.path.parent();
        }
    }
}

impl Maker<'_> {
    fn value(&self, json: &Json, root: Root, path: &Path) -> Value {
        match json {
            Json::String(text) => self.text(text, &Place { root, path: path.clone() }),
            Json::Array(items) => items
                .iter()
                .enumerate()
                .map(|(i, item)| self.value(item, root, &path.index(i)))
                .collect(),
            Json::Object(map) => Value::from_pairs(
                map.iter()
                    .map(|(key, value)| (key.clone(), self.value(value, root, &path.key(key)))),
            ),
            other => Value::from(Serde(other)),
        }
    }

    /// What templates see of a text: one that knows its field, where it is printed.
    fn text(&self, text: &str, place: &Place) -> Value {
        if self.checked.prose().contains_key(place) {
            Value::from_object(Included { place: place.clone() })
        } else if self.lines.contains(place) || self.is_printed_otherwise(place, text) {
            let content = place.root != Root::Profile;
            Value::from_object(Line { content, ..self.line_of(text, place, None) })
        } else {
            Value::from(text)
        }
    }

    /// A value in a sentence: it is for reading, whatever it is elsewhere.
    fn piece(&self, text: &str, place: &Place, range: Option<&Range<usize>>) -> Value {
        match range.is_none() && self.checked.prose().contains_key(place) {
            true => self.text(text, place),
            false => self.line(text, place, range),
        }
    }

    fn line(&self, text: &str, place: &Place, range: Option<&Range<usize>>) -> Value {
        Value::from_object(self.line_of(text, place, range))
    }

    /// A line, or a part of one, which knows its field.
    fn line_of(&self, text: &str, place: &Place, range: Option<&Range<usize>>) -> Line {
        let field = number(place, None);
        let lak = self.lakken.call(place);
        let known = Field { place: place.clone(), text: text.to_owned() };
        self.fields.borrow_mut().insert(field, known);
        let part = range.and_then(|range| text.get(range.clone()).map(|part| (range.start, part)));
        let (start, part) = part.unwrap_or((0, text));
        Line { text: part.to_owned(), field, start, content: true, lak }
    }

    /// The official form of a number that is a paper's, which leads to its publication; another value, as what stands for
    /// one that is withheld, as it is.
    fn cited(&self, number: &str, place: &Place) -> Value {
        let Ok(paper) = Kamerstuk::parse(number) else { return self.line(number, place, None) };
        let dossier = self.checked.dossier();
        let year = dossier.gegevens.kamerstukken.get(&paper).copied();
        let line = self.line_of(&paper.citation(year, None), place, None);
        let addresses = &dossier.profiel.kamerstukken;
        Value::from_object(Linked { line, address: addresses.van(&paper) })
    }

    /// Whether a value of the dossier is printed in another way than it was typed, as a date is. Such a value is for
    /// reading; a word that templates choose by is the same in both.
    fn is_printed_otherwise(&self, place: &Place, text: &str) -> bool {
        place.root != Root::Profile && self.checked.text(place).is_some_and(|typed| typed != text)
    }
}

/// The font families that the profile asks for.
pub(super) fn families(checked: &Checked, sources: &Sources) -> Vec<(String, Option<Span>)> {
    let profiel = &checked.dossier().profiel;
    [("lettertype", &profiel.lettertype), ("kop_lettertype", &profiel.kop_lettertype)]
        .into_iter()
        .map(|(key, family)| {
            let place = Place { root: Root::Profile, path: Path::default().key(key) };
            (family.clone(), checked.span(&place, None, sources))
        })
        .chain(
            checked
                .image_families()
                .iter()
                .map(|(place, family)| (family.clone(), checked.span(place, None, sources))),
        )
        .collect()
}
