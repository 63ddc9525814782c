//! In: what the files of a dossier say. Out: by what each item of their lists is known, and where an item of before stands
//! now. Pure.
//!
//! An item is never known by its number: another one may stand there by now. It is known by its `id`, by the questions that
//! it answers, by its name or heading, by a long text of its own, or else by all that it says; and by that only where it is
//! the only one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Teksten;
use crate::dossier::{Bestand, Place, Root, Vingerafdruk};
use crate::yaml::{self, Segment};

/// A text of this many characters says which item it is of, where no other has it.
pub const LANG: usize = 25;

/// The keys that name an item, the first that it has.
pub const NAMEN: [&str; 13] = [
    "maatregel",
    "bron",
    "post",
    "kop",
    "titel",
    "naam",
    "rol",
    "kamerstuk",
    "toezegging",
    "nummer",
    "wat",
    "functie",
    "regel",
];

/// The lists whose items name themselves by all that is in another list.
const REEKSEN: [&str; 2] = ["op", "partijen"];

/// By what an item of a list is known: fingerprints, each only where it is the only one with that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kenteken {
    /// All that its list says.
    lijst: String,
    /// Its `id`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    naam: String,
    /// Whether no other item of such a list has that name.
    #[serde(default, skip_serializing_if = "is_off")]
    overal: bool,
    /// All that it says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    heel: String,
    /// Its longest text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    lang: String,
}

fn is_off(mark: &bool) -> bool {
    !mark
}

/// The first 32 bits of a fingerprint.
fn afdruk<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    Vingerafdruk::of(parts.into_iter().map(str::as_bytes)).to_string()[..8].to_owned()
}

impl Kenteken {
    /// In letters and digits, without what is not known.
    pub fn kort(&self) -> String {
        let Self { lijst, id, naam, overal, heel, lang } = self;
        format!("{lijst}.{id}.{naam}.{}.{heel}.{lang}", u8::from(*overal))
    }

    /// Reads what `kort` writes.
    pub fn uit_kort(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [lijst, id, naam, overal, heel, lang] = parts[..] else { return None };
        let [lijst, id, naam, heel, lang] = [lijst, id, naam, heel, lang].map(ToOwned::to_owned);
        Some(Self { lijst, id, naam, overal: overal == "1", heel, lang })
    }
}

/// An item, whether or not others have the same.
#[derive(Debug)]
struct Punt {
    lijst: Place,
    /// The kind of list: sections and what is in them are of one.
    soort: String,
    /// How a reader knows it.
    heet: Option<String>,
    /// As they are, also where others have the same.
    eigen: Kenteken,
    /// The names that it had before a proposal was taken.
    eerder: Vec<String>,
}

/// The items of the lists of a dossier.
#[derive(Debug, Default)]
pub struct Plekken {
    punten: BTreeMap<Place, Punt>,
}

/// The items that a place is in, outermost first: how many of its steps lead there.
fn punten_van(place: &Place) -> impl DoubleEndedIterator<Item = usize> {
    let steps = place.path.segments();
    (0..steps.len()).filter(|at| matches!(steps[*at], Segment::Index(_))).map(|at| at + 1)
}

/// The first steps of a place.
fn begin(place: &Place, steps: usize) -> Place {
    let mut of = place.clone();
    for _ in steps..place.path.segments().len() {
        of.path = of.path.parent();
    }
    of
}

/// What comes behind the first steps of a place, put behind another.
fn achter(to: &Place, place: &Place, steps: usize) -> Place {
    place.path.segments()[steps..].iter().fold(to.clone(), |to, step| match step {
        Segment::Key(key) => to.key(key),
        Segment::Index(index) => to.index(*index),
    })
}

/// The items that a place is in, outermost first.
pub fn punten(place: &Place) -> Vec<Place> {
    punten_van(place).map(|steps| begin(place, steps)).collect()
}

