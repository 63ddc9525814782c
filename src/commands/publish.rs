//! In: the arguments of `publish`. Out: the public edition with everything that its publication needs, as a folder.
//! Wiring.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use serde::Serialize;

use super::many::{GOED, Gedaan, Job as Taak, jobs, work};
use super::{AsRead, Console, Exit, open, resources};
use crate::cli::{PublishArgs, Verslagvorm};
use crate::diagnostic::{Diagnostic, Severity, codes, has_errors, words};
use crate::dossier::{Editie, Stuk};
use crate::export::{self, Files, Uitwisseling};
use crate::publicatie::{MANIFEST, Manifest, NOWHERE, Opgave, Verschil, publicatie};
use crate::signoff::{self, Uitgave};
use crate::source::{Sources, Span};
use crate::system::{self, Mapinhoud, Slots, Vreemd};
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::workspace::Workspace;
use crate::{FilledDossier, Job, begin, fill};

/// What a set is made for.
pub(super) struct Doel<'a> {
    pub(super) proef: bool,
    pub(super) adres: Option<&'a str>,
}

/// A set that was made, and what there is to say of it.
pub(super) struct GemaakteSet {
    pub(super) files: Files,
    found: Vec<Diagnostic>,
    sources: Sources,
    workspace: Workspace,
}

pub(super) fn run(arguments: &PublishArgs, console: &Console) -> Exit {
    publish(arguments, console).unwrap_or_else(|exit| exit)
}

/// A file that was made.
#[derive(Debug, Serialize)]
struct Made {
    path: String,
}

fn publish(arguments: &PublishArgs, console: &Console) -> Result<Exit, Exit> {
    sound(arguments.adres.as_deref(), console)?;
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let (jobs, several) = jobs(&arguments.dossiers, Some(&arguments.out), console)?;
    let of = (&arguments.dossiers, arguments.verslag);
    let slots = Slots::default();
    let tally = work(&jobs, of, &fonts, console, |typesetter, taak, console| {
        let Taak { dossier, output, .. } = taak;
        let adres = arguments.adres.as_deref();
        let adres = match several {
            true => adres.map(|adres| below(adres, &dossier.name)),
            false => adres.map(str::to_owned),
        };
        let doel = Doel { proef: arguments.proef, adres: adres.as_deref() };
        let places = (&*dossier.path, output.folder(), &slots);
        one(places, &doel, (arguments, &templates), typesetter, console).map(Gedaan::now)
    });
    if arguments.adres.is_none() && arguments.verslag == Verslagvorm::Text && tally.has_good() {
        console.say("de sitemap heeft nog geen adres: zie LEESMIJ.txt");
    }
    Ok(tally.told(GOED, console))
}

