//! In: a document as it is exported, and its dossier. Out: its paragraphs by their bookmarks, and of each field which
//! paragraph is which part of its text. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::merk::{BEELD, afdruk, gezegd, van_stukje};
use super::super::model::{Alinea, Deel, Document, Soort, Stukje, Tekst};
use crate::check::Checked;
use crate::dossier::{Bestand, Place, Root};
use crate::schrijven::{Blok, Draft, Ink, Stretch};

/// A paragraph of the document.
#[derive(Debug)]
pub(super) struct Exportalinea<'a> {
    pub(super) alinea: &'a Alinea,
    pub(super) gezegd: String,
    /// The fingerprint of what it says.
    pub(super) afdruk: String,
    /// The table and the row that it stands in.
    pub(super) rij: Option<(usize, usize)>,
}

/// What a field is.
#[derive(Debug)]
pub(super) enum Veldaard {
    /// A text with light markup.
    Proza {
        draft: Draft,
        /// Of each of its paragraphs: the block of the draft that it is, and in a table the row and the cell.
        plekken: BTreeMap<usize, Blokplek>,
    },
    /// A line as it was typed.
    Regel,
    /// A number that is printed with dots, or with more decimals than it was typed with.
    Getal,
    /// What a part has that has no text, such as `n.v.t.`: a text can come in its place.
    Leeg,
    /// What is printed in another way than it was typed, or cannot be taken apart.
    Vast,
}

/// Which part of a text a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blokplek {
    pub(super) blok: usize,
    pub(super) cel: Option<(usize, usize)>,
}

impl Blokplek {
    /// What a draft says there.
    pub(super) fn inhoud(self, draft: &Draft) -> &[Stretch] {
        match (&draft.blocks[self.blok], self.cel) {
            (Blok::Table { rows, .. }, Some((r, c))) => &rows[r][c],
            (block, _) => block.content().unwrap_or_default(),
        }
    }
}

/// The characters of stretches, without notes, references and values.
fn words(content: &[Stretch]) -> String {
    let text = content.iter().filter_map(|stretch| match &stretch.what {
        Ink::Text(text) | Ink::Raised(text) | Ink::Lowered(text) => Some(text.as_str()),
        _ => None,
    });
    text.collect()
}

/// A number as everyone writes it in the same way; none for what is no number.
pub(super) fn getal(text: &str) -> Option<String> {
    let text = text.trim().replace('.', "").replace(['−', '–'], "-");
    let (whole, rest) = text.split_once(',').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let own = whole.strip_prefix('-').unwrap_or(whole);
    if own.is_empty() || !digits(own) || !digits(rest) {
        return None;
    }
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole},{rest}") })
}

/// A field that is in the document.
#[derive(Debug)]
pub(super) struct Exportveld {
    pub(super) tekst: String,
    pub(super) aard: Veldaard,
}

/// A document as it is exported now.
#[derive(Debug)]
pub(super) struct Export<'a> {
    pub(super) alle: Vec<Exportalinea<'a>>,
    pub(super) velden: BTreeMap<Place, Exportveld>,
    /// Frames: the text that each is put in, and the paragraphs in it.
    pub(super) kaders: Vec<(Place, Range<usize>)>,
    /// What was typed for each computed value, by its fingerprint.
    pub(super) waarden: BTreeMap<String, String>,
}

