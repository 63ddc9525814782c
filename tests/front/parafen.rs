//! The initials of a dossier as files: whatever is done to one of them or to two, a route does not come to look otherwise
//! than it is without somebody being told.

use std::collections::BTreeMap;

use kamerbrief_base::diagnostic::has_errors;
use kamerbrief_base::source::Sources;
use kamerbrief_front::check::Checked;
use kamerbrief_front::dossier::{Bestand, Regel, Stuk, Vingerafdruk};
use kamerbrief_front::signoff::{
    self, Aftekening, Besluit, Bewaard, GELEZEN, Gelezen, NieuweParaaf, PARAFEN, SPOOR, trace,
};
use kamerbrief_front::templates::Templates;
use kamerbrief_front::workspace::Workspace;
use kamerbrief_front::{Job, inspect};

use crate::folders::{of_files, root};
use crate::fonts::printable;

type Disk = BTreeMap<String, Vec<u8>>;

/// A dossier with a route of three, and the files of its initials so far.
struct Route {
    checked: Checked,
    disk: Disk,
    /// `parafen` as it was after each initial.
    former: Vec<Disk>,
}

impl Route {
    fn new(kenmerk: &str) -> Self {
        let mut disk = Disk::new();
        for bestand in [Bestand::Dossier, Bestand::Brief] {
            let text = root().join("tests/cases/ok_minimaal").join(bestand.name());
            let mut text = std::fs::read_to_string(text).unwrap();
            if bestand == Bestand::Dossier {
                let own =
                    text.lines().find(|line| line.starts_with("kenmerk:")).unwrap().to_owned();
                text = text.replace(&own, &format!("kenmerk: {kenmerk}"));
                text += "parafenroute: [{rol: directeur}, {rol: FEZ, tegelijk: ja}, {rol: secretaris}]\n";
            }
            disk.insert(bestand.name(), text.into_bytes());
        }
        let workspace = of_files(disk.clone());
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let found = inspect(job, &printable, &mut Sources::default());
        let former = vec![Disk::new()];
        Self { checked: found.checked.unwrap(), disk, former }
    }

    /// How a dossier stands with these files: as JSON, and whether there is something to say of it.
    fn stands(&self, disk: &Disk) -> (Aftekening, bool) {
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let workspace: Workspace = of_files(disk.clone());
        let parafen = signoff::read(&workspace, &mut sources, &mut found);
        let gegevens = &self.checked.dossier().gegevens;
        let documenten = [(Stuk::Kamerbrief, Vingerafdruk::of([&b"gelezen"[..]]))].into();
        let stands = Aftekening::new(gegevens, parafen, documenten, true);
        let told = has_errors(&found) || !stands.remarks(&self.checked, &sources).is_empty();
        (stands, told)
    }

    /// Whether there is anything to say of these files.
    fn tells(&self, disk: &Disk) -> bool {
        let mut found = Vec::new();
        signoff::read(&of_files(disk.clone()), &mut Sources::default(), &mut found);
        !found.is_empty()
    }

    /// What is kept at the next initial, with other fonts each time.
    fn kept(&self, besluit: Besluit) -> Bewaard {
        if besluit == Ingetrokken {
            return Bewaard::nothing();
        }
        let fonts = Vingerafdruk::of([&[self.former.len() as u8][..]]);
        let fields = signoff::fields(&self.checked, &Templates::default(), &fonts);
        Gelezen::read(&of_files(self.disk.clone())).keep(&fields)
    }

    /// An initial more, as `kamerbrief paraaf` writes it.
    fn add(&mut self, rol: &str, besluit: Besluit) {
        let minute = self.former.len();
        let new = NieuweParaaf {
            rol: Regel::new(rol),
            naam: Regel::new("A. Naam"),
            moment: format!("2024-02-01T09:{minute:02}:00+01:00").parse().unwrap(),
            besluit,
            opmerking: None,
            bewaard: self.kept(besluit),
        };
        let kept = new.bewaard.file().to_owned();
        let (stands, told) = self.stands(&self.disk);
        assert!(!told);
        let (_, paraaf) = stands.with(new, &self.checked).unwrap();
        let name = paraaf.file_name();
        let files = [(PARAFEN, paraaf.write().unwrap()), (GELEZEN, kept), (SPOOR, trace(&paraaf))];
        for (folder, text) in files {
            self.disk.insert(format!("{folder}/{name}"), text.into_bytes());
        }
        self.former.push(self.initials());
    }

