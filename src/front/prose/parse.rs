//! In: a text with light markup. Out: its structure, and every mistake in its markup. Pure.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::expression::lift;
use super::near_miss;
use super::{Align, Block, Inline, Mistake, Prose};
use crate::diagnostic::codes;

/// Deepest nesting of lists, bold and links that is followed; no text needs more than five.
const MAX_DEPTH: usize = 24;

/// Reads a text. The structure is there even when there are mistakes; what was wrong is left out.
pub fn parse(text: &str) -> (Prose, Vec<Mistake>) {
    let (masked, expressions, mut mistakes) = lift(text);
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
        understood: Vec::new(),
        mistakes: Vec::new(),
    };
    let blocks = reader.blocks(None);
    mistakes.append(&mut near_miss::find(&masked, &reader.understood));
    mistakes.append(&mut reader.mistakes);
    mistakes.sort_by_key(|mistake| mistake.range.start);
    (Prose { blocks }, mistakes)
}

struct Reader<'a> {
    text: &'a str,
    masked: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    depth: usize,
    /// Ranges of `{{ … }}`, ascending.
    expressions: Vec<Range<usize>>,
    /// Ranges of links and references, in which nothing was mistyped.
    understood: Vec<Range<usize>>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.events.get(self.at).cloned();
        self.at += 1;
        next
    }

    /// Blocks up to the end of the element that holds them.
    fn blocks(&mut self, end: Option<TagEnd>) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Text of a tight list item has no paragraph around it.
        let mut loose = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::Start(tag) if is_inline(&tag) => {
                    self.inline(Event::Start(tag), range, &mut loose)
                }
                Event::Start(tag) => {
                    flush(&mut loose, &mut blocks);
                    self.deeper(tag, range, |this, tag, range| this.block(tag, range, &mut blocks));
                }
                Event::Rule => self.mistakes.push(Mistake::forbidden(
                    trim(self.text, range),
                    "een streep kan niet in een tekst",
                    "laat hem weg; begint de regel met streepjes, zet er dan `\\` voor",
                )),
                other => self.inline(other, range, &mut loose),
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

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, blocks: &mut Vec<Block>) {
        let end = tag.to_end();
        match tag {
            Tag::Paragraph => {
                let inlines = self.inlines(end);
                blocks.push(Block::Paragraph(inlines));
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                // Only a loose list wraps the text of its items in paragraphs.
                let mut tight = true;
                while let Some((Event::Start(Tag::Item), _)) = self.next() {
                    tight &= !matches!(
                        self.events.get(self.at),
                        Some((Event::Start(Tag::Paragraph), _))
                    );
                    items.push(self.blocks(Some(TagEnd::Item)));
                }
                blocks.push(Block::List { start, tight, items });
            }
            Tag::Table(alignments) => {
                // The line below the head is understood.
                self.understood.push(table_head(self.masked, &range));
                self.table(&alignments, blocks);
            }
            Tag::Heading { .. } => {
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
                "gebruik aanhalingstekens; begint de regel met `>`, zet er dan `\\` voor",
            ),
            Tag::FootnoteDefinition(_) => self.forbid(
                trim(self.text, range),
                end,
                "de tekst van een voetnoot staat niet hier",
                "zet hem bij `voetnoten:` in hetzelfde bestand",
            ),
            Tag::HtmlBlock => self.forbid(
                trim(self.text, range),
                end,
                "HTML kan niet in een tekst",
                "is het gewone tekst, zet dan `\\` voor het teken `<`",
            ),
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

    fn inline(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.text(&text, range, out),
            Event::SoftBreak => push_text(out, " ", range.start..range.start + 1),
            Event::HardBreak => out.push(Inline::Break),
            Event::FootnoteReference(name) => {
                self.understood.push(range.clone());
                out.push(Inline::Note { name: name.to_string(), range })
            }
            Event::Code(_) => {
                self.mistakes.push(Mistake::forbidden(
                    range,
                    "code kan niet in een tekst",
                    "zet `\\` voor een los teken `` ` ``",
                ));
            }
            // The opening tag was reported.
            Event::InlineHtml(html) if html.starts_with("</") => {}
            Event::InlineHtml(_) | Event::Html(_) => self.mistakes.push(Mistake::forbidden(
                range,
                "HTML kan niet in een tekst",
                "is het gewone tekst, zet dan `\\` voor het teken `<`",
            )),
            Event::Start(tag) => {
                self.deeper(tag, range, |this, tag, range| this.span(tag, range, out))
            }
            _ => {}
        }
    }

    fn span(&mut self, tag: Tag<'a>, range: Range<usize>, out: &mut Vec<Inline>) {
        let end = tag.to_end();
        match tag {
            Tag::Strong => {
                let children = self.inlines(end);
                out.push(Inline::Strong(children));
            }
            Tag::Emphasis => {
                let children = self.inlines(end);
                out.push(Inline::Emphasis(children));
            }
            Tag::Link { link_type, dest_url, .. } => {
                let children = self.inlines(end);
                self.link(link_type, &dest_url, range, children, out);
            }
            Tag::Image { .. } => self.forbid(
                range,
                end,
                "een afbeelding kan niet in een tekst",
                "is het gewone tekst, zet dan `\\` voor het uitroepteken",
            ),
            _ => {
                self.forbid(range, end, "deze opmaak kan niet in een tekst", "schrijf gewone tekst")
            }
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        url: &str,
        range: Range<usize>,
        children: Vec<Inline>,
        out: &mut Vec<Inline>,
    ) {
        self.understood.push(range.clone());
        if let Some(reference) = url.strip_prefix("kst:") {
            if kind == LinkType::Autolink {
                out.push(Inline::Paper { reference: reference.to_owned(), range });
            } else {
                self.mistakes.push(Mistake {
                    code: codes::REFERENCE_BROKEN,
                    message: "een Kamerstuk heeft geen eigen tekst".into(),
                    range,
                    label: String::new(),
                    help: vec![format!("schrijf <{url}>; de officiële verwijzing komt er vanzelf")],
                });
            }
        } else if let Some(ground) = url.strip_prefix("lak:") {
            out.push(Inline::Withheld { ground: ground.to_owned(), children, range });
        } else {
            let url =
                if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
            if let Some(help) = wrong_address(&url) {
                self.mistakes.push(Mistake {
                    code: codes::LINK_INVALID,
                    message: "deze koppeling leidt nergens heen".into(),
                    range: range.clone(),
                    label: String::new(),
                    help: vec![help.into()],
                });
            } else if self.expressions.iter().any(|e| {
                // Only an expression in the address itself, not one in the text of the link.
                let address =
                    self.masked[range.clone()].rfind("](").map_or(range.start, |i| range.start + i);
                e.start >= address && e.end <= range.end
            }) {
                self.mistakes.push(Mistake {
                    code: codes::LINK_INVALID,
                    message: "een waarde kan niet in een adres staan".into(),
                    range: range.clone(),
                    label: String::new(),
                    help: vec!["schrijf het adres voluit".into()],
                });
            }
            out.push(Inline::Link { url, children });
        }
    }

    /// Text in which the lifted expressions come back.
    fn text(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        // An entity or escape: what is printed is not what is typed, and holds no expression.
        if self.masked.get(range.clone()) != Some(text) {
            push_text(out, text, range);
            return;
        }
        let mut at = range.start;
        let first = self.expressions.partition_point(|expression| expression.end <= range.start);
        for expression in self.expressions[first..].iter().take_while(|e| e.start < range.end) {
            let (start, end) = (expression.start.max(at), expression.end.min(range.end));
            if start >= end {
                continue;
            }
            if start > at {
                push_text(out, &self.text[at..start], at..start);
            }
            // The mask is one word, so an event holds the whole of it; the first part counts.
            if start == expression.start {
                let inner = self.text[expression.start + 2..expression.end - 2].to_owned();
                out.push(Inline::Value { expression: inner, range: expression.clone() });
            }
            at = end;
        }
        if at < range.end {
            push_text(out, &self.text[at..range.end], at..range.end);
        }
    }

    /// A row has as many cells as the table has columns: CommonMark drops what is too much.
    fn row(&mut self, range: &Range<usize>, columns: usize, cells_in: usize) {
        let line = self.masked[range.clone()].trim();
        let bars = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\')).count();
        let outer = usize::from(line.starts_with('|'))
            + usize::from(line.ends_with('|') && !line.ends_with("\\|") && line.len() > 1);
        let cells = bars + 1 - outer.min(bars);
        if cells != columns && cells_in <= columns {
            let count = |number, one, many| crate::diagnostic::words::count(number, one, many);
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

/// The first two lines of a table.
fn table_head(text: &str, range: &Range<usize>) -> Range<usize> {
    let lines: usize = text[range.clone()].split_inclusive('\n').take(2).map(str::len).sum();
    range.start..range.start + lines
}

/// Why an address cannot be a link.
fn wrong_address(url: &str) -> Option<&'static str> {
    const FORM: &str = "schrijf een adres met https://, http://, mailto: of tel:";
    let known = ["https://", "http://", "mailto:", "tel:"];
    if url.to_ascii_lowercase().starts_with("lak") {
        return Some("schrijf een lakgrond als (lak:5.1.2e), in kleine letters");
    }
    match known.iter().find_map(|scheme| url.strip_prefix(scheme)) {
        None => Some(FORM),
        Some("") => Some(FORM),
        Some(rest) if rest.contains(|c: char| c.is_whitespace() || c.is_control()) => {
            Some("een adres heeft geen spaties")
        }
        Some(rest) if !rest.is_ascii() => {
            Some("schrijf een letter met een accent als procentcode: é wordt %C3%A9")
        }
        Some(_) => None,
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

/// Adds text; what follows directly on text in the file is joined to it.
fn push_text(out: &mut Vec<Inline>, text: &str, range: Range<usize>) {
    if let Some(Inline::Text { text: before, range: place }) = out.last_mut()
        && place.end == range.start
        && before.len() == place.len()
        && text.len() == range.len()
    {
        before.push_str(text);
        place.end = range.end;
    } else {
        out.push(Inline::Text { text: text.to_owned(), range });
    }
}

/// The first line of a range, without white space around it.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let all = &text[range.clone()];
    let start = range.start + (all.len() - all.trim_start().len());
    let line = text[start..range.end].lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}
