//! In: a text, and what was understood of it. Out: tags and places of pictures that another program left in it, and
//! raised signs that touch each other; all printed as they stand. Pure.

use super::Mistake;
use super::understood::Understood;
use crate::diagnostic::codes;

/// Finds them.
pub(super) fn find(text: &str, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    tags(text, understood, &mut found);
    for sign in ['^', '~'] {
        chained(text, sign, understood, &mut found);
    }
    found
}

/// `<o:p>`, `<![endif]>` and `<image001.png>`: tags of Word and places of pictures that are no HTML to CommonMark.
fn tags(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    /// No tag that is looked at is longer.
    const LONGEST: usize = 300;
    for (at, _) in text.match_indices('<').filter(|(at, _)| understood.is_text(*at)) {
        let near = &text[at + 1..text.floor_char_boundary((at + LONGEST).min(text.len()))];
        let Some(end) = near.find(['<', '>', '\n']).filter(|end| near[*end..].starts_with('>'))
        else {
            continue;
        };
        let inner = &near[..end];
        let help = match inner {
            _ if is_tag(inner) => "haal het weg: het is opmaak van een ander programma",
            _ if is_file(inner) => {
                "haal het weg: een ander programma zet dit neer waar een plaatje of bestand stond"
            }
            _ => continue,
        };
        let message = format!("`<{inner}>` komt zo op papier");
        found.push(
            Mistake::warning(codes::MARKUP_AS_TEXT, at..at + end + 2, message)
                .help(help)
                .help("is het gewone tekst, zet dan `\\` voor `<`"),
        );
    }
}

/// Whether this stands between `<` and `>` in a document of Word: `o:p`, `/v:shape`, `![if gte mso 9]`.
fn is_tag(inner: &str) -> bool {
    const OURS: [&str; 8] = ["kst", "ah", "figuur", "kader", "http", "https", "mailto", "tel"];
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let space = name.split_once(':').is_some_and(|(space, tag)| {
        space.starts_with(|c: char| c.is_ascii_alphabetic())
            && space.len() <= 12
            && space.bytes().all(|b| b.is_ascii_alphanumeric())
            && !OURS.contains(&space.to_ascii_lowercase().as_str())
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    space || inner.starts_with("![")
}

/// Whether this is the name of a file: `image001.png`.
fn is_file(inner: &str) -> bool {
    inner.rsplit_once('.').is_some_and(|(name, kind)| {
        !name.is_empty()
            && !name.to_ascii_lowercase().starts_with("www.")
            && !inner.contains(char::is_whitespace)
            && (3..=4).contains(&kind.len())
            && kind.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// `x^2^3^`: what would be raised behind something that is.
fn chained(text: &str, sign: char, understood: &Understood, found: &mut Vec<Mistake>) {
    for (at, _) in text.match_indices(sign).filter(|(at, _)| understood.is_text(*at)) {
        let before = text[..at].trim_end_matches(char::is_alphanumeric);
        let raised = before.strip_suffix(sign).map(str::len);
        // The sign before it ends what is raised: it is no text, and was not typed as one.
        let ends = |start: &usize| {
            before.len() < at && !understood.is_text(*start) && !text[..*start].ends_with('\\')
        };
        let Some(start) = raised.filter(ends) else { continue };
        let example = if sign == '^' { "`x^2+3^`" } else { "`x~2,3~`" };
        found.push(
            Mistake::warning(
                codes::MARKUP_AS_TEXT,
                start..at + 1,
                format!("deze `{sign}` komt zo op papier: ervoor staat er al een die iets afsluit"),
            )
            .help(format!("zet alles wat bij elkaar hoort tussen twee tekens, als {example}"))
            .help(format!("is het gewone tekst, zet dan `\\` voor de laatste `{sign}`")),
        );
    }
}
