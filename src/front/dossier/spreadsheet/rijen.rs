//! In: the rows under the heads. Out: groups, measures, sources and a position as fields of the annex. Pure.

use super::cellen::cell_text;
use super::groep::GelezenGroep;
use super::kolommen::{Kolom, Kolommen, Kolomnaam};
use super::koppen::Koprij;
use super::soorten::Soortrij;
use super::{Import, entry, text_node};
use crate::diagnostic::{codes, words};
use crate::dossier::{Bedrag, Somregel, Soort};
use crate::sheet::{Area, Cell, CellValue, Sheet};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node, Path};

/// A row that is being read.
pub(super) struct Invoerrij<'a> {
    pub(super) soort: Soortrij,
    /// Its first cell in a known column, or the name of a computed line in another one.
    pub(super) first: &'a Cell,
    pub(super) row: &'a [Cell],
    pub(super) columns: &'a Kolommen,
    pub(super) sheet: &'a Sheet,
    /// Whether the cell of its name is merged with that of a row above it.
    in_merged_name: bool,
}

impl<'a> Invoerrij<'a> {
    /// Its text in a column.
    pub(super) fn cell(&self, naam: Kolomnaam) -> Option<&'a Cell> {
        self.columns.cell(self.row, Kolom::Tekst(naam))
    }

    /// What names it: in its own column, in that of the groups, or as a computed line or cover in a column that is not
    /// used.
    fn name(&self, import: &Import<'_>) -> Option<&'a Cell> {
        let named = self.cell(Kolomnaam::Maatregel).or_else(|| self.cell(Kolomnaam::Groep));
        named.or_else(|| import.name_elsewhere(self.row, self.columns))
    }

    /// What it is called.
    pub(super) fn text(&self, import: &Import<'_>) -> String {
        self.name(import).map(cell_text).unwrap_or_default()
    }

    pub(super) fn has_amounts(&self) -> bool {
        self.columns.amounts(self.row).next().is_some()
    }

    /// Whether all of its amounts are below zero.
    pub(super) fn is_below_zero(&self) -> bool {
        self.columns.amounts(self.row).all(|(_, cell)| match &cell.value {
            CellValue::Number(number) => *number <= 0.0,
            CellValue::Text(text) => text.starts_with(['-', '−', '‒', '–']),
            _ => false,
        })
    }

    /// Whether it has none of the texts of a measure but its name.
    pub(super) fn is_name_alone(&self) -> bool {
        let texts = MAATREGEL.iter().filter(|column| !STAND.contains(column));
        texts.into_iter().all(|column| self.cell(*column).is_none())
    }

    /// Whether the row is one of heads: years in the place of its amounts, with the name of a head or of the cover, or
    /// else with other years.
    pub(super) fn is_head(&self, import: &Import<'_>) -> bool {
        let of = |cell: &Cell| Kolom::of(&cell_text(cell), import);
        let is_year = |cell: &Cell| matches!(of(cell), Some(Kolom::Bedrag(Some(_), _)));
        let mut amounts = self.columns.amounts(self.row).map(|(_, cell)| cell).peekable();
        let is_name = |cell: &Cell| of(cell) == Some(Kolom::Tekst(Kolomnaam::Maatregel));
        let named = |(_, cell): (Kolom, &Cell)| is_name(cell);
        if self.columns.cells(self.row).any(named) || import.is_cover(&self.text(import)) {
            return amounts.any(is_year);
        }
        // Years in the place of amounts are heads of other lines, whatever stands before them.
        let first = amounts.next().is_some_and(is_year);
        first && amounts.peek().is_some() && amounts.all(is_year)
    }

    /// Whether these heads are those of the table: what each says of its column is what the first one said. Above the
    /// cover only those of the amounts need to be there.
    fn is_same_head(&self, import: &Import<'_>) -> bool {
        let is_cover = import.is_cover(&self.text(import));
        let name = self.name(import).map(|cell| cell.column);
        let same = |cell: &Cell| {
            let kolom = Kolom::of(&cell_text(cell), import);
            kolom == self.columns.get(cell.column) || is_cover && name == Some(cell.column)
        };
        let mut wanted = self.columns.iter();
        let is_there = |kolom| self.columns.cell(self.row, kolom).is_some();
        self.row.iter().all(same) && (is_cover || wanted.all(|(_, kolom)| is_there(kolom)))
    }
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Gelezen<'a> {
    groepen: Vec<GelezenGroep<'a>>,
    bronnen: Vec<Node>,
    begin: Option<Node>,
    /// The word about cover, and its cell.
    geen: Option<(&'static str, &'a Cell)>,
    /// The name of the new position.
    nieuw: Option<&'a Cell>,
    /// Whether the measures have ended: a total stands above.
    pub(super) ended: bool,
    /// Whether the cover has begun.
    pub(super) in_cover: bool,
    /// The group of a row that names none.
    last: Option<usize>,
    /// The measure that a part can stand below, by its place among the rows.
    whole: Option<usize>,
}

