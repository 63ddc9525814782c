//! In: a text with numbered questions. Out: what it says of them. Pure.
//!
//! Every line gets a kind: it stands above the questions, begins one, a part or a note, goes on with that, belongs to the
//! page, to an answer or to what stands behind the questions. What is not taken over is told with its place, and what is
//! taken over in doubt too: no line disappears.

use std::collections::BTreeSet;

use super::blokken::Inhoud;
use super::gemist::Plaatsen;
use super::noten::{Merk, Noten, is_noot, merken, noot};
use super::nummers::{Begin, Gekozen, Vorm, is_antwoord, kies, samen};
use super::regels::{Regel, is_kolomkop, is_meubel, regels};
use super::{Gemist, Gesteld, Overgenomen, fracties, kop};
use crate::diagnostic::words;

/// What is said of lines that belong to the page, and what to do.
pub(super) const MEUBEL: (&str, &str) = (
    "dit hoort bij de bladzijde en niet bij de vragen, en is weggelaten",
    "hoort een regel toch bij een vraag, zet hem daar dan bij",
);

/// The same of numbers that are not taken for that of a question.
pub(super) const TWIJFEL: (&str, &str) = (
    "deze regel begint met een nummer, en is als vervolg van de vraag erboven gelezen",
    "is het een vraag, geef haar dan in vragen.yaml een eigen nummer",
);

/// Reads a text: of fractions, or with numbered questions.
pub(super) fn lees(text: &str) -> Overgenomen {
    let mut read = Overgenomen::default();
    let lines = regels(text, &mut read.gemist);
    if fracties::lees(&lines, &mut read) {
        return read;
    }
    let gekozen = kies(&lines, 1);
    let mut lezer =
        Lezer { columns: lines.iter().any(|one| is_kolomkop(&one.tekst)), ..Lezer::default() };
    let mut chosen = gekozen.vragen.iter().peekable();
    for (i, regel) in lines.iter().enumerate() {
        let begins = chosen.next_if(|one| one.regel == i);
        lezer.last = chosen.peek().is_none();
        lezer.regel(&lines, i, regel, begins, &gekozen);
    }
    lezer.finish(&mut read);
    read
}

/// A question while it is read.
#[derive(Default)]
struct Lopend {
    nummer: u16,
    /// All numbers, where more questions stand below one heading.
    samen: Vec<u16>,
    vorm: Option<Vorm>,
    inhoud: Inhoud,
    delen: Vec<(char, Inhoud)>,
    blz: Option<String>,
}

impl Lopend {
    /// What the next line goes on with.
    fn open(&mut self) -> &mut Inhoud {
        match self.delen.last_mut() {
            Some((_, part)) => part,
            None => &mut self.inhoud,
        }
    }

    fn next(&self) -> char {
        self.delen.last().map_or('a', |(letter, _)| char::from(*letter as u8 + 1))
    }
}

/// What a line is part of.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Deel {
    #[default]
    Kop,
    Vraag,
    Noot,
    Antwoord,
    Slot,
}

#[derive(Default)]
struct Lezer {
    deel: Deel,
    /// Whether the question is the last one.
    last: bool,
    /// Whether the list has columns for pages.
    columns: bool,
    kop: Vec<Regel>,
    vragen: Vec<Lopend>,
    noten: Noten,
    /// Each note with its name and place.
    noottekst: Vec<(String, Inhoud, std::ops::Range<usize>)>,
    /// The marks of notes in the lines so far, and which note comes next.
    seen: BTreeSet<(Merk, u16)>,
    next_note: u16,
    meubel: Plaatsen,
    antwoorden: Plaatsen,
    slot: Plaatsen,
    twijfel: Plaatsen,
    achteraan: Plaatsen,
    afgebroken: Plaatsen,
    dubbel: Plaatsen,
    samen: Plaatsen,
}

