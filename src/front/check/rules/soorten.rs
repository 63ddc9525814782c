//! In: letters that say that answers come later, that offer something, that are about several subjects, or that go to the
//! other Chamber. Out: what of days, reasons and addresses cannot be, or would be asked about. Pure.

use super::questions::{TERM, folded, is_to_fill_in};
use super::{Finding, Subject, field, place};
use crate::check::passage::Spot;
use crate::dossier::{Bestand, Briefsoort, Datum, Kamer, Place, Stuksoort};
use crate::yaml::Path;

/// Days that the Chamber gives after a message that the answer comes later (Reglement van Orde: three weeks more).
const LATER: i32 = 2 * TERM;

fn uitstel(key: &str) -> Place {
    place(Bestand::Brief, Path::default().key("uitstel").key(key))
}

/// E001: a message that the answer comes later is sent in time, and says a day that is later.
pub(super) fn later(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(uitstel_) = subject.dossier.uitstel() else { return };
    let letter = || Spot::value(field(Bestand::Dossier, "datum"));
    let sent = subject.date;
    // The term of the Eerste Kamer is another.
    let has_term = subject.dossier.gegevens.geadresseerde.kamer == Kamer::Tweede;
    for (i, set) in uitstel_.vragen.iter().enumerate() {
        let path = Path::default().key("uitstel").key("vragen").index(i).key("brief_van");
        let asked = || Spot::value(place(Bestand::Brief, path.clone()));
        let Some(brief_van) = set.brief_van else { continue };
        let days = sent.days_since(brief_van);
        if days < 0 {
            out.push(
                Finding::at(asked(), "de brief met de vragen is van na dit bericht")
                    .and(letter(), "dit bericht")
                    .help("verbeter een van beide datums"),
            );
        } else if has_term && days > TERM && uitstel_.zie_ook.is_none() {
            out.push(
                Finding::at(asked(), format!("dit bericht komt {days} dagen na de vragen; de termijn is dan voorbij"))
                    .and(letter(), "dit bericht")
                    .help("de Kamer vraagt antwoord of een bericht van uitstel binnen drie weken; is er al zo'n bericht, voeg dan toe: `zie_ook: <ah:2025/26:1137>`"),
            );
        }
        let Some(day) = uitstel_.uiterlijk.filter(|_| days >= 0) else { continue };
        let new = || Spot::value(uitstel("uiterlijk"));
        let after = day.days_since(brief_van);
        if has_term && after <= TERM && day > sent {
            out.push(
                Finding::at(new(), "deze dag valt nog binnen de gewone termijn van drie weken")
                    .and(asked(), "de brief met de vragen")
                    .help(
                        "is er geen uitstel nodig, stuur dan de antwoorden; verbeter anders de dag",
                    ),
            );
        } else if has_term && after > LATER && uitstel_.zie_ook.is_none() {
            out.push(
                Finding::at(new(), format!("deze dag is {after} dagen na de vragen"))
                    .and(asked(), "de brief met de vragen")
                    .help("na een bericht van uitstel verwacht de Kamer de antwoorden binnen zes weken na de vragen"),
            );
        }
    }
    let is_past = |day: &Datum| *day <= sent;
    if uitstel_.uiterlijk.as_ref().is_some_and(is_past) {
        let spot = Spot::value(uitstel("uiterlijk"));
        out.push(
            Finding::at(spot, "deze dag is niet na dit bericht")
                .and(letter(), "dit bericht")
                .help("noem de dag waarop de antwoorden er zijn"),
        );
    }
    if uitstel_.uiterlijk.is_none() && !is_to_fill_in(uitstel_.reden.as_str()) {
        out.push(
            Finding::at(
                Spot::key(field(Bestand::Brief, "uitstel")),
                "dit bericht zegt niet wanneer de antwoorden komen",
            )
            .help("voeg toe: `uiterlijk: …`, met de dag als jaar-maand-dag"),
        );
    }
}

/// What a reason must not begin with: `omdat` stands before it.
const JOINS: [&str; 7] =
    ["omdat ", "want ", "aangezien ", "doordat ", "vanwege ", "wegens ", "in verband met "];

/// E002: the reason fits in the sentence.
pub(super) fn reason(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let place = uitstel("reden");
    for passage in subject.passages.iter().filter(|passage| passage.place == place) {
        let lower = passage.text.to_lowercase();
        if let Some(begin) = JOINS.iter().find(|begin| lower.starts_with(**begin)) {
            out.push(
                Finding::on(passage, &(0..begin.trim_end().len()), "deze reden past niet in de zin van de brief")
                    .help("in de brief staat er `omdat` voor: schrijf alleen wat daarachter komt, zoals `de gemeenten de cijfers nog verzamelen`"),
            );
        }
        // A sentence of its own: `Zie nota`.
        let own = ["zie ", "zoals ", "dit ", "de reden "];
        if own.iter().any(|begin| lower.starts_with(begin)) && !is_to_fill_in(&passage.text) {
            out.push(
                Finding::on(passage, &(0..passage.text.len()), "dit is geen reden die achter `omdat` past")
                    .help("schrijf de reden zelf, zoals `de gemeenten de cijfers nog verzamelen`; de Kamer leest de nota er niet bij"),
            );
        }
        if passage.text.ends_with('.') {
            let end = passage.text.len();
            out.push(
                Finding::on(
                    passage,
                    &(end - 1..end),
                    "achter deze reden zet de brief zelf een punt",
                )
                .fix(passage, &(end - 1..end), ""),
            );
        }
    }
}