impl<'a> Gelezen<'a> {
    /// Whether there are lines that a total can be of.
    fn has_lines(&self) -> bool {
        !self.bronnen.is_empty() || self.groepen.iter().any(|group| !group.maatregelen.is_empty())
    }

    /// What the amounts of the rows are that are being read.
    pub(super) fn kind(&self, import: &Import<'_>) -> Soort {
        let kind = self.last.and_then(|at| {
            let group = &self.groepen[at];
            let named = || import.kind_of_group(&cell_text(group.head?)).map(|(soort, _)| soort);
            group.soort.as_ref().map(|(soort, _)| *soort).or_else(named)
        });
        kind.unwrap_or(Soort::Uitgaven)
    }

    /// Whether measures were read that stand below no heading.
    pub(super) fn has_untitled(&self) -> bool {
        self.groepen.iter().any(|group| group.head.is_none() && !group.maatregelen.is_empty())
    }

    /// The group that a measure belongs to: that of its own column, else the last one.
    fn group(&mut self, rij: &Invoerrij<'a>) -> &mut GelezenGroep<'a> {
        let named = rij.cell(Kolomnaam::Groep);
        let at = match named {
            Some(cell) => {
                let text = groepsnaam(cell);
                let is = |g: &GelezenGroep<'_>| g.head.is_some_and(|head| groepsnaam(head) == text);
                // Mostly the same as before; but a group may go on further down.
                let same = self.last.filter(|at| is(&self.groepen[*at]));
                same.or_else(|| self.groepen.iter().position(is))
            }
            None => self.last,
        };
        let at = at.unwrap_or_else(|| {
            let mut group = GelezenGroep::new(named, None, None, rij.first);
            group.of_rows = named.is_some();
            self.open(group)
        });
        self.last = Some(at);
        &mut self.groepen[at]
    }

    /// Begins a group; what follows belongs to it.
    fn open(&mut self, group: GelezenGroep<'a>) -> usize {
        self.groepen.push(group);
        self.last = Some(self.groepen.len() - 1);
        self.groepen.len() - 1
    }
}

/// The name of a group by which its rows are known: a slip of the hand in capitals or spaces begins no other group.
fn groepsnaam(cell: &Cell) -> String {
    words::one_line(&cell_text(cell)).to_lowercase()
}

/// The text fields of a measure, and of a source.
const MAATREGEL: &[Kolomnaam] = &[
    Kolomnaam::Id,
    Kolomnaam::Artikel,
    Kolomnaam::Trekker,
    Kolomnaam::Appreciatie,
    Kolomnaam::Toelichting,
    Kolomnaam::Herkomst,
    Kolomnaam::Openbaar,
    Kolomnaam::Grond,
];
const BRON: &[Kolomnaam] =
    &[Kolomnaam::Id, Kolomnaam::Artikel, Kolomnaam::Openbaar, Kolomnaam::Grond];
pub(super) const STAND: &[Kolomnaam] = &[Kolomnaam::Openbaar, Kolomnaam::Grond];
const GROEP: &[Kolomnaam] = &[Kolomnaam::Id, Kolomnaam::Openbaar, Kolomnaam::Grond];

impl Import<'_> {
    /// The fields that the rows under the heads fill.
    pub(super) fn body(
        &mut self,
        sheet: &Sheet,
        head: &Koprij,
        columns: &Kolommen,
        place: Span,
        out: &mut Vec<Entry>,
    ) {
        let before = self.found.len();
        let mut read = Gelezen::default();
        let has = |naam| columns.has(Kolom::Tekst(naam));
        let (has_kinds, has_groups) = (has(Kolomnaam::Soort), has(Kolomnaam::Groep));
        let misshapen = self.misshapen(sheet, head, columns);
        let mut rijen = self.rows(sheet, head, columns);
        rijen.retain(|rij| !misshapen.contains(&rij.first.row));
        let parts = self.parts(&rijen);
        for (at, mut rij) in rijen.into_iter().enumerate() {
            let whole = read.whole;
            if rij.is_head(self) {
                match self.second_head(&rij, &mut read) {
                    true => break,
                    false => continue,
                }
            }
            // A remark about the unit was compared with the annex.
            if let [only] = rij.row
                && self.is_unit_alone(&cell_text(only))
            {
                continue;
            }
            let part = parts.get(&at).filter(|_| rij.cell(Kolomnaam::Soort).is_none());
            let kind = match part {
                Some(part) => {
                    let shown = part.zeker && whole == Some(part.van);
                    self.part(&rij, part, shown);
                    shown.then_some(Soortrij::Deel)
                }
                None if has_kinds => self.said(&rij, &read),
                None => self.guessed(&rij, has_groups, &mut read),
            };
            let Some(kind) = kind else { continue };
            rij.soort = kind;
            // A part stands below its measure, beside other parts of it.
            read.whole = match kind {
                Soortrij::Maatregel => Some(at),
                Soortrij::Deel => whole,
                _ => None,
            };
            self.hidden_row(&rij);
            self.row(&rij, &mut read);
        }
        let Gelezen { groepen, bronnen, begin, geen, nieuw, .. } = read;
        let groups: Vec<Node> = groepen.into_iter().filter_map(|group| self.group(group)).collect();
        if groups.is_empty() {
            // What went wrong was reported.
            if self.found.len() == before {
                let message = "in dit blad staan geen maatregelen";
                let help = "zet onder de koppen op elke rij een maatregel";
                self.error(codes::SHEET_COLUMN, message, place, help);
            }
            return;
        }
        let list = |items| Node { span: place.clone(), kind: Kind::List(items) };
        out.push(entry("groepen", list(groups)));
        out.extend(begin.map(|node| entry("beginstand", node)));
        if let Some(cell) = nieuw.filter(|_| self.table.get("nieuwe_stand").is_none()) {
            self.text("nieuwe_stand", Some(cell), out);
        }
        if let (Some((_, cell)), false) = (geen, bronnen.is_empty()) {
            let message = "hier is geen dekking, en in een andere rij wel";
            self.error(codes::SHEET_CELL, message, cell.span.clone(), "houd één van de twee");
        }
        if self.table.get("dekking").is_some() {
            if !bronnen.is_empty() || geen.is_some() {
                let span = self.table.key_place(&Path::default().key("dekking"), self.sources);
                let message = "`dekking` staat hier, en ook in de spreadsheet";
                self.error(codes::TABLE_INCOMPLETE, message, span, "houd één van de twee");
            }
        } else if !bronnen.is_empty() {
            out.push(entry("dekking", list(bronnen)));
        } else if let Some((word, cell)) = geen {
            out.push(entry("dekking", text_node(word, cell.span.clone())));
        }
    }

