//! In: the name of a letter that was written in Word. Out: the dossier that it becomes, or why it cannot be read. Wiring.

use std::path::Path;

use super::{Console, Exit, comments};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Datum};
use crate::source::Sources;
use crate::system;
use crate::templates::Templates;
use crate::word::Fout;
use crate::word::lees::{Bestaand, Gemaakt, Koppen, bestaand};

const DOSSIER: &str = include_str!("../../../templates/nieuw/uit/dossier.yaml");
const NOTA: &str = include_str!("../../../templates/nieuw/uit/nota.yaml");
const BRIEF: &str = include_str!("../../../templates/nieuw/brief.yaml");
const VRAGEN: &str = include_str!("../../../templates/nieuw/vragen/antwoord.yaml");

/// The letter in a file.
pub(super) fn gelezen(file: &Path, console: &Console) -> Result<Bestaand, Exit> {
    let bytes = system::read(file).map_err(|failure| {
        let help = "kijk of het bestand er is en u het mag lezen";
        console.fail(codes::FILE_UNREADABLE, "kan de brief niet lezen:", &failure, help)
    })?;
    bestaand(&bytes).map_err(|Fout(why)| {
        let message = format!("kan {} niet overnemen: {why}", file.display());
        let told = Diagnostic::error(codes::WORD_UNREADABLE, message);
        console.report(vec![told], &Sources::default());
        Exit::Errors
    })
}

/// The dossier that a letter becomes, with a nota that is still to be written.
pub(super) fn dossier(
    letter: &Bestaand,
    huisstijl: &str,
    day: Datum,
    templates: &Templates,
) -> Result<Gemaakt, Fout> {
    let (brief, vragen) = (comments(BRIEF), comments(VRAGEN));
    let koppen = Koppen { dossier: &comments(DOSSIER), brief: &brief, vragen: &vragen };
    let mut made = letter.dossier(huisstijl, day, &koppen, templates)?;
    made.bestanden.push((Bestand::Nota, NOTA.to_owned()));
    Ok(made)
}
