//! In: pieces of one text that match pieces of another. Out: the place in the one of a place in the other. Pure.
//!
//! The same words stand in a file with quotes and indentation, in a value without them, on a sheet with escapes, and
//! in what is printed. Each pair of those texts is joined by a [`RangeMap`].

use std::ops::Range;

/// Which ranges of two texts match: exact where they match byte by byte, or else the whole of the one stands for the
/// whole of the other. Between the pieces may stand what the other text lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RangeMap {
    /// Ascending in both texts.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    from: Range<usize>,
    to: Range<usize>,
    exact: bool,
}

/// A piece as it is seen from one of the texts: the range here, and the range there.
type Side = fn(&Piece) -> (&Range<usize>, &Range<usize>);

impl RangeMap {
    /// Adds the next two ranges that match: byte by byte if they are equally long, or else as a whole.
    pub fn push(&mut self, from: Range<usize>, to: Range<usize>) {
        let exact = from.len() == to.len();
        if exact
            && let Some(last) = self.pieces.last_mut()
            && (last.exact, last.from.end, last.to.end) == (true, from.start, to.start)
        {
            (last.from.end, last.to.end) = (from.end, to.end);
            return;
        }
        self.add(Piece { from, to, exact });
    }

    /// Adds the next two ranges that match as a whole, also if they happen to be equally long.
    pub fn push_whole(&mut self, from: Range<usize>, to: Range<usize>) {
        self.add(Piece { from, to, exact: false });
    }

    fn add(&mut self, piece: Piece) {
        debug_assert!(
            self.pieces.last().is_none_or(|last| {
                last.from.end <= piece.from.start
                    && last.to.start <= piece.to.start
                    && last.to.end <= piece.to.end
            }),
            "{piece:?} comes after {:?}",
            self.pieces.last()
        );
        // An empty range holds no letter that anybody could ask for.
        if !piece.from.is_empty() {
            self.pieces.push(piece);
        }
    }

    /// The range of the second text that a range of the first one matches: all that it touches. `None` where it
    /// touches nothing of it.
    pub fn forward(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.follow(range, |piece| (&piece.from, &piece.to))
    }

    /// The range of the first text that a range of the second one matches.
    pub fn backward(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.follow(range, |piece| (&piece.to, &piece.from))
    }

    /// Whether a range of the first text stands in the second one just so, without anything in between.
    pub fn is_exact(&self, range: &Range<usize>) -> bool {
        let first = self.pieces.partition_point(|piece| piece.from.end <= range.start);
        self.pieces.get(first).is_some_and(|piece| {
            piece.exact && piece.from.start <= range.start && range.end <= piece.from.end
        })
    }

