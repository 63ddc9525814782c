//! In: a dossier. Out: its documents, or what is wrong with it. The map of the document compiler for
//! letters of Dutch ministers to parliament. Pure, but for the rooms marked below.
//!
//! A dossier (a folder of YAML) goes in; a Kamerbrief, a beslisnota and a financial annex come out, as
//! PDF/A-2a and PDF/UA-1, byte for byte the same every time. One way through the house:
//!
//! ```text
//! ┌ front, which knows no Typst ────────────────────────────────────────┐
//! system ─Files→ workspace → yaml ─Trees→ [lakken] ─Trees→ dossier ─Reading→ check ─Checked→ render ─Sheets→ typeset → export ─bytes→ [seal] → system
//!                              └ sheet       └ prose        └ manuscript: the parts of each document, in order
//! word: a checked dossier → files of Word → system → others → word::lees → voorstellen, to be taken by `schrijven`
//! the public edition goes the same way, with what is withheld taken out of its trees; then publicatie: bytes → the set → system
//! edit: a place and a new text → bytes of YAML        signoff: fingerprints and initials → how the sign-off stands
//!            diagnostics from every room travel beside the value; they are printed once, at the end
//! ```
//!
//! The crate of a room is where it stands: `kamerbrief-base` in `src/base/`, `kamerbrief-front` in `src/front/`,
//! `kamerbrief-seal` in `src/seal/`, and the rest here. Front and seal compile without Typst, and the seal without the
//! front: a forbidden arrow does not compile.
//!
//! | room | what it does | I/O |
//! |---|---|---|
//! | base: [`source`], [`path`] | place in a text → line and column; one map for any two texts; the way to a value | no |
//! | base: [`diagnostic`] | a mistake as data; its printing | no |
//! | base: `datum`, `moment`, `vingerafdruk`, `naam`, `controls` | days and moments; fingerprints; whether two names are one; what a control character was meant as | no |
//! | front: `stukken` | the files of a dossier and the documents that are made of it, by name | no |
//! | front: [`workspace`] | a dossier's files with all that they name, unsaved texts before them, what to watch | no |
//! | front: [`yaml`] | YAML → tree with byte places, also of a file with mistakes | no |
//! | front: [`sheet`] | spreadsheet or CSV → cells with their places | no |
//! | front: [`templates`] | the embedded templates and lists, and a folder laid over them | no |
//! | front: [`dossier`] | trees, and from those the domain in the ministry's words; JSON Schema; structure; figures | no |
//! | front: [`prose`] | CommonMark subset → structure, with exact places | no |
//! | front: [`manuscript`] | a document's parts in order, with their places: decided once | no |
//! | front: [`edit`] | a place, a range, a new text → YAML; and what was found → the files with every certain correction | no |
//! | front: [`overnemen`] | a file with written questions, of the Chamber → what it says of them; that → YAML | no |
//! | front: `lakken` | what is withheld from the public, by its place; trees → trees without it | no |
//! | front: [`check`] | the rules; makes [`check::Checked`], without which nothing is rendered | no |
//! | front: [`inventaris`] | what of each document is withheld from the public, and why; never what it says | no |
//! | front: [`schrijven`] | a text as a person edits it, or pastes it → what to change in the file; the way back along that | no |
//! | front: [`formulier`] | the schema of a file and what the file says → what a person can fill in, choose and add | no |
//! | front: [`opmerkingen`] | remarks of colleagues → the words that they are about, as those stand now | no |
//! | front: [`voorstellen`] | what others want of the texts → each to be taken or refused, in one file beside the dossier | no |
//! | front: [`signoff`] | route, initials, fingerprints → what each initial is worth now, and what changed since | no |
//! | [`draden`] | pieces of work → what comes of each, at once where threads can be had | no |
//! | [`render`] | minijinja: checked dossier and its manuscripts + templates → virtual Typst files | no |
//! | [`typeset`] | Typst over those files, and nothing else | no |
//! | [`export`] | document → PDF, SVG, PNG; annex → workbook, CSV, JSON | no |
//! | [`vergelijk`] | two PDFs → which pages differ, in words and pictures | no |
//! | [`naast`] | both editions, typeset → where what is withheld stands on both; the PDF to go over it | no |
//! | [`word`] | a checked dossier and its manuscripts → files of Word; one that came back → what others want; a letter that was written there → a dossier; knows no Typst | no |
//! | [`publicatie`] | a public edition → everything that is published, as files; a set and its manifest → what differs | no |
//! | [`seal`] | PDF and key → signed PDF; signed PDF → what it proves | no |
//! | [`system`] | **the only door**: files, fonts, terminal, clock, randomness; one at a time writes in a folder, a file or a folder whole or not at all | **yes** |
//! | [`preview`] | the rounds of `watch`; the page in the browser, and from a word on it back to the YAML | **`watcher`, `http`, `events`, `server`** |
//! | [`cli`], [`commands`] | arguments; one file per subcommand, wiring only | wiring |
//!
//! No room knows a room to its right; of the front the table has the order, and a test keeps to it. What came out
//! different from the first design, and why: places are kept beside the plain types, by path; scalars printed by a
//! template carry their field's number into the Typst source, so that a Typst error leads to the YAML field also from a
//! loop; the rows of a spreadsheet are put into the tree of `bijlage.yaml` before its structure is checked, so that
//! nothing after it knows where a line was typed; the rules of the secretariat run beside the typesetting, because no
//! page has to wait for them; how the sign-off stands comes to a document by a sheet of its own, because an initial is
//! about a document without the initials that it prints; `typst-kit` is not used: its watcher always waits 100 ms, and
//! its server has one page.

