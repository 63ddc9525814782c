//! In: what there is to say, for who has the file before him. Out: the same for who has the page: fields by the names of the
//! form, files by the parts of the page, and no YAML. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::vakken::name;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::dossier::{Bestand, schema_van};

/// What is about the file itself, and can only be mended there.
fn is_of_file(code: Code) -> bool {
    const OF_FILE: [Code; 4] =
        [codes::UNKNOWN_KEY, codes::WRONG_TYPE, codes::KEY_NOT_TEXT, codes::NAME_SPLIT];
    code.id.starts_with('Y') || OF_FILE.contains(&code)
}

/// What was found, in words for the page.
pub fn in_paginataal(found: &Diagnostic) -> Diagnostic {
    let mut told = found.clone();
    if is_of_file(found.code) {
        return told;
    }
    let words = found.words.as_deref();
    told.message = about(&found.message, words);
    told.here = found.here.as_deref().map(|here| about(here, words));
    for label in &mut told.labels {
        label.text = about(&label.text, words);
    }
    let help = found.help.iter().map(|help| match help.contains("`uitzonderingen`") {
        // What the file says in a list of its own, is a button here.
        true if found.words.is_some() => format!("is dit goed zo, {EXCUSE}"),
        _ => about(help, words),
    });
    told.help = help.collect();
    told
}

const EXCUSE: &str = "kies dan “Toch goed…” en zeg waarom";

/// A reference to a paper, by the button above the field.
const PAPER: &str = "zet er met de knop “Kamerstuk” de verwijzing achter";

/// How the parts of the page are spoken of: in a file, and the file itself.
const PARTS: [(Bestand, &str, &str); 5] = [
    (Bestand::Dossier, "onder Gegevens", "Gegevens"),
    (Bestand::Brief, "in de brief", "de brief"),
    (Bestand::Nota, "in de nota", "de nota"),
    (Bestand::Bijlage, "in de bijlage", "de bijlage"),
    (Bestand::Vragen, "onder Vragen", "Vragen"),
];

/// A sentence for the page.
pub(super) fn paginataal(text: &str) -> String {
    about(text, None)
}

/// The same of a sentence about these words, which stay as they are.
fn about(text: &str, words: Option<&str>) -> String {
    let is_file = |part: &str| PARTS.iter().any(|(bestand, ..)| bestand.name() == part);
    let (mut told, mut open) = (String::new(), String::new());
    // What stands between backticks is what one types into the file.
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 0 || is_file(part) {
            open.push_str(part);
            continue;
        }
        told.push_str(&files(&open));
        open.clear();
        match words == Some(part) {
            true => told.push_str(&format!("“{part}”")),
            false => told.push_str(&typed(part)),
        }
    }
    told.push_str(&files(&open));
    told.replace("zet er de noot “naam” achter, met <kst:…> in de voetnoot", PAPER)
        .replace("zet er <kst:…> bij, met het nummer", PAPER)
}

/// With the parts of the page in the place of files.
fn files(text: &str) -> String {
    let mut told = text.replace("zet dan een uitzondering met de reden in dossier.yaml", EXCUSE);
    for (bestand, inside, whole) in PARTS {
        let file = bestand.name();
        told = told.replace(&format!("in {file}"), inside).replace(&file, whole);
    }
    told
}

/// What one would type into the file, as it is done on the page.
fn typed(part: &str) -> String {
    if let Some(note) = part.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')) {
        return format!("de noot “{note}”");
    }
    if let Some(value) = part.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) {
        return format!("de waarde “{}”", value.trim());
    }
    let plain = part.strip_prefix("- ").unwrap_or(part);
    let (key, value) = match plain.split_once(':') {
        Some((key, value)) => (key, value.trim()),
        None => (plain, ""),
    };
    if !KEYS.contains(key) {
        return format!("“{part}”");
    }
    let field = format!("“{}”", name(key));
    if let Some(inside) = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return match inside.contains(", ") {
            true => field,
            false => format!("{}, onder {field}", typed(inside)),
        };
    }
    match value.trim_matches(['"', '\'']) {
        "" | "…" | "|" => field,
        value => format!("“{value}” bij {field}"),
    }
}

/// The names of all fields of a dossier.
static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let mut all = BTreeSet::new();
    for bestand in Bestand::ALL {
        keys(schema_van(bestand), &mut all);
    }
    all
});

fn keys(schema: &'static Value, all: &mut BTreeSet<&'static str>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                all.extend(properties.keys().map(String::as_str));
            }
            map.values().for_each(|value| keys(value, all));
        }
        Value::Array(items) => items.iter().for_each(|value| keys(value, all)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advice_can_be_followed_on_the_page() {
        for (file, page) in [
            (
                "zet in dossier.yaml wie parafeert, bij `parafenroute`",
                "zet onder Gegevens wie parafeert, bij “Parafenroute”",
            ),
            ("schrijf `duizend` bij `eenheid`", "schrijf “duizend” bij “Eenheid”"),
            (
                "schrijf `huisstijl: ienw`, of verbeter de datum",
                "schrijf “ienw” bij “Huisstijl”, of verbeter de datum",
            ),
            ("voeg toe: `brief_van: …`", "voeg toe: “Brief van”"),
            (
                "zet in dossier.yaml: `geadresseerde: {kamer: eerste}`",
                "zet onder Gegevens: “eerste” bij “Kamer”, onder “Geadresseerde”",
            ),
            (
                "voeg `brief.yaml` toe, of verbeter het besluit",
                "voeg de brief toe, of verbeter het besluit",
            ),
            (
                "zet `[^motie]` in de tekst, of haal de noot weg",
                "zet de noot “motie” in de tekst, of haal de noot weg",
            ),
            (
                "is het een naam, zet dan een uitzondering met de reden in dossier.yaml",
                "is het een naam, kies dan “Toch goed…” en zeg waarom",
            ),
            ("zet er `[^naam]` achter, met <kst:…> in de voetnoot", PAPER),
            (
                "`minsiter` staat niet in het woordenboek",
                "“minsiter” staat niet in het woordenboek",
            ),
        ] {
            assert_eq!(paginataal(file), page);
        }
    }

    #[test]
    fn what_is_wrong_with_the_file_itself_stays_as_it_is() {
        let told = Diagnostic::error(codes::UNKNOWN_KEY, "onbekend veld `onderwerpp`")
            .help("bedoelde u `onderwerp`?");
        assert_eq!(in_paginataal(&told), told);
        let mut told = Diagnostic::warning(codes::STANDS_OPEN, "`x` staat open");
        told.words = Some("x".into());
        told.help.push(
            "is dit goed zo, zet dan in dossier.yaml bij `uitzonderingen`: `{regel: O006}`".into(),
        );
        assert_eq!(
            in_paginataal(&told).help,
            ["is dit goed zo, kies dan “Toch goed…” en zeg waarom"]
        );
        // Words of the text are no field, also if one is called so.
        told.message = "`naam` staat open, en `naam in dossier.yaml` ook".into();
        told.words = Some("naam".into());
        assert_eq!(
            in_paginataal(&told).message,
            "“naam” staat open, en “naam in dossier.yaml” ook"
        );
    }
}
