//! In: what to show. Out: a page on the loopback address, and what its reader asks. **I/O: a local socket.**
//!
//! No page elsewhere can read this one or steer it. It listens on the loopback address only. A request under another
//! name than its own is refused (a page elsewhere whose name suddenly leads here, *DNS rebinding*), and so is
//! one that comes from another page (`Origin`, `Sec-Fetch-Site`). The answers forbid the browser everything but
//! the files here and the pictures; texts reach the page as JSON and are only ever set as text.
#![expect(clippy::disallowed_types, reason = "this is a room that may")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::beside::Beside;
use super::editor::Editor;
use super::http::{Request, write_head};
use super::picture::Patch;
use super::places::Part;
use super::session::Shown;
use super::state::{Change, State};
use super::watcher::Bell;
use crate::export;
use crate::source::Sources;
use crate::system;
use crate::typeset::Letters;

/// The first port that is tried when none was asked for, and how many after it.
const FIRST_PORT: u16 = 5050;
const PORTS: u16 = 10;
/// Ports that browsers do not go to, from 1024 on (Fetch Standard, "bad port").
const REFUSED_PORTS: [u16; 19] = [
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
    6679, 6697, 10080,
];
/// Most connections at the same time, each with a thread of its own: a page that listens has one for as long as
/// it is there.
const MOST_CONNECTIONS: usize = 64;
/// How often a page that hears nothing is told that all is well, so that a page that is gone is noticed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// What a page may do: show its own pictures, styles and script, and ask its own server. Only editors that show
/// web pages may frame it.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors vscode-webview: vscode-file:; require-trusted-types-for 'script'; trusted-types 'none'";
/// What a picture may do: nothing but look as it does.
const PICTURE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

const HTML: &str = include_str!("pagina/voorbeeld.html");
const CSS: &str = include_str!("pagina/voorbeeld.css");
const JS: &str = include_str!("pagina/voorbeeld.js");
const BESIDE_HTML: &str = include_str!("pagina/naast.html");
const BESIDE_CSS: &str = include_str!("pagina/naast.css");
const BESIDE_JS: &str = include_str!("pagina/naast.js");
const SHARED_JS: &str = include_str!("pagina/gemeen.js");
const ICON: &str = include_str!("pagina/beeldmerk.svg");

/// The page, from when it listens until it is dropped.
#[derive(Debug)]
pub struct Preview {
    port: u16,
    desk: Arc<Desk>,
}

/// What all answerers share.
#[derive(Debug)]
struct Desk {
    port: u16,
    editor: Option<Editor>,
    bell: Bell,
    board: Mutex<Board>,
    /// Something on the board is new.
    news: Condvar,
}

#[derive(Debug, Default)]
struct Board {
    revision: u64,
    /// The state as JSON.
    state: Arc<str>,
    /// Why there is no JSON of it.
    unwritten: Option<String>,
    files: BTreeMap<String, String>,
    shown: Option<Arc<Shown>>,
    /// The pages before these: a page that asks for one has not heard the news yet.
    before: Option<Arc<Shown>>,
    /// The files as they were last read.
    sources: Arc<Sources>,
    /// Counts calls to go somewhere; the last one as JSON.
    calls: u64,
    call: Arc<str>,
    /// Both editions, while somebody looks at them: as JSON, and the pages of the public one.
    beside: Arc<str>,
    openbaar: Option<Arc<Shown>>,
    /// Counts what was shown of them.
    compared: u64,
    /// How many pages listen to that.
    comparing: usize,
    connections: usize,
    closed: bool,
}

