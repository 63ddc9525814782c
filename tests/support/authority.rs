//! Helpers: an issuer of certificates that answers whether they still count, and a service for timestamps.

use der::asn1::Any;
use der::{Decode, Encode};
use kamerbrief_seal::{Evidence, Inquiry, Randomness, Stamper, Trouble, keep, sign};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose,
    RevokedCertParams, SerialNumber, SigningKey,
};
use ring::digest;
use x509_cert::Certificate;

use super::signing::{FONTS, Identity, boxes, moment, params, wish};

/// An issuer of its own certificate and of those of others.
pub struct Authority {
    pub issuer: Issuer<'static, KeyPair>,
    pub root: String,
    pub tsa: (KeyPair, Certificate),
}

pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length @ 0..=0x7f) => out.push(length),
        _ => {
            let length = u32::try_from(content.len()).unwrap().to_be_bytes();
            out.push(0x84);
            out.extend(length);
        }
    }
    // The shortest length there is.
    while out[1] > 0x81 && out[2] == 0 {
        out.remove(2);
        out[1] -= 1;
    }
    out.extend(content);
    out
}

pub fn seq(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, parts)
}

fn set(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    tlv(0x31, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

pub fn oid(text: &str) -> Vec<u8> {
    der::asn1::ObjectIdentifier::new(text).unwrap().to_der().unwrap()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

pub fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

pub fn pem(text: &str) -> Certificate {
    Certificate::from_der(&der::pem::decode_vec(text.as_bytes()).unwrap().1).unwrap()
}

pub fn ecdsa() -> Vec<u8> {
    seq(&[&oid("1.2.840.10045.4.3.2")])
}

/// Of a certificate: who issued it, its number, and the digest of its key.
pub fn named(of: &Certificate) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let tbs = of.tbs_certificate();
    let key = tbs.subject_public_key_info().subject_public_key.raw_bytes();
    (tbs.issuer().to_der().unwrap(), tbs.serial_number().to_der().unwrap(), sha1(key))
}

impl Authority {
    pub fn new() -> Self {
        let usages = [KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let mut root = params("Stam", &usages);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let own = root.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(root, key);
        let mut tsa = params("Tijddienst", &[KeyUsagePurpose::DigitalSignature]);
        tsa.extended_key_usages = vec![ExtendedKeyUsagePurpose::TimeStamping];
        let tsa_key = KeyPair::generate().unwrap();
        let tsa = pem(&tsa.signed_by(&tsa_key, &issuer).unwrap().pem());
        Self { issuer, root: own, tsa: (tsa_key, tsa) }
    }

    /// Somebody with a certificate of this issuer that holds this many more lines of text, and addresses.
    pub fn identity(&self, name: &str, extensions: Vec<CustomExtension>) -> Identity {
        let mut params: CertificateParams = params(name, &[KeyUsagePurpose::DigitalSignature]);
        params.custom_extensions = extensions;
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        Identity { certificate, key: key.serialize_pem() }
    }

    /// A list of withdrawn certificates, with the day on which each was.
    pub fn crl(&self, revoked: &[(&str, i32, u8, u8)]) -> Vec<u8> {
        let revoked = revoked.iter().map(|(of, year, month, day)| {
            let number = pem(of).tbs_certificate().serial_number().as_bytes().to_vec();
            RevokedCertParams {
                serial_number: SerialNumber::from(number),
                revocation_time: rcgen::date_time_ymd(*year, *month, *day),
                reason_code: None,
                invalidity_date: None,
            }
        });
        let list = CertificateRevocationListParams {
            this_update: rcgen::date_time_ymd(2026, 11, 24),
            next_update: rcgen::date_time_ymd(2026, 12, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&self.issuer).unwrap().der().to_vec()
    }

    /// The answer to a request for a timestamp (RFC 3161).
    pub fn stamp(&self, request: &[u8], when: &str) -> Vec<u8> {
        let request = Vec::<Any>::from_der(request).unwrap();
        let (imprint, nonce) = (request[1].to_der().unwrap(), request[2].to_der().unwrap());
        let time = tlv(0x18, &[when.as_bytes()]);
        let info = seq(&[&[2, 1, 1], &oid("1.2.3.4.1"), &imprint, &[2, 1, 9], &time, &nonce]);
        let (key, own) = &self.tsa;
        let der = own.to_der().unwrap();
        let sha = seq(&[&oid("2.16.840.1.101.3.4.2.1")]);
        let kind = oid("1.2.840.113549.1.9.16.1.4");
        let attribute = |name: &str, value: &[u8]| seq(&[&oid(name), &tlv(0x31, &[value])]);
        let meant = seq(&[&seq(&[&seq(&[&tlv(4, &[&sha256(&der)])])])]);
        let attributes = set(vec![
            attribute("1.2.840.113549.1.9.3", &kind),
            attribute("1.2.840.113549.1.9.4", &tlv(4, &[&sha256(&info)])),
            attribute("1.2.840.113549.1.9.16.2.47", &meant),
        ]);
        let signature = key.sign(&attributes).unwrap();
        let mut tagged = attributes;
        tagged[0] = 0xa0;
        let (issuer, number, _) = named(own);
        let signer = seq(&[
            &[2, 1, 1],
            &seq(&[&issuer, &number]),
            &sha,
            &tagged,
            &ecdsa(),
            &tlv(4, &[&signature]),
        ]);
        let content = seq(&[&kind, &tlv(0xa0, &[&tlv(4, &[&info])])]);
        let data = seq(&[
            &[2, 1, 3],
            &tlv(0x31, &[&sha]),
            &content,
            &tlv(0xa0, &[&der]),
            &tlv(0x31, &[&signer]),
        ]);
        let token = seq(&[&oid("1.2.840.113549.1.7.2"), &tlv(0xa0, &[&data])]);
        seq(&[&seq(&[&[2, 1, 0]]), &token])
    }

    /// Good answers about everybody, of the day of [`moment`].
    pub fn evidence(&self) -> Evidence {
        let mut evidence = Evidence::default();
        assert!(evidence.add_certificates(self.root.as_bytes()));
        assert!(evidence.add_answer(&self.crl(&[])));
        evidence
    }

    /// A file with a signature and a timestamp more.
    pub fn signed(&self, bytes: &[u8], by: &Identity) -> Vec<u8> {
        let (moment, vakken) = (moment(), boxes());
        let call = |request: &[u8]| Ok(self.stamp(request, "20261124153000Z"));
        let randomness = Randomness::of_the_system();
        let stamper = Stamper { call: &call, randomness: &randomness };
        sign(bytes, &wish(&moment, &vakken), &by.key(), Some(stamper)).unwrap().bytes
    }

    /// The same file with evidence; with a timestamp over all of it when that has a moment.
    pub fn kept(
        &self,
        bytes: &[u8],
        given: &Evidence,
        stamp: Option<&str>,
    ) -> Result<Vec<u8>, Trouble> {
        let now = moment();
        let ask =
            |address: &str, _: Option<&[u8]>| Err(format!("niemand vroeg iets aan {address}"));
        let call = |request: &[u8]| Ok(self.stamp(request, stamp.unwrap_or_default()));
        let randomness = Randomness::of_the_system();
        let stamper = Stamper { call: &call, randomness: &randomness };
        let inquiry = Inquiry { given, ask: &ask, now: &now, fonts: &FONTS };
        keep(bytes, inquiry, stamp.map(|_| stamper))
    }
}
