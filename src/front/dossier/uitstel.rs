//! In: `uitstel:` in `brief.yaml`, and the questions of `vragen.yaml`. Out: what was asked by whom, wherever it stands.
//! Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Datum, Dossier, Lid, Place, Proza, Regel, Root};
use crate::stukken::{Bestand, Briefsoort};

/// Bericht dat het antwoord op schriftelijke vragen later komt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uitstel {
    /// De vragen; van elke brief met vragen één.
    #[schemars(length(min = 1))]
    pub vragen: Vec<Vragenset>,
    /// Waarom het later wordt, zoals het achter `omdat` staat: `de gemeenten de cijfers nog verzamelen`.
    pub reden: Regel,
    /// Dag waarop de antwoorden er uiterlijk zijn, als JJJJ-MM-DD.
    #[serde(default)]
    pub uiterlijk: Option<Datum>,
    /// Een eerder bericht van uitstel in het Aanhangsel: `<ah:2025/26:1137>`, of meer: `<ah:2025/26:1137> en <ah:2025/26:1140>`.
    #[serde(default)]
    pub zie_ook: Option<Proza>,
}

/// Vragen van een brief, zonder hun tekst.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vragenset {
    /// Nummer dat de Kamer de vragen gaf, zoals 2026Z01234; het staat boven de vragen.
    pub nummer: Regel,
    /// Datum van de brief met de vragen, als JJJJ-MM-DD; zolang die ontbreekt, staat er `[datum]` op papier.
    #[serde(default)]
    pub brief_van: Option<Datum>,
    /// Leden die de vragen stellen, in de volgorde van de Kamer.
    #[schemars(length(min = 1))]
    pub leden: Vec<Lid>,
    /// Onderwerp van de vragen, zoals het achter `over` staat: `het sluiten van loketten`.
    pub onderwerp: Regel,
}

/// What was asked, by whom and when: of the questions that a letter answers, or says of that the answer comes later.
#[derive(Debug, Clone)]
pub struct Gevraagd<'a> {
    /// The block that says it.
    pub place: Place,
    /// The Chamber's number; a committee need not have one.
    pub nummer: Option<&'a Regel>,
    /// The day of the letter with the questions, once it is filled in.
    pub brief_van: Option<Datum>,
    /// Who ask.
    pub leden: &'a [Lid],
}

impl Dossier {
    /// The questions that the letter is about.
    pub fn gevraagd(&self) -> Vec<Gevraagd<'_>> {
        let top = |bestand| Place::top(Root::File(bestand));
        let answered = self.vragen.as_ref().map(|vragen| Gevraagd {
            place: top(Bestand::Vragen),
            nummer: vragen.nummer.as_ref(),
            brief_van: vragen.brief_van,
            leden: &vragen.leden,
        });
        let sets = self.uitstel().map_or(&[][..], |uitstel| &uitstel.vragen);
        let list = top(Bestand::Brief).key("uitstel").key("vragen");
        let later = sets.iter().enumerate().map(|(i, set)| Gevraagd {
            place: list.index(i),
            nummer: Some(&set.nummer),
            brief_van: set.brief_van,
            leden: &set.leden,
        });
        answered.into_iter().chain(later).collect()
    }

    /// What the letter says of answers that come later.
    pub fn uitstel(&self) -> Option<&Uitstel> {
        let brief = self.brief.as_ref().filter(|_| self.gegevens.soort == Briefsoort::Uitstel);
        brief?.uitstel.as_ref()
    }
}
