//! In: the bytes of a PDF, which may be hostile. Out: what its signatures prove. Pure.

mod additions;
mod chain;

use serde::Serialize;

use lopdf::{Dictionary, Object};

use self::additions::Addition;
pub use self::chain::{Anchors, Keten};
use super::algorithm::Fault;
use super::cms::Parts;
use super::pdf::{Pdf, UnreadablePdf, text};
use super::{Vak, timestamp};
use kamerbrief_base::Moment;
use kamerbrief_base::diagnostic::words;

/// Most signatures that are looked at.
const MAX_SIGNATURES: usize = 50;
/// Most fields of a form.
const MAX_FIELDS: usize = 10_000;

/// What the signatures of a file prove.
#[derive(Debug, Clone, Serialize)]
pub struct Verslag {
    /// Each signature, in the order of signing.
    pub handtekeningen: Vec<Oordeel>,
    /// What is wrong with the file as a whole.
    pub bezwaren: Vec<String>,
}

impl Verslag {
    /// Whether there is a signature, and every one proves what was asked.
    pub fn is_good(&self) -> bool {
        !self.handtekeningen.is_empty()
            && self.bezwaren.is_empty()
            && self.handtekeningen.iter().all(Oordeel::is_good)
    }
}

/// What one signature proves.
#[derive(Debug, Clone, Serialize)]
pub struct Oordeel {
    /// The name of the field.
    pub veld: String,
    /// The signer's name, from the certificate.
    pub ondertekenaar: Option<String>,
    /// When, as the signer says.
    pub moment: Option<Moment>,
    /// Why, as the signer says.
    pub reden: Option<String>,
    /// Where, as the signer says.
    pub plaats: Option<String>,
    /// Whether what was signed is still the same.
    pub ongeschonden: bool,
    /// Why not.
    pub waarom_niet: Option<String>,
    /// Whether it is over the file to its last byte.
    pub hele_bestand: bool,
    /// What came behind it, as a reader would say it.
    pub daarna: Vec<String>,
    /// Whether that is only what a next signature brings along.
    pub daarna_alleen_handtekeningen: bool,
    /// Whether it follows the baseline of PAdES.
    pub pades: bool,
    /// Whether the certificate leads to one that is trusted.
    pub keten: Keten,
    /// A timestamp, when there is one.
    pub tijdstempel: Option<Tijdstempel>,
}

/// What a timestamp proves.
#[derive(Debug, Clone, Serialize)]
pub struct Tijdstempel {
    /// When the signature was there.
    pub moment: Option<Moment>,
    /// The service.
    pub dienst: Option<String>,
    /// Whether it is about this signature.
    pub ongeschonden: bool,
    /// Whether the service's certificate leads to one that is trusted.
    pub keten: Keten,
}

impl Oordeel {
    /// Whether it proves what was asked.
    pub fn is_good(&self) -> bool {
        let stamp = self.tijdstempel.as_ref();
        self.ongeschonden
            && self.daarna_alleen_handtekeningen
            && self.keten.is_good()
            && stamp.is_none_or(|stamp| stamp.ongeschonden && stamp.keten.is_good())
    }
}

