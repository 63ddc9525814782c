//! In: paragraphs of a file whose field says something else in the dossier by now. Out: what of each is the text of that
//! field, and which words of the form stand around it, as the file has them. Pure.
//!
//! As it is exported now, such a paragraph is no more: the form may have other words around the text too.

use std::collections::BTreeMap;

use super::super::merk::{Merk, afdruk};
use super::bekend::{Export, Veldaard};
use super::bestand::Woordbestand;
use super::herkomst::Uitgangsstand;
use super::koppel::Koppeling;
use super::lopend::was;
use super::stand::{Leesregel, teken};
use crate::dossier::Place;

/// What stands before the text of a field, that text, and what stands behind it.
pub(super) type Delen = (String, String, String);

/// The style of words of the form.
const VAST: &str = "kamerbrief vast";

/// Most places in a line where its text may begin or end.
const MEEST: usize = 200;

/// A paragraph as it was made.
struct Gemaakt<'a> {
    said: String,
    tekens: Vec<(usize, usize)>,
    place: &'a Place,
}

/// Those of the paragraphs that are not as they are exported now, by their bookmarks; of a line only where that is certain.
pub(super) fn randen(
    inhoud: &Woordbestand,
    (herkomst, bekenden): (&Uitgangsstand, &Export<'_>),
    oud: &[Leesregel],
    koppelingen: &[Koppeling],
) -> BTreeMap<usize, Delen> {
    let mut fields: BTreeMap<&Place, Vec<usize>> = BTreeMap::new();
    let mut made: BTreeMap<usize, Gemaakt<'_>> = BTreeMap::new();
    let mut unknown: Vec<usize> = Vec::new();
    for (regel, koppeling) in oud.iter().zip(koppelingen) {
        let (Some(place), Some(merk)) = (&koppeling.veld, koppeling.merk) else { continue };
        let own = fields.entry(place).or_default();
        if !own.contains(&merk) {
            own.push(merk);
            if koppeling.bekend.is_none() {
                unknown.push(merk);
            }
        }
        let one =
            made.entry(merk).or_insert(Gemaakt { said: String::new(), tekens: Vec::new(), place });
        one.said.push_str(&regel.tekst(inhoud));
        one.tekens.extend(&regel.tekens);
    }
    let of = |merk: usize| {
        let one = made.get(&merk)?;
        let own = fields.get(one.place)?;
        let edges = (own.first() == Some(&merk), own.last() == Some(&merk));
        let parts = match &bekenden.velden.get(one.place)?.aard {
            Veldaard::Proza { .. } => Some(one.alinea(inhoud, bekenden, edges)),
            _ => one.regel(inhoud, herkomst, bekenden),
        };
        Some((merk, parts?))
    };
    unknown.into_iter().filter_map(of).collect()
}

/// Whether a paragraph of a field says, with every change refused, what it said when the file was made. Programs leave
/// blanks at its edges, such as that behind the number of a note.
pub(super) fn is_als_gemaakt(merk: &Merk, said: &str) -> bool {
    match merk {
        Merk::Veld { tekst, .. } => {
            [said, said.trim_start(), said.trim_end(), said.trim()].map(afdruk).contains(tekst)
        }
        _ => true,
    }
}

/// What stands around the text of a field in the first and in the last of its paragraphs, as it is exported now.
fn nu(bekenden: &Export<'_>, place: &Place) -> (String, String) {
    let mut own =
        (0..bekenden.alle.len()).filter(|k| bekenden.alle[*k].alinea.bron.as_ref() == Some(place));
    let first = own.next();
    let last = own.next_back().or(first);
    (
        first.map(|k| bekenden.eigen(k, place).0).unwrap_or_default(),
        last.map(|k| bekenden.eigen(k, place).2).unwrap_or_default(),
    )
}

impl Gemaakt<'_> {
    fn parts(&self, start: usize, end: usize) -> Option<Delen> {
        let end = end.max(start);
        let part = |range: std::ops::Range<usize>| Some(self.said.get(range)?.to_owned());
        Some((part(0..start)?, part(start..end)?, part(end..self.said.len())?))
    }

    /// How many bytes at its begin, and at its end, have the style of the form.
    fn style(&self, inhoud: &Woordbestand) -> (usize, usize) {
        let fixed = |pos: &(usize, usize)| was(teken(inhoud, *pos)).stijl.as_deref() == Some(VAST);
        let blank = |pos: &(usize, usize)| matches!(teken(inhoud, *pos).teken, '\t' | '\n');
        let size = |part: &[(usize, usize)]| -> usize {
            let there = part.iter().any(fixed);
            if there {
                part.iter().map(|pos| teken(inhoud, *pos).teken.len_utf8()).sum()
            } else {
                0
            }
        };
        let of_form = |pos: &&(usize, usize)| fixed(pos) || blank(pos);
        let lead = self.tekens.iter().take_while(of_form).count();
        let tail = self.tekens[lead..].iter().rev().take_while(of_form).count();
        (size(&self.tekens[..lead]), size(&self.tekens[self.tekens.len() - tail..]))
    }

    /// A paragraph of a text: words of the form stand before the first and behind the last.
    fn alinea(
        &self,
        inhoud: &Woordbestand,
        bekenden: &Export<'_>,
        (first, last): (bool, bool),
    ) -> Delen {
        let (before, behind) = nu(bekenden, self.place);
        let (lead, tail) = self.style(inhoud);
        let start = match (first, !before.is_empty() && self.said.starts_with(&before)) {
            (false, _) => 0,
            (true, true) => before.len(),
            (true, false) => lead,
        };
        let end = match (last, !behind.is_empty() && self.said.ends_with(&behind)) {
            (false, _) => 0,
            (true, true) => behind.len(),
            (true, false) => tail,
        };
        let whole = || (String::new(), self.said.clone(), String::new());
        self.parts(start, self.said.len().saturating_sub(end)).unwrap_or_else(whole)
    }

    /// A line: its text is what was typed for it, by its fingerprint; or else what the form of now, or a style, leaves.
    fn regel(
        &self,
        inhoud: &Woordbestand,
        herkomst: &Uitgangsstand,
        bekenden: &Export<'_>,
    ) -> Option<Delen> {
        let print = herkomst.gewijzigd.get(self.place);
        let now = bekenden.velden.get(self.place)?.tekst.trim();
        let typed = |text: &str| match print {
            Some(print) => [afdruk(text), afdruk(&format!("{text}\n"))].contains(print),
            None => text == now,
        };
        let (before, behind) = nu(bekenden, self.place);
        let of_now = (self.said.starts_with(&before) && self.said.ends_with(&behind))
            .then(|| self.parts(before.len(), self.said.len().saturating_sub(behind.len())))
            .flatten();
        if of_now.as_ref().is_some_and(|(_, text, _)| typed(text)) {
            return of_now;
        }
        let (lead, tail) = self.style(inhoud);
        let styled = self.parts(lead, self.said.len().saturating_sub(tail));
        let edges = self.edges();
        let found = edges
            .iter()
            .enumerate()
            .flat_map(|(i, start)| edges[i + 1..].iter().rev().map(move |end| (*start, *end)));
        let mut found = found.filter(|(start, end)| typed(&self.said[*start..*end]));
        match (found.next(), found.next()) {
            (Some((start, end)), None) => self.parts(start, end),
            _ => of_now.or(styled.filter(|_| lead + tail > 0)),
        }
    }

    /// Where a word begins or ends.
    fn edges(&self) -> Vec<usize> {
        let mut out = vec![0];
        let mut before: Option<char> = None;
        for (at, char) in self.said.char_indices() {
            let inside = before.is_some_and(|one| one.is_alphanumeric() && char.is_alphanumeric());
            if at > 0 && !inside {
                out.push(at);
            }
            before = Some(char);
        }
        // A long line is looked at from its beginning, and always to its end.
        out.truncate(MEEST);
        out.push(self.said.len());
        out
    }
}
