//! In: what Typst says in English. Out: the same in plain Dutch, and what to do. Pure.
//!
//! These are all the refusals of typst-pdf 0.15 that can befall a document, and those of its layout. What is not here is
//! new: it is told in general words. What Typst says of the code of a template is left in English behind them, because
//! only who wrote that can do something with it.

/// A part of a message of Typst, what it means, and what to do.
type Known = (&'static str, &'static str, &'static str);

/// What is said of an image that nobody can read.
const UNREADABLE: (&str, &str) =
    ("deze afbeelding kan niet worden gelezen", "sla haar opnieuw op als PNG of SVG");

/// What a PDF may not hold.
const PDF: &[Known] = &[
    (
        "may not contain links",
        "hier staat een koppeling of een voetnoot die een schermlezer niet kan volgen",
        "haal de koppeling of de noot weg uit wat op elke bladzijde terugkomt",
    ),
    (
        "the first heading must be of level 1",
        "de eerste kop is er een van een lager niveau",
        "begin in het eigen sjabloon met een kop van het eerste niveau (`=`)",
    ),
    (
        "skipped from heading level",
        "hier wordt een niveau van koppen overgeslagen",
        "geef deze kop in het eigen sjabloon een niveau hoger",
    ),
    ("heading title", "deze kop is leeg", "vul de kop in, of haal haar weg"),
    (
        "string is longer than",
        "een van deze teksten is te lang voor een PDF: het onderwerp, een titel of een adres",
        "maak er hoogstens een paar regels van",
    ),
    (
        "could not be displayed",
        "een teken hiervan zit in geen enkel lettertype",
        "vervang het teken, of geef met `--fonts MAP` een lettertype dat het heeft",
    ),
    (
        "codepoint",
        "een teken hiervan heeft geen vaste betekenis, en mag niet in een archief-PDF",
        "typ het teken opnieuw, of vervang het door een gewoon teken",
    ),
    (
        "not mapped to a code point",
        "van deze tekst kan een schermlezer niet weten wat er staat",
        "kies een ander lettertype, of schrijf het in gewone letters",
    ),
    (
        "transparency",
        "deze afbeelding, of deze kleur, is doorzichtig, en dat mag niet in een archief-PDF",
        "bewaar de afbeelding zonder doorzichtigheid, op een witte achtergrond",
    ),
    (
        "16 bit image",
        "deze afbeelding heeft kleuren van 16 bits",
        "bewaar haar met kleuren van 8 bits",
    ),
    ("process image", UNREADABLE.0, UNREADABLE.1),
    (
        "smooth scaling",
        "deze afbeelding wordt geschaald op een manier die niet in een archief-PDF mag",
        "bewaar haar als SVG, of in de grootte waarin het wordt afgedrukt",
    ),
    ("CMYK", "hier is een kleur voor drukwerk (CMYK) gebruikt", "gebruik een kleur in RGB"),
    (
        "PostScript",
        "hier is een kleurverloop gebruikt dat niet in een archief-PDF mag",
        "gebruik een effen kleur",
    ),
    (
        "failed to process",
        "een lettertype kan niet worden gebruikt",
        "geef met `--fonts MAP` een ander bestand van het lettertype",
    ),
    (
        "license of",
        "een lettertype mag volgens zijn licentie niet in een PDF",
        "kies een lettertype met een ruimere licentie",
    ),
    (
        "alt text",
        "een afbeelding heeft geen beschrijving voor wie haar niet ziet",
        "geef haar in het eigen sjabloon een `alt`",
    ),
    (
        "missing document language",
        "het document zegt niet in welke taal het is",
        "zet in het eigen sjabloon `#set text(lang: \"nl\")`",
    ),
    (
        "missing document title",
        "het document heeft geen titel",
        "zet in het eigen sjabloon `#set document(title: {{ dossier.onderwerp }})`",
    ),
    (
        "document date",
        "het document heeft geen datum",
        "zet in het eigen sjabloon een datum bij `#set document(…)`",
    ),
    (
        "attached file",
        "er zit een bestand in het document, en dat mag niet in een archief-PDF",
        "stuur het bestand ernaast mee",
    ),
    (
        "cannot combine underline",
        "een tekst kan niet tegelijk op twee manieren zijn onderstreept of doorgehaald",
        "kies in het eigen sjabloon een van beide",
    ),
    (
        "structure",
        "een schermlezer zou hier niet weten wat bij elkaar hoort",
        "kijk in het eigen sjabloon of daar iets binnen een alinea of tabel staat dat er niet in kan",
    ),
    ("array is longer", "hier is een regel veel te lang", "verdeel de tekst over meer alinea's"),
    (
        "dictionary",
        "het document is te groot voor een PDF",
        "verdeel het dossier over twee dossiers",
    ),
    (
        "indirect objects",
        "het document is te groot voor een PDF",
        "verdeel het dossier over twee dossiers",
    ),
    (
        "floating point",
        "hier is een maat veel te groot",
        "kijk in het eigen sjabloon naar de maten",
    ),
    ("nesting", "hier zit te veel in elkaar", "maak de opbouw eenvoudiger"),
];

/// What cannot be laid out, whatever the template.
const LAYOUT: &[Known] = &[
    ("failed to decode image", UNREADABLE.0, UNREADABLE.1),
    ("failed to parse SVG", UNREADABLE.0, UNREADABLE.1),
    (
        "did not converge",
        "de bladzijden komen niet tot rust: wat op de ene staat, verandert wat op de andere staat",
        "maak een tekst vlak bij een bladzijde-einde iets korter of langer",
    ),
    (
        "pagebreaks are not allowed",
        "een nieuwe bladzijde kan niet binnen iets anders beginnen",
        "zet de overgang in het eigen sjabloon buiten een blok of tabel",
    ),
    ("maximum", "hier zit te veel in elkaar", "maak de lijst of de tabel eenvoudiger"),
    ("infinite", "hier is een maat oneindig groot", "kijk in het eigen sjabloon naar de maten"),
];

/// What is wrong in Dutch, and what to do.
pub(super) fn of_pdf(message: &str) -> (String, String) {
    match find(PDF, message) {
        Some((what, help)) => (format!("hiervan kan geen PDF worden gemaakt: {what}"), help),
        None => (
            "hiervan kan geen PDF worden gemaakt die toegankelijk en houdbaar is".into(),
            format!("meld dit met het dossier erbij; voor de maker: {message}"),
        ),
    }
}

/// The same for the layout. Of the code of a template only its author knows.
pub(super) fn of_layout(message: &str) -> (String, Option<String>) {
    match find(LAYOUT, message) {
        Some((what, help)) => (what.into(), Some(help)),
        None => ("dit blad van de huisstijl kan niet worden gezet".into(), None),
    }
}

fn find(known: &[Known], message: &str) -> Option<(&'static str, String)> {
    let (_, what, help) = known.iter().find(|(part, ..)| message.contains(part))?;
    Some((what, (*help).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_dutch_whether_it_is_known_or_not() {
        let (what, help) = of_pdf("PDF/UA-1 error: PDF artifacts may not contain links");
        assert!(
            what.ends_with("die een schermlezer niet kan volgen") && help.contains("koppeling")
        );
        let (what, help) = of_pdf("something new");
        assert!(!what.contains("new") && help.ends_with("something new"));
    }
}
