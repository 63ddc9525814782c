//! In: a text as it was, as it is now, and as somebody wants it, in words. Out: which paragraph, item or row of now each of the
//! old ones is, and what is wanted of it there. Pure.
//!
//! Words alone do not tell: of two rows that change places all amounts may stay where they were.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::merge::{Atom, Hunk, three_way};
use super::near::near;

/// How much two blocks must have in common to be one.
const LIKE: f64 = 0.4;
/// So many words of a block say which one it is.
const SAYS: usize = 4;

/// A text with its paragraphs, items and rows.
struct Text<'a> {
    atoms: &'a [Atom],
    blocks: Vec<Range<usize>>,
}

/// What becomes of what is wanted of single blocks, each wherever it is now; nothing when it is wanted of more than those.
/// None within it when that is not certain, or touches the same words.
pub(super) fn followed(
    base: &[Atom],
    now: &[Atom],
    wanted: &[Atom],
    hunks: &[Hunk],
) -> Option<Option<Vec<Atom>>> {
    let (before, after) = (Text::of(base), Text::of(now));
    let mut own: BTreeMap<usize, Vec<&Hunk>> = BTreeMap::new();
    for hunk in hunks {
        let of = before
            .blocks
            .iter()
            .position(|block| block.start < hunk.old.start && hunk.old.end <= block.end)?;
        let parts = base[hunk.old.clone()].iter().chain(&wanted[hunk.new.clone()]);
        if parts.into_iter().any(|atom| is_begin(atom) || *atom == Atom::Cell) {
            return None;
        }
        own.entry(of).or_default().push(hunk);
    }
    let ops = capture_diff_slices(Algorithm::Myers, base, now);
    let mut made: BTreeMap<usize, Vec<Atom>> = BTreeMap::new();
    for (block, hunks) in own {
        let Some(there) = before.now(block, &after, &ops) else { return Some(None) };
        let Range { start, end } = before.blocks[block];
        let (mut whole, mut at) = (Vec::new(), start);
        let mut own: Vec<Hunk> = Vec::new();
        for hunk in hunks {
            whole.extend_from_slice(&base[at..hunk.old.start]);
            let came = whole.len();
            whole.extend_from_slice(&wanted[hunk.new.clone()]);
            let old = hunk.old.start - start..hunk.old.end - start;
            own.push(Hunk { old, new: came..whole.len() });
            at = hunk.old.end;
        }
        whole.extend_from_slice(&base[at..end]);
        let (was, is) = (before.block(block), after.block(there));
        let both = three_way(was, is, &whole);
        let both = both.filter(|_| near(was, is, &whole, &own, Atom::part));
        match both.filter(|_| !made.contains_key(&there)) {
            Some(both) => _ = made.insert(there, both),
            None => return Some(None),
        }
    }
    let mut out = Vec::new();
    let mut at = 0;
    for (there, atoms) in made {
        let Range { start, end } = after.blocks[there];
        out.extend_from_slice(&now[at..start]);
        out.extend(atoms);
        at = end;
    }
    out.extend_from_slice(&now[at..]);
    Some(Some(out))
}

/// Whether all that is wanted is wanted of blocks that are where the words say.
pub(super) fn stayed(base: &[Atom], now: &[Atom], hunks: &[Hunk]) -> bool {
    let (before, after) = (Text::of(base), Text::of(now));
    let ops = capture_diff_slices(Algorithm::Myers, base, now);
    let touched = |block: &Range<usize>| {
        hunks.iter().any(|Hunk { old, .. }| match old.start > block.start {
            true => old.start < block.end,
            false => old.end > block.start,
        })
    };
    (0..before.blocks.len()).filter(|at| touched(&before.blocks[*at])).all(|at| {
        let landed = before.landed(at, &after, &ops);
        landed.is_none_or(|there| before.now(at, &after, &ops) == Some(there))
    })
}

/// Whether every paragraph, item and row that all three have is in what they come to, and as often: when two move something,
/// one can take the place of another.
pub(super) fn kept(base: &[Atom], now: &[Atom], wanted: &[Atom], both: &[Atom]) -> bool {
    let [base, now, wanted, both] = [base, now, wanted, both].map(counted);
    base.iter().all(|(block, times)| {
        let of = |text: &BTreeMap<&[Atom], usize>| text.get(block).copied().unwrap_or_default();
        let stays = of(&now) == *times && of(&wanted) == *times;
        !stays || of(&both) == *times
    })
}

/// The words of the blocks of a text, and how often each is there.
fn counted(text: &[Atom]) -> BTreeMap<&[Atom], usize> {
    let mut out = BTreeMap::new();
    for block in text.split(is_begin).filter(|block| block.iter().any(is_word)) {
        *out.entry(block).or_default() += 1;
    }
    out
}

