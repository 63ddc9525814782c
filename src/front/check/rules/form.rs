//! In: a dossier's documents. Out: what does not fit together between letter, nota, annexes and form. Pure.

use std::ops::Range;

use super::{Finding, Subject, field, place};
use crate::check::passage::{Passage, Role, Spot};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Kamerwoorden, Lakking, Onderdeel, Root, Stuk};
use crate::yaml::Path;

/// V001: annexes that are mentioned are there, and the reverse.
pub(super) fn annexes(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    let separate = subject.dossier.gegevens.bijlagen.len();
    let present = subject.dossier.aantal_bijlagen();
    // The sentence of the letter speaks of the answers, or of what it offers.
    let own = match subject.dossier.gegevens.soort.bestand() {
        Bestand::Vragen => 1,
        _ => subject.dossier.aangeboden().len(),
    };
    let mut mentioned = names_annex(subject);
    for passage in subject.letter() {
        // What an annex says of itself is no word about it in the letter.
        let is_own = is_in_annex(passage);
        for (i, token) in passage.tokens.iter().enumerate() {
            let word = passage.word(token).to_lowercase();
            if !subject.lijsten.kamer.bijlage.has(&word) {
                continue;
            }
            // The annex of something else is no word about this one.
            if is_elsewhere(passage, i, &subject.lijsten.kamer) {
                continue;
            }
            let first = !mentioned;
            mentioned |= !is_own;
            if passage.role == Role::Note {
                continue;
            }
            let number = passage
                .tokens
                .get(i + 1)
                .and_then(|token| passage.word(token).parse::<usize>().ok());
            if let Some(number) =
                number.filter(|number| word == "bijlage" && present > 0 && *number > present)
            {
                let range = token.range.start..passage.tokens[i + 1].range.end;
                out.push(
                    Finding::on(passage, &range, format!("bijlage {number} is er niet"))
                        .label(format!(
                            "het dossier heeft {}",
                            words::count(present, "bijlage", "bijlagen")
                        ))
                        .help(format!("{PLACES}, of verbeter het nummer")),
                );
            } else if present == 0 && first {
                out.push(
                    Finding::on(
                        passage,
                        &token.range,
                        "de brief spreekt van een bijlage, maar heeft er geen",
                    )
                    .help(format!("{PLACES}, of maak `bijlage.yaml`")),
                );
            }
        }
    }
    if present > own && !mentioned {
        let gegevens = &subject.dossier.gegevens;
        let overview = match gegevens.moties.is_empty() {
            true => "toezeggingen",
            false => "moties",
        };
        const ANNEX: &str = "de brief noemt deze bijlage niet";
        let texts = subject.dossier.brief.iter().any(|brief| !brief.tekstbijlagen.is_empty());
        let (spot, message) = match (separate, subject.has(Stuk::Bijlage)) {
            (1.., _) => (field(Bestand::Dossier, "bijlagen"), ANNEX),
            (0, true) => (field(Bestand::Bijlage, "titel"), ANNEX),
            (0, false) if texts => (field(Bestand::Brief, TEKSTBIJLAGEN), ANNEX),
            (0, false) => (
                field(Bestand::Dossier, overview),
                "hiervan komt een overzicht achter de brief, en de brief noemt die bijlage niet",
            ),
        };
        out.push(
            Finding::at(Spot::key(spot), message).help(
                "verwijs in de brief naar de bijlage, zodat een lezer weet dat zij erbij hoort",
            ),
        );
    }
}

/// The field with the letter's own annexes of text.
const TEKSTBIJLAGEN: &str = "tekstbijlagen";

/// Where an annex is written.
const PLACES: &str = "schrijf haar bij `tekstbijlagen:` in brief.yaml, zet haar bij `bijlagen:` in dossier.yaml als zij los meegaat";

/// Whether it stands in an annex of the letter's own.
fn is_in_annex(passage: &Passage) -> bool {
    passage.place.is_within(&field(Bestand::Brief, TEKSTBIJLAGEN))
}

/// The letter offers something by its title: `Hierbij bied ik u het onderzoek aan`.
fn names_annex(subject: &Subject<'_>) -> bool {
    let apart = subject.dossier.gegevens.bijlagen.iter().map(|bijlage| &bijlage.titel);
    let texts = subject.dossier.brief.iter().flat_map(|brief| &brief.tekstbijlagen);
    let titles: Vec<String> = (apart.chain(texts.map(|text| &text.titel)))
        .map(|titel| titel.as_str().to_lowercase())
        .collect();
    let kamer = &subject.lijsten.kamer;
    subject.letter().filter(|passage| !is_in_annex(passage)).any(|passage| {
        let lower = passage.text.to_lowercase();
        let offers = (lower.contains("hierbij") || lower.contains("met deze brief"))
            && kamer.biedt_aan.iter().any(|verb| words::contains(&lower, verb.as_str()));
        (offers && words::contains(&lower, "aan"))
            || titles.iter().any(|title| lower.contains(title))
    })
}

