//! In: a file of Word that came back, and the dossier that it was made from. Out: what others want of its texts, and what
//! cannot come along. Pure.
//!
//! The truth is what the file says with every change taken, against what was exported: that is what it says with every
//! change refused. What is tracked tells who and when; a change that nobody tracked is found just as well. `uitpakken`
//! and `inhoud` read the file, `stand` reads it with the changes taken or refused, `koppel` says which field a paragraph
//! is, `ontwerp` and `lopend` what the field says there, and `voorstel` takes apart what differs. `brief` makes a dossier
//! of a letter that was not made here.

mod bekend;
mod bestand;
mod brief;
mod eigen;
mod herkomst;
mod inhoud;
mod kantlijn;
mod koppel;
mod lopend;
mod nummering;
mod onderdelen;
mod ontwerp;
mod onzeker;
mod opmaak;
mod stand;
mod stijlen;
mod tabel;
mod uitpakken;
mod vakje;
mod veld;
mod voorstel;

use std::collections::{BTreeMap, BTreeSet};

use self::bekend::{Export, Veldaard};
use self::bestand::Woordbestand;
pub use self::brief::{Bestaand, Gemaakt, Koppen, bestaand};
pub use self::eigen::Weigering;
use self::herkomst::{Uitgangsstand, eigenschap};
pub(crate) use self::kantlijn::wie;
pub use self::kantlijn::{Opmerking, Reactie};
use self::koppel::Koppeling;
use self::ontwerp::{Lezing, Ontwerp};
use self::stand::Leesregel;
use self::voorstel::{Bewerking, Wijziging, stukken};
use super::merk::{Merk, afdruk};
use super::{Beelden, Fout, opbouw};
use crate::check::Checked;
use crate::dossier::{Gelakte, Place, Stuk};
use crate::schrijven::Draft;
use crate::voorstellen::{Gemeld, Voorstel, Voorstellen};

/// What came back in a file.
#[derive(Debug)]
pub struct Teruggelezen {
    /// The document that it is.
    pub stuk: Stuk,
    /// What others want.
    pub voorstellen: Vec<Voorstel>,
    /// Remarks in the margin.
    pub opmerkingen: Vec<Opmerking>,
    /// What cannot come along.
    pub gemeld: Vec<Gemeld>,
    /// Whether everything that was changed was tracked.
    pub alles_bijgehouden: bool,
    /// Fields that say something else now than when the file was made.
    pub gewijzigd: Vec<Place>,
    /// Whether the file knows from which state of the dossier it was made.
    pub kent_stand: bool,
}

/// Reads a file back; `toch` also one of which it is not certain that it was made from this dossier.
///
/// # Errors
/// Why it cannot be read, or is not made from this dossier.
pub fn lees(
    bytes: &[u8],
    naam: &str,
    checked: &Checked,
    bases: &mut Voorstellen,
    toch: bool,
) -> Result<Teruggelezen, Weigering> {
    let mut inhoud = inhoud::gelezen(bytes)?;
    let stuk = welk_stuk(&inhoud, checked)?;
    let Some((document, _)) = opbouw::document(checked, stuk, &Beelden::new())? else {
        return Err(Fout(format!("dit dossier heeft geen {}", stuk.name())).into());
    };
    let bekenden = Export::van(&document, checked);
    let herkomst = Uitgangsstand::van(&inhoud, checked, &bekenden, bases);
    let oude = stand::regels(&inhoud, false);
    match eigen::beoordeeld(&inhoud, &oude, (&herkomst, &bekenden), checked) {
        Err(Weigering::Twijfel(_)) if toch => {}
        judged => judged?,
    }
    if !inhoud.merken.iter().any(|merk| matches!(merk, Merk::Veld { .. })) {
        koppel::hersteld(&mut inhoud, &bekenden, &oude);
    }
    let bekend = koppel::bekend(&inhoud, &herkomst, &bekenden);
    let gelakt = Gelakte::new(checked.lakkingen());
    let waarden = waarden(&inhoud, &oude);
    let lezing = |regels: Vec<Leesregel>, nieuw: bool| Lezing {
        nieuw,
        noten: stand::noten(&inhoud, &regels),
        koppelingen: koppel::gekoppeld(&inhoud, &herkomst, &bekenden, &bekend, &regels),
        inhoud: &inhoud,
        bekenden: &bekenden,
        regels,
        waarden: &waarden,
        lakkingen: checked.lakkingen(),
        gelakt: &gelakt,
    };
    let (oud, nieuw) = (lezing(oude, false), lezing(stand::regels(&inhoud, true), true));
    let mut lezer = Vergelijking {
        naam,
        herkomst: &herkomst,
        oud: &oud,
        nieuw: &nieuw,
        gemeld: Vec::new(),
        onbijgehouden: false,
    };
    let changes = lezer.velden(bases);
    lezer.onzeker();
    lezer.rest();
    let opmerkingen = lezer.opmerkingen();
    let Vergelijking { gemeld, onbijgehouden, .. } = lezer;
    let in_file = |place: &&Place| bekenden.velden.contains_key(place);
    Ok(Teruggelezen {
        stuk,
        voorstellen: voorstel::voorstellen(&inhoud, naam, changes),
        opmerkingen,
        gemeld,
        alles_bijgehouden: !onbijgehouden,
        gewijzigd: herkomst.gewijzigd.keys().filter(in_file).cloned().collect(),
        kent_stand: herkomst.bekend,
    })
}

