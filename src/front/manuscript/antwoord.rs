//! In: a dossier with written questions and their answers. Out: the parts of the letter that answers them. Pure.

use std::collections::BTreeSet;

use super::brief::{self, Eerste};
use super::wie;
use super::zin::{gevuld, opgesomd};
use super::{Manuscript, Stukdeel, Tekstbijlage, Zin, Zinsdeel, items, word};
use crate::dossier::{
    Antwoord, AntwoordProfiel, Bestand, Dossier, Place, Regel, Root, Vraag, Vraagdeel, Vraagnummer,
    Vragen,
};

/// A letter of one sentence, with the answers behind it.
pub(super) fn antwoord(dossier: &Dossier, vragen: &Vragen) -> Manuscript {
    let opsteller = Opsteller {
        dossier,
        vragen,
        woorden: &dossier.profiel.antwoord,
        top: Place::top(Root::File(Bestand::Vragen)),
    };
    let (key, woorden) = match dossier.gegevens.ondertekening.len() > 1 {
        true => ("zin_meervoud", &opsteller.woorden.zin_meervoud),
        false => ("zin", &opsteller.woorden.zin),
    };
    let namens = ("zin_mede_namens", &opsteller.woorden.zin_mede_namens);
    let eerste = Eerste {
        zin: Zin(opsteller.zin(key, woorden, namens)),
        zegt_namens: brief::zegt_namens(woorden),
        namens: wie::mede_namens_regel(dossier),
        aanhef_en_groet: opsteller.woorden.aanhef_en_groet,
        teksten: vec![opsteller.bijlage()],
    };
    brief::met_zin(dossier, eerste)
}

struct Opsteller<'a> {
    dossier: &'a Dossier,
    vragen: &'a Vragen,
    woorden: &'a AntwoordProfiel,
    top: Place,
}

impl Opsteller<'_> {
    /// A sentence about the questions as a whole.
    fn zin(&self, key: &str, text: &Regel, namens: (&str, &Regel)) -> Vec<Zinsdeel> {
        gevuld(&["antwoord", key], text.as_str(), &|vak| match vak {
            "leden" => wie::leden(&self.vragen.leden, &self.top.key("leden")),
            "aan" => wie::lijst(&self.top.key("aan"), self.vragen.aan.len()),
            "ondertekenaars" => self.ondertekenaars(),
            "mede_namens" => wie::mede_namens(self.dossier, &["antwoord", namens.0], namens.1)
                .unwrap_or_default(),
            _ => vec![Zinsdeel::Veld(self.top.key(vak))],
        })
    }

    /// Who signs, as it is said in the middle of a sentence.
    fn ondertekenaars(&self) -> Vec<Zinsdeel> {
        const ARTICLE: &str = "De ";
        let signers = &self.dossier.gegevens.ondertekening;
        let list = Place::top(Root::File(Bestand::Dossier)).key("ondertekening");
        let one = |(i, place): (usize, Place)| {
            let (place, office) = (place.key("functie"), signers[i].functie.as_str());
            match office.starts_with(ARTICLE) {
                true => vec![
                    Zinsdeel::Veld(word(&["antwoord", "de"])),
                    Zinsdeel::Deel(place, ARTICLE.len() - 1..office.len()),
                ],
                false => vec![Zinsdeel::Veld(place)],
            }
        };
        opgesomd(items(&list, signers.len()).into_iter().enumerate().map(one).collect())
    }

    /// The annex with questions and answers.
    fn bijlage(&self) -> Tekstbijlage {
        let top = &self.top;
        let woorden = self.woorden;
        let mut delen = Vec::new();
        if self.vragen.zie_ook.is_some() {
            let zie_ook = gevuld(&["antwoord", "zie_ook"], woorden.zie_ook.as_str(), &|vak| {
                vec![Zinsdeel::Veld(top.key(vak))]
            });
            delen.push(Stukdeel::Zin(Zin(zie_ook)));
        }
        let mut printed = BTreeSet::new();
        for (i, antwoord) in self.vragen.antwoorden.iter().enumerate() {
            let place = top.key("antwoorden").index(i);
            for op in &antwoord.op {
                delen.extend(self.vraag(op.nummer, &mut printed));
            }
            delen.extend([self.kop(antwoord, &place), Stukdeel::Tekst(place.key("tekst"))]);
        }
        // What has no answer yet is there all the same.
        for nummer in self.vragen.vragen.keys() {
            delen.extend(self.vraag(*nummer, &mut printed));
        }
        let namens = ("titel_mede_namens", &woorden.titel_mede_namens);
        let boven = woorden.boven_titel.as_ref();
        Tekstbijlage {
            boven: boven.map(|text| Zin(self.zin("boven_titel", text, namens))),
            titel: Zin(self.zin("titel", &woorden.titel, namens)),
            delen,
        }
    }

    /// A question under its heading, if it was not printed yet.
    fn vraag(&self, nummer: Vraagnummer, printed: &mut BTreeSet<Vraagnummer>) -> Vec<Stukdeel> {
        let Some(Vraag { tekst, delen }) = self.vragen.vragen.get(&nummer) else {
            return Vec::new();
        };
        if !printed.insert(nummer) {
            return Vec::new();
        }
        let place = self.top.key("vragen").key(&nummer.to_string());
        let kop = gevuld(&["antwoord", "vraag"], self.woorden.vraag.as_str(), &|_| {
            vec![Zinsdeel::Sleutel(place.clone())]
        });
        let mut all = vec![Stukdeel::Kop { niveau: 2, aanduiding: None, tekst: Zin(kop) }];
        all.extend(tekst.as_ref().map(|_| Stukdeel::Tekst(place.key("tekst"))));
        if !delen.is_empty() {
            let parts = delen.keys().map(|letter| place.key("delen").key(&letter.to_string()));
            all.push(Stukdeel::Vraagdelen(parts.collect()));
        }
        all
    }

    /// The heading of an answer.
    fn kop(&self, antwoord: &Antwoord, place: &Place) -> Stukdeel {
        let woorden = self.woorden;
        let (key, text) = match (&antwoord.door, antwoord.op.len() > 2) {
            (None, false) => ("antwoord", &woorden.antwoord),
            (None, true) => ("antwoord_meer", &woorden.antwoord_meer),
            (Some(_), false) => ("antwoord_door", &woorden.antwoord_door),
            (Some(_), true) => ("antwoord_door_meer", &woorden.antwoord_door_meer),
        };
        let kop = gevuld(&["antwoord", key], text.as_str(), &|vak| match vak {
            "nummers" => nummers(&antwoord.op, &place.key("op")),
            _ => vec![Zinsdeel::Veld(place.key(vak))],
        });
        Stukdeel::Kop { niveau: 2, aanduiding: None, tekst: Zin(kop) }
    }
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
