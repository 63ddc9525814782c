//! In: `vragen.yaml`. Out: written questions of members of parliament or of a committee, with their answers. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::{
    Datum, Invoegsels, Naam, Place, Proza, Regel, Root, Vraagdeel, Vraagletter, Vraagnummer,
};
use crate::stukken::Bestand;
use crate::yaml::{Path, Segment};

/// The fields with the questions, and with what stands before those of a fraction: quotations.
const VRAGEN: &str = "vragen";
const INLEIDING: &str = "inleiding";
/// The field with the fractions.
const FRACTIES: &str = "fracties";
/// The field with the notes of those who ask, which are a series of their own.
const NOTEN_VRAGEN: &str = "noten_vragen";

/// The fields with the footnotes of a file: ours, and those of who ask questions.
pub const NOTEN: [&str; 2] = ["voetnoten", NOTEN_VRAGEN];

/// Vragen van leden of van een commissie, met de antwoorden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
#[schemars(extend("een_van" = [[["nummer", "leden"], ["commissie"]], [["vragen"], ["fracties"]]]))]
pub struct Vragen {
    /// Nummer dat de Kamer de vragen van leden gaf, zoals 2026Z01234; bij een commissie het kenmerk van haar brief.
    #[serde(default)]
    pub nummer: Option<Regel>,
    /// Datum van de brief met de vragen, als JJJJ-MM-DD; zolang die ontbreekt, staat er `[datum]` op papier.
    #[serde(default)]
    pub brief_van: Option<Datum>,
    /// Leden die de vragen stellen, in de volgorde van de Kamer.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub leden: Vec<Lid>,
    /// Commissie die de vragen stuurt, zoals `de vaste commissie voor Financiën`.
    #[serde(default)]
    pub commissie: Option<Regel>,
    /// Aan wie de vragen zijn gesteld, zoals `de minister van Financiën`.
    #[schemars(length(min = 1))]
    pub aan: Vec<Regel>,
    /// Onderwerp van de vragen, zoals het achter `over` staat: `het sluiten van loketten`.
    pub onderwerp: Regel,
    /// Stuk waarover de vragen van een commissie gaan: `<kst:29279-874>`.
    #[serde(default)]
    pub stuk: Option<Proza>,
    /// Eerdere vragen, of het bericht van uitstel, in het Aanhangsel: `<ah:2025/26:1137>`, of meer: `<ah:2025/26:1137> en
    /// <ah:2025/26:1140>`.
    #[serde(default)]
    pub zie_ook: Option<Proza>,
    /// De vragen, elk bij haar nummer, precies zoals de Kamer ze stuurde.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Vraagnummer, Vraag>")]
    pub vragen: BTreeMap<Vraagnummer, Vraag>,
    /// De vragen van een schriftelijk overleg, per fractie, in de volgorde van de commissie.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub fracties: Vec<Fractie>,
    /// Noten van de Kamer bij haar vragen: naam en tekst; in de vraag staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub noten_vragen: BTreeMap<Naam, Proza>,
    /// De antwoorden, in de volgorde waarin ze worden afgedrukt.
    #[serde(default)]
    pub antwoorden: Vec<Antwoord>,
    /// Volledige agenda van een schriftelijk overleg: de stukken waarover het gaat, als lijst; achter de antwoorden.
    #[serde(default)]
    pub agenda: Option<Proza>,
    /// Voetnoten bij de antwoorden: naam en tekst; in het antwoord staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
    /// Figuren en kaders.
    #[serde(flatten)]
    pub invoegsels: Invoegsels,
}

/// Een lid van de Kamer dat vragen stelt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lid {
    /// Naam, zonder voornaam, zoals `Van Voorbeeld`.
    pub naam: Regel,
    /// Partij, zoals de Kamer haar schrijft.
    pub partij: Regel,
}

/// Inbreng van een fractie in een schriftelijk overleg.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("een_van" = [[["partijen"], ["wie"]], [["inleiding"], ["vragen"]]]))]
pub struct Fractie {
    /// Partij van de fractie, zoals de Kamer haar schrijft; meer als fracties samen vragen.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub partijen: Vec<Regel>,
    /// Wie vragen als dat anders heet dan `de leden van de …-fractie`, zoals `het lid Van Voorbeeld`.
    #[serde(default)]
    pub wie: Option<Regel>,
    /// Wat vóór de vragen staat en geen antwoord vraagt.
    #[serde(default)]
    pub inleiding: Option<Proza>,
    /// De vragen, elk bij haar nummer; de nummers lopen door over de fracties heen.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Vraagnummer, Vraag>")]
    pub vragen: BTreeMap<Vraagnummer, Vraag>,
}

/// Een vraag: tekst achter haar nummer, of tekst met delen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("kort" = "tekst"))]
pub struct Vraag {
    /// Tekst van de vraag, of wat boven haar delen staat.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Delen van de vraag, elk bij haar letter.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Vraagletter, Proza>")]
    pub delen: BTreeMap<Vraagletter, Proza>,
    /// Bladzijde van het stuk waar de vraag over gaat, zoals de Kamer haar noemt: `12`, of `12-14`.
    #[serde(default)]
    pub blz: Option<Regel>,
}