/// Looks at every signature of a PDF. `now` counts for certificates of signatures without a timestamp.
///
/// # Errors
/// Why the file cannot be read.
pub fn prove(bytes: &[u8], anchors: &Anchors, now: &Moment) -> Result<Verslag, UnreadablePdf> {
    let pdf = Pdf::read(bytes)?;
    let mut found = signatures(&pdf);
    let mut bezwaren = Vec::new();
    if found.len() > MAX_SIGNATURES {
        bezwaren.push(format!(
            "meer dan {MAX_SIGNATURES} handtekeningen; alleen de eerste zijn bekeken"
        ));
        found.truncate(MAX_SIGNATURES);
    }
    // Somebody may hide a signature from the form, or the form from the signatures.
    let loose = pdf.document.objects.values().filter_map(|object| object.as_dict().ok());
    let loose = loose.filter(|one| one.has_type(b"Sig")).count();
    if loose > found.len() {
        bezwaren.push("er staat een handtekening in het bestand die bij geen veld hoort".into());
    }
    found.sort_by_key(|(.., range)| range.as_ref().map_or(usize::MAX, |range| range.end));
    let mut ends: Vec<usize> =
        found.iter().filter_map(|(.., range)| Some(range.as_ref()?.end)).collect();
    let (count, last) = (ends.len(), ends.last() == Some(&bytes.len()));
    ends.dedup();
    if ends.len() < count {
        bezwaren.push("twee handtekeningen gaan over hetzelfde deel van het bestand".into());
    }
    if !found.is_empty() && !last {
        bezwaren.push("geen handtekening gaat over het hele bestand".into());
    }
    let certified = pdf.root().is_some_and(|(_, root)| root.has(b"Perms"));
    if certified && found.len() > 1 {
        bezwaren.push("de eerste ondertekenaar kan verdere handtekeningen hebben uitgesloten; dat kan kamerbrief niet beoordelen".into());
    }
    if pdf.fields().len() > MAX_FIELDS {
        bezwaren.push(format!("meer dan {MAX_FIELDS} velden; alleen de eerste zijn bekeken"));
    }
    let handtekeningen =
        found.into_iter().map(|(veld, value, range)| one(&pdf, veld, value, range, anchors, now));
    Ok(Verslag { handtekeningen: handtekeningen.collect(), bezwaren })
}

/// A signed field: its name, the signature's dictionary, and what the signature is over.
type Found<'a> = (String, &'a Dictionary, Option<Covered>);

/// The signed fields of a form.
fn signatures<'a>(pdf: &'a Pdf<'_>) -> Vec<Found<'a>> {
    let fields = pdf.fields().into_iter().take(MAX_FIELDS);
    let signed = fields.filter_map(|id| {
        let field = pdf.object(id)?;
        let is_signature = pdf.get(field, b"FT") == &Object::Name(b"Sig".to_vec());
        let value = field.get(b"V").ok().filter(|_| is_signature)?;
        let (id, value) = pdf.follow(value);
        let value = value.as_dict().ok()?;
        // A signature stands in itself: a copy of one elsewhere is none.
        let covered = range(pdf, value).filter(|covered| {
            let place = id.and_then(|(number, _)| pdf.places.get(&number));
            place.is_some_and(|(_, place)| holds(pdf.bytes, *place, &covered.hole))
        });
        Some((text(pdf.get(field, b"T")).unwrap_or_default(), value, covered))
    });
    signed.collect()
}

/// How a file compares with a document that a dossier makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "oordeel", content = "verschillen")]
pub enum Vergelijking {
    /// It begins with exactly these bytes, and all that follows is signatures.
    Gelijk,
    /// It is this document with another content; what differs.
    Anders(Vec<String>),
    /// It is another document.
    AnderDocument,
}

