//! In: the records of a CSV and its heads. Out: the records that do not fit. Pure.
//!
//! A field too many or too few moves the amounts of a row to other years, which nobody sees afterwards.

use std::collections::BTreeSet;

use super::Import;
use super::cellen::cell_text;
use super::kolommen::{Kolom, Kolommen, Kolomnaam};
use super::koppen::Koprij;
use crate::diagnostic::{codes, words};
use crate::sheet::{Cell, CellValue, Sheet};

/// What to do where a decimal comma parts cells.
pub(super) const COMMAS: &str = "een decimale komma scheidt hier ook cellen: bewaar het bestand met puntkomma's tussen de cellen, of zet `\"` om elk bedrag met een komma";

impl Import<'_> {
    /// The rows that have another shape than the heads; each is told, and not read.
    pub(super) fn misshapen(
        &mut self,
        sheet: &Sheet,
        head: &Koprij,
        columns: &Kolommen,
    ) -> BTreeSet<u32> {
        let mut out = BTreeSet::new();
        let Some(sign) = sheet.delimiter else { return out };
        for row in &sheet.rows[head.last + 1..] {
            let Some((first, last)) = row.first().zip(row.last()) else { continue };
            let width = sheet.widths.get(&first.row).copied().unwrap_or(0);
            let width = u32::try_from(width).unwrap_or(u32::MAX);
            let heads = sheet.widths.get(&head.row()).copied().unwrap_or(0);
            let heads = u32::try_from(heads).unwrap_or(u32::MAX).max(head.width);
            let fields = |count: u32| words::count(count as usize, "cel", "cellen");
            // With decimal commas the last field may be an empty one.
            if last.column >= heads || sign == b',' && width > heads {
                let message = format!(
                    "deze rij heeft {}, en er zijn {} met een kop",
                    fields(width.max(last.column + 1)),
                    words::count(head.width as usize, "kolom", "kolommen")
                );
                let curly = |cell: &Cell| cell_text(cell).starts_with(['“', '”', '„', '‘', '\'']);
                let help = match sign {
                    _ if row.iter().any(curly) => {
                        "alleen rechte dubbele aanhalingstekens houden een tekst bij elkaar: zet `\"` om de tekst"
                    }
                    b',' => COMMAS,
                    _ => {
                        "haal het scheidingsteken te veel weg; staat het in een tekst, zet dan `\"` om die tekst"
                    }
                };
                self.error(codes::SHEET_SHAPE, message, last.span.clone(), help);
                out.insert(first.row);
            } else if width < head.width && self.lacks(sheet, head, row) {
                let others = [';', '\t'].into_iter().filter(|other| *other != char::from(sign));
                let parted = others.map(|other| {
                    row.iter().map(|cell| cell_text(cell).matches(other).count()).sum::<usize>()
                });
                let is_parted = parted.max().unwrap_or(0) + 1 >= head.width as usize;
                let (message, help) = match row.len() {
                    count if is_parted || count == 1 && first.column == 0 => (
                        "de cellen van deze rij zijn door een ander teken gescheiden dan de koppen"
                            .to_owned(),
                        "gebruik overal hetzelfde scheidingsteken, het liefst een puntkomma",
                    ),
                    _ => (
                        format!(
                            "deze rij heeft {}, en er zijn {} met een kop",
                            fields(width),
                            words::count(head.width as usize, "kolom", "kolommen")
                        ),
                        "zet ook voor een lege cel een scheidingsteken, zodat elk bedrag onder zijn jaar staat",
                    ),
                };
                self.error(codes::SHEET_SHAPE, message, last.span.clone(), help);
                out.insert(first.row);
            } else if sign == b',' {
                self.torn(row, columns);
            }
        }
        out
    }

    /// Whether a record with too few fields lacks any.
    fn lacks(&self, sheet: &Sheet, head: &Koprij, row: &[Cell]) -> bool {
        let [first, rest @ ..] = row else { return false };
        if rest.is_empty() && first.column == 0 {
            // A title or a remark is a text alone; or a row with another sign between its cells.
            let text = cell_text(first);
            let others = [';', ',', '\t'].map(|sign| text.matches(sign).count());
            let most = others.into_iter().max().unwrap_or(0);
            return most + 1 >= head.width as usize && text.contains(|c: char| c.is_ascii_digit());
        }
        // Excel leaves out empty cells at the end, of sixteen rows together.
        let block = first.row / 16;
        let whole =
            |row: &u32| sheet.widths.get(row).is_some_and(|width| *width >= head.width as usize);
        let mut together = block * 16..block * 16 + 16;
        together.any(|row| whole(&row))
    }

    /// In a file with commas between cells: a whole number in a column of texts, right behind an amount, may be what
    /// stands behind the comma of that amount.
    fn torn(&mut self, row: &[Cell], columns: &Kolommen) {
        for pair in row.windows(2) {
            let digits = |cell: &Cell| match &cell.value {
                CellValue::Text(text) => {
                    text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
                }
                _ => false,
            };
            let is_amount = matches!(columns.get(pair[0].column), Some(Kolom::Bedrag(..)));
            let is_text = matches!(
                columns.get(pair[1].column),
                Some(Kolom::Tekst(
                    Kolomnaam::Toelichting
                        | Kolomnaam::Herkomst
                        | Kolomnaam::Trekker
                        | Kolomnaam::Appreciatie
                        | Kolomnaam::Maatregel
                        | Kolomnaam::Groep
                ))
            );
            let adjacent = pair[0].column + 1 == pair[1].column;
            if is_amount && is_text && adjacent && digits(&pair[0]) && digits(&pair[1]) {
                let (whole, rest) = (cell_text(&pair[0]), cell_text(&pair[1]));
                let message =
                    format!("`{whole}` en `{rest}` kunnen samen het bedrag {whole},{rest} zijn");
                self.error(codes::SHEET_SHAPE, message, pair[1].span.clone(), COMMAS);
            }
        }
    }
}
