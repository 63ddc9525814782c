//! In: a text with `{{ … }}`; values by name. Out: the places of the expressions, and what they say. Pure.
//!
//! Expressions only, no statements; no functions, only the filters listed here. They run with strict
//! undefined values and a fixed amount of fuel, so that a text cannot keep the compiler busy.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use rust_decimal::Decimal;

use super::Mistake;
use super::suggestion;
use crate::diagnostic::{codes, words};
use crate::dossier::{self, Cel, Geldwoorden, Gronden, Maat};

/// Steps that one expression may take.
const FUEL: u64 = 2_000;
/// Longest expression, in bytes: it is parsed by recursion.
const MAX_LENGTH: usize = 500;
/// Longest text that an expression may give, in characters.
const MAX_RESULT: usize = 2_000;

/// Finds the expressions in a text and covers each with a word of the same length, so that
/// CommonMark reads over it and every offset stays what it was. `\{{` is text.
pub(super) fn lift(text: &str) -> (String, Vec<Range<usize>>, Vec<Mistake>) {
    let mut masked = String::with_capacity(text.len());
    let (mut expressions, mut mistakes) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|i| at + i) {
        let escapes = text[at..start].bytes().rev().take_while(|b| *b == b'\\').count();
        if !escapes.is_multiple_of(2) {
            masked.push_str(&text[at..start + 1]);
            at = start + 1;
            continue;
        }
        let Some(end) = close(&text[start + 2..]).map(|i| start + 2 + i) else {
            mistakes.push(
                Mistake::error(
                    codes::EXPRESSION_FAILS,
                    start..start + 2,
                    "`{{` wordt niet gesloten",
                )
                .help("schrijf `}}` achter de waarde, of `\\{\\{` voor gewone accolades"),
            );
            break;
        };
        masked.push_str(&text[at..start]);
        masked.extend(std::iter::repeat_n('x', end - start));
        expressions.push(start..end);
        at = end;
    }
    masked.push_str(&text[at..]);
    (masked, expressions, mistakes)
}

/// The offset just after the `}}` that closes an expression; quotes inside it are respected.
fn close(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut previous = '\0';
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), _) if char == open && previous != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(char),
            (None, '}') if text[at..].starts_with("}}") => return Some(at + 2),
            // A blank line ends the paragraph, and with it the expression.
            (None, '\n')
                if text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') =>
            {
                return None;
            }
            _ => {}
        }
        previous = if previous == '\\' && char == '\\' { '\0' } else { char };
    }
    None
}

/// The values that expressions can name, as a tree.
#[derive(Debug, Clone)]
pub enum Values {
    /// Further names.
    Group(BTreeMap<String, Values>),
    /// An amount in euros: exact, a range, or with something unknown.
    Amount(Cel),
    /// A share, in percents.
    Percentage(Decimal),
    /// A share or a count of what is withheld.
    Withheld(Gronden),
    /// A whole number.
    Count(usize),
    /// A text.
    Text(String),
}

impl Values {
    /// Every value with its name as it is written in an expression, and how it usually stands in a sentence.
    pub fn named(&self) -> Vec<(String, &Self)> {
        let mut out = Vec::new();
        walk(self, "", &mut |name, value| out.push((name, value)));
        out
    }

    /// An expression that prints a value of this name, and what it prints.
    pub fn example(&self, name: &str) -> (String, String) {
        match self {
            Self::Group(_) => (name.to_owned(), String::new()),
            Self::Amount(cel) => {
                let large = cel.van.abs().max(cel.tot.abs()) >= Decimal::from(100_000);
                let (filter, maat) =
                    if large { ("miljoen", Maat::Miljoen) } else { ("euro", Maat::Euro) };
                (format!("{name} | {filter}"), dossier::sentence(cel, maat, None))
            }
            Self::Percentage(share) => (format!("{name} | procent"), percentage(*share, None)),
            Self::Withheld(gronden) => (format!("{name} | procent"), gronden.merk()),
            Self::Count(count) => (name.to_owned(), count.to_string()),
            Self::Text(text) => (name.to_owned(), text.clone()),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Group(names) => Value::from_object(Group(
                names.iter().map(|(name, value)| (name.clone(), value.value())).collect(),
            )),
            Self::Amount(amount) => Value::from_object(Euros(*amount)),
            Self::Percentage(share) => Value::from_object(Percentage(*share)),
            Self::Withheld(gronden) => Value::from_object(Withheld(*gronden)),
            Self::Count(count) => Value::from(*count),
            Self::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// Names with values; a year may be written as a number or as text.
#[derive(Debug)]
struct Group(BTreeMap<String, Value>);

impl Object for Group {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(&key.to_string()).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|key| Value::from(key.as_str())).collect())
    }
}

/// An amount in euros, which has no notation of its own: the sentence says how it is written.
#[derive(Debug, Clone, Copy)]
struct Euros(Cel);

/// A share in percents, which has no notation of its own either.
#[derive(Debug, Clone, Copy)]
struct Percentage(Decimal);

