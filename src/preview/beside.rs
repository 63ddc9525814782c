//! In: a round of the public edition, and the pages of the working one. Out: what the page with both is told. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::session::{Document, Round, Shown};
use super::state::PageState;
use crate::diagnostic::{self, Report};
use crate::dossier::Stuk;
use crate::naast::{Aangewezen, Anker, Etiket, Genummerd, Naast, Plekken, etiketten, naast};
use crate::source::{Sources, Span};
use crate::typeset::{Letters, Marks, Rect};

/// Everything that the page with both editions shows.
#[derive(Debug, Serialize)]
pub(super) struct Beside {
    /// Counts what was shown; a page never goes back to a lower one.
    pub(super) revision: u64,
    dossier: String,
    /// The absolute path of each file that can be opened in an editor, by its name in diagnostics.
    pub(super) files: BTreeMap<String, String>,
    /// Whether a click opens the user's editor.
    pub(super) opens: bool,
    /// How long the public edition took, in milliseconds, and when it was.
    pub(super) milliseconds: u128,
    pub(super) time: String,
    /// Whether both editions are of the files as they are now.
    fresh: bool,
    ruled: bool,
    documents: Vec<Pair>,
    lakkingen: Vec<Item>,
    geopend: Vec<Opened>,
    /// What there is to say of the public edition.
    report: Report,
}

/// A document in both editions.
#[derive(Debug, Serialize)]
struct Pair {
    stuk: &'static str,
    werk: Side,
    openbaar: Side,
    ankers: Vec<Anker>,
}

/// A document in one edition.
#[derive(Debug, Serialize)]
struct Side {
    pages: Vec<PageState>,
    /// What is withheld on it, page by page.
    merken: Vec<Mark>,
    /// The numbers and grounds beside it.
    etiketten: Vec<(usize, Etiket)>,
}

/// Something on a page that is withheld.
#[derive(Debug, Serialize)]
struct Mark {
    page: usize,
    /// Its number in the list; none of a figure that follows from what is withheld.
    nummer: Option<usize>,
    places: Vec<Rect>,
}

/// An item of the list.
#[derive(Debug, Serialize)]
struct Item {
    nummer: usize,
    stuk: &'static str,
    onderdeel: String,
    tekst: String,
    gronden: Vec<(String, String)>,
    reden: Option<String>,
    door_regel: bool,
    place: Option<Place>,
}

/// Something that stays public though a rule would withhold it.
#[derive(Debug, Serialize)]
struct Opened {
    tekst: String,
    place: Option<Place>,
}

/// A place in a file.
#[derive(Debug, Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

impl Beside {
    /// What a page is told of a round of the public edition, beside the pages of the working one.
    pub(super) fn new(werk: Option<&Shown>, round: &Round, dossier: String) -> Self {
        let both = werk.zip(round.shown.as_deref());
        let made =
            both.map(|(werk, openbaar)| (naast(&werk.kant(), &openbaar.kant()), werk, openbaar));
        let mut beside = Self {
            revision: 0,
            dossier,
            files: BTreeMap::new(),
            opens: false,
            milliseconds: 0,
            time: String::new(),
            fresh: round.fresh,
            ruled: round.ruled,
            documents: Vec::new(),
            lakkingen: Vec::new(),
            geopend: Vec::new(),
            report: diagnostic::report(&round.found, &round.sources),
        };
        if let Some((naast, werk, openbaar)) = &made {
            beside.documents = naast
                .paren
                .iter()
                .filter_map(|paar| {
                    let werk = side(document(werk, paar.stuk)?, paar.stuk, naast, &|plekken| {
                        &plekken.werk
                    });
                    let of = document(openbaar, paar.stuk)?;
                    let openbaar = side(of, paar.stuk, naast, &|plekken| &plekken.openbaar);
                    let (stuk, ankers) = (paar.stuk.name(), paar.ankers.clone());
                    Some(Pair { stuk, werk, openbaar, ankers })
                })
                .collect();
            beside.lakkingen = naast.lakkingen.iter().map(|one| item(one, &werk.sources)).collect();
            let opened = naast.geopend.iter().map(|one| Opened {
                tekst: one.tekst.clone(),
                place: one.bron.as_ref().map(|span| place(span, &werk.sources)),
            });
            beside.geopend = opened.collect();
        }
        beside
    }
}

fn document(shown: &Shown, stuk: Stuk) -> Option<&Document> {
    shown.documents.iter().find(|document| document.stuk == stuk)
}

fn side(document: &Document, stuk: Stuk, naast: &Naast, of: &dyn Fn(&Plekken) -> &Marks) -> Side {
    let mut merken = Vec::new();
    let own = || naast.lakkingen.iter().filter(|one| one.gelakt.stuk == stuk);
    for one in own() {
        for (page, places) in of(&one.plekken) {
            let nummer = Some(one.gelakt.nummer);
            merken.push(Mark { page: *page, nummer, places: places.clone() });
        }
    }
    for paar in naast.paren.iter().filter(|paar| paar.stuk == stuk) {
        for (page, places) in of(&paar.afgeleid) {
            merken.push(Mark { page: *page, nummer: None, places: places.clone() });
        }
    }
    let labels = document.paged.pages().iter().enumerate().flat_map(|(page, of_page)| {
        let gelakt: Vec<Genummerd> =
            own().filter_map(|one| one.op(of(&one.plekken), page)).collect();
        let labels = match gelakt.is_empty() {
            true => Vec::new(),
            false => etiketten(&gelakt, &Letters::runs(of_page), of_page.frame.width().to_pt()),
        };
        labels.into_iter().map(move |label| (page, label))
    });
    Side {
        pages: document.pages.iter().map(PageState::from).collect(),
        etiketten: labels.collect(),
        merken,
    }
}

fn item(one: &Aangewezen, sources: &Sources) -> Item {
    let gelakt = &one.gelakt;
    Item {
        nummer: gelakt.nummer,
        stuk: gelakt.stuk.name(),
        onderdeel: gelakt.onderdeel.clone(),
        tekst: one.tekst.clone(),
        gronden: gelakt.gronden.iter().map(|one| (one.code.clone(), one.over.clone())).collect(),
        reden: gelakt.reden(),
        door_regel: gelakt.door_regel,
        place: one.bron.as_ref().map(|span| place(span, sources)),
    }
}

fn place(span: &Span, sources: &Sources) -> Place {
    let source = sources.get(span.source);
    let (line, column) = source.line_column(span.range.start);
    let cell = source.cell(span.range.start).map(ToOwned::to_owned);
    Place { file: source.name().to_owned(), line, column, cell }
}
