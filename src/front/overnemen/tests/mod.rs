//! In: files with questions, as published and as hostile. Out: whether they are taken over word for word, or refused. Pure.

mod twijfel;
mod woorden;

use super::*;
use crate::dossier::Datum;

const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<officiele-publicatie xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <metadata>
    <meta name="OVERHEIDop.vraagnummer" content="2026Z01234"/>
    <meta name="OVERHEIDop.datumIndiening" content="2026-03-02"/>
  </metadata>
  <kamervragen>
    <kamervraagkop><tekstregel inhoud="documenttype">Vragen gesteld door de leden der Kamer</tekstregel></kamervraagkop>
    <kamervraagnummer>2026Z01234</kamervraagnummer>
    <kamervraagomschrijving type="vraag">Vragen van de leden <naam><achternaam>Van Voorbeeld</achternaam></naam> (<politiek>ABC</politiek>)
      en <naam><achternaam>Proefstra</achternaam></naam> (XYZ) aan de Minister van Financi&#xEB;n en de Staatssecretaris van Justitie en Veiligheid
      over <kamervraagonderwerp>het bericht &#x2018;Loket dicht&#x2019;</kamervraagonderwerp> (ingezonden <datum isodatum="2026-03-02">2 maart 2026</datum>).</kamervraagomschrijving>
    <vraag><nr status="officieel">Vraag 1</nr><al>Kent u het bericht <nadruk type="cur">Loket dicht</nadruk>?<noot id="n1" type="voet"><noot.nr>1</noot.nr><noot.al>Dagblad, 1 maart 2026, <extref doc="https://example.org/a_b">https://example.org/a_b</extref>.</noot.al></noot></al></vraag>
    <vraag><nr status="officieel">Vraag 2</nr><al>Klopt het dat:</al><lijst><li><li.nr>a.</li.nr><al>er minder komen &amp; dat het 5*4 is?</al></li><li><li.nr>b.</li.nr><al>dat mag?</al></li></lijst></vraag>
    <vraag><nr status="officieel">Vraag 3</nr><al>Wat vindt u van [dit] voorstel?</al><al>En van {{ dat }}?</al></vraag>
    <antwoord><nr>Antwoord 1</nr><al>Ja.</al></antwoord>
    <toelichting><al>Deze vragen vullen eerdere vragen aan.</al></toelichting>
  </kamervragen>
</officiele-publicatie>"#;

const TEKST: &str = "2026Z01234\n(ingezonden 2 maart 2026)\n
Vragen van het lid Van Voorbeeld (ABC) aan de Minister van Financiën over
het sluiten van loketten (ingezonden 2 maart 2026)\n
1. Kent u het bericht [1]?
2) Klopt het dat:
a. er minder komen;
b) dat mag?
Vraag 3
Wat kost dit,
in 2026?\n
Is dat veel?
4
1.000 mensen kwamen; is dat zo?\n
[1] https://example.org/bericht\n
Toelichting: deze vragen vullen andere aan.
";

/// As it is printed above a list of a committee, with the answers between the questions.
const LIJST: &str = "31 865 Verbetering verantwoording en begroting
Nr. 214 LIJST VAN VRAGEN EN ANTWOORDEN
Vastgesteld 15 september 2022\n
De vaste commissie voor Financiën1 heeft een aantal vragen voorgelegd aan de Minister van Financiën over de brief van
13 april 2022 inzake het proces (Kamerstuk 31 865, nr. 207).\n
De Minister heeft deze vragen beantwoord bij brief van 12 september 2022.\n
De voorzitter van de commissie, Voorbeeld\n
Vraag 1
Wat staat op bladzijde 12?\n
Antwoord op vraag 1:
Een lijst:
1. een;
2. twee.\n
Vraag 2
Wat kost dit?
Antwoord op vraag 2:
Niets.
";

/// As it is printed above the questions of fractions.
const OVERLEG: &str = "VERSLAG VAN EEN SCHRIFTELIJK OVERLEG\n
In de vaste commissie voor Volksgezondheid, Welzijn en Sport, bestond er bij enkele fracties behoefte een aantal vragen
en opmerkingen voor te leggen aan de minister van Volksgezondheid, Welzijn en Sport over de brief van 7 april 2010 inzake
de agenda (21 501-31, nr. 205).\n
De op 14 april 2010 toegezonden vragen en opmerkingen zijn hieronder afgedrukt.\n
I VRAGEN EN OPMERKINGEN VANUIT DE FRACTIES\n
Vragen en opmerkingen van de ABC-fractie\n
De leden van de ABC-fractie hebben met belangstelling kennisgenomen van de brief.\n
Deze leden vragen wat
het kost.\n
Klopt *dit*?\n
Vragen en opmerkingen van de leden van de fracties van DEF en XYZ
1. Hebben deze leden een nummer?
2. Een nummer dat volgt?\n
Vragen en opmerkingen van het lid Van Voorbeeld\n
Het lid Van Voorbeeld heeft kennisgenomen van de brief.\n
II Antwoord/Reactie van de minister\n
Vragen en opmerkingen van de leden van de ABC-fractie\n
Het kost niets.\n
III Volledige agenda\n
Brief over de agenda
- Brief over de reis
";

