//! The measures of the house style, read back from the built PDFs (`domain.md` 1.2, in millimeters).

use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::templates::Templates;

use crate::support::page_text::{self, Drawn, Page};
use crate::support::{built, compile, folder, typesetter};

/// How far a place may be from its measure.
const TOLERANCE: f64 = 0.5;

fn document(dossier: &str, stuk: Stuk) -> &'static [Page] {
    built(dossier).document(stuk).pages()
}

#[track_caller]
fn assert_at(page: &Page, text: &str, x: f64, top: f64) {
    let glyph = page.find(text);
    assert!(
        (glyph.x - x).abs() <= TOLERANCE && (glyph.top() - top).abs() <= TOLERANCE,
        "`{text}` stands at ({:.2}, {:.2}), not at ({x}, {top})",
        glyph.x,
        glyph.top()
    );
}

#[track_caller]
fn assert_pitch(page: &Page, first: &str, second: &str, millimeters: f64) {
    let pitch = page.find(second).baseline - page.find(first).baseline;
    assert!((pitch - millimeters).abs() < 0.1, "{pitch:.2} mm between `{first}` and `{second}`");
}

#[test]
fn the_letter_has_the_measures_of_the_house_style() {
    let pages = document("content/mensenhandel", Stuk::Kamerbrief);
    let first = &pages[0];
    assert!((first.size.0 - 210.0).abs() < 0.1 && (first.size.1 - 297.0).abs() < 0.1);
    let ribbon = first.shapes.iter().find(|shape| shape.height() > 30.0).expect("the ribbon");
    for (is, measure) in
        [(ribbon.x0, 98.5), (ribbon.x1, 111.5), (ribbon.y0, 0.0), (ribbon.y1, 37.125)]
    {
        assert!((is - measure).abs() <= TOLERANCE, "the ribbon is at {ribbon:?}");
    }
    assert_at(first, "> Retouradres", 28.1, 47.9);
    assert_at(first, "De voorzitter van de Tweede Kamer", 28.0, 54.0);
    assert_at(first, "[directoraat-generaal]", 164.5, 54.7);
    assert_at(first, "Datum", 27.8, 100.0);
    assert_at(first, "Betreft", 27.8, 104.3);
    assert_at(first, "Kosten van extra", 47.9, 104.3);
    assert_at(first, "Geachte voorzitter,", 28.0, 134.1);
    assert_at(first, "Pagina 1 van", 164.5, 283.3);
    assert_at(&pages[1], "Pagina 2 van", 164.5, 283.3);
    // 12 points between lines of text, a blank line between paragraphs, none below a heading.
    assert_pitch(first, "Datum", "Betreft", 4.23);
    assert_pitch(first, "Geachte voorzitter,", "Met deze brief", 2.0 * 4.23);
    assert_pitch(first, "Uw Kamer vraagt", "In het commissiedebat", 4.23);
    // 9 points between the lines of the column, about 1.5 mm extra between its groups.
    assert_pitch(first, "Turfmarkt 147", "2511 DP Den Haag", 3.18);
    assert_pitch(first, "2511 DP Den Haag", "Postbus 20301\n", 4.7);
}

#[test]
fn a_following_page_begins_where_it_should() {
    let pages = document("content/mensenhandel", Stuk::Kamerbrief);
    let top = pages[1]
        .glyphs
        .iter()
        // Above it stands that the letter is a draft.
        .filter(|glyph| glyph.size > 8.0 && glyph.baseline > 20.0)
        .map(Drawn::top)
        .fold(f64::MAX, f64::min);
    assert!((top - 40.2).abs() <= TOLERANCE, "page 2 begins at {top:.2}");
}

#[test]
fn text_keeps_within_its_margins() {
    for stuk in [Stuk::Kamerbrief, Stuk::Beslisnota] {
        for page in &document("content/mensenhandel", stuk)[..3] {
            for glyph in page.glyphs.iter().filter(|glyph| (8.9..9.1).contains(&glyph.size)) {
                assert!(glyph.x >= 27.4 && glyph.x <= 160.0, "{glyph:?}");
                assert!(glyph.baseline <= 278.5, "{glyph:?}");
            }
        }
    }
}

