//! In: a file that came back, read with its changes taken and refused, and the document as it was exported. Out: what of it
//! cannot come along to the dossier, each with what it was and what it became. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merk::{BEELD, Merk, NOOT};
use super::Vergelijking;
use super::bekend::{Export, Veldaard};
use super::bestand::{Leesalinea, Spoornummer, Woordbestand};
use super::koppel::Koppeling;
use super::ontwerp::Lezing;
use super::stand::{self, Leesregel};
use crate::dossier::Place;

/// The cells of a row that have words and had none, each with its column; and who wrote them.
type Nieuwerij = (Vec<(usize, String)>, Spoornummer);

/// Most words around a change that are shown, and most characters of it.
const ROND: usize = 2;
const MEEST: usize = 50;

/// Of each paragraph that the file had when it was made and has no more: who took it away.
pub(super) type Verdwenen = BTreeMap<usize, Spoornummer>;

fn nummer(merk: &Merk) -> Option<usize> {
    match merk {
        Merk::Veld { nummer, .. } | Merk::Vast { nummer, .. } => Some(*nummer),
        Merk::Waarde { .. } => None,
    }
}

/// The number in the file of each paragraph of the document as it is exported now, for those that it had.
fn nummers(
    inhoud: &Woordbestand,
    bekenden: &Export<'_>,
    bekend: &BTreeMap<usize, usize>,
    onveranderd: bool,
) -> BTreeMap<usize, usize> {
    if onveranderd {
        return (0..bekenden.alle.len()).map(|k| (k, k + 1)).collect();
    }
    let known = bekend.iter().filter_map(|(merk, k)| Some((nummer(&inhoud.merken[*merk])?, k + 1)));
    let pairs: BTreeMap<usize, usize> = std::iter::once((0, 0)).chain(known).collect();
    let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    let mut out = BTreeMap::new();
    for pair in pairs.windows(2) {
        let ((n, k), (next_n, next_k)) = (pair[0], pair[1]);
        // As many as there are now: the same.
        if next_k.checked_sub(k) == Some(next_n - n) {
            out.extend((1..=next_n - n).map(|step| (k + step - 1, n + step)));
        } else if let Some(at) = next_k.checked_sub(1) {
            out.insert(at, next_n);
        }
    }
    out
}

/// The paragraphs that are gone.
pub(super) fn verdwenen(
    bekend: &BTreeMap<usize, usize>,
    onveranderd: bool,
    nieuw: &Lezing<'_>,
) -> Verdwenen {
    let inhoud = nieuw.inhoud;
    // Of each number whether something of it is still there, and who took the rest away.
    let mut there: BTreeMap<usize, (bool, Spoornummer)> = BTreeMap::new();
    for line in &inhoud.alineas {
        for one in &line.tekens {
            let Some(number) = one.blok.and_then(|merk| nummer(&inhoud.merken[merk])) else {
                continue;
            };
            let went = one.weg.or(line.rij_weg);
            let known = there.entry(number).or_default();
            *known = (known.0 || went.is_none(), known.1.or(went));
        }
    }
    let mut loose: BTreeSet<String> = BTreeSet::new();
    for (koppeling, regel) in nieuw.koppelingen.iter().zip(&nieuw.regels) {
        match koppeling.merk.and_then(|merk| nummer(&inhoud.merken[merk])) {
            Some(number) if !regel.tekens.is_empty() => there.entry(number).or_default().0 = true,
            Some(_) => {}
            None => _ = loose.insert(regel.tekst(inhoud).trim().to_owned()),
        }
    }
    let all = nummers(inhoud, nieuw.bekenden, bekend, onveranderd);
    let gone = all.into_iter().filter_map(|(k, number)| match there.get(&number) {
        Some((true, _)) => None,
        Some((false, who)) => Some((k, *who)),
        // A program can lose a bookmark around words that are still there.
        None if loose.contains(nieuw.bekenden.alle[k].gezegd.trim()) => None,
        None => Some((k, None)),
    });
    gone.collect()
}

