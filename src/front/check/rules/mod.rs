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
use std::ops::Range;

use super::Matter;
use super::passage::{Passage, Spot, passages};
use super::reading::{Official, Paper, Recognised, Seen, recognise};
use super::texts::Texts;
use super::values::values;
use crate::diagnostic::{Code, Diagnostic, Edit, Label, Severity, codes};
use crate::dossier::{
    self, Bestand, BuitenPeriode, Cijfers, Datum, Dossier, Editie, Lakking, Lijsten, Place,
    Reading, Root, Stuk, Taal, is_aanhaling,
};
use crate::edit;
use crate::lakken;
use crate::manuscript::Manuscript;
use crate::prose::Evaluator;
use crate::source::{SourceId, Sources, Span};
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

/// Places to fill in are told together, for each file: a new dossier has nothing else. Only after exceptions, which
/// are for each place.
fn together(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (places, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) =
        all.into_iter().partition(|diagnostic| diagnostic.code == codes::NOT_FILLED_IN);
    let mut files: BTreeMap<SourceId, Vec<Diagnostic>> = BTreeMap::new();
    for place in places {
        let Some(span) = place.span() else { continue };
        files.entry(span.source).or_default().push(place);
    }
    for mut places in files.into_values() {
        places.sort_by_key(|place| place.span().map(|span| span.range.start));
        let count = places.len();
        let mut places = places.into_iter();
        let Some(mut first) = places.next() else { continue };
        if count > 1 {
            let message = format!("op {count} plaatsen moet nog iets worden ingevuld");
            first.here = Some(std::mem::replace(&mut first.message, message));
        }
        first.labels.extend(places.flat_map(|place| place.labels));
        rest.push(first);
    }
    rest
}

/// What a rule found.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    message: String,
    /// The words that it is about; none for all that stands at its first place.
    woorden: Option<String>,
    spots: Vec<(Spot, String)>,
    help: Vec<String>,
    edits: Vec<(Spot, String)>,
}

impl Finding {
    /// A finding at a place.
    pub(super) fn at(spot: Spot, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            woorden: None,
            spots: vec![(spot, String::new())],
            help: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// A finding in a passage.
    pub(super) fn on(passage: &Passage, range: &Range<usize>, message: impl Into<String>) -> Self {
        Self::at(passage.spot(range), message).about(&passage.text[range.clone()])
    }

    /// The words that it is about, as an exception names them.
    pub(super) fn about(mut self, woorden: impl Into<String>) -> Self {
        self.woorden = Some(woorden.into());
        self
    }

    /// A word at the first place.
    pub(super) fn label(mut self, text: impl Into<String>) -> Self {
        self.spots[0].1 = text.into();
        self
    }

    /// A further place.
    pub(super) fn and(mut self, spot: Spot, text: impl Into<String>) -> Self {
        self.spots.push((spot, text.into()));
        self
    }

    /// What to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The correction; where the text was not typed just so, only the advice to write it.
    pub(super) fn fix(
        self,
        passage: &Passage,
        range: &Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        let text = text.into();
        if passage.is_typed(range) {
            let mut fixed = self;
            fixed.edits.push((passage.spot(range), text));
            return fixed;
        }
        self.help(advice(&text))
    }
}

/// A correction that the author must make.
fn advice(text: &str) -> String {
    if text.is_empty() { "haal dit weg".into() } else { format!("schrijf `{text}`") }
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

/// A finding with the words that it is about, by which an exception can be for it alone.
struct Told {
    diagnostic: Diagnostic,
    woorden: String,
}

fn told(rule: &Rule, finding: Finding, reading: &Reading, sources: &Sources) -> Told {
    let first = finding.spots.first().map(|(spot, _)| spot);
    let field = first.map(|spot| spot.place.to_string());
    let woorden = finding.woorden.or_else(|| Some(typed(first?, reading)?.to_owned()));
    let woorden = woorden.unwrap_or_default();
    let mut diagnostic = Diagnostic::new(rule.code, rule.severity, finding.message);
    diagnostic.labels = finding
        .spots
        .into_iter()
        .filter_map(|(spot, text)| Some(Label { span: span(&spot, reading, sources)?, text }))
        .collect();
    diagnostic.help = finding.help;
    if is_about_public(rule.code) {
        diagnostic.help.push(format!(
            "is dit goed zo, zet dan in dossier.yaml bij `uitzonderingen`: `{{regel: {}, tekst: {}, reden: …}}`",
            rule.code.id,
            exceptions::quoted(&woorden)
        ));
    }
    let edit = |(spot, text): &(Spot, String)| -> Option<Edit> {
        let tree = reading.trees.get(&spot.place.root)?;
        edit::in_place(tree, &spot.place.path, spot.within.clone()?, text, sources)
    };
    match finding.edits.iter().map(edit).collect::<Option<Vec<Edit>>>() {
        Some(fix) => diagnostic.fix = fix,
        None => diagnostic.help.extend(finding.edits.iter().map(|(_, text)| advice(text))),
    }
    diagnostic.field = field;
    Told { diagnostic, woorden }
}

/// What was typed at a place.
fn typed<'a>(spot: &Spot, reading: &'a Reading) -> Option<&'a str> {
    let text = reading.trees.get(&spot.place.root)?.at(&spot.place.path)?.text()?;
    spot.within.clone().map_or(Some(text), |range| text.get(range))
}

fn span(spot: &Spot, reading: &Reading, sources: &Sources) -> Option<Span> {
    let tree = reading.trees.get(&spot.place.root)?;
    if spot.key {
        return Some(tree.key_place(&spot.place.path, sources));
    }
    match (tree.at(&spot.place.path), &spot.within) {
        (Some(node), Some(range)) => Some(node.within(range.clone(), sources)),
        _ => Some(tree.place(&spot.place.path, sources)),
    }
}
