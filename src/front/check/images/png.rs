//! In: a PNG. Out: whether it can be printed; and the same with nothing in it but what is drawn. Pure.
//!
//! A camera, a screen and a drawing program write more in it: who made it, where and when, and a profile of colours with the
//! name of a screen, which a PDF would take along. Colours are read as those of any screen (sRGB).

use super::Refused;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The most dots, and of one side.
const MOST_DOTS: u64 = 20_000_000;
const WIDEST: u32 = 20_000;

/// The parts that say what is drawn, and how large.
const DRAWN: [&[u8; 4]; 8] =
    [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"pHYs"];

/// Whether these are the bytes of one.
pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// The size of a PNG stands in its first part.
pub(super) fn look(bytes: &[u8]) -> Result<(), Refused> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(four.try_into().ok()?))
    };
    let broken = || Refused::new("deze PNG is beschadigd", "sla de afbeelding opnieuw op");
    let whole = bytes.get(12..16) == Some(b"IHDR") && drawn(bytes).is_some();
    let (Some(width), Some(height), true) = (number(16), number(20), whole) else {
        return Err(broken());
    };
    if width == 0 || height == 0 {
        return Err(broken());
    }
    if width.max(height) > WIDEST || u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(Refused::new(
            format!("deze PNG is te groot: {width} bij {height} punten"),
            "maak de afbeelding kleiner: 2000 punten breed is op papier genoeg",
        ));
    }
    Ok(())
}

/// The same with nothing in it but what is drawn; none of what does not come to an end.
pub(super) fn drawn(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = SIGNATURE.to_vec();
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, _) = after.split_first_chunk::<4>()?;
        // Its length, its kind, what it says, and the sum of that.
        let whole = usize::try_from(u32::from_be_bytes(*length)).ok()?.checked_add(12)?;
        let part = rest.get(..whole)?;
        if DRAWN.contains(&kind) {
            out.extend(part);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = &rest[whole..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: &str, says: &[u8]) -> Vec<u8> {
        let length = u32::try_from(says.len()).unwrap().to_be_bytes();
        [&length[..], kind.as_bytes(), says, &[0; 4]].concat()
    }

    #[test]
    fn only_what_is_drawn_is_left() {
        let head = [SIGNATURE, &part("IHDR", &[0; 13])].concat();
        let (data, end) = (part("IDAT", b"abc"), part("IEND", b""));
        let plain = [&head[..], &data, &end].concat();
        assert_eq!(drawn(&plain), Some(plain.clone()));
        for kind in ["tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "prVt", "acTL", "sPLT"] {
            let more =
                [&head[..], &part(kind, b"geheim"), &data, &part(kind, b""), &end, b"staart"];
            assert_eq!(drawn(&more.concat()), Some(plain.clone()), "{kind}");
        }
        for broken in [&plain[..plain.len() - 1], &head, b"", &[SIGNATURE, &[255; 8]].concat()] {
            assert_eq!(drawn(broken), None);
        }
    }
}
