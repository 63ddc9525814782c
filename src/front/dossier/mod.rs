//! In: the files of a dossier and its ministry's profile. Out: trees of what was typed, and from those the typed [`Dossier`], or every structural mistake. Pure.

mod aanbieding;
mod aanhangsel;
mod antwoordprofiel;
mod bedoeld;
mod bedrag;
mod bijlage;
mod brief;
mod cijfers;
mod commissieprofiel;
mod delen;
mod duizendtal;
mod editor;
mod editor_lakken;
mod format;
mod gegevens;
mod gelaagd;
mod gepubliceerd;
mod grond;
mod invoegen;
mod jaar;
mod kamerstuk;
mod kort;
mod lakking;
mod lichten;
mod lijsten;
mod mended;
mod nota;
mod notaprofiel;
mod notatie;
mod place;
mod profiel;
mod publicatie;
mod read;
mod reeks;
mod regelnaam;
mod rijen;
mod rijnaam;
mod schema;
mod sectie;
mod somkolom;
mod soortprofielen;
mod spreadsheet;
mod staat;
mod stray;
mod structure;
mod sunken;
mod tekst;
mod trees;
mod uitstel;
mod vraagnummer;
mod vragen;
mod woorden;
mod zin;

pub use kamerbrief_base::naam::{aanblik, gelijke, is_dubbelganger, is_zelfde, kern, vermomd};
pub use kamerbrief_base::{Datum, Moment, Vingerafdruk};

pub use crate::stukken::{Bestand, Briefsoort, Editie, OPMERKINGEN, Stuk};

pub use aanbieding::{Aangeboden, Stuksoort};
pub use aanhangsel::Aanhangsel;
pub use antwoordprofiel::{AntwoordProfiel, Antwoordkoppen};
pub use bedrag::Bedrag;
pub use bedrag::typed;
pub use bijlage::{
    Bijlage, Bron, Dekking, Dekkingswoord, Eenheid, EigenTabel, Groep, Hardheid, Inhoud, Maatregel,
    Soort, Spreadsheet, Stand, Standen, Subtotalen, Tabel,
};
pub use brief::{Beleidskeuzes, Brief};
pub use cijfers::{Cijfers, Decimalen, Hoogste, Somregel, TabelCijfers, kolommen};
pub use commissieprofiel::{CommissieProfiel, FractieProfiel};
pub use delen::{Deellijn, Lijn, deelnaam, delen, na_deelwoord};
pub use editor::schema;
pub(crate) use editor::schema_of;
pub use gegevens::{
    Afdoening, Afzender, Contactpersoon, Geadresseerde, Gegevens, Kamer, Logo, LosseBijlage, Motie,
    Ondertekenaar, Overzichtsregel, Paraafsoort, Parafeerder, Toezegging, Uitzondering,
};
pub use gelaagd::{BuitenPeriode, bedoelde_huisstijl, ministeries, vanzelf_gedrukt};
pub(crate) use gelaagd::{MINISTERIE_VAN, day};
pub use gepubliceerd::{Gepubliceerd, afronding};
pub use grond::Gronden;
pub use invoegen::{Figuur, Invoegsels, Tekstkader};
pub use jaar::Jaar;
pub use kamerstuk::{Kamerstuk, Vergaderjaar, Verwijzing};
pub(crate) use lakking::is_plaats;
pub use lakking::{Gelakte, Lakking, niet_afgedrukt};
pub(crate) use lichten::{Gelicht, WAARDE, written};
pub use lijsten::{Functie, Lijsten, Ministerie, Namen, Post};
pub use nota::{ExtraSectie, Nota, NotaBijlage, Onderdeel, Status, Toelichting, Velden};
pub use notaprofiel::{BijlagenInKolom, NotaMaten, NotaProfiel, Paraafstaten};
pub use notatie::{Maat, cell, euro, in_words, miljoen, notation, rounded, sentence};
pub use place::{Place, Root};
pub use profiel::{
    Adres, Adressering, BeleidskeuzesProfiel, BijlageProfiel, BriefProfiel, Geadresseerden,
    LakkenProfiel, MedeNamensIn, OndertekeningProfiel, Profiel, Veld, Woorden,
};
pub use publicatie::{Begrip, Categorie, Publicatiecodes, Soorten};
pub(crate) use read::{BESTAND, FIGUREN, KADERS, texts};
pub use read::{Reading, Tekstsoort, Tekstveld, read};
pub use reeks::{Cel, Pm, Reeks};
pub(crate) use regelnaam::kale_naam;
pub use regelnaam::{Naamsoort, Naamvraag, naamsoort, naamvraag};
pub use rijen::{
    Cijfer, Eigenkolom, Getoond, Herkomst, Kopvak, Opschrift, Postrij, Rij, Rijen, Rijsoort,
    Somdeel, Tekstkolom, Tekstvak, Vorm,
};
pub use rijnaam::{Rijnaam, nootmerken};
pub use schema::Shape;
pub(crate) use schema::{FORMAT_HUISSTIJL, only, schema_van, shape, words_only};
pub use sectie::{EigenTekstbijlage, Kopje, Sectie, Tussenkop};
pub use somkolom::Somkolom;
pub use soortprofielen::{
    AanbiedingProfiel, KamerProfiel, KamersProfiel, Stuknamen, UitstelProfiel, VerzamelbriefProfiel,
};
pub use spreadsheet::{Bewering, Kolomnaam, Margekant, Somnaam, kolomkop};
pub use staat::{
    Begrotingsstaat, Formule, GetyptCijfer, Kolomsoort, Kopformule, Kopnummer, Postdeel, Postsoort,
    StaatCijfers, Staatkolom, Staatkolommen, Staatpost, Term,
};
pub(crate) use structure::value;
pub use tekst::{Naam, Proza, Regel, Weglaatbaar};
pub(crate) use trees::tree;
pub use trees::{Trees, trees};
pub use uitstel::{Gevraagd, Uitstel, Vragenset};
pub use vraagnummer::{Vraagdeel, Vraagletter, Vraagnummer};
pub use vragen::{
    Antwoord, Fractie, Lid, NOTEN, Vraag, Vragen, Vragengroep, is_aanhaling, noten_van,
};
pub use woorden::{
    Bladwoorden, Geldwoorden, Kamerwoorden, Lakwoorden, Notawoorden, Opzoekwoorden, Taal, Woo,
    Zinsneden,
};

