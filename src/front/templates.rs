//! In: the embedded templates, profiles and lists, and the files of a folder that replaces some of them. Out:
//! one set. Pure.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kamerbrief_base::Vingerafdruk;

use crate::diagnostic::{Diagnostic, codes, words};
use crate::stukken::Stuk;

/// A template, profile or Typst sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name shown to the user: a path, or `ingebouwd:…`.
    pub name: String,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}

/// Every template by its path in `templates/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates(BTreeMap<String, Template>);

macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../templates/", $path)))),*]
    };
}

const FILES: &[(&str, &[u8])] = embed![
    "beslisnota.typ.j2",
    "bijlage.typ.j2",
    "delen/bijlage.j2",
    "delen/logo.j2",
    "delen/onderdelen.j2",
    "delen/tabel.j2",
    "delen/velden.j2",
    "huisstijl/bijlage.typ",
    "huisstijl/brief.typ",
    "huisstijl/grafiek.typ",
    "huisstijl/lak.typ",
    "huisstijl/maten.typ",
    "huisstijl/nota.typ",
    "huisstijl/proza.typ",
    "huisstijl/schikking.typ",
    "inventaris.typ.j2",
    "kamerbrief.typ.j2",
    "lijsten/geld.yaml",
    "lijsten/kamer.yaml",
    "lijsten/lakken.yaml",
    "lijsten/namen.yaml",
    "lijsten/nota.yaml",
    "lijsten/publicatie.yaml",
    "lijsten/spreadsheet.yaml",
    "lijsten/taal.yaml",
    "lijsten/woo.yaml",
    "profielen/aenm.yaml",
    "profielen/az.yaml",
    "profielen/basis.yaml",
    "profielen/bz.yaml",
    "profielen/bzk.yaml",
    "profielen/defensie.yaml",
    "profielen/ez.yaml",
    "profielen/ezk.yaml",
    "profielen/financien.yaml",
    "profielen/ienm.yaml",
    "profielen/ienw.yaml",
    "profielen/jenv.yaml",
    "profielen/kgg.yaml",
    "profielen/lnv.yaml",
    "profielen/lvvn.yaml",
    "profielen/ocw.yaml",
    "profielen/szw.yaml",
    "profielen/venj.yaml",
    "profielen/vro.yaml",
    "profielen/vws.yaml",
];

/// The path of the complete profile.
const BASIS: &str = "profielen/basis.yaml";

/// Where the lists of names and words stand.
const LISTS: &str = "lijsten/";

/// Names of a logo in the template folder.
const LOGOS: [&str; 2] = ["logo.svg", "logo.png"];

/// How the names of the embedded templates begin.
pub const EMBEDDED: &str = "ingebouwd:";

impl Template {
    fn embedded((path, bytes): &(&str, &'static [u8])) -> Self {
        Self { name: format!("{EMBEDDED}{path}"), bytes: Cow::Borrowed(*bytes) }
    }
}

fn list_path(name: &str) -> String {
    format!("{LISTS}{name}.yaml")
}

impl Default for Templates {
    fn default() -> Self {
        let embedded = |file: &(&str, &'static [u8])| (file.0.to_owned(), Template::embedded(file));
        Self(FILES.iter().map(embedded).collect())
    }
}

impl Templates {
    /// The embedded set with these files, by their path in the folder, in place of the embedded ones.
    /// A file that nothing would use is reported: it was probably meant to replace something.
    pub fn with(folder: &str, files: BTreeMap<String, Vec<u8>>) -> (Self, Vec<Diagnostic>) {
        let mut all = Self::default();
        let mut found = Vec::new();
        for (path, bytes) in files {
            let name = format!("{}/{path}", folder.trim_end_matches('/'));
            if all.accepts(&path) {
                all.0.insert(path, Template { name, bytes: Cow::Owned(bytes) });
                continue;
            }
            let known = FILES.iter().map(|(path, _)| *path);
            let diagnostic =
                Diagnostic::warning(codes::TEMPLATE_UNKNOWN, format!("{name} wordt niet gebruikt"));
            found.push(match words::meant(&path, known) {
                Some(meant) => diagnostic.help(format!("bedoelde u `{meant}`?")),
                None => diagnostic.help(
                    "sjablonen heten `….j2`, Typst-bladen `….typ`, profielen `profielen/….yaml`, lijsten als de ingebouwde (`lijsten/namen.yaml`, `lijsten/taal.yaml`, …), en het beeldmerk `logo.svg`",
                ),
            });
        }
        (all, found)
    }

