//! In: who signs, who else sends the letter, and what the texts say of it. Out: what differs. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Finding, Subject, field, place};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::{HeadWord, within};
use crate::diagnostic::words;
use crate::dossier::{Bestand, MedeNamensIn, Root};
use crate::yaml::Path;

/// An office: the word and the official name.
type Office = (HeadWord, String);

/// V002: who signs does not also let the letter go in their own name; the nota names the same others; the voice fits
/// the number of signers.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let gegevens = &subject.dossier.gegevens;
    let root = Root::File(Bestand::Dossier);
    // What stands there, without the article.
    let plain = |text: &str| {
        let lower = words::one_line(text).to_lowercase();
        lower.strip_prefix("de ").unwrap_or(&lower).to_owned()
    };
    let also_signs: Vec<String> =
        gegevens.ondertekening.iter().map(|signer| plain(signer.functie.as_str())).collect();
    for (i, text) in gegevens.mede_namens.iter().enumerate() {
        if let Some(at) = also_signs.iter().position(|signer| *signer == plain(text.as_str())) {
            let path = Path::default();
            let signer = path.key("ondertekening").index(at).key("functie");
            out.push(
                Finding::at(
                    Spot::value(place(Bestand::Dossier, path.key("mede_namens").index(i))),
                    "deze bewindspersoon tekent al",
                )
                .and(Spot::value(place(Bestand::Dossier, signer)), "hier")
                .help("noem bij `mede_namens` alleen wie niet zelf tekent"),
            );
        }
    }
    let offices = |key: &str| -> Vec<(Office, Spot)> {
        subject
            .passages
            .iter()
            .filter(|passage| {
                passage.place.root == root && passage.place.path.to_string().starts_with(key)
            })
            .flat_map(|passage| {
                within(&subject.seen.names, passage).iter().map(|seen| {
                    ((seen.what.head, seen.what.official.clone()), passage.spot(&seen.range))
                })
            })
            .collect()
    };
    let signing = offices("ondertekening");
    let also = offices("mede_namens");
    nota_names(subject, &also, &signing, out);
    let says_so = subject.dossier.profiel.brief.mede_namens_in == MedeNamensIn::Tekst;
    match typed_also(subject) {
        _ if gegevens.mede_namens.is_empty() || subject.dossier.brief.is_none() => {}
        Some((passage, range)) if !says_so => out.push(
            Finding::on(passage, &range, "`mede namens` komt zo twee keer in de brief")
                .help("haal de zin weg: hij komt vanzelf uit `mede_namens:` in dossier.yaml")
                .help("of laat de zin staan, en zet in dossier.yaml: `profiel: {brief: {mede_namens_in: tekst}}`"),
        ),
        None if says_so => out.push(
            Finding::at(
                Spot::key(field(Bestand::Dossier, "mede_namens")),
                "de brief zegt niet dat hij mede namens een ander wordt gestuurd",
            )
            .help("schrijf het in de brief, of zet in dossier.yaml: `profiel: {brief: {mede_namens_in: slot}}`"),
        ),
        _ => {}
    }
    if gegevens.ondertekening.len() > 1 {
        let single = subject.letter().filter(|passage| passage.is_prose()).find_map(|passage| {
            let token =
                passage.tokens.iter().find(|token| matches!(passage.word(token), "ik" | "Ik"))?;
            (!passage.is_quoted(token.range.start)).then(|| (passage, token.range.clone()))
        });
        if let Some((passage, range)) = single {
            let count = gegevens.ondertekening.len();
            out.push(
                Finding::on(
                    passage,
                    &range,
                    format!("`ik` in een brief met {count} ondertekenaars"),
                )
                .and(Spot::key(field(Bestand::Dossier, "ondertekening")), "zij tekenen samen")
                .help("schrijf `wij`, of zeg wie u bedoelt"),
            );
        }
    }
}

/// The letter itself says `mede namens`.
fn typed_also<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, Range<usize>)> {
    subject.letter().find_map(|passage| {
        let at = passage.find("mede namens").or_else(|| passage.find("Mede namens"))?;
        let sentence = passage.sentence(at.start);
        // An earlier letter that was sent in another's name too.
        let earlier = within(&subject.seen.days, passage)
            .iter()
            .any(|day| sentence.contains(&day.range.start));
        (!earlier).then_some((passage, at))
    })
}

/// The nota's sentence with `mede namens` against the dossier.
fn nota_names(
    subject: &Subject<'_>,
    also: &[(Office, Spot)],
    signing: &[(Office, Spot)],
    out: &mut Vec<Finding>,
) {
    for passage in subject.of(Bestand::Nota) {
        let Some(at) = passage.find("mede namens") else { continue };
        let sentence = passage.sentence(at.start);
        // Names that follow each other; what comes after other words is something else.
        let mut end = at.end;
        let named: Vec<_> = within(&subject.seen.names, passage)
            .iter()
            .filter(|seen| {
                seen.range.start >= at.end
                    && seen.range.end <= sentence.end
                    && seen.what.head != HeadWord::Ministry
            })
            .take_while(|seen| {
                let gap = passage.tokens_in(&(end..seen.range.start.max(end)));
                let joined = gap.iter().all(|token| {
                    matches!(passage.word(token), "de" | "en" | "," | "van" | "alsmede")
                });
                end = seen.range.end;
                joined
            })
            .collect();
        // Names that nobody knows cannot be compared.
        if named.is_empty() {
            continue;
        }
        let offices: BTreeSet<Office> =
            named.iter().map(|seen| (seen.what.head, seen.what.official.clone())).collect();
        for seen in &named {
            let office = (seen.what.head, seen.what.official.clone());
            let known = also.iter().chain(signing).any(|(other, _)| *other == office);
            if !known {
                out.push(
                    Finding::on(passage, &seen.range, "de nota noemt deze bewindspersoon, de brief niet")
                        .help("zet deze bewindspersoon bij `mede_namens:` in dossier.yaml, of verbeter de nota"),
                );
            }
        }
        for (office, spot) in also.iter().filter(|(office, _)| !offices.contains(office)) {
            out.push(
                Finding::at(spot.clone(), format!("de nota noemt de {} niet", name(office)))
                    .and(passage.spot(&at), "de nota noemt hier de anderen")
                    .help("noem deze bewindspersoon in de nota, of haal de regel hier weg"),
            );
        }
    }
}

/// An office in words.
fn name((head, official): &Office) -> String {
    match head {
        HeadWord::Ministry => format!("ministerie van {official}"),
        HeadWord::Minister => format!("minister van {official}"),
        HeadWord::StateSecretary => format!("staatssecretaris van {official}"),
    }
}
