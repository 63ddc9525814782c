//! In: paragraphs and tables. Out: their XML, each with its bookmark. Pure.
//!
//! Each has the bookmark by which it is found again (`merk`). A computed value has a character style that tells how far it
//! reaches, and a bookmark that tells what was typed for it. The order of elements is that of the schemas of ECMA-376.

use std::collections::{BTreeMap, BTreeSet};

use super::merk::{self, Merk};
use super::model::{
    Alinea, Beeld, Cel, Deel, Noot, Rij, Soort, Stukje, Tabel, Tabelsoort, Tekst, Verschoven,
};
use super::proza::inspringing;
use super::stijlen::{Stijl, lak_id};
use super::xml::{emu, escape, twips};
use crate::dossier::Place;
use crate::prose::Align;

/// Fill of heads and totals.
const VLAK: &str = r#"<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>"#;

/// Writes the text, and keeps what else the file must hold for it.
#[derive(Debug, Default)]
pub(super) struct Schrijver {
    /// Addresses that are linked to, in order.
    pub(super) koppelingen: Vec<String>,
    /// Pictures, by their paths in the dossier.
    pub(super) beelden: Vec<String>,
    /// Styles of what is withheld: the id, and the grounds.
    pub(super) gronden: BTreeMap<String, String>,
    /// The fields that are in it.
    pub(super) velden: BTreeSet<Place>,
    bladwijzers: usize,
    blokken: usize,
    waarden: usize,
    getekend: usize,
}

impl Schrijver {
    fn bladwijzer(&mut self, name: &str, inside: &str) -> String {
        self.bladwijzers += 1;
        let id = self.bladwijzers;
        format!(
            r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{id}"/>"#
        )
    }

    /// What follows each other. `eind` has to be said of the pages of what stands before an annex.
    pub(super) fn delen(&mut self, delen: &[Deel], eind: &dyn Fn() -> String) -> String {
        let mut out = String::new();
        for (i, deel) in delen.iter().enumerate() {
            match deel {
                Deel::Alinea(alinea) => out.push_str(&self.alinea(alinea, "")),
                Deel::Tabel(tabel) => {
                    out.push_str(&self.tabel(tabel));
                    // Without a paragraph between them two tables would be one, and a cell must end with one.
                    let next = match delen.get(i + 1) {
                        Some(Deel::Alinea(_)) if tabel.soort != Tabelsoort::Onzichtbaar => LOS,
                        Some(Deel::Alinea(_)) => "",
                        _ => TUSSEN,
                    };
                    out.push_str(next);
                }
                Deel::Bijlage { .. } => out.push_str(&format!(
                    r#"<w:p><w:pPr><w:pStyle w:val="witregel"/>{}</w:pPr></w:p>"#,
                    eind()
                )),
            }
        }
        out
    }

