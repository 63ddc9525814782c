//! In: the lines of a text with the questions of fractions in a written consultation. Out: what it says of them. Pure.
//!
//! Above those of each stands a heading, such as `Vragen en opmerkingen van de leden van de ABC-fractie`. Questions stand
//! below it in running text: each paragraph is taken for one, or what has a number where the fraction numbers them.

use std::collections::HashMap;

use super::blokken::{Inhoud, Twijfel};
use super::fractiekop::{Deelkop, deelkop};
use super::gemist::Plaatsen;
use super::lijsten::{bullet, is_opsomming};
use super::noten::Noten;
use super::nummers::{Gekozen, kies};
use super::regels::{Regel, is_meubel};
use super::tekst::{MEUBEL, TWIJFEL};
use super::{Gemist, Gesteld, Inbreng, Overgenomen, kop};

/// A part with its heading, and the lines below that.
struct Deel<'a> {
    kop: Option<(Deelkop, Vec<&'a Regel>)>,
    regels: Vec<Regel>,
}

/// Reads a text; nothing if no heading of a fraction stands in it.
pub(super) fn lees(lines: &[Regel], read: &mut Overgenomen) -> bool {
    let mut meubel = Plaatsen::default();
    let delen = delen(lines, &mut meubel);
    let is_fractie = |deel: &&Deel<'_>| matches!(deel.kop, Some((Deelkop::Fractie(_), _)));
    if !delen.iter().any(|deel| is_fractie(&deel)) {
        return false;
    }
    let mut above: Vec<Regel> = Vec::new();
    let (mut antwoorden, mut inhoud) = (Plaatsen::default(), Plaatsen::default());
    let mut told = Verteld::default();
    let mut answers = false;
    let last: HashMap<&Deelkop, usize> = (delen.iter().enumerate())
        .filter_map(|(i, deel)| Some((&deel.kop.as_ref()?.0, i)))
        .collect();
    for (i, deel) in delen.iter().enumerate() {
        let is_empty = deel.regels.iter().all(Regel::is_leeg);
        match &deel.kop {
            None => above.extend(deel.regels.iter().cloned()),
            // A table of contents names every part before it begins.
            Some((kop, own)) if is_empty && last.get(kop).is_some_and(|later| *later > i) => {
                own.iter().for_each(|regel| inhoud.add(&regel.plaats));
            }
            // The letter has this heading of itself.
            Some((Deelkop::Vragen, _)) => {
                answers = false;
                above.extend(deel.regels.iter().cloned());
            }
            Some((Deelkop::Agenda, _)) => {
                answers = false;
                read.agenda = agenda(&deel.regels);
            }
            Some((Deelkop::Antwoord, own)) => {
                answers = true;
                antwoorden.0.extend(plaatsen(own, &deel.regels));
            }
            Some((Deelkop::Fractie(_), own)) if answers => {
                antwoorden.0.extend(plaatsen(own, &deel.regels));
            }
            Some((Deelkop::Fractie(one), _)) => {
                fractie(one.clone(), &deel.regels, read, &mut told);
            }
        }
    }
    above.retain(|regel| !regel.is_leeg());
    let left = kop::lees(&above, read);
    read.gemist.extend(left);
    read.gemist.extend(told.regels.gemist(&told.twijfel));
    let all = [
        inhoud.gemist("dit is een inhoudsopgave, en is weggelaten", ""),
        meubel.gemist(MEUBEL.0, MEUBEL.1),
        told.hernummerd.gemist(
            "deze vraag heeft een ander nummer gekregen",
            "de nummers lopen in vragen.yaml door over de fracties heen",
        ),
        told.twijfel.gemist(TWIJFEL.0, TWIJFEL.1),
    ];
    read.gemist.extend(all.into_iter().flatten());
    if read.fracties.iter().any(|fractie| fractie.vragen > 0) {
        read.gemist.push(Gemist::over(
            "elke alinea van een fractie is als vraag overgenomen: voeg samen of splits waar dat nodig is",
        ));
    }
    read.gemist.extend(
        antwoorden
            .gemist("de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen", ""),
    );
    true
}

