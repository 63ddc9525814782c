//! In: a table of `bijlage.yaml` that names a spreadsheet, and that sheet. Out: the table with the sheet's
//! rows in it, each value at the place of its cell. Pure.
//!
//! From here on nothing knows whether a line was typed in YAML or in a spreadsheet.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::bedrag::{from_float, typed};
use super::read::FileError;
use super::{Bedrag, Eenheid, Jaar, Soort};
use crate::diagnostic::{Code, Diagnostic, codes, words};
use crate::sheet::{self, Cell, Sheet, Unreadable, Value, Wanted};
use crate::source::{Entry, Kind, Node, Path, Sources, Span};

/// What a sheet says of a figure that is computed here.
#[derive(Debug, Clone)]
pub struct Bewering {
    /// The table, from 0.
    pub tabel: usize,
    /// The figure.
    pub regel: Somregel,
    /// The year, or none for structural.
    pub jaar: Option<Jaar>,
    /// Which side of a range.
    pub kant: Kant,
    /// What the sheet says, in the table's unit.
    pub waarde: Decimal,
    /// Where.
    pub span: Span,
}

/// A computed line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Somregel {
    /// The subtotal of this group, from 0.
    Subtotaal(usize),
    /// The total.
    Totaal,
    /// The new position.
    NieuweStand,
    /// All cover.
    TotaalDekking,
    /// Cover minus total.
    Saldo,
}

/// Which side of a range a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kant {
    /// Both: the column has whole amounts.
    Beide,
    /// The lower bound.
    Van,
    /// The upper bound.
    Tot,
}

/// What a column of a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kolom {
    Soort,
    Groep,
    Id,
    Nummer,
    Maatregel,
    Trekker,
    Artikel,
    Appreciatie,
    /// Of a year, or structural.
    Bedrag(Option<Jaar>, Kant),
    Toelichting,
    Herkomst,
}

/// The heads of the columns, as people write them; the first is how we do.
const KOPPEN: &[(&str, &[&str])] = &[
    ("soort", &["Soort"]),
    ("groep", &["Groep", "Thema"]),
    ("id", &["Id", "Naam"]),
    ("nummer", &["Nr.", "Nr", "Nummer"]),
    ("maatregel", &["Maatregel", "Omschrijving"]),
    ("trekker", &["Trekker"]),
    ("artikel", &["Artikel", "Artikelen"]),
    ("appreciatie", &["Appreciatie"]),
    ("structureel", &["Structureel", "Struc.", "Struct."]),
    ("toelichting", &["Toelichting"]),
    ("herkomst", &["Herkomst"]),
];

