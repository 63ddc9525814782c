//! In: the dossier's types. Out: their JSON Schemas for editors, and the same as [`Shape`] for the
//! structure check. Pure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::{Bestand, Bijlage, Brief, Gegevens, Nota, Profiel, Root};

/// The schema's `format` of a colour, `#154273`.
pub(super) const FORMAT_KLEUR: &str = "kleur";

/// The schema of one of a dossier's files (draft-07, which editors read).
pub fn schema(bestand: Bestand) -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = match bestand {
        Bestand::Dossier => generator.into_root_schema_for::<Gegevens>(),
        Bestand::Brief => generator.into_root_schema_for::<Brief>(),
        Bestand::Nota => generator.into_root_schema_for::<Nota>(),
        Bestand::Bijlage => generator.into_root_schema_for::<Bijlage>(),
    }
    .to_value();
    // A key that is there has a value: an absent one is left out, not written empty.
    remove_null(&mut schema);
    allow_ja_nee(&mut schema);
    schema
}

/// The schema's `format` of a web address.
pub(super) const FORMAT_ADRES: &str = "adres";

/// What a value in a file must look like: a schema without its references and descriptions.
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
pub(super) fn shape(root: Root) -> &'static Shape {
    static SHAPES: LazyLock<BTreeMap<Root, Shape>> = LazyLock::new(|| {
        let files = Bestand::ALL.into_iter().map(|file| (Root::File(file), Shape::of(file)));
        files.chain([(Root::Profile, Shape::of_profile())]).collect()
    });
    &SHAPES[&root]
}

impl Shape {
    /// The shape of one of a dossier's files.
    pub fn of(bestand: Bestand) -> Self {
        let schema = schema(bestand);
        Self::read(&schema, &schema)
    }

    /// The shape of a complete profile.
    pub fn of_profile() -> Self {
        Self::of_type::<Profiel>()
    }

    /// The shape of a profile that stands on top of another: nothing is required.
    pub fn of_adjustment() -> Self {
        let mut generator = SchemaSettings::draft07().into_generator();
        let mut schema = adjustment(&mut generator).to_value();
        remove_null(&mut schema);
        Self::read(&schema, &schema)
    }

    /// The shape of a type.
    pub fn of_type<T: JsonSchema>() -> Self {
        let generator = SchemaSettings::draft07().into_generator();
        let mut schema = generator.into_root_schema_for::<T>().to_value();
        remove_null(&mut schema);
        Self::read(&schema, &schema)
    }

    /// The same shape, in which no key at the top has to be there.
    pub fn without_required(&self) -> Self {
        match self.clone() {
            Self::Map { keys, others, .. } => Self::Map { keys, required: Vec::new(), others },
            other => other,
        }
    }

    fn read(schema: &Value, root: &Value) -> Self {
        if let Some(target) = schema["$ref"].as_str() {
            let target = root.pointer(target.trim_start_matches('#'));
            return Self::read(target.unwrap_or(&Value::Null), root);
        }
        if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
            return Self::read(only, root);
        }
        if let Some([only]) = schema["anyOf"].as_array().map(Vec::as_slice) {
            return Self::read(only, root);
        }
        if let Some([words, list]) = schema["anyOf"].as_array().map(Vec::as_slice) {
            let read = |schema| Box::new(Self::read(schema, root));
            return Self::WordsOr(read(words), read(list));
        }
        let words = |list: &Value, pick: fn(&Value) -> Option<&str>| -> Option<Vec<String>> {
            list.as_array()?.iter().map(|word| pick(word).map(ToOwned::to_owned)).collect()
        };
        if let Some(words) = words(&schema["enum"], Value::as_str)
            .or_else(|| words(&schema["oneOf"], |option| option["const"].as_str()))
        {
            return Self::Words(words);
        }
        if schema["enum"].as_array().is_some_and(|words| words.iter().any(Value::is_boolean)) {
            return Self::Bool;
        }
        let format = schema["format"].as_str().map(ToOwned::to_owned);
        match schema["type"].as_str() {
            Some("object") => Self::Map {
                keys: schema["properties"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), Self::read(value, root)))
                    .collect(),
                required: words(&schema["required"], Value::as_str).unwrap_or_default(),
                others: schema["additionalProperties"].is_object().then(|| {
                    let names = schema["propertyNames"]["format"].as_str().map(ToOwned::to_owned);
                    (names, Box::new(Self::read(&schema["additionalProperties"], root)))
                }),
            },
            Some("array") => Self::List(
                Box::new(Self::read(&schema["items"], root)),
                schema["minItems"].as_u64().unwrap_or(0),
            ),
            Some("integer") => {
                let bound = |key: &str, otherwise| schema[key].as_u64().unwrap_or(otherwise);
                Self::Whole(bound("minimum", 0), bound("maximum", u64::from(u16::MAX)))
            }
            Some("boolean") => Self::Bool,
            _ => Self::Text(format),
        }
    }
}

/// The schema of a map whose keys have a format of their own.
pub(super) fn keyed<K: JsonSchema, V: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let names = K::json_schema(generator);
    let mut names = names.to_value();
    // The name of a key is always text, also where the type takes a number.
    names["type"] = "string".into();
    let values = generator.subschema_for::<V>();
    json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": values })
}

/// The schema of a profile in which nothing is required. Written out in full, because it stands
/// inside another schema.
pub(super) fn adjustment(_: &mut SchemaGenerator) -> Schema {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<Profiel>();
    remove_required(&mut schema);
    schema
}

fn remove_required(schema: &mut Schema) {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.get("type").is_some_and(|kind| kind == "object") {
                    map.remove("required");
                }
                map.values_mut().for_each(walk);
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    schema.remove("required");
    if let Some(map) = schema.as_object_mut() {
        map.values_mut().for_each(walk);
    }
}

/// Turns a list of documented words into a plain `enum`, so that a map can have them as keys.
pub(crate) fn words_only(schema: &mut Schema) {
    let words: Option<Vec<Value>> = schema
        .get("oneOf")
        .and_then(Value::as_array)
        .and_then(|options| options.iter().map(|option| option.get("const").cloned()).collect());
    if let Some(words) = words {
        schema.remove("oneOf");
        schema.insert("type".into(), "string".into());
        schema.insert("enum".into(), Value::Array(words));
    }
}

/// Lets `ja` and `nee` stand where YAML has `true` and `false`.
fn allow_ja_nee(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("type").is_some_and(|kind| kind == "boolean") {
                map.insert("type".into(), vec!["boolean", "string"].into());
                map.insert(
                    "enum".into(),
                    Value::Array(vec![true.into(), false.into(), "ja".into(), "nee".into()]),
                );
            }
            map.values_mut().for_each(allow_ja_nee);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_ja_nee),
        _ => {}
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
            if let Some(Value::Array(options)) = map.get_mut("anyOf") {
                options.retain(|option| option.get("type").is_none_or(|kind| kind != "null"));
            }
            map.values_mut().for_each(remove_null);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_null),
        _ => {}
    }
}