impl Lezer {
    fn regel(
        &mut self,
        lines: &[Regel],
        at: usize,
        regel: &Regel,
        begins: Option<&Begin>,
        gekozen: &Gekozen,
    ) {
        let line = regel.tekst.as_str();
        if regel.is_leeg() {
            self.leeg();
            return;
        }
        let could = gekozen.mogelijk.get(&at);
        if let Some(one) = begins {
            self.deel = Deel::Vraag;
            let samen = samen(line).unwrap_or_default();
            if !samen.is_empty() {
                self.samen.add(&regel.plaats);
            }
            let (nummer, vorm) = (one.nummer, Some(one.vorm));
            self.vragen.push(Lopend { nummer, samen, vorm, ..Lopend::default() });
            let text = line.get(one.tekst..).unwrap_or_default();
            match one.letter {
                Some(letter) => self.deel(letter, text),
                None => self.woorden(lines, at, text, regel),
            }
            return;
        }
        let of_page =
            could.is_some_and(|one| one.vorm == Vorm::Kaal) && self.deel != Deel::Antwoord;
        if is_meubel(line) || of_page && self.deel != Deel::Kop {
            self.meubel.add(&regel.plaats);
            return;
        }
        if self.deel != Deel::Kop
            && let Some((merk, number, text)) = self.noot(line, could)
        {
            self.begin_noot(merk, number, text, regel);
            return;
        }
        if let (Some(one), Some(vraag)) = (could, self.vragen.last())
            && let Some(letter) = one.letter
            && self.deel == Deel::Vraag
            && one.nummer == vraag.nummer
            && !vraag.delen.is_empty()
            && vraag.next() == letter
        {
            self.deel(letter, line.get(one.tekst..).unwrap_or_default());
            return;
        }
        match self.deel {
            Deel::Kop => self.kop.push(regel.clone()),
            _ if is_antwoord(line) => {
                self.deel = Deel::Antwoord;
                self.antwoorden.add(&regel.plaats);
            }
            Deel::Antwoord => self.antwoorden.add(&regel.plaats),
            _ if self.last && is_slot(line) => {
                self.deel = Deel::Slot;
                self.slot.add(&regel.plaats);
            }
            Deel::Slot => self.slot.add(&regel.plaats),
            Deel::Noot => match self.noottekst.last_mut().filter(|(_, note, _)| !note.is_dicht()) {
                Some((_, note, _)) => {
                    if note.regel(line) {
                        self.afgebroken.add(&regel.plaats);
                    }
                }
                None => self.slot.add(&regel.plaats),
            },
            Deel::Vraag => {
                let vorm = self.vragen.last().and_then(|vraag| vraag.vorm);
                if could.is_some_and(|one| Some(one.vorm) == vorm && one.letter.is_none()) {
                    self.twijfel.add(&regel.plaats);
                }
                self.woorden(lines, at, line, regel);
            }
        }
    }

    /// Words of a question, which may begin a part.
    fn woorden(&mut self, lines: &[Regel], at: usize, text: &str, regel: &Regel) {
        let Some(vraag) = self.vragen.last() else { return };
        let letter = vraag.next();
        if let Some(words) = deel(text, letter).filter(|_| letter != 'a' || has_b(lines, at)) {
            self.deel(letter, words);
            return;
        }
        let Some(vraag) = self.vragen.last_mut() else { return };
        let text = match kolommen(text, self.columns).filter(|_| vraag.blz.is_none()) {
            Some((words, blz)) => {
                vraag.blz = Some(blz);
                words
            }
            None => text,
        };
        let open = vraag.open();
        let behind = self.last && open.is_dicht() && !open.is_leeg() && !text.contains('?');
        if behind {
            self.achteraan.add(&regel.plaats);
        }
        if open.regel(text) {
            self.afgebroken.add(&regel.plaats);
        }
        self.seen.extend(merken(text, 0).map(|(merk, number, _)| (merk, number)));
    }

