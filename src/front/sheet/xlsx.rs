//! In: a workbook of Excel. Out: its sheets by name, and the cells of one of them. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::appearance::{BLACK, Style, WHITE};
use super::format::{self, Shown};
use super::package::{Package, Step, Tag, Xml};
use super::{
    Appearance, Area, CellValue, Grid, Listed, MAX_OUTLINE, Parts, Unreadable, broken, text_value,
};

/// What goes for all sheets of a workbook.
#[derive(Default)]
pub(super) struct Workbook {
    /// Its sheets, in their order.
    pub(super) sheets: Vec<Listed>,
    /// Where each sheet stands.
    paths: Vec<String>,
    strings: Vec<(String, Parts)>,
    /// The styles of cells.
    styles: Vec<Style>,
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
                book.strings.push(rich(&mut xml)?);
            }
        }
    }
    if let Some(text) = part("/styles").map(|name| package.text(&name)).transpose()?.flatten() {
        book.styles = styles(&text)?;
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

/// The styles of cells.
fn styles(text: &str) -> Result<Vec<Style>, Unreadable> {
    let mut formats: BTreeMap<u32, Arc<str>> = BTreeMap::new();
    // Of each font its colour, and whether it is struck through; of each fill its colour.
    let (mut fonts, mut fills) = (Vec::<Style>::new(), Vec::<Option<String>>::new());
    let mut out = Vec::<Style>::new();
    let (mut part, mut filled) = (String::new(), false);
    let mut xml = Xml::new(text);
    while let Some(step) = xml.next()? {
        let (name, tag) = match step {
            Step::Open(name, tag) => (name, tag),
            Step::Close(name) => {
                if name == part {
                    part.clear();
                }
                continue;
            }
            Step::Text(_) => continue,
        };
        match (part.as_str(), name.as_str()) {
            ("", "fonts" | "fills" | "cellXfs" | "dxfs") => part = name,
            (_, "numFmt") => {
                if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.get("formatCode")) {
                    formats.entry(id).or_insert_with(|| code.into());
                }
            }
            ("fonts", "font") => fonts.push(Style::default()),
            ("fonts", "strike") => {
                if let Some(font) = fonts.last_mut() {
                    font.struck = tag.get("val").is_none() || tag.is("val");
                }
            }
            ("fonts", "vertAlign") => {
                if let Some(font) = fonts.last_mut() {
                    font.raised = is_raised(&tag);
                }
            }
            ("fonts", "color") => {
                if let Some(font) = fonts.last_mut() {
                    font.ink = colour(&tag);
                }
            }
            ("fills", "fill") => fills.push(None),
            ("fills", "patternFill") => {
                filled = tag.get("patternType").is_some_and(|kind| kind != "none");
            }
            ("fills", "fgColor") if filled => {
                if let Some(fill) = fills.last_mut() {
                    *fill = colour(&tag);
                }
            }
            ("cellXfs", "xf") => {
                let id = tag.number("numFmtId").unwrap_or(0);
                let format = match formats.get(&id) {
                    Some(code) => Arc::clone(code),
                    None if format::is_builtin_date(id) => "d-m-yyyy".into(),
                    None => format::builtin(id).into(),
                };
                let index = |name| tag.number(name).and_then(|at| usize::try_from(at).ok());
                let font = index("fontId").and_then(|at| fonts.get(at)).cloned();
                let paper = index("fillId").and_then(|at| fills.get(at)).cloned().flatten();
                let (is_date, is_year) = (format::is_date(&format), format::is_year(&format));
                let format = Some(format);
                out.push(Style { format, is_date, is_year, paper, ..font.unwrap_or_default() });
            }
            ("cellXfs", "alignment") => {
                if let Some(style) = out.last_mut() {
                    style.indent = tag.number("indent").unwrap_or(0);
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

/// A colour: its six digits, or else the name under which the file has it.
fn colour(tag: &Tag<'_>) -> Option<String> {
    if let Some(rgb) = tag.get("rgb") {
        let digits = rgb.get(rgb.len().checked_sub(6)?..)?;
        return Some(digits.to_lowercase());
    }
    let tint = tag.get("tint").filter(|tint| tint.parse() != Ok(0.0)).unwrap_or_default();
    let (kind, number) = ["theme", "indexed"]
        .into_iter()
        .find_map(|kind| tag.number(kind).map(|number| (kind, number)))?;
    Some(match (kind, number, tint.as_str()) {
        ("theme", 0, "") | ("indexed", 1 | 9 | 65, "") => WHITE.to_owned(),
        ("theme", 1, "") | ("indexed", 0 | 8 | 64, "") => BLACK.to_owned(),
        _ => format!("{kind} {number} {tint}"),
    })
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
    let mut grid = Grid { summary_below: true, ..Grid::default() };
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
                "outlinePr" => {
                    grid.summary_below = tag.get("summaryBelow").is_none() || tag.is("summaryBelow")
                }
                "row" => {
                    row = tag.number("r").map_or(row, |number| number.saturating_sub(1));
                    column = 0;
                    if is_away(&tag, "ht") {
                        grid.hidden_rows.push((row, row));
                    }
                    if let Some(level) = tag.number("outlineLevel").filter(|level| *level > 0) {
                        grid.outline.insert(row, level.min(MAX_OUTLINE));
                    }
                }
                "c" => {
                    let at = tag.get("r").and_then(|name| super::corner(&name));
                    let at = at.unwrap_or((row, column));
                    column = at.1.saturating_add(1);
                    if let Some((value, appearance)) = cell(&mut xml, &tag, book)? {
                        grid.insert(at, value, appearance)?;
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
    let size = tag.get(size).and_then(|size| size.parse::<f64>().ok());
    tag.is("hidden") || size.is_some_and(|size| size < TOO_SMALL)
}

/// In points a height, and in signs a width, in which nothing can be read.
const TOO_SMALL: f64 = 0.8;

fn area_of(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    Some(Area { from: super::corner(from)?, to: super::corner(to)? })
}

/// Reads a cell that was just opened: what it holds, and what is seen of that.
fn cell(
    xml: &mut Xml<'_>,
    tag: &Tag<'_>,
    book: &Workbook,
) -> Result<Option<(CellValue, Appearance)>, Unreadable> {
    let (mut formula, mut kept, mut inline) = (false, None, None);
    loop {
        match xml.next()?.ok_or_else(broken)? {
            Step::Open(name, _) => match name.as_str() {
                "f" => {
                    formula = true;
                    xml.text(&[])?;
                }
                "v" => kept = Some(xml.text(&[])?).filter(|text| !text.is_empty()),
                "is" => inline = Some(rich(xml)?),
                _ => {
                    xml.text(&[])?;
                }
            },
            Step::Close(_) => break,
            Step::Text(_) => {}
        }
    }
    let kind = tag.get("t").unwrap_or_default();
    let style = tag.number("s").and_then(|style| book.styles.get(usize::try_from(style).ok()?));
    let plain = Style::default();
    let style = style.unwrap_or(&plain);
    let of_text = |(text, parts): &(String, Parts)| {
        let value = text_value(text)?;
        let mut appearance = style.appearance(&value, text);
        appearance.parts = appearance.parts.or(*parts);
        Some((value, appearance))
    };
    let mut stopgap = false;
    let value = match (kind.as_str(), kept) {
        ("inlineStr", _) => return Ok(inline.and_then(|text| of_text(&text))),
        // A formula may have an empty text as its result.
        ("str", None) => return Ok(None),
        ("str", Some(text)) => return Ok(of_text(&(unescaped(&text), Parts::default()))),
        (_, None) if formula => CellValue::Uncomputed,
        (_, None) => return Ok(None),
        ("s", Some(number)) => {
            let text = number.trim().parse().ok().and_then(|at: usize| book.strings.get(at));
            return Ok(of_text(text.ok_or_else(broken)?));
        }
        ("b", Some(_)) => CellValue::Truth,
        ("e", Some(error)) => CellValue::Error(error),
        ("d", Some(text)) => CellValue::Date(super::year_of_iso(&text, style.is_year)),
        (_, Some(number)) => {
            let number: f64 = number.trim().parse().map_err(|_| broken())?;
            if style.is_date {
                CellValue::Date(year(number, book.from_1904, style.is_year))
            } else {
                // Who writes a workbook without computing puts zeros in it, and asks for computing when it is opened.
                stopgap = formula && number == 0.0 && book.recalculated;
                CellValue::Number(number)
            }
        }
    };
    let mut appearance = style.appearance(&value, "");
    if stopgap {
        appearance.shown = Shown::Stopgap;
    }
    Ok(Some((value, appearance)))
}

/// A text of runs that was just opened, and how parts of it look; how a word sounds is no part of it.
fn rich(xml: &mut Xml<'_>) -> Result<(String, Parts), Unreadable> {
    let (mut text, mut parts, mut depth) = (String::new(), Parts::default(), 1);
    while depth > 0 {
        match xml.next()?.ok_or_else(broken)? {
            Step::Open(name, tag) => {
                depth += 1;
                match name.as_str() {
                    "rPh" => {
                        xml.text(&[])?;
                        depth -= 1;
                    }
                    "strike" => parts.struck |= tag.get("val").is_none() || tag.is("val"),
                    "vertAlign" => parts.raised |= is_raised(&tag),
                    _ => {}
                }
            }
            Step::Close(_) => depth -= 1,
            Step::Text(more) => text.push_str(&more),
        }
    }
    Ok((unescaped(&text), parts))
}

/// Whether letters stand above or below the line.
fn is_raised(tag: &Tag<'_>) -> bool {
    tag.get("val").is_some_and(|place| place != "baseline")
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
