//! In: a string literal of Typst, as it is written. Out: a map from what it says. Pure.

use crate::source::RangeMap;

/// From what a literal says to how it is written, with its quotes. Content, which has none, says itself.
pub(super) fn said(written: &str) -> RangeMap {
    let mut map = RangeMap::default();
    let inner = written.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let (mut at, end) = match inner {
        Some(inner) => (1, 1 + inner.len()),
        None => (0, written.len()),
    };
    let mut said = 0;
    while at < end {
        let rest = &written[at..end];
        let plain = match inner {
            Some(_) => rest.find('\\').unwrap_or(rest.len()),
            None => rest.len(),
        };
        map.push(said..said + plain, at..at + plain);
        let (says, takes) = escape(&rest[plain..]);
        map.push_whole(said + plain..said + plain + says, at + plain..at + plain + takes);
        (said, at) = (said + plain + says, at + plain + takes);
    }
    map
}

/// Length of what an escape at the start of a text says, and of the escape. What Typst does not know says itself.
fn escape(text: &str) -> (usize, usize) {
    let code =
        text.strip_prefix("\\u{").and_then(|rest| rest.split_once('}')).map(|(code, _)| code);
    let char = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
    match (code, char) {
        (Some(code), Some(char)) => (char.len_utf8(), "\\u{}".len() + code.len()),
        _ if text[text.len().min(1)..].starts_with(['\\', '"', 'n', 'r', 't']) => (1, 2),
        _ => (text.len().min(1), text.len().min(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_literal_go_both_ways() {
        let written = r#""een \"twee\" \\ €3 \u{20ac}\x""#;
        let says = r#"een "twee" \ €3 €\x"#;
        let map = said(written);
        let mut back = String::new();
        for (at, char) in says.char_indices() {
            let range = at..at + char.len_utf8();
            let there = map.forward(&range).unwrap();
            assert_eq!(map.backward(&there), Some(range), "{char}");
            back.push_str(&written[there]);
        }
        assert_eq!(format!("\"{back}\""), written);
        // Half of an escape is all of it; before the first letter and after the last one there is a place too.
        assert_eq!(map.backward(&(5..6)), Some(4..5));
        assert_eq!(map.backward(&(0..1)), Some(0..0));
        let end = written.len();
        assert_eq!(map.backward(&(end - 1..end)), Some(says.len()..says.len()));
    }

    #[test]
    fn content_says_itself() {
        assert_eq!(said(r"a\b").forward(&(1..3)), Some(1..3));
        assert_eq!(said("\"\"").forward(&(0..1)), None);
    }
}
