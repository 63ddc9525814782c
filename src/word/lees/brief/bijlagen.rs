//! In: the lines behind the signature of a letter. Out: its annexes, each with its title. Pure.

use super::ondertekening::is_bijlage;
use super::regels::Regel;

/// The annexes: each begins with a line that says so; the first one with the page behind the signature.
pub(super) fn bijlagen(regels: &[Regel]) -> Vec<&[Regel]> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..=regels.len() {
        let begins = regels.get(at).is_none_or(|line| {
            is_titel(line) && (line.bladzijde || line.kop.is_some() || line.vet)
        });
        if begins {
            out.push(&regels[start..at]);
            start = at;
        }
    }
    out.retain(|lines| !lines.is_empty());
    out
}

pub(super) fn is_titel(line: &Regel) -> bool {
    is_bijlage(&line.tekst) && line.cel.is_none()
}

/// The title of an annex, and what stands below it.
pub(super) fn titel(lines: &[Regel]) -> (String, &[Regel]) {
    const OPEN: &str = "[titel van de bijlage]";
    let one_line = |line: &Regel| line.tekst.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = |text: &str| {
        let rest = text.get("bijlage".len()..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || " :.-–".contains(c));
        rest.trim().to_owned()
    };
    let is_head = |line: &Regel| {
        line.cel.is_none()
            && line.lijst.is_none()
            && !line.has_noot()
            && (line.kop.is_some() || line.vet)
            && line.tekst.chars().count() <= 200
    };
    match lines {
        [first, rest @ ..] if is_titel(first) => match (bare(&one_line(first)), rest) {
            (text, _) if !text.is_empty() => (text, rest),
            (_, [second, below @ ..]) if is_head(second) => (one_line(second), below),
            _ => (OPEN.to_owned(), rest),
        },
        [first, rest @ ..] if is_head(first) => (one_line(first), rest),
        _ => (OPEN.to_owned(), lines),
    }
}
