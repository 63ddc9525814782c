//! In: the bytes of the file with proposals. Out: the proposals, and the file again. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::plek::Plekken;
use super::{Beslissing, Gemeld, Teksten, Veldwijziging, Voorstel};
use crate::dossier::{Place, Vingerafdruk};

/// The form of the file.
const VERSIE: u32 = 1;

/// The proposals of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voorstellen {
    versie: u32,
    /// The texts that they change, by their names.
    pub(super) bases: BTreeMap<String, String>,
    alle: Vec<Voorstel>,
    /// What could not come along from files that came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    gemeld: Vec<Gemeld>,
}

/// Why a file with proposals cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onleesbaar(pub String);

impl Default for Voorstellen {
    fn default() -> Self {
        Self { versie: VERSIE, bases: BTreeMap::new(), alle: Vec::new(), gemeld: Vec::new() }
    }
}

impl Voorstellen {
    /// Reads the file; one that is empty, or not there, has none.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn lees(bytes: &[u8]) -> Result<Self, Onleesbaar> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let read: Self = serde_json::from_slice(bytes).map_err(|error| {
            Onleesbaar(format!("regel {}, teken {}", error.line(), error.column()))
        })?;
        match read.versie {
            VERSIE => Ok(read),
            other => Err(Onleesbaar(format!(
                "het heeft vorm {other}, en dit programma kent vorm {VERSIE}"
            ))),
        }
    }

    /// The file.
    ///
    /// # Errors
    /// What JSON cannot hold, which text never causes.
    pub fn schrijf(&self) -> Result<String, Onleesbaar> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| Onleesbaar(error.to_string()))?;
        Ok(text + "\n")
    }

    /// All of them, in order.
    pub fn alle(&self) -> &[Voorstel] {
        &self.alle
    }

    /// Those that nobody decided on.
    pub fn open(&self) -> impl Iterator<Item = &Voorstel> {
        self.alle.iter().filter(|one| one.stand == Beslissing::Open)
    }

    /// The text that a part changes.
    pub fn basis(&self, deel: &Veldwijziging) -> Option<&str> {
        self.bases.get(&deel.basis).map(String::as_str)
    }

    /// The texts that proposals change.
    pub fn teksten(&self) -> impl Iterator<Item = &str> {
        self.bases.values().map(String::as_str)
    }

    /// What fields said before proposals for them were taken.
    pub fn eerder(&self) -> impl Iterator<Item = (Place, &str)> {
        let taken = self.alle.iter().filter(|one| matches!(one.stand, Beslissing::Genomen(_)));
        let parts = taken.flat_map(|one| &one.delen).filter(|deel| !deel.onzeker);
        parts.filter_map(|deel| Some((deel.place()?, self.basis(deel)?)))
    }

    /// Keeps a text that proposals change; the name that they know it by.
    pub fn bewaar(&mut self, basis: &str) -> String {
        let name = Vingerafdruk::of([basis.as_bytes()]).to_string()[..16].to_owned();
        self.bases.entry(name.clone()).or_insert_with(|| basis.to_owned());
        name
    }

    /// Adds proposals for these files, but for those that are there already, whatever was decided on them. The numbers of
    /// what is new.
    pub fn erbij(&mut self, nieuw: Vec<Voorstel>, teksten: &Teksten) -> Vec<u32> {
        let mut numbers = Vec::new();
        for one in nieuw {
            let same = |known: &&Voorstel| known.is_zelfde(&one) && known.wie == one.wie;
            if self.alle.iter().any(|known| same(&known)) {
                continue;
            }
            let nummer = self.alle.last().map_or(0, |last| last.nummer) + 1;
            numbers.push(nummer);
            self.alle.push(Voorstel { nummer, ..one });
        }
        self.herken(teksten);
        self.ruim_op();
        numbers
    }

    /// Takes away the open proposals that came in an earlier version of this file, and that those who change something in
    /// it now do not have in it any more. By its name it is the same file; under another one, the same people want other
    /// words than they did at the same place of the same export. What nobody is known to want stays.
    pub fn ingetrokken(&mut self, uit: &str, nieuw: &[Voorstel]) -> Vec<Voorstel> {
        let authors: BTreeSet<&String> = nieuw.iter().flat_map(|one| &one.wie).collect();
        let instead = |one: &Voorstel, new: &Voorstel| {
            let later = new.wanneer.is_some() && new.wanneer >= one.wanneer;
            new.komt_ook_van(one) && new.raakt(one) && later
        };
        let gone = |one: &Voorstel| {
            one.stand == Beslissing::Open
                && !one.wie.is_empty()
                && one.wie.iter().all(|name| authors.contains(name))
                && (one.uit == uit || nieuw.iter().any(|new| instead(one, new)))
                && !nieuw.iter().any(|new| new.is_zelfde(one) && new.wie == one.wie)
        };
        let (gone, left) = std::mem::take(&mut self.alle).into_iter().partition(gone);
        self.alle = left;
        gone
    }

    /// The open proposals that the same people made in a file of the same export under another name, and that are not in
    /// this one: perhaps it is a new version of that.
    pub fn ernaast(&self, nieuw: &[Voorstel]) -> Vec<&Voorstel> {
        let beside = |one: &&Voorstel| {
            nieuw.iter().any(|new| new.komt_ook_van(one))
                && !nieuw.iter().any(|new| new.is_zelfde(one) && new.wie == one.wie)
        };
        self.open().filter(beside).collect()
    }

    /// Follows the fields of proposals to where they are in these files, wherever their sections, rows and answers went.
    pub fn volg(&mut self, teksten: &Teksten) {
        let plekken = Plekken::van_teksten(teksten);
        for deel in self.alle.iter_mut().flat_map(|one| &mut one.delen) {
            let Some(was) = deel.place() else { continue };
            let now = plekken.waar(&was, &deel.plek);
            // What stands in no file of its own, such as a cell of a spreadsheet, cannot be written anyhow.
            deel.onzeker = now.is_none() && (!deel.plek.is_empty() || plekken.kent(&was));
            if let Some(now) = now {
                deel.plaats = now.to_string();
            }
        }
        self.zet_plekken(&plekken);
    }

    /// Keeps of proposals by what their fields are known in these files.
    pub(super) fn herken(&mut self, teksten: &Teksten) {
        self.zet_plekken(&Plekken::van_teksten(teksten));
    }

    fn zet_plekken(&mut self, plekken: &Plekken) {
        let kentekens = plekken.kentekens();
        for deel in self.alle.iter_mut().flat_map(|one| &mut one.delen) {
            let Some(place) = deel.place().filter(|_| !deel.onzeker) else { continue };
            deel.plek = plekken.van_plaats(&kentekens, &place);
            deel.bij = plekken.heet(&place).map(ToOwned::to_owned);
        }
    }

    /// What could not come along, and nobody has seen yet.
    pub fn gemeld(&self) -> impl Iterator<Item = &Gemeld> {
        self.gemeld.iter().filter(|one| !one.gezien)
    }

    /// Adds what could not come along, but for what was told before.
    pub fn meld(&mut self, nieuw: Vec<Gemeld>) {
        for one in nieuw {
            let same = |known: &Gemeld| Gemeld { gezien: false, ..known.clone() } == one;
            if !self.gemeld.iter().any(same) {
                self.gemeld.push(one);
            }
        }
    }

    /// Somebody has seen these of what could not come along; without any, all of it.
    pub fn gezien(&mut self, welke: &[Gemeld]) {
        for one in &mut self.gemeld {
            one.gezien |= welke.is_empty() || welke.contains(one);
        }
    }

    /// Whether there is nothing at all to keep.
    pub fn is_leeg(&self) -> bool {
        self.alle.is_empty() && self.gemeld.is_empty()
    }

    /// Says how one stands now.
    pub fn beslis(&mut self, nummer: u32, stand: Beslissing) {
        if let Some(one) = self.alle.iter_mut().find(|one| one.nummer == nummer) {
            one.stand = stand;
        }
    }

    /// The open proposals that touch the same words as this one.
    pub fn overlapt(&self, voorstel: &Voorstel) -> Vec<u32> {
        let others = self.open().filter(|other| other.nummer != voorstel.nummer);
        others.filter(|other| voorstel.raakt(other)).map(|other| other.nummer).collect()
    }

    /// Forgets texts that nothing is about.
    fn ruim_op(&mut self) {
        let named: BTreeSet<&String> =
            self.alle.iter().flat_map(|one| &one.delen).map(|deel| &deel.basis).collect();
        let gone: Vec<String> =
            self.bases.keys().filter(|name| !named.contains(name)).cloned().collect();
        gone.iter().for_each(|name| {
            self.bases.remove(name);
        });
    }
}
