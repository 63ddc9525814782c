//! In: the arguments of `verify`, of a published set. Out: whether it is as it was made, and whether a dossier makes it.
//! Wiring.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::publish::{Doel, make};
use super::{Console, Exit, resources};
use crate::cli::{ListingFormat, VerifyArgs};
use crate::diagnostic::{Diagnostic, codes, shown};
use crate::publicatie::{MANIFEST, Manifest, Tegenspraak, Verschil};
use crate::system::{self, Contents, Mapinhoud, Vreemd};
use crate::typeset::Typesetter;

/// What differs, by the names of files.
type Verschillen = BTreeMap<String, Verschil>;

pub(super) fn run(arguments: &VerifyArgs, console: &Console) -> Exit {
    verify(arguments, console).unwrap_or_else(|exit| exit)
}

fn verify(arguments: &VerifyArgs, console: &Console) -> Result<Exit, Exit> {
    let folder = &arguments.file;
    if !arguments.vertrouw.is_empty() {
        let message =
            "`--vertrouw` kan alleen bij een PDF: een publicatie draagt geen handtekening";
        let help = "laat `--vertrouw` weg, of noem de ondertekende PDF";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    let Mapinhoud { files, vreemd } = system::read_folder(folder).map_err(|failure| {
        console.fail(codes::FILE_UNREADABLE, "kan niet lezen:", &failure, "kijk of het pad klopt")
    })?;
    let name = folder.display().to_string();
    let Some(manifest) = Manifest::of_files(&files) else {
        let why = "geen manifest van een publicatie";
        match arguments.format {
            ListingFormat::Json => console.print_json(&format!(
                "{:#}\n",
                json!({ "map": name, "bewezen": false, "onleesbaar": why })
            )),
            ListingFormat::Text => {
                let signed = files.keys().find(|name| name.ends_with(".pdf"));
                let hint = signed.map_or_else(String::new, |pdf| {
                    let pdf = folder.join(pdf).display().to_string();
                    format!(
                        "noem een PDF om haar handtekeningen na te gaan: `kamerbrief verify {}`\n",
                        shown::line(&pdf)
                    )
                });
                console.print(&format!(
                    "{}: niet te beoordelen: {MANIFEST} ontbreekt, of is niet van een publicatie\n{hint}",
                    shown::line(&name)
                ));
            }
        }
        return Ok(Exit::Undecided);
    };
    let own = manifest.compare(&files);
    let velden = manifest.contradictions(&files);
    let made = match &arguments.dossier {
        Some(dossier) => {
            let doel = Doel { proef: manifest.proef, adres: manifest.adres.as_deref() };
            let (templates, fonts) = resources(&arguments.outside, console)?;
            let mut typesetter = Typesetter::new(fonts);
            Some(match make(dossier, &doel, &templates, &mut typesetter, console)? {
                Ok(made) => Gezet::Publicatie(compare(&files, &made.files.into_iter().collect())),
                Err(refused) => {
                    console.report(refused.found, &refused.sources);
                    Gezet::Geen
                }
            })
        }
        None => None,
    };
    let found = Gevonden {
        files: &files,
        vreemd: &vreemd,
        own: &own,
        velden: &velden,
        made: made.as_ref(),
    };
    let exit = match (found.is_intact(), found.is_made()) {
        (false, _) => Exit::Errors,
        (true, false) => Exit::Unproven,
        (true, true) => Exit::Good,
    };
    match arguments.format {
        ListingFormat::Json => console.print_json(&format!(
            "{:#}\n",
            json!({
                "map": name,
                "bewezen": exit == Exit::Good,
                "proef": manifest.proef,
                "bestanden": files.len(),
                "verschillen": own,
                "velden": velden,
                "vreemd": vreemd,
                "dossier": made,
            })
        )),
        ListingFormat::Text => {
            console.print(&text(&name, &manifest, &found, arguments));
        }
    }
    Ok(exit)
}

/// What differs from what a dossier makes.
fn compare(files: &Contents, made: &Contents) -> Verschillen {
    let missing = made.keys().filter(|name| !files.contains_key(*name));
    let missing = missing.map(|name| (name.clone(), Verschil::Ontbreekt));
    let others = files.iter().filter_map(|(name, bytes)| match made.get(name) {
        None => Some((name.clone(), Verschil::Erbij)),
        Some(own) => (own != bytes).then(|| (name.clone(), Verschil::Anders)),
    });
    missing.chain(others).collect()
}

/// What a dossier makes.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Gezet {
    /// None: it has errors, or somebody did not agree to what it says now.
    Geen,
    /// A set, which differs in these files.
    #[serde(untagged)]
    Publicatie(Verschillen),
}

