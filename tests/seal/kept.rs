//! Signatures that can be judged years later: evidence in the file, and timestamps over all of it.

use std::cell::RefCell;
use std::sync::LazyLock;

use kamerbrief_seal::{
    Anchors, Evidence, Inquiry, Intrekking, Keten, Niveau, Trouble, Uitspraak, Vergelijking,
    Verslag, keep, prove,
};
use proptest::prelude::*;
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose};

use crate::LETTER;
use crate::additions::appended;
use crate::answers::{Ocsp, Status};
use crate::authority::Authority;
use crate::random::cases;
use crate::signing::{Edit, FONTS, Identity, boxes, compare, moment, verdict};

static ISSUER: LazyLock<Authority> = LazyLock::new(Authority::new);
static ONE: LazyLock<Identity> = LazyLock::new(|| ISSUER.identity("de minister", Vec::new()));
static TWO: LazyLock<Identity> =
    LazyLock::new(|| ISSUER.identity("de staatssecretaris", Vec::new()));
static STAMPED: LazyLock<Vec<u8>> = LazyLock::new(|| ISSUER.signed(LETTER, &ONE));
/// An hour after the signature.
const LATER: &str = "20261124163000Z";
/// A file with a signature, evidence, and a timestamp over all of it.
pub static ARCHIVED: LazyLock<Vec<u8>> =
    LazyLock::new(|| ISSUER.kept(&STAMPED, &ISSUER.evidence(), Some(LATER)).unwrap());

fn trusted(bytes: &[u8], at: &str) -> Verslag {
    let anchors = Anchors::from_pem([ISSUER.root.as_bytes()]).unwrap();
    prove(bytes, &anchors, &FONTS, &at.parse().unwrap())
}

const NOW: &str = "2026-11-24T17:30:00+01:00";

