//! In: a text in which passages are to be withheld. Out: the same, in which notes and papers in such a passage are
//! covered: for CommonMark they are links, and a link holds no other. Pure.

use std::ops::Range;

/// Stands for a covered sign: punctuation, so that bold and italics can end beside it.
const COVER: &str = "%";

/// What ends a passage and begins its ground.
const END: &str = "](lak:";

/// Covers them with as many signs, and says where they are.
pub(super) fn cover(text: &str) -> (String, Vec<Range<usize>>) {
    let mut covered = Vec::new();
    for (end, _) in text.match_indices(END) {
        let Some(start) = opening(text, end) else { continue };
        for (sign, close) in [("[^", ']'), ("<kst:", '>'), ("<ah:", '>')] {
            for (at, _) in text[start + 1..end].match_indices(sign) {
                let from = start + 1 + at;
                let inside = &text[from + sign.len()..end];
                // What goes on over a space or another sign is none, and is told as it is.
                let length = inside.find(|c: char| c.is_whitespace() || "[]<>".contains(c));
                match length {
                    Some(length) if inside[length..].starts_with(close) => {
                        covered.push(from..from + sign.len() + length + close.len_utf8());
                    }
                    // The bracket of the note is that of the passage.
                    _ => {}
                }
            }
        }
    }
    covered.sort_by_key(|range| range.start);
    covered.dedup();
    let mut out = text.to_owned();
    for range in &covered {
        out.replace_range(range.clone(), &COVER.repeat(range.len()));
    }
    (out, covered)
}

/// Where the passage begins that ends here.
fn opening(text: &str, end: usize) -> Option<usize> {
    let paragraph = text[..end].rfind("\n\n").map_or(0, |at| at + 2);
    let mut open = 1;
    for (at, sign) in text[paragraph..end].char_indices().rev() {
        let at = paragraph + at;
        if text[..at].ends_with('\\') {
            continue;
        }
        match sign {
            ']' => open += 1,
            '[' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> Vec<&str> {
        let (out, ranges) = cover(text);
        assert_eq!(out.len(), text.len());
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn only_what_stands_in_a_passage_is_covered() {
        assert_eq!(covered("[a[^b] c](lak:5.1.2e) d[^e]"), ["[^b]"]);
        assert_eq!(covered("x[^a] [b <kst:1-2>[^c]](lak:5.1.2e)"), ["<kst:1-2>", "[^c]"]);
        assert_eq!(covered("[a[^b]\n\nc](lak:5.1.2e)"), [""; 0]);
        assert_eq!(covered("[a[^b]](https://x.nl) [c](lak:5.1.2e)"), [""; 0]);
    }
}
