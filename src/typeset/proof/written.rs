//! In: the literals of sheets, and the letters that are printed of them, one after the other. Out: what was not printed,
//! or not so. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem;
use std::ops::Range;

use typst::syntax::ast::Str;
use typst::syntax::{LinkedNode, Source, Span, SyntaxKind};
use typst::text::TextItem;

use super::{Fault, Printed, letter, path};
use crate::dossier::NOTEN;
use crate::prose::{Numbering, Series};
use crate::render::{Letter, field_of};

/// How a list is numbered, as its sheet says it: `1.`, `a)`, `(i)`.
fn numbered(form: &str, first: u64) -> Option<Numbering> {
    let open = form.starts_with('(');
    let mut signs = form.trim_start_matches('(').chars();
    let series = match signs.next()? {
        '1' => Series::Number,
        'a' => Series::Letter,
        'i' => Series::Roman,
        _ => return None,
    };
    Some(Numbering::Counted { open, series, first, suffix: signs.next()? })
}

/// What sheets say, and how much of it was printed so far.
#[derive(Default)]
pub(super) struct Written {
    literals: Vec<Literal>,
    /// Literals that are read in this order: of a text, or of one cell of a table in it. Blank ones are not among them.
    chains: Vec<Chain>,
    by_span: HashMap<Span, usize>,
    /// How often each text is included.
    included: HashMap<String, usize>,
    /// The last run of text that comes from no literal: the number or the sign of an item of a list.
    sign: String,
    own_way: bool,
    /// The notes that can be given room, and those of what comes next.
    notes: BTreeSet<String>,
    coming: Vec<String>,
    /// The page that is read, and the last literal that was begun, with its page.
    pub(super) page: usize,
    before: Option<(usize, usize)>,
    found: Vec<Fault>,
}

/// A literal whose text is printed.
struct Literal {
    path: &'static str,
    range: Range<usize>,
    says: String,
    /// Its chain, and its place there. A line of a template has none: a template may go any way.
    chain: Option<(usize, usize)>,
    /// The field of the line of a template.
    field: Option<u64>,
    /// The number or letter of the item of a list that begins with it.
    number: Option<String>,
    /// Whether it is repeated, as the head of a table is at the top of each page.
    repeats: bool,
    /// Whether it stays with what comes after it, as a heading does, and the notes of what it begins.
    leads: bool,
    notes: Vec<String>,
    /// The page where it begins, and the literal before it, with the page of that: the head of a table comes back.
    page: usize,
    before: Option<(usize, usize)>,
    /// Up to where it is printed, where its last letters were, and how often it was begun.
    at: usize,
    last: usize,
    passes: usize,
    /// Whether there is something wrong with it, which is told once.
    broken: bool,
}

#[derive(Default)]
struct Chain {
    members: Vec<usize>,
    /// The last one that was begun.
    last: Option<usize>,
    /// Whether a text that runs from right to left is in it: on paper that has another order.
    mixed: Option<Vec<(usize, usize, String)>>,
}

/// Where in a sheet a literal stands.
#[derive(Clone, Copy, Default)]
struct Context {
    chain: Option<usize>,
    repeats: bool,
    leads: bool,
}

/// What the literal at a range of a sheet says.
pub(super) fn says(source: &Source, range: &Range<usize>) -> Option<String> {
    let node = LinkedNode::new(source.root());
    let leaf = node.leaf_at(range.start, typst::syntax::Side::After)?;
    leaf.get().cast::<Str>().map(|text| text.get().to_string())
}

impl Written {
    /// Adds the sheet of a text.
    pub(super) fn text(&mut self, source: &Source) {
        let chain = self.chain();
        let context = Context { chain: Some(chain), ..Context::default() };
        self.visit(&LinkedNode::new(source.root()), source, context, &mut None);
    }

    /// Adds the sheet of a document. A template of one's own may leave out lines, or only name the document by them.
    pub(super) fn main(&mut self, source: &Source, own_way: bool) {
        self.own_way = own_way;
        self.visit(&LinkedNode::new(source.root()), source, Context::default(), &mut None);
    }

    fn chain(&mut self) -> usize {
        self.chains.push(Chain::default());
        self.chains.len() - 1
    }

