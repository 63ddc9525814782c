//! In: figures that were typed as they were published. Out: those that are not what is computed. Pure.

use super::Look;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Cel, Somregel, Tabel, TabelCijfers, cell};
use crate::yaml::Path;

impl Look<'_> {
    /// What was published is what is computed, but for rounding.
    pub(super) fn published(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        for one in &cijfers.gepubliceerd {
            if !one.past && !one.berekend.is_gelakt() && !one.getypt.is_gelakt() {
                let path = published_at(tabel, one.regel).key(&one.jaar.to_string());
                self.otherwise(one.getypt, one.berekend, &path);
            }
        }
    }

    /// Tells of a figure that was typed, and is not what is computed.
    pub(super) fn otherwise(&mut self, getypt: Cel, berekend: Cel, path: &Path) {
        let scale = |cel: Cel| cel.van.normalize().scale().max(cel.tot.normalize().scale());
        let said = |cel: Cel| cell(&cel, scale(cel).min(4)).replace('\u{a0}', " ");
        let message = format!("hier staat {}, berekend is {}", said(getypt), said(berekend));
        let span = self.place(path);
        self.found.push(
            Diagnostic::error(codes::TYPED_OTHERWISE, message)
                .at(span, "")
                .help("kijk welk bedrag niet klopt; haal dit bedrag weg als het niet uit een gepubliceerde tabel komt"),
        );
    }
}

/// Where a published subtotal or total was typed.
pub(super) fn published_at(tabel: &Tabel<'_>, regel: Somregel) -> Path {
    match regel {
        Somregel::Subtotaal(groep) => tabel.path.key("groepen").index(groep).key("subtotaal"),
        _ => tabel.path.key("totaal"),
    }
}
