//! Remarks of colleagues in files of Word that come back: each on its words in `opmerkingen.yaml`.

use std::fs;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

use crate::support::run;

const DOSSIER: &str = "onderwerp: Voortgang\nkenmerk: 2024-0000012345\ndatum: 2024-02-05\nhuisstijl: jenv\nafzender:\n  onderdeel: DG\nondertekening:\n  - functie: De Minister\n    naam: A. Voorbeeld\nparafenroute:\n  - rol: directeur\n";

const BRIEF: &str = "opening: |
  Met deze brief informeer ik u over de stand, en over de stand van morgen.

  Daarna leest u wat het **ongeveer** kost.
slot: Tot zover.
";

/// A file of Word with remarks on words: before which word each begins, the words, and what it says.
fn met_opmerkingen(
    bytes: &[u8],
    all: &[(usize, &str, &str)],
    edit: impl Fn(String) -> String,
    after: impl Fn(String) -> String,
) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let mut xml = edit(String::from_utf8(bytes).unwrap());
            for (id, (nth, words, _)) in all.iter().enumerate() {
                xml = om_woorden(&xml, *nth, words, id);
            }
            bytes = after(xml).into_bytes();
        }
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    let one = |(id, (.., text)): (usize, &(usize, &str, &str))| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"Els Jurist\" w:date=\"2026-11-27T06:46:10Z\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        )
    };
    let comments: String = all.iter().enumerate().map(one).collect();
    writer.start_file("word/comments.xml", SimpleFileOptions::default()).unwrap();
    write!(writer, "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{comments}</w:comments>").unwrap();
    writer.finish().unwrap().into_inner()
}

/// A remark from a word of a run to the end of another.
fn om_woorden(xml: &str, nth: usize, words: &str, id: usize) -> String {
    let (first, last) = words.split_once('…').unwrap_or((words, ""));
    let start =
        xml.match_indices(first).filter(|(at, _)| !xml[..*at].ends_with('"')).nth(nth).unwrap().0;
    let end = if last.is_empty() {
        start + first.len()
    } else {
        start + xml[start..].find(last).unwrap() + last.len()
    };
    // Both halves of a run look as it did.
    let cut = |at: usize, mark: &str| {
        let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
        let look = &xml[run..run + xml[run..].find("<w:t").unwrap()];
        format!("</w:t></w:r>{mark}<w:r>{look}<w:t xml:space=\"preserve\">")
    };
    format!(
        "{}{}{}{}{}",
        &xml[..start],
        cut(start, &format!("<w:commentRangeStart w:id=\"{id}\"/>")),
        &xml[start..end],
        cut(
            end,
            &format!(
                "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
            )
        ),
        &xml[end..]
    )
}

