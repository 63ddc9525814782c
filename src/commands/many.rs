//! In: which dossiers, and what to do with one. Out: that done with each, on all cores; what each says comes in the order
//! of the list. Wiring.

use std::collections::{BTreeMap, HashSet};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use serde::Serialize;
use serde_json::Value;

use super::{Console, Exit};
use crate::cli::{DossiersArgs, Verslagvorm};
use crate::diagnostic::{Diagnostic, Report, codes, words};
use crate::system::{self, Output, Stopwatch};
use crate::typeset::{Fonts, Typesetter};
use crate::{draden, forget};

/// One of the dossiers that a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opgegeven {
    /// Its folder.
    pub(super) path: PathBuf,
    /// What it is called among the others: its way from the folder that all of them are in, or else the folder's own name.
    pub(super) name: PathBuf,
}

/// The dossiers that a command is about.
#[derive(Debug)]
pub(super) struct Listed {
    /// Those to do now, in their order.
    pub(super) dossiers: Vec<Opgegeven>,
    /// Whether more than one could have been meant, also where only a part is done now.
    pub(super) several: bool,
}

/// The dossiers that a command is about, in their order: of all, or of the part that was asked for. What stands in the way
/// is told.
pub(super) fn listed(arguments: &DossiersArgs, console: &Console) -> Result<Listed, Exit> {
    let unreadable = |failure| {
        console.fail(codes::FOLDER_MISSING, "kan niet lezen:", &failure, "kijk of het pad klopt")
    };
    let mut all = Vec::new();
    for path in &arguments.dossiers {
        if path == Path::new("-") {
            let paths = system::paths_of_input().map_err(unreadable)?;
            all.extend(paths.into_iter().map(Opgegeven::named));
        } else {
            all.push(Opgegeven::named(path.clone()));
        }
    }
    if let Some(folder) = &arguments.alle {
        let paths = system::dossiers(folder).map_err(unreadable)?;
        all.extend(paths.into_iter().map(|path| {
            let name = path.strip_prefix(folder).ok().filter(|name| !name.as_os_str().is_empty());
            match name {
                Some(name) => Opgegeven { name: name.to_owned(), path },
                None => Opgegeven::named(path),
            }
        }));
    }
    // Who names one twice, by two patterns for instance, wants it once.
    let mut seen = HashSet::new();
    all.retain(|dossier| seen.insert(system::real(&dossier.path)));
    if all.is_empty() {
        let (message, help) = match &arguments.alle {
            Some(folder) => (
                format!("in {} staat geen dossier", folder.display()),
                "een dossier is een map met een dossier.yaml; `kamerbrief new MAP` maakt er een",
            ),
            None => (
                "in de standaardinvoer staat geen dossier".to_owned(),
                "geef op elke regel de map van een dossier",
            ),
        };
        return Err(console.refuse(Diagnostic::error(codes::FOLDER_MISSING, message).help(help)));
    }
    let several = all.len() > 1 || arguments.alle.is_some();
    if let Some(deel) = arguments.deel {
        all.retain(|dossier| deel.has(&dossier.name.to_string_lossy().replace('\\', "/")));
    }
    Ok(Listed { dossiers: all, several })
}

/// A dossier and where its results go.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) dossier: Opgegeven,
    pub(super) output: Output,
    /// Where pictures of what would differ go, if they were asked for.
    pub(super) beelden: Option<Output>,
}

/// The dossiers that a command makes something of, and whether more than one could have been meant: then each has a folder
/// of its own in `out`.
pub(super) fn jobs(
    arguments: &DossiersArgs,
    out: Option<&Path>,
    console: &Console,
) -> Result<(Vec<Job>, bool), Exit> {
    let Listed { dossiers, several } = listed(arguments, console)?;
    let named = dossiers.iter().map(|dossier| (&*dossier.path, &*dossier.name));
    let outputs = Output::of_each(named, several, out);
    let outputs = outputs.map_err(|failure| console.unwritable(&failure))?;
    let job = |(dossier, output)| Job { dossier, output, beelden: None };
    Ok((dossiers.into_iter().zip(outputs).map(job).collect(), several))
}

/// A dossier that could be done, as a program is told of it.
#[derive(Debug)]
pub(super) struct Gedaan<T> {
    /// How it ended, in a word.
    pub(super) outcome: &'static str,
    /// What was made.
    pub(super) files: Vec<T>,
    /// What there was to say of it, if that was earlier.
    pub(super) report: Option<Value>,
}

