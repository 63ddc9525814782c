//! In: a dossier's folder and `--out`. Out: where its results go, and what is there of an earlier time. **I/O.**

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Failure, FailureKind, Slot, is_file, is_folder, walk};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Stuk;

/// The folder for what is made of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    folder: PathBuf,
    /// What the user names himself may lead anywhere; what comes with a dossier may not lead out of it.
    within: Option<PathBuf>,
}

impl Output {
    /// That of one dossier: the folder that the user names, or else `uit` in the dossier.
    pub fn of(dossier: &Path, out: Option<&Path>) -> Self {
        match out {
            Some(out) => Self { folder: out.to_owned(), within: None },
            None => Self { folder: dossier.join("uit"), within: Some(dossier.to_owned()) },
        }
    }

    /// Those of dossiers, each by its folder and its name, in their order. When there are `several`, each has its own folder,
    /// by its name, in the one that the user names.
    ///
    /// # Errors
    /// When the results of two dossiers would stand in the same folder.
    pub fn of_each<'a>(
        dossiers: impl Iterator<Item = (&'a Path, &'a Path)>,
        several: bool,
        out: Option<&Path>,
    ) -> Result<Vec<Self>, Failure> {
        let (mut all, mut taken) = (Vec::new(), HashSet::new());
        for (dossier, name) in dossiers {
            let own = out.filter(|_| several).map(|out| out.join(name));
            let output = Self::of(dossier, own.as_deref().or(out));
            if !taken.insert(output.folder.clone()) {
                let failure = Failure::new(&output.folder, "twee dossiers zouden hier komen");
                return Err(Failure { kind: FailureKind::Shared, ..failure });
            }
            all.push(output);
        }
        Ok(all)
    }

    /// The folder in it for what everybody may read.
    #[must_use]
    pub fn openbaar(self) -> Self {
        Self { folder: self.folder.join("openbaar"), ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Its slot: whoever has that may write here.
    ///
    /// # Errors
    /// When nobody may, or another one writes.
    pub fn slot(&self) -> Result<Slot, Failure> {
        Slot::take(&self.folder, self.within.as_deref())
    }

    /// The slot of a folder that is only read from, if it is there and this user may write in it.
    ///
    /// # Errors
    /// When another one still writes.
    pub fn still(&self) -> Result<Option<Slot>, Failure> {
        match is_folder(&self.folder) {
            true => Slot::keep_still(&self.folder, self.within.as_deref()),
            false => Ok(None),
        }
    }

    /// The documents of an earlier time that lie here beside these.
    pub fn earlier(&self, made: &[Stuk]) -> Vec<PathBuf> {
        let others = Stuk::ALL.into_iter().filter(|stuk| !made.contains(stuk));
        let files = others.map(|stuk| self.path(&format!("{}.pdf", stuk.name())));
        files.filter(|file| is_file(file)).collect()
    }

    /// What there is to say of documents of an earlier time, which the dossier no longer makes.
    pub fn stale(&self, made: &[Stuk]) -> Vec<Diagnostic> {
        self.earlier(made).iter().map(|file| stale(file)).collect()
    }

    /// What there is to say of pages and sheets of an earlier time, beside the files that a document consists of now: those
    /// of the same form, or `all`.
    pub fn left_over(&self, stuk: Stuk, names: &[String], all: bool) -> Option<Diagnostic> {
        let now: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let (pages, sheets) = (format!("{}-", stuk.name()), self.path("typst").join(stuk.name()));
        let is_page = |file: &Path| {
            let ending = file.extension().and_then(|ending| ending.to_str());
            let number = file.file_stem().and_then(|name| name.to_str()?.strip_prefix(&pages));
            let same = all || now.iter().any(|own| own.extension() == file.extension());
            same && matches!(ending, Some("svg" | "png"))
                && file.parent() == Some(&self.folder)
                && number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let of_it = |file: &PathBuf| {
            is_page(file)
                || file.starts_with(&sheets)
                    && (all || now.iter().any(|own| own.starts_with(&sheets)))
        };
        let there = walk(&self.folder).ok()?;
        let mut old = there.into_iter().filter(|file| of_it(file) && !now.contains(file));
        let first = old.next()?;
        let message = match old.count() {
            0 => format!("{} is van een eerdere keer, en hoort er niet meer bij", first.display()),
            more => format!(
                "{} en nog {more} van een eerdere keer horen er niet meer bij",
                first.display()
            ),
        };
        let help = "haal weg wat er niet meer bij hoort: er kan in staan wat nu is gelakt";
        Some(Diagnostic::warning(codes::OUTPUT_STALE, message).help(help))
    }
}

fn stale(file: &Path) -> Diagnostic {
    let message = format!(
        "{} is van een eerdere keer: dit dossier maakt dat document niet meer",
        file.display()
    );
    Diagnostic::warning(codes::OUTPUT_STALE, message)
        .help("haal het weg, zodat niemand het meestuurt")
}
