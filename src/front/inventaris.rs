//! In: a checked dossier. Out: what of each document is withheld from the public, where and on which grounds; never what
//! it says. Pure.

use crate::check::Checked;
use crate::dossier::{Lakking, Place, Root, Stuk};
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
    /// The part of the document, by names that every dossier has.
    pub onderdeel: String,
    /// The grounds, with what each is about.
    pub gronden: Vec<Grond>,
    /// Why, where the ground asks for a reason.
    pub reden: Option<String>,
    /// Whether a rule withholds it, and not the author.
    pub door_regel: bool,
}

impl Gelakt {
    /// The numbers of its grounds.
    pub fn codes(&self) -> String {
        self.gronden.iter().map(|grond| grond.code.as_str()).collect::<Vec<_>>().join(", ")
    }
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
                onderdeel: onderdeel(&lakking.place),
                gronden: lakking.gronden.iter().map(grond).collect(),
                reden: lakking.reden.clone(),
                door_regel: lakking.door_regel,
            });
        }
    }
    all
}

/// Whether a document would say what is withheld: a figure or a note is its own, and what the documents share is of
/// those that print it.
fn is_of(lakking: &Lakking, stuk: Stuk, checked: &Checked) -> bool {
    let Some(manuscript) = checked.manuscript(stuk) else { return false };
    let own = |root| manuscript.bestanden(stuk).into_iter().any(|own| root == Root::File(own));
    own(lakking.place.root) || manuscript.prints(&lakking.place)
}

/// The first two steps of the way to a value, in words. Further ones, and names that the author chose himself, could
/// say what is withheld.
fn onderdeel(place: &Place) -> String {
    let mut words = String::new();
    for segment in place.path.segments().iter().take(2) {
        match segment {
            Segment::Key(key) if words.is_empty() => words = key.replace('_', " "),
            Segment::Key(key) if words == "toelichting" => {
                words.push_str(": ");
                words.push_str(&key.replace('_', " "));
            }
            Segment::Key(_) => break,
            Segment::Index(index) => words.push_str(&format!(" {}", index + 1)),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Bestand;

    #[test]
    fn a_part_is_named_without_the_names_that_an_author_chose() {
        let top = |bestand| Place::top(Root::File(bestand));
        let named = |place: &Place| onderdeel(place);
        let nota = top(Bestand::Nota);
        assert_eq!(named(&nota.key("geadviseerd_besluit")), "geadviseerd besluit");
        assert_eq!(
            named(&nota.key("toelichting").key("politieke_context")),
            "toelichting: politieke context"
        );
        assert_eq!(named(&nota.key("voetnoten").key("jansen")), "voetnoten");
        let route = top(Bestand::Dossier).key("parafenroute").index(2).key("naam");
        assert_eq!(named(&route), "parafenroute 3");
    }
}
