//! In: a checked dossier. Out: each field with the fingerprint of its content. Pure.
//!
//! A text counts as it reads: its structure, and what the names in it stand for. So folding, quoting and comments do not
//! count, and a value that is computed anew does.

use std::collections::BTreeMap;

use super::openbaarheid;
use super::printed::Printed;
use crate::check::{Checked, CheckedText, Names};
use crate::dossier::{BESTAND, Bestand, FIGUREN, Place, Root, Vingerafdruk};
use crate::prose::{Align, Block, Inline};
use crate::templates::Templates;
use crate::yaml::Segment;

/// A field of a dossier: where it stands, its text now, and the short fingerprint of its content.
#[derive(Debug, Clone)]
pub struct Veldafdruk {
    /// The place; none for what is not in the dossier's files.
    pub place: Option<Place>,
    /// As it reads.
    pub(super) printed: Printed,
    /// The first 16 digits of its fingerprint.
    pub afdruk: String,
}

/// Lists of `dossier.yaml` that are for the overview and are not printed.
const UNPRINTED: [&str; 4] = ["moties", "toezeggingen", "afkortingen", "uitzonderingen"];

/// Every field that can be printed, by its name, such as `brief.secties[0].tekst`. What does not stand in a file of the
/// dossier has a name without a dot. `fonts` stands for the fonts.
pub fn fields(
    checked: &Checked,
    templates: &Templates,
    fonts: &Vingerafdruk,
) -> BTreeMap<String, Veldafdruk> {
    let mut all = own_fields(checked);
    let mut outside = |name: &str, fingerprint: &Vingerafdruk| {
        let field =
            Veldafdruk { place: None, printed: Printed::default(), afdruk: short(fingerprint) };
        all.insert(name.to_owned(), field);
    };
    outside("sjablonen", &templates.fingerprint(checked.profielen()));
    outside("lettertypen", fonts);
    if let Some(logo) = checked.logo() {
        outside("beeldmerk", &Vingerafdruk::of([logo]));
    }
    all
}

/// The same of what the dossier itself says.
pub fn own_fields(checked: &Checked) -> BTreeMap<String, Veldafdruk> {
    let mut all = BTreeMap::new();
    for (place, text) in checked.leaves() {
        let lists = Root::File(Bestand::Dossier);
        if let (true, [Segment::Key(list), _, ..]) = (place.root == lists, place.path.segments())
            && UNPRINTED.contains(&&**list)
        {
            continue;
        }
        let name = place.to_string();
        let prose = checked.prose().get(&place);
        let printed = Printed::new(text, prose);
        let afdruk = match prose {
            Some(text) => of_text(text),
            None => match checked.image(text).filter(|_| is_image(&place)) {
                Some(image) => Vingerafdruk::of([text.as_bytes(), image]),
                None => Vingerafdruk::of([text.trim_end().as_bytes()]),
            },
        };
        let field = Veldafdruk { place: Some(place), printed, afdruk: short(&afdruk) };
        all.insert(name, field);
    }
    let text = openbaarheid::text(checked);
    let afdruk = short(&Vingerafdruk::of([text.as_bytes()]));
    let printed = Printed { text, ..Printed::default() };
    let place = Some(Place::top(Root::File(Bestand::Dossier)));
    all.insert(openbaarheid::VELD.to_owned(), Veldafdruk { place, printed, afdruk });
    all
}

/// Whether a field names the image of a figure.
fn is_image(place: &Place) -> bool {
    let Some(Segment::Key(last)) = place.path.segments().last() else { return false };
    &**last == BESTAND
        && matches!(place.path.segments().first(), Some(Segment::Key(first)) if &**first == FIGUREN)
}

fn short(fingerprint: &Vingerafdruk) -> String {
    fingerprint.to_string()[..16].to_owned()
}

/// The fingerprint of a text: of every part a word that says what it is, and then what it holds.
fn of_text(text: &CheckedText) -> Vingerafdruk {
    let mut form = Canonical { names: &text.names, parts: vec!["tekst 1".into()] };
    form.blocks(&text.prose.blocks);
    Vingerafdruk::of(form.parts.iter().map(String::as_bytes))
}

/// The canonical form of a text. After each word comes a fixed number of parts, or an `einde`: so no two texts have the
/// same form.
struct Canonical<'a> {
    names: &'a Names,
    parts: Vec<String>,
}

