//! In: a text, and what was understood of it. Out: what looks like markup and was printed as it stands. Pure.
//!
//! A form of our own that is mistyped is text to CommonMark; for `lak:` that would put on paper what was to be
//! withheld. What other programs know as markup (`__vet__`, `&amp;`) is text to us.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::understood::Understood;
use super::{Mistake, shifted};
use crate::diagnostic::{Code, codes};

/// What a mistyped form of our own begins with (in lower case), and what to say of it.
const FORMS: &[(&str, Code, &str, &str)] = &[
    (
        "(lak",
        codes::GROUND_UNKNOWN,
        "dit lakt niets: de tekst zou gewoon worden afgedrukt",
        "schrijf [tekst](lak:5.1.2e), zonder spaties en in kleine letters",
    ),
    (
        "<kst",
        codes::REFERENCE_BROKEN,
        "dit is geen verwijzing naar een Kamerstuk",
        "schrijf <kst:28638-238>, zonder spaties",
    ),
    (
        "kst:",
        codes::REFERENCE_BROKEN,
        "dit is geen verwijzing naar een Kamerstuk",
        "schrijf <kst:28638-238>, met < en >",
    ),
    (
        "<figuur",
        codes::INSERT_UNKNOWN,
        "dit is geen figuur",
        "schrijf <figuur:naam>, zonder spaties, op een regel van zichzelf",
    ),
    (
        "<kader",
        codes::INSERT_UNKNOWN,
        "dit is geen kader",
        "schrijf <kader:naam>, zonder spaties, op een regel van zichzelf",
    ),
    (
        "<ah:",
        codes::REFERENCE_BROKEN,
        "dit is geen verwijzing naar het Aanhangsel",
        "schrijf <ah:2025/26:1137>, zonder spaties",
    ),
    (
        "[^",
        codes::FOOTNOTE_UNKNOWN,
        "dit is geen verwijzing naar een voetnoot",
        "schrijf [^naam], zonder spaties; in een koppeling kan geen noot staan",
    ),
    (
        "^[",
        codes::FOOTNOTE_UNKNOWN,
        "dit is geen voetnoot",
        "schrijf hier `[^naam]`, en de tekst van de noot onder `voetnoten:` als `naam: …`",
    ),
    ("{++", codes::MARKUP_AS_TEXT, REMARK, REMARK_HELP),
    ("{--", codes::MARKUP_AS_TEXT, REMARK, REMARK_HELP),
    ("{~~", codes::MARKUP_AS_TEXT, REMARK, REMARK_HELP),
    ("{>>", codes::MARKUP_AS_TEXT, REMARK, REMARK_HELP),
    ("{ bijlage.", codes::EXPRESSION_FAILS, "dit is geen waarde", VALUE),
    ("{bijlage.", codes::EXPRESSION_FAILS, "dit is geen waarde", VALUE),
    ("{ dossier.", codes::EXPRESSION_FAILS, "dit is geen waarde", VALUE),
    ("{dossier.", codes::EXPRESSION_FAILS, "dit is geen waarde", VALUE),
    (
        "{ {",
        codes::EXPRESSION_FAILS,
        "dit is geen waarde",
        "zet de accolades direct tegen elkaar: {{ … }}",
    ),
    ("{%", codes::MARKUP_AS_TEXT, "dit komt zo op papier: een tekst kent geen opdrachten", VALUE),
    (
        "{#",
        codes::MARKUP_AS_TEXT,
        "dit komt zo op papier: een tekst kent geen opmerkingen",
        "zet een opmerking in het YAML-bestand zelf, achter `#`",
    ),
    ("<http", codes::LINK_INVALID, "dit is geen koppeling", LINK),
    ("<www.", codes::LINK_INVALID, "dit is geen koppeling", LINK),
    ("<mailto:", codes::LINK_INVALID, "dit is geen koppeling", LINK),
    ("](", codes::LINK_INVALID, "dit is geen koppeling", LINK_TEXT),
    (")[http", codes::LINK_INVALID, "dit is geen koppeling", LINK_TEXT),
    (")[www", codes::LINK_INVALID, "dit is geen koppeling", LINK_TEXT),
];

