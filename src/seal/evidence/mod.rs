//! In: certificates, and answers of their issuers about whether they still count. Out: what those say of a chain at a
//! moment. Pure.
//!
//! A certificate is vouched for up to one that is its own issuer. Whether somebody trusts that one is another question
//! (`proof`).

mod crl;
mod ocsp;

use std::cell::{Cell, OnceCell};

use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;

pub(super) use self::crl::addresses as crl_addresses;
pub(super) use self::ocsp::{addresses as ocsp_addresses, issuer_addresses, request};
use super::{CLOCKS, certificate, key};

/// Certificates of a chain, at most.
const MAX_CHAIN: usize = 10;
/// How much is looked at for a whole file: signatures of issuers, and so many bytes of an answer with its signature, or
/// without when that is known, count as one.
const MAX_CHECKS: usize = 20_000;
const SIGNED: usize = 16 * 1024;
const KNOWN: usize = 256 * 1024;
/// How old an answer may be that does not say until when it counts, in seconds.
const FRESH: i64 = 24 * 3600;

/// Certificates, and what their issuers say of them.
#[derive(Debug, Clone)]
pub struct Evidence {
    pub(super) certificates: Vec<Certificate>,
    pub(super) answers: Vec<Answer>,
    checks: Cell<usize>,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { certificates: Vec::new(), answers: Vec::new(), checks: Cell::new(MAX_CHECKS) }
    }
}

/// What an issuer says of certificates.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) der: Vec<u8>,
    kind: Kind,
    /// The part of the file that brought it; what is looked at may end before.
    pub(super) part: usize,
    /// Whether it is from an issuer; that is looked at once.
    checked: OnceCell<(Certificate, Result<(), String>)>,
}

#[derive(Debug, Clone)]
enum Kind {
    Ocsp(Box<ocsp::Response>),
    Crl(Box<CertificateList>),
}

/// What an answer says of one certificate.
struct Said {
    from: i64,
    to: Option<i64>,
    revoked: Option<i64>,
}

/// Whether a certificate counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was not withdrawn at that moment, by an answer of about then or later.
    Good,
    /// It was withdrawn, at this second.
    Revoked(i64),
    /// No answer says so; why not, as a reader would say it.
    Unknown(String),
}

/// When a certificate must have counted, until when a withdrawal matters, and what time it is; seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) at: i64,
    pub(super) until: i64,
    pub(super) now: i64,
}

impl Answer {
    /// An answer in DER: OCSP, or a list of withdrawn certificates.
    pub(super) fn read(der: &[u8], part: usize) -> Option<Self> {
        let kind = match ocsp::read(der) {
            Some(response) => Kind::Ocsp(Box::new(response)),
            None => Kind::Crl(Box::new(CertificateList::from_der(der).ok()?)),
        };
        Some(Self { der: der.to_vec(), kind, part, checked: OnceCell::new() })
    }

    pub(super) fn is_ocsp(&self) -> bool {
        matches!(self.kind, Kind::Ocsp(_))
    }

    /// What it says; `None` when it is not about this certificate. `Err` says why it does not count.
    fn says(&self, of: &Certificate, issuer: &Certificate) -> Option<Result<Said, String>> {
        let found = match &self.kind {
            Kind::Ocsp(response) => response.find(of, issuer),
            Kind::Crl(list) => crl::find(list, of, issuer),
        }?;
        if let Some(known) = self.known(issuer) {
            return Some(known.clone().and(found));
        }
        let result = match &self.kind {
            Kind::Ocsp(response) => response.check(issuer),
            Kind::Crl(list) => crl::check(list, &self.der, issuer),
        };
        let _ = self.checked.set((issuer.clone(), result.clone()));
        Some(result.and(found))
    }

    /// Whether it is from this issuer, when that was looked at.
    fn known(&self, issuer: &Certificate) -> Option<&Result<(), String>> {
        self.checked.get().filter(|(by, _)| by == issuer).map(|(_, result)| result)
    }

    fn cost(&self, issuer: &Certificate) -> usize {
        let unit = if self.known(issuer).is_some() { KNOWN } else { SIGNED };
        1 + self.der.len() / unit
    }
}

impl Evidence {
    /// Adds the certificates of a file: PEM, or one in DER. Whether there were any.
    pub fn add_certificates(&mut self, file: &[u8]) -> bool {
        let mut found = certificate::read_pem(file);
        found.extend(Certificate::from_der(file));
        let any = !found.is_empty();
        self.certificates.extend(found);
        any
    }

    /// Adds the answer in a file: OCSP, or a list of withdrawn certificates (CRL), also in PEM. Whether there was one.
    pub fn add_answer(&mut self, file: &[u8]) -> bool {
        let blocks = key::pem_blocks(file).into_iter();
        let mut found: Vec<Answer> = blocks.filter_map(|(_, der)| Answer::read(&der, 0)).collect();
        found.extend(Answer::read(file, 0));
        let any = !found.is_empty();
        self.answers.extend(found);
        any
    }

