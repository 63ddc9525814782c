//! In: the lines of a question, or of what a fraction says. Out: prose that says the same, with its lists and tables, and
//! which lines were taken over in doubt. Pure.
//!
//! A line goes on with the one above it, unless it begins as an item, a row of a table, a note or a number does. Where such
//! a line was read as the rest of a sentence all the same, that is told.

use super::een_regel;
use super::gemist::{Gemist, Plaatsen};
use super::lijsten::{Lijst, Punt, is_opsomming};
use super::noten::{self, Noten};
use super::nummers;
use super::proza::{letterlijk, letterlijk_deel, met_adressen};
use super::regels::Regel;
use super::rijen::{Rij, tabel};
use crate::prose::{self, Look};

/// Paragraphs, lists and tables while their lines are read.
#[derive(Debug, Default)]
pub(super) struct Inhoud {
    blokken: Vec<Blok>,
    /// Whether the next line goes on with the last paragraph or item.
    open: bool,
    /// How long the line above is.
    lang: usize,
    twijfel: Twijfel,
}

#[derive(Debug, Clone)]
enum Blok {
    Alinea(String),
    Lijst(Lijst),
    /// Rows, and whether they stand directly below the line above.
    Tabel(Vec<Rij>, bool),
}

/// Lines that were taken over in doubt.
#[derive(Debug, Default)]
pub(super) struct Twijfel {
    vervolg: Plaatsen,
    onder: Plaatsen,
    nummering: Plaatsen,
    cellen: Plaatsen,
    afgebroken: Plaatsen,
}

impl Twijfel {
    pub(super) fn met(&mut self, other: Self) {
        let pairs = [
            (&mut self.vervolg, other.vervolg),
            (&mut self.onder, other.onder),
            (&mut self.nummering, other.nummering),
            (&mut self.cellen, other.cellen),
            (&mut self.afgebroken, other.afgebroken),
        ];
        pairs.into_iter().for_each(|(all, more)| all.0.extend(more.0));
    }

    /// What there is to tell of them, except where something else was told already.
    pub(super) fn gemist(mut self, known: &Plaatsen) -> impl Iterator<Item = Gemist> + use<> {
        self.vervolg.0.retain(|place| !known.0.contains(place));
        self.nummering.0.retain(|place| !known.0.contains(place));
        let told = [
            (
                self.vervolg,
                "deze regel begint als een punt, een deel, een noot of een rij van een tabel, en is als gewone tekst gelezen",
                "is hij dat wel, zet hem dan in vragen.yaml waar hij hoort",
            ),
            (
                self.onder,
                "deze regel staat onder een opsomming: hoort hij bij het laatste punt, of erachter?",
                "kijk in vragen.yaml of hij goed staat",
            ),
            (
                self.nummering,
                "een lijst met een nummering die hier niet kan, is als gewone tekst overgenomen",
                "kijk of de tekst klopt",
            ),
            (
                self.cellen,
                "dit lijkt een rij van een tabel, en is als gewone tekst overgenomen",
                "is het een tabel, zet haar dan in vragen.yaml met `|` tussen de kolommen, en onder de kop `|---|---|`",
            ),
            (
                self.afgebroken,
                "hier is een woord weer heel gemaakt dat aan het eind van de regel erboven was afgebroken",
                "hoort het streepje in het woord, zet het dan terug in vragen.yaml",
            ),
        ];
        told.into_iter().filter_map(|(places, wat, hulp)| places.gemist(wat, hulp))
    }
}

impl Inhoud {
    /// Takes the next line, or what of it is not taken yet.
    pub(super) fn regel(&mut self, text: &str, regel: &Regel) {
        if text.is_empty() {
            return;
        }
        let long = text.chars().count();
        let item = Punt::van(text, regel, self.is_opgesomd());
        // A tab behind its number makes no item a row.
        let words = item.as_ref().map_or(text, |item| &item.tekst);
        if let Some(row) = Rij::van(words, regel).and(Rij::van(text, regel)) {
            let begins = match self.blokken.last_mut() {
                Some(Blok::Tabel(rows, _)) if self.open && row.past(&rows[0]) => {
                    rows.push(row);
                    None
                }
                _ => Some(row),
            };
            if let Some(row) = begins {
                self.zonder_rij();
                let aan = self.open;
                self.blokken.push(Blok::Tabel(vec![row], aan));
            }
        } else {
            self.zonder_rij();
            match item {
                Some(item) => self.punt(item),
                None => self.vervolg(text, regel),
            }
        }
        self.open = true;
        self.lang = long;
    }

    fn punt(&mut self, item: Punt) {
        let left = match self.blokken.last_mut() {
            Some(Blok::Lijst(list)) => list.add(item),
            _ => Some(item),
        };
        self.blokken.extend(left.map(|item| Blok::Lijst(Lijst::new(item, self.open))));
    }

