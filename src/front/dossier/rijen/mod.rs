//! In: a table of the annex, its figures, and the profile's words. Out: its rows, each with what it is, where its
//! texts and figures stand, and which rows it is the sum of. Pure.
//!
//! This is the only place that knows in which order a table goes. Print, chart, workbook and CSV walk this list; what
//! each of them leaves out, [`vorm`] says.

mod rij;
mod staat;
mod vorm;

pub use self::rij::{Cijfer, Opschrift, Postrij, Rij, Rijsoort, Somdeel, Tekstkolom, Tekstvak};
use self::rij::{veld, velden, woord};
pub use self::staat::{Eigenkolom, Herkomst, Kopvak};
pub use self::vorm::{Getoond, Vorm};
use super::{
    Bestand, BijlageProfiel, Decimalen, Dekking, Dekkingswoord, Groep, Naam, Place, Reeks, Regel,
    Root, Somregel, Soort, Tabel, TabelCijfers,
};
use crate::yaml::Path;

/// All rows of a table.
#[derive(Debug, Clone)]
pub struct Rijen<'a> {
    /// The table.
    pub tabel: &'a Tabel<'a>,
    cijfers: &'a TabelCijfers,
    woorden: &'a BijlageProfiel,
    rijen: Vec<Rij<'a>>,
}

impl<'a> Rijen<'a> {
    /// The rows of a table. Without figures they are the same rows, with empty cells.
    pub fn new(
        tabel: &'a Tabel<'a>,
        cijfers: &'a TabelCijfers,
        woorden: &'a BijlageProfiel,
    ) -> Self {
        let mut rijen = Self { tabel, cijfers, woorden, rijen: Vec::new() };
        if let Some(staat) = &tabel.inhoud.staat {
            rijen.posten(staat);
            return rijen;
        }
        let begin = rijen.beginstand();
        let counted = rijen.groepen();
        let slot = tabel.inhoud.groepen.len() + 1;
        let (key, word) = woorden.totaal_van(tabel);
        let naam = woord(key, word);
        let total = rijen.som(Somregel::Totaal, naam, tabel.path.clone(), slot, counted);
        if let Some(begin) = begin {
            let naam = match &tabel.inhoud.nieuwe_stand {
                Some(naam) => veld(tabel.path.key("nieuwe_stand"), naam.as_str()),
                None => woord("nieuwe_stand", &woorden.nieuwe_stand),
            };
            let parts = vec![Somdeel::een(begin, false), Somdeel::een(total, false)];
            rijen.som(Somregel::NieuweStand, naam, tabel.path.clone(), slot, parts);
        }
        rijen.dekking(slot, total);
        rijen
    }

    /// The figures of a row as they are printed: for each year, and structural where the table has that.
    pub fn cijfers(&self, rij: &Rij<'a>) -> Vec<Cijfer> {
        let place = |path| Place { root: Root::File(Bestand::Bijlage), path };
        let amounts = rij.path.key("bedragen");
        let typed = |column: usize| match self.tabel.jaren.get(column) {
            Some(year) => amounts.key(&year.to_string()),
            None => rij.path.key("structureel"),
        };
        let cells =
            rij.gedrukt().into_iter().flat_map(Reeks::cells).take(self.breedte()).enumerate();
        cells
            .map(|(column, cel)| {
                let path = match rij.soort {
                    Rijsoort::Post(_) => self.plaats_in_staat(rij, column),
                    soort if soort.is_getypt() => typed(column),
                    _ => rij.path.clone(),
                };
                Cijfer { cel, place: place(path) }
            })
            .collect()
    }

    /// How many figures each row has.
    pub fn breedte(&self) -> usize {
        match &self.tabel.inhoud.staat {
            Some(staat) => staat.kolommen.cijfers().count(),
            None => self.tabel.jaren.len() + usize::from(self.heeft_structureel()),
        }
    }

    /// Whether the last figure of each row is the structural one.
    pub fn heeft_structureel(&self) -> bool {
        self.cijfers.heeft_structureel
    }

    /// Whether some amount is withheld.
    pub fn is_gelakt(&self) -> bool {
        self.cijfers.is_gelakt()
    }

    /// Decimals of the amounts in a column.
    pub fn decimalen(&self, kolom: usize) -> Decimalen {
        let own = self.cijfers.staat.as_ref().and_then(|staat| staat.decimalen.get(kolom));
        own.copied().unwrap_or(self.cijfers.decimalen)
    }

