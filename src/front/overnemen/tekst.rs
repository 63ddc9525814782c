//! In: a text with numbered questions. Out: what it says of them. Pure.
//!
//! Every line gets a kind: it stands above the questions, begins one, a part or a note, goes on with that, belongs to the
//! page, to an answer or to what stands behind the questions. What is not taken over is told with its place, and what is
//! taken over in doubt too: no line disappears.

use std::collections::BTreeSet;

use super::blokken::{Inhoud, Twijfel, begint_zin};
use super::delen::{deel, has_2b, has_b, kolommen};
use super::gemist::Plaatsen;
use super::noten::{Merk, Noten, is_noot, merken, noot, ster};
use super::nummers::{Begin, Gekozen, Vorm, is_antwoord, kies, samen};
use super::proza::lijst;
use super::regels::{Regel, is_kolomkop, is_meubel, loopt_door, regels};
use super::{Gemist, Gesteld, Overgenomen, fracties, kop};
use crate::diagnostic::words;
use crate::prose;

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
    delen: Vec<Onderdeel>,
    /// What stands behind the last part, and where.
    staart: Inhoud,
    achter: Plaatsen,
    blz: Option<String>,
}

/// A part of it.
struct Onderdeel {
    letter: char,
    /// Its letter, as it is typed.
    merk: String,
    inspring: usize,
    inhoud: Inhoud,
}

impl Lopend {
    /// What the next line goes on with.
    fn open(&mut self) -> &mut Inhoud {
        match self.delen.last_mut() {
            Some(_) if !self.staart.is_leeg() => &mut self.staart,
            Some(part) => &mut part.inhoud,
            None => &mut self.inhoud,
        }
    }

    /// Whether a line stands behind the last part, and is no more of it.
    fn is_staart(&self, text: &str, regel: &Regel) -> bool {
        let Some(part) = self.delen.last().filter(|_| self.staart.is_leeg()) else { return false };
        let below = part.inhoud.is_dicht() || part.inhoud.is_zin() && begint_zin(text);
        below && !part.inhoud.is_leeg() && regel.kolommen() <= part.inspring
    }

    /// Whether an empty line stands below it.
    fn is_dicht(&self) -> bool {
        let last = self.delen.last().map_or(&self.inhoud, |part| &part.inhoud);
        if self.staart.is_leeg() { last.is_dicht() } else { self.staart.is_dicht() }
    }

    /// The question as prose, or the questions below one heading. With something behind its parts these are a list in it.
    fn gesteld(self, noten: &Noten, twijfel: &mut Twijfel) -> Vec<Gesteld> {
        let mut prose = |inhoud: Inhoud| inhoud.proza(noten, twijfel);
        let mut tekst = prose(self.inhoud);
        if !self.samen.is_empty() && self.delen.is_empty() {
            return verdeeld(&self.samen, tekst, &self.blz);
        }
        let mut delen = Vec::new();
        if self.staart.is_leeg() {
            let part = |part: Onderdeel| (part.letter, prose(part.inhoud).join("\n\n"));
            delen = self.delen.into_iter().map(part).collect();
        } else {
            let items = self.delen.into_iter().map(|part| (part.merk, prose(part.inhoud)));
            match lijst(items.collect()) {
                Ok(list) => tekst.push(list),
                Err(apart) => tekst.extend(apart),
            }
            tekst.extend(prose(self.staart));
        }
        vec![Gesteld { nummer: self.nummer, tekst: tekst.join("\n\n"), delen, blz: self.blz }]
    }