    /// Goes on with what the line above says, or begins a paragraph.
    fn vervolg(&mut self, text: &str, regel: &Regel) {
        let plaats = &regel.plaats;
        let short = self.lang < KORT;
        let (last, item) = match self.blokken.last_mut().filter(|_| self.open) {
            Some(Blok::Alinea(text)) => (text, None),
            Some(Blok::Lijst(list)) => match list.last() {
                Some(item) => {
                    let column = item.inspring.0;
                    (&mut item.tekst, Some(column))
                }
                None => return,
            },
            _ => {
                self.blokken.push(Blok::Alinea(text.to_owned()));
                return;
            }
        };
        let below = item.is_some_and(|column| regel.kolommen() <= column);
        let looks = lijkt(text, is_af(last));
        let apart = looks && is_af(last) || below && is_zin(last) && begint_zin(text);
        if looks {
            self.twijfel.vervolg.add(plaats);
        } else if below && (apart || short) {
            self.twijfel.onder.add(plaats);
        }
        if apart {
            self.blokken.push(Blok::Alinea(text.to_owned()));
        } else if add(last, text) {
            self.twijfel.afgebroken.add(plaats);
        }
    }

    /// A row by itself is no table.
    fn zonder_rij(&mut self) {
        let Some(Blok::Tabel(rows, aan)) = self.blokken.last() else { return };
        let ([row], aan) = (&rows[..], *aan) else { return };
        let row = row.clone();
        self.blokken.pop();
        let open = std::mem::replace(&mut self.open, aan);
        if aan {
            self.twijfel.cellen.add(&row.regel.plaats);
        }
        match Punt::van(&row.tekst, &row.regel, false) {
            Some(item) => self.punt(item),
            None => self.vervolg(&row.tekst, &row.regel),
        }
        self.open = open;
    }

    /// Whether a list stands above, or is announced.
    fn is_opgesomd(&self) -> bool {
        match self.blokken.last() {
            None | Some(Blok::Lijst(_)) => true,
            Some(Blok::Alinea(text)) => !self.open || text.ends_with(':'),
            Some(Blok::Tabel(..)) => false,
        }
    }

    /// An empty line.
    pub(super) fn leeg(&mut self) {
        self.zonder_rij();
        self.open = false;
    }

    pub(super) fn is_leeg(&self) -> bool {
        self.blokken.is_empty()
    }

    /// Whether nothing has been read since an empty line.
    pub(super) fn is_dicht(&self) -> bool {
        !self.open
    }

    /// Whether a line stands further in than the item above it.
    pub(super) fn in_punt(&self, regel: &Regel) -> bool {
        let last = match self.blokken.last().filter(|_| self.open) {
            Some(Blok::Lijst(list)) => list.laatste(),
            _ => None,
        };
        last.is_some_and(|item| item.inspring.0 < regel.kolommen())
    }

    /// Whether it ends with the end of a sentence.
    pub(super) fn is_zin(&self) -> bool {
        match self.blokken.last() {
            Some(Blok::Alinea(text)) => is_zin(text),
            Some(Blok::Lijst(list)) => list.laatste().is_some_and(|item| is_zin(&item.tekst)),
            _ => true,
        }
    }

    /// Adds what stands below it.
    pub(super) fn met(&mut self, other: Self) {
        self.blokken.extend(other.blokken);
        self.open = other.open;
        self.twijfel.met(other.twijfel);
    }

    /// Its paragraphs, lists and tables as prose; what is in doubt goes to the rest of that.
    pub(super) fn proza(mut self, noten: &Noten, twijfel: &mut Twijfel) -> Vec<String> {
        self.leeg();
        let mut all: Vec<Result<String, String>> = Vec::new();
        let single = self.blokken.len() == 1;
        for blok in self.blokken {
            match blok {
                Blok::Alinea(text) => all.push(Err(text)),
                Blok::Lijst(list) if list.is_lijst() && !is_midden(&list, all.last()) => {
                    all.push(Ok(list.proza(noten)));
                }
                Blok::Lijst(list) => {
                    let midden = is_midden(&list, all.last());
                    let items = list.plat();
                    let told = if midden {
                        &mut self.twijfel.vervolg
                    } else {
                        &mut self.twijfel.nummering
                    };
                    if midden || !single || items.len() > 1 {
                        told.0.extend(items.iter().map(|item| item.plaats.clone()));
                    }
                    for item in items {
                        match all.last_mut() {
                            // A number at the begin of a line within a sentence.
                            Some(Err(before)) if midden => {
                                *before = format!("{before} {}", item.plat());
                            }
                            _ => all.push(Err(item.plat())),
                        }
                    }
                }
                Blok::Tabel(rows, _) => match tabel(&rows, noten) {
                    Some(table) => all.push(Ok(table)),
                    None => {
                        self.twijfel
                            .cellen
                            .0
                            .extend(rows.iter().map(|row| row.regel.plaats.clone()));
                        all.extend(rows.into_iter().map(|row| Err(row.tekst)));
                    }
                },
            }
        }
        twijfel.met(self.twijfel);
        let written = all.into_iter().map(|one| one.unwrap_or_else(|text| met_noten(&text, noten)));
        written.collect()
    }

