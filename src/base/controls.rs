//! In: a control character in a text. Out: what the program that put it there meant by it, as far as that is known. Pure.

/// What a program meant by a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// This character of Windows, or this sign of Word.
    Sign(char),
    /// The end of a line.
    Line,
    /// The end of a page.
    Page,
    /// A place where a word may be broken.
    Hyphen,
    /// Nobody knows: a letter may have been lost.
    Unknown,
}

/// What Windows has where Unicode has the second set of control characters (Windows-1252); a blank where it has none.
const WINDOWS: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

impl Control {
    /// What is meant by a character; `None` for what is no control character, and for a tab, a line feed and a return.
    pub fn of(char: char) -> Option<Self> {
        Some(match char {
            '\t' | '\n' | '\r' => return None,
            '\u{b}' => Self::Line,
            '\u{c}' => Self::Page,
            '\u{1e}' => Self::Sign('-'),
            '\u{1f}' => Self::Hyphen,
            '\u{80}'..='\u{9f}' => {
                let index = usize::try_from(u32::from(char) - 0x80).unwrap_or_default();
                match WINDOWS[index] {
                    ' ' => Self::Unknown,
                    sign => Self::Sign(sign),
                }
            }
            _ if char.is_control() => Self::Unknown,
            _ => return None,
        })
    }

    /// What it is, and what to do about it.
    pub fn told(self) -> (&'static str, String) {
        match self {
            Self::Sign('-') => ("een vast streepje van Word", "schrijf `-`".to_owned()),
            Self::Sign(sign) => ("een teken dat verkeerd is ingelezen", format!("schrijf `{sign}`")),
            Self::Line => ("een regeleinde van Word", "schrijf een spatie, of begin een nieuwe regel".to_owned()),
            Self::Page => ("een pagina-einde van Word", "haal het weg".to_owned()),
            Self::Hyphen => {
                ("een afbreekstreepje van Word, dat niet te zien is", "haal het weg".to_owned())
            }
            Self::Unknown => (
                "een stuurteken",
                "kijk in de tekst waar hij vandaan komt welk teken hier stond: typ dat, of haal het stuurteken weg"
                    .to_owned(),
            ),
        }
    }

    /// What certainly has to stand in its place; `line` is how a line ends there, `apart` whether there is a blank
    /// beside it.
    pub fn meant(self, line: &str, apart: bool) -> Option<String> {
        match self {
            Self::Sign(sign) => Some(sign.to_string()),
            Self::Line => Some(line.to_owned()),
            Self::Page => Some(if apart { "" } else { " " }.to_owned()),
            Self::Hyphen => Some(String::new()),
            Self::Unknown => None,
        }
    }
}

/// A text without the characters that XML 1.0 does not have, in no form.
pub fn in_xml(text: &str) -> String {
    let allowed = |char: &char| matches!(char, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.chars().filter(allowed).collect()
}

/// The byte that a character is in Windows-1252.
pub fn windows_byte(char: char) -> Option<u8> {
    let index = WINDOWS.iter().position(|known| *known == char && char != ' ');
    match (u8::try_from(u32::from(char)), index) {
        (Ok(byte), _) => Some(byte),
        (_, Some(index)) => u8::try_from(0x80 + index).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_character_is_what_windows_or_word_means_by_it_or_unknown() {
        let read = "\
            ?????????|/????????????????-~\
            €?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ";
        let chars = ('\0'..=' ').filter(|c| *c != ' ').chain('\u{80}'..='\u{9f}');
        let of = |char| match Control::of(char) {
            None => ' ',
            Some(Control::Sign(sign)) => sign,
            Some(Control::Line) => '|',
            Some(Control::Page) => '/',
            Some(Control::Hyphen) => '~',
            Some(Control::Unknown) => '?',
        };
        let all: String = chars.map(of).collect();
        // A tab, a line feed and a return stand for themselves.
        assert_eq!(all.chars().filter(|c| *c == ' ').count(), 3);
        assert_eq!(all.replace(' ', ""), read.replace(' ', ""));
        assert_eq!(Control::Unknown.meant("\n", false), None);
        assert_eq!(
            (windows_byte('–'), windows_byte('é'), windows_byte('漢')),
            (Some(0x96), Some(0xe9), None)
        );
    }
}
