//! In: the characters of a paragraph that belong to a field. Out: what they say, as stretches with their looks. Pure.

use std::collections::BTreeMap;

use super::super::merk::{BEELD, Merk, NOOT};
use super::super::model::{Stukje, Tekst, Verschoven};
use super::bekend::Veldaard;
use super::bestand::{Kleed, Teken};
use super::ontwerp::{Lezing, Ontwerp};
use super::stand::teken;
use crate::dossier::Place;
use crate::schrijven::{Blok, Chip, Draft, Ink, Looks, Stretch};
use crate::yaml::Segment;

impl Lezing<'_> {
    /// What a paragraph says, as stretches.
    pub(super) fn inhoud_van(&self, i: usize, place: &Place, out: &mut Ontwerp) -> Vec<Stretch> {
        let own = self.eigen(i, place, out);
        let whole = self.gelakt.whole(place).map(|at| self.lakkingen[at].gronden.join(", "));
        let bold = self.is_bold(i, place);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut at = 0;
        while at < own.len() {
            let one = teken(self.inhoud, own[at]);
            // A tab is a blank in a text, and none beside one.
            let blank = |at: Option<usize>| {
                at.and_then(|at| own.get(at))
                    .is_none_or(|pos| teken(self.inhoud, *pos).teken == ' ')
            };
            if one.teken == '\t' && (blank(at.checked_sub(1)) || blank(Some(at + 1))) {
                at += 1;
                continue;
            }
            let mut looks = looks(self.kleed(one), whole.as_deref(), bold);
            // LibreOffice ends a bare address with a slash.
            let bare = looks.link.as_deref().and_then(|link| link.strip_suffix('/'));
            if let Some(bare) = bare.filter(|bare| out.koppelingen.contains(*bare)) {
                looks.link = Some(bare.to_owned());
            }
            if self.is_value(one) {
                let end = self.einde_waarde(&own, at);
                self.waarde(&own[at..end], &looks, &mut stretches, out);
                at = end;
                continue;
            }
            let what = match one.teken {
                NOOT => match self.noot(one, out) {
                    Some(chip) => {
                        looks.withheld = out.gelakt.get(&chip.source).cloned().or(looks.withheld);
                        Ink::Chip(chip)
                    }
                    None => {
                        out.gemeld.push(("een noot zonder tekst".into(), one.erbij));
                        at += 1;
                        continue;
                    }
                },
                BEELD => {
                    out.gemeld.push(("een afbeelding".into(), one.erbij));
                    at += 1;
                    continue;
                }
                '\n' => Ink::Break(true),
                '\t' => Ink::Text(" ".to_owned()),
                char => match self.kleed(one).verschoven {
                    Some(Verschoven::Boven) => Ink::Raised(char.to_string()),
                    Some(Verschoven::Onder) => Ink::Lowered(char.to_string()),
                    None => Ink::Text(char.to_string()),
                },
            };
            let char = if one.teken == '\t' { ' ' } else { one.teken };
            out.stroom.push((char, own[at]));
            push(&mut stretches, what, looks);
            at += 1;
        }
        stretches
    }

    /// Whether a paragraph is bold as a whole, by what it is and not by its text.
    fn is_bold(&self, i: usize, place: &Place) -> bool {
        let Some(known) = self.koppelingen[i].bekend else { return false };
        let Some(Veldaard::Proza { draft, plekken }) =
            self.bekenden.velden.get(place).map(|field| &field.aard)
        else {
            return false;
        };
        let Some(plek) = plekken.get(&known) else { return false };
        let own = self.bekenden.alle[known].alinea.inhoud.iter().filter_map(|piece| match piece {
            Stukje::Tekst(text @ Tekst { veld, .. }) if veld.as_ref() == Some(place) => Some(text),
            _ => None,
        });
        let mut own = own.peekable();
        let typed = plek.inhoud(draft).iter().all(|one| one.looks.bold);
        own.peek().is_some() && own.all(|text| text.vet) && !typed
    }

    /// Where a computed value ends: two beside each other have two bookmarks.
    fn einde_waarde(&self, own: &[(usize, usize)], start: usize) -> usize {
        let first = teken(self.inhoud, own[start]).waarde;
        let ends = |pos: &(usize, usize)| {
            let one = teken(self.inhoud, *pos);
            !self.is_value(one) || one.waarde.is_some() && first.is_some() && one.waarde != first
        };
        own[start..].iter().position(ends).map_or(own.len(), |length| start + length)
    }

    /// A computed value; what was typed at its edges is text.
    fn waarde(
        &self,
        part: &[(usize, usize)],
        looks: &Looks,
        stretches: &mut Vec<Stretch>,
        out: &mut Ontwerp,
    ) {
        let own = |pos: &(usize, usize)| teken(self.inhoud, *pos);
        let plain = |part: &[(usize, usize)], stretches: &mut Vec<Stretch>, out: &mut Ontwerp| {
            for pos in part {
                out.stroom.push((own(pos).teken, *pos));
                push(stretches, Ink::Text(own(pos).teken.to_string()), looks.clone());
            }
        };
        let merk = part.iter().find_map(|pos| own(pos).waarde);
        let said: String = part.iter().map(|pos| own(pos).teken).collect();
        let merk = merk.or_else(|| {
            let same = |(_, value): &(&usize, &String)| **value == said;
            self.waarden.iter().find(same).map(|(merk, _)| *merk)
        });
        let source = merk.and_then(|merk| match &self.inhoud.merken[merk] {
            Merk::Waarde { bron, .. } => self.bekenden.waarden.get(bron),
            _ => None,
        });
        let (Some(merk), Some(source)) = (merk, source) else {
            // A program that loses bookmarks leaves the words and their style.
            let Some(chip) = self.bekenden.gedrukt_als(&said).and_then(Chip::new) else {
                return plain(part, stretches, out);
            };
            out.stroom.push((NOOT, part[0]));
            let withheld = out.gelakt.get(&chip.source).cloned();
            let looks = Looks { link: None, withheld, ..looks.clone() };
            return push(stretches, Ink::Chip(chip), looks);
        };
        let value = self.waarden.get(&merk).map_or("", String::as_str);
        // Words that somebody typed over a number are no other number.
        let counts = |text: &str| text.contains(|char: char| char.is_ascii_digit());
        if counts(value) && !counts(&said) {
            return plain(part, stretches, out);
        }
        let chip = match Chip::new(source) {
            Some(chip) => chip,
            None => return plain(part, stretches, out),
        };
        let found = if value.is_empty() { None } else { said.find(value) };
        let start = found.map(|at| said[..at].chars().count());
        let (before, behind) = match start {
            Some(start) => {
                let end = start + value.chars().count();
                (&part[..start], &part[end..])
            }
            None => {
                let who = part.iter().find_map(|pos| own(pos).erbij.or(own(pos).weg));
                let about = chip.label.clone();
                out.gemeld.push((format!("“{said}” in plaats van “{value}” ({about})"), who));
                out.geraakt.insert(out.stroom.len());
                (&part[..0], &part[part.len()..])
            }
        };
        plain(before, stretches, out);
        let at = part.get(before.len()).copied().unwrap_or(part[0]);
        out.stroom.push((NOOT, at));
        // A number of a note stands above the line by itself.
        let withheld = out.gelakt.get(&chip.source).cloned();
        push(stretches, Ink::Chip(chip), Looks { link: None, withheld, ..looks.clone() });
        plain(behind, stretches, out);
    }

    /// The note that a reference leads to.
    fn noot(&self, one: &Teken, out: &mut Ontwerp) -> Option<Chip> {
        let id = one.noot.as_ref()?;
        let lines = self.noten.get(id).cloned().unwrap_or_default();
        let known = lines.iter().find_map(|i| self.koppelingen[*i].veld.as_ref());
        if let Some(place) = known {
            let Some(Segment::Key(name)) = place.path.segments().last() else { return None };
            return Chip::new(&format!("[^{name}]"));
        }
        let mut own = Ontwerp::default();
        let nowhere = Place::top(crate::dossier::Root::Profile);
        let blocks = lines
            .into_iter()
            .map(|i| Blok::Paragraph { level: 0, content: self.inhoud_van(i, &nowhere, &mut own) });
        let text = Draft { blocks: blocks.collect() }.normal().written().ok()?;
        out.gemeld.append(&mut own.gemeld);
        if text.trim().is_empty() {
            return None;
        }
        let name = format!("nieuw-{}", out.noten.len() + 1);
        out.noten.insert(name.clone(), text.trim().to_owned());
        Chip::new(&format!("[^{name}]"))
    }
}

