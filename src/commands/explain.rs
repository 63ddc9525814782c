//! In: a code, or none. Out: its page, or the list of all, on standard output. Wiring.

use super::{Console, Exit};
use crate::check;
use crate::cli::ExplainArgs;
use crate::diagnostic::{Code, Diagnostic, Severity, codes, words};
use crate::source::Sources;

pub(super) fn run(arguments: &ExplainArgs, console: &Console) -> Exit {
    let Some(typed) = &arguments.code else {
        console.print(&list());
        return Exit::Good;
    };
    let Some(code) = codes::find(typed) else {
        let names = codes::ALL.iter().flat_map(|code| [code.id, code.name]);
        let mut diagnostic =
            Diagnostic::error(codes::ARGUMENT_INVALID, format!("onbekende code `{typed}`"));
        if let Some(meant) = words::meant(typed, names) {
            diagnostic = diagnostic.help(format!("bedoelde u `{meant}`?"));
        }
        console.report(
            vec![diagnostic.help("`kamerbrief explain` toont alle codes")],
            &Sources::default(),
        );
        return Exit::Environment;
    };
    console.print(code.page);
    if let Some(severity) = severity(code) {
        console.print(&ending(code, severity));
    }
    Exit::Good
}

/// How bad a finding of a rule is; none for what is no rule.
fn severity(code: Code) -> Option<Severity> {
    check::rules().find_map(|(rule, severity)| (rule == code).then_some(severity))
}

/// What goes for every rule.
fn ending(code: Code, severity: Severity) -> String {
    let told = match severity {
        Severity::Error => "een fout: er wordt geen document gemaakt",
        Severity::Warning => "een waarschuwing: het document wordt wel gemaakt",
        Severity::Info => "info: alleen te zien met `kamerbrief check --info`",
    };
    format!(
        "\n## Ernst en uitzondering\n\nDit is {told}. Geldt de regel hier niet, zet dan in dossier.yaml:\n\n```yaml dossier.yaml\nuitzonderingen:\n  - regel: {}\n    veld: brief.opening # wat bij de melding achter `veld` staat; zonder deze regel in het hele dossier\n    reden: Waarom het hier goed is.\n```\n",
        code.id
    )
}

/// All codes, each with its severity and first sentence: first the rules, then what keeps a document from being
/// made.
fn list() -> String {
    let mut out = String::from("Regels van de controle\n\n");
    for (code, severity) in check::rules() {
        out.push_str(&line(code, severity.word()));
    }
    out.push_str("\nOpbouw van een dossier, en wat het maken van een document verhindert\n\n");
    for code in codes::ALL.iter().filter(|code| severity(**code).is_none()) {
        out.push_str(&line(*code, ""));
    }
    out.push_str("\n`kamerbrief explain CODE` geeft uitleg, met voorbeelden.\n");
    out
}

fn line(code: Code, severity: &str) -> String {
    let summary = words::one_line(code.summary());
    match severity {
        "" => format!("{}  {:<27}  {summary}\n", code.id, code.name),
        severity => format!("{}  {:<27}  {severity:<12}  {summary}\n", code.id, code.name),
    }
}
