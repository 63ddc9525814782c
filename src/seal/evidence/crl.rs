//! In: a list of withdrawn certificates (RFC 5280, 5) and a certificate. Out: what the list says of it. Pure.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::crl::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{CrlDistributionPoints, KeyUsage};

use super::Said;
use crate::certificate;

/// Which certificates a list is about. The library knows it under the number of another extension.
const ISSUING_POINT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");

/// What a list says; `None` when it is not about certificates of this issuer, or not about this one.
pub(super) fn find(
    list: &CertificateList,
    of: &Certificate,
    issuer: &Certificate,
) -> Option<Result<Said, String>> {
    let tbs = &list.tbs_cert_list;
    if tbs.issuer != *issuer.tbs_certificate().subject() || !is_about(list, of)? {
        return None;
    }
    let number = of.tbs_certificate().serial_number();
    let mut all = tbs.revoked_certificates.iter().flatten();
    let revoked = all.find(|one| one.serial_number == *number);
    Some(Ok(Said {
        from: certificate::seconds(&tbs.this_update),
        to: tbs.next_update.as_ref().map(certificate::seconds),
        revoked: revoked.map(|one| certificate::seconds(&one.revocation_date)),
    }))
}

/// Whether a list is from this issuer.
pub(super) fn check(
    list: &CertificateList,
    der: &[u8],
    issuer: &Certificate,
) -> Result<(), String> {
    let who = certificate::subject(issuer);
    let usage = issuer.tbs_certificate().get_extension::<KeyUsage>();
    if !usage.is_ok_and(|usage| usage.is_none_or(|(_, usage)| usage.crl_sign())) {
        return Err(format!("{who} mag geen lijsten van ingetrokken certificaten tekenen"));
    }
    let signature = list.signature.raw_bytes();
    match certificate::has_signed(issuer, der, &list.signature_algorithm, signature) {
        true => Ok(()),
        false => Err(format!(
            "de lijst van ingetrokken certificaten is niet van {who}, of haar handtekening is te zwak"
        )),
    }
}

/// Whether a certificate would be on the list if it were withdrawn; `None` when that is not certain.
fn is_about(list: &CertificateList, of: &Certificate) -> Option<bool> {
    let mut all = list.tbs_cert_list.crl_extensions.iter().flatten();
    let other = all.any(|one| one.critical && one.extn_id != ISSUING_POINT);
    let mut all = list.tbs_cert_list.crl_extensions.iter().flatten();
    let Some(point) = all.find(|one| one.extn_id == ISSUING_POINT) else { return Some(!other) };
    let point = IssuingDistributionPoint::from_der(point.extn_value.as_bytes()).ok()?;
    let is_ca = certificate::is_ca(of);
    let excluded = other
        || point.indirect_crl
        || point.only_contains_attribute_certs
        || point.only_some_reasons.is_some()
        || (point.only_contains_user_certs && is_ca)
        || (point.only_contains_ca_certs && !is_ca);
    let here = match &point.distribution_point {
        None => true,
        Some(name) => points(of).is_none_or(|own| own.iter().any(|one| meet(one, name))),
    };
    Some(!excluded && here)
}

/// Where lists about a certificate are, as it says itself.
fn points(of: &Certificate) -> Option<Vec<DistributionPointName>> {
    let (_, points) =
        of.tbs_certificate().get_extension::<CrlDistributionPoints>().ok().flatten()?;
    Some(points.0.into_iter().filter_map(|point| point.distribution_point).collect())
}

fn meet(one: &DistributionPointName, other: &DistributionPointName) -> bool {
    match (one, other) {
        (DistributionPointName::FullName(one), DistributionPointName::FullName(other)) => {
            one.iter().any(|name| other.contains(name))
        }
        _ => one.to_der().ok() == other.to_der().ok(),
    }
}

/// The addresses of the lists about a certificate.
pub(crate) fn addresses(of: &Certificate) -> Vec<String> {
    let names = points(of).unwrap_or_default().into_iter().flat_map(|point| match point {
        DistributionPointName::FullName(names) => names,
        DistributionPointName::NameRelativeToCRLIssuer(_) => Vec::new(),
    });
    names.filter_map(|name| address(&name)).collect()
}

/// An address on the web.
pub(super) fn address(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(address) => {
            Some(address.as_str().to_owned()).filter(|address| address.starts_with("http://"))
        }
        _ => None,
    }
}
