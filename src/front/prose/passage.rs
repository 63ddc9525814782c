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
    for passage in passages(text) {
        for (sign, close) in [("[^", ']'), ("<kst:", '>'), ("<ah:", '>')] {
            for (at, _) in text[passage.clone()].match_indices(sign) {
                let from = passage.start + at;
                let inside = &text[from + sign.len()..passage.end];
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
    let mut out = text.to_owned();
    for range in &covered {
        out.replace_range(range.clone(), &COVER.repeat(range.len()));
    }
    (out, covered)
}

/// What stands in passages, in order; of one in another one only the outer.
fn passages(text: &str) -> Vec<Range<usize>> {
    // The brackets that are open here.
    let mut open = Vec::new();
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut before = '\0';
    for (at, sign) in text.char_indices() {
        let counts = before != '\\';
        match sign {
            // A paragraph has its own.
            '\n' if before == '\n' => open.clear(),
            '[' if counts => open.push(at + 1),
            ']' => {
                let start = if counts { open.pop() } else { open.last().copied() };
                if let Some(start) = start.filter(|_| text[at..].starts_with(END)) {
                    while all.last().is_some_and(|inner| inner.start >= start) {
                        all.pop();
                    }
                    all.push(start..at);
                }
            }
            _ => {}
        }
        before = sign;
    }
    all
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
        assert_eq!(covered("[a [b[^c]](lak:5.1.2e) d[^e]](lak:5.1.2i)"), ["[^c]", "[^e]"]);
        assert_eq!(covered("a] [b \\[c[^d]](lak:5.1.2e) \\[e[^f]](lak:5.1.2e)"), ["[^d]"]);
        assert_eq!(covered("[[^a](lak:5.1.2e)"), [""; 0]);
        assert_eq!(covered("[a[^b]](https://x.nl) [c](lak:5.1.2e)"), [""; 0]);
    }
}
