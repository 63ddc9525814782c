//! In: a ministry's profile, with the dossier's own adjustments on top. Out: labels, order, addresses. Pure.
//!
//! Profiles are data, not code: what differs between ministries (`domain.md` 2.1, measured in published
//! letters and notas) stands in `templates/profielen/`, on top of `basis.yaml`, which is complete.
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{FORMAT_ADRES, FORMAT_KLEUR, words_only};
use super::{
    AanbiedingProfiel, AntwoordProfiel, CommissieProfiel, Eenheid, FractieProfiel, Hardheid,
    KamersProfiel, Kamerstuk, NotaProfiel, Regel, Soort, Tabel, UitstelProfiel,
    VerzamelbriefProfiel, Weglaatbaar,
};

/// Uiterlijk en woorden van een ministerie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profiel {
    /// Naam van het ministerie, naast het lint.
    pub ministerie: Regel,
    /// Regels waarop die naam officieel staat; zonder deze regels, of als zij samen een andere naam zijn, breekt hij waar
    /// hij moet.
    pub woordmerk: Vec<Regel>,
    /// Kleur van het lint, als #rrggbb.
    #[schemars(extend("format" = FORMAT_KLEUR))]
    pub kleur: String,
    /// Breedte in millimeters van het beeldmerk in de map met sjablonen: 13 voor alleen het lint, 78 voor
    /// lint en naam.
    #[schemars(range(min = 5, max = 100))]
    pub logobreedte: u16,
    /// Lettertype van de tekst; ontbreekt het, dan wordt DejaVu Sans gebruikt.
    pub lettertype: String,
    /// Lettertype van het grote woord boven de nota.
    pub kop_lettertype: String,
    /// Adressen.
    pub adres: Adres,
    /// Adressen van de Kamers.
    pub geadresseerden: Geadresseerden,
    /// Woorden en volgorde van de brief.
    pub brief: BriefProfiel,
    /// Woorden van de antwoorden op schriftelijke vragen.
    pub antwoord: AntwoordProfiel,
    /// Woorden van de antwoorden in een schriftelijk overleg van een commissie.
    pub schriftelijk_overleg: CommissieProfiel,
    /// Woorden van de antwoorden op feitelijke vragen van een commissie.
    pub feitelijke_vragen: CommissieProfiel,
    /// Woorden bij de fracties in een schriftelijk overleg.
    pub fracties: FractieProfiel,
    /// Woorden van een brief die iets aanbiedt.
    pub aanbieding: AanbiedingProfiel,
    /// Woorden van een bericht van uitstel.
    pub uitstel: UitstelProfiel,
    /// Woorden van een brief over meer onderwerpen.
    pub verzamelbrief: VerzamelbriefProfiel,
    /// Wat in een brief aan een van beide Kamers anders is.
    pub kamers: KamersProfiel,
    /// Woorden en volgorde van de nota.
    pub nota: NotaProfiel,
    /// Woorden van de financiële bijlage.
    pub bijlage: BijlageProfiel,
    /// Labels van de velden.
    pub labels: BTreeMap<Veld, Regel>,
    /// Woorden die overal gelijk zijn.
    pub woorden: Woorden,
    /// Waar verwijzingen naar Kamerstukken heen leiden.
    pub kamerstukken: Adressering,
    /// Wat bij regel niet openbaar is, en de redenen die voor elke brief gelden.
    pub lakken: LakkenProfiel,
}

/// Wat het ministerie in elke openbare editie lakt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LakkenProfiel {
    /// Velden die bij regel worden gelakt, met hun bestand, zoals `dossier.afzender.contactpersoon.naam`; een lijst telt
    /// als één veld. Met `openbaar: ja` is een veld in een dossier toch openbaar.
    pub velden: Vec<String>,
    /// Grond waarop dat gebeurt.
    pub grond: String,
    /// Redenen bij gronden die erom vragen, als een dossier er zelf geen geeft.
    pub redenen: BTreeMap<String, Regel>,
    /// Of de werkeditie laat zien wat de openbare editie lakt, en op welke grond.
    pub zichtbaar: bool,
}

