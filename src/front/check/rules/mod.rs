//! In: a dossier with its texts and figures. Out: what the last careful colleague would say of it. Pure.
//!
//! Every rule is a row of [`RULES`]: a code, a severity and a function. A further rule is one function, one
//! row, one page in `docs/meldingen/` and its cases in `tests/regels/`.

mod abbreviations;
mod addressees;
mod amounts;
mod annex;
mod committee;
mod counts;
mod cover;
mod dates;
mod exceptions;
mod finance;
mod finding;
mod form;
mod language;
mod lists;
mod members;
mod motions;
mod names;
mod openbaar;
mod papers;
mod pasted;
mod questions;
mod repeated;
mod see_also;
mod signers;
mod soorten;
mod spelling;
mod tables;
mod voice;

use std::collections::BTreeMap;

use super::Matter;
use super::passage::{Passage, passages};
use super::reading::{Official, Paper, Recognised, Seen, recognise};
use super::texts::Texts;
use super::values::values;
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::dossier::{
    self, Bestand, BuitenPeriode, Cijfers, Datum, Dossier, Editie, Lakking, Lijsten, Place,
    Reading, Root, Stuk, Taal, is_aanhaling,
};
use crate::lakken;
use crate::manuscript::Manuscript;
use crate::prose::Evaluator;
use crate::source::Sources;
use crate::yaml::{Entry, Kind, Node, Path, Segment};

/// A rule: what it is called, how bad a finding is, and how it is found.
pub(super) struct Rule {
    pub(super) code: Code,
    pub(super) severity: Severity,
    find: fn(&Subject<'_>, &mut Vec<Finding>),
}

macro_rules! rules {
    ($($code:ident $severity:ident $find:path;)*) => {
        &[$(Rule { code: codes::$code, severity: Severity::$severity, find: $find }),*]
    };
}

/// Every rule on the texts and figures, by family. *Error* only where the document would be wrong or refused; *Warning* where a
/// colleague would ask; *Info* for style, told when asked for.
pub(super) const RULES: &[Rule] = rules! {
    PAPER_FORM Warning papers::form;
    PAPER_YEAR Warning papers::year;
    PAPER_NUMBER Warning papers::number;
    PAPER_CONFLICT Warning papers::conflict;
    PAPER_MISSING Warning motions::missing;
    PAPER_UNLISTED Warning motions::unlisted;
    PAPER_UNUSED Warning motions::unused;
    NAME_WRONG Warning names::wrong;
    NAME_PERIOD Warning names::period;
    NAME_CAPITAL Warning names::capital;
    CAPITAL_FUNCTION Info names::capital_function;
    ABBREVIATION_UNEXPLAINED Warning abbreviations::unexplained;
    ABBREVIATION_UNUSED Info abbreviations::unused;
    DATE_LAST Warning dates::last;
    DATE_NONE Error dates::none;
    DATE_WEEKDAY Warning dates::weekday;
    DATE_FUTURE Warning dates::future;
    DATE_DEBATE Warning dates::debate;
    AMOUNT_NOTATION Warning amounts::notation;
    AMOUNT_CONFLICT Warning annex::amount;
    COUNT_CONFLICT Warning counts::find;
    SUM_WRONG Warning tables::sum;
    PERCENTAGE Warning amounts::percentage;
    AMOUNT_TYPED Warning annex::overgetikt;
    CW31 Warning finance::cw31;
    COVER_SILENT Warning cover::find;
    FEZ_MISSING Warning finance::fez;
    ANNEX_MENTION Warning form::annexes;
    SIGNERS Warning signers::find;
    ADVICE Warning form::advice;
    SECTION_MISSING Warning form::sections;
    NOT_FILLED_IN Warning form::filled_in;
    VOICE Warning voice::find;
    NOT_PUBLIC Warning form::not_public;
    HEADING_OTHER Warning form::headings;
    REPEATED Warning repeated::find;
    LIST_RUNS_ON Warning lists::find;
    HEADING_POINT Warning form::points;
    QUESTION_OPEN Warning questions::open;
    QUESTION_TWICE Error questions::twice;
    QUESTION_UNKNOWN Error questions::unasked;
    QUESTION_NUMBER Warning questions::number;
    MEMBERS Warning members::members;
    ADDRESSEE Warning addressees::addressees;
    ANSWER_TERM Warning questions::term;
    QUESTION_SUBJECT Warning questions::topic;
    FRACTIONS Warning committee::fractions;
    QUESTION_NUMBERED_TWICE Error committee::numbered_twice;
    ANSWER_REFERENCE Warning committee::references;
    ANSWER_ACROSS Warning committee::across;
    COMMITTEE Warning committee::committee;
    QUESTION_GAP Warning questions::gap;
    SEE_ALSO Warning see_also::see_also;
    POSTPONED Warning soorten::later;
    POSTPONED_REASON Warning soorten::reason;
    OFFERED_MEETING Warning soorten::meeting;
    OVERVIEW_OPEN Warning soorten::overview;
    OTHER_CHAMBER Warning soorten::chamber;
    WORD_TWICE Warning language::twice;
    SPACE_BEFORE Warning language::space;
    SENTENCE_LONG Info language::long;
    PASSIVE Info language::passive;
    OFFICIALESE Info language::officialese;
    BRACKETS Warning language::brackets;
    VERB_FORM Warning language::verb;
    SPELLING Info spelling::find;
    WORD_BROKEN Warning pasted::broken;
    REMAINS Warning pasted::remains;
};

/// The rules on what goes out with the public edition.
pub(super) const OPENBAAR: &[Rule] = rules! {
    STANDS_OPEN Error openbaar::gelakt::zeker;
    SEEMS_OPEN Warning openbaar::gelakt::misschien;
    PERSON_NUMBER Error openbaar::persoon::nummer;
    PERSON_DATA Warning openbaar::persoon::gegeven;
    RULE_OPENED Warning openbaar::regel::geopend;
    AMOUNT_FOLLOWS Warning openbaar::bedragen::find;
    AMOUNT_OPEN Error openbaar::bedragen::zeker;
};

/// All of them.
pub(super) fn every() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(OPENBAAR)
}

