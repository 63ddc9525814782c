//! In: a page as it was drawn and as it would be. Out: whether they are the same, and one picture of both. Pure.
//!
//! Left it as it was, right as it would be. What is the same is grey; what goes is red on the left, and what comes green on
//! the right. Between them a bar runs along every line where something differs, for who sees no colours.

use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::PremulRgba8;

/// The space between the two, in pixels, and the bar in it.
const GAP: usize = 40;
const BAR: usize = 10;

/// The colours of what goes and what comes, of the bar, and of the space around the pages.
const GOES: [u8; 3] = [190, 0, 0];
const COMES: [u8; 3] = [0, 110, 30];
const MARK: [u8; 3] = [20, 20, 20];
const AROUND: [u8; 3] = [216, 216, 216];

/// Whether two pages are the same, to the dot.
pub(super) fn same(was: Option<&Pixmap>, wordt: Option<&Pixmap>) -> bool {
    match (was, wordt) {
        (Some(was), Some(wordt)) => {
            (was.width(), was.height()) == (wordt.width(), wordt.height())
                && was.data() == wordt.data()
        }
        (None, None) => true,
        _ => false,
    }
}

/// Both beside each other, as PNG.
///
/// # Errors
/// In Dutch, why there is none.
pub(super) fn beside(was: Option<&Pixmap>, wordt: Option<&Pixmap>) -> Result<Vec<u8>, String> {
    let size = |page: Option<&Pixmap>| {
        page.map_or((0, 0), |page| (usize::from(page.width()), usize::from(page.height())))
    };
    let ((left, one), (right, other)) = (size(was), size(wordt));
    // A page that is not there leaves room for itself.
    let (left, right) =
        (left.max(right * usize::from(left == 0)), right.max(left * usize::from(right == 0)));
    let (width, height) = (left + GAP + right, one.max(other));
    let mut data = vec![colour(AROUND); width * height];
    for (y, row) in data.chunks_exact_mut(width.max(1)).enumerate() {
        let mut differs = false;
        for x in 0..left.max(right) {
            let (before, after) = (at(was, x, y), at(wordt, x, y));
            let same = before == after;
            differs |= !same;
            if let Some(pixel) = before {
                row[x] = if same { faint(pixel) } else { tinted(pixel, GOES) };
            }
            if let Some(pixel) = after {
                row[left + GAP + x] = if same { faint(pixel) } else { tinted(pixel, COMES) };
            }
        }
        if differs {
            let start = left + (GAP - BAR) / 2;
            row[start..start + BAR].fill(colour(MARK));
        }
    }
    let too_large = |_| "het beeld is te groot".to_owned();
    let width = u16::try_from(width).map_err(too_large)?;
    let height = u16::try_from(height).map_err(too_large)?;
    Pixmap::from_parts(data, width, height).into_png().map_err(|error| error.to_string())
}

fn colour([r, g, b]: [u8; 3]) -> PremulRgba8 {
    PremulRgba8 { r, g, b, a: 255 }
}

fn at(page: Option<&Pixmap>, x: usize, y: usize) -> Option<PremulRgba8> {
    let page = page?;
    let (width, height) = (usize::from(page.width()), usize::from(page.height()));
    (x < width && y < height).then(|| page.data()[y * width + x])
}

/// How dark a dot is.
fn darkness(pixel: PremulRgba8) -> u32 {
    let light = 299 * u32::from(pixel.r) + 587 * u32::from(pixel.g) + 114 * u32::from(pixel.b);
    255 - light / 1000
}

/// A dot that is the same, in light grey.
fn faint(pixel: PremulRgba8) -> PremulRgba8 {
    mixed([120; 3], darkness(pixel))
}

/// A dot that differs: what is dark on it in this colour, and white a little so.
fn tinted(pixel: PremulRgba8, tint: [u8; 3]) -> PremulRgba8 {
    mixed(tint, darkness(pixel).max(24))
}

/// A colour that covers white for so many of 255.
fn mixed(over: [u8; 3], covers: u32) -> PremulRgba8 {
    let mix = |over: u8| {
        let mixed = 255 - covers.min(255) * (255 - u32::from(over)) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    colour(over.map(mix))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn page(dots: &[u8]) -> Pixmap {
        let data = dots.iter().map(|light| colour([*light; 3])).collect();
        Pixmap::from_parts(data, 2, u16::try_from(dots.len() / 2).unwrap())
    }

    fn read(png: &[u8]) -> Pixmap {
        Pixmap::from_png(Cursor::new(png)).unwrap()
    }

    #[test]
    fn what_differs_is_coloured_and_has_a_bar() {
        let (was, wordt) = (page(&[255, 0, 255, 255]), page(&[255, 0, 0, 255]));
        assert!(same(Some(&was), Some(&was)) && !same(Some(&was), Some(&wordt)));
        assert!(!same(Some(&was), None) && !same(Some(&was), Some(&page(&[255, 0]))));
        let png = beside(Some(&was), Some(&wordt)).unwrap();
        let both = read(&png);
        assert_eq!((both.width(), both.height()), (44, 2));
        let dot = |x: u16, y: u16| both.sample(x, y);
        assert_eq!(dot(1, 0), dot(43, 0));
        assert_eq!(dot(42, 1), colour(COMES));
        assert!(dot(0, 1).r > dot(0, 1).g, "what goes is red, also where nothing stood");
        assert_eq!((dot(22, 0), dot(22, 1)), (colour(AROUND), colour(MARK)));
        // A page that comes stands on the right.
        let new = read(&beside(None, Some(&was)).unwrap());
        assert_eq!((new.width(), new.sample(0, 0)), (44, colour(AROUND)));
    }
}
