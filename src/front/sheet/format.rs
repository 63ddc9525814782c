//! In: the number format of a cell, and its number. Out: whether a reader of the spreadsheet sees another number. Pure.
//!
//! Formats are written as Excel keeps them in the file: `#,##0;-#,##0`, in English notation whatever the language.

/// What a spreadsheet shows of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Shown {
    /// The number itself, perhaps rounded.
    #[default]
    Same,
    /// The number without this many times its last three digits.
    Scaled(usize),
    /// A hundred times the number, as a percentage.
    Percent,
    /// A negative number without a sign of it.
    NoMinus,
    /// Nothing at all.
    Nothing,
    /// Other words, with or without the number.
    Words(String),
    /// Another number, or no number: what is seen.
    Other(String),
    /// The zero of a formula that is still to be computed when the file is opened; the result may be another.
    Stopgap,
}

/// The built-in formats that can be shown as dates, by their numbers.
pub(super) fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// The built-in formats of numbers, by their numbers; others say nothing that matters here.
pub(super) fn builtin(id: u32) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        _ => "General",
    }
}

/// A part of a format.
enum Piece {
    /// A place for a digit, and whether a zero is shown there.
    Digit(bool),
    Comma,
    Point,
    Percent,
    /// `General`, or a sign that stands for the number or the text as it is.
    Plain,
    /// Text that is printed.
    Literal(String),
    /// Letters of a date or a time.
    Date(char),
    /// `[Red]`, `[>=1000]`.
    Bracket(String),
}

/// Cuts a section of a format in pieces.
fn pieces(section: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut chars = section.chars();
    while let Some(char) = chars.next() {
        if matches!(char, 'G' | 'g')
            && let Some(rest) = chars.as_str().get(..6)
            && rest.eq_ignore_ascii_case("eneral")
        {
            out.push(Piece::Plain);
            chars = chars.as_str()[6..].chars();
            continue;
        }
        out.push(match char {
            '0' | '#' | '?' => Piece::Digit(char == '0'),
            ',' => Piece::Comma,
            '.' => Piece::Point,
            '%' => Piece::Percent,
            '@' => Piece::Plain,
            '"' => Piece::Literal(chars.by_ref().take_while(|c| *c != '"').collect()),
            '\\' => Piece::Literal(chars.next().into_iter().collect()),
            // The width of a sign, or a sign that fills up the cell.
            '_' | '*' => {
                chars.next();
                continue;
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                match inside.strip_prefix('$') {
                    Some(money) => {
                        Piece::Literal(money.split('-').next().unwrap_or_default().to_owned())
                    }
                    None => Piece::Bracket(inside),
                }
            }
            // A number with a power of ten is that number.
            'E' if chars.as_str().starts_with(['+', '-']) => {
                chars.next();
                continue;
            }
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => Piece::Date(char),
            other => Piece::Literal(other.to_string()),
        });
    }
    out
}

/// The sections of a format, between semicolons.
fn sections(format: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, char) in format.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                out.push(&format[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&format[start..]);
    out
}

/// Whether a number in this format is a date or a time.
pub(super) fn is_date(format: &str) -> bool {
    let first = sections(format).into_iter().next().unwrap_or_default();
    let pieces = pieces(first);
    pieces.iter().any(|piece| match piece {
        Piece::Date(_) => true,
        // Hours, minutes or seconds that went by.
        Piece::Bracket(text) => {
            !text.is_empty() && text.to_lowercase().chars().all(|c| matches!(c, 'h' | 'm' | 's'))
        }
        _ => false,
    }) && !pieces.iter().any(|piece| matches!(piece, Piece::Plain))
}

/// Whether a date in this format shows no more than its year.
pub(super) fn is_year(format: &str) -> bool {
    let first = sections(format).into_iter().next().unwrap_or_default();
    let mut dates = 0;
    pieces(first).iter().all(|piece| match piece {
        Piece::Date(letter) => {
            dates += 1;
            matches!(letter, 'y' | 'Y')
        }
        Piece::Bracket(_) | Piece::Plain => true,
        Piece::Literal(text) => text.trim().is_empty(),
        _ => false,
    }) && dates == 4
}

