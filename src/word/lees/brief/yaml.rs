//! In: a letter that was read. Out: the files of the dossier that it becomes. Pure.

use std::collections::BTreeSet;

use super::bijlagen::{bijlagen, is_titel, titel};
use super::herkend::{eigenschap, kamer};
use super::hoofd::Kopveld;
use super::kanttekeningen;
use super::lichaam::{self, Sectie};
use super::ondertekening::Tekenaar;
use super::proza::Schrijver;
use super::regels::Regel;
use super::rest::{self, Gezegd, Plek, Rest};
use super::vragen::Beantwoord;
use super::{Bestaand, Gemaakt};
use crate::dossier::{Bestand, Briefsoort, Datum, Kamer, Lijsten, vanzelf_gedrukt};
use crate::edit::{self, Change, Value};
use crate::overnemen::{self, Gegeven, Gesteld, Overgenomen};
use crate::schrijven::Blok;
use crate::templates::Templates;
use crate::word::Fout;
use crate::yaml::Path;

/// The words that a file begins with.
pub struct Koppen<'a> {
    /// Of `dossier.yaml`.
    pub dossier: &'a str,
    /// Of `brief.yaml`.
    pub brief: &'a str,
    /// Of `vragen.yaml`.
    pub vragen: &'a str,
}

/// The words of the title above answers that those above questions do not have.
const TITEL: &str = "antwoorden antwoord beantwoording schriftelijke kamervragen mede namens";

type Velden = Vec<(String, Value)>;

impl Bestaand {
    /// The dossier that it becomes, in the style of a ministry; with a day of one's own for a letter that has none.
    ///
    /// # Errors
    /// What of it cannot be written.
    pub fn dossier(
        &self,
        huisstijl: &str,
        datum: Datum,
        koppen: &Koppen<'_>,
        templates: &Templates,
    ) -> Result<Gemaakt, Fout> {
        let lijsten = Lijsten::ingebouwd();
        let soort = self.soort();
        let mut schrijver = Schrijver::new(&lijsten, &self.alle_blokken());
        let mut gezegd = self.hoofd.woorden();
        gezegd.extend(self.einde.groet.clone());
        for one in &self.einde.tekenaars {
            gezegd.extend([one.functie.clone(), one.naam.clone()]);
            gezegd.extend(one.namens_deze.clone());
        }
        let mut bestanden = Vec::new();
        let mut gebruikt: BTreeSet<String> = BTreeSet::new();
        if let Some(found) = &self.vragen {
            let mut read = self.omschreven();
            let note = |names: BTreeSet<String>,
                        schrijver: &mut Schrijver<'_>|
             -> Vec<(String, String)> {
                names.into_iter().map(|name| (name.clone(), self.noot(&name, schrijver))).collect()
            };
            let mut asked = String::new();
            for (fractie, (_, lines)) in read.fracties.iter_mut().zip(&found.fracties) {
                let tekst = schrijver.tekst(lines);
                asked.push_str(&tekst);
                fractie.inleiding =
                    Some(tekst).filter(|tekst| !tekst.is_empty()).into_iter().collect();
            }
            for one in &found.vragen {
                let tekst = schrijver.tekst(&one.regels);
                asked.push_str(&tekst);
                let (nummer, blz) = (one.nummer, one.blz.clone());
                read.vragen.push(Gesteld { nummer, tekst, blz, ..Gesteld::default() });
            }
            let mut given = String::new();
            for one in &found.antwoorden {
                let tekst = schrijver.tekst(&one.regels);
                given.push_str(&tekst);
                let (op, door) = (one.op.clone(), one.door.clone());
                read.antwoorden.push(Gegeven { op, door, tekst });
            }
            read.noten = note(self.noten_in(&asked), &mut schrijver);
            read.voetnoten = note(self.noten_in(&given), &mut schrijver);
            gebruikt.extend(read.noten.iter().chain(&read.voetnoten).map(|(name, _)| name.clone()));
            gezegd.extend(van_vragen(&read));
            let text =
                overnemen::vragen_yaml(koppen.vragen, &read, soort).map_err(|_| onschrijfbaar())?;
            bestanden.push((Bestand::Vragen, text));
        }
        let (velden, titels) = self.brief(soort, &mut schrijver, &mut gebruikt);
        gezegd.extend(titels);
        if !velden.is_empty() {
            bestanden.push((Bestand::Brief, geschreven(koppen.brief, velden)?));
        }
        let day = self.hoofd.datum.unwrap_or(datum);
        let gedrukt = vanzelf_gedrukt(huisstijl, templates, Some(day));
        let mut rest = self.rest(&gezegd, &gebruikt, &gedrukt);
        for begin in &schrijver.kaal {
            rest.los("opmaak", "van de tekst die zo begint", begin);
        }
        for begin in &schrijver.getypt {
            rest.los("lijst met getypte nummers", "in de tekst die zo begint", begin);
        }
        for begin in &schrijver.geknipt {
            rest.los("lange alinea", "die nu in stukken staat en zo begint", begin);
        }
        let (opmerkingen, loose) = kanttekeningen::geplaatst(&self.los.opmerkingen, &bestanden);
        for one in loose {
            rest.los("opmerking", &format!("van {}", one.wie), &one.tekst);
            for given in &one.antwoorden {
                rest.los("opmerking", &format!("van {}, als antwoord", given.wie), &given.tekst);
            }
        }
        let velden = self.gegevens(soort, huisstijl, datum, &schrijver);
        let text = geschreven(koppen.dossier, velden)? + &rest.commentaar();
        bestanden.insert(0, (Bestand::Dossier, text));
        let mut gemist = rest.gemist();
        gemist.extend(self.twijfel());
        Ok(Gemaakt { bestanden, opmerkingen, soort, tekst: self.regels.bestand.clone(), gemist })
    }

