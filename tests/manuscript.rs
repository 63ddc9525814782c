//! What the parts of a document say that it prints, against what its Typst sheet prints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kamerbrief::check::Checked;
use kamerbrief::dossier::{Bestand, Place, Root, Stuk};
use kamerbrief::manuscript::{Manuscript, Stukdeel, Zin};
use kamerbrief::render::Sheets;
use kamerbrief::source::{Sources, Span};
use kamerbrief::templates::Templates;
use kamerbrief::{Job, fill};

use crate::support::{good_dossiers, on_disk, typesetter};

/// The values of the dossier's files that a document's main sheet prints, but for the figures of an annex.
fn printed(stuk: Stuk, sheets: &Sheets, checked: &Checked, sources: &Sources) -> BTreeSet<Place> {
    let main = sheets.main(stuk).unwrap();
    let source = sheets.source(main).unwrap();
    let start = |span: &Span| (span.source, span.range.start);
    let of_place = |place: &Place| start(&checked.span(place, None, sources).unwrap());
    let included: BTreeSet<_> = source
        .split("include(\"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .map(|path| start(&sheets.origin(path, &(0..0), checked, sources).unwrap().span))
        .collect();
    let texts = checked.prose().keys();
    let mut all: BTreeSet<Place> =
        texts.filter(|place| included.contains(&of_place(place))).cloned().collect();
    let places: BTreeMap<_, Place> = checked
        .leaves()
        .into_iter()
        .filter(|(place, _)| !is_figure(place))
        .map(|(place, _)| (of_place(&place), place))
        .collect();
    for (end, _) in source.match_indices("\"/*@") {
        // From the mark back to the quotation mark that opens the literal.
        let escaped = |at: usize| source[..at].ends_with('\\');
        let mut opens = source[..end].rmatch_indices('"').map(|(at, _)| at);
        let open = opens.find(|at| !escaped(*at)).unwrap();
        if !source[..open].ends_with('#') {
            continue;
        }
        let field = sheets.origin(main, &(open..end + 1), checked, sources).unwrap().field;
        all.extend(field.and_then(|span| places.get(&start(&span))).cloned());
    }
    all
}

fn is_figure(place: &Place) -> bool {
    let path = place.path.to_string();
    let lines = ["bedragen.", "cellen.", "subtotaal.", "totaal."];
    let figures = lines.iter().any(|line| path.contains(line)) || path.ends_with("structureel");
    place.root == Root::File(Bestand::Bijlage) && figures
}

/// Takes off what stands in more places than one: the name of a measure above its explanation, and what a sentence or a
/// title says of the dossier, but for the first time.
fn again<'a>(parts: &'a [Stukdeel], times: &mut BTreeMap<&'a Place, usize>) {
    for part in parts {
        match part {
            Stukdeel::Uitleg { maatregel, .. } => {
                for place in maatregel.places() {
                    *times.get_mut(place).unwrap() -= 1;
                }
            }
            Stukdeel::Onderwerpen { koppen, .. } => {
                koppen.iter().for_each(|kop| *times.get_mut(kop).unwrap() -= 1);
            }
            Stukdeel::Tekstbijlage(parts) => again(parts, times),
            Stukdeel::Zin(zin) | Stukdeel::Kop { tekst: zin, .. } if zin.0.len() > 1 => {
                for place in zin.places() {
                    times.entry(place).and_modify(|times| *times = (*times).min(1));
                }
            }
            Stukdeel::Bijlagenlijst { titels, .. } => {
                for place in titels.iter().flat_map(Zin::places) {
                    times.entry(place).and_modify(|times| *times = (*times).min(1));
                }
            }
            _ => {}
        }
    }
}

/// How often each value of the dossier's files is in a part. Above its explanation a measure is named again, and a
/// heading in the list of subjects or the title of an annex of text in the list of annexes, which does not count.
fn parts(manuscript: &Manuscript) -> BTreeMap<&Place, usize> {
    let mut times: BTreeMap<&Place, usize> = BTreeMap::new();
    for place in manuscript.places() {
        if place.root != Root::Profile {
            *times.entry(place).or_default() += 1;
        }
    }
    again(&manuscript.delen, &mut times);
    times
}

#[test]
fn a_document_prints_what_is_in_its_parts_and_nothing_else() {
    let mut looked_at = 0;
    for path in good_dossiers() {
        // With templates of one's own a document prints what these say.
        if path.join("sjablonen").is_dir() {
            continue;
        }
        let dossier = path.file_name().unwrap().to_string_lossy().into_owned();
        looked_at += documents(&path, &mut |stuk, sheets, checked, sources| {
            let printed = printed(stuk, sheets, checked, sources);
            let own = checked.manuscript(stuk).unwrap();
            let annex = own.delen.iter().any(|part| matches!(part, Stukdeel::Bijlage(_)));
            let annex = annex.then(|| checked.manuscript(Stuk::Bijlage).unwrap());
            let mut known: BTreeSet<&Place> = BTreeSet::new();
            for manuscript in [own].into_iter().chain(annex) {
                for (place, times) in parts(manuscript) {
                    assert_eq!(times, 1, "{dossier}/{}: {place:?}", stuk.name());
                    known.insert(place);
                }
            }
            for place in &printed {
                assert!(known.contains(place), "{dossier}/{}: {place:?}", stuk.name());
            }
            let texts: BTreeSet<&Place> =
                checked.lines().iter().chain(checked.prose().keys()).collect();
            for place in known.intersection(&texts) {
                assert!(printed.contains(place), "{dossier}/{}: {place:?}", stuk.name());
            }
        });
    }
    assert!(looked_at > 50, "{looked_at} documents");
}

/// Calls with each document of a dossier on disk. How many there were.
fn documents(path: &Path, call: &mut dyn FnMut(Stuk, &Sheets, &Checked, &Sources)) -> usize {
    let workspace = on_disk(path);
    let templates = Templates::default();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, &mut typesetter(), &mut sources, &mut found).unwrap();
    for stuk in filled.stukken() {
        call(*stuk, filled.sheets(), filled.checked(), &sources);
    }
    filled.stukken().len()
}
