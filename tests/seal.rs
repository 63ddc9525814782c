//! Signing and proving: with keys that are made on the spot. What other programs say of the files, `.ci/run` asks
//! (`tests/handtekeningen.py`), also with RSA, PKCS#12 and timestamps.

use std::fs;
use std::sync::LazyLock;

use kamerbrief::dossier::{Moment, Stuk};
use kamerbrief::seal::{
    Anchors, Command, Keten, LocalKey, Rect, Trouble, Unreadable, Vak, Vergelijking, Verslag, Wish,
    compare, prove, sign,
};
use lopdf::{Document, Object};
use proptest::prelude::*;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};

use crate::support::{assert_conforms, built, cases, run, start};

/// A key with its certificate, in PEM.
#[derive(Clone)]
struct Identity {
    key: String,
    certificate: String,
}

fn params(name: &str, usages: &[KeyUsagePurpose]) -> CertificateParams {
    let mut params = CertificateParams::new([]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = usages.to_vec();
    params.is_ca = IsCa::ExplicitNoCa;
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2100, 1, 1);
    params
}

fn identity(params: &CertificateParams) -> Identity {
    let key = KeyPair::generate().unwrap();
    Identity { certificate: params.self_signed(&key).unwrap().pem(), key: key.serialize_pem() }
}

fn signer(name: &str) -> Identity {
    identity(&params(name, &[KeyUsagePurpose::DigitalSignature]))
}

impl Identity {
    fn key(&self) -> LocalKey {
        let mut none = || Err(Trouble::Key("geen wachtwoord".into()));
        LocalKey::from_pem(self.key.as_bytes(), self.certificate.as_bytes(), &mut none).unwrap()
    }

    fn trouble(&self, moment: &str) -> Trouble {
        let moment = moment.parse().unwrap();
        let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
        sign(&LETTER, &wish, &self.key(), None).unwrap_err()
    }
}

/// An unsigned letter with an annex.
static LETTER: LazyLock<Vec<u8>> =
    LazyLock::new(|| built("tests/regels/basis").document(Stuk::Kamerbrief).pdf.clone());
static ONE: LazyLock<Identity> = LazyLock::new(|| signer("A. Eerste"));
static TWO: LazyLock<Identity> = LazyLock::new(|| signer("B. Tweede"));

fn moment() -> Moment {
    "2026-11-24T16:30:00+01:00".parse().unwrap()
}

fn boxes() -> Vec<Vak> {
    let vak = |wie: &str, left: f32| Vak {
        wie: wie.into(),
        naam: wie.into(),
        page: 1,
        place: Rect([left, 300.0, left + 170.0, 334.0]),
    };
    vec![vak("de minister", 79.0), vak("de staatssecretaris", 270.0)]
}

fn signed(bytes: &[u8], by: &Identity, vakken: &[Vak]) -> Vec<u8> {
    let moment = moment();
    let wish = Wish {
        veld: None,
        moment: &moment,
        reden: Some("Besluit"),
        plaats: Some("Den Haag"),
        vakken,
    };
    sign(bytes, &wish, &by.key(), None).unwrap().bytes
}

fn verdict(bytes: &[u8]) -> Verslag {
    prove(bytes, &Anchors::default(), &moment()).unwrap()
}

/// Whether a file proves nothing wrong: unreadable is as good as refused.
fn is_good(bytes: &[u8]) -> bool {
    prove(bytes, &Anchors::default(), &moment()).is_ok_and(|report| report.is_good())
}

