//! In: the annex's figures, the letter and the route. Out: what the budget rules ask and is not there. Pure.

use rust_decimal::Decimal;

use super::{Finding, Subject, field};
use crate::check::passage::Spot;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Bijlage, Place, Regel, Root, Stuk, kolommen, miljoen};

/// From this amount in any one year the frame is due: Kamerstukken II 2022/23, 31865, nr. 231.
const THRESHOLD: u64 = 20_000_000;

/// F001: with € 20 million or more in any year the frame stands in the letter's main text, with all its parts.
pub(super) fn cw31(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    let Some(brief) = subject.dossier.brief.as_ref() else { return };
    let Some((amount, year)) =
        cijfers.hoogste(bijlage).filter(|(amount, _)| *amount >= Decimal::from(THRESHOLD))
    else {
        return;
    };
    let frame = brief.beleidskeuzes.clone().unwrap_or_default();
    let absent: Vec<&str> = (frame.onderdelen().into_iter())
        .filter(|(_, text)| text.is_none())
        .map(|(field, _)| field)
        .collect();
    if absent.is_empty() {
        return;
    }
    let known = &subject.lijsten.geld.beleidskeuzes;
    let amount = miljoen(amount).replace('\u{a0}', " ");
    let amount = match year.as_str() {
        "structureel" => format!("structureel {amount}"),
        year => format!("{amount} in {year}"),
    };
    let has_frame = brief.beleidskeuzes.is_some();
    let (place, message) = match (has_frame, brief.secties.is_empty()) {
        (true, _) => (
            "beleidskeuzes",
            format!("bij {amount} is het kader Beleidskeuzes uitgelegd niet compleet"),
        ),
        (false, true) => {
            ("opening", format!("bij {amount} hoort het kader Beleidskeuzes uitgelegd in de brief"))
        }
        (false, false) => {
            ("secties", format!("bij {amount} hoort het kader Beleidskeuzes uitgelegd in de brief"))
        }
    };
    let names: Vec<&str> =
        absent.iter().map(|field| known.get(*field).map_or(*field, Regel::as_str)).collect();
    let fields: Vec<String> = absent.iter().map(|field| format!("{field}: …")).collect();
    let mut finding = Finding::at(Spot::key(field(Bestand::Brief, place)), message)
        .label(format!("ontbreekt: {}", words::enumerate(&names, "en")))
        .and(Spot::key(field(Bestand::Bijlage, tables(bijlage))), "de maatregelen");
    finding = match has_frame {
        true => finding.help(format!("voeg onder `beleidskeuzes:` toe: `{}`", fields.join("`, `"))),
        false => finding.help(format!(
            "voeg aan brief.yaml toe: `beleidskeuzes:`, met daaronder `{}`",
            fields.join("`, `")
        )),
    };
    out.push(finding.help("vanaf € 20 miljoen in enig jaar staat dit kader in de hoofdtekst"));
}

/// The field that holds the measures.
fn tables(bijlage: &Bijlage) -> &'static str {
    if bijlage.tabellen.is_empty() { "groepen" } else { "tabellen" }
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
    // A table that says nothing of cover gets a diagnostic of its own, one that is not about it none.
    let tables = bijlage.alle_tabellen();
    let mut short: Vec<String> = Vec::new();
    let mut first = None;
    for (tabel, figures) in tables.iter().zip(&cijfers.tabellen) {
        if !tabel.inhoud.over_dekking() {
            continue;
        }
        for (column, cell) in kolommen(tabel.jaren).zip(figures.saldo.cells()) {
            let open = cell.is_some_and(|cell| cell.van < Decimal::ZERO || cell.pm.min);
            if open && !short.contains(&column) {
                short.push(column);
                first = first.or(Some(tabel));
            }
        }
    }
    let letter = letter(subject);
    let geld = &subject.lijsten.geld;
    let says = geld.gedekt.iter().any(|word| words::contains(&letter, word.as_str()))
        || letter.lines().any(|line| {
            // A shortage of money, not of places.
            words::contains(line, "tekort")
                && geld.tekort_aan_geld.iter().any(|word| line.contains(word.as_str()))
        })
        || letter.match_indices("dekking").any(|(at, _)| {
            // Cover of another kind: `landelijke dekking van de opvang`.
            let before = letter[..at].split_whitespace().next_back().unwrap_or_default();
            !letter[..at].ends_with(char::is_alphabetic) && !geld.andere_dekking.has(before)
        });
    if short.is_empty() || says {
        return;
    }
    let Some(tabel) = first else { return };
    let spot = Place { root: Root::File(Bestand::Bijlage), path: tabel.path.key("dekking") };
    let message = match tabel.inhoud.bronnen().is_empty() {
        true => "er is geen dekking, en de brief zegt dat niet".to_owned(),
        false => format!(
            "de dekking is te klein ({}), en de brief zegt dat niet",
            words::enumerate(&short, "en")
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
    let geld = &subject.lijsten.geld;
    let is_fez = |text: &str| {
        let lower = text.to_lowercase();
        geld.fez.iter().any(|word| words::contains(&lower, word.as_str()))
            || geld.fez_deel.iter().any(|part| lower.contains(part.as_str()))
    };
    let present = route.iter().any(|step| {
        is_fez(step.rol.as_str()) || step.naam.as_ref().is_some_and(|naam| is_fez(naam.as_str()))
    });
    let money = || -> Option<Spot> {
        if let Some(bijlage) = &subject.dossier.bijlage {
            return Some(Spot::key(field(Bestand::Bijlage, tables(bijlage))));
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
