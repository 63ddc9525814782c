//! In: what is withheld, and the pages of both editions by their sizes. Out: the sheet of the copy by which somebody goes
//! over it. Pure.

use super::bladvak::{self, Bladvak, OP_A3};
use super::prose::literal;
use crate::dossier::Datum;

const HOUSE: &str = include_str!("exemplaar.typ");

/// What the copy says.
#[derive(Debug, Default)]
pub struct Exemplaar {
    /// What it is about.
    pub onderwerp: String,
    /// The letter's reference, and which version this is of.
    pub kenmerk: String,
    /// The version of each document.
    pub versies: Vec<(&'static str, String)>,
    /// What is withheld, by document.
    pub lakkingen: Vec<(&'static str, Vec<Lakregel>)>,
    /// What a rule would withhold, and stays public.
    pub geopend: Vec<String>,
    /// What there is to say of the public edition.
    pub meldingen: Vec<String>,
    /// The pages.
    pub paren: Vec<Bladpaar>,
}

/// A line of the list.
#[derive(Debug, Default)]
pub struct Lakregel {
    /// Its number.
    pub nummer: usize,
    /// The page that it stands on; none where nothing of it is printed.
    pub bladzijde: Option<usize>,
    /// What it says.
    pub tekst: String,
    /// The part of the document.
    pub onderdeel: String,
    /// Each ground, with what it is about.
    pub gronden: Vec<String>,
    /// Why.
    pub reden: Option<String>,
    /// Whether a rule withholds it.
    pub door_regel: bool,
}

/// A page of both editions.
#[derive(Debug)]
pub struct Bladpaar {
    /// What the pages are of.
    pub kop: String,
    /// The working edition and the public one; none where a page has no other beside it.
    pub vakken: [Option<Bladvak>; 2],
}

/// The sheet.
pub fn exemplaar(of: &Exemplaar, datum: Datum) -> String {
    let mut out = format!("{}{HOUSE}", bladvak::HOUSE);
    let day =
        format!("datetime(year: {}, month: {}, day: {})", datum.year(), datum.month(), datum.day());
    out.push_str(&format!(
        "#show: werkdocument.with({}, {day}, true)\n= Nakijken wat wordt gelakt\n\n",
        literal(&format!("Nakijken wat wordt gelakt: {}", of.onderwerp))
    ));
    let versies = of.versies.iter().map(|(stuk, versie)| format!("{stuk} {versie}"));
    let versies = versies.collect::<Vec<_>>().join(", ");
    out.push_str(&format!(
        "#strong({}) \\\n#{}\n\n",
        literal(&of.onderwerp),
        literal(&format!("{datum}, kenmerk {}. Versies: {versies}.", of.kenmerk))
    ));
    out.push_str("#let-op[Dit toont ook wat niet openbaar wordt: geef het alleen aan wie ermee moet instemmen, en publiceer het niet. Links staat de werkeditie, met gekleurd wat wordt gelakt; rechts de openbare editie. Grijs is wat ook niet openbaar wordt, zonder dat iemand het lakt: een bedrag dat uit een gelakt bedrag is berekend, een noot waar niets meer naar verwijst, wie er heeft geparafeerd. De bladzijden hier zijn afbeeldingen waarvan de tekst te selecteren is; wie een schermlezer gebruikt, leest ze in de documenten zelf.]\n\n");
    for (stuk, regels) in &of.lakkingen {
        out.push_str(&format!("== #{}\n\n", literal(stuk)));
        match regels.is_empty() {
            true => out.push_str("Hiervan wordt niets gelakt.\n\n"),
            false => {
                out.push_str("#lijst(kolommen, koppen,\n");
                regels.iter().for_each(|regel| out.push_str(&line(regel)));
                out.push_str(")\n\n");
            }
        }
    }
    listed(
        &mut out,
        "Toch openbaar",
        &of.geopend,
        "Een regel lakt deze gegevens anders; in dit dossier staat dat ze openbaar zijn.",
    );
    listed(&mut out, "Meldingen over de openbare editie", &of.meldingen, "");
    for Bladpaar { kop, vakken } in &of.paren {
        let heads = vakken.iter().zip(["Werkeditie – niet openbaar", "Openbare editie"]);
        let heads = heads.map(|(vak, name)| {
            let name = match vak {
                Some(vak) => format!("{name}, bladzijde {}", vak.nummer),
                None => format!("{name}: hiernaast staat geen bladzijde"),
            };
            format!("[#{}]", literal(&name))
        });
        let heads = heads.collect::<Vec<_>>().join(", ");
        let boxes: String = vakken
            .iter()
            .map(|vak| vak.as_ref().map_or_else(|| "[], ".into(), |vak| vak.boxed(OP_A3)))
            .collect();
        out.push_str(&format!("#paar({}, {heads}, {boxes})\n", literal(kop)));
    }
    out
}

fn line(regel: &Lakregel) -> String {
    let bladzijde = match regel.bladzijde {
        Some(bladzijde) => bladzijde.to_string(),
        None => "niet afgedrukt".into(),
    };
    let gronden: Vec<String> =
        regel.gronden.iter().map(|grond| format!("#{}", literal(grond))).collect();
    let door = if regel.door_regel { "een regel" } else { "de opsteller" };
    format!(
        "  nummer({}), [#{}], [#{}], [#{}], [{}], [#{}], [{door}],\n",
        regel.nummer,
        literal(&bladzijde),
        literal(&regel.tekst),
        literal(&regel.onderdeel),
        gronden.join(" \\\n"),
        literal(regel.reden.as_deref().unwrap_or_default()),
    )
}

fn listed(out: &mut String, kop: &str, items: &[String], about: &str) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("== {kop}\n\n{about}\n\n"));
    for item in items {
        out.push_str(&format!("- #{}\n", literal(item)));
    }
    out.push('\n');
}
