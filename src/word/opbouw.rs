//! In: a checked dossier and the parts of one of its documents. Out: the document as Word has it. Pure.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::model::{
    Alinea, Cel, Deel, Document, Groep, Hoofd, Lijst, Noot, Punt, Rij, Soort, Stukje, Tabel,
    Tabelsoort, Tekst,
};
use super::stijlen::Stijl;
use super::{Beelden, Fout, tabellen};
use crate::check::Checked;
use crate::dossier::{Gelakte, Kamerstuk, Place, Profiel, Root, Stuk};
use crate::manuscript::{Manuscript, Stukdeel, Veldregel, Waarde, Zin, Zinsdeel, value_at};
use crate::yaml::Segment;

/// Left and right edge of the text of a letter, in millimetres.
pub(super) const LINKS: f64 = 28.0;
pub(super) const RECHTS: f64 = 160.0;

/// Makes a document, and the lists in it.
pub(super) fn document(
    checked: &Checked,
    stuk: Stuk,
    beelden: &Beelden,
) -> Result<Option<(Document, Vec<Lijst>)>, Fout> {
    let Some(manuscript) = checked.manuscript(stuk) else { return Ok(None) };
    let json = serde_json::to_value(checked.dossier()).map_err(|error| Fout(error.to_string()))?;
    let mut opbouw = Opbouw {
        checked,
        json,
        gelakt: Gelakte::new(checked.lakkingen()),
        beelden,
        stuk,
        lijsten: Vec::new(),
        noten: Vec::new(),
        nummers: BTreeMap::new(),
        genummerd: 0,
        figuren: 0,
        in_bijlage: stuk == Stuk::Bijlage,
        breed: match stuk {
            Stuk::Bijlage => tabellen::breedte(tabellen::is_liggend(checked)),
            Stuk::Beslisnota => {
                RECHTS - f64::from(checked.dossier().profiel.nota.maten.links) / 10.0
            }
            Stuk::Kamerbrief | Stuk::Inventaris => RECHTS - LINKS,
        },
    };
    let hoofd = opbouw.hoofd(manuscript);
    let mut delen = opbouw.begin(manuscript);
    delen.extend(opbouw.delen(&manuscript.delen));
    let titel = match stuk {
        Stuk::Bijlage => {
            checked.dossier().bijlage.as_ref().map(|bijlage| bijlage.titel.to_string())
        }
        _ => Some(checked.dossier().gegevens.onderwerp.to_string()),
    };
    let document = Document { titel: titel.unwrap_or_default(), hoofd, delen, noten: opbouw.noten };
    Ok(Some((document, opbouw.lijsten)))
}

/// Walks the parts, with what was met so far.
pub(super) struct Opbouw<'a> {
    pub(super) checked: &'a Checked,
    json: Json,
    gelakt: Gelakte,
    pub(super) beelden: &'a Beelden,
    pub(super) stuk: Stuk,
    pub(super) lijsten: Vec<Lijst>,
    pub(super) noten: Vec<Noot>,
    /// The mark of each note that was referred to, by its name.
    pub(super) nummers: BTreeMap<String, String>,
    /// How many notes are numbered.
    pub(super) genummerd: usize,
    /// How many figures have a number.
    pub(super) figuren: usize,
    /// Millimetres that the text is wide.
    pub(super) breed: f64,
    /// Whether this is the annex.
    in_bijlage: bool,
}

