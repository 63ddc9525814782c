//! In: the bytes of a PDF, which may be hostile. Out: what its signatures prove. Pure.
//!
//! Two questions, kept apart. Whether a signature is over the bytes before it, as they stand: that can be said of the
//! files of any program. And whether a reader sees what was signed, and nothing else: that is said only of a file in
//! which every byte is as this program writes it (`history`).

mod chain;
mod level;

use serde::Serialize;
use x509_cert::Certificate;

pub use self::chain::{Anchors, Keten};
use self::level::Later;
pub use self::level::{Intrekking, Niveau};
use super::algorithm::{self, Fault};
use super::cms::{Content, Parts};
use super::document::MAX_BYTES;
use super::found::{self, FoundSignature};
use super::history::{self, Addition, OwnSignature, OwnStamp};
use super::known::KnownFonts;
use super::object::Dictionary;
use super::timestamp::{self, Stamp};
use super::{CLOCKS, certificate, changed, text};
use kamerbrief_base::Moment;

/// Bytes of files of others over which digests are taken, all signatures together.
const MAX_DIGESTED: usize = 4 * 1024 * 1024 * 1024;

/// What can be said of a file, or of what a signature is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "oordeel", content = "waarom")]
pub enum Uitspraak {
    /// It is as it was signed.
    Ongeschonden,
    /// It was changed since; how.
    Gewijzigd(String),
    /// Neither is certain; why not.
    NietTeBeoordelen(String),
}

/// What the signatures of a file prove.
#[derive(Debug, Clone, Serialize)]
pub struct Verslag {
    /// What can be said of the file.
    pub uitspraak: Uitspraak,
    /// Each signature, in the order of signing.
    pub handtekeningen: Vec<Oordeel>,
    /// What speaks against who signed, or when.
    pub bezwaren: Vec<String>,
}

impl Verslag {
    /// A file of which nothing is known but this.
    fn unknown(why: impl Into<String>) -> Self {
        let uitspraak = Uitspraak::NietTeBeoordelen(why.into());
        Self { uitspraak, handtekeningen: Vec::new(), bezwaren: Vec::new() }
    }

    /// Whether the file is as it was signed.
    pub fn is_whole(&self) -> bool {
        self.uitspraak == Uitspraak::Ongeschonden
    }

    /// Whether it is, and nothing speaks against who signed it.
    pub fn is_good(&self) -> bool {
        self.is_whole()
            && self.bezwaren.is_empty()
            && self.handtekeningen.iter().all(Oordeel::has_good_signer)
    }
}

/// What one signature proves.
#[derive(Debug, Clone, Serialize)]
pub struct Oordeel {
    /// The name of the field, or a number where it is not looked for.
    pub veld: String,
    /// Whether it is a timestamp over the whole document, and nobody's signature.
    pub documenttijdstempel: bool,
    /// The signer's name, from the certificate.
    pub ondertekenaar: Option<String>,
    /// When, as the signer says.
    pub moment: Option<Moment>,
    /// Why, as the signer says.
    pub reden: Option<String>,
    /// Where, as the signer says.
    pub plaats: Option<String>,
    /// Whether the bytes that it is over are still the same.
    pub uitspraak: Uitspraak,
    /// Whether it is over the file to its last byte.
    pub hele_bestand: bool,
    /// What came behind it, as a reader would say it.
    pub daarna: Vec<String>,
    /// Whether it follows the baseline of PAdES.
    pub pades: bool,
    /// Whether the certificate leads to one that is trusted.
    pub keten: Keten,
    /// Whether one of its certificates was withdrawn, or that of its timestamp.
    pub intrekking: Intrekking,
    /// For how long it can be judged; not known of files of other programs.
    pub niveau: Option<Niveau>,
    /// A timestamp, when there is one.
    pub tijdstempel: Option<Tijdstempel>,
    /// What is weak in it.
    pub zwak: Option<String>,
}

