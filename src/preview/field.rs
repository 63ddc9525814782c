//! In: a place on a page, or a field's name. Out: the field, as a person edits it, and where it stands on the pages. Pure,
//! but for the file: `pen` reads that.

use serde::Serialize;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use super::pen::{Pen, named};
use super::places::moved;
use super::session::Shown;
use crate::dossier::Bestand;
use crate::schrijven::Veld;
use crate::typeset::Rect;

/// A field, and where it stands.
#[derive(Debug, Serialize)]
struct OnPages {
    #[serde(flatten)]
    veld: Veld,
    #[serde(skip_serializing_if = "Option::is_none")]
    vak: Option<Vak>,
}

/// Where a field stands: on a page that was asked for, or the first that it is on.
#[derive(Debug, Serialize)]
struct Vak {
    stuk: &'static str,
    /// Counted from 0.
    page: usize,
    places: Vec<Rect>,
}

/// The field at a place on a page (`id`, `x` and `y` in points), or one by its name (`bestand` and `plaats`); nothing
/// where there is none that can be edited.
pub(super) fn field(desk: &Desk, query: &str) -> Answer {
    let Some(pen) = &desk.pen else { return Answer::json(&None::<OnPages>) };
    let asked = parameters(query);
    let (shown, before) = {
        let board = desk.board();
        (board.shown.clone(), board.before.clone())
    };
    let all = [shown, before];
    let all = || all.iter().flatten();
    if let (Some(bestand), Some(plaats)) = (asked.get("bestand"), asked.get("plaats")) {
        let (Some(bestand), Ok(path)) = (named(bestand), plaats.parse()) else {
            return Answer::refusal(400, "geef bestand en plaats");
        };
        let Some(text) = pen.text(&bestand.name()) else { return Answer::json(&None::<OnPages>) };
        let veld = Veld::of(&text, bestand, &path);
        let vak = veld
            .as_ref()
            .and_then(|veld| all().next()?.vak(veld, &pen.name_of(&bestand.name()), &text, None));
        return Answer::json(&veld.map(|veld| OnPages { veld, vak }));
    }
    let number =
        |name: &str| asked.get(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
    let (Some(id), Some(x), Some(y)) = (asked.get("id"), number("x"), number("y")) else {
        return Answer::refusal(400, "geef id, x en y, of bestand en plaats");
    };
    Answer::json(&all().find_map(|shown| shown.field(id, x, y, pen)))
}

/// The text of a source as its file has it, without what may stand before it.
pub(super) fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl Shown {
    /// The field at a place on a page, of one of the dossier's own files as it is on the disk.
    fn field(&self, id: &str, x: f64, y: f64, pen: &Pen) -> Option<OnPages> {
        let (veld, text) = self.veld(id, x, y, pen)?;
        let name = pen.name_of(&format!("{}.yaml", veld.bestand));
        let vak = self.vak(&veld, &name, &text, Some(id));
        Some(OnPages { veld, vak })
    }

    /// The same without where it stands, and the text of its file.
    pub(super) fn veld(&self, id: &str, x: f64, y: f64, pen: &Pen) -> Option<(Veld, String)> {
        let (document, index) = self.page(id)?;
        let letter = self.letters.at(document.paged.pages().get(index)?, x, y)?;
        let span = self.origin(&letter)?;
        let then = self.sources.get(span.source);
        let bestand =
            Bestand::ALL.into_iter().find(|bestand| then.name() == pen.name_of(&bestand.name()))?;
        let text = pen.text(&bestand.name())?;
        let offset = moved(then.text(), bare(&text), span.range.start);
        Some((Veld::at(&text, bestand, offset)?, text))
    }

    /// Where a field stands on a page, or else on the first that it is on.
    fn vak(&self, veld: &Veld, name: &str, text: &str, id: Option<&str>) -> Option<Vak> {
        let source = self.sources.ids().find(|id| self.sources.get(*id).name() == name)?;
        let then = self.sources.get(source).text();
        let back = |at| moved(bare(text), then, at);
        let range = back(veld.range.start)..back(veld.range.end);
        self.documents.iter().find_map(|document| {
            let pages = document.paged.pages().iter().zip(&document.pages).enumerate();
            pages.filter(|(_, (_, image))| id.is_none_or(|id| image.id == id)).find_map(
                |(page, (frame, _))| {
                    let places = self.letters.matching(frame, &mut |letter| {
                        self.origin(letter).is_some_and(|span| {
                            span.source == source
                                && span.range.start < range.end
                                && range.start < span.range.end
                        })
                    });
                    let stuk = document.stuk.name();
                    (!places.is_empty()).then_some(Vak { stuk, page, places })
                },
            )
        })
    }
}
