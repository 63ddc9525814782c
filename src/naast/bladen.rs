//! In: pages of documents, and a sheet with an empty box for each. Out: the PDF of the sheet with the pages in their boxes. Pure.
//!
//! The pages are set in it as they are: the letters of their own frames, smaller. So nothing can look otherwise than in
//! the documents, and the text can be selected. What they are made of is not in it: a frame of another document has no
//! structure here, so that for a screen reader each page is a picture with a description.

use std::collections::HashMap;

use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::model::Document;
use typst::syntax::Span;
use typst::utils::PicoStr;
use typst::visualize::{Color, FillRule, FixedStroke, Geometry, Shape};
use typst_layout::{Page, PagedDocument};

use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Gegevens;
use crate::export;
use crate::typeset::{Rect, Typesetter};

/// A page with its marks, by the label of its box.
pub(super) struct Blad<'a> {
    pub(super) naam: String,
    pub(super) schaal: f64,
    pub(super) page: &'a Page,
    pub(super) merken: Vec<Merk>,
}

/// A place on a page, in its colours.
#[derive(Clone, Copy)]
pub(super) struct Merk {
    rect: Rect,
    fill: Option<[u8; 4]>,
    edge: [u8; 3],
}

impl Merk {
    /// What is withheld; in the public edition only its edge.
    pub(super) fn gelakt(rect: Rect, is_public: bool) -> Self {
        let fill = (!is_public).then_some([255, 190, 0, 82]);
        Self { rect, fill, edge: [122, 75, 0] }
    }

    /// What follows from that.
    pub(super) fn afgeleid(rect: Rect, is_public: bool) -> Self {
        let fill = (!is_public).then_some([120, 120, 120, 46]);
        Self { rect, fill, edge: [85, 85, 85] }
    }

    /// What is new.
    pub(super) fn nieuw(rect: Rect) -> Self {
        Self { rect, fill: Some([40, 160, 70, 60]), edge: [20, 100, 45] }
    }

    /// Where something went: before this.
    pub(super) fn weg(rect: Rect) -> Self {
        let rect = Rect { w: 0.0, ..rect };
        Self { rect, fill: Some([190, 30, 30, 200]), edge: [150, 20, 20] }
    }
}

/// The PDF of a sheet with the pages in its boxes; `naam` says what it is for.
///
/// # Errors
/// Why it cannot be made.
pub(super) fn gebonden(
    sheet: &str,
    bladen: &[Blad<'_>],
    naam: &str,
    gegevens: &Gegevens,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let fails = |why: String| {
        let message = format!("het exemplaar kan niet worden gemaakt: {why}");
        vec![Diagnostic::error(codes::OUTPUT_FAILS, message).help("meld dit met het dossier erbij")]
    };
    let document = typesetter.alone(sheet).map_err(fails)?;
    let pages = document.pages().iter().map(|page| {
        let mut page = page.clone();
        put_in(&mut page.frame, bladen);
        page
    });
    let filled = PagedDocument::new(pages.collect(), document.info().clone());
    let ident = format!("{}/{naam}", gegevens.kenmerk);
    export::pdf_of(&filled, ident, gegevens.datum)
        .map_err(|errors| fails(errors.iter().map(|error| error.message.to_string()).collect()))
}

/// Puts the pages in their boxes: right behind where a box begins, so within the picture that it is.
fn put_in(frame: &mut Frame, bladen: &[Blad<'_>]) {
    let label = |blad: &Blad<'_>| Label::new(PicoStr::intern(&blad.naam));
    put(frame, &bladen.iter().filter_map(|blad| Some((label(blad)?, blad))).collect());
}

fn put(frame: &mut Frame, bladen: &HashMap<Label, &Blad<'_>>) {
    let mut out = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        out.set_baseline(frame.baseline());
    }
    for (at, item) in frame.items() {
        let mut item = item.clone();
        if let FrameItem::Group(group) = &mut item {
            put(&mut group.frame, bladen);
        }
        let blad = match &item {
            FrameItem::Tag(Tag::Start(element, _)) => {
                element.label().and_then(|label| bladen.get(&label))
            }
            _ => None,
        };
        out.push(*at, item);
        if let Some(blad) = blad {
            out.push(*at, FrameItem::Group(blad.group()));
        }
    }
    *frame = out;
}

impl Blad<'_> {
    /// The page without its structure, with its marks, at its size here.
    fn group(&self) -> GroupItem {
        let mut frame = self.page.frame.clone();
        bare(&mut frame);
        self.merken.iter().for_each(|merk| shade(&mut frame, *merk));
        let ratio = Ratio::new(self.schaal);
        GroupItem { transform: Transform::scale(ratio, ratio), ..GroupItem::new(frame) }
    }
}

/// Takes out of a frame what is about the document that it comes from: structure and links.
fn bare(frame: &mut Frame) {
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            (group.parent, group.label) = (None, None);
            bare(&mut group.frame);
            true
        }
        FrameItem::Tag(_) | FrameItem::Link(..) => false,
        _ => true,
    });
}

fn shade(frame: &mut Frame, Merk { rect: Rect { x, y, w, h }, fill, edge }: Merk) {
    let [red, green, blue] = edge;
    let edge = Color::from_u8(red, green, blue, 255);
    let fill = fill.map(|[red, green, blue, alpha]| Color::from_u8(red, green, blue, alpha));
    let size = Size::new(Abs::pt(w + 2.0), Abs::pt(h));
    let shape = Shape {
        geometry: Geometry::Rect(size),
        fill: fill.map(Into::into),
        fill_rule: FillRule::default(),
        stroke: Some(FixedStroke::from_pair(edge, Abs::pt(0.5))),
    };
    let at = Point::new(Abs::pt(x - 1.0), Abs::pt(y));
    frame.push(at, FrameItem::Shape(shape, Span::detached()));
}
