//! In: a checked dossier and the place of something in a document of it. Out: the part of the document that it stands in, as a
//! reader knows it: by its headings, or by the label of its field. Pure.
//!
//! What the headings say is taken of the same edition. So of the public one nothing is said here that it does not say.

use crate::check::Checked;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Bijlage, Place, Root, Stuk};
use crate::manuscript::{Hoofd, Manuscript, Stukdeel, Veldregel, Waarde, Zin, Zinsdeel};
use crate::yaml::{Path, Segment};

/// The part of a document that a place is of.
pub fn onderdeel(checked: &Checked, stuk: Stuk, place: &Place) -> String {
    let manuscript = checked.manuscript(stuk);
    let field = manuscript.and_then(|manuscript| field(checked, manuscript, place));
    let headed = || {
        let finder = Finder { checked, place };
        let path = finder.headings(&manuscript?.delen, 1)?;
        (!path.is_empty()).then(|| path.join(": "))
    };
    let of_annex = place.root == Root::File(Bestand::Bijlage);
    let named = if of_annex { Some(in_annex(checked, place)) } else { field.or_else(headed) };
    let named = named.filter(|text| !text.is_empty()).or_else(|| unprinted(checked, place));
    // The marks around a name are for messages.
    words::begun(&named.unwrap_or_else(|| first_step(place.path.segments())).replace('`', ""))
}

/// The label of a field that this ministry's notas do not have.
fn unprinted(checked: &Checked, place: &Place) -> Option<String> {
    match place.path.segments() {
        [Segment::Key(fields), Segment::Key(field), ..] if &**fields == "velden" => {
            let label = Place::top(Root::Profile).key("labels").key(field);
            checked.text(&label).map(ToOwned::to_owned)
        }
        _ => None,
    }
}

/// Whether one of two is in the other.
fn touches(one: &Place, other: &Place) -> bool {
    one.is_within(other) || other.is_within(one)
}

/// The label of the field on the first page that a place is of.
fn field(checked: &Checked, manuscript: &Manuscript, place: &Place) -> Option<String> {
    let Hoofd { links, kolom, .. } = manuscript.hoofd.as_ref()?;
    let says = |field: &&Veldregel| {
        field.regels.iter().any(|value| match value {
            Waarde::Veld(value) | Waarde::Woord { van: value, .. } => touches(value, place),
            Waarde::Zin(zin) => zin.places().any(|part| touches(part, place)),
            Waarde::Aantal(_) => false,
        })
    };
    let label = links.iter().chain(kolom).find(says)?.label.as_ref()?;
    // In bold above its own departments stands what is no label.
    (label.root == Root::Profile).then(|| checked.text(label).unwrap_or_default().to_owned())
}

struct Finder<'a> {
    checked: &'a Checked,
    place: &'a Place,
}

