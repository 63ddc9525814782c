//! In: tables as rows of cells. Out: a workbook with real numbers and live sums. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::annex::{Blad, Celinhoud, Deel, POST, Uitvoerrij};
use crate::dossier::{Datum, Pm, kolomkop};

/// Longest formula that a spreadsheet takes, in characters; a longer sum is written as its value.
const MAX_FORMULA: usize = 8_000;
/// Longest name of a sheet.
const MAX_NAME: usize = 31;
/// Rows above the heads: title, what the amounts are, an empty one.
const ABOVE: u32 = 3;
/// Height of a line in points, and most lines of a row: a spreadsheet has rows of 409 points.
const LINE: f64 = 15.0;
const MAX_LINES: u16 = 27;
const GREY: Color = Color::RGB(0x00ED_EDED);
const DARK: Color = Color::RGB(0x00BF_BFBF);

/// A workbook with a sheet for each table. The same annex gives the same bytes.
///
/// # Errors
/// In Dutch, what does not fit in a workbook.
pub(super) fn write(bladen: &[Blad], datum: Datum) -> Result<Vec<u8>, String> {
    let mut workbook = Workbook::new();
    let year = u16::try_from(datum.year()).unwrap_or(1900).max(1900);
    let created =
        ExcelDateTime::from_ymd(year, datum.month().unsigned_abs(), datum.day().unsigned_abs())
            .map_err(|error| message(&error))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for (i, blad) in bladen.iter().enumerate() {
        let name = sheet_name(blad, i, bladen.len() > 1);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name).map_err(|error| message(&error))?;
        fill(sheet, blad).map_err(|error| message(&error))?;
    }
    workbook.save_to_buffer().map_err(|error| message(&error))
}

fn message(error: &XlsxError) -> String {
    match error {
        XlsxError::MaxStringLengthExceeded => {
            "een tekst is langer dan de 32.767 tekens die in een cel passen".into()
        }
        XlsxError::RowColumnLimitError => "de tabel is groter dan een blad".into(),
        other => other.to_string(),
    }
}

/// `Bijlage`, or with more tables the number and the title, as far as they fit.
fn sheet_name(blad: &Blad, index: usize, several: bool) -> String {
    if !several {
        return "Bijlage".into();
    }
    let clean = blad.titel.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], " ");
    let name = format!("{} {clean}", index + 1);
    name.chars().take(MAX_NAME).collect::<String>().trim().to_owned()
}

/// The formats of a sheet.
struct Formats {
    kop: Format,
    bedragkop: Format,
    tekst: [Format; 2],
    /// By their decimals.
    getal: BTreeMap<u32, [Format; 2]>,
    gelakt: Format,
}

impl Formats {
    fn new(decimals: &[u32]) -> Self {
        let base = || Format::new().set_align(FormatAlign::Top);
        let bold = |format: Format| format.set_bold().set_border_top(FormatBorder::Thin);
        let number = |decimals| base().set_num_format(number_format(decimals, Pm::default()));
        let numbers = |decimals: &u32| (*decimals, [number(*decimals), bold(number(*decimals))]);
        let head = base()
            .set_bold()
            .set_background_color(GREY)
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap();
        Self {
            bedragkop: head.clone().set_align(FormatAlign::Right),
            kop: head.set_align(FormatAlign::Left).set_indent(1),
            tekst: [
                base().set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
                bold(base()).set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
            ],
            getal: decimals.iter().map(numbers).collect(),
            gelakt: base().set_background_color(DARK),
        }
    }
}

/// Points between thousands, a figure dash for the minus, and what is unknown behind it. The separators are those of
/// the reader's own spreadsheet: in the Netherlands a point and a comma.
fn number_format(decimals: u32, pm: Pm) -> String {
    let digits = match decimals {
        0 => "#,##0".to_owned(),
        many => format!("#,##0.{}", "0".repeat(many as usize)),
    };
    let more = match (pm.plus, pm.min) {
        (false, false) => "",
        (true, false) => "\" + p.m.\"",
        (false, true) => "\" \u{2012} p.m.\"",
        (true, true) => "\" ± p.m.\"",
    };
    format!("{digits}{more};\"\u{2012} \"{digits}{more}")
}

fn fill(sheet: &mut Worksheet, blad: &Blad) -> Result<(), XlsxError> {
    let formats = Formats::new(&blad.decimals);
    sheet.write_string_with_format(
        0,
        0,
        &blad.titel,
        &Format::new().set_bold().set_font_size(13),
    )?;
    sheet.write_string(1, 0, &blad.bijschrift)?;
    for (column, head) in (0..).zip(&blad.koppen) {
        let amounts = blad.bedragen.get(usize::from(column)) == Some(&true);
        let format = if amounts { &formats.bedragkop } else { &formats.kop };
        // A year is a number, so that a spreadsheet does not mark it as text.
        match head.parse::<u16>() {
            Ok(year) => sheet.write_number_with_format(ABOVE, column, year, format)?,
            Err(_) => sheet.write_string_with_format(ABOVE, column, head, format)?,
        };
        sheet.set_column_width(column, f64::from(width(head, amounts)))?;
    }
    // Wide enough for the names in every spreadsheet, and always in sight.
    sheet.set_freeze_panes(ABOVE + 1, 2)?;
    sheet.set_repeat_rows(ABOVE, ABOVE)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    for (row, rij) in (ABOVE + 1..).zip(&blad.rijen) {
        self::rij(sheet, row, rij, &formats, &blad.decimals)?;
        let lines = lines(blad, rij);
        if lines > 1 {
            sheet.set_row_height(row, LINE * f64::from(lines.min(MAX_LINES)))?;
        }
    }
    Ok(())
}