impl<'a> Export<'a> {
    pub(super) fn van(document: &'a Document, checked: &Checked) -> Self {
        let mut all = Self {
            alle: Vec::new(),
            velden: BTreeMap::new(),
            kaders: Vec::new(),
            waarden: BTreeMap::new(),
        };
        all.delen(&document.delen, None, &mut 0);
        for noot in &document.noten {
            noot.alineas.iter().for_each(|alinea| all.alinea(alinea, None));
        }
        let mut by_field: BTreeMap<&Place, Vec<usize>> = BTreeMap::new();
        for (i, one) in all.alle.iter().enumerate() {
            if let Some(place) = &one.alinea.bron {
                by_field.entry(place).or_default().push(i);
            }
        }
        let velden = by_field.into_iter().map(|(place, own)| {
            let typed = checked.text(place);
            let tekst = typed.unwrap_or_default().to_owned();
            let aard = match checked.prose().contains_key(place) {
                _ if typed.is_none() => Veldaard::Vast,
                _ if all.is_leeg(&tekst, place, &own) => Veldaard::Leeg,
                true => all.proza(&tekst, place, &own),
                false => all.regel(&tekst, place, &own),
            };
            (place.clone(), Exportveld { tekst, aard })
        });
        all.velden = velden.collect();
        all
    }

    fn delen(&mut self, delen: &'a [Deel], rij: Option<(usize, usize)>, tabellen: &mut usize) {
        for deel in delen {
            match deel {
                Deel::Alinea(alinea) => self.alinea(alinea, rij),
                Deel::Tabel(tabel) => {
                    let first = self.alle.len();
                    *tabellen += 1;
                    let table = *tabellen;
                    for (r, row) in tabel.rijen.iter().enumerate() {
                        for cel in &row.cellen {
                            self.delen(&cel.inhoud, Some((table, r)), tabellen);
                        }
                    }
                    let range = first..self.alle.len();
                    self.kaders.extend(tabel.bron.clone().map(|place| (place, range)));
                }
                Deel::Bijlage { .. } => {}
            }
        }
    }

    fn alinea(&mut self, alinea: &'a Alinea, rij: Option<(usize, usize)>) {
        for piece in &alinea.inhoud {
            if let Stukje::Tekst(Tekst { soort: Soort::Berekend(bron), .. }) = piece {
                self.waarden.insert(afdruk(bron), bron.clone());
            }
        }
        let gezegd = gezegd(alinea);
        if !gezegd.is_empty() {
            self.alle.push(Exportalinea { alinea, afdruk: afdruk(&gezegd), gezegd, rij });
        }
    }

    /// What a value of a paragraph is printed as.
    pub(super) fn gedrukt(&self, at: usize, bron: &str) -> Option<&str> {
        self.alle[at].alinea.inhoud.iter().find_map(|piece| match piece {
            Stukje::Tekst(Tekst { soort: Soort::Berekend(from), tekst, .. }) => {
                (afdruk(from) == bron).then_some(tekst.as_str())
            }
            _ => None,
        })
    }

