//! In: what was copied in another program. Out: blocks of a draft, or cells of a table. Pure.

use serde::Deserialize;

use super::answers::Answer;
use super::pen::unreadable;
use crate::schrijven::{Draft, pasted_cells};

/// What was copied in another program.
#[derive(Debug, Deserialize)]
pub(super) struct Clipboard {
    html: Option<String>,
    text: Option<String>,
    /// Of cells: in how many columns stand names.
    #[serde(default)]
    namen: usize,
}

impl Clipboard {
    /// What comes of what a page sends of it.
    pub(super) fn read(body: &[u8], answer: impl FnOnce(&Self) -> Answer) -> Answer {
        serde_json::from_slice(body).map_or_else(|_| unreadable(), |clipboard| answer(&clipboard))
    }

    /// What it says, as blocks of a draft.
    pub(super) fn answer(&self, lijsten: &crate::dossier::Lijsten) -> Answer {
        let Draft { blocks } =
            crate::schrijven::pasted(self.html.as_deref(), self.text.as_deref(), lijsten);
        Answer::json(&blocks)
    }

    /// The same as cells of a table.
    pub(super) fn cells(&self) -> Answer {
        Answer::json(&pasted_cells(self.html.as_deref(), self.text.as_deref(), self.namen))
    }
}