/// What a timestamp proves.
#[derive(Debug, Clone, Serialize)]
pub struct Tijdstempel {
    /// When the signature was there.
    pub moment: Option<Moment>,
    /// The service.
    pub dienst: Option<String>,
    /// Whether it is about this signature.
    pub uitspraak: Uitspraak,
    /// Whether the service's certificate leads to one that is trusted.
    pub keten: Keten,
}

impl Oordeel {
    fn new(veld: String, entry: &Entry) -> Self {
        Self {
            veld,
            documenttijdstempel: false,
            ondertekenaar: None,
            moment: entry.moment.clone(),
            reden: entry.reden.clone(),
            plaats: entry.plaats.clone(),
            uitspraak: Uitspraak::NietTeBeoordelen("de handtekening zelf is niet te lezen".into()),
            hele_bestand: false,
            daarna: Vec::new(),
            pades: false,
            keten: Keten::NietBeoordeeld,
            intrekking: Intrekking::NietNagegaan(
                "dat kan kamerbrief alleen bij bestanden die het zelf ondertekende".into(),
            ),
            niveau: None,
            tijdstempel: None,
            zwak: None,
        }
    }

    fn has_good_signer(&self) -> bool {
        self.keten.is_good() && self.tijdstempel.as_ref().is_none_or(|stamp| stamp.keten.is_good())
    }
}

/// What a signature says of itself.
struct Entry {
    moment: Option<Moment>,
    reden: Option<String>,
    plaats: Option<String>,
}

/// Whom somebody trusts, and when.
#[derive(Clone, Copy)]
struct Judge<'a> {
    anchors: &'a Anchors,
    now: &'a Moment,
}

impl Judge<'_> {
    /// Whether a moment is still to come.
    fn is_late(&self, moment: &Moment) -> bool {
        moment.seconds() > self.now.seconds() + CLOCKS
    }
}

/// A signature in a file of our own: its part, and what came later.
#[derive(Clone, Copy)]
struct Seen<'a> {
    part: usize,
    later: &'a Later<'a>,
}

/// Looks at every signature of a PDF. `now` counts for certificates of signatures without a timestamp.
pub fn prove(file: &[u8], anchors: &Anchors, fonts: &KnownFonts, now: &Moment) -> Verslag {
    if file.len() > MAX_BYTES {
        return Verslag::unknown("het bestand is groter dan 200 MB");
    }
    let judge = Judge { anchors, now };
    let history = history::read(file, fonts);
    let (afwijking, part) = match history {
        Ok(history) => match &history.afwijking {
            None => return of_own(&history.additions, judge),
            Some(afwijking) => (afwijking.clone(), Some(history)),
        },
        Err(afwijking) => (afwijking, None),
    };
    if !file.starts_with(b"%PDF-") {
        return Verslag::unknown("het bestand is geen PDF");
    }
    let mut verslag = of_others(file, judge);
    if verslag.handtekeningen.is_empty() {
        return verslag;
    }
    let changed = part.as_ref().and_then(|history| changed::shown(&history.document, file));
    verslag.uitspraak = worst(&verslag.handtekeningen).unwrap_or_else(|| match changed {
        Some(what) => Uitspraak::Gewijzigd(format!("na het ondertekenen: {what}")),
        None => Uitspraak::NietTeBeoordelen(format!(
            "wat is ondertekend, klopt met de handtekening, maar of een lezer dat ook ziet is niet zeker: vanaf byte {} staat er iets anders dan kamerbrief zou schrijven ({})",
            afwijking.at, afwijking.what
        )),
    });
    verslag
}

/// What the signatures together say against a file: a change first.
fn worst(all: &[Oordeel]) -> Option<Uitspraak> {
    let all = || all.iter().map(|one| &one.uitspraak);
    let changed = all().find(|one| matches!(one, Uitspraak::Gewijzigd(_)));
    changed.or_else(|| all().find(|one| **one != Uitspraak::Ongeschonden)).cloned()
}

