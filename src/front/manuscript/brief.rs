//! In: a dossier with a letter. Out: the parts of the letter. Pure.

use super::hoofd::velden;
use super::koppen::secties;
use super::tekstbijlage;
use super::{
    Handtekening, Hoofd, Manuscript, Stukdeel, Tekstbijlage, Zin, aanbieding, bijlage, items, word,
};
use crate::dossier::{
    Beleidskeuzes, Bestand, Brief, Dossier, Geadresseerde, Gegevens, Kamer, MedeNamensIn, Place,
    Regel, Root, Veld, Weglaatbaar,
};

/// A letter of a minister to parliament.
pub(super) fn brief(dossier: &Dossier, brief: &Brief) -> Manuscript {
    van_zelf(dossier, brief, body(brief), Vec::new())
}

/// A letter that opens in its own words, with this text, and these annexes of text behind it.
pub(super) fn van_zelf(
    dossier: &Dossier,
    brief: &Brief,
    body: Vec<Stukdeel>,
    teksten: Vec<Tekstbijlage>,
) -> Manuscript {
    let also = mede_namens(dossier);
    let (first, last) = match dossier.profiel.brief.mede_namens_in {
        MedeNamensIn::Opening => (also, None),
        MedeNamensIn::Slot => (None, also),
        MedeNamensIn::Tekst => (None, None),
    };
    let mut delen = Vec::from_iter(salutation(dossier, Some(brief)));
    delen.extend(first);
    delen.extend(body);
    let groet = greeting(dossier, Some(brief));
    delen.extend(closing(dossier, Achter { mede_namens: last, groet, teksten }));
    Manuscript { hoofd: Some(head(dossier)), delen }
}

/// What of a letter follows from other data than its own text.
pub(super) struct Eerste {
    /// Its first sentence.
    pub(super) zin: Zin,
    /// Whether that says on whose behalf it is sent too.
    pub(super) zegt_namens: bool,
    /// What says so if the sentence does not.
    pub(super) namens: Option<Stukdeel>,
    /// Whether such a letter has a salutation and a greeting.
    pub(super) aanhef_en_groet: bool,
    /// Annexes of text.
    pub(super) teksten: Vec<Tekstbijlage>,
}

/// Whether a sentence of the profile says on whose behalf a letter is sent too.
pub(super) fn zegt_namens(woorden: &Regel) -> bool {
    woorden.as_str().contains("{mede_namens}")
}

/// A letter whose first sentence follows from other data. An opening of its own comes in the place of that.
pub(super) fn met_zin(dossier: &Dossier, eerste: Eerste) -> Manuscript {
    let Eerste { zin, zegt_namens, namens, aanhef_en_groet, teksten } = eerste;
    let own = dossier.brief.as_ref();
    let opens = own.is_some_and(|brief| brief.opening.is_some());
    let mut delen = Vec::new();
    if aanhef_en_groet || own.is_some_and(|brief| brief.aanhef.is_some()) {
        delen.extend(salutation(dossier, own));
    }
    delen.extend((!opens).then_some(Stukdeel::Zin(zin)));
    delen.extend(own.into_iter().flat_map(body));
    let mede_namens = namens.filter(|_| opens || !zegt_namens);
    let has_greeting = aanhef_en_groet || own.is_some_and(|brief| brief.groet.is_some());
    let groet = greeting(dossier, own).filter(|_| has_greeting);
    delen.extend(closing(dossier, Achter { mede_namens, groet, teksten }));
    Manuscript { hoofd: Some(head(dossier)), delen }
}

