//! `watch` as a process: what editors, version control and people do to files, and what comes of it.
#![cfg(unix)]

mod running;
mod strangers;
mod voorstellen;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use self::running::{Watch, errors, is_fresh};
use crate::support::{copy, root, run, start};

const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";

fn documents(state: &Value) -> Vec<&str> {
    state["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["stuk"].as_str().unwrap())
        .collect()
}

#[test]
fn saves_of_every_kind_are_seen() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.write("brief.yaml", BRIEF.replace("informeer", "schrijf"));
    watch.until_letter_says("schrijf ik u");
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "vertel"));
    watch.until_letter_says("vertel ik u");
    // Again: the file that was watched is another one now.
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "meld"));
    watch.until_letter_says("meld ik u");
    // With a copy of the old one kept under another name.
    fs::rename(watch.path("brief.yaml"), watch.path("brief.yaml~")).unwrap();
    watch.write("brief.yaml", BRIEF.replace("informeer", "bericht"));
    watch.until_letter_says("bericht ik u");
    assert_eq!(errors(&watch.state().unwrap()), 0);
}

#[test]
fn a_file_that_goes_and_comes_back_is_seen() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    fs::remove_file(watch.path("brief.yaml")).unwrap();
    let state = watch.until("no letter", |state| errors(state) > 0);
    assert_eq!(state["report"]["findings"][0]["code"], "D001");
    assert_eq!((documents(&state), &state["fresh"]), (vec!["kamerbrief"], &Value::Bool(false)));
    watch.write("brief.yaml", BRIEF.replace("informeer", "schrijf"));
    watch.until_letter_says("schrijf ik u");
    fs::remove_file(watch.path("dossier.yaml")).unwrap();
    let state = watch.until("an error", |state| errors(state) > 0);
    assert_eq!((documents(&state), &state["fresh"]), (vec!["kamerbrief"], &Value::Bool(false)));
    fs::copy(root().join("tests/cases/ok_minimaal/dossier.yaml"), watch.path("dossier.yaml"))
        .unwrap();
    watch.until("repaired", is_fresh);
    // The whole folder, and another one in its place.
    let (folder, aside) = (watch.home.path().join("dossier"), watch.home.path().join("opzij"));
    fs::rename(&folder, &aside).unwrap();
    let state = watch.until("no folder", |state| errors(state) > 0);
    assert_eq!(state["report"]["findings"][0]["code"], "D008");
    copy(&aside, &folder);
    watch.until("the folder is back", is_fresh);
    watch.write("brief.yaml", BRIEF.replace("informeer", "meld"));
    watch.until_letter_says("meld ik u");
}

#[test]
fn a_half_written_save_is_waited_for() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.first_rounds();
    // On a busy machine a pause may last longer than anybody waits; not always.
    let once = |word: &str| {
        let before = watch.rounds();
        let mut file = File::create(watch.path("brief.yaml")).unwrap();
        file.write_all(b"opening: |\n  Met deze brief ").unwrap();
        file.flush().unwrap();
        thread::sleep(Duration::from_millis(40));
        file.write_all(format!("{word} ik u.\n").as_bytes()).unwrap();
        drop(file);
        watch.until_letter_says(&format!("{word} ik u"));
        watch.rounds() == before + 1
    };
    let waited = ["schrijf", "meld", "vertel", "zeg", "bericht"].into_iter().any(once);
    assert!(waited || !cfg!(target_os = "linux"), "{}", watch.out.lock().unwrap());
}

#[test]
fn of_a_burst_the_last_save_counts_and_not_each_has_a_round() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let before = watch.first_rounds();
    for number in 1..=200 {
        watch.write("brief.yaml", BRIEF.replace("informeer", &format!("schrijf{number}x")));
    }
    watch.until_letter_says("schrijf200x ik u");
    let rounds = watch.rounds() - before;
    assert!((1..100).contains(&rounds), "{rounds} rounds");
    assert_eq!(errors(&watch.state().unwrap()), 0);
    // Nothing more comes of it.
    let last = watch.state().unwrap()["revision"].clone();
    thread::sleep(Duration::from_millis(1_200));
    assert_eq!(watch.state().unwrap()["revision"], last);
}

#[test]
fn saving_without_a_change_is_no_round() {
    let watch = Watch::new(&[]);
    watch.until_letter_says("informeer ik u");
    let before = watch.state().unwrap()["revision"].clone();
    watch.replace("brief.yaml", BRIEF);
    watch.write("aantekeningen.txt", "niet van het dossier");
    thread::sleep(Duration::from_millis(1_200));
    assert_eq!(watch.state().unwrap()["revision"], before);
}