/// A file of which every byte is as this program writes it.
fn of_own(additions: &[Addition], judge: Judge<'_>) -> Verslag {
    let mut later = Later::new(additions, judge.now);
    let stamps: Vec<Option<Stamp>> = additions
        .iter()
        .map(|one| match one {
            Addition::Stamp(OwnStamp { token, digest, .. }) => {
                timestamp::verify(token, Content::Hashed(digest)).ok()
            }
            _ => None,
        })
        .collect();
    for (part, stamp) in stamps.iter().enumerate() {
        if let Some(stamp) = stamp
            && let Some(moment) = &stamp.moment
            && judge.anchors.judge(&stamp.parts, later.certificates(), moment).is_good()
        {
            later.add_stamp(part, moment);
        }
    }
    let (mut all, mut bezwaren): (Vec<Oordeel>, _) = (Vec::new(), Vec::new());
    for (part, one) in additions.iter().enumerate() {
        let (named, oordeel) = match one {
            Addition::Signature(one) => (
                format!("een handtekening in veld {}", one.field),
                Some(of_signature(part, one, &later, judge, &mut bezwaren)),
            ),
            Addition::Stamp(one) => (
                found::STAMP.to_owned(),
                Some(of_stamp(part, one, stamps[part].as_ref(), &later, judge, &mut bezwaren)),
            ),
            Addition::Evidence(_) => (found::STORE.to_owned(), None),
        };
        all.iter_mut().for_each(|before| before.daarna.push(named.clone()));
        all.extend(oordeel);
    }
    if all.is_empty() {
        return Verslag::unknown("er staat geen handtekening in");
    }
    all.iter_mut().for_each(|one| one.hele_bestand = one.daarna.is_empty());
    let uitspraak = worst(&all).unwrap_or(Uitspraak::Ongeschonden);
    Verslag { uitspraak, handtekeningen: all, bezwaren }
}

fn of_signature(
    part: usize,
    one: &OwnSignature,
    later: &Later<'_>,
    judge: Judge<'_>,
    bezwaren: &mut Vec<String>,
) -> Oordeel {
    let (moment, reden, plaats) = (Some(one.moment.clone()), one.reden.clone(), one.plaats.clone());
    let mut oordeel = Oordeel::new(one.field.clone(), &Entry { moment, reden, plaats });
    let Some(parts) = Parts::read(&one.cms) else { return oordeel };
    let (content, seen) = (Content::Hashed(&one.digest), Seen { part, later });
    signed(&mut oordeel, &parts, content, judge, Some(seen), bezwaren);
    let own = parts.is_own(&one.cms, &one.digest) && parts.signer() == one.name;
    if oordeel.uitspraak == Uitspraak::Ongeschonden && !own {
        oordeel.uitspraak = Uitspraak::NietTeBeoordelen(format!(
            "de handtekening in veld {} is anders dan kamerbrief haar zou schrijven",
            one.field
        ));
    }
    oordeel
}

fn of_stamp(
    part: usize,
    one: &OwnStamp,
    stamp: Option<&Stamp>,
    later: &Later<'_>,
    judge: Judge<'_>,
    bezwaren: &mut Vec<String>,
) -> Oordeel {
    let said = Entry { moment: None, reden: None, plaats: None };
    let mut oordeel = Oordeel::new(one.field.clone(), &said);
    match stamp {
        Some(stamp) => {
            stamped(&mut oordeel, stamp, later.certificates(), judge, bezwaren);
            later.look_at_stamp(part, &mut oordeel, stamp, bezwaren);
        }
        None => {
            let fault = timestamp::verify(&one.token, Content::Hashed(&one.digest)).err();
            oordeel.documenttijdstempel = true;
            oordeel.uitspraak = of_fault(fault.unwrap_or(Fault::Unsupported));
        }
    }
    oordeel
}

