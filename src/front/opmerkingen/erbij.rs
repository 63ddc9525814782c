//! In: remarks that came back in a file of Word, the file with the remarks of a dossier, and what its fields say. Out: that file
//! with those remarks in it, each on its words as they are typed. Pure.

use std::ops::Range;

use super::{Opmerking, Opmerkingen, occurrences};
use crate::diagnostic::words::shorten;
use crate::dossier::{Moment, Place};
use crate::edit::{self, Change, Refused, Value};
use crate::prose::{self, Inline};
use crate::source::Sources;
use crate::stukken::OPMERKINGEN;
use crate::yaml::{self, Path};

/// A remark that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teruggekomen {
    /// The field that it stands in, or stands nearest to.
    pub plaats: Option<Place>,
    /// The words that it is about, as they are printed, with [`TEKEN`] for each note, value and reference among them.
    pub woorden: String,
    /// The same as somebody reads them.
    pub gezegd: String,
    /// Whether these words can stand in another field than its own: they were typed there, and not made.
    pub elders: bool,
    /// What is printed before them in that field.
    pub voor: String,
    /// Whose it is.
    pub wie: String,
    /// When it was made.
    pub wanneer: Moment,
    /// What it says.
    pub tekst: String,
    /// What others said of it.
    pub antwoorden: Vec<Gegeven>,
    /// Whether nothing has to be done with it any more.
    pub afgehandeld: bool,
}

/// An answer that came back with a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gegeven {
    /// Who gave it.
    pub wie: String,
    /// When it was given.
    pub wanneer: Moment,
    /// What it says.
    pub tekst: String,
}

/// What became of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Geplaatst {
    /// It stands on its words.
    Op,
    /// It stands on what is left of its words.
    Deels,
    /// Its words are nowhere in the dossier.
    Weg,
    /// It was there before.
    Al,
    /// It was there before, and has answers that were not, or needs nothing any more.
    Aangevuld,
    /// There is no field that it can stand by.
    Nergens,
}

/// What stands for a note, a value or a reference in words.
pub const TEKEN: char = '\u{fffc}';

/// Where a remark came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gezet {
    /// How.
    pub hoe: Geplaatst,
    /// The field that it is about now.
    pub plaats: Option<Place>,
    /// The words that it is about now; none when it is about the whole field.
    pub woorden: Option<String>,
}

/// Fewest letters of words on which a remark stands when the others are gone.
const FEWEST: usize = 4;

