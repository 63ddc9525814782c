//! In: a text with light markup. Out: its structure, and every mistake in its markup. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::expression::lift;
use super::marker::{self, Marker, Numbering, Series};
use super::{Align, Block, Inline, Mistake, Prose, lines, near_miss, proof, whitelist};
use crate::diagnostic::{Severity, codes, words};

/// Deepest nesting of lists, bold and links that is followed; no text needs more than five.
const MAX_DEPTH: usize = 24;

/// Reads a text. The structure is there even when there are mistakes; what was wrong is left out.
pub fn parse(text: &str) -> (Prose, Vec<Mistake>) {
    let (prose, _, mistakes) = understand(text);
    (prose, mistakes)
}

/// The same, with what became of each place.
pub(super) fn understand(text: &str) -> (Prose, Understood, Vec<Mistake>) {
    let (lifted, expressions, mut mistakes) = lift(text);
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
        tags: BTreeSet::new(),
        mistakes: Vec::new(),
    };
    let blocks = reader.blocks(None, 0);
    let prose = Prose { blocks };
    let understood = Understood::new(&prose, &reader.understood, &escapes);
    mistakes.append(&mut near_miss::find(&lifted, &understood));
    mistakes.append(&mut lines::find(&lifted, &reader.items, &understood));
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
    (prose, understood, mistakes)
}

/// What became of a text: each place in it is a part of something, or printed as a sign.
pub(super) struct Understood {
    /// Links, references and tables. By start, each with the furthest end so far.
    ranges: Vec<Range<usize>>,
    /// What is printed as it stands.
    texts: Vec<Range<usize>>,
    /// Signs behind a `\\` that makes them signs.
    escapes: Vec<Range<usize>>,
}

impl Understood {
    fn new(prose: &Prose, ranges: &[Range<usize>], escapes: &[Range<usize>]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_by_key(|range| range.start);
        let mut furthest = 0;
        for range in &mut ranges {
            furthest = furthest.max(range.end);
            range.end = furthest;
        }
        let mut texts = Vec::new();
        prose.visit(&mut |inline| {
            if let Inline::Text { range, .. } = inline {
                texts.push(range.clone());
            }
        });
        texts.sort_by_key(|range| range.start);
        Self { ranges, texts, escapes: escapes.to_vec() }
    }

    /// Whether a place is a part of a link, reference or table, or of an escape.
    pub(super) fn has(&self, at: usize) -> bool {
        within(&self.ranges, at) || within(&self.escapes, at)
    }

    /// Whether a place is printed as the sign that stands there, and nothing says that it is meant so.
    pub(super) fn is_text(&self, at: usize) -> bool {
        within(&self.texts, at) && !within(&self.escapes, at)
    }
}

/// Whether one of these ranges, which come in order, holds a place.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    before.checked_sub(1).is_some_and(|last| ranges[last].end > at)
}