#[test]
fn footnotes_and_bullets_stand_where_they_should() {
    let page = &document("content/mensenhandel", Stuk::Kamerbrief)[0];
    let bullet = page.find("•");
    let text = page.find("de klantaanpak;");
    assert!(
        (bullet.x - 34.2).abs() <= TOLERANCE && (text.x - 40.6).abs() <= TOLERANCE,
        "{bullet:?} {text:?}"
    );
    let note = page.find("Kamerstukken II 2023/24, 28638");
    assert!((note.x - 30.0).abs() <= TOLERANCE && (note.size - 8.0).abs() < 0.05, "{note:?}");
}

#[test]
fn the_nota_has_the_measures_of_the_house_style() {
    let pages = document("content/voorbeeld-ienw", Stuk::Beslisnota);
    let first = &pages[0];
    assert_at(first, "TER BESLISSING", 28.0, 54.7);
    assert_at(first, "Aan", 28.0, 73.6);
    assert_at(first, "De Minister van Infrastructuur", 66.9, 73.6);
    assert_at(first, "De Staatssecretaris", 66.9, 77.8);
    let word = first.find("nota");
    assert!((word.size - 32.0).abs() < 0.1 && (word.x - 28.0).abs() <= 1.0, "{word:?}");
    assert!((85.0..=100.0).contains(&word.baseline), "{word:?}");
    assert_at(first, "[voorbeeld] Veiliger fietsroutes", 67.2, 93.2);
    assert_at(first, "Aanleiding", 28.0, 119.5);
}

/// What differs between notas: the edges of text and column, the top of the column, the place of the subject.
fn nota_measures(ministry: &str) -> [f64; 4] {
    match ministry {
        "ez" | "ezk" | "kgg" | "lnv" | "lvvn" => [27.5, 161.8, 52.6, 75.0],
        _ => [28.0, 164.5, 54.7, 67.2],
    }
}

/// The top of the running text of a page.
fn first_line(page: &Page) -> f64 {
    let running = |glyph: &&Drawn| glyph.size > 8.0 && glyph.baseline > 20.0 && glyph.x < 160.0;
    page.glyphs.iter().filter(running).map(Drawn::top).fold(f64::MAX, f64::min)
}

