//! In: bytes of a PDF, which may be hostile; or a value. Out: the value that stands there; or the one way in which
//! `export` and `sign` write it. Pure.
//!
//! Reading is generous, for there is a second step: what was read is written again, and must be the same bytes. So each
//! value has one spelling, and two readers cannot take it for two things.

/// Values within values, at most.
const MAX_DEPTH: usize = 50;

/// A value of a PDF (ISO 32000-1, 7.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    /// A number as it is spelled: what is copied into a revision stays as it was.
    Number(String),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Self>),
    Dictionary(Dictionary),
    /// The number of an object; the generation is always 0.
    Reference(u32),
}

/// Values by their keys, in the order of the file. A key stands once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dictionary(Vec<(Vec<u8>, Value)>);

impl Dictionary {
    /// A dictionary of these values.
    pub(super) fn new<const N: usize>(entries: [(&str, Value); N]) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.entries().find_map(|(name, value)| (name == key.as_bytes()).then_some(value))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Puts a value under a key, in the place of the one that was there.
    pub(super) fn set(&mut self, key: &str, value: Value) {
        match self.0.iter_mut().find(|(name, _)| name == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.into(), value)),
        }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&[u8], &Value)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }

    /// The value under a name that ends with its place in the order, as in `c0`, `c1`, `c2`: without looking at the others.
    pub(super) fn counted(&self, name: &[u8]) -> Option<&Value> {
        let digits = name.get(1..).and_then(|digits| std::str::from_utf8(digits).ok())?;
        let (own, value) = self.0.get(digits.parse::<usize>().ok()?)?;
        (own == name).then_some(value)
    }

    /// Whether a value is this name.
    pub(super) fn names(&self, key: &str, name: &str) -> bool {
        self.get(key).is_some_and(|value| value.is_name(name))
    }
}

impl Value {
    pub(super) fn name(name: &str) -> Self {
        Self::Name(name.into())
    }

    pub(super) fn integer(number: impl Into<i64>) -> Self {
        Self::Number(number.into().to_string())
    }

    pub(super) fn real(number: f32) -> Self {
        Self::Number(number.to_string())
    }

