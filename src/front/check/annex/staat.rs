//! In: a table with columns of its own, and its figures. Out: what is wrong with its columns, and with what was typed where
//! a figure is computed. Pure.

use std::collections::BTreeMap;

use super::Look;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Bedrag, Begrotingsstaat, Cel, Formule, Kolomsoort, Naam, Postsoort, StaatCijfers, Staatkolom,
    Tabel, cell,
};
use crate::yaml::Path;

impl Look<'_> {
    /// A table with columns of its own has nothing of one with years.
    pub(super) fn own_columns(&mut self, tabel: &Tabel<'_>, staat: &Begrotingsstaat) {
        let path = tabel.path.key("staat");
        let fields = [
            "groepen",
            "beginstand",
            "nieuwe_stand",
            "standen",
            "totaal",
            "dekking",
            "subtotalen",
            "nummering",
            "grafiek",
        ];
        for field in fields {
            if self.tree.at(&tabel.path.key(field)).is_some() {
                let span = self.key(&tabel.path.key(field));
                self.found.push(
                    Diagnostic::error(
                        codes::TABLE_INCOMPLETE,
                        format!("`{field}` hoort bij een tabel met jaren, en deze tabel heeft een `staat`"),
                    )
                    .at(span, "")
                    .at(self.key(&path), "de staat")
                    .help("maak er onder `tabellen:` twee tabellen van, of haal een van de twee weg"),
                );
            }
        }
        let missing = match (staat.kolommen.cijfers().next(), staat.posten.is_empty()) {
            (None, _) => "kolom met bedragen",
            (_, true) if tabel.inhoud.spreadsheet.is_none() => "`posten:`",
            _ => return,
        };
        let span = self.key(&path);
        self.found.push(
            Diagnostic::error(codes::TABLE_INCOMPLETE, format!("deze tabel heeft geen {missing}"))
                .at(span, "")
                .help("voeg toe wat ontbreekt, of noem met `spreadsheet:` een blad met de posten"),
        );
    }

    /// Nothing stands in columns that are not there, and every formula can be computed.
    pub(super) fn staat(&mut self, tabel: &Tabel<'_>) {
        let Some(staat) = &tabel.inhoud.staat else { return };
        let path = tabel.path.key("staat");
        for (naam, kolom) in staat.kolommen.alle() {
            self.formule(staat, naam, kolom, &path.key("kolommen").key(naam.as_str()));
        }
        let mut above = 0;
        for (i, post) in staat.posten.iter().enumerate() {
            let line = path.key("posten").index(i);
            for naam in post.cellen.keys() {
                self.kolom(staat, naam, false, &line.key("cellen").key(naam.as_str()));
            }
            for naam in post.teksten.keys() {
                self.kolom(staat, naam, true, &line.key("teksten").key(naam.as_str()));
            }
            let deep = staat.niveau(i);
            if deep > above + 1 || post.soort == Postsoort::Waarvan && staat.hele(i).is_none() {
                let message = match post.soort {
                    Postsoort::Waarvan => "boven dit deel staat geen regel".to_owned(),
                    _ if above == 0 => format!("de eerste regel is van niveau {deep}, niet van 1"),
                    _ => {
                        format!("deze regel is van niveau {deep}, en de regel erboven van {above}")
                    }
                };
                let span = self.place(&line);
                self.found.push(
                    Diagnostic::error(codes::TABLE_INCOMPLETE, message)
                        .at(span, "")
                        .help("zet de regel waar zij bij hoort erboven, één niveau hoger"),
                );
            }
            if post.soort != Postsoort::Waarvan {
                above = deep;
            }
        }
    }

    /// The name of a column, where figures or texts are given for it.
    fn kolom(&mut self, staat: &Begrotingsstaat, naam: &Naam, text: bool, path: &Path) {
        let (message, help) = match staat.kolommen.met(naam) {
            Some(kolom) if (kolom.soort == Kolomsoort::Tekst) == text => return,
            Some(_) if text => (
                format!("in de kolom `{}` staat geen tekst", naam.as_str()),
                "zet een bedrag onder `cellen:`, of geef de kolom `soort: tekst`".to_owned(),
            ),
            Some(_) => (
                format!("in de kolom `{}` staat tekst", naam.as_str()),
                "zet haar onder `teksten:`".to_owned(),
            ),
            None => {
                let known: Vec<&str> = (staat.kolommen.alle())
                    .filter(|(_, kolom)| (kolom.soort == Kolomsoort::Tekst) == text)
                    .map(|(naam, _)| naam.as_str())
                    .collect();
                let help = match words::meant(naam.as_str(), known.iter().copied()) {
                    Some(meant) => format!("bedoelde u `{meant}`?"),
                    None if known.is_empty() => "voeg de kolom toe aan `kolommen:`".to_owned(),
                    None => format!("de tabel heeft {}", words::list(&known, "en")),
                };
                (format!("deze tabel heeft geen kolom `{}`", naam.as_str()), help)
            }
        };
        let span = self.key(path);
        self.found.push(Diagnostic::error(codes::COLUMN_UNKNOWN, message).at(span, "").help(help));
    }

    fn formule(&mut self, staat: &Begrotingsstaat, naam: &Naam, kolom: &Staatkolom, path: &Path) {
        let Some(formule) = &kolom.formule else { return };
        let span = self.place(&path.key("formule"));
        let told = |message: String, help: String| {
            Diagnostic::error(codes::FORMULA_INVALID, message).at(span.clone(), "").help(help)
        };
        let known = || staat.kolommen.cijfers().map(|(naam, _)| naam.as_str());
        let unknown =
            formule.kolommen().find(|name| staat.kolommen.nummer(name.as_str()).is_none());
        let divides = !formule.noemer().is_empty();
        let wrong = if let Some(name) = unknown {
            let name = name.as_str();
            Some(match staat.kolommen.alle().any(|(own, _)| own.as_str() == name) {
                true => told(
                    format!("de kolom `{name}` bevat tekst, daarmee kan niet worden gerekend"),
                    "noem een kolom met bedragen".into(),
                ),
                false => told(
                    format!("deze tabel heeft geen kolom `{name}`"),
                    match words::meant(name, known()) {
                        Some(meant) => format!("bedoelde u `{meant}`?"),
                        None => format!(
                            "de tabel heeft {}",
                            words::list(known().collect::<Vec<_>>(), "en")
                        ),
                    },
                ),
            })
        } else if kolom.soort == Kolomsoort::Tekst {
            Some(told(
                "een kolom met tekst heeft geen formule".into(),
                "haal `formule:` weg, of haal `soort: tekst` weg".into(),
            ))
        } else if divides != (kolom.soort == Kolomsoort::Procent) {
            Some(match divides {
                true => told(
                    "deze kolom deelt, en is geen percentage".into(),
                    "zet erbij: `soort: procent`".into(),
                ),
                false => told(
                    "een percentage wordt berekend door te delen".into(),
                    "schrijf bijvoorbeeld `mutatie / begroting`".into(),
                ),
            })
        } else if comes_back(staat, naam) {
            Some(told(
                "deze formule komt bij zichzelf uit".into(),
                "reken elke kolom uit van kolommen die zijn ingevuld".into(),
            ))
        } else {
            None
        };
        self.found.extend(wrong);
    }

    /// What was typed where a figure is computed is that figure, but for rounding; and parts are no more than their whole.
    pub(super) fn naast(&mut self, tabel: &Tabel<'_>, cijfers: Option<&StaatCijfers>) {
        let (Some(staat), Some(cijfers)) = (&tabel.inhoud.staat, cijfers) else { return };
        let posten = tabel.path.key("staat").key("posten");
        let columns: Vec<&Naam> = staat.kolommen.cijfers().map(|(naam, _)| naam).collect();
        for one in &cijfers.naast {
            if one.past || one.berekend.is_gelakt() || one.getypt.is_gelakt() {
                continue;
            }
            let cells = posten.index(one.post).key("cellen");
            self.otherwise(one.getypt, one.berekend, &cells.key(columns[one.kolom].as_str()));
        }
        // Whole, and column, of which the parts were added up.
        let mut parts: BTreeMap<(usize, usize), (Cel, usize)> = BTreeMap::new();
        for (i, line) in cijfers.gedrukt.iter().enumerate() {
            let Some(whole) = staat.hele(i) else { continue };
            for (kolom, cel) in line.jaren.iter().enumerate() {
                let (sum, first) = parts.entry((whole, kolom)).or_insert((Cel::default(), i));
                *sum = *sum + cel.unwrap_or_default();
                *first = (*first).min(i);
            }
        }
        for ((whole, kolom), (sum, first)) in parts {
            let adds = staat.kolommen.cijfers().nth(kolom);
            let adds = adds.is_some_and(|(_, kolom)| {
                kolom.soort != Kolomsoort::Procent && kolom.formule.is_none()
            });
            if let Some(whole) = cijfers.gedrukt[whole].jaren[kolom].filter(|_| adds) {
                let path = posten.index(first).key("cellen").key(columns[kolom].as_str());
                self.larger(whole, sum, cijfers.decimalen[kolom].enkel, &path);
            }
        }
    }

    /// Tells where parts, of which the first stands here, are together more than their whole.
    pub(super) fn larger(&mut self, whole: Cel, parts: Cel, decimals: u32, path: &Path) {
        let (Some(whole), Some(sum)) = (whole.exact(), parts.exact()) else { return };
        // Of amounts with the same sign.
        if sum.abs() <= whole.abs() || sum.is_sign_negative() != whole.is_sign_negative() {
            return;
        }
        let said = |value| cell(&Cel::vast(value), decimals).replace('\u{a0}', " ");
        let message =
            format!("de delen zijn samen {}, de regel erboven is {}", said(sum), said(whole));
        let span = self.place(path);
        self.found.push(
            Diagnostic::warning(codes::PART_LARGER, message)
                .at(span, "")
                .help("kijk of het deel bij deze regel hoort, en of de bedragen kloppen"),
        );
    }
}