/// A condition such as `>=1000`, on a number; nothing where it is none.
fn holds(condition: &str, value: f64) -> Option<bool> {
    let split = condition.find(|c: char| !matches!(c, '<' | '>' | '='))?;
    let (sign, number) = condition.split_at(split);
    let number: f64 = number.trim().parse().ok()?;
    Some(match sign {
        "<" => value < number,
        "<=" => value <= number,
        ">" => value > number,
        ">=" => value >= number,
        "=" => value == number,
        "<>" => value != number,
        _ => return None,
    })
}

/// The section of a format that a number is shown by.
struct Section {
    pieces: Vec<Piece>,
    /// Whether it shows the sign of a number itself.
    own_sign: bool,
}

fn section_of(format: &str, value: f64) -> Option<Section> {
    let mut all: Vec<Vec<Piece>> = sections(format).into_iter().map(pieces).collect();
    let condition = |section: &[Piece]| {
        section.iter().find_map(|piece| match piece {
            Piece::Bracket(text) => holds(text, value),
            _ => None,
        })
    };
    let conditional = all.iter().any(|section| condition(section).is_some());
    let at = match (conditional, all.len()) {
        (true, last) => {
            all.iter().position(|section| condition(section) != Some(false)).unwrap_or(last - 1)
        }
        (false, 1) => 0,
        (false, _) if value < 0.0 => 1,
        (false, 2) => 0,
        (false, _) if value == 0.0 => 2,
        (false, _) => 0,
    };
    let own_sign = (at > 0 || conditional) && all.len() > 1;
    (at < all.len()).then(|| Section { pieces: all.swap_remove(at), own_sign })
}

/// What a number stands for as a text, such as the number of an article: `00033`, `art. 33`. Nothing where that is not
/// certain, as of a number with decimals, which may have been typed with more of them.
pub(super) fn text(format: &str, value: f64) -> Option<String> {
    if value.fract() != 0.0 || !(0.0..1e15).contains(&value) {
        return None;
    }
    let digits = format!("{value:.0}");
    let Some(Section { pieces, .. }) = section_of(format, value) else { return Some(digits) };
    let mut places = pieces.split(|piece| matches!(piece, Piece::Point));
    let whole = places.next().into_iter().flatten();
    let zeros = whole.filter(|piece| matches!(piece, Piece::Digit(true))).count();
    let mut digits = Some(format!("{digits:0>zeros$}"));
    let mut out = String::new();
    for piece in &pieces {
        match piece {
            Piece::Digit(_) | Piece::Plain => out.extend(digits.take()),
            Piece::Literal(text) => out.push_str(text),
            Piece::Percent | Piece::Date(_) => return None,
            Piece::Comma | Piece::Point | Piece::Bracket(_) => {}
        }
    }
    (digits.is_none() && scaled(&pieces) == 0).then(|| out.trim().to_owned())
}

/// What a number looks like in a format.
pub(super) fn shown(format: &str, value: f64) -> Shown {
    let Some(Section { pieces: section, own_sign }) = section_of(format, value) else {
        return Shown::Same;
    };
    // A fraction is that number.
    if section.iter().any(|piece| matches!(piece, Piece::Literal(text) if text == "/")) {
        return Shown::Same;
    }
    let words: String = section
        .iter()
        .filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let text = rendered(&section, value, own_sign);
    // Of nothing the places of digits can be empty.
    if !text.contains(|c: char| c.is_ascii_digit())
        && (value == 0.0 || !section.iter().any(|piece| matches!(piece, Piece::Digit(_))))
    {
        let words = words.trim();
        return match (value == 0.0, words) {
            // Nothing is often shown as nothing, or as a dash.
            (true, "" | "-" | "–" | "—" | "‒" | "−") => Shown::Same,
            (true, words)
                if words.trim_start_matches(['€', ' ', '\u{a0}', '-', '–']).is_empty() =>
            {
                Shown::Same
            }
            (false, "") => Shown::Nothing,
            (_, words) => Shown::Words(words.to_owned()),
        };
    }
    if section.iter().any(|piece| matches!(piece, Piece::Percent)) && value != 0.0 {
        return Shown::Percent;
    }
    let scaled = scaled(&section);
    if scaled > 0 && value != 0.0 {
        return Shown::Scaled(scaled);
    }
    let coloured = section.iter().any(
        |piece| matches!(piece, Piece::Bracket(text) if text.chars().all(char::is_alphanumeric)),
    );
    let minus = words.contains(['-', '–', '‒', '−', '(']);
    if value < 0.0 && own_sign && !minus && !coloured {
        return Shown::NoMinus;
    }
    // Only of euros it goes without saying.
    let telling = words.trim_matches(|c: char| !c.is_alphanumeric());
    let is_euro = matches!(telling.to_lowercase().as_str(), "eur" | "euro");
    if words.contains(is_other_money) {
        return Shown::Words(words.trim().to_owned());
    }
    // What is red is below zero, with or without a sign.
    let number = if own_sign && coloured && !minus { value.abs() } else { value };
    match number_in(&text) {
        Some((read, decimals)) if is_rounded(number, read, decimals) => Shown::Same,
        None if !telling.is_empty() && !is_euro => Shown::Words(words.trim().to_owned()),
        _ => Shown::Other(text.trim().to_owned()),
    }
}

