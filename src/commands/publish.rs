//! In: the arguments of `publish`. Out: the public edition with everything that its publication needs, as a folder.
//! Wiring.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Console, Exit, Input, open, resources};
use crate::cli::{OutsideArgs, PublishArgs};
use crate::diagnostic::{Diagnostic, Severity, codes, has_errors, words};
use crate::dossier::{Editie, Stuk, Vingerafdruk};
use crate::export::{self, Files, Uitwisseling};
use crate::publicatie::{MANIFEST, Manifest, Opgave, Verschil, leesbaar, publicatie};
use crate::signoff::Uitgave;
use crate::source::Sources;
use crate::system::{self, Inhoud, Slot, Vreemd};
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::workspace::Workspace;
use crate::{FilledDossier, Job, begin, check, fill, forget};

/// What a set is made for.
pub(super) struct Doel<'a> {
    pub(super) proef: bool,
    pub(super) adres: Option<&'a str>,
}

/// A set that was made, and what there is to say of it.
pub(super) struct Gemaakt {
    pub(super) files: Files,
    found: Vec<Diagnostic>,
    sources: Sources,
    workspace: Workspace,
    templates: Templates,
    fonts: Vingerafdruk,
}

pub(super) fn run(arguments: &PublishArgs, console: &Console) -> Exit {
    match publish(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn publish(arguments: &PublishArgs, console: &Console) -> Result<(), Exit> {
    let out = &arguments.out;
    let doel = Doel { proef: arguments.proef, adres: arguments.adres.as_deref() };
    sound(doel.adres, console)?;
    // The slot comes first, so that what is made last is also what was read last.
    console.outside_publications(out)?;
    let slot = Slot::beside(out, None).map_err(|failure| console.unwritable(&failure))?;
    let slot = console.held(slot);
    // It is said before the work begins; while the folder is replaced it is looked at again.
    vacant_or_earlier(out, console)?;
    let Gemaakt { files, found, sources, workspace, templates, fonts } =
        make(&arguments.dossier, &doel, &arguments.outside, console)?;
    console.report(found, &sources);
    let (workspace, templates) = (&workspace, &templates);
    let (dossier, outside) = (&arguments.dossier, &arguments.outside);
    let input = Input { dossier, outside, workspace, templates, fonts };
    let _still = input.hold(console)?;
    slot.replace_folder(out, &files, &|there| differences(there).is_none())
        .map_err(|failure| console.unwritable(&failure))?;
    let count = words::count(files.len(), "bestand", "bestanden");
    let proef = if doel.proef { "; dit is een proef" } else { "" };
    console.say(&format!("{}  {count}{proef}", out.display()));
    if doel.adres.is_none() {
        console.say("de sitemap heeft nog geen adres: zie LEESMIJ.txt");
    }
    Ok(())
}

/// Makes the set of a dossier. What keeps it from being made is told.
pub(super) fn make(
    dossier: &Path,
    doel: &Doel<'_>,
    outside: &OutsideArgs,
    console: &Console,
) -> Result<Gemaakt, Exit> {
    let (templates, fonts) = resources(outside, console)?;
    let mut typesetter = Typesetter::new(fonts);
    let workspace = open(dossier, console)?;
    let refuse = |found: Vec<Diagnostic>, sources: &Sources| {
        console.report(found, sources);
        Exit::Errors
    };
    // The initials are about the working edition.
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let werk = fill(job, &mut typesetter, &mut sources, &mut found);
    if let Some(werk) = werk.as_ref().filter(|_| !doel.proef) {
        found.extend(werk.aftekening().missing(werk.checked(), &sources));
    }
    if werk.is_none() || has_errors(&found) {
        // What else there is to say, is said of the public edition.
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
        return Err(refuse(found, &sources));
    }
    // What may have been forgotten shows in the edition for work alone, in which both are: what goes out, and what does not.
    found.retain(|diagnostic| check::is_about_public(diagnostic.code));
    // The same bytes, read once: what is published is what was initialled.
    let workspace = workspace.in_editie(Editie::Openbaar);
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let (openbaar, rules) = begin(job, &mut typesetter, &mut sources, &mut found);
    let uitgave = if doel.proef { Uitgave::Proef } else { Uitgave::Definitief };
    let files = openbaar.and_then(|mut openbaar| {
        openbaar.put_in(uitgave, &mut typesetter);
        found.extend(leesbaar(openbaar.checked(), &sources));
        let pdfs = pdfs(&openbaar, &typesetter, &sources, &mut found)?;
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
    forget();
    match files {
        Some(files) if !has_errors(&found) => {
            let fonts = typesetter.fonts().fingerprint();
            Ok(Gemaakt { files, found, sources, workspace, templates, fonts })
        }
        _ => Err(refuse(found, &sources)),
    }
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
    if !rest.starts_with(|char: char| char.is_ascii_alphanumeric()) || rest.contains(odd) {
        let message = format!("`--adres {}` kan niet", words::shorten(adres));
        let help = "geef het adres van de map waarin de publicatie komt te staan, zoals https://open.voorbeeld.nl/kamerbrieven/2026-1";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    Ok(())
}

/// Whether the folder for the set is not there, empty, or holds an earlier set as it was made.
fn vacant_or_earlier(out: &Path, console: &Console) -> Result<(), Exit> {
    if !system::is_folder(out) {
        return Ok(());
    }
    let there = system::read_folder(out).map_err(|failure| console.unwritable(&failure))?;
    if there.files.is_empty() && there.vreemd.is_empty() {
        return Ok(());
    }
    let Some(why) = differences(&there) else { return Ok(()) };
    let message = format!("{} blijft zoals het is: {why}", out.display());
    let help = "kies met `--out` een andere map, of haal deze zelf weg: alleen een eerdere publicatie waarin niets is gewijzigd, wordt vervangen";
    Err(console.refuse(Diagnostic::error(codes::PUBLICATION_FOLDER, message).help(help)))
}

/// Why files are no earlier set as it was made; nothing of one that only lacks something.
fn differences(there: &Inhoud) -> Option<String> {
    let Some(manifest) = there.files.get(MANIFEST).and_then(|bytes| Manifest::read(bytes)) else {
        return Some("dit is geen publicatie van kamerbrief".into());
    };
    let own = |(name, verschil): (String, Verschil)| {
        (verschil != Verschil::Ontbreekt).then(|| format!("{name} {}", verschil.words()))
    };
    // A folder of the set that lost its files is still one.
    let lost = |name: &str, vreemd| vreemd == Vreemd::LegeMap && manifest.has_folder(name);
    let foreign =
        there.vreemd.iter().filter(|(name, vreemd)| vreemd.counts() && !lost(name, **vreemd));
    let foreign = foreign.map(|(name, vreemd)| format!("{name} {}", vreemd.words()));
    let all: Vec<String> =
        manifest.compare(&there.files).into_iter().filter_map(own).chain(foreign).collect();
    match &all[..] {
        [] => None,
        [one] => Some(one.clone()),
        [one, rest @ ..] => Some(format!("{one} (en nog {})", rest.len())),
    }
}
