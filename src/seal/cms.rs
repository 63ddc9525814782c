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
use super::{Trouble, certificate};

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
    let certificates = signer.certificates();
    let first =
        certificates.first().ok_or_else(|| Trouble::Key("er is geen certificaat".into()))?;
    let tbs = first.tbs_certificate();
    let unusable = || {
        Trouble::Key("een certificaat met zo'n sleutel is niet te gebruiken: RSA of P-256".into())
    };
    let (scheme, verifier) =
        algorithm::of_key(tbs.subject_public_key_info()).ok_or_else(unusable)?;
    let broken = |_: der::Error| Trouble::Key("het certificaat is niet te begrijpen".into());
    let hash = algorithm::hash(SHA256, &[&first.to_der().map_err(broken)?]);
    let hash = hash.ok_or_else(unusable)?;
    let essential = SigningCertificate {
        certificates: vec![EssCertificate {
            algorithm: None,
            digest: OctetString::new(hash).map_err(broken)?,
            issuer: None,
        }],
        policies: None,
    };
    let signed: Attributes = SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, &DATA).map_err(broken)?,
        attribute(MESSAGE_DIGEST, &OctetString::new(digest).map_err(broken)?).map_err(broken)?,
        attribute(SIGNING_CERTIFICATE, &essential).map_err(broken)?,
    ])
    .map_err(broken)?;
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
    let unsigned_attrs = match stamp {
        Some(stamp) => {
            let token = Any::from_der(&stamp(&signature)?);
            let token = token.and_then(|token| attribute(TIMESTAMP, &token));
            let all = token.and_then(|token| SetOfVec::try_from(vec![token]));
            Some(all.map_err(|_| Trouble::Timestamp("het antwoord is niet te begrijpen".into()))?)
        }
        None => None,
    };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: algorithm::identifier(SHA256),
        signed_attrs: Some(signed),
        signature_algorithm: algorithm::identifier(scheme),
        signature: OctetString::new(signature).map_err(broken)?,
        unsigned_attrs,
    };
    let mut chain: Vec<CertificateChoices> = Vec::new();
    for one in certificates {
        let choice = CertificateChoices::Certificate(one.clone());
        if !chain.contains(&choice) {
            chain.push(choice);
        }
    }
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm::identifier(SHA256)])
            .map_err(broken)?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(chain).map_err(broken)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info]).map_err(broken)?),
    };
    let content = Any::encode_from(&data).map_err(broken)?;
    ContentInfo { content_type: SIGNED_DATA, content }.to_der().map_err(broken)
}

/// Signed data with one signer, taken apart.
pub(super) struct Parts {
    data: SignedData,
    info: SignerInfo,
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
        let info = ContentInfo::from_der(first_value(bytes)?).ok()?;
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
        Some(Self { data, info, certificate, others: certificates })
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

    /// Whether the signature is over content with this digest, by the key of the signer's certificate. `kind` is what
    /// the content must be.
    fn verify(&self, kind: ObjectIdentifier, content: &[&[u8]]) -> Result<(), Fault> {
        let hash = self.info.digest_alg.oid;
        let digest = algorithm::hash(hash, content).ok_or(Fault::Unsupported)?;
        let wrong = |_: der::Error| Fault::Wrong;
        let kind = Any::encode_from(&kind).map_err(wrong)?;
        let expected = OctetString::new(digest).and_then(|digest| Any::encode_from(&digest));
        let expected = expected.map_err(wrong)?;
        if self.attribute(CONTENT_TYPE) != Some(&kind)
            || self.attribute(MESSAGE_DIGEST) != Some(&expected)
        {
            return Err(Fault::Wrong);
        }
        // The certificate must be the one that the signer meant (RFC 5035); older programs leave this out.
        if let Some(value) = self.attribute(SIGNING_CERTIFICATE) {
            let meant: SigningCertificate = value.decode_as().map_err(wrong)?;
            let first = meant.certificates.first().ok_or(Fault::Wrong)?;
            let hash = first.algorithm.as_ref().map_or(SHA256, |algorithm| algorithm.oid);
            let own = self.certificate.to_der().map_err(wrong)?;
            let own = algorithm::hash(hash, &[&own]).ok_or(Fault::Unsupported)?;
            if own != first.digest.as_bytes() {
                return Err(Fault::Wrong);
            }
        }
        let message =
            self.info.signed_attrs.as_ref().ok_or(Fault::Wrong)?.to_der().map_err(wrong)?;
        let key = self.certificate.tbs_certificate().subject_public_key_info();
        let signature = self.info.signature.as_bytes();
        algorithm::verify(key, &self.info.signature_algorithm, hash, &message, signature)
    }

    /// Whether it is a signature over these parts of a document.
    pub(super) fn verify_document(&self, parts: &[&[u8]]) -> Result<(), Fault> {
        if self.data.encap_content_info.econtent.is_some() {
            return Err(Fault::Unsupported);
        }
        self.verify(DATA, parts)
    }

    /// The content of a kind that stands in the signed data itself, if the signature over it is good.
    pub(super) fn verified_content(&self, kind: ObjectIdentifier) -> Result<Vec<u8>, Fault> {
        let content = self.data.encap_content_info.econtent.as_ref().ok_or(Fault::Wrong)?;
        let content: OctetString = content.decode_as().map_err(|_| Fault::Wrong)?;
        if self.data.encap_content_info.econtent_type != kind {
            return Err(Fault::Wrong);
        }
        self.verify(kind, &[content.as_bytes()])?;
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