/// The parts of a text. A heading may go on on the next line.
fn delen<'a>(lines: &'a [Regel], meubel: &mut Plaatsen) -> Vec<Deel<'a>> {
    let mut all = vec![Deel { kop: None, regels: Vec::new() }];
    let mut at = 0;
    while let Some(regel) = lines.get(at) {
        at += 1;
        if is_meubel(&regel.tekst) {
            meubel.add(&regel.plaats);
            continue;
        }
        let above = at.checked_sub(2).map_or("", |before| &lines[before].tekst);
        let next = lines.get(at).map_or("", |next| &next.tekst);
        let line = regel.tekst.as_str();
        let on = [",", " en", " van", " van de", " de"].iter().any(|end| line.ends_with(end));
        let whole = format!("{line} {next}");
        let wraps = (on || next.starts_with("en ")) && !next.is_empty();
        let is_start = above.is_empty() || !line.to_lowercase().starts_with("de leden");
        let (kop, many) = match deelkop(&whole).filter(|_| wraps) {
            Some(kop) => (Some(kop), 2),
            None => (deelkop(line).filter(|_| !line.is_empty() && is_start), 1),
        };
        match (kop, all.last_mut()) {
            (Some(kop), _) => {
                let own = lines[at - 1..at - 1 + many].iter().collect();
                all.push(Deel { kop: Some((kop, own)), regels: Vec::new() });
                at += many - 1;
            }
            (None, Some(deel)) => deel.regels.push(regel.clone()),
            (None, None) => {}
        }
    }
    all
}

fn plaatsen<'a>(
    own: &'a [&Regel],
    regels: &'a [Regel],
) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    let all = own.iter().copied().chain(regels.iter().filter(|regel| !regel.is_leeg()));
    all.map(|regel| regel.plaats.clone())
}

/// Lines of questions that were read in doubt.
#[derive(Default)]
struct Verteld {
    /// With another number than in the file.
    hernummerd: Plaatsen,
    /// With a number that was not taken for one.
    twijfel: Plaatsen,
    /// That begin as something else than running text.
    regels: Twijfel,
}

/// What stands below a heading.
fn fractie(mut one: Inbreng, regels: &[Regel], read: &mut Overgenomen, told: &mut Verteld) {
    let next = read.vragen.len() + 1;
    let first = u16::try_from(next).unwrap_or(u16::MAX);
    // Numbers run on from the fraction before, or begin again.
    let gekozen = [1, first].into_iter().map(|first| kies(regels, first));
    let Gekozen { vragen: gekozen, mogelijk } =
        gekozen.max_by_key(|one| one.vragen.len()).unwrap_or_default();
    let mut texts: Vec<(bool, Inhoud)> = vec![(false, Inhoud::default())];
    let mut begins = gekozen.iter().peekable();
    for (i, regel) in regels.iter().enumerate() {
        let begin = begins.next_if(|begin| begin.regel == i);
        let is_numbered = texts.last().is_some_and(|(numbered, _)| *numbered);
        if let Some(begin) = begin {
            texts.push((true, Inhoud::default()));
            let number = next + texts.iter().filter(|(numbered, _)| *numbered).count() - 1;
            if number != usize::from(begin.nummer) {
                told.hernummerd.add(&regel.plaats);
            }
        } else if mogelijk.contains_key(&i) {
            told.twijfel.add(&regel.plaats);
        } else if regel.is_leeg() {
            match texts.last_mut() {
                Some((_, text)) if is_numbered || !opens(regels, i) => text.leeg(),
                _ => texts.push((false, Inhoud::default())),
            }
            continue;
        }
        let words = regel.tekst.get(begin.map_or(0, |begin| begin.tekst)..).unwrap_or_default();
        if let Some((_, text)) = texts.last_mut() {
            text.regel(words, regel);
        }
    }
    let numbers = !gekozen.is_empty();
    for (is_numbered, inhoud) in texts.into_iter().filter(|(_, text)| !text.is_leeg()) {
        let text = inhoud.proza(&Noten::default(), &mut told.regels).join("\n\n");
        let greets = text.to_lowercase().contains("kennisgenomen") && !text.contains('?');
        if !is_numbered && one.vragen == 0 && (greets || numbers) {
            one.inleiding.push(text);
            continue;
        }
        one.vragen += 1;
        let nummer = u16::try_from(read.vragen.len() + 1).unwrap_or(u16::MAX);
        read.vragen.push(Gesteld { nummer, tekst: text, ..Gesteld::default() });
    }
    read.fracties.push(one);
}

/// Whether an empty line ends a paragraph: a list below it still belongs to what stands above.
fn opens(regels: &[Regel], at: usize) -> bool {
    let below = regels[at..].iter().find(|regel| !regel.is_leeg());
    below.is_none_or(|regel| !is_opsomming(&regel.tekst))
}

/// The papers on the agenda: each line one, or each item where they are marked.
fn agenda(regels: &[Regel]) -> Vec<String> {
    let filled = || regels.iter().map(|regel| regel.tekst.as_str()).filter(|line| !line.is_empty());
    let marked = filled().any(is_opsomming);
    let mut all: Vec<(bool, String)> = Vec::new();
    for line in filled() {
        let item = bullet(line, false).map(|(_, words)| words);
        match all.last_mut().filter(|(is_item, _)| marked && item.is_none() && *is_item) {
            Some((_, last)) => *last = format!("{last} {line}"),
            None => all.push((item.is_some(), item.unwrap_or(line).to_owned())),
        }
    }
    all.iter().map(|(_, line)| super::proza::letterlijk(line)).collect()
}
