//! In: diagnostics and their sources. Out: text for a terminal, in Dutch. Pure.

use std::mem::take;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::{Counts, Diagnostic, Edit, Severity, count, shown, words};
use crate::source::{SourceId, Sources};

/// Most diagnostics that are shown in full; nobody reads more at once.
const MAX_SHOWN: usize = 100;

/// Most places that are shown of one of them.
pub const MAX_PLACES: usize = 10;

/// Prints diagnostics for people: message, place, the line itself, what to do.
#[derive(Debug, Clone)]
pub struct Text {
    renderer: Renderer,
}

impl Text {
    /// A printer with or without colour, for lines of at most `width` characters.
    pub fn new(color: bool, width: usize) -> Self {
        let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
        Self { renderer: renderer.decor_style(DecorStyle::Ascii).term_width(width) }
    }

    /// All diagnostics, separated by empty lines, with a closing count.
    pub fn render(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        let mut out = self.some(diagnostics, 0, sources);
        out.push_str(&Self::closing(&count(diagnostics)));
        out
    }

    /// As many of these as there is room for after so many others, separated by empty lines.
    pub fn some(&self, diagnostics: &[Diagnostic], before: usize, sources: &Sources) -> String {
        let all = diagnostics.iter().take(MAX_SHOWN.saturating_sub(before));
        all.map(|diagnostic| self.one(diagnostic, sources) + "\n\n").collect()
    }

    /// How many there are of each severity, and how many were left out, with a line end; nothing when there is nothing to
    /// tell.
    pub fn closing(counts: &Counts) -> String {
        let total = counts.errors + counts.warnings + counts.infos;
        match total.checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            Some(more) => {
                let more = words::count(more, "melding", "meldingen");
                format!("… en nog {more}\n\n{}", summary(counts))
            }
            None => summary(counts),
        }
    }

    fn one(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        if diagnostic.labels.len() > MAX_PLACES {
            let mut fewer = diagnostic.clone();
            fewer.labels.truncate(MAX_PLACES);
            return self.one(&fewer, sources);
        }
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let level = level.with_name(diagnostic.severity.word());
        let title = level.primary_title(shown::line(&diagnostic.message)).id(diagnostic.code.id);
        let mut group = Group::with_title(title);
        let mut placed = false;
        for source in files(diagnostic) {
            let file = sources.get(source);
            let mut excerpt = Excerpt::new(diagnostic, source, file);
            let mut snippet =
                Snippet::source(take(&mut excerpt.text)).line_start(excerpt.row).fold(true);
            // The name of a cell says where it is, and a part of a line has other columns than the line.
            match file.cell(0).is_some() || excerpt.is_cut {
                true => {
                    let at = diagnostic.labels.iter().find(|label| label.span.source == source);
                    let place = file.place(at.map_or(0, |label| label.span.range.start));
                    group = group.element(Origin::path(place));
                    placed = true;
                }
                false => snippet = snippet.path(shown::line(file.name())),
            }
            for (i, label) in diagnostic.labels.iter().enumerate() {
                if label.span.source != source {
                    continue;
                }
                let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                // The renderer panics on a span that is not on character boundaries.
                let range = excerpt.range(file.clamp(label.span.range.clone()));
                let text = (!label.text.is_empty()).then(|| shown::line(&label.text));
                snippet = snippet.annotation(kind.span(range).label(text));
            }
            group = group.element(snippet);
        }
        for help in &diagnostic.help {
            group = group.element(Level::HELP.with_name("hulp").message(shown::lines(help)));
        }
        if let Some(correction) = correction(diagnostic, sources) {
            group = group
                .element(Level::HELP.with_name("verbetering").message(shown::line(&correction)));
        }
        if let Some(field) = &diagnostic.field {
            group = group.element(Level::NOTE.with_name("veld").message(shown::line(field)));
        }
        let text = self.renderer.render(&[group]);
        if !placed {
            return text;
        }
        // Between a place and its line the renderer puts a line for a second file.
        text.lines().filter(|line| !is_second_file(line)).collect::<Vec<_>>().join("\n")
    }
}

/// A line with nothing but `:::`, coloured or not.
fn is_second_file(line: &str) -> bool {
    let mut plain = line.split('\u{1b}');
    let first = plain.next().unwrap_or_default().to_owned();
    // After an escape comes `[…m`, and then text.
    let rest = plain.map(|part| part.split_once('m').map_or("", |(_, text)| text));
    rest.fold(first, |all, part| all + part).trim() == ":::"
}

/// What `--fix` would write, on one line.
fn correction(diagnostic: &Diagnostic, sources: &Sources) -> Option<String> {
    let blank =
        |text: &str| text.chars().all(|char| char.is_whitespace() || words::is_hidden(char));
    let is_blank = |edit: &Edit| {
        let typed = sources.slice(&edit.span);
        let hidden = edit.text.is_empty() && !typed.contains(char::is_whitespace);
        blank(&edit.text) && blank(typed) && !hidden
    };
    if !diagnostic.fix.is_empty() && diagnostic.fix.iter().all(is_blank) {
        let count = words::count(diagnostic.fix.len(), "plaats", "plaatsen");
        return Some(format!("zet op {count} de goede spaties"));
    }
    // The same is often done in several places: it is told once.
    let mut parts: Vec<(String, usize)> = Vec::new();
    for edit in &diagnostic.fix {
        let typed = words::one_line(sources.slice(&edit.span));
        let text = match edit.text.contains(['\n', '\r']) {
            true => words::one_line(&edit.text),
            false => edit.text.clone(),
        };
        let part = match (typed.as_str(), text.as_str()) {
            ("", text) => format!("voeg `{text}` toe"),
            (typed, "") => format!("haal `{typed}` weg"),
            (typed, text) => format!("`{typed}` wordt `{text}`"),
        };
        match parts.iter_mut().find(|(same, _)| *same == part) {
            Some((_, times)) => *times += 1,
            None => parts.push((part, 1)),
        }
    }
    let told = |(part, times)| match times {
        1 => part,
        times => format!("{part} ({times} keer)"),
    };
    (!parts.is_empty()).then(|| parts.into_iter().map(told).collect::<Vec<_>>().join(", "))
}

/// The files of the labels, each once, the primary one first.
fn files(diagnostic: &Diagnostic) -> Vec<SourceId> {
    let mut files = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.source) {
            files.push(label.span.source);
        }
    }
    files
}

/// `2 fouten, 1 waarschuwing`, with a line end; nothing when there is nothing to tell.
fn summary(counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.errors, "fout", "fouten"),
        (counts.warnings, "waarschuwing", "waarschuwingen"),
        (counts.infos, "opmerking", "opmerkingen"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| words::count(number, one, many))
    .collect();
    if parts.is_empty() {
        return String::new();
    }
    let mut out = parts.join(", ");
    if counts.fixable > 0 {
        let info = if counts.fixable_infos > 0 { " --info" } else { "" };
        out.push_str(&format!(
            "; {} daarvan verbetert `kamerbrief check --fix{info}`",
            counts.fixable
        ));
    }
    out + "\n"
}