/// Adressen van een ministerie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adres {
    /// Retouradres op één regel.
    pub retour: Regel,
    /// Bezoekadres.
    pub bezoek: Vec<Regel>,
    /// Postadres.
    pub post: Vec<Regel>,
    /// Website.
    pub website: Vec<Regel>,
}

/// Adressen van de Kamers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Geadresseerden {
    /// De Tweede Kamer.
    pub tweede: Vec<Regel>,
    /// De Eerste Kamer.
    pub eerste: Vec<Regel>,
}

/// Een veld in de kolom of boven de nota.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Veld {
    /// Onderdeel en afdelingen van de afzender.
    Onderdeel,
    /// Bezoekadres.
    Bezoekadres,
    /// Postadres.
    Postadres,
    /// Website.
    Website,
    /// Contactpersoon.
    Contactpersoon,
    /// Datum.
    Datum,
    /// Kenmerk van de brief.
    Referentie,
    /// Kenmerk van de brief waarop dit een antwoord is.
    UwReferentie,
    /// Aantal bijlagen.
    Bijlagen,
    /// Status van de nota.
    Status,
    /// Aan wie.
    Aan,
    /// Van wie.
    Van,
    /// Wie de nota schreef.
    OpgesteldDoor,
    /// Auteur.
    Auteur,
    /// Met wie is samengewerkt.
    SamengewerktMet,
    /// Met wie is afgestemd.
    AfgestemdMet,
    /// Met wie binnen het ministerie is afgestemd.
    InternAfgestemd,
    /// Met wie buiten het ministerie is afgestemd.
    ExternAfgestemd,
    /// Wie een kopie krijgt.
    KopieAan,
    /// Tweede kenmerk van de nota.
    Kenmerk,
    /// Andere bewindspersonen die akkoord zijn.
    MetAkkoordVan,
    /// Ontvangst door de parlementaire afdeling.
    Ontvangen,
    /// Wie de nota tekent.
    OndertekendDoor,
    /// Dag waarvoor het besluit nodig is.
    Beslistermijn,
    /// Of de nota openbaar wordt.
    ActiefOpenbaar,
}

impl Veld {
    /// The name in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Onderdeel => "onderdeel",
            Self::Bezoekadres => "bezoekadres",
            Self::Postadres => "postadres",
            Self::Website => "website",
            Self::Contactpersoon => "contactpersoon",
            Self::Datum => "datum",
            Self::Referentie => "referentie",
            Self::UwReferentie => "uw_referentie",
            Self::Bijlagen => "bijlagen",
            Self::Status => "status",
            Self::Aan => "aan",
            Self::Van => "van",
            Self::OpgesteldDoor => "opgesteld_door",
            Self::Auteur => "auteur",
            Self::SamengewerktMet => "samengewerkt_met",
            Self::AfgestemdMet => "afgestemd_met",
            Self::InternAfgestemd => "intern_afgestemd",
            Self::ExternAfgestemd => "extern_afgestemd",
            Self::KopieAan => "kopie_aan",
            Self::Kenmerk => "kenmerk",
            Self::MetAkkoordVan => "met_akkoord_van",
            Self::Ontvangen => "ontvangen",
            Self::OndertekendDoor => "ondertekend_door",
            Self::Beslistermijn => "beslistermijn",
            Self::ActiefOpenbaar => "actief_openbaar",
        }
    }
}

