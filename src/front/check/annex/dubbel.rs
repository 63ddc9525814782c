//! In: the lines of a table with their amounts. Out: those that seem to count twice. Pure.

use rust_decimal::Decimal;

use super::Look;
use super::regelnaam::Regels;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Cel, Lijn, Opzoekwoorden, Reeks, Soort, Tabel, TabelCijfers, delen, kolommen, na_deelwoord,
};
use crate::yaml::Node;

/// A line by its place in its group, with its amounts.
type Regelbedragen = (usize, Vec<Decimal>);

/// What some lines are together.
#[derive(Default)]
struct Samen {
    lines: usize,
    amounts: Vec<Decimal>,
}

impl Samen {
    fn add(&mut self, line: &[Decimal]) {
        self.lines += 1;
        self.amounts.resize(line.len(), Decimal::ZERO);
        self.amounts.iter_mut().zip(line).for_each(|(sum, amount)| *sum += amount);
    }

    /// Whether they are together this line, and that is no chance: of one amount, two lines are that too easily.
    fn is(&self, line: &[Decimal]) -> bool {
        let mut amounts = line.iter().filter(|amount| !amount.is_zero());
        let Some(first) = amounts.next() else { return false };
        let least = if amounts.any(|amount| amount != first) { 2 } else { 3 };
        self.lines >= least && self.amounts == line
    }
}

