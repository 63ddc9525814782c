//! The route of initials: what an initial is about, what makes it lapse, what was done to it by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use kamerbrief::dossier::{Bestand, Stuk, Vingerafdruk};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::workspace::Workspace;
use kamerbrief::{Job, fill};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use crate::support::signing::ONE;
use crate::support::{cases, compile, folder, on_disk, root, run, typesetter};

const DOSSIER: &str = "\
onderwerp: Voortgang van de aanpak
kenmerk: 2024-0000012345
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
  - rol: directeur-generaal
";
const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";
const NOTA: &str = "\
aanleiding: De motie vraagt om een plan.
geadviseerd_besluit: U wordt gevraagd de brief te ondertekenen.
kernpunten: De aanpak loopt.
niet_openbaar: n.v.t.
";

/// A dossier on disk, and commands over it.
struct Home(tempfile::TempDir);

impl Home {
    /// Whether a command of git succeeds in the dossier's folder.
    fn git(&self, arguments: &[&str]) -> bool {
        let mut command = std::process::Command::new("git");
        command.current_dir(self.0.path().join("dossier"));
        command.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(arguments);
        command.output().is_ok_and(|output| output.status.success())
    }

    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let dossier = home.path().join("dossier");
        fs::create_dir(&dossier).unwrap();
        for (name, text) in [("dossier", DOSSIER), ("brief", BRIEF), ("nota", NOTA)] {
            fs::write(dossier.join(format!("{name}.yaml")), text).unwrap();
        }
        Self(home)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join("dossier").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// The YAML files in a folder of the dossier, as paths in it.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.file(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names
            .filter(|name| name.ends_with(".yaml"))
            .map(|name| format!("{folder}/{name}"))
            .collect();
        names.sort();
        names
    }

    fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(old), "{name} has no {old}");
        fs::write(self.file(name), text.replacen(old, new, 1)).unwrap();
    }

    /// Exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = run(self.0.path(), arguments);
        (output.code, output.stdout, output.stderr)
    }

    fn good(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        out
    }

    /// What is told of a command that must fail with exit code 1.
    fn bad(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 1, "{arguments:?}: {out}{err}");
        err
    }

    fn paraaf(&self, rol: &str) -> String {
        self.good(&[
            "paraaf",
            "dossier",
            "--rol",
            rol,
            "--naam",
            "A. Naam",
            "--tijd",
            "2024-02-01T09:30:00+01:00",
        ])
    }

    fn all(&self) {
        for rol in ["directeur", "FEZ", "directeur-generaal"] {
            self.paraaf(rol);
        }
    }

    fn status(&self) -> String {
        self.good(&["status", "dossier"])
    }

    fn text(&self, stuk: &str) -> String {
        let mut typesetter = typesetter();
        let dossier = on_disk(&self.0.path().join("dossier"));
        let pdfs = compile(&dossier, &mut typesetter).unwrap();
        let (_, pdf) = pdfs.into_iter().find(|(made, _)| made.name() == stuk).unwrap();
        crate::support::normalize(&crate::support::page_text::text(&pdf))
    }
}

#[test]
fn the_route_goes_from_nobody_to_everybody_and_back_after_an_edit() {
    let home = Home::new();
    assert_eq!(
        home.status(),
        "\
rol                 naam  besluit  moment  stand
directeur           –     –        –       aan de beurt
FEZ (medeparaaf)    –     –        –       aan de beurt
directeur-generaal  –     –        –

kamerbrief: concept, KB
beslisnota: concept, BN
aan de beurt: directeur en FEZ
"
        .replace("KB", &short(&home, Stuk::Kamerbrief))
        .replace("BN", &short(&home, Stuk::Beslisnota))
    );
    // Who is at the same time need not wait; who comes later must.
    home.paraaf("FEZ");
    let told = home.bad(&["paraaf", "dossier", "--rol", "directeur-generaal", "--naam", "B"]);
    assert!(
        told.starts_with(
            "fout[R003]: directeur-generaal is nog niet aan de beurt: eerst directeur\n"
        ),
        "{told}"
    );
    home.paraaf("directeur");
    home.paraaf("directeur-generaal");
    assert!(home.status().contains("de route is rond"), "{}", home.status());

    // The letter has changed, the nota has not.
    home.edit("brief.yaml", "informeer ik u", "informeer ik uw Kamer");
    let status = home.status();
    assert_eq!(
        status.matches("vervallen: de kamerbrief is sindsdien gewijzigd").count(),
        3,
        "{status}"
    );
    assert!(status.contains("aan de beurt: directeur (opnieuw) en FEZ (opnieuw)"), "{status}");
    assert_eq!(status.matches(": concept").count(), 2, "{status}");
    home.all();
    home.edit("nota.yaml", "De aanpak loopt.", "De aanpak loopt goed.");
    let status = home.status();
    assert_eq!(
        status.matches("vervallen: de beslisnota is sindsdien gewijzigd").count(),
        3,
        "{status}"
    );
    // Back to what was read: then it holds again.
    home.edit("nota.yaml", "De aanpak loopt goed.", "De aanpak loopt.");
    assert!(home.status().contains("de route is rond"));
    // A document that is gone was read all the same.
    let nota = fs::read(home.file("nota.yaml")).unwrap();
    fs::remove_file(home.file("nota.yaml")).unwrap();
    assert!(home.status().contains("vervallen: de beslisnota is sindsdien gewijzigd"));
    fs::write(home.file("nota.yaml"), nota).unwrap();
    // What both documents print, both lose.
    home.edit("dossier.yaml", "Voortgang", "Stand");
    assert!(home.status().contains("de kamerbrief en de beslisnota zijn sindsdien gewijzigd"));
}

