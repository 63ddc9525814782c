//! In: the lists of each document, in reading order. Out: those that count on from nothing. Pure.

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::dossier::Root;
use crate::prose::{Numbering, Series};

/// A list that counts: where it is, how, and where it ends.
struct Counted<'a> {
    passage: &'a Passage,
    root: Root,
    form: (bool, Series, char),
    numbering: Numbering,
    end: u64,
}

/// V010: a list that does not begin with the first goes on where the one before it ends.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut before: Vec<Counted<'_>> = Vec::new();
    for passage in &subject.passages {
        let Some((numbering, count)) = passage.list else { continue };
        let Numbering::Counted { open, series, first, suffix } = numbering else { continue };
        let (root, form) = (passage.place.root, (open, series, suffix));
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let end = first.saturating_add(count.saturating_sub(1));
        let last = before.iter().rev().find(|list| (list.root, list.form) == (root, form));
        // A law or another letter that is quoted has numbers of its own.
        let quoted = passage.is_quoted(passage.text.len() / 2);
        if first > 1 && !quoted && last.is_none_or(|last| last.end.saturating_add(1) != first) {
            out.push(found(passage, &numbering, last));
        }
        before.push(Counted { passage, root, form, numbering, end });
    }
}

fn found(passage: &Passage, numbering: &Numbering, last: Option<&Counted<'_>>) -> Finding {
    let whole = 0..passage.text.len();
    let label = numbering.label(0);
    let begin = match numbering {
        Numbering::Counted { open, series, suffix, .. } => {
            let first = 1;
            Numbering::Counted { open: *open, series: *series, first, suffix: *suffix }.label(0)
        }
        Numbering::Bullet => String::new(),
    };
    let Some(last) = last else {
        let message = format!(
            "deze lijst begint bij `{label}`, en er staat geen lijst voor die zij vervolgt"
        );
        return Finding::on(passage, &whole, message).help(format!("begin bij `{begin}`"));
    };
    let Counted { passage: other, numbering: of, end, .. } = last;
    let Numbering::Counted { first, .. } = of else {
        return Finding::on(passage, &whole, "");
    };
    let index = |number: u64| usize::try_from(number - first).unwrap_or(usize::MAX);
    let (ends, next) = (of.label(index(*end)), of.label(index(end.saturating_add(1))));
    let message =
        format!("deze lijst begint bij `{label}`, en de lijst ervoor eindigt bij `{ends}`");
    Finding::on(passage, &whole, message)
        .and(other.spot(&(0..other.text.len())), "die begint hier")
        .help(format!("loopt de nummering door, begin dan bij `{next}`"))
        .help(format!("is het een nieuwe lijst, begin dan bij `{begin}`"))
}
