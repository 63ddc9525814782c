//! In: steps from the root of a file to a value. Out: the way there, as it is written and read back. Pure.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A step on the way from the root of a file to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// The value of this key.
    Key(Arc<str>),
    /// The list item with this index, counted from 0.
    Index(usize),
}

/// The way from the root of a file to a value, written `secties[0].tekst`. A key with a sign that the writing needs
/// itself stands between quotation marks: `afkortingen."m.e.r."`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The path of the value behind a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut path = self.clone();
        path.0.push(Segment::Key(key.into()));
        path
    }

    /// The path of a list item.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.0.push(Segment::Index(index));
        path
    }

    /// The path without its last step; the root is its own parent.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// The steps, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }
}

/// What an item of a list is called, by the key of the list.
const ITEMS: [(&str, &str); 22] = [
    ("groepen", "groep"),
    ("maatregelen", "maatregel"),
    ("dekking", "bron"),
    ("tabellen", "tabel"),
    ("posten", "post"),
    ("secties", "sectie"),
    ("delen", "deel"),
    ("extra", "extra onderdeel"),
    ("onderdelen", "onderdeel"),
    ("ondertekening", "ondertekenaar"),
    ("parafenroute", "stap"),
    ("parafen", "paraaf"),
    ("toezeggingen", "toezegging"),
    ("moties", "motie"),
    ("bijlagen", "bijlage"),
    ("tekstbijlagen", "tekstbijlage"),
    ("afdelingen", "afdeling"),
    ("jaren", "jaar"),
    ("mede_namens", "medeondertekenaar"),
    ("uitzonderingen", "uitzondering"),
    ("adres", "adresregel"),
    ("aan", "geadresseerde"),
];

/// What an item of a list with this key is called.
pub fn item_of(list: &str) -> Option<&'static str> {
    ITEMS.iter().find(|(key, _)| *key == list).map(|(_, item)| *item)
}

/// `eerste`, `tweede`, of the item with an index from 0.
fn ordinal(index: usize) -> String {
    const WORDS: [&str; 12] = [
        "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende",
        "tiende", "elfde", "twaalfde",
    ];
    WORDS.get(index).map_or_else(|| format!("{}e", index + 1), |word| (*word).to_owned())
}

impl Path {
    /// The way as a reader would say it: `tweede groep, eerste maatregel, 2027`; a field alone stays as it is written in
    /// the file, between backticks.
    pub fn in_words(&self) -> String {
        if !self.0.iter().any(|segment| matches!(segment, Segment::Index(_))) {
            return format!("`{self}`");
        }
        let mut parts = Vec::new();
        // Keys that lead to no item of a list.
        let mut keys = Self::default();
        for (at, segment) in self.0.iter().enumerate() {
            let next = self.0.get(at + 1);
            match segment {
                Segment::Index(index) => {
                    let list = match at.checked_sub(1).and_then(|before| self.0.get(before)) {
                        Some(Segment::Key(key)) => &**key,
                        _ => "",
                    };
                    parts.push(match item_of(list) {
                        Some(item) => format!("{} {item}", ordinal(*index)),
                        None => format!("{} onder `{list}`", ordinal(*index)),
                    });
                }
                // The word for the item says which list it is.
                Segment::Key(_) if matches!(next, Some(Segment::Index(_))) => {}
                Segment::Key(key) if matches!(&**key, "bedragen" | "cellen") && next.is_some() => {}
                Segment::Key(key) if key.bytes().all(|b| b.is_ascii_digit()) => {
                    parts.push(key.to_string());
                }
                Segment::Key(key) => {
                    keys = keys.key(key);
                    if next.is_none() {
                        parts.push(format!("`{keys}`"));
                    }
                }
            }
        }
        parts.join(", ")
    }
}

/// Whether a key can stand in a path as it is.
fn is_bare(key: &str) -> bool {
    !key.is_empty() && !key.contains(['.', '[', ']', '"'])
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => {
                    if i > 0 {
                        f.write_str(".")?;
                    }
                    if is_bare(key) {
                        f.write_str(key)?;
                    } else {
                        write!(f, "\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = ();

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut path = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (index, after) = inner.split_once(']').ok_or(())?;
                path.0.push(Segment::Index(index.parse().map_err(|_| ())?));
                rest = after;
                continue;
            }
            if !path.0.is_empty() {
                rest = rest.strip_prefix('.').ok_or(())?;
            }
            let (key, after) = match rest.strip_prefix('"') {
                Some(inner) => quoted(inner)?,
                None => {
                    let (key, after) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                    (key.to_owned(), after)
                }
            };
            path.0.push(Segment::Key(key.into()));
            rest = after;
        }
        if path.to_string() == text { Ok(path) } else { Err(()) }
    }
}

/// A key between quotation marks, behind the first one; and what comes after it.
fn quoted(text: &str) -> Result<(String, &str), ()> {
    let mut key = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Ok((key, &text[at + 1..])),
            '\\' => key.push(chars.next().ok_or(())?.1),
            _ => key.push(char),
        }
    }
    Err(())
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_path_is_read_back_as_it_is_written() {
        let root = Path::default();
        let paths = [
            root.clone(),
            root.key("secties").index(0).key("tekst"),
            root.index(3).index(4),
            root.key("afkortingen").key("m.e.r."),
            root.key("").key("a[0]").key("\"x\\y\""),
            root.key("kamerstukken").key("28638-238"),
        ];
        for path in paths {
            assert_eq!(path.to_string().parse(), Ok(path));
        }
        assert_eq!(root.key("a").key("m.e.r.").to_string(), "a.\"m.e.r.\"");
        for wrong in [".a", "a.", "a..b", "a[", "a[x]", "a[0", "a[00]", "\"a\"", "a.\"b"] {
            assert_eq!(wrong.parse::<Path>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_way_is_said_in_words() {
        for (written, said) in [
            ("groepen[1].maatregelen[0].bedragen.2027", "tweede groep, eerste maatregel, 2027"),
            ("dekking[0].structureel", "eerste bron, `structureel`"),
            ("afzender.onderdeel", "`afzender.onderdeel`"),
            ("afzender.afdelingen[1]", "tweede afdeling"),
            ("secties[20].delen[2].tekst", "21e sectie, derde deel, `tekst`"),
            ("iets[0]", "eerste onder `iets`"),
        ] {
            assert_eq!(written.parse::<Path>().map(|path| path.in_words()), Ok(said.to_owned()));
        }
    }
}
