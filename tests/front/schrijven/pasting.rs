//! What programs put on the clipboard, and what comes in.

use std::fs;

use kamerbrief_front::dossier::{Bestand, Lijsten, Place, Root};
use kamerbrief_front::schrijven::{Request, carry_out, pasted};

use crate::folders::root;

/// Each fixture: what a program copies, and beside it what becomes of it (`BLESS=1` writes that).
#[test]
fn every_clipboard_becomes_markup() {
    let mut paths: Vec<_> = fs::read_dir(root().join("tests/plakken"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html" || end == "txt"))
        .collect();
    paths.sort();
    let lijsten = Lijsten::ingebouwd();
    assert!(paths.len() > 8, "{}", paths.len());
    for path in paths {
        let clipboard = fs::read_to_string(&path).unwrap();
        let is_html = path.extension().is_some_and(|end| end == "html");
        let (html, text) =
            if is_html { (Some(&*clipboard), None) } else { (None, Some(&*clipboard)) };
        let draft = pasted(html, text, &lijsten);
        let request = Request::Text { place: "opening".into(), draft, base: None };
        let of = Place::top(Root::File(Bestand::Brief));
        let done = carry_out("opening: ''\n", &of, &request);
        let became = done.unwrap_or_else(|refused| panic!("{}: {refused}", path.display())).text;
        let expected = path.with_extension("yaml");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &became).unwrap();
        }
        assert_eq!(became, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
    }
}
