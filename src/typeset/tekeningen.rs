//! In: the images that a dossier names. Out: those that cannot be drawn, or draw nothing; and letters on them that nobody
//! sees. Pure.
//!
//! Typst reads each of them once more where it is printed, and remembers what it read.

use comemo::Track;
use resvg::usvg::{Group, Node, Tree};
use typst::World;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use super::{Typesetter, View, file_id, onzichtbaar};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, codes, words};
use crate::source::Sources;

/// What is wrong with an image: behind its name, and what to do.
type Wrong = (&'static str, &'static str);

const DAMAGED: Wrong = ("deze PNG is beschadigd", "sla de afbeelding opnieuw op");
const UNREADABLE: Wrong = (
    "dit SVG-bestand is niet te tekenen: het is niet te lezen, of de breedte of de hoogte ervan is nul",
    "geef het een breedte en een hoogte, of sla de afbeelding opnieuw op als `.svg`",
);
const EMPTY: Wrong = (
    "dit SVG-bestand tekent niets: op papier zou een lege plek komen",
    "kijk of de tekening binnen het blad staat (`viewBox`) en maten en kleuren heeft, en sla haar opnieuw op",
);

impl Typesetter {
    /// What there is to say of the images that a dossier names.
    pub fn drawings(&self, checked: &Checked, sources: &Sources) -> Vec<Diagnostic> {
        let family = checked.dossier().profiel.lettertype.to_lowercase();
        let told = checked.drawings().into_iter().filter_map(|(place, name, bytes)| {
            let told = self.drawing(name, Bytes::new(bytes.to_vec()), &family)?;
            Some(match checked.span(&place, None, sources) {
                Some(span) => told.at(span, ""),
                None => told,
            })
        });
        told.collect()
    }

    fn drawing(&self, name: &str, bytes: Bytes, family: &str) -> Option<Diagnostic> {
        let wrong = |(message, help): Wrong| {
            tell(codes::IMAGE_INVALID, Diagnostic::error, format!("{name}: {message}"), help)
        };
        if name.to_lowercase().ends_with(".png") {
            let read = RasterImage::plain(bytes, ExchangeFormat::Png);
            return read.is_err().then(|| wrong(DAMAGED));
        }
        let view = View::new(self, file_id("/x.typ")?, None);
        let world: &dyn World = &view;
        let with = SvgImage::with_fonts_images(bytes.clone(), world.track(), &[family], None);
        // Without fonts nothing is written.
        let (Ok(with), Ok(without)) = (with, SvgImage::new(bytes)) else {
            return Some(wrong(UNREADABLE));
        };
        if !draws(with.tree().root(), with.tree()) {
            return Some(wrong(EMPTY));
        }
        let all = onzichtbaar::letters(&with, &without);
        let (first, rest) = all.split_first()?;
        let first = words::shorten(first);
        let message = match rest.len() {
            0 => format!("niemand ziet `{first}` in {name}, en in de PDF is het wel te lezen"),
            count => format!(
                "niemand ziet `{first}` en nog {} in {name}, en in de PDF zijn die wel te lezen",
                words::count(count, "andere tekst", "andere teksten")
            ),
        };
        let help = "haal deze letters uit de tekening; een vlak eroverheen lakt niets";
        Some(tell(codes::LETTERS_UNSEEN, Diagnostic::warning, message, help))
    }
}

fn tell(
    code: Code,
    as_what: fn(Code, String) -> Diagnostic,
    message: String,
    help: &str,
) -> Diagnostic {
    as_what(code, message).help(help)
}

/// Whether anything of a drawing lies on its sheet.
fn draws(group: &Group, sheet: &Tree) -> bool {
    let size = sheet.size();
    group.opacity().get() > 0.0
        && group.children().iter().any(|node| {
            let area = node.abs_stroke_bounding_box();
            let on_sheet = area.left() < size.width()
                && area.right() > 0.0
                && area.top() < size.height()
                && area.bottom() > 0.0;
            match node {
                Node::Group(inner) => draws(inner, sheet),
                Node::Path(path) => path.is_visible() && on_sheet,
                Node::Image(_) | Node::Text(_) => on_sheet,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_draws_what_lies_on_its_sheet() {
        let drawn = |inner: &str| {
            let text = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inner}</svg>"
            );
            let image = SvgImage::new(Bytes::from_string(text)).unwrap();
            draws(image.tree().root(), image.tree())
        };
        for some in [
            "<rect width='1' height='1'/>",
            "<path d='M0 4 L9 4' stroke='black'/>",
            "<g><g opacity='0.5'><circle cx='9' cy='9' r='2'/></g></g>",
        ] {
            assert!(drawn(some), "{some}");
        }
        for none in [
            "",
            "<rect width='NaN' height='1e999'/>",
            "<rect x='50' width='1' height='1'/>",
            "<rect width='1' height='1' fill='none'/>",
            "<rect width='1' height='1' visibility='hidden'/>",
            "<g opacity='0'><rect width='1' height='1'/></g>",
        ] {
            assert!(!drawn(none), "{none}");
        }
    }
}
