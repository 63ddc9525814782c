//! In: the documents of a dossier, and those that stand where they would be written. Out: what would differ. Wiring.

use std::path::PathBuf;

use serde::Serialize;

use super::build::{Gezet, Regel};
use super::many::{Gedaan, Opgegeven, outcome};
use super::{Console, Exit};
use crate::cli::BuildArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::Stuk;
use crate::export::Format;
use crate::system::{self, Output};
use crate::vergelijk::{Bladzijde, Soort, Verschillen, vergelijk};

/// Most places on a page of which the words are shown.
const MOST_SHOWN: usize = 8;
/// Most characters of the beginning and of the end of what differs that are shown.
const SHOWN: [usize; 2] = [160, 60];
/// Most pages that are named in one line.
const MOST_NAMED: usize = 12;

/// The folder for the pictures of a run.
#[derive(Debug)]
pub(super) struct Beelden(PathBuf);

impl Beelden {
    /// Where those of each dossier go, in the order of the dossiers.
    ///
    /// # Errors
    /// When those of two dossiers would come to stand in the same place, which is told.
    pub(super) fn of_each<'a>(
        &self,
        dossiers: impl Iterator<Item = &'a Opgegeven>,
        several: bool,
        console: &Console,
    ) -> Result<Vec<Output>, Exit> {
        let named = dossiers.map(|dossier| (&*dossier.path, &*dossier.name));
        Output::of_each(named, several, Some(&self.0))
            .map_err(|failure| console.unwritable(&failure))
    }
}

/// Where the pictures go that were asked for; what stands in the way of comparing is told.
pub(super) fn beelden(arguments: &BuildArgs, console: &Console) -> Result<Option<Beelden>, Exit> {
    let refuse = |message: String, help: &str| {
        console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
    };
    if arguments.vergelijk && arguments.format != Format::Pdf {
        let message = format!(
            "`--vergelijk` gaat over PDF's, en niet over `--format {}`",
            arguments.format.name()
        );
        return Err(refuse(message, "laat `--format` weg"));
    }
    let Some(folder) = &arguments.beelden else { return Ok(None) };
    if system::is_file(folder) || !system::list(folder).is_empty() {
        let message = format!("`--beelden {}` is niet leeg", folder.display());
        return Err(refuse(
            message,
            "kies een map die er nog niet is, zodat daarin alleen beelden van nu staan",
        ));
    }
    Ok(Some(Beelden(folder.clone())))
}

/// What a program is told of a document that was compared.
#[derive(Debug, Serialize)]
pub(super) struct Vergeleken {
    path: String,
    /// The number of pages that it would have.
    pages: usize,
    difference: Verschil,
    /// The number of pages that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages_before: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differing: Vec<Bladregel>,
}

impl Vergeleken {
    /// A document that would be made just as it is.
    pub(super) fn same(path: String, pages: usize) -> Self {
        let difference = Verschil::None;
        Self { path, pages, difference, pages_before: None, differing: Vec::new() }
    }
}

/// How a document differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verschil {
    None,
    /// Its pages do.
    Pages,
    /// Only what is on no page does.
    Unseen,
    /// There is none yet.
    New,
    /// There would be none any more.
    Gone,
    /// What stands there cannot be read.
    Unreadable,
}

/// What a program is told of a page that differs.
#[derive(Debug, Serialize)]
struct Bladregel {
    page: usize,
    kind: &'static str,
    words: Vec<Woordregel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
}

/// Words that differ.
#[derive(Debug, Serialize)]
struct Woordregel {
    was: Option<String>,
    becomes: Option<String>,
}