/// The head of a column as we write it.
pub(crate) fn kolomkop(name: &'static str) -> &'static str {
    KOPPEN.iter().find(|(known, _)| *known == name).map_or(name, |(_, heads)| heads[0])
}

impl Kolom {
    fn of(head: &str) -> Option<Self> {
        let head = head.trim().to_lowercase();
        let (name, kant) = match head.rsplit_once(' ') {
            Some((name, "van")) => (name.trim(), Kant::Van),
            Some((name, "tot")) => (name.trim(), Kant::Tot),
            _ => (head.as_str(), Kant::Beide),
        };
        if let Ok(year) = Jaar::parse(name) {
            return Some(Self::Bedrag(Some(year), kant));
        }
        let (known, _) = KOPPEN
            .iter()
            .find(|(_, heads)| heads.iter().any(|head| head.to_lowercase() == name))?;
        match (*known, kant) {
            ("structureel", kant) => Some(Self::Bedrag(None, kant)),
            (_, Kant::Van | Kant::Tot) => None,
            ("soort", _) => Some(Self::Soort),
            ("groep", _) => Some(Self::Groep),
            ("id", _) => Some(Self::Id),
            ("nummer", _) => Some(Self::Nummer),
            ("maatregel", _) => Some(Self::Maatregel),
            ("trekker", _) => Some(Self::Trekker),
            ("artikel", _) => Some(Self::Artikel),
            ("appreciatie", _) => Some(Self::Appreciatie),
            ("toelichting", _) => Some(Self::Toelichting),
            _ => Some(Self::Herkomst),
        }
    }
}

/// Puts the rows of every sheet that the annex names into its tree.
pub(super) fn graft(
    tree: Node,
    folder: &str,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, FileError>,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> (Node, Vec<Bewering>) {
    let mut claims = Vec::new();
    let mut one = |table: &Node, tabel: usize| -> Vec<Entry> {
        if table.get("spreadsheet").is_none() {
            return Vec::new();
        }
        let mut import = Import { table, whole: &tree, tabel, sources, found, claims: &mut claims };
        import.run(folder, fetch)
    };
    let top = one(&tree, 0);
    let inner: Vec<Vec<Entry>> = match tree.get("tabellen").map(|node| &node.kind) {
        Some(Kind::List(items)) => items.iter().zip(0..).map(|(item, i)| one(item, i)).collect(),
        _ => Vec::new(),
    };
    let mut tree = tree;
    extend(&mut tree, top);
    if let Kind::Map(entries) = &mut tree.kind
        && let Some(tables) = entries.iter_mut().find(|e| e.key.text() == Some("tabellen"))
        && let Kind::List(items) = &mut tables.value.kind
    {
        for (item, new) in items.iter_mut().zip(inner) {
            extend(item, new);
        }
    }
    (tree, claims)
}

fn extend(node: &mut Node, new: Vec<Entry>) {
    if let Kind::Map(entries) = &mut node.kind {
        entries.extend(new);
    }
}

/// What a row is.
enum Rij {
    Groep(Option<Soort>),
    Maatregel,
    Som(Somregel),
    Beginstand,
    Bron,
    GeenDekking,
    Kop,
}

/// A group that is being read.
struct Groep<'a> {
    head: Option<&'a Cell>,
    id: Option<&'a Cell>,
    soort: Option<(Soort, Span)>,
    maatregelen: Vec<Node>,
    at: Span,
}

struct Import<'a> {
    table: &'a Node,
    whole: &'a Node,
    tabel: usize,
    sources: &'a mut Sources,
    found: &'a mut Vec<Diagnostic>,
    claims: &'a mut Vec<Bewering>,
}

/// The columns of a sheet, by the column's number.
type Kolommen = BTreeMap<u32, Kolom>;

