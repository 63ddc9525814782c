//! In: a digest and a signer, or the bytes of a signature. Out: CMS signed data of the PAdES baseline, or its parts.
//! Pure.
//!
//! ETSI EN 319 142-1, 6.3: the signed attributes are content type, message digest and signing certificate; the time
//! stands in the PDF and not among them.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, EncodeValue, Header, Reader, Sequence, SliceReader, Tagged};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::algorithm::{self, Fault, SHA256};
use super::key::Signer;
use super::{Trouble, ber, certificate};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const TIMESTAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// `ESSCertIDv2` (RFC 5035), as far as it is looked at. The digest is SHA-256 when none is named.
#[derive(Sequence)]
struct EssCertificate {
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierOwned>,
    digest: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<Any>,
}

/// `SigningCertificateV2` (RFC 5035).
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<EssCertificate>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// What makes a timestamp token of a signature.
pub(super) type Stamp<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, Trouble>;

fn attribute(oid: ObjectIdentifier, value: &(impl Tagged + EncodeValue)) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::encode_from(value)?])? })
}

/// Signs a digest of the document. `stamp` makes a timestamp token of the signature.
pub(super) fn sign(
    digest: &[u8],
    signer: &dyn Signer,
    stamp: Option<Stamp<'_>>,
) -> Result<Vec<u8>, Trouble> {
    let mut certificates: Vec<Certificate> = Vec::new();
    for one in signer.certificates() {
        if !certificates.contains(one) {
            certificates.push(one.clone());
        }
    }
    let first =
        certificates.first().ok_or_else(|| Trouble::Key("er is geen certificaat".into()))?;
    let tbs = first.tbs_certificate();
    let unusable = || {
        Trouble::Key("een certificaat met zo'n sleutel is niet te gebruiken: RSA of P-256".into())
    };
    let (scheme, verifier) =
        algorithm::of_key(tbs.subject_public_key_info()).ok_or_else(unusable)?;
    let broken = |_: der::Error| Trouble::Key("het certificaat is niet te begrijpen".into());
    let signed = attributes(digest, &certificates).map_err(broken)?;
    let message = signed.to_der().map_err(broken)?;
    let signature = signer.sign(&message)?;
    // A command may have signed with another key than the certificate's.
    let public = tbs.subject_public_key_info().subject_public_key.raw_bytes();
    ring::signature::UnparsedPublicKey::new(verifier, public)
        .verify(&message, &signature)
        .map_err(|_| {
            Trouble::Certificate(
                "de handtekening die is gezet, hoort niet bij het certificaat".into(),
            )
        })?;
    let token = stamp.map(|stamp| stamp(&signature)).transpose()?;
    if token.as_ref().is_some_and(|token| Any::from_der(token).is_err()) {
        return Err(Trouble::Timestamp("het antwoord is niet te begrijpen".into()));
    }
    write(digest, &certificates, scheme, &signature, token.as_deref()).map_err(broken)
}

/// What is signed. The certificates of the chain are named too: without that nobody would notice when one is replaced.
fn attributes(digest: &[u8], certificates: &[Certificate]) -> der::Result<Attributes> {
    let mut named = Vec::new();
    for certificate in certificates {
        let hash = ring::digest::digest(&ring::digest::SHA256, &certificate.to_der()?);
        let digest = OctetString::new(hash.as_ref())?;
        named.push(EssCertificate { algorithm: None, digest, issuer: None });
    }
    let essential = SigningCertificate { certificates: named, policies: None };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, &DATA)?,
        attribute(MESSAGE_DIGEST, &OctetString::new(digest)?)?,
        attribute(SIGNING_CERTIFICATE, &essential)?,
    ])
}

/// The signed data: of a digest, a signature and a timestamp there is one way to write it.
fn write(
    digest: &[u8],
    certificates: &[Certificate],
    scheme: ObjectIdentifier,
    signature: &[u8],
    token: Option<&[u8]>,
) -> der::Result<Vec<u8>> {
    let first = certificates.first().ok_or(der::ErrorKind::Failed)?.tbs_certificate();
    let unsigned_attrs = match token {
        Some(token) => {
            Some(SetOfVec::try_from(vec![attribute(TIMESTAMP, &Any::from_der(token)?)?])?)
        }
        None => None,
    };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: first.issuer().clone(),
            serial_number: first.serial_number().clone(),
        }),
        digest_alg: algorithm::identifier(SHA256),
        signed_attrs: Some(attributes(digest, certificates)?),
        signature_algorithm: algorithm::identifier(scheme),
        signature: OctetString::new(signature)?,
        unsigned_attrs,
    };
    let chain = certificates.iter().cloned().map(CertificateChoices::Certificate).collect();
    let chain: Vec<CertificateChoices> = chain;
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm::identifier(SHA256)])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(chain)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()
}

