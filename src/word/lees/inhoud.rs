//! In: the parts of a file that came back. Out: its paragraphs, character by character, with who put each there or took
//! it away, and the bookmarks around it. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::super::merk::{BEELD, Merk, NOOT};
use super::super::model::Verschoven;
use super::lopend::BEREKEND;
use super::onderdelen::{
    aan, attribuut, eigenschappen, kind, koppelingen, nummering, opmerkingen, stijlen, val,
};
use super::uitpakken::{boom, uitgepakt};

/// Who changed something, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spoor {
    pub(super) wie: String,
    pub(super) wanneer: Option<String>,
}

/// Which trace, by its number.
type Spoornummer = Option<usize>;

/// How characters look, and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kleed {
    pub(super) stijl: Option<String>,
    pub(super) vet: bool,
    pub(super) cursief: bool,
    pub(super) verschoven: Option<Verschoven>,
    pub(super) url: Option<String>,
    verborgen: bool,
    opmaak: Spoornummer,
    /// How they looked before that was changed.
    pub(super) was: Option<std::rc::Rc<Kleed>>,
}

/// A character.
#[derive(Debug, Clone)]
pub(super) struct Teken {
    pub(super) teken: char,
    pub(super) kleed: std::rc::Rc<Kleed>,
    pub(super) erbij: Spoornummer,
    pub(super) weg: Spoornummer,
    /// The number of the bookmark of its block, and of its value.
    pub(super) blok: Option<usize>,
    pub(super) waarde: Option<usize>,
    /// Of a reference: the note.
    pub(super) noot: Option<String>,
}

impl Teken {
    pub(super) fn opmaak(&self) -> Spoornummer {
        self.kleed.opmaak
    }
}

/// Where a paragraph stands in a table: which one, and its row and cell.
pub(super) type Celplaats = (usize, usize, usize);

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Leesalinea {
    pub(super) stijl: Option<String>,
    /// The number of its list, and how deep it stands.
    pub(super) lijst: Option<(String, usize)>,
    /// The list that it stood in before that was changed.
    pub(super) lijst_was: Option<Option<(String, usize)>>,
    pub(super) tekens: Vec<Teken>,
    /// Whether its end was put there or taken away.
    pub(super) erbij: Spoornummer,
    pub(super) weg: Spoornummer,
    pub(super) cel: Option<Celplaats>,
    pub(super) rij_erbij: Spoornummer,
    pub(super) rij_weg: Spoornummer,
    pub(super) noot: Option<String>,
}

/// A remark in the margin.
#[derive(Debug, Clone, Default)]
pub(super) struct Opmerking {
    pub(super) wie: String,
    pub(super) wanneer: Option<String>,
    pub(super) tekst: String,
    /// The characters that it is about: of which paragraphs, from where to where.
    pub(super) van: Option<(usize, usize)>,
    pub(super) tot: Option<(usize, usize)>,
}

/// A file that came back.
#[derive(Debug, Default)]
pub(super) struct Woordbestand {
    pub(super) alineas: Vec<Leesalinea>,
    pub(super) merken: Vec<Merk>,
    pub(super) sporen: Vec<Spoor>,
    pub(super) opmerkingen: BTreeMap<String, Opmerking>,
    /// What programs know of it.
    pub(super) eigenschappen: BTreeMap<String, String>,
    /// How the levels of each list are numbered.
    pub(super) nummering: BTreeMap<String, Vec<String>>,
    /// What stands in it that no text has, each once.
    pub(super) vreemd: Vec<&'static str>,
}

/// Reads a file.
pub(super) fn gelezen(bytes: &[u8]) -> Result<Woordbestand, Fout> {
    let delen = uitgepakt(bytes)?;
    let mut lezer = Ontleder {
        inhoud: Woordbestand::default(),
        stijlen: stijlen(&delen)?,
        koppelingen: BTreeMap::new(),
        open: BTreeMap::new(),
        leeg: None,
        noot: None,
        tabellen: 0,
        velden: Vec::new(),
    };
    lezer.inhoud.nummering = nummering(&delen)?;
    lezer.inhoud.eigenschappen = eigenschappen(&delen)?;
    for (part, rels) in [
        ("word/document.xml", "word/_rels/document.xml.rels"),
        ("word/footnotes.xml", "word/_rels/footnotes.xml.rels"),
    ] {
        let Some(text) = delen.get(part) else { continue };
        lezer.koppelingen = koppelingen(delen.get(rels).map(String::as_str))?;
        lezer.open.clear();
        let tree = boom(text)?;
        lezer.kinderen(tree.root_element(), None, &Omgeving::default());
    }
    if let Some(text) = delen.get("word/comments.xml") {
        opmerkingen(text, &mut lezer.inhoud)?;
    }
    Ok(lezer.inhoud)
}