fn short(home: &Home, stuk: Stuk) -> String {
    digests(&on_disk(&home.0.path().join("dossier"))).unwrap()[&stuk].short()
}

#[test]
fn a_disagreement_holds_the_route_up_until_it_is_taken_back() {
    let home = Home::new();
    home.paraaf("FEZ");
    home.good(&[
        "paraaf",
        "dossier",
        "--rol",
        "directeur",
        "--naam",
        "A",
        "--niet-akkoord",
        "--opmerking",
        "de dekking ontbreekt",
    ]);
    let status = home.status();
    assert!(status.contains("houdt de route op (“de dekking ontbreekt”)"), "{status}");
    let told = home.bad(&["build", "dossier", "--definitief"]);
    assert!(
        told.contains("fout[R007]: directeur is niet akkoord: de dekking ontbreekt\n"),
        "{told}"
    );
    home.paraaf("directeur");
    home.paraaf("directeur-generaal");
    home.good(&["build", "dossier", "--definitief"]);
}

#[test]
fn definitief_refuses_and_says_what_is_missing() {
    let home = Home::new();
    home.paraaf("directeur");
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    home.paraaf("FEZ");
    let told = home.bad(&["build", "dossier", "--definitief"]);
    let first: Vec<&str> = told.lines().filter(|line| line.starts_with("fout")).collect();
    assert_eq!(
        first,
        [
            "fout[R007]: de paraaf van directeur is vervallen: de kamerbrief is sindsdien gewijzigd",
            "fout[R007]: directeur-generaal heeft nog niet geparafeerd",
        ]
    );
    assert!(told.contains("--> dossier/dossier.yaml:11:10"), "{told}");
    assert!(!home.file("uit").exists(), "something was written");
    home.all();
    home.good(&["build", "dossier", "--definitief"]);
    assert!(home.file("uit/kamerbrief.pdf").exists());
    // Without a route nobody has signed off.
    let dossier = DOSSIER.split("parafenroute").next().unwrap();
    fs::write(home.file("dossier.yaml"), dossier).unwrap();
    fs::remove_dir_all(home.file("parafen")).unwrap();
    assert!(home.bad(&["build", "dossier", "--definitief"]).contains("heeft geen parafenroute"));
    assert!(home.status().contains("heeft geen parafenroute"));
}

#[test]
fn on_paper_the_state_of_the_route_is_seen() {
    let home = Home::new();
    let mark = format!("CONCEPT {}", short(&home, Stuk::Kamerbrief));
    assert!(home.text("kamerbrief").contains(&mark), "{}", home.text("kamerbrief"));
    home.all();
    assert!(!home.text("kamerbrief").contains("CONCEPT"));
    let nota = home.text("beslisnota");
    assert_eq!(nota.matches("Akkoord op 1 februari 2024").count(), 3, "{nota}");
    assert!(nota.contains("Medeparafen"), "{nota}");
    home.edit("nota.yaml", "loopt", "stokt");
    assert_eq!(
        home.text("beslisnota").matches("Vervallen; was akkoord op 1 februari 2024").count(),
        3
    );
    assert!(home.text("kamerbrief").contains("CONCEPT"), "the route is no longer complete");
    // `w.g.` comes only when it is final.
    let with = "huisstijl: jenv\nprofiel:\n  brief:\n    was_getekend: w.g.";
    home.edit("dossier.yaml", "huisstijl: jenv", with);
    assert!(!home.text("kamerbrief").contains("w.g."));
    home.all();
    assert!(home.text("kamerbrief").contains("w.g. A. Voorbeeld"), "{}", home.text("kamerbrief"));
}

#[test]
fn changed_says_which_fields_and_where() {
    let home = Home::new();
    home.all();
    assert_eq!(
        home.good(&["changed", "dossier", "--since", "FEZ"]),
        "sinds de paraaf van FEZ (1 februari 2024, 09:30) is niets gewijzigd\n"
    );
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    home.edit("dossier.yaml", "naam: A. Voorbeeld", "naam: B. Voorbeeld");
    fs::write(
        home.file("brief.yaml"),
        format!("{}slot: Dank.\n", fs::read_to_string(home.file("brief.yaml")).unwrap()),
    )
    .unwrap();
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert_eq!(
        told,
        "\
sinds de paraaf van FEZ (1 februari 2024, 09:30): de kamerbrief is sindsdien gewijzigd
dossier/brief.yaml:2:18: brief.opening
  was: Met deze brief informeer ik u.
  nu:  Met deze brief meld ik u.
dossier/brief.yaml:3:7: brief.slot (nieuw)
  nu:  Dank.
dossier/dossier.yaml:9:11: dossier.ondertekening[0].naam
  was: A. Voorbeeld
  nu:  B. Voorbeeld
"
    );
    let (code, _, told) = home.run(&["changed", "dossier", "--since", "minister"]);
    assert_eq!(code, 2);
    assert!(told.contains("fout[R002]"), "{told}");
}

