//! In: the arguments of `watch`. Out: rounds, until the user stops: pages in the browser, PDFs, diagnostics. Wiring.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::build::{destination, stale};
use super::{Console, Exit, load, unreadable, workspace};
use crate::Job;
use crate::cli::WatchArgs;
use crate::diagnostic::{self, Diagnostic, codes, has_errors, words};
use crate::dossier::Stuk;
use crate::export::Identity;
use crate::preview::{Editor, Marks, Preview, Reads, Round, Session, State, Wake, Watcher};
use crate::source::Sources;
use crate::system::{self, Failure, Stamps, Stopwatch};
use crate::templates::Templates;
use crate::typeset::{Paged, Typesetter};
use crate::workspace::Workspace;

/// Longest time without news while edits keep coming, in milliseconds: then a round is shown though it is outdated.
const LONGEST_SILENCE: u128 = 500;

pub(super) fn run(arguments: &WatchArgs, console: &Console) -> Exit {
    let editor = match arguments.editor.as_deref().map(Editor::parse).transpose() {
        Ok(editor) => editor,
        Err(why) => {
            let message = format!("`--editor` kan zo niet: {why}");
            let help = "schrijf bijvoorbeeld --editor 'code -g {file}:{line}:{col}'";
            return console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help));
        }
    };
    // Before anything is served: a folder that is no dossier's is most likely a slip of the pen.
    let workspace = match workspace(&arguments.dossier) {
        Ok(workspace) => workspace,
        Err(diagnostic) => return console.refuse(*diagnostic),
    };
    let preview = match Preview::start(arguments.port, editor) {
        Ok(preview) => preview,
        Err(why) => {
            let message = format!("het voorbeeld in de browser kan niet worden getoond: {why}");
            let help = "noem met `--port` een andere poort, of laat die optie weg";
            return console.refuse(Diagnostic::error(codes::PREVIEW_FAILS, message).help(help));
        }
    };
    let (mut watcher, stop) = Watcher::new();
    if let Err(why) = system::on_stop(move || stop.stop()) {
        console.note(&format!("let op: Ctrl-C stopt meteen ({why})"));
    }
    let mut desk = Desk::new(arguments, workspace, console);
    watcher.watch(&desk.reads());
    console.say(&about(&preview));
    if arguments.open
        && let Err(why) = system::browse(&preview.address())
    {
        let message = format!("de browser kan niet worden geopend: {why}");
        let wrong = Diagnostic::warning(codes::PREVIEW_FAILS, message)
            .help("open dit adres zelf in een browser");
        console.report(vec![wrong], &Sources::default());
    }
    loop {
        desk.round(&mut watcher, &preview);
        watcher.watch(&desk.reads());
        if watcher.wait() == Wake::Stopped {
            break;
        }
    }
    console.say("gestopt");
    Exit::Good
}

/// Where the pages are.
fn about(preview: &Preview) -> String {
    format!("voorbeeld: {}  (stoppen: Ctrl-C)", preview.address())
}

/// What lives on between rounds.
struct Desk<'a> {
    arguments: &'a WatchArgs,
    console: &'a Console,
    templates: Templates,
    /// What stands in the way of templates and fonts, and what there is to say of them.
    resources: Result<Vec<Diagnostic>, Vec<Diagnostic>>,
    session: Session,
    /// The files of templates and fonts as they were when those were read.
    outside: Option<(Stamps, Stamps)>,
    workspace: Workspace,
    /// Why the dossier's folder cannot be read.
    gone: Option<String>,
    /// What there was to say of the PDFs.
    said: Vec<Diagnostic>,
    /// The documents that were written last.
    written: BTreeMap<Stuk, (Paged, Identity)>,
    /// Since a round was last shown.
    silence: Stopwatch,
    /// Whether a round must be made though nothing is different: the first one, and one that was abandoned.
    due: bool,
}