/// How it begins, unless that is left out.
pub(super) fn salutation(dossier: &Dossier, brief: Option<&Brief>) -> Option<Stukdeel> {
    let own = brief.and_then(|brief| brief.aanhef.as_ref());
    let kamer = dossier.gegevens.geadresseerde.kamer;
    let of_kamer = dossier.profiel.kamers.van(kamer).aanhef.as_ref();
    let place = match (own, of_kamer) {
        (None, Some(aanhef)) => aanhef.regel().map(|_| word(&["kamers", kamer.name(), "aanhef"])),
        _ => line(own, &dossier.profiel.brief.aanhef, "aanhef"),
    };
    place.map(Stukdeel::Regel)
}

/// What stands above the signatures, unless that is left out.
pub(super) fn greeting(dossier: &Dossier, brief: Option<&Brief>) -> Option<Place> {
    let own = brief.and_then(|brief| brief.groet.as_ref());
    line(own, &dossier.profiel.brief.groet, "groet")
}

/// The text, from the first paragraph to the last.
pub(super) fn body(brief: &Brief) -> Vec<Stukdeel> {
    let top = Place::top(Root::File(Bestand::Brief));
    let mut delen = Vec::from_iter(opening(brief));
    delen.extend(secties(&brief.secties, &top.key("secties"), 1));
    delen.extend(end(brief));
    delen
}

/// How it opens, in its own words.
pub(super) fn opening(brief: &Brief) -> Option<Stukdeel> {
    let place = Place::top(Root::File(Bestand::Brief)).key("opening");
    brief.opening.is_some().then_some(Stukdeel::Tekst(place))
}

/// What comes behind its sections.
pub(super) fn end(brief: &Brief) -> Vec<Stukdeel> {
    let top = Place::top(Root::File(Bestand::Brief));
    let mut delen = Vec::new();
    if let Some(keuzes) = &brief.beleidskeuzes {
        delen.extend(frame(keuzes, &top.key("beleidskeuzes")));
    }
    if brief.slot.is_some() {
        delen.push(Stukdeel::Tekst(top.key("slot")));
    }
    delen
}

/// A line that the letter or else the ministry has, unless it is left out.
fn line(own: Option<&Weglaatbaar>, of_ministry: &Weglaatbaar, key: &str) -> Option<Place> {
    let place = match own {
        Some(_) => Place::top(Root::File(Bestand::Brief)).key(key),
        None => word(&["brief", key]),
    };
    own.unwrap_or(of_ministry).regel().map(|_| place)
}

pub(super) fn head(dossier: &Dossier) -> Hoofd {
    let top = Place::top(Root::File(Bestand::Dossier));
    let gegevens = &dossier.gegevens;
    let (own, kamers) = (&gegevens.geadresseerde.adres, &dossier.profiel.geadresseerden);
    let (adres, length) = match gegevens.geadresseerde.kamer {
        _ if !own.is_empty() => (top.key("geadresseerde").key("adres"), own.len()),
        Kamer::Tweede => (word(&["geadresseerden", "tweede"]), kamers.tweede.len()),
        Kamer::Eerste => (word(&["geadresseerden", "eerste"]), kamers.eerste.len()),
    };
    let own = &dossier.profiel.brief;
    let again =
        own.volgkolom.iter().filter(|veld| **veld == Veld::Datum || own.kolom.contains(veld));
    Hoofd {
        status: None,
        adres: items(&adres, length),
        links: Vec::new(),
        kolom: velden(dossier, None, &own.kolom),
        volg: velden(dossier, None, again),
        datum: Some(top.key("datum")),
        onderwerp: top.key("onderwerp"),
    }
}

fn frame(keuzes: &Beleidskeuzes, place: &Place) -> [Stukdeel; 2] {
    let label = |key: &str| word(&["brief", "beleidskeuzes", key]);
    let rows = keuzes.onderdelen().into_iter().filter(|(_, text)| text.is_some());
    [
        Stukdeel::Kop { niveau: 1, aanduiding: None, tekst: label("kop").into() },
        Stukdeel::Kader {
            koppen: [label("onderdeel"), label("uitleg")],
            rijen: rows.map(|(key, _)| (label(key), place.key(key))).collect(),
        },
    ]
}

