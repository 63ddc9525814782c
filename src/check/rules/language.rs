//! In: running text. Out: slips of the pen, and matters of style. Pure.

use std::collections::HashMap;
use std::ops::Range;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role, Token};

/// Passages that an author wrote as prose.
fn prose<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a Passage> {
    subject.printed().filter(|passage| passage.is_prose() || matches!(passage.role, Role::Heading | Role::Cell))
}

/// Words that may rightly stand twice: `dat dat`, `die die`, `of of`.
const MAY_REPEAT: &[&str] = &[
    "dat", "die", "er", "het", "of", "op", "in", "aan", "uit", "over", "voor", "door", "van", "wat", "wie", "zijn", "haar", "u",
    "als", "deze", "dit", "en", "mee", "na", "toe", "af", "om", "te", "bij", "had", "ja", "nee", "zeer", "heel", "was", "waren", "hebben",
];

/// Doubles that are never right.
const NEVER_TWICE: &[&str] = &["de", "een", "en", "met", "van", "voor", "over", "ook", "niet"];

/// L001: a word that stands twice.
pub(super) fn twice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in prose(subject) {
        for pair in passage.tokens.windows(2) {
            let [first, second] = pair else { continue };
            let word = passage.word(first);
            if !first.word || word != passage.word(second) || passage.is_opaque(&(first.range.start..second.range.end)) {
                continue;
            }
            let gap = first.range.end..second.range.start;
            let blank = passage.text[gap.clone()].chars().all(char::is_whitespace) && !gap.is_empty();
            let digits = word.starts_with(|c: char| c.is_ascii_digit()) || word.chars().count() == 1;
            // A name may: `Baden Baden`, `New New`; a footnote mark between them keeps them apart.
            let name = word.starts_with(char::is_uppercase);
            let apart = passage.notes.iter().any(|(at, _)| gap.contains(at) || *at == gap.start);
            let never = NEVER_TWICE.contains(&word);
            if !blank || digits || name || apart || (MAY_REPEAT.contains(&word) && !never) || is_verb_pair(passage, first, word) {
                continue;
            }
            let whole = first.range.start..second.range.end;
            let finding = Finding::on(passage, &whole, format!("`{word}` staat er twee keer"));
            let sure = word == "de";
            out.push(if sure { finding.fix(passage, &whole, word) } else { finding.help("haal er een weg") });
        }
    }
}

/// `waar het over over tien jaar`: prepositions that end one clause and begin the next are rare, but `van van`
/// before a name (`het huis van van Dam`) is right.
fn is_verb_pair(passage: &Passage, first: &Token, word: &str) -> bool {
    let at = passage.tokens.partition_point(|token| token.range.start <= first.range.start);
    let next = passage.tokens.get(at + 1).map_or("", |token| passage.word(token));
    matches!(word, "van" | "voor" | "over" | "met" | "en") && next.starts_with(char::is_uppercase)
}

/// L002: no space before a comma or full stop.
pub(super) fn space(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in prose(subject) {
        for token in passage.tokens.iter().filter(|token| !token.word) {
            let mark = passage.word(token);
            if !matches!(mark, "," | "." | ";" | ":" | "!" | "?") || passage.is_opaque(&token.range) {
                continue;
            }
            let before = passage.text[..token.range.start].trim_end();
            let gap = before.len()..token.range.start;
            let after = &passage.text[token.range.end..];
            // `… .nl`, ` ...`, `:)` and the beginning of the text are something else.
            let ends = after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, ')' | '”' | '"'));
            let dots = before.ends_with('.') || after.starts_with('.') || before.ends_with('…');
            let noted = passage.notes.iter().any(|(at, _)| gap.contains(at));
            if gap.is_empty() || before.is_empty() || !ends || dots || noted || !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '”' | '"' | '%')) {
                continue;
            }
            let whole = word_before(passage, gap.start)..token.range.end;
            out.push(
                Finding::on(passage, &whole, format!("een spatie vóór `{mark}`"))
                    .fix(passage, &whole, format!("{}{mark}", &passage.text[whole.start..gap.start])),
            );
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
    let words: Vec<&Token> = passage.tokens_in(sentence).iter().filter(|token| token.word).take(3).collect();
    words.last().map_or(sentence.end, |token| token.range.end)
}