/// Whether the word speaks of the annex of something else: of a directive, of another paper, of an earlier letter.
fn is_elsewhere(passage: &Passage, index: usize, kamer: &Kamerwoorden) -> bool {
    let word = |i: usize| passage.tokens.get(i).map_or("", |token| passage.word(token));
    let token = &passage.tokens[index];
    let near = passage.near(&token.range);
    let rest = words::one_line(&passage.text[token.range.end..near.end]);
    // Numbers and letters: `bijlage IV`, `bijlagen I en II`, `bijlage 7, onderdeel A,`.
    let mut next = index + 1;
    let is_label = |word: &str| {
        word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
            || matches!(word, "en" | "," | "onderdeel")
    };
    while next < passage.tokens.len() && is_label(word(next)) {
        next += 1;
    }
    let own = ["bij deze brief", "van deze brief"].iter().any(|words| rest.contains(words));
    let joined = matches!(word(next), "bij" | "van" | "behorend" | "behorende");
    let early = &passage.text[near.start..token.range.start];
    let mut before = passage.before(token.range.start).take(4);
    let others = before.any(|word| kamer.stukken_van_anderen.has(word));
    let of_paper = rest.find("bij Kamerst").is_some_and(|at| at < 40)
        || early.trim_end().ends_with(',') && early.contains("Kamerst");
    let earlier = rest.contains("brief van")
        || rest.contains("diezelfde brief")
        || rest.contains("die brief")
        || words::contains(early, "eerder");
    !own && (others || joined || of_paper || earlier)
}

/// V003: what the nota says of the letter is true.
pub(super) fn advice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let woorden = &subject.lijsten.nota;
    for passage in subject.of(Bestand::Nota) {
        let is_advice = passage.place.path.to_string() == Onderdeel::GeadviseerdBesluit.name();
        let has = |word: &str| {
            passage.tokens.iter().any(|token| passage.word(token).to_lowercase() == word)
        };
        let attached = || {
            passage.tokens.iter().any(|token| woorden.bijgevoegd.has_folded(passage.word(token)))
        };
        if is_advice
            && !subject.has(Stuk::Kamerbrief)
            && attached()
            && (has("brief") || has("kamerbrief"))
        {
            out.push(
                Finding::on(
                    passage,
                    &(0..passage.text.len()),
                    "de nota vraagt akkoord met een brief die er niet is",
                )
                .help("voeg `brief.yaml` toe, of verbeter het besluit"),
            );
        }
        if let Some(said) =
            woorden.geen_toezegging.iter().find_map(|words| passage.find(words.as_str()))
            && !passage.text[passage.sentence(said.start)].contains("debat")
            && let Some((promise, range)) = promises(subject)
        {
            out.push(
                Finding::on(
                    promise,
                    &range,
                    "de brief doet een toezegging; de nota zegt dat er geen is",
                )
                .and(passage.spot(&said), "dit zegt de nota")
                .help("noem de toezegging in de nota, of schrijf de zin anders"),
            );
        }
    }
}

fn promises<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, Range<usize>)> {
    let promises = &subject.lijsten.kamer.zegt_toe;
    subject.letter().find_map(|passage| {
        promises.iter().find_map(|words| Some((passage, passage.find(words.as_str())?)))
    })
}

/// V004: sections that the ministry's profile requires.
pub(super) fn sections(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(nota) = &subject.dossier.nota else { return };
    let present = |onderdeel: Onderdeel| match onderdeel {
        Onderdeel::Toelichting => nota.toelichting.is_some(),
        other => nota.tekst(other).is_some(),
    };
    let profiel = &subject.dossier.profiel.nota;
    // A dossier can have a form of its own, with less in it.
    let in_form =
        |part: &Onderdeel| profiel.onderdelen.contains(part) || profiel.toelichting.contains(part);
    let wanted = profiel.verplicht.iter().filter(|part| in_form(part));
    for onderdeel in wanted.filter(|onderdeel| !present(**onderdeel)) {
        let name = onderdeel.name();
        let heading = profiel.koppen.get(onderdeel).map_or(name, |kop| kop.as_str());
        out.push(
            Finding::at(Spot::key(field(Bestand::Nota, "geadviseerd_besluit")), format!("onderdeel {heading} ontbreekt in de nota"))
                .help(match onderdeel {
                    Onderdeel::Toelichting => "voeg `toelichting:` toe, met ten minste één onderdeel eronder".to_owned(),
                    part if profiel.toelichting.contains(part) => {
                        format!("voeg onder `toelichting:` toe: `{name}: …`; is er niets te zeggen, schrijf dan `{name}: n.v.t.`")
                    }
                    _ => format!("voeg `{name}:` toe; is er niets te zeggen, schrijf dan `{name}: n.v.t.`"),
                }),
        );
    }
}

