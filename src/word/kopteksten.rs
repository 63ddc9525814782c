//! In: what stands around the text. Out: the parts with heads and feet of the pages, and the sections. Pure.
//!
//! The column of the first page is a floating table in its head: of all forms that were tried it alone stays where it
//! is, before and after a save by another program.

use super::model::{Beeld, Groep, Hoofd};
use super::opbouw::{LINKS, RECHTS};
use super::schrijver::{MARGES, picture};
use super::stijlen::Stijl;
use super::xml::{HEAD, NS, escape, twips};
use crate::dossier::{Profiel, Stuk};

/// Millimetres from the top of the page to its head, and to the text that begins behind the address.
const BOVEN: f64 = 10.0;
const TEKST: f64 = 100.0;

/// Millimetres from the top to the text of a page that follows, and from the bottom.
const VOLGBLAD: f64 = 40.2;
const ONDER: f64 = 22.0;

/// What the file tells whoever works in it. It stands in the head, outside the text.
const WERKVERSIE: &str = "Werkversie om op te reageren";
const UITLEG: &str = "Wijzigingen worden bijgehouden en gaan terug naar het dossier; opmerkingen ook. Wat op grijs staat, is berekend of een verwijzing: zeg in een opmerking wat er anders moet. Adres, kolom, vaste koppen, lettertypen en afbeeldingen gaan niet mee terug.";

/// A page: its measures in millimetres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blad {
    breed: f64,
    hoog: f64,
    links: f64,
    rechts: f64,
    boven: f64,
}

impl Blad {
    /// Those of a document before its annex.
    pub(super) fn van(stuk: Stuk, profiel: &Profiel) -> Self {
        let maten = &profiel.nota.maten;
        let (links, boven) = match stuk {
            Stuk::Beslisnota => (f64::from(maten.links) / 10.0, f64::from(maten.volgblad) / 10.0),
            _ => (LINKS, VOLGBLAD),
        };
        Self { breed: 210.0, hoog: 297.0, links, rechts: RECHTS, boven }
    }

    /// Those of an annex.
    pub(super) fn bijlage(liggend: bool) -> Self {
        let (breed, hoog, links) = match liggend {
            true => (297.0, 210.0, 20.0),
            false => (210.0, 297.0, LINKS),
        };
        Self { breed, hoog, links, rechts: breed - 20.0, boven: 25.0 }
    }

    /// The section, with the heads and feet that it has by their relations. One that has its own first page names it.
    pub(super) fn sectie(self, kop: &str, voet: &str, eerste: Option<(&str, &str)>) -> String {
        let reference = |what: &str, kind: &str, id: &str| {
            format!(r#"<w:{what}Reference w:type="{kind}" r:id="{id}"/>"#)
        };
        let first = eerste.map_or_else(String::new, |(kop, voet)| {
            reference("header", "first", kop) + &reference("footer", "first", voet)
        });
        let usual = reference("header", "default", kop) + &reference("footer", "default", voet);
        let orient = if self.breed > self.hoog { r#" w:orient="landscape""# } else { "" };
        format!(
            concat!(
                r#"<w:sectPr>{first}{usual}<w:type w:val="nextPage"/><w:pgSz w:w="{}" w:h="{}"{orient}/>"#,
                r#"<w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="{}" w:footer="{}" w:gutter="0"/><w:cols w:space="708"/>{}</w:sectPr>"#
            ),
            twips(self.breed),
            twips(self.hoog),
            twips(self.boven),
            twips(self.breed - self.rechts),
            twips(ONDER),
            twips(self.links),
            twips(BOVEN),
            twips(10.5),
            if eerste.is_some() { "<w:titlePg/>" } else { "" },
            first = first,
            usual = usual,
            orient = orient,
        )
    }

    /// The foot: `Pagina 1 van 8` at its place.
    pub(super) fn voet(self, profiel: &Profiel) -> String {
        let woorden = &profiel.woorden;
        let field = |name: &str| {
            format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#)
        };
        let text =
            |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(text));
        format!(
            r#"{HEAD}<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="{}"/><w:ind w:left="{}" w:right="{}"/></w:pPr>{}{}{}{}</w:p></w:ftr>"#,
            Stijl::Paginanummer.id(),
            twips(self.breed - 45.5 - self.links),
            twips(self.rechts - self.breed + 2.0),
            text(&format!("{} ", woorden.pagina)),
            field("PAGE"),
            text(&format!(" {} ", woorden.van)),
            field("NUMPAGES"),
        )
    }
}

/// A part with a head.
fn deel(inside: &str) -> String {
    format!("{HEAD}<w:hdr {NS}>{inside}</w:hdr>")
}

fn regel(stijl: Stijl, text: &str) -> String {
    na_wit(stijl, text, 0)
}

/// A line below some white, in twips.
fn na_wit(stijl: Stijl, text: &str, wit: i64) -> String {
    let spacing = match wit {
        0 => String::new(),
        wit => format!(r#"<w:spacing w:before="{wit}"/>"#),
    };
    let run = match text.is_empty() {
        true => String::new(),
        false => format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escape(text)),
    };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{spacing}</w:pPr>{run}</w:p>"#, stijl.id())
}

/// White so many millimetres high.
fn wit(mm: f64) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="witregel"/><w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/></w:pPr></w:p>"#,
        twips(mm).max(20)
    )
}