/// What holds for all that stands in an element.
#[derive(Debug, Clone, Default)]
struct Omgeving {
    erbij: Spoornummer,
    weg: Spoornummer,
    url: Option<String>,
    cel: Option<Celplaats>,
    rij_erbij: Spoornummer,
    rij_weg: Spoornummer,
}

struct Ontleder {
    inhoud: Woordbestand,
    stijlen: BTreeMap<String, String>,
    koppelingen: BTreeMap<String, String>,
    /// The bookmarks that are open, by their ids.
    open: BTreeMap<String, usize>,
    /// The bookmark of a value that ended before its first character: LibreOffice moves the ends of some.
    leeg: Option<usize>,
    noot: Option<String>,
    tabellen: usize,
    /// Fields of Word that are open: whether their result was reached.
    velden: Vec<bool>,
}

impl Ontleder {
    fn kinderen(
        &mut self,
        node: Node<'_, '_>,
        mut alinea: Option<&mut Leesalinea>,
        plek: &Omgeving,
    ) {
        for child in node.children().filter(Node::is_element) {
            self.element(child, alinea.as_deref_mut(), plek);
        }
    }

    fn spoor(&mut self, node: Node<'_, '_>) -> Spoornummer {
        let spoor = Spoor {
            wie: attribuut(node, "author").unwrap_or_default().trim().to_owned(),
            wanneer: attribuut(node, "date").map(ToOwned::to_owned),
        };
        let known = self.inhoud.sporen.iter().position(|known| *known == spoor);
        Some(known.unwrap_or_else(|| {
            self.inhoud.sporen.push(spoor);
            self.inhoud.sporen.len() - 1
        }))
    }

    fn vreemd(&mut self, what: &'static str) {
        if !self.inhoud.vreemd.contains(&what) {
            self.inhoud.vreemd.push(what);
        }
    }

