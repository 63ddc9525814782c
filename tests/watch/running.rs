//! In: a dossier. Out: `watch` over it as a process, what it says, and what a page is told of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{copy, root};

/// How long something may take on a machine that does much else.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Watch {
    pub(super) home: tempfile::TempDir,
    pub(super) process: Child,
    pub(super) port: u16,
    pub(super) key: String,
    pub(super) out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
    readers: Vec<thread::JoinHandle<()>>,
}

impl Watch {
    pub(super) fn new(options: &[&str]) -> Self {
        Self::of("ok_minimaal", options)
    }

    /// A copy of a case as `dossier`, and `watch` over it.
    pub(super) fn of(case: &str, options: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        copy(&root().join("tests/cases").join(case), &home.path().join("dossier"));
        Self::over(home, options)
    }

    pub(super) fn over(home: tempfile::TempDir, options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(home.path())
            .args(["watch", "dossier", "--port", "0"])
            .args(options)
            .env("NO_COLOR", "1")
            .env("XDG_RUNTIME_DIR", home.path().join("van-mij"))
            .env("XDG_STATE_HOME", home.path().join("bewaard"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (out, first) = collect(process.stdout.take());
        let (err, second) = collect(process.stderr.take());
        let start = Instant::now();
        let (port, key) = loop {
            let said = out.lock().unwrap().clone();
            if let Some((_, rest)) = said.split_once("http://127.0.0.1:") {
                let (port, key) = rest.split_once("/#").unwrap();
                break (port.parse().unwrap(), key[..32].to_owned());
            }
            assert!(start.elapsed() < PATIENCE, "it does not start: {}", err.lock().unwrap());
            thread::sleep(Duration::from_millis(10));
        };
        Self { home, process, port, key, out, err, readers: vec![first, second] }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("dossier").join(name)
    }

    /// Writes a file in its place, as many editors do.
    pub(super) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Writes another file and puts it in the place of this one, as many other editors do.
    pub(super) fn replace(&self, name: &str, text: &str) {
        fs::write(self.path("nieuw~"), text).unwrap();
        fs::rename(self.path("nieuw~"), self.path(name)).unwrap();
    }

    /// What a page says of itself.
    pub(super) fn head(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\nKamerbrief-Sleutel: {}\r\n", self.port, self.key)
    }

    /// What the page is told now.
    pub(super) fn state(&self) -> Option<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        write!(stream, "GET /events HTTP/1.1\r\n{}\r\n", self.head()).ok()?;
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(ToOwned::to_owned))?;
        Some(serde_json::from_str(&data).unwrap())
    }

    /// Waits until what the page is told satisfies a question.
    #[track_caller]
    pub(super) fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.state();
            if let Some(state) = state.as_ref().filter(|state| wanted(state)) {
                return state.clone();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "not seen: {what}\n{state:?}\n{}\n{}",
                self.out.lock().unwrap(),
                self.err.lock().unwrap()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the pages are those of the files, without errors, and the letter has this text.
    #[track_caller]
    pub(super) fn until_letter_says(&self, words: &str) -> Value {
        self.until(words, |state| is_fresh(state) && self.letter(state).contains(words))
    }

    /// The text of the letter's first page.
    pub(super) fn letter(&self, state: &Value) -> String {
        let Some(id) = state["documents"][0]["pages"][0]["id"].as_str() else {
            return String::new();
        };
        let runs: Value =
            serde_json::from_str(&self.get(&format!("/page/{id}.json"))).unwrap_or_default();
        let texts = runs.as_array().into_iter().flatten().filter_map(|run| run["text"].as_str());
        texts.collect::<Vec<_>>().join(" ")
    }

    /// What is behind a path; nothing when the server has too many visitors, who are let go.
    pub(super) fn get(&self, path: &str) -> String {
        let answer = || {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
            write!(stream, "GET {path} HTTP/1.1\r\n{}\r\n", self.head())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok::<_, std::io::Error>(answer)
        };
        let answer = answer().unwrap_or_default();
        answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned())
    }

    /// Rounds so far, when the first one has been told of: its pages are shown before its line is printed.
    pub(super) fn first_rounds(&self) -> usize {
        let start = Instant::now();
        while self.rounds() == 0 && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(5));
        }
        self.rounds()
    }

    /// Rounds so far, by the lines that tell of them.
    pub(super) fn rounds(&self) -> usize {
        self.out.lock().unwrap().lines().filter(|line| line.ends_with(" ms")).count()
    }

    /// Ctrl-C; the exit code.
    pub(super) fn stop(mut self) -> (Option<i32>, String, String) {
        Command::new("kill").args(["-INT", &self.process.id().to_string()]).status().unwrap();
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not stop");
            thread::sleep(Duration::from_millis(10));
        };
        // The last of what it said.
        self.readers.drain(..).for_each(|reader| reader.join().unwrap());
        let said = (self.out.lock().unwrap().clone(), self.err.lock().unwrap().clone());
        (status.code(), said.0, said.1)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn collect(
    from: Option<impl Read + Send + 'static>,
) -> (Arc<Mutex<String>>, thread::JoinHandle<()>) {
    let all = Arc::new(Mutex::new(String::new()));
    let into = Arc::clone(&all);
    let reader = thread::spawn(move || {
        for line in BufReader::new(from.unwrap()).lines().map_while(Result::ok) {
            let mut all = into.lock().unwrap();
            all.push_str(&line);
            all.push('\n');
        }
    });
    (all, reader)
}

pub(super) fn is_fresh(state: &Value) -> bool {
    state["fresh"] == true && errors(state) == 0
}

pub(super) fn errors(state: &Value) -> u64 {
    state["report"]["summary"]["errors"].as_u64().unwrap()
}