    fn alle_blokken(&self) -> Vec<Blok> {
        let questions = self.vragen.iter().flat_map(Beantwoord::regels);
        let notes = self.regels.noten.values().flatten();
        let all = self.tekst.iter().chain(&self.bijlagen).chain(questions).chain(notes);
        all.filter_map(lichaam::blok).collect()
    }

    /// The notes that a text refers to.
    fn noten_in(&self, text: &str) -> BTreeSet<String> {
        let marks = text.split("[^").skip(1).filter_map(|rest| rest.split(']').next());
        let names = marks.filter(|name| self.regels.noten.contains_key(*name));
        names.map(ToOwned::to_owned).collect()
    }

    fn noot(&self, name: &str, schrijver: &mut Schrijver<'_>) -> String {
        let lines = self.regels.noten.get(name).map(Vec::as_slice).unwrap_or_default();
        let blocks: Vec<Blok> = lines.iter().filter_map(lichaam::blok).collect();
        let text = schrijver.teksten(&blocks).join("\n\n");
        match text.trim() {
            "" => "[noot zonder tekst]".to_owned(),
            text => text.to_owned(),
        }
    }

    /// The fields of `brief.yaml`, and the titles in it.
    fn brief(
        &self,
        soort: Briefsoort,
        schrijver: &mut Schrijver<'_>,
        gebruikt: &mut BTreeSet<String>,
    ) -> (Velden, Vec<String>) {
        let mut velden = Velden::new();
        let mut titels = Vec::new();
        let is_letter = soort == Briefsoort::Brief;
        let line = |text: Option<&str>| match text {
            Some(text) => Some(Value::Text(text.to_owned())),
            None if is_letter => Some(Value::Text("geen".into())),
            None => None,
        };
        velden.extend(line(self.hoofd.veld(Kopveld::Aanhef)).map(|value| ("aanhef".into(), value)));
        let root = lichaam::secties(&self.tekst);
        let mut opening = schrijver.teksten(&root.blokken).into_iter();
        match opening.next() {
            Some(first) => velden.push(("opening".into(), tekst(&first))),
            None if is_letter => {
                velden.push(("opening".into(), Value::Text("[begin van de brief]".into())));
            }
            None => {}
        }
        let mut secties: Vec<Value> =
            opening.map(|text| sectie("[kop]", &[("tekst", tekst(&text))])).collect();
        secties.extend(root.delen.iter().flat_map(|one| self.sectie(one, schrijver)));
        if !secties.is_empty() {
            velden.push(("secties".into(), Value::List(secties)));
        }
        velden.extend(line(self.einde.groet.as_deref()).map(|value| ("groet".into(), value)));
        let mut annexes = Vec::new();
        for lines in bijlagen(&self.bijlagen) {
            let (titel, rest) = titel(lines);
            titels.push(titel.clone());
            let root = lichaam::secties(rest);
            let mut fields = vec![("titel".into(), Value::Text(titel))];
            let mut texts = schrijver.teksten(&root.blokken).into_iter();
            fields.extend(texts.next().map(|text| ("tekst".into(), tekst(&text))));
            let mut inner: Vec<Value> =
                texts.map(|text| sectie("[kop]", &[("tekst", tekst(&text))])).collect();
            inner.extend(root.delen.iter().flat_map(|one| self.sectie(one, schrijver)));
            match (inner.is_empty(), fields.len()) {
                (true, 1) => {
                    fields.push(("tekst".into(), Value::Text("[tekst van de bijlage]".into())))
                }
                (true, _) => {}
                (false, _) => fields.push(("secties".into(), Value::List(inner))),
            }
            annexes.push(Value::Map(fields));
        }
        if !annexes.is_empty() {
            velden.push(("tekstbijlagen".into(), Value::List(annexes)));
        }
        let said = format!("{velden:?}");
        let names = self.noten_in(&said);
        if !names.is_empty() {
            gebruikt.extend(names.iter().cloned());
            let notes = names.into_iter().map(|name| {
                let text = self.noot(&name, schrijver);
                (name, tekst(&text))
            });
            velden.push(("voetnoten".into(), Value::Map(notes.collect())));
        }
        (velden, titels)
    }