/// The address of a folder in the one with this address.
fn below(adres: &str, name: &Path) -> String {
    let part = |part: &OsStr| {
        let bytes = part.to_string_lossy().into_owned().into_bytes().into_iter();
        let signs = bytes.map(|byte| match byte {
            b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        signs.collect::<String>()
    };
    let parts = name.iter().map(|name| format!("/{}", part(name)));
    parts.fold(adres.trim_end_matches('/').to_owned(), |adres, part| adres + &part)
}

/// The set of one dossier, in a folder that is there whole or not at all.
fn one(
    (dossier, out, slots): (&Path, &Path, &Slots),
    doel: &Doel<'_>,
    (arguments, templates): (&PublishArgs, &Templates),
    typesetter: &mut Typesetter,
    console: &Console,
) -> Result<Vec<Made>, Exit> {
    // The slot comes first, so that what is made last is also what was read last.
    console.outside_publications(out)?;
    let slot = slots.beside(out).map_err(|failure| console.unwritable(&failure))?;
    let slot = console.held(slot);
    // It is said before the work begins; while the folder is replaced it is looked at again.
    let earlier = there(out, console)?;
    refuse(out, earlier.as_ref().and_then(|there| differences(there, doel)), console)?;
    let GemaakteSet { files, found, sources, workspace } =
        make(dossier, doel, templates, typesetter, console)?.map_err(|refused| {
            console.report(refused.found, &refused.sources);
            Exit::Errors
        })?;
    console.report(found, &sources);
    let made = files.iter().find(|(name, _)| name == MANIFEST);
    let new = made.and_then(|(_, bytes)| Manifest::read(bytes));
    let other = |there: &Mapinhoud| of_another_dossier(there, new.as_ref());
    refuse(out, earlier.as_ref().and_then(other), console)?;
    let (workspace, outside) = (&workspace, &arguments.outside);
    let fonts = typesetter.fonts().fingerprint();
    let input = AsRead { dossier, outside, workspace, templates, fonts };
    let _still = input.hold(console)?;
    let may_go = |there: &Mapinhoud| differences(there, doel).is_none() && other(there).is_none();
    slot.replace_folder(out, &files, &may_go).map_err(|failure| console.unwritable(&failure))?;
    let count = words::count(files.len(), "bestand", "bestanden");
    let proef = if doel.proef { "; dit is een proef" } else { "" };
    console.say(&format!("{}  {count}{proef}", out.display()));
    if let Some(replaced) = earlier.as_ref().and_then(|there| replaced(there, &files)) {
        console.say(&replaced);
    }
    let path = |name: &String| out.join(name).display().to_string();
    Ok(files.iter().map(|(name, _)| Made { path: path(name) }).collect())
}

/// Why a dossier makes no set.
pub(super) struct Geweigerd {
    pub(super) found: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

/// Makes the set of a dossier, or says what in it keeps that from being made. What goes wrong outside it is told.
pub(super) fn make(
    dossier: &Path,
    doel: &Doel<'_>,
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> Result<Result<GemaakteSet, Geweigerd>, Exit> {
    let workspace = open(dossier, console)?;
    // The initials are about the working edition.
    let job = Job { workspace: &workspace, templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let werk = fill(job, typesetter, &mut sources, &mut found);
    if let Some(werk) = werk.as_ref().filter(|_| !doel.proef) {
        found.extend(werk.aftekening().missing(werk.checked(), &sources));
        signoff::as_final(&mut found);
    }
    if werk.is_none() || has_errors(&found) {
        // What else there is to say can wait.
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Ok(Err(Geweigerd { found, sources }));
    }
    let said = std::mem::take(&mut found);
    // The same bytes, read once: what is published is what was initialled.
    let workspace = workspace.in_editie(Editie::Openbaar);
    let job = Job { workspace: &workspace, templates, stukken: &[], style: false };
    let (openbaar, rules) = begin(job, typesetter, &mut sources, &mut found);
    let uitgave = if doel.proef { Uitgave::Proef } else { Uitgave::Definitief };
    let files = openbaar.and_then(|mut openbaar| {
        openbaar.put_in(uitgave, typesetter);
        let pdfs = pdfs(&openbaar, typesetter, &sources, &mut found)?;
        let bijlage = annex(&openbaar, &mut found)?;
        let datum = openbaar.checked().dossier().gegevens.datum;
        let initialled = openbaar.aftekening().laatste_dag();
        let opgave = Opgave {
            checked: openbaar.checked(),
            pdfs,
            bijlage,
            vingerafdrukken: openbaar.sheets().fingerprints().clone(),
            uitgave,
            adres: doel.adres,
            dag: initialled.map_or(datum, |day| day.max(datum)),
        };
        publicatie(&opgave).map_err(|errors| found.extend(errors)).ok()
    });
    rules.finish(&mut found);
    let found = both(said, found, &sources);
    match files {
        Some(files) if !has_errors(&found) => {
            Ok(Ok(GemaakteSet { files, found, sources, workspace }))
        }
        _ => Ok(Err(Geweigerd { found, sources })),
    }
}

/// What there is to say of both editions, each thing once.
fn both(werk: Vec<Diagnostic>, openbaar: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    // Each edition has files of its own, with the same names, and may say first what the other says second.
    let place = |one: &Diagnostic| -> BTreeSet<(String, usize, usize)> {
        let spans = one.labels.iter().map(|label| &label.span);
        let name = |span: &Span| sources.get(span.source).name().to_owned();
        spans.map(|span| (name(span), span.range.start, span.range.end)).collect()
    };
    let known: Vec<_> =
        werk.iter().map(|one| (one.code, place(one), one.message.clone())).collect();
    let is_new = |one: &Diagnostic| {
        let at = place(one);
        known.iter().all(|(code, place, message)| {
            *code != one.code || *place != at || at.is_empty() && *message != one.message
        })
    };
    let new: Vec<Diagnostic> = openbaar.into_iter().filter(is_new).collect();
    werk.into_iter().chain(new).collect()
}

/// Every document as PDF, the inventory too; none when one of them cannot be made.
fn pdfs(
    openbaar: &FilledDossier,
    typesetter: &Typesetter,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<Stuk, Vec<u8>>> {
    let mut pdfs = BTreeMap::new();
    let all = openbaar.stukken().iter().copied().chain([Stuk::Inventaris]);
    let count = all.clone().count();
    for stuk in all {
        let made = openbaar.made(stuk, typesetter, sources, found);
        pdfs.extend(made.map(|(_, pdf)| (stuk, pdf)));
    }
    (pdfs.len() == count).then_some(pdfs)
}

/// The annex for spreadsheets.
fn annex(openbaar: &FilledDossier, found: &mut Vec<Diagnostic>) -> Option<Files> {
    let mut files = Files::new();
    for form in [Uitwisseling::Csv, Uitwisseling::Xlsx] {
        match export::annex(openbaar.checked(), form) {
            Ok(made) => files.extend(made),
            Err(why) => {
                let message = format!("geen bijlage voor een spreadsheet: {why}");
                found
                    .push(Diagnostic::error(codes::OUTPUT_FAILS, message).help("kort de tekst in"));
                return None;
            }
        }
    }
    Some(files)
}

/// Whether an address can be that of a folder on the web.
fn sound(adres: Option<&str>, console: &Console) -> Result<(), Exit> {
    let Some(adres) = adres else { return Ok(()) };
    let rest = adres.strip_prefix("https://").unwrap_or_default();
    let odd = |char: char| !(char.is_ascii_alphanumeric() || "-._~/:%".contains(char));
    // That is what stands there when no address was given.
    let nowhere = adres.starts_with(NOWHERE.trim_end_matches('/'));
    if nowhere || !rest.starts_with(|char: char| char.is_ascii_alphanumeric()) || rest.contains(odd)
    {
        let message = format!("`--adres {}` kan niet", words::shorten(adres));
        let help = match adres.to_ascii_lowercase().starts_with("http://") {
            true => {
                "een publicatie staat op een beveiligd adres: schrijf https:// in plaats van http://"
            }
            false => {
                "geef het adres van de map waarin de publicatie komt te staan, zoals https://open.voorbeeld.nl/kamerbrieven/2026-1"
            }
        };
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    Ok(())
}

/// What stands where the set will; nothing where there is no folder, or an empty one.
fn there(out: &Path, console: &Console) -> Result<Option<Mapinhoud>, Exit> {
    if !system::is_folder(out) {
        return Ok(None);
    }
    let there = system::read_folder(out).map_err(|failure| console.unwritable(&failure))?;
    let is_empty = there.files.is_empty() && there.vreemd.is_empty();
    Ok((!is_empty).then_some(there))
}

/// Why what is there may not go, and what to do.
struct Blijft {
    why: String,
    help: &'static str,
}

/// Leaves a folder as it is, and says why.
fn refuse(out: &Path, blijft: Option<Blijft>, console: &Console) -> Result<(), Exit> {
    let Some(Blijft { why, help }) = blijft else { return Ok(()) };
    let message = format!("{} blijft zoals het is: {why}", out.display());
    Err(console.refuse(Diagnostic::error(codes::PUBLICATION_FOLDER, message).help(help)))
}

/// Why files are no earlier set as it was made that one for this may replace; nothing of one that only lacks something.
fn differences(there: &Mapinhoud, doel: &Doel<'_>) -> Option<Blijft> {
    let other = |why| {
        let help = "kies met `--out` een andere map, of haal deze zelf weg: alleen een eerdere publicatie waarin niets is gewijzigd, wordt vervangen";
        Some(Blijft { why, help })
    };
    let Some(manifest) = Manifest::of_files(&there.files) else {
        return other("dit is geen publicatie van kamerbrief".into());
    };
    let own = |(name, verschil): (String, Verschil)| {
        (verschil != Verschil::Ontbreekt).then(|| format!("{name} {}", verschil.words()))
    };
    // A folder of the set that lost its files is still one.
    let lost = |name: &str, vreemd| vreemd == Vreemd::LegeMap && manifest.has_folder(name);
    let foreign =
        there.vreemd.iter().filter(|(name, vreemd)| vreemd.counts() && !lost(name, **vreemd));
    let foreign = foreign.map(|(name, vreemd)| format!("{name} {}", vreemd.words()));
    let mut all: Vec<String> =
        manifest.compare(&there.files).into_iter().filter_map(own).chain(foreign).collect();
    // What the manifest says, it says of the files as they were.
    if !manifest.contradictions(&there.files).is_empty() {
        all.push(format!("{MANIFEST} {}", Verschil::Anders.words()));
    }
    match &all[..] {
        [] if doel.proef && !manifest.proef => Some(Blijft {
            why: "hier staat een publicatie die geen proef is".into(),
            help: "kies met `--out` een andere map voor de proef; zonder `--proef` vervangt een nieuwe publicatie van hetzelfde dossier deze",
        }),
        [] => None,
        [one] => other(one.clone()),
        [one, rest @ ..] => other(format!("{one} (en nog {})", rest.len())),
    }
}

/// Why a set cannot be replaced by this one: it is of another dossier.
fn of_another_dossier(there: &Mapinhoud, new: Option<&Manifest>) -> Option<Blijft> {
    let theirs = Manifest::of_files(&there.files)?;
    let is_other = new.is_none_or(|new| !new.is_of_same_dossier(&theirs));
    is_other.then(|| Blijft {
        why: format!("hier staat de publicatie van een ander dossier: {}", theirs.dossier()),
        help: "kies met `--out` een andere map, of haal deze zelf weg als die publicatie niet meer nodig is, of als het kenmerk van dit dossier is gewijzigd (of het onderwerp, zolang er nog geen kenmerk is)",
    })
}

/// What was replaced, in words: which set that was, and how many files are otherwise.
fn replaced(there: &Mapinhoud, files: &Files) -> Option<String> {
    let theirs = Manifest::of_files(&there.files)?;
    let new: BTreeMap<&String, &Vec<u8>> =
        files.iter().map(|(name, bytes)| (name, bytes)).collect();
    let old = &there.files;
    let changed =
        new.iter().filter(|(name, bytes)| old.get(**name).is_some_and(|old| old != **bytes));
    let counts = [
        (changed.count(), "gewijzigd"),
        (new.keys().filter(|name| !old.contains_key(**name)).count(), "nieuw"),
        (old.keys().filter(|name| !new.contains_key(name)).count(), "vervallen"),
    ];
    let counts: Vec<String> = (counts.into_iter().filter(|(count, _)| *count > 0))
        .map(|(count, what)| format!("{} {what}", words::count(count, "bestand", "bestanden")))
        .collect();
    let proef = if theirs.proef { "de proef" } else { "de eerdere publicatie" };
    Some(match &counts[..] {
        [] => format!("er stond al precies deze publicatie van {}", theirs.dossier()),
        counts => format!(
            "in de plaats van {proef} van {}: {}",
            theirs.dossier(),
            words::enumerate(counts, "en")
        ),
    })
}
