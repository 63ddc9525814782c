//! In: the data of a compact font (CFF), which may be hostile. Out: what its outlines cost to read, when it is
//! flat: no routine in it calls another. Pure.
//!
//! The writer puts every routine where it is called, numbers the letters from one on, and has the font in parts (Adobe
//! Technical Notes 5176 and 5177). Then what an outline costs to read is bounded by its length.

use std::collections::BTreeMap;

/// Dictionaries of parts of a font, at most.
const MAX_PARTS: usize = 256;
/// Numbers before an operator, at most (Technical Note 5176, 4).
const MAX_OPERANDS: usize = 48;
/// Letters that another one may be made of: those in the standard encoding, which are known by the lowest numbers.
const STANDARD: usize = 229;

/// What the outlines of a flat font cost to read.
pub(super) struct Costs {
    each: Vec<usize>,
    /// Of the longest one that another may be made of.
    part: usize,
}

impl Costs {
    /// How many bytes are read for a letter, at most: its own, and those of a letter with an accent.
    pub(super) fn of(&self, number: u16) -> Option<usize> {
        Some(self.each.get(usize::from(number))? + 2 * self.part)
    }
}

/// What reading it costs; none when it is not flat.
pub(super) fn costs(data: &[u8]) -> Option<Costs> {
    let head = usize::from(*data.get(2)?);
    let names = Index::read(data, head)?;
    let tops = Index::read(data, names.end)?;
    let strings = Index::read(data, tops.end)?;
    let routines = Index::read(data, strings.end)?;
    let [top] = &tops.entries[..] else { return None };
    routines.entries.is_empty().then_some(())?;
    let top = dictionary(top)?;
    let list = |operator| Index::read(data, *top.get(&operator)?.last()?);
    // Outlines behind each other: none is read more than once.
    let outlines = list(OUTLINES)?.entries;
    is_counted(data.get(*top.get(&NUMBERS)?.last()?..)?, outlines.len())?;
    let parts = list(FONTS)?.entries;
    (parts.len() <= MAX_PARTS).then_some(())?;
    for part in parts {
        if let Some(private) = dictionary(part)?.get(&PRIVATE) {
            let [length, at] = private[..] else { return None };
            let private = dictionary(data.get(at..at.checked_add(length)?)?)?;
            (!private.contains_key(&ROUTINES)).then_some(())?;
        }
    }
    let each: Vec<usize> = outlines.into_iter().map(<[u8]>::len).collect();
    let part = each.iter().take(STANDARD).copied().max().unwrap_or_default();
    Some(Costs { each, part })
}

/// Whether all letters but the first, which is of none, are numbered from one on.
fn is_counted(numbers: &[u8], count: usize) -> Option<()> {
    let fits = match u16::try_from(count.checked_sub(2)?) {
        Ok(last) => {
            numbers.starts_with(&[2, 0, 1]) && numbers[3..].starts_with(&last.to_be_bytes())
        }
        Err(_) => false,
    };
    fits.then_some(())
}

/// The numbers of letters, the outlines of a font, its parts, what a part keeps for itself, and its routines.
const NUMBERS: [u8; 2] = [0, 15];
const OUTLINES: [u8; 2] = [0, 17];
const FONTS: [u8; 2] = [12, 36];
const PRIVATE: [u8; 2] = [0, 18];
const ROUTINES: [u8; 2] = [0, 19];

/// A list of data.
struct Index<'a> {
    entries: Vec<&'a [u8]>,
    end: usize,
}

impl<'a> Index<'a> {
    fn read(data: &'a [u8], at: usize) -> Option<Self> {
        let rest = data.get(at..)?;
        let count = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
        if count == 0 {
            return Some(Self { entries: Vec::new(), end: at + 2 });
        }
        let size = usize::from(*rest.get(2)?);
        (1..=4).contains(&size).then_some(())?;
        let place = |i: usize| {
            let bytes = rest.get(3 + i * size..3 + (i + 1) * size)?;
            Some(bytes.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte)))
        };
        let start = 2 + (count + 1) * size;
        let entry = |i: usize| rest.get(start + place(i)?..start + place(i + 1)?);
        let entries = (0..count).map(entry).collect::<Option<Vec<_>>>()?;
        Some(Self { entries, end: at + start + place(count)? })
    }
}

