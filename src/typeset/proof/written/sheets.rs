//! In: the sheets of a document. Out: the literals in them that are to be printed, in their order. Pure.

use std::mem;
use std::ops::Range;

use typst::syntax::ast::Str;
use typst::syntax::{LinkedNode, Side, Source, SyntaxKind};

use super::{Chain, Literal, Written, is_from_right, is_invisible};
use crate::prose::{Numbering, Series};
use crate::render::{field_of, is_kolomkop};
use crate::typeset::proof::path;

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

/// Where in a sheet a literal stands.
#[derive(Clone, Copy, Default)]
struct Context {
    chain: Option<usize>,
    repeats: bool,
    leads: bool,
    kop: Option<usize>,
}

/// The level of the heading that a call makes.
fn level(call: &LinkedNode<'_>) -> Option<usize> {
    let arguments = call.children().filter(|child| child.kind() == SyntaxKind::Args);
    let named = arguments.flat_map(|arguments| arguments.children().collect::<Vec<_>>()).find(
        |argument| {
            let key = argument.children().next();
            argument.kind() == SyntaxKind::Named
                && key.is_some_and(|key| key.get().leaf_text() == "level")
        },
    )?;
    named.children().last()?.get().leaf_text().parse().ok()
}

/// What the literal at a range of a sheet says.
pub(in crate::typeset::proof) fn says(source: &Source, range: &Range<usize>) -> Option<String> {
    let node = LinkedNode::new(source.root());
    let leaf = node.leaf_at(range.start, Side::After)?;
    leaf.get().cast::<Str>().map(|text| text.get().to_string())
}

impl Written {
    /// Adds the sheet of a text.
    pub(in crate::typeset::proof) fn text(&mut self, source: &Source) {
        let chain = self.chain();
        let repeats = is_kolomkop(path(source));
        let context = Context { chain: Some(chain), repeats, ..Context::default() };
        self.visit(&LinkedNode::new(source.root()), source, context, &mut None);
    }

    /// Adds the sheet of a document. A template of one's own may leave out lines, or only name the document by them.
    pub(in crate::typeset::proof) fn main(&mut self, source: &Source, own_way: bool) {
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
        if name.as_deref() == Some("heading") {
            context.kop = level(node);
        }
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
                    let inside = Context { chain, repeats: head, leads: head, kop: None };
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
            kop: context.kop,
            notes: mem::take(&mut self.coming),
            page: 0,
            before: None,
            at: 0,
            last: usize::MAX,
            passes: 0,
            broken: false,
        });
    }
}