impl Finder<'_> {
    /// The headings above the first part that says something of the place, outermost first. `first` is the level of
    /// headings that are told: that of a whole annex is its title.
    fn headings(&self, delen: &[Stukdeel], first: usize) -> Option<Vec<String>> {
        let mut above: Vec<(usize, String)> = Vec::new();
        // What stands in the list of annexes, and nowhere else.
        let mut listed = None;
        for deel in delen {
            let said = |above: Vec<(usize, String)>| above.into_iter().map(|(_, text)| text);
            match deel {
                Stukdeel::Kop { niveau, tekst, .. } => {
                    above.retain(|(level, _)| level < niveau);
                    // A whole section begins with its heading.
                    let is_whole = tekst.texts().any(|text| text.is_within(self.place));
                    if is_whole {
                        let alone = tekst.texts().any(|text| text == self.place);
                        let item = last_item(self.place.path.segments());
                        let item = item.filter(|_| above.is_empty() || !alone);
                        let kop = alone.then(|| "kop".to_owned());
                        return Some(said(above).chain(item).chain(kop).collect());
                    }
                    if *niveau >= first {
                        above.push((*niveau, self.zin(tekst)));
                    }
                }
                Stukdeel::Tekstbijlage(delen) | Stukdeel::Bijlage(delen) => {
                    if let Some(found) = self.headings(delen, first + 1) {
                        return Some(found);
                    }
                }
                _ if !self.is_in(deel) => {}
                Stukdeel::Parafen { kop, stappen, .. } => {
                    let step = stappen.iter().position(|step| {
                        touches(&step.rol, self.place)
                            || step.naam.as_ref().is_some_and(|naam| touches(naam, self.place))
                    });
                    let step = step.map(|step| format!("stap {}", step + 1));
                    return Some([self.text(kop)].into_iter().chain(step).collect());
                }
                Stukdeel::Stukken { kop, .. } => return Some(vec![self.text(kop)]),
                Stukdeel::Bijlagenlijst { kop, .. } => listed = Some(vec![self.text(kop)]),
                Stukdeel::Ondertekening { .. } => return Some(vec!["ondertekening".into()]),
                Stukdeel::MedeNamens { .. } => return Some(vec!["mede namens".into()]),
                Stukdeel::Veld(field) | Stukdeel::Tekenregel(field) => {
                    return Some(field.label.iter().map(|label| self.text(label)).collect());
                }
                _ => return Some(said(above).collect()),
            }
        }
        listed
    }

    fn is_in(&self, deel: &Stukdeel) -> bool {
        deel.places().into_iter().any(|place| touches(place, self.place))
    }

    fn text(&self, place: &Place) -> String {
        self.checked.text(place).unwrap_or_default().to_owned()
    }

    fn zin(&self, zin: &Zin) -> String {
        let piece = |piece: &Zinsdeel| match piece {
            Zinsdeel::Veld(place) | Zinsdeel::Kamerstuk(place) => self.text(place),
            Zinsdeel::Deel(place, range) => {
                let text = self.checked.text(place).unwrap_or_default();
                text.get(range.clone()).unwrap_or_default().to_owned()
            }
            Zinsdeel::Sleutel(place) => match place.path.segments().last() {
                Some(Segment::Key(key)) => key.to_string(),
                _ => String::new(),
            },
            Zinsdeel::Teken(sign) => (*sign).to_owned(),
        };
        zin.0.iter().map(piece).collect()
    }
}

/// The table, and the line in it. Names of columns are those of their author, and are not said.
fn in_annex(checked: &Checked, place: &Place) -> String {
    let (table, rest) = match place.path.segments() {
        [Segment::Key(key), Segment::Index(index), rest @ ..] if &**key == "tabellen" => {
            (Some(*index), rest)
        }
        rest => (None, rest),
    };
    let bijlage = checked.dossier().bijlage.as_ref();
    let tables = bijlage.map(Bijlage::alle_tabellen).unwrap_or_default();
    let table = table.map(|index| match tables.get(index) {
        Some(tabel) => format!("tabel {}: {}", index + 1, tabel.titel),
        None => format!("tabel {}", index + 1),
    });
    let line = match rest {
        [Segment::Key(staat), Segment::Key(_), Segment::Key(_), ..] if &**staat == "staat" => {
            "een kolom".to_owned()
        }
        rest => last_item(rest).unwrap_or_else(|| first_step(rest)),
    };
    let parts = table.into_iter().chain([line]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// The way up to its last item of a list, in words: below that are amounts and texts of that item.
fn last_item(segments: &[Segment]) -> Option<String> {
    let end = segments.iter().rposition(|segment| matches!(segment, Segment::Index(_)))?;
    let path = segments[..=end].iter().fold(Path::default(), |path, segment| match segment {
        Segment::Key(key) => path.key(key),
        Segment::Index(index) => path.index(*index),
    });
    Some(path.in_words())
}

/// The first step of a way, in words, with the number of an item. Further ones are names that their author chose.
fn first_step(segments: &[Segment]) -> String {
    let mut words = String::new();
    for segment in segments.iter().take(2) {
        match segment {
            Segment::Key(key) if words.is_empty() => words = key.replace('_', " "),
            Segment::Key(_) => break,
            Segment::Index(index) => words.push_str(&format!(" {}", index + 1)),
        }
    }
    words
}
