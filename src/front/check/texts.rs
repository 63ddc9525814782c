//! In: every text of a dossier. Out: each one ready to print, or its mistakes. Pure.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::inserts::{self, Inserts};
use super::passage::is_note;
use super::{CheckedText, Context, Names, Noot, characters, lengths, unlifted, values};
use crate::diagnostic::{Code, Diagnostic, Edit, Severity, codes, words};
use crate::dossier::{
    Aanhangsel, Bestand, Dossier, Lijsten, NOTEN, Naam, Onderdeel, Place, Root, Stuk, Tekstsoort,
    Tekstveld, Verwijzing, is_aanhaling, noten_van,
};
use crate::edit;
use crate::manuscript::Manuscript;
use crate::prose::{self, Evaluator, Inline, Mistake, Prose};
use crate::yaml::{Kind, Node, Path, Segment};

/// The texts of a dossier, checked.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) prose: BTreeMap<Place, CheckedText>,
    pub(super) lines: Vec<Place>,
    /// The place of every text, in the order in which they are printed.
    pub(super) order: Vec<Place>,
    /// Whether the markup of some text is wrong, so that nobody knows what it will say.
    pub(super) incomplete: bool,
}

/// Checks every text; those that are `lost` to the way they are written were told already.
pub(super) fn check(
    context: &Context<'_>,
    lost: &BTreeSet<Place>,
    found: &mut Vec<Diagnostic>,
) -> Texts {
    let dossier = context.reading.dossier.as_deref();
    let lijsten = context.reading.trees.lijsten.as_deref();
    let evaluator =
        dossier.map(|dossier| Evaluator::new(&values::values(dossier, context.cijfers.as_ref())));
    let mut texts =
        Texts { prose: BTreeMap::new(), lines: Vec::new(), order: Vec::new(), incomplete: false };
    let mut notes = Notes::default();
    let mut all = context.reading.texts();
    let order = Order::of(&context.manuscripten);
    all.sort_by_cached_key(|text| order.rank(&text.place));
    let all = inserts::in_place(all);
    let mut inserts = Inserts::new(&all);
    for text in &all {
        characters(context, text, found);
        texts.order.push(text.place.clone());
        if text.kind == Tekstsoort::Regel {
            // Who fills in a spreadsheet thinks of no markup.
            let line = text.node.text().filter(|_| !text.node.is_cell());
            let mut mistakes = prose::line(line.unwrap_or_default());
            let value = text.node.text().unwrap_or_default();
            mistakes.extend(unlifted::find(value, &Prose::default(), &mistakes, false, lijsten));
            mistakes.extend(lengths::of_line(value));
            for mistake in mistakes {
                found.push(diagnostic(context, text, mistake));
            }
            texts.lines.push(text.place.clone());
            continue;
        }
        let mut rules = TextCheck { context, text, found, names: Names::default() };
        let value = text.node.text().unwrap_or_default();
        let (mut prose, mistakes) = match text.kind {
            Tekstsoort::Cel => (Arc::new(prose::plain(value)), Arc::default()),
            Tekstsoort::Genoteerd => {
                let mistakes = match text.node.is_cell() {
                    true => Vec::new(),
                    false => prose::noted_line(value),
                };
                (Arc::new(prose::plain(value)), mistakes.into())
            }
            Tekstsoort::Regel | Tekstsoort::Proza => prose::read(value),
        };
        texts.incomplete |= mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
        let long = match text.kind {
            Tekstsoort::Genoteerd => lengths::of_line(value),
            _ => lengths::of_prose(&prose),
        };
        rules.found.extend(long.map(|long| diagnostic(context, text, long)));
        for mistake in mistakes.iter().filter(|_| !lost.contains(&text.place)) {
            rules.report(mistake.clone());
        }
        if let Some(mistake) =
            unlifted::find(value, &prose, &mistakes, accounts(&text.place), lijsten)
        {
            rules.report(mistake);
        }
        rules.misplaced();
        let before = rules.found.len();
        match inserts.names.remove(&text.place) {
            // It was gone through where it is printed.
            Some(names) => rules.names = names,
            None => rules.names(&prose, dossier, evaluator.as_ref(), &mut notes, &mut inserts),
        }
        // Without its value a sentence does not read as it will.
        texts.incomplete |=
            rules.found[before..].iter().any(|told| told.code == codes::EXPRESSION_FAILS);
        let names = rules.names;
        if let Some(dossier) = dossier
            && text.place.root == Root::File(Bestand::Nota)
            && lijsten
                .is_some_and(|lijsten| lijsten.nota.niet_van_toepassing.has_folded(value.trim()))
        {
            let words = dossier.profiel.nota.niet_van_toepassing.to_string();
            let range = 0..value.len();
            let blocks = vec![prose::Block::Paragraph(vec![Inline::Text { text: words, range }])];
            prose = Arc::new(Prose { blocks });
        }
        texts.prose.insert(text.place.clone(), CheckedText { prose, names });
    }
    let trees = &context.reading.trees;
    // What a syntax error left out of a file may refer to its notes.
    for (root, tree) in trees.into_iter().filter(|(root, _)| !trees.partial.contains(root)) {
        unused_notes(context, *root, tree, &notes, found);
        inserts::unused(context, *root, tree, &inserts, found);
    }
    texts
}

