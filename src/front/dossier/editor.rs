//! In: the schema of a file as its types have it. Out: the schema that editors read: what they complete, explain and say
//! of a mistake, in Dutch. Pure.
//!
//! What a value must be, [`Shape`] decides here too, so that an editor refuses what the structure check refuses. An
//! editor has English words for each keyword of JSON Schema; `errorMessage` replaces them, but not everywhere
//! (`minimum`, `minItems`). A [`demand`] says the same in words of our own whatever the keyword.

use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use kamerbrief_base::FORMAT_DATUM;

use super::lichten::WAARDE;
use super::schema::{
    Choice, FORMAT_ADRES, FORMAT_HUISSTIJL, FORMAT_KLEUR, Shape, of_type, only, plain,
};
use super::staat::FORMAT_FORMULE;
use super::structure::choice_in_words;
use super::tekst::{FORMAT_NAAM, FORMAT_PROZA, FORMAT_WEGLAATBAAR, Weglaatbaar, is_regel};
use super::{Bestand, bedrag, editor_lakken, gelaagd, jaar, kamerstuk, somkolom, vraagnummer, zin};
use crate::diagnostic::words;
use crate::templates::Templates;

/// The schema of one of a dossier's files (draft-07, which editors read).
pub fn schema(bestand: Bestand) -> Value {
    let plain = plain(bestand);
    let mut schema = whole(&plain);
    editor_lakken::add(&mut schema, &Shape::read(&plain));
    schema
}

/// The schema of another file that people may write in.
pub(crate) fn schema_of<T: JsonSchema>() -> Value {
    whole(&of_type::<T>())
}

fn whole(plain: &Value) -> Value {
    let title = plain["title"].as_str().unwrap_or_default();
    let mut schema = json!({ "$schema": plain["$schema"] });
    append(&mut schema, field(plain, title, "", Within::Block));
    schema
}

/// What a value stands in: where the first line of an item begins, `- ` comes before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Block,
    List,
}

/// A value with its name and what there is to say of it; without words of its own those of what it stands in.
fn field(plain: &Value, name: &str, inherited: &str, within: Within) -> Value {
    let own = plain["description"].as_str().map(|text| text.replace('\n', " "));
    let about = own.as_deref().unwrap_or(inherited);
    let mut schema = said(name, about);
    append(&mut schema, value(only(plain), name, about, within));
    schema
}

/// What there is to say of a value. Some editors show backticks in a description as they are.
fn said(name: &str, about: &str) -> Value {
    match about.contains('`') {
        true => json!({ "title": name, "description": about, "markdownDescription": about }),
        false => json!({ "title": name, "description": about }),
    }
}

