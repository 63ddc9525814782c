//! In: the schema that editors read, and the shape of the file. Out: the same, in which values and blocks can say that
//! they are not public. Pure.

use serde_json::{Map, Value, json};

use super::Shape;
use super::editor::demand;
use super::lichten::{NOTATIE, is_elsewhere_key};
use crate::diagnostic::words;

/// Adds the notation to the schema of a file, wherever [`lift`](super::lichten::lift) understands it.
pub(super) fn add(schema: &mut Value, shape: &Shape) {
    descend(schema, shape);
    let mut shared = Map::from_iter(notation());
    shared.extend(wrapped(schema));
    schema["definitions"] = shared.into();
}

fn descend(schema: &mut Value, shape: &Shape) {
    match shape {
        Shape::Map { keys, others, short, .. } => {
            let schema = whole(schema, short.as_ref());
            for (key, shape) in keys.iter().filter(|(key, _)| !is_elsewhere_key(key)) {
                inside(&mut schema["properties"][key], shape);
            }
            if let Some((_, shape)) = others {
                inside(&mut schema["additionalProperties"], shape);
            }
        }
        Shape::List(item, _) => inside(&mut schema["items"], item),
        Shape::WordsOr(_, list) => descend(&mut schema["anyOf"][1], list),
        _ => {}
    }
}

/// A value below the top of the file.
fn inside(schema: &mut Value, shape: &Shape) {
    descend(schema, shape);
    match shape {
        Shape::Map { keys, others: None, short, .. } if shape.is_blok_lakbaar() => {
            let alone = keys.iter().find(|(key, _)| Some(key) == short.as_ref());
            if let Some((_, shape)) = alone {
                inside(&mut schema["else"], shape);
            }
            block(whole(schema, short.as_ref()));
        }
        Shape::Map { .. } if shape.is_bedragen() => {
            let years = schema["propertyNames"].take();
            schema["propertyNames"] = json!({ "anyOf": [years, { "enum": NOTATIE }] });
            properties(schema, referred());
        }
        Shape::Text(_) if shape.is_lakbaar() => {
            // Beside words to choose from.
            let all = schema["anyOf"].as_array_mut().into_iter().flatten();
            for demand in all.filter(|one| one["if"].is_object()) {
                let never = demand["else"].take();
                let name = format!("niet_openbaar_{}", shape.format().unwrap_or_default());
                demand["else"] =
                    json!({ "if": { "type": "object" }, "then": refer(&name), "else": never });
            }
        }
        _ => {}
    }
}

/// The schema of a block, which may also be written short.
fn whole<'a>(schema: &'a mut Value, short: Option<&String>) -> &'a mut Value {
    match short {
        Some(_) => &mut schema["then"],
        None => schema,
    }
}

/// A block of fields: these are among its own.
fn block(schema: &mut Value) {
    properties(schema, referred());
    let names = &mut schema["allOf"][0]["propertyNames"]["enum"];
    if let Some(names) = names.as_array_mut() {
        names.extend(NOTATIE.map(Value::from));
    }
}

fn properties(schema: &mut Value, more: Map<String, Value>) {
    if !schema["properties"].is_object() {
        schema["properties"] = json!({});
    }
    if let Some(properties) = schema["properties"].as_object_mut() {
        for (key, value) in more {
            properties.entry(key).or_insert(value);
        }
    }
}

/// What says that something is not public.
fn notation() -> Map<String, Value> {
    let said = |name: &str, about: &str, form: Value| {
        let mut schema =
            json!({ "title": name, "description": about, "markdownDescription": about });
        if let (Some(schema), Value::Object(form)) = (schema.as_object_mut(), form) {
            schema.extend(form);
        }
        (name.to_owned(), schema)
    };
    let yes_or_no =
        json!({ "enum": ["ja", "nee", true, false], "errorMessage": "Schrijf `ja` of `nee`." });
    let text = |wanted: &str| json!({ "anyOf": [demand(&json!({ "type": ["string", "number"] }), wanted)] });
    [
        said("openbaar", "Of dit in de openbare editie staat; bij `nee` hoort een `grond`.", yes_or_no),
        said("grond", "Waarom niet: een grond van de Woo, zoals `5.1.2e`, of `artikel 68 Grondwet`; meer met komma's ertussen.", text("Hier hoort een grond, zoals 5.1.2e.")),
        said("reden", "Reden, als die hier een andere is dan bij `lakken` in dossier.yaml.", text("Hier hoort een reden, in één zin.")),
    ]
    .into_iter()
    .collect()
}

/// A part of the schema that stands in one place.
fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The notation, by reference.
fn referred() -> Map<String, Value> {
    NOTATIE.iter().map(|name| ((*name).to_owned(), refer(name))).collect()
}

/// The same around a value.
fn wrapper(value: Value) -> Map<String, Value> {
    let mut all = Map::from_iter([("waarde".to_owned(), value)]);
    all.extend(referred());
    all
}

/// A single value of each format in its wrapper.
fn wrapped(schema: &Value) -> Map<String, Value> {
    let names: Vec<&str> = std::iter::once("waarde").chain(NOTATIE).collect();
    let unknown = format!("Hier kunnen {} staan.", words::list(&names, "en"));
    let mut all = Map::new();
    texts(schema, &mut |name, text| {
        all.entry(name).or_insert_with(|| {
            json!({
                "properties": wrapper(text.clone()),
                "required": ["waarde", "openbaar"],
                "errorMessage": "Hier hoort een blok met `waarde`, `openbaar: nee` en `grond`.",
                "allOf": [{ "propertyNames": { "enum": names, "errorMessage": unknown } }],
            })
        });
    });
    all
}

/// Calls with the name of each wrapper that is referred to, and what its value must be.
fn texts(schema: &Value, call: &mut dyn FnMut(String, &Value)) {
    if let Some(name) = schema["else"]["then"]["$ref"].as_str() {
        call(name.trim_start_matches("#/definitions/").to_owned(), &schema["if"]);
    }
    match schema {
        Value::Object(map) => map.values().for_each(|value| texts(value, call)),
        Value::Array(items) => items.iter().for_each(|value| texts(value, call)),
        _ => {}
    }
}
