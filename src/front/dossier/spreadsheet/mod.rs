//! In: a table of `bijlage.yaml` that names a spreadsheet, and that sheet. Out: the table with the sheet's
//! rows in it, each value at the place of its cell. Pure.
//!
//! From here on nothing knows whether a line was typed in YAML or in a spreadsheet.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::woorden::Bladwoorden;
use super::{Jaar, Lijsten, Somregel, notation};
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::sheet::{self, Cell, Selection, Sheet, Unreadable};
use crate::source::{Sources, Span};
use crate::workspace::Workspace;
use crate::yaml::{Entry, Kind, Node, Path};

mod cellen;
mod deelrijen;
mod eenheid;
mod groep;
mod kolommen;
mod koppen;
mod lakkop;
mod rijen;
mod soorten;
mod staat;
mod vorm;

use eenheid::Omrekening;
use kolommen::Kolom;
pub use kolommen::{Kolomnaam, kolomkop};
pub use soorten::Somnaam;

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
    pub kant: Margekant,
    /// What the sheet says, in the table's unit.
    pub waarde: Decimal,
    /// Where.
    pub span: Span,
}

/// Which side of a range a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Margekant {
    /// Both: the column has whole amounts.
    Beide,
    /// The lower bound.
    Van,
    /// The upper bound.
    Tot,
}