const REMARK: &str = "dit komt zo op papier: een tekst kent geen bijgehouden wijzigingen";
const REMARK_HELP: &str = "laat staan wat er moet komen, en haal de tekens en wat vervalt weg";
const VALUE: &str = "gebruik twee accolades: {{ … }}";
const LINK: &str = "schrijf <https://…>, zonder spaties";
const LINK_TEXT: &str = "schrijf [tekst](https://…): vierkante haken om de tekst, direct daarachter ronde om het adres, zonder spaties";

/// Finds them where nothing was understood and no `\` says that it is text. Values in `text` are covered.
pub(super) fn find(text: &str, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    forms(text, understood, &mut found);
    spaced_links(text, understood, &mut found);
    stars(text, understood, &mut found);
    for (sign, ours) in
        [("_", "*"), ("__", "**"), ("~~", ""), ("==", ""), ("++", ""), ("~", ""), ("^", "")]
    {
        pairs(text, sign, ours, understood, &mut found);
    }
    entities(text, understood, &mut found);
    glued(text, understood, &mut found);
    backslashes(text, understood, &mut found);
    found
}

fn forms(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    let lower = text.to_ascii_lowercase();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for (typed, code, message, help) in FORMS {
        for (at, _) in lower.match_indices(typed) {
            let before = &lower[..at];
            let escaped = before.ends_with(['\\', '{']);
            // Inside a word, as in `smaklak:`, it is a word.
            let word = typed.starts_with(char::is_alphabetic)
                && before.ends_with(|c: char| c.is_alphanumeric() || c == '<' || c == '(');
            // A link has one thing wrong with it at a time.
            let twice = told.range(at.saturating_sub(1)..=at + 1).next().is_some();
            if escaped || word || twice || understood.has(at) && !understood.is_text(at) {
                continue;
            }
            told.insert(at);
            found.push(Mistake::error(*code, at..at + typed.len(), *message).help(*help));
        }
    }
}

/// `[tekst] (https://…)`
fn spaced_links(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    for (at, _) in text.match_indices(']').filter(|(at, _)| understood.is_text(*at)) {
        let after = text[at + 1..].trim_start_matches(super::is_blank);
        let space = at + 1..text.len() - after.len();
        let Some(address) = after.strip_prefix('(') else { continue };
        let link = ["http://", "https://", "mailto:", "tel:", "www."];
        if !space.is_empty() && link.iter().any(|scheme| address.starts_with(scheme)) {
            let end = address.find([')', '\n', ' ']);
            let closed = end.is_some_and(|end| address[end..].starts_with(')'));
            let mistake =
                Mistake::error(codes::LINK_INVALID, at..space.end + 1, "dit is geen koppeling")
                    .help(LINK_TEXT);
            found.push(if closed { mistake.fix(at..space.end + 1, "](") } else { mistake });
        }
    }
}

