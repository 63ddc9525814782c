//! In: the lines of a letter. Out: the same lines, with the notes of headings behind the first line below those: a heading of a dossier
//! has none. Pure.

use std::ops::Range;

use super::super::bestand::Waar;
use super::lichaam;
use super::regels::Regel;
use crate::schrijven::{Ink, Stretch};

/// Moves the notes of headings. Where those headings are.
pub(super) fn verzet(regels: &mut [Regel]) -> Vec<Range<usize>> {
    let (mut told, mut moving) = (Vec::new(), Vec::new());
    let mut carried: Vec<Stretch> = Vec::new();
    for regel in regels.iter_mut().filter(|regel| regel.waar == Waar::Tekst && !regel.is_leeg()) {
        let is_note = |one: &Stretch| matches!(one.what, Ink::Chip(_));
        let bare = regel.has_noot().then(|| {
            let inhoud = regel.inhoud.iter().filter(|one| !is_note(one)).cloned().collect();
            Regel { inhoud, ..regel.clone() }
        });
        let heading = bare.as_ref().unwrap_or(regel);
        if lichaam::niveau(heading).is_some() {
            if let Some(bare) = bare {
                carried.extend(regel.inhoud.iter().filter(|one| is_note(one)).cloned());
                moving.push(regel.plaats.clone());
                *regel = bare;
            }
        } else if regel.cel.is_none() {
            regel.inhoud.append(&mut carried);
            told.append(&mut moving);
        }
    }
    told
}
