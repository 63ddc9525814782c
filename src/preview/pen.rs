//! In: what a page wants of a dossier's files. Out: that in the files, each whole or not at all, and the way back. Wiring:
//! reads and writes through `system`.
//!
//! What is being typed stands over its file, unsaved, so that the pages follow; it is kept beside the files too, until it
//! is in one, so that it is there again when the program was cut off. To save is to take the slot of the folder, read the
//! file as it is, make the change of that, and put it in place: what others changed stays, and where they changed the
//! same words, nothing is written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answers::Answer;
use crate::dossier::{Bestand, OPMERKINGEN, Place, Root, Vingerafdruk};
use crate::edit::{self, Change};
use crate::opmerkingen;
use crate::schrijven::{Done, Log, Refused, Request, Veld, carry_out};
use crate::system::{Failure, FailureKind, Folder, Kladjes, Slot, Stopwatch};
use crate::voorstellen::{Teksten, VOORSTELLEN};
use crate::workspace::{FileError, Files};
use crate::yaml::Path;

/// How often a change is made anew because another program wrote in between.
const TRIES: usize = 3;
/// How long somebody has not typed in what is offered to others, in milliseconds: it may just be being typed.
const QUIET: u128 = 3_000;

/// What writes in the files of a dossier.
#[derive(Debug)]
pub struct Pen {
    pub(super) folder: PathBuf,
    kladjes: Kladjes,
    sheet: Mutex<Sheet>,
}

/// What was written, and what is not yet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) log: Log,
    pub(super) unsaved: BTreeMap<String, Unsaved>,
    kept: BTreeMap<String, Kept>,
}

/// A file with what is being typed in it.
#[derive(Debug, Clone)]
pub(super) struct Unsaved {
    /// The file as it is.
    pub(super) before: Vec<u8>,
    /// The same with what was typed.
    pub(super) after: Vec<u8>,
}

/// What was typed and is in no file yet.
#[derive(Debug)]
struct Kept {
    wish: Value,
    /// Since it was typed; none of an earlier run.
    since: Option<Stopwatch>,
}

/// What a page wants of a file.
#[derive(Debug, Deserialize)]
struct Wish {
    bestand: String,
    /// Whether it goes into the file; otherwise only on the pages.
    #[serde(default)]
    opslaan: bool,
    #[serde(flatten)]
    request: Request,
}

/// What became of it.
#[derive(Debug, Serialize)]
struct Outcome {
    opgeslagen: bool,
    /// What the field says now.
    #[serde(skip_serializing_if = "Option::is_none")]
    veld: Option<Veld>,
    /// What it would say without what others changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    eigen: Option<String>,
    /// The names that new notes got.
    noten: Vec<String>,
    /// The notes that nothing refers to any more.
    wezen: Vec<String>,
}

/// What makes a change of a file from its text; and of the remarks, as they are and as they become.
type Making<'a> = dyn Fn(&str) -> Result<(Done, Option<(String, String)>), No> + 'a;

/// Why nothing was written.
pub(super) enum No {
    /// The same words were changed elsewhere; what the field says now.
    Conflict(String),
    /// It cannot be so; what to do.
    Sentence(String),
    /// Something else in the file is different from what the page shows.
    Outdated,
    /// The file cannot be read or written.
    Failure(Failure),
}

impl From<Refused> for No {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Conflict { now } => Self::Conflict(now),
            other => Self::Sentence(other.to_string()),
        }
    }
}

impl From<Failure> for No {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl No {
    pub(super) fn answer(self) -> Answer {
        match self {
            Self::Conflict(_) | Self::Outdated => Answer::refusal(
                409,
                "dit is intussen ook elders veranderd: kijk eerst wat er nu staat",
            ),
            Self::Sentence(why) => Answer::refusal(422, &why),
            Self::Failure(Failure { path, reason, kind }) => {
                let status = if kind == FailureKind::Busy { 503 } else { 500 };
                let help = "wat u typte, wordt bewaard";
                Answer::refusal(status, &format!("niet opgeslagen: {path}: {reason}; {help}"))
            }
        }
    }
}

/// What is said of a request that is none.
pub(super) fn unreadable() -> Answer {
    Answer::refusal(400, "deze vraag is niet te lezen")
}

impl Pen {
    /// For the files of a dossier.
    pub fn new(folder: PathBuf) -> Self {
        let kladjes = Kladjes::of(&folder);
        let kept = kladjes.all().into_iter().filter_map(|(name, bytes)| {
            Some((name, Kept { wish: serde_json::from_slice(&bytes).ok()?, since: None }))
        });
        let sheet = Sheet { kept: kept.collect(), ..Sheet::default() };
        Self { folder, kladjes, sheet: Mutex::new(sheet) }
    }

    pub(super) fn sheet(&self) -> MutexGuard<'_, Sheet> {
        self.sheet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files with what is being typed in them.
    pub(super) fn unsaved(&self) -> BTreeMap<String, Unsaved> {
        self.sheet().unsaved.clone()
    }

