//! In: small dossiers and those of `content/`. Out: whether their documents have the right parts. Pure.

mod overleg;
mod soorten;

use super::*;
use std::collections::BTreeMap;

use crate::dossier::{Bestand, Reading, niet_afgedrukt, read, trees};
use crate::source::Sources;
use crate::templates::Templates;
use crate::workspace::Workspace;
use crate::yaml::Segment;

const DOSSIER: &str = "onderwerp: Onderwerp
kenmerk: 2024-0000012345
datum: 2024-02-05
huisstijl: jenv
afzender: {onderdeel: Directoraat-Generaal Rechtspleging}
ondertekening: [{functie: De Minister van Justitie en Veiligheid, naam: A. Voorbeeld}]
";
const BRIEF: &str = "opening: Begin.\n";
const NOTA: &str = "aanleiding: Een.\ngeadviseerd_besluit: Twee.\nniet_openbaar: n.v.t.\n";

/// A dossier of these files; the last text of a file counts.
fn reading(files: &[(Bestand, &str)]) -> Reading {
    let all = [(Bestand::Dossier, DOSSIER)].into_iter().chain(files.iter().copied());
    let all = all.map(|(bestand, text)| (bestand.name(), text.as_bytes().to_vec()));
    let workspace = Workspace::new("dossier", all.collect::<BTreeMap<_, _>>()).unwrap();
    let reading = read(trees(&workspace, &Templates::default(), &mut Sources::default()));
    assert!(reading.dossier.is_some(), "{:?}", reading.trees.found);
    reading
}

fn manuscript(files: &[(Bestand, &str)], stuk: Stuk) -> Manuscript {
    Manuscript::of(reading(files).dossier.as_deref().unwrap(), stuk).unwrap()
}

/// Each part on a line: what it is, and the places of what it prints. What a document puts between brackets stands
/// indented below it.
fn outline(parts: &[Stukdeel]) -> Vec<String> {
    let mut lines = Vec::new();
    for part in parts {
        let kind = match part {
            Stukdeel::Kop { niveau, aanduiding, .. } => match aanduiding {
                Some(Aanduiding { nummer, teken, .. }) => {
                    format!(
                        "kop {niveau} ({}{teken})",
                        nummer.map_or(String::new(), |n| n.to_string())
                    )
                }
                None => format!("kop {niveau}"),
            },
            Stukdeel::Regel(_) => "regel".into(),
            Stukdeel::Tekst(_) => "tekst".into(),
            Stukdeel::Kader { .. } => "kader".into(),
            Stukdeel::Onderwerpen { .. } => "onderwerpen".into(),
            Stukdeel::Overzicht { .. } => "overzicht".into(),
            Stukdeel::MedeNamens { .. } => "mede namens".into(),
            Stukdeel::Ondertekening { .. } => "ondertekening".into(),
            Stukdeel::Parafen { .. } => "parafen".into(),
            Stukdeel::Veld(_) => "veld".into(),
            Stukdeel::Tekenregel(_) => "tekenregel".into(),
            Stukdeel::Tabel { index, .. } => format!("tabel {index}"),
            Stukdeel::Uitleg { .. } => "uitleg".into(),
            Stukdeel::Stukken { .. } => "stukken".into(),
            Stukdeel::Bijlagenlijst { .. } => "bijlagenlijst".into(),
            Stukdeel::Bijlage(_) => "bijlage".into(),
            Stukdeel::Zin(_) => "zin".into(),
            Stukdeel::Aanhaling(parts) => {
                lines.push("aanhaling".into());
                lines.extend(outline(parts).into_iter().map(|line| format!("  {line}")));
                continue;
            }
            Stukdeel::Vraagdelen(_) => "vraagdelen".into(),
            Stukdeel::Tekstbijlage(parts) => {
                lines.push("tekstbijlage".into());
                lines.extend(outline(parts).into_iter().map(|line| format!("  {line}")));
                continue;
            }
        };
        let places = part.places().into_iter().map(Place::to_string);
        lines.push([kind].into_iter().chain(places).collect::<Vec<_>>().join(" "));
        if let Stukdeel::Bijlage(parts) = part {
            lines.extend(outline(parts).into_iter().map(|line| format!("  {line}")));
        }
    }
    lines
}

macro_rules! content {
    ($name:literal: $($bestand:ident $file:literal),*) => {
        ($name, &[$((
            Bestand::$bestand,
            include_str!(concat!("../../../content/", $name, "/", $file)),
        )),*])
    };
}