    fn initials(&self) -> Disk {
        let own = |(name, _): &(&String, _)| name.starts_with("parafen/");
        self.disk.iter().filter(own).map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    /// Whether it is told what was done, or nothing came of it.
    fn holds(&self, disk: &Disk, what: &str) {
        let (stands, told) = self.stands(disk);
        let before = self.stands(&self.disk).0;
        assert!(
            told || stands.json() == before.json(),
            "{what}: nobody is told\n{}",
            stands.text()
        );
    }

    /// The files of the initials.
    fn files(&self) -> Vec<String> {
        self.disk.keys().filter(|name| name.starts_with("parafen")).cloned().collect()
    }
}

use Besluit::{Akkoord, Ingetrokken, NietAkkoord};

/// What may have happened in a route; of most the last initial is the one that somebody would rather not have.
fn routes() -> Vec<(&'static str, Route)> {
    let agreed = [("directeur", Akkoord), ("FEZ", Akkoord), ("secretaris", Akkoord)];
    let histories: [(&str, Vec<(&str, Besluit)>); 5] = [
        ("complete", agreed.to_vec()),
        ("withdrawn", [&agreed[..], &[("FEZ", Ingetrokken)]].concat()),
        (
            "withdrawn by two",
            [&agreed[..], &[("FEZ", Ingetrokken), ("directeur", Ingetrokken)]].concat(),
        ),
        ("not agreed", [&agreed[..], &[("secretaris", NietAkkoord)]].concat()),
        ("again", [&[("FEZ", Akkoord), ("FEZ", Ingetrokken)], &agreed[..2]].concat()),
    ];
    let mut routes = Vec::new();
    for (name, history) in histories {
        let mut route = Route::new("2024-0000012345");
        for (rol, besluit) in history {
            route.add(rol, besluit);
        }
        routes.push((name, route));
    }
    // Two branches, of which one has a withdrawal that the other one does not know.
    let mut one = Route::new("2024-0000012345");
    one.add("directeur", Akkoord);
    one.add("FEZ", Akkoord);
    let shared = one.disk.clone();
    one.add("secretaris", Akkoord);
    let mut other = Route::new("2024-0000012345");
    other.disk = shared;
    other.former = vec![Disk::new(), Disk::new(), Disk::new()];
    other.add("directeur", Ingetrokken);
    one.disk.extend(other.disk);
    routes.push(("of two branches", one));
    routes
}

type Deed = (&'static str, fn(&mut Disk, &str));

/// What somebody does to a file.
const DEEDS: [Deed; 5] = [
    ("removed", |disk, name| drop(disk.remove(name))),
    ("renamed", |disk, name| {
        let text = disk.remove(name).unwrap_or_default();
        disk.insert(name.replace(".yaml", "-oud.yaml"), text);
    }),
    ("doubled", |disk, name| {
        let text = disk.get(name).cloned().unwrap_or_default();
        disk.insert(name.replace(".yaml", "-kopie.yaml"), text);
    }),
    ("edited", |disk, name| {
        let text = String::from_utf8(disk.remove(name).unwrap_or_default()).unwrap();
        let text = text.replace("ingetrokken", "akkoord").replace("niet_akkoord", "akkoord");
        disk.insert(name.into(), text.replace("A. Naam", "B. Naam").into_bytes());
    }),
    ("emptied", |disk, name| drop(disk.insert(name.into(), Vec::new()))),
];

#[test]
fn whatever_is_done_to_a_file_is_told() {
    for (name, route) in routes() {
        let files = route.files();
        for file in &files {
            for (deed, does) in DEEDS {
                let mut disk = route.disk.clone();
                does(&mut disk, file);
                route.holds(&disk, &format!("{name}: {file} {deed}"));
            }
            // Another one in its place.
            for other in &files {
                let mut disk = route.disk.clone();
                disk.insert(file.clone(), route.disk[other].clone());
                route.holds(&disk, &format!("{name}: {other} over {file}"));
            }
        }
    }
}

#[test]
fn whatever_is_done_to_two_files_is_told() {
    for (name, route) in routes().into_iter().skip(2) {
        // What is older than the last initials, those name.
        let files: Vec<String> =
            route.files().into_iter().filter(|file| !file.contains("0901")).collect();
        for (i, one) in files.iter().enumerate() {
            for other in &files[i + 1..] {
                for (first, does) in DEEDS {
                    let mut half = route.disk.clone();
                    does(&mut half, one);
                    for (second, does) in DEEDS {
                        let mut disk = half.clone();
                        does(&mut disk, other);
                        route.holds(&disk, &format!("{name}: {one} {first}, {other} {second}"));
                    }
                }
            }
        }
    }
}

#[test]
fn an_earlier_folder_of_initials_is_told() {
    for (name, route) in routes() {
        let latest = route.initials();
        for former in route.former.iter().filter(|former| **former != latest) {
            let mut disk = route.disk.clone();
            disk.retain(|file, _| !latest.contains_key(file));
            disk.extend(former.clone());
            let (_, told) = route.stands(&disk);
            assert!(told, "{name}: back to {} files", former.len());
        }
    }
}

/// What somebody does to one of the three files of an initial, or to the folder that it is in.
type Harm = (&'static str, fn(&mut Disk, &str, &Disk));

const HARMS: [Harm; 6] = [
    ("the file removed", |disk, name, _| drop(disk.remove(name))),
    ("the folder removed", |disk, name, _| {
        let folder = folder(name);
        disk.retain(|file, _| !file.starts_with(&folder));
    }),
    ("emptied", |disk, name, _| drop(disk.insert(name.into(), Vec::new()))),
    ("truncated", |disk, name, _| {
        if let Some(text) = disk.get_mut(name) {
            text.truncate(text.len() - 9);
        }
    }),
    // Of the others in its folder the first is the oldest.
    ("replaced by an older one", |disk, name, before| {
        let folder = folder(name);
        let older = before.keys().find(|file| file.starts_with(&folder)).unwrap();
        disk.insert(name.into(), before[older].clone());
    }),
    ("replaced by that of another role", |disk, name, before| {
        let folder = folder(name);
        let rol = |file: &str| file.rsplit('/').next().unwrap()[13..].to_owned();
        let other = before.keys().filter(|file| file.starts_with(&folder));
        let other = other.rev().find(|file| rol(file) != rol(name)).unwrap();
        disk.insert(name.into(), before[other].clone());
    }),
];

/// The folder of a file; of an initial not the folder within it.
fn folder(name: &str) -> String {
    let folder = &name[..=name.rfind('/').unwrap()];
    // What is no initial is in a folder of its own.
    if folder == "parafen/" { "parafen/2".into() } else { folder.into() }
}

#[test]
fn whatever_is_done_to_the_three_files_of_an_initial_is_told() {
    for (name, route) in routes() {
        assert!(!route.tells(&route.disk), "{name}");
        let last = route.files().pop().unwrap().rsplit('/').next().unwrap().to_owned();
        let places = [PARAFEN, GELEZEN, SPOOR].map(|folder| format!("{folder}/{last}"));
        for (i, one) in places.iter().enumerate() {
            for (first, does) in HARMS {
                let mut half = route.disk.clone();
                does(&mut half, one, &route.disk);
                if half != route.disk {
                    assert!(route.tells(&half), "{name}: {one} {first}");
                }
                for other in &places[i + 1..] {
                    for (second, does) in HARMS {
                        let mut disk = half.clone();
                        does(&mut disk, other, &route.disk);
                        if disk != route.disk {
                            let what = format!("{name}: {one} {first}, {other} {second}");
                            assert!(route.tells(&disk), "{what}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn what_comes_of_another_dossier_does_not_count() {
    let mut other = Route::new("2024-0000099999");
    for rol in ["directeur", "FEZ", "secretaris"] {
        other.add(rol, Akkoord);
    }
    for (name, route) in routes() {
        for file in other.files() {
            let mut disk = route.disk.clone();
            disk.insert(file.clone(), other.disk[&file].clone());
            route.holds(&disk, &format!("{name}: {file} of another dossier"));
            assert!(route.stands(&disk).1, "{name}: {file} of another dossier");
        }
        // All of it, in the place of its own.
        let mut disk = route.disk.clone();
        disk.retain(|file, _| !file.starts_with("parafen"));
        for file in other.files() {
            disk.insert(file.clone(), other.disk[&file].clone());
        }
        let (stands, told) = route.stands(&disk);
        assert!(told && !stands.is_afgetekend(), "{name}");
    }
}