/// Stars that neither begin nor end anything.
fn stars(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    let mut spaced: Option<usize> = None;
    let mut signs: Option<usize> = None;
    let mut marked = Marked::default();
    let (mut passed, mut in_address) = (0, false);
    let mut at = 0;
    while let Some(start) = text[at..].find('*').map(|i| at + i) {
        let count = text[start..].len() - text[start..].trim_start_matches('*').len();
        let end = start + count;
        at = end;
        // In an address between `<` and `>` it is a part of it.
        if let Some(sign) = text[passed..start].rfind(['<', '>', ' ', '\n']) {
            in_address = text[passed + sign..].starts_with('<');
        }
        passed = start;
        if !understood.is_text(start) || in_address && understood.has(start) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let begins = super::begins(before, &text[end..]);
        let ends = before.is_some_and(|c| !c.is_whitespace())
            && !word(after)
            && !super::between(before, after);
        let within = word(before) && letter(after);
        let free = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
        let range = start..end;
        let between = super::between(before, after);
        let opened = signs.filter(|open| is_around(&text[*open..start]));
        if between && opened.is_none() && opens(before, &text[end..]) {
            signs = Some(start);
            continue;
        }
        let told = match count {
            // `(*"x"*)`: between two signs stars are signs, and these stand around words.
            _ if (between || ends) && opened.is_some() => {
                signs = None;
                Mistake::warning(codes::MARKUP_AS_TEXT, opened.unwrap_or(start)..end, "deze sterretjes komen zo op papier: tussen twee leestekens zijn ze geen opmaak")
                    .help("zet de sterretjes om het haakje of aanhalingsteken ervoor heen, of direct tegen het eerste en het laatste woord")
            }
            1 if begins => Mistake::warning(codes::MARKUP_AS_TEXT, range, "dit sterretje komt zo op papier: het begint cursief dat nergens eindigt")
                .help("zet achter het laatste woord ook een `*`, direct tegen het woord aan"),
            1 if within => Mistake::warning(codes::MARKUP_AS_TEXT, range, "dit sterretje komt zo op papier: binnen een woord is het geen opmaak")
                .help("maak het hele woord cursief, of laat het weg"),
            // A mark of a note, if no other star in the paragraph is markup.
            1 if ends && word(before) && marked.has(text, start, understood) => Mistake::warning(
                codes::MARKUP_AS_TEXT,
                range,
                "dit sterretje komt zo op papier, en andere in deze alinea maken cursief of vet",
            ),
            2 | 3 if begins => Mistake::error(codes::MARKUP_AS_TEXT, range, "deze sterretjes komen zo op papier: ze beginnen vet dat nergens eindigt")
                .help("zet achter het laatste woord ook `**`, direct tegen het woord aan, en niet over een alinea of punt heen"),
            2 | 3 if within => Mistake::error(codes::MARKUP_AS_TEXT, range, "deze sterretjes komen zo op papier: binnen een woord zijn ze geen opmaak")
                .help("maak het hele woord vet"),
            2 | 3 if ends => Mistake::warning(codes::MARKUP_AS_TEXT, range, "deze sterretjes komen zo op papier: ze eindigen vet dat nergens begint")
                .help("zet voor het eerste woord ook `**`, direct tegen het woord aan"),
            4.. if word(before) || word(after) => Mistake::error(codes::MARKUP_AS_TEXT, range, "deze sterretjes komen zo op papier: vet heeft er twee aan elke kant")
                .help("zet tussen twee vette stukken een spatie, of maak er één van"),
            // `** vet **`: once is a sign, twice is a pair.
            2 if free => match spaced.replace(start).filter(|other| !text[*other..start].contains("\n\n")) {
                Some(other) => {
                    spaced = None;
                    Mistake::error(codes::MARKUP_AS_TEXT, other..end, "dit is niet vet geworden: de sterretjes komen zo op papier")
                        .help("zet de sterretjes direct tegen de woorden aan: `**vet**`")
                }
                None => continue,
            },
            _ => continue,
        };
        found.push(told.help("is het gewone tekst, zet dan `\\` voor elk sterretje"));
    }
}

/// `de site<https://…>`: a link that touches the word before it.
fn glued(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    for link in ["<http", "<mailto:", "<kst:", "<ah:", "<tel:"] {
        for (at, _) in text.match_indices(link).filter(|(at, _)| understood.has(*at)) {
            let Some(last) = text[..at].chars().next_back().filter(|c| c.is_alphanumeric()) else {
                continue;
            };
            found.push(
                Mistake::warning(
                    codes::MARKUP_AS_TEXT,
                    at - last.len_utf8()..at + 1,
                    "op papier staat dit tegen het woord ervoor aan",
                )
                .help("zet er een spatie voor")
                .fix(at..at, " "),
            );
        }
    }
}

