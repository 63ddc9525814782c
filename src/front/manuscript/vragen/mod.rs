//! In: a dossier with questions and their answers. Out: the parts of the letter that answers them. Pure.
//!
//! Members, a committee, or the fractions in it: who asks differs, and with it the words of the profile. How a letter goes
//! and where an answer stands is the same.

mod bijlage;
mod fracties;
mod woorden;

use self::woorden::Bewoording;
use super::brief::{self, Eerste};
use super::zin::gevuld;
use super::{Manuscript, Zin, Zinsdeel, wie};
use crate::dossier::{Bestand, Dossier, Place, Regel, Root, Vragen};

/// A letter of one paragraph, with the answers behind it.
pub(super) fn antwoord(dossier: &Dossier, vragen: &Vragen) -> Manuscript {
    let opsteller = Opsteller {
        dossier,
        vragen,
        woorden: Bewoording::of(dossier),
        top: Place::top(Root::File(Bestand::Vragen)),
    };
    let (key, woorden) = match dossier.gegevens.ondertekening.len() > 1 {
        true => ("zin_meervoud", opsteller.woorden.zin_meervoud),
        false => ("zin", opsteller.woorden.zin),
    };
    let namens = ("zin_mede_namens", &dossier.profiel.antwoord.zin_mede_namens);
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
    woorden: Bewoording<'a>,
    top: Place,
}

impl Opsteller<'_> {
    /// A sentence about the questions as a whole; `namens` is how it says who else sends the letter.
    fn zin(&self, key: &str, text: &Regel, namens: (&str, &Regel)) -> Vec<Zinsdeel> {
        gevuld(&[self.woorden.sleutel, key], text.as_str(), &|vak| match vak {
            "leden" => wie::leden(&self.vragen.leden, &self.top.key("leden")),
            "brief_van" => wie::brief_van(self.vragen.brief_van, &self.top),
            "aan" => wie::lijst(&self.top.key("aan"), self.vragen.aan.len()),
            "ondertekenaars" => self.ondertekenaars(),
            "mede_namens" => wie::mede_namens(self.dossier, &["antwoord", namens.0], namens.1)
                .unwrap_or_default(),
            "stuk" => self.als_er_is(self.vragen.stuk.is_some(), "zin_stuk"),
            "kenmerk" => self.als_er_is(self.vragen.nummer.is_some(), "zin_kenmerk"),
            _ => vec![Zinsdeel::Veld(self.top.key(vak))],
        })
    }

    /// What is said of a field that need not be there.
    fn als_er_is(&self, is_there: bool, key: &str) -> Vec<Zinsdeel> {
        let text = match key {
            "zin_stuk" => self.woorden.zin_stuk,
            _ => self.woorden.zin_kenmerk,
        };
        let field = |vak: &str| vec![Zinsdeel::Veld(self.top.key(vak))];
        let said = text.filter(|_| is_there);
        let said = said.map(|text| gevuld(&[self.woorden.sleutel, key], text.as_str(), &field));
        said.unwrap_or_default()
    }
}
