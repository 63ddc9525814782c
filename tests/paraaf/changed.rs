//! What changed since somebody initialled, by what was kept or by version control.

use std::fs;

use kamerbrief::dossier::Vingerafdruk;

use super::Home;
use crate::support::{assert_conforms, normalize, page_text};

#[test]
fn changed_says_which_fields_and_where() {
    let home = Home::new();
    home.all();
    assert_eq!(
        home.good(&["changed", "dossier", "--since", "FEZ"]),
        "sinds de paraaf van FEZ (1 februari 2024, 09:30) is niets gewijzigd\n"
    );
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    home.edit("dossier.yaml", "naam: A. Voorbeeld", "naam: B. Voorbeeld");
    fs::write(
        home.file("brief.yaml"),
        format!("{}slot: Dank.\n", fs::read_to_string(home.file("brief.yaml")).unwrap()),
    )
    .unwrap();
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert_eq!(
        told,
        "\
sinds de paraaf van FEZ (1 februari 2024, 09:30): de kamerbrief is sindsdien gewijzigd
dossier/brief.yaml:2:18: brief.opening
  was: Met deze brief informeer ik u.
  nu:  Met deze brief meld ik u.
dossier/brief.yaml:3:7: brief.slot (nieuw)
  nu:  Dank.
dossier/dossier.yaml:9:11: dossier.ondertekening[0].naam
  was: A. Voorbeeld
  nu:  B. Voorbeeld
"
    );
    let (code, _, told) = home.run(&["changed", "dossier", "--since", "minister"]);
    assert_eq!(code, 2);
    assert!(told.contains("fout[R002]"), "{told}");
}

/// An annex and a letter that takes its figures from there.
const AMOUNTS: [(&str, &str); 2] = [
    (
        "bijlage.yaml",
        "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2025, 2026]\ngroepen:\n  - titel: Opvang\n    maatregelen:\n      - maatregel: Bedden\n        bedragen: {2025: 11, 2026: 3}\ndekking: nvt\n",
    ),
    (
        "brief.yaml",
        "opening: |\n  De bijlage noemt de maatregelen. In 2025 kost dat\n  {{ bijlage.totaal[2025] | miljoen }}. Dat blijft zo.\n\n  - Eerst de bedden.\n  - Dan de rest,\n    zie nr. 3.[^a]\nvoetnoten:\n  a: Zie eerder.\n",
    ),
];

#[test]
fn changed_shows_the_sentences_with_their_old_and_new_amounts() {
    let home = Home::new();
    for (name, text) in AMOUNTS {
        fs::write(home.file(name), text).unwrap();
    }
    home.paraaf("FEZ");
    home.edit("bijlage.yaml", "2025: 11", "2025: 16");
    home.edit("brief.yaml", "  - Dan de rest,\n    zie nr. 3.", "  - Dan de\n    rest, zie nr. 4.");
    // The way in which it was typed is no difference.
    home.edit("nota.yaml", "De aanpak loopt.", "\"De aanpak\n  loopt.\"");
    assert_eq!(
        home.good(&["changed", "dossier", "--since", "FEZ"]),
        "\
sinds de paraaf van FEZ (1 februari 2024, 09:30): de kamerbrief en de bijlage zijn sindsdien gewijzigd
dossier/bijlage.yaml:9:26: bijlage.groepen[0].maatregelen[0].bedragen.2025
  was: 11
  nu:  16
dossier/brief.yaml:3:3: brief.opening
  was: In 2025 kost dat € 11 miljoen.
  nu:  In 2025 kost dat € 16 miljoen.
  was: - Dan de rest, zie nr. 3.[^a]
  nu:  - Dan de rest, zie nr. 4.[^a]
"
    );
    // What is gone is shown as well.
    home.edit("dossier.yaml", "  - rol: directeur\n", "");
    home.edit("nota.yaml", "kernpunten: \"De aanpak\n  loopt.\"\n", "");
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert!(told.contains("nota.kernpunten (weg)\n  was: De aanpak loopt.\n"), "{told}");
}