impl<'a> Desk<'a> {
    fn new(arguments: &'a WatchArgs, workspace: Workspace, console: &'a Console) -> Self {
        Self {
            arguments,
            console,
            templates: Templates::default(),
            resources: Ok(Vec::new()),
            session: Session::new(Typesetter::new(crate::typeset::Fonts::embedded())),
            outside: None,
            workspace,
            gone: None,
            said: Vec::new(),
            written: BTreeMap::new(),
            silence: Stopwatch::start(),
            due: true,
        }
    }

    /// What a round reads.
    fn reads(&self) -> Reads {
        let dossier = &self.arguments.dossier;
        let (own, named) = self.arguments.outside.font_folders();
        let inside = |name: &String| {
            let path = Path::new(name);
            // A path that leads out of the dossier was not read.
            path.components().all(|part| {
                matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
            })
        };
        Reads {
            dossier: dossier.clone(),
            named: self
                .workspace
                .asked()
                .iter()
                .filter(|name| inside(name))
                .map(|name| dossier.join(name))
                .collect(),
            templates: self.arguments.outside.templates.clone(),
            fonts: own.into_iter().chain(named.cloned()).collect(),
        }
    }

    /// Reads everything anew; whether anything is different.
    fn refresh(&mut self) -> bool {
        let mut different = std::mem::take(&mut self.due);
        let gone = match self.workspace.refresh() {
            Ok(changed) => {
                different |= changed;
                None
            }
            Err(why) => Some(why),
        };
        different |= gone != self.gone;
        self.gone = gone;
        let (own, named) = self.arguments.outside.font_folders();
        let templates: Vec<PathBuf> = self.arguments.outside.templates.iter().cloned().collect();
        let fonts: Vec<PathBuf> = own.into_iter().chain(named.cloned()).collect();
        let outside = (
            system::stamps(&templates, system::is_template),
            system::stamps(&fonts, system::is_font),
        );
        if Some(&outside) != self.outside.as_ref() {
            different = true;
            let same_fonts = self.outside.as_ref().is_some_and(|(_, fonts)| *fonts == outside.1);
            self.outside = Some(outside);
            match load(&self.arguments.outside) {
                Ok((templates, fonts, warnings)) => {
                    self.templates = templates;
                    if !same_fonts {
                        self.session.replace_fonts(fonts);
                    }
                    self.resources = Ok(warnings);
                }
                Err(diagnostic) => self.resources = Err(vec![*diagnostic]),
            }
        }
        different
    }

