//! In: a checked dossier. Out: one of its documents as a file of Word (`.docx`), to be commented on. Pure.
//!
//! It walks the manuscript, and knows neither Typst nor the terminal. `opbouw` makes of the parts what Word has
//! (`model`): paragraphs and tables, each with the field that it comes from; `schrijver` writes those, with a bookmark
//! on each by which it is found again, and `kopteksten`, `stijlen`, `lijsten` and `pakket` the rest of the file.
//!
//! The form is the one that survived most programs: no content controls (LibreOffice loses text at them), no comments
//! (it loses notes), no custom XML; bookmarks, character styles and custom properties. Nothing in the file says who made
//! it, when, where or with what, and the same dossier gives the same bytes.

mod kopteksten;
pub mod lees;
mod lijsten;
mod merk;
mod model;
mod onderdelen;
mod opbouw;
mod pakket;
mod proza;
mod schrijver;
mod stijlen;
mod tabellen;
mod vormen;
mod xml;

use std::collections::BTreeMap;

use self::kopteksten::Blad;
use self::merk::afdruk;
use self::model::{Deel, Document};
use self::pakket::Pakket;
use self::schrijver::Schrijver;
use self::xml::{HEAD, NS};
use crate::check::Checked;
use crate::dossier::{Bestand, Lakking, Place, Root, Stuk, Vingerafdruk};
use crate::path::Path;
use crate::voorstellen::plek::Plekken;

/// The form of the file, for whoever reads it back.
const FORMAAT: &str = "1";

/// The name under which pictures have the logo.
pub const LOGO: &str = "";

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fout(pub String);

/// A picture as PNG, which every program shows.
#[derive(Debug, Clone)]
pub struct Beeldpunten(Vec<u8>);

impl Beeldpunten {
    /// A PNG; none where the bytes are no such picture.
    pub fn new(png: Vec<u8>) -> Option<Self> {
        let is_png = png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() > 24;
        is_png.then_some(Self(png))
    }

    /// How high it is for its width.
    fn verhouding(&self) -> f64 {
        let number = |at: usize| {
            let bytes = self.0.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            f64::from(u32::from_be_bytes(bytes.unwrap_or_default()).max(1))
        };
        number(20) / number(16)
    }
}

/// The pictures of a dossier, by their paths in it; the logo by [`LOGO`].
pub type Beelden = BTreeMap<String, Beeldpunten>;

/// What of these documents their author withholds from the public. What a rule withholds, such as the name of who can be
/// asked, is in every letter that goes around.
pub fn gelakt<'a>(checked: &'a Checked, stukken: &[Stuk]) -> Vec<&'a Lakking> {
    let files: Vec<_> = stukken
        .iter()
        .filter_map(|stuk| Some(checked.manuscript(*stuk)?.bestanden(*stuk)))
        .flatten()
        .collect();
    let printed = |place: &Place| match place.root {
        Root::File(bestand) if files.contains(&bestand) => true,
        _ => stukken.iter().filter_map(|stuk| checked.manuscript(*stuk)).any(|of| of.prints(place)),
    };
    let all = checked.lakkingen().iter();
    all.filter(|lakking| !lakking.door_regel && printed(&lakking.place)).collect()
}