#[test]
fn texts_are_kept_once_and_only_those_that_were_read_are_shown() {
    let home = Home::new();
    let kept = || {
        let names = home.names("parafen/gelezen");
        names.iter().map(|name| home.read(name)).collect::<Vec<_>>()
    };
    home.paraaf("FEZ");
    // The second initial is of the same texts: that is all that it says.
    home.paraaf("directeur");
    let mut lines: Vec<usize> = kept().iter().map(|text| text.lines().count()).collect();
    lines.sort_unstable();
    assert!(lines[0] == 3 && lines[1] > 20, "{lines:?}");
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    home.paraaf("directeur");
    let all = kept().concat();
    for (text, times) in [("De aanpak loopt.", 1), ("informeer ik u", 1), ("meld ik u", 1)] {
        assert_eq!(all.matches(text).count(), times, "{all}");
    }
    // An initial is short: what was read stands beside it.
    assert!(home.names("parafen").iter().all(|name| home.read(name).lines().count() < 16));
    let changed = || home.run(&["changed", "dossier", "--since", "FEZ"]);
    let old = "  was: Met deze brief informeer ik u.\n";
    assert!(changed().1.contains(old), "{:?}", changed());
    // A text that was changed by hand is not what was read; nor is a file that cannot be read.
    let names = home.names("parafen/gelezen");
    let first = names.iter().find(|name| home.read(name).contains("informeer ik u")).unwrap();
    let good = home.read(first);
    let named = format!("waarschuwing[R004]: dossier/{first} is niet zoals `kamerbrief paraaf`");
    for text in [good.replace("informeer ik u", "beloof ik u"), good.replace("teksten:", "<<<<<<<")]
    {
        fs::write(home.file(first), text).unwrap();
        let (code, out, err) = changed();
        assert!(code == 0 && err.starts_with(&named), "{out}{err}");
        assert!(out.contains("is niet te zeggen") && !out.contains("was:"), "{out}");
    }
    // Other ends of lines, as version control may give them, are no change.
    fs::write(home.file(first), good.replace('\n', "\r\n")).unwrap();
    assert_eq!(changed().2, "");
    // Without what was read the initials hold, and that is said.
    fs::remove_dir_all(home.file("parafen/gelezen")).unwrap();
    let (code, out, err) = changed();
    assert_eq!(code, 0);
    let gone = "waarschuwing[R005]: dossier/parafen/gelezen ontbreekt: daar hoort van elke paraaf een bestand\n";
    assert!(err.starts_with(gone), "{err}");
    assert!(out.contains("staat niet (meer) zo in parafen/gelezen"), "{out}");
    assert!(home.status().contains("geldig"), "{}", home.status());
    assert!(home.good(&["check", "dossier"]).starts_with(gone));
    // The next one keeps it again.
    home.paraaf("FEZ");
    assert_eq!(kept().len(), 1);
}

/// A letter of which not everything goes public.
const HELD: &str = "\
opening: Ik schrijf u over [de heer X](lak:5.1.2e) en zijn zaak.
secties:
  - {kop: Een, tekst: Twee., openbaar: nee, grond: 5.1.2e}
  - {kop: Drie, tekst: Vier.}
slot: {waarde: Dank., openbaar: nee, grond: 5.1.2e}
";