/// Each remark with what stands at its places; of an element its name.
fn gemist(read: &Overgenomen) -> Vec<String> {
    let at = |place: &std::ops::Range<usize>| match read.bestand[place.clone()].trim() {
        element if element.starts_with('<') => {
            element.split_inclusive('>').next().unwrap_or_default().to_owned()
        }
        line => line.to_owned(),
    };
    let one = |told: &Gemist| match &told.plaatsen[..] {
        [] => told.wat.clone(),
        all => format!("{}: {}", told.wat, all.iter().map(at).collect::<Vec<_>>().join(" / ")),
    };
    read.gemist.iter().map(one).collect()
}

fn datum(text: &str) -> Datum {
    Datum::parse(text).unwrap()
}

#[test]
fn a_publication_is_taken_over_word_for_word() {
    let read = lees(XML.as_bytes()).unwrap();
    assert_eq!(read.nummer.as_deref(), Some("2026Z01234"));
    assert_eq!(read.brief_van, Some(datum("2026-03-02")));
    let party = |party: &str| Some(party.to_owned());
    assert_eq!(
        read.leden,
        [("Van Voorbeeld".into(), party("ABC")), ("Proefstra".into(), party("XYZ"))]
    );
    assert_eq!(
        read.aan,
        ["de Minister van Financiën", "de Staatssecretaris van Justitie en Veiligheid"]
    );
    assert_eq!(read.onderwerp.as_deref(), Some("het bericht ‘Loket dicht’"));
    let texts: Vec<&str> = read.vragen.iter().map(|vraag| vraag.tekst.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Kent u het bericht Loket dicht?[^noot_1]",
            "Klopt het dat:",
            "Wat vindt u van [dit] voorstel?\n\nEn van \\{{ dat }}?"
        ]
    );
    assert_eq!(
        read.vragen[1].delen,
        [('a', "er minder komen & dat het 5*4 is?".into()), ('b', "dat mag?".into())]
    );
    assert_eq!(
        read.noten,
        [("noot_1".into(), "Dagblad, 1 maart 2026, <https://example.org/a_b>.".into())]
    );
    assert_eq!(
        gemist(&read),
        [
            "de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen: <antwoord>",
            "dit is niet overgenomen: <toelichting>",
        ]
    );
}

#[test]
fn a_text_with_numbered_questions_is_taken_over() {
    let read = lees(TEKST.as_bytes()).unwrap();
    assert_eq!(read.nummer.as_deref(), Some("2026Z01234"));
    assert_eq!(read.brief_van, Some(datum("2026-03-02")));
    assert_eq!(read.leden, [("Van Voorbeeld".into(), Some("ABC".into()))]);
    assert_eq!(read.aan, ["de Minister van Financiën"]);
    assert_eq!(read.onderwerp.as_deref(), Some("het sluiten van loketten"));
    let texts: Vec<&str> = read.vragen.iter().map(|vraag| vraag.tekst.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Kent u het bericht [^noot_1]?",
            "Klopt het dat:",
            "Wat kost dit, in 2026?\n\nIs dat veel?",
            "1.000 mensen kwamen; is dat zo?",
        ]
    );
    assert_eq!(read.vragen[1].delen, [('a', "er minder komen;".into()), ('b', "dat mag?".into())]);
    assert_eq!(read.noten, [("noot_1".into(), "<https://example.org/bericht>".into())]);
    assert_eq!(
        gemist(&read),
        [
            "wat achter de vragen staat, is niet overgenomen: Toelichting: deze vragen vullen andere aan."
        ]
    );
}

