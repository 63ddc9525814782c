//! In: the bytes of a file that came back. Out: the parts of it that say something, as text; or why it is no file of Word
//! that can be read. Pure.
//!
//! The file is of others: how much it unfolds to, how many parts it has and how deep they go is bounded, and nothing that
//! it names is fetched or run.

mod uitgeschreven;

pub(super) use self::uitgeschreven::VELD;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use self::uitgeschreven::uitgeschreven;
use super::super::Fout;
use super::onderdelen::attribuut;

/// Most parts, most bytes of one that is read, and of all of those together.
const MAX_PARTS: usize = 5_000;
const MAX_PART: u64 = 24 << 20;
const MAX_ALL: u64 = 48 << 20;

/// Most bytes of the list of parts.
const MAX_RELS: u64 = 1 << 20;

/// Most elements of a part, and how deep they stand in each other at most.
const MAX_NODES: u32 = 3_000_000;
const MAX_DEPTH: usize = 200;

/// The parts that are read of a file that came back.
const PARTS: [&str; 9] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/comments.xml",
    "word/commentsExtended.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
    "word/_rels/footnotes.xml.rels",
    "docProps/custom.xml",
];

/// Beside those, of a letter that was written in Word: what stands around its text.
const AROUND: [&str; 3] = ["word/header", "word/footer", "word/endnotes"];

/// The parts of a file as text, by their names.
pub(super) type Delen = BTreeMap<String, String>;

fn geen_word(why: &str) -> Fout {
    Fout(format!("{why}: sla het in Word of LibreOffice op als .docx"))
}

/// Unpacks a file; also what stands around its text, if it is to be read whole.
pub(super) fn uitgepakt(bytes: &[u8], heel: bool) -> Result<Delen, Fout> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(geen_word(
            "dit is een Word-bestand van vóór 2007, of er staat een wachtwoord op",
        ));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| geen_word("dit is geen Word-bestand, of het is beschadigd"))?;
    if archive.len() > MAX_PARTS {
        return Err(Fout("er zitten te veel delen in dit bestand".into()));
    }
    let has = |archive: &zip::ZipArchive<_>, end: &str| {
        archive.file_names().flatten().any(|name| name.to_lowercase().ends_with(end))
    };
    if has(&archive, "vbaproject.bin") {
        return Err(geen_word("er zit een macro in dit bestand"));
    }
    if has(&archive, "mimetype") && !has(&archive, "word/document.xml") {
        return Err(geen_word("dit is een bestand van LibreOffice (.odt)"));
    }
    let main = hoofddeel(&mut archive);
    let mut names: Vec<String> = PARTS.map(ToOwned::to_owned).to_vec();
    if heel {
        let known = archive.file_names().flatten();
        let around = known.filter(|name| {
            AROUND.iter().any(|begin| name.starts_with(begin)) && name.ends_with(".xml")
        });
        names.extend(around.map(|name| name.to_string()));
    }
    let too_big = || Fout("dit bestand is uitgepakt te groot".into());
    let mut claimed = 0;
    // What a part is called in this file.
    let own = |name: &str| match name {
        "word/document.xml" => main.clone(),
        "word/_rels/document.xml.rels" => {
            let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
            format!("{folder}/_rels/{name}.rels")
        }
        other => other.to_owned(),
    };
    for name in &names {
        let size = archive.by_name(&own(name)).map_or(0, |file| file.size());
        claimed += size;
        if size > MAX_PART || claimed > MAX_ALL {
            return Err(too_big());
        }
    }
    let mut parts = Delen::new();
    let mut all = 0;
    for name in names {
        let Ok(file) = archive.by_name(&own(&name)) else { continue };
        let mut bytes = Vec::new();
        // What a file says of its own size may be a lie.
        file.take(MAX_PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| geen_word("dit bestand is beschadigd"))?;
        all += bytes.len() as u64;
        if bytes.len() as u64 > MAX_PART || all > MAX_ALL {
            return Err(too_big());
        }
        let text = tekst(&bytes).ok_or_else(|| geen_word("dit bestand is beschadigd"))?;
        let is_said = heel && name.starts_with("word/") && !name.contains("comments");
        let is_said = is_said
            && ["document", "notes", "header", "footer"].iter().any(|part| name.contains(part));
        parts.insert(name, if is_said { uitgeschreven(&text) } else { text });
    }
    if !parts.contains_key("word/document.xml") {
        return Err(geen_word("dit is geen Word-bestand"));
    }
    Ok(parts)
}

/// What a part says: in UTF-8, or in the UTF-16 that some programs write.
fn tekst(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units = rest.chunks(2).map(|pair| Some(read(pair.try_into().ok()?)));
        String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// The name of the part with the text: the one that the file says it is, or what it is nearly always called.
fn hoofddeel(archive: &mut zip::ZipArchive<Cursor<&[u8]>>) -> String {
    const USUAL: &str = "word/document.xml";
    let mut said = Vec::new();
    let read = archive
        .by_name("_rels/.rels")
        .ok()
        .and_then(|file| file.take(MAX_RELS).read_to_end(&mut said).ok());
    let text = read.and_then(|_| tekst(&said));
    let target = text.and_then(|text| {
        let tree = boom(&text).ok()?;
        let mut all = tree.descendants();
        let main = all.find(|one| {
            attribuut(*one, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        })?;
        Some(attribuut(main, "Target")?.trim_start_matches('/').to_owned())
    });
    let wanted = target.unwrap_or_else(|| USUAL.to_owned());
    // Their names are alike whatever capitals they have.
    let named = |wanted: &str| {
        let known = archive.file_names().flatten().map(|name| name.to_string());
        let mut alike: Vec<String> =
            known.filter(|name| name.eq_ignore_ascii_case(wanted)).collect();
        alike.sort_by_key(|name| name != wanted);
        alike.into_iter().next()
    };
    named(&wanted).or_else(|| named(USUAL)).unwrap_or_else(|| USUAL.to_owned())
}

/// A part as a tree. One that declares entities, or goes too deep, is none.
pub(super) fn boom(text: &str) -> Result<roxmltree::Document<'_>, Fout> {
    let options = roxmltree::ParsingOptions { nodes_limit: MAX_NODES, ..Default::default() };
    let tree = roxmltree::Document::parse_with_options(text, options).map_err(|_| {
        geen_word("dit bestand is beschadigd, of er staat in wat niet in een Word-bestand hoort")
    })?;
    let mut depth = 0;
    let mut node = tree.root();
    loop {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            if depth > MAX_DEPTH {
                return Err(Fout("dit bestand is te diep genest".into()));
            }
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => (node, depth) = (parent, depth - 1),
                None => return Ok(tree),
            }
        }
    }
}
