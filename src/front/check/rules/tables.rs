//! In: the tables in the texts. Out: totals that are not the sum of their lines. Pure.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::diagnostic::words;
use crate::dossier::{Naamsoort, Regel, na_deelwoord, naamsoort};

/// C004: in a table of text a total is the sum of the lines above it, and in a column of totals that of the columns before it.
pub(super) fn sum(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for table in subject.tables() {
        let Some((head, rows)) = table.split_first() else { continue };
        let tabel = Tabel { head, rows, subject };
        if let Some(names) = tabel.names() {
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            (names + 1..width).for_each(|at| tabel.column(names, at, out));
        }
        tabel.total_column(out);
    }
}

/// What a row is among the others.
#[derive(Clone, Copy, PartialEq)]
enum Soort {
    Regel,
    /// Nothing but a name.
    Kop,
    /// What others lead to, which is no sum of them.
    Stand,
    /// A part of the row above, which does not count again.
    Deel,
    Subtotaal,
    Totaal,
}

struct Tabel<'t, 's> {
    head: &'t Row<'t>,
    rows: &'t [Row<'t>],
    subject: &'t Subject<'s>,
}

impl<'t> Tabel<'t, '_> {
    fn text(row: &Row<'t>, column: usize) -> String {
        let cell = row.get(column).copied().flatten();
        cell.map_or_else(String::new, |cell| cell.text.trim().to_lowercase())
    }

    fn kind(&self, at: usize, names: usize) -> Soort {
        let (geld, bladen) = (&self.subject.lijsten.geld, &self.subject.lijsten.spreadsheet);
        let row = &self.rows[at];
        let name = Self::text(row, names);
        let first = name.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let others = row.iter().enumerate().filter(|(column, _)| *column != names);
        let said = naamsoort(&name, geld, bladen);
        match () {
            () if others.flat_map(|(_, cell)| cell).all(|cell| cell.text.trim().is_empty()) => {
                Soort::Kop
            }
            () if geld.totaalrij.has(first) => Soort::Totaal,
            () if geld.subtotaalrij.has(first) => Soort::Subtotaal,
            () if said == Some(Naamsoort::Som) && at + 1 == self.rows.len() => Soort::Totaal,
            () if said == Some(Naamsoort::Stand) && at > 0 => Soort::Stand,
            () if na_deelwoord(&name, &bladen.deelrij).is_some() => Soort::Deel,
            () => Soort::Regel,
        }
    }

    /// The column with the names: the first in which something is called a total, below other lines. A number, an article
    /// or a code may stand before it.
    fn names(&self) -> Option<usize> {
        let sums = |column: &usize| {
            let mut kinds = (1..self.rows.len()).map(|at| self.kind(at, *column));
            kinds.any(|kind| matches!(kind, Soort::Totaal | Soort::Subtotaal))
        };
        (0..self.head.len()).find(sums)
    }

    fn heading_has(&self, column: usize, words: &[Regel]) -> bool {
        let heading = Self::text(self.head, column);
        words.iter().any(|word| words::contains(&heading, word.as_str()))
    }

    /// The totals and subtotals in a column.
    fn column(&self, names: usize, column: usize, out: &mut Vec<Finding>) {
        if self.heading_has(column, &self.subject.lijsten.geld.telt_niet_op) {
            return;
        }
        let in_head = self.head.iter().flatten().any(|cell| cell.text.contains('€'));
        let none = || Some(Som::default());
        // Lines since the start, and since the last sum; and the subtotals.
        let (mut all, mut run, mut sums) = (none(), none(), none());
        let mut closed = false;
        for (at, row) in self.rows.iter().enumerate() {
            let cell = row.get(column).copied().flatten();
            let number = cell.and_then(|cell| number(&cell.text));
            let kind = self.kind(at, names);
            match kind {
                Soort::Deel | Soort::Kop => continue,
                Soort::Stand => {
                    (all, run) = (None, None);
                    continue;
                }
                Soort::Regel => {
                    all = Som::plus(all, number.as_ref());
                    run = Som::plus(run, number.as_ref());
                    continue;
                }
                Soort::Subtotaal | Soort::Totaal => {}
            }
            let is_sub = kind == Soort::Subtotaal;
            // Below a total another one may be anything, but for that of lines of its own.
            let asked = !closed && !is_sub || run.as_ref().is_none_or(|run| run.lines > 0);
            if let (Some(passage), Some(total), true) = (cell, &number, asked) {
                let both = sums.clone().zip(run.clone()).and_then(|(sums, run)| sums.and(run));
                let ways = match is_sub {
                    true => [run.as_ref(), all.as_ref(), both.as_ref()],
                    false => [all.as_ref(), both.as_ref(), run.as_ref()],
                };
                let known = ways[0].filter(|sum| is_sub || sum.lines > 1);
                let mut some = ways.iter().flatten().filter(|sum| sum.lines > 0);
                let fits = some.any(|sum| sum.is(total, in_head));
                if let Some(sum) = known.filter(|_| !fits) {
                    let message = "dit totaal is niet de som van de regels erboven";
                    out.push(sum.finding(passage, message));
                }
            }
            sums = if is_sub { Som::plus(sums, number.as_ref()) } else { sums };
            closed |= !is_sub;
            run = none();
        }
    }

    /// The cells of a column that is called a total, each beside those before it in its row.
    fn total_column(&self, out: &mut Vec<Finding>) {
        let geld = &self.subject.lijsten.geld;
        let mut totals = (0..self.head.len()).filter(|column| {
            let name = Self::text(self.head, *column);
            geld.totaalrij.has(name.trim_end_matches([':', '.']))
        });
        let Some(total) = totals.next_back() else { return };
        let cell = |row: &Row<'t>, at: usize| row.get(at).copied().flatten();
        let figure = |row: &Row<'t>, at: usize| cell(row, at).and_then(|cell| number(&cell.text));
        let is_figures = |at: &usize| self.rows.iter().all(|row| figure(row, *at).is_some());
        let others = (0..total).rev().take_while(is_figures);
        let part = |at: &usize| {
            na_deelwoord(&Self::text(self.head, *at), &self.subject.lijsten.spreadsheet.deelrij)
                .is_some()
        };
        let columns: Vec<usize> = others.filter(|at| !part(at)).collect();
        let apart = [&geld.telt_niet_op, &geld.telt_niet_naast];
        let alone = |at: &usize| apart.iter().any(|words| self.heading_has(*at, words));
        // What stands in the first column is what the line is about.
        let columns: Vec<usize> = columns.into_iter().filter(|at| *at > 0).collect();
        if columns.len() < 2 || columns.iter().any(alone) || !is_figures(&total) {
            return;
        }
        let in_head = self.head.iter().flatten().any(|cell| cell.text.contains('€'));
        for row in self.rows {
            let mut parts = columns.iter().map(|at| figure(row, *at));
            let sum = parts.try_fold(Som::default(), |sum, one| sum.with(&one?));
            let (Some(sum), Some(passage), Some(one)) = (sum, cell(row, total), figure(row, total))
            else {
                continue;
            };
            if !sum.is(&one, in_head) {
                out.push(sum.finding(passage, "dit totaal is niet de som van de kolommen ervoor"));
            }
        }
    }
}