#[test]
fn a_remark_comes_back_on_its_words() {
    let home = tempfile::tempdir().unwrap();
    let dossier = home.path().join("dossier");
    fs::create_dir(&dossier).unwrap();
    fs::write(dossier.join("dossier.yaml"), DOSSIER).unwrap();
    fs::write(dossier.join("brief.yaml"), BRIEF).unwrap();
    let ran = run(home.path(), &["word", "dossier", "--out", "uit"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let bytes = fs::read(home.path().join("uit/kamerbrief.docx")).unwrap();
    let all = [
        (1, "de stand", "De tweede keer."),
        (0, "ongeveer… kost", "Met opmaak."),
        (0, "Tot zover", "Alleen dit."),
        (0, "geheel nieuw", "Dit staat er nog niet."),
    ];
    let tracked = "<w:ins w:id=\"9\" w:author=\"Piet\" w:date=\"2026-11-27T06:00:00Z\"><w:r><w:t xml:space=\"preserve\">geheel nieuw</w:t></w:r></w:ins>";
    let back = met_opmerkingen(
        &bytes,
        &all,
        |xml| {
            let at = xml.find("Tot zover").unwrap();
            let run = xml[..at].rfind("<w:r>").unwrap();
            format!("{}{tracked}{}", &xml[..run], &xml[run..])
        },
        |xml| xml,
    );
    fs::write(home.path().join("terug.docx"), back).unwrap();
    let ran = run(home.path(), &["word", "dossier", "--lees", "terug.docx"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = ran.stdout;
    assert!(
        said.contains(
            "Opmerking van Els Jurist brief.yaml, `slot`, bij “Tot zover”: Alleen dit.\n"
        ),
        "{said}"
    );
    assert!(
        said.contains("Dit staat er nog niet. (deze woorden staan niet in het dossier)\n"),
        "{said}"
    );
    let remarks = fs::read_to_string(dossier.join("opmerkingen.yaml")).unwrap();
    for wanted in [
        "  - plaats: brief.opening\n    woorden: de stand\n    keer: 2\n    wie: Els Jurist\n    wanneer: 2026-11-27T06:46:10+00:00\n    tekst: De tweede keer.\n",
        "    woorden: ongeveer** kost\n",
        "  - plaats: brief.slot\n    woorden: Tot zover\n",
        "  - plaats: brief.slot\n    woorden: geheel nieuw\n",
    ] {
        assert!(remarks.contains(wanted), "{wanted}\n{remarks}");
    }
    // They are never printed, and the dossier stays good; a second time they are there already.
    assert_eq!(run(home.path(), &["build", "dossier"]).code, 0);
    let again = run(home.path(), &["word", "dossier", "--lees", "terug.docx"]);
    assert_eq!(again.stdout.matches("(was er al)").count(), 4, "{}", again.stdout);
    assert_eq!(fs::read_to_string(dossier.join("opmerkingen.yaml")).unwrap(), remarks);
    // A file with mistakes of its own is not written over, nor one that is no text.
    for own in [&b"opmerkingen: [\n"[..], b"# caf\xe9\nopmerkingen: []\n"] {
        fs::write(dossier.join("opmerkingen.yaml"), own).unwrap();
        let stuck = run(home.path(), &["word", "dossier", "--lees", "terug.docx"]);
        assert_ne!(stuck.code, 0);
        assert!(stuck.stderr.contains("opmerkingen.yaml"), "{}", stuck.stderr);
        assert_eq!(fs::read(dossier.join("opmerkingen.yaml")).unwrap(), own);
    }
}

/// A letter with an amount that is computed, and an annex that has it, back with remarks.
#[test]
fn a_remark_on_no_words_of_a_field_keeps_the_dossier_good() {
    let home = tempfile::tempdir().unwrap();
    let dossier = home.path().join("dossier");
    fs::create_dir(&dossier).unwrap();
    let annex = "titel: Kosten\nstatus: indicatief\neenheid: miljoen\njaren: [2026, 2027]\ngroepen:\n  - maatregelen:\n      - maatregel: Opvang\n        bedragen: {2026: \"1,5\", 2027: 2}\n      - maatregel: Zorg\n        bedragen: {2026: \"2,5\", 2027: 2}\ndekking: nvt\n";
    let brief = BRIEF.replace(
        "slot: Tot zover.",
        "slot: Het kost 44,0 of {{ bijlage.totaal[2026] | miljoen }} in 2026.",
    );
    fs::write(dossier.join("dossier.yaml"), DOSSIER).unwrap();
    fs::write(dossier.join("brief.yaml"), brief).unwrap();
    fs::write(dossier.join("bijlage.yaml"), annex).unwrap();
    let ran = run(home.path(), &["word", "dossier", "--out", "uit"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read = |name: &str, all: &[(usize, &str, &str)], after: &dyn Fn(String) -> String| {
        let bytes = fs::read(home.path().join(format!("uit/{name}.docx"))).unwrap();
        fs::write(home.path().join("terug.docx"), met_opmerkingen(&bytes, all, |xml| xml, after))
            .unwrap();
        _ = fs::remove_file(dossier.join("opmerkingen.yaml"));
        let ran = run(home.path(), &["word", "dossier", "--lees", "terug.docx"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let checked = run(home.path(), &["build", "dossier", "--out", "pdf"]);
        assert_eq!(checked.code, 0, "{}", checked.stderr);
        (ran.stdout, fs::read_to_string(dossier.join("opmerkingen.yaml")).unwrap())
    };
    // LibreOffice leaves a remark that was made without a choice of words at a place alone.
    let loose = |xml: String| {
        let xml = xml.replace("<w:commentRangeStart w:id=\"0\"/>", "");
        xml.replace("<w:commentRangeEnd w:id=\"0\"/>", "")
    };
    let broken = "Eerst</w:t><w:br/><w:t>dan</w:t><w:tab/><w:t>drie";
    let picture = "</w:t></w:r><w:r><w:drawing/></w:r><w:r><w:t>";
    let all =
        [(0, "leest u wat", broken), (0, "€ 4 miljoen", "Klopt dit?"), (0, "Met deze", picture)];
    let (said, remarks) = read("kamerbrief", &all, &loose);
    assert!(said.contains("brief.yaml, `slot`, bij “€ 4 miljoen”: Klopt dit?\n"), "{said}");
    for wanted in [
        "  - plaats: brief.opening\n    woorden: wat\n    wie: Els Jurist\n",
        "    tekst: |-\n      Eerst\n      dan drie\n",
        "    woorden: '{{ bijlage.totaal[2026] | miljoen }}'\n",
        "    tekst: (een afbeelding, die alleen in het Word-bestand staat)\n",
    ] {
        assert!(remarks.contains(wanted), "{wanted}\n{remarks}");
    }
    // In an empty paragraph, and at a total that no field has: about a field, and never about the same digits elsewhere.
    let emptied = |xml: String| {
        let at = xml.find("<w:commentRangeStart w:id=\"0\"/>").unwrap();
        let end = at
            + xml[at..].find("<w:commentReference w:id=\"0\"/></w:r>").unwrap()
            + "<w:commentReference w:id=\"0\"/></w:r>".len();
        let start = xml[..at].rfind("<w:p>").unwrap();
        format!(
            "{}<w:p>{}</w:p>{}{}",
            &xml[..start],
            "<w:r><w:commentReference w:id=\"0\"/></w:r>",
            &xml[start..at],
            &xml[end..]
        )
    };
    let (_, remarks) = read("kamerbrief", &[(0, "Daarna", "Witregel?")], &emptied);
    assert!(remarks.contains("  - plaats: brief.opening\n    wie: Els Jurist\n"), "{remarks}");
    let (said, remarks) = read("bijlage", &[(0, "4,0", "Totaal?")], &|xml| xml);
    assert!(said.contains("bij “4,0”: Totaal?\n") && !said.contains("brief.yaml"), "{said}");
    assert!(
        remarks.contains("  - plaats: bijlage.")
            && remarks.contains("    tekst: 'Bij “4,0”: Totaal?'\n"),
        "{remarks}"
    );
    assert!(!remarks.contains("woorden:"), "{remarks}");
}
