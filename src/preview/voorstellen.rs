//! In: what others want of the texts, the files and the pages; what a reader decides. Out: each proposal at its words; the files
//! with those that he takes. Wiring: `pen` reads and writes the files, and whoever runs the preview tries them, as
//! `voorstellen` does.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::answers::Answer;
use super::desk::Desk;
use super::pen::{No, Pen, unreadable};
use super::session::Shown;
use super::stappen::Written;
use crate::dossier::{Place, Root};
use crate::naast::Bladplek;
use crate::source::Span;
use crate::system;
use crate::voorstellen::{
    Beslissing, Gemeld, Kant, Merk, Onleesbaar, Overname, Soort, Teksten, VOORSTELLEN,
    Veldwijziging, Vertoning, Voorstel, Voorstellen, merken, vertoning, waar,
};

/// What other texts do to a dossier: the roles whose initials lapse; or what is wrong with it then.
pub type Beproefd = Result<Vec<String>, Vec<String>>;

/// Tries other texts.
pub struct Beproeft(pub Box<dyn Fn(&Teksten) -> Beproefd + Send + Sync>);

impl fmt::Debug for Beproeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Beproeft")
    }
}

/// How many proposals there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Telling {
    /// That nobody decided on.
    open: usize,
    /// Whether there is anything to show, also of what was decided or could not come along.
    iets: bool,
}

impl Telling {
    /// Those beside these files.
    pub(super) fn of(teksten: &Teksten) -> Self {
        match lees(teksten) {
            Ok(all) => Self { open: all.open().count(), iets: !all.is_leeg() },
            Err(_) => Self { open: 0, iets: true },
        }
    }
}

fn lees(teksten: &Teksten) -> Result<Voorstellen, Onleesbaar> {
    Voorstellen::lees(teksten.get(VOORSTELLEN).map(String::as_bytes).unwrap_or_default())
}

/// The proposals, each at its field as the files are.
fn gevolgd(teksten: &Teksten) -> Result<Voorstellen, Onleesbaar> {
    let mut all = lees(teksten)?;
    all.volg(teksten);
    Ok(all)
}

/// Why the file with the proposals cannot be read.
fn onleesbaar(why: &Onleesbaar) -> String {
    format!(
        "kan {VOORSTELLEN} niet lezen: {}; zet een eerdere versie terug, of haal het weg en lees de Word-bestanden opnieuw",
        why.0
    )
}

/// All that others want.
#[derive(Debug, Serialize)]
struct Alle<'a> {
    open: Vec<Openstaand<'a>>,
    beslist: Vec<Beslist<'a>>,
    gemeld: Vec<Verteld<'a>>,
}

/// A proposal that nobody decided on.
#[derive(Debug, Serialize)]
struct Openstaand<'a> {
    #[serde(flatten)]
    voorstel: Gezegd<'a>,
    /// Each change on the pages.
    merken: Vec<Opblad>,
    /// The others for the same words, of which one is chosen; and what wants exactly the same.
    anders: Vec<u32>,
    gelijk: Vec<u32>,
    /// Why it cannot be taken.
    bezwaar: Option<String>,
}

/// One that somebody decided on.
#[derive(Debug, Serialize)]
struct Beslist<'a> {
    #[serde(flatten)]
    voorstel: Gezegd<'a>,
    genomen: bool,
    besloten: &'a str,
}

/// A proposal as it is read.
#[derive(Debug, Serialize)]
struct Gezegd<'a> {
    nummer: u32,
    van: String,
    namen: &'a [String],
    toen: Option<String>,
    uit: &'a str,
    delen: Vec<Deel<'a>>,
}

/// What it changes of a field.
#[derive(Debug, Serialize)]
struct Deel<'a> {
    veld: String,
    /// The file and the place in it, to write in.
    bestand: Option<&'static str>,
    plaats: Option<String>,
    wijzigingen: Vec<Stuk>,
    noten: Vec<&'a str>,
}

/// What goes and what comes, with a few words around it.
#[derive(Debug, Serialize)]
struct Stuk {
    voor: String,
    weg: String,
    erbij: String,
    na: String,
}

impl From<Vertoning> for Stuk {
    fn from(Vertoning { voor, weg, erbij, na }: Vertoning) -> Self {
        Self { voor, weg, erbij, na }
    }
}

/// A change on the pages.
#[derive(Debug, Serialize)]
struct Opblad {
    soort: Soort,
    /// What goes.
    weg: Vec<Bladplek>,
    /// What comes, and what it comes beside.
    erbij: String,
    ernaast: Vec<Bladplek>,
    kant: Kant,
}

