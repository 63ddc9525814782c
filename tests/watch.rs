//! `watch` as a process: what editors, version control and people do to files, and what comes of it.
#![cfg(unix)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{root, run, start};

/// How long something may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);

const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";

struct Watch {
    home: tempfile::TempDir,
    process: Child,
    port: u16,
    key: String,
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
    readers: Vec<thread::JoinHandle<()>>,
}

impl Watch {
    fn new(options: &[&str]) -> Self {
        Self::of("ok_minimaal", options)
    }

    /// A copy of a case as `dossier`, and `watch` over it.
    fn of(case: &str, options: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        copy(&root().join("tests/cases").join(case), &home.path().join("dossier"));
        Self::over(home, options)
    }

    fn over(home: tempfile::TempDir, options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(home.path())
            .args(["watch", "dossier", "--port", "0"])
            .args(options)
            .env("NO_COLOR", "1")
            .env("XDG_RUNTIME_DIR", home.path().join("van-mij"))
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

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("dossier").join(name)
    }

    /// Writes a file in its place, as many editors do.
    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Writes another file and puts it in the place of this one, as many other editors do.
    fn replace(&self, name: &str, text: &str) {
        fs::write(self.path("nieuw~"), text).unwrap();
        fs::rename(self.path("nieuw~"), self.path(name)).unwrap();
    }

    /// What a page says of itself.
    fn head(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\nKamerbrief-Sleutel: {}\r\n", self.port, self.key)
    }

    /// What the page is told now.
    fn state(&self) -> Option<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        write!(stream, "GET /events HTTP/1.1\r\n{}\r\n", self.head()).ok()?;
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(ToOwned::to_owned))?;
        Some(serde_json::from_str(&data).unwrap())
    }

    /// Waits until what the page is told satisfies a question.
    #[track_caller]
    fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
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
    fn until_letter_says(&self, words: &str) -> Value {
        self.until(words, |state| is_fresh(state) && self.letter(state).contains(words))
    }

    /// The text of the letter's first page.
    fn letter(&self, state: &Value) -> String {
        let Some(id) = state["documents"][0]["pages"][0]["id"].as_str() else {
            return String::new();
        };
        let runs: Value =
            serde_json::from_str(&self.get(&format!("/page/{id}.json"))).unwrap_or_default();
        let texts = runs.as_array().into_iter().flatten().filter_map(|run| run["text"].as_str());
        texts.collect::<Vec<_>>().join(" ")
    }

    /// What is behind a path; nothing when the server has too many visitors, who are let go.
    fn get(&self, path: &str) -> String {
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
    fn first_rounds(&self) -> usize {
        let start = Instant::now();
        while self.rounds() == 0 && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(5));
        }
        self.rounds()
    }

    /// Rounds so far, by the lines that tell of them.
    fn rounds(&self) -> usize {
        self.out.lock().unwrap().lines().filter(|line| line.ends_with(" ms")).count()
    }

    /// Ctrl-C; the exit code.
    fn stop(mut self) -> (Option<i32>, String, String) {
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

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn is_fresh(state: &Value) -> bool {
    state["fresh"] == true && errors(state) == 0
}

fn errors(state: &Value) -> u64 {
    state["report"]["summary"]["errors"].as_u64().unwrap()
}

fn documents(state: &Value) -> Vec<&str> {
    state["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["stuk"].as_str().unwrap())
        .collect()
}

#[test]
fn saves_of_every_kind_are_seen() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.write("brief.yaml", BRIEF.replace("informeer", "schrijf"));
    watch.until_letter_says("schrijf ik u");
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "vertel"));
    watch.until_letter_says("vertel ik u");
    // Again: the file that was watched is another one now.
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "meld"));
    watch.until_letter_says("meld ik u");
    // With a copy of the old one kept under another name.
    fs::rename(watch.path("brief.yaml"), watch.path("brief.yaml~")).unwrap();
    watch.write("brief.yaml", BRIEF.replace("informeer", "bericht"));
    watch.until_letter_says("bericht ik u");
    assert_eq!(errors(&watch.state().unwrap()), 0);
}

