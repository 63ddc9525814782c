//! Two dossiers that differ only in what is withheld give the same public edition, byte for byte.

use kamerbrief::dossier::{Editie, Lakking, Place, Root, Stuk, Trees};
use kamerbrief::export::{self, Uitwisseling};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::yaml::{Entry, Kind, Node, Path, Segment};
use kamerbrief::{Job, fill, inspect};

use super::{Files, difference, made, ok_lakken, openbaar, trees};
use crate::support::{of_files, typesetter};

/// What is put in the place of a text, and of an amount: other lengths, scripts, signs and numbers of digits.
pub(crate) const TEKSTEN: [&str; 4] = [
    "x",
    "Ωμέγα и длинный текст, veel langer dan wat er stond, over drie regels of meer als het zo uitkomt",
    "ß",
    "a b c d e f g h i j k l m n o p",
];
const BEDRAGEN: [&str; 4] = ["-7", "123456,25", "p.m.", "1 tot 2"];

/// The same dossier with other secrets: every text is this, and every amount, if that changes, that.
pub(crate) fn with_others(files: &Files, text: &str, amount: Option<&str>) -> Files {
    let mut sources = Sources::default();
    let trees = trees(files, Editie::Werk, &mut sources);
    let mut edits: Vec<(String, std::ops::Range<usize>, String)> = Vec::new();
    for Lakking { place, within, .. } in &trees.lakkingen {
        let Root::File(bestand) = place.root else { continue };
        let node = trees.get(&place.root).unwrap().at(&place.path).unwrap();
        let mut put = |range: std::ops::Range<usize>, new: String| {
            edits.push((bestand.name(), range, new));
        };
        match within {
            Some(within) => {
                let span = node.within(within.clone(), &sources);
                let typed = sources.slice(&span);
                let ground = typed.rfind("](lak:").unwrap();
                put(span.range.start + 1..span.range.start + ground, text.to_owned());
            }
            None => leaves(node, &place.path, &mut |path, node| {
                let is_amount = path.to_string().contains("bedragen")
                    || path.to_string().ends_with("structureel");
                let kept = path.to_string().ends_with(".na") || path.to_string().ends_with(".id");
                let new = if is_amount { amount } else { Some(text) };
                // A block ends where the next line begins.
                let length = sources.slice(&node.span).trim_end().len();
                let start = node.span.range.start;
                if let Some(new) = new.filter(|_| !kept) {
                    put(start..start + length, format!("\"{new}\""));
                }
            }),
        }
    }
    edits.sort_by_key(|(name, range, _)| (name.clone(), std::cmp::Reverse(range.start)));
    let mut files = files.clone();
    for (name, range, new) in edits {
        files.get_mut(&name).unwrap().splice(range, new.into_bytes());
    }
    files
}

fn leaves<'a>(node: &'a Node, path: &Path, call: &mut dyn FnMut(&Path, &'a Node)) {
    match &node.kind {
        Kind::Scalar(_) => call(path, node),
        Kind::List(items) => {
            for (i, item) in items.iter().enumerate() {
                leaves(item, &path.index(i), call);
            }
        }
        Kind::Map(entries) => {
            for Entry { key, value } in entries {
                leaves(value, &path.key(key.text().unwrap()), call);
            }
        }
    }
}

/// Every file of the public edition.
fn published(files: &Files) -> Vec<(String, Vec<u8>)> {
    let workspace = of_files(files.clone()).in_editie(Editie::Openbaar);
    let templates = Templates::default();
    let mut typesetter = typesetter();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, &mut typesetter, &mut sources, &mut found);
    let filled = filled.unwrap_or_else(|| panic!("{found:#?}"));
    let mut all = Vec::new();
    for stuk in Stuk::ALL {
        let (paged, pdf) = filled.made(stuk, &typesetter, &sources, &mut found).unwrap();
        all.extend(export::typst(stuk, &paged, filled.sheets()));
        all.push((format!("{}.pdf", stuk.name()), pdf));
    }
    for form in [Uitwisseling::Csv, Uitwisseling::Xlsx, Uitwisseling::Json] {
        all.extend(export::annex(filled.checked(), form).unwrap());
    }
    assert!(found.is_empty(), "{found:#?}");
    all
}