impl<'a> Opbouw<'a> {
    pub(super) fn profiel(&self) -> &'a Profiel {
        &self.checked.dossier().profiel
    }

    /// A value of one line.
    pub(super) fn regel(&self, place: &Place) -> Tekst {
        let tekst = match value_at(&self.json, place) {
            Some(Json::String(text)) => text.clone(),
            Some(Json::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let typed = self.checked.text(place);
        let soort = match (place.root, typed) {
            (Root::Profile, _) => Soort::Vast,
            (_, Some(typed)) if typed.trim() != tekst => Soort::Berekend(typed.to_owned()),
            _ => Soort::Getypt,
        };
        let veld = Self::bron(place);
        Tekst { tekst, soort, veld, lak: self.lak(place), ..Tekst::default() }
    }

    /// On which grounds a value is withheld as a whole.
    pub(super) fn lak(&self, place: &Place) -> Option<String> {
        let found = self.gelakt.whole(place)?;
        Some(self.checked.lakkingen()[found].gronden.join(", "))
    }

    /// The field that a line comes from; none for words of the profile.
    pub(super) fn bron(place: &Place) -> Option<Place> {
        (place.root != Root::Profile).then(|| place.clone())
    }

    /// A line with its source.
    pub(super) fn alinea(&mut self, stijl: Stijl, place: &Place) -> Alinea {
        let inhoud = self.in_regel(place);
        Alinea { stijl, inhoud, bron: Self::bron(place), ..Alinea::default() }
    }

    /// A value as running text, also where it has markup.
    pub(super) fn in_regel(&mut self, place: &Place) -> Vec<Stukje> {
        match self.checked.prose().get(place) {
            Some(text) => self.lopend(place, text),
            None => vec![Stukje::Tekst(self.regel(place))],
        }
    }

    fn hoofd(&self, manuscript: &Manuscript) -> Hoofd {
        let Some(hoofd) = &manuscript.hoofd else { return Hoofd::default() };
        let groep = |field: &Veldregel| {
            let owns = |place: &Place| {
                let path = place.path.segments();
                matches!(path.first(), Some(Segment::Key(key)) if ["afzender", "adres"].contains(&&**key))
            };
            let of = |value: &Waarde| match value {
                Waarde::Veld(place) => owns(place),
                _ => false,
            };
            Groep {
                kop: field.label.as_ref().map(|label| self.regel(label).tekst),
                afzender: field.regels.iter().any(of) || field.label.as_ref().is_some_and(owns),
                regels: self.regels(field).into_iter().map(|line| line.tekst).collect(),
            }
        };
        let mut kolom: Vec<Groep> = hoofd.kolom.iter().map(groep).collect();
        let voet = &self.profiel().brief.voet;
        if self.stuk == Stuk::Kamerbrief && !voet.is_empty() {
            let regels = voet.iter().map(ToString::to_string).collect();
            kolom.push(Groep { kop: None, regels, afzender: false });
        }
        Hoofd {
            status: hoofd.status.as_ref().map(|status| self.waarde(status).tekst),
            adres: hoofd.adres.iter().map(|line| self.regel(line).tekst).collect(),
            kolom,
            volg: hoofd.volg.iter().map(groep).collect(),
        }
    }

    /// The lines of a field, numbered where they are.
    fn regels(&self, field: &Veldregel) -> Vec<Tekst> {
        let lines = field.regels.iter().map(|value| self.waarde(value)).enumerate();
        lines
            .map(|(i, line)| match field.genummerd.and_then(|first| (i + 1).checked_sub(first)) {
                Some(number) if number > 0 => {
                    Tekst { tekst: format!("{number}. {}", line.tekst), ..line }
                }
                _ => line,
            })
            .collect()
    }

    fn waarde(&self, value: &Waarde) -> Tekst {
        match value {
            Waarde::Veld(place) => self.regel(place),
            Waarde::Woord { woord, .. } => self.regel(woord),
            Waarde::Zin(zin) => {
                zin.0.iter().map(|deel| self.zinsdeel(deel)).fold(Tekst::default(), |all, part| {
                    Tekst { tekst: all.tekst + &part.tekst, lak: all.lak.or(part.lak), ..all }
                })
            }
            Waarde::Aantal(number) => Tekst::vast(number.to_string()),
        }
    }

    /// What stands above the text, in it.
    fn begin(&mut self, manuscript: &Manuscript) -> Vec<Deel> {
        let Some(hoofd) = &manuscript.hoofd else { return Vec::new() };
        match self.stuk {
            Stuk::Kamerbrief => self.datum_en_onderwerp(hoofd.datum.as_ref(), &hoofd.onderwerp),
            _ => self.nota_begin(&hoofd.links, &hoofd.onderwerp),
        }
    }

    fn datum_en_onderwerp(&mut self, datum: Option<&Place>, onderwerp: &Place) -> Vec<Deel> {
        let woorden = &self.profiel().woorden;
        let labels = [woorden.datum.to_string(), woorden.betreft.to_string()];
        // From 100 mm down to the salutation at 134.1 mm, in lines of 12 points.
        let lang = self.regel(onderwerp).tekst.chars().count().div_ceil(62).max(1);
        let lines = i64::try_from(lang).unwrap_or(1) + 1;
        let wit = (super::xml::twips(34.1) - 240 * lines).max(720);
        let mut all = Vec::new();
        for (label, place) in labels.into_iter().zip([datum, Some(onderwerp)]) {
            let Some(place) = place else { continue };
            let mut line = self.alinea(Stijl::DatumOnderwerp, place);
            line.inhoud.splice(0..0, [Stukje::Tekst(Tekst::vast(label)), Stukje::Tab]);
            if place == onderwerp {
                line.wit = Some((0, wit));
            }
            all.push(Deel::Alinea(line));
        }
        all
    }

    fn nota_begin(&mut self, links: &[Veldregel], onderwerp: &Place) -> Vec<Deel> {
        let mut rijen = Vec::new();
        for field in links {
            let label = field.label.as_ref().map_or_else(Tekst::default, |label| self.regel(label));
            let mut value = Alinea { stijl: Stijl::Ondertekening, ..Alinea::default() };
            for (i, line) in self.regels(field).into_iter().enumerate() {
                if i > 0 {
                    value.inhoud.push(Stukje::Regeleinde);
                }
                value.inhoud.push(Stukje::Tekst(line));
            }
            let label = Alinea::regel(Stijl::Ondertekening, label);
            let cellen = vec![Cel::van(label), Cel::van(value)];
            rijen.push(Rij { cellen, ..Rij::default() });
        }
        let mut all = Vec::new();
        if !rijen.is_empty() {
            all.push(Deel::Tabel(Tabel {
                soort: Tabelsoort::Onzichtbaar,
                breedtes: vec![38.9, self.breed - 38.9],
                rijen,
                ..Tabel::default()
            }));
        }
        let maten = &self.profiel().nota.maten;
        let links = f64::from(maten.links) / 10.0;
        let eerste = (f64::from(maten.onderwerp) / 10.0 - links).max(32.0);
        let woord = Tekst::vast(self.profiel().nota.titel.to_string());
        let mut onderwerp = self.alinea(Stijl::Ondertekening, onderwerp);
        onderwerp.wit = Some((super::xml::twips(8.2), 0));
        let cellen = vec![Cel::van(Alinea::regel(Stijl::NotaTitel, woord)), Cel::van(onderwerp)];
        let hoogte = super::xml::twips(33.5);
        all.push(Deel::Tabel(Tabel {
            soort: Tabelsoort::Onzichtbaar,
            breedtes: vec![eerste, self.breed - eerste],
            rijen: vec![Rij { heel: true, hoogte, cellen, ..Rij::default() }],
            ..Tabel::default()
        }));
        all
    }

    /// The parts in their order.
    pub(super) fn delen(&mut self, parts: &[Stukdeel]) -> Vec<Deel> {
        let mut all: Vec<Deel> = Vec::new();
        // The sentence on whose behalf a letter is sent too runs on into what follows.
        let mut vooraf: Vec<Stukje> = Vec::new();
        for part in parts {
            if let Stukdeel::MedeNamens { zin, wie, en } = part {
                vooraf = self.mede_namens(zin, wie, en);
                continue;
            }
            let mut made = self.deel(part);
            if !vooraf.is_empty() {
                let runs_on =
                    matches!(part, Stukdeel::Regel(_) | Stukdeel::Tekst(_) | Stukdeel::Zin(_));
                match made.first_mut() {
                    Some(Deel::Alinea(first)) if runs_on && first.punt.is_none() => {
                        vooraf.push(Stukje::Tekst(Tekst::vast(" ")));
                        first.inhoud.splice(0..0, vooraf.drain(..));
                    }
                    _ => {
                        let inhoud = std::mem::take(&mut vooraf);
                        made.insert(0, Deel::Alinea(Alinea { inhoud, ..Alinea::default() }));
                    }
                }
            }
            // Signatures stay with the last paragraph before them.
            if matches!(part, Stukdeel::Ondertekening { .. }) {
                let above = all.last_mut().into_iter().chain(made.first_mut());
                above.for_each(|deel| {
                    if let Deel::Alinea(alinea) = deel {
                        alinea.bijeen = true;
                    }
                });
            }
            // Headings below each other have white between them.
            if let (Some(Deel::Alinea(above)), Some(Deel::Alinea(first))) =
                (all.last(), made.first_mut())
                && matches!((above.stijl, first.stijl), (Stijl::Kop(_), Stijl::Kop(_)))
            {
                first.wit = Some((240, 0));
            }
            all.append(&mut made);
        }
        if !vooraf.is_empty() {
            all.push(Deel::Alinea(Alinea { inhoud: vooraf, ..Alinea::default() }));
        }
        all
    }

    fn mede_namens(&mut self, zin: &Place, wie: &[Place], en: &Place) -> Vec<Stukje> {
        let mut out = self.in_regel(zin);
        for (i, place) in wie.iter().enumerate() {
            match wie.len() - i {
                _ if i == 0 => out.push(Stukje::Tekst(Tekst::vast(" "))),
                1 => {
                    out.push(Stukje::Tekst(Tekst::vast(" ")));
                    out.extend(self.in_regel(en));
                    out.push(Stukje::Tekst(Tekst::vast(" ")));
                }
                _ => out.push(Stukje::Tekst(Tekst::vast(", "))),
            }
            out.extend(self.in_regel(place));
        }
        out.push(Stukje::Tekst(Tekst::vast(".")));
        out
    }

    /// A line that is put together.
    pub(super) fn zin(&mut self, zin: &Zin) -> Vec<Stukje> {
        let mut out = Vec::new();
        for deel in &zin.0 {
            match deel {
                Zinsdeel::Veld(place) => out.extend(self.in_regel(place)),
                _ => out.push(Stukje::Tekst(self.zinsdeel(deel))),
            }
        }
        out
    }

    /// A part of such a line, without what is marked in it.
    fn zinsdeel(&self, deel: &Zinsdeel) -> Tekst {
        match deel {
            Zinsdeel::Veld(place) => self.regel(place),
            Zinsdeel::Deel(place, range) => {
                let whole = self.regel(place);
                let part = whole.tekst.get(range.clone()).unwrap_or_default().to_owned();
                Tekst { tekst: part, soort: Soort::Vast, ..whole }
            }
            Zinsdeel::Sleutel(place) => match place.path.segments().last() {
                Some(Segment::Key(key)) => Tekst::vast(&**key),
                _ => Tekst::default(),
            },
            Zinsdeel::Kamerstuk(place) => self.kamerstuk(place),
            Zinsdeel::Teken(text) => Tekst::vast(*text),
        }
    }

    /// The number of a paper in its official form, which leads to its publication.
    fn kamerstuk(&self, place: &Place) -> Tekst {
        let typed = self.regel(place);
        let Ok(paper) = Kamerstuk::parse(&typed.tekst) else { return typed };
        let dossier = self.checked.dossier();
        let year = dossier.gegevens.kamerstukken.get(&paper).copied();
        let soort = Soort::Berekend(typed.tekst.clone());
        let url = dossier.profiel.kamerstukken.van(&paper);
        Tekst { tekst: paper.citation(year, None), url: Some(url), soort, ..typed }
    }

    /// A line that is put together, with what it comes from.
    pub(super) fn alinea_van_zin(&mut self, stijl: Stijl, zin: &Zin) -> Alinea {
        let bron = zin.0.iter().find_map(|deel| match deel {
            Zinsdeel::Veld(place) => Self::bron(place),
            _ => None,
        });
        Alinea { stijl, inhoud: self.zin(zin), bron, ..Alinea::default() }
    }

    fn deel(&mut self, part: &Stukdeel) -> Vec<Deel> {
        match part {
            Stukdeel::Kop { niveau, aanduiding, tekst } => {
                let mut kop = self.alinea_van_zin(Stijl::Kop(*niveau), tekst);
                if let Some(start) = aanduiding {
                    let woord = start.woord.as_ref().map(|woord| self.regel(woord).tekst);
                    let nummer = start.nummer.map(|nummer| nummer.to_string());
                    let words: Vec<String> = woord.into_iter().chain(nummer).collect();
                    let start = format!("{}{} ", words.join(" "), start.teken);
                    kop.inhoud.insert(0, Stukje::Tekst(Tekst::vast(start)));
                }
                let is_numbered = self.stuk == Stuk::Beslisnota && self.profiel().nota.genummerd;
                kop.punt = is_numbered.then_some(Punt { diep: niveau - 1, lijst: None });
                // The title of an annex stands free of the text below it.
                if *niveau == 1 && self.in_bijlage {
                    kop.wit = Some((0, 240));
                }
                vec![Deel::Alinea(kop)]
            }
            Stukdeel::Regel(place) | Stukdeel::Tekst(place) => self.tekst(place),
            Stukdeel::Zin(zin) => vec![Deel::Alinea(self.alinea_van_zin(Stijl::Broodtekst, zin))],
            Stukdeel::Vraagdelen(parts) => self.vraagdelen(parts),
            Stukdeel::Aanhaling(parts) => self.aanhaling(parts),
            Stukdeel::Kader { koppen, rijen } => vec![self.beleidskeuzes(koppen, rijen)],
            Stukdeel::Onderwerpen { kop, koppen } => self.onderwerpen(kop, koppen),
            Stukdeel::Overzicht { koppen, rijen } => vec![self.overzicht(koppen, rijen)],
            // It was taken out before.
            Stukdeel::MedeNamens { .. } => Vec::new(),
            Stukdeel::Ondertekening { groet, wie } => self.ondertekening(groet.as_ref(), wie),
            Stukdeel::Veld(field) => {
                let mut line = Alinea::default();
                if let Some(label) = &field.label {
                    line.inhoud.push(Stukje::Tekst(self.regel(label)));
                    line.inhoud.push(Stukje::Tab);
                }
                for (i, value) in self.regels(field).into_iter().enumerate() {
                    if i > 0 {
                        line.inhoud.push(Stukje::Regeleinde);
                    }
                    line.inhoud.push(Stukje::Tekst(value));
                }
                vec![Deel::Alinea(line)]
            }
            Stukdeel::Tekenregel(field) => {
                let mut line = Alinea { wit: Some((1021, 240)), ..Alinea::default() };
                let label = field.label.as_ref().map(|label| self.regel(label));
                for (i, value) in label.into_iter().chain(self.regels(field)).enumerate() {
                    if i > 0 {
                        line.inhoud.push(Stukje::Regeleinde);
                    }
                    line.inhoud.push(Stukje::Tekst(value));
                }
                vec![Deel::Alinea(line)]
            }
            Stukdeel::Parafen { kop, stappen, minstens } => self.parafen(kop, stappen, *minstens),
            Stukdeel::Tabel { index, .. } => tabellen::van_bijlage(self, *index),
            Stukdeel::Uitleg { maatregel, toelichting, herkomst } => {
                self.uitleg(maatregel, toelichting.as_ref(), herkomst.as_ref())
            }
            Stukdeel::Stukken { kop, koppen, rijen } => self.stukken(kop, koppen, rijen),
            Stukdeel::Bijlagenlijst { kop, titels } => self.bijlagenlijst(kop, titels),
            Stukdeel::Tekstbijlage(parts) => {
                let mut made = self.delen(parts);
                if let Some(Deel::Alinea(first)) = made.first_mut() {
                    first.nieuwe_bladzijde = true;
                }
                for part in &mut made {
                    match part {
                        Deel::Alinea(kop @ Alinea { stijl: Stijl::Kop(1), .. }) => {
                            kop.wit = Some((0, 240));
                        }
                        Deel::Alinea(kop @ Alinea { stijl: Stijl::Kop(2), .. }) => {
                            kop.stijl = Stijl::Vraagkop;
                        }
                        _ => {}
                    }
                }
                made
            }
            Stukdeel::Bijlage(parts) => {
                let liggend = tabellen::is_liggend(self.checked);
                let before = std::mem::replace(&mut self.breed, tabellen::breedte(liggend));
                self.in_bijlage = true;
                let mut made = vec![Deel::Bijlage { liggend }];
                made.extend(self.delen(parts));
                self.breed = before;
                self.in_bijlage = false;
                made
            }
        }
    }
}
