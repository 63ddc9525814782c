//! In: a line of a written consultation. Out: the part that begins with it, and whose questions these are. Pure.

use super::Inbreng;

/// A part of such a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Deelkop {
    /// `I Vragen en opmerkingen vanuit de fracties`
    Vragen,
    /// `Vragen en opmerkingen van de leden van de ABC-fractie`
    Fractie(Inbreng),
    /// `II Antwoord van de minister`
    Antwoord,
    /// `III Volledige agenda`
    Agenda,
}

/// The part that begins with a line.
pub(super) fn deelkop(line: &str) -> Option<Deelkop> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return None;
    }
    let bare = zonder_nummer(line).trim_end_matches([':', ' ']);
    if let Some(one) = fractie(bare) {
        return Some(Deelkop::Fractie(one));
    }
    let lower = bare.to_lowercase();
    let is_heading = !lower.ends_with(['.', '?', ',', ';']);
    let begins = |all: &[&str]| is_heading && all.iter().any(|one| lower.starts_with(one));
    if lower == "volledige agenda" {
        Some(Deelkop::Agenda)
    } else if begins(&["vragen en opmerkingen vanuit ", "inbreng vanuit de fracties"]) {
        Some(Deelkop::Vragen)
    } else if begins(&["antwoord", "reactie van de", "antwoord/reactie"]) && lower.len() < 100 {
        Some(Deelkop::Antwoord)
    } else {
        None
    }
}

/// A line without the number that a heading may have: `II `, `I.1 `, `2. `.
fn zonder_nummer(line: &str) -> &str {
    let Some((number, rest)) = line.split_once(char::is_whitespace) else { return line };
    let roman = number.starts_with(['I', 'V', 'X']);
    let counts =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ')') || roman && "IVX".contains(c);
    let is_number = number.chars().all(counts) && (roman || number.ends_with(['.', ')']));
    if is_number { rest.trim() } else { line }
}

/// What a heading of a fraction begins with.
const BEGINS: [&str; 6] = [
    "vragen en opmerkingen van ",
    "vragen en/of opmerkingen van ",
    "vragen van ",
    "opmerkingen van ",
    "inbreng van ",
    "inbreng ",
];

/// The fraction, or the fractions, that a heading names.
fn fractie(line: &str) -> Option<Inbreng> {
    let lower = line.to_lowercase();
    // Letters of another length in the other case would shift the places.
    if lower.len() != line.len() {
        return None;
    }
    let head = BEGINS.iter().find(|head| lower.starts_with(**head));
    let start = head.map_or(0, |head| head.len());
    // `… en reactie van de staatssecretaris`
    let ends =
        [" en reactie van ", " en antwoord van ", " en de reactie van ", " met reactie van "];
    let end = ends.iter().filter_map(|end| lower.find(end)).min().unwrap_or(line.len());
    let who = line.get(start..end)?.trim().trim_end_matches('.');
    if let Some(partijen) = partijen(who) {
        return Some(Inbreng { partijen, ..Inbreng::default() });
    }
    let of_member = ["het lid ", "de leden ", "de fractie ", "de commissie"];
    // `Vragen van het lid` stands above questions of members.
    let is_who = head.is_some_and(|head| *head != "vragen van ")
        && !who.contains('(')
        && who.split(' ').count() < 12
        && of_member.iter().any(|begin| who.to_lowercase().starts_with(begin))
        && !line.ends_with(['.', '?', ',', ';']);
    is_who.then(|| Inbreng { wie: Some(who.to_owned()), ..Inbreng::default() })
}

/// `de leden van de ABC-fractie`, `de fracties van ABC en DEF`, `de ABC- en DEF-fracties`: the parties.
fn partijen(who: &str) -> Option<Vec<String>> {
    if !who.to_lowercase().contains("fractie") {
        return None;
    }
    let joined = who.replace(" en ", ", ").replace(" alsmede ", ", ");
    let mut named = false;
    let mut all = Vec::new();
    for piece in joined.split(',').map(str::trim) {
        let mut bare = piece;
        for begin in [
            "en ",
            "van ",
            "de leden van ",
            "leden van ",
            "van ",
            "de ",
            "fracties van ",
            "fractie van ",
            "de ",
        ] {
            let lower = bare.to_lowercase();
            if lower.starts_with(begin) {
                named |= begin.starts_with("fractie");
                bare = bare.get(begin.len()..)?;
            }
        }
        for end in ["-fracties", "-fractie", " fractie", "-"] {
            if let Some(name) = bare.strip_suffix(end) {
                named |= end != "-";
                bare = name;
                break;
            }
        }
        let is_name = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && bare.split(' ').count() <= 5
            && !bare.to_lowercase().contains("fractie")
            && !bare.contains(['.', '?', ':', '(']);
        if !is_name {
            return None;
        }
        all.push(bare.to_owned());
    }
    named.then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_its_fractions() {
        let of = |line: &str| match deelkop(line) {
            Some(Deelkop::Fractie(one)) => one.wie.unwrap_or_else(|| one.partijen.join("+")),
            other => format!("{other:?}"),
        };
        for (line, who) in [
            ("Vragen en opmerkingen van de leden van de ABC-fractie", "ABC"),
            ("Inbreng van de leden van de D66-fractie:", "D66"),
            ("Inbreng VVD-fractie", "VVD"),
            ("D66-fractie", "D66"),
            ("2. De leden van de Partij voor de Dieren-fractie", "Partij voor de Dieren"),
            ("I.1 Vragen en opmerkingen van de fractie van de VVD", "VVD"),
            ("Vragen en opmerkingen van de VVD-fractie en de SP-fractie", "VVD+SP"),
            ("Vragen van de leden van de CDA- en SGP-fractie", "CDA+SGP"),
            (
                "Inbreng van de leden van de fracties van GroenLinks-PvdA, D66 en 50PLUS",
                "GroenLinks-PvdA+D66+50PLUS",
            ),
            (
                "Vragen en opmerkingen van de leden van de ABC-fractie en reactie van de staatssecretaris",
                "ABC",
            ),
            ("Vragen en opmerkingen van het lid Van Voorbeeld", "het lid Van Voorbeeld"),
            ("De leden van de ABC-fractie vragen waarom.", "None"),
            ("De leden van de ABC-fractie", "ABC"),
            ("Inbreng verslag van een schriftelijk overleg", "None"),
            ("I Vragen en opmerkingen vanuit de fracties", "Some(Vragen)"),
            ("II Antwoord/Reactie van de minister", "Some(Antwoord)"),
            ("III Volledige agenda", "Some(Agenda)"),
            ("Vragen van deze leden gaan over geld.", "None"),
            ("Vragen van het lid Van Voorbeeld (ABC) aan de minister", "None"),
            ("Vragen van de leden Van Voorbeeld en Proefstra", "None"),
        ] {
            assert_eq!(of(line), who, "{line}");
        }
    }
}
