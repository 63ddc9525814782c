//! In: the arguments of `status`. Out: the route of initials and what each is worth now. Wiring.

use super::{Console, Exit, GoodDossier};
use crate::cli::{ListingFormat, StatusArgs};
use crate::signoff::{self, Gelezen, Paraaf, Staat, Stap, Wijzigingen};

pub(super) fn run(arguments: &StatusArgs, console: &Console) -> Exit {
    let dossier = match GoodDossier::read(&arguments.dossier, &arguments.outside, console) {
        Ok(dossier) => dossier,
        Err(exit) => return exit,
    };
    let GoodDossier { filled, sources, .. } = &dossier;
    let aftekening = filled.aftekening();
    let remarks = aftekening.remarks(filled.checked(), sources);
    if !remarks.is_empty() {
        console.report(remarks, sources);
    }
    match arguments.format {
        ListingFormat::Json => console.print_json(&aftekening.json()),
        ListingFormat::Text => {
            console.print(&aftekening.text());
            console.print(&publicly(&dossier));
        }
    }
    Exit::Good
}

/// What goes public otherwise than when somebody agreed whose initial has lapsed, as far as that was kept.
fn publicly(dossier: &GoodDossier) -> String {
    let GoodDossier { filled, sources, workspace, templates, typesetter } = dossier;
    let lapsed = |stap: &&Stap| matches!(stap.staat, Staat::Vervallen(_));
    let lapsed = filled.aftekening().stappen().iter().filter(lapsed);
    let lapsed: Vec<&Paraaf> = lapsed.filter_map(|stap| stap.paraaf.as_ref()).collect();
    if lapsed.is_empty() {
        return String::new();
    }
    let kept = Gelezen::read(workspace);
    let now = signoff::fields(filled.checked(), templates, &typesetter.fonts().fingerprint());
    let mut text = String::new();
    for paraaf in lapsed {
        let Some(was) = kept.of(paraaf) else { continue };
        let changes = Wijzigingen::since(paraaf, was, now.clone());
        let lines = changes.public_lines(filled.checked(), sources, workspace.name());
        if !lines.is_empty() {
            text.push_str(&format!("\n{}\n{}", changes.public_heading(), lines.concat()));
        }
    }
    text
}
