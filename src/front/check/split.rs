//! In: the lists of a dossier, and the official names. Out: names with a comma of which a list made several. Pure.

use std::ops::Range;

use super::Context;
use crate::diagnostic::{Diagnostic, Edit, codes, words};
use crate::source::{Sources, Span};
use crate::yaml::{Kind, Node, Scalar};

/// Most items that one name can fall apart into.
const MAX_PARTS: usize = 5;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(lijsten) = &context.reading.trees.lijsten else { return };
    let namen = &lijsten.namen;
    let all = namen.ministeries.iter().map(|ministerie| ministerie.naam.as_str());
    let all = all.chain(namen.posten.iter().map(|post| post.naam.as_str()));
    let names: Vec<String> = all.filter(|name| name.contains(',')).map(str::to_lowercase).collect();
    for (_, tree) in &context.reading.trees {
        walk(tree, &mut |items| lists(context, &names, items, found));
    }
}

/// Calls with every list.
fn walk(node: &Node, call: &mut dyn FnMut(&[Node])) {
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::List(items) => {
            call(items);
            items.iter().for_each(|item| walk(item, call));
        }
        Kind::Map(entries) => entries.iter().for_each(|entry| walk(&entry.value, call)),
    }
}

fn lists(context: &Context<'_>, names: &[String], items: &[Node], found: &mut Vec<Diagnostic>) {
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    if texts.len() != items.len() || texts.len() < 2 {
        return;
    }
    let flow = matches!(&items[0].kind, Kind::Scalar(Scalar { flow: true, .. }));
    let small: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let all = small.join(", ");
    let names: Vec<&String> = names.iter().filter(|name| words::contains(&all, name)).collect();
    let within = |range: Range<usize>, name: &str| words::contains(&small[range].join(", "), name);
    let mut at = 0;
    while at < items.len() {
        let parts = (2..=MAX_PARTS.min(items.len() - at)).find(|count| {
            let end = at + count;
            names.iter().any(|name| {
                within(at..end, name) && !within(at + 1..end, name) && !within(at..end - 1, name)
            })
        });
        if let Some(count) = parts {
            found.push(split(context, &items[at..at + count], flow));
            at += count;
            continue;
        }
        if at > 0 && is_rest(&items[at - 1], &items[at], context.sources) {
            let text = words::shorten(texts[at]);
            found.push(
                Diagnostic::warning(
                    codes::NAME_SPLIT,
                    format!("is `{text}` een eigen naam, of hoort het bij de naam ervoor?"),
                )
                .at(items[at].head(context.sources), "na een komma begint een nieuwe naam")
                .help(format!("is het één naam, schrijf dan `{}`", quoted(&texts[at - 1..=at])))
                .help(format!("is het een eigen naam, schrijf dan `{}`", quoted(&texts[at..=at]))),
            );
        }
        at += 1;
    }
}

/// Whether an item of a list between brackets may be the rest of the name before it: it goes on in lower case, or is the
/// end of an enumeration, as in `[Directie Wonen, Bouwen en Energie]`. In quotes nobody doubts.
fn is_rest(before: &Node, item: &Node, sources: &Sources) -> bool {
    let bare = |node: &Node| {
        matches!(node.kind, Kind::Scalar(Scalar { flow: true, .. }))
            && !sources.slice(&node.span).starts_with(['"', '\''])
    };
    let (Some(name), Some(text)) = (before.text(), item.text()) else { return false };
    let article = |text: &str| text.to_lowercase().starts_with("de ");
    let first = |text: &str| text.split(' ').next().map(str::to_lowercase);
    let own = first(name) == first(text) || article(text);
    let goes_on = text.starts_with(char::is_lowercase)
        || [" en ", " & "].iter().any(|and| text.contains(and));
    let named = name.starts_with(char::is_uppercase) || article(name);
    bare(before) && bare(item) && !own && goes_on && named
}

fn quoted(texts: &[&str]) -> String {
    crate::yaml::quoted(&texts.join(", "))
}

/// Items that together are one official name.
fn split(context: &Context<'_>, items: &[Node], flow: bool) -> Diagnostic {
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    let name = texts.join(", ");
    let first = items[0].head(context.sources);
    let mut diagnostic = Diagnostic::error(
        codes::NAME_SPLIT,
        format!("`{name}` is één naam, en staat hier als {} namen", items.len()),
    );
    for item in items {
        diagnostic = diagnostic.at(item.head(context.sources), "");
    }
    if !flow {
        return diagnostic.help(format!("zet de naam op één regel: `- {name}`"));
    }
    let end = items[items.len() - 1].span.range.end;
    let span = Span::new(first.source, first.range.start..end);
    let bare = context.sources.slice(&span).split(", ").collect::<Vec<_>>() == texts;
    if bare {
        diagnostic.fix = vec![Edit { span, text: quoted(&texts), value: None }];
    }
    diagnostic.help(format!("zet de hele naam tussen aanhalingstekens: `{}`", quoted(&texts)))
}