/// Whether a number is another one, rounded to this many decimals.
pub(super) fn is_rounded(value: f64, shown: f64, decimals: usize) -> bool {
    let decimals = i32::try_from(decimals).unwrap_or(i32::MAX);
    (value - shown).abs() <= 0.5 * 10_f64.powi(-decimals) * 1.000_001 + value.abs() * 1e-12
}

/// The number that a text says in Dutch, and how many decimals it has: `€ 2.500,0`, `(2,5)`, `2,5-`.
pub(super) fn number_in(text: &str) -> Option<(f64, usize)> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect::<String>().to_lowercase();
    let plain = plain.trim_start_matches("euro").trim_start_matches("eur");
    let plain = plain.trim_end_matches("euro").trim_end_matches("eur");
    let dash = |c: char| matches!(c, '-' | '–' | '‒' | '−');
    let (negative, digits) = match plain.strip_prefix(dash).or_else(|| plain.strip_suffix(dash)) {
        Some(rest) => (true, rest),
        None => match plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(rest) => (true, rest.trim_start_matches(dash)),
            None => (false, plain.trim_start_matches('+')),
        },
    };
    let (whole, decimals) = digits.split_once(',').unwrap_or((digits, ""));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.clone().all(|group| group.len() == 3 && all_digits(group));
    if !(all_digits(first) && grouped && all_digits(decimals)) || digits.is_empty() {
        return None;
    }
    let whole: String = whole.chars().filter(|c| *c != '.').collect();
    let number: f64 = format!("0{whole}.{decimals}0").parse().ok()?;
    Some((if negative { -number } else { number }, decimals.len()))
}

