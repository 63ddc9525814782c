//! In: a PDF and a key. Out: the PDF with a digital signature; and of a signed PDF, what its signatures prove. Pure.
//!
//! PAdES baseline B-B, B-T with a timestamp, B-LT with evidence that the certificates counted, and B-LTA with a timestamp
//! over all of it (ETSI EN 319 142-1). Each of them is an incremental update: no byte before it changes. `key` says who
//! signs, `cms` makes the signature, `revision` gives it its place in the file, `field` the one on the page, and `reading`
//! the one among its tags. `keep` gathers the `evidence`, and `store` puts it in the file.
//!
//! What is proven is that every byte of a file is one that this program would write: `document` reads a part and writes it
//! again, `shape` looks whether it holds what `export` makes, `history` makes each revision again with what it says. Of
//! other files `found` has the signatures, and `proof` says of those what can be said.

mod about;
mod algorithm;
mod ber;
mod brush;
mod certificate;
mod changed;
mod cms;
mod compact;
mod compare;
mod content;
mod document;
mod drawing;
mod evidence;
mod field;
mod font;
mod found;
mod history;
mod keep;
mod key;
mod kinds;
mod known;
mod lettering;
mod matrix;
mod meaning;
mod object;
mod outlines;
mod paint;
mod path;
mod picture;
mod proof;
mod randomness;
mod reached;
mod reading;
mod revision;
mod rsa;
mod shape;
mod store;
mod timestamp;

use der::Encode;

use kamerbrief_base::Moment;
use kamerbrief_base::diagnostic::{Diagnostic, codes, words};
use kamerbrief_base::naam;

pub use compare::{Vergelijking, compare, strangers};
pub use evidence::Evidence;
pub use keep::{Ask, Inquiry, keep};
pub use key::{CommandSigner, LocalKey, Password, Signer};
pub use known::KnownFonts;
pub use proof::{
    Anchors, Intrekking, Keten, Niveau, Oordeel, Tijdstempel, Uitspraak, Verslag, prove,
};
pub use randomness::Randomness;

/// Room for the parts of a signature besides certificates and signature value, in bytes.
const OVERHEAD: usize = 1_500;
/// Room for naming one certificate among what is signed.
const NAMED: usize = 50;
/// By so much two clocks may differ, in seconds.
const CLOCKS: i64 = 24 * 3600;
/// What the names of fields begin with.
const VELD: &str = "Handtekening";
/// What the names of fields of timestamps over the whole document begin with.
const STAMP_FIELD: &str = "Tijdstempel";
/// Room for a timestamp with its certificates.
const STAMP: usize = 12_000;

/// A rectangle in points, from the lower left corner of a page: left, bottom, right, top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corners(pub [f32; 4]);

impl Corners {
    /// Width and height.
    fn size(self) -> (f32, f32) {
        let [left, bottom, right, top] = self.0;
        (right - left, top - bottom)
    }
}

/// Where a signature is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Vak {
    /// Whose it will be, for readers who cannot see it.
    pub wie: String,
    /// The signer's name: a certificate in this name takes this place.
    pub naam: String,
    /// The page, from 1.
    pub page: usize,
    /// The place on it.
    pub place: Corners,
}

impl Vak {
    /// Whether this is the name of who signs here, however it is typed.
    fn is_of(&self, name: &str) -> bool {
        naam::is_zelfde(&self.naam, name)
    }
}

/// What a signature says besides who signs.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The name of the field; the first free one of `Handtekening1`, `Handtekening2`, … without.
    pub veld: Option<&'a str>,
    /// When.
    pub moment: &'a Moment,
    /// Why.
    pub reden: Option<&'a str>,
    /// Where.
    pub plaats: Option<&'a str>,
    /// Where the signatures of all signers are seen, in their order. They come into the file with the first signature;
    /// a further one is not seen.
    pub vakken: &'a [Vak],
    /// Whether somebody may sign who did so before.
    pub nog_een: bool,
    /// Whether somebody may sign below a signature of nobody whom the dossier names.
    pub naast_onbekende: bool,
    /// Fonts that are known: a document that is signed has letters that all programs show alike.
    pub fonts: &'a KnownFonts,
}

