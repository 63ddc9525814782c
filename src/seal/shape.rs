//! In: a document in the spelling of `export`. Out: whether it is also built as `export` builds one. Pure.
//!
//! The spelling says where things stand; `kinds` says which things there are, `paint` whether each has what it needs,
//! `font` which letters, `drawing` and `lettering` how they are put on a page, and this how the rest of them fits: a page
//! tree whose counts are right, pages of one size, links that only lead somewhere, streams that unpack in one way,
//! pictures with as many data as they have points, colours of known profiles. No scripts, layers, forms or files within
//! the file: what a document shows can then not change by itself.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use ring::digest::{SHA256, digest};

use super::document::{Afwijking, Document, Unpacking, inflate};
use super::drawing::{Drawings, Fault, Ink, common};
use super::found::place;
use super::kinds::{FONT, FORM, IMAGE, PAGE, PROFILE, TILES, TRANSPARENCY};
use super::known::KnownFonts;
use super::matrix::numbers;
use super::object::{Dictionary, Value};
use super::paint::{Disorder, in_order};
use super::reached::Kinds;
use super::{Vak, about};

const TRAILER: [&str; 4] = ["Size", "Root", "Info", "ID"];
/// Width and height of the paper, in points, and by how much they may be rounded.
const A4: (f64, f64) = (595.2756, 841.8898);
const ROUNDED: f64 = 0.5;
/// The SHA-256 of the profiles that `export` describes its colours by, and how many numbers a colour has.
const PROFILES: [(&str, u8); 4] = [
    ("c56e1685d888f5edb92fe07f2750f387f8fe8e91b32ff8fb0b56bfbbb9458353", 3),
    ("af4efe28f6d311799865f325ba39184a2e978b113ca74124d60af7de22b105f4", 3),
    ("00c0f94e09127520a17dc0e1d9264b5702081d96dbdb1549ee88e3631ce42a9d", 1),
    ("4110169287e5f1b5149ca9f1da1814d32943905bba8030e849d1a3b729a19481", 1),
];
/// What the addresses of links begin with.
const ADDRESSES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];
/// Points along a side of a picture, at most: some programs leave out a larger one.
const MAX_SIDE: u32 = 16_384;
/// The largest profile, unpacked.
const MAX_PROFILE: usize = 64 * 1024;

/// Looks at a document, and takes note of its pages.
pub(super) fn look(document: &mut Document<'_>, known: &KnownFonts) -> Result<(), Afwijking> {
    let trailer = &document.trailer;
    let size = document.objects.len() + 1;
    let all = trailer.entries().all(|(key, _)| TRAILER.iter().any(|one| one.as_bytes() == key));
    if !all || trailer.get("Size").and_then(Value::as_integer) != Some(size) {
        return Err(wrong(document, None, "de slotgegevens (trailer)"));
    }
    let found = |number, what| wrong(document, Some(number), what);
    let mut unpacking = Unpacking::default();
    let mut sizes = BTreeMap::new();
    for (number, object) in &document.objects {
        let (Some(stream), Value::Dictionary(of)) = (object.stream, &object.value) else {
            continue;
        };
        if of.has("Filter") {
            let size = unpacking
                .size(stream)
                .ok_or_else(|| found(*number, "de inhoud is niet op één manier uit te pakken"))?;
            sizes.insert(*number, size);
        }
    }
    let kinds = Kinds::of(document)?;
    for number in kinds.all(&PROFILE) {
        if !is_known(document, number) {
            return Err(found(number, "een kleurprofiel dat niet van kamerbrief is"));
        }
    }
    for number in kinds.all(&IMAGE).chain(kinds.all(&TRANSPARENCY)) {
        if data(document, number) != sizes.get(&number).copied() {
            return Err(found(
                number,
                "een plaatje dat te groot is, of te weinig of te veel gegevens heeft",
            ));
        }
    }
    about::look(document)?;
    let pages = pages(document, kinds.all(&PAGE).count())?;
    drawings(document, &kinds, &pages, known)?;
    document.pages = pages;
    Ok(())
}

