//! In: where somebody wants a PDF that is none of the dossier's documents. Out: that file, whole or not at all; or why not. Wiring.

use std::path::Path;

use super::{Console, Exit};
use crate::diagnostic::{Diagnostic, codes};
use crate::system::{self, Slot};

/// The place of a file, held until it is written.
pub(super) struct LossePdf<'a> {
    out: &'a Path,
    slot: Slot,
}

impl<'a> LossePdf<'a> {
    /// Takes the place, when nothing is lost by that but an earlier PDF; `example` is a name for the file.
    pub(super) fn at(
        out: &'a Path,
        option: &str,
        example: &str,
        console: &Console,
    ) -> Result<Self, Exit> {
        let refuse = |message: String, help: String| {
            console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
        };
        if system::is_folder(out) {
            let message =
                format!("`--{option} {}` is een map; dit wordt één bestand", out.display());
            let file = out.join(example);
            return Err(refuse(
                message,
                format!("noem ook het bestand: `--{option} {}`", file.display()),
            ));
        }
        console.outside_publications(out)?;
        if system::is_file(out) && !system::read(out).is_ok_and(|bytes| bytes.starts_with(b"%PDF-"))
        {
            let message = format!("{} is er al, en is geen PDF", out.display());
            let help =
                format!("kies met `--{option}` een naam die er nog niet is, zoals {example}");
            return Err(refuse(message, help));
        }
        let slot = Slot::beside(out, None).map_err(|failure| console.unwritable(&failure))?;
        Ok(Self { out, slot: console.held(slot) })
    }

    /// Writes the file.
    pub(super) fn write(self, pdf: Vec<u8>, console: &Console) -> Result<(), Exit> {
        let name = self.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.slot.write(&[(name, pdf)]).map_err(|failure| console.unwritable(&failure))
    }
}
