//! Many dossiers in one run: the same as each on its own, in the order of the list, and only what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Ran, copy, files, root, run};

/// What lies beside the documents of a run.
const RECORD: &str = ".kamerbrief-gemaakt.json";

/// A folder with dossiers at different depths, among them one with a mistake; with what is none between them.
fn archive() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (case, name) in [
        ("ok_minimaal", "2026/a"),
        ("ok_bijlage_marges", "2026/diep/b"),
        ("err_naam", "2026/c"),
        ("ok_minimaal", "e"),
        ("ok_bijlage_csv", "d"),
    ] {
        copy(&root().join("tests/cases").join(case), &home.path().join("brieven").join(name));
    }
    fs::create_dir_all(home.path().join("brieven/.git/f")).unwrap();
    fs::write(home.path().join("brieven/.git/f/dossier.yaml"), "").unwrap();
    fs::create_dir_all(home.path().join("brieven/leeg")).unwrap();
    home
}

/// The same, without what is remembered of them.
fn without_records(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = files(folder);
    all.retain(|path, _| !path.ends_with(RECORD));
    all
}

/// What was said, without how long it took.
fn timeless(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once("  ") {
        Some((rest, took)) if took.ends_with(" ms") => rest.to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn build(home: &Path, more: &[&str]) -> Ran {
    run(home, &[&["build", "--alle", "brieven"], more].concat())
}

#[test]
fn several_at_a_time_give_what_one_after_the_other_gives() {
    let home = archive();
    let one = build(home.path(), &["--out", "uit", "--jobs", "1"]);
    let first = files(&home.path().join("uit"));
    assert_eq!(one.code, 1, "{}", one.stderr);
    assert!(one.stderr.ends_with("5 dossiers: 4 goed, 1 met fouten\n"), "{}", one.stderr);
    let order: Vec<&str> = one
        .stdout
        .lines()
        .filter_map(|line| line.rsplit_once('/').map(|(folder, _)| folder))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    for folder in ["uit/2026/a", "uit/2026/diep/b", "uit/d", "uit/e"] {
        assert!(order.contains(&folder), "{order:?}");
    }
    for jobs in ["2", "5", "64"] {
        fs::remove_dir_all(home.path().join("uit")).unwrap();
        let many = build(home.path(), &["--out", "uit", "--jobs", jobs]);
        assert_eq!(
            (many.code, timeless(&many.stdout), &many.stderr),
            (one.code, timeless(&one.stdout), &one.stderr),
            "{jobs}"
        );
        assert_eq!(files(&home.path().join("uit")), first, "{jobs}");
    }
}

#[test]
fn the_parts_together_are_the_whole() {
    let home = archive();
    build(home.path(), &["--out", "heel"]);
    for part in ["1/3", "2/3", "3/3"] {
        build(home.path(), &["--out", "delen", "--deel", part]);
    }
    let made = |folder: &str| without_records(&home.path().join(folder));
    // A part with one dossier has a folder of its own for it too.
    assert_eq!(made("heel"), made("delen"));
}

#[test]
fn a_list_comes_in_by_the_standard_input() {
    let home = archive();
    let check = |input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(home.path())
            .args(["check", "-", "--format", "jsonl"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, stdout, _) = check("brieven/e\n\nbrieven/2026/c\r\nnergens\n");
    let lines: Vec<Value> =
        stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(&str, &str, &str)> = lines
        .iter()
        .map(|line| {
            let first = line["findings"][0]["code"].as_str().unwrap_or_default();
            (line["dossier"].as_str().unwrap(), line["outcome"].as_str().unwrap(), first)
        })
        .collect();
    assert_eq!(code, Some(2));
    assert_eq!(
        told,
        [
            ("brieven/e", "good", ""),
            ("brieven/2026/c", "errors", "S005"),
            ("nergens", "failed", "D008")
        ]
    );
    let told = "fout[D008]: in de standaardinvoer staat geen dossier\n |\n = hulp: geef op elke regel de map van een dossier\n\n1 fout\n";
    assert_eq!(check("\n"), (Some(2), String::new(), told.to_owned()));
    let nothing = run(home.path(), &["check", "--alle", "brieven/leeg"]);
    assert!(nothing.stderr.starts_with("fout[D008]: in brieven/leeg staat geen dossier"));
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let home = archive();
    let folder = home.path().join("brieven");
    fs::remove_dir_all(folder.join("2026/c")).unwrap();
    let same = |more: &[&str]| {
        let ran = build(home.path(), more);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let unchanged = ran.stdout.lines().filter(|line| line.ends_with("  ongewijzigd"));
        unchanged.map(|line| line.split("  ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ["brieven/2026/a/uit", "brieven/2026/diep/b/uit", "brieven/d/uit", "brieven/e/uit"];
    let all_but = |name: &str| all.into_iter().filter(|other| *other != name).collect::<Vec<_>>();
    assert!(same(&[]).is_empty());
    let first = files(&folder);
    assert_eq!(same(&[]), all);
    assert_eq!(files(&folder), first);
    assert!(same(&["--opnieuw"]).is_empty());
    assert_eq!(files(&folder), first);
    // Whatever goes in or came out makes it new: each of these once, and then it is known again.
    let e = folder.join("e");
    let write = |name: &str, text: &[u8]| fs::write(e.join(name), text).unwrap();
    let letter = fs::read_to_string(e.join("brief.yaml")).unwrap();
    let changes: [(&str, &dyn Fn()); 7] = [
        ("a word", &|| write("brief.yaml", letter.replace("informeer", "bericht").as_bytes())),
        ("a comment", &|| write("brief.yaml", format!("{letter}# klaar\n").as_bytes())),
        ("a new file", &|| {
            write("nota.yaml", b"aanleiding: Een.\ngeadviseerd_besluit: Twee.\nkernpunten: Drie.\n")
        }),
        ("a file that goes", &|| fs::remove_file(e.join("nota.yaml")).unwrap()),
        ("a file that went out", &|| write("uit/kamerbrief.pdf", b"%PDF-1.7")),
        ("one that is gone", &|| fs::remove_file(e.join("uit/kamerbrief.pdf")).unwrap()),
        ("the record", &|| write("uit/.kamerbrief-gemaakt.json", b"{}")),
    ];
    for (what, change) in changes {
        change();
        let _ = fs::remove_file(e.join("uit/beslisnota.pdf"));
        assert_eq!(same(&[]), all_but("brieven/e/uit"), "{what}");
    }
    assert_eq!(same(&[]), all);
    // So does what is asked for, and with which templates.
    assert!(same(&["--format", "typst"]).is_empty());
    fs::create_dir(home.path().join("eigen")).unwrap();
    assert_eq!(same(&["--templates", "eigen", "--format", "typst"]), all);
    let own = root().join("templates/delen/onderdelen.j2");
    let text = fs::read_to_string(own).unwrap();
    fs::create_dir(home.path().join("eigen/delen")).unwrap();
    fs::write(home.path().join("eigen/delen/onderdelen.j2"), format!("{text}\n")).unwrap();
    assert!(same(&["--templates", "eigen", "--format", "typst"]).is_empty());
    // Who names one dossier wants that made.
    let one = run(home.path(), &["build", "brieven/e", "--format", "typst"]);
    assert!(!one.stdout.contains("ongewijzigd"), "{}", one.stdout);
}

#[test]
fn beside_the_public_edition_nothing_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    for name in ["een", "twee"] {
        copy(&root().join("tests/cases/ok_lakken"), &home.path().join("brieven").join(name));
    }
    // A fingerprint of everything that goes in would tell whether somebody guesses right what is withheld.
    let made = build(home.path(), &["--openbaar", "--out", "uit"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let all = files(&home.path().join("uit"));
    assert!(
        all.len() > 2 && all.keys().all(|path| path.extension() == Some("pdf".as_ref())),
        "{all:?}"
    );
}

#[test]
fn what_lay_there_of_the_other_edition_does_not_stay_unsaid() {
    let home = tempfile::tempdir().unwrap();
    for name in ["een", "twee"] {
        copy(&root().join("tests/cases/ok_lakken"), &home.path().join("brieven").join(name));
    }
    for form in ["pdf", "png", "typst"] {
        assert_eq!(build(home.path(), &["--out", "uit", "--format", form]).code, 0, "{form}");
    }
    let record = |name: &str| home.path().join("uit").join(name).join(RECORD);
    // What somebody who was cut off left half written is cleared away wherever it is.
    let half = home.path().join("uit/een/typst/kamerbrief/.kamerbrief-x.tmp");
    fs::write(&half, "half").unwrap();
    assert_eq!(build(home.path(), &["--out", "uit", "--format", "typst"]).code, 0);
    assert!(!half.exists());
    assert!(record("een").exists() && record("twee").exists());
    let public = build(home.path(), &["--openbaar", "--out", "uit"]);
    assert_eq!(public.code, 0, "{}", public.stderr);
    assert!(!record("een").exists() && !record("twee").exists());
    for left in ["uit/een/kamerbrief-1.png en nog", "uit/twee/kamerbrief-1.png en nog"] {
        let told = format!("waarschuwing[D011]: {left}");
        assert!(public.stderr.contains(&told), "{}", public.stderr);
    }
    // The same of one alone.
    assert_eq!(build(home.path(), &["--out", "uit"]).code, 0);
    let one = run(home.path(), &["build", "brieven/een", "--openbaar", "--out", "uit/een"]);
    assert_eq!((one.code, record("een").exists()), (0, false), "{}", one.stderr);
}

#[test]
fn what_there_was_to_say_is_said_again() {
    let home = tempfile::tempdir().unwrap();
    let d = home.path().join("brieven/d");
    copy(&root().join("content/mensenhandel"), &d);
    let _ = fs::remove_dir_all(d.join("uit"));
    let first = build(home.path(), &[]);
    assert!(first.stderr.contains("waarschuwing[K001]"), "{}", first.stderr);
    let again = build(home.path(), &[]);
    assert_eq!(
        (again.stdout.as_str(), &again.stderr),
        ("brieven/d/uit  ongewijzigd\n", &first.stderr)
    );
    let line = |more: &[&str]| -> Value {
        let ran = build(home.path(), &[&["--verslag", "jsonl"], more].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let (known, made) = (line(&[]), line(&["--opnieuw"]));
    assert_eq!((&known["outcome"], &made["outcome"]), (&"unchanged".into(), &"good".into()));
    for part in ["dossier", "files", "findings", "summary"] {
        assert_eq!(known[part], made[part], "{part}");
    }
    assert!(known["summary"]["warnings"].as_u64() > Some(0));
    // A record that was damaged, or that somebody changed, is none.
    let record = d.join("uit/.kamerbrief-gemaakt.json");
    let whole = fs::read(&record).unwrap();
    let changes: [fn(&mut Value); 5] = [
        |record| record["said"] = "\u{1b}[2Jhoi\n".into(),
        |record| record["report"] = 5.into(),
        |record| record["report"]["outcome"] = "errors".into(),
        |record| drop(record["made"].as_array_mut().unwrap().pop()),
        |record| record["made"][0]["pages"] = 99.into(),
    ];
    for change in changes {
        let mut own: Value = serde_json::from_slice(&whole).unwrap();
        change(&mut own["record"]);
        fs::write(&record, own.to_string()).unwrap();
        let ran = build(home.path(), &[]);
        assert!(!ran.stdout.contains("ongewijzigd"), "{}", ran.stdout);
        assert_eq!(ran.stderr, first.stderr);
    }
    for length in (0..whole.len()).step_by(whole.len() / 5) {
        fs::write(&record, &whole[..length]).unwrap();
        let ran = build(home.path(), &["--only", "bijlage"]);
        assert!(ran.code == 0 && !ran.stdout.contains("ongewijzigd"), "{}", ran.stderr);
    }
}

#[test]
fn what_is_said_again_is_about_what_is_there_now() {
    let home = archive();
    let go = |more: &[&str]| {
        let ran = build(home.path(), &[&["--out", "uit", "--verslag", "jsonl"], more].concat());
        let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|line| (line["dossier"].as_str().unwrap().to_owned(), line))
            .collect::<BTreeMap<_, _>>()
    };
    go(&[]);
    // What is there is called what it is called now.
    let ran = build(home.path(), &["--out", "./uit", "--verslag", "jsonl"]);
    assert!(ran.stdout.contains(r#""path":"./uit/e/kamerbrief.pdf""#), "{}", ran.stdout);
    assert!(ran.stdout.contains("unchanged"), "{}", ran.stdout);
    // The dossier is called otherwise now: what was said of it named it by its name.
    let outcome = |lines: &BTreeMap<String, Value>, name: &str| {
        lines[name]["outcome"].as_str().unwrap().to_owned()
    };
    let (with, without) = ("brieven/d", "brieven/e");
    for name in [with, without] {
        let (old, new) = (home.path().join(name), home.path().join(format!("{name}x")));
        fs::rename(old, new).unwrap();
        let result = |name: &str| home.path().join(name.replace("brieven", "uit"));
        fs::rename(result(name), result(&format!("{name}x"))).unwrap();
    }
    let warned = copy_with_warning(home.path());
    go(&[]);
    fs::rename(home.path().join(&warned), home.path().join("brieven/anders")).unwrap();
    fs::rename(home.path().join("uit/gewaarschuwd"), home.path().join("uit/anders")).unwrap();
    let lines = go(&[]);
    assert_eq!(outcome(&lines, "brieven/ex"), "unchanged");
    assert_eq!(outcome(&lines, "brieven/anders"), "good");
    assert!(lines["brieven/anders"].to_string().contains("brieven/anders/"));
    assert!(!lines["brieven/anders"].to_string().contains("gewaarschuwd"));
    // A document that lies there and is no longer made is told each time, also when nothing else changed.
    fs::write(home.path().join("uit/ex/bijlage.pdf"), "%PDF-1.7").unwrap();
    for _ in 0..2 {
        let line = &go(&[])["brieven/ex"];
        assert_eq!(line["findings"][0]["code"], "D011", "{line}");
    }
    let compared = go(&["--vergelijk"]);
    let gone = &compared["brieven/ex"]["files"];
    assert!(gone.to_string().contains(r#""difference":"gone""#), "{gone}");
    assert_eq!(outcome(&compared, "brieven/ex"), "different");
    let same = &compared["brieven/2026/a"];
    assert_eq!(
        (&same["outcome"], &same["files"][0]["difference"]),
        (&"unchanged".into(), &"none".into())
    );
}

/// A dossier of which there is something to say.
fn copy_with_warning(home: &Path) -> PathBuf {
    let path = PathBuf::from("brieven/gewaarschuwd");
    copy(&root().join("content/mensenhandel"), &home.join(&path));
    let _ = fs::remove_dir_all(home.join(&path).join("uit"));
    path
}

#[cfg(unix)]
#[test]
fn err_what_cannot_be_read_or_named_stops_only_itself() {
    let home = archive();
    let folder = home.path().join("brieven");
    let unnamed = std::os::unix::ffi::OsStrExt::from_bytes(b"d\xef");
    fs::rename(folder.join("d"), folder.join::<&std::ffi::OsStr>(unnamed)).unwrap();
    fs::create_dir(folder.join("lost+found")).unwrap();
    let shut = {
        use std::os::unix::fs::PermissionsExt;
        fs::create_dir(folder.join("dicht")).unwrap();
        fs::set_permissions(folder.join("dicht"), fs::Permissions::from_mode(0o000)).unwrap();
        // Nobody shuts out who may do anything.
        usize::from(fs::read_dir(folder.join("dicht")).is_err())
    };
    let ran = build(home.path(), &["--out", "uit"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("de naam van de map is niet te lezen"), "{}", ran.stderr);
    let end = format!(
        "{} dossiers: 3 goed, 1 met fouten, {} niet gelezen of geschreven\n",
        5 + shut,
        1 + shut
    );
    assert!(ran.stderr.ends_with(&end), "{}", ran.stderr);
    let above = run(home.path(), &["build", "brieven"]);
    let told = "fout[D008]: brieven is geen dossier, maar een map met dossiers\n |\n = hulp: geef `--alle brieven`, of een van de mappen daarin\n";
    assert!(above.code == 2 && above.stderr.starts_with(told), "{}", above.stderr);
    // Who names one twice gets it once; two of one name cannot stand in one place.
    let twice = run(
        home.path(),
        &["build", "brieven/e", "brieven/2026/../e", "brieven/2026/a", "--out", "los"],
    );
    assert_eq!((twice.code, twice.stderr.as_str()), (0, "2 dossiers: 2 goed\n"));
    copy(&folder.join("e"), &home.path().join("elders/e"));
    for more in [&["--out", "los"][..], &["--vergelijk", "--beelden", "beelden"]] {
        let both = run(home.path(), &[&["build", "brieven/e", "elders/e"], more].concat());
        assert_eq!(both.code, 2, "{}", both.stderr);
        assert!(
            both.stderr.contains("hulp: zij heten hetzelfde: geef met `--alle`"),
            "{}",
            both.stderr
        );
    }
}

#[test]
fn many_are_published_as_each_on_its_own() {
    let home = archive();
    let adres = "https://open.voorbeeld.nl/brieven";
    // A name that stands otherwise in an address.
    fs::rename(home.path().join("brieven/e"), home.path().join("brieven/é e")).unwrap();
    let good =
        [("2026/a", "2026/a"), ("2026/diep/b", "2026/diep/b"), ("d", "d"), ("é e", "%C3%A9%20e")];
    for (name, address) in good {
        let (dossier, out) = (format!("brieven/{name}"), format!("los/{name}"));
        let adres = format!("{adres}/{address}");
        let ran =
            run(home.path(), &["publish", &dossier, "--out", &out, "--proef", "--adres", &adres]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let wanted = files(&home.path().join("los"));
    assert!(wanted.len() > 20, "{wanted:?}");
    let publish = |more: &[&str]| {
        let all = ["publish", "--alle", "brieven", "--out", "uit", "--proef", "--adres", adres];
        run(home.path(), &[&all, more].concat())
    };
    let mut first = None;
    for jobs in ["1", "2", "5"] {
        let _ = fs::remove_dir_all(home.path().join("uit"));
        let ran = publish(&["--jobs", jobs]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stderr.ends_with("5 dossiers: 4 goed, 1 met fouten\n"), "{}", ran.stderr);
        assert_eq!(files(&home.path().join("uit")), wanted, "{jobs}");
        let said = first.get_or_insert_with(|| (ran.stdout.clone(), ran.stderr.clone()));
        assert_eq!((&ran.stdout, &ran.stderr), (&said.0, &said.1), "{jobs}");
    }
    // What is there already is replaced where nobody changed it; where somebody did, it stays, and the others go on.
    let changed = home.path().join("uit/d/kamerbrief.pdf");
    fs::write(&changed, "anders").unwrap();
    let again = publish(&["--verslag", "jsonl"]);
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (2, "5 dossiers: 3 goed, 1 met fouten, 1 niet gelezen of geschreven\n")
    );
    let lines: Vec<Value> =
        again.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = lines.iter().map(|line| {
        let first = line["findings"][0]["code"].as_str().unwrap_or_default();
        let made = line["files"].as_array().unwrap().len();
        (line["dossier"].as_str().unwrap(), line["outcome"].as_str().unwrap(), first, made > 0)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("brieven/2026/a", "good", "", true),
            ("brieven/2026/c", "errors", "S005", false),
            ("brieven/2026/diep/b", "good", "", true),
            ("brieven/d", "failed", "U002", false),
            ("brieven/é e", "good", "", true),
        ]
    );
    assert_eq!(lines[0]["files"][0]["path"], "uit/2026/a/LEESMIJ.txt");
    assert_eq!(fs::read(&changed).unwrap(), b"anders");
    let beside: Vec<_> = fs::read_dir(home.path().join("uit")).unwrap().flatten().collect();
    assert_eq!(beside.len(), 3, "{beside:?}");
}

#[test]
fn many_files_of_word_are_those_of_each_on_its_own() {
    let home = archive();
    for name in ["2026/a", "2026/diep/b", "d", "e"] {
        let (dossier, out) = (format!("brieven/{name}"), format!("los/{name}"));
        let ran = run(home.path(), &["word", &dossier, "--out", &out]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let wanted = files(&home.path().join("los"));
    for jobs in ["1", "3"] {
        let ran = run(
            home.path(),
            &["word", "--alle", "brieven", "--out", "uit", "--jobs", jobs, "--verslag", "jsonl"],
        );
        let lines: Vec<Value> =
            ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((ran.code, lines.len()), (1, 5), "{}", ran.stderr);
        let made: Vec<&str> = (lines.iter())
            .flat_map(|line| line["files"].as_array().unwrap())
            .map(|file| file["path"].as_str().unwrap())
            .collect();
        assert_eq!(made.len(), wanted.len());
        assert!(made.contains(&"uit/2026/diep/b/bijlage.docx"), "{made:?}");
        assert_eq!(files(&home.path().join("uit")), wanted, "{jobs}");
        fs::remove_dir_all(home.path().join("uit")).unwrap();
    }
    // What came back is of one dossier.
    for dossiers in [&["brieven/d", "brieven/e"][..], &["-"], &["--alle", "brieven"]] {
        let ran =
            run(home.path(), &[&["word"], dossiers, &["--lees", "los/e/kamerbrief.docx"]].concat());
        assert_eq!(ran.code, 2, "{}", ran.stdout);
        assert!(ran.stderr.contains("--lees"), "{}", ran.stderr);
    }
    let read = run(home.path(), &["word", "brieven/e", "--lees", "los/e/kamerbrief.docx"]);
    assert_eq!(read.code, 0, "{}", read.stderr);
}

/// A folder with so many dossiers, and what is made of them without anybody in the way.
#[cfg(unix)]
fn a_lot(count: usize) -> (tempfile::TempDir, BTreeMap<PathBuf, Vec<u8>>) {
    let home = tempfile::tempdir().unwrap();
    for number in 0..count {
        let dossier = home.path().join(format!("brieven/{number:03}"));
        copy(&root().join("tests/cases/ok_minimaal"), &dossier);
    }
    let made = build(home.path(), &["--out", "uit"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let all = without_records(&home.path().join("uit"));
    fs::remove_dir_all(home.path().join("uit")).unwrap();
    (home, all)
}

/// Begins a command, and gives it this signal as soon as the first documents are there; how it ended.
#[cfg(unix)]
fn stopped(home: &Path, line: &[&str], first: &str, signal: &str) -> (Option<i32>, String) {
    signalled(home, (Path::new(env!("CARGO_BIN_EXE_kamerbrief")), line), first, signal)
}

/// The same for a program that begins it.
#[cfg(unix)]
fn signalled(
    home: &Path,
    (program, line): (&Path, &[&str]),
    first: &str,
    signal: &str,
) -> (Option<i32>, String) {
    let child = Command::new(program)
        .current_dir(home)
        .args(line)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !home.join(first).exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn who_leaves_a_run_behind_finds_all_of_it_done() {
    let (home, whole) = a_lot(30);
    let line = ["build", "--alle", "brieven", "--out", "uit", "--jobs", "2"];
    let program = Path::new("nohup");
    let line = [&[env!("CARGO_BIN_EXE_kamerbrief")], &line[..]].concat();
    let ended = signalled(home.path(), (program, &line), "uit/001/kamerbrief.pdf", "-HUP");
    assert_eq!(ended.0, Some(0), "{}", ended.1);
    assert_eq!(without_records(&home.path().join("uit")), whole);
}

#[cfg(unix)]
#[test]
fn who_stops_a_run_finds_whole_files_only() {
    let (home, whole) = a_lot(30);
    let is_temporary =
        |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(".kamerbrief-");
    let line = ["build", "--alle", "brieven", "--out", "uit", "--jobs", "2"];
    for (signal, code) in [("-INT", Some(130)), ("-KILL", None)] {
        let (ended, told) = stopped(home.path(), &line, "uit/001/kamerbrief.pdf", signal);
        assert_eq!(ended, code, "{signal} {told}");
        let left = files(&home.path().join("uit"));
        let documents = left.iter().filter(|(path, _)| path.extension() == Some("pdf".as_ref()));
        assert!((1..30).contains(&documents.count()), "{signal}: {}", left.len());
        for (path, bytes) in &left {
            match whole.get(path) {
                Some(wanted) => assert_eq!(bytes, wanted, "{}", path.display()),
                // Who is killed has no time to clear away; the next one does.
                None if path.ends_with(RECORD) => {
                    drop(serde_json::from_slice::<Value>(bytes).unwrap())
                }
                None => assert!(signal == "-KILL" && is_temporary(path), "{}", path.display()),
            }
        }
        if signal != "-KILL" {
            let said = told.lines().find(|line| line.starts_with("afgebroken: ")).unwrap_or(&told);
            assert!(said.ends_with(" dossiers zijn niet gedaan"), "{told}");
        }
        // Whatever was left: who goes on has in the end what one run makes.
        let on = build(home.path(), &["--out", "uit"]);
        let now = without_records(&home.path().join("uit"));
        assert_eq!((on.code, &now), (0, &whole), "{signal}");
        fs::remove_dir_all(home.path().join("uit")).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn err_who_stops_checking_is_not_told_that_all_is_well() {
    let (home, _) = a_lot(60);
    for form in ["text", "json", "sarif"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(home.path())
            .args(["check", "--alle", "brieven", "--jobs", "1", "--format", form])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = child.wait().unwrap().code();
        let output = child.wait_with_output().unwrap();
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // A machine that was quicker has nothing to be stopped.
        if code == Some(130) && stderr.contains("afgebroken: ") {
            assert!(!stdout.contains("geen opmerkingen"), "{stdout}");
            assert!(form == "text" || stdout.is_empty(), "{stdout}");
        } else {
            assert!(code == Some(0) || code.is_none(), "{code:?} {stderr}");
        }
    }
}

#[cfg(unix)]
#[test]
fn who_stops_publishing_finds_whole_publications_only() {
    let (home, _) = a_lot(12);
    let all = ["publish", "--alle", "brieven", "--out", "uit", "--proef"];
    assert_eq!(run(home.path(), &all).code, 0);
    let whole = files(&home.path().join("uit"));
    for signal in ["-INT", "-KILL"] {
        fs::remove_dir_all(home.path().join("uit")).unwrap();
        let (ended, told) = stopped(home.path(), &all, "uit/001/LEESMIJ.txt", signal);
        assert_eq!(ended, (signal == "-INT").then_some(130), "{told}");
        let mut sets = 0;
        for entry in fs::read_dir(home.path().join("uit")).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if name.starts_with(".kamerbrief-") {
                assert_eq!(signal, "-KILL", "{name}");
                continue;
            }
            sets += 1;
            let wanted = whole.iter().filter(|(path, _)| path.starts_with(&name));
            let wanted = wanted
                .map(|(path, bytes)| (path.strip_prefix(&name).unwrap().to_owned(), bytes.clone()));
            assert_eq!(files(&entry.path()), wanted.collect(), "{name}");
        }
        assert!((1..12).contains(&sets), "{sets}");
        assert_eq!(run(home.path(), &all).code, 0);
        assert_eq!(files(&home.path().join("uit")), whole);
    }
}
