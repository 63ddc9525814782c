//! Letters that were written in Word, in the forms of the ministries' templates: the dossiers that they become.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use roxmltree::Document;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::support::{Ran, root, run};

const NS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"x:wps\" xmlns:v=\"urn:schemas-microsoft-com:vml\"";

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(root: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {NS}>{inner}</w:{root}>")
}

fn document(body: &str) -> (&'static str, String) {
    ("word/document.xml", part("document", &format!("<w:body>{body}</w:body>")))
}

/// A run; with a `b` bold, with an `i` in italics.
fn t(looks: &str, text: &str) -> String {
    let looks: String = looks.chars().map(|look| format!("<w:{look}/>")).collect();
    let lines = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>"));
    let lines = lines.collect::<Vec<_>>().join("<w:br/>");
    format!("<w:r><w:rPr>{looks}</w:rPr>{lines}</w:r>")
}

fn p(style: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inner}</w:p>")
}

fn broodtekst(text: &str) -> String {
    p("broodtekst", &t("", text))
}

fn kop(text: &str) -> String {
    p("broodtekst", &t("b", text))
}

fn item(id: u8, deep: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{deep}\"/><w:numId w:val=\"{id}\"/></w:numPr></w:pPr>{}</w:p>",
        t("", text)
    )
}