impl Plekken {
    /// The items that these values are in; `telt` says which of them are part of what an item says.
    pub fn van<'t>(
        leaves: impl IntoIterator<Item = (Place, &'t str)>,
        telt: impl Fn(&Place) -> bool,
    ) -> Self {
        let mut inhoud: BTreeMap<Place, Vec<(Place, &str, bool)>> = BTreeMap::new();
        let mut lijsten: BTreeMap<Place, Vec<(String, String)>> = BTreeMap::new();
        for (place, text) in leaves {
            let counts = telt(&place);
            for steps in punten_van(&place) {
                let item = begin(&place, steps);
                let rest = achter(&Place::top(place.root), &place, steps);
                if counts {
                    let lijst = lijsten.entry(begin(&place, steps - 1)).or_default();
                    let within = achter(&Place::top(place.root), &place, steps - 1);
                    lijst.push((within.path.to_string(), text.to_owned()));
                }
                inhoud.entry(item).or_default().push((rest, text, counts));
            }
        }
        let said = |all: &mut Vec<(String, String)>| {
            all.sort();
            afdruk(all.iter().flat_map(|(rest, text)| [rest.as_str(), text.as_str()]))
        };
        let lijsten: BTreeMap<Place, String> =
            lijsten.into_iter().map(|(place, mut all)| (place, said(&mut all))).collect();
        let punten = inhoud.into_iter().map(|(item, values)| {
            let lijst = begin(&item, item.path.segments().len() - 1);
            let soort = match lijst.path.segments().last() {
                Some(Segment::Key(key)) if **key == *"delen" => "secties".to_owned(),
                Some(Segment::Key(key)) => key.to_string(),
                _ => String::new(),
            };
            let one = |key: &str| {
                let own = |path: &str| path == key || path.strip_suffix(".waarde") == Some(key);
                let found = values.iter().find(|(rest, ..)| own(&rest.path.to_string()));
                found.map(|(_, text, counts)| (text.trim(), *counts))
            };
            let reeks = REEKSEN.iter().find_map(|key| {
                let own = values.iter().filter(|(rest, ..)| match rest.path.segments() {
                    [Segment::Key(first), Segment::Index(_)] => **first == **key,
                    _ => false,
                });
                let mut all: Vec<&str> = own.map(|(_, text, _)| text.trim()).collect();
                all.sort_unstable();
                (!all.is_empty()).then(|| (key.to_string(), all.join(" ")))
            });
            let named = || {
                let key = NAMEN.iter().find(|key| one(key).is_some_and(|(_, counts)| counts))?;
                Some(((*key).to_owned(), one(key)?.0.to_owned()))
            };
            let naam = reeks.or_else(named);
            let counted = || values.iter().filter(|(.., counts)| *counts);
            let direct = counted().filter(|(rest, ..)| rest.path.segments().len() == 1);
            let lang = direct.map(|(_, text, _)| text.trim());
            let lang = lang.max_by_key(|text| text.chars().count());
            let mut heel: Vec<(String, String)> = counted()
                .map(|(rest, text, _)| (rest.path.to_string(), (*text).to_owned()))
                .collect();
            let eigen = Kenteken {
                lijst: lijsten.get(&lijst).cloned().unwrap_or_default(),
                id: one("id").map(|(id, _)| afdruk([id])).unwrap_or_default(),
                naam: naam
                    .as_ref()
                    .map(|(key, name)| afdruk([key.as_str(), name]))
                    .unwrap_or_default(),
                overal: true,
                heel: if heel.is_empty() { String::new() } else { said(&mut heel) },
                lang: lang
                    .filter(|text| text.chars().count() >= LANG)
                    .map(|text| afdruk([text]))
                    .unwrap_or_default(),
            };
            let heet = naam.map(|(_, name)| name);
            (item, Punt { lijst, soort, heet, eigen, eerder: Vec::new() })
        });
        Self { punten: punten.collect() }
    }

