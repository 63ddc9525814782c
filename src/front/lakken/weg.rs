//! In: the trees of a dossier, and what is withheld. Out: the trees with that out of them, and what only it led to. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::Gevonden;
use super::gevonden::{last_key, scalars};
use super::{invoegen, noten, staten};
use crate::dossier::{
    Bestand, Briefsoort, Gronden, Kamerstuk, Place, Root, Shape, Trees, Verwijzing, is_plaats,
    niet_afgedrukt, shape,
};
use crate::prose::{self, Inline};
use crate::yaml::{Entry, Kind, Node, Path, Segment};

/// Where an annex can be asked for its lines and tables by their short names.
const MET_NAMEN: [&str; 5] = ["groepen", "maatregelen", "bronnen", "posten", "tabellen"];

/// The field with the short name of a line or table, and those that a short name is short for.
const ID: &str = "id";
const STRUCTUREEL: &str = "structureel";
const NAMEN: [&str; 4] = ["maatregel", "bron", "post", "titel"];

/// Takes it out.
pub(super) fn neem(trees: &mut Trees, all: &[Gevonden]) {
    let mut weg = Weg::default();
    for one in all {
        let place = one.lakking.place.clone();
        match &one.lakking.within {
            Some(range) => weg.within.entry(place).or_default().push((range.clone(), one.gronden)),
            None => {
                names(trees, &place, one.gronden, &mut weg.ids);
                weg.whole.insert(place, one.gronden);
            }
        }
    }
    if let Some(bijlage) = trees.get(&Root::File(Bestand::Bijlage)) {
        weg.renumber(bijlage);
        weg.structureel = weg.structural(bijlage);
    }
    let mut papers = BTreeSet::new();
    for bestand in Bestand::ALL {
        let root = Root::File(bestand);
        let Some(tree) = trees.get(&root) else { continue };
        let mut taken = weg.value(tree, shape(root), &Place::top(root), tree);
        if bestand == Bestand::Dossier {
            unprinted(&mut taken);
        }
        if bestand == Bestand::Bijlage {
            staten::neem(tree, &mut taken, &weg.whole);
            staten::published(&mut taken);
        }
        let taken = invoegen::numbered(taken, shape(root));
        let taken = noten::numbered(taken, shape(root), root);
        cited(&taken, shape(root), &mut papers);
        trees.put(root, taken);
    }
    uncited(trees, &papers);
}

/// The names that a withheld block gives to lines in it.
fn names(trees: &Trees, place: &Place, gronden: Gronden, out: &mut BTreeMap<String, Gronden>) {
    let node = trees.get(&place.root).and_then(|tree| tree.at(&place.path));
    let Some(node) = node.filter(|_| place.root == Root::File(Bestand::Bijlage)) else { return };
    node.leaves(&mut |path, text| {
        if last_key(path) == Some(ID) {
            out.insert(text.to_owned(), gronden);
        }
    });
}

/// The papers that a file still cites, in a text or as a value of its own.
fn cited(tree: &Node, shape: &Shape, out: &mut BTreeSet<String>) {
    scalars(tree, shape, &Path::default(), &mut |_, node, shape| {
        let text = node.text().unwrap_or_default();
        if shape.is_kamerstuk() {
            out.extend(Kamerstuk::parse(text).ok().map(|one| one.to_string()));
        }
        if shape.is_proza() && text.contains("<kst:") {
            prose::read(text).0.visit(&mut |inline| {
                if let Inline::Paper { reference, .. } = inline {
                    let number = reference.strip_prefix("kst:").map(Verwijzing::parse);
                    out.extend(number.and_then(Result::ok).map(|one| one.kamerstuk.to_string()));
                }
            });
        }
    });
}

/// Takes out of `dossier.yaml` what no document prints, and may say what is withheld all the same.
fn unprinted(dossier: &mut Node) {
    let Kind::Map(entries) = &mut dossier.kind else { return };
    let soort = soort_van(entries);
    let out = |name: &str| name == "lakken" || niet_afgedrukt(soort).contains(&name);
    entries.retain(|entry| !entry.key.text().is_some_and(out));
}

