//! In: numbers, names. Out: Dutch phrases with them. Pure.

/// `1 fout`, `2 fouten`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a`, `b en c` or `b of c`, each between backticks.
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>, last: &str) -> String {
    let quoted: Vec<String> =
        items.into_iter().map(|item| format!("`{}`", item.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// `a, b en c`, without backticks.
pub fn enumerate<S: AsRef<str>>(items: &[S], last: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// Whether a character is not seen itself, and can change how others are: what reverses a name, say, or ends a line.
pub fn is_hidden(char: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    char.is_control()
        || matches!(
            char.general_category(),
            GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

/// The known name that a mistyped one was probably meant to be.
pub fn meant<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&name.to_lowercase(), &typed), name))
        .filter(|(distance, name)| {
            let length = name.chars().count();
            // Of a name of one letter any other letter would be near.
            *distance <= 1 + length / 4 && *distance < length.max(1)
        })
        .min()
        .map(|(_, name)| name)
}

/// How many letters differ between two words; two that changed places count as one.
pub fn distance(one: &str, other: &str) -> usize {
    strsim::damerau_levenshtein(one, other)
}

/// Whether words stand in a text as whole words.
pub fn contains(text: &str, words: &str) -> bool {
    // Mostly they do not: that is soon seen.
    text.contains(words)
        && text.match_indices(words).any(|(at, _)| {
            !text[..at].ends_with(char::is_alphanumeric)
                && !text[at + words.len()..].starts_with(char::is_alphanumeric)
        })
}

/// `text` with every run of white space as one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` with a capital, as a sentence or a line of a list begins.
pub fn begun(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect()
}

/// `text` cut off at a readable length, for use inside a message.
pub fn shorten(text: &str) -> String {
    const MAX: usize = 40;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= MAX && line.len() == text.trim().len() {
        line.to_owned()
    } else {
        format!("{}…", line.chars().take(MAX).collect::<String>().trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_language() {
        assert_eq!(list(["a"], "of"), "`a`");
        assert_eq!(list(["a", "b", "c"], "of"), "`a`, `b` of `c`");
        assert_eq!(count(1, "fout", "fouten"), "1 fout");
        assert_eq!(count(0, "fout", "fouten"), "0 fouten");
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(meant("onderwep", ["datum", "onderwerp"]), Some("onderwerp"));
        assert_eq!(meant("Datum", ["datum"]), Some("datum"));
        assert_eq!(meant("xyz", ["datum", "onderwerp"]), None);
    }
}
