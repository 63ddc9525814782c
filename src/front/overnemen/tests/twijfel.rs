//! Which lines are questions, and what is told where that is in doubt.

use super::*;

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
fn roman_numbers_are_those_of_questions_where_no_others_are() {
    let of = |text: &str| -> Vec<u16> {
        lees(text.as_bytes()).unwrap().vragen.iter().map(|one| one.nummer).collect()
    };
    assert_eq!(of("I. Kent u het?\nII. Wat vindt u?\nIII. Waarom?\nIV. Wie?\n"), [1, 2, 3, 4]);
    assert_eq!(of("I. Inleiding\n\n1. Kent u dit?\n\nII. Vervolg\n\n2. Wat nu?\n"), [1, 2]);
    assert!(lees(b"Vragen van het lid\nI. Voorbeeld over borden\n").is_err());
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
