//! In: a typeset letter and who signs it. Out: where on its pages each signature is seen, as a PDF has it. Pure.

use crate::dossier::Gegevens;
use crate::typeset::{Paged, spots};

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
    spots(document)
        .into_iter()
        .zip(&gegevens.ondertekening)
        .filter_map(|(spot, wie)| {
            let height = document.pages().get(spot.page - 1)?.frame.height();
            let (above, below) = (spot.place.min, spot.place.max);
            let corners = [above.x, height - below.y, below.x, height - above.y];
            #[expect(clippy::cast_possible_truncation, reason = "a page is a few hundred points")]
            let corners = corners.map(|corner| corner.to_pt() as f32);
            let (functie, naam) = (wie.functie.to_string(), wie.naam.to_string());
            Some(SignaturePlace { functie, naam, page: spot.page, corners })
        })
        .collect()
}