/// An annex and a letter that takes its figures from there.
const AMOUNTS: [(&str, &str); 2] = [
    (
        "bijlage.yaml",
        "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2025, 2026]\ngroepen:\n  - titel: Opvang\n    maatregelen:\n      - maatregel: Bedden\n        bedragen: {2025: 11, 2026: 3}\ndekking: nvt\n",
    ),
    (
        "brief.yaml",
        "opening: |\n  De bijlage noemt de maatregelen. In 2025 kost dat\n  {{ bijlage.totaal[2025] | miljoen }}. Dat blijft zo.\n\n  - Eerst de bedden.\n  - Dan de rest,\n    zie nr. 3.[^a]\nvoetnoten:\n  a: Zie eerder.\n",
    ),
];

#[test]
fn changed_shows_the_sentences_with_their_old_and_new_amounts() {
    let home = Home::new();
    for (name, text) in AMOUNTS {
        fs::write(home.file(name), text).unwrap();
    }
    home.paraaf("FEZ");
    home.edit("bijlage.yaml", "2025: 11", "2025: 16");
    home.edit("brief.yaml", "  - Dan de rest,\n    zie nr. 3.", "  - Dan de\n    rest, zie nr. 4.");
    // The way in which it was typed is no difference.
    home.edit("nota.yaml", "De aanpak loopt.", "\"De aanpak\n  loopt.\"");
    assert_eq!(
        home.good(&["changed", "dossier", "--since", "FEZ"]),
        "\
sinds de paraaf van FEZ (1 februari 2024, 09:30): de kamerbrief en de bijlage zijn sindsdien gewijzigd
dossier/bijlage.yaml:9:27: bijlage.groepen[0].maatregelen[0].bedragen.2025
  was: 11
  nu:  16
dossier/brief.yaml:3:3: brief.opening
  was: In 2025 kost dat € 11 miljoen.
  nu:  In 2025 kost dat € 16 miljoen.
  was: - Dan de rest, zie nr. 3.[^a]
  nu:  - Dan de rest, zie nr. 4.[^a]
"
    );
    // What is gone is shown as well.
    home.edit("dossier.yaml", "  - rol: directeur\n", "");
    home.edit("nota.yaml", "kernpunten: \"De aanpak\n  loopt.\"\n", "");
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert!(told.contains("nota.kernpunten (weg)\n  was: De aanpak loopt.\n"), "{told}");
}

#[test]
fn texts_are_kept_once_and_only_those_that_were_read_are_shown() {
    let home = Home::new();
    let kept = || {
        let names = home.names("parafen/gelezen");
        names.iter().map(|name| home.read(name)).collect::<Vec<_>>()
    };
    home.paraaf("FEZ");
    // The second initial is of the same texts: that is all that it says.
    home.paraaf("directeur");
    let mut lines: Vec<usize> = kept().iter().map(|text| text.lines().count()).collect();
    lines.sort_unstable();
    assert!(lines[0] == 3 && lines[1] > 20, "{lines:?}");
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    home.paraaf("directeur");
    let all = kept().concat();
    for (text, times) in [("De aanpak loopt.", 1), ("informeer ik u", 1), ("meld ik u", 1)] {
        assert_eq!(all.matches(text).count(), times, "{all}");
    }
    // An initial is short: what was read stands beside it.
    assert!(home.names("parafen").iter().all(|name| home.read(name).lines().count() < 16));
    let changed = || home.run(&["changed", "dossier", "--since", "FEZ"]);
    let old = "  was: Met deze brief informeer ik u.\n";
    assert!(changed().1.contains(old), "{:?}", changed());
    // A text that was changed by hand is not what was read; nor is a file that cannot be read.
    let names = home.names("parafen/gelezen");
    let first = names.iter().find(|name| home.read(name).contains("informeer ik u")).unwrap();
    let good = home.read(first);
    for (text, why) in [
        (good.replace("informeer ik u", "beloof ik u"), "waarschuwing[R004]: wat in dossier/"),
        (good.replace("teksten:", "<<<<<<<"), "waarschuwing[R004]: dossier/parafen/gelezen/"),
    ] {
        fs::write(home.file(first), text).unwrap();
        let (code, out, err) = changed();
        assert!(code == 0 && err.starts_with(why), "{out}{err}");
        assert!(out.contains("is niet te zeggen") && !out.contains("was:"), "{out}");
    }
    // Without what was read the initials hold.
    fs::remove_dir_all(home.file("parafen/gelezen")).unwrap();
    let (code, out, err) = changed();
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("staat niet (meer) in parafen/gelezen"), "{out}");
    assert!(home.status().contains("geldig"), "{}", home.status());
    assert_eq!(home.run(&["check", "dossier"]).2, "");
    // The next one keeps it again.
    home.paraaf("FEZ");
    assert_eq!(kept().len(), 1);
}

