//! In: a workbook of LibreOffice. Out: its sheets by name, and the cells of one of them. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::appearance::{BLACK, Style};
use super::format::{self, Shown};
use super::package::{Package, Step, Tag, Xml};
use super::{
    Appearance, Area, CellValue, Grid, Listed, MAX_CELLS, MAX_COLUMNS, MAX_OUTLINE, MAX_ROWS,
    Parts, Unreadable, broken, text_value, too_large,
};

/// Most decimals of a number format.
const MAX_PLACES: u32 = 30;

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
    /// The styles of cells; the formats of their numbers are still names.
    cells: BTreeMap<String, Style>,
    /// The number formats, written as Excel does.
    codes: BTreeMap<String, Code>,
    /// The styles of sheets that are hidden, and of rows and columns too small to be seen.
    hidden: BTreeSet<String>,
}

/// A number format.
#[derive(Default)]
struct Code {
    own: String,
    /// Other formats, each for the numbers of which a condition holds.
    others: Vec<(String, String)>,
}

impl Styles {
    /// The styles of cells, with the formats of their numbers as Excel writes them.
    fn finished(&self) -> BTreeMap<&str, Style> {
        let finished = |style: &Style| {
            let format = style.format.as_deref().and_then(|name| self.code(name)).map(Arc::from);
            Style { format, ..style.clone() }
        };
        self.cells.iter().map(|(name, style)| (name.as_str(), finished(style))).collect()
    }

    /// A format by its name.
    fn code(&self, name: &str) -> Option<String> {
        let code = self.codes.get(name)?;
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
                let parent = tag.get("style:parent-style-name");
                let parent = parent.and_then(|parent| book.styles.cells.get(&parent)).cloned();
                let mut own = parent.unwrap_or_default();
                if let Some(code) = tag.get("style:data-style-name") {
                    own.format = Some(code.into());
                }
                book.styles.cells.insert(style.clone(), own);
            }
            "default-style" => style.clear(),
            "table-properties" if tag.get("table:display").as_deref() == Some("false") => {
                book.styles.hidden.insert(style.clone());
            }
            "table-row-properties" if is_too_small(&tag, "style:row-height") => {
                book.styles.hidden.insert(style.clone());
            }
            "table-column-properties" if is_too_small(&tag, "style:column-width") => {
                book.styles.hidden.insert(style.clone());
            }
            "text-properties" | "table-cell-properties" | "paragraph-properties" => {
                if let Some(own) = book.styles.cells.get_mut(&style) {
                    looks(&tag, own);
                }
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

/// What the properties of a style say of how a cell looks.
fn looks(tag: &Tag<'_>, style: &mut Style) {
    let colour = |name| tag.get(name).map(|colour| colour.trim_start_matches('#').to_lowercase());
    let line = ["style:text-line-through-style", "style:text-line-through-type"];
    for line in line.into_iter().filter_map(|name| tag.get(name)) {
        style.struck = line != "none";
    }
    if let Some(place) = tag.get("style:text-position") {
        style.raised = !place.trim_start().starts_with("0%");
    }
    match tag.get("style:use-window-font-color").as_deref() {
        Some("true") => style.ink = Some(BLACK.to_owned()),
        _ => style.ink = colour("fo:color").or_else(|| style.ink.take()),
    }
    match colour("fo:background-color") {
        Some(none) if none == "transparent" => style.paper = None,
        paper => style.paper = paper.or_else(|| style.paper.take()),
    }
    if let Some(margin) = tag.get("fo:margin-left").and_then(|margin| points(&margin)) {
        // A step of the indentation is ten points.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within bounds"
        )]
        let steps = (margin / 10.0).clamp(0.0, 100.0).round() as u32;
        style.indent = steps;
    }
}