fn is_begin(atom: &Atom) -> bool {
    matches!(
        atom,
        Atom::Paragraph(_) | Atom::Item(..) | Atom::Table(..) | Atom::Row | Atom::Fixed(..)
    )
}

fn is_word(atom: &Atom) -> bool {
    match atom {
        Atom::Word(text, _) => text.chars().any(char::is_alphanumeric),
        Atom::Raised(..) | Atom::Lowered(..) | Atom::Chip(..) => true,
        _ => false,
    }
}

/// What a row begins with, by which it is known.
fn name(block: &[Atom]) -> Option<&[Atom]> {
    let (Atom::Row, [_, cells @ ..]) = (block.first()?, block.get(1..)?) else { return None };
    let end = cells.iter().position(|atom| *atom == Atom::Cell).unwrap_or(cells.len());
    Some(&cells[..end])
}

impl<'a> Text<'a> {
    fn of(atoms: &'a [Atom]) -> Self {
        let starts: Vec<usize> = (0..atoms.len()).filter(|at| is_begin(&atoms[*at])).collect();
        let ends = starts.iter().skip(1).copied().chain([atoms.len()]);
        Self { atoms, blocks: starts.iter().copied().zip(ends).map(|(a, b)| a..b).collect() }
    }

    fn block(&self, at: usize) -> &'a [Atom] {
        &self.atoms[self.blocks[at].clone()]
    }

    /// The blocks of which this is so.
    fn such(&self, is: impl Fn(&[Atom]) -> bool) -> Vec<usize> {
        (0..self.blocks.len()).filter(|at| is(self.block(*at))).collect()
    }

    /// Which block of now an old one is, if that is certain.
    fn now(&self, block: usize, after: &Self, ops: &[DiffOp]) -> Option<usize> {
        let own = self.block(block);
        let landed = self.landed(block, after, ops);
        let same = |one: &[Atom]| one == own;
        match (&self.such(same)[..], &after.such(same)[..]) {
            ([_], [there]) => return Some(*there),
            // Of several that say the same, none came and none went.
            (was, is) if was.len() == is.len() => {
                return landed.filter(|there| is.contains(there));
            }
            (_, []) => {}
            _ => return None,
        }
        if let Some(own) = name(own) {
            let named = |one: &[Atom]| name(one) == Some(own);
            return match (&self.such(named)[..], &after.such(named)[..]) {
                ([_], [there]) => Some(*there),
                _ => None,
            };
        }
        let there = landed?;
        let other = after.block(there);
        // What says word for word what another one said is that one.
        if !self.such(|one| one == other).is_empty() {
            return None;
        }
        // It was put behind another one, or became two.
        let holding = after.such(|one| holds(one, own));
        if holding == [there] || holding.is_empty() && holds(own, other) {
            return Some(there);
        }
        // It is more like this one than any other that changed, and the other way round.
        let like = likeness(own, other);
        let less = |text: &Self, elsewhere: &Self, but: usize, one: &[Atom]| {
            let changed = (0..text.blocks.len()).filter(|at| *at != but).map(|at| text.block(at));
            changed
                .filter(|other| elsewhere.such(|one| one == *other).is_empty())
                .all(|other| likeness(one, other) < like)
        };
        (like >= LIKE && less(after, self, there, own) && less(self, after, block, other))
            .then_some(there)
    }

    /// The block of now that most words of an old one are in.
    fn landed(&self, block: usize, after: &Self, ops: &[DiffOp]) -> Option<usize> {
        let block = &self.blocks[block];
        let mut votes = vec![0; after.blocks.len()];
        for op in ops {
            let DiffOp::Equal { old_index, new_index, len } = *op else { continue };
            let (start, end) = (block.start.max(old_index), block.end.min(old_index + len));
            for at in (start..end).map(|at| new_index + at - old_index) {
                let of = after.blocks.partition_point(|one| one.end <= at);
                if let Some(vote) = votes.get_mut(of).filter(|_| is_word(&after.atoms[at])) {
                    *vote += 1;
                }
            }
        }
        let most = *votes.iter().max()?;
        votes.iter().position(|votes| *votes == most && most > 0)
    }
}

fn words(block: &[Atom]) -> Vec<Atom> {
    block.iter().filter(|atom| is_word(atom)).cloned().collect()
}

/// Whether a block has all words of another one, one behind the other; fewer say nothing.
fn holds(block: &[Atom], other: &[Atom]) -> bool {
    let (block, other) = (words(block), words(other));
    other.len() >= SAYS && block.windows(other.len()).any(|part| part == other)
}