/// Figures that were added up.
#[derive(Clone, Default)]
struct Som {
    value: Decimal,
    lines: u32,
    unit: Option<String>,
    money: bool,
    least: Option<u32>,
}

impl Som {
    /// With one more, where that is known.
    fn plus(sum: Option<Self>, one: Option<&Number>) -> Option<Self> {
        sum.zip(one).and_then(|(sum, one)| sum.with(one))
    }

    /// Together with others.
    fn and(mut self, other: Self) -> Option<Self> {
        if other.lines == 0 {
            return Some(self);
        }
        if self.lines > 0 && self.unit != other.unit {
            return None;
        }
        self.value += other.value;
        self.lines += other.lines;
        self.unit = other.unit;
        self.money |= other.money;
        self.least = self.least.into_iter().chain(other.least).min();
        Some(self)
    }

    /// With one more; none where that is in another unit.
    fn with(self, one: &Number) -> Option<Self> {
        let (unit, least) = (Some(one.unit.clone()), Some(one.value.scale()));
        self.and(Self { value: one.value, lines: 1, unit, money: one.money, least })
    }

    /// Whether a total is this, or cannot be held against it. Amounts are rounded, each by half of its last digit: those with
    /// decimals, in millions, or under a head with their unit. Counts are not, nor are whole euros.
    fn is(&self, total: &Number, in_head: bool) -> bool {
        let unit = self.unit.clone().unwrap_or_default();
        let is_share = unit == "%";
        // Percentages of something else than the whole do not add up.
        if unit != total.unit || is_share && total.value != Decimal::ONE_HUNDRED {
            return true;
        }
        let least = self.least.unwrap_or(0).min(total.value.scale());
        let is_money = self.money || total.money;
        let rounded = in_head || is_share || least > 0 || is_money && !unit.is_empty();
        let slack = match rounded {
            true => {
                Decimal::from(self.lines) / Decimal::TWO / Decimal::from(10_u64.pow(least.min(9)))
            }
            false => Decimal::ZERO,
        };
        (self.value - total.value).abs() <= slack
    }

    fn finding(&self, passage: &Passage, message: &str) -> Finding {
        let sign = if self.unit.as_deref() == Some("%") { "%" } else { "" };
        let shown = crate::dossier::notation(self.value, self.value.normalize().scale());
        Finding::on(passage, &(0..passage.text.len()), message)
            .label(format!("de som is {shown}{sign}"))
            .help("kijk de bedragen na, of neem ze uit de bijlage met `{{ … }}`")
    }
}

/// A cell that holds one number.
struct Number {
    value: Decimal,
    /// The word behind it, or the sign of a percentage.
    unit: String,
    /// Whether it has a euro sign.
    money: bool,
}

/// A cell that is one number, with or without a sign or unit.
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
    let known = unit == "%" || unit.chars().all(char::is_alphabetic);
    let value = Decimal::from_str(&digits).ok().filter(|_| known)?;
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
