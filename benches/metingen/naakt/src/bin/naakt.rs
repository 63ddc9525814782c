//! In: folders with sheets, as `kamerbrief build --format typst` makes them. Out: the PDF of each, by Typst alone in one
//! process. Reads and writes files.
//!
//! `naakt FOLDER… --out FOLDER`; with `-` the folders come from the standard input, one a line.
#![allow(clippy::disallowed_methods, reason = "a program of its own, outside the house")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use kamerbrief_naakt::Bare;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Every sheet below a folder, by its path from there.
fn sheets(
    root: &Path,
    folder: &Path,
    all: &mut Vec<(String, String)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sheets(root, &path, all)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            all.push((format!("/{}", path.strip_prefix(root)?.display()), text));
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let at = arguments.iter().position(|one| one == "--out").ok_or("--out FOLDER")?;
    let out = PathBuf::from(arguments.get(at + 1).ok_or("--out FOLDER")?);
    arguments.truncate(at);
    if arguments == ["-"] {
        arguments = std::io::read_to_string(std::io::stdin())?.lines().map(str::to_owned).collect();
    }
    fs::create_dir_all(&out)?;
    let mut bare = Bare::new();
    for (number, folder) in arguments.iter().map(Path::new).enumerate() {
        let name = folder.file_name().ok_or("a folder has a name")?.to_string_lossy();
        let mut all = Vec::new();
        sheets(folder, folder, &mut all)?;
        bare.load(all.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        bare.main(&format!("/{name}.typ"));
        let pdf = bare.pdf(&bare.typeset());
        fs::write(out.join(format!("{number}-{name}.pdf")), pdf)?;
        // As the program does it between two dossiers.
        comemo::evict(10);
    }
    Ok(())
}
