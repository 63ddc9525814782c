//! What each kind of letter says, to the letter: a case with `tekst.txt` has in it all that is printed of its letter.
//!
//! `BLESS=1 cargo test soorten` writes the texts anew; read the difference before you believe it.

use std::fs;

use kamerbrief::dossier::Stuk;
use kamerbrief::templates::Templates;

use crate::support::{built, good_dossiers, root, run};

#[test]
fn each_kind_of_letter_says_what_it_should() {
    let bless = std::env::var_os("BLESS").is_some();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for folder in good_dossiers() {
        let path = folder.join("tekst.txt");
        let Ok(expected) = fs::read_to_string(&path) else { continue };
        let pages = built(&folder).document(Stuk::Kamerbrief).pages();
        let pages: Vec<String> =
            pages.iter().map(|page| page.text().replace('\u{a0}', " ")).collect();
        let is = pages.join("\n\n") + "\n";
        if bless {
            fs::write(&path, &is).unwrap();
        }
        if is != expected {
            wrong.push(format!("── {} is:\n{is}", folder.display()));
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 6);
}

#[test]
fn every_ministry_sets_annexes_of_text_without_a_remark() {
    let case = root().join("tests/cases/ok_tekstbijlagen_antwoord");
    let folder = tempfile::tempdir().unwrap();
    for name in ["brief.yaml", "vragen.yaml"] {
        fs::copy(case.join(name), folder.path().join(name)).unwrap();
    }
    let dossier = fs::read_to_string(case.join("dossier.yaml")).unwrap();
    for ministry in Templates::default().profiles() {
        let own = dossier.replace("huisstijl: jenv", &format!("huisstijl: {ministry}"));
        fs::write(folder.path().join("dossier.yaml"), own).unwrap();
        let ran = run(folder.path(), &["build", "."]);
        // A ministry of another time is told to be that.
        let told = ran.stderr.matches("waarschuwing[").count();
        let of_name = ran.stderr.matches("waarschuwing[N002]").count();
        assert_eq!((ran.code, told), (0, of_name), "{ministry}: {}", ran.stderr);
    }
}
