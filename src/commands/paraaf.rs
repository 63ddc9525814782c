//! In: the arguments of `paraaf`. Out: an initial more in `parafen.yaml`. Wiring.

use super::{Console, Exit, GoodDossier, one_line};
use crate::cli::ParaafArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::Regel;
use crate::signoff::{self, Besluit, NieuweParaaf, PARAFEN, TEKSTEN, Teksten};
use crate::source::Sources;
use crate::system::Slot;
use crate::workspace::{MAX_BYTES, Workspace};

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
    super::open(&arguments.dossier, console)?;
    let slot = Slot::take(&arguments.dossier, None);
    let slot = console.held(slot.map_err(|failure| console.unchangeable(&failure))?);
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
    let mut teksten = Teksten::read(workspace).map_err(|wrong| console.refuse(*wrong))?;
    let kept = teksten.keep(&fields);
    let velden = fields.into_iter().map(|(name, field)| (name, field.afdruk)).collect();
    let besluit = if arguments.niet_akkoord { Besluit::NietAkkoord } else { Besluit::Akkoord };
    let new = NieuweParaaf { rol: Regel::new(rol), naam, moment, besluit, opmerking };
    let unwritten = |why| {
        console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, format!("geen {PARAFEN}: {why}")))
    };
    let texts = teksten.write();
    // What could not be read again is not kept.
    let fits = texts.len() <= MAX_BYTES;
    if !fits {
        console.note(&format!("de gelezen teksten zijn niet bewaard: {TEKSTEN} wordt te groot"));
    }
    let kept = fits.then_some(kept);
    let after = aftekening.with(new, velden, kept, checked).map_err(unwritten)?;
    let parafen = after.parafen().write().map_err(unwritten)?;
    // The texts first: without them the initial would be of texts that are nowhere.
    if fits {
        write(arguments, (&slot, workspace), TEKSTEN, &texts, console)?;
    }
    write(arguments, (&slot, workspace), PARAFEN, &parafen, console)?;
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
    (slot, before): (&Slot, &Workspace),
    name: &str,
    text: &str,
    console: &Console,
) -> Result<(), Exit> {
    let path = arguments.dossier.join(name);
    let written = match before.file(name) {
        Ok(before) => slot.replace(&path, &before, text.as_bytes()),
        Err(_) => slot.create(&path, text.as_bytes()),
    };
    written.map_err(|failure| {
        let help = "kijk of u het bestand mag wijzigen, en probeer het opnieuw";
        console.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", &failure, help)
    })
}