pub mod cli;
pub mod commands;
pub mod draden;
pub mod export;
pub mod naast;
pub mod preview;
pub mod publicatie;
pub mod render;
pub mod system;
pub mod typeset;
pub mod vergelijk;
pub mod word;

pub use kamerbrief_base::{diagnostic, path, source};
pub use kamerbrief_front::{
    Inspection, Job, check, dossier, edit, examine, forget, formulier, inspect, inventaris, lakken,
    manuscript, opmerkingen, overnemen, prose, schrijven, sheet, signoff, templates, voorstellen,
    workspace, yaml,
};
pub use kamerbrief_seal as seal;

use crate::check::{Checked, Examination, Rules};
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::{Editie, Stuk};
use crate::draden::Aside;
use crate::export::{Files, Format, Identity};
use crate::render::Sheets;
use crate::signoff::{Aftekening, Uitgave};
use crate::source::Sources;
use crate::typeset::{Paged, Typesetter};

/// Makes what is the same in every run, in the order in which it is asked for: so that whoever can do two things at once
/// waits for none of it.
pub fn prepare() {
    kamerbrief_front::prepare();
    render::prepare();
    typeset::prepare();
}

/// A checked dossier whose templates are filled. The typesetter that filled it has its sheets.
#[derive(Debug)]
pub struct FilledDossier {
    checked: Checked,
    sheets: Sheets,
    aftekening: Aftekening,
}

/// The way from files to sheets: read, check, go through the rules, fill the templates. `None` when there were errors.
pub fn fill(
    job: Job<'_>,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<FilledDossier> {
    let (filled, rules) = begin(job, typesetter, sources, found);
    rules.finish(found);
    filled
}

/// The same, while the rules of the secretariat are still being gone through: a caller in a hurry typesets in the
/// meantime.
pub fn begin(
    job: Job<'_>,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> (Option<FilledDossier>, RunningRules) {
    let fonts = typesetter.fonts();
    let (examination, parafen) = examine(job, &|char| fonts.has(char), sources);
    let Examination { checked, found: mistakes, rules } = examination;
    found.extend(mistakes);
    let rules = RunningRules::start(rules, sources.clone());
    let Some(checked) = checked else { return (None, rules) };
    let fonts = typesetter.fonts().set();
    let filled = match render::render(&checked, job.templates, &fonts, sources) {
        Ok(mut sheets) => {
            let (gegevens, whole) = (&checked.dossier().gegevens, checked.is_whole());
            let documenten = sheets.fingerprints().clone();
            let openbaar = checked.editie() == Editie::Openbaar;
            let aftekening = match openbaar {
                true => Aftekening::openbaar(gegevens, parafen, documenten, whole),
                false => Aftekening::new(gegevens, parafen, documenten, whole),
            };
            sheets.sign_off(&aftekening);
            typesetter.load(&sheets);
            found.extend(typesetter.missing_fonts(sheets.families()));
            let drawings = typesetter.drawings(&checked, sources);
            let drawn = !has_errors(&drawings);
            found.extend(drawings);
            found.extend(aftekening.remarks(&checked, sources));
            drawn.then_some(FilledDossier { checked, sheets, aftekening })
        }
        Err(errors) => {
            found.extend(errors);
            None
        }
    };
    (filled, rules)
}

/// Goes through a dossier as its maker does, but for the files that come of it: reads, checks, fills the templates, sets
/// the pages and makes the PDFs, while the rules are gone through. Whether those could be.
pub fn rehearse(
    job: Job<'_>,
    typesetter: &mut Typesetter,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let (filled, rules) = begin(job, typesetter, sources, found);
    if let Some(filled) = filled {
        filled.each(found, |stuk, found| filled.made(stuk, typesetter, sources, found).is_some());
    }
    rules.finish(found)
}

/// The rules of the secretariat while they are gone through, on a thread of their own.
#[derive(Debug)]
pub struct RunningRules(Aside<(Vec<Diagnostic>, bool)>);

