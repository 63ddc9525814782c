//! Letters as ministries write them in Word, with invented content: what stands in their files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

const NS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"x:wps\" xmlns:v=\"urn:schemas-microsoft-com:vml\"";

pub(super) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn part(root: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {NS}>{inner}</w:{root}>")
}

pub(super) fn document(body: &str) -> (&'static str, String) {
    ("word/document.xml", part("document", &format!("<w:body>{body}</w:body>")))
}

/// A run; with a `b` bold, with an `i` in italics.
pub(super) fn t(looks: &str, text: &str) -> String {
    let looks: String = looks.chars().map(|look| format!("<w:{look}/>")).collect();
    let lines = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>"));
    let lines = lines.collect::<Vec<_>>().join("<w:br/>");
    format!("<w:r><w:rPr>{looks}</w:rPr>{lines}</w:r>")
}

pub(super) fn p(style: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inner}</w:p>")
}

pub(super) fn broodtekst(text: &str) -> String {
    p("broodtekst", &t("", text))
}

pub(super) fn kop(text: &str) -> String {
    p("broodtekst", &t("b", text))
}

pub(super) fn item(id: u8, deep: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{deep}\"/><w:numId w:val=\"{id}\"/></w:numPr></w:pPr>{}</w:p>",
        t("", text)
    )
}

pub(super) fn tabel(rows: &[&[String]]) -> String {
    let cell = |inner: &String| format!("<w:tc>{inner}</w:tc>");
    let row =
        |cells: &&[String]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// A property that is printed: as Word writes it in several runs, or as LibreOffice does.
pub(super) fn veld(name: &str, shown: &str, complex: bool) -> String {
    match complex {
        true => format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> DOCPROPERTY  {name}  \\* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            t("", shown)
        ),
        false => format!(
            "<w:fldSimple w:instr=\" DOCPROPERTY &quot;{name}&quot; \">{}</w:fldSimple>",
            t("", shown)
        ),
    }
}

pub(super) fn noot(id: u8) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}

pub(super) fn noten(texts: &[(u8, &str)]) -> (&'static str, String) {
    let one = |(id, text): &(u8, &str)| {
        format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", p("footnotetext", &t("", text)))
    };
    let lines = "<w:footnote w:id=\"-1\" w:type=\"separator\"><w:p/></w:footnote>";
    (
        "word/footnotes.xml",
        part("footnotes", &(lines.to_owned() + &texts.iter().map(one).collect::<String>())),
    )
}

pub(super) fn eigenschappen(all: &[(&str, &str)]) -> (&'static str, String) {
    let one = |(name, value): &(&str, &str)| {
        format!(
            "<property fmtid=\"{{D5}}\" pid=\"2\" name=\"{name}\"><vt:lpwstr>{value}</vt:lpwstr></property>"
        )
    };
    let all: String = all.iter().map(one).collect();
    (
        "docProps/custom.xml",
        format!("<Properties xmlns=\"x:p\" xmlns:vt=\"x:vt\">{all}</Properties>"),
    )
}

pub(super) fn nummering() -> (&'static str, String) {
    let list = |id: u8, levels: &[&str]| {
        let level = |format: &&str| format!("<w:lvl><w:numFmt w:val=\"{format}\"/></w:lvl>");
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>",
            levels.iter().map(level).collect::<String>()
        )
    };
    let num = |id: u8| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>");
    let all =
        list(1, &["bullet", "bullet"]) + &list(2, &["decimal", "lowerLetter"]) + &num(1) + &num(2);
    ("word/numbering.xml", part("numbering", &all))
}

pub(super) fn stijlen() -> (&'static str, String) {
    let style = |(id, name): &(&str, &str)| {
        format!("<w:style w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>")
    };
    let all = [
        ("Kop1", "heading 1"),
        ("Kop2", "heading 2"),
        ("broodtekst", "broodtekst"),
        ("adres", "adres"),
        ("vet", "afzendgegevens-bold"),
        ("afz", "afzendgegevens"),
        ("punten", "Lijst met opsommingstekens"),
    ];
    ("word/styles.xml", part("styles", &all.iter().map(style).collect::<String>()))
}