#[test]
fn a_file_that_goes_and_comes_back_is_seen() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    fs::remove_file(watch.path("brief.yaml")).unwrap();
    let state = watch.until("no letter", |state| errors(state) > 0);
    assert_eq!(state["report"]["findings"][0]["code"], "D001");
    assert_eq!((documents(&state), &state["fresh"]), (vec!["kamerbrief"], &Value::Bool(false)));
    watch.write("brief.yaml", BRIEF.replace("informeer", "schrijf"));
    watch.until_letter_says("schrijf ik u");
    fs::remove_file(watch.path("dossier.yaml")).unwrap();
    let state = watch.until("an error", |state| errors(state) > 0);
    assert_eq!((documents(&state), &state["fresh"]), (vec!["kamerbrief"], &Value::Bool(false)));
    fs::copy(root().join("tests/cases/ok_minimaal/dossier.yaml"), watch.path("dossier.yaml"))
        .unwrap();
    watch.until("repaired", is_fresh);
    // The whole folder, and another one in its place.
    let (folder, aside) = (watch.home.path().join("dossier"), watch.home.path().join("opzij"));
    fs::rename(&folder, &aside).unwrap();
    let state = watch.until("no folder", |state| errors(state) > 0);
    assert_eq!(state["report"]["findings"][0]["code"], "D008");
    copy(&aside, &folder);
    watch.until("the folder is back", is_fresh);
    watch.write("brief.yaml", BRIEF.replace("informeer", "meld"));
    watch.until_letter_says("meld ik u");
}

#[test]
fn a_half_written_save_is_waited_for() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.first_rounds();
    // On a busy machine a pause may last longer than anybody waits; not always.
    let once = |word: &str| {
        let before = watch.rounds();
        let mut file = File::create(watch.path("brief.yaml")).unwrap();
        file.write_all(b"opening: |\n  Met deze brief ").unwrap();
        file.flush().unwrap();
        thread::sleep(Duration::from_millis(40));
        file.write_all(format!("{word} ik u.\n").as_bytes()).unwrap();
        drop(file);
        watch.until_letter_says(&format!("{word} ik u"));
        watch.rounds() == before + 1
    };
    let waited = ["schrijf", "meld", "vertel", "zeg", "bericht"].into_iter().any(once);
    assert!(waited || !cfg!(target_os = "linux"), "{}", watch.out.lock().unwrap());
}

#[test]
fn of_a_burst_the_last_save_counts_and_not_each_has_a_round() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let before = watch.first_rounds();
    for number in 1..=200 {
        watch.write("brief.yaml", BRIEF.replace("informeer", &format!("schrijf{number}x")));
    }
    watch.until_letter_says("schrijf200x ik u");
    let rounds = watch.rounds() - before;
    assert!((1..100).contains(&rounds), "{rounds} rounds");
    assert_eq!(errors(&watch.state().unwrap()), 0);
    // Nothing more comes of it.
    let last = watch.state().unwrap()["revision"].clone();
    thread::sleep(Duration::from_millis(1_200));
    assert_eq!(watch.state().unwrap()["revision"], last);
}

#[test]
fn saving_without_a_change_is_no_round() {
    let watch = Watch::new(&[]);
    watch.until_letter_says("informeer ik u");
    let before = watch.state().unwrap()["revision"].clone();
    watch.replace("brief.yaml", BRIEF);
    watch.write("aantekeningen.txt", "niet van het dossier");
    thread::sleep(Duration::from_millis(1_200));
    assert_eq!(watch.state().unwrap()["revision"], before);
}

#[test]
fn templates_and_fonts_are_watched() {
    let home = tempfile::tempdir().unwrap();
    copy(&root().join("tests/cases/ok_minimaal"), &home.path().join("dossier"));
    fs::create_dir_all(home.path().join("sjablonen/huisstijl")).unwrap();
    let watch = Watch::over(home, &["--no-pdf", "--templates", "sjablonen"]);
    watch.until_letter_says("informeer ik u");
    let sheet = watch.home.path().join("sjablonen/huisstijl/brief.typ");
    let original = fs::read_to_string(root().join("templates/huisstijl/brief.typ")).unwrap();
    // A file that was not there.
    fs::write(
        &sheet,
        original.replace("#let ondertekening(profiel", "#let ondertekening(profiell"),
    )
    .unwrap();
    let state = watch.until("an error in a sheet", |state| errors(state) > 0);
    let place = state["report"]["findings"][0]["place"]["file"].as_str().unwrap();
    assert!(place.ends_with("sjablonen/huisstijl/brief.typ"), "{place}");
    fs::write(
        &sheet,
        original.replace(
            "block(below: tussen-alineas, sticky: true, groet)",
            "[Met groet van het sjabloon]",
        ),
    )
    .unwrap();
    watch.until_letter_says("Met groet van het sjabloon");
    fs::remove_file(&sheet).unwrap();
    watch.until("the built-in sheet again", |state| {
        is_fresh(state) && !watch.letter(state).contains("sjabloon")
    });
    // A font: the profile asks for one that is not there.
    watch.write(
        "dossier.yaml",
        fs::read_to_string(watch.path("dossier.yaml")).unwrap()
            + "profiel:\n  lettertype: DejaVu Serif\n",
    );
    watch.until("a font is missing", |state| state["report"]["findings"][0]["code"] == "T003");
    fs::create_dir(watch.home.path().join("sjablonen/fonts")).unwrap();
    fs::write(watch.home.path().join("sjablonen/fonts/serif.ttf"), dejavu::serif::regular())
        .unwrap();
    watch.until("the font", |state| state["report"]["findings"].as_array().unwrap().is_empty());
}