/// How much of two blocks is the same, by the letters of their words, from 0 to 1.
fn likeness(one: &[Atom], other: &[Atom]) -> f64 {
    let (one, other) = (words(one), words(other));
    let weigh = |all: &[Atom], letters: bool| -> usize {
        let of = |atom: &Atom| match atom {
            Atom::Word(text, _) if letters => {
                text.chars().filter(|char| char.is_alphabetic()).count()
            }
            _ => 1,
        };
        all.iter().map(of).sum()
    };
    let has = |all: &[Atom]| {
        all.iter().any(|atom| match atom {
            Atom::Word(text, _) => text.chars().any(char::is_alphabetic),
            _ => true,
        })
    };
    let letters = has(&one) || has(&other);
    let same: usize = capture_diff_slices(Algorithm::Myers, &one, &other)
        .into_iter()
        .filter(|op| matches!(op, DiffOp::Equal { .. }))
        .map(|op| weigh(&one[op.old_range()], letters))
        .sum();
    let all = weigh(&one, letters) + weigh(&other, letters);
    #[expect(clippy::cast_precision_loss, reason = "a block has few letters")]
    let part = 2.0 * same as f64 / all.max(1) as f64;
    part
}

#[cfg(test)]
mod tests {
    use crate::schrijven::{Draft, Merged};

    /// What becomes of a text that changed in the file while somebody made another of it.
    fn merged(base: &str, now: &str, wanted: &str) -> Option<String> {
        match Draft::merged(&Draft::of(base), &Draft::of(now), &Draft::of(wanted)) {
            Merged::Both(both) => Some(both.written_over(now).unwrap()),
            Merged::Conflict { .. } => None,
        }
    }

    #[test]
    fn a_change_goes_along_with_its_row_or_item() {
        let table = |rows: &[&str]| -> String {
            let row = |name: &&str| match name.split_once(' ') {
                Some((name, other)) => format!("| {name} | {other} | 2026 |\n"),
                None => format!("| {name} | 0,5 | 2026 |\n"),
            };
            let rows: String = rows.iter().map(row).collect();
            format!("Zie:\n\n| Wat | Bedrag | Jaar |\n|---|---|---|\n{rows}")
        };
        let list = |rows: &[&str]| -> String {
            let item = |name: &&str| match name.split_once(' ') {
                Some((name, other)) => format!("- {name}: {other}\n"),
                None => format!("- {name}: 0,5\n"),
            };
            "Zie:\n\n".to_owned() + &rows.iter().map(item).collect::<String>()
        };
        for of in [table, list] {
            let wanted = of(&["Aa", "Bee", "Cee 0,9"]);
            for (now, then) in [
                (&["X", "Aa", "Bee", "Cee"][..], Some(&["X", "Aa", "Bee", "Cee 0,9"][..])),
                (&["Aa", "Cee", "Bee"], Some(&["Aa", "Cee 0,9", "Bee"])),
                (&["Cee", "Bee", "Aa"], Some(&["Cee 0,9", "Bee", "Aa"])),
                (&["Aa 0,7", "X", "Cee"], Some(&["Aa 0,7", "X", "Cee 0,9"])),
                (&["Cee"], Some(&["Cee 0,9"])),
                // It went, is called otherwise, or came a second time.
                (&["Aa", "Bee"], None),
                (&["Aa", "Bee", "X"], None),
                (&["X", "Aa", "Bee"], None),
                (&["Aa", "X"], None),
                (&["Cee", "Aa", "Bee", "Cee"], None),
            ] {
                let done = merged(&of(&["Aa", "Bee", "Cee"]), &of(now), &wanted);
                assert_eq!(done, then.map(of), "{now:?}");
            }
        }
    }

    #[test]
    fn a_change_goes_along_with_a_paragraph_that_moved_or_was_edited() {
        let [a, b] = ["In mei zijn drie huizen bezocht.", "In juni zijn zes huizen bezocht."];
        let all = |one: &str, other: &str| format!("{one}\n\n{other}\n");
        let (base, wanted) = (all(a, b), all(a, &b.replace("huizen", "scholen")));
        let edited = b.replace("bezocht", "bekeken");
        for (now, then) in [
            (all(b, a), Some(all("In juni zijn zes scholen bezocht.", a))),
            (all(a, &edited), Some(all(a, "In juni zijn zes scholen bekeken."))),
            (
                format!("{}\n{b}\n", all("Nieuw.", a)),
                Some(format!("{}\nIn juni zijn zes scholen bezocht.\n", all("Nieuw.", a))),
            ),
            (format!("{a}\n"), None),
            // It was joined to the one before it, or became two.
            (
                format!("{} {b}\n", a.trim_end_matches('.').to_owned() + "."),
                Some(format!("{a} In juni zijn zes scholen bezocht.\n")),
            ),
            (
                all(
                    a,
                    "Van wat er in juni was, is alleen nog bekend dat er huizen bij waren die niemand kent.",
                ),
                None,
            ),
        ] {
            assert_eq!(merged(&base, &now, &wanted), then, "{now}");
        }
    }