#[test]
fn a_list_of_a_committee_is_taken_over_without_its_answers() {
    let read = lees(LIJST.as_bytes()).unwrap();
    assert_eq!(read.soort(), Briefsoort::FeitelijkeVragen);
    assert_eq!(read.commissie.as_deref(), Some("de vaste commissie voor Financiën"));
    assert_eq!(read.aan, ["de Minister van Financiën"]);
    assert_eq!(read.onderwerp.as_deref(), Some("de brief van 13 april 2022 inzake het proces"));
    assert_eq!(read.stuk.as_deref(), Some("<kst:2021/22:31865-207>"));
    let texts: Vec<&str> = read.vragen.iter().map(|vraag| vraag.tekst.as_str()).collect();
    assert_eq!(texts, ["Wat staat op bladzijde 12?", "Wat kost dit?"]);
    let missing = ["de datum van de brief met de vragen staat er niet in: vul hem in"];
    assert_eq!(read.ontbreekt(read.soort()), missing);
    assert_eq!(
        gemist(&read),
        [
            "van deze regels boven de vragen is niet alles overgenomen: 31 865 Verbetering verantwoording en begroting / Nr. 214 LIJST VAN VRAGEN EN ANTWOORDEN / Vastgesteld 15 september 2022 / De vaste commissie voor Financiën1 heeft een aantal vragen voorgelegd aan de Minister van Financiën over de brief van / De Minister heeft deze vragen beantwoord bij brief van 12 september 2022. / De voorzitter van de commissie, Voorbeeld",
            "de antwoorden in dit bestand zijn niet overgenomen, alleen de vragen: Antwoord op vraag 1: / Een lijst: / 1. een; / 2. twee. / Antwoord op vraag 2: / Niets.",
        ]
    );
    let yaml = vragen_yaml("", &read, read.soort()).unwrap();
    let begin = "# brief_van: 2026-01-31 # de dag van de brief met de vragen\ncommissie: de vaste commissie voor Financiën\naan:\n";
    assert!(yaml.starts_with(begin), "{yaml}");
}

#[test]
fn the_questions_of_fractions_are_taken_over() {
    let read = lees(OVERLEG.as_bytes()).unwrap();
    assert_eq!(read.soort(), Briefsoort::SchriftelijkOverleg);
    let commissie = "de vaste commissie voor Volksgezondheid, Welzijn en Sport";
    assert_eq!(read.commissie.as_deref(), Some(commissie));
    assert_eq!(read.aan, ["de minister van Volksgezondheid, Welzijn en Sport"]);
    assert_eq!(read.brief_van, Some(datum("2010-04-14")));
    assert_eq!(read.stuk.as_deref(), Some("<kst:2009/10:21501-31-205>"));
    let texts: Vec<&str> = read.vragen.iter().map(|vraag| vraag.tekst.as_str()).collect();
    let wanted = [
        "Deze leden vragen wat het kost.",
        "Klopt \\*dit\\*?",
        "Hebben deze leden een nummer?",
        "Een nummer dat volgt?",
    ];
    assert_eq!(texts, wanted);
    let fracties: Vec<(String, usize, usize)> = (read.fracties.iter())
        .map(|one| {
            let who = one.wie.clone().unwrap_or_else(|| one.partijen.join("+"));
            (who, one.inleiding.len(), one.vragen)
        })
        .collect();
    let who = |who: &str, said, asked| (who.to_owned(), said, asked);
    assert_eq!(
        fracties,
        [who("ABC", 1, 2), who("DEF+XYZ", 0, 2), who("het lid Van Voorbeeld", 1, 0)]
    );
    assert_eq!(read.agenda, ["Brief over de agenda", "Brief over de reis"]);
    assert_eq!(read.ontbreekt(read.soort()), Vec::<String>::new());
    let yaml = vragen_yaml("", &read, read.soort()).unwrap();
    let tree: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(tree["fracties"][1]["vragen"].as_mapping().unwrap().len(), 2, "{yaml}");
    assert_eq!(tree["fracties"][2]["wie"], "het lid Van Voorbeeld", "{yaml}");
    assert_eq!(tree["agenda"], "- Brief over de agenda\n- Brief over de reis\n", "{yaml}");
    // Another kind of letter than the file is for.
    let told = lees_als(OVERLEG.as_bytes(), Some(Briefsoort::FeitelijkeVragen)).unwrap_err();
    assert_eq!(told.message, "in dit bestand staan vragen per fractie");
    let told = lees_als(LIJST.as_bytes(), Some(Briefsoort::SchriftelijkOverleg)).unwrap_err();
    assert_eq!(told.message, "in dit bestand staan geen vragen per fractie");
}