/// Woorden en volgorde van de brief.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BriefProfiel {
    /// Aanhef; `geen` laat haar weg.
    pub aanhef: Weglaatbaar,
    /// Groet boven de ondertekening; `geen` laat hem weg.
    pub groet: Weglaatbaar,
    /// Hoe de ondertekening is gezet.
    pub ondertekening: OndertekeningProfiel,
    /// Of de functie van de ondertekenaar in hoofdletters staat.
    pub functie_in_hoofdletters: bool,
    /// Regel tussen de bewindspersoon en wie namens hem tekent.
    pub namens_deze: Regel,
    /// Woord voor de naam van wie tekent in een afgetekende brief, zoals `w.g.`; zonder dit veld staat er niets.
    pub was_getekend: Option<Regel>,
    /// Zin vóór de bewindspersonen namens wie de brief mede wordt gestuurd, bij één ondertekenaar.
    pub mede_namens: Regel,
    /// Dezelfde zin bij meer ondertekenaars.
    pub mede_namens_meervoud: Regel,
    /// Waar die zin staat.
    pub mede_namens_in: MedeNamensIn,
    /// Velden van de kolom op bladzijde 1, in volgorde.
    pub kolom: Vec<Veld>,
    /// Velden die op elke volgende bladzijde in de kolom terugkomen, in volgorde, voor zover bladzijde 1 ze heeft.
    pub volgkolom: Vec<Veld>,
    /// Tekst onder de kolom.
    pub voet: Vec<Regel>,
    /// Het kader Beleidskeuzes uitgelegd.
    pub beleidskeuzes: BeleidskeuzesProfiel,
}

/// Hoe een ministerie zijn ondertekening zet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OndertekeningProfiel {
    /// Of de naam boven de functie staat.
    pub naam_eerst: bool,
    /// Of ondertekenaars onder elkaar staan, en niet met zijn tweeën naast elkaar.
    pub onder_elkaar: bool,
}

/// Waar een brief zegt namens wie hij mede wordt gestuurd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum MedeNamensIn {
    /// In een eigen zin vóór de ondertekening.
    Slot,
    /// In een eigen zin aan het begin van de opening.
    Opening,
    /// In de tekst zelf, in eigen woorden.
    Tekst,
}

/// Woorden van het kader Beleidskeuzes uitgelegd.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeleidskeuzesProfiel {
    /// Kop boven het kader.
    pub kop: Regel,
    /// Kop van de eerste kolom.
    pub onderdeel: Regel,
    /// Kop van de tweede kolom.
    pub uitleg: Regel,
    /// Naam van een onderdeel.
    pub doelen: Regel,
    /// Naam van een onderdeel.
    pub beleidsinstrumenten: Regel,
    /// Naam van een onderdeel.
    pub gevolgen_rijk: Regel,
    /// Naam van een onderdeel.
    pub gevolgen_sectoren: Regel,
    /// Naam van een onderdeel.
    pub doeltreffendheid: Regel,
    /// Naam van een onderdeel.
    pub doelmatigheid: Regel,
    /// Naam van een onderdeel.
    pub evaluatie: Regel,
}

/// Woorden van de financiële bijlage.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BijlageProfiel {
    /// Het woord vóór nummer en titel.
    pub bijlage: Regel,
    /// Bijschrift bij bedragen in euro's.
    pub in_euro: Regel,
    /// Bijschrift bij bedragen in duizenden euro's.
    pub in_duizend: Regel,
    /// Bijschrift bij bedragen in miljoenen euro's.
    pub in_miljoen: Regel,
    /// Woord bij indicatieve bedragen.
    pub indicatief: Regel,
    /// Woord bij ramingen.
    pub raming: Regel,
    /// Woord bij vastgestelde bedragen.
    pub vastgesteld: Regel,
    /// Het woord vóór nummer en titel van een tabel, als er meer zijn.
    pub tabel: Regel,
    /// Kolomkop.
    pub nummer: Regel,
    /// Kolomkop.
    pub maatregel: Regel,
    /// Kolomkop in een tabel die van een stand uitgaat.
    pub mutatie: Regel,
    /// Kolomkop.
    pub trekker: Regel,
    /// Kolomkop.
    pub artikel: Regel,
    /// Kolomkop.
    pub appreciatie: Regel,
    /// Kolomkop.
    pub structureel: Regel,
    /// Regel met de som van een groep.
    pub subtotaal: Regel,
    /// Regel met de som van alle maatregelen.
    pub totaal: Regel,
    /// Dezelfde regel als er ook verplichtingen staan, die niet meetellen.
    pub totaal_uitgaven: Regel,
    /// Dezelfde regel als er ontvangsten af gaan.
    pub netto: Regel,
    /// Dezelfde regel in een tabel die van een stand uitgaat.
    pub totaal_mutaties: Regel,
    /// Laatste regel van zo'n tabel, als zij zelf geen naam noemt.
    pub nieuwe_stand: Regel,
    /// Kop boven de bronnen.
    pub dekking: Regel,
    /// Regel met de som van de bronnen.
    pub totaal_dekking: Regel,
    /// Regel als er geen dekking is.
    pub geen_dekking: Regel,
    /// Laatste regel: dekking min totaal.
    pub saldo: Regel,
    /// Kop boven de uitleg per maatregel.
    pub toelichting: Regel,
    /// Woord vóór de herkomst van een maatregel.
    pub herkomst: Regel,
    /// Woord vóór een deel van de regel erboven.
    pub waarvan: Regel,
    /// Zin onder een tabel waarvan de afgedrukte bedragen niet precies optellen.
    pub afronding: Regel,
    /// Kop boven de grafiek van een tabel met dekking.
    pub grafiek: Regel,
    /// Kop boven de grafiek van een tabel die niet over dekking gaat.
    pub grafiek_kosten: Regel,
    /// Naam van de lijn in de grafiek.
    pub saldo_kort: Regel,
    /// Naam van de kleinste groepen samen, in de grafiek.
    pub overige: Regel,
}

