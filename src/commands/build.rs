//! In: the arguments of `build`. Out: documents on disk. Wiring.

use std::path::Path;

use super::gemaakt::{Basis, Gemaakt, Made};
use super::many::{Gedaan, jobs, work};
use super::{AsRead, Console, Exit, open, resources, without_rules};
use crate::cli::{BuildArgs, Verslagvorm};
use crate::diagnostic::{self, Diagnostic, Severity, Text, codes, has_errors, words};
use crate::dossier::{Bestand, Editie, Stuk};
use crate::export::Format;
use crate::seal::{self, Bezwaar, KnownFonts};
use crate::source::Sources;
use crate::system::{Output, PLAIN_WIDTH, Slot, Stopwatch};
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::workspace::Workspace;
use crate::{Job, begin};

pub(super) fn run(arguments: &BuildArgs, console: &Console) -> Exit {
    of(arguments, &Bestand::ALL, console)
}

/// Makes documents from these files of each dossier only.
pub(super) fn of(arguments: &BuildArgs, files: &'static [Bestand], console: &Console) -> Exit {
    match all(arguments, files, console) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn all(arguments: &BuildArgs, files: &'static [Bestand], console: &Console) -> Result<Exit, Exit> {
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let (mut jobs, several) = jobs(&arguments.dossiers, arguments.out.as_deref(), console)?;
    // In the folder of the dossier one edition may not take the place of the other.
    if arguments.openbaar && arguments.out.is_none() {
        jobs = jobs.into_iter().map(|(dossier, output)| (dossier, output.openbaar())).collect();
    }
    let editie = if arguments.openbaar { Editie::Openbaar } else { Editie::Werk };
    // Who names one dossier wants that made; that everybody agreed is looked at every time; and beside what everybody may
    // read stands nothing that follows from what is withheld, as a fingerprint of all that went in does.
    let remembers = several && !arguments.definitief && !arguments.openbaar;
    let basis = remembers.then(|| Basis::of(arguments, &templates, fonts.fingerprint())).flatten();
    let of = (&arguments.dossiers, arguments.verslag);
    let tally = work(&jobs, of, &fonts, console, |typesetter, (dossier, output), console| {
        // The slot comes first, so that what is made last is also what was read last.
        let workspace = open(&dossier.path, console)?.only(files).in_editie(editie);
        let slot = console.slot(output)?;
        let earlier = basis.as_ref().filter(|_| !arguments.opnieuw);
        match earlier.and_then(|basis| Gemaakt::still(basis, &workspace, output)) {
            Some(earlier) => {
                console.say(&format!("{}  ongewijzigd", output.folder().display()));
                if arguments.verslag == Verslagvorm::Text {
                    console.print_error(&earlier.said);
                }
                let (files, report) = (earlier.made, Some(earlier.report));
                Ok(Gedaan { outcome: "unchanged", files, report })
            }
            None => {
                let resources = (&templates, basis.as_ref());
                one((&workspace, output, &slot), arguments, resources, typesetter, console)
                    .map(Gedaan::now)
            }
        }
    });
    Ok(tally.told(console))
}

/// One dossier: nothing is written unless everything can be made.
fn one(
    (workspace, output, slot): (&Workspace, &Output, &Slot),
    arguments: &BuildArgs,
    (templates, basis): (&Templates, Option<&Basis>),
    typesetter: &mut Typesetter,
    console: &Console,
) -> Result<Vec<Made>, Exit> {
    // Reading and checking count towards the first document.
    let mut stopwatch = Stopwatch::start();
    let job = Job { workspace, templates, stukken: &arguments.only, style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let (filled, rules) = begin(job, typesetter, &mut sources, &mut found);
    let mut made = Vec::new();
    if let Some(filled) = &filled {
        if arguments.definitief {
            found.extend(filled.aftekening().missing(filled.checked(), &sources));
        }
        for stuk in filled.stukken() {
            let files = filled.files(*stuk, arguments.format, typesetter, &sources, &mut found);
            made.extend(
                files.map(|(pages, files)| (*stuk, pages, files, stopwatch.milliseconds())),
            );
            stopwatch = Stopwatch::start();
        }
    }
    if arguments.definitief && arguments.format == Format::Pdf {
        let fonts = typesetter.fonts().known();
        let files = made.iter().flat_map(|(_, _, files, _)| files);
        found.extend(files.filter_map(|file| unsignable(file, &fonts)));
    }
    rules.finish(&mut found);
    if arguments.definitief {
        // Somebody asked something, and nobody answered.
        let open = found.iter_mut().filter(|diagnostic| diagnostic.code == codes::REMARK_OPEN);
        open.for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    if !workspace.is_whole() {
        without_rules(&mut found);
    }
    let failed = filled.is_none() || has_errors(&found);
    if !failed && arguments.only.is_empty() && arguments.format == Format::Pdf {
        let made: Vec<Stuk> = made.iter().map(|(stuk, ..)| *stuk).collect();
        found.extend(output.stale(&made));
    }
    if !failed {
        found.extend(made.iter().filter_map(|(stuk, _, files, _)| output.left_over(*stuk, files)));
    }
    diagnostic::sort(&mut found, &sources);
    console.report(found.clone(), &sources);
    if failed {
        return Err(Exit::Errors);
    }
    let fonts = typesetter.fonts().fingerprint();
    let (dossier, outside) = (Path::new(workspace.name()), &arguments.outside);
    let input = AsRead { dossier, outside, workspace, templates, fonts };
    // That everybody agreed has to be so still.
    let _still = arguments.definitief.then(|| input.hold(console)).transpose()?;
    let (mut written, mut all) = (Vec::new(), Vec::new());
    for (stuk, pages, files, milliseconds) in made {
        slot.write(&files).map_err(|failure| console.unwritable(&failure))?;
        let path = output.path(&arguments.format.path(stuk)).display().to_string();
        let count = words::count(pages, "bladzijde", "bladzijden");
        console.say(&format!("{path}  {count}  {milliseconds} ms"));
        written.push(Made { path, pages });
        all.extend(files);
    }
    // Of what lies there of an earlier time nothing is remembered: that may be gone the next time.
    let stale = found.iter().any(|diagnostic| diagnostic.code == codes::OUTPUT_STALE);
    if let Some(basis) = basis.filter(|_| !stale) {
        let text = Text::new(false, PLAIN_WIDTH).render(&found, &sources);
        let said = (text, &diagnostic::report(&found, &sources));
        let record = Gemaakt::record(basis, workspace, &all, &written, said);
        slot.write(&[record]).map_err(|failure| console.unwritable(&failure))?;
    }
    Ok(written)
}

/// What keeps a document from being signed: an image or a template may draw what not every program shows alike.
fn unsignable((name, bytes): &(String, Vec<u8>), fonts: &KnownFonts) -> Option<Diagnostic> {
    let (why, help) = match seal::may_be_signed(bytes, fonts).err()? {
        Bezwaar::Inhoud(why) => (
            why,
            "sla afbeeldingen op als PNG, en houd eigen sjablonen bij effen vlakken en lijnen",
        ),
        Bezwaar::Lettertype(why) => (why, seal::LETTERTYPE),
    };
    let message =
        format!("{name} is zo niet te ondertekenen; niet elk programma toont hetzelfde: {why}");
    Some(Diagnostic::error(codes::PDF_UNSIGNABLE, message).help(help))
}
