//! In: the bytes of `parafen-teksten.yaml`. Out: the texts as they were when somebody initialled; and the file again.
//! Pure.
//!
//! Each text is there once, by the fingerprint of its field, however many initials it had: the file grows by what was
//! changed in between, and two versions of it are joined line by line. An initial holds the fingerprint of all its
//! texts together, so that one that was changed here is not taken for what was read. Without the file the initials
//! hold all the same.

use std::collections::BTreeMap;

use super::chain::Paraaf;
use super::fields::Veldafdruk;
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::Vingerafdruk;
use crate::source::Sources;
use crate::stukken::TEKSTEN;
use crate::workspace::{FileError, Workspace};
use crate::yaml::{Kind, Parsed, decode, parse};

/// What the file begins with, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`: de teksten die zijn gelezen, waarmee `kamerbrief changed` toont wat er toen\n# stond, ook wat daarna is geschrapt. Weghalen mag: de parafen blijven geldig. Geef dit bestand niet mee naar buiten.\n";

/// The texts that were read, by the short fingerprint of their field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Teksten {
    teksten: BTreeMap<String, String>,
}

impl Teksten {
    /// Texts by the short fingerprints of their fields.
    pub fn new(teksten: BTreeMap<String, String>) -> Self {
        Self { teksten }
    }

    /// Keeps the texts of these fields; their fingerprint together.
    pub fn keep(&mut self, fields: &BTreeMap<String, Veldafdruk>) -> Vingerafdruk {
        let typed = fields.iter().filter(|(_, field)| field.place.is_some());
        let mut all = BTreeMap::new();
        for (name, field) in typed {
            let text = self.teksten.entry(field.afdruk.clone());
            all.insert(name.clone(), text.or_insert_with(|| field.printed.text.clone()).clone());
        }
        fingerprint(all.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// The texts that an initial is about, by field. `None` when one is missing, or is not what was read.
    pub fn of(&self, paraaf: &Paraaf) -> Option<BTreeMap<String, String>> {
        let typed = paraaf.velden.iter().filter(|(name, _)| name.contains('.'));
        let text = |(name, afdruk): (&String, &String)| {
            Some((name.clone(), self.teksten.get(afdruk)?.clone()))
        };
        let all: BTreeMap<String, String> = typed.map(text).collect::<Option<_>>()?;
        let is = fingerprint(all.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        (paraaf.teksten == Some(is)).then_some(all)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.teksten.is_empty()
    }

    /// The file: a text on each line, between quotes.
    pub fn write(&self) -> String {
        let mut file = format!("{HEAD}teksten:\n");
        for (afdruk, text) in &self.teksten {
            file.push_str(&format!("  {}: {}\n", quoted(afdruk), quoted(text)));
        }
        file
    }

    /// Reads the texts of a dossier; none when there is no such file.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(workspace: &Workspace) -> Result<Self, Box<Diagnostic>> {
        let name = workspace.path(TEKSTEN);
        let bytes = match workspace.file(TEKSTEN) {
            Err(FileError::Missing) => return Ok(Self::default()),
            Ok(bytes) => bytes,
            Err(error) => return Err(Box::new(error.of_own(&name))),
        };
        read(&name, &bytes).map(Self::new).ok_or_else(|| {
            let message = format!("{name} is met de hand gewijzigd, en niet meer te lezen");
            Box::new(Diagnostic::error(codes::INITIAL_CHANGED, message).help(RESTORE))
        })
    }

    /// What there is to say when the texts of an initial are not those that were read.
    pub fn remark(workspace: &Workspace) -> Diagnostic {
        let name = workspace.path(TEKSTEN);
        let message = format!("de teksten in {name} zijn niet die van deze paraaf");
        Diagnostic::warning(codes::INITIAL_CHANGED, message).help(RESTORE)
    }
}

const RESTORE: &str = "zet het bestand terug zoals `kamerbrief paraaf` het schreef, of haal het weg: de parafen blijven geldig";

/// A text as JSON writes it, and so YAML too; what YAML would take for the end of a line is escaped.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let escaped = |char: char| match char {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
            format!("\\u{:04x}", u32::from(char))
        }
        char => char.to_string(),
    };
    json.chars().map(escaped).collect()
}

/// The texts of the file; an empty one is a text too.
fn read(name: &str, bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut sources = Sources::default();
    let id = decode(name, bytes, &mut sources).ok()?;
    let Parsed { tree, found, .. } = parse(sources.get(id), id);
    let tree = tree.filter(|_| !has_errors(&found))?;
    let Kind::Map(entries) = &tree.get("teksten")?.kind else { return None };
    let pairs = entries.iter().map(|entry| Some((entry.key.text()?, entry.value.text()?)));
    pairs.map(|pair| pair.map(|(key, text)| (key.to_owned(), text.to_owned()))).collect()
}

/// The fingerprint of texts with the names of their fields.
fn fingerprint<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Vingerafdruk {
    let parts = texts.flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    Vingerafdruk::of([&b"kamerbrief teksten 1"[..]].into_iter().chain(parts))
}
