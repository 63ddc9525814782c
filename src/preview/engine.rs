//! In: a dossier that is watched. Out: a round for each change of it: pages for the browser, PDFs, and what there is to say.
//! Wiring: reads through `system`, and writes the PDFs through it.

use std::collections::BTreeMap;
use std::mem;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::beside::Beside;
use super::pen::Unsaved;
use super::server::Preview;
use super::session::{Round, Session};
use super::state::State;
use super::voorstellen::Telling;
use super::watcher::{Reads, Watcher};
use crate::Job;
use crate::diagnostic::{self, Diagnostic, codes, has_errors, words};
use crate::dossier::{Bestand, Editie, Stuk};
use crate::export::{Format, Identity};
use crate::source::{Source, Sources};
use crate::system::{self, Failure, Output, ResourceFolders, Stamps, Stopwatch};
use crate::templates::Templates;
use crate::typeset::{Fonts, Marks, Paged, Typesetter};
use crate::voorstellen::VOORSTELLEN;
use crate::workspace::Workspace;

/// Longest time without news while edits keep coming, in milliseconds: then a round is shown though it is outdated.
const LONGEST_SILENCE: u128 = 500;

/// What is watched, and what becomes of it.
#[derive(Debug)]
pub struct Watched {
    /// The dossier's folder.
    pub dossier: PathBuf,
    /// The templates and fonts.
    pub folders: ResourceFolders,
    /// Whether to look at matters of style too.
    pub style: bool,
    /// Where PDFs go; `None` when there are to be none.
    pub output: Option<Output>,
}

/// What makes the rounds of `watch`, with all that lives on between them.
#[derive(Debug)]
pub struct Engine {
    watched: Watched,
    workspace: Workspace,
    /// Why the dossier's folder cannot be read.
    gone: Option<String>,
    session: Session,
    /// Whether its pages are of the dossier as it is now.
    fresh: bool,
    /// That of the public edition, while somebody looks at it.
    openbaar: Option<Session>,
    templates: Templates,
    /// The files of templates and of fonts as they were when those were read.
    read_templates: Option<Stamps>,
    read_fonts: Option<Stamps>,
    /// What there is to say of templates and of fonts; an error stands in the way of everything.
    about_templates: Vec<Diagnostic>,
    about_fonts: Vec<Diagnostic>,
    /// What there was to say of the PDFs.
    about_pdfs: Vec<Diagnostic>,
    /// The documents that were written last.
    written: BTreeMap<Stuk, (Paged, Identity)>,
    /// Whether something that is being typed stands over a file.
    typing: bool,
    /// Since a round was last shown.
    silence: Stopwatch,
    /// Whether a round must be made though nothing is different: the first one, and one that was abandoned.
    due: bool,
}

impl Engine {
    /// Ready for the first round.
    pub fn new(watched: Watched, workspace: Workspace) -> Self {
        Self {
            watched,
            workspace,
            gone: None,
            session: Session::new(Typesetter::new(Fonts::embedded())),
            fresh: false,
            openbaar: None,
            templates: Templates::default(),
            read_templates: None,
            read_fonts: None,
            about_templates: Vec::new(),
            about_fonts: Vec::new(),
            about_pdfs: Vec::new(),
            written: BTreeMap::new(),
            typing: false,
            silence: Stopwatch::start(),
            due: true,
        }
    }

    /// What a round reads.
    pub fn reads(&self) -> Reads {
        let Watched { dossier, folders, .. } = &self.watched;
        let inside = |name: &&String| {
            // A path that leads out of the dossier was not read.
            Path::new(name.as_str())
                .components()
                .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        };
        let asked = self.workspace.asked();
        let (listed, named): (Vec<&String>, Vec<&String>) =
            asked.iter().filter(inside).partition(|name| name.ends_with('/'));
        Reads {
            dossier: dossier.clone(),
            folders: listed.into_iter().map(|name| dossier.join(name)).collect(),
            named: named.into_iter().map(|name| dossier.join(name)).collect(),
            templates: folders.templates.clone(),
            fonts: folders.font_folders(),
        }
    }

    /// Reads everything anew that is different from what was read; whether anything is.
    fn refresh(&mut self) -> bool {
        let mut different = mem::take(&mut self.due);
        let gone = match self.workspace.refresh() {
            Ok(changed) => {
                different |= changed;
                None
            }
            Err(why) => Some(why),
        };
        different |= gone != self.gone;
        self.gone = gone;
        let folders = &self.watched.folders;
        let now = Some(system::stamps(folders.templates.as_slice(), system::is_template));
        if now != self.read_templates {
            different = true;
            self.read_templates = now;
            self.about_templates = match folders.read_templates() {
                Ok((templates, warnings)) => {
                    self.templates = templates;
                    warnings
                }
                Err(diagnostic) => vec![*diagnostic],
            };
        }
        let now = Some(system::stamps(&folders.font_folders(), system::is_font));
        if now != self.read_fonts {
            different = true;
            self.read_fonts = now;
            self.about_fonts = match folders.read_fonts() {
                Ok(fonts) => {
                    self.session.replace_fonts(fonts);
                    self.openbaar = None;
                    Vec::new()
                }
                Err(diagnostic) => vec![*diagnostic],
            };
        }
        different
    }