    /// The rows under the heads that have something in a column that is used, or the name of a computed line.
    fn rows<'a>(
        &self,
        sheet: &'a Sheet,
        head: &Koprij,
        columns: &'a Kolommen,
    ) -> Vec<Invoerrij<'a>> {
        let mut merged: Option<Area> = None;
        let mut out = Vec::new();
        for row in &sheet.rows[head.last + 1..] {
            let known = columns.cells(row).next().map(|(_, cell)| cell);
            let Some(first) = known.or_else(|| self.name_elsewhere(row, columns)) else { continue };
            let soort = Soortrij::Maatregel;
            let in_merged_name = merged.is_some_and(|area| area.to.0 >= first.row);
            let rij = Invoerrij { soort, first, row, columns, sheet, in_merged_name };
            merged = rij.cell(Kolomnaam::Maatregel).map_or(merged, |name| name.merged);
            out.push(rij);
        }
        out
    }

    /// Reads one row.
    fn row<'a>(&mut self, rij: &Invoerrij<'a>, read: &mut Gelezen<'a>) {
        self.withholds_in_vain(rij);
        match rij.soort {
            Soortrij::Dekkingskop => {
                read.in_cover = true;
                self.unused(rij, STAND);
            }
            Soortrij::Groep(soort) => {
                let soort = soort.zip(rij.cell(Kolomnaam::Soort));
                let soort = soort.map(|(soort, cell)| (soort, cell.span.clone()));
                let (name, id) = (rij.cell(Kolomnaam::Maatregel), rij.cell(Kolomnaam::Id));
                // Amounts in the heading of a group are its subtotal.
                let claims = self.claims.len();
                self.claims(Somregel::Subtotaal(read.groepen.len()), rij.row, rij.columns);
                let amounts = self.claims.len() > claims;
                let mut group = GelezenGroep::new(name, id, soort, rij.first);
                group.amounts = amounts;
                group.openbaar =
                    STAND.iter().filter_map(|kolom| Some((*kolom, rij.cell(*kolom)?))).collect();
                read.open(group);
                self.unused(rij, GROEP);
            }
            Soortrij::Som(Somregel::Subtotaal(_)) => {
                if let Some(last) = read.last {
                    self.claims(Somregel::Subtotaal(last), rij.row, rij.columns);
                }
            }
            Soortrij::Som(line) => {
                self.claims(line, rij.row, rij.columns);
                // A total above all lines is that of what follows.
                read.ended |= read.has_lines();
                read.in_cover = false;
                if line == Somregel::NieuweStand {
                    read.nieuw = rij.cell(Kolomnaam::Maatregel).or(read.nieuw);
                }
            }
            // Elsewhere it is left out, as its author knows.
            Soortrij::Deel if read.whole.is_none() => {}
            Soortrij::Deel => {
                let Some(mut node) = self.line(rij, "maatregel", MAATREGEL) else { return };
                self.as_part(&mut node, rij.cell(Kolomnaam::Soort).is_none());
                read.group(rij).maatregelen.push(node);
            }
            Soortrij::GeenDekking(word) => read.geen = Some((word, rij.first)),
            Soortrij::Bron => {
                read.bronnen.extend(self.line(rij, "bron", BRON));
                self.unused(rij, BRON);
            }
            Soortrij::Beginstand if read.begin.is_some() => {
                let help = "een tabel gaat van één stand uit; zet een tweede in een eigen tabel";
                let message = "een tweede beginstand";
                self.error(codes::SHEET_CELL, message, rij.first.span.clone(), help);
            }
            Soortrij::Beginstand => {
                read.begin = self.line(rij, "omschrijving", STAND);
                self.unused(rij, STAND);
            }
            Soortrij::Maatregel => {
                read.in_cover = false;
                let Some(node) = self.line(rij, "maatregel", MAATREGEL) else { return };
                read.group(rij).maatregelen.push(node);
            }
        }
    }

    /// Texts that this kind of row has no place for.
    fn unused(&mut self, rij: &Invoerrij<'_>, used: &[Kolomnaam]) {
        for column in MAATREGEL.iter().filter(|column| !used.contains(column)) {
            if let Some(cell) = rij.cell(*column) {
                let message = "deze cel wordt in zo'n rij niet gebruikt";
                let help = "maak de cel leeg; een uitleg hoort bij een maatregel";
                self.warn(codes::SHEET_CELL, message, cell.span.clone(), help);
            }
        }
    }

    /// A row that nobody sees in the sheet, and everybody in the annex.
    fn hidden_row(&mut self, rij: &Invoerrij<'_>) {
        let printed = !matches!(rij.soort, Soortrij::Dekkingskop | Soortrij::Som(_));
        if printed && rij.sheet.is_hidden_row(rij.first.row) {
            let message = "deze rij is verborgen in de spreadsheet, en komt wel in de bijlage";
            let help = "maak haar zichtbaar als zij naar de Kamer mag; haal haar anders weg, of noem met `bereik` minder rijen";
            self.warn(codes::SHEET_HIDDEN, message, rij.first.span.clone(), help);
        }
    }

    /// The heads once more, as at a new page or above the cover; after a total, or with other years, they begin another
    /// table, which is told.
    fn second_head(&mut self, rij: &Invoerrij<'_>, read: &mut Gelezen<'_>) -> bool {
        let same = rij.is_same_head(self);
        let cover = self.is_cover(&rij.text(self)) && same;
        read.in_cover |= cover;
        let other = !cover && (read.ended || !same);
        if other {
            let message = "hier begint een tweede tabel";
            let help =
                "noem met `bereik` de cellen van één tabel, en zet de andere onder `tabellen:`";
            self.error(codes::SHEET_COLUMN, message, rij.first.span.clone(), help);
        }
        other
    }

    /// A line with a name and amounts; nothing where there is neither.
    fn line(&mut self, rij: &Invoerrij<'_>, key: &str, texts: &[Kolomnaam]) -> Option<Node> {
        let amounts = self.amounts(rij.sheet, rij.row, rij.columns);
        let Some(name) = rij.cell(Kolomnaam::Maatregel) else {
            if !amounts.is_empty() {
                let message = "een rij met bedragen zonder omschrijving";
                let help = match rij.in_merged_name {
                    true => {
                        "de omschrijving staat in samengevoegde cellen; maak de samenvoeging ongedaan, en geef elke rij haar eigen omschrijving"
                    }
                    false => "vul de kolom `Maatregel` in, of maak de rij leeg",
                };
                self.error(codes::SHEET_CELL, message, rij.first.span.clone(), help);
            }
            return None;
        };
        for (_, cell) in rij.columns.cells(rij.row).filter(|(kolom, _)| match kolom {
            Kolom::Bedrag(..) | Kolom::Tekst(Kolomnaam::Maatregel) => true,
            Kolom::Tekst(naam) => texts.contains(naam),
        }) {
            self.looks(cell);
        }
        if let Some(code) = rij.cell(Kolomnaam::Nummer).filter(|_| key == "maatregel")
            && cell_text(code).contains(char::is_alphabetic)
        {
            let message = "deze code komt niet in de bijlage, die de maatregelen zelf nummert";
            let help = "hoort zij erin, zet haar dan voor de naam in de kolom `Maatregel`";
            self.warn(codes::SHEET_CELL, message, code.span.clone(), help);
        }
        let mut fields = Vec::new();
        self.text(key, Some(name), &mut fields);
        for column in texts {
            let cell = rij.cell(*column);
            // In a CSV typed by hand, a cell that was forgotten moves the amounts after it to the left.
            let by_hand =
                rij.sheet.delimiter.is_some() && !rij.columns.has(Kolom::Tekst(Kolomnaam::Soort));
            if let Some(cell) = cell.filter(|_| by_hand && *column == Kolomnaam::Trekker)
                && Bedrag::parse(&cell_text(cell)).is_ok()
            {
                let message = format!("`{}` is een getal, geen trekker", cell_text(cell));
                let help = "kijk of de bedragen van deze rij onder hun eigen jaar staan";
                self.warn(codes::SHEET_CELL, message, cell.span.clone(), help);
            }
            self.text(column.veld(), cell, &mut fields);
        }
        fields.extend(amounts);
        Some(Node { span: rij.first.span.clone(), kind: Kind::Map(fields) })
    }
}
