//! In: the remarks of colleagues and the pages; what a reader does with them. Out: where each stands now; the file with the
//! remarks. Wiring: `pen` reads and writes the file.

use serde::{Deserialize, Serialize};

use super::answers::Answer;
use super::desk::Desk;
use super::pen::{No, Pen, named, unreadable};
use super::session::Shown;
use crate::dossier::{OPMERKINGEN, Place};
use crate::edit::{Change, Value};
use crate::naast::Bladplek;
use crate::opmerkingen::{Opmerking, Opmerkingen, occurrences};
use crate::schrijven::Veld;
use crate::system;
use crate::yaml::Path;

/// A remark as the page shows it.
#[derive(Debug, Serialize)]
struct Told {
    index: usize,
    #[serde(flatten)]
    opmerking: Opmerking,
    /// The moment as a reader would say it, also of each answer.
    gezegd: String,
    antwoorden_gezegd: Vec<String>,
    /// Whether its words are gone.
    weg: bool,
    /// Where its words stand.
    plekken: Vec<Bladplek>,
}

/// What a reader wants of the remarks.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Wish {
    /// A new one, about what stands on a page between two places.
    Zet { id: String, van: (f64, f64), tot: (f64, f64), tekst: String, wie: String },
    /// A new one, about words of a field that somebody writes in: which time, from 0, that it says them.
    In { bestand: String, plaats: String, woorden: String, keer: usize, tekst: String, wie: String },
    /// An answer to one.
    Antwoord { index: usize, wanneer: String, tekst: String, wie: String },
    /// There is nothing more to do about it, or there is.
    Afgehandeld { index: usize, wanneer: String, waarde: bool },
    /// It goes.
    Weg { index: usize, wanneer: String },
}

/// All remarks, with where they stand.
pub(super) fn all(desk: &Desk) -> Answer {
    let text = desk.pen.as_ref().and_then(|pen| pen.text(OPMERKINGEN)).unwrap_or_default();
    let all = Opmerkingen::of(&text).opmerkingen;
    if all.is_empty() {
        return Answer::json(&[(); 0]);
    }
    let shown = desk.board().shown.clone();
    let mut told: Vec<Told> = all
        .into_iter()
        .enumerate()
        .map(|(index, opmerking)| Told {
            index,
            gezegd: opmerking.wanneer.to_string(),
            antwoorden_gezegd: opmerking
                .antwoorden
                .iter()
                .map(|antwoord| antwoord.wanneer.to_string())
                .collect(),
            opmerking,
            weg: false,
            plekken: Vec::new(),
        })
        .collect();
    if let Some(shown) = shown {
        shown.find(&mut told);
    }
    Answer::json(&told)
}

impl Shown {
    /// Finds the words of each remark, and where those stand on the pages.
    fn find(&self, remarks: &mut [Told]) {
        let checked = self.filled.checked();
        let leaves = checked.leaves();
        let spans = remarks.iter_mut().map(|remark| {
            let found = remark.opmerking.find(&leaves);
            let span = found.and_then(|(place, within): (Place, _)| {
                checked.span(&place, Some(within), &self.sources)
            });
            remark.weg = span.is_none();
            span.into_iter().collect()
        });
        let places = self.places(spans.collect());
        for (remark, plekken) in remarks.iter_mut().zip(places) {
            remark.plekken = plekken;
        }
    }
}

