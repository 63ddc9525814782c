//! In: a letter that was written in Word. Out: a dossier that says the same, and what of the letter is not in it. Pure.
//!
//! Nothing disappears: what stands above, below and beside the text becomes a field of the dossier or is told, and the text
//! itself comes over whole, also where it was not understood.

mod bijlagen;
mod herkend;
mod hoofd;
mod kanttekeningen;
mod kopnoten;
mod lichaam;
mod nummers;
mod ondertekening;
mod proza;
mod regels;
mod rest;
mod twijfel;
mod vorm;
mod vragen;
mod yaml;

pub use self::yaml::Koppen;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::hoofd::Hoofd;
use self::kanttekeningen::Kanttekening;
use self::ondertekening::Einde;
use self::regels::{Regel, Regels};
use self::vragen::Beantwoord;
use super::bestand::{Waar, Woordbestand};
use super::{Fout, inhoud};
use crate::check::overgenomen;
use crate::dossier::{Bestand, Briefsoort, Datum, bedoelde_huisstijl};
use crate::overnemen::Gemist;
use crate::templates::Templates;

/// Longest text of a letter, in bytes: some six hundred pages, which take as much time for each page as ten do.
const MAX_TEXT: usize = 2_000_000;

/// Most lines that stand above a salutation.
const MAX_HEAD: usize = 120;

/// Most places that are searched for the name of a ministry.
const MAX_NAMES: usize = 400;

/// A letter that was written in Word.
#[derive(Debug)]
pub struct Bestaand {
    regels: Regels,
    eigenschappen: BTreeMap<String, String>,
    hoofd: Hoofd,
    /// The lines around the text.
    rand: Vec<Regel>,
    tekst: Vec<Regel>,
    einde: Einde,
    ondertekening: Vec<Regel>,
    /// What stands behind the signature.
    bijlagen: Vec<Regel>,
    /// The title of the answers.
    titel: Vec<Regel>,
    vragen: Option<Beantwoord>,
    /// Where it is not clear to which question something belongs.
    onduidelijk: Option<Range<usize>>,
    los: Los,
}

/// What stands in a file and on no line of it.
#[derive(Debug, Default)]
struct Los {
    verborgen: String,
    geschrapt: Vec<String>,
    opmerkingen: Vec<Kanttekening>,
    vreemd: Vec<&'static str>,
    bijgehouden: bool,
}

/// The dossier that a letter becomes.
#[derive(Debug)]
pub struct Gemaakt {
    /// Its files.
    pub bestanden: Vec<(Bestand, String)>,
    /// `opmerkingen.yaml`, where there are remarks in the margin.
    pub opmerkingen: Option<String>,
    /// The kind of letter.
    pub soort: Briefsoort,
    /// The text of the letter, in which `gemist` has its places.
    pub tekst: String,
    /// What is not in it, or in doubt.
    pub gemist: Vec<Gemist>,
}

/// Reads a letter.
///
/// # Errors
/// Why it cannot be read.
pub fn bestaand(bytes: &[u8]) -> Result<Bestaand, Fout> {
    let mut inhoud = inhoud::heel(bytes)?;
    for value in inhoud.eigenschappen.values_mut() {
        *value = value.chars().filter_map(overgenomen).collect();
    }
    let mut regels = regels::regels(&inhoud);
    let alle = std::mem::take(&mut regels.alle);
    let (mut rand, mut lines): (Vec<Regel>, Vec<Regel>) =
        alle.into_iter().partition(|regel| regel.waar == Waar::Rand);
    if lines.iter().all(|regel| regel.tekst.trim().is_empty()) {
        return Err(Fout("er staat geen tekst in dit bestand".into()));
    }
    let aanhef = lines
        .iter()
        .take(MAX_HEAD)
        .position(|regel| regel.tekst.split('\n').any(herkend::is_aanhef) && regel.lijst.is_none());
    let long: usize =
        lines.iter().chain(regels.noten.values().flatten()).map(|one| one.tekst.len()).sum();
    if long > MAX_TEXT {
        return Err(Fout(
            "deze brief is te lang voor één dossier: knip haar in Word in stukken van ten hoogste vijfhonderd bladzijden".into(),
        ));
    }
    // A table stands above the text if something in it does.
    let tables: BTreeSet<usize> = lines
        .iter()
        .filter(|regel| !regel.is_leeg() && herkend::is_kopregel(regel))
        .filter_map(|regel| Some(regel.cel?.0))
        .collect();
    let is_head = |regel: &Regel| match regel.cel {
        Some((table, ..)) => tables.contains(&table),
        None => herkend::is_kopregel(regel),
    };
    let start = aanhef.map_or_else(
        || lines.iter().position(|regel| regel.waar == Waar::Tekst && !is_head(regel)),
        Some,
    );
    let mut body = lines.split_off(start.unwrap_or(lines.len()));
    rand.append(&mut lines);
    if let Some(first) = body.first_mut().filter(|_| aanhef.is_some()) {
        // What stands above the salutation may stand in one paragraph with it.
        while let Some((above, below)) = first.gesplitst()
            && !herkend::is_aanhef(&above.tekst)
        {
            rand.push(above);
            *first = below;
        }
    }
    let heads: Vec<&Regel> = rand.iter().collect();
    let mut hoofd = hoofd::lees(&heads, &inhoud.eigenschappen);
    if let Some(first) = body.first_mut().filter(|_| aanhef.is_some()) {
        hoofd.aanhef(first);
    }
    body.retain(|regel| !regel.is_leeg() || regel.bladzijde);
    page_breaks(&mut body);
    let einde = ondertekening::einde(&body);
    let mut bijlagen = body.split_off(einde.regels.end);
    let ondertekening = body.split_off(einde.regels.start);
    let (mut titel, mut onduidelijk) = (Vec::new(), None);
    let mut found = |lines: &[Regel]| {
        vragen::lees(lines).unwrap_or_else(|place| {
            onduidelijk = Some(place);
            None
        })
    };
    let mut vragen = found(&bijlagen);
    if let Some(found) = &vragen {
        let behind = bijlagen.split_off(found.tot);
        titel = std::mem::replace(&mut bijlagen, behind);
        titel.truncate(found.boven);
    } else if bijlagen.is_empty() {
        vragen = found(&body);
        if let Some(found) = &vragen {
            bijlagen = body.split_off(found.tot);
            body.truncate(found.boven);
        }
    }
    Ok(Bestaand {
        eigenschappen: inhoud.eigenschappen.clone(),
        los: Los::van(&inhoud),
        regels,
        hoofd,
        rand,
        tekst: body,
        einde,
        ondertekening,
        bijlagen,
        titel,
        vragen,
        onduidelijk,
    })
}

