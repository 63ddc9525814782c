//! In: the parts that hold a document together at its end. Out: signatures and boxes for initials as Word has them. Pure.

use super::model::{Alinea, Cel, Deel, Rij, Stukje, Tabel, Tabelsoort, Tekst};
use super::opbouw::Opbouw;
use super::stijlen::Stijl;
use super::xml::twips;
use crate::dossier::Place;
use crate::manuscript::{Handtekening, Paraafvak};

impl Opbouw<'_> {
    /// The greeting and who sign, two beside each other. The paragraphs of all keep with the next.
    pub(super) fn ondertekening(
        &mut self,
        groet: Option<&Place>,
        wie: &[Handtekening],
    ) -> Vec<Deel> {
        let mut all = Vec::new();
        if let Some(groet) = groet {
            all.push(Deel::Alinea(self.alinea(Stijl::Groetregel, groet)));
        }
        let naast = if self.profiel().brief.ondertekening.onder_elkaar { 1 } else { 2 };
        for pair in wie.chunks(naast) {
            #[expect(clippy::cast_precision_loss, reason = "one or two")]
            let breed = self.breed / pair.len() as f64;
            let above = pair.iter().map(|signer| Cel::van(self.boven(signer))).collect();
            let below = pair.iter().map(|signer| Cel::van(self.onder(signer))).collect();
            let row = |cellen| Rij { heel: true, cellen, ..Rij::default() };
            all.push(Deel::Tabel(Tabel {
                soort: Tabelsoort::Onzichtbaar,
                breedtes: vec![breed; pair.len()],
                rijen: vec![row(above), row(below)],
                ..Tabel::default()
            }));
        }
        all
    }

    /// An office, as the ministry writes it.
    fn functie(&mut self, place: &Place, komma: bool, line: &mut Alinea) {
        let mut pieces = self.in_regel(place);
        if komma {
            pieces.push(Stukje::Tekst(Tekst::vast(",")));
        }
        let capitals = self.profiel().brief.functie_in_hoofdletters;
        for piece in &mut pieces {
            if let Stukje::Tekst(text) = piece {
                text.hoofdletters = capitals;
            }
        }
        line.inhoud.append(&mut pieces);
    }

    /// What stands above the room for a signature.
    fn boven(&mut self, signer: &Handtekening) -> Alinea {
        let name_first = self.profiel().brief.ondertekening.naam_eerst;
        let bron = Self::bron(&signer.functie);
        let mut line = Alinea { stijl: Stijl::Ondertekening, bron, ..Alinea::default() };
        if signer.namens_deze.is_some() || !name_first {
            self.functie(&signer.functie, true, &mut line);
        }
        if let Some(namens) = &signer.namens_deze {
            let words = self.profiel().brief.namens_deze.to_string();
            line.inhoud.extend([Stukje::Regeleinde, Stukje::Tekst(Tekst::vast(words))]);
            if !name_first {
                line.inhoud.push(Stukje::Regeleinde);
                self.functie(namens, true, &mut line);
            }
        }
        line
    }

    /// What stands below it.
    fn onder(&mut self, signer: &Handtekening) -> Alinea {
        let mut line = self.alinea(Stijl::Ondertekening, &signer.naam);
        line.wit = Some((twips(18.0), twips(8.0)));
        if self.profiel().brief.ondertekening.naam_eerst {
            line.inhoud.push(Stukje::Regeleinde);
            self.functie(signer.namens_deze.as_ref().unwrap_or(&signer.functie), false, &mut line);
        }
        line
    }

    /// Boxes for initials, three beside each other.
    pub(super) fn parafen(
        &mut self,
        kop: &Place,
        stappen: &[Paraafvak],
        minstens: usize,
    ) -> Vec<Deel> {
        let mut head = self.alinea(Stijl::Kop(1), kop);
        head.wit = Some((240, 0));
        let naast = stappen.len().max(minstens).clamp(1, 3);
        let empty = || Cel::van(Alinea { stijl: Stijl::Klein, ..Alinea::default() });
        let mut cells: Vec<Cel> = Vec::new();
        for stap in stappen {
            let mut line = self.alinea(Stijl::Klein, &stap.rol);
            if let Some(Stukje::Tekst(text)) = line.inhoud.first_mut() {
                text.vet = true;
            }
            let mut cel = Cel::van(line);
            if let Some(naam) = &stap.naam {
                cel.inhoud.push(Deel::Alinea(self.alinea(Stijl::Klein, naam)));
            }
            cells.push(cel);
        }
        while cells.len() < minstens || cells.is_empty() || !cells.len().is_multiple_of(naast) {
            cells.push(empty());
        }
        let mut rijen = Vec::new();
        while !cells.is_empty() {
            let rest = cells.split_off(naast.min(cells.len()));
            let cellen = std::mem::replace(&mut cells, rest);
            rijen.push(Rij { heel: true, hoogte: twips(16.0), cellen, ..Rij::default() });
        }
        let breedtes = vec![self.breed / 3.0; naast];
        let tabel = Tabel { soort: Tabelsoort::Vakken, breedtes, rijen, ..Tabel::default() };
        vec![Deel::Alinea(head), Deel::Tabel(tabel)]
    }
}