/// Why nothing was signed. The texts are Dutch and go on where the message begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The key, its certificate or its password.
    Key(String),
    /// The certificate may not sign, or not this.
    Certificate(String),
    /// The PDF cannot be signed: what it is or has.
    Pdf(String),
    /// The PDF cannot be signed: a font in it.
    Lettertype(String),
    /// The timestamp.
    Timestamp(String),
    /// What is to prove later that the certificates counted.
    Evidence(String),
    /// The command that signs.
    Command(String),
    /// The field.
    Field(String),
    /// Who signs has done so before.
    Again(String),
    /// Somebody signed before whom the dossier does not name.
    Stranger(String),
}

impl Trouble {
    /// What a user reads; `file` is what was to be signed.
    pub fn diagnostic(self, file: &str) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Key(why) => (
                codes::KEY_INVALID,
                why,
                "`kamerbrief explain H001` zegt welke sleutels en certificaten kunnen, en waar het wachtwoord vandaan komt",
            ),
            Self::Certificate(why) => (
                codes::CERTIFICATE_INVALID,
                why,
                "neem een certificaat dat bij de sleutel hoort, en waarmee nu documenten mogen worden ondertekend",
            ),
            Self::Pdf(why) => (
                codes::PDF_UNSIGNABLE,
                format!("{file} {why}"),
                "onderteken een PDF die `kamerbrief build` maakte, of het dossier",
            ),
            Self::Lettertype(why) => (
                codes::PDF_UNSIGNABLE,
                format!("{file} kan zo niet worden ondertekend: {why}"),
                LETTERTYPE,
            ),
            Self::Timestamp(why) => (
                codes::TIMESTAMP_FAILS,
                format!("geen tijdstempel: {why}"),
                "probeer het later, noem een andere dienst, of teken zonder tijdstempel",
            ),
            Self::Evidence(why) => (
                codes::EVIDENCE_MISSING,
                format!("niet lang te bewaren: {why}"),
                "geef wat ontbreekt met `--keten`, `--ocsp` of `--crl`, of teken zonder `--lt` en `--lta`",
            ),
            Self::Command(why) => (
                codes::SIGNER_FAILS,
                format!("de opdracht tekent niet: {why}"),
                "de opdracht krijgt 32 bytes van een SHA-256 en geeft de handtekening; `kamerbrief explain H005` zegt meer",
            ),
            Self::Field(why) => {
                (codes::FIELD_TAKEN, why, "laat `--veld` weg, of noem een ander veld")
            }
            Self::Again(why) => (
                codes::SIGNED_BEFORE,
                format!("{file} {why}"),
                "een handtekening is niet meer weg te halen; moet er echt nog een bij, geef dan `--nog-een`",
            ),
            Self::Stranger(why) => (
                codes::SIGNED_BY_STRANGER,
                format!("in {file} staat al een handtekening die er niet hoort: {why}"),
                "vraag wie dat was en waarom, en teken liever de brief die `kamerbrief build` maakt; hoort de handtekening er toch, geef dan `--naast-onbekende`",
            ),
        };
        Diagnostic::error(code, message).help(help)
    }
}

/// What to do about a font that is not known.
pub const LETTERTYPE: &str = "geef het lettertype met `--fonts MAP`, zoals bij `build`; een lettertype met veranderlijke dikte (variable font) kan niet: neem dan een bestand per dikte";

/// Something outside that answers bytes with bytes: a command that signs a digest, a service that answers a request for
/// a timestamp (RFC 3161). Or says, in a few words, why not.
pub type Call<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, String>;

/// A service for timestamps, and what makes each request another one.
#[derive(Clone, Copy)]
pub struct Stamper<'a> {
    /// Answers a request.
    pub call: Call<'a>,
    /// Gives the nonce of a request.
    pub randomness: &'a Randomness,
}