#[test]
fn signed_files_stay_archival_and_accessible_and_keep_their_bytes() {
    for vakken in [Vec::new(), boxes()] {
        let once = signed(&LETTER, &ONE, &vakken);
        let twice = signed(&once, &TWO, &vakken);
        assert!(once.starts_with(&LETTER) && twice.starts_with(&once));
        // Each signature costs less than 64 kB.
        assert!(once.len() - LETTER.len() < 64_000 && twice.len() - once.len() < 64_000);
        for (name, bytes) in [("once", &once), ("twice", &twice)] {
            assert_conforms(name, bytes);
            let report = verdict(bytes);
            assert!(report.is_good(), "{name}: {report:#?}");
            assert_eq!(compare(bytes, &LETTER, &vakken), Vergelijking::Gelijk);
        }
        let report = verdict(&twice);
        let [first, second] = &report.handtekeningen[..] else { panic!("{report:?}") };
        assert_eq!(first.ondertekenaar.as_deref(), Some("A. Eerste"));
        assert_eq!(second.ondertekenaar.as_deref(), Some("B. Tweede"));
        assert_eq!((first.veld.as_str(), second.veld.as_str()), ("Handtekening1", "Handtekening2"));
        assert_eq!(first.moment, Some(moment()));
        assert_eq!(
            (first.reden.as_deref(), first.plaats.as_deref()),
            (Some("Besluit"), Some("Den Haag"))
        );
        assert!(!first.hele_bestand && second.hele_bestand && first.pades);
        assert_eq!(first.daarna, ["een handtekening in veld Handtekening2"]);
    }
}

#[test]
fn a_field_is_signed_once_and_by_its_name() {
    let moment = moment();
    let vakken = boxes();
    let wish = |veld| Wish { veld, moment: &moment, reden: None, plaats: None, vakken: &vakken };
    let key = ONE.key();
    let once = sign(&LETTER, &wish(Some("Handtekening2")), &key, None).unwrap();
    assert_eq!(once.veld, "Handtekening2");
    // The first one is still free, and a name of one's own is new.
    assert_eq!(sign(&once.bytes, &wish(None), &key, None).unwrap().veld, "Handtekening1");
    let own = sign(&once.bytes, &wish(Some("Secretaris")), &key, None).unwrap();
    assert!(verdict(&own.bytes).is_good());
    let taken = sign(&once.bytes, &wish(Some("Handtekening2")), &key, None).unwrap_err();
    assert_eq!(taken, Trouble::Field("veld `Handtekening2` is al gebruikt".into()));
    assert!(matches!(sign(&LETTER, &wish(Some("a.b")), &key, None), Err(Trouble::Field(_))));
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
    // Another's certificate.
    let mut none = || Err(Trouble::Key(String::new()));
    let told =
        LocalKey::from_pem(ONE.key.as_bytes(), TWO.certificate.as_bytes(), &mut none).unwrap_err();
    assert_eq!(told, Trouble::Certificate("de sleutel hoort niet bij het certificaat".into()));
    let foreign = |_: &[u8]| -> Result<Vec<u8>, String> { Ok(vec![1, 2, 3]) };
    let command = Command::new(ONE.certificate.as_bytes(), &foreign).unwrap();
    let moment = moment();
    let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
    let told = sign(&LETTER, &wish, &command, None).unwrap_err();
    assert_eq!(
        told,
        Trouble::Certificate("de handtekening die is gezet, hoort niet bij het certificaat".into())
    );
    for nonsense in ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
        let key = LocalKey::from_pem(nonsense.as_bytes(), ONE.certificate.as_bytes(), &mut none);
        assert!(matches!(key, Err(Trouble::Key(_))), "{nonsense}");
        let key = LocalKey::from_pem(ONE.key.as_bytes(), nonsense.as_bytes(), &mut none);
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
        prove(bytes, anchors, &at.parse().unwrap()).unwrap().handtekeningen[0].keten.clone()
    };
    let now = "2026-11-24T12:00:00+01:00";
    let (file, short) = (signed(&LETTER, &whole, &[]), signed(&LETTER, &cut, &[]));
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
}

/// A file with a revision behind it in which objects are other ones.
fn appended(bytes: &[u8], objects: &[((u32, u16), String)]) -> Vec<u8> {
    with_entries(bytes, objects, "")
}