/// The document that a file is: as it says itself, or the one that most of its paragraphs are of.
fn welk_stuk(inhoud: &Woordbestand, checked: &Checked) -> Result<Stuk, Weigering> {
    if let Some(name) = eigenschap(inhoud, "kb_stuk")
        && let Some(stuk) = Stuk::ALL.into_iter().find(|stuk| stuk.name() == name)
    {
        return Ok(stuk);
    }
    let texts: BTreeSet<String> =
        stand::regels(inhoud, false).iter().map(|regel| afdruk(&regel.tekst(inhoud))).collect();
    let mut best = (0, None);
    for stuk in Stuk::ALL {
        let Some((document, _)) = opbouw::document(checked, stuk, &Beelden::new())? else {
            continue;
        };
        let bekenden = Export::van(&document, checked);
        let same = bekenden.alle.iter().filter(|one| texts.contains(&one.afdruk)).count();
        if same > best.0 {
            best = (same, Some(stuk));
        }
    }
    best.1.ok_or(Weigering::Vreemd)
}

/// What each computed value says with every change refused.
fn waarden(inhoud: &Woordbestand, oude: &[Leesregel]) -> BTreeMap<usize, String> {
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    // The style tells how far a value reaches; some programs move the ends of bookmarks.
    for regel in oude {
        let mut open: Option<usize> = None;
        for pos in &regel.tekens {
            let one = stand::teken(inhoud, *pos);
            let is_value = lopend::was(one).stijl.as_deref() == Some(lopend::BEREKEND);
            open = if is_value { one.waarde.or(open) } else { None };
            if let Some(merk) = open {
                out.entry(merk).or_default().push(one.teken);
            }
        }
    }
    // A copy says what its original did.
    for (i, merk) in inhoud.merken.iter().enumerate() {
        if matches!(merk, Merk::Waarde { .. }) && !out.contains_key(&i) {
            let original = (0..i).rev().chain(i + 1..inhoud.merken.len());
            let said =
                original.filter(|at| inhoud.merken[*at] == *merk).find_map(|at| out.get(&at));
            if let Some(said) = said.cloned() {
                out.insert(i, said);
            }
        }
    }
    out.retain(|_, said| !said.is_empty());
    out
}

struct Vergelijking<'a> {
    /// The file.
    naam: &'a str,
    herkomst: &'a Uitgangsstand,
    oud: &'a Lezing<'a>,
    nieuw: &'a Lezing<'a>,
    gemeld: Vec<Gemeld>,
    /// Whether something was changed that was not tracked.
    onbijgehouden: bool,
}

/// A change of a field, whether it is one line, and the name of the text that it changes.
type Veranderd = (Place, bool, String, Wijziging);