#[test]
fn two_secrets_give_the_same_bytes() {
    let files = ok_lakken();
    let public = published(&files);
    for variation in 0..TEKSTEN.len() {
        let others = with_others(&files, TEKSTEN[variation], Some(BEDRAGEN[variation]));
        assert_ne!(files, others);
        let difference = difference(&public, &published(&others));
        assert_eq!(difference, None, "variation {variation}");
    }
}

/// A tree with another value at a place.
fn with(node: &Node, path: &[Segment], new: &Node) -> Node {
    let Some((first, rest)) = path.split_first() else { return new.clone() };
    let kind = match (&node.kind, first) {
        (Kind::List(items), Segment::Index(index)) => {
            let mut items = items.clone();
            items[*index] = with(&items[*index], rest, new);
            Kind::List(items)
        }
        (Kind::Map(entries), Segment::Key(key)) => {
            let mut entries = entries.clone();
            match entries.iter_mut().find(|entry| entry.key.text() == Some(key)) {
                Some(entry) => entry.value = with(&entry.value, rest, new),
                // A note has another name there.
                None => entries.push(Entry {
                    key: Node::in_place_of(&**key, new.span.clone()),
                    value: new.clone(),
                }),
            }
            Kind::Map(entries)
        }
        _ => panic!("{first:?}"),
    };
    Node { span: node.span.clone(), kind }
}

/// What comes of the public edition when one value is not taken out.
pub(super) fn forgotten(files: &Files, place: &Place) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut sources = Sources::default();
    let mut public: Trees = trees(files, Editie::Openbaar, &mut sources);
    let work = trees(files, Editie::Werk, &mut sources);
    let typed = work.get(&place.root).unwrap().at(&place.path).unwrap();
    let tree = public.get(&place.root).unwrap();
    // An only note, figure or frame has another name there.
    let mut path = place.path.segments().to_vec();
    if let [Segment::Key(series), name, ..] = &mut path[..]
        && ["voetnoten", "noten_vragen", "figuren", "kaders"].contains(&&**series)
        && let Some(Kind::Map(entries)) = tree.get(series).map(|node| &node.kind)
        && let [only] = &entries[..]
    {
        *name = Segment::Key(only.key.text().unwrap().into());
    }
    let tree = with(tree, &path, typed);
    public.put(place.root, tree);
    made(public, &mut sources)
}

#[test]
fn a_value_that_is_not_taken_out_is_seen() {
    let files = ok_lakken();
    let others = with_others(&files, TEKSTEN[0], Some(BEDRAGEN[0]));
    let mut sources = Sources::default();
    let lakkingen = trees(&files, Editie::Werk, &mut sources).lakkingen;
    assert!(lakkingen.len() > 30, "{}", lakkingen.len());
    assert_eq!(difference(&openbaar(&files).unwrap(), &openbaar(&others).unwrap()), None);
    for Lakking { place, .. } in lakkingen {
        // What is left in may refer to what is gone: an error is seen too.
        let seen = match (forgotten(&files, &place), forgotten(&others, &place)) {
            (Ok(one), Ok(other)) => difference(&one, &other).is_some(),
            _ => true,
        };
        assert!(seen, "{place}");
    }
}

/// A dossier with short names beside what is withheld, and values that ask for them.
fn met_korte_namen(naam: &str, soort: &str, lines: usize, rol: &str) -> Files {
    let mut files = ok_lakken();
    let hidden = |key: &str, id: &str| {
        format!("{{id: {id}_{naam}, {key}: {{waarde: De {naam}, openbaar: nee, grond: 5.1.1c}}")
    };
    let line = |number| {
        format!("{{id: {naam}_{number}, maatregel: De {naam}, bedragen: {{2026: {number}}}}}")
    };
    let lines: Vec<String> = (1..=lines).map(line).collect();
    let bijlage = format!(
        "titel: Kosten
status: raming
eenheid: miljoen
jaren: [2026]
tabellen:
  - id: tabel_{naam}
    titel: {{waarde: De {naam}, openbaar: nee, grond: 5.1.1c}}
    groepen:
      - id: groep_{naam}
        titel: {{waarde: De {naam}, openbaar: nee, grond: 5.1.1c}}
        maatregelen:
          - {}, bedragen: {{2026: 4}}}}
      - id: heel_{naam}
        titel: Geheel {naam}
        soort: {soort}
        openbaar: nee
        grond: 5.1.1c
        maatregelen: [{}]
    dekking:
      - {}, bedragen: {{2026: 4}}}}
  - id: tweede
    titel: Open
    groepen:
      - titel: Open
        maatregelen: [{{id: gelakt_1, maatregel: Open, bedragen: {{2026: 1}}}}]
    dekking: nvt
