//! In: the official XML of a publication with written questions. Out: what it says of them. Pure.
//!
//! Element names as published on officielebekendmakingen.nl: `kamervragen` with `kamervraagnummer`,
//! `kamervraagomschrijving type="vraag"`, `vraag` with `nr` and `al`, `noot` with `noot.nr` and `noot.al`; before 2011
//! `vragen` with `omschr`, `vraag` with `nummer`, and `nootref`.

use super::boom::{Element, Knoop, tree};
use super::gemist::Plaatsen;
use super::xmlproza::Schrijver;
use super::{Gemist, Gesteld, Onbruikbaar, Overgenomen, een_regel, omschrijving};
use crate::dossier::Datum;

/// Reads a publication.
pub(super) fn lees(text: &str) -> Result<Overgenomen, Onbruikbaar> {
    if is_webpagina(text) {
        return Err(Onbruikbaar::new(
            "dit is een webpagina, en niet de XML van de vragen",
            "haal bij officielebekendmakingen.nl de XML (kv-tk-… of ah-tk-…), of kopieer de vragen naar een .txt",
        ));
    }
    let root = tree(text)?;
    let mut read = Overgenomen::default();
    root.each(&mut |element| {
        if element.name == "meta" || element.name == "metadata" {
            metadata(element, &mut read);
        }
    });
    let mut bodies = Vec::new();
    root.each(&mut |element| {
        if ["kamervragen", "vragen"].contains(&element.name.as_str()) {
            bodies.push(element);
        }
    });
    let Some(body) = bodies.first() else {
        return Err(Onbruikbaar::new(
            "dit XML-bestand is geen stuk met Kamervragen",
            "haal bij officielebekendmakingen.nl de XML van de vragen (kv-tk-…) of van hun antwoord (ah-tk-…)",
        ));
    };
    let mut lezer = Lezer::default();
    for knoop in &body.inhoud {
        match knoop {
            Knoop::Element(part) => lezer.part(part, &mut read),
            Knoop::Tekst(text, _) if text.trim().is_empty() => {}
            Knoop::Tekst(_, place) => lezer.rest.add(place),
        }
    }
    let outside = around(&root, body);
    lezer.rest.0.extend(outside);
    lezer.finish(&mut read);
    Ok(read)
}

/// Whether a page of the web was saved, whatever it is called.
fn is_webpagina(text: &str) -> bool {
    const HEAD: usize = 1000;
    let head = text[..text.floor_char_boundary(HEAD)].to_lowercase();
    ["<!doctype html", "<html"].iter().any(|begin| head.contains(begin))
}

/// What stands outside the questions and says something.
fn around(root: &Element, body: &Element) -> Vec<std::ops::Range<usize>> {
    let mut all = Vec::new();
    for element in root.elements() {
        if element.plaats == body.plaats || ["meta", "metadata"].contains(&element.name.as_str()) {
            continue;
        }
        let has_body =
            element.plaats.start <= body.plaats.start && body.plaats.end <= element.plaats.end;
        if has_body {
            all.extend(around(element, body));
        } else if !element.text().trim().is_empty() {
            all.push(element.plaats.clone());
        }
    }
    all
}

#[derive(Default)]
struct Lezer {
    schrijver: Schrijver,
    answers: Plaatsen,
    rest: Plaatsen,
    numbers: Plaatsen,
    joint: Plaatsen,
}

impl Lezer {
    fn part(&mut self, part: &Element, read: &mut Overgenomen) {
        match part.name.as_str() {
            "kamervraagkop" if is_soort(&part.text()) => {}
            "vraagnummer" if Some(een_regel(&part.text())) == read.nummer => {}
            "kamervraagnummer" => {
                let number = een_regel(&part.text());
                match omschrijving::is_number(&number) {
                    true => read.nummer = Some(number),
                    false => self.rest.add(&part.plaats),
                }
            }
            "kamervraagomschrijving" | "omschr" => match part.attribute("type") {
                Some("antwoord") => self.answers.add(&part.plaats),
                _ => description(part, read),
            },
            "vraag" => self.question(part, read),
            "antwoord" => self.answers.add(&part.plaats),
            "noot" => {
                self.schrijver.noot(part, read);
            }
            _ if part.text().trim().is_empty() => {}
            _ => self.rest.add(&part.plaats),
        }
    }

    fn question(&mut self, part: &Element, read: &mut Overgenomen) {
        let heading = part.elements().find(|one| ["nr", "nummer"].contains(&one.name.as_str()));
        let numbers = heading.map(|one| numbers(&one.text())).unwrap_or_default();
        let known = read.vragen.last();
        let next = known.map_or(1, |one| one.nummer + 1);
        // A part of the question before: `Vraag 1b`.
        if let (Some((number, Some(letter))), Some(last)) = (numbers.first(), read.vragen.last())
            && last.nummer == *number
            && last
                .delen
                .last()
                .is_some_and(|(known, _)| u32::from(*known) + 1 == u32::from(*letter))
        {
            let text = self.text(part, read).tekst;
            if let Some(last) = read.vragen.last_mut() {
                last.delen.push((*letter, text));
            }
            return;
        }
        let own = numbers.first().filter(|(number, _)| *number >= next);
        if own.is_none() {
            self.numbers.add(&part.plaats);
        }
        if numbers.len() > 1 {
            self.joint.add(&part.plaats);
        }
        let mut one = self.text(part, read);
        one.nummer = own.map_or(next, |(number, _)| *number);
        if let Some((_, Some('a'))) = own
            && one.delen.is_empty()
        {
            one.delen = vec![('a', std::mem::take(&mut one.tekst))];
        }
        read.vragen.push(one);
    }