/// The notes and values of a draft that are withheld, with the ground.
pub(super) fn gelakte_chips(draft: &Draft) -> BTreeMap<String, String> {
    let stretches = draft.blocks.iter().flat_map(Blok::lines).flatten();
    let withheld = stretches.filter_map(|stretch| match &stretch.what {
        Ink::Chip(chip) => Some((chip.source.clone(), stretch.looks.withheld.clone()?)),
        _ => None,
    });
    withheld.collect()
}

/// The style of computed values and references.
pub(super) const BEREKEND: &str = "kamerbrief berekend";

/// How a character looked before that was changed.
pub(super) fn was(teken: &Teken) -> &Kleed {
    teken.kleed.was.as_deref().unwrap_or(&teken.kleed)
}

fn looks(kleed: &Kleed, whole: Option<&str>, bold: bool) -> Looks {
    let ground = kleed.stijl.as_deref().and_then(|name| name.strip_prefix("kamerbrief gelakt "));
    Looks {
        bold: kleed.vet && !bold,
        italic: kleed.cursief,
        link: kleed.url.clone(),
        withheld: ground.filter(|ground| Some(*ground) != whole).map(ToOwned::to_owned),
    }
}

pub(super) fn push(stretches: &mut Vec<Stretch>, what: Ink, looks: Looks) {
    if let Some(Stretch { what: last, looks: known }) = stretches.last_mut()
        && *known == looks
    {
        match (last, &what) {
            (Ink::Text(text), Ink::Text(more))
            | (Ink::Raised(text), Ink::Raised(more))
            | (Ink::Lowered(text), Ink::Lowered(more)) => return text.push_str(more),
            _ => {}
        }
    }
    stretches.push(Stretch { what, looks });
}
