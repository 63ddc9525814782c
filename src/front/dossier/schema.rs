//! In: the dossier's types. Out: their JSON Schemas, and the same as [`Shape`] for the structure check. What editors
//! read is made of them in `editor`. Pure.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{LazyLock, OnceLock};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::kamerstuk::FORMAT_KAMERSTUK;
use super::{Bestand, Bijlage, Brief, Gegevens, Nota, Profiel, Root, Vragen};
use crate::yaml::{Kind, Node};

/// The schema's `format` of a colour, `#154273`.
pub(super) const FORMAT_KLEUR: &str = "kleur";

/// The same, made once.
pub(crate) fn schema_van(bestand: Bestand) -> &'static Value {
    static SCHEMAS: LazyLock<BTreeMap<Bestand, Value>> =
        LazyLock::new(|| Bestand::ALL.into_iter().map(|file| (file, plain(file))).collect());
    &SCHEMAS[&bestand]
}

/// The schema of one of a dossier's files, just as its type has it.
pub(super) fn plain(bestand: Bestand) -> Value {
    let mut schema = of_file(bestand);
    fill(&mut schema);
    schema
}

/// The same, in which an adjusted profile is only named.
fn of_file(bestand: Bestand) -> Value {
    match bestand {
        Bestand::Dossier => as_written::<Gegevens>(),
        Bestand::Brief => as_written::<Brief>(),
        Bestand::Vragen => as_written::<Vragen>(),
        Bestand::Nota => as_written::<Nota>(),
        Bestand::Bijlage => as_written::<Bijlage>(),
    }
}

pub(super) fn of_type<T: JsonSchema>() -> Value {
    let mut schema = as_written::<T>();
    fill(&mut schema);
    schema
}

/// The schema of a type, in which an adjusted profile is only named.
fn as_written<T: JsonSchema>() -> Value {
    let mut schema = generator().into_root_schema_for::<T>().to_value();
    // A key that is there has a value: an absent one is left out, not written empty.
    remove_null(&mut schema);
    schema
}

/// Everything is written out where it stands: nothing refers to a definition elsewhere. Nor is a type a tuple; so nothing
/// has another form in this draft, and nobody has to look for it.
fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.transforms.clear();
    });
    settings.into_generator()
}

/// The schema's `format` of a profile in which nothing is required, before it is written out: it is large, and known.
const FORMAT_AANPASSING: &str = "aanpassing";

/// Names a profile in which nothing is required.
pub(super) fn adjustment(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "format": FORMAT_AANPASSING })
}

/// Writes out the profile where it is named.
fn fill(schema: &mut Value) {
    match schema {
        Value::Object(map) if map.get("format").is_some_and(|it| it == FORMAT_AANPASSING) => {
            map.shift_remove("format");
            let mut profile = as_written::<Profiel>();
            remove_required(&mut profile);
            if let Value::Object(mut profile) = profile {
                // What is said of the field goes before what is said of the type.
                profile.extend(mem::take(map));
                *map = profile;
            }
        }
        Value::Object(map) => map.values_mut().for_each(fill),
        Value::Array(items) => items.iter_mut().for_each(fill),
        _ => {}
    }
}

/// The schema's `format` of a web address.
pub(super) const FORMAT_ADRES: &str = "adres";

/// The schema's `format` of the name of a ministry's profile.
pub(crate) const FORMAT_HUISSTIJL: &str = "huisstijl";

/// Some keys, or some others.
pub(super) type Choice = Vec<Vec<String>>;

/// What a value in a file must look like: a schema without its descriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Keys with values.
    Map {
        /// Known keys.
        keys: Vec<(String, Shape)>,
        /// Which of them must be there.
        required: Vec<String>,
        /// Further keys: the format of their names, and their values.
        others: Option<(Option<String>, Box<Shape>)>,
        /// The key that is meant where one value stands instead of the block.
        short: Option<String>,
        /// Choices: of each, all keys of at least one must be there.
        either: Vec<Choice>,
    },
    /// A list of at least this many values.
    List(Box<Shape>, u64),
    /// Text, with the name of its format.
    Text(Option<String>),
    /// One of these words.
    Words(Vec<String>),
    /// One of some words, or else a list.
    WordsOr(Box<Shape>, Box<Shape>),
    /// A whole number between these two.
    Whole(u64, u64),
    /// `true` or `false`.
    Bool,
}

