//! In: a file of a dossier and the way to a value in it. Out: the one spelling of that value's name, and the name read
//! back. Pure.

use std::fmt;
use std::str::FromStr;

use super::Bestand;
use crate::yaml::Path;

/// What a path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// One of the dossier's files.
    File(Bestand),
    /// The ministry's profile with the dossier's adjustments.
    Profile,
}

impl Root {
    /// The name under which templates know it, and with which the name of a field begins.
    pub fn name(self) -> &'static str {
        match self {
            Self::File(bestand) => bestand.stem(),
            Self::Profile => "profiel",
        }
    }
}

impl FromStr for Root {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let all = Bestand::ALL.into_iter().map(Self::File).chain([Self::Profile]);
        all.into_iter().find(|root| root.name() == name).ok_or(())
    }
}

/// A value of a dossier: where it starts from and the way to it. Written `nota.toelichting.tekst`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, or the profile.
    pub root: Root,
    /// The way from there.
    pub path: Path,
}

impl Place {
    /// A value of one of the dossier's files.
    pub fn of(bestand: Bestand, path: Path) -> Self {
        Self { root: Root::File(bestand), path }
    }

    /// The whole of a file or of the profile.
    pub fn top(root: Root) -> Self {
        Self { root, path: Path::default() }
    }

    /// The value behind a key of this one.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { root: self.root, path: self.path.key(key) }
    }

    /// An item of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { root: self.root, path: self.path.index(index) }
    }

    /// Whether this is a value or something in it.
    pub fn is_within(&self, whole: &Self) -> bool {
        self.root == whole.root && self.path.segments().starts_with(whole.path.segments())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string();
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        write!(f, "{}{dot}{path}", self.root.name())
    }
}

impl FromStr for Place {
    type Err = ();

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (root, rest) = text.split_at(text.find(['.', '[']).unwrap_or(text.len()));
        let path: Path = rest.strip_prefix('.').unwrap_or(rest).parse()?;
        let place = Self { root: root.parse()?, path };
        if place.to_string() == text { Ok(place) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_as_it_is_written() {
        let root = Path::default();
        let places = [
            (Place::of(Bestand::Nota, root.key("extra").index(1).key("kop")), "nota.extra[1].kop"),
            (
                Place::of(Bestand::Dossier, root.key("afkortingen").key("m.e.r.")),
                "dossier.afkortingen.\"m.e.r.\"",
            ),
            (Place::of(Bestand::Bijlage, root.clone()), "bijlage"),
            (Place { root: Root::Profile, path: root.key("labels") }, "profiel.labels"),
        ];
        for (place, name) in places {
            assert_eq!(place.to_string(), name);
            assert_eq!(name.parse(), Ok(place));
        }
        for wrong in ["", "brief.", "brieven.opening", ".opening", "brief..opening"] {
            assert_eq!(wrong.parse::<Place>(), Err(()), "{wrong}");
        }
    }
}
