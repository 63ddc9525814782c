//! Helpers: a page of documentation, with the blocks, links and headings in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::root;

/// A page of documentation.
pub struct Page {
    /// Its path from the folder of the house.
    pub name: String,
    pub text: String,
    pub blocks: Vec<Block>,
    path: PathBuf,
}

/// A fenced block.
#[derive(Clone)]
pub struct Block {
    /// The number of its first line, with the fence.
    pub line: usize,
    /// What stands behind the fence.
    pub info: String,
    pub text: String,
}

/// A command as a block has it, and what stands below it.
pub struct Typed {
    pub typed: String,
    pub shows: String,
}

impl Typed {
    /// On one line.
    pub fn joined(&self) -> String {
        let lines = self.typed.lines().map(|line| line.trim_end_matches('\\').trim());
        lines.collect::<Vec<_>>().join(" ")
    }
}

impl Block {
    /// The commands in it; one that ends in `\` goes on below.
    pub fn commands(&self) -> Vec<Typed> {
        let mut all: Vec<Typed> = Vec::new();
        let mut goes_on = false;
        for line in self.text.lines() {
            match (line.strip_prefix("$ "), all.last_mut()) {
                (Some(typed), _) if !goes_on => {
                    all.push(Typed { typed: typed.to_owned(), shows: String::new() });
                    goes_on = line.ends_with('\\');
                }
                (_, Some(last)) if goes_on => {
                    last.typed.push_str(&format!("\n{line}"));
                    goes_on = line.ends_with('\\');
                }
                (_, Some(last)) => last.shows.push_str(&format!("{line}\n")),
                (_, None) => panic!("a block begins with no command: {line}"),
            }
        }
        all
    }
}

impl Page {
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open: Option<Block> = None;
        for (number, line) in text.lines().enumerate() {
            // One that a reader takes for an example, and this does not.
            let hidden = line != line.trim_start() && line.trim_start().starts_with("```");
            let hidden = hidden || line.starts_with("~~~") || line.starts_with("````");
            assert!(open.is_some() || !hidden, "{name}:{}: a block that is not seen", number + 1);
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(info)) => {
                    open = Some(Block {
                        line: number + 1,
                        info: info.trim().to_owned(),
                        text: String::new(),
                    });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => block.text.push_str(&format!("{line}\n")),
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{name} has a block without an end");
        Self { name, text, blocks, path: path.to_owned() }
    }

    /// The page that this one goes on from.
    pub fn goes_on_from(&self) -> Option<&str> {
        let (_, rest) = self.text.split_once("<!-- verder van ")?;
        rest.split(" -->").next()
    }

    /// Writes the page anew, with other text in these blocks.
    pub fn bless(&self, blocks: &[(Block, String)]) {
        let mut lines: Vec<&str> = self.text.lines().collect();
        for (block, text) in blocks.iter().rev() {
            let body = block.line..block.line + block.text.lines().count();
            lines.splice(body, text.lines());
        }
        fs::write(&self.path, lines.join("\n") + "\n").unwrap();
    }

    /// The text outside blocks and code.
    fn prose(&self) -> String {
        let mut inside = false;
        let mut lines = Vec::new();
        for line in self.text.lines() {
            inside ^= line.starts_with("```");
            if !inside && !line.starts_with("```") {
                lines.push(line);
            }
        }
        Regex::new(r"`[^`\n]*`").unwrap().replace_all(&lines.join("\n"), "`").into_owned()
    }

    /// Where its links lead within this house.
    pub fn links(&self) -> Vec<String> {
        let prose = self.prose();
        let links = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
        let all = links.captures_iter(&prose).map(|link| link[1].to_owned());
        all.filter(|link| !link.contains(':')).collect()
    }

    /// The names of its headings, as a link has them.
    pub fn anchors(&self) -> BTreeSet<String> {
        let mut inside = false;
        let mut anchors = BTreeSet::new();
        for line in self.text.lines() {
            inside ^= line.starts_with("```");
            let heading = line.trim_start_matches('#');
            if !inside && heading.starts_with(' ') && heading.len() < line.len() {
                let kept = heading.trim().to_lowercase().replace(' ', "-");
                anchors.insert(
                    kept.chars()
                        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                        .collect(),
                );
            }
        }
        anchors
    }
}

/// Top-level keys with the lines that belong to them; what stands above the first one has no key.
fn entries(yaml: &str) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), String::new())];
    for line in yaml.lines() {
        let key = line
            .split_once(':')
            .filter(|_| line.starts_with(|first: char| first.is_alphabetic()))
            .map(|(key, _)| key);
        if let Some(key) = key {
            all.push((key.to_owned(), String::new()));
        }
        if let Some((_, text)) = all.last_mut() {
            text.push_str(&format!("{line}\n"));
        }
    }
    all
}

/// A file in which the fields of another text take the place of those of the same name; new ones come at the end.
pub fn overlay(text: &str, there: &str) -> String {
    let mut all = entries(there);
    for (key, text) in entries(text).into_iter().filter(|(key, _)| !key.is_empty()) {
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = text,
            None => all.push((key, text)),
        }
    }
    all.into_iter().map(|(_, text)| text).collect()
}
