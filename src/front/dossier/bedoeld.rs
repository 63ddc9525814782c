//! In: a value that does not have its format. Out: what its author meant by it, where that is certain. Pure.

use kamerbrief_base::{MAANDEN, WEEKDAGEN};

use super::{Datum, Jaar};

/// The date that a text names in a way that people write dates, day before month; as JJJJ-MM-DD.
///
/// # Errors
/// Why there is no such date.
pub(super) fn datum(text: &str) -> Option<Result<String, String>> {
    let plain: String = text
        .chars()
        .map(|char| match char {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            char if char.is_whitespace() => ' ',
            char => char,
        })
        .collect();
    let plain = plain.trim().to_lowercase();
    let plain = WEEKDAGEN.iter().find_map(|day| plain.strip_prefix(day)).unwrap_or(&plain);
    let plain = plain.split(['t']).next().filter(|day| day.len() == 10).unwrap_or(plain);
    let parts: Vec<&str> =
        plain.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month, day) = match parts[..] {
        [whole] if whole.len() == 8 && digits(whole) => {
            (whole[..4].to_owned(), whole[4..6].to_owned(), whole[6..].to_owned())
        }
        [year, month, day] if year.len() == 4 && digits(year) => {
            (year.to_owned(), month.to_owned(), day.to_owned())
        }
        [day, month, year] => (year.to_owned(), month.to_owned(), day.to_owned()),
        _ => return None,
    };
    let month = match digits(&month) {
        true => month,
        false => (1 + named(&month)?).to_string(),
    };
    let year = if year.len() == 2 { format!("20{year}") } else { year };
    if !(digits(&year) && digits(&day)) || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    Some(Datum::parse(&date).map(|_| date))
}

/// The number of a month, by its name or the first letters of it.
fn named(month: &str) -> Option<usize> {
    let short = if month == "mrt" { "maart" } else { month };
    let short = if short == "sept" { "september" } else { short };
    (short.len() >= 3).then(|| MAANDEN.iter().position(|name| name.starts_with(short))).flatten()
}

/// The amount that is meant by a sign behind it or brackets around it.
pub(super) fn bedrag(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text
        .strip_suffix(['-', '−', '–'])
        .or_else(|| {
            let inside = text.strip_prefix('(')?.strip_suffix(')')?.trim();
            Some(inside.strip_prefix(['-', '−', '–']).unwrap_or(inside))
        })?
        .trim();
    let amount = inner.chars().all(|char| char.is_ascii_digit() || matches!(char, ',' | '.'));
    (amount && inner.starts_with(|char: char| char.is_ascii_digit()) && !inner.ends_with(','))
        .then(|| format!("-{inner}"))
}

/// The amount that is meant by one of whole euros: `5,-`.
pub(super) fn heel(text: &str) -> Option<&str> {
    let whole = text.trim().trim_end_matches(['-', '−', '–', '—', '=']).strip_suffix([',', '.'])?;
    let is_behind = text.trim().len() > whole.len() + 1;
    (is_behind && !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(whole)
}

/// Whether a text says that there is nothing.
pub(super) fn is_niets(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(text.as_str(), "nihil" | "geen" | "n.v.t." | "nvt" | "niets" | "x")
        || (!text.is_empty()
            && text.chars().all(|char| matches!(char, '-' | '–' | '—' | '−' | '.')))
}

/// Whether a text says that a line is left out, in whatever words.
pub(super) fn is_weg(text: &str) -> bool {
    let plain = text.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    // One letter may be a text.
    (is_niets(text) || is_niets(&plain)) && plain != "x"
        || plain.is_empty()
        || ["geen ", "zonder "].iter().any(|word| plain.starts_with(word))
        || matches!(plain.as_str(), "nee" | "neen" | "weg" | "leeg" | "niet" | "weglaten")
        || matches!(plain.as_str(), "niet van toepassing" | "null" | "none" | "false")
}

/// The year that is meant by two digits.
pub(super) fn jaar(text: &str) -> Option<String> {
    let two = text.trim().trim_start_matches(['\'', '’']);
    (two.len() == 2 && two.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("20{two}"))
}

/// The years that are meant by a row of them, or by the first and the last; as a list.
pub(super) fn jaren(text: &str) -> Option<String> {
    /// Most years from the first to the last.
    const MAX: u16 = 50;
    let year = |text: &str| {
        let text = text.trim();
        Jaar::parse(text).ok().and_then(|_| text.parse::<u16>().ok())
    };
    let span = ["tot en met", "t/m", "–", "-"].iter().find_map(|sign| text.split_once(sign));
    let years: Vec<u16> = match span {
        Some((from, to)) => {
            let (from, to) = (year(from)?, year(to)?);
            (from < to && to - from < MAX).then(|| (from..=to).collect())?
        }
        None => text
            .replace(" en ", ",")
            .split([',', ';', ' '])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(year)
            .collect::<Option<_>>()?,
    };
    let years: Vec<String> = years.iter().map(u16::to_string).collect();
    (!years.is_empty()).then(|| format!("[{}]", years.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_as_people_write_them() {
        for text in [
            "1-3-2024",
            "01/03/2024",
            "1.3.2024",
            "1 maart 2024",
            "1 mrt. 2024",
            "vrijdag 1 maart 2024",
            "2024-3-1",
            "20240301",
            "2024-03-01T00:00:00",
            "2024‑03‑01",
            "2024-03-01\u{a0}",
            "1-3-24",
        ] {
            assert_eq!(datum(text), Some(Ok("2024-03-01".into())), "{text}");
        }
        for text in ["maart 2024", "5 febuari 2024", "1-3", "morgen", "1 ma 2024"] {
            assert_eq!(datum(text), None, "{text}");
        }
        assert!(datum("31-2-2024").is_some_and(|date| date.is_err()));
    }

    #[test]
    fn a_line_that_is_left_out_is_known_by_any_word() {
        for text in ["Geen", "GEEN", "geen.", "‘geen’", " geen", "n.v.t.", "–", "Geen aanhef"]
        {
            assert!(is_weg(text), "{text}");
        }
        for text in ["Geachte voorzitter,", "Hoogachtend,", "Geenen,", "Nederland"] {
            assert!(!is_weg(text), "{text}");
        }
    }

    #[test]
    fn amounts_and_years_are_known() {
        assert_eq!(bedrag("5-").as_deref(), Some("-5"));
        assert_eq!(bedrag("(2,5)").as_deref(), Some("-2,5"));
        assert_eq!(bedrag("(-5)").as_deref(), Some("-5"));
        assert_eq!((bedrag("1,-"), bedrag("-5"), bedrag("5")), (None, None, None));
        assert_eq!(
            (heel("5,-"), heel("5.-"), heel("5,--"), heel("5")),
            (Some("5"), Some("5"), Some("5"), None)
        );
        assert!(is_niets("–") && is_niets("Nihil") && !is_niets("1") && !is_niets("-5"));
        assert_eq!(jaren("2026, 2027 en 2028").as_deref(), Some("[2026, 2027, 2028]"));
        for text in ["2026-2028", "2026 t/m 2028", "2026 tot en met 2028"] {
            assert_eq!(jaren(text).as_deref(), Some("[2026, 2027, 2028]"), "{text}");
        }
        for text in ["2028-2026", "2026, later", "26-28", "2026-2028-2030", ""] {
            assert_eq!(jaren(text), None, "{text}");
        }
        assert_eq!((jaar("26").as_deref(), jaar("226")), (Some("2026"), None));
    }
}
