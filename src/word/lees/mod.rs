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
mod randen;
mod rest;
mod stand;
mod stijlen;
mod tabel;
mod uitpakken;
mod vakje;
mod veld;
mod voorstel;
mod vormgeving;

use std::collections::{BTreeMap, BTreeSet};

use self::bekend::{Export, Veldaard, getal};
use self::bestand::Woordbestand;
pub use self::brief::{Bestaand, Gemaakt, Koppen, bestaand};
pub use self::eigen::Weigering;
use self::herkomst::{Uitgangsstand, eigenschap};
pub(crate) use self::kantlijn::wie;
pub use self::kantlijn::{Opmerking, Reactie};
use self::ontwerp::{Lezing, Ontwerp};
use self::rest::Verdwenen;
use self::stand::Leesregel;
use self::voorstel::{Bewerking, Wijziging, stukken};
use super::merk::{Merk, afdruk};
use super::{Beelden, Fout, opbouw};
use crate::check::Checked;
use crate::dossier::{Gelakte, Place, Stuk};
use crate::schrijven::{Blok, Draft};
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
    let has_marks = inhoud.merken.iter().any(|merk| matches!(merk, Merk::Veld { .. }));
    if !has_marks {
        koppel::hersteld(&mut inhoud, &bekenden, &oude);
    }
    let bekend = koppel::bekend(&inhoud, &herkomst, &bekenden);
    let gelakt = Gelakte::new(checked.lakkingen());
    let waarden = waarden(&inhoud, &oude, &bekenden, &bekend);
    let gekoppeld =
        |regels: &[Leesregel]| koppel::gekoppeld(&inhoud, &herkomst, &bekenden, &bekend, regels);
    let was = gekoppeld(&oude);
    let randen = randen::randen(&inhoud, (&herkomst, &bekenden), &oude, &was);
    let lezing = |regels: Vec<Leesregel>, koppelingen, nieuw: bool| Lezing {
        nieuw,
        noten: stand::noten(&inhoud, &regels),
        koppelingen,
        randen: &randen,
        inhoud: &inhoud,
        bekenden: &bekenden,
        regels,
        waarden: &waarden,
        lakkingen: checked.lakkingen(),
        gelakt: &gelakt,
    };
    let nieuwe = stand::regels(&inhoud, true);
    let is = gekoppeld(&nieuwe);
    let (oud, nieuw) = (lezing(oude, was, false), lezing(nieuwe, is, true));
    let onveranderd = !has_marks || herkomst.is_onveranderd(&inhoud, checked, &bekenden);
    let mut lezer = Vergelijking {
        naam,
        herkomst: &herkomst,
        oud: &oud,
        nieuw: &nieuw,
        verdwenen: rest::verdwenen(&bekend, onveranderd, &nieuw),
        bekend: &bekend,
        verplaatst: BTreeSet::new(),
        gemeld: Vec::new(),
        onbijgehouden: false,
    };
    let rows = lezer.rijen();
    let changes = lezer.velden(&rows, bases);
    lezer.onzeker();
    lezer.spoorloos();
    lezer.rest(&rows);
    lezer.vormgeving();
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

