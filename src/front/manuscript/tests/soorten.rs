//! In: letters of each kind. Out: whether they have the parts of their kind. Pure.

use super::*;

#[test]
fn a_sentence_that_follows_from_the_data_gives_way_to_an_opening() {
    let dossier = format!("soort: uitstel\n{DOSSIER}mede_namens: [de Minister van Defensie]\n");
    let asked =
        "{nummer: 2024Z00001, brief_van: 2024-01-22, leden: [{naam: A, partij: B}], onderwerp: c}";
    let brief = format!("uitstel: {{vragen: [{asked}], reden: x}}\n");
    let letter = |brief: &str| {
        let files = [(Bestand::Dossier, &*dossier), (Bestand::Brief, brief)];
        let all = outline(&manuscript(&files, Stuk::Kamerbrief).delen);
        all.iter()
            .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let (first, last) = ("regel profiel.brief.aanhef", "ondertekening profiel.brief.groet");
    assert_eq!(letter(&brief), [first, "zin profiel.uitstel.zin", last]);
    // The sentence said on whose behalf it is sent too; now something else must.
    let own = letter(&format!("{brief}opening: Begin.\n"));
    assert_eq!(own, [first, "tekst brief.opening", "mede namens", last]);
}

#[test]
fn each_chamber_has_its_address_its_salutation_and_the_name_of_the_other() {
    let letter = |to: &str| {
        let dossier = format!(
            "{DOSSIER}geadresseerde: {{{to}}}\nprofiel: {{kamers: {{eerste: {{aanhef: Dag}}}}}}\n"
        );
        let files = [(Bestand::Dossier, &*dossier), (Bestand::Brief, BRIEF)];
        let Manuscript { hoofd, delen } = manuscript(&files, Stuk::Kamerbrief);
        let address = hoofd.unwrap().adres[0].to_string();
        (address, outline(&delen)[0].clone(), outline(&delen)[2].clone())
    };
    let of = |kamer: &str, first: &str| {
        let also = format!("regel profiel.kamers.{kamer}.ook_aan_de_ander");
        (format!("profiel.geadresseerden.{kamer}[0]"), format!("regel profiel.{first}"), also)
    };
    assert_eq!(letter("gelijktijdig: ja"), of("tweede", "brief.aanhef"));
    assert_eq!(letter("kamer: eerste, gelijktijdig: ja"), of("eerste", "kamers.eerste.aanhef"));
    assert!(letter("kamer: eerste").2.starts_with("ondertekening"));
}

#[test]
fn a_letter_about_several_subjects_lists_them_first_and_its_overviews_last() {
    let letter = of_content("verzamelbrief-bibliotheken", Stuk::Kamerbrief);
    let all = outline(&letter.delen);
    let kop = |i: usize| format!("brief.secties[{i}].kop");
    let list =
        format!("onderwerpen profiel.verzamelbrief.onderwerpen {} {} {}", kop(0), kop(1), kop(2));
    assert_eq!(all[2..4], [list, format!("kop 1 (1.) {}", kop(0))]);
    let heads = "profiel.verzamelbrief.omschrijving profiel.verzamelbrief.vindplaats profiel.verzamelbrief.stand";
    assert_eq!(
        all[all.len() - 12..all.len() - 6],
        [
            "tekstbijlage".to_owned(),
            "  kop 1 (1:) profiel.bijlage.bijlage profiel.verzamelbrief.afgedaan".into(),
            "  kop 2 profiel.verzamelbrief.moties".into(),
            format!(
                "  overzicht {heads} dossier.moties[0].indiener profiel.verzamelbrief.motie dossier.moties[0].verzoek dossier.moties[0].kamerstuk profiel.verzamelbrief.standen.voldaan"
            ),
            "  kop 2 profiel.verzamelbrief.toezeggingen".into(),
            format!(
                "  overzicht {heads} dossier.toezeggingen[0].toezegging dossier.toezeggingen[0].debat profiel.verzamelbrief.debat dossier.toezeggingen[0].datum profiel.verzamelbrief.standen.voldaan"
            ),
        ]
    );
}

#[test]
fn answers_stand_below_their_questions_behind_a_letter_of_one_sentence() {
    let letter = of_content("vragen-loketten", Stuk::Kamerbrief);
    let lines = outline(&letter.delen);
    let leden = "profiel.antwoord.de_leden vragen.leden[0].naam vragen.leden[0].partij profiel.woorden.en \
                 vragen.leden[1].naam vragen.leden[1].partij";
    let zin = "profiel.antwoord.zin";
    assert_eq!(
        lines[..4],
        [
            format!(
                "zin {zin} vragen.brief_van {zin} vragen.nummer {zin} {leden} {zin} vragen.onderwerp {zin}"
            ),
            "zin profiel.antwoord.mede_namens dossier.mede_namens[0] profiel.antwoord.mede_namens"
                .into(),
            "ondertekening dossier.ondertekening[0].functie dossier.ondertekening[0].naam".into(),
            "tekstbijlage".into(),
        ]
    );
    let headings: Vec<&str> = lines[4..].iter().map(|line| line.trim_start()).collect();
    let question = |number: &str| format!("kop 2 profiel.antwoord.vraag vragen.vragen.{number}");
    let op = |answer: usize, index: usize| format!("vragen.antwoorden[{answer}].op[{index}]");
    let answer = |answer: usize, text: &str| format!("tekst vragen.antwoorden[{answer}].{text}");
    assert_eq!(
        headings[2..12],
        [
            question("1"),
            "tekst vragen.vragen.1.tekst".into(),
            format!("kop 2 profiel.antwoord.antwoord {}", op(0, 0)),
            answer(0, "tekst"),
            question("2"),
            "tekst vragen.vragen.2.tekst".into(),
            "vraagdelen vragen.vragen.2.delen.a vragen.vragen.2.delen.b".into(),
            question("8"),
            "tekst vragen.vragen.8.tekst".into(),
            format!("kop 2 profiel.antwoord.antwoord {} profiel.woorden.en {}", op(1, 0), op(1, 1)),
        ]
    );
    // Of numbers that follow each other the first and the last.
    let joint = format!(
        "kop 2 profiel.antwoord.antwoord_meer {} profiel.antwoord.tot_en_met {}",
        op(3, 0),
        op(3, 2)
    );
    assert!(headings.contains(&joint.as_str()), "{headings:#?}");
    let by = "kop 2 profiel.antwoord.antwoord_door vragen.antwoorden[4].door";
    assert!(headings.iter().any(|line| line.starts_with(by)), "{headings:#?}");
}

#[test]
fn a_question_without_an_answer_is_printed_all_the_same() {
    let dossier = format!("{DOSSIER}soort: antwoord\n");
    let vragen = "nummer: 2024Z00001\nbrief_van: 2024-01-20\nleden: [{naam: A, partij: B}]\naan: [x]\n\
                  onderwerp: y\nvragen: {1: Een?, 2: Twee?, 10: Tien?}\nantwoorden: [{op: [2], tekst: Ja.}]\n";
    let files = [(Bestand::Dossier, &*dossier), (Bestand::Vragen, vragen)];
    let lines = outline(&manuscript(&files, Stuk::Kamerbrief).delen);
    let questions: Vec<&str> =
        lines.iter().filter_map(|line| line.trim().strip_prefix("tekst vragen.vragen.")).collect();
    assert_eq!(questions, ["2.tekst", "1.tekst", "10.tekst"]);
    // Other words of one's own may stand for the sentence.
    let all = [(Bestand::Dossier, &*dossier), (Bestand::Vragen, vragen), (Bestand::Brief, BRIEF)];
    let lines = outline(&manuscript(&all, Stuk::Kamerbrief).delen);
    assert_eq!(lines[0], "tekst brief.opening");
}

#[test]
fn every_kind_of_letter_can_have_annexes_of_text() {
    let own = "tekstbijlagen:\n  - {titel: Een, tekst: Tekst., secties: [{kop: Kop, delen: [{kop: Kop, tekst: Tekst.}]}]}\n  - {titel: Twee, tekst: Tekst.}\n";
    let place = "brief.tekstbijlagen";
    let mut kinds = Vec::new();
    for (name, files) in CONTENT {
        let brief = files.iter().find(|(bestand, _)| *bestand == Bestand::Brief);
        let brief = brief.map_or("", |(_, text)| text.split("tekstbijlagen:").next().unwrap());
        let brief = format!("{brief}\n{own}");
        let files: Vec<_> = files.iter().copied().chain([(Bestand::Brief, &*brief)]).collect();
        let reading = reading(&files);
        let dossier = reading.dossier.as_deref().unwrap();
        kinds.push(dossier.gegevens.soort);
        let all = outline(&Manuscript::of(dossier, Stuk::Kamerbrief).unwrap().delen);
        // Behind the signature and what its kind has, and before the financial annex.
        let starts = |line: &&String| matches!(line.as_str(), "tekstbijlage" | "bijlage");
        let before = all.iter().take_while(|line| !line.starts_with("  ") || !line.contains(place));
        let number = before.filter(starts).count();
        let kop = |niveau: &str, path: &str| format!("  kop {niveau} {place}{path}");
        let title = |number: usize, index: usize| {
            format!("  kop 1 ({number}:) profiel.bijlage.bijlage {place}[{index}].titel")
        };
        let expected = [
            "tekstbijlage".to_owned(),
            title(number, 0),
            format!("  tekst {place}[0].tekst"),
            kop("2", "[0].secties[0].kop"),
            kop("3", "[0].secties[0].delen[0].kop"),
            format!("  tekst {place}[0].secties[0].delen[0].tekst"),
            "tekstbijlage".to_owned(),
            title(number + 1, 1),
            format!("  tekst {place}[1].tekst"),
        ];
        let first = all.iter().position(|line| *line == expected[1]).expect(name);
        assert_eq!(all[first - 1..first + 8], expected, "{name}");
        assert!(all[..first].iter().any(|line| line.starts_with("ondertekening")), "{name}");
        assert!(all[first + 8..].iter().all(|line| line.starts_with("  ") || line == "bijlage"));
        assert_eq!(dossier.bijlage.is_some(), all.iter().any(|line| line == "bijlage"));
    }
    assert!(Briefsoort::ALL.iter().all(|soort| kinds.contains(soort)));
}

#[test]
fn the_only_annex_of_text_is_called_an_annex() {
    let brief = format!("{BRIEF}tekstbijlagen: [{{titel: Een, tekst: Tekst.}}]\n");
    let all = outline(&manuscript(&[(Bestand::Brief, &brief)], Stuk::Kamerbrief).delen);
    let title = "  kop 1 (:) profiel.bijlage.bijlage brief.tekstbijlagen[0].titel";
    assert_eq!(
        all[all.len() - 3..],
        ["tekstbijlage", title, "  tekst brief.tekstbijlagen[0].tekst"]
    );
}
