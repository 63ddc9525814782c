//! In: a PDF as Typst writes it. Out: the same, with an end of every stream that no reader takes for a part of it. Pure.
//!
//! Typst ends the line behind a stream with a line feed. Where the last byte of the stream happens to be a carriage
//! return (of compressed ones, one in 256), some readers take both for the line end, and the stream for one byte shorter
//! than it says. There the line ends with both.

use std::collections::BTreeSet;

/// What stands behind a stream.
const END: &[u8] = b"\nendstream\nendobj\n";
/// The width of a place in the table, and of a line there.
const PLACE: usize = 10;
const ENTRY: usize = 20;

/// Gives the streams that need it another line end. A file that is not built as Typst does it stays as it is.
pub(super) fn settled(pdf: Vec<u8>) -> Vec<u8> {
    settle(&pdf).unwrap_or(pdf)
}

fn settle(pdf: &[u8]) -> Option<Vec<u8>> {
    let marker = b"startxref\n";
    let at = pdf.windows(marker.len()).rposition(|window| window == marker)?;
    let table: usize = digits(&pdf[at + marker.len()..])?;
    let lines = pdf.get(table..at)?.strip_prefix(b"xref\n0 ")?;
    let head = lines.iter().position(|byte| *byte == b'\n')? + 1;
    let count: usize = digits(lines)?;
    let entries = lines.get(head..head + count.checked_mul(ENTRY)?)?;
    let places: Vec<usize> = entries.chunks(ENTRY).map(digits).collect::<Option<_>>()?;
    let bounds: BTreeSet<usize> = places.iter().copied().chain([table]).collect();
    // Only what ends where the next thing begins is the end of a stream, and no part of one.
    let ends: Vec<usize> = bounds
        .iter()
        .filter(|next| {
            pdf[..**next].strip_suffix(END).is_some_and(|before| before.ends_with(b"\r"))
        })
        .map(|next| next - END.len())
        .collect();
    if ends.is_empty() {
        return None;
    }
    let moved = |place: usize| place + ends.partition_point(|end| *end < place);
    let mut out = Vec::with_capacity(pdf.len() + ends.len());
    let mut from = 0;
    for end in &ends {
        out.extend(&pdf[from..*end]);
        out.push(b'\r');
        from = *end;
    }
    let entries = table + b"xref\n0 ".len() + head;
    out.extend(&pdf[from..entries]);
    for (entry, place) in pdf[entries..].chunks(ENTRY).zip(places) {
        out.extend(format!("{:0PLACE$}", moved(place)).bytes());
        out.extend(&entry[PLACE..]);
    }
    let place = at + marker.len();
    out.extend(&pdf[entries + count * ENTRY..place]);
    out.extend(moved(table).to_string().bytes());
    out.extend(pdf[place..].iter().skip_while(|byte| byte.is_ascii_digit()));
    Some(out)
}

/// The number that some bytes begin with.
fn digits(bytes: &[u8]) -> Option<usize> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[..count]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of these streams.
    fn file(streams: &[&[u8]], line_end: &str) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", streams.len() + 1);
        for (stream, number) in streams.iter().zip(1..) {
            table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
            out.extend(format!("{number} 0 obj\n<</Length {}>>\nstream\n", stream.len()).bytes());
            out.extend(*stream);
            let line_end = if stream.ends_with(b"\r") { line_end } else { "\n" };
            out.extend(format!("{line_end}endstream\nendobj\n").bytes());
        }
        let start = out.len();
        out.extend(table.bytes());
        out.extend(format!("trailer\n<</Size 3>>\nstartxref\n{start}\n%%EOF").bytes());
        out
    }

    #[test]
    fn a_stream_that_ends_in_a_carriage_return_gets_both() {
        let inside: &[u8] = b"x\r\nendstream\nendobj\ny";
        let cases: [&[&[u8]]; 4] =
            [&[b"een", b"twee\n"], &[b"een\r", b"twee"], &[b"\r", b"a", b"b\r"], &[inside, b"\r"]];
        for streams in cases {
            assert_eq!(settled(file(streams, "\n")), file(streams, "\r\n"), "{streams:?}");
        }
        assert_eq!(settled(b"geen PDF".to_vec()), b"geen PDF");
    }
}
