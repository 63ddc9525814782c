//! In: the working and the public edition of a dossier, typeset. Out: where on both stands what is withheld, and which
//! place of the one is which of the other. Pure.
//!
//! Nothing is looked for on the pages: every letter knows the value that it prints, and so whether that is withheld.

mod ankers;
mod bladen;
mod etiketten;
mod exemplaar;
mod gewijzigd;
mod passages;
mod plekken;

use std::collections::{BTreeMap, BTreeSet};

pub use self::ankers::{Anker, bladparen};
pub use self::etiketten::{Etiket, Genummerd, etiketten};
pub use self::exemplaar::exemplaar;
pub use self::gewijzigd::gewijzigd;
use self::passages::{Letterplaats, Passages};
pub use self::plekken::Bladplek;
use crate::FilledDossier;
use crate::dossier::{Gronden, Place, Root, Stuk};
use crate::inventaris::{Gelakt, inventaris};
use crate::render::Drukplaats;
use crate::source::{Sources, Span};
use crate::typeset::{Letters, Marks, OnPage, Paged, Rect};

/// One of the two editions.
#[derive(Debug)]
pub struct Kant<'a> {
    /// The dossier with its sheets.
    pub filled: &'a FilledDossier,
    /// Its files.
    pub sources: &'a Sources,
    /// The way from letters to sheets.
    pub letters: &'a Letters,
    /// The documents.
    pub stukken: BTreeMap<Stuk, &'a Paged>,
}

/// The editions beside each other.
#[derive(Debug)]
pub struct Naast {
    /// The documents.
    pub paren: Vec<Paar>,
    /// Everything that is withheld, as the inventory numbers it.
    pub lakkingen: Vec<Aangewezen>,
    /// What a rule would withhold, and the author says is public.
    pub geopend: Vec<Geopend>,
}

/// A document in both editions.
#[derive(Debug)]
pub struct Paar {
    /// Which one.
    pub stuk: Stuk,
    /// Places that are the same in both, in order.
    pub ankers: Vec<Anker>,
    /// What else is not in the public edition: figures that are computed of a withheld one, notes that only a withheld
    /// passage refers to, and who initialled.
    pub afgeleid: Plekken,
}

/// Where something stands in both editions of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plekken {
    /// In the working edition.
    pub werk: Marks,
    /// In the public one: what stands in its place.
    pub openbaar: Marks,
}

/// Something that is withheld from a document.
#[derive(Debug)]
pub struct Aangewezen {
    /// What the inventory says of it.
    pub gelakt: Gelakt,
    /// What it says, as it is printed; empty where this document prints nothing of it.
    pub tekst: String,
    /// Where it stands in the dossier.
    pub bron: Option<Span>,
    /// Where it stands on the pages.
    pub plekken: Plekken,
}

impl Aangewezen {
    /// What of it begins on a page of one of the editions.
    pub fn op(&self, marks: &Marks, page: usize) -> Option<Genummerd> {
        let (_, places) = marks.iter().find(|(of, _)| *of == page)?;
        let (nummer, gronden) = (self.gelakt.nummer, self.gelakt.codes());
        Some(Genummerd { nummer, gronden, plek: *places.first()? })
    }
}

/// A value that stays public though a rule would withhold it.
#[derive(Debug)]
pub struct Geopend {
    /// What it says.
    pub tekst: String,
    /// Where it stands in the dossier.
    pub bron: Option<Span>,
}

/// What a letter is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deel {
    /// Something that is withheld, by its number in [`Checked::lakkingen`](crate::check::Checked::lakkingen).
    Gelakt(usize),
    /// Something that is not in the public edition because something else is withheld.
    Afgeleid,
}

/// What was read from the pages of a document in one edition.
#[derive(Debug, Default)]
struct Gelezen {
    /// Where each part stands that is not public.
    delen: BTreeMap<Deel, Marks>,
    /// What each says that is withheld.
    teksten: BTreeMap<usize, String>,
    /// The public letters in reading order: of which value, where in it, and where on the pages.
    letters: Vec<(Place, Letterplaats, Plek)>,
}

fn titel(stuk: Stuk) -> &'static str {
    match stuk {
        Stuk::Kamerbrief => "Kamerbrief",
        Stuk::Beslisnota => "Beslisnota",
        Stuk::Bijlage => "Bijlage",
        Stuk::Inventaris => "Inventaris",
    }
}

/// A place in a document: page and distance from its top.
type Plek = (usize, f64);