/// What was found in a folder: its files, what is no file, what differs from the manifest, what that says otherwise than the
/// files, and what the dossier makes.
struct Gevonden<'a> {
    files: &'a Contents,
    vreemd: &'a BTreeMap<String, Vreemd>,
    own: &'a Verschillen,
    velden: &'a BTreeSet<Tegenspraak>,
    made: Option<&'a Gezet>,
}

impl Gevonden<'_> {
    /// Whether everything is as it was made.
    fn is_intact(&self) -> bool {
        self.own.is_empty()
            && self.velden.is_empty()
            && !self.vreemd.values().any(|one| one.counts())
    }

    /// Whether the dossier makes it, if that was asked.
    fn is_made(&self) -> bool {
        self.made.is_none_or(|made| matches!(made, Gezet::Publicatie(all) if all.is_empty()))
    }
}

fn text(name: &str, manifest: &Manifest, found: &Gevonden<'_>, arguments: &VerifyArgs) -> String {
    let Gevonden { files, vreemd, own, velden, made } = *found;
    let same = found.is_intact();
    let proef = if manifest.proef { ", een proef" } else { "" };
    let name = shown::line(name);
    let mut text = format!("{name}: publicatie van {} bestanden{proef}\n\n", files.len());
    match same {
        true => text.push_str("bestanden: zoals ze zijn gemaakt\n"),
        false => text.push_str("bestanden: niet zoals ze zijn gemaakt\n"),
    }
    for (file, verschil) in own {
        text.push_str(&format!("  {} {}\n", shown::line(file), verschil.words()));
    }
    for Tegenspraak { veld, bestand } in velden {
        text.push_str(&format!(
            "  {MANIFEST} is gewijzigd: {}\n",
            match bestand == MANIFEST {
                true => "kamerbrief schrijft het anders op".to_owned(),
                false =>
                    format!("`{}` is niet wat {} zegt", shown::line(veld), shown::line(bestand)),
            }
        ));
    }
    for (file, vreemd) in vreemd {
        text.push_str(&format!("  {} {}\n", shown::line(file), vreemd.words()));
    }
    if let (Some(made), Some(dossier)) = (made, &arguments.dossier) {
        let dossier = shown::line(&dossier.display().to_string());
        text.push_str(&match made {
            Gezet::Publicatie(all) if all.is_empty() => {
                format!("dossier:   dit is precies de publicatie die {dossier} maakt, byte voor byte\n")
            }
            Gezet::Publicatie(_) => format!("dossier:   {dossier} maakt een andere publicatie\n"),
            Gezet::Geen => format!(
                "dossier:   {dossier} maakt zo geen publicatie: het heeft fouten, of niet iedereen is akkoord met wat er nu staat\n"
            ),
        });
        let Gezet::Publicatie(all) = made else { return with_verdict(text, found) };
        for (file, verschil) in all {
            text.push_str(&format!(
                "  {} {}\n",
                shown::line(file),
                match verschil {
                    Verschil::Anders => "is anders",
                    Verschil::Erbij => "wordt niet gemaakt",
                    Verschil::Ontbreekt => "ontbreekt",
                }
            ));
        }
        if !all.is_empty() && manifest.programma != Manifest::programma() {
            let programma = shown::line(&manifest.programma);
            text.push_str(&format!("  (de publicatie is gemaakt met {programma})\n"));
        }
    }
    with_verdict(text, found)
}

fn with_verdict(mut text: String, found: &Gevonden<'_>) -> String {
    text.push_str(match (found.is_intact(), found.is_made()) {
        (false, _) => "\noordeel: GEWIJZIGD\n",
        (true, false) => "\noordeel: ongeschonden, maar niet alles wat gevraagd is klopt\n",
        (true, true) => "\noordeel: ongeschonden\n",
    });
    text
}