/// Compares a file with a document as it is made now, byte for byte. Fields that are seen may only stand in these places.
pub fn compare(file: &[u8], made: &[u8], vakken: &[Vak]) -> Vergelijking {
    let (Ok(pdf), Ok(own)) = (Pdf::read(file), Pdf::read(made)) else {
        return Vergelijking::AnderDocument;
    };
    if file.starts_with(made) {
        let rest = beyond(&pdf, made.len(), vakken);
        let rest: Vec<String> =
            rest.into_iter().filter(|one| !one.is_harmless()).map(Addition::words).collect();
        return if rest.is_empty() { Vergelijking::Gelijk } else { Vergelijking::Anders(rest) };
    }
    if document_name(&pdf).is_none() || document_name(&pdf) != document_name(&own) {
        return Vergelijking::AnderDocument;
    }
    let (pages, ours) = (pdf.document.get_pages(), own.document.get_pages());
    let mut found = Vec::new();
    if pages.len() != ours.len() {
        found.push(format!(
            "het bestand heeft {} bladzijden, het dossier maakt er {}",
            pages.len(),
            ours.len()
        ));
    }
    let content = |pdf: &Pdf<'_>, page| -> Vec<Vec<u8>> {
        let streams = pdf.document.get_page_contents(page).into_iter();
        let stream = |id| pdf.document.objects.get(&id).and_then(|one| one.as_stream().ok());
        streams.filter_map(stream).map(|stream| stream.content.clone()).collect()
    };
    let differ: Vec<String> = ours
        .iter()
        .filter(|(number, own_page)| {
            pages.get(number).is_some_and(|page| content(&pdf, *page) != content(&own, **own_page))
        })
        .map(|(number, _)| number.to_string())
        .collect();
    if !differ.is_empty() {
        let word = if differ.len() == 1 { "bladzijde" } else { "bladzijden" };
        let (verb, list) =
            (if differ.len() == 1 { "is" } else { "zijn" }, words::enumerate(&differ, "en"));
        found.push(format!("{word} {list} {verb} anders"));
    }
    if found.is_empty() {
        found.push("de bladzijden zijn gelijk, maar iets daarbuiten is anders: titel, datum, lettertypen of labels".into());
    }
    Vergelijking::Anders(found)
}

/// What stands behind the first bytes of a file: what came with the first signature, and what came after it.
fn beyond(pdf: &Pdf<'_>, length: usize, vakken: &[Vak]) -> Vec<Addition> {
    if pdf.bytes.len() == length {
        return Vec::new();
    }
    let all = signatures(pdf);
    let ends = all.iter().filter_map(|(.., range)| range.as_ref().map(|range| range.end));
    let first = ends.min().unwrap_or(pdf.bytes.len());
    let Ok(signed) = Pdf::read(&pdf.bytes[..first]) else {
        return vec![Addition::Other(
            "wat was ondertekend, is op zichzelf geen heel bestand".into(),
        )];
    };
    let mut found = additions::since(&signed, length, Some(vakken));
    if all.is_empty() {
        found.push(Addition::Other("iets achter het document dat geen handtekening is".into()));
    }
    if first < pdf.bytes.len() {
        found.extend(additions::since(pdf, first, None));
    }
    found
}

/// Whether a range lies within the object that begins at a place.
fn holds(bytes: &[u8], place: usize, range: &std::ops::Range<usize>) -> bool {
    let end = b"endobj";
    bytes
        .get(place..range.start)
        .is_some_and(|part| !part.windows(end.len()).any(|window| window == end))
}

/// What Typst names a document by: it follows from the letter's reference and the kind of document.
fn document_name(pdf: &Pdf<'_>) -> Option<String> {
    let (_, root) = pdf.root()?;
    let metadata = pdf.get(root, b"Metadata").as_stream().ok()?;
    let text = String::from_utf8_lossy(&metadata.content);
    let (_, rest) = text.split_once("<xmpMM:DocumentID>")?;
    Some(rest.split_once('<')?.0.to_owned())
}

/// What a signature is over: everything to `end`, without the hole in which it stands itself.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Covered {
    hole: std::ops::Range<usize>,
    end: usize,
}

/// Reads `ByteRange`; nothing unless it is the whole file up to some point, but for exactly the signature.
fn range(pdf: &Pdf<'_>, value: &Dictionary) -> Option<Covered> {
    let numbers: Vec<usize> = pdf
        .list(value, b"ByteRange")
        .iter()
        .map(|number| usize::try_from(number.as_i64().ok()?).ok())
        .collect::<Option<_>>()?;
    let [0, start, from, length] = numbers[..] else { return None };
    let end = from.checked_add(length)?;
    let hole = pdf.bytes.get(start..from).filter(|_| end <= pdf.bytes.len())?;
    let digits = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let Object::String(contents, _) = pdf.get(value, b"Contents") else { return None };
    // What stands in the hole is what the reader of the file took for the signature, and no more.
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if digits.len() != 2 * contents.len() {
        return None;
    }
    for (pair, byte) in digits.chunks(2).zip(contents) {
        if digit(pair[0])? * 16 + digit(pair[1])? != *byte {
            return None;
        }
    }
    Some(Covered { hole: start..from, end })
}

