//! In: paragraphs of a file whose field is not in the dossier for certain, or was changed there too. Out: what somebody
//! changed in them that can be no proposal, told with what stands beside it. Pure.

use std::collections::BTreeMap;

use super::Vergelijking;
use super::ontwerp::Lezing;
use super::randen::is_als_gemaakt;
use super::rest::{leesbaar, verschil};
use super::stand::teken;
use crate::diagnostic::words::shorten;
use crate::dossier::Place;

impl Vergelijking<'_> {
    /// Tells changes of which nobody knows for certain where they belong by now.
    pub(super) fn onzeker(&mut self) {
        let (was, is) = (zonder_veld(self.oud), zonder_veld(self.nieuw));
        let mut merken: Vec<usize> = was.keys().chain(is.keys()).copied().collect();
        merken.sort_unstable();
        merken.dedup();
        for merk in merken {
            let text = |lezing: &Lezing<'_>, all: &BTreeMap<usize, Vec<usize>>| {
                let own = all.get(&merk).into_iter().flatten();
                let texts = own.map(|i| lezing.regels[*i].tekst(lezing.inhoud));
                texts.collect::<Vec<_>>().join(" ").trim().to_owned()
            };
            let (old, new) = (text(self.oud, &was), text(self.nieuw, &is));
            if old == new {
                continue;
            }
            let inhoud = self.oud.inhoud;
            let lines = was.get(&merk).into_iter().flatten().map(|i| &self.oud.regels[*i]);
            let chars = lines.flat_map(|regel| &regel.alineas);
            let mut chars = chars.flat_map(|line| &inhoud.alineas[*line].tekens);
            let mut came = is.get(&merk).into_iter().flatten();
            let spoor = chars.find_map(|one| one.weg.or(one.erbij)).or_else(|| {
                came.find_map(|i| {
                    let mut own = self.nieuw.regels[*i].tekens.iter();
                    own.find_map(|pos| teken(inhoud, *pos).erbij)
                })
            });
            let bij = was.get(&merk).and_then(|own| naast(self.oud, *own.first()?));
            let bij =
                bij.filter(|bij| *bij != old).map(|bij| format!(" (bij “{}”)", shorten(&bij)));
            let (old, new) = verschil(&old, &new);
            let what = match (old.as_str(), new.as_str()) {
                (old, "") => format!("dat “{old}” is weggehaald"),
                (old, new) => format!("“{new}” in plaats van “{old}”"),
            };
            let bij = bij.unwrap_or_default();
            self.gewijzigd(format!("niet meer zeker waar dit hoort{bij}: {what}"), spoor, None);
        }
    }

    /// Tells what was changed without a trace in a text that was changed in the dossier too: what that text was when the
    /// file was made, only its fingerprint knows.
    pub(super) fn spoorloos(&mut self) {
        let inhoud = self.oud.inhoud;
        let mut said: BTreeMap<usize, (String, Option<usize>, &Place)> = BTreeMap::new();
        for (regel, koppeling) in self.oud.regels.iter().zip(&self.oud.koppelingen) {
            let (Some(place), Some(merk)) = (&koppeling.veld, koppeling.merk) else { continue };
            if self.herkomst.gewijzigd.contains_key(place) {
                let one = said.entry(merk).or_insert((String::new(), koppeling.bekend, place));
                one.0.push_str(&regel.tekst(inhoud));
            }
        }
        for (merk, (said, known, place)) in said {
            if is_als_gemaakt(&inhoud.merken[merk], &said) {
                continue;
            }
            let now = match known.map(|known| &self.oud.bekenden.alle[known].gezegd) {
                Some(was) => {
                    let (was, is) = verschil(was, &said);
                    format!("“{is}” in plaats van “{was}”")
                }
                None => format!("in het bestand staat “{}”", leesbaar(&said)),
            };
            let what = format!(
                "wat zonder bijhouden is gewijzigd in een tekst die intussen ook in het dossier is gewijzigd: {now}"
            );
            self.gewijzigd(what, None, Some(place));
        }
    }
}

/// The paragraphs with a bookmark of a field that is not there for certain, by that bookmark.
fn zonder_veld(lezing: &Lezing<'_>) -> BTreeMap<usize, Vec<usize>> {
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, koppeling) in lezing.koppelingen.iter().enumerate() {
        if let Some(merk) = koppeling.merk.filter(|_| !koppeling.vast && koppeling.veld.is_none()) {
            all.entry(merk).or_default().push(i);
        }
    }
    all
}

/// By which a reader finds a paragraph: what its row begins with, or the heading above it.
fn naast(lezing: &Lezing<'_>, at: usize) -> Option<String> {
    let own = lezing.regels[at].van(lezing.inhoud);
    let mut above = lezing.regels[..=at].iter().rev();
    let found = match own.cel {
        Some((t, r, _)) => above.find(|regel| regel.van(lezing.inhoud).cel == Some((t, r, 0))),
        None => above.find(|regel| {
            let stijl = regel.van(lezing.inhoud).stijl.as_deref();
            stijl.is_some_and(|stijl| stijl.starts_with("heading"))
        }),
    };
    let said = found?.tekst(lezing.inhoud).trim().to_owned();
    (!said.is_empty()).then_some(said)
}
