//! Who may sign, with what, where, and whom one may believe.

use kamerbrief_seal::{Anchors, CommandSigner, Keten, Trouble, Wish, prove, sign};
use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};

use crate::LETTER;
use crate::signing::{
    FONTS, Identity, ONE, TWO, boxes, identity, local, moment, params, signed, verdict, wish,
};

impl Identity {
    fn trouble(&self, moment: &str) -> Trouble {
        let moment = moment.parse().unwrap();
        sign(LETTER, &wish(&moment, &[]), &self.key(), None).unwrap_err()
    }
}

#[test]
fn a_field_is_signed_once_and_by_its_name() {
    let moment = moment();
    let vakken = boxes();
    let wish = |veld| Wish { veld, ..wish(&moment, &vakken) };
    let key = ONE.key();
    let once = sign(LETTER, &wish(Some("Handtekening2")), &key, None).unwrap();
    assert_eq!(once.veld, "Handtekening2");
    // The first one is still free, and a name of one's own is new.
    let other = TWO.key();
    assert_eq!(sign(&once.bytes, &wish(None), &other, None).unwrap().veld, "Handtekening1");
    let own = sign(&once.bytes, &wish(Some("Secretaris")), &other, None).unwrap();
    assert!(verdict(&own.bytes).is_good());
    let taken = sign(&once.bytes, &wish(Some("Handtekening2")), &other, None).unwrap_err();
    assert_eq!(taken, Trouble::Field("veld `Handtekening2` is al gebruikt".into()));
    assert!(matches!(sign(LETTER, &wish(Some("a.b")), &key, None), Err(Trouble::Field(_))));
    // Nobody signs twice by mistake, in whatever field.
    let again = sign(&own.bytes, &wish(Some("Directeur")), &key, None).unwrap_err();
    assert_eq!(
        again,
        Trouble::Again("is al ondertekend door A. Eerste, in veld Handtekening2".into())
    );
    let meant = Wish { nog_een: true, ..wish(None) };
    assert!(verdict(&sign(&own.bytes, &meant, &key, None).unwrap().bytes).is_good());
}

#[test]
fn certificates_that_may_not_sign_are_refused_with_the_reason() {
    let digital = [KeyUsagePurpose::DigitalSignature];
    let mut young = params("Jong", &digital);
    young.not_before = rcgen::date_time_ymd(2030, 1, 1);
    let told = identity(&young).trouble("2026-11-24T12:00:00+01:00");
    assert_eq!(
        told,
        Trouble::Certificate(
            "het certificaat van Jong is pas geldig vanaf 1 januari 2030, 00:00".into()
        )
    );
    let mut old = params("Oud", &digital);
    old.not_after = rcgen::date_time_ymd(2025, 1, 1);
    let told = identity(&old).trouble("2026-11-24T12:00:00+01:00");
    assert_eq!(
        told,
        Trouble::Certificate("het certificaat van Oud is verlopen op 1 januari 2025, 00:00".into())
    );
    let told = identity(&params("Slot", &[KeyUsagePurpose::KeyEncipherment]))
        .trouble("2026-11-24T12:00:00+01:00");
    assert_eq!(
        told,
        Trouble::Certificate(
            "het certificaat van Slot is niet voor het ondertekenen van documenten".into()
        )
    );
    // Of a web server or a service for timestamps; what is for more than that, may be for documents too.
    let mut server = params("Server", &digital);
    server.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::TimeStamping];
    let told = identity(&server).trouble("2026-11-24T12:00:00+01:00");
    assert_eq!(
        told,
        Trouble::Certificate(
            "het certificaat van Server is voor iets anders dan documenten (een website, programma of tijdstempel)".into()
        )
    );
    server.extended_key_usages.push(ExtendedKeyUsagePurpose::EmailProtection);
    assert!(verdict(&signed(LETTER, &identity(&server), &[])).is_good());
    // Another's certificate.
    let told = local(ONE.key.as_bytes(), TWO.certificate.as_bytes()).unwrap_err();
    assert_eq!(told, Trouble::Certificate("de sleutel hoort niet bij het certificaat".into()));
    let foreign = |_: &[u8]| -> Result<Vec<u8>, String> { Ok(vec![1, 2, 3]) };
    let command = CommandSigner::new(ONE.certificate.as_bytes(), &foreign).unwrap();
    let told = sign(LETTER, &wish(&moment(), &[]), &command, None).unwrap_err();
    assert_eq!(
        told,
        Trouble::Certificate("de handtekening die is gezet, hoort niet bij het certificaat".into())
    );
    for nonsense in ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
        let key = local(nonsense.as_bytes(), ONE.certificate.as_bytes());
        assert!(matches!(key, Err(Trouble::Key(_))), "{nonsense}");
        let key = local(ONE.key.as_bytes(), nonsense.as_bytes());
        assert!(matches!(key, Err(Trouble::Key(_))), "{nonsense}");
    }
}