#[test]
fn templates_and_fonts_are_watched() {
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("tests/cases/ok_minimaal"), &home.path().join("dossier"));
    fs::create_dir_all(home.path().join("sjablonen/huisstijl")).unwrap();
    let watch = Watch::over(home, &["--no-pdf", "--templates", "sjablonen"]);
    watch.until_letter_says("informeer ik u");
    let sheet = watch.home.path().join("sjablonen/huisstijl/brief.typ");
    let original = fs::read_to_string(root().join("templates/huisstijl/brief.typ")).unwrap();
    // A file that was not there.
    fs::write(
        &sheet,
        original.replace("#let ondertekening(profiel", "#let ondertekening(profiell"),
    )
    .unwrap();
    let state = watch.until("an error in a sheet", |state| errors(state) > 0);
    let place = state["report"]["findings"][0]["place"]["file"].as_str().unwrap();
    assert!(place.ends_with("sjablonen/huisstijl/brief.typ"), "{place}");
    fs::write(
        &sheet,
        original.replace(
            "block(below: tussen-alineas, sticky: true, groet)",
            "[Met groet van het sjabloon]",
        ),
    )
    .unwrap();
    watch.until_letter_says("Met groet van het sjabloon");
    fs::remove_file(&sheet).unwrap();
    watch.until("the built-in sheet again", |state| {
        is_fresh(state) && !watch.letter(state).contains("sjabloon")
    });
    // A font: the profile asks for one that is not there.
    watch.write(
        "dossier.yaml",
        fs::read_to_string(watch.path("dossier.yaml")).unwrap()
            + "profiel:\n  lettertype: DejaVu Serif\n",
    );
    watch.until("a font is missing", |state| state["report"]["findings"][0]["code"] == "T003");
    fs::create_dir(watch.home.path().join("sjablonen/fonts")).unwrap();
    fs::write(watch.home.path().join("sjablonen/fonts/serif.ttf"), dejavu::serif::regular())
        .unwrap();
    watch.until("the font", |state| state["report"]["findings"].as_array().unwrap().is_empty());
}

#[test]
fn files_that_a_dossier_names_are_watched_also_while_they_are_missing() {
    let watch = Watch::of("ok_bijlage_csv", &["--no-pdf"]);
    let before = watch.until("the annex", is_fresh);
    let name = watch.path("bedragen.csv");
    let csv = fs::read_to_string(&name).unwrap();
    let digit = csv.rfind(|c: char| c.is_ascii_digit()).unwrap();
    let other = if &csv[digit..=digit] == "7" { "8" } else { "7" };
    fs::write(&name, format!("{}{other}{}", &csv[..digit], &csv[digit + 1..])).unwrap();
    watch.until("another amount", |state| {
        state["version"] != before["version"]
            || errors(state) + state["report"]["summary"]["warnings"].as_u64().unwrap() > 0
    });
    fs::remove_file(&name).unwrap();
    watch.until("it is missing", |state| errors(state) > 0);
    fs::write(&name, &csv).unwrap();
    let after = watch.until("it is back", is_fresh);
    assert_eq!(after["version"], before["version"]);
    // A document more, and a file that is none of the dossier's.
    watch.write("brief.yaml", BRIEF);
    let state = watch.until("a letter too", |state| documents(state).contains(&"kamerbrief"));
    assert_eq!(documents(&state), ["kamerbrief", "bijlage"]);
    watch.write("breif.yaml", BRIEF);
    watch.until("a file of another name", |state| {
        state["report"]["findings"].to_string().contains("D005")
    });
}

#[test]
fn pdfs_are_those_of_build_and_stay_while_there_are_errors() {
    let watch = Watch::new(&[]);
    let pdf = watch.path("uit/kamerbrief.pdf");
    let built = || {
        let out = run(watch.home.path(), &["build", "dossier", "--out", "gebouwd"]);
        assert_eq!(out.code, 0);
        fs::read(watch.home.path().join("gebouwd/kamerbrief.pdf")).unwrap()
    };
    let same = |what: &str| {
        let wanted = built();
        watch.until(what, |_| fs::read(&pdf).is_ok_and(|bytes| bytes == wanted));
        wanted
    };
    same("the first PDF");
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "schrijf"));
    let good = same("the second PDF");
    watch.replace("brief.yaml", "openning: x\n");
    watch.until("an error", |state| errors(state) > 0);
    assert_eq!(fs::read(&pdf).unwrap(), good);
    // Somebody threw it away: it is made again with the next round, though it is the same.
    fs::remove_file(&pdf).unwrap();
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "schrijf"));
    same("the PDF again");
    let (code, out, _) = watch.stop();
    assert_eq!((code, out.lines().last()), (Some(0), Some("gestopt")));
}

#[test]
fn an_error_of_a_rule_stops_the_pdf_and_not_the_pages() {
    let watch = Watch::new(&[]);
    let pdf = watch.path("uit/kamerbrief.pdf");
    watch.until("the PDF", |_| pdf.is_file());
    let good = fs::read(&pdf).unwrap();
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "informeer op 31 februari 2027"));
    watch.until("the page with the error", |state| {
        errors(state) == 1
            && state["fresh"] == true
            && watch.letter(state).contains("31 februari 2027")
    });
    assert_eq!(fs::read(&pdf).unwrap(), good);
    let (_, out, err) = watch.stop();
    assert!(err.contains("fout[M002]"), "{err}");
    assert!(out.contains("  kamerbrief 1 bladzijde, met 1 fout  "), "{out}");
}

