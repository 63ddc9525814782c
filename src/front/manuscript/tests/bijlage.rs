//! In: an annex, alone and behind a letter. Out: whether it has the right headings and tables. Pure.

use super::*;

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