/// A letter in the old form: custom properties, which fields print in tables above the text.
pub(super) fn docsys() -> Vec<u8> {
    let plain = |text: &str| p("intable", &t("", text));
    let body = [
        p(
            "adres",
            &veld(
                "adres",
                "De Voorzitter van de Tweede Kamer der Staten-Generaal\nPostbus 20018\n2500 EA  DEN HAAG",
                true,
            ),
        ),
        tabel(&[
            &[plain("Datum"), p("datumonderwerp", &veld("_datum", "12 mei 2026", true))],
            &[
                plain("Betreft"),
                p(
                    "datumonderwerp",
                    &veld("_onderwerp", "Voortgang van de verzonnen loketten", false),
                ),
            ],
        ]),
        tabel(&[&[p("vet", &veld("directoraat", "Directoraat-Generaal Verzonnen Zaken", true))
            + &p("afz", &veld("directoraatvolg", "Directie Loketten", true))
            + &p("afz", &t("", "Turfmarkt 147"))
            + &p("afz", &t("", "www.rijksoverheid.nl/jenv"))
            + &p("referentiekopjes", &t("", "Contactpersoon"))
            + &p("referentiegegevens", &t("", "A. Verzonnen"))
            + &p("referentiegegevens", &t("", "beleidsmedewerker"))
            + &p("referentiegegevens", &t("", "T  070 370 00 00"))
            + &p("referentiegegevens", &t("", "a.verzonnen@voorbeeld.example"))
            + &p("referentiekopjes", &t("", "Ons kenmerk"))
            + &p("referentiegegevens", &veld("_onskenmerk", "5551234", true))
            + &p(
                "clausule",
                &t(
                    "",
                    "Bij beantwoording de datum en ons kenmerk vermelden. Wilt u slechts één zaak in uw brief behandelen.",
                ),
            )]]),
        p("broodtekst", &veld("aanhef", "Geachte voorzitter,", true)),
        p(
            "broodtekst",
            &(t("", "Met deze brief informeer ik uw Kamer over de ")
                + &t("i", "verzonnen")
                + &t("", " loketten (Kamerstukken II 2023/24, 28638, nr. 238).")
                + &noot(2)),
        ),
        p(
            "broodtekst",
            &(t("b", "Wat er is gebeurd\n")
                + &t(
                    "",
                    "Er zijn drie loketten bij gekomen, zie ook Kamerstuk 28638, nr. 238. Het gaat om:",
                )),
        ),
        item(1, 0, "een loket in het noorden;"),
        item(1, 1, "met een balie;"),
        item(2, 0, "een loket in het zuiden."),
        kop("Wat het kost"),
        tabel(&[
            &[kop("Jaar"), kop("Bedrag")],
            &[plain("2026"), plain("1,5")],
            &[plain("2027"), plain("2,0")],
        ]),
        broodtekst("Meer * niet &lt; dan [nodig] {{ dit }} is 5 %."),
        broodtekst("Hoogachtend,"),
        broodtekst("De Minister van Justitie en Veiligheid,"),
        broodtekst("B. Verzonnen"),
    ];
    let running =
        p("Huisstijl", &(t("", "Pagina ") + &veld("_pagina", "1", true) + &t("", " van 2")))
            + &p("Huisstijl", &veld("_onskenmerk", "5551234", true));
    zipped(&[
        document(&body.concat()),
        noten(&[(2, "Opgave van de gemeenten (Handelingen II 2023/24, nr. 12).")]),
        ("word/header1.xml", part("hdr", &running)),
        eigenschappen(&[
            ("_onderwerp", "Voortgang van de verzonnen loketten"),
            ("_onskenmerk", "5551234"),
            ("datum", "11 mei 2026"),
            ("mailing-aan", "Postkamer van verdieping drie"),
            ("rubricering", ""),
        ]),
        nummering(),
        stijlen(),
    ])
}

