//! In: what to show. Out: a page on the loopback address, and what its reader asks. **I/O: a local socket.**
//!
//! No page elsewhere can read this one or steer it. It listens on the loopback address only. A request under another
//! name than its own is refused (a page elsewhere whose name suddenly leads here, *DNS rebinding*), and so is
//! one that comes from another page (`Origin`, `Sec-Fetch-Site`), and whatever asks after the dossier without the key of
//! this run (see `sleutel`). The answers forbid the browser everything but
//! the files here and the pictures; texts reach the page as JSON and are only ever set as text.
#![expect(clippy::disallowed_types, reason = "this is a room that may")]

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::aftekenen;
use super::answers::{Answer, go, page, source, unwritten};
use super::assets;
use super::beginnen;
use super::beside::Beside;
use super::desk::{Board, Desk, Hands};
use super::elsewhere::Handle;
use super::events::{respond, tell};
use super::field::field;
use super::form;
use super::http::Request;
use super::inserts;
use super::pen::Pen;
use super::posted::{MOST_WORDS, posted, unread};
use super::remarks;
use super::session::Shown;
use super::sleutel::{HEADER, Sleutel};
use super::spelling;
use super::state::State;
use super::veranderd;
use super::voorstellen;
use super::watcher::Bell;
use crate::diagnostic::Diagnostic;
use crate::seal::Randomness;
use crate::source::Sources;
use crate::voorstellen::Teksten;

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
/// How long to wait when no connection can be taken, and for one that gives way.
const REST: Duration = Duration::from_millis(200);

/// What is said to who has no key.
const NO_KEY: &str =
    "open het adres dat `kamerbrief watch` in de terminal toont: het deel na # is de sleutel";

/// The page, from when it listens until it is dropped.
#[derive(Debug)]
pub struct Preview {
    port: u16,
    desk: Arc<Desk>,
}

impl Preview {
    /// Starts to listen: on this port, or without one on the first that is free from 5050 on (0 takes any). The bell rings
    /// when a page wants to show both editions.
    ///
    /// # Errors
    /// In Dutch, why that cannot be.
    pub fn start(
        port: Option<u16>,
        hands: Hands,
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
        let Hands { editor, pen, parafeert, vergelijkt, beproeft, begint } = hands;
        let desk = Arc::new(Desk {
            sleutel,
            port,
            editor,
            pen,
            parafeert,
            vergelijkt,
            beproeft,
            begint,
            bell,
            board,
            news,
        });
        let shared = Arc::clone(&desk);
        let accepting = thread::Builder::new().spawn(move || accept(&listener, &shared));
        accepting.map_err(|_| "de computer heeft geen ruimte voor nog een draad")?;
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
        teksten: Teksten,
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
        board.teksten = Arc::new(teksten);
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
            thread::sleep(REST);
            continue;
        };
        let mut number = board.connections.enter(&stream);
        if number.is_none() {
            // Who listens and is gone leaves when he is called.
            board.roll_calls += 1;
            desk.news.notify_all();
            let full = |board: &mut Board| board.connections.is_full() && !board.closed;
            board = desk
                .news
                .wait_timeout_while(board, REST, full)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            number = board.connections.enter(&stream);
        }
        drop(board);
        let Some(number) = number else { continue };
        let connection = Connection { desk: Arc::clone(desk), number };
        // A reader that has gone needs no answer; and one that cannot be served now comes back.
        let _ = thread::Builder::new().spawn(move || serve(stream, &connection));
    }
}

/// The connections that are open, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Connections {
    last: u64,
    open: BTreeMap<u64, Open>,
}

/// One of them: a second hold on it, and whether it has shown the key.
#[derive(Debug)]
struct Open {
    stream: TcpStream,
    is_known: bool,
}

impl Connections {
    fn is_full(&self) -> bool {
        self.open.len() >= MOST_CONNECTIONS
    }

    /// Adds a connection, by a number of its own. When there are too many, the first gives way that has not shown the key: who
    /// has one asks at once. `None` when all have.
    fn enter(&mut self, stream: &TcpStream) -> Option<u64> {
        let open = Open { stream: stream.try_clone().ok()?, is_known: false };
        if self.is_full() {
            let first = self.open.iter().find(|(_, open)| !open.is_known);
            let gone = self.open.remove(&first.map(|(number, _)| *number)?)?;
            // Whoever waits for it stops then.
            let _ = gone.stream.shutdown(Shutdown::Both);
        }
        self.last += 1;
        self.open.insert(self.last, open);
        Some(self.last)
    }

    fn know(&mut self, number: u64) {
        if let Some(open) = self.open.get_mut(&number) {
            open.is_known = true;
        }
    }
}

/// One of the connections that may be open at the same time; given back whatever happens.
struct Connection {
    desk: Arc<Desk>,
    number: u64,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.desk.board().connections.open.remove(&self.number);
        self.desk.news.notify_all();
    }
}

/// Answers one request.
fn serve(mut stream: TcpStream, connection: &Connection) -> io::Result<()> {
    let desk = &*connection.desk;
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
    if let Some((kind, text)) = assets::named(path).filter(|_| method == "GET") {
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
    desk.board().connections.know(connection.number);
    let answer = match (method, path) {
        ("GET", "/events") => return tell(stream, desk, false),
        ("GET", "/naast/events") => return tell(stream, desk, true),
        ("GET", "/source") => source(desk, query),
        ("GET", "/goto") => go(desk, query),
        ("GET", _) if path.starts_with("/page/") => page(desk, &path["/page/".len()..], query),
        ("GET", "/veld") => field(desk, query),
        ("GET", "/formulier") => form::form(desk, query),
        ("GET", "/rooster") => form::grid(desk),
        ("GET", "/vragen") => form::questions(desk),
        ("GET", "/begin") => beginnen::form(desk),
        ("GET", "/route") => aftekenen::route(desk),
        ("GET", "/veranderd") => veranderd::since(desk, query),
        ("GET", "/veranderd.pdf") => veranderd::pdf(desk, query),
        ("GET", "/versies") => veranderd::versies(desk),
        ("GET", "/opmerkingen") => remarks::all(desk),
        ("GET", "/voorstellen") => voorstellen::all(desk),
        ("GET", "/spelling") => spelling::slips(desk, query),
        ("GET", "/ding") => inserts::chip(query),
        ("GET", "/waarden") => inserts::values(desk),
        ("GET", "/gronden") => inserts::grounds(desk),
        ("GET", "/kladjes") => match &desk.pen {
            Some(pen) => pen.kept(),
            None => Answer::json(&[(); 0]),
        },
        ("POST", _) => {
            let kind = request.header("Content-Type").map(ToOwned::to_owned);
            posted(desk, path, kind.as_deref(), &mut |most| request.body(&mut stream, most))
        }
        ("GET", _) => Answer::refusal(404, "dit is er niet"),
        _ => Answer::refusal(405, "dit kan hier niet"),
    };
    respond(stream, answer)
}