    /// A file as it is.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.read(name).ok()?).ok()
    }

    /// The files that are there.
    pub(super) fn texts(&self) -> Teksten {
        names()
            .filter_map(|name| Some((self.text(&name)?, name)))
            .map(|(text, name)| (name, text))
            .collect()
    }

    /// The name of a file in diagnostics.
    pub(super) fn name_of(&self, name: &str) -> String {
        let folder = self.folder.display().to_string();
        format!("{}/{name}", folder.trim_end_matches('/'))
    }

    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, No> {
        let why = match Folder(self.folder.clone()).read(name) {
            Ok(bytes) => return Ok(bytes),
            // Which is made with the first one.
            Err(FileError::Missing) if [OPMERKINGEN, VOORSTELLEN].contains(&name) => {
                return Ok(Vec::new());
            }
            Err(why) => why,
        };
        Err(No::Sentence(match why {
            FileError::Missing => format!("{name} is er niet meer"),
            FileError::TooLarge => format!("{name} is te groot"),
            FileError::Outside => format!("{name} ligt buiten het dossier"),
            FileError::Unreadable(why) => format!("{name} is niet te lezen: {why}"),
        }))
    }

    /// Does what a page wants of a file.
    pub(super) fn wish(&self, body: &[u8]) -> Answer {
        let Ok(wish) = serde_json::from_slice::<Wish>(body) else { return unreadable() };
        let Some(bestand) = named(&wish.bestand) else { return unreadable() };
        let place = match &wish.request {
            Request::Text { place, .. }
            | Request::Line { place, .. }
            | Request::Set { place, .. } => Some(place.as_str()),
            _ => None,
        };
        let name = place.map(|place| name_of_kept(bestand, place));
        if let Some(name) = &name {
            self.keep(name, body);
        }
        let path = place.and_then(|place| place.parse::<Path>().ok()).unwrap_or_default();
        let of = Place { root: Root::File(bestand), path: path.clone() };
        let done = self.change(&bestand.name(), wish.opslaan, &|text| {
            let done = carry_out(text, &of, &wish.request)?;
            let beside = done.field.as_ref().and_then(|field| {
                let old = Veld::of(text, bestand, &path)?.base;
                self.followed(&of.to_string(), &old, &field.now)
            });
            Ok((done, beside))
        });
        match done {
            Ok(done) => {
                if let Some(name) = name.filter(|_| wish.opslaan) {
                    self.forget(&name);
                }
                let veld = place.filter(|_| wish.opslaan);
                Answer::json(&Outcome {
                    opgeslagen: wish.opslaan,
                    veld: veld.and_then(|_| Veld::of(&done.text, bestand, &path)),
                    eigen: done.field.map(|field| field.own),
                    noten: done.notes,
                    wezen: done.orphans.iter().map(ToString::to_string).collect(),
                })
            }
            Err(No::Conflict(now)) => {
                let nu =
                    self.text(&bestand.name()).and_then(|text| Veld::of(&text, bestand, &path));
                let wilde = match wish.request {
                    Request::Text { draft, .. } => json!(draft.normal()),
                    Request::Line { text, .. } | Request::Set { text, .. } => json!(text),
                    _ => Value::Null,
                };
                let nu = nu.filter(|veld| veld.base == now);
                let Answer(_, kind, json) = Answer::json(&json!({ "nu": nu, "wilde": wilde }));
                Answer(409, kind, json)
            }
            Err(no) => no.answer(),
        }
    }

    /// The file with the remarks as it is, and as it becomes when the text of a field changes.
    fn followed(&self, plaats: &str, old: &str, new: &str) -> Option<(String, String)> {
        let now = self.text(OPMERKINGEN).filter(|text| !text.is_empty())?;
        let then = opmerkingen::followed(&now, plaats, old, new)?;
        Some((now, then))
    }

    /// Makes a change of a file, and of the remarks beside it: in the file, or only on the pages.
    pub(super) fn change(&self, name: &str, save: bool, make: &Making<'_>) -> Result<Done, No> {
        if !save {
            let before = self.read(name)?;
            let (done, _) = make(text_of(&before)?)?;
            let after = done.text.clone().into_bytes();
            self.sheet().unsaved.insert(name.to_owned(), Unsaved { before, after });
            return Ok(done);
        }
        let slot = Slot::take(&self.folder, Some(&self.folder))?;
        // Nobody writes here, or types, in the meantime.
        let mut sheet = self.sheet();
        let mut tries = 0;
        loop {
            tries += 1;
            let before = self.read(name)?;
            let (done, beside) = make(text_of(&before)?)?;
            sheet.saw(name, text_of(&before)?);
            let mut written = Vec::new();
            if done.text.as_bytes() != before {
                match self.put(&slot, name, &before, done.text.as_bytes()) {
                    Err(_) if tries < TRIES && self.read(name)? != before => continue,
                    other => other?,
                }
                written.push((name.to_owned(), done.text.clone()));
            }
            if let Some((now, then)) = beside {
                sheet.saw(OPMERKINGEN, &now);
                // Where it cannot be, the remark looks for its words itself.
                if self.put(&slot, OPMERKINGEN, now.as_bytes(), then.as_bytes()).is_ok() {
                    written.push((OPMERKINGEN.to_owned(), then));
                }
            }
            sheet.log.did(&written);
            sheet.unsaved.remove(name);
            return Ok(done);
        }
    }

