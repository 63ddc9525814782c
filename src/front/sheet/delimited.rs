//! In: the text of a CSV. Out: its records, and what is wrong with their shape. Pure.
//!
//! Stricter than programs that open such files: they take whatever there is, and put an amount in another column.

use std::collections::BTreeMap;

/// A record: a row of fields.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Its number, as a spreadsheet counts rows, from 0.
    pub(super) row: u32,
    /// Its fields, from left to right.
    pub(super) fields: Vec<String>,
    /// The lines that it takes in the file.
    lines: usize,
}

/// What is wrong with the shape of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quotation mark opens a field and never closes it.
    Open,
    /// Text behind the quotation mark that closes a field.
    Behind,
    /// A space before the quotation mark that should open a field.
    Space,
    /// Two quotation marks that have nothing to do with each other, with whole records between them.
    Swallowed,
    /// What git leaves behind where two versions could not be joined.
    Conflict,
}

/// A CSV, read.
#[derive(Debug)]
pub(super) struct Delimited {
    pub(super) delimiter: u8,
    pub(super) records: Vec<Record>,
    /// What is wrong, with the row and the column of the field.
    pub(super) faults: Vec<(u32, usize, Fault)>,
}

/// The signs that can stand between fields; the first of two that fit as well.
const SIGNS: [char; 3] = [';', '\t', ','];

/// Reads a CSV.
pub(super) fn read(text: &str) -> Delimited {
    let (first, rest) = text.split_once(['\n', '\r']).unwrap_or((text, ""));
    let named = first.trim().strip_prefix("sep=").and_then(|sign| sign.chars().next());
    let named = named.or_else(|| first.starts_with("sep=\t").then_some('\t'));
    // Excel itself takes the line for no row.
    let (sign, text, row) = match named.filter(char::is_ascii) {
        Some(sign) => (sign, rest.strip_prefix('\n').unwrap_or(rest), 1),
        None => (delimiter(text), text, 0),
    };
    let mut out = Delimited {
        delimiter: u8::try_from(sign).unwrap_or(b';'),
        records: Vec::new(),
        faults: Vec::new(),
    };
    let mut reader = Reader { rest: text, sign, row, faults: &mut out.faults };
    while !reader.rest.is_empty() {
        let record = reader.record();
        if reader.faults.last().is_some_and(|(.., fault)| *fault == Fault::Conflict) {
            break;
        }
        out.records.push(record);
    }
    out
}

/// The sign that parts most years in a line, as in the heads of a table; of those that part as many, the one that stands
/// equally often in most lines.
fn delimiter(text: &str) -> char {
    let lines = || text.split(['\n', '\r']);
    let years = |sign: char| {
        let in_line = |line: &str| match line.contains(sign) {
            true => line.split(sign).filter(|field| is_year(field)).count(),
            false => 0,
        };
        lines().map(in_line).max().unwrap_or(0)
    };
    let steady = |sign: char| {
        let mut times = BTreeMap::new();
        for line in lines() {
            let outside = line.split('"').step_by(2);
            let count: usize = outside.map(|part| part.matches(sign).count()).sum();
            if count > 0 {
                *times.entry(count).or_insert(0) += 1;
            }
        }
        times.into_values().max().unwrap_or(0)
    };
    // Of equals the last is taken.
    let signs = SIGNS.into_iter().rev();
    signs.max_by_key(|sign| (years(*sign), steady(*sign))).unwrap_or(';')
}

/// Whether a field is short and has a year in it, as a word of its own: not `2023/24` in a reference.
fn is_year(field: &str) -> bool {
    let year =
        |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let mut words = field.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
    field.len() <= 24
        && words.any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.bytes().all(|byte| byte.is_ascii_digit()) && year(word)
        })
}

struct Reader<'a, 'f> {
    rest: &'a str,
    sign: char,
    row: u32,
    faults: &'f mut Vec<(u32, usize, Fault)>,
}