/// Whether a text accounts for what is withheld.
fn accounts(place: &Place) -> bool {
    let name = Onderdeel::NietOpenbaar.name();
    place.root == Root::File(Bestand::Nota)
        && matches!(place.path.segments().first(), Some(Segment::Key(key)) if &**key == name)
}

/// Where each text stands on paper. Notes are numbered by it, whatever the order of the fields in the file.
struct Order<'a>(HashMap<&'a Place, (usize, usize)>);

impl<'a> Order<'a> {
    fn of(manuscripten: &'a BTreeMap<Stuk, Manuscript>) -> Self {
        let mut ranks = HashMap::new();
        for (stuk, manuscript) in manuscripten {
            for (rank, place) in manuscript.places().into_iter().enumerate() {
                ranks.entry(place).or_insert((document(*stuk), rank));
            }
        }
        Self(ranks)
    }

    /// The first document that prints a text, and how far into it. What is in none of its parts, as a note is, which
    /// is printed where a text refers to it, comes behind the document of its file.
    fn rank(&self, place: &Place) -> (usize, usize) {
        let document = match place.root {
            Root::File(bestand) => bestand.stuk().map_or(usize::MAX, document),
            Root::Profile => usize::MAX,
        };
        self.0.get(place).copied().unwrap_or((document, usize::MAX))
    }
}

/// The number of a document.
fn document(stuk: Stuk) -> usize {
    Stuk::ALL.into_iter().position(|one| one == stuk).unwrap_or(usize::MAX)
}

/// Tells what is wrong with the characters of a text.
fn characters(context: &Context<'_>, text: &Tekstveld<'_>, found: &mut Vec<Diagnostic>) {
    let value = text.node.text().unwrap_or_default();
    for (mistake, places) in characters::find(value, context.needs.printable) {
        let mut diagnostic = diagnostic(context, text, mistake);
        for range in places.into_iter().take(MAX_PLACES).skip(1) {
            diagnostic = diagnostic.at(text.node.within(range, context.sources), "");
        }
        found.push(diagnostic);
    }
}

/// Most places of one character that are shown.
const MAX_PLACES: usize = 20;

