//! In: a typeset document. Out: where on its pages signatures are seen, and which of those places is not empty paper. Pure.
//!
//! A template says by a label where a name stands; the signature comes above it. What a template of one's own puts there too
//! would be covered by the signature of a minister, or cover it.

use typst::foundations::{Label, Selector, Smart};
use typst::introspection::Introspector;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::text::TextItem;
use typst::utils::PicoStr;
use typst::visualize::{Color, Paint};
use typst_layout::{Page, PagedDocument};

/// The label in the template of the letter, above which a signature is seen.
const MARK: &str = "handtekening";
/// Size of a signature in points, and its distance from the name below it.
const WIDTH: f64 = 170.0;
const HEIGHT: f64 = 34.0;
const ABOVE: f64 = 12.0;

/// Where a signature is seen.
#[derive(Debug, Clone, Copy)]
pub struct Handtekeningplaats {
    /// The page, from 1.
    pub page: usize,
    /// The place, from the top left corner of the page.
    pub place: Rect,
}

/// What the place of a signature is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beletsel {
    /// On the paper.
    Outside,
    /// Apart from that of another.
    Other,
    /// Empty.
    Ink,
}

/// Where signatures are seen, in the order of the names.
pub fn spots(document: &PagedDocument) -> Vec<Handtekeningplaats> {
    let Some(label) = Label::new(PicoStr::intern(MARK)) else { return Vec::new() };
    let introspector = document.introspector();
    let marks = introspector.query(&Selector::Label(label));
    let marks = marks.iter().filter_map(|content| introspector.position(content.location()?));
    let spot = |at: typst::introspection::PagedPosition| {
        let above = Point::new(at.point.x, at.point.y - Abs::pt(ABOVE + HEIGHT));
        let below = Point::new(at.point.x + Abs::pt(WIDTH), at.point.y - Abs::pt(ABOVE));
        Handtekeningplaats { page: at.page.get(), place: Rect::new(above, below) }
    };
    marks.map(spot).collect()
}

/// The first thing that is wrong with each of the first places, by the number of the signer.
pub(super) fn beletsels(document: &PagedDocument, signers: usize) -> Vec<(usize, usize, Beletsel)> {
    let spots: Vec<Handtekeningplaats> = spots(document).into_iter().take(signers).collect();
    let wrong = |(number, spot): (usize, &Handtekeningplaats)| {
        let page = document.pages().get(spot.page - 1)?;
        let whole = Rect::new(Point::zero(), page.frame.size().to_point());
        let others = spots[..number].iter().filter(|other| other.page == spot.page);
        let what = if common(spot.place, whole) != spot.place {
            Beletsel::Outside
        } else if others.into_iter().any(|other| touches(spot.place, other.place)) {
            Beletsel::Other
        } else if has_ink(page, spot.place) {
            Beletsel::Ink
        } else {
            return None;
        };
        Some((number, spot.page, what))
    };
    spots.iter().enumerate().filter_map(wrong).collect()
}

/// Whether a page has ink in a place.
fn has_ink(page: &Page, place: Rect) -> bool {
    let coloured = matches!(&page.fill, Smart::Custom(Some(fill)) if !is_white(fill));
    coloured || inks(&page.frame, Transform::identity(), place)
}

fn inks(frame: &Frame, transform: Transform, place: Rect) -> bool {
    frame.items().any(|(at, item)| {
        let transform = transform.pre_concat(Transform::translate(at.x, at.y));
        let drawn = match item {
            FrameItem::Group(group) => {
                return inks(&group.frame, transform.pre_concat(group.transform), place);
            }
            FrameItem::Text(text) if !touches(place, moved(around(text), transform)) => {
                return false;
            }
            FrameItem::Text(text) => text.bbox(),
            FrameItem::Shape(shape, _) => {
                let line = shape.stroke.as_ref().is_some_and(|line| !is_white(&line.paint));
                let fill = shape.fill.as_ref().is_some_and(|fill| !is_white(fill));
                if !line && !fill {
                    return false;
                }
                shape.bbox(line)
            }
            FrameItem::Image(_, size, _) => Rect::new(Point::zero(), size.to_point()),
            FrameItem::Link(..) | FrameItem::Tag(_) => return false,
        };
        touches(place, moved(drawn, transform))
    })
}

/// A rectangle that no letter of a text sticks out of: found without looking at the shape of each.
fn around(text: &TextItem) -> Rect {
    /// Further than a letter reaches from where it is written, in times its size, whatever the font says of itself.
    const REACH: f64 = 4.0;
    let whole = text.font.ttf().global_bounding_box();
    let sides = [whole.x_min, whole.y_min, whole.x_max, whole.y_max];
    let reach =
        sides.into_iter().map(|side| text.font.to_em(side).get().abs()).fold(REACH, f64::max);
    let moved =
        text.glyphs.iter().flat_map(|glyph| [glyph.x_offset, glyph.y_offset, glyph.y_advance]);
    let reach = text.size * (reach + moved.map(|by| by.get().abs()).sum::<f64>());
    let along = text.glyphs.iter().map(|glyph| glyph.x_advance.at(text.size).abs()).sum::<Abs>();
    Rect::new(Point::new(-along - reach, -reach), Point::new(along + reach, reach))
}

/// The rectangle around one that was moved, turned or made larger.
fn moved(Rect { min, max }: Rect, by: Transform) -> Rect {
    let corners = [min, Point::new(max.x, min.y), Point::new(min.x, max.y), max];
    let corners = corners.map(|corner| corner.transform(by));
    let start = Rect::new(corners[0], corners[0]);
    corners.iter().fold(start, |all, one| Rect::new(all.min.min(*one), all.max.max(*one)))
}

/// Whether this is the colour of the paper.
fn is_white(paint: &Paint) -> bool {
    matches!(paint, Paint::Solid(colour) if colour.to_rgb() == Color::WHITE.to_rgb())
}

fn common(one: Rect, other: Rect) -> Rect {
    Rect::new(one.min.max(other.min), one.max.min(other.max))
}

fn touches(one: Rect, other: Rect) -> bool {
    let both = common(one, other);
    both.min.x < both.max.x && both.min.y < both.max.y
}