/// Whoever changed something of a paragraph, if that was tracked.
fn spoor(line: &Leesalinea) -> Spoornummer {
    let chars = line.tekens.iter().find_map(|one| one.weg.or(one.erbij));
    chars.or(line.rij_weg).or(line.rij_erbij).or(line.weg).or(line.erbij)
}

impl Vergelijking<'_> {
    /// Who changed something of these paragraphs.
    pub(super) fn wie(&self, lezing: &Lezing<'_>, own: impl Fn(&Koppeling) -> bool) -> Spoornummer {
        let lines = lezing.koppelingen.iter().zip(&lezing.regels).filter(|(one, _)| own(one));
        lines.flat_map(|(_, regel)| &regel.alineas).find_map(|i| spoor(&lezing.inhoud.alineas[*i]))
    }

    /// Rows that are gone as a whole or stand elsewhere, unless they are of a text: each is told once. The paragraphs of
    /// those.
    pub(super) fn rijen(&mut self) -> BTreeSet<usize> {
        let bekenden = self.nieuw.bekenden;
        let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (k, one) in bekenden.alle.iter().enumerate() {
            if let Some(row) = one.rij {
                rows.entry(row).or_default().push(k);
            }
        }
        for (who, said) in self.verplaatste_rijen() {
            self.gewijzigd(format!("dat deze rij is verplaatst: “{said}”"), who, None);
        }
        let there: BTreeSet<usize> =
            self.nieuw.koppelingen.iter().filter_map(|one| one.bekend).collect();
        let mut nieuwe = self.nieuwe_rijen();
        nieuwe.retain(|(table, row), _| self.bekende_cellen(*table, *row).next().is_none());
        let mut done = BTreeSet::new();
        for own in rows.into_values() {
            let of_text = |k: &usize| {
                let veld = bekenden.alle[*k].alinea.bron.as_ref();
                let veld = veld.and_then(|place| bekenden.velden.get(place));
                veld.is_some_and(|veld| matches!(veld.aard, Veldaard::Proza { .. }))
            };
            if own.iter().any(of_text) || own.iter().any(|k| there.contains(k)) {
                continue;
            }
            let said: Vec<String> =
                own.iter().map(|k| leesbaar(&bekenden.alle[*k].gezegd)).collect();
            let place = own.iter().find_map(|k| bekenden.alle[*k].alinea.bron.clone());
            let who = own.iter().find_map(|k| *self.verdwenen.get(k)?);
            let elsewhere = nieuwe
                .iter()
                .find(|(_, (cells, _))| cells.iter().map(|(_, text)| text).eq(&said))
                .map(|(at, (_, came))| (*at, *came));
            let what = match elsewhere {
                Some((at, _)) => {
                    nieuwe.remove(&at);
                    self.verplaatst.insert(at);
                    "verplaatst"
                }
                None if own.iter().all(|k| self.verdwenen.contains_key(k)) => "weggehaald",
                None => continue,
            };
            let who = who.or(elsewhere.and_then(|(_, came)| came));
            let what = format!("dat deze rij is {what}: “{}”", said.join(" | "));
            self.gewijzigd(what, who, place.as_ref());
            done.extend(own);
        }
        done
    }

    /// What rows say that went elsewhere with their bookmarks.
    fn verplaatste_rijen(&self) -> Vec<(Spoornummer, String)> {
        let nieuw = self.nieuw;
        let mut rows: BTreeMap<(usize, usize), (bool, Spoornummer, Vec<String>)> = BTreeMap::new();
        for (regel, koppeling) in nieuw.regels.iter().zip(&nieuw.koppelingen) {
            let line = regel.van(nieuw.inhoud);
            let Some(cel) = line.cel else { continue };
            let row = rows.entry((cel.0, cel.1)).or_default();
            row.0 |= koppeling.verplaatst;
            row.1 = row.1.or(spoor(line));
            row.2
                .extend(Some(leesbaar(&regel.tekst(nieuw.inhoud))).filter(|said| !said.is_empty()));
        }
        let moved = rows.into_values().filter(|(moved, ..)| *moved);
        moved.map(|(_, who, said)| (who, said.join(" | "))).collect()
    }

    /// The cells with words that belong to nothing, by their table and row.
    fn nieuwe_rijen(&self) -> BTreeMap<(usize, usize), Nieuwerij> {
        let inhoud = self.nieuw.inhoud;
        let mut out: BTreeMap<(usize, usize), Nieuwerij> = BTreeMap::new();
        for (koppeling, regel) in self.nieuw.koppelingen.iter().zip(&self.nieuw.regels) {
            let (line, text) = (regel.van(inhoud), regel.tekst(inhoud));
            if !koppeling.is_los() || text.trim().is_empty() || line.noot.is_some() {
                continue;
            }
            if let Some(cel) = line.cel {
                let came = regel.tekens.iter().find_map(|pos| stand::teken(inhoud, *pos).erbij);
                let row = out.entry((cel.0, cel.1)).or_default();
                row.1 = row.1.or(came).or(line.rij_erbij);
                row.0.push((cel.2, leesbaar(&text)));
            }
        }
        out
    }

    /// What a field that is gone as a whole said, and who took it away.
    pub(super) fn veld_weg(&self, place: &Place) -> Option<(Vec<usize>, Spoornummer)> {
        let all = self.nieuw.bekenden.alle.iter().enumerate();
        let own: Vec<usize> = all
            .filter(|(_, one)| one.alinea.bron.as_ref() == Some(place))
            .map(|(k, _)| k)
            .collect();
        let gone = own.iter().all(|k| self.verdwenen.contains_key(k)) && !own.is_empty();
        let who = own.iter().find_map(|k| *self.verdwenen.get(k)?);
        gone.then_some((own, who))
    }

    /// A field that is printed in another way than it was typed.
    pub(super) fn vast(&mut self, place: &Place) {
        let text = |lezing: &Lezing<'_>| -> String {
            let own = lezing.van(place).into_iter();
            own.map(|i| lezing.regels[i].tekst(lezing.inhoud)).collect::<Vec<_>>().join(" ")
        };
        let all = self.nieuw.bekenden.alle.iter().enumerate();
        let own = || all.clone().filter(|(_, one)| one.alinea.bron.as_ref() == Some(place));
        let same = |k: &usize| self.bekend.values().any(|known| known == k);
        let exported = own().all(|(k, _)| same(&k) || self.verdwenen.contains_key(&k));
        let was = match exported {
            true => own().map(|(_, one)| one.gezegd.as_str()).collect::<Vec<_>>().join(" "),
            false => text(self.oud),
        };
        let is = text(self.nieuw);
        if was.trim() != is.trim() {
            let (was, is) = verschil(&was, &is);
            let who = self.weg(place).or_else(|| {
                self.wie(self.nieuw, |koppeling| koppeling.veld.as_ref() == Some(place))
            });
            self.gewijzigd(format!("“{is}” in plaats van “{was}”"), who, Some(place));
        }
    }

    /// What belongs to no field: words of the form, and what stands alone.
    pub(super) fn rest(&mut self, told: &BTreeSet<usize>) {
        self.formulier(told);
        let inhoud = self.nieuw.inhoud;
        for (koppeling, regel) in self.nieuw.koppelingen.iter().zip(&self.nieuw.regels) {
            let (line, text) = (regel.van(inhoud), regel.tekst(inhoud));
            // A note that a text refers to is told with that text.
            if !koppeling.is_los()
                || text.trim().is_empty()
                || line.noot.is_some()
                || line.cel.is_some()
            {
                continue;
            }
            let is_kop = line.stijl.as_ref().is_some_and(|stijl| stijl.starts_with("heading"));
            let said = leesbaar(&text);
            let what = match (self.stond_elders(&said), is_kop) {
                (true, true) => "dat deze kop is verplaatst",
                (true, false) => "dat deze alinea is verplaatst",
                (false, true) => "een nieuwe kop",
                (false, false) => "een nieuwe alinea",
            };
            let came = regel.tekens.iter().find_map(|pos| stand::teken(inhoud, *pos).erbij);
            self.gewijzigd(format!("{what}: “{said}”"), came.or(line.rij_erbij), None);
        }
        for ((table, row), (cells, who)) in self.nieuwe_rijen() {
            if !self.verplaatst.contains(&(table, row)) {
                self.cellen(table, row, &cells, who);
            }
        }
        if !inhoud.verborgen.trim().is_empty() {
            let what = format!("verborgen tekst: “{}”", leesbaar(&inhoud.verborgen));
            self.gewijzigd(what, inhoud.verborgen_door, None);
        }
        for what in &inhoud.vreemd {
            self.meld(*what, None, None);
        }
    }

    /// Words in cells that had none: of a new row, or of one that was there.
    fn cellen(&mut self, table: usize, row: usize, cells: &[(usize, String)], who: Spoornummer) {
        let nieuw = self.nieuw;
        let of_table = || {
            let all = nieuw.regels.iter().zip(&nieuw.koppelingen);
            all.filter(move |(regel, _)| {
                regel.van(nieuw.inhoud).cel.is_some_and(|cel| cel.0 == table)
            })
        };
        let cel = |regel: &Leesregel| regel.van(nieuw.inhoud).cel.unwrap_or_default();
        let known = || self.bekende_cellen(table, row);
        let Some((name, _)) = known().next() else {
            let all: Vec<&str> = cells.iter().map(|(_, text)| text.as_str()).collect();
            return self.gewijzigd(format!("een nieuwe rij: “{}”", all.join(" | ")), who, None);
        };
        let place = known().find_map(|(_, koppeling)| koppeling.veld.clone());
        let name = leesbaar(&name.tekst(nieuw.inhoud));
        for (column, text) in cells {
            let mut heads = of_table().filter(|(regel, _)| cel(regel).2 == *column);
            let head = heads.next().map(|(regel, _)| leesbaar(&regel.tekst(nieuw.inhoud)));
            let head = head.filter(|head| !head.is_empty() && head != text);
            let under = head.map_or_else(String::new, |head| format!(", onder “{head}”"));
            let what = format!("“{text}” in een cel die leeg was, in de rij “{name}”{under}");
            self.gewijzigd(what, who, place.as_ref());
        }
    }

    /// Whether a text was in the document on a line of its own, where it is no more.
    fn stond_elders(&self, said: &str) -> bool {
        self.nieuw.bekenden.alle.iter().enumerate().any(|(k, one)| {
            one.rij.is_none()
                && leesbaar(&one.gezegd) == said
                && !self.verdwenen.contains_key(&k)
                && self.nieuw.koppelingen.iter().all(|one| one.bekend != Some(k))
        })
    }

    /// What of a row was in it when the file was made.
    fn bekende_cellen(
        &self,
        table: usize,
        row: usize,
    ) -> impl Iterator<Item = (&Leesregel, &Koppeling)> {
        let all = self.nieuw.regels.iter().zip(&self.nieuw.koppelingen);
        all.filter(move |(regel, one)| {
            let cel = regel.van(self.nieuw.inhoud).cel;
            one.merk.is_some() && cel.is_some_and(|cel| (cel.0, cel.1) == (table, row))
        })
    }

    /// The paragraphs of the form that say something else, or are gone.
    fn formulier(&mut self, told: &BTreeSet<usize>) {
        let bekenden = self.nieuw.bekenden;
        let of = |lezing: &Lezing<'_>, own: &dyn Fn(&Koppeling) -> bool| -> String {
            let lines = lezing.koppelingen.iter().zip(&lezing.regels).filter(|(one, _)| own(one));
            lines.map(|(_, regel)| regel.tekst(lezing.inhoud)).collect()
        };
        let mut changed: Vec<(String, String, Spoornummer)> = Vec::new();
        let mut rows: Vec<Option<String>> = Vec::new();
        // The name of the row that a cell stands in.
        let name = |k: usize| {
            let row = bekenden.alle[k].rij?;
            let first = bekenden.alle.iter().position(|one| one.rij == Some(row))?;
            let name = leesbaar(&bekenden.alle[first].gezegd);
            Some(name).filter(|name| first != k && !name.is_empty())
        };
        for (k, one) in bekenden.alle.iter().enumerate() {
            if one.alinea.bron.is_some() || told.contains(&k) {
                continue;
            }
            if let Some(who) = self.verdwenen.get(&k) {
                changed.push((one.gezegd.clone(), String::new(), *who));
                rows.push(name(k));
                continue;
            }
            let own = |koppeling: &Koppeling| koppeling.vast && koppeling.bekend == Some(k);
            if !self.nieuw.koppelingen.iter().any(own) {
                continue;
            }
            let now = of(self.nieuw, &own);
            if now.trim() != one.gezegd.trim() {
                let who = self.wie(self.oud, own).or_else(|| self.wie(self.nieuw, own));
                changed.push((one.gezegd.clone(), now, who));
                rows.push(name(k));
            }
        }
        // What is printed in another way now than when the file was made, is held against the file itself.
        let merken = &self.nieuw.inhoud.merken;
        let unknown = |koppeling: &&Koppeling| koppeling.vast && koppeling.bekend.is_none();
        let marks: BTreeSet<&Merk> = self
            .oud
            .koppelingen
            .iter()
            .filter(unknown)
            .filter_map(|koppeling| Some(&merken[koppeling.merk?]))
            .collect();
        for merk in marks {
            let own = |koppeling: &Koppeling| koppeling.merk.is_some_and(|at| merken[at] == *merk);
            let (was, now) = (of(self.oud, &own), of(self.nieuw, &own));
            if was != now {
                changed.push((was, now, self.wie(self.oud, own)));
            }
        }
        let rows = rows.into_iter().chain(std::iter::repeat(None));
        for ((was, now, who), row) in changed.into_iter().zip(rows) {
            let row = row.map_or_else(String::new, |row| format!(", in de rij “{row}”"));
            self.gewijzigd(anders("de vaste tekst", &was, &now) + &row, who, None);
        }
    }
}