impl Preview {
    /// Starts to listen: on this port, or without one on the first that is free from 5050 on (0 takes any). The bell rings
    /// when a page wants to show both editions.
    ///
    /// # Errors
    /// In Dutch, why that cannot be.
    pub fn start(port: Option<u16>, editor: Option<Editor>, bell: Bell) -> Result<Self, String> {
        let refused = |port| (1..1_024).contains(&port) || REFUSED_PORTS.contains(&port);
        if port.is_some_and(refused) {
            return Err("browsers weigeren deze poort".into());
        }
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port),
            None => (FIRST_PORT..FIRST_PORT + PORTS)
                .find_map(|port| bind(port).ok())
                .map_or_else(|| bind(0), Ok),
        };
        let listener = listener.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => "de poort is in gebruik".to_owned(),
            io::ErrorKind::PermissionDenied => "u mag deze poort niet gebruiken".to_owned(),
            _ => error.to_string(),
        })?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let (board, news) = (Mutex::default(), Condvar::new());
        let desk = Arc::new(Desk { port, editor, bell, board, news });
        let shared = Arc::clone(&desk);
        thread::spawn(move || accept(&listener, &shared));
        Ok(Self { port, desk })
    }

    /// Where a browser finds it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Whether a click opens the user's editor.
    pub fn opens(&self) -> bool {
        self.desk.editor.is_some()
    }

    /// Whether some page shows both editions.
    pub(super) fn compares(&self) -> bool {
        self.desk.board().comparing > 0
    }

    /// Shows both editions, or forgets them.
    pub(super) fn put_beside(&self, new: Option<(Beside, Option<Arc<Shown>>)>) {
        let mut board = self.desk.board();
        let Some((mut state, openbaar)) = new else {
            (board.beside, board.openbaar) = (Arc::default(), None);
            return;
        };
        board.compared += 1;
        state.revision = board.compared;
        // As of a round: a path that is no text cannot be told.
        match serde_json::to_string(&state) {
            Ok(json) => board.beside = json.into(),
            Err(why) => board.unwritten = Some(unwritten(&why)),
        }
        board.openbaar = openbaar;
        self.desk.news.notify_all();
    }

    /// Shows a round.
    pub(super) fn publish(
        &self,
        mut state: State,
        shown: Option<Arc<Shown>>,
        sources: Arc<Sources>,
    ) {
        let mut board = self.desk.board();
        board.revision += 1;
        state.revision = board.revision;
        match serde_json::to_string(&state) {
            Ok(json) => (board.state, board.unwritten) = (json.into(), None),
            Err(why) => board.unwritten = Some(unwritten(&why)),
        }
        board.files = state.files;
        board.sources = sources;
        let same = match (&board.shown, &shown) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            _ => false,
        };
        if !same {
            board.before = std::mem::replace(&mut board.shown, shown);
        }
        self.desk.news.notify_all();
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.desk.board().closed = true;
        self.desk.news.notify_all();
        // The listener only notices when somebody connects.
        let _ = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)));
    }
}

impl Desk {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why a request is not for us; `None` when it is.
    fn refuses(&self, request: &Request) -> Option<&'static str> {
        let header = |name: &str| request.header(name);
        let own = |name: &str| {
            let host = name.strip_suffix(&format!(":{}", self.port));
            host.is_some_and(|host| ["127.0.0.1", "localhost"].contains(&host))
        };
        if !header("Host").is_some_and(own) {
            return Some("dit adres is niet van kamerbrief");
        }
        let page = |origin: &str| origin.strip_prefix("http://").is_some_and(own);
        if header("Origin").is_some_and(|origin| !page(origin)) {
            return Some("deze vraag komt van een andere pagina");
        }
        // Going to the page is allowed from anywhere; it can only be framed where the policy says.
        let visit = header("Sec-Fetch-Mode") == Some("navigate")
            && request.method == "GET"
            && ["/", "/naast"].contains(&request.path.as_str());
        let from = header("Sec-Fetch-Site");
        if !visit && from.is_some_and(|from| !["same-origin", "none"].contains(&from)) {
            return Some("deze vraag komt van een andere pagina");
        }
        // What starts a program must come from the page itself, and say so.
        if request.method != "GET" && header("Origin").is_none() {
            return Some("deze vraag zegt niet van welke pagina zij komt");
        }
        None
    }
}