#[test]
fn initials_of_before_texts_were_kept_hold() {
    let home = Home::new();
    let bare = r#"{"rol":"FEZ","naam":"A","moment":"2024-02-01T09:30:00+01:00","besluit":"akkoord","kenmerk":"2024-0000012345","documenten":{},"velden":{"brief.opening":"0123456789abcdef"}}"#;
    let digest = |parts: &[&[u8]]| Vingerafdruk::of(parts.iter().copied()).to_string();
    let zegel = digest(&[b"kamerbrief paraaf 1", bare.as_bytes()]);
    let slot = digest(&[b"kamerbrief parafen 1", b"1", zegel.as_bytes()]);
    let item = bare.strip_suffix('}').unwrap();
    fs::write(
        home.file("parafen.yaml"),
        format!("parafen: [{item},\"zegel\":\"{zegel}\"}}]\nslot: \"{slot}\"\n"),
    )
    .unwrap();
    assert!(
        home.status().contains("vervallen: de kamerbrief en de beslisnota"),
        "{}",
        home.status()
    );
    home.edit("brief.yaml", "informeer", "meld");
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert!(
        told.contains("\nde oude tekst staat erbij als het dossier onder versiebeheer"),
        "{told}"
    );
    // New ones go on from it, and hold it fast.
    home.all();
    let first = home.names("parafen").into_iter().find(|name| home.read(name).contains(&zegel));
    assert!(first.is_some_and(|name| home.read(&name).contains(&format!("vorige:\n- {zegel}"))));
    assert!(home.status().contains("de route is rond"), "{}", home.status());
    fs::remove_file(home.file("parafen.yaml")).unwrap();
    assert!(home.bad(&["status", "dossier"]).contains("vóór de paraaf van directeur"));
}

#[test]
fn changed_shows_the_old_text_when_it_is_in_version_control() {
    let home = Home::new();
    let git = |arguments: &[&str]| home.git(arguments);
    if !git(&["init", "--quiet"]) {
        // Version control is optional, for the program and for its tests.
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "een"]));
    home.all();
    fs::remove_dir_all(home.file("parafen/gelezen")).unwrap();
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    assert!(git(&["commit", "--quiet", "-a", "-m", "twee"]));
    let told = home.good(&["changed", "dossier", "--since", "directeur"]);
    assert!(told.contains("dossier/brief.yaml:2:18: brief.opening\n  was: Met deze brief informeer ik u.\n  nu:  Met deze brief meld ik u.\n"), "{told}");
}

#[test]
fn what_is_done_to_initials_by_hand_is_named() {
    let home = Home::new();
    home.all();
    let names = home.names("parafen");
    let rols = ["directeur", "FEZ", "directeur-generaal"].map(|rol| {
        let with = format!("rol: {rol}\n");
        (rol, names.iter().find(|name| home.read(name).contains(&with)).unwrap().as_str())
    });
    let of = |rol: &str| rols.iter().find(|(known, _)| *known == rol).unwrap().1;
    let told = |what: &str| {
        let told = home.bad(&["status", "dossier"]);
        assert!(told.contains(what), "expected {what}:\n{told}");
        // Nothing is made of it either.
        assert!(home.bad(&["build", "dossier"]).contains(what));
        assert!(home.bad(&["paraaf", "dossier", "--rol", "FEZ", "--naam", "x"]).contains(what));
    };
    let without = |name: &str, what: &str| {
        let good = home.read(name);
        fs::remove_file(home.file(name)).unwrap();
        told(what);
        fs::write(home.file(name), good).unwrap();
    };
    assert_eq!(names.len(), 3);
    let good = home.read(of("FEZ"));
    home.edit(of("FEZ"), "A. Naam", "B. Naam");
    told(
        "fout[R004]: de paraaf van FEZ (1 februari 2024, 09:30) is na het zetten gewijzigd\n --> dossier/parafen/",
    );
    fs::write(home.file(of("FEZ")), "zomaar wat\n").unwrap();
    told("= hulp: zet het bestand terug zoals `kamerbrief paraaf` het schreef");
    fs::write(home.file(of("FEZ")), &good).unwrap();
    without(
        of("directeur"),
        "fout[R005]: vóór de paraaf van FEZ (1 februari 2024, 09:30) is er een weggehaald",
    );
    without(of("FEZ"), "fout[R005]: vóór de paraaf van directeur-generaal");
    // Also the last, which no other one names.
    without(
        of("directeur-generaal"),
        "fout[R005]: dossier/parafen/202402010930-directeur-generaal-",
    );
    fs::write(home.file("parafen/kopie.yaml"), &good).unwrap();
    told("fout[R005]: de paraaf van FEZ (1 februari 2024, 09:30) staat er twee keer: ook in ");
    fs::remove_file(home.file("parafen/kopie.yaml")).unwrap();
    home.status();

    // An initial, and then a whole folder, of another dossier.
    let other = Home::new();
    other.edit("dossier.yaml", "2024-0000012345", "2024-0000099999");
    other.all();
    let foreign: Vec<String> = other.names("parafen");
    let second = foreign.iter().find(|name| other.read(name).contains("rol: FEZ\n")).unwrap();
    fs::write(home.file("parafen/vreemd.yaml"), other.read(second)).unwrap();
    told("komt uit een ander dossier, met kenmerk 2024-0000099999");
    fs::remove_dir_all(home.file("parafen")).unwrap();
    fs::create_dir(home.file("parafen")).unwrap();
    for name in &foreign {
        fs::write(home.file(name), other.read(name)).unwrap();
    }
    let (code, out, err) = home.run(&["status", "dossier"]);
    assert_eq!(code, 0);
    assert_eq!(out.matches("vervallen: gezet voor kenmerk 2024-0000099999").count(), 3, "{out}");
    assert_eq!(err.matches("waarschuwing[R006]").count(), 3, "{err}");
    // A role that is no longer in the route.
    home.edit("dossier.yaml", "  - rol: directeur-generaal\n", "");
    assert!(
        home.run(&["status", "dossier"])
            .2
            .contains("waarschuwing[R008]: de paraaf van directeur-generaal")
    );
}

