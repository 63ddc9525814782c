//! In: the arguments of `paraaf`. Out: an initial more in `parafen.yaml`. Wiring.

use super::{Console, Exit, GoodDossier, one_line};
use crate::cli::ParaafArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::Regel;
use crate::signoff::{self, Besluit, NieuweParaaf, PARAFEN};
use crate::source::Sources;
use crate::system;
use crate::workspace::Workspace;

pub(super) fn run(arguments: &ParaafArgs, console: &Console) -> Exit {
    match add(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn add(arguments: &ParaafArgs, console: &Console) -> Result<(), Exit> {
    let naam = one_line("naam", &arguments.naam, console)?;
    let opmerking = arguments.opmerking.as_deref();
    let opmerking = opmerking.map(|text| one_line("opmerking", text, console)).transpose()?;
    let moment = super::moment(arguments.tijd.as_deref(), console)?;
    let now = super::moment(None, console)?;
    if moment.seconds() > now.seconds() + 60 {
        let message = "`--tijd` ligt in de toekomst";
        let help = "laat `--tijd` weg, of noem het moment waarop is geparafeerd";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    let dossier = GoodDossier::read(&arguments.dossier, &arguments.outside, console)?;
    let GoodDossier { workspace, templates, typesetter, filled, .. } = &dossier;
    let (checked, aftekening) = (filled.checked(), filled.aftekening());
    let rol = arguments.rol.trim();
    let step = aftekening.step(rol).map_err(|unknown| console.refuse(*unknown))?;
    if let Some(wrong) = aftekening.too_early(rol) {
        console.report(vec![wrong], &Sources::default());
        return Err(Exit::Errors);
    }
    if let Some(expected) = step.naam.as_deref().filter(|expected| *expected != naam.as_str()) {
        console.note(&format!("let op: in de route staat bij {rol} een andere naam, {expected}"));
    }
    // What cannot be made, nobody can have read.
    for stuk in filled.stukken() {
        dossier.pdf(*stuk, console)?;
    }
    let fields = signoff::fields(checked, templates, &typesetter.fonts().fingerprint());
    let velden = fields.into_iter().map(|(name, field)| (name, field.afdruk)).collect();
    let besluit = if arguments.niet_akkoord { Besluit::NietAkkoord } else { Besluit::Akkoord };
    let new = NieuweParaaf { rol: Regel::new(rol), naam, moment, besluit, opmerking };
    let unwritten = |why| {
        console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, format!("geen {PARAFEN}: {why}")))
    };
    let after = aftekening.with(new, velden, checked).map_err(unwritten)?;
    write(arguments, workspace, &after.parafen().write().map_err(unwritten)?, console)?;
    let documenten = after
        .documenten()
        .iter()
        .map(|(stuk, fingerprint)| format!("{} {}", stuk.name(), fingerprint.short()));
    let documenten: Vec<String> = documenten.collect();
    console.say(&format!("{rol}: {}  ({})", besluit.words(), documenten.join(", ")));
    let next: Vec<&str> = after.aan_de_beurt().map(|stap| stap.rol.as_str()).collect();
    console.say(&match next[..] {
        [] => "de route is rond".into(),
        _ => format!("aan de beurt: {}", words::enumerate(&next, "en")),
    });
    Ok(())
}

/// Puts the file in place, unless somebody changed it since it was read.
fn write(
    arguments: &ParaafArgs,
    before: &Workspace,
    text: &str,
    console: &Console,
) -> Result<(), Exit> {
    let path = arguments.dossier.join(PARAFEN);
    let written = match before.parafen() {
        Some(Ok(before)) => system::replace(&path, &before, text.as_bytes()),
        _ => system::create(&path, text.as_bytes()),
    };
    written.map_err(|failure| {
        let help = "kijk of u het bestand mag wijzigen, en probeer het opnieuw";
        console.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", &failure, help)
    })
}