/// The figures that were typed in a table with columns of its own, each with its path and the number of its column.
pub(super) fn cellen(tabel: &Tabel<'_>) -> Vec<(Path, Bedrag, usize)> {
    let Some(staat) = &tabel.inhoud.staat else { return Vec::new() };
    let posten = tabel.path.key("staat").key("posten");
    let lines = staat.posten.iter().enumerate();
    lines
        .flat_map(|(i, post)| {
            let cells = posten.index(i).key("cellen");
            let one = move |(naam, bedrag): (&Naam, &Bedrag)| {
                Some((cells.key(naam.as_str()), *bedrag, staat.kolommen.nummer(naam.as_str())?))
            };
            post.cellen.iter().filter_map(one)
        })
        .collect()
}

/// Whether a column is computed of itself.
fn comes_back(staat: &Begrotingsstaat, naam: &Naam) -> bool {
    let mut seen: Vec<&Naam> = Vec::new();
    let of = |naam: &Naam| staat.kolommen.met(naam).and_then(|kolom| kolom.formule.as_ref());
    let mut next: Vec<&Naam> = of(naam).into_iter().flat_map(Formule::kolommen).collect();
    while let Some(name) = next.pop() {
        if name == naam {
            return true;
        }
        if !seen.contains(&name) {
            seen.push(name);
            next.extend(of(name).into_iter().flat_map(Formule::kolommen));
        }
    }
    false
}
