//! In: a signed PDF, and evidence about the certificates or the way to ask for it. Out: the PDF with that evidence, and
//! with a timestamp over all of it: PAdES B-LT and B-LTA. Pure: who asks comes from outside.
//!
//! Nothing is left out in silence: of each certificate in each chain there is an answer that it counts, or nothing is made.

use x509_cert::Certificate;

use super::cms::{Content, Parts};
use super::evidence::{self, Answer, Evidence, Span, Standing};
use super::known::KnownFonts;
use super::{STAMP, Stamper, Trouble, certificate, history, revision, store, timestamp};
use kamerbrief_base::Moment;
use kamerbrief_base::diagnostic::words;

/// Asks an address on the web: with a question (OCSP), or for the file that is there.
pub type Ask<'a> = &'a dyn Fn(&str, Option<&[u8]>) -> Result<Vec<u8>, String>;

/// Where evidence comes from.
#[derive(Clone, Copy)]
pub struct Inquiry<'a> {
    /// What the user has: certificates of issuers, and answers.
    pub given: &'a Evidence,
    /// Asks for what is not among that.
    pub ask: Ask<'a>,
    /// What time it is.
    pub now: &'a Moment,
    /// Fonts that are known.
    pub fonts: &'a KnownFonts,
}

/// Puts behind a signature with a timestamp what proves later that their certificates counted; with `stamper` also a
/// timestamp over all of it. It is about the last signature.
///
/// # Errors
/// What is missing; nothing is made then.
pub fn keep(
    bytes: &[u8],
    inquiry: Inquiry<'_>,
    stamper: Option<Stamper<'_>>,
) -> Result<Vec<u8>, Trouble> {
    let known = || Trouble::Pdf("is niet zoals kamerbrief het zou schrijven".into());
    let history =
        history::read(bytes, inquiry.fonts).ok().filter(|history| history.afwijking.is_none());
    let history = history.ok_or_else(known)?;
    let last = history.signatures().next_back();
    let last = last.ok_or_else(|| Trouble::Pdf("heeft geen handtekening".into()))?;
    let unclear = || Trouble::Evidence("de handtekening is niet te lezen".into());
    let parts = Parts::read(&last.cms).ok_or_else(unclear)?;
    let token = parts.timestamp();
    let token = token.ok_or_else(|| Trouble::Evidence("zonder tijdstempel kan het niet".into()))?;
    let stamp = timestamp::verify(&token, Content::Bytes(&[parts.signature()]));
    let stamp = stamp.map_err(|_| unclear())?;
    let now = inquiry.now.seconds();
    let at = stamp.moment.as_ref().map_or(now, Moment::seconds);
    let mut gathering = Gathering {
        inquiry,
        span: Span { at, until: now.max(at), now },
        found: Evidence::default(),
        missing: Vec::new(),
    };
    for one in [&parts, &stamp.parts] {
        gathering.add_chain(&one.certificate, &one.others)?;
    }
    if !gathering.missing.is_empty() {
        return Err(Trouble::Evidence(words::enumerate(&gathering.missing, "en")));
    }
    let added = store::write(&history.document, &gathering.found, &last.key).ok_or_else(known)?;
    let kept = [bytes, &added].concat();
    match stamper {
        Some(stamper) => stamped(&kept, stamper, inquiry),
        None => Ok(kept),
    }
}

/// The file with a timestamp over all of it.
fn stamped(bytes: &[u8], stamper: Stamper<'_>, inquiry: Inquiry<'_>) -> Result<Vec<u8>, Trouble> {
    let known = |_| Trouble::Pdf("is niet zoals kamerbrief het zou schrijven".into());
    let history = history::read(bytes, inquiry.fonts).map_err(known)?;
    let unsigned = revision::prepare_stamp(&history.document, None, STAMP)?;
    let digest = unsigned.digest(&history.document);
    let token = stamper.stamp(Content::Hashed(&digest))?;
    let too_big = || Trouble::Timestamp("het tijdstempel is te groot".into());
    Ok([bytes, &unsigned.fill(&token).ok_or_else(too_big)?].concat())
}