fn one(
    pdf: &Pdf<'_>,
    veld: String,
    value: &Dictionary,
    covered: Option<Covered>,
    anchors: &Anchors,
    now: &Moment,
) -> Oordeel {
    let string = |key: &[u8]| text(pdf.get(value, key)).filter(|text| !text.is_empty());
    let mut result = Oordeel {
        veld,
        ondertekenaar: None,
        moment: string(b"M").and_then(|moment| Moment::from_pdf(&moment)),
        reden: string(b"Reason"),
        plaats: string(b"Location"),
        ongeschonden: false,
        waarom_niet: None,
        hele_bestand: false,
        daarna: Vec::new(),
        daarna_alleen_handtekeningen: false,
        pades: false,
        keten: Keten::NietBeoordeeld,
        tijdstempel: None,
    };
    let why = |result: &mut Oordeel, why: &str| result.waarom_niet = Some(why.to_owned());
    let kind = pdf.get(value, b"SubFilter").as_name().unwrap_or_default();
    if ![&b"ETSI.CAdES.detached"[..], b"adbe.pkcs7.detached"].contains(&kind) {
        why(&mut result, "deze soort handtekening kan kamerbrief niet beoordelen");
        return result;
    }
    let Some(covered) = covered else {
        why(&mut result, "zij gaat niet over het hele bestand tot waar zij staat");
        return result;
    };
    let contents = pdf.get(value, b"Contents").as_str().unwrap_or_default();
    let Some(parts) = Parts::read(contents) else {
        why(&mut result, "de handtekening zelf is niet te lezen");
        return result;
    };
    result.ondertekenaar = Some(parts.signer());
    let document = [&pdf.bytes[..covered.hole.start], &pdf.bytes[covered.hole.end..covered.end]];
    match parts.verify_document(&document) {
        Ok(()) => result.ongeschonden = true,
        Err(Fault::Wrong) => why(
            &mut result,
            "de inhoud is na het ondertekenen gewijzigd, of de handtekening is niet van deze ondertekenaar",
        ),
        Err(Fault::Unsupported) => why(&mut result, "het algoritme is onbekend of te zwak"),
    }
    if result.ongeschonden
        && let Err(reason) = super::certificate::may_ever_sign(&parts.certificate)
    {
        result.ongeschonden = false;
        why(&mut result, &reason);
    }
    result.pades = kind == b"ETSI.CAdES.detached" && parts.is_baseline();
    let mut moment = None;
    if let Some(token) = parts.timestamp() {
        let stamp = timestamp::verify(&token, parts.signature());
        let keten = match &stamp {
            Some(stamp) => {
                let at = stamp.moment.as_ref().unwrap_or(now);
                anchors.judge(&stamp.parts, at)
            }
            None => Keten::NietBeoordeeld,
        };
        if let Some(stamp) = stamp.as_ref().filter(|_| keten.is_proven()) {
            moment.clone_from(&stamp.moment);
        }
        result.tijdstempel = Some(Tijdstempel {
            moment: stamp.as_ref().and_then(|stamp| stamp.moment.clone()),
            dienst: stamp.as_ref().map(|stamp| stamp.parts.signer()),
            ongeschonden: stamp.is_some(),
            keten,
        });
    }
    if result.ongeschonden {
        result.keten = anchors.judge(&parts, moment.as_ref().unwrap_or(now));
    }
    result.hele_bestand = covered.end == pdf.bytes.len();
    if result.hele_bestand {
        result.daarna_alleen_handtekeningen = true;
    } else {
        let additions = additions::since(pdf, covered.end, None);
        result.daarna_alleen_handtekeningen = additions.iter().all(Addition::is_harmless);
        result.daarna = additions.into_iter().map(Addition::words).collect();
    }
    result
}
