//! In: the parts that a letter, a nota or an annex puts together. Out: their paragraphs and tables as Word has them. Pure.

use super::model::{Alinea, Cel, Deel, Punt, Rij, Soort, Stukje, Tabel, Tekst};
use super::opbouw::Opbouw;
use super::stijlen::Stijl;
use crate::dossier::Place;
use crate::manuscript::{Stukdeel, Zin};
use crate::prose::{Numbering, Series};

impl Opbouw<'_> {
    pub(super) fn vraagdelen(&mut self, parts: &[Place]) -> Vec<Deel> {
        let mut all = Vec::new();
        let lijst = self.nieuwe_lijst(Series::Letter);
        for place in parts {
            let mut made = self.tekst(place);
            for (i, deel) in made.iter_mut().enumerate() {
                if let Deel::Alinea(alinea) = deel
                    && alinea.punt.is_none()
                {
                    alinea.stijl = if i == 0 { Stijl::Lijst } else { Stijl::Lijstvervolg };
                    alinea.punt = Some(Punt { diep: 0, lijst: lijst.filter(|_| i == 0) });
                    alinea.wit = Some((0, 240));
                }
            }
            all.append(&mut made);
        }
        all
    }

    pub(super) fn beleidskeuzes(&mut self, koppen: &[Place; 2], rows: &[(Place, Place)]) -> Deel {
        let head = koppen.iter().map(|kop| Cel::van(self.alinea(Stijl::Tabelkop, kop))).collect();
        let mut rijen = vec![Rij { kop: true, grijs: true, cellen: head, ..Rij::default() }];
        for (label, text) in rows {
            let label = Cel::van(self.alinea(Stijl::Tabelkop, label));
            let inhoud = self.in_cel(text);
            let cellen = vec![label, Cel { breed: 1, hoog: None, inhoud }];
            rijen.push(Rij { cellen, ..Rij::default() });
        }
        let breedtes = vec![48.0, self.breed - 48.0];
        Deel::Tabel(Tabel { breedtes, rijen, ..Tabel::default() })
    }

    /// Words of others, which slant.
    pub(super) fn aanhaling(&mut self, parts: &[Stukdeel]) -> Vec<Deel> {
        let mut made = self.delen(parts);
        for deel in &mut made {
            if let Deel::Alinea(alinea) = deel {
                alinea.stijl = match alinea.stijl {
                    Stijl::Lijst | Stijl::Lijstvervolg => Stijl::Aanhalinglijst,
                    _ => Stijl::Aanhaling,
                };
            }
        }
        made
    }

    /// What a letter is about, numbered as its headings are.
    pub(super) fn onderwerpen(&mut self, kop: &Place, koppen: &[Place]) -> Vec<Deel> {
        let mut all = vec![Deel::Alinea(Alinea {
            bijeen: true,
            wit: Some((0, 0)),
            ..self.alinea(Stijl::Broodtekst, kop)
        })];
        let lijst = self.nieuwe_lijst(Series::Number);
        for (i, kop) in koppen.iter().enumerate() {
            // The words are those of the heading: there they can be changed.
            let mut inhoud = self.in_regel(kop);
            for piece in &mut inhoud {
                if let Stukje::Tekst(text) = piece {
                    text.soort = Soort::Vast;
                }
            }
            let wit = (i + 1 == koppen.len()).then_some((0, 240));
            let punt = Some(Punt { diep: 0, lijst });
            all.push(Deel::Alinea(Alinea {
                stijl: Stijl::Lijst,
                punt,
                wit,
                inhoud,
                ..Alinea::default()
            }));
        }
        all
    }

    /// Motions or commitments below each other.
    pub(super) fn overzicht(&mut self, koppen: &[Place; 3], rows: &[[Zin; 3]]) -> Deel {
        let head = koppen.iter().map(|kop| Cel::van(self.alinea(Stijl::Tabelkop, kop))).collect();
        let mut rijen = vec![Rij { kop: true, grijs: true, cellen: head, ..Rij::default() }];
        for row in rows {
            let cell = |zin| Cel::van(self.alinea_van_zin(Stijl::Tabeltekst, zin));
            rijen.push(Rij { cellen: row.iter().map(cell).collect(), ..Rij::default() });
        }
        let rest = (self.breed - 42.0) / 2.0;
        let breedtes = vec![rest, 42.0, rest];
        Deel::Tabel(Tabel { breedtes, rijen, ..Tabel::default() })
    }

    /// A list that starts at its first number.
    fn nieuwe_lijst(&mut self, series: Series) -> Option<usize> {
        self.lijsten.push((0, Numbering::Counted { open: false, series, first: 1, suffix: '.' }));
        Some(self.lijsten.len() - 1)
    }

    /// A text in a cell.
    pub(super) fn in_cel(&mut self, place: &Place) -> Vec<Deel> {
        let mut inhoud = self.tekst(place);
        for deel in &mut inhoud {
            if let Deel::Alinea(alinea) = deel
                && alinea.stijl == Stijl::Broodtekst
            {
                alinea.stijl = Stijl::Tabeltekst;
            }
        }
        inhoud
    }

    pub(super) fn uitleg(
        &mut self,
        maatregel: &Zin,
        toelichting: Option<&Place>,
        herkomst: Option<&[Place; 2]>,
    ) -> Vec<Deel> {
        let mut start = self.zin(maatregel);
        for piece in &mut start {
            if let Stukje::Tekst(text) = piece {
                // The name stands in the table: there it can be changed.
                text.vet = true;
                text.soort = Soort::Vast;
            }
        }
        start.push(Stukje::Tekst(Tekst::vast(". ")));
        let mut all = Vec::new();
        let mut open = |start: &mut Vec<Stukje>, mut made: Vec<Deel>| {
            match made.first_mut() {
                Some(Deel::Alinea(first)) if first.punt.is_none() => {
                    first.inhoud.splice(0..0, start.drain(..));
                }
                _ if !start.is_empty() => {
                    let inhoud = std::mem::take(start);
                    made.insert(0, Deel::Alinea(Alinea { inhoud, ..Alinea::default() }));
                }
                _ => {}
            }
            all.append(&mut made);
        };
        if let Some(place) = toelichting {
            open(&mut start, self.tekst(place));
        }
        if let Some([label, place]) = herkomst {
            let label = Tekst { cursief: true, ..self.regel(label) };
            start.extend([Stukje::Tekst(label), Stukje::Tekst(Tekst::vast(": "))]);
            open(&mut start, self.tekst(place));
        }
        if !start.is_empty() {
            open(&mut start, Vec::new());
        }
        all
    }

    pub(super) fn stukken(
        &mut self,
        kop: &Place,
        koppen: &[Place],
        rows: &[(Place, Option<Place>)],
    ) -> Vec<Deel> {
        let title = self.alinea(Stijl::Kop(1), kop);
        let titel = self.regel(kop).tekst;
        let head = koppen.iter().map(|kop| Cel::van(self.alinea(Stijl::Tabelkop, kop))).collect();
        let mut rijen = vec![Rij { kop: true, cellen: head, ..Rij::default() }];
        for (i, (naam, about)) in rows.iter().enumerate() {
            let number = Alinea::regel(Stijl::Tabeltekst, Tekst::vast((i + 1).to_string()));
            let mut cellen = vec![Cel::van(number), Cel::van(self.alinea(Stijl::Tabeltekst, naam))];
            if koppen.len() > 2 {
                let about = match about {
                    Some(about) => self.alinea(Stijl::Tabeltekst, about),
                    None => Alinea { stijl: Stijl::Tabeltekst, ..Alinea::default() },
                };
                cellen.push(Cel::van(about));
            }
            rijen.push(Rij { heel: true, cellen, ..Rij::default() });
        }
        #[expect(clippy::cast_precision_loss, reason = "there are two or three columns")]
        let rest = (self.breed - 28.0) / (koppen.len() - 1) as f64;
        let mut breedtes = vec![28.0];
        breedtes.resize(koppen.len(), rest);
        vec![
            Deel::Alinea(Alinea { wit: Some((240, 0)), ..title }),
            Deel::Tabel(Tabel { breedtes, rijen, titel, ..Tabel::default() }),
        ]
    }

    pub(super) fn bijlagenlijst(&mut self, kop: &Place, titels: &[Zin]) -> Vec<Deel> {
        let mut head = self.alinea(Stijl::Klein, kop);
        head.wit = Some((480, 0));
        head.bijeen = true;
        if let Some(Stukje::Tekst(text)) = head.inhoud.first_mut() {
            text.vet = true;
        }
        let mut all = vec![Deel::Alinea(head)];
        let lijst = self.nieuwe_lijst(Series::Number);
        for titel in titels {
            let mut line = self.alinea_van_zin(Stijl::Klein, titel);
            line.punt = Some(Punt { diep: 0, lijst });
            all.push(Deel::Alinea(line));
        }
        all
    }
}