/// L004: `worden` with a participle.
pub(super) fn passive(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    const FORMS: &[&str] = &["word", "wordt", "worden", "werd", "werden"];
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for sentence in &passage.sentences {
            let tokens = passage.tokens_in(sentence);
            let Some(verb) = tokens.iter().find(|token| FORMS.contains(&passage.word(token))) else { continue };
            let participle = tokens.iter().find(|token| is_participle(passage.word(token)));
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

/// `gewijzigd`, `uitgevoerd`, `bepaald`: by the look of it.
fn is_participle(word: &str) -> bool {
    let long = word.chars().count() > 5 && !word.starts_with(char::is_uppercase);
    let ending = word.ends_with('d') || word.ends_with('t') || word.ends_with("en");
    const PREFIXES: &[&str] = &["ge", "be", "ver", "ont", "her"];
    const SEPARABLE: &[&str] = &[
        "aange", "afge", "bijge", "doorge", "inge", "meege", "nage", "omge", "onderge", "opge", "overge", "samenge",
        "tegenge", "terugge", "toege", "uitge", "vastge", "voorge", "voortge", "weerge", "wegge",
    ];
    const NOT: &[&str] = &["gemeenten", "gegevens", "gebruiken", "gevolgen", "gebeurt", "gebied", "geheel", "gelden", "betekent", "bestaat", "beleid", "begint", "verband", "verschillend", "overheid", "herkent", "geweld", "besluit", "bericht", "bewust", "bekend", "gezicht", "gewicht", "verbod", "gebod", "gemeend", "belast"];
    let simple = PREFIXES.iter().any(|prefix| word.starts_with(prefix)) && !word.ends_with("en");
    let strong = word.starts_with("ge") && word.ends_with("en") && word.chars().count() > 6;
    let split = SEPARABLE.iter().any(|prefix| word.starts_with(prefix));
    long && ending && !NOT.contains(&word) && !word.ends_with("heid") && (simple || split || strong)
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
                let rest = tokens[1..].iter().zip(&words[1..]).all(|(token, word)| passage.word(token) == *word);
                let range = tokens[0].range.start..tokens[words.len() - 1].range.end;
                if rest && !passage.is_opaque(&range) {
                    out.push(
                        Finding::on(passage, &range, format!("voor `{}` is er een gewoner woord", words.join(" ")))
                            .label(format!("liever: {plain}")),
                    );
                }
            }
        }
    }
}

/// L006: brackets within a paragraph, quotation marks within a field; of each paragraph the first that is odd.
pub(super) fn brackets(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in prose(subject) {
        out.extend(odd_bracket(passage).or_else(|| {
            // A quotation may run over several paragraphs; then this one has only a beginning or an end.
            let near = subject.passages.iter().skip(passage.index.saturating_sub(1)).take(3);
            let alone = near.filter(|other| other.place == passage.place).count() == 1;
            alone.then(|| odd_quote(passage))?
        }));
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
                    // `a)` and `1)` number the items of a list.
                    None if char == ')' && is_number(&passage.text[..at]) => {}
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
        Finding::on(passage, &(*at..at + 1), "dit haakje wordt niet gesloten").help("zet het sluitende haakje"),
    )
}

fn odd_quote(passage: &Passage) -> Option<Finding> {
    let text = &passage.text;
    let low = text.contains('„');
    let pairs: [(char, &[char]); 3] = [('„', &['”', '“']), ('“', &['”']), ('«', &['»'])];
    for (opening, closing) in pairs {
        // Behind `„` the sign `“` closes.
        if opening == '“' && low {
            continue;
        }
        let opened: Vec<usize> = text.match_indices(opening).map(|(at, _)| at).collect();
        if let Some(at) = opened.last().filter(|_| opened.len() > text.matches(closing).count()) {
            let range = *at..at + opening.len_utf8();
            return Some(
                Finding::on(passage, &range, "dit aanhalingsteken wordt niet gesloten").help("zet het sluitende teken"),
            );
        }
    }
    let straight: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    let at = straight.last().filter(|_| !straight.len().is_multiple_of(2))?;
    Some(
        Finding::on(passage, &(*at..at + 1), "dit aanhalingsteken heeft geen tweede")
            .help("zet het andere teken, of haal dit weg"),
    )
}

/// Whether a text ends in a short number or letter that is not part of a word.
fn is_number(before: &str) -> bool {
    let word: &str = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let number = word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 2;
    let roman = word.chars().all(|c| "ivx".contains(c)) && word.len() <= 4;
    !word.is_empty() && (number || roman || word.chars().count() == 1)
}

/// Verb forms that only go with `u`, `jij` or `je`, and what goes with any other subject.
const SECOND_PERSON: &[(&str, Option<&str>)] =
    &[("wilt", Some("wil")), ("kunt", Some("kan")), ("zult", Some("zal")), ("bent", None), ("hebt", None)];

/// L007: `wilt` without `u` (onzetaal.nl: hij wil; taaladvies.net). `uw Kamer` is a third person.
pub(super) fn verb(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for sentence in &passage.sentences {
            let tokens = passage.tokens_in(sentence);
            let is = |wanted: &[&str]| tokens.iter().any(|token| wanted.contains(&passage.word(token).to_lowercase().as_str()));
            if is(&["u", "jij", "je", "gij", "jullie", "uzelf"]) {
                continue;
            }
            for token in tokens {
                let word = passage.word(token);
                let Some((_, right)) = SECOND_PERSON.iter().find(|(form, _)| *form == word) else { continue };
                if passage.is_quoted(token.range.start) || passage.is_opaque(&token.range) {
                    continue;
                }
                let finding = Finding::on(passage, &token.range, format!("`{word}` hoort bij u, jij of je; die staan niet in deze zin"));
                out.push(match right {
                    Some(right) => finding.fix(passage, &token.range, *right),
                    None => finding.help("kijk na wie het onderwerp van de zin is"),
                });
            }
        }
    }
}