#[test]
fn members_and_ministers_are_told_apart() {
    let of = |text: &str| {
        let mut read = Overgenomen::default();
        omschrijving::lees(text, &mut read);
        let leden = read
            .leden
            .iter()
            .map(|(naam, partij)| format!("{naam}/{}", partij.as_deref().unwrap_or("?")));
        (leden.collect::<Vec<_>>(), read.aan)
    };
    let (leden, aan) = of(
        "Vragen van de leden A, Van B en C (allen ABC) aan de Minister van Sociale Zaken en Werkgelegenheid en aan de Minister-President over x.",
    );
    assert_eq!(leden, ["A/ABC", "Van B/ABC", "C/ABC"]);
    assert_eq!(aan, ["de Minister van Sociale Zaken en Werkgelegenheid", "de Minister-President"]);
    let (leden, _) =
        of("Vragen van de leden A (X), B en C (beiden Y) aan de Minister van Z over x");
    assert_eq!(leden, ["A/X", "B/Y", "C/Y"]);
    let (leden, _) = of(
        "Vragen van het lid A (X), van de leden B (Y) en C en de leden D (beiden Z) aan de Minister van Z over x",
    );
    assert_eq!(leden, ["A/X", "B/Y", "C/Z", "D/Z"]);
    let (leden, _) = of("Vragen van de leden A en B (Y) aan de Minister van Z over x");
    assert_eq!(leden, ["A/?", "B/Y"]);
}

#[test]
fn the_file_that_is_written_reads_as_what_was_taken_over() {
    for text in [XML, TEKST, "1. Is `x` *vet*?\n2. `een`\n3. <b>\n4. # kop: ja\n5. ja\n"] {
        let read = lees(text.as_bytes()).unwrap();
        let yaml = vragen_yaml("# Vragen.\n", &read, Briefsoort::Antwoord).unwrap();
        let tree: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        for (i, vraag) in read.vragen.iter().enumerate() {
            let one = tree["vragen"].as_mapping().unwrap().values().nth(i).unwrap();
            let said = one
                .as_str()
                .map(str::to_owned)
                .or_else(|| one["tekst"].as_str().map(str::to_owned));
            let said = said.unwrap_or_else(|| {
                if vraag.tekst == "ja" { "ja".into() } else { panic!("{yaml}") }
            });
            assert_eq!(said.trim_end(), vraag.tekst, "{yaml}");
        }
        assert!(yaml.starts_with("# Vragen.\nnummer: "), "{yaml}");
    }
}

#[test]
fn whatever_signs_a_question_has_are_printed() {
    let signs = [
        "5*4 en 3*2",
        "*vet* en **vet**",
        "[a](b)",
        "<b>x</b>",
        "<kst:1>",
        "# kop",
        "- punt",
        "1. een",
        "a | b",
        "`code`",
        "\\x",
        "{{ x }}",
        "{% x %}",
        "{# x #}",
        "a_b_c",
        "[^x]",
        "+ x",
        "| a |",
        "> x",
    ];
    for text in signs {
        let written = proza::letterlijk(text);
        assert!(proza::is_literal(&written, text), "{text} is written {written}");
    }
}

#[test]
fn a_hostile_file_is_refused() {
    let deep = "<a>".repeat(100_000);
    let wide = format!("<kamervragen>{}</kamervragen>", "<vraag><al>x</al></vraag>".repeat(2000));
    let cases = [
        ("<!DOCTYPE a [<!ENTITY b \"cccc\">]><kamervragen>&b;</kamervragen>".to_owned(), "DOCTYPE"),
        ("<kamervragen><vraag><al>&b;</al></vraag></kamervragen>".to_owned(), "eigen teken"),
        (deep, "te diep"),
        (wide, "2000 vragen"),
        ("<kamervragen><vraag>".to_owned(), "beschadigd"),
        ("<a></b>".to_owned(), "beschadigd"),
        ("<html><p>1. Vraag</p></html>".to_owned(), "webpagina"),
        ("<!DOCTYPE html>\n<p>1. Vraag".to_owned(), "webpagina"),
        ("<x><p>1. Vraag</p></x>".to_owned(), "geen stuk met Kamervragen"),
        ("Geen vragen.".to_owned(), "geen genummerde vragen"),
        ("x".repeat(MAX_BYTES + 1), "te groot"),
    ];
    for (text, wanted) in cases {
        let told = lees(text.as_bytes()).unwrap_err();
        assert!(told.message.contains(wanted), "{}", told.message);
    }
    let encodings: [(&[u8], &str); 6] = [
        (b"1. Financi\xebn?", "UTF-8"),
        (b"\xff\xfe1", "UTF-8"),
        (b"1\0.\0 \0W\0?\0", "UTF-8"),
        (b"PK\x03\x04x", "Word"),
        (b"{\\rtf1 1. Wat?}", "Word"),
        (b"%PDF-1.7", "PDF"),
    ];
    for (bytes, wanted) in encodings {
        let told = lees(bytes).unwrap_err();
        assert!(told.message.contains(wanted), "{}", told.message);
    }
}

