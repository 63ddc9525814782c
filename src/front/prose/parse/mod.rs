//! In: a text with light markup. Out: its structure, and every mistake in its markup. Pure.

mod list;
mod span;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use self::list::Before;
use super::expression::lift;
use super::understood::Understood;
use super::{
    Align, Block, Inline, Mistake, Outermost, Prose, breaks, leftover, lines, near_miss, notes,
    passage, proof, shifted, whitelist,
};
use crate::diagnostic::{Severity, codes, words};

/// Deepest nesting of lists, bold and links that is followed; no text needs more than five.
const MAX_DEPTH: usize = 24;

/// Reads a text. The structure is there even when there are mistakes; what was wrong is left out.
pub fn parse(text: &str) -> (Prose, Vec<Mistake>) {
    let Reading { prose, mistakes, .. } = understand(text);
    (prose, mistakes)
}

/// Reads a text part by part, each with its place; and every mistake in it.
pub fn outermost(text: &str) -> (Vec<Outermost>, Vec<Mistake>) {
    let Reading { prose, tops, mistakes, .. } = understand(text);
    let mut blocks = prose.blocks.into_iter();
    let mut parts = Vec::new();
    for (range, count) in tops {
        let block = blocks.by_ref().take(count).last();
        let held = block.filter(|block| count == 1 && proof::hold_part(text, &range, block));
        parts.push(Outermost { range, block: held });
    }
    (parts, mistakes)
}

/// What was made of a text.
pub(super) struct Reading {
    pub(super) prose: Prose,
    /// Its outermost parts, each with the number of blocks that came of it.
    tops: Vec<(Range<usize>, usize)>,
    /// What became of each place.
    pub(super) understood: Understood,
    pub(super) mistakes: Vec<Mistake>,
}

pub(super) fn understand(text: &str) -> Reading {
    let (lifted, mut expressions, mut mistakes) = lift(text);
    let (lifted, mut inside) = passage::cover(&lifted);
    expressions.append(&mut inside);
    let (lifted, mut inside) = shifted::cover(&lifted);
    expressions.append(&mut inside);
    expressions.sort_by_key(|range| range.start);
    let whitelist::Seen { text: masked, escapes } = whitelist::see(&lifted);
    // Old footnotes: a reference is one even when CommonMark sees no definition, as here, where the
    // notes stand in a field of their own.
    let options = Options::ENABLE_TABLES | Options::ENABLE_OLD_FOOTNOTES;
    let parser = Parser::new_ext(&masked, options);
    for (_, definition) in parser.reference_definitions().iter() {
        mistakes.push(Mistake::forbidden(
            trim(text, definition.span.clone()),
            "deze regel zou niet worden afgedrukt: zo wordt het adres van een koppeling opgegeven",
            "zet `\\` voor het teken `[`, of schrijf de koppeling als `[tekst](adres)`",
        ));
    }
    let mut reader = Reader {
        text,
        masked: &masked,
        events: parser.into_offset_iter().collect(),
        at: 0,
        depth: 0,
        expressions,
        escapes: &escapes,
        understood: Vec::new(),
        items: BTreeSet::new(),
        before: None,
        tops: Vec::new(),
        tags: BTreeSet::new(),
        mistakes: Vec::new(),
    };
    let blocks = reader.blocks(None, 0);
    let prose = Prose { blocks };
    inserts(text, &prose, &mut reader.mistakes);
    let understood = Understood::new(&prose, &reader.understood, &escapes);
    mistakes.append(&mut near_miss::find(&lifted, &understood));
    mistakes.append(&mut leftover::find(text, &understood));
    mistakes.append(&mut lines::find(&lifted, &reader.items, &understood));
    mistakes.append(&mut breaks::find(&lifted, &reader.items, &understood));
    mistakes.append(&mut notes::find(&lifted, &understood));
    mistakes.append(&mut reader.mistakes);
    // What is wrong anyway need not be proven.
    if !mistakes.iter().any(|mistake| mistake.severity == Severity::Error)
        && let Err(range) = proof::hold(text, &prose)
    {
        mistakes.push(
            Mistake::error(codes::PRINTED_OTHERWISE, range, "dit zou anders worden afgedrukt dan het er staat")
                .help("schrijf het anders; dit hoort niet voor te komen: meld het de makers van kamerbrief"),
        );
    }
    mistakes.sort_by_key(|mistake| mistake.range.start);
    Reading { prose, tops: reader.tops, understood, mistakes }
}