#[test]
fn the_chain_leads_to_a_trusted_certificate_or_not() {
    let ca = |name: &str| {
        let mut params = params(name, &[KeyUsagePurpose::KeyCertSign]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
    };
    let (root_key, middle_key, key) =
        (KeyPair::generate().unwrap(), KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let (root, middle) = (ca("Stam"), ca("Tussen"));
    let mut over = root.clone();
    over.not_after = rcgen::date_time_ymd(2025, 1, 1);
    let old = over.self_signed(&root_key).unwrap().pem();
    let old = Anchors::from_pem([old.as_bytes()]).unwrap();
    let root_pem = root.self_signed(&root_key).unwrap().pem();
    let root = Issuer::new(root, root_key);
    let middle_pem = middle.signed_by(&middle_key, &root).unwrap().pem();
    let middle = Issuer::new(middle, middle_key);
    let leaf = params("C. Blad", &[KeyUsagePurpose::ContentCommitment]);
    let leaf_pem = leaf.signed_by(&key, &middle).unwrap().pem();
    let whole =
        Identity { key: key.serialize_pem(), certificate: format!("{leaf_pem}{middle_pem}") };
    let cut = Identity { key: key.serialize_pem(), certificate: leaf_pem };
    let trust = Anchors::from_pem([root_pem.as_bytes()]).unwrap();
    let other = Anchors::from_pem([ONE.certificate.as_bytes()]).unwrap();
    let chain = |bytes: &[u8], anchors: &Anchors, at: &str| {
        prove(bytes, anchors, &FONTS, &at.parse().unwrap()).handtekeningen[0].keten.clone()
    };
    let now = "2026-11-24T12:00:00+01:00";
    let (file, short) = (signed(LETTER, &whole, &[]), signed(LETTER, &cut, &[]));
    assert_eq!(chain(&file, &trust, now), Keten::Vertrouwd);
    assert_eq!(chain(&file, &Anchors::default(), now), Keten::NietBeoordeeld);
    let unknown = "het certificaat leidt niet naar een certificaat dat u vertrouwt";
    for (file, anchors) in [(&file, &other), (&short, &trust)] {
        assert_eq!(chain(file, anchors, now), Keten::NietVertrouwd(unknown.into()));
    }
    // Without a timestamp nobody knows that it was signed in time.
    let late = chain(&file, &trust, "2199-11-24T12:00:00+01:00");
    assert!(
        matches!(late, Keten::NietVertrouwd(why) if why.contains("verlopen op 1 januari 2100"))
    );
    assert!(Anchors::from_pem([&b"x"[..]]).is_none());
    // Nor does an anchor that is over.
    assert_eq!(
        chain(&file, &old, now),
        Keten::NietVertrouwd("het stamcertificaat was op dat moment niet geldig".into())
    );
    // A moment that is still to come is told.
    let early = prove(&file, &trust, &FONTS, &"2026-11-20T12:00:00+01:00".parse().unwrap());
    assert!(early.is_whole() && !early.is_good());
    assert_eq!(
        early.bezwaren,
        ["het moment van ondertekenen, 24 november 2026, 16:30, is nog niet geweest"]
    );
}
