//! Helpers: keys that are made on the spot, and files that are signed with them.

use std::sync::LazyLock;

use kamerbrief_base::Moment;
use kamerbrief_seal::{
    Anchors, Corners, KnownFonts, LocalKey, Randomness, Trouble, Vak, Vergelijking, Verslag, Wish,
    prove, sign,
};
use proptest::prelude::*;
use rcgen::{CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose};

/// A key with its certificate, in PEM.
#[derive(Clone)]
pub struct Identity {
    pub key: String,
    pub certificate: String,
}

pub fn params(name: &str, usages: &[KeyUsagePurpose]) -> CertificateParams {
    let mut params = CertificateParams::new([]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = usages.to_vec();
    params.is_ca = IsCa::ExplicitNoCa;
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2100, 1, 1);
    params
}

pub fn identity(params: &CertificateParams) -> Identity {
    let key = KeyPair::generate().unwrap();
    Identity { certificate: params.self_signed(&key).unwrap().pem(), key: key.serialize_pem() }
}

pub fn signer(name: &str) -> Identity {
    identity(&params(name, &[KeyUsagePurpose::DigitalSignature]))
}

/// A key and a certificate in PEM, together.
pub fn local(key: &[u8], certificate: &[u8]) -> Result<LocalKey, Trouble> {
    let mut none = || Err(Trouble::Key("geen wachtwoord".into()));
    LocalKey::from_pem(key, certificate, &mut none, &Randomness::of_the_system())
}

impl Identity {
    pub fn key(&self) -> LocalKey {
        local(self.key.as_bytes(), self.certificate.as_bytes()).unwrap()
    }
}

pub static ONE: LazyLock<Identity> = LazyLock::new(|| signer("A. Eerste"));
/// The fonts that are known: those of the program.
pub static FONTS: LazyLock<KnownFonts> = LazyLock::new(KnownFonts::default);
pub static TWO: LazyLock<Identity> = LazyLock::new(|| signer("B. Tweede"));

pub fn moment() -> Moment {
    "2026-11-24T16:30:00+01:00".parse().unwrap()
}

pub fn boxes() -> Vec<Vak> {
    let vak = |wie: &str, left: f32| Vak {
        wie: wie.into(),
        naam: wie.into(),
        page: 1,
        // Below the running text.
        place: Corners([left, 15.0, left + 170.0, 49.0]),
    };
    vec![vak("de minister", 79.0), vak("de staatssecretaris", 270.0)]
}

/// What is said besides who signs: nothing.
pub fn wish<'a>(moment: &'a Moment, vakken: &'a [Vak]) -> Wish<'a> {
    Wish {
        veld: None,
        moment,
        reden: None,
        plaats: None,
        vakken,
        nog_een: false,
        naast_onbekende: true,
        fonts: &FONTS,
    }
}

pub fn signed(bytes: &[u8], by: &Identity, vakken: &[Vak]) -> Vec<u8> {
    let moment = moment();
    let wish = Wish { reden: Some("Besluit"), plaats: Some("Den Haag"), ..wish(&moment, vakken) };
    sign(bytes, &wish, &by.key(), None).unwrap().bytes
}

/// A file with two signatures.
pub fn twice(letter: &[u8]) -> Vec<u8> {
    let bytes = signed(&signed(letter, &ONE, &boxes()), &TWO, &boxes());
    assert!(verdict(&bytes).is_good());
    bytes
}

pub fn verdict(bytes: &[u8]) -> Verslag {
    prove(bytes, &Anchors::default(), &FONTS, &moment())
}

/// Compares a file with a document of ours.
pub fn compare(file: &[u8], made: &[u8], vakken: &[Vak]) -> Vergelijking {
    kamerbrief_seal::compare(file, made, vakken, &FONTS)
}

/// A change of some bytes: other ones, more, fewer, or elsewhere.
#[derive(Debug, Clone)]
pub enum Edit {
    Flip(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    Move(prop::sample::Index, usize, prop::sample::Index),
}

impl Edit {
    pub fn any() -> impl Strategy<Value = Self> {
        let at = any::<prop::sample::Index>;
        prop_oneof![
            (at(), 1u8..=255).prop_map(|(at, flip)| Self::Flip(at, flip)),
            (at(), prop::collection::vec(any::<u8>(), 1..20))
                .prop_map(|(at, new)| Self::Insert(at, new)),
            (at(), 1_usize..200).prop_map(|(at, length)| Self::Remove(at, length)),
            (at(), 1_usize..200, at()).prop_map(|(at, length, to)| Self::Move(at, length, to)),
        ]
    }

    pub fn of(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        let end = |at: usize, length: usize| (at + length).min(bytes.len());
        match self {
            Self::Flip(at, flip) => out[at.index(bytes.len())] ^= flip,
            Self::Insert(at, new) => {
                let at = at.index(bytes.len() + 1);
                out.splice(at..at, new.iter().copied());
            }
            Self::Remove(at, length) => {
                let at = at.index(bytes.len());
                out.drain(at..end(at, *length));
            }
            Self::Move(at, length, to) => {
                let at = at.index(bytes.len());
                let part: Vec<u8> = out.drain(at..end(at, *length)).collect();
                let to = to.index(out.len() + 1);
                out.splice(to..to, part);
            }
        }
        out
    }
}