    #[test]
    fn err_a_change_never_goes_into_a_sentence_that_was_written_anew() {
        let was = "Ik informeer uw Kamer in het najaar over de voortgang.";
        let wanted = "Ik informeer uw Kamer niet in het najaar over de voortgang.";
        for (now, then) in [
            ("De loketten zijn in het najaar open. Over de voortgang hoort u later.", None),
            ("De loketten zijn in het najaar open.", None),
            ("Ik wil dat de minister u in het najaar een brief stuurt over de cijfers.", None),
            ("Wij spreken daarom in het najaar over de begroting.", None),
            // Changed at its end, made longer, shorter, or joined to another.
            (
                "Ik informeer uw Kamer in het najaar over de stand van zaken.",
                Some("Ik informeer uw Kamer niet in het najaar over de stand van zaken."),
            ),
            (
                "Zoals ik eerder aan uw Kamer en aan de gemeenten heb geschreven: Ik informeer uw Kamer in het najaar over de voortgang.",
                Some(
                    "Zoals ik eerder aan uw Kamer en aan de gemeenten heb geschreven: Ik informeer uw Kamer niet in het najaar over de voortgang.",
                ),
            ),
            (
                "Ik informeer uw Kamer in het najaar.",
                Some("Ik informeer uw Kamer niet in het najaar."),
            ),
            (
                "Dat kan. Ik informeer uw Kamer in het najaar. Dat is over de voortgang.",
                Some(
                    "Dat kan. Ik informeer uw Kamer niet in het najaar. Dat is over de voortgang.",
                ),
            ),
        ] {
            for [before, behind] in [["", ""], ["Eerst dit. ", ""], ["", " Dan dat, en meer."]] {
                let all = |text: &str| format!("{before}{text}{behind}\n");
                let then = then.map(all);
                let both = merged(&all(was), &all(now), &all(wanted));
                let flat = |text: String| text.replace('\n', " ");
                assert_eq!(both.map(flat), then.map(flat), "{}", all(now));
            }
            if !now.contains(". ") {
                let line = match crate::schrijven::merged_line(was, now, wanted) {
                    Merged::Both(both) => Some(both),
                    Merged::Conflict { .. } => None,
                };
                assert_eq!(line.as_deref(), then);
            }
        }
        // A sentence of one's own goes beside one that was written anew.
        let [base, now, wanted, then] = [
            "Eerst dit. Dan volgt wat er hier van de hele dag nog staat.\n",
            "Wij gaan naar huis. Dan volgt wat er hier van de hele dag nog staat.\n",
            "Eerst dit. Nu ook. Dan volgt wat er hier van de hele dag nog staat.\n",
            "Wij gaan naar huis. Nu ook. Dan volgt wat er hier van de hele dag nog staat.\n",
        ];
        assert_eq!(merged(base, now, wanted).as_deref(), Some(then));
    }

    #[test]
    fn err_a_change_never_goes_to_another_that_says_what_it_said() {
        let list =
            |items: &[&str]| items.iter().map(|item| format!("- {item}\n")).collect::<String>();
        let [kaart, loket, cursus] =
            ["een kaart kost 100", "een loket kost 100", "een cursus kost 100"];
        let base = list(&[kaart, loket, cursus]);
        let wanted = list(&[kaart, "een loket kost 200", cursus]);
        assert_eq!(merged(&base, &list(&[kaart, cursus]), &wanted), None);
        let all = |parts: &[&str]| parts.join("\n\n") + "\n";
        let of = |count: &str| {
            format!("In deze stad zijn {count} huizen bezocht voor € 100.000 per jaar.")
        };
        let [twee, zeven, negen] = ["twee", "zeven", "negen"].map(of);
        let base = all(&[&twee, &zeven, &negen]);
        let wanted = all(&[&twee, &zeven.replace("100.000", "250.000"), &negen]);
        assert_eq!(merged(&base, &all(&[&twee, &negen]), &wanted), None);
    }

    #[test]
    fn a_change_in_a_paragraph_that_was_split_or_joined_goes_along() {
        let [a, b, c] = [
            "Wij bezochten in mei drie huizen.",
            "Daarna was er in juni een loket.",
            "Dat was alles.",
        ];
        let all = |parts: &[&str]| parts.join("\n\n") + "\n";
        let whole = format!("{a} {b}");
        let (apart, joined) = (all(&[a, b, c]), all(&[&whole, c]));
        let changed = b.replace("loket", "balie");
        let (apart_wanted, joined_wanted) =
            (all(&[a, &changed, c]), all(&[&format!("{a} {changed}"), c]));
        assert_eq!(merged(&apart, &joined, &apart_wanted).as_deref(), Some(&*joined_wanted));
        assert_eq!(merged(&joined, &apart, &joined_wanted).as_deref(), Some(&*apart_wanted));
    }
}
