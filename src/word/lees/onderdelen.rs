//! In: the parts of a file beside its text. Out: its styles, lists, addresses, properties and remarks. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::bestand::Woordbestand;
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

/// Whether a property that is on or off is on.
pub(super) fn aan(node: Node<'_, '_>, name: &str) -> bool {
    kind(node, name)
        .is_some_and(|one| !matches!(attribuut(one, "val"), Some("0" | "false" | "off" | "none")))
}

/// Whether text with these properties is struck through.
pub(super) fn doorgestreept(look: Node<'_, '_>) -> bool {
    aan(look, "strike") || aan(look, "dstrike")
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

/// The names of the styles, by their ids.
pub(super) fn stijlen(delen: &Delen) -> Result<BTreeMap<String, String>, Fout> {
    let Some(text) = delen.get("word/styles.xml") else { return Ok(BTreeMap::new()) };
    let tree = boom(text)?;
    let styles = tree.descendants().filter(|node| node.tag_name().name() == "style");
    Ok(styles
        .filter_map(|style| {
            Some((attribuut(style, "styleId")?.to_owned(), val(style, "name")?.to_lowercase()))
        })
        .collect())
}

/// How each level of each list is numbered.
pub(super) fn nummering(delen: &Delen) -> Result<BTreeMap<String, Vec<String>>, Fout> {
    let Some(text) = delen.get("word/numbering.xml") else { return Ok(BTreeMap::new()) };
    let tree = boom(text)?;
    let mut abstracts = BTreeMap::new();
    let mut all = BTreeMap::new();
    for node in tree.root_element().children() {
        match node.tag_name().name() {
            "abstractNum" => {
                let levels = node.children().filter(|child| child.tag_name().name() == "lvl");
                let levels: Vec<String> = levels
                    .map(|level| val(level, "numFmt").unwrap_or("decimal").to_owned())
                    .collect();
                abstracts.extend(attribuut(node, "abstractNumId").map(|id| (id, levels)));
            }
            "num" => {
                let levels = val(node, "abstractNumId").and_then(|id| abstracts.get(id));
                let id = attribuut(node, "numId");
                all.extend(id.zip(levels).map(|(id, levels)| (id.to_owned(), levels.clone())));
            }
            _ => {}
        }
    }
    Ok(all)
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

pub(super) fn opmerkingen(text: &str, inhoud: &mut Woordbestand) -> Result<(), Fout> {
    let tree = boom(text)?;
    for node in tree.root_element().children().filter(Node::is_element) {
        let Some(id) = attribuut(node, "id") else { continue };
        let lines = node.descendants().filter(|one| one.tag_name().name() == "p").map(|line| {
            let texts = line.descendants().filter(|one| one.tag_name().name() == "t");
            texts.filter_map(|one| one.text()).collect::<String>()
        });
        let one = inhoud.opmerkingen.entry(id.to_owned()).or_default();
        one.tekst = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
        one.wie = attribuut(node, "author").unwrap_or_default().trim().to_owned();
        one.wanneer = attribuut(node, "date").map(ToOwned::to_owned);
    }
    inhoud.opmerkingen.retain(|_, one| !one.tekst.is_empty());
    Ok(())
}
