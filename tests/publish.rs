//! The published set: what is in it, what its metadata and requests say, when it is refused, and that the folder is whole.

mod channels;
mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::lakken::ok_lakken;
use crate::lakken::twee_geheimen::{TEKSTEN, with_others};
use crate::support::{Ran, assert_conforms, page_text, root, run};

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
        Self(kamerbrief::system::read_folder(folder).unwrap().files)
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
    // How the sign-off stands is nowhere in it: by that an edit of what is withheld could be seen.
    assert_eq!(Home::new().publish(&["--proef"]), Home::initialled().publish(&["--proef"]));
}

#[test]
fn what_is_withheld_does_not_go_out() {
    let dossier = root().join("content/voorbeeld-ienw");
    let withheld = Regex::new(r"\[([^\]]+)\]\(lak:").unwrap();
    let nota = fs::read_to_string(dossier.join("nota.yaml")).unwrap();
    let secrets: Vec<&str> =
        withheld.captures_iter(&nota).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(!secrets.is_empty());
    let home = tempfile::tempdir().unwrap();
    let line = ["publish", dossier.to_str().unwrap(), "--out", "set", "--proef", "--quiet"];
    let ran = run(home.path(), &line);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (name, bytes) in Set::read(&home.path().join("set")).0 {
        let text = if name.ends_with(".pdf") { page_text::text(&bytes) } else { String::new() };
        for secret in &secrets {
            assert!(!holds(&bytes, secret) && !text.contains(secret), "{secret} is in {name}");
        }
    }
}

#[test]
fn the_whole_set_is_the_same_for_two_secrets() {
    let home = tempfile::tempdir().unwrap();
    // The folder is called the same each time.
    let published = |files: &crate::lakken::Files| {
        let dossier = home.path().join("dossier");
        fs::create_dir_all(&dossier).unwrap();
        for (name, bytes) in files {
            fs::write(dossier.join(name), bytes).unwrap();
        }
        let ran = run(home.path(), &["publish", "dossier", "--out", "set", "--proef", "--quiet"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        Set::read(&home.path().join("set")).0
    };
    let compared = |files: &crate::lakken::Files, all: &[(&str, Option<&str>)]| {
        let first = published(files);
        for (text, amount) in all {
            let others = with_others(files, text, *amount);
            assert_ne!(*files, others);
            let second = published(&others);
            let names = first.keys().chain(second.keys());
            let different = names.filter(|name| first.get(*name) != second.get(*name));
            let different: Vec<&String> = different.collect();
            assert!(different.is_empty(), "{text}, {amount:?}: {different:?}");
        }
    };
    let mut files = ok_lakken();
    compared(&files, &TEKSTEN.map(|text| (text, None)));
    // A shift between years that is no shift cannot be published, whatever is withheld of it.
    let annex = String::from_utf8(files["bijlage.yaml"].clone()).unwrap();
    let (before, shift) = annex.split_once("  - id: schuif").unwrap();
    let annex = format!("{before}slot:{}", shift.split_once("\nslot:").unwrap().1);
    files.insert("bijlage.yaml".into(), annex.into_bytes());
    // With another sign there is no shortage.
    let brief = String::from_utf8(files["brief.yaml"].clone()).unwrap();
    files.insert("brief.yaml".into(), brief.replace("tekort[2028]", "saldo[2028]").into_bytes());
    compared(&files, &[("x", Some("-7")), ("ß", Some("98,125")), ("Ωμέγα", Some("12345"))]);
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

oordeel: ongeschonden
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

oordeel: GEWIJZIGD
"
        )
    );
    fs::remove_dir_all(home.path("set")).unwrap();
    home.publish(&["--proef"]);
    home.edit("brief.yaml", "informeer ik u", "bericht ik u");
    let ran = home.run(&verify);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
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
    assert_eq!((ran.code, ran.stdout.as_str()), (3, told));
}

/// What is no file of the set, or not only that.
#[cfg(unix)]
#[test]
fn what_is_no_file_of_a_set_is_told() {
    use std::os::unix::fs::symlink;
    let home = Home::initialled();
    home.publish(&[]);
    let set = |name: &str| home.path("set").join(name);
    let told = |wanted: &[&str]| {
        let ran = home.run(&["verify", "set"]);
        let lines: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("  ")).collect();
        assert_eq!(lines, wanted, "{}", ran.stdout);
        ran.code
    };
    // The same text, but elsewhere: that may be another text tomorrow.
    fs::rename(set("LEESMIJ.txt"), home.path("elders.txt")).unwrap();
    symlink(home.path("elders.txt"), set("LEESMIJ.txt")).unwrap();
    fs::create_dir_all(set("leeg/nog")).unwrap();
    symlink("/dev/zero", set("nul")).unwrap();
    let links = [
        "  LEESMIJ.txt ontbreekt",
        "  LEESMIJ.txt is een koppeling naar iets anders, en geen bestand",
        "  leeg/nog is een lege map",
        "  nul is een koppeling naar iets anders, en geen bestand",
    ];
    assert_eq!(told(&links), 1);
    // Nor does such a folder make way for a new set.
    home.bad(2, &["publish", "dossier", "--out", "set", "--quiet"]);
    fs::remove_file(set("LEESMIJ.txt")).unwrap();
    fs::remove_file(set("nul")).unwrap();
    fs::remove_dir_all(set("leeg")).unwrap();
    // A second name changes nothing, and is told all the same.
    fs::hard_link(home.path("elders.txt"), set("LEESMIJ.txt")).unwrap();
    let second = "  LEESMIJ.txt heeft nog een andere naam (harde koppeling): wie dat bestand wijzigt, wijzigt ook dit";
    assert_eq!(told(&[second]), 0);
    fs::remove_file(home.path("elders.txt")).unwrap();
    assert_eq!(told(&[]), 0);
    // Names are the same or they are not: in capitals, or with an accent as two characters.
    fs::rename(set("LEESMIJ.txt"), set("Leesmij.txt")).unwrap();
    fs::write(set("manifest.jso\u{6e}\u{308}"), "x").unwrap();
    let others = [
        "  LEESMIJ.txt ontbreekt",
        "  Leesmij.txt hoort er niet bij",
        "  manifest.json\u{308} hoort er niet bij",
    ];
    assert_eq!(told(&others), 1);
}