/// The operators of a dictionary, each once, with the numbers before it. One that is no whole number is none that leads
/// anywhere.
fn dictionary(of: &[u8]) -> Option<BTreeMap<[u8; 2], Vec<usize>>> {
    let (mut all, mut numbers, mut at) = (BTreeMap::new(), Vec::new(), 0);
    while let Some(first) = of.get(at) {
        let byte = |i: usize| of.get(at + i).copied().map(i64::from);
        let (number, length) = match first {
            0..=21 => {
                let (operator, length) = match first {
                    12 => ([12, *of.get(at + 1)?], 2),
                    _ => ([0, *first], 1),
                };
                all.insert(operator, std::mem::take(&mut numbers)).is_none().then_some(())?;
                at += length;
                continue;
            }
            28 => (i64::from(i16::from_be_bytes([*of.get(at + 1)?, *of.get(at + 2)?])), 3),
            29 => {
                let bytes =
                    [*of.get(at + 1)?, *of.get(at + 2)?, *of.get(at + 3)?, *of.get(at + 4)?];
                (i64::from(i32::from_be_bytes(bytes)), 5)
            }
            // One with parts, which ends with a half byte of ones.
            30 => {
                let end = |byte: &u8| byte & 15 == 15 || byte >> 4 == 15;
                (-1, 2 + of.get(at + 1..)?.iter().position(end)?)
            }
            32..=246 => (i64::from(*first) - 139, 1),
            247..=250 => ((i64::from(*first) - 247) * 256 + byte(1)? + 108, 2),
            251..=254 => (-(i64::from(*first) - 251) * 256 - byte(1)? - 108, 2),
            _ => return None,
        };
        numbers.push(usize::try_from(number).unwrap_or(usize::MAX));
        (numbers.len() <= MAX_OPERANDS).then_some(())?;
        at += length;
    }
    numbers.is_empty().then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A whole number in five bytes, so that places do not move.
    fn number(number: usize) -> Vec<u8> {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        [&[29][..], &number.to_be_bytes()].concat()
    }

    fn index(entries: &[&[u8]]) -> Vec<u8> {
        let mut out = u16::try_from(entries.len()).unwrap_or_default().to_be_bytes().to_vec();
        if entries.is_empty() {
            return out;
        }
        out.push(4);
        let mut at = 1_u32;
        out.extend(at.to_be_bytes());
        for entry in entries {
            at += u32::try_from(entry.len()).unwrap_or_default();
            out.extend(at.to_be_bytes());
        }
        out.extend(entries.concat());
        out
    }

    /// A font of three letters, with more in its own dictionary and in what its part keeps for itself.
    fn font(more: &[u8], kept: &[u8]) -> Vec<u8> {
        let top = |[charset, fonts, outlines]: [usize; 3]| {
            let mut top = more.to_vec();
            for (place, operator) in
                [(charset, &NUMBERS[1..]), (outlines, &OUTLINES[1..]), (fonts, &FONTS[..])]
            {
                top.extend(number(place));
                top.extend(operator);
            }
            top
        };
        let head = |places| {
            let names = index(&[b"F"]);
            [&[1, 0, 4, 4][..], &names, &index(&[&top(places)]), &index(&[]), &index(&[])].concat()
        };
        let start = head([0; 3]).len();
        let part = |at| [number(kept.len()), number(at), PRIVATE[1..].to_vec()].concat();
        let (charset, private) = (start, start + 5);
        let fonts = private + kept.len();
        let parts = index(&[&part(private)]);
        let outlines = index(&[&[14][..], &[139, 14], &[139, 139, 14]]);
        let places = [charset, fonts, fonts + parts.len()];
        [head(places), vec![2, 0, 1, 0, 1], kept.to_vec(), parts, outlines].concat()
    }

    #[test]
    fn a_flat_font_costs_what_its_outlines_do() {
        let costs = costs(&font(&[], &[])).map(|costs| [costs.of(0), costs.of(2), costs.of(3)]);
        assert_eq!(costs, Some([Some(7), Some(9), None]));
        // A real number, and routines of the part where a kind of list begins.
        assert!(super::costs(&font(&[30, 0x1f, 12, 7], &[139, 6])).is_some());
    }

    #[test]
    fn what_can_be_read_in_two_ways_or_calls_itself_is_refused() {
        let outlines_twice = [number(90), OUTLINES[1..].to_vec()].concat();
        let real = [&[30, 0x1f][..], &OUTLINES[1..]].concat();
        for (more, kept) in [
            (&outlines_twice[..], &[][..]),
            (&real, &[]),
            (&[139, NUMBERS[1]], &[]),
            (&[139; 49], &[]),
            (&[31], &[]),
            (&[139], &[139, ROUTINES[1]]),
            (&[], &[139, ROUTINES[1]]),
            (&[], &[30, 0x1f, ROUTINES[1]]),
            (&[], &[139]),
        ] {
            assert!(costs(&font(more, kept)).is_none(), "{more:?} {kept:?}");
        }
        // Letters with other numbers.
        let whole = font(&[], &[]);
        let at = whole.windows(5).position(|five| five == [2, 0, 1, 0, 1]).unwrap_or_default();
        for (place, byte) in [(at, 0), (at, 1), (at + 2, 0), (at + 4, 0), (at + 4, 2)] {
            let mut other = whole.clone();
            other[place] = byte;
            assert!(costs(&other).is_none(), "{place} {byte}");
        }
    }
}