fn unwritten(why: &serde_json::Error) -> String {
    format!("het antwoord is niet als JSON te schrijven: {why}")
}

/// An answer: status, kind, content.
struct Answer(u16, &'static str, Cow<'static, [u8]>);

impl Answer {
    fn fixed(kind: &'static str, text: &'static str) -> Self {
        Self(200, kind, Cow::Borrowed(text.as_bytes()))
    }

    fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => Self(200, "application/json", Cow::Owned(json)),
            Err(why) => Self::refusal(500, &unwritten(&why)),
        }
    }

    fn refusal(status: u16, why: &str) -> Self {
        Self(status, "text/plain; charset=utf-8", Cow::Owned(format!("{why}\n").into_bytes()))
    }
}

/// Takes connections until the preview is dropped.
fn accept(listener: &TcpListener, desk: &Arc<Desk>) {
    for stream in listener.incoming() {
        let mut board = desk.board();
        if board.closed {
            return;
        }
        let Ok(stream) = stream else {
            // Too many files are open, say: that does not pass in a moment.
            drop(board);
            thread::sleep(SIGN_OF_LIFE / 50);
            continue;
        };
        if board.connections >= MOST_CONNECTIONS {
            continue;
        }
        board.connections += 1;
        drop(board);
        let desk = Arc::clone(desk);
        thread::spawn(move || {
            let connection = Connection(desk);
            // A reader that has gone needs no answer.
            let _ = serve(stream, &connection.0);
        });
    }
}

/// One of the connections that may be open at the same time; given back whatever happens.
struct Connection(Arc<Desk>);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.board().connections -= 1;
    }
}

/// Answers one request.
fn serve(mut stream: TcpStream, desk: &Desk) -> io::Result<()> {
    let request = match Request::read(&mut stream) {
        Ok(request) => request,
        Err(0) => return Ok(()),
        Err(status) => {
            return respond(stream, Answer::refusal(status, "deze vraag is niet te lezen"));
        }
    };
    if let Some(why) = desk.refuses(&request) {
        return respond(stream, Answer::refusal(403, why));
    }
    let (path, query) = (request.path.as_str(), request.query.as_str());
    let answer = match (request.method.as_str(), path) {
        ("GET", "/") => Answer::fixed("text/html; charset=utf-8", HTML),
        ("GET", "/naast") => Answer::fixed("text/html; charset=utf-8", BESIDE_HTML),
        ("GET", "/naast.css") => Answer::fixed("text/css; charset=utf-8", BESIDE_CSS),
        ("GET", "/naast.js") => Answer::fixed("text/javascript; charset=utf-8", BESIDE_JS),
        ("GET", "/gemeen.js") => Answer::fixed("text/javascript; charset=utf-8", SHARED_JS),
        ("GET", "/naast/events") => return tell(stream, desk, true),
        ("GET", "/voorbeeld.css") => Answer::fixed("text/css; charset=utf-8", CSS),
        ("GET", "/voorbeeld.js") => Answer::fixed("text/javascript; charset=utf-8", JS),
        ("GET", "/beeldmerk.svg" | "/favicon.ico") => Answer::fixed("image/svg+xml", ICON),
        ("GET", "/events") => return tell(stream, desk, false),
        ("GET", "/source") => source(desk, query),
        ("GET", "/goto") => go(desk, query),
        ("GET", _) if path.starts_with("/page/") => page(desk, &path["/page/".len()..], query),
        ("POST", "/open") => open(desk, &request.body),
        ("GET" | "POST", _) => Answer::refusal(404, "dit is er niet"),
        _ => Answer::refusal(405, "dit kan hier niet"),
    };
    respond(stream, answer)
}

/// Headers of every answer. Nothing is kept by the browser: it may be an unpublished letter.
fn headers(kind: &str) -> [(&'static str, &str); 7] {
    let policy = if kind == "image/svg+xml" { PICTURE_POLICY } else { POLICY };
    [
        ("Content-Type", kind),
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ]
}

fn respond(mut stream: TcpStream, Answer(status, kind, content): Answer) -> io::Result<()> {
    write_head(&mut stream, status, &headers(kind), Some(content.len()))?;
    stream.write_all(&content)
}

/// A page that shows both editions, for as long as it listens.
struct Comparing<'a>(&'a Desk);

