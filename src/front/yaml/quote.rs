//! In: a text. Out: how it is written between quotes. Pure.

/// A text in quotes, in single ones where those will do.
pub(crate) fn quoted(text: &str) -> String {
    match (text.contains('\''), text.contains(['"', '\\'])) {
        _ if text.contains(must_escape) => escaped(text),
        (true, false) => format!("\"{text}\""),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

/// A text in double quotes, on one line, whatever it holds.
pub(crate) fn escaped(text: &str) -> String {
    format!("\"{}\"", escapes(text))
}

/// A text as it is written between double quotes.
pub(crate) fn escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            char if must_escape(char) => match u32::from(char) {
                code @ ..=0xff => out.push_str(&format!("\\x{code:02X}")),
                code @ 0x100..=0xffff => out.push_str(&format!("\\u{code:04X}")),
                code => out.push_str(&format!("\\U{code:08X}")),
            },
            char => out.push(char),
        }
    }
    out
}

/// Whether programs differ on a character, or refuse it, unless it is written as an escape.
pub(crate) fn must_escape(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
