//! In: the documents of a set. Out: the requests for the publication bank of GPP-Woo, in order. Pure.
//!
//! As in GPP-Woo/GPP-publicatiebank 2.1.0 (`src/woo_publications/api/openapi.yaml`, read in November 2026). Every
//! installation has its own numbers for organisations and categories; here stand the addresses to look those up by.

use serde_json::{Value, json};

use super::documenten::Document;
use super::{Stof, at_most, iso, json as file};
use crate::dossier::{Publicatiecodes, Stuk};
use crate::export::Files;

/// Longest title.
const TITLE: usize = 255;
/// Longest reference, and longest name of where it comes from.
const REFERENCE: usize = 40;

/// The body of each request, and the order of the requests.
pub(super) fn files(stof: &Stof<'_>, codes: &Publicatiecodes) -> Files {
    let mut files = Files::new();
    let mut steps = Vec::new();
    let first = "gpp/1-publicatie.json";
    files.push((first.into(), file(&publication(stof, codes))));
    steps.push(json!({
        "verzoek": "POST /api/v2/publicaties",
        "inhoud": first,
        "invullen": {
            "publisher": format!("het uuid van de organisatie met identifier {} (GET /api/v2/organisaties)", stof.organisatie.uri),
            "verantwoordelijke": "hetzelfde uuid",
            "informatieCategorieen": format!("het uuid van de categorie met identifier {} (GET /api/v2/informatiecategorieen); in een nieuwe installatie is dat 568ebb54-9e43-4c12-924f-77f7d812026d", codes.categorie.uri),
        },
        "bewaren": "uuid: dat wordt `publicatie` in de stappen hierna",
    }));
    for (document, number) in stof.documenten.iter().zip(2..) {
        let name = format!("gpp/{number}-{}.json", document.stuk.name());
        files.push((name.clone(), file(&self::document(document, stof))));
        steps.push(json!({
            "verzoek": "POST /api/v2/documenten",
            "inhoud": name,
            "invullen": { "publicatie": "het uuid uit stap 1" },
            "bewaren": "uuid, en van elk van de bestandsdelen het uuid, het volgnummer en de omvang",
        }));
        steps.push(json!({
            "verzoek": "PUT /api/v2/documenten/{uuid}/bestandsdelen/{uuid van het deel}",
            "bestand": document.pad(),
            "toelichting": "voor elk bestandsdeel, als multipart in het veld `inhoud`, met precies zoveel bytes als de omvang zegt",
        }));
    }
    let last = format!("gpp/{}-publiceren.json", stof.documenten.len() + 2);
    files.push((last.clone(), file(&json!({ "publicatiestatus": "gepubliceerd" }))));
    steps.push(json!({
        "verzoek": "PATCH /api/v2/publicaties/{uuid uit stap 1}",
        "inhoud": last,
        "toelichting": "of open het adres uit `urlPublicatieIntern`, en publiceer in GPP-app; dat kan alleen de eigenaar",
    }));
    let all = json!({
        "koppen": {
            "Authorization": "Token {sleutel}",
            "Audit-User-ID": "{wie publiceert}",
            "Audit-User-Representation": "{diens naam}",
            "Audit-Remarks": format!("Publicatie van {}", stof.kenmerk()),
        },
        "stappen": steps,
    });
    files.push(("gpp/stappen.json".into(), file(&all)));
    files
}

fn publication(stof: &Stof<'_>, codes: &Publicatiecodes) -> Value {
    let main = stof.documenten.first();
    json!({
        "informatieCategorieen": [codes.categorie.uri],
        "publisher": stof.organisatie.uri,
        "verantwoordelijke": stof.organisatie.uri,
        "kenmerken": references([stof.kenmerk()]),
        "publicatiestatus": "concept",
        "officieleTitel": main.map(|main| at_most(&main.titel, TITLE)),
        "verkorteTitel": at_most(stof.onderwerp(), TITLE),
        "omschrijving": main.map(|main| &main.omschrijving),
    })
}

fn document(document: &Document, stof: &Stof<'_>) -> Value {
    let mut body = json!({
        "publicatie": "{uuid uit stap 1}",
        "officieleTitel": at_most(&document.titel, TITLE),
        "verkorteTitel": at_most(stof.onderwerp(), TITLE),
        // There is no field for what kind of document it is, what it belongs to, or on which grounds something is withheld.
        "omschrijving": document.omschrijving,
        "kenmerken": references([document.kenmerk.as_str()]),
        "creatiedatum": iso(stof.datum()),
        "bestandsformaat": "application/pdf",
        "bestandsnaam": document.bestand(),
        "bestandsomvang": document.grootte,
        "aanleveringBestand": "ontvangen",
    });
    if document.stuk == Stuk::Kamerbrief {
        body["datumOndertekend"] = format!("{}T00:00:00Z", iso(stof.datum())).into();
    }
    body
}

/// References, as far as they fit: one that was cut would lead nowhere.
fn references<'a>(all: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let fits = |one: &&str| fits(one);
    let reference = |one| json!({ "kenmerk": one, "bron": "kenmerk van het ministerie" });
    all.into_iter().filter(fits).map(reference).collect()
}

/// Whether a reference fits.
pub(super) fn fits(kenmerk: &str) -> bool {
    kenmerk.chars().count() <= REFERENCE
}