/// Takes out the years of papers that are not cited any more, and from where the annex came.
fn uncited(trees: &mut Trees, papers: &BTreeSet<String>) {
    let dossier = Root::File(Bestand::Dossier);
    if let Some(mut tree) = trees.get(&dossier).cloned()
        && let Kind::Map(entries) = &mut tree.kind
    {
        for entry in entries.iter_mut().filter(|entry| entry.key.text() == Some("kamerstukken")) {
            if let Kind::Map(years) = &mut entry.value.kind {
                let is_cited = |entry: &Entry| {
                    let number = entry.key.text().and_then(|text| Kamerstuk::parse(text).ok());
                    number.is_some_and(|number| papers.contains(&number.to_string()))
                };
                years.retain(is_cited);
            }
        }
        let is_empty = |node: &Node| matches!(&node.kind, Kind::Map(entries) if entries.is_empty());
        entries.retain(|entry| !is_empty(&entry.value));
        trees.put(dossier, tree);
    }
    let bijlage = Root::File(Bestand::Bijlage);
    if let Some(mut tree) = trees.get(&bijlage).cloned() {
        without_source(&mut tree);
        trees.put(bijlage, tree);
    }
}

/// The kind of letter that a dossier is for.
fn soort_van(entries: &[Entry]) -> Briefsoort {
    let soort = entries.iter().find(|entry| entry.key.text() == Some("soort"));
    let word = soort.and_then(|entry| entry.value.text());
    word.and_then(Briefsoort::met_naam).unwrap_or_default()
}

/// Takes out which spreadsheet the lines came from.
fn without_source(node: &mut Node) {
    let Kind::Map(entries) = &mut node.kind else { return };
    entries.retain(|entry| entry.key.text() != Some("spreadsheet"));
    for entry in entries.iter_mut().filter(|entry| entry.key.text() == Some("tabellen")) {
        if let Kind::List(tables) = &mut entry.value.kind {
            tables.iter_mut().for_each(without_source);
        }
    }
}

/// What is withheld.
#[derive(Default)]
struct Weg {
    /// Whole values and blocks.
    whole: HashMap<Place, Gronden>,
    /// Passages of texts.
    within: HashMap<Place, Vec<(Range<usize>, Gronden)>>,
    /// Names of withheld lines, by which a text can ask for their figures.
    ids: BTreeMap<String, Gronden>,
    /// Short names of what is withheld by its name alone, and what they become.
    numbers: BTreeMap<String, String>,
    /// Of each table with a structural amount, what there is of those.
    structureel: BTreeMap<Place, Structureel>,
}

/// The structural amounts of a table.
#[derive(Default)]
struct Structureel {
    /// Whether some line has one that is not withheld as a whole: then the table keeps that column.
    open: bool,
    /// The grounds of the lines that are.
    gronden: Vec<Gronden>,
    /// The short names of its lines, and its own.
    namen: BTreeSet<String>,
}

impl Weg {
    /// Numbers the lines and tables whose name is withheld: a short name says it too.
    fn renumber(&mut self, bijlage: &Node) {
        let root = Root::File(Bestand::Bijlage);
        let (mut all, mut hidden) = (BTreeSet::new(), Vec::new());
        bijlage.leaves(&mut |path, text| {
            if last_key(path) != Some(ID) {
                return;
            }
            let line = Place { root, path: path.parent() };
            let is_name = |name: &&str| {
                let place = line.key(name);
                self.whole.contains_key(&place) || self.within.contains_key(&place)
            };
            all.insert(text.to_owned());
            if NAMEN.iter().any(is_name) {
                hidden.push(text.to_owned());
            }
        });
        let mut free =
            (1..).map(|number| format!("gelakt_{number}")).filter(|name| !all.contains(name));
        self.numbers = hidden.into_iter().zip(&mut free).collect();
    }