fn ocsp(of: &'static str, status: Status) -> Ocsp<'static> {
    Ocsp { of, status, from: "20261124120000Z", to: Some("20261125120000Z"), by: None }
}

#[test]
fn each_level_is_reached_and_told() {
    let kept = ISSUER.kept(&STAMPED, &ISSUER.evidence(), None).unwrap();
    for (bytes, level, revoked, later) in [
        (&*STAMPED, Niveau::Tijdstempel, false, 0),
        (&kept, Niveau::Bewijs, true, 1),
        (&*ARCHIVED, Niveau::Archief, true, 2),
    ] {
        for report in [verdict(bytes), trusted(bytes, NOW)] {
            assert!(report.is_good(), "{report:#?}");
            let one = &report.handtekeningen[0];
            assert_eq!((one.niveau, one.daarna.len()), (Some(level), later));
            assert_eq!(one.intrekking == Intrekking::NietIngetrokken, revoked);
            assert_eq!(one.hele_bestand, later == 0);
        }
        assert_eq!(compare(bytes, LETTER, &boxes()), Vergelijking::Gelijk);
    }
    let report = trusted(&ARCHIVED, NOW);
    let [_, stamp] = &report.handtekeningen[..] else { panic!("{report:#?}") };
    assert!(stamp.documenttijdstempel && stamp.hele_bestand && stamp.niveau.is_none());
    assert_eq!(stamp.keten, Keten::Vertrouwd);
    assert_eq!(stamp.intrekking, Intrekking::NietIngetrokken);
    assert_eq!(stamp.moment.as_ref().unwrap().to_string(), "24 november 2026, 16:30");
    // The certificate is over; the timestamps are of before.
    let report = trusted(&ARCHIVED, "2150-01-01T12:00:00+01:00");
    assert_eq!(report.handtekeningen[0].keten, Keten::Vertrouwd);
    // Another signer goes on, and the first one keeps what they have. The list that is there is about both.
    let two = ISSUER.signed(&ARCHIVED, &TWO);
    let levels = |bytes: &[u8]| -> Vec<_> {
        let report = trusted(bytes, NOW);
        assert!(report.is_good(), "{report:#?}");
        report.handtekeningen.iter().filter_map(|one| one.niveau).collect()
    };
    assert_eq!(levels(&two), [Niveau::Archief, Niveau::Bewijs]);
    let two = ISSUER.kept(&two, &ISSUER.evidence(), None).unwrap();
    assert_eq!(levels(&two), [Niveau::Archief, Niveau::Bewijs]);
    let three = ISSUER.kept(&two, &ISSUER.evidence(), Some(LATER)).unwrap();
    assert_eq!(levels(&three), [Niveau::Archief, Niveau::Archief]);
    assert_eq!(compare(&three, LETTER, &boxes()), Vergelijking::Gelijk);
    // What is there already is not put there again.
    assert!(three.len() - two.len() < 40_000 && two.matches_of(b"/Type/DSS") == 2);
}

trait Matches {
    fn matches_of(&self, text: &[u8]) -> usize;
}

impl Matches for Vec<u8> {
    fn matches_of(&self, text: &[u8]) -> usize {
        self.windows(text.len()).filter(|window| *window == text).count()
    }
}

#[test]
fn what_is_missing_is_told_and_nothing_is_made() {
    let file = &*STAMPED;
    let told = |given: &Evidence| match ISSUER.kept(file, given, None) {
        Err(Trouble::Evidence(why) | Trouble::Certificate(why)) => why,
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    };
    let issuers = "het certificaat van de uitgever van de minister ontbreekt en het certificaat van de uitgever van Tijddienst ontbreekt";
    assert_eq!(told(&Evidence::default()), issuers);
    let with = |answers: &[Vec<u8>]| {
        let mut given = Evidence::default();
        assert!(given.add_certificates(ISSUER.root.as_bytes()));
        assert!(answers.iter().all(|answer| given.add_answer(answer)));
        given
    };
    let minister =
        |why: &str| format!("dat het certificaat van de minister niet is ingetrokken ({why})");
    let service = "dat het certificaat van Tijddienst niet is ingetrokken (er is geen antwoord over het certificaat van Tijddienst)";
    let good = ISSUER.ocsp(&ocsp(&ONE.certificate, Status::Good));
    assert_eq!(told(&with(std::slice::from_ref(&good))), service);
    let answering = || Some((ExtendedKeyUsagePurpose::OcspSigning, true));
    let bad = [
        (
            Ocsp {
                from: "20261122120000Z",
                to: Some("20261123120000Z"),
                ..ocsp(&ONE.certificate, Status::Good)
            },
            "het antwoord over het certificaat van de minister is te oud",
        ),
        (
            Ocsp { from: "20261123120000Z", to: None, ..ocsp(&ONE.certificate, Status::Good) },
            "het antwoord over het certificaat van de minister is te oud",
        ),
        (
            Ocsp { from: "20270101120000Z", to: None, ..ocsp(&ONE.certificate, Status::Good) },
            "het antwoord over het certificaat van de minister is van een moment dat nog komt",
        ),
        (
            ocsp(&ONE.certificate, Status::Unknown),
            "de uitgever zegt het certificaat van de minister niet te kennen",
        ),
        (
            ocsp(&TWO.certificate, Status::Good),
            "er is geen antwoord over het certificaat van de minister",
        ),
        (
            Ocsp {
                by: Some((ExtendedKeyUsagePurpose::TimeStamping, true)),
                ..ocsp(&ONE.certificate, Status::Good)
            },
            "wie het antwoord gaf (OCSP), mag dat niet namens de uitgever",
        ),
        (
            Ocsp {
                by: Some((ExtendedKeyUsagePurpose::OcspSigning, false)),
                ..ocsp(&ONE.certificate, Status::Good)
            },
            "van wie het antwoord gaf (OCSP), is zelf niet bekend of het certificaat is ingetrokken",
        ),
    ];
    for (answer, why) in bad {
        let told = told(&with(&[ISSUER.ocsp(&answer)]));
        assert_eq!(told, format!("{} en {service}", minister(why)));
    }
    // A signature under an answer that is not the issuer's.
    let mut forged = good;
    *forged.last_mut().unwrap() ^= 1;
    let why = "de handtekening onder het antwoord (OCSP) klopt niet, of is te zwak";
    assert_eq!(told(&with(&[forged])), format!("{} en {service}", minister(why)));
    let other = Authority::new();
    let why =
        "de lijst van ingetrokken certificaten is niet van Stam, of haar handtekening is te zwak";
    assert!(told(&with(&[other.crl(&[])])).starts_with(&minister(why)));
    // Withdrawn: nothing is kept of that.
    let revoked = Status::Revoked("20261101120000Z");
    assert_eq!(
        told(&with(&[ISSUER.ocsp(&ocsp(&ONE.certificate, revoked))])),
        "het certificaat van de minister is ingetrokken op 1 november 2026, 12:00"
    );
    let list = ISSUER.crl(&[(&ISSUER.tsa_pem(), 2026, 11, 2)]);
    let tsa = with(&[ISSUER.ocsp(&ocsp(&ONE.certificate, Status::Good)), list]);
    assert_eq!(
        told(&tsa),
        "het certificaat van Tijddienst is ingetrokken op 2 november 2026, 00:00"
    );
    // Who may answer in the issuer's name, may.
    let by = Ocsp {
        from: "20261124120000.25Z",
        by: answering(),
        ..ocsp(&ONE.certificate, Status::Good)
    };
    let tsa = ISSUER.tsa_pem();
    let service =
        Ocsp { of: &tsa, status: Status::Good, from: "20261124153000Z", to: None, by: answering() };
    let both = with(&[ISSUER.ocsp(&by), ISSUER.ocsp(&service)]);
    let kept = ISSUER.kept(file, &both, Some(LATER)).unwrap();
    assert_eq!(trusted(&kept, NOW).handtekeningen[0].niveau, Some(Niveau::Archief));
    // Without a timestamp there is nothing to keep.
    let plain = crate::signing::signed(LETTER, &ONE, &boxes());
    assert!(
        matches!(ISSUER.kept(&plain, &both, None), Err(Trouble::Evidence(why)) if why == "zonder tijdstempel kan het niet")
    );
    assert!(matches!(ISSUER.kept(LETTER, &both, None), Err(Trouble::Pdf(_))));
}

#[test]
fn what_is_not_given_is_asked_at_the_addresses_in_the_certificates() {
    let address =
        |text: &str| [&[0x86, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let access = |kind: u8, text: &str| {
        let name = address(text);
        let inside = [&[6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, kind], &name[..]].concat();
        [&[0x30, u8::try_from(inside.len()).unwrap()], &inside[..]].concat()
    };
    let all = [access(1, "http://ocsp.test"), access(2, "http://stam.test")].concat();
    let all = [&[0x30, u8::try_from(all.len()).unwrap()], &all[..]].concat();
    let extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], all);
    let who = ISSUER.identity("de minister", vec![extension]);
    let file = ISSUER.signed(LETTER, &who);
    let asked = RefCell::new(Vec::new());
    let answer = ISSUER.ocsp(&Ocsp {
        of: &who.certificate,
        status: Status::Good,
        from: "20261124153000Z",
        to: None,
        by: None,
    });
    let ask = |address: &str, question: Option<&[u8]>| {
        asked.borrow_mut().push((address.to_owned(), question.is_some()));
        match address {
            "http://stam.test" => Ok(ISSUER.root.as_bytes().to_vec()),
            _ => Ok(answer.clone()),
        }
    };
    let (mut given, now) = (Evidence::default(), moment());
    given.add_certificates(ISSUER.root.as_bytes());
    let tsa = ISSUER.tsa_pem();
    given.add_answer(&ISSUER.ocsp(&Ocsp {
        of: &tsa,
        status: Status::Good,
        from: "20261124153000Z",
        to: None,
        by: None,
    }));
    let none = Evidence::default();
    let inquiry = |given| Inquiry { given, ask: &ask, now: &now, fonts: &FONTS };
    // The service has no addresses: what is missing is still told.
    let told = keep(&file, inquiry(&none), None);
    assert_eq!(
        told.unwrap_err(),
        Trouble::Evidence("het certificaat van de uitgever van Tijddienst ontbreekt".into())
    );
    assert_eq!(
        asked.take(),
        [("http://stam.test".to_owned(), false), ("http://ocsp.test".into(), true)]
    );
    let kept = keep(&file, inquiry(&given), None).unwrap();
    assert_eq!(asked.take(), [("http://ocsp.test".to_owned(), true)]);
    assert_eq!(verdict(&kept).handtekeningen[0].niveau, Some(Niveau::Bewijs));
    // What is given is not asked for.
    keep(&file, inquiry(&ISSUER.evidence()), None).unwrap();
    assert!(asked.take().is_empty());
    let dead = |address: &str, _: Option<&[u8]>| Err(format!("{address} is er niet"));
    let told = keep(&file, Inquiry { given: &given, ask: &dead, now: &now, fonts: &FONTS }, None);
    assert_eq!(told.unwrap_err(), Trouble::Evidence("dat het certificaat van de minister niet is ingetrokken (http://ocsp.test: http://ocsp.test is er niet)".into()));
}

#[test]
fn a_certificate_that_was_withdrawn_is_told_when_it_was_too_early() {
    // The second signer brings the list on which the first one stands.
    let two = ISSUER.signed(&STAMPED, &TWO);
    let with = |day: u8| {
        let mut given = Evidence::default();
        given.add_certificates(ISSUER.root.as_bytes());
        given.add_answer(&ISSUER.crl(&[(&ONE.certificate, 2026, 11, day)]));
        ISSUER.kept(&two, &given, Some(LATER)).unwrap()
    };
    for report in [verdict(&with(23)), trusted(&with(23), NOW)] {
        assert!(report.is_whole() && !report.is_good());
        let why = "het certificaat van de minister is ingetrokken op 23 november 2026, 00:00, en er is geen tijdstempel van daarvóór";
        assert_eq!(report.bezwaren, [why]);
        assert_eq!(report.handtekeningen[0].intrekking, Intrekking::Ingetrokken(why.into()));
        assert_eq!(report.handtekeningen[0].niveau, Some(Niveau::Tijdstempel));
        assert_eq!(report.handtekeningen[1].niveau, Some(Niveau::Archief));
    }
    // After the timestamp it does no harm.
    assert!(trusted(&with(25), NOW).is_good());
}

#[test]
fn junk_for_evidence_costs_no_time() {
    // Certificates of one name that are not the issuer's, and lists that are not theirs.
    let mut given = ISSUER.evidence();
    for _ in 0..400 {
        let other = Authority::new();
        given.add_certificates(other.root.as_bytes());
        given.add_answer(&other.crl(&[]));
    }
    let start = std::time::Instant::now();
    let kept = ISSUER.kept(&STAMPED, &given, None).unwrap();
    assert_eq!(verdict(&kept).handtekeningen[0].niveau, Some(Niveau::Bewijs));
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn nobody_else_puts_anything_behind_it() {
    let text = String::from_utf8_lossy(&ARCHIVED).into_owned();
    let store = text.split(" 0 obj\n<</Type/DSS").next().unwrap().rsplit('\n').next().unwrap();
    let number: u32 = store.parse().unwrap();
    let body = crate::additions::text_of(&ARCHIVED, number);
    for (old, new) in [
        ("/VRI", "/Extra 1/VRI"),
        ("/Type/DSS", "/Type/DSS/OpenAction 1"),
        ("/Type/VRI", "/Type/VRX"),
    ] {
        let changed = appended(&ARCHIVED, &[(number, body.replacen(old, new, 1))]);
        assert!(matches!(verdict(&changed).uitspraak, Uitspraak::NietTeBeoordelen(_)), "{new}");
    }
}

proptest! {
    #![proptest_config(cases(300))]

    /// A byte more, less, elsewhere or other than it was, anywhere.
    #[test]
    fn one_byte_is_noticed(edit in Edit::any()) {
        let changed = edit.of(&ARCHIVED);
        prop_assert!(changed == *ARCHIVED || !verdict(&changed).is_whole());
    }
}