    /// Known paths, further profiles and whatever a replaced template may include.
    fn accepts(&self, path: &str) -> bool {
        // What is made of the dossier itself has these paths for Typst.
        let made = path.starts_with("proza/") || path.starts_with("aftekening/");
        let extra = |extension: &str| path.ends_with(extension) && path.contains('/') && !made;
        self.0.contains_key(path)
            || LOGOS.contains(&path)
            || (path.starts_with("profielen/") && path.ends_with(".yaml"))
            || extra(".j2")
            || extra(".typ")
    }

    /// The logo of the organisation, when the folder has one, with its file name.
    pub fn logo(&self) -> Option<(&'static str, &Template)> {
        LOGOS.into_iter().find_map(|name| Some((name, self.0.get(name)?)))
    }

    /// The profile of a ministry.
    pub fn profile(&self, name: &str) -> Option<&Template> {
        (name != "basis").then(|| self.0.get(&format!("profielen/{name}.yaml")))?
    }

    /// The names of all profiles.
    pub fn profiles(&self) -> Vec<&str> {
        fn name(path: &str) -> Option<&str> {
            path.strip_prefix("profielen/")?.strip_suffix(".yaml")
        }
        self.0.keys().filter_map(|path| name(path)).filter(|name| *name != "basis").collect()
    }

    /// The complete profile that the ministries' profiles stand on.
    pub fn basis(&self) -> &Template {
        // Embedded, and only ever replaced.
        &self.0[BASIS]
    }

    /// An embedded file.
    ///
    /// # Panics
    /// When there is none with this path.
    pub fn embedded(path: &str) -> Template {
        let file = FILES.iter().find(|(known, _)| *known == path);
        Template::embedded(file.expect("the path of an embedded file"))
    }

    /// A list of names or words: the embedded one, and the one that is used.
    ///
    /// # Panics
    /// When there is none with this name.
    pub fn list(&self, name: &str) -> (Template, &Template) {
        let path = list_path(name);
        (Self::embedded(&path), &self.0[&path])
    }

    /// Whether one of the lists was replaced.
    pub fn has_own_lists(&self) -> bool {
        let own = |(path, list): (&String, &Template)| {
            path.starts_with(LISTS) && matches!(list.bytes, Cow::Owned(_))
        };
        self.0.iter().any(own)
    }

    /// Whether one of the minijinja templates was replaced or added.
    pub fn has_own_jinja(&self) -> bool {
        self.jinja().any(|(_, template)| matches!(template.bytes, Cow::Owned(_)))
    }

    /// The path of a document's template.
    pub fn path(stuk: Stuk) -> String {
        format!("{}.typ.j2", stuk.name())
    }

    /// The minijinja templates.
    pub fn jinja(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.0
            .iter()
            .filter(|(path, _)| path.ends_with(".j2"))
            .map(|(path, template)| (path.as_str(), template))
    }

    /// The Typst sheets of the house style.
    pub fn typst(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.0
            .iter()
            .filter(|(path, _)| path.ends_with(".typ"))
            .map(|(path, template)| (path.as_str(), template))
    }

    /// The fingerprint of all of them.
    pub fn whole(&self) -> Vingerafdruk {
        let all = self.0.iter();
        Vingerafdruk::of(all.flat_map(|(path, template)| [path.as_bytes(), &*template.bytes]))
    }

    /// The fingerprint of what fills and lays out documents, with these profiles and the basis below them.
    pub fn fingerprint(&self, profielen: &[String]) -> Vingerafdruk {
        let profiles: Vec<String> =
            profielen.iter().map(|name| format!("profielen/{name}.yaml")).collect();
        let counts = |path: &str| {
            path.ends_with(".j2")
                || path.ends_with(".typ")
                || (path == BASIS && !profiles.is_empty())
                || profiles.iter().any(|own| own == path)
        };
        let files = self.0.iter().filter(|(path, _)| counts(path));
        Vingerafdruk::of(files.flat_map(|(path, template)| [path.as_bytes(), &*template.bytes]))
    }
}