/// Whether a rule is on what goes out with the public edition.
pub(super) fn is_about_public(code: Code) -> bool {
    OPENBAAR.iter().any(|rule| rule.code == code)
}

/// Whether a text says nothing yet: all of it is to be filled in.
pub(super) use finding::Finding;
use finding::{Told, together, told};
pub(super) use form::is_blank;
/// What a word that is not spelled right must be.
pub(super) use spelling::meant;

/// What a rule looks at.
pub(super) struct Subject<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) cijfers: Option<&'a Cijfers>,
    /// The figures as everybody may read them; none where nothing of the annex is withheld.
    pub(super) publiek: Option<&'a Cijfers>,
    /// What everybody reads where a value is filled in; none where that is all of it.
    pub(super) ingevuld: Option<&'a Evaluator>,
    /// What was read.
    pub(super) reading: &'a Reading,
    pub(super) manuscripten: &'a BTreeMap<Stuk, Manuscript>,
    pub(super) lijsten: &'a Lijsten,
    pub(super) official: Official<'a>,
    /// The letter's date.
    pub(super) date: Datum,
    /// Everything that is read, in the order in which it is printed.
    pub(super) passages: Vec<Passage>,
    /// What was recognised in the passages.
    pub(super) seen: Recognised,
    /// That the ministry of the profile did not exist on that date.
    pub(super) buiten_periode: Option<&'a BuitenPeriode>,
    /// What is withheld from the public.
    pub(super) lakkingen: &'a [Lakking],
    /// What the rules on the public edition go by.
    openbaar: openbaar::Grens,
    /// Where each footnote is first referred to: the passage and the offset in it.
    marks: BTreeMap<(Root, String), (usize, usize)>,
    /// The papers that a footnote cites, as indices in `seen`.
    cited: BTreeMap<(Root, String), Vec<usize>>,
}

