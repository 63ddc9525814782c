//! In: an expression with a value that there is none of, and the names of those that there are. Out: what may be meant. Pure.

use std::collections::BTreeSet;

use crate::diagnostic::words;

/// The known value that looks most like what was typed, else the outermost names.
pub(super) fn of(expression: &str, names: &[String]) -> String {
    let typed = expression.split('|').next().unwrap_or_default().trim();
    // `bijlage.totaal` is a group: name what is in it.
    let inside: Vec<&str> = names
        .iter()
        .filter(|name| name.strip_prefix(typed).is_some_and(|rest| rest.starts_with(['.', '['])))
        .map(String::as_str)
        .take(12)
        .collect();
    if !inside.is_empty() {
        return format!("kies uit {}", words::list(inside, "of"));
    }
    // A year without an amount: naming another year would be a wrong hint.
    if let Some((group, _)) = typed.split_once('[') {
        let years: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| name.starts_with(&format!("{group}[")))
            .collect();
        if !years.is_empty() {
            return format!(
                "er is een bedrag in {}; een leeg jaar heeft er geen",
                words::list(years, "en")
            );
        }
    }
    let of_annex = |name: &str| name.starts_with("bijlage.");
    if of_annex(typed) && !names.iter().any(|name| of_annex(name)) {
        return "er is geen bijlage.yaml, en dus zijn er geen cijfers om te noemen".to_owned();
    }
    // A mistyped group: `bijlage.total`.
    let groups: BTreeSet<&str> =
        names.iter().filter_map(|name| Some(name.split_once('[')?.0)).collect();
    let all = names.iter().map(String::as_str).chain(groups.iter().copied());
    let near = words::meant(typed, all);
    match near {
        Some(group) if groups.contains(group) => {
            let inside = names.iter().filter(|name| {
                name.strip_prefix(group).is_some_and(|rest| rest.starts_with(['.', '[']))
            });
            format!("bedoelde u {}?", words::list(inside.take(12), "of"))
        }
        Some(name) if name != typed => format!("bedoelde u `{name}`?"),
        _ => {
            // The nearest ones, in the order of how near.
            let near = |name: &String| strsim::jaro_winkler(typed, name);
            let mut known: Vec<&String> = names.iter().collect();
            known.sort_by(|a, b| near(b).total_cmp(&near(a)));
            known.truncate(6);
            let all = "`kamerbrief bijlage DOSSIER --waarden` toont ze alle";
            format!("er zijn onder andere {}; {all}", words::list(known, "en"))
        }
    }
}