impl RunningRules {
    fn start(rules: Rules, sources: Sources) -> Self {
        Self(Aside::start(move || {
            let mut found = Vec::new();
            let ruled = rules.run(&sources, &mut found);
            (found, ruled)
        }))
    }

    /// Waits for the end, and adds what was found. Whether the rules could be gone through.
    pub fn finish(self, all: &mut Vec<Diagnostic>) -> bool {
        let (found, ruled) = self.0.finish();
        all.extend(found);
        ruled
    }
}

impl FilledDossier {
    /// The documents to make.
    pub fn stukken(&self) -> &[Stuk] {
        self.checked.stukken()
    }

    /// The Typst files.
    pub fn sheets(&self) -> &Sheets {
        &self.sheets
    }

    /// The checked dossier.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// How the sign-off stands.
    pub fn aftekening(&self) -> &Aftekening {
        &self.aftekening
    }

    /// Puts the public edition in this form.
    pub fn put_in(&mut self, form: Uitgave, typesetter: &mut Typesetter) {
        self.aftekening.put_in(form);
        self.sheets.sign_off(&self.aftekening);
        typesetter.load(&self.sheets);
    }

    /// Typesets a document, and makes of it what is wanted while its pages are held against the text; there is none when
    /// Typst refuses one, or when they differ.
    pub fn typeset<T>(
        &self,
        stuk: Stuk,
        typesetter: &Typesetter,
        sources: &Sources,
        make: impl FnMut(&Paged) -> T,
    ) -> (Option<(Paged, T)>, Vec<Diagnostic>) {
        typesetter.typeset(stuk, &self.sheets, &self.checked, sources, make)
    }

    /// What identifies a document apart from its content.
    pub fn identity(&self, stuk: Stuk) -> Identity {
        let dossier = self.checked.dossier();
        let concept = self.aftekening.concept(stuk).is_some();
        let (kenmerk, datum) = (dossier.kenmerk(stuk).to_string(), dossier.datum(stuk));
        Identity { kenmerk, stuk, datum, concept }
    }

    /// A document as PDF.
    ///
    /// # Errors
    /// What in it does not meet PDF/A-2a and PDF/UA-1, at its place.
    pub fn pdf(
        &self,
        stuk: Stuk,
        document: &Paged,
        typesetter: &Typesetter,
        sources: &Sources,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        export::pdf(document, &self.identity(stuk)).map_err(|errors| {
            typesetter.translate(stuk, &errors, &self.sheets, &self.checked, sources)
        })
    }

    /// A document, typeset and as PDF; what there is to say of it is added.
    pub fn made(
        &self,
        stuk: Stuk,
        typesetter: &Typesetter,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<(Paged, Vec<u8>)> {
        let pdf = |document: &Paged| self.pdf(stuk, document, typesetter, sources);
        let (made, said) = self.typeset(stuk, typesetter, sources, pdf);
        found.extend(said);
        let (document, pdf) = made?;
        match pdf {
            Ok(bytes) => Some((document, bytes)),
            Err(errors) => {
                found.extend(errors);
                None
            }
        }
    }

    /// Makes something of each document, of all at once, with what there is to say of it; in their order.
    pub fn each<T: Send>(
        &self,
        found: &mut Vec<Diagnostic>,
        one: impl Fn(Stuk, &mut Vec<Diagnostic>) -> T + Sync + Send,
    ) -> Vec<T> {
        let made = draden::each(self.stukken(), |stuk| {
            let mut said = Vec::new();
            (one(*stuk, &mut said), said)
        });
        let made = made.into_iter().map(|(made, said)| {
            found.extend(said);
            made
        });
        made.collect()
    }

    /// A document's number of pages, and its files in a format, by name; what there is to say of it is added.
    pub fn files(
        &self,
        stuk: Stuk,
        format: Format,
        typesetter: &Typesetter,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<(usize, Files)> {
        let files = |document: &Paged| match format {
            Format::Pdf => self
                .pdf(stuk, document, typesetter, sources)
                .map(|bytes| vec![(format!("{}.pdf", stuk.name()), bytes)]),
            Format::Svg => Ok(export::numbered(stuk, export::svgs(document), "svg")),
            Format::Png => match export::png(document) {
                Ok(images) => Ok(export::numbered(stuk, images, "png")),
                Err(error) => {
                    Err(vec![Diagnostic::error(codes::OUTPUT_FAILS, format!("geen PNG: {error}"))])
                }
            },
            Format::Typst => Ok(export::typst(stuk, document, &self.sheets)),
        };
        let (made, said) = self.typeset(stuk, typesetter, sources, files);
        found.extend(said);
        let (document, files) = made?;
        match files {
            Ok(files) => Some((document.count(), files)),
            Err(errors) => {
                found.extend(errors);
                None
            }
        }
    }
}
