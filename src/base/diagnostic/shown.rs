//! In: a text from outside: a path, a value of a file, what somebody typed. Out: the same text, safe to print. Pure.
//!
//! A character that is not seen itself, and can change how others are, is named: `<U+202E>`. Everything that a command
//! prints passes here, whoever wrote it: a name with a line break in it cannot print a second verdict.

use std::borrow::Cow;

use super::words;

/// A text on one line: its line ends are named too.
pub fn line(text: &str) -> String {
    named(text, |_| false)
}

/// A text of several lines.
pub fn lines(text: &str) -> String {
    named(text, |char| matches!(char, '\n' | '\t'))
}

fn named(text: &str, stays: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match words::is_hidden(char) && !stays(char) {
            true => out.push_str(&format!("<U+{:04X}>", u32::from(char))),
            false => out.push(char),
        }
    }
    out
}

/// A text as long as this one, in which nothing but line ends and what ASCII has is hidden: for whoever shows a part of it
/// by byte places, and names the control characters of ASCII himself.
pub fn alike(text: &str) -> Cow<'_, str> {
    let odd = |char: char| !char.is_ascii() && words::is_hidden(char);
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let shown = |char: char| match char.len_utf8() {
        _ if !odd(char) => char.to_string(),
        2 => "¤".to_owned(),
        3 => "\u{fffd}".to_owned(),
        _ => "\u{fffd}?".to_owned(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// A text in JSON, which stays the same value: what is named elsewhere has here the escape that JSON has for it.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match words::is_hidden(char) && char != '\n' {
            true => {
                let units = char.encode_utf16(&mut [0; 2]).to_vec();
                units.iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
            }
            false => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\nb\r\u{1b}[2J\u{202e}\u{2028}\u{9b}\u{e0001}\u{ad}z";

    #[test]
    fn what_is_not_seen_is_named() {
        assert_eq!(
            line(HOSTILE),
            "a<U+000A>b<U+000D><U+001B>[2J<U+202E><U+2028><U+009B><U+E0001><U+00AD>z"
        );
        assert!(lines(HOSTILE).starts_with("a\nb<U+000D><U+001B>"));
        let same = alike(HOSTILE);
        assert_eq!(same, "a\nb\r\u{1b}[2J\u{fffd}\u{fffd}¤\u{fffd}?¤z");
        assert_eq!(same.len(), HOSTILE.len());
        let plain = "één – “twee” €\u{a0}3 א";
        assert_eq!((line(plain), lines(plain)), (plain.to_owned(), plain.to_owned()));
    }

    #[test]
    fn json_keeps_its_value() {
        let value = serde_json::json!({ HOSTILE: [HOSTILE] });
        let escaped = json(&format!("{value:#}"));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        assert_eq!(lines(&escaped), escaped);
    }
}