    /// A section; more than one where its text is longer than a field can be.
    fn sectie(&self, one: &Sectie, schrijver: &mut Schrijver<'_>) -> Vec<Value> {
        let mut texts = schrijver.teksten(&one.blokken);
        let last = texts.pop();
        let mut out: Vec<Value> =
            texts.iter().map(|text| sectie(&one.kop, &[("tekst", tekst(text))])).collect();
        let mut fields: Vec<(&str, Value)> =
            last.iter().map(|text| ("tekst", tekst(text))).collect();
        let delen: Vec<Value> =
            one.delen.iter().flat_map(|part| self.sectie(part, schrijver)).collect();
        if !delen.is_empty() {
            fields.push(("delen", Value::List(delen)));
        }
        if fields.is_empty() {
            fields.push(("tekst", Value::Text("[tekst]".into())));
        }
        out.push(sectie(&one.kop, &fields));
        out
    }

    /// The fields of `dossier.yaml`.
    fn gegevens(
        &self,
        soort: Briefsoort,
        huisstijl: &str,
        datum: Datum,
        schrijver: &Schrijver<'_>,
    ) -> Velden {
        let hoofd = &self.hoofd;
        let own = |veld: Kopveld, what: &str| {
            Value::Text(hoofd.veld(veld).map_or_else(|| format!("[{what}]"), ToOwned::to_owned))
        };
        let plain = |text: &str| Value::Text(text.to_owned());
        let mut velden: Velden = Vec::new();
        let mut put = |key: &str, value: Value| velden.push((key.to_owned(), value));
        if soort != Briefsoort::Brief {
            put("soort", plain(soort.name()));
        }
        put("onderwerp", own(Kopveld::Onderwerp, "onderwerp van de brief"));
        put("kenmerk", own(Kopveld::Kenmerk, "kenmerk van de brief"));
        if let Some(text) = hoofd.veld(Kopveld::UwKenmerk) {
            put("uw_kenmerk", plain(text));
        }
        let day = hoofd.datum.unwrap_or(datum);
        put("datum", Value::Text(format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())));
        put("huisstijl", plain(huisstijl));
        match (hoofd.kamer, &hoofd.adres[..]) {
            (Some(Kamer::Eerste), _) => {
                put("geadresseerde", Value::Map(vec![("kamer".into(), plain("eerste"))]))
            }
            (None, adres @ [_, ..]) => {
                let lines = adres.iter().map(|line| plain(line)).collect();
                put("geadresseerde", Value::Map(vec![("adres".into(), Value::List(lines))]));
            }
            _ => {}
        }
        let mut afzender =
            vec![("onderdeel".to_owned(), own(Kopveld::Onderdeel, "directoraat-generaal"))];
        if !hoofd.afdelingen.is_empty() {
            let all = hoofd.afdelingen.iter().map(|one| plain(one)).collect();
            afzender.push(("afdelingen".into(), Value::List(all)));
        }
        let contact = [
            ("functie", Kopveld::Functie),
            ("telefoon", Kopveld::Telefoon),
            ("email", Kopveld::Email),
        ];
        let contact = contact
            .into_iter()
            .filter_map(|(key, veld)| Some((key.to_owned(), plain(hoofd.veld(veld)?))));
        let contact: Velden = contact.collect();
        if hoofd.veld(Kopveld::Contactpersoon).is_some() || !contact.is_empty() {
            let naam = ("naam".to_owned(), own(Kopveld::Contactpersoon, "naam of functie"));
            afzender.push((
                "contactpersoon".into(),
                Value::Map([naam].into_iter().chain(contact).collect()),
            ));
        }
        put("afzender", Value::Map(afzender));
        let open = [Tekenaar { functie: "[De Minister van …]".into(), ..Tekenaar::default() }];
        let signers =
            if self.einde.tekenaars.is_empty() { &open[..] } else { &self.einde.tekenaars };
        let signers = signers.iter().map(|one| {
            let naam = if one.naam.is_empty() { "[naam van de bewindspersoon]" } else { &one.naam };
            let mut fields =
                vec![("functie".to_owned(), plain(&one.functie)), ("naam".to_owned(), plain(naam))];
            fields.extend(
                one.namens_deze.as_ref().map(|text| ("namens_deze".to_owned(), plain(text))),
            );
            Value::Map(fields)
        });
        put("ondertekening", Value::List(signers.collect()));
        if !schrijver.jaren.is_empty() {
            let years = schrijver
                .jaren
                .iter()
                .map(|(paper, year)| (paper.to_string(), plain(&year.to_string())));
            put("kamerstukken", Value::Map(years.collect()));
        }
        let route = ["afdelingshoofd", "directeur", "directeur-generaal"];
        let route = route.map(|rol| Value::Map(vec![("rol".into(), plain(rol))]));
        put("parafenroute", Value::List(route.into()));
        velden
    }

    fn rest(&self, gezegd: &[String], gebruikt: &BTreeSet<String>, gedrukt: &[String]) -> Rest {
        let titles = bijlagen(&self.bijlagen).into_iter().filter_map(|lines| lines.first());
        let titles: Vec<&Regel> = titles.filter(|line| is_titel(line)).collect();
        // The form prints the name of the Chamber that the letter is to, and of no other.
        let other = match (self.hoofd.kamer, &self.hoofd.adres[..]) {
            (Some(Kamer::Eerste), _) => "tweede kamer",
            (None, [_, ..]) => "kamer",
            _ => "eerste kamer",
        };
        let of_form = |text: &&String| !text.to_lowercase().contains(other);
        let gedrukt: &[String] = &gedrukt.iter().filter(of_form).cloned().collect::<Vec<_>>();
        let formula = [overnemen::FORMULA, TITEL].map(ToOwned::to_owned);
        let formula = [gedrukt, &formula].concat();
        let mut values = Gezegd::van(gezegd);
        let heads = self.vragen.iter().flat_map(|found| &found.koppen);
        let parts: [(Vec<&Regel>, &[String], Plek); 4] = [
            (self.rand.iter().collect(), gedrukt, Plek::Hoofd),
            (self.ondertekening.iter().collect(), gedrukt, Plek::Onder),
            (self.titel.iter().chain(heads).collect(), &formula, Plek::Titel),
            (titles, gedrukt, Plek::Titel),
        ];
        let mut rest = Rest::default();
        for (lines, printed, plek) in parts {
            let more = rest::van(lines.into_iter(), &mut values, printed, plek);
            rest.vanzelf.extend(more.vanzelf);
            rest.nergens.extend(more.nergens);
        }
        rest.nergens.sort_by_key(|(_, place)| place.clone().map_or(0, |place| place.start));
        let said: BTreeSet<String> = gezegd.iter().flat_map(|text| rest::woorden(text)).collect();
        let told: BTreeSet<String> = rest
            .nergens
            .iter()
            .flat_map(|(line, _)| rest::woorden(line).collect::<Vec<_>>())
            .collect();
        // What a file that was made here knows of itself, says nothing.
        let eigenschappen = self.eigenschappen.iter().filter(|(name, _)| !name.starts_with("kb_"));
        for (name, value) in eigenschappen {
            let is_new = |word: String| !said.contains(&word) && !told.contains(&word);
            let is_to = eigenschap(name) == Some(Kopveld::Aan)
                && self.hoofd.kamer.is_some()
                && value.lines().find_map(kamer) == self.hoofd.kamer;
            if is_to {
                continue;
            }
            if value.chars().count() > 2 && rest::woorden(value).any(is_new) {
                rest.los("eigenschap", name, value);
            }
        }
        let unused = self.regels.noten.iter().filter(|(name, _)| !gebruikt.contains(*name));
        for (_, lines) in unused {
            let text: Vec<&str> = lines.iter().map(|line| line.tekst.as_str()).collect();
            rest.los("losse noot", "", &text.join(" "));
        }
        for line in &self.regels.losse_noten {
            rest.los("losse noot", "", &line.tekst);
        }
        for adres in &self.regels.adressen {
            rest.los("adres van een koppeling", "", adres);
        }
        rest.los("verborgen of doorgestreepte tekst", "", &self.los.verborgen);
        for text in &self.los.geschrapt {
            rest.los("geschrapte tekst", "", text);
        }
        rest
    }
}