    /// A value without what is withheld. `file` is the whole tree that it stands in.
    fn value(&self, node: &Node, shape: &Shape, place: &Place, file: &Node) -> Node {
        if let Some(gronden) = self.whole.get(place) {
            return self.marked(node, shape, *gronden, place, file);
        }
        let kind = match (&node.kind, shape) {
            (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
                let one = |entry: &Entry| {
                    let name = entry.key.text().unwrap_or_default();
                    let of = keys.iter().find(|(key, _)| key == name).map(|(_, shape)| shape);
                    let of = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape));
                    let value = match of {
                        Some(shape) => self.value(&entry.value, shape, &place.key(name), file),
                        None => entry.value.clone(),
                    };
                    Entry { key: entry.key.clone(), value }
                };
                Kind::Map(entries.iter().map(one).collect())
            }
            (Kind::List(items), Shape::List(item, _)) => {
                let items = items.iter().enumerate();
                Kind::List(
                    items.map(|(i, node)| self.value(node, item, &place.index(i), file)).collect(),
                )
            }
            (Kind::List(_), Shape::WordsOr(_, list)) => return self.value(node, list, place, file),
            (Kind::Scalar(scalar), shape) if shape.is_proza() && !scalar.cell => {
                return self.text(node, &scalar.value, place);
            }
            (Kind::Scalar(scalar), _) if last_key(&place.path) == Some(ID) => {
                let number = self.numbers.get(&*scalar.value);
                return number.map_or_else(
                    || node.clone(),
                    |number| Node::in_place_of(number.as_str(), node.span.clone()),
                );
            }
            _ => return node.clone(),
        };
        Node { span: node.span.clone(), kind }
    }

    /// A text without its withheld passages, and without what it asks of withheld lines.
    fn text(&self, node: &Node, text: &str, place: &Place) -> Node {
        let passages = self.within.get(place).into_iter().flatten();
        let mut gone: Vec<(Range<usize>, String)> =
            passages.map(|(range, gronden)| (range.clone(), gronden.merk_met_opmaak())).collect();
        if text.contains("{{") {
            prose::read(text).0.visit(&mut |inline| {
                if let Inline::Value { expression, range } = inline
                    && !gone
                        .iter()
                        .any(|(known, _)| known.start <= range.start && range.end <= known.end)
                {
                    let asked = self.asked(expression);
                    let new = match asked.or_else(|| self.structural_asked(expression)) {
                        Some(gronden) => Some(gronden.merk_met_opmaak()),
                        None => self.renamed(expression).map(|new| format!("{{{{{new}}}}}")),
                    };
                    gone.extend(new.map(|new| (range.clone(), new)));
                }
            });
        }
        if gone.is_empty() {
            return node.clone();
        }
        gone.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (range, new) in gone {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        Node::in_place_of(out, node.span.clone())
    }

    /// The grounds of the withheld lines that an expression names.
    fn asked(&self, expression: &str) -> Option<Gronden> {
        let named = named(expression);
        let gronden: Vec<Gronden> =
            named.filter_map(|range| self.ids.get(&expression[range]).copied()).collect();
        (!gronden.is_empty()).then(|| gronden.into_iter().collect())
    }

    /// An expression with the numbers of what is withheld by its name alone; `None` when it names nothing of that.
    fn renamed(&self, expression: &str) -> Option<String> {
        let mut out = expression.to_owned();
        let named: Vec<_> = named(expression).collect();
        for range in named.into_iter().rev() {
            if let Some(number) = self.numbers.get(&expression[range.clone()]) {
                out.replace_range(range, number);
            }
        }
        (out != expression).then_some(out)
    }

    /// What stands in the place of a withheld value. Of a block that is the same whatever it holds: what it must have,
    /// and of a line every amount.
    fn marked(
        &self,
        node: &Node,
        shape: &Shape,
        gronden: Gronden,
        place: &Place,
        file: &Node,
    ) -> Node {
        let within = |node: &Node, shape: &Shape, place: &Place| {
            self.marked(node, shape, gronden, place, file)
        };
        if let Some(mark) = shape.merk(gronden) {
            return Node::in_place_of(mark, node.span.clone());
        }
        let kind = match (&node.kind, shape) {
            _ if shape.is_bedragen() => {
                let amount = |year: String| entry(&year, gronden.merk(), node);
                Kind::Map(years(file, place).into_iter().map(amount).collect())
            }
            (Kind::List(items), Shape::List(item, _)) => {
                let first = items.iter().take(1);
                Kind::List(first.map(|node| within(node, item, &place.index(0))).collect())
            }
            (Kind::Map(entries), Shape::Map { keys, required, .. }) => {
                let mut out = Vec::new();
                for (key, shape) in keys {
                    let typed = entries.iter().find(|entry| entry.key.text() == Some(key));
                    let inner = place.key(key);
                    match typed {
                        Some(entry) if is_plaats(key) || key == "soort" && is_post(place) => {
                            out.push(entry.clone());
                        }
                        Some(Entry { key: name, value }) if required.contains(key) => {
                            let value = within(value, shape, &inner);
                            out.push(Entry { key: name.clone(), value });
                        }
                        // Most groups have no published subtotal.
                        _ if shape.is_bedragen() && key != "subtotaal" => {
                            let value = within(node, shape, &inner);
                            out.push(Entry {
                                key: Node::in_place_of(key.as_str(), node.span.clone()),
                                value,
                            });
                        }
                        _ if key == STRUCTUREEL && self.is_structural(place) => {
                            out.push(entry(key, gronden.merk(), node));
                        }
                        _ => {}
                    }
                }
                // Of a block in which nothing must be, the first thing that can.
                if out.iter().all(|entry| {
                    !matches!(&entry.value.kind, Kind::Scalar(_))
                        || entry.key.text().is_some_and(is_plaats)
                }) && let Some((key, mark)) =
                    keys.iter().find_map(|(key, shape)| Some((key, shape.merk(gronden)?)))
                {
                    out.push(entry(key, mark, node));
                }
                Kind::Map(out)
            }
            _ => return node.clone(),
        };
        Node { span: node.span.clone(), kind }
    }

    /// Whether the table that a line stands in keeps its column of structural amounts.
    fn is_structural(&self, place: &Place) -> bool {
        self.structureel.get(&table(place)).is_some_and(|table| table.open)
    }

    /// What there is of structural amounts in each table.
    fn structural(&self, bijlage: &Node) -> BTreeMap<Place, Structureel> {
        let root = Root::File(Bestand::Bijlage);
        let mut all: BTreeMap<Place, Structureel> = BTreeMap::new();
        let mut namen: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
        bijlage.leaves(&mut |path, text| {
            let place = Place { root, path: path.clone() };
            match last_key(path) {
                Some(ID) => {
                    namen.entry(table(&place)).or_default().insert(text.to_owned());
                }
                Some(STRUCTUREEL) => {
                    let line = Place { root, path: path.parent() };
                    let of = all.entry(table(&place)).or_default();
                    match self.within_whole(line) {
                        Some(gronden) => of.gronden.push(gronden),
                        None => of.open = true,
                    }
                }
                _ => {}
            }
        });
        for (table, of) in &mut all {
            of.namen = namen.remove(table).unwrap_or_default();
        }
        all
    }

    /// The grounds of the block or value that a place is in, if that is withheld.
    fn within_whole(&self, mut place: Place) -> Option<Gronden> {
        loop {
            if let Some(gronden) = self.whole.get(&place) {
                return Some(*gronden);
            }
            if place.path.segments().is_empty() {
                return None;
            }
            place.path = place.path.parent();
        }
    }

    /// The grounds on which a table has no structural amounts left, of an expression that asks for one.
    fn structural_asked(&self, expression: &str) -> Option<Gronden> {
        let asks = expression.split(|c: char| !c.is_alphanumeric() && c != '_');
        if !asks.into_iter().any(|word| word == STRUCTUREEL) {
            return None;
        }
        let names: Vec<&str> = named(expression).map(|range| &expression[range]).collect();
        let is_of = |(place, of): &(&Place, &Structureel)| match names[..] {
            [] => place.path.segments().is_empty(),
            _ => names.iter().any(|name| of.namen.contains(*name)),
        };
        let (_, of) = self.structureel.iter().find(is_of)?;
        (!of.open).then(|| of.gronden.iter().copied().collect())
    }
}

