//! In: figures that were typed as they were published. Out: those that are not what is computed. Pure.

use super::staat::cellen;
use super::{Look, lines};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{
    Bedrag, BijlageProfiel, Cel, GetyptCijfer, Naam, Rijen, Rijsoort, Somregel, Subtotalen, Tabel,
    TabelCijfers, Vorm, cell,
};
use crate::yaml::Path;

impl Look<'_> {
    /// What was published is what is computed, but for rounding.
    pub(super) fn published(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        for one in &cijfers.gepubliceerd {
            if !one.past && !one.berekend.is_gelakt() && !one.getypt.is_gelakt() {
                let path = published_at(tabel, one.regel).key(&one.kolom.to_string());
                self.otherwise(one.getypt, one.berekend, &path);
            }
        }
    }

    /// Tells of an amount with something unknown in it where nothing is added up: a workbook could not compute with it.
    pub(super) fn unknown_parts(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let has = |bedrag: &Bedrag| matches!(bedrag, Bedrag::EnPm(..));
        let computed = |path: &Path| {
            let columns = tabel.inhoud.staat.iter().flat_map(|staat| staat.kolommen.cijfers());
            let columns: Vec<&Naam> = columns.map(|(naam, _)| naam).collect();
            let posten = tabel.path.key("staat").key("posten");
            let naast = cijfers.staat.iter().flat_map(|staat| &staat.naast);
            let at = |one: &GetyptCijfer| {
                posten.index(one.post).key("cellen").key(columns[one.kolom].as_str())
            };
            naast.map(at).any(|own| own == *path)
        };
        let cells = cellen(tabel).into_iter().filter(|(_, bedrag, _)| has(bedrag));
        let mut places: Vec<Path> =
            cells.map(|(path, ..)| path).filter(|path| !computed(path)).collect();
        for (path, bedragen, structureel) in lines(tabel) {
            let years = bedragen.iter().filter(|(_, bedrag)| has(bedrag));
            places.extend(years.map(|(year, _)| path.key("bedragen").key(&year.to_string())));
            places.extend(structureel.filter(has).map(|_| path.key("structureel")));
        }
        for path in places {
            let message = "een bedrag met p.m. erbij kan alleen bij een som";
            let span = self.place(&path);
            self.found.push(
                Diagnostic::error(codes::AMOUNT_INVALID, message)
                    .at(span, "")
                    .help("zet wat bekend is en wat nog niet bekend is elk op een eigen regel"),
            );
        }
    }

    /// Tells of a published subtotal or total that stands in no row on paper.
    pub(super) fn unprinted(
        &mut self,
        tabel: &Tabel<'_>,
        cijfers: &TabelCijfers,
        woorden: &BijlageProfiel,
    ) {
        let rijen = Rijen::new(tabel, cijfers, woorden);
        let shown = rijen.getoond(Vorm::Druk);
        let is_shown = |regel: Somregel| {
            shown.iter().any(|row| match (row.rij.soort, regel) {
                (Rijsoort::Som(own), _) => own == regel,
                (Rijsoort::Groepsom, Somregel::Subtotaal(groep)) => row.rij.groep == groep + 1,
                _ => false,
            })
        };
        let mut told = Vec::new();
        for one in &cijfers.gepubliceerd {
            if told.contains(&one.regel) || is_shown(one.regel) {
                continue;
            }
            told.push(one.regel);
            let (what, help) = match one.regel {
                Somregel::Subtotaal(groep) if tabel.inhoud.groepen[groep].titel.is_none() => {
                    ("subtotaal", "geef de groep een `titel:`, of haal het subtotaal weg")
                }
                Somregel::Subtotaal(_) if tabel.subtotalen == Subtotalen::Geen => {
                    ("subtotaal", "haal `subtotalen: geen` weg, of haal het subtotaal weg")
                }
                Somregel::Subtotaal(_) => (
                    "subtotaal",
                    "een tabel met één groep heeft geen subtotaal: zet het bedrag bij `totaal:` van de tabel",
                ),
                _ => (
                    "totaal",
                    "de tabel drukt geen totaal af: zet het bedrag bij `subtotaal:` van de groep",
                ),
            };
            let message = format!("dit {what} komt niet op papier");
            let span = self.key(&published_at(tabel, one.regel));
            self.found
                .push(Diagnostic::warning(codes::SUM_UNPRINTED, message).at(span, "").help(help));
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