/// What each computed value was exported as, or else says with every change refused.
fn waarden(
    inhoud: &Woordbestand,
    oude: &[Leesregel],
    bekenden: &Export<'_>,
    bekend: &BTreeMap<usize, usize>,
) -> BTreeMap<usize, String> {
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    let mut exported: BTreeMap<usize, String> = BTreeMap::new();
    // The style tells how far a value reaches; some programs move the ends of bookmarks.
    for regel in oude {
        let mut open: Option<usize> = None;
        for pos in &regel.tekens {
            let one = stand::teken(inhoud, *pos);
            let is_value = lopend::was(one).stijl.as_deref() == Some(lopend::BEREKEND);
            open = if is_value { one.waarde.or(open) } else { None };
            if let Some(merk) = open {
                out.entry(merk).or_default().push(one.teken);
                let printed = one.blok.and_then(|blok| {
                    let Merk::Waarde { bron, .. } = &inhoud.merken[merk] else { return None };
                    bekenden.gedrukt(*bekend.get(&blok)?, bron)
                });
                exported.extend(printed.map(|text| (merk, text.to_owned())));
            }
        }
    }
    out.extend(exported);
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
    /// The paragraph of the document that each bookmark means.
    bekend: &'a BTreeMap<usize, usize>,
    /// The paragraphs of the document that are gone.
    verdwenen: Verdwenen,
    /// Rows that were somewhere else, by their table and place in it.
    verplaatst: BTreeSet<(usize, usize)>,
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

    /// Tells what somebody changed that cannot come along.
    fn gewijzigd(&mut self, wat: String, spoor: Option<usize>, place: Option<&Place>) {
        self.onbijgehouden |= spoor.is_none();
        self.meld(wat, spoor, place);
    }

    fn velden(&mut self, rows: &BTreeSet<usize>, bases: &mut Voorstellen) -> Vec<Veranderd> {
        let mut out = Vec::new();
        for (place, veld) in &self.nieuw.bekenden.velden {
            if let Some((own, who)) = self.veld_weg(place) {
                if own.iter().all(|k| rows.contains(k)) {
                    continue;
                }
                let said = match &veld.aard {
                    Veldaard::Proza { .. } => "dat de hele tekst is weggehaald".to_owned(),
                    _ => {
                        let said = own.iter().map(|k| self.nieuw.bekenden.alle[*k].gezegd.as_str());
                        let said = rest::leesbaar(&said.collect::<Vec<_>>().join(" "));
                        format!("dat “{said}” is weggehaald")
                    }
                };
                self.gewijzigd(said, who, Some(place));
                continue;
            }
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
                Veldaard::Leeg => self.leeg(place, now, bases, &mut out),
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
            Some(text) => (text.to_owned(), known.clone()),
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
            let what = "dat de hele tekst is weggehaald".to_owned();
            self.gewijzigd(what, self.weg(place), Some(place));
            return;
        }
        let mut told = Vec::new();
        let bewerking = Bewerking { inhoud: self.nieuw.inhoud, ontwerp: &is };
        let changes = bewerking.proza(&basis, &base, &mut told);
        for (wat, wie) in told {
            self.gewijzigd(wat, wie, Some(place));
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
        let basis = now.unwrap_or(was.trim()).to_owned();
        self.told(&found, Some(place));
        if is.trim() == basis.trim() {
            return;
        }
        if is.trim().is_empty() {
            let what = format!("dat “{}” is weggehaald", basis.trim());
            return self.gewijzigd(what, self.weg(place), Some(place));
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
        self.told(&found, Some(place));
        let wanted = plain(&is);
        if wanted == basis.trim() || getal(&wanted).is_some() && getal(&wanted) == getal(&basis) {
            return;
        }
        if wanted.is_empty() {
            let what = format!("dat “{}” is weggehaald", basis.trim());
            return self.gewijzigd(what, self.weg(place), Some(place));
        }
        let sporen = found.stroom.iter().filter_map(|(_, pos)| self.teken(*pos).erbij);
        let change = Wijziging {
            sporen: sporen.chain(self.weg(place)).collect(),
            stukken: stukken(&basis, &wanted),
            noten: BTreeMap::new(),
        };
        self.keep(place, true, &basis, vec![change], bases, out);
    }

    /// A part that had no text, and may have one now.
    fn leeg(
        &mut self,
        place: &Place,
        now: Option<&str>,
        bases: &mut Voorstellen,
        out: &mut Vec<Veranderd>,
    ) {
        let ((was, _), (is, mut found)) = (self.oud.regel(place), self.nieuw.regel(place));
        let basis = now.unwrap_or(was.trim());
        if is.trim().is_empty() || is.trim().eq_ignore_ascii_case(basis.trim()) {
            return;
        }
        let lines = self.nieuw.van(place).into_iter();
        found.gemeld.clear();
        let blocks = lines.map(|i| {
            let content = self.nieuw.inhoud_van(i, place, &mut found);
            Blok::Paragraph { level: 0, content }
        });
        let draft = Draft { blocks: blocks.collect() }.normal();
        self.told(&found, Some(place));
        let Ok(wanted) = draft.written_over(basis) else { return self.vast(place) };
        let came = found.stroom.iter().filter_map(|(_, pos)| self.teken(*pos).erbij);
        let change = Wijziging {
            sporen: came.chain(self.weg(place)).collect(),
            stukken: stukken(basis, &wanted),
            noten: found.noten.clone(),
        };
        self.keep(place, false, basis, vec![change], bases, out);
    }

    fn teken(&self, at: (usize, usize)) -> &bestand::Teken {
        stand::teken(self.nieuw.inhoud, at)
    }

    /// Who took something of a field away, or put it there.
    fn weg(&self, place: &Place) -> Option<usize> {
        let own = self.wie(self.oud, |koppeling| koppeling.veld.as_ref() == Some(place));
        // Or who let its paragraph go on in another one.
        own.or_else(|| {
            let mut lines =
                self.oud.van(place).into_iter().flat_map(|i| &self.oud.regels[i].alineas);
            lines.find_map(|line| {
                let now = self.nieuw.regels.iter().find(|regel| regel.alineas.contains(line))?;
                now.alineas.iter().find_map(|line| self.nieuw.inhoud.alineas[*line].weg)
            })
        })
    }

    fn told(&mut self, found: &Ontwerp, place: Option<&Place>) {
        for (wat, wie) in &found.gemeld {
            self.gewijzigd(wat.clone(), *wie, place);
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
}