/// What a timestamp over the whole document proves.
fn stamped(
    oordeel: &mut Oordeel,
    stamp: &Stamp,
    more: &[Certificate],
    judge: Judge<'_>,
    bezwaren: &mut Vec<String>,
) {
    oordeel.documenttijdstempel = true;
    oordeel.uitspraak = Uitspraak::Ongeschonden;
    oordeel.ondertekenaar = Some(stamp.parts.signer());
    bezwaren.extend(certificate::is_plainly_named(&stamp.parts.certificate).err());
    let at = stamp.moment.as_ref().unwrap_or(judge.now);
    if judge.is_late(at) {
        bezwaren.push(format!("het moment van het tijdstempel, {at}, is nog niet geweest"));
    }
    oordeel.keten = judge.anchors.judge(&stamp.parts, more, at);
    oordeel.moment = stamp.moment.clone();
}

/// A file of another program, or one to which something was done.
fn of_others(file: &[u8], judge: Judge<'_>) -> Verslag {
    let (found, more) = found::signatures(file);
    if found.is_empty() {
        return Verslag::unknown(
            "er staat geen handtekening in die kamerbrief kan lezen, en het bestand is anders opgebouwd dan kamerbrief het zou schrijven",
        );
    }
    let mut bezwaren = Vec::new();
    if more {
        bezwaren.push(format!("alleen de eerste {} handtekeningen zijn bekeken", found.len()));
    }
    let (mut all, mut digested) = (Vec::new(), 0_usize);
    for (one, number) in found.iter().zip(1..) {
        digested += one.covered.as_ref().map_or(0, |covered| covered.end);
        let mut oordeel = of_another(file, one, number, judge, &mut bezwaren, digested);
        if let Some(covered) = &one.covered {
            oordeel.hele_bestand = covered.end == file.len();
            oordeel.daarna = found::kinds(&file[covered.end..]);
        }
        all.push(oordeel);
    }
    Verslag { handtekeningen: all, bezwaren, ..Verslag::unknown("") }
}

fn of_another(
    file: &[u8],
    found: &FoundSignature,
    number: usize,
    judge: Judge<'_>,
    bezwaren: &mut Vec<String>,
    digested: usize,
) -> Oordeel {
    let entry = &found.entry;
    let string = |key: &str| shown(entry, key).filter(|text| !text.is_empty());
    let said = Entry {
        moment: string("M").and_then(|moment| Moment::from_pdf(&moment)),
        reden: string("Reason"),
        plaats: string("Location"),
    };
    let mut oordeel = Oordeel::new(number.to_string(), &said);
    let unknown = |why: &str| Uitspraak::NietTeBeoordelen(why.to_owned());
    let Some(covered) = &found.covered else {
        oordeel.uitspraak = unknown("een handtekening gaat niet over alles tot waar zij staat");
        return oordeel;
    };
    if digested > MAX_DIGESTED {
        oordeel.uitspraak = unknown("er zijn te veel handtekeningen over te veel bytes");
        return oordeel;
    }
    let bytes = [&file[..covered.hole.start], &file[covered.hole.end..covered.end]];
    let content = Content::Bytes(&bytes);
    let contents = entry.get("Contents").and_then(|value| value.as_string()).unwrap_or_default();
    if found::is_stamp(entry) {
        oordeel.documenttijdstempel = true;
        match timestamp::verify(contents, content) {
            Ok(stamp) => stamped(&mut oordeel, &stamp, &[], judge, bezwaren),
            Err(fault) => oordeel.uitspraak = of_fault(fault),
        }
        return oordeel;
    }
    let is = |kind: &str| entry.names("SubFilter", kind);
    if !is("ETSI.CAdES.detached") && !is("adbe.pkcs7.detached") {
        oordeel.uitspraak = unknown("deze soort handtekening kan kamerbrief niet beoordelen");
        return oordeel;
    }
    if let Some(parts) = Parts::read(contents) {
        signed(&mut oordeel, &parts, content, judge, None, bezwaren);
        oordeel.pades &= is("ETSI.CAdES.detached");
    }
    oordeel
}

