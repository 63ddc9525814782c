//! In: notas. Out: whether their parts come in the order and under the headings of the form. Pure.

use super::*;

#[test]
fn a_nota_goes_by_the_form_of_its_ministry() {
    let nota = of_content("voorbeeld-ienw", Stuk::Beslisnota);
    assert_eq!(
        outline(&nota.delen),
        [
            "kop 1 profiel.nota.koppen.aanleiding",
            "tekst nota.aanleiding",
            "kop 1 profiel.nota.koppen.geadviseerd_besluit",
            "tekst nota.geadviseerd_besluit",
            "kop 1 profiel.nota.koppen.kernpunten",
            "tekst nota.kernpunten",
            "kop 1 profiel.nota.koppen.toelichting",
            "kop 2 profiel.nota.koppen.politieke_context",
            "tekst nota.toelichting.politieke_context",
            "kop 2 profiel.nota.koppen.financiele_overwegingen",
            "tekst nota.toelichting.financiele_overwegingen",
            "kop 2 profiel.nota.koppen.juridische_overwegingen",
            "tekst nota.toelichting.juridische_overwegingen",
            "kop 2 profiel.nota.koppen.krachtenveld",
            "tekst nota.toelichting.krachtenveld",
            "kop 2 profiel.nota.koppen.uitvoering",
            "tekst nota.toelichting.uitvoering",
            "kop 2 nota.extra[0].kop",
            "tekst nota.extra[0].tekst",
            "kop 2 profiel.nota.koppen.communicatie",
            "tekst nota.toelichting.communicatie",
            "kop 2 profiel.nota.koppen.ontwikkelingen_hiervoor",
            "tekst nota.toelichting.ontwikkelingen_hiervoor",
            "kop 1 profiel.nota.koppen.niet_openbaar",
            "tekst nota.niet_openbaar",
            "parafen profiel.nota.parafen dossier.parafenroute[0].rol dossier.parafenroute[0].naam \
             dossier.parafenroute[1].rol dossier.parafenroute[2].rol dossier.parafenroute[3].rol",
            "stukken profiel.nota.bijlagen profiel.nota.stukken_nummer profiel.nota.stukken_naam \
             profiel.nota.stukken_informatie nota.bijlagen[0].naam nota.bijlagen[0].informatie \
             nota.bijlagen[1].naam nota.bijlagen[1].informatie",
        ]
    );
    let status = Place::top(Root::File(Bestand::Nota)).key("status");
    let printed: Vec<String> = nota.places().into_iter().take(2).map(Place::to_string).collect();
    assert_eq!(printed, ["profiel.nota.status.ter_beslissing", &status.to_string()]);
}

#[test]
fn the_explanation_comes_with_its_heading_and_stays_away_as_a_whole() {
    let with = |toelichting: &str| {
        let nota = format!("{NOTA}{toelichting}");
        outline(&manuscript(&[(Bestand::Nota, &nota)], Stuk::Beslisnota).delen)
    };
    let around = |inside: &[&'static str]| {
        let before = [
            "kop 1 profiel.nota.koppen.aanleiding",
            "tekst nota.aanleiding",
            "kop 1 profiel.nota.koppen.geadviseerd_besluit",
            "tekst nota.geadviseerd_besluit",
        ];
        let after = ["kop 1 profiel.nota.koppen.niet_openbaar", "tekst nota.niet_openbaar"];
        [&before, inside, &after].concat()
    };
    assert_eq!(with(""), around(&[]));
    assert_eq!(
        with("toelichting: {strategie: Zo.}\nkoppen: {strategie: Aanpak}\n"),
        around(&[
            "kop 1 profiel.nota.koppen.toelichting",
            "kop 2 nota.koppen.strategie",
            "tekst nota.toelichting.strategie",
        ])
    );
}

#[test]
fn a_section_of_ones_own_comes_right_after_the_one_it_names() {
    let nota = format!(
        "{NOTA}toelichting: {{tekst: Eerst.}}
extra:
  - {{kop: Laatste, tekst: Tekst., na: niet_openbaar}}
  - {{kop: Binnen, tekst: Tekst., na: krachtenveld}}
  - {{kop: Na het geheel, tekst: Tekst., na: toelichting}}
  - {{kop: Ook binnen, tekst: Tekst., na: krachtenveld}}
"
    );
    let parts = outline(&manuscript(&[(Bestand::Nota, &nota)], Stuk::Beslisnota).delen);
    assert_eq!(
        parts[4..],
        [
            "kop 1 profiel.nota.koppen.toelichting",
            "tekst nota.toelichting.tekst",
            "kop 2 nota.extra[1].kop",
            "tekst nota.extra[1].tekst",
            "kop 2 nota.extra[3].kop",
            "tekst nota.extra[3].tekst",
            "kop 1 nota.extra[2].kop",
            "tekst nota.extra[2].tekst",
            "kop 1 profiel.nota.koppen.niet_openbaar",
            "tekst nota.niet_openbaar",
            "kop 1 nota.extra[0].kop",
            "tekst nota.extra[0].tekst",
        ]
    );
}

#[test]
fn the_order_of_sections_is_the_profiles() {
    let dossier = format!(
        "{DOSSIER}profiel: {{nota: {{onderdelen: [niet_openbaar, strategie, geadviseerd_besluit]}}}}\n"
    );
    let nota = format!("{NOTA}toelichting: {{strategie: Zo., uitvoering: Nee.}}\n");
    let files = [(Bestand::Dossier, &*dossier), (Bestand::Nota, &nota)];
    let manuscript = manuscript(&files, Stuk::Beslisnota);
    assert_eq!(
        outline(&manuscript.delen),
        [
            "kop 1 profiel.nota.koppen.niet_openbaar",
            "tekst nota.niet_openbaar",
            "kop 1 profiel.nota.koppen.strategie",
            "tekst nota.toelichting.strategie",
            "kop 1 profiel.nota.koppen.geadviseerd_besluit",
            "tekst nota.geadviseerd_besluit",
        ]
    );
    let top = Place::top(Root::File(Bestand::Nota));
    assert!(manuscript.prints(&top.key("niet_openbaar")));
    assert!(manuscript.prints(&top.key("toelichting")), "a part of it is printed");
    assert!(!manuscript.prints(&top.key("toelichting").key("uitvoering")));
    assert!(!manuscript.prints(&top.key("aanleiding")));
}