/// The same, with further lines for the table.
fn with_entries(bytes: &[u8], objects: &[((u32, u16), String)], entries: &str) -> Vec<u8> {
    let document = Document::load_mem(bytes).unwrap();
    let mut out = bytes.to_vec();
    let mut table = format!("xref\n{entries}");
    for ((number, generation), text) in objects {
        table.push_str(&format!("{number} 1\n{:010} {generation:05} n \n", out.len()));
        out.extend(format!("{number} {generation} obj\n{text}\nendobj\n").bytes());
    }
    let start = out.len();
    let (number, generation) = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let size = document.max_id + 20;
    let trailer = format!(
        "trailer\n<</Size {size} /Root {number} {generation} R /Prev {} /ID [<00> <00>]>>\nstartxref\n{start}\n%%EOF\n",
        document.xref_start
    );
    out.extend(table.bytes().chain(trailer.bytes()));
    out
}

#[test]
fn what_is_added_after_a_signature_is_noticed() {
    let file = signed(&LETTER, &ONE, &boxes());
    let document = Document::load_mem(&file).unwrap();
    let pages = document.get_pages();
    let (page, other) = (pages[&1], pages[&2]);
    let content = document.get_object(other).unwrap().as_dict().unwrap().get(b"Contents").unwrap();
    let content = content.as_reference().unwrap();
    let new = document.max_id + 1;
    let widget = |rect: &str| {
        format!(
            "<</Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (y) /Rect [{rect}] /P {} 0 R>>",
            page.0
        )
    };
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let cases = [
        // Another text on the first page.
        (
            vec![(
                page,
                format!(
                    "<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Contents {} 0 R>>",
                    content.0
                ),
            )],
            "bladzijde 1 is gewijzigd",
        ),
        // An object that nothing needs.
        (
            vec![((new, 0), "<</Hallo /Wereld>>".to_owned())],
            "1 object dat niet bij een handtekening hoort",
        ),
        // Another root.
        (
            vec![(
                root,
                "<</Type /Catalog /Pages 1 0 R /OpenAction <</S /JavaScript /JS (x)>>>>".to_owned(),
            )],
            "is gewijzigd",
        ),
        // A form field of another kind.
        (vec![((new, 0), widget("0 0 500 700"))], "niet bij een handtekening"),
    ];
    for (objects, what) in cases {
        let changed = appended(&file, &objects);
        let report = verdict(&changed);
        assert!(!report.is_good(), "{objects:?}");
        let one = &report.handtekeningen.first();
        if objects[0].0 == root {
            assert!(one.is_none(), "the new root has no form");
        } else {
            let one = one.unwrap();
            assert!(one.ongeschonden, "what was signed is still there");
            assert!(one.daarna.join("; ").contains(what), "{:?}", one.daarna);
        }
        assert_ne!(compare(&changed, &LETTER, &boxes()), Vergelijking::Gelijk);
    }
    // Bytes that are no revision at all.
    let mut loose = file.clone();
    loose.extend(b"\n% meer\n");
    let report = verdict(&loose);
    assert_eq!(report.handtekeningen[0].daarna, ["8 bytes die nergens bij horen"]);
    assert!(!report.is_good());
    // What the first signer put in beside his signature is not what the dossier makes.
    let smuggled =
        appended(&LETTER, &[((document.max_id + 9, 0), "<</Hallo /Wereld>>".to_owned())]);
    let smuggled = signed(&smuggled, &ONE, &boxes());
    assert!(verdict(&smuggled).is_good());
    assert!(matches!(compare(&smuggled, &LETTER, &boxes()), Vergelijking::Anders(_)));
}

/// The text of an object, as a file has it last.
fn text_of(bytes: &[u8], number: u32) -> (usize, String) {
    let head = format!("\n{number} 0 obj\n");
    let at = bytes.windows(head.len()).rposition(|window| window == head.as_bytes()).unwrap() + 1;
    let text = String::from_utf8_lossy(&bytes[at + head.len() - 1..]).into_owned();
    (at, text.split("\nendobj").next().unwrap().to_owned())
}