struct Reader<'a> {
    text: &'a str,
    masked: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    depth: usize,
    /// Ranges of `{{ … }}`, ascending.
    expressions: Vec<Range<usize>>,
    /// Each `\\` with the sign that it makes a sign, ascending.
    escapes: &'a [Range<usize>],
    /// Ranges of links, references and tables, in which nothing was mistyped.
    understood: Vec<Range<usize>>,
    /// Where the items of lists begin.
    items: BTreeSet<usize>,
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

    fn list(&mut self, range: Range<usize>, lists: usize) -> Block {
        let mut items = Vec::new();
        let mut places = Vec::new();
        // Only a loose list wraps the text of its items in paragraphs.
        let mut tight = true;
        while let Some((Event::Start(Tag::Item), range)) = self.next() {
            tight &= !matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
            places.push(range);
            items.push(self.blocks(Some(TagEnd::Item), lists + 1));
        }
        let numbering = self.numbering(&places);
        for (i, place) in places.iter().enumerate() {
            self.item(place, &numbering, i);
        }
        // In an item a single point with a dash further on is a remark between dashes.
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        let aside = places.len() == 1
            && line
                .strip_prefix("- ")
                .is_some_and(|words| [" - ", " – "].iter().any(|dash| words.contains(dash)));
        if lists == 0 || aside {
            self.apart(&range);
        }
        Block::List { numbering, tight, items }
    }

    /// The marker of an item, unless it is a bullet.
    fn marker(&self, item: &Range<usize>) -> Option<Marker> {
        let line = self.text[..item.start].rfind('\n').map_or(0, |at| at + 1);
        let found = marker::at(self.text, line).filter(|marker| marker.label.start >= item.start);
        // Behind another marker on the same line, or with nothing behind it.
        found.or_else(|| marker::at(self.text, item.start))
    }

    /// How a list is numbered: what its first items have in common.
    fn numbering(&self, items: &[Range<usize>]) -> Numbering {
        let bullet = |item: &Range<usize>| self.text[item.clone()].trim_start().starts_with('-');
        let Some(first) = items.first().filter(|item| !bullet(item)) else {
            return Numbering::Bullet;
        };
        let Some(marker) = self.marker(first) else {
            // Nothing stands behind the number; `item` tells.
            let label = self.text[first.clone()].trim();
            let number = label.trim_end_matches(['.', ')']);
            let suffix = if label.ends_with(')') { ')' } else { '.' };
            let first = number.parse().unwrap_or(1);
            return Numbering::Counted { series: Series::Number, first, suffix };
        };
        let second = items.get(1).and_then(|item| self.marker(item));
        let values: Vec<_> = marker.values(self.text).collect();
        // `i.` is a letter or a Roman number: the next one tells.
        let follows = |(series, value): &&(Series, u64)| {
            second.as_ref().is_some_and(|second| {
                second.values(self.text).any(|next| next == (*series, *value + 1))
            })
        };
        let (series, first) =
            values.iter().find(follows).or(values.first()).copied().unwrap_or((Series::Number, 1));
        Numbering::Counted { series, first, suffix: marker.suffix }
    }

    /// What is printed before an item is what was typed, and something stands behind it.
    fn item(&mut self, item: &Range<usize>, numbering: &Numbering, index: usize) {
        let typed = &self.text[item.clone()];
        let start = item.start + typed.len() - typed.trim_start().len();
        self.items.insert(start);
        let label = numbering.label(index);
        let rest = &self.text[start..item.end];
        let end = rest.find(char::is_whitespace).map_or(item.end, |at| start + at);
        if !rest.starts_with(&label) || start + label.len() != end {
            let typed = &self.text[start..end];
            self.mistakes.push(
                Mistake::error(codes::LIST_UNCLEAR, start..end, format!("na {} komt hier {typed}", match index {
                    0 => "het begin".to_owned(),
                    _ => numbering.label(index - 1),
                }))
                .label(format!("hoort dit {label} te zijn?"))
                .help("nummer de punten van een lijst in volgorde; tussen twee lijsten staat een regel gewone tekst")
                .help("is het geen punt van de lijst, zet dan `\\` voor de punt of het haakje achter het nummer"),
            );
        } else if rest[label.len()..].trim().is_empty() {
            self.mistakes.push(
                Mistake::error(codes::LIST_UNCLEAR, start..end, "dit punt van de lijst is leeg")
                    .help("schrijf er iets achter, of haal het weg"),
            );
        }
        self.lazy(item, start);
    }

    /// A line below an item that is not indented: CommonMark takes it for more of the item.
    fn lazy(&mut self, item: &Range<usize>, start: usize) {
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = start - line;
        let mut above = "";
        let mut at = start;
        for line in self.text[start..item.end].split_inclusive('\n') {
            let words = line.trim();
            let indent = line.len() - line.trim_start().len();
            let text = at + indent..at + indent + words.len();
            at += line.len();
            // Whoever breaks a line in the middle of a sentence goes on with a small letter.
            let goes_on = !above.ends_with(['.', ';', ':', '!', '?', ','])
                && words.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            let begun = text.start > start && !words.is_empty() && !above.is_empty();
            if begun && indent <= column && !goes_on && !lines::is_marked(self.text, text.clone()) {
                self.mistakes.push(
                    Mistake::error(
                        codes::LIST_UNCLEAR,
                        text,
                        "hoort deze regel bij het punt van de lijst erboven?",
                    )
                    .help("zo ja: spring de regel in, tot onder het eerste woord van het punt")
                    .help("zo nee: zet er een lege regel voor"),
                );
                return;
            }
            above = words;
        }
    }

    /// A list stands apart: below an empty line, or below words that introduce it.
    fn apart(&mut self, list: &Range<usize>) {
        let line = self.text[..list.start].rfind('\n').map_or(0, |at| at + 1);
        let Some(above) = self.text[..line].lines().next_back() else { return };
        if above.trim().is_empty() || marker::introduces(above) {
            return;
        }
        let place = trim(self.text, list.clone());
        self.mistakes.push(
            Mistake::error(codes::LIST_UNCLEAR, place, "begint hier een lijst, of gaat de zin door?")
                .help("een lijst: zet er een lege regel voor, of sluit de regel erboven met een dubbele punt")
                .help("een zin: zet `\\` voor het streepje, of breek de regel ergens anders af"),
        );
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
            // Two spaces at the end of a line are no markup: nobody sees them.
            Event::HardBreak if self.text[range.clone()].starts_with('\\') => {
                out.push(Inline::Break);
            }
            Event::HardBreak => push_text(out, " ", range),
            Event::FootnoteReference(_) => self.note(range, out),
            Event::Code(_) => {
                self.mistakes.push(Mistake::forbidden(
                    range,
                    "code kan niet in een tekst",
                    "zet `\\` voor een los teken `` ` ``",
                ));
            }
            // The opening tag was reported.
            Event::InlineHtml(html) if self.opened(&html) => {}
            Event::InlineHtml(html) | Event::Html(html) => {
                self.tags.insert(tag_name(html.trim_start_matches('<')).to_owned());
                self.mistakes.push(Mistake::forbidden(
                    range,
                    "HTML kan niet in een tekst",
                    "is het gewone tekst, zet dan `\\` voor het teken `<`",
                ));
            }
            Event::Start(tag) => {
                self.deeper(tag, range, |this, tag, range| this.span(tag, range, out))
            }
            _ => {}
        }
    }

    fn note(&mut self, range: Range<usize>, out: &mut Vec<Inline>) {
        self.understood.push(range.clone());
        // From the text itself: signs in it may be covered.
        let typed = &self.text[range.start + 2..range.end - 1];
        let name = typed.trim().to_owned();
        if name != typed {
            self.mistakes.push(
                Mistake::error(
                    codes::FOOTNOTE_UNKNOWN,
                    range.clone(),
                    "in deze verwijzing naar een voetnoot staat een spatie te veel",
                )
                .help(format!("schrijf [^{name}], zonder spaties"))
                .fix(range.clone(), format!("[^{name}]")),
            );
        }
        out.push(Inline::Note { name, range });
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
        if !matches!(kind, LinkType::Inline | LinkType::Autolink | LinkType::Email) {
            // Its address stands on a line of its own, which was told.
            return;
        }
        let Some(url) = self.address(kind, url, &range) else {
            self.mistakes.push(
                Mistake::error(
                    codes::LINK_INVALID,
                    range,
                    "in deze koppeling staat meer dan een adres",
                )
                .help("schrijf alleen `[tekst](adres)`, zonder titel en zonder < en >"),
            );
            return;
        };
        let url = url.as_str();
        if let Some(reference) = url.strip_prefix("kst:") {
            if kind == LinkType::Autolink {
                out.push(Inline::Paper { reference: reference.to_owned(), range });
            } else {
                self.mistakes.push(
                    Mistake::error(
                        codes::REFERENCE_BROKEN,
                        range,
                        "een Kamerstuk heeft geen eigen tekst",
                    )
                    .help(format!("schrijf <{url}>; de officiële verwijzing komt er vanzelf")),
                );
            }
        } else if let Some(ground) = url.strip_prefix("lak:") {
            out.push(Inline::Withheld { ground: ground.to_owned(), children, range });
        } else {
            let url =
                if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
            // Only an expression in the address itself, not one in the text of the link.
            let start =
                self.masked[range.clone()].rfind("](").map_or(range.start, |i| range.start + i);
            let computed = |e: &Range<usize>| e.start >= start && e.end <= range.end;
            let (message, help) = match wrong_address(&url) {
                _ if self.expressions.iter().any(computed) => {
                    ("een waarde kan niet in een adres staan", "schrijf het adres voluit")
                }
                Some(help) => ("deze koppeling leidt nergens heen", help),
                None => ("", ""),
            };
            if !message.is_empty() {
                let place = range.clone();
                self.mistakes.push(Mistake::error(codes::LINK_INVALID, place, message).help(help));
            }
            out.push(Inline::Link { url, children });
        }
    }

    /// The address of a link as it was typed: what CommonMark saw of it may be covered.
    fn address(&self, kind: LinkType, seen: &str, link: &Range<usize>) -> Option<String> {
        let inner = match kind {
            LinkType::Autolink | LinkType::Email => link.start + 1..link.end - 1,
            _ => {
                let text = &self.masked[link.clone()];
                link.start + text.rfind("](")? + 2..link.end - 1
            }
        };
        (self.masked.get(inner.clone()) == Some(seen)).then(|| self.text[inner].to_owned())
    }

    /// Text in which what was covered comes back.
    fn text(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        debug_assert_eq!(self.masked.get(range.clone()), Some(text), "nothing is decoded");
        let mut at = range.start;
        let first = self.expressions.partition_point(|expression| expression.end <= range.start);
        for expression in &self.expressions[first..] {
            if expression.start >= range.end {
                break;
            }
            let (start, end) = (expression.start.max(at), expression.end.min(range.end));
            if start >= end {
                continue;
            }
            self.typed(at..start, out);
            // The cover is one word, so an event holds the whole of it; the first part counts.
            if start == expression.start {
                let inner = self.text[expression.start + 2..expression.end - 2].to_owned();
                out.push(Inline::Value { expression: inner, range: expression.clone() });
            }
            at = end;
        }
        self.typed(at..range.end, out);
    }

    /// Text as it was typed, without the backslashes of its escapes.
    fn typed(&self, range: Range<usize>, out: &mut Vec<Inline>) {
        let mut at = range.start;
        let first = self.escapes.partition_point(|escape| escape.end <= range.start);
        for escape in self.escapes[first..].iter().take_while(|e| e.start < range.end) {
            if escape.start > at {
                push_text(out, &self.text[at..escape.start], at..escape.start);
            }
            at = escape.start + 1;
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

    /// Whether a tag closes one that was reported.
    fn opened(&self, tag: &str) -> bool {
        tag.strip_prefix("</").is_some_and(|rest| self.tags.contains(tag_name(rest)))
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

/// The name that a tag of HTML begins with.
fn tag_name(tag: &str) -> &str {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    &tag[..end.unwrap_or(tag.len())]
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
