//! The rooms of the front stand in `src/lib.rs` from left to right, and none knows one to its right.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folders::root;

/// The rooms in the order of the map.
fn rooms() -> Vec<String> {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    map.lines()
        .filter_map(|line| line.strip_prefix("//! | front: "))
        .map(|row| row.split('`').nth(1).unwrap().to_owned())
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.extension() {
            None => sources(&path),
            Some(end) if end == "rs" => vec![path],
            Some(_) => Vec::new(),
        })
        .collect()
}

#[test]
fn every_room_is_on_the_map() {
    let front = root().join("src/front");
    let (mut drawn, mut there) = (rooms(), Vec::new());
    for entry in fs::read_dir(front).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !["build.rs", "lib.rs", "Cargo.toml"].contains(&name.as_str()) {
            there.push(name.trim_end_matches(".rs").to_owned());
        }
    }
    drawn.sort();
    there.sort();
    assert_eq!(drawn, there);
}

#[test]
fn no_room_knows_one_to_its_right() {
    let front = root().join("src/front");
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|room| room == name);
    let mut arrows = 0;
    for file in sources(&front) {
        let name = file.strip_prefix(&front).unwrap().display().to_string();
        let Some(own) = place(name.split(['/', '\\', '.']).next().unwrap()) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for path in line.split("crate::").skip(1) {
                let known = path.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let Some(known) = known.and_then(place) else { continue };
                assert!(known <= own, "{name} knows {}: {line}", rooms[known]);
                arrows += usize::from(known < own);
            }
        }
    }
    assert!(arrows > 100, "the arrows are found: {arrows}");
}