#[test]
fn every_ministry_has_its_measures_on_the_first_page_and_on_the_next() {
    let line = "Een zin die een regel van de bladzijde vult, en nog wat verder gaat dan dat.";
    let text = format!("{line}\n\n  ").repeat(40);
    let brief = format!("aanhef: Aanhef,\nopening: |\n  {text}\n");
    let nota = format!(
        "velden: {{aan: [De Minister], opgesteld_door: [x], van: [x]}}\naanleiding: |\n  {text}\ngeadviseerd_besluit: x\n"
    );
    let mut typesetter = typesetter();
    for ministry in Templates::default().profiles() {
        let dossier = format!(
            "onderwerp: Meetbare brief\nkenmerk: KENMERK-1\ndatum: 2024-02-05\nhuisstijl: {ministry}\nafzender: {{onderdeel: Bovenste regel}}\nondertekening: [{{functie: De Minister, naam: A. Voorbeeld}}]\n"
        );
        let files = [
            (Bestand::Dossier, dossier.as_bytes()),
            (Bestand::Brief, brief.as_bytes()),
            (Bestand::Nota, nota.as_bytes()),
        ];
        let pdfs = compile(&folder(&files), &mut typesetter)
            .unwrap_or_else(|errors| panic!("{ministry}: {errors}"));
        let [letter, nota] = [0, 1].map(|i| page_text::pages(&pdfs[i].1));
        assert_at(&letter[0], "> Retouradres", 28.1, 47.9);
        assert_at(&letter[0], "Bovenste regel", 164.5, 54.7);
        assert_at(&letter[0], "Datum", 27.8, 100.0);
        assert_at(&letter[0], "Betreft", 27.8, 104.3);
        assert_at(&letter[0], "Aanhef,", 28.0, 134.1);
        assert_at(&letter[1], "Bovenste regel", 164.5, 54.7);
        for said in ["Datum", "5 februari 2024", "KENMERK-1"] {
            assert!((letter[1].find(said).x - 164.5).abs() <= TOLERANCE, "{ministry}: {said}");
        }
        let top = first_line(&letter[1]);
        assert!((top - 40.2).abs() <= TOLERANCE, "{ministry}: page 2 begins at {top:.2}");

        let [left, column, above, subject] = nota_measures(ministry);
        // The word of AZ is `Beslisnota`, which pushes the subject to the right.
        if ministry != "az" {
            assert_at(&nota[0], "Meetbare brief", subject, 93.2);
        }
        let first = match ministry {
            "aenm" | "jenv" | "venj" => "1. Aanleiding",
            _ => "Aanleiding",
        };
        let heading = nota[0].find(first);
        assert!((heading.x - left).abs() <= TOLERANCE, "{ministry}: {heading:?}");
        if nota[0].find_all("Parafenroute").is_empty() {
            assert_at(&nota[0], first, left, 119.5);
        } else {
            assert_at(&nota[0], "Parafenroute", left, 119.5);
            assert!(heading.top() > 119.5 + 26.0, "{ministry}: the initials are not above");
            assert_at(&nota[0], "Aan de Minister", left, 73.6);
        }
        let beside: Vec<&Drawn> = (nota[1].glyphs.iter())
            .filter(|glyph| glyph.x > 161.0 && glyph.baseline < 250.0)
            .collect();
        let x = beside.iter().map(|glyph| glyph.x).fold(f64::MAX, f64::min);
        let top = beside.iter().map(|glyph| glyph.top()).fold(f64::MAX, f64::min);
        assert!(
            (x - column).abs() <= TOLERANCE && (top - above).abs() <= TOLERANCE,
            "{ministry}: the column of page 2 stands at ({x:.2}, {top:.2})"
        );
        // The running text keeps as far from the column as the published ones of BZK and IenW do.
        for page in &nota {
            let running = |glyph: &&Drawn| {
                glyph.size > 8.5 && glyph.x < column - 1.0 && glyph.baseline > 50.0
            };
            let right = page.glyphs.iter().filter(running).map(|glyph| glyph.end);
            let right = right.fold(0.0, f64::max);
            assert!(right < column - 4.0, "{ministry}: text reaches to {right:.1} mm");
        }
        let top = first_line(&nota[1]);
        assert!((top - 53.9).abs() <= TOLERANCE, "{ministry}: page 2 begins at {top:.2}");
        assert!(nota[1].text().contains("KENMERK-1"), "{ministry}");
    }
}

#[test]
fn a_signature_never_stands_alone() {
    for (dossier, name) in [
        ("content/mensenhandel", "[naam van de bewindspersoon]"),
        ("content/voorbeeld-ienw", "[voorbeeld] A. de Vries"),
        ("tests/cases/ok_ondertekening_aan_bladeinde", "A. Voorbeeld"),
    ] {
        let pages = document(dossier, Stuk::Kamerbrief);
        let page =
            pages.iter().find(|page| !page.find_all("Hoogachtend,").is_empty()).expect(dossier);
        let closing = page.find("Hoogachtend,").baseline;
        assert!(page.find(name).baseline > closing, "{dossier}: the name stands elsewhere");
        let above = page
            .glyphs
            .iter()
            .filter(|glyph| glyph.size > 8.9 && glyph.baseline < closing - 1.0)
            .count();
        assert!(above > 20, "{dossier}: nothing stands above the signature");
    }
}