/// What a signature proves of its content, and who made it.
fn signed(
    oordeel: &mut Oordeel,
    parts: &Parts,
    content: Content<'_>,
    judge: Judge<'_>,
    seen: Option<Seen<'_>>,
    bezwaren: &mut Vec<String>,
) {
    let Judge { anchors, now } = judge;
    let more = seen.map(|seen| seen.later.certificates()).unwrap_or_default();
    oordeel.ondertekenaar = Some(parts.signer());
    oordeel.pades = parts.is_baseline();
    oordeel.zwak =
        algorithm::weakness(parts.certificate.tbs_certificate().subject_public_key_info());
    oordeel.uitspraak = match parts.verify_document(content) {
        Ok(()) => Uitspraak::Ongeschonden,
        Err(fault) => of_fault(fault),
    };
    if oordeel.uitspraak != Uitspraak::Ongeschonden {
        return;
    }
    bezwaren.extend(certificate::may_ever_sign(&parts.certificate).err());
    if let Some(moment) = oordeel.moment.as_ref().filter(|moment| judge.is_late(moment)) {
        bezwaren.push(format!("het moment van ondertekenen, {moment}, is nog niet geweest"));
    }
    let (mut proven, mut own) = (None, None);
    if let Some(token) = parts.timestamp() {
        let stamp = timestamp::verify(&token, Content::Bytes(&[parts.signature()]));
        let keten = match &stamp {
            Ok(stamp) => anchors.judge(&stamp.parts, more, stamp.moment.as_ref().unwrap_or(now)),
            Err(_) => Keten::NietBeoordeeld,
        };
        let uitspraak = match &stamp {
            Ok(_) => Uitspraak::Ongeschonden,
            Err(Fault::Wrong) => {
                Uitspraak::Gewijzigd("het tijdstempel hoort niet bij deze handtekening".into())
            }
            Err(Fault::Unsupported | Fault::Weak) => {
                Uitspraak::NietTeBeoordelen("het tijdstempel is niet te lezen".into())
            }
        };
        let stamp = stamp.ok();
        bezwaren.extend(
            stamp
                .as_ref()
                .and_then(|stamp| certificate::is_plainly_named(&stamp.parts.certificate).err()),
        );
        if uitspraak != Uitspraak::Ongeschonden {
            oordeel.uitspraak = uitspraak.clone();
        }
        let moment = stamp.as_ref().and_then(|stamp| stamp.moment.clone());
        if let Some(moment) = moment.as_ref().filter(|moment| judge.is_late(moment)) {
            bezwaren.push(format!("het moment van het tijdstempel, {moment}, is nog niet geweest"));
        }
        proven = moment.clone().filter(|_| keten.is_proven());
        let dienst = stamp.as_ref().map(|stamp| stamp.parts.signer());
        oordeel.tijdstempel = Some(Tijdstempel { moment, dienst, uitspraak, keten });
        own = stamp;
    }
    if let Some(Seen { part, later }) = seen {
        // A timestamp over the whole document that somebody trusts does as well.
        let asked = anchors.is_any();
        proven = proven.or_else(|| later.stamped(part).filter(|_| asked).cloned());
        later.look(part, oordeel, parts, own.as_ref(), bezwaren);
    }
    oordeel.keten = anchors.judge(parts, more, proven.as_ref().unwrap_or(now));
}

fn of_fault(fault: Fault) -> Uitspraak {
    match fault {
        Fault::Wrong => Uitspraak::Gewijzigd(
            "de inhoud is na het ondertekenen gewijzigd, of de handtekening is niet van deze ondertekenaar".into(),
        ),
        Fault::Unsupported => Uitspraak::NietTeBeoordelen(
            "kamerbrief kent de vorm of het algoritme van de handtekening niet".into(),
        ),
        Fault::Weak => Uitspraak::NietTeBeoordelen(
            "de handtekening rust op een algoritme dat te zwak is om iets te bewijzen, zoals SHA-1 of een te korte sleutel".into(),
        ),
    }
}

/// A text of a dictionary, as it can be shown.
fn shown(entry: &Dictionary, key: &str) -> Option<String> {
    Some(text(entry.get(key)?.as_string()?))
}
