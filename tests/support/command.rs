//! A command line of the program: in this process, so that what was made once is shared, or in one of its own.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use kamerbrief::commands;
use kamerbrief::system::Printer;

use super::root;

/// How a command ended, and what it said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Keeps what is printed: the result, what is said beside it, and both as they follow each other on a screen.
#[derive(Debug, Clone, Default)]
struct Kept(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    result: String,
    beside: String,
    screen: String,
}

impl Printer for Kept {
    fn print(&self, text: &str) -> Result<(), String> {
        let mut told = self.0.lock().unwrap();
        told.result.push_str(text);
        told.screen.push_str(text);
        Ok(())
    }

    fn print_error(&self, text: &str) -> Result<(), String> {
        let mut told = self.0.lock().unwrap();
        told.beside.push_str(text);
        told.screen.push_str(text);
        Ok(())
    }
}

/// What is done once.
type Deed = Box<dyn FnOnce()>;

/// The same, and does something as soon as something is said beside the result.
struct Meanwhile {
    kept: Kept,
    deed: Rc<RefCell<Option<Deed>>>,
}

impl fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kept.fmt(f)
    }
}

impl Printer for Meanwhile {
    fn print(&self, text: &str) -> Result<(), String> {
        self.kept.print(text)
    }

    fn print_error(&self, text: &str) -> Result<(), String> {
        self.kept.print_error(text)?;
        if let Some(deed) = self.deed.take() {
            deed();
        }
        Ok(())
    }
}

/// Runs a command line in a folder, as the program does it.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let kept = Kept::default();
    run_for(folder, arguments, &kept, Box::new(kept.clone()))
}

/// What somebody sees who runs a command line in a folder.
pub fn seen(folder: &Path, arguments: &[&str]) -> String {
    let kept = Kept::default();
    run_for(folder, arguments, &kept, Box::new(kept.clone()));
    let told = kept.0.lock().unwrap();
    told.screen.clone()
}

/// Runs a command line as `run` does, while something else is done as soon as the command says something beside its result.
pub fn run_while(folder: &Path, arguments: &[&str], deed: impl FnOnce() + 'static) -> Ran {
    let kept = Kept::default();
    let deed: Deed = Box::new(deed);
    let deed = Rc::new(RefCell::new(Some(deed)));
    let printer = Meanwhile { kept: kept.clone(), deed: Rc::clone(&deed) };
    let ran = run_for(folder, arguments, &kept, Box::new(printer));
    assert!(deed.borrow().is_none(), "{arguments:?} says nothing before it ends");
    ran
}

fn run_for(folder: &Path, arguments: &[&str], kept: &Kept, printer: Box<dyn Printer>) -> Ran {
    let line = ["kamerbrief"].iter().chain(arguments).map(Into::into).collect();
    let exit = {
        let _there = Stay::new(folder);
        commands::run(line, printer)
    };
    let told = kept.0.lock().unwrap();
    Ran { code: exit as i32, stdout: told.result.clone(), stderr: told.beside.clone() }
}

/// The same in a process of its own, without anything of the machine's that could change its output.
pub fn start(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("COLUMNS")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A stay in a folder. There is one working folder for all threads: who needs the same one comes along, who needs
/// another one waits for his turn.
struct Stay;

/// Where the process is, how many stay there, and who wait, by their numbers.
struct Desk {
    folder: PathBuf,
    guests: usize,
    line: VecDeque<u64>,
    next: u64,
}

static DESK: Mutex<Desk> =
    Mutex::new(Desk { folder: PathBuf::new(), guests: 0, line: VecDeque::new(), next: 0 });
static LEFT: Condvar = Condvar::new();

impl Stay {
    fn new(folder: &Path) -> Self {
        let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
        let number = desk.next;
        desk.next += 1;
        desk.line.push_back(number);
        while desk.line.front() != Some(&number) || (desk.guests > 0 && desk.folder != folder) {
            desk = LEFT.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
        desk.line.pop_front();
        std::env::set_current_dir(folder).unwrap();
        desk.folder = folder.to_owned();
        desk.guests += 1;
        // Who is next may come for the same folder.
        LEFT.notify_all();
        Self
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
        desk.guests -= 1;
        if desk.guests == 0 {
            // The folder may be about to go.
            std::env::set_current_dir(root()).unwrap();
        }
        LEFT.notify_all();
    }
}
