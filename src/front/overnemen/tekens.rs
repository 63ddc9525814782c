//! In: the bytes of a file with questions. Out: its text, or how it becomes one. Pure.

use super::Onbruikbaar;

/// How a file begins that is no text.
const GEEN_TEKST: [&[u8]; 4] = [b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf"];

/// The text of a file, with plain ends of lines.
///
/// # Errors
/// When it is no text, or in an encoding that it does not name.
pub(super) fn lees(bytes: &[u8]) -> Result<String, Onbruikbaar> {
    if GEEN_TEKST.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(Onbruikbaar::new(
            "dit is geen tekst, maar een bestand van Word of een PDF",
            "kopieer de vragen naar een .txt, en bewaar die als UTF-8",
        ));
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    let text = text.filter(|text| !text.contains('\0') || is_utf8(text)).ok_or_else(|| {
        Onbruikbaar::new(
            "dit bestand is geen tekst in UTF-8",
            "open het in Kladblok of Word, kies Opslaan als (tekst zonder opmaak), en daar bij Codering UTF-8",
        )
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Text of two bytes a sign.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}

/// Whether what was read as UTF-8 is that: in UTF-16 without a mark every second byte is empty.
fn is_utf8(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == 0).count() < text.len() / 3
}
