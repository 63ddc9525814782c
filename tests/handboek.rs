//! The handbook and the README, as somebody would follow them: every file in them is written, every command is run, and what
//! it says is held against what the page shows.
//!
//! A page works in a folder of its own, with a copy of `content/` in it. A block ```` ```yaml mijn-brief/brief.yaml ````
//! writes that file, or replaces the top-level fields of it that the block has; ```` ```csv … ```` and ```` ```text … ````
//! write a file whole. A block ```` ```console ```` has lines `$ command`, each with what it shows. A page that begins with
//! `<!-- verder van PAGE.md -->` goes on where that one ended. There are no other blocks.
//!
//! `BLESS=1 cargo test handboek` writes anew what commands show; read the difference before you believe it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;

use crate::support::markdown::{Block, Page, overlay};
use crate::support::{copy, copy_but, root, seen};

const HANDBOOK: &str = "docs/handboek";

/// The pages of the handbook, by their names.
fn pages() -> Vec<Page> {
    let folder = root().join(HANDBOOK).read_dir().unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    // Pictures have a folder of their own.
    paths.retain(|path| path.extension().is_some_and(|is| is == "md"));
    paths.sort();
    paths.iter().map(|path| Page::read(path)).collect()
}

/// Where the examples of a page come to stand.
struct Scratch {
    folder: tempfile::TempDir,
    /// Minutes after the first initial.
    minutes: u32,
    /// Files that no command has looked at yet, and the lines where they stand.
    waiting: Vec<(String, usize)>,
    wrong: Vec<String>,
}

/// What came of a command.
enum Outcome {
    Shown(String),
    /// The program is not on this machine.
    Absent(String),
}

impl Scratch {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_but(&root().join("content"), &folder.path().join("content"), &["uit"]);
        Self { folder, minutes: 0, waiting: Vec::new(), wrong: Vec::new() }
    }

    /// The same once more, to go on from.
    fn again(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), folder.path());
        Self { folder, minutes: self.minutes, waiting: Vec::new(), wrong: Vec::new() }
    }

    fn write(&mut self, name: &str, block: &Block) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = match fs::read_to_string(&path) {
            Ok(there) if name.ends_with(".yaml") => overlay(&block.text, &there),
            _ => block.text.clone(),
        };
        fs::write(path, text).unwrap();
        self.waiting.push((name.to_owned(), block.line));
    }

    fn perform(&mut self, command: &str) -> Outcome {
        let words = words(command);
        // A command looks at the files in the folders that it names, and in those that stand beside them for all.
        let about = |name: &str| {
            let top = name.split('/').next().unwrap_or(name);
            words.iter().any(|word| word.split('/').next() == Some(top))
        };
        self.waiting.retain(|(name, _)| !about(name));
        let [program, rest @ ..] = &words[..] else { return Outcome::Shown(String::new()) };
        let mut rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        match (program.as_str(), rest.first().copied()) {
            ("kamerbrief", Some("watch")) => Outcome::Shown(watched(self.folder.path(), &rest)),
            ("kamerbrief", first) => {
                // A page knows no time: its letters are of one day, and its initials follow each other.
                let time = format!("2026-03-16T09:{:02}:00+01:00", self.minutes);
                match first {
                    // A letter has a day of its own.
                    Some("new") if rest.contains(&"--uit") => {}
                    Some("new") => rest.extend(["--datum", "2026-03-16"]),
                    Some("paraaf") => {
                        rest.extend(["--tijd", &time]);
                        self.minutes += 5;
                    }
                    _ => {}
                }
                Outcome::Shown(seen(self.folder.path(), &rest))
            }
            (other, _) => shell(self.folder.path(), other, command),
        }
    }

    /// Follows a page, and says what it should show for each block that shows otherwise.
    fn follow(&mut self, page: &Page) -> Vec<(Block, String)> {
        let mut other = Vec::new();
        for block in &page.blocks {
            let at = format!("{}:{}", page.name, block.line);
            match block.info.split_once(' ') {
                Some(("yaml" | "csv" | "text", name)) => self.write(name, block),
                None if block.info == "console" => {
                    let mut shown = String::new();
                    for command in block.commands() {
                        match self.perform(&command.joined()) {
                            Outcome::Shown(said) => {
                                let said = if timeless(&said) == timeless(&command.shows) {
                                    command.shows.clone()
                                } else {
                                    said
                                };
                                shown.push_str(&format!("$ {}\n{said}", command.typed));
                            }
                            Outcome::Absent(program) => {
                                // The page on signing goes no further without it; all else is there, or the test fails.
                                assert_eq!(program, "openssl", "{at}");
                                self.waiting.clear();
                                return other;
                            }
                        }
                    }
                    if shown != block.text {
                        other.push((block.clone(), shown));
                    }
                }
                _ => self.wrong.push(format!("{at}: `{}` says not what is to be done", block.info)),
            }
        }
        for (name, line) in self.waiting.drain(..) {
            self.wrong.push(format!("{}:{line}: no command looks at {name}", page.name));
        }
        other
    }
}

