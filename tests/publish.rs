//! The published set: what is in it, what its metadata and requests say, when it is refused, and that the folder is whole.

mod beelden;
mod channels;
mod folder;
mod inventaris;
mod nagaan;
mod vragen;

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

    /// A dossier of `content`.
    fn of(name: &str) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.path("dossier")).unwrap();
        for entry in root().join("content").join(name).read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, home.path("dossier").join(path.file_name().unwrap())).unwrap();
            }
        }
        home
    }

    /// The included dossier, with everybody's initial; what stands between brackets in it is not filled in.
    fn of_content() -> Self {
        let home = Self::of("mensenhandel");
        let dossier = home.path("dossier/dossier.yaml");
        let text = fs::read_to_string(&dossier).unwrap();
        fs::write(
            dossier,
            text + "\nuitzonderingen:\n  - {regel: niet-ingevuld, reden: Het blijft hier open.}\n",
        )
        .unwrap();
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

/// What is told of what was found in a dossier, however its public edition is made.
#[test]
fn every_way_to_the_public_edition_is_refused_while_it_says_too_much() {
    let home = Home::new();
    let said = "Met [Renée Blommesteijn](lak:5.1.2e) is gesproken. Renée Blommesteijn is met BSN 111222333 bekend.";
    home.edit("brief.yaml", "Met deze brief informeer ik u.", said);
    for line in [
        &["build", "dossier", "--openbaar", "--out", "uit"][..],
        &["publish", "dossier", "--out", "uit", "--proef"],
        &["review", "dossier", "--out", "uit/nakijken.pdf"],
    ] {
        let told = home.bad(1, line);
        assert!(told.contains("fout[O006]") && told.contains("fout[O008]"), "{line:?}: {told}");
        assert!(told.ends_with("\n2 fouten\n"), "{line:?}: {told}");
        assert!(
            !home.path("uit/kamerbrief.pdf").exists() && !home.path("uit/manifest.json").exists()
        );
    }
}

#[test]
fn every_way_to_the_public_edition_says_once_what_may_have_been_forgotten() {
    let home = Home::new();
    let said =
        "Met [Renée Blommesteijn](lak:5.1.2e) is gesproken. Later sprak ook Y. Blommesteijn.";
    home.edit("brief.yaml", "Met deze brief informeer ik u.", said);
    for line in [
        &["build", "dossier", "--openbaar", "--out", "uit"][..],
        &["publish", "dossier", "--out", "set", "--proef"],
    ] {
        let ran = home.run(line);
        assert_eq!(ran.code, 0, "{line:?}: {}", ran.stderr);
        assert_eq!(ran.stderr.matches("waarschuwing[O007]").count(), 1, "{line:?}: {}", ran.stderr);
    }
    home.good(&["review", "dossier", "--out", "nakijken.pdf"]);
    let text = page_text::text(&fs::read(home.path("nakijken.pdf")).unwrap());
    assert!(text.contains("(O007, brief.yaml:2)"), "{text}");
}

#[test]
fn the_inventory_has_every_reason_once_behind_its_ground() {
    let home = Home::new();
    let said = "Het [ene](lak:5.1.2e,5.1.2b), het [andere](lak:5.1.2b) en [dat](lak:5.2.1).";
    home.edit("brief.yaml", "Met deze brief informeer ik u.", said);
    let reasons = "lakken:\n  5.2.1: Het is een mening.\n  5.1.2e: Het gaat om een derde.\n  5.1.2b: Er is een bod.\nafzender:";
    home.edit("dossier.yaml", "afzender:", reasons);
    let set = home.publish(&["--proef"]);
    let both = "5.1.2b: Er is een bod; 5.1.2e: Het gaat om een derde";
    let whole = format!("{both}; 5.2.1: Het is een mening");
    let documents = set.text("inventaris/inventaris.csv");
    assert!(documents.contains(&whole), "{documents}");
    let parts = set.text("inventaris/gelakt.csv");
    assert!(parts.contains(both) && parts.contains(";Er is een bod.;"), "{parts}");
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
