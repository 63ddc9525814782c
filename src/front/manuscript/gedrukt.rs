//! In: a dossier that was made JSON, and a place. Out: the value there, as documents print it. Pure.

use serde_json::Value;

use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Segment;

/// What stands at a place in a dossier that was made JSON: so a date reads as it is printed.
pub fn value_at<'a>(dossier: &'a Value, place: &Place) -> Option<&'a Value> {
    let root = match place.root {
        Root::File(Bestand::Dossier) => "gegevens",
        root => root.name(),
    };
    let step = |json: &'a Value, segment: &Segment| match segment {
        Segment::Key(key) => json.get(&**key),
        Segment::Index(index) => json.get(index),
    };
    place.path.segments().iter().try_fold(dossier.get(root)?, step)
}
