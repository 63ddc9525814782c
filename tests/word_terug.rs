//! Files of Word that come back: what others want of a dossier, taken and refused.

mod geschreven;
mod kwaad;
mod lijsten;
mod ongezien;
mod plekken;
mod randen;
mod tabellen;
mod vormgeving;
mod wensen;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use crate::support::{Ran, copy, good_dossiers, run};

const DOSSIER: &str = "onderwerp: Voortgang
kenmerk: 2024-0000012345
datum: 2024-02-05
huisstijl: jenv
afzender:
  onderdeel: DG
ondertekening:
  - functie: De Minister
    naam: A. Voorbeeld
parafenroute:
  - rol: directeur
";

const BRIEF: &str = "opening: |
  Met deze brief informeer ik u over de *stand* van zaken rond de opvang.

  Daarna leest u wat het **ongeveer** kost.
secties:
  - kop: De opvang groeit
    tekst: |
      Er zijn drie plaatsen bij gekomen.[^bron] Het gaat om:

      - een huis in het noorden;
      - een huis in het oosten;
      - een huis in het zuiden.

      Meer staat in de brief van mei.
voetnoten:
  bron: Opgave van de gemeenten.
";

/// An annex with two measures.
const BIJLAGE: &str = "titel: Kosten
status: indicatief
eenheid: miljoen
jaren: [2026, 2027]
groepen:
  - maatregelen:
      - maatregel: Opvang
        bedragen: {2026: 1, 2027: \"2,5\"}
      - maatregel: Zorg
        trekker: VWS
        bedragen: {2026: 3, 2027: 2}
dekking: nvt
";

const PIET: &str = "w:id=\"900\" w:author=\"Piet Collega\" w:date=\"2026-11-27T06:46:10Z\"";
const ELS: &str = "w:id=\"901\" w:author=\"Els Jurist\" w:date=\"2026-11-28T09:00:00Z\"";

/// A dossier in a folder of its own, and its letter as a file of Word.
struct Rond {
    home: TempDir,
    dossier: PathBuf,
    bytes: Vec<u8>,
}

impl Rond {
    fn new(brief: &str) -> Self {
        Self::met(brief, &[])
    }

    /// The same with more files in the dossier.
    fn met(brief: &str, more: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let dossier = home.path().join("dossier");
        fs::create_dir(&dossier).unwrap();
        fs::write(dossier.join("dossier.yaml"), DOSSIER).unwrap();
        fs::write(dossier.join("brief.yaml"), brief).unwrap();
        for (name, text) in more {
            fs::write(dossier.join(name), text).unwrap();
        }
        let ran = run(home.path(), &["word", "dossier", "--out", "uit"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let bytes = fs::read(home.path().join("uit/kamerbrief.docx")).unwrap();
        Self { home, dossier, bytes }
    }

    fn brief(&self) -> String {
        fs::read_to_string(self.dossier.join("brief.yaml")).unwrap()
    }

    /// Reads the letter back as somebody made it.
    fn terug(&self, name: &str, edit: impl Fn(String) -> String) -> Ran {
        let path = self.home.path().join(name);
        fs::write(&path, edited(&self.bytes, "word/document.xml", edit)).unwrap();
        run(self.home.path(), &["word", "dossier", "--lees", name])
    }

    fn voorstellen(&self, more: &[&str]) -> Ran {
        run(self.home.path(), &[&["voorstellen", "dossier"], more].concat())
    }
}

/// A file of Word with one of its parts changed.
fn edited(bytes: &[u8], part: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = edit(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Some words of a run in the place of others, tracked.
fn tracked(xml: &str, old: &str, new: &str, who: &str) -> String {
    let at = xml.match_indices(old).map(|(at, _)| at).find(|at| {
        let open = xml[..*at].rfind('<').unwrap();
        xml[open..].starts_with("<w:t ")
    });
    let at = at.unwrap_or_else(|| panic!("{old}"));
    let start = xml[..at].rfind("<w:r>").unwrap();
    let end = at + xml[at..].find("</w:r>").unwrap();
    let text = start + xml[start..at].rfind("<w:t ").unwrap();
    let look = &xml[start + "<w:r>".len()..text];
    let inner = text + xml[text..].find('>').unwrap() + 1;
    let close = end - "</w:t>".len();
    let run = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("<w:r>{look}<w:{name} xml:space=\"preserve\">{text}</w:{name}></w:r>"),
    };
    let wrap = |kind: &str, inside: String| match inside.as_str() {
        "" => String::new(),
        inside => format!("<w:{kind} {who}>{inside}</w:{kind}>"),
    };
    [
        xml[..start].to_owned(),
        run("t", &xml[inner..at]),
        wrap("del", run("delText", old)),
        wrap("ins", run("t", new)),
        run("t", &xml[at + old.len()..close]),
        xml[end + "</w:r>".len()..].to_owned(),
    ]
    .concat()
}

/// A paragraph behind the one that has these words.
fn paragraph_behind(xml: &str, words: &str, text: &str, who: &str) -> String {
    let at = xml.find(words).unwrap();
    let end = at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len();
    let start = xml[..at].rfind("<w:p>").unwrap();
    let look = &xml[start + "<w:p>".len()..start + xml[start..].find("</w:pPr>").unwrap()];
    format!(
        "{}<w:p>{look}<w:rPr><w:ins {who}/></w:rPr></w:pPr><w:ins {who}><w:r><w:t>{text}</w:t></w:r></w:ins></w:p>{}",
        &xml[..end],
        &xml[end..]
    )
}

#[test]
fn a_file_that_nobody_changed_gives_nothing() {
    let mut read = 0;
    for path in good_dossiers() {
        let arguments = fs::read_to_string(path.join("arguments")).unwrap_or_default();
        if path.join("sjablonen").is_dir() || arguments.contains("--") {
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        let dossier = home.path().join("dossier");
        copy(&path, &dossier);
        let ran = run(home.path(), &["word", "dossier", "--quiet", "--ook-gelakt", "--out", "uit"]);
        assert_eq!(ran.code, 0, "{}: {}", path.display(), ran.stderr);
        let files = fs::read_dir(home.path().join("uit")).unwrap().map(|file| file.unwrap().path());
        let names: Vec<String> = files
            .filter(|file| file.extension().is_some_and(|end| end == "docx"))
            .map(|file| file.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let paths: Vec<String> = names.iter().map(|name| format!("uit/{name}.docx")).collect();
        let mut line = vec!["word", "dossier", "--lees"];
        line.extend(paths.iter().map(String::as_str));
        let ran = run(home.path(), &line);
        let nothing = |name: &String| format!("uit/{name}.docx: {name}, geen wijzigingen\n");
        let expected: String = names.iter().map(nothing).collect();
        assert_eq!((ran.code, ran.stdout), (0, expected), "{}: {}", path.display(), ran.stderr);
        read += names.len();
        assert!(!dossier.join("voorstellen.json").exists());
    }
    assert!(read > 80, "{read}");
}

#[test]
fn each_change_is_a_proposal_at_its_words() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| {
        let xml = tracked(&xml, "drie plaatsen", "vier plaatsen", PIET);
        let xml = tracked(&xml, " in het oosten", "", PIET);
        paragraph_behind(&xml, "Meer staat in", "Dat is alles.", PIET)
    });
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "piet.docx: kamerbrief, 3 nieuwe voorstellen
  1. Piet Collega, 27 november 2026, 06:46
     brief.yaml, eerste sectie, `tekst`
       was:   Er zijn drie plaatsen bij gekomen.[^bron]…
       wordt: Er zijn vier plaatsen bij gekomen.[^bron]…
  2. Piet Collega, 27 november 2026, 06:46
     brief.yaml, eerste sectie, `tekst`
       was:   …in het noorden; ¶ - een huis in het oosten; ¶ - een huis in het zuiden.…
       wordt: …in het noorden; ¶ - een huis; ¶ - een huis in het zuiden.…
  3. Piet Collega, 27 november 2026, 06:46
     brief.yaml, eerste sectie, `tekst`
       was:   …staat in de brief van mei.
       wordt: …staat in de brief van mei. ¶ Dat is alles.
"
    );
    // The same file again adds nothing.
    let again = rond.terug("piet.docx", |xml| {
        let xml = tracked(&xml, "drie plaatsen", "vier plaatsen", PIET);
        let xml = tracked(&xml, " in het oosten", "", PIET);
        paragraph_behind(&xml, "Meer staat in", "Dat is alles.", PIET)
    });
    assert_eq!(again.stdout, "piet.docx: kamerbrief, geen nieuwe voorstellen\n");
    let ran = rond.voorstellen(&["--neem", "1", "3", "--wijs-af", "2"]);
    assert_eq!(
        (ran.code, &*ran.stdout),
        (0, "voorstel 1: overgenomen\nvoorstel 3: overgenomen\nvoorstel 2: afgewezen\n"),
        "{}",
        ran.stderr
    );
    let wanted = BRIEF
        .replace("drie plaatsen", "vier plaatsen")
        .replace("brief van mei.\n", "brief van mei.\n\n      Dat is alles.\n");
    assert_eq!(rond.brief(), wanted);
    let ran = rond.voorstellen(&[]);
    assert_eq!(ran.stdout, "geen open voorstellen\neerder: 2 overgenomen, 1 afgewezen\n");
}

#[test]
fn changes_of_several_people_stand_beside_each_other() {
    let rond = Rond::new(BRIEF);
    rond.terug("piet.docx", |xml| tracked(&xml, "drie plaatsen", "vier plaatsen", PIET));
    let ran = rond.terug("els.docx", |xml| {
        let xml = tracked(&xml, "drie plaatsen", "vijf plaatsen", ELS);
        tracked(&xml, "De opvang groeit", "De opvang groeit hard", ELS)
    });
    assert!(ran.stdout.contains("raakt dezelfde woorden als 1"), "{}", ran.stdout);
    let ran = rond.voorstellen(&["--alles-van", "els jurist"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    let ran = rond.voorstellen(&["--neem", "1"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "fout[O015]: voorstel 1 is niet overgenomen: deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd
 |
 = hulp: neem weg wat dit tegenhoudt, of wijzig de tekst met de hand en wijs het voorstel daarna af

1 fout
"
        )
    );
    let brief = rond.brief();
    assert!(brief.contains("vijf plaatsen") && brief.contains("kop: De opvang groeit hard"));
    let ran = rond.voorstellen(&["--neem", "9"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("er is geen open voorstel 9"), "{}", ran.stderr);
}

#[test]
fn a_new_version_of_a_file_takes_the_place_of_the_one_before() {
    let rond = Rond::new(BRIEF);
    let words = |xml: &str, to: &str| tracked(xml, "informeer", to, PIET);
    rond.terug("piet.docx", |xml| words(&xml, "bericht"));
    rond.terug("els.docx", |xml| tracked(&xml, "informeer", "vertel", ELS));
    let again = rond.terug("piet.docx", |xml| words(&xml, "verwittig"));
    let told = "  Uit een eerdere versie van dit bestand vervalt 1: dat staat er niet meer in.\n";
    assert!(
        again.stdout.contains("1 nieuw voorstel") && again.stdout.contains(told),
        "{}",
        again.stdout
    );
    let listed = rond.voorstellen(&[]).stdout;
    assert!(!listed.contains("bericht"), "{listed}");
    assert!(listed.contains("vertel") && listed.contains("verwittig"), "{listed}");
}

#[test]
fn what_changed_in_the_dossier_since_is_kept_or_told() {
    let rond = Rond::new(BRIEF);
    let now = BRIEF.replace("Meer staat in de brief van mei.", "Meer staat in de brief van juni.");
    fs::write(rond.dossier.join("brief.yaml"), &now).unwrap();
    let ran = rond.terug("piet.docx", |xml| {
        let xml = tracked(&xml, "drie plaatsen", "vier plaatsen", PIET);
        tracked(&xml, "brief van mei", "notitie van mei", PIET)
    });
    assert!(
        ran.stdout.contains("Sinds dit bestand is gemaakt, is in het dossier gewijzigd:\n    brief.yaml, eerste sectie, `tekst`\n"),
        "{}",
        ran.stdout
    );
    let ran = rond.voorstellen(&["--neem", "1", "2"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let wanted = now.replace("drie", "vier").replace("brief van juni", "notitie van juni");
    assert_eq!(rond.brief(), wanted);
}

#[test]
fn an_initial_that_lapses_is_told() {
    let rond = Rond::new(BRIEF);
    let home = rond.home.path();
    let ran = run(home, &["paraaf", "dossier", "--rol", "directeur", "--naam", "D. Recteur"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    rond.terug("piet.docx", |xml| tracked(&xml, "drie plaatsen", "vier plaatsen", PIET));
    let ran = rond.voorstellen(&["--neem", "1"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "voorstel 1: overgenomen\n"));
    assert_eq!(ran.stderr, "let op: hiermee vervalt de paraaf van directeur\n");
}

#[test]
fn what_was_not_tracked_is_found_and_what_cannot_come_along_is_told() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| {
        let xml = xml.replace("drie plaatsen", "vier plaatsen");
        let xml = tracked(&xml, "Betreft", "Onderwerp", PIET);
        let at = xml.find("<w:p><w:pPr><w:pStyle w:val=\"Kop1\"/>").unwrap();
        let new = format!("<w:p><w:pPr><w:pStyle w:val=\"Kop1\"/><w:rPr><w:ins {PIET}/></w:rPr></w:pPr><w:ins {PIET}><w:r><w:t>Een kop</w:t></w:r></w:ins></w:p>");
        format!("{}{new}{}", &xml[..at], &xml[at..])
    });
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = ran.stdout;
    for line in [
        "  1. niet bijgehouden\n",
        "  Niet alles is bijgehouden: ",
        "    dossier.yaml, `onderwerp`: de vaste woorden “Betreft”, gewijzigd in “Onderwerp” (Piet Collega)\n",
        "    een nieuwe kop: “Een kop” (Piet Collega)\n",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    // It is kept until somebody has seen it; read again, it is not told twice.
    let left = "  Dit gaat niet mee terug:
    dossier.yaml, `onderwerp`: de vaste woorden “Betreft”, gewijzigd in “Onderwerp” (Piet Collega)
    een nieuwe kop: “Een kop” (Piet Collega)
";
    let listed = rond.voorstellen(&["--wijs-af", "1"]);
    assert_eq!(listed.stdout, "voorstel 1: afgewezen\n");
    let nothing = "geen open voorstellen\n";
    let refused = "eerder: 0 overgenomen, 1 afgewezen\n";
    assert_eq!(rond.voorstellen(&[]).stdout, format!("{nothing}{left}{refused}"));
    let seen = rond.voorstellen(&["--gezien"]);
    assert_eq!((seen.code, seen.stdout), (0, format!("{nothing}{refused}")));
    assert_eq!(rond.voorstellen(&[]).stdout, format!("{nothing}{refused}"));
}

#[test]
fn words_in_other_elements_stay_and_what_is_struck_by_hand_is_told() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| {
        let run = xml.rfind("<w:r>").map(|_| xml.find("drie plaatsen").unwrap()).unwrap();
        let (start, end) =
            (xml[..run].rfind("<w:r>").unwrap(), xml[run..].find("</w:r>").unwrap() + run + 6);
        let struck = xml[start..end].replacen("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>", 1);
        format!("{}<w:dir>{struck}</w:dir>{}", &xml[..start], &xml[end..])
    });
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains("  1. "), "{}", ran.stdout);
    assert!(ran.stdout.contains("drie plaatsen bij gekomen.” doorgestreept\n"), "{}", ran.stdout);
}

#[test]
fn a_remark_goes_along_with_words_that_are_taken() {
    let rond = Rond::new(BRIEF);
    rond.terug("piet.docx", |xml| tracked(&xml, "drie plaatsen", "vier plaatsen", PIET));
    let remark = "opmerkingen:\n  - plaats: brief.secties[0].tekst\n    woorden: drie plaatsen bij\n    wie: Els\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Klopt dit?\n";
    fs::write(rond.dossier.join("opmerkingen.yaml"), remark).unwrap();
    let ran = rond.voorstellen(&["--neem", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        fs::read_to_string(rond.dossier.join("opmerkingen.yaml")).unwrap(),
        remark.replace("drie plaatsen", "vier plaatsen")
    );
}

/// A letter of which every word is there once.
fn words_of_letter() -> (String, Vec<String>) {
    let mut words = Vec::new();
    let mut line = |length: usize| {
        let new: Vec<String> = (0..length)
            .map(|i| {
                let number = words.len() + i;
                let letters = [number / 26 / 26, number / 26 % 26, number % 26];
                letters
                    .iter()
                    .map(|at| char::from(b'a' + u8::try_from(*at).unwrap()))
                    .collect::<String>()
                    + "woord"
            })
            .collect();
        words.extend(new.iter().cloned());
        new.join(" ")
    };
    let mut text = format!("opening: |\n  {}.\n\n  {}.\nsecties:\n", line(12), line(9));
    for _ in 0..3 {
        text.push_str(&format!("  - kop: {}\n    tekst: |\n      {}.\n\n", line(4), line(14)));
        for _ in 0..3 {
            text.push_str(&format!("      - {};\n", line(5)));
        }
        text.push_str(&format!("\n      {}.\n", line(8)));
    }
    (text, words)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_come_back_as_the_same_edits(picks in prop::collection::btree_map(0usize..144, 0u8..3, 1..8), track: bool) {
        let (brief, words) = words_of_letter();
        let rond = Rond::new(&brief);
        let mut wanted = brief.clone();
        let edits: Vec<(String, String)> = picks
            .iter()
            .filter_map(|(at, kind)| Some((words.get(*at)?, kind)))
            .map(|(word, kind)| {
                let new = match kind {
                    0 => format!("{word} erbij"),
                    1 => "anders".to_owned(),
                    _ => format!("niet {word}"),
                };
                (word.clone(), new)
            })
            .collect();
        for (old, new) in &edits {
            wanted = wanted.replacen(old, new, 1);
        }
        let ran = rond.terug("terug.docx", |mut xml| {
            for (old, new) in &edits {
                xml = match track {
                    true => tracked(&xml, old, new, PIET),
                    false => xml.replacen(old, new, 1),
                };
            }
            xml
        });
        prop_assert_eq!(ran.code, 0);
        let numbers: Vec<String> = ran.stdout.lines().filter_map(|line| {
            let (number, _) = line.strip_prefix("  ")?.split_once(". ")?;
            number.parse::<u32>().ok().map(|number| number.to_string())
        }).collect();
        prop_assert!(!numbers.is_empty());
        prop_assert_eq!(ran.stdout.contains("Niet alles is bijgehouden"), !track);
        let mut line = vec!["--neem"];
        line.extend(numbers.iter().map(String::as_str));
        let taken = rond.voorstellen(&line);
        prop_assert_eq!(taken.code, 0, "{}{}", ran.stdout, taken.stderr);
        prop_assert_eq!(rond.brief(), wanted);
    }
}