#[test]
fn an_initial_is_withdrawn_by_another_and_stays() {
    let home = Home::new();
    home.paraaf("directeur");
    let withdraw = |rol: &str, naam: &str| {
        let line = ["paraaf", "dossier", "--rol", rol, "--naam", naam, "--trek-in"];
        home.run(&[&line[..], &["--tijd", "2024-02-01T09:30:00+01:00"]].concat())
    };
    let (code, out, err) = withdraw("Directeur", "a. naam");
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "directeur: ingetrokken\naan de beurt: directeur en FEZ\n");
    let status = home.status();
    assert!(status.contains("aan de beurt; ingetrokken door a. naam"), "{status}");
    let json: serde_json::Value =
        serde_json::from_str(&home.good(&["status", "dossier", "--format", "json"])).unwrap();
    assert_eq!(json["stappen"][0]["stand"], "ingetrokken");
    assert!(
        home.bad(&["build", "dossier", "--definitief"])
            .contains("de paraaf van directeur is ingetrokken\n")
    );
    // It is in the series: it cannot be taken out again, and there is nothing more to withdraw.
    assert_eq!(home.names("parafen").len(), 2);
    let (code, _, err) = withdraw("directeur", "A. Naam");
    assert!(code == 2 && err.contains("er is geen paraaf van directeur om in te trekken"), "{err}");
    let (code, _, err) = withdraw("minister", "A. Naam");
    assert!(code == 2 && err.contains("fout[R002]"), "{err}");
    home.all();
    assert!(home.status().contains("de route is rond"));
    // Somebody else may, and that is said; so is why.
    let why = [
        "paraaf",
        "dossier",
        "--rol",
        "FEZ",
        "--naam",
        "C",
        "--trek-in",
        "--opmerking",
        "te vroeg",
        "--tijd",
        "2024-02-01T09:30:00+01:00",
    ];
    let (code, _, err) = home.run(&why);
    assert_eq!((code, err.as_str()), (0, "let op: deze paraaf is gezet door een ander, A. Naam\n"));
    assert!(
        home.bad(&["build", "dossier", "--definitief"])
            .contains("de paraaf van FEZ is ingetrokken: te vroeg\n")
    );
    assert!(!home.text("beslisnota").contains("C"), "{}", home.text("beslisnota"));
    // An initial of a role that is not on the route any more can be withdrawn, and is then nobody's concern.
    home.edit("dossier.yaml", "  - rol: directeur-generaal\n", "");
    assert!(home.run(&["status", "dossier"]).2.contains("waarschuwing[R008]"));
    assert_eq!(withdraw("directeur-generaal", "A. Naam").0, 0);
    assert_eq!(home.run(&["status", "dossier"]).2, "");
}

#[test]
fn a_role_is_the_same_however_it_is_typed_and_another_one_however_it_looks() {
    let home = Home::new();
    home.edit(
        "dossier.yaml",
        "rol: directeur\n",
        "rol: coördinator Opvang\n    naam: B. de Vries\n",
    );
    let initial =
        |rol: &str, naam: &str| home.run(&["paraaf", "dossier", "--rol", rol, "--naam", naam]);
    assert_eq!(initial("CO\u{f6}RDINATOR\u{a0} opvang", "b. de vries").2, "");
    assert!(
        home.status().contains("coördinator Opvang  b. de vries  akkoord"),
        "{}",
        home.status()
    );
    assert!(home.read(&home.names("parafen")[0]).contains("rol: coördinator Opvang\n"));
    let other = initial("coordinator opvang", "A. Jansen");
    assert_eq!(
        other.2,
        "let op: in de route staat bij coördinator Opvang een andere naam, B. de Vries\n"
    );
    assert!(home.status().contains("geldig (in de route: B. de Vries)"), "{}", home.status());
    let (code, _, err) = initial("FЕZ", "A");
    assert!(
        code == 2
            && err.contains(
                "hulp: dit lijkt op `FEZ`, maar de `Е` is een Cyrillische letter (U+0415)\n"
            ),
        "{err}"
    );
    // Nor can the route have both.
    home.edit("dossier.yaml", "  - rol: directeur-generaal\n", "  - rol: FЕZ\n");
    let told = home.bad(&["status", "dossier"]);
    assert!(
        told.starts_with("fout[R001]: rol `FЕZ` is niet te onderscheiden van `FEZ`: de `Е` is een Cyrillische letter (U+0415)\n"),
        "{told}"
    );
    home.edit("dossier.yaml", "  - rol: FЕZ\n", "  - rol: 'fez '\n");
    assert!(home.bad(&["status", "dossier"]).contains("fout[R001]: rol `fez ` staat twee keer"));
}

