//! In: a dossier that was read, and what was asked for. Out: the documents to make. Pure.

use std::collections::HashMap;

use super::{Context, soorten, vraagsoort};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Bestand, Briefsoort, Dossier, Editie, Onderdeel, Place, Root, Stuk, aanblik, is_zelfde, kern,
    vermomd,
};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Path};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Vec<Stuk> {
    let Some(dossier) = &context.reading.dossier else { return Vec::new() };
    let present: Vec<Stuk> = dossier.stukken().collect();
    if present.is_empty() {
        let mut diagnostic = Diagnostic::error(codes::FILE_MISSING, "dit dossier heeft geen brief, nota of bijlage")
            .help("voeg `brief.yaml`, `nota.yaml` of `bijlage.yaml` toe; `kamerbrief new` maakt een voorbeeld");
        if let Some(span) = place(context, &Path::default()) {
            diagnostic = diagnostic.at(span, "het dossier begint hier");
        }
        found.push(diagnostic);
        return present;
    }
    of_kind(context, dossier, found);
    vraagsoort::check(context, dossier, found);
    soorten::check(context, dossier, found);
    twice(context, dossier, found);
    unprinted(context, dossier, found);
    dropped(context, dossier, found);
    let asked = context.needs.stukken;
    for stuk in asked.iter().filter(|stuk| !present.contains(stuk)) {
        let file = stuk.bestand(dossier.gegevens.soort).name();
        found.push(
            Diagnostic::error(
                codes::FILE_MISSING,
                format!("geen {}: dit dossier heeft geen {file}", stuk.name()),
            )
            .help(format!("voeg {file} toe, of laat `--only {}` weg", stuk.name())),
        );
    }
    present.into_iter().filter(|stuk| asked.is_empty() || asked.contains(stuk)).collect()
}

/// The files that belong to the kind of letter: its own is there, and none of another kind.
fn of_kind(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let (soort, trees) = (dossier.gegevens.soort, &context.reading.trees);
    let own = soort.bestand();
    let told = |message: String| Diagnostic::error(codes::FILE_MISSING, message);
    let word = || place(context, &Path::default().key("soort"));
    if trees.whole && soort != Briefsoort::default() && trees.file(own).is_none() {
        let message = format!("bij `soort: {}` hoort {}", soort.name(), own.name());
        let help = format!(
            "voeg {} toe, of haal `soort:` weg; `kamerbrief new MAP --soort {}` maakt een voorbeeld",
            own.name(),
            soort.name()
        );
        let diagnostic = told(message).help(help);
        found.push(match word() {
            Some(span) => diagnostic.at(span, ""),
            None => diagnostic,
        });
    }
    for bestand in
        Bestand::ALL.into_iter().filter(|one| *one != own && soort.ernaast() != Some(*one))
    {
        let kinds: Vec<Briefsoort> = match &dossier.vragen {
            Some(vragen) if bestand == Bestand::Vragen => vec![vraagsoort::gesteld(vragen)],
            _ => Briefsoort::van(bestand).collect(),
        };
        let Some(tree) = trees.file(bestand).filter(|_| !kinds.is_empty()) else { continue };
        let message = format!(
            "{} komt niet in de brief: dit dossier heeft `soort: {}`",
            bestand.name(),
            soort.name()
        );
        let diagnostic = told(message).at(tree.head(context.sources), "").help(format!(
            "zet {} in dossier.yaml, of haal {} weg",
            words::list(kinds.into_iter().map(|other| format!("soort: {}", other.name())), "of"),
            bestand.name()
        ));
        found.push(match word() {
            Some(span)
                if trees.file(Bestand::Dossier).is_some_and(|tree| tree.get("soort").is_some()) =>
            {
                diagnostic.at(span, "de soort")
            }
            _ => diagnostic,
        });
    }
}

/// Roles that are in the route twice, or look the same: an initial names its role.
fn twice(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    // Two that are withheld look the same.
    if context.reading.trees.editie == Editie::Openbaar {
        return;
    }
    let route = &dossier.gegevens.parafenroute;
    // The first of each name, and of each that looks so.
    let (mut named, mut seen) = (HashMap::new(), HashMap::new());
    let path = |i: usize| Path::default().key("parafenroute").index(i).key("rol");
    for (i, step) in route.iter().enumerate() {
        let own = named.entry(kern(step.rol.as_str())).or_insert(i);
        let alike = seen.entry(aanblik(step.rol.as_str())).or_insert(i);
        let first = (*own).min(*alike);
        if first == i {
            continue;
        }
        let (rol, other) = (step.rol.as_str(), route[first].rol.as_str());
        let message = match is_zelfde(rol, other) {
            true => format!("rol `{rol}` staat twee keer in de parafenroute"),
            false => {
                let what = vermomd(rol).or_else(|| vermomd(other)).unwrap_or_default();
                format!("rol `{rol}` is niet te onderscheiden van `{other}`: {what}")
            }
        };
        let mut diagnostic = Diagnostic::error(codes::ROLE_TWICE, message)
            .help("maak het onderscheid in de rol, zoals `directeur A` en `directeur B`");
        for (i, label) in [(i, ""), (first, "hier ook")] {
            if let Some(span) = context
                .reading
                .trees
                .get(&Root::File(Bestand::Dossier))
                .map(|tree| tree.place(&path(i), context.sources))
            {
                diagnostic = diagnostic.at(span, label);
            }
        }
        found.push(diagnostic);
    }
}