    /// What was typed for the one value that is printed as this.
    pub(super) fn gedrukt_als(&self, said: &str) -> Option<&str> {
        let pieces = self.alle.iter().flat_map(|one| &one.alinea.inhoud);
        let mut found = pieces.filter_map(|piece| match piece {
            Stukje::Tekst(Tekst { soort: Soort::Berekend(from), tekst, .. }) if tekst == said => {
                Some(from.as_str())
            }
            _ => None,
        });
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// A text with its paragraphs, if each block of it is one of them.
    fn proza(&self, tekst: &str, place: &Place, own: &[usize]) -> Veldaard {
        let draft = Draft::of(tekst).normal();
        let mut plekken = BTreeMap::new();
        let mut rest = own.iter().copied().peekable();
        let mut fits = true;
        for (blok, block) in draft.blocks.iter().enumerate() {
            match block {
                Blok::Paragraph { .. } | Blok::Item { .. } => match rest.next() {
                    Some(at) => _ = plekken.insert(at, Blokplek { blok, cel: None }),
                    None => fits = false,
                },
                Blok::Table { rows, .. } => {
                    for (r, row) in rows.iter().enumerate() {
                        for c in (0..row.len()).filter(|c| !row[*c].is_empty()) {
                            match rest.next() {
                                Some(at) => {
                                    _ = plekken.insert(at, Blokplek { blok, cel: Some((r, c)) });
                                }
                                None => fits = false,
                            }
                        }
                    }
                }
                Blok::Fixed { source, .. } if source.trim().starts_with("<figuur:") => {
                    match rest.next_if(|at| self.alle[*at].gezegd == BEELD.to_string()) {
                        Some(at) => _ = plekken.insert(at, Blokplek { blok, cel: None }),
                        None => fits = false,
                    }
                }
                Blok::Fixed { source, .. } => fits &= source.trim().starts_with("<kader:"),
            }
        }
        // What is printed in another way than it was typed, is not the text.
        let as_typed = plekken.iter().all(|(at, plek)| {
            matches!(draft.blocks[plek.blok], Blok::Fixed { .. })
                || self.getypt(*at, place) == words(plek.inhoud(&draft))
        });
        match fits && as_typed && rest.next().is_none() {
            true => Veldaard::Proza { draft, plekken },
            false => Veldaard::Vast,
        }
    }

    /// The characters of a paragraph that were typed for a field.
    fn getypt(&self, at: usize, place: &Place) -> String {
        let pieces = self.alle[at].alinea.inhoud.iter();
        pieces
            .filter_map(|piece| match piece {
                Stukje::Tekst(text) if text.veld.as_ref() == Some(place) => {
                    (text.soort == Soort::Getypt).then_some(text.tekst.as_str())
                }
                _ => None,
            })
            .collect()
    }

    /// Whether a part of the note has no text, which is printed in words of its own.
    fn is_leeg(&self, tekst: &str, place: &Place, own: &[usize]) -> bool {
        let said = |at: &usize| self.alle[*at].gezegd.trim();
        let typed = tekst.trim();
        let printed =
            matches!(own, [at] if said(at) != typed && said(at).eq_ignore_ascii_case(typed));
        printed && place.root == Root::File(Bestand::Nota)
    }

    fn regel(&self, tekst: &str, place: &Place, own: &[usize]) -> Veldaard {
        let [at] = own else { return Veldaard::Vast };
        let said = self.eigen(*at, place).1;
        let typed = |line: &Alinea| {
            line.inhoud.iter().all(|piece| match piece {
                Stukje::Tekst(text) if text.veld.as_ref() == Some(place) => {
                    text.soort == Soort::Getypt
                }
                _ => true,
            })
        };
        if !typed(self.alle[*at].alinea) {
            Veldaard::Vast
        } else if said == tekst.trim() {
            Veldaard::Regel
        } else if getal(&said).is_some_and(|number| getal(tekst).as_ref() == Some(&number)) {
            Veldaard::Getal
        } else {
            Veldaard::Vast
        }
    }

    /// What of a paragraph stands before the text of its field, what is that text, and what stands behind it.
    pub(super) fn eigen(&self, at: usize, place: &Place) -> (String, String, String) {
        let pieces = &self.alle[at].alinea.inhoud;
        let is_own = |piece: &&Stukje| match piece {
            Stukje::Tekst(text) => text.veld.as_ref() == Some(place) && text.soort != Soort::Vast,
            _ => false,
        };
        let said = |part: &[Stukje]| part.iter().map(van_stukje).collect::<String>();
        // What is no text belongs to what stands around it.
        let first = pieces.iter().position(|piece| is_own(&piece));
        let last = pieces.iter().rposition(|piece| is_own(&piece));
        let (mut first, mut last) = match first.zip(last) {
            Some((first, last)) => (first, last + 1),
            None => (0, pieces.len()),
        };
        let inner = |piece: &Stukje| matches!(piece, Stukje::Noot(..) | Stukje::Beeld(_));
        while first > 0 && inner(&pieces[first - 1]) {
            first -= 1;
        }
        while last < pieces.len() && inner(&pieces[last]) {
            last += 1;
        }
        (said(&pieces[..first]), said(&pieces[first..last]), said(&pieces[last..]))
    }
}