/// A page that was followed: where it ended, and what it should show.
struct Followed<'a> {
    page: &'a Page,
    scratch: Scratch,
    other: Vec<(Block, String)>,
}

/// Follows a page, and before it the one that it goes on from, each once.
fn follow<'a>(page: &'a Page, all: &'a [Page], done: &mut BTreeMap<&'a str, Followed<'a>>) {
    if done.contains_key(page.name.as_str()) {
        return;
    }
    let mut scratch = match page.goes_on_from() {
        None => Scratch::new(),
        Some(name) => {
            let before = all.iter().find(|other| other.name.ends_with(&format!("/{name}")));
            let before = before.unwrap_or_else(|| panic!("{}: no page {name}", page.name));
            follow(before, all, done);
            done[before.name.as_str()].scratch.again()
        }
    };
    let other = scratch.follow(page);
    done.insert(&page.name, Followed { page, scratch, other });
}

#[test]
fn the_handbook_shows_what_happens() {
    let bless = std::env::var_os("BLESS").is_some();
    let all = pages();
    let mut done = BTreeMap::new();
    for page in &all {
        follow(page, &all, &mut done);
    }
    let mut wrong = Vec::new();
    for Followed { page, scratch, other } in done.into_values() {
        wrong.extend(scratch.wrong);
        if bless && !other.is_empty() {
            page.bless(&other);
        }
        for (block, shown) in other {
            let told = format!("shows:\n{}── but it is:\n{shown}", block.text);
            wrong.push(format!("── {}:{} {told}", page.name, block.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_landing_check_runs_the_commands_of_the_readme() {
    let readme = Page::read(&root().join("README.md"));
    let check = fs::read_to_string(root().join(".ci/run")).unwrap();
    let mut commands = 0;
    for block in readme.blocks.iter().filter(|block| block.info == "sh") {
        for line in block.text.lines() {
            let line = line.split(" #").next().unwrap().trim_end();
            let locked = line.replacen("cargo run", "cargo run --locked", 1);
            let locked = locked.replacen("cargo test", "cargo test --locked", 1);
            assert!(check.contains(&locked), "`{line}` is not run");
            commands += 1;
        }
    }
    assert_eq!(commands, 2);
}

#[test]
fn the_readme_shows_what_happens_and_is_short() {
    let mut readme = Page::read(&root().join("README.md"));
    readme.blocks.retain(|block| block.info != "sh");
    assert!(readme.blocks.len() > 1);
    let mut scratch = Scratch::new();
    let other = scratch.follow(&readme);
    if std::env::var_os("BLESS").is_some() && !other.is_empty() {
        readme.bless(&other);
    }
    let told: Vec<String> = other.into_iter().map(|(_, shown)| shown).collect();
    assert!(told.is_empty() && scratch.wrong.is_empty(), "{told:?} {:?}", scratch.wrong);
    assert!(readme.text.lines().count() <= 200, "for who decides, in a quarter of an hour");
}

#[test]
fn every_link_leads_somewhere() {
    let mut paths =
        vec![root().join("README.md"), root().join("CONTRIBUTING.md"), root().join("SECURITY.md")];
    for folder in ["docs", HANDBOOK, "docs/meldingen", "docs/beheer"] {
        let files = root().join(folder).read_dir().unwrap().map(|entry| entry.unwrap().path());
        paths.extend(files.filter(|path| path.extension().is_some_and(|is| is == "md")));
    }
    let mut wrong = Vec::new();
    let mut reached = BTreeSet::new();
    for path in &paths {
        let page = Page::read(path);
        for link in page.links() {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target =
                if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let Ok(target) = target.canonicalize() else {
                wrong.push(format!("{}: {link}", page.name));
                continue;
            };
            if path != &target {
                reached.insert(target.clone());
            }
            if !anchor.is_empty() && !Page::read(&target).anchors().contains(anchor) {
                wrong.push(format!("{}: {link} has no such heading", page.name));
            }
        }
    }
    for page in pages() {
        if !reached.contains(&root().join(&page.name).canonicalize().unwrap()) {
            wrong.push(format!("nothing leads to {}", page.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_handbook_has_every_command_with_every_option() {
    let page = fs::read_to_string(root().join(HANDBOOK).join("opdrachten.md")).unwrap();
    let grammar = kamerbrief::cli::command();
    for command in grammar.get_subcommands() {
        let name = command.get_name();
        let heading = format!("\n## {name}\n");
        let Some((_, section)) = page.split_once(&heading) else { panic!("{name} is missing") };
        let section = section.split("\n## ").next().unwrap();
        for option in command.get_arguments().filter_map(|option| option.get_long()) {
            let general = ["templates", "fonts"].contains(&option);
            let told = if general { page.as_str() } else { section };
            assert!(told.contains(&format!("`--{option}")), "{name} --{option} is missing");
        }
    }
}

/// Words of a command line, without the quotes around them.
pub fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for char in line.chars() {
        match quote {
            Some(open) if char == open => quote = None,
            None if matches!(char, '\'' | '"') => quote = Some(char),
            None if char == ' ' => words.push(String::new()),
            _ => words.last_mut().unwrap().push(char),
        }
    }
    assert!(quote.is_none(), "a quote is not closed: {line}");
    words.retain(|word| !word.is_empty());
    words
}

/// What `watch` says until it has shown the pages once; nobody opens a browser.
fn watched(folder: &Path, arguments: &[&str]) -> String {
    let arguments = arguments.iter().filter(|argument| **argument != "--open");
    let mut process = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
        .current_dir(folder)
        .args(arguments)
        .args(["--port", "0"])
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let shown: String = lines.take(2).map(|line| line.unwrap() + "\n").collect();
    process.kill().unwrap();
    process.wait().unwrap();
    shown
}

/// What a program of the machine shows.
fn shell(folder: &Path, program: &str, command: &str) -> Outcome {
    let own = Path::new(env!("CARGO_BIN_EXE_kamerbrief")).parent().unwrap();
    let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
    let run = |line: &str| {
        let mut shell = Command::new("sh");
        shell.current_dir(folder).env("PATH", &path).args(["-c", line]).output().unwrap()
    };
    if !run(&format!("command -v {program}")).status.success() {
        return Outcome::Absent(program.to_owned());
    }
    let done = run(command);
    assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
    Outcome::Shown(String::from_utf8(done.stdout).unwrap())
}

/// What is shown without what is of the moment, of the machine, or of this version of a template.
fn timeless(text: &str) -> String {
    let patterns = [
        (r"\b[0-9a-f]{4} [0-9a-f]{4}\b", "FINGERPRINT"),
        (r"\d+ ms", "MILLISECONDS"),
        (r"\d{1,2} [a-z]+ \d{4}, \d{2}:\d{2}", "MOMENT"),
        (r"\d{2}:\d{2}:\d{2}", "TIME"),
        (r"127\.0\.0\.1:\d+/(#[0-9a-f]{32})?", "ADDRESS"),
    ];
    patterns.iter().fold(text.to_owned(), |text, (pattern, word)| {
        Regex::new(pattern).unwrap().replace_all(&text, *word).into_owned()
    })
}