    /// A text that holds any letter: UTF-16 with its mark.
    pub(super) fn text(text: &str) -> Self {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        Self::String([0xfe, 0xff].into_iter().chain(units).collect())
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if own == name.as_bytes())
    }

    pub(super) fn as_dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    pub(super) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn as_string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn as_reference(&self) -> Option<u32> {
        match self {
            Self::Reference(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn as_integer<T: std::str::FromStr>(&self) -> Option<T> {
        match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    pub(super) fn as_real<T: std::str::FromStr>(&self) -> Option<T> {
        match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// Writes it as it stands in a file.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => write_word("null", out),
            Self::Boolean(value) => write_word(if *value { "true" } else { "false" }, out),
            Self::Number(number) => write_word(number, out),
            Self::Reference(number) => write_word(&format!("{number} 0 R"), out),
            Self::Name(name) => write_name(name, out),
            Self::String(bytes) => write_string(bytes, out),
            Self::Array(items) => {
                out.push(b'[');
                items.iter().for_each(|item| item.write(out));
                out.push(b']');
            }
            Self::Dictionary(dictionary) => {
                out.extend(b"<<");
                for (key, value) in dictionary.entries() {
                    write_name(key, out);
                    value.write(out);
                }
                out.extend(b">>");
            }
        }
    }
}

/// Writes a number or keyword; a space keeps it apart from the one before it.
fn write_word(word: &str, out: &mut Vec<u8>) {
    if out.last().is_some_and(|last| is_regular(*last)) {
        out.push(b' ');
    }
    out.extend(word.bytes());
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && *byte != b'#' && is_regular(*byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    if !bytes.is_ascii() {
        out.push(b'<');
        bytes.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
        out.push(b'>');
        return;
    }
    // Brackets that come in pairs stand as they are.
    let deep = bytes.iter().try_fold(0_usize, |deep, byte| match byte {
        b'(' => Some(deep + 1),
        b')' => deep.checked_sub(1),
        _ => Some(deep),
    });
    let paired = deep == Some(0);
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' if !paired => out.extend([b'\\', *byte]),
            b'\\' => out.extend(br"\\"),
            b'\n' => out.extend(br"\n"),
            b'\r' => out.extend(br"\r"),
            b'\t' => out.extend(br"\t"),
            b'\x08' => out.extend(br"\b"),
            b'\x0c' => out.extend(br"\f"),
            b' '..=b'~' => out.push(*byte),
            _ => out.extend(format!("\\{byte:03o}").bytes()),
        }
    }
    out.push(b')');
}

/// Whether a byte belongs to a name or word, and does not end it (ISO 32000-1, 7.2.2).
fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// A number in the one spelling: a whole one, or one that a program keeps in 32 bits, with the digits that tell it from the
/// next and no more. None when it is no number.
pub(super) fn number(word: &str) -> Option<String> {
    let numeric = |byte: u8| byte.is_ascii_digit() || b"+-.".contains(&byte);
    if !word.bytes().all(numeric) {
        return None;
    }
    match word.parse::<i64>() {
        Ok(whole) => Some(whole.to_string()),
        // There is no zero below zero. Between two digits that are as near `sign` decides otherwise than `export`.
        Err(_) => word.parse::<f32>().ok().map(|number| number + 0.0).map(|number| {
            let own = number.to_string();
            if own == word { own } else { real(number) }
        }),
    }
}

/// The digits that `export` writes a number with that is not whole.
fn real(number: f32) -> String {
    match number.abs() > 1e-6 && number.abs() < 1e12 && number.fract() != 0.0 {
        true => ryu::Buffer::new().format_finite(number).to_owned(),
        false => number.to_string(),
    }
}

/// Takes values from bytes, one after the other.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Values that it may still read: what a reader holds in memory has an end.
    pub(super) left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|byte| is_space(**byte)).count();
    }

    /// A number or keyword.
    pub(super) fn word(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next value; `None` when none stands there. Then `at` is where it goes wrong.
    pub(super) fn value(&mut self) -> Option<Value> {
        self.nested(MAX_DEPTH)
    }

    fn nested(&mut self, deep: usize) -> Option<Value> {
        let deep = deep.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        self.skip_space();
        match self.rest() {
            [b'<', b'<', ..] => {
                self.at += 2;
                self.dictionary(deep).map(Value::Dictionary)
            }
            [b'<', ..] => self.hexadecimal().map(Value::String),
            [b'(', ..] => self.literal().map(Value::String),
            [b'/', ..] => Some(Value::Name(self.read_name())),
            [b'[', ..] => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_space();
                    if self.rest().first() == Some(&b']') {
                        self.at += 1;
                        return Some(Value::Array(items));
                    }
                    items.push(self.nested(deep)?);
                }
            }
            _ => self.number_or_keyword(),
        }
    }

    fn dictionary(&mut self, deep: usize) -> Option<Dictionary> {
        let mut entries: Vec<(Vec<u8>, Value)> = Vec::new();
        loop {
            self.skip_space();
            match self.rest() {
                [b'>', b'>', ..] => {
                    self.at += 2;
                    let mut keys: Vec<&Vec<u8>> = entries.iter().map(|(key, _)| key).collect();
                    keys.sort_unstable();
                    let once = keys.windows(2).all(|two| two[0] != two[1]);
                    return once.then_some(Dictionary(entries));
                }
                [b'/', ..] => {
                    let key = self.read_name();
                    entries.push((key, self.nested(deep)?));
                }
                _ => return None,
            }
        }
    }

    fn read_name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut rest = self.word();
        let mut name = Vec::new();
        while let [byte, more @ ..] = rest {
            rest = more;
            if *byte == b'#'
                && let [high, low, more @ ..] = more
                && let (Some(high), Some(low)) = (digit(*high), digit(*low))
            {
                name.push(high * 16 + low);
                rest = more;
            } else {
                name.push(*byte);
            }
        }
        name
    }

    fn number_or_keyword(&mut self) -> Option<Value> {
        let start = self.at;
        let word = std::str::from_utf8(self.word()).ok()?;
        match word {
            "null" => return Some(Value::Null),
            "true" => return Some(Value::Boolean(true)),
            "false" => return Some(Value::Boolean(false)),
            _ => {}
        }
        if let Ok(number) = word.parse::<u32>()
            && let Some(rest) = self.rest().strip_prefix(b" 0 R")
            && rest.first().is_none_or(|byte| !is_regular(*byte))
        {
            self.at += 4;
            return Some(Value::Reference(number));
        }
        let number = number(word).map(Value::Number);
        if number.is_none() {
            self.at = start;
        }
        number
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        let rest = &self.rest()[1..];
        let end = rest.iter().position(|byte| *byte == b'>')?;
        let digits: Option<Vec<u8>> =
            rest[..end].iter().filter(|byte| !is_space(**byte)).map(|byte| digit(*byte)).collect();
        let bytes =
            digits?.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).unwrap_or(&0)).collect();
        self.at += end + 2;
        Some(bytes)
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        let (mut text, mut deep, mut at) = (Vec::new(), 0_usize, self.at);
        loop {
            let byte = *self.bytes.get(at)?;
            at += 1;
            match byte {
                b'(' => {
                    deep += 1;
                    if deep > 1 {
                        text.push(byte);
                    }
                }
                b')' => {
                    deep -= 1;
                    if deep == 0 {
                        self.at = at;
                        return Some(text);
                    }
                    text.push(byte);
                }
                b'\\' => {
                    let escaped = *self.bytes.get(at)?;
                    at += 1;
                    match escaped {
                        b'n' => text.push(b'\n'),
                        b'r' => text.push(b'\r'),
                        b't' => text.push(b'\t'),
                        b'b' => text.push(b'\x08'),
                        b'f' => text.push(b'\x0c'),
                        b'\n' => {}
                        b'0'..=b'7' => {
                            let more = self.bytes.get(at..)?.iter().take(2);
                            let more = more.take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                            let digits =
                                std::str::from_utf8(&self.bytes[at - 1..at + more]).ok()?;
                            text.push(u8::from_str_radix(digits, 8).ok()?);
                            at += more;
                        }
                        other => text.push(other),
                    }
                }
                other => text.push(other),
            }
        }
    }
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
