//! In: a ground for withholding, as a person types it. Out: grounds that the law has, or what is wrong. Pure.

use std::collections::BTreeMap;
use std::fmt;

use super::woorden::Woo;
use crate::diagnostic::words;

/// The constitution's ground towards the Chamber, which has no code: it is written in words.
const GRONDWET: &str = "artikel 68 Grondwet";

/// The grounds of the Wet open overheid (5.1 and 5.2) and the constitution, in the order of the law. Of a relative one,
/// the interest must be weighed, and the decision says why (5.1.3).
const GRONDEN: [(&str, Aard); 18] = [
    ("5.1.1a", Aard::Absoluut),
    ("5.1.1b", Aard::Absoluut),
    ("5.1.1c", Aard::Absoluut),
    ("5.1.1d", Aard::Absoluut),
    ("5.1.1e", Aard::Absoluut),
    ("5.1.2a", Aard::Relatief),
    ("5.1.2b", Aard::Relatief),
    ("5.1.2c", Aard::Relatief),
    ("5.1.2d", Aard::Relatief),
    ("5.1.2e", Aard::Relatief),
    ("5.1.2f", Aard::Relatief),
    ("5.1.2g", Aard::Relatief),
    ("5.1.2h", Aard::Relatief),
    ("5.1.2i", Aard::Relatief),
    ("5.1.4", Aard::Absoluut),
    ("5.1.5", Aard::Relatief),
    ("5.2.1", Aard::Relatief),
    (GRONDWET, Aard::Relatief),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aard {
    Absoluut,
    Relatief,
}

/// Grounds for withholding one piece of information.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gronden(u32);

/// Why a text is no ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misgrond {
    pub(crate) message: String,
    pub(crate) help: String,
    /// How it is written, if that is certain.
    pub(crate) meant: Option<String>,
}

impl Gronden {
    /// Reads grounds with commas between them: `5.1.2e, 5.1.2i`.
    ///
    /// # Errors
    /// Why one of them is none.
    pub(crate) fn read(text: &str, woo: &Woo) -> Result<Self, Misgrond> {
        let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
        if parts.iter().all(|part| part.is_empty()) {
            return Err(Misgrond {
                message: "hier ontbreekt de grond om te lakken".into(),
                help: format!("de Woo kent {}", woo_codes().join(", ")),
                meant: None,
            });
        }
        let mut all = Self::default();
        let mut otherwise = false;
        for part in &parts {
            let (one, as_written) = match known(part) {
                Some(found) => found,
                None => return Err(unknown(part, woo)),
            };
            all = all.en(one);
            otherwise |= !as_written;
        }
        if !otherwise {
            return Ok(all);
        }
        let meant = all.codes().collect::<Vec<_>>().join(", ");
        Err(Misgrond {
            message: format!(
                "de grond `{}` is anders geschreven dan de Woo het doet",
                words::shorten(text)
            ),
            help: format!("schrijf `{meant}`"),
            meant: Some(meant),
        })
    }

    /// These and those.
    #[must_use]
    pub fn en(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each by its code, in the order of the law.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        let has = move |at: &usize| self.0 & (1 << at) != 0;
        (0..GRONDEN.len()).filter(has).map(|at| GRONDEN[at].0)
    }

    /// Whether a text is meant as grounds and nothing else, however they are written.
    pub(crate) fn is_meant(text: &str, woo: &Woo) -> bool {
        let may_be = text.contains("5.1.") || text.contains("5.2.");
        may_be
            && match Self::read(text.trim(), woo) {
                Ok(_) => true,
                Err(other) => other.meant.is_some(),
            }
    }

