//! In: the annex's figures, the letter and the route. Out: what the budget rules ask and is not there. Pure.

use rust_decimal::Decimal;

use super::{Finding, Subject, field};
use crate::check::passage::Spot;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Stuk, miljoen};

/// From this amount in any one year the frame is due: Kamerstukken II 2022/23, 31865, nr. 231.
const THRESHOLD: u64 = 20_000_000;

/// The parts of the frame "Beleidskeuzes uitgelegd" (Comptabiliteitswet 2016, art. 3.1; Kamerstukken II
/// 2022/23, 31865, nr. 231), and words of which one must stand in the letter.
const PARTS: &[(&str, &[&str])] = &[
    ("doelen", &["doel", "doelen", "doelstelling", "doelstellingen", "beoogt"]),
    (
        "beleidsinstrumenten",
        &["beleidsinstrument", "beleidsinstrumenten", "instrument", "instrumenten"],
    ),
    (
        "financiële gevolgen voor het Rijk",
        &["gevolgen voor het rijk", "gevolgen voor de rijksbegroting"],
    ),
    (
        "financiële gevolgen voor maatschappelijke sectoren",
        &["maatschappelijke sectoren", "maatschappelijke sector"],
    ),
    ("nagestreefde doeltreffendheid", &["doeltreffendheid", "doeltreffend"]),
    ("nagestreefde doelmatigheid", &["doelmatigheid", "doelmatig"]),
    (
        "evaluatieparagraaf",
        &["evaluatie", "evaluatieparagraaf", "geëvalueerd", "evalueren", "evalueer", "evalueert"],
    ),
];

/// F001: with € 20 million or more in any year the frame stands in the letter's main text.
pub(super) fn cw31(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    let euros = |cell: Decimal| cell * bijlage.eenheid.euros();
    let years = bijlage.jaren.iter().map(ToString::to_string).chain(["structureel".to_owned()]);
    // What is spent and what is saved are both proposals, also when together they cost nothing.
    let gross = |column: usize| {
        let cells =
            || cijfers.maatregelen.iter().flatten().filter_map(|line| line.cells().nth(column)?);
        let spent: Decimal = cells().filter(Decimal::is_sign_positive).sum();
        let saved: Decimal = cells().filter(Decimal::is_sign_negative).sum();
        spent.max(-saved)
    };
    let most = years
        .enumerate()
        .map(|(column, year)| (euros(gross(column)), year))
        // The first year that reaches the highest amount.
        .reduce(|most, other| if other.0 > most.0 { other } else { most });
    let Some((amount, year)) = most.filter(|(amount, _)| *amount >= Decimal::from(THRESHOLD))
    else {
        return;
    };
    let letter = letter(subject);
    let absent: Vec<&str> = PARTS
        .iter()
        .filter(|(_, words)| !words.iter().any(|word| words::contains(&letter, word)))
        .map(|(part, _)| *part)
        .collect();
    if absent.is_empty() {
        return;
    }
    let message = format!(
        "bij {} hoort het kader Beleidskeuzes uitgelegd in de brief",
        match (miljoen(amount).replace('\u{a0}', " "), year.as_str()) {
            (amount, "structureel") => format!("structureel {amount}"),
            (amount, year) => format!("{amount} in {year}"),
        }
    );
    out.push(
        Finding::at(Spot::key(field(Bestand::Brief, if subject.dossier.brief.as_ref().is_some_and(|brief| brief.secties.is_empty()) { "opening" } else { "secties" })), message)
            .label(format!("niet gevonden: {}", absent.join(", ")))
            .and(Spot::key(field(Bestand::Bijlage, "groepen")), "de maatregelen")
            .help("vanaf € 20 miljoen in enig jaar staan deze onderdelen in de hoofdtekst, elk onder zijn eigen naam"),
    );
}

/// Everything that the letter says, in lower case.
fn letter(subject: &Subject<'_>) -> String {
    let mut all = String::new();
    for passage in subject.of(Bestand::Brief) {
        all.push_str(&words::one_line(&passage.text).to_lowercase());
        all.push('\n');
    }
    all
}

/// F002: what is not covered is said aloud.
pub(super) fn cover(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    let columns = bijlage.jaren.iter().map(ToString::to_string).chain(["structureel".to_owned()]);
    let short: Vec<String> = columns
        .zip(cijfers.saldo.cells())
        .filter(|(_, cell)| cell.is_some_and(|cell| cell < Decimal::ZERO))
        .map(|(column, _)| column)
        .collect();
    let letter = letter(subject);
    let says = ["gedekt", "ongedekt"].iter().any(|word| words::contains(&letter, word))
        || letter.lines().any(|line| {
            // A shortage of money, not of places.
            words::contains(line, "tekort")
                && ["voorjaarsnota", "begroting", "€"].iter().any(|word| line.contains(word))
        })
        || letter.match_indices("dekking").any(|(at, _)| {
            // Cover of another kind: `landelijke dekking van de opvang`.
            const OTHER: &[&str] =
                &["landelijke", "regionale", "lokale", "geografische", "mobiele"];
            let before = letter[..at].split_whitespace().next_back().unwrap_or_default();
            !letter[..at].ends_with(char::is_alphabetic) && !OTHER.contains(&before)
        });
    if short.is_empty() || says {
        return;
    }
    let (spot, message) = match bijlage.dekking.is_empty() {
        true => (
            field(Bestand::Bijlage, "groepen"),
            "er is geen dekking, en de brief zegt dat niet".to_owned(),
        ),
        false => (
            field(Bestand::Bijlage, "dekking"),
            format!(
                "de dekking is te klein ({}), en de brief zegt dat niet",
                words::enumerate(&short, "en")
            ),
        ),
    };
    out.push(
        Finding::at(Spot::key(spot), message)
            .help("schrijf in de brief waaruit het wordt betaald, of dat er geen dekking is")
            .help("is er wel dekking, zet haar dan bij `dekking:` in bijlage.yaml"),
    );
}

/// F003: FEZ sees everything with financial consequences.
pub(super) fn fez(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let route = &subject.dossier.gegevens.parafenroute;
    if route.is_empty() {
        return;
    }
    let is_fez = |text: &str| {
        let lower = text.to_lowercase();
        words::contains(&lower, "fez")
            || words::contains(&lower, "dfez")
            || lower.contains("directie financiën")
            || lower.contains("financieel-economisch")
            || lower.contains("financieel economisch")
            || words::contains(&lower, "hdfc")
            || words::contains(&lower, "controller")
    };
    let present = route.iter().any(|step| {
        is_fez(step.rol.as_str()) || step.naam.as_ref().is_some_and(|naam| is_fez(naam.as_str()))
    });
    let money = || -> Option<Spot> {
        if subject.dossier.bijlage.is_some() {
            return Some(Spot::key(field(Bestand::Bijlage, "groepen")));
        }
        let amount = subject.seen.amounts.iter().find(|seen| {
            let passage = subject.passage(seen);
            let nothing = seen.what.euros.is_some_and(|euros| euros.is_zero());
            seen.what.is_money()
                && !nothing
                && passage.place.path.to_string() == "toelichting.financiele_overwegingen"
        })?;
        Some(subject.passage(amount).spot(&amount.range))
    };
    if let Some(spot) = money().filter(|_| !present) {
        out.push(
            Finding::at(
                Spot::key(field(Bestand::Dossier, "parafenroute")),
                "FEZ staat niet in de parafenroute, en er is geld mee gemoeid",
            )
            .and(spot, "het geld")
            .help("voeg toe: `- rol: FEZ`"),
        );
    }
}
