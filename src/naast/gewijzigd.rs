//! In: what changed in a dossier, and its pages as they are. Out: one PDF: what changed as a list, and the pages with all
//! that is new, and the places where something went. Pure.

use std::ops::Range;

use super::bladen::{Blad, Merk, gebonden};
use super::{Bladplek, Genummerd, Kant, etiketten};
use crate::diagnostic::{Diagnostic, words};
use crate::render::{self, Bladvak, Gewijzigd, Gewijzigdblad, Stand, Wijzigregel};
use crate::signoff::{Gezegd, Wijziging, differing_words};
use crate::source::Span;
use crate::typeset::{Letters, Typesetter};

/// A change with its places.
struct Geplaatst {
    wijziging: Wijziging,
    /// Each place of it, and whether something went there.
    plekken: Vec<(Bladplek, bool)>,
}

/// The PDF. `kop` says since when, and `uitleg` what there is to say besides the changes.
///
/// # Errors
/// Why it cannot be made.
pub fn gewijzigd(
    kop: &str,
    uitleg: Option<&str>,
    wijzigingen: Vec<Wijziging>,
    kant: &Kant<'_>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let checked = kant.filled.checked();
    let gegevens = &checked.dossier().gegevens;
    let all = placed(wijzigingen, kant);
    let regels = all.iter().zip(1..).map(|(one, nummer)| Wijzigregel {
        nummer,
        waar: one
            .plekken
            .first()
            .map(|(plek, _)| format!("{}, bladzijde {}", super::titel(plek.stuk), plek.page + 1)),
        onderdeel: one.wijziging.onderdeel(checked).unwrap_or_else(|| one.wijziging.veld.clone()),
        stand: match (one.wijziging.is_nieuw, one.wijziging.is_weg) {
            (true, _) => Stand::Nieuw,
            (_, true) => Stand::Weg,
            _ => Stand::Anders,
        },
        gezegd: said(&one.wijziging.gezegd),
    });
    let mut of = Gewijzigd {
        onderwerp: gegevens.onderwerp.to_string(),
        kenmerk: gegevens.kenmerk.to_string(),
        kop: words::begun(kop),
        uitleg: uitleg.map(ToOwned::to_owned),
        regels: regels.collect(),
        bladen: Vec::new(),
    };
    let mut bladen = Vec::new();
    for (stuk, paged) in &kant.stukken {
        for (page, frame) in paged.pages().iter().enumerate() {
            let here = |(plek, _): &&(Bladplek, bool)| plek.stuk == *stuk && plek.page == page;
            let (mut merken, mut begins) = (Vec::new(), Vec::new());
            for (nummer, one) in (1..).zip(&all) {
                for (plek, went) in one.plekken.iter().filter(here) {
                    merken.push(if *went { Merk::weg(plek.rect) } else { Merk::nieuw(plek.rect) });
                }
                let first = one.plekken.iter().find(here);
                begins.extend(first.map(|(plek, _)| Genummerd {
                    nummer,
                    gronden: String::new(),
                    plek: plek.rect,
                }));
            }
            if merken.is_empty() {
                continue;
            }
            let maat = (frame.frame.width().to_pt(), frame.frame.height().to_pt());
            let numbers: Vec<String> = begins.iter().map(|one| one.nummer.to_string()).collect();
            let labels = etiketten(&begins, &Letters::runs(frame), maat.0);
            let (name, nummer) = (stuk.name(), page + 1);
            let vak = Bladvak {
                naam: format!("{name}-{nummer}"),
                nummer,
                maat,
                beschrijving: format!(
                    "Afbeelding van bladzijde {nummer} van de {name}; gewijzigd zijn hier de nummers {}.",
                    numbers.join(", ")
                ),
                etiketten: labels.into_iter().map(|one| (one.x, one.y, one.tekst)).collect(),
            };
            let schaal = vak.schaal(render::OP_A4);
            bladen.push(Blad { naam: vak.naam.clone(), schaal, page: frame, merken });
            let kop = format!("{}, bladzijde {nummer}", super::titel(*stuk));
            of.bladen.push(Gewijzigdblad { kop, vak });
        }
    }
    let sheet = render::gewijzigd(&of, gegevens.datum);
    gebonden(&sheet, &bladen, "gewijzigd", gegevens, typesetter)
}

/// The changes in the order of the pages; what is on none of them comes last.
fn placed(wijzigingen: Vec<Wijziging>, kant: &Kant<'_>) -> Vec<Geplaatst> {
    let checked = kant.filled.checked();
    let spans: Vec<(usize, Span)> = wijzigingen
        .iter()
        .enumerate()
        .flat_map(|(i, one)| {
            one.spans(checked, kant.sources).into_iter().map(move |span| (i, span))
        })
        .collect();
    let places = kant.places(spans.iter().map(|(_, span)| vec![span.clone()]).collect());
    let mut all: Vec<Geplaatst> = wijzigingen
        .into_iter()
        .map(|wijziging| Geplaatst { wijziging, plekken: Vec::new() })
        .collect();
    for ((i, span), found) in spans.into_iter().zip(places) {
        // Where something went, its neighbour may be printed more than once: by a running head, say. All of them are shown.
        let went = span.range.is_empty();
        all[i].plekken.extend(found.into_iter().map(|plek| (plek, went)));
    }
    all.sort_by(|one, other| {
        let key = |of: &Geplaatst| {
            of.plekken.first().map(|(plek, _)| (plek.stuk, plek.page, plek.rect.y, plek.rect.x))
        };
        match (key(one), key(other)) {
            (Some(one), Some(other)) => (one.0, one.1)
                .cmp(&(other.0, other.1))
                .then(one.2.total_cmp(&other.2))
                .then(one.3.total_cmp(&other.3)),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    });
    all
}

/// What there is to say, with the words by which two texts that stand for each other differ.
fn said(gezegd: &[Gezegd]) -> Vec<(Gezegd, Vec<Range<usize>>)> {
    let mut out = Vec::new();
    let mut rest = gezegd.iter().peekable();
    while let Some(one) = rest.next() {
        match (one, rest.peek()) {
            (Gezegd::Was(old), Some(Gezegd::Nu(new))) => {
                let (before, after) = differing_words(old, new).into_iter().unzip();
                out.push((one.clone(), before));
                out.push((Gezegd::Nu(new.clone()), after));
                rest.next();
            }
            (Gezegd::Was(text) | Gezegd::Nu(text), _) => {
                let whole = 0..text.len();
                out.push((one.clone(), Vec::from_iter([whole])));
            }
            (Gezegd::Uitleg(_), _) => out.push((one.clone(), Vec::new())),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_sentences_the_words_that_differ_are_shown() {
        let said = said(&[
            Gezegd::Was("Er is nu 24 miljoen euro, zo ongeveer.".into()),
            Gezegd::Nu("Er is 26 miljoen euro, zo precies.".into()),
            Gezegd::Nu("Een zin erbij.".into()),
            Gezegd::Uitleg("en nog op 2 plaatsen".into()),
        ]);
        let shown: Vec<Vec<&str>> = said
            .iter()
            .map(|(one, ranges)| match one {
                Gezegd::Was(text) | Gezegd::Nu(text) | Gezegd::Uitleg(text) => {
                    ranges.iter().map(|range| &text[range.clone()]).collect()
                }
            })
            .collect();
        let differing = [vec!["nu 24", "ongeveer."], vec!["26", "precies."]];
        assert_eq!(shown[..2], differing);
        assert_eq!(shown[2..], [vec!["Een zin erbij."], vec![]]);
    }
}