    /// What a question says.
    fn text(&mut self, part: &Element, read: &mut Overgenomen) -> Gesteld {
        let mut one = Gesteld::default();
        let mut blokken = Vec::new();
        let body: Vec<&Knoop> = (part.inhoud.iter())
            .filter(|knoop| !matches!(knoop, Knoop::Element(one) if ["nr", "nummer"].contains(&one.name.as_str())))
            .filter(|knoop| !matches!(knoop, Knoop::Tekst(text, _) if text.trim().is_empty()))
            .collect();
        for (i, knoop) in body.iter().enumerate() {
            match knoop {
                Knoop::Element(element) if element.name == "noot" => {
                    self.schrijver.noot(element, read);
                }
                // What stands behind its parts would come to stand before them.
                Knoop::Element(element) if element.name == "lijst" && i + 1 == body.len() => {
                    match self.schrijver.delen(element, read) {
                        Some(parts) => one.delen = parts,
                        None => blokken.extend(self.schrijver.blok(element, read)),
                    }
                }
                Knoop::Element(element) => blokken.extend(self.schrijver.blok(element, read)),
                Knoop::Tekst(text, _) => blokken.push(super::proza::letterlijk(&een_regel(text))),
            }
        }
        one.tekst = blokken.join("\n\n");
        one
    }

    fn finish(self, read: &mut Overgenomen) {
        read.gemist.extend(super::tekst::gaten(read.vragen.iter().map(|one| one.nummer)));
        let told = [
            (
                self.numbers,
                "deze vraag heeft in het bestand geen nummer, of een dat al voorbij is; zij heeft het volgende gekregen",
                "kijk of het nummer klopt",
            ),
            (
                self.joint,
                "dit zijn in het bestand meer vragen onder één kop; ze staan hier bij de eerste",
                "splits ze in vragen.yaml als elk een eigen antwoord krijgt",
            ),
            (
                self.answers,
                "de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen",
                "",
            ),
            (self.rest, "dit is niet overgenomen", ""),
        ];
        read.gemist
            .extend(told.into_iter().filter_map(|(places, wat, hulp)| places.gemist(wat, hulp)));
        self.schrijver.finish(read);
    }
}

/// Whether a text says no more than what kind of document it is in.
fn is_soort(text: &str) -> bool {
    const WORDS: &str = "vragen gesteld door de leden der kamer met daarop regering gegeven antwoorden antwoord aanhangsel van handelingen";
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| WORDS.split(' ').any(|known| known == word))
}

/// The numbers in the heading of a question: `Vraag 1`, `Vraag 2a`, `Vragen 3, 4`.
fn numbers(text: &str) -> Vec<(u16, Option<char>)> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let one = |word: &str| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let number = bare.parse().ok().filter(|number| (1..=999).contains(number))?;
        let mut letters = word[bare.len()..].chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        Some((number, letter))
    };
    words.filter_map(one).collect()
}

/// The number and the day, where the metadata have them.
fn metadata(element: &Element, read: &mut Overgenomen) {
    let content = element.attribute("content").map_or_else(|| element.text(), ToOwned::to_owned);
    let content = een_regel(&content);
    match element.attribute("name").map(str::to_lowercase).as_deref() {
        Some("overheidop.vraagnummer") if omschrijving::is_number(&content) => {
            read.nummer = Some(content);
        }
        Some("overheidop.datumindiening") => {
            read.brief_van = Datum::parse(&content).ok().or(read.brief_van);
        }
        _ => {}
    }
}

fn description(part: &Element, read: &mut Overgenomen) {
    part.each(&mut |element| match element.name.as_str() {
        "kamervraagonderwerp" | "ondw" => {
            let topic = een_regel(&element.text());
            read.onderwerp = Some(topic.trim_end_matches('.').to_owned());
        }
        "datum" if read.brief_van.is_none() => {
            let day = element.attribute("isodatum");
            read.brief_van = day.and_then(|day| Datum::parse(day).ok());
        }
        _ => {}
    });
    let tekst = een_regel(&part.text());
    let plaats = part.plaats.clone();
    let line = super::regels::Regel { plaats, inspring: String::new(), tekst };
    let left = super::kop::lees(&[line], read);
    read.gemist.extend(left);
}

/// Something that the file has and the dossier cannot.
pub(super) fn onbekend(names: &str, places: Plaatsen) -> Option<Gemist> {
    places.gemist(names, "kijk in het bestand, en vul vragen.yaml aan waar dat nodig is")
}
