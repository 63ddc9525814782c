//! In: the annex as typed. Out: its figures, or what keeps them from being computed. Pure.

mod deelwoord;
mod dubbel;
mod gepubliceerd;
mod kolomkop;
mod regelnaam;
mod staat;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use self::gepubliceerd::published_at;
use super::Context;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Bedrag, Bestand, Bewering, Bijlage, Cel, Cijfers, Decimalen, Eenheid, Jaar, Kolomsoort,
    Margekant, Naam, Root, Somkolom, Somregel, Soort, Tabel, TabelCijfers, kolommen, notation,
};
use crate::source::{Sources, Span};
use crate::yaml::{Node, Path};

/// More than any amount of the Rijksbegroting, in euros: the whole of it is about half.
const MAX_EUROS: u64 = 1_000_000_000_000;

/// Most places of one mistake that are shown.
const MAX_PLACES: usize = 20;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Option<Cijfers> {
    let dossier = context.reading.dossier.as_ref()?;
    let bijlage = dossier.bijlage.as_ref()?;
    let tree = context.reading.trees.get(&Root::File(Bestand::Bijlage))?;
    let lijsten = context.reading.trees.lijsten.as_deref();
    let mut look = Look { tree, sources: context.sources, found };
    let before = look.found.len();
    look.structure(bijlage);
    let mut names = [const { Taken::new() }; 5];
    let tables = bijlage.alle_tabellen();
    for tabel in &tables {
        look.names(tabel, &mut names);
        look.amounts(tabel);
        look.staat(tabel);
        look.heads(tabel);
        look.loose(tabel);
    }
    let hinders = [codes::TABLE_INCOMPLETE, codes::FORMULA_INVALID];
    if look.found[before..].iter().any(|diagnostic| hinders.contains(&diagnostic.code)) {
        return None;
    }
    let cijfers = Cijfers::new(bijlage);
    for (tabel, figures) in tables.iter().zip(&cijfers.tabellen) {
        look.shifts(tabel, figures);
        let deelrij = lijsten.map(|lijsten| &lijsten.spreadsheet.deelrij);
        let mut told = deelrij.map(|words| look.parts(tabel, figures, words)).unwrap_or_default();
        told.extend(lijsten.map(|words| look.named_otherwise(tabel, words)).unwrap_or_default());
        look.sums(tabel, figures, &told);
        look.numbered_twice(tabel);
        if let Some(words) = deelrij {
            look.named_as_parts(tabel, words, &dossier.profiel.bijlage.waarvan);
        }
        look.unprinted(tabel, figures, &dossier.profiel.bijlage);
        look.more(tabel, figures);
        look.zeros(tabel, figures);
        look.cover(tabel, figures);
        look.naast(tabel, figures.staat.as_ref());
        if let (Some(words), Some(staat)) = (lijsten, &figures.staat) {
            look.total_column(tabel, staat, words);
        }
        look.published(tabel, figures);
        look.unknown_parts(tabel, figures);
    }
    look.claims(&context.reading.trees.beweringen, &tables, &cijfers);
    Some(cijfers)
}

/// Names in use, with the place where each was given.
type Taken<'a> = BTreeMap<&'a Naam, Span>;

/// The lines that have amounts of their own, each with its path.
fn lines<'a>(tabel: &Tabel<'a>) -> Vec<(Path, &'a BTreeMap<Jaar, Bedrag>, Option<Bedrag>)> {
    let mut lines = Vec::new();
    for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
        let measures = tabel.path.key("groepen").index(g).key("maatregelen");
        for (m, maatregel) in groep.maatregelen.iter().enumerate() {
            lines.push((measures.index(m), &maatregel.bedragen, maatregel.structureel));
        }
    }
    for (b, bron) in tabel.inhoud.bronnen().iter().enumerate() {
        lines.push((tabel.path.key("dekking").index(b), &bron.bedragen, bron.structureel));
    }
    if let Some(begin) = &tabel.inhoud.beginstand {
        lines.push((tabel.path.key("beginstand"), &begin.bedragen, begin.structureel));
    }
    lines
}

struct Look<'a> {
    tree: &'a Node,
    sources: &'a Sources,
    found: &'a mut Vec<Diagnostic>,
}