#[test]
fn changed_and_status_name_what_goes_public_otherwise() {
    let home = Home::new();
    fs::write(home.file("brief.yaml"), HELD).unwrap();
    home.edit(
        "dossier.yaml",
        "onderwerp:",
        "lakken: {5.1.2b: Het belang., 5.1.2e: De privacy.}\nonderwerp:",
    );
    home.all();
    let told = |edits: &[(&str, &str)]| {
        let text = edits.iter().fold(HELD.to_owned(), |text, (old, new)| {
            assert!(text.contains(old));
            text.replacen(old, new, 1)
        });
        fs::write(home.file("brief.yaml"), text).unwrap();
        let changed = home.good(&["changed", "dossier", "--since", "FEZ"]);
        let status = home.status();
        let head =
            "\nsinds de paraaf van FEZ (1 februari 2024, 09:30) gaat iets anders naar buiten:\n";
        let all = status.split(head).nth(1).unwrap_or_default();
        let all = all.split("\nsinds ").next().unwrap().to_owned();
        for place in all.split_inclusive("\n").collect::<Vec<_>>().chunks(2) {
            assert!(changed.contains(&place.concat()), "{changed}\n\n{all}");
        }
        all
    };
    assert_eq!(told(&[]), "");
    assert_eq!(
        told(&[("tekst: Vier.", "tekst: Vier., openbaar: nee, grond: 5.1.2b")]),
        "dossier/brief.yaml:4:6: brief.secties[1]\n  was openbaar, nu weggelakt (5.1.2b)\n"
    );
    assert_eq!(
        told(&[
            (", openbaar: nee, grond: 5.1.2e}\n  -", "}\n  -"),
            ("grond: 5.1.2e}", "grond: 5.1.2b}")
        ]),
        "dossier/brief.yaml:3:6: brief.secties[0]\n  was weggelakt (5.1.2e), nu openbaar\n\
dossier/brief.yaml:5:16: brief.slot\n  was weggelakt (5.1.2e), nu weggelakt (5.1.2b)\n"
    );
    assert_eq!(
        told(&[("[de heer X](lak:5.1.2e)", "de heer X"), ("zijn zaak", "[zijn zaak](lak:5.1.2b)")]),
        "dossier/brief.yaml:1:10: brief.opening\n  “de heer X”: was weggelakt (5.1.2e), nu openbaar\n\
dossier/brief.yaml:1:10: brief.opening\n  “zijn zaak”: was openbaar, nu weggelakt (5.1.2b)\n"
    );
    // What is there no longer or was not there before, and what is within something that is withheld.
    assert_eq!(
        told(&[
            ("[de heer X](lak:5.1.2e)", "[mevrouw Y](lak:5.1.2e)"),
            ("kop: Een,", "kop: {waarde: Een, openbaar: nee, grond: 5.1.2b},"),
            ("slot: {waarde: Dank., openbaar: nee, grond: 5.1.2e}\n", ""),
        ]),
        "dossier/brief.yaml:1:10: brief.opening\n  “de heer X”: was weggelakt (5.1.2e), en staat er niet meer\n\
dossier/brief.yaml:1:10: brief.opening\n  “mevrouw Y”: nieuw, en weggelakt (5.1.2e)\n\
dossier/brief.yaml:1:1: brief.slot\n  was weggelakt (5.1.2e), en staat er niet meer\n"
    );
    // Nobody's initial lapses when only the way of typing is another.
    assert_eq!(
        told(&[("openbaar: nee, grond: 5.1.2e}\n  -", "grond: 5.1.2e, openbaar: nee}\n  -")]),
        ""
    );
}

#[test]
fn initials_of_before_texts_were_kept_hold() {
    let home = Home::new();
    let bare = r#"{"rol":"FEZ","naam":"A","moment":"2024-02-01T09:30:00+01:00","besluit":"akkoord","kenmerk":"2024-0000012345","documenten":{},"velden":{"brief.opening":"0123456789abcdef"}}"#;
    let digest = |parts: &[&[u8]]| Vingerafdruk::of(parts.iter().copied()).to_string();
    let zegel = digest(&[b"kamerbrief paraaf 1", bare.as_bytes()]);
    let slot = digest(&[b"kamerbrief parafen 1", b"1", zegel.as_bytes()]);
    let item = bare.strip_suffix('}').unwrap();
    fs::write(
        home.file("parafen.yaml"),
        format!("parafen: [{item},\"zegel\":\"{zegel}\"}}]\nslot: \"{slot}\"\n"),
    )
    .unwrap();
    assert!(
        home.status().contains("vervallen: de kamerbrief en de beslisnota"),
        "{}",
        home.status()
    );
    home.edit("brief.yaml", "informeer", "meld");
    let told = home.good(&["changed", "dossier", "--since", "FEZ"]);
    assert!(
        told.contains("\nde oude tekst staat erbij als het dossier onder versiebeheer"),
        "{told}"
    );
    // New ones go on from it, and hold it fast.
    home.all();
    let first = home.names("parafen").into_iter().find(|name| home.read(name).contains(&zegel));
    assert!(first.is_some_and(|name| home.read(&name).contains(&format!("vorige:\n- {zegel}"))));
    assert!(home.status().contains("de route is rond"), "{}", home.status());
    fs::remove_file(home.file("parafen.yaml")).unwrap();
    assert!(home.bad(&["status", "dossier"]).contains("vóór de paraaf van directeur"));
}