impl<T> Gedaan<T> {
    fn exit(&self) -> Exit {
        if self.outcome == outcome(Exit::Different) { Exit::Different } else { Exit::Good }
    }

    /// It was made now.
    pub(super) fn now(files: Vec<T>) -> Self {
        Self { outcome: outcome(Exit::Good), files, report: None }
    }
}

/// Makes something of each dossier, and tells that of each in this form.
pub(super) fn work<T: Serialize + Send>(
    jobs: &[Job],
    (arguments, verslag): (&DossiersArgs, Verslagvorm),
    fonts: &Fonts,
    console: &Console,
    make: impl Fn(&mut Typesetter, &Job, &Console) -> Result<Gedaan<T>, Exit> + Sync,
) -> Tally {
    let as_data = verslag == Verslagvorm::Jsonl;
    let mut tally = Tally::default();
    let ended =
        each(jobs, arguments.jobs, (fonts, as_data), console, make, |Job { dossier, .. }, done| {
            let exit = done.result.as_ref().map_or_else(|exit| *exit, Gedaan::exit);
            tally.count(exit);
            if as_data {
                let path = dossier.path.display().to_string();
                let made = done.result.unwrap_or_else(|exit| Gedaan {
                    outcome: outcome(exit),
                    files: Vec::new(),
                    report: None,
                });
                let report = made.report.unwrap_or_else(|| done.report.to_value());
                console.print_json(&line(
                    path,
                    made.outcome,
                    made.files,
                    report,
                    done.milliseconds,
                ));
            }
        });
    tally.exit = ended.err().or(tally.exit);
    tally
}

impl Opgegeven {
    fn named(path: PathBuf) -> Self {
        Self { name: system::folder_name(&path).into(), path }
    }
}

/// What came of a dossier.
pub(super) struct Done<T> {
    pub(super) result: T,
    /// What there is to say of it, as data, if that was asked for.
    pub(super) report: Report,
    pub(super) milliseconds: u128,
}

/// Does something with each dossier, so many at a time, each with a typesetter of the thread that it is done on; what comes
/// of it is handed over in the order of the list, when what was said of it has been printed, or `as_data` kept.
///
/// A mistake of the program's own stops only the dossier that it was made with, and ends the run when all others are done.
/// Who wants several to stop, gets what has begun whole, and nothing more.
///
/// # Errors
/// When it was stopped before all were done, which is told.
pub(super) fn each<D: Sync, T: Send>(
    dossiers: &[D],
    jobs: Option<NonZeroUsize>,
    (fonts, as_data): (&Fonts, bool),
    console: &Console,
    job: impl Fn(&mut Typesetter, &D, &Console) -> T + Sync,
    mut hand_over: impl FnMut(&D, Done<T>),
) -> Result<(), Exit> {
    let jobs = jobs.map_or_else(draden::available, NonZeroUsize::get).min(dossiers.len());
    let speech = console.speech(as_data);
    let one = |typesetter: &mut Typesetter, dossier: &D| {
        let stopwatch = Stopwatch::start();
        let (result, said) = Console::keeping(&speech, |own| job(typesetter, dossier, own));
        forget();
        (result, said, stopwatch.milliseconds())
    };
    let mut turn = 0;
    let mut crash = None;
    let next = AtomicUsize::new(0);
    let stops = Arc::new(AtomicBool::new(false));
    if dossiers.len() > 1 {
        let stop = Arc::clone(&stops);
        // Where that cannot be had, whoever stops it leaves what the next run clears away.
        let _ = system::on_stop(move || stop.store(true, Ordering::Relaxed));
        thread::scope(|scope| {
            let (send, receive) = mpsc::channel();
            for _ in 0..jobs {
                let (next, stops, one, send) = (&next, &stops, &one, send.clone());
                let work = move || {
                    let mut typesetter = Typesetter::new(fonts.clone());
                    while !stops.load(Ordering::Relaxed) {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(dossier) = dossiers.get(index) else { break };
                        let work = || one(&mut typesetter, dossier);
                        let done = catch_unwind(AssertUnwindSafe(work));
                        // Another dossier may wait for a picture that this one shares with it.
                        draden::settle();
                        if done.is_err() {
                            typesetter = Typesetter::new(fonts.clone());
                        }
                        if send.send((index, done)).is_err() {
                            break;
                        }
                    }
                };
                // With fewer threads it only takes longer.
                if draden::on_its_own(scope, work).is_err() {
                    break;
                }
            }
            drop(send);
            let progress = console.progress(dossiers.len());
            let mut waiting = BTreeMap::new();
            for (index, done) in receive {
                progress.step();
                waiting.insert(index, done);
                while let Some(done) = waiting.remove(&turn) {
                    progress.aside(|| match done {
                        Ok((result, said, milliseconds)) => {
                            console.repeat(&said);
                            let done = Done { result, report: said.report, milliseconds };
                            hand_over(&dossiers[turn], done);
                        }
                        Err(panic) => crash = Some(panic),
                    });
                    turn += 1;
                }
            }
        });
    }
    if let Some(panic) = crash {
        resume_unwind(panic);
    }
    let mut typesetter = Typesetter::new(fonts.clone());
    for dossier in &dossiers[turn..] {
        if stops.load(Ordering::Relaxed) {
            break;
        }
        turn += 1;
        let done = if as_data {
            let (result, said, milliseconds) = one(&mut typesetter, dossier);
            Done { result, report: said.report, milliseconds }
        } else {
            // What there is to say of one is said as it comes.
            let stopwatch = Stopwatch::start();
            let result = job(&mut typesetter, dossier, console);
            forget();
            Done { result, report: Report::default(), milliseconds: stopwatch.milliseconds() }
        };
        hand_over(dossier, done);
    }
    match dossiers.len() - turn {
        0 => Ok(()),
        left => {
            let is = if left == 1 { "is" } else { "zijn" };
            let left = words::count(left, "dossier", "dossiers");
            console.note(&format!("afgebroken: {left} {is} niet gedaan"));
            Err(Exit::Stopped)
        }
    }
}

