//! In: the events of a list. Out: the list, numbered as it was typed, and what is unclear about it. Pure.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Reader, trim};
use crate::diagnostic::{Severity, codes, words};
use crate::prose::marker::{self, Marker};
use crate::prose::{Block, Mistake, Numbering, Series, is_blank, look};

/// A list that was read, for the one that comes after it.
pub(super) struct Before {
    end: usize,
    /// Where its last item begins.
    column: usize,
    /// Where the words of that begin.
    words: usize,
    numbering: Numbering,
    count: usize,
}

impl Reader<'_> {
    pub(super) fn list(&mut self, range: Range<usize>, lists: usize) -> Block {
        let before = self.before.take();
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
            if i > 0 && self.column(place) != self.column(&places[i - 1]) {
                self.uneven(place);
            }
        }
        let before = before.filter(|before| {
            let start = places.first().map_or(range.start, |first| first.start);
            self.text.get(before.end..start).is_none_or(|gap| gap.trim().is_empty())
        });
        let goes_on = before.as_ref().is_some_and(|before| {
            self.renumbered(&places, &numbering, before) || self.shallow(&range, &places, before)
        });
        self.amounts(&places, &numbering);
        // In an item a single point with a dash further on is a remark between dashes.
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        let aside = places.len() == 1
            && line
                .strip_prefix("- ")
                .is_some_and(|words| [" - ", " – "].iter().any(|dash| words.contains(dash)));
        if (lists == 0 || aside) && !goes_on {
            self.apart(&range);
        }
        self.before = self.as_before(&range, &places, numbering, before.filter(|_| goes_on));
        Block::List { numbering, tight, items }
    }

    /// The column that an item begins in.
    fn column(&self, item: &Range<usize>) -> usize {
        let typed = &self.text[item.clone()];
        let start = item.start + typed.len() - typed.trim_start().len();
        start - self.text[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    /// An item that is indented a little more or less than the one before it, and stands on its level all the same.
    fn uneven(&mut self, item: &Range<usize>) {
        self.mistakes.push(
            Mistake::error(
                codes::LIST_UNCLEAR,
                trim(self.text, item.clone()),
                "dit punt springt anders in dan het punt erboven",
            )
            .help("hoort het bij het punt erboven, spring het dan in tot onder het eerste woord daarvan")
            .help("hoort het ernaast, begin het dan recht onder het teken van het punt erboven"),
        );
    }

    /// A list that is indented below an item of another one, and not as far as the words of that item.
    fn shallow(&mut self, list: &Range<usize>, places: &[Range<usize>], before: &Before) -> bool {
        let Some(first) = places.first() else { return false };
        let column = self.column(first);
        if column <= before.column || column >= before.words {
            return false;
        }
        let spaces = words::count(before.words - before.column, "spatie", "spaties");
        let mut mistake = Mistake::error(
            codes::LIST_UNCLEAR,
            trim(self.text, first.clone()),
            "hoort dit punt bij het punt erboven? Zo staat het ernaast",
        )
        .help(format!(
            "zo ja: zet {spaces} voor het teken, tot onder het eerste woord van het punt erboven"
        ))
        .help("zo nee: begin het recht onder het teken van het punt erboven");
        let mut at = self.text[..first.start].rfind('\n').map_or(0, |at| at + 1);
        for line in self.text[at..list.end].split_inclusive('\n') {
            if !line.trim().is_empty() {
                mistake = mistake.fix(at..at, " ".repeat(before.words - column));
            }
            at += line.len();
        }
        self.mistakes.push(mistake);
        true
    }

    /// A list that goes on counting where the one before it stopped, with another sign behind its numbers.
    fn renumbered(
        &mut self,
        places: &[Range<usize>],
        numbering: &Numbering,
        before: &Before,
    ) -> bool {
        let (
            Numbering::Counted { open, series, first, suffix },
            Numbering::Counted { open: opened, series: same, first: one, suffix: wanted },
        ) = (numbering, &before.numbering)
        else {
            return false;
        };
        let next = one.saturating_add(u64::try_from(before.count).unwrap_or(u64::MAX));
        let Some(place) =
            places.first().filter(|_| (open, series) == (opened, same) && *first == next)
        else {
            return false;
        };
        // It is the same list then.
        if suffix == wanted {
            return true;
        }
        let label = numbering.label(0);
        let meant = before.numbering.label(before.count);
        let at = |item: &Range<usize>, label: &str| {
            let typed = &self.text[item.clone()];
            let start = item.start + typed.len() - typed.trim_start().len();
            start..start + label.len()
        };
        let message = format!(
            "`{label}` begint een nieuwe lijst: erboven staat `{wanted}` achter het nummer"
        );
        let mut mistake = Mistake::error(codes::LIST_UNCLEAR, at(place, &label), message)
            .help(format!("hoort het punt bij de lijst erboven, schrijf dan `{meant}`"))
            .help("is het een nieuwe lijst, zet er dan een regel gewone tekst voor");
        for (index, item) in places.iter().enumerate() {
            let sign = at(item, &numbering.label(index)).end;
            mistake = mistake.fix(sign - 1..sign, wanted.to_string());
        }
        self.mistakes.push(mistake);
        true
    }

    /// What the next list must know of this one, or of the one that it belongs to.
    fn as_before(
        &self,
        list: &Range<usize>,
        places: &[Range<usize>],
        numbering: Numbering,
        goes_on: Option<Before>,
    ) -> Option<Before> {
        let last = places.last()?;
        let typed = self.text[last.clone()].trim_start();
        let sign = typed.find(char::is_whitespace).unwrap_or(typed.len());
        let gap = typed.len() - sign - typed[sign..].trim_start().len();
        let column = self.column(last);
        let count = places.len();
        let words = column + sign + gap.max(1);
        Some(match goes_on {
            Some(before) if numbering != Numbering::Bullet => {
                Before { end: list.end, column, words, count: before.count + count, ..before }
            }
            Some(before) => Before { end: list.end, ..before },
            None => Before { end: list.end, column, words, numbering, count },
        })
    }

    /// Bullets that all stand before an amount: they may be meant as minus signs.
    fn amounts(&mut self, places: &[Range<usize>], numbering: &Numbering) {
        let is_amount = |item: &Range<usize>| {
            let words = self.text[item.clone()].trim_start().trim_start_matches('-').trim_start();
            let figure = words.trim_start_matches('€').trim_start();
            let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
            let unit = figure.trim_start_matches(digits);
            let unit = unit.split(is_blank).find(|word| !word.is_empty());
            figure.starts_with(|c: char| c.is_ascii_digit())
                && (words.starts_with('€')
                    || unit.is_some_and(|unit| {
                        matches!(
                            unit,
                            "euro"
                                | "miljoen"
                                | "miljard"
                                | "mln"
                                | "mln."
                                | "mld"
                                | "mld."
                                | "procent"
                                | "%"
                        )
                    }))
        };
        if *numbering == Numbering::Bullet && places.len() > 1 && places.iter().all(is_amount) {
            let place = trim(self.text, places[0].clone());
            let told = Mistake::warning(
                codes::LIST_UNCLEAR,
                place,
                "zijn deze streepjes opsommingstekens of mintekens? Op papier komen er punten",
            )
            .help("een minteken staat tegen het bedrag aan: `- −5 miljoen`, of schrijf `min`");
            self.mistakes.push(Mistake { severity: Severity::Info, ..told });
        }
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
            return Numbering::Counted { open: false, series: Series::Number, first, suffix };
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
        Numbering::Counted { open: marker.open, series, first, suffix: marker.suffix }
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
            if begun && indent <= column && !goes_on && !look::is_marked(self.text, text.clone()) {
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
}