const CONTENT: [(&str, &[(Bestand, &str)]); 10] = [
    content!("mensenhandel": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml", Bijlage "bijlage.yaml"),
    content!("mensenhandel-gecorrigeerd": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml", Bijlage "bijlage.yaml"),
    content!("voorbeeld-ienw": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml"),
    content!("vragen-loketten": Dossier "dossier.yaml", Vragen "vragen.yaml", Nota "nota.yaml"),
    content!("overleg-bibliotheken": Dossier "dossier.yaml", Vragen "vragen.yaml", Nota "nota.yaml"),
    content!("feitelijk-subsidies": Dossier "dossier.yaml", Vragen "vragen.yaml", Nota "nota.yaml"),
    content!("aanbieding-raad": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml"),
    content!("evaluatie-eerste-kamer": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml"),
    content!("uitstel-loketten": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml"),
    content!("verzamelbrief-bibliotheken": Dossier "dossier.yaml", Brief "brief.yaml", Nota "nota.yaml"),
];

fn of_content(dossier: &str, stuk: Stuk) -> Manuscript {
    let (_, files) = CONTENT.into_iter().find(|(name, _)| *name == dossier).unwrap();
    manuscript(files, stuk)
}

#[test]
fn a_section_has_headings_of_three_levels() {
    let brief = "opening: Begin.
secties:
  - kop: Een
    delen:
      - kop: Twee
        delen: [{kop: Drie, tekst: Tekst.}]
      - {kop: Vier, tekst: Tekst.}
";
    let letter = manuscript(&[(Bestand::Brief, brief)], Stuk::Kamerbrief);
    assert_eq!(
        outline(&letter.delen)[2..7],
        [
            "kop 1 brief.secties[0].kop",
            "kop 2 brief.secties[0].delen[0].kop",
            "kop 3 brief.secties[0].delen[0].delen[0].kop",
            "tekst brief.secties[0].delen[0].delen[0].tekst",
            "kop 2 brief.secties[0].delen[1].kop",
        ]
    );
}

#[test]
fn a_letter_goes_from_salutation_to_signatures() {
    let letter = of_content("voorbeeld-ienw", Stuk::Kamerbrief);
    assert_eq!(
        outline(&letter.delen),
        [
            "regel profiel.brief.aanhef",
            "tekst brief.opening",
            "kop 1 brief.secties[0].kop",
            "tekst brief.secties[0].tekst",
            "kop 1 brief.secties[1].kop",
            "tekst brief.secties[1].tekst",
            "kop 2 brief.secties[1].delen[0].kop",
            "tekst brief.secties[1].delen[0].tekst",
            "kop 2 brief.secties[1].delen[1].kop",
            "tekst brief.secties[1].delen[1].tekst",
            "kop 1 brief.secties[2].kop",
            "tekst brief.secties[2].tekst",
            "tekst brief.slot",
            "mede namens profiel.brief.mede_namens_meervoud dossier.mede_namens[0] profiel.woorden.en",
            "ondertekening profiel.brief.groet dossier.ondertekening[0].functie dossier.ondertekening[0].naam \
             dossier.ondertekening[1].functie dossier.ondertekening[1].naam",
        ]
    );
}

#[test]
fn the_head_of_a_letter_has_the_fields_that_are_filled() {
    let head = of_content("voorbeeld-ienw", Stuk::Kamerbrief).hoofd.unwrap();
    let field = |Veldregel { label, regels, .. }: &Veldregel| {
        let lines = regels.iter().map(|line| match line {
            Waarde::Aantal(number) => number.to_string(),
            value => value.places().into_iter().map(Place::to_string).collect::<Vec<_>>().join(" "),
        });
        [label.as_ref().map_or(String::new(), ToString::to_string)]
            .into_iter()
            .chain(lines)
            .collect::<Vec<_>>()
    };
    let column: Vec<Vec<String>> = head.kolom.iter().map(field).collect();
    assert_eq!(
        column,
        [
            vec!["dossier.afzender.onderdeel", "dossier.afzender.afdelingen[0]"],
            vec!["", "profiel.adres.bezoek[0]", "profiel.adres.bezoek[1]"],
            vec!["", "profiel.adres.post[0]", "profiel.adres.post[1]"],
            vec![
                "profiel.labels.contactpersoon",
                "dossier.afzender.contactpersoon.naam",
                "dossier.afzender.contactpersoon.functie",
                "dossier.afzender.contactpersoon.email",
            ],
            vec!["profiel.labels.referentie", "dossier.kenmerk"],
            vec!["profiel.labels.uw_referentie", "dossier.uw_kenmerk"],
            vec!["profiel.labels.bijlagen", "1"],
        ]
    );
    assert_eq!((head.status, head.links.len()), (None, 0));
    let place = |key| Some(Place::top(Root::File(Bestand::Dossier)).key(key));
    assert_eq!((head.datum, Some(head.onderwerp)), (place("datum"), place("onderwerp")));
}

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

const FIGURES: &str = "groepen:
      - titel: Groep
        maatregelen:
          - {maatregel: Een, trekker: OM, herkomst: Motie., bedragen: {2024: 1}}
          - {maatregel: Twee, bedragen: {2024: 2}}
    dekking: [{bron: Begroting, artikel: '33', bedragen: {2024: 3}}]
";

#[test]
fn an_annex_of_several_tables_has_a_heading_above_each() {
    let annex = format!(
        "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2024]\nslot: Einde.\ntabellen:
  - id: een
    titel: Eerste
    inleiding: Vooraf.
    slot: Achteraf.
    {FIGURES}  - id: twee
    titel: Tweede
    groepen: [{{maatregelen: [{{maatregel: Drie, bedragen: {{2024: 1}}}}]}}]
    dekking: geen
"
    );
    let annex = (Bestand::Bijlage, &*annex);
    let tables = [
        "tabel 0 bijlage.tabellen[0].groepen[0].titel \
         bijlage.tabellen[0].groepen[0].maatregelen[0].maatregel \
         bijlage.tabellen[0].groepen[0].maatregelen[0].trekker \
         bijlage.tabellen[0].groepen[0].maatregelen[1].maatregel \
         bijlage.tabellen[0].dekking[0].bron bijlage.tabellen[0].dekking[0].artikel",
        "tabel 1 bijlage.tabellen[1].groepen[0].maatregelen[0].maatregel",
    ];
    let below = |title| {
        [
            title,
            "kop 2 (1.) profiel.bijlage.tabel bijlage.tabellen[0].titel",
            "tekst bijlage.tabellen[0].inleiding",
            tables[0],
            "tekst bijlage.tabellen[0].slot",
            "kop 3 profiel.bijlage.toelichting",
            "uitleg bijlage.tabellen[0].groepen[0].maatregelen[0].maatregel \
             profiel.bijlage.herkomst bijlage.tabellen[0].groepen[0].maatregelen[0].herkomst",
            "kop 2 (2.) profiel.bijlage.tabel bijlage.tabellen[1].titel",
            tables[1],
            "tekst bijlage.slot",
        ]
    };
    let alone = manuscript(&[annex], Stuk::Bijlage);
    assert_eq!(outline(&alone.delen), below("kop 1 bijlage.titel"));
    assert_eq!(alone.hoofd, None);

    // Behind a letter it says that it is an annex, and which one if there are more.
    let behind = |dossier: &str| {
        let files = [(Bestand::Dossier, dossier), (Bestand::Brief, BRIEF), annex];
        outline(&manuscript(&files, Stuk::Kamerbrief).delen[3..])
    };
    let pages = |title| below(title).map(|line| format!("  {line}"));
    let one = behind(DOSSIER);
    assert_eq!(one[0], "bijlage");
    assert_eq!(one[1..], pages("kop 1 (:) profiel.bijlage.bijlage bijlage.titel"));
    let many = behind(&format!("{DOSSIER}bijlagen: [{{titel: Rapport}}]\n"));
    let list = "bijlagenlijst profiel.labels.bijlagen bijlage.titel dossier.bijlagen[0].titel";
    assert_eq!(many[..2], [list, "bijlage"]);
    assert_eq!(many[2..], pages("kop 1 (1:) profiel.bijlage.bijlage bijlage.titel"));
}

#[test]
fn a_letter_without_an_annex_ends_with_its_signatures() {
    let letter = manuscript(&[(Bestand::Brief, BRIEF)], Stuk::Kamerbrief);
    assert_eq!(
        outline(&letter.delen),
        [
            "regel profiel.brief.aanhef",
            "tekst brief.opening",
            "ondertekening profiel.brief.groet dossier.ondertekening[0].functie dossier.ondertekening[0].naam",
        ]
    );
    let reading = reading(&[(Bestand::Brief, BRIEF)]);
    let dossier = reading.dossier.as_deref().unwrap();
    assert_eq!(Manuscript::of(dossier, Stuk::Beslisnota), None);
    assert_eq!(Manuscript::of(dossier, Stuk::Bijlage), None);
}

#[test]
fn the_frame_has_the_rows_that_are_there() {
    let brief = "aanhef: Geachte leden,\nopening: Begin.\nslot: Einde.\nbeleidskeuzes: {evaluatie: Later., doelen: Dit.}\n";
    let letter = manuscript(&[(Bestand::Brief, brief)], Stuk::Kamerbrief);
    assert_eq!(
        outline(&letter.delen)[..5],
        [
            "regel brief.aanhef",
            "tekst brief.opening",
            "kop 1 profiel.brief.beleidskeuzes.kop",
            "kader profiel.brief.beleidskeuzes.onderdeel profiel.brief.beleidskeuzes.uitleg \
             profiel.brief.beleidskeuzes.doelen brief.beleidskeuzes.doelen \
             profiel.brief.beleidskeuzes.evaluatie brief.beleidskeuzes.evaluatie",
            "tekst brief.slot",
        ]
    );
}

/// What is for the overview or the checks, and is not printed, or not by every ministry, as whom questions were put to;
/// notes are printed where a text refers to them.
const UNPRINTED: [&str; 3] = ["voetnoten", "noten_vragen", "aan"];

/// The parts of a document, also those within an annex of text.
fn each<'a>(parts: &'a [Stukdeel], call: &mut dyn FnMut(&'a Stukdeel)) {
    for part in parts {
        match part {
            Stukdeel::Aanhaling(parts) | Stukdeel::Tekstbijlage(parts) => each(parts, call),
            part => call(part),
        }
    }
}

/// How often a text is named by what is put together of several: a sentence or a title says again who asks what.
fn in_sentences(parts: &[Stukdeel], wanted: &Place) -> usize {
    let mut times = 0;
    each(parts, &mut |part| {
        let lines = match part {
            Stukdeel::Zin(zin) | Stukdeel::Kop { tekst: zin, .. } => std::slice::from_ref(zin),
            Stukdeel::Bijlagenlijst { titels, .. } => titels,
            _ => &[],
        };
        for zin in lines.iter().filter(|zin| zin.0.len() > 1) {
            times += zin.places().filter(|place| *place == wanted).count();
        }
    });
    times
}

#[test]
fn every_text_is_in_one_part() {
    for (dossier, files) in CONTENT {
        let reading = reading(files);
        let typed = reading.dossier.as_deref().unwrap();
        let manuscripten: Vec<Manuscript> =
            Stuk::ALL.into_iter().filter_map(|stuk| Manuscript::of(typed, stuk)).collect();
        let mut looked_at = 0;
        for text in reading.texts() {
            let Some(Segment::Key(key)) = text.place.path.segments().first() else { continue };
            let lists = niet_afgedrukt(typed.gegevens.soort);
            if text.place.root == Root::Profile || [lists, &UNPRINTED].concat().contains(&&**key) {
                continue;
            }
            // A letter with one annex only counts it.
            let only = typed.aantal_bijlagen() == 1
                && text.place.to_string() == "dossier.bijlagen[0].titel";
            if only {
                continue;
            }
            // Above its explanation a measure is named again, and in the list of subjects a heading.
            let is_again = |part: &Stukdeel| match part {
                Stukdeel::Uitleg { maatregel, .. } => {
                    maatregel.places().any(|place| *place == text.place)
                }
                Stukdeel::Onderwerpen { koppen, .. } => koppen.contains(&text.place),
                _ => false,
            };
            let times = manuscripten.iter().map(|manuscript| {
                let again = manuscript.delen.iter().filter(|part| is_again(part)).count();
                let all = manuscript.places().into_iter().filter(|place| **place == text.place);
                let said = in_sentences(&manuscript.delen, &text.place);
                let once = all.count() - again - said;
                if once == 0 { said.min(1) } else { once }
            });
            let times: Vec<usize> = times.collect();
            let place = text.place.to_string();
            assert!(times.iter().all(|times| *times <= 1), "{dossier}: {place} {times:?}");
            assert!(times.contains(&1), "{dossier}: {place} is lost");
            looked_at += 1;
        }
        assert!(looked_at > 20, "{dossier}: {looked_at} texts");
    }
}
