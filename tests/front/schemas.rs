//! The schemas that editors read are those of the types, and what an earlier version accepted they accept.

use std::collections::BTreeSet;
use std::fs;

use kamerbrief_front::dossier::{Bestand, schema};
use kamerbrief_front::opmerkingen;
use serde_json::Value;

use crate::folders::{good_dossiers, root};

fn all() -> impl Iterator<Item = (&'static str, Value)> {
    let all = Bestand::ALL.into_iter().map(|bestand| (bestand.stem(), schema(bestand)));
    all.chain([("opmerkingen", opmerkingen::schema())])
}

#[test]
fn checked_in_schemas_are_current() {
    for (name, schema) in all() {
        let path = root().join(format!("content/schema/{name}.schema.json"));
        let current = format!("{schema:#}\n");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &current).unwrap();
        }
        let file = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            file == current,
            "{} is out of date: run `BLESS=1 cargo test -p kamerbrief-front schemas`",
            path.display()
        );
    }
}

#[test]
fn every_example_points_to_its_schema() {
    for dossier in good_dossiers().iter().filter(|path| path.starts_with(root().join("content"))) {
        for bestand in Bestand::ALL {
            let Ok(text) = fs::read_to_string(dossier.join(bestand.name())) else { continue };
            let line = text.lines().next().unwrap();
            let path = line.strip_prefix("# yaml-language-server: $schema=").expect(line);
            assert!(dossier.join(path).exists(), "{path}");
            assert!(path.ends_with(&format!("{}.schema.json", bestand.stem())), "{path}");
        }
    }
}

/// What each version accepted stands in `tests/vroeger/velden-*.txt`. A dossier that was written for it is read for ever:
/// so nothing there may go, and of a block that was there nothing may become required. Whoever has to change it all the
/// same, keeps reading the old form.
#[test]
fn what_an_earlier_version_accepted_these_schemas_accept() {
    let mut now = BTreeSet::new();
    all().for_each(|(name, schema)| accepted(&schema, &schema, name, &mut Vec::new(), &mut now));
    let folder = root().join("tests/vroeger");
    let version = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0;
    let own = folder.join(format!("velden-{version}.txt"));
    let mut kept: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    kept.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("velden-"));
    for path in &kept {
        let text = fs::read_to_string(path).unwrap();
        let then: BTreeSet<&str> = text.lines().collect();
        let is_required = |line: &&str| line.ends_with(REQUIRED);
        let gone = then.iter().filter(|line| !is_required(line) && !now.contains(**line));
        let demanded = now.iter().map(String::as_str).filter(is_required).filter(|line| {
            let block = line.rsplit_once('.').unwrap().0;
            !then.contains(line) && then.contains(block)
        });
        let wrong: Vec<&str> = gone.copied().chain(demanded).collect();
        assert!(wrong.is_empty(), "{} says otherwise: {wrong:#?}", path.display());
    }
    let text = fs::read_to_string(&own).unwrap_or_default();
    let mut lines: BTreeSet<&str> = text.lines().collect();
    lines.extend(now.iter().map(String::as_str));
    let whole = lines.into_iter().map(|line| format!("{line}\n")).collect::<String>();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&own, &whole).unwrap();
    } else {
        assert!(
            whole == text,
            "{} lacks something new: run `BLESS=1 cargo test -p kamerbrief-front schemas`",
            own.display()
        );
    }
}

/// What the line ends with of a field that has to be there.
const REQUIRED: &str = " is verplicht";

/// The fields of a schema, which of them are required, and the fixed words that each takes.
fn accepted<'a>(
    schema: &'a Value,
    root: &'a Value,
    path: &str,
    inside: &mut Vec<&'a str>,
    out: &mut BTreeSet<String>,
) {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if let Some(of) = schema["$ref"].as_str().filter(|of| !inside.contains(of)) {
        inside.push(of);
        accepted(root.pointer(&of[1..]).unwrap(), root, path, inside, out);
        inside.pop();
    }
    out.insert(path.to_owned());
    let words = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
    out.extend(words.map(|word| format!("{path} = {}", text(word))));
    // What is withheld is said of every field in the same way.
    if schema["properties"].get("openbaar").is_some()
        && schema["properties"].get("waarde").is_some()
    {
        return;
    }
    let required = schema["required"].as_array().into_iter().flatten();
    out.extend(required.map(|name| format!("{path}.{}{REQUIRED}", text(name))));
    let fields = schema["properties"].as_object().into_iter().flatten();
    for (name, field) in fields {
        accepted(field, root, &format!("{path}.{name}"), inside, out);
    }
    for (part, below) in [("items", "[]"), ("additionalProperties", ".*")] {
        if schema[part].is_object() {
            accepted(&schema[part], root, &format!("{path}{below}"), inside, out);
        }
    }
    let choices =
        ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|choice| schema[choice].as_array());
    let branches = ["then", "else"].into_iter().filter_map(|branch| schema.get(branch));
    for choice in choices.flatten().chain(branches) {
        accepted(choice, root, path, inside, out);
    }
}