/// Adds remarks to the file, of which the text may be empty.
///
/// # Errors
/// When the file has mistakes of its own.
pub fn erbij(
    file: &str,
    nieuw: &[Teruggekomen],
    fields: &[(Place, &str)],
) -> Result<(String, Vec<Gezet>), Refused> {
    let known = Opmerkingen::of(file).opmerkingen;
    let mut sources = Sources::default();
    let id = sources.add(OPMERKINGEN, file.to_owned());
    let tree = yaml::parse(sources.get(id), id).tree;
    let list = Path::default().key("opmerkingen");
    let (mut values, mut said, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for one in nieuw {
        let same = known.iter().position(|old| {
            old.wie.as_str() == one.wie
                && old.wanneer == one.wanneer
                && [&one.tekst, &one.met_woorden()].contains(&&old.tekst.as_str().trim().to_owned())
        });
        if let Some(at) = same {
            let path = list.index(at);
            let done = tree.as_ref().and_then(|tree| tree.at(&path.key("afgehandeld"))?.text());
            let more = one.aanvulling(&known[at], &path, done);
            let old = &known[at];
            said.push(Gezet {
                hoe: if more.is_empty() { Geplaatst::Al } else { Geplaatst::Aangevuld },
                plaats: old.plaats.as_str().parse().ok(),
                woorden: old.over().map(ToOwned::to_owned),
            });
            changes.extend(more);
            continue;
        }
        let (gezet, keer) = one.gezet(fields);
        values.extend(gezet.plaats.as_ref().map(|place| one.value(place, &gezet, keer)));
        said.push(gezet);
    }
    let count = crate::schrijven::Veld::items(file, &list);
    match count {
        _ if values.is_empty() => {}
        Some(index) => {
            let insert = |value| Change::Insert { list: list.clone(), index, value };
            changes.extend(values.into_iter().map(insert));
        }
        None => changes.push(Change::Put {
            map: Path::default(),
            key: "opmerkingen".into(),
            value: Value::List(values),
            after: None,
        }),
    }
    let mut text = edit::apply(file, &changes)?;
    if !text.is_empty() && !text.ends_with(['\n', '\r']) {
        text.push('\n');
    }
    Ok((text, said))
}

impl Teruggekomen {
    /// Where it comes, and the how manieth time that its words stand there, from 0.
    fn gezet(&self, fields: &[(Place, &str)]) -> (Gezet, usize) {
        let made = |hoe, plaats: Option<&Place>, woorden: Option<String>| Gezet {
            hoe,
            plaats: plaats.cloned(),
            woorden,
        };
        let own =
            self.plaats.as_ref().and_then(|place| fields.iter().find(|(known, _)| known == place));
        let found = own.and_then(|(place, text)| {
            let nth = keren(&self.voor, &self.woorden);
            Some((place, text, zoek(text, &self.woorden, nth)?, Geplaatst::Op))
        });
        // Elsewhere, where nothing else has these words.
        let found = found.or_else(|| {
            let mut all = fields.iter().filter(|_| self.elders).filter_map(|(place, text)| {
                Some((place, text, zoek(text, &self.woorden, 0)?, Geplaatst::Op))
            });
            let only = all.next()?;
            all.next().is_none().then_some(only)
        });
        let found = found.or_else(|| {
            let (place, text) = own?;
            Some((place, text, deels(text, &self.woorden)?, Geplaatst::Deels))
        });
        if let Some((place, text, range, geplaatst)) = found {
            let woorden = &text[range.clone()];
            let keer = occurrences(text, woorden).position(|one| one.start >= range.start);
            return (made(geplaatst, Some(place), Some(woorden.to_owned())), keer.unwrap_or(0));
        }
        let gezet = match (&self.plaats, leesbaar(&self.gezegd)) {
            (None, _) => made(Geplaatst::Nergens, None, None),
            // What was made is not typed in any field: it is about the one that it stands in, or nearest to.
            (Some(place), words) if words.is_empty() || !self.elders => {
                made(Geplaatst::Op, Some(place), None)
            }
            (Some(place), words) => made(Geplaatst::Weg, Some(place), Some(words)),
        };
        (gezet, 0)
    }

    /// What it says, with the words that it is about, for where those cannot be pointed at.
    fn met_woorden(&self) -> String {
        match leesbaar(&self.gezegd) {
            words if words.is_empty() => self.tekst.clone(),
            words => format!("Bij “{}”: {}", shorten(&words), self.tekst),
        }
    }

    fn value(&self, plaats: &Place, gezet: &Gezet, keer: usize) -> Value {
        let mut entries = vec![text("plaats", &plaats.to_string())];
        entries.extend(gezet.woorden.as_ref().map(|woorden| text("woorden", woorden)));
        let tekst = if gezet.woorden.is_some() { self.tekst.clone() } else { self.met_woorden() };
        if keer > 0 {
            entries.push(("keer".into(), Value::Plain((keer + 1).to_string())));
        }
        entries.extend([
            text("wie", &self.wie),
            text("wanneer", &moment(&self.wanneer)),
            text("tekst", &tekst),
        ]);
        if !self.antwoorden.is_empty() {
            let all = self.antwoorden.iter().map(Gegeven::value).collect();
            entries.push(("antwoorden".into(), Value::List(all)));
        }
        if self.afgehandeld {
            entries.push(("afgehandeld".into(), Value::Text("ja".into())));
        }
        Value::Map(entries)
    }

    /// What an earlier reading of the same remark, which stands at a place in the file, does not have yet; with what the
    /// file says there of whether it is done.
    fn aanvulling(&self, known: &Opmerking, at: &Path, done: Option<&str>) -> Vec<Change> {
        let is_new = |given: &&Gegeven| {
            !known.antwoorden.iter().any(|old| {
                old.wie.as_str() == given.wie && old.tekst.as_str().trim() == given.tekst
            })
        };
        let new: Vec<Value> = self.antwoorden.iter().filter(is_new).map(Gegeven::value).collect();
        let put =
            |key: &str, value| Change::Put { map: at.clone(), key: key.into(), value, after: None };
        let mut changes = Vec::new();
        match known.antwoorden.len() {
            _ if new.is_empty() => {}
            0 => changes.push(put("antwoorden", Value::List(new))),
            index => {
                let list = at.key("antwoorden");
                let insert = |value| Change::Insert { list: list.clone(), index, value };
                changes.extend(new.into_iter().map(insert));
            }
        }
        if self.afgehandeld && !known.afgehandeld {
            changes.push(match done {
                Some(done) => Change::Text {
                    place: at.key("afgehandeld"),
                    range: 0..done.len(),
                    new: "ja".into(),
                },
                None => put("afgehandeld", Value::Text("ja".into())),
            });
        }
        changes
    }
}

impl Gegeven {
    fn value(&self) -> Value {
        Value::Map(vec![
            text("wie", &self.wie),
            text("wanneer", &moment(&self.wanneer)),
            text("tekst", &self.tekst),
        ])
    }
}

fn text(key: &str, text: &str) -> (String, Value) {
    (key.to_owned(), Value::Text(text.to_owned()))
}

/// A moment as it is written in YAML.
fn moment(moment: &Moment) -> String {
    let written = serde_json::to_value(moment).ok();
    written.as_ref().and_then(|then| then.as_str()).unwrap_or_default().to_owned()
}

/// Words on one line, without what is no letter or sign.
fn leesbaar(text: &str) -> String {
    let shows = |char: &char| {
        !matches!(char, '\u{fff9}'..='\u{fffc}') && (char.is_whitespace() || !char.is_control())
    };
    let text: String = text.chars().filter(shows).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How often words stand in a text.
fn keren(text: &str, woorden: &str) -> usize {
    if woorden.trim().is_empty() { 0 } else { occurrences(text, woorden).count() }
}

/// Where words are typed that are printed in a text; of several the nth, or else the last.
fn zoek(text: &str, woorden: &str, nth: usize) -> Option<Range<usize>> {
    let woorden = woorden.trim();
    if woorden.is_empty() {
        return None;
    }
    let as_typed: Vec<Range<usize>> = occurrences(text, woorden).take(nth + 1).collect();
    if let Some(range) = as_typed.last() {
        return Some(range.clone());
    }
    // With markup among them.
    let (printed, places) = gedrukt(text);
    let found: Vec<Range<usize>> = occurrences(&printed, woorden).take(nth + 1).collect();
    let found = found.last()?;
    let (first, last) = (places.get(found.start)?, places.get(found.end.checked_sub(1)?)?);
    let range = first.start..last.end;
    text.get(range.clone()).is_some().then_some(range)
}

/// The most words behind each other that are still there.
fn deels(text: &str, woorden: &str) -> Option<Range<usize>> {
    const MOST: usize = 60;
    let words: Vec<&str> = woorden.split_whitespace().take(MOST).collect();
    (1..words.len()).rev().find_map(|count| {
        words.windows(count).find_map(|some| {
            let some = some.join(" ");
            let long = some.chars().filter(|char| char.is_alphanumeric()).count() >= FEWEST;
            long.then(|| zoek(text, &some, 0)).flatten()
        })
    })
}

/// What a text prints, and where each byte of that is typed.
fn gedrukt(text: &str) -> (String, Vec<Range<usize>>) {
    let (read, _) = prose::read(text);
    let (mut printed, mut places) = (String::new(), Vec::new());
    let mut add = |part: &str, range: &Range<usize>| {
        let exact = part.len() == range.len();
        for at in 0..part.len() {
            places.push(if exact { range.start + at..range.start + at + 1 } else { range.clone() });
        }
        printed.push_str(part);
    };
    let mut last = 0;
    read.lines(&mut |inlines| {
        add("\n", &(last..last));
        prose::visit_inlines(inlines, &mut |inline| {
            let range = match inline {
                Inline::Text { text, range } | Inline::Shifted { text, range, .. } => {
                    add(text, range);
                    range
                }
                Inline::Note { range, .. }
                | Inline::Paper { range, .. }
                | Inline::Value { range, .. } => {
                    add(TEKEN.encode_utf8(&mut [0; 4]), range);
                    range
                }
                Inline::Break => return add(" ", &(last..last)),
                _ => return,
            };
            last = range.end;
        });
    });
    (printed, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_that_was_there_gets_its_new_answers() {
        let file = "opmerkingen:\n  - plaats: brief.opening\n    woorden: de zin\n    wie: Jan\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Klopt dit?\n";
        let moment =
            |hour: u8| -> Moment { format!("2026-11-27T{hour:02}:00:00+01:00").parse().unwrap() };
        let given = |who: &str, hour: u8, text: &str| Gegeven {
            wie: who.into(),
            wanneer: moment(hour),
            tekst: text.into(),
        };
        let came = |answers: Vec<Gegeven>, done: bool| Teruggekomen {
            plaats: None,
            woorden: "de zin".into(),
            gezegd: "de zin".into(),
            elders: true,
            voor: String::new(),
            wie: "Jan".into(),
            wanneer: moment(10),
            tekst: "Klopt dit?".into(),
            antwoorden: answers,
            afgehandeld: done,
        };
        let one = came(vec![given("Els", 11, "Ja.")], false);
        let (with_one, said) = erbij(file, std::slice::from_ref(&one), &[]).unwrap();
        assert_eq!(said[0].hoe, Geplaatst::Aangevuld);
        let answer = "    antwoorden:\n      - wie: Els\n        wanneer: 2026-11-27T11:00:00+01:00\n        tekst: Ja.\n";
        assert_eq!(with_one, format!("{file}{answer}"));
        let (again, said) = erbij(&with_one, &[one], &[]).unwrap();
        assert_eq!((again, said[0].hoe), (with_one.clone(), Geplaatst::Al));
        let more = came(vec![given("Els", 11, "Ja."), given("Jan", 12, "Dank.")], true);
        let (all, _) = erbij(&with_one, std::slice::from_ref(&more), &[]).unwrap();
        let second = "      - wie: Jan\n        wanneer: 2026-11-27T12:00:00+01:00\n        tekst: Dank.\n    afgehandeld: ja\n";
        assert_eq!(all, format!("{with_one}{second}"));
        let open = all.replace("afgehandeld: ja", "afgehandeld: nee");
        let (done, said) = erbij(&open, &[more], &[]).unwrap();
        assert_eq!((done, said[0].hoe), (all, Geplaatst::Aangevuld));
    }

    #[test]
    fn a_remark_comes_on_its_words_or_on_its_field() {
        let fields: [(Place, &str); 3] = [
            (
                "brief.opening".parse().unwrap(),
                "Het kost {{ bijlage.totaal | miljoen }}[^bron] in 2026.",
            ),
            ("brief.slot".parse().unwrap(), "Totaal 41,0 en 1,0."),
            ("bijlage.titel".parse().unwrap(), "Kosten"),
        ];
        let placed = |place: &str, woorden: &str, gezegd: &str, elders: bool| {
            let one = Teruggekomen {
                plaats: place.parse().ok(),
                woorden: woorden.into(),
                gezegd: gezegd.into(),
                elders,
                voor: String::new(),
                wie: "Jan".into(),
                wanneer: "2026-11-27T10:00:00+01:00".parse().unwrap(),
                tekst: "Klopt dit?".into(),
                antwoorden: Vec::new(),
                afgehandeld: false,
            };
            let (file, said) = erbij("", &[one], &fields).unwrap();
            // What is written can be read.
            assert_eq!(
                Opmerkingen::of(&file).opmerkingen.len(),
                usize::from(!file.is_empty()),
                "{file}"
            );
            let Gezet { hoe, plaats, woorden } = said[0].clone();
            (hoe, plaats.map(|place| place.to_string()).unwrap_or_default(), woorden)
        };
        let whole = |place: &str| (Geplaatst::Op, place.to_owned(), None);
        let on =
            |place: &str, words: &str| (Geplaatst::Op, place.to_owned(), Some(words.to_owned()));
        let value = "{{ bijlage.totaal | miljoen }}";
        assert_eq!(
            placed("brief.opening", "\u{fffc}", "€ 2 miljoen", false),
            on("brief.opening", value)
        );
        assert_eq!(
            placed("brief.opening", "kost \u{fffc}", "kost € 2 miljoen", false),
            on("brief.opening", &format!("kost {value}"))
        );
        // A total is in no field: it is never looked for elsewhere.
        assert_eq!(placed("bijlage.titel", "\u{fffc}", "1,0", false), whole("bijlage.titel"));
        assert_eq!(placed("bijlage.titel", "1,0", "1,0", true), on("brief.slot", "1,0"));
        for nothing in ["", " ", "\u{fff9}", "\u{fffc}\u{fff9}", "\u{1}"] {
            assert_eq!(
                placed("bijlage.titel", nothing, nothing, true),
                whole("bijlage.titel"),
                "{nothing:?}"
            );
        }
        let gone = (Geplaatst::Weg, "bijlage.titel".to_owned(), Some("van toen".to_owned()));
        assert_eq!(placed("bijlage.titel", "van\ntoen", "van\ntoen", true), gone);
        assert_eq!(
            placed("", "van toen", "van toen", true),
            (Geplaatst::Nergens, String::new(), None)
        );
    }
}
