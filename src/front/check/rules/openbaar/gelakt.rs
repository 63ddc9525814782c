//! In: what everybody may read, and the texts that are withheld. Out: where the first says what the second was to keep
//! inside. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Open, Woord, is_withheld, open, woorden};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::check::rules::spelling::is_word;
use crate::check::rules::{Finding, Subject};
use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Segment;

/// A longer text is not repeated as it is; its names are looked for.
const MOST_WORDS: usize = 12;
/// Fewer letters say too little.
const LEAST_LETTERS: usize = 8;
/// A shorter name is too often a word.
const SHORTEST_NAME: usize = 3;
/// Words before a name that say nothing of it.
const AANSPREKING: [&str; 14] = [
    "heer", "mevrouw", "meneer", "dhr", "mevr", "mw", "mr", "drs", "dr", "ir", "ing", "prof",
    "team", "familie",
];

/// Words that make a name one of an organisation, which is no secret by rule.
const ORGANISATIE: [&str; 14] = [
    "directie",
    "directoraat",
    "afdeling",
    "dienst",
    "bureau",
    "programma",
    "programmadirectie",
    "project",
    "projectteam",
    "team",
    "eenheid",
    "sector",
    "cluster",
    "ministerie",
];

/// Names that stand in every letter.
const OVERAL: [&str; 9] = [
    "nederland",
    "nederlands",
    "nederlandse",
    "rijk",
    "staat",
    "kamer",
    "europa",
    "europese",
    "unie",
];

/// O006: what is withheld stands open elsewhere.
pub(in crate::check::rules) fn zeker(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    find(subject, true, out);
}

/// O007: a name of what is withheld stands open elsewhere, as far as names can be told.
pub(in crate::check::rules) fn misschien(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    find(subject, false, out);
    nameless_groups(subject, out);
}

/// What is looked for.
struct Geheim {
    /// Words one behind the other, as they are compared.
    woorden: Vec<String>,
    /// Whether it is all that was withheld, and says enough.
    geheel: bool,
    /// Where it is withheld.
    spot: Spot,
    /// Whether a rule of the profile withholds it.
    door_regel: bool,
}

fn find(subject: &Subject<'_>, certain: bool, out: &mut Vec<Finding>) {
    let geheimen = geheimen(subject);
    if geheimen.is_empty() {
        return;
    }
    let mut told: BTreeSet<(Place, Vec<String>)> = BTreeSet::new();
    for open in open(subject) {
        let words = woorden(&open.text);
        let mut taken: Vec<Range<usize>> = Vec::new();
        // The whole goes before its parts.
        let whole = geheimen.iter().filter(|geheim| geheim.geheel);
        for geheim in whole.chain(geheimen.iter().filter(|geheim| !geheim.geheel)) {
            let Some((range, exact)) = occurs(subject, geheim, &open, &words) else { continue };
            if taken.iter().any(|taken| taken.start < range.end && range.start < taken.end) {
                continue;
            }
            taken.push(range.clone());
            if (geheim.geheel && exact) == certain
                && told.insert((open.place().clone(), geheim.woorden.clone()))
            {
                out.push(finding(&open, &range, geheim, certain));
            }
        }
    }
}

fn finding(open: &Open<'_>, range: &Range<usize>, geheim: &Geheim, certain: bool) -> Finding {
    let (message, code) = match certain {
        true if open.is_reden() => {
            ("de reden om dit te lakken zegt wat er is gelakt, en wordt openbaar", "O006")
        }
        true => ("wat elders is gelakt, staat hier open, en komt zo in de openbare editie", "O006"),
        false => ("dit lijkt op een naam die elders is gelakt, en staat hier open", "O007"),
    };
    open.finding(range, message).and(geheim.spot.clone(), "hier is het gelakt").help(open.advies()).help(format!(
        "mag het hier wel staan, maak dan in dossier.yaml een uitzondering voor {code}, met de reden"
    ))
}

