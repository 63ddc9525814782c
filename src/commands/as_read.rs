//! In: what something was made of. Out: whether all of that is still so, just before it is written. Wiring.

use std::path::Path;

use super::{Console, Exit};
use crate::cli::OutsideArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::Vingerafdruk;
use crate::signoff::{PARAFEN, SPOOR};
use crate::system::{self, ResourceFolders, Slot};
use crate::templates::Templates;
use crate::workspace::Workspace;

/// Everything that went into a result, as it was read.
pub(super) struct AsRead<'a> {
    pub(super) dossier: &'a Path,
    pub(super) outside: &'a OutsideArgs,
    pub(super) workspace: &'a Workspace,
    pub(super) templates: &'a Templates,
    pub(super) fonts: Vingerafdruk,
}

impl AsRead<'_> {
    /// Keeps the initials as they are while the result is written, if nothing has moved until now.
    pub(super) fn hold(&self, console: &Console) -> Result<Option<Slot>, Exit> {
        let slot = Slot::keep_still(&self.dossier.join(PARAFEN), Some(self.dossier));
        let slot = slot.map_err(|failure| console.unchangeable(&failure))?;
        self.unmoved(console).map(|()| slot)
    }

    /// Refuses when something is no longer as it was read.
    pub(super) fn unmoved(&self, console: &Console) -> Result<(), Exit> {
        let moved = self.workspace.moved();
        let mut moved = moved
            .map_err(|why| console.refuse(*system::unreadable(self.dossier, &why)))?
            .into_iter()
            .map(|file| match file.split('/').next() {
                Some(PARAFEN | SPOOR) => self.workspace.path(PARAFEN),
                _ => self.workspace.path(&file),
            })
            .collect::<Vec<_>>();
        let folders = ResourceFolders::from(self.outside.clone());
        let refuse = |diagnostic: Box<Diagnostic>| console.refuse(*diagnostic);
        let (templates, _) = folders.read_templates().map_err(refuse)?;
        let fonts = folders.read_fonts().map_err(refuse)?.fingerprint();
        if templates != *self.templates {
            moved.push("de map met sjablonen".into());
        }
        if fonts != self.fonts {
            moved.push("de map met lettertypen".into());
        }
        moved.dedup();
        if moved.is_empty() {
            return Ok(());
        }
        let verb = if moved.len() == 1 { "is" } else { "zijn" };
        let moved = words::enumerate(&moved, "en");
        let message = format!("{moved} {verb} intussen gewijzigd, en er is niets geschreven");
        let help = "kijk wat er is gewijzigd, en geef de opdracht opnieuw";
        Err(console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, message).help(help)))
    }
}
