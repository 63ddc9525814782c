//! In: a dossier with a letter about several subjects. Out: its parts: the list of them first, then each under its number,
//! and behind it the overviews of motions and commitments. Pure.

use super::koppen::{below, headed};
use super::zin::gevuld;
use super::{Aanduiding, Manuscript, Stukdeel, Tekstbijlage, Zin, Zinsdeel, brief, word};
use crate::dossier::{Bestand, Brief, Dossier, Overzichtsregel, Place, Root, VerzamelbriefProfiel};

/// The lists of an overview, in order.
const LIJSTEN: [&str; 2] = ["moties", "toezeggingen"];

/// A letter about several subjects.
pub(super) fn verzamelbrief(dossier: &Dossier, own: &Brief) -> Manuscript {
    let secties = Place::top(Root::File(Bestand::Brief)).key("secties");
    let mut body = Vec::from_iter(brief::opening(own));
    body.push(Stukdeel::Onderwerpen {
        kop: word(&["verzamelbrief", "onderwerpen"]),
        koppen: (0..own.secties.len()).map(|i| secties.index(i).key("kop")).collect(),
    });
    for (i, sectie) in own.secties.iter().enumerate() {
        let place = secties.index(i);
        let nummer = Aanduiding { woord: None, nummer: Some(i + 1), teken: '.' };
        body.extend(headed(&place, 1, sectie.tekst.is_some()).map(|part| match part {
            Stukdeel::Kop { niveau, tekst, .. } => {
                Stukdeel::Kop { niveau, aanduiding: Some(nummer.clone()), tekst }
            }
            other => other,
        }));
        body.extend(below(&sectie.delen, &place, 1));
    }
    body.extend(brief::end(own));
    let woorden = &dossier.profiel.verzamelbrief;
    let overviews = [("afgedaan", false), ("openstaand", true)];
    let teksten = overviews.into_iter().filter_map(|(titel, open)| {
        let regels: Vec<Overzichtsregel> = dossier.gegevens.overzicht(open).collect();
        let titel = word(&["verzamelbrief", titel]).into();
        let delen = LIJSTEN.into_iter().flat_map(|lijst| overzicht(lijst, &regels, woorden));
        (!regels.is_empty()).then(|| Tekstbijlage {
            heet_bijlage: false,
            boven: None,
            titel,
            delen: delen.collect(),
        })
    });
    brief::van_zelf(dossier, own, body, teksten.collect())
}

/// Those of one list under their heading; nothing if there are none.
fn overzicht(
    lijst: &str,
    regels: &[Overzichtsregel],
    woorden: &VerzamelbriefProfiel,
) -> Vec<Stukdeel> {
    let rijen: Vec<[Zin; 3]> = (regels.iter().filter(|regel| regel.lijst == lijst))
        .map(|regel| rij(regel, woorden))
        .collect();
    if rijen.is_empty() {
        return Vec::new();
    }
    let kop = |key| word(&["verzamelbrief", key]);
    vec![
        Stukdeel::Kop { niveau: 2, aanduiding: None, tekst: kop(lijst).into() },
        Stukdeel::Overzicht { koppen: ["omschrijving", "vindplaats", "stand"].map(kop), rijen },
    ]
}

fn rij(regel: &Overzichtsregel, woorden: &VerzamelbriefProfiel) -> [Zin; 3] {
    let top = Place::top(Root::File(Bestand::Dossier));
    let place = top.key(regel.lijst).index(regel.index);
    let said = |key: &str, text: &str| {
        let veld = |vak: &str| vec![Zinsdeel::Veld(place.key(vak))];
        Zin(gevuld(&["verzamelbrief", key], text, &veld))
    };
    let (what, found) = match regel.lijst {
        "moties" => (
            said("motie", woorden.motie.as_str()),
            Zin(vec![Zinsdeel::Kamerstuk(place.key("kamerstuk"))]),
        ),
        _ => (place.key("toezegging").into(), said("debat", woorden.debat.as_str())),
    };
    let stand = match regel.stand {
        true => place.key("stand"),
        false => word(&["verzamelbrief", "standen", regel.afdoening.name()]),
    };
    [what, found, stand.into()]
}
