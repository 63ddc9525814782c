//! In: a workbook of LibreOffice. Out: its sheets by name, and the cells of one of them. Pure.

use std::collections::BTreeMap;

use super::format::{self, Shown};
use super::package::{Package, Step, Tag, Xml};
use super::{
    Area, CellValue, Grid, Listed, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Unreadable, broken,
    text_value, too_large,
};

/// What goes for all sheets of a workbook.
#[derive(Default)]
pub(super) struct Workbook {
    /// Its sheets, in their order.
    pub(super) sheets: Vec<Listed>,
    content: String,
    styles: Styles,
}

/// How cells look, by the names of their styles.
#[derive(Default)]
struct Styles {
    /// The number format of each style of a cell.
    formats: BTreeMap<String, String>,
    /// The number formats, written as Excel does.
    codes: BTreeMap<String, Code>,
    /// The styles of sheets that are hidden.
    hidden: Vec<String>,
}

/// A number format.
#[derive(Default)]
struct Code {
    own: String,
    /// Other formats, each for the numbers of which a condition holds.
    others: Vec<(String, String)>,
}

impl Styles {
    /// The format of a style, as Excel writes it.
    fn code(&self, style: &str) -> Option<String> {
        let code = self.codes.get(self.formats.get(style)?)?;
        let others = code.others.iter().filter_map(|(condition, name)| {
            Some(format!("[{condition}]{};", self.codes.get(name)?.own))
        });
        Some(others.collect::<String>() + &code.own)
    }
}

/// Reads what goes for all sheets.
pub(super) fn workbook(package: &mut Package<'_>) -> Result<Workbook, Unreadable> {
    let mut book = Workbook::default();
    if let Some(text) = package.text("styles.xml")? {
        styles(&text, &mut book)?;
    }
    book.content = package.text("content.xml")?.ok_or_else(broken)?;
    let content = std::mem::take(&mut book.content);
    styles(&content, &mut book)?;
    book.content = content;
    Ok(book)
}