/// Evidence that is being gathered.
struct Gathering<'a> {
    inquiry: Inquiry<'a>,
    span: Span,
    found: Evidence,
    /// What cannot be had, and why.
    missing: Vec<String>,
}

impl Gathering<'_> {
    /// Adds a chain up to the certificate that is its own issuer, and an answer about each of the others.
    fn add_chain(&mut self, first: &Certificate, others: &[Certificate]) -> Result<(), Trouble> {
        let given = self.inquiry.given;
        let mut others = others.to_vec();
        let mut path = given.path(first, &others);
        // An issuer that nobody gave may be where its certificate says.
        while let Some(last) = path.last().filter(|last| !certificate::is_own_issuer(last)) {
            let before = path.len();
            let mut fetched = Evidence::default();
            for address in evidence::issuer_addresses(last) {
                if let Ok(file) = (self.inquiry.ask)(&address, None) {
                    fetched.add_certificates(&file);
                }
            }
            others.extend(fetched.certificates);
            path = given.path(first, &others);
            if path.len() == before {
                break;
            }
        }
        for pair in path.windows(2) {
            self.add_answer(&pair[0], &pair[1])?;
        }
        if let Some(last) = path.last().filter(|last| !certificate::is_own_issuer(last)) {
            let who = certificate::subject(last);
            self.missing.push(format!("het certificaat van de uitgever van {who} ontbreekt"));
        }
        for one in path {
            if !self.found.certificates.contains(&one) {
                self.found.certificates.push(one);
            }
        }
        Ok(())
    }

    /// Adds an answer that a certificate counts: one that is there, or else one that is asked for.
    fn add_answer(&mut self, of: &Certificate, issuer: &Certificate) -> Result<(), Trouble> {
        if self.found.standing(of, issuer, self.span, 0) == Standing::Good {
            return Ok(());
        }
        let mut why = match self.take(self.inquiry.given.answers.iter(), of, issuer)? {
            None => return Ok(()),
            Some(why) => why,
        };
        let question = evidence::request(of, issuer);
        let ocsp = evidence::ocsp_addresses(of).into_iter().map(|one| (one, question.as_deref()));
        let crl = evidence::crl_addresses(of).into_iter().map(|one| (one, None));
        for (address, question) in ocsp.chain(crl) {
            let mut fetched = Evidence::default();
            why = match (self.inquiry.ask)(&address, question) {
                Ok(file) if fetched.add_answer(&file) => {
                    match self.take(fetched.answers.iter(), of, issuer)? {
                        None => return Ok(()),
                        Some(why) => format!("{address}: {why}"),
                    }
                }
                Ok(_) => format!("{address} geeft geen antwoord dat te begrijpen is"),
                Err(error) => format!("{address}: {error}"),
            };
        }
        let who = certificate::subject(of);
        self.missing.push(format!("dat het certificaat van {who} niet is ingetrokken ({why})"));
        Ok(())
    }

    /// Takes the first of these answers that says that a certificate counts; or says why none does.
    fn take<'b>(
        &mut self,
        all: impl Iterator<Item = &'b Answer>,
        of: &Certificate,
        issuer: &Certificate,
    ) -> Result<Option<String>, Trouble> {
        let mut told = "er is geen antwoord".to_owned();
        for answer in all {
            let one = Evidence::of_answer(answer.clone());
            match one.standing(of, issuer, self.span, 0) {
                Standing::Good => {
                    self.found.answers.push(answer.clone());
                    return Ok(None);
                }
                Standing::Revoked(when) => {
                    let who = certificate::subject(of);
                    let when = certificate::told(when);
                    return Err(Trouble::Certificate(format!(
                        "het certificaat van {who} is ingetrokken op {when}"
                    )));
                }
                Standing::Unknown(why) => told = why,
            }
        }
        Ok(Some(told))
    }
}
