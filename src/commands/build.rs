//! In: the arguments of `build`. Out: documents on disk. Wiring.

use std::path::Path;

use super::gemaakt::{self, Basis, Gemaakt};
use serde::Serialize;

use super::many::{GOED, Gedaan, Job as Taak, jobs, work};
use super::vergelijk::{self, Vergeleken};
use super::{AsRead, Console, Exit, open, resources, without_rules};
use crate::cli::{BuildArgs, Verslagvorm};
use crate::diagnostic::{self, Diagnostic, Text, codes, has_errors, words};
use crate::dossier::{Bestand, Editie, Stuk};
use crate::export::{Files, Format};
use crate::seal::{self, Bezwaar, KnownFonts};
use crate::signoff;
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
    let beelden = vergelijk::beelden(arguments, console)?;
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let (mut jobs, several) = jobs(&arguments.dossiers, arguments.out.as_deref(), console)?;
    // In the folder of the dossier one edition may not take the place of the other.
    if arguments.openbaar && arguments.out.is_none() {
        let openbaar = |taak: Taak| Taak { output: taak.output.openbaar(), ..taak };
        jobs = jobs.into_iter().map(openbaar).collect();
    }
    if let Some(beelden) = beelden {
        let places = beelden.of_each(jobs.iter().map(|taak| &taak.dossier), several, console)?;
        jobs.iter_mut().zip(places).for_each(|(taak, place)| taak.beelden = Some(place));
    }
    let editie = if arguments.openbaar { Editie::Openbaar } else { Editie::Werk };
    // Who names one dossier wants that made; that everybody agreed is looked at every time; and beside what everybody may
    // read stands nothing that follows from what is withheld, as a fingerprint of all that went in does.
    let remembers = several && !arguments.definitief && !arguments.openbaar;
    let basis = remembers.then(|| Basis::of(arguments, &templates, fonts.fingerprint())).flatten();
    let of = (&arguments.dossiers, arguments.verslag);
    let tally = work(&jobs, of, &fonts, console, |typesetter, taak, console| {
        let Taak { dossier, output, beelden } = taak;
        // The slot comes first, so that what is made last is also what was read last.
        let workspace = open(&dossier.path, console)?.only(files).in_editie(editie);
        let (slot, _still) = match arguments.vergelijk {
            true => (None, console.still(output)?),
            // Where nobody may write, what is there can still be what would be made.
            false => (Some(console.slot_if_any(output)?), None),
        };
        let earlier = basis.as_ref().filter(|_| !arguments.opnieuw);
        let earlier = earlier.and_then(|basis| Gemaakt::still(basis, &workspace, output));
        if let Some(earlier) = earlier.filter(|earlier| {
            // What lies there of an earlier time is told each time.
            left(output, arguments, &earlier.stukken()).is_empty()
        }) {
            console.say(&format!("{}  ongewijzigd", output.folder().display()));
            if arguments.verslag == Verslagvorm::Text {
                console.print_error(&earlier.said);
            }
            let files = earlier.stukken().into_iter().map(|(stuk, pages, _)| {
                let path = output.path(&arguments.format.path(stuk)).display().to_string();
                match arguments.vergelijk {
                    true => Regel::Vergeleken(Vergeleken::same(path, pages)),
                    false => Regel::Made(Made { path, pages }),
                }
            });
            let files = files.collect();
            return Ok(Gedaan { outcome: "unchanged", files, report: Some(earlier.report) });
        }
        let slot = slot.map(|slot| slot.map_err(|failure| console.unwritable(&failure)));
        let slot = slot.transpose()?;
        let gezet = make((&workspace, output), arguments, &templates, typesetter, console)?;
        match slot {
            Some(slot) => {
                let fonts = typesetter.fonts().fingerprint();
                let (dossier, outside) = (Path::new(workspace.name()), &arguments.outside);
                let input = AsRead {
                    dossier,
                    outside,
                    workspace: &workspace,
                    templates: &templates,
                    fonts,
                };
                write(gezet, (&input, basis.as_ref()), (output, &slot), arguments, console)
            }
            None => vergelijk::compare(&gezet, output, beelden.as_ref(), console),
        }
    });
    Ok(tally.told(if arguments.vergelijk { "hetzelfde" } else { GOED }, console))
}

/// What lies in the folder for results of an earlier time, beside these documents with their files.
fn left(
    output: &Output,
    arguments: &BuildArgs,
    stukken: &[(Stuk, usize, Vec<String>)],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if arguments.only.is_empty() && arguments.format == Format::Pdf {
        let made: Vec<Stuk> = stukken.iter().map(|(stuk, ..)| *stuk).collect();
        found.extend(output.stale(&made));
    }
    // Beside what everybody may read nothing may lie of the other edition, in whatever form.
    let all = arguments.openbaar;
    found.extend(stukken.iter().filter_map(|(stuk, _, names)| output.left_over(*stuk, names, all)));
    found
}

