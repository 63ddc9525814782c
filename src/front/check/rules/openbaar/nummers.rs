//! In: digits. Out: whether they are, by their check digits and their groups, the number of a person or of an account. Pure.

/// Fewer digits than any bank account of a country has.
const LEAST_IN_ACCOUNT: usize = 10;

/// Whether nine digits are parted as those of one number are, and not as a year and a number.
pub(super) fn is_grouped(typed: &str) -> bool {
    let groups: Vec<usize> =
        typed.split(['-', ' ', '.']).map(str::len).filter(|n| *n > 0).collect();
    !typed.contains('-') || matches!(groups[..], [3, 3, 3] | [4, 2, 3] | [4, 3, 2] | [2, 3, 4])
}

/// The eleven-test of a BSN; one of eight digits lacks a zero in front.
pub(super) fn is_bsn(digits: &[u32]) -> bool {
    let weights = match digits.len() {
        8 => 8..=8,
        9 => 9..=9,
        _ => return false,
    };
    let first = *weights.start();
    let (last, rest) = match digits.split_last() {
        Some(split) => split,
        None => return false,
    };
    let sum: u32 = rest.iter().zip((2..=first).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.iter().any(|digit| *digit != digits[0])
        && sum >= *last
        && (sum - last).is_multiple_of(11)
}

/// The eleven-test of the account numbers of banks before 2014.
pub(super) fn is_account(digits: &[u32]) -> bool {
    let count = digits.len() as u32;
    let sum: u32 = digits.iter().zip((1..=count).rev()).map(|(digit, weight)| digit * weight).sum();
    (9..=10).contains(&count) && sum > 0 && sum.is_multiple_of(11)
}

/// How long the IBANs of countries are (SWIFT, IBAN Registry) from which the Chamber may hear of one.
const IBAN_LENGTHS: [(&str, usize); 37] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("TR", 26),
    ("UA", 29),
];

/// The length of its country, and the check digits of an IBAN: modulo 97.
pub(super) fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_uppercase();
    let long = IBAN_LENGTHS.iter().find(|(land, _)| plain.starts_with(land));
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if long.is_none_or(|(_, long)| plain.len() != *long) || digits < LEAST_IN_ACCOUNT {
        return false;
    }
    let turned = plain[4..].chars().chain(plain[..4].chars());
    let remainder = turned.filter_map(|c| c.to_digit(36)).fold(0, |rest, digit| {
        let base = if digit < 10 { 10 } else { 100 };
        (rest * base + digit) % 97
    });
    remainder == 1
}
