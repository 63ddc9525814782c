//! In: how the sign-off stands. Out: that as a table for people, and as JSON. Pure.

use serde_json::json;

use super::aftekening::{Aftekening, Staat, Stap};
use super::remarks::changed;
use crate::diagnostic::{shown, words};
use crate::dossier::{Paraafsoort, Vingerafdruk, is_zelfde};

impl Aftekening {
    /// The route as a table, the documents, and whose turn it is.
    pub fn text(&self) -> String {
        if self.stappen().is_empty() {
            return "dit dossier heeft geen parafenroute; zet die in dossier.yaml bij `parafenroute`\n"
                .into();
        }
        let mut rows = vec![["rol", "naam", "besluit", "moment", "stand"].map(ToOwned::to_owned)];
        for stap in self.stappen() {
            let paraaf = stap.paraaf.as_ref();
            let rol = match stap.soort {
                Paraafsoort::Lijnparaaf => stap.rol.clone(),
                Paraafsoort::Medeparaaf => format!("{} (medeparaaf)", stap.rol),
            };
            let mut worth = self.uitleg(stap);
            if let Some(naam) = stap.andere_naam() {
                worth = format!("{worth} (in de route: {naam})");
            }
            if let Some(said) = paraaf.and_then(|paraaf| paraaf.opmerking.as_ref()) {
                worth = format!("{worth} (\u{201c}{said}\u{201d})");
            }
            rows.push([
                rol,
                stap.wie().unwrap_or("–").to_owned(),
                paraaf.map_or("–".into(), |paraaf| paraaf.besluit.words().to_owned()),
                paraaf.map_or("–".into(), |paraaf| paraaf.moment.to_string()),
                worth,
            ]);
        }
        // A value of a file cannot begin a line of its own.
        rows.iter_mut().flatten().for_each(|cell| *cell = shown::line(cell));
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> = (0..4).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in &rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(&format!("{cell:<width$}  "));
            }
            line.push_str(&row[4]);
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
        for (stuk, fingerprint) in self.documenten() {
            let done = if self.is_afgetekend() { "afgetekend" } else { "concept" };
            text.push_str(&format!("{}: {done}, {}\n", stuk.name(), fingerprint.short()));
        }
        text.push_str(&match self.beurt() {
            None => {
                "de route is rond: `kamerbrief build --definitief` en `kamerbrief sign` kunnen\n"
                    .into()
            }
            Some(next) => format!("{next}\n"),
        });
        text
    }

    /// Whose turn it is, as a line; none when everybody agrees.
    pub fn beurt(&self) -> Option<String> {
        let next: Vec<String> = self
            .aan_de_beurt()
            .map(|stap| match stap.staat {
                Staat::Open | Staat::Ingetrokken => stap.rol.clone(),
                Staat::NietAkkoord => format!("{} (niet akkoord: houdt de route op)", stap.rol),
                _ => format!("{} (opnieuw)", stap.rol),
            })
            .collect();
        let next = shown::line(&words::enumerate(&next, "en"));
        (!next.is_empty()).then(|| format!("aan de beurt: {next}"))
    }

    /// The route and the documents as JSON.
    pub fn json(&self) -> String {
        let steps: Vec<_> = self
            .stappen()
            .iter()
            .map(|stap| {
                let paraaf = stap.paraaf.as_ref();
                let lapsed = match &stap.staat {
                    Staat::Vervallen(stukken) => stukken.clone(),
                    _ => Vec::new(),
                };
                json!({
                    "rol": stap.rol,
                    "soort": stap.soort,
                    "naam": stap.wie(),
                    "naam_in_route": stap.naam,
                    "besluit": paraaf.map(|paraaf| paraaf.besluit),
                    "moment": paraaf.map(|paraaf| &paraaf.moment),
                    "opmerking": paraaf.and_then(|paraaf| paraaf.opmerking.as_ref()),
                    "stand": stap.staat.name(),
                    "gewijzigd": lapsed,
                    "aan_de_beurt": stap.aan_de_beurt,
                })
            })
            .collect();
        let documents: serde_json::Map<String, _> = self
            .documenten()
            .iter()
            .map(|(stuk, fingerprint): (_, &Vingerafdruk)| {
                (stuk.name().to_owned(), json!({ "vingerafdruk": fingerprint }))
            })
            .collect();
        let whole = json!({ "afgetekend": self.is_afgetekend(), "stappen": steps, "documenten": documents });
        format!("{whole:#}\n")
    }
}

impl Aftekening {
    /// What the initial of a step is worth, in words; nothing is said of one that is not there yet, and need not be.
    pub fn uitleg(&self, stap: &Stap) -> String {
        match &stap.staat {
            Staat::Open if stap.aan_de_beurt => "aan de beurt".into(),
            Staat::Open => String::new(),
            Staat::Akkoord => "geldig".into(),
            Staat::NietAkkoord => "houdt de route op".into(),
            Staat::Vervallen(stukken) => format!("vervallen: {}", changed(stukken)),
            Staat::Ingetrokken => {
                let turn = if stap.aan_de_beurt { "aan de beurt; " } else { "" };
                let by =
                    stap.paraaf.as_ref().map(|paraaf| paraaf.naam.as_str()).unwrap_or_default();
                let whose =
                    stap.paraaf.as_ref().and_then(|paraaf| self.parafen().withdrawn(paraaf));
                let whose = whose.map(|whose| whose.naam.as_str());
                match whose.filter(|whose| !is_zelfde(whose, by)) {
                    Some(whose) => format!("{turn}paraaf van {whose} ingetrokken door {by}"),
                    None => format!("{turn}ingetrokken door {by}"),
                }
            }
            Staat::AnderDossier(kenmerk) => {
                format!("vervallen: gezet voor kenmerk {}", words::shorten(kenmerk))
            }
        }
    }
}