fn value(plain: &Value, name: &str, about: &str, within: Within) -> Value {
    match Shape::read(plain) {
        Shape::Map { keys, required, others, short, either: choices } => {
            let mut schema = json!({ "type": "object", "errorMessage": block(&keys, &required) });
            if !required.is_empty() {
                schema["required"] = required.into();
            }
            match others {
                Some((names, _)) => {
                    if let Some(format) = names {
                        schema["propertyNames"] = scalar(&format, "", "");
                        schema["propertyNames"]["title"] = kind(&format).into();
                    }
                    let of = &plain["additionalProperties"];
                    schema["additionalProperties"] = field(of, name, about, Within::Block);
                }
                None => append(&mut schema, fields(plain, &keys, about, within)),
            }
            if let Some(rules) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
                rules.extend(choices.iter().map(choice));
            }
            match short {
                Some(short) => {
                    let alone = value(only(&plain["properties"][&short]), name, about, within);
                    // Not one of two: of a value that is neither an editor has words of its own.
                    let block = json!({ "type": "object", "not": { "required": [WAARDE] } });
                    let snippets = alone["defaultSnippets"].clone();
                    json!({ "if": block, "then": schema, "else": alone, "defaultSnippets": snippets })
                }
                None => schema,
            }
        }
        Shape::List(_, least) => {
            let wanted = "Hier hoort een lijst: begin elke regel ervan met `- `.";
            let items = field(&plain["items"], name, about, Within::List);
            let mut schema = json!({ "type": "array", "items": items, "errorMessage": wanted });
            if least > 0 {
                append(&mut schema, demand(&json!({ "minItems": least }), wanted));
            }
            schema
        }
        Shape::Words(words) => {
            let said =
                |option: &Value| option["description"].as_str().unwrap_or_default().to_owned();
            let options = plain["oneOf"].as_array().map(|list| list.iter().map(said).collect());
            let descriptions: Value = options
                .map_or_else(|| plain["enumDescriptions"].clone(), |all: Vec<String>| all.into());
            let wanted = format!("Kies uit {}.", words::list(&words, "of"));
            json!({
                "type": "string", "enum": words, "enumDescriptions": descriptions, "errorMessage": wanted,
            })
        }
        Shape::WordsOr(..) => {
            let both = [&plain["anyOf"][0], &plain["anyOf"][1]];
            let [mut words, mut list] = both.map(|plain| value(plain, name, about, within));
            let kinds = words["errorMessage"].as_str().unwrap_or_default().trim_end_matches('.');
            let wanted = format!("{kinds}, of maak een lijst, waarvan elke regel met `- ` begint.");
            for either in [&mut words, &mut list] {
                either["errorMessage"] = wanted.clone().into();
            }
            either(words, &list, name, about)
        }
        Shape::Bool => {
            let wanted = "Schrijf `ja` of `nee`.";
            // Who types `true` is understood; nobody is led there.
            let words = json!({ "enum": ["ja", "nee"], "errorMessage": wanted });
            either(words, &demand(&json!({ "enum": [true, false] }), wanted), name, about)
        }
        Shape::Whole(least, most) => {
            let wanted = format!("Hier hoort een heel getal van {least} tot en met {most}.");
            let whole = json!({
                "type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": least, "maximum": most,
            });
            json!({ "anyOf": [demand(&whole, &wanted)] })
        }
        Shape::Text(format) => {
            let mut text = scalar(format.as_deref().unwrap_or_default(), name, about);
            if format.as_deref() == Some(FORMAT_PROZA) {
                // Deeper than the key, also where `- ` comes before it.
                let body = format!("|\n{}$1", if within == Within::List { "    " } else { "  " });
                text["defaultSnippets"] = json!([{
                    "label": "|", "description": "Tekst op de regels hieronder.", "body": body,
                }]);
            }
            text
        }
    }
}

/// One of two. The first has a name of its own: an editor strings together what it takes for the same.
fn either(mut first: Value, second: &Value, name: &str, about: &str) -> Value {
    append(&mut first, said(name, about));
    json!({ "anyOf": [first, second] })
}

/// What a block that is none, or that lacks a field, is told.
fn block(keys: &[(String, Shape)], required: &[String]) -> String {
    match (required, keys) {
        ([], []) => "Hier hoort een blok met velden, elk op een eigen regel.".into(),
        ([], keys) => format!(
            "Hier hoort een blok met velden, elk op een eigen regel. Er kunnen {} staan.",
            words::list(keys.iter().map(|(key, _)| key), "en")
        ),
        ([one], _) => format!("Hier hoort een blok met ten minste het veld `{one}`."),
        (several, _) => format!(
            "Hier hoort een blok met ten minste de velden {}, elk op een eigen regel.",
            words::list(several, "en")
        ),
    }
}

/// That of a choice all keys of at least one are there.
fn choice(choice: &Choice) -> Value {
    let keys = choice.iter().map(|keys| json!({ "required": keys })).collect::<Vec<_>>();
    demand(&json!({ "anyOf": keys }), &format!("Hier hoort {}.", choice_in_words(choice)))
}

/// The fields of a block, and that there are no others.
fn fields(plain: &Value, keys: &[(String, Shape)], about: &str, within: Within) -> Value {
    let names: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
    let unknown =
        format!("Dit veld bestaat hier niet. Hier kunnen {} staan.", words::list(&names, "en"));
    // A schema of its own, so that this is said of the key, and not what is said of the block.
    let mut rules = vec![json!({ "propertyNames": { "enum": names, "errorMessage": unknown } })];
    let mut properties = Map::new();
    for (key, shape) in keys {
        let mut schema = field(&plain["properties"][key], key, about, within);
        if let Some(item) = item_with_text(shape) {
            // An editor makes the first item of a list by itself, but without the `|` of a text.
            schema["doNotSuggest"] = true.into();
            let mut suggested = json!({ "defaultSnippets": [{ "label": key, "body": item }] });
            for key in ["description", "markdownDescription"] {
                if let Some(text) = schema.get(key) {
                    suggested[key] = text.clone();
                }
            }
            rules.push(json!({
                "if": { "required": [key] },
                "else": { "properties": { key: suggested } },
            }));
        }
        properties.insert(key.clone(), schema);
    }
    json!({ "properties": properties, "allOf": rules })
}

