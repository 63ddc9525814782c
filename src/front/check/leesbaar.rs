//! In: the texts of a public edition. Out: what in them is withheld, and stands there all the same. Pure.
//!
//! There is nothing of that when the edition was made as it should; but whoever publishes it must not have to take our
//! word for it.

use super::texts::Texts;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Gronden, Reading};
use crate::prose::Inline;
use crate::source::Sources;

pub(super) fn check(
    reading: &Reading,
    texts: &Texts,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) {
    for (place, text) in &texts.prose {
        text.prose.visit(&mut |inline| {
            let Inline::Withheld { children, range, .. } = inline else { return };
            let says: Option<String> = children
                .iter()
                .map(|child| match child {
                    Inline::Text { text, .. } => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            if says.is_some_and(|says| Gronden::of_merk(&says).is_some()) {
                return;
            }
            let message = "deze tekst is gelakt, en zou toch openbaar worden";
            let help = "publiceer niet, en meld dit als fout van het programma";
            let mut error = Diagnostic::error(codes::WITHHELD_STANDS, message);
            if let Some(node) = reading.trees.get(&place.root).and_then(|tree| tree.at(&place.path))
            {
                error = error.at(node.within(range.clone(), sources), "");
            }
            found.push(error.help(help));
        });
    }
}
