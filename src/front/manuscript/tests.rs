//! In: small dossiers and those of `content/`. Out: whether their documents have the right parts. Pure.

mod bijlage;
mod nota;
mod overleg;
mod soorten;
mod volledig;

use super::*;
use std::collections::BTreeMap;

use crate::dossier::{Bestand, Reading, read, trees};
use crate::source::Sources;
use crate::templates::Templates;
use crate::workspace::Workspace;

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
            Waarde::Zin(zin) => zin.places().map(Place::to_string).collect::<Vec<_>>().join(" "),
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