impl Import<'_> {
    fn error(&mut self, code: Code, message: impl Into<String>, span: Span, help: &str) {
        self.found.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    fn run(
        &mut self,
        folder: &str,
        fetch: &dyn Fn(&str) -> Result<Vec<u8>, FileError>,
    ) -> Vec<Entry> {
        let path = Path::default().key("spreadsheet");
        let field = |name: &str| self.table.at(&path.key(name)).and_then(Node::text);
        let Some(file) = field("bestand") else { return Vec::new() };
        let (file, blad, bereik) = (file.trim_end().to_owned(), field("blad"), field("bereik"));
        let place = self.table.place(&path.key("bestand"), self.sources);
        let bytes = match fetch(&file) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.found.push(unavailable(&file, &error, place));
                return Vec::new();
            }
        };
        let name = format!("{}/{file}", folder.trim_end_matches('/'));
        match sheet::read(&name, &bytes, Wanted { blad, bereik }, self.sources) {
            Ok(sheet) => self.entries(&sheet, place),
            Err(Unreadable(message, help)) => {
                self.error(codes::SHEET_UNREADABLE, message, place, &help);
                Vec::new()
            }
        }
    }

    /// The fields that the sheet fills.
    fn entries(&mut self, sheet: &Sheet, place: Span) -> Vec<Entry> {
        for name in ["groepen", "beginstand"] {
            if self.table.get(name).is_some() {
                let span = self.table.key_place(&Path::default().key(name), self.sources);
                let message = format!("`{name}` staat hier, en ook in de spreadsheet");
                self.error(codes::TABLE_INCOMPLETE, message, span, "houd één van de twee");
                return Vec::new();
            }
        }
        let Some((at, columns)) = self.head(sheet, &place) else { return Vec::new() };
        self.unit(&sheet.rows[..at]);
        let mut out = Vec::new();
        let years: Vec<&Cell> = sheet.rows[at]
            .iter()
            .filter(|cell| {
                matches!(
                    columns.get(&cell.column),
                    Some(Kolom::Bedrag(Some(_), Kant::Beide | Kant::Van))
                )
            })
            .collect();
        let known = self.table.get("jaren").or_else(|| self.whole.get("jaren"));
        if known.is_none() && !years.is_empty() {
            let items = years
                .iter()
                .map(|cell| text_node(&cell_text(cell).replace(" van", ""), cell.span.clone()))
                .collect();
            out.push(entry("jaren", Node { span: place.clone(), kind: Kind::List(items) }));
        }
        self.body(sheet, at, &columns, place, &mut out);
        out
    }

    /// The row with the heads of the columns, and what each column is.
    fn head(&mut self, sheet: &Sheet, place: &Span) -> Option<(usize, Kolommen)> {
        let kolom = |cell: &Cell| Kolom::of(&cell_text(cell));
        let is_head = |row: &Vec<Cell>| {
            row.iter().any(|cell| kolom(cell) == Some(Kolom::Maatregel))
                && row.iter().any(|cell| matches!(kolom(cell), Some(Kolom::Bedrag(..))))
        };
        let Some(at) = sheet.rows.iter().position(is_head) else {
            self.error(
                codes::SHEET_COLUMN,
                "in dit blad staat geen rij met koppen",
                place.clone(),
                "zet boven de kolommen `Maatregel` en de jaren, zoals `2025`; `kamerbrief bijlage --format xlsx` maakt een voorbeeld",
            );
            return None;
        };
        let known = self.years();
        let mut columns = Kolommen::new();
        for cell in &sheet.rows[at] {
            let text = cell_text(cell);
            let Some(kolom) = Kolom::of(&text) else {
                let heads = KOPPEN.iter().map(|(_, heads)| heads[0]);
                let meant = words::meant(&text, heads.clone());
                let label = meant.map(|head| format!("bedoelde u `{head}`?")).unwrap_or_default();
                self.found.push(
                    Diagnostic::warning(
                        codes::SHEET_COLUMN,
                        format!("de kolom `{}` wordt niet gebruikt", words::shorten(&text)),
                    )
                    .at(cell.span.clone(), label)
                    .help(format!("kolommen zijn {} en jaren", words::list(heads, "en"))),
                );
                continue;
            };
            if columns.values().any(|other| *other == kolom) {
                let message = format!("de kolom `{}` staat er twee keer", words::shorten(&text));
                self.error(codes::SHEET_COLUMN, message, cell.span.clone(), "houd één van de twee");
                continue;
            }
            if let (Kolom::Bedrag(Some(year), _), Some(known)) = (kolom, &known)
                && !known.contains(&year)
            {
                let message = format!("{year} is geen jaar van deze tabel");
                let help = "voeg het jaar toe aan `jaren` in bijlage.yaml, of noem met `bereik` minder kolommen";
                self.error(codes::YEAR_UNKNOWN, message, cell.span.clone(), help);
                continue;
            }
            columns.insert(cell.column, kolom);
        }
        self.halves(&sheet.rows[at], &columns);
        Some((at, columns))
    }

    /// A column `2025 van` needs a column `2025 tot`.
    fn halves(&mut self, head: &[Cell], columns: &Kolommen) {
        for cell in head {
            let other = match columns.get(&cell.column) {
                Some(Kolom::Bedrag(year, Kant::Van)) => (Kolom::Bedrag(*year, Kant::Tot), "tot"),
                Some(Kolom::Bedrag(year, Kant::Tot)) => (Kolom::Bedrag(*year, Kant::Van), "van"),
                _ => continue,
            };
            if !columns.values().any(|column| *column == other.0) {
                let message = format!("bij deze kolom hoort er een met `{}`", other.1);
                let help = "een marge heeft twee kolommen: `2025 van` en `2025 tot`";
                self.error(codes::SHEET_COLUMN, message, cell.span.clone(), help);
            }
        }
    }

    /// The years that the annex gives; none when it leaves them to the sheet.
    fn years(&self) -> Option<Vec<Jaar>> {
        let node = self.table.get("jaren").or_else(|| self.whole.get("jaren"))?;
        let Kind::List(items) = &node.kind else { return None };
        Some(items.iter().filter_map(|item| Jaar::parse(item.text()?).ok()).collect())
    }

    /// What stands above the heads may not name another unit than the annex does.
    fn unit(&mut self, above: &[Vec<Cell>]) {
        let word = self.table.get("eenheid").or_else(|| self.whole.get("eenheid"));
        let Some(word) = word.and_then(Node::text) else { return };
        for cell in above.iter().flatten() {
            let text = cell_text(cell).to_lowercase();
            let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
            let named = if says(&["x € 1 mln", "x € 1 miljoen", "x € 1.000.000", "in miljoenen"])
            {
                Eenheid::Miljoen
            } else if says(&["x € 1.000", "in duizenden"]) {
                Eenheid::Duizend
            } else if says(&["in euro's", "in euro’s", "in hele euro", "x € 1)"]) {
                Eenheid::Euro
            } else {
                continue;
            };
            if named.word() != word {
                self.found.push(
                    Diagnostic::error(
                        codes::UNIT_CONFLICT,
                        format!("de spreadsheet is in {}, de bijlage in {word}", named.word()),
                    )
                    .at(cell.span.clone(), "")
                    .help(format!(
                        "schrijf in bijlage.yaml `eenheid: {}`, of pas het blad aan",
                        named.word()
                    )),
                );
            }
        }
    }

    fn body(
        &mut self,
        sheet: &Sheet,
        head: usize,
        columns: &Kolommen,
        place: Span,
        out: &mut Vec<Entry>,
    ) {
        let mut groups: Vec<Groep<'_>> = Vec::new();
        let (mut sources, mut begin, mut none) = (Vec::new(), None, None);
        let has_kinds = columns.values().any(|column| *column == Kolom::Soort);
        for row in &sheet.rows[head + 1..] {
            let cell =
                |wanted: Kolom| row.iter().find(|cell| columns.get(&cell.column) == Some(&wanted));
            let Some(first) = row.iter().find(|cell| columns.contains_key(&cell.column)) else {
                continue;
            };
            let name = cell(Kolom::Maatregel);
            let Some(kind) = self.kind(has_kinds, cell(Kolom::Soort), name) else { continue };
            // A group in a column of its own goes on until the next.
            if let Some(group) = cell(Kolom::Groep)
                && groups.last().is_none_or(|last| {
                    last.head.is_none_or(|head| cell_text(head) != cell_text(group))
                })
            {
                groups.push(Groep::new(Some(group), None, None, group));
            }
            let mut fields = Vec::new();
            match kind {
                Rij::Kop => {}
                Rij::Groep(soort) => {
                    let soort = soort
                        .zip(cell(Kolom::Soort))
                        .map(|(soort, cell)| (soort, cell.span.clone()));
                    groups.push(Groep::new(name, cell(Kolom::Id), soort, first));
                }
                Rij::Som(line) => {
                    let line = match line {
                        Somregel::Subtotaal(_) if groups.is_empty() => continue,
                        Somregel::Subtotaal(_) => Somregel::Subtotaal(groups.len() - 1),
                        other => other,
                    };
                    self.claims(line, row, columns, sheet.is_text);
                }
                Rij::GeenDekking => none = Some(first),
                Rij::Maatregel | Rij::Bron | Rij::Beginstand => {
                    let amounts = self.amounts(row, columns, sheet.is_text);
                    let Some(name) = name else {
                        if amounts.is_empty() {
                            continue;
                        }
                        let help = "vul de kolom `Maatregel` in, of maak de rij leeg";
                        let message = "een rij met bedragen zonder omschrijving";
                        self.error(codes::SHEET_CELL, message, first.span.clone(), help);
                        continue;
                    };
                    let key = match kind {
                        Rij::Bron => "bron",
                        Rij::Beginstand => "omschrijving",
                        _ => "maatregel",
                    };
                    self.text(key, Some(name), &mut fields);
                    if !matches!(kind, Rij::Beginstand) {
                        self.text("id", cell(Kolom::Id), &mut fields);
                        self.text("artikel", cell(Kolom::Artikel), &mut fields);
                    }
                    if matches!(kind, Rij::Maatregel) {
                        self.text("trekker", cell(Kolom::Trekker), &mut fields);
                        self.text("appreciatie", cell(Kolom::Appreciatie), &mut fields);
                        self.text("toelichting", cell(Kolom::Toelichting), &mut fields);
                        self.text("herkomst", cell(Kolom::Herkomst), &mut fields);
                    }
                    fields.extend(amounts);
                    let node = Node { span: first.span.clone(), kind: Kind::Map(fields) };
                    match kind {
                        Rij::Bron => sources.push(node),
                        Rij::Beginstand => begin = Some(node),
                        _ => {
                            if groups.is_empty() {
                                groups.push(Groep::new(None, None, None, first));
                            }
                            if let Some(group) = groups.last_mut() {
                                group.maatregelen.push(node);
                            }
                        }
                    }
                }
            }
        }
        let groups: Vec<Node> = groups.into_iter().map(|group| self.group(group)).collect();
        if groups.is_empty() {
            let help = "zet onder de koppen op elke rij een maatregel";
            self.error(
                codes::SHEET_COLUMN,
                "in dit blad staan geen maatregelen",
                place.clone(),
                help,
            );
            return;
        }
        let list = |items| Node { span: place.clone(), kind: Kind::List(items) };
        out.push(entry("groepen", list(groups)));
        out.extend(begin.map(|node| entry("beginstand", node)));
        if self.table.get("dekking").is_some() {
            if !sources.is_empty() || none.is_some() {
                let span = self.table.key_place(&Path::default().key("dekking"), self.sources);
                let message = "`dekking` staat hier, en ook in de spreadsheet";
                self.error(codes::TABLE_INCOMPLETE, message, span, "houd één van de twee");
            }
        } else if !sources.is_empty() {
            out.push(entry("dekking", list(sources)));
        } else if let Some(cell) = none {
            out.push(entry("dekking", text_node("geen", cell.span.clone())));
        }
    }

    fn group(&mut self, group: Groep<'_>) -> Node {
        let mut fields = Vec::new();
        self.text("titel", group.head, &mut fields);
        self.text("id", group.id, &mut fields);
        if let Some((soort, span)) = group.soort {
            fields.push(entry("soort", text_node(soort.word(), span)));
        }
        let list = Node { span: group.at.clone(), kind: Kind::List(group.maatregelen) };
        fields.push(entry("maatregelen", list));
        Node { span: group.at, kind: Kind::Map(fields) }
    }

    /// What a row is: what its `Soort` says, or else its name.
    fn kind(&mut self, has_kinds: bool, kind: Option<&Cell>, name: Option<&Cell>) -> Option<Rij> {
        let text = |cell: Option<&Cell>| cell.map(cell_text).unwrap_or_default().to_lowercase();
        let sum = |word: &str| match word {
            "subtotaal" => Some(Somregel::Subtotaal(0)),
            "totaal" | "totaal maatregelen" | "totaal mutaties" => Some(Somregel::Totaal),
            "nieuwe stand" => Some(Somregel::NieuweStand),
            "totaal dekking" => Some(Somregel::TotaalDekking),
            "saldo" => Some(Somregel::Saldo),
            _ => None,
        };
        if !has_kinds {
            let name = text(name);
            return Some(sum(&name).map_or(Rij::Maatregel, Rij::Som));
        }
        let word = text(kind);
        if let Some(line) = sum(&word) {
            return Some(Rij::Som(line));
        }
        if let Some(soort) = Soort::ALL.into_iter().find(|soort| soort.word() == word) {
            return Some(Rij::Groep(Some(soort)));
        }
        match word.as_str() {
            "" | "maatregel" => Some(Rij::Maatregel),
            "groep" => Some(Rij::Groep(None)),
            "beginstand" => Some(Rij::Beginstand),
            "dekking" => Some(Rij::Bron),
            "geen dekking" => Some(Rij::GeenDekking),
            "kop" => Some(Rij::Kop),
            _ => {
                let known = ["maatregel", "groep"].into_iter();
                let known = known.chain(Soort::ALL.into_iter().map(Soort::word)).chain([
                    "beginstand",
                    "subtotaal",
                    "totaal",
                    "nieuwe stand",
                    "dekking",
                    "geen dekking",
                    "totaal dekking",
                    "saldo",
                ]);
                let message = format!("`{}` is geen soort rij", words::shorten(&word));
                let help = format!("kies uit {}, of laat de cel leeg", words::list(known, "of"));
                if let Some(cell) = kind {
                    self.error(codes::SHEET_CELL, message, cell.span.clone(), &help);
                }
                None
            }
        }
    }

    /// A field with a text.
    fn text(&mut self, key: &str, cell: Option<&Cell>, out: &mut Vec<Entry>) {
        let Some(cell) = cell else { return };
        match &cell.value {
            Value::Text(_) | Value::Number(_) => {
                out.push(entry(key, text_node(&cell_text(cell), cell.span.clone())));
            }
            other => {
                self.refuse(other, &cell.span, "tekst");
                // Told once; without it the structure check would miss the field.
                out.push(entry(key, text_node("?", cell.span.clone())));
            }
        }
    }

    /// The amounts of a row.
    fn amounts(&mut self, row: &[Cell], columns: &Kolommen, is_text: bool) -> Vec<Entry> {
        let mut halves: BTreeMap<Option<Jaar>, Vec<(Kant, Bedrag, Span)>> = BTreeMap::new();
        let mut all: Vec<(Option<Jaar>, String, Span)> = Vec::new();
        for cell in row {
            let Some(Kolom::Bedrag(year, kant)) = columns.get(&cell.column) else { continue };
            let Some(text) = self.amount(cell, is_text) else { continue };
            match (kant, Bedrag::parse(&text)) {
                (Kant::Beide, _) => all.push((*year, text, cell.span.clone())),
                (_, Ok(bedrag)) => {
                    halves.entry(*year).or_default().push((*kant, bedrag, cell.span.clone()));
                }
                // The structure check tells what is wrong with it.
                (_, Err(_)) => all.push((*year, text, cell.span.clone())),
            }
        }
        for (year, sides) in halves {
            let span = sides[0].2.clone();
            let side = |wanted| sides.iter().find(|(kant, ..)| *kant == wanted).map(|side| side.1);
            let joined = match (side(Kant::Van), side(Kant::Tot)) {
                (Some(Bedrag::Vast(van)), Some(Bedrag::Vast(tot))) if van < tot => {
                    Some(format!("{} tot {}", typed(van), typed(tot)))
                }
                (Some(van), Some(tot)) if van == tot => Some(van.to_string()),
                _ => None,
            };
            match joined {
                Some(text) => all.push((year, text, span)),
                None => self.error(
                    codes::SHEET_CELL,
                    "`van` en `tot` vormen geen marge",
                    span,
                    "vul beide in, met het kleinste bedrag bij `van`; is het één bedrag, zet het dan bij beide",
                ),
            }
        }
        let mut out = Vec::new();
        let mut years = Vec::new();
        for (year, text, span) in all {
            let value = text_node(&text, span.clone());
            match year {
                Some(year) => years.push(Entry { key: text_node(&year.to_string(), span), value }),
                None => out.push(entry("structureel", value)),
            }
        }
        if let Some(first) = years.first() {
            let span = first.value.span.clone();
            let key = text_node("bedragen", span.clone());
            out.push(Entry { key, value: Node { span, kind: Kind::Map(years) } });
        }
        out
    }

    /// An amount as it could be typed; nothing where the cell holds none, which is then told.
    fn amount(&mut self, cell: &Cell, is_text: bool) -> Option<String> {
        match &cell.value {
            Value::Number(number) => {
                let value = from_float(*number);
                if value.is_none() {
                    let help = "een bedrag heeft hoogstens 12 cijfers vóór de komma; kijk of de eenheid klopt";
                    let message = "dit getal is te groot voor een bedrag";
                    self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                }
                value.map(typed)
            }
            // In a CSV everything is text; the structure check reads it as in YAML.
            Value::Text(text) if is_text => Some(text.clone()),
            Value::Text(text) => match Bedrag::parse(text) {
                Ok(Bedrag::Marge(..) | Bedrag::Pm) => Some(text.clone()),
                Ok(Bedrag::Vast(_)) => {
                    self.error(
                        codes::SHEET_CELL,
                        format!("`{}` is tekst, geen getal", words::shorten(text)),
                        cell.span.clone(),
                        "kies in Excel bij het groene driehoekje `Converteren naar getal`; een som telt deze cel anders niet mee",
                    );
                    None
                }
                Err(_) => {
                    self.error(
                        codes::SHEET_CELL,
                        format!("`{}` is geen bedrag", words::shorten(text)),
                        cell.span.clone(),
                        "vul een getal in, een marge als `0,5–1`, of `p.m.`; maak de cel leeg als er niets is",
                    );
                    None
                }
            },
            other => {
                self.refuse(other, &cell.span, "een bedrag");
                None
            }
        }
    }

    fn refuse(&mut self, value: &Value, span: &Span, wanted: &str) {
        let (message, help) = match value {
            Value::Error(error) => {
                (format!("deze formule geeft {error}"), "herstel de formule in de spreadsheet")
            }
            Value::Uncomputed => (
                "deze formule heeft nog geen uitkomst".to_owned(),
                "open de spreadsheet in Excel of LibreOffice en sla haar op",
            ),
            Value::Other(what) => {
                (format!("hier hoort {wanted}, geen {what}"), "kijk naar de opmaak van de cel")
            }
            Value::Text(_) | Value::Number(_) => return,
        };
        self.error(codes::SHEET_CELL, message, span.clone(), help);
    }

    /// Figures of the sheet that are computed here too.
    fn claims(&mut self, regel: Somregel, row: &[Cell], columns: &Kolommen, is_text: bool) {
        for cell in row {
            let Some(Kolom::Bedrag(jaar, kant)) = columns.get(&cell.column) else { continue };
            let waarde = match &cell.value {
                Value::Number(number) => from_float(*number),
                Value::Text(text) if is_text => match Bedrag::parse(text) {
                    Ok(Bedrag::Vast(value)) => Some(value),
                    _ => None,
                },
                _ => None,
            };
            if let Some(waarde) = waarde {
                self.claims.push(Bewering {
                    tabel: self.tabel,
                    regel,
                    jaar: *jaar,
                    kant: *kant,
                    waarde,
                    span: cell.span.clone(),
                });
            }
        }
    }
}

