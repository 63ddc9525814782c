//! In: a workbook of Excel. Out: its sheets by name, and the cells of one of them. Pure.

use std::collections::BTreeMap;

use super::format::{self, Shown};
use super::package::{Package, Step, Tag, Xml};
use super::{Area, CellValue, Grid, Listed, Unreadable, broken, text_value};

/// What goes for all sheets of a workbook.
#[derive(Default)]
pub(super) struct Workbook {
    /// Its sheets, in their order.
    pub(super) sheets: Vec<Listed>,
    /// Where each sheet stands.
    paths: Vec<String>,
    strings: Vec<String>,
    /// The number format of each style of a cell.
    formats: Vec<String>,
    /// Whether formulas are still to be computed when the file is opened: what is kept of them may be a stopgap.
    recalculated: bool,
    /// Whether days are counted from 1904.
    from_1904: bool,
}

/// Reads what goes for all sheets.
pub(super) fn workbook(package: &mut Package<'_>) -> Result<Workbook, Unreadable> {
    let root = relations(package, "_rels/.rels", "")?;
    let main = root
        .values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or("xl/workbook.xml", |(_, target)| target.as_str());
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let links = relations(package, &format!("{folder}/_rels/{name}.rels"), folder)?;
    let mut book = Workbook::default();
    let text = package.text(main)?.ok_or_else(broken)?;
    let mut xml = Xml::new(&text);
    while let Some(step) = xml.next()? {
        let Step::Open(name, tag) = step else { continue };
        match name.as_str() {
            "sheet" => {
                let (kind, path) = ["r:id", "id", "relationships:id"]
                    .iter()
                    .find_map(|key| links.get(&tag.get(key)?))
                    .cloned()
                    .unwrap_or_default();
                book.sheets.push(Listed {
                    name: tag.get("name").unwrap_or_default(),
                    hidden: tag.get("state").is_some_and(|state| state != "visible"),
                    // Charts have sheets of their own.
                    cells: kind.ends_with("/worksheet"),
                });
                book.paths.push(path);
            }
            "calcPr" => book.recalculated = tag.is("fullCalcOnLoad"),
            "workbookPr" => book.from_1904 = tag.is("date1904"),
            _ => {}
        }
    }
    let part = |kind: &str| {
        links.values().find(|(of, _)| of.ends_with(kind)).map(|(_, target)| target.clone())
    };
    if let Some(text) =
        part("/sharedStrings").map(|name| package.text(&name)).transpose()?.flatten()
    {
        let mut xml = Xml::new(&text);
        while let Some(step) = xml.next()? {
            if matches!(&step, Step::Open(name, _) if name == "si") {
                // How a word sounds is no part of it.
                book.strings.push(unescaped(&xml.text(&["rPh"])?));
            }
        }
    }
    if let Some(text) = part("/styles").map(|name| package.text(&name)).transpose()?.flatten() {
        book.formats = formats(&text)?;
    }
    Ok(book)
}

/// The parts that a part names: the kind and the place of each, by its mark.
fn relations(
    package: &mut Package<'_>,
    name: &str,
    folder: &str,
) -> Result<BTreeMap<String, (String, String)>, Unreadable> {
    let mut out = BTreeMap::new();
    let Some(text) = package.text(name)? else { return Ok(out) };
    let mut xml = Xml::new(&text);
    while let Some(step) = xml.next()? {
        let Step::Open(name, tag) = step else { continue };
        if name != "Relationship" {
            continue;
        }
        let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target")) else { continue };
        let path = match target.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{target}"),
        };
        out.insert(id, (tag.get("Type").unwrap_or_default(), path));
    }
    Ok(out)
}

/// The number format of each style of a cell.
fn formats(text: &str) -> Result<Vec<String>, Unreadable> {
    let mut own = BTreeMap::new();
    let mut out = Vec::new();
    let mut inside = false;
    let mut xml = Xml::new(text);
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(name, tag) if name == "numFmt" => {
                if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.get("formatCode")) {
                    own.entry(id).or_insert(code);
                }
            }
            Step::Open(name, _) if name == "cellXfs" => inside = true,
            Step::Close(name) if name == "cellXfs" => inside = false,
            Step::Open(name, tag) if inside && name == "xf" => {
                let id = tag.number("numFmtId").unwrap_or(0);
                out.push(match own.get(&id) {
                    Some(code) => code.clone(),
                    None if format::is_builtin_date(id) => "d-m-yyyy".into(),
                    None => format::builtin(id).into(),
                });
            }
            _ => {}
        }
    }
    Ok(out)
}

