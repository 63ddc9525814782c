//! In: the arguments of `verify`, of a published set. Out: whether it is as it was made, and whether a dossier makes it.
//! Wiring.

use std::collections::BTreeMap;

use serde_json::json;

use super::publish::{Doel, make};
use super::{Console, Exit};
use crate::cli::{ListingFormat, VerifyArgs};
use crate::diagnostic::{Diagnostic, codes, shown};
use crate::publicatie::{MANIFEST, Manifest, Verschil};
use crate::system::{self, Contents, Inhoud, Vreemd};

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
    let Inhoud { files, vreemd } = system::read_folder(folder).map_err(|failure| {
        console.fail(codes::FILE_UNREADABLE, "kan niet lezen:", &failure, "kijk of het pad klopt")
    })?;
    let name = folder.display().to_string();
    let Some(manifest) = files.get(MANIFEST).and_then(|bytes| Manifest::read(bytes)) else {
        let why = "geen manifest van een publicatie";
        match arguments.format {
            ListingFormat::Json => console.print_json(&format!(
                "{:#}\n",
                json!({ "map": name, "bewezen": false, "onleesbaar": why })
            )),
            ListingFormat::Text => console.print(&format!(
                "{}: niet te beoordelen: {MANIFEST} ontbreekt, of is niet van een publicatie\n",
                shown::line(&name)
            )),
        }
        return Ok(Exit::Undecided);
    };
    let own = manifest.compare(&files);
    let made = match &arguments.dossier {
        Some(dossier) => {
            let doel = Doel { proef: manifest.proef, adres: manifest.adres.as_deref() };
            let made = make(dossier, &doel, &arguments.outside, console)?;
            Some(compare(&files, &made.files.into_iter().collect()))
        }
        None => None,
    };
    let foreign = vreemd.values().any(|one| one.counts());
    let exit = match (own.is_empty() && !foreign, made.as_ref().is_none_or(BTreeMap::is_empty)) {
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
                "vreemd": vreemd,
                "dossier": made,
            })
        )),
        ListingFormat::Text => {
            let found = Gevonden { files: &files, vreemd: &vreemd, own: &own, made: made.as_ref() };
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

/// What was found in a folder: its files, what is no file, and what differs from the manifest and from the dossier.
struct Gevonden<'a> {
    files: &'a Contents,
    vreemd: &'a BTreeMap<String, Vreemd>,
    own: &'a Verschillen,
    made: Option<&'a Verschillen>,
}

fn text(name: &str, manifest: &Manifest, found: &Gevonden<'_>, arguments: &VerifyArgs) -> String {
    let Gevonden { files, vreemd, own, made } = *found;
    let same = own.is_empty() && !vreemd.values().any(|one| one.counts());
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
    for (file, vreemd) in vreemd {
        text.push_str(&format!("  {} {}\n", shown::line(file), vreemd.words()));
    }
    if let (Some(made), Some(dossier)) = (made, &arguments.dossier) {
        let dossier = shown::line(&dossier.display().to_string());
        match made.is_empty() {
            true => text.push_str(&format!(
                "dossier:   dit is precies de publicatie die {dossier} maakt, byte voor byte\n"
            )),
            false => text.push_str(&format!("dossier:   {dossier} maakt een andere publicatie\n")),
        }
        for (file, verschil) in made {
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
        if !made.is_empty() && manifest.programma != Manifest::programma() {
            let programma = shown::line(&manifest.programma);
            text.push_str(&format!("  (de publicatie is gemaakt met {programma})\n"));
        }
    }
    text.push_str(match (same, made.is_none_or(BTreeMap::is_empty)) {
        (false, _) => "\noordeel: GEWIJZIGD\n",
        (true, false) => "\noordeel: ongeschonden, maar niet alles wat gevraagd is klopt\n",
        (true, true) => "\noordeel: ongeschonden\n",
    });
    text
}
