//! Several at once: what said that it succeeded is there, whoever was cut off in the meantime.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::signing::{Identity, signer};
use crate::support::{root, run};

const ROLES: [&str; 5] = ["afdelingshoofd", "directeur", "FEZ", "JZ", "directeur-generaal"];

/// A process of the program, and what it may leave behind when it succeeds.
struct Busy {
    child: Child,
    who: String,
    signs: bool,
}

fn begin(folder: &std::path::Path, who: &str, signs: bool, arguments: &[&str]) -> Busy {
    let child = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
        .current_dir(folder)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Busy { child, who: who.to_owned(), signs }
}

/// A round: four sign one file and five initial one dossier, and some of them are killed. Who succeeded, and how many.
fn round(seed: u64, signers: &[(String, Identity)], letter: &[u8]) -> usize {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    fs::create_dir(at("dossier")).unwrap();
    let dossier = fs::read_to_string(root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
    let steps: String =
        ROLES.iter().map(|rol| format!("  - rol: {rol}\n    tegelijk: ja\n")).collect();
    fs::write(at("dossier/dossier.yaml"), format!("{dossier}\nparafenroute:\n{steps}")).unwrap();
    fs::copy(root().join("tests/cases/ok_minimaal/brief.yaml"), at("dossier/brief.yaml")).unwrap();
    fs::write(at("brief.pdf"), letter).unwrap();
    for (name, identity) in signers {
        fs::write(at(&format!("{name}.key")), &identity.key).unwrap();
        fs::write(at(&format!("{name}.pem")), &identity.certificate).unwrap();
    }
    let mut all = Vec::new();
    for (name, _) in signers {
        let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
        let line = ["sign", "brief.pdf", "--sleutel", &key, "--certificaat", &pem];
        all.push(begin(home.path(), name, true, &line));
    }
    for rol in ROLES {
        let line = ["paraaf", "dossier", "--rol", rol, "--naam", rol];
        all.push(begin(home.path(), rol, false, &line));
    }
    // Not the same ones in every round, nor at the same moment.
    let mut random = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    let mut next = |most: u64| {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % most
    };
    let victims = [next(9) as usize, next(9) as usize];
    for victim in victims {
        thread::sleep(Duration::from_millis(next(700)));
        all[victim].child.kill().unwrap();
    }
    let (mut signed, mut initialled) = (Vec::new(), Vec::new());
    for (i, busy) in all.into_iter().enumerate() {
        let output = busy.child.wait_with_output().unwrap();
        match output.status.code() {
            Some(0) if busy.signs => signed.push(busy.who),
            Some(0) => initialled.push(busy.who),
            // Killed: it may have come so far, or not.
            None => assert!(victims.contains(&i)),
            Some(code) => {
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(code == 2 && told.contains("daar schrijft nu een ander"), "{told}");
            }
        }
    }
    let report = run(home.path(), &["verify", "brief.pdf", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    let there: Vec<&str> = json["handtekeningen"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["ondertekenaar"].as_str().unwrap())
        .collect();
    assert!(signed.iter().all(|who| there.contains(&who.as_str())), "{signed:?} in {there:?}");
    assert_eq!(report.code, 0, "round {seed}: {}{}", report.stdout, report.stderr);
    let status = run(home.path(), &["status", "dossier", "--format", "json"]);
    assert_eq!(status.code, 0, "round {seed}: {}", status.stderr);
    let json: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    for step in json["stappen"].as_array().unwrap() {
        let rol = step["rol"].as_str().unwrap();
        if initialled.iter().any(|who| who == rol) {
            assert_eq!(step["stand"], "akkoord", "round {seed}: {}", status.stdout);
        }
    }
    // Whoever comes next is not in the way of those who were cut off, and one chain holds all of them.
    let after = run(home.path(), &["paraaf", "dossier", "--rol", ROLES[0], "--naam", "later"]);
    assert_eq!(after.code, 0, "round {seed}: {}", after.stderr);
    signed.len() + initialled.len()
}

/// `ROUNDS=200 cargo test at_once` goes on for longer.
#[test]
fn what_succeeds_at_once_is_there() {
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2);
    let names = ["A. Een", "B. Twee", "C. Drie", "D. Vier", "E. Eerst"];
    let mut signers: Vec<(String, Identity)> =
        names.into_iter().map(|name| (name.to_owned(), signer(name))).collect();
    // They add to a file that has a signature already, so that all write the same one.
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let made =
        run(&root(), &["build", "tests/cases/ok_minimaal", "--out", home.path().to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let (_, first) = signers.pop().unwrap();
    fs::write(at("een.key"), &first.key).unwrap();
    fs::write(at("een.pem"), &first.certificate).unwrap();
    let line = ["sign", "kamerbrief.pdf", "--sleutel", "een.key", "--certificaat", "een.pem"];
    assert_eq!(run(home.path(), &line).code, 0);
    let letter = fs::read(at("kamerbrief-getekend.pdf")).unwrap();
    let done: usize = (0..rounds).map(|seed| round(seed, &signers, &letter)).sum();
    // Two of nine are killed, some of them too late.
    assert!(done as u64 >= rounds * 5, "{done} in {rounds} rounds");
}

#[test]
fn who_waits_too_long_is_told_by_whom_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let dossier = root().join("tests/cases/warn_paraaf_buiten_route");
    fs::create_dir(home.path().join("dossier")).unwrap();
    for name in ["dossier.yaml", "brief.yaml"] {
        fs::copy(dossier.join(name), home.path().join("dossier").join(name)).unwrap();
    }
    let slot = kamerbrief::system::Slot::take(&home.path().join("dossier/parafen"), None).unwrap();
    let line = ["paraaf", "dossier", "--rol", "directeur", "--naam", "A"];
    let told = run(home.path(), &line);
    assert_eq!(told.code, 2);
    assert!(
        told.stderr.starts_with("fout[D009]: kan niet schrijven naar dossier/parafen: daar schrijft nu een ander (")
            && told.stderr.contains(", sinds ")
            && told.stderr.contains("= hulp: wacht tot die klaar is, en geef de opdracht opnieuw; van u is niets geschreven of gewijzigd\n"),
        "{}",
        told.stderr
    );
    drop(slot);
    assert_eq!(run(home.path(), &line).code, 0);
    let names = fs::read_dir(home.path().join("dossier/parafen")).unwrap();
    let hidden = |name: &std::ffi::OsString| name.to_string_lossy().starts_with('.');
    let left = names.map(|entry| entry.unwrap().file_name()).filter(hidden).count();
    assert_eq!(left, usize::from(!cfg!(unix)));
}
