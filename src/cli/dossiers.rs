//! In: nothing. Out: the grammar of which dossiers a command is about, and their Dutch help. Pure.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::mistakes::of;
use super::{ARGUMENTEN, OPTIES};
use crate::dossier::Vingerafdruk;

/// De dossiers waar een opdracht over gaat.
#[derive(Debug, Clone, Default, Args)]
pub struct DossiersArgs {
    /// Map van een dossier; er kunnen er meer zijn. Met - komen zij van de standaardinvoer, een op elke regel.
    #[arg(required_unless_present = "alle", value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossiers: Vec<PathBuf>,
    /// Alle dossiers in deze map, hoe diep ook; een dossier is een map met een dossier.yaml, en daarin wordt niet verder gezocht.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub alle: Option<PathBuf>,
    /// Zoveel dossiers tegelijk; zonder deze optie zoveel als de computer rekenkernen heeft.
    #[arg(long, value_name = "AANTAL", value_parser = of::<NonZeroUsize>("schrijf een getal vanaf 1"), help_heading = OPTIES)]
    pub jobs: Option<NonZeroUsize>,
    /// Alleen dit deel van de dossiers, zoals 2/8: om het werk over acht computers te verdelen.
    #[arg(long, value_name = "DEEL", value_parser = of::<Deel>("schrijf bijvoorbeeld 2/8: het tweede van acht delen"), help_heading = OPTIES)]
    pub deel: Option<Deel>,
}

impl From<PathBuf> for DossiersArgs {
    /// One dossier.
    fn from(dossier: PathBuf) -> Self {
        Self { dossiers: vec![dossier], ..Self::default() }
    }
}

/// Vorm van een verslag van een run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Verslagvorm {
    /// Voor mensen.
    #[default]
    Text,
    /// Voor programma's: een regel JSON voor elk dossier.
    Jsonl,
}

/// A part of the dossiers. Which one a dossier is in hangs on its name alone: not on the others, the order or the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deel {
    part: u64,
    of: u64,
}

/// What was typed is no part of anything.
#[derive(Debug)]
pub struct NoDeel;

impl Deel {
    /// Whether a dossier with this name is in it.
    pub fn has(&self, name: &str) -> bool {
        let fingerprint = Vingerafdruk::of([name.as_bytes()]);
        let number =
            fingerprint.bytes().iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte));
        number % self.of == self.part - 1
    }
}

impl FromStr for Deel {
    type Err = NoDeel;

    fn from_str(text: &str) -> Result<Self, NoDeel> {
        let numbers = text
            .split_once('/')
            .and_then(|(part, of)| Some(Self { part: part.parse().ok()?, of: of.parse().ok()? }));
        numbers.filter(|deel| (1..=deel.of).contains(&deel.part)).ok_or(NoDeel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_in_one_part() {
        for of in 1..=9_u64 {
            let parts: Vec<Deel> =
                (1..=of).map(|part| format!("{part}/{of}").parse().unwrap()).collect();
            let names = (0..500).map(|i| format!("brieven/{i}"));
            let mut sizes = vec![0; parts.len()];
            for name in names {
                let own: Vec<usize> =
                    (0..parts.len()).filter(|part| parts[*part].has(&name)).collect();
                assert_eq!(own.len(), 1, "{name} of {of}");
                sizes[own[0]] += 1;
            }
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert!(*least * 2 > *most, "{sizes:?}");
        }
        for wrong in ["", "1", "0/4", "5/4", "1/0", "a/b", "-1/2", "1/2/3"] {
            assert!(wrong.parse::<Deel>().is_err(), "{wrong}");
        }
    }
}
