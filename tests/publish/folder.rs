//! The folder of a set: whole or not at all, whatever happens to the run, and nobody else's.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Home, Set};

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
    // All that was changed is counted, what the set says of itself too.
    let manifest = fs::read_to_string(home.path("set/manifest.json")).unwrap();
    let other = manifest.replacen("2024-0000012345", "2024-0000099999", 1);
    fs::write(home.path("set/manifest.json"), other).unwrap();
    refused("gpp/stappen.json is gewijzigd (en nog 1)");
    fs::write(home.path("set/manifest.json"), manifest).unwrap();
    // What only lacks something is still an earlier set, also when a whole folder of it lost its files.
    for entry in fs::read_dir(home.path("set/gpp")).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    home.publish(&[]);
    // A folder that somebody put there is his, also while there is nothing in it.
    fs::create_dir_all(home.path("set/notities/later")).unwrap();
    refused("notities/later is een lege map");
    fs::remove_dir_all(home.path("set/notities")).unwrap();
    home.good(&["verify", "set"]);
    // Nor does a file, or a folder that is read as a file, give way.
    fs::write(home.path("bestand"), "x").unwrap();
    for out in ["bestand", "bestand/set"] {
        let told = home.bad(2, &["publish", "dossier", "--out", out, "--quiet"]);
        assert!(told.starts_with("fout[D009]: kan niet schrijven naar"), "{told}");
    }
    assert_eq!(fs::read(home.path("bestand")).unwrap(), b"x");
}

#[test]
fn a_set_of_another_dossier_and_one_that_went_out_stay() {
    let home = Home::initialled();
    let publish = ["publish", "dossier", "--out", "set"];
    // A proof makes way for another one, and for what goes out.
    home.good(&[&publish[..], &["--proef"]].concat());
    let told = home.good(&publish);
    let of = "2024-0000012345, Voortgang \"aanpak\" <mensenhandel> & méér";
    assert!(told.contains(&format!("\nin de plaats van de proef van {of}: ")), "{told}");
    let told = home.good(&publish);
    assert!(told.contains(&format!("\ner stond al precies deze publicatie van {of}\n")), "{told}");
    // A newer one of the same dossier too, and it is said.
    let told = home.good(&[&publish[..], &["--adres", "https://open.voorbeeld.nl"]].concat());
    let line =
        format!("\nin de plaats van de eerdere publicatie van {of}: 6 bestanden gewijzigd\n");
    assert!(told.contains(&line), "{told}");
    let before = Set::read(&home.path("set"));
    let told = home.bad(2, &[&publish[..], &["--proef"]].concat());
    assert_eq!(
        told,
        "\
fout[U002]: set blijft zoals het is: hier staat een publicatie die geen proef is
  |
  = hulp: kies met `--out` een andere map voor de proef; zonder `--proef` vervangt een nieuwe publicatie van hetzelfde dossier deze

1 fout
".replace("\n  |\n  =", "\n |\n =")
    );
    home.edit("dossier.yaml", "2024-0000012345", "2024-0000099999");
    ["directeur", "FEZ"].iter().for_each(|rol| home.initial(rol));
    let told = home.bad(2, &publish);
    let line = format!(
        "fout[U002]: set blijft zoals het is: hier staat de publicatie van een ander dossier: {of}\n"
    );
    assert!(told.starts_with(&line), "{told}");
    assert_eq!(Set::read(&home.path("set")), before);
    // A reference that is still to be given is that of every new dossier.
    home.edit("dossier.yaml", "2024-0000099999", "'[kenmerk van de brief]'");
    home.good(&["publish", "dossier", "--out", "nieuw", "--proef"]);
    home.good(&["publish", "dossier", "--out", "nieuw", "--proef"]);
    let subject = "Voortgang \"aanpak\"";
    home.edit("dossier.yaml", subject, "Stand van de \"aanpak\"");
    let told = home.bad(2, &["publish", "dossier", "--out", "nieuw", "--proef"]);
    assert!(
        told.contains("de publicatie van een ander dossier: [kenmerk van de brief], "),
        "{told}"
    );
    home.edit("dossier.yaml", "Stand van de \"aanpak\"", subject);
    home.edit("dossier.yaml", "'[kenmerk van de brief]'", "2024-0000099999");
    // A proof of another dossier is not overwritten either.
    home.good(&["publish", "dossier", "--out", "proef", "--proef"]);
    home.edit("dossier.yaml", "2024-0000099999", "2024-0000012345");
    home.bad(2, &["publish", "dossier", "--out", "proef", "--proef"]);
}