/// The drawings of a document, all but the pages read; or what is wrong with one of them.
fn read<'a>(
    document: &'a Document<'a>,
    kinds: &Kinds<'_>,
    known: &KnownFonts,
) -> Result<Drawings<'a>, Afwijking> {
    let found = |number, what: &str| wrong(document, Some(number), what);
    let order = in_order(document, kinds.all(&FORM).chain(kinds.all(&TILES)));
    let order = order.map_err(|why| match why {
        Disorder::Within(number) => {
            found(number, "een tekening waarin zij zelf weer wordt getekend")
        }
        Disorder::Many => wrong(document, None, "meer tekeningen dan na te gaan zijn"),
    })?;
    let mut drawings = Drawings::new(document, kinds.all(&FONT), known)
        .map_err(|(number, why)| Afwijking { is_font: true, ..found(number, &why) })?;
    for number in order {
        let bounds =
            document.dictionary(number).and_then(|of| numbers(of.get("BBox")?.as_array()?));
        let bounds = bounds.ok_or_else(|| found(number, "een tekening zonder grenzen"))?;
        drawings
            .read(number, bounds)
            .map_err(|fault| found(number, &told("in een tekening", &fault, bounds)))?;
    }
    match kinds.all(&TILES).find(|number| drawings.has_letters(*number)) {
        // Some programs read them once, others as often as they stand there.
        Some(number) => Err(found(number, "tekst in een patroon")),
        None => Ok(drawings),
    }
}

/// Whether all that is drawn is as `export` draws it.
fn drawings(
    document: &Document<'_>,
    kinds: &Kinds<'_>,
    pages: &[u32],
    known: &KnownFonts,
) -> Result<(), Afwijking> {
    let mut drawings = read(document, kinds, known)?;
    for (number, page) in pages.iter().zip(1..) {
        let paper = document.dictionary(*number).and_then(paper);
        let paper =
            paper.ok_or_else(|| wrong(document, Some(*number), "een bladzijde is geen A4"))?;
        drawings.read(*number, paper).map_err(|fault| {
            let what = told(&format!("op bladzijde {page}"), &fault, paper);
            wrong(document, Some(*number), &what)
        })?;
    }
    Ok(())
}

/// What is wrong in a drawing, and where: on the paper as far as that is known, and in what it is drawn with.
fn told(drawing: &str, fault: &Fault, paper: Ink) -> String {
    let millimeters = |points: f64| points / 72.0 * 25.4;
    let place = fault.point.map(|[x, y]| {
        let (left, top) = (millimeters(x), millimeters(paper[3] - y));
        format!(", ongeveer {left:.0} mm van links en {top:.0} mm van boven")
    });
    let place = place.unwrap_or_default();
    format!("{drawing}{place}: {} (teken {} van de tekenopdrachten)", fault.what, fault.at)
}

/// Whether fields that are seen stand on empty paper; if not, why not.
pub(super) fn on_paper(
    document: &Document<'_>,
    vakken: &[Vak],
    known: &KnownFonts,
) -> Result<(), String> {
    let unclear = || "een handtekening staat op een bladzijde die niet te lezen is".to_owned();
    if vakken.is_empty() {
        return Ok(());
    }
    let kinds = Kinds::of(document).map_err(|_| unclear())?;
    let mut drawings = read(document, &kinds, known).map_err(|_| unclear())?;
    let mut inks: BTreeMap<u32, Vec<Ink>> = BTreeMap::new();
    for (i, vak) in vakken.iter().enumerate() {
        let page = vak.page.checked_sub(1).and_then(|index| document.pages.get(index));
        let page = *page.ok_or_else(unclear)?;
        let paper = document.dictionary(page).and_then(paper).ok_or_else(unclear)?;
        let corners = |vak: &Vak| vak.place.0.map(f64::from);
        let own = corners(vak);
        let number = vak.page;
        if common(own, paper) != own {
            return Err(format!("een handtekening staat buiten het papier van bladzijde {number}"));
        }
        let others = vakken[..i].iter().filter(|other| other.page == number);
        if others.into_iter().any(|other| touches(own, corners(other))) {
            return Err(format!(
                "op bladzijde {number} staat een handtekening over een andere heen"
            ));
        }
        // Each page is read once.
        let inks = match inks.entry(page) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(drawings.read(page, paper).map_err(|_| unclear())?),
        };
        if inks.iter().any(|ink| touches(own, *ink)) {
            return Err(format!(
                "op bladzijde {number} staat een handtekening over iets anders heen"
            ));
        }
    }
    Ok(())
}

/// Whether two places have a part in common.
fn touches(one: Ink, other: Ink) -> bool {
    let [left, bottom, right, top] = common(one, other);
    left < right && bottom < top
}