/// Puts the editions beside each other.
pub fn naast(werk: &Kant<'_>, openbaar: &Kant<'_>) -> Naast {
    let checked = werk.filled.checked();
    let passages = Passages::new(werk, openbaar);
    let (mut paren, mut gelezen) = (Vec::new(), BTreeMap::new());
    for stuk in checked.stukken() {
        let (after, shown) = lees(*stuk, openbaar, &passages, None);
        let (before, _) = lees(*stuk, werk, &passages, Some(&shown));
        paren.push(Paar {
            stuk: *stuk,
            ankers: ankers::ankers(&before, &after),
            afgeleid: Plekken {
                werk: before.delen.get(&Deel::Afgeleid).cloned().unwrap_or_default(),
                openbaar: after.delen.get(&Deel::Afgeleid).cloned().unwrap_or_default(),
            },
        });
        gelezen.insert(*stuk, (before, after));
    }
    let lakkingen = inventaris(checked).into_iter().map(|gelakt| {
        let (deel, of) = (Deel::Gelakt(gelakt.lakking), gelezen.get(&gelakt.stuk));
        let marks = |one: &Gelezen| one.delen.get(&deel).cloned().unwrap_or_default();
        let lakking = &checked.lakkingen()[gelakt.lakking];
        Aangewezen {
            tekst: of
                .and_then(|(werk, _)| werk.teksten.get(&gelakt.lakking))
                .cloned()
                .unwrap_or_default(),
            bron: checked.span(&lakking.place, lakking.within.clone(), werk.sources),
            plekken: of.map_or_else(Plekken::default, |(werk, openbaar)| Plekken {
                werk: marks(werk),
                openbaar: marks(openbaar),
            }),
            gelakt,
        }
    });
    let geopend = checked.geopend().iter().map(|place| Geopend {
        tekst: checked.text(place).unwrap_or_default().to_owned(),
        bron: checked.span(place, None, werk.sources),
    });
    Naast { paren, lakkingen: lakkingen.collect(), geopend: geopend.collect() }
}

/// What the public edition of a document shows.
#[derive(Debug, Default)]
struct Getoond {
    /// The numbers of the figures in whose place a mark stands, though nobody withholds them.
    berekend: BTreeSet<u64>,
    /// The values of which something is printed, and the numbers of those of one line and of figures.
    waarden: BTreeSet<Place>,
    velden: BTreeSet<u64>,
    /// What is said of the initials.
    parafen: BTreeSet<String>,
}

/// Reads the pages of a document; those of the working edition with what the public one shows.
fn lees(
    stuk: Stuk,
    kant: &Kant<'_>,
    passages: &Passages,
    openbaar: Option<&Getoond>,
) -> (Gelezen, Getoond) {
    let (mut out, mut shown) = (Gelezen::default(), Getoond::default());
    let Some(paged) = kant.stukken.get(&stuk) else { return (out, shown) };
    let (checked, is_werk) = (kant.filled.checked(), openbaar.is_some());
    // Letters of a value mostly follow each other.
    let mut last: Option<(Place, Place, Option<usize>)> = None;
    for (page, of) in paged.pages().iter().enumerate() {
        let mut ends: BTreeMap<Deel, Rect> = BTreeMap::new();
        kant.letters.each(of, &mut |OnPage { rect, text, letter, .. }| {
            if let Some(says) = kant.filled.sheets().of_paraaf(letter) {
                match openbaar {
                    Some(openbaar) if !openbaar.parafen.contains(says) => {
                        let touches =
                            ends.insert(Deel::Afgeleid, rect).is_some_and(|end| rect.follows(end));
                        add(out.delen.entry(Deel::Afgeleid).or_default(), page, rect, touches);
                    }
                    Some(_) => {}
                    None => {
                        shown.parafen.insert(says.to_owned());
                    }
                }
                return;
            }
            let spot = kant.filled.sheets().spot(letter, checked);
            let Some(Drukplaats { place, within, field }) =
                spot.filter(|spot| spot.place.root != Root::Profile)
            else {
                return;
            };
            if last.as_ref().is_none_or(|(known, ..)| known != place) {
                let own = passages.own_place(place, is_werk);
                let whole = passages.whole(&own);
                shown.waarden.insert(own.clone());
                last = Some((place.clone(), own, whole));
            }
            let Some((_, own, whole)) = &last else { return };
            let stand = passages.stand(own, within, is_werk);
            shown.velden.extend(field.map(|(number, _)| number));
            let gone = match (openbaar, field) {
                (Some(openbaar), Some((number, _))) => {
                    openbaar.berekend.contains(&number) || !openbaar.velden.contains(&number)
                }
                (Some(openbaar), None) => !openbaar.waarden.contains(own),
                (None, Some((_, says))) => Gronden::is_merk(says),
                (None, None) => false,
            };
            let deel = match (whole, stand) {
                (Some(lakking), _) => Deel::Gelakt(*lakking),
                (None, Letterplaats::Passage(Some(lakking))) => Deel::Gelakt(lakking),
                (None, Letterplaats::Passage(None)) => Deel::Afgeleid,
                (None, Letterplaats::Open(..)) if gone => {
                    shown.berekend.extend(field.map(|(number, _)| number));
                    Deel::Afgeleid
                }
                (None, Letterplaats::Open(..)) => {
                    out.letters.push((own.clone(), stand, (page, rect.y)));
                    return;
                }
            };
            let touches = ends.insert(deel, rect).is_some_and(|end| rect.follows(end));
            if let Deel::Gelakt(lakking) = deel {
                let said = out.teksten.entry(lakking).or_default();
                let space = text.trim().is_empty();
                if (space || !touches) && !said.is_empty() && !said.ends_with(' ') {
                    said.push(' ');
                }
                said.push_str(text.trim_matches(['\u{a0}', ' ']));
            }
            add(out.delen.entry(deel).or_default(), page, rect, touches);
        });
    }
    (out, shown)
}

/// Adds a letter; one that touches the last makes that place wider.
fn add(marks: &mut Marks, page: usize, rect: Rect, touches: bool) {
    match marks.last_mut() {
        Some((last, rects)) if *last == page => match rects.last_mut() {
            Some(known) if touches => *known = known.with(rect),
            _ => rects.push(rect),
        },
        _ => marks.push((page, vec![rect])),
    }
}