/// A text box, as Word writes it: twice.
pub(super) fn kader(lines: &[(&str, &str)]) -> String {
    let inner: String = lines.iter().map(|(style, text)| p(style, &t("", text))).collect();
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

/// A letter in the new form: text boxes in the header of the first page, no salutation; questions with their answers.
pub(super) fn docgen() -> Vec<u8> {
    let header = [
        kader(&[("Standaard", "Ministerie van Justitie en Veiligheid")]),
        kader(&[("Standaard", "> Retouradres Postbus 20301 2500 EH  Den Haag")]),
        kader(&[
            ("Standaard", "Aan de Voorzitter van de Tweede Kamer"),
            ("Standaard", "der Staten-Generaal"),
            ("Standaard", "Postbus 20018"),
            ("Standaard", "2500 EA DEN HAAG"),
        ]),
        kader(&[
            ("Referentiegegevensbold", "Directoraat-Generaal Verzonnen Zaken"),
            ("Referentiegegevens", "Directie Loketten"),
            ("Referentiegegevens", "Turfmarkt 147"),
            ("Referentiegegevens", "2511 DP Den Haag"),
            ("Referentiegegevensbold", "Onze referentie"),
            ("Referentiegegevens", "5559876"),
            ("Referentiegegevensbold", "Uw referentie"),
            ("Referentiegegevens", "2026Z01234"),
            ("Referentiegegevens", "Te archiveren bij het grijze dossier"),
        ]),
        kader(&[
            ("Standaard", "Datum 20 mei 2026"),
            ("Standaard", "Betreft Antwoorden op vragen over verzonnen loketten"),
        ]),
    ];
    let next = |inner: &str| format!("<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{inner}</w:p>");
    let body = [
        broodtekst(
            "In antwoord op uw brief van 3 april 2026, nr. 2026Z01234, deel ik u mede dat de vragen van het lid Voorbeeld (ABC) over het sluiten van loketten worden beantwoord zoals aangegeven in de bijlage van deze brief.",
        ),
        broodtekst("De Minister van Justitie en Veiligheid,"),
        broodtekst(""),
        broodtekst("B. Verzonnen"),
        next(&t(
            "b",
            "Antwoorden van de minister van Justitie en Veiligheid op vragen van het lid Voorbeeld (ABC) aan de minister van Justitie en Veiligheid over het sluiten van loketten (ingezonden 3 april 2026)",
        )),
        kop("Vraag 1"),
        p("broodtekst", &(t("", "Kent u het bericht ‘Loketten dicht’?") + &noot(2))),
        kop("Antwoord op vraag 1"),
        broodtekst("Ja."),
        kop("Vraag 2"),
        broodtekst("Hoeveel loketten sluiten er?"),
        kop("Vraag 3"),
        broodtekst("En waarom?"),
        kop("Antwoord op vragen 2 en 3"),
        broodtekst("Er sluiten er twee:"),
        p("punten", &t("", "in het oosten;")),
        p("punten", &t("", "in het westen.")),
        p("broodtekst", &(t("", "Dat staat in de raming.") + &noot(3))),
    ];
    zipped(&[
        document(&body.concat()),
        noten(&[(2, "Dagblad Verzonnen, 1 april 2026."), (3, "Raming van maart.")]),
        ("word/header2.xml", part("hdr", &header.concat())),
        ("word/footer1.xml", part("ftr", &p("Standaard", &t("", "Pagina 1 van 2")))),
        stijlen(),
    ])
}

/// A letter as anyone writes it, with real headings, an annex, and things that a dossier does not have.
pub(super) fn gewoon() -> Vec<u8> {
    let comment = "<w:commentRangeStart w:id=\"1\"/>".to_owned()
        + &t("", "drie weken")
        + "<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>";
    let body = [
        broodtekst("Aan de Voorzitter van de Eerste Kamer der Staten-Generaal"),
        broodtekst("Datum: 1-6-2026"),
        broodtekst("Betreft: Een verzonnen wet"),
        broodtekst("Zaaknummer van de griffie: 777"),
        broodtekst("Geachte voorzitter,"),
        p(
            "broodtekst",
            &(t("", "Lees het ")
                + "<w:hyperlink r:id=\"rId1\">"
                + &t("", "hele stuk")
                + "</w:hyperlink>"
                + &t("", " binnen ")
                + &comment
                + &t("", ".")),
        ),
        p("Kop1", &t("", "Inleiding")),
        p("Kop2", &t("", "Doel")),
        broodtekst("Het doel is helder."),
        p("Kop2", &t("", "Leeg kopje")),
        p("Kop1", &t("", "Verder")),
        p(
            "broodtekst",
            &("<w:del w:id=\"5\" w:author=\"Els\">".to_owned()
                + "<w:r><w:delText>geschrapte onzin</w:delText></w:r></w:del>"
                + &t("", "Wat blijft staan. ")
                + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheimzinnig</w:t></w:r>"),
        ),
        "<w:p><w:r><w:drawing/></w:r></w:p>".to_owned(),
        broodtekst("Met vriendelijke groet,"),
        tabel(&[&[
            broodtekst("De Minister van Binnenlandse Zaken en Koninkrijksrelaties,")
                + &broodtekst("C. Verzonnen"),
            broodtekst("De Staatssecretaris van Financiën,") + &broodtekst("D. Verzonnen"),
        ]]),
        "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        kop("Bijlage 1: Lijst van gemeenten"),
        broodtekst("Verzonnendam en Fantasiestad."),
        format!("<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{}</w:p>", t("b", "Bijlage 2")),
        kop("Wat er nog is"),
        broodtekst("Niets."),
    ];
    zipped(&[
        document(&body.concat()),
        ("word/_rels/document.xml.rels", "<Relationships xmlns=\"x:r\"><Relationship Id=\"rId1\" Type=\"x/hyperlink\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>".into()),
        ("word/comments.xml", part("comments", &format!("<w:comment w:id=\"1\" w:author=\"Els Jurist\" w:date=\"2026-05-30T10:00:00Z\">{}</w:comment>", broodtekst("Klopt de termijn?")))),
        stijlen(),
    ])
}