#[test]
fn changed_shows_the_old_text_when_it_is_in_version_control() {
    let home = Home::new();
    let git = |arguments: &[&str]| home.git(arguments);
    if !git(&["init", "--quiet"]) {
        // Version control is optional, for the program and for its tests.
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "--quiet", "-m", "een"]));
    home.all();
    fs::remove_dir_all(home.file("parafen/gelezen")).unwrap();
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    assert!(git(&["commit", "--quiet", "-a", "-m", "twee"]));
    let told = home.good(&["changed", "dossier", "--since", "directeur"]);
    assert!(told.contains("dossier/brief.yaml:2:18: brief.opening\n  was: Met deze brief informeer ik u.\n  nu:  Met deze brief meld ik u.\n"), "{told}");
}

const WAS: &str = "dossier/brief.yaml:2:18: brief.opening\n  was: Met deze brief informeer ik u.\n  nu:  Met deze brief meld ik u.\n";

#[test]
fn changed_compares_with_another_folder() {
    let home = Home::new();
    let folder = home.0.path().join("eerder");
    fs::create_dir(&folder).unwrap();
    for name in ["dossier.yaml", "brief.yaml", "nota.yaml"] {
        fs::copy(home.file(name), folder.join(name)).unwrap();
    }
    let against = |folder: &str| home.run(&["changed", "dossier", "--tegen", folder]);
    let same = "sinds het dossier in eerder is niets gewijzigd dat op papier kan komen\n";
    assert_eq!(against("eerder").1, same);
    // Nobody's initial is asked for, and what is not printed does not count.
    home.edit("brief.yaml", "opening:", "# uitleg\nopening:");
    assert_eq!(against("eerder").1, same);
    home.edit("brief.yaml", "# uitleg\n", "");
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    let told = format!("sinds het dossier in eerder is één veld gewijzigd\n{WAS}");
    assert_eq!(against("eerder"), (0, told, String::new()));
    home.edit("nota.yaml", "De aanpak loopt.", "De aanpak loopt goed. Er is geld.");
    let told = against("eerder").1;
    assert!(told.starts_with("sinds het dossier in eerder zijn 2 velden gewijzigd\n"), "{told}");
    assert!(told.contains("  nu:  De aanpak loopt goed. Er is geld.\n"), "{told}");
    // What has mistakes is told with them, and nothing is guessed.
    fs::write(folder.join("brief.yaml"), "openning: x\n").unwrap();
    let (code, out, err) = against("eerder");
    assert_eq!((code, out.as_str()), (1, "daarmee is niet te vergelijken: het heeft fouten\n"));
    assert!(err.contains("eerder/brief.yaml:1:1"), "{err}");
    let (code, _, err) = against("nergens");
    assert!(code == 2 && err.starts_with("fout["), "{err}");
}

#[test]
fn changed_compares_with_a_version_or_a_moment() {
    let home = Home::new();
    let git = |arguments: &[&str]| home.git(arguments);
    if !git(&["init", "--quiet"]) {
        return;
    }
    assert!(
        git(&["add", "."]) && git(&["commit", "--quiet", "-m", "een"]) && git(&["tag", "naar-fez"])
    );
    home.edit("brief.yaml", "informeer ik u", "meld ik u");
    assert!(git(&["commit", "--quiet", "-a", "-m", "twee"]));
    let told = home.good(&["changed", "dossier", "--versie", "naar-fez"]);
    assert!(told.starts_with("sinds naar-fez (versie ") && told.ends_with(WAS), "{told}");
    assert!(told.contains(") is één veld gewijzigd\n"), "{told}");
    let told = home.good(&["changed", "dossier", "--versie", "HEAD"]);
    assert!(told.ends_with(") is niets gewijzigd dat op papier kan komen\n"), "{told}");
    let told = home.good(&["changed", "dossier", "--moment", "2090-01-01T00:00:00+01:00"]);
    assert!(told.starts_with("sinds 1 januari 2090, 00:00 (versie "), "{told}");
    for (option, named, why) in [
        ("--versie", "nergens", "nergens is geen versie van dit dossier in versiebeheer (git)"),
        ("--versie", "--all", "--all is geen versie van dit dossier in versiebeheer (git)"),
        ("--moment", "1999-01-01T00:00:00+01:00", "staat dit dossier niet in versiebeheer (git)"),
        ("--moment", "gisteren", "`--moment gisteren` kan niet"),
    ] {
        let (code, out, err) = home.run(&["changed", "dossier", &format!("{option}={named}")]);
        assert!(code == 2 && out.is_empty() && err.contains(why), "{named}: {err}");
    }
    // One of them, and only one.
    for arguments in [&["--since", "FEZ", "--versie", "HEAD"][..], &[]] {
        assert_eq!(home.run(&[&["changed", "dossier"][..], arguments].concat()).0, 2);
    }
}

