//! In: questions and their answers. Out: the annex with both: where each question and each answer stands. Pure.

use std::collections::BTreeSet;

use super::super::zin::{gevuld, opgesomd};
use super::super::{Stukdeel, Tekstbijlage, Zin, Zinsdeel, word};
use super::Opsteller;
use crate::dossier::{Antwoord, Place, Regel, Vraag, Vraagdeel, Vraagnummer, Vragengroep};

impl Opsteller<'_> {
    /// The annex with questions and answers.
    pub(super) fn bijlage(&self) -> Tekstbijlage {
        let woorden = &self.woorden;
        let mut delen = Vec::new();
        if self.vragen.zie_ook.is_some() {
            let text = self.dossier.profiel.antwoord.zie_ook.as_str();
            let field = |vak: &str| vec![Zinsdeel::Veld(self.top.key(vak))];
            delen.push(Stukdeel::Zin(Zin(gevuld(&["antwoord", "zie_ook"], text, &field))));
        }
        let groepen = self.groepen();
        let apart = self.in_blokken();
        if apart {
            delen.push(kop(2, Zin::from(word(&["fracties", "blok_vragen"]))));
            for (groep, _) in &groepen {
                delen.extend(self.boven(groep, "kop_vragen", 3));
                let nummers = groep.vragen.keys();
                delen.extend(nummers.flat_map(|nummer| self.vraag(groep, *nummer, 4)));
            }
            delen.push(kop(2, Zin(self.van_fracties("blok_antwoorden", &self.ondertekenaars()))));
            for (groep, antwoorden) in groepen.iter().filter(|(_, answers)| !answers.is_empty()) {
                delen.extend(self.boven(groep, "kop_antwoorden", 3));
                delen.extend(antwoorden.iter().flat_map(|index| self.antwoord(*index, 4)));
            }
        } else {
            for (groep, antwoorden) in &groepen {
                let kop = self.boven(groep, "kop_vragen", 2);
                let niveau = if kop.is_empty() { 2 } else { 3 };
                delen.extend(kop);
                delen.extend(self.reeks(groep, antwoorden, niveau));
            }
        }
        if self.vragen.agenda.is_some() {
            let key = if apart { "blok_agenda" } else { "agenda" };
            delen.push(kop(2, word(&["fracties", key]).into()));
            delen.push(Stukdeel::Tekst(self.top.key("agenda")));
        }
        let namens = ("titel_mede_namens", &self.dossier.profiel.antwoord.titel_mede_namens);
        Tekstbijlage {
            heet_bijlage: false,
            boven: woorden.boven_titel.map(|text| Zin(self.zin("boven_titel", text, namens))),
            titel: Zin(self.zin("titel", woorden.titel, namens)),
            delen,
        }
    }

    /// Whether all questions stand together, and all answers behind them.
    fn in_blokken(&self) -> bool {
        !self.vragen.fracties.is_empty() && self.dossier.profiel.fracties.in_blokken
    }

    /// The questions as they stand together, with the answers that stand there: those to its questions, by their first.
    fn groepen(&self) -> Vec<(Vragengroep<'_>, Vec<usize>)> {
        let mut all: Vec<_> = self.vragen.groepen().map(|groep| (groep, Vec::new())).collect();
        for (index, antwoord) in self.vragen.antwoorden.iter().enumerate() {
            let is_own = |(groep, _): &(Vragengroep<'_>, Vec<usize>)| {
                antwoord.op.first().is_some_and(|op| groep.vragen.contains_key(&op.nummer))
            };
            let own = all.iter().position(is_own).unwrap_or_default();
            if let Some((_, answers)) = all.get_mut(own) {
                answers.push(index);
            }
        }
        all
    }

    /// What stands above the questions of a fraction, or above the answers to them.
    fn boven(&self, groep: &Vragengroep<'_>, key: &str, niveau: usize) -> Vec<Stukdeel> {
        let Some((_, fractie)) = groep.fractie else { return Vec::new() };
        let place = self.place(groep);
        let wie = self.fractie(fractie, &place);
        let mut all = vec![kop(niveau, Zin(self.van_fracties(key, &wie)))];
        if fractie.inleiding.is_some() && key == "kop_vragen" {
            all.extend(self.aanhaling(vec![Stukdeel::Tekst(place.key("inleiding"))]));
        }
        all
    }

    /// A word for fractions with its one slot filled.
    fn van_fracties(&self, key: &str, in_slot: &[Zinsdeel]) -> Vec<Zinsdeel> {
        let woorden = &self.dossier.profiel.fracties;
        let text = match key {
            "kop_vragen" => &woorden.kop_vragen,
            "kop_antwoorden" => &woorden.kop_antwoorden,
            "antwoord_door" => &woorden.antwoord_door,
            _ => &woorden.blok_antwoorden,
        };
        gevuld(&["fracties", key], text.as_str(), &|_| in_slot.to_vec())
    }

    /// Each answer below its questions.
    fn reeks(&self, groep: &Vragengroep<'_>, antwoorden: &[usize], niveau: usize) -> Vec<Stukdeel> {
        let mut delen = Vec::new();
        let mut printed = BTreeSet::new();
        for index in antwoorden {
            for op in &self.vragen.antwoorden[*index].op {
                if printed.insert(op.nummer) {
                    delen.extend(self.vraag(groep, op.nummer, niveau));
                }
            }
            delen.extend(self.antwoord(*index, niveau));
        }
        // What has no answer yet is there all the same.
        for nummer in groep.vragen.keys().filter(|nummer| !printed.contains(nummer)) {
            delen.extend(self.vraag(groep, *nummer, niveau));
        }
        delen
    }

    fn place(&self, groep: &Vragengroep<'_>) -> Place {
        Place { root: self.top.root, path: groep.path() }
    }

    /// A question of a group, under its heading if it has one.
    fn vraag(&self, groep: &Vragengroep<'_>, nummer: Vraagnummer, niveau: usize) -> Vec<Stukdeel> {
        let Some(Vraag { tekst, delen, blz }) = groep.vragen.get(&nummer) else {
            return Vec::new();
        };
        let place = Place { root: self.top.root, path: groep.vraag(nummer) };
        let mut body = Vec::from_iter(tekst.as_ref().map(|_| Stukdeel::Tekst(place.key("tekst"))));
        if !delen.is_empty() {
            let parts = delen.keys().map(|letter| place.key("delen").key(&letter.to_string()));
            body.push(Stukdeel::Vraagdelen(parts.collect()));
        }
        let Some(koppen) = self.woorden.koppen else { return self.aanhaling(body) };
        let mut zin = self.kop("vraag", &koppen.vraag, &|_| vec![Zinsdeel::Sleutel(place.clone())]);
        if blz.is_some() {
            let text = self.dossier.profiel.antwoord.bij_blz.as_str();
            let field = |vak: &str| vec![Zinsdeel::Veld(place.key(vak))];
            zin.extend(gevuld(&["antwoord", "bij_blz"], text, &field));
        }
        body.insert(0, kop(niveau, Zin(zin)));
        body
    }

    /// Words of the Chamber that stand among our own, without a heading that says whose they are.
    fn aanhaling(&self, delen: Vec<Stukdeel>) -> Vec<Stukdeel> {
        match self.woorden.koppen.is_none() && !self.in_blokken() {
            true => vec![Stukdeel::Aanhaling(delen)],
            false => delen,
        }
    }

    /// An answer, under its heading if it has one.
    fn antwoord(&self, index: usize, niveau: usize) -> Vec<Stukdeel> {
        let place = self.top.key("antwoorden").index(index);
        let antwoord = &self.vragen.antwoorden[index];
        let above = match self.woorden.koppen {
            Some(_) => Some(kop(niveau, Zin(self.boven_antwoord(antwoord, &place)))),
            None => antwoord.door.as_ref().map(|_| {
                let door = [Zinsdeel::Veld(place.key("door"))];
                Stukdeel::Zin(Zin(self.van_fracties("antwoord_door", &door)))
            }),
        };
        above.into_iter().chain([Stukdeel::Tekst(place.key("tekst"))]).collect()
    }

    /// The heading of an answer.
    fn boven_antwoord(&self, antwoord: &Antwoord, place: &Place) -> Vec<Zinsdeel> {
        let Some(koppen) = self.woorden.koppen else { return Vec::new() };
        let (key, text) = match (&antwoord.door, antwoord.op.len() > 2) {
            (None, false) => ("antwoord", &koppen.antwoord),
            (None, true) => ("antwoord_meer", &koppen.antwoord_meer),
            (Some(_), false) => ("antwoord_door", &koppen.antwoord_door),
            (Some(_), true) => ("antwoord_door_meer", &koppen.antwoord_door_meer),
        };
        self.kop(key, text, &|vak| match vak {
            "nummers" => nummers(&antwoord.op, &place.key("op")),
            _ => vec![Zinsdeel::Veld(place.key(vak))],
        })
    }

    fn kop(&self, key: &str, text: &Regel, vak: &dyn Fn(&str) -> Vec<Zinsdeel>) -> Vec<Zinsdeel> {
        gevuld(&[self.woorden.sleutel, key], text.as_str(), vak)
    }
}

fn kop(niveau: usize, tekst: Zin) -> Stukdeel {
    Stukdeel::Kop { niveau, aanduiding: None, tekst }
}

/// `1, 3 en 8`, and `4 tot en met 7` where three or more follow each other.
fn nummers(op: &[Vraagdeel], list: &Place) -> Vec<Zinsdeel> {
    let one = |i: usize| Zinsdeel::Veld(list.index(i));
    let follows = |i: usize| {
        let (this, before) = (op[i], op[i - 1]);
        this.letter.is_none() && before.letter.is_none() && this.nummer.follows(before.nummer)
    };
    let mut all = Vec::new();
    let mut first = 0;
    while first < op.len() {
        let mut last = first;
        while last + 1 < op.len() && follows(last + 1) {
            last += 1;
        }
        if last - first < 2 {
            all.push(vec![one(first)]);
            first += 1;
        } else {
            all.push(vec![
                one(first),
                Zinsdeel::Teken(" "),
                Zinsdeel::Veld(word(&["antwoord", "tot_en_met"])),
                Zinsdeel::Teken(" "),
                one(last),
            ]);
            first = last + 1;
        }
    }
    opgesomd(all)
}
