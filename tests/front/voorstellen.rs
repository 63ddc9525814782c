//! In: what others want of texts. Out: the files with it, whose words it is about, and where it stands in the text as it is.

use kamerbrief_front::voorstellen::{
    Beslissing, Gemeld, Kant, Soort, Teksten, Veldwijziging, Vervanging, Voorstel, Voorstellen,
    merken, vertoning,
};

const OPENING: &str = "Wij gaan vandaag\nnaar huis.\n\n- een punt\n- twee punten\n";
const BRIEF: &str = "opening: |\n  Wij gaan vandaag\n  naar huis.\n\n  - een punt\n  - twee punten\nslot: Tot ziens.\n";

/// Proposals of people, each of words of the opening for others.
fn voorstellen(all: &[(&str, &str, &str)]) -> Voorstellen {
    let mut kept = Voorstellen::default();
    let basis = kept.bewaar(OPENING);
    let one = |(wie, weg, erbij): &(&str, &str, &str)| Voorstel {
        nummer: 0,
        wie: if wie.is_empty() { Vec::new() } else { vec![(*wie).to_owned()] },
        wanneer: None,
        uit: format!("{wie}.docx"),
        uitvoer: String::new(),
        delen: vec![Veldwijziging {
            plaats: "brief.opening".into(),
            regel: false,
            basis: basis.clone(),
            stukken: vec![vervanging(weg, erbij)],
            ..Default::default()
        }],
        stand: Beslissing::Open,
    };
    kept.erbij(all.iter().map(one).collect(), &files(BRIEF));
    kept
}

/// Other words for the first that say this; with a `|` before them nothing goes.
fn vervanging(weg: &str, erbij: &str) -> Vervanging {
    let (words, weg) = match weg.strip_prefix('|') {
        Some(words) => (words, ""),
        None => (weg, weg),
    };
    Vervanging { van: OPENING.find(words).unwrap(), weg: weg.into(), erbij: erbij.into() }
}

fn files(brief: &str) -> Teksten {
    Teksten::from([("brief.yaml".to_owned(), brief.to_owned())])
}

#[test]
fn as_many_are_taken_as_go_together() {
    let mut all = voorstellen(&[
        ("Piet", "vandaag", "morgen"),
        ("Els", "vandaag", "straks"),
        ("Els", "huis", "bed"),
    ]);
    let mut texts = files(BRIEF);
    let done = all.neem(&[1, 2, 3, 9], &mut texts);
    assert_eq!(done.genomen, [1, 3]);
    let why = "deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd";
    assert_eq!(done.niet, [(2, why.to_owned())]);
    assert_eq!(texts, files(&BRIEF.replace("vandaag\n  naar huis", "morgen naar bed")));
    // What is not open is not taken again.
    all.beslis(1, Beslissing::Genomen("nu".into()));
    assert_eq!(all.neem(&[1], &mut files(BRIEF)), Default::default());
}

#[test]
fn err_what_does_not_fit_is_told() {
    let all = voorstellen(&[("Piet", "vandaag", "morgen")]);
    let why = |texts: &Teksten| all.bezwaar(&all.alle()[0], texts);
    assert_eq!(why(&files(BRIEF)), None);
    assert_eq!(why(&Teksten::new()).unwrap(), "brief.yaml is er niet meer");
    assert_eq!(why(&files("slot: a\n")).unwrap(), "deze tekst staat niet meer zo in brief.yaml");
    let changed = files(&BRIEF.replace("vandaag", "gisteren"));
    assert_eq!(
        why(&changed).unwrap(),
        "deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd"
    );
    // Elsewhere in the field is no objection.
    assert_eq!(why(&files(&BRIEF.replace("een punt", "geen punt"))), None);
    assert_eq!(
        why(&files("opening: [\n")).unwrap(),
        "in brief.yaml staat een fout die eerst weg moet"
    );
}

#[test]
fn remarks_go_along_with_their_words() {
    let mut all = voorstellen(&[("Piet", "vandaag", "morgen")]);
    let remark = |woorden: &str| {
        format!(
            "opmerkingen:\n  - plaats: brief.opening\n    woorden: {woorden}\n    wie: Els\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Echt?\n"
        )
    };
    let mut texts = files(BRIEF);
    texts.insert("opmerkingen.yaml".into(), remark("gaan vandaag naar"));
    assert_eq!(all.neem(&[1], &mut texts).genomen, [1]);
    assert!(texts["opmerkingen.yaml"].contains("morgen"), "{}", texts["opmerkingen.yaml"]);
}

#[test]
fn of_the_same_words_one_is_chosen() {
    let all = voorstellen(&[
        ("Piet", "vandaag", "morgen"),
        ("Els", "vandaag", "straks"),
        ("Els", "vandaag", "morgen"),
        ("Piet", "vandaag", "ooit"),
        ("", "huis", "bed"),
    ]);
    let of = |nummer| all.een(nummer).unwrap();
    // Those of others, but not what wants the same; of oneself nothing goes.
    assert_eq!((all.anders(of(1)), all.gelijk(of(1))), (vec![2], vec![3]));
    assert_eq!((all.anders(of(2)), all.gelijk(of(2))), (vec![1, 4], vec![]));
    assert_eq!((all.anders(of(5)), all.gelijk(of(5))), (vec![], vec![]));
}