/// What a section shows of a number, in Dutch notation and without signs between thousands.
fn rendered(section: &[Piece], value: f64, own_sign: bool) -> String {
    let point = section.iter().position(|piece| matches!(piece, Piece::Point));
    let (whole, behind) = section.split_at(point.unwrap_or(section.len()));
    let places = behind.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
    let digits = format!("{:.places$}", value.abs());
    let (number, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let number = number.trim_start_matches('0');
    let mut left: Vec<char> = number.chars().collect();
    let mut wanted = whole.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
    let mut out = String::new();
    if value < 0.0 && !own_sign {
        out.push('-');
    }
    for piece in whole {
        match piece {
            Piece::Digit(zero) => {
                // The first place holds all that the others have no room for.
                let here = left.len().saturating_sub(wanted - 1);
                if here == 0 && *zero {
                    out.push('0');
                }
                out.extend(left.drain(..here));
                wanted -= 1;
            }
            Piece::Plain => out.push_str(&value.abs().to_string().replace('.', ",")),
            Piece::Literal(text) => out.push_str(text),
            Piece::Percent => out.push('%'),
            _ => {}
        }
    }
    let mut decimals = decimals.chars();
    for piece in behind {
        match piece {
            Piece::Point => out.push(','),
            Piece::Digit(_) => out.extend(decimals.next()),
            Piece::Literal(text) => out.push_str(text),
            Piece::Percent => out.push('%'),
            _ => {}
        }
    }
    out
}

/// The sign of money that is no euro.
fn is_other_money(sign: char) -> bool {
    sign != '€' && matches!(sign, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}')
}

/// How many times three digits are left out: by each comma that stands between no digits.
fn scaled(section: &[Piece]) -> usize {
    let mut seen = false;
    let mut count = 0;
    for (at, piece) in section.iter().enumerate() {
        match piece {
            Piece::Digit(_) => seen = true,
            Piece::Comma if seen => {
                let next = section[at..].iter().find(|piece| !matches!(piece, Piece::Comma));
                count += usize::from(!matches!(next, Some(Piece::Digit(_))));
            }
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_format_shows_is_known() {
        for format in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00;-#,##0.00",
            "#,##0;[Red]-#,##0",
            "#,##0;[Red]#,##0",
            "#,##0_);(#,##0)",
            "_ \"€\" * #,##0.00_ ;_ \"€\" * -#,##0.00_ ;_ \"€\" * \"-\"??_ ;_ @_ ",
            "[$€-413] #,##0.0;[$€-413] -#,##0.0",
            "0;-0;;@",
            "[>=0]#,##0;-#,##0",
            "€ #,##0",
            "0.00E+00",
            "# ?/?",
            "0000",
            "#,##0.0\" EUR\"",
        ] {
            for value in [2500.0, -2500.0, 0.0, 0.5] {
                assert_eq!(shown(format, value), Shown::Same, "{format} {value}");
            }
        }
        assert_eq!(shown("+0.0", 2.5), Shown::Same);
        assert_eq!(shown("#,##0,", 2500.0), Shown::Scaled(1));
        assert_eq!(shown("#,##0.0,,", 2500.0), Shown::Scaled(2));
        assert_eq!(shown("0.0,\"k\"", 2500.0), Shown::Scaled(1));
        assert_eq!(shown("#,##0;-#,##0,", -2500.0), Shown::Scaled(1));
        assert_eq!(shown("#,##0;-#,##0,", 2500.0), Shown::Same);
        assert_eq!(shown("[>=1000]0,\"k\";0", 2500.0), Shown::Scaled(1));
        assert_eq!(shown("[>=1000]0,\"k\";0", 25.0), Shown::Same);
        assert_eq!(shown("0%", 0.5), Shown::Percent);
        assert_eq!(shown("0;0", -5.0), Shown::NoMinus);
        assert_eq!(shown(";;;", 2.0), Shown::Nothing);
        assert_eq!(shown("General\" mln.\"", 3.0), Shown::Words("mln.".into()));
        for (format, value, seen) in [
            ("0\"000\"", 3.0, "3000"),
            ("-#,##0.0", 2.5, "-2,5"),
            ("-#,##0.0;#,##0.0", 2.5, "-2,5"),
            ("\"-\"0.0", 2.5, "-2,5"),
            ("(0.0)", 2.5, "(2,5)"),
            ("0.0\"-\"", 2.5, "2,5-"),
            ("0.0\"%\"", 2.5, "2,5%"),
            ("0.0\"?\"", 2.5, "2,5?"),
            ("0\\,0", 25.0, "2,5"),
            ("000-000", 2500.0, "002-500"),
        ] {
            assert_eq!(shown(format, value), Shown::Other(seen.into()), "{format}");
        }
        assert_eq!(shown("0.0\" mld\"", 3.0), Shown::Words("mld".into()));
        assert_eq!(shown("0;-0;\"p.m.\"", 0.0), Shown::Words("p.m.".into()));
        for (format, sign) in [
            ("\"$\"#,##0.00", "$"),
            ("[$£-809]#,##0.00", "£"),
            ("_-[$$-409]* #,##0.00_ ", "$"),
            ("[$CHF] #,##0", "CHF"),
            ("#,##0 \"GBP\"", "GBP"),
            ("[$¥-411]#,##0", "¥"),
        ] {
            assert_eq!(shown(format, 3.0), Shown::Words(sign.into()), "{format}");
        }
    }

    #[test]
    fn a_number_that_is_a_text_keeps_what_is_seen_of_it() {
        for (format, seen) in [
            ("General", "33"),
            ("0", "33"),
            ("00000", "00033"),
            ("\"art. \"0", "art. 33"),
            ("#,##0.0", "33"),
            ("@", "33"),
        ] {
            assert_eq!(text(format, 33.0).as_deref(), Some(seen), "{format}");
        }
        for format in ["0.00", "General"] {
            assert_eq!(text(format, 11.1), None, "{format}");
        }
        assert_eq!(text("0%", 33.0), None);
    }

    #[test]
    fn dates_are_told_from_numbers() {
        for format in ["d-m-yyyy", "yyyy", "[h]:mm", "dd\\-mm\\-yyyy;@", "[$-413]d mmmm yyyy"] {
            assert!(is_date(format), "{format}");
        }
        for format in ["0", "General", "#,##0;[Red]-#,##0", "0.0\" mld\"", "\"dag\" 0"] {
            assert!(!is_date(format), "{format}");
        }
        assert!(is_year("yyyy"));
        assert!(!is_year("m-yyyy"));
    }
}