/// The notes that were referred to so far.
#[derive(Default)]
struct Notes {
    /// Each by file, series and name, with its number in the series.
    seen: BTreeMap<(Root, &'static str, String), usize>,
    /// How many there are of a series.
    many: BTreeMap<(Root, &'static str), usize>,
}

impl Notes {
    /// The number of a note, and whether nothing referred to it before.
    fn refer(&mut self, root: Root, series: &'static str, name: &str) -> (usize, bool) {
        match self.seen.entry((root, series, name.to_owned())) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(new) => {
                let many = self.many.entry((root, series)).or_default();
                *many += 1;
                (*new.insert(*many - 1), true)
            }
        }
    }
}

/// The mark of a note of who asks questions: `a`, `b`, and after `z` `aa`. Numbers are for our own.
fn mark(number: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", mark(more - 1)),
    }
}

/// A mistake in a text at its place in the file, with its correction where it can be written there.
fn diagnostic(context: &Context<'_>, text: &Tekstveld<'_>, mistake: Mistake) -> Diagnostic {
    let span = text.node.within(mistake.range, context.sources);
    let mut diagnostic =
        Diagnostic::new(mistake.code, mistake.severity, mistake.message).at(span, mistake.label);
    diagnostic.help = mistake.help;
    // What others wrote is theirs to change.
    if is_aanhaling(&text.place) {
        return diagnostic;
    }
    diagnostic.fix = corrected(context, text, &mistake.fix).unwrap_or_default();
    diagnostic
}

/// Other text in the place of these ranges, if all of it can be written.
fn corrected(
    context: &Context<'_>,
    text: &Tekstveld<'_>,
    fix: &[(Range<usize>, String)],
) -> Option<Vec<Edit>> {
    let tree = context.reading.trees.get(&text.place.root)?;
    let edit = |(range, new): &(Range<usize>, String)| {
        edit::in_place(tree, &text.place.path, range.clone(), new, context.sources)
    };
    fix.iter().map(edit).collect()
}

/// A text, while the names in it are looked up.
pub(super) struct TextCheck<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) text: &'a Tekstveld<'a>,
    pub(super) found: &'a mut Vec<Diagnostic>,
    pub(super) names: Names,
}

