//! In: files with questions, as published and as hostile. Out: whether they are taken over word for word, or refused. Pure.

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
fn numbers_are_those_of_questions_where_they_run_on() {
    let of = |text: &str| {
        let read = lees(text.as_bytes()).unwrap();
        let one = |vraag: &Gesteld| {
            let parts: String = vraag
                .delen
                .iter()
                .map(|(letter, text)| format!(" {letter}={}", text.replace("\n\n", "¶")))
                .collect();
            let blz = vraag.blz.as_ref().map(|blz| format!(" blz={blz}")).unwrap_or_default();
            format!(
                "{}={}{parts}{blz}",
                vraag.nummer,
                vraag.tekst.replace("\n\n", "¶").replace('\n', "/")
            )
        };
        read.vragen.iter().map(one).collect::<Vec<_>>().join(" | ")
    };
    for (text, wanted) in [
        ("1. a?\n2. b?\n4. d?\n5. e?\n", "1=a? | 2=b? | 4=d? | 5=e?"),
        ("2. Kent u?\n3. Wat?\n", "2=Kent u? | 3=Wat?"),
        (
            "Vraag 1\nKiest u:\n1. niets;\n2. iets?\n\nVraag 2\nWat?\n",
            "1=Kiest u:¶1. niets;/2. iets? | 2=Wat?",
        ),
        (
            "1. Kiest u:\n1. niets;\n2. iets?\n2. Wat?\n3. Hoe?\n",
            "1=Kiest u:¶1. niets;/2. iets? | 2=Wat? | 3=Hoe?",
        ),
        ("1. Kent u dit?\n\n2\n\n2. Wat?\n\n3. Hoe?\n", "1=Kent u dit? | 2=Wat? | 3=Hoe?"),
        (
            "1. Tussen 2024 en\n2. 2025 groot?\n2. Wat?\n",
            "1=Tussen 2024 en 2. 2025 groot? | 2=Wat?",
        ),
        ("1. Wat?\n\n2 Bent u bereid?\n", "1=Wat? | 2=Bent u bereid?"),
        ("1. a. Wat?\nb. Hoe?\n2a. Wie?\n2b. Waar?\n", "1= a=Wat? b=Hoe? | 2= a=Wie? b=Waar?"),
        ("1. a. Alleen dit?\n", "1=a. Alleen dit?"),
        (
            "1. Kent u dit?1\n2. En D66?2\n\n1 Dagblad.\n2 Krant.\n",
            "1=Kent u dit?[^noot_1] | 2=En D66?[^noot_2]",
        ),
        ("1. Kent u dit? 1)\n2. Wat?\n\n1) Dagblad.\n", "1=Kent u dit?[^noot_1] | 2=Wat?"),
        ("1) Kent u dit?\n2) Wat?\n", "1=Kent u dit? | 2=Wat?"),
        ("(1) Kent u dit?\n(2) Wat?\n", "1=Kent u dit? | 2=Wat?"),
        ("1.Kent u dit?\n2.Wat?\n", "1=Kent u dit? | 2=Wat?"),
        (
            "1. Kunt u:\n• een;\n• twee\nof drie?\n2. Wat?\n",
            "1=Kunt u:¶- een;/- twee of drie? | 2=Wat?",
        ),
        (
            "Nr  Vraag  Blz (van)  (t/m)\n1\nKunt u? 3 4\n2\nWat?   7   7\n",
            "1=Kunt u? blz=3-4 | 2=Wat? blz=7",
        ),
        ("1. m^2^ en x~1~ *a*\n", "1=m\\^2^ en x\\~1~ \\*a\\*"),
        ("1. be-\nricht, in- en\nuitgaand\n", "1=bericht, in- en uitgaand"),
        ("1. Over:\no een;\no twee?\n", "1=Over:¶- een;/- twee?"),
        (
            "1. Over:\n\u{f0b7}\teen:\no\tdiep;\no\tdieper;\n\u{f0b7}\ttwee?\n",
            "1=Over:¶- een:/  - diep;/  - dieper;/- twee?",
        ),
        ("1. Over:\n→ een;\n→ twee?\n", "1=Over:¶- een;/- twee?"),
        ("1. Over:\n+ 5 procent;\n+ 6 procent?\n", "1=Over:¶- \\+ 5 procent;/- \\+ 6 procent?"),
        (
            "1. Wat?\n1) een:\n   a) diep;\n   b) dieper;\n2) twee?\n2. Hoe?\n",
            "1=Wat?¶1) een:/   a) diep;/   b) dieper;/2) twee? | 2=Hoe?",
        ),
        (
            "1. Wat?\n2. Wat?\n2a. En waarom?\n2b. En hoe?\n3. Wie?\n",
            "1=Wat? | 2=Wat? a=En waarom? b=En hoe? | 3=Wie?",
        ),
        (
            "1. Kloppen deze?\n2020\t2021\n12\t14\nEn nu?\n",
            "1=Kloppen deze?¶| 2020 | 2021 |/|---|---|/| 12 | 14 |¶En nu?",
        ),
        (
            "1. Kloppen deze?\n\t2020\t2021\na\t12\n| b | c |\n|---|---|\n| d | e |\n",
            "1=Kloppen deze?¶|  | 2020 | 2021 |/|---|---|---|/| a | 12 |  |¶| b | c |/|---|---|/| d | e |",
        ),
        ("1. A? 2. B? 3. C?\n4. D?\n", "1=A? | 2=B? | 3=C? | 4=D?"),
        ("**1.** Hoe?\n**2. Wat?**\n", "1=Hoe? | 2=Wat?"),
        ("9) Hoe?\n10: Wanneer?\n", "9=Hoe? | 10=Wanneer?"),
        (
            "1. Klopt dat:\na. een;\n(b) twee?\nEn wat vindt u?\n2. Wat?\n",
            "1=Klopt dat:¶a. een;¶(b) twee?¶En wat vindt u? | 2=Wat?",
        ),
        (
            "1. Klopt dat:\n(a) een;\n(b) twee?\n\nEn wat vindt u?\n2. Wat?\n",
            "1=Klopt dat:¶(a) een;/(b) twee?¶En wat vindt u? | 2=Wat?",
        ),
        (
            "1. Klopt dat:\na. een?\nEn wat nog?\nb. twee?\n2. Wat?\n",
            "1=Klopt dat: a=een?¶En wat nog? b=twee? | 2=Wat?",
        ),
        ("1. Over:\n- een;\n- twee?\nEn wat vindt u?\n", "1=Over:¶- een;/- twee?¶En wat vindt u?"),
        (
            "1. Kent u x?1 2\n2. En nu?3\n\n1 https://a.nl\n2 https://b.nl\n3 Kamerstuk.\n",
            "1=Kent u x?[^noot_1] [^noot_2] | 2=En nu?[^noot_3]",
        ),
        ("1. Kent u x? 1) 2)\n\n1) Dag.\n2) Krant.\n", "1=Kent u x?[^noot_1] [^noot_2]"),
        (
            "1. Kent u x[1]?\n2. En dit²?\n3. En dat*?\n\n[1] Krant A.\n² Krant B.\n* Krant C.\n",
            "1=Kent u x[^noot_1]? | 2=En dit[^noot_2]? | 3=En dat[^noot_ster_1]?",
        ),
        ("1. Wat?²\n________\n² Krant.\n", "1=Wat?[^noot_2]"),
        ("**Vraag 1**\nKent u het?\n*Vraag 2*\nWat?\n", "1=Kent u het? | 2=Wat?"),
        (
            "Nr\tVraag\tBijlage\tBlz. (van)\tt/m\n1\tHoeveel zijn er?\t\t4\t5\n2\tWaarom 12%?\t\t7\t\n",
            "1=Hoeveel zijn er? blz=4-5 | 2=Waarom 12%? blz=7",
        ),
    ] {
        assert_eq!(of(text), wanted, "{text}");
    }
}