impl Stamper<'_> {
    /// A timestamp token of some content.
    fn stamp(self, content: cms::Content<'_>) -> Result<Vec<u8>, Trouble> {
        let failed = || Trouble::Timestamp("de vraag kan niet worden gemaakt".into());
        let nonce = self.randomness.bytes().ok_or_else(failed)?;
        let request = timestamp::request(content, nonce).ok_or_else(failed)?;
        let response = (self.call)(&request).map_err(Trouble::Timestamp)?;
        timestamp::token(&response, content, &request)
    }
}

/// A PDF that was signed.
#[derive(Debug)]
pub struct Signed {
    /// The file.
    pub bytes: Vec<u8>,
    /// The name of the field.
    pub veld: String,
    /// The signer's name, from the certificate.
    pub naam: String,
    /// Whose place on the page it took; none when it is not seen.
    pub plek: Option<Vak>,
    /// Who signed before, in their order.
    pub eerder: Vec<Oordeel>,
}

/// Whether documents may be signed with a certificate at a moment.
///
/// # Errors
/// Why not.
pub fn may_sign(signer: &dyn Signer, moment: &Moment) -> Result<(), Trouble> {
    let first = signer.certificates().first();
    let first = first.ok_or_else(|| Trouble::Key("er is geen certificaat".into()))?;
    certificate::may_sign(first, moment)
}

/// The keywords of a PDF; a draft has one that says so. None of a file that this program did not make.
pub fn keywords(bytes: &[u8]) -> Option<String> {
    document::Document::read(bytes).ok()?.keywords()
}

/// Whether a file has a signature, or looks as if it has: it may be one that cannot be read.
pub fn has_signature(bytes: &[u8]) -> bool {
    found::is_any(bytes)
}

/// Signs a PDF.
///
/// # Errors
/// Why not; nothing is signed then.
pub fn sign(
    bytes: &[u8],
    wish: &Wish<'_>,
    signer: &dyn Signer,
    stamper: Option<Stamper<'_>>,
) -> Result<Signed, Trouble> {
    let certificates = signer.certificates();
    let first =
        certificates.first().ok_or_else(|| Trouble::Key("er is geen certificaat".into()))?;
    certificate::may_sign(first, wish.moment)?;
    let (document, eerder) = signable(bytes, wish, first)?;
    let naam = certificate::subject(first);
    let draw = |place| Ok(picture::pack(&picture::draw(&naam, wish.moment, place)?));
    let chain: der::Result<usize> = certificates.iter().map(|one| Ok(one.to_der()?.len())).sum();
    let chain = chain.map_err(|_| Trouble::Key("het certificaat is niet te begrijpen".into()))?;
    let size =
        chain + OVERHEAD + certificates.len() * NAMED + if stamper.is_some() { STAMP } else { 0 };
    let unsigned = revision::prepare(&document, wish, &naam, &draw, size)?;
    let veld = unsigned.field.clone();
    let stamp = stamper
        .map(|stamper| move |signature: &[u8]| stamper.stamp(cms::Content::Bytes(&[signature])));
    let stamp = stamp.as_ref().map(|stamp| stamp as cms::Stamp<'_>);
    let signature = cms::sign(&unsigned.digest(&document), signer, stamp)?;
    let revision = unsigned.fill(&signature).ok_or_else(|| match stamper {
        Some(_) => Trouble::Timestamp("het tijdstempel is te groot".into()),
        None => Trouble::Certificate("het certificaat is te groot".into()),
    })?;
    let number = veld.strip_prefix(VELD).and_then(|number| number.parse::<usize>().ok());
    let plek = number.and_then(|number| wish.vakken.get(number.checked_sub(1)?)).cloned();
    Ok(Signed { bytes: [bytes, &revision].concat(), veld, naam, plek, eerder })
}

/// What keeps a document from being signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bezwaar {
    /// What is drawn, or how large the file is: what it is, and where.
    Inhoud(String),
    /// A font.
    Lettertype(String),
}

