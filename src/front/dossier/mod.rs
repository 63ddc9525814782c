//! In: the files of a dossier and its ministry's profile. Out: trees of what was typed, and from those the typed [`Dossier`], or every structural mistake. Pure.

mod bedoeld;
mod bedrag;
mod bijlage;
mod brief;
mod cijfers;
mod delen;
mod duizendtal;
mod editor;
mod editor_lakken;
mod format;
mod gegevens;
mod gelaagd;
mod gepubliceerd;
mod grond;
mod jaar;
mod kamerstuk;
mod lakking;
mod lichten;
mod lijsten;
mod mended;
mod nota;
mod notatie;
mod place;
mod profiel;
mod publicatie;
mod read;
mod rijen;
mod rol;
mod schema;
mod spreadsheet;
mod staat;
mod stray;
mod structure;
mod sunken;
mod tekst;
mod trees;
mod woorden;

pub use kamerbrief_base::{Datum, Moment, Vingerafdruk};

pub use crate::stukken::{Bestand, Editie, Stuk};

pub use bedrag::Bedrag;
pub use bedrag::typed;
pub use bijlage::{
    Bijlage, Bron, Dekking, Dekkingswoord, Eenheid, EigenTabel, Groep, Hardheid, Inhoud, Maatregel,
    Soort, Spreadsheet, Stand, Standen, Subtotalen, Tabel,
};
pub use brief::{Beleidskeuzes, Brief, Deel, Sectie};
pub use cijfers::{Cel, Cijfers, Pm, Reeks, Somregel, TabelCijfers, kolommen};
pub use delen::{Deellijn, Lijn, delen};
pub use editor::schema;
pub use gegevens::{
    Afdoening, Afzender, Contactpersoon, Geadresseerde, Gegevens, Kamer, Logo, LosseBijlage, Motie,
    Ondertekenaar, Paraafsoort, Parafeerder, Toezegging, Uitzondering,
};
pub use gelaagd::BuitenPeriode;
pub use gepubliceerd::Gepubliceerd;
pub use grond::Gronden;
pub use jaar::Jaar;
pub use kamerstuk::{Kamerstuk, Vergaderjaar, Verwijzing};
pub(crate) use lakking::is_plaats;
pub use lakking::{Lakking, NIET_AFGEDRUKT};
pub(crate) use lichten::{Gelicht, written};
pub use lijsten::{Functie, Lijsten, Ministerie, Namen, Post};
pub use nota::{
    ExtraSectie, Kopje, Nota, NotaBijlage, Onderdeel, Status, Toelichting, Tussenkop, Velden,
};
pub use notatie::{Maat, cell, euro, in_words, miljoen, notation, rounded, sentence};
pub use place::{Place, Root};
pub use profiel::{
    Adres, Adressering, BeleidskeuzesProfiel, BijlageProfiel, BijlagenInKolom, BriefProfiel,
    Geadresseerden, LakkenProfiel, MedeNamensIn, NotaMaten, NotaProfiel, OndertekeningProfiel,
    Paraafstaten, Profiel, Veld, Woorden,
};
pub use publicatie::{Begrip, Categorie, Publicatiecodes, Soorten};
pub(crate) use read::texts;
pub use read::{Reading, Tekstsoort, Tekstveld, read};
pub use rijen::{
    Cijfer, Getalkolom, Getoond, Herkomst, Kopvak, Opschrift, Postrij, Rij, Rijen, Rijsoort,
    Somdeel, Tekstkolom, Vorm,
};
pub use rol::{gelijke, is_dubbelganger, is_zelfde, kern, vermomd};
pub use schema::Shape;
pub(crate) use schema::{shape, words_only};
pub use spreadsheet::{Bewering, Kant, Kolomnaam, Somnaam, kolomkop};
pub use staat::{
    Begrotingsstaat, Formule, Kolomsoort, Naast, Postdeel, Postsoort, StaatCijfers, Staatkolom,
    Staatkolommen, Staatpost, Term,
};
pub(crate) use structure::value;
pub use tekst::{Naam, Proza, Regel, Weglaatbaar};
pub(crate) use trees::tree;
pub use trees::{Trees, trees};
pub use woorden::{
    Bladwoorden, Geldwoorden, Kamerwoorden, Notawoorden, Opzoekwoorden, Taal, Woo, Zinsneden,
};

use serde::Serialize;

/// A dossier whose structure is right. Whether its texts and figures are, `check` says.
#[derive(Debug, Clone, Serialize)]
pub struct Dossier {
    /// What the documents share.
    pub gegevens: Gegevens,
    /// The letter.
    pub brief: Option<Brief>,
    /// The decision memo.
    pub nota: Option<Nota>,
    /// The financial annex.
    pub bijlage: Option<Bijlage>,
    /// The ministry's words and order, with the dossier's adjustments.
    pub profiel: Profiel,
}

impl Dossier {
    /// The documents that can be made of it.
    pub fn stukken(&self) -> impl Iterator<Item = Stuk> {
        let present = [self.brief.is_some(), self.nota.is_some(), self.bijlage.is_some()];
        Stuk::ALL.into_iter().zip(present).filter_map(|(stuk, present)| present.then_some(stuk))
    }

    /// The reference of a document: the letter's, or a nota's own.
    pub fn kenmerk(&self, stuk: Stuk) -> &Regel {
        let own = self.nota.as_ref().filter(|_| stuk == Stuk::Beslisnota);
        own.and_then(|nota| nota.kenmerk.as_ref()).unwrap_or(&self.gegevens.kenmerk)
    }

    /// The date of a document: the letter's, or a nota's own.
    pub fn datum(&self, stuk: Stuk) -> Datum {
        let own = self.nota.as_ref().filter(|_| stuk == Stuk::Beslisnota);
        own.and_then(|nota| nota.datum).unwrap_or(self.gegevens.datum)
    }

    /// How many annexes go with the letter, the financial one among them.
    pub fn aantal_bijlagen(&self) -> usize {
        self.gegevens.bijlagen.len() + usize::from(self.bijlage.is_some())
    }
}