/// A page that an empty line begins, begins with the next line that says something.
fn page_breaks(lines: &mut Vec<Regel>) {
    let mut begins = false;
    for line in lines.iter_mut() {
        line.bladzijde |= std::mem::take(&mut begins);
        begins = line.is_leeg() && line.bladzijde;
    }
    lines.retain(|line| !line.is_leeg());
}

impl Hoofd {
    /// Takes the salutation from a line, and leaves what stands below it.
    fn aanhef(&mut self, regel: &mut Regel) {
        let (above, below) = match regel.gesplitst() {
            Some((above, below)) if herkend::is_aanhef(&above.tekst) => (above.tekst, below),
            _ => {
                let whole = std::mem::take(regel);
                (whole.tekst, Regel::default())
            }
        };
        let line = above.split_whitespace().collect::<Vec<_>>().join(" ");
        self.velden.insert(hoofd::Kopveld::Aanhef, line);
        *regel = below;
    }
}

impl Los {
    fn van(inhoud: &Woordbestand) -> Self {
        let mut geschrapt = Vec::new();
        for line in &inhoud.alineas {
            let gone = line.tekens.iter().filter(|one| one.weg.is_some() || line.rij_weg.is_some());
            let gone: String = gone.map(|one| one.teken).collect();
            geschrapt.extend(Some(gone).filter(|gone| !gone.trim().is_empty()));
        }
        Self {
            verborgen: inhoud.verborgen.clone(),
            geschrapt,
            opmerkingen: kanttekeningen::van(inhoud),
            vreemd: inhoud.vreemd.clone(),
            bijgehouden: !inhoud.sporen.is_empty(),
        }
    }
}

impl Bestaand {
    /// The style of the ministry that sends it, as far as the letter names that.
    pub fn huisstijl<'a>(&self, templates: &'a Templates) -> Option<&'a str> {
        let lines: Vec<&str> =
            self.rand.iter().flat_map(|regel| regel.tekst.split('\n')).take(MAX_NAMES).collect();
        let pairs = lines.windows(2).map(|two| format!("{} {}", two[0].trim(), two[1].trim()));
        let named = lines.iter().map(|line| line.trim().to_owned()).chain(pairs);
        let of_ministry = named.filter(|line| line.to_lowercase().starts_with("ministerie van "));
        let offices = self.einde.tekenaars.iter().map(|one| one.functie.as_str());
        let offices = offices.filter_map(|office| {
            let (at, _) = office.to_lowercase().match_indices(" van ").next()?;
            Some(office.get(at + " van ".len()..)?.to_owned())
        });
        let meant = |text: &str| bedoelde_huisstijl(text.trim_end_matches([',', '.']), templates);
        // Of two of one ministry each has a part of it: `Financiën – Fiscaliteit`.
        let name = |text: String| {
            let whole = text.split([',', '–', '-']).next().unwrap_or_default();
            meant(&text).or_else(|| meant(whole.trim()))
        };
        // Who signs sends it; a ministry that is named above it may be the one that it is to.
        offices.chain(of_ministry).find_map(name)
    }

    /// The day that stands on it.
    pub fn datum(&self) -> Option<Datum> {
        self.hoofd.datum
    }

    /// The same letter on another day, which goes before its own.
    #[must_use]
    pub fn gedateerd(mut self, day: Datum) -> Self {
        self.hoofd.datum = Some(day);
        self
    }

    /// The kind of letter that it is.
    pub fn soort(&self) -> Briefsoort {
        match &self.vragen {
            Some(_) => self.omschreven().soort(),
            None => Briefsoort::Brief,
        }
    }

    /// What the letter and the title of its answers say of the questions.
    fn omschreven(&self) -> crate::overnemen::Overgenomen {
        let mut read = crate::overnemen::Overgenomen::default();
        let fractions = self.vragen.iter().flat_map(|found| &found.fracties);
        read.fracties = fractions.map(|(one, _)| one.clone()).collect();
        for regel in self.titel.iter().chain(&self.tekst) {
            let text = regel.tekst.replace('\n', " ");
            crate::overnemen::omschreven(&text, &mut read);
            if read.brief_van.is_none()
                && let Some(at) = text.find("brief van ")
            {
                let near: String = text[at..].chars().take(40).collect();
                read.brief_van = crate::overnemen::dag(&near);
            }
        }
        read
    }
}