impl BijlageProfiel {
    /// What a table says of its unit.
    pub fn eenheid(&self, eenheid: Eenheid) -> &Regel {
        match eenheid {
            Eenheid::Euro => &self.in_euro,
            Eenheid::Duizend => &self.in_duizend,
            Eenheid::Miljoen => &self.in_miljoen,
        }
    }

    /// What a table's total is called, by its name here, and the word.
    pub fn totaal_van(&self, tabel: &Tabel<'_>) -> (&'static str, &Regel) {
        let has = |soort| tabel.inhoud.groepen.iter().any(|groep| groep.soort == soort);
        if tabel.inhoud.beginstand.is_some() {
            ("totaal_mutaties", &self.totaal_mutaties)
        } else if has(Soort::Ontvangsten) {
            ("netto", &self.netto)
        } else if has(Soort::Verplichtingen) {
            ("totaal_uitgaven", &self.totaal_uitgaven)
        } else {
            ("totaal", &self.totaal)
        }
    }

    /// What a table says of how firm its amounts are.
    pub fn status(&self, status: Hardheid) -> &Regel {
        match status {
            Hardheid::Indicatief => &self.indicatief,
            Hardheid::Raming => &self.raming,
            Hardheid::Vastgesteld => &self.vastgesteld,
        }
    }
}

/// Woorden die in alle documenten gelijk zijn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Woorden {
    /// Woord boven een brief die nog niet is afgetekend.
    pub concept: Regel,
    /// Label.
    pub datum: Regel,
    /// Label.
    pub betreft: Regel,
    /// Voor het bladzijdenummer.
    pub pagina: Regel,
    /// Tussen nummer en aantal.
    pub van: Regel,
    /// Voor het retouradres.
    pub retouradres: Regel,
    /// Waarde van een veld.
    pub ja: Regel,
    /// Waarde van een veld.
    pub nee: Regel,
    /// Tussen de laatste twee van een opsomming.
    pub en: Regel,
    /// Voor het nummer van een figuur, in haar bijschrift.
    pub figuur: Regel,
}

/// Waar verwijzingen naar Kamerstukken heen leiden; `{nummer}` wordt het nummer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adressering {
    /// Adres van een stuk.
    #[schemars(extend("format" = FORMAT_ADRES))]
    pub stuk: String,
    /// Adres van een wetsvoorstel als geheel.
    #[schemars(extend("format" = FORMAT_ADRES))]
    pub wetsvoorstel: String,
    /// Adres van vragen met hun antwoord, in het Aanhangsel van de Handelingen.
    #[schemars(extend("format" = FORMAT_ADRES))]
    pub aanhangsel: String,
}

impl Adressering {
    /// The address of a paper.
    pub fn van(&self, kamerstuk: &Kamerstuk) -> String {
        let address = if kamerstuk.is_bill() { &self.wetsvoorstel } else { &self.stuk };
        address.replace("{nummer}", &kamerstuk.to_string())
    }
}