/// Whether stars between two signs may be meant to begin bold or italics: what stands behind them opens something, and
/// they are not themselves what stands between quotes or brackets, as in `"*"`.
fn opens(before: Option<char>, after: &str) -> bool {
    let mut signs = after.chars();
    let (Some(next), Some(second)) = (signs.next(), signs.next()) else { return false };
    let closer = match before {
        Some('(') => ')',
        Some('[') => ']',
        Some('{') => '}',
        Some('“' | '„' | '”') => '”',
        Some('‘' | '‚' | '’') => '’',
        Some('«') => '»',
        Some(same) => same,
        None => return false,
    };
    (next != closer || second.is_alphanumeric())
        && !matches!(next, ')' | ']' | '}' | '»' | ',' | '.' | ';' | ':' | '!' | '?' | '%' | '/')
}

/// Whether a text from its first stars on has words, and no end of a paragraph.
fn is_around(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && !text.contains("\n\n")
}

/// Whether a paragraph has stars that are markup; of the last one that was asked for.
#[derive(Default)]
struct Marked {
    paragraph: Range<usize>,
    is: bool,
}

impl Marked {
    fn has(&mut self, text: &str, at: usize, understood: &Understood) -> bool {
        if !self.paragraph.contains(&at) {
            let start = text[..at].rfind("\n\n").unwrap_or(0);
            let end = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
            let markup = |(i, _): (usize, &str)| {
                !understood.is_text(start + i) && !understood.has(start + i)
            };
            self.is = text[start..end].match_indices('*').any(markup);
            self.paragraph = start..end;
        }
        self.is
    }
}

