//! In: a value of the annex. Out: a row of its table: what it is, with its texts, its figures and where they stand.
//! Pure.

use std::ops::Range;

use crate::dossier::{
    Bestand, Cel, Maatregel, Naam, Place, Postsoort, Proza, Reeks, Regel, Root, Somregel, Soort,
};
use crate::yaml::Path;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rijsoort {
    /// The position that the table starts from.
    Beginstand,
    /// The heading of a group.
    Groep(Soort),
    /// The heading of a group with the group's sum in it.
    Groepsom,
    /// A measure.
    Maatregel,
    /// A part of the measure above.
    Waarvan,
    /// The heading above the sources of cover.
    Dekkingskop,
    /// A source of cover.
    Bron,
    /// Says that nothing pays it.
    GeenDekking,
    /// Says that the table is not about cover.
    DekkingNvt,
    /// A computed line.
    Som(Somregel),
    /// A line of a table with columns of its own.
    Post(Postrij),
}

/// What a line of a table with columns of its own is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Postrij {
    /// How it counts.
    pub soort: Postsoort,
    /// How deep it stands, from 1.
    pub niveau: u32,
    /// Whether it is the sum of others.
    pub is_som: bool,
    /// Whether it has no figures, so that it is a heading.
    pub is_kop: bool,
}

impl Rijsoort {
    /// The word for it in the column `Soort` of a sheet.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Beginstand => "beginstand",
            Self::Groep(soort) => soort.word(),
            Self::Groepsom => "groepsom",
            Self::Maatregel => "maatregel",
            Self::Waarvan => Postsoort::Waarvan.word(),
            Self::Dekkingskop => "kop",
            Self::Bron => "dekking",
            Self::GeenDekking => "geen dekking",
            Self::DekkingNvt => "dekking nvt",
            Self::Som(regel) => regel.word(),
            Self::Post(post) => post.soort.word(),
        }
    }

    /// As what a row of this kind is printed: a word that the house style knows.
    pub fn uiterlijk(self) -> &'static str {
        match self {
            Self::Groep(_) | Self::Dekkingskop => "kop",
            Self::Groepsom => "kopsom",
            Self::Maatregel | Self::Waarvan | Self::Bron => "regel",
            Self::Beginstand | Self::Som(Somregel::Subtotaal(_) | Somregel::TotaalDekking) => "som",
            Self::Som(Somregel::Totaal | Somregel::NieuweStand | Somregel::Saldo) => "totaal",
            Self::GeenDekking | Self::DekkingNvt => "tekst",
            Self::Post(Postrij { soort: Postsoort::Totaal, .. }) => "totaal",
            Self::Post(Postrij { is_kop: true, .. }) => "kop",
            Self::Post(_) => "regel",
        }
    }

    /// How many steps its name stands to the right.
    pub fn inspring(self) -> usize {
        match self {
            Self::Post(Postrij { niveau, .. }) => niveau.saturating_sub(1) as usize,
            Self::Waarvan => 1,
            _ => 0,
        }
    }

    /// Whether it is bold, being a sum among other lines.
    pub fn is_vet(self) -> bool {
        matches!(self, Self::Post(Postrij { is_som: true, .. }))
    }

    /// Whether its figures were typed, and do not follow from others.
    pub fn is_getypt(self) -> bool {
        match self {
            Self::Beginstand | Self::Maatregel | Self::Waarvan | Self::Bron => true,
            Self::Post(post) => !post.is_som && !post.is_kop,
            _ => false,
        }
    }
}

/// A text of a row, besides its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tekstkolom {
    /// The name for use in texts.
    Id,
    /// Who does it.
    Trekker,
    /// The article of the budget.
    Artikel,
    /// What the ministry thinks of it.
    Appreciatie,
    /// What explains it.
    Toelichting,
    /// Where it came from.
    Herkomst,
    /// A column of text of the table's own, by its number.
    Eigen(usize),
}

impl Tekstkolom {
    /// All that have a name of their own, in the order of columns.
    pub const ALL: [Self; 6] = [
        Self::Id,
        Self::Trekker,
        Self::Artikel,
        Self::Appreciatie,
        Self::Toelichting,
        Self::Herkomst,
    ];

    /// Whether it stands in a printed table. Explanations are printed below it, and names for use in texts nowhere.
    pub(super) fn is_gedrukt(self) -> bool {
        !matches!(self, Self::Id | Self::Toelichting | Self::Herkomst)
    }

    /// The name of the field in `bijlage.yaml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Trekker => "trekker",
            Self::Artikel => "artikel",
            Self::Appreciatie => "appreciatie",
            Self::Toelichting => "toelichting",
            Self::Herkomst => "herkomst",
            Self::Eigen(_) => "eigen",
        }
    }
}

/// A text of a row: a field of the annex, or a word of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opschrift<'a> {
    /// What it says.
    pub tekst: &'a str,
    /// Where it stands.
    pub place: Place,
}

/// What stands in a cell of text of a printed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tekstvak<'r, 'a> {
    /// Nothing.
    Leeg,
    /// The number of a measure.
    Nummer(usize),
    /// A text.
    Tekst(&'r Opschrift<'a>),
    /// The name, with the article behind it in parentheses, if it has one.
    Naam(Option<&'r Opschrift<'a>>, Option<&'r Opschrift<'a>>),
}

