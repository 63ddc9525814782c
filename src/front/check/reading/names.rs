//! In: a passage, the official names and the letter's date. Out: ministries, ministers and state secretaries
//! that are named, and whether rightly. Pure.

use std::ops::Range;

use crate::check::passage::Passage;
use crate::check::segment::Token;
use crate::dossier::{Datum, Functie, Lijsten, Regel};

/// The word before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) enum HeadWord {
    /// `ministerie van`
    Ministry,
    /// `minister van`, `minister voor`
    Minister,
    /// `staatssecretaris van`, or without `van`
    StateSecretary,
}

/// A named ministry or post.
#[derive(Debug, Clone)]
pub(in crate::check) struct Match {
    /// The word before the name.
    pub(in crate::check) head: HeadWord,
    /// `van` or `voor`.
    pub(in crate::check) link: Range<usize>,
    /// The name as typed.
    pub(in crate::check) name: Range<usize>,
    /// The official name that it is, or was probably meant to be.
    pub(in crate::check) official: String,
    /// Whether it is right.
    pub(in crate::check) verdict: Verdict,
}

/// How right a name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Verdict {
    /// As it should be.
    Right,
    /// The right words with other capitals.
    Capitals,
    /// Other words, near enough to one official name to be sure which was meant.
    Misspelt,
    /// The right name behind `van`, where it is `voor`, or the reverse.
    Link(&'static str),
    /// A name of another time: from when, until when.
    Period(Option<Datum>, Option<Datum>),
}

/// The official names, ready for comparing.
#[derive(Debug)]
pub(in crate::check) struct Official<'a> {
    names: Vec<Name<'a>>,
    /// The ministries' abbreviations.
    short: Vec<&'a str>,
    date: Datum,
}

#[derive(Debug)]
struct Name<'a> {
    name: &'a Regel,
    /// Its words and commas, in lower case.
    words: Vec<String>,
    ministry: bool,
    functie: Option<Functie>,
    from: Option<Datum>,
    until: Option<Datum>,
}

impl Name<'_> {
    fn exists(&self, date: Datum) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }

    /// Whether it goes with this word before it.
    fn fits(&self, head: HeadWord, link: Option<&str>) -> bool {
        match (head, link) {
            (HeadWord::Ministry, link) => self.ministry && link == Some("van"),
            (HeadWord::Minister, Some("voor")) => self.functie == Some(Functie::MinisterVoor),
            (HeadWord::Minister, _) => self.ministry || self.functie == Some(Functie::MinisterVan),
            (HeadWord::StateSecretary, Some("van")) => {
                self.ministry || self.functie == Some(Functie::Staatssecretaris)
            }
            (HeadWord::StateSecretary, _) => self.functie == Some(Functie::Staatssecretaris),
        }
    }
}

impl<'a> Official<'a> {
    /// The names of the lists, for a letter of this date.
    pub(in crate::check) fn new(lijsten: &'a Lijsten, date: Datum) -> Self {
        let ministries = lijsten.namen.ministeries.iter().map(|ministerie| Name {
            name: &ministerie.naam,
            words: words(ministerie.naam.as_str()),
            ministry: true,
            functie: None,
            from: ministerie.van,
            until: ministerie.tot,
        });
        let posts = lijsten.namen.posten.iter().map(|post| Name {
            name: &post.naam,
            words: words(post.naam.as_str()),
            ministry: false,
            functie: Some(post.functie),
            from: post.van,
            until: post.tot,
        });
        let short = lijsten.namen.ministeries.iter().flat_map(|ministerie| &ministerie.afkorting);
        let short = short.map(Regel::as_str).collect();
        Self { names: ministries.chain(posts).collect(), short, date }
    }

    /// The periods of a name, whatever it was the name of.
    pub(in crate::check) fn existed_in(&self, name: &str, year: i16) -> bool {
        let (Some(first), Some(last)) = (Datum::new(year, 1, 1), Datum::new(year, 12, 31)) else {
            return false;
        };
        self.names.iter().filter(|known| known.name.as_str() == name).any(|known| {
            known.from.is_none_or(|from| from <= last)
                && known.until.is_none_or(|until| first < until)
        })
    }

