//! In: an answer, or what is new on the desk. Out: the same to a browser, with what it may do with that. **I/O: a local socket.**
#![expect(clippy::disallowed_types, reason = "this is a room that may")]

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::PoisonError;
use std::time::Duration;

use super::answers::Answer;
use super::desk::{Board, Desk};
use super::http::write_head;

/// How often a page that hears nothing is told that all is well, so that a page that is gone is noticed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// What a page may do: show its own pictures, styles and script, and ask its own server. Only editors that show
/// web pages may frame it.
const POLICY: &str = "default-src 'none'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors vscode-webview: vscode-file:; require-trusted-types-for 'script'; trusted-types 'none'";
/// What a picture may do: nothing but look as it does.
const PICTURE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

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

pub(super) fn respond(
    mut stream: TcpStream,
    Answer(status, kind, content): Answer,
) -> io::Result<()> {
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
pub(super) fn tell(mut stream: TcpStream, desk: &Desk, both: bool) -> io::Result<()> {
    let _comparing = both.then(|| Comparing::begin(desk));
    let unwritten = desk.board().unwritten.clone();
    if let Some(why) = unwritten {
        return respond(stream, Answer::refusal(500, &why));
    }
    write_head(&mut stream, 200, &headers("text/event-stream"), None)?;
    let mut told = 0;
    let (mut called, mut answered) = {
        let board = desk.board();
        (board.calls, board.roll_calls)
    };
    loop {
        let (mut message, mut asked) = (String::new(), false);
        {
            let board = desk.board();
            let idle = |board: &mut Board| {
                let revision = if both { board.compared } else { board.revision };
                !board.closed
                    && revision == told
                    && board.calls == called
                    && board.roll_calls == answered
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
            if board.roll_calls != answered {
                (answered, asked) = (board.roll_calls, true);
            }
        }
        if asked && is_gone(&stream) {
            return Ok(());
        }
        if message.is_empty() {
            message.push_str(": alles goed\n\n");
        }
        stream.write_all(message.as_bytes())?;
    }
}

/// Whether a page that only listens has closed its side.
fn is_gone(stream: &TcpStream) -> bool {
    let soon = stream.set_read_timeout(Some(Duration::from_millis(1)));
    soon.is_err() || matches!(stream.peek(&mut [0]), Ok(0))
}
