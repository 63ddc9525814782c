//! In: the images that a dossier names. Out: the fonts that they ask for, or why they cannot be printed. Pure.

mod png;
mod svg;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Context, characters};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Place;

/// What images write, each with the place that names it.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The fonts that they ask for.
    pub(super) families: Vec<(Place, String)>,
    /// Their letters, which are on paper as any others.
    pub(super) texts: Vec<(Place, String)>,
}

/// Looks at every image.
pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Written {
    let mut written = Written::default();
    for (place, name) in context.reading.images() {
        let Some(content) = context.needs.images.get(name) else { continue };
        let Some(tree) = context.reading.trees.get(&place.root) else { continue };
        let span = tree.place(&place.path, context.sources);
        let mut refuse = |Refused { message, help }: Refused| {
            let message = format!("{name}: {message}");
            let told = Diagnostic::error(codes::IMAGE_INVALID, message).at(span.clone(), "");
            found.push(told.help(help));
        };
        match content.as_ref().map(|bytes| look(name, bytes)) {
            Ok(Ok(letters)) => {
                let unprintable = |sign: &char| {
                    characters::unprintable(*sign, context.needs.printable).is_some()
                        && !sign.is_whitespace()
                };
                match letters.text.chars().find(unprintable) {
                    Some(sign) => refuse(Refused::new(
                        format!("het teken U+{:04X} erin is in geen lettertype", u32::from(sign)),
                        "schrijf een ander teken, of zet in het tekenprogramma de tekst om in lijnen",
                    )),
                    None => {
                        let families = letters.families.into_iter();
                        written.families.extend(families.map(|name| (place.clone(), name)));
                        if !letters.text.trim().is_empty() {
                            written.texts.push((place, letters.text));
                        }
                    }
                }
            }
            Ok(Err(refused)) => refuse(refused),
            Err(error) => found.push(error.of_named(name, span, "maak de afbeelding kleiner")),
        }
    }
    written
}

/// What an SVG writes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Letters {
    /// The fonts that it asks for first.
    families: BTreeSet<String>,
    /// Everything that it writes.
    text: String,
}

/// Why an image cannot be printed, and what to do.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    message: String,
    help: &'static str,
}

impl Refused {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }
}

/// Looks at an image that has this name.
fn look(name: &str, bytes: &[u8]) -> Result<Letters, Refused> {
    let named_png = name.to_lowercase().ends_with(".png");
    let is_png = png::is_png(bytes);
    let svg = std::str::from_utf8(bytes).ok().filter(|text| text.contains("<svg"));
    match (is_png, svg) {
        (true, _) if named_png => png::look(bytes).map(|()| Letters::default()),
        (false, Some(text)) if !named_png => svg::look(text),
        _ => Err(Refused::new(
            "dit is geen SVG of PNG, of de naam zegt het andere",
            "sla de afbeelding op als `.svg` of `.png`",
        )),
    }
}

/// An image with nothing in it but what a document draws of it. An SVG stays as it is: what its program wrote in it,
/// nobody draws.
pub(super) fn drawn(bytes: &Arc<[u8]>) -> Arc<[u8]> {
    png::drawn(bytes).map_or_else(|| Arc::clone(bytes), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inner: &str) -> Result<Letters, Refused> {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"urn:x\" viewBox=\"0 0 9 9\">{inner}</svg>"
        );
        look("x.svg", text.as_bytes())
    }

    #[test]
    fn what_draws_by_itself_is_taken() {
        for inner in [
            "<rect width='9' height='9' style=\"fill: url(#a)\"/>",
            "<style>.a {fill: URL( '#b' )}</style><path class='a' d='M0 0'/>",
            "<x:namedview href='http://x.nl'><x:grid/></x:namedview><a href='https://x.nl'><g/></a>",
            "<defs><marker id='m'><path d='M0 0'/></marker></defs><path d='M0 0 L9 9' marker-end='url(#m)'/>",
        ] {
            assert!(svg(inner).is_ok(), "{inner}: {:?}", svg(inner));
        }
        let letters = svg(
            "<text style='font-family: \"Een Letter\", Arial'>a&#98;<tspan font-family='serif'>c</tspan></text>",
        );
        let families = BTreeSet::from(["Een Letter".to_owned()]);
        assert_eq!(letters, Ok(Letters { families, text: "abc ".into() }));
        // Without text no font is needed.
        assert_eq!(svg("<g font-family='Een Letter'/>"), Ok(Letters::default()));
    }

    #[test]
    fn what_is_repeated_without_end_is_refused() {
        let marker = "<marker id='m'><path d='M0 0'/><path d='M0 0'/></marker>";
        let corners = "L1 1 ".repeat(50_000);
        assert!(svg(&format!("{marker}<path d='M0 0 {corners}' marker-mid='url(#m)'/>")).is_err());
        let many = "<pattern id='p'><rect/><rect/></pattern>".to_owned()
            + &"<rect fill='url(#p)'/>".repeat(40_000);
        assert!(svg(&many).is_err());
        assert!(svg(&format!("<text>{}</text>", "a".repeat(30_000))).is_err());
        // As long as it may be, it is gone through at once.
        let long = format!("<rect style=\"{}\"/>", "fill: url(#a);".repeat(500_000));
        assert!(svg(&long).is_ok());
    }
}