impl<'a> Subject<'a> {
    fn new(matter: &'a Matter, publiek: Option<&'a Publiek>) -> Option<Self> {
        let Matter { reading, cijfers, manuscripten, texts, images } = matter;
        if texts.incomplete {
            return None;
        }
        let dossier = reading.dossier.as_deref()?;
        let lijsten = reading.trees.lijsten.as_deref()?;
        let passages = read(reading, texts, images, &lijsten.taal);
        let date = dossier.gegevens.datum;
        let official = Official::new(lijsten, date);
        let seen = recognise(&passages, &official, lijsten);
        let mut marks = BTreeMap::new();
        for passage in &passages {
            for (at, name) in &passage.notes {
                marks.entry((passage.place.root, name.clone())).or_insert((passage.index, *at));
            }
        }
        let mut cited: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (i, paper) in seen.papers.iter().enumerate() {
            let passage = &passages[paper.passage];
            if let Some(name) = passage.note_name() {
                cited.entry((passage.place.root, name.to_owned())).or_default().push(i);
            }
        }
        let lakkingen = &reading.trees.lakkingen;
        let openbaar = openbaar::Grens::new(lakkingen, &passages);
        Some(Self {
            dossier,
            cijfers: cijfers.as_ref(),
            publiek: publiek.and_then(|publiek| publiek.cijfers.as_ref()),
            ingevuld: publiek.map(|publiek| &publiek.ingevuld),
            reading,
            manuscripten,
            lijsten,
            official,
            date,
            passages,
            seen,
            buiten_periode: reading.trees.buiten_periode.as_ref(),
            lakkingen,
            openbaar,
            marks,
            cited,
        })
    }

    /// Where a footnote is first referred to: the passage, and the offset in its text.
    pub(super) fn mark(&self, note: &Passage) -> Option<(&Passage, usize)> {
        let key = (note.place.root, note.note_name()?.to_owned());
        self.marks.get(&key).map(|(passage, at)| (&self.passages[*passage], *at))
    }

    /// The papers that a footnote cites.
    pub(super) fn cited(&self, root: Root, note: &str) -> impl Iterator<Item = &Seen<Paper>> {
        let cited = self.cited.get(&(root, note.to_owned()));
        cited.into_iter().flatten().map(|i| &self.seen.papers[*i])
    }

    /// The passages of one file.
    pub(super) fn of(&self, bestand: Bestand) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(move |passage| passage.place.root == Root::File(bestand))
    }

    /// The passages of the letter, with the answers that come with it.
    pub(super) fn letter(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| is_of_letter(passage))
    }

    /// The passages that end up in the letter, the nota or the annex.
    pub(super) fn printed(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.place.root != Root::File(Bestand::Dossier))
    }

    /// The passage that something was seen in.
    pub(super) fn passage<T>(&self, seen: &Seen<T>) -> &Passage {
        &self.passages[seen.passage]
    }

    /// Whether a document can be made.
    pub(super) fn has(&self, stuk: Stuk) -> bool {
        self.dossier.stukken().any(|present| present == stuk)
    }
}

/// Whether a passage is of the letter, or of the answers that come with it.
pub(super) fn is_of_letter(passage: &Passage) -> bool {
    matches!(passage.place.root, Root::File(bestand) if bestand.stuk() == Some(Stuk::Kamerbrief))
}

/// A value in one of the dossier's files.
pub(super) fn place(bestand: Bestand, path: Path) -> Place {
    Place { root: Root::File(bestand), path }
}

/// The value of a top-level key.
pub(super) fn field(bestand: Bestand, key: &str) -> Place {
    place(bestand, Path::default().key(key))
}

/// Everything that is read, in the order in which it is printed. The profile's texts are the ministry's own, and a
/// question is that of who asks it.
fn read(reading: &Reading, texts: &Texts, images: &[(Place, String)], taal: &Taal) -> Vec<Passage> {
    let mut all = Vec::new();
    for place in
        texts.order.iter().filter(|place| place.root != Root::Profile && !is_aanhaling(place))
    {
        let node = reading.trees.get(&place.root).and_then(|tree| tree.at(&place.path));
        let text = node.and_then(Node::text).unwrap_or_default();
        passages(place, text, texts.prose.get(place), taal, &mut all);
    }
    for (place, text) in images {
        let node = reading.trees.get(&place.root).and_then(|tree| tree.at(&place.path));
        let named = node.and_then(Node::text).unwrap_or_default();
        Passage::of_image(place, text, named).finish(taal, &mut all);
    }
    all
}