/// Whether this is one of the profiles of `export`, used for as many numbers as it is for.
fn is_known(document: &Document<'_>, number: u32) -> bool {
    let known = || {
        let object = document.objects.get(&number)?;
        let bytes = inflate(object.stream?, MAX_PROFILE)?;
        let hash: String =
            digest(&SHA256, &bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let (_, count) = PROFILES.iter().find(|(own, _)| *own == hash)?;
        let of = object.value.as_dictionary()?;
        Some(of.get("N")?.as_integer::<u8>()? == *count)
    };
    known() == Some(true)
}

/// How many bytes the points of a picture take.
fn data(document: &Document<'_>, number: u32) -> Option<u64> {
    let of = document.dictionary(number)?;
    let [width, height, depth] = ["Width", "Height", "BitsPerComponent"]
        .map(|key| of.get(key).and_then(Value::as_integer::<u32>));
    let colours = match document.get(of, "ColorSpace") {
        Value::Array(items) => {
            let profile = document.dictionary(items.get(1)?.as_reference()?)?;
            profile.get("N")?.as_integer::<u64>()?
        }
        gray if gray.is_name("DeviceGray") => 1,
        _ => return None,
    };
    let depth = depth.filter(|depth| [1, 2, 4, 8, 16].contains(depth))?;
    let side = |side: Option<u32>| side.filter(|side| (1..=MAX_SIDE).contains(side)).map(u64::from);
    let row = (side(width)? * colours * u64::from(depth)).div_ceil(8);
    row.checked_mul(side(height)?)
}

/// Whether this is a link as `export` makes one: without a line around it, to one place, or to one address that the
/// texts of a dossier can have.
fn is_link(document: &Document<'_>, link: &Dictionary) -> bool {
    let border = link.get("Border").and_then(Value::as_array).and_then(numbers);
    let leads = match document.get(link, "A").as_dictionary() {
        Some(action) => match action.get("URI").and_then(Value::as_string) {
            Some(address) => {
                let known = ADDRESSES.iter().any(|scheme| address.starts_with(scheme.as_bytes()));
                action.names("S", "URI") && !action.has("D") && known
            }
            None => action.names("S", "GoTo") && action.has("D"),
        },
        None => false,
    };
    border == Some([0.0; 3]) && leads != link.has("Dest")
}

/// The pages, each of which must be where the tree has it.
fn pages(document: &Document<'_>, count: usize) -> Result<Vec<u32>, Afwijking> {
    let tree = document.root().and_then(|(_, root)| root.get("Pages")?.as_reference());
    let tree = tree.ok_or_else(|| wrong(document, None, "er zijn geen bladzijden"))?;
    let uneven = || wrong(document, Some(tree), "de lijst van bladzijden klopt niet");
    let top = document.dictionary(tree).ok_or_else(uneven)?;
    let kids = top.get("Kids").and_then(Value::as_array).ok_or_else(uneven)?;
    let pages: Vec<u32> =
        kids.iter().map(Value::as_reference).collect::<Option<_>>().ok_or_else(uneven)?;
    let once: BTreeSet<&u32> = pages.iter().collect();
    let right = top.get("Count").and_then(Value::as_integer) == Some(pages.len());
    if !right || once.len() < pages.len() || pages.len() != count {
        return Err(uneven());
    }
    let mut contents = BTreeSet::new();
    for number in &pages {
        let page = document.dictionary(*number).ok_or_else(uneven)?;
        // Each page draws what is its own: it is read once.
        if !contents.insert(page.get("Contents").and_then(Value::as_reference)) {
            return Err(wrong(
                document,
                Some(*number),
                "een bladzijde met de inhoud van een andere",
            ));
        }
        if page.get("Parent").and_then(Value::as_reference) != Some(tree) || !page.has("Type") {
            return Err(uneven());
        }
        for annotation in document.list(page, "Annots") {
            if !{
                let link = document.follow(annotation).as_dictionary();
                link.is_some_and(|link| is_link(document, link))
            } {
                let what = "op een bladzijde ligt iets anders dan een link";
                return Err(wrong(document, Some(*number), what));
            }
        }
        if paper(page).is_none() {
            return Err(wrong(document, Some(*number), "een bladzijde is geen A4"));
        }
    }
    Ok(pages)
}

/// The paper of a page: A4, upright or on its side, from its lower left corner.
fn paper(page: &Dictionary) -> Option<Ink> {
    let corners: Ink = numbers(page.get("MediaBox")?.as_array()?)?;
    let [0.0, 0.0, width, height] = corners else { return None };
    let is = |own: f64, paper: f64| (own - paper).abs() < ROUNDED;
    let upright = is(width, A4.0) && is(height, A4.1);
    (upright || (is(width, A4.1) && is(height, A4.0))).then_some(corners)
}

/// What is wrong in an object, or in the trailer.
pub(super) fn wrong(document: &Document<'_>, number: Option<u32>, what: &str) -> Afwijking {
    let head = number.map(|number| format!("\n{number} 0 obj\n"));
    let at = head.and_then(|head| Some(place(document.bytes, head.as_bytes(), 0)? + 1));
    Afwijking::new(at.unwrap_or(document.table), what)
}