/// That words of the form became others, or are gone.
pub(super) fn anders(wat: &str, was: &str, is: &str) -> String {
    let (from, to) = verschil(was, is);
    match to.is_empty() {
        true => format!("{wat} “{from}”, weggehaald"),
        false => format!("{wat} “{from}”, gewijzigd in “{to}”"),
    }
}

/// What was and what is, of two texts the words that differ, with a few around them.
pub(super) fn verschil(was: &str, is: &str) -> (String, String) {
    let (was, is) = (leesbaar(was), leesbaar(is));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.split_whitespace().collect(), is.split_whitespace().collect());
    if new.is_empty() {
        return (ingekort(&was), String::new());
    }
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let start = same.saturating_sub(ROND);
    let part = |words: &[&str], shown: fn(&str) -> String| {
        let stop = (words.len() - end + ROND).min(words.len());
        let lead = if start > 0 { "…" } else { "" };
        let tail = if stop < words.len() { "…" } else { "" };
        format!("{lead}{}{tail}", shown(&words[start.min(stop)..stop].join(" ")))
    };
    // What was is in the dossier; what it became is nowhere else.
    (part(&old, ingekort), part(&new, str::to_owned))
}

pub(super) fn ingekort(text: &str) -> String {
    match text.char_indices().nth(MEEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// A text on one line, without signs that only stand for something.
pub(super) fn leesbaar(text: &str) -> String {
    let text = text.replace(NOOT, "").replace(BEELD, "(afbeelding)");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_a_few_words() {
        for (was, is, wanted) in [
            (
                "Geachte voorzitter,",
                "Geachte heer Bosma,",
                "x “Geachte voorzitter,”, gewijzigd in “Geachte heer Bosma,”",
            ),
            (
                "een twee drie vier vijf zes zeven",
                "een twee drie 4 vijf zes zeven",
                "x “…twee drie vier vijf zes…”, gewijzigd in “…twee drie 4 vijf zes…”",
            ),
            ("een een", "een", "x “een een”, gewijzigd in “een”"),
            ("weg\u{fffc}", " ", "x “weg”, weggehaald"),
            (
                "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien",
                "1 twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien 16",
                "x “een twee drie vier vijf zes zeven acht negen tien…”, gewijzigd in “1 twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien 16”",
            ),
            ("", "nieuw", "x “”, gewijzigd in “nieuw”"),
        ] {
            assert_eq!(anders("x", was, is), wanted);
        }
    }
}