/// The shape that the tree of a file, or of the whole profile, must have.
pub(crate) fn shape(root: Root) -> &'static Shape {
    const FILES: usize = Bestand::ALL.len();
    // Each when it is asked for: a letter alone has nothing of a nota.
    static OF_FILES: [OnceLock<Shape>; FILES] = [const { OnceLock::new() }; FILES];
    static OF_PROFILE: LazyLock<Shape> = LazyLock::new(Shape::of_profile);
    match root {
        Root::File(bestand) => OF_FILES[bestand as usize].get_or_init(|| Shape::of(bestand)),
        Root::Profile => &OF_PROFILE,
    }
}

impl Shape {
    /// Works out the shapes that every letter needs, so that nobody waits for it later.
    pub(crate) fn prepare() {
        let files = [Bestand::Dossier, Bestand::Brief].map(Root::File);
        files.into_iter().chain([Root::Profile]).for_each(|root| _ = shape(root));
    }

    /// The shape of one of a dossier's files.
    pub fn of(bestand: Bestand) -> Self {
        Self::read(&of_file(bestand))
    }

    /// The shape of a complete profile.
    pub fn of_profile() -> Self {
        Self::of_type::<Profiel>()
    }

    /// The shape of a profile that stands on top of another: nothing is required.
    pub fn of_adjustment() -> Self {
        let mut shape = shape(Root::Profile).clone();
        shape.require_nothing();
        shape
    }

    fn require_nothing(&mut self) {
        match self {
            Self::Map { keys, required, others, .. } => {
                required.clear();
                keys.iter_mut().for_each(|(_, value)| value.require_nothing());
                others.iter_mut().for_each(|(_, value)| value.require_nothing());
            }
            Self::List(item, _) => item.require_nothing(),
            Self::WordsOr(words, list) => {
                words.require_nothing();
                list.require_nothing();
            }
            Self::Text(_) | Self::Words(_) | Self::Whole(..) | Self::Bool => {}
        }
    }

    /// The shape of a type.
    pub fn of_type<T: JsonSchema>() -> Self {
        Self::read(&as_written::<T>())
    }

    /// The same shape, in which no key at the top has to be there.
    pub fn without_required(&self) -> Self {
        match self.clone() {
            Self::Map { keys, others, short, .. } => {
                Self::Map { keys, required: Vec::new(), others, short, either: Vec::new() }
            }
            other => other,
        }
    }

    /// The same block, in which these keys have to be there too.
    pub(super) fn requiring(mut self, names: &[&str]) -> Self {
        if let Self::Map { required, .. } = &mut self {
            let new = names.iter().filter(|name| !required.iter().any(|key| key == *name));
            let new: Vec<String> = new.map(|name| (*name).to_owned()).collect();
            required.extend(new);
        }
        self
    }

    /// The same block, of which only those keys have to be there that are also asked for elsewhere.
    pub(super) fn requiring_only(mut self, asked: impl Fn(&str) -> bool) -> Self {
        if let Self::Map { required, .. } = &mut self {
            required.retain(|key| asked(key));
        }
        self
    }

    /// The same block with further keys.
    pub(super) fn with(mut self, further: [(&str, Self); 2]) -> Self {
        if let Self::Map { keys, .. } = &mut self {
            keys.extend(further.map(|(key, shape)| (key.to_owned(), shape)));
        }
        self
    }

    /// Whether a field in it, however deep, has this name.
    pub(super) fn names(&self, name: &str) -> bool {
        match self {
            Self::Map { keys, others, .. } => {
                keys.iter().any(|(key, value)| key == name || value.names(name))
                    || others.as_ref().is_some_and(|(_, value)| value.names(name))
            }
            Self::List(item, _) => item.names(name),
            Self::WordsOr(_, list) => list.names(name),
            Self::Text(_) | Self::Words(_) | Self::Whole(..) | Self::Bool => false,
        }
    }

    /// The name of the format of a text.
    pub(super) fn format(&self) -> Option<&str> {
        match self {
            Self::Text(format) => format.as_deref(),
            _ => None,
        }
    }

    /// Whether it is text of this format.
    pub(super) fn is_format(&self, name: &str) -> bool {
        self.format() == Some(name)
    }

    /// Whether it is the number of a parliamentary paper.
    pub(crate) fn is_kamerstuk(&self) -> bool {
        self.is_format(FORMAT_KAMERSTUK)
    }

    /// What each item of a list is.
    fn item(&self) -> Option<&Self> {
        match self {
            Self::List(item, _) => Some(item),
            _ => None,
        }
    }

    /// The first field that each item of a list must have.
    pub(super) fn first_field(&self) -> Option<&str> {
        let Self::Map { required, .. } = self.item()? else { return None };
        required.first().map(String::as_str)
    }

