//! In: the arguments of `changed`. Out: the fields that changed since somebody initialled. Wiring.

use std::collections::{BTreeMap, BTreeSet};

use super::paraaf::unknown;
use super::{Console, Exit, Ready, ready};
use crate::cli::Changed;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Bestand, Paraaf, Place, Root};
use crate::paraaf::changed;
use crate::render::{self, Inhoud};
use crate::source::{Sources, difference};
use crate::workspace::Workspace;
use crate::yaml::Path;
use crate::{Job, checked, system};

/// Most versions that are searched for the old text.
const MAX_VERSIONS: usize = 100;
/// Characters around a difference that are shown.
const AROUND: usize = 30;

pub(super) fn run(arguments: &Changed, console: &Console) -> Exit {
    let ready = match ready(&arguments.dossier, &arguments.outside, true, console) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let stand = ready.prepared.stand();
    let rol = arguments.since.trim();
    let parafen = ready.prepared.checked().parafen();
    let Some(paraaf) = parafen.last_of(rol) else {
        return console.refuse(match stand.stap(rol) {
            None => unknown(rol, stand),
            Some(_) => {
                let message = format!("{} heeft nog niet geparafeerd", words::shorten(rol));
                Diagnostic::error(codes::ROLE_UNKNOWN, message)
                    .help("`kamerbrief status` toont wie wel")
            }
        });
    };
    let fields = fields(&ready);
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (name, field) in &fields {
        if paraaf.velden.get(name) != Some(&field.afdruk) {
            names.insert(name);
        }
    }
    names.extend(
        paraaf.velden.keys().filter(|name| !fields.contains_key(*name)).map(String::as_str),
    );
    let since = format!("sinds de paraaf van {rol} ({})", paraaf.moment);
    let what = match stand.differing(paraaf) {
        stukken if !stukken.is_empty() => changed(&stukken),
        _ if names.is_empty() => format!("{since} is niets gewijzigd"),
        _ => "geen document is anders".into(),
    };
    if names.is_empty() {
        console.say(&what);
        return Exit::Good;
    }
    console.say(&format!("{since}: {what}"));
    let without_old = names.iter().any(|name| paraaf.velden.contains_key(*name));
    let old = old_texts(&names, paraaf, &fields, arguments, &ready);
    let mut lines: Vec<(String, String)> = names
        .iter()
        .map(|name| line(name, fields.get(*name), old.get(*name), paraaf, &ready))
        .collect();
    lines.sort_by(|one, other| natural(&one.0).cmp(&natural(&other.0)));
    for (_, line) in lines {
        console.print(&line);
    }
    if without_old && old.is_empty() {
        console.say("de oude tekst staat erbij als het dossier onder versiebeheer (git) staat zoals het toen was");
    }
    Exit::Good
}

/// A place, so that line 9 comes before line 10.
fn natural(place: &str) -> Vec<(bool, usize, &str)> {
    place
        .split(':')
        .map(|part| (part.parse::<usize>().is_ok(), part.parse().unwrap_or(0), part))
        .collect()
}

fn fields(ready: &Ready) -> BTreeMap<String, Inhoud> {
    let fonts = ready.typesetter.fonts().fingerprint();
    render::fields(ready.prepared.checked(), &ready.templates, &fonts)
}

