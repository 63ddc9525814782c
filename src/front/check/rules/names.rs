//! In: a dossier's passages and the official names. Out: names that are wrong, of another time, or without
//! their capitals. Pure.

use std::ops::Range;

use super::{Finding, Subject, field};
use crate::check::passage::{Passage, Role, Spot};
use crate::check::reading::{HeadWord, Match, Verdict};
use crate::diagnostic::words;
use crate::dossier::{Bestand, BuitenPeriode, Datum, Ministerie, Namen, Root};

/// N001: the official name of a ministry, minister or state secretary.
pub(super) fn wrong(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let namen = &subject.lijsten.namen;
    for seen in &subject.seen.names {
        let passage = subject.passage(seen);
        let Match { link, name, official, verdict, .. } = &seen.what;
        if is_foreign(passage, seen.range.start, namen) || passage.is_quoted(seen.range.start) {
            continue;
        }
        match verdict {
            Verdict::Capitals => {
                let finding = Finding::on(passage, name, "deze naam heeft andere hoofdletters")
                    .label(format!("officieel: {official}"));
                out.push(correct(finding, passage, name, official));
            }
            Verdict::Misspelt if !is_former(passage, &seen.range, namen) && !follows_country(passage, name) => {
                let finding = Finding::on(passage, name, "deze naam bestaat niet")
                    .label(format!("bedoelde u {official}?"));
                out.push(correct(finding, passage, name, official));
            }
            Verdict::Link(wanted) if !is_former(passage, &seen.range, namen) => out.push(
                Finding::on(passage, link, format!("het is de minister {wanted} {official}"))
                    .help("`van` is voor wie een ministerie leidt (en sinds 23 februari 2026 voor elke minister), `voor` was voor een minister zonder portefeuille")
                    .fix(passage, link, *wanted),
            ),
            _ => {}
        }
    }
    block(subject, out);
}

/// Who signs, and in whose name the letter is sent too: with the article, and the whole name.
fn block(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let ministries = &subject.lijsten.namen.ministeries;
    for passage in subject.passages.iter() {
        let path = passage.place.path.to_string();
        let article = match passage.place.root == Root::File(Bestand::Dossier) {
            true if path.starts_with("ondertekening[") && path.ends_with(".functie") => "De",
            true if path.starts_with("mede_namens[") => "de",
            _ => continue,
        };
        let word = |at: usize| passage.tokens.get(at).map_or("", |token| passage.word(token));
        let has_article = word(0).eq_ignore_ascii_case("de");
        let head = usize::from(has_article);
        let (post, link) = (word(head).to_lowercase(), word(head + 1));
        if !matches!(post.as_str(), "minister" | "staatssecretaris") {
            continue;
        }
        // Below a name the post has no article.
        let naam_eerst = subject.dossier.profiel.brief.ondertekening.naam_eerst;
        if !(has_article || naam_eerst && article == "De") {
            let range = passage.tokens[head].range.clone();
            out.push(
                Finding::on(passage, &range, format!("hier ontbreekt `{article}`"))
                    .label("dit komt zo in de brief")
                    .fix(passage, &range, format!("{article} {}", word(head))),
            );
        }
        let Some(name) = passage.tokens.get(head + 2).filter(|_| matches!(link, "van" | "voor"))
        else {
            continue;
        };
        let range = name.range.start..passage.text.trim_end().len();
        let typed = &passage.text[range.clone()];
        let mut meant = ministries.iter().filter(|ministerie| {
            let short = ministerie.afkorting.iter().any(|short| short.as_str() == typed);
            short && ministerie.exists(subject.date)
        });
        if let (Some(one), None) = (meant.next(), meant.next()) {
            out.push(
                Finding::on(passage, &range, "hier hoort de volledige naam")
                    .label(format!("officieel: {}", one.naam))
                    .fix(passage, &range, one.naam.as_str()),
            );
        }
    }
}

/// Replaces only the words that differ, so that line breaks inside a name stay. With other commas the whole name is
/// replaced; with other words it is only advised, because what was meant is not certain.
fn correct(finding: Finding, passage: &Passage, name: &Range<usize>, official: &str) -> Finding {
    let typed = passage.tokens_in(name);
    let spaced = official.replace(',', " ,");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if typed.len() == words.len() {
        return typed
            .iter()
            .zip(words)
            .filter(|(token, word)| passage.word(token) != *word)
            .fold(finding, |finding, (token, word)| finding.fix(passage, &token.range, word));
    }
    let count = |word: &&str| word.chars().all(char::is_alphabetic) && *word != "en";
    let same = typed.iter().map(|token| passage.word(token)).filter(count).count()
        == words.iter().copied().filter(count).count();
    match same {
        true => finding.fix(passage, name, official),
        false => finding.help(format!("schrijf `{official}`")),
    }
}

