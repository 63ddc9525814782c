//! Any dossier, however damaged, gives diagnostics or can be typeset; each diagnostic points into its file.

use std::collections::BTreeMap;

use kamerbrief_base::diagnostic::{self, Text};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::Bestand;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::{Inspection, Job, inspect};
use proptest::prelude::*;

use crate::example;
use crate::folders::{damage, folder};
use crate::fonts::printable;
use crate::random::cases;

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_damaged_dossier_gives_diagnostics_or_a_document(edits in proptest::collection::vec((any::<prop::sample::Index>(), 0u8..3, damage()), 1..5), which in 0usize..5) {
        let damaged = Bestand::ALL[which];
        let mut files: BTreeMap<Bestand, Vec<u8>> = Bestand::ALL
            .into_iter()
            .filter_map(|bestand| Some((bestand, std::fs::read(example(damaged).join(bestand.name())).ok()?)))
            .collect();
        let mut text: Vec<char> = String::from_utf8(files[&damaged].clone()).unwrap().chars().collect();
        for (index, kind, char) in edits {
            let at = index.index(text.len());
            match kind {
                0 => { text.remove(at); }
                1 => text.insert(at, char),
                _ => text[at] = char,
            }
        }
        files.insert(damaged, text.into_iter().collect::<String>().into_bytes());
        let files: Vec<(Bestand, &[u8])> = files.iter().map(|(bestand, bytes)| (*bestand, bytes.as_slice())).collect();
        let workspace = folder(&files);
        let job = Job { workspace: &workspace, templates: &Templates::default(), stukken: &[], style: false };
        let mut sources = Sources::default();
        let Inspection { checked, mut found, .. } = inspect(job, &printable, &mut sources);
        diagnostic::sort(&mut found, &sources);
        let told = Text::new(false, 120).render(&found, &sources);
        prop_assert!(checked.is_some() || told.contains("fout["));
        for label in found.iter().flat_map(|diagnostic| &diagnostic.labels) {
            let text = sources.get(label.span.source).text();
            prop_assert!(text.get(label.span.range.clone()).is_some(), "{label:?} is not in its file");
        }
    }
}
