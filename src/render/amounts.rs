//! In: a text, and the units that the lists have. Out: where amounts stand that must not be torn. Pure.

use std::ops::Range;

use crate::dossier::Regel;

/// Amounts in a text that hold a space: `€ 2`, `€ 2 miljoen`, `2,5 mln.`.
pub(super) fn amounts(text: &str, units: &[Regel]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) =
        text[at..].find(|c: char| c == '€' || c.is_ascii_digit()).map(|i| at + i)
    {
        let sign = text[start..]
            .strip_prefix('€')
            .map_or(0, |rest| '€'.len_utf8() + usize::from(rest.starts_with(' ')));
        let digits = &text[start + sign..];
        let number = digits.len()
            - digits
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
                .len();
        let digits = digits[..number].trim_end_matches(['.', ',']).len();
        at = start + sign.max(1) + number;
        at = text.ceil_char_boundary(at.min(text.len()));
        if digits == 0 {
            continue;
        }
        let mut end = start + sign + digits;
        if let Some(rest) = text[end..].strip_prefix(' ')
            // The longest: `mln.` with its full stop before `mln`.
            && let Some(unit) = units
                .iter()
                .map(Regel::as_str)
                .filter(|unit| rest.starts_with(unit))
                .max_by_key(|unit| unit.len())
            && !rest[unit.len()..].starts_with(char::is_alphanumeric)
        {
            end += 1 + unit.len();
        }
        if text[start..end].contains(' ') {
            found.push(start..end);
            at = at.max(end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Lijsten;

    #[test]
    fn amounts_are_found_with_their_sign_and_unit() {
        let units = &Lijsten::ingebouwd().geld.eenheden;
        let found = |text: &'static str| {
            amounts(text, units).into_iter().map(|range| &text[range]).collect::<Vec<_>>()
        };
        assert_eq!(found("kost € 2 miljoen, of 2,5 mln. per jaar"), ["€ 2 miljoen", "2,5 mln."]);
        assert_eq!(found("€ 1.250.000. Daarna €2 miljoenen en € veel"), ["€ 1.250.000"]);
        assert_eq!(found("in 2024 en 2025, 7 en 8 februari, nr. 4"), Vec::<&str>::new());
        assert_eq!(found("€€ 3"), ["€ 3"]);
    }
}
