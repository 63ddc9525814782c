//! In: a finding that the page shows. Out: its correction in the file, or the exception that it is good as it is. Wiring:
//! `pen` reads and writes the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::answers::Answer;
use super::desk::Desk;
use super::pen::{No, Pen, text_of, unreadable, whole};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Bestand;
use crate::edit::{self, Change, correct};
use crate::schrijven::Veld;
use crate::source::Sources;
use crate::system;

/// A finding, by its place in the list of a round.
#[derive(Deserialize)]
struct OfFinding {
    revision: u64,
    index: usize,
    code: String,
}

/// Makes the correction of a finding.
pub(super) fn mend(desk: &Desk, pen: &Pen, body: &[u8]) -> Answer {
    let Ok(asked) = serde_json::from_slice::<OfFinding>(body) else { return unreadable() };
    asked.of(desk, |finding, sources| pen.mend(finding, sources))
}

/// Excuses a finding, with why it is good as it is.
pub(super) fn excuse(desk: &Desk, pen: &Pen, body: &[u8]) -> Answer {
    #[derive(Deserialize)]
    struct Excuse {
        #[serde(flatten)]
        finding: OfFinding,
        reden: String,
    }
    let Ok(asked) = serde_json::from_slice::<Excuse>(body) else { return unreadable() };
    asked.finding.of(desk, |finding, _| pen.excuse(finding, &asked.reden))
}

impl OfFinding {
    /// What comes of it when it is still there.
    fn of(&self, desk: &Desk, answer: impl FnOnce(&Diagnostic, &Sources) -> Answer) -> Answer {
        let (finding, sources) = {
            let board = desk.board();
            let current = board.revision == self.revision;
            let same = |finding: &&Diagnostic| current && finding.code.id == self.code;
            let finding = board.found.get(self.index).filter(same).cloned();
            (finding, Arc::clone(&board.sources))
        };
        match finding {
            Some(finding) => answer(&finding, &sources),
            None => Answer::refusal(409, "deze melding is er intussen niet meer, of anders"),
        }
    }
}

impl Pen {
    /// Makes the correction of a finding.
    fn mend(&self, finding: &Diagnostic, sources: &Sources) -> Answer {
        if finding.code == codes::FOOTNOTE_UNUSED {
            return self.without_note(finding, sources);
        }
        let Ok(mut workspace) = system::workspace(&self.folder) else {
            return No::Outdated.answer();
        };
        let before: BTreeMap<Bestand, Vec<u8>> = Bestand::ALL
            .into_iter()
            .filter_map(|bestand| Some((bestand, workspace.file(&bestand.name()).ok()?.to_vec())))
            .collect();
        // A place in a file is one of the file as it was shown.
        let same = finding.fix.iter().all(|edit| {
            let shown = sources.get(edit.span.source);
            before.iter().any(|(bestand, bytes)| {
                let text = String::from_utf8_lossy(bytes);
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                self.name_of(&bestand.name()) == shown.name() && text == shown.text()
            })
        });
        let made = correct::once(&mut workspace, std::slice::from_ref(finding), sources);
        let Some(bestand) = made.into_keys().next().filter(|_| same) else {
            return No::Outdated.answer();
        };
        let Ok(after) = workspace.file(&bestand.name()) else { return No::Outdated.answer() };
        let done = self.change(&bestand.name(), true, &|text| match before.get(&bestand) {
            Some(before) if before == text.as_bytes() => Ok((whole(text_of(&after)?), None)),
            _ => Err(No::Outdated),
        });
        done.map_or_else(No::answer, |_| Answer::json(&true))
    }

    /// Takes out a note that nothing refers to. No correction for whoever corrects a whole dossier: often it is the
    /// reference that is misspelt.
    fn without_note(&self, finding: &Diagnostic, sources: &Sources) -> Answer {
        let Some(name) = finding.span() else { return No::Outdated.answer() };
        let shown = sources.get(name.source);
        let of = |bestand: &Bestand| self.name_of(&bestand.name()) == shown.name();
        let Some(bestand) = Bestand::ALL.into_iter().find(of) else {
            return No::Outdated.answer();
        };
        self.apply(&bestand.name(), &|text| {
            let same = text.strip_prefix('\u{feff}').unwrap_or(text) == shown.text();
            let noot = Veld::noot(text, &name.range).filter(|_| same).ok_or(No::Outdated)?;
            Ok(vec![Change::Remove { place: noot }])
        })
    }

    /// Excuses a finding of the rules, for its words alone.
    fn excuse(&self, finding: &Diagnostic, reden: &str) -> Answer {
        let Some(words) = &finding.words else {
            return Answer::refusal(422, "van deze melding kan geen uitzondering worden gemaakt");
        };
        if reden.trim().is_empty() {
            return Answer::refusal(422, "schrijf waarom het hier goed is");
        }
        let text = |text: &str| edit::Value::Text(text.trim().to_owned());
        let mut entries = vec![("regel".to_owned(), text(finding.code.id))];
        match (words.trim(), &finding.field) {
            ("", Some(field)) => entries.push(("veld".to_owned(), text(field))),
            (words, _) => entries.push(("tekst".to_owned(), text(words))),
        }
        entries.push(("reden".to_owned(), text(reden)));
        self.add(&Bestand::Dossier.name(), "uitzonderingen", &edit::Value::Map(entries))
    }
}