/// Reads the cells of a sheet, by its number.
pub(super) fn cells(
    package: &mut Package<'_>,
    book: &Workbook,
    number: usize,
) -> Result<Grid, Unreadable> {
    let path = book.paths.get(number).ok_or_else(broken)?;
    let text = package.text(path)?.ok_or_else(broken)?;
    let mut xml = Xml::new(&text);
    let mut grid = Grid::default();
    let (mut row, mut column) = (0, 0);
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(name, tag) => match name.as_str() {
                "col" => {
                    if is_away(&tag, "width")
                        && let (Some(min), Some(max)) = (tag.number("min"), tag.number("max"))
                    {
                        grid.hidden_columns.push((min.saturating_sub(1), max.saturating_sub(1)));
                    }
                }
                "row" => {
                    row = tag.number("r").map_or(row, |number| number.saturating_sub(1));
                    column = 0;
                    if is_away(&tag, "ht") {
                        grid.hidden_rows.push((row, row));
                    }
                }
                "c" => {
                    let at = tag.get("r").and_then(|name| super::corner(&name));
                    let at = at.unwrap_or((row, column));
                    column = at.1.saturating_add(1);
                    if let Some((value, shown)) = cell(&mut xml, &tag, book)? {
                        grid.insert(at, value, shown)?;
                    }
                }
                "mergeCell" => grid.merged.extend(tag.get("ref").and_then(|area| area_of(&area))),
                _ => {}
            },
            Step::Close(name) if name == "row" => row = row.saturating_add(1),
            _ => {}
        }
    }
    Ok(grid)
}

/// Whether a row or a column is hidden, or made so small that nobody sees it.
fn is_away(tag: &Tag<'_>, size: &str) -> bool {
    let none = tag.get(size).is_some_and(|size| size.parse::<f64>().is_ok_and(|size| size <= 0.0));
    tag.is("hidden") || none
}

fn area_of(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    Some(Area { from: super::corner(from)?, to: super::corner(to)? })
}

/// Reads a cell that was just opened: what it holds, and what is seen of that.
fn cell(
    xml: &mut Xml<'_>,
    tag: &Tag<'_>,
    book: &Workbook,
) -> Result<Option<(CellValue, Shown)>, Unreadable> {
    let (mut formula, mut kept, mut inline) = (false, None, None);
    loop {
        match xml.next()?.ok_or_else(broken)? {
            Step::Open(name, _) => match name.as_str() {
                "f" => {
                    formula = true;
                    xml.text(&[])?;
                }
                "v" => kept = Some(xml.text(&[])?).filter(|text| !text.is_empty()),
                "is" => inline = Some(unescaped(&xml.text(&["rPh"])?)),
                _ => {
                    xml.text(&[])?;
                }
            },
            Step::Close(_) => break,
            Step::Text(_) => {}
        }
    }
    let kind = tag.get("t").unwrap_or_default();
    let code = tag.number("s").and_then(|style| book.formats.get(usize::try_from(style).ok()?));
    let code = code.map_or("General", String::as_str);
    let value = match (kind.as_str(), kept) {
        ("inlineStr", _) => return Ok(inline.and_then(|text| of_text(&text))),
        // A formula may have an empty text as its result.
        ("str", None) => return Ok(None),
        ("str", Some(text)) => return Ok(of_text(&unescaped(&text))),
        (_, None) if formula => CellValue::Uncomputed,
        (_, None) => return Ok(None),
        ("s", Some(number)) => {
            let text = number.trim().parse().ok().and_then(|at: usize| book.strings.get(at));
            return Ok(of_text(text.ok_or_else(broken)?));
        }
        ("b", Some(_)) => CellValue::Truth,
        ("e", Some(error)) => CellValue::Error(error),
        ("d", Some(text)) => CellValue::Date(super::year_of_iso(&text, format::is_year(code))),
        (_, Some(number)) => {
            let number: f64 = number.trim().parse().map_err(|_| broken())?;
            if format::is_date(code) {
                CellValue::Date(year(number, book.from_1904, format::is_year(code)))
            } else if formula && number == 0.0 && book.recalculated {
                // Who writes a workbook without computing puts zeros in it, and asks for computing when it is opened.
                return Ok(Some((CellValue::Number(number), Shown::Stopgap)));
            } else {
                let shown = format::shown(code, number);
                return Ok(Some((CellValue::Number(number), shown)));
            }
        }
    };
    Ok(Some((value, Shown::Same)))
}

fn of_text(text: &str) -> Option<(CellValue, Shown)> {
    text_value(text).map(|value| (value, Shown::Same))
}

/// The year of a day number, where it stands for its year: shown as one, or the first day of it.
fn year(number: f64, from_1904: bool, is_year: bool) -> Option<u16> {
    if !(0.0..3_000_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the bounds above")]
    let days = number.floor() as i32 + if from_1904 { 1462 } else { 0 };
    let start = jiff::civil::date(1899, 12, 30);
    let date = start.checked_add(jiff::Span::new().days(days)).ok()?;
    let is_first = date.month() == 1 && date.day() == 1;
    (is_year || is_first).then(|| u16::try_from(date.year()).ok()).flatten()
}

/// Signs that XML cannot hold are kept as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest[at + 2..].get(4..5) == Some("_"));
        let char =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let (kept, length) = match char {
            Some(char) => (char.to_string(), 7),
            None => ("_x".to_owned(), 2),
        };
        out.push_str(&rest[..at]);
        out.push_str(&kept);
        rest = &rest[at + length..];
    }
    out + rest
}