fn tabel(rows: &[&[String]]) -> String {
    let cell = |inner: &String| format!("<w:tc>{inner}</w:tc>");
    let row =
        |cells: &&[String]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// A property that is printed: as Word writes it in several runs, or as LibreOffice does.
fn veld(name: &str, shown: &str, complex: bool) -> String {
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

fn noot(id: u8) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}

fn noten(texts: &[(u8, &str)]) -> (&'static str, String) {
    let one = |(id, text): &(u8, &str)| {
        format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", p("footnotetext", &t("", text)))
    };
    let lines = "<w:footnote w:id=\"-1\" w:type=\"separator\"><w:p/></w:footnote>";
    (
        "word/footnotes.xml",
        part("footnotes", &(lines.to_owned() + &texts.iter().map(one).collect::<String>())),
    )
}

fn eigenschappen(all: &[(&str, &str)]) -> (&'static str, String) {
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

fn nummering() -> (&'static str, String) {
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

fn stijlen() -> (&'static str, String) {
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
fn docsys() -> Vec<u8> {
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
fn kader(lines: &[(&str, &str)]) -> String {
    let inner: String = lines.iter().map(|(style, text)| p(style, &t("", text))).collect();
    format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

/// A letter in the new form: text boxes in the header of the first page, no salutation; questions with their answers.
fn docgen() -> Vec<u8> {
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
fn gewoon() -> Vec<u8> {
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

/// In a dossier a date has its month as a number.
const MAANDEN: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// What becomes of a letter.
struct Over {
    home: TempDir,
    ran: Ran,
}

impl Over {
    fn van(bytes: &[u8], more: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("brief.docx"), bytes).unwrap();
        let ran = run(home.path(), &[&["new", "dossier", "--uit", "brief.docx"], more].concat());
        Self { home, ran }
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("dossier")
    }

    fn tekst(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    /// The letter is made of the dossier, and says these.
    fn bouwt(&self) {
        assert_eq!(self.ran.code, 0, "{}", self.ran.stderr);
        let ran = run(self.home.path(), &["build", "dossier"]);
        assert_eq!(ran.code, 0, "{}\n{}", ran.stderr, self.tekst("brief.yaml"));
        assert!(
            self.path().join("kamerbrief.pdf").exists()
                || self.home.path().join("dossier/uit/kamerbrief.pdf").exists()
                || ran.stdout.contains("kamerbrief.pdf")
        );
    }

    /// Every word of the file is in the dossier, as a value or listed.
    fn heeft_alle_woorden(&self, bytes: &[u8]) {
        let files = ["dossier.yaml", "brief.yaml", "vragen.yaml", "opmerkingen.yaml"];
        let all: String = files.map(|name| self.tekst(name)).join("\n");
        let known: BTreeSet<String> = woorden(&all.replace("\n      ", " ")).collect();
        // A reference prints these.
        let cites = |word: &str| {
            known.contains("kst") && ["kamerstuk", "kamerstukken", "i", "ii", "nr"].contains(&word)
        };
        let day = known.contains("2026");
        let words = in_file(bytes);
        let missing: Vec<&String> = words
            .iter()
            .filter(|word| {
                // The sixth of a month is written as 06.
                !known.contains(*word) && !cites(word) && !known.contains(&format!("{word:0>2}"))
            })
            .collect();
        for word in missing.clone() {
            let is_month = day && MAANDEN.contains(&word.as_str());
            assert!(is_month, "nergens: {missing:?}");
        }
    }
}

fn woorden(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Every word of a file, in whatever part.
fn in_file(bytes: &[u8]) -> BTreeSet<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeSet::new();
    for i in 0..archive.len() {
        let file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        if ["styles", "numbering", "rels"].iter().any(|part| name.contains(part)) {
            continue;
        }
        let xml = std::io::read_to_string(file).unwrap();
        let tree = Document::parse(&xml).unwrap();
        let mut text = String::new();
        for node in tree.descendants() {
            match node.tag_name().name() {
                // What the file knows of its own state.
                "lpwstr"
                    if node
                        .parent()
                        .and_then(|one| one.attribute("name"))
                        .is_some_and(|name| name.starts_with("kb_")) => {}
                "t" | "lpwstr" => text.push_str(node.text().unwrap_or_default()),
                "delText" => text.extend([node.text().unwrap_or_default(), " "]),
                "p" | "br" | "property" | "del" | "footnoteReference" | "tab" => text.push(' '),
                _ => {}
            }
        }
        all.extend(woorden(&text));
    }
    all
}

fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line}\n---\n{text}");
    }
}

#[test]
fn a_letter_with_properties_and_fields_becomes_a_dossier() {
    let bytes = docsys();
    let over = Over::van(&bytes, &[]);
    over.bouwt();
    over.heeft_alle_woorden(&bytes);
    has(
        &over.tekst("dossier.yaml"),
        &[
            "onderwerp: Voortgang van de verzonnen loketten\n",
            "kenmerk: '5551234'\n",
            "datum: 2026-05-12\n",
            "huisstijl: jenv\n",
            "  onderdeel: Directoraat-Generaal Verzonnen Zaken\n  afdelingen:\n    - Directie Loketten\n",
            "    naam: A. Verzonnen\n    functie: beleidsmedewerker\n    telefoon: 070 370 00 00\n    email: a.verzonnen@voorbeeld.example\n",
            "  - functie: De Minister van Justitie en Veiligheid\n    naam: B. Verzonnen\n",
            "  \"28638-238\": 2023/24\n",
            "#   eigenschap mailing-aan: Postkamer van verdieping drie\n",
        ],
    );
    has(
        &over.tekst("brief.yaml"),
        &[
            "aanhef: Geachte voorzitter,\n",
            "de *verzonnen* loketten\n  (<kst:28638-238>).[^noot_1]",
            "  - kop: Wat er is gebeurd\n",
            "bij gekomen, zie ook <kst:28638-238>. Het gaat om:\n",
            "      - een loket in het noorden;\n        - met een balie;\n",
            "1. een loket in het zuiden.",
            "  - kop: Wat het kost\n    tekst: |\n      | Jaar | Bedrag |\n      |---:|---:|\n      | 2026 | 1,5 |\n",
            "groet: Hoogachtend,\n",
            "  noot_1: Opgave van de gemeenten (Handelingen II 2023/24, nr. 12).",
        ],
    );
}

#[test]
fn a_letter_with_text_boxes_and_answers_becomes_a_dossier() {
    let bytes = docgen();
    let over = Over::van(&bytes, &[]);
    over.bouwt();
    over.heeft_alle_woorden(&bytes);
    has(
        &over.tekst("dossier.yaml"),
        &[
            "soort: antwoord\n",
            "onderwerp: Antwoorden op vragen over verzonnen loketten\n",
            "kenmerk: '5559876'\nuw_kenmerk: 2026Z01234\ndatum: 2026-05-20\n",
            "  onderdeel: Directoraat-Generaal Verzonnen Zaken\n  afdelingen:\n    - Directie Loketten\n",
            "    naam: B. Verzonnen\n",
            "#   Te archiveren bij het grijze dossier\n",
        ],
    );
    has(
        &over.tekst("vragen.yaml"),
        &[
            "nummer: 2026Z01234\nbrief_van: 2026-04-03\n",
            "naam: Voorbeeld\n    partij: ABC\n",
            "onderwerp: het sluiten van loketten\n",
            "  1: Kent u het bericht ‘Loketten dicht’?[^noot_1]\n",
            "  2: Hoeveel loketten sluiten er?\n",
            "noten_vragen:\n  noot_1: Dagblad Verzonnen, 1 april 2026.\n",
            "      - 2\n      - 3\n    tekst: |\n      Er sluiten er twee:\n\n      - in het oosten;\n      - in het westen.\n",
            "voetnoten:\n  noot_2: Raming van maart.\n",
        ],
    );
    has(
        &over.ran.stderr,
        &[
            "[D014]: dit staat om de tekst van de brief heen",
            "Te archiveren bij het grijze dossier",
        ],
    );
}

#[test]
fn what_a_dossier_does_not_have_is_listed() {
    let bytes = gewoon();
    let over = Over::van(&bytes, &[]);
    over.bouwt();
    over.heeft_alle_woorden(&bytes);
    has(
        &over.tekst("dossier.yaml"),
        &[
            "onderwerp: Een verzonnen wet\nkenmerk: '[kenmerk van de brief]'\ndatum: 2026-06-01\nhuisstijl: bzk\n",
            "geadresseerde:\n  kamer: eerste\n",
            "    naam: C. Verzonnen\n  - functie: De Staatssecretaris van Financiën\n    naam: D. Verzonnen\n",
            "#   Zaaknummer van de griffie: 777\n",
            "#   adres van een koppeling: file:///etc/passwd\n",
            "#   verborgen tekst: geheimzinnig\n",
            "#   geschrapte tekst: geschrapte onzin\n",
        ],
    );
    has(
        &over.tekst("brief.yaml"),
        &[
            "opening: Lees het hele stuk binnen drie weken.\n",
            "  - kop: Inleiding\n    delen:\n      - kop: Doel\n        tekst: |\n          Het doel is helder.\n\n          **Leeg kopje**\n",
            "groet: Met vriendelijke groet,\n",
            "  - titel: Lijst van gemeenten\n    tekst: Verzonnendam en Fantasiestad.\n  - titel: Wat er nog is\n    tekst: Niets.\n",
        ],
    );
    has(
        &over.tekst("opmerkingen.yaml"),
        &[
            "  - plaats: brief.opening\n    woorden: drie weken\n    wie: Els Jurist\n    wanneer: 2026-05-30T10:00:00+00:00\n    tekst: Klopt de termijn?\n",
        ],
    );
    has(
        &over.ran.stderr,
        &[
            "het kenmerk is niet gevonden",
            "1 afbeelding is niet overgenomen",
            "in de brief waren wijzigingen bijgehouden",
        ],
    );
}

#[test]
fn a_letter_that_cannot_be_read_makes_no_dossier() {
    for (bytes, why) in [
        (b"hallo".to_vec(), "dit is geen Word-bestand, of het is beschadigd"),
        (zipped(&[document("<w:p/>")]), "er staat geen tekst in dit bestand"),
        (
            zipped(&[document(&broodtekst("Dag")), ("word/vbaProject.bin", String::new())]),
            "er zit een macro in dit bestand",
        ),
        (
            zipped(&[document(&broodtekst("Dag")), ("word/header1.xml", " ".repeat(40 << 20))]),
            "dit bestand is uitgepakt te groot",
        ),
    ] {
        let over = Over::van(&bytes, &["--huisstijl", "jenv"]);
        assert_eq!(over.ran.code, 1, "{}", over.ran.stderr);
        assert!(
            over.ran.stderr.starts_with("fout[O014]: kan brief.docx niet overnemen: "),
            "{}",
            over.ran.stderr
        );
        assert!(over.ran.stderr.contains(why), "{}", over.ran.stderr);
        assert!(!over.path().exists());
    }
    // Which ministry sends it has to be known.
    let over = Over::van(&zipped(&[document(&broodtekst("Dag"))]), &[]);
    assert!(over.ran.stderr.contains("welk ministerie stuurt de brief?"), "{}", over.ran.stderr);
}

#[test]
fn every_letter_that_was_made_here_becomes_a_dossier() {
    for folder in fs::read_dir(root().join("content")).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.join("dossier.yaml").exists() {
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        let dossier = folder.to_str().unwrap();
        let made = ["word", dossier, "--out", "uit", "--ook-gelakt", "--only", "kamerbrief"];
        let ran = run(home.path(), &made);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let bytes = fs::read(home.path().join("uit/kamerbrief.docx")).unwrap();
        let over = Over::van(&bytes, &[]);
        over.bouwt();
        over.heeft_alle_woorden(&bytes);
    }
}

#[test]
fn a_letter_of_any_shape_builds() {
    let sign = broodtekst("De Minister van Financiën,") + &broodtekst("E. Verzonnen");
    let aanhef = broodtekst("Geachte voorzitter,");
    let long = broodtekst(&"Een lange zin over loketten. ".repeat(400)).repeat(3);
    for body in [
        broodtekst("Alleen deze zin."),
        kop("Meteen een kop") + &broodtekst("En tekst."),
        kop("Alleen een kop"),
        aanhef.clone() + &sign,
        aanhef.clone() + &broodtekst("Een zin.") + &broodtekst("Hoogachtend,"),
        aanhef.clone() + &long + &sign,
        aanhef.clone() + &kop("Kop") + &long + &sign,
        aanhef.clone()
            + &p("Kop2", &t("", "Diep"))
            + &p("Kop1", &t("", "Hoog"))
            + &broodtekst("Slot.")
            + &sign,
        aanhef.clone() + &kop("Vraag 1") + &broodtekst("Waarom?") + &sign,
        aanhef + &broodtekst("**[x](y) <kst:1> {{ nee }} {% als %} [^weg] $#@") + &sign,
    ] {
        let bytes = zipped(&[document(&body.replace("<kst:1>", "&lt;kst:1&gt;")), stijlen()]);
        let over = Over::van(&bytes, &["--huisstijl", "financien"]);
        over.bouwt();
        over.heeft_alle_woorden(&bytes);
    }
}
