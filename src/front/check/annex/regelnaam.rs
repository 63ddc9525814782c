//! In: the lines of a table, and the words by which a name says what a line is. Out: lines that count otherwise than they are
//! called, and those that would have two numbers. Pure.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Look;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Bedrag, Begrotingsstaat, Groep, Lijsten, Maatregel, Naamsoort, Naamvraag, Postsoort, Soort,
    Tabel, naamsoort, naamvraag,
};
use crate::edit;
use crate::yaml::{Node, Path};

/// Lines of groups: of which group, and which line.
pub(super) type Regels = BTreeSet<(usize, usize)>;

impl Look<'_> {
    /// What the name of a line says that it counts as is what it counts as. Returns the measures that were told. What a
    /// spreadsheet says of a measure is asked where it is read.
    pub(super) fn named_otherwise(&mut self, tabel: &Tabel<'_>, lijsten: &Lijsten) -> Regels {
        let of = |naam: &str| naamsoort(naam, &lijsten.geld, &lijsten.spreadsheet);
        if let Some(staat) = &tabel.inhoud.staat {
            for (i, post) in staat.posten.iter().enumerate() {
                let name = post.post.as_str();
                if let Some(naamsoort) = of(name) {
                    self.post_named(tabel, staat, i, naamsoort);
                } else if let Some(asked) = naamvraag(name, &lijsten.spreadsheet) {
                    self.asked_of_post(tabel, staat, i, asked);
                }
            }
            return Regels::new();
        }
        let mut told = Regels::new();
        let counted: usize = tabel.inhoud.groepen.iter().map(|groep| groep.hele().count()).sum();
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            let of_group = groep.titel.as_ref().and_then(|titel| of(titel.as_str()));
            self.group_named(groep, of_group, &path);
            for (m, maatregel) in groep.hele() {
                let at = path.key("maatregelen").index(m).key("maatregel");
                let typed = self.tree.at(&at).is_some_and(|node| !Node::is_cell(node));
                if !typed {
                    continue;
                }
                let name = maatregel.maatregel.as_str();
                let Some(naamsoort) = of(name) else {
                    // What a group is called asks nothing of what stands in it but the same once more.
                    let asked =
                        naamvraag(name, &lijsten.spreadsheet).filter(|_| of_group.is_none());
                    if let Some(asked) = asked {
                        self.asked_of(groep, maatregel, asked, &path, &at);
                    }
                    continue;
                };
                match naamsoort {
                    Naamsoort::Som | Naamsoort::Stand if counted > 1 => {
                        told.insert((g, m));
                        self.sum_counts(maatregel, naamsoort == Naamsoort::Som, &at);
                    }
                    Naamsoort::Soort(soort) if of_group != Some(naamsoort) => {
                        self.measure_of_kind(groep, maatregel, soort, &path, &at);
                    }
                    _ => {}
                }
            }
        }
        for (b, bron) in tabel.inhoud.bronnen().iter().enumerate().skip(1) {
            let at = tabel.path.key("dekking").index(b).key("bron");
            let typed = self.tree.at(&at).is_some_and(|node| !Node::is_cell(node));
            if typed && of(bron.bron.as_str()) == Some(Naamsoort::Som) {
                let message = counts_itself(bron.bron.as_str());
                self.says_kind(message, &at, "haal haar weg: de bijlage telt de dekking zelf op");
            }
        }
        told
    }

    fn says_kind(&mut self, message: String, at: &Path, help: &str) {
        let span = self.place(at);
        self.found.push(Diagnostic::warning(codes::SAYS_KIND, message).at(span, "").help(help));
    }

    fn sum_counts(&mut self, maatregel: &Maatregel, is_sum: bool, at: &Path) {
        let name = maatregel.maatregel.as_str();
        let (message, help) = match is_sum {
            true => (
                counts_itself(name),
                "haal haar weg: de bijlage telt zelf op; is de som gepubliceerd, zet haar dan bij `totaal:` van de tabel of `subtotaal:` van de groep",
            ),
            false => (
                format!("`{}` heet een stand, en telt mee als maatregel", words::shorten(name)),
                "gaat de tabel van deze stand uit, zet haar dan bij `beginstand:`; de nieuwe stand en het saldo rekent de bijlage uit",
            ),
        };
        self.says_kind(message, at, help);
    }

    /// A group that is called by a kind, and does not say which one it is.
    fn group_named(&mut self, groep: &Groep, naamsoort: Option<Naamsoort>, path: &Path) {
        let Some(Naamsoort::Soort(soort)) = naamsoort else { return };
        let at = path.key("titel");
        let typed = self.tree.at(&at).is_some_and(|node| !Node::is_cell(node));
        let said = self.tree.at(&path.key("soort")).is_some();
        let taken_off = groep.hele().all(|(_, maatregel)| is_taken_off(maatregel));
        if !typed || said || taken_off && soort == Soort::Ontvangsten {
            return;
        }
        let name = groep.titel.as_ref().map_or("", |titel| titel.as_str());
        let message = counts_as_spent(name);
        let help = format!(
            "zet bij de groep `soort: {}`; zijn het uitgaven, zet er dan `soort: uitgaven` bij",
            soort.word()
        );
        self.says_kind(message, &at, &help);
    }

    /// A measure that is called by a kind, in a group that does not say which one it is.
    fn measure_of_kind(
        &mut self,
        groep: &Groep,
        maatregel: &Maatregel,
        soort: Soort,
        group: &Path,
        at: &Path,
    ) {
        let said = self.tree.at(&group.key("soort")).is_some();
        let off = is_taken_off(maatregel) && soort == Soort::Ontvangsten;
        if said || off || groep.soort != Soort::Uitgaven {
            return;
        }
        let message = counts_as_spent(maatregel.maatregel.as_str());
        let help = format!(
            "zet haar in een groep met `soort: {}`; zijn het uitgaven, zet dan bij deze groep `soort: uitgaven`",
            soort.word()
        );
        self.says_kind(message, at, &help);
    }

    /// A measure that may come in or be taken off, by its name, and counts as spent.
    fn asked_of(
        &mut self,
        groep: &Groep,
        maatregel: &Maatregel,
        asked: Naamvraag,
        group: &Path,
        at: &Path,
    ) {
        let said = self.tree.at(&group.key("soort")).is_some();
        if said || is_taken_off(maatregel) || groep.soort != Soort::Uitgaven {
            return;
        }
        let help = match asked {
            Naamvraag::Ontvangst => {
                "zet haar in een groep met `soort: ontvangsten`; zijn het uitgaven, zet dan bij deze groep `soort: uitgaven`"
            }
            Naamvraag::Minder => {
                "schrijf de bedragen met een min ervoor; zijn het meer uitgaven, zet dan bij deze groep `soort: uitgaven`"
            }
        };
        self.says_kind(may_be(maatregel.maatregel.as_str(), asked), at, help);
    }

    /// The same of a line of a table with columns of its own.
    fn asked_of_post(
        &mut self,
        tabel: &Tabel<'_>,
        staat: &Begrotingsstaat,
        i: usize,
        asked: Naamvraag,
    ) {
        let path = tabel.path.key("staat").key("posten").index(i);
        let post = &staat.posten[i];
        let said = post.soort != Postsoort::Uitgaven || self.tree.at(&path.key("soort")).is_some();
        if said || all_below(post.cellen.values()) || !counts(staat, i) {
            return;
        }
        let from_sheet = self.tree.at(&path.key("post")).is_some_and(Node::is_cell);
        let say = |soort: Postsoort| say_kind(from_sheet, soort.word());
        let spent = Postsoort::Uitgaven.word();
        let help = match asked {
            Naamvraag::Ontvangst => {
                format!("{}; zijn het uitgaven: `{spent}`", say(Postsoort::Ontvangsten))
            }
            Naamvraag::Minder => format!(
                "schrijf de bedragen met een min ervoor; zijn het meer uitgaven: {}",
                say(Postsoort::Uitgaven)
            ),
        };
        self.says_kind(may_be(post.post.as_str(), asked), &path.key("post"), &help);
    }

    /// A line of a table with columns of its own that does not say what it is.
    fn post_named(
        &mut self,
        tabel: &Tabel<'_>,
        staat: &Begrotingsstaat,
        i: usize,
        naamsoort: Naamsoort,
    ) {
        let path = tabel.path.key("staat").key("posten").index(i);
        let post = &staat.posten[i];
        if post.soort != Postsoort::Uitgaven || self.tree.at(&path.key("soort")).is_some() {
            return;
        }
        let from_sheet = self.tree.at(&path.key("post")).is_some_and(Node::is_cell);
        let say = |word: &str| say_kind(from_sheet, word);
        let name = post.post.as_str();
        let counts = counts(staat, i);
        let at = path.key("post");
        if let Naamsoort::Soort(soort) = naamsoort {
            let word = match soort {
                Soort::Ontvangsten => Postsoort::Ontvangsten.word(),
                Soort::Verplichtingen => Postsoort::Verplichtingen.word(),
                Soort::Uitgaven | Soort::Kasschuif => return,
            };
            let off = soort == Soort::Ontvangsten && all_below(post.cellen.values());
            if counts && !off {
                let help = format!("{}; zijn het uitgaven: `uitgaven`", say(word));
                self.says_kind(counts_as_spent(name), &at, &help);
            }
            return;
        }
        // A line with deeper ones is their sum, and one without others beside it is none.
        let own = staat.niveau(i);
        let beside = (0..i).rev().take_while(|at| staat.niveau(*at) >= own);
        let beside = beside.filter(|at| staat.niveau(*at) == own).count();
        if beside == 0 || !staat.delen(i).is_empty() || post.cellen.is_empty() {
            return;
        }
        let message = match (naamsoort, counts) {
            (Naamsoort::Som, false) => format!(
                "`{}` heet een som van andere regels, en wordt niet met hen vergeleken",
                words::shorten(name)
            ),
            (_, true) if naamsoort == Naamsoort::Som => counts_itself(name),
            (_, true) => {
                format!("`{}` heet een stand, en telt mee als uitgaven", words::shorten(name))
            }
            (_, false) => return,
        };
        let help = format!(
            "is zij de som van alle regels erboven: {}; van een paar: zet haar boven die regels, en geef die een dieper `niveau`; telt zij zelf mee: `uitgaven`",
            say(Postsoort::Totaal.word())
        );
        self.says_kind(message, &at, &help);
    }

    /// Names of measures that have a number, in a table that gives each one.
    pub(super) fn numbered_twice(&mut self, tabel: &Tabel<'_>) {
        if !tabel.nummering {
            return;
        }
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            for (m, maatregel) in groep.hele() {
                let at = tabel.path.key("groepen").index(g).key("maatregelen").index(m);
                let at = at.key("maatregel");
                let typed = maatregel.maatregel.getypt();
                let Some(end) = after_number(typed) else { continue };
                let number = typed[..end].trim();
                let message =
                    format!("de regels krijgen een nummer, en `{number}` staat er ook voor");
                let mut told = Diagnostic::warning(codes::NUMBERED_TWICE, message)
                    .at(self.place(&at), "")
                    .help(format!(
                        "schrijf `{}`, of haal `nummering: ja` weg",
                        words::shorten(&typed[end..])
                    ));
                if self.tree.at(&at).is_some_and(|node| !Node::is_cell(node)) {
                    let fix = edit::in_place(self.tree, &at, 0..end, "", self.sources);
                    told.fix = vec![fix].into_iter().collect::<Option<_>>().unwrap_or_default();
                }
                self.found.push(told);
            }
        }
    }
}

