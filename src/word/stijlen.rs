//! In: the house style's measures and the ministry's font. Out: the styles by which everything looks as it does. Pure.
//!
//! Their names are those of the ministries' own templates, so that text that is pasted there finds its style.

use std::collections::BTreeMap;

use super::xml::{HEAD, NS, escape};

/// Fill of computed values and references.
const GRIJS: &str = "E8E8E8";

/// The style of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stijl {
    #[default]
    Broodtekst,
    Kop(usize),
    /// A heading of a question or an answer.
    Vraagkop,
    DatumOnderwerp,
    NotaTitel,
    Adres,
    Retouradres,
    Afzendgegevens,
    AfzendgegevensBold,
    Referentiekop,
    Referentiegegevens,
    Clausule,
    Groetregel,
    Ondertekening,
    Lijst,
    Lijstvervolg,
    /// Words of others.
    Aanhaling,
    Aanhalinglijst,
    Tabeltekst,
    Tabelkop,
    Cijfertekst,
    Cijferkop,
    Klein,
    Bijschrift,
    Voetnoot,
    Paginanummer,
    Werkversie,
    Witregel,
}

/// A style of paragraphs: name, the id of what it builds on, paragraph and character properties.
type Opmaak = (&'static str, &'static str, String, &'static str);

impl Stijl {
    /// The id by which the file names it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Broodtekst => "broodtekst",
            Self::Kop(1) => "Kop1",
            Self::Kop(2) => "Kop2",
            Self::Kop(3) => "Kop3",
            Self::Kop(_) => "Kop4",
            Self::Vraagkop => "vraagkop",
            Self::DatumOnderwerp => "datumonderwerp",
            Self::NotaTitel => "notatitel",
            Self::Adres => "adres",
            Self::Retouradres => "Huisstijl-Retouradres",
            Self::Afzendgegevens => "afzendgegevens",
            Self::AfzendgegevensBold => "afzendgegevens-bold",
            Self::Referentiekop => "referentiekopjes",
            Self::Referentiegegevens => "referentiegegevens",
            Self::Clausule => "clausule",
            Self::Groetregel => "groetregel",
            Self::Ondertekening => "ondertekening",
            Self::Lijst => "lijst",
            Self::Lijstvervolg => "lijst-vervolg",
            Self::Aanhaling => "aanhaling",
            Self::Aanhalinglijst => "aanhaling-lijst",
            Self::Tabeltekst => "in-table",
            Self::Tabelkop => "in-table-kop",
            Self::Cijfertekst => "in-table-klein",
            Self::Cijferkop => "in-table-klein-kop",
            Self::Klein => "klein",
            Self::Bijschrift => "Bijschrift",
            Self::Voetnoot => "Voetnoottekst",
            Self::Paginanummer => "Huisstijl-Paginanummering",
            Self::Werkversie => "werkversie",
            Self::Witregel => "witregel",
        }
    }

    /// By which Word knows it.
    pub(super) fn naam(self) -> &'static str {
        self.opmaak().0
    }

    const ALL: [Self; 31] = [
        Self::Broodtekst,
        Self::Kop(1),
        Self::Kop(2),
        Self::Kop(3),
        Self::Kop(4),
        Self::Vraagkop,
        Self::DatumOnderwerp,
        Self::NotaTitel,
        Self::Adres,
        Self::Retouradres,
        Self::Afzendgegevens,
        Self::AfzendgegevensBold,
        Self::Referentiekop,
        Self::Referentiegegevens,
        Self::Clausule,
        Self::Groetregel,
        Self::Ondertekening,
        Self::Lijst,
        Self::Lijstvervolg,
        Self::Aanhaling,
        Self::Aanhalinglijst,
        Self::Tabeltekst,
        Self::Tabelkop,
        Self::Cijfertekst,
        Self::Cijferkop,
        Self::Klein,
        Self::Bijschrift,
        Self::Voetnoot,
        Self::Paginanummer,
        Self::Werkversie,
        Self::Witregel,
    ];

    fn opmaak(self) -> Opmaak {
        let kop = |niveau: usize| {
            format!(r#"<w:keepNext/>{}<w:outlineLvl w:val="{}"/>"#, regels(0, 0, LINE), niveau - 1)
        };
        let klein = |na: i64| regels(0, na, SMALL);
        const SMALL_SIZE: &str = r#"<w:sz w:val="13"/><w:szCs w:val="13"/>"#;
        const SMALL_BOLD: &str = r#"<w:b/><w:bCs/><w:sz w:val="13"/><w:szCs w:val="13"/>"#;
        const BOLD: &str = "<w:b/><w:bCs/>";
        const ITALIC: &str = "<w:i/><w:iCs/>";
        match self {
            Self::Broodtekst => ("broodtekst", "Normal", regels(0, 240, LINE), ""),
            Self::Kop(1) => ("heading 1", "Normal", kop(1), BOLD),
            Self::Kop(2) => ("heading 2", "Normal", kop(2), ITALIC),
            Self::Kop(3) => ("heading 3", "Normal", kop(3), r#"<w:spacing w:val="12"/>"#),
            Self::Kop(_) => ("heading 4", "Normal", kop(4), r#"<w:spacing w:val="12"/>"#),
            Self::Vraagkop => {
                ("vraagkop", "Kop2", kop(2), r#"<w:b/><w:bCs/><w:i w:val="0"/><w:iCs w:val="0"/>"#)
            }
            Self::DatumOnderwerp => (
                "datumonderwerp",
                "Normal",
                format!(
                    r#"<w:tabs><w:tab w:val="left" w:pos="1134"/></w:tabs>{}<w:ind w:left="1134" w:hanging="1134"/>"#,
                    regels(0, 0, LINE)
                ),
                "",
            ),
            Self::NotaTitel => (
                "nota-titel",
                "Normal",
                regels(0, 0, r#"w:line="640" w:lineRule="exact""#),
                r#"<w:sz w:val="64"/><w:szCs w:val="64"/>"#,
            ),
            Self::Adres => {
                ("adres", "Normal", regels(0, 0, r#"w:line="240" w:lineRule="exact""#), "")
            }
            Self::Retouradres => ("Huisstijl-Retouradres", "Normal", klein(0), SMALL_SIZE),
            Self::Afzendgegevens => ("afzendgegevens", "Normal", klein(0), SMALL_SIZE),
            Self::AfzendgegevensBold => {
                ("afzendgegevens-bold", "afzendgegevens", klein(0), SMALL_BOLD)
            }
            Self::Referentiekop => {
                ("referentiekopjes", "Normal", format!("<w:keepNext/>{}", klein(0)), SMALL_BOLD)
            }
            Self::Referentiegegevens => ("referentiegegevens", "Normal", klein(0), SMALL_SIZE),
            Self::Clausule => ("clausule", "Normal", klein(0), SMALL_SIZE),
            Self::Groetregel => {
                ("groetregel", "Normal", format!("<w:keepNext/>{}", regels(0, 240, LINE)), "")
            }
            Self::Ondertekening => {
                ("ondertekening", "Normal", format!("<w:keepNext/>{}", regels(0, 0, LINE)), "")
            }
            Self::Lijst => ("lijst", "broodtekst", regels(0, 0, LINE), ""),
            Self::Lijstvervolg => ("lijst-vervolg", "broodtekst", regels(0, 0, LINE), ""),
            Self::Aanhaling => ("aanhaling", "broodtekst", regels(0, 240, LINE), ITALIC),
            Self::Aanhalinglijst => ("aanhaling-lijst", "lijst", regels(0, 0, LINE), ITALIC),
            Self::Tabeltekst => ("in-table", "Normal", regels(31, 31, LINE), ""),
            Self::Tabelkop => {
                ("in-table-kop", "in-table", format!("<w:keepNext/>{}", regels(31, 31, LINE)), BOLD)
            }
            Self::Klein => ("klein", "Normal", klein(0), SMALL_SIZE),
            Self::Cijfertekst => (
                "in-table-klein",
                "in-table",
                regels(62, 62, SMALLER),
                r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#,
            ),
            Self::Cijferkop => (
                "in-table-klein-kop",
                "in-table-klein",
                format!("<w:keepNext/>{}", regels(62, 62, SMALLER)),
                BOLD,
            ),
            Self::Bijschrift => (
                "caption",
                "Normal",
                regels(113, 240, r#"w:line="220" w:lineRule="atLeast""#),
                r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#,
            ),
            Self::Voetnoot => (
                "footnote text",
                "Normal",
                format!(
                    r#"{}<w:ind w:left="113" w:hanging="113"/>"#,
                    regels(0, 0, r#"w:line="193" w:lineRule="atLeast""#)
                ),
                r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#,
            ),
            Self::Paginanummer => ("Huisstijl-Paginanummering", "Normal", klein(0), SMALL_SIZE),
            Self::Werkversie => (
                "werkversie",
                "Normal",
                klein(0),
                r#"<w:color w:val="595959"/><w:sz w:val="13"/><w:szCs w:val="13"/>"#,
            ),
            Self::Witregel => (
                "witregel",
                "Normal",
                regels(0, 0, r#"w:line="20" w:lineRule="exact""#),
                r#"<w:sz w:val="2"/><w:szCs w:val="2"/>"#,
            ),
        }
    }
}

const LINE: &str = r#"w:line="240" w:lineRule="atLeast""#;
const SMALLER: &str = r#"w:line="200" w:lineRule="atLeast""#;
const SMALL: &str = r#"w:line="180" w:lineRule="exact""#;

fn regels(voor: i64, na: i64, line: &str) -> String {
    format!(r#"<w:spacing w:before="{voor}" w:after="{na}" {line}/>"#)
}

/// The id of the style of what is withheld on these grounds.
pub(super) fn lak_id(gronden: &str) -> String {
    let plain = |char: char| if char.is_ascii_alphanumeric() { char } else { '-' };
    format!("gelakt-{}", gronden.chars().map(plain).collect::<String>())
}

/// The part with the styles; `gronden` are those on which something is withheld.
pub(super) fn part(letter: &str, gronden: &BTreeMap<String, String>) -> String {
    let font = escape(letter);
    let mut out = format!(
        concat!(
            "{}<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr>",
            r#"<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="{font}"/>"#,
            r#"<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>"#,
            "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>",
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
            r#"<w:style w:type="character" w:default="1" w:styleId="Standaardalinea"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>"#,
            r#"<w:style w:type="table" w:default="1" w:styleId="Standaardtabel"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
            r#"<w:style w:type="numbering" w:default="1" w:styleId="Geenlijst"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>"#,
        ),
        HEAD,
        NS,
        regels(0, 0, LINE),
        font = font
    );
    for stijl in Stijl::ALL {
        let (name, based, ppr, rpr) = stijl.opmaak();
        let known = ["heading", "caption", "footnote"].iter().any(|known| name.starts_with(known));
        let custom = if known { "" } else { r#" w:customStyle="1""# };
        let next = match stijl {
            Stijl::Kop(_) | Stijl::Vraagkop => r#"<w:next w:val="broodtekst"/>"#,
            _ => "",
        };
        let rpr = if rpr.is_empty() { String::new() } else { format!("<w:rPr>{rpr}</w:rPr>") };
        out.push_str(&format!(
            r#"<w:style w:type="paragraph"{custom} w:styleId="{}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>{next}<w:qFormat/><w:pPr>{ppr}</w:pPr>{rpr}</w:style>"#,
            stijl.id()
        ));
    }
    let mut character = |id: &str, name: &str, custom: bool, rpr: &str| {
        let custom = if custom { r#" w:customStyle="1""# } else { "" };
        out.push_str(&format!(
            r#"<w:style w:type="character"{custom} w:styleId="{id}"><w:name w:val="{}"/><w:basedOn w:val="Standaardalinea"/>{rpr}</w:style>"#,
            escape(name)
        ));
    };
    character(
        "Voetnootmarkering",
        "footnote reference",
        false,
        r#"<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>"#,
    );
    character("Hyperlink", "Hyperlink", false, r#"<w:rPr><w:u w:val="single"/></w:rPr>"#);
    let grey = format!(r#"<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{GRIJS}"/></w:rPr>"#);
    character("berekend", "kamerbrief berekend", true, &grey);
    character("vast", "kamerbrief vast", true, "");
    for (id, gronden) in gronden {
        let name = format!("kamerbrief gelakt {gronden}");
        character(id, &name, true, r#"<w:rPr><w:u w:val="dotted"/></w:rPr>"#);
    }
    out.push_str(concat!(
        r#"<w:style w:type="table" w:customStyle="1" w:styleId="Rijkstabel"><w:name w:val="Tabel Rijkshuisstijl"/><w:basedOn w:val="Standaardtabel"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="999999"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="999999"/></w:tblBorders><w:tblCellMar><w:left w:w="68" w:type="dxa"/><w:right w:w="68" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        r#"<w:style w:type="table" w:customStyle="1" w:styleId="Kader"><w:name w:val="Kader"/><w:basedOn w:val="Standaardtabel"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="666666"/><w:left w:val="single" w:sz="6" w:space="0" w:color="666666"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="666666"/><w:right w:val="single" w:sz="6" w:space="0" w:color="666666"/></w:tblBorders><w:tblCellMar><w:top w:w="170" w:type="dxa"/><w:left w:w="170" w:type="dxa"/><w:bottom w:w="170" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        r#"<w:style w:type="table" w:customStyle="1" w:styleId="Vakken"><w:name w:val="Vakken"/><w:basedOn w:val="Standaardtabel"/><w:tblPr><w:tblBorders><w:top w:val="dotted" w:sz="4" w:space="0" w:color="666666"/><w:left w:val="dotted" w:sz="4" w:space="0" w:color="666666"/><w:bottom w:val="dotted" w:sz="4" w:space="0" w:color="666666"/><w:right w:val="dotted" w:sz="4" w:space="0" w:color="666666"/><w:insideH w:val="dotted" w:sz="4" w:space="0" w:color="666666"/><w:insideV w:val="dotted" w:sz="4" w:space="0" w:color="666666"/></w:tblBorders><w:tblCellMar><w:top w:w="85" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        "</w:styles>"
    ));
    out
}
