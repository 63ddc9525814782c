//! In: the events of running text. Out: its parts, and every mistake in their markup. Pure.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::Reader;
use crate::diagnostic::codes;
use crate::prose::{Inline, Inserted, Mistake};

/// What an address begins with that is a reference to a paper of parliament.
const PAPERS: [&str; 2] = ["kst:", "ah:"];

impl<'a> Reader<'a> {
    pub(super) fn inline(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Inline>) {
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
                let (message, help) = self::html(&html);
                self.mistakes.push(Mistake::forbidden(range, message, help));
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
        if let Some(Inline::Note { range: before, .. }) = out.last()
            && before.end == range.start
        {
            let place = before.start..range.end;
            self.mistakes.push(
                Mistake::warning(
                    codes::MARKUP_AS_TEXT,
                    place,
                    "deze noten staan op papier tegen elkaar aan, als één noot",
                )
                .help("zet er een spatie of een komma tussen"),
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
                "een afbeelding kan zo niet in een tekst",
                "schrijf `<figuur:naam>` op een regel van zichzelf, en zet het bestand onder `figuren:`; is het gewone tekst, zet dan `\\` voor het uitroepteken",
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
        if children.is_empty() {
            self.mistakes.push(
                Mistake::error(
                    codes::LINK_INVALID,
                    range.clone(),
                    "hier staat niets tussen de rechte haken",
                )
                .help("schrijf tussen `[` en `]` wat er op papier moet staan"),
            );
        }
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
        if PAPERS.iter().any(|scheme| url.starts_with(scheme)) {
            if kind == LinkType::Autolink {
                out.push(Inline::Paper { reference: url.to_owned(), range });
            } else {
                self.mistakes.push(
                    Mistake::error(
                        codes::REFERENCE_BROKEN,
                        range,
                        "een verwijzing naar een stuk van de Kamer heeft geen eigen tekst",
                    )
                    .help(format!("schrijf <{url}>; de officiële verwijzing komt er vanzelf")),
                );
            }
        } else if let Some((what, name)) = Inserted::parse(&url.to_lowercase()) {
            if kind == LinkType::Autolink && Inserted::parse(url).is_none() {
                let message = format!("dit is geen {}", what.form());
                self.mistakes.push(
                    Mistake::error(codes::INSERT_UNKNOWN, range.clone(), message)
                        .help(format!("schrijf <{}:{name}>, in kleine letters", what.form()))
                        .fix(range, format!("<{}:{name}>", what.form())),
                );
            } else if kind == LinkType::Autolink {
                // As it was typed, also where a name cannot be so.
                let name = url.split_once(':').map_or(name, |(_, name)| name).to_owned();
                out.push(Inline::Insert { what, name, range });
            } else {
                let message = format!("een {} heeft hier geen eigen tekst", what.form());
                self.mistakes.push(
                    Mistake::error(codes::INSERT_UNKNOWN, range, message)
                        .help(format!("schrijf <{url}>, op een regel van zichzelf")),
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
            let first = self.expressions.partition_point(|e| e.start < start);
            let computed = self.expressions.get(first).is_some_and(|e| e.end <= range.end);
            let (message, help) = match wrong_address(&url) {
                _ if computed => {
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
                out.push(self.covered(expression));
            }
            at = end;
        }
        self.typed(at..range.end, out);
    }

    /// What was covered.
    fn covered(&self, range: &Range<usize>) -> Inline {
        let (typed, range) = (&self.text[range.clone()], range.clone());
        let inner = |open: usize, close: usize| typed[open..typed.len() - close].to_owned();
        match typed.as_bytes().first() {
            Some(b'[') => Inline::Note { name: inner(2, 1), range },
            Some(b'<') => Inline::Paper { reference: inner(1, 1), range },
            Some(sign @ (b'^' | b'~')) => {
                Inline::Shifted { below: *sign == b'~', text: inner(1, 1), range }
            }
            _ => Inline::Value { expression: inner(2, 2), range },
        }
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

    /// Whether a tag closes one that was reported.
    fn opened(&self, tag: &str) -> bool {
        tag.strip_prefix("</").is_some_and(|rest| self.tags.contains(tag_name(rest)))
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

/// What is wrong with a piece of HTML, and what to do.
pub(super) fn html(html: &str) -> (&'static str, &'static str) {
    const HTML: &str = "HTML kan niet in een tekst";
    match tag_name(html.trim_start_matches('<')) {
        _ if html.starts_with("<!--") => (
            "een opmerking kan niet in een tekst",
            "haal die weg, of zet die boven het veld, op een regel die met `#` begint",
        ),
        "br" => (HTML, "begin een nieuwe regel, met `\\` aan het eind van de regel ervoor"),
        "sup" => (HTML, "schrijf `m^2^` voor wat boven de regel staat"),
        "sub" => (HTML, "schrijf `CO~2~` voor wat onder de regel staat"),
        "b" | "strong" => (HTML, "schrijf `**vet**`"),
        "i" | "em" => (HTML, "schrijf `*cursief*`"),
        "p" | "div" => (HTML, "haal het weg; een lege regel begint een nieuwe alinea"),
        _ => (HTML, "is het gewone tekst, zet dan `\\` voor het teken `<`"),
    }
}