#[test]
fn changed_makes_a_pdf_of_the_pages_with_what_is_new() {
    let home = Home::new();
    let folder = home.0.path().join("eerder");
    fs::create_dir(&folder).unwrap();
    for (name, text) in AMOUNTS {
        fs::write(home.file(name), text).unwrap();
    }
    for name in ["dossier.yaml", "brief.yaml", "nota.yaml", "bijlage.yaml"] {
        fs::copy(home.file(name), folder.join(name)).unwrap();
    }
    home.edit("bijlage.yaml", "2025: 11", "2025: 16");
    home.edit("brief.yaml", "De bijlage noemt de maatregelen. ", "");
    home.edit("nota.yaml", "De aanpak loopt.", "De aanpak loopt goed. Er is geld.");
    let line = ["changed", "dossier", "--tegen", "eerder", "--pdf", "gewijzigd.pdf"];
    assert_eq!(
        home.good(&line),
        "gewijzigd.pdf  sinds het dossier in eerder zijn 3 velden gewijzigd; niet openbaar\n"
    );
    let pdf = fs::read(home.0.path().join("gewijzigd.pdf")).unwrap();
    assert_conforms("changed", &pdf);
    let pages = page_text::pages(&pdf);
    let text: Vec<String> = pages.iter().map(|page| normalize(&page.text())).collect();
    // The list, in the order of the pages; then each page on which something is new: of the letter also the one with its annex.
    assert_eq!(pages.len(), 5, "{text:#?}");
    for needle in [
        "Sinds het dossier in eerder zijn 3 velden gewijzigd",
        "was: De bijlage noemt de maatregelen. In 2025 kost dat € 11 miljoen.",
        "nu: In 2025 kost dat € 16 miljoen.",
        "Kamerbrief, bladzijde 1",
        "nu: De aanpak loopt goed. Er is geld.",
        "Beslisnota, bladzijde 1",
    ] {
        assert!(text[0].contains(needle), "{needle}: {}", text[0]);
    }
    assert!(text.iter().all(|page| page.contains("Werkdocument – niet openbaar")));
    assert!(text[1].contains("Kamerbrief, bladzijde 1") && text[1].contains("€ 16 miljoen"));
    // A number stands before its line.
    let (amount, number) = (pages[1].find("16"), pages[1].find_all("1"));
    let beside = |one: &&page_text::Drawn| (one.top() - amount.top()).abs() < 12.0;
    assert!(number.iter().any(beside), "{}", text[1]);
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("gewijzigd zijn hier de nummers"), "no description");
    // The same bytes every time; nothing but an earlier PDF is replaced.
    home.good(&line);
    assert_eq!(fs::read(home.0.path().join("gewijzigd.pdf")).unwrap(), pdf);
    for (out, why) in [
        ("dossier/brief.yaml", "dossier/brief.yaml is er al, en is geen PDF"),
        ("eerder", "`--pdf eerder` is een map; dit wordt één bestand"),
    ] {
        let (code, _, err) = home.run(&["changed", "dossier", "--tegen", "eerder", "--pdf", out]);
        assert!(code == 2 && err.contains(why), "{err}");
    }
    // Where nothing changed there is a list that says so.
    for name in ["brief.yaml", "nota.yaml", "bijlage.yaml"] {
        fs::copy(home.file(name), folder.join(name)).unwrap();
    }
    home.good(&line);
    let pages = page_text::pages(&fs::read(home.0.path().join("gewijzigd.pdf")).unwrap());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].text().contains("niets gewijzigd"), "{}", pages[0].text());
}
