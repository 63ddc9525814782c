//! In: a text with the questions of fractions in a written consultation. Out: what it says of them. Pure.
//!
//! Above those of each stands `Vragen en opmerkingen van de leden van de ABC-fractie`, or without `leden van de`. Questions
//! stand there in running text: each paragraph is taken for one.

use super::proza::letterlijk;
use super::tekst::vraag;
use super::{Gesteld, Inbreng, Overgenomen, commissie, een_regel};

/// Reads a text; nothing if no heading of a fraction stands in it.
pub(super) fn lees(text: &str) -> Option<Overgenomen> {
    text.lines().find_map(|line| fractie(line.trim()))?;
    let mut read = Overgenomen::default();
    let mut kop = String::new();
    let mut deel = Deel::Kop;
    let mut alinea = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        let next = read.vragen.len() + 1;
        let begins = begin(line, &deel);
        let number = (deel == Deel::Fractie).then(|| vraag(line, next)).flatten();
        if line.is_empty() || begins.is_some() || number.is_some() || deel == Deel::Agenda {
            end_paragraph(&mut read, &deel, &mut kop, &alinea);
            alinea.clear();
        }
        match (begins, number) {
            (Some((new, fractie)), _) => {
                read.fracties.extend(fractie);
                deel = new;
            }
            (None, Some(text)) => {
                // A number begins a question of its own, also where nothing stands behind it yet.
                alinea = format!("\u{1e}{text}");
            }
            (None, None) => {
                alinea.push(' ');
                alinea.push_str(line);
            }
        }
    }
    commissie::lees(&kop, &mut read);
    if !read.vragen.is_empty() {
        read.gemist.push(
            "elke alinea van een fractie is als vraag overgenomen: voeg samen of splits waar dat nodig is"
                .into(),
        );
    }
    Some(read)
}

/// The part of the text that a line is in.
#[derive(Debug, PartialEq, Eq)]
enum Deel {
    Kop,
    Fractie,
    Antwoord,
    Agenda,
}

/// The part that begins with a line, with the fraction whose questions these are.
fn begin(line: &str, deel: &Deel) -> Option<(Deel, Option<Inbreng>)> {
    let (number, rest) = line.split_once(' ').unwrap_or_default();
    let is_number = number.chars().all(|c| matches!(c, 'I' | 'V' | '.'));
    let bare = if is_number && !number.is_empty() { rest.trim() } else { line }.to_lowercase();
    if *deel != Deel::Antwoord && fractie(line).is_some() {
        return fractie(line).map(|one| (Deel::Fractie, Some(one)));
    }
    let is_short = line.len() < 100 && !line.ends_with('.');
    match &*bare {
        "volledige agenda" => Some((Deel::Agenda, None)),
        _ if is_short
            && ["antwoord", "reactie van de"].iter().any(|word| bare.starts_with(word)) =>
        {
            (*deel != Deel::Kop).then_some((Deel::Antwoord, None))
        }
        _ => None,
    }
}

/// `Vragen en opmerkingen van de leden van de ABC-fractie`.
fn fractie(line: &str) -> Option<Inbreng> {
    const HEAD: &str = "vragen en opmerkingen van ";
    let line = line.trim_end_matches(['.', ':']);
    let head = line.get(..HEAD.len()).filter(|head| head.to_lowercase() == HEAD)?;
    let who = &line[head.len()..];
    if who.len() > 150 {
        return None;
    }
    let bare = who.strip_prefix("de leden van ").unwrap_or(who);
    let parties = |text: &str| -> Vec<String> {
        text.replace(" en ", ", ").split(", ").map(|one| one.trim().to_owned()).collect()
    };
    let of_one = bare.strip_prefix("de ").and_then(|name| name.strip_suffix("-fractie"));
    let of_more = bare.strip_prefix("de fracties van ").or(bare.strip_prefix("de fractie van "));
    Some(match (of_one, of_more) {
        (Some(name), _) if !name.contains("-fractie") => {
            Inbreng { partijen: vec![name.to_owned()], ..Inbreng::default() }
        }
        (_, Some(names)) => Inbreng { partijen: parties(names), ..Inbreng::default() },
        _ => Inbreng { wie: Some(who.to_owned()), ..Inbreng::default() },
    })
}

fn end_paragraph(read: &mut Overgenomen, deel: &Deel, kop: &mut String, alinea: &str) {
    let (text, is_numbered) = match alinea.split_once('\u{1e}') {
        Some((_, text)) => (een_regel(text), true),
        None => (een_regel(alinea), false),
    };
    if text.is_empty() {
        return;
    }
    match deel {
        Deel::Kop => {
            kop.push(' ');
            kop.push_str(&text);
        }
        Deel::Fractie => {
            let Some(fractie) = read.fracties.last_mut() else { return };
            let greets = text.to_lowercase().contains("kennisgenomen") && !text.contains('?');
            if greets && fractie.vragen == 0 && !is_numbered {
                fractie.inleiding.push(letterlijk(&text));
                return;
            }
            fractie.vragen += 1;
            read.vragen.push(Gesteld { tekst: letterlijk(&text), delen: Vec::new() });
        }
        Deel::Antwoord => {}
        Deel::Agenda => {
            let text = text.trim_start_matches(['-', '–', '•', '·']).trim();
            read.agenda.push(letterlijk(text));
        }
    }
}