#[test]
fn a_text_that_names_its_encoding_is_read() {
    let units: Vec<u16> = "\u{feff}1. Financiën?\r\n2. Wat?".encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for bytes in [little, big] {
        let read = lees(&bytes).unwrap();
        assert_eq!(read.vragen.len(), 2);
        assert_eq!(read.vragen[0].tekst, "Financiën?");
    }
}

#[test]
fn what_a_publication_has_is_in_our_markup() {
    let of = |body: &str| {
        let text =
            format!("<x><kamervragen><vraag><nr>Vraag 1</nr>{body}</vraag></kamervragen></x>");
        let read = lees(text.as_bytes()).unwrap();
        let one = &read.vragen[0];
        let parts: String =
            one.delen.iter().map(|(letter, text)| format!(" {letter}={text}")).collect();
        (one.tekst.replace('\n', "/") + &parts, gemist(&read))
    };
    let list = |items: &[(&str, &str)]| {
        let item =
            |(nr, text): &(&str, &str)| format!("<li><li.nr>{nr}</li.nr><al>{text}</al></li>");
        format!("<lijst>{}</lijst>", items.iter().map(item).collect::<String>())
    };
    for (body, wanted) in [
        ("<al>m<sup>2</sup> en CO<inf>2</inf></al>".to_owned(), "m^2^ en CO~2~"),
        (format!("<al>Kunt u:</al>{}<al>En dan?</al>", list(&[("–", "een;"), ("–", "twee?")])), "Kunt u://- een;/- twee?//En dan?"),
        (format!("<al>x</al>{}", list(&[("1.", "een"), ("2.", "twee")])), "x//1. een/2. twee"),
        (list(&[("a.", "een"), ("b.", "twee")]), " a=een b=twee"),
        (format!("{}<al>En dan?</al>", list(&[("a.", "een"), ("b.", "twee")])), "a. een/b. twee//En dan?"),
        (list(&[("–", &format!("een{}", list(&[("i.", "diep"), ("ii.", "dieper")])))]), "- een//  i. diep/  ii. dieper"),
        ("<table><tgroup><thead><row><entry>k</entry><entry>l</entry></row></thead><tbody><row><entry>a|b</entry></row></tbody></tgroup></table>".into(), "| k | l |/|---|---|/| a\\|b |  |"),
    ] {
        let (said, told) = of(&body);
        assert_eq!((said.as_str(), told), (wanted, Vec::new()), "{body}");
    }
    let (_, told) =
        of("<al>x</al><plaatje><illustratie naam=\"x.png\"/></plaatje><vreemd>y</vreemd>");
    let wanted = [
        "een plaatje is niet overgenomen: <plaatje>",
        "het element `vreemd` is hier niet bekend; alleen zijn tekst is overgenomen: <vreemd>",
    ];
    assert_eq!(told, wanted);
    for (body, wanted) in [
        (
            "<al>Zie <extref doc=\"https://x.nl/a\">hier</extref></al>",
            vec!["<extref doc=\"https://x.nl/a\">"],
        ),
        ("<al>Zie <extref doc=\"https://x.nl/a\">https://x.nl/a</extref></al>", vec![]),
        (
            "<al>x<noot><noot.nr>1</noot.nr><noot.al>Zie <extref doc=\"https://x.nl/a\">hier</extref></noot.al></noot></al>",
            vec!["<extref doc=\"https://x.nl/a\">"],
        ),
    ] {
        let what = "het adres waar deze woorden naar verwijzen, is niet overgenomen: ";
        let wanted: Vec<String> = wanted.iter().map(|one| format!("{what}{one}")).collect();
        assert_eq!(of(body).1, wanted, "{body}");
    }
    let loose = "<x><kamervragen><vraag><nr>Vraag 1</nr><al>x</al></vraag>\n los &amp; vast\n</kamervragen></x>";
    let read = lees(loose.as_bytes()).unwrap();
    assert_eq!(gemist(&read), ["dit is niet overgenomen: los &amp; vast"]);
    let (said, told) = of(&list(&[("a.", "een"), ("c.", "twee")]));
    assert_eq!(said, "a. een//c. twee");
    assert_eq!(
        told,
        ["een lijst met een nummering die hier niet kan, is als gewone tekst overgenomen: <lijst>"]
    );
}