impl<'a> Groep<'a> {
    fn new(
        head: Option<&'a Cell>,
        id: Option<&'a Cell>,
        soort: Option<(Soort, Span)>,
        at: &Cell,
    ) -> Self {
        Self { head, id, soort, maatregelen: Vec::new(), at: at.span.clone() }
    }
}

/// A cell's text; a whole number has no decimals, so that `33` is an article and `2025` a year.
fn cell_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => from_float(*number).map_or_else(|| number.to_string(), typed),
        Value::Error(_) | Value::Other(_) | Value::Uncomputed => String::new(),
    }
}

fn text_node(text: &str, span: Span) -> Node {
    Node::from_cell(text, span)
}

/// A field at the place of its value.
fn entry(key: &str, value: Node) -> Entry {
    let span = match &value.kind {
        Kind::Map(entries) => entries.first().map(|entry| entry.key.span.clone()),
        Kind::List(items) => items.first().map(|item| item.span.clone()),
        Kind::Scalar(_) => None,
    };
    Entry { key: text_node(key, span.unwrap_or_else(|| value.span.clone())), value }
}

fn unavailable(file: &str, error: &FileError, span: Span) -> Diagnostic {
    let file = words::shorten(file);
    let (code, message, help) = match error {
        FileError::Missing => (
            codes::FILE_MISSING,
            format!("{file} bestaat niet"),
            "zet het bestand in de map van het dossier; hoofdletters tellen",
        ),
        FileError::TooLarge => (
            codes::FILE_TOO_LARGE,
            format!("{file} is groter dan 10 MB"),
            "bewaar het blad met de tabel als een eigen bestand",
        ),
        FileError::Outside => (
            codes::PATH_OUTSIDE,
            format!("{file} ligt buiten het dossier"),
            "zet het bestand in de map van het dossier en noem het zonder `../`, `/` vooraan of schijfletter",
        ),
        FileError::Unreadable(reason) => (
            codes::FILE_UNREADABLE,
            format!("{file} kan niet worden gelezen: {reason}"),
            "kijk of u het bestand mag lezen",
        ),
    };
    Diagnostic::error(code, message).at(span, "").help(help)
}