/// How wide a column is, in characters.
fn width(head: &str, amounts: bool) -> u16 {
    match head {
        _ if amounts => 12,
        head if [kolomkop("maatregel"), kolomkop("toelichting"), POST].contains(&head) => 44,
        head if head == kolomkop("soort") => 14,
        head if head == kolomkop("artikel") => 12,
        _ => 22,
    }
}

/// Lines that a row needs for its texts; not every spreadsheet finds that out by itself.
fn lines(blad: &Blad, rij: &Uitvoerrij) -> u16 {
    let needed = |(head, vak): (&String, &Celinhoud)| match vak {
        Celinhoud::Tekst(text) => {
            // Words do not fill a line to its end, and bold letters are wider.
            let room = usize::from(width(head, false)) * 9 / 10;
            text.lines().map(|line| line.chars().count().div_ceil(room).max(1)).sum()
        }
        Celinhoud::Leeg | Celinhoud::Getal(_) | Celinhoud::Som { .. } | Celinhoud::Gelakt(_) => 1,
    };
    let most = blad.koppen.iter().zip(&rij.cellen).map(needed).max().unwrap_or(1);
    u16::try_from(most).unwrap_or(MAX_LINES)
}

fn rij(
    sheet: &mut Worksheet,
    row: u32,
    rij: &Uitvoerrij,
    formats: &Formats,
    decimals: &[u32],
) -> Result<(), XlsxError> {
    let bold = usize::from(rij.vet);
    for (column, vak) in (0..).zip(&rij.cellen) {
        let decimals = decimals.get(usize::from(column)).copied().unwrap_or(0);
        let Some(numbers) = formats.getal.get(&decimals).or(formats.getal.values().next()) else {
            continue;
        };
        match vak {
            Celinhoud::Leeg if rij.vet => sheet.write_blank(row, column, &formats.tekst[bold])?,
            Celinhoud::Leeg => sheet,
            Celinhoud::Gelakt(_) => sheet.write_blank(row, column, &formats.gelakt)?,
            Celinhoud::Tekst(text) => {
                sheet.write_string_with_format(row, column, text, &formats.tekst[bold])?
            }
            Celinhoud::Getal(value) => {
                sheet.write_number_with_format(row, column, float(*value), &numbers[bold])?
            }
            Celinhoud::Som { delen, deler, uitkomst, pm } => {
                let own = numbers[1].clone().set_num_format(number_format(decimals, *pm));
                let format = if *pm == Pm::default() { &numbers[bold] } else { &own };
                match formula(delen, deler) {
                    Some(text) => {
                        let result = uitkomst.normalize().to_string();
                        let formula = Formula::new(text).set_result(result);
                        sheet.write_formula_with_format(row, column, formula, format)?
                    }
                    None => {
                        sheet.write_number_with_format(row, column, float(*uitkomst), format)?
                    }
                }
            }
        };
    }
    Ok(())
}

/// An amount has at most 15 digits, which a float holds; of a sum the last ones may be lost.
fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(0.0)
}

/// `SUM(E6:E9)-E20`, or that as a percentage of something else.
fn formula(delen: &[Deel], deler: &[Deel]) -> Option<String> {
    let text = match deler {
        [] => sum(delen)?,
        under => format!("({})/({})*100", sum(delen)?, sum(under)?),
    };
    (text.len() <= MAX_FORMULA).then(|| format!("={text}"))
}

fn sum(delen: &[Deel]) -> Option<String> {
    let mut text = String::new();
    for deel in delen {
        let cell = |row: usize| {
            let row = u32::try_from(row).ok()? + ABOVE + 1;
            let column = u16::try_from(deel.kolom).ok()?;
            Some(rust_xlsxwriter::utility::row_col_to_cell(row, column))
        };
        let part = match deel.van == deel.tot {
            // A single line may hold `p.m.`, which only SUM passes over.
            true => format!("SUM({})", cell(deel.van)?),
            false => format!("SUM({}:{})", cell(deel.van)?, cell(deel.tot)?),
        };
        text.push_str(if deel.af { "-" } else { "+" });
        text.push_str(&part);
    }
    let text = text.strip_prefix('+').map(ToOwned::to_owned).unwrap_or(text);
    (!text.is_empty()).then_some(text)
}