    /// The items of files as they are written.
    pub fn van_teksten(teksten: &Teksten) -> Self {
        let mut leaves: Vec<(Place, String)> = Vec::new();
        for bestand in Bestand::ALL {
            let tree = teksten.get(&bestand.name()).and_then(|text| yaml::read(text));
            if let Some((_, tree)) = tree {
                tree.leaves(&mut |path, text| {
                    leaves.push((Place::of(bestand, path.clone()), text.to_owned()));
                });
            }
        }
        Self::van(leaves.iter().map(|(place, text)| (place.clone(), text.as_str())), |_| true)
    }

    /// The items in which there is something that counts, each with what it is known by.
    pub fn kentekens(&self) -> BTreeMap<Place, Kenteken> {
        let mut many: BTreeMap<(&str, &Place, &str), usize> = BTreeMap::new();
        let mut wide: BTreeMap<(&str, Root, &str, &str), usize> = BTreeMap::new();
        for (place, Punt { lijst, soort, eigen, .. }) in &self.punten {
            for (kind, print) in [("id", &eigen.id), ("naam", &eigen.naam), ("heel", &eigen.heel)] {
                *many.entry((kind, lijst, print)).or_default() += 1;
            }
            for (kind, print) in [("naam", &eigen.naam), ("lang", &eigen.lang)] {
                *wide.entry((kind, place.root, soort, print)).or_default() += 1;
            }
        }
        let of = |(place, punt): (&Place, &Punt)| {
            let Punt { lijst, soort, eigen, .. } = punt;
            let only = |kind: &str, print: &String| {
                let one = many.get(&(kind, lijst, print.as_str())) == Some(&1);
                if one { print.clone() } else { String::new() }
            };
            let everywhere = |kind: &str, print: &str| {
                wide.get(&(kind, place.root, soort.as_str(), print)) == Some(&1)
            };
            let naam = only("naam", &eigen.naam);
            let kenteken = Kenteken {
                lijst: eigen.lijst.clone(),
                id: only("id", &eigen.id),
                overal: !naam.is_empty() && everywhere("naam", &naam),
                naam,
                heel: only("heel", &eigen.heel),
                lang: if everywhere("lang", &eigen.lang) {
                    eigen.lang.clone()
                } else {
                    String::new()
                },
            };
            (place.clone(), kenteken)
        };
        self.punten.iter().filter(|(_, punt)| !punt.eigen.heel.is_empty()).map(of).collect()
    }

    /// Says that an item had another name before: a field that names one, with what it said.
    pub fn heette(&mut self, veld: &Place, naam: &str) {
        let Some(Segment::Key(key)) = veld.path.segments().last() else { return };
        let item = begin(veld, veld.path.segments().len() - 1);
        if let Some(punt) = self.punten.get_mut(&item).filter(|_| NAMEN.contains(&&**key)) {
            punt.eerder.push(afdruk([&**key, naam.trim()]));
        }
    }

    /// By what the items that a place is in are known, outermost first.
    pub fn van_plaats(
        &self,
        kentekens: &BTreeMap<Place, Kenteken>,
        place: &Place,
    ) -> Vec<Kenteken> {
        let all = punten_van(place).map(|steps| kentekens.get(&begin(place, steps)).cloned());
        all.collect::<Option<_>>().unwrap_or_default()
    }

    /// Whether the items that a place is in are there.
    pub fn kent(&self, place: &Place) -> bool {
        punten_van(place).all(|steps| self.punten.contains_key(&begin(place, steps)))
    }

    /// How a reader knows the innermost item with a name that a place is in.
    pub fn heet(&self, place: &Place) -> Option<&str> {
        let mut all = punten_van(place).rev();
        all.find_map(|steps| self.punten.get(&begin(place, steps))?.heet.as_deref())
    }

