//! In: what a spreadsheet put on the clipboard. Out: its cells, row by row. Pure.

use super::super::{Blok, Draft};

/// The cells that were copied, row by row, each as it is typed in an annex: amounts without their sign for euros, what is
/// negative with a `-`. In the first `names` columns stand names, which are as they were.
pub fn pasted_cells(html: Option<&str>, text: Option<&str>, names: usize) -> Vec<Vec<String>> {
    let rows = match (html, text) {
        (_, Some(text)) if text.contains('\t') => separated(text),
        (Some(html), _) if html.contains("<t") => of_table(html),
        (_, text) => separated(text.unwrap_or_default()),
    };
    let one = |(column, cell): (usize, &String)| {
        if column < names { on_one_line(cell) } else { typed(cell) }
    };
    let mut rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().enumerate().map(one).collect()).collect();
    while rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    rows
}

/// Cells with tabs between them; one with a line break or a quotation mark in it stands between quotation marks.
fn separated(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut cell, mut quoted) = (vec![Vec::new()], String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' => {}
            '\t' | '\n' if !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(std::mem::take(&mut cell));
                }
                if sign == '\n' {
                    rows.push(Vec::new());
                }
            }
            sign => cell.push(sign),
        }
    }
    if let Some(row) = rows.last_mut() {
        row.push(cell);
    }
    rows
}

fn of_table(html: &str) -> Vec<Vec<String>> {
    let Draft { blocks } = super::clip::draft(&super::html::read(html));
    let rows = blocks.into_iter().filter_map(|block| match block {
        Blok::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let words = |cell: &Vec<_>| {
        Draft { blocks: vec![Blok::Paragraph { level: 0, content: cell.clone() }] }.words()
    };
    rows.flatten().map(|row| row.iter().map(words).collect()).collect()
}

fn on_one_line(cell: &str) -> String {
    super::lines::clean(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An amount as somebody would type it; another text as it is.
fn typed(cell: &str) -> String {
    let text = on_one_line(cell);
    let bare = text.trim_start_matches('€').trim().to_owned();
    let inner = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let is_amount = |text: &str| {
        text.starts_with(|sign: char| sign.is_ascii_digit())
            && text.chars().all(|sign| sign.is_ascii_digit() || ".,".contains(sign))
    };
    // An accountant's minus, and his nothing.
    if let Some(amount) = inner.filter(|inner| is_amount(inner)) {
        return format!("-{amount}");
    }
    match bare.strip_prefix(['-', '−', '–', '‒']).map(str::trim) {
        Some("") => String::new(),
        Some(rest) if is_amount(rest.trim_start_matches('€').trim()) => {
            format!("-{}", rest.trim_start_matches('€').trim())
        }
        _ if is_amount(&bare) => bare,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_spreadsheet_come_as_they_are_typed() {
        let excel = "Maatregel\t2024\t2025\r\n\"Opvang\nin \"\"de\"\" stad\"\t€ 1,5\t(2,0)\r\nScholing\t - \t−3\r\n\r\n";
        let wanted = [
            ["Maatregel", "2024", "2025"],
            ["Opvang in \"de\" stad", "1,5", "-2,0"],
            ["Scholing", "", "-3"],
        ];
        assert_eq!(pasted_cells(None, Some(excel), 1), wanted);
        let html = "<html><body><table><tr><td>Opvang</td><td x:num>1.250,5</td></tr><tr><td>p.m.</td><td>0,5–1</td></tr></table></body></html>";
        assert_eq!(
            pasted_cells(Some(html), Some("Opvang 1.250,5"), 1),
            [["Opvang", "1.250,5"], ["p.m.", "0,5–1"]]
        );
        assert_eq!(pasted_cells(None, Some("1\n2\n"), 0), [["1"], ["2"]]);
        assert_eq!(pasted_cells(None, Some("(1)\t(1)\n- \t-\n"), 1), [["(1)", "-1"], ["-", ""]]);
        assert!(pasted_cells(None, None, 0).is_empty());
    }
}
