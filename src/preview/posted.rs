//! In: what a page sends. Out: that in the files, or why not. Wiring: `pen` reads and writes them.

use serde::de::IgnoredAny;

use super::aftekenen;
use super::answers::{Answer, open};
use super::beginnen;
use super::desk::Desk;
use super::findings;
use super::klembord::Clipboard;
use super::pen::{Pen, unreadable};
use super::remarks;
use super::voorstellen;
use crate::dossier::Lijsten;

/// What is said to who may only read.
const READ_ONLY: &str =
    "dit voorbeeld is alleen om te lezen: begin `kamerbrief watch` zonder `--alleen-lezen`";

/// Most bytes of what a page sends: a few words, a text, a clipboard.
pub(super) const MOST_WORDS: usize = 4 * 1_024;
const MOST_REMARK: usize = 64 * 1_024;
const MOST_TEXT: usize = 24 * 1_024 * 1_024;
const MOST_CLIPBOARD: usize = 12 * 1_024 * 1_024;

/// What a page can send, each to a path of its own.
#[derive(Clone, Copy)]
enum Post {
    Open,
    Wish,
    Paste,
    PasteCells,
    Remark,
    Back,
    Again,
    WithoutNotes,
    Discard,
    Mend,
    Excuse,
    Initial,
    Settle,
    Begin,
}

impl Post {
    /// What is sent to a path, and how many bytes it has at most.
    fn of(path: &str) -> Option<(Self, usize)> {
        Some(match path {
            "/open" => (Self::Open, MOST_WORDS),
            "/wijzig" => (Self::Wish, MOST_TEXT),
            "/plak" => (Self::Paste, MOST_CLIPBOARD),
            "/plak/blok" => (Self::PasteCells, MOST_CLIPBOARD),
            "/opmerking" => (Self::Remark, MOST_REMARK),
            "/terug" => (Self::Back, MOST_WORDS),
            "/opnieuw" => (Self::Again, MOST_WORDS),
            "/noten/weg" => (Self::WithoutNotes, MOST_WORDS),
            "/kladjes/weg" => (Self::Discard, MOST_WORDS),
            "/verbeter" => (Self::Mend, MOST_WORDS),
            "/toch-goed" => (Self::Excuse, MOST_WORDS),
            "/paraaf" => (Self::Initial, MOST_WORDS),
            "/voorstellen" => (Self::Settle, MOST_REMARK),
            "/begin" => (Self::Begin, MOST_WORDS),
            _ => return None,
        })
    }
}

/// What is said of a request that cannot be read whole.
pub(super) fn unread(status: u16) -> Answer {
    match status {
        413 => Answer::refusal(status, "dit is te groot"),
        _ => unreadable(),
    }
}

/// What a page sends to a path, as the kind that it says. All but opening an editor writes, or is there to write. Only
/// what may be so large is read.
pub(super) fn posted(
    desk: &Desk,
    path: &str,
    kind: Option<&str>,
    read: &mut dyn FnMut(usize) -> Result<Vec<u8>, u16>,
) -> Answer {
    let Some((post, most)) = Post::of(path) else {
        return Answer::refusal(404, "dit is er niet");
    };
    let essence = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    if !essence.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json")) {
        return Answer::refusal(415, "stuur dit als application/json");
    }
    let body = match read(most) {
        Ok(body) => body,
        Err(status) => return unread(status),
    };
    let answer = match (post, &desk.pen) {
        (Post::Open, _) => return open(desk, &body),
        (_, None) => return Answer::refusal(403, READ_ONLY),
        (post, Some(pen)) => written(desk, pen, post, &body),
    };
    // What was typed is shown without waiting for a file to change.
    desk.bell.ring();
    answer
}

/// What comes of it for who may write.
fn written(desk: &Desk, pen: &Pen, post: Post, body: &[u8]) -> Answer {
    match post {
        Post::Open => open(desk, body),
        Post::Wish => pen.wish(body),
        Post::Paste => Clipboard::read(body, |clipboard| {
            let shown = desk.board().shown.clone();
            let lijsten = shown.map(|shown| shown.filled.checked().lijsten());
            clipboard.answer(&lijsten.unwrap_or_else(Lijsten::ingebouwd))
        }),
        Post::PasteCells => Clipboard::read(body, Clipboard::cells),
        Post::Remark => remarks::wish(desk, pen, body),
        // They need nothing, and are sent it as all else is.
        Post::Back | Post::Again if serde_json::from_slice::<IgnoredAny>(body).is_err() => {
            unreadable()
        }
        Post::Back => pen.back(false),
        Post::Again => pen.back(true),
        Post::WithoutNotes => pen.without_notes(body),
        Post::Discard => pen.discard(body),
        Post::Mend => findings::mend(desk, pen, body),
        Post::Excuse => findings::excuse(desk, pen, body),
        Post::Initial => match &desk.parafeert {
            Some(parafeert) => aftekenen::initial(parafeert, body),
            None => Answer::refusal(403, READ_ONLY),
        },
        Post::Settle => match &desk.beproeft {
            Some(beproeft) => voorstellen::settle(beproeft, pen, body),
            None => Answer::refusal(403, READ_ONLY),
        },
        Post::Begin => beginnen::begin(desk, body),
    }
}