#[test]
fn tricks_with_the_structure_of_a_file_prove_nothing() {
    let file = signed(&LETTER, &ONE, &boxes());
    let document = Document::load_mem(&file).unwrap();
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let page = document.get_pages()[&1];
    let content =
        document.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    let new = document.max_id + 1;
    let (signature, _) = document
        .objects
        .iter()
        .find(|(_, one)| one.as_dict().is_ok_and(|one| one.has(b"ByteRange")))
        .unwrap();

    // The signature once more, in a field of its own, with a picture that brings a cover for the page along.
    let catalog = text_of(&file, root.0).1;
    let catalog = catalog.replace("] /SigFlags", &format!(" {} 0 R] /SigFlags", new + 1));
    let annotations = text_of(&file, page.0).1;
    let fields = |cover: bool| {
        let list = if cover {
            format!(" {} 0 R {} 0 R]", new + 1, new + 3)
        } else {
            format!(" {} 0 R]", new + 1)
        };
        let at = annotations.find("/Annots [").unwrap();
        let end = at + annotations[at..].find(']').unwrap();
        format!("{}{list}{}", &annotations[..end], &annotations[end + 1..])
    };
    let widget = |more: &str| {
        format!(
            "<</Type /Annot /Subtype /Widget /FT /Sig /T (Parafen) /V {new} 0 R /P {} 0 R /Rect [-1 -1 -1 -1] /F 132 {more}>>",
            page.0
        )
    };
    let copy = text_of(&file, signature.0).1;
    for (cover, more) in [(false, String::new()), (true, format!("/AP <</N {} 0 R>>", new + 2))] {
        let mut objects = vec![
            ((new, 0), copy.clone()),
            ((new + 1, 0), widget(&more)),
            (root, catalog.clone()),
            (page, fields(cover)),
        ];
        if cover {
            objects.push(((new + 2, 0), format!("<</Type /XObject /Subtype /Form /BBox [0 0 1 1] /X {} 0 R /Length 0>>\nstream\n\nendstream", new + 3)));
            objects.push((
                (new + 3, 0),
                "<</Type /Annot /Subtype /Stamp /Rect [0 0 595 842] /F 4>>".into(),
            ));
        }
        let forged = appended(&file, &objects);
        let report = verdict(&forged);
        assert_eq!(report.handtekeningen.len(), 2, "the copy is in a field");
        assert!(!report.is_good(), "{report:#?}");
        assert_ne!(compare(&forged, &LETTER, &boxes()), Vergelijking::Gelijk);
        // Nobody signs below it either.
        let moment = moment();
        let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
        assert!(matches!(sign(&forged, &wish, &TWO.key(), None), Err(Trouble::Pdf(_))));
    }

    // What programs may read in two ways: an entry that leads to another object, one that is deleted, two on one place.
    let (old, _) = text_of(&file, page.0);
    let other = vec![(content, "<</Length 3>>\nstream\nq Q\nendstream".to_owned())];
    let cases = [
        with_entries(
            &file,
            &other,
            &format!("{new} 1\n{:010} 00000 n \n", text_of(&file, root.0).0),
        ),
        with_entries(&file, &[], &format!("{} 1\n0000000000 00001 f \n", content.0)),
        with_entries(&file, &[], &format!("{} 1\n{old:010} 00000 n \n", page.0)),
    ];
    for forged in cases {
        assert_eq!(prove(&forged, &Anchors::default(), &moment()).err(), Some(Unreadable::Foreign));
    }
}

#[test]
fn what_would_keep_a_reader_busy_is_refused() {
    let file = |objects: &[String], entries: &str| {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, text) in (1..).zip(objects) {
            table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
            out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
        }
        let start = out.len();
        out.extend(
            format!(
                "{table}{entries}trailer\n<</Size 100000 /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
            )
            .bytes(),
        );
        prove(&out, &Anchors::default(), &moment()).err()
    };
    let catalog = "<</Type /Catalog /Pages 2 0 R>>".to_owned();
    let pages = "<</Type /Pages /Kids [] /Count 0>>".to_owned();
    let start = vec![catalog, pages];
    assert_eq!(file(&start, ""), None);
    // A length that leads to a stream whose length leads to a stream, and so on.
    let chain =
        (3..20_000).map(|number| format!("<</Length {} 0 R>>\nstream\nx\nendstream", number + 1));
    assert!(file(&start.iter().cloned().chain(chain).collect::<Vec<_>>(), "").is_some());
    // Many names for one place.
    let many: String =
        (3..3_000).map(|number| format!("{number} 1\n0000000009 00000 n \n")).collect();
    assert_eq!(file(&start, &many), Some(Unreadable::Foreign));
    // Objects within objects.
    let within = "<</Type /#4fbjStm /N 4 /First 10 /Length 3>>\nstream\n1 0\nendstream".to_owned();
    let all: Vec<String> = start.iter().cloned().chain([within]).collect();
    assert_eq!(file(&all, ""), Some(Unreadable::Foreign));
    // A stream that would be longer than its place.
    let long = "<</Length 40>>\nstream\nx\nendstream".to_owned();
    let all: Vec<String> = start.iter().cloned().chain([long]).collect();
    assert!(file(&all, "").is_some());
}