/// Whether a document that was just made can be signed: an image may draw in a way that not all programs show alike.
///
/// # Errors
/// What the document has that keeps it from being signed, and where.
pub fn may_be_signed(bytes: &[u8], fonts: &KnownFonts) -> Result<(), Bezwaar> {
    if bytes.len() > document::MAX_BYTES {
        return Err(Bezwaar::Inhoud(TOO_LARGE.to_owned()));
    }
    let found = match history::read(bytes, fonts) {
        Err(found) => Some(found),
        Ok(history) => history.afwijking,
    };
    match found {
        None => Ok(()),
        Some(found) if found.is_font => Err(Bezwaar::Lettertype(found.what)),
        Some(found) => Err(Bezwaar::Inhoud(found.what)),
    }
}

/// What is said of a file that is not read.
const TOO_LARGE: &str = "is groter dan 200 MB";

/// A file of which every byte is as this program writes it.
fn own<'a>(bytes: &'a [u8], fonts: &'a KnownFonts) -> Result<history::History<'a>, Trouble> {
    let trouble = |why: &str| Trouble::Pdf(why.to_owned());
    if bytes.len() > document::MAX_BYTES {
        return Err(trouble(TOO_LARGE));
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(trouble("is geen PDF"));
    }
    let foreign = |found: document::Afwijking| match found.is_font {
        true => Trouble::Lettertype(found.what),
        false => Trouble::Pdf(format!(
            "is niet zoals kamerbrief het zou schrijven: vanaf byte {} is het anders ({})",
            found.at, found.what
        )),
    };
    let mut history = history::read(bytes, fonts).map_err(foreign)?;
    match history.afwijking.take() {
        Some(found) => Err(foreign(found)),
        None => Ok(history),
    }
}

/// The file, when it can be signed, with who signed it before: every byte of it is known, and what was signed holds, is not
/// by the same person, and only by whom the dossier names.
fn signable<'a>(
    bytes: &'a [u8],
    wish: &Wish<'a>,
    certificate: &x509_cert::Certificate,
) -> Result<(document::Document<'a>, Vec<Oordeel>), Trouble> {
    let trouble = |why: &str| Trouble::Pdf(why.to_owned());
    let history = own(bytes, wish.fonts)?;
    if history.additions.is_empty() {
        shape::on_paper(&history.document, wish.vakken, wish.fonts)
            .map_err(|why| Trouble::Pdf(format!("kan zo niet worden ondertekend: {why}")))?;
        return Ok((history.document, Vec::new()));
    }
    // Nobody should sign below a signature that does not hold.
    let report = prove(bytes, &Anchors::default(), wish.fonts, wish.moment);
    if !report.is_whole() {
        return Err(trouble(
            "heeft al een handtekening, en die is niet in orde: `kamerbrief verify` zegt wat eraan scheelt",
        ));
    }
    let strangers = strangers(&report.handtekeningen, wish.vakken);
    if !strangers.is_empty() && !wish.naast_onbekende {
        return Err(Trouble::Stranger(strangers.join("; ")));
    }
    let own = certificate.tbs_certificate();
    let before = history.signatures().find(|one| {
        cms::Parts::read(&one.cms).is_some_and(|parts| {
            let tbs = parts.certificate.tbs_certificate();
            tbs.subject() == own.subject()
                || tbs.subject_public_key_info() == own.subject_public_key_info()
        })
    });
    match before.filter(|_| !wish.nog_een) {
        Some(one) => Err(Trouble::Again(format!(
            "is al ondertekend door {}, in veld {}",
            one.name, one.field
        ))),
        None => Ok((history.document, report.handtekeningen)),
    }
}

/// The text of a string, without control characters.
fn text(bytes: &[u8]) -> String {
    // It is shown on a terminal, where a control character can do anything.
    spelled(bytes).chars().map(|char| if words::is_hidden(char) { ' ' } else { char }).collect()
}

/// The text of a string: UTF-16 with a mark, or else Latin letters (PDFDocEncoding, as far as it is Latin-1).
fn spelled(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(units) => {
            let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|char| char.unwrap_or('\u{fffd}')).collect()
        }
        None => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}
