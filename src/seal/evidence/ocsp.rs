//! In: a certificate with its issuer, or an answer about one. Out: the question whether it still counts, and what an
//! answer says (OCSP, RFC 6960). Pure.

use der::asn1::{Any, BitString, Null, ObjectIdentifier, OctetString};
use der::{Choice, Decode, Encode, Enumerated, Sequence};
use ring::digest;
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::{AuthorityInfoAccessSyntax, ExtendedKeyUsage};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::{Said, crl};
use crate::{algorithm, certificate, timestamp};

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const ISSUERS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.2");
const ANSWERING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
/// Of who answers it needs not be asked whether they still may (RFC 6960, 4.2.2.2.1).
const NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
/// Not to prove anything: in every question it is the name of a certificate (RFC 5019, 2.1.1).
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// Certificates that one answer is about, at most.
const MAX_SINGLES: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
struct CertificateId {
    algorithm: AlgorithmIdentifierOwned,
    issuer: OctetString,
    key: OctetString,
    number: SerialNumber,
}

#[derive(Sequence)]
struct One {
    id: CertificateId,
}

#[derive(Sequence)]
struct Requests {
    all: Vec<One>,
}

#[derive(Sequence)]
struct Request {
    request: Requests,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumerated)]
#[repr(u8)]
enum Outcome {
    Successful = 0,
    Malformed = 1,
    InternalError = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
struct Envelope {
    kind: ObjectIdentifier,
    response: OctetString,
}

#[derive(Sequence)]
struct Outer {
    outcome: Outcome,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    envelope: Option<Envelope>,
}

#[derive(Debug, Clone, Sequence)]
struct Basic {
    data: Data,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certificates: Option<Vec<Certificate>>,
}

#[derive(Debug, Clone, Sequence)]
struct Data {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    responder: Responder,
    produced: Any,
    all: Vec<Single>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Debug, Clone, Choice)]
enum Responder {
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", constructed = "true")]
    Name(Name),
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", constructed = "true")]
    Key(OctetString),
}

#[derive(Debug, Clone, Sequence)]
struct Single {
    id: CertificateId,
    status: Status,
    from: Any,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    to: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Debug, Clone, Choice)]
enum Status {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(Revoked),
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT")]
    Unknown(Null),
}

#[derive(Debug, Clone, Sequence)]
struct Revoked {
    at: Any,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    reason: Option<Any>,
}

/// An answer, with the bytes that are signed in it.
#[derive(Debug, Clone)]
pub(super) struct Response {
    basic: Basic,
    der: Vec<u8>,
}

/// The question whether a certificate still counts.
pub(crate) fn request(of: &Certificate, issuer: &Certificate) -> Option<Vec<u8>> {
    let algorithm = AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Any::null()) };
    let id = id(of, issuer, &algorithm)?;
    Request { request: Requests { all: vec![One { id }] } }.to_der().ok()
}

/// How an answer names a certificate.
fn id(
    of: &Certificate,
    issuer: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
) -> Option<CertificateId> {
    let hash = |bytes: &[u8]| match algorithm.oid {
        SHA1 => Some(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()),
        other => algorithm::hash(other, &[bytes]),
    };
    let issuer = issuer.tbs_certificate();
    Some(CertificateId {
        algorithm: algorithm.clone(),
        issuer: OctetString::new(hash(&issuer.subject().to_der().ok()?)?).ok()?,
        key: OctetString::new(hash(
            issuer.subject_public_key_info().subject_public_key.raw_bytes(),
        )?)
        .ok()?,
        number: of.tbs_certificate().serial_number().clone(),
    })
}

/// An answer; `None` when it is none, or a refusal.
pub(super) fn read(der: &[u8]) -> Option<Response> {
    let outer = Outer::from_der(der).ok()?;
    let envelope = outer.envelope.filter(|one| one.kind == BASIC)?;
    let der = envelope.response.as_bytes().to_vec();
    let basic = Basic::from_der(&der).ok()?;
    let few = basic.data.all.len() <= MAX_SINGLES;
    (outer.outcome == Outcome::Successful && few).then_some(Response { basic, der })
}

