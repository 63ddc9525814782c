//! In: the bytes of a PDF, which may be hostile. Out: the document and each signature behind it, when every byte is as
//! `export` and `sign` write it; or the first byte that is not. Pure.
//!
//! Of each revision is read what it was made with: the signature, the field, who, when, why, where. With those the
//! revision is made again, by the same code that makes it when somebody signs, and must come out as the same bytes. A
//! second kind of revision is a second function beside [`signed_again`].

use super::cms::first_value;
use super::document::{Afwijking, Document, Part, inflate};
use super::object::{Dictionary, Value};
use super::revision::{self, LABEL, corners};
use super::{Corners, Vak, Wish, picture, shape, text};
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
    pub(super) signatures: Vec<OwnSignature>,
    /// Where signatures are seen, in the order of their fields.
    pub(super) vakken: Vec<Vak>,
    /// What stands behind that part, and is not what this program would write.
    pub(super) afwijking: Option<Afwijking>,
}

/// A signature in a revision that `sign` makes.
#[derive(Debug)]
pub(super) struct OwnSignature {
    pub(super) field: String,
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
pub(super) fn read(file: &[u8]) -> Result<History<'_>, Afwijking> {
    let mut document = Document::read(file)?;
    shape::look(&mut document)?;
    let first = document.bytes.len();
    let mut history =
        History { document, first, signatures: Vec::new(), vakken: Vec::new(), afwijking: None };
    while history.document.bytes.len() < file.len() && history.afwijking.is_none() {
        history.afwijking = history.step(file).err();
    }
    Ok(history)
}

impl<'a> History<'a> {
    /// Takes the next revision in.
    fn step(&mut self, file: &'a [u8]) -> Result<(), Afwijking> {
        let start = self.document.bytes.len();
        if self.signatures.len() == MAX_REVISIONS {
            return Err(Afwijking {
                at: start,
                what: format!("na {MAX_REVISIONS} handtekeningen"),
            });
        }
        let part = self.document.next(file)?;
        let other = |at| Afwijking { at, what: "een deel dat geen handtekening toevoegt".into() };
        let (again, signature, vakken) =
            signed_again(&self.document, &part).ok_or_else(|| other(start))?;
        let stands = &file[start..part.end];
        if again != stands {
            let same = again.iter().zip(stands).take_while(|(one, other)| one == other).count();
            let what = "in het deel dat een handtekening toevoegt".into();
            return Err(Afwijking { at: start + same, what });
        }
        self.document.adopt(file, part);
        self.signatures.push(signature);
        self.vakken.extend(vakken);
        Ok(())
    }
}

/// The revision as `sign` makes it with what it says, the signature in it, and the fields that it brought.
fn signed_again(
    document: &Document<'_>,
    part: &Part<'_>,
) -> Option<(Vec<u8>, OwnSignature, Vec<Vak>)> {
    let new = || {
        let new = part.objects.iter().filter(|(number, _)| !document.objects.contains_key(number));
        new.filter_map(|(number, object)| Some((*number, object.value.as_dictionary()?)))
    };
    let (number, entry) = new().find(|(_, one)| one.names("Type", "Sig"))?;
    let mut all = part.objects.values().filter_map(|object| object.value.as_dictionary());
    let field = all.find(|one| one.get("V") == Some(&Value::Reference(number)))?;
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
        stands.map(<[u8]>::to_vec)
    };
    let unsigned =
        revision::prepare(document, &wish, &signature.name, &draw, contents.len()).ok()?;
    let digest = unsigned.digest(document);
    let again = unsigned.fill(&signature.cms)?;
    Some((again, OwnSignature { digest, ..signature }, vakken))
}

fn string(dictionary: &Dictionary, key: &str) -> Option<String> {
    Some(text(dictionary.get(key)?.as_string()?))
}