",
        hidden("maatregel", "regel"),
        lines.join(", "),
        hidden("bron", "bron"),
    );
    let brief = format!(
        "opening: |
  In de bijlage: {{{{ bijlage.maatregelen.regel_{naam}[2026] | miljoen }}}}, {{{{ bijlage.groepen.groep_{naam}[2026] | miljoen }}}},
  {{{{ bijlage.bronnen.bron_{naam}[2026] | miljoen }}}}, {{{{ bijlage.tabellen.tabel_{naam}.dekking[2026] | miljoen }}}},
  {{{{ bijlage.tabellen.tabel_{naam}.aantal_maatregelen }}}}, {{{{ bijlage.maatregelen.gelakt_1[2026] | miljoen }}}}.
slot: Meer is er niet.
"
    );
    let dossier = String::from_utf8(files["dossier.yaml"].clone()).unwrap();
    let step = format!("naam: Yorick Zandstra\n    soort: {rol}");
    let dossier = dossier.replace("naam: Yorick Zandstra", &step);
    assert!(dossier.contains(&step));
    files.insert("dossier.yaml".into(), dossier.into_bytes());
    files.insert("bijlage.yaml".into(), bijlage.into_bytes());
    files.insert("brief.yaml".into(), brief.into_bytes());
    files
}

#[test]
fn short_names_kinds_and_counts_are_withheld_with_what_they_are_of() {
    let of = |files: &Files| openbaar(files).unwrap_or_else(|errors| panic!("{errors}"));
    let one = of(&met_korte_namen("zilverberk", "ontvangsten", 3, "medeparaaf"));
    for (naam, soort, lines, rol) in
        [("opvang_jansen", "uitgaven", 1, "lijnparaaf"), ("x", "verplichtingen", 2, "lijnparaaf")]
    {
        let other = of(&met_korte_namen(naam, soort, lines, rol));
        assert_eq!(difference(&one, &other), None, "{naam}");
    }
    let text = |part: &str| {
        let found = one.iter().filter(|(name, _)| name.contains(part));
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect::<String>()
    };
    assert!(one.iter().any(|(name, _)| name == "bijlage-gelakt_2.csv"), "a taken name is used");
    // What stays open is still there to be asked for.
    let csv = text("bijlage-gelakt_2.csv");
    assert!(csv.contains(";gelakt_4;") && csv.contains("groep;;"), "{csv}");
    let letter = text("proza").replace('\u{a0}', " ");
    assert!(letter.contains("4 miljoen") && letter.contains("1 miljoen"), "{letter}");
    // How many there are, nobody reads; not even a wrong number.
    assert!(letter.contains("weggelakt, grond 5.1.1c"), "{letter}");
}

#[test]
fn what_is_said_of_it_does_not_follow_from_it() {
    let files = ok_lakken();
    let said = |files: &Files| {
        let all = trees(files, Editie::Openbaar, &mut Sources::default()).lakkingen;
        all.into_iter().map(|lakking| format!("{lakking:?}")).collect::<Vec<_>>()
    };
    assert_eq!(said(&files), said(&with_others(&files, TEKSTEN[1], Some(BEDRAGEN[1]))));
}

#[test]
fn the_working_edition_has_no_mistakes() {
    let workspace = of_files(ok_lakken());
    let templates = Templates::default();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let found = inspect(job, &|_| true, &mut Sources::default()).found;
    assert!(found.is_empty(), "{found:#?}");
}