    /// What the sheets print stands in them as `#"…"`; other strings are addresses, names and paths.
    fn visit(
        &mut self,
        node: &LinkedNode<'_>,
        source: &Source,
        context: Context,
        number: &mut Option<String>,
    ) {
        match node.kind() {
            SyntaxKind::Str if node.parent_kind() == Some(SyntaxKind::Markup) => {
                self.add(node, source, context, number.take());
            }
            SyntaxKind::Str => {
                if let Some(text) = node.get().cast::<Str>().map(Str::get) {
                    let including =
                        |node: &LinkedNode<'_>| node.kind() == SyntaxKind::ModuleInclude;
                    let parent = node.parent();
                    if parent.is_some_and(including)
                        || parent.and_then(LinkedNode::parent).is_some_and(including)
                    {
                        *self.included.entry(text.to_string()).or_default() += 1;
                    }
                }
            }
            SyntaxKind::FuncCall => self.call(node, source, context, number),
            _ => {
                for child in node.children() {
                    self.visit(&child, source, context, number);
                }
            }
        }
    }

    /// A call of a function of the house style: of a table each cell is read on its own, of a list each item has its
    /// number.
    fn call(
        &mut self,
        node: &LinkedNode<'_>,
        source: &Source,
        context: Context,
        number: &mut Option<String>,
    ) {
        let mut context = context;
        let mut name = node.children().next().map(|callee| callee.get().leaf_text().to_string());
        context.leads |= matches!(name.as_deref(), Some("inleiding" | "heading"));
        if context.chain.is_none() {
            name = None;
        }
        let arguments = node.children().filter(|child| child.kind() == SyntaxKind::Args);
        let (mut columns, mut at) = (0, 0);
        let (mut form, mut numbering) = (None, None);
        // The head of a table leads its first row in.
        let mut notes = Vec::new();
        for argument in arguments.flat_map(|arguments| arguments.children().collect::<Vec<_>>()) {
            match (name.as_deref(), argument.kind()) {
                (Some("tabel"), SyntaxKind::Array) => {
                    columns =
                        argument.children().filter(|one| one.kind() == SyntaxKind::Ident).count();
                }
                (Some("tabel"), SyntaxKind::Dict) => {
                    let rows = argument.children().filter(|one| one.kind() == SyntaxKind::Keyed);
                    for label in rows.flat_map(|row| row.children().collect::<Vec<_>>()) {
                        let label = label.get().cast::<Str>();
                        self.notes.extend(label.map(|label| label.get().to_string()));
                    }
                }
                (Some("voor-noten"), SyntaxKind::Str) => {
                    let label = argument.get().cast::<Str>().map(|name| name.get().to_string());
                    self.notes.extend(label.clone());
                    self.coming.extend(label);
                }
                (Some("nummering"), SyntaxKind::Str) => {
                    form = argument.get().cast::<Str>().map(|form| form.get().to_string());
                }
                (Some("nummering"), SyntaxKind::Int) => {
                    let first = argument.get().leaf_text().parse::<u64>().ok();
                    numbering =
                        form.as_deref().zip(first).and_then(|(form, first)| numbered(form, first));
                }
                (Some("tabel"), SyntaxKind::ContentBlock) => {
                    if at == 0 {
                        notes.clone_from(&self.coming);
                    } else if at == columns {
                        self.coming.append(&mut notes);
                    }
                    let (chain, head) = (Some(self.chain()), at < columns);
                    let inside = Context { chain, repeats: head, leads: head };
                    self.visit(&argument, source, inside, &mut None);
                    at += 1;
                }
                (Some("nummering" | "opsomming"), SyntaxKind::ContentBlock) => {
                    let mut number = numbering.map(|numbering| numbering.label(at));
                    self.visit(&argument, source, context, &mut number);
                    at += 1;
                }
                // The running head: on each following page, and on none of a document of one page.
                (_, SyntaxKind::Named)
                    if argument
                        .children()
                        .next()
                        .is_some_and(|key| key.get().leaf_text() == "volg") =>
                {
                    self.visit(&argument, source, Context { repeats: true, ..context }, number);
                }
                _ => self.visit(&argument, source, context, number),
            }
        }
    }

    fn add(
        &mut self,
        node: &LinkedNode<'_>,
        source: &Source,
        context: Context,
        number: Option<String>,
    ) {
        let Some(says) = node.get().cast::<Str>().map(|text| text.get().to_string()) else {
            return;
        };
        if says.chars().all(is_invisible) {
            return;
        }
        let index = self.literals.len();
        let chain = context.chain.map(|chain| {
            let Chain { members, mixed, .. } = &mut self.chains[chain];
            members.push(index);
            if says.chars().any(is_from_right) {
                mixed.get_or_insert_default();
            }
            (chain, members.len() - 1)
        });
        self.by_span.insert(node.span(), index);
        let field = match chain {
            Some(_) => None,
            None => field_of(source.text(), &node.range()),
        };
        self.literals.push(Literal {
            path: path(source),
            range: node.range(),
            says,
            chain,
            field,
            number,
            repeats: context.repeats,
            leads: context.leads,
            notes: mem::take(&mut self.coming),
            page: 0,
            before: None,
            at: 0,
            last: usize::MAX,
            passes: 0,
            broken: false,
        });
    }