impl Canonical<'_> {
    fn put<const N: usize>(&mut self, parts: [&str; N]) {
        self.parts.extend(parts.map(str::to_owned));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => {
                    self.put(["alinea"]);
                    self.inlines(inlines);
                }
                Block::List { numbering, tight, items } => {
                    self.put(["lijst", &numbering.label(0), &tight.to_string()]);
                    for item in items {
                        self.put(["punt"]);
                        self.blocks(item);
                    }
                    self.put(["einde"]);
                }
                Block::Table { columns, head, rows } => {
                    let columns: String = columns
                        .iter()
                        .map(|align| match align {
                            Align::Left => 'l',
                            Align::Center => 'm',
                            Align::Right => 'r',
                        })
                        .collect();
                    self.put(["tabel", &columns]);
                    for cell in head.iter().chain(rows.iter().flatten()) {
                        self.put(["cel"]);
                        self.inlines(cell);
                    }
                    self.put(["einde"]);
                }
            }
        }
        self.put(["einde"]);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } => self.put(["tekst", text]),
                Inline::Strong(children) => {
                    self.put(["vet"]);
                    self.inlines(children);
                }
                Inline::Emphasis(children) => {
                    self.put(["cursief"]);
                    self.inlines(children);
                }
                Inline::Link { url, children } => {
                    self.put(["koppeling", url]);
                    self.inlines(children);
                }
                Inline::Withheld { ground, children, .. } => {
                    self.put(["lak", ground]);
                    self.inlines(children);
                }
                Inline::Note { range, .. } => {
                    if let Some(noot) = self.names.notes.get(&range.start) {
                        let again = if noot.tekst.is_some() { "noot" } else { "nogmaals" };
                        self.put([again, &noot.label]);
                    }
                }
                Inline::Paper { range, .. } => {
                    if let Some((citation, url)) = self.names.papers.get(&range.start) {
                        self.put(["kamerstuk", citation, url]);
                    }
                }
                Inline::Value { range, .. } => {
                    if let Some(value) = self.names.values.get(&range.start) {
                        self.put(["waarde", value]);
                    }
                }
                Inline::Shifted { below, text, .. } => {
                    self.put([if *below { "onder" } else { "boven" }, text]);
                }
                // What it says are fields by themselves.
                Inline::Insert { what, name, .. } => self.put([what.form(), name]),
                Inline::Break => self.put(["regeleinde"]),
            }
        }
        self.put(["einde"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str, value: &str) -> Vingerafdruk {
        let (prose, _) = crate::prose::parse(text);
        let mut names = Names::default();
        prose.visit(&mut |inline| {
            if let Inline::Value { range, .. } = inline {
                names.values.insert(range.start, value.to_owned());
            }
        });
        of_text(&CheckedText { prose: prose.into(), names })
    }

    #[test]
    fn a_text_counts_as_it_reads() {
        // The way of typing does not count.
        for (one, same) in [
            ("een\ntwee", "een twee"),
            ("*een*", "*een*  "),
            ("- een\n- twee", "-  een\n-  twee"),
            ("x {{ a }}", "x {{  a  }}"),
        ] {
            assert_eq!(print(one, "1"), print(same, "1"), "{one:?} and {same:?}");
        }
        // What it says does, and how it stands there.
        let all = [
            "een twee",
            "een\n\ntwee",
            "**een** twee",
            "*een* twee",
            "**een twee**",
            "- een\n- twee",
            "- een\n\n- twee",
            "1. een\n2. twee",
            "2. een\n3. twee",
            "een einde twee",
            "[een](https://example.org) twee",
            "[een](https://example.com) twee",
            "[een](lak:5.1.2e) twee",
            "|een|\n|-|\n|twee|",
            "|een|\n|-:|\n|twee|",
            "een {{ a }}",
            "een^2^ twee",
            "een~2~ twee",
            "een2 twee",
            "(a) een\n(b) twee",
            "a) een\nb) twee",
            "<figuur:een>",
            "<kader:een>",
        ];
        for (i, one) in all.iter().enumerate() {
            for other in &all[i + 1..] {
                assert_ne!(print(one, "1"), print(other, "1"), "{one:?} and {other:?}");
            }
        }
        assert_ne!(print("een {{ a }}", "1"), print("een {{ a }}", "2"));
        assert_ne!(print("een {{ a }}", "1"), print("een 1", "1"));
    }
}