impl TextCheck<'_> {
    fn report(&mut self, mistake: Mistake) {
        self.found.push(diagnostic(self.context, self.text, mistake));
    }

    pub(super) fn fail(
        &mut self,
        code: Code,
        message: impl Into<String>,
        range: &Range<usize>,
        help: impl Into<String>,
    ) {
        self.report(Mistake::error(code, range.clone(), message).help(help));
    }

    /// A note that has the name of a field by which something is withheld.
    fn misplaced(&mut self) {
        let path = &self.text.place.path;
        let Some(Segment::Key(name)) = path.segments().last() else { return };
        if is_note(path) && unlifted::is_field(name) {
            let range = 0..self.text.node.text().unwrap_or_default().len();
            self.fail(
                codes::GROUND_UNKNOWN,
                format!("`{name}:` is hier een voetnoot, en lakt niets"),
                &range,
                "lak elke noot voor zich: `naam: {waarde: …, openbaar: nee, grond: 5.1.2e}`",
            );
        }
    }

    /// Resolves every name in a text.
    fn names(
        &mut self,
        prose: &Prose,
        dossier: Option<&Dossier>,
        evaluator: Option<&Evaluator>,
        notes: &mut Notes,
        inserts: &mut Inserts<'_>,
    ) {
        let mut named = Vec::new();
        prose.visit(&mut |inline| {
            named.push(inline);
        });
        for inline in named {
            match inline {
                Inline::Note { name, range } => self.note(name, range, notes),
                Inline::Paper { reference, range } => self.paper(reference, range, dossier),
                Inline::Insert { what, name, range } => {
                    let frame = self.insert(*what, name, range, inserts);
                    let frame = frame.and_then(|place| inserts.text(&place));
                    // Its notes come before those that are further on in this text.
                    if let Some(text) = frame {
                        let found = &mut *self.found;
                        let (context, names) = (self.context, Names::default());
                        let mut inner = TextCheck { context, text, found, names };
                        let (prose, _) = prose::read(text.node.text().unwrap_or_default());
                        inner.names(&prose, dossier, evaluator, notes, inserts);
                        let names = inner.names;
                        inserts.names.insert(text.place.clone(), names);
                    }
                }
                Inline::Value { expression, range } => {
                    if let Some(evaluator) = evaluator {
                        self.value(expression, range, evaluator);
                    }
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, name: &str, range: &Range<usize>, notes: &mut Notes) {
        let root = self.text.place.root;
        if is_note(&self.text.place.path) {
            self.fail(
                codes::FOOTNOTE_NESTED,
                "een voetnoot kan geen voetnoot hebben",
                range,
                "zet de tekst in de voetnoot zelf",
            );
            return;
        }
        let tree = self.context.reading.trees.get(&root);
        let series = noten_van(&self.text.place);
        let defined = tree.and_then(|tree| tree.entry(series));
        if defined.is_some_and(|entry| entry.value.get(name).is_some()) {
            let (number, first) = notes.refer(root, series, name);
            let of_others = is_aanhaling(&self.text.place);
            let among = if of_others { "leden-" } else { "" };
            let path = Path::default().key(series).key(name);
            let noot = Noot {
                label: format!("{}-{among}{name}", root.name()),
                tekst: first.then_some(Place { root, path }),
                teken: of_others.then(|| mark(number)),
            };
            self.names.notes.insert(range.start, noot);
            return;
        }
        // The notes may stand in what a syntax error left out.
        if defined.is_none() && self.context.reading.trees.partial.contains(&root) {
            return;
        }
        let known: Vec<&str> = defined.map(|entry| keys(&entry.value)).unwrap_or_default();
        let label = match words::meant(name, known.iter().copied()) {
            Some(meant) => format!("bedoelde u `[^{meant}]`?"),
            None => "deze verwijzing heeft geen noot".into(),
        };
        let span = self.text.node.within(range.clone(), self.context.sources);
        let mut diagnostic =
            Diagnostic::error(codes::FOOTNOTE_UNKNOWN, format!("voetnoot `{name}` bestaat niet"))
                .at(span, label);
        if let Some(entry) = defined {
            diagnostic = diagnostic.at(entry.key.span.clone(), "de noten staan hier");
        }
        self.found.push(match Naam::is_valid(name) {
            _ if root == Root::File(Bestand::Dossier) => diagnostic
                .help("dossier.yaml heeft geen voetnoten: zet wat de noot zegt in de tekst zelf"),
            true => diagnostic.help(format!("voeg onder `{series}:` toe: `{name}: …`")),
            false => {
                let name = Naam::meant(name).unwrap_or_else(|| "noot_1".to_owned());
                diagnostic.help(format!(
                    "schrijf hier `[^{name}]`, en voeg onder `{series}:` toe: `{name}: …`"
                ))
            }
        });
    }

    fn paper(&mut self, reference: &str, range: &Range<usize>, dossier: Option<&Dossier>) {
        let broken = |what: &str| format!("`{reference}` is geen verwijzing naar {what}");
        let (scheme, number) = reference.split_once(':').unwrap_or_default();
        if scheme == "ah" {
            match Aanhangsel::parse(number) {
                Ok(aanhangsel) => {
                    let Some(dossier) = dossier else { return };
                    let url = aanhangsel.address(&dossier.profiel.kamerstukken.aanhangsel);
                    self.names.papers.insert(range.start, (aanhangsel.to_string(), url));
                }
                Err(help) => {
                    let message = broken("het Aanhangsel van de Handelingen");
                    self.fail(codes::REFERENCE_BROKEN, message, range, help);
                }
            }
            return;
        }
        let verwijzing = match Verwijzing::parse(number) {
            Ok(verwijzing) => verwijzing,
            Err(help) => {
                self.fail(codes::REFERENCE_BROKEN, broken("een Kamerstuk"), range, help);
                return;
            }
        };
        let Some(dossier) = dossier else { return };
        let Verwijzing { kamerstuk, vergaderjaar, pages } = verwijzing;
        let year = vergaderjaar.or_else(|| dossier.gegevens.kamerstukken.get(&kamerstuk).copied());
        if year.is_none() && !kamerstuk.is_bill() {
            self.fail(
                codes::REFERENCE_BROKEN,
                format!("van Kamerstuk {kamerstuk} is het vergaderjaar niet bekend"),
                range,
                format!("zet onder `kamerstukken:` in dossier.yaml: `{kamerstuk}: 2023/24`, met het goede jaar"),
            );
            return;
        }
        let url = dossier.profiel.kamerstukken.van(&kamerstuk);
        self.names.papers.insert(range.start, (kamerstuk.citation(year, pages.as_deref()), url));
    }

    fn value(&mut self, expression: &str, range: &Range<usize>, evaluator: &Evaluator) {
        match evaluator.evaluate(expression) {
            Ok(mut value) => {
                // At the end of a sentence one point is enough.
                let text = self.text.node.text().unwrap_or_default();
                if value.ends_with("p.m.") && text[range.end..].starts_with('.') {
                    value.pop();
                }
                if let Some(char) = value.chars().find(|c| {
                    *c == '\n'
                        || characters::unprintable(*c, self.context.needs.printable).is_some()
                }) {
                    let message = format!(
                        "deze waarde bevat U+{:04X}, dat niet kan worden afgedrukt",
                        u32::from(char)
                    );
                    self.fail(
                        codes::EXPRESSION_FAILS,
                        message,
                        range,
                        "noem een waarde van het dossier zelf",
                    );
                } else {
                    let lijsten = self.context.reading.trees.lijsten.as_deref();
                    let beside =
                        |lijsten: &Lijsten| prose::beside(text, range, &value, &lijsten.geld);
                    if let Some(word) = lijsten.and_then(beside) {
                        let message = format!(
                            "`{}` is hier te veel: de waarde zelf is `{value}`",
                            &text[word.clone()]
                        );
                        let help = "haal het woord of teken weg: de waarde is in euro's, en zegt zelf of het miljoenen zijn";
                        self.fail(codes::EXPRESSION_FAILS, message, &word, help);
                    }
                    self.names.values.insert(range.start, value);
                }
            }
            Err((message, inner, help)) => {
                // The expression stands just after the two opening braces.
                let start = range.start + 2;
                let inner = start + inner.start..start + inner.end.max(inner.start + 1);
                self.fail(codes::EXPRESSION_FAILS, message, &inner, help);
            }
        }
    }
}

fn unused_notes(
    context: &Context<'_>,
    root: Root,
    tree: &Node,
    notes: &Notes,
    found: &mut Vec<Diagnostic>,
) {
    for series in NOTEN {
        let Some(defined) = tree.get(series) else { continue };
        let is_seen = |name: &str| notes.seen.contains_key(&(root, series, name.to_owned()));
        // A name that cannot be one was told.
        let names = keys(defined).into_iter().filter(|name| Naam::is_valid(name));
        for name in names.filter(|name| !unlifted::is_field(name) && !is_seen(name)) {
            let path = Path::default().key(series).key(name);
            found.push(
                Diagnostic::warning(
                    codes::FOOTNOTE_UNUSED,
                    format!("voetnoot `{name}` wordt niet gebruikt"),
                )
                .at(tree.key_place(&path, context.sources), "deze noot komt niet in het document")
                .help(format!("zet `[^{name}]` in de tekst, of haal de noot weg")),
            );
        }
    }
}

pub(super) fn keys(node: &Node) -> Vec<&str> {
    match &node.kind {
        Kind::Map(entries) => entries.iter().filter_map(|entry| entry.key.text()).collect(),
        _ => Vec::new(),
    }
}