    pub(super) fn find(&self, passage: &Passage) -> Vec<(Range<usize>, Match)> {
        let mut out = Vec::new();
        for (i, token) in passage.tokens.iter().enumerate() {
            let Some(head) = head(passage.word(token)) else { continue };
            let mut next = i + 1;
            let mut start = token.range.start;
            // `de ministers van A en van B`: each name has its own `van`.
            while let Some((end, found)) = self.named(passage, head, next) {
                let whole = start..found.name.end;
                out.push((whole, found));
                let continues = passage
                    .tokens
                    .get(end)
                    .is_some_and(|token| matches!(passage.word(token), "," | "en" | "of"));
                let Some(link) = passage.tokens.get(end + 1).filter(|_| continues) else { break };
                if !matches!(passage.word(link), "van" | "voor") {
                    break;
                }
                start = link.range.start;
                next = end + 1;
            }
        }
        out.retain(|(range, _)| !passage.is_opaque(range));
        let mut end = 0;
        out.retain(|(range, _)| {
            let free = range.start >= end;
            end = end.max(range.end);
            free
        });
        out
    }

    /// The name at this token, with or without `van` before it; also the token after it.
    fn named(&self, passage: &Passage, head: HeadWord, at: usize) -> Option<(usize, Match)> {
        let tokens = &passage.tokens;
        let word = |i: usize| tokens.get(i).map(|token: &Token| passage.word(token));
        let link = word(at).filter(|word| matches!(*word, "van" | "voor"));
        let first = at + usize::from(link.is_some());
        if link.is_none() && head != HeadWord::StateSecretary {
            return None;
        }
        let typed = tokens.get(first)?;
        let link_range = if link.is_some() {
            tokens[at].range.clone()
        } else {
            typed.range.start..typed.range.start
        };
        let make = |length: usize, name: &Name<'_>, verdict| {
            let range = typed.range.start..tokens[first + length - 1].range.end;
            let found = Match {
                head,
                link: link_range.clone(),
                name: range,
                official: name.name.to_string(),
                verdict,
            };
            (first + length, found)
        };
        let longest = |fits: &dyn Fn(&Name<'_>) -> bool| {
            let found =
                self.names.iter().filter(|name| fits(name) && self.stands(passage, name, first));
            // Of names that are equally long one that exists now goes first.
            found.max_by_key(|name| {
                let begun = name.from.is_none_or(|from| from <= self.date);
                (name.words.len(), name.exists(self.date), begun, name.from)
            })
        };
        let right = longest(&|name| name.fits(head, link));
        let other = longest(&|_| true);
        if let Some(name) =
            right.filter(|name| other.is_none_or(|other| other.words.len() <= name.words.len()))
        {
            // An old name may be the beginning of a longer present one that was mistyped.
            let longer = || {
                let (length, meant) =
                    self.mistyped(passage, first, head, link, name.words.len() + 1)?;
                let typed = &passage.text[typed.range.start..tokens[first + length - 1].range.end];
                (similarity(&typed.to_lowercase(), meant) >= ALIKE).then_some((length, meant))
            };
            if let Some((length, meant)) = longer().filter(|_| !name.exists(self.date)) {
                return Some(make(length, meant, Verdict::Misspelt));
            }
            let verdict = if !name.exists(self.date) {
                if self.is_short_form(name, head, link) {
                    return None;
                }
                Verdict::Period(name.from, name.until)
            } else if self.is_exact(passage, name, first) {
                Verdict::Right
            } else {
                Verdict::Capitals
            };
            return Some(make(name.words.len(), name, verdict));
        }
        if let Some(name) =
            other.filter(|name| head == HeadWord::Minister && name.exists(self.date))
        {
            let wanted = if link == Some("voor") { "van" } else { "voor" };
            if name.fits(head, Some(wanted)) {
                return Some(make(name.words.len(), name, Verdict::Link(wanted)));
            }
        }
        // `van VWS en Justitie en Veiligheid`: an abbreviation is no name that was mistyped.
        let word = passage.word(typed);
        let short = self.short.contains(&word) || !word.chars().skip(1).any(char::is_lowercase);
        if other.is_some() || link.is_none() || short {
            return None;
        }
        let (length, name) = self.mistyped(passage, first, head, link, 1)?;
        Some(make(length, name, Verdict::Misspelt))
    }

    /// The present name that was probably meant, and how many tokens of the phrase it takes: what comes behind a name,
    /// such as that of a person, is not part of it.
    fn mistyped(
        &self,
        passage: &Passage,
        first: usize,
        head: HeadWord,
        link: Option<&str>,
        least: usize,
    ) -> Option<(usize, &Name<'a>)> {
        let tokens = &passage.tokens[first..first + phrase(passage, first)];
        let typed: Vec<String> =
            tokens.iter().map(|token| passage.word(token).to_lowercase()).collect();
        let best = (least..=typed.len())
            .filter(|length| tokens[length - 1].word)
            .filter_map(|length| {
                let name = |name: &Name<'_>| name.fits(head, link) && name.exists(self.date);
                let (score, name) = self.nearest(&typed[..length], name)?;
                Some((score, length, name))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((best.1, best.2))
    }

    /// An old name that is the beginning of a present one, and that is long gone: `minister van Justitie`.
    fn is_short_form(&self, old: &Name<'_>, head: HeadWord, link: Option<&str>) -> bool {
        let gone = old.until.is_some_and(|until| self.date.days_since(until) > LONG_GONE);
        gone && self.names.iter().any(|name| {
            name.fits(head, link) && name.exists(self.date) && name.words.starts_with(&old.words)
        })
    }

    /// Whether the words of a name stand from this token on, whatever their capitals.
    fn stands(&self, passage: &Passage, name: &Name<'_>, first: usize) -> bool {
        let tokens = passage.tokens.get(first..first + name.words.len());
        tokens.is_some_and(|tokens| {
            tokens
                .iter()
                .zip(&name.words)
                .all(|(token, word)| equal_folded(passage.word(token), word))
        })
    }

    fn is_exact(&self, passage: &Passage, name: &Name<'_>, first: usize) -> bool {
        let tokens = &passage.tokens[first..first + name.words.len()];
        let mut rest = name.name.as_str();
        tokens.iter().all(|token| {
            let word = passage.word(token);
            rest = rest.trim_start();
            let same = rest.strip_prefix(word);
            rest = same.unwrap_or(rest);
            same.is_some()
        }) || tokens.iter().all(|token| passage.word(token).chars().all(|c| !c.is_lowercase()))
    }

    /// The one name that shares most words with what was typed, or differs in few letters.
    fn nearest(
        &self,
        typed: &[String],
        fits: impl Fn(&Name<'_>) -> bool,
    ) -> Option<(f64, &Name<'a>)> {
        let content = |words: &[String]| -> Vec<String> {
            words
                .iter()
                .filter(|word| !matches!(word.as_str(), "," | "en" | "&"))
                .cloned()
                .collect()
        };
        let typed_content = content(typed);
        let whole = typed.join(" ");
        let mut best: Option<(f64, &Name<'a>)> = None;
        for name in self.names.iter().filter(|name| fits(name)) {
            let words = content(&name.words);
            // A short form, such as `minister van Onderwijs`, is no mistake.
            if typed_content.len() < words.len() && words.starts_with(&typed_content) {
                return None;
            }
            let shared = typed_content.iter().filter(|word| words.contains(word)).count();
            let share = shared as f64 / typed_content.len().max(words.len()).max(1) as f64;
            let letters = similarity(&whole, name);
            let score = if letters >= ALIKE { 1.0 + letters } else { share };
            if best.is_none_or(|(best, _)| score > best) {
                best = Some((score, name));
            }
        }
        // One of two words, as in `Buitenlandse Handel`, is no ground for a guess.
        best.filter(|(score, _)| *score > 0.5)
    }
}

/// How much a text is like a name, from 0 to 1.
fn similarity(typed: &str, name: &Name<'_>) -> f64 {
    strsim::normalized_damerau_levenshtein(
        &typed.replace(',', " ,").split_whitespace().collect::<Vec<_>>().join(" "),
        &name.words.join(" "),
    )
}

/// Names that are this much alike, from 0 to 1, differ by slips of the pen.
const ALIKE: f64 = 0.85;

/// Ten years, in days: after this an old name is only remembered as a short form.
const LONG_GONE: i32 = 3_652;

fn head(word: &str) -> Option<HeadWord> {
    match word {
        "ministerie" | "Ministerie" | "ministeries" | "Ministeries" => Some(HeadWord::Ministry),
        "minister" | "Minister" | "ministers" | "Ministers" | "MINISTER" => {
            Some(HeadWord::Minister)
        }
        "staatssecretaris"
        | "Staatssecretaris"
        | "staatssecretarissen"
        | "Staatssecretarissen"
        | "STAATSSECRETARIS" => Some(HeadWord::StateSecretary),
        _ => None,
    }
}

/// Words and commas of a name, in lower case.
fn words(name: &str) -> Vec<String> {
    name.to_lowercase().replace(',', " ,").split_whitespace().map(ToOwned::to_owned).collect()
}

fn equal_folded(typed: &str, lower: &str) -> bool {
    typed == lower || typed.to_lowercase() == lower
}

/// How many tokens a name takes that is not known: words with a capital, joined by `,`, `en` and `&`.
fn phrase(passage: &Passage, first: usize) -> usize {
    let word = |i: usize| passage.tokens.get(i).map_or("", |token| passage.word(token));
    // Another minister is another name.
    let capital = |i: usize| word(i).starts_with(char::is_uppercase) && head(word(i)).is_none();
    let mut length = 0;
    while capital(first + length) {
        length += 1;
        let joined =
            matches!(word(first + length), "," | "en" | "&") && capital(first + length + 1);
        length += usize::from(joined);
    }
    length
}
