//! In: the files in `parafen/gelezen/`. Out: the fields and texts as they were when somebody initialled; and the file of
//! a new initial. Pure.
//!
//! A file says only what no other one says yet: of an initial about the same content as one before it only the
//! fingerprint, and each text once, by the fingerprint of its field. An initial holds the fingerprint of all its fields
//! and texts together, so that one that was changed here is not taken for what was read. Without these files the
//! initials hold all the same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::fields::Veldafdruk;
use super::paraaf::Paraaf;
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::Vingerafdruk;
use crate::source::Sources;
use crate::stukken::{GELEZEN, OUDE_TEKSTEN};
use crate::workspace::{FileError, Workspace};
use crate::yaml::{Kind, Node, Parsed, decode, parse};

/// What each file begins with, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`: wat bij een paraaf is gelezen, waarmee `kamerbrief changed` toont wat er toen\n# stond, ook wat daarna is geschrapt. Geef de map `gelezen` niet mee naar buiten; zonder haar blijven de parafen geldig.\n";

/// What the file says when nothing was kept: that there was an initial.
const NOTHING: &str = "# Geschreven door `kamerbrief paraaf`. Bij deze paraaf is niet bewaard wat is gelezen; dit bestand laat zien dat zij er is.\n{}\n";

/// A field as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veld {
    /// The short fingerprint of its content.
    pub afdruk: String,
    /// Its text, as far as that is known; what does not stand in the dossier has none.
    pub tekst: Option<String>,
}

/// All fields as they were read, by name.
pub type Velden = BTreeMap<String, Veld>;

/// What was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gelezen {
    /// The short fingerprint of each field, by that of all of them together.
    velden: BTreeMap<Vingerafdruk, BTreeMap<String, String>>,
    /// Each text, by the short fingerprint of its field.
    teksten: BTreeMap<String, String>,
}

/// Why there is no telling what was read at an initial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onbekend {
    /// It was not kept, or is no longer there.
    Weg,
    /// What is there is not what was read.
    Anders,
}

impl Gelezen {
    /// What was kept in a dossier, and what is wrong with it.
    pub fn read(workspace: &Workspace) -> (Self, Vec<Diagnostic>) {
        let (mut all, mut found) = (Self::default(), Vec::new());
        let files = workspace.files_in(GELEZEN).unwrap_or_else(|error| {
            found.push(error.of_own(&workspace.path(GELEZEN)));
            Vec::new()
        });
        for file in files.iter().map(String::as_str).chain([OUDE_TEKSTEN]) {
            let name = workspace.path(file);
            match workspace.file(file) {
                Err(FileError::Missing) => {}
                Err(error) => found.push(error.of_own(&name)),
                Ok(bytes) => {
                    if all.take(&name, &bytes).is_none() {
                        let message =
                            format!("{name} is met de hand gewijzigd, en niet meer te lezen");
                        found.push(
                            Diagnostic::warning(codes::INITIAL_CHANGED, message).help(RESTORE),
                        );
                    }
                }
            }
        }
        (all, found)
    }

    /// Takes in what a file says; an empty text is a text too.
    fn take(&mut self, name: &str, bytes: &[u8]) -> Option<()> {
        let mut sources = Sources::default();
        let id = decode(name, bytes, &mut sources).ok()?;
        let Parsed { tree, found, .. } = parse(sources.get(id), id);
        let tree = tree.filter(|_| !has_errors(&found))?;
        let texts = tree.get("teksten").map_or(Some(BTreeMap::new()), pairs)?;
        if let Some(velden) = tree.get("velden") {
            let whole = tree.get("gelezen")?.text()?.parse().ok()?;
            self.velden.insert(whole, pairs(velden)?);
        }
        self.teksten.extend(texts);
        Some(())
    }

    /// Keeps fields as they are now: the fingerprint of all together, and the file that says what was not kept yet.
    pub fn keep(&mut self, fields: &BTreeMap<String, Veldafdruk>) -> (Vingerafdruk, String) {
        let mut new = BTreeMap::new();
        let mut velden = Velden::new();
        for (name, Veldafdruk { place, printed, afdruk }) in fields {
            let tekst = place.as_ref().map(|_| match self.teksten.get(afdruk) {
                Some(known) => known.clone(),
                None => {
                    let text = new.entry(afdruk.clone());
                    text.or_insert_with(|| printed.text.clone()).clone()
                }
            });
            velden.insert(name.clone(), Veld { afdruk: afdruk.clone(), tekst });
        }
        let whole = fingerprint(&velden);
        let mut file = format!("{HEAD}gelezen: {whole}\n");
        let mut put = |title: &str, pairs: &BTreeMap<String, String>| {
            file.push_str(&format!("{title}:\n"));
            for (name, text) in pairs {
                file.push_str(&format!("  {}: {}\n", quoted(name), quoted(text)));
            }
        };
        if let Entry::Vacant(entry) = self.velden.entry(whole) {
            let velden = velden.into_iter().map(|(name, veld)| (name, veld.afdruk));
            put("velden", entry.insert(velden.collect()));
        }
        if !new.is_empty() {
            put("teksten", &new);
            self.teksten.append(&mut new);
        }
        (whole, file)
    }

