//! In: the questions of a committee. Out: whether each answer stands where it should. Pure.

use super::*;

/// The annex of a written consultation: fractions, a joint answer, one that nobody gave yet, and an agenda.
fn overleg(profiel: &str) -> Vec<String> {
    let dossier = format!("{DOSSIER}soort: schriftelijk_overleg\nprofiel: {profiel}\n");
    let vragen = "brief_van: 2024-01-20\ncommissie: de commissie\naan: [x]\nonderwerp: y\nagenda: Een stuk.\n\
                  fracties:\n  - {partijen: [A, B], inleiding: Dank., vragen: {1: Een?, 2: {delen: {a: Twee?}}}}\n  \
                  - {wie: het lid C, vragen: {3: Drie?, 4: Vier?}}\n\
                  antwoorden: [{op: [4], tekst: Ja.}, {op: [2, 1], door: D, tekst: Nee.}]\n";
    let files = [(Bestand::Dossier, &*dossier), (Bestand::Vragen, vragen)];
    let lines = outline(&manuscript(&files, Stuk::Kamerbrief).delen);
    let start = lines.iter().position(|line| line == "tekstbijlage").unwrap();
    let short = |line: &String| {
        let line =
            line.trim_start().replace("profiel.fracties.", "").replace("vragen.fracties", "f");
        line.replace("profiel.schriftelijk_overleg.", "").replace("vragen.antwoorden", "a")
    };
    lines[start + 2..].iter().map(short).collect()
}

#[test]
fn a_consultation_has_all_questions_and_then_all_answers() {
    let who = "fracties f[0].partijen[0] profiel.woorden.en f[0].partijen[1]";
    let wanted = [
        "kop 2 blok_vragen".to_owned(),
        format!("kop 3 kop_vragen {who}"),
        "tekst f[0].inleiding".into(),
        "tekst f[0].vragen.1.tekst".into(),
        "vraagdelen f[0].vragen.2.delen.a".into(),
        "kop 3 kop_vragen f[1].wie".into(),
        "tekst f[1].vragen.3.tekst".into(),
        "tekst f[1].vragen.4.tekst".into(),
        "kop 2 blok_antwoorden profiel.antwoord.de dossier.ondertekening[0].functie".into(),
        format!("kop 3 kop_antwoorden {who}"),
        "zin antwoord_door a[1].door antwoord_door".into(),
        "tekst a[1].tekst".into(),
        "kop 3 kop_antwoorden f[1].wie".into(),
        "tekst a[0].tekst".into(),
        "kop 2 blok_agenda".into(),
        "tekst vragen.agenda".into(),
    ];
    assert_eq!(overleg("{}"), wanted);
}

#[test]
fn a_consultation_can_have_each_answer_behind_its_question() {
    let who = "fracties f[0].partijen[0] profiel.woorden.en f[0].partijen[1]";
    let wanted = [
        format!("kop 2 kop_vragen {who}"),
        "aanhaling".into(),
        "tekst f[0].inleiding".into(),
        "aanhaling".into(),
        "vraagdelen f[0].vragen.2.delen.a".into(),
        "aanhaling".into(),
        "tekst f[0].vragen.1.tekst".into(),
        "zin antwoord_door a[1].door antwoord_door".into(),
        "tekst a[1].tekst".into(),
        "kop 2 kop_vragen f[1].wie".into(),
        "aanhaling".into(),
        "tekst f[1].vragen.4.tekst".into(),
        "tekst a[0].tekst".into(),
        "aanhaling".into(),
        "tekst f[1].vragen.3.tekst".into(),
        "kop 2 agenda".into(),
        "tekst vragen.agenda".into(),
    ];
    assert_eq!(overleg("{fracties: {in_blokken: nee}}"), wanted);
    let numbered = overleg("{fracties: {in_blokken: nee}, schriftelijk_overleg: {genummerd: ja}}");
    let wanted = [
        "tekst f[0].inleiding",
        "kop 3 vraag f[0].vragen.2",
        "vraagdelen f[0].vragen.2.delen.a",
        "kop 3 vraag f[0].vragen.1",
        "tekst f[0].vragen.1.tekst",
        "kop 3 antwoord_door a[1].door antwoord_door a[1].op[0] profiel.woorden.en a[1].op[1]",
    ];
    assert_eq!(numbered[1..7], wanted);
}
