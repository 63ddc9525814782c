//! Names in certificates: one name that is what it seems, or it is said why not.

use kamerbrief_seal::{Trouble, Vak, strangers};
use kamerbrief_seal::{Wish, sign};
use rcgen::{DnType, DnValue, KeyUsagePurpose};

use crate::LETTER;
use crate::signing::{boxes, identity, moment, params, signer, wish};

#[test]
fn a_name_that_is_not_what_it_seems_does_not_sign() {
    let refused = |name: &str| match sign(LETTER, &wish(&moment(), &[]), &signer(name).key(), None)
    {
        Err(Trouble::Certificate(why)) => why,
        other => panic!("{name:?}: {other:?}"),
    };
    for (name, why) in [
        ("A. Voorbeeld\u{200b}", "er staat een teken in dat niet te zien is (U+200B)"),
        ("\u{202e}dleebrooV .A", "er staat een teken in dat niet te zien is (U+202E)"),
        ("A. Voorbeeld\u{2066}", "er staat een teken in dat niet te zien is (U+2066)"),
        ("A.\nVoorbeeld", "er staat een teken in dat niet te zien is (U+000A)"),
        ("А. Voorbeeld", "er staan letters van meer dan één schrift in (U+0410)"),
        ("████", "er staat een teken in dat in geen naam hoort (U+2588)"),
        ("A. V\u{336}\u{336}", "er staat een los accent in (U+0336)"),
    ] {
        let told =
            format!("de naam in het certificaat van {name} is misschien niet wat hij lijkt: {why}");
        assert_eq!(refused(name), told);
    }
    // Letters that are written from right to left are not drawn, and are a name all the same.
    let hebrew = signer("אבי כהן");
    let (moment, vakken) = (moment(), boxes());
    assert!(sign(LETTER, &wish(&moment, &[]), &hebrew.key(), None).is_ok());
    let told = sign(LETTER, &wish(&moment, &vakken), &hebrew.key(), None).unwrap_err();
    let why = "de naam in het certificaat, אבי כהן, kan niet op de bladzijde worden gezet: het teken `א` (U+05D0) is niet te tekenen";
    assert_eq!(told, Trouble::Certificate(why.into()));
    let unseen = Wish { veld: Some("Minister"), ..wish(&moment, &vakken) };
    assert!(sign(LETTER, &unseen, &hebrew.key(), None).is_ok());
}

#[test]
fn of_two_names_the_last_is_told_and_neither_signs() {
    let mut two = params("A. Eerste", &[KeyUsagePurpose::DigitalSignature]);
    two.distinguished_name
        .push(DnType::CustomDnType(vec![2, 5, 4, 3]), DnValue::Utf8String("B. Tweede".into()));
    let told = sign(LETTER, &wish(&moment(), &[]), &identity(&two).key(), None).unwrap_err();
    let why = "de naam in het certificaat van B. Tweede is misschien niet wat hij lijkt: er staan 2 namen in: A. Eerste en B. Tweede";
    assert_eq!(told, Trouble::Certificate(why.into()));
}

#[test]
fn who_only_looks_like_the_signer_is_named() {
    let mut report =
        crate::signing::verdict(&crate::signing::signed(LETTER, &crate::signing::ONE, &[]));
    report.handtekeningen[0].ondertekenaar = Some("А. Eerste".into());
    let vakken: Vec<Vak> =
        boxes().into_iter().map(|vak| Vak { naam: "A. Eerste".into(), ..vak }).collect();
    assert_eq!(
        strangers(&report.handtekeningen, &vakken),
        [
            "А. Eerste is niet de ondertekenaar die het dossier bij veld Handtekening1 noemt: A. Eerste (de `А` is een Cyrillische letter (U+0410))"
        ]
    );
}
