//! A published set held against its manifest, that against what stands beside it, and all of it against the dossier.

use std::fs;

use serde_json::Value;

use super::{Home, Set};

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

/// The manifest of the set with something else in it, and what is then told.
#[track_caller]
fn edited(home: &Home, change: impl FnOnce(&mut Value)) -> (i32, String) {
    let path = home.path("set/manifest.json");
    let before = fs::read(&path).unwrap();
    let mut manifest: Value = serde_json::from_slice(&before).unwrap();
    change(&mut manifest);
    fs::write(&path, format!("{manifest:#}\n")).unwrap();
    assert_ne!(fs::read(&path).unwrap(), before);
    let ran = home.run(&["verify", "set"]);
    fs::write(&path, before).unwrap();
    (ran.code, ran.stdout)
}

#[test]
fn every_field_of_a_manifest_is_held_against_the_files_beside_it() {
    let home = Home::initialled();
    home.publish(&["--adres", "https://open.voorbeeld.nl/1/"]);
    let (diwoo, map) = (
        "diwoo/beslisnota-bij-kamerbrief-voortgang-aanpak-mensenhandel-meer.xml",
        "sitemapindex-diwoo-infocat007.xml",
    );
    let pdf = "documenten/kamerbrief-voortgang-aanpak-mensenhandel-meer.pdf";
    let other = |text: &str| Value::from(text);
    let edits: [(&str, Value, &[&str]); 7] = [
        ("programma", other("kamerbrief 9.9.9"), &[pdf, "LEESMIJ.txt"]),
        ("kenmerk", other("2024-1"), &[diwoo, "LEESMIJ.txt"]),
        ("onderwerp", other("Iets anders"), &[diwoo, "LEESMIJ.txt"]),
        ("datum", other("2024-02-06"), &[diwoo, "LEESMIJ.txt"]),
        ("organisatie", other("https://identifier.overheid.nl/x"), &[diwoo, "LEESMIJ.txt"]),
        ("proef", true.into(), &[pdf, "LEESMIJ.txt"]),
        ("adres", Value::Null, &[map, "LEESMIJ.txt"]),
    ];
    let manifest = Set::read(&home.path("set")).json("manifest.json");
    let fields = manifest.as_object().unwrap().keys().map(String::as_str);
    let tried = edits.iter().map(|(field, ..)| *field);
    let fields: Vec<&str> =
        fields.filter(|field| !["soort", "vingerafdrukken", "bestanden"].contains(field)).collect();
    assert_eq!(fields, tried.collect::<Vec<_>>());
    for (field, value, told) in edits {
        let (code, said) = edited(&home, |manifest| manifest[field] = value);
        assert_eq!(code, 1, "{field}: {said}");
        for file in told {
            let line = format!("  manifest.json is gewijzigd: `{field}` is niet wat {file} zegt\n");
            assert!(said.contains(&line), "{field}: {said}");
        }
    }
    // A fingerprint that is another one, or gone.
    let print =
        |manifest: &mut Value| manifest["vingerafdrukken"]["kamerbrief"] = "0".repeat(64).into();
    let gone = |manifest: &mut Value| {
        manifest["vingerafdrukken"].as_object_mut().unwrap().shift_remove("kamerbrief");
    };
    for (code, said) in [edited(&home, print), edited(&home, gone)] {
        let line = "`vingerafdruk kamerbrief` is niet wat LEESMIJ.txt zegt";
        assert!(code == 1 && said.contains(line), "{said}");
    }
    // The list of files: a name twice, another order, a file left out.
    let twice = |manifest: &mut Value| {
        let files = manifest["bestanden"].as_array_mut().unwrap();
        files.insert(0, files[0].clone());
    };
    let order = |manifest: &mut Value| manifest["bestanden"].as_array_mut().unwrap().reverse();
    let fewer = |manifest: &mut Value| {
        manifest["bestanden"].as_array_mut().unwrap().pop();
    };
    for (code, said) in [edited(&home, twice), edited(&home, order), edited(&home, fewer)] {
        assert!(code == 1 && said.contains("GEWIJZIGD"), "{said}");
    }
    // Other kinds of manifests are none of ours.
    for change in [
        |manifest: &mut Value| manifest["soort"] = "iets".into(),
        |manifest: &mut Value| manifest["meer"] = 1.into(),
    ] {
        assert_eq!(edited(&home, change).0, 3);
    }
    // The same said in another form.
    let path = home.path("set/manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("  \"", "\"")).unwrap();
    let ran = home.run(&["verify", "set"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("manifest.json is gewijzigd: kamerbrief schrijft het anders op"),
        "{}",
        ran.stdout
    );
    let json: Value =
        serde_json::from_str(&home.run(&["verify", "set", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["velden"], serde_json::json!([{ "veld": "vorm", "bestand": "manifest.json" }]));
    // Nor does such a set make way for a new one.
    assert!(
        home.bad(2, &["publish", "dossier", "--out", "set"]).contains("manifest.json is gewijzigd")
    );
}

#[test]
fn a_dossier_that_makes_no_set_now_says_nothing_of_the_files() {
    let home = Home::initialled();
    home.publish(&[]);
    let verify = ["verify", "set", "--dossier", "dossier"];
    let none = "dossier:   dossier maakt zo geen publicatie: het heeft fouten, of niet iedereen is akkoord met wat er nu staat\n";
    // An initial lapses by an edit; then the dossier cannot be read either.
    home.edit("brief.yaml", "informeer ik u", "bericht ik u");
    for why in ["R007", "S001"] {
        let ran = home.run(&verify);
        assert_eq!(ran.code, 4, "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
        assert!(ran.stdout.contains("bestanden: zoals ze zijn gemaakt\n"), "{}", ran.stdout);
        assert!(ran.stdout.contains(none), "{}", ran.stdout);
        if why == "R007" {
            home.edit("nota.yaml", "kernpunten", "kernpuntjes");
        }
    }
    let json: Value =
        serde_json::from_str(&home.run(&[&verify[..], &["--format", "json"]].concat()).stdout)
            .unwrap();
    assert_eq!((&json["bewezen"], &json["dossier"]), (&false.into(), &"geen".into()));
    // What was changed in the set is still the first thing to say.
    fs::write(home.path("set/LEESMIJ.txt"), "x").unwrap();
    assert_eq!(home.run(&verify).code, 1);
    // What is wrong with the command is no verdict.
    assert_eq!(home.run(&["verify", "set", "--dossier", "er-niet"]).code, 2);
}
