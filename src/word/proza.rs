//! In: a checked text. Out: its paragraphs, lists and tables as Word has them, each with what was typed for it. Pure.

use std::ops::Range;

use super::Beeldpunten;
use super::model::{
    Alinea, Beeld, Cel, Deel, Noot, Punt, Rij, Soort, Stukje, Tabel, Tabelsoort, Tekst, Verschoven,
};
use super::opbouw::Opbouw;
use super::stijlen::Stijl;
use super::tabellen::verdeeld;
use super::xml::twips;
use crate::check::{CheckedText, Ingevoegd};
use crate::dossier::Place;
use crate::prose::{Align, Block, Inline};

/// Highest figure, in millimetres.
const HOOGSTE: f64 = 190.0;

/// The look that a piece of running text is in.
#[derive(Debug, Clone, Default)]
struct Toon {
    vet: bool,
    cursief: bool,
    url: Option<String>,
    lak: Option<String>,
}

impl Opbouw<'_> {
    /// The text at a place, as paragraphs.
    pub(super) fn tekst(&mut self, place: &Place) -> Vec<Deel> {
        let checked = self.checked;
        match checked.prose().get(place) {
            Some(text) => self.blokken(place, text, &text.prose.blocks),
            None => vec![Deel::Alinea(self.alinea(Stijl::Broodtekst, place))],
        }
    }

    /// All of a text in one line, for where no more than that can stand.
    pub(super) fn lopend(&mut self, place: &Place, text: &CheckedText) -> Vec<Stukje> {
        let mut out: Vec<Stukje> = Vec::new();
        for deel in self.blokken(place, text, &text.prose.blocks) {
            if let Deel::Alinea(mut alinea) = deel {
                if !out.is_empty() {
                    out.push(Stukje::Regeleinde);
                }
                out.append(&mut alinea.inhoud);
            }
        }
        out
    }

    fn blokken(&mut self, place: &Place, text: &CheckedText, blocks: &[Block]) -> Vec<Deel> {
        let mut out = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => self.paragraaf(place, text, inlines, &mut out),
                Block::List { .. } => {
                    self.lijst(place, text, block, 0, &mut out);
                    // Below the list there is white.
                    if let Some(Deel::Alinea(last)) = out.last_mut() {
                        last.wit = Some((0, 240));
                    }
                }
                Block::Table { columns, head, rows } => {
                    out.push(self.tabel(place, text, columns, head, rows));
                }
            }
        }
        out
    }

    fn paragraaf(
        &mut self,
        place: &Place,
        text: &CheckedText,
        inlines: &[Inline],
        out: &mut Vec<Deel>,
    ) {
        if let [Inline::Insert { range, .. }] = inlines {
            if let Some(inserted) = text.names.inserts.get(&range.start) {
                self.ingevoegd(inserted, place, out);
            }
            return;
        }
        out.push(Deel::Alinea(self.van(Stijl::Broodtekst, place, text, inlines)));
    }

    /// A paragraph of running text.
    fn van(
        &mut self,
        stijl: Stijl,
        place: &Place,
        text: &CheckedText,
        inlines: &[Inline],
    ) -> Alinea {
        let bron = Some(place.clone());
        let toon = Toon { lak: self.lak(place), ..Toon::default() };
        let mut inhoud = Vec::new();
        self.inline(place, text, inlines, &toon, &mut inhoud);
        Alinea { stijl, inhoud, bron, ..Alinea::default() }
    }

    fn lijst(
        &mut self,
        place: &Place,
        text: &CheckedText,
        block: &Block,
        diep: usize,
        out: &mut Vec<Deel>,
    ) {
        let Block::List { numbering, tight, items } = block else { return };
        self.lijsten.push((diep, *numbering));
        let lijst = self.lijsten.len() - 1;
        let wit = if *tight { None } else { Some((0, 240)) };
        for item in items {
            for (i, block) in item.iter().enumerate() {
                match block {
                    Block::List { .. } => self.lijst(place, text, block, diep + 1, out),
                    Block::Paragraph(inlines) => {
                        let stijl = if i == 0 { Stijl::Lijst } else { Stijl::Lijstvervolg };
                        let mut made = self.van(stijl, place, text, inlines);
                        made.punt = Some(Punt { diep, lijst: (i == 0).then_some(lijst) });
                        made.wit = wit;
                        out.push(Deel::Alinea(made));
                    }
                    Block::Table { columns, head, rows } => {
                        out.push(self.tabel(place, text, columns, head, rows));
                    }
                }
            }
        }
    }

    fn tabel(
        &mut self,
        place: &Place,
        text: &CheckedText,
        columns: &[Align],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
    ) -> Deel {
        let mut rijen = Vec::new();
        for (i, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
            let stijl = if i == 0 { Stijl::Tabelkop } else { Stijl::Tabeltekst };
            let mut cellen = Vec::new();
            for (cell, kant) in row.iter().zip(columns) {
                let mut made = self.van(stijl, place, text, cell);
                made.kant = Some(*kant);
                cellen.push(Cel::van(made));
            }
            rijen.push(Rij { kop: i == 0, heel: true, cellen, ..Rij::default() });
        }
        let breedtes = verdeeld(&rijen, columns.len(), self.breed);
        Deel::Tabel(Tabel { breedtes, rijen, ..Tabel::default() })
    }

    fn ingevoegd(&mut self, inserted: &Ingevoegd, van: &Place, out: &mut Vec<Deel>) {
        let bron = Some(van.clone());
        match inserted {
            Ingevoegd::Figuur { place, bestand, beschrijving, bijschrift, breedte } => {
                let breed = breedte.map_or(self.breed, f64::from).min(self.breed);
                let verhouding = self.beelden.get(bestand).map_or(1.0, Beeldpunten::verhouding);
                let (breedte, hoogte) = match breed * verhouding {
                    hoogte if hoogte > HOOGSTE => (HOOGSTE / verhouding, HOOGSTE),
                    hoogte => (breed, hoogte),
                };
                let beeld = Beeld {
                    bestand: bestand.clone(),
                    beschrijving: beschrijving.clone(),
                    breedte,
                    hoogte,
                };
                let (bijeen, inhoud) = (bijschrift.is_some(), vec![Stukje::Beeld(beeld)]);
                out.push(Deel::Alinea(Alinea { bijeen, inhoud, bron, ..Alinea::default() }));
                if bijschrift.is_some() {
                    self.figuren += 1;
                    let woord = &self.profiel().woorden.figuur;
                    let start = Tekst::vast(format!("{woord} {}. ", self.figuren));
                    let mut line = self.alinea(Stijl::Bijschrift, &place.key("bijschrift"));
                    line.inhoud.insert(0, Stukje::Tekst(start));
                    out.push(Deel::Alinea(line));
                }
            }
            Ingevoegd::Kader { place, kop, tekst } => {
                let mut inhoud = Vec::new();
                if kop.is_some() {
                    inhoud.push(Deel::Alinea(self.alinea(Stijl::Tabelkop, &place.key("kop"))));
                }
                let before = self.breed;
                self.breed -= 6.0;
                inhoud.append(&mut self.tekst(tekst));
                self.breed = before;
                if let Some(Deel::Alinea(last)) = inhoud.last_mut() {
                    last.wit = Some((0, 0));
                }
                let cellen = vec![Cel { breed: 1, hoog: None, inhoud }];
                let rijen = vec![Rij { cellen, ..Rij::default() }];
                let (breedtes, soort) = (vec![self.breed], Tabelsoort::Kader);
                out.push(Deel::Tabel(Tabel { soort, breedtes, rijen, bron, ..Tabel::default() }));
            }
            Ingevoegd::Gelakt { merk, place } => {
                let tekst = Tekst { lak: self.lak(place), ..Tekst::vast(merk) };
                out.push(Deel::Alinea(Alinea::regel(Stijl::Broodtekst, tekst)));
            }
        }
    }

    fn inline(
        &mut self,
        place: &Place,
        text: &CheckedText,
        inlines: &[Inline],
        toon: &Toon,
        out: &mut Vec<Stukje>,
    ) {
        let piece = |tekst: &str, soort: Soort| Tekst {
            tekst: tekst.to_owned(),
            vet: toon.vet,
            cursief: toon.cursief,
            url: toon.url.clone(),
            lak: toon.lak.clone(),
            veld: Some(place.clone()),
            soort,
            ..Tekst::default()
        };
        let typed = self.checked.text(place).unwrap_or_default();
        let source = |range: &Range<usize>| {
            Soort::Berekend(typed.get(range.clone()).unwrap_or_default().to_owned())
        };
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } => {
                    out.push(Stukje::Tekst(piece(text, Soort::Getypt)));
                }
                Inline::Strong(children) => {
                    let toon = Toon { vet: true, ..toon.clone() };
                    self.inline(place, text, children, &toon, out);
                }
                Inline::Emphasis(children) => {
                    let toon = Toon { cursief: true, ..toon.clone() };
                    self.inline(place, text, children, &toon, out);
                }
                Inline::Link { url, children } => {
                    let toon = Toon { url: Some(url.clone()), ..toon.clone() };
                    self.inline(place, text, children, &toon, out);
                }
                Inline::Withheld { ground, children, .. } => {
                    let toon = Toon { lak: Some(ground.clone()), ..toon.clone() };
                    self.inline(place, text, children, &toon, out);
                }
                Inline::Shifted { below, text, .. } => {
                    let verschoven = if *below { Verschoven::Onder } else { Verschoven::Boven };
                    let verschoven = Some(verschoven);
                    out.push(Stukje::Tekst(Tekst { verschoven, ..piece(text, Soort::Getypt) }));
                }
                Inline::Value { range, .. } => {
                    if let Some(value) = text.names.values.get(&range.start) {
                        out.push(Stukje::Tekst(piece(value, source(range))));
                    }
                }
                Inline::Paper { range, .. } => {
                    if let Some((citation, url)) = text.names.papers.get(&range.start) {
                        let made = piece(citation, source(range));
                        out.push(Stukje::Tekst(Tekst { url: Some(url.clone()), ..made }));
                    }
                }
                Inline::Note { range, .. } => {
                    let Some(noot) = text.names.notes.get(&range.start) else { continue };
                    match &noot.tekst {
                        Some(of) => out.push(self.noot(of, &noot.label, noot.teken.clone())),
                        None => {
                            let mark = self.nummers.get(&noot.label).cloned().unwrap_or_default();
                            let verschoven = Some(Verschoven::Boven);
                            let made = piece(&mark, source(range));
                            out.push(Stukje::Tekst(Tekst { verschoven, ..made }));
                        }
                    }
                }
                // It stands alone in its paragraph.
                Inline::Insert { .. } => {}
                Inline::Break => out.push(Stukje::Regeleinde),
            }
        }
    }

    /// The first reference to a note, whose text is kept for the foot of the page.
    fn noot(&mut self, of: &Place, label: &str, teken: Option<String>) -> Stukje {
        let mark = teken.clone().unwrap_or_else(|| {
            self.genummerd += 1;
            self.genummerd.to_string()
        });
        self.nummers.insert(label.to_owned(), mark);
        let number = self.noten.len();
        self.noten.push(Noot { teken: teken.clone(), alineas: Vec::new() });
        let mut alineas = Vec::new();
        for deel in self.tekst(of) {
            if let Deel::Alinea(mut alinea) = deel {
                alinea.stijl = Stijl::Voetnoot;
                alinea.wit = None;
                alineas.push(alinea);
            }
        }
        self.noten[number].alineas = alineas;
        Stukje::Noot(number, teken)
    }
}

/// How far the text of an item stands to the right, and its mark to the left of that, in twips.
pub(super) fn inspringing(diep: usize) -> (i64, i64) {
    let diep = i64::try_from(diep).unwrap_or_default();
    (twips(6.2) + (diep + 1) * twips(6.0), twips(6.0))
}
