//! In: the images that a dossier names. Out: the fonts that they ask for, or why they cannot be printed. Pure.

mod svg;

use std::collections::BTreeSet;

use super::{Context, characters};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Place;

/// Looks at every image. The fonts that they ask for, each with the place that names the image.
pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Vec<(Place, String)> {
    let mut families = Vec::new();
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
                    None => families
                        .extend(letters.families.into_iter().map(|name| (place.clone(), name))),
                }
            }
            Ok(Err(refused)) => refuse(refused),
            Err(error) => found.push(error.of_named(name, span, "maak de afbeelding kleiner")),
        }
    }
    families
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

/// The most dots of a PNG, and of one side of it.
const MOST_DOTS: u64 = 40_000_000;
const WIDEST: u32 = 20_000;

/// Looks at an image that has this name.
fn look(name: &str, bytes: &[u8]) -> Result<Letters, Refused> {
    let named_png = name.to_lowercase().ends_with(".png");
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    let svg = std::str::from_utf8(bytes).ok().filter(|text| text.contains("<svg"));
    match (is_png, svg) {
        (true, _) if named_png => png(bytes).map(|()| Letters::default()),
        (false, Some(text)) if !named_png => svg::look(text),
        _ => Err(Refused::new(
            "dit is geen SVG of PNG, of de naam zegt het andere",
            "sla de afbeelding op als `.svg` of `.png`",
        )),
    }
}

/// The size of a PNG stands in its first chunk.
fn png(bytes: &[u8]) -> Result<(), Refused> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    let broken = || Refused::new("deze PNG is beschadigd", "sla de afbeelding opnieuw op");
    let whole = bytes.get(12..16) == Some(b"IHDR") && bytes.windows(4).any(|four| four == b"IEND");
    let (Some(width), Some(height), true) = (number(16), number(20), whole) else {
        return Err(broken());
    };
    if width == 0 || height == 0 {
        return Err(broken());
    }
    if width.max(height) > WIDEST || u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(Refused::new(
            format!("deze PNG is te groot: {width} bij {height} punten"),
            "maak de afbeelding kleiner: 2000 punten breed is op papier genoeg",
        ));
    }
    Ok(())
}