/// A document that was made.
#[derive(Debug, Serialize)]
pub(super) struct Made {
    path: String,
    pages: usize,
}

/// What a program is told of a document.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Regel {
    /// It was made.
    Made(Made),
    /// It was compared.
    Vergeleken(Vergeleken),
}

/// Everything that is made of a dossier.
pub(super) struct Gezet {
    /// The documents, with their number of pages, their files and how long that took.
    pub(super) stukken: Vec<(Stuk, usize, Files, u128)>,
    /// Whether these are all that the dossier has.
    pub(super) is_whole: bool,
    found: Vec<Diagnostic>,
    sources: Sources,
}

/// Makes the documents of one dossier. What there is to say of them is told; there is nothing unless everything can be
/// made.
fn make(
    (workspace, output): (&Workspace, &Output),
    arguments: &BuildArgs,
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> Result<Gezet, Exit> {
    let job = Job { workspace, templates, stukken: &arguments.only, style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let (filled, rules) = begin(job, typesetter, &mut sources, &mut found);
    let mut stukken = Vec::new();
    if let Some(filled) = &filled {
        if arguments.definitief {
            found.extend(filled.aftekening().missing(filled.checked(), &sources));
        }
        let made = filled.each(&mut found, |stuk, found| {
            let stopwatch = Stopwatch::start();
            let files = filled.files(stuk, arguments.format, typesetter, &sources, found);
            files.map(|(pages, files)| (stuk, pages, files, stopwatch.milliseconds()))
        });
        stukken.extend(made.into_iter().flatten());
    }
    if arguments.definitief && arguments.format == Format::Pdf {
        let fonts = typesetter.fonts().known();
        let files = stukken.iter().flat_map(|(_, _, files, _)| files);
        found.extend(files.filter_map(|file| unsignable(file, &fonts)));
    }
    rules.finish(&mut found);
    if arguments.definitief {
        signoff::as_final(&mut found);
    }
    if !workspace.is_whole() {
        without_rules(&mut found);
    }
    let failed = filled.is_none() || has_errors(&found);
    if !failed {
        let named = |(stuk, pages, files, _): &'_ (Stuk, usize, Files, u128)| {
            (*stuk, *pages, files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
        };
        let named: Vec<(Stuk, usize, Vec<String>)> = stukken.iter().map(named).collect();
        found.extend(left(output, arguments, &named));
    }
    diagnostic::sort(&mut found, &sources);
    console.report(found.clone(), &sources);
    if failed {
        Err(Exit::Errors)
    } else {
        Ok(Gezet {
            stukken,
            is_whole: arguments.only.is_empty() && workspace.is_whole(),
            found,
            sources,
        })
    }
}

/// Writes the documents of one dossier.
fn write(
    Gezet { stukken, found, sources, .. }: Gezet,
    (input, basis): (&AsRead<'_>, Option<&Basis>),
    (output, slot): (&Output, &Slot),
    arguments: &BuildArgs,
    console: &Console,
) -> Result<Gedaan<Regel>, Exit> {
    // That everybody agreed has to be so still.
    let _still = arguments.definitief.then(|| input.hold(console)).transpose()?;
    // Of what lies there of an earlier time nothing is remembered: that may be gone the next time.
    let stale = found.iter().any(|diagnostic| diagnostic.code == codes::OUTPUT_STALE);
    let record = basis.filter(|_| !stale).map(|basis| {
        let text = Text::new(false, PLAIN_WIDTH).render(&found, &sources);
        let said = (text, &diagnostic::report(&found, &sources));
        Gemaakt::record(basis, input.workspace, &stukken, said)
    });
    let mut made = Vec::new();
    let mut all = Files::new();
    for (stuk, pages, files, milliseconds) in stukken {
        let path = output.path(&arguments.format.path(stuk)).display().to_string();
        made.push((Made { path, pages }, milliseconds));
        all.extend(files);
    }
    all.extend(record);
    slot.write(&all).map_err(|failure| console.unwritable(&failure))?;
    if arguments.openbaar {
        // It tells of the other edition.
        slot.forget(gemaakt::NAME).map_err(|failure| console.unwritable(&failure))?;
    }
    for (Made { path, pages }, milliseconds) in &made {
        let count = words::count(*pages, "bladzijde", "bladzijden");
        console.say(&format!("{path}  {count}  {milliseconds} ms"));
    }
    Ok(Gedaan::now(made.into_iter().map(|(made, _)| Regel::Made(made)).collect()))
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