/// A table at a fixed place of the page, of cells with their widths, and the paragraph behind it that keeps it apart.
fn zwevend(x: f64, y: f64, hoog: Option<f64>, cells: &[(f64, String, String)]) -> String {
    let total: f64 = cells.iter().map(|(width, ..)| width).sum();
    let height = hoog.map_or_else(String::new, |mm| {
        format!(r#"<w:trPr><w:trHeight w:val="{}" w:hRule="exact"/></w:trPr>"#, twips(mm))
    });
    let grid: String = cells
        .iter()
        .map(|(width, ..)| format!(r#"<w:gridCol w:w="{}"/>"#, twips(*width)))
        .collect();
    let row: String = cells
        .iter()
        .map(|(width, look, inside)| {
            format!(
                r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{look}</w:tcPr>{inside}</w:tc>"#,
                twips(*width)
            )
        })
        .collect();
    format!(
        concat!(
            r#"<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{}" w:tblpY="{}"/><w:tblOverlap w:val="overlap"/>"#,
            r#"<w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{}</w:tblPr><w:tblGrid>{}</w:tblGrid><w:tr>{}{}</w:tr></w:tbl>{}"#
        ),
        twips(x).max(1),
        twips(y).max(1),
        twips(total),
        MARGES,
        grid,
        height,
        row,
        regel(Stijl::Witregel, "")
    )
}

/// What whoever works in it has to know.
fn werkversie(x: f64) -> String {
    let bold = format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>{WERKVERSIE}</w:t></w:r></w:p>"#,
        Stijl::Werkversie.id()
    );
    let inside = bold + &regel(Stijl::Werkversie, UITLEG);
    zwevend(x, BOVEN, None, &[(66.0, String::new(), inside)])
}

fn kolom(groepen: &[Groep], (x, y): (f64, f64)) -> String {
    let mut lines = String::new();
    for Groep { kop, regels, afzender } in groepen {
        let (head, body) = match (afzender, kop) {
            (true, _) => (Stijl::AfzendgegevensBold, Stijl::Afzendgegevens),
            (false, Some(_)) => (Stijl::Referentiekop, Stijl::Referentiegegevens),
            (false, None) => (Stijl::Clausule, Stijl::Clausule),
        };
        let own = kop.iter().map(|kop| (head, kop)).chain(regels.iter().map(|line| (body, line)));
        for (i, (style, line)) in own.enumerate() {
            // Between two groups there is a little white.
            let voor = if i == 0 && !lines.is_empty() { twips(1.5) } else { 0 };
            lines.push_str(&na_wit(style, line, voor));
        }
    }
    match lines.is_empty() {
        true => String::new(),
        false => zwevend(x, y, None, &[(40.0, String::new(), lines)]),
    }
}

/// The ribbon with the ministry's name, or its own logo.
fn lint(profiel: &Profiel, logo: Option<&Beeld>) -> String {
    if let Some(logo) = logo {
        let style = Stijl::Afzendgegevens.id();
        // The line is as high as what stands in it.
        let inside = format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{style}"/><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>{}</w:p>"#,
            picture(logo, 1, 1)
        );
        return zwevend(98.5, 0.0, None, &[(logo.breedte, String::new(), inside)]);
    }
    let fill = format!(
        r#"<w:shd w:val="clear" w:color="auto" w:fill="{}"/>"#,
        escape(profiel.kleur.trim_start_matches('#'))
    );
    let lines: Vec<String> = profiel.woordmerk.iter().map(ToString::to_string).collect();
    // A name whose lines are known does not break; any other has 62 mm.
    let (lines, width) = match lines.join(" ") == profiel.ministerie.as_str() {
        true => (lines, 93.0),
        false => (vec![profiel.ministerie.to_string()], 62.0),
    };
    let name: String = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            format!(
                r#"<w:p><w:pPr><w:spacing w:before="{}" w:after="0" w:line="260" w:lineRule="exact"/></w:pPr><w:r><w:rPr><w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr><w:t>{}</w:t></w:r></w:p>"#,
                if i == 0 { twips(25.0) } else { 0 },
                escape(line)
            )
        })
        .collect();
    let empty = regel(Stijl::Witregel, "");
    let cells =
        [(13.0, fill, empty.clone()), (3.5, String::new(), empty), (width, String::new(), name)];
    zwevend(98.5, 0.0, Some(37.125), &cells)
}

