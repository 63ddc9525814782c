//! In: a certificate. Out: whose it is, and whether it may sign now. Pure.

use der::asn1::{Any, ObjectIdentifier};
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::DirectoryString;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;
use x509_cert::time::Time;

use super::Trouble;
use super::algorithm::{self, SHA256};
use kamerbrief_base::Moment;
use kamerbrief_base::diagnostic::words;
use kamerbrief_base::naam;

/// Purposes for which no document is signed (RFC 5280, 4.2.1.12): web servers, programs, timestamps, answers about
/// certificates.
const OTHER_PURPOSES: [ObjectIdentifier; 4] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.3"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9"),
];

/// A name of a person or service among those of a certificate (X.520).
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Certificates in a PEM file, in its order. Other things in the file are passed over.
pub(super) fn read_pem(bytes: &[u8]) -> Vec<Certificate> {
    let blocks = super::key::pem_blocks(bytes).into_iter();
    blocks
        .filter(|(label, _)| label == "CERTIFICATE")
        .filter_map(|(_, der)| Certificate::from_der(&der).ok())
        .collect()
}

/// Whose name it is: of a person or service, or else of an organisation. Of more names it is the last, which says it most
/// exactly (RFC 6125, 1.8); who signs has one (ETSI EN 319 412-2, 4.2.4), which [`is_plainly_named`] looks at.
pub(super) fn name(name: &Name) -> String {
    let organization = || Some(name.organization().ok()??.value().into_owned());
    let named = common_names(name).pop().flatten().or_else(organization);
    named.unwrap_or_else(|| name.to_string())
}

/// The names of a person or service, in their order; of one that cannot be read, nothing.
fn common_names(name: &Name) -> Vec<Option<String>> {
    let all = name.iter().filter(|one| one.oid == COMMON_NAME);
    all.map(|one| Some(one.value.decode_as::<DirectoryString>().ok()?.value().into_owned()))
        .collect()
}

/// Whether the subject has one name, which is what it seems.
pub(super) fn is_plainly_named(certificate: &Certificate) -> Result<(), String> {
    let of = certificate.tbs_certificate().subject();
    let who = subject(certificate);
    let why = match &common_names(of)[..] {
        [] | [Some(_)] => naam::schijn(&who),
        [None] => Some("de naam is niet te lezen".into()),
        all => {
            let all: Vec<&str> = all.iter().map(|one| one.as_deref().unwrap_or("?")).collect();
            Some(format!("er staan {} namen in: {}", all.len(), words::enumerate(&all, "en")))
        }
    };
    why.map_or(Ok(()), |why| {
        Err(format!("de naam in het certificaat van {who} is misschien niet wat hij lijkt: {why}"))
    })
}

/// The subject's name.
pub(super) fn subject(certificate: &Certificate) -> String {
    name(certificate.tbs_certificate().subject())
}

/// The first and last second in which a certificate counts, since 1970.
pub(super) fn validity(certificate: &Certificate) -> (i64, i64) {
    let validity = certificate.tbs_certificate().validity();
    (seconds(&validity.not_before), seconds(&validity.not_after))
}

/// Seconds since 1970.
pub(super) fn seconds(time: &Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

/// A moment in universal time, as a reader would say it.
pub(super) fn told(seconds: i64) -> String {
    Moment::new(seconds, 0).map_or_else(|| "een andere tijd".into(), |moment| moment.to_string())
}

/// Whether it may issue certificates.
pub(super) fn is_ca(certificate: &Certificate) -> bool {
    let constraints = certificate.tbs_certificate().get_extension::<BasicConstraints>();
    constraints.is_ok_and(|found| found.is_some_and(|(_, constraints)| constraints.ca))
}

/// Whether it says to be issued by the other one.
pub(super) fn names_issuer(certificate: &Certificate, issuer: &Certificate) -> bool {
    certificate.tbs_certificate().issuer() == issuer.tbs_certificate().subject()
}

/// Whether it is issued by the other one.
pub(super) fn is_signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    let (algorithm, signature) = (certificate.signature_algorithm(), certificate.signature());
    let der = certificate.to_der().unwrap_or_default();
    is_ca(issuer) && has_signed(issuer, &der, algorithm, signature.raw_bytes())
}

/// Whether it is issued by itself: nobody vouches for it.
pub(super) fn is_own_issuer(certificate: &Certificate) -> bool {
    names_issuer(certificate, certificate)
}

/// Whether the first part of some DER is signed with the key of a certificate.
pub(super) fn has_signed(
    by: &Certificate,
    der: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    signature: &[u8],
) -> bool {
    let parts = Vec::<Any>::from_der(der).unwrap_or_default();
    let Some(message) = parts.first().and_then(|part| part.to_der().ok()) else { return false };
    let key = by.tbs_certificate().subject_public_key_info();
    algorithm::verify(key, algorithm, SHA256, &message, signature).is_ok()
}

/// Whether documents may be signed with it at a moment.
pub(super) fn may_sign(certificate: &Certificate, moment: &Moment) -> Result<(), Trouble> {
    let who = subject(certificate);
    let (from, to) = validity(certificate);
    if moment.seconds() < from {
        return Err(Trouble::Certificate(format!(
            "het certificaat van {who} is pas geldig vanaf {}",
            told(from)
        )));
    }
    if moment.seconds() > to {
        return Err(Trouble::Certificate(format!(
            "het certificaat van {who} is verlopen op {}",
            told(to)
        )));
    }
    may_ever_sign(certificate).map_err(Trouble::Certificate)
}

/// Whether documents may be signed with it at all: its name, and what it is for (RFC 5280, 4.2.1.3 and 4.2.1.9).
pub(super) fn may_ever_sign(certificate: &Certificate) -> Result<(), String> {
    is_plainly_named(certificate)?;
    let who = subject(certificate);
    let unclear = |_| format!("het certificaat van {who} is niet te begrijpen");
    let tbs = certificate.tbs_certificate();
    if let Some((_, usage)) = tbs.get_extension::<KeyUsage>().map_err(unclear)?
        && !usage.digital_signature()
        && !usage.non_repudiation()
    {
        return Err(format!(
            "het certificaat van {who} is niet voor het ondertekenen van documenten"
        ));
    }
    let purposes = tbs.get_extension::<ExtendedKeyUsage>().map_err(unclear)?;
    if purposes.is_some_and(|(_, all)| all.0.iter().all(|one| OTHER_PURPOSES.contains(one))) {
        return Err(format!(
            "het certificaat van {who} is voor iets anders dan documenten (een website, programma of tijdstempel)"
        ));
    }
    let constraints = tbs.get_extension::<BasicConstraints>().map_err(unclear)?;
    let issuer = constraints.is_some_and(|(_, constraints)| constraints.ca);
    if issuer && tbs.subject() != tbs.issuer() {
        return Err(format!("het certificaat van {who} is van een uitgever van certificaten"));
    }
    Ok(())
}
