//! In: a dossier with its profile. Out: the parts of each of its documents, in reading order, by their places. Pure.
//!
//! What a document consists of, and in which order, is decided here and nowhere else: templates walk the parts and say
//! what each looks like, and notes are numbered along them. A part holds no text, only the [`Place`] of one in the
//! dossier or of a word in the profile, so that everybody looks a text up in the same way.
//!
//! A new kind of letter is a new list of parts: a function such as `vragen::antwoord`, in a file of its own here, called
//! in [`Manuscript::of`] for its word in `Briefsoort`. Most lists need no new kind of part; one that does gets it as a variant of [`Stukdeel`], with the
//! values that templates see of it in `render/manuscript.rs` and its looks in `templates/delen/onderdelen.j2`.

mod aanbieding;
mod bijlage;
mod brief;
mod gedrukt;
mod hoofd;
mod koppen;
mod nota;
mod tekstbijlage;
#[cfg(test)]
mod tests;
mod uitstel;
mod verzamelbrief;
mod vragen;
mod wie;
mod zin;

pub use self::gedrukt::value_at;
pub use self::tekstbijlage::Tekstbijlage;
pub use self::zin::{Zin, Zinsdeel};

use crate::dossier::{Bestand, Briefsoort, Dossier, Place, Root, Stuk};

/// A document as a list of parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manuscript {
    /// What stands around the text of its first page.
    pub hoofd: Option<Hoofd>,
    /// Its parts, in reading order.
    pub delen: Vec<Stukdeel>,
}

/// What stands above and beside the text on the first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hoofd {
    /// Status of a nota, where no field gives it.
    pub status: Option<Waarde>,
    /// Lines of the address that a letter goes to.
    pub adres: Vec<Place>,
    /// Fields above the text, in order.
    pub links: Vec<Veldregel>,
    /// Fields of the column, in order.
    pub kolom: Vec<Veldregel>,
    /// Fields of these that come back in the column of each following page, in order.
    pub volg: Vec<Veldregel>,
    /// Date of a letter.
    pub datum: Option<Place>,
    /// What the document is about.
    pub onderwerp: Place,
}

/// A field with its lines. One that has nothing to say is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veldregel {
    /// What stands before or above it.
    pub label: Option<Place>,
    /// Its lines.
    pub regels: Vec<Waarde>,
    /// From which line on they are numbered.
    pub genummerd: Option<usize>,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waarde {
    /// A value of the dossier or the profile.
    Veld(Place),
    /// The word for a value.
    Woord {
        /// The word that is printed.
        woord: Place,
        /// The value that it stands for.
        van: Place,
    },
    /// What is put together of several.
    Zin(Zin),
    /// A number of things that were counted.
    Aantal(usize),
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stukdeel {
    /// A heading.
    Kop {
        /// Its level, from 1.
        niveau: usize,
        /// What it begins with.
        aanduiding: Option<Aanduiding>,
        /// What it says.
        tekst: Zin,
    },
    /// A line on its own.
    Regel(Place),
    /// A text with markup.
    Tekst(Place),
    /// A paragraph that is put together.
    Zin(Zin),
    /// The parts of a question: each behind its letter, which is the last step of the way to it.
    Vraagdelen(Vec<Place>),
    /// Words of others among our own.
    Aanhaling(Vec<Stukdeel>),
    /// The frame with the choices of policy: labels, each with its text.
    Kader {
        /// Heads of the two columns.
        koppen: [Place; 2],
        /// Label and text of each row.
        rijen: Vec<(Place, Place)>,
    },
    /// The list of what a letter is about: the headings of its sections, numbered as those are.
    Onderwerpen {
        /// What stands above it.
        kop: Place,
        /// The headings.
        koppen: Vec<Place>,
    },
    /// A table of motions or commitments: what, where it is found, and how it stands.
    Overzicht {
        /// Heads of the columns.
        koppen: [Place; 3],
        /// Its rows.
        rijen: Vec<[Zin; 3]>,
    },
    /// The sentence on whose behalf a letter is sent too.
    MedeNamens {
        /// How it begins.
        zin: Place,
        /// Who they are.
        wie: Vec<Place>,
        /// The word before the last of them.
        en: Place,
    },
    /// The signatures. They stay with the last paragraph before them.
    Ondertekening {
        /// The greeting above them.
        groet: Option<Place>,
        /// Who sign.
        wie: Vec<Handtekening>,
    },
    /// The boxes for initials of one kind.
    Parafen {
        /// The heading above them.
        kop: Place,
        /// The steps of the route, in order.
        stappen: Vec<Paraafvak>,
        /// How many boxes there are at least.
        minstens: usize,
    },
    /// A field below the initials; without lines there is room to write.
    Veld(Veldregel),
    /// The office of who signs a nota, with room above it.
    Tekenregel(Veldregel),
    /// A table of the annex, with its unit, its chart and what it says of rounding.
    Tabel {
        /// Which one, from 0.
        index: usize,
        /// Texts of its rows, in reading order. Its figures stand in the same rows.
        teksten: Vec<Place>,
    },
    /// What explains a measure.
    Uitleg {
        /// The measure's name without the marks of its notes; it stands in the table too.
        maatregel: Zin,
        /// The explanation.
        toelichting: Option<Place>,
        /// Where it came from, after the word for that.
        herkomst: Option<[Place; 2]>,
    },
    /// The list of documents that come with a nota.
    Stukken {
        /// The heading above it.
        kop: Place,
        /// Heads of its columns: number, name, and information if any of them has that.
        koppen: Vec<Place>,
        /// Name and information of each.
        rijen: Vec<(Place, Option<Place>)>,
    },
    /// The list of annexes of a letter.
    Bijlagenlijst {
        /// The heading above it.
        kop: Place,
        /// Titles, in order.
        titels: Vec<Zin>,
    },
    /// An annex of text behind a letter, from a new page on.
    Tekstbijlage(Vec<Stukdeel>),
    /// The annex behind a letter, on pages of its own.
    Bijlage(Vec<Stukdeel>),
}

/// What a heading begins with, such as `Tabel 2.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aanduiding {
    /// The word; without one the number stands alone.
    pub woord: Option<Place>,
    /// The number behind it.
    pub nummer: Option<usize>,
    /// The mark that ends it.
    pub teken: char,
}