/// N002: names have their time.
pub(super) fn period(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let namen = &subject.lijsten.namen;
    for seen in &subject.seen.names {
        let passage = subject.passage(seen);
        let Verdict::Period(from, until) = seen.what.verdict else { continue };
        let official = &seen.what.official;
        if is_foreign(passage, seen.range.start, namen)
            || is_former(passage, &seen.range, namen)
            || is_in_title(passage, seen.range.start)
            || passage.is_quoted(seen.range.start)
            || follows_country(passage, &seen.what.name)
            || names_year_of(subject, passage, seen.range.start, official)
        {
            continue;
        }
        let message = format!("deze naam gold niet op {}", subject.date);
        let now = name_of_now(subject, official);
        out.push(
            Finding::on(passage, &seen.what.name, message)
                .label(span_of_time(from, until, subject.date) + &now)
                .help(advice(from, subject.date)),
        );
    }
    abbreviations(subject, out);
    letterhead(subject, out);
}

/// The ministry whose paper the letter is on.
fn letterhead(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(BuitenPeriode { naam, andere }) = subject.buiten_periode else { return };
    let ministries = &subject.lijsten.namen.ministeries;
    // Of a name that came back the time that is nearest to the letter.
    let before = |ministerie: &&Ministerie| ministerie.van.is_none_or(|van| van <= subject.date);
    let of = || ministries.iter().filter(|ministerie| ministerie.naam.as_str() == *naam);
    let Some(time) = of().filter(before).max_by_key(|of| of.van).or_else(|| of().next()) else {
        return;
    };
    let (when, now) = (span_of_time(time.van, time.tot, subject.date), successor(subject, time));
    let what = if now.is_some() { "heette niet zo" } else { "was er niet" };
    let mut finding = Finding::at(
        Spot::value(field(Bestand::Dossier, "huisstijl")),
        format!("dit ministerie {what} op {}", subject.date),
    )
    .label(match now {
        Some(now) => format!("{naam}: {when}; op die dag {now}"),
        None => format!("{naam}: {when}"),
    });
    let right = andere.iter().find(|(_, naam)| now.is_some_and(|now| now == naam));
    if let Some((profile, _)) = right {
        // Of a ministry that is gone, the one that it became is meant; of one to come, the day may be the mistake.
        let gone = time.tot.is_some_and(|tot| tot <= subject.date);
        let at = field(Bestand::Dossier, "huisstijl");
        let tree = subject.reading.trees.get(&at.root);
        let typed = tree.and_then(|tree| tree.at(&at.path)?.text()).filter(|_| gone);
        finding = match typed {
            Some(typed) => {
                let whole = Spot { within: Some(0..typed.len()), ..Spot::value(at) };
                finding.edits.push((whole, profile.clone()));
                finding.help("klopt de datum niet, verbeter dan die")
            }
            None => finding.help(format!("schrijf `huisstijl: {profile}`, of verbeter de datum")),
        };
    } else if let Some(now) = now {
        finding = finding.help(format!(
            "voeg toe: `profiel: {{ministerie: Ministerie van {now}}}`, of verbeter de datum"
        ));
    }
    let others = andere.iter().filter(|other| Some(*other) != right).map(|(profile, _)| profile);
    let others = words::list(others, "en");
    if !others.is_empty() {
        finding = finding.help(format!("andere ministeries van die dag: {others}"));
    }
    out.push(finding);
}

/// `ministerie van LNV` after that ministry got another name.
fn abbreviations(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let namen = &subject.lijsten.namen;
    for passage in subject.printed() {
        for tokens in passage.tokens.windows(3) {
            let [head, link, name] = [0, 1, 2].map(|i| passage.word(&tokens[i]));
            let head = head.to_lowercase();
            if link != "van" || !namen.voor_naam.has(&head) {
                continue;
            }
            let of: Vec<_> = namen
                .ministeries
                .iter()
                .filter(|ministerie| {
                    ministerie.afkorting.iter().any(|short| short.as_str() == name)
                })
                .collect();
            let Some(last) = of.last() else { continue };
            let start = tokens[0].range.start;
            // Since 2026 a minister may bear the name of a ministry that is gone.
            let post = head != "ministerie"
                && namen
                    .posten
                    .iter()
                    .any(|post| post.naam == last.naam && post.exists(subject.date));
            if post
                || of.iter().any(|ministerie| ministerie.exists(subject.date))
                || is_former(passage, &(start..tokens[2].range.end), namen)
                || passage.is_quoted(start)
                || names_year_of(subject, passage, start, last.naam.as_str())
            {
                continue;
            }
            let message = format!("er was geen {head} van {name} op {}", subject.date);
            out.push(
                Finding::on(passage, &tokens[2].range, message)
                    .label(format!(
                        "{}: {}",
                        last.naam,
                        span_of_time(last.van, last.tot, subject.date)
                    ))
                    .help(advice(last.van, subject.date)),
            );
        }
    }
}

