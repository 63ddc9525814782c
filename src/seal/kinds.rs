//! In: nothing. Out: what each kind of thing that `export` writes has. Pure.
//!
//! A key that is not here is not written, and could do or show something.

/// A kind of thing in a document.
pub(super) struct Kind {
    /// What a reader calls it.
    pub(super) name: &'static str,
    pub(super) data: Data,
    pub(super) keys: &'static [(&'static str, Rule)],
}

/// How the data of a thing stand in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Data {
    None,
    Plain,
    Packed,
}

/// What may stand under a key.
pub(super) enum Rule {
    /// A value by itself, that leads nowhere.
    Plain,
    /// One of these names.
    Is(&'static [&'static str]),
    /// A thing of this kind.
    One(&'static Kind),
    /// A list of them.
    Each(&'static Kind),
    /// Things of this kind, each by a name that begins with this letter.
    Named(&'static str, &'static Kind),
    /// A picture or a drawing, each by a name.
    Drawn,
    /// Patterns, each by a name.
    Patterns,
    /// Values for colours; and some, each by a name.
    Colour,
    Colours,
    /// A mask.
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

pub(super) static TRAILER: [(&str, Rule); 2] = [("Root", One(&CATALOG)), ("Info", One(&INFO))];
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
        ("Font", Named("f", &FONT)),
        ("XObject", Drawn),
        ("ExtGState", Named("g", &STATE)),
        ("Pattern", Patterns),
        ("Shading", Named("s", &SHADING)),
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
pub(super) static GROUP: Kind = kind(
    "een tekening",
    &[("Type", Is(&["Group"])), ("S", Is(&["Transparency"])), ("I", Plain), ("CS", Colour)],
);
pub(super) static STATE: Kind = kind(
    "hoe wordt getekend",
    &[
        ("Type", Is(&["ExtGState"])),
        ("ca", Plain),
        ("CA", Plain),
        ("BM", Is(&BLENDS)),
        ("SMask", Mask),
    ],
);
/// How colours over each other mix, other than they do by themselves (ISO 32000-1, 11.3.5): those that programs agree on.
const BLENDS: [&str; 9] = [
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
];
pub(super) static MASK: Kind = kind(
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
pub(super) static GRADIENT: Kind = kind(
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
pub(super) static ELEMENT: Kind = kind(
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
pub(super) static CHILD: Kind = kind(
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
pub(super) static LIST: Kind = kind("een lijst", &[]);