impl<'a> Comparing<'a> {
    fn begin(desk: &'a Desk) -> Self {
        desk.board().comparing += 1;
        desk.bell.ring();
        Self(desk)
    }
}

impl Drop for Comparing<'_> {
    fn drop(&mut self) {
        self.0.board().comparing -= 1;
        // The public edition is forgotten at once.
        self.0.bell.ring();
    }
}

/// Tells a page what is new, for as long as it is there; one that shows both editions of those.
fn tell(mut stream: TcpStream, desk: &Desk, both: bool) -> io::Result<()> {
    let _comparing = both.then(|| Comparing::begin(desk));
    let unwritten = desk.board().unwritten.clone();
    if let Some(why) = unwritten {
        return respond(stream, Answer::refusal(500, &why));
    }
    write_head(&mut stream, 200, &headers("text/event-stream"), None)?;
    let mut told = 0;
    let mut called = desk.board().calls;
    loop {
        let mut message = String::new();
        {
            let board = desk.board();
            let idle = |board: &mut Board| {
                let revision = if both { board.compared } else { board.revision };
                !board.closed && revision == told && board.calls == called
            };
            let (board, _) = desk
                .news
                .wait_timeout_while(board, SIGN_OF_LIFE, idle)
                .unwrap_or_else(PoisonError::into_inner);
            // The next request hears why.
            if board.closed || board.unwritten.is_some() {
                return Ok(());
            }
            // JSON has no line breaks of its own here.
            let (revision, name, state) = match both {
                true => (board.compared, "naast", &board.beside),
                false => (board.revision, "state", &board.state),
            };
            if revision != told {
                told = revision;
                if !state.is_empty() {
                    message.push_str(&format!("event: {name}\ndata: {state}\n\n"));
                }
            }
            if board.calls != called {
                called = board.calls;
                message.push_str(&format!("event: goto\ndata: {}\n\n", board.call));
            }
        }
        if message.is_empty() {
            message.push_str(": alles goed\n\n");
        }
        stream.write_all(message.as_bytes())?;
    }
}

/// A page's picture (`ID.svg`, or with `since` only what makes it of that one), its text (`ID.json`) or a small image
/// of it (`ID.png`).
fn page(desk: &Desk, name: &str, query: &str) -> Answer {
    let (shown, before, openbaar) = {
        let board = desk.board();
        (board.shown.clone(), board.before.clone(), board.openbaar.clone())
    };
    let Some((id, form)) = name.split_once('.') else {
        return Answer::refusal(404, "dit is er niet");
    };
    let all = || [&shown, &openbaar, &before].into_iter().flatten();
    for shown in all() {
        let Some((document, index)) = shown.page(id) else { continue };
        return match form {
            "svg" => {
                let new = &document.pages[index].svg;
                let since = parameters(query).remove("since");
                let old = since.and_then(|since| all().find_map(|shown| shown.picture(&since)));
                let patch = old.and_then(|old| Patch::between(old, new));
                let xml = patch.map_or_else(|| new.to_string(), |patch| patch.to_xml());
                Answer(200, "image/svg+xml", Cow::Owned(xml.into_bytes()))
            }
            "png" => match export::thumbnail(&document.paged.pages()[index]) {
                Ok(png) => Answer(200, "image/png", Cow::Owned(png)),
                Err(why) => Answer::refusal(500, &why),
            },
            "json" => Answer::json(&Letters::runs(&document.paged.pages()[index])),
            _ => break,
        };
    }
    Answer::refusal(404, "deze bladzijde is er niet meer")
}

