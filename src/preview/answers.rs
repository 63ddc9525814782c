//! In: what a page asks. Out: the answer. Pure: `server` sends it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::desk::Desk;
use super::picture::Patch;
use super::places::Part;
use super::state::Change;
use crate::export;
use crate::system;
use crate::typeset::Letters;

/// Why something cannot be told.
pub(super) fn unwritten(why: &serde_json::Error) -> String {
    format!("het antwoord is niet als JSON te schrijven: {why}")
}

/// An answer: status, kind, content.
pub(super) struct Answer(pub(super) u16, pub(super) &'static str, pub(super) Cow<'static, [u8]>);

impl Answer {
    pub(super) fn fixed(kind: &'static str, text: &'static str) -> Self {
        Self(200, kind, Cow::Borrowed(text.as_bytes()))
    }

    pub(super) fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => Self(200, "application/json", Cow::Owned(json)),
            Err(why) => Self::refusal(500, &unwritten(&why)),
        }
    }

    pub(super) fn bytes(kind: &'static str, bytes: Vec<u8>) -> Self {
        Self(200, kind, Cow::Owned(bytes))
    }

    pub(super) fn refusal(status: u16, why: &str) -> Self {
        Self(status, "text/plain; charset=utf-8", Cow::Owned(format!("{why}\n").into_bytes()))
    }
}

/// A page's picture (`ID.svg`, or with `since` only what makes it of that one), its text (`ID.json`) or a small image
/// of it (`ID.png`).
pub(super) fn page(desk: &Desk, name: &str, query: &str) -> Answer {
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

pub(super) fn parameters(query: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Where a place on a page comes from: `id`, `x`, `y` in points.
pub(super) fn source(desk: &Desk, query: &str) -> Answer {
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
/// `end_column`; or with `cell`. Without `only` every page that listens goes there, or to what comes next; with it the
/// asker alone is told, and of nothing else than that part.
pub(super) fn go(desk: &Desk, query: &str) -> Answer {
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
    let only = asked.contains_key("only");
    let targets = shown.map(|shown| match only {
        true => shown.own_targets(file, &part, &sources),
        false => shown.targets(file, &part, &sources),
    });
    let changes: Vec<Change> = targets.iter().flatten().map(Change::from).collect();
    if changes.is_empty() {
        return Answer::refusal(404, "van die plaats staat niets op de bladzijden");
    }
    let answer = Answer::json(&changes);
    if answer.0 != 200 || only {
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
pub(super) fn open(desk: &Desk, body: &[u8]) -> Answer {
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