#[test]
fn a_change_stands_at_its_words_as_they_are_now() {
    let all = |nu: &str, weg: &str, erbij: &str| {
        let kept = voorstellen(&[("Piet", weg, erbij)]);
        let merken = merken(&kept.alle()[0].delen[0], OPENING, nu);
        let said = merken.into_iter().map(|one| {
            (nu[one.bereik].to_owned(), one.erbij, nu[one.ernaast.0].to_owned(), one.ernaast.1)
        });
        said.collect::<Vec<_>>()
    };
    let one = |weg: &str, erbij: &str, beside: &str, kant| {
        vec![(weg.to_owned(), erbij.to_owned(), beside.to_owned(), kant)]
    };
    assert_eq!(all(OPENING, "huis", "bed"), one("huis", "bed", "naar", Kant::Erachter));
    assert_eq!(all(OPENING, "|een punt", "nog "), one("", "nog", "e", Kant::Ervoor));
    assert_eq!(all(OPENING, "|Wij", "En "), one("", "En", "W", Kant::Ervoor));
    // It moves along with what is changed before it, and is gone with its words.
    let before = OPENING.replace("Wij gaan", "Jullie gaan dus");
    assert_eq!(all(&before, "huis", "bed"), one("huis", "bed", "naar", Kant::Erachter));
    assert_eq!(all(&OPENING.replace("huis", "school"), "huis", "bed"), []);
    assert_eq!(all("", "huis", "bed"), []);
}

#[test]
fn a_change_is_shown_as_it_reads() {
    let shown = |stukken: Vec<Vervanging>| {
        let mut deel = voorstellen(&[("Piet", "huis", "bed")]).alle()[0].delen[0].clone();
        deel.stukken = stukken;
        let all = vertoning(&deel, OPENING).into_iter();
        all.map(|one| (one.voor, one.weg, one.erbij, one.na)).collect::<Vec<_>>()
    };
    let wanted = |all: [&str; 4]| {
        let [voor, weg, erbij, na] = all.map(ToOwned::to_owned);
        vec![(voor, weg, erbij, na)]
    };
    // Where a line ends in the file is no change, and words on both sides of it stand apart.
    let last = Vervanging { van: 16, weg: "\n".into(), erbij: " ".into() };
    assert_eq!(
        shown(vec![vervanging(" gaan", ""), last.clone()]),
        wanted(["Wij ", "gaan ", "", "vandaag naar huis. ¶ - een…"])
    );
    assert_eq!(shown(vec![last]), []);
    assert_eq!(shown(vec![vervanging(" vandaag\n", "\nvandaag ")]), []);
    assert_eq!(
        shown(vec![vervanging("vandaag\n", "nu\n")]),
        wanted(["Wij gaan ", "vandaag", "nu", " naar huis. ¶ - een punt ¶ -…"])
    );
    // A paragraph comes between others.
    assert_eq!(
        shown(vec![vervanging("|- een", "Een alinea.\n\n")]),
        wanted([
            "Wij gaan vandaag naar huis. ¶ ",
            "",
            "Een alinea. ¶ ",
            "- een punt ¶ - twee punten"
        ])
    );
}

#[test]
fn what_only_looks_different_is_marked_over_its_words() {
    let mut deel = voorstellen(&[("Piet", "huis", "bed")]).alle()[0].delen[0].clone();
    deel.stukken = vec![vervanging("|huis", "**"), vervanging("|.\n", "**")];
    let found = merken(&deel, OPENING, OPENING);
    let said: Vec<_> =
        found.iter().map(|one| (&OPENING[one.bereik.clone()], &*one.erbij, one.soort)).collect();
    assert_eq!(said, [("huis", "vet", Soort::Opmaak)]);
}

#[test]
fn what_could_not_come_along_is_told_until_somebody_has_seen_it() {
    let one = |wat: &str| Gemeld {
        uit: "a.docx".into(),
        wat: wat.into(),
        wie: None,
        plaats: None,
        gezien: false,
    };
    let mut all = Voorstellen::default();
    assert!(all.is_leeg());
    all.meld(vec![one("een kop"), one("een beeld")]);
    assert!(!all.is_leeg());
    all.gezien(&[one("een kop")]);
    // The same file again tells nothing anew.
    all.meld(vec![one("een kop"), one("een beeld")]);
    let mut all = Voorstellen::lees(all.schrijf().unwrap().as_bytes()).unwrap();
    assert_eq!(all.gemeld().collect::<Vec<_>>(), [&one("een beeld")]);
    all.gezien(&[]);
    assert_eq!(all.gemeld().count(), 0);
    // Files of before it was kept are read as they were.
    assert_eq!(
        Voorstellen::lees(b"{\"versie\":1,\"bases\":{},\"alle\":[]}").unwrap().gemeld().count(),
        0
    );
}
