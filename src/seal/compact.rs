//! In: the data of a compact font (CFF), which may be hostile. Out: whether it is flat: no routine in it calls another.
//! Pure.
//!
//! The writer puts every routine where it is called (Adobe Technical Note 5176). Where none is left, what an outline
//! costs to read is bounded by its length.

/// Dictionaries of parts of a font, at most.
const MAX_PARTS: usize = 256;

/// Says whether it is; none when not.
pub(super) fn is_flat(data: &[u8]) -> Option<()> {
    let head = usize::from(*data.get(2)?);
    let names = Index::read(data, head)?;
    let tops = Index::read(data, names.end)?;
    let strings = Index::read(data, tops.end)?;
    let routines = Index::read(data, strings.end)?;
    let [top] = &tops.entries[..] else { return None };
    routines.entries.is_empty().then_some(())?;
    // Outlines behind each other: none is read more than once.
    Index::read(data, *operands(top, OUTLINES)?.last()?)?;
    let parts = match operands(top, FONTS) {
        Some(at) => Index::read(data, *at.last()?)?.entries,
        None => vec![*top],
    };
    (parts.len() <= MAX_PARTS).then_some(())?;
    parts.into_iter().try_for_each(|part| {
        let Some(private) = operands(part, PRIVATE) else { return Some(()) };
        let [length, at] = private[..] else { return None };
        let private = data.get(at..at.checked_add(length)?)?;
        operands(private, ROUTINES).is_none().then_some(())
    })
}

/// The outlines of a font, the fonts of one with parts, what a part keeps for itself, and its routines.
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

/// The whole numbers that stand before an operator of a dictionary; none when it is not there.
fn operands(of: &[u8], operator: [u8; 2]) -> Option<Vec<usize>> {
    let (mut numbers, mut at) = (Vec::new(), 0);
    while let Some(first) = of.get(at) {
        let byte = |i: usize| of.get(at + i).copied().map(i64::from);
        let (number, length) = match first {
            0..=21 => {
                let two = *first == 12;
                let own = if two { [12, *of.get(at + 1)?] } else { [0, *first] };
                if own == operator {
                    return Some(numbers);
                }
                numbers.clear();
                at += if two { 2 } else { 1 };
                continue;
            }
            28 => (i64::from(i16::from_be_bytes([*of.get(at + 1)?, *of.get(at + 2)?])), 3),
            29 => (byte(1)? << 24 | byte(2)? << 16 | byte(3)? << 8 | byte(4)?, 5),
            // One with parts, which ends with a half byte of ones.
            30 => {
                let end = |byte: &u8| byte & 15 == 15 || byte >> 4 == 15;
                (0, 2 + of.get(at + 1..)?.iter().position(end)?)
            }
            32..=246 => (i64::from(*first) - 139, 1),
            247..=250 => ((i64::from(*first) - 247) * 256 + byte(1)? + 108, 2),
            251..=254 => (-(i64::from(*first) - 251) * 256 - byte(1)? - 108, 2),
            _ => return Some(vec![]),
        };
        numbers.push(usize::try_from(number).unwrap_or(usize::MAX));
        at += length;
    }
    None
}