fn counts_itself(name: &str) -> String {
    format!("`{}` heet een som van andere regels, en telt zelf mee", words::shorten(name))
}

/// Whether a line of a table with columns of its own is added up in another one.
fn counts(staat: &Begrotingsstaat, i: usize) -> bool {
    let mut wholes = 0..staat.posten.len();
    wholes.any(|whole| staat.delen(whole).iter().any(|deel| deel.post == i && !deel.af))
}

/// How to say of a line of such a table what it is.
fn say_kind(from_sheet: bool, word: &str) -> String {
    match from_sheet {
        true => format!("schrijf bij deze rij in een kolom `Soort` het woord `{word}`"),
        false => format!("zet bij deze regel `soort: {word}`"),
    }
}

/// What a line may be by its name, and does not count as.
fn may_be(name: &str, asked: Naamvraag) -> String {
    let shown = words::shorten(name);
    match asked {
        Naamvraag::Ontvangst => {
            format!("`{shown}` kan een ontvangst zijn, en telt mee als uitgaven")
        }
        Naamvraag::Minder => {
            format!("`{shown}` kan minder uitgaven zijn, en telt op bij de uitgaven")
        }
    }
}

fn counts_as_spent(name: &str) -> String {
    format!("`{}` telt mee als uitgaven", words::shorten(name))
}