    /// Takes notes away that nothing refers to, with their texts.
    pub(super) fn without_notes(&self, body: &[u8]) -> Answer {
        #[derive(Deserialize)]
        struct Asked {
            bestand: String,
            noten: Vec<String>,
        }
        let Ok(asked) = serde_json::from_slice::<Asked>(body) else { return unreadable() };
        let Some(bestand) = named(&asked.bestand) else { return unreadable() };
        let paths: Option<Vec<Path>> = asked.noten.iter().map(|place| place.parse().ok()).collect();
        let Some(paths) = paths else { return unreadable() };
        self.apply(&bestand.name(), &|_| {
            Ok(paths.iter().map(|place| Change::Remove { place: place.clone() }).collect())
        })
    }

    /// Adds an item to a list at the top of a file, which may not be there yet.
    pub(super) fn add(&self, name: &str, list: &str, item: &edit::Value) -> Answer {
        self.apply(name, &|text| {
            let place = Path::default().key(list);
            let count = Veld::items(text, &place);
            Ok(vec![match count {
                Some(index) => Change::Insert { list: place, index, value: item.clone() },
                None => Change::Put {
                    map: Path::default(),
                    key: list.to_owned(),
                    value: edit::Value::List(vec![item.clone()]),
                    after: None,
                },
            }])
        })
    }

    /// Makes changes of a file, which follow from what it says.
    pub(super) fn apply(
        &self,
        name: &str,
        make: &dyn Fn(&str) -> Result<Vec<Change>, No>,
    ) -> Answer {
        let done = self.change(name, true, &|text| {
            let text = edit::apply(text, &make(text)?).map_err(Refused::from)?;
            Ok((whole(&text), None))
        });
        done.map_or_else(No::answer, |_| Answer::json(&true))
    }

    /// What was typed and is in no file, and nobody types in.
    pub(super) fn kept(&self) -> Answer {
        let sheet = self.sheet();
        let left = sheet.kept.iter().filter(|(_, kept)| {
            kept.since.as_ref().is_none_or(|since| since.milliseconds() > QUIET)
        });
        Answer::json(&left.map(|(_, kept)| &kept.wish).collect::<Vec<_>>())
    }

    /// Throws away what was typed and is in no file.
    pub(super) fn discard(&self, body: &[u8]) -> Answer {
        #[derive(Deserialize)]
        struct Asked {
            bestand: String,
            place: String,
        }
        let Ok(asked) = serde_json::from_slice::<Asked>(body) else { return unreadable() };
        let Some(bestand) = named(&asked.bestand) else { return unreadable() };
        self.sheet().unsaved.remove(&bestand.name());
        self.forget(&name_of_kept(bestand, &asked.place));
        Answer::json(&true)
    }

    fn keep(&self, name: &str, body: &[u8]) {
        let Ok(wish) = serde_json::from_slice(body) else { return };
        let mut sheet = self.sheet();
        let kept = Kept { wish, since: Some(Stopwatch::start()) };
        sheet.kept.insert(name.to_owned(), kept);
        // Where this user has no place for it, it is there as long as the program runs.
        let _ = self.kladjes.keep(name, body);
    }

    fn forget(&self, name: &str) {
        self.sheet().kept.remove(name);
        self.kladjes.forget(name);
    }
}

impl Sheet {
    /// A file is so: as it was left here, or changed elsewhere.
    pub(super) fn saw(&mut self, name: &str, text: &str) {
        match self.log.text(name) {
            None => self.log.open(name, text),
            Some(known) if known != text => self.log.saw(name, text),
            Some(_) => {}
        }
    }
}

/// A file with this text, and nothing to tell of it.
pub(super) fn whole(text: &str) -> Done {
    Done { text: text.to_owned(), field: None, notes: Vec::new(), orphans: Vec::new() }
}

/// The files that are written in.
pub(super) fn names() -> impl Iterator<Item = String> {
    let beside = [OPMERKINGEN, VOORSTELLEN].map(ToOwned::to_owned);
    Bestand::ALL.into_iter().map(Bestand::name).chain(beside)
}

/// The name under which what was typed in a field is kept.
fn name_of_kept(bestand: Bestand, place: &str) -> String {
    Vingerafdruk::of([bestand.stem().as_bytes(), place.as_bytes()]).short()
}

/// The file with this name, without `.yaml`.
pub(super) fn named(stem: &str) -> Option<Bestand> {
    Bestand::ALL.into_iter().find(|bestand| bestand.stem() == stem)
}

pub(super) fn text_of(bytes: &[u8]) -> Result<&str, No> {
    str::from_utf8(bytes)
        .map_err(|_| No::Sentence(Refused::from(edit::Refused::Unreadable).to_string()))
}