#[test]
fn files_that_a_dossier_names_are_watched_also_while_they_are_missing() {
    let watch = Watch::of("ok_bijlage_csv", &["--no-pdf"]);
    let before = watch.until("the annex", is_fresh);
    let name = watch.path("bedragen.csv");
    let csv = fs::read_to_string(&name).unwrap();
    let digit = csv.rfind(|c: char| c.is_ascii_digit()).unwrap();
    let other = if &csv[digit..=digit] == "7" { "8" } else { "7" };
    fs::write(&name, format!("{}{other}{}", &csv[..digit], &csv[digit + 1..])).unwrap();
    watch.until("another amount", |state| {
        state["version"] != before["version"]
            || errors(state) + state["report"]["summary"]["warnings"].as_u64().unwrap() > 0
    });
    fs::remove_file(&name).unwrap();
    watch.until("it is missing", |state| errors(state) > 0);
    fs::write(&name, &csv).unwrap();
    let after = watch.until("it is back", is_fresh);
    assert_eq!(after["version"], before["version"]);
    // A document more, and a file that is none of the dossier's.
    watch.write("brief.yaml", BRIEF);
    let state = watch.until("a letter too", |state| documents(state).contains(&"kamerbrief"));
    assert_eq!(documents(&state), ["kamerbrief", "bijlage"]);
    watch.write("breif.yaml", BRIEF);
    watch.until("a file of another name", |state| {
        state["report"]["findings"].to_string().contains("D005")
    });
}

#[test]
fn pdfs_are_those_of_build_and_stay_while_there_are_errors() {
    let watch = Watch::new(&[]);
    let pdf = watch.path("uit/kamerbrief.pdf");
    let built = || {
        let out = run(watch.home.path(), &["build", "dossier", "--out", "gebouwd"]);
        assert_eq!(out.code, 0);
        fs::read(watch.home.path().join("gebouwd/kamerbrief.pdf")).unwrap()
    };
    let same = |what: &str| {
        let wanted = built();
        watch.until(what, |_| fs::read(&pdf).is_ok_and(|bytes| bytes == wanted));
        wanted
    };
    same("the first PDF");
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "schrijf"));
    let good = same("the second PDF");
    watch.replace("brief.yaml", "openning: x\n");
    watch.until("an error", |state| errors(state) > 0);
    assert_eq!(fs::read(&pdf).unwrap(), good);
    // Somebody threw it away: it is made again with the next round, though it is the same.
    fs::remove_file(&pdf).unwrap();
    watch.replace("brief.yaml", &BRIEF.replace("informeer", "schrijf"));
    same("the PDF again");
    let (code, out, _) = watch.stop();
    assert_eq!((code, out.lines().last()), (Some(0), Some("gestopt")));
}

#[test]
fn a_round_is_one_line_and_then_what_check_says() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    watch.replace("brief.yaml", "opening: Kort.\nslott: Eind.\n");
    watch.until("an error", |state| errors(state) > 0);
    let checked = run(watch.home.path(), &["check", "dossier"]);
    let wanted = checked.stdout;
    assert!(wanted.contains("S001"));
    assert!(!watch.path("uit").exists(), "--no-pdf wrote");
    let (code, out, err) = watch.stop();
    assert_eq!((code, err.as_str()), (Some(0), wanted.as_str()));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(lines[0].starts_with("voorbeeld: http://127.0.0.1:"), "{out}");
    assert!(lines[1].contains("  kamerbrief 1 bladzijde  ") && lines[1].ends_with(" ms"), "{out}");
    assert!(lines[2].contains("  1 fout; de vorige bladzijden blijven staan  "), "{out}");
    let clock = lines[1].get(..8).unwrap();
    assert!(
        clock.bytes().enumerate().all(|(i, b)| if i % 3 == 2 {
            b == b':'
        } else {
            b.is_ascii_digit()
        }),
        "{out}"
    );
}

