//! In: a part of a letter that was written in Word. Out: the same, in which stands written what Word only works out when it
//! shows the part. Pure.
//!
//! A field without a result, a row that begins further to the right, a page that ends within a paragraph: on screen and on
//! paper they say something, and in the file there is no text for it.

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::name::QName;

/// What is written for a field that only Word can work out begins so.
pub(in super::super) const VELD: &str = "[veld in Word: ";

/// Fields that show nothing, or show what the file has elsewhere.
const STIL: [&str; 17] = [
    "XE",
    "TC",
    "TA",
    "RD",
    "SET",
    "ASK",
    "PRIVATE",
    "NEXT",
    "ADVANCE",
    "FORMTEXT",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "DATA",
    "DOCPROPERTY",
    "PAGE",
    "NUMPAGES",
    "SECTIONPAGES",
];

/// Most columns that a row can begin further to the right.
const MOST: usize = 64;

/// A field that is open.
#[derive(Default)]
struct Veld {
    code: String,
    resultaat: bool,
}

/// What is known of the paragraph that is read.
#[derive(Default)]
struct Alinea {
    /// Whether it has said something, and where a page ended since: what to put there.
    gezegd: bool,
    einde: Option<(usize, String)>,
}

#[derive(Default)]
struct Schrijver {
    /// What is put in the place of what.
    erbij: Vec<(usize, usize, String)>,
    velden: Vec<Veld>,
    /// Fields that are one element.
    simpel: Vec<Veld>,
    alineas: Vec<Alinea>,
    /// How many columns the next row begins further to the right.
    leeg: usize,
    in_tekst: bool,
    in_code: bool,
}