#[test]
fn a_time_that_runs_backwards_is_said() {
    let home = Home::new();
    home.paraaf("directeur");
    let (code, _, err) = home.run(&[
        "paraaf",
        "dossier",
        "--rol",
        "FEZ",
        "--naam",
        "A",
        "--tijd",
        "2020-01-01T10:00:00+01:00",
    ]);
    assert!(
        code == 0 && err.starts_with("waarschuwing[R009]: deze paraaf is volgens haar tijd"),
        "{err}"
    );
    let told = home.run(&["status", "dossier"]).2;
    assert!(
        told.starts_with("waarschuwing[R009]: de paraaf van FEZ (1 januari 2020, 10:00) is volgens haar tijd gezet vóór de paraaf van directeur (1 februari 2024, 09:30), die er al was\n"),
        "{told}"
    );
    // The order is that of the series: the last one counts.
    home.paraaf("FEZ");
    assert_eq!(home.status().matches("1 februari 2024").count(), 2, "{}", home.status());
}

#[test]
fn initials_of_two_branches_are_merged_without_a_conflict() {
    let home = Home::new();
    let git = |arguments: &[&str]| home.git(arguments);
    if !git(&["init", "--quiet", "-b", "een"]) {
        return;
    }
    let commit =
        |what: &str| assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", what]));
    commit("dossier");
    for first in [true, false] {
        // With and without an initial that both branches begin with.
        if !first {
            home.paraaf("FEZ");
            commit("samen");
        }
        assert!(git(&["checkout", "--quiet", "-B", "twee"]));
        home.paraaf("directeur");
        commit("directeur");
        assert!(git(&["checkout", "--quiet", "een"]));
        home.paraaf("FEZ");
        commit("FEZ");
        assert!(git(&["merge", "--quiet", "--no-edit", "twee"]));
        assert_eq!(home.status().matches("geldig").count(), 2, "{}", home.status());
    }
    // The next one names both: neither can be taken away any more.
    home.paraaf("directeur-generaal");
    assert!(home.status().contains("de route is rond"));
    let last = home.names("parafen").into_iter().find(|name| name.contains("generaal")).unwrap();
    assert_eq!(home.read(&last).split("vorige:").nth(1).unwrap().matches("\n- ").count(), 2);
    // Of one role in two branches both must agree.
    commit("rond");
    assert!(git(&["checkout", "--quiet", "-B", "twee"]));
    home.good(&[
        "paraaf",
        "dossier",
        "--rol",
        "FEZ",
        "--naam",
        "A. Naam",
        "--niet-akkoord",
        "--tijd",
        "2024-02-01T10:00:00+01:00",
    ]);
    commit("niet akkoord");
    assert!(git(&["checkout", "--quiet", "een"]));
    home.paraaf("FEZ");
    commit("akkoord");
    assert!(git(&["merge", "--quiet", "--no-edit", "twee"]));
    assert!(home.status().contains("houdt de route op"), "{}", home.status());
    home.paraaf("FEZ");
    assert!(home.status().contains("de route is rond"), "{}", home.status());
}

#[test]
fn a_dossier_with_errors_cannot_be_initialled() {
    let home = Home::new();
    home.edit("brief.yaml", "informeer ik u", "informeer ik u[^x]");
    let told = home.bad(&["paraaf", "dossier", "--rol", "FEZ", "--naam", "A"]);
    assert!(told.contains("fout[P002]"), "{told}");
    assert!(!home.file("parafen").exists());
    let (code, _, told) = home.run(&["paraaf", "dossier", "--rol", "FEZ", "--naam", " "]);
    assert_eq!(
        (code, told.lines().next()),
        (2, Some("fout[D010]: `--naam` kan zo niet: er staat niets"))
    );
    let (code, ..) =
        home.run(&["paraaf", "dossier", "--rol", "FEZ", "--naam", "A", "--tijd", "gisteren"]);
    assert_eq!(code, 2);
    let odd = [("--tijd", "2199-01-01T00:00:00+01:00", "A"), ("--opmerking", "x", "A\u{202e}B")];
    for (option, value, naam) in odd {
        let (code, ..) =
            home.run(&["paraaf", "dossier", "--rol", "FEZ", "--naam", naam, option, value]);
        assert_eq!(code, 2, "{option} {value}");
    }
    assert!(!home.file("parafen").exists());
}

#[test]
fn pages_that_differ_from_the_text_can_be_neither_initialled_nor_signed() {
    let home = Home::new();
    home.edit("brief.yaml", "informeer ik u", "informeer ik u geheim");
    let templates = root().join("tests/cases/err_anders_gedrukt/sjablonen");
    let templates = templates.to_str().unwrap();
    let arguments = ["paraaf", "dossier", "--rol", "FEZ", "--naam", "A", "--templates", templates];
    let told = home.bad(&arguments);
    assert!(told.contains("fout[T007]"), "{told}");
    assert!(!home.file("parafen").exists());
    let told = home.bad(&["build", "dossier", "--templates", templates]);
    assert!(told.contains("fout[T007]") && !home.file("uit").exists(), "{told}");
}

type Digests = BTreeMap<Stuk, Vingerafdruk>;

/// The fingerprint of every document of a dossier; nothing of one with errors.
fn digests(workspace: &Workspace) -> Option<Digests> {
    let templates = Templates::default();
    let job = Job { workspace, templates: &templates, stukken: &[], style: false };
    let filled = fill(job, &mut typesetter(), &mut Sources::default(), &mut Vec::new());
    filled.map(|filled| filled.aftekening().documenten().clone())
}

