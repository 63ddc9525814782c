//! In: a table as rows of cells. Out: a CSV as Dutch spreadsheets read it: semicolons, decimal commas, UTF-8
//! with a mark. Pure.

use super::annex::{Blad, Celinhoud};
use crate::dossier::typed;
use crate::sheet::guarded;

/// Tells Excel that the file is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table as CSV.
///
/// # Errors
/// Never in practice: writing to memory cannot fail.
pub(super) fn write(blad: &Blad) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.to_vec());
    let mut row = |fields: Vec<String>| writer.write_record(&fields).map_err(|e| e.to_string());
    let wide = |text: &str| {
        let mut fields = vec![String::new(); blad.koppen.len()];
        fields[1] = guarded(text);
        fields
    };
    row(wide(&blad.titel))?;
    row(wide(&blad.bijschrift))?;
    row(blad.koppen.clone())?;
    for rij in &blad.rijen {
        let cell = |vak: &Celinhoud| match vak {
            Celinhoud::Leeg | Celinhoud::Gelakt(_) => String::new(),
            // What begins like a formula would run in a spreadsheet.
            Celinhoud::Tekst(text) => guarded(text),
            Celinhoud::Getal(value) => typed(*value),
            // A figure with something unknown in it is not that number.
            Celinhoud::Som { uitkomst, pm, .. } => match (pm.plus || pm.min, uitkomst.is_zero()) {
                (false, _) => typed(*uitkomst),
                (true, true) => "p.m.".to_owned(),
                (true, false) => format!("{} en p.m.", typed(*uitkomst)),
            },
        };
        row(rij.cellen.iter().map(cell).collect())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}
