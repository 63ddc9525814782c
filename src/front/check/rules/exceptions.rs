//! In: findings, and what the dossier excuses. Out: what is left, and excuses that excuse nothing. Pure.

use super::{Rule, every};
use crate::diagnostic::{Code, Diagnostic, Severity, codes, words};
use crate::dossier::{Bestand, Dossier, Place, Reading, Root};
use crate::source::Sources;
use crate::yaml::{Node, Path};

/// Takes excused findings out, and reports exceptions that are wrong or superfluous. Without `style` the rules of
/// style did not run: whether an exception for one is needed is not known then.
pub(super) fn apply(
    dossier: &Dossier,
    reading: &Reading,
    sources: &Sources,
    style: bool,
    found: &mut Vec<Diagnostic>,
) {
    let Some(tree) = reading.trees.get(&Root::File(Bestand::Dossier)) else { return };
    let list = Path::default().key("uitzonderingen");
    let mut wrong = Vec::new();
    for (i, exception) in dossier.gegevens.uitzonderingen.iter().enumerate() {
        let path = list.index(i);
        let at = |key: &str| tree.place(&path.key(key), sources);
        let Rule { code: rule, severity, .. } = match rule(&exception.regel) {
            Ok(rule) => rule,
            Err((message, label)) => {
                wrong.push(
                    Diagnostic::warning(codes::EXCEPTION_UNKNOWN, message)
                        .at(at("regel"), label)
                        .help("`kamerbrief explain` toont alle regels"),
                );
                continue;
            }
        };
        let field = exception.veld.as_deref();
        if let Some(field) = field
            && !exists(field, reading)
        {
            wrong.push(
                Diagnostic::warning(
                    codes::EXCEPTION_UNKNOWN,
                    format!("het veld `{}` bestaat niet", words::shorten(field)),
                )
                .at(at("veld"), "")
                .help("schrijf bestand en veld, zoals `nota.toelichting.tekst` of `brief.secties[0].tekst`"),
            );
            continue;
        }
        let before = found.len();
        found.retain(|diagnostic| diagnostic.code != *rule || !covers(field, diagnostic));
        if found.len() == before && (style || *severity != Severity::Info) {
            wrong.push(unused(*rule, &path, tree, sources));
        }
    }
    found.append(&mut wrong);
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

fn unused(rule: Code, path: &Path, tree: &Node, sources: &Sources) -> Diagnostic {
    let message = format!("deze uitzondering voor {} ({}) is niet nodig", rule.id, rule.name);
    let mut diagnostic = Diagnostic::warning(codes::EXCEPTION_UNUSED, message)
        .at(tree.place(path, sources), "de regel meldt hier niets")
        .help("haal haar weg");
    diagnostic.field = Some(format!("dossier.{path}"));
    diagnostic
}