/// Somebody who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handtekening {
    /// The office.
    pub functie: Place,
    /// The office of who signs for it, by mandate.
    pub namens_deze: Option<Place>,
    /// The name.
    pub naam: Place,
}

/// The box for the initial of one step of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paraafvak {
    /// Which one of the whole route, from 0.
    pub index: usize,
    /// The role.
    pub rol: Place,
    /// Who is expected.
    pub naam: Option<Place>,
}

impl Manuscript {
    /// The parts of a document; none if the dossier has no such document.
    pub fn of(dossier: &Dossier, stuk: Stuk) -> Option<Self> {
        match stuk {
            Stuk::Kamerbrief => match dossier.gegevens.soort {
                Briefsoort::Brief => Some(brief::brief(dossier, dossier.brief.as_ref()?)),
                Briefsoort::Antwoord
                | Briefsoort::SchriftelijkOverleg
                | Briefsoort::FeitelijkeVragen => {
                    Some(vragen::antwoord(dossier, dossier.vragen.as_ref()?))
                }
                Briefsoort::Aanbieding => {
                    dossier.brief.as_ref().map(|_| aanbieding::aanbieding(dossier))
                }
                Briefsoort::Uitstel => Some(uitstel::uitstel(dossier, dossier.uitstel()?)),
                Briefsoort::Verzamelbrief => {
                    Some(verzamelbrief::verzamelbrief(dossier, dossier.brief.as_ref()?))
                }
            },
            Stuk::Beslisnota => Some(nota::nota(dossier, dossier.nota.as_ref()?)),
            Stuk::Bijlage => {
                let (bijlage, woorden) = (dossier.bijlage.as_ref()?, &dossier.profiel.bijlage);
                let delen = bijlage::bijlage(bijlage, woorden, None);
                Some(Self { hoofd: None, delen })
            }
            Stuk::Inventaris => None,
        }
    }

    /// Everything that it prints, in reading order. An annex behind it is a document as well, with its own
    /// manuscript, and is left out here.
    pub fn places(&self) -> Vec<&Place> {
        let hoofd = self.hoofd.iter().flat_map(Hoofd::places);
        hoofd.chain(self.delen.iter().flat_map(Stukdeel::places)).collect()
    }

