//! In: `D7`, `A1:J30`. Out: rows and columns, and the way back. Pure.

use super::{MAX_COLUMNS, MAX_ROWS, Unreadable};

/// Row and column, from 0.
pub(super) type Address = (u32, u32);

/// Cells from one corner to the other, both included; row and column from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The upper left corner.
    pub from: (u32, u32),
    /// The lower right corner.
    pub to: (u32, u32),
}

impl Area {
    pub(super) fn has(self, (row, column): Address) -> bool {
        (self.from.0..=self.to.0).contains(&row) && (self.from.1..=self.to.1).contains(&column)
    }
}

/// `Maatregelen!D7`, or `D7` where there is only one sheet.
pub(super) fn reference(sheet: Option<&str>, row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    let cell: String = letters.iter().rev().collect();
    let cell = format!("{cell}{}", row + 1);
    sheet.map_or_else(|| cell.clone(), |sheet| format!("{sheet}!{cell}"))
}

/// The cells of `A1:J30`.
pub(super) fn bounds(range: &str) -> Result<Area, Unreadable> {
    let wrong = || {
        Unreadable::new(format!("`{range}` is geen bereik"), "schrijf een bereik als `A1:J30`")
            .of("bereik")
    };
    let (from, to) = range.split_once(':').ok_or_else(wrong)?;
    match (corner(from), corner(to)) {
        (Some(from), Some(to)) if from.0 <= to.0 && from.1 <= to.1 => Ok(Area { from, to }),
        _ => Err(wrong()),
    }
}

/// The row and the column of `D7`.
pub(super) fn corner(text: &str) -> Option<Address> {
    let text = text.trim().replace('$', "").to_uppercase();
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().try_fold(0, |column: u32, letter| {
        letter.is_ascii_uppercase().then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    ((1..=MAX_ROWS).contains(&row) && column <= MAX_COLUMNS).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_a_spreadsheet_gives_them() {
        assert_eq!(reference(None, 6, 3), "D7");
        assert_eq!(reference(Some("Blad 1"), 0, 25), "Blad 1!Z1");
        assert_eq!(reference(None, 0, 26), "AA1");
        assert_eq!(reference(None, 1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert_eq!(bounds("A1:J30"), Ok(Area { from: (0, 0), to: (29, 9) }));
        assert_eq!(bounds("$b$2:$C$3"), Ok(Area { from: (1, 1), to: (2, 2) }));
        for wrong in ["A1", "1:2", "A:B", "J30:A1", "A0:B1", "AAAA1:B2", "A1:B99999999999", "é1:B2"]
        {
            assert!(bounds(wrong).is_err(), "{wrong}");
        }
    }
}
