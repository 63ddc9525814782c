//! In: the documents of a set. Out: the requests for the Woo platform of VWS, Financiën and Buitenlandse Zaken. Pure.
//!
//! As in minvws/nl-rdo-woo-web 3.3.0 (`apps/publication_api`, read in November 2026): a publication of the kind
//! `other-publication`, each request a whole `PUT` under a number of one's own.

use serde_json::{Value, json};

use super::documenten::{Document, file_name};
use super::{Stof, at_most, iso, json as file};
use crate::dossier::Publicatiecodes;
use crate::export::Files;

/// Longest title; the shortest has three characters, which every title of ours has.
const TITLE: usize = 500;

/// The body of the request, and the order of the requests.
pub(super) fn files(stof: &Stof<'_>, codes: &Publicatiecodes) -> Files {
    let Some((main, others)) = stof.documenten.split_first() else { return Files::new() };
    let number = match file_name(stof.kenmerk()) {
        empty if empty.is_empty() => main.stuk.name().to_owned(),
        number => number,
    };
    let path =
        format!("/organisation/{{organisationId}}/dossiers/other-publication/external/{number}");
    let own = |document: &Document| format!("{number}-{}", document.stuk.name());
    let mut attachments = Vec::new();
    for other in others {
        let mut attachment = json!({ "externalId": own(other) });
        merge(&mut attachment, described(other, stof, codes));
        attachments.push(attachment);
    }
    let summaries: Vec<&str> =
        stof.documenten.iter().map(|document| document.omschrijving.as_str()).collect();
    let body = json!({
        "departmentId": "{uuid van het ministerie}",
        "subjectId": "{uuid van het onderwerp}",
        "title": at_most(&main.titel, TITLE),
        // Of the attachments there is no summary of their own.
        "summary": summaries.join(" "),
        "dossierNumber": number,
        "dossierDate": iso(stof.datum()),
        "publicationDate": iso(stof.opgave.dag),
        "mainDocument": described(main, stof, codes),
        "attachments": attachments,
    });
    let name = "woo-platform/1-dossier.json";
    let mut steps = vec![json!({
        "verzoek": format!("PUT {path}"),
        "inhoud": name,
        "invullen": {
            "organisationId": "het uuid van uw organisatie, in het adres",
            "departmentId": format!("het uuid van het {}", stof.organisatie.naam),
            "subjectId": "het uuid van een onderwerp; laat het veld weg als u er geen gebruikt",
        },
    })];
    let upload = |path: String, document: &Document| {
        json!({
            "verzoek": format!("PUT {path}"),
            "bestand": document.pad(),
            "toelichting": "als application/octet-stream; het antwoord is 204",
        })
    };
    steps.push(upload(format!("{path}/uploads/main-document"), main));
    for other in others {
        steps.push(upload(format!("{path}/uploads/attachment/external/{}", own(other)), other));
    }
    let all = json!({
        "toegang": "mTLS met een certificaat van PKIoverheid (Digikoppeling REST)",
        "stappen": steps,
    });
    vec![(name.into(), file(&body)), ("woo-platform/stappen.json".into(), file(&all))]
}

/// A document as the platform wants it.
fn described(document: &Document, stof: &Stof<'_>, codes: &Publicatiecodes) -> Value {
    let grounds = document.gronden.iter().filter_map(|grond| codes.platformgronden.get(grond));
    json!({
        "fileName": document.bestand(),
        "formalDate": iso(stof.datum()),
        "language": "NLD",
        "type": document.soort.code(),
        "grounds": grounds.collect::<Vec<_>>(),
    })
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// The grounds of a document that the platform does not know.
pub(super) fn unknown<'a>(
    document: &'a Document,
    codes: &'a Publicatiecodes,
) -> impl Iterator<Item = &'a str> {
    let known = |grond: &&String| !codes.platformgronden.contains_key(*grond);
    document.gronden.iter().filter(known).map(String::as_str)
}
