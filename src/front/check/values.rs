//! In: the dossier and its figures. Out: the values that `{{ … }}` can name. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::dossier::{
    Begrotingsstaat, Bijlage, Cel, Cijfers, Dossier, Eenheid, Groep, Gronden, Kolomsoort, Naam,
    Reeks, Rijnaam, Somregel, StaatCijfers, Staatkolom, Tabel, TabelCijfers, cell, kolommen,
};
use crate::prose::Values;

/// All values, by name. Amounts are in euros, whatever the unit of the table.
pub(super) fn values(dossier: &Dossier, cijfers: Option<&Cijfers>) -> Values {
    let gegevens = &dossier.gegevens;
    let text = |text: &dyn ToString| Values::Text(text.to_string());
    let mut all = BTreeMap::from([(
        "dossier".to_owned(),
        group([
            ("onderwerp", text(&gegevens.onderwerp)),
            ("kenmerk", text(&gegevens.kenmerk)),
            ("datum", text(&gegevens.datum)),
        ]),
    )]);
    if let Some(bijlage) = &dossier.bijlage {
        let title = || group([("titel", text(&bijlage.titel))]);
        let values = cijfers.map_or_else(title, |cijfers| annex(bijlage, cijfers));
        all.insert("bijlage".to_owned(), values);
    }
    Values::Group(all)
}

/// Names by which an annex can be asked for its figures.
type ByName = BTreeMap<String, Values>;

fn annex(bijlage: &Bijlage, cijfers: &Cijfers) -> Values {
    let mut all = ByName::from([("titel".to_owned(), Values::Text(bijlage.titel.to_string()))]);
    let (mut groups, mut measures) = (ByName::new(), ByName::new());
    let (mut sources, mut tables) = (ByName::new(), ByName::new());
    let mut posts = ByName::new();
    for (tabel, figures) in bijlage.alle_tabellen().iter().zip(&cijfers.tabellen) {
        let lines = TableLines { tabel, figures };
        if let (Some(staat), Some(figures)) = (&tabel.inhoud.staat, &figures.staat) {
            named_posts(staat, figures, tabel.eenheid, &mut posts);
            let values =
                ByName::from([("titel".to_owned(), Values::Text(tabel.titel.to_string()))]);
            tables.extend(tabel.id.map(|name| (name.as_str().to_owned(), Values::Group(values))));
            continue;
        }
        lines.groups(&mut groups, &mut measures);
        for (bron, line) in tabel.inhoud.bronnen().iter().zip(&figures.bronnen) {
            if let Some(name) = &bron.id {
                let mut values = lines.series(line);
                values.insert("bron".into(), Values::Text(bron.bron.to_string()));
                sources.insert(name.as_str().to_owned(), Values::Group(values));
            }
        }
        match tabel.id {
            // With one table its figures are the annex's.
            None => all.extend(lines.table()),
            Some(name) => {
                let mut values = lines.table();
                values.insert("titel".into(), Values::Text(tabel.titel.to_string()));
                tables.insert(name.as_str().to_owned(), Values::Group(values));
            }
        }
    }
    let more = [
        ("groepen", groups),
        ("maatregelen", measures),
        ("bronnen", sources),
        ("tabellen", tables),
    ];
    // Only where there are any: a text that names them anywhere else is told what there is.
    if !posts.is_empty() {
        all.insert("posten".to_owned(), Values::Group(posts));
    }
    all.extend(more.map(|(name, values)| (name.to_owned(), Values::Group(values))));
    Values::Group(all)
}

/// The lines of a table with columns of its own that have a name, by column.
fn named_posts(
    staat: &Begrotingsstaat,
    figures: &StaatCijfers,
    eenheid: Eenheid,
    posts: &mut ByName,
) {
    for (post, line) in staat.posten.iter().zip(&figures.gedrukt) {
        let Some(name) = &post.id else { continue };
        let columns = staat.kolommen.cijfers().zip(&line.jaren).enumerate();
        let value = |(i, ((naam, kolom), cel)): (usize, ((&Naam, &Staatkolom), &Option<Cel>))| {
            let cel = (*cel)?;
            let value = match kolom.soort {
                Kolomsoort::Bedrag | Kolomsoort::Tekst => {
                    Values::Amount(cel.times(eenheid.euros()))
                }
                _ if cel.is_gelakt() => Values::Withheld(cel.gelakt),
                Kolomsoort::Procent => Values::Percentage(cel.exact()?),
                Kolomsoort::Aantal => match cel.exact().and_then(|count| count.to_usize()) {
                    Some(count) if cel.van.fract().is_zero() => Values::Count(count),
                    _ => Values::Text(cell(&cel, figures.decimalen[i].van(&cel))),
                },
            };
            Some((naam.as_str().to_owned(), value))
        };
        let values = columns.filter_map(value).collect();
        posts.insert(name.as_str().to_owned(), Values::Group(values));
    }
}

/// The lines of a table.
struct TableLines<'a> {
    tabel: &'a Tabel<'a>,
    figures: &'a TabelCijfers,
}