    /// Those that need a reason.
    pub(crate) fn relatief(self) -> impl Iterator<Item = &'static str> {
        let needs = |code: &&str| GRONDEN.contains(&(*code, Aard::Relatief));
        self.codes().filter(needs)
    }

    /// Whether they exclude each other: 5.1.5 is for what falls under none of the other interests.
    pub(crate) fn is_strijdig(self) -> bool {
        let other = |code: &str| code.starts_with("5.1.1") || code.starts_with("5.1.2");
        self.codes().any(|code| code == "5.1.5") && self.codes().any(other)
    }

    /// What stands in the place of what is withheld, for who reads it and for who hears it.
    pub fn merk(self) -> String {
        let codes: Vec<&str> = self.codes().collect();
        let word = if codes.len() == 1 { "grond" } else { "gronden" };
        format!("weggelakt, {word} {}", words::enumerate(&codes, "en"))
    }

    /// The same in the place of a figure.
    pub fn merk_kort(self) -> String {
        format!("gelakt {}", self.codes().collect::<Vec<_>>().join(", "))
    }

    /// Whether a text is what stands in the place of a withheld value or figure.
    pub fn is_merk(text: &str) -> bool {
        let known = |codes: &str| codes.split(", ").all(|code| known(code).is_some());
        Self::of_merk(text).is_some() || text.strip_prefix("gelakt ").is_some_and(known)
    }

    /// The same in a text with markup.
    pub(crate) fn merk_met_opmaak(self) -> String {
        let codes: Vec<&str> = self.codes().map(in_address).collect();
        format!("[{}](lak:{})", self.merk(), codes.join(","))
    }

    /// The grounds of what was put in the place of a withheld value.
    pub fn of_merk(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('[').and_then(|rest| rest.split_once("](lak:"));
        let text = inner.map_or(text, |(text, _)| text);
        let codes = text.strip_prefix("weggelakt, grond")?;
        let codes = codes.strip_prefix("en").unwrap_or(codes).strip_prefix(' ')?;
        let parts = codes.split(", ").flat_map(|part| part.split(" en "));
        parts
            .map(|code| Some(known(code)?.0))
            .try_fold(Self::default(), |all, one| Some(all.en(one?)))
    }
}

/// The codes with commas between them.
impl fmt::Display for Gronden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.codes().collect::<Vec<_>>().join(", "))
    }
}

impl FromIterator<Gronden> for Gronden {
    fn from_iter<T: IntoIterator<Item = Gronden>>(all: T) -> Self {
        all.into_iter().fold(Self::default(), Self::en)
    }
}

/// The codes of the Woo.
fn woo_codes() -> Vec<&'static str> {
    GRONDEN.iter().map(|(code, _)| *code).filter(|code| *code != GRONDWET).collect()
}

/// An address has no spaces.
pub(super) fn in_address(code: &str) -> &str {
    if code == GRONDWET { "art68" } else { code }
}

/// The ground that a text stands for, and whether it is written as it should be.
fn known(typed: &str) -> Option<(Gronden, bool)> {
    let mut plain = typed.to_lowercase().replace(' ', "");
    for word in ["artikel", "art.", "art", "van", "de"] {
        plain = plain.strip_prefix(word).unwrap_or(&plain).to_owned();
    }
    let ends = ["woo", "wetopenoverheid"];
    let plain =
        ends.iter().fold(plain.as_str(), |text, end| text.strip_suffix(end).unwrap_or(text));
    if matches!(plain, "68" | "68gw" | "68grondwet" | "68vandegrondwet") {
        let at = GRONDEN.iter().position(|(code, _)| *code == GRONDWET)?;
        return Some((Gronden(1 << at), true));
    }
    // A point before the letter is a habit of the Wob.
    let joined = match plain.rsplit_once('.') {
        Some((number, letter)) if letter.len() == 1 && letter.starts_with(char::is_alphabetic) => {
            format!("{number}{letter}")
        }
        _ => plain.to_owned(),
    };
    let at = GRONDEN.iter().position(|(code, _)| *code == joined)?;
    Some((Gronden(1 << at), typed == joined))
}

