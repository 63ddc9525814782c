//! The route from nobody to everybody: whose turn it is, what an initial is worth, what may be made when.

use std::fs;

use kamerbrief::dossier::Stuk;

use super::{DOSSIER, Home, short};
use crate::support::root;
use crate::support::signing::ONE;

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
    // A remark of a colleague changes no initial; but somebody has to deal with it.
    let remark = "opmerkingen:\n  - plaats: brief.opening\n    woorden: meld\n    wie: A\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Zo?\n";
    fs::write(home.file("opmerkingen.yaml"), remark).unwrap();
    let told = home.bad(&["build", "dossier", "--definitief"]);
    assert!(told.starts_with("fout[G001]: 1 opmerking staat nog open\n"), "{told}");
    home.good(&["build", "dossier"]);
    fs::write(home.file("opmerkingen.yaml"), format!("{remark}    afgehandeld: ja\n")).unwrap();
    home.good(&["build", "dossier", "--definitief"]);
    // Without a route nobody has signed off.
    let dossier = DOSSIER.split("parafenroute").next().unwrap();
    fs::write(home.file("dossier.yaml"), dossier).unwrap();
    for folder in ["parafen", "parafenspoor"] {
        fs::remove_dir_all(home.file(folder)).unwrap();
    }
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
    let told: Vec<&str> = other.2.lines().collect();
    assert_eq!(
        told[1..],
        ["let op: in de route staat bij coördinator Opvang een andere naam, B. de Vries"]
    );
    assert!(told[0].starts_with("let op: coördinator Opvang heeft al geparafeerd (b. de vries, "));
    assert!(home.status().contains("geldig (in de route: B. de Vries)"), "{}", home.status());
    // A name is held against those that are there already.
    assert!(initial("FEZ", "А. Jansen").2.contains(
        "let op: deze naam lijkt op A. Jansen, maar de `А` is een Cyrillische letter (U+0410)\n"
    ));
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
    fs::write(home.file("bijlage.yaml"), include_str!("../regels/basis/bijlage.yaml")).unwrap();
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

#[test]
fn who_agrees_agrees_to_what_goes_public() {
    let home = Home::new();
    let put = |brief: &str| fs::write(home.file("brief.yaml"), brief).unwrap();
    let held = |grond: &str| {
        format!(
            "opening: Ik schrijf u.\nsecties:\n  - {{kop: Een, tekst: Twee., openbaar: nee, grond: {grond}}}\n  - {{kop: Drie, tekst: Vier.}}\n"
        )
    };
    put(&held("5.1.2e"));
    home.edit(
        "dossier.yaml",
        "onderwerp:",
        "lakken: {5.1.2b: Het belang., 5.1.2e: De privacy.}\nonderwerp:",
    );
    home.all();
    assert!(home.status().contains("de route is rond"), "{}", home.status());
    put(&held("5.1.2b"));
    assert!(home.status().contains("vervallen: de kamerbrief"), "{}", home.status());
    put(&held("5.1.2e").replace(", openbaar: nee, grond: 5.1.2e", ""));
    assert!(home.status().contains("vervallen: de kamerbrief"), "{}", home.status());
    put(&held("5.1.2e"));
    assert!(home.status().contains("de route is rond"), "{}", home.status());
}

#[test]
fn who_initials_again_takes_back_or_stops_the_route_is_told() {
    let home = Home::new();
    let paraaf = |naam: &str, more: &[&str]| {
        let line = ["paraaf", "dossier", "--rol", "directeur", "--naam", naam];
        let (code, out, err) = home.run(&[&line[..], more].concat());
        assert_eq!(code, 0, "{out}{err}");
        (out, err)
    };
    let (_, first) = paraaf("A. Eerste", &[]);
    assert_eq!(first, "");
    let (_, second) = paraaf("B. Tweede", &[]);
    assert!(second.starts_with("let op: directeur heeft al geparafeerd (A. Eerste, "), "{second}");
    paraaf("C. Derde", &["--trek-in"]);
    let status = home.status();
    assert!(status.contains("paraaf van B. Tweede ingetrokken door C. Derde"), "{status}");
    // What was taken back stands in nobody's way.
    let (out, again) = paraaf("A. Eerste", &["--niet-akkoord"]);
    assert_eq!(again, "");
    let turn = "aan de beurt: directeur (niet akkoord: houdt de route op) en FEZ\n";
    assert!(out.ends_with(turn), "{out}");
    assert!(home.status().ends_with(turn), "{}", home.status());
    paraaf("A. Eerste", &["--trek-in"]);
    let status = home.status();
    assert!(status.contains("aan de beurt; ingetrokken door A. Eerste"), "{status}");
}