impl TableLines<'_> {
    /// The figures of the table as a whole.
    fn table(&self) -> ByName {
        let figures = self.figures;
        let groups = &self.tabel.inhoud.groepen;
        let mut out = ByName::from([
            ("totaal".to_owned(), Values::Group(self.printed(Somregel::Totaal))),
            ("aantal_groepen".to_owned(), Values::Count(groups.len())),
            ("aantal_maatregelen".to_owned(), count(groups)),
        ]);
        if self.tabel.inhoud.over_dekking() {
            let mut cover = self.series(&figures.dekking);
            cover.insert("aandeel".into(), self.share(&figures.dekking));
            out.insert("dekking".into(), Values::Group(cover));
            out.insert("saldo".into(), Values::Group(self.series(&figures.saldo)));
            out.insert("tekort".into(), self.shortage());
        }
        let positions =
            [("beginstand", &figures.beginstand), ("nieuwe_stand", &figures.nieuwe_stand)];
        for (name, line) in positions {
            if let Some(line) = line {
                out.insert(name.into(), Values::Group(self.series(line)));
            }
        }
        out
    }

    fn groups(&self, groups: &mut ByName, measures: &mut ByName) {
        for (g, groep) in self.tabel.inhoud.groepen.iter().enumerate() {
            if let Some(name) = &groep.id {
                let line = &self.figures.groepen[g];
                let mut values = self.printed(Somregel::Subtotaal(g));
                if let Some(titel) = &groep.titel {
                    values.insert("titel".into(), Values::Text(titel.to_string()));
                }
                let count = count(std::slice::from_ref(groep));
                values.insert("aantal_maatregelen".into(), count);
                values.insert("aandeel".into(), self.share(line));
                groups.insert(name.as_str().to_owned(), Values::Group(values));
            }
            for (m, maatregel) in groep.maatregelen.iter().enumerate() {
                if let Some(name) = &maatregel.id {
                    let line = &self.figures.maatregelen[g][m];
                    let mut values = self.series(line);
                    values.insert("aandeel".into(), self.share(line));
                    values
                        .insert("maatregel".into(), Values::Text(maatregel.maatregel.to_string()));
                    measures.insert(name.as_str().to_owned(), Values::Group(values));
                }
            }
        }
    }

    /// A computed line as the table prints it.
    fn printed(&self, regel: Somregel) -> ByName {
        self.figures.gedrukt(regel).map(|line| self.series(line)).unwrap_or_default()
    }

    /// A line by year, with `structureel` where the table has it and `som` (all years of the table
    /// together). An empty cell has no value.
    fn series(&self, line: &Reeks) -> ByName {
        let euros = |cel: Cel| Values::Amount(cel.times(self.tabel.eenheid.euros()));
        let mut out = self.columns(line.cells(), euros);
        out.insert("som".into(), euros(line.som()));
        out
    }

    /// What a line is of the table's total, in percents; only of what is exact, and where there is a total.
    fn share(&self, line: &Reeks) -> Values {
        let share = |(part, whole): (Option<Cel>, Option<Cel>)| {
            let (part, whole) = (part?, whole?);
            if part.is_gelakt() || whole.is_gelakt() {
                return Some(Values::Withheld(part.gelakt.en(whole.gelakt)));
            }
            let of_hundred = part.exact()?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some(Values::Percentage(of_hundred.checked_div(whole.exact()?)?))
        };
        let cells: Vec<Option<Values>> =
            line.cells().zip(self.figures.totaal.cells()).map(share).collect();
        let mut out = self.columns(cells.into_iter(), |share| share);
        if let Some(sum) = share((Some(line.som()), Some(self.figures.totaal.som()))) {
            out.insert("som".into(), sum);
        }
        Values::Group(out)
    }

    /// The balance without its sign, where it is negative: elsewhere a sentence about a shortage would be
    /// wrong, and gets a diagnostic.
    fn shortage(&self) -> Values {
        let euros = self.tabel.eenheid.euros();
        let short = |cel: Cel| {
            (cel.tot < Decimal::ZERO || cel.is_gelakt())
                .then(|| (Cel::default() - cel).times(euros))
        };
        let cells: Vec<Option<Cel>> =
            self.figures.saldo.cells().map(|cell| cell.and_then(short)).collect();
        let mut out = self.columns(cells.into_iter(), Values::Amount);
        if let Some(sum) = short(self.figures.saldo.som()) {
            out.insert("som".into(), Values::Amount(sum));
        }
        Values::Group(out)
    }

    fn columns<T>(
        &self,
        cells: impl Iterator<Item = Option<T>>,
        value: impl Fn(T) -> Values,
    ) -> ByName {
        let shown = self.tabel.jaren.len() + usize::from(self.figures.heeft_structureel);
        kolommen(self.tabel.jaren)
            .zip(cells)
            .take(shown)
            .filter_map(|(name, cell)| Some((name, value(cell?))))
            .collect()
    }
}

/// How many measures groups have. Of a group that is withheld as a whole nobody knows.
fn count(groepen: &[Groep]) -> Values {
    let gelakt = |name: &Rijnaam| Gronden::of_merk(name.as_str());
    let whole = |groep: &Groep| {
        let titel = groep.titel.as_ref().and_then(gelakt)?;
        groep.maatregelen.iter().all(|line| gelakt(&line.maatregel).is_some()).then_some(titel)
    };
    let gronden: Gronden = groepen.iter().filter_map(whole).collect();
    match gronden.is_empty() {
        true => Values::Count(groepen.iter().map(|groep| groep.hele().count()).sum()),
        false => Values::Withheld(gronden),
    }
}

fn group<const N: usize>(names: [(&str, Values); N]) -> Values {
    Values::Group(names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