/// What is said of a text that is no ground.
fn unknown(typed: &str, woo: &Woo) -> Misgrond {
    let plain = typed.to_lowercase().replace([' ', '.'], "");
    let old = |abolished: &BTreeMap<String, String>| {
        let of = |code: &String| code.replace('.', "") == plain;
        abolished.iter().find(|(code, _)| of(code)).map(|(_, new)| new.clone())
    };
    let message = format!("`{}` is geen grond om te lakken", words::shorten(typed));
    let all = || format!("de Woo kent {}", woo_codes().join(", "));
    let (message, help) = match typed {
        _ if let Some(new) = old(&woo.vervallen) => (
            format!("`{}` is een grond van de Wob, die niet meer geldt", words::shorten(typed)),
            format!("bedoelde u `{new}` van de Woo?"),
        ),
        "5.1.3" => (
            message,
            "5.1.3 vraagt om een reden bij 5.1.2; schrijf de grond zelf, en bij `reden:` waarom"
                .into(),
        ),
        "5.1.1" | "5.1.2" => (
            message,
            format!(
                "noem ook de letter, zoals `{typed}{}`",
                if typed == "5.1.2" { 'e' } else { 'c' }
            ),
        ),
        "5.2" | "5.2.2" | "5.2.3" => {
            (message, "bedoelde u `5.2.1`, persoonlijke beleidsopvattingen?".into())
        }
        _ => (message, all()),
    };
    Misgrond { message, help, meant: None }
}

#[cfg(test)]
mod tests {
    use super::super::Lijsten;
    use super::*;

    fn read(text: &str) -> Result<String, Misgrond> {
        Gronden::read(text, &Lijsten::ingebouwd().woo).map(|gronden| gronden.to_string())
    }

    #[test]
    fn grounds_are_read_in_the_order_of_the_law() {
        assert_eq!(read("5.1.2e").as_deref(), Ok("5.1.2e"));
        assert_eq!(read("5.2.1, 5.1.2i").as_deref(), Ok("5.1.2i, 5.2.1"));
        for typed in ["art. 68 Grondwet", "artikel 68 Grondwet", "art68"] {
            assert_eq!(read(typed).as_deref(), Ok(GRONDWET), "{typed}");
        }
    }

    #[test]
    fn what_is_meant_is_said() {
        for typed in ["5.1.2.e", "5.1.2E", "artikel 5.1.2e", "5.1.2e Woo"] {
            assert_eq!(read(typed).unwrap_err().meant.as_deref(), Some("5.1.2e"), "{typed}");
        }
        for (typed, said) in [
            ("", "ontbreekt"),
            ("10.2.e", "Wob"),
            ("10.2e", "`5.1.2e`"),
            ("11.1", "`5.2.1`"),
            ("5.1.3", "reden"),
            ("5.1.2", "letter"),
            ("5.2", "`5.2.1`"),
            ("5.1.2z", "de Woo kent"),
        ] {
            let Misgrond { message, help, meant } = read(typed).unwrap_err();
            assert!(format!("{message} {help}").contains(said), "{typed}: {message} {help}");
            assert_eq!(meant, None);
        }
    }

    #[test]
    fn a_mark_says_its_grounds_and_nothing_else() {
        let woo = &Lijsten::ingebouwd().woo;
        for typed in ["5.1.2e", "5.1.2e, 5.1.2i", "5.1.1c, 5.1.2b, 5.2.1", "art68, 5.1.2a"] {
            let gronden = Gronden::read(typed, woo).unwrap();
            assert_eq!(Gronden::of_merk(&gronden.merk()), Some(gronden), "{typed}");
            assert_eq!(Gronden::of_merk(&gronden.merk_met_opmaak()), Some(gronden), "{typed}");
        }
        assert_eq!(Gronden::of_merk("weggelakt, grond onbekend"), None);
        assert_eq!(Gronden::of_merk("wegverkeer"), None);
    }

    #[test]
    fn a_last_resort_stands_alone() {
        let strijdig =
            |typed: &str| Gronden::read(typed, &Lijsten::ingebouwd().woo).unwrap().is_strijdig();
        assert!(strijdig("5.1.5, 5.1.2e") && strijdig("5.1.1c, 5.1.5"));
        assert!(!strijdig("5.1.5, 5.2.1") && !strijdig("5.1.2e, 5.1.1c"));
    }
}