/// V005: text between square brackets is still to be filled in, and so is the day of the questions.
pub(super) fn filled_in(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for asked in subject.dossier.gevraagd().iter().filter(|asked| asked.brief_van.is_none()) {
        out.push(
            Finding::at(Spot::key(asked.place.key("onderwerp")), "hier moet nog een datum bij")
                .help("voeg erboven toe: `brief_van: 2026-01-31`, met de dag van de brief waarin de vragen staan"),
        );
    }
    for passage in &subject.passages {
        for place in to_fill_in(&passage.text) {
            if !passage.is_quoted(place.start) {
                out.push(
                    Finding::on(passage, &place, "hier moet nog iets worden ingevuld")
                        .help("vervang wat tussen rechte haken staat; hoort het er zo, zet de tekst dan tussen aanhalingstekens"),
                );
            }
        }
    }
}

/// The places in a text that are to be filled in, with their brackets; also those in a quotation.
fn to_fill_in(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        let Some(close) = text[open..].find(']').map(|at| open + at) else { break };
        from = close + 1;
        let inside = text[open + 1..close].trim();
        // `[…]` and `[sic]` belong to a quotation, as does a word put in between.
        let editorial =
            matches!(inside, "" | "…" | "..." | "sic") || !inside.contains(char::is_alphabetic);
        // A link or note that is mistyped is told by its own name.
        let mistyped = inside.starts_with('^')
            || text[close + 1..].trim_start().starts_with("(http")
            || text[close + 1..].starts_with(['(', '[']);
        if !editorial && !mistyped {
            all.push(open..close + 1);
        }
    }
    all
}

/// Whether a text says nothing yet: all of it is to be filled in.
pub(in crate::check) fn is_blank(text: &str) -> bool {
    let places = to_fill_in(text);
    let outside = |at: usize| !places.iter().any(|place| place.contains(&at));
    !places.is_empty() && !text.char_indices().any(|(at, c)| c.is_alphanumeric() && outside(at))
}

/// V007: the section on what cannot be public, against the passages that are withheld.
pub(super) fn not_public(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(section) = subject
        .of(Bestand::Nota)
        .find(|passage| passage.place.path.to_string() == Onderdeel::NietOpenbaar.name())
    else {
        return;
    };
    let spot = Spot::key(field(Bestand::Nota, Onderdeel::NietOpenbaar.name()));
    let lower = section.text.trim().to_lowercase();
    let woorden = &subject.lijsten.nota;
    let nothing = woorden.niets_gelakt.iter().any(|words| lower.starts_with(words.as_str()));
    let something = woorden.wel_gelakt.iter().any(|words| lower.contains(words.as_str()));
    let by_author = subject.lakkingen.iter().find(|lakking| !lakking.door_regel);
    match by_author {
        Some(Lakking { place, within, .. }) if nothing => out.push(
            Finding::at(spot, "volgens dit onderdeel is er niets dat niet openbaar kan worden, maar er is tekst gelakt")
                .and(Spot { place: place.clone(), within: within.clone(), key: false }, "dit is gelakt")
                .help("zeg wat niet openbaar wordt, en op welke grond"),
        ),
        None if subject.lakkingen.is_empty() && !nothing && !lower.contains("niets ") && something => out.push(
            Finding::at(spot, "volgens dit onderdeel is er tekst die niet openbaar wordt, maar er is niets gelakt")
                .help("merk die tekst met `[tekst](lak:5.1.2e)`, of schrijf `n.v.t.`"),
        ),
        _ => {}
    }
}

/// V011: no full stop behind a subject, a heading or a title. The questions have a rule of their own (A008).
pub(super) fn points(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let abbreviations = &subject.lijsten.taal.afkortingen_met_punt;
    let own = |passage: &&Passage| passage.place.root != Root::File(Bestand::Vragen);
    for passage in subject.passages.iter().filter(own) {
        if passage.role != Role::Heading {
            continue;
        }
        let text = passage.text.trim_end();
        let Some(before) = text.strip_suffix('.') else { continue };
        let last = before.rsplit([' ', '(']).next().unwrap_or_default();
        // `Bikker c.s.`, `Voorbeeld B.V.`, `Wat nu...`: the point belongs to the word.
        if last.contains('.') || last.is_empty() || abbreviations.has_folded(last) {
            continue;
        }
        let point = before.len()..text.len();
        out.push(
            Finding::on(passage, &point, "achter een onderwerp, kop of titel hoort geen punt")
                .fix(passage, &point, ""),
        );
    }
}

/// V008: the headings of the form.
pub(super) fn headings(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(nota) = &subject.dossier.nota else { return };
    let koppen = &subject.dossier.profiel.nota.koppen;
    for (onderdeel, kop) in &nota.koppen {
        let mut variants = subject.lijsten.nota.koppen.get(onderdeel).into_iter().flatten();
        let form = koppen.get(onderdeel).map_or("", |kop| kop.as_str());
        if kop.as_str() == form || variants.any(|variant| variant == kop) {
            continue;
        }
        let path = Path::default().key("koppen").key(onderdeel.name());
        out.push(
            Finding::at(
                Spot::value(place(Bestand::Nota, path)),
                "deze kop wijkt af van het formulier",
            )
            .label(format!("formulier: {form}"))
            .help("haal de regel weg; wat de kop meer zegt, kan in de tekst eronder"),
        );
    }
}
