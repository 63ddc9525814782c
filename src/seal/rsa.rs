//! In: an RSA public key, a message and a signature. Out: whether they belong together, whatever the length of key and
//! salt. Pure. RFC 8017, 8.1.2 and 8.2.2.
//!
//! The library that signs takes no keys below 2048 bits, and of RSA-PSS one length of salt; files of others have more.

use der::asn1::{Any, ObjectIdentifier, OctetString, Uint};
use der::{Decode, Encode, Sequence};
use num_bigint::BigUint;
use spki::AlgorithmIdentifierOwned;

use super::algorithm::{Fault, hash, unhashed};

const MGF1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
/// The lengths of a key that are looked at, in bits.
const BITS: std::ops::RangeInclusive<u64> = 1024..=16384;
/// The largest exponent, in bits.
const MAX_EXPONENT: u64 = 64;

#[derive(Sequence)]
struct PublicKey {
    modulus: Uint,
    exponent: Uint,
}

#[derive(Sequence)]
struct DigestInfo {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

/// Parameters of RSA-PSS (RFC 4055, 3.1), as far as they are looked at.
#[derive(Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u32>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u32>,
}

/// The length of a key in bits.
pub(super) fn bits(key: &[u8]) -> Option<u64> {
    let key = PublicKey::from_der(key).ok()?;
    Some(BigUint::from_bytes_be(key.modulus.as_bytes()).bits())
}

/// What was signed, filled up to the length of the key; and that length in bits.
fn recover(key: &[u8], signature: &[u8]) -> Result<(Vec<u8>, u64), Fault> {
    let key = PublicKey::from_der(key).map_err(|_| Fault::Unsupported)?;
    let modulus = BigUint::from_bytes_be(key.modulus.as_bytes());
    let exponent = BigUint::from_bytes_be(key.exponent.as_bytes());
    if modulus.bits() < *BITS.start() {
        return Err(Fault::Weak);
    }
    if !BITS.contains(&modulus.bits()) || exponent.bits() > MAX_EXPONENT {
        return Err(Fault::Unsupported);
    }
    let size = usize::try_from(modulus.bits().div_ceil(8)).map_err(|_| Fault::Unsupported)?;
    let signature_number = BigUint::from_bytes_be(signature);
    if signature.len() != size || signature_number >= modulus {
        return Err(Fault::Wrong);
    }
    let bytes = signature_number.modpow(&exponent, &modulus).to_bytes_be();
    let mut message = vec![0; size - bytes.len()];
    message.extend(bytes);
    Ok((message, modulus.bits()))
}

/// PKCS#1 v1.5: there is one way in which the digest can stand there, but for parameters that some leave out.
pub(super) fn verify(
    key: &[u8],
    algorithm: ObjectIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let digest = hash(algorithm, &[message]).ok_or_else(|| unhashed(algorithm))?;
    let (found, _) = recover(key, signature)?;
    let same = [Some(Any::null()), None].into_iter().any(|parameters| {
        let algorithm = AlgorithmIdentifierOwned { oid: algorithm, parameters };
        let digest = OctetString::new(digest.as_slice());
        let info = digest.and_then(|digest| DigestInfo { algorithm, digest }.to_der());
        info.is_ok_and(|info| {
            let fill = found.len().checked_sub(info.len() + 3);
            fill.is_some_and(|fill| {
                let whole = [&[0, 1], vec![0xff; fill].as_slice(), &[0], &info].concat();
                fill >= 8 && found == whole
            })
        })
    });
    if same { Ok(()) } else { Err(Fault::Wrong) }
}

/// RSA-PSS, with the digest that the parameters name and a salt of any length.
pub(super) fn verify_pss(
    key: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Fault> {
    let parameters = algorithm.parameters.as_ref().and_then(|any| any.decode_as().ok());
    let parameters: PssParameters = parameters.ok_or(Fault::Unsupported)?;
    // Without a digest it is SHA-1.
    let digest = parameters.hash.ok_or(Fault::Weak)?.oid;
    let mask = parameters.mask.filter(|mask| mask.oid == MGF1).and_then(|mask| mask.parameters);
    let mask = mask.and_then(|mask| mask.decode_as::<AlgorithmIdentifierOwned>().ok());
    let mask = mask.ok_or(Fault::Unsupported)?.oid;
    if parameters.trailer.is_some_and(|trailer| trailer != 1) || parameters.salt > Some(4096) {
        return Err(Fault::Unsupported);
    }
    let message = hash(digest, &[message]).ok_or_else(|| unhashed(digest))?;
    hash(mask, &[]).ok_or_else(|| unhashed(mask))?;
    let (found, bits) = recover(key, signature)?;
    if is_encoded(&found, bits, digest, mask, &message) == Some(true) {
        Ok(())
    } else {
        Err(Fault::Wrong)
    }
}

/// RFC 8017, 9.1.2.
fn is_encoded(
    found: &[u8],
    bits: u64,
    digest: ObjectIdentifier,
    mask: ObjectIdentifier,
    message: &[u8],
) -> Option<bool> {
    // The highest bit is not used; when that leaves a byte empty, it falls off.
    let used = usize::try_from((bits - 1).div_ceil(8)).ok()?;
    let (empty, found) = found.split_at(found.len().checked_sub(used)?);
    let (found, trailer) = found.split_at(found.len().checked_sub(1)?);
    let (masked, own) = found.split_at(found.len().checked_sub(message.len())?);
    let unused = 8 * used as u64 - (bits - 1);
    let high = 0xff_u8.checked_shr(u32::try_from(unused).ok()?)?;
    if empty.iter().any(|byte| *byte != 0) || trailer != [0xbc] || masked.first()? & !high != 0 {
        return Some(false);
    }
    let mut block: Vec<u8> = Vec::new();
    for counter in 0_u32.. {
        if block.len() >= masked.len() {
            break;
        }
        block.extend(hash(mask, &[own, &counter.to_be_bytes()])?);
    }
    let mut block: Vec<u8> = masked.iter().zip(block).map(|(one, other)| one ^ other).collect();
    *block.first_mut()? &= high;
    let one = block.iter().position(|byte| *byte != 0)?;
    let salt = block.get(one + 1..).filter(|_| block[one] == 1)?;
    Some(hash(digest, &[&[0; 8], message, salt])? == own)
}
