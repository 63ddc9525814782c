//! In: a checked dossier. Out: what of each document is withheld from the public, where and on which grounds; never what
//! it says. Pure.

mod onderdeel;

use std::collections::BTreeSet;

pub use self::onderdeel::onderdeel;
use crate::check::Checked;
use crate::dossier::{Bestand, Gronden, Lakking, Place, Root, Stuk};
use crate::prose::Inline;
use crate::yaml::Segment;

/// What of a document is withheld from the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gelakt {
    /// Its number, from 1 through all documents.
    pub nummer: usize,
    /// The document.
    pub stuk: Stuk,
    /// Which of [`Checked::lakkingen`] it is.
    pub lakking: usize,
    /// The part of the document, as it is headed there.
    pub onderdeel: String,
    /// The grounds, with what each is about.
    pub gronden: Vec<Grond>,
    /// Why, where the ground asks for a reason: each reason behind the grounds that it is given for.
    pub redenen: Vec<(String, String)>,
    /// Whether a rule withholds it, and not the author.
    pub door_regel: bool,
}

impl Gelakt {
    /// The numbers of its grounds.
    pub fn codes(&self) -> String {
        self.gronden.iter().map(|grond| grond.code.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The reasons as one text; of more than one each says what it is for.
    pub fn reden(&self) -> Option<String> {
        match &self.redenen[..] {
            [] => None,
            [(_, only)] => Some(only.clone()),
            all => Some(each_with_grounds(all)),
        }
    }
}

/// The reasons for all that is withheld of a document, each once behind its grounds, in the order of those.
pub fn redenen(gelakt: &[Gelakt], stuk: Stuk) -> String {
    let own = gelakt.iter().filter(|one| one.stuk == stuk);
    let all: BTreeSet<_> = own.flat_map(|one| one.redenen.iter().cloned()).collect();
    each_with_grounds(&all.into_iter().collect::<Vec<_>>())
}

/// `5.1.2b: …; 5.1.2e: …`.
fn each_with_grounds(reasons: &[(String, String)]) -> String {
    let one = |(of, why): &(String, String)| format!("{of}: {}", why.trim_end_matches('.'));
    reasons.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A ground for withholding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grond {
    /// Its number, such as `5.1.2e`.
    pub code: String,
    /// What it is about; empty for one that the list does not have.
    pub over: String,
}

/// Everything that is withheld, document by document. What two documents print, is withheld twice.
pub fn inventaris(checked: &Checked) -> Vec<Gelakt> {
    let known = &checked.lijsten().woo.gronden;
    let grond = |code: &String| Grond {
        code: code.clone(),
        over: known.get(code).map(ToString::to_string).unwrap_or_default(),
    };
    let mut all = Vec::new();
    for stuk in checked.stukken() {
        let lakkingen = checked.lakkingen().iter().enumerate();
        for (i, lakking) in lakkingen.filter(|(_, one)| is_of(one, *stuk, checked)) {
            all.push(Gelakt {
                lakking: i,
                nummer: all.len() + 1,
                stuk: *stuk,
                onderdeel: onderdeel(checked, *stuk, &lakking.place),
                gronden: lakking.gronden.iter().map(grond).collect(),
                redenen: lakking.redenen.clone(),
                door_regel: lakking.door_regel,
            });
        }
    }
    // They come last: in the edition for work, where a value is what it is, the others have the same numbers.
    for stuk in checked.stukken() {
        for (place, gronden) in ingevuld(checked, *stuk) {
            let of = |one: &Lakking| one.gronden.iter().all(|code| gronden.contains(code));
            let lakkingen = checked.lakkingen().iter().enumerate();
            let mut own = lakkingen.filter(|(_, one)| of(one) && !is_of(one, *stuk, checked));
            let Some((i, first)) = own.next() else { continue };
            let rest = own.flat_map(|(_, one)| one.redenen.iter());
            let redenen: BTreeSet<_> = first.redenen.iter().chain(rest).cloned().collect();
            all.push(Gelakt {
                lakking: i,
                nummer: all.len() + 1,
                stuk: *stuk,
                onderdeel: onderdeel(checked, *stuk, &place),
                gronden: gronden.iter().map(grond).collect(),
                redenen: redenen.into_iter().collect(),
                door_regel: first.door_regel,
            });
        }
    }
    all
}

/// The texts of a document in which a withheld value of another is filled in, with the grounds that their own passages do
/// not have.
fn ingevuld(checked: &Checked, stuk: Stuk) -> Vec<(Place, Vec<String>)> {
    let woo = &checked.lijsten().woo;
    let mut all = Vec::new();
    for (place, text) in checked.prose().iter().filter(|(place, _)| is_in(place, stuk, checked)) {
        let mut codes = BTreeSet::new();
        let mut add = |gronden: Gronden| codes.extend(gronden.codes().map(ToOwned::to_owned));
        text.names.values.values().filter_map(|value| Gronden::of_merk(value)).for_each(&mut add);
        text.prose.visit(&mut |inline| {
            if let Inline::Withheld { ground, .. } = inline {
                Gronden::read(ground, woo).into_iter().for_each(&mut add);
            }
        });
        let own = checked.lakkingen().iter().filter(|one| place.is_within(&one.place));
        own.flat_map(|one| &one.gronden).for_each(|code| {
            codes.remove(code);
        });
        if !codes.is_empty() {
            all.push((place.clone(), codes.into_iter().collect()));
        }
    }
    all
}

/// Whether a document would say what is withheld: a figure or a note is its own, and what the documents share is of
/// those that print it.
fn is_of(lakking: &Lakking, stuk: Stuk, checked: &Checked) -> bool {
    is_in(&lakking.place, stuk, checked)
}

/// Whether a place is one that a document says.
fn is_in(place: &Place, stuk: Stuk, checked: &Checked) -> bool {
    let Some(manuscript) = checked.manuscript(stuk) else { return false };
    let own = |root| manuscript.bestanden(stuk).into_iter().any(|own| root == Root::File(own));
    // Not every ministry's nota has every field.
    let fields = Place::top(Root::File(Bestand::Nota)).key("velden");
    match place.path.segments() {
        [_, Segment::Key(field), ..] if place.is_within(&fields) => {
            manuscript.prints(&fields.key(field))
        }
        _ => own(place.root) || manuscript.prints(place),
    }
}