    fn deel(&mut self, letter: char, text: &str) {
        if let Some(vraag) = self.vragen.last_mut() {
            let mut part = Inhoud::default();
            part.regel(text);
            vraag.delen.push((letter, part));
        }
        self.seen.extend(merken(text, 0).map(|(merk, number, _)| (merk, number)));
    }

    fn leeg(&mut self) {
        if let Some(vraag) = self.vragen.last_mut() {
            vraag.open().leeg();
        }
        if let Some((_, note, _)) = self.noottekst.last_mut() {
            note.leeg();
        }
    }

    /// The note that begins on a line.
    fn noot<'a>(&self, line: &'a str, could: Option<&Begin>) -> Option<(Merk, u16, &'a str)> {
        if let Some(found) = noot(line) {
            return Some(found);
        }
        let merk = is_noot(could?, self.next_note + 1, &self.seen)?;
        Some((merk, could?.nummer, line.get(could?.tekst..)?))
    }

    fn begin_noot(&mut self, merk: Merk, number: u16, text: &str, regel: &Regel) {
        self.deel = Deel::Noot;
        self.next_note = self.next_note.max(number);
        let (name, is_new) = self.noten.name(merk, number);
        if !is_new {
            self.dubbel.add(&regel.plaats);
        }
        let mut note = Inhoud::default();
        note.regel(text);
        self.noottekst.push((name, note, regel.plaats.clone()));
    }

    fn finish(self, read: &mut Overgenomen) {
        let Self { kop, vragen, noten, .. } = self;
        let above = kop::lees(&kop, read);
        read.gemist.extend(above);
        read.gemist.extend(self.meubel.gemist(MEUBEL.0, MEUBEL.1));
        let prose = |inhoud: &Inhoud| inhoud.proza(&noten).join("\n\n");
        read.vragen = (vragen.iter())
            .flat_map(|vraag| {
                let blz = vraag.blz.clone();
                if !vraag.samen.is_empty() && vraag.delen.is_empty() {
                    return verdeeld(&vraag.samen, vraag.inhoud.proza(&noten), &blz);
                }
                let delen = vraag.delen.iter().map(|(letter, part)| (*letter, prose(part)));
                let (nummer, tekst) = (vraag.nummer, prose(&vraag.inhoud));
                vec![Gesteld { nummer, tekst, delen: delen.collect(), blz }]
            })
            .collect();
        read.gemist.extend(gaten(read.vragen.iter().map(|vraag| vraag.nummer)));
        let mut unmarked = Plaatsen::default();
        for (name, note, place) in self.noottekst {
            if !noten.is_marked(&name) {
                unmarked.add(&place);
            }
            read.noten.push((name, note.noot()));
        }
        let told = [
            (self.twijfel, TWIJFEL.0, TWIJFEL.1),
            (
                self.samen,
                "onder deze kop staan meer vragen; elke alinea is één vraag, of alles staat bij de eerste",
                "kijk in vragen.yaml of elke vraag haar eigen tekst heeft",
            ),
            (
                self.achteraan,
                "dit staat achter de laatste vraag, en is daar bij overgenomen",
                "hoort het niet bij de vraag, haal het dan uit vragen.yaml",
            ),
            (
                self.afgebroken,
                "hier is een woord weer heel gemaakt dat aan het eind van de regel erboven was afgebroken",
                "hoort het streepje in het woord, zet het dan terug in vragen.yaml",
            ),
            (
                self.dubbel,
                "het nummer van deze noot staat er al; zij heeft een eigen naam gekregen",
                "zet in de vraag waar zij hoort `[^…]` met die naam",
            ),
            (
                unmarked,
                "in de vragen staat geen verwijzing naar deze noot",
                "zet `[^…]`, met haar naam uit `noten_vragen:`, achter het woord waar zij bij hoort",
            ),
            (
                self.antwoorden,
                "de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen",
                "",
            ),
            (self.slot, "wat achter de vragen staat, is niet overgenomen", ""),
        ];
        read.gemist
            .extend(told.into_iter().filter_map(|(places, wat, hulp)| places.gemist(wat, hulp)));
    }
}