    fn next(&self) -> char {
        self.delen.last().map_or('a', |part| char::from(part.letter as u8 + 1))
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
    /// How the notes are marked.
    soorten: BTreeSet<Merk>,
    meubel: Plaatsen,
    antwoorden: Plaatsen,
    slot: Plaatsen,
    twijfel: Plaatsen,
    achteraan: Plaatsen,
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
            if loopt_door(line) {
                self.twijfel.add(&regel.plaats);
            }
            match one.letter {
                Some(letter) => self.deel(letter, line, one.tekst, regel),
                None => self.woorden(lines, at, text, regel),
            }
            return;
        }
        let of_page =
            could.is_some_and(|one| one.vorm == Vorm::Kaal) && self.deel != Deel::Antwoord;
        if is_meubel(line) || of_page && self.deel != Deel::Kop {
            self.meubel.add(&regel.plaats);
            if prose::is_divider(line) {
                self.leeg();
            }
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
            && vraag.next() == letter
            && (!vraag.delen.is_empty() || has_2b(one, gekozen))
        {
            self.deel(letter, line, one.tekst, regel);
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
                Some((_, note, _)) => note.regel(line, regel),
                None => self.slot.add(&regel.plaats),
            },
            Deel::Vraag => {
                let is_doubt = |one: &Begin| {
                    let vraag = self.vragen.last();
                    vraag.and_then(|vraag| vraag.vorm) == Some(one.vorm)
                        || one.vorm == Vorm::Woord
                        || one.letter.is_some()
                        || vraag.is_some_and(|vraag| vraag.is_dicht() && one.nummer > vraag.nummer)
                };
                if could.is_some_and(is_doubt) {
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
        let in_punt = vraag.inhoud.in_punt(regel);
        let first = letter == 'a';
        let part = deel(text, letter).filter(|_| !first || !in_punt && has_b(lines, at));
        if let Some((_, words)) = part {
            self.deel(letter, text, text.len() - words.len(), regel);
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
        let staart = vraag.is_staart(text, regel);
        let open = vraag.open();
        let behind = self.last && open.is_dicht() && !open.is_leeg() && !text.contains('?');
        if behind {
            self.achteraan.add(&regel.plaats);
        }
        if staart {
            vraag.staart.regel(text, regel);
            vraag.achter.add(&regel.plaats);
        } else {
            open.regel(text, regel);
        }
        self.seen.extend(merken(text, 0).map(|(merk, number, _)| (merk, number)));
    }

    /// A part, whose words begin at a place of a text.
    fn deel(&mut self, letter: char, text: &str, words: usize, regel: &Regel) {
        let (merk, text) = text.split_at_checked(words).unwrap_or((text, ""));
        if let Some(vraag) = self.vragen.last_mut() {
            // What seemed to stand behind the last part is in the middle of one.
            let middle = std::mem::take(&mut vraag.staart);
            vraag.achter = Plaatsen::default();
            if let Some(part) = vraag.delen.last_mut().filter(|_| !middle.is_leeg()) {
                part.inhoud.met(middle);
            }
            let mut inhoud = Inhoud::default();
            inhoud.regel(text, regel);
            let (merk, inspring) = (merk.trim().to_owned(), regel.kolommen());
            vraag.delen.push(Onderdeel { letter, merk, inspring, inhoud });
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
        let among = self.deel == Deel::Noot;
        let apart = among || self.vragen.last().is_none_or(Lopend::is_dicht);
        if let Some(found) = ster(line, &self.seen).filter(|_| apart) {
            return Some(found);
        }
        let expected = (!among).then_some(self.next_note + 1);
        let merk = is_noot(could?, expected, &self.seen)?;
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
        note.regel(text, regel);
        self.soorten.insert(merk);
        self.noottekst.push((name, note, regel.plaats.clone()));
    }

    fn finish(self, read: &mut Overgenomen) {
        let Self { kop, vragen, noten, .. } = self;
        let above = kop::lees(&kop, read);
        read.gemist.extend(above);
        read.gemist.extend(self.meubel.gemist(MEUBEL.0, MEUBEL.1));
        let mut twijfel = Twijfel::default();
        let achter = Plaatsen(vragen.iter().flat_map(|vraag| vraag.achter.0.clone()).collect());
        read.vragen =
            vragen.into_iter().flat_map(|vraag| vraag.gesteld(&noten, &mut twijfel)).collect();
        read.gemist.extend(gaten(read.vragen.iter().map(|vraag| vraag.nummer)));
        let (mut unmarked, mut mixed) = (Plaatsen::default(), Plaatsen::default());
        for (name, note, place) in self.noottekst {
            if !noten.is_marked(&name) {
                unmarked.add(&place);
            }
            if self.soorten.len() > 1 {
                mixed.add(&place);
            }
            read.noten.push((name, note.noot(&mut twijfel)));
        }
        read.gemist.extend(twijfel.gemist(&self.twijfel));
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
                achter,
                "deze zin staat achter de delen van de vraag; zij zijn nu een opsomming, met één antwoord",
                "krijgt elk deel een eigen antwoord, zet ze dan in vragen.yaml bij `delen:`",
            ),
            (
                self.dubbel,
                "het nummer van deze noot staat er al; zij heeft een eigen naam gekregen",
                "zet in de vraag waar zij hoort `[^…]` met die naam",
            ),
            (
                mixed,
                "deze noten hebben niet allemaal hetzelfde soort nummer of teken",
                "kijk of elke noot bij het goede woord staat",
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