/// Does what a reader wants of the remarks.
pub(super) fn wish(desk: &Desk, pen: &Pen, body: &[u8]) -> Answer {
    let Ok(wish) = serde_json::from_slice::<Wish>(body) else { return unreadable() };
    let Some(now) = system::now() else { return Answer::refusal(500, "de klok is niet te lezen") };
    // As it is written in the file.
    let now = serde_json::to_value(now).ok();
    let Some(now) = now.as_ref().and_then(|now| now.as_str()) else { return unreadable() };
    let said = |wie: &str, tekst: &str| {
        [("wie", wie), ("wanneer", now), ("tekst", tekst)]
            .map(|(key, text)| (key.to_owned(), Value::Text(text.trim().to_owned())))
    };
    let empty = |texts: [&str; 2]| texts.iter().any(|text| text.trim().is_empty());
    match wish {
        Wish::Zet { id, van, tot, tekst, wie } => {
            if empty([&tekst, &wie]) {
                return Answer::refusal(422, "schrijf een opmerking, en van wie zij is");
            }
            let shown = desk.board().shown.clone();
            let at = |(x, y)| shown.as_ref()?.veld(&id, x, y, pen);
            let (Some((first, _)), last) = (at(van), at(tot)) else {
                return Answer::refusal(
                    422,
                    "dit staat zo niet in het dossier: kies andere woorden",
                );
            };
            let Some((woorden, start)) = words(&first.base, first.offset, {
                let last = last.filter(|(last, _)| {
                    (last.bestand, &last.place) == (first.bestand, &first.place)
                });
                last.and_then(|(last, _)| last.offset)
            }) else {
                return Answer::refusal(422, "dit is geen tekst: kies andere woorden");
            };
            let keer = occurrences(&first.base, woorden).position(|range| range.start >= start);
            let place = (first.bestand, first.place.as_str());
            put(pen, place, (woorden, keer.unwrap_or(0)), said(&wie, &tekst))
        }
        Wish::In { bestand, plaats, woorden, keer, tekst, wie } => {
            if empty([&tekst, &wie]) {
                return Answer::refusal(422, "schrijf een opmerking, en van wie zij is");
            }
            let bestand = named(&bestand);
            let veld = bestand
                .zip(plaats.parse().ok())
                .and_then(|(bestand, path)| Veld::of(&pen.text(&bestand.name())?, bestand, &path));
            let woorden = woorden.trim();
            let there = |veld: &Veld| occurrences(&veld.base, woorden).nth(keer).is_some();
            match veld.filter(|veld| !woorden.is_empty() && there(veld)) {
                Some(veld) => {
                    let place = (veld.bestand, veld.place.as_str());
                    put(pen, place, (woorden, keer), said(&wie, &tekst))
                }
                None => Answer::refusal(
                    422,
                    "kies woorden van één alinea, zonder opmaak of noten ertussen",
                ),
            }
        }
        Wish::Antwoord { index, wanneer, tekst, wie } => {
            if empty([&tekst, &wie]) {
                return Answer::refusal(422, "schrijf een antwoord, en van wie het is");
            }
            of(pen, index, &wanneer, &|remark, place| {
                let answer = Value::Map(said(&wie, &tekst).to_vec());
                let list = place.key("antwoorden");
                vec![match remark.antwoorden.len() {
                    0 => Change::Put {
                        map: place,
                        key: "antwoorden".into(),
                        value: Value::List(vec![answer]),
                        after: Some("tekst".into()),
                    },
                    index => Change::Insert { list, index, value: answer },
                }]
            })
        }
        Wish::Afgehandeld { index, wanneer, waarde } => {
            of(pen, index, &wanneer, &|remark, place| match waarde {
                _ if remark.afgehandeld == waarde => Vec::new(),
                true => vec![Change::Put {
                    map: place,
                    key: "afgehandeld".into(),
                    value: Value::Text("ja".into()),
                    after: None,
                }],
                false => vec![Change::Remove { place: place.key("afgehandeld") }],
            })
        }
        Wish::Weg { index, wanneer } => {
            of(pen, index, &wanneer, &|_, place| vec![Change::Remove { place }])
        }
    }
}

/// Adds a remark about words of a field, that it may say more often.
fn put(
    pen: &Pen,
    (bestand, plaats): (&str, &str),
    (woorden, keer): (&str, usize),
    said: [(String, Value); 3],
) -> Answer {
    let dot = if plaats.starts_with('[') { "" } else { "." };
    let mut entries = vec![
        ("plaats".to_owned(), Value::Text(format!("{bestand}{dot}{plaats}"))),
        ("woorden".to_owned(), Value::Text(woorden.to_owned())),
    ];
    if keer > 0 {
        entries.push(("keer".to_owned(), Value::Plain((keer + 1).to_string())));
    }
    entries.extend(said);
    pen.add(OPMERKINGEN, "opmerkingen", &Value::Map(entries))
}

/// Changes one remark, if it is still that one.
fn of(
    pen: &Pen,
    index: usize,
    wanneer: &str,
    change: &dyn Fn(&Opmerking, Path) -> Vec<Change>,
) -> Answer {
    pen.apply(OPMERKINGEN, &|text| {
        let all = Opmerkingen::of(text).opmerkingen;
        let same = |remark: &&Opmerking| {
            serde_json::to_value(&remark.wanneer).is_ok_and(|then| then == wanneer)
        };
        let remark = all.get(index).filter(same).ok_or(No::Outdated)?;
        Ok(change(remark, Path::default().key("opmerkingen").index(index)))
    })
}

/// The whole words of a text from one place up to another, and where they begin.
fn words(text: &str, from: Option<usize>, to: Option<usize>) -> Option<(&str, usize)> {
    let from = from?;
    let to = to.filter(|to| *to >= from).unwrap_or(from);
    let start = text
        .get(..from)?
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text.get(to..)?.find(char::is_whitespace).map_or(text.len(), |length| to + length);
    let words = text.get(start..end)?;
    (!words.trim().is_empty()).then_some((words, start))
}
