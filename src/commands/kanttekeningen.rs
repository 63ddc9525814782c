//! In: remarks that came back in files of Word. Out: the same in `opmerkingen.yaml`, each on its words, and what is said of them.
//! Wiring.

use std::path::{Path, PathBuf};

use super::{Console, Exit, moment};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{OPMERKINGEN, Place};
use crate::opmerkingen::{Geplaatst, Gezet, Teruggekomen, erbij};
use crate::system::{self, Slot};
use crate::word::lees::{Opmerking, wie};

/// The file with the remarks of a dossier, while remarks come in.
pub(super) struct Kanttekeningen {
    path: PathBuf,
    before: Option<Vec<u8>>,
    text: String,
}

impl Kanttekeningen {
    pub(super) fn open(dossier: &Path, console: &Console) -> Result<Self, Exit> {
        let path = dossier.join(OPMERKINGEN);
        let before = match system::is_file(&path) {
            true => Some(system::read(&path).map_err(|failure| console.unchangeable(&failure))?),
            false => None,
        };
        // What is no text would come out as another one.
        let text = String::from_utf8(before.clone().unwrap_or_default());
        let text = text.map_err(|_| stuck(&path, console))?;
        Ok(Self { path, before, text })
    }

    /// Adds those of one file, and says where each came.
    pub(super) fn add(
        &mut self,
        all: &[Opmerking],
        checked: &Checked,
        place_in_words: &dyn Fn(&Place) -> String,
        console: &Console,
    ) -> Result<(), Exit> {
        if all.is_empty() {
            return Ok(());
        }
        let now = moment(None, console)?;
        let came = |one: &Opmerking| {
            let wanneer = one.wanneer.as_deref().and_then(|then| then.parse().ok());
            let wanneer = wanneer.unwrap_or_else(|| now.clone());
            Teruggekomen {
                plaats: one.place.clone().or_else(|| one.bij.clone()),
                woorden: one.gezocht.clone(),
                gezegd: one.woorden.clone(),
                elders: one.elders,
                voor: one.voor.clone(),
                wie: wie(&one.wie),
                antwoorden: one.antwoorden.iter().map(|given| given.gegeven(&wanneer)).collect(),
                wanneer,
                tekst: one.tekst.trim().to_owned(),
                afgehandeld: one.afgehandeld,
            }
        };
        let came: Vec<Teruggekomen> = all.iter().map(came).collect();
        let (text, said) =
            erbij(&self.text, &came, &checked.leaves()).map_err(|_| stuck(&self.path, console))?;
        self.text = text;
        for (one, Gezet { hoe, plaats, woorden }) in all.iter().zip(said) {
            let place =
                plaats.map_or_else(String::new, |place| format!(" {}", place_in_words(&place)));
            let printed = words::one_line(&one.woorden);
            let about = match Some(printed).filter(|text| !text.is_empty()).or(woorden) {
                None => String::new(),
                Some(woorden) => format!(", bij “{}”", words::shorten(&woorden)),
            };
            let what = match hoe {
                Geplaatst::Op => "",
                Geplaatst::Deels => " (een deel van deze woorden staat zo niet in het dossier)",
                Geplaatst::Weg => " (deze woorden staan niet in het dossier)",
                Geplaatst::Al => " (was er al)",
                Geplaatst::Aangevuld => " (was er al, en is aangevuld)",
                Geplaatst::Nergens => " (hoort bij geen tekst van het dossier, en is niet bewaard)",
            };
            let tekst = words::one_line(&one.tekst);
            let answers = match one.antwoorden.len() {
                0 => String::new(),
                count => format!(", met {}", words::count(count, "antwoord", "antwoorden")),
            };
            let done = if one.afgehandeld { ", afgehandeld" } else { "" };
            let whose = wie(&one.wie);
            console.say(&format!(
                "  Opmerking van {whose}{place}{about}{answers}{done}: {tekst}{what}"
            ));
        }
        Ok(())
    }

    pub(super) fn write(&self, slot: &Slot, console: &Console) -> Result<(), Exit> {
        match &self.before {
            Some(before) if before == self.text.as_bytes() => Ok(()),
            Some(before) => slot.replace(&self.path, before, self.text.as_bytes()),
            None if self.text.is_empty() => Ok(()),
            None => slot.create(&self.path, self.text.as_bytes()),
        }
        .map_err(|failure| console.unchangeable(&failure))
    }
}

/// Says that remarks cannot be added to a file that has mistakes.
fn stuck(path: &Path, console: &Console) -> Exit {
    let message = format!("kan {} niet aanvullen: er staan fouten in", path.display());
    let help = "verbeter het bestand, en lees de Word-bestanden opnieuw";
    console.refuse(Diagnostic::error(codes::PROPOSAL_STUCK, message).help(help))
}