/// Een antwoord op een of meer vragen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Antwoord {
    /// Vragen waarop dit antwoord geeft, zoals `[1]`, `[2a]` of `[3, 8]`.
    #[schemars(length(min = 1))]
    pub op: Vec<Vraagdeel>,
    /// Wie dit antwoord geeft, als dat een ander is dan wie de brief tekent: `de minister van Defensie`.
    #[serde(default)]
    pub door: Option<Regel>,
    /// Het antwoord.
    pub tekst: Proza,
}

/// The questions that stand together: all of them, or those of a fraction.
#[derive(Debug, Clone)]
pub struct Vragengroep<'a> {
    /// Which one, and who; none for questions that belong to no fraction.
    pub fractie: Option<(usize, &'a Fractie)>,
    /// Its questions.
    pub vragen: &'a BTreeMap<Vraagnummer, Vraag>,
}

impl Vragengroep<'_> {
    /// Where it stands in the file.
    pub fn path(&self) -> Path {
        match self.fractie {
            Some((index, _)) => Path::default().key(FRACTIES).index(index),
            None => Path::default(),
        }
    }

    /// Where one of its questions stands.
    pub fn vraag(&self, nummer: Vraagnummer) -> Path {
        self.path().key(VRAGEN).key(&nummer.to_string())
    }
}

impl Vragen {
    /// The questions as they stand together, in order.
    pub fn groepen(&self) -> impl Iterator<Item = Vragengroep<'_>> {
        let own = Vragengroep { fractie: None, vragen: &self.vragen };
        let own = (!self.vragen.is_empty()).then_some(own);
        own.into_iter().chain(self.fracties.iter().enumerate().map(|(index, fractie)| {
            Vragengroep { fractie: Some((index, fractie)), vragen: &fractie.vragen }
        }))
    }

    /// Every question, with where it stands.
    pub fn alle(&self) -> impl Iterator<Item = (Vraagnummer, &Vraag, Path)> {
        self.groepen().flat_map(|groep| {
            let vragen = groep.vragen.iter();
            vragen.map(move |(nummer, vraag)| (*nummer, vraag, groep.vraag(*nummer)))
        })
    }

    /// A question, with the group that it stands in.
    pub fn vraag(&self, nummer: Vraagnummer) -> Option<(&Vraag, Vragengroep<'_>)> {
        self.groepen().find_map(|groep| Some((groep.vragen.get(&nummer)?, groep)))
    }

    /// The parties of the fractions that ask, each with where it stands.
    pub fn fractiepartijen(&self) -> impl Iterator<Item = (&Regel, Path)> {
        self.fracties.iter().enumerate().flat_map(|(i, fractie)| {
            let list = Path::default().key(FRACTIES).index(i).key("partijen");
            fractie.partijen.iter().enumerate().map(move |(i, one)| (one, list.index(i)))
        })
    }

    /// Everything that wants an answer: each question, and of one with parts the parts.
    pub fn te_beantwoorden(&self) -> BTreeSet<Vraagdeel> {
        self.alle().flat_map(|(nummer, vraag, _)| parts(nummer, vraag)).collect()
    }

    /// What of this an answer is about; nothing where there is no such question.
    pub fn beantwoordt(&self, op: Vraagdeel) -> Vec<Vraagdeel> {
        let Some((vraag, _)) = self.vraag(op.nummer) else { return Vec::new() };
        let own = parts(op.nummer, vraag).into_iter();
        own.filter(|part| op.letter.is_none() || part.letter == op.letter).collect()
    }
}

/// A question, or its parts.
fn parts(nummer: Vraagnummer, vraag: &Vraag) -> Vec<Vraagdeel> {
    let part = |letter| Vraagdeel { nummer, letter };
    match vraag.delen.is_empty() {
        true => vec![part(None)],
        false => vraag.delen.keys().map(|letter| part(Some(*letter))).collect(),
    }
}

/// The field with the notes that a text refers to.
pub fn noten_van(place: &Place) -> &'static str {
    let [own, of_questions] = NOTEN;
    if is_aanhaling(place) { of_questions } else { own }
}

/// Whether a text is what others wrote, and is printed as they did: a question, what stands before the questions of a
/// fraction, or a note of who asks.
pub fn is_aanhaling(place: &Place) -> bool {
    if place.root != Root::File(Bestand::Vragen) {
        return false;
    }
    let key = |at: usize| match place.path.segments().get(at) {
        Some(Segment::Key(key)) => &**key,
        _ => "",
    };
    match key(0) {
        FRACTIES => [VRAGEN, INLEIDING].contains(&key(2)),
        first => [VRAGEN, NOTEN_VRAGEN].contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_with_parts_is_answered_by_its_parts() {
        let text = "nummer: x\nbrief_van: 2026-03-02\nleden: []\naan: []\nonderwerp: x\nvragen: {'1': {tekst: x}, '2': {delen: {a: x, b: y}}}\n";
        let vragen: Vragen = serde_yaml::from_str(text).unwrap();
        let all: Vec<String> = vragen.te_beantwoorden().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["1", "2a", "2b"]);
        let of = |text: &str| {
            let all = vragen.beantwoordt(Vraagdeel::parse(text).unwrap());
            all.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            (of("1"), of("2"), of("2b")),
            (vec!["1".into()], vec!["2a".into(), "2b".into()], vec!["2b".into()])
        );
        assert_eq!((of("1a"), of("2c"), of("3")), (vec![], vec![], Vec::<String>::new()));
    }
}