pub(crate) use zin::{Zinsstuk, stukken as zinsstukken};

use serde::Serialize;

/// A dossier whose structure is right. Whether its texts and figures are, `check` says.
#[derive(Debug, Clone, Serialize)]
pub struct Dossier {
    /// What the documents share.
    pub gegevens: Gegevens,
    /// The letter.
    pub brief: Option<Brief>,
    /// Written questions with their answers.
    pub vragen: Option<Vragen>,
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
        let has = |bestand| match bestand {
            Bestand::Dossier => true,
            Bestand::Brief => self.brief.is_some(),
            Bestand::Vragen => self.vragen.is_some(),
            Bestand::Nota => self.nota.is_some(),
            Bestand::Bijlage => self.bijlage.is_some(),
        };
        let soort = self.gegevens.soort;
        Stuk::ALL.into_iter().filter(move |stuk| has(stuk.bestand(soort)))
    }

    /// The reference of a document.
    pub fn kenmerk(&self, stuk: Stuk) -> &Regel {
        self.kenmerk_en_plaats(stuk).0
    }

    /// The date of a document.
    pub fn datum(&self, stuk: Stuk) -> Datum {
        self.datum_en_plaats(stuk).0
    }

    /// The reference of a document, and where it stands.
    pub fn kenmerk_en_plaats(&self, stuk: Stuk) -> (&Regel, Place) {
        self.own_or_shared(stuk, "kenmerk", |nota| nota.kenmerk.as_ref(), &self.gegevens.kenmerk)
    }

    /// The date of a document, and where it stands.
    pub fn datum_en_plaats(&self, stuk: Stuk) -> (Datum, Place) {
        self.own_or_shared(stuk, "datum", |nota| nota.datum, self.gegevens.datum)
    }

    /// What a nota may have of its own, or else what the documents share.
    fn own_or_shared<'a, T>(
        &'a self,
        stuk: Stuk,
        key: &str,
        own: impl FnOnce(&'a Nota) -> Option<T>,
        shared: T,
    ) -> (T, Place) {
        let nota = self.nota.as_ref().filter(|_| stuk == Stuk::Beslisnota);
        let (value, bestand) = match nota.and_then(own) {
            Some(value) => (value, Bestand::Nota),
            None => (shared, Bestand::Dossier),
        };
        (value, Place::top(Root::File(bestand)).key(key))
    }

    /// How many annexes go with the letter: those of text behind it, the financial one, what it offers, and those that are
    /// sent apart.
    pub fn aantal_bijlagen(&self) -> usize {
        let apart = self.aangeboden().len() + self.gegevens.bijlagen.len();
        self.tekstbijlagen() + usize::from(self.bijlage.is_some()) + apart
    }

    /// How many annexes of text stand behind the letter: the answers that it is about or its overviews, and its own.
    fn tekstbijlagen(&self) -> usize {
        let own = self.brief.as_ref().map_or(0, |brief| brief.tekstbijlagen.len());
        let of_kind = match self.gegevens.soort {
            Briefsoort::Antwoord
            | Briefsoort::SchriftelijkOverleg
            | Briefsoort::FeitelijkeVragen => 1,
            Briefsoort::Verzamelbrief => {
                let is_there = |open: &bool| self.gegevens.overzicht(*open).next().is_some();
                [false, true].iter().filter(|open| is_there(open)).count()
            }
            Briefsoort::Brief | Briefsoort::Aanbieding | Briefsoort::Uitstel => 0,
        };
        of_kind + own
    }

    /// What the letter offers.
    pub fn aangeboden(&self) -> &[Aangeboden] {
        let brief = self.brief.as_ref().filter(|_| self.gegevens.soort == Briefsoort::Aanbieding);
        brief.map_or(&[], |brief| &brief.aanbieding)
    }

    /// The references of what the letter answers, and where each stands.
    pub fn uw_kenmerken(&self) -> Vec<(&Regel, Place)> {
        let own = Place::top(Root::File(Bestand::Dossier)).key("uw_kenmerk");
        match &self.gegevens.uw_kenmerk {
            Some(kenmerk) => vec![(kenmerk, own)],
            None => {
                let asked = self.gevraagd().into_iter();
                asked.filter_map(|one| Some((one.nummer?, one.place.key("nummer")))).collect()
            }
        }
    }
}
