//! In: what a file says of how a paragraph or a run looks, itself and by its styles. Out: its list, and how its characters look. Pure.

use roxmltree::Node;

use super::super::model::Verschoven;
use super::bestand::Kleed;
use super::inhoud::{Omgeving, Ontleder};
use super::onderdelen::{aan, schakelaar, val};
use super::stijlen::{CURSIEF, DOORGEHAALD, Lijstplaats, VERBORGEN, VET};
use super::veld::Woordveld;

impl Ontleder {
    /// The list that a paragraph stands in, by itself or by its style.
    pub(super) fn lijst(&self, look: Node<'_, '_>) -> Option<(String, usize)> {
        let own = Lijstplaats::van(look).unwrap_or_default();
        let of_style = val(look, "pStyle").and_then(|id| self.stijlen.lijst(id));
        let id = own.id.or_else(|| of_style.and_then(|(_, place)| place.id.clone()))?;
        let deep = own.diep.or_else(|| {
            let (style, place) = of_style?;
            self.inhoud.nummering.diepte(&id, style).or(place.diep)
        });
        (id != "0").then_some((id, deep.unwrap_or_default()))
    }

    /// Whether something is on for text: by itself, or by its style in one of the ways.
    pub(super) fn staat_aan(&self, look: Option<Node<'_, '_>>, name: &str) -> bool {
        let own = look.and_then(|look| schakelaar(look, name));
        own.unwrap_or_else(|| {
            let by = |id: Option<&str>| id.is_some_and(|id| self.stijlen.aan(id, name));
            by(look.and_then(|look| val(look, "rStyle"))) != by(self.alineastijl.as_deref())
        })
    }

    pub(super) fn doorgestreept(&self, look: Option<Node<'_, '_>>) -> bool {
        DOORGEHAALD.iter().any(|name| self.staat_aan(look, name))
    }

    pub(super) fn kleed(&self, look: Option<Node<'_, '_>>, plek: &Omgeving) -> Kleed {
        let url = plek
            .url
            .clone()
            .or_else(|| self.velden.iter().rev().find_map(Woordveld::url).map(ToOwned::to_owned));
        let hidden = self.heel && (self.staat_aan(look, VERBORGEN) || self.doorgestreept(look));
        // Of a letter that was not made here also what its styles say.
        let by_style = |name: &str| self.heel && self.staat_aan(look, name);
        let (vet, cursief) = (by_style(VET), by_style(CURSIEF));
        let Some(look) = look else {
            return Kleed { url, verborgen: hidden, vet, cursief, ..Kleed::default() };
        };
        Kleed {
            stijl: val(look, "rStyle").map(|id| self.stijlen.naam(id)),
            vet: vet || !self.heel && aan(look, VET),
            cursief: cursief || !self.heel && aan(look, CURSIEF),
            verschoven: match val(look, "vertAlign") {
                Some("superscript") => Some(Verschoven::Boven),
                Some("subscript") => Some(Verschoven::Onder),
                // LibreOffice says how far, in half points.
                _ => match val(look, "position").and_then(|half| half.parse::<f32>().ok()) {
                    Some(up) if self.heel && up > 0.0 => Some(Verschoven::Boven),
                    Some(down) if self.heel && down < 0.0 => Some(Verschoven::Onder),
                    _ => None,
                },
            },
            url,
            verborgen: aan(look, VERBORGEN) || hidden,
            ..Kleed::default()
        }
    }
}