/// Fields of the nota that the ministry's profile has no place for.
fn unprinted(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let fields = Place::top(Root::File(Bestand::Nota)).key("velden");
    let tree = context.reading.trees.get(&fields.root);
    let (Some(manuscript), Some(Kind::Map(entries))) = (
        context.manuscripten.get(&Stuk::Beslisnota),
        tree.and_then(|tree| tree.at(&fields.path)).map(|node| &node.kind),
    ) else {
        return;
    };
    for Entry { key, value } in entries {
        let name = key.text().unwrap_or_default();
        let mut is_filled = false;
        value.leaves(&mut |_, _| is_filled = true);
        if is_filled && !manuscript.prints(&fields.key(name)) {
            let message = format!(
                "`{name}` komt niet in de nota: {} heeft dit veld niet",
                dossier.profiel.ministerie
            );
            // A list of the dossier's own comes in the place of the ministry's.
            let kolom = dossier.profiel.nota.kolom.iter().map(|veld| veld.name());
            let kolom: Vec<&str> = kolom.chain([name]).collect();
            let help = format!(
                "haal het weg, of zet in dossier.yaml de hele kolom: `profiel: {{nota: {{kolom: [{}]}}}}`",
                kolom.join(", ")
            );
            let warning = Diagnostic::warning(codes::FIELD_UNPRINTED, message);
            found.push(warning.at(key.span.clone(), "").help(help));
        }
    }
}

/// Texts of the nota that stand in none of its parts: they would be lost.
fn dropped(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let root = Root::File(Bestand::Nota);
    let (Some(tree), Some(nota), Some(manuscript)) = (
        context.reading.trees.get(&root),
        &dossier.nota,
        context.manuscripten.get(&Stuk::Beslisnota),
    ) else {
        return;
    };
    let is_lost = |path: &Path| !manuscript.prints(&Place { root, path: path.clone() });
    let profiel = &dossier.profiel.nota;
    let (top, explanation) = (Path::default(), Onderdeel::Toelichting);
    let explains = profiel.onderdelen.contains(&explanation);
    let mut lost: Vec<(&str, Span)> = Onderdeel::ALL
        .into_iter()
        .filter(|part| nota.tekst(*part).is_some() && is_lost(&part.path()))
        .map(|part| {
            let (path, whole) = (part.path(), top.key(explanation.name()));
            // Without the explanation none of its parts is there: that is one mistake.
            let inside = !explains && path.parent() == whole;
            let (name, path) =
                if inside { (explanation.name(), whole) } else { (part.name(), path) };
            (name, tree.key_place(&path, context.sources))
        })
        .collect();
    lost.dedup();
    for (i, extra) in nota.extra.iter().enumerate() {
        let path = top.key("extra").index(i);
        if !is_lost(&path) {
            continue;
        }
        let span = tree.place(&path.key("na"), context.sources);
        if profiel.toelichting.contains(&extra.na) {
            found.push(
                Diagnostic::error(
                    codes::SECTION_LOST,
                    "dit onderdeel zou wegvallen: de nota heeft geen `toelichting`",
                )
                .at(span, "")
                .help("voeg `toelichting:` toe, of noem bij `na` een ander onderdeel"),
            );
        } else {
            lost.push((extra.na.name(), span));
        }
    }
    for (name, span) in lost {
        found.push(
            Diagnostic::error(codes::SECTION_LOST, format!("`{name}` zou wegvallen: het profiel heeft dit onderdeel niet"))
                .at(span, "")
                .help("zet het bij `profiel: nota: onderdelen:` of `toelichting:` in dossier.yaml, of haal het weg"),
        );
    }
}

fn place(context: &Context<'_>, path: &Path) -> Option<Span> {
    let tree = context.reading.trees.get(&Root::File(Bestand::Dossier))?;
    Some(tree.place(path, context.sources))
}