/// The styles in a file, and the names of the sheets in it.
fn styles(text: &str, book: &mut Workbook) -> Result<(), Unreadable> {
    let mut xml = Xml::new(text);
    let (mut style, mut depth) = (String::new(), 0);
    while let Some(step) = xml.next()? {
        let (name, tag) = match step {
            Step::Open(name, tag) => (name, tag),
            Step::Close(name) => {
                depth -= i32::from(name == "table");
                continue;
            }
            Step::Text(_) => continue,
        };
        match name.as_str() {
            "style" => {
                style = tag.get("style:name").unwrap_or_default();
                let code = tag.get("style:data-style-name").or_else(|| {
                    book.styles.formats.get(&tag.get("style:parent-style-name")?).cloned()
                });
                if let Some(code) = code {
                    book.styles.formats.insert(style.clone(), code);
                }
            }
            "table-properties" if tag.get("table:display").as_deref() == Some("false") => {
                book.styles.hidden.push(style.clone());
            }
            "number-style" | "percentage-style" | "currency-style" => {
                let code = code(&mut xml)?;
                book.styles.codes.insert(tag.get("style:name").unwrap_or_default(), code);
            }
            // Only the sheets themselves: a note in a cell can hold a table too.
            "table" => {
                depth += 1;
                if depth == 1 {
                    let style = tag.get("table:style-name").unwrap_or_default();
                    book.sheets.push(Listed {
                        name: tag.get("table:name").unwrap_or_default(),
                        hidden: book.styles.hidden.contains(&style),
                        cells: true,
                    });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A number format that was just opened, written as Excel does.
fn code(xml: &mut Xml<'_>) -> Result<Code, Unreadable> {
    let mut code = Code::default();
    let mut depth = 1;
    while depth > 0 {
        match xml.next()?.ok_or_else(broken)? {
            Step::Open(name, tag) => match name.as_str() {
                "number" | "scientific-number" | "fraction" => {
                    let factor: f64 = tag
                        .get("number:display-factor")
                        .and_then(|f| f.parse().ok())
                        .unwrap_or(1.0);
                    let mut left = factor;
                    code.own.push('0');
                    while left >= 1000.0 {
                        code.own.push(',');
                        left /= 1000.0;
                    }
                    depth += 1;
                }
                "text" | "currency-symbol" => {
                    let text = xml.text(&[])?;
                    match text.trim() {
                        "%" => code.own.push('%'),
                        _ => code.own.push_str(&format!("\"{}\"", text.replace('"', ""))),
                    }
                }
                "map" => {
                    let condition = tag.get("style:condition").unwrap_or_default();
                    let condition = condition.trim_start_matches("value()").replace("!=", "<>");
                    let name = tag.get("style:apply-style-name").unwrap_or_default();
                    code.others.push((condition, name));
                    depth += 1;
                }
                // Negative numbers in red.
                "text-properties" => {
                    code.own.push_str("[Color]");
                    depth += 1;
                }
                _ => depth += 1,
            },
            Step::Close(_) => depth -= 1,
            Step::Text(_) => {}
        }
    }
    Ok(code)
}

/// A row that is being read.
#[derive(Default)]
struct Row {
    cells: Vec<(u32, CellValue, Shown)>,
    times: u32,
    hidden: bool,
}

/// Reads the cells of a sheet, by its number.
pub(super) fn cells(book: &Workbook, number: usize) -> Result<Grid, Unreadable> {
    let mut xml = Xml::new(&book.content);
    let mut grid = Grid::default();
    let (mut at, mut depth) = (None, 0);
    let (mut row, mut column, mut defined) = (0_u32, 0_u32, 0_u32);
    let mut columns: Vec<(u32, String)> = Vec::new();
    let mut current = Row::default();
    let mut groups: Vec<bool> = Vec::new();
    while let Some(step) = xml.next()? {
        match step {
            Step::Open(name, _) if name == "table" => {
                depth += 1;
                if depth == 1 {
                    at = Some(at.map_or(0, |at: usize| at + 1));
                }
            }
            Step::Close(name) if name == "table" => {
                depth -= 1;
                if depth == 0 && at == Some(number) {
                    return Ok(grid);
                }
            }
            _ if depth != 1 || at != Some(number) => {}
            Step::Open(name, tag) => match name.as_str() {
                "shapes" => drop(xml.text(&[])?),
                "table-row-group" | "table-column-group" => {
                    groups.push(tag.get("table:display").as_deref() == Some("false"));
                }
                "table-column" => {
                    let times = tag.number("table:number-columns-repeated").unwrap_or(1);
                    let end = defined.saturating_add(times);
                    if is_away(&tag) || groups.contains(&true) {
                        grid.hidden_columns.push((defined, end.saturating_sub(1)));
                    }
                    columns
                        .push((end, tag.get("table:default-cell-style-name").unwrap_or_default()));
                    defined = end;
                }
                "table-row" => {
                    column = 0;
                    current = Row {
                        cells: Vec::new(),
                        times: tag.number("table:number-rows-repeated").unwrap_or(1),
                        hidden: is_away(&tag) || groups.contains(&true),
                    };
                }
                "table-cell" | "covered-table-cell" => {
                    let times = tag.number("table:number-columns-repeated").unwrap_or(1);
                    let span = |name| tag.number(name).unwrap_or(1).max(1);
                    let wide = span("table:number-columns-spanned");
                    let high = span("table:number-rows-spanned");
                    if wide > 1 || high > 1 {
                        let to = (row.saturating_add(high - 1), column.saturating_add(wide - 1));
                        grid.merged.push(Area { from: (row, column), to });
                    }
                    let style = tag.get("table:style-name").or_else(|| {
                        let at = columns.partition_point(|(end, _)| *end <= column);
                        columns.get(at).map(|(_, name)| name.clone())
                    });
                    let code = style.and_then(|style| book.styles.code(&style));
                    if let Some((value, shown)) = cell(&mut xml, &tag, code.as_deref())? {
                        if times > MAX_COLUMNS || current.cells.len() > MAX_CELLS {
                            return Err(too_large());
                        }
                        current
                            .cells
                            .extend((0..times).map(|i| (column + i, value.clone(), shown.clone())));
                    }
                    column = column.saturating_add(times);
                }
                _ => {}
            },
            Step::Close(name) => match name.as_str() {
                "table-row-group" | "table-column-group" => drop(groups.pop()),
                "table-row" => {
                    let end = row.saturating_add(current.times);
                    if current.hidden {
                        grid.hidden_rows.push((row, end.saturating_sub(1)));
                    }
                    if !current.cells.is_empty() {
                        if current.times > MAX_ROWS {
                            return Err(too_large());
                        }
                        for row in row..end {
                            for (column, value, shown) in &current.cells {
                                grid.insert((row, *column), value.clone(), shown.clone())?;
                            }
                        }
                    }
                    row = end;
                }
                _ => {}
            },
            Step::Text(_) => {}
        }
    }
    Err(broken())
}

/// Whether a row or a column is hidden, by hand or by a filter.
fn is_away(tag: &Tag<'_>) -> bool {
    tag.get("table:visibility").is_some_and(|word| word != "visible")
}

/// Reads a cell that was just opened: what it holds, and what is seen of that.
fn cell(
    xml: &mut Xml<'_>,
    tag: &Tag<'_>,
    code: Option<&str>,
) -> Result<Option<(CellValue, Shown)>, Unreadable> {
    let text = text(xml)?;
    let kind = tag.get("office:value-type").unwrap_or_default();
    let seen = text_value(&text);
    let is_error = tag.get("calcext:value-type").as_deref() == Some("error");
    let value = match (kind.as_str(), seen) {
        // A formula with an error keeps a zero or an empty text, and shows the error.
        (_, Some(CellValue::Error(error))) => CellValue::Error(error),
        _ if is_error => CellValue::Error(text),
        ("", None) if tag.get("table:formula").is_some() => CellValue::Uncomputed,
        ("", None) => return Ok(None),
        ("boolean", _) => CellValue::Truth,
        ("date" | "time", _) => {
            let date = tag.get("office:date-value").unwrap_or_default();
            CellValue::Date(super::year_of_iso(&date, text.trim().len() == 4))
        }
        ("float" | "currency" | "percentage", _) => {
            let Some(number) = tag.get("office:value") else {
                return Ok(Some((CellValue::Uncomputed, Shown::Same)));
            };
            let number: f64 = number.trim().parse().map_err(|_| broken())?;
            let shown = match kind.as_str() {
                "percentage" if number != 0.0 => Shown::Percent,
                _ => format::shown(code.unwrap_or("General"), number),
            };
            return Ok(Some((CellValue::Number(number), shown)));
        }
        (_, Some(value)) => value,
        (_, None) => match tag.get("office:string-value").and_then(|text| text_value(&text)) {
            Some(value) => value,
            None => return Ok(None),
        },
    };
    Ok(Some((value, Shown::Same)))
}

/// The paragraphs of a cell that was just opened, without its notes and drawings; the cell is then closed.
fn text(xml: &mut Xml<'_>) -> Result<String, Unreadable> {
    let mut out = String::new();
    let (mut depth, mut paragraphs) = (1, 0);
    while depth > 0 {
        match xml.next()?.ok_or_else(broken)? {
            Step::Open(name, tag) => match name.as_str() {
                "annotation" | "shapes" | "frame" | "custom-shape" | "ruby-text" => {
                    xml.text(&[])?;
                }
                _ => {
                    depth += 1;
                    match name.as_str() {
                        "p" => {
                            paragraphs += 1;
                            if paragraphs > 1 {
                                out.push('\n');
                            }
                        }
                        "s" => {
                            let times = tag.number("text:c").unwrap_or(1).min(MAX_COLUMNS);
                            out.extend((0..times).map(|_| ' '));
                        }
                        "tab" => out.push('\t'),
                        "line-break" => out.push('\n'),
                        _ => {}
                    }
                }
            },
            Step::Close(_) => depth -= 1,
            // Between the paragraphs stands nothing that is read.
            Step::Text(text) if depth > 1 => out.push_str(&text),
            Step::Text(_) => {}
        }
    }
    Ok(out)
}
