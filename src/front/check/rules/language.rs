//! In: running text. Out: slips of the pen, and matters of style. Pure.

use std::collections::HashMap;
use std::ops::Range;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role};
use crate::check::segment::Token;
use crate::dossier::{Regel, Taal};

/// Passages that an author wrote as prose.
fn prose<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a Passage> {
    subject
        .printed()
        .filter(|passage| passage.is_prose() || matches!(passage.role, Role::Heading | Role::Cell))
}

/// L001: a word that stands twice.
pub(super) fn twice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let taal = &subject.lijsten.taal;
    for passage in prose(subject) {
        for pair in passage.tokens.windows(2) {
            let [first, second] = pair else { continue };
            let word = passage.word(first);
            let lower = word.to_lowercase();
            // `De de`: the first one may begin the sentence.
            let same =
                word == passage.word(second) || (lower == passage.word(second) && word != lower);
            if !first.word || !same || passage.is_opaque(&(first.range.start..second.range.end)) {
                continue;
            }
            let gap = first.range.end..second.range.start;
            let blank =
                passage.text[gap.clone()].chars().all(char::is_whitespace) && !gap.is_empty();
            let digits =
                word.starts_with(|c: char| c.is_ascii_digit()) || word.chars().count() == 1;
            // A name may: `Baden Baden`, `New New`; a footnote mark between them keeps them apart.
            let name = passage.word(second).starts_with(char::is_uppercase);
            let apart = passage.notes.iter().any(|(at, _)| gap.contains(at) || *at == gap.start);
            if !blank
                || digits
                || name
                || apart
                || taal.mag_dubbel.has(&lower)
                || is_before_name(passage, first, word)
            {
                continue;
            }
            let whole = first.range.start..second.range.end;
            let finding = Finding::on(passage, &whole, format!("`{word}` staat er twee keer"));
            let next = passage.after(second.range.end).next().unwrap_or_default();
            // `de de facto autoriteiten`, `een een-op-een gesprek`
            if taal.hoort_bij_de.has(next.split('-').next().unwrap_or_default()) {
                continue;
            }
            let sure = lower == "de";
            out.push(if sure {
                finding.fix(passage, &whole, word)
            } else {
                finding.help("haal er een weg")
            });
        }
    }
}

/// `het huis van van Dam`.
fn is_before_name(passage: &Passage, first: &Token, word: &str) -> bool {
    let at = passage.tokens.partition_point(|token| token.range.start <= first.range.start);
    let next = passage.tokens.get(at + 1).map_or("", |token| passage.word(token));
    matches!(word, "van" | "voor" | "over" | "met" | "en") && next.starts_with(char::is_uppercase)
}

/// L002: no space before a comma or full stop.
pub(super) fn space(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in prose(subject) {
        for token in passage.tokens.iter().filter(|token| !token.word) {
            let mark = passage.word(token);
            if !matches!(mark, "," | "." | ";" | ":" | "!" | "?") || passage.is_opaque(&token.range)
            {
                continue;
            }
            let before = passage.text[..token.range.start].trim_end();
            let gap = before.len()..token.range.start;
            let after = &passage.text[token.range.end..];
            // `… .nl`, ` ...`, `:)` and the beginning of the text are something else.
            let ends = after.is_empty()
                || after.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | '”' | '"'));
            let dots = before.ends_with('.') || after.starts_with('.') || before.ends_with('…');
            // `schaal 1 : 25.000`
            let ratio = mark == ":"
                && before.ends_with(|c: char| c.is_ascii_digit())
                && after.trim_start().starts_with(|c: char| c.is_ascii_digit());
            if gap.is_empty()
                || before.is_empty()
                || !ends
                || dots
                || ratio
                || !before.ends_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '%' | '’' | '»')
                })
            {
                continue;
            }
            let whole = word_before(passage, gap.start)..token.range.end;
            out.push(Finding::on(passage, &whole, format!("een spatie vóór `{mark}`")).fix(
                passage,
                &whole,
                format!("{}{mark}", &passage.text[whole.start..gap.start]),
            ));
        }
    }
}

/// Where the word that ends at an offset begins.
fn word_before(passage: &Passage, end: usize) -> usize {
    let index = passage.tokens.partition_point(|token| token.range.end <= end);
    index.checked_sub(1).map_or(end, |index| passage.tokens[index].range.start)
}

