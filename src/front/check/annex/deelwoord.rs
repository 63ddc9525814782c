//! In: the lines of a table, and the words by which a line says that it is a part. Out: lines that are called a part and
//! count, and those where the word would stand twice. Pure.

use super::Look;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Opzoekwoorden, Postsoort, Regel, Tabel, na_deelwoord};
use crate::edit;
use crate::yaml::{Node, Path};

impl Look<'_> {
    /// What the name of a line says is what the line is. `voor` is what is printed before a part. What a spreadsheet says
    /// is read from it.
    pub(super) fn named_as_parts(
        &mut self,
        tabel: &Tabel<'_>,
        woorden: &Opzoekwoorden,
        voor: &Regel,
    ) {
        let posten = tabel.path.key("staat").key("posten");
        for (i, post) in tabel.inhoud.staat.iter().flat_map(|staat| &staat.posten).enumerate() {
            let at = posten.index(i).key("post");
            match post.soort {
                Postsoort::Waarvan => self.said_twice(post.post.as_str(), &at, woorden, voor),
                Postsoort::Totaal => {}
                _ => self.counts(post.post.as_str(), &at, woorden),
            }
        }
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let lines = tabel.path.key("groepen").index(g).key("maatregelen");
            for (m, maatregel) in groep.maatregelen.iter().enumerate().filter(|(_, m)| m.waarvan) {
                let at = lines.index(m).key("maatregel");
                self.said_twice(maatregel.maatregel.getypt(), &at, woorden, voor);
            }
        }
    }

    /// Where the name goes on behind the word, of a line that was typed here.
    fn behind(&self, naam: &str, at: &Path, woorden: &Opzoekwoorden) -> Option<usize> {
        let typed = self.tree.at(at).is_some_and(|node| !Node::is_cell(node));
        na_deelwoord(naam, woorden).filter(|_| typed)
    }

    fn said_twice(&mut self, naam: &str, at: &Path, woorden: &Opzoekwoorden, voor: &Regel) {
        let Some(behind) = self.behind(naam, at, woorden) else { return };
        let word = naam[..behind].trim();
        let message = match word == voor.as_str() {
            true => format!("`{word}` komt er vanzelf voor, en staat er dan twee keer"),
            false => format!("`{voor}` komt er vanzelf voor, en dan zegt `{word}` het nog eens"),
        };
        let mut told = Diagnostic::warning(codes::SAYS_PART, message)
            .at(self.place(at), "")
            .help(format!("schrijf `{}`", words::shorten(&naam[behind..])));
        told.fix = vec![edit::in_place(self.tree, at, 0..behind, "", self.sources)]
            .into_iter()
            .collect::<Option<_>>()
            .unwrap_or_default();
        self.found.push(told);
    }

    fn counts(&mut self, naam: &str, at: &Path, woorden: &Opzoekwoorden) {
        if self.behind(naam, at, woorden).is_none() {
            return;
        }
        let name = words::shorten(naam);
        let message = format!("`{name}` heet een deel van de regel erboven, en telt zelf mee");
        self.found.push(
            Diagnostic::warning(codes::SAYS_PART, message).at(self.place(at), "").help(
                "zet bij deze regel `soort: waarvan`, dan telt zij niet nog eens mee; telt zij wel mee, geef haar dan een naam die dat zegt",
            ),
        );
    }
}