    /// A part of what a literal says.
    pub(super) fn letter(&self, literal: usize, said: Range<usize>) -> Letter {
        let Literal { path, range, .. } = &self.literals[literal];
        letter(path, range.clone(), said)
    }

    /// A part of a literal, when it is one word: no line breaks within.
    pub(super) fn word(&self, part: &Letter, literal: usize) -> Option<String> {
        let says = self.literals[literal].says.get(part.offset..part.offset + part.length)?.trim();
        let breaks = |char: char| char.is_whitespace() && !matches!(char, '\u{a0}' | '\u{202f}');
        (says.chars().nth(1).is_some() && !says.contains(breaks)).then(|| says.to_owned())
    }

    /// Takes a run of text that is printed. The literal that it begins with, and the part of it.
    pub(super) fn item(&mut self, item: &TextItem) -> Option<(usize, usize, usize)> {
        let mut known: Option<(Span, Option<usize>)> = None;
        let mut first: Option<(usize, usize, usize)> = None;
        for glyph in &item.glyphs {
            let (span, offset) = (glyph.span.0, usize::from(glyph.span.1));
            if known.is_none_or(|(of, _)| of != span) {
                known = Some((span, self.by_span.get(&span).copied()));
            }
            let Some((_, Some(literal))) = known else { continue };
            let text = item.text.get(glyph.range()).unwrap_or_default();
            let at = self.glyph(literal, offset, text);
            match &mut first {
                Some((of, start, length)) if *of == literal => {
                    *length = (at + text.len()).saturating_sub(*start).max(*length);
                }
                Some(_) => {}
                None => first = Some((literal, at, text.len())),
            }
        }
        if first.is_none() {
            self.sign.clear();
            self.sign.push_str(item.text.trim());
        }
        first
    }

    /// Takes a glyph of a literal: what stands at an offset in it. Where that is: behind a word that a sheet shows in
    /// another way, offsets begin anew.
    fn glyph(&mut self, index: usize, given: usize, text: &str) -> usize {
        let shown = text.trim_start_matches(is_invisible);
        let offset = given + text.len() - shown.len();
        let shown = shown.trim_end_matches(is_invisible);
        let literal = &self.literals[index];
        if shown.is_empty() || literal.broken {
            return given;
        }
        if let Some((chain, _)) = literal.chain
            && let Some(mixed) = &mut self.chains[chain].mixed
        {
            mixed.push((index, offset, shown.to_owned()));
            return given;
        }
        // Its letters count, not their places.
        let goes_on = !literal.is_done() && literal.says_at(literal.next(literal.at), shown);
        let begins = !goes_on && literal.is_done() && literal.says_at(literal.next(0), shown);
        if begins && !self.begin(index) {
            return given;
        }
        let literal = &mut self.literals[index];
        if goes_on || begins {
            let at = literal.next(literal.at);
            (literal.at, literal.last) = (at + shown.len(), offset);
            return at;
        }
        if literal.last != offset && !(shown == "-" || shown == "\u{2010}") {
            // Glyphs of one cluster share its place, and the hyphen of a broken word has none.
            let at = literal.next(if literal.is_done() { 0 } else { literal.at });
            self.fault(index, at..literal_end(&self.literals[index].says, at), Fault::Moved);
        }
        given
    }

    /// Begins a literal, for the first time or once more.
    fn begin(&mut self, index: usize) -> bool {
        if let Some((of, place)) = self.literals[index].chain {
            let chain = &self.chains[of];
            let whole = chain.last.is_none_or(|last| self.literals[chain.members[last]].is_done());
            let wanted = chain.last.map_or(0, |last| (last + 1) % chain.members.len());
            if !whole || wanted != place {
                let missing = chain.members[if whole { wanted } else { chain.last.unwrap_or(0) }];
                let Literal { at, says, .. } = &self.literals[missing];
                let part = if whole { 0..says.len() } else { *at..says.len() };
                self.literals[index].broken = true;
                self.fault(missing, part, Fault::Moved);
                return false;
            }
            self.chains[of].last = Some(place);
        }
        let literal = &mut self.literals[index];
        (literal.at, literal.last) = (0, usize::MAX);
        literal.passes += 1;
        // The running head stands between the pages of a text, and is no part of it.
        if literal.repeats && literal.chain.is_none() {
            return true;
        }
        if literal.passes == 1 {
            (literal.page, literal.before) = (self.page, self.before);
        }
        // The notes stand below what the text goes on from.
        let is_note = |folder: &str| NOTEN.contains(&folder);
        if !literal.path.split('/').any(is_note) {
            self.before = Some((index, self.page));
        }
        if let Some(number) = &literal.number
            && literal.passes == 1
        {
            let (wanted, is) = (number.clone(), self.sign.clone());
            if is != wanted {
                let end = literal.says.len();
                self.fault(index, 0..end, |of| Fault::Number { of, is, wanted });
            }
        }
        true
    }