    /// A computed row, whether or not it is shown.
    pub fn somrij(&self, regel: Somregel) -> Option<&Rij<'a>> {
        self.rijen.iter().find(|rij| rij.soort == Rijsoort::Som(regel))
    }

    /// The computed rows that another one is the sum of, each with whether it is taken off.
    pub fn sommen_in(&self, rij: &Rij<'a>) -> impl Iterator<Item = (&Rij<'a>, bool)> {
        rij.delen
            .iter()
            .flat_map(|deel| self.rijen[deel.rijen.clone()].iter().map(|rij| (rij, deel.af)))
    }

    /// The group that a row belongs to.
    pub fn groep_van(&self, rij: &Rij<'a>) -> Option<&'a Groep> {
        self.tabel.inhoud.groepen.get(rij.groep.checked_sub(1)?)
    }

    fn beginstand(&mut self) -> Option<usize> {
        let stand = self.tabel.inhoud.beginstand.as_ref()?;
        let path = self.tabel.path.key("beginstand");
        let naam = Some(veld(path.key("omschrijving"), stand.omschrijving.getypt()));
        let reeks = self.cijfers.beginstand.as_ref();
        Some(self.voeg(Rij { naam, reeks, ..Rij::leeg(Rijsoort::Beginstand, path, 0) }))
    }

    /// Adds the groups; returns what the total is made of.
    fn groepen(&mut self) -> Vec<Somdeel> {
        let mut counted = Vec::new();
        let mut nummers = 1..;
        for (g, groep) in self.tabel.inhoud.groepen.iter().enumerate() {
            let path = self.tabel.path.key("groepen").index(g);
            let titel = groep.titel.as_ref();
            let kop = Rij {
                naam: titel.map(|titel| veld(path.key("titel"), titel.getypt())),
                teksten: velden(&path, [(Tekstkolom::Id, groep.id.as_ref().map(Naam::as_str))]),
                ..Rij::leeg(Rijsoort::Groep(groep.soort), path.clone(), g + 1)
            };
            let som = self.voeg(kop.clone()) + 1;
            self.voeg(Rij {
                soort: Rijsoort::Groepsom,
                reeks: self.cijfers.groepen.get(g),
                gepubliceerd: self.cijfers.gedrukt(Somregel::Subtotaal(g)),
                delen: hele(groep, som + 1),
                ..kop
            });
            let reeksen = self.cijfers.maatregelen.get(g);
            for (m, maatregel) in groep.maatregelen.iter().enumerate() {
                let whole = !maatregel.waarvan;
                self.voeg(Rij {
                    groep: g + 1,
                    nummer: if whole { nummers.next() } else { None },
                    voor: (!whole).then(|| woord("waarvan", &self.woorden.waarvan)),
                    reeks: reeksen.and_then(|reeksen| reeksen.get(m)),
                    ..Rij::maatregel(maatregel, path.key("maatregelen").index(m))
                });
            }
            let naam = woord("subtotaal", &self.woorden.subtotaal);
            let parts = vec![Somdeel::een(som, false)];
            let at = self.som(Somregel::Subtotaal(g), naam, path, g + 1, parts);
            if groep.soort.telt_mee() {
                counted.push(Somdeel::een(at, groep.soort == Soort::Ontvangsten));
            }
        }
        counted
    }

    /// Adds what pays it.
    fn dekking(&mut self, slot: usize, total: usize) {
        let (path, words) = (self.tabel.path.key("dekking"), self.woorden);
        let leeg = |soort| Rij::leeg(soort, path.clone(), slot);
        match &self.tabel.inhoud.dekking {
            None => return,
            Some(Dekking::Woord(Dekkingswoord::Nvt)) => {
                self.voeg(leeg(Rijsoort::DekkingNvt));
                return;
            }
            Some(Dekking::Woord(Dekkingswoord::Geen)) => {
                let naam = Some(woord("geen_dekking", &words.geen_dekking));
                self.voeg(Rij { naam, ..leeg(Rijsoort::GeenDekking) });
            }
            Some(Dekking::Bronnen(_)) => {
                let naam = Some(woord("dekking", &words.dekking));
                self.voeg(Rij { naam, ..leeg(Rijsoort::Dekkingskop) });
            }
        }
        let first = self.rijen.len();
        for (i, bron) in self.tabel.inhoud.bronnen().iter().enumerate() {
            let path = path.index(i);
            let texts = [
                (Tekstkolom::Id, bron.id.as_ref().map(Naam::as_str)),
                (Tekstkolom::Artikel, bron.artikel.as_ref().map(Regel::as_str)),
            ];
            self.voeg(Rij {
                naam: Some(veld(path.key("bron"), bron.bron.getypt())),
                teksten: velden(&path, texts),
                reeks: self.cijfers.bronnen.get(i),
                ..Rij::leeg(Rijsoort::Bron, path, slot)
            });
        }
        let parts = vec![Somdeel { rijen: first..self.rijen.len(), af: false }];
        let naam = woord("totaal_dekking", &words.totaal_dekking);
        let cover = self.som(Somregel::TotaalDekking, naam, path, slot, parts);
        let parts = vec![Somdeel::een(cover, false), Somdeel::een(total, true)];
        let naam = woord("saldo", &words.saldo);
        self.som(Somregel::Saldo, naam, self.tabel.path.clone(), slot, parts);
    }

    /// Adds a computed row; returns its place.
    fn som(
        &mut self,
        regel: Somregel,
        naam: Opschrift<'a>,
        path: Path,
        groep: usize,
        delen: Vec<Somdeel>,
    ) -> usize {
        self.voeg(Rij {
            naam: Some(naam),
            reeks: self.cijfers.som(regel),
            gepubliceerd: self.cijfers.gedrukt(regel),
            delen,
            ..Rij::leeg(Rijsoort::Som(regel), path, groep)
        })
    }

    /// Adds a row; returns its place.
    fn voeg(&mut self, rij: Rij<'a>) -> usize {
        self.rijen.push(rij);
        self.rijen.len() - 1
    }
}

/// The lines that a group is the sum of, in runs; its first line is row `first`.
fn hele(groep: &Groep, first: usize) -> Vec<Somdeel> {
    let mut runs: Vec<Somdeel> = Vec::new();
    for row in groep.hele().map(|(at, _)| first + at) {
        match runs.last_mut().filter(|run| run.rijen.end == row) {
            Some(run) => run.rijen.end += 1,
            None => runs.push(Somdeel::een(row, false)),
        }
    }
    runs
}