/// What a signature is over.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// These bytes, one part behind the other.
    Bytes(&'a [&'a [u8]]),
    /// Something with this SHA-256.
    Hashed(&'a [u8]),
}

impl Content<'_> {
    /// The digest by an algorithm.
    pub(super) fn digest(self, algorithm: ObjectIdentifier) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Bytes(parts) => {
                algorithm::hash(algorithm, parts).ok_or_else(|| algorithm::unhashed(algorithm))
            }
            Self::Hashed(digest) if algorithm == SHA256 => Ok(digest.to_vec()),
            Self::Hashed(_) => Err(Fault::Unsupported),
        }
    }
}

/// Signed data with one signer, taken apart.
pub(super) struct Parts {
    data: SignedData,
    info: SignerInfo,
    /// The signed attributes as they stand there, tagged as a set.
    stands: Option<Vec<u8>>,
    pub(super) certificate: Certificate,
    /// The other certificates that came along.
    pub(super) others: Vec<Certificate>,
}

/// The first value of DER in some bytes, without what is behind it.
pub(super) fn first_value(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let length = usize::try_from(u32::from(reader.position()) + u32::from(header.length())).ok()?;
    bytes.get(..length)
}

impl Parts {
    /// Takes signed data apart; there must be one signer, whose certificate came along.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = ber::to_der(bytes)?;
        let info = ContentInfo::from_der(&bytes).ok()?;
        if info.content_type != SIGNED_DATA {
            return None;
        }
        let data: SignedData = info.content.decode_as().ok()?;
        let [info] = data.signer_infos.0.as_slice() else { return None };
        let info = info.clone();
        let mut certificates: Vec<Certificate> = Vec::new();
        for choice in data.certificates.iter().flat_map(|set| set.0.iter()) {
            if let CertificateChoices::Certificate(one) = choice {
                certificates.push(one.clone());
            }
        }
        let is_signer = |one: &Certificate| {
            let tbs = one.tbs_certificate();
            match &info.sid {
                SignerIdentifier::IssuerAndSerialNumber(id) => {
                    *tbs.issuer() == id.issuer && *tbs.serial_number() == id.serial_number
                }
                SignerIdentifier::SubjectKeyIdentifier(id) => tbs
                    .get_extension::<SubjectKeyIdentifier>()
                    .is_ok_and(|found| found.is_some_and(|(_, found)| found == *id)),
            }
        };
        let at = certificates.iter().position(is_signer)?;
        let certificate = certificates.remove(at);
        let stands = stands(&bytes);
        Some(Self { data, info, stands, certificate, others: certificates })
    }

    fn attribute(&self, oid: ObjectIdentifier) -> Option<&Any> {
        let mut all = self.info.signed_attrs.iter().flat_map(SetOfVec::iter);
        let found = all.find(|attribute| attribute.oid == oid)?;
        // More values than one would leave open which one counts.
        match found.values.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether the signature is over this content, by the key of the signer's certificate. `kind` is what the content
    /// must be.
    fn verify(&self, kind: ObjectIdentifier, content: Content<'_>) -> Result<(), Fault> {
        let hash = self.info.digest_alg.oid;
        let digest = content.digest(hash)?;
        let unreadable = |_: der::Error| Fault::Unsupported;
        let key = self.certificate.tbs_certificate().subject_public_key_info();
        let signature = self.info.signature.as_bytes();
        let scheme = &self.info.signature_algorithm;
        let Some(attributes) = &self.info.signed_attrs else {
            let Content::Bytes(parts) = content else { return Err(Fault::Unsupported) };
            return algorithm::verify(key, scheme, hash, &parts.concat(), signature);
        };
        let kind = Any::encode_from(&kind).map_err(unreadable)?;
        let stated = self.attribute(MESSAGE_DIGEST).ok_or(Fault::Unsupported)?;
        let stated: OctetString = stated.decode_as().map_err(unreadable)?;
        if stated.as_bytes() != digest || self.attribute(CONTENT_TYPE) != Some(&kind) {
            return Err(Fault::Wrong);
        }
        // The certificate must be the one that the signer meant (RFC 5035); older programs leave this out.
        if let Some(value) = self.attribute(SIGNING_CERTIFICATE) {
            let meant: SigningCertificate = value.decode_as().map_err(unreadable)?;
            let first = meant.certificates.first().ok_or(Fault::Wrong)?;
            let hash = first.algorithm.as_ref().map_or(SHA256, |algorithm| algorithm.oid);
            let own = self.certificate.to_der().map_err(unreadable)?;
            let own = algorithm::hash(hash, &[&own]).ok_or_else(|| algorithm::unhashed(hash))?;
            if own != first.digest.as_bytes() {
                return Err(Fault::Wrong);
            }
        }
        // Signed are the attributes in DER; some programs sign them in the order in which they stand.
        let sorted = attributes.to_der().map_err(unreadable)?;
        match algorithm::verify(key, scheme, hash, &sorted, signature) {
            Err(Fault::Wrong) => {
                let stands = self.stands.as_ref().filter(|stands| **stands != sorted);
                let stands = stands.ok_or(Fault::Wrong)?;
                algorithm::verify(key, scheme, hash, stands, signature)
            }
            result => result,
        }
    }

    /// Whether it is a signature over a document.
    pub(super) fn verify_document(&self, document: Content<'_>) -> Result<(), Fault> {
        if self.data.encap_content_info.econtent.is_some() {
            return Err(Fault::Unsupported);
        }
        self.verify(DATA, document)
    }

    /// Whether it is a signature over a document with this digest, and these are the bytes that `sign` writes for it.
    pub(super) fn is_own(&self, bytes: &[u8], digest: &[u8]) -> bool {
        let again = || {
            let named: SigningCertificate =
                self.attribute(SIGNING_CERTIFICATE)?.decode_as().ok()?;
            let mut all = vec![&self.certificate];
            all.extend(&self.others);
            let hashed: der::Result<Vec<Vec<u8>>> = all.iter().map(|one| one.to_der()).collect();
            let hashed: Vec<Vec<u8>> =
                hashed.ok()?.iter().filter_map(|one| algorithm::hash(SHA256, &[one])).collect();
            // The chain in the order in which it is named.
            let place = |one: &EssCertificate| {
                hashed.iter().position(|hash| hash.as_slice() == one.digest.as_bytes())
            };
            let chain: Vec<Certificate> = named
                .certificates
                .iter()
                .map(|one| Some((*all.get(place(one)?)?).clone()))
                .collect::<Option<_>>()?;
            let scheme = self.info.signature_algorithm.oid;
            write(digest, &chain, scheme, self.signature(), self.timestamp().as_deref()).ok()
        };
        again().is_some_and(|again| again == bytes)
    }

    /// The content of a kind that stands in the signed data itself, if the signature over it is good.
    pub(super) fn verified_content(&self, kind: ObjectIdentifier) -> Result<Vec<u8>, Fault> {
        let content = self.data.encap_content_info.econtent.as_ref().ok_or(Fault::Unsupported)?;
        let content: OctetString = content.decode_as().map_err(|_| Fault::Unsupported)?;
        if self.data.encap_content_info.econtent_type != kind {
            return Err(Fault::Unsupported);
        }
        self.verify(kind, Content::Bytes(&[content.as_bytes()]))?;
        Ok(content.as_bytes().to_vec())
    }

    /// The signature itself, which a timestamp is about.
    pub(super) fn signature(&self) -> &[u8] {
        self.info.signature.as_bytes()
    }

    /// The timestamp token of the signature.
    pub(super) fn timestamp(&self) -> Option<Vec<u8>> {
        let all = self.info.unsigned_attrs.iter().flat_map(SetOfVec::iter);
        let found = all.into_iter().find(|attribute| attribute.oid == TIMESTAMP)?;
        found.values.as_slice().first()?.to_der().ok()
    }

    /// Whether it names its certificate among what was signed, as PAdES asks.
    pub(super) fn is_baseline(&self) -> bool {
        self.attribute(SIGNING_CERTIFICATE).is_some()
    }

    /// The signer's name.
    pub(super) fn signer(&self) -> String {
        certificate::subject(&self.certificate)
    }
}

/// The signed attributes of signed data in DER, as they stand there.
fn stands(bytes: &[u8]) -> Option<Vec<u8>> {
    let parts = |der: &[u8]| Vec::<Any>::from_der(der).ok();
    let content = parts(bytes)?.get(1)?.value().to_vec();
    let infos = parts(&content)?.last()?.value().to_vec();
    let info = parts(first_value(&infos)?)?;
    // Tagged `[0]` there, and signed as a set (RFC 5652, 5.4).
    let mut all = info.iter().filter_map(|part| part.to_der().ok());
    let mut attributes = all.find(|part| part.first() == Some(&0xa0))?;
    attributes[0] = 0x31;
    Some(attributes)
}