/// Runs every rule, those of style only when asked for, or only those on the public edition; and leaves out what the
/// dossier excuses. Says whether it could: a dossier that cannot be read has no rules.
///
/// It is always about the edition for work: what is withheld was there in that.
pub(super) fn run(
    matter: &Matter,
    sources: &Sources,
    style: bool,
    about_public: bool,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let reading = &matter.reading;
    let publiek = publiek(reading, sources);
    let Some(subject) = Subject::new(matter, publiek.as_ref()) else { return false };
    let mut all = Vec::new();
    let chosen = if about_public { &[] } else { RULES };
    let run = |rule: &&Rule| style || rule.severity != Severity::Info;
    for rule in chosen.iter().chain(OPENBAAR).filter(run) {
        let mut findings = Vec::new();
        (rule.find)(&subject, &mut findings);
        all.extend(findings.into_iter().map(|finding| told(rule, finding, reading, sources)));
    }
    let mut all = exceptions::apply(subject.dossier, reading, sources, style, all);
    if about_public {
        // Nor are exceptions for other rules its business.
        all.retain(|diagnostic| is_about_public(diagnostic.code));
    }
    let mut all = together(all);
    found.append(&mut all);
    true
}

/// What everybody reads of the figures, and of the values that are filled in.
struct Publiek {
    cijfers: Option<Cijfers>,
    ingevuld: Evaluator,
}

/// That of the public edition, where something is withheld of what a text can be filled in with. Lines have the short
/// names of the edition for work, by which its texts ask for them.
fn publiek(reading: &Reading, sources: &Sources) -> Option<Publiek> {
    let (annex, dossier) = (Root::File(Bestand::Bijlage), Root::File(Bestand::Dossier));
    let in_value = |lakking: &&Lakking| match lakking.place.path.segments() {
        [Segment::Key(field)] => lakking.place.root == dossier && &**field == "onderwerp",
        _ => false,
    };
    let of_annex = |lakking: &&Lakking| lakking.place.root == annex;
    let all = &reading.trees.lakkingen;
    all.iter().find(|one| of_annex(one) || in_value(one))?;
    let mut trees = lakken::lak(reading.trees.clone(), Editie::Openbaar, sources);
    if let (Some(public), Some(work)) = (trees.get(&annex), reading.trees.get(&annex)) {
        let named = with_ids(public, work);
        trees.put(annex, named);
    }
    let dossier = dossier::read(trees).dossier?;
    let cijfers = dossier.bijlage.as_ref().map(Cijfers::new);
    let ingevuld = Evaluator::new(&values(&dossier, cijfers.as_ref()));
    Some(Publiek { cijfers: cijfers.filter(|_| all.iter().any(|one| of_annex(&one))), ingevuld })
}

/// A tree with the short names that another has at the same places.
fn with_ids(tree: &Node, named: &Node) -> Node {
    let kind = match (&tree.kind, &named.kind) {
        (Kind::Map(entries), Kind::Map(_)) => Kind::Map(
            (entries.iter())
                .map(|Entry { key, value }| {
                    let name = key.text().unwrap_or_default();
                    let value = match named.get(name) {
                        Some(own) if name == "id" => own.clone(),
                        Some(own) => with_ids(value, own),
                        None => value.clone(),
                    };
                    Entry { key: key.clone(), value }
                })
                .collect(),
        ),
        (Kind::List(items), Kind::List(own)) => {
            let own = own.iter().map(Some).chain(std::iter::repeat(None));
            let item = |(item, own): (&Node, Option<&Node>)| {
                own.map_or_else(|| item.clone(), |own| with_ids(item, own))
            };
            Kind::List(items.iter().zip(own).map(item).collect())
        }
        _ => return tree.clone(),
    };
    Node { span: tree.span.clone(), kind }
}