/// Puts the rows of every sheet that the annex names into its tree; the lists are those that sheets are recognised by.
pub(super) fn graft(
    tree: Node,
    workspace: &Workspace,
    lijsten: &Lijsten,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> (Node, Vec<Bewering>) {
    let (mut claims, woorden) = (Vec::new(), &lijsten.spreadsheet);
    let mut one = |table: &Node, tabel: usize| -> Vec<Entry> {
        if table.get("spreadsheet").is_none() {
            return Vec::new();
        }
        let mut import = Import {
            table,
            whole: &tree,
            tabel,
            lijsten,
            woorden,
            koppen: &kolommen::koppen(woorden),
            somrijen: &soorten::somrijen(woorden),
            omrekening: Omrekening::of(table, &tree),
            sources,
            found,
            claims: &mut claims,
        };
        import.run(workspace)
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

/// Adds fields to a table, or to its columns where it has those of its own.
fn extend(node: &mut Node, new: Vec<Entry>) {
    if let Kind::Map(entries) = &mut node.kind {
        if let Some(own) = entries.iter_mut().find(|entry| entry.key.text() == Some("staat")) {
            return extend(&mut own.value, new);
        }
        entries.extend(new);
    }
}

/// Most rows of a sheet of which a table is made: more of them fill hundreds of pages, and as many gigabytes while they are set.
const MAX_LINES: usize = 6_000;

struct Import<'a> {
    table: &'a Node,
    whole: &'a Node,
    tabel: usize,
    lijsten: &'a Lijsten,
    woorden: &'a Bladwoorden,
    /// What each head of a column means.
    koppen: &'a HashMap<String, Kolomnaam>,
    /// What each name of a computed line means.
    somrijen: &'a HashMap<String, Somregel>,
    /// From the unit of the sheet to that of the table.
    omrekening: Omrekening,
    sources: &'a mut Sources,
    found: &'a mut Vec<Diagnostic>,
    claims: &'a mut Vec<Bewering>,
}

impl Import<'_> {
    fn warn(&mut self, code: Code, message: impl Into<String>, span: Span, help: &str) {
        self.found.push(Diagnostic::warning(code, message).at(span, "").help(help));
    }

    fn error(&mut self, code: Code, message: impl Into<String>, span: Span, help: &str) {
        self.found.push(Diagnostic::error(code, message).at(span, "").help(help));
    }

    fn run(&mut self, workspace: &Workspace) -> Vec<Entry> {
        let path = Path::default().key("spreadsheet");
        let field = |name: &str| self.table.at(&path.key(name)).and_then(Node::text);
        let Some(file) = field("bestand") else { return Vec::new() };
        let (file, blad, bereik) = (file.trim_end().to_owned(), field("blad"), field("bereik"));
        let place = self.table.place(&path.key("bestand"), self.sources);
        let bytes = match workspace.file(&file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let smaller = "bewaar het blad met de tabel als een eigen bestand";
                self.found.push(error.of_named(&file, place, smaller));
                return Vec::new();
            }
        };
        let name = workspace.path(&file);
        match sheet::read(&name, &bytes, Selection { blad, bereik }, self.sources) {
            // Where the rows of a CSV begin and end is not certain, nothing in them is.
            Ok((_, mut faults)) if !faults.is_empty() => {
                self.found.append(&mut faults);
                Vec::new()
            }
            Ok((sheet, _)) => {
                if sheet.hidden {
                    let place = self.table.place(&path.key("blad"), self.sources);
                    let message = "dit blad is verborgen in de spreadsheet";
                    let help =
                        "kijk of deze bedragen naar de Kamer mogen, en maak het blad dan zichtbaar";
                    self.warn(codes::SHEET_HIDDEN, message, place, help);
                }
                self.entries(&sheet, place)
            }
            Err(Unreadable { message, help, field }) => {
                let place = self.table.place(&path.key(field), self.sources);
                self.error(codes::SHEET_UNREADABLE, message, place, &help);
                Vec::new()
            }
        }
    }

    /// The fields that the sheet fills.
    fn entries(&mut self, sheet: &Sheet, place: Span) -> Vec<Entry> {
        let count = sheet.rows.len();
        if count > MAX_LINES {
            let message = format!(
                "dit blad heeft {} rijen, en een tabel heeft er hoogstens {}",
                notation(Decimal::from(count), 0),
                notation(Decimal::from(MAX_LINES), 0)
            );
            let help = "noem met `bereik` de cellen van één tabel, of verdeel de regels over meer tabellen";
            self.error(codes::SHEET_UNREADABLE, message, place, help);
            return Vec::new();
        }
        if self.table.get("staat").is_some() {
            let columns = self.own_columns();
            return columns.map(|own| self.posten(sheet, &own, place)).unwrap_or_default();
        }
        for name in ["groepen", "beginstand"] {
            if self.table.get(name).is_some() {
                let span = self.table.key_place(&Path::default().key(name), self.sources);
                let message = format!("`{name}` staat hier, en ook in de spreadsheet");
                self.error(codes::TABLE_INCOMPLETE, message, span, "houd één van de twee");
                return Vec::new();
            }
        }
        let Some(head) = self.head(sheet, &place) else { return Vec::new() };
        let columns = self.columns(sheet, &head);
        self.unit(sheet, &head, &place);
        // Without a column of amounts, which was told, every row would be a heading.
        if !columns.iter().any(|(_, kolom)| matches!(kolom, Kolom::Bedrag(..))) {
            return Vec::new();
        }
        let mut out = Vec::new();
        let years: Vec<&Cell> = head
            .cells
            .iter()
            .filter(|cell| {
                matches!(
                    columns.get(cell.column),
                    Some(Kolom::Bedrag(Some(_), Margekant::Beide | Margekant::Van))
                )
            })
            .collect();
        let known = self.table.get("jaren").or_else(|| self.whole.get("jaren"));
        if known.is_none() && !years.is_empty() {
            let items = years
                .iter()
                .filter_map(|cell| match columns.get(cell.column) {
                    Some(Kolom::Bedrag(Some(jaar), _)) => {
                        Some(text_node(&jaar.to_string(), cell.span.clone()))
                    }
                    _ => None,
                })
                .collect();
            out.push(entry("jaren", Node { span: place.clone(), kind: Kind::List(items) }));
        }
        self.body(sheet, &head, &columns, place, &mut out);
        self.beyond(sheet, &head, &columns);
        out
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