proptest! {
    #![proptest_config(cases(400))]

    /// One byte other than it was, anywhere outside the signatures themselves.
    #[test]
    fn one_byte_is_noticed(at: prop::sample::Index, flip in 1u8..=255) {
        static FILE: LazyLock<Vec<u8>> =
            LazyLock::new(|| signed(&signed(&LETTER, &ONE, &boxes()), &TWO, &boxes()));
        static HOLES: LazyLock<Vec<std::ops::Range<usize>>> = LazyLock::new(|| {
            let document = Document::load_mem(&FILE).unwrap();
            let signatures = document.objects.values().filter_map(|one| one.as_dict().ok());
            let ranges = signatures.filter_map(|one| one.get(b"ByteRange").and_then(Object::as_array).ok());
            let number = |one: &Object| usize::try_from(one.as_i64().unwrap()).unwrap();
            ranges.map(|range| number(&range[1])..number(&range[2])).collect()
        });
        assert_eq!(HOLES.len(), 2);
        assert!(is_good(&FILE));
        let at = at.index(FILE.len());
        let mut file = FILE.clone();
        file[at] ^= flip;
        if HOLES.iter().all(|hole| !hole.contains(&at)) {
            prop_assert!(!is_good(&file), "byte {at}");
        } else {
            // Within a signature it may be padding; that another byte counts as good is not the point there.
            let _ = is_good(&file);
        }
    }
}

