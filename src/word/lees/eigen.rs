//! In: a file that came back, and a dossier. Out: whether it was made from that dossier. Pure.
//!
//! A dossier has no number of its own, and may be in another folder by now. What tells is its reference, once that is filled
//! in, and how much of the text of the file, with every change refused, is its text.

use std::collections::BTreeSet;

use super::super::merk::{Merk, afdruk};
use super::super::{Fout, kenmerk};
use super::bekend::{Export, Exportalinea};
use super::bestand::Woordbestand;
use super::herkomst::{Uitgangsstand, eigenschap};
use super::koppel::{LIKE, MOST, likeness};
use super::stand::{Leesregel, teken};
use crate::check::Checked;
use crate::dossier::{Bestand, Place, Root};

/// The part of a text that is enough, that is enough beside the same reference, and below which there is no doubt that it is
/// another one.
const GENOEG: f64 = 0.5;
const ERNAAST: f64 = 0.4;
const WEINIG: f64 = 0.2;

/// Why a file is not read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weigering {
    /// It cannot be read.
    Onleesbaar(Fout),
    /// It is not made from this dossier.
    Vreemd,
    /// It may be made from another dossier, for this reason.
    Twijfel(&'static str),
}

impl From<Fout> for Weigering {
    fn from(why: Fout) -> Self {
        Self::Onleesbaar(why)
    }
}

/// Refuses a file that is not made from this dossier, and one of which that is not certain.
pub(super) fn beoordeeld(
    inhoud: &Woordbestand,
    oud: &[Leesregel],
    (herkomst, export): (&Uitgangsstand, &Export<'_>),
    checked: &Checked,
) -> Result<(), Weigering> {
    let own = kenmerk(checked).map(afdruk);
    let of_file = eigenschap(inhoud, "kb_dossier").filter(|print| !print.is_empty());
    let same = own.zip(of_file).map(|(own, other)| own == other);
    let part = aandeel(inhoud, oud, herkomst, export);
    match same {
        Some(true) if part >= ERNAAST => Ok(()),
        Some(true) => Err(Weigering::Twijfel(
            "het kenmerk is hetzelfde, maar het grootste deel van de tekst erin staat niet in dit dossier",
        )),
        Some(false) if part >= GENOEG => Err(Weigering::Twijfel("het kenmerk is anders")),
        None if part >= GENOEG => Ok(()),
        None if part >= WEINIG => {
            Err(Weigering::Twijfel("het grootste deel van de tekst erin staat niet in dit dossier"))
        }
        Some(false) | None => Err(Weigering::Vreemd),
    }
}

/// The part of the letters of a file that is text of the dossier: of what it says of its own, or where that is nothing of
/// all but the words of the form.
fn aandeel(
    inhoud: &Woordbestand,
    oud: &[Leesregel],
    herkomst: &Uitgangsstand,
    export: &Export<'_>,
) -> f64 {
    let part = |counts: fn(&Place) -> bool| {
        let own = |one: &&Exportalinea<'_>| one.alinea.bron.as_ref().is_some_and(counts);
        let known: BTreeSet<&str> =
            export.alle.iter().filter(own).map(|one| one.gezegd.trim()).collect();
        let all = export.alle.iter().map(|one| one.gezegd.trim());
        let rest: BTreeSet<&str> = all.filter(|text| !known.contains(text)).collect();
        let (mut all, mut ours) = (0.0, 0.0);
        for regel in oud {
            let text = regel.tekst(inhoud);
            let text = text.trim();
            let merk = regel.tekens.first().and_then(|at| teken(inhoud, *at).blok);
            let merk = merk.map(|merk| &inhoud.merken[merk]);
            let place = match merk {
                Some(Merk::Vast { .. }) => continue,
                Some(Merk::Veld { veld, .. }) => Some(herkomst.velden.get(veld)),
                _ => None,
            };
            if rest.contains(text) || place.flatten().is_some_and(|place| !counts(place)) {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a paragraph has few letters")]
            let letters = text.chars().filter(|char| char.is_alphabetic()).count() as f64;
            all += letters;
            if known.contains(text) {
                ours += letters;
                continue;
            }
            let near = export.alle.iter().filter(own).filter(|one| match place {
                Some(place) => place.is_some() && one.alinea.bron.as_ref() == place,
                None => oud.len() * export.alle.len() <= MOST,
            });
            let like = near.map(|one| f64::from(likeness(&one.gezegd, text)));
            ours += letters * like.filter(|like| *like > f64::from(LIKE)).fold(0.0, f64::max);
        }
        (all > 0.0).then(|| ours / all)
    };
    // Who sends it and who signs it are the same in many.
    let is_own =
        |place: &Place| !matches!(place.root, Root::Profile | Root::File(Bestand::Dossier));
    part(is_own).or_else(|| part(|_| true)).unwrap_or_default()
}
