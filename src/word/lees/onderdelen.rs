//! In: the parts of a file beside its text. Out: its addresses and properties, and what elements say. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::uitpakken::{Delen, boom};

pub(super) fn val<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    kind(node, name).and_then(|child| attribuut(child, "val"))
}

pub(super) fn kind<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

pub(super) fn attribuut<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|one| one.name() == name).map(|one| one.value())
}

/// Whether a property is on or off, if it is there.
pub(super) fn schakelaar(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let one = kind(node, name)?;
    Some(!matches!(attribuut(one, "val"), Some("0" | "false" | "off" | "none")))
}

/// Whether a property that is on or off is on.
pub(super) fn aan(node: Node<'_, '_>, name: &str) -> bool {
    schakelaar(node, name).unwrap_or_default()
}

/// The list that a paragraph with these properties stands in.
pub(super) fn lijst(look: Node<'_, '_>) -> Option<(String, usize)> {
    let list = kind(look, "numPr")?;
    let deep = val(list, "ilvl").and_then(|deep| deep.parse().ok()).unwrap_or(0);
    let id = val(list, "numId").filter(|id| *id != "0")?;
    Some((id.to_owned(), deep))
}

/// The rows of a table, or the cells of a row, also within what only wraps them.
pub(super) fn inner<'a, 'i>(node: Node<'a, 'i>, name: &str, out: &mut Vec<Node<'a, 'i>>) {
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            found if found == name => out.push(child),
            "tbl" | "tr" | "tc" | "p" => {}
            _ => inner(child, name, out),
        }
    }
}

pub(super) fn eigenschappen(delen: &Delen) -> Result<BTreeMap<String, String>, Fout> {
    let Some(text) = delen.get("docProps/custom.xml") else { return Ok(BTreeMap::new()) };
    let tree = boom(text)?;
    let all = tree.descendants().filter(|node| node.tag_name().name() == "property");
    Ok(all
        .filter_map(|one| {
            let name = attribuut(one, "name")?.to_owned();
            Some((name, one.first_element_child()?.text().unwrap_or_default().to_owned()))
        })
        .collect())
}

/// The addresses outside that a part leads to.
pub(super) fn koppelingen(text: Option<&str>) -> Result<BTreeMap<String, String>, Fout> {
    let Some(text) = text else { return Ok(BTreeMap::new()) };
    let tree = boom(text)?;
    let all = tree.root_element().children().filter(|one| {
        one.is_element() && attribuut(*one, "Type").is_some_and(|kind| kind.ends_with("hyperlink"))
    });
    Ok(all
        .filter_map(|one| {
            Some((attribuut(one, "Id")?.to_owned(), attribuut(one, "Target")?.to_owned()))
        })
        .collect())
}