    /// Where the items of before stand now; those of which that is not certain are not among them.
    pub fn gevolgd(&self, oud: &BTreeMap<Place, Kenteken>) -> BTreeMap<Place, Place> {
        let mut found: BTreeMap<Place, Place> = BTreeMap::new();
        for (place, kenteken) in oud {
            // Those that it is in come first.
            let lijst = begin(place, place.path.segments().len() - 1);
            let here = verplaatst(&lijst, &found);
            found.extend(
                self.een(place, kenteken, here.as_ref()).map(|now| (place.clone(), now.clone())),
            );
        }
        // No two are one.
        let mut times: BTreeMap<&Place, usize> = BTreeMap::new();
        found.values().for_each(|now| *times.entry(now).or_default() += 1);
        let twice: Vec<Place> = found
            .iter()
            .filter(|(_, now)| times[now] > 1)
            .map(|(place, _)| place.clone())
            .collect();
        found.retain(|place, _| !twice.iter().any(|one| place.is_within(one)));
        found
    }

    /// Where a place of before is now, if that is certain.
    pub fn waar(&self, place: &Place, plek: &[Kenteken]) -> Option<Place> {
        let items: Vec<usize> = punten_van(place).collect();
        if items.len() != plek.len() {
            return None;
        }
        let oud = items.iter().zip(plek);
        let oud = oud.map(|(steps, one)| (begin(place, *steps), one.clone())).collect();
        verplaatst(place, &self.gevolgd(&oud))
    }

    /// Where one item is now, of which the list is now there.
    fn een(&self, was: &Place, oud: &Kenteken, lijst: Option<&Place>) -> Option<&Place> {
        let soort = match begin(was, was.path.segments().len() - 1).path.segments().last() {
            Some(Segment::Key(key)) if **key == *"delen" => "secties".to_owned(),
            Some(Segment::Key(key)) => key.to_string(),
            _ => String::new(),
        };
        let like = |(place, punt): &(&Place, &Punt)| place.root == was.root && punt.soort == soort;
        let all: Vec<(&Place, &Punt)> = self.punten.iter().filter(like).collect();
        let here: Vec<(&Place, &Punt)> =
            all.iter().filter(|(_, punt)| Some(&punt.lijst) == lijst).copied().collect();
        // Of a list that says exactly what it said, each is where it was.
        if let (Some(lijst), Some(Segment::Index(at))) = (lijst, was.path.segments().last())
            && !oud.lijst.is_empty()
        {
            let there = lijst.index(*at);
            let same =
                here.iter().find(|(place, punt)| **place == there && punt.eigen.lijst == oud.lijst);
            if let Some((place, _)) = same {
                return Some(place);
            }
        }
        let with = |among: &[(&'_ Place, &'_ Punt)], of: fn(&Kenteken) -> &String| -> Vec<usize> {
            let print = of(oud);
            let found = among.iter().enumerate().filter(|(_, (_, punt))| of(&punt.eigen) == print);
            if print.is_empty() { Vec::new() } else { found.map(|(at, _)| at).collect() }
        };
        for among in [&here, &all] {
            match with(among, |one| &one.id)[..] {
                [one] => return Some(among[one].0),
                [] => {}
                _ => return None,
            }
        }
        let lang = match with(&all, |one| &one.lang)[..] {
            [one] => Some(all[one].0),
            _ => None,
        };
        // By its name, or by the one that it had.
        let named = |among: &[(&'_ Place, &'_ Punt)]| match with(among, |one| &one.naam) {
            none if none.is_empty() && !oud.naam.is_empty() => {
                let had = |at: &usize| among[*at].1.eerder.contains(&oud.naam);
                (0..among.len()).filter(had).collect()
            }
            found => found,
        };
        let (in_list, everywhere) = (named(&here), named(&all));
        let by_name = match in_list[..] {
            [one] => Some(here[one].0),
            [] if oud.overal => match everywhere[..] {
                [one] => Some(all[one].0),
                [] => None,
                _ => return None,
            },
            [] => None,
            // Of several with one name by now, the one that says what it said.
            _ => match with(&here, |one| &one.heel)[..] {
                [one] => Some(here[one].0),
                _ => return None,
            },
        };
        match (by_name, lang) {
            // A heading that went to another text says nothing of either.
            (Some(one), Some(other)) if one != other => None,
            (Some(one), _) => Some(one),
            (None, Some(one)) => Some(one),
            (None, None) if oud.naam.is_empty() => match with(&here, |one| &one.heel)[..] {
                [one] => Some(here[one].0),
                _ => None,
            },
            (None, None) => None,
        }
    }
}