#[test]
fn what_is_in_doubt_is_told() {
    for (text, wanted) in [
        ("1. a?\n2. b?\n4. d?\n", "vraag 3 staat niet in dit bestand"),
        (
            "1. Kent u [1]?\n\n[1] Een.\n[1] Twee.\n",
            "het nummer van deze noot staat er al; zij heeft een eigen naam gekregen: [1] Twee.",
        ),
        (
            "1. Kent u\u{0} di\u{202e}t?\n",
            "hier stonden onzichtbare tekens, die zijn weggelaten: U+0000, U+202E: ",
        ),
        (
            "1. Wat?\n\nEen slotzin.\n",
            "dit staat achter de laatste vraag, en is daar bij overgenomen: Een slotzin.",
        ),
        (
            "1. Wat?\n\nDeze vragen dienen ter aanvulling.\n",
            "wat achter de vragen staat, is niet overgenomen: Deze vragen dienen ter aanvulling.",
        ),
        (
            "1. Wat?\nPagina 1 van 2\n",
            "dit hoort bij de bladzijde en niet bij de vragen, en is weggelaten: Pagina 1 van 2",
        ),
        (
            "Aan mij\n1. Wat?\n",
            "van deze regels boven de vragen is niet alles overgenomen: Aan mij",
        ),
        (
            "1. Tussen 2024 en\n2. 2025 groot?\n2. Wat?\n",
            "deze regel begint met een nummer, en is als vervolg van de vraag erboven gelezen: 2. 2025 groot?",
        ),
        (
            "1. Wat kost het?\n2025: 12;\n2026: 14.\n",
            "deze regel begint als een punt, een deel, een noot of een rij van een tabel, en is als gewone tekst gelezen: 2025: 12; / 2026: 14.",
        ),
        (
            "1. Wat?\n3.1 Punt een?\n3.2 Punt twee?\n",
            "deze regel begint als een punt, een deel, een noot of een rij van een tabel, en is als gewone tekst gelezen: 3.1 Punt een? / 3.2 Punt twee?",
        ),
        (
            "1. Wat vindt\nu van 2020\t2021 en\nverder?\n",
            "dit lijkt een rij van een tabel, en is als gewone tekst overgenomen: u van 2020\t2021 en",
        ),
        (
            "1. Zijn gezien\ni) boven kazernes\nii) boven bases\nin de periode?\n",
            "deze regel staat onder een opsomming: hoort hij bij het laatste punt, of erachter?: in de periode?",
        ),
        (
            "1. a. een;\nb. twee?\nEn wat vindt u?\n",
            "deze zin staat achter de delen van de vraag; zij zijn nu een opsomming, met één antwoord: En wat vindt u?",
        ),
        (
            "1. Kent u [1] en dit²?\n\n[1] Een.\n² Twee.\n",
            "deze noten hebben niet allemaal hetzelfde soort nummer of teken: [1] Een. / ² Twee.",
        ),
        (
            "1. Kent u dit[1]?\n\n[1] Een.\n* Twee.\n",
            "deze regel begint als een punt, een deel, een noot of een rij van een tabel, en is als gewone tekst gelezen: * Twee.",
        ),
        (
            "1. Wat? 2. iets 3. Hoe?\n",
            "deze regel begint met een nummer, en is als vervolg van de vraag erboven gelezen: 1. Wat? 2. iets 3. Hoe?",
        ),
        (
            "1. Wat?\n_____\n",
            "dit hoort bij de bladzijde en niet bij de vragen, en is weggelaten: _____",
        ),
        (
            "1. be-\nricht\n",
            "hier is een woord weer heel gemaakt dat aan het eind van de regel erboven was afgebroken: richt",
        ),
    ] {
        let told = gemist(&lees(text.as_bytes()).unwrap());
        assert!(told.iter().any(|one| one.starts_with(wanted)), "{text}: {told:?}");
    }
}