fn span_of_time(from: Option<Datum>, until: Option<Datum>, date: Datum) -> String {
    match (from, until) {
        (Some(from), _) if from > date => format!("geldt pas vanaf {from}"),
        (Some(from), Some(until)) => format!("gold van {from} tot {until}"),
        (Some(from), None) => format!("geldt sinds {from}"),
        (None, Some(until)) => format!("gold tot {until}"),
        (None, None) => String::new(),
    }
}

/// `; nu Justitie en Veiligheid`: the ministry that has the same number in the register TOOI.
fn name_of_now(subject: &Subject<'_>, official: &str) -> String {
    let ministries = &subject.lijsten.namen.ministeries;
    (ministries.iter().rfind(|ministerie| ministerie.naam.as_str() == official))
        .and_then(|ministerie| successor(subject, ministerie))
        .map_or_else(String::new, |now| format!("; nu {now}"))
}

/// What the same ministry is called on the letter's date.
fn successor<'a>(subject: &Subject<'a>, of: &Ministerie) -> Option<&'a str> {
    let number = of.tooi.as_ref()?;
    let is_same =
        |other: &&Ministerie| other.tooi.as_ref() == Some(number) && other.exists(subject.date);
    subject.lijsten.namen.ministeries.iter().find(is_same).map(|same| same.naam.as_str())
}

fn advice(from: Option<Datum>, date: Datum) -> &'static str {
    match from {
        Some(from) if from > date => "noem de naam van nu",
        _ => {
            "noem de naam van nu; gaat het over vroeger, schrijf dan `toenmalige` of het jaar erbij"
        }
    }
}

/// `de Duitse minister van Financiën`, `de Belgische minister`.
fn is_foreign(passage: &Passage, at: usize, namen: &Namen) -> bool {
    let adjective = passage.before(at).next().is_some_and(|word| {
        word.starts_with(char::is_uppercase)
            && (word.ends_with("se") || word.ends_with("sche"))
            && word != "Nederlandse"
            && passage.tokens.first().is_some_and(|token| passage.word(token) != word)
    });
    let sentence = &passage.text[passage.near(&(at..at))];
    adjective || namen.andere_landen.iter().any(|country| sentence.contains(country.as_str()))
}

/// `minister van Justitie van Marokko`, `minister van Economische Zaken en Handel van Kenia`.
fn follows_country(passage: &Passage, name: &Range<usize>) -> bool {
    let mut next = passage.tokens.partition_point(|token| token.range.start < name.end);
    let word = |i: usize| passage.tokens.get(i).map_or("", |token| passage.word(token));
    let capital = |i: usize| word(i).starts_with(char::is_uppercase);
    while word(next) == "en" && capital(next + 1) {
        next += 2;
    }
    word(next) == "van" && capital(next + 1)
}

/// `de toenmalige minister van Veiligheid en Justitie`, `mijn ambtsvoorganger, de minister van …`.
fn is_former(passage: &Passage, range: &Range<usize>, namen: &Namen) -> bool {
    let is = |word: &str| namen.vroeger.has_folded(word);
    passage.before(range.start).take(8).any(is)
        || passage.after(range.end).take(4).any(is)
        // `de vorige minister`, but not `vorige maand heeft de minister`.
        || passage.before(range.start).next().is_some_and(|word| word == "vorige")
}

/// A word with a capital right before it makes it part of a title: `Mandaatbesluit Ministerie van …`.
fn is_in_title(passage: &Passage, at: usize) -> bool {
    passage
        .before(at)
        .next()
        .is_some_and(|word| word.chars().count() > 1 && word.starts_with(char::is_uppercase))
        && passage.before(at).nth(1).is_some()
}

/// A sentence that names a year in which the name existed speaks of that time.
fn names_year_of(subject: &Subject<'_>, passage: &Passage, at: usize, official: &str) -> bool {
    // A note is about one source, whatever its full stops.
    let sentence =
        if passage.role == Role::Note { 0..passage.text.len() } else { passage.near(&(at..at)) };
    passage.tokens_in(&sentence).iter().any(|token| {
        let year: Option<i16> = passage
            .word(token)
            .split(['-', '/'])
            .next()
            .and_then(|year| year.parse().ok())
            .filter(|year| (1900..2100).contains(year));
        year.is_some_and(|year| subject.official.existed_in(official, year))
    })
}

