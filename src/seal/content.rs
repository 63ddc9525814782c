//! In: what a page draws, unpacked. Out: its operators, one by one, each with its operands, in the one spelling of
//! `export`; or the first byte that is spelled otherwise. Pure.
//!
//! There is one way to write each number, name and text, and to keep them apart: a space only where two would become
//! one, a line end only before an operator without operands. So no two programs can read two things in it.

use super::object::{self, Dictionary, Value};

/// Values of an operator, and in a list, at most (ISO 19005-2, 6.1.13).
const MAX_VALUES: usize = 8_191;
/// The longest name and the longest text, in bytes (the same).
const MAX_NAME: usize = 127;
const MAX_STRING: usize = 32_767;
/// Values in what the content of a page says of a part of it.
const MAX_PROPERTIES: usize = 100;

/// What an operator works on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand<'a> {
    Number(f64),
    Name(&'a [u8]),
    String(Vec<u8>),
    Array(Vec<Self>),
    Properties(Dictionary),
}

/// Reads operators.
pub(super) struct Operators<'a> {
    bytes: &'a [u8],
    /// How far it has read; after a failure, where it is spelled otherwise.
    pub(super) at: usize,
    /// The last operands.
    pub(super) operands: Vec<Operand<'a>>,
}

/// The next operator could not be read.
#[derive(Debug)]
pub(super) struct Misspelled;

impl<'a> Operators<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, operands: Vec::new() }
    }

    /// The next operator, whose operands are then `operands`; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<&'a str>, Misspelled> {
        self.operands.clear();
        if self.at == self.bytes.len() {
            return Ok(None);
        }
        loop {
            let apart = self.at > 0 && !ends_itself(self.bytes[self.at - 1]);
            match (self.bytes.get(self.at), apart) {
                (Some(b'/' | b'(' | b'<' | b'['), _) => {
                    let operand = self.operand()?;
                    self.push(operand)?;
                }
                (Some(b'\n'), true) if self.operands.is_empty() => {
                    self.at += 1;
                    return self.operator().map(Some);
                }
                (Some(b' '), true) => {
                    self.at += 1;
                    if self.is_number() {
                        let operand = self.number()?;
                        self.push(operand)?;
                    } else if self.operands.is_empty() {
                        return Err(Misspelled);
                    } else {
                        return self.operator().map(Some);
                    }
                }
                (Some(_), false) if self.is_number() => {
                    let operand = self.number()?;
                    self.push(operand)?;
                }
                (Some(_), false) => return self.operator().map(Some),
                _ => return Err(Misspelled),
            }
        }
    }

    fn push(&mut self, operand: Operand<'a>) -> Result<(), Misspelled> {
        if self.operands.len() == MAX_VALUES {
            return Err(Misspelled);
        }
        self.operands.push(operand);
        Ok(())
    }

    fn is_number(&self) -> bool {
        matches!(self.bytes.get(self.at), Some(b'0'..=b'9' | b'-'))
    }

    /// Letters, and perhaps a star.
    fn operator(&mut self) -> Result<&'a str, Misspelled> {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let length = letters + usize::from(rest.get(letters) == Some(&b'*'));
        if letters == 0 {
            return Err(Misspelled);
        }
        self.at += length;
        std::str::from_utf8(&rest[..length]).map_err(|_| Misspelled)
    }

    fn number(&mut self) -> Result<Operand<'a>, Misspelled> {
        let rest = &self.bytes[self.at..];
        let numeric = |byte: &u8| byte.is_ascii_digit() || b"-.".contains(byte);
        let length = rest.iter().take_while(|byte| numeric(byte)).count();
        let word = std::str::from_utf8(&rest[..length]).map_err(|_| Misspelled)?;
        if object::number(word).as_deref() != Some(word) {
            return Err(Misspelled);
        }
        self.at += length;
        word.parse().map(Operand::Number).map_err(|_| Misspelled)
    }

    /// A value that begins with a sign of its own.
    fn operand(&mut self) -> Result<Operand<'a>, Misspelled> {
        match &self.bytes[self.at..] {
            [b'/', rest @ ..] => {
                let plain = |byte: &u8| byte.is_ascii_alphanumeric();
                let length = rest.iter().take_while(|byte| plain(byte)).count();
                self.at += 1 + length;
                // Names of things that are drawn with are a letter and a number, and those of marks are words.
                if length == 0 || length > MAX_NAME {
                    return Err(Misspelled);
                }
                Ok(Operand::Name(&rest[..length]))
            }
            [b'[', ..] => self.array(),
            [b'<', b'<', ..] => match self.value(MAX_PROPERTIES)? {
                Value::Dictionary(of) => Ok(Operand::Properties(of)),
                _ => Err(Misspelled),
            },
            _ => match self.value(1)? {
                Value::String(text) if text.len() <= MAX_STRING => Ok(Operand::String(text)),
                _ => Err(Misspelled),
            },
        }
    }

    /// Numbers and texts.
    fn array(&mut self) -> Result<Operand<'a>, Misspelled> {
        self.at += 1;
        let mut all = Vec::new();
        loop {
            let apart = !ends_itself(self.bytes[self.at - 1]);
            match (self.bytes.get(self.at), apart) {
                (Some(b']'), _) => {
                    self.at += 1;
                    return Ok(Operand::Array(all));
                }
                (Some(b'(' | b'<'), _) => all.push(self.operand()?),
                (Some(b' '), true) => {
                    self.at += 1;
                    all.push(self.number()?);
                }
                (Some(_), false) => all.push(self.number()?),
                _ => return Err(Misspelled),
            }
            if all.len() > MAX_VALUES {
                return Err(Misspelled);
            }
        }
    }

    /// A value in the one spelling.
    fn value(&mut self, most: usize) -> Result<Value, Misspelled> {
        let mut reader = object::Reader { bytes: self.bytes, at: self.at, left: most };
        let value = reader.value().ok_or(Misspelled)?;
        let mut again = Vec::new();
        value.write(&mut again);
        if self.bytes[self.at..reader.at] != again {
            return Err(Misspelled);
        }
        self.at = reader.at;
        Ok(value)
    }
}

/// Whether what comes next needs nothing to be kept apart from this byte.
fn ends_itself(byte: u8) -> bool {
    b"()<>[]/%".contains(&byte)
}