#[test]
fn what_is_certain_is_not_told() {
    for text in [
        "1. Klopt dat:\na. een?\nEn wat nog?\nb. twee?\n2. Wat?\n",
        "1. Over:\no een;\no\ttwee?\n2. Kloppen deze?\n2020\t2021\n12\t14\n3. Wat?\n3a. Wie?\n3b. Hoe?\n",
        "1. Kent u x?1 2\n\n1 https://a.nl\n2 https://b.nl\n",
        "1. Wat vindt\nA. de Vries van\n2025 en van artikel\n12 daarvan?\n2. Hoe? 3. Wie?\n",
    ] {
        let told = gemist(&lees(text.as_bytes()).unwrap());
        assert_eq!(told, Vec::<String>::new(), "{text}");
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

#[test]
fn several_questions_can_stand_below_one_heading() {
    let of = |text: &str| -> Vec<(u16, String)> {
        let read = lees(text.as_bytes()).unwrap();
        read.vragen.into_iter().map(|one| (one.nummer, one.tekst)).collect()
    };
    let told = |text: &str| lees(text.as_bytes()).unwrap().gemist.len();
    let apart = "Vraag 1 en 2\nKent u het?\n\nWat vindt u?\n\nVraag 3\nWaarom?\n";
    let said = |all: &[(u16, &str)]| -> Vec<(u16, String)> {
        all.iter().map(|(number, text)| (*number, (*text).to_owned())).collect()
    };
    assert_eq!(of(apart), said(&[(1, "Kent u het?"), (2, "Wat vindt u?"), (3, "Waarom?")]));
    assert_eq!(told(apart), 1);
    let joined = "Vragen 1 t/m 3:\nKent u het, en waarom?\n\nVragen 4–5\nA?\n\nB?\n";
    let expected = [(1, "Kent u het, en waarom?"), (2, ""), (3, ""), (4, "A?"), (5, "B?")];
    assert_eq!(of(joined), said(&expected));
    let scattered = "Vragen 1, 2 en 5\nA?\n\nB?\n\nC?\n\nVragen 3 en 4\nD?\n\nE?\n";
    assert_eq!(of(scattered), said(&[(1, "A?"), (2, "B?"), (5, "C?"), (3, "D?"), (4, "E?")]));
    assert_eq!(told(scattered), 1);
    // In a sentence it is none.
    assert_eq!(of("1. Kent u het?\nVraag 1 en 2 gaan hierover.\n2. B?\n").len(), 2);
}

#[test]
fn roman_numbers_are_those_of_questions_where_no_others_are() {
    let of = |text: &str| -> Vec<u16> {
        lees(text.as_bytes()).unwrap().vragen.iter().map(|one| one.nummer).collect()
    };
    assert_eq!(of("I. Kent u het?\nII. Wat vindt u?\nIII. Waarom?\nIV. Wie?\n"), [1, 2, 3, 4]);
    assert_eq!(of("I. Inleiding\n\n1. Kent u dit?\n\nII. Vervolg\n\n2. Wat nu?\n"), [1, 2]);
    assert!(lees(b"Vragen van het lid\nI. Voorbeeld over borden\n").is_err());
}