/// The head of the first page of a letter.
pub(super) fn van_brief(hoofd: &Hoofd, profiel: &Profiel, logo: Option<&Beeld>) -> String {
    let mut inside = werkversie(LINKS) + &lint(profiel, logo) + &kolom(&hoofd.kolom, (164.5, 54.7));
    let mut at = BOVEN + 3.0 * 0.353;
    inside.push_str(&wit(47.9 - at));
    let retour = format!("{} {}", profiel.woorden.retouradres, profiel.adres.retour);
    inside.push_str(&regel(Stijl::Retouradres, &retour));
    inside.push_str(&wit(54.0 - 47.9 - 9.0 * 0.3528));
    at = 54.0;
    for line in &hoofd.adres {
        inside.push_str(&regel(Stijl::Adres, line));
        at += 12.0 * 0.3528;
    }
    inside.push_str(&wit(TEKST - at));
    deel(&inside)
}

/// The head of the first page of a nota.
pub(super) fn van_nota(hoofd: &Hoofd, profiel: &Profiel, logo: Option<&Beeld>) -> String {
    let maten = &profiel.nota.maten;
    let mm = |tenths: u16| f64::from(tenths) / 10.0;
    let place = (mm(maten.kolom), mm(maten.kolom_boven));
    let mut inside =
        werkversie(mm(maten.links)) + &lint(profiel, logo) + &kolom(&hoofd.kolom, place);
    inside.push_str(&wit(54.7 - BOVEN - 3.0 * 0.353));
    let mut at = 54.7;
    if let Some(status) = &hoofd.status {
        inside.push_str(&format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>{}</w:t></w:r></w:p>"#,
            Stijl::Adres.id(),
            escape(status)
        ));
        at += 12.0 * 0.3528;
    }
    inside.push_str(&wit(73.6 - at));
    deel(&inside)
}

/// The head of the pages that follow.
pub(super) fn volgend(hoofd: &Hoofd, stuk: Stuk, profiel: &Profiel) -> String {
    let maten = &profiel.nota.maten;
    let place = match stuk {
        Stuk::Beslisnota => (f64::from(maten.kolom) / 10.0, f64::from(maten.kolom_boven) / 10.0),
        _ => (164.5, 54.7),
    };
    deel(&(kolom(&hoofd.volg, place) + &regel(Stijl::Werkversie, WERKVERSIE)))
}

/// The head of the pages of an annex; one on its own says what there is to know.
pub(super) fn van_bijlage(alone: bool) -> String {
    let text = format!("{WERKVERSIE}. {UITLEG}");
    deel(&regel(Stijl::Werkversie, if alone { &text } else { WERKVERSIE }))
}
