//! In: the lines of a letter that was read. Out: what of their form a dossier does not have, to be told. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::uitpakken::VELD;
use super::Bestaand;
use super::lichaam;
use super::regels::Regel;
use super::vragen::Beantwoord;
use crate::overnemen::Gemist;
use crate::schrijven::Ink;

impl Bestaand {
    /// What of the form of its text is otherwise in a dossier.
    pub(super) fn vorm(&self) -> Vec<Gemist> {
        let answered = self.vragen.iter().flat_map(Beantwoord::regels);
        let lines: Vec<&Regel> = self.tekst.iter().chain(&self.bijlagen).chain(answered).collect();
        let inner = self.vragen.iter().flat_map(|found| found.tussenkoppen.clone());
        let shared = self.vragen.iter().flat_map(|found| found.verdeeld.clone());
        let told = [
            (
                self.regels.getypte_nummers.clone(),
                "deze nummering kan een lijst in het dossier niet hebben: de nummers zijn nu getypte tekst",
                "laat het zo, of maak er een lijst van met `1.`, `a.`, `i.` of `-` en kijk dan na waar ernaar wordt verwezen",
            ),
            (
                self.regels.kopnoten.clone(),
                "bij deze kop stond een noot: een kop heeft er geen, en zij staat nu achter de eerste alinea eronder",
                "zet de noot bij de woorden waar zij hoort",
            ),
            (
                samengevoegd(&lines),
                "in deze tabel waren cellen samengevoegd: de tekst staat in de eerste, en de andere zijn leeg",
                "vul de lege cellen waar dat nodig is",
            ),
            (
                zonder_kop(&lines),
                "deze tabel had misschien geen kop: haar eerste rij is het nu",
                "kijk haar na; zet er in het dossier zo nodig een rij met koppen boven",
            ),
            (
                self.regels.eindnoten.clone(),
                "hier stond een eindnoot: zij is nu een voetnoot, en de nummers van de noten tellen door",
                "kijk na waar naar het nummer van een noot wordt verwezen",
            ),
            (
                te_breed(&lines),
                "deze tabel heeft meer kolommen dan een dossier kan hebben: haar cellen staan nu onder elkaar",
                "maak er in het dossier een smallere tabel van",
            ),
            (
                velden(&lines),
                "hier stond een veld dat Word pas uitrekent als het de brief toont: op zijn plaats staat nu wat het veld is",
                "typ in het dossier wat Word daar laat zien",
            ),
            (
                self.regels.tekens.clone(),
                "hier staat een teken dat alleen in één lettertype bestaat: op zijn plaats staat nu zijn nummer",
                "kijk in Word welk teken het is, en typ dat",
            ),
            (
                self.onduidelijk.clone().into_iter().collect(),
                "hier is niet duidelijk bij welke vraag een tekst hoort: alle vragen en antwoorden staan nu als gewone tekst in het dossier",
                "zet boven elke vraag `Vraag 1` en boven elk antwoord `Antwoord op vraag 1` en neem de brief opnieuw over, of zet ze zelf in vragen.yaml",
            ),
            (
                shared.collect(),
                "deze vragen stonden onder één kop: elk heeft nu een deel van de tekst eronder",
                "kijk in vragen.yaml na of elke vraag bij haar nummer staat",
            ),
            (
                inner.collect(),
                "deze kop staat in een antwoord: wat eronder staat, is nu ook een deel van dat antwoord",
                "kijk in vragen.yaml na of dat klopt",
            ),
            (
                half(&lines),
                "een deel van een woord was vet of cursief: in het dossier kan dat alleen met een heel woord",
                "kijk het woord na",
            ),
        ];
        let told = told.into_iter().filter(|(places, ..)| !places.is_empty());
        told.map(|(plaatsen, wat, hulp)| Gemist {
            wat: wat.to_owned(),
            hulp: Some(hulp.to_owned()),
            plaatsen,
        })
        .collect()
    }
}

/// Where tables begin of which the first row looks like all others, while in a dossier it is the head.
fn zonder_kop(lines: &[&Regel]) -> Vec<Range<usize>> {
    #[derive(Default)]
    struct Tabel {
        wide: bool,
        rows: bool,
        figures: bool,
        plain: bool,
        first: Option<Range<usize>>,
    }
    let mut tables: BTreeMap<usize, Tabel> = BTreeMap::new();
    for (line, (table, row, column)) in lines.iter().filter_map(|one| Some((one, one.cel?))) {
        let known = tables.entry(table).or_default();
        known.wide |= column > 0;
        known.first.get_or_insert_with(|| line.plaats.clone());
        if row > 0 {
            known.rows = true;
        } else if !line.is_leeg() {
            let named = ["kop", "head", "title"].iter().any(|word| line.stijl.contains(word));
            known.plain |= !line.vet && !line.cursief && !named;
            known.figures |= lichaam::is_getal(&line.tekst) && !is_jaar(&line.tekst);
        }
    }
    let told = tables.into_values().filter(|one| one.wide && one.rows && one.plain && one.figures);
    told.filter_map(|one| one.first).collect()
}

/// Where tables begin that are no table in the dossier.
fn te_breed(lines: &[&Regel]) -> Vec<Range<usize>> {
    let mut tables: BTreeMap<usize, (usize, Range<usize>)> = BTreeMap::new();
    for (line, (table, _, column)) in lines.iter().filter_map(|one| Some((one, one.cel?))) {
        let known = tables.entry(table).or_insert_with(|| (0, line.plaats.clone()));
        known.0 = known.0.max(column + 1);
    }
    let wide = tables.into_values().filter(|(columns, _)| *columns > lichaam::MAX_WIDE);
    wide.map(|(_, place)| place).collect()
}

fn is_jaar(text: &str) -> bool {
    text.trim().parse().is_ok_and(|year: u16| (1800..2200).contains(&year))
}

/// Where something stands for what only Word can work out.
fn velden(lines: &[&Regel]) -> Vec<Range<usize>> {
    let told = lines.iter().filter(|line| line.tekst.contains(VELD));
    told.map(|line| line.plaats.clone()).collect()
}

/// Where tables begin of which cells are one.
fn samengevoegd(lines: &[&Regel]) -> Vec<Range<usize>> {
    #[derive(Default)]
    struct Tabel {
        wide: bool,
        joined: bool,
        first: Option<Range<usize>>,
    }
    let mut tables: BTreeMap<usize, Tabel> = BTreeMap::new();
    for (line, (table, _, column)) in lines.iter().filter_map(|one| Some((one, one.cel?))) {
        let known = tables.entry(table).or_default();
        known.wide |= column > 0;
        known.joined |= line.samengevoegd;
        known.first.get_or_insert_with(|| line.plaats.clone());
    }
    let told = tables.into_values().filter(|one| one.wide && one.joined);
    told.filter_map(|one| one.first).collect()
}

/// Where a part of a word looks otherwise than the rest of it.
fn half(lines: &[&Regel]) -> Vec<Range<usize>> {
    let is_half = |one: &&&Regel| {
        one.inhoud.windows(2).any(|pair| {
            let (Ink::Text(before), Ink::Text(behind)) = (&pair[0].what, &pair[1].what) else {
                return false;
            };
            let looks = |at: usize| (pair[at].looks.bold, pair[at].looks.italic);
            looks(0) != looks(1)
                && before.ends_with(char::is_alphanumeric)
                && behind.starts_with(char::is_alphanumeric)
        })
    };
    lines.iter().filter(is_half).map(|one| one.plaats.clone()).collect()
}