#[test]
fn files_that_prove_nothing_get_a_verdict() {
    let now = moment();
    let told = |bytes: &[u8]| prove(bytes, &Anchors::default(), &now).err();
    assert_eq!(told(b""), Some(Unreadable::Damaged));
    assert_eq!(told(b"%PDF-1.7\n"), Some(Unreadable::Damaged));
    let file = signed(&LETTER, &ONE, &[]);
    for length in (0..file.len()).step_by(4_999) {
        assert!(!is_good(&file[..length]), "{length} bytes");
    }
    // Without a signature.
    let report = verdict(&LETTER);
    assert!(report.handtekeningen.is_empty() && !report.is_good());
    // Loops and nonsense in the graph.
    let hostile = [
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>\nendobj\n3 0 obj\n3 0 R\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n3 0 obj\n<</FT /Sig /T (x) /V 3 0 R /ByteRange [0 9223372036854775807 9223372036854775807 9223372036854775807] /Contents <00>>>\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n3 0 obj\n<</FT /Sig /T (x) /V <</SubFilter /ETSI.CAdES.detached /ByteRange [0 0 0 0] /Contents <3080>>>>>\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields 1 0 R>>>>\nendobj\n2 0 obj\n<</Length 999999999999>>\nstream\nx\nendstream\nendobj\n",
    ];
    for body in hostile {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, _) in [(1, ()), (2, ()), (3, ())] {
            if let Some(at) = body.find(&format!("{number} 0 obj")) {
                table.push_str(&format!("{number} 1\n{:010} 00000 n \n", bytes.len() + at));
            }
        }
        bytes.extend(body.bytes());
        let start = bytes.len();
        bytes.extend(table.bytes());
        bytes.extend(
            format!("trailer\n<</Size 4 /Root 1 0 R /Prev {start}>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        assert!(!is_good(&bytes));
        let wish = Wish { veld: None, moment: &now, reden: None, plaats: None, vakken: &boxes() };
        assert!(sign(&bytes, &wish, &ONE.key(), None).is_err(), "{body}");
    }
    // Brackets without end.
    let mut deep = b"%PDF-1.7\n1 0 obj\n".to_vec();
    deep.extend(b"[".repeat(200_000));
    let start = deep.len();
    deep.extend(format!("\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2 /Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", start + 1).bytes());
    assert!(!is_good(&deep));
}

#[test]
fn an_encrypted_file_is_called_so() {
    let document = Document::load_mem(&LETTER).unwrap();
    let new = document.max_id + 1;
    let encrypt = "<</Filter /Standard /V 1 /R 2 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> /P -4>>";
    let mut bytes = appended(&LETTER, &[((new, 0), encrypt.to_owned())]);
    let at = bytes.windows(5).rposition(|window| window == b"/Root").unwrap();
    let _ = bytes.splice(at..at, format!("/Encrypt {new} 0 R ").into_bytes()).count();
    assert_eq!(prove(&bytes, &Anchors::default(), &moment()).err(), Some(Unreadable::Encrypted));
    let moment = moment();
    let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
    assert_eq!(
        sign(&bytes, &wish, &ONE.key(), None).unwrap_err(),
        Trouble::Pdf("is versleuteld".into())
    );
}

/// From a new dossier to a proven letter, as people do it.
#[test]
fn from_a_new_dossier_to_a_proven_letter() {
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str| home.path().join(name);
    let go = |arguments: &[&str]| {
        let output = run(home.path(), arguments);
        (output.code, output.stdout, output.stderr)
    };
    let good = |arguments: &[&str]| {
        let (code, out, err) = go(arguments);
        assert_eq!(code, 0, "{arguments:?}:\n{out}{err}");
        out
    };
    let edit = |name: &str, old: &str, new: &str| {
        let text = fs::read_to_string(file(name)).unwrap();
        assert!(text.contains(old), "{name}: {old}");
        fs::write(file(name), text.replacen(old, new, 1)).unwrap();
    };
    good(&["new", "brief", "--datum", "2026-11-24"]);
    // A typing error is repaired before anybody can initial.
    edit("brief/dossier.yaml", "kenmerk:", "kenmrek:");
    let route = ["afdelingshoofd", "directeur", "FEZ", "directeur-generaal"];
    let paraaf = |rol: &str| go(&["paraaf", "brief", "--rol", rol, "--naam", "A. Naam"]);
    assert_eq!(paraaf(route[0]).0, 1);
    edit("brief/dossier.yaml", "kenmrek:", "kenmerk:");
    edit(
        "brief/dossier.yaml",
        "naam: \"[naam van de bewindspersoon]\"",
        "naam: A. Eerste\n  - functie: De Minister van Financiën\n    naam: B. Tweede",
    );
    for rol in &route[..3] {
        assert_eq!(paraaf(rol).0, 0, "{rol}");
    }
    // One word, in the letter only.
    let brief = fs::read_to_string(file("brief/brief.yaml")).unwrap();
    let word = brief.lines().find(|line| line.trim_start().starts_with("Met deze brief")).unwrap();
    edit("brief/brief.yaml", word, &word.replace("Met deze brief", "In deze brief"));
    let status = good(&["status", "brief"]);
    assert_eq!(
        status.matches("vervallen: de kamerbrief is sindsdien gewijzigd").count(),
        3,
        "{status}"
    );
    assert_eq!(go(&["build", "brief", "--definitief"]).0, 1);
    for rol in route {
        assert_eq!(paraaf(rol).0, 0, "{rol}");
    }
    good(&["build", "brief", "--definitief"]);
    // A draft that lies somewhere is not signed either.
    fs::rename(file("brief/parafen.yaml"), file("weg.yaml")).unwrap();
    good(&["build", "brief", "--out", "concept"]);
    fs::rename(file("weg.yaml"), file("brief/parafen.yaml")).unwrap();
    fs::write(file("een.key"), &ONE.key).unwrap();
    fs::write(file("een.pem"), &ONE.certificate).unwrap();
    let (code, _, told) =
        go(&["sign", "concept/kamerbrief.pdf", "--sleutel", "een.key", "--certificaat", "een.pem"]);
    assert_eq!(code, 1);
    assert!(told.starts_with("fout[R007]: concept/kamerbrief.pdf is een concept"), "{told}");
    let unsigned = fs::read(file("brief/uit/kamerbrief.pdf")).unwrap();
    for (name, identity) in [("een", &*ONE), ("twee", &*TWO)] {
        fs::write(file(&format!("{name}.key")), &identity.key).unwrap();
        fs::write(file(&format!("{name}.pem")), &identity.certificate).unwrap();
    }
    good(&[
        "sign",
        "brief",
        "--sleutel",
        "een.key",
        "--certificaat",
        "een.pem",
        "--tijd",
        "2026-11-24T12:00:00+01:00",
    ]);
    good(&["sign", "brief", "--sleutel", "twee.key", "--certificaat", "twee.pem"]);
    let signed = "brief/uit/kamerbrief-getekend.pdf";
    let bytes = fs::read(file(signed)).unwrap();
    assert!(bytes.starts_with(&unsigned));
    assert_conforms("signed", &bytes);
    let verify =
        ["verify", signed, "--dossier", "brief", "--vertrouw", "een.pem", "--vertrouw", "twee.pem"];
    let told = good(&verify);
    assert!(
        told.contains("Handtekening1: A. Eerste") && told.contains("Handtekening2: B. Tweede"),
        "{told}"
    );
    assert!(
        told.contains("dit is precies de kamerbrief die brief maakt, byte voor byte"),
        "{told}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&good(&[&verify[..], &["--format", "json"]].concat())).unwrap();
    assert_eq!(
        (&json["bewezen"], &json["dossier"]["vergelijking"]["oordeel"]),
        (&true.into(), &"gelijk".into())
    );
    assert_eq!(json["ondertekenaars_nagegaan"], true);
    assert!(
        good(&["verify", signed])
            .ends_with("oordeel: ongeschonden, maar wie tekende is niet nagegaan\n")
    );
    // Nothing that is there already is lost, whatever the name.
    let out = [
        "sign",
        "brief/uit/kamerbrief.pdf",
        "--sleutel",
        "een.key",
        "--certificaat",
        "een.pem",
        "--out",
        signed,
    ];
    assert_eq!(go(&out).0, 1);
    assert_eq!(fs::read(file(signed)).unwrap(), bytes);
    // A third signature comes in the file itself, and a signature is never lost.
    assert_eq!(
        go(&[
            "sign",
            "brief/uit/kamerbrief.pdf",
            "--sleutel",
            "een.key",
            "--certificaat",
            "een.pem"
        ])
        .0,
        1
    );
    good(&["sign", signed, "--sleutel", "een.key", "--certificaat", "een.pem"]);
    assert!(fs::read(file(signed)).unwrap().starts_with(&bytes));
    // The dossier goes on; the signed letter does not.
    edit("brief/brief.yaml", "In deze brief", "Met deze brief");
    let (code, told, _) = go(&verify);
    assert_eq!(code, 1);
    assert!(told.contains("dit is niet de kamerbrief die brief nu maakt"), "{told}");
    for rol in route {
        assert_eq!(paraaf(rol).0, 0, "{rol}");
    }
    let (code, _, told) =
        go(&["sign", "brief", "--sleutel", "een.key", "--certificaat", "een.pem"]);
    assert_eq!(code, 1);
    assert!(
        told.starts_with(
            "fout[H007]: brief/uit/kamerbrief-getekend.pdf is niet meer wat dit dossier maakt"
        ),
        "{told}"
    );
}

#[test]
fn sign_and_verify_say_what_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(home.path().join(name), bytes).unwrap();
    put("brief.pdf", &LETTER);
    put("geen.pdf", b"%PDF-1.7 niets");
    put("een.key", ONE.key.as_bytes());
    put("een.pem", ONE.certificate.as_bytes());
    put("twee.pem", TWO.certificate.as_bytes());
    let told = |arguments: &[&str]| {
        // A process of its own has no terminal, where it would ask for a password.
        let output = start(home.path(), arguments);
        assert!(output.stdout.is_empty(), "{arguments:?}");
        (output.code, output.stderr.lines().next().unwrap_or_default().to_owned())
    };
    let own = ["--sleutel", "een.key", "--certificaat", "een.pem"];
    let with = |more: &[&'static str]| -> Vec<&str> {
        ["sign", "brief.pdf"].iter().chain(&own).chain(more).copied().collect()
    };
    let cases: Vec<(Vec<&str>, i32, &str)> = vec![
        (vec!["sign", "brief.pdf"], 2, "fout[D010]: er is niets om mee te tekenen"),
        (
            vec!["sign", "brief.pdf", "--certificaat", "een.pem"],
            2,
            "fout[D010]: bij `--certificaat` hoort wat ermee tekent",
        ),
        (
            vec!["sign", "brief.pdf", "--sleutel", "een.pem", "--certificaat", "een.pem"],
            2,
            "fout[H001]: in het bestand van de sleutel staat geen sleutel in PEM, of een die op een oude manier is versleuteld (`openssl pkcs8 -topk8` maakt er een nieuwe van)",
        ),
        (
            vec!["sign", "brief.pdf", "--sleutel", "een.key", "--certificaat", "twee.pem"],
            2,
            "fout[H002]: de sleutel hoort niet bij het certificaat",
        ),
        (
            vec!["sign", "brief.pdf", "--p12", "een.pem"],
            2,
            "fout[H001]: de sleutel in een.pem vraagt een wachtwoord: er is niemand om het te vragen; geef `--wachtwoord-bestand` of KAMERBRIEF_WACHTWOORD",
        ),
        (
            vec!["sign", "geen.pdf", "--sleutel", "een.key", "--certificaat", "een.pem"],
            1,
            "fout[H003]: geen.pdf is geen PDF, of is beschadigd",
        ),
        (
            vec!["sign", "weg.pdf", "--sleutel", "een.key", "--certificaat", "een.pem"],
            2,
            "fout[D006]: kan niet lezen: weg.pdf: bestaat niet",
        ),
        (
            with(&["--tsa", "https://tsa.example"]),
            2,
            "fout[D010]: `--tsa https://tsa.example` kan niet: het adres begint niet met http://",
        ),
        (
            with(&["--tsa-opdracht", "bestaatniet --x"]),
            2,
            "fout[H004]: geen tijdstempel: bestaatniet: bestaat niet",
        ),
        (
            with(&["--tsa-opdracht", "cat"]),
            2,
            "fout[H004]: geen tijdstempel: het antwoord is niet te begrijpen",
        ),
        (with(&["--veld", "a.b"]), 2, "fout[H006]: een veld kan niet `a.b` heten"),
        (
            vec!["sign", "brief.pdf", "--certificaat", "een.pem", "--opdracht", "false"],
            2,
            "fout[H005]: de opdracht tekent niet: false: uitgangscode 1",
        ),
        (
            vec!["sign", "brief.pdf", "--certificaat", "een.pem", "--opdracht", "'"],
            2,
            "fout[D010]: `--opdracht` kan zo niet: er staat geen opdracht, of een aanhalingsteken is niet gesloten",
        ),
        (
            vec!["verify", "brief.pdf", "--vertrouw", "een.key"],
            2,
            "fout[H001]: in een bestand van `--vertrouw` staat geen certificaat in PEM",
        ),
    ];
    for (arguments, code, expected) in cases {
        assert_eq!(told(&arguments), (code, expected.to_owned()), "{arguments:?}");
        assert!(!home.path().join("brief-getekend.pdf").exists(), "{arguments:?} has written");
    }
    let verify = |file: &str| {
        let output = run(home.path(), &["verify", file]);
        (output.code, output.stdout)
    };
    assert_eq!(
        verify("brief.pdf"),
        (1, "brief.pdf: niet ondertekend\n\noordeel: niet ondertekend\n".into())
    );
    assert_eq!(
        verify("geen.pdf"),
        (1, "geen.pdf: niet te beoordelen: het bestand is geen PDF, of het is beschadigd\n".into())
    );
}