#[test]
fn documents_do_not_come_into_a_set() {
    let home = Home::initialled();
    home.good(&["publish", "dossier", "--out", "dossier/uit"]);
    let before = Set::read(&home.path("dossier/uit"));
    let help = "hulp: kies met `--out` een andere map voor de documenten: in een publicatie staat alleen wat `publish` er zet; of zet de publicatie ergens anders, en geef `publish` voortaan een eigen map\n\n1 fout\n";
    let set = home.path("dossier/uit").canonicalize().unwrap().display().to_string();
    for (more, folder) in [
        (&[][..], "in dossier/uit staat een publicatie"),
        (&["--openbaar"], "dossier/uit/openbaar is een map in de publicatie SET"),
        (&["--out", "dossier/uit/gpp"], "dossier/uit/gpp is een map in de publicatie SET"),
    ] {
        let told = home.bad(2, &[&["build", "dossier", "--quiet"], more].concat());
        assert_eq!(told.replace(&set, "SET"), format!("fout[U002]: {folder}\n |\n = {help}"));
    }
    assert_eq!(Set::read(&home.path("dossier/uit")), before);
}

/// What stands beside the dossier and the set.
fn leftovers(home: &Home) -> Vec<String> {
    let names = home.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names.filter(|name| name.starts_with(".kamerbrief-")).collect()
}

const ADDRESSES: [&str; 2] = ["https://een.voorbeeld.nl", "https://twee.voorbeeld.nl"];

/// A run in a process of its own, which publishes for one of the addresses.
fn begin(home: &Home, address: &str) -> Child {
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

#[cfg(target_os = "linux")]
#[test]
fn where_nobody_can_write_nothing_is_written() {
    // Not even whoever may do everything makes a folder there.
    let told = Home::initialled().bad(2, &["publish", "dossier", "--out", "/sys/set"]);
    let reasons = ["geen toestemming", "alleen-lezen"];
    let one =
        |reason| told.starts_with(&format!("fout[D009]: kan niet schrijven naar /sys: {reason}\n"));
    assert!(reasons.iter().any(one), "{told}");
}

#[test]
fn nothing_else_comes_to_stand_in_a_set() {
    let home = Home::of_content();
    home.publish(&[]);
    let before = Set::read(&home.path("set"));
    let said = "publicatie staat alleen wat `publish` er zet";
    for arguments in [
        &["build", "dossier", "--out", "set/documenten"][..],
        &["build", "dossier", "--out", "set"],
        &["bijlage", "dossier", "--format", "xlsx", "--out", "set/open-data"],
        &["publish", "dossier", "--out", "set/nieuw"],
        &["review", "dossier", "--out", "set/nakijken.pdf"],
    ] {
        let ran = home.run(arguments);
        assert_eq!(
            (ran.code, ran.stderr.contains(said)),
            (2, true),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
    // Also when it is of another version of the program.
    let manifest = fs::read_to_string(home.path("set/manifest.json")).unwrap();
    fs::write(home.path("set/manifest.json"), manifest.replacen('{', "{\"later\": 1,", 1)).unwrap();
    assert_eq!(home.run(&["build", "dossier", "--out", "set"]).code, 2);
    fs::write(home.path("set/manifest.json"), manifest).unwrap();
    assert_eq!(before, Set::read(&home.path("set")));
    // And no PDF takes the place of something else.
    let brief = fs::read(home.path("dossier/brief.yaml")).unwrap();
    assert_eq!(home.run(&["review", "dossier", "--out", "dossier/brief.yaml"]).code, 2);
    assert_eq!(brief, fs::read(home.path("dossier/brief.yaml")).unwrap());
}
