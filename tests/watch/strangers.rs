//! In: requests of whoever can reach the port. Out: whether the preview answers none but its own page.

use std::io::{Read, Write};
use std::net::TcpStream;

use super::running::{PATIENCE, Watch};

#[test]
fn only_its_own_page_may_ask() {
    let watch = Watch::new(&["--no-pdf", "--editor", "nergens {file}"]);
    watch.until_letter_says("informeer ik u");
    let own = format!("127.0.0.1:{}", watch.port);
    let status = |head: &str| -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let get = |path: &str, more: &str| {
        status(&format!("GET {path} HTTP/1.1\r\n{}{more}\r\n", watch.head()))
    };
    assert_eq!(get("/", ""), "200");
    assert_eq!(get("/", &format!("Origin: http://{own}\r\n")), "200");
    assert_eq!(get("/", "Origin: http://elders.example\r\n"), "403");
    assert_eq!(get("/", &format!("Origin: http://{own}\r\nOrigin: http://{own}\r\n")), "403");
    assert_eq!(get("/events", "Sec-Fetch-Site: same-site\r\n"), "403");
    // Going to the page is no secret; going elsewhere on it is.
    let visit = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
    assert_eq!(
        (get("/", visit), get("/goto?file=brief.yaml&line=2", visit)),
        ("200".into(), "403".into())
    );
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), "403");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: elders.example\r\n\r\n"), "403");
    assert_eq!(status("onzin\r\n\r\n"), "400");
    let post = |path: &str, more: &str, body: &str| {
        let length = body.len();
        status(&format!(
            "POST {path} HTTP/1.1\r\n{}{more}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
            watch.head()
        ))
    };
    let from = format!("Origin: http://{own}\r\n");
    let file = watch.path("brief.yaml").display().to_string();
    let body = format!("{{\"file\": {file:?}, \"line\": 1, \"column\": 1}}");
    assert_eq!(post("/open", "", &body), "403");
    assert_eq!(post("/open", &from, &body), "404", "a name that diagnostics do not use");
    let body = "{\"file\": \"dossier/brief.yaml\", \"line\": 1, \"column\": 1}";
    assert_eq!(post("/open", &from, body), "500", "the program is not there");
    assert_eq!(post("/goto?file=brief.yaml&line=2", &from, ""), "404");
    // Who says nothing keeps nobody else waiting.
    let idle: Vec<TcpStream> =
        (0..80).map(|_| TcpStream::connect(("127.0.0.1", watch.port)).unwrap()).collect();
    assert_eq!(get("/", ""), "200");
    drop(idle);
}

#[test]
fn without_the_key_nothing_of_the_dossier_is_told() {
    let watch = Watch::new(&["--no-pdf", "--editor", "nergens {file}"]);
    let state = watch.until_letter_says("informeer ik u");
    let id = state["documents"][0]["pages"][0]["id"].as_str().unwrap();
    let status = |method: &str, path: &str, key: &str, body: &str| -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (port, length) = (watch.port, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\n{key}Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let right = format!("Kamerbrief-Sleutel: {}\r\n", watch.key);
    let place = "{\"file\": \"dossier/brief.yaml\", \"line\": 1, \"column\": 1}";
    for (method, path, body, with) in [
        ("GET", "/events".to_owned(), "", "200"),
        ("GET", "/naast/events".to_owned(), "", "200"),
        ("GET", "/source?id=x&x=1&y=1".to_owned(), "", "200"),
        ("GET", "/goto?file=brief.yaml&line=2".to_owned(), "", "200"),
        ("GET", format!("/page/{id}.svg"), "", "200"),
        ("GET", format!("/page/{id}.json"), "", "200"),
        ("GET", format!("/page/{id}.png"), "", "200"),
        ("POST", "/open".to_owned(), place, "500"),
        ("GET", "/nergens".to_owned(), "", "404"),
    ] {
        let wrong = format!("Kamerbrief-Sleutel: {}\r\n", "0".repeat(32));
        let twice = format!("{right}{right}");
        for key in ["", "Kamerbrief-Sleutel: \r\n", &wrong, &twice] {
            assert_eq!(status(method, &path, key, body), "401", "{path} {key}");
        }
        assert_eq!(status(method, &path, &right, body), with, "{path}");
    }
    // What says nothing of a dossier is for everybody, or nobody could begin.
    for path in ["/", "/naast", "/voorbeeld.js", "/gemeen.js", "/voorbeeld.css"] {
        assert_eq!(status("GET", path, "", ""), "200", "{path}");
    }
    assert_eq!(status("POST", "/sleutel", "", &watch.key), "401", "the key is not for sale");
}

#[test]
fn err_pages_that_are_gone_keep_nobody_out() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let ask = |path: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n{}\r\n", watch.head()).unwrap();
        let mut answer = [0; 12];
        let status = stream.read_exact(&mut answer).map(|()| answer[9..].to_vec());
        (stream, status.ok().map(|status| String::from_utf8_lossy(&status).into_owned()))
    };
    // As many as there may be, each of which has shown the key and listens.
    let pages: Vec<_> = (0..64).map(|_| ask("/events")).collect();
    assert!(pages.iter().all(|(_, status)| status.as_deref() == Some("200")));
    assert_eq!(ask("/waarden").1, None, "all of them are still there");
    drop(pages);
    assert_eq!(ask("/waarden").1.as_deref(), Some("200"));
}

#[test]
fn err_what_cannot_be_read_does_nothing() {
    let watch = Watch::new(&["--no-pdf"]);
    watch.until_letter_says("informeer ik u");
    let post = |path: &str, kind: &str, body: &str| -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", watch.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (port, length) = (watch.port, body.len());
        write!(
            stream,
            "POST {path} HTTP/1.1\r\n{}Origin: http://127.0.0.1:{port}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}",
            watch.head()
        )
        .unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    let brief = || std::fs::read_to_string(watch.path("brief.yaml")).unwrap();
    let before = brief();
    let wish = "{\"bestand\": \"brief\", \"do\": \"text\", \"place\": \"opening\", \"draft\": {\"blocks\": [{\"block\": \"paragraph\", \"level\": 0, \"content\": [{\"text\": \"Anders.\"}]}]}, \"opslaan\": true}";
    assert_eq!(post("/wijzig", "text/json", wish), "415");
    assert_eq!(brief(), before);
    assert_eq!(post("/wijzig", "Application/JSON; charset=utf-8", wish), "200");
    let after = brief();
    assert_ne!(after, before);
    for body in ["", "{", "null null"] {
        assert_eq!(post("/terug", "application/json", body), "400", "{body}");
    }
    assert_eq!(brief(), after);
    assert_eq!(post("/terug", "application/json", "null"), "200");
    assert_eq!(brief(), before);
    assert_eq!(post("/opnieuw", "application/json", "["), "400");
    assert_eq!(brief(), before);
}