impl Look<'_> {
    fn place(&self, path: &Path) -> Span {
        self.tree.place(path, self.sources)
    }

    fn key(&self, path: &Path) -> Span {
        self.tree.key_place(path, self.sources)
    }

    /// Every table has lines and years, and there are not both one table and more.
    fn structure(&mut self, bijlage: &Bijlage) {
        let root = Path::default();
        if !bijlage.tabellen.is_empty() {
            for field in [
                "groepen",
                "spreadsheet",
                "staat",
                "beginstand",
                "totaal",
                "dekking",
                "nieuwe_stand",
            ] {
                if self.tree.get(field).is_some() {
                    let message = format!("`{field}` hoort bij een van de tabellen");
                    let span = self.key(&root.key(field));
                    self.found.push(
                        Diagnostic::error(codes::TABLE_INCOMPLETE, message)
                            .at(span, "")
                            .at(self.key(&root.key("tabellen")), "de tabellen")
                            .help("zet het in een tabel van `tabellen:`, of maak er één tabel van"),
                    );
                }
            }
        }
        self.order(&bijlage.jaren, &root.key("jaren"));
        for (tabel, own) in
            bijlage.alle_tabellen().iter().zip(bijlage.tabellen.iter().map(Some).chain([None]))
        {
            if let Some(own) = own {
                self.order(&own.jaren, &tabel.path.key("jaren"));
            }
            // At the first field of the table, or of the file.
            let span = self.place(&tabel.path);
            if let Some(staat) = &tabel.inhoud.staat {
                self.own_columns(tabel, staat);
                continue;
            }
            let mut missing = Vec::new();
            if tabel.inhoud.groepen.is_empty() && tabel.inhoud.spreadsheet.is_none() {
                missing.push("`groepen:`");
            }
            if tabel.jaren.is_empty() {
                missing.push("`jaren:`");
            }
            if !missing.is_empty() {
                self.found.push(
                    Diagnostic::error(
                        codes::TABLE_INCOMPLETE,
                        format!("deze tabel heeft geen {}", words::enumerate(&missing, "en geen")),
                    )
                    .at(span, "")
                    .help(match tabel.inhoud.spreadsheet {
                        Some(_) => "noem de jaren hier, of in de koppen van de spreadsheet",
                        None => "voeg toe wat ontbreekt, of noem met `spreadsheet:` een blad",
                    }),
                );
            }
        }
    }

    fn order(&mut self, jaren: &[Jaar], path: &Path) {
        for (i, pair) in jaren.windows(2).enumerate() {
            if pair[1] <= pair[0] {
                let message = if pair[1] == pair[0] {
                    format!("het jaar {} staat er twee keer", pair[1])
                } else {
                    format!("het jaar {} staat na {}", pair[1], pair[0])
                };
                let span = self.place(&path.index(i + 1));
                self.found.push(
                    Diagnostic::error(codes::YEAR_ORDER, message)
                        .at(span, "")
                        .help("zet elk jaar er één keer in, van vroeg naar laat"),
                );
            }
        }
    }

    /// Every name is given once in the whole annex.
    fn names<'a>(&mut self, tabel: &Tabel<'a>, names: &mut [Taken<'a>; 5]) {
        let [tables, groups, measures, sources, posts] = names;
        if let Some(name) = tabel.id {
            self.unique(tables, name, &tabel.path);
        }
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let group = tabel.path.key("groepen").index(g);
            if let Some(name) = &groep.id {
                self.unique(groups, name, &group);
            }
            for (m, maatregel) in groep.maatregelen.iter().enumerate() {
                if let Some(name) = &maatregel.id {
                    self.unique(measures, name, &group.key("maatregelen").index(m));
                }
            }
        }
        for (b, bron) in tabel.inhoud.bronnen().iter().enumerate() {
            if let Some(name) = &bron.id {
                self.unique(sources, name, &tabel.path.key("dekking").index(b));
            }
        }
        for (p, post) in tabel.inhoud.staat.iter().flat_map(|staat| &staat.posten).enumerate() {
            if let Some(name) = &post.id {
                self.unique(posts, name, &tabel.path.key("staat").key("posten").index(p));
            }
        }
    }

    fn unique<'a>(&mut self, names: &mut Taken<'a>, name: &'a Naam, path: &Path) {
        let span = self.place(&path.key("id"));
        let Some(first) = names.get(name) else {
            names.insert(name, span);
            return;
        };
        self.found.push(
            Diagnostic::error(
                codes::ID_DUPLICATE,
                format!("de naam `{}` is al gebruikt", name.as_str()),
            )
            .at(span, "tweede keer")
            .at(first.clone(), "eerste keer")
            .help("geef elke groep, maatregel, bron, post en tabel een eigen naam"),
        );
    }

    /// Every amount stands in a year of the table, and is a possible one.
    fn amounts(&mut self, tabel: &Tabel<'_>) {
        let mut huge = Vec::new();
        let mut look = |bedrag: Bedrag, cell: Path| {
            let cel = Cel::from(bedrag);
            let euros = cel.van.abs().max(cel.tot.abs()) * tabel.eenheid.euros();
            if euros > Decimal::from(MAX_EUROS) {
                huge.push((euros, cell));
            }
        };
        for (path, bedrag, kolom) in staat::cellen(tabel) {
            let column = tabel.inhoud.staat.as_ref().and_then(|s| s.kolommen.cijfers().nth(kolom));
            if column.is_some_and(|(_, column)| column.soort == Kolomsoort::Bedrag) {
                look(bedrag, path);
            }
        }
        let mut unknown = Vec::new();
        for (path, bedragen, structureel) in lines(tabel) {
            for (year, bedrag) in bedragen {
                let cell = path.key("bedragen").key(&year.to_string());
                if !tabel.jaren.is_empty() && !tabel.jaren.contains(year) {
                    unknown.push((*year, cell.clone()));
                }
                look(*bedrag, cell);
            }
            if let Some(bedrag) = structureel {
                look(bedrag, path.key("structureel"));
            }
        }
        let groups = tabel.inhoud.groepen.iter().enumerate();
        let published = groups
            .map(|(g, groep)| (Somregel::Subtotaal(g), &groep.subtotaal))
            .chain([(Somregel::Totaal, &tabel.inhoud.totaal)]);
        for (regel, bedragen) in published {
            let years = bedragen.keys().filter_map(|kolom| match kolom {
                Somkolom::Jaar(jaar) => Some(*jaar),
                Somkolom::Structureel => None,
            });
            let others = years.filter(|year| !tabel.jaren.contains(year));
            let at = |year: Jaar| (year, published_at(tabel, regel).key(&year.to_string()));
            unknown.extend(others.map(at));
        }
        for (year, cell) in unknown {
            self.unknown_year(tabel, year, &cell);
        }
        self.unlikely(tabel.eenheid, &huge);
    }

    /// Amounts that are something, and of which the decimals that are printed leave nothing.
    fn zeros(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let vanished = |bedrag: Bedrag, decimals: u32| {
            let cel = Cel::from(bedrag);
            let printed = cel.rounded(decimals);
            let vanishes = |own: Decimal, printed: Decimal| !own.is_zero() && printed.is_zero();
            vanishes(cel.van, printed.van) || vanishes(cel.tot, printed.tot)
        };
        let printed_zero = |bedrag: Bedrag| vanished(bedrag, cijfers.decimalen.van(&bedrag.into()));
        let mut cells = Vec::new();
        let mut enkel = cijfers.decimalen.enkel;
        let columns = cijfers.staat.iter().flat_map(|staat| &staat.decimalen);
        let columns: Vec<&Decimalen> = columns.collect();
        for (path, bedrag, kolom) in staat::cellen(tabel) {
            let Some(decimalen) = columns.get(kolom) else { continue };
            if vanished(bedrag, decimalen.van(&bedrag.into())) {
                enkel = if cells.is_empty() { decimalen.enkel } else { enkel };
                cells.push(path);
            }
        }
        for (path, bedragen, structureel) in lines(tabel) {
            let years = bedragen.iter().filter(|(_, bedrag)| printed_zero(**bedrag));
            cells.extend(years.map(|(year, _)| path.key("bedragen").key(&year.to_string())));
            cells.extend(structureel.filter(|b| printed_zero(*b)).map(|_| path.key("structureel")));
        }
        let Some(first) = cells.first() else { return };
        let zero = notation(Decimal::ZERO, enkel);
        let more = match cells.len() {
            1 => String::new(),
            count => format!(", zo ook {}", words::count(count - 1, "ander", "andere")),
        };
        let message = format!("dit bedrag is niet nul, en wordt gedrukt als {zero}{more}");
        let span = self.place(first);
        self.found.push(Diagnostic::warning(codes::PRINTED_ZERO, message).at(span, "").help(format!(
            "kijk of het bedrag in `{}` staat; is dat zo, vraag dan met `decimalen` meer decimalen, of kies een kleinere `eenheid`",
            tabel.eenheid.word()
        )));
    }

    fn unknown_year(&mut self, tabel: &Tabel<'_>, year: Jaar, cell: &Path) {
        let years = words::list(tabel.jaren.iter().map(ToString::to_string), "en");
        let span = self.key(cell);
        self.found.push(
            Diagnostic::error(codes::YEAR_UNKNOWN, format!("{year} is geen jaar van deze tabel"))
                .at(span, "")
                .help(format!(
                    "de tabel heeft {years}; voeg het jaar toe aan `jaren` of haal het hier weg"
                )),
        );
    }

    /// Amounts that no budget has, once for all of them: one wrong unit makes them all so.
    fn unlikely(&mut self, eenheid: Eenheid, huge: &[(Decimal, Path)]) {
        let Some(most) = huge.iter().map(|(euros, _)| *euros).max() else { return };
        let billions = notation(most / Decimal::from(1_000_000_000), 0);
        let message = match huge.len() {
            1 => format!("dit is € {billions} miljard, meer dan de hele Rijksbegroting"),
            count => format!(
                "{count} bedragen zijn meer dan de hele Rijksbegroting, het hoogste is € {billions} miljard"
            ),
        };
        let mut diagnostic = Diagnostic::error(codes::AMOUNT_HUGE, message);
        for (_, path) in huge.iter().take(MAX_PLACES) {
            diagnostic = diagnostic.at(self.place(path), "");
        }
        self.found.push(diagnostic.help(format!(
            "de bedragen staan in `{}`; deel het bedrag, of pas `eenheid` aan",
            eenheid.word()
        )));
    }

    /// Money that only moves from year to year adds up to nothing.
    fn shifts(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let groups = tabel.inhoud.groepen.iter().zip(&cijfers.maatregelen).enumerate();
        for (g, (groep, lines)) in groups.filter(|(_, (groep, _))| groep.soort == Soort::Kasschuif)
        {
            for (m, line) in lines.iter().enumerate() {
                let path = tabel.path.key("groepen").index(g).key("maatregelen").index(m);
                // In the public edition nobody sees what it adds up to; the other edition was looked at.
                if !line.gelakt().is_empty() {
                    continue;
                }
                let structural = line.structureel.filter(|cell| *cell != Cel::default());
                let wrong = match (line.som().exact(), structural) {
                    (_, Some(_)) => "een kasschuif heeft geen structureel bedrag".to_owned(),
                    (None, _) => {
                        "een kasschuif heeft vaste bedragen, geen marge of p.m.".to_owned()
                    }
                    (Some(sum), _) if sum.is_zero() => continue,
                    (Some(sum), _) => format!(
                        "deze kasschuif telt op tot {}, niet tot nul",
                        notation(sum, sum.normalize().scale())
                    ),
                };
                let field = if structural.is_some() { "structureel" } else { "bedragen" };
                let span = self.key(&path.key(field));
                self.found.push(
                    Diagnostic::error(codes::SHIFT_OPEN, wrong).at(span, words::shorten(groep.maatregelen[m].maatregel.as_str())).help(
                        "een kasschuif verplaatst geld tussen jaren; kost het ook geld, zet dat dan in een groep `uitgaven`",
                    ),
                );
            }
        }
    }

    /// A table that costs money says how it is paid, be it that nothing pays it.
    fn cover(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let costs = cijfers.totaal.cells().flatten().any(|cell| cell != Cel::default());
        if tabel.inhoud.dekking.is_none() && tabel.inhoud.beginstand.is_none() && costs {
            let span = self.key(&tabel.path.key("groepen"));
            self.found.push(
                Diagnostic::warning(
                    codes::COVER_MISSING,
                    "deze tabel zegt niet waaruit het wordt betaald",
                )
                .at(span, "")
                .help("zet onder `dekking:` de bronnen, of schrijf `dekking: geen`")
                .help("gaat de tabel niet over dekking, schrijf dan `dekking: nvt`"),
            );
        }
        self.other_unit(tabel, cijfers);
    }

    /// Cover in the file that is exactly a thousand times the costs in the spreadsheet, or the reverse, is in another
    /// unit.
    fn other_unit(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let path = tabel.path.key("dekking");
        let sources = self.tree.at(&path.index(0)).is_some_and(|node| !node.is_cell());
        let (Some(costs), Some(cover)) =
            (cijfers.som(Somregel::Totaal), cijfers.som(Somregel::TotaalDekking))
        else {
            return;
        };
        if tabel.inhoud.spreadsheet.is_none() || !sources {
            return;
        }
        let pairs: Vec<(Decimal, Decimal)> = costs
            .cells()
            .zip(cover.cells())
            .filter_map(|pair| Some((pair.0?.van, pair.1?.van)))
            .filter(|(costs, cover)| !costs.is_zero() || !cover.is_zero())
            .collect();
        let thousand = Decimal::from(1_000);
        let smaller = pairs.iter().all(|(costs, cover)| *cover * thousand == *costs);
        let larger = pairs.iter().all(|(costs, cover)| *costs * thousand == *cover);
        if pairs.is_empty() || !smaller && !larger {
            return;
        }
        let size = if smaller { "klein" } else { "groot" };
        let span = self.key(&path);
        self.found.push(
            Diagnostic::warning(
                codes::UNIT_CONFLICT,
                format!("deze dekking is precies duizend keer zo {size} als de kosten in de spreadsheet"),
            )
            .at(span, format!("hier in {}", tabel.eenheid.word()))
            .help("zet `eenheid` van de tabel op die van de dekking, en zet bij `spreadsheet:` met `eenheid` die van het blad; het blad wordt dan omgerekend"),
        );
    }

    /// What a sheet says of a figure is what is computed here.
    fn claims(&mut self, claims: &[Bewering], tables: &[Tabel<'_>], cijfers: &Cijfers) {
        let mut told = BTreeSet::new();
        for claim in claims {
            let (Some(tabel), Some(figures)) =
                (tables.get(claim.tabel), cijfers.tabellen.get(claim.tabel))
            else {
                continue;
            };
            let line = figures.som(claim.regel);
            // Only a position that the table starts from leads to another one.
            if line.is_none() && told.insert(claim.tabel) {
                let message = "hier staat een nieuwe stand, en de tabel gaat van geen stand uit: er is niets om mee te vergelijken";
                self.found.push(
                    Diagnostic::warning(codes::SHEET_TOTAL, message)
                        .at(claim.span.clone(), "")
                        .help("zet de stand waar de tabel van uitgaat bij `beginstand:`, of geef haar in het blad in een kolom `Soort` het woord `beginstand`"),
                );
            }
            let column = claim.jaar.map_or(Some(tabel.jaren.len()), |jaar| {
                tabel.jaren.iter().position(|year| *year == jaar)
            });
            let Some(cell) =
                line.zip(column).and_then(|(line, column)| line.cells().nth(column)?)
            else {
                continue;
            };
            let right = if claim.kant == Margekant::Tot { cell.tot } else { cell.van };
            let either = claim.kant == Margekant::Beide && cell.tot == claim.waarde;
            // A sheet computes with 15 digits, and of a large sum the last ones are lost.
            let slack = Decimal::new(1, 6) + right.abs() * Decimal::new(1, 13);
            let same = (right - claim.waarde).abs() < slack || either || cell.is_gelakt();
            if !same {
                let scale = right.normalize().scale().min(4);
                let column = kolommen(tabel.jaren).nth(column.unwrap_or(0)).unwrap_or_default();
                self.found.push(
                    Diagnostic::warning(
                        codes::SHEET_TOTAL,
                        format!(
                            "de spreadsheet zegt {}, de regels zijn samen {}",
                            notation(claim.waarde, claim.waarde.normalize().scale().min(4)),
                            notation(right, scale)
                        ),
                    )
                    .at(claim.span.clone(), column)
                    .help("kijk of de formule alle regels telt; in de bijlage komt de som van de regels"),
                );
            }
        }
    }
}