#[test]
fn initials_come_in_the_line_first_and_then_from_the_side() {
    let dossier = format!(
        "{DOSSIER}parafenroute:
  - rol: directeur
  - {{rol: FEZ, soort: medeparaaf, naam: B. Voorbeeld}}
  - rol: secretaris-generaal
"
    );
    let nota = format!(
        "{NOTA}bijlagen: [{{naam: Brief}}, {{naam: Advies, informatie: Ter kennisname}}]\n"
    );
    let files = [(Bestand::Dossier, &*dossier), (Bestand::Nota, &nota)];
    let parts = manuscript(&files, Stuk::Beslisnota).delen;
    assert_eq!(
        outline(&parts)[6..],
        [
            "parafen profiel.nota.parafen dossier.parafenroute[0].rol dossier.parafenroute[2].rol",
            "parafen profiel.nota.medeparafen dossier.parafenroute[1].rol dossier.parafenroute[1].naam",
            "stukken profiel.nota.bijlagen profiel.nota.stukken_nummer profiel.nota.stukken_naam \
             profiel.nota.stukken_informatie nota.bijlagen[0].naam nota.bijlagen[1].naam \
             nota.bijlagen[1].informatie",
        ]
    );
    let Stukdeel::Parafen { stappen, .. } = &parts[6] else { panic!("{:?}", parts[6]) };
    assert_eq!(stappen.iter().map(|stap| stap.index).collect::<Vec<_>>(), [0, 2]);
}

/// The lines of a field in the column of a nota, or above its text.
fn field(ministry: &str, nota: &str, label: &str) -> Vec<String> {
    let dossier = DOSSIER.replace("jenv", ministry);
    let nota = format!("{NOTA}{nota}");
    let manuscript =
        manuscript(&[(Bestand::Dossier, &dossier), (Bestand::Nota, &nota)], Stuk::Beslisnota);
    let Hoofd { links, kolom, .. } = manuscript.hoofd.unwrap();
    let of = |field: &&Veldregel| {
        field.label.as_ref().is_some_and(|place| place.to_string().ends_with(label))
    };
    let field = links.iter().chain(&kolom).find(of).unwrap();
    let line = |line: &Waarde| match line {
        Waarde::Aantal(number) => number.to_string(),
        Waarde::Zin(zin) => format!("{:?}", zin.0),
        line => line.places().into_iter().map(Place::to_string).collect(),
    };
    field.regels.iter().map(line).collect()
}

#[test]
fn every_document_with_a_nota_is_named_where_its_form_names_them() {
    let nota = "bijlagen: [{naam: Een}, {naam: Twee, informatie: Ter ondertekening}]\n";
    for (ministry, counted, named, table) in [
        ("bzk", true, 0, true),
        ("ienw", true, 0, true),
        ("ocw", false, 2, false),
        ("ezk", false, 2, false),
        ("lnv", false, 2, false),
        ("defensie", true, 2, false),
    ] {
        let lines = field(ministry, nota, "bijlagen");
        assert_eq!(lines.iter().any(|line| line == "2"), counted, "{ministry}: {lines:?}");
        let names = lines.iter().filter(|line| line.contains("naam")).count();
        assert_eq!(names, named, "{ministry}: {lines:?}");
        let dossier = DOSSIER.replace("jenv", ministry);
        let text = format!("{NOTA}{nota}");
        let files = [(Bestand::Dossier, &*dossier), (Bestand::Nota, &*text)];
        let delen = outline(&manuscript(&files, Stuk::Beslisnota).delen);
        assert_eq!(delen.iter().any(|line| line.starts_with("stukken")), table, "{ministry}");
        let printed = manuscript(&files, Stuk::Beslisnota);
        let list = Place::top(Root::File(Bestand::Nota)).key("bijlagen");
        for place in [list.index(0).key("naam"), list.index(1).key("informatie")] {
            assert!(printed.prints(&place), "{ministry}: {place}");
        }
    }
}

#[test]
fn a_name_goes_on_from_its_label_on_the_same_line() {
    let said = |ministry, typed: &str| {
        let lines = field(ministry, &format!("velden: {{aan: [\"{typed}\"]}}\n"), "aan");
        lines.concat().matches("antwoord").count()
    };
    for typed in ["De Minister van Defensie", "[De Minister van …]"] {
        assert_eq!((said("ezk", typed), said("lvvn", typed), said("bzk", typed)), (1, 1, 0));
    }
    let files = [
        (Bestand::Dossier, &*DOSSIER.replace("jenv", "ezk")),
        (Bestand::Nota, &*format!("{NOTA}velden: {{met_akkoord_van: [De Minister]}}\n")),
    ];
    let delen = outline(&manuscript(&files, Stuk::Beslisnota).delen);
    assert!(delen.contains(
        &"veld profiel.labels.met_akkoord_van profiel.antwoord.de nota.velden.met_akkoord_van[0]"
            .to_owned()
    ));
    for typed in ["de Minister van Defensie", "Minister van Defensie", "Defensie"] {
        assert_eq!(said("ezk", typed), 0, "{typed}");
    }
}
