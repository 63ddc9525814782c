//! In: the annex's tables with their rows. Out: what their templates see, each figure with its own number. Pure.

use std::collections::HashMap;

use minijinja::value::Value;
use serde::Serialize;

use super::Field;
use super::chart::{Chart, chart};
use super::format::{Line, Sentence, number};
use super::prose::Lakwijze;
use crate::dossier::{
    BijlageProfiel, Cel, Cijfer, Getoond, Kopvak, Opschrift, Rij, Rijen, Rijnaam, Tekstkolom,
    Tekstvak, Vorm,
};

/// One of the annex's tables. Its texts outside the rows are not in it: templates take those from the table's own
/// fields.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    /// Its number, when there are more tables.
    nummer: Option<usize>,
    /// How firm the amounts are, and what they are in.
    status: String,
    eenheid: String,
    /// The heads of a table with columns of its own, row by row.
    hoofd: Vec<Vec<Hoofdvak>>,
    /// What is widest in the heads of each of its columns with figures.
    breedst: Vec<String>,
    /// Which of its columns stands where, of the name, texts and figures in that order; none where they stand so.
    volgorde: Option<Vec<usize>>,
    /// Column heads of the years.
    jaren: Vec<String>,
    /// Whether the last column is the structural one.
    structureel: bool,
    /// Whether it starts from a position, so that its lines are mutations.
    mutaties: bool,
    /// The text columns, in order.
    kolommen: Vec<&'static str>,
    /// Whether any measure is explained.
    uitleg: bool,
    rijen: Vec<Row>,
    /// Whether printed parts do not add up to the printed sum.
    afgerond: bool,
    /// The picture of it.
    grafiek: Option<Chart>,
}

/// A cell of the heads: its lines, over how many columns and rows it goes, and whether texts stand below it.
#[derive(Debug, Serialize)]
struct Hoofdvak {
    teksten: Vec<Value>,
    nummering: Option<String>,
    breed: usize,
    hoog: usize,
    links: bool,
}

/// A row as the house style lays it out.
#[derive(Debug, Serialize)]
struct Row {
    /// How it looks.
    soort: &'static str,
    /// How far its name stands to the right, whether it is bold, and the word before its name.
    inspring: usize,
    vet: bool,
    voor: Option<Value>,
    /// Which rows it stays together with.
    groep: usize,
    /// One for each text column, or a single one.
    teksten: Vec<Value>,
    cellen: Vec<Value>,
}

/// A table. `text` makes of a text what templates print; the field of each figure is added to `fields`.
pub(super) fn table(
    rijen: &Rijen<'_>,
    words: &BijlageProfiel,
    text: &dyn Fn(&Opschrift<'_>) -> Value,
    fields: &mut HashMap<u64, Field>,
) -> Table {
    let tabel = rijen.tabel;
    let texts = rijen.tekstkolommen(Vorm::Druk);
    let mut cells = |rij: &Rij<'_>| -> Vec<Value> {
        let figures = rijen.cijfers(rij).into_iter().enumerate();
        figures
            .map(|(column, Cijfer { cel, place })| {
                let text = cel.map_or_else(String::new, |cel| rijen.getal(column, &cel));
                let field = number(&place, Some((rij.soort, column)));
                fields.insert(field, Field { place, text: text.clone() });
                let lak = cel.filter(Cel::is_gelakt).map(|_| Lakwijze::Merk.call(""));
                Value::from_object(Line { text, field, start: 0, content: true, lak })
            })
            .collect()
    };
    let mut row = |Getoond { rij, .. }: &Getoond<'_>| Row {
        soort: rij.soort.uiterlijk(),
        inspring: rij.soort.inspring(),
        vet: rij.soort.is_vet(),
        voor: rij.voor.as_ref().map(text),
        groep: rij.groep,
        teksten: labels(rij, tabel.nummering, &texts, text),
        cellen: cells(rij),
    };
    let heads = rijen.koppen();
    let rows = rijen.getoond(Vorm::Druk);
    let printed = rows.iter().map(&mut row).collect();
    let explained = |rij: &Getoond<'_>| {
        [Tekstkolom::Toelichting, Tekstkolom::Herkomst]
            .into_iter()
            .any(|kolom| rij.rij.tekst(kolom).is_some())
    };
    Table {
        nummer: tabel.nummer,
        status: words.status(tabel.status).to_string(),
        eenheid: words.eenheid(tabel.eenheid).to_string(),
        breedst: widest(&heads),
        volgorde: rijen.volgorde(),
        hoofd: heads.iter().map(|row| row.iter().map(|vak| head(vak, text)).collect()).collect(),
        jaren: tabel.jaren.iter().map(ToString::to_string).collect(),
        structureel: rijen.heeft_structureel(),
        mutaties: tabel.inhoud.beginstand.is_some(),
        kolommen: (tabel.nummering.then_some("nummer").into_iter())
            .chain(["omschrijving"])
            .chain(texts.iter().map(|kolom| kolom.name()))
            .collect(),
        uitleg: rows.iter().any(explained),
        rijen: printed,
        afgerond: rijen.is_zichtbaar_afgerond(),
        grafiek: chart(rijen, words, &mut cells),
    }
}

fn head(vak: &Kopvak<'_>, text: &dyn Fn(&Opschrift<'_>) -> Value) -> Hoofdvak {
    Hoofdvak {
        teksten: vak.teksten.iter().map(text).collect(),
        nummering: vak.nummering.clone(),
        breed: vak.breed,
        hoog: vak.hoog,
        links: vak.is_tekst,
    }
}

/// What a column of figures must have room for: the longest word of its heads.
fn widest(heads: &[Vec<Kopvak<'_>>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    let mut below = heads.get(1).into_iter().flatten();
    let mut add = |vak: &Kopvak<'_>| {
        if vak.is_tekst {
            return;
        }
        // The mark of a note is one small figure.
        let texts = vak.teksten.iter().map(|text| Rijnaam::from(text.tekst.to_owned()));
        let lines: Vec<String> = texts.map(|line| line.to_string()).collect();
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        let all = words.chain(vak.nummering.as_deref());
        let longest = all.max_by_key(|word| word.chars().count()).unwrap_or_default();
        columns.push(longest.to_owned());
    };
    for vak in heads.first().into_iter().flatten() {
        match heads.len() - vak.hoog {
            0 => add(vak),
            _ => below.by_ref().take(vak.breed).for_each(&mut add),
        }
    }
    columns
}

/// The texts of a row.
fn labels(
    rij: &Rij<'_>,
    numbered: bool,
    columns: &[Tekstkolom],
    text: &dyn Fn(&Opschrift<'_>) -> Value,
) -> Vec<Value> {
    let print = |label: Option<&Opschrift<'_>>| label.map_or(Value::from(()), text);
    let cell = |vak| match vak {
        Tekstvak::Leeg => Value::from(()),
        Tekstvak::Nummer(number) => number.to_string().into(),
        Tekstvak::Tekst(label) => text(label),
        Tekstvak::Naam(name, None) => print(name),
        Tekstvak::Naam(name, Some(behind)) => {
            let pieces = vec![print(name), " (".into(), text(behind), ")".into()];
            Value::from_object(Sentence(pieces))
        }
    };
    rij.tekstvakken(numbered, columns).into_iter().map(cell).collect()
}