/// The short names in an expression: the words behind those that lines and tables can be asked for by.
fn named(expression: &str) -> impl Iterator<Item = Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, sign) in expression.char_indices() {
        let is_word = sign.is_alphanumeric() || sign == '_';
        match words.last_mut().filter(|word| word.end == at) {
            Some(word) if is_word => word.end = at + sign.len_utf8(),
            _ if is_word => words.push(at..at + sign.len_utf8()),
            _ => {}
        }
    }
    let pairs: Vec<(Range<usize>, Range<usize>)> =
        words.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    let is_named = |before: &Range<usize>| MET_NAMEN.contains(&&expression[before.clone()]);
    pairs.into_iter().filter(move |(before, _)| is_named(before)).map(|(_, name)| name)
}

fn entry(key: &str, text: String, at: &Node) -> Entry {
    let span = || at.span.clone();
    Entry { key: Node::in_place_of(key, span()), value: Node::in_place_of(text, span()) }
}

/// The table that a value stands in.
fn table(place: &Place) -> Place {
    let top = Place::top(place.root);
    match place.path.segments() {
        [Segment::Key(tables), Segment::Index(index), ..] if &**tables == "tabellen" => {
            top.key(tables).index(*index)
        }
        _ => top,
    }
}

/// Whether a block is a line of a table with columns of its own: without what it is among the others, these would be sums
/// of something else.
fn is_post(place: &Place) -> bool {
    last_key(&place.path.parent()) == Some("posten")
}

/// The years of the table that a value stands in, or its own columns with figures.
fn years(file: &Node, place: &Place) -> Vec<String> {
    let table = file.at(&table(place).path);
    if let Some(columns) = table.and_then(|table| table.get("staat")?.get("kolommen"))
        && let Kind::Map(entries) = &columns.kind
    {
        let is_text = |column: &Node| column.get("soort").and_then(Node::text) == Some("tekst");
        let figures = entries.iter().filter(|entry| !is_text(&entry.value));
        return figures.filter_map(|entry| entry.key.text()).map(ToOwned::to_owned).collect();
    }
    let own = table.and_then(|table| table.get("jaren"));
    match own.or_else(|| file.get("jaren")).map(|node| &node.kind) {
        Some(Kind::List(items)) => {
            items.iter().filter_map(Node::text).map(ToOwned::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