    /// The notes, behind the lines that separate them from the text.
    pub(super) fn noten(&mut self, noten: &[Noot]) -> String {
        let mut out = String::from(concat!(
            r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:pStyle w:val="witregel"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>"#,
            r#"<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:pStyle w:val="witregel"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"#
        ));
        for (i, Noot { teken, alineas }) in noten.iter().enumerate() {
            let mark = match teken {
                Some(teken) => format!("<w:t>{}</w:t>", escape(teken)),
                None => "<w:footnoteRef/>".to_owned(),
            };
            let lead = format!(
                r#"<w:r><w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr>{mark}</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>"#
            );
            out.push_str(&format!(r#"<w:footnote w:id="{}">"#, i + 1));
            match &alineas[..] {
                [] => {
                    let empty = Alinea { stijl: Stijl::Voetnoot, ..Alinea::default() };
                    out.push_str(&self.alinea(&empty, &lead));
                }
                [first, rest @ ..] => {
                    out.push_str(&self.alinea(first, &lead));
                    rest.iter().for_each(|alinea| out.push_str(&self.alinea(alinea, "")));
                }
            }
            out.push_str("</w:footnote>");
        }
        out
    }

    /// A paragraph; `lead` stands before what is its own.
    fn alinea(&mut self, alinea: &Alinea, lead: &str) -> String {
        let mut inside = self.inhoud(&alinea.inhoud);
        let said = merk::gezegd(alinea);
        if !said.is_empty() {
            self.blokken += 1;
            let merk = match &alinea.bron {
                Some(place) => {
                    self.velden.insert(place.clone());
                    Merk::veld(self.blokken, place, &said)
                }
                None => Merk::vast(self.blokken, &said),
            };
            inside = self.bladwijzer(&merk.naam(), &inside);
        }
        format!("<w:p>{}{lead}{inside}</w:p>", eigenschappen(alinea))
    }

    fn inhoud(&mut self, pieces: &[Stukje]) -> String {
        let mut out = String::new();
        let mut rest = pieces;
        while let Some(first) = rest.first() {
            let url = of(first);
            let (now, later) =
                rest.split_at(rest.iter().take_while(|piece| of(piece) == url).count());
            rest = later;
            let runs: String = now.iter().map(|piece| self.stukje(piece)).collect();
            match url {
                Some(url) => {
                    let known = self.koppelingen.iter().position(|known| known == url);
                    let at = known.unwrap_or_else(|| {
                        self.koppelingen.push(url.to_owned());
                        self.koppelingen.len() - 1
                    });
                    out.push_str(&format!(
                        r#"<w:hyperlink r:id="rIdK{}" w:history="1">{runs}</w:hyperlink>"#,
                        at + 1
                    ));
                }
                None => out.push_str(&runs),
            }
        }
        out
    }

    fn stukje(&mut self, piece: &Stukje) -> String {
        match piece {
            Stukje::Tekst(tekst) => self.tekst(tekst),
            Stukje::Noot(number, None) => format!(
                r#"<w:r><w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
                number + 1
            ),
            Stukje::Noot(number, Some(teken)) => format!(
                r#"<w:r><w:rPr><w:rStyle w:val="Voetnootmarkering"/></w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="{}"/><w:t>{}</w:t></w:r>"#,
                number + 1,
                escape(teken)
            ),
            Stukje::Regeleinde => "<w:r><w:br/></w:r>".to_owned(),
            Stukje::Tab => "<w:r><w:tab/></w:r>".to_owned(),
            Stukje::Beeld(beeld) => self.beeld(beeld),
        }
    }

    fn tekst(&mut self, tekst: &Tekst) -> String {
        if tekst.tekst.is_empty() {
            return String::new();
        }
        let style = match (&tekst.soort, &tekst.lak, &tekst.url) {
            (Soort::Berekend(_), ..) => Some("berekend".to_owned()),
            (_, Some(gronden), _) => {
                let id = lak_id(gronden);
                self.gronden.insert(id.clone(), gronden.clone());
                Some(id)
            }
            (Soort::Vast, ..) => Some("vast".to_owned()),
            (Soort::Getypt, None, Some(_)) => Some("Hyperlink".to_owned()),
            (Soort::Getypt, None, None) => None,
        };
        let mut look =
            style.as_ref().map_or_else(String::new, |id| format!(r#"<w:rStyle w:val="{id}"/>"#));
        let mut put = |wanted: bool, xml: &str| {
            if wanted {
                look.push_str(xml);
            }
        };
        put(tekst.vet, "<w:b/><w:bCs/>");
        put(tekst.cursief, "<w:i/><w:iCs/>");
        put(tekst.hoofdletters, "<w:caps/>");
        put(
            tekst.url.is_some() && style.as_deref() != Some("Hyperlink"),
            r#"<w:u w:val="single"/>"#,
        );
        match tekst.verschoven {
            Some(Verschoven::Boven) => put(true, r#"<w:vertAlign w:val="superscript"/>"#),
            Some(Verschoven::Onder) => put(true, r#"<w:vertAlign w:val="subscript"/>"#),
            None => {}
        }
        let look = if look.is_empty() { look } else { format!("<w:rPr>{look}</w:rPr>") };
        let run =
            format!(r#"<w:r>{look}<w:t xml:space="preserve">{}</w:t></w:r>"#, escape(&tekst.tekst));
        match &tekst.soort {
            Soort::Berekend(from) => {
                self.waarden += 1;
                self.bladwijzer(&Merk::waarde(self.waarden, from).naam(), &run)
            }
            Soort::Getypt | Soort::Vast => run,
        }
    }

    /// A picture in the line.
    pub(super) fn beeld(&mut self, beeld: &Beeld) -> String {
        let known = self.beelden.iter().position(|known| *known == beeld.bestand);
        let at = known.unwrap_or_else(|| {
            self.beelden.push(beeld.bestand.clone());
            self.beelden.len() - 1
        });
        self.getekend += 1;
        picture(beeld, at + 1, self.getekend)
    }

    fn tabel(&mut self, tabel: &Tabel) -> String {
        let widths: Vec<i64> = tabel.breedtes.iter().map(|mm| twips(*mm)).collect();
        let style = match tabel.soort {
            Tabelsoort::Rijk => r#"<w:tblStyle w:val="Rijkstabel"/>"#,
            Tabelsoort::Kader => r#"<w:tblStyle w:val="Kader"/>"#,
            Tabelsoort::Vakken => r#"<w:tblStyle w:val="Vakken"/>"#,
            Tabelsoort::Onzichtbaar => "",
        };
        let margins = if tabel.soort == Tabelsoort::Onzichtbaar { MARGES } else { "" };
        let first = i64::from(tabel.rijen.first().is_some_and(|rij| rij.kop));
        let about = match tabel.titel.is_empty() {
            true => String::new(),
            false => format!(r#"<w:tblCaption w:val="{}"/>"#, escape(&tabel.titel)),
        };
        let mut out = format!(
            r#"<w:tbl><w:tblPr>{style}<w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}<w:tblLook w:val="0{}00" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{about}</w:tblPr><w:tblGrid>"#,
            widths.iter().sum::<i64>(),
            if first == 1 { "62" } else { "60" },
        );
        widths.iter().for_each(|width| out.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#)));
        out.push_str("</w:tblGrid>");
        for rij in &tabel.rijen {
            out.push_str(&self.rij(rij, &widths, tabel.soort));
        }
        out + "</w:tbl>"
    }

    fn rij(&mut self, rij: &Rij, widths: &[i64], soort: Tabelsoort) -> String {
        let mut look = String::new();
        if rij.heel {
            look.push_str("<w:cantSplit/>");
        }
        if rij.hoogte > 0 {
            look.push_str(&format!(r#"<w:trHeight w:val="{}" w:hRule="atLeast"/>"#, rij.hoogte));
        }
        if rij.kop {
            look.push_str("<w:tblHeader/>");
        }
        let look = if look.is_empty() { look } else { format!("<w:trPr>{look}</w:trPr>") };
        let mut out = format!("<w:tr>{look}");
        let mut column = 0;
        for Cel { breed, hoog, inhoud } in &rij.cellen {
            let width: i64 = widths.iter().skip(column).take(*breed).sum();
            column += breed;
            let span = if *breed > 1 {
                format!(r#"<w:gridSpan w:val="{breed}"/>"#)
            } else {
                String::new()
            };
            // No line goes through it.
            let open = match hoog {
                Some(false) => r#"<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>"#,
                Some(true) => r#"<w:tcBorders><w:top w:val="nil"/></w:tcBorders>"#,
                None => "",
            };
            let fill = if rij.grijs || soort == Tabelsoort::Kader { VLAK } else { "" };
            // The words of a head stand just above the column.
            let low = if rij.kop { r#"<w:vAlign w:val="bottom"/>"# } else { "" };
            let content = self.delen(inhoud, &String::new);
            out.push_str(&format!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{open}{fill}{low}</w:tcPr>{content}</w:tc>"#
            ));
        }
        out + "</w:tr>"
    }
}

/// That text begins at the edge of its cell. LibreOffice does not take it from the style.
pub(super) const MARGES: &str =
    r#"<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>"#;

/// A paragraph that is not to be seen, and one that is white.
const TUSSEN: &str = r#"<w:p><w:pPr><w:pStyle w:val="witregel"/></w:pPr></w:p>"#;
const LOS: &str =
    r#"<w:p><w:pPr><w:pStyle w:val="witregel"/><w:spacing w:after="220"/></w:pPr></w:p>"#;

/// The address that a piece is linked to.
fn of(piece: &Stukje) -> Option<&str> {
    match piece {
        Stukje::Tekst(Tekst { url, .. }) => url.as_deref(),
        _ => None,
    }
}

fn eigenschappen(alinea: &Alinea) -> String {
    let mut out = format!(r#"<w:pPr><w:pStyle w:val="{}"/>"#, alinea.stijl.id());
    if alinea.bijeen {
        out.push_str("<w:keepNext/>");
    }
    if alinea.nieuwe_bladzijde {
        out.push_str("<w:pageBreakBefore/>");
    }
    let heading = matches!(alinea.stijl, Stijl::Kop(_) | Stijl::Vraagkop);
    if let Some(punt) = alinea.punt {
        // The first numbering is that of the headings.
        let list = if heading { Some(1) } else { punt.lijst.map(|lijst| lijst + 2) };
        if let Some(list) = list {
            out.push_str(&format!(
                r#"<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{list}"/></w:numPr>"#,
                punt.diep.min(8)
            ));
        }
    }
    if let Some((voor, na)) = alinea.wit {
        out.push_str(&format!(r#"<w:spacing w:before="{voor}" w:after="{na}"/>"#));
    }
    let goes_on = alinea.punt.filter(|punt| punt.lijst.is_none() && !heading);
    let left = alinea.inspring + goes_on.map_or(0, |punt| inspringing(punt.diep).0);
    if left > 0 {
        out.push_str(&format!(r#"<w:ind w:left="{left}"/>"#));
    }
    match alinea.kant {
        Some(Align::Right) => out.push_str(r#"<w:jc w:val="right"/>"#),
        Some(Align::Center) => out.push_str(r#"<w:jc w:val="center"/>"#),
        Some(Align::Left) | None => {}
    }
    out + "</w:pPr>"
}

/// A picture, by the number of its file and its own.
pub(super) fn picture(beeld: &Beeld, file: usize, number: usize) -> String {
    let (width, height) = (emu(beeld.breedte), emu(beeld.hoogte));
    let about = escape(&beeld.beschrijving);
    format!(
        concat!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{w}" cy="{h}"/><wp:docPr id="{n}" name="Afbeelding {n}" descr="{d}"/>"#,
            r#"<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
            r#"<pic:pic><pic:nvPicPr><pic:cNvPr id="{n}" name="Afbeelding {n}" descr="{d}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdB{f}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
            r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        ),
        w = width,
        h = height,
        n = number,
        d = about,
        f = file
    )
}