/// The same YAML with the keys of every map the other way round.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(map) => {
            let entries: Vec<_> = map.into_iter().collect();
            Value::Mapping(
                entries
                    .into_iter()
                    .rev()
                    .map(|(key, value)| (key, reversed(value)))
                    .collect::<Mapping>(),
            )
        }
        Value::Sequence(items) => items.into_iter().map(reversed).collect(),
        // What YAML takes for a number is a text here: quoted it stays as it was typed.
        Value::String(text) => Value::String(text),
        other => other,
    }
}

#[test]
fn order_comments_and_quoting_do_not_change_a_fingerprint() {
    for name in [
        "content/mensenhandel-gecorrigeerd",
        "content/voorbeeld-ienw",
        "content/vragen-loketten",
        "tests/regels/basis",
    ] {
        let mut workspace = on_disk(&root().join(name));
        let before = digests(&workspace).unwrap();
        assert!(!before.is_empty());
        for name in Bestand::ALL.map(Bestand::name) {
            let Ok(file) = workspace.file(&name) else { continue };
            // Read as texts only, so that nothing becomes a number on the way.
            let text = String::from_utf8(file.to_vec()).unwrap();
            let tree = texts(&text);
            let json =
                serde_json::to_string(&serde_json::to_value(reversed(tree)).unwrap()).unwrap();
            // JSON is YAML: other order, all quoted, no comments, no folding, one line.
            workspace.overlay(&name, Some(format!("# een opmerking\n{json}\n").into_bytes()));
        }
        assert_eq!(digests(&workspace).unwrap(), before, "{name}");
    }
}

/// A file as the program reads it: every scalar a text.
fn texts(text: &str) -> Value {
    fn plain(node: &kamerbrief::yaml::Node) -> Value {
        use kamerbrief::yaml::Kind;
        match &node.kind {
            Kind::Scalar(scalar) => Value::String(scalar.value.to_string()),
            Kind::List(items) => items.iter().map(plain).collect(),
            Kind::Map(entries) => Value::Mapping(
                entries.iter().map(|entry| (plain(&entry.key), plain(&entry.value))).collect(),
            ),
        }
    }
    let mut sources = Sources::default();
    let id = kamerbrief::yaml::decode("x", text.as_bytes(), &mut sources).unwrap();
    plain(&kamerbrief::yaml::parse(sources.get(id), id).tree.unwrap())
}

#[test]
fn folding_does_not_change_a_fingerprint() {
    let of = |brief: &str| {
        digests(&folder(&[
            (Bestand::Dossier, DOSSIER.as_bytes()),
            (Bestand::Brief, brief.as_bytes()),
        ]))
        .unwrap()
    };
    let same = [
        "opening: Een brief over twee dingen.\n",
        "opening: >\n  Een brief\n  over twee\n  dingen.\n",
        "opening: |\n  Een brief over\n  twee dingen.\n\n",
        "opening: 'Een brief\n  over twee dingen.'\n",
        "opening: \"Een brief over tw\\u0065e dingen.\" # zo\n",
    ];
    for brief in same {
        assert_eq!(of(brief), of(same[0]), "{brief}");
    }
    assert_ne!(of("opening: Een brief over twee dingen!\n"), of(same[0]));
}

/// A text file with one edit: a character taken out or put in.
fn edit(text: &str, at: prop::sample::Index, new: Option<char>) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len());
    match new {
        Some(new) => chars.insert(at, new),
        None => drop(chars.remove(at)),
    }
    chars.into_iter().collect()
}

/// The fingerprints and PDFs of a dossier.
type Made = (Digests, Vec<(Stuk, Vec<u8>)>);

const BASE: [&str; 4] = [
    include_str!("regels/basis/dossier.yaml"),
    include_str!("regels/basis/brief.yaml"),
    include_str!("regels/basis/nota.yaml"),
    include_str!("regels/basis/bijlage.yaml"),
];

fn make(texts: &[String; 4]) -> Option<Made> {
    let letter = [Bestand::Dossier, Bestand::Brief, Bestand::Nota, Bestand::Bijlage];
    let files = letter.into_iter().zip(texts);
    let files: Vec<(Bestand, &[u8])> =
        files.map(|(bestand, text)| (bestand, text.as_bytes())).collect();
    let folder = folder(&files);
    Some((digests(&folder)?, compile(&folder, &mut typesetter()).ok()?))
}

proptest! {
    #![proptest_config(cases(60))]

    /// Two dossiers with equal fingerprints give equal PDFs: so whatever reaches a page changes a fingerprint.
    #[test]
    fn equal_fingerprints_are_equal_documents(
        file in 0..4usize,
        at: prop::sample::Index,
        new in prop::option::of(prop::sample::select(vec!['a', 'X', '7', ' ', '\'', '"', '*', '-', '#', ':', '\n', 'é', ','])),
    ) {
        static BEFORE: LazyLock<Made> = LazyLock::new(|| make(&BASE.map(ToOwned::to_owned)).unwrap());
        let mut edited = BASE.map(ToOwned::to_owned);
        edited[file] = edit(BASE[file], at, new);
        let (before, pdfs) = &*BEFORE;
        if let Some((after, others)) = make(&edited) {
            for ((stuk, pdf), (_, other)) in pdfs.iter().zip(&others) {
                prop_assert_eq!(before[stuk] == after[stuk], pdf == other, "{} after {:?}", stuk.name(), edited[file]);
            }
        }
    }
}

