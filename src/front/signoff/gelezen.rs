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
use super::openbaarheid;
use super::paraaf::Paraaf;
use crate::diagnostic::has_errors;
use crate::dossier::Vingerafdruk;
use crate::source::Sources;
use crate::stukken::{GELEZEN, OUDE_TEKSTEN};
use crate::workspace::Workspace;
use crate::yaml::{Kind, Node, Parsed, decode, parse};

/// What each file begins with, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`: wat bij een paraaf is gelezen, waarmee `kamerbrief changed` toont wat er toen\n# stond, ook wat daarna is geschrapt. Geef de map `gelezen` niet mee naar buiten; zonder haar blijven de parafen geldig.\n";

/// What the file says when nothing was kept: that there was an initial.
const NOTHING: &str = "# Geschreven door `kamerbrief paraaf`. Bij deze paraaf is niet bewaard wat is gelezen; dit bestand laat zien dat zij er is.\n{}\n";

/// A field as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gelezenveld {
    /// The short fingerprint of its content.
    pub afdruk: String,
    /// Its text, as far as that is known; what does not stand in the dossier has none.
    pub tekst: Option<String>,
}

/// All fields as they were read, by name.
pub type Gelezenvelden = BTreeMap<String, Gelezenveld>;

/// What was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gelezen {
    /// The short fingerprint of each field, by that of all of them together.
    velden: BTreeMap<Vingerafdruk, BTreeMap<String, String>>,
    /// Each text, by the short fingerprint of its field.
    teksten: BTreeMap<String, String>,
}

/// What is kept at an initial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bewaard {
    /// The fingerprint of all that was read; none when that is not kept.
    pub(super) gelezen: Option<Vingerafdruk>,
    file: String,
}

impl Bewaard {
    /// That of an initial at which nothing is kept.
    pub fn nothing() -> Self {
        Self { gelezen: None, file: NOTHING.into() }
    }

    /// The file.
    pub fn file(&self) -> &str {
        &self.file
    }
}

/// The fingerprint of a file beside an initial, whichever ends version control gave its lines.
pub(super) fn of_file(bytes: &[u8]) -> Vingerafdruk {
    Vingerafdruk::of([with_plain_ends(bytes).as_bytes()])
}

/// A file with the ends of its lines as they were written.
pub(super) fn with_plain_ends(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

/// Whether somebody can read what was kept in a file.
pub(super) fn is_readable(bytes: &[u8]) -> bool {
    Gelezen::default().take(bytes).is_some()
}

impl Gelezen {
    /// What was kept in a dossier. What is wrong with it was told when the initials were read.
    pub fn read(workspace: &Workspace) -> Self {
        let mut all = Self::default();
        let files = workspace.files_in(GELEZEN).unwrap_or_default();
        for file in files.iter().map(String::as_str).chain([OUDE_TEKSTEN]) {
            workspace.file(file).ok().and_then(|bytes| all.take(&bytes));
        }
        all
    }

    /// Takes in what a file says; an empty text is a text too.
    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        let mut sources = Sources::default();
        let id = decode(GELEZEN, bytes, &mut sources).ok()?;
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

    /// Keeps fields as they are now; the file says what was not kept yet.
    pub fn keep(&mut self, fields: &BTreeMap<String, Veldafdruk>) -> Bewaard {
        let mut new = BTreeMap::new();
        let mut velden = Gelezenvelden::new();
        for (name, Veldafdruk { place, printed, afdruk }) in fields {
            let tekst = place.as_ref().map(|_| match self.teksten.get(afdruk) {
                Some(known) => known.clone(),
                None => {
                    let text = new.entry(afdruk.clone());
                    text.or_insert_with(|| printed.text.clone()).clone()
                }
            });
            velden.insert(name.clone(), Gelezenveld { afdruk: afdruk.clone(), tekst });
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
        Bewaard { gelezen: Some(whole), file }
    }

    /// The fields that an initial is about; none when what was kept is gone or was changed.
    pub fn of(&self, paraaf: &Paraaf) -> Option<Gelezenvelden> {
        let text = |name: &str, afdruk: &str| {
            // What does not stand in the dossier has a name without a dot, and no text.
            self.teksten.get(afdruk).filter(|_| name.contains('.')).cloned()
        };
        let filled = |velden: &BTreeMap<String, String>| {
            let veld = |(name, afdruk): (&String, &String)| {
                let tekst = text(name, afdruk);
                (name.clone(), Gelezenveld { afdruk: afdruk.clone(), tekst })
            };
            velden.iter().map(veld).collect::<Gelezenvelden>()
        };
        if let Some(oud) = &paraaf.oud {
            let mut velden = filled(&oud.velden);
            // Of before the texts were kept there are none, and version control may have them.
            if oud.teksten != Some(former_fingerprint(&velden)) {
                velden.values_mut().for_each(|veld| veld.tekst = None);
            }
            return Some(velden);
        }
        let whole = paraaf.gelezen?;
        let velden = filled(self.velden.get(&whole)?);
        (fingerprint(&velden) == whole).then_some(velden)
    }
}

/// Fields as somebody reads them now.
pub fn as_read(fields: &BTreeMap<String, Veldafdruk>) -> Gelezenvelden {
    let read = |(name, field): (&String, &Veldafdruk)| {
        let tekst = field.place.as_ref().map(|_| field.printed.text.clone());
        (name.clone(), Gelezenveld { afdruk: field.afdruk.clone(), tekst })
    };
    fields.iter().map(read).collect()
}

/// Fields as they are in another version of the dossier, if those are the ones that an initial is about.
pub fn of_version(fields: &BTreeMap<String, Veldafdruk>, paraaf: &Paraaf) -> Option<Gelezenvelden> {
    let mut version = Gelezen::default();
    version.keep(fields);
    // Of before it was kept what goes public.
    let mut former = fields.clone();
    former.remove(openbaarheid::VELD);
    version.keep(&former);
    version.of(paraaf)
}

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
fn fingerprint(velden: &Gelezenvelden) -> Vingerafdruk {
    let parts = velden.iter().flat_map(|(name, veld)| {
        let tekst = veld.tekst.as_deref().unwrap_or_default();
        [name.as_bytes(), veld.afdruk.as_bytes(), tekst.as_bytes()]
    });
    Vingerafdruk::of([&b"kamerbrief gelezen 1"[..]].into_iter().chain(parts))
}

/// The fingerprint that initials in one file have of their texts.
fn former_fingerprint(velden: &Gelezenvelden) -> Vingerafdruk {
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
            let Bewaard { gelezen, file } = kept.keep(&fields);
            let whole = gelezen.unwrap();
            let mut again = Gelezen::default();
            prop_assert_eq!(again.take(file.as_bytes()), Some(()));
            prop_assert_eq!(&again, &kept);
            prop_assert_eq!(fingerprint(&again.velden[&whole].iter().map(|(name, afdruk)| {
                (name.clone(), Gelezenveld { afdruk: afdruk.clone(), tekst: again.teksten.get(afdruk).cloned() })
            }).collect()), whole);
            // The same once more says nothing new.
            let same = again.keep(&fields);
            prop_assert_eq!((same.gelezen, same.file.lines().count()), (gelezen, 3));
        }
    }
}
