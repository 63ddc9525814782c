//! In: what a page sends. Out: that in the files, or why not. Wiring: `pen` reads and writes them.

use super::answers::{Answer, open};
use super::desk::Desk;
use super::findings;
use super::pen::Clipboard;
use super::remarks;
use crate::dossier::Lijsten;

/// What is said to who may only read.
const READ_ONLY: &str =
    "dit voorbeeld is alleen om te lezen: begin `kamerbrief watch` zonder `--alleen-lezen`";

/// Most bytes of what a page sends: a few words, a text, a clipboard.
pub(super) const MOST_WORDS: usize = 4 * 1_024;
const MOST_REMARK: usize = 64 * 1_024;
const MOST_TEXT: usize = 24 * 1_024 * 1_024;
const MOST_CLIPBOARD: usize = 12 * 1_024 * 1_024;

/// What is said of a request that cannot be read whole.
pub(super) fn unread(status: u16) -> Answer {
    let why = if status == 413 { "dit is te groot" } else { "deze vraag is niet te lezen" };
    Answer::refusal(status, why)
}

/// What a page sends to a path, as the kind that it says. All but opening an editor writes, or is there to write. Only
/// what may be so large is read.
pub(super) fn posted(
    desk: &Desk,
    path: &str,
    kind: Option<&str>,
    read: &mut dyn FnMut(usize) -> Result<Vec<u8>, u16>,
) -> Answer {
    let most = match path {
        "/wijzig" => MOST_TEXT,
        "/plak" | "/plak/blok" => MOST_CLIPBOARD,
        "/open" | "/terug" | "/opnieuw" | "/noten/weg" | "/kladjes/weg" | "/verbeter"
        | "/toch-goed" => MOST_WORDS,
        "/opmerking" => MOST_REMARK,
        _ => return Answer::refusal(404, "dit is er niet"),
    };
    if kind != Some("application/json") {
        return Answer::refusal(415, "stuur dit als application/json");
    }
    let body = match read(most) {
        Ok(body) => body,
        Err(status) => return unread(status),
    };
    if path == "/open" {
        return open(desk, &body);
    }
    let Some(pen) = &desk.pen else { return Answer::refusal(403, READ_ONLY) };
    let answer = match path {
        "/wijzig" => pen.wish(&body),
        "/plak" => match serde_json::from_slice::<Clipboard>(&body) {
            Ok(clipboard) => {
                let shown = desk.board().shown.clone();
                let lijsten = shown.map(|shown| shown.filled.checked().lijsten());
                clipboard.answer(&lijsten.unwrap_or_else(Lijsten::ingebouwd))
            }
            Err(_) => Answer::refusal(400, "geef html of text"),
        },
        "/plak/blok" => match serde_json::from_slice::<Clipboard>(&body) {
            Ok(clipboard) => clipboard.cells(),
            Err(_) => Answer::refusal(400, "geef html of text"),
        },
        "/opmerking" => remarks::wish(desk, pen, &body),
        "/terug" => pen.back(false),
        "/opnieuw" => pen.back(true),
        "/noten/weg" => pen.without_notes(&body),
        "/kladjes/weg" => pen.discard(&body),
        _ => findings::about(desk, pen, &body),
    };
    // What was typed is shown without waiting for a file to change.
    desk.bell.ring();
    answer
}
