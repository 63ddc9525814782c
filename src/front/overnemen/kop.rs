//! In: the lines above the questions, and what was read from them. Out: which of them say more than that. Pure.

use std::collections::HashSet;

use super::blokken::lijkt;
use super::gemist::Plaatsen;
use super::regels::Regel;
use super::rijen::Rij;
use super::{Gemist, Overgenomen, commissie, een_regel, omschrijving};

/// The words of the sentences that stand above questions.
pub const FORMULA: &str = "vragen van het lid de leden aan over ingezonden op en beiden allen allebei heeft hebben een aantal \
    opmerkingen voorgelegd inzake kamerstuk kamerstukken nr nrs in bestond er bij enkele fracties behoefte voor te leggen \
    zijn hieronder afgedrukt toegezonden deze brief";

/// Reads what stands above the questions, and tells what of it is not in the dossier.
pub(super) fn lees(regels: &[Regel], read: &mut Overgenomen) -> Option<Gemist> {
    // An item or a number begins something else than a sentence that goes on.
    let runs =
        |regel: &&Regel| !lijkt(&regel.tekst, true) && Rij::van(&regel.tekst, regel).is_none();
    let running = regels.iter().filter(runs).map(|regel| &*regel.tekst);
    let text = een_regel(&running.collect::<Vec<_>>().join(" "));
    omschrijving::lees(&text, read);
    commissie::lees(&text, read);
    let mut known: HashSet<String> = words(FORMULA).collect();
    let fields = [&read.nummer, &read.commissie, &read.onderwerp, &read.stuk];
    let members = read.leden.iter().flat_map(|(naam, partij)| [Some(naam), partij.as_ref()]);
    let all = fields.into_iter().flatten().chain(members.flatten()).chain(&read.aan);
    known.extend(all.flat_map(|text| words(text)));
    if let Some(day) = read.brief_van {
        known.extend(words(&day.to_string()));
    }
    // The paper is in another form in the dossier: `31 865, nr. 207`.
    let stuk = read.stuk.as_deref().map(digits).unwrap_or_default();
    let is_known = |word: String| {
        known.contains(&word)
            || !stuk.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) && stuk.contains(&word)
    };
    let mut left = Plaatsen::default();
    for regel in regels {
        if words(&regel.tekst).any(|word| !is_known(word)) {
            left.add(&regel.plaats);
        }
    }
    left.gemist("van deze regels boven de vragen is niet alles overgenomen", "")
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