/// Words of a sentence that still read in one go.
const MOST_WORDS: usize = 35;

/// L003: long sentences.
pub(super) fn long(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for sentence in &passage.sentences {
            let count = passage.tokens_in(sentence).iter().filter(|token| token.word).count();
            if count > MOST_WORDS {
                let start = sentence.start..first_words(passage, sentence);
                out.push(
                    Finding::on(passage, &start, format!("deze zin heeft {count} woorden"))
                        .help("knip hem in tweeën, of maak er een opsomming van"),
                );
            }
        }
    }
}

/// The end of the first three words of a sentence: enough to point at.
fn first_words(passage: &Passage, sentence: &Range<usize>) -> usize {
    let words: Vec<&Token> =
        passage.tokens_in(sentence).iter().filter(|token| token.word).take(3).collect();
    words.last().map_or(sentence.end, |token| token.range.end)
}

/// L004: `worden` with a participle.
pub(super) fn passive(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let taal = &subject.lijsten.taal;
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for sentence in &passage.sentences {
            let tokens = passage.tokens_in(sentence);
            let is_verb = |token: &&Token| taal.vormen_van_worden.has_folded(passage.word(token));
            let Some(verb) = tokens.iter().find(is_verb) else { continue };
            // The form's own words in a nota.
            let text = &passage.text[sentence.clone()];
            if subject
                .lijsten
                .nota
                .vaste_zinnen
                .iter()
                .any(|begin| text.starts_with(begin.as_str()))
            {
                continue;
            }
            let participle = tokens.iter().find(|token| is_participle(passage.word(token), taal));
            if let Some(participle) = participle {
                out.push(
                    Finding::on(passage, &verb.range, "deze zin staat in de lijdende vorm")
                        .and(passage.spot(&participle.range), "")
                        .help("zeg wie het doet"),
                );
            }
        }
    }
}

/// `gewijzigd`, `uitgevoerd`, `bepaald`: by the look of it. `bepaalt` is not one, nor is `gemeenten`.
fn is_participle(word: &str, taal: &Taal) -> bool {
    let letters = word.chars().count();
    let lower = letters > 5
        && !word.starts_with(char::is_uppercase)
        && !taal.geen_deelwoord.has(word)
        && !word.ends_with("heid");
    let ending = |text: &str| text.ends_with('d') || text.ends_with('t') || text.ends_with("en");
    let behind = |prefix: &Regel| word.strip_prefix(prefix.as_str());
    let simple =
        word.ends_with('d') && taal.onscheidbaar.iter().any(|prefix| behind(prefix).is_some());
    let ge = word.starts_with("ge") && ending(word) && (!word.ends_with("en") || letters > 6);
    let split = (taal.scheidbaar.iter())
        .any(|prefix| behind(prefix).is_some_and(|stem| stem.len() > 3 && ending(stem)));
    lower && (simple || ge || split)
}

/// L005: words of the list in `lijsten/taal.yaml`.
pub(super) fn officialese(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    // By the first word.
    let mut list: HashMap<&str, Vec<(Vec<&str>, &str)>> = HashMap::new();
    for (term, plain) in &subject.lijsten.taal.ambtelijk {
        let words: Vec<&str> = term.split(' ').collect();
        list.entry(words[0]).or_default().push((words, plain.as_str()));
    }
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for (i, token) in passage.tokens.iter().enumerate().filter(|(_, token)| token.word) {
            let first = passage.word(token).to_lowercase();
            for (words, plain) in list.get(first.as_str()).into_iter().flatten() {
                let Some(tokens) = passage.tokens.get(i..i + words.len()) else { continue };
                let rest = tokens[1..]
                    .iter()
                    .zip(&words[1..])
                    .all(|(token, word)| passage.word(token) == *word);
                let range = tokens[0].range.start..tokens[words.len() - 1].range.end;
                if rest && !passage.is_opaque(&range) && !passage.is_quoted(range.start) {
                    out.push(
                        Finding::on(
                            passage,
                            &range,
                            format!("voor `{}` is er een gewoner woord", words.join(" ")),
                        )
                        .label(format!("liever: {plain}")),
                    );
                }
            }
        }
    }
}

/// L006: brackets within a paragraph, quotation marks within a field; of each the first that is odd.
pub(super) fn brackets(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let all: Vec<&Passage> = prose(subject).collect();
    for field in all.chunk_by(|a, b| a.place == b.place) {
        let mut found: Vec<Finding> =
            field.iter().filter_map(|passage| odd_bracket(passage)).collect();
        if found.is_empty() {
            found.extend(odd_quote(field));
        }
        out.append(&mut found);
    }
}

