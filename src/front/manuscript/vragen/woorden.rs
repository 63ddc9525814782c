//! In: a profile and a kind of letter. Out: the words that it has for its questions and answers. Pure.

use crate::dossier::{
    AntwoordProfiel, Antwoordkoppen, Briefsoort, CommissieProfiel, Dossier, Regel,
};

/// The words for one kind of questions.
pub(super) struct Bewoording<'a> {
    /// The field of the profile that has them.
    pub(super) sleutel: &'static str,
    pub(super) aanhef_en_groet: bool,
    pub(super) zin: &'a Regel,
    pub(super) zin_meervoud: &'a Regel,
    pub(super) zin_stuk: Option<&'a Regel>,
    pub(super) zin_kenmerk: Option<&'a Regel>,
    pub(super) boven_titel: Option<&'a Regel>,
    pub(super) titel: &'a Regel,
    /// None where questions have no numbers on paper.
    pub(super) koppen: Option<&'a Antwoordkoppen>,
}

impl<'a> Bewoording<'a> {
    pub(super) fn of(dossier: &'a Dossier) -> Self {
        let profiel = &dossier.profiel;
        match dossier.gegevens.soort {
            Briefsoort::SchriftelijkOverleg => {
                Self::of_committee("schriftelijk_overleg", &profiel.schriftelijk_overleg)
            }
            Briefsoort::FeitelijkeVragen => {
                Self::of_committee("feitelijke_vragen", &profiel.feitelijke_vragen)
            }
            _ => Self::of_members(&profiel.antwoord),
        }
    }

    fn of_members(from: &'a AntwoordProfiel) -> Self {
        Self {
            sleutel: "antwoord",
            aanhef_en_groet: from.aanhef_en_groet,
            zin: &from.zin,
            zin_meervoud: &from.zin_meervoud,
            zin_stuk: None,
            zin_kenmerk: None,
            boven_titel: from.boven_titel.as_ref(),
            titel: &from.titel,
            koppen: Some(&from.koppen),
        }
    }

    fn of_committee(sleutel: &'static str, from: &'a CommissieProfiel) -> Self {
        Self {
            sleutel,
            aanhef_en_groet: from.aanhef_en_groet,
            zin: &from.zin,
            zin_meervoud: &from.zin_meervoud,
            zin_stuk: Some(&from.zin_stuk),
            zin_kenmerk: Some(&from.zin_kenmerk),
            boven_titel: from.boven_titel.as_ref(),
            titel: &from.titel,
            koppen: from.genummerd.then_some(&from.koppen),
        }
    }
}
