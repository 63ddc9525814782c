//! What is done to initials by hand, and by version control.

use std::fs;
use std::path::Path;

use super::Home;
use crate::support::signing::ONE;

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
    without(of("directeur"), "fout[R005]: dossier/parafen/202402010930-directeur-");
    without(of("FEZ"), "fout[R005]: dossier/parafen/202402010930-fez-");
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
    // The traces of its own are still there.
    told("fout[R005]: dossier/parafen/202402010930-directeur-generaal-");
    fs::remove_dir_all(home.file("parafenspoor")).unwrap();
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
fn a_withdrawal_cannot_be_taken_out() {
    let home = Home::new();
    home.all();
    let line = ["paraaf", "dossier", "--rol", "FEZ", "--naam", "A. Naam", "--trek-in"];
    home.good(&[&line[..], &["--tijd", "2024-02-01T10:00:00+01:00"]].concat());
    let names = home.names("parafen");
    let last = names.iter().find(|name| name.contains("202402011000")).unwrap();
    let name = last.rsplit('/').next().unwrap();
    let traces = [format!("parafen/gelezen/{name}"), format!("parafenspoor/{name}")];
    for trace in &traces {
        let kept = [last, trace].map(|file| (file, home.read(file)));
        for (file, _) in &kept {
            fs::remove_file(home.file(file)).unwrap();
        }
        let commands = [
            vec!["status", "dossier"],
            vec!["paraaf", "dossier", "--rol", "FEZ", "--naam", "A"],
            vec!["publish", "dossier", "--out", "set"],
            vec!["build", "dossier", "--definitief"],
        ];
        for command in commands {
            let told = home.bad(&command);
            let what = format!("fout[R005]: dossier/parafen/{name} is weggehaald\n");
            assert!(told.starts_with(&what), "{command:?}: {told}");
        }
        for (file, text) in kept {
            fs::write(home.file(file), text).unwrap();
        }
    }
    // Without them it still counts.
    for trace in &traces {
        fs::remove_file(home.file(trace)).unwrap();
    }
    assert!(home.status().contains("ingetrokken door A. Naam"), "{}", home.status());
}

/// What somebody does to a file beside an initial; `other` is the one of another role.
type Harm = (&'static str, fn(&Path, &Path));

const HARMS: [Harm; 5] = [
    ("removed", |file, _| fs::remove_file(file).unwrap()),
    ("folder removed", |file, _| fs::remove_dir_all(file.parent().unwrap()).unwrap()),
    ("emptied", |file, _| fs::write(file, "").unwrap()),
    ("truncated", |file, _| {
        let text = fs::read(file).unwrap();
        fs::write(file, &text[..text.len() - 9]).unwrap();
    }),
    ("replaced", |file, other| assert!(fs::copy(other, file).is_ok())),
];

#[test]
fn what_is_done_beside_an_initial_is_told_by_all_that_rely_on_it() {
    let home = Home::new();
    fs::write(home.0.path().join("een.key"), &ONE.key).unwrap();
    fs::write(home.0.path().join("een.pem"), &ONE.certificate).unwrap();
    home.all();
    // The last one is not named by another.
    let last = home.names("parafenspoor").pop().unwrap();
    let other = home.names("parafenspoor").remove(0);
    let name = |file: &str| file.rsplit('/').next().unwrap().to_owned();
    let commands: [&[&str]; 10] = [
        &["status", "dossier"],
        &["status", "dossier", "--format", "json"],
        &["check", "dossier"],
        &["build", "dossier"],
        &["build", "dossier", "--definitief"],
        &["changed", "dossier", "--since", "FEZ"],
        &["sign", "dossier", "--sleutel", "een.key", "--certificaat", "een.pem", "--out", "a.pdf"],
        &["publish", "dossier", "--out", "set"],
        &["review", "dossier", "--out", "na.pdf"],
        &["paraaf", "dossier", "--rol", "FEZ", "--naam", "A. Naam"],
    ];
    for folder in ["parafen/gelezen", "parafenspoor"] {
        let file = format!("{folder}/{}", name(&last));
        let other = home.file(&format!("{folder}/{}", name(&other)));
        for (harm, does) in HARMS {
            for command in commands {
                let kept = ["parafen", "parafen/gelezen", "parafenspoor"].map(|folder| {
                    let names = home.names(folder).into_iter();
                    names.map(|name| (home.read(&name), name)).collect::<Vec<_>>()
                });
                does(&home.file(&file), &other);
                let (code, out, told) = home.run(command);
                // What is found is what somebody asks of `check`.
                let told = if command[0] == "check" { out } else { told };
                let what = format!("{folder} {harm}: {command:?}: {told}");
                assert_eq!(code, 0, "{what}");
                assert_eq!(told.matches("waarschuwing[R00").count(), 1, "{what}");
                let (number, named) = match harm {
                    "removed" => ("R005", format!("dossier/{file} ontbreekt\n")),
                    "folder removed" => ("R005", format!("dossier/{folder} ontbreekt: ")),
                    _ => ("R004", format!("dossier/{file} is niet zoals `kamerbrief paraaf`")),
                };
                assert!(told.contains(&format!("waarschuwing[{number}]: {named}")), "{what}");
                drop(fs::remove_file(home.0.path().join("a.pdf")));
                for folder in ["parafen", "parafenspoor"] {
                    drop(fs::remove_dir_all(home.file(folder)));
                }
                for folder in ["parafen/gelezen", "parafenspoor"] {
                    fs::create_dir_all(home.file(folder)).unwrap();
                }
                for (text, name) in kept.iter().flatten() {
                    fs::write(home.file(name), text).unwrap();
                }
            }
        }
    }
    assert_eq!(home.run(&["status", "dossier"]).2, "");
}

#[cfg(unix)]
#[test]
fn a_file_is_one_file_whatever_its_name() {
    use std::os::unix::ffi::OsStrExt;

    let home = Home::new();
    home.all();
    let first = home.read(&home.names("parafen")[0]);
    let odd: [&[u8]; 4] = [b"a\nb.yaml", b"c\x1b[31m\r.yaml", b"'\"`.yaml", b"\xff\xfe.yaml"];
    for name in odd {
        let path = home.file("parafen").join(std::ffi::OsStr::from_bytes(name));
        for text in ["geen paraaf\n", &first] {
            fs::write(&path, text).unwrap();
            let told = home.bad(&["status", "dossier"]);
            assert_eq!(told.matches("fout[").count(), 1, "{name:?}: {told}");
            assert!(!told.contains(['\u{1b}', '\r']) && !told.contains("kamerbrief new"), "{told}");
        }
        fs::remove_file(path).unwrap();
    }
    home.status();
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