    /// The files that it is made of, as this document: its own, and that of an annex behind it.
    pub fn bestanden(&self, stuk: Stuk) -> Vec<Bestand> {
        let has_annex = self.delen.iter().any(|deel| matches!(deel, Stukdeel::Bijlage(_)));
        let own = Bestand::ALL.into_iter().filter(|bestand| bestand.stuk() == Some(stuk));
        own.chain(has_annex.then_some(Bestand::Bijlage)).collect()
    }

    /// Whether it prints a value, or something of it.
    pub fn prints(&self, place: &Place) -> bool {
        self.places().iter().any(|printed| printed.is_within(place))
    }
}

impl Hoofd {
    /// Everything that it prints, in reading order.
    fn places(&self) -> Vec<&Place> {
        let fields = self.links.iter().chain(&self.kolom).flat_map(Veldregel::places);
        let mut all: Vec<&Place> = self.status.iter().flat_map(Waarde::places).collect();
        all.extend(&self.adres);
        all.extend(fields);
        all.extend(&self.datum);
        all.push(&self.onderwerp);
        all
    }
}

impl Veldregel {
    fn places(&self) -> impl Iterator<Item = &Place> {
        self.label.iter().chain(self.regels.iter().flat_map(Waarde::places))
    }
}

impl Waarde {
    fn places(&self) -> Vec<&Place> {
        match self {
            Self::Veld(place) => vec![place],
            Self::Woord { woord, van } => vec![woord, van],
            Self::Zin(zin) => zin.places().collect(),
            Self::Aantal(_) => Vec::new(),
        }
    }
}

impl Stukdeel {
    /// Everything that it prints, in reading order; nothing for an annex, which is a document as well.
    pub fn places(&self) -> Vec<&Place> {
        match self {
            Self::Kop { aanduiding, tekst, .. } => {
                let words = aanduiding.iter().filter_map(|one| one.woord.as_ref());
                words.chain(tekst.places()).collect()
            }
            Self::Regel(place) | Self::Tekst(place) => vec![place],
            Self::Zin(zin) => zin.places().collect(),
            Self::Vraagdelen(parts) => parts.iter().collect(),
            Self::Kader { koppen, rijen } => {
                koppen.iter().chain(rijen.iter().flat_map(|(label, text)| [label, text])).collect()
            }
            Self::Onderwerpen { kop, koppen } => [kop].into_iter().chain(koppen).collect(),
            Self::Overzicht { koppen, rijen } => {
                koppen.iter().chain(rijen.iter().flatten().flat_map(Zin::places)).collect()
            }
            Self::MedeNamens { zin, wie, en } => [zin].into_iter().chain(wie).chain([en]).collect(),
            Self::Ondertekening { groet, wie } => {
                let signers = wie.iter().flat_map(|signer| {
                    [&signer.functie].into_iter().chain(&signer.namens_deze).chain([&signer.naam])
                });
                groet.iter().chain(signers).collect()
            }
            Self::Veld(field) | Self::Tekenregel(field) => field.places().collect(),
            Self::Parafen { kop, stappen, .. } => {
                let steps =
                    stappen.iter().flat_map(|step| [&step.rol].into_iter().chain(&step.naam));
                [kop].into_iter().chain(steps).collect()
            }
            Self::Tabel { teksten, .. } => teksten.iter().collect(),
            Self::Uitleg { maatregel, toelichting, herkomst } => {
                maatregel.places().chain(toelichting).chain(herkomst.iter().flatten()).collect()
            }
            Self::Stukken { kop, koppen, rijen } => {
                let rows = rijen.iter().flat_map(|(name, about)| [name].into_iter().chain(about));
                [kop].into_iter().chain(koppen).chain(rows).collect()
            }
            Self::Bijlagenlijst { kop, titels } => {
                [kop].into_iter().chain(titels.iter().flat_map(Zin::places)).collect()
            }
            Self::Aanhaling(parts) | Self::Tekstbijlage(parts) => {
                parts.iter().flat_map(Self::places).collect()
            }
            Self::Bijlage(_) => Vec::new(),
        }
    }
}

/// A word of the profile.
fn word(keys: &[&str]) -> Place {
    keys.iter().fold(Place::top(Root::Profile), |place, key| place.key(key))
}

/// The items of a list.
fn items(list: &Place, length: usize) -> Vec<Place> {
    (0..length).map(|i| list.index(i)).collect()
}
