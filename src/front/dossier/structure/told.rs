//! In: a value that is not what its place asks for. Out: what is wrong with it, and what to do. Pure.

use super::Walk;
use crate::diagnostic::{Diagnostic, Edit, codes, words};
use crate::dossier::format::Wrong;
use crate::dossier::jaar::FORMAT_JAAR;
use crate::dossier::mended;
use crate::dossier::schema::Shape;
use crate::dossier::somkolom::FORMAT_SOMKOLOM;
use crate::dossier::tekst::FORMAT_PROZA;
use crate::source::Span;
use crate::yaml::{Kind, Node, Path, Segment, comment_after};

/// What stands below the name of a field that has fields of its own.
pub(super) const FIELDS: &str = "een blok met velden";

impl Walk<'_> {
    /// Checks one of some words, in the place of which a list can stand whose items begin with the field `or`.
    pub(super) fn word(
        &mut self,
        node: &Node,
        value: &str,
        words: &[String],
        or: Option<&str>,
        path: &Path,
    ) {
        if words.iter().any(|word| word == value) {
            return;
        }
        let label = match words::meant(value, words.iter().map(String::as_str)) {
            Some(word) => format!("bedoelde u `{word}`?"),
            None => "dit woord kan hier niet".into(),
        };
        let choice = words::list(words, "of");
        let help = match or {
            Some(field) => {
                format!(
                    "kies uit {choice}, of maak er een lijst van, met regels als `- {field}: …`"
                )
            }
            None => format!("kies uit {choice}"),
        };
        let word = words::shorten(value);
        self.found.push(
            Diagnostic::error(
                codes::UNKNOWN_WORD,
                format!("{} kan niet `{word}` zijn", path.in_words()),
            )
            .at(node.head(self.sources), label)
            .help(help),
        );
        let lower = value.trim().to_lowercase();
        let mut same = words.iter().filter(|word| word.to_lowercase() == lower);
        if let (Some(word), None) = (same.next(), same.next()) {
            self.mend(mended::whole(node, word, self.sources));
        }
    }

    /// How a block is written where something else stands.
    pub(super) fn block_help(&self, node: &Node, shape: &Shape, path: &Path) -> Option<String> {
        let Shape::Map { keys, required, others, .. } = shape else { return None };
        let is_item = matches!(path.segments().last(), Some(Segment::Index(_)));
        if let (Some(text), [only], true) = (node.text(), &required[..], is_item) {
            return Some(format!("schrijf `- {only}: {}`", words::shorten(text)));
        }
        let by_year = |name: &str| [FORMAT_JAAR, FORMAT_SOMKOLOM].contains(&name);
        if others.as_ref().is_some_and(|(name, _)| name.as_deref().is_some_and(by_year)) {
            return Some("zet elk bedrag op een eigen regel achter zijn jaar: `2026: …`".into());
        }
        let known = || words::list(keys.iter().map(|(key, _)| key), "en");
        match (keys.first(), path.segments()) {
            (None, _) | (_, []) => None,
            (Some(_), _) if keys.len() <= 8 => {
                Some(format!("hier kunnen {} staan, elk op een eigen regel", known()))
            }
            (Some((first, _)), _) => {
                let all = known();
                Some(format!(
                    "zet de velden op de regels eronder, twee spaties verder naar rechts, zoals `{first}: …`; hier kunnen {all} staan"
                ))
            }
        }
    }

    /// A file with nothing but text in it.
    pub(super) fn only_text(&mut self, node: &Node, text: &str, shape: &Shape) {
        let Shape::Map { keys, .. } = shape else { return };
        let field = keys.iter().find(|(_, shape)| shape.is_format(FORMAT_PROZA));
        let message = "in dit bestand staat alleen tekst, zonder de velden waar hij in hoort";
        let mut diagnostic = Diagnostic::error(codes::WRONG_TYPE, message)
            .at(node.head(self.sources), "bij welk veld hoort dit?");
        if let Some((name, _)) = field.filter(|_| text.contains(' ')) {
            diagnostic = diagnostic.help(format!(
                "zet boven een tekst de naam van zijn veld, zoals `{name}: |`, en twee spaties voor elke regel van de tekst"
            ));
        }
        let known = words::list(keys.iter().map(|(key, _)| key), "en");
        self.found.push(diagnostic.help(format!("hier kunnen {known} staan")));
    }

    /// Gives the last diagnostic its correction.
    pub(super) fn mend(&mut self, fix: Option<Vec<Edit>>) {
        if let (Some(fix), Some(last)) = (fix, self.found.last_mut()) {
            last.fix = fix;
        }
    }

    /// A heading with nothing below it.
    pub(super) fn shell(&mut self, node: &Node, keys: &[(String, Shape)], required: &[String]) {
        let knows = |name: &str| keys.iter().any(|(key, _)| key == name);
        let optional = knows("tekst") && !required.iter().any(|key| key == "tekst");
        let heads = [("kop", "delen"), ("titel", "secties")];
        let Some((head, parts)) = heads.into_iter().find(|(head, _)| knows(head)) else { return };
        let Some(kop) = node.entry(head).filter(|_| optional && node.get("tekst").is_none()) else {
            return;
        };
        // A field that is misspelt was told, and may be the text.
        let Kind::Map(entries) = &node.kind else { return };
        if entries.iter().any(|entry| entry.key.text().is_none_or(|name| !knows(name))) {
            return;
        }
        let has_parts = node
            .get(parts)
            .is_some_and(|delen| !matches!(&delen.kind, Kind::List(items) if items.is_empty()));
        if !has_parts {
            self.found.push(
                Diagnostic::warning(
                    codes::SECTION_EMPTY,
                    format!("onder deze {head} staat geen tekst"),
                )
                .at(kop.key.span.clone(), "")
                .help(format!("voeg `tekst: |` toe met de tekst eronder, of haal de {head} weg")),
            );
        }
    }

    pub(super) fn empty(&mut self, node: &Node, path: &Path, key: &Span) {
        let text = self.sources.get(node.span.source).text();
        let mut diagnostic =
            Diagnostic::error(codes::EMPTY_VALUE, format!("{} is leeg", path.in_words()))
                .at(key.clone(), "hier ontbreekt de waarde");
        diagnostic = match comment_after(key.range.end, text) {
            Some(_) => diagnostic.help(
                "YAML leest wat na `#` komt als opmerking; zet de tekst tussen aanhalingstekens",
            ),
            None if self.folds(node, key) => diagnostic.help(
                "YAML leest `>` en `|` aan het begin als het begin van een tekst eronder; schrijf een bedrag zonder dat teken, en zet een tekst tussen aanhalingstekens",
            ),
            None if text[node.span.range.clone()].eq_ignore_ascii_case("null") => {
                diagnostic.help(format!(
                    "YAML leest `{0}` als niets; is het een naam of een tekst, zet haar dan tussen aanhalingstekens: `\"{0}\"`",
                    &text[node.span.range.clone()]
                ))
            }
            None => {
                diagnostic.help(match self.is_required(path) {
                    true => "vul een waarde in: dit veld is verplicht",
                    false => "vul een waarde in, of haal het veld weg",
                })
            }
        };
        self.found.push(diagnostic);
    }

    /// Whether the block that is walked through must have this field.
    fn is_required(&self, path: &Path) -> bool {
        match (path.segments().last(), self.levels.last()) {
            (Some(Segment::Key(name)), Some(level)) => level.required.contains(&name.to_string()),
            _ => false,
        }
    }

    pub(super) fn in_list(&self, path: &Path) -> bool {
        matches!(path.segments().last(), Some(Segment::Index(_)))
    }

    /// Whether an empty value is the head of a text, with a number behind it: `2026: >5`.
    pub(super) fn folds(&self, node: &Node, key: &Span) -> bool {
        let behind = self.sources.get(key.source).text()[key.range.end..].lines().next();
        let value = behind.map(|line| line.trim_start_matches(':').trim()).unwrap_or_default();
        node.text().is_some()
            && value.strip_prefix(['>', '|']).is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() <= 2
            })
    }

    pub(super) fn kind(&mut self, node: &Node, wanted: &str, path: &Path, help: Option<&str>) {
        let is = match &node.kind {
            Kind::Map(_) => FIELDS,
            Kind::List(_) => "een lijst",
            Kind::Scalar(_) => "een losse waarde",
        };
        let name = path.in_words();
        let message = match (path.segments(), &node.kind) {
            ([], _) => format!("het bestand hoort {wanted} te zijn, maar is {is}"),
            // Who writes `toelichting: n.v.t.` knows no blocks.
            (_, Kind::Scalar(_)) if wanted == FIELDS => {
                format!("{name} heeft eigen velden, en kan zelf geen tekst hebben")
            }
            _ => format!("{name} hoort {wanted} te zijn, maar is {is}"),
        };
        let mut diagnostic = Diagnostic::error(codes::WRONG_TYPE, message)
            .at(node.head(self.sources), format!("verwacht: {wanted}"));
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        // `toelichting: n.v.t.`: to say that there is nothing to say, the field is left out.
        let nothing = node.text().map(|text| text.trim().to_lowercase());
        let nothing = nothing.is_some_and(|text| matches!(&*text, "n.v.t." | "nvt" | "geen" | "-"));
        if nothing && wanted == FIELDS && !self.is_required(path) {
            diagnostic = diagnostic.help(format!("is er niets te zeggen, haal dan {name} weg"));
        }
        self.found.push(diagnostic);
    }

    pub(super) fn wrong(&mut self, node: &Node, wrong: &Wrong, path: &Path) {
        let value = words::shorten(node.text().unwrap_or_default());
        let place = node.head(self.sources);
        // A cell has a name of its own.
        let is_cell = self.sources.get(place.source).cell(place.range.start).is_some();
        let label = if is_cell { String::new() } else { path.in_words() };
        self.found.push(
            Diagnostic::error(wrong.code, format!("`{value}` is geen {}", wrong.what))
                .at(place, label)
                .help(wrong.help.clone()),
        );
        if let Some(meant) = &wrong.meant {
            self.mend(mended::whole(node, meant, self.sources));
        }
    }
}
