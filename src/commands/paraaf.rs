//! In: the arguments of `paraaf`. Out: an initial more in `parafen.yaml`. Wiring.

use super::{Console, Exit, Ready, one_line, ready};
use crate::cli::Paraaf;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Besluit, NieuweParaaf, PARAFEN, Regel};
use crate::paraaf::Stand;
use crate::render;
use crate::source::Sources;
use crate::system;
use crate::workspace::Workspace;

pub(super) fn run(arguments: &Paraaf, console: &Console) -> Exit {
    match add(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn add(arguments: &Paraaf, console: &Console) -> Result<(), Exit> {
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
    let ready = ready(&arguments.dossier, &arguments.outside, true, console)?;
    let Ready { workspace, templates, typesetter, prepared, .. } = &ready;
    let (checked, stand) = (prepared.checked(), prepared.stand());
    let rol = arguments.rol.trim();
    if stand.stap(rol).is_none() {
        return Err(console.refuse(unknown(rol, stand)));
    }
    if let Some(wrong) = too_early(rol, stand) {
        console.report(vec![wrong], &Sources::default());
        return Err(Exit::Errors);
    }
    let expected = stand.stap(rol).and_then(|stap| stap.naam.as_deref());
    if let Some(expected) = expected.filter(|expected| *expected != naam.as_str()) {
        console.note(&format!("let op: in de route staat bij {rol} een andere naam, {expected}"));
    }
    // What cannot be made cannot have been read.
    for stuk in prepared.stukken() {
        ready.pdf(*stuk, console)?;
    }
    let fields = render::fields(checked, templates, &typesetter.fonts().fingerprint());
    let besluit = if arguments.niet_akkoord { Besluit::NietAkkoord } else { Besluit::Akkoord };
    let mut parafen = checked.parafen().clone();
    parafen.add(NieuweParaaf {
        rol: Regel::new(rol),
        naam,
        moment,
        besluit,
        opmerking,
        kenmerk: checked.dossier().gegevens.kenmerk.clone(),
        documenten: stand.documenten().clone(),
        velden: fields.into_iter().map(|(name, field)| (name, field.afdruk)).collect(),
    });
    let text = parafen.write().map_err(|why| {
        console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, format!("geen {PARAFEN}: {why}")))
    })?;
    write(arguments, workspace, &text, console)?;
    let documenten = stand
        .documenten()
        .iter()
        .map(|(stuk, fingerprint)| format!("{} {}", stuk.name(), fingerprint.short()));
    let documenten: Vec<String> = documenten.collect();
    console.say(&format!("{rol}: {}  ({})", besluit.words(), documenten.join(", ")));
    let stand = Stand::new(&checked.dossier().gegevens, &parafen, stand.documenten().clone(), true);
    let next = stand.stappen().iter().filter(|stap| stap.aan_de_beurt);
    let next: Vec<&str> = next.map(|stap| stap.rol.as_str()).collect();
    console.say(&match next[..] {
        [] => "de route is rond".into(),
        _ => format!("aan de beurt: {}", words::enumerate(&next, "en")),
    });
    Ok(())
}

/// Why it is not this role's turn.
fn too_early(rol: &str, stand: &Stand) -> Option<Diagnostic> {
    let before: Vec<&str> = stand.voor(rol).iter().map(|stap| stap.rol.as_str()).collect();
    (!before.is_empty()).then(|| {
        let message =
            format!("{} is nog niet aan de beurt: eerst {}", words::shorten(rol), words::enumerate(&before, "en"));
        Diagnostic::error(codes::NOT_YOUR_TURN, message).help(
            "`kamerbrief status` toont de route; wie niet hoeft te wachten, krijgt in dossier.yaml `tegelijk: ja`",
        )
    })
}

/// A role that is not in the route.
pub(super) fn unknown(rol: &str, stand: &Stand) -> Diagnostic {
    let known: Vec<&str> = stand.stappen().iter().map(|stap| stap.rol.as_str()).collect();
    let message = format!("rol `{}` staat niet in de parafenroute", words::shorten(rol));
    let diagnostic = Diagnostic::error(codes::ROLE_UNKNOWN, message);
    match (words::meant(rol, known.iter().copied()), &known[..]) {
        (Some(meant), _) => diagnostic.help(format!("bedoelde u `{meant}`?")),
        (None, []) => diagnostic.help("zet in dossier.yaml wie parafeert, bij `parafenroute`"),
        (None, _) => diagnostic.help(format!("kies uit {}", words::list(&known, "of"))),
    }
}

/// Puts the file in its place, if nobody else did since it was read.
fn write(
    arguments: &Paraaf,
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
