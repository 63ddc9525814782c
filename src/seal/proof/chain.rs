//! In: a signature and the certificates that somebody trusts. Out: whether one leads to the other. Pure.

use std::time::Duration;

use der::{Decode, Encode};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use serde::Serialize;
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert,
};

use x509_cert::Certificate;

use crate::certificate;
use crate::cms::Parts;
use kamerbrief_base::Moment;

/// The certificates that somebody trusts.
#[derive(Debug, Clone, Default)]
pub struct Anchors(Vec<Vec<u8>>);

/// Whether a certificate leads to one that is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "oordeel", content = "waarom")]
pub enum Keten {
    /// Nobody said whom he trusts.
    NietBeoordeeld,
    /// It does.
    Vertrouwd,
    /// It does not, or not at that moment.
    NietVertrouwd(String),
}

impl Keten {
    /// Whether nothing speaks against it.
    pub fn is_good(&self) -> bool {
        !matches!(self, Self::NietVertrouwd(_))
    }

    /// Whether it was asked and proven.
    pub fn is_proven(&self) -> bool {
        *self == Self::Vertrouwd
    }
}

/// For documents several purposes are in use, so that `extKeyUsage` says nothing; `keyUsage` does, and the certificate
/// of a timestamp service was looked at before.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

impl Anchors {
    /// The certificates of some PEM files; `None` when one of them has none.
    pub fn from_pem<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut all = Vec::new();
        for file in files {
            let found = certificate::read_pem(file);
            if found.is_empty() {
                return None;
            }
            for one in &found {
                all.push(one.to_der().ok()?);
            }
        }
        Some(Self(all))
    }

    /// Whether somebody said whom he trusts.
    pub(super) fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether the certificate of a signature leads to one of these at a moment; `more` may be on the way.
    pub(super) fn judge(&self, parts: &Parts, more: &[Certificate], at: &Moment) -> Keten {
        if self.0.is_empty() {
            return Keten::NietBeoordeeld;
        }
        let (from, to) = certificate::validity(&parts.certificate);
        if at.seconds() > to {
            let when = Moment::new(to, 0).map(|moment| moment.to_string()).unwrap_or_default();
            return Keten::NietVertrouwd(format!(
                "het certificaat is verlopen op {when}, en er is geen vertrouwd tijdstempel van daarvóór"
            ));
        }
        if at.seconds() < from {
            return Keten::NietVertrouwd("het certificaat was toen nog niet geldig".into());
        }
        let others = parts.others.iter().chain(more).map(Encode::to_der);
        let others: der::Result<Vec<Vec<u8>>> = others.collect();
        let (Ok(own), Ok(others)) = (parts.certificate.to_der(), others) else {
            return Keten::NietVertrouwd("de keten van certificaten is niet te begrijpen".into());
        };
        // A certificate that is trusted itself needs no chain.
        if self.0.contains(&own) {
            return Keten::Vertrouwd;
        }
        let trusted: Vec<CertificateDer<'_>> =
            self.0.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let usable = trusted.iter().zip(&self.0);
        let usable =
            usable.filter_map(|(der, own)| Some((anchor_from_trusted_cert(der).ok()?, own)));
        let (anchors, sources): (Vec<TrustAnchor<'_>>, Vec<&Vec<u8>>) = usable.unzip();
        let others: Vec<CertificateDer<'_>> =
            others.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let own = CertificateDer::from(own);
        let time = u64::try_from(at.seconds()).unwrap_or(0);
        let result = EndEntityCert::try_from(&own).and_then(|certificate| {
            certificate
                .verify_for_usage(
                    webpki::ALL_VERIFICATION_ALGS,
                    &anchors,
                    &others,
                    UnixTime::since_unix_epoch(Duration::from_secs(time)),
                    AnyPurpose,
                    None,
                    None,
                )
                .map(|path| anchors.iter().position(|anchor| anchor == path.anchor()))
        });
        match result {
            // An anchor is trusted for what it is, and the library does not ask how long.
            Ok(anchor) => {
                let anchor = anchor.and_then(|place| Certificate::from_der(sources[place]).ok());
                let (from, to) = anchor.as_ref().map_or((i64::MAX, 0), certificate::validity);
                if (from..=to).contains(&at.seconds()) {
                    Keten::Vertrouwd
                } else {
                    Keten::NietVertrouwd("het stamcertificaat was op dat moment niet geldig".into())
                }
            }
            Err(Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => Keten::NietVertrouwd(
                "een certificaat in de keten was op dat moment niet geldig".into(),
            ),
            Err(Error::UnknownIssuer) => Keten::NietVertrouwd(
                "het certificaat leidt niet naar een certificaat dat u vertrouwt".into(),
            ),
            Err(_) => Keten::NietVertrouwd("de keten van certificaten klopt niet".into()),
        }
    }
}
