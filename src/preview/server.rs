//! In: what to show. Out: a page on the loopback address, and what its reader asks. **I/O: a local socket.**
//!
//! No page elsewhere can read this one or steer it. It listens on the loopback address only. A request under another
//! name than its own is refused (a page elsewhere whose name suddenly leads here, *DNS rebinding*), and so is
//! one that comes from another page (`Origin`, `Sec-Fetch-Site`), and whatever asks after the dossier without the key of
//! this run (see `sleutel`). The answers forbid the browser everything but
//! the files here and the pictures; texts reach the page as JSON and are only ever set as text.
#![expect(clippy::disallowed_types, reason = "this is a room that may")]

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::answers::{Answer, go, open, page, source, unwritten};
use super::beside::Beside;
use super::editor::Editor;
use super::elsewhere::Handle;
use super::field::field;
use super::http::{Request, write_head};
use super::inserts;
use super::pen::{Clipboard, Pen};
use super::remarks;
use super::session::Shown;
use super::sleutel::{HEADER, Sleutel};
use super::state::State;
use super::watcher::Bell;
use crate::diagnostic::Diagnostic;
use crate::dossier::Lijsten;
use crate::seal::Randomness;
use crate::source::Sources;

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
const POLICY: &str = "default-src 'none'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors vscode-webview: vscode-file:; require-trusted-types-for 'script'; trusted-types 'none'";
/// What a picture may do: nothing but look as it does.
const PICTURE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// What is said to who may only read.
const READ_ONLY: &str =
    "dit voorbeeld is alleen om te lezen: begin `kamerbrief watch` zonder `--alleen-lezen`";
/// What is said to who has no key.
const NO_KEY: &str =
    "open het adres dat `kamerbrief watch` in de terminal toont: het deel na # is de sleutel";

const HTML: &str = include_str!("pagina/voorbeeld.html");
const CSS: &str = include_str!("pagina/voorbeeld.css");
const JS: &str = include_str!("pagina/voorbeeld.js");
const BESIDE_HTML: &str = include_str!("pagina/naast.html");
const BESIDE_CSS: &str = include_str!("pagina/naast.css");
const BESIDE_JS: &str = include_str!("pagina/naast.js");
const SHARED_JS: &str = include_str!("pagina/gemeen.js");
const DRAFT_JS: &str = include_str!("pagina/klad.js");
const WRITING_JS: &str = include_str!("pagina/schrijven.js");
const INSERTS_JS: &str = include_str!("pagina/invoegen.js");
const REMARKS_JS: &str = include_str!("pagina/opmerkingen.js");
const WRITING_CSS: &str = include_str!("pagina/schrijven.css");
const ICON: &str = include_str!("pagina/beeldmerk.svg");

/// The page, from when it listens until it is dropped.
#[derive(Debug)]
pub struct Preview {
    port: u16,
    desk: Arc<Desk>,
}

/// What all answerers share.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) sleutel: Sleutel,
    pub(super) port: u16,
    pub(super) editor: Option<Editor>,
    /// What writes in the files; none where they are only read.
    pub(super) pen: Option<Pen>,
    pub(super) bell: Bell,
    pub(super) board: Mutex<Board>,
    /// Something on the board is new.
    pub(super) news: Condvar,
}

#[derive(Debug, Default)]
pub(super) struct Board {
    pub(super) revision: u64,
    /// The state as JSON.
    pub(super) state: Arc<str>,
    /// Why there is no JSON of it.
    pub(super) unwritten: Option<String>,
    pub(super) files: BTreeMap<String, String>,
    pub(super) shown: Option<Arc<Shown>>,
    /// The pages before these: a page that asks for one has not heard the news yet.
    pub(super) before: Option<Arc<Shown>>,
    /// What there is to say of them, in the order in which the page has it.
    pub(super) found: Vec<Diagnostic>,
    /// The files as they were last read.
    pub(super) sources: Arc<Sources>,
    /// Counts calls to go somewhere; the last one as JSON.
    pub(super) calls: u64,
    pub(super) call: Arc<str>,
    /// Both editions, while somebody looks at them: as JSON, and the pages of the public one.
    pub(super) beside: Arc<str>,
    pub(super) openbaar: Option<Arc<Shown>>,
    /// Counts what was shown of them.
    pub(super) compared: u64,
    /// How many pages listen to that.
    pub(super) comparing: usize,
    pub(super) connections: usize,
    pub(super) closed: bool,
}

