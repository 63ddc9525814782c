//! In: folders that the user names. Out: a dossier's files, templates and fonts, or why they cannot be had. **I/O.**

use std::path::{Path, PathBuf};

use super::dossiers::has_dossiers;
use super::files::read_fonts;
use super::{Failure, Folder, is_file, is_folder, read_templates};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Bestand;
use crate::templates::Templates;
use crate::typeset::Fonts;
use crate::workspace::Workspace;

/// The folders with an organisation's own templates and fonts.
#[derive(Debug, Clone, Default)]
pub struct ResourceFolders {
    /// Templates; a folder `fonts` in it is used too, if it is there.
    pub templates: Option<PathBuf>,
    /// Fonts.
    pub fonts: Option<PathBuf>,
}

impl ResourceFolders {
    /// The templates, and what there is to say of them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn read_templates(&self) -> Result<(Templates, Vec<Diagnostic>), Box<Diagnostic>> {
        let Some(folder) = &self.templates else { return Ok((Templates::default(), Vec::new())) };
        let files = read_templates(folder).map_err(refused)?;
        Ok(Templates::with(&folder.display().to_string(), files))
    }

    /// The fonts.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn read_fonts(&self) -> Result<Fonts, Box<Diagnostic>> {
        let own = self.fonts_of_templates().filter(|folder| is_folder(folder));
        let mut fonts = Vec::new();
        for folder in own.iter().chain(&self.fonts) {
            fonts.extend(read_fonts(folder).map_err(refused)?);
        }
        Ok(if fonts.is_empty() { Fonts::embedded() } else { Fonts::new(fonts) })
    }

    /// Every folder in which fonts are looked for.
    pub fn font_folders(&self) -> Vec<PathBuf> {
        self.fonts_of_templates().into_iter().chain(self.fonts.clone()).collect()
    }

    fn fonts_of_templates(&self) -> Option<PathBuf> {
        self.templates.as_ref().map(|folder| folder.join("fonts"))
    }
}

fn refused(Failure { path, reason, .. }: Failure) -> Box<Diagnostic> {
    let message = format!("kan niet lezen: {path}: {reason}");
    Box::new(Diagnostic::error(codes::FOLDER_MISSING, message).help("kijk of het pad klopt"))
}

/// A dossier's files.
///
/// # Errors
/// When its folder cannot be read.
pub fn workspace(path: &Path) -> Result<Workspace, Box<Diagnostic>> {
    let name = path.display().to_string();
    // Lists of what was made, and addresses, could not name it.
    if path.to_str().is_none() {
        let message =
            format!("kan het dossier niet lezen: {name}: de naam van de map is niet te lezen");
        let help = "geef de map een naam van gewone letters en cijfers";
        return Err(Box::new(Diagnostic::error(codes::FOLDER_MISSING, message).help(help)));
    }
    if !is_file(&path.join(Bestand::Dossier.name())) && has_dossiers(path) {
        let message = format!("{name} is geen dossier, maar een map met dossiers");
        let help = format!("geef `--alle {name}`, of een van de mappen daarin");
        return Err(Box::new(Diagnostic::error(codes::FOLDER_MISSING, message).help(help)));
    }
    Workspace::new(name, Folder(path.to_owned())).map_err(|why| unreadable(path, &why))
}

/// What there is to say of a dossier's folder that cannot be read.
pub fn unreadable(path: &Path, why: &str) -> Box<Diagnostic> {
    let message = format!("kan het dossier niet lezen: {}: {why}", path.display());
    let help = match path.parent().filter(|_| is_file(path)) {
        Some(folder) => {
            let own = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            format!(
                "bedoelde u de map `{}`? een dossier is een map, en geen bestand",
                own.display()
            )
        }
        None => "geef de map van een dossier; `kamerbrief new MAP` maakt er een".into(),
    };
    Box::new(Diagnostic::error(codes::FOLDER_MISSING, message).help(help))
}