/// Everything that is withheld, cut into what can be looked for.
fn geheimen(subject: &Subject<'_>) -> Vec<Geheim> {
    let signers: Vec<Vec<String>> = subject
        .passages
        .iter()
        .filter(|passage| is_signer(&passage.place) && !is_withheld(subject, &passage.place))
        .map(|passage| letters(&woorden(&passage.text)))
        .collect();
    let mut all = Vec::new();
    for passage in &subject.passages {
        let whole = is_withheld(subject, &passage.place).then_some(0..passage.text.len());
        let ranges: Vec<Range<usize>> = match whole {
            Some(whole) => vec![whole],
            None => passage.withheld.clone(),
        };
        let door_regel = subject
            .lakkingen
            .iter()
            .any(|one| one.door_regel && passage.place.is_within(&one.place));
        for range in ranges {
            let text = &passage.text[range.clone()];
            // Who signs for everybody to see is no secret elsewhere.
            if door_regel && signers.contains(&letters(&woorden(text))) {
                continue;
            }
            of_text(subject, passage, &range, door_regel, &mut all);
        }
    }
    all
}

fn letters(words: &[Woord]) -> Vec<String> {
    words.iter().map(|word| word.letters.clone()).collect()
}

fn of_text(
    subject: &Subject<'_>,
    passage: &Passage,
    range: &Range<usize>,
    door_regel: bool,
    out: &mut Vec<Geheim>,
) {
    let text = &passage.text[range.clone()];
    let words = woorden(text);
    let spot = passage.spot(range);
    let mut add = |words: &[Woord], geheel| {
        let woorden = letters(words);
        if !out.iter().any(|known: &Geheim| known.woorden == woorden) {
            out.push(Geheim { woorden, geheel, spot: spot.clone(), door_regel });
        }
    };
    let own = |word: &Woord| {
        !passage.is_opaque(&(range.start + word.range.start..range.start + word.range.end))
    };
    let organisation = words.iter().any(|word| ORGANISATIE.contains(&word.letters.as_str()));
    if door_regel && organisation {
        return;
    }
    let naam = surname(subject, text, &words).filter(|_| !organisation);
    let enough = naam.is_some()
        || words.iter().map(|word| word.letters.len()).sum::<usize>() >= LEAST_LETTERS;
    // An amount is looked for as what it is.
    let amounts = within(&subject.seen.amounts, passage);
    let is_amount =
        amounts.iter().any(|seen| seen.range.start <= range.start && range.end <= seen.range.end);
    let special = naam.is_some()
        || words.len() >= 4
        || words.iter().all(|word| word.hoofdletter)
        || text.contains(|c: char| c.is_ascii_digit() || c == '@');
    let alone = || {
        let typed = text.trim();
        words.len() == 1
            && words[0].letters.len() >= 5
            && !is_word(typed)
            && !is_word(&words[0].letters)
    };
    if !is_amount && words.len() <= MOST_WORDS && (words.len() > 1 && enough && special || alone())
    {
        add(&words, true);
    }
    match naam {
        // Of a double name either half.
        Some(last) => {
            let mut first = last;
            while first > 0 && &text[words[first - 1].range.end..words[first].range.start] == "-" {
                first -= 1;
            }
            (first..=last).for_each(|at| add(&words[at..=at], false));
        }
        // In the middle of a text what no dictionary knows is a name.
        None => {
            for (i, word) in words.iter().enumerate() {
                let long = word.letters.chars().count() >= 4;
                if word.hoofdletter
                    && long
                    && own(word)
                    && !is_official(subject, &word.letters)
                    && !is_word(&word.letters)
                {
                    add(&words[i..=i], false);
                }
            }
        }
    }
}

/// Of the name of a person, and nothing else, the first word of the surname; of one word that is a name, that.
fn surname(subject: &Subject<'_>, text: &str, words: &[Woord]) -> Option<usize> {
    let short = |word: &Woord| word.letters.chars().count() == 1;
    let titled = |word: &Woord| AANSPREKING.contains(&word.letters.as_str());
    let small = |word: &Woord| subject.lijsten.namen.tussenvoegsels.has(&word.letters);
    let is_name = |word: &Woord| {
        word.hoofdletter
            && !word.letters.contains(|c: char| c.is_ascii_digit())
            && !is_official(subject, &word.letters)
    };
    if text.contains([',', ';', ':', '\n', '@']) || words.len() > 6 {
        return None;
    }
    let all = words.iter().all(|word| is_name(word) || short(word) || titled(word) || small(word));
    let last = words.len().checked_sub(1)?;
    let fits = is_name(&words[last]) && words[last].letters.chars().count() >= SHORTEST_NAME;
    (all && fits && !titled(&words[last])).then_some(last)
}