    /// The file of an initial at which nothing is kept.
    pub fn nothing() -> String {
        NOTHING.into()
    }

    /// The fields that an initial is about.
    ///
    /// # Errors
    /// When there is no telling.
    pub fn of(&self, paraaf: &Paraaf) -> Result<Velden, Onbekend> {
        let text = |name: &str, afdruk: &str| {
            // What does not stand in the dossier has a name without a dot, and no text.
            self.teksten.get(afdruk).filter(|_| name.contains('.')).cloned()
        };
        let filled = |velden: &BTreeMap<String, String>| {
            let veld = |(name, afdruk): (&String, &String)| {
                let tekst = text(name, afdruk);
                (name.clone(), Veld { afdruk: afdruk.clone(), tekst })
            };
            velden.iter().map(veld).collect::<Velden>()
        };
        if let Some(oud) = &paraaf.oud {
            let mut velden = filled(&oud.velden);
            // Of before the texts were kept there are none, and version control may have them.
            if oud.teksten != Some(former_fingerprint(&velden)) {
                velden.values_mut().for_each(|veld| veld.tekst = None);
            }
            return Ok(velden);
        }
        let whole = paraaf.gelezen.ok_or(Onbekend::Weg)?;
        let velden = filled(self.velden.get(&whole).ok_or(Onbekend::Weg)?);
        let lost = |(name, veld): (&String, &Veld)| name.contains('.') && veld.tekst.is_none();
        match fingerprint(&velden) == whole {
            true => Ok(velden),
            false if velden.iter().any(lost) => Err(Onbekend::Weg),
            false => Err(Onbekend::Anders),
        }
    }
}

/// Fields as they are in another version of the dossier, if those are the ones that an initial is about.
pub fn of_version(fields: &BTreeMap<String, Veldafdruk>, paraaf: &Paraaf) -> Option<Velden> {
    let mut version = Gelezen::default();
    version.keep(fields);
    version.of(paraaf).ok()
}

/// What there is to say when what was kept is not what was read.
pub fn anders(workspace: &Workspace) -> Diagnostic {
    let name = workspace.path(GELEZEN);
    let message = format!("wat in {name} staat, is niet wat bij deze paraaf is gelezen");
    Diagnostic::warning(codes::INITIAL_CHANGED, message).help(RESTORE)
}

const RESTORE: &str = "zet het bestand terug zoals `kamerbrief paraaf` het schreef, of haal het weg: de parafen blijven geldig";

fn pairs(node: &Node) -> Option<BTreeMap<String, String>> {
    let Kind::Map(entries) = &node.kind else { return None };
    let pairs = entries.iter().map(|entry| Some((entry.key.text()?, entry.value.text()?)));
    pairs.map(|pair| pair.map(|(key, text)| (key.to_owned(), text.to_owned()))).collect()
}

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

/// The fingerprint of fields with their texts.
fn fingerprint(velden: &Velden) -> Vingerafdruk {
    let parts = velden.iter().flat_map(|(name, veld)| {
        let tekst = veld.tekst.as_deref().unwrap_or_default();
        [name.as_bytes(), veld.afdruk.as_bytes(), tekst.as_bytes()]
    });
    Vingerafdruk::of([&b"kamerbrief gelezen 1"[..]].into_iter().chain(parts))
}

/// The fingerprint that initials in one file have of their texts.
fn former_fingerprint(velden: &Velden) -> Vingerafdruk {
    let typed = velden.iter().filter_map(|(name, veld)| Some((name, veld.tekst.as_ref()?)));
    let parts = typed.flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    Vingerafdruk::of([&b"kamerbrief teksten 1"[..]].into_iter().chain(parts))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::printed::Printed;
    use super::*;
    use crate::dossier::{Bestand, Place, Root};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn what_is_kept_can_be_read_again(texts in prop::collection::vec("\\PC*|[ -~\n]{0,40}|[0-9.e:]{0,20}|(- |ja|~|null|\\|| ){1,4}", 1..6)) {
            let field = |(i, text): (usize, String)| {
                let place = Some(Place::top(Root::File(Bestand::Brief)));
                let printed = Printed { text, ..Printed::default() };
                (format!("brief.{i}"), Veldafdruk { place, printed, afdruk: format!("{i:016}") })
            };
            let fields: BTreeMap<String, Veldafdruk> = texts.into_iter().enumerate().map(field).collect();
            let mut kept = Gelezen::default();
            let (whole, file) = kept.keep(&fields);
            let mut again = Gelezen::default();
            prop_assert_eq!(again.take("x", file.as_bytes()), Some(()));
            prop_assert_eq!(&again, &kept);
            prop_assert_eq!(fingerprint(&again.velden[&whole].iter().map(|(name, afdruk)| {
                (name.clone(), Veld { afdruk: afdruk.clone(), tekst: again.teksten.get(afdruk).cloned() })
            }).collect()), whole);
            // The same once more says nothing new.
            let (same, short) = again.keep(&fields);
            prop_assert_eq!((same, short.lines().count()), (whole, 3));
        }
    }
}