impl Response {
    /// What it says; `None` when it is not about this certificate.
    pub(super) fn find(
        &self,
        of: &Certificate,
        issuer: &Certificate,
    ) -> Option<Result<Said, String>> {
        let mut all = self.basic.data.all.iter();
        let single = all.find(|one| id(of, issuer, &one.id.algorithm).as_ref() == Some(&one.id))?;
        Some(single.said(of))
    }

    /// Whether it is from the issuer, or from who answers in its name.
    pub(super) fn check(&self, issuer: &Certificate) -> Result<(), String> {
        let Basic { data, algorithm, signature, certificates } = &self.basic;
        let produced = seconds(&data.produced)?;
        let delegate = certificates.iter().flatten().find(|one| data.responder.is(one));
        let by = match delegate.filter(|one| *one != issuer) {
            _ if data.responder.is(issuer) => issuer,
            Some(by) => {
                let may = certificate::names_issuer(by, issuer)
                    && certificate::is_signed_by(by, issuer)
                    && by.tbs_certificate().get_extension::<ExtendedKeyUsage>().is_ok_and(
                        |usage| usage.is_some_and(|(_, all)| all.0.contains(&ANSWERING)),
                    );
                if !may {
                    return Err(
                        "wie het antwoord gaf (OCSP), mag dat niet namens de uitgever".into()
                    );
                }
                let mut extensions = by.tbs_certificate().extensions().into_iter().flatten();
                if !extensions.any(|one| one.extn_id == NO_CHECK) {
                    return Err("van wie het antwoord gaf (OCSP), is zelf niet bekend of het certificaat is ingetrokken".into());
                }
                by
            }
            None => return Err("het certificaat van wie het antwoord gaf (OCSP), ontbreekt".into()),
        };
        let (from, to) = certificate::validity(by);
        if !(from..=to).contains(&produced) {
            return Err(
                "het certificaat van wie het antwoord gaf (OCSP), was toen niet geldig".into()
            );
        }
        match certificate::has_signed(by, &self.der, algorithm, signature.raw_bytes()) {
            true => Ok(()),
            false => {
                Err("de handtekening onder het antwoord (OCSP) klopt niet, of is te zwak".into())
            }
        }
    }
}

/// Seconds since 1970; some services add a fraction.
fn seconds(time: &Any) -> Result<i64, String> {
    timestamp::seconds(time)
        .ok_or_else(|| "een moment in het antwoord (OCSP) is niet te lezen".into())
}

impl Single {
    fn said(&self, of: &Certificate) -> Result<Said, String> {
        let revoked = match &self.status {
            Status::Good(_) => None,
            Status::Revoked(revoked) => Some(seconds(&revoked.at)?),
            Status::Unknown(_) => {
                let who = certificate::subject(of);
                return Err(format!("de uitgever zegt het certificaat van {who} niet te kennen"));
            }
        };
        let to = self.to.as_ref().map(seconds).transpose()?;
        Ok(Said { from: seconds(&self.from)?, to, revoked })
    }
}

impl Responder {
    fn is(&self, one: &Certificate) -> bool {
        let tbs = one.tbs_certificate();
        match self {
            Self::Name(name) => name == tbs.subject(),
            Self::Key(key) => {
                let own = tbs.subject_public_key_info().subject_public_key.raw_bytes();
                digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, own).as_ref() == key.as_bytes()
            }
        }
    }
}

/// The addresses where one can ask about a certificate.
pub(crate) fn addresses(of: &Certificate) -> Vec<String> {
    accesses(of, OCSP)
}

/// The addresses of the certificate of its issuer.
pub(crate) fn issuer_addresses(of: &Certificate) -> Vec<String> {
    accesses(of, ISSUERS)
}

fn accesses(of: &Certificate, kind: ObjectIdentifier) -> Vec<String> {
    let found = of.tbs_certificate().get_extension::<AuthorityInfoAccessSyntax>().ok().flatten();
    let all = found.map(|(_, all)| all.0).unwrap_or_default().into_iter();
    let all = all.filter(|one| one.access_method == kind);
    all.filter_map(|one| crl::address(&one.access_location)).collect()
}
