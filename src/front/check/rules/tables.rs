//! In: the tables in the texts. Out: totals that are not the sum of their lines. Pure.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::diagnostic::words;

/// C004: in a table of text the line of the total is the sum of the lines above it.
pub(super) fn sum(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let geld = &subject.lijsten.geld;
    for table in subject.tables() {
        let Some((last, rows)) = table.split_last() else { continue };
        let Some((head, rows)) = rows.split_first().filter(|(_, rows)| rows.len() > 1) else {
            continue;
        };
        let name = |row: &Row<'_>, column: usize| {
            row.get(column)
                .copied()
                .flatten()
                .map_or_else(String::new, |cell| cell.text.trim().to_lowercase())
        };
        // A number, an article or a code may stand before the names.
        let is_total = |column: &usize| {
            let total = name(last, *column);
            let first = total.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            geld.totaalrij.has(first)
        };
        let Some(names) = (0..last.len()).find(is_total) else { continue };
        let is_part =
            |row| geld.deelrij.iter().any(|part| name(row, names).starts_with(part.as_str()));
        if rows.iter().any(is_part) {
            continue;
        }
        let money = head.iter().flatten().any(|cell| cell.text.contains('€'));
        for column in (0..last.len()).filter(|column| *column != names) {
            let heading = head
                .get(column)
                .copied()
                .flatten()
                .map_or_else(String::new, |cell| cell.text.to_lowercase());
            let average =
                geld.telt_niet_op.iter().any(|word| words::contains(&heading, word.as_str()));
            let cell = |row: &Row<'_>| {
                row.get(column).copied().flatten().and_then(|cell| number(&cell.text))
            };
            let (Some(total), Some(cells)) =
                (cell(last), rows.iter().map(cell).collect::<Option<Vec<Number>>>())
            else {
                continue;
            };
            if average || cells.iter().any(|cell| cell.unit != total.unit) {
                continue;
            }
            let added: Decimal = cells.iter().map(|cell| cell.value).sum();
            // Amounts are rounded: each line by half of its last digit. Counts are not.
            let least =
                cells.iter().chain([&total]).map(|cell| cell.value.scale()).min().unwrap_or(0);
            let rounded = money || total.money || least > 0;
            let rounding = match rounded {
                true => {
                    Decimal::from(cells.len() as u64)
                        / Decimal::TWO
                        / Decimal::from(10_u64.pow(least.min(9)))
                }
                false => Decimal::ZERO,
            };
            if let Some(passage) = last[column].filter(|_| (added - total.value).abs() > rounding) {
                let shown = crate::dossier::notation(added, added.normalize().scale());
                out.push(
                    Finding::on(
                        passage,
                        &(0..passage.text.len()),
                        "dit totaal is niet de som van de regels erboven",
                    )
                    .label(format!("de som is {shown}"))
                    .help("kijk de bedragen na, of neem ze uit de bijlage met `{{ … }}`"),
                );
            }
        }
    }
}

/// A cell that holds one number.
struct Number {
    value: Decimal,
    /// The word behind it.
    unit: String,
    /// Whether it has a euro sign.
    money: bool,
}

/// A cell that is one number, with or without a sign or unit; percentages do not add up.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let money = text.starts_with('€');
    let text = text.trim_start_matches('€').trim();
    let (negative, text) = match text.strip_prefix(['-', '‒', '–', '−']) {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    let end =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']).replace('.', "").replace(',', ".");
    // So that no sum overflows.
    if digits.len() > 18 {
        return None;
    }
    let unit = text[end..].trim().trim_end_matches('.').to_lowercase();
    let value =
        Decimal::from_str(&digits).ok().filter(|_| unit.chars().all(char::is_alphabetic))?;
    Some(Number { value: if negative { -value } else { value }, unit, money })
}

/// The cells of a row; an empty cell has no passage.
type Row<'a> = Vec<Option<&'a Passage>>;

impl Subject<'_> {
    /// The tables in the texts, as rows of cells, the head first.
    fn tables(&self) -> Vec<Vec<Row<'_>>> {
        let mut tables: Vec<Vec<Row<'_>>> = Vec::new();
        let mut last = None;
        for passage in &self.passages {
            let Some(cell) = &passage.cell else { continue };
            if last != Some(cell.table) {
                tables.push(Vec::new());
                last = Some(cell.table);
            }
            let Some(table) = tables.last_mut() else { continue };
            table.resize_with(table.len().max(cell.row + 1), Vec::new);
            let row = &mut table[cell.row];
            row.resize(row.len().max(cell.column + 1), None);
            row[cell.column] = Some(passage);
        }
        tables
    }
}