fn odd_bracket(passage: &Passage) -> Option<Finding> {
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, char) in passage.text.char_indices() {
        let range = at..at + char.len_utf8();
        match char {
            _ if !matches!(char, '(' | '[' | ')' | ']') || passage.is_opaque(&range) => {}
            '(' | '[' => open.push((char, at)),
            _ => {
                let wanted = if char == ')' { '(' } else { '[' };
                match open.pop() {
                    Some((last, _)) if last == wanted => {}
                    // `a)` and `1)` number the items of a list, and `*)` leads to a remark.
                    None if char == ')'
                        && (is_number(&passage.text[..at])
                            || passage.text[..at].ends_with('*')) => {}
                    _ => {
                        return Some(
                            Finding::on(passage, &range, "dit haakje is nergens geopend")
                                .help("haal het weg, of zet het openende haakje"),
                        );
                    }
                }
            }
        }
    }
    let (_, at) = open.last()?;
    Some(
        Finding::on(passage, &(*at..at + 1), "dit haakje wordt niet gesloten")
            .help("zet het sluitende haakje"),
    )
}

/// A quotation may run over several paragraphs of a field. Single marks are apostrophes too, and say nothing.
fn odd_quote(field: &[&Passage]) -> Option<Finding> {
    let mut open: Option<(char, &Passage, Range<usize>)> = None;
    for passage in field {
        for (at, char) in passage.text.char_indices() {
            let range = at..at + char.len_utf8();
            if !matches!(char, '“' | '”' | '„' | '«' | '»' | '"') || passage.is_opaque(&range)
            {
                continue;
            }
            open = match (open.take(), char) {
                (None, '”' | '»') => {
                    return Some(
                        Finding::on(passage, &range, "dit aanhalingsteken is nergens geopend")
                            .help("haal het weg, of zet het openende teken"),
                    );
                }
                (None, '“' | '„') => Some(('”', passage, range)),
                (None, '«') => Some(('»', passage, range)),
                (None, char) => Some((char, passage, range)),
                // „…“ in the German manner.
                (Some(('”', ..)), '“') => None,
                (Some((closing, ..)), char) if closing == char => None,
                (open, _) => open,
            };
        }
    }
    let (_, passage, range) = open?;
    Some(
        Finding::on(passage, &range, "dit aanhalingsteken wordt niet gesloten")
            .help("zet het sluitende teken"),
    )
}

/// Whether a text ends in a short number or letter that is not part of a word.
fn is_number(before: &str) -> bool {
    let word: &str = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let number = word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 2;
    let roman = word.chars().all(|c| "ivx".contains(c)) && word.len() <= 4;
    !word.is_empty() && (number || roman || word.chars().count() == 1)
}

/// L007: `wilt` without `u` (onzetaal.nl: hij wil; taaladvies.net). `uw Kamer` is a third person. Whether the
/// subject is one or many, or `u` was forgotten, only the author knows: so there is no correction.
pub(super) fn verb(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let taal = &subject.lijsten.taal;
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for token in &passage.tokens {
            let word = passage.word(token);
            let Some(others) = taal.tweede_persoon.get(word) else { continue };
            let sentence = passage.sentence(token.range.start);
            let tokens = passage.tokens_in(&sentence);
            let spoken_to = tokens.iter().any(|t| taal.aangesproken.has_folded(passage.word(t)));
            if spoken_to
                || leads_to_list(subject, passage)
                || passage.is_quoted(token.range.start)
                || passage.is_opaque(&token.range)
            {
                continue;
            }
            out.push(
                Finding::on(
                    passage,
                    &token.range,
                    format!("`{word}` hoort bij u, jij of je; die staan niet in deze zin"),
                )
                .help(format!("schrijf {others}, of voeg `u` toe")),
            );
        }
    }
}

/// `U krijgt een brief als u:` above a list is the beginning of each of its items.
fn leads_to_list(subject: &Subject<'_>, item: &Passage) -> bool {
    item.lead.is_some_and(|lead| {
        let (lead, taal) = (&subject.passages[lead], &subject.lijsten.taal);
        lead.tokens.iter().any(|token| taal.aangesproken.has_folded(lead.word(token)))
    })
}
