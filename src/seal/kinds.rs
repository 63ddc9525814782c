//! In: the objects of a document. Out: what each of them is; or the first that is nothing that `export` makes. Pure.
//!
//! From the trailer on every object is reached as something: a page, a font, an element of the structure tree. Here stands
//! what each kind of thing has. A key that is not here is not written, and could do or show something; an object that is
//! reached as two things, or not at all, is none of ours.

use std::collections::BTreeMap;
use std::ptr;

use super::document::{Afwijking, Document};
use super::object::{Dictionary, Value};
use super::shape::wrong;

/// A kind of thing in a document.
pub(super) struct Kind {
    /// What a reader calls it.
    pub(super) name: &'static str,
    data: Data,
    keys: &'static [(&'static str, Rule)],
}

/// How the data of a thing stand in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    None,
    Plain,
    Packed,
}

/// What may stand under a key.
enum Rule {
    /// A value by itself, that leads nowhere.
    Plain,
    /// One of these names.
    Is(&'static [&'static str]),
    /// A thing of this kind.
    One(&'static Kind),
    /// A list of them.
    Each(&'static Kind),
    /// Things of this kind, each by a name.
    Named(&'static Kind),
    /// A picture or a drawing, each by a name.
    Drawn,
    /// Patterns, each by a name.
    Patterns,
    /// Values for colours; and some, each by a name.
    Colour,
    Colours,
    /// A mask, or none.
    Mask,
    /// Something that is reached in another way too.
    Back,
    /// A place in the document.
    Place,
    /// The children of an element.
    Children,
    /// What a tree of names or numbers leads to.
    Leaves,
}

use Rule::{
    Back, Children, Colour, Colours, Drawn, Each, Is, Leaves, Mask, Named, One, Patterns, Place,
    Plain,
};

const fn kind(name: &'static str, keys: &'static [(&'static str, Rule)]) -> Kind {
    Kind { name, data: Data::None, keys }
}

const fn stream(name: &'static str, keys: &'static [(&'static str, Rule)]) -> Kind {
    Kind { name, data: Data::Packed, keys }
}

static TRAILER: [(&str, Rule); 2] = [("Root", One(&CATALOG)), ("Info", One(&INFO))];
static CATALOG: Kind = kind(
    "het hoofdobject",
    &[
        ("Type", Is(&["Catalog"])),
        ("Pages", One(&TREE)),
        ("Metadata", One(&XML)),
        ("PageLabels", One(&NODE)),
        ("OutputIntents", Each(&INTENT)),
        ("Lang", Plain),
        ("StructTreeRoot", One(&TAGS)),
        ("MarkInfo", Plain),
        ("ViewerPreferences", One(&PREFERENCES)),
        ("PageLayout", Plain),
        ("Outlines", One(&OUTLINES)),
        ("Names", One(&NAMES)),
    ],
);
static PREFERENCES: Kind =
    kind("de manier van tonen", &[("Direction", Plain), ("DisplayDocTitle", Plain)]);
static NAMES: Kind = kind("de lijst van namen", &[("Dests", One(&NODE))]);
static INFO: Kind = kind(
    "wat het bestand over zichzelf zegt",
    &[
        ("Title", Plain),
        ("Subject", Plain),
        ("Keywords", Plain),
        ("Author", Plain),
        ("Creator", Plain),
        ("Producer", Plain),
        ("CreationDate", Plain),
        ("ModDate", Plain),
    ],
);
static XML: Kind = Kind {
    name: "wat het bestand over zichzelf zegt",
    data: Data::Plain,
    keys: &[("Type", Is(&["Metadata"])), ("Subtype", Is(&["XML"]))],
};
static INTENT: Kind = kind(
    "de bedoelde kleuren",
    &[
        ("Type", Is(&["OutputIntent"])),
        ("S", Is(&["GTS_PDFA1"])),
        ("Info", Plain),
        ("OutputCondition", Plain),
        ("OutputConditionIdentifier", Plain),
        ("RegistryName", Plain),
        ("DestOutputProfile", One(&PROFILE)),
    ],
);
static TREE: Kind = kind(
    "de lijst van bladzijden",
    &[("Type", Is(&["Pages"])), ("Count", Plain), ("Kids", Each(&PAGE))],
);
pub(super) static PAGE: Kind = kind(
    "een bladzijde",
    &[
        ("Type", Is(&["Page"])),
        ("Resources", One(&RESOURCES)),
        ("MediaBox", Plain),
        ("StructParents", Plain),
        ("Tabs", Is(&["S"])),
        ("Parent", One(&TREE)),
        ("Contents", One(&CONTENT)),
        ("Annots", Each(&LINK)),
    ],
);
static CONTENT: Kind = stream("wat op een bladzijde staat", &[]);
static RESOURCES: Kind = kind(
    "waarmee een bladzijde tekent",
    &[
        ("ProcSet", Plain),
        ("ColorSpace", Colours),
        ("Font", Named(&FONT)),
        ("XObject", Drawn),
        ("ExtGState", Named(&STATE)),
        ("Pattern", Patterns),
        ("Shading", Named(&SHADING)),
    ],
);
pub(super) static FONT: Kind = kind(
    "een lettertype",
    &[
        ("Type", Is(&["Font"])),
        ("Subtype", Is(&["Type0"])),
        ("BaseFont", Plain),
        ("Encoding", Is(&["Identity-H"])),
        ("DescendantFonts", Each(&LETTERS)),
        ("ToUnicode", One(&CMAP)),
    ],
);
static LETTERS: Kind = kind(
    "een lettertype",
    &[
        ("Type", Is(&["Font"])),
        ("Subtype", Is(&["CIDFontType0", "CIDFontType2"])),
        ("BaseFont", Plain),
        ("CIDSystemInfo", Plain),
        ("FontDescriptor", One(&DESCRIPTOR)),
        ("DW", Plain),
        ("W", Plain),
        ("CIDToGIDMap", Is(&["Identity"])),
    ],
);
static DESCRIPTOR: Kind = kind(
    "een lettertype",
    &[
        ("Type", Is(&["FontDescriptor"])),
        ("FontName", Plain),
        ("Flags", Plain),
        ("FontBBox", Plain),
        ("ItalicAngle", Plain),
        ("Ascent", Plain),
        ("Descent", Plain),
        ("CapHeight", Plain),
        ("StemV", Plain),
        ("CIDSet", One(&SET)),
        ("FontFile2", One(&SET)),
        ("FontFile3", One(&CFF)),
    ],
);
static SET: Kind = stream("een lettertype", &[]);
static CFF: Kind = stream("een lettertype", &[("Subtype", Is(&["CIDFontType0C"]))]);
static CMAP: Kind = stream("een lettertype", &[("Type", Is(&["CMap"])), ("WMode", Plain)]);
pub(super) static PROFILE: Kind = stream("een kleurprofiel", &[("N", Plain), ("Range", Plain)]);
pub(super) static IMAGE: Kind = stream(
    "een plaatje",
    &[
        ("Type", Is(&["XObject"])),
        ("Subtype", Is(&["Image"])),
        ("Width", Plain),
        ("Height", Plain),
        ("BitsPerComponent", Plain),
        ("Interpolate", Plain),
        ("ColorSpace", Colour),
        ("SMask", One(&TRANSPARENCY)),
    ],
);
pub(super) static TRANSPARENCY: Kind = stream(
    "een plaatje",
    &[
        ("Type", Is(&["XObject"])),
        ("Subtype", Is(&["Image"])),
        ("Width", Plain),
        ("Height", Plain),
        ("BitsPerComponent", Plain),
        ("Interpolate", Plain),
        ("ColorSpace", Is(&["DeviceGray"])),
    ],
);
pub(super) static FORM: Kind = stream(
    "een tekening",
    &[
        ("Type", Is(&["XObject"])),
        ("Subtype", Is(&["Form"])),
        ("BBox", Plain),
        ("Resources", One(&RESOURCES)),
        ("Group", One(&GROUP)),
    ],
);
static GROUP: Kind = kind(
    "een tekening",
    &[("Type", Is(&["Group"])), ("S", Is(&["Transparency"])), ("I", Plain), ("CS", Colour)],
);
static STATE: Kind = kind(
    "hoe wordt getekend",
    &[
        ("Type", Is(&["ExtGState"])),
        ("ca", Plain),
        ("CA", Plain),
        ("BM", Is(&BLENDS)),
        ("SMask", Mask),
    ],
);
/// How colours over each other mix (ISO 32000-1, 11.3.5).
const BLENDS: [&str; 16] = [
    "Normal",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
];
static MASK: Kind = kind(
    "hoe wordt getekend",
    &[("Type", Is(&["Mask"])), ("S", Is(&["Alpha", "Luminosity"])), ("G", One(&FORM))],
);
pub(super) static TILES: Kind = stream(
    "een patroon",
    &[
        ("Type", Is(&["Pattern"])),
        ("PatternType", Plain),
        ("TilingType", Plain),
        ("PaintType", Plain),
        ("BBox", Plain),
        ("XStep", Plain),
        ("YStep", Plain),
        ("Matrix", Plain),
        ("Resources", One(&RESOURCES)),
    ],
);
static GRADIENT: Kind = kind(
    "een patroon",
    &[
        ("Type", Is(&["Pattern"])),
        ("PatternType", Plain),
        ("Matrix", Plain),
        ("Shading", One(&SHADING)),
    ],
);
pub(super) static SHADING: Kind = kind(
    "een kleurverloop",
    &[
        ("ShadingType", Plain),
        ("ColorSpace", Colour),
        ("Function", One(&FUNCTION)),
        ("Coords", Plain),
        ("Domain", Plain),
        ("Extend", Plain),
        ("AntiAlias", Plain),
    ],
);
pub(super) static FUNCTION: Kind = kind(
    "een kleurverloop",
    &[
        ("FunctionType", Plain),
        ("Domain", Plain),
        ("Range", Plain),
        ("C0", Plain),
        ("C1", Plain),
        ("N", Plain),
        ("Bounds", Plain),
        ("Encode", Plain),
        ("Functions", Each(&FUNCTION)),
    ],
);
static TAGS: Kind = kind(
    "de labels voor schermlezers",
    &[
        ("Type", Is(&["StructTreeRoot"])),
        ("K", Children),
        ("ParentTree", One(&NODE)),
        ("ParentTreeNextKey", Plain),
        ("IDTree", One(&NODE)),
        ("RoleMap", Plain),
    ],
);
static ELEMENT: Kind = kind(
    "een label voor schermlezers",
    &[
        ("Type", Is(&["StructElem"])),
        ("S", Plain),
        ("P", Back),
        ("Pg", One(&PAGE)),
        ("K", Children),
        ("A", Plain),
        ("ID", Plain),
        ("T", Plain),
        ("Alt", Plain),
        ("Lang", Plain),
    ],
);
static CHILD: Kind = kind(
    "een label voor schermlezers",
    &[("Type", Is(&["OBJR", "MCR"])), ("Obj", One(&LINK)), ("Pg", One(&PAGE)), ("MCID", Plain)],
);
static NODE: Kind = kind(
    "een lijst van namen of nummers",
    &[("Nums", Leaves), ("Names", Leaves), ("Kids", Each(&NODE)), ("Limits", Plain)],
);
static LINK: Kind = kind(
    "iets anders dan een link op een bladzijde",
    &[
        ("Type", Is(&["Annot"])),
        ("Subtype", Is(&["Link"])),
        ("Rect", Plain),
        ("Border", Plain),
        ("QuadPoints", Plain),
        ("Dest", Place),
        ("A", One(&ACTION)),
        ("F", Plain),
        ("StructParent", Plain),
        ("Contents", Plain),
    ],
);
static ACTION: Kind = kind(
    "een opdracht die meer doet dan ergens heen leiden",
    &[("Type", Is(&["Action"])), ("S", Is(&["URI", "GoTo"])), ("URI", Plain), ("D", Place)],
);
static OUTLINES: Kind = kind(
    "de bladwijzers",
    &[("Type", Is(&["Outlines"])), ("First", One(&ITEM)), ("Last", One(&ITEM)), ("Count", Plain)],
);
static ITEM: Kind = kind(
    "een bladwijzer",
    &[
        ("Title", Plain),
        ("Dest", Place),
        ("Parent", Back),
        ("Prev", One(&ITEM)),
        ("Next", One(&ITEM)),
        ("First", One(&ITEM)),
        ("Last", One(&ITEM)),
        ("Count", Plain),
    ],
);
static LIST: Kind = kind("een lijst", &[]);

/// The objects, each with what it is.
pub(super) struct Kinds<'a> {
    document: &'a Document<'a>,
    all: BTreeMap<u32, &'static Kind>,
    /// What is still to be looked at, each with the object that it stands in.
    open: Vec<(&'a Value, &'static Rule, u32)>,
}

impl<'a> Kinds<'a> {
    pub(super) fn of(document: &'a Document<'a>) -> Result<Self, Afwijking> {
        let mut kinds = Self { document, all: BTreeMap::new(), open: Vec::new() };
        for (key, rule) in &TRAILER {
            kinds.open.extend(document.trailer.get(key).map(|value| (value, rule, 0)));
        }
        while let Some((value, rule, owner)) = kinds.open.pop() {
            if kinds.look(value, rule, owner).is_none() {
                let kind = kinds.all.get(&owner);
                let what = kind.map_or("de slotgegevens (trailer)", |kind| kind.name);
                return Err(wrong(document, Some(owner), what));
            }
        }
        match document.objects.keys().find(|number| !kinds.all.contains_key(number)) {
            Some(number) => Err(wrong(document, Some(*number), "iets dat nergens bij hoort")),
            None => Ok(kinds),
        }
    }

    /// The objects of a kind.
    pub(super) fn all(&self, kind: &'static Kind) -> impl Iterator<Item = u32> {
        let own = self.all.iter().filter(move |(_, own)| ptr::eq(**own, kind));
        own.map(|(number, _)| *number)
    }

    fn look(&mut self, value: &'a Value, rule: &'static Rule, owner: u32) -> Option<()> {
        match rule {
            Plain => leads_nowhere(value).then_some(()),
            Is(names) => names.iter().any(|name| value.is_name(name)).then_some(()),
            One(kind) => self.thing(value, kind, owner),
            Each(kind) => {
                let list = self.list(value)?;
                list.iter().try_for_each(|item| self.thing(item, kind, owner))
            }
            Named(kind) => {
                let names = value.as_dictionary()?;
                names.entries().try_for_each(|(_, item)| self.thing(item, kind, owner))
            }
            Drawn => value.as_dictionary()?.entries().try_for_each(|(_, item)| {
                let image = self.document.follow(item).as_dictionary()?.names("Subtype", "Image");
                self.thing(item, if image { &IMAGE } else { &FORM }, owner)
            }),
            Patterns => value.as_dictionary()?.entries().try_for_each(|(_, item)| {
                let shaded = self.document.follow(item).as_dictionary()?.has("Shading");
                self.thing(item, if shaded { &GRADIENT } else { &TILES }, owner)
            }),
            Colours => value.as_dictionary()?.entries().try_for_each(|(name, item)| {
                // Colours of this name are used without being named.
                (!name.starts_with(b"Default")).then_some(())?;
                self.look(item, &Colour, owner)
            }),
            Colour => match value {
                Value::Name(_) => DEVICE.iter().any(|name| value.is_name(name)).then_some(()),
                _ => match self.list(value)? {
                    [kind, profile] if kind.is_name("ICCBased") => {
                        self.thing(profile, &PROFILE, owner)
                    }
                    _ => None,
                },
            },
            Mask if value.is_name("None") => Some(()),
            Mask => self.thing(value, &MASK, owner),
            Back => {
                self.document.dictionary(value.as_reference()?)?;
                Some(())
            }
            Place => match self.list(value)? {
                [page, rest @ ..] => {
                    rest.iter().all(leads_nowhere).then_some(())?;
                    self.thing(page, &PAGE, owner)
                }
                [] => None,
            },
            Children => match value {
                Value::Number(_) => Some(()),
                Value::Array(all) => all.iter().try_for_each(|one| match one {
                    Value::Array(_) => None,
                    one => self.look(one, &Children, owner),
                }),
                Value::Reference(_) => self.thing(value, &ELEMENT, owner),
                value => self.thing(value, &CHILD, owner),
            },
            Leaves => {
                let mut pairs = value.as_array()?.chunks(2);
                pairs.try_for_each(|pair| match pair {
                    [key, leaf] if leads_nowhere(key) => self.leaf(leaf),
                    _ => None,
                })
            }
        }
    }

    /// A thing, in an object of its own or not.
    fn thing(&mut self, value: &'a Value, kind: &'static Kind, owner: u32) -> Option<()> {
        let (dictionary, data, owner) = match value {
            Value::Reference(number) => {
                let object = self.document.objects.get(number)?;
                if let Some(known) = self.all.insert(*number, kind) {
                    return ptr::eq(known, kind).then_some(());
                }
                (object.value.as_dictionary()?, object.stream, *number)
            }
            value => (value.as_dictionary()?, None, owner),
        };
        let packed = dictionary.names("Filter", "FlateDecode");
        let fits = match kind.data {
            Data::None => data.is_none(),
            Data::Plain => data.is_some() && !dictionary.has("Filter"),
            Data::Packed => data.is_some() && packed,
        };
        fits.then_some(())?;
        for (key, value) in dictionary.entries() {
            if kind.data != Data::None && matches!(key, b"Length" | b"Filter") {
                continue;
            }
            let (_, rule) = kind.keys.iter().find(|(known, _)| known.as_bytes() == key)?;
            self.open.push((value, rule, owner));
        }
        Some(())
    }

    /// A list, in an object of its own or not.
    fn list(&mut self, value: &'a Value) -> Option<&'a [Value]> {
        if let Value::Reference(number) = value
            && let Some(known) = self.all.insert(*number, &LIST)
            && !ptr::eq(known, &raw const LIST)
        {
            return None;
        }
        self.document.follow(value).as_array()
    }

    /// What a tree leads to: an element, a list of them, or a value by itself.
    fn leaf(&mut self, leaf: &'a Value) -> Option<()> {
        if leads_nowhere(leaf) || self.document.follow(leaf).as_dictionary().is_some() {
            return Some(());
        }
        let good =
            |one: &Value| leads_nowhere(one) || self.document.follow(one).as_dictionary().is_some();
        let list = self.document.follow(leaf).as_array()?;
        list.iter().all(good).then_some(())?;
        self.list(leaf).map(drop)
    }
}

/// Colours that need no profile.
const DEVICE: [&str; 3] = ["DeviceGray", "DeviceRGB", "DeviceCMYK"];

/// No number in a document is larger (ISO 19005-2, 6.1.13).
const LARGEST: f64 = 2_147_483_648.0;

/// Whether a value holds no reference, and only numbers of a size that every program knows.
fn leads_nowhere(value: &Value) -> bool {
    let inside = |of: &Dictionary| of.entries().all(|(_, value)| leads_nowhere(value));
    match value {
        Value::Reference(_) => false,
        // Some programs begin at 0 again behind the largest number that they know.
        Value::Number(number) => number.parse::<f64>().is_ok_and(|number| number.abs() < LARGEST),
        Value::Array(items) => items.iter().all(leads_nowhere),
        Value::Dictionary(of) => inside(of),
        _ => true,
    }
}
