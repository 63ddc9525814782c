//! In: a signature, or a document. Out: the request for a timestamp, and what an answer proves. Pure. RFC 3161.

use cms::content_info::ContentInfo;
use der::asn1::{Any, GeneralizedTime, Int, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::ExtendedKeyUsage;

use super::Trouble;
use super::algorithm::{self, Fault, SHA256};
use super::cms::{Content, Parts};
use kamerbrief_base::Moment;

const INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

#[derive(Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

#[derive(Sequence)]
struct Request {
    version: u8,
    imprint: Imprint,
    nonce: Int,
    certificates: bool,
}

#[derive(Sequence)]
struct StatusInfo {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Any>,
    #[asn1(optional = "true")]
    failure: Option<der::asn1::BitString>,
}

#[derive(Sequence)]
struct Response {
    status: StatusInfo,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

/// What a service states (`TSTInfo`). What follows the moment is not looked at, but for the nonce.
struct Info {
    imprint: Imprint,
    moment: i64,
    nonce: Option<Vec<u8>>,
}

/// The request, with the number that the answer must repeat.
pub(super) fn request(content: Content<'_>, nonce: [u8; 8]) -> Option<Vec<u8>> {
    // A first byte from 1 to 127, so that it is a positive number of eight bytes.
    let mut bytes = nonce;
    bytes[0] = (bytes[0] & 0x7f) | 1;
    let digest = content.digest(SHA256).ok()?;
    let request = Request {
        version: 1,
        imprint: Imprint {
            algorithm: algorithm::identifier(SHA256),
            digest: OctetString::new(digest).ok()?,
        },
        nonce: Int::new(&bytes).ok()?,
        certificates: true,
    };
    request.to_der().ok()
}

/// The token in an answer, if it is about this content and this request.
pub(super) fn token(
    response: &[u8],
    content: Content<'_>,
    request: &[u8],
) -> Result<Vec<u8>, Trouble> {
    let trouble = |why: &str| Trouble::Timestamp(why.into());
    let response =
        Response::from_der(response).map_err(|_| trouble("het antwoord is niet te begrijpen"))?;
    // Granted, or granted with changes.
    let token = match (response.status.status, response.token) {
        (0 | 1, Some(token)) => {
            token.to_der().map_err(|_| trouble("het antwoord is niet te begrijpen"))?
        }
        (status, _) => {
            return Err(Trouble::Timestamp(format!("de dienst weigert (status {status})")));
        }
    };
    let (stamp, info) = read(&token, content).map_err(|_| trouble("het tijdstempel klopt niet"))?;
    let asked = Request::from_der(request).ok().map(|request| request.nonce.as_bytes().to_vec());
    if info.nonce != asked {
        return Err(trouble("het tijdstempel is een antwoord op een andere vraag"));
    }
    if !may_stamp(&stamp.parts.certificate) {
        return Err(trouble("het certificaat van de dienst is niet voor tijdstempels"));
    }
    Ok(token)
}

/// A timestamp whose signature is good, and which is about what was asked for.
pub(super) struct Stamp {
    /// The service's signature.
    pub(super) parts: Parts,
    pub(super) moment: Option<Moment>,
}

/// Reads a token, if it proves that this content existed then.
pub(super) fn verify(token: &[u8], content: Content<'_>) -> Result<Stamp, Fault> {
    let (stamp, _) = read(token, content)?;
    if may_stamp(&stamp.parts.certificate) { Ok(stamp) } else { Err(Fault::Unsupported) }
}

fn read(token: &[u8], content: Content<'_>) -> Result<(Stamp, Info), Fault> {
    let parts = Parts::read(token).ok_or(Fault::Unsupported)?;
    let info = parts.verified_content(INFO)?;
    let info = read_info(&info).ok_or(Fault::Unsupported)?;
    if info.imprint.digest.as_bytes() != content.digest(info.imprint.algorithm.oid)? {
        return Err(Fault::Wrong);
    }
    Ok((Stamp { parts, moment: Moment::new(info.moment, 0) }, info))
}

/// The parts of `TSTInfo` one by one: most of them are optional, and of different kinds.
fn read_info(der: &[u8]) -> Option<Info> {
    let Ok(Any { .. }) = Any::from_der(der) else { return None };
    let parts = Vec::<Any>::from_der(der).ok()?;
    // version, policy, imprint, serial number, moment
    let [_, _, imprint, _, moment, rest @ ..] = &parts[..] else { return None };
    let imprint: Imprint = imprint.decode_as().ok()?;
    let moment = seconds(moment)?;
    let nonce = rest.iter().find_map(|part| part.decode_as::<Int>().ok());
    Some(Info { imprint, moment, nonce: nonce.map(|nonce| nonce.as_bytes().to_vec()) })
}

/// Seconds since 1970. A service may add a fraction, which DER's own reader does not take.
pub(super) fn seconds(moment: &Any) -> Option<i64> {
    if let Ok(time) = moment.decode_as::<GeneralizedTime>() {
        return i64::try_from(time.to_unix_duration().as_secs()).ok();
    }
    let text = std::str::from_utf8(moment.value()).ok()?;
    let whole = text.split('.').next()?;
    (whole.len() == 14)
        .then(|| Moment::from_pdf(&format!("D:{whole}Z")))?
        .map(|moment| moment.seconds())
}

fn may_stamp(certificate: &Certificate) -> bool {
    let usage = certificate.tbs_certificate().get_extension::<ExtendedKeyUsage>();
    // Only for this (RFC 3161, 2.3).
    usage.is_ok_and(|usage| usage.is_some_and(|(_, usage)| usage.0 == [STAMPING]))
}
