//! In: the dossiers of `content/`. Out: whether each text of them is printed, once. Pure.

use super::*;

use crate::dossier::niet_afgedrukt;
use crate::yaml::Segment;

/// What is for the overview or the checks, and is not printed, or not by every ministry, as whom questions were put to;
/// notes are printed where a text refers to them.
const UNPRINTED: [&str; 3] = ["voetnoten", "noten_vragen", "aan"];

/// The parts of a document, also those within an annex of text.
fn each<'a>(parts: &'a [Stukdeel], call: &mut dyn FnMut(&'a Stukdeel)) {
    for part in parts {
        match part {
            Stukdeel::Aanhaling(parts) | Stukdeel::Tekstbijlage(parts) => each(parts, call),
            part => call(part),
        }
    }
}

/// How often a text is named by what is put together of several: a sentence or a title says again who asks what.
fn in_sentences(parts: &[Stukdeel], wanted: &Place) -> usize {
    let mut times = 0;
    each(parts, &mut |part| {
        let lines = match part {
            Stukdeel::Zin(zin) | Stukdeel::Kop { tekst: zin, .. } => std::slice::from_ref(zin),
            Stukdeel::Bijlagenlijst { titels, .. } => titels,
            _ => &[],
        };
        for zin in lines.iter().filter(|zin| zin.0.len() > 1) {
            times += zin.places().filter(|place| *place == wanted).count();
        }
    });
    times
}

#[test]
fn every_text_is_in_one_part() {
    for (dossier, files) in CONTENT {
        let reading = reading(files);
        let typed = reading.dossier.as_deref().unwrap();
        let manuscripten: Vec<Manuscript> =
            Stuk::ALL.into_iter().filter_map(|stuk| Manuscript::of(typed, stuk)).collect();
        let mut looked_at = 0;
        for text in reading.texts() {
            let Some(Segment::Key(key)) = text.place.path.segments().first() else { continue };
            let lists = niet_afgedrukt(typed.gegevens.soort);
            if text.place.root == Root::Profile || [lists, &UNPRINTED].concat().contains(&&**key) {
                continue;
            }
            // A letter with one annex only counts it.
            let only = typed.aantal_bijlagen() == 1
                && text.place.to_string() == "dossier.bijlagen[0].titel";
            if only {
                continue;
            }
            // Above its explanation a measure is named again, and in the list of subjects a heading.
            let is_again = |part: &Stukdeel| match part {
                Stukdeel::Uitleg { maatregel, .. } => {
                    maatregel.places().any(|place| *place == text.place)
                }
                Stukdeel::Onderwerpen { koppen, .. } => koppen.contains(&text.place),
                // An annex of text stands in the list of annexes too.
                Stukdeel::Bijlagenlijst { titels, .. } => {
                    text.place.path.to_string().starts_with("tekstbijlagen")
                        && titels.iter().flat_map(Zin::places).any(|place| *place == text.place)
                }
                _ => false,
            };
            let times = manuscripten.iter().map(|manuscript| {
                let again = manuscript.delen.iter().filter(|part| is_again(part)).count();
                let all = manuscript.places().into_iter().filter(|place| **place == text.place);
                let said = in_sentences(&manuscript.delen, &text.place);
                let once = all.count() - again - said;
                if once == 0 { said.min(1) } else { once }
            });
            let times: Vec<usize> = times.collect();
            let place = text.place.to_string();
            assert!(times.iter().all(|times| *times <= 1), "{dossier}: {place} {times:?}");
            assert!(times.contains(&1), "{dossier}: {place} is lost");
            looked_at += 1;
        }
        assert!(looked_at > 20, "{dossier}: {looked_at} texts");
    }
}