/// A figure of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cijfer {
    /// What it is; none where the cell is empty.
    pub cel: Option<Cel>,
    /// Where it was typed, or of what it is the sum.
    pub place: Place,
}

/// A part of a sum: a run of rows, and whether they are taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somdeel {
    /// The rows, by their places in the list.
    pub rijen: Range<usize>,
    /// Whether they are taken off.
    pub af: bool,
}

impl Somdeel {
    pub(super) fn een(rij: usize, af: bool) -> Self {
        Self { rijen: rij..rij + 1, af }
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Rij<'a> {
    /// What it is.
    pub soort: Rijsoort,
    /// The value in `bijlage.yaml` that it is about.
    pub path: Path,
    /// Which rows it belongs with: 0 for the position that the table starts from, then the groups, then what
    /// closes the table.
    pub groep: usize,
    /// Its number among the measures, from 1.
    pub nummer: Option<usize>,
    /// The word before its name, of what is a part of the row above.
    pub voor: Option<Opschrift<'a>>,
    /// Its name; a group may have none.
    pub naam: Option<Opschrift<'a>>,
    /// Its further texts.
    pub teksten: Vec<(Tekstkolom, Opschrift<'a>)>,
    /// Its figures; none where there cannot be any.
    pub reeks: Option<&'a Reeks>,
    /// What is printed instead, as it was published; mostly the same.
    pub gepubliceerd: Option<&'a Reeks>,
    /// The rows that it is the sum of.
    pub delen: Vec<Somdeel>,
}

impl<'a> Rij<'a> {
    /// A row of which nothing is known but what it is, where it stands and with which rows it belongs.
    pub(super) fn leeg(soort: Rijsoort, path: Path, groep: usize) -> Self {
        let (nummer, voor, naam, reeks, gepubliceerd) = (None, None, None, None, None);
        let (teksten, delen) = (Vec::new(), Vec::new());
        Self { soort, path, groep, nummer, voor, naam, teksten, reeks, gepubliceerd, delen }
    }

    pub(super) fn maatregel(maatregel: &'a Maatregel, path: Path) -> Self {
        let line = Regel::as_str;
        let texts = [
            (Tekstkolom::Id, maatregel.id.as_ref().map(Naam::as_str)),
            (Tekstkolom::Trekker, maatregel.trekker.as_ref().map(line)),
            (Tekstkolom::Artikel, maatregel.artikel.as_ref().map(line)),
            (Tekstkolom::Appreciatie, maatregel.appreciatie.as_ref().map(line)),
            (Tekstkolom::Toelichting, maatregel.toelichting.as_ref().map(Proza::as_str)),
            (Tekstkolom::Herkomst, maatregel.herkomst.as_ref().map(Proza::as_str)),
        ];
        let soort = if maatregel.waarvan { Rijsoort::Waarvan } else { Rijsoort::Maatregel };
        Self {
            naam: Some(veld(path.key("maatregel"), maatregel.maatregel.getypt())),
            teksten: velden(&path, texts),
            ..Self::leeg(soort, path, 0)
        }
    }

    /// Its cells of text as they are printed in a table with these columns: of a line one for each, of any other its name
    /// over all of them.
    pub fn tekstvakken(&self, genummerd: bool, columns: &[Tekstkolom]) -> Vec<Tekstvak<'_, 'a>> {
        let name = self.naam.as_ref();
        let is_alone = columns.iter().all(|kolom| self.tekst(*kolom).is_none());
        let is_post = matches!(self.soort, Rijsoort::Post(_));
        if self.soort.uiterlijk() != "regel" && (is_alone || !is_post) {
            return vec![Tekstvak::Naam(name, None)];
        }
        let number = genummerd.then(|| self.nummer.map_or(Tekstvak::Leeg, Tekstvak::Nummer));
        let behind = self.tekst(Tekstkolom::Artikel);
        let behind = behind.filter(|_| !columns.contains(&Tekstkolom::Artikel));
        let more =
            columns.iter().map(|kolom| self.tekst(*kolom).map_or(Tekstvak::Leeg, Tekstvak::Tekst));
        number.into_iter().chain([Tekstvak::Naam(name, behind)]).chain(more).collect()
    }

    /// Its figures as they are printed.
    pub fn gedrukt(&self) -> Option<&'a Reeks> {
        self.gepubliceerd.or(self.reeks)
    }

    /// One of its texts.
    pub fn tekst(&self, kolom: Tekstkolom) -> Option<&Opschrift<'a>> {
        self.teksten.iter().find(|(of, _)| *of == kolom).map(|(_, text)| text)
    }
}

/// A field of the annex.
pub(super) fn veld(path: Path, tekst: &str) -> Opschrift<'_> {
    Opschrift { tekst, place: Place { root: Root::File(Bestand::Bijlage), path } }
}

/// The fields that are there, of the value at a path.
pub(super) fn velden<'a, const N: usize>(
    path: &Path,
    texts: [(Tekstkolom, Option<&'a str>); N],
) -> Vec<(Tekstkolom, Opschrift<'a>)> {
    let texts = texts.into_iter();
    texts.filter_map(|(kolom, text)| Some((kolom, veld(path.key(kolom.name()), text?)))).collect()
}

/// A word of the profile.
pub(super) fn woord<'a>(key: &str, woord: &'a Regel) -> Opschrift<'a> {
    let path = Path::default().key("bijlage").key(key);
    Opschrift { tekst: woord.as_str(), place: Place { root: Root::Profile, path } }
}