/// Something that could not come along.
#[derive(Debug, Serialize)]
struct Verteld<'a> {
    #[serde(flatten)]
    gemeld: &'a Gemeld,
    veld: Option<String>,
}

impl<'a> Gezegd<'a> {
    fn of(all: &'a Voorstellen, one: &'a Voorstel) -> Self {
        Self {
            nummer: one.nummer,
            van: one.van(),
            namen: &one.wie,
            toen: one.toen(),
            uit: &one.uit,
            delen: one.delen.iter().map(|deel| Deel::of(all, deel)).collect(),
        }
    }
}

impl<'a> Deel<'a> {
    fn of(all: &Voorstellen, deel: &'a Veldwijziging) -> Self {
        let place = deel.place();
        let own = place.as_ref().filter(|_| !deel.onzeker).and_then(|place| match place.root {
            Root::File(bestand) => Some((bestand.stem(), place.path.to_string())),
            Root::Profile => None,
        });
        let (bestand, plaats) = own.unzip();
        let wijzigingen = vertoning(deel, all.basis(deel).unwrap_or_default());
        Self {
            veld: place.map_or_else(|| deel.plaats.clone(), |place| waar(&place)),
            bestand,
            plaats,
            wijzigingen: wijzigingen.into_iter().map(Stuk::from).collect(),
            noten: deel.noten.values().map(String::as_str).collect(),
        }
    }
}

/// All proposals, with where they stand.
pub(super) fn all(desk: &Desk) -> Answer {
    let (shown, teksten) = {
        let board = desk.board();
        (board.shown.clone(), board.teksten.clone())
    };
    let all = match gevolgd(&teksten) {
        Ok(all) => all,
        Err(why) => return Answer::refusal(422, &onleesbaar(&why)),
    };
    let open: Vec<(&Voorstel, Option<String>)> =
        all.open().map(|one| (one, all.bezwaar(one, &teksten))).collect();
    let free = open.iter().map(|(one, why)| why.is_none().then_some(*one));
    let places = match &shown {
        Some(shown) => shown.proposals(&all, free.collect()),
        None => open.iter().map(|_| Vec::new()).collect(),
    };
    let told = open.into_iter().zip(places).map(|((voorstel, bezwaar), merken)| Openstaand {
        merken,
        anders: all.anders(voorstel),
        gelijk: all.gelijk(voorstel),
        bezwaar,
        voorstel: Gezegd::of(&all, voorstel),
    });
    let beslist = all.alle().iter().rev().filter_map(|one| {
        let (genomen, besloten) = match &one.stand {
            Beslissing::Open => return None,
            Beslissing::Genomen(then) => (true, then),
            Beslissing::Afgewezen(then) => (false, then),
        };
        Some(Beslist { voorstel: Gezegd::of(&all, one), genomen, besloten })
    });
    let gemeld = all.gemeld().map(|gemeld| {
        let place: Option<Place> = gemeld.plaats.as_ref().and_then(|place| place.parse().ok());
        Verteld { gemeld, veld: place.map(|place| waar(&place)) }
    });
    Answer::json(&Alle {
        open: told.collect(),
        beslist: beslist.collect(),
        gemeld: gemeld.collect(),
    })
}

impl Shown {
    /// Where the changes of each proposal stand.
    fn proposals(&self, all: &Voorstellen, which: Vec<Option<&Voorstel>>) -> Vec<Vec<Opblad>> {
        let checked = self.filled.checked();
        let mut out: Vec<Vec<Opblad>> = which.iter().map(|_| Vec::new()).collect();
        let (mut found, mut spans): (Vec<(usize, Merk)>, Vec<Vec<Span>>) = Default::default();
        for (i, deel) in which.into_iter().enumerate().flat_map(|(i, one)| {
            one.into_iter().flat_map(move |one| one.delen.iter().map(move |deel| (i, deel)))
        }) {
            let Some((place, basis)) = deel.place().zip(all.basis(deel)) else { continue };
            let Some(text) = checked.text(&place) else { continue };
            for merk in merken(deel, basis, text) {
                let span = |range| checked.span(&place, Some(range), &self.sources);
                let goes = Some(merk.bereik.clone()).filter(|range| !range.is_empty());
                spans.push(goes.and_then(span).into_iter().collect());
                spans.push(span(merk.ernaast.0.clone()).into_iter().collect());
                found.push((i, merk));
            }
        }
        let mut places = self.places(spans).into_iter();
        for (i, merk) in found {
            let Merk { erbij, soort, ernaast: (_, kant), .. } = merk;
            let (Some(weg), Some(ernaast)) = (places.next(), places.next()) else { break };
            out[i].push(Opblad { soort, weg, erbij, ernaast, kant });
        }
        out
    }
}