#[test]
fn a_document_only_sees_what_its_fingerprint_is_taken_of() {
    let bijlage = include_bytes!("regels/basis/bijlage.yaml");
    let folder = folder(&[
        (Bestand::Dossier, DOSSIER.as_bytes()),
        (Bestand::Brief, BRIEF.as_bytes()),
        (Bestand::Bijlage, bijlage),
    ]);
    // Templates that ask by themselves for a text of another document, or for its sign-off.
    for (own, asked) in [
        (
            "#let naam = \"brief\"\n#include(\"/proza/\" + naam + \"/opening.typ\")\n",
            "/proza/brief/opening.typ",
        ),
        ("#include \"/proza/brief/opening.typ\"\n", "/proza/brief/opening.typ"),
        ("#import \"/aftekening/kamerbrief.typ\"\n", "/aftekening/kamerbrief.typ"),
    ] {
        let files = [("bijlage.typ.j2".to_owned(), own.as_bytes().to_vec())].into_iter().collect();
        let (templates, _) = Templates::with("sjablonen", files);
        let told =
            crate::support::compile_with(&folder, &templates, &mut typesetter()).unwrap_err();
        assert!(told.contains("fout[T002]") && told.contains(asked), "{told}");
    }
}

#[test]
fn an_initial_changes_no_sheet_but_those_of_the_sign_off() {
    let home = Home::new();
    let sheets = || {
        let workspace = on_disk(&home.0.path().join("dossier"));
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let filled = fill(job, &mut typesetter(), &mut Sources::default(), &mut Vec::new());
        let filled = filled.unwrap();
        let all = filled.sheets().sources();
        let all = all.map(|(path, text)| (path.to_owned(), text.to_owned()));
        (all.collect::<BTreeMap<_, _>>(), filled.sheets().fingerprints().clone())
    };
    let (before, prints) = sheets();
    // A name is a text, whatever it looks like.
    let name = "X\"), (staat: \"akkoord\") #read(\"x\") {{ x }}";
    for rol in ["directeur", "FEZ"] {
        home.good(&["paraaf", "dossier", "--rol", rol, "--naam", name]);
    }
    let (after, same) = sheets();
    assert_eq!(prints, same);
    let other: Vec<&String> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(other, ["/aftekening/beslisnota.typ", "/aftekening/kamerbrief.typ"]);
    let nota = home.text("beslisnota");
    assert_eq!(nota.matches("Akkoord op").count(), 2, "{nota}");
    assert!(nota.contains("#read(\"x\")"), "{nota}");
}

#[test]
fn without_a_route_only_the_document_that_is_asked_for_has_to_be_made() {
    let home = Home::new();
    fs::create_dir(home.0.path().join("eigen")).unwrap();
    fs::write(home.0.path().join("eigen/kamerbrief.typ.j2"), "{{ bestaat_niet }}").unwrap();
    let line = ["build", "dossier", "--templates", "eigen", "--only", "beslisnota"];
    let told = home.bad(&line);
    assert!(told.starts_with("fout[T001]") && told.contains("wat de parafen waard"), "{told}");
    let dossier = fs::read_to_string(home.file("dossier.yaml")).unwrap();
    let (before, _) = dossier.split_once("parafenroute:").unwrap();
    fs::write(home.file("dossier.yaml"), before).unwrap();
    home.good(&line);
}

#[test]
fn a_draft_cannot_be_signed_whatever_word_is_printed_for_it() {
    let home = Home::new();
    home.edit(
        "dossier.yaml",
        "huisstijl: jenv",
        "huisstijl: jenv\nprofiel:\n  woorden:\n    concept: Voorlopig",
    );
    fs::write(home.file("bijlage.yaml"), include_str!("regels/basis/bijlage.yaml")).unwrap();
    home.good(&["build", "dossier"]);
    assert!(home.text("kamerbrief").contains("Voorlopig"));
    let key = ["--sleutel", "een.key", "--certificaat", "een.pem"];
    fs::write(home.0.path().join("een.key"), &ONE.key).unwrap();
    fs::write(home.0.path().join("een.pem"), &ONE.certificate).unwrap();
    for stuk in ["kamerbrief", "bijlage"] {
        let file = format!("dossier/uit/{stuk}.pdf");
        let told = home.bad(&[&["sign", &file], &key[..]].concat());
        assert!(told.starts_with(&format!("fout[R007]: {file} is een concept")), "{told}");
    }
    // Nor one that an own template does not mark.
    let own = "#set document(title: \"x\")\n= x\n#{{ brief.opening }}\n{% for wie in dossier.ondertekening %}\n#{{ wie.functie }}, #{{ wie.naam }}\n{% endfor %}\n";
    fs::create_dir(home.0.path().join("eigen")).unwrap();
    fs::write(home.0.path().join("eigen/kamerbrief.typ.j2"), own).unwrap();
    home.good(&["build", "dossier", "--templates", "eigen", "--only", "kamerbrief"]);
    let told = home.bad(&[&["sign", "dossier/uit/kamerbrief.pdf"], &key[..]].concat());
    assert!(told.starts_with("fout[R007]"), "{told}");
    // What everybody agrees to is no draft: then only the key is missing.
    home.all();
    home.good(&["build", "dossier"]);
    let (code, _, told) = home.run(&["sign", "dossier/uit/kamerbrief.pdf", "--p12", "geen.p12"]);
    assert!(code == 2 && told.contains("geen.p12"), "{told}");
}