impl Preview {
    /// Starts to listen: on this port, or without one on the first that is free from 5050 on (0 takes any). The bell rings
    /// when a page wants to show both editions.
    ///
    /// # Errors
    /// In Dutch, why that cannot be.
    pub fn start(
        port: Option<u16>,
        (editor, pen): (Option<Editor>, Option<Pen>),
        bell: Bell,
        randomness: &Randomness,
    ) -> Result<Self, String> {
        let sleutel = Sleutel::new(randomness).ok_or("dit systeem geeft geen toeval")?;
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
        let desk = Arc::new(Desk { sleutel, port, editor, pen, bell, board, news });
        let shared = Arc::clone(&desk);
        thread::spawn(move || accept(&listener, &shared));
        Ok(Self { port, desk })
    }

    /// Where a browser finds it, with the key: only for this user's eyes.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/#{}", self.port, self.desk.sleutel.key())
    }

    /// The same for one browser, once: others may see it, in the list of running programs.
    pub fn address_for_once(&self) -> String {
        match self.desk.sleutel.once() {
            Some(once) => format!("http://127.0.0.1:{}/#{once}", self.port),
            None => self.address(),
        }
    }

    /// What other programs of this user need to lead the page: see [`lead`](super::lead).
    pub fn handle(&self, dossier: &Path) -> Handle {
        Handle {
            dossier: dossier.to_owned(),
            port: self.port,
            sleutel: self.desk.sleutel.key().to_owned(),
        }
    }

    /// Whether a click opens the user's editor.
    pub fn opens(&self) -> bool {
        self.desk.editor.is_some()
    }

    /// What writes in the files.
    pub(super) fn pen(&self) -> Option<&Pen> {
        self.desk.pen.as_ref()
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
        (found, sources): (Vec<Diagnostic>, Arc<Sources>),
    ) {
        let mut board = self.desk.board();
        board.revision += 1;
        state.revision = board.revision;
        match serde_json::to_string(&state) {
            Ok(json) => (board.state, board.unwritten) = (json.into(), None),
            Err(why) => board.unwritten = Some(unwritten(&why)),
        }
        board.files = state.files;
        (board.found, board.sources) = (found, sources);
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
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
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
    let mut request = match Request::read(&mut stream) {
        Ok(request) => request,
        Err(0) => return Ok(()),
        Err(status) => {
            return respond(stream, Answer::refusal(status, "deze vraag is niet te lezen"));
        }
    };
    if let Some(why) = desk.refuses(&request) {
        return respond(stream, Answer::refusal(403, why));
    }
    let Request { method, path, query, .. } = &request;
    let (method, path, query) = (method.clone(), path.clone(), query.clone());
    let (method, path, query) = (method.as_str(), path.as_str(), query.as_str());
    // What says nothing of the dossier is for everybody.
    let for_all = match (method, path) {
        ("GET", "/") => Some(("text/html; charset=utf-8", HTML)),
        ("GET", "/naast") => Some(("text/html; charset=utf-8", BESIDE_HTML)),
        ("GET", "/naast.css") => Some(("text/css; charset=utf-8", BESIDE_CSS)),
        ("GET", "/naast.js") => Some(("text/javascript; charset=utf-8", BESIDE_JS)),
        ("GET", "/gemeen.js") => Some(("text/javascript; charset=utf-8", SHARED_JS)),
        ("GET", "/klad.js") => Some(("text/javascript; charset=utf-8", DRAFT_JS)),
        ("GET", "/opmerkingen.js") => Some(("text/javascript; charset=utf-8", REMARKS_JS)),
        ("GET", "/invoegen.js") => Some(("text/javascript; charset=utf-8", INSERTS_JS)),
        ("GET", "/schrijven.js") => Some(("text/javascript; charset=utf-8", WRITING_JS)),
        ("GET", "/schrijven.css") => Some(("text/css; charset=utf-8", WRITING_CSS)),
        ("GET", "/voorbeeld.css") => Some(("text/css; charset=utf-8", CSS)),
        ("GET", "/voorbeeld.js") => Some(("text/javascript; charset=utf-8", JS)),
        ("GET", "/beeldmerk.svg" | "/favicon.ico") => Some(("image/svg+xml", ICON)),
        _ => None,
    };
    if let Some((kind, text)) = for_all {
        return respond(stream, Answer::fixed(kind, text));
    }
    if (method, path) == ("POST", "/sleutel") {
        let answer = match request.body(&mut stream, MOST_WORDS) {
            Ok(shown) => match desk.sleutel.trade(&shown) {
                Some(key) => Answer::json(&key),
                None => Answer::refusal(401, NO_KEY),
            },
            Err(status) => unread(status),
        };
        return respond(stream, answer);
    }
    if !desk.sleutel.is(request.header(HEADER)) {
        return respond(stream, Answer::refusal(401, NO_KEY));
    }
    let answer = match (method, path) {
        ("GET", "/events") => return tell(stream, desk, false),
        ("GET", "/naast/events") => return tell(stream, desk, true),
        ("GET", "/source") => source(desk, query),
        ("GET", "/goto") => go(desk, query),
        ("GET", _) if path.starts_with("/page/") => page(desk, &path["/page/".len()..], query),
        ("GET", "/veld") => field(desk, query),
        ("GET", "/opmerkingen") => remarks::all(desk),
        ("GET", "/ding") => inserts::chip(query),
        ("GET", "/waarden") => inserts::values(desk),
        ("GET", "/gronden") => inserts::grounds(desk),
        ("GET", "/kladjes") => match &desk.pen {
            Some(pen) => pen.kept(),
            None => Answer::json(&[(); 0]),
        },
        ("POST", _) => posted(desk, &mut request, &mut stream),
        ("GET", _) => Answer::refusal(404, "dit is er niet"),
        _ => Answer::refusal(405, "dit kan hier niet"),
    };
    respond(stream, answer)
}

