//! In: the parts of a file that came back. Out: its paragraphs, character by character, with who put each there or took
//! it away, and the bookmarks around it. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::super::merk::{BEELD, Merk, NOOT};
use super::bestand::{Celplaats, Kleed, Leesalinea, Spoor, Spoornummer, Teken, Waar, Woordbestand};
use super::kantlijn::opmerkingen;
use super::lopend::BEREKEND;
use super::nummering::nummering;
use super::onderdelen::{aan, attribuut, eigenschappen, kind, koppelingen, lijst, val};
use super::stijlen::{HOOFDLETTERS, Stijlen, diepte, stijlen};
use super::uitpakken::{boom, uitgepakt};
use super::vakje::{self, aangekruist};
use super::veld::Woordveld;

/// Most bookmarks that are looked at around a character.
const MAX_OPEN: usize = 1_000;

/// Reads a file that came back.
pub(super) fn gelezen(bytes: &[u8]) -> Result<Woordbestand, Fout> {
    gelezen_als(bytes, false)
}

/// Reads all of a file that was not made here: also text boxes, and what stands above and below the text.
pub(super) fn heel(bytes: &[u8]) -> Result<Woordbestand, Fout> {
    gelezen_als(bytes, true)
}

fn gelezen_als(bytes: &[u8], heel: bool) -> Result<Woordbestand, Fout> {
    let delen = uitgepakt(bytes, heel)?;
    let mut lezer = Ontleder {
        heel,
        bladzijde: false,
        sporen: BTreeMap::new(),
        merk: (None, None),
        inhoud: Woordbestand::default(),
        stijlen: stijlen(&delen, heel)?,
        alineastijl: None,
        koppelingen: BTreeMap::new(),
        open: BTreeMap::new(),
        leeg: None,
        noot: None,
        tabellen: 0,
        velden: Vec::new(),
    };
    lezer.inhoud.nummering = nummering(&delen)?;
    lezer.inhoud.eigenschappen = eigenschappen(&delen)?;
    let own = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];
    let around = delen
        .keys()
        .map(String::as_str)
        .filter(|part| ["word/header", "word/footer"].iter().any(|begin| part.starts_with(begin)));
    for part in around.chain(own) {
        let Some(text) = delen.get(part) else { continue };
        let name = part.trim_start_matches("word/");
        let rels = delen.get(&format!("word/_rels/{name}.rels"));
        lezer.koppelingen = koppelingen(rels.map(String::as_str))?;
        lezer.open.clear();
        lezer.binnenste();
        lezer.velden.clear();
        let tree = boom(text)?;
        let waar = if own.contains(&part) { Waar::Tekst } else { Waar::Rand };
        lezer.kinderen(tree.root_element(), None, &Omgeving { waar, ..Omgeving::default() });
    }
    opmerkingen(&delen, &mut lezer.inhoud)?;
    Ok(lezer.inhoud)
}

/// What holds for all that stands in an element.
#[derive(Debug, Clone, Default)]
pub(super) struct Omgeving {
    pub(super) erbij: Spoornummer,
    pub(super) weg: Spoornummer,
    pub(super) url: Option<String>,
    pub(super) cel: Option<Celplaats>,
    pub(super) rij_erbij: Spoornummer,
    pub(super) rij_weg: Spoornummer,
    pub(super) cel_erbij: Spoornummer,
    pub(super) cel_weg: Spoornummer,
    pub(super) waar: Waar,
    /// Whether its cell reaches over others, or lies below one that does; and whether it does not show then.
    pub(super) samengevoegd: bool,
    pub(super) verborgen: bool,
}

