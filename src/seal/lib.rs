//! In: a PDF and a key. Out: the PDF with a digital signature; and of a signed PDF, what its signatures prove. Pure.
//!
//! PAdES baseline B-B, and B-T with a timestamp (ETSI EN 319 142-1). A signature is an incremental update: no byte
//! before it changes. `key` says who signs, `cms` makes the signature, `revision` gives it its place in the file, `reading`
//! the one among its tags, and `proof` takes files apart that others may have made.

mod algorithm;
mod certificate;
mod cms;
mod key;
mod pdf;
mod picture;
mod proof;
mod randomness;
mod reading;
mod revision;
mod table;
mod timestamp;

use der::Encode;

use kamerbrief_base::Moment;
use kamerbrief_base::diagnostic::{Diagnostic, codes};

pub use key::{CommandSigner, LocalKey, Password, Signer};
pub use pdf::UnreadablePdf;
pub use proof::{Anchors, Keten, Oordeel, Tijdstempel, Vergelijking, Verslag, compare, prove};
pub use randomness::Randomness;

/// Room for the parts of a signature besides certificates and signature value, in bytes.
const OVERHEAD: usize = 1_500;
/// What the names of fields begin with.
const VELD: &str = "Handtekening";
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
    /// The timestamp.
    Timestamp(String),
    /// The command that signs.
    Command(String),
    /// The field.
    Field(String),
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
            Self::Timestamp(why) => (
                codes::TIMESTAMP_FAILS,
                format!("geen tijdstempel: {why}"),
                "probeer het later, noem een andere dienst, of teken zonder tijdstempel",
            ),
            Self::Command(why) => (
                codes::SIGNER_FAILS,
                format!("de opdracht tekent niet: {why}"),
                "de opdracht krijgt 32 bytes van een SHA-256 en geeft de handtekening; `kamerbrief explain H005` zegt meer",
            ),
            Self::Field(why) => {
                (codes::FIELD_TAKEN, why, "laat `--veld` weg, of noem een ander veld")
            }
        };
        Diagnostic::error(code, message).help(help)
    }
}

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

/// The keywords of a PDF; a draft has one that says so.
pub fn keywords(bytes: &[u8]) -> Option<String> {
    let pdf = pdf::Pdf::read(bytes).ok()?;
    let info = pdf.dictionary(pdf.document.trailer.get(b"Info").ok()?)?;
    pdf::text(pdf.get(info, b"Keywords"))
}

/// Whether a file has a signature, or looks as if it has: it may be one that cannot be read.
pub fn has_signature(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"/ByteRange";
    bytes.windows(MARK.len()).any(|part| part == MARK)
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
    let pdf = pdf::Pdf::read(bytes).map_err(|why| {
        Trouble::Pdf(
            match why {
                UnreadablePdf::Encrypted => "is versleuteld",
                UnreadablePdf::Damaged => "is geen PDF, of is beschadigd",
                UnreadablePdf::Foreign => "is anders opgebouwd dan een PDF van kamerbrief",
                UnreadablePdf::TooLarge => "is groter dan 200 MB",
            }
            .into(),
        )
    })?;
    if !pdf.fields().is_empty() {
        // Nobody should sign below a signature that does not hold.
        let report = prove(bytes, &Anchors::default(), wish.moment);
        let sound = report.is_ok_and(|report| report.handtekeningen.is_empty() || report.is_good());
        if !sound {
            return Err(Trouble::Pdf("heeft al een handtekening, en die is niet in orde: `kamerbrief verify` zegt wat eraan scheelt".into()));
        }
    }
    if pdf.root().is_some_and(|(_, root)| root.has(b"Perms")) {
        return Err(Trouble::Pdf(
            "laat volgens de eerste ondertekenaar misschien geen handtekeningen meer toe".into(),
        ));
    }
    let naam = certificate::subject(first);
    let lines = ["Digitaal ondertekend door".to_owned(), naam.clone(), wish.moment.to_string()];
    let draw = |place| picture::draw(&lines, place);
    let chain: der::Result<usize> = certificates.iter().map(|one| Ok(one.to_der()?.len())).sum();
    let chain = chain.map_err(|_| Trouble::Key("het certificaat is niet te begrijpen".into()))?;
    let size = chain + OVERHEAD + if stamper.is_some() { STAMP } else { 0 };
    let unsigned = revision::prepare(&pdf, wish, &naam, &draw, size)?;
    let veld = unsigned.field.clone();
    let stamp = stamper.map(|stamper| move |signature: &[u8]| stamp(signature, stamper));
    let stamp = stamp.as_ref().map(|stamp| stamp as cms::Stamp<'_>);
    let signature = cms::sign(&unsigned.digest(), signer, stamp)?;
    let bytes = unsigned.fill(&signature).ok_or_else(|| match stamper {
        Some(_) => Trouble::Timestamp("het tijdstempel is te groot".into()),
        None => Trouble::Certificate("het certificaat is te groot".into()),
    })?;
    let number = veld.strip_prefix(VELD).and_then(|number| number.parse::<usize>().ok());
    let plek = number.and_then(|number| wish.vakken.get(number.checked_sub(1)?)).cloned();
    Ok(Signed { bytes, veld, naam, plek })
}

fn stamp(signature: &[u8], stamper: Stamper<'_>) -> Result<Vec<u8>, Trouble> {
    let failed = || Trouble::Timestamp("de vraag kan niet worden gemaakt".into());
    let nonce = stamper.randomness.bytes().ok_or_else(failed)?;
    let request = timestamp::request(signature, nonce).ok_or_else(failed)?;
    let response = (stamper.call)(&request).map_err(Trouble::Timestamp)?;
    timestamp::token(&response, signature, &request)
}