/// What a reader decides.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Wish {
    /// These are taken; then those are refused, of which others are chosen now.
    Neem {
        nummers: Vec<u32>,
        #[serde(default)]
        wijs_af: Vec<u32>,
        /// The roles of which he was told that their initials lapse.
        #[serde(default)]
        verteld: Vec<String>,
    },
    /// These are refused.
    WijsAf { nummers: Vec<u32> },
    /// He has seen what could not come along.
    Gezien { welke: Vec<Gemeld> },
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
struct Uitslag {
    /// The roles whose initials lapse; nothing was done when he was not told of one of them.
    vervalt: Vec<String>,
    gedaan: bool,
    genomen: Vec<u32>,
    afgewezen: Vec<u32>,
    niet: Vec<Bezwaar>,
}

/// One that could not be taken.
#[derive(Debug, Serialize)]
struct Bezwaar {
    nummer: u32,
    waarom: String,
}

/// Does what a reader decides.
pub(super) fn settle(beproeft: &Beproeft, pen: &Pen, body: &[u8]) -> Answer {
    let Ok(wish) = serde_json::from_slice::<Wish>(body) else { return unreadable() };
    let Some(now) = system::now() else { return Answer::refusal(500, "de klok is niet te lezen") };
    let done = pen.together(|| wish.done(beproeft, pen, &now.to_string()));
    done.map_or_else(No::answer, |came| Answer::json(&came))
}

impl Wish {
    /// What comes of it, and the files that become another.
    fn done(
        &self,
        beproeft: &Beproeft,
        pen: &Pen,
        now: &str,
    ) -> Result<(Uitslag, Vec<Written>), No> {
        let before = pen.texts();
        let mut all = gevolgd(&before).map_err(|why| No::Sentence(onleesbaar(&why)))?;
        let mut after = before.clone();
        let mut came = Uitslag::default();
        let open = |nummers: &[u32]| match nummers.iter().all(|nummer| all.een(*nummer).is_some()) {
            true => Ok(()),
            false => Err(No::Outdated),
        };
        match self {
            Self::Neem { nummers, wijs_af, verteld } => {
                open(nummers)?;
                open(wijs_af)?;
                let Overname { genomen, niet } = all.neem(nummers, &mut after);
                came.niet =
                    niet.into_iter().map(|(nummer, waarom)| Bezwaar { nummer, waarom }).collect();
                let changed = |(name, text): (&String, &String)| {
                    (before.get(name) != Some(text)).then(|| (name.clone(), text.clone()))
                };
                let changed: Teksten = after.iter().filter_map(changed).collect();
                if !changed.is_empty() {
                    came.vervalt = (beproeft.0)(&changed).map_err(|why| {
                        No::Sentence(format!(
                            "er is niets overgenomen: het dossier heeft dan fouten: {}",
                            why.join("; ")
                        ))
                    })?;
                }
                if came.vervalt.iter().any(|rol| !verteld.contains(rol)) {
                    return Ok((came, Vec::new()));
                }
                genomen.iter().for_each(|nummer| {
                    all.beslis(*nummer, Beslissing::Genomen(now.to_owned()));
                });
                // Of several for the same words the others go when one stands.
                if came.niet.is_empty() {
                    came.afgewezen.clone_from(wijs_af);
                }
                came.genomen = genomen;
            }
            Self::WijsAf { nummers } => {
                open(nummers)?;
                came.afgewezen.clone_from(nummers);
            }
            Self::Gezien { .. } if all.is_leeg() => return Err(No::Outdated),
            Self::Gezien { welke } => all.gezien(welke),
        }
        came.afgewezen.iter().for_each(|nummer| {
            all.beslis(*nummer, Beslissing::Afgewezen(now.to_owned()));
        });
        came.gedaan = true;
        let text = all.schrijf().map_err(|why| No::Sentence(why.0))?;
        after.insert(VOORSTELLEN.to_owned(), text);
        let files = after.into_iter().filter_map(|(name, after)| {
            let before = before.get(&name).cloned().unwrap_or_default().into_bytes();
            (before != after.as_bytes()).then_some(Written { name, before, after })
        });
        Ok((came, files.collect()))
    }
}