/// Whether a word is one of the names of ministries and posts, which stand everywhere.
fn is_official(subject: &Subject<'_>, word: &str) -> bool {
    let namen = &subject.lijsten.namen;
    let of = |name: &str| woorden(name).iter().any(|known| known.letters == word);
    namen.voor_naam.has(word)
        || OVERAL.contains(&word)
        || namen.ministeries.iter().any(|ministerie| of(ministerie.naam.as_str()))
        || namen.posten.iter().any(|post| of(post.naam.as_str()))
}

/// Where something that is withheld stands open, and whether just so, but for capitals and accents.
fn occurs(
    subject: &Subject<'_>,
    geheim: &Geheim,
    open: &Open<'_>,
    words: &[Woord],
) -> Option<(Range<usize>, bool)> {
    if geheim.door_regel && is_signer(open.place()) {
        return None;
    }
    // The digits of a number stand apart in many ways.
    let wanted: String = geheim.woorden.concat();
    if geheim.geheel && wanted.len() >= LEAST_LETTERS && wanted.bytes().all(|b| b.is_ascii_digit())
    {
        return digits(words, &wanted).map(|range| (range, true));
    }
    let count = geheim.woorden.len();
    words.windows(count).find_map(|found| {
        let exact = found.iter().zip(&geheim.woorden).all(|(word, known)| word.letters == *known);
        let range = found[0].range.start..found[count - 1].range.end;
        if geheim.geheel && (exact || count > 1) {
            return exact.then_some((range, true));
        }
        let last = &found[count - 1];
        let same =
            exact || count == 1 && last.letters.strip_suffix('s') == Some(&geheim.woorden[0]);
        // A name that is a word too is a name where it has a capital that another word would not have.
        let named = || {
            open.is_plat()
                || last.hoofdletter && !open.begins_sentence(last.range.start)
                || !is_word(&last.letters)
        };
        (same && named() && !is_official(subject, &last.letters)).then_some((range, exact))
    })
}

/// A run of these digits, whatever stands between them.
fn digits(words: &[Woord], wanted: &str) -> Option<Range<usize>> {
    let own = wanted.trim_start_matches('0');
    (0..words.len()).find_map(|first| {
        let mut run = String::new();
        for word in &words[first..] {
            if !word.letters.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            run.push_str(&word.letters);
            if run == wanted || run.strip_prefix("31") == Some(own) {
                return Some(words[first].range.start..word.range.end);
            }
            if run.len() > wanted.len() + 2 {
                return None;
            }
        }
        None
    })
}

/// The name of who signs the letter.
fn is_signer(place: &Place) -> bool {
    let segments = place.path.segments();
    place.root == Root::File(Bestand::Dossier)
        && matches!((segments.first(), segments.last()), (Some(Segment::Key(first)), Some(Segment::Key(last)))
            if &**first == "ondertekening" && &**last == "naam")
}

/// A group of which every line is withheld, and not its name: that says what the lines are about.
fn nameless_groups(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(bijlage) = &subject.dossier.bijlage else { return };
    for tabel in bijlage.alle_tabellen() {
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            let at = |path| Place { root: Root::File(Bestand::Bijlage), path };
            let lines = (0..groep.maatregelen.len())
                .all(|m| is_withheld(subject, &at(path.key("maatregelen").index(m))));
            let titel = at(path.key("titel"));
            if groep.titel.is_some() && lines && !is_withheld(subject, &titel) {
                out.push(
                    Finding::at(
                        Spot::value(titel),
                        "alle regels van deze groep zijn gelakt, en de naam van de groep niet",
                    )
                    .help("zegt de naam wat er is gelakt, zet dan `openbaar: nee` en `grond:` bij de groep; de regels hoeven het dan niet meer")
                    .help("mag de naam openbaar zijn, maak dan in dossier.yaml een uitzondering voor O007, met de reden"),
                );
            }
        }
    }
}
