//! The words that were withheld are nowhere in the public files, and the search finds them in the other edition.

use kamerbrief::dossier::Editie;
use kamerbrief::export::{self, Uitwisseling};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::{Job, fill};
use lopdf::Object;

use super::ok_lakken;
use crate::support::{assert_conforms, of_files, page_text, typesetter};

/// Words of what `ok_lakken` withholds.
const GEHEIM: [&str; 18] = [
    "Zilverberk",
    "Kruisselbrink",
    "Hoefnagel",
    "Quirijn",
    "Sperwerlaan",
    "Nergensdorp",
    "Blommesteijn",
    "Goudvink",
    "Karelshaven",
    "Vredenburg",
    "Ottoline",
    "Zandstra",
    "Yorick",
    "Taxatierapport",
    "ZBG/2026",
    "opinion",
    "06 12 34",
    "minezk.nl",
];

/// Figures of what it withholds, with all that was computed of them.
const BEDRAGEN: [&str; 6] = ["417", "398", "418,3", "0,25", "0,125", "1.234"];

/// Each file of an edition, and what a reader gets of it.
fn read(editie: Editie) -> Vec<(String, Vec<u8>)> {
    let workspace = of_files(ok_lakken()).in_editie(editie);
    let templates = Templates::default();
    let mut typesetter = typesetter();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, &mut typesetter, &mut sources, &mut found).unwrap();
    let mut all = Vec::new();
    for stuk in filled.stukken() {
        let (paged, pdf) = filled.made(*stuk, &typesetter, &sources, &mut found).unwrap();
        all.extend(export::typst(*stuk, &paged, filled.sheets()));
        assert_conforms(stuk.name(), &pdf);
        let name = stuk.name();
        all.push((format!("{name}, letters"), page_text::text(&pdf).into_bytes()));
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        for (id, object) in &document.objects {
            inside(&format!("{name}, object {}", id.0), object, &mut all);
        }
        all.push((format!("{name}.pdf"), pdf));
    }
    for form in [Uitwisseling::Csv, Uitwisseling::Json] {
        all.extend(export::annex(filled.checked(), form).unwrap());
    }
    let workbook = export::annex(filled.checked(), Uitwisseling::Xlsx).unwrap().remove(0).1;
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        all.push((format!("bijlage.xlsx, {name}"), bytes));
    }
    all
}

/// Strings, names and streams, as they are when nothing compresses or escapes them.
fn inside(name: &str, object: &Object, all: &mut Vec<(String, Vec<u8>)>) {
    match object {
        Object::String(bytes, _) | Object::Name(bytes) => {
            all.push((name.to_owned(), bytes.clone()))
        }
        Object::Array(items) => items.iter().for_each(|item| inside(name, item, all)),
        Object::Dictionary(entries) => {
            for (key, value) in entries.iter() {
                all.push((name.to_owned(), key.clone()));
                inside(name, value, all);
            }
        }
        Object::Stream(stream) => {
            inside(name, &Object::Dictionary(stream.dict.clone()), all);
            let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            all.push((format!("{name}, stream"), bytes));
        }
        _ => {}
    }
}

/// A word as it can stand in a file.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let cases = [word.to_owned(), word.to_lowercase(), word.to_uppercase()];
    let wide =
        |text: &String, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    cases
        .iter()
        .flat_map(|text| {
            [text.as_bytes().to_vec(), wide(text, u16::to_be_bytes), wide(text, u16::to_le_bytes)]
        })
        .collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    forms(word).iter().any(|form| bytes.windows(form.len()).any(|window| window == form))
}

/// Where figures can be read: elsewhere they are places, sizes and numbers of objects.
fn is_text(name: &str) -> bool {
    name.ends_with("letters")
        || name.ends_with(".csv")
        || name.contains("/proza/")
        || name.ends_with("json")
}

#[test]
fn what_is_withheld_is_found_in_the_working_edition_only() {
    let (work, public) = (read(Editie::Werk), read(Editie::Openbaar));
    for word in GEHEIM {
        let found: Vec<&String> = public
            .iter()
            .filter(|(name, bytes)| holds(bytes, word) || holds(name.as_bytes(), word))
            .map(|(name, _)| name)
            .collect();
        assert!(found.is_empty(), "{word}: {found:?}");
        let letters = work.iter().filter(|(name, _)| name.ends_with("letters"));
        assert!(
            letters.clone().any(|(_, bytes)| holds(bytes, word)),
            "{word} is looked for in the wrong way"
        );
    }
    for amount in BEDRAGEN {
        let of = |all: &[(String, Vec<u8>)]| {
            let text = all.iter().filter(|(name, _)| is_text(name));
            text.filter(|(_, bytes)| holds(bytes, amount))
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        assert!(of(&public).is_empty(), "{amount}: {:?}", of(&public));
        assert!(!of(&work).is_empty(), "{amount} is looked for in the wrong way");
    }
}

#[test]
fn in_its_place_stand_the_grounds() {
    let public = read(Editie::Openbaar);
    let letters = |stuk: &str| {
        let name = format!("{stuk}, letters");
        let (_, bytes) = public.iter().find(|(known, _)| *known == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert!(letters("kamerbrief").matches("weggelakt, grond 5.1.2e").count() > 5);
    assert!(letters("beslisnota").contains("artikel 68 Grondwet"));
    assert!(letters("bijlage").contains("gelakt 5.1.1c, 5.1.2b"));
    // Whoever computes with the figures sees that they are not zero.
    let (_, csv) = public.iter().find(|(name, _)| name == "bijlage-kosten.csv").unwrap();
    let csv = String::from_utf8(csv.clone()).unwrap();
    assert!(csv.contains("maatregel;Overname van de aandelen;overname;;artikel 2;;0,5;"), "{csv}");
    assert!(csv.contains("Trekker: 5.1.1c; 2026: 5.1.2b"), "{csv}");
}