/// Most bytes of what a page sends: a few words, a text, a clipboard.
const MOST_WORDS: usize = 4 * 1_024;
const MOST_REMARK: usize = 64 * 1_024;
const MOST_TEXT: usize = 24 * 1_024 * 1_024;
const MOST_CLIPBOARD: usize = 12 * 1_024 * 1_024;

/// What is said of a request that cannot be read whole.
fn unread(status: u16) -> Answer {
    let why = if status == 413 { "dit is te groot" } else { "deze vraag is niet te lezen" };
    Answer::refusal(status, why)
}

/// What a page sends. All but opening an editor writes, or is there to write.
fn posted(desk: &Desk, request: &mut Request, stream: &mut TcpStream) -> Answer {
    let most = match request.path.as_str() {
        "/wijzig" => MOST_TEXT,
        "/plak" => MOST_CLIPBOARD,
        "/open" | "/terug" | "/opnieuw" | "/noten/weg" | "/kladjes/weg" | "/verbeter"
        | "/toch-goed" => MOST_WORDS,
        "/opmerking" => MOST_REMARK,
        _ => return Answer::refusal(404, "dit is er niet"),
    };
    if request.header("Content-Type") != Some("application/json") {
        return Answer::refusal(415, "stuur dit als application/json");
    }
    let body = match request.body(stream, most) {
        Ok(body) => body,
        Err(status) => return unread(status),
    };
    if request.path == "/open" {
        return open(desk, &body);
    }
    let Some(pen) = &desk.pen else { return Answer::refusal(403, READ_ONLY) };
    let answer = match request.path.as_str() {
        "/wijzig" => pen.wish(&body),
        "/plak" => match serde_json::from_slice::<Clipboard>(&body) {
            Ok(clipboard) => {
                let shown = desk.board().shown.clone();
                let lijsten = shown.map(|shown| shown.filled.checked().lijsten());
                clipboard.answer(&lijsten.unwrap_or_else(Lijsten::ingebouwd))
            }
            Err(_) => Answer::refusal(400, "geef html of text"),
        },
        "/opmerking" => remarks::wish(desk, pen, &body),
        "/terug" => pen.back(false),
        "/opnieuw" => pen.back(true),
        "/noten/weg" => pen.without_notes(&body),
        "/kladjes/weg" => pen.discard(&body),
        _ => about_finding(desk, pen, &body),
    };
    // What was typed is shown without waiting for a file to change.
    desk.bell.ring();
    answer
}

/// A finding, by its place in the list of a round; and why it is good as it is.
#[derive(Deserialize)]
struct OfFinding {
    revision: u64,
    index: usize,
    code: String,
    reden: Option<String>,
}

/// Makes the correction of a finding, or excuses it.
fn about_finding(desk: &Desk, pen: &Pen, body: &[u8]) -> Answer {
    let Ok(asked) = serde_json::from_slice::<OfFinding>(body) else {
        return Answer::refusal(400, "geef revision, index en code");
    };
    let (finding, sources) = {
        let board = desk.board();
        let current = board.revision == asked.revision;
        let same = |finding: &&Diagnostic| current && finding.code.id == asked.code;
        let finding = board.found.get(asked.index).filter(same).cloned();
        (finding, Arc::clone(&board.sources))
    };
    match (finding, asked.reden) {
        (Some(finding), None) => pen.mend(&finding, &sources),
        (Some(finding), Some(reden)) => pen.excuse(&finding, &reden),
        (None, _) => Answer::refusal(409, "deze melding is er intussen niet meer, of anders"),
    }
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