/// A length in points.
fn points(length: &str) -> Option<f64> {
    let units = [("pt", 1.0), ("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54), ("in", 72.0)];
    units.into_iter().find_map(|(unit, points)| {
        length.trim().strip_suffix(unit)?.trim().parse::<f64>().ok().map(|number| number * points)
    })
}

/// Whether a height or a width is one in which nothing can be read.
fn is_too_small(tag: &Tag<'_>, name: &str) -> bool {
    tag.get(name).and_then(|length| points(&length)).is_some_and(|points| points < 1.5)
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
                    let places = tag.number("number:decimal-places").unwrap_or(0).min(MAX_PLACES);
                    if places > 0 && name == "number" {
                        code.own.push('.');
                        code.own.extend((0..places).map(|_| '0'));
                    }
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
    cells: Vec<(u32, CellValue, Appearance)>,
    times: u32,
    hidden: bool,
    outline: u32,
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
    let styles = book.styles.finished();
    let plain = Style::default();
    let hidden = |tag: &Tag<'_>| {
        let style = tag.get("table:style-name");
        is_away(tag) || style.is_some_and(|style| book.styles.hidden.contains(&style))
    };
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
                    if hidden(&tag) || groups.contains(&true) {
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
                        hidden: hidden(&tag) || groups.contains(&true),
                        outline: u32::try_from(groups.len()).unwrap_or(0).min(MAX_OUTLINE),
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
                    let style =
                        style.and_then(|style| styles.get(style.as_str())).unwrap_or(&plain);
                    if let Some((value, appearance)) = cell(&mut xml, &tag, style, &styles)? {
                        if times > MAX_COLUMNS || current.cells.len() > MAX_CELLS {
                            return Err(too_large());
                        }
                        let one = |i| (column + i, value.clone(), appearance.clone());
                        current.cells.extend((0..times).map(one));
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
                            for (column, value, look) in &current.cells {
                                grid.insert((row, *column), value.clone(), look.clone())?;
                            }
                            if current.outline > 0 {
                                grid.outline.insert(row, current.outline);
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
    style: &Style,
    styles: &BTreeMap<&str, Style>,
) -> Result<Option<(CellValue, Appearance)>, Unreadable> {
    let (text, parts) = text(xml, styles)?;
    let kind = tag.get("office:value-type").unwrap_or_default();
    let seen = text_value(&text);
    let is_error = tag.get("calcext:value-type").as_deref() == Some("error");
    let value = match (kind.as_str(), seen) {
        // A formula with an error keeps a zero or an empty text, and shows the error.
        (_, Some(CellValue::Error(error))) => CellValue::Error(error),
        _ if is_error => CellValue::Error(text.clone()),
        ("", None) if tag.get("table:formula").is_some() => CellValue::Uncomputed,
        ("", None) => return Ok(None),
        ("boolean", _) => CellValue::Truth,
        ("date" | "time", _) => {
            let date = tag.get("office:date-value").unwrap_or_default();
            CellValue::Date(super::year_of_iso(&date, text.trim().len() == 4))
        }
        ("float" | "currency" | "percentage", _) => {
            let Some(number) = tag.get("office:value") else {
                return Ok(Some((CellValue::Uncomputed, Appearance::default())));
            };
            let number: f64 = number.trim().parse().map_err(|_| broken())?;
            let value = CellValue::Number(number);
            let mut appearance = style.appearance(&value, "");
            let money = tag.get("office:currency").filter(|money| money != "EUR");
            match (kind.as_str(), money) {
                ("percentage", _) if number != 0.0 => appearance.shown = Shown::Percent,
                ("currency", Some(money)) if appearance.shown == Shown::Same && number != 0.0 => {
                    appearance.shown = Shown::Words(money);
                }
                ("float" | "currency", _) if differs(number, &text, &appearance.shown) => {
                    appearance.shown = Shown::Other(text.trim().to_owned());
                }
                _ => {}
            }
            return Ok(Some((value, appearance)));
        }
        (_, Some(value)) => value,
        (_, None) => match tag.get("office:string-value").and_then(|text| text_value(&text)) {
            Some(value) => value,
            None => return Ok(None),
        },
    };
    let mut appearance = style.appearance(&value, &text);
    appearance.parts = appearance.parts.or(parts);
    Ok(Some((value, appearance)))
}

/// Whether the text of a cell is another number than it holds, in Dutch and with a point before its decimals.
fn differs(number: f64, text: &str, shown: &Shown) -> bool {
    if !matches!(shown, Shown::Same | Shown::Other(_)) {
        return false;
    }
    let english: String = text.chars().filter(|c| *c != ',').collect::<String>().replace('.', ",");
    let read = [text, &english].map(format::number_in);
    let is_same = |(read, decimals): &(f64, usize)| format::is_rounded(number, *read, *decimals);
    read.iter().any(Option::is_some) && !read.iter().flatten().any(is_same)
}

/// The paragraphs of a cell that was just opened, without its notes and drawings, and how parts of them look; the cell
/// is then closed.
fn text(xml: &mut Xml<'_>, styles: &BTreeMap<&str, Style>) -> Result<(String, Parts), Unreadable> {
    let (mut out, mut parts) = (String::new(), Parts::default());
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
                        "span" => {
                            let name = tag.get("text:style-name").unwrap_or_default();
                            if let Some(style) = styles.get(name.as_str()) {
                                let own = Parts { struck: style.struck, raised: style.raised };
                                parts = parts.or(own);
                            }
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
    Ok((out, parts))
}
