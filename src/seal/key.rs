//! In: a private key with its certificates, from PEM or PKCS#12, or a command. Out: something that signs. Pure: files,
//! passwords and commands come from outside.

use der::asn1::{Any, BitString, OctetString};
use der::{Decode, Sequence};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use x509_cert::Certificate;

use super::algorithm::{EC, P256, RSA};
use super::{Call, Randomness, Trouble, certificate};

/// Something that signs: a key in a file, a card, a service.
pub trait Signer {
    /// The signer's certificate, and then the chain.
    fn certificates(&self) -> &[Certificate];

    /// Signs: RSA PKCS#1 v1.5 or ECDSA (DER), with SHA-256, over these bytes.
    ///
    /// # Errors
    /// Why not.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Trouble>;
}

/// A key that is in this program's memory.
pub struct LocalKey {
    key: Key,
    randomness: Randomness,
    certificates: Vec<Certificate>,
}

enum Key {
    Rsa(RsaKeyPair),
    P256(EcdsaKeyPair),
}

impl std::fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// What gives the password, when there is something to unlock.
pub type Password<'a> = &'a mut dyn FnMut() -> Result<String, Trouble>;

/// Unsigned big-endian private key with a public key (RFC 5915).
#[derive(Sequence)]
struct EcPrivateKey {
    version: u8,
    private_key: OctetString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public_key: Option<BitString>,
}

impl LocalKey {
    /// A key and certificates in PEM.
    ///
    /// # Errors
    /// When one of them cannot be used, or they do not belong together.
    pub fn from_pem(
        key: &[u8],
        certificates: &[u8],
        password: Password<'_>,
        randomness: &Randomness,
    ) -> Result<Self, Trouble> {
        let certificates = chain(certificates)?;
        let (label, der) = pem_blocks(key)
            .into_iter()
            .find(|(label, _)| label.ends_with("PRIVATE KEY"))
            .ok_or_else(|| Trouble::Key("in het bestand van de sleutel staat geen sleutel in PEM, of een die op een oude manier is versleuteld (`openssl pkcs8 -topk8` maakt er een nieuwe van)".into()))?;
        let first = &certificates[0];
        let key = match label.as_str() {
            "PRIVATE KEY" => from_pkcs8(&der, first, randomness)?,
            "RSA PRIVATE KEY" => rsa(RsaKeyPair::from_der(&der), first)?,
            "EC PRIVATE KEY" => ec(&der, first, randomness)?,
            "ENCRYPTED PRIVATE KEY" => {
                let locked =
                    EncryptedPrivateKeyInfoRef::try_from(der.as_slice()).map_err(|_| {
                        Trouble::Key("de sleutel is op een onbekende manier versleuteld".into())
                    })?;
                let open = locked
                    .decrypt(password()?)
                    .map_err(|_| Trouble::Key("het wachtwoord past niet op de sleutel".into()))?;
                from_pkcs8(open.as_bytes(), first, randomness)?
            }
            _ => {
                return Err(Trouble::Key(format!(
                    "een sleutel van de soort `{label}` is niet te gebruiken"
                )));
            }
        };
        Ok(Self { key, randomness: randomness.clone(), certificates })
    }

    /// A PKCS#12 file.
    ///
    /// # Errors
    /// As with [`Self::from_pem`].
    pub fn from_p12(
        bytes: &[u8],
        password: Password<'_>,
        randomness: &Randomness,
    ) -> Result<Self, Trouble> {
        let store = KeyStore::from_pkcs12(bytes, &password()?, Pkcs12ImportPolicy::Relaxed)
            .map_err(|_| Trouble::Key("het wachtwoord past niet, of het is geen PKCS#12".into()))?;
        let (_, found) = store
            .private_key_chain()
            .ok_or_else(|| Trouble::Key("er staat geen sleutel in het PKCS#12-bestand".into()))?;
        let certificates: Result<Vec<_>, _> =
            found.certs().iter().map(|one| Certificate::from_der(one.as_der())).collect();
        let certificates = certificates.ok().filter(|all| !all.is_empty()).ok_or_else(|| {
            Trouble::Key("er staat geen bruikbaar certificaat in het PKCS#12-bestand".into())
        })?;
        let key = from_pkcs8(found.key().as_der(), &certificates[0], randomness)?;
        Ok(Self { key, randomness: randomness.clone(), certificates })
    }
}

impl Signer for LocalKey {
    fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Trouble> {
        let random = &self.randomness.0;
        let failed = |_| Trouble::Key("met deze sleutel kan niet worden getekend".into());
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Key::P256(key) => Ok(key.sign(random, message).map_err(failed)?.as_ref().to_vec()),
        }
    }
}

