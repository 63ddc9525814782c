//! In: bytes from a socket. Out: one HTTP request; and an answer back. Or the other way round: a question to a preview. **I/O: a local socket.**
//!
//! One request for each connection, which is closed after the answer: on the loopback address a new connection costs
//! a tenth of a millisecond, and there is nothing to keep apart. (`tiny_http` was tried first: its version 0.12
//! leaves the fifth of a browser's connections unread while the first four are open.)

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this is a room that may")]

use std::io::{self, Read, Write};
use std::mem::take;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The longest head of a request.
const MOST_HEAD: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;
/// How long to wait for a request that does not come, or for a reader that does not read.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// `GET`, `POST`, …
    pub(super) method: String,
    /// From the first `/` to the `?`.
    pub(super) path: String,
    /// What follows the `?`.
    pub(super) query: String,
    headers: Vec<(String, String)>,
    /// How long what comes after the head is.
    length: usize,
    /// As much of that as came with the head.
    begun: Vec<u8>,
}

impl Request {
    /// Reads the head of a request.
    ///
    /// # Errors
    /// The status to answer; 0 where nobody is there to read one.
    pub(super) fn read(stream: &mut TcpStream) -> Result<Self, u16> {
        // Small answers go at once.
        let set = stream.set_write_timeout(Some(PATIENCE)).and(stream.set_nodelay(true));
        set.map_err(|_| 0_u16)?;
        let (start, mut bytes) = (Instant::now(), Vec::new());
        loop {
            if let Some((request, head)) = Self::parse(&bytes)? {
                let begun = bytes.split_off(head);
                return Ok(Self { begun, ..request });
            }
            more(stream, &mut bytes, start)?;
        }
    }

    /// Reads what comes after the head, of at most this many bytes: who asks has looked at the head first.
    ///
    /// # Errors
    /// The status to answer; 0 where nobody is there to read one.
    pub(super) fn body(&mut self, stream: &mut TcpStream, most: usize) -> Result<Vec<u8>, u16> {
        if self.length > most {
            return Err(413);
        }
        let (start, mut body) = (Instant::now(), take(&mut self.begun));
        while body.len() < self.length {
            more(stream, &mut body, start)?;
        }
        body.truncate(self.length);
        Ok(body)
    }

    /// The head of a request, if it is whole: the request, and how long that is.
    fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, u16> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let head = match parsed.parse(bytes) {
            Ok(httparse::Status::Complete(head)) if head <= MOST_HEAD => head,
            Ok(httparse::Status::Partial) if bytes.len() < MOST_HEAD => return Ok(None),
            Ok(_) | Err(httparse::Error::TooManyHeaders) => return Err(431),
            Err(_) => return Err(400),
        };
        let target = parsed.path.unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut request = Self {
            method: parsed.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Self::default()
        };
        for header in parsed.headers.iter() {
            let value = str::from_utf8(header.value).map_err(|_| 400_u16)?;
            request.headers.push((header.name.to_owned(), value.to_owned()));
        }
        if request.header("Transfer-Encoding").is_some() {
            return Err(501);
        }
        request.length = match request.header("Content-Length") {
            None => 0,
            Some(length) => length.parse().map_err(|_| 400_u16)?,
        };
        Ok(Some((request, head)))
    }

    /// A header. One that is there twice is empty: that is somebody's trick.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let first = all.next().map(|(_, value)| value.as_str());
        if all.next().is_some() { Some("") } else { first }
    }
}

/// Reads on. All of a part must come in time, not each byte.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, start: Instant) -> Result<(), u16> {
    let left = PATIENCE.saturating_sub(start.elapsed()).max(Duration::from_millis(1));
    stream.set_read_timeout(Some(left)).map_err(|_| 0_u16)?;
    let mut buffer = [0; 16_384];
    match stream.read(&mut buffer) {
        Ok(0) => Err(0),
        Ok(length) => {
            bytes.extend_from_slice(&buffer[..length]);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
        // Nothing at all came: a browser that opened a connection for later.
        Err(_) if bytes.is_empty() => Err(0),
        Err(_) => Err(408),
    }
}

/// Asks a preview on this machine: the status of its answer.
pub(super) fn ask(port: u16, target: &str, header: (&str, &str)) -> io::Result<u16> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let (name, value) = header;
    let head = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n{name}: {value}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(MOST_HEAD as u64).read_to_end(&mut answer)?;
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    parsed.parse(&answer).ok().and(parsed.code).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// Writes the head of an answer; without a length it goes on until the connection is closed.
pub(super) fn write_head(
    stream: &mut TcpStream,
    status: u16,
    headers: &[(&str, &str)],
    length: Option<usize>,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = length {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head.push_str("Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whole_or_refused() {
        let whole = b"POST /open?a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        let (request, head) = Request::parse(whole).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/open"));
        assert_eq!((request.query.as_str(), request.length, head), ("a=b", 2, whole.len() - 2));
        assert_eq!(request.header("host"), Some("x"));
        assert!(Request::parse(&whole[..20]).unwrap().is_none());
        let twice = b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n";
        assert_eq!(Request::parse(twice).unwrap().unwrap().0.header("Host"), Some(""));
        let refused = |bytes: &[u8]| Request::parse(bytes).unwrap_err();
        assert_eq!(refused(b"\0\0\r\n\r\n"), 400);
        assert_eq!(refused(b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), 501);
        assert_eq!(refused(b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), 400);
        assert_eq!(refused(&[b"GET /".as_slice(), &[b'a'; 20_000]].concat()), 431);
        let many: String = (0..100).map(|i| format!("X-{i}: 1\r\n")).collect();
        assert_eq!(refused(format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes()), 431);
    }
}
