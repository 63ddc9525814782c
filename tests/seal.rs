//! Signed letters: they stay what they were, and the commands that sign and prove. What other programs say of the
//! files, `.ci/run` asks (`tests/handtekeningen.py`), also with RSA, PKCS#12 and timestamps. More in `tests/seal/`.

use std::fs;
use std::sync::LazyLock;

use kamerbrief::dossier::Stuk;
use kamerbrief::seal::Vergelijking;
use lopdf::{Document, Object};
use proptest::prelude::*;

use crate::support::authority::Authority;
use crate::support::signing::{
    Edit, FONTS, ONE, TWO, boxes, compare, moment, signed, twice, verdict,
};
use crate::support::{assert_conforms, built, cases, good_dossiers, run, start};

/// An unsigned letter with an annex.
fn letter() -> &'static [u8] {
    &built("tests/regels/basis").document(Stuk::Kamerbrief).pdf
}

#[test]
fn signed_files_stay_archival_and_accessible_and_keep_their_bytes() {
    for vakken in [Vec::new(), boxes()] {
        let once = signed(letter(), &ONE, &vakken);
        let twice = signed(&once, &TWO, &vakken);
        assert!(once.starts_with(letter()) && twice.starts_with(&once));
        // Each signature costs less than 64 kB.
        assert!(once.len() - letter().len() < 64_000 && twice.len() - once.len() < 64_000);
        for (name, bytes) in [("once", &once), ("twice", &twice)] {
            assert_conforms(name, bytes);
            let report = verdict(bytes);
            assert!(report.is_good(), "{name}: {report:#?}");
            assert_eq!(compare(bytes, letter(), &vakken), Vergelijking::Gelijk);
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

/// With gradients, patterns and masks of a drawing too: none of ours is taken for one of somebody else.
#[test]
fn every_document_of_ours_can_be_signed() {
    for case in good_dossiers() {
        // Letters that nobody sees are told (O016), and not signed.
        if case.ends_with("warn_letters_onzichtbaar") {
            let letter = &built(&case).documents[0].pdf;
            assert!(kamerbrief::seal::may_be_signed(letter, &FONTS).is_err());
            continue;
        }
        for document in &built(&case).documents {
            let report = verdict(&signed(&document.pdf, &ONE, &[]));
            assert!(report.is_good(), "{}: {report:?}", case.display());
        }
    }
}

/// With evidence about the certificates, and with a timestamp over all of it.
#[test]
fn kept_files_stay_archival_and_accessible() {
    let issuer = Authority::new();
    let [one, two] = ["de minister", "de staatssecretaris"].map(|who| issuer.identity(who, vec![]));
    let signed = issuer.signed(letter(), &one);
    let lt = issuer.kept(&signed, &issuer.evidence(), None).unwrap();
    let lta = issuer.kept(&signed, &issuer.evidence(), Some("20261124163000Z")).unwrap();
    let more = issuer.signed(&lta, &two);
    let more = issuer.kept(&more, &issuer.evidence(), Some("20261124163500Z")).unwrap();
    for (name, bytes) in [("B-LT", &lt), ("B-LTA", &lta), ("twee keer B-LTA", &more)] {
        assert_conforms(name, bytes);
        assert!(verdict(bytes).is_good(), "{name}");
        assert_eq!(compare(bytes, letter(), &boxes()), Vergelijking::Gelijk);
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// A byte more, less, elsewhere or other than it was, anywhere.
    #[test]
    fn one_byte_is_noticed(edit in Edit::any()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| twice(letter()));
        let changed = edit.of(&FILE);
        prop_assert!(changed == *FILE || !verdict(&changed).is_whole());
    }
}

/// The kinds of the elements of a PDF's structure tree, in the order of reading.
fn tags(bytes: &[u8]) -> Vec<String> {
    fn visit(document: &Document, of: &Object, tags: &mut Vec<String>) {
        match of {
            Object::Reference(id) => visit(document, &document.objects[id], tags),
            Object::Array(kids) => kids.iter().for_each(|kid| visit(document, kid, tags)),
            Object::Dictionary(of) => {
                if let Ok(kind) = of.get(b"S").and_then(Object::as_name) {
                    tags.push(String::from_utf8_lossy(kind).into_owned());
                }
                if let Ok(kids) = of.get(b"K") {
                    visit(document, kids, tags);
                }
            }
            _ => {}
        }
    }
    let document = Document::load_mem(bytes).unwrap();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let mut tags = Vec::new();
    visit(&document, root, &mut tags);
    tags
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
    good(&["new", "brief", "--huisstijl", "jenv", "--datum", "2026-11-24"]);
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
    // What is not filled in goes to nobody, unless that is meant.
    assert_eq!(go(&["build", "brief", "--definitief"]).0, 1);
    let dossier = fs::read_to_string(file("brief/dossier.yaml")).unwrap();
    let excused = "\nuitzonderingen:\n  - {regel: niet-ingevuld, reden: Het blijft hier open.}\n";
    fs::write(file("brief/dossier.yaml"), dossier + excused).unwrap();
    good(&["build", "brief", "--definitief"]);
    // A draft that lies somewhere is not signed either.
    for folder in ["parafen", "parafenspoor"] {
        fs::rename(file(&format!("brief/{folder}")), file(&format!("weg-{folder}"))).unwrap();
    }
    good(&["build", "brief", "--out", "concept"]);
    for folder in ["parafen", "parafenspoor"] {
        fs::rename(file(&format!("weg-{folder}")), file(&format!("brief/{folder}"))).unwrap();
    }
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
    let told = go(&["sign", "brief", "--sleutel", "twee.key", "--certificaat", "twee.pem"]);
    let earlier = "al ondertekend  Handtekening1: A. Eerste, 24 november 2026, 12:00: wie het dossier daar noemt\n";
    assert_eq!(told.0, 0, "{told:?}");
    assert!(told.1.contains(earlier) || told.2.contains(earlier), "{told:?}");
    let signed = "brief/uit/kamerbrief-getekend.pdf";
    let bytes = fs::read(file(signed)).unwrap();
    assert!(bytes.starts_with(&unsigned));
    assert_conforms("signed", &bytes);
    // Each signature is read right before its signer's name, and both before the annex.
    let tags = tags(&bytes).join(" ");
    assert!(tags.contains("Div Form Span Div Form Span H1"), "{tags}");
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
    let again = ["sign", signed, "--sleutel", "een.key", "--certificaat", "een.pem"];
    let (code, _, told) = go(&again);
    assert_eq!(code, 1);
    assert!(
        told.starts_with(
            "fout[H008]: brief/uit/kamerbrief-getekend.pdf is al ondertekend door A. Eerste, in veld Handtekening1"
        ),
        "{told}"
    );
    good(&[&again[..], &["--nog-een"]].concat());
    assert!(fs::read(file(signed)).unwrap().starts_with(&bytes));
    // Below a signature of somebody else nobody signs without knowing it.
    let stranger = crate::support::signing::signer("V. Vreemd");
    fs::write(file("vreemd.key"), &stranger.key).unwrap();
    fs::write(file("vreemd.pem"), &stranger.certificate).unwrap();
    let whole = fs::read(file(signed)).unwrap();
    fs::write(file(signed), &unsigned).unwrap();
    let by = |name: &str, more: &[&str]| {
        let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
        let all = ["sign", "brief", "--sleutel", &key, "--certificaat", &pem];
        go(&[&all[..], more].concat())
    };
    assert_eq!(by("vreemd", &[]).0, 0);
    let (code, _, told) = by("een", &[]);
    assert_eq!(code, 1);
    assert!(
        told.starts_with("fout[H010]: in brief/uit/kamerbrief-getekend.pdf staat al een handtekening die er niet hoort: V. Vreemd is niet de ondertekenaar die het dossier bij veld Handtekening1 noemt: A. Eerste"),
        "{told}"
    );
    let (code, out, told) = by("een", &["--naast-onbekende"]);
    assert_eq!(code, 0, "{told}");
    assert!((out + &told).contains("NIET wie het dossier daar noemt"));
    fs::write(file(signed), whole).unwrap();
    // The dossier goes on; the signed letter does not.
    edit("brief/brief.yaml", "In deze brief", "Met deze brief");
    let (code, told, _) = go(&verify);
    assert_eq!(code, 4);
    assert!(told.contains("dit is niet de kamerbrief die brief nu maakt"), "{told}");
    assert!(told.ends_with("oordeel: ongeschonden, maar niet alles wat gevraagd is klopt\n"));
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
    put("brief.pdf", letter());
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
            "fout[H003]: geen.pdf is niet zoals kamerbrief het zou schrijven: vanaf byte 8 is het anders (het begin van het bestand)",
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
        (with(&["--lt"]), 2, "fout[D010]: bij `--lt` hoort een tijdstempel"),
        (with(&["--crl", "een.pem"]), 2, "fout[D010]: `--crl` hoort bij `--lt` of `--lta`"),
        (
            with(&["--lta", "--tsa-opdracht", "cat", "--ocsp", "een.pem"]),
            2,
            "fout[H009]: in een.pem staat geen antwoord van een uitgever",
        ),
        (
            with(&["--lta", "--tsa-opdracht", "cat", "--keten", "een.key"]),
            2,
            "fout[H009]: in een.key staat geen certificaat",
        ),
        (
            with(&["--tijd", "2190-01-01T12:00:00+01:00"]),
            2,
            "fout[D010]: `--tijd` kan niet: 1 januari 2190, 12:00 is nog niet geweest",
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
    // Whoever must still give a password is told so at once, also when the folder is taken.
    let slot = fs::File::create(home.path().join(".kamerbrief-slot")).unwrap();
    slot.lock().unwrap();
    let (_, message) = told(&["sign", "brief.pdf", "--p12", "een.pem"]);
    assert!(message.starts_with("fout[H001]"), "{message}");
    drop(slot);
    let verify = |file: &str| {
        let output = run(home.path(), &["verify", file]);
        (output.code, output.stdout)
    };
    assert_eq!(
        verify("brief.pdf"),
        (
            3,
            "brief.pdf: geen handtekening gevonden\n\noordeel: niet te beoordelen: er staat geen handtekening in\n".into()
        )
    );
    assert_eq!(
        verify("geen.pdf"),
        (
            3,
            "geen.pdf: geen handtekening gevonden\n\noordeel: niet te beoordelen: er staat geen handtekening in die kamerbrief kan lezen, en het bestand is anders opgebouwd dan kamerbrief het zou schrijven\n".into()
        )
    );
    // Each verdict has its exit code and its value.
    let signed = signed(letter(), &ONE, &[]);
    let mut changed = signed.clone();
    changed[letter().len() / 2] ^= 1;
    put("getekend.pdf", &signed);
    put("anders.pdf", &changed);
    put("meer.pdf", &[&signed[..], b" "].concat());
    let json = |arguments: &[&str]| {
        let output = run(home.path(), &[&["verify", "--format", "json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        (
            output.code,
            json["uitspraak"]["oordeel"].as_str().unwrap().to_owned(),
            json["bewezen"].clone(),
        )
    };
    let value = |code, verdict: &str, proven: bool| (code, verdict.to_owned(), proven.into());
    assert_eq!(json(&["getekend.pdf"]), value(0, "ongeschonden", true));
    assert_eq!(json(&["anders.pdf"]), value(1, "gewijzigd", false));
    assert_eq!(json(&["meer.pdf"]), value(3, "niet_te_beoordelen", false));
    assert_eq!(json(&["getekend.pdf", "--vertrouw", "twee.pem"]), value(4, "ongeschonden", false));
    assert_eq!(
        verify("meer.pdf").1.lines().last().unwrap(),
        "wie wel: een PDF-lezer die handtekeningen controleert, of een validatiedienst (DSS van de Europese Commissie)"
    );
}
