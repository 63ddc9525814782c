//! In: a program, a service or a person at the terminal. Out: what they answer. **I/O.**

use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::files::read_limited;
use super::{Failure, reason};
use crate::workspace::{FileError, Files};

/// The longest answer from the network, in bytes.
const MAX_ANSWER: u64 = 10 * 1024 * 1024;

/// Opens an address in the user's browser.
///
/// # Errors
/// When there is none.
pub fn browse(address: &str) -> Result<(), String> {
    opener::open_browser(address).map_err(|error| error.to_string())
}

/// Starts a program of the user's own choice, and does not wait for it. No shell reads the arguments.
///
/// # Errors
/// When it cannot be started.
pub fn launch(program: &str, arguments: &[String]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| reason(&error))?;
    // Somebody must wait for it, or it stays in the system's list when it has ended.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Runs a program of the user's own choice: what it prints, when it reads this. No shell reads the arguments.
///
/// # Errors
/// When it cannot be started or ends with another exit code than 0: what it said.
pub fn pipe(program: &str, arguments: &[String], input: &[u8]) -> Result<Vec<u8>, String> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{program}: {}", reason(&error)))?;
    // A program that does not read its input is no error; all inputs fit in a pipe.
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().map_err(|error| reason(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let code = output.status.code().map_or("geen".into(), |code| code.to_string());
    Err(format!("{program}: uitgangscode {code}{}{said}", if said.is_empty() { "" } else { ": " }))
}

/// Asks a service for a timestamp: the answer to this request. Only when the user names the service.
///
/// # Errors
/// Why there is no answer.
pub fn post_timestamp(address: &str, request: &[u8]) -> Result<Vec<u8>, String> {
    post(address, "application/timestamp-query", request)
}

/// Asks an address in a certificate whether that still counts (OCSP), or for the file that is there. Only when the user
/// wants a signature that can be judged later.
///
/// # Errors
/// Why there is no answer.
pub fn ask_about_certificate(address: &str, question: Option<&[u8]>) -> Result<Vec<u8>, String> {
    match question {
        Some(question) => post(address, "application/ocsp-request", question),
        None => body(agent().get(address).call()),
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).build().into()
}

fn post(address: &str, kind: &str, request: &[u8]) -> Result<Vec<u8>, String> {
    body(agent().post(address).header("content-type", kind).send(request))
}

fn body(
    response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Vec<u8>, String> {
    let mut response = response.map_err(|error| unanswered(&error))?;
    let body = response.body_mut().with_config().limit(MAX_ANSWER);
    body.read_to_vec().map_err(|error| unanswered(&error))
}

/// Why a service gives no answer.
fn unanswered(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(_) | ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
            "de dienst is niet te bereiken".into()
        }
        ureq::Error::Timeout(_) => "de dienst antwoordt niet op tijd".into(),
        ureq::Error::StatusCode(code) => format!("de dienst weigert (HTTP {code})"),
        ureq::Error::BodyExceedsLimit(_) => "het antwoord is te groot".into(),
        ureq::Error::BadUri(_) => "het adres is niet goed geschreven".into(),
        other => other.to_string(),
    }
}

/// The versions of a folder in version control (git), newest first, at most this many; none without version control.
pub fn versions(folder: &Path, most: usize) -> Vec<Version> {
    list(folder, &[&format!("-n{most}"), "HEAD"])
}

/// A folder as it last was in this version of version control (a commit, a branch, a tag), or in the one that is there,
/// up to this moment (as git reads it); none when there is no such version.
pub fn version(folder: &Path, named: Option<&str>, until: Option<&str>) -> Option<Version> {
    let until = until.map(|moment| format!("--before={moment}"));
    let mut arguments = vec!["-n1"];
    arguments.extend(until.as_deref());
    // What follows is the name of a version, whatever it begins with.
    arguments.extend(["--end-of-options", named.unwrap_or("HEAD")]);
    list(folder, &arguments).into_iter().next()
}

/// Versions of a folder.
fn list(folder: &Path, which: &[&str]) -> Vec<Version> {
    let asked = [&["rev-list", "--pretty=format:%H%x09%cI%x09%s"], which, &["--", "."]].concat();
    let found = git(folder, &asked).unwrap_or_default();
    let version = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(ToOwned::to_owned);
        let (id, moment, said) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Version { folder: folder.to_owned(), id, moment, said })
    };
    String::from_utf8_lossy(&found).lines().filter_map(version).collect()
}

/// A folder as it was in a version of it.
#[derive(Debug, Clone)]
pub struct Version {
    folder: PathBuf,
    /// Names the version.
    pub id: String,
    /// When it was made, as RFC 3339 has it.
    pub moment: String,
    /// The first line of what was said of it.
    pub said: String,
}

impl Files for Version {
    /// What else is in the folder is of no interest: none.
    fn names(&self) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }

    fn names_in(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let inside = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if !Path::new(name).components().all(inside) {
            return Err(FileError::Outside);
        }
        let file = format!("{}:./{name}", self.id);
        git(&self.folder, &["cat-file", "blob", &file]).ok_or(FileError::Missing)
    }
}

/// What git prints. It reads only: these two commands run no hook, filter or signature program that the repository names,
/// and fetch nothing.
fn git(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args([
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "protocol.allow=never",
    ]);
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0");
    let output = command.args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// A password: from the file, or else the environment, or else somebody at the terminal.
///
/// # Errors
/// When there is none to be had.
pub fn password(file: Option<&Path>, about: &str) -> Result<String, Failure> {
    if let Some(path) = file {
        let bytes = read_limited(path, 4096)?;
        let text = String::from_utf8(bytes).map_err(|_| Failure::new(path, "is geen UTF-8"))?;
        return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
    }
    if let Some(password) = std::env::var_os("KAMERBRIEF_WACHTWOORD") {
        let place = Path::new("KAMERBRIEF_WACHTWOORD");
        return password.into_string().map_err(|_| Failure::new(place, "is geen UTF-8"));
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new(Path::new(about), "er is niemand om het te vragen"));
    }
    rpassword::prompt_password(format!("wachtwoord van {about}: "))
        .map_err(|error| Failure::of(Path::new(about), &error))
}
