//! In: proposals, and the files of a dossier. Out: those files with proposals taken, and which of them could not be. Pure.

use std::collections::BTreeMap;

use super::{Veldwijziging, Voorstel, Voorstellen};
use crate::diagnostic::words;
use crate::dossier::{Place, Root};
use crate::edit;
use crate::opmerkingen;
use crate::schrijven::{self, Refused, Request, Veld};
use crate::stukken::OPMERKINGEN;
use crate::yaml::Path;

/// The files of a dossier, by their names.
pub type Teksten = BTreeMap<String, String>;

/// What came of taking proposals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overname {
    /// Those that stand in the files now.
    pub genomen: Vec<u32>,
    /// Those that could not be taken, and why.
    pub niet: Vec<(u32, String)>,
}

impl Voorstellen {
    /// The open one with this number.
    pub fn een(&self, nummer: u32) -> Option<&Voorstel> {
        self.open().find(|one| one.nummer == nummer)
    }

    /// Takes open proposals, one after the other, as many as go together with the files as they are. Remarks go along with
    /// their words.
    pub fn neem(&mut self, nummers: &[u32], teksten: &mut Teksten) -> Overname {
        if nummers.len() < 2 {
            return self.neem_na_elkaar(nummers, teksten);
        }
        let (all, files) = (self.clone(), teksten.clone());
        let done = self.neem_na_elkaar(nummers, teksten);
        if done.niet.is_empty() {
            return done;
        }
        // A row is known by what it begins with: from the end on, that changes last.
        let (mut other, mut changed) = (all, files);
        let last_first: Vec<u32> = nummers.iter().rev().copied().collect();
        let mut reversed = other.neem_na_elkaar(&last_first, &mut changed);
        if reversed.niet.len() >= done.niet.len() {
            return done;
        }
        (*self, *teksten) = (other, changed);
        reversed.genomen.reverse();
        reversed.niet.reverse();
        reversed
    }

    fn neem_na_elkaar(&mut self, nummers: &[u32], teksten: &mut Teksten) -> Overname {
        let mut done = Overname::default();
        for nummer in nummers {
            let Some(one) = self.een(*nummer) else { continue };
            match self.genomen(one, teksten) {
                Ok(new) => {
                    teksten.extend(new);
                    done.genomen.push(*nummer);
                    // A row that is called otherwise by it is the same row for what else is proposed.
                    self.herken(teksten);
                }
                Err(why) => done.niet.push((*nummer, why)),
            }
        }
        done
    }

    /// Why one cannot be taken in these files; none when it can.
    pub fn bezwaar(&self, voorstel: &Voorstel, teksten: &Teksten) -> Option<String> {
        self.genomen(voorstel, teksten).err()
    }

    /// The files that one changes.
    fn genomen(&self, voorstel: &Voorstel, teksten: &Teksten) -> Result<Teksten, String> {
        if let Some(deel) = voorstel.delen.iter().find(|deel| deel.onzeker) {
            return Err(onzeker(deel));
        }
        let wensen = self.wensen(voorstel).ok_or("het past niet bij zijn eigen tekst")?;
        let mut new = Teksten::new();
        for (bestand, request) in wensen {
            let name = bestand.name();
            let now = |name: &str| new.get(name).or_else(|| teksten.get(name));
            let text = now(&name).ok_or_else(|| format!("{name} is er niet meer"))?;
            let of = Place::top(Root::File(bestand));
            let done = schrijven::carry_out(text, &of, &request).map_err(|why| match why {
                Refused::Conflict { .. } => {
                    "deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd"
                        .to_owned()
                }
                Refused::File(edit::Refused::Unreadable) => {
                    format!("in {name} staat een fout die eerst weg moet")
                }
                Refused::File(edit::Refused::Missing(_) | edit::Refused::Range(_)) => {
                    format!("deze tekst staat niet meer zo in {name}")
                }
                other => other.to_string(),
            })?;
            let followed = veld(&request).zip(done.field).and_then(|(path, field)| {
                let old = Veld::of(text, bestand, &path)?.base;
                let place = Place { root: Root::File(bestand), path }.to_string();
                opmerkingen::followed(now(OPMERKINGEN)?, &place, &old, &field.now)
            });
            new.extend(followed.map(|remarks| (OPMERKINGEN.to_owned(), remarks)));
            new.insert(name, done.text);
        }
        Ok(new)
    }

    /// The open proposals that others have for the same words: of those one is chosen. What wants exactly the same is none
    /// of them.
    pub fn anders(&self, voorstel: &Voorstel) -> Vec<u32> {
        let other = |nummer: &u32| {
            self.een(*nummer).is_some_and(|other| {
                let own = match other.wie.is_empty() {
                    true => voorstel.wie.is_empty() && other.uit == voorstel.uit,
                    false => other.wie.iter().all(|name| voorstel.wie.contains(name)),
                };
                !own && !other.is_zelfde(voorstel)
            })
        };
        self.overlapt(voorstel).into_iter().filter(other).collect()
    }

    /// The open proposals that want exactly the same.
    pub fn gelijk(&self, voorstel: &Voorstel) -> Vec<u32> {
        let same = |one: &&Voorstel| one.nummer != voorstel.nummer && one.is_zelfde(voorstel);
        self.open().filter(same).map(|one| one.nummer).collect()
    }
}

/// That nobody can say where this belongs.
fn onzeker(deel: &Veldwijziging) -> String {
    let bij = deel.bij.as_deref().map(|bij| format!("; het stond bij “{}”", words::shorten(bij)));
    format!("de plaats ervan in het dossier is niet meer zeker{}", bij.unwrap_or_default())
}

/// The field that is changed.
fn veld(request: &Request) -> Option<Path> {
    match request {
        Request::Text { place, .. } | Request::Line { place, .. } => place.parse().ok(),
        _ => None,
    }
}