impl Reader<'_, '_> {
    fn record(&mut self) -> Record {
        let mut record = Record { row: self.row, lines: 1, ..Record::default() };
        let start = self.rest;
        if is_conflict(start) {
            self.faults.push((self.row, 0, Fault::Conflict));
            return record;
        }
        loop {
            let column = record.fields.len();
            let field = match self.rest.strip_prefix('"') {
                Some(inside) => self.quoted(inside, column),
                None => self.plain(column),
            };
            record.lines += field.lines().count().saturating_sub(1);
            record.fields.push(field);
            match self.rest.strip_prefix(self.sign) {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        let whole = &start[..start.len() - self.rest.len()];
        if record.lines > 1 && self.swallows(whole, record.fields.len()) {
            let at = record.fields.iter().position(|field| field.contains(['\n', '\r']));
            // That says more than what else is wrong with the same marks.
            self.faults.retain(|(row, ..)| *row != self.row);
            self.faults.push((self.row, at.unwrap_or(0), Fault::Swallowed));
        }
        self.rest = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix(['\n', '\r']))
            .unwrap_or(self.rest);
        self.row = self.row.saturating_add(1);
        record
    }

    /// A field without quotation marks around it; one within is a sign like others.
    fn plain(&mut self, column: usize) -> String {
        let sign = self.sign;
        let end = self.rest.find([sign, '\n', '\r']);
        let (field, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if field.trim_start().starts_with('"') {
            self.faults.push((self.row, column, Fault::Space));
        }
        self.rest = rest;
        field.to_owned()
    }

    fn quoted(&mut self, inside: &str, column: usize) -> String {
        let mut field = String::new();
        let mut left = inside;
        loop {
            let Some(at) = left.find('"') else {
                self.faults.push((self.row, column, Fault::Open));
                // What follows is read as if the mark was not there, so that the rows after it are rows.
                return self.plain_after_mark(inside);
            };
            field.push_str(&left[..at]);
            left = &left[at + 1..];
            match left.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    left = after;
                }
                None => break,
            }
        }
        let sign = self.sign;
        let end = left.find([sign, '\n', '\r']).unwrap_or(left.len());
        let (behind, rest) = left.split_at(end);
        if !behind.trim().is_empty() {
            self.faults.push((self.row, column, Fault::Behind));
            field.push_str(behind);
        }
        self.set_rest(rest.len());
        field
    }

    fn plain_after_mark(&mut self, inside: &str) -> String {
        let sign = self.sign;
        let end = inside.find([sign, '\n', '\r']);
        let end = end.unwrap_or(inside.len());
        self.set_rest(inside.len() - end);
        inside[..end].to_owned()
    }

    /// Goes on where this many bytes are left.
    fn set_rest(&mut self, left: usize) {
        self.rest = &self.rest[self.rest.len() - left..];
    }

    /// Whether the lines of a record are records of their own, if quotation marks are taken for nothing.
    fn swallows(&self, whole: &str, width: usize) -> bool {
        let lines: Vec<&str> = whole.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
        let is_record = |line: &&str| {
            let fields: Vec<&str> = line.split(self.sign).collect();
            let number = |field: &&str| {
                let field = field.trim();
                field.contains(|c: char| c.is_ascii_digit())
                    && field.bytes().all(|b| b.is_ascii_digit() || b",.-".contains(&b))
            };
            fields.len() >= width && fields.len() > 1 && fields[1..].iter().any(number)
        };
        let Some((last, before)) = lines.split_last() else { return false };
        let Some((first, middle)) = before.split_first() else { return false };
        middle.iter().any(is_record) || is_record(first) && is_record(last)
    }
}

/// Whether a line is one of those with which git marks a conflict.
fn is_conflict(text: &str) -> bool {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| {
        line.strip_prefix(mark)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';', ',', '\t']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        let read = read(text);
        assert_eq!(read.faults, [], "{text}");
        read.records.into_iter().map(|record| record.fields).collect()
    }

    #[test]
    fn records_are_read_as_spreadsheets_write_them() {
        assert_eq!(fields("a;b\r\n\"c;\"\"d\";\"e\nf\"\n"), [["a", "b"], ["c;\"d", "e\nf"]]);
        assert_eq!(fields("a,b\nc,d"), [["a", "b"], ["c", "d"]]);
        assert_eq!(fields("a\tb\rc\t2,5\r"), [["a", "b"], ["c", "2,5"]]);
        assert_eq!(fields("sep=,\na,b\n"), [["a", "b"]]);
        assert_eq!(fields("12\" buis;b\n"), [["12\" buis", "b"]]);
        let referring = fields("Post;Vindplaats\na;<kst:2023/24:1-2>, <kst:2023/24:1-3>\nb;0,5\n");
        assert!(referring.iter().all(|record| record.len() == 2), "{referring:?}");
        assert_eq!(fields("a;b\n\n;\n").len(), 3);
    }

    #[test]
    fn every_fault_has_its_place() {
        let faults = |text: &str| read(text).faults;
        assert_eq!(faults("a;b\nc;\"d\ne;f\n"), [(1, 1, Fault::Open)]);
        assert_eq!(faults("a;b\n\"c\" d;e\n"), [(1, 0, Fault::Behind)]);
        assert_eq!(faults("a;b\nc; \"d\"\n"), [(1, 1, Fault::Space)]);
        assert_eq!(faults("a;b\n<<<<<<< HEAD\nc;d\n"), [(1, 0, Fault::Conflict)]);
        assert_eq!(faults("a;1;\"x\nb;2;y\nc;3;z\"\n"), [(0, 2, Fault::Swallowed)]);
    }
}