fn onschrijfbaar() -> Fout {
    Fout("de tekst kan niet als YAML worden geschreven".into())
}

/// A file with these fields.
fn geschreven(head: &str, velden: Velden) -> Result<String, Fout> {
    let mut velden = velden.into_iter();
    let mut text = head.to_owned();
    let puts: Vec<Change> = velden
        .by_ref()
        .map(|(key, value)| Change::Put { map: Path::default(), key, value, after: None })
        .collect();
    text = edit::apply(&text, &puts).map_err(|_| onschrijfbaar())?;
    Ok(text)
}

fn tekst(text: &str) -> Value {
    match text.trim_end().contains('\n') {
        true => Value::Text(format!("{}\n", text.trim_end())),
        false => Value::Text(text.trim_end().to_owned()),
    }
}

fn sectie(kop: &str, fields: &[(&str, Value)]) -> Value {
    let kop = ("kop".to_owned(), Value::Text(kop.to_owned()));
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Value::Map([kop].into_iter().chain(fields).collect())
}

/// What the file with questions says beside its texts.
fn van_vragen(read: &Overgenomen) -> Vec<String> {
    let members =
        read.leden.iter().flat_map(|(naam, partij)| [Some(naam.clone()), partij.clone()]).flatten();
    let one = [&read.nummer, &read.onderwerp, &read.commissie].into_iter().flatten().cloned();
    let day = read.brief_van.map(|day| day.to_string());
    let fractions = read.fracties.iter().flat_map(|one| one.partijen.iter().chain(&one.wie));
    members.chain(one).chain(read.aan.clone()).chain(day).chain(fractions.cloned()).collect()
}
