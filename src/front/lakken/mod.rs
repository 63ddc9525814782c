//! In: the trees of a dossier, and for whom they are. Out: the trees with what is withheld named; for the public without
//! it. Pure.
//!
//! This stands before the trees are taken for a dossier, so that nothing after it can hold what is withheld: no text,
//! title, label, address, name, number or order follows from what is no longer there. What stands in its place says the
//! grounds, and nothing else.

mod gevonden;
mod herleid;
mod invoegen;
mod noten;
mod reden;
mod staten;
mod verantwoording;
mod weg;

use crate::dossier::{Editie, FIGUREN, Gronden, KADERS, Lakking, Lijsten, NOTEN, Place, Trees};
use crate::source::{Sources, Span};
use crate::yaml::Segment;

/// What is withheld, while it is worked out.
#[derive(Debug, Clone)]
struct Gevonden {
    lakking: Lakking,
    gronden: Gronden,
    /// Why, each with the ground that it is given for; none of the reason of one place, which is for all of its grounds.
    redenen: Vec<(Option<&'static str>, String)>,
    /// Where it is said.
    span: Span,
}

/// The trees for an edition.
pub fn lak(mut trees: Trees, editie: Editie, sources: &Sources) -> Trees {
    let lijsten = trees.lijsten.clone().unwrap_or_else(Lijsten::ingebouwd);
    let mut found = Vec::new();
    let (mut all, geopend) = gevonden::all(&trees, &lijsten.woo, sources, &mut found);
    trees.geopend = geopend;
    herleid::check(&trees, &all, &mut found);
    staten::check(&trees, &all, &mut found);
    reden::resolve(&trees, &lijsten.woo, &mut all, sources, &mut found);
    verantwoording::put(&mut trees, &lijsten, &all);
    trees.editie = editie;
    if editie == Editie::Openbaar {
        weg::neem(&mut trees, &all);
    }
    let publicly = |lakking| if editie == Editie::Openbaar { openbaar(lakking) } else { lakking };
    trees.lakkingen = all.into_iter().map(|gevonden| publicly(gevonden.lakking)).collect();
    trees.found.append(&mut found);
    trees
}

/// What everybody may know of it: not how long it was, nor what a note, figure or frame was called.
fn openbaar(mut lakking: Lakking) -> Lakking {
    lakking.within = lakking.within.map(|_| 0..0);
    if let [Segment::Key(all), Segment::Key(_), ..] = lakking.place.path.segments()
        && (NOTEN.contains(&&**all) || [FIGUREN, KADERS].contains(&&**all))
    {
        lakking.place = Place::top(lakking.place.root).key(all);
    }
    lakking
}
