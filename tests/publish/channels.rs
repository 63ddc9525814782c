//! What metadata and requests say: each field as the XML schema and the channels' interfaces want it.

use std::collections::{BTreeMap, BTreeSet};

use kamerbrief::dossier::{Datum, Lijsten, Ministerie};
use regex::Regex;
use roxmltree::{Document, Node};
use serde_json::Value;

use super::{CONTENT, Home, SMALL, Set};

/// The codes of the XML schema 0.9.8 that a publication of ours may have, with their names there.
const CODES: [(&str, &str); 14] = [
    ("tooi/def/thes/kern/c_49599e6c", "Kamerbrief"),
    ("tooi/def/thes/kern/c_2977c34f", "beslisnota"),
    ("tooi/def/thes/kern/c_056a75e1", "Kamerstuk"),
    ("tooi/def/thes/kern/c_c76862ab", "vergaderstukken Staten-Generaal"),
    ("tooi/def/thes/kern/c_e1ec050e", "ondertekening"),
    ("tooi/def/thes/kern/c_641ecd76", "vaststelling"),
    ("tooi/def/thes/kern/c_05f4a5f3", "heeft bijlage"),
    ("tooi/def/thes/kern/c_07748060", "is reactie op"),
    ("tooi/def/thes/kern/c_75fac459", "verwijst naar"),
    ("tooi/id/ministerie/mnre1058", "ministerie van Justitie en Veiligheid"),
    ("tooi/id/ministerie/mnre1130", "ministerie van Infrastructuur en Waterstaat"),
    ("tooi/id/ministerie/mnre1010", "ministerie van Algemene Zaken"),
    ("authority/language/NLD", "Nederlands"),
    ("authority/file-type/PDF", "PDF"),
];

#[test]
fn the_list_has_the_codes_of_the_schema() {
    let known: BTreeMap<&str, &str> = CODES.into();
    let short = |uri: &str| {
        let rest = uri.strip_prefix("https://identifier.overheid.nl/");
        let rest = rest.or(uri.strip_prefix("http://publications.europa.eu/resource/"));
        rest.unwrap_or_else(|| panic!("{uri}")).to_owned()
    };
    let lijsten = Lijsten::ingebouwd();
    let list = &lijsten.publicatie;
    let soorten = [&list.soorten.kamerbrief, &list.soorten.beslisnota, &list.soorten.bijlage];
    let others = [&list.ondertekening, &list.vaststelling, &list.heeft_bijlage, &list.reactie_op];
    let rest = [&list.verwijst_naar, &list.taal, &list.formaat];
    for begrip in soorten.iter().chain(&others).chain(&rest) {
        assert_eq!(known.get(&*short(begrip.uri.as_str())), Some(&begrip.naam.as_str()));
    }
    let category = (list.categorie.uri.as_str(), list.categorie.naam.as_str());
    assert_eq!(known.get(&*short(category.0)), Some(&category.1));
    // Every profile is of a ministry that can be found, at some time.
    let day = |year| Datum::new(year, 6, 1).unwrap();
    for naam in ["Justitie en Veiligheid", "Infrastructuur en Waterstaat", "Algemene Zaken"] {
        let found = lijsten.organisatie(&format!("Ministerie van {naam}"), day(2024)).unwrap();
        assert_eq!(known.get(&*short(found.uri.as_str())), Some(&found.naam.as_str()));
    }
    // The numbers of ministries in the schema's own list.
    let numbers = [
        1010, 1162, 1034, 1013, 1018, 1045, 1040, 1090, 1130, 1058, 1182, 1150, 1153, 1109, 1073,
        170, 1025, 1171, 180,
    ]
    .map(|number| format!("mnre{number:04}"));
    let listed = |known: &Ministerie| {
        let recent = known.exists(day(2024)) || known.exists(day(2026));
        !recent || known.tooi.as_ref().is_some_and(|own| numbers.contains(&own.to_string()))
    };
    assert!(lijsten.namen.ministeries.iter().all(listed));
}