/// Writes out what a part only shows. What cannot be read stays as it is: its reader tells why.
pub(super) fn uitgeschreven(text: &str) -> String {
    let mut reader = Reader::from_str(text);
    let mut own = Schrijver::default();
    loop {
        let from = plaats(&reader);
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(_) => return text.to_owned(),
        };
        let to = plaats(&reader);
        match event {
            Event::Start(tag) => own.begint(&tag, from, None),
            Event::Empty(tag) => own.begint(&tag, from, Some(to)),
            Event::End(tag) => own.eindigt(&tag, to),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => own.zegt(&text[from..to]),
            // Within words they would hide what stands behind them.
            Event::Comment(_) | Event::PI(_) if own.in_tekst || own.in_code => {
                own.erbij.push((from, to, String::new()));
            }
            _ => {}
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    own.erbij.sort_by_key(|(from, ..)| *from);
    for (from, to, new) in own.erbij {
        out.push_str(&text[at..from]);
        out.push_str(&new);
        at = to;
    }
    out.push_str(&text[at..]);
    out
}

fn plaats(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or_default()
}

fn attribuut(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().flatten();
    let found = all.find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn voorvoegsel(name: QName<'_>) -> String {
    let prefix = name.prefix().map(|prefix| format!("{}:", prefix.as_ref()));
    prefix.unwrap_or_default()
}

impl Schrijver {
    /// An element begins at a place; an empty one ends at another.
    fn begint(&mut self, tag: &BytesStart<'_>, from: usize, end: Option<usize>) {
        let prefix = voorvoegsel(tag.name());
        let is_open = end.is_none();
        match tag.local_name().as_ref() {
            "p" if is_open => self.alineas.push(Alinea::default()),
            "t" => self.in_tekst = is_open,
            "instrText" => self.in_code = is_open,
            "br" if attribuut(tag, "type").as_deref() == Some("page") => {
                if let Some(line) = self.alineas.last_mut().filter(|line| line.gezegd) {
                    line.einde.get_or_insert((from, format!("<{prefix}br/>")));
                }
            }
            "gridBefore" => {
                let count = attribuut(tag, "val").and_then(|val| val.parse().ok());
                self.leeg = count.map_or(0, |count: usize| count.min(MOST));
            }
            "tc" if self.leeg > 0 => {
                let wide = std::mem::take(&mut self.leeg);
                let look = format!(
                    "<{prefix}tcPr><{prefix}gridSpan {prefix}val=\"{wide}\"/></{prefix}tcPr>"
                );
                let cell = format!("<{prefix}tc>{look}<{prefix}p/></{prefix}tc>");
                self.erbij.push((from, from, cell));
            }
            "fldSimple" => {
                let code = attribuut(tag, "instr").unwrap_or_default();
                let field = Veld { code, resultaat: false };
                match end {
                    Some(end) => self.toont(&field, &prefix, end, true),
                    None => self.simpel.push(field),
                }
            }
            "fldChar" => match attribuut(tag, "fldCharType").as_deref() {
                Some("begin") => self.velden.push(Veld::default()),
                Some("separate") => {
                    if let Some(last) = self.velden.last_mut() {
                        last.resultaat = true;
                    }
                }
                Some("end") => {
                    let field = self.velden.pop();
                    // Within the code of another field it says nothing.
                    let is_seen = self.velden.iter().all(|one| one.resultaat);
                    if let Some((field, end)) = field.filter(|_| is_seen).zip(end) {
                        self.toont(&field, &prefix, end, false);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn eindigt(&mut self, tag: &BytesEnd<'_>, to: usize) {
        match tag.local_name().as_ref() {
            "p" => _ = self.alineas.pop(),
            "t" => self.in_tekst = false,
            "instrText" => self.in_code = false,
            "tr" => self.leeg = 0,
            "fldSimple" => {
                if let Some(field) = self.simpel.pop() {
                    self.toont(&field, &voorvoegsel(tag.name()), to, true);
                }
            }
            _ => {}
        }
    }

    /// Writes what a field shows that has no result.
    fn toont(&mut self, field: &Veld, prefix: &str, at: usize, alone: bool) {
        let Some(shown) = getoond(&field.code).filter(|_| !field.resultaat) else { return };
        let text = format!("<{prefix}t xml:space=\"preserve\">{shown}</{prefix}t>");
        let text = if alone { format!("<{prefix}r>{text}</{prefix}r>") } else { text };
        self.spreekt();
        self.erbij.push((at, at, text));
    }

    fn zegt(&mut self, raw: &str) {
        if self.in_code
            && let Some(field) = self.velden.last_mut()
        {
            field.code.push_str(raw);
        }
        if self.in_tekst && !raw.trim().is_empty() {
            self.spreekt();
            self.simpel.iter_mut().for_each(|field| field.resultaat = true);
        }
    }

    /// The paragraph says something: where a page ended before that, its words do not touch those above.
    fn spreekt(&mut self) {
        let Some(line) = self.alineas.last_mut() else { return };
        line.gezegd = true;
        if let Some((at, new)) = line.einde.take() {
            self.erbij.push((at, at, new));
        }
    }
}

/// What a field shows, as far as its code says that; the code itself is still escaped.
fn getoond(code: &str) -> Option<String> {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words = code.split(' ');
    let name = words.next().filter(|name| !name.is_empty())?.to_uppercase();
    if STIL.contains(&name.as_str()) {
        return None;
    }
    let number = words.next().filter(|_| name == "SYMBOL").and_then(|word| {
        let hexadecimal = word.strip_prefix("0x").map(|digits| u32::from_str_radix(digits, 16));
        hexadecimal.unwrap_or_else(|| word.parse()).ok()
    });
    let is_unicode = words.any(|word| word == "\\u");
    let sign = number.filter(|number| is_unicode && *number >= 0x80).and_then(char::from_u32);
    Some(
        sign.filter(|sign| !sign.is_control())
            .map_or_else(|| format!("{VELD}{code}]"), |sign| sign.to_string()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_word_works_out_stands_written() {
        let field = |code: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
        };
        let shown = |xml: &str| {
            let whole = uitgeschreven(xml);
            let tree = roxmltree::Document::parse(&whole).unwrap();
            let said = tree.descendants().filter(|node| node.has_tag_name("t"));
            said.filter_map(|node| node.text()).collect::<String>()
        };
        let bare = |xml: &str| shown(&xml.replace("w:", ""));
        for (xml, wanted) in [
            (field("EQ \\f(1;2)"), "[veld in Word: EQ \\f(1;2)]"),
            (field("SYMBOL 8805 \\u"), "≥"),
            (field("SYMBOL 252 \\f Wingdings"), "[veld in Word: SYMBOL 252 \\f Wingdings]"),
            (field("XE &quot;woord&quot;"), ""),
            ("<p><fldSimple instr=\"AUTONUM\"/></p>".to_owned(), "[veld in Word: AUTONUM]"),
            ("<p><fldSimple instr=\"REF x\"><r><t>hier</t></r></fldSimple></p>".to_owned(), "hier"),
            ("<p><r><t>een<!-- twee -->drie</t></r></p>".to_owned(), "eendrie"),
        ] {
            assert_eq!(bare(&format!("<x>{xml}</x>")), wanted, "{xml}");
        }
    }

    #[test]
    fn words_on_two_pages_do_not_touch_and_cells_keep_their_column() {
        for (xml, wanted) in [
            (
                "<p><r><t>af</t><br type=\"page\"/><t>morgen</t></r></p>",
                "<p><r><t>af</t><br/><br type=\"page\"/><t>morgen</t></r></p>",
            ),
            (
                "<p><r><t>af</t><br type=\"page\"/></r></p><p><r><t>b</t></r></p>",
                "<p><r><t>af</t><br type=\"page\"/></r></p><p><r><t>b</t></r></p>",
            ),
            (
                "<tr><trPr><gridBefore val=\"2\"/></trPr><tc/><tc/></tr><tr><tc/></tr>",
                "<tr><trPr><gridBefore val=\"2\"/></trPr><tc><tcPr><gridSpan val=\"2\"/></tcPr><p/></tc><tc/><tc/></tr><tr><tc/></tr>",
            ),
            ("<p>niet af", "<p>niet af"),
        ] {
            assert_eq!(uitgeschreven(xml), wanted);
        }
    }
}
