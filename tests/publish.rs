//! The published set: what is in it, what its metadata and requests say, when it is refused, and that the folder is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use kamerbrief::dossier::Lijsten;
use regex::Regex;
use roxmltree::{Document, Node};
use serde_json::Value;

use crate::support::{Ran, assert_conforms, page_text, root, run, start};

const DOSSIER: &str = "\
onderwerp: 'Voortgang \"aanpak\" <mensenhandel> & méér'
kenmerk: 2024-0000012345
uw_kenmerk: 2024Z01234
datum: 2024-02-05
huisstijl: jenv
afzender:
  onderdeel: Directoraat-Generaal Rechtspleging
ondertekening:
  - functie: De Minister van Justitie en Veiligheid
    naam: A. Voorbeeld
parafenroute:
  - rol: directeur
  - rol: FEZ
    soort: medeparaaf
    tegelijk: ja
";
const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";
const NOTA: &str = "\
aanleiding: De motie vraagt om een plan.
geadviseerd_besluit: U wordt gevraagd de brief te ondertekenen.
kernpunten: De aanpak loopt.
niet_openbaar: n.v.t.
";
/// Who initials: nobody else's business.
const INITIALLED: &str = "Petronella Zoekstra";

/// A dossier on disk, and what is published of it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.path("dossier")).unwrap();
        for (name, text) in [("dossier", DOSSIER), ("brief", BRIEF), ("nota", NOTA)] {
            fs::write(home.path(&format!("dossier/{name}.yaml")), text).unwrap();
        }
        home
    }

    /// The included dossier, with everybody's initial.
    fn of_content() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.path("dossier")).unwrap();
        for entry in root().join("content/mensenhandel").read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, home.path("dossier").join(path.file_name().unwrap())).unwrap();
            }
        }
        let route = ["afdelingshoofd", "directeur", "FEZ", "directeur-generaal"];
        route.iter().chain(&["secretaris-generaal"]).for_each(|rol| home.initial(rol));
        home
    }

    fn initialled() -> Self {
        let home = Self::new();
        ["directeur", "FEZ"].iter().for_each(|rol| home.initial(rol));
        home
    }

    fn initial(&self, rol: &str) {
        let moment = "2024-02-07T09:30:00+01:00";
        let line = ["paraaf", "dossier", "--rol", rol, "--naam", INITIALLED, "--tijd", moment];
        self.good(&line);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(self.0.path(), arguments)
    }

    #[track_caller]
    fn good(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        ran.stdout
    }

    /// What is told of a command that must fail.
    #[track_caller]
    fn bad(&self, code: i32, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
        ran.stderr
    }

    #[track_caller]
    fn publish(&self, more: &[&str]) -> Set {
        self.good(&[&["publish", "dossier", "--out", "set", "--quiet"], more].concat());
        Set::read(&self.path("set"))
    }

    fn edit(&self, name: &str, old: &str, new: &str) {
        let path = self.path("dossier").join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{name} has no {old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
}

/// A published set: its files by name.
#[derive(Debug, PartialEq)]
struct Set(BTreeMap<String, Vec<u8>>);

impl Set {
    fn read(folder: &Path) -> Self {
        Self(kamerbrief::system::read_folder(folder).unwrap())
    }

    fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    #[track_caller]
    fn text(&self, name: &str) -> &str {
        let bytes = self.0.get(name).unwrap_or_else(|| panic!("{name} is not there"));
        std::str::from_utf8(bytes).unwrap()
    }

    #[track_caller]
    fn json(&self, name: &str) -> Value {
        serde_json::from_str(self.text(name)).unwrap()
    }

    fn ending(&self, end: &str) -> Vec<(&str, &[u8])> {
        let all = self.0.iter().filter(|(name, _)| name.ends_with(end));
        all.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
    }
}

/// The included dossier, published.
static CONTENT: LazyLock<Set> =
    LazyLock::new(|| Home::of_content().publish(&["--adres", "https://open.voorbeeld.nl/1/"]));
/// The small one.
static SMALL: LazyLock<Set> = LazyLock::new(|| Home::initialled().publish(&[]));

#[test]
fn the_included_dossier_is_published_whole() {
    let subject = "kosten-van-extra-maatregelen-tegen-mensenhandel";
    let documents = ["beslisnota-bij-kamerbrief", "bijlage-bij-kamerbrief", "kamerbrief"];
    let mut wanted: Vec<String> = [
        "LEESMIJ.txt",
        "gpp/1-publicatie.json",
        "gpp/2-kamerbrief.json",
        "gpp/3-beslisnota.json",
        "gpp/4-bijlage.json",
        "gpp/5-publiceren.json",
        "gpp/stappen.json",
        "inventaris/gelakt.csv",
        "inventaris/inventaris.csv",
        "inventaris/inventaris.pdf",
        "inventaris/inventaris.xlsx",
        "manifest.json",
        "open-data/bijlage.csv",
        "open-data/bijlage.xlsx",
        "sitemap-diwoo-infocat007-1.xml",
        "sitemapindex-diwoo-infocat007.xml",
        "woo-platform/1-dossier.json",
        "woo-platform/stappen.json",
    ]
    .map(ToOwned::to_owned)
    .into();
    wanted.extend(documents.map(|name| format!("documenten/{name}-{subject}.pdf")));
    wanted.extend(documents.map(|name| format!("diwoo/{name}-{subject}.xml")));
    wanted.sort();
    assert_eq!(CONTENT.names(), wanted);
}

#[test]
fn every_pdf_conforms_and_says_no_more_than_it_should() {
    for (name, pdf) in CONTENT.ending(".pdf") {
        assert_conforms(name, pdf);
        let read = hayro_syntax::Pdf::new(std::sync::Arc::new(pdf.to_vec())).unwrap();
        let author = read.metadata().author.clone().unwrap();
        assert_eq!(String::from_utf8_lossy(&author), "Ministerie van Justitie en Veiligheid");
        assert!(!page_text::text(pdf).contains("CONCEPT"), "{name} is marked");
    }
    for (name, bytes) in &CONTENT.0 {
        assert!(!holds(bytes, INITIALLED), "{name} says who initialled");
        assert!(!holds(bytes, "/tmp/"), "{name} has a path of the machine");
    }
    for (name, pdf) in CONTENT.ending(".pdf") {
        assert!(!page_text::text(pdf).contains("Zoekstra"), "{name} says who initialled");
    }
    // The day of an initial is stated, by role.
    let nota = CONTENT.ending(".pdf").into_iter().find(|(name, _)| name.contains("/beslisnota"));
    let text = page_text::text(nota.unwrap().1);
    assert!(text.contains("secretaris-generaal") && text.contains("7 februari 2024"), "{text}");
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [text.as_bytes(), &wide].iter().any(|one| bytes.windows(one.len()).any(|part| part == *one))
}

#[test]
fn file_names_are_plain_unique_and_short() {
    let plain = Regex::new("^[A-Za-z0-9 ._-]{1,255}$").unwrap();
    for set in [&*CONTENT, &*SMALL] {
        for name in set.names() {
            assert!(name.split('/').all(|part| plain.is_match(part)), "{name}");
        }
    }
    assert!(SMALL.0.contains_key("documenten/kamerbrief-voortgang-aanpak-mensenhandel-meer.pdf"));
    let home = Home::new();
    home.edit("dossier.yaml", "Voortgang", &"Zeer lange titel ".repeat(12));
    for name in home.publish(&["--proef"]).names() {
        assert!(name.split('/').all(|part| part.len() <= 255), "{name}");
    }
}

#[test]
fn the_same_dossier_gives_the_same_set() {
    assert_eq!(*SMALL, Home::initialled().publish(&[]));
}

#[test]
fn it_is_refused_until_everybody_agrees_to_what_is_there() {
    let home = Home::new();
    let publish = ["publish", "dossier", "--out", "set"];
    assert_eq!(
        home.bad(1, &publish),
        "\
fout[R007]: directeur heeft nog niet geparafeerd
  --> dossier/dossier.yaml:12:10
   |
12 |   - rol: directeur
   |          ^^^^^^^^^
   |
   = hulp: laat paraferen met `kamerbrief paraaf`; `kamerbrief status` toont wie aan de beurt is

fout[R007]: FEZ heeft nog niet geparafeerd
  --> dossier/dossier.yaml:13:10
   |
13 |   - rol: FEZ
   |          ^^^
   |
   = hulp: laat paraferen met `kamerbrief paraaf`; `kamerbrief status` toont wie aan de beurt is

2 fouten
"
    );
    ["directeur", "FEZ"].iter().for_each(|rol| home.initial(rol));
    home.edit("nota.yaml", "De aanpak loopt.", "De aanpak staat stil.");
    let told = home.bad(1, &publish);
    assert!(told.contains("de paraaf van FEZ is vervallen: de beslisnota is sindsdien"), "{told}");
    home.edit("nota.yaml", "geadviseerd_besluit", "geadviseerd_beslut");
    assert!(home.bad(1, &publish).contains("fout[S001]"));
    let told = home.bad(1, &[&publish[..], &["--proef"]].concat());
    assert!(told.contains("fout[S001]"), "a proof of a wrong dossier:\n{told}");
    assert!(!home.path("set").exists());
}

#[test]
fn a_proof_says_on_every_page_that_it_is_one() {
    let set = Home::of_content().publish(&["--proef"]);
    for (name, pdf) in set.ending(".pdf") {
        assert_conforms(name, pdf);
        for page in page_text::pages(pdf) {
            assert!(page.text().contains("CONCEPT"), "{name}: {}", page.text());
        }
        assert!(!page_text::text(pdf).contains("7 februari 2024"), "{name} states an initial");
    }
    assert!(set.text("LEESMIJ.txt").contains("DIT IS EEN PROEF"));
    assert_eq!(set.json("manifest.json")["proef"], true);
    // Nothing of the sign-off, by which an edit of the working edition could be seen.
    assert_eq!(set, Home::of_content().publish(&["--proef"]));
}

#[test]
fn a_ministry_without_a_number_cannot_publish() {
    let home = Home::new();
    home.edit(
        "dossier.yaml",
        "huisstijl: jenv",
        "huisstijl: jenv\nprofiel:\n  ministerie: Bureau X",
    );
    assert_eq!(
        home.bad(1, &["publish", "dossier", "--out", "set", "--proef"]).lines().next(),
        Some(
            "fout[U001]: van `Bureau X` is geen nummer bekend, en zonder dat kan niemand vinden van wie de publicatie is"
        )
    );
}

#[test]
fn an_address_is_https() {
    let home = Home::initialled();
    for bad in ["http://a.nl", "https://", "https://a.nl/?x=1", "https://a.nl/b c", "a.nl"] {
        let told = home.bad(2, &["publish", "dossier", "--out", "set", "--adres", bad]);
        assert!(told.starts_with(&format!("fout[D010]: `--adres {bad}` kan niet\n")), "{told}");
    }
}

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
    let day = |year| kamerbrief::dossier::Datum::new(year, 6, 1).unwrap();
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
    let listed = |known: &kamerbrief::dossier::Ministerie| {
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

#[test]
fn the_inventory_has_the_columns_of_the_production_report() {
    let text = SMALL.text("inventaris/inventaris.csv").trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(
            "ID;Matter;Family;Email Thread ID;Document;File Type;Datum;Beoordeling;Opgeschort;Beoordelingsgrond;Toelichting;Publieke Link;Gerelateerd ID;Zaaknummer"
        )
    );
    for line in lines {
        let cells: Vec<&str> = line.split(';').collect();
        assert_eq!(format!("{}.pdf", cells[0]), cells[4]);
        assert!(SMALL.0.contains_key(&format!("documenten/{}", cells[4])));
        assert_eq!(cells[7], "Openbaar");
    }
}

#[test]
fn a_set_is_held_against_its_manifest_and_the_dossier() {
    let home = Home::initialled();
    home.publish(&[]);
    let verify = ["verify", "set", "--dossier", "dossier"];
    assert_eq!(
        home.good(&verify),
        "\
set: publicatie van 19 bestanden

bestanden: zoals ze zijn gemaakt
dossier:   dit is precies de publicatie die dossier maakt, byte voor byte

oordeel: in orde
"
    );
    let json: Value =
        serde_json::from_str(&home.good(&[&verify[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!((&json["bewezen"], &json["proef"]), (&true.into(), &false.into()));
    fs::write(home.path("set/erbij.txt"), "x").unwrap();
    fs::remove_file(home.path("set/gpp/stappen.json")).unwrap();
    fs::write(home.path("set/LEESMIJ.txt"), "x").unwrap();
    let ran = home.run(&["verify", "set"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (
            1,
            "\
set: publicatie van 19 bestanden

bestanden: niet zoals ze zijn gemaakt
  LEESMIJ.txt is gewijzigd
  erbij.txt hoort er niet bij
  gpp/stappen.json ontbreekt

oordeel: niet in orde
"
        )
    );
    fs::remove_dir_all(home.path("set")).unwrap();
    home.publish(&["--proef"]);
    home.edit("brief.yaml", "informeer ik u", "bericht ik u");
    let ran = home.run(&verify);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("dossier:   dossier maakt een andere publicatie\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("  manifest.json is anders\n"), "{}", ran.stdout);
    assert!(ran.stdout.starts_with("set: publicatie van 19 bestanden, een proef\n"));
    let ran = home.run(&["verify", "dossier"]);
    let told =
        "dossier: niet te beoordelen: manifest.json ontbreekt, of is niet van een publicatie\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (1, told));
}

#[test]
fn a_folder_that_is_no_earlier_set_is_left_alone() {
    let home = Home::initialled();
    let publish = ["publish", "dossier", "--out", "set", "--quiet"];
    let help = "hulp: kies met `--out` een andere map, of haal deze zelf weg: alleen een eerdere publicatie waarin niets is gewijzigd, wordt vervangen\n\n1 fout\n";
    let refused = |why: &str| {
        let before = Set::read(&home.path("set"));
        let told = home.bad(2, &publish);
        let wanted = format!("fout[U002]: set blijft zoals het is: {why}\n  |\n  = {help}");
        assert_eq!(told.replace("\n |\n =", "\n  |\n  ="), wanted);
        assert_eq!(Set::read(&home.path("set")), before);
    };
    fs::create_dir(home.path("set")).unwrap();
    fs::write(home.path("set/foto.jpg"), "x").unwrap();
    refused("dit is geen publicatie van kamerbrief");
    fs::write(home.path("set/manifest.json"), "{}").unwrap();
    refused("dit is geen publicatie van kamerbrief");
    fs::remove_dir_all(home.path("set")).unwrap();
    // An empty folder is as good as none.
    fs::create_dir(home.path("set")).unwrap();
    home.publish(&[]);
    home.publish(&[]);
    fs::write(home.path("set/aantekening.txt"), "x").unwrap();
    refused("aantekening.txt hoort er niet bij");
    fs::remove_file(home.path("set/aantekening.txt")).unwrap();
    fs::write(home.path("set/gpp/stappen.json"), "x").unwrap();
    refused("gpp/stappen.json is gewijzigd");
    // What only lacks something is still an earlier set.
    fs::remove_file(home.path("set/gpp/stappen.json")).unwrap();
    home.publish(&[]);
    home.good(&["verify", "set"]);
    // Nor does a file, or a folder that is read as a file, give way.
    fs::write(home.path("bestand"), "x").unwrap();
    for out in ["bestand", "bestand/set"] {
        let told = home.bad(2, &["publish", "dossier", "--out", out, "--quiet"]);
        assert!(told.starts_with("fout[D009]: kan niet schrijven naar"), "{told}");
    }
    assert_eq!(fs::read(home.path("bestand")).unwrap(), b"x");
}

/// What stands beside the dossier and the set.
fn leftovers(home: &Home) -> Vec<String> {
    let names = home.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names.filter(|name| name.starts_with(".kamerbrief-")).collect()
}

const ADDRESSES: [&str; 2] = ["https://een.voorbeeld.nl", "https://twee.voorbeeld.nl"];

/// A run in a process of its own, which publishes for one of the addresses.
fn begin(home: &Home, address: &str) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
        .current_dir(home.0.path())
        .args(["publish", "dossier", "--out", "set", "--quiet", "--adres", address])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The set is whole; which address it was made for.
#[track_caller]
fn whole(home: &Home) -> String {
    home.good(&["verify", "set"]);
    let set = Set::read(&home.path("set"));
    let address = set.json("manifest.json")["adres"].as_str().unwrap().to_owned();
    assert!(ADDRESSES.contains(&address.as_str()));
    assert!(set.text("sitemapindex-diwoo-infocat007.xml").contains(&address));
    address
}

#[test]
fn a_run_that_is_killed_leaves_the_old_set_or_the_new_one() {
    let home = Home::initialled();
    let since = Instant::now();
    assert!(begin(&home, ADDRESSES[0]).wait().unwrap().success());
    let whole_run = since.elapsed();
    let mut now = whole(&home);
    for i in 0..24 {
        let next = ADDRESSES[(i + 1) % 2];
        let mut child = begin(&home, next);
        // Mostly near the end, where the folder is written.
        let part = if i < 6 { f64::from(i as u32) / 6.0 } else { 0.8 + f64::from(i as u32) / 60.0 };
        std::thread::sleep(Duration::from_secs_f64(whole_run.as_secs_f64() * part));
        child.kill().unwrap();
        child.wait().unwrap();
        let then = whole(&home);
        assert!(then == now || then == next);
        now = then;
    }
    assert!(begin(&home, ADDRESSES[0]).wait().unwrap().success());
    assert_eq!(whole(&home), ADDRESSES[0]);
    assert_eq!(leftovers(&home), Vec::<String>::new());
}

#[test]
fn runs_at_the_same_time_leave_the_set_of_one_of_them() {
    let home = Home::initialled();
    for _ in 0..3 {
        let runs: Vec<_> = [0, 1, 0, 1].map(|i| begin(&home, ADDRESSES[i])).into();
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        whole(&home);
        assert_eq!(leftovers(&home), Vec::<String>::new());
    }
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_changes_nothing() {
    let home = Home::initialled();
    assert!(begin(&home, ADDRESSES[0]).wait().unwrap().success());
    let before = Set::read(&home.path("set"));
    // No file may be larger than this many blocks: a document does not fit, as on a disk that is full.
    for blocks in [4, 20] {
        let line = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec '{}' publish dossier --out set --adres {}",
            env!("CARGO_BIN_EXE_kamerbrief"),
            ADDRESSES[1]
        );
        let output =
            Command::new("sh").current_dir(home.0.path()).args(["-c", &line]).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("fout[D009]: kan niet schrijven naar"), "{told}");
        assert!(told.contains("een bestand mag hier niet zo groot zijn"), "{told}");
        assert_eq!(Set::read(&home.path("set")), before);
        assert_eq!(leftovers(&home), Vec::<String>::new());
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_in_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::initialled();
    fs::create_dir(home.path("dicht")).unwrap();
    fs::set_permissions(home.path("dicht"), fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do everything may write there too.
    if fs::write(home.path("dicht/proef"), "").is_ok() {
        fs::remove_file(home.path("dicht/proef")).unwrap();
        return;
    }
    let told = home.bad(2, &["publish", "dossier", "--out", "dicht/set"]);
    assert!(told.contains("kan niet schrijven naar dicht: geen toestemming"), "{told}");
    assert_eq!(home.path("dicht").read_dir().unwrap().count(), 0);
}

#[test]
fn help_is_dutch() {
    let help = start(&root(), &["publish", "--help"]).stdout;
    assert!(help.contains("Gebruik: kamerbrief publish <DOSSIER> --out MAP"), "{help}");
    for english in ["Usage", "Options:", "default", "possible"] {
        assert!(!help.contains(english), "`{english}` in\n{help}");
    }
}