#[test]
fn a_wrong_start_is_refused_with_its_reason() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let dossier = "tests/cases/ok_minimaal";
    let told = |arguments: &[&str], stderr: &str| {
        let output = start(&root(), arguments);
        assert_eq!((output.code, output.stderr.as_str()), (2, stderr));
        assert_eq!(output.stdout, "");
    };
    told(
        &["watch", dossier, "--port", &port],
        "fout[D012]: het voorbeeld in de browser kan niet worden getoond: de poort is in gebruik\n |\n = hulp: noem met `--port` een andere poort, of laat die optie weg\n\n1 fout\n",
    );
    told(
        &["watch", dossier, "--port", "6000"],
        "fout[D012]: het voorbeeld in de browser kan niet worden getoond: browsers weigeren deze poort\n |\n = hulp: noem met `--port` een andere poort, of laat die optie weg\n\n1 fout\n",
    );
    told(
        &["watch", dossier, "--editor", "code"],
        "fout[D010]: `--editor` kan zo niet: `{file}` ontbreekt: daar komt het bestand\n |\n = hulp: schrijf bijvoorbeeld --editor 'code -g {file}:{line}:{col}'\n\n1 fout\n",
    );
    told(
        &["watch", "nergens"],
        "fout[D008]: kan het dossier niet lezen: nergens: bestaat niet\n |\n = hulp: geef de map van een dossier; `kamerbrief new MAP` maakt er een\n\n1 fout\n",
    );
}

#[test]
fn only_its_own_page_may_ask() {
    let watch = Watch::new(&["--no-pdf", "--editor", "nergens {file}"]);
    watch.until_letter_says("informeer ik u");
    let own = format!("127.0.0.1:{}", watch.port);
    let status = |head: &str| -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let get = |path: &str, more: &str| {
        status(&format!("GET {path} HTTP/1.1\r\n{}{more}\r\n", watch.head()))
    };
    assert_eq!(get("/", ""), "200");
    assert_eq!(get("/", &format!("Origin: http://{own}\r\n")), "200");
    assert_eq!(get("/", "Origin: http://elders.example\r\n"), "403");
    assert_eq!(get("/", &format!("Origin: http://{own}\r\nOrigin: http://{own}\r\n")), "403");
    assert_eq!(get("/events", "Sec-Fetch-Site: same-site\r\n"), "403");
    // Going to the page is no secret; going elsewhere on it is.
    let visit = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
    assert_eq!(
        (get("/", visit), get("/goto?file=brief.yaml&line=2", visit)),
        ("200".into(), "403".into())
    );
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), "403");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: elders.example\r\n\r\n"), "403");
    assert_eq!(status("onzin\r\n\r\n"), "400");
    let post = |path: &str, more: &str, body: &str| {
        let length = body.len();
        status(&format!(
            "POST {path} HTTP/1.1\r\n{}{more}Content-Length: {length}\r\n\r\n{body}",
            watch.head()
        ))
    };
    let from = format!("Origin: http://{own}\r\n");
    let file = watch.path("brief.yaml").display().to_string();
    let body = format!("{{\"file\": {file:?}, \"line\": 1, \"column\": 1}}");
    assert_eq!(post("/open", "", &body), "403");
    assert_eq!(post("/open", &from, &body), "404", "a name that diagnostics do not use");
    let body = "{\"file\": \"dossier/brief.yaml\", \"line\": 1, \"column\": 1}";
    assert_eq!(post("/open", &from, body), "500", "the program is not there");
    assert_eq!(post("/goto?file=brief.yaml&line=2", &from, ""), "404");
    // Who says nothing keeps nobody else waiting.
    let idle: Vec<TcpStream> =
        (0..20).map(|_| TcpStream::connect(("127.0.0.1", watch.port)).unwrap()).collect();
    assert_eq!(get("/", ""), "200");
    drop(idle);
}