    fn fault(&mut self, index: usize, part: Range<usize>, fault: impl FnOnce(Letter) -> Fault) {
        if !mem::replace(&mut self.literals[index].broken, true) {
            let letter = self.letter(index, part);
            self.found.push(fault(letter));
        }
    }

    /// The notes that can be given room.
    pub(super) fn notes(&mut self) -> BTreeSet<String> {
        mem::take(&mut self.notes)
    }

    /// What leads something in that begins on another page, and the notes of that, each with the page.
    pub(super) fn apart(&self) -> (Vec<Fault>, Vec<(usize, String)>) {
        let (mut faults, mut all) = (Vec::new(), Vec::new());
        for literal in &self.literals {
            let Some((before, page)) = literal.before else { continue };
            let Literal { leads: true, says, .. } = &self.literals[before] else { continue };
            if page != literal.page {
                let (of, next) = (self.letter(before, 0..says.len()), literal.page + 1);
                faults.push(Fault::Apart { of, page: page + 1, next });
                all.extend(literal.notes.iter().map(|note| (page + 1, note.clone())));
            }
        }
        (faults, all)
    }

    /// The sheets of texts that are included, by their paths, and the fields of the document's own sheet that are printed.
    pub(super) fn printed(&self) -> Printed {
        let mut printed = Printed::default();
        for Literal { path, chain, passes, field, .. } in &self.literals {
            match chain {
                Some(_) => drop(printed.sheets.insert(path)),
                None => printed.fields.extend(field.filter(|_| *passes > 0)),
            }
        }
        printed
    }

    /// What is wrong with what was printed, when all of it was.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        for at in 0..self.chains.len() {
            let Some(mut glyphs) = self.chains[at].mixed.take() else { continue };
            glyphs.sort_by_key(|(literal, offset, _)| (*literal, *offset));
            glyphs.dedup();
            for (literal, offset, text) in glyphs {
                self.glyph(literal, offset, &text);
            }
        }
        // A field may stand in several literals, as in a template that says it in two ways.
        let printed: HashSet<_> = self
            .literals
            .iter()
            .filter(|literal| literal.passes > 0)
            .map(|literal| literal.field)
            .collect();
        for index in 0..self.literals.len() {
            let Literal { passes, chain, field, repeats, at, says, path, .. } =
                &self.literals[index];
            let (at, end) = (*at, says.len());
            let missing = match (chain, field) {
                (Some(_), _) => *passes == 0,
                (None, Some(_)) if self.own_way => false,
                (None, Some(_)) => !printed.contains(field),
                (None, None) => false,
            };
            let often = chain.is_some()
                && !repeats
                && *passes > self.included.get(*path).copied().unwrap_or(1);
            if missing || *passes > 0 && !self.literals[index].is_done() {
                self.fault(index, at..end, Fault::Lost);
            } else if often {
                self.fault(index, 0..end, Fault::Doubled);
            }
        }
        self.found
    }
}

impl Literal {
    /// The next letter that can be seen, from a place on.
    fn next(&self, at: usize) -> usize {
        let rest = &self.says[at..];
        self.says.len() - rest.trim_start_matches(is_invisible).len()
    }

    fn is_done(&self) -> bool {
        self.passes == 0 || self.next(self.at) == self.says.len()
    }

    /// Whether it says this at an offset, if need be in capitals.
    fn says_at(&self, offset: usize, shown: &str) -> bool {
        let said = self.says.get(offset..offset + shown.len());
        said.is_some_and(|said| said == shown || said.to_uppercase() == shown)
    }
}

/// The end of the word that begins at a place, or of a few words.
fn literal_end(says: &str, at: usize) -> usize {
    says[at..].match_indices(' ').nth(3).map_or(says.len(), |(end, _)| at + end)
}

/// Characters that leave nothing on paper.
fn is_invisible(char: char) -> bool {
    char.is_whitespace()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters of scripts that run from right to left.
pub(super) fn is_from_right(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