/// What there is to say of a field, with its place.
fn line(
    name: &str,
    now: Option<&Inhoud>,
    old: Option<&String>,
    paraaf: &Paraaf,
    ready: &Ready,
) -> (String, String) {
    let present = now.is_some();
    let place = now.and_then(|field| field.place.clone()).or_else(|| place_of(name));
    let now = now.filter(|field| field.place.is_some());
    // What became of the text: none when that cannot be said, or when only a value in it is another one.
    let differs = old.zip(now).and_then(|(old, now)| difference(old, &now.text));
    let within = differs.as_ref().map(|(_, is)| is.clone());
    let span =
        place.and_then(|place| ready.prepared.checked().span(&place, within, &ready.sources));
    let place = match span {
        Some(span) => ready.sources.get(span.source).place(span.range.start),
        // Of a file that is gone only the name is left.
        None => match name.split_once('.') {
            Some((file, _)) => ready.workspace.path(&format!("{file}.yaml")),
            None => "buiten het dossier".into(),
        },
    };
    let state = match (present, paraaf.velden.contains_key(name)) {
        (false, _) => " (weg)",
        (_, false) => " (nieuw)",
        _ => "",
    };
    let mut text = format!("{place}: {name}{state}\n");
    match (old, now, &differs) {
        (Some(old), Some(now), Some((was, is))) => {
            text.push_str(&format!("  was: {}\n", around(old, was)));
            text.push_str(&format!("  nu:  {}\n", around(&now.text, is)));
        }
        (Some(_), Some(_), None) => {
            text.push_str("  de tekst is gelijk; een waarde erin is anders\n")
        }
        (Some(old), None, _) => text.push_str(&format!("  was: {}\n", whole(old))),
        (None, Some(now), _) => text.push_str(&format!("  nu:  {}\n", whole(&now.text))),
        (None, None, _) => {}
    }
    (place, text)
}

/// The beginning of a text, on one line.
fn whole(text: &str) -> String {
    words::shorten(&words::one_line(text))
}

/// A part of a text with what stands around it, on one line.
fn around(text: &str, part: &std::ops::Range<usize>) -> String {
    let before: Vec<(usize, char)> = text[..part.start].char_indices().rev().take(AROUND).collect();
    let start = before.last().map_or(part.start, |(at, _)| *at);
    let end =
        text[part.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| part.end + at);
    let open = if start > 0 { "…" } else { "" };
    let close = if end < text.len() { "…" } else { "" };
    words::one_line(&format!("{open}{}{close}", &text[start..end]))
}

/// The place of a field that is no longer there, by its name.
fn place_of(name: &str) -> Option<Place> {
    let (root, path) = name.split_once('.')?;
    let bestand = Bestand::ALL.into_iter().find(|bestand| bestand.stem() == root)?;
    let mut place = Path::default();
    for part in path.split('.') {
        let (key, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
        place = place.key(key);
        for index in indexes.split(['[', ']']).filter_map(|index| index.parse().ok()) {
            place = place.index(index);
        }
    }
    Some(Place { root: Root::File(bestand), path: place })
}

/// The text that each of these fields had when it was initialled, as far as it is in version control.
fn old_texts(
    names: &BTreeSet<&str>,
    paraaf: &Paraaf,
    now: &BTreeMap<String, Inhoud>,
    arguments: &Changed,
    ready: &Ready,
) -> BTreeMap<String, String> {
    let mut wanted: BTreeSet<&str> =
        names.iter().copied().filter(|name| paraaf.velden.contains_key(*name)).collect();
    wanted.retain(|name| now.get(*name).is_none_or(|field| field.place.is_some()));
    let mut found = BTreeMap::new();
    for version in system::versions(&arguments.dossier, MAX_VERSIONS) {
        if wanted.is_empty() {
            break;
        }
        let Ok(workspace) = Workspace::new(version.id.clone(), version) else { continue };
        let workspace = workspace.without_parafen();
        let job =
            Job { workspace: &workspace, templates: &ready.templates, stukken: &[], style: false };
        let fonts = ready.typesetter.fonts();
        let Some(checked) = checked(job, fonts, &mut Sources::default()) else { continue };
        let then = render::fields(&checked, &ready.templates, &fonts.fingerprint());
        wanted.retain(|name| match then.get(*name) {
            Some(field) if paraaf.velden.get(*name) == Some(&field.afdruk) => {
                found.insert((*name).to_owned(), field.text.clone());
                false
            }
            _ => true,
        });
    }
    found
}
