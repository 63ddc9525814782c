//! In: the bytes of a PDF, which may be hostile. Out: the document and each signature behind it, when every byte is as
//! `export` and `sign` write it; or the first byte that is not. Pure.
//!
//! Of each revision is read what it was made with: the signature, the field, who, when, why, where; the token of a
//! timestamp over all of it; or evidence about the certificates. With those the revision is made again, by the same code
//! that makes it when somebody signs, and must come out as the same bytes. Each kind of revision has a function:
//! [`signed_again`], [`stamped_again`], `store::written_again`.

use super::cms::first_value;
use super::document::{Afwijking, Document, Part, inflate};
use super::evidence::Evidence;
use super::field::{LABEL, corners};
use super::known::KnownFonts;
use super::object::{Dictionary, Value};
use super::{Corners, Trouble, Vak, Wish, picture, revision, shape, store, text};
use kamerbrief_base::Moment;

/// Most revisions of a file.
const MAX_REVISIONS: usize = 1_000;
/// Most fields that are seen, and the largest picture in one.
const MAX_FIELDS: usize = 50;
const MAX_PICTURE: usize = 4 * 1024 * 1024;

/// A file, part by part.
pub(super) struct History<'a> {
    /// The file up to the last part that is as it should be.
    pub(super) document: Document<'a>,
    /// Where the document itself ends.
    pub(super) first: usize,
    pub(super) additions: Vec<Addition>,
    /// Where signatures are seen, in the order of their fields.
    pub(super) vakken: Vec<Vak>,
    /// What stands behind that part, and is not what this program would write.
    pub(super) afwijking: Option<Afwijking>,
    known: &'a KnownFonts,
    /// Bytes of evidence that may still be read.
    left: usize,
}

/// What a revision adds.
pub(super) enum Addition {
    Signature(OwnSignature),
    Stamp(OwnStamp),
    Evidence(Evidence),
}

impl Addition {
    /// How evidence names it.
    fn key(&self) -> Option<&str> {
        match self {
            Self::Signature(OwnSignature { key, .. }) | Self::Stamp(OwnStamp { key, .. }) => {
                Some(key)
            }
            Self::Evidence(_) => None,
        }
    }
}

/// A timestamp over the whole document, in a revision that `sign` makes.
pub(super) struct OwnStamp {
    pub(super) field: String,
    /// How evidence names it.
    pub(super) key: String,
    pub(super) token: Vec<u8>,
    /// The SHA-256 of what it is over.
    pub(super) digest: Vec<u8>,
}

/// A signature in a revision that `sign` makes.
#[derive(Debug)]
pub(super) struct OwnSignature {
    pub(super) field: String,
    /// How evidence names it.
    pub(super) key: String,
    /// The signer's name as it is written and drawn.
    pub(super) name: String,
    pub(super) moment: Moment,
    pub(super) reden: Option<String>,
    pub(super) plaats: Option<String>,
    pub(super) cms: Vec<u8>,
    /// The SHA-256 of what it is over.
    pub(super) digest: Vec<u8>,
}

/// Reads a file from its first byte to its last.
pub(super) fn read<'a>(file: &'a [u8], known: &'a KnownFonts) -> Result<History<'a>, Afwijking> {
    let mut document = Document::read(file)?;
    shape::look(&mut document, known)?;
    let first = document.bytes.len();
    let mut history = History {
        document,
        first,
        additions: Vec::new(),
        vakken: Vec::new(),
        afwijking: None,
        known,
        left: store::MAX_BYTES,
    };
    while history.document.bytes.len() < file.len() && history.afwijking.is_none() {
        history.afwijking = history.step(file).err();
    }
    Ok(history)
}

impl<'a> History<'a> {
    /// The signatures, without timestamps over the whole document.
    pub(super) fn signatures(&self) -> impl DoubleEndedIterator<Item = &OwnSignature> {
        self.additions.iter().filter_map(|one| match one {
            Addition::Signature(signature) => Some(signature),
            Addition::Stamp(_) | Addition::Evidence(_) => None,
        })
    }

    /// Takes the next revision in.
    fn step(&mut self, file: &'a [u8]) -> Result<(), Afwijking> {
        let start = self.document.bytes.len();
        if self.additions.len() == MAX_REVISIONS {
            let what = format!("na {MAX_REVISIONS} handtekeningen en tijdstempels");
            return Err(Afwijking::new(start, what));
        }
        let part = self.document.next(file)?;
        let made = self
            .made_again(&part)
            .ok_or_else(|| Afwijking::new(start, "een deel dat geen handtekening toevoegt"))?;
        let stands = &file[start..part.end];
        if made.again != stands {
            let same =
                made.again.iter().zip(stands).take_while(|(one, other)| one == other).count();
            return Err(Afwijking::new(start + same, made.what));
        }
        shape::on_paper(&self.document, &made.vakken, self.known)
            .map_err(|what| Afwijking::new(start, what))?;
        self.document.adopt(file, part);
        if let Addition::Evidence(evidence) = &made.addition {
            self.left = self.left.saturating_sub(evidence.size());
        }
        self.additions.push(made.addition);
        self.vakken.extend(made.vakken);
        Ok(())
    }