pub(super) struct Ontleder {
    /// Whether everything of the file is read.
    pub(super) heel: bool,
    /// Whether the next paragraph begins a page.
    bladzijde: bool,
    pub(super) inhoud: Woordbestand,
    pub(super) stijlen: Stijlen,
    /// The style of the paragraph that is read.
    pub(super) alineastijl: Option<String>,
    koppelingen: BTreeMap<String, String>,
    /// The numbers of the traces.
    sporen: BTreeMap<Spoor, usize>,
    /// The last bookmark that is open around a block, and around a value.
    merk: (Option<usize>, Option<usize>),
    /// The bookmarks that are open, by their ids.
    open: BTreeMap<String, usize>,
    /// The bookmark of a value that ended before its first character: LibreOffice moves the ends of some.
    leeg: Option<usize>,
    noot: Option<String>,
    pub(super) tabellen: usize,
    /// Fields of Word that are open.
    pub(super) velden: Vec<Woordveld>,
}

impl Ontleder {
    pub(super) fn kinderen(
        &mut self,
        node: Node<'_, '_>,
        mut alinea: Option<&mut Leesalinea>,
        plek: &Omgeving,
    ) {
        for child in node.children().filter(Node::is_element) {
            self.element(child, alinea.as_deref_mut(), plek);
        }
    }

    pub(super) fn spoor(&mut self, node: Node<'_, '_>) -> Spoornummer {
        let spoor = Spoor {
            wie: attribuut(node, "author").unwrap_or_default().trim().to_owned(),
            wanneer: attribuut(node, "date").map(ToOwned::to_owned),
        };
        let next = self.inhoud.sporen.len();
        let at = *self.sporen.entry(spoor.clone()).or_insert(next);
        if at == next {
            self.inhoud.sporen.push(spoor);
        }
        Some(at)
    }

    /// Looks which bookmarks are the last ones that are open.
    fn binnenste(&mut self) {
        let open = |wanted: fn(&Merk) -> bool| {
            let all = self.open.values().rev().take(MAX_OPEN).copied();
            all.filter(|at| wanted(&self.inhoud.merken[*at])).max()
        };
        let blok = open(|merk| !matches!(merk, Merk::Waarde { .. }));
        self.merk = (blok, open(|merk| matches!(merk, Merk::Waarde { .. })));
    }

    pub(super) fn vreemd(&mut self, what: &'static str) {
        if !self.inhoud.vreemd.contains(&what) {
            self.inhoud.vreemd.push(what);
        }
    }

