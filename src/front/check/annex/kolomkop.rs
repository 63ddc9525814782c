//! In: the heads of a table with columns of its own, and its figures. Out: heads that say another computation than there is.
//! Pure.

use std::collections::BTreeMap;

use super::Look;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Begrotingsstaat, Cel, Kolomsoort, Kopnummer, Lijsten, Naam, Naamsoort, StaatCijfers,
    Staatkolom, Tabel, afronding, cell, naamsoort,
};
use crate::yaml::Path;

impl Look<'_> {
    /// The numbers and computations in the heads are those of the columns.
    pub(super) fn heads(&mut self, tabel: &Tabel<'_>) {
        let Some(staat) = &tabel.inhoud.staat else { return };
        let path = tabel.path.key("staat").key("kolommen");
        let columns: Vec<(&Naam, &Staatkolom)> = staat.kolommen.cijfers().collect();
        let mut taken: BTreeMap<u32, &Naam> = BTreeMap::new();
        for ((naam, kolom), number) in columns.iter().zip(staat.kolommen.nummers()) {
            let at = path.key(naam.as_str()).key("kop");
            let first = taken.insert(number, naam).filter(|_| staat.kolommen.heeft_formules());
            if let Some(first) = first {
                let message = format!("twee kolommen krijgen het nummer ({number})");
                let other = self.place(&path.key(first.as_str()).key("kop"));
                let told = Diagnostic::error(codes::HEAD_FORMULA, message)
                    .at(self.place(&at), "")
                    .at(other, "en deze")
                    .help("zet in elke kop een nummer, van links naar rechts, of in geen: dan komen zij er vanzelf");
                self.found.push(told);
            }
            let said = Kopnummer::lees(kolom.kop.as_str());
            let Some(formule) = &said.formule else { continue };
            let typed = &said.getypt;
            let span = self.place(&at);
            match kolom.formule.as_ref().map(|own| (own, staat.kolommen.in_nummers(own))) {
                Some((_, None)) => {}
                Some((_, Some(own))) if own == *formule => {}
                Some((own, _)) => self.found.push(
                    Diagnostic::error(
                        codes::HEAD_FORMULA,
                        format!("de kop zegt {typed}, en de kolom is `{own}`"),
                    )
                    .at(span, "")
                    .help("verbeter de kop of de formule; een nummer en een formule die niet in de kop staan, komen er vanzelf"),
                ),
                None => {
                    let help = match written(staat, formule.kanten()) {
                        Some(formule) => format!("zet bij de kolom `formule: {formule}`; wat u daar typt, wordt ermee vergeleken"),
                        None => "zet bij de kolom een `formule:`, met de korte namen van de kolommen".to_owned(),
                    };
                    let message = format!("de kop zegt {typed}, en de kolom wordt niet berekend");
                    self.found.push(
                        Diagnostic::warning(codes::HEAD_FORMULA, message).at(span, "").help(help),
                    );
                }
            }
        }
    }

    /// What was typed in a column that is called a total is what the columns before it are together.
    pub(super) fn total_column(
        &mut self,
        tabel: &Tabel<'_>,
        cijfers: &StaatCijfers,
        lijsten: &Lijsten,
    ) {
        let Some(staat) = &tabel.inhoud.staat else { return };
        let of = |kop: &str| naamsoort(kop, &lijsten.geld, &lijsten.spreadsheet);
        let columns: Vec<(&Naam, &Staatkolom)> = staat.kolommen.cijfers().collect();
        let is_total = |kolom: &Staatkolom| {
            let one_word = !head(kolom).contains(' ');
            one_word && of(kolom.kop.as_str()) == Some(Naamsoort::Som)
        };
        for (total, (naam, kolom)) in columns.iter().enumerate() {
            if !is_total(kolom) || kolom.formule.is_some() || kolom.soort == Kolomsoort::Procent {
                continue;
            }
            let adds = |at: &usize| {
                let other = columns[*at].1;
                other.soort == kolom.soort && !is_total(other)
            };
            let start = (0..total).rev().find(|at| is_total(columns[*at].1)).map_or(0, |at| at + 1);
            let all: Vec<usize> = (start..total).filter(adds).collect();
            let same = |at: &usize| columns[*at].1.boven == kolom.boven;
            let is_year = |at: &usize| head(columns[*at].1).parse::<u16>().is_ok();
            let some = |wanted: &dyn Fn(&usize) -> bool| -> Vec<usize> {
                all.iter().copied().filter(wanted).collect()
            };
            let mut ways = vec![all.clone(), some(&same), some(&is_year)];
            ways.retain(|way| way.len() > 1);
            let off =
                |at: &usize| matches!(of(columns[*at].1.kop.as_str()), Some(Naamsoort::Soort(_)));
            if ways.is_empty() || all.iter().any(off) {
                continue;
            }
            let unequal = |post: usize| {
                let line = &cijfers.gedrukt[post].jaren;
                let typed = line[total].filter(|cel| cel.exact().is_some())?;
                let sum = |way: &Vec<usize>| {
                    way.iter().fold(Cel::default(), |sum, at| sum + line[*at].unwrap_or_default())
                };
                let decimals = cijfers.decimalen[total].enkel;
                let fits = |way: &Vec<usize>| {
                    let slack = match kolom.soort {
                        Kolomsoort::Bedrag => afronding(tabel.eenheid, typed, way.len(), decimals),
                        _ => Default::default(),
                    };
                    let sum = sum(way);
                    sum.exact()
                        .zip(typed.exact())
                        .is_none_or(|(sum, typed)| sum == typed || (sum - typed).abs() < slack)
                };
                (!ways.iter().any(fits)).then(|| (typed, sum(&ways[ways.len() - 1])))
            };
            let typed_here = |post: &usize| staat.posten[*post].cellen.contains_key(*naam);
            let first = (0..staat.posten.len())
                .filter(typed_here)
                .find_map(|post| Some((post, unequal(post)?)));
            let Some((post, (typed, sum))) = first else { continue };
            let said =
                |cel: &Cel| cell(cel, cel.van.normalize().scale().min(4)).replace('\u{a0}', " ");
            let names: Vec<&str> =
                ways[ways.len() - 1].iter().map(|at| columns[*at].0.as_str()).collect();
            let posten = tabel.path.key("staat").key("posten");
            let span = self.place(&posten.index(post).key("cellen").key(naam.as_str()));
            let message = format!(
                "in de kolom `{}` staat {}, en de kolommen ervoor zijn samen {}",
                words::shorten(kolom.kop.as_str()),
                said(&typed),
                said(&sum)
            );
            self.found.push(
                Diagnostic::warning(codes::HEAD_FORMULA, message)
                    .at(span, "")
                    .at(self.column(tabel, naam), "de kolom")
                    .help(format!(
                        "zet bij de kolom `formule: {}`, dan wordt zij berekend; is zij de som van iets anders, geef haar dan een kop die dat zegt",
                        names.join(" + ")
                    )),
            );
        }
    }

    fn column(&self, tabel: &Tabel<'_>, naam: &Naam) -> crate::source::Span {
        let path: Path = tabel.path.key("staat").key("kolommen").key(naam.as_str()).key("kop");
        self.place(&path)
    }
}

