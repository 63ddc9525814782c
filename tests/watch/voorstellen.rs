//! In: a page that asks what others want, and settles it. Out: what it is answered, and what that does to the files.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::running::{PATIENCE, Watch, is_fresh};
use crate::support::{copy, root};

const TEXT: &str = "Met deze brief informeer ik u.\n";
const BRIEF: &str = "opening: |\n  Met deze brief informeer ik u.\n";

/// `watch` over a dossier with proposals, each of words of the opening for others.
fn watching(options: &[&str], all: &[(&str, &str, &str)]) -> Watch {
    let home = tempfile::tempdir().unwrap();
    let dossier = home.path().join("dossier");
    copy(&root().join("tests/cases/ok_minimaal"), &dossier);
    let one = |(i, (wie, weg, erbij)): (usize, &(&str, &str, &str))| {
        let stuk = json!({"van": TEXT.find(weg).unwrap(), "weg": weg, "erbij": erbij});
        let deel = json!({"plaats": "brief.opening", "basis": "t", "stukken": [stuk]});
        json!({"nummer": i + 1, "wie": [wie], "uit": "a.docx", "delen": [deel], "stand": "open"})
    };
    let alle: Vec<Value> = all.iter().enumerate().map(one).collect();
    let kept = json!({"versie": 1, "bases": {"t": TEXT}, "alle": alle});
    fs::write(dossier.join("voorstellen.json"), kept.to_string()).unwrap();
    let watch = Watch::over(home, &[&["--no-pdf"], options].concat());
    watch.until_letter_says("informeer ik u");
    watch
}

/// The status and what is said.
fn post(watch: &Watch, body: &Value) -> (String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let (body, port) = (body.to_string(), watch.port);
    write!(
        stream,
        "POST /voorstellen HTTP/1.1\r\n{}Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        watch.head(),
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, said) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].to_owned(), said.trim_end().to_owned())
}

fn brief(watch: &Watch) -> String {
    fs::read_to_string(watch.path("brief.yaml")).unwrap()
}

#[test]
fn proposals_are_told_at_their_words_and_settled() {
    let watch =
        watching(&[], &[("Piet", "deze", "die"), ("Els", "deze", "onze"), ("Els", "ik", "wij")]);
    let state = watch.state().unwrap();
    assert_eq!(state["voorstellen"], json!({"open": 3, "iets": true}));
    let told: Value = serde_json::from_str(&watch.get("/voorstellen")).unwrap();
    let first = &told["open"][0];
    assert_eq!((&first["van"], &first["anders"]), (&json!("Piet"), &json!([2])));
    assert_eq!(first["delen"][0]["veld"], "brief.yaml, `opening`");
    let wanted =
        json!([{"voor": "Met ", "weg": "deze", "erbij": "die", "na": " brief informeer ik u."}]);
    assert_eq!(first["delen"][0]["wijzigingen"], wanted);
    let mark = &first["merken"][0];
    assert_eq!((&mark["soort"], &mark["erbij"]), (&json!("woorden"), &json!("die")));
    assert_eq!(
        (&mark["weg"][0]["stuk"], &mark["weg"][0]["page"]),
        (&json!("kamerbrief"), &json!(0))
    );
    // One is chosen, and the other for its words goes.
    let (status, said) = post(&watch, &json!({"do": "neem", "nummers": [2], "wijs_af": [1]}));
    assert_eq!(status, "200", "{said}");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        said,
        json!({"vervalt": [], "gedaan": true, "genomen": [2], "afgewezen": [1], "niet": []})
    );
    assert_eq!(brief(&watch), BRIEF.replace("deze", "onze"));
    let now =
        watch.until("one is left", |state| is_fresh(state) && state["voorstellen"]["open"] == 1);
    assert!(watch.letter(&now).contains("onze brief"));
    // What was settled is not settled again.
    let (status, said) = post(&watch, &json!({"do": "wijs_af", "nummers": [1]}));
    assert_eq!((&*status, said.contains("intussen")), ("409", true), "{said}");
}

#[test]
fn err_what_would_be_wrong_is_not_written() {
    let watch = watching(&[], &[("Piet", "deze", "deze[^weg]"), ("Els", "ik", "wij")]);
    let before = fs::read_to_string(watch.path("voorstellen.json")).unwrap();
    let (status, said) = post(&watch, &json!({"do": "neem", "nummers": [2, 1]}));
    assert_eq!(status, "422");
    assert!(said.starts_with("er is niets overgenomen: het dossier heeft dan fouten: "), "{said}");
    // Of which others would be chosen goes nothing, as long as what was chosen does not stand.
    watch.write("brief.yaml", BRIEF.replace(" ik ", " hij "));
    let (status, said) = post(&watch, &json!({"do": "neem", "nummers": [2], "wijs_af": [1]}));
    assert_eq!(status, "200");
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["genomen"], &said["afgewezen"]), (&json!([]), &json!([])));
    assert_eq!(
        said["niet"][0]["waarom"],
        "deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd"
    );
    assert_eq!(brief(&watch), BRIEF.replace(" ik ", " hij "));
    for odd in [json!({"do": "neem"}), json!({"do": "iets", "nummers": [1]}), json!([1])] {
        assert_eq!(post(&watch, &odd).0, "400", "{odd}");
    }
    assert_eq!(post(&watch, &json!({"do": "neem", "nummers": [7]})).0, "409");
    let kept = |text: &str| serde_json::from_str::<Value>(text).unwrap()["alle"].clone();
    let now = fs::read_to_string(watch.path("voorstellen.json")).unwrap();
    assert_eq!(kept(&now), kept(&before));
}

#[test]
fn err_a_file_with_proposals_that_cannot_be_read_is_told() {
    let watch = watching(&[], &[("Piet", "deze", "die")]);
    watch.write("voorstellen.json", "{");
    watch.until("it is seen", |state| state["voorstellen"]["open"] == 0);
    assert!(
        watch.get("/voorstellen").starts_with("kan voorstellen.json niet lezen: regel 1, teken 1")
    );
    let (status, said) = post(&watch, &json!({"do": "wijs_af", "nummers": [1]}));
    assert_eq!(status, "422");
    assert!(said.starts_with("kan voorstellen.json niet lezen: "), "{said}");
    assert_eq!(fs::read_to_string(watch.path("voorstellen.json")).unwrap(), "{");
}

#[test]
fn err_who_only_reads_settles_nothing() {
    let watch = watching(&["--alleen-lezen"], &[("Piet", "deze", "die")]);
    let told: Value = serde_json::from_str(&watch.get("/voorstellen")).unwrap();
    assert_eq!(told["open"][0]["nummer"], 1);
    let (status, said) = post(&watch, &json!({"do": "neem", "nummers": [1]}));
    assert_eq!((&*status, said.contains("--alleen-lezen")), ("403", true));
    assert_eq!(brief(&watch), BRIEF);
}