    /// Makes a round and shows it, if anything is different.
    fn round(&mut self, watcher: &mut Watcher, preview: &Preview) {
        let start = Stopwatch::start();
        if !self.refresh() {
            return;
        }
        let mut round = match (&self.gone, &self.resources) {
            (None, Ok(warnings)) => {
                let job = Job {
                    workspace: &self.workspace,
                    templates: &self.templates,
                    stukken: &[],
                    style: self.arguments.info,
                };
                let silence = &self.silence;
                let mut outdated = || {
                    watcher.is_outdated()
                        && (watcher.is_stopped() || silence.milliseconds() < LONGEST_SILENCE)
                };
                let Some(mut round) = self.session.round(job, &mut outdated) else {
                    self.due = true;
                    return;
                };
                round.found.extend(warnings.iter().cloned());
                round
            }
            (Some(why), _) => self.session.failed(vec![*unreadable(&self.arguments.dossier, why)]),
            (_, Err(wrong)) => self.session.failed(wrong.clone()),
        };
        diagnostic::sort(&mut round.found, &round.sources);
        let milliseconds = start.milliseconds();
        let marks = if round.fresh { self.session.marks() } else { BTreeMap::new() };
        // What there was to say of the PDFs mostly still holds: so that it does not come and go at each save.
        let bare = round.found.len();
        round.found.extend(self.said.iter().filter(|_| round.fresh).cloned());
        self.publish(&round, &marks, preview, milliseconds);
        let before = round.found.split_off(bare);
        round.found.extend(if self.arguments.no_pdf { Vec::new() } else { self.write(&round) });
        if round.found[bare..] != before[..] {
            self.publish(&round, &BTreeMap::new(), preview, milliseconds);
        }
        self.said = round.found[bare..].to_vec();
        // A place in a file is one of this round only.
        self.said.retain(|diagnostic| diagnostic.labels.is_empty());
        diagnostic::sort(&mut round.found, &round.sources);
        self.tell(&round, preview, milliseconds);
        // Nobody waits any more.
        self.session.typesetter().forget();
        self.silence = Stopwatch::start();
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
            system::folder_name(&self.arguments.dossier).display().to_string(),
        );
        state.milliseconds = milliseconds;
        state.time = system::clock();
        state.opens = preview.opens();
        let shown = round.shown.iter().flat_map(|shown| shown.sources.all());
        for source in round.sources.all().chain(shown) {
            if let Some(path) = system::absolute(Path::new(source.name())) {
                state.files.insert(source.name().to_owned(), path.display().to_string());
            }
        }
        preview.publish(state, round.shown.clone(), Arc::clone(&round.sources));
    }

    /// Writes the documents that are new, if the dossier has no errors; what went wrong, and what to say.
    fn write(&mut self, round: &Round) -> Vec<Diagnostic> {
        let Some(shown) = round.shown.as_ref().filter(|_| round.fresh && !has_errors(&round.found))
        else {
            return Vec::new();
        };
        let dossier = &self.arguments.dossier;
        let out = destination(dossier, self.arguments.out.as_deref(), 1);
        let within = if self.arguments.out.is_none() { Some(dossier.as_path()) } else { None };
        let (mut found, mut files, mut made) = (Vec::new(), Vec::new(), Vec::new());
        for document in &shown.documents {
            let identity = shown.prepared.identity(document.stuk);
            let same = self
                .written
                .get(&document.stuk)
                .is_some_and(|(paged, was)| paged.is_same(&document.paged) && *was == identity);
            let name = format!("{}.pdf", document.stuk.name());
            if same && system::is_file(&out.join(&name)) {
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
            match system::write(&out, &files, within) {
                Ok(()) => self.written.extend(made),
                Err(Failure { path, reason }) => {
                    let message = format!("kan niet schrijven naar {path}: {reason}");
                    found.push(Diagnostic::error(codes::OUTPUT_FAILS, message).help(
                        "kies met `--out` een map waarin u mag schrijven, of geef `--no-pdf`",
                    ));
                }
            }
            let missing = Stuk::ALL
                .into_iter()
                .filter(|stuk| shown.documents.iter().all(|document| document.stuk != *stuk));
            found.extend(missing.filter_map(|stuk| stale(&out, stuk)));
        }
        found
    }

    /// One line for the round, and then what `check` would print.
    fn tell(&self, round: &Round, preview: &Preview, milliseconds: u128) {
        let counts = diagnostic::count(&round.found);
        let pages = match &round.shown {
            Some(shown) if round.fresh => {
                let all = shown.documents.iter().map(|document| {
                    let pages = words::count(document.pages.len(), "bladzijde", "bladzijden");
                    format!("{} {pages}", document.stuk.name())
                });
                all.collect::<Vec<_>>().join(", ")
            }
            Some(_) => format!(
                "{}; de vorige bladzijden blijven staan",
                words::count(counts.errors, "fout", "fouten")
            ),
            None => words::count(counts.errors, "fout", "fouten"),
        };
        let line = format!("{}  {pages}  {milliseconds} ms", system::clock());
        self.console.round(&about(preview), &line);
        if !round.ruled && round.fresh {
            self.console.note("de regels zijn nog niet nagelopen");
        }
        if !round.found.is_empty() {
            self.console.report(round.found.clone(), &round.sources);
        }
    }
}