/// A share that cannot be said, for these grounds.
#[derive(Debug, Clone, Copy)]
struct Withheld(Gronden);

impl Object for Withheld {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.merk())
    }
}

impl Object for Percentage {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percentage(self.0, None))
    }
}

/// A word or sign beside an expression that its value says itself, or that makes another amount of it: where it stands.
pub fn beside(
    text: &str,
    expression: &Range<usize>,
    value: &str,
    words: &Geldwoorden,
) -> Option<Range<usize>> {
    let before = text[..expression.start].trim_end_matches([' ', '\u{a0}']);
    let line = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = line.trim_start_matches(['(', '"', '*', '_', '-', '‒', '–']);
    if value.starts_with('€') && words.munt.has_folded(word) {
        return Some(before.len() - word.len()..before.len());
    }
    let behind = text[expression.end..].trim_start_matches([' ', '\u{a0}']);
    let start = text.len() - behind.len();
    let end = behind
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '€' | '\'' | '’'))
        .unwrap_or(behind.len());
    let word = &behind[..end];
    let is_money = value.starts_with('€') && words.munt.has_folded(word);
    let says = value.ends_with(char::is_alphanumeric);
    (is_money || says && words.maat_erbij.has_folded(word)).then_some(start..start + end)
}

/// `12,5%`: without a space, with at most one decimal unless asked otherwise.
fn percentage(share: Decimal, decimals: Option<u32>) -> String {
    let needed = dossier::rounded(share, 1).normalize().scale();
    format!("{}%", dossier::notation(share, decimals.unwrap_or(needed)))
}

impl Object for Euros {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dossier::sentence(&self.0, Maat::Euro, None))
    }
}

/// Computes expressions over a dossier's values.
pub struct Evaluator {
    environment: Environment<'static>,
    values: Value,
    names: Vec<String>,
}

impl fmt::Debug for Evaluator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evaluator").field("names", &self.names).finish_non_exhaustive()
    }
}

const FILTERS: &[&str] = &["euro", "miljoen", "miljard", "getal", "procent", "woorden"];
/// Most decimals that a filter may ask for.
const MAX_DECIMALS: u32 = 4;