#[test]
fn a_round_is_one_line_and_then_what_check_says() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.replace("brief.yaml", "opening: Kort.\nslott: Eind.\n");
    watch.until("an error", |state| errors(state) > 0);
    let checked = run(watch.home.path(), &["check", "dossier"]);
    let wanted = checked.stdout;
    assert!(wanted.contains("S001"));
    assert!(!watch.path("uit").exists(), "--no-pdf wrote");
    let (code, out, err) = watch.stop();
    assert_eq!((code, err.as_str()), (Some(0), wanted.as_str()));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("voorbeeld: http://127.0.0.1:"), "{out}");
    assert!(lines[1].contains("  kamerbrief 1 bladzijde  ") && lines[1].ends_with(" ms"), "{out}");
    assert!(lines[2].contains("  1 fout; de vorige bladzijden blijven staan  "), "{out}");
    let clock = lines[1].get(..8).unwrap();
    assert!(
        clock.bytes().enumerate().all(|(i, b)| if i % 3 == 2 {
            b == b':'
        } else {
            b.is_ascii_digit()
        }),
        "{out}"
    );
}

#[test]
fn a_wrong_start_is_refused_with_its_reason() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let dossier = "tests/cases/ok_minimaal";
    let told = |arguments: &[&str], stderr: &str| {
        let output = start(&root(), arguments);
        assert_eq!((output.code, output.stderr.as_str()), (2, stderr));
        assert_eq!(output.stdout, "");
    };
    told(
        &["watch", dossier, "--port", &port],
        "fout[D012]: het voorbeeld in de browser kan niet worden getoond: de poort is in gebruik\n |\n = hulp: noem met `--port` een andere poort, of laat die optie weg\n\n1 fout\n",
    );
    told(
        &["watch", dossier, "--port", "6000"],
        "fout[D012]: het voorbeeld in de browser kan niet worden getoond: browsers weigeren deze poort\n |\n = hulp: noem met `--port` een andere poort, of laat die optie weg\n\n1 fout\n",
    );
    told(
        &["watch", dossier, "--editor", "code"],
        "fout[D010]: `--editor` kan zo niet: `{file}` ontbreekt: daar komt het bestand\n |\n = hulp: schrijf bijvoorbeeld --editor 'code -g {file}:{line}:{col}'\n\n1 fout\n",
    );
    told(
        &["watch", "nergens"],
        "fout[D008]: kan het dossier niet lezen: nergens: bestaat niet\n |\n = hulp: geef de map van een dossier; `kamerbrief new MAP` maakt er een\n\n1 fout\n",
    );
}

#[test]
fn an_editor_leads_the_page_with_goto() {
    let mut watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let (home, own) = (watch.home.path().to_owned(), watch.home.path().join("van-mij"));
    let goto = |place: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(&home)
            .args(["goto", place])
            .env("XDG_RUNTIME_DIR", &own)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let told = |message: &str, help: &str| {
        (Some(2), format!("fout[{message}\n |\n = hulp: {help}\n\n1 fout\n"))
    };
    let nowhere = |path: &str| {
        told(
            &format!("D012]: er loopt geen voorbeeld van het dossier van {path}"),
            "begin het met `kamerbrief watch`, en houd dat open",
        )
    };
    for place in ["dossier/brief.yaml:2", "dossier/brief.yaml:2:4"] {
        assert_eq!(goto(place), (Some(0), String::new()));
    }
    watch.write("los.txt", "");
    assert_eq!(
        goto("dossier/los.txt:1"),
        told(
            "D012]: van dossier/los.txt:1 staat niets op de bladzijden",
            "noem een regel van dit dossier die wordt afgedrukt",
        )
    );
    fs::create_dir(home.join("dossier-2")).unwrap();
    fs::write(home.join("dossier-2/brief.yaml"), BRIEF).unwrap();
    assert_eq!(goto("dossier-2/brief.yaml:1"), nowhere("dossier-2/brief.yaml"));
    assert_eq!(
        goto("weg.yaml:1"),
        told("D008]: kan niet lezen: weg.yaml: bestaat niet", "kijk of het pad klopt")
    );
    assert_eq!(
        goto("dossier/brief.yaml"),
        told(
            "D010]: `dossier/brief.yaml` is geen plaats",
            "schrijf bijvoorbeeld mijn-brief/brief.yaml:12",
        )
    );
    let notes = own.join("kamerbrief");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let note = fs::read_dir(&notes).unwrap().next().unwrap().unwrap().path();
        assert_eq!((mode(&notes), mode(&note)), (0o700, 0o600));
    }
    // What a run leaves that was killed does not count, and is taken away.
    watch.process.kill().unwrap();
    watch.process.wait().unwrap();
    assert_eq!(fs::read_dir(&notes).unwrap().count(), 1);
    assert_eq!(goto("dossier/brief.yaml:2"), nowhere("dossier/brief.yaml"));
    assert_eq!(fs::read_dir(&notes).unwrap().count(), 0);
}