/// The words of a head, without what stands in parentheses.
fn head(kolom: &Staatkolom) -> &str {
    let kop = kolom.kop.as_str();
    kop[..kop.find('(').unwrap_or(kop.len())].trim()
}

/// A formula in the short names of columns, by their numbers.
fn written(staat: &Begrotingsstaat, [above, under]: [&[(u32, bool)]; 2]) -> Option<String> {
    let numbers = staat.kolommen.nummers();
    let name = |number: u32| {
        let at = numbers.iter().position(|own| *own == number)?;
        staat.kolommen.cijfers().nth(at).map(|(naam, _)| naam.as_str().to_owned())
    };
    let side = |terms: &[(u32, bool)]| -> Option<String> {
        // What is added comes first.
        let (plus, minus): (Vec<_>, Vec<_>) = terms.iter().partition(|(_, off)| !off);
        let mut text = String::new();
        for (number, off) in plus.into_iter().chain(minus) {
            text.push_str(match (text.is_empty(), off) {
                (true, _) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            });
            text.push_str(&name(number)?);
        }
        Some(if terms.len() > 1 && !under.is_empty() { format!("({text})") } else { text })
    };
    match under {
        [] => side(above),
        under => Some(format!("{} / {}", side(above)?, side(under)?)),
    }
}
