//! In: a public key, a message and a signature. Out: whether they belong together. Pure.

use der::asn1::ObjectIdentifier;
use ring::digest;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

pub(super) const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const RSA_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
pub(super) const ECDSA_SHA256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// Why a signature is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The algorithm is unknown here, or too weak to prove anything.
    Unsupported,
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
        ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
        RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
        RSA_PSS_2048_8192_SHA512,
    };
    let kind = key.algorithm.oid;
    let verifier: &dyn VerificationAlgorithm = match (kind, algorithm.oid, hash) {
        (RSA, RSA | RSA_SHA256, SHA256) => &RSA_PKCS1_2048_8192_SHA256,
        (RSA, RSA | RSA_SHA384, SHA384) => &RSA_PKCS1_2048_8192_SHA384,
        (RSA, RSA | RSA_SHA512, SHA512) => &RSA_PKCS1_2048_8192_SHA512,
        // Only with the salt as long as the digest, as ring has it and everybody writes it.
        (RSA, RSA_PSS, SHA256) => &RSA_PSS_2048_8192_SHA256,
        (RSA, RSA_PSS, SHA384) => &RSA_PSS_2048_8192_SHA384,
        (RSA, RSA_PSS, SHA512) => &RSA_PSS_2048_8192_SHA512,
        (EC, oid, hash) => match (curve(&key.algorithm), oid, hash) {
            (Some(P256), ECDSA_SHA256, SHA256) => &ECDSA_P256_SHA256_ASN1,
            (Some(P256), ECDSA_SHA384, SHA384) => &ECDSA_P256_SHA384_ASN1,
            (Some(P384), ECDSA_SHA256, SHA256) => &ECDSA_P384_SHA256_ASN1,
            (Some(P384), ECDSA_SHA384, SHA384) => &ECDSA_P384_SHA384_ASN1,
            _ => return Err(Fault::Unsupported),
        },
        _ => return Err(Fault::Unsupported),
    };
    let bytes = key.subject_public_key.raw_bytes();
    UnparsedPublicKey::new(verifier, bytes).verify(message, signature).map_err(|_| Fault::Wrong)
}

/// An algorithm without parameters; RSA has an empty one (RFC 4055, 5).
pub(super) fn identifier(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    let parameters = (oid == RSA_SHA256).then(der::Any::null);
    AlgorithmIdentifierOwned { oid, parameters }
}
