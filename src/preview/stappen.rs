//! In: what several files of a dossier become. Out: that in the files, all of it or nothing, as one step; and the way back along the
//! steps, and forth again. Wiring: writes through `system`.

use std::collections::BTreeMap;

use super::answers::Answer;
use super::pen::{No, Pen, names, text_of};
use crate::system::{self, Failure, Slot};

/// A file as it was read, and as it becomes.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) before: Vec<u8>,
    pub(super) after: String,
}

impl Pen {
    /// Puts a file in its place, if it is as it was read.
    pub(super) fn put(
        &self,
        slot: &Slot,
        name: &str,
        before: &[u8],
        after: &[u8],
    ) -> Result<(), Failure> {
        let path = self.folder.join(name);
        match before.is_empty() && !system::is_file(&path) {
            true => slot.create(&path, after),
            false => slot.replace(&path, before, after),
        }
    }

    /// Takes the last thing back that was done here, or does it again. The files that changed.
    pub(super) fn back(&self, again: bool) -> Answer {
        match self.step(again) {
            Ok(files) => Answer::json(&files),
            Err(no) => no.answer(),
        }
    }

    fn step(&self, again: bool) -> Result<Vec<String>, No> {
        let slot = Slot::take(&self.folder, Some(&self.folder))?;
        let mut sheet = self.sheet();
        let mut before: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for name in names() {
            if sheet.log.text(&name).is_some() {
                let now = self.read(&name)?;
                sheet.saw(&name, text_of(&now)?);
                before.insert(name, now);
            }
        }
        let log = &mut sheet.log;
        let done = if again { log.redo() } else { log.undo() };
        let files = done.map_err(|elsewhere| No::Sentence(elsewhere.to_string()))?;
        let files = files.unwrap_or_default().into_iter().map(|(name, after)| {
            let before = before.remove(&name).unwrap_or_default();
            Written { name, before, after }
        });
        let files: Vec<Written> = files.collect();
        if let Err(failure) = self.put_all(&slot, &files) {
            let _ = if again { log.undo() } else { log.redo() };
            return Err(failure.into());
        }
        sheet.unsaved.clear();
        Ok(files.into_iter().map(|file| file.name).collect())
    }

    /// Makes changes of several files, as one thing that can be taken back. Nobody else writes while they are made.
    pub(super) fn together<T>(
        &self,
        make: impl FnOnce() -> Result<(T, Vec<Written>), No>,
    ) -> Result<T, No> {
        let slot = Slot::take(&self.folder, Some(&self.folder))?;
        let (made, files) = make()?;
        let mut sheet = self.sheet();
        for file in &files {
            sheet.saw(&file.name, text_of(&file.before)?);
        }
        if let Err(failure) = self.put_all(&slot, &files) {
            let moved = |file: &Written| self.read(&file.name).is_ok_and(|now| now != file.before);
            return Err(if files.iter().any(moved) { No::Outdated } else { failure.into() });
        }
        let written: Vec<(String, String)> =
            files.into_iter().map(|file| (file.name, file.after)).collect();
        sheet.log.did(&written);
        written.iter().for_each(|(name, _)| {
            sheet.unsaved.remove(name);
        });
        Ok(made)
    }

    /// Puts files in their place: all of them, or none.
    fn put_all(&self, slot: &Slot, files: &[Written]) -> Result<(), Failure> {
        for (at, file) in files.iter().enumerate() {
            let Written { name, before, after } = file;
            if let Err(failure) = self.put(slot, name, before, after.as_bytes()) {
                for Written { name, before, after } in &files[..at] {
                    self.put(slot, name, after.as_bytes(), before)?;
                }
                return Err(failure);
            }
        }
        Ok(())
    }
}
