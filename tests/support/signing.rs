//! Helpers: keys that are made on the spot, and files that are signed with them.

use std::ops::Range;
use std::sync::LazyLock;

use kamerbrief_base::Moment;
use kamerbrief_seal::{
    Anchors, Corners, LocalKey, Randomness, Trouble, Vak, Verslag, Wish, prove, sign,
};
use lopdf::{Document, Object};
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
pub static TWO: LazyLock<Identity> = LazyLock::new(|| signer("B. Tweede"));

pub fn moment() -> Moment {
    "2026-11-24T16:30:00+01:00".parse().unwrap()
}

pub fn boxes() -> Vec<Vak> {
    let vak = |wie: &str, left: f32| Vak {
        wie: wie.into(),
        naam: wie.into(),
        page: 1,
        place: Corners([left, 300.0, left + 170.0, 334.0]),
    };
    vec![vak("de minister", 79.0), vak("de staatssecretaris", 270.0)]
}

pub fn signed(bytes: &[u8], by: &Identity, vakken: &[Vak]) -> Vec<u8> {
    let moment = moment();
    let wish = Wish {
        veld: None,
        moment: &moment,
        reden: Some("Besluit"),
        plaats: Some("Den Haag"),
        vakken,
    };
    sign(bytes, &wish, &by.key(), None).unwrap().bytes
}

pub fn verdict(bytes: &[u8]) -> Verslag {
    prove(bytes, &Anchors::default(), &moment()).unwrap()
}

/// Whether a file proves nothing wrong: unreadable is as good as refused.
pub fn is_good(bytes: &[u8]) -> bool {
    prove(bytes, &Anchors::default(), &moment()).is_ok_and(|report| report.is_good())
}

/// A file with two signatures.
pub struct Twice {
    pub bytes: Vec<u8>,
    /// Where the signatures themselves stand in it.
    holes: Vec<Range<usize>>,
}

impl Twice {
    pub fn new(letter: &[u8]) -> Self {
        let bytes = signed(&signed(letter, &ONE, &boxes()), &TWO, &boxes());
        assert!(is_good(&bytes));
        let document = Document::load_mem(&bytes).unwrap();
        let signatures = document.objects.values().filter_map(|one| one.as_dict().ok());
        let ranges =
            signatures.filter_map(|one| one.get(b"ByteRange").and_then(Object::as_array).ok());
        let number = |one: &Object| usize::try_from(one.as_i64().unwrap()).unwrap();
        let holes: Vec<_> = ranges.map(|range| number(&range[1])..number(&range[2])).collect();
        assert_eq!(holes.len(), 2);
        Self { bytes, holes }
    }

    /// Whether another byte makes it bad. Within a signature it may be padding: there it must not be read amiss only.
    pub fn notices(&self, at: usize, flip: u8) -> bool {
        let mut bytes = self.bytes.clone();
        bytes[at] ^= flip;
        let good = is_good(&bytes);
        !good || self.holes.iter().any(|hole| hole.contains(&at))
    }
}
