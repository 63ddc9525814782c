//! In: what the rounds make. Out: the same for every connection of the page, and whether a request is for it. Pure.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::aftekenen::Parafeert;
use super::beginnen::Begint;
use super::editor::Editor;
use super::http::Request;
use super::pen::Pen;
use super::server::Connections;
use super::session::Shown;
use super::sleutel::Sleutel;
use super::veranderd::Vergelijkt;
use super::voorstellen::Beproeft;
use super::watcher::Bell;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::voorstellen::Teksten;

/// What a page can do besides looking.
#[derive(Debug, Default)]
pub struct Hands {
    /// Opens a place in the user's own editor.
    pub editor: Option<Editor>,
    /// Writes in the files; none where they are only read.
    pub pen: Option<Pen>,
    /// Sets initials; none where files are only read.
    pub parafeert: Option<Parafeert>,
    /// Fetches what the dossier was.
    pub vergelijkt: Option<Vergelijkt>,
    /// Tells what comes of other texts; none where files are only read.
    pub beproeft: Option<Beproeft>,
    /// Makes the dossier, where there is none yet.
    pub begint: Option<Begint>,
}

/// What all answerers share.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) sleutel: Sleutel,
    pub(super) port: u16,
    pub(super) editor: Option<Editor>,
    /// What writes in the files; none where they are only read.
    pub(super) pen: Option<Pen>,
    /// What sets initials; none where files are only read.
    pub(super) parafeert: Option<Parafeert>,
    /// What fetches what the dossier was.
    pub(super) vergelijkt: Option<Vergelijkt>,
    /// What tells what comes of other texts; none where files are only read.
    pub(super) beproeft: Option<Beproeft>,
    /// What makes the dossier, where there was none.
    pub(super) begint: Option<Begint>,
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
    /// The dossier's own files as they were last read, with the proposals.
    pub(super) teksten: Arc<Teksten>,
    /// All files as they were last read.
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
    pub(super) connections: Connections,
    /// Counts how often who listens was asked whether he is still there.
    pub(super) roll_calls: u64,
    pub(super) closed: bool,
}

impl Desk {
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why a request is not for us; `None` when it is.
    pub(super) fn refuses(&self, request: &Request) -> Option<&'static str> {
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