/// A figure or frame stands where a paragraph does, by itself.
fn inserts(text: &str, prose: &Prose, mistakes: &mut Vec<Mistake>) {
    let mut own = Vec::new();
    for block in &prose.blocks {
        if let Block::Paragraph(inlines) = block
            && let [Inline::Insert { range, .. }] = &inlines[..]
        {
            own.push(range.start);
        }
    }
    prose.visit(&mut |inline| {
        if let Inline::Insert { what, range, .. } = inline
            && !own.contains(&range.start)
        {
            let message = format!("een {} staat niet in een alinea, lijst of tabel", what.form());
            let told = Mistake::error(codes::INSERT_UNKNOWN, range.clone(), message)
                .help("zet dit op een regel van zichzelf, met een lege regel ervoor en erna");
            let withheld =
                text[..range.start].ends_with('[') && text[range.end..].starts_with("](lak:");
            mistakes.push(match withheld {
                true => told.help(
                    "om te lakken: zet `openbaar: nee` en `grond: 5.1.2e` bij de velden ervan",
                ),
                false => told,
            });
        }
    });
}

struct Reader<'a> {
    text: &'a str,
    masked: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    depth: usize,
    /// Ranges of `{{ … }}`, of what is shifted, and of notes and papers in what is withheld; ascending.
    expressions: Vec<Range<usize>>,
    /// Each `\\` with the sign that it makes a sign, ascending.
    escapes: &'a [Range<usize>],
    /// Ranges of links, references and tables, in which nothing was mistyped.
    understood: Vec<Range<usize>>,
    /// Where the items of lists begin.
    items: BTreeSet<usize>,
    /// The list before, in the same place.
    before: Option<Before>,
    /// The outermost parts, each with the number of blocks that came of it.
    tops: Vec<(Range<usize>, usize)>,
    /// Names of the HTML tags that were reported.
    tags: BTreeSet<String>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.events.get(self.at).cloned();
        self.at += 1;
        next
    }

    /// Blocks up to the end of the element that holds them.
    fn blocks(&mut self, end: Option<TagEnd>, lists: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Text of a tight list item has no paragraph around it.
        let mut loose = Vec::new();
        while let Some((event, range)) = self.next() {
            let (part, before) = (range.clone(), blocks.len());
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::Start(tag) if is_inline(&tag) => {
                    self.inline(Event::Start(tag), range, &mut loose)
                }
                Event::Start(tag) => {
                    flush(&mut loose, &mut blocks);
                    self.deeper(tag, range, |this, tag, range| {
                        this.block(tag, range, lists, &mut blocks)
                    });
                }
                Event::Rule => {
                    self.understood.push(range.clone());
                    self.mistakes.push(lines::divider(trim(self.text, range)));
                }
                other => self.inline(other, range, &mut loose),
            }
            if end.is_none() {
                self.tops.push((part, blocks.len() - before));
            }
        }
        flush(&mut loose, &mut blocks);
        blocks
    }

    /// Reads an element that stands in others, if those are not too many.
    fn deeper(
        &mut self,
        tag: Tag<'a>,
        range: Range<usize>,
        read: impl FnOnce(&mut Self, Tag<'a>, Range<usize>),
    ) {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => self.too_deep(range, tag.to_end()),
            false => read(self, tag, range),
        }
        self.depth -= 1;
    }

    /// One block; `lists` is the number of lists that it stands in.
    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, lists: usize, blocks: &mut Vec<Block>) {
        let end = tag.to_end();
        match tag {
            Tag::Paragraph => {
                let inlines = self.inlines(end);
                blocks.push(Block::Paragraph(inlines));
            }
            Tag::List(_) => {
                let list = self.list(range, lists);
                blocks.push(list);
            }
            Tag::Table(alignments) => {
                self.understood.push(range);
                self.table(&alignments, blocks);
            }
            Tag::Heading { .. } if self.text[range.clone()].starts_with("# ") => self.forbid(
                trim(self.text, range),
                end,
                "een kop of een opmerking kan niet in een tekst: de regel zou op papier komen",
                "een kop heeft een eigen veld (`kop`); een opmerking staat boven het veld, op een regel die met `#` begint",
            ),
            Tag::Heading { .. } => {
                self.understood.push(range.clone());
                self.forbid(
                    trim(self.text, range),
                    end,
                    "een kop kan niet in een tekst",
                    "een kop heeft een eigen veld (`kop`); een regel met `---` of `===` eronder wordt ook een kop",
                );
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.forbid(
                trim(self.text, range),
                end,
                "een ingesprongen tekst kan hier niet",
                "laat de alinea beginnen waar de andere beginnen",
            ),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.forbid(
                    trim(self.text, range),
                    end,
                    "code kan niet in een tekst",
                    "schrijf gewone tekst",
                );
            }
            Tag::BlockQuote(_) => self.forbid(
                trim(self.text, range),
                end,
                "een blokcitaat kan niet in een tekst",
                "gebruik aanhalingstekens, of een kader (`<kader:naam>`); begint de regel met `>`, zet er dan `\\` voor",
            ),
            Tag::FootnoteDefinition(_) => self.forbid(
                trim(self.text, range),
                end,
                "de tekst van een voetnoot staat niet hier",
                "zet hem bij `voetnoten:` in hetzelfde bestand",
            ),
            Tag::HtmlBlock => {
                let place = trim(self.text, range);
                let (message, help) = span::html(&self.text[place.clone()]);
                self.forbid(place, end, message, help);
            }
            _ => {
                self.forbid(range, end, "deze opmaak kan niet in een tekst", "schrijf gewone tekst")
            }
        }
    }

    fn table(&mut self, alignments: &[Alignment], blocks: &mut Vec<Block>) {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.cells(TagEnd::TableHead),
                Event::Start(Tag::TableRow) => {
                    let row = self.cells(TagEnd::TableRow);
                    self.row(&range, alignments.len(), row.len());
                    rows.push(row);
                }
                _ => break,
            }
        }
        let columns = alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::None | Alignment::Left => Align::Left,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::Right,
            })
            .collect();
        blocks.push(Block::Table { columns, head, rows });
    }

    fn cells(&mut self, end: TagEnd) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.inlines(TagEnd::TableCell)),
                Event::End(tag) if tag == end => break,
                _ => {}
            }
        }
        cells
    }

    fn inlines(&mut self, end: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                other => self.inline(other, range, &mut out),
            }
        }
        out
    }

    /// A row has as many cells as the table has columns: CommonMark drops what is too much.
    fn row(&mut self, range: &Range<usize>, columns: usize, cells_in: usize) {
        let line = self.masked[range.clone()].trim();
        let bars = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\')).count();
        let outer = usize::from(line.starts_with('|'))
            + usize::from(line.ends_with('|') && !line.ends_with("\\|") && line.len() > 1);
        let cells = bars + 1 - outer.min(bars);
        let rule =
            !line.is_empty() && line.chars().all(|c| matches!(c, '|' | '-' | ':' | '=' | ' '));
        if rule && line.contains(['-', '=']) {
            self.mistakes.push(
                Mistake::error(
                    codes::LIST_UNCLEAR,
                    trim(self.text, range.clone()),
                    "deze streep zou als tekst in de tabel komen",
                )
                .help("een tabel heeft één streep, onder de kop; haal deze weg"),
            );
            return;
        }
        let bare = bars == 0 && columns == 1;
        if bare || cells != columns && cells_in <= columns {
            if bare {
                self.mistakes.push(
                    Mistake::error(
                        codes::LIST_UNCLEAR,
                        trim(self.text, range.clone()),
                        "hoort deze regel bij de tabel erboven?",
                    )
                    .help("zo ja: begin en eindig hem met `|`")
                    .help("zo nee: zet er een lege regel voor"),
                );
                return;
            }
            let count = |number, one, many| words::count(number, one, many);
            self.mistakes.push(Mistake::forbidden(
                trim(self.text, range.clone()),
                &format!(
                    "deze rij heeft {}, de tabel {}",
                    count(cells, "cel", "cellen"),
                    count(columns, "kolom", "kolommen")
                ),
                "zet tussen elke twee cellen één `|`; een leeg vak is `| |`",
            ));
        }
    }

    /// Reports an element and skips what is in it.
    fn forbid(&mut self, range: Range<usize>, end: TagEnd, message: &str, help: &str) {
        self.understood.push(range.clone());
        self.mistakes.push(Mistake::forbidden(range, message, help));
        self.skip(end);
    }

    fn too_deep(&mut self, range: Range<usize>, end: TagEnd) {
        self.mistakes.push(Mistake::forbidden(
            trim(self.text, range),
            "de opmaak is te diep genest",
            "schrijf de lijst of de nadruk eenvoudiger",
        ));
        self.skip(end);
    }

    fn skip(&mut self, end: TagEnd) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some((Event::Start(tag), _)) if tag.to_end() == end => open += 1,
                Some((Event::End(tag), _)) if tag == end => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough
    )
}

/// Text of a tight list item becomes a paragraph.
fn flush(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

/// The first line of a range, without white space around it.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let all = &text[range.clone()];
    let start = range.start + (all.len() - all.trim_start().len());
    let line = text[start..range.end].lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}