#[test]
fn a_signature_takes_its_paragraph_along_to_a_new_page() {
    let pages = document("tests/cases/ok_ondertekening_aan_bladeinde", Stuk::Kamerbrief);
    assert_eq!(pages.len(), 2, "the case no longer shows what it should");
    pages[1].find("Hoogachtend,");
}

#[test]
fn a_wide_table_turns_the_page_and_repeats_its_header() {
    let pages = document("tests/cases/ok_lange_brede_tabel", Stuk::Bijlage);
    assert!(pages.len() > 3);
    for page in pages {
        assert!(page.size.0 > page.size.1, "the page is not turned");
        assert_eq!(page.find_all("Trekker").len(), 1, "{}", page.text());
        let year = page.find("2031");
        let row = page.glyphs.iter().filter(|glyph| (glyph.baseline - year.baseline).abs() < 0.1);
        assert!(row.map(|glyph| glyph.x).fold(0.0, f64::max) < 277.0, "the header does not fit");
    }
}

#[test]
fn totals_never_stand_alone_and_a_heading_keeps_its_lines() {
    let pages = document("tests/cases/ok_bijlage_500_rijen", Stuk::Bijlage);
    assert!(pages.len() > 10);
    let texts: Vec<String> = pages.iter().map(Page::text).collect();
    let lines = |text: &str| text.lines().filter(|line| line.starts_with("Maatregel ")).count();
    let mut headings = 0;
    for text in texts.iter().filter(|text| text.contains("Trekker")) {
        // The chart names the groups too.
        let table = text.split("Kosten en dekking").next().unwrap_or_default();
        let rows: Vec<&str> = table.lines().collect();
        for (i, row) in rows.iter().enumerate() {
            // A heading has its first two measures below it.
            if let Some(number) = row.strip_prefix("Thema ") {
                headings += 1;
                let group = format!("Maatregel {}.", number.trim());
                let below = rows[i..].iter().filter(|row| row.starts_with(&group)).count();
                assert!(below >= 2, "{row} stands alone at the foot of\n{text}");
            }
        }
    }
    assert_eq!(headings, 25);
    let last = texts.iter().find(|text| text.contains("Saldo (dekking")).expect("the balance");
    assert!(last.contains("Totaal") && lines(last) >= 2, "the totals stand alone:\n{last}");
}

#[test]
fn a_page_turns_only_for_the_table_that_needs_it() {
    let upright = document("tests/cases/ok_bijlage_drie_tabellen", Stuk::Bijlage);
    assert!(upright.iter().all(|page| page.size.0 < page.size.1));
    let turned = document("tests/cases/ok_bijlage_suppletoire", Stuk::Bijlage);
    assert!(turned.iter().all(|page| page.size.0 > page.size.1));
}

#[test]
fn what_is_too_wide_breaks_within_its_box_and_stays_as_typed() {
    let [page] = document("tests/cases/warn_woord_breekt", Stuk::Kamerbrief) else {
        panic!("the case has more pages")
    };
    let text: String = page.text().chars().filter(|char| !char.is_whitespace()).collect();
    for typed in [
        "https://www.rijksoverheid.nl/documenten/kamerstukken/2026/11/27/bestuursdepartementsoverkoepelende-samenwerking?zoek=alles&pagina=2.",
        "AB12CD34EF56GH78IJ90KL12MN34OP56QR78ST90UV12WX34YZ56AB78CD90EF12GH34IJ56KL78",
        "NL92ABNA0417164300,",
        "1234567890",
        "https://www.rijksoverheid.nl/onderwerpen",
    ] {
        assert!(text.contains(typed), "{typed} is not in {text}");
    }
    assert!(page.overlap().is_none(), "{:?}", page.overlap());
    let running = page.words().into_iter().filter(|word| word.size > 6.9 && word.x < 160.0);
    // Below the address and the name of the ministry.
    for word in running.filter(|word| word.baseline > 130.0) {
        assert!(word.end < 160.5, "{word:?} runs out of its column");
    }
}