/// The sentence on whose behalf it is sent too.
pub(super) fn mede_namens(dossier: &Dossier) -> Option<Stukdeel> {
    let gegevens = &dossier.gegevens;
    let wie = Place::top(Root::File(Bestand::Dossier)).key("mede_namens");
    let many = gegevens.ondertekening.len() > 1;
    (!gegevens.mede_namens.is_empty()).then(|| Stukdeel::MedeNamens {
        zin: word(&["brief", if many { "mede_namens_meervoud" } else { "mede_namens" }]),
        wie: items(&wie, gegevens.mede_namens.len()),
        en: word(&["woorden", "en"]),
    })
}

/// What comes behind the text of a letter.
pub(super) struct Achter {
    /// On whose behalf it is sent too.
    pub(super) mede_namens: Option<Stukdeel>,
    /// The greeting above the signatures.
    pub(super) groet: Option<Place>,
    /// Annexes of text that this kind of letter has.
    pub(super) teksten: Vec<Tekstbijlage>,
}

/// From the sentence on whose behalf it is sent too, to the annexes.
pub(super) fn closing(dossier: &Dossier, achter: Achter) -> Vec<Stukdeel> {
    let top = Place::top(Root::File(Bestand::Dossier));
    let gegevens = &dossier.gegevens;
    let Achter { mede_namens, groet, mut teksten } = achter;
    teksten.extend(dossier.brief.iter().flat_map(tekstbijlage::eigen));
    let mut all = Vec::from_iter(gelijktijdig(dossier));
    all.extend(mede_namens);
    all.push(Stukdeel::Ondertekening {
        groet,
        wie: signatures(gegevens, &top.key("ondertekening")),
    });
    // One annex needs no list and no number.
    let many = dossier.aantal_bijlagen() > 1;
    if many {
        let texts = teksten.iter().map(|text| text.titel.clone());
        let own = dossier.bijlage.is_some().then(|| Place::top(Root::File(Bestand::Bijlage)));
        let own = own.map(|annex| annex.key("titel").into());
        let offered = aanbieding::titels(dossier);
        let others = items(&top.key("bijlagen"), gegevens.bijlagen.len());
        let others = others.into_iter().map(|annex| annex.key("titel").into());
        all.push(Stukdeel::Bijlagenlijst {
            kop: word(&["labels", "bijlagen"]),
            titels: texts.chain(own).chain(offered).chain(others).collect(),
        });
    }
    let mut nummers = 1..;
    for text in teksten {
        let nummer = nummers.next().filter(|_| many);
        all.push(Stukdeel::Tekstbijlage(text.genummerd(nummer)));
    }
    if let Some(annex) = &dossier.bijlage {
        let plek = bijlage::AchterBrief { nummer: nummers.next().filter(|_| many) };
        all.push(Stukdeel::Bijlage(bijlage::bijlage(annex, &dossier.profiel.bijlage, Some(plek))));
    }
    all
}

/// That the other Chamber has the same letter.
fn gelijktijdig(dossier: &Dossier) -> Option<Stukdeel> {
    let Geadresseerde { kamer, gelijktijdig, .. } = &dossier.gegevens.geadresseerde;
    let key = match dossier.gegevens.ondertekening.len() > 1 {
        true => "ook_aan_de_ander_meervoud",
        false => "ook_aan_de_ander",
    };
    gelijktijdig.then(|| Stukdeel::Regel(word(&["kamers", kamer.name(), key])))
}

fn signatures(gegevens: &Gegevens, place: &Place) -> Vec<Handtekening> {
    (gegevens.ondertekening.iter().zip(items(place, gegevens.ondertekening.len())))
        .map(|(wie, place)| Handtekening {
            functie: place.key("functie"),
            namens_deze: wie.namens_deze.is_some().then(|| place.key("namens_deze")),
            naam: place.key("naam"),
        })
        .collect()
}