impl Look<'_> {
    /// A line that is just what others are together, whatever it is called: then everything counts twice. Those above it
    /// in its group, since an earlier line of that kind or not, or in the whole table; or, of the first one, those below it.
    pub(super) fn sums(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers, told: &Regels) {
        let exact = |line: &Reeks| -> Option<Vec<Decimal>> {
            line.cells().map(|cell| cell.unwrap_or_default().exact()).collect()
        };
        // Without the lines that say that they are a part, or were told of already.
        let both = tabel.inhoud.groepen.iter().zip(&cijfers.maatregelen).enumerate();
        let groups: Vec<Option<Vec<Regelbedragen>>> = both
            .map(|(g, (groep, lines))| {
                let own = groep.hele().filter(|(m, _)| !told.contains(&(g, *m)));
                own.map(|(m, _)| Some((m, exact(&lines[m])?))).collect::<Option<Vec<_>>>()
            })
            .collect();
        let mut table = Samen::default();
        for (g, (groep, lines)) in tabel.inhoud.groepen.iter().zip(&groups).enumerate() {
            let Some(lines) = lines.as_ref().filter(|_| groep.soort != Soort::Kasschuif) else {
                continue;
            };
            let (mut group, mut run) = (Samen::default(), Samen::default());
            let mut below = Samen::default();
            lines.iter().skip(1).for_each(|(_, line)| below.add(line));
            let mut found = Vec::new();
            for (m, line) in lines {
                if [&run, &group, &table].iter().any(|others| others.is(line)) {
                    found.push((*m, "de regels erboven"));
                    run = Samen::default();
                } else if lines.first().is_some_and(|(first, _)| first == m) && below.is(line) {
                    found.push((*m, "de regels eronder"));
                } else {
                    for others in [&mut run, &mut group, &mut table] {
                        others.add(line);
                    }
                }
            }
            for (m, others) in found {
                let path = tabel.path.key("groepen").index(g).key("maatregelen").index(m);
                let name = words::shorten(groep.maatregelen[m].maatregel.as_str());
                let at = path.key("maatregel");
                let help = match self.tree.at(&at).is_some_and(Node::is_cell) {
                    true => {
                        "is deze regel een totaal, haal hem dan weg, of noem hem `Totaal` of `Subtotaal` in de spreadsheet; de bijlage telt zelf op"
                    }
                    false => "is deze regel een totaal, haal hem dan weg: de bijlage telt zelf op",
                };
                let span = self.place(&at);
                self.found.push(
                    Diagnostic::warning(
                        codes::COUNTED_TWICE,
                        format!("`{name}` is precies wat {others} samen zijn: telt het dubbel?"),
                    )
                    .at(span, "")
                    .help(help),
                );
            }
        }
    }

    /// A line that says that it is a part stands below what it is a part of.
    pub(super) fn loose(&mut self, tabel: &Tabel<'_>) {
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            if groep.maatregelen.first().is_some_and(|maatregel| maatregel.waarvan) {
                let path = tabel.path.key("groepen").index(g).key("maatregelen").index(0);
                let span = self.place(&path.key("maatregel"));
                self.found.push(
                    Diagnostic::error(
                        codes::TABLE_INCOMPLETE,
                        "boven dit deel staat geen maatregel",
                    )
                    .at(span, "")
                    .help("zet de maatregel waar het een deel van is erboven, in dezelfde groep"),
                );
            }
        }
    }

    /// The parts of a measure are together no more than it.
    pub(super) fn more(&mut self, tabel: &Tabel<'_>, cijfers: &TabelCijfers) {
        let groups = tabel.inhoud.groepen.iter().zip(&cijfers.maatregelen).enumerate();
        for (g, (groep, lines)) in groups {
            let path = tabel.path.key("groepen").index(g).key("maatregelen");
            let starts: Vec<usize> = groep.hele().map(|(m, _)| m).collect();
            for (i, whole) in starts.iter().enumerate() {
                let end = starts.get(i + 1).copied().unwrap_or(lines.len());
                let parts = *whole + 1..end;
                if parts.is_empty() {
                    continue;
                }
                let sum = Reeks::sum(tabel.jaren.len(), &lines[parts.clone()]);
                let columns = lines[*whole].cells().zip(sum.cells()).zip(kolommen(tabel.jaren));
                for ((whole, sum), kolom) in columns {
                    let (Some(whole), Some(sum)) = (whole, sum) else { continue };
                    let field = |m: usize| match kolom.as_str() {
                        "structureel" => path.index(m).key("structureel"),
                        year => path.index(m).key("bedragen").key(year),
                    };
                    let there = parts.clone().map(field).find(|at| self.tree.at(at).is_some());
                    if let Some(place) = there {
                        self.larger(whole, sum, cijfers.decimalen.enkel, &place);
                    }
                }
            }
        }
    }

    /// Lines that say themselves that they are part of the one above: in a word, or by a mark where the amounts leave no
    /// doubt. Returns those. In a spreadsheet they do not count, or were asked about.
    pub(super) fn parts(
        &mut self,
        tabel: &Tabel<'_>,
        cijfers: &TabelCijfers,
        woorden: &Opzoekwoorden,
    ) -> Regels {
        let mut told = Regels::new();
        let groups = tabel.inhoud.groepen.iter().zip(&cijfers.maatregelen).enumerate();
        for (g, (groep, lines)) in groups {
            let path = tabel.path.key("groepen").index(g).key("maatregelen");
            if self.tree.at(&path).is_none_or(Node::is_cell) {
                continue;
            }
            let amount = |cell: Option<Cel>| cell.unwrap_or_default().exact();
            let lijnen: Vec<Lijn> = groep
                .maatregelen
                .iter()
                .zip(lines)
                .map(|(maatregel, line)| Lijn {
                    naam: maatregel.maatregel.to_string(),
                    bedragen: line.cells().map(amount).collect(),
                    ..Lijn::default()
                })
                .collect();
            let parts = delen(&lijnen, false, woorden);
            for (m, part) in parts.iter().enumerate() {
                let in_a_word = na_deelwoord(&lijnen[m].naam, woorden).is_some();
                let is_certain = in_a_word || part.is_some_and(|part| part.zeker);
                if !is_certain || groep.maatregelen[m].waarvan {
                    continue;
                }
                let name = words::shorten(&lijnen[m].naam);
                let of = part.map_or_else(
                    || "een andere regel".to_owned(),
                    |part| format!("`{}`", words::shorten(&lijnen[part.van].naam)),
                );
                told.insert((g, m));
                let message = format!("`{name}` is een deel van {of}: telt het dubbel?");
                let span = self.place(&path.index(m).key("maatregel"));
                self.found.push(
                    Diagnostic::warning(codes::COUNTED_TWICE, message).at(span, "").help(
                        "zet bij deze regel `waarvan: ja`, dan telt zij niet nog eens mee; telt zij wel mee, geef haar dan een naam die dat zegt",
                    ),
                );
            }
        }
        told
    }
}