    fn element(&mut self, node: Node<'_, '_>, alinea: Option<&mut Leesalinea>, plek: &Omgeving) {
        match node.tag_name().name() {
            // The lines between text and notes are notes too.
            "footnote" | "endnote"
                if attribuut(node, "type").is_some_and(|kind| kind != "normal") => {}
            name @ ("footnote" | "endnote") => {
                let own = if name == "endnote" { eindnoot } else { str::to_owned };
                self.noot = attribuut(node, "id").map(own);
                self.kinderen(node, None, &Omgeving::default());
                self.noot = None;
            }
            "p" => self.alinea(node, plek),
            "tbl" => self.tabel(node, plek),
            "bookmarkStart" => {
                let merk = attribuut(node, "name").and_then(Merk::lees);
                if let Some((merk, id)) = merk.zip(attribuut(node, "id")) {
                    self.inhoud.merken.push(merk);
                    self.open.insert(id.to_owned(), self.inhoud.merken.len() - 1);
                    self.binnenste();
                }
            }
            "bookmarkEnd" => {
                let ended = attribuut(node, "id").and_then(|id| self.open.remove(id));
                if ended.is_some() {
                    self.binnenste();
                }
                let is_value = |at: &usize| matches!(self.inhoud.merken[*at], Merk::Waarde { .. });
                if let Some(at) = ended.filter(is_value) {
                    let last =
                        alinea.and_then(|line| line.tekens.last().and_then(|one| one.waarde));
                    self.leeg = Some(at).filter(|at| last != Some(*at));
                }
            }
            "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
                let at = (self.inhoud.alineas.len(), alinea.map_or(0, |line| line.tekens.len()));
                let Some(id) = attribuut(node, "id") else { return };
                let one = self.inhoud.opmerkingen.entry(id.to_owned()).or_default();
                match node.tag_name().name() {
                    "commentRangeStart" => one.van = Some(at),
                    "commentRangeEnd" => one.tot = Some(at),
                    _ => {
                        one.van.get_or_insert(at);
                        one.tot.get_or_insert(at);
                    }
                }
            }
            "ins" | "moveTo" => {
                let erbij = self.spoor(node);
                self.kinderen(node, alinea, &Omgeving { erbij, ..plek.clone() });
            }
            "del" | "moveFrom" => {
                let weg = self.spoor(node);
                self.kinderen(node, alinea, &Omgeving { weg, ..plek.clone() });
            }
            "hyperlink" => {
                let id = attribuut(node, "id").and_then(|id| self.koppelingen.get(id)).cloned();
                self.kinderen(node, alinea, &Omgeving { url: id, ..plek.clone() });
            }
            "r" => {
                if let Some(alinea) = alinea {
                    self.run(node, alinea, plek);
                }
            }
            "sdt" => {
                if let Some(content) = kind(node, "sdtContent") {
                    match (aangekruist(node, content), alinea) {
                        (Some(sign), Some(alinea)) if self.heel => {
                            self.teken(sign, &std::rc::Rc::default(), alinea, plek, None);
                        }
                        (_, alinea) => self.kinderen(content, alinea, plek),
                    }
                }
            }
            "AlternateContent" => {
                let chosen = kind(node, "Choice").or_else(|| kind(node, "Fallback"));
                if let Some(chosen) = chosen {
                    self.kinderen(chosen, alinea, plek);
                }
            }
            "oMath" | "oMathPara" => {
                self.vreemd("een formule");
                if let Some(alinea) = alinea.filter(|_| self.heel) {
                    let signs = node.descendants().filter(|one| one.tag_name().name() == "t");
                    let kleed = std::rc::Rc::default();
                    for char in signs.filter_map(|one| one.text()).flat_map(str::chars) {
                        self.teken(char, &kleed, alinea, plek, None);
                    }
                }
            }
            "drawing" | "pict" | "object" => {
                self.tekening(node, alinea, &std::rc::Rc::default(), plek);
            }
            "fldSimple" => {
                let code = attribuut(node, "instr").unwrap_or_default().to_owned();
                let van = alinea.as_ref().map_or(0, |line| line.tekens.len());
                self.velden.push(Woordveld { code, resultaat: true, van });
                let mut alinea = alinea;
                self.kinderen(node, alinea.as_deref_mut(), plek);
                self.einde_veld(alinea);
            }
            "altChunk" | "subDoc" => self.vreemd("een ander bestand dat erin is gezet"),
            "rt" => self.vreemd("een uitspraak boven een woord"),
            // What only says how something looks has no words; of all else the words count, whatever is around them.
            name if name.ends_with("Pr") || name.ends_with("PrChange") => {}
            _ => self.kinderen(node, alinea, plek),
        }
    }

    fn alinea(&mut self, node: Node<'_, '_>, plek: &Omgeving) {
        let mut line = Leesalinea {
            cel: plek.cel,
            rij_erbij: plek.rij_erbij,
            rij_weg: plek.rij_weg,
            cel_erbij: plek.cel_erbij,
            cel_weg: plek.cel_weg,
            noot: self.noot.clone(),
            waar: plek.waar,
            samengevoegd: plek.samengevoegd,
            bladzijde: std::mem::take(&mut self.bladzijde),
            ..Leesalinea::default()
        };
        if let Some(look) = kind(node, "pPr") {
            line.bladzijde |= aan(look, "pageBreakBefore");
            self.bladzijde = kind(look, "sectPr").is_some();
            line.stijl = val(look, "pStyle").map(|id| self.stijlen.naam(id));
            line.lijst = if self.heel { self.lijst(look) } else { lijst(look) };
            if let Some(change) = kind(look, "pPrChange") {
                line.opmaak = self.spoor(change);
                line.lijst_was = kind(change, "pPr").map(lijst);
            }
            if let Some(mark) = kind(look, "rPr") {
                let here = |name| kind(mark, name);
                let came = here("ins").or_else(|| here("moveTo"));
                let went = here("del").or_else(|| here("moveFrom"));
                line.erbij = came.and_then(|one| self.spoor(one));
                line.weg = went.and_then(|one| self.spoor(one));
            }
        }
        // What a field shows may be in another paragraph than where it begins; how it is asked for is not.
        let open = self.velden.len();
        self.velden.retain(|field| field.resultaat);
        if self.velden.len() < open {
            self.vreemd("een veld dat niet is afgemaakt");
        }
        let style = kind(node, "pPr").and_then(|look| val(look, "pStyle")).map(ToOwned::to_owned);
        let around = std::mem::replace(&mut self.alineastijl, style);
        self.kinderen(node, Some(&mut line), plek);
        self.alineastijl = around;
        if let Some(level) = kind(node, "pPr").filter(|_| self.heel).and_then(diepte) {
            line.als_kop(level);
        }
        // A field may go on in the next paragraph.
        for field in self.velden.iter_mut().filter(|field| field.resultaat) {
            line.velden.extend(field.eigenschap().map(|name| (name, field.van..line.tekens.len())));
            field.van = 0;
        }
        self.inhoud.alineas.push(line);
    }

    fn einde_veld(&mut self, alinea: Option<&mut Leesalinea>) {
        let field = self.velden.pop();
        if let Some((line, field)) = alinea.zip(field.filter(|field| field.resultaat)) {
            line.velden.extend(field.eigenschap().map(|name| (name, field.van..line.tekens.len())));
        }
    }

    /// A picture, or a text box.
    fn tekening(
        &mut self,
        node: Node<'_, '_>,
        alinea: Option<&mut Leesalinea>,
        kleed: &std::rc::Rc<Kleed>,
        plek: &Omgeving,
    ) {
        let mut boxes = node.descendants().filter(|one| one.tag_name().name() == "txbxContent");
        match (boxes.next(), alinea) {
            (Some(_), _) if !self.heel => self.vreemd("een tekstvak"),
            (Some(first), _) => {
                for one in [first].into_iter().chain(boxes) {
                    // One in another comes with that.
                    let inner = one.ancestors().skip(1).take_while(|above| *above != node);
                    if inner.into_iter().all(|above| above.tag_name().name() != "txbxContent") {
                        let plek = Omgeving { waar: Waar::Kader, cel: None, ..plek.clone() };
                        self.kinderen(one, None, &plek);
                    }
                }
            }
            (None, Some(alinea)) => self.teken(BEELD, kleed, alinea, plek, None),
            (None, None) => {}
        }
    }

    fn run(&mut self, node: Node<'_, '_>, alinea: &mut Leesalinea, plek: &Omgeving) {
        let look = kind(node, "rPr");
        let mut kleed = self.kleed(look, plek);
        if let Some(change) = look.and_then(|look| kind(look, "rPrChange")) {
            kleed.opmaak = self.spoor(change);
            kleed.was = Some(std::rc::Rc::new(self.kleed(kind(change, "rPr"), plek)));
        }
        let says = kind(node, "t").and_then(|one| one.text()).unwrap_or_default();
        // Names of ministries and heads of tables are in capitals by their form.
        let in_text = self.heel && plek.waar == Waar::Tekst && plek.cel.is_none();
        if in_text && says.chars().any(char::is_lowercase) && self.staat_aan(look, HOOFDLETTERS) {
            self.vreemd("tekst die door haar opmaak in hoofdletters stond");
        }
        let kleed = std::rc::Rc::new(kleed);
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let in_code = self.velden.last().is_some_and(|field| !field.resultaat);
            match name {
                "t" | "delText" if !in_code => {
                    let text = child.text().unwrap_or_default();
                    text.chars().for_each(|char| self.teken(char, &kleed, alinea, plek, None));
                }
                "tab" | "ptab" => self.teken('\t', &kleed, alinea, plek, None),
                "br" if attribuut(child, "type") == Some("page") => {
                    match alinea.tekens.is_empty() {
                        true => alinea.bladzijde = true,
                        false => self.bladzijde = true,
                    }
                }
                "instrText" => {
                    if let Some(field) = self.velden.last_mut().filter(|field| !field.resultaat) {
                        field.code.push_str(child.text().unwrap_or_default());
                    }
                }
                "br" | "cr" => self.teken('\n', &kleed, alinea, plek, None),
                "noBreakHyphen" => self.teken('\u{2011}', &kleed, alinea, plek, None),
                "footnoteReference" => {
                    let id = attribuut(child, "id").map(ToOwned::to_owned);
                    self.teken(NOOT, &kleed, alinea, plek, id);
                }
                "endnoteReference" if self.heel => {
                    let id = attribuut(child, "id").map(eindnoot);
                    self.teken(NOOT, &kleed, alinea, plek, id);
                }
                "endnoteReference" => self.vreemd("een eindnoot"),
                "drawing" | "pict" | "object" => {
                    self.tekening(child, Some(&mut *alinea), &kleed, plek);
                }
                "sym" => match vakje::teken(child).filter(|_| self.heel) {
                    Some(sign) => self.teken(sign, &kleed, alinea, plek, None),
                    None => self.vreemd("een teken uit een symbolenlettertype"),
                },
                "fldChar" => match attribuut(child, "fldCharType") {
                    Some("begin") => {
                        let filled = vakje::ingevuld(child);
                        match self.heel {
                            false if !filled.is_empty() => self.vreemd("een invulvak"),
                            false => {}
                            true => filled
                                .chars()
                                .for_each(|char| self.teken(char, &kleed, alinea, plek, None)),
                        }
                        self.velden.push(Woordveld::default());
                    }
                    Some("separate") => {
                        if let Some(last) = self.velden.last_mut() {
                            (last.resultaat, last.van) = (true, alinea.tekens.len());
                        }
                    }
                    _ => self.einde_veld(Some(&mut *alinea)),
                },
                "commentReference" | "AlternateContent" | "ruby" => {
                    self.element(child, Some(&mut *alinea), plek);
                }
                _ => {}
            }
        }
    }

    fn teken(
        &mut self,
        teken: char,
        kleed: &std::rc::Rc<Kleed>,
        alinea: &mut Leesalinea,
        plek: &Omgeving,
        noot: Option<String>,
    ) {
        // The mark of a note comes by itself, and LibreOffice puts a joiner in rows that it tracks.
        let is_mark = kleed.stijl.as_deref().is_some_and(|name| name.starts_with("footnote"));
        // What a colleague hid stays what it was; what was put there and cannot be seen is told.
        let hidden = (kleed.verborgen || plek.verborgen) && (self.heel || plek.erbij.is_some());
        if hidden {
            self.inhoud.verborgen.push(teken);
            self.inhoud.verborgen_door = self.inhoud.verborgen_door.or(plek.erbij);
        }
        if hidden || teken == '\u{200d}' || is_mark && teken != NOOT {
            return;
        }
        let (blok, mut waarde) = self.merk;
        match kleed.stijl.as_deref() == Some(BEREKEND) {
            true => waarde = waarde.or(self.leeg),
            false => self.leeg = None,
        }
        alinea.tekens.push(Teken {
            teken,
            kleed: std::rc::Rc::clone(kleed),
            erbij: plek.erbij,
            weg: plek.weg,
            blok,
            waarde,
            noot,
        });
    }
}

/// The name of a note at the end, which no note below the text has.
fn eindnoot(id: &str) -> String {
    format!("e{id}")
}