/// The elements of DiWoo 0.9.8 that may stand in each other, and which of them must; from the XML schema.
const FIELDS: [(&str, &[&str], &[&str]); 10] = [
    ("Document", &["DiWoo"], &["DiWoo"]),
    (
        "DiWoo",
        &["publisher", "titelcollectie", "classificatiecollectie", "documenthandelingen"],
        &[
            "identifiers",
            "verantwoordelijke",
            "omschrijvingen",
            "creatiedatum",
            "language",
            "format",
            "aggregatiekenmerk",
            "documentrelaties",
        ],
    ),
    ("identifiers", &["identifier"], &[]),
    ("titelcollectie", &["officieleTitel"], &["verkorteTitels"]),
    ("verkorteTitels", &["verkorteTitel"], &[]),
    ("omschrijvingen", &["omschrijving"], &[]),
    ("classificatiecollectie", &["informatiecategorieen"], &["documentsoorten"]),
    ("documenthandelingen", &["documenthandeling"], &[]),
    ("documenthandeling", &["soortHandeling", "atTime"], &["wasAssociatedWith"]),
    ("documentrelatie", &["role", "relation"], &[]),
];

/// Stops where an element of DiWoo is not as the schema wants it.
fn assert_element(node: Node<'_, '_>) {
    let name = node.tag_name().name();
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let names: BTreeSet<&str> = children.iter().map(|child| child.tag_name().name()).collect();
    if let Some((_, must, may)) = FIELDS.iter().find(|(known, ..)| *known == name) {
        assert!(must.iter().all(|one| names.contains(one)), "{name} lacks one of {must:?}");
        let known = |one: &&str| must.contains(one) || may.contains(one);
        assert!(names.iter().all(known), "{name} has {names:?}");
    }
    if let Some(code) = node.attribute("resource").filter(|_| name != "relation") {
        let listed = CODES.iter().find(|(known, _)| code.ends_with(known));
        assert_eq!(listed.map(|(_, label)| *label), node.text(), "{code}");
    }
    let text = node.text().unwrap_or_default();
    let form =
        |pattern: &str| assert!(Regex::new(pattern).unwrap().is_match(text), "{name}: {text}");
    match name {
        "creatiedatum" | "lastmod" => form(r"^\d{4}-\d{2}-\d{2}$"),
        "atTime" => form(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"),
        "loc" => form("^https://[a-z0-9./-]+$"),
        _ => {}
    }
    children.into_iter().for_each(assert_element);
}

fn texts<'a>(document: &'a Document<'_>, name: &str) -> Vec<&'a str> {
    let named = |node: &Node<'_, '_>| node.tag_name().name() == name;
    document.descendants().filter(named).map(|node| node.text().unwrap_or_default()).collect()
}

#[test]
fn metadata_is_as_the_schema_wants_it() {
    for set in [&*CONTENT, &*SMALL] {
        for (name, bytes) in set.ending(".xml") {
            let document = Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
            assert_element(document.root_element());
            if name.starts_with("diwoo/beslisnota") {
                assert!(
                    texts(&document, "officieleTitel")[0].to_lowercase().contains("beslisnota")
                );
            }
        }
    }
    let letter = SMALL.text("diwoo/kamerbrief-voortgang-aanpak-mensenhandel-meer.xml");
    let letter = Document::parse(letter).unwrap();
    // Every sign of the subject comes back.
    assert_eq!(
        texts(&letter, "officieleTitel"),
        ["Kamerbrief: Voortgang \"aanpak\" <mensenhandel> & méér"]
    );
    assert_eq!(texts(&letter, "identifier"), ["2024-0000012345"]);
    assert_eq!(texts(&letter, "role"), ["heeft bijlage", "is reactie op"]);
    let to = letter.descendants().filter(|node| node.tag_name().name() == "relation");
    let to: Vec<_> = to.filter_map(|node| node.attribute("resource")).collect();
    assert_eq!(to, ["2024-0000012345/beslisnota", "2024Z01234"]);
}

#[test]
fn a_sitemap_leads_to_every_document_at_its_address() {
    let index = Document::parse(CONTENT.text("sitemapindex-diwoo-infocat007.xml")).unwrap();
    assert_eq!(
        texts(&index, "loc"),
        ["https://open.voorbeeld.nl/1/sitemap-diwoo-infocat007-1.xml"]
    );
    let map = Document::parse(CONTENT.text("sitemap-diwoo-infocat007-1.xml")).unwrap();
    let led: BTreeSet<&str> = texts(&map, "loc")
        .into_iter()
        .map(|loc| loc.strip_prefix("https://open.voorbeeld.nl/1/").unwrap())
        .collect();
    let there: BTreeSet<&str> =
        CONTENT.names().into_iter().filter(|name| name.starts_with("documenten/")).collect();
    assert_eq!(led, there);
    // Harvesters come back when that day changes.
    assert!(texts(&map, "lastmod").iter().all(|day| *day == "2024-02-07"));
    assert!(
        SMALL.text("sitemapindex-diwoo-infocat007.xml").contains("https://publicatie.invalid/")
    );
    assert!(SMALL.text("LEESMIJ.txt").contains("publicatie.invalid"));
}

/// The steps of a channel name every file of its folder and every document, and nothing else.
#[track_caller]
fn assert_steps(set: &Set, folder: &str) -> Vec<Value> {
    let steps = set.json(&format!("{folder}/stappen.json"))["stappen"].as_array().unwrap().clone();
    let named: BTreeSet<&str> = steps
        .iter()
        .flat_map(|step| [&step["inhoud"], &step["bestand"]])
        .filter_map(Value::as_str)
        .collect();
    let own = |name: &&str| {
        (name.starts_with(folder) && !name.ends_with("stappen.json"))
            || name.starts_with("documenten/")
    };
    assert_eq!(named, set.names().into_iter().filter(own).collect());
    steps
}

/// A field of a request: its name, whether it must be there, and the form of its value.
type Field = (&'static str, bool, &'static str);

#[track_caller]
fn assert_fields(body: &Value, fields: &[Field]) {
    let body = body.as_object().unwrap();
    let known: BTreeSet<&str> = fields.iter().map(|(name, ..)| *name).collect();
    assert!(body.keys().all(|name| known.contains(name.as_str())), "{:?}", body.keys());
    for (name, must, form) in fields {
        match body.get(*name) {
            None => assert!(!must, "{name} is missing"),
            Some(Value::String(text)) => {
                assert!(Regex::new(form).unwrap().is_match(text), "{name}: {text}");
            }
            Some(value) => assert!(
                (*form == "list" && value.is_array())
                    || (*form == "number" && value.is_u64())
                    || (*form == "block" && value.is_object()),
                "{name}: {value}"
            ),
        }
    }
}

const TITLE: &str = "^(?s).{3,255}$";
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";

#[test]
fn requests_for_gpp_have_the_fields_of_its_table() {
    let home = Home::new();
    home.edit("dossier.yaml", "Voortgang", &"Zeer lange titel ".repeat(12));
    home.edit("dossier.yaml", "2024-0000012345", &"DGRR JZ 2024 ".repeat(4));
    let long = home.publish(&["--proef"]);
    assert!(long.text("LEESMIJ.txt").contains("GPP neemt kenmerken van hoogstens 40 tekens."));
    for set in [&*CONTENT, &*SMALL, &long] {
        let steps = assert_steps(set, "gpp");
        assert_eq!(steps[0]["verzoek"], "POST /api/v2/publicaties");
        let publication = set.json("gpp/1-publicatie.json");
        let any = "^.+$";
        assert_fields(
            &publication,
            &[
                ("informatieCategorieen", true, "list"),
                (
                    "publisher",
                    true,
                    "^https://identifier.overheid.nl/tooi/id/ministerie/mnre[0-9]{4}$",
                ),
                ("verantwoordelijke", false, any),
                ("kenmerken", false, "list"),
                ("publicatiestatus", true, "^concept$"),
                ("officieleTitel", true, TITLE),
                ("verkorteTitel", false, TITLE),
                ("omschrijving", false, any),
            ],
        );
        let mut kenmerken = publication["kenmerken"].as_array().unwrap().clone();
        for step in steps.iter().filter(|step| step["verzoek"] == "POST /api/v2/documenten") {
            let body = set.json(step["inhoud"].as_str().unwrap());
            kenmerken.extend(body["kenmerken"].as_array().unwrap().clone());
            assert_fields(
                &body,
                &[
                    ("publicatie", true, "^.uuid uit stap 1.$"),
                    ("officieleTitel", true, TITLE),
                    ("creatiedatum", true, DAY),
                    ("verkorteTitel", false, TITLE),
                    ("omschrijving", false, any),
                    ("kenmerken", false, "list"),
                    ("datumOndertekend", false, r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"),
                    ("bestandsformaat", true, "^application/pdf$"),
                    ("bestandsnaam", true, r"^[A-Za-z0-9 ._-]{1,251}\.pdf$"),
                    ("bestandsomvang", true, "number"),
                    ("aanleveringBestand", true, "^ontvangen$"),
                ],
            );
            let file = format!("documenten/{}", body["bestandsnaam"].as_str().unwrap());
            assert_eq!(body["bestandsomvang"], set.0[&file].len());
        }
        for kenmerk in kenmerken {
            assert_fields(&kenmerk, &[("kenmerk", true, "^.{1,40}$"), ("bron", true, "^.{1,40}$")]);
        }
    }
}

#[test]
fn requests_for_the_woo_platform_have_the_fields_of_its_table() {
    for set in [&*CONTENT, &*SMALL] {
        assert_steps(set, "woo-platform");
        let body = set.json("woo-platform/1-dossier.json");
        assert_fields(
            &body,
            &[
                ("departmentId", true, "^.uuid"),
                ("subjectId", false, "^.uuid"),
                ("title", true, "^.{3,500}$"),
                ("summary", true, "^.+$"),
                ("dossierNumber", true, "^[a-z0-9-]+$"),
                ("dossierDate", true, DAY),
                ("publicationDate", true, DAY),
                ("mainDocument", true, "block"),
                ("attachments", true, "list"),
            ],
        );
        let attachments = body["attachments"].as_array().unwrap();
        assert!(attachments.len() <= 50);
        for document in attachments.iter().chain([&body["mainDocument"]]) {
            assert_fields(
                document,
                &[
                    ("externalId", false, "^[a-z0-9-]+$"),
                    ("fileName", true, r"^[A-Za-z0-9 ._-]{1,251}\.pdf$"),
                    ("formalDate", true, DAY),
                    ("language", true, "^NLD$"),
                    ("type", true, "^c_(49599e6c|2977c34f|056a75e1)$"),
                    ("grounds", true, "list"),
                ],
            );
            let file = format!("documenten/{}", document["fileName"].as_str().unwrap());
            assert!(set.0.contains_key(&file), "{file}");
        }
    }
    let grounds: BTreeSet<String> =
        Lijsten::ingebouwd().publicatie.platformgronden.values().map(ToString::to_string).collect();
    let theirs = "5.1.1a 5.1.1b 5.1.1c 5.1.1d 5.1.1e 5.1.2a 5.1.2b 5.1.2c 5.1.2d 5.1.2e 5.1.2f 5.1.2g 5.1.2h 5.1.2i 5.1.5 5.2";
    assert_eq!(grounds, theirs.split(' ').map(ToOwned::to_owned).collect());
}