    /// The revision as `sign` makes it with what stands in it.
    fn made_again(&self, part: &Part<'a>) -> Option<Made> {
        let document = &self.document;
        let signed = part.objects.iter().find_map(|(number, object)| {
            let entry = object.value.as_dictionary()?;
            let new = !document.objects.contains_key(number) && entry.has("ByteRange");
            new.then_some((*number, entry))
        });
        let Some((number, entry)) = signed else {
            let keys = self.additions.iter().filter_map(Addition::key).collect::<Vec<_>>();
            let (again, evidence) =
                store::written_again(document, part, &keys, self.additions.len(), self.left)?;
            let what = "in het deel met gegevens om later te kunnen nagaan of de certificaten geldig waren (DSS)";
            let addition = Addition::Evidence(evidence);
            return Some(Made { again, addition, what, vakken: Vec::new() });
        };
        let mut all = part.objects.values().filter_map(|object| object.value.as_dictionary());
        let field = all.find(|one| one.get("V") == Some(&Value::Reference(number)))?;
        let contents = entry.get("Contents")?.as_string()?;
        if entry.names("Type", "DocTimeStamp") {
            let (again, stamp) = stamped_again(document, contents, field)?;
            let (addition, what) =
                (Addition::Stamp(stamp), "in het deel dat een tijdstempel toevoegt");
            return Some(Made { again, addition, what, vakken: Vec::new() });
        }
        let (again, signature, vakken) = signed_again(self.known, document, part, entry, field)?;
        let (addition, what) =
            (Addition::Signature(signature), "in het deel dat een handtekening toevoegt");
        Some(Made { again, addition, what, vakken })
    }
}

/// A revision that was made again.
struct Made {
    again: Vec<u8>,
    addition: Addition,
    /// What it is, for a reader.
    what: &'static str,
    /// The fields that it brings.
    vakken: Vec<Vak>,
}

/// The revision as `sign` makes it with what it says, the signature in it, and the fields that it brought.
fn signed_again(
    fonts: &KnownFonts,
    document: &Document<'_>,
    part: &Part<'_>,
    entry: &Dictionary,
    field: &Dictionary,
) -> Option<(Vec<u8>, OwnSignature, Vec<Vak>)> {
    let new = || {
        let new = part.objects.iter().filter(|(number, _)| !document.objects.contains_key(number));
        new.filter_map(|(number, object)| Some((*number, object.value.as_dictionary()?)))
    };
    let label = format!("{LABEL}: ");
    let seen = |widget: &Dictionary| {
        let page = widget.get("P")?.as_reference()?;
        let wie = string(widget, "TU")?;
        Some(Vak {
            wie: wie.strip_prefix(&label)?.to_owned(),
            naam: String::new(),
            page: document.pages.iter().position(|one| *one == page)? + 1,
            place: corners(widget)?,
        })
    };
    let vakken = new().filter(|(_, one)| one.has("StructParent")).take(MAX_FIELDS);
    let vakken: Vec<Vak> = vakken.filter_map(|(_, one)| seen(one)).collect();
    let contents = entry.get("Contents")?.as_string()?;
    let signature = OwnSignature {
        field: string(field, "T")?,
        key: store::key(contents),
        name: string(entry, "Name")?,
        moment: Moment::from_pdf(&string(entry, "M")?)?,
        reden: string(entry, "Reason"),
        plaats: string(entry, "Location"),
        cms: first_value(contents)?.to_vec(),
        digest: Vec::new(),
    };
    let wish = Wish {
        veld: Some(&signature.field),
        moment: &signature.moment,
        reden: signature.reden.as_deref(),
        plaats: signature.plaats.as_deref(),
        vakken: &vakken,
        nog_een: true,
        naast_onbekende: true,
        fonts,
    };
    let packed = || {
        let picture = field.get("AP")?.as_dictionary()?.get("N")?.as_reference()?;
        part.objects.get(&picture)?.stream
    };
    // One drawing can be packed in more ways than one: as it stands there, if it is this drawing.
    let draw = |place: Corners| {
        let drawn = picture::draw(&signature.name, &signature.moment, place)?;
        let stands =
            packed().filter(|packed| inflate(packed, MAX_PICTURE).as_ref() == Some(&drawn));
        stands.map(<[u8]>::to_vec).ok_or_else(|| Trouble::Pdf("heeft een andere tekening".into()))
    };
    let unsigned =
        revision::prepare(document, &wish, &signature.name, &draw, contents.len()).ok()?;
    let digest = unsigned.digest(document);
    let again = unsigned.fill(&signature.cms)?;
    Some((again, OwnSignature { digest, ..signature }, vakken))
}

/// The revision as `sign` makes it with the timestamp that stands there, and the timestamp.
fn stamped_again(
    document: &Document<'_>,
    contents: &[u8],
    field: &Dictionary,
) -> Option<(Vec<u8>, OwnStamp)> {
    let field = string(field, "T")?;
    let token = first_value(contents)?.to_vec();
    let unsigned = revision::prepare_stamp(document, Some(&field), contents.len()).ok()?;
    let digest = unsigned.digest(document);
    let again = unsigned.fill(&token)?;
    Some((again, OwnStamp { field, key: store::key(contents), token, digest }))
}

fn string(dictionary: &Dictionary, key: &str) -> Option<String> {
    Some(text(dictionary.get(key)?.as_string()?))
}
