//! Files of Word that come back to a dossier in which something moved meanwhile: what somebody changed lands where it was, or
//! is told. Also files that are not of the dossier.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{DOSSIER, PIET, edited, tracked};
use crate::support::{Ran, copy, run};

/// By what it is known where items were, all properties, and the bookmarks too.
const KWIJT: [&str; 3] = ["kb_plekken", "kb_", "_kb_"];

/// A dossier in a folder of its own, with one of its documents as a file of Word.
struct Map {
    home: TempDir,
    dossier: PathBuf,
    stuk: &'static str,
    bytes: Vec<u8>,
}

impl Map {
    fn new(stuk: &'static str, files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let dossier = home.path().join("dossier");
        fs::create_dir(&dossier).unwrap();
        for (name, text) in files {
            fs::write(dossier.join(name), text).unwrap();
        }
        let ran = run(home.path(), &["word", "dossier", "--only", stuk, "--out", "uit"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let bytes = fs::read(home.path().join(format!("uit/{stuk}.docx"))).unwrap();
        Self { home, dossier, stuk, bytes }
    }

    /// What somebody made of the words behind others.
    fn collega(&mut self, behind: &str, old: &str, new: &str) -> &mut Self {
        self.bytes = edited(&self.bytes, "word/document.xml", |xml| {
            let at = xml.find(&format!(">{behind}<")).unwrap_or_else(|| panic!("{behind}"));
            let at = xml[..at].rfind("<w:p>").unwrap();
            format!("{}{}", &xml[..at], tracked(&xml[at..], old, new, PIET))
        });
        self
    }

    /// What a program that saved the file took out of it.
    fn verlies(&mut self, wat: &str) {
        for part in ["docProps/custom.xml", "word/document.xml"] {
            if part.ends_with("custom.xml") || wat == "_kb_" {
                let lost = wat.strip_prefix('_').unwrap_or(wat);
                self.bytes = edited(&self.bytes, part, |xml| xml.replace(lost, "x_"));
            }
        }
    }

    fn schrijf(&self, name: &str, text: &str) {
        fs::write(self.dossier.join(name), text).unwrap();
    }

    fn zegt(&self, name: &str) -> String {
        fs::read_to_string(self.dossier.join(name)).unwrap()
    }

    fn lees(&self, more: &[&str]) -> Ran {
        let name = format!("{}.docx", self.stuk);
        fs::write(self.home.path().join(&name), &self.bytes).unwrap();
        run(self.home.path(), &[&["word", "dossier", "--lees", &name], more].concat())
    }

    fn neem(&self) -> Ran {
        run(self.home.path(), &["voorstellen", "dossier", "--alles-van", "Piet Collega"])
    }
}

fn rij(naam: &str, rest: &str) -> String {
    format!("      - maatregel: {naam}\n        bedragen:\n          2026: 0,5\n{rest}")
}

fn bijlage(rijen: &[String]) -> String {
    format!(
        "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2026]\ngroepen:\n  - titel: Handhaving\n    maatregelen:\n{}dekking: geen\n",
        rijen.concat()
    )
}

/// The text in which the amount of one measure, the first with that name, is another one.
fn met_negen(text: &str, naam: &str) -> String {
    let at = text.find(&format!("maatregel: {naam}\n")).unwrap();
    let at = at + text[at..].find("0,5").unwrap();
    format!("{}0,9{}", &text[..at], &text[at + 3..])
}

/// Changes a dossier before a file is read, and before what it wants is taken: then it lands on the place that it was of, or
/// nothing changes and it is told.
fn beide(
    files: &[(&str, &str)],
    (behind, old, new): (&str, &str, &str),
    (name, now): (&str, &str),
    wanted: Option<&str>,
    stuk: &'static str,
) {
    for eerst in [true, false] {
        let mut map = Map::new(stuk, files);
        map.collega(behind, old, new);
        if eerst {
            map.schrijf(name, now);
        }
        let read = map.lees(&[]);
        assert_eq!(read.code, 0, "{}", read.stderr);
        if !eerst {
            map.schrijf(name, now);
        }
        let taken = map.neem();
        let said = format!("{now}\n{eerst}\n{}{}\n{}", read.stdout, taken.stdout, taken.stderr);
        match wanted {
            Some(wanted) => {
                assert_eq!(taken.code, 0, "{said}");
                assert_eq!(map.zegt(name), wanted, "{said}");
            }
            None => {
                assert_eq!(map.zegt(name), now, "{said}");
                let told = if eerst { &read.stdout } else { &taken.stderr };
                assert!(told.contains("niet meer zeker"), "{said}");
                assert!(told.contains(if eerst { new } else { "O015" }), "{said}");
            }
        }
        assert!(!read.stdout.contains("er niet meer is"), "{said}");
    }
    // A file that lost what it knew of its places lands there too, or nowhere.
    for kwijt in KWIJT {
        let mut map = Map::new(stuk, files);
        map.collega(behind, old, new).verlies(kwijt);
        map.schrijf(name, now);
        let read = map.lees(&["--toch"]);
        let taken = map.neem();
        let then = map.zegt(name);
        // Of two with one name either may be the one.
        let of_name = then.split(new).next().and_then(|text| text.rsplit("maatregel: ").next());
        let of_name = of_name.is_some_and(|text| text.starts_with(&format!("{behind}\n")));
        assert!(
            then == now || Some(&*then) == wanted || of_name && then.replace(new, old) == now,
            "{kwijt}\n{then}\n{}{}{}",
            read.stdout,
            read.stderr,
            taken.stdout
        );
    }
}

#[test]
fn an_amount_lands_on_its_own_row() {
    let [a, b, c] = ["Inspecteurs", "Kaart", "Keurmerk"].map(|naam| rij(naam, ""));
    let own = |id: &str| rij("Keurmerk", &format!("        id: {id}\n"));
    let nieuw = rij("Cursus", "");
    let old = [a.clone(), b.clone(), c.clone()];
    let groep = |first: &[String], other: &[String]| {
        let second =
            format!("  - titel: Voorlichting\n    maatregelen:\n{}dekking", other.concat());
        bijlage(first).replace("dekking", &second)
    };
    let hernoemd = rij("Label", "");
    let toch = Some("Keurmerk");
    for (was, now, wanted) in [
        (&old[..], bijlage(&[nieuw.clone(), a.clone(), b.clone(), c.clone()]), toch),
        (&old, bijlage(&[b.clone(), c.clone()]), toch),
        (&old, bijlage(&[a.clone(), c.clone(), b.clone()]), toch),
        (&old, bijlage(&[a.clone(), nieuw.clone(), c.clone()]), toch),
        (&old, groep(&[a.clone(), b.clone()], &[nieuw.clone(), c.clone()]), toch),
        // It went, or it is called otherwise: with these amounts it can be any of them.
        (&old, bijlage(&[a.clone(), b.clone()]), None),
        (&old, bijlage(&[a.clone(), b.clone(), hernoemd.clone()]), None),
        (&old, bijlage(&[hernoemd.clone(), a.clone(), b.clone()]), None),
        // Two have the name by now: of one all amounts are those that it had.
        (
            &old,
            bijlage(&[a.clone(), b.clone(), c.clone(), rij("Keurmerk", "").replace("0,5", "1")]),
            toch,
        ),
        (&old, bijlage(&[c.clone(), a.clone(), b.clone(), c.clone()]), None),
        // Two had the name.
        (
            &[c.clone(), a.clone(), c.clone()],
            bijlage(&[c.clone(), a.clone(), c.clone(), b.clone()]),
            None,
        ),
        // An id goes before a name.
        (
            &[a.clone(), own("x")],
            bijlage(&[hernoemd.clone() + "        id: x\n", a.clone()]),
            Some("Label"),
        ),
        (&[a.clone(), own("x")], bijlage(&[nieuw, own("x"), a]), toch),
    ] {
        let was = bijlage(was);
        let files = [
            ("dossier.yaml", DOSSIER),
            ("brief.yaml", "opening: Zie de bijlage.\n"),
            ("bijlage.yaml", &was),
        ];
        let wanted = wanted.map(|naam| met_negen(&now, naam));
        beide(
            &files,
            ("Keurmerk", "0,5", "0,9"),
            ("bijlage.yaml", &now),
            wanted.as_deref(),
            "bijlage",
        );
    }
}

#[test]
fn of_a_dossier_that_did_not_change_a_file_needs_no_more_than_its_text() {
    let was = bijlage(&["Inspecteurs", "Kaart", "Keurmerk"].map(|naam| rij(naam, "")));
    let files = [
        ("dossier.yaml", DOSSIER),
        ("brief.yaml", "opening: Zie de bijlage.\n"),
        ("bijlage.yaml", &was),
    ];
    for kwijt in KWIJT {
        let mut map = Map::new("bijlage", &files);
        map.collega("Keurmerk", "0,5", "0,9").verlies(kwijt);
        let read = map.lees(&[]);
        let taken = map.neem();
        assert_eq!(taken.code, 0, "{kwijt}\n{}{}", read.stdout, read.stderr);
        assert_eq!(map.zegt("bijlage.yaml"), met_negen(&was, "Keurmerk"), "{kwijt}");
    }
}

#[test]
fn a_heading_and_an_amount_in_a_text_land_in_their_own_section() {
    let sectie = |kop: &str, tekst: &str| format!("  - kop: {kop}\n    tekst: {tekst}\n");
    let gebied = |kop: &str, n: &str| {
        sectie(kop, &format!("Daar zijn {n} gebieden bezocht. Dat kost € 100 per jaar."))
    };
    let [f, g, z] =
        [("Kosten van Friesland", "drie"), ("Kosten van Gelderland", "zeven"), ("Zeeland", "twee")]
            .map(|(kop, n)| gebied(kop, n));
    let brief = |all: &[&str]| {
        format!("opening: Met deze brief informeer ik u.\nsecties:\n{}", all.concat())
    };
    let anders = |text: &str| text.replace("bezocht", "bekeken");
    let nieuw = gebied("Kosten van Drenthe", "geen");
    let deel =
        format!("{f}    delen:\n{}", g.replace("\n  ", "\n      ").replacen("  - ", "      - ", 1));
    let was = brief(&[&f, &g, &z]);
    let files = [("dossier.yaml", DOSSIER), ("brief.yaml", &*was)];
    let hernoemd = |text: &str| text.replace("Kosten van Gelderland", "Wat het kost");
    for (now, zeker) in [
        (brief(&[&g, &f, &z]), true),
        (brief(&[&anders(&g), &anders(&f), &z]), true),
        (brief(&[&nieuw, &f, &anders(&g), &z]), true),
        (brief(&[&anders(&g), &z]), true),
        (brief(&[&deel, &z]), true),
        (brief(&[&z, &hernoemd(&g), &f]), true),
        (brief(&[&f, &z]), false),
        // Called otherwise and written otherwise, it is another one for all that is known.
        (brief(&[&f, &hernoemd(&anders(&g)), &z]), false),
    ] {
        let at = now.find("zeven").unwrap_or_default();
        let wanted =
            zeker.then(|| format!("{}{}", &now[..at], now[at..].replacen("€ 100", "€ 250", 1)));
        beide(
            &files,
            ("Kosten van Gelderland", "€ 100", "€ 250"),
            ("brief.yaml", &now),
            wanted.as_deref(),
            "kamerbrief",
        );
        let kop = now.contains("Kosten van Gelderland");
        let wanted = now.replace("Kosten van Gelderland", "Baten van Gelderland");
        if kop {
            let mut map = Map::new("kamerbrief", &files);
            map.collega("Kosten van Gelderland", "Kosten", "Baten");
            map.schrijf("brief.yaml", &now);
            let read = map.lees(&[]);
            let taken = map.neem();
            assert_eq!(map.zegt("brief.yaml"), wanted, "{}{}", read.stdout, taken.stderr);
        }
    }
}

#[test]
fn an_answer_lands_at_its_own_questions() {
    let home = tempfile::tempdir().unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vragen-loketten");
    copy(&path, &home.path().join("dossier"));
    let read = |name: &str| fs::read_to_string(home.path().join("dossier").join(name)).unwrap();
    let vragen = read("vragen.yaml");
    let head = &vragen[..vragen.find("vragen:\n").unwrap()];
    let with = |all: &[(&str, &str)]| {
        let answers: String =
            all.iter().map(|(op, tekst)| format!("  - op: [{op}]\n    tekst: {tekst}\n")).collect();
        format!(
            "{head}vragen:\n  1: Kent u het bericht?\n  2: Komen er minder loketten?\n  3: Deelt u de zorgen?\n  4: Blijven de loketten open?\nantwoorden:\n{answers}"
        )
    };
    let was = with(&[("1", "Ja."), ("2", "Ja."), ("3", "Ja.")]);
    let (dossier, brief) = (read("dossier.yaml"), "opening: Hierbij de antwoorden op uw vragen.\n");
    let mut files = vec![("dossier.yaml", &*dossier), ("vragen.yaml", &*was)];
    if home.path().join("dossier/brief.yaml").exists() {
        files.push(("brief.yaml", brief));
    }
    for (now, zeker) in [
        (vec![("4", "Ja."), ("1", "Ja."), ("2", "Ja."), ("3", "Ja.")], true),
        (vec![("1", "Ja."), ("3", "Ja."), ("2", "Ja.")], true),
        (vec![("1, 2", "Ja."), ("3", "Ja.")], true),
        (vec![("1", "Ja."), ("2, 3", "Ja.")], false),
        (vec![("1", "Ja."), ("2", "Ja.")], false),
    ] {
        let now = with(&now);
        let wanted =
            zeker.then(|| now.replace("op: [3]\n    tekst: Ja.", "op: [3]\n    tekst: Nee."));
        beide(
            &files,
            ("Deelt u de zorgen?", "Ja.", "Nee."),
            ("vragen.yaml", &now),
            wanted.as_deref(),
            "kamerbrief",
        );
    }
    // Nobody changed anything: then joining answers, and splitting them, is nobody's wish.
    let map = Map::new("kamerbrief", &files);
    map.schrijf("vragen.yaml", &with(&[("1, 2", "Ja."), ("3", "Ja.")]));
    let ran = map.lees(&[]);
    assert_eq!(ran.stdout, "kamerbrief.docx: kamerbrief, geen wijzigingen\n");
    let joined = with(&[("1, 2", "Ja."), ("3", "Ja.")]);
    files[1] = ("vragen.yaml", &joined);
    let map = Map::new("kamerbrief", &files);
    map.schrijf("vragen.yaml", &was);
    let ran = map.lees(&[]);
    assert_eq!(ran.stdout, "kamerbrief.docx: kamerbrief, geen wijzigingen\n");
}

#[test]
fn what_a_proposal_calls_otherwise_is_the_same_row_for_the_next() {
    let was = bijlage(&[rij("Inspecteurs", ""), rij("Keurmerk", "")]);
    let mut map = Map::new(
        "bijlage",
        &[
            ("dossier.yaml", DOSSIER),
            ("brief.yaml", "opening: Zie de bijlage.\n"),
            ("bijlage.yaml", &was),
        ],
    );
    map.collega("Keurmerk", "0,5", "0,9");
    map.bytes =
        edited(&map.bytes, "word/document.xml", |xml| tracked(&xml, "Keurmerk", "Label", PIET));
    assert_eq!(map.lees(&[]).code, 0);
    // One after the other, as well as together.
    for nummer in ["1", "2"] {
        let ran = run(map.home.path(), &["voorstellen", "dossier", "--neem", nummer]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    assert_eq!(map.zegt("bijlage.yaml"), met_negen(&was, "Keurmerk").replace("Keurmerk", "Label"));
    // Read again, the file has nothing new.
    let again = map.lees(&[]).stdout;
    assert!(again.starts_with("bijlage.docx: bijlage, geen nieuwe voorstellen\n"), "{again}");
    assert!(!again.contains("niet meer zeker"), "{again}");
}

#[test]
fn err_a_file_of_another_dossier_is_refused() {
    let brief = |what: &str| {
        format!(
            "opening: Met deze brief informeer ik u over {what} in ons land.\nsecties:\n  - kop: Wat er speelt\n    tekst: De opgave rond {what} is het afgelopen jaar veel groter geworden.\n"
        )
    };
    let (own, other) = (
        brief("drones"),
        "opening: Op verzoek van uw Kamer stuur ik het rapport over zwemwater.\nslot: Meer is daar nu niet van te zeggen.\n",
    );
    let later = DOSSIER.replace("2024-0000012345", "2025-0000054321");
    let leeg = DOSSIER.replace("2024-0000012345", "\"[kenmerk]\"");
    let anders = DOSSIER.replace("Voortgang", "Anders").replace("2024-02-05", "2024-03-06");
    // What was exported, what it is read into, and whether that goes, goes when it is asked for, or not at all.
    for (was, now, zegt) in [
        ((DOSSIER, &*own), (&*anders, &*own), ""),
        ((&leeg, &own), (DOSSIER, &own), ""),
        ((&later, &own), (DOSSIER, &own), "het kenmerk is anders"),
        ((DOSSIER, other), (DOSSIER, &own), "het kenmerk is hetzelfde, maar"),
        ((&later, other), (DOSSIER, &own), "niet van dit dossier gemaakt"),
        ((&leeg, other), (DOSSIER, &own), "niet van dit dossier gemaakt"),
    ] {
        let mut map = Map::new("kamerbrief", &[("dossier.yaml", was.0), ("brief.yaml", was.1)]);
        let words =
            if was.1 == own { ("ons land", "Nederland") } else { ("het rapport", "een rapport") };
        map.bytes =
            edited(&map.bytes, "word/document.xml", |xml| tracked(&xml, words.0, words.1, PIET));
        for props in [true, false] {
            map.schrijf("dossier.yaml", now.0);
            map.schrijf("brief.yaml", now.1);
            if !props {
                map.bytes = edited(&map.bytes, "docProps/custom.xml", |_| {
                    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>".into()
                });
            }
            let _ = fs::remove_file(map.dossier.join("voorstellen.json"));
            let ran = map.lees(&[]);
            let kept = map.dossier.join("voorstellen.json").exists();
            // Without a reference only the text tells.
            let zegt = match (props, was.1 == own) {
                (true, _) => zegt,
                (false, true) => "",
                (false, false) => "niet van dit dossier gemaakt",
            };
            if zegt.is_empty() {
                assert_eq!((ran.code, kept), (0, true), "{}{}", ran.stdout, ran.stderr);
                continue;
            }
            assert_eq!((ran.code, &*ran.stdout, kept), (1, "", false), "{}", ran.stderr);
            assert!(
                ran.stderr.starts_with("fout[O014]: ") && ran.stderr.contains(zegt),
                "{}",
                ran.stderr
            );
            let toch = map.lees(&["--toch"]);
            let doubt = ran.stderr.contains("--toch");
            assert_eq!(
                (toch.code == 0, zegt != "niet van dit dossier gemaakt"),
                (doubt, doubt),
                "{}",
                toch.stderr
            );
        }
    }
}