    /// Makes a round and shows it, if anything is different; then tells of it, with a line that says what it made.
    pub fn round(
        &mut self,
        watcher: &mut Watcher,
        preview: &Preview,
        tell: &mut dyn FnMut(&Round, &str),
    ) {
        let start = Stopwatch::start();
        self.take_unsaved(preview);
        if !self.refresh() {
            return self.beside(false, watcher, preview);
        }
        let Some(mut round) = self.make(watcher) else {
            self.due = true;
            return;
        };
        diagnostic::sort(&mut round.found, &round.sources);
        let milliseconds = start.milliseconds();
        let marks = if round.fresh { self.session.marks() } else { BTreeMap::new() };
        // What there was to say of the PDFs mostly still holds: so that it does not come and go at each save.
        let bare = round.found.len();
        round.found.extend(self.about_pdfs.iter().filter(|_| round.fresh).cloned());
        self.publish(&round, &marks, preview, milliseconds);
        let before = round.found.split_off(bare);
        let of_pdfs = self.write(&round);
        round.found.extend(of_pdfs);
        if round.found[bare..] != before[..] {
            self.publish(&round, &BTreeMap::new(), preview, milliseconds);
        }
        self.about_pdfs = round.found[bare..].to_vec();
        // A place in a file is one of this round only.
        self.about_pdfs.retain(|diagnostic| diagnostic.labels.is_empty());
        diagnostic::sort(&mut round.found, &round.sources);
        // Not at each letter.
        if !self.typing {
            tell(&round, &line(&round, milliseconds));
        }
        self.fresh = round.fresh;
        self.beside(true, watcher, preview);
        // Nobody is waiting any more.
        crate::forget();
        self.silence = Stopwatch::start();
    }

    /// Puts what is being typed over the files, as long as those are as they were when it was.
    fn take_unsaved(&mut self, preview: &Preview) {
        let Some(pen) = preview.pen() else { return };
        let mut unsaved = pen.unsaved();
        let before = mem::take(&mut self.typing);
        for bestand in Bestand::ALL {
            let name = bestand.name();
            let path = self.watched.dossier.join(&name);
            let same =
                |unsaved: &Unsaved| system::read(&path).is_ok_and(|now| now == unsaved.before);
            let text = unsaved.remove(&name).filter(same).map(|unsaved| unsaved.after);
            self.typing |= text.is_some();
            self.workspace.overlay(&name, text);
        }
        // What was only shown is told and written when it is in the files.
        self.due |= before && !self.typing;
    }

    /// Makes the public edition and shows both, while somebody looks at that.
    fn beside(&mut self, is_new: bool, watcher: &mut Watcher, preview: &Preview) {
        if !preview.compares() {
            self.openbaar = None;
            return preview.put_beside(None);
        }
        if !is_new && self.openbaar.is_some() {
            return;
        }
        let start = Stopwatch::start();
        let hindrance = self.hindrance();
        let fonts = self.session.typesetter().fonts().clone();
        let session = self.openbaar.get_or_insert_with(|| Session::new(Typesetter::new(fonts)));
        let mut round = match hindrance {
            Some(why) => session.failed(why),
            None => {
                // The same bytes, read once.
                self.workspace.read_for(Editie::Openbaar);
                let job = Job {
                    workspace: &self.workspace,
                    templates: &self.templates,
                    stukken: &[],
                    style: false,
                };
                let round = session.round(job, &mut || watcher.is_outdated());
                self.workspace.read_for(Editie::Werk);
                let Some(round) = round else {
                    self.due = true;
                    return;
                };
                round
            }
        };
        round.fresh &= self.fresh;
        diagnostic::sort(&mut round.found, &round.sources);
        let dossier = system::folder_name(&self.watched.dossier).display().to_string();
        let mut state = Beside::new(self.session.shown().map(Arc::as_ref), &round, dossier);
        state.opens = preview.opens();
        state.files = files(&[&round.sources]);
        state.time = system::clock();
        state.milliseconds = start.milliseconds();
        preview.put_beside(Some((state, round.shown)));
    }

    /// What comes of the dossier as it is now; `None` when that is outdated before it is there.
    fn make(&mut self, watcher: &mut Watcher) -> Option<Round> {
        if let Some(why) = self.hindrance() {
            return Some(self.session.failed(why));
        }
        let job = Job {
            workspace: &self.workspace,
            templates: &self.templates,
            stukken: &[],
            style: self.watched.style,
        };
        let silence = &self.silence;
        let mut outdated = || {
            watcher.is_outdated()
                && (watcher.is_stopped() || silence.milliseconds() < LONGEST_SILENCE)
        };
        let mut round = self.session.round(job, &mut outdated)?;
        round.found.extend(self.about_resources());
        Some(round)
    }

