//! In: a value in BER, as some programs write signatures. Out: the same in DER: lengths stated once and in short, strings
//! in one piece. Pure.
//!
//! The order of sets stays as it is: what was signed may be over that order.

/// Values within values, at most.
const MAX_DEPTH: usize = 40;
/// A string of bytes in pieces.
const PIECES: u8 = 0x24;

/// The first value in some bytes; what is behind it is passed over.
pub(super) fn to_der(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    value(bytes, MAX_DEPTH, &mut out)?;
    Some(out)
}

/// Writes a value, and gives what stands behind it.
fn value<'a>(bytes: &'a [u8], deep: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let deep = deep.checked_sub(1)?;
    let (tag, rest) = bytes.split_first()?;
    let long = tag & 0x1f == 0x1f;
    let length = if long { rest.iter().position(|byte| byte & 0x80 == 0)? + 1 } else { 0 };
    let (number, rest) = rest.split_at_checked(length)?;
    let (length, mut rest) = rest.split_first()?;
    let constructed = tag & 0x20 != 0;
    let mut content = Vec::new();
    if *length == 0x80 {
        if !constructed {
            return None;
        }
        while !rest.starts_with(&[0, 0]) {
            rest = value(rest, deep, &mut content)?;
        }
        rest = &rest[2..];
    } else {
        let size = match length {
            0..=0x7f => usize::from(*length),
            _ => {
                let (digits, more) = rest.split_at_checked(usize::from(length & 0x7f))?;
                rest = more;
                digits.iter().try_fold(0_usize, |size, byte| {
                    Some(size.checked_mul(256)? + usize::from(*byte))
                })?
            }
        };
        let mut within;
        (within, rest) = rest.split_at_checked(size)?;
        if constructed {
            while !within.is_empty() {
                within = value(within, deep, &mut content)?;
            }
        } else {
            content.extend(within);
        }
    }
    if *tag == PIECES {
        content = joined(&content)?;
        out.push(tag & !0x20);
    } else {
        out.push(*tag);
    }
    out.extend(number);
    write_length(content.len(), out);
    out.extend(content);
    Some(rest)
}

/// The pieces of a string, which are in DER, together.
fn joined(mut pieces: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while !pieces.is_empty() {
        let piece = super::cms::first_value(pieces)?;
        let head = piece.len() - content_length(piece)?;
        whole.extend(&piece[head..]);
        pieces = &pieces[piece.len()..];
    }
    Some(whole)
}

/// The length of what is in a value in DER.
fn content_length(value: &[u8]) -> Option<usize> {
    match value.get(1)? {
        length @ 0..=0x7f => Some(usize::from(*length)),
        length => {
            let digits = value.get(2..2 + usize::from(length & 0x7f))?;
            Some(digits.iter().fold(0, |size, byte| size * 256 + usize::from(*byte)))
        }
    }
}

fn write_length(length: usize, out: &mut Vec<u8>) {
    match u8::try_from(length) {
        Ok(short @ 0..=0x7f) => out.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
            out.push(0x80 | u8::try_from(bytes.len()).unwrap_or_default());
            out.extend(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_der;

    #[test]
    fn lengths_and_pieces_become_der_and_der_stays() {
        let der = [0x30, 0x05, 0x04, 0x03, 1, 2, 3];
        assert_eq!(to_der(&der).unwrap(), der);
        // Without a length, with a length that is too long, in pieces, with something behind it.
        assert_eq!(to_der(&[0x30, 0x80, 0x04, 0x03, 1, 2, 3, 0, 0, 9]).unwrap(), der);
        assert_eq!(to_der(&[0x30, 0x81, 0x05, 0x04, 0x03, 1, 2, 3]).unwrap(), der);
        let pieces = [0x30, 0x80, 0x24, 0x80, 0x04, 1, 1, 0x04, 2, 2, 3, 0, 0, 0, 0];
        assert_eq!(to_der(&pieces).unwrap(), der);
        for broken in
            [&[0x30, 0x80, 0x04][..], &[0x04, 0x80, 0, 0], &[0x30, 5, 1], &[], &[0x30; 99]]
        {
            assert_eq!(to_der(broken), None);
        }
    }
}
