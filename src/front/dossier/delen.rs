//! In: lines as they stand below each other. Out: which of them are part of another one. Pure.
//!
//! A part that counts as a line of its own counts twice. What makes a line a part: a word before it (`waarvan`), a mark
//! (`- nacht`, `a. nacht`), spaces or an indented cell, a number below another (`1.1`), or an outline group of the
//! spreadsheet.

use rust_decimal::Decimal;

use super::Opzoekwoorden;

/// A line, as far as it says whether it is part of another.
#[derive(Debug, Default)]
pub struct Lijn {
    /// What it is called.
    pub naam: String,
    /// Its number among the lines, where a column gives that.
    pub nummer: String,
    /// How far it stands to the right of others.
    pub inspringing: u32,
    /// How deep it lies in outline groups.
    pub overzicht: u32,
    /// Its amounts, column by column; none where one is unknown.
    pub bedragen: Vec<Option<Decimal>>,
    /// Whether it is a total, of which only what says so in a word is part.
    pub som: bool,
}

/// That a line is part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deellijn {
    /// Of which, by its place among the lines.
    pub van: usize,
    /// Whether the amounts leave no doubt.
    pub zeker: bool,
}

/// What a name begins with where it is a part.
#[derive(Clone, Copy, PartialEq)]
enum Begin {
    Gewoon,
    Teken,
    Woord,
}

impl Begin {
    /// What a name begins with, and the name behind that.
    fn of<'n>(naam: &'n str, woorden: &Opzoekwoorden) -> (Self, &'n str) {
        let naam = naam.trim();
        let rest = naam.trim_start_matches(|c: char| !c.is_alphanumeric());
        let spaced = rest.split_whitespace().next().unwrap_or_default();
        let letters = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        for word in [spaced, letters] {
            if woorden.has_folded(word.trim_end_matches([':', '.', ',', ')'])) {
                let behind = |c: char| c.is_whitespace() || [':', '.', ',', ')'].contains(&c);
                return (Self::Woord, rest[word.len()..].trim_start_matches(behind));
            }
        }
        let mut signs = naam.chars();
        let mark = match (signs.next(), signs.next(), signs.next()) {
            (Some('-' | '–' | '—' | '‒' | '•' | '·' | '*' | '◦' | '▪' | '>' | '→'), ..) => {
                1
            }
            (Some('a'..='z'), Some('.' | ')'), Some(' ' | '\u{a0}')) => 2,
            _ => return (Self::Gewoon, naam),
        };
        let end = naam.char_indices().nth(mark).map_or(naam.len(), |(at, _)| at);
        (Self::Teken, naam[end..].trim_start())
    }
}

/// The name of a part without the word that says so, and without a mark where that says so; as it is, where nothing
/// else is in it.
pub fn deelnaam<'n>(naam: &'n str, woorden: &Opzoekwoorden, by_mark: bool) -> &'n str {
    match Begin::of(naam, woorden) {
        (_, "") => naam,
        (Begin::Teken, _) if !by_mark => naam,
        (_, behind) => behind,
    }
}

/// Where the name of a line goes on behind a word that says that it is a part; none without such a word, or with nothing
/// behind it.
pub fn na_deelwoord(naam: &str, woorden: &Opzoekwoorden) -> Option<usize> {
    match Begin::of(naam, woorden) {
        (Begin::Woord, rest) if !rest.is_empty() => Some(naam.trim_end().len() - rest.len()),
        _ => None,
    }
}

/// The number that a line begins with, or has in a column: `1.2`.
fn nummer(lijn: &Lijn) -> &str {
    let own = lijn.nummer.trim();
    let number = match own.is_empty() {
        true => lijn.naam.split_whitespace().next().unwrap_or_default(),
        false => own,
    };
    let number = number.trim_end_matches(['.', ')']);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_number { number } else { "" }
}

/// Which lines are part of which. Those of one table or group, from top to bottom; `onder` says whether the line that sums
/// up an outline group stands below it.
pub fn delen(lijnen: &[Lijn], onder: bool, woorden: &Opzoekwoorden) -> Vec<Option<Deellijn>> {
    let begins: Vec<Begin> = lijnen.iter().map(|l| Begin::of(&l.naam, woorden).0).collect();
    let is_below = |line: usize, other: usize| {
        let (own, of) = (&lijnen[line], &lijnen[other]);
        if begins[line] == Begin::Woord && begins[other] != Begin::Woord {
            return true;
        }
        if of.som || own.som {
            return false;
        }
        let (number, above) = (nummer(own), nummer(of));
        own.inspringing > of.inspringing
            || own.inspringing == of.inspringing
                && begins[line] == Begin::Teken
                && begins[other] == Begin::Gewoon
            || !above.is_empty()
                && number.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
    };
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(lijnen.len());
    for line in 0..lijnen.len() {
        let mut above = line.checked_sub(1);
        while let Some(other) = above {
            if is_below(line, other) {
                break;
            }
            above = parents[other];
        }
        parents.push(above);
    }
    let mut parts: Vec<Option<Deellijn>> = vec![None; lijnen.len()];
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); lijnen.len()];
    for (line, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(line);
        }
    }
    for (van, lines) in children.iter().enumerate().filter(|(_, lines)| !lines.is_empty()) {
        let words = lines.iter().all(|line| begins[*line] == Begin::Woord);
        let zeker = is_sum(lijnen, van, lines) || words && fits(lijnen, van, lines);
        lines.iter().for_each(|line| parts[*line] = Some(Deellijn { van, zeker }));
    }
    grouped(lijnen, onder, &mut parts);
    parts
}