/// The questions below one heading: a paragraph for each; where there are not as many, all of it is of the first.
fn verdeeld(nummers: &[u16], alineas: Vec<String>, blz: &Option<String>) -> Vec<Gesteld> {
    let each = match alineas.len() == nummers.len() {
        true => alineas,
        false => vec![alineas.join("\n\n")],
    };
    let texts = each.into_iter().chain(std::iter::repeat(String::new()));
    let one = |(nummer, tekst): (&u16, String)| Gesteld {
        nummer: *nummer,
        tekst,
        blz: blz.clone(),
        ..Gesteld::default()
    };
    nummers.iter().zip(texts).map(one).collect()
}

/// Which numbers are not there.
pub(super) fn gaten(numbers: impl Iterator<Item = u16>) -> Option<Gemist> {
    let (mut expected, mut missing) = (1, Vec::new());
    // A heading above several may stand before those between them.
    let numbers: BTreeSet<u16> = numbers.collect();
    for number in numbers {
        missing.extend((expected..number).map(|one| one.to_string()));
        expected = number + 1;
    }
    let what = match &missing[..] {
        [] => return None,
        [one] => format!("vraag {one} staat niet in dit bestand"),
        more if more.len() <= 10 => {
            format!("de vragen {} staan niet in dit bestand", words::enumerate(more, "en"))
        }
        more => format!("{} nummers staan niet in dit bestand", more.len()),
    };
    Some(
        Gemist::over(what)
            .help("kijk of een vraag ontbreekt; de andere hebben hun eigen nummer gehouden"),
    )
}

/// What stands behind the letter of a part.
fn deel(line: &str, letter: char) -> Option<&str> {
    let bare = line.strip_prefix('(');
    let rest = bare.unwrap_or(line).strip_prefix(letter)?;
    let rest = match bare {
        Some(_) => rest.strip_prefix(')')?,
        None => rest.strip_prefix(['.', ')'])?,
    };
    (letter <= 'z' && rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// Whether a second part follows, before another question: a single letter is no part.
fn has_b(lines: &[Regel], at: usize) -> bool {
    const NEAR: usize = 60;
    let below = lines[at + 1..].iter().take(NEAR);
    below.map(|regel| regel.tekst.as_str()).any(|line| deel(line, 'b').is_some())
}

/// What a question ends with in the columns for pages: `… staat?   3   4`.
fn kolommen(line: &str, columns: bool) -> Option<(&str, String)> {
    let mut rest = line;
    let mut pages = Vec::new();
    while pages.len() < 2 {
        let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let (digits, text) = (&rest[bare.len()..], bare.trim_end());
        let gap = &bare[text.len()..];
        let apart = gap.contains('\t') || gap.chars().count() > 1 || columns && !gap.is_empty();
        if !(1..=4).contains(&digits.len()) || !apart {
            break;
        }
        pages.insert(0, digits);
        rest = text;
    }
    let ends = rest.ends_with(['?', '.', '!', '»', '”', '"', ')']);
    let blz = match &pages[..] {
        [one] => (*one).to_owned(),
        [from, to] if from == to => (*from).to_owned(),
        [from, to] => format!("{from}-{to}"),
        _ => return None,
    };
    ends.then_some((rest, blz))
}

/// Whether what stands behind the questions begins with a line.
fn is_slot(line: &str) -> bool {
    const BEGINS: [&str; 4] = [
        "toelichting",
        "deze vragen dienen",
        "deze vragen zijn een aanvulling",
        "deze vragen vullen",
    ];
    let lower = line.to_lowercase();
    BEGINS.iter().any(|begin| lower.starts_with(begin))
}
