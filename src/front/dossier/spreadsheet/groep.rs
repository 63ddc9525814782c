//! In: a group of rows under the heads, with its measures. Out: the same as a group of the annex. Pure.

use super::cellen::cell_text;
use super::kolommen::Kolomnaam;
use super::lakkop::withheld_with;
use super::{Import, entry, text_node};
use crate::diagnostic::{codes, words};
use crate::dossier::Soort;
use crate::sheet::Cell;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// A group that is being read.
pub(super) struct GelezenGroep<'a> {
    pub(super) head: Option<&'a Cell>,
    id: Option<&'a Cell>,
    pub(super) soort: Option<(Soort, Span)>,
    pub(super) maatregelen: Vec<Node>,
    at: Span,
    /// Whether its own row has amounts.
    pub(super) amounts: bool,
    /// What its row says of its being public.
    pub(super) openbaar: Vec<(Kolomnaam, &'a Cell)>,
    /// Whether its name stands in its lines, and in no row of its own.
    pub(super) of_rows: bool,
}

impl<'a> GelezenGroep<'a> {
    pub(super) fn new(
        head: Option<&'a Cell>,
        id: Option<&'a Cell>,
        soort: Option<(Soort, Span)>,
        at: &Cell,
    ) -> Self {
        let (maatregelen, openbaar) = (Vec::new(), Vec::new());
        let (at, amounts, of_rows) = (at.span.clone(), false, false);
        Self { head, id, soort, maatregelen, at, amounts, openbaar, of_rows }
    }
}

impl Import<'_> {
    /// What the amounts of a group are by its name, where nothing else says it. Receipts are taken off the total: whether
    /// those below zero already are, and whether `Ontvangsten en uitgaven` are any, is asked.
    fn named_kind(&mut self, head: &Cell, lines: &[Node]) -> Option<(Soort, Span)> {
        let (soort, alone) = self.kind_of_group(&cell_text(head))?;
        let is_below_zero =
            |entry: &Entry| entry.value.text().is_some_and(|text| text.starts_with(['-', '−']));
        let mut amounts = lines.iter().filter_map(|line| line.get("bedragen"));
        let below_zero = amounts.any(
            |node| matches!(&node.kind, Kind::Map(entries) if entries.iter().any(is_below_zero)),
        );
        if alone && !(soort == Soort::Ontvangsten && below_zero) {
            // Behind the name, which has its own place.
            let end = head.span.range.end;
            return Some((soort, Span::new(head.span.source, end..end)));
        }
        if matches!(soort, Soort::Verplichtingen | Soort::Ontvangsten) {
            let word = soort.word();
            let name = cell_text(head);
            let message = format!(
                "de bedragen onder `{}` kunnen {word} zijn, en tellen dan anders mee",
                words::shorten(&name)
            );
            let help = format!(
                "zet er een rij met de naam van de groep boven, met in een kolom `Soort` het woord `{word}` of `uitgaven`; ontvangsten gaan van het totaal af, en verplichtingen tellen niet mee"
            );
            self.error(codes::SHEET_CELL, message, head.span.clone(), &help);
        }
        None
    }

    /// A group; none when it has no measures, which is then reported.
    pub(super) fn group(&mut self, mut group: GelezenGroep<'_>) -> Option<Node> {
        if group.maatregelen.is_empty() {
            let (message, help) = match group.amounts {
                true => (
                    "deze rij is een groep, en heeft geen maatregelen",
                    "is het een maatregel, schrijf dan bij `Soort` het woord `maatregel`",
                ),
                false => {
                    ("deze groep heeft geen maatregelen", "zet ze eronder, of haal de rij weg")
                }
            };
            self.error(codes::SHEET_CELL, message, group.at, help);
            return None;
        }
        let mut fields = Vec::new();
        self.text("titel", group.head, &mut fields);
        self.text("id", group.id, &mut fields);
        for (kolom, cell) in group.openbaar {
            self.text(kolom.veld(), Some(cell), &mut fields);
        }
        if group.of_rows {
            fields.extend(withheld_with(&mut group.maatregelen));
        }
        let named = group.head.filter(|_| group.soort.is_none());
        let named = named.and_then(|head| self.named_kind(head, &group.maatregelen));
        if let Some((soort, span)) = group.soort.or(named) {
            fields.push(entry("soort", text_node(soort.word(), span)));
        }
        let list = Node { span: group.at.clone(), kind: Kind::List(group.maatregelen) };
        fields.push(entry("maatregelen", list));
        Some(Node { span: group.at, kind: Kind::Map(fields) })
    }
}