/// Compares the documents of a dossier with those that stand there; nothing but pictures is written.
pub(super) fn compare(
    gezet: &Gezet,
    output: &Output,
    pictures: Option<&Output>,
    console: &Console,
) -> Result<Gedaan<Regel>, Exit> {
    let mut all = Vec::new();
    for (stuk, pages, files, _) in &gezet.stukken {
        for (name, wordt) in files {
            let mut one = Vergeleken::same(output.path(name).display().to_string(), *pages);
            let found = match system::read(&output.path(name)) {
                Ok(was) if was == *wordt => {
                    console.say(&format!("{}  hetzelfde", one.path));
                    None
                }
                Ok(was) => Some(vergelijk(&was, wordt, pictures.is_some())),
                Err(_) if !system::is_file(&output.path(name)) => {
                    one.difference = Verschil::New;
                    let count = words::count(*pages, "bladzijde", "bladzijden");
                    console.say(&format!("{}  nieuw: staat er nog niet; {count}", one.path));
                    None
                }
                Err(failure) => Some(Err(failure.reason)),
            };
            match found {
                None => {}
                Some(Err(why)) => {
                    one.difference = Verschil::Unreadable;
                    console.say(&format!(
                        "{}  anders; wat er staat, is niet te lezen: {why}",
                        one.path
                    ));
                }
                Some(Ok(found)) => {
                    tell(&one.path, &found, console);
                    let (was, seen) = (found.was, !found.bladzijden.is_empty());
                    one.difference = if seen { Verschil::Pages } else { Verschil::Unseen };
                    one.pages_before = Some(was);
                    let picture = |number: usize| format!("{}-{number}.png", stuk.name());
                    one.differing = keep(found, pictures, &picture, console)?;
                }
            }
            all.push(one);
        }
    }
    // Only who makes all of a dossier knows what it does not make.
    if gezet.is_whole {
        let made: Vec<Stuk> = gezet.stukken.iter().map(|(stuk, ..)| *stuk).collect();
        all.extend(output.earlier(&made).into_iter().map(|path| {
            let path = path.display().to_string();
            console.say(&format!("{path}  vervalt: dit dossier maakt dat document niet meer"));
            Vergeleken { difference: Verschil::Gone, ..Vergeleken::same(path, 0) }
        }));
    }
    let differs = all.iter().any(|one| one.difference != Verschil::None);
    let outcome = if differs { outcome(Exit::Different) } else { "unchanged" };
    let files = all.into_iter().map(Regel::Vergeleken).collect();
    Ok(Gedaan { outcome, files, report: None })
}

/// Says of a document what differs.
fn tell(path: &str, found: &Verschillen, console: &Console) {
    let all = &found.bladzijden;
    let numbers: Vec<String> = all.iter().map(|page| page.nummer.to_string()).collect();
    let mut heading = match numbers.len() {
        0 => "op papier hetzelfde; anders in wat niet is te zien: gegevens over het bestand, of de opbouw voor schermlezers".to_owned(),
        1 => format!("anders op bladzijde {}", numbers[0]),
        2..=MOST_NAMED => format!("anders op bladzijden {}", words::enumerate(&numbers, "en")),
        more => format!("anders op {more} bladzijden"),
    };
    if found.was != found.wordt {
        heading.push_str(&format!("; van {} naar {} bladzijden", found.was, found.wordt));
    }
    console.say(&format!("{path}  {heading}"));
    for Bladzijde { nummer, soort, wijzigingen, .. } in all {
        console.say(&match (soort, wijzigingen.is_empty()) {
            (Soort::Nieuw, _) => format!("  bladzijde {nummer} komt erbij"),
            (Soort::Vervalt, _) => format!("  bladzijde {nummer} vervalt"),
            (Soort::Anders, true) => {
                format!("  bladzijde {nummer}: dezelfde woorden, anders gezet")
            }
            (Soort::Anders, false) => format!("  bladzijde {nummer}:"),
        });
        for one in wijzigingen.iter().take(MOST_SHOWN) {
            let lines = [("was:  ", &one.was), ("wordt:", &one.wordt)];
            for (what, text) in lines {
                if let Some(text) = text {
                    console.say(&format!("    {what} {}", shortened(text)));
                }
            }
        }
        if let Some(more) = wijzigingen.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            console.say(&format!("    en nog {}", words::count(more, "plaats", "plaatsen")));
        }
    }
}

/// The beginning and the end of a text, where it is long.
fn shortened(text: &str) -> String {
    let [first, last] = SHOWN;
    let count = text.chars().count();
    if count <= first + last {
        return text.to_owned();
    }
    let start: String = text.chars().take(first).collect();
    let end: String = text.chars().skip(count - last).collect();
    format!("{} … {}", start.trim_end(), end.trim_start())
}

/// Writes the pictures that were made, and what a program is told of their pages.
fn keep(
    found: Verschillen,
    pictures: Option<&Output>,
    name: &dyn Fn(usize) -> String,
    console: &Console,
) -> Result<Vec<Bladregel>, Exit> {
    let mut lines = Vec::new();
    for Bladzijde { nummer, soort, wijzigingen, beeld } in found.bladzijden {
        let mut picture = None;
        if let Some((output, beeld)) = pictures.zip(beeld) {
            let file = (name(nummer), beeld);
            let path = output.path(&file.0).display().to_string();
            let slot = console.slot(output)?;
            slot.write(&[file]).map_err(|failure| console.unwritable(&failure))?;
            picture = Some(path);
        }
        let words =
            wijzigingen.into_iter().map(|one| Woordregel { was: one.was, becomes: one.wordt });
        let kind = match soort {
            Soort::Anders => "changed",
            Soort::Nieuw => "new",
            Soort::Vervalt => "gone",
        };
        lines.push(Bladregel { page: nummer, kind, words: words.collect(), picture });
    }
    Ok(lines)
}
