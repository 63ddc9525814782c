//! Letters that were written in Word, in the forms of the ministries' templates: the dossiers that they become.

mod brieven;
mod vorm;
mod vraagkoppen;
mod woorden;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use regex::Regex;
use roxmltree::Document;
use tempfile::TempDir;

use self::brieven::{broodtekst, docgen, docsys, document, gewoon, kop, p, stijlen, t, zipped};
use crate::support::{Ran, root, run};

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

    /// Every word of the file is in the dossier as often as in the file, as a value or listed.
    fn heeft_alle_woorden(&self, bytes: &[u8]) {
        let files = ["dossier.yaml", "brief.yaml", "vragen.yaml", "opmerkingen.yaml"];
        let mut all: String = files.map(|name| self.tekst(name)).join("\n");
        // What stood in the letter more often is listed once, with how often that was.
        let again = Regex::new(r"(?m)^#   (.*) \((\d+) keer\)$").unwrap();
        let more: Vec<String> = again
            .captures_iter(&all)
            .map(|found| format!(" {}", &found[1]).repeat(found[2].parse::<usize>().unwrap() - 1))
            .collect();
        all.extend(more);
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        // Raised and lowered letters are parts of words.
        let plain = all.replace(['^', '~'], "");
        woorden(&plain).for_each(|word| *known.entry(word).or_default() += 1);
        let has = |word: &str| known.contains_key(word);
        // A reference prints these, and the year that the dossier has once; the form prints the numbers of questions.
        let cites = |word: &str| {
            has("kst")
                && (["kamerstuk", "kamerstukken", "i", "ii", "nr"].contains(&word)
                    || has(word) && word.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let heads = ["vraag", "vragen", "antwoord", "antwoorden", "op", "en", "blz"];
        let heads = |word: &str| !self.tekst("vragen.yaml").is_empty() && heads.contains(&word);
        let (words, beside) = in_file(bytes);
        let missing: Vec<(&String, usize, usize)> = words
            .iter()
            .map(|(word, count)| (word, *count, known.get(word).copied().unwrap_or_default()))
            .filter(|(word, count, there)| {
                // The sixth of a month is written as 06, and its month as a number.
                let is_day = has(&format!("{word:0>2}")) && *count == 1;
                let is_month = has("datum") && MAANDEN.contains(&word.as_str());
                there < count && !is_day && !is_month && !cites(word) && !heads(word)
            })
            .collect();
        assert!(missing.is_empty(), "minder dan in de brief: {missing:?}\n{all}");
        let beside: Vec<&String> =
            beside.iter().filter(|word| !has(word) && !MAANDEN.contains(&word.as_str())).collect();
        assert!(beside.is_empty(), "nergens: {beside:?}");
    }
}

fn woorden(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Every word of a file, in whatever part: those of its text with how often, and those of its properties.
fn in_file(bytes: &[u8]) -> (BTreeMap<String, usize>, BTreeSet<String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let (mut all, mut beside) = (BTreeMap::new(), BTreeSet::new());
    for i in 0..archive.len() {
        let file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        if ["styles", "numbering", "rels"].iter().any(|part| name.contains(part)) {
            continue;
        }
        let xml = std::io::read_to_string(file).unwrap();
        let Ok(tree) = Document::parse(&xml) else { continue };
        let mut text = String::new();
        for node in tree.descendants() {
            // Word writes a text box twice.
            if node.ancestors().any(|one| one.tag_name().name() == "Fallback") {
                continue;
            }
            match node.tag_name().name() {
                // What the file knows of its own state.
                "lpwstr"
                    if node
                        .parent()
                        .and_then(|one| one.attribute("name"))
                        .is_some_and(|name| name.starts_with("kb_")) => {}
                "lpwstr" => beside.extend(woorden(node.text().unwrap_or_default())),
                "t" => text.extend(
                    node.descendants()
                        .filter_map(|one| one.is_text().then(|| one.text()).flatten()),
                ),
                "delText" => text.extend([node.text().unwrap_or_default(), " "]),
                "p" | "br" | "property" | "del" | "footnoteReference" | "tab" => text.push(' '),
                _ => {}
            }
        }
        let text = text.replace(['\u{ad}', '\u{200b}', '\u{202b}', '\u{202c}'], "");
        woorden(&text).for_each(|word| *all.entry(word).or_default() += 1);
    }
    (all, beside)
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
            "#   verborgen of doorgestreepte tekst: geheimzinnig\n",
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
fn words_are_taken_whatever_is_around_them() {
    let around = |name: &str, text: &str| format!("<w:{name}>{}</w:{name}>", t("", text));
    let looks =
        |looks: &str, text: &str| t("", text).replace("<w:rPr>", &format!("<w:rPr>{looks}"));
    let ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>boventekst</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>grondwoord </w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let begun = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>";
    let body = [
        broodtekst("Geachte voorzitter,"),
        p(
            "broodtekst",
            &[
                around("dir", "Van rechts "),
                around("bdo", "omgekeerd "),
                around("anders", "onbekend "),
                ruby.to_owned(),
            ]
            .concat(),
        ),
        p(
            "broodtekst",
            &(t("", "Het kost ")
                + &looks("<w:strike/>", "vijf ")
                + &looks("<w:dstrike w:val=\"0\"/>", "zes ")
                + &looks("<w:dstrike/>", "zeven ")
                + &t("", "miljoen.")),
        ),
        p("broodtekst", &(t("", "Een veld") + begun)),
        broodtekst("Wat erachter staat."),
        "<w:altChunk/>".to_owned(),
        broodtekst("Hoogachtend,"),
    ];
    let over = Over::van(&zipped(&[document(&body.concat())]), &["--huisstijl", "jenv"]);
    over.bouwt();
    has(
        &over.tekst("brief.yaml"),
        &[
            "Van rechts omgekeerd onbekend grondwoord",
            "Het kost zes miljoen.",
            "Wat erachter staat.",
        ],
    );
    has(&over.tekst("dossier.yaml"), &["doorgestreepte tekst: vijf zeven"]);
    has(
        &over.ran.stderr,
        &[
            "er staat een uitspraak boven een woord in de brief",
            "er staat een veld dat niet is afgemaakt in de brief",
            "er staat een ander bestand dat erin is gezet in de brief",
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
        (
            zipped(&[document(&broodtekst(&"woord ".repeat(340_000)))]),
            "deze brief is te lang voor één dossier",
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
        // A text is not cut up because it is long.
        assert!(!over.tekst("brief.yaml").contains("[kop]"));
    }
}