/// A command that signs: a card, a vault, a service.
pub struct CommandSigner<'a> {
    certificates: Vec<Certificate>,
    call: Call<'a>,
}

impl std::fmt::Debug for CommandSigner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandSigner").finish_non_exhaustive()
    }
}

impl<'a> CommandSigner<'a> {
    /// A command with these certificates, in PEM. `call` takes a SHA-256 and gives the signature.
    ///
    /// # Errors
    /// When there is no certificate.
    pub fn new(certificates: &[u8], call: Call<'a>) -> Result<Self, Trouble> {
        Ok(Self { certificates: chain(certificates)?, call })
    }
}

impl Signer for CommandSigner<'_> {
    fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Trouble> {
        let digest = ring::digest::digest(&ring::digest::SHA256, message);
        (self.call)(digest.as_ref()).map_err(Trouble::Command)
    }
}

fn chain(pem: &[u8]) -> Result<Vec<Certificate>, Trouble> {
    let all = certificate::read_pem(pem);
    let none =
        || Trouble::Key("in het bestand van het certificaat staat geen certificaat in PEM".into());
    (!all.is_empty()).then_some(all).ok_or_else(none)
}

fn mismatch() -> Trouble {
    Trouble::Certificate("de sleutel hoort niet bij het certificaat".into())
}

fn from_pkcs8(
    der: &[u8],
    certificate: &Certificate,
    randomness: &Randomness,
) -> Result<Key, Trouble> {
    let key = PrivateKeyInfoRef::try_from(der)
        .map_err(|_| Trouble::Key("de sleutel is beschadigd".into()))?;
    match key.algorithm.oid {
        RSA => rsa(RsaKeyPair::from_pkcs8(der), certificate),
        EC => {
            let curve = key.algorithm.parameters_oid();
            if curve != Ok(P256) {
                let why = "de sleutel ligt op een andere kromme dan P-256";
                return Err(Trouble::Key(why.into()));
            }
            ec(key.private_key.as_bytes(), certificate, randomness)
        }
        oid => Err(Trouble::Key(format!("een sleutel van de soort {oid} is niet te gebruiken"))),
    }
}

fn rsa(
    key: Result<RsaKeyPair, ring::error::KeyRejected>,
    certificate: &Certificate,
) -> Result<Key, Trouble> {
    let key = key.map_err(|why| match why.to_string().as_str() {
        "TooSmall" => Trouble::Key("de sleutel is te kort: minstens 2048 bits".into()),
        "TooLarge" => Trouble::Key("de sleutel is te lang: hoogstens 4096 bits".into()),
        _ => Trouble::Key("de sleutel is beschadigd".into()),
    })?;
    let public = certificate.tbs_certificate().subject_public_key_info();
    let same = public.algorithm.oid == RSA
        && public.subject_public_key.raw_bytes() == key.public().as_ref();
    if same { Ok(Key::Rsa(key)) } else { Err(mismatch()) }
}

fn ec(der: &[u8], certificate: &Certificate, randomness: &Randomness) -> Result<Key, Trouble> {
    let key =
        EcPrivateKey::from_der(der).map_err(|_| Trouble::Key("de sleutel is beschadigd".into()))?;
    let other = |curve: Any| curve.decode_as() != Ok(P256);
    if key.version != 1 || key.parameters.is_some_and(other) {
        return Err(Trouble::Key("de sleutel ligt op een andere kromme dan P-256".into()));
    }
    let public = certificate.tbs_certificate().subject_public_key_info();
    EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        key.private_key.as_bytes(),
        public.subject_public_key.raw_bytes(),
        &randomness.0,
    )
    .map(Key::P256)
    .map_err(|_| mismatch())
}

/// Every block of a PEM file with its label. What is not a block is passed over.
pub(super) fn pem_blocks(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = String::from_utf8_lossy(bytes);
    let mut blocks = Vec::new();
    let mut rest: &str = &text;
    while let Some(start) = rest.find("-----BEGIN ") {
        rest = &rest[start..];
        let Some(label) = rest["-----BEGIN ".len()..].split("-----").next() else { break };
        let end = format!("-----END {label}-----");
        let Some(at) = rest.find(&end) else { break };
        let block = &rest[..at + end.len()];
        if let Ok((label, der)) = der::pem::decode_vec(block.as_bytes()) {
            blocks.push((label.to_owned(), der));
        }
        rest = &rest[at + end.len()..];
    }
    blocks
}