/// The first item of a list whose items must have a text of several lines.
fn item_with_text(shape: &Shape) -> Option<String> {
    let Shape::List(item, _) = shape else { return None };
    let Shape::Map { keys, required, .. } = &**item else { return None };
    let is_text =
        |shape: &Shape| matches!(shape, Shape::Text(Some(format)) if format == FORMAT_PROZA);
    let wanted: Vec<&(String, Shape)> =
        keys.iter().filter(|(key, _)| required.contains(key)).collect();
    wanted.iter().any(|(_, shape)| is_text(shape)).then(|| {
        let line = |(i, (key, shape)): (usize, &&(String, Shape))| {
            let (dash, stop) = (if i == 0 { "- " } else { "  " }, i + 1);
            let text = if is_text(shape) { "|\n      " } else { "" };
            format!("\n  {dash}{key}: {text}${stop}")
        };
        wanted.iter().enumerate().map(line).collect()
    })
}

/// A single value of a format.
fn scalar(format: &str, name: &str, about: &str) -> Value {
    let (form, wanted) = form(format);
    let text = demand(&form, &wanted);
    let (names, titles): (Vec<String>, Vec<String>) = match format {
        FORMAT_HUISSTIJL => ministries().into_iter().unzip(),
        FORMAT_WEGLAATBAAR => (vec![Weglaatbaar::GEEN.into()], vec!["Deze regel weglaten.".into()]),
        _ => return json!({ "anyOf": [text] }),
    };
    let known = json!({ "enum": names, "enumDescriptions": titles, "errorMessage": wanted });
    // A folder of templates of one's own can have more ministries.
    either(known, &text, name, about)
}

/// What a key or value of a format is called where its name is not known yet.
fn kind(format: &str) -> &str {
    match format {
        FORMAT_NAAM | jaar::FORMAT_JAAR | kamerstuk::FORMAT_KAMERSTUK => format,
        _ => "naam",
    }
}