/// How the dossiers of a run ended.
#[derive(Debug, Default)]
pub(super) struct Tally {
    good: usize,
    different: usize,
    errors: usize,
    failed: usize,
    exit: Option<Exit>,
}

/// What is said of the dossiers of a run that ended well.
pub(super) const GOED: &str = "goed";

impl Tally {
    /// One more.
    pub(super) fn count(&mut self, exit: Exit) {
        match exit {
            Exit::Good => self.good += 1,
            Exit::Different => self.different += 1,
            Exit::Environment => self.failed += 1,
            _ => self.errors += 1,
        }
        // Of what could not be made nobody knows whether it would differ.
        self.exit = match (self.exit, exit) {
            (Some(known), Exit::Different) if known != Exit::Good => Some(known),
            (Some(Exit::Different), Exit::Good) => Some(Exit::Different),
            (Some(Exit::Different) | None, exit) => Some(exit),
            (Some(known), exit) => Some(known.max(exit)),
        };
    }

    /// Whether anything was made.
    pub(super) fn has_good(&self) -> bool {
        self.good > 0
    }

    /// Tells how many went well when there were several, in this word, and how the run ends.
    pub(super) fn told(&self, goed: &str, console: &Console) -> Exit {
        let Self { good, different, errors, failed, exit } = self;
        let total = good + different + errors + failed;
        if total > 1 {
            let dossiers = words::count(total, "dossier", "dossiers");
            let parts = [
                (good, goed),
                (different, "anders"),
                (errors, "met fouten"),
                (failed, "niet gelezen of geschreven"),
            ];
            let parts = parts.iter().filter(|(number, _)| **number > 0);
            let parts: Vec<String> =
                parts.map(|(number, what)| format!("{number} {what}")).collect();
            console.note(&format!("{dossiers}: {}", parts.join(", ")));
        }
        exit.unwrap_or(Exit::Good)
    }
}

/// What a program is told of a dossier.
#[derive(Debug, Serialize)]
struct Line<T> {
    dossier: String,
    outcome: &'static str,
    files: Vec<T>,
    milliseconds: u128,
    #[serde(flatten)]
    report: Value,
}

/// The word for how a dossier ended, for a program.
pub(super) fn outcome(exit: Exit) -> &'static str {
    match exit {
        Exit::Good => "good",
        Exit::Different => "different",
        Exit::Environment => "failed",
        _ => "errors",
    }
}

/// The line of JSON that tells a program what came of a dossier.
pub(super) fn line<T: Serialize>(
    dossier: String,
    outcome: &'static str,
    files: Vec<T>,
    report: Value,
    milliseconds: u128,
) -> String {
    let line = Line { dossier, outcome, files, milliseconds, report };
    // Plain types with text keys always have a JSON form.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