    /// Evidence of one answer.
    pub(super) fn of_answer(answer: Answer) -> Self {
        Self { answers: vec![answer], ..Self::default() }
    }

    /// Bytes of all of it together.
    pub(super) fn size(&self) -> usize {
        let certificates = self.certificates.iter().filter_map(|one| one.to_der().ok());
        let answers = self.answers.iter().map(|answer| answer.der.len());
        certificates.map(|der| der.len()).chain(answers).sum()
    }

    /// Adds what is not there yet, up to so many of each.
    pub(super) fn add(&mut self, more: &Self, most: usize) {
        for one in &more.certificates {
            if self.certificates.len() < most && !self.certificates.contains(one) {
                self.certificates.push(one.clone());
            }
        }
        for answer in &more.answers {
            let known = |one: &Answer| one.der == answer.der;
            if self.answers.len() < most && !self.answers.iter().any(known) {
                self.answers.push(answer.clone());
            }
        }
    }

    /// Whether so much more may be looked at.
    fn may_check(&self, cost: usize) -> bool {
        let left = self.checks.get().checked_sub(cost);
        self.checks.set(left.unwrap_or(0));
        left.is_some()
    }

    /// From a certificate to the one that is its own issuer, or the last one whose issuer is at hand.
    pub(super) fn path(&self, first: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
        let mut path = vec![first.clone()];
        while let Some(last) = path.last().filter(|last| !certificate::is_own_issuer(last))
            && path.len() < MAX_CHAIN
        {
            let mut all = others.iter().chain(&self.certificates);
            let issuer = all.find(|one| {
                certificate::names_issuer(last, one)
                    && self.may_check(1)
                    && certificate::is_signed_by(last, one)
                    && !path.contains(one)
            });
            match issuer.cloned() {
                Some(issuer) => path.push(issuer),
                None => break,
            }
        }
        path
    }

    /// What the answers up to a part of the file say of a certificate.
    pub(super) fn standing(
        &self,
        of: &Certificate,
        issuer: &Certificate,
        span: Span,
        part: usize,
    ) -> Standing {
        let mut standing = Standing::Unknown(format!(
            "er is geen antwoord over het certificaat van {}",
            certificate::subject(of)
        ));
        for answer in self.answers.iter().filter(|answer| answer.part <= part) {
            if !self.may_check(answer.cost(issuer)) {
                return Standing::Unknown("er zijn te veel antwoorden".into());
            }
            let Some(said) = answer.says(of, issuer) else { continue };
            let verdict = said.and_then(|said| said.judge(of, span));
            match verdict {
                Ok(Some(revoked)) => return Standing::Revoked(revoked),
                Ok(None) => standing = Standing::Good,
                Err(why) => {
                    if let Standing::Unknown(_) = standing {
                        standing = Standing::Unknown(why);
                    }
                }
            }
        }
        standing
    }

    /// The same, of a whole chain.
    pub(super) fn standing_of(
        &self,
        path: &[Certificate],
        span: Span,
        part: usize,
    ) -> (Standing, String) {
        let name = |one: Option<&Certificate>| one.map(certificate::subject).unwrap_or_default();
        for pair in path.windows(2) {
            match self.standing(&pair[0], &pair[1], span, part) {
                Standing::Good => {}
                other => return (other, name(pair.first())),
            }
        }
        let last = path.last();
        match last.is_some_and(certificate::is_own_issuer) {
            true => (Standing::Good, name(path.first())),
            false => (
                Standing::Unknown(format!(
                    "het certificaat van de uitgever van {} ontbreekt",
                    name(last)
                )),
                name(last),
            ),
        }
    }
}

impl Said {
    /// When it was withdrawn, if that matters; or why this answer says nothing of then.
    fn judge(&self, of: &Certificate, span: Span) -> Result<Option<i64>, String> {
        let who = certificate::subject(of);
        if let Some(revoked) = self.revoked.filter(|revoked| *revoked <= span.until) {
            return Ok(Some(revoked));
        }
        let (_, end) = certificate::validity(of);
        if self.from > end {
            return Err(format!(
                "het antwoord over het certificaat van {who} is van na de dag waarop dat verliep"
            ));
        }
        let last = self.to.unwrap_or(self.from + FRESH);
        if self.from < span.at && last < span.at {
            return Err(format!("het antwoord over het certificaat van {who} is te oud"));
        }
        if self.from > span.now + CLOCKS {
            return Err(format!(
                "het antwoord over het certificaat van {who} is van een moment dat nog komt"
            ));
        }
        Ok(None)
    }
}

/// A certificate in DER, when nothing is behind it.
pub(super) fn read_certificate(der: &[u8]) -> Option<Certificate> {
    let one = Certificate::from_der(der).ok()?;
    (one.to_der().ok()? == der).then_some(one)
}
