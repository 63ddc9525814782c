//! In: the lines of a question, or of what a fraction says. Out: prose that says the same, with its lists. Pure.

use super::een_regel;
use super::noten::Noten;
use super::proza::{is_lijst, letterlijk, letterlijk_deel, met_adressen};

/// Paragraphs and lists while their lines are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Inhoud {
    blokken: Vec<Blok>,
    /// Whether the next line goes on with the last paragraph or item.
    open: bool,
}

#[derive(Debug, Clone)]
enum Blok {
    Alinea(String),
    Lijst(Lijst),
}

#[derive(Debug, Clone)]
struct Lijst {
    /// What stands before each, and what it says.
    items: Vec<(String, String)>,
    /// Whether it stands directly below the line above.
    aan: bool,
}

impl Inhoud {
    /// Takes the next line. Whether a word that was broken off at the end of the line above goes on with it.
    pub(super) fn regel(&mut self, line: &str) -> bool {
        if line.is_empty() {
            return false;
        }
        if let Some((marker, words)) = item(line) {
            let one = (marker, words.to_owned());
            match self.blokken.last_mut() {
                Some(Blok::Lijst(list)) if follows(&list.items, &one.0) => list.items.push(one),
                _ => {
                    let (items, aan) = (vec![one], self.open);
                    self.blokken.push(Blok::Lijst(Lijst { items, aan }));
                }
            }
            self.open = true;
            return false;
        }
        let last = match self.blokken.last_mut().filter(|_| self.open) {
            Some(Blok::Alinea(text)) => Some(text),
            Some(Blok::Lijst(list)) => list.items.last_mut().map(|(_, text)| text),
            None => None,
        };
        self.open = true;
        match last {
            Some(text) => add(text, line),
            None => {
                self.blokken.push(Blok::Alinea(line.to_owned()));
                false
            }
        }
    }

    /// An empty line.
    pub(super) fn leeg(&mut self) {
        self.open = false;
    }

    pub(super) fn is_leeg(&self) -> bool {
        self.blokken.is_empty()
    }

    /// Whether nothing has been read since an empty line.
    pub(super) fn is_dicht(&self) -> bool {
        !self.open
    }

    /// Its paragraphs and lists as prose.
    pub(super) fn proza(&self, noten: &Noten) -> Vec<String> {
        let mut all: Vec<Result<&Lijst, String>> = Vec::new();
        for blok in &self.blokken {
            match (blok, all.last_mut()) {
                (Blok::Lijst(list), _) if list.is_lijst() => all.push(Ok(list)),
                // A number at the begin of a line within a sentence.
                (Blok::Lijst(list), Some(Err(before))) if list.aan => {
                    *before = format!("{before} {}", list.plain());
                }
                (Blok::Lijst(list), _) => all.push(Err(list.plain())),
                (Blok::Alinea(text), _) => all.push(Err(text.clone())),
            }
        }
        let written = all.into_iter().map(|one| match one {
            Ok(list) => list.proza(noten),
            Err(text) => met_noten(&text, noten),
        });
        written.collect()
    }

    /// The same as a note: without marks, an address as a link.
    pub(super) fn noot(&self) -> String {
        let say = |text: &str| met_adressen(&een_regel(text));
        let texts = self.blokken.iter().map(|blok| match blok {
            Blok::Alinea(text) => say(text),
            Blok::Lijst(list) => say(&list.plain()),
        });
        texts.collect::<Vec<_>>().join("\n\n")
    }
}

impl Lijst {
    /// Whether our prose knows such a list.
    fn is_lijst(&self) -> bool {
        let line = |(marker, text): &(String, String)| format!("{marker} {}", letterlijk(text));
        let bare = self.items.iter().map(line).collect::<Vec<_>>().join("\n");
        let markers: Vec<&str> = self.items.iter().map(|(marker, _)| &**marker).collect();
        is_lijst(&bare, &markers)
    }

    fn proza(&self, noten: &Noten) -> String {
        let line =
            |(marker, text): &(String, String)| format!("{marker} {}", met_noten(text, noten));
        self.items.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn plain(&self) -> String {
        let line = |(marker, text): &(String, String)| format!("{marker} {text}");
        self.items.iter().map(line).collect::<Vec<_>>().join(" ")
    }
}

/// Adds a line to what it goes on with.
fn add(text: &mut String, line: &str) -> bool {
    let broken = text.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase)
        && !["en ", "of "].iter().any(|word| line.starts_with(word));
    if broken {
        text.pop();
    } else {
        text.push(' ');
    }
    text.push_str(line);
    broken
}

/// What stands before an item of a list, as our prose has it, and its words.
fn item(line: &str) -> Option<(String, &str)> {
    const BULLETS: [char; 12] = ['•', '·', '▪', '▫', '■', '●', '○', '◦', '‣', '-', '–', '*'];
    let bullet = line.strip_prefix(BULLETS).filter(|rest| rest.starts_with(char::is_whitespace));
    if let Some(rest) = bullet.filter(|rest| !rest.trim().is_empty()) {
        return Some(("-".into(), rest.trim()));
    }
    let (marker, words) = line.split_once(char::is_whitespace)?;
    let bare = marker.strip_prefix('(').unwrap_or(marker);
    let label = bare.strip_suffix(')').or_else(|| marker.strip_suffix('.'))?;
    let number = (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
    let letter = matches!(label.as_bytes(), [b'a'..=b'z']);
    let roman = !label.is_empty() && label.len() < 6 && label.bytes().all(|b| b"ivx".contains(&b));
    (number || letter || roman).then(|| (marker.to_owned(), words.trim()))
}

/// Whether an item can be of the same list as those before it.
fn follows(items: &[(String, String)], marker: &str) -> bool {
    let is_bullet = |marker: &str| marker == "-";
    items.last().is_some_and(|(last, _)| is_bullet(last) == is_bullet(marker))
}

/// A text in which what marks a note refers to it.
fn met_noten(text: &str, noten: &Noten) -> String {
    let text = een_regel(text);
    let marks = noten.in_tekst(&text);
    if marks.is_empty() {
        return letterlijk(&text);
    }
    let (mut out, mut from) = (String::new(), 0);
    for (range, name) in marks {
        out.push_str(&letterlijk_deel(&text[from..range.start], from == 0));
        out.push_str(&format!("[^{name}]"));
        from = range.end;
    }
    out.push_str(&letterlijk_deel(&text[from..], false));
    out
}