    /// Whether each item of a list can have this field.
    pub(super) fn has_field(&self, name: &str) -> bool {
        matches!(self.item(), Some(Self::Map { keys, .. }) if keys.iter().any(|(key, _)| key == name))
    }

    /// Whether what is typed can be a list of this kind: each item has only fields of it, and all that it must have.
    pub(super) fn takes(&self, node: &Node) -> bool {
        let (Kind::List(items), Some(Self::Map { keys, required, .. })) = (&node.kind, self.item())
        else {
            return false;
        };
        let fits = |item: &Node| {
            let Kind::Map(entries) = &item.kind else { return false };
            let mut names = entries.iter().map(|entry| entry.key.text().unwrap_or_default());
            required.iter().all(|name| item.entry(name).is_some())
                && names.all(|name| keys.iter().any(|(key, _)| key == name))
        };
        !items.is_empty() && items.iter().all(fits)
    }

    pub(crate) fn read(schema: &Value) -> Self {
        let schema = only(schema);
        if let Some([words, list]) = schema["anyOf"].as_array().map(Vec::as_slice) {
            return Self::WordsOr(Box::new(Self::read(words)), Box::new(Self::read(list)));
        }
        let words = |list: &Value, pick: fn(&Value) -> Option<&str>| -> Option<Vec<String>> {
            list.as_array()?.iter().map(|word| pick(word).map(ToOwned::to_owned)).collect()
        };
        if let Some(words) = words(&schema["enum"], Value::as_str)
            .or_else(|| words(&schema["oneOf"], |option| option["const"].as_str()))
        {
            return Self::Words(words);
        }
        let format = schema["format"].as_str().map(ToOwned::to_owned);
        match schema["type"].as_str() {
            Some("object") => Self::Map {
                keys: schema["properties"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), Self::read(value)))
                    .collect(),
                required: words(&schema["required"], Value::as_str).unwrap_or_default(),
                others: schema["additionalProperties"].is_object().then(|| {
                    let names = schema["propertyNames"]["format"].as_str().map(ToOwned::to_owned);
                    (names, Box::new(Self::read(&schema["additionalProperties"])))
                }),
                short: schema["kort"].as_str().map(ToOwned::to_owned),
                either: serde_json::from_value(schema["een_van"].clone()).unwrap_or_default(),
            },
            Some("array") => Self::List(
                Box::new(Self::read(&schema["items"])),
                schema["minItems"].as_u64().unwrap_or(0),
            ),
            Some("integer") => {
                let bound = |key: &str, otherwise| schema[key].as_u64().unwrap_or(otherwise);
                Self::Whole(bound("minimum", 0), bound("maximum", u64::from(u16::MAX)))
            }
            Some("boolean") => Self::Bool,
            _ if format.as_deref() == Some(FORMAT_AANPASSING) => Self::of_adjustment(),
            _ => Self::Text(format),
        }
    }
}

/// What stands in a choice of one.
pub(crate) fn only(schema: &Value) -> &Value {
    match schema["anyOf"].as_array().map(Vec::as_slice) {
        Some([only]) => self::only(only),
        _ => schema,
    }
}

/// The schema of a map whose keys have a format of their own.
pub(super) fn keyed<K: JsonSchema, V: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let names = K::json_schema(generator);
    let values = generator.subschema_for::<V>();
    json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": values })
}

fn remove_required(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("type").is_some_and(|kind| kind == "object") {
                map.shift_remove("required");
            }
            map.values_mut().for_each(remove_required);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_required),
        _ => {}
    }
}

/// Turns a list of documented words into a plain `enum`, so that a map can have them as keys.
pub(crate) fn words_only(schema: &mut Schema) {
    let options = schema.get("oneOf").and_then(Value::as_array).cloned().unwrap_or_default();
    let each = |key: &str| options.iter().filter_map(|option| option.get(key).cloned()).collect();
    let (words, descriptions): (Vec<Value>, Vec<Value>) = (each("const"), each("description"));
    if !words.is_empty() {
        schema.remove("oneOf");
        schema.insert("type".into(), "string".into());
        schema.insert("enum".into(), words.into());
        schema.insert("enumDescriptions".into(), descriptions.into());
    }
}

/// Takes `null` out of every type: what is optional is left out of the file.
fn remove_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("default").is_some_and(Value::is_null) {
                map.shift_remove("default");
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = &types[..] {
                    let only = only.clone();
                    map.insert("type".into(), only);
                }
            }
            if let Some(Value::Array(words)) = map.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Value::Array(options)) = map.get_mut("anyOf") {
                options.retain(|option| option.get("type").is_none_or(|kind| kind != "null"));
            }
            map.values_mut().for_each(remove_null);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_null),
        _ => {}
    }
}