/// How a format is written, and what is said when it is not. A pattern is of text only: what looks like a number is a
/// number to an editor.
fn form(format: &str) -> (Value, String) {
    let text = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let any =
        |pattern: &str| json!({ "type": ["string", "number", "boolean"], "pattern": pattern });
    let whole = |pattern: &str, least: i64, most: i64| json!({ "type": ["string", "integer"], "pattern": pattern, "minimum": least, "maximum": most });
    if let Some(slots) = zin::slots(format) {
        let known = slots.join("|");
        let slots: Vec<String> = slots.iter().map(|name| format!("{{{name}}}")).collect();
        return (
            text(&format!(r"^(?=.*\S)[^{{}}\r\n]*(\{{({known})\}}[^{{}}\r\n]*)*\n*$")),
            format!(
                "Schrijf een zin op één regel; tussen accolades kan hier {} staan.",
                words::list(&slots, "of")
            ),
        );
    }
    let (form, wanted) = match format {
        line if is_regel(line) => (
            any(r"^[^\S\r\n]*\S[^\r\n]*\n*$"),
            "Hier hoort tekst op één regel; begint die met een leesteken, zet hem dan tussen aanhalingstekens.",
        ),
        FORMAT_PROZA => (
            any(r"\S"),
            "Hier hoort tekst: zet achter de dubbele punt een `|`, en de tekst op de regels eronder, ingesprongen.",
        ),
        FORMAT_NAAM => (
            json!({ "type": ["string", "boolean"], "pattern": "^[a-z][a-z0-9_]*$" }),
            "Een korte naam heeft kleine letters, cijfers en `_`, en begint met een letter.",
        ),
        FORMAT_DATUM => (
            text(
                "^(1[89]|2[01])[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$",
            ),
            "Schrijf een datum als JJJJ-MM-DD, zoals 2026-01-31.",
        ),
        somkolom::FORMAT_SOMKOLOM => (
            whole("^(199[0-9]|20[0-9]{2}|structureel)$", 1990, 2099),
            "Schrijf een jaar met vier cijfers, van 1990 tot en met 2099, of `structureel`.",
        ),
        jaar::FORMAT_JAAR => (
            whole("^(199[0-9]|20[0-9]{2})$", 1990, 2099),
            "Schrijf een jaar met vier cijfers, van 1990 tot en met 2099.",
        ),
        bedrag::FORMAT_BEDRAG => (
            whole(&amount(), -999_999_999_999, 999_999_999_999),
            "Schrijf een bedrag als 1250, 2,5 of 1.250.000, een marge als 0,5–1, en wat nog niet bekend is als p.m.",
        ),
        kamerstuk::FORMAT_KAMERSTUK => (
            whole("^[0-9]{5}(-[0-9A-Z]{1,5}){0,2}$", 0, 99_999),
            "Schrijf dossier en nummer van een Kamerstuk met streepjes, zoals 28638-238 of 36410-VI-2.",
        ),
        kamerstuk::FORMAT_VERGADERJAAR => {
            (text("^[0-9]{4}[-/]([0-9]{2}|[0-9]{4})$"), "Schrijf een vergaderjaar als 2023/24.")
        }
        vraagnummer::FORMAT_VRAAGNUMMER => (
            whole("^[1-9][0-9]{0,2}$", 1, 999),
            "Schrijf alleen het nummer van de vraag, zoals `1:`.",
        ),
        vraagnummer::FORMAT_LETTER => {
            (text("^[a-z]$"), "Schrijf een deel van een vraag met één kleine letter, zoals `a:`.")
        }
        vraagnummer::FORMAT_VRAAGDEEL => (
            whole("^[1-9][0-9]{0,2}[a-z]?$", 1, 999),
            "Noem een vraag met haar nummer, en een deel ook met zijn letter: 1, of 2a.",
        ),
        FORMAT_FORMULE => (
            text(
                r"^\s*\(?\s*[a-z][a-z0-9_]*(\s*[-+−–‒]\s*[a-z][a-z0-9_]*)*\s*\)?\s*(/\s*\(?\s*[a-z][a-z0-9_]*(\s*[-+−–‒]\s*[a-z][a-z0-9_]*)*\s*\)?\s*)?$",
            ),
            "Schrijf korte namen van kolommen met + of - ertussen, zoals `begroting + mutatie`, en een percentage als `mutatie / begroting`.",
        ),
        FORMAT_ADRES => {
            (text(r"^https://[\x21-\x7e]*$"), "Schrijf een adres dat met https:// begint.")
        }
        FORMAT_KLEUR => (text("^#[0-9A-Fa-f]{6}$"), "Schrijf een kleur als \"#154273\"."),
        FORMAT_HUISSTIJL => {
            let names = words::list(ministries().iter().map(|(name, _)| name), "of");
            return (any(r"\S"), format!("Kies een ministerie: {names}."));
        }
        _ => (any(r"\S"), "Hier hoort tekst."),
    };
    (form, wanted.into())
}

/// An amount, a percentage, a range, or `p.m.`
fn amount() -> String {
    let number = r"[-‒−–]?\s*(0|[1-9][0-9]{0,11}|[0-9]{1,3}(\.[0-9]{3}){1,3})(,[0-9]{1,10})?";
    let known = format!(r"{number}(\s*%)?|{number}(\s+tot\s+|\s*[-–]\s*){number}");
    let pm = r"[pP]\.?[mM]\.?";
    format!(r"^\s*(({known})(\s*[+±‒−–-]\s*{pm})?|{pm})\s*$")
}

/// The names of the ministries, each with what it stands for.
fn ministries() -> Vec<(String, String)> {
    gelaagd::ministeries(&Templates::default(), None)
}

/// That a value passes a test; if not, what is said of it: nothing is both null and a block.
pub(super) fn demand(test: &Value, wanted: &str) -> Value {
    let never = ["null", "object"].map(|kind| json!({ "type": kind, "errorMessage": wanted }));
    json!({ "if": test, "else": { "allOf": never } })
}

fn append(schema: &mut Value, more: Value) {
    if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more) {
        schema.extend(more);
    }
}