/// Whether what stands behind `de evaluatie van` begins with a noun that has an article before it.
fn wants_article(text: &str) -> bool {
    const NOUNS: [&str; 7] =
        ["Wet", "Besluit", "Regeling", "Programma", "Kaderwet", "Rijkswet", "Uitvoeringswet"];
    NOUNS.contains(&text.split_whitespace().next().unwrap_or_default())
}

/// E003: an agenda is of a meeting that is still to come, minutes are of one that has been; what is offered fits in the
/// sentence, and stands once in the list of annexes.
pub(super) fn meeting(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let list = Path::default().key("aanbieding");
    let annexes = &subject.dossier.gegevens.bijlagen;
    for (i, stuk) in subject.dossier.aangeboden().iter().enumerate() {
        let title = stuk.titel.as_ref().map(|titel| folded(titel.as_str()));
        let same = title.and_then(|title| {
            annexes.iter().position(|annex| folded(annex.titel.as_str()) == title)
        });
        if let Some(same) = same {
            let annex = Path::default().key("bijlagen").index(same).key("titel");
            out.push(
                Finding::at(Spot::value(place(Bestand::Dossier, annex)), "dit stuk staat twee keer in de lijst van bijlagen")
                    .and(Spot::value(place(Bestand::Brief, list.index(i).key("titel"))), "hier ook")
                    .help("haal het bij `bijlagen:` weg; wat de brief aanbiedt, staat vanzelf in de lijst"),
            );
        }
        let van = stuk.van.as_ref().filter(|_| stuk.wat == Stuksoort::Evaluatie);
        if let Some(van) = van.filter(|van| wants_article(van.as_str())) {
            out.push(
                Finding::at(
                    Spot::value(place(Bestand::Brief, list.index(i).key("van"))),
                    format!("in de brief staat nu `de evaluatie van {van}`"),
                )
                .help("zet er `de` of `het` voor"),
            );
        }
        let Some(day) = stuk.datum else { continue };
        let (message, help) = match stuk.wat {
            Stuksoort::GeannoteerdeAgenda if day < subject.date => (
                "deze vergadering is al geweest als de brief verstuurd wordt",
                "verbeter een van beide datums; is het een verslag, schrijf dan `wat: verslag`",
            ),
            Stuksoort::Verslag if day > subject.date => (
                "deze vergadering moet nog komen als de brief verstuurd wordt",
                "verbeter een van beide datums; is het een agenda, schrijf dan `wat: geannoteerde_agenda`",
            ),
            _ => continue,
        };
        let spot = Spot::value(place(Bestand::Brief, list.index(i).key("datum")));
        out.push(
            Finding::at(spot, message)
                .and(Spot::value(field(Bestand::Dossier, "datum")), "de brief")
                .help(help),
        );
    }
}

/// E004: what is still open says how it goes on, and a letter about several subjects has several.
pub(super) fn overview(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let gegevens = &subject.dossier.gegevens;
    if gegevens.soort != Briefsoort::Verzamelbrief {
        return;
    }
    for regel in gegevens.overzicht(true).filter(|regel| !regel.stand) {
        let path = Path::default().key(regel.lijst).index(regel.index).key("afdoening");
        out.push(
            Finding::at(
                Spot::value(place(Bestand::Dossier, path)),
                "het overzicht zegt niet hoe het hiermee verdergaat",
            )
            .help("voeg toe: `stand: …`, met wat er nog gebeurt, en wanneer"),
        );
    }
    let many = subject.dossier.brief.as_ref().is_some_and(|brief| brief.secties.len() > 1);
    if !many {
        out.push(
            Finding::at(Spot::key(field(Bestand::Brief, "secties")), "deze verzamelbrief heeft maar één onderwerp")
                .help("maak van elk onderwerp een sectie; is er maar één, haal dan `soort: verzamelbrief` weg"),
        );
    }
}

/// E005: an address of one's own is that of the Chamber that the letter is for.
pub(super) fn chamber(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let to = &subject.dossier.gegevens.geadresseerde;
    let (name, other, word) = match to.kamer {
        Kamer::Tweede => ("Tweede Kamer", "eerste kamer", Kamer::Eerste.name()),
        Kamer::Eerste => ("Eerste Kamer", "tweede kamer", Kamer::Tweede.name()),
    };
    let list = Path::default().key("geadresseerde").key("adres");
    let wrong = to.adres.iter().position(|line| line.as_str().to_lowercase().contains(other));
    if let Some(i) = wrong {
        out.push(
            Finding::at(
                Spot::value(place(Bestand::Dossier, list.index(i))),
                format!("dit adres is niet van de {name}, waar de brief aan is"),
            )
            .help(format!(
                "schrijf `kamer: {word}` bij `geadresseerde:`; het adres volgt daar vanzelf uit"
            )),
        );
    }
}
