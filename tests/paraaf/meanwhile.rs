//! What somebody does to a dossier while a command makes something of it: nothing comes of what was read before.

use std::fs;
use std::path::Path;

use super::Home;
use crate::support::run_while;
use crate::support::signing::ONE;

/// The last thing that each command says before it writes is that this is too long for its line.
const LONG: &str =
    "AB12CD34EF56GH78IJ90KL12MN34OP56QR78ST90UV12WX34YZ56AB78CD90EF12GH34IJ56KL78MN90";

/// Copies files over those of another folder.
fn lay_over(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => {
                fs::create_dir_all(&there).unwrap();
                lay_over(&path, &there);
            }
            false => drop(fs::copy(&path, there).unwrap()),
        }
    }
}

#[test]
fn what_moves_while_something_is_made_of_it_is_refused() {
    let home = Home::new();
    home.edit("brief.yaml", "informeer ik u", &format!("informeer ik u over {LONG}"));
    home.all();
    let at = |name: &str| home.0.path().join(name);
    fs::write(at("een.key"), &ONE.key).unwrap();
    fs::write(at("een.pem"), &ONE.certificate).unwrap();
    // The same dossier in which somebody has taken an initial back, and one with another text.
    for name in ["ingetrokken", "anders"] {
        fs::create_dir(at(name)).unwrap();
        lay_over(&at("dossier"), &at(name));
    }
    home.good(&["paraaf", "ingetrokken", "--rol", "FEZ", "--naam", "A. Naam", "--trek-in"]);
    let text = fs::read_to_string(at("anders/brief.yaml")).unwrap();
    fs::write(at("anders/brief.yaml"), text.replace("informeer", "meld")).unwrap();
    fs::create_dir(at("sjablonen")).unwrap();
    let key = ["--sleutel", "een.key", "--certificaat", "een.pem"];
    let lines = [
        [&["sign", "dossier"], &key[..]].concat(),
        vec!["publish", "dossier", "--out", "set"],
        vec!["build", "dossier", "--definitief"],
        vec!["paraaf", "dossier", "--rol", "FEZ", "--naam", "A. Naam"],
    ];
    let files = || {
        let all = ["dossier/parafen", "dossier/parafen/gelezen", "dossier/parafenspoor"];
        let mut names: Vec<_> = all
            .iter()
            .chain(&["dossier", "dossier/uit", "set"])
            .flat_map(|folder| fs::read_dir(at(folder)).into_iter().flatten())
            .map(|entry| entry.unwrap().path())
            .collect();
        names.sort();
        names
    };
    for line in &lines {
        for (other, moved) in
            [("anders", "dossier/brief.yaml is"), ("ingetrokken", "dossier/parafen is")]
        {
            // Who has the folder of the initials initials himself: then nobody else can.
            if line[0] == "paraaf" && other == "ingetrokken" {
                continue;
            }
            let (from, to, kept) = (at(other), at("dossier"), tempfile::tempdir().unwrap());
            lay_over(&to, kept.path());
            let before = files();
            let ran = run_while(home.0.path(), line, move || lay_over(&from, &to));
            let told =
                format!("fout[D009]: {moved} intussen gewijzigd, en er is niets geschreven\n");
            assert!(
                ran.code == 2 && ran.stderr.contains(&told),
                "{line:?}: {}{}",
                ran.stdout,
                ran.stderr
            );
            if other == "anders" {
                assert_eq!(files(), before, "{line:?} has written");
            }
            fs::remove_dir_all(at("dossier")).unwrap();
            fs::create_dir(at("dossier")).unwrap();
            lay_over(kept.path(), &at("dossier"));
        }
        // Templates count as well.
        let own = at("sjablonen/eigen.typ");
        let told = run_while(
            home.0.path(),
            &[&line[..], &["--templates", "sjablonen"]].concat(),
            move || {
                fs::create_dir_all(own.parent().unwrap().join("x")).unwrap();
                fs::write(own.parent().unwrap().join("x/eigen.typ"), "").unwrap();
            },
        );
        let why =
            "fout[D009]: de map met sjablonen is intussen gewijzigd, en er is niets geschreven\n";
        assert!(told.code == 2 && told.stderr.contains(why), "{line:?}: {}", told.stderr);
        fs::remove_dir_all(at("sjablonen/x")).unwrap();
    }
    // Where nothing moves each of them succeeds.
    for line in &lines {
        home.good(line);
    }
}

#[test]
fn while_something_final_is_written_nobody_initials() {
    let home = Home::new();
    home.all();
    let slot = kamerbrief::system::Slot::take(&home.file("parafen"), None).unwrap();
    let (code, _, told) = home.run(&["publish", "dossier", "--out", "set"]);
    assert!(code == 2 && told.contains("daar schrijft nu een ander"), "{told}");
    drop(slot);
    home.good(&["publish", "dossier", "--out", "set"]);
}
