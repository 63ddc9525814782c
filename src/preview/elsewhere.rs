//! In: a place in a file, and the previews that run. Out: their pages, gone to that place. **I/O: `http` asks.**
//!
//! For an editor that leads the page: what it needs to know of a preview is in a note that only this user can read.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::http;
use super::sleutel::HEADER;

/// What other programs of this user need to lead the page of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    /// The folder of its dossier, absolute.
    pub dossier: PathBuf,
    /// Where it listens.
    pub port: u16,
    /// Its key.
    pub sleutel: String,
}

/// What became of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Led {
    /// No preview shows the dossier of this file.
    Nowhere,
    /// Nothing on the pages comes from there.
    Nothing,
    /// The pages went there.
    There,
}

/// Leads the pages of every preview of a file's dossier to a line of it, and a column if that is known; both from 1. The
/// file's path is absolute and without links.
pub fn lead(previews: &[Handle], file: &Path, line: usize, column: Option<usize>) -> Led {
    let own = previews.iter().filter(|preview| file.starts_with(&preview.dossier));
    let asked = own.map(|preview| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("file", &file.to_string_lossy()).append_pair("line", &line.to_string());
        if let Some(column) = column {
            query.append_pair("column", &column.to_string());
        }
        let target = format!("/goto?{}", query.finish());
        match http::ask(preview.port, &target, (HEADER, &preview.sleutel)) {
            Ok(200) => Led::There,
            Ok(_) => Led::Nothing,
            // It has just ended.
            Err(_) => Led::Nowhere,
        }
    });
    asked.max().unwrap_or(Led::Nowhere)
}
