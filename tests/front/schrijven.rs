//! What a person edits, and what becomes of it in the file.

mod drafts;
mod files;
mod merging;
mod pasting;
mod steps;
mod wishes;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use kamerbrief_base::source::Sources;
use kamerbrief_front::yaml::{self, Kind, Node};

use crate::folders::root;

/// The YAML of all cases and of all dossiers that come with the program.
pub(crate) fn files() -> &'static [(PathBuf, String)] {
    static FILES: OnceLock<Vec<(PathBuf, String)>> = OnceLock::new();
    fn collect(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                collect(&path, out);
            } else if path.extension().is_some_and(|end| end == "yaml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                out.push((path, text));
            }
        }
    }
    FILES.get_or_init(|| {
        let mut out = Vec::new();
        collect(&root().join("content"), &mut out);
        collect(&root().join("tests/cases"), &mut out);
        out
    })
}

/// A file without mistakes, read.
pub(crate) fn tree(text: &str) -> Option<Node> {
    let mut sources = Sources::default();
    let id = sources.add("", text.trim_start_matches('\u{feff}'));
    let parsed = yaml::parse(sources.get(id), id);
    parsed.tree.filter(|_| parsed.found.is_empty())
}

/// Every single value of a file, with the way to it.
pub(crate) fn values(node: &Node, path: &yaml::Path, out: &mut Vec<(yaml::Path, String)>) {
    match &node.kind {
        Kind::Scalar(scalar) => out.push((path.clone(), scalar.value.to_string())),
        Kind::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| values(item, &path.index(index), out))
        }
        Kind::Map(entries) => entries.iter().for_each(|entry| {
            if let Some(key) = entry.key.text() {
                values(&entry.value, &path.key(key), out);
            }
        }),
    }
}

/// Every text of all files.
pub(crate) fn texts() -> Vec<String> {
    let mut out = Vec::new();
    for (_, text) in files() {
        if let Some(tree) = tree(text) {
            let mut all = Vec::new();
            values(&tree, &yaml::Path::default(), &mut all);
            out.extend(all.into_iter().map(|(_, text)| text));
        }
    }
    out.sort();
    out.dedup();
    out
}