/// A place, when the items that it is in went there; none when that is not known.
pub fn verplaatst(place: &Place, naar: &BTreeMap<Place, Place>) -> Option<Place> {
    match punten_van(place).next_back() {
        None => Some(place.clone()),
        Some(steps) => Some(achter(naar.get(&begin(place, steps))?, place, steps)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plekken(brief: &str) -> Plekken {
        Plekken::van_teksten(&Teksten::from([("brief.yaml".to_owned(), brief.to_owned())]))
    }

    #[test]
    fn an_item_is_found_by_what_it_is_or_not_at_all() {
        let brief = |all: &[(&str, &str)]| -> String {
            let sectie =
                |(kop, tekst): &(&str, &str)| format!("  - kop: {kop}\n    tekst: {tekst}\n");
            "secties:\n".to_owned() + &all.iter().map(sectie).collect::<String>()
        };
        let long = "Dit is een lange tekst van de tweede sectie.";
        let (a, b, c) = (("Aa", "Ja."), ("Bee", long), ("Cee", "Ja."));
        let oud = plekken(&brief(&[a, b, c])).kentekens();
        let twee = plekken(&brief(&[a, c, ("Cee", "Nee.")])).kentekens();
        let places =
            |oud: &BTreeMap<Place, Kenteken>, now: &[(&str, &str)]| -> Vec<Option<usize>> {
                let found = plekken(&brief(now)).gevolgd(oud);
                let of = |place: &Place| match found.get(place)?.path.segments().last()? {
                    Segment::Index(at) => Some(*at),
                    Segment::Key(_) => None,
                };
                oud.keys().map(of).collect()
            };
        for (now, wanted) in [
            (&[a, b, c][..], [Some(0), Some(1), Some(2)]),
            (&[c, ("Nieuw", "Ja."), b, a], [Some(3), Some(2), Some(0)]),
            // Called otherwise: a long text still tells, a short one never.
            (&[c, ("Anders", long), ("Nieuw", "Ja.")], [None, Some(1), Some(0)]),
            // A heading that went to another text.
            (&[a, ("Cee", long), ("Bee", "Ja.")], [Some(0), None, Some(1)]),
            (&[a, ("Bee", "Nee."), c, c], [Some(0), Some(1), None]),
        ] {
            assert_eq!(places(&oud, now), wanted, "{now:?}");
        }
        // Of two with one name all that they say tells.
        assert_eq!(places(&twee, &[("Cee", "Nee."), c, a]), [Some(2), Some(1), Some(0)]);
        assert_eq!(places(&twee, &[("Cee", "Ooit."), c, a]), [Some(2), Some(1), None]);
    }

    #[test]
    fn what_an_item_is_known_by_is_read_back_as_it_is_written() {
        let all = plekken(
            "secties:\n  - kop: Aa\n    tekst: Bee\n    delen:\n      - kop: Cee\n        tekst: Dee\n",
        );
        for kenteken in all.kentekens().into_values() {
            assert_eq!(Kenteken::uit_kort(&kenteken.kort()), Some(kenteken));
        }
        for wrong in ["", "a", "a.b.c.1.d", "a.b.c.1.d.e.f"] {
            assert_eq!(Kenteken::uit_kort(wrong), None, "{wrong}");
        }
    }
}
