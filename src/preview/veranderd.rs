//! In: the pages, and since whose initial. Out: what changed since he read them: as it was and as it is, and where that stands on
//! the pages. Reads what was kept at the initial through `system`.

use serde::Serialize;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use super::remarks::Plek;
use crate::dossier::Root;
use crate::signoff::{self, Besluit, Gelezen, Gezegd, Wijziging, Wijzigingen};
use crate::system;

/// What changed since an initial.
#[derive(Debug, Serialize)]
struct Veranderd {
    /// Since when, and which documents differ.
    kop: String,
    /// What there is to say when no field differs, or nobody knows.
    uitleg: Option<&'static str>,
    velden: Vec<Veranderdveld>,
}

#[derive(Debug, Serialize)]
struct Veranderdveld {
    veld: String,
    is_nieuw: bool,
    is_weg: bool,
    /// The file that it is in and its place there, to write in.
    bestand: Option<&'static str>,
    plaats: Option<String>,
    gezegd: Vec<Gezegd>,
    /// Where what is new stands.
    plekken: Vec<Plek>,
}

const UNKNOWN: &str =
    "Wat toen is gelezen, is niet bewaard: welke velden anders zijn, is niet te zeggen.";
const OUTSIDE: &str = "De teksten zijn gelijk. Een sjabloon, een lettertype of kamerbrief zelf is een ander, en zet ze anders.";

/// What changed since the last initial of a role (`rol`).
pub(super) fn since(desk: &Desk, query: &str) -> Answer {
    let asked = parameters(query);
    let (Some(shown), Some(pen)) = (desk.board().shown.clone(), &desk.pen) else {
        return Answer::refusal(
            422,
            "dat is er zodra het dossier geen fouten meer heeft: zie de meldingen",
        );
    };
    let aftekening = shown.filled.aftekening();
    let last =
        aftekening.parafen().last_of(asked.get("rol").map(String::as_str).unwrap_or_default());
    let Some(paraaf) = last.into_iter().rfind(|one| one.besluit != Besluit::Ingetrokken) else {
        return Answer::refusal(404, "deze paraaf is er niet meer");
    };
    let differing = aftekening.differing(paraaf);
    let kept = system::workspace(pen.folder()).ok().and_then(|own| Gelezen::read(&own).of(paraaf));
    let Some(mut was) = kept else {
        let kop = signoff::blind(paraaf, &differing);
        return Answer::json(&Veranderd { kop, uitleg: Some(UNKNOWN), velden: Vec::new() });
    };
    let checked = shown.filled.checked();
    let now = signoff::own_fields(checked);
    // What stands outside the dossier has a name without a dot, and no text to show.
    was.retain(|name, _| name.contains('.') || now.contains_key(name));
    let changes = Wijzigingen::since(paraaf, was, now);
    let all = changes.all(checked);
    let spans = |one: &Wijziging| {
        let Some(place) = &one.place else { return Vec::new() };
        let ranges = one.nieuw.iter().cloned().map(Some);
        let whole = one.nieuw.is_empty() && !one.is_weg;
        let ranges = ranges.chain(whole.then_some(None));
        ranges.filter_map(|within| checked.span(place, within, &shown.sources)).collect()
    };
    let plekken = shown.places(all.iter().map(spans).collect());
    let velden = all.into_iter().zip(plekken).map(|(one, plekken)| {
        let file = one.place.as_ref().and_then(|place| match place.root {
            Root::File(bestand) if !one.is_weg => Some((bestand.stem(), place.path.to_string())),
            _ => None,
        });
        let (bestand, plaats) = file.unzip();
        let Wijziging { veld, is_nieuw, is_weg, gezegd, .. } = one;
        Veranderdveld { veld, is_nieuw, is_weg, bestand, plaats, gezegd, plekken }
    });
    let velden: Vec<Veranderdveld> = velden.collect();
    let uitleg = (velden.is_empty() && !differing.is_empty()).then_some(OUTSIDE);
    Answer::json(&Veranderd { kop: changes.heading(&differing), uitleg, velden })
}
