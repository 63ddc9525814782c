//! In: a signature, and what came behind it in a file of our own. Out: whether its certificates were withdrawn, and for how
//! long it can be judged (PAdES B-B, B-T, B-LT, B-LTA). Pure.

use std::fmt;

use serde::Serialize;
use x509_cert::Certificate;

use super::Oordeel;
use crate::certificate;
use crate::cms::Parts;
use crate::evidence::{Evidence, Span, Standing};
use crate::history::Addition;
use crate::timestamp::Stamp;
use kamerbrief_base::Moment;

/// Certificates that are looked at, and answers, at most.
const MAX_ITEMS: usize = 300;

/// The level of a signature (ETSI EN 319 142-1, 6): what in the file helps to judge it later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Niveau {
    /// The signature with its certificate.
    #[serde(rename = "B-B")]
    Basis,
    /// A timestamp of it.
    #[serde(rename = "B-T")]
    Tijdstempel,
    /// Answers of the issuers that the certificates counted.
    #[serde(rename = "B-LT")]
    Bewijs,
    /// A timestamp over all that.
    #[serde(rename = "B-LTA")]
    Archief,
}

impl fmt::Display for Niveau {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basis => "B-B",
            Self::Tijdstempel => "B-T",
            Self::Bewijs => "B-LT",
            Self::Archief => "B-LTA",
        })
    }
}

/// Whether the certificates of a signature and its timestamp were withdrawn, by the answers in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "oordeel", content = "waarom")]
pub enum Intrekking {
    /// That is not known; why not.
    NietNagegaan(String),
    /// They were not, by an answer about each of them.
    NietIngetrokken,
    /// One of them was, and too early.
    Ingetrokken(String),
}

/// What a file holds to judge its signatures by.
pub(super) struct Later<'a> {
    evidence: Evidence,
    /// The parts of the file with a timestamp over all before it, and when.
    stamps: Vec<(usize, &'a Moment)>,
    now: i64,
}

impl<'a> Later<'a> {
    pub(super) fn new(additions: &[Addition], now: &Moment) -> Self {
        let mut evidence = Evidence::default();
        for one in additions {
            if let Addition::Evidence(more) = one {
                evidence.add(more, MAX_ITEMS);
            }
        }
        Self { evidence, stamps: Vec::new(), now: now.seconds() }
    }

    /// Certificates that complete chains.
    pub(super) fn certificates(&self) -> &[Certificate] {
        &self.evidence.certificates
    }

    /// A timestamp over the whole document that holds.
    pub(super) fn add_stamp(&mut self, part: usize, moment: &'a Moment) {
        self.stamps.push((part, moment));
    }

    /// When it was certain that what a part of the file holds was there.
    pub(super) fn stamped(&self, part: usize) -> Option<&'a Moment> {
        self.stamps.iter().find(|(other, _)| *other > part).map(|(_, moment)| *moment)
    }

    /// Looks whether the certificates of a signature were withdrawn, and how far its level goes.
    pub(super) fn look(
        &self,
        part: usize,
        oordeel: &mut Oordeel,
        parts: &Parts,
        stamp: Option<&Stamp>,
        bezwaren: &mut Vec<String>,
    ) {
        let later = self.stamped(part);
        let own = stamp.and_then(|stamp| stamp.moment.as_ref());
        let until = later.map_or(self.now, Moment::seconds);
        let at = own.or(later).map_or(self.now, Moment::seconds);
        let mut chains = vec![(parts, Span { at, until: at, now: self.now })];
        // Whoever has the key of a withdrawn service can put any moment in a timestamp.
        chains.extend(stamp.map(|stamp| (&stamp.parts, Span { at, until, now: self.now })));
        oordeel.intrekking = self.withdrawn(&chains, usize::MAX);
        if let Intrekking::Ingetrokken(why) = &oordeel.intrekking {
            bezwaren.push(why.clone());
        }
        let mut level = Niveau::Basis;
        if own.is_some() && oordeel.tijdstempel.as_ref().is_some_and(|one| one.keten.is_good()) {
            let proven = |part| self.withdrawn(&chains, part) == Intrekking::NietIngetrokken;
            // The last one is over all that the others are over.
            let last = self.stamps.last().map(|(at, _)| *at).filter(|at| *at > part);
            level = if last.is_some_and(proven) {
                Niveau::Archief
            } else if proven(usize::MAX) {
                Niveau::Bewijs
            } else {
                Niveau::Tijdstempel
            };
        }
        oordeel.niveau = Some(level);
    }

    /// The same, of a timestamp over the whole document; it has no level.
    pub(super) fn look_at_stamp(
        &self,
        part: usize,
        oordeel: &mut Oordeel,
        stamp: &Stamp,
        bezwaren: &mut Vec<String>,
    ) {
        let until = self.stamped(part).map_or(self.now, Moment::seconds);
        let at = stamp.moment.as_ref().map_or(self.now, Moment::seconds);
        let span = Span { at, until, now: self.now };
        oordeel.intrekking = self.withdrawn(&[(&stamp.parts, span)], usize::MAX);
        if let Intrekking::Ingetrokken(why) = &oordeel.intrekking {
            bezwaren.push(why.clone());
        }
    }

    /// What the answers up to a part of the file say of these chains.
    fn withdrawn(&self, chains: &[(&Parts, Span)], part: usize) -> Intrekking {
        if !self.evidence.answers.iter().any(|answer| answer.part <= part) {
            return Intrekking::NietNagegaan("er staan geen antwoorden van uitgevers in".into());
        }
        let mut unknown = None;
        for (parts, span) in chains {
            let path = self.evidence.path(&parts.certificate, &parts.others);
            match self.evidence.standing_of(&path, *span, part) {
                (Standing::Good, _) => {}
                (Standing::Unknown(why), _) => unknown = unknown.or(Some(why)),
                (Standing::Revoked(when), who) => {
                    let when = certificate::told(when);
                    return Intrekking::Ingetrokken(format!(
                        "het certificaat van {who} is ingetrokken op {when}, en er is geen tijdstempel van daarvóór"
                    ));
                }
            }
        }
        unknown.map_or(Intrekking::NietIngetrokken, Intrekking::NietNagegaan)
    }
}
