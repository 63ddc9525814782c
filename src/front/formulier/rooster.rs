//! In: a checked annex, and its file as it is now. Out: its tables as a grid to fill in: what was typed and where, what is
//! computed, and what comes from a spreadsheet. Pure.
//!
//! The rows and every sum are those of [`Rijen`], as they are printed: nothing here computes.

use std::ops::Range;

use serde::Serialize;

use super::vakken::grond_van;
use crate::check::Checked;
use crate::dossier::{
    Bestand, BijlageProfiel, Eigenkolom, Herkomst, Place, Rij, Rijen, Rijsoort, Root, Tabel,
    TabelCijfers, Vorm,
};
use crate::schrijven::called;
use crate::source::Sources;
use crate::yaml::{self, Node, Path, Segment};

/// The tables of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rooster {
    /// In order.
    pub tabellen: Vec<Roostertabel>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Roostertabel {
    /// The way to its contents.
    pub plaats: String,
    /// Its title.
    pub titel: String,
    /// What its amounts are in.
    pub eenheid: String,
    /// The way to its years; none of a table with columns of its own.
    pub jaren: Option<String>,
    /// The file that its rows come from, if that is a spreadsheet.
    pub spreadsheet: Option<String>,
    /// Its columns with figures.
    pub kolommen: Vec<Roosterkolom>,
    /// Its rows.
    pub rijen: Vec<Roosterrij>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Roosterkolom {
    /// What stands above it.
    pub kop: String,
    /// The key of what is typed in it.
    pub sleutel: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Roosterrij {
    /// As what it is printed.
    pub soort: &'static str,
    /// The way to it.
    pub plaats: String,
    /// The list that it is an item of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lijst: Option<String>,
    /// Which one.
    pub index: usize,
    /// By what it is known to be still the same.
    pub heet: Option<String>,
    /// How many steps its name stands to the right.
    pub inspring: usize,
    /// Its name.
    pub naam: Roostervak,
    /// Its figures.
    pub cellen: Vec<Roostervak>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Roostervak {
    /// The way to what is typed in it; none where that is done elsewhere, or it is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plaats: Option<String>,
    /// What was typed.
    pub getypt: String,
    /// What is printed.
    pub getoond: String,
    /// The cell of a spreadsheet that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cel: Option<String>,
    /// On what ground it is withheld from the public, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grond: Option<String>,
    /// What there is to say of it: places in the list of what was found.
    pub meldingen: Vec<usize>,
    #[serde(skip)]
    range: Option<Range<usize>>,
}

/// The tables of the annex; `None` when there is none, or its file cannot be read.
pub fn rooster(checked: &Checked, file: &str, shown: &Sources) -> Option<Rooster> {
    let (_, tree) = yaml::read(file)?;
    let dossier = checked.dossier();
    let tables = dossier.bijlage.as_ref()?.alle_tabellen();
    let figures = &checked.cijfers()?.tabellen;
    let words = &dossier.profiel.bijlage;
    let maker = Maker { checked, tree: &tree, shown, words };
    let both = tables.iter().zip(figures);
    Some(Rooster { tabellen: both.map(|(tabel, figures)| maker.tabel(tabel, figures)).collect() })
}

struct Maker<'a> {
    checked: &'a Checked,
    tree: &'a Node,
    shown: &'a Sources,
    words: &'a BijlageProfiel,
}

impl Maker<'_> {
    fn tabel(&self, tabel: &Tabel<'_>, figures: &TabelCijfers) -> Roostertabel {
        let rijen = Rijen::new(tabel, figures, self.words);
        let column = |kop: String, sleutel: String| Roosterkolom { kop, sleutel };
        let kolommen: Vec<Roosterkolom> = match &tabel.inhoud.staat {
            Some(staat) => {
                let keys = staat.kolommen.cijfers().map(|(naam, _)| naam.as_str().to_owned());
                let figures = rijen.eigen_kolommen().into_iter();
                let figures = figures.filter(|(_, own)| matches!(own, Eigenkolom::Getal(_)));
                figures.zip(keys).map(|((kop, _), key)| column(kop, key)).collect()
            }
            None => {
                let years = tabel.jaren.iter().map(ToString::to_string);
                let years = years.map(|year| column(year.clone(), year));
                years.chain([column("Structureel".into(), "structureel".into())]).collect()
            }
        };
        let sheet = tabel.inhoud.spreadsheet.as_ref();
        let own = tabel.path.key("jaren");
        let years = if self.tree.at(&own).is_some() { own } else { Path::default().key("jaren") };
        let is_typed = sheet.is_none();
        let shown = rijen.getoond(Vorm::Werkblad);
        Roostertabel {
            plaats: tabel.path.to_string(),
            titel: tabel.titel.to_string(),
            eenheid: self.words.eenheid(tabel.eenheid).to_string(),
            jaren: (tabel.inhoud.staat.is_none() && is_typed).then(|| years.to_string()),
            spreadsheet: sheet.map(|sheet| sheet.bestand.to_string()),
            rijen: shown.iter().map(|one| self.rij(&rijen, one.rij, &kolommen, is_typed)).collect(),
            kolommen,
        }
    }

    fn rij(
        &self,
        rijen: &Rijen<'_>,
        rij: &Rij<'_>,
        kolommen: &[Roosterkolom],
        is_typed: bool,
    ) -> Roosterrij {
        let printed = rijen.cijfers(rij);
        let cell = |(column, kolom): (usize, &Roosterkolom)| {
            let cel = printed.get(column).and_then(|one| one.cel.as_ref());
            let shown = cel.map(|cel| rijen.getal(column, cel)).unwrap_or_default();
            let own = match rij.soort {
                Rijsoort::Post(post) => (!post.is_kop
                    && rijen.herkomst(rij, column) == Herkomst::Getypt)
                    .then(|| rij.path.key("cellen").key(&kolom.sleutel)),
                soort if !soort.is_getypt() => None,
                _ if kolom.sleutel == "structureel" => Some(rij.path.key("structureel")),
                _ => Some(rij.path.key("bedragen").key(&kolom.sleutel)),
            };
            self.vak(own, shown, is_typed)
        };
        let is_row =
            !matches!(rij.soort, Rijsoort::Som(_) | Rijsoort::GeenDekking | Rijsoort::DekkingNvt);
        let naam = rij.naam.as_ref();
        let own = match rij.soort {
            Rijsoort::Groep(_) | Rijsoort::Groepsom => Some(rij.path.key("titel")),
            _ => naam
                .map(|naam| &naam.place)
                .filter(|place| place.root == Root::File(Bestand::Bijlage))
                .map(|place| place.path.clone()),
        };
        let said = naam.map(|naam| naam.tekst.to_owned()).unwrap_or_default();
        let (lijst, index) = match rij.path.segments().last() {
            Some(Segment::Index(index)) if is_row && is_typed => {
                (Some(rij.path.parent().to_string()), *index)
            }
            _ => (None, 0),
        };
        Roosterrij {
            soort: rij.soort.uiterlijk(),
            plaats: rij.path.to_string(),
            lijst,
            index,
            heet: self.tree.at(&rij.path).and_then(called),
            inspring: rij.soort.inspring(),
            naam: self.vak(own.filter(|_| is_row), said, is_typed),
            cellen: kolommen.iter().enumerate().map(cell).collect(),
        }
    }

    fn vak(&self, own: Option<Path>, getoond: String, is_typed: bool) -> Roostervak {
        let Some(path) = own else { return Roostervak { getoond, ..Roostervak::default() } };
        if !is_typed {
            let place = Place { root: Root::File(Bestand::Bijlage), path };
            let span = self.checked.span(&place, None, self.shown);
            let cel = span.filter(|_| !getoond.is_empty());
            let cel = cel.and_then(|span| {
                self.shown.get(span.source).cell(span.range.start).map(ToOwned::to_owned)
            });
            return Roostervak { getoond, cel, ..Roostervak::default() };
        }
        let node = self.tree.at(&path);
        let grond = node.and_then(grond_van);
        let (path, node) = match node.and_then(|node| node.get("waarde")) {
            Some(value) => (path.key("waarde"), Some(value)),
            None => (path, node),
        };
        let text = node.and_then(Node::text);
        Roostervak {
            // What stands in several lines is written on the page.
            plaats: Some(path.to_string())
                .filter(|_| !text.is_some_and(|text| text.trim_end().contains('\n'))),
            getypt: text.unwrap_or_default().trim_end().to_owned(),
            getoond,
            grond,
            range: node.map(|node| node.span.range.clone()),
            ..Roostervak::default()
        }
    }
}

impl Rooster {
    /// Puts each finding, by its offset in the file, at its cell.
    pub fn put_findings(&mut self, found: &[(usize, usize)]) {
        let rows = self.tabellen.iter_mut().flat_map(|tabel| &mut tabel.rijen);
        for vak in rows.flat_map(|rij| std::iter::once(&mut rij.naam).chain(&mut rij.cellen)) {
            let Some(range) = &vak.range else { continue };
            let within = found.iter().filter(|(offset, _)| range.contains(offset));
            vak.meldingen = within.map(|(_, index)| *index).collect();
            vak.meldingen.dedup();
        }
    }
}
