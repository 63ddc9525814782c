//! In: a set. Out: what whoever publishes it has to know, in Dutch. Pure.

use super::herkomst::{KOP, regels};
use super::{Manifest, Stof, gpp, platform};
use crate::diagnostic::words;
use crate::signoff::Uitgave;

/// The text of `LEESMIJ.txt`.
pub(super) fn text(stof: &Stof<'_>, manifest: &Manifest) -> String {
    let mut out = format!("Publicatie van {}\n{}\n", stof.kenmerk(), stof.onderwerp());
    if stof.opgave.uitgave == Uitgave::Proef {
        out.push_str("\nDIT IS EEN PROEF. Publiceer haar niet: op elke bladzijde staat dat het een concept is.\n");
    }
    out.push_str("\nWat er in deze map staat\n");
    for (name, about) in [
        ("documenten/", "de openbare documenten: PDF/A-2a en PDF/UA-1"),
        ("open-data/", "de bijlage als spreadsheet en CSV, als er een bijlage is"),
        ("diwoo/", "metadata per document, volgens DiWoo 0.9.8"),
        ("sitemap….xml", "de sitemap voor zoekmachines van de overheid, met haar index"),
        ("gpp/", "de verzoeken aan de publicatiebank van GPP-Woo, op volgorde (stappen.json)"),
        (
            "woo-platform/",
            "de verzoeken aan het Woo-platform van VWS, Financiën en BZ (stappen.json)",
        ),
        ("inventaris/", "wat niet openbaar is gemaakt, en op welke grond"),
        (
            "manifest.json",
            "alle bestanden met hun grootte, SHA-256 en SHA-1 (die van open.overheid.nl)",
        ),
    ] {
        out.push_str(&format!("  {name:<16}{about}\n"));
    }
    out.push_str("\nWie wat bewaart\n");
    out.push_str(&paragraph(
        "Deze map is de openbare editie, en draagt geen handtekening. Het ondertekende origineel, met alles erin, is het exemplaar voor het archief.",
    ));
    out.push_str("\nDe sitemap\n");
    out.push_str(&paragraph(match stof.opgave.adres {
        Some(_) => "Zet deze map, zoals zij is, op het adres waarvoor zij is gemaakt, en noem de index in robots.txt, in de wortel van het domein dat in het Register van Overheidsorganisaties staat.",
        None => "Bij het maken is geen adres genoemd. De adressen in de sitemap en haar index beginnen daarom met https://publicatie.invalid/, en leiden nergens heen. Maak de publicatie opnieuw met `--adres`, als u haar met een sitemap publiceert.",
    }));
    out.push_str(&paragraph("DiWoo heeft geen veld voor de grond waarop iets is gelakt, en geen relatie van een bijlage met haar brief: de gronden staan in de omschrijving, en de beslisnota en de bijlage verwijzen naar de brief."));
    out.push_str("\nGPP-Woo\n");
    let mut gpp = vec![
        "GPP haalt uit elke PDF de metadata, en schrijft het bestand opnieuw. Daarmee vervallen het kenmerk van PDF/A en PDF/UA en elke handtekening, en krijgt het bestand een andere SHA-256 en SHA-1 dan in manifest.json staat.".to_owned(),
        "Er is geen veld voor de documentsoort, voor de grond waarop iets is gelakt, voor wat bij elkaar hoort en voor een controlegetal. De eerste drie staan daarom in de omschrijving, en in de titel van een beslisnota staat het woord beslisnota.".to_owned(),
        "Organisaties en categorieën hebben in elke installatie een eigen uuid. In de verzoeken staat het adres waarmee u die opzoekt.".to_owned(),
    ];
    let long = |kenmerk: &&str| !gpp::fits(kenmerk);
    let references = stof.documenten.iter().map(|document| document.kenmerk.as_str());
    let cut: Vec<&str> = references.filter(long).collect();
    if !cut.is_empty() {
        gpp.push(format!(
            "GPP neemt kenmerken van hoogstens 40 tekens. Dit past niet, en is weggelaten: {}.",
            words::enumerate(&cut, "en")
        ));
    }
    gpp.iter().for_each(|text| out.push_str(&item(text)));
    out.push_str("\nHet Woo-platform\n");
    out.push_str(&item("Er is geen veld voor wat bij elkaar hoort: de brief is het hoofddocument, de rest is bijlage daarbij."));
    out.push_str(&item("Van artikel 5.2 van de Wet open overheid kent het platform geen leden: 5.2.1 is 5.2 geworden."));
    let codes = &stof.opgave.checked.lijsten().publicatie;
    let mut unknown: Vec<&str> =
        stof.documenten.iter().flat_map(|document| platform::unknown(document, codes)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        out.push_str(&item(&format!(
            "Het platform kent deze gronden niet, en in de verzoeken staan ze dus niet: {}. In de samenvatting staan ze wel.",
            words::enumerate(&unknown, "en")
        )));
    }
    out.push_str("\nNagaan\n");
    out.push_str(&paragraph("`kamerbrief verify MAP` gaat na of elk bestand nog is zoals het is gemaakt; met `--dossier DOSSIER` ook of het dossier precies deze publicatie maakt."));
    out.push_str(&format!("\n{KOP}\n{}\n", regels(manifest).join("\n")));
    out
}

/// A text in lines of at most 76 characters, two from the margin.
fn paragraph(text: &str) -> String {
    wrapped(text, "  ", "  ")
}

fn item(text: &str) -> String {
    wrapped(text, "- ", "  ")
}

fn wrapped(text: &str, first: &str, next: &str) -> String {
    const WIDTH: usize = 78;
    let mut out = String::new();
    let mut line = first.to_owned();
    for word in text.split(' ') {
        let room = line.chars().count() + word.chars().count() < WIDTH;
        if !room && line.trim() != first.trim() {
            out.push_str(line.trim_end());
            out.push('\n');
            line = next.to_owned();
        }
        line.push_str(word);
        line.push(' ');
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}
