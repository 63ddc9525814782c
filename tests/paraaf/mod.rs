//! The route of initials: a dossier with one, and commands over it.

mod changed;
mod fingerprints;
mod hands;
mod meanwhile;
mod route;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use kamerbrief::dossier::{Stuk, Vingerafdruk};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::workspace::Workspace;
use kamerbrief::{Job, fill};

use crate::support::{compile, on_disk, run, typesetter};

const DOSSIER: &str = "\
onderwerp: Voortgang van de aanpak
kenmerk: 2024-0000012345
datum: 2024-02-05
huisstijl: jenv
afzender:
  onderdeel: Directoraat-Generaal Rechtspleging
ondertekening:
  - functie: De Minister van Justitie en Veiligheid
    naam: A. Voorbeeld
parafenroute:
  - rol: directeur
  - rol: FEZ
    soort: medeparaaf
    tegelijk: ja
  - rol: directeur-generaal
";
const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";
const NOTA: &str = "\
aanleiding: De motie vraagt om een plan.
geadviseerd_besluit: U wordt gevraagd de brief te ondertekenen.
kernpunten: De aanpak loopt.
niet_openbaar: n.v.t.
";

/// A dossier on disk, and commands over it.
struct Home(tempfile::TempDir);

impl Home {
    /// Whether a command of git succeeds in the dossier's folder.
    fn git(&self, arguments: &[&str]) -> bool {
        let mut command = std::process::Command::new("git");
        command.current_dir(self.0.path().join("dossier"));
        command.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(arguments);
        command.output().is_ok_and(|output| output.status.success())
    }

    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let dossier = home.path().join("dossier");
        fs::create_dir(&dossier).unwrap();
        for (name, text) in [("dossier", DOSSIER), ("brief", BRIEF), ("nota", NOTA)] {
            fs::write(dossier.join(format!("{name}.yaml")), text).unwrap();
        }
        Self(home)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join("dossier").join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    /// The YAML files in a folder of the dossier, as paths in it.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.file(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names
            .filter(|name| name.ends_with(".yaml"))
            .map(|name| format!("{folder}/{name}"))
            .collect();
        names.sort();
        names
    }

    fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(old), "{name} has no {old}");
        fs::write(self.file(name), text.replacen(old, new, 1)).unwrap();
    }

    /// Exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = run(self.0.path(), arguments);
        (output.code, output.stdout, output.stderr)
    }

    fn good(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        out
    }

    /// What is told of a command that must fail with exit code 1.
    fn bad(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 1, "{arguments:?}: {out}{err}");
        err
    }

    fn paraaf(&self, rol: &str) -> String {
        self.good(&[
            "paraaf",
            "dossier",
            "--rol",
            rol,
            "--naam",
            "A. Naam",
            "--tijd",
            "2024-02-01T09:30:00+01:00",
        ])
    }

    fn all(&self) {
        for rol in ["directeur", "FEZ", "directeur-generaal"] {
            self.paraaf(rol);
        }
    }

    fn status(&self) -> String {
        self.good(&["status", "dossier"])
    }

    fn text(&self, stuk: &str) -> String {
        let mut typesetter = typesetter();
        let dossier = on_disk(&self.0.path().join("dossier"));
        let pdfs = compile(&dossier, &mut typesetter).unwrap();
        let (_, pdf) = pdfs.into_iter().find(|(made, _)| made.name() == stuk).unwrap();
        crate::support::normalize(&crate::support::page_text::text(&pdf))
    }
}

fn short(home: &Home, stuk: Stuk) -> String {
    digests(&on_disk(&home.0.path().join("dossier"))).unwrap()[&stuk].short()
}

type Digests = BTreeMap<Stuk, Vingerafdruk>;

/// The fingerprint of every document of a dossier; nothing of one with errors.
fn digests(workspace: &Workspace) -> Option<Digests> {
    let templates = Templates::default();
    let job = Job { workspace, templates: &templates, stukken: &[], style: false };
    let filled = fill(job, &mut typesetter(), &mut Sources::default(), &mut Vec::new());
    filled.map(|filled| filled.aftekening().documenten().clone())
}
