//! Helpers: what an issuer answers about a certificate (OCSP), rightly or wrongly.

use der::{Encode, EncodePem};
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SigningKey};

use crate::authority::{Authority, ecdsa, named, oid, pem, seq, sha1, tlv};
use crate::signing::params;

/// What an answer says of a certificate.
#[derive(Clone, Copy)]
pub enum Status {
    Good,
    Revoked(&'static str),
    Unknown,
}

/// An OCSP answer that is still to be made.
pub struct Ocsp<'a> {
    pub of: &'a str,
    pub status: Status,
    pub from: &'static str,
    pub to: Option<&'static str>,
    /// Who answers in the issuer's name, with this use and without a question about themselves.
    pub by: Option<(ExtendedKeyUsagePurpose, bool)>,
}

impl Authority {
    /// The certificate of the service for timestamps, as PEM.
    pub fn tsa_pem(&self) -> String {
        self.tsa.1.to_pem(der::pem::LineEnding::LF).unwrap()
    }

    /// An answer about one certificate.
    pub fn ocsp(&self, ocsp: &Ocsp<'_>) -> Vec<u8> {
        let (issuer, number, _) = named(&pem(ocsp.of));
        let root = pem(&self.root);
        let key = named(&root).2;
        let hash = seq(&[&oid("1.3.14.3.2.26"), &[5, 0]]);
        let id = seq(&[&hash, &tlv(4, &[&sha1(&issuer)]), &tlv(4, &[&key]), &number]);
        let time = |text: &str| tlv(0x18, &[text.as_bytes()]);
        let status = match ocsp.status {
            Status::Good => vec![0x80, 0],
            Status::Revoked(when) => tlv(0xa1, &[&time(when)]),
            Status::Unknown => vec![0x82, 0],
        };
        let to = ocsp.to.map(|to| tlv(0xa0, &[&time(to)])).unwrap_or_default();
        let single = seq(&[&id, &status, &time(ocsp.from), &to]);
        let delegate = ocsp.by.as_ref().map(|(usage, unasked)| {
            let mut params = params("Antwoorder", &[KeyUsagePurpose::DigitalSignature]);
            params.extended_key_usages = vec![usage.clone()];
            if *unasked {
                let mark = [1, 3, 6, 1, 5, 5, 7, 48, 1, 5];
                params.custom_extensions =
                    vec![CustomExtension::from_oid_content(&mark, vec![5, 0])];
            }
            let key = KeyPair::generate().unwrap();
            let own = pem(&params.signed_by(&key, &self.issuer).unwrap().pem());
            (key, own)
        });
        let by = delegate.as_ref().map_or(&root, |(_, own)| own);
        let responder = tlv(0xa2, &[&tlv(4, &[&named(by).2])]);
        let data = seq(&[&responder, &time(ocsp.from), &seq(&[&single])]);
        let (signature, chain) = match &delegate {
            Some((key, own)) => {
                let chain = tlv(0xa0, &[&seq(&[&own.to_der().unwrap()])]);
                (key.sign(&data).unwrap(), chain)
            }
            None => (self.issuer.key().sign(&data).unwrap(), Vec::new()),
        };
        let basic = seq(&[&data, &ecdsa(), &tlv(3, &[&[0], &signature]), &chain]);
        let envelope = seq(&[&oid("1.3.6.1.5.5.7.48.1.1"), &tlv(4, &[&basic])]);
        seq(&[&[10, 1, 0], &tlv(0xa0, &[&envelope])])
    }
}
