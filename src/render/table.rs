//! In: the annex and its figures. Out: each table's cells as text, in Dutch notation. Pure.

use std::collections::HashMap;

use minijinja::value::Value;
use serde::Serialize;

use super::Field;
use super::chart::{Chart, chart};
use super::format::{Line, number};
use crate::dossier::{
    Bestand, Bijlage, Cijfers, Jaar, Maatregel, Place, Profiel, Reeks, Root, Subtotalen, Tabel,
    TabelCijfers, cell,
};
use crate::yaml::Path;

/// The cells of a line: texts that know their field, where they have one.
type Cells = Vec<Value>;

/// The cells of one of the annex's tables. Texts of the dossier are not in it: templates take those from
/// the table's own fields, by the same indices.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    /// Its number, when there are more tables.
    nummer: Option<usize>,
    /// How firm the amounts are, and what they are in.
    status: String,
    eenheid: String,
    /// Column heads of the years.
    jaren: Vec<String>,
    /// Whether the last column is the structural one.
    structureel: bool,
    /// The text columns, in order.
    kolommen: Vec<&'static str>,
    /// Whether any measure is explained.
    uitleg: bool,
    /// `onder`, `boven`, or `geen`.
    subtotalen: &'static str,
    /// For each group the number of its first measure.
    eerste: Vec<usize>,
    /// For each group its measures' cells.
    maatregelen: Vec<Vec<Cells>>,
    /// For each group its subtotal's cells.
    groepen: Vec<Cells>,
    /// What the total is called; none when it is not printed.
    totaal_soort: Option<String>,
    totaal: Cells,
    beginstand: Option<Cells>,
    nieuwe_stand: Option<Cells>,
    /// Whether the table says how it is paid.
    over_dekking: bool,
    /// For each source of cover its cells.
    bronnen: Vec<Cells>,
    dekking: Cells,
    saldo: Cells,
    /// Whether printed parts do not add up to the printed sum.
    afgerond: bool,
    /// The picture of it.
    grafiek: Option<Chart>,
}

/// The annex's tables. The field of each figure is added to `fields`.
pub(super) fn tables(
    bijlage: &Bijlage,
    cijfers: &Cijfers,
    profiel: &Profiel,
    fields: &mut HashMap<u64, Field>,
) -> Vec<Table> {
    let tables = bijlage.alle_tabellen();
    let figures = tables.iter().zip(&cijfers.tabellen);
    figures.map(|(tabel, figures)| table(tabel, figures, profiel, fields)).collect()
}

/// Gives each figure of a table the number of the field that it was typed in, or computed from.
struct Numbering<'a> {
    jaren: &'a [Jaar],
    cijfers: &'a TabelCijfers,
    fields: &'a mut HashMap<u64, Field>,
}

impl Numbering<'_> {
    /// A line whose figures stand under `bedragen` and `structureel` of the value at `path`.
    fn typed(&mut self, line: &Reeks, path: &Path) -> Cells {
        let amounts = path.key("bedragen");
        let years: Vec<Path> =
            self.jaren.iter().map(|year| amounts.key(&year.to_string())).collect();
        let paths = years.into_iter().chain([path.key("structureel")]);
        cells(line, self.cijfers)
            .into_iter()
            .zip(paths)
            .enumerate()
            .map(|(i, (text, path))| self.cell(text, path, i))
            .collect()
    }

    /// A line whose figures follow from the value at `path`.
    fn computed(&mut self, line: &Reeks, path: &Path) -> Cells {
        cells(line, self.cijfers)
            .into_iter()
            .enumerate()
            .map(|(i, text)| self.cell(text, path.clone(), i))
            .collect()
    }

    fn cell(&mut self, text: String, path: Path, column: usize) -> Value {
        let place = Place { root: Root::File(Bestand::Bijlage), path };
        let field = number(&place, column);
        self.fields.insert(field, Field { place, text: text.clone() });
        Value::from_object(Line { text, field, content: true })
    }
}

fn table(
    tabel: &Tabel<'_>,
    cijfers: &TabelCijfers,
    profiel: &Profiel,
    fields: &mut HashMap<u64, Field>,
) -> Table {
    let inhoud = tabel.inhoud;
    let measures = || inhoud.groepen.iter().flat_map(|groep| &groep.maatregelen);
    let any = |ask: fn(&Maatregel) -> bool| measures().any(ask);
    let articles = any(|m| m.artikel.is_some());
    let columns = [
        ("nummer", tabel.nummering),
        ("omschrijving", true),
        ("trekker", any(|m| m.trekker.is_some())),
        ("artikel", articles),
        ("appreciatie", any(|m| m.appreciatie.is_some())),
    ];
    let mut number = Numbering { jaren: tabel.jaren, cijfers, fields };
    let (root, sources) = (&tabel.path, tabel.path.key("dekking"));
    let group = |at: usize| tabel.path.key("groepen").index(at);
    let mut first = 1;
    let numbers = inhoud.groepen.iter().map(|groep| {
        first += groep.maatregelen.len();
        first - groep.maatregelen.len()
    });
    let words = &profiel.bijlage;
    Table {
        nummer: tabel.nummer,
        status: profiel.bijlage.status(tabel.status).to_string(),
        eenheid: profiel.bijlage.eenheid(tabel.eenheid).to_string(),
        jaren: tabel.jaren.iter().map(ToString::to_string).collect(),
        structureel: cijfers.heeft_structureel,
        kolommen: columns.into_iter().filter_map(|(name, used)| used.then_some(name)).collect(),
        uitleg: any(|m| m.toelichting.is_some() || m.herkomst.is_some()),
        subtotalen: match (cijfers.toont_subtotalen, tabel.subtotalen) {
            (false, _) | (_, Subtotalen::Geen) => "geen",
            (true, Subtotalen::Boven) => "boven",
            (true, Subtotalen::Onder) => "onder",
        },
        eerste: numbers.collect(),
        maatregelen: (cijfers.maatregelen.iter().enumerate())
            .map(|(g, lines)| {
                let measures = group(g).key("maatregelen");
                let lines = lines.iter().enumerate();
                lines.map(|(m, line)| number.typed(line, &measures.index(m))).collect()
            })
            .collect(),
        groepen: (cijfers.groepen.iter().enumerate())
            .map(|(g, line)| number.computed(line, &group(g)))
            .collect(),
        totaal_soort: cijfers.toont_totaal.then(|| words.totaal_van(tabel).to_string()),
        totaal: number.computed(&cijfers.totaal, root),
        beginstand: (cijfers.beginstand.as_ref())
            .map(|line| number.typed(line, &root.key("beginstand"))),
        nieuwe_stand: cijfers.nieuwe_stand.as_ref().map(|line| number.computed(line, root)),
        over_dekking: inhoud.over_dekking(),
        bronnen: (cijfers.bronnen.iter().enumerate())
            .map(|(i, line)| number.typed(line, &sources.index(i)))
            .collect(),
        dekking: number.computed(&cijfers.dekking, &sources),
        saldo: number.computed(&cijfers.saldo, root),
        afgerond: cijfers.afgerond,
        grafiek: chart(tabel, cijfers, &profiel.bijlage),
    }
}

/// The printed cells of a line: its years, and the structural one where the table has it.
pub(super) fn cells(line: &Reeks, cijfers: &TabelCijfers) -> Vec<String> {
    let shown = line.jaren.len() + usize::from(cijfers.heeft_structureel);
    line.cells()
        .take(shown)
        .map(|found| found.map_or_else(String::new, |found| cell(&found, cijfers.decimals)))
        .collect()
}
