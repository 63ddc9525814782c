//! What each kind of letter says, to the letter: a case with `tekst.txt` has in it all that is printed of its letter.
//!
//! `BLESS=1 cargo test soorten` writes the texts anew; read the difference before you believe it.

use kamerbrief::dossier::Stuk;

use crate::support::{built, good_dossiers};

#[test]
fn each_kind_of_letter_says_what_it_should() {
    let bless = std::env::var_os("BLESS").is_some();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for folder in good_dossiers() {
        let path = folder.join("tekst.txt");
        let Ok(expected) = std::fs::read_to_string(&path) else { continue };
        let pages = built(&folder).document(Stuk::Kamerbrief).pages();
        let pages: Vec<String> =
            pages.iter().map(|page| page.text().replace('\u{a0}', " ")).collect();
        let is = pages.join("\n\n") + "\n";
        if bless {
            std::fs::write(&path, &is).unwrap();
        }
        if is != expected {
            wrong.push(format!("── {} is:\n{is}", folder.display()));
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 6);
}
