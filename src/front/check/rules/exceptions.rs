//! In: findings, and what the dossier excuses. Out: what is left, and excuses that excuse nothing. Pure.

use super::{Rule, Told, every, is_about_public};
use crate::diagnostic::{Code, Diagnostic, Severity, codes, words};
use crate::dossier::{Bestand, Dossier, Place, Reading, Root, Uitzondering};
use crate::source::Sources;
use crate::yaml::{Node, Path};

/// Most texts that are named in an advice.
const MOST_NAMED: usize = 3;

/// Takes excused findings out, and reports exceptions that are wrong or superfluous. Without `style` the rules of
/// style did not run: whether an exception for one is needed is not known then.
pub(super) fn apply(
    dossier: &Dossier,
    reading: &Reading,
    sources: &Sources,
    style: bool,
    mut found: Vec<Told>,
) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    if let Some(tree) = reading.trees.get(&Root::File(Bestand::Dossier)) {
        let list = Path::default().key("uitzonderingen");
        for (i, exception) in dossier.gegevens.uitzonderingen.iter().enumerate() {
            let at = Uitgezonderd { exception, path: list.index(i), tree, reading, sources };
            wrong.extend(at.apply(style, &mut found));
        }
    }
    let with_words = |told: Told| Diagnostic { words: Some(told.woorden), ..told.diagnostic };
    found.into_iter().map(with_words).chain(wrong).collect()
}

/// An exception, and where it stands.
struct Uitgezonderd<'a> {
    exception: &'a Uitzondering,
    path: Path,
    tree: &'a Node,
    reading: &'a Reading,
    sources: &'a Sources,
}

impl Uitgezonderd<'_> {
    /// Takes out what it excuses; what is wrong with it, if anything is.
    fn apply(&self, style: bool, found: &mut Vec<Told>) -> Option<Diagnostic> {
        let Uitzondering { regel, veld, tekst, .. } = self.exception;
        let Rule { code, severity, .. } = match rule(regel) {
            Ok(rule) => rule,
            Err((message, label)) => {
                let help = "`kamerbrief explain` toont alle regels";
                return Some(self.unknown("regel", message, label).help(help));
            }
        };
        if let Some(field) = veld
            && !exists(field, self.reading)
        {
            let message = format!("het veld `{}` bestaat niet", words::shorten(field));
            let help = "schrijf bestand en veld, zoals `nota.toelichting.tekst` of `brief.secties[0].tekst`";
            return Some(self.unknown("veld", message, String::new()).help(help));
        }
        let covered = |told: &Told| {
            told.diagnostic.code == *code && covers(veld.as_deref(), &told.diagnostic)
        };
        // What is told later may be another thing, that nobody has looked at.
        if is_about_public(*code) && tekst.is_none() {
            let all = found.iter().filter(|told| covered(told));
            return Some(self.without_words(*code, all.map(|told| told.woorden.as_str())));
        }
        let before = found.len();
        let says =
            |told: &Told| tekst.as_deref().is_none_or(|tekst| plain(tekst) == plain(&told.woorden));
        let others: Vec<&str> =
            found.iter().filter(|told| covered(told)).map(|told| told.woorden.as_str()).collect();
        let help = match (tekst, named(&others)) {
            (Some(_), Some(named)) => format!("haal haar weg, of zet bij `tekst` {named}"),
            _ => "haal haar weg".to_owned(),
        };
        found.retain(|told| !covered(told) || !says(told));
        (found.len() == before && (style || *severity != Severity::Info))
            .then(|| self.unused(*code, help))
    }

    fn unknown(&self, key: &str, message: String, label: String) -> Diagnostic {
        let at = self.tree.place(&self.path.key(key), self.sources);
        Diagnostic::warning(codes::EXCEPTION_UNKNOWN, message).at(at, label)
    }

    fn without_words<'b>(&self, rule: Code, found: impl Iterator<Item = &'b str>) -> Diagnostic {
        let found: Vec<&str> = found.collect();
        let message =
            format!("deze uitzondering voor {} zegt niet voor welke woorden zij is", rule.id);
        let help = match named(&found) {
            Some(named) => format!("zet erbij: `tekst:` met {named}"),
            None => "haal haar weg: de regel meldt hier niets".to_owned(),
        };
        let label = "zonder `tekst:` doet zij niets: zij zou ook verbergen wat er later bij komt";
        self.unknown("regel", message, label.to_owned()).help(help)
    }

    fn unused(&self, rule: Code, help: String) -> Diagnostic {
        let message = format!("deze uitzondering voor {} ({}) is niet nodig", rule.id, rule.name);
        let label = match self.exception.tekst {
            Some(_) => "de regel meldt deze woorden hier niet",
            None => "de regel meldt hier niets",
        };
        let mut diagnostic = Diagnostic::warning(codes::EXCEPTION_UNUSED, message)
            .at(self.tree.place(&self.path, self.sources), label)
            .help(help);
        diagnostic.field = Some(format!("dossier.{}", self.path));
        diagnostic
    }
}

/// What an author can write to name one of these, each once.
fn named(found: &[&str]) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for one in found {
        let one = format!("`{}`", quoted(one));
        if !all.contains(&one) {
            all.push(one);
        }
    }
    let more = all.len() > MOST_NAMED;
    all.truncate(MOST_NAMED);
    if more {
        all.push("een van de andere die zij meldt".to_owned());
    }
    (!all.is_empty()).then(|| words::enumerate(&all, "of"))
}

/// Words as they can be typed in YAML.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", words::one_line(text).replace('\'', "''"))
}

/// Words as they are compared: whatever their capitals, and the blanks and hidden characters between them.
fn plain(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !words::is_hidden(*c) || c.is_control()).collect();
    words::one_line(&seen).to_lowercase()
}

/// The rule with this code or name. Other diagnostics cannot be excused: the document would be wrong.
fn rule(typed: &str) -> Result<&'static Rule, (String, String)> {
    if let Some(code) = codes::find(typed) {
        return every().find(|rule| rule.code == code).ok_or_else(|| {
            (
                format!("voor {} kan geen uitzondering worden gemaakt", code.id),
                "dit is geen regel van de controle".into(),
            )
        });
    }
    let names = every().flat_map(|rule| [rule.code.id, rule.code.name]);
    let label = words::meant(typed, names)
        .map_or_else(String::new, |meant| format!("bedoelde u `{meant}`?"));
    Err((format!("onbekende regel `{}`", words::shorten(typed)), label))
}

fn covers(field: Option<&str>, diagnostic: &Diagnostic) -> bool {
    let Some(field) = field else { return true };
    diagnostic.field.as_deref().is_some_and(|of| {
        of.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

/// Whether a field, written as `nota.toelichting.tekst`, is in the dossier.
fn exists(field: &str, reading: &Reading) -> bool {
    let Ok(place) = field.parse::<Place>() else { return false };
    let tree = reading.trees.get(&place.root).filter(|_| place.root != Root::Profile);
    tree.is_some_and(|tree| tree.at(&place.path).is_some())
}
