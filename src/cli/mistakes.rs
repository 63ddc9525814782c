//! In: why a command line cannot be read. Out: that in Dutch, with what to do about it. Pure.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::{shown, words};

/// What to write instead of a value that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schrijf(&'static str);

impl fmt::Display for Schrijf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Schrijf {}

/// A parser of a value that says what to write when it cannot be read.
pub(super) fn of<T: FromStr>(
    otherwise: &'static str,
) -> impl Fn(&str) -> Result<T, Schrijf> + Clone {
    move |text| text.parse().map_err(|_| Schrijf(otherwise))
}

/// What one can do first, for who types the name of the program and nothing else.
const FIRST: &str = "\
kamerbrief maakt van een dossier, een map met tekstbestanden, een Kamerbrief, een beslisnota en een bijlage.

  kamerbrief new mijn-brief --huisstijl jenv   begin een dossier, dat zichzelf uitlegt
  kamerbrief watch mijn-brief --open           schrijf, en zie de bladzijden ernaast
  kamerbrief check mijn-brief                  zie wat er nog niet klopt
  kamerbrief build mijn-brief                  maak de PDF's
  kamerbrief help                              zie wat er nog meer kan
";

/// A mistake on the command line in Dutch; `None` for what is no mistake (help, version).
pub fn explain(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(shown::line(text)),
        Some(ContextValue::Strings(texts)) => Some(shown::line(&texts.join(" "))),
        _ => None,
    };
    let list = |kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            return Some(FIRST.to_owned());
        }
        ErrorKind::UnknownArgument => format!("onbekende optie of waarde `{argument}`"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "onbekende opdracht `{}`",
                text(ContextKind::InvalidSubcommand).unwrap_or_default()
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("`{argument}` heeft een waarde nodig")
        }
        ErrorKind::InvalidValue => format!("`{value}` kan niet bij `{argument}`"),
        ErrorKind::ValueValidation => format!("`{value}` kan niet bij `{argument}`"),
        ErrorKind::MissingRequiredArgument => format!("`{argument}` ontbreekt"),
        ErrorKind::ArgumentConflict => {
            let others = list(ContextKind::PriorArg);
            let others: Vec<String> =
                others.iter().map(|other| format!("`{}`", shown::line(other))).collect();
            match others == [format!("`{argument}`")] {
                true => format!("`{argument}` staat er twee keer"),
                false => {
                    format!("`{argument}` gaat niet samen met {}", words::enumerate(&others, "en"))
                }
            }
        }
        ErrorKind::TooManyValues => format!("bij `{argument}` hoort geen waarde"),
        _ => "deze opdracht is niet te begrijpen".to_owned(),
    };
    let mut out = format!("fout: {message}\n");
    let valid = list(ContextKind::ValidValue);
    if !valid.is_empty() {
        out.push_str(&format!("hulp: kies uit {}\n", words::list(valid, "of")));
    }
    if let Some(Schrijf(help)) = error.source().and_then(|error| error.downcast_ref()) {
        out.push_str(&format!("hulp: {help}\n"));
    }
    let near = [
        (ContextKind::SuggestedArg, argument),
        (
            ContextKind::SuggestedSubcommand,
            text(ContextKind::InvalidSubcommand).unwrap_or_default(),
        ),
        (ContextKind::SuggestedValue, value),
    ];
    for (kind, typed) in near {
        let known = list(kind);
        if let Some(meant) = words::meant(&typed, known.iter().map(String::as_str)) {
            out.push_str(&format!("hulp: bedoelde u `{meant}`?\n"));
        }
    }
    out.push_str(
        "hulp: `kamerbrief --help` toont de opdrachten, `kamerbrief OPDRACHT --help` de opties\n",
    );
    Some(out)
}
