//! In: how the sign-off stands. Out: what there is to say of it: what is missing, which initials do not belong here, who
//! is not on the route or too early. Pure.

use std::ops::Range;

use super::aftekening::{Aftekening, Staat, Stap};
use super::paraaf::{Besluit, Paraaf};
use super::reeks::called;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity, codes, words};
use crate::dossier::{Bestand, Moment, Place, Root, Stuk, is_dubbelganger, vermomd};
use crate::source::{Sources, Span};
use crate::yaml::Path;

/// What a draft may have, and a final version may not: a remark that nobody dealt with, and what nobody filled in.
const UNFINISHED: [Code; 2] = [codes::REMARK_OPEN, codes::NOT_FILLED_IN];

/// Holds what was found against a final version: what is not finished is an error then.
pub fn as_final(found: &mut [Diagnostic]) {
    for diagnostic in found.iter_mut().filter(|one| UNFINISHED.contains(&one.code)) {
        diagnostic.severity = Severity::Error;
    }
}

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
                Staat::NietAkkoord => (format!("{rol} is niet akkoord{}", why(stap)), redo),
                Staat::Vervallen(stukken) => (
                    format!("de paraaf van {rol} is vervallen: {}", changed(stukken)),
                    format!("`kamerbrief changed` toont wat is gewijzigd; {redo}"),
                ),
                Staat::Ingetrokken => {
                    (format!("de paraaf van {rol} is ingetrokken{}", why(stap)), redo)
                }
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
        let (mut found, parafen) = (Vec::new(), self.parafen());
        let own = &checked.dossier().gegevens.kenmerk;
        for (i, stap) in self.stappen().iter().enumerate() {
            let last = parafen.last_of(&stap.rol);
            let Some(other) = last.iter().find(|paraaf| paraaf.kenmerk != *own) else { continue };
            let message = format!(
                "de paraaf van {} is gezet voor kenmerk `{}`, en dit dossier heeft kenmerk `{}`",
                words::shorten(&stap.rol),
                words::shorten(other.kenmerk.as_str()),
                words::shorten(own.as_str()),
            );
            let mut diagnostic = Diagnostic::warning(codes::INITIAL_FOREIGN, message)
                .help("zijn de mappen parafen en parafenspoor uit een ander dossier meegekomen, haal ze dan weg; is het kenmerk gewijzigd, vraag de paraaf dan opnieuw");
            if let Some(span) = step_place(checked, i, sources) {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic);
        }
        // Of what somebody replaced or took back there is nothing to say any more.
        let counts = |paraaf: &&Paraaf| parafen.last_of(paraaf.rol.as_str()).contains(paraaf);
        for paraaf in parafen.all().iter().filter(counts) {
            let rol = paraaf.rol.as_str();
            if self.stap(rol).is_none() && paraaf.besluit != Besluit::Ingetrokken {
                let message = format!(
                    "{} telt niet mee: die rol staat niet in de parafenroute",
                    called(paraaf)
                );
                let help = self.look_alike(rol);
                let help = help.unwrap_or("zet de rol in `parafenroute`, of laat het zo".into());
                found.push(Diagnostic::warning(codes::INITIAL_OUTSIDE, message).help(help));
            }
            let before = parafen.before(paraaf);
            found.extend(backwards(&called(paraaf), &paraaf.moment, &before));
        }
        found
    }

    /// What there is to say of an initial with this moment that would come last.
    pub fn backwards(&self, moment: &Moment) -> Option<Diagnostic> {
        backwards("deze paraaf", moment, &self.parafen().heads())
    }

    /// The name of somebody in the route or among the initials that this one only looks like, and by what.
    pub fn vermomming(&self, naam: &str) -> Option<String> {
        let route = self.stappen().iter().filter_map(|stap| stap.naam.as_deref());
        let set = self.parafen().all().iter().map(|paraaf| paraaf.naam.as_str());
        let known = route.chain(set).find(|known| is_dubbelganger(known, naam))?;
        let what = vermomd(naam).or_else(|| vermomd(known)).unwrap_or_default();
        Some(format!("deze naam lijkt op {}, maar {what}", words::shorten(known)))
    }

    /// The role of the route that a name only looks like, and by what.
    fn look_alike(&self, rol: &str) -> Option<String> {
        let stap = self.stappen().iter().find(|stap| is_dubbelganger(&stap.rol, rol))?;
        let known = words::shorten(&stap.rol);
        Some(match (vermomd(rol), vermomd(&stap.rol)) {
            (None, Some(what)) => format!("dit lijkt op `{known}` in de route, maar daar: {what}"),
            (what, _) => format!("dit lijkt op `{known}`, maar {}", what.unwrap_or_default()),
        })
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
            if let Some(told) = self.look_alike(rol) {
                return Box::new(unknown.help(told));
            }
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

/// Seconds that two clocks may differ.
const CLOCKS: i64 = 120;

/// A warning when an initial says that it was set before those that were there already.
fn backwards(who: &str, moment: &Moment, before: &[&Paraaf]) -> Option<Diagnostic> {
    let later = |paraaf: &&&Paraaf| paraaf.moment.seconds() > moment.seconds() + CLOCKS;
    let other = before.iter().filter(later).max_by_key(|paraaf| paraaf.moment.seconds())?;
    let message = format!("{who} is volgens haar tijd gezet vóór {}, die er al was", called(other));
    let help =
        "vraag wie parafeerde welke tijd klopt; zet zo nodig de klok goed en parafeer opnieuw";
    Some(Diagnostic::warning(codes::INITIAL_BACKWARDS, message).help(help))
}

/// What was said with an initial, as the end of a sentence.
fn why(stap: &Stap) -> String {
    let why = stap.paraaf.as_ref().and_then(|paraaf| paraaf.opmerking.as_ref());
    why.map(|why| format!(": {}", words::shorten(why.as_str()))).unwrap_or_default()
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