/// `_cursief_` and what else other programs write in pairs.
pub(super) fn pairs(
    text: &str,
    sign: &str,
    ours: &str,
    understood: &Understood,
    found: &mut Vec<Mistake>,
) {
    let Some(letter) = sign.chars().next() else { return };
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some(start) = text[at..].find(sign).map(|i| at + i) {
        let run = text[start..].len() - text[start..].trim_start_matches(letter).len();
        let end = start + run;
        // No pair goes over the end of a paragraph.
        open = open.filter(|_| !text[at..start].contains("\n\n"));
        at = end;
        let is_address = matches!(sign, "^" | "~") && shifted::is_address(&text[..start]);
        if run != sign.len() || !understood.is_text(start) || is_address {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        if let Some(first) = open
            && outside(after)
            && inside(before)
        {
            open = None;
            let range = first..end;
            let typed = &text[range.clone()];
            let mut told = Mistake::warning(
                codes::MARKUP_AS_TEXT,
                range,
                format!("`{sign}` is geen opmaak, en komt zo op papier"),
            );
            told = match ours {
                "" if matches!(sign, "^" | "~") => {
                    told.help("laat het weg; boven de regel komt `m^2^`, eronder `CO~2~`, direct achter een letter, zonder spaties")
                }
                "" => told.help("laat het weg; een tekst kent alleen `**vet**` en `*cursief*`"),
                ours => told.help(format!("schrijf `{ours}…{ours}`, of laat het weg")),
            };
            // Words between double ones are bold for certain; one word can be a name in a program.
            if sign == "__" && typed.contains(' ') && !typed.contains('\n') {
                told = told.fix(first..first + 2, ours).fix(start..end, ours);
            }
            found.push(told);
        } else if (outside(before) || is_raised(sign, &text[end..])) && inside(after) {
            // What was said of the tracked change holds for all of it.
            open = (before != Some('{')).then_some(start);
        }
    }
}

/// Whether what stands between such signs is a figure above or below the line elsewhere: `m^2^`, `CO~2~`.
fn is_raised(sign: &str, after: &str) -> bool {
    let digits = after.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(sign, "^" | "~") && digits.len() < after.len() && digits.starts_with(sign)
}

/// `&eacute;`, from a page of the web.
pub(super) fn entities(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    for (at, _) in text.match_indices('&').filter(|(at, _)| understood.is_text(*at)) {
        let name = text[at + 1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        let Some(end) = name.map(|i| at + 1 + i).filter(|end| text[*end..].starts_with(';')) else {
            continue;
        };
        // Only what a browser would show as another sign.
        let Some((sign, end)) = decoded_whole(text, at, end) else { continue };
        let typed = &text[at..=end];
        let shown = match sign.trim().is_empty() {
            true => "het teken zelf: een vaste spatie".to_owned(),
            false => format!("het teken zelf: {sign}"),
        };
        let mistake = Mistake::warning(
            codes::MARKUP_AS_TEXT,
            at..end + 1,
            format!("`{typed}` komt zo op papier"),
        )
        .help(format!("schrijf {shown}"));
        // What would be markup then, the author must look at.
        let markup = sign.contains(['<', '>', '*', '[', ']', '|', '`', '\\', '{', '}']);
        found.push(if markup { mistake } else { mistake.fix(at..end + 1, sign) });
    }
}

/// What the entity between two places stands for, and where it ends. `&amp;lt;` went through two programs, and is `<`.
fn decoded_whole(text: &str, at: usize, mut end: usize) -> Option<(String, usize)> {
    let mut sign = decoded(&text[at..=end])?;
    while sign == "&" {
        let inner = &text[end + 1..];
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        let Some(length) = length.filter(|length| inner[*length..].starts_with(';')) else { break };
        let Some(next) = decoded(&format!("&{}", &inner[..=length])) else { break };
        (sign, end) = (next, end + 1 + length);
    }
    Some((sign, end))
}

/// What an entity stands for.
fn decoded(entity: &str) -> Option<String> {
    let text = Parser::new(entity).find_map(|event| match event {
        Event::Text(text) => Some(text.to_string()),
        _ => None,
    })?;
    (text != entity && !text.is_empty()).then_some(text)
}

/// A `\` before a sign that has no meaning, from a program that puts them everywhere; or one that breaks no line.
fn backslashes(text: &str, understood: &Understood, found: &mut Vec<Mistake>) {
    for (at, _) in text.match_indices('\\').filter(|(at, _)| understood.is_text(*at)) {
        if text[..at].ends_with('\\') {
            continue;
        }
        let rest = &text[at + 1..];
        let blank = rest.len() - rest.trim_start_matches(super::is_blank).len();
        let behind = rest[blank..].chars().next();
        let ends = matches!(behind, None | Some('\n'))
            || behind == Some('|') && understood.has(at + 1 + blank);
        // A path or a code of its own has more of them.
        let is_path = || {
            let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
            word.contains(['\\', ':'])
        };
        if ends && !is_path() {
            found.push(unbroken(text, at, blank));
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_punctuation() && c != '\\') {
            continue;
        }
        let range = at..at + 1;
        found.push(
            Mistake::warning(
                codes::MARKUP_AS_TEXT,
                range,
                "deze `\\` komt zo op papier: het teken erachter is gewone tekst",
            )
            .help("laat de `\\` weg, als hij niet zelf bedoeld is"),
        );
    }
}

/// A `\` at the end of a line, and blanks behind it, that breaks no line: no line of its paragraph follows, or the
/// blanks are in between.
fn unbroken(text: &str, at: usize, blank: usize) -> Mistake {
    let told = Mistake::warning(
        codes::MARKUP_AS_TEXT,
        at..at + 1,
        "deze `\\` komt zo op papier: hier is geen regel om af te breken",
    );
    let below = text[at + 1 + blank..].strip_prefix('\n').and_then(|below| below.lines().next());
    let goes_on = blank > 0 && below.is_some_and(|below| !below.trim().is_empty());
    if goes_on {
        let told = Mistake {
            message: "deze `\\` komt zo op papier: erachter staat een spatie".into(),
            ..told
        };
        return told.help("haal de spatie erachter weg").fix(at + 1..at + 1 + blank, "");
    }
    let before = text[..at].trim_end_matches(super::is_blank);
    told.help("haal hem weg").fix(before.len()..at + 1, "")
}
