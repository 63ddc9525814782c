//! In: a typeset letter and who signs it. Out: where on its pages each signature is seen. Pure.

use typst::foundations::{Label, Selector};
use typst::introspection::Introspector;
use typst::utils::PicoStr;

use crate::dossier::Gegevens;
use crate::typeset::Paged;

/// The label in the template of the letter, above which a signature is seen.
const MARK: &str = "handtekening";
/// Size of a signature in points, and its distance from the name below it.
const WIDTH: f64 = 170.0;
const HEIGHT: f64 = 34.0;
const ABOVE: f64 = 12.0;

/// Where a signature is seen: above the signer's name.
#[derive(Debug, Clone, PartialEq)]
pub struct SignaturePlace {
    /// The signer's office.
    pub functie: String,
    /// The name.
    pub naam: String,
    /// The page, from 1.
    pub page: usize,
    /// Left, bottom, right, top, in points from the lower left corner of the page.
    pub corners: [f32; 4],
}

/// Where the signatures are seen, in the order of who signs; none in a document that nobody signs on paper.
pub fn signature_places(document: &Paged, gegevens: &Gegevens) -> Vec<SignaturePlace> {
    let Some(label) = Label::new(PicoStr::intern(MARK)) else { return Vec::new() };
    let introspector = document.introspector();
    let marks = introspector.query(&Selector::Label(label));
    let marks = marks.iter().filter_map(|content| introspector.position(content.location()?));
    marks
        .zip(&gegevens.ondertekening)
        .filter_map(|(at, wie)| {
            let page = at.page.get();
            let height = document.pages().get(page - 1)?.frame.height().to_pt();
            let (left, bottom) = (at.point.x.to_pt(), height - at.point.y.to_pt() + ABOVE);
            let corners = [left, bottom, left + WIDTH, bottom + HEIGHT];
            #[expect(clippy::cast_possible_truncation, reason = "a page is a few hundred points")]
            let corners = corners.map(|corner| corner as f32);
            let (functie, naam) = (wie.functie.to_string(), wie.naam.to_string());
            Some(SignaturePlace { functie, naam, page, corners })
        })
        .collect()
}