/// Whether a measure was typed as what is taken off: no amount of it is above zero.
fn is_taken_off(maatregel: &Maatregel) -> bool {
    all_below(maatregel.bedragen.values().chain(&maatregel.structureel))
}

fn all_below<'b>(mut amounts: impl Iterator<Item = &'b Bedrag>) -> bool {
    amounts.all(|bedrag| match bedrag {
        Bedrag::Vast(value) | Bedrag::Marge(_, value) => *value <= Decimal::ZERO,
        _ => false,
    })
}

/// Where a name goes on behind a number: `1. Opvang`, `2.1) Opvang`.
fn after_number(naam: &str) -> Option<usize> {
    let digits = naam.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number = &naam[..digits];
    let closed = naam[digits..].starts_with(')');
    let end = digits + usize::from(closed);
    let rest = naam[end..].trim_start();
    let spaced = rest.len() < naam.len() - end;
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && (closed || number.contains('.'))
        && number.split('.').all(|part| part.len() < 4);
    (is_number && spaced && !rest.is_empty()).then_some(naam.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_name_ends_with_a_mark() {
        for (naam, rest) in [
            ("1. Opvang", Some("Opvang")),
            ("12) Opvang", Some("Opvang")),
            ("2.1 Opvang", Some("Opvang")),
            ("1e fase", None),
            ("24 uur open", None),
            ("2026. Opvang", None),
            ("3.", None),
            (".5 a", None),
        ] {
            assert_eq!(after_number(naam).map(|end| &naam[end..]), rest, "{naam}");
        }
    }
}
