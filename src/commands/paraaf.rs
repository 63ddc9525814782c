//! In: the arguments of `paraaf`. Out: an initial more, or one that takes another back. Wiring.

use std::collections::BTreeMap;

use super::{Console, Exit, GoodDossier, one_line};
use crate::cli::ParaafArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Regel, Stuk, Vingerafdruk, is_zelfde};
use crate::signoff::{
    self, Aftekening, Besluit, Bewaard, GELEZEN, Gelezen, NieuweParaaf, PARAFEN, SPOOR, Staat,
};
use crate::source::Sources;
use crate::system::Slot;
use crate::workspace::MAX_BYTES;

pub(super) fn run(arguments: &ParaafArgs, console: &Console) -> Exit {
    match add(arguments, None, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

/// Sets an initial. Whoever read the documents elsewhere says which: when they are others by now, there is none.
pub(super) fn add(
    arguments: &ParaafArgs,
    read: Option<&BTreeMap<Stuk, Vingerafdruk>>,
    console: &Console,
) -> Result<(), Exit> {
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
    // Before anything is read: the initial is to stand behind all that are there.
    super::open(&arguments.dossier, console)?;
    let slot = Slot::take(&arguments.dossier.join(PARAFEN), Some(&arguments.dossier));
    let slot = console.held(slot.map_err(|failure| console.unchangeable(&failure))?);
    let dossier = GoodDossier::read(&arguments.dossier, &arguments.outside, console)?;
    let aftekening = dossier.filled.aftekening();
    let besluit = match (arguments.trek_in, arguments.niet_akkoord) {
        (true, _) => Besluit::Ingetrokken,
        (false, true) => Besluit::NietAkkoord,
        (false, false) => Besluit::Akkoord,
    };
    // Who takes an initial back need not have read anything.
    let other = read.is_some_and(|read| read != aftekening.documenten());
    if other && besluit != Besluit::Ingetrokken {
        let message = "de stukken zijn intussen gewijzigd, en er is niet geparafeerd";
        let help = "kijk wat er is gewijzigd, en parafeer dan opnieuw";
        return Err(console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, message).help(help)));
    }
    let (rol, bewaard) = match besluit {
        Besluit::Ingetrokken => (withdrawn(aftekening, arguments, console)?, Bewaard::nothing()),
        _ => {
            let rol = own_turn(aftekening, arguments, console)?;
            (rol, keep(&dossier, console)?)
        }
    };
    let kept = bewaard.file().to_owned();
    if let Some(odd) = aftekening.backwards(&moment) {
        console.report(vec![odd], &Sources::default());
    }
    let new = NieuweParaaf { rol, naam, moment, besluit, opmerking, bewaard };
    let unwritten =
        |why| console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, format!("geen paraaf: {why}")));
    let (after, paraaf) = aftekening.with(new, dossier.filled.checked()).map_err(unwritten)?;
    let name = paraaf.file_name();
    let path = arguments.dossier.join(PARAFEN).join(&name);
    let text = paraaf.write().map_err(unwritten)?;
    dossier.as_read(&arguments.dossier, &arguments.outside).unmoved(console)?;
    slot.create(&path, text.as_bytes()).map_err(|failure| console.unchangeable(&failure))?;
    // After the initial: what was read at one that is not there would be one that somebody took away.
    for (folder, text) in [(GELEZEN, kept), (SPOOR, signoff::trace(&paraaf))] {
        let path = arguments.dossier.join(folder).join(&name);
        if let Err(failure) = slot.create(&path, text.as_bytes()) {
            console.note(&format!(
                "let op: de paraaf staat er, maar wat erbij hoort is niet bewaard: {}: {}",
                failure.path, failure.reason
            ));
        }
    }
    let documenten = paraaf.documenten.iter();
    let documenten = documenten.map(|(stuk, afdruk)| format!("{} {}", stuk.name(), afdruk.short()));
    let documenten: Vec<String> = documenten.collect();
    let about = match documenten[..] {
        [] => String::new(),
        _ => format!("  ({})", documenten.join(", ")),
    };
    console.say(&format!("{}: {}{about}", paraaf.rol, besluit.words()));
    console.say(&after.beurt().unwrap_or_else(|| "de route is rond".into()));
    Ok(())
}

/// The role, as the route has it, if it is its turn.
fn own_turn(
    aftekening: &Aftekening,
    arguments: &ParaafArgs,
    console: &Console,
) -> Result<Regel, Exit> {
    let step = aftekening.step(arguments.rol.trim()).map_err(|unknown| console.refuse(*unknown))?;
    if let Some(wrong) = aftekening.too_early(&step.rol) {
        console.report(vec![wrong], &Sources::default());
        return Err(Exit::Errors);
    }
    if let (Staat::Akkoord, Some(there)) = (&step.staat, &step.paraaf) {
        console.note(&format!(
            "let op: {} heeft al geparafeerd ({}, {}), en die paraaf is nog geldig: deze komt ervoor in de plaats",
            step.rol, there.naam, there.moment
        ));
    }
    let other = step.naam.as_deref().filter(|naam| !is_zelfde(naam, &arguments.naam));
    if let Some(expected) = other {
        let rol = &step.rol;
        console.note(&format!("let op: in de route staat bij {rol} een andere naam, {expected}"));
    }
    if let Some(told) = aftekening.vermomming(&arguments.naam) {
        console.note(&format!("let op: {told}"));
    }
    Ok(Regel::new(&step.rol))
}

/// The role of which an initial is taken back.
fn withdrawn(
    aftekening: &Aftekening,
    arguments: &ParaafArgs,
    console: &Console,
) -> Result<Regel, Exit> {
    let rol = arguments.rol.trim();
    let last = aftekening.parafen().last_of(rol);
    let last = last.into_iter().rfind(|one| one.besluit != Besluit::Ingetrokken);
    let Some(paraaf) = last else {
        let unknown = aftekening.step(rol).err().map(|unknown| *unknown);
        return Err(console.refuse(unknown.unwrap_or_else(|| {
            let message = format!("er is geen paraaf van {} om in te trekken", words::shorten(rol));
            Diagnostic::error(codes::ROLE_UNKNOWN, message)
                .help("`kamerbrief status` toont wie heeft geparafeerd")
        })));
    };
    if !is_zelfde(paraaf.naam.as_str(), &arguments.naam) {
        console.note(&format!("let op: deze paraaf is gezet door een ander, {}", paraaf.naam));
    }
    Ok(paraaf.rol.clone())
}

/// What is read now, when it can be kept.
fn keep(dossier: &GoodDossier, console: &Console) -> Result<Bewaard, Exit> {
    // What cannot be made, nobody can have read.
    for stuk in dossier.filled.stukken() {
        dossier.pdf(*stuk, console)?;
    }
    let fonts = dossier.typesetter.fonts().fingerprint();
    let fields = signoff::fields(dossier.filled.checked(), &dossier.templates, &fonts);
    let kept = Gelezen::read(&dossier.workspace).keep(&fields);
    if kept.file().len() > MAX_BYTES {
        console.note("let op: wat is gelezen is niet bewaard: het is te veel voor één bestand");
        return Ok(Bewaard::nothing());
    }
    Ok(kept)
}