fn parameters(query: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Where a place on a page comes from: `id`, `x`, `y` in points.
fn source(desk: &Desk, query: &str) -> Answer {
    let asked = parameters(query);
    let number =
        |name: &str| asked.get(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
    let (Some(id), Some(x), Some(y)) = (asked.get("id"), number("x"), number("y")) else {
        return Answer::refusal(400, "geef id, x en y");
    };
    let (shown, before, openbaar, sources) = {
        let board = desk.board();
        let sources = Arc::clone(&board.sources);
        (board.shown.clone(), board.before.clone(), board.openbaar.clone(), sources)
    };
    let found = [shown, openbaar, before]
        .into_iter()
        .flatten()
        .find_map(|shown| shown.source(id, x, y, &sources));
    Answer::json(&found)
}

/// Where on the pages a part of a file stands: `file`, with `line` and if known `column`, up to `end_line` and
/// `end_column`; or with `cell`. Without `only` every page that listens goes there.
fn go(desk: &Desk, query: &str) -> Answer {
    let asked = parameters(query);
    let number = |name: &str| asked.get(name).and_then(|value| value.parse::<usize>().ok());
    let end = number("end_line").zip(number("end_column"));
    let part = match (asked.get("cell"), number("line"), number("column"), end) {
        (Some(cell), ..) => Some(Part::Cell(cell.clone())),
        (None, Some(line), Some(column), Some(end)) => Some(Part::Range((line, column), end)),
        (None, Some(line), Some(column), None) => Some(Part::at(line, column)),
        (None, Some(line), None, _) => Some(Part::Line(line)),
        (None, None, ..) => None,
    };
    let (Some(file), Some(part)) = (asked.get("file"), part) else {
        return Answer::refusal(400, "geef file en line, en als u wilt column");
    };
    let (shown, sources, files) = {
        let board = desk.board();
        (board.shown.clone(), Arc::clone(&board.sources), board.files.clone())
    };
    // The file as diagnostics name it: the same one on the disk, or, of a path that is not whole, one that ends so.
    let path = Path::new(file);
    let named = files.iter().find(|(_, whole)| {
        let whole = Path::new(whole.as_str());
        if path.is_absolute() { system::is_same(path, whole) } else { whole.ends_with(path) }
    });
    let Some((file, _)) = named else {
        return Answer::refusal(404, "dat bestand is niet van dit dossier");
    };
    let targets = shown.map(|shown| shown.targets(file, &part, &sources));
    let changes: Vec<Change> = targets.iter().flatten().map(Change::from).collect();
    if changes.is_empty() {
        return Answer::refusal(404, "van die plaats staat niets op de bladzijden");
    }
    let answer = Answer::json(&changes);
    if answer.0 != 200 || asked.contains_key("only") {
        return answer;
    }
    let mut board = desk.board();
    board.calls += 1;
    board.call = String::from_utf8_lossy(&answer.2).into();
    desk.news.notify_all();
    answer
}

/// A place to open in the editor.
#[derive(Deserialize)]
struct EditorPlace {
    file: String,
    line: usize,
    column: usize,
}

/// Opens a file in the editor; only one that was read.
fn open(desk: &Desk, body: &[u8]) -> Answer {
    let Some(editor) = &desk.editor else {
        return Answer::refusal(404, "geef `kamerbrief watch` met --editor hoe uw editor begint");
    };
    let Ok(place) = serde_json::from_slice::<EditorPlace>(body) else {
        return Answer::refusal(400, "geef file, line en column");
    };
    let Some(path) = desk.board().files.get(&place.file).cloned() else {
        return Answer::refusal(404, "dat bestand is niet van dit dossier");
    };
    match editor.open(&path, place.line, place.column) {
        Ok(()) => Answer::json(&true),
        Err(why) => Answer::refusal(500, &why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_json_is_told_as_a_failure() {
        let Answer(status, _, text) = Answer::json(&BTreeMap::from([((1, 2), 3)]));
        assert_eq!(status, 500);
        assert!(text.starts_with(b"het antwoord is niet als JSON te schrijven: "));
        assert_eq!(Answer::json(&true).0, 200);
    }
}