/// The outline groups: their lines are parts of the one that sums them up, below or above them.
fn grouped(lijnen: &[Lijn], onder: bool, parts: &mut [Option<Deellijn>]) {
    let level_of = |at: usize| lijnen[at].overzicht;
    let begins = |at: &usize| level_of(*at) > at.checked_sub(1).map_or(0, level_of);
    for start in (0..lijnen.len()).filter(begins) {
        let level = level_of(start);
        let run = lijnen[start..].iter().take_while(|lijn| lijn.overzicht >= level).count();
        let end = start + run;
        let own: Vec<usize> = (start..end).filter(|at| level_of(*at) == level).collect();
        if own.iter().any(|at| parts[*at].is_some() || lijnen[*at].som) {
            continue;
        }
        let sums_up = |at: &usize| level_of(*at) < level && !lijnen[*at].som;
        let below = Some(end).filter(|at| *at < lijnen.len()).filter(sums_up);
        let above = start.checked_sub(1).filter(sums_up);
        let [first, second] = if onder { [below, above] } else { [above, below] };
        let either = || first.into_iter().chain(second);
        let sum = either().find(|van| is_sum(lijnen, *van, &own));
        if let Some(van) = sum.or_else(|| either().find(|van| fits(lijnen, *van, &own))) {
            own.iter().for_each(|at| parts[*at] = Some(Deellijn { van, zeker: sum.is_some() }));
        }
    }
}

/// What lines are together in a column.
fn together(lijnen: &[Lijn], lines: &[usize], column: usize) -> Option<Decimal> {
    lines.iter().map(|line| lijnen[*line].bedragen.get(column).copied().flatten()).sum()
}

/// Whether lines are together exactly what another is, which is something.
fn is_sum(lijnen: &[Lijn], van: usize, lines: &[usize]) -> bool {
    let whole = &lijnen[van].bedragen;
    whole.iter().any(|amount| amount.is_some_and(|amount| !amount.is_zero()))
        && whole
            .iter()
            .enumerate()
            .all(|(column, amount)| amount.is_some() && together(lijnen, lines, column) == *amount)
}

/// Whether lines are together no more than another is, as far as that is known.
fn fits(lijnen: &[Lijn], van: usize, lines: &[usize]) -> bool {
    lijnen[van].bedragen.iter().enumerate().all(|(column, amount)| {
        let Some((whole, part)) = amount.zip(together(lijnen, lines, column)) else { return true };
        part.is_zero()
            || part.is_sign_negative() == whole.is_sign_negative() && part.abs() <= whole.abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lijn(naam: &str, inspringing: u32, bedrag: i64) -> Lijn {
        let bedragen = vec![Some(bedrag.into())];
        Lijn { naam: naam.into(), inspringing, bedragen, ..Lijn::default() }
    }

    fn judged(lijnen: &[Lijn]) -> Vec<Option<(usize, bool)>> {
        let woorden = serde_json::from_str(r#"["waarvan", "w.v", "w.o"]"#).unwrap();
        let parts = delen(lijnen, true, &woorden);
        parts.into_iter().map(|part| part.map(|part| (part.van, part.zeker))).collect()
    }

    #[test]
    fn a_part_is_known_by_a_word_a_mark_an_indent_or_a_number() {
        let marks = [
            ("waarvan nacht", "waarvan dag", 0),
            ("W.v. nacht", "(w.o. dag)", 0),
            ("- nacht", "• dag", 0),
            ("a. nacht", "b) dag", 0),
            ("nacht", "dag", 4),
            ("1.1 nacht", "1.2. dag", 0),
        ];
        for (first, second, indent) in marks {
            let lines = |amount| {
                [
                    lijn("1. Opvang", 0, 10),
                    lijn(first, indent, 4),
                    lijn(second, indent, amount),
                    lijn("2. Toezicht", 0, 2),
                ]
            };
            let certain = [None, Some((0, true)), Some((0, true)), None];
            assert_eq!(judged(&lines(6)), certain, "{first}");
            let words = first.to_lowercase().starts_with('w');
            // A word leaves no doubt when the amounts fit.
            let part = Some((0, words));
            assert_eq!(judged(&lines(5)), [None, part, part, None], "{first}");
            let part = Some((0, false));
            assert_eq!(judged(&lines(7)), [None, part, part, None], "{first}");
        }
    }

    #[test]
    fn lines_that_all_look_alike_are_no_parts() {
        for lines in [
            [lijn("- Opvang", 0, 10), lijn("- nacht", 0, 4), lijn("- dag", 0, 6)],
            [lijn("Opvang", 4, 10), lijn("nacht", 4, 4), lijn("dag", 4, 6)],
            [lijn("1 Opvang", 0, 10), lijn("2 nacht", 0, 4), lijn("10 dag", 0, 6)],
        ] {
            assert_eq!(judged(&lines), [None, None, None]);
        }
    }

    #[test]
    fn an_outline_group_is_summed_up_below_or_above_it() {
        let group = |mut line: Lijn| {
            line.overzicht = 1;
            line
        };
        let below = [group(lijn("nacht", 0, 4)), group(lijn("dag", 0, 6)), lijn("Opvang", 0, 10)];
        assert_eq!(judged(&below), [Some((2, true)), Some((2, true)), None]);
        let above = [lijn("Opvang", 0, 10), group(lijn("nacht", 0, 4)), group(lijn("dag", 0, 6))];
        assert_eq!(judged(&above), [None, Some((0, true)), Some((0, true))]);
        let asked = [lijn("Opvang", 0, 10), group(lijn("nacht", 0, 4)), group(lijn("dag", 0, 5))];
        assert_eq!(judged(&asked), [None, Some((0, false)), Some((0, false))]);
        let folded = [lijn("Opvang", 0, 10), group(lijn("nacht", 0, 40)), group(lijn("dag", 0, 5))];
        assert_eq!(judged(&folded), [None, None, None]);
    }
}