#[test]
fn without_the_key_nothing_of_the_dossier_is_told() {
    let watch = Watch::new(&["--no-pdf", "--editor", "nergens {file}"]);
    let state = watch.until_letter_says("informeer ik u");
    let id = state["documents"][0]["pages"][0]["id"].as_str().unwrap();
    let status = |method: &str, path: &str, key: &str, body: &str| -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (port, length) = (watch.port, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n{key}Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let right = format!("Kamerbrief-Sleutel: {}\r\n", watch.key);
    let place = "{\"file\": \"dossier/brief.yaml\", \"line\": 1, \"column\": 1}";
    for (method, path, body, with) in [
        ("GET", "/events".to_owned(), "", "200"),
        ("GET", "/naast/events".to_owned(), "", "200"),
        ("GET", "/source?id=x&x=1&y=1".to_owned(), "", "200"),
        ("GET", "/goto?file=brief.yaml&line=2".to_owned(), "", "200"),
        ("GET", format!("/page/{id}.svg"), "", "200"),
        ("GET", format!("/page/{id}.json"), "", "200"),
        ("GET", format!("/page/{id}.png"), "", "200"),
        ("POST", "/open".to_owned(), place, "500"),
        ("GET", "/nergens".to_owned(), "", "404"),
    ] {
        let wrong = format!("Kamerbrief-Sleutel: {}\r\n", "0".repeat(32));
        let twice = format!("{right}{right}");
        for key in ["", "Kamerbrief-Sleutel: \r\n", &wrong, &twice] {
            assert_eq!(status(method, &path, key, body), "401", "{path} {key}");
        }
        assert_eq!(status(method, &path, &right, body), with, "{path}");
    }
    // What says nothing of a dossier is for everybody, or nobody could begin.
    for path in ["/", "/naast", "/voorbeeld.js", "/gemeen.js", "/voorbeeld.css"] {
        assert_eq!(status("GET", path, "", ""), "200", "{path}");
    }
    assert_eq!(status("POST", "/sleutel", "", &watch.key), "401", "the key is not for sale");
}

#[test]
fn an_editor_leads_the_page_with_goto() {
    let mut watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let (home, own) = (watch.home.path().to_owned(), watch.home.path().join("van-mij"));
    let goto = |place: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(&home)
            .args(["goto", place])
            .env("XDG_RUNTIME_DIR", &own)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let told = |message: &str, help: &str| {
        (Some(2), format!("fout[{message}\n |\n = hulp: {help}\n\n1 fout\n"))
    };
    let nowhere = |path: &str| {
        told(
            &format!("D012]: er loopt geen voorbeeld van het dossier van {path}"),
            "begin het met `kamerbrief watch`, en houd dat open",
        )
    };
    for place in ["dossier/brief.yaml:2", "dossier/brief.yaml:2:4"] {
        assert_eq!(goto(place), (Some(0), String::new()));
    }
    watch.write("los.txt", "");
    assert_eq!(
        goto("dossier/los.txt:1"),
        told(
            "D012]: van dossier/los.txt:1 staat niets op de bladzijden",
            "noem een regel van dit dossier die wordt afgedrukt",
        )
    );
    fs::create_dir(home.join("dossier-2")).unwrap();
    fs::write(home.join("dossier-2/brief.yaml"), BRIEF).unwrap();
    assert_eq!(goto("dossier-2/brief.yaml:1"), nowhere("dossier-2/brief.yaml"));
    assert_eq!(
        goto("weg.yaml:1"),
        told("D008]: kan niet lezen: weg.yaml: bestaat niet", "kijk of het pad klopt")
    );
    assert_eq!(
        goto("dossier/brief.yaml"),
        told(
            "D010]: `dossier/brief.yaml` is geen plaats",
            "schrijf bijvoorbeeld mijn-brief/brief.yaml:12",
        )
    );
    let notes = own.join("kamerbrief");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let note = fs::read_dir(&notes).unwrap().next().unwrap().unwrap().path();
        assert_eq!((mode(&notes), mode(&note)), (0o700, 0o600));
    }
    // What a run leaves that was killed does not count, and is taken away.
    watch.process.kill().unwrap();
    watch.process.wait().unwrap();
    assert_eq!(fs::read_dir(&notes).unwrap().count(), 1);
    assert_eq!(goto("dossier/brief.yaml:2"), nowhere("dossier/brief.yaml"));
    assert_eq!(fs::read_dir(&notes).unwrap().count(), 0);
}
