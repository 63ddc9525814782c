//! In: what a file says of how a paragraph or a run looks, itself and by its styles. Out: its list, and how its characters look. Pure.

use roxmltree::Node;

use super::super::model::Verschoven;
use super::bestand::Kleed;
use super::inhoud::{Omgeving, Ontleder};
use super::onderdelen::{aan, attribuut, kind, schakelaar, val};
use super::stijlen::{CURSIEF, DOORGEHAALD, HOOFDLETTERS, Lijstplaats, VERBORGEN, VET};
use super::veld::Woordveld;

/// Words in capitals by their look.
pub(super) const IN_HOOFDLETTERS: &str = "in hoofdletters";

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

    /// What somebody made of how words look, that a text cannot have.
    fn vorm(&self, look: Node<'_, '_>, is_link: bool) -> Vec<&'static str> {
        let is_set = |name: &str, nothing: &[&str]| {
            val(look, name).is_some_and(|value| !nothing.contains(&value))
        };
        let fill = kind(look, "shd").and_then(|one| attribuut(one, "fill"));
        let font = kind(look, "rFonts").and_then(|one| attribuut(one, "ascii"));
        let [font, size] = self.stijlen.kent(font, val(look, "sz"));
        let all = [
            ("onderstreept", !is_link && is_set("u", &["none"])),
            (
                "gemarkeerd",
                is_set("highlight", &["none"])
                    || fill.is_some_and(|fill| !["auto", "FFFFFF"].contains(&fill)),
            ),
            ("in kleur", is_set("color", &["auto", "000000"])),
            ("in een ander lettertype", !font),
            ("in een andere grootte", !size),
            (IN_HOOFDLETTERS, aan(look, HOOFDLETTERS) || aan(look, "smallCaps")),
            ("verborgen", aan(look, VERBORGEN)),
            // Who strikes words out by hand does not say what is to become of them.
            ("doorgestreept", self.doorgestreept(Some(look))),
        ];
        all.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name).collect()
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
        // In a file that was made here only a style for words can make them bold.
        let of_words =
            |name: &str| val(look, "rStyle").is_some_and(|id| self.stijlen.aan(id, name));
        let on = |name: &str| schakelaar(look, name).unwrap_or_else(|| of_words(name));
        let vorm = if self.heel { Vec::new() } else { self.vorm(look, url.is_some()) };
        Kleed {
            stijl: val(look, "rStyle").map(|id| self.stijlen.naam(id)),
            vet: vet || !self.heel && on(VET),
            cursief: cursief || !self.heel && on(CURSIEF),
            vorm,
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
