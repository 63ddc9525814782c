//! In: the arguments of `goto`. Out: the pages of a running preview, gone to that place. Wiring.

use std::path::Path;

use super::{Console, Exit};
use crate::cli::GotoArgs;
use crate::diagnostic::{Diagnostic, codes};
use crate::preview::{Handle, Led, lead};
use crate::system;

pub(super) fn run(arguments: &GotoArgs, console: &Console) -> Exit {
    let refuse = |code, message: String, help: &str| {
        console.refuse(Diagnostic::error(code, message).help(help))
    };
    let place = &arguments.place;
    let Some((path, line, column)) = read(place) else {
        let message = format!("`{place}` is geen plaats");
        return refuse(
            codes::ARGUMENT_INVALID,
            message,
            "schrijf bijvoorbeeld mijn-brief/brief.yaml:12",
        );
    };
    let Some(file) = system::resolved(Path::new(path)) else {
        let message = format!("kan niet lezen: {path}: bestaat niet");
        return refuse(codes::FOLDER_MISSING, message, "kijk of het pad klopt");
    };
    let previews: Vec<Handle> =
        system::notes().iter().filter_map(|note| serde_json::from_str(note).ok()).collect();
    match lead(&previews, &file, line, column) {
        Led::There => Exit::Good,
        Led::Nothing => {
            let message = format!("van {place} staat niets op de bladzijden");
            refuse(
                codes::PREVIEW_FAILS,
                message,
                "noem een regel van dit dossier die wordt afgedrukt",
            )
        }
        Led::Nowhere => {
            let message = format!("er loopt geen voorbeeld van het dossier van {path}");
            refuse(
                codes::PREVIEW_FAILS,
                message,
                "begin het met `kamerbrief watch`, en houd dat open",
            )
        }
    }
}

/// A path, a line and perhaps a column. The path may have colons of its own.
fn read(place: &str) -> Option<(&str, usize, Option<usize>)> {
    let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
    let (rest, last) = place.rsplit_once(':')?;
    let last = number(last)?;
    let (path, line, column) =
        match rest.rsplit_once(':').and_then(|(path, line)| Some((path, number(line)?))) {
            Some((path, line)) => (path, line, Some(last)),
            None => (rest, last, None),
        };
    (!path.is_empty()).then_some((path, line, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_with_a_line_and_perhaps_a_column() {
        assert_eq!(read("a/brief.yaml:12"), Some(("a/brief.yaml", 12, None)));
        assert_eq!(read("a/brief.yaml:12:3"), Some(("a/brief.yaml", 12, Some(3))));
        assert_eq!(read(r"C:\a\brief.yaml:12:3"), Some((r"C:\a\brief.yaml", 12, Some(3))));
        assert_eq!(read(r"C:\a\brief.yaml:12"), Some((r"C:\a\brief.yaml", 12, None)));
        for wrong in ["", "brief.yaml", ":12", "brief.yaml:", "brief.yaml:0", "brief.yaml:x", "12"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
