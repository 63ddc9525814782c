//! In: how the sign-off stands. Out: what there is to say of it: what is missing, which initials do not belong here, who
//! is not on the route or too early. Pure.

use std::ops::Range;

use super::aftekening::{Aftekening, Staat, Stap};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Bestand, Place, Root, Stuk};
use crate::source::{Sources, Span};
use crate::yaml::Path;

impl Aftekening {
    /// What stands in the way of a final version, each at its step of the route.
    pub fn missing(&self, checked: &Checked, sources: &Sources) -> Vec<Diagnostic> {
        if self.stappen().is_empty() {
            let message = "dit dossier heeft geen parafenroute, en is dus door niemand afgetekend";
            return vec![
                Diagnostic::error(codes::NOT_SIGNED_OFF, message)
                    .help("zet in dossier.yaml wie parafeert, bij `parafenroute`"),
            ];
        }
        let mut found = Vec::new();
        for (i, stap) in self.stappen().iter().enumerate() {
            let rol = words::shorten(&stap.rol);
            let redo = "laat opnieuw paraferen met `kamerbrief paraaf`".to_owned();
            let (message, help) = match &stap.staat {
                Staat::Akkoord => continue,
                Staat::Open => (
                    format!("{rol} heeft nog niet geparafeerd"),
                    "laat paraferen met `kamerbrief paraaf`; `kamerbrief status` toont wie aan de beurt is".into(),
                ),
                Staat::NietAkkoord => {
                    let why = stap.paraaf.as_ref().and_then(|paraaf| paraaf.opmerking.as_ref());
                    let why = why.map(|why| format!(": {}", words::shorten(why.as_str())));
                    (format!("{rol} is niet akkoord{}", why.unwrap_or_default()), redo)
                }
                Staat::Vervallen(stukken) => (
                    format!("de paraaf van {rol} is vervallen: {}", changed(stukken)),
                    format!("`kamerbrief changed` toont wat is gewijzigd; {redo}"),
                ),
                Staat::AnderDossier(kenmerk) => (
                    format!("de paraaf van {rol} hoort bij kenmerk `{}`", words::shorten(kenmerk)),
                    redo,
                ),
            };
            let mut diagnostic = Diagnostic::error(codes::NOT_SIGNED_OFF, message);
            if let Some(span) = step_place(checked, i, sources) {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic.help(help));
        }
        found
    }

    /// What there is to say of initials that do not belong here.
    pub fn remarks(&self, checked: &Checked, sources: &Sources) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (i, stap) in self.stappen().iter().enumerate() {
            let Staat::AnderDossier(kenmerk) = &stap.staat else { continue };
            let message = format!(
                "de paraaf van {} is gezet voor kenmerk `{}`, en dit dossier heeft kenmerk `{}`",
                words::shorten(&stap.rol),
                words::shorten(kenmerk),
                words::shorten(checked.dossier().gegevens.kenmerk.as_str()),
            );
            let mut diagnostic = Diagnostic::warning(codes::INITIAL_FOREIGN, message)
                .help("is parafen.yaml uit een ander dossier meegekomen, haal het dan weg; is het kenmerk gewijzigd, vraag de paraaf dan opnieuw");
            if let Some(span) = step_place(checked, i, sources) {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic);
        }
        for paraaf in self.parafen().all() {
            if self.stap(paraaf.rol.as_str()).is_none() {
                let rol = words::shorten(paraaf.rol.as_str());
                let message = format!(
                    "de paraaf van {rol} ({}) telt niet mee: die rol staat niet in de parafenroute",
                    paraaf.moment
                );
                let warning = Diagnostic::warning(codes::INITIAL_OUTSIDE, message)
                    .help("zet de rol in `parafenroute`, precies zo geschreven, of laat het zo");
                if !found.contains(&warning) {
                    found.push(warning);
                }
            }
        }
        found
    }

    /// The step of a role.
    ///
    /// # Errors
    /// When the route has no such role.
    pub fn step(&self, rol: &str) -> Result<&Stap, Box<Diagnostic>> {
        self.stap(rol).ok_or_else(|| {
            let known: Vec<&str> = self.stappen().iter().map(|stap| stap.rol.as_str()).collect();
            let message = format!("rol `{}` staat niet in de parafenroute", words::shorten(rol));
            let unknown = Diagnostic::error(codes::ROLE_UNKNOWN, message);
            Box::new(match (words::meant(rol, known.iter().copied()), &known[..]) {
                (Some(meant), _) => unknown.help(format!("bedoelde u `{meant}`?")),
                (None, []) => unknown.help("zet in dossier.yaml wie parafeert, bij `parafenroute`"),
                (None, _) => unknown.help(format!("kies uit {}", words::list(&known, "of"))),
            })
        })
    }

    /// Why a role has to wait, if it has to.
    pub fn too_early(&self, rol: &str) -> Option<Diagnostic> {
        let before: Vec<&str> = self.voor(rol).iter().map(|stap| stap.rol.as_str()).collect();
        (!before.is_empty()).then(|| {
            let message = format!(
                "{} is nog niet aan de beurt: eerst {}",
                words::shorten(rol),
                words::enumerate(&before, "en")
            );
            Diagnostic::error(codes::NOT_YOUR_TURN, message).help(
                "`kamerbrief status` toont de route; wie niet hoeft te wachten, krijgt in dossier.yaml `tegelijk: ja`",
            )
        })
    }
}

/// Which documents have changed, as part of a sentence.
pub(super) fn changed(stukken: &[Stuk]) -> String {
    let names: Vec<String> = stukken.iter().map(|stuk| format!("de {}", stuk.name())).collect();
    let verb = if names.len() == 1 { "is" } else { "zijn" };
    format!("{} {verb} sindsdien gewijzigd", words::enumerate(&names, "en"))
}

fn step_place(checked: &Checked, step: usize, sources: &Sources) -> Option<Span> {
    let path = Path::default().key("parafenroute").index(step).key("rol");
    let place = Place { root: Root::File(Bestand::Dossier), path };
    checked.span(&place, None::<Range<usize>>, sources)
}