    /// Why no dossier can be read, or no page made of one.
    fn hindrance(&self) -> Option<Vec<Diagnostic>> {
        if let Some(why) = &self.gone {
            return Some(vec![*system::unreadable(&self.watched.dossier, why)]);
        }
        let said: Vec<Diagnostic> = self.about_resources().collect();
        has_errors(&said).then_some(said)
    }

    /// What there is to say of templates and fonts.
    fn about_resources(&self) -> impl Iterator<Item = Diagnostic> {
        self.about_templates.iter().chain(&self.about_fonts).cloned()
    }

    fn publish(
        &self,
        round: &Round,
        marks: &BTreeMap<Stuk, Marks>,
        preview: &Preview,
        milliseconds: u128,
    ) {
        let mut state = State::new(
            round,
            marks,
            system::folder_name(&self.watched.dossier).display().to_string(),
            preview.opens(),
        );
        state.milliseconds = milliseconds;
        state.time = system::clock();
        state.schrijft = preview.pen().is_some();
        let shown = round.shown.as_ref().map(|shown| &*shown.sources);
        let all: Vec<&Sources> = [&*round.sources].into_iter().chain(shown).collect();
        state.files = files(&all);
        let mut teksten = self.workspace.own();
        if let Ok(bytes) = self.workspace.file(VOORSTELLEN) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            teksten.insert(VOORSTELLEN.to_owned(), text);
        }
        state.voorstellen = Telling::of(&teksten);
        let of = (round.found.clone(), Arc::clone(&round.sources));
        preview.publish(state, round.shown.clone(), of, teksten);
    }

    /// Writes the documents that are new, if the dossier has no errors; what went wrong, and what to say.
    fn write(&mut self, round: &Round) -> Vec<Diagnostic> {
        let Some(output) = self.watched.output.as_ref().filter(|_| !self.typing) else {
            return Vec::new();
        };
        let Some(shown) = round.shown.as_ref().filter(|_| round.fresh && !has_errors(&round.found))
        else {
            return Vec::new();
        };
        let (mut found, mut files, mut made) = (Vec::new(), Vec::new(), Vec::new());
        for document in &shown.documents {
            let identity = shown.filled.identity(document.stuk);
            let same = self
                .written
                .get(&document.stuk)
                .is_some_and(|(paged, was)| paged.is_same(&document.paged) && *was == identity);
            let name = Format::Pdf.path(document.stuk);
            if same && system::is_file(&output.path(&name)) {
                continue;
            }
            match self.session.pdf(shown, document) {
                Ok(bytes) => {
                    files.push((name, bytes));
                    made.push((document.stuk, (document.paged.clone(), identity)));
                }
                Err(errors) => found.extend(errors),
            }
        }
        // As with `build`: nothing is written unless everything can be made.
        if !has_errors(&found) {
            let written = match files.is_empty() {
                true => Ok(()),
                false => output.slot().and_then(|slot| slot.write(&files)),
            };
            match written {
                Ok(()) => self.written.extend(made),
                Err(failure) => {
                    let Failure { path, reason, .. } = &failure;
                    let message = format!("kan niet schrijven naar {path}: {reason}");
                    found.push(Diagnostic::error(codes::OUTPUT_FAILS, message).help(
                        failure.help().unwrap_or(
                            "kies met `--out` een map waarin u mag schrijven, of geef `--no-pdf`",
                        ),
                    ));
                }
            }
            let all: Vec<Stuk> = shown.documents.iter().map(|document| document.stuk).collect();
            found.extend(output.stale(&all));
        }
        found
    }
}

/// The path of each file that can be opened in an editor, by its name in diagnostics.
fn files(all: &[&Sources]) -> BTreeMap<String, String> {
    let names = all.iter().flat_map(|sources| sources.all()).map(Source::name);
    let path = |name: &str| {
        let path = system::absolute(Path::new(name))?;
        Some((name.to_owned(), path.display().to_string()))
    };
    names.filter_map(path).collect()
}

/// What a round made, in one line.
fn line(round: &Round, milliseconds: u128) -> String {
    let errors = || words::count(diagnostic::count(&round.found).errors, "fout", "fouten");
    let pages = match &round.shown {
        Some(shown) if round.fresh => {
            let all = shown.documents.iter().map(|document| {
                let pages = words::count(document.pages.len(), "bladzijde", "bladzijden");
                format!("{} {pages}", document.stuk.name())
            });
            let all = all.collect::<Vec<_>>().join(", ");
            // Of a dossier with errors nothing but pages is made.
            if has_errors(&round.found) { format!("{all}, met {}", errors()) } else { all }
        }
        Some(_) => format!("{}; de vorige bladzijden blijven staan", errors()),
        None => errors(),
    };
    format!("{}  {pages}  {milliseconds} ms", system::clock())
}