impl Evaluator {
    /// An evaluator over these values; the outermost must be a group.
    pub fn new(values: &Values) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_debug(true);
        for (name, maat) in
            [("euro", Maat::Euro), ("miljoen", Maat::Miljoen), ("miljard", Maat::Miljard)]
        {
            environment.add_filter(name, move |value: &Value, decimals: Option<u32>| {
                Ok::<_, Error>(dossier::sentence(&amount(value)?, maat, checked(decimals)?))
            });
        }
        environment.add_filter("getal", |value: &Value, decimals: Option<u32>| {
            let cel = number(value)?;
            if cel.is_gelakt() {
                return Ok(cel.gelakt.merk());
            }
            let needed = |number: Decimal| number.normalize().scale();
            let needed = needed(cel.van).max(needed(cel.tot));
            Ok::<_, Error>(dossier::cell(&cel, checked(decimals)?.unwrap_or(needed)))
        });
        environment.add_filter("procent", |value: &Value, decimals: Option<u32>| {
            if let Some(Withheld(gronden)) = value.downcast_object_ref::<Withheld>() {
                return Ok(gronden.merk());
            }
            let share = value.downcast_object_ref::<Percentage>().map(|share| share.0);
            let share = share.ok_or_else(|| unfit(value))?;
            Ok::<_, Error>(percentage(share, checked(decimals)?))
        });
        environment.add_filter("woorden", |value: &Value| {
            if let Some(Withheld(gronden)) = value.downcast_object_ref::<Withheld>() {
                return Ok(gronden.merk());
            }
            let count = value.as_usize().and_then(|count| u64::try_from(count).ok());
            count.map(dossier::in_words).ok_or_else(|| unfit(value))
        });
        let mut names = Vec::new();
        walk(values, "", &mut |name, _| names.push(name));
        Self { environment, values: values.value(), names }
    }

    /// What an expression says.
    ///
    /// # Errors
    /// The message, the range within the expression, and what to do.
    pub fn evaluate(&self, expression: &str) -> Result<String, (String, Range<usize>, String)> {
        let whole = || {
            let start = expression.len() - expression.trim_start().len();
            start..expression.trim_end().len().max(start)
        };
        let fail = |message: &str, help: &str| (message.to_owned(), whole(), help.to_owned());
        if expression.trim().is_empty() {
            return Err(fail(
                "hier staat geen waarde",
                "schrijf bijvoorbeeld `{{ bijlage.totaal[2024] | euro }}`",
            ));
        }
        if expression.len() > MAX_LENGTH {
            return Err(fail("deze uitdrukking is te lang", "noem één waarde, met één opmaak"));
        }
        let value = self
            .environment
            .compile_expression(expression)
            .and_then(|compiled| compiled.eval(self.values.clone()))
            .map_err(|error| self.describe(&error, expression, whole()))?;
        if value.is_undefined() || value.is_none() {
            return Err((unknown_value().into(), whole(), suggestion::of(expression, &self.names)));
        }
        if value.downcast_object_ref::<Euros>().is_some() {
            return Err(fail(
                "dit bedrag heeft nog geen opmaak",
                "zet er `| euro`, `| miljoen`, `| miljard` of `| getal` achter",
            ));
        }
        if let Some(Withheld(gronden)) = value.downcast_object_ref::<Withheld>() {
            return Ok(gronden.merk());
        }
        if value.downcast_object_ref::<Percentage>().is_some() {
            return Err(fail("dit aandeel heeft nog geen opmaak", "zet er `| procent` achter"));
        }
        let is_text = value.as_str().is_some();
        if !is_text && (value.as_object().is_some() || !value.is_number()) {
            return Err(fail("dit is niet één waarde", &suggestion::of(expression, &self.names)));
        }
        if value.is_number() && !value.is_integer() {
            return Err(fail(
                "een berekening met komma kan hier niet",
                "neem een waarde uit de bijlage, zoals `{{ bijlage.saldo[2024] | euro }}`",
            ));
        }
        let text = value.to_string();
        if text.chars().count() > MAX_RESULT {
            return Err(fail("deze waarde is te lang", "noem één waarde, met één opmaak"));
        }
        Ok(text)
    }

    fn describe(
        &self,
        error: &Error,
        expression: &str,
        whole: Range<usize>,
    ) -> (String, Range<usize>, String) {
        let range = error
            .range()
            .filter(|range| range.end <= expression.len() && !range.is_empty())
            .unwrap_or_else(|| whole.clone());
        let (message, help) = match error.kind() {
            ErrorKind::UndefinedError => {
                let named = expression
                    .find('|')
                    .map_or(whole.end, |bar| expression[..bar].trim_end().len());
                return (
                    unknown_value().to_owned(),
                    whole.start..named.max(whole.start),
                    suggestion::of(expression, &self.names),
                );
            }
            ErrorKind::UnknownFilter => {
                ("deze opmaak bestaat niet", format!("kies uit {}", words::list(FILTERS, "of")))
            }
            ErrorKind::UnknownFunction | ErrorKind::UnknownMethod | ErrorKind::UnknownTest => {
                ("functies kunnen hier niet", "noem een waarde, met een opmaak erachter".to_owned())
            }
            ErrorKind::OutOfFuel => {
                ("deze berekening duurt te lang", "noem één waarde, met één opmaak".to_owned())
            }
            ErrorKind::InvalidOperation if error.detail() == Some(NOT_A_NUMBER) => {
                (
                "deze opmaak past niet bij deze waarde",
                "`euro`, `miljoen` en `miljard` zijn voor bedragen, `procent` voor een aandeel, `woorden` voor een aantal".to_owned(),
            )
            }
            ErrorKind::InvalidOperation if error.detail() == Some(TOO_MANY_DECIMALS) => (
                "zoveel decimalen kan een bedrag niet hebben",
                format!("vraag er hoogstens {MAX_DECIMALS}, zoals `| miljoen(1)`"),
            ),
            _ => (
                "deze uitdrukking klopt niet",
                "schrijf bijvoorbeeld `{{ bijlage.totaal[2024] | euro }}`".to_owned(),
            ),
        };
        (message.to_owned(), range, help)
    }
}

fn unknown_value() -> &'static str {
    "deze waarde bestaat niet"
}

const NOT_A_NUMBER: &str = "geen getal";
const TOO_MANY_DECIMALS: &str = "te veel decimalen";

/// The error of a filter on a value that it is not for.
fn unfit(value: &Value) -> Error {
    match value.is_undefined() {
        true => ErrorKind::UndefinedError.into(),
        false => Error::new(ErrorKind::InvalidOperation, NOT_A_NUMBER),
    }
}

fn checked(decimals: Option<u32>) -> Result<Option<u32>, Error> {
    match decimals {
        Some(many) if many > MAX_DECIMALS => {
            Err(Error::new(ErrorKind::InvalidOperation, TOO_MANY_DECIMALS))
        }
        other => Ok(other),
    }
}

fn amount(value: &Value) -> Result<Cel, Error> {
    value.downcast_object_ref::<Euros>().map(|amount| amount.0).ok_or_else(|| unfit(value))
}

fn number(value: &Value) -> Result<Cel, Error> {
    amount(value)
        .or_else(|error| value.as_usize().map(|count| Cel::vast(Decimal::from(count))).ok_or(error))
}

/// Visits every value with its name as it is written in an expression: `bijlage.totaal[2024]`.
fn walk<'a>(values: &'a Values, prefix: &str, visit: &mut dyn FnMut(String, &'a Values)) {
    match values {
        Values::Group(names) => {
            for (name, value) in names {
                let year = name.bytes().all(|b| b.is_ascii_digit());
                let full = match (prefix.is_empty(), year) {
                    (true, _) => name.clone(),
                    (false, true) => format!("{prefix}[{name}]"),
                    (false, false) => format!("{prefix}.{name}"),
                };
                walk(value, &full, visit);
            }
        }
        _ => visit(prefix.to_owned(), values),
    }
}