    /// The same as a note: without marks, an address as a link.
    pub(super) fn noot(mut self, twijfel: &mut Twijfel) -> String {
        self.leeg();
        let mut texts = Vec::new();
        for blok in self.blokken {
            match blok {
                Blok::Alinea(text) => texts.push(text),
                Blok::Lijst(list) => {
                    let items = list.plat();
                    // The first one may be what the note itself begins with.
                    let later = items.iter().skip(usize::from(texts.is_empty()));
                    self.twijfel.vervolg.0.extend(later.map(|item| item.plaats.clone()));
                    texts.extend(items.into_iter().map(Punt::plat));
                }
                Blok::Tabel(rows, _) => {
                    self.twijfel.cellen.0.extend(rows.iter().map(|row| row.regel.plaats.clone()));
                    texts.extend(rows.into_iter().map(|row| row.tekst));
                }
            }
        }
        twijfel.met(self.twijfel);
        let written = texts.iter().map(|text| met_adressen(&een_regel(text)));
        written.collect::<Vec<_>>().join("\n\n")
    }
}

/// How long a line is at most that nobody broke off because it was full.
const KORT: usize = 50;

/// Whether the only item of a list is the middle of the sentence above it.
fn is_midden(list: &Lijst, above: Option<&Result<String, String>>) -> bool {
    list.aan && list.plat().len() == 1 && matches!(above, Some(Err(above)) if !is_af(above))
}

/// Whether another thing can begin below a text.
fn is_af(text: &str) -> bool {
    is_zin(text) || text.ends_with([':', ';', ','])
}

/// Whether a text ends as a sentence does, before the marks of its notes.
fn is_zin(text: &str) -> bool {
    let mut bare = text.trim_end_matches(noten::is_merk);
    while let Some(before) = bare.strip_suffix(' ')
        && before.ends_with(|c: char| noten::is_merk(c) || matches!(c, '?' | '!'))
    {
        bare = before.trim_end_matches(noten::is_merk);
    }
    text.ends_with(ENDS) || bare.ends_with(ENDS)
}

/// How a sentence ends.
const ENDS: [char; 9] = ['.', '?', '!', '»', '”', '"', '’', ')', '…'];

/// Whether a sentence can begin with a text.
pub(super) fn begint_zin(text: &str) -> bool {
    let words = text.trim_start_matches(['«', '"', '‘', '“', '\'', '(', '„']);
    words.starts_with(char::is_uppercase)
}

/// Whether a line begins as an item, a question, a part or a note does. Within a sentence `A. de Vries` is a name.
pub(super) fn lijkt(line: &str, begins: bool) -> bool {
    let bare = line.trim_start_matches('*');
    let word = bare.get(.."vraag".len()).is_some_and(|word| word.eq_ignore_ascii_case("vraag"));
    let called =
        word && bare["vraag".len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &line[digits..];
    let label =
        behind.strip_prefix([':', ')']).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let address = ["http", "www."].iter().any(|begin| behind.trim_start().starts_with(begin));
    let initial = !begins && line.starts_with(char::is_uppercase);
    let item = prose::look(line, 0..line.len()).is_some_and(|(look, _)| look != Look::Cells);
    called
        || (1..=4).contains(&digits) && (label || address)
        || nummers::begin(line, 0).is_some()
        || noten::noot(line).is_some()
        || line.starts_with(['†', '‡'])
        || item && !initial
        || is_opsomming(line)
}

/// Adds a line to what it goes on with. Whether a word that was broken off at its end goes on with it.
fn add(text: &mut String, line: &str) -> bool {
    let broken = text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase)
        && !["en ", "of "].iter().any(|word| line.starts_with(word));
    if broken {
        text.pop();
    } else {
        text.push(' ');
    }
    text.push_str(line);
    broken
}

/// A text in which what marks a note refers to it.
pub(super) fn met_noten(text: &str, noten: &Noten) -> String {
    let text = een_regel(text);
    let marks = noten.in_tekst(&text);
    if marks.is_empty() {
        return letterlijk(&text);
    }
    let (mut out, mut from) = (String::new(), 0);
    for (range, name) in marks {
        out.push_str(&letterlijk_deel(&text[from..range.start], from == 0));
        // Two marks without a space would be one.
        if range.start == from && from > 0 {
            out.push(' ');
        }
        out.push_str(&format!("[^{name}]"));
        from = range.end;
    }
    out.push_str(&letterlijk_deel(&text[from..], false));
    out
}
