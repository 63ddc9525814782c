//! In: the remarks in the margin of a letter, and the files of the dossier that it becomes. Out: `opmerkingen.yaml`, with each on its
//! words; and those that have no place there. Pure.

use super::super::bestand::Woordbestand;
use super::super::kantlijn::{Reactie, wie};
use crate::dossier::{Bestand, Moment, Place, Root};
use crate::opmerkingen::{Geplaatst, Teruggekomen, erbij};
use crate::source::Sources;
use crate::yaml;

/// A remark in the margin.
#[derive(Debug)]
pub(super) struct Kanttekening {
    pub(super) wie: String,
    wanneer: Option<String>,
    woorden: String,
    pub(super) tekst: String,
    pub(super) antwoorden: Vec<Reactie>,
    afgehandeld: bool,
}

pub(super) fn van(inhoud: &Woordbestand) -> Vec<Kanttekening> {
    let one = |(one, antwoorden): (&super::super::bestand::Opmerking, Vec<Reactie>)| {
        let (van, tot) = (one.van.unwrap_or_default(), one.tot.unwrap_or_default());
        let mut woorden = String::new();
        for line in van.0..=tot.0.min(inhoud.alineas.len().saturating_sub(1)) {
            let tekens = inhoud.alineas[line].tekens.iter().enumerate();
            let inside = tekens
                .filter(|(at, one)| one.weg.is_none() && (line, *at) >= van && (line, *at) < tot);
            woorden.extend(inside.map(|(_, one)| one.teken));
            woorden.push('\n');
        }
        Kanttekening {
            wie: one.wie.clone(),
            wanneer: one.wanneer.clone(),
            woorden: woorden.trim().to_owned(),
            tekst: one.tekst.clone(),
            antwoorden,
            afgehandeld: one.afgehandeld,
        }
    };
    inhoud.draden().into_iter().map(one).collect()
}

/// The file, if any has a place in it; and those that have none.
pub(super) fn geplaatst<'a>(
    all: &'a [Kanttekening],
    bestanden: &[(Bestand, String)],
) -> (Option<String>, Vec<&'a Kanttekening>) {
    let texts = velden(bestanden);
    let fields: Vec<(Place, &str)> =
        texts.iter().map(|(place, text)| (place.clone(), text.as_str())).collect();
    let (mut file, mut loose) = (String::new(), Vec::new());
    for one in all {
        let wanneer = one.wanneer.as_deref().and_then(|then| then.parse().ok());
        let came = wanneer.map(|wanneer: Moment| Teruggekomen {
            plaats: None,
            woorden: one.woorden.clone(),
            gezegd: one.woorden.clone(),
            elders: true,
            voor: String::new(),
            antwoorden: one.antwoorden.iter().map(|given| given.gegeven(&wanneer)).collect(),
            wie: wie(&one.wie),
            wanneer,
            tekst: one.tekst.clone(),
            afgehandeld: one.afgehandeld,
        });
        let added = came.and_then(|came| erbij(&file, &[came], &fields).ok());
        match added {
            Some((text, said)) if said.iter().all(|one| one.hoe == Geplaatst::Op) => file = text,
            _ => loose.push(one),
        }
    }
    (Some(file).filter(|file| !file.is_empty()), loose)
}

/// What the files say, field by field.
fn velden(bestanden: &[(Bestand, String)]) -> Vec<(Place, String)> {
    let mut all = Vec::new();
    let mut sources = Sources::default();
    for (bestand, text) in bestanden {
        let id = sources.add(bestand.name(), text.clone());
        let Some(tree) = yaml::parse(sources.get(id), id).tree else { continue };
        tree.leaves(&mut |path, text| {
            all.push((Place { root: Root::File(*bestand), path: path.clone() }, text.to_owned()));
        });
    }
    all
}