    fn element(&mut self, node: Node<'_, '_>, alinea: Option<&mut Leesalinea>, plek: &Omgeving) {
        match node.tag_name().name() {
            // The lines between text and notes are notes too.
            "footnote" if attribuut(node, "type").is_some_and(|kind| kind != "normal") => {}
            "footnote" => {
                self.noot = attribuut(node, "id").map(ToOwned::to_owned);
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
                }
            }
            "bookmarkEnd" => {
                let ended = attribuut(node, "id").and_then(|id| self.open.remove(id));
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
                    self.kinderen(content, alinea, plek);
                }
            }
            "AlternateContent" => {
                let chosen = kind(node, "Choice").or_else(|| kind(node, "Fallback"));
                if let Some(chosen) = chosen {
                    self.kinderen(chosen, alinea, plek);
                }
            }
            "oMath" | "oMathPara" => self.vreemd("een formule"),
            "body" | "smartTag" | "customXml" | "fldSimple" | "sdtContent" => {
                self.kinderen(node, alinea, plek);
            }
            _ => {}
        }
    }

    fn alinea(&mut self, node: Node<'_, '_>, plek: &Omgeving) {
        let mut line = Leesalinea {
            cel: plek.cel,
            rij_erbij: plek.rij_erbij,
            rij_weg: plek.rij_weg,
            noot: self.noot.clone(),
            ..Leesalinea::default()
        };
        if let Some(look) = kind(node, "pPr") {
            line.stijl = val(look, "pStyle").map(|id| self.stijl(id));
            line.lijst = lijst(look);
            let before = kind(look, "pPrChange").and_then(|change| kind(change, "pPr"));
            line.lijst_was = before.map(lijst);
            if let Some(mark) = kind(look, "rPr") {
                let here = |name| kind(mark, name);
                let came = here("ins").or_else(|| here("moveTo"));
                let went = here("del").or_else(|| here("moveFrom"));
                line.erbij = came.and_then(|one| self.spoor(one));
                line.weg = went.and_then(|one| self.spoor(one));
            }
        }
        self.kinderen(node, Some(&mut line), plek);
        self.inhoud.alineas.push(line);
    }

    fn stijl(&self, id: &str) -> String {
        self.stijlen.get(id).cloned().unwrap_or_else(|| id.to_lowercase())
    }

    fn tabel(&mut self, node: Node<'_, '_>, plek: &Omgeving) {
        if plek.cel.is_some() {
            self.vreemd("een tabel in een tabel");
        }
        let table = self.tabellen;
        self.tabellen += 1;
        let mut rows = Vec::new();
        inner(node, "tr", &mut rows);
        for (r, row) in rows.into_iter().enumerate() {
            let look = kind(row, "trPr");
            let came = look.and_then(|look| kind(look, "ins")).and_then(|one| self.spoor(one));
            let went = look.and_then(|look| kind(look, "del")).and_then(|one| self.spoor(one));
            let mut cells = Vec::new();
            inner(row, "tc", &mut cells);
            for (c, cell) in cells.into_iter().enumerate() {
                let plek = Omgeving {
                    // Of a table in a table the outer cell counts.
                    cel: plek.cel.or(Some((table, r, c))),
                    rij_erbij: plek.rij_erbij.or(came),
                    rij_weg: plek.rij_weg.or(went),
                    ..plek.clone()
                };
                self.kinderen(cell, None, &plek);
            }
        }
    }

    fn kleed(&self, look: Option<Node<'_, '_>>, plek: &Omgeving) -> Kleed {
        let url = plek.url.clone();
        let Some(look) = look else { return Kleed { url, ..Kleed::default() } };
        Kleed {
            stijl: val(look, "rStyle").map(|id| self.stijl(id)),
            vet: aan(look, "b"),
            cursief: aan(look, "i"),
            verschoven: match val(look, "vertAlign") {
                Some("superscript") => Some(Verschoven::Boven),
                Some("subscript") => Some(Verschoven::Onder),
                _ => None,
            },
            url,
            verborgen: aan(look, "vanish"),
            ..Kleed::default()
        }
    }

    fn run(&mut self, node: Node<'_, '_>, alinea: &mut Leesalinea, plek: &Omgeving) {
        let look = kind(node, "rPr");
        let mut kleed = self.kleed(look, plek);
        if let Some(change) = look.and_then(|look| kind(look, "rPrChange")) {
            kleed.opmaak = self.spoor(change);
            kleed.was = Some(std::rc::Rc::new(self.kleed(kind(change, "rPr"), plek)));
        }
        let kleed = std::rc::Rc::new(kleed);
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let in_code = self.velden.last() == Some(&false);
            match name {
                "t" | "delText" if !in_code => {
                    let text = child.text().unwrap_or_default();
                    text.chars().for_each(|char| self.teken(char, &kleed, alinea, plek, None));
                }
                "tab" | "ptab" => self.teken('\t', &kleed, alinea, plek, None),
                "br" if attribuut(child, "type") == Some("page") => {}
                "br" | "cr" => self.teken('\n', &kleed, alinea, plek, None),
                "noBreakHyphen" => self.teken('\u{2011}', &kleed, alinea, plek, None),
                "footnoteReference" => {
                    let id = attribuut(child, "id").map(ToOwned::to_owned);
                    self.teken(NOOT, &kleed, alinea, plek, id);
                }
                "endnoteReference" => self.vreemd("een eindnoot"),
                "drawing" | "pict" | "object" => {
                    let boxed =
                        child.descendants().any(|one| one.tag_name().name() == "txbxContent");
                    match boxed {
                        true => self.vreemd("een tekstvak"),
                        false => self.teken(BEELD, &kleed, alinea, plek, None),
                    }
                }
                "sym" => self.vreemd("een teken uit een symbolenlettertype"),
                "fldChar" => match attribuut(child, "fldCharType") {
                    Some("begin") => self.velden.push(false),
                    Some("separate") => {
                        if let Some(last) = self.velden.last_mut() {
                            *last = true;
                        }
                    }
                    _ => {
                        self.velden.pop();
                    }
                },
                "commentReference" | "AlternateContent" => {
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
        if kleed.verborgen || teken == '\u{200d}' || is_mark && teken != NOOT {
            return;
        }
        let open = |wanted: fn(&Merk) -> bool| {
            self.open.values().copied().filter(|at| wanted(&self.inhoud.merken[*at])).max()
        };
        let blok = open(|merk| !matches!(merk, Merk::Waarde { .. }));
        let mut waarde = open(|merk| matches!(merk, Merk::Waarde { .. }));
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

/// The list that a paragraph stands in.
fn lijst(look: Node<'_, '_>) -> Option<(String, usize)> {
    let list = kind(look, "numPr")?;
    let deep = val(list, "ilvl").and_then(|deep| deep.parse().ok()).unwrap_or(0);
    let id = val(list, "numId").filter(|id| *id != "0")?;
    Some((id.to_owned(), deep))
}

/// The elements of a name directly in another, also within what only wraps them.
fn inner<'a, 'i>(node: Node<'a, 'i>, name: &str, out: &mut Vec<Node<'a, 'i>>) {
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            found if found == name => out.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "del" => inner(child, name, out),
            _ => {}
        }
    }
}
