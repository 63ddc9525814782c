//! What a person asks of a file.

use kamerbrief_front::dossier::{Bestand, Place, Root};
use kamerbrief_front::schrijven::{Draft, Refused, Request, carry_out};

const FILE: &str = "# brief\nopening: |\n  Dit is de motie.[^motie] En meer.\n\nsecties:\n  - kop: Een eerste # eerst\n    tekst: Kort.\n  - kop: Twee\n    tekst: |\n      Zie ook dit.[^ander]\n\nvoetnoten:\n  motie: <kst:28638-238>.\n  # die andere\n  ander: Zie daar.\n";

fn asked(request: &str) -> Result<(String, Vec<String>, Vec<String>), Refused> {
    let request: Request = serde_json::from_str(request).unwrap();
    let of = Place::top(Root::File(Bestand::Brief));
    let done = carry_out(FILE, &of, &request)?;
    let orphans = done.orphans.iter().map(ToString::to_string).collect();
    Ok((done.text, done.notes, orphans))
}

#[test]
fn a_new_note_gets_a_name_and_its_text_a_place() {
    let mut draft = serde_json::to_value(Draft::of("Dit is de motie.[^motie] En meer.\n")).unwrap();
    let content = draft["blocks"][0]["content"].as_array_mut().unwrap();
    content.push(serde_json::json!({"chip": {"kind": "note", "text": "Zie: de begroting."}}));
    let request = serde_json::json!({"do": "text", "place": "opening", "draft": draft});
    let (text, notes, orphans) = asked(&request.to_string()).unwrap();
    assert_eq!((notes, orphans), (vec!["motie_2".to_owned()], vec![]));
    let wanted = FILE
        .replace("En meer.", "En meer.[^motie_2]")
        .replace("238>.\n", "238>.\n  motie_2: 'Zie: de begroting.'\n");
    assert_eq!(text, wanted);
}

#[test]
fn a_note_that_nothing_refers_to_is_told() {
    let request = r#"{"do": "text", "place": "opening", "draft": {"blocks": [{"block": "paragraph", "content": [{"text": "Dit is de motie. En meer."}]}]}}"#;
    let (text, _, orphans) = asked(request).unwrap();
    assert_eq!(text, FILE.replace("[^motie]", ""));
    assert_eq!(orphans, ["voetnoten.motie"]);
    let (_, _, orphans) = asked(r#"{"do": "remove", "place": "secties[1]"}"#).unwrap();
    assert_eq!(orphans, ["voetnoten.ander"]);
}

#[test]
fn sections_come_move_and_go() {
    let new = r#"{"do": "insert", "place": "secties", "index": 1, "value": {"kop": "Nieuw: kop", "tekst": "Een.\n\nTwee.\n"}}"#;
    let (text, ..) = asked(new).unwrap();
    let section = "  - kop: 'Nieuw: kop'\n    tekst: |\n      Een.\n\n      Twee.\n";
    assert_eq!(text, FILE.replace("  - kop: Twee", &format!("{section}  - kop: Twee")));
    let (text, ..) = asked(r#"{"do": "move", "place": "secties", "from": 1, "to": 0}"#).unwrap();
    assert!(text.contains("secties:\n  - kop: Twee\n"), "{text}");
    let (text, ..) =
        asked(r#"{"do": "line", "place": "secties[0].kop", "text": "Een tweede\n"}"#).unwrap();
    assert_eq!(text, FILE.replace("eerste #", "tweede #"));
    let refused = asked(r#"{"do": "line", "place": "secties[7].kop", "text": "x"}"#).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "dit staat niet meer in het bestand: laad de bladzijde opnieuw"
    );
}

#[test]
fn what_was_changed_elsewhere_stays_or_is_asked_about() {
    let draft = |text: &str| serde_json::to_value(Draft::of(text)).unwrap();
    let base = "Dit is de motie.[^motie] Of meer.\n";
    let request = |text: &str| {
        let wanted = draft(text);
        serde_json::json!({"do": "text", "place": "opening", "draft": wanted, "base": base})
            .to_string()
    };
    let (text, ..) = asked(&request("Dit was de motie.[^motie] Of meer.\n")).unwrap();
    assert_eq!(text, FILE.replace("Dit is de", "Dit was de"));
    let refused = asked(&request("Dit is de motie.[^motie] Noch meer.\n")).unwrap_err();
    let now = "Dit is de motie.[^motie] En meer.\n".to_owned();
    assert_eq!(refused, Refused::Conflict { now });
    let line = r#"{"do": "line", "place": "secties[1].kop", "text": "Drie", "base": "Een"}"#;
    assert_eq!(asked(line).unwrap_err(), Refused::Conflict { now: "Twee".into() });
}
