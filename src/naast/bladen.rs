//! In: typeset pages of documents, and a typeset sheet with an empty box for each. Out: the sheet with the pages in their
//! boxes. Pure.

use std::collections::HashMap;

use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::syntax::Span;
use typst::utils::PicoStr;
use typst::visualize::{Color, FillRule, FixedStroke, Geometry, Shape};
use typst_layout::Page;

use crate::typeset::Rect;

/// A page with what is withheld on it, by the label of its box.
pub(super) struct Blad<'a> {
    pub(super) naam: String,
    pub(super) schaal: f64,
    pub(super) page: &'a Page,
    pub(super) gelakt: Vec<Rect>,
    pub(super) afgeleid: Vec<Rect>,
    pub(super) is_public: bool,
}

/// Puts the pages in their boxes: right behind where a box begins, so within the picture that it is.
pub(super) fn put_in(frame: &mut Frame, bladen: &[Blad<'_>]) {
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
    /// The page without its structure, with what is withheld in colour, at its size here.
    fn group(&self) -> GroupItem {
        let mut frame = self.page.frame.clone();
        bare(&mut frame);
        for (rects, [red, green, blue, alpha], edge) in [
            (&self.gelakt, [255, 190, 0, 82], Color::from_u8(122, 75, 0, 255)),
            (&self.afgeleid, [120, 120, 120, 46], Color::from_u8(85, 85, 85, 255)),
        ] {
            for rect in rects {
                let fill = (!self.is_public).then(|| Color::from_u8(red, green, blue, alpha));
                shade(&mut frame, *rect, fill, edge.clone());
            }
        }
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

fn shade(frame: &mut Frame, Rect { x, y, w, h }: Rect, fill: Option<Color>, edge: Color) {
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