/// A document as a file of Word; nothing where the dossier has no such document.
///
/// # Errors
/// What the file cannot hold.
pub fn docx(checked: &Checked, stuk: Stuk, beelden: &Beelden) -> Result<Option<Vec<u8>>, Fout> {
    let Some((document, lijsten)) = opbouw::document(checked, stuk, beelden)? else {
        return Ok(None);
    };
    let Document { titel, hoofd, delen, noten } = &document;
    let profiel = &checked.dossier().profiel;
    let alone = stuk == Stuk::Bijlage;
    let liggend = match alone {
        true => tabellen::is_liggend(checked),
        false => delen.iter().any(|deel| matches!(deel, Deel::Bijlage { liggend: true })),
    };
    let (blad, annex) = (Blad::van(stuk, profiel), Blad::bijlage(liggend));
    let front = || blad.sectie("rId5", "rId8", Some(("rId4", "rId7")));
    let mut schrijver = Schrijver::default();
    let mut body = schrijver.delen(delen, &front);
    let notes = schrijver.noten(noten);
    let has_annex = alone || delen.iter().any(|deel| matches!(deel, Deel::Bijlage { .. }));
    body.push_str(&if has_annex { annex.sectie("rId6", "rId9", None) } else { front() });

    let mut pakket = Pakket::default();
    pakket.document(format!("{HEAD}<w:document {NS}><w:body>{body}</w:body></w:document>"));
    let styles = stijlen::part(&profiel.lettertype, &schrijver.gronden);
    pakket.deel("rId1", "styles", "styles.xml", styles);
    pakket.deel("rId2", "numbering", "numbering.xml", lijsten::part(&lijsten));
    let notes = format!("{HEAD}<w:footnotes {NS}>{notes}</w:footnotes>");
    pakket.deel("rId3", "footnotes", "footnotes.xml", notes.clone());
    if !alone {
        let logo = beelden.get(LOGO).map(|beeld| {
            let own = checked.dossier().gegevens.logo.as_ref().map(|logo| logo.breedte);
            let breedte = f64::from(own.unwrap_or(profiel.logobreedte));
            let (bestand, beschrijving) = (LOGO.to_owned(), profiel.ministerie.to_string());
            let hoogte = breedte * beeld.verhouding();
            (beeld, model::Beeld { bestand, beschrijving, breedte, hoogte })
        });
        let shown = logo.as_ref().map(|(_, shown)| shown);
        let first = match stuk {
            Stuk::Beslisnota => kopteksten::van_nota(hoofd, profiel, shown),
            _ => kopteksten::van_brief(hoofd, profiel, shown),
        };
        pakket.deel("rId4", "header", "header1.xml", first);
        if let Some((beeld, _)) = &logo {
            pakket.beeld("word/_rels/header1.xml.rels", "rIdB1", "logo.png", &beeld.0);
        }
        let next = kopteksten::volgend(hoofd, stuk, profiel);
        pakket.deel("rId5", "header", "header2.xml", next);
        pakket.deel("rId7", "footer", "footer1.xml", blad.voet(profiel));
        pakket.deel("rId8", "footer", "footer2.xml", blad.voet(profiel));
    }
    if has_annex {
        pakket.deel("rId6", "header", "header3.xml", kopteksten::van_bijlage(alone));
        pakket.deel("rId9", "footer", "footer3.xml", annex.voet(profiel));
    }
    pakket.deel("rId10", "settings", "settings.xml", instellingen());
    for (i, url) in schrijver.koppelingen.iter().enumerate() {
        let id = format!("rIdK{}", i + 1);
        pakket.relate("word/_rels/document.xml.rels", &id, "hyperlink", url, true);
        // Each part knows its own addresses.
        if notes.contains(&format!("r:id=\"{id}\"")) {
            pakket.relate("word/_rels/footnotes.xml.rels", &id, "hyperlink", url, true);
        }
    }
    for (i, bestand) in schrijver.beelden.iter().enumerate() {
        let Some(beeld) = beelden.get(bestand) else { continue };
        let (id, name) = (format!("rIdB{}", i + 1), format!("beeld{}.png", i + 1));
        pakket.beeld("word/_rels/document.xml.rels", &id, &name, &beeld.0);
    }
    pakket.eigenschappen(titel, &staat(checked, stuk, &schrijver));
    pakket.bytes().map(Some)
}

/// By which a reader knows what was exported: of each field that is in the file the first 32 bits of the fingerprints of
/// its name and of what was typed, in the order of the fields; of each item of a list by what it is known wherever it goes; and
/// the fingerprint of the dossier's reference.
fn staat(checked: &Checked, stuk: Stuk, schrijver: &Schrijver) -> Vec<(String, String)> {
    let fields = schrijver.velden.iter().filter_map(|place| {
        let typed = checked.text(place)?;
        (place.root != Root::Profile).then(|| afdruk(&place.to_string()) + &afdruk(typed))
    });
    let velden: String = fields.collect();
    let printed = |place: &Place| schrijver.velden.contains(place);
    let plekken = Plekken::van(checked.leaves(), printed).kentekens().into_iter();
    let plekken: Vec<String> =
        plekken.map(|(place, kenteken)| format!("{place}={}", kenteken.kort())).collect();
    let whole = Vingerafdruk::of([stuk.name().as_bytes(), velden.as_bytes()]).to_string();
    [
        ("kb_formaat", FORMAAT.to_owned()),
        ("kb_stuk", stuk.name().to_owned()),
        ("kb_velden", velden),
        ("kb_plekken", plekken.join(";")),
        ("kb_dossier", kenmerk(checked).map(afdruk).unwrap_or_default()),
        ("kb_vingerafdruk", whole),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// The reference of a dossier, once it is filled in.
fn kenmerk(checked: &Checked) -> Option<&str> {
    let place = Place::of(Bestand::Dossier, Path::default().key("kenmerk"));
    let typed = checked.text(&place)?.trim();
    (typed.contains(|char: char| char.is_ascii_digit()) && !typed.contains('[')).then_some(typed)
}

/// That changes are tracked from the start.
fn instellingen() -> String {
    format!(
        concat!(
            r#"{}<w:settings {}><w:trackRevisions/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>"#,
            r#"<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>"#,
            r#"<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#,
            r#"<w:themeFontLang w:val="nl-NL"/></w:settings>"#
        ),
        HEAD, NS
    )
}