impl Vergelijking<'_> {
    fn meld(&mut self, wat: impl Into<String>, spoor: Option<usize>, place: Option<&Place>) {
        let wie = spoor.map(|at| self.nieuw.inhoud.sporen[at].wie.clone());
        let wie = wie.filter(|wie| !wie.is_empty());
        let (uit, plaats) = (self.naam.to_owned(), place.map(ToString::to_string));
        let one = Gemeld { uit, wat: wat.into(), wie, plaats, gezien: false };
        if !self.gemeld.contains(&one) {
            self.gemeld.push(one);
        }
    }

    fn velden(&mut self, bases: &mut Voorstellen) -> Vec<Veranderd> {
        let mut out = Vec::new();
        for (place, veld) in &self.nieuw.bekenden.velden {
            let there = |lezing: &Lezing<'_>| {
                lezing.koppelingen.iter().any(|one| one.veld.as_ref() == Some(place))
            };
            if !there(self.oud) && !there(self.nieuw) {
                continue;
            }
            let now = if self.herkomst.gewijzigd.contains_key(place) {
                None
            } else {
                Some(veld.tekst.as_str())
            };
            match &veld.aard {
                Veldaard::Proza { draft, .. } => self.proza(place, now, draft, bases, &mut out),
                Veldaard::Regel => self.regel(place, now, bases, &mut out),
                Veldaard::Getal => self.getal(place, now, bases, &mut out),
                Veldaard::Vast => self.vast(place),
            }
        }
        out
    }

    fn proza(
        &mut self,
        place: &Place,
        now: Option<&str>,
        known: &Draft,
        bases: &mut Voorstellen,
        out: &mut Vec<Veranderd>,
    ) {
        let (was, is) = (self.oud.proza(place), self.nieuw.proza(place));
        let refused = was.draft.clone().normal();
        let (basis, base) = match now {
            Some(text) => {
                self.onbijgehouden |= refused != *known;
                (text.to_owned(), known.clone())
            }
            None => match self.eerder(place, &refused, bases) {
                Some(text) => (text, refused),
                None => {
                    let what =
                        "een wijziging in een tekst die intussen ook in het dossier is gewijzigd";
                    return self.meld(what, None, Some(place));
                }
            },
        };
        self.told(&is, Some(place));
        if is.alineas.is_empty() && !is.draft.blocks.is_empty() || is.draft == base {
            return;
        }
        if is.draft.blocks.is_empty() && !base.blocks.is_empty() {
            self.meld("dat de hele tekst is weggehaald", self.weg(place), Some(place));
            return;
        }
        let mut told = Vec::new();
        let bewerking = Bewerking { inhoud: self.nieuw.inhoud, ontwerp: &is };
        let changes = bewerking.proza(&basis, &base, &mut told);
        for (wat, wie) in told {
            self.meld(wat, wie, Some(place));
        }
        self.keep(place, false, &basis, changes, bases, out);
    }

    /// What a field said when the file was made: as it was typed, if that was kept, or else as the file has it.
    fn eerder(&self, place: &Place, refused: &Draft, bases: &Voorstellen) -> Option<String> {
        let print = self.herkomst.gewijzigd.get(place)?;
        let typed = bases.teksten().find(|text| afdruk(text) == *print);
        let typed = typed.filter(|text| Draft::of(text).normal() == *refused);
        typed.map(ToOwned::to_owned).or_else(|| refused.written().ok())
    }

    fn regel(
        &mut self,
        place: &Place,
        now: Option<&str>,
        bases: &mut Voorstellen,
        out: &mut Vec<Veranderd>,
    ) {
        let ((was, _), (is, found)) = (self.oud.regel(place), self.nieuw.regel(place));
        let basis = match now {
            Some(text) => {
                self.onbijgehouden |= was.trim() != text.trim();
                text.to_owned()
            }
            None => was.trim().to_owned(),
        };
        self.told(&found, Some(place));
        if is.trim() == basis.trim() {
            return;
        }
        if is.trim().is_empty() {
            self.meld(
                format!("dat “{}” is weggehaald", basis.trim()),
                self.weg(place),
                Some(place),
            );
            return;
        }
        let bewerking = Bewerking { inhoud: self.nieuw.inhoud, ontwerp: &found };
        let changes = bewerking.regel(&basis, &is);
        self.keep(place, true, &basis, changes, bases, out);
    }

    fn getal(
        &mut self,
        place: &Place,
        now: Option<&str>,
        bases: &mut Voorstellen,
        out: &mut Vec<Veranderd>,
    ) {
        let ((was, _), (is, found)) = (self.oud.regel(place), self.nieuw.regel(place));
        let plain = |text: &str| text.trim().replace('.', "");
        let basis = now.map_or_else(|| plain(&was), ToOwned::to_owned);
        self.onbijgehouden |= now.is_some_and(|now| plain(&was) != now.trim());
        let wanted = plain(&is);
        if wanted == basis.trim() || wanted.is_empty() {
            return;
        }
        let all = 0..found.stroom.len();
        let sporen = found.stroom[all].iter().filter_map(|(_, pos)| {
            let one = stand::teken(self.nieuw.inhoud, *pos);
            one.erbij
        });
        let change = Wijziging {
            sporen: sporen.chain(self.weg(place)).collect(),
            stukken: stukken(&basis, &wanted),
            noten: BTreeMap::new(),
        };
        self.keep(place, true, &basis, vec![change], bases, out);
    }

    /// A field that is printed in another way than it was typed.
    fn vast(&mut self, place: &Place) {
        let text = |lezing: &Lezing<'_>| -> String {
            let own = lezing.van(place).into_iter();
            own.map(|i| lezing.regels[i].tekst(lezing.inhoud)).collect::<Vec<_>>().join(" ")
        };
        let (was, is) = (text(self.oud), text(self.nieuw));
        if was != is {
            let what = format!("“{}” in plaats van “{}”", is.trim(), was.trim());
            self.meld(what, self.weg(place), Some(place));
        }
    }

    /// Who took something of a field away, or put it there.
    fn weg(&self, place: &Place) -> Option<usize> {
        let lines = self.oud.van(place).into_iter().flat_map(|i| &self.oud.regels[i].alineas);
        let mut chars = lines.flat_map(|line| &self.oud.inhoud.alineas[*line].tekens);
        chars.find_map(|one| one.weg.or(one.erbij))
    }

    fn told(&mut self, found: &Ontwerp, place: Option<&Place>) {
        for (wat, wie) in &found.gemeld {
            self.meld(wat.clone(), *wie, place);
        }
    }

    fn keep(
        &mut self,
        place: &Place,
        regel: bool,
        basis: &str,
        changes: Vec<Wijziging>,
        bases: &mut Voorstellen,
        out: &mut Vec<Veranderd>,
    ) {
        if changes.is_empty() {
            return;
        }
        let name = bases.bewaar(basis);
        self.onbijgehouden |= changes.iter().any(|change| change.sporen.is_empty());
        out.extend(changes.into_iter().map(|change| (place.clone(), regel, name.clone(), change)));
    }

    /// What belongs to no field: words of the form, and what stands alone.
    fn rest(&mut self) {
        let inhoud = self.nieuw.inhoud;
        let fixed = |lezing: &Lezing<'_>| -> BTreeMap<Merk, String> {
            let mut all: BTreeMap<Merk, String> = BTreeMap::new();
            for (koppeling, regel) in lezing.koppelingen.iter().zip(&lezing.regels) {
                if let Koppeling { vast: true, merk: Some(merk), .. } = koppeling {
                    let said = all.entry(inhoud.merken[*merk].clone()).or_default();
                    said.push_str(&regel.tekst(inhoud));
                }
            }
            all
        };
        let (was, is) = (fixed(self.oud), fixed(self.nieuw));
        for (merk, text) in &was {
            let now = is.get(merk).map_or("", String::as_str);
            if let Merk::Vast { tekst, .. } = merk {
                self.onbijgehouden |= afdruk(text) != *tekst;
            }
            if now != text {
                self.meld(format!("de vaste tekst “{}”", text.trim()), None, None);
            }
        }
        for (koppeling, regel) in self.nieuw.koppelingen.iter().zip(&self.nieuw.regels) {
            if koppeling.vast || koppeling.merk.is_some() || koppeling.veld.is_some() {
                continue;
            }
            let text = regel.tekst(inhoud);
            let line = regel.van(inhoud);
            let noted = line.noot.is_some();
            // A note that a text refers to is told with that text.
            if text.trim().is_empty() || noted {
                continue;
            }
            let spoor = regel.tekens.iter().find_map(|pos| stand::teken(inhoud, *pos).erbij);
            self.onbijgehouden |= spoor.is_none();
            let what = match (line.cel, &line.stijl) {
                (Some(_), _) => "een nieuwe rij of cel",
                (_, Some(stijl)) if stijl.starts_with("heading") => "een nieuwe kop",
                _ => "een nieuwe alinea",
            };
            self.meld(format!("{what}: “{}”", text.trim()), spoor, None);
        }
        for what in &inhoud.vreemd {
            self.meld(*what, None, None);
        }
    }
}