    fn follow(&self, range: &Range<usize>, side: Side) -> Option<Range<usize>> {
        let first = self.pieces.partition_point(|piece| side(piece).0.end <= range.start);
        let past = self.pieces.partition_point(|piece| side(piece).0.start < range.end);
        let touched = self.pieces.get(first..past).unwrap_or_default();
        if let (Some(left), Some(right)) = (touched.first(), touched.last()) {
            let skipped = match left.exact {
                true => range.start.saturating_sub(side(left).0.start),
                false => 0,
            };
            let left_out = match right.exact {
                true => side(right).0.end.saturating_sub(range.end),
                false => 0,
            };
            return Some(side(left).1.start + skipped..side(right).1.end - left_out);
        }
        // Nothing of it is there: then the place where it would be, if that is known.
        let before = self.pieces[..first].last().map(side);
        let next = self.pieces.get(first).map(side);
        let before = before.filter(|(here, _)| here.end == range.start).map(|(_, there)| there.end);
        let next = next.filter(|(here, _)| here.start == range.end).map(|(_, there)| there.start);
        next.or(before).map(|at| at..at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn what_matches_byte_by_byte_is_exact_and_else_the_whole() {
        // `een "x" 3` from `een \"x\" {{n}}`.
        let mut map = RangeMap::default();
        map.push(0..4, 0..4);
        map.push(4..5, 4..6);
        map.push(5..6, 6..7);
        map.push(6..7, 7..9);
        map.push(7..8, 9..10);
        map.push_whole(8..9, 10..15);
        assert_eq!(map.forward(&(1..3)), Some(1..3));
        assert_eq!(map.forward(&(4..5)), Some(4..6));
        assert_eq!(map.forward(&(2..6)), Some(2..7));
        assert_eq!(map.forward(&(8..9)), Some(10..15));
        assert_eq!(map.backward(&(5..6)), Some(4..5));
        assert_eq!(map.backward(&(12..13)), Some(8..9));
        assert!(map.is_exact(&(0..4)) && !map.is_exact(&(0..5)) && !map.is_exact(&(8..9)));
    }

    #[test]
    fn between_the_pieces_is_the_place_where_it_would_be() {
        let mut map = RangeMap::default();
        assert_eq!(map.forward(&(0..0)), None);
        map.push(2..4, 0..2);
        map.push(4..6, 8..10);
        map.push(9..10, 10..11);
        assert_eq!(map.forward(&(1..2)), Some(0..0));
        assert_eq!(map.forward(&(4..4)), Some(8..8));
        assert_eq!(map.forward(&(6..9)), Some(10..10));
        assert_eq!(map.forward(&(6..7)), Some(10..10));
        assert_eq!(map.forward(&(7..8)), None);
        assert_eq!(map.forward(&(10..10)), Some(11..11));
        assert_eq!(map.forward(&(3..9)), Some(1..10));
        assert_eq!(map.backward(&(3..6)), None);
        assert!(!map.is_exact(&(3..5)) && map.is_exact(&(4..6)));
    }

    /// What two texts have in a row: the same, the one for the other, or something in one of them only.
    #[derive(Debug, Clone)]
    enum Part {
        Same(String),
        Other(String, String),
        First(String),
        Second(String),
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        let text = || "[aé€😀]{1,4}";
        let part = prop_oneof![
            text().prop_map(Part::Same),
            (text(), text()).prop_map(|(first, second)| Part::Other(first, second)),
            text().prop_map(Part::First),
            text().prop_map(Part::Second),
        ];
        proptest::collection::vec(part, 0..12)
    }

    /// Two texts, their map, and for each character of the first one the range in the second one, if it has one.
    fn texts(parts: &[Part]) -> (String, String, RangeMap, Vec<Option<Range<usize>>>) {
        let (mut from, mut to) = (String::new(), String::new());
        let mut map = RangeMap::default();
        let mut each = Vec::new();
        for part in parts {
            let at = (from.len(), to.len());
            match part {
                Part::Same(text) => {
                    from.push_str(text);
                    to.push_str(text);
                    map.push(at.0..from.len(), at.1..to.len());
                    for (i, char) in text.char_indices() {
                        each.push(Some(at.1 + i..at.1 + i + char.len_utf8()));
                    }
                }
                Part::Other(first, second) => {
                    from.push_str(first);
                    to.push_str(second);
                    map.push_whole(at.0..from.len(), at.1..to.len());
                    each.extend(first.chars().map(|_| Some(at.1..to.len())));
                }
                Part::First(text) => {
                    from.push_str(text);
                    each.extend(text.chars().map(|_| None));
                }
                Part::Second(text) => to.push_str(text),
            }
        }
        (from, to, map, each)
    }

    /// A range of whole characters, as numbers and as bytes.
    fn some_range(text: &str, ends: [prop::sample::Index; 2]) -> (Range<usize>, Range<usize>) {
        let places: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let [a, b] = ends.map(|end| end.index(places.len()));
        let chars = a.min(b)..a.max(b);
        let bytes = places[chars.start]..places[chars.end];
        (chars, bytes)
    }

    fn covers(whole: &Range<usize>, part: &Range<usize>) -> bool {
        whole.start <= part.start && part.end <= whole.end
    }

    fn cases() -> ProptestConfig {
        ProptestConfig {
            cases: 2_000,
            rng_seed: RngSeed::Fixed(28_638),
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn a_range_leads_to_all_that_its_characters_lead_to(parts in parts(), ends: [prop::sample::Index; 2]) {
            let (from, to, map, each) = texts(&parts);
            let (chars, range) = some_range(&from, ends);
            let found: Vec<&Range<usize>> = each[chars].iter().flatten().collect();
            let there = map.forward(&range);
            if let (Some(first), Some(last)) = (found.first(), found.last()) {
                prop_assert_eq!(there.clone(), Some(first.start..last.end));
            } else if !range.is_empty() {
                prop_assert!(there.as_ref().is_none_or(Range::is_empty), "{there:?}");
            }
            prop_assert!(there.is_none_or(|there| to.get(there).is_some()), "a character is split");
        }

        #[test]
        fn there_and_back_is_the_same_range_or_more(parts in parts(), ends: [prop::sample::Index; 2]) {
            let (from, to, map, _) = texts(&parts);
            let (_, range) = some_range(&from, ends);
            if let Some(there) = map.forward(&range).filter(|there| !there.is_empty()) {
                let back = map.backward(&there).unwrap();
                prop_assert!(from.get(back.clone()).is_some(), "a character is split");
                prop_assert_eq!(map.forward(&back), Some(there.clone()), "what lies beside it does not count");
                if map.is_exact(&range) {
                    prop_assert_eq!(&from[range.clone()], &to[there]);
                    prop_assert_eq!(back, range);
                }
            }
            let (_, range) = some_range(&to, ends);
            if let Some(back) = map.backward(&range).filter(|back| !back.is_empty()) {
                prop_assert!(from.get(back.clone()).is_some(), "a character is split");
                prop_assert_eq!(map.backward(&map.forward(&back).unwrap()), Some(back));
            }
        }

        #[test]
        fn over_two_maps_a_range_leads_to_all_that_its_characters_lead_to(parts in parts(), marks: bool, ends: [prop::sample::Index; 2]) {
            let (from, between, first, _) = texts(&parts);
            // The second text once more, in quotes and each `a` written as `\\a`, or with `€` left out.
            let (mut to, mut second) = (String::from("'"), RangeMap::default());
            for (at, char) in between.char_indices() {
                let start = to.len();
                match char {
                    'a' if marks => to.push_str("\\a"),
                    '€' if !marks => continue,
                    other => to.push(other),
                }
                second.push(at..at + char.len_utf8(), start..to.len());
            }
            let (_, range) = some_range(&from, ends);
            let Some(middle) = first.forward(&range).filter(|middle| !middle.is_empty()) else { return Ok(()) };
            let there = second.forward(&middle);
            let text = there.clone().map(|there| to[there].to_owned()).unwrap_or_default();
            let meant = match marks {
                true => between[middle.clone()].replace('a', "\\a"),
                false => between[middle.clone()].replace('€', ""),
            };
            prop_assert_eq!(text, meant);
            if let Some(there) = there.filter(|there| !there.is_empty()) {
                let back = second.backward(&there).unwrap();
                prop_assert!(covers(&middle, &back));
                let from_there = first.backward(&back).unwrap();
                prop_assert!(from.get(from_there.clone()).is_some(), "a character is split");
            }
        }
    }
}