/// N003: proper names of the list, Aanwijzingen voor de regelgeving 3.52.
pub(super) fn capital(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let namen = &subject.lijsten.namen;
    let names: Vec<(&str, Vec<&str>)> = namen
        .eigennamen
        .iter()
        .map(|name| (name.as_str(), name.as_str().split(' ').collect()))
        .collect();
    for passage in subject.passages.iter() {
        for (i, token) in passage.tokens.iter().enumerate() {
            let first = passage.word(token);
            for (name, words) in &names {
                let last = words.len() - 1;
                let Some(tokens) = passage.tokens.get(i..i + words.len()) else { continue };
                let same = tokens.iter().zip(words).all(|(token, word)| {
                    let typed = passage.word(token);
                    typed.len() == word.len() && begins_folded(typed, word)
                });
                if !same || first.chars().all(|c| !c.is_lowercase()) {
                    continue;
                }
                let wrong: Vec<_> = tokens
                    .iter()
                    .zip(words)
                    .filter(|(token, word)| passage.word(token) != **word)
                    .collect();
                let start = tokens[0].range.start;
                let of = words[last] == "Kamer"
                    && passage.after(tokens[last].range.end).next() == Some("van");
                if wrong.is_empty()
                    || of
                    || is_ordinary(passage, start, namen)
                    || passage.is_quoted(start)
                {
                    continue;
                }
                let range = tokens[0].range.start..tokens[last].range.end;
                let mut finding =
                    Finding::on(passage, &range, format!("`{name}` heeft hoofdletters"));
                for (token, word) in wrong {
                    finding = finding.fix(passage, &token.range, *word);
                }
                out.push(finding);
            }
        }
    }
}

fn begins_folded(typed: &str, word: &str) -> bool {
    let mut typed = typed.chars();
    word.chars().all(|c| typed.next().is_some_and(|t| t.to_lowercase().eq(c.to_lowercase())))
}

/// `een tweede kamer`, `Hof van Justitie (Eerste kamer)`: no name.
fn is_ordinary(passage: &Passage, at: usize, namen: &Namen) -> bool {
    let article = passage.before(at).next().is_some_and(|word| {
        matches!(word.to_lowercase().as_str(), "een" | "elke" | "iedere" | "geen")
    });
    article || passage.before(at).any(|word| namen.rechters.has(word))
}

/// N004: functions and bodies, Aanwijzingen voor de regelgeving 3.52. Practice is divided, so only as style.
pub(super) fn capital_function(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let namen = &subject.lijsten.namen;
    for seen in &subject.seen.names {
        let passage = subject.passage(seen);
        let Some(token) = passage.tokens_in(&seen.range).first() else { continue };
        let word = passage.word(token);
        if !namen.voor_naam.has(word)
            || is_foreign(passage, seen.range.start, namen)
            || passage.is_quoted(seen.range.start)
            || seen.what.verdict == Verdict::Misspelt
        {
            continue;
        }
        let mut capital = word.to_owned();
        capital[..1].make_ascii_uppercase();
        let what = if seen.what.head == HeadWord::Ministry {
            "een ministerie"
        } else {
            "een bewindspersoon"
        };
        out.push(
            Finding::on(
                passage,
                &token.range,
                format!("de naam van {what} heeft volgens Aanwijzing 3.52 een hoofdletter"),
            )
            .fix(passage, &token.range, capital),
        );
    }
    for passage in
        subject.printed().filter(|passage| passage.is_prose() || passage.role == Role::Heading)
    {
        for token in passage.tokens.iter().filter(|token| token.word) {
            let word = passage.word(token);
            let sentence = passage.sentence(token.range.start).start;
            let starts = sentence == token.range.start;
            let index =
                passage.tokens.partition_point(|other| other.range.end <= token.range.start);
            let before = index.checked_sub(1).map(|index| &passage.tokens[index]);
            let part_of_name = before.is_some_and(|before| {
                before.range.start > sentence
                    && passage.word(before).starts_with(char::is_uppercase)
            }) || passage.text[token.range.end..].starts_with(" van de ");
            // `KABINET` is a heading, not a word with a capital.
            let capital = word.starts_with(char::is_uppercase)
                && !word.chars().skip(1).any(char::is_uppercase);
            if capital
                && namen.kleine_letter.has_folded(word)
                && !starts
                && !part_of_name
                && !passage.is_quoted(token.range.start)
            {
                let lower = word.to_lowercase();
                out.push(
                    Finding::on(
                        passage,
                        &token.range,
                        format!("`{lower}` heeft volgens Aanwijzing 3.52 een kleine letter"),
                    )
                    .fix(passage, &token.range, lower),
                );
            }
        }
    }
}
