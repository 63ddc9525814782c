//! In: a public key, a message and a signature. Out: whether they belong together. Pure.

use der::asn1::ObjectIdentifier;
use ring::digest;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::rsa;

pub(super) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(super) const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
pub(super) const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const RSA_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const ED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const MD5: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.5");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
pub(super) const ECDSA_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// Why a signature is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The algorithm or the form is unknown here.
    Unsupported,
    /// The algorithm is too weak to prove anything.
    Weak,
    /// Key, message and signature do not belong together.
    Wrong,
}

/// The digest of some bytes; `None` for what is unknown or too weak, as SHA-1.
pub(super) fn hash(algorithm: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let algorithm = match algorithm {
        SHA256 => &digest::SHA256,
        SHA384 => &digest::SHA384,
        SHA512 => &digest::SHA512,
        _ => return None,
    };
    let mut context = digest::Context::new(algorithm);
    parts.iter().for_each(|part| context.update(part));
    Some(context.finish().as_ref().to_vec())
}

/// Why some bytes have no digest.
pub(super) fn unhashed(algorithm: ObjectIdentifier) -> Fault {
    if [SHA1, MD5].contains(&algorithm) { Fault::Weak } else { Fault::Unsupported }
}

/// The curve of a key on one.
fn curve(key: &AlgorithmIdentifierOwned) -> Option<ObjectIdentifier> {
    key.parameters.as_ref()?.decode_as().ok()
}

/// What a key can sign with here.
pub(super) fn of_key(
    key: &SubjectPublicKeyInfoOwned,
) -> Option<(ObjectIdentifier, &'static dyn VerificationAlgorithm)> {
    match key.algorithm.oid {
        RSA => Some((RSA_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256)),
        EC if curve(&key.algorithm)? == P256 => {
            Some((ECDSA_SHA256, &signature::ECDSA_P256_SHA256_ASN1))
        }
        _ => None,
    }
}

/// Whether the signature over a message is made with the other half of this key.
pub(super) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    hash: ObjectIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    use signature::{
        ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1,
        ECDSA_P384_SHA384_ASN1, ED25519,
    };
    let bytes = key.subject_public_key.raw_bytes();
    let verifier: &dyn VerificationAlgorithm = match (key.algorithm.oid, algorithm.oid) {
        (RSA | RSA_PSS, RSA_PSS) => return rsa::verify_pss(bytes, algorithm, message, signature),
        (RSA, RSA) => return rsa::verify(bytes, hash, message, signature),
        (RSA, RSA_SHA256) => return rsa::verify(bytes, SHA256, message, signature),
        (RSA, RSA_SHA384) => return rsa::verify(bytes, SHA384, message, signature),
        (RSA, RSA_SHA512) => return rsa::verify(bytes, SHA512, message, signature),
        (ED, ED) => &ED25519,
        (EC, oid) => match (curve(&key.algorithm), oid) {
            (Some(P256), ECDSA_SHA256) => &ECDSA_P256_SHA256_ASN1,
            (Some(P256), ECDSA_SHA384) => &ECDSA_P256_SHA384_ASN1,
            (Some(P384), ECDSA_SHA256) => &ECDSA_P384_SHA256_ASN1,
            (Some(P384), ECDSA_SHA384) => &ECDSA_P384_SHA384_ASN1,
            _ => return Err(Fault::Unsupported),
        },
        _ => return Err(Fault::Unsupported),
    };
    UnparsedPublicKey::new(verifier, bytes).verify(message, signature).map_err(|_| Fault::Wrong)
}

/// What is weak about a key, as a reader would say it.
pub(super) fn weakness(key: &SubjectPublicKeyInfoOwned) -> Option<String> {
    let bits = rsa::bits(key.subject_public_key.raw_bytes())
        .filter(|bits| [RSA, RSA_PSS].contains(&key.algorithm.oid) && *bits < 2048)?;
    Some(format!("de sleutel is zwak: RSA van {bits} bits, waar minstens 2048 nodig is"))
}

/// An algorithm without parameters; RSA has an empty one (RFC 4055, 5).
pub(super) fn identifier(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    let parameters = (oid == RSA_SHA256).then(der::Any::null);
    AlgorithmIdentifierOwned { oid, parameters }
}
