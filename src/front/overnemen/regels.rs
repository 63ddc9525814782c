//! In: a text. Out: its lines with their places, without what cannot be printed, and which of them belong to the page and
//! not to the text. Pure.

use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::Gemist;
use super::nummers::begin;
use crate::prose;

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Regel {
    /// Where it stands in the file.
    pub(super) plaats: Range<usize>,
    /// The white space before what it says.
    pub(super) inspring: String,
    /// What it says, without white space around it.
    pub(super) tekst: String,
}

impl Regel {
    /// How many columns it is indented.
    pub(super) fn kolommen(&self) -> usize {
        const TAB: usize = 8;
        let step = |column: usize, sign: char| match sign {
            '\t' => (column / TAB + 1) * TAB,
            _ => column + 1,
        };
        self.inspring.chars().fold(0, step)
    }

    pub(super) fn is_leeg(&self) -> bool {
        self.tekst.is_empty()
    }
}

/// The lines of a text. Signs that nobody sees are left out, which is told.
pub(super) fn regels(text: &str, gemist: &mut Vec<Gemist>) -> Vec<Regel> {
    let mut all = Vec::new();
    let mut unseen = Onzichtbaar::default();
    let mut at = 0;
    for line in text.split('\n') {
        let plaats = at..at + line.len();
        at = plaats.end + 1;
        let line = unseen.zonder(line, &plaats);
        let tekst = line.trim();
        let inspring = line[..line.len() - line.trim_start().len()].to_owned();
        let tekst = zonder_sterren(tekst).unwrap_or_else(|| tekst.to_owned());
        let more = achter_elkaar(&tekst);
        match &more[..] {
            [_, ..] => {
                all.extend(more.into_iter().map(|tekst| Regel {
                    plaats: plaats.clone(),
                    inspring: inspring.clone(),
                    tekst,
                }));
            }
            [] => all.push(Regel { plaats, inspring, tekst }),
        }
    }
    gemist.extend(unseen.gemist());
    all
}

/// A line whose number, or that as a whole, stands between stars, without them: `**Vraag 1**`.
fn zonder_sterren(line: &str) -> Option<String> {
    let rest = line.trim_start_matches('*');
    let stars = &line[..line.len() - rest.len()];
    let (inner, after) = rest.split_once(stars).filter(|_| (1..=3).contains(&stars.len()))?;
    let bare = format!("{inner}{after}");
    let one = begin(&bare, 0)?;
    (after.is_empty() || one.tekst >= inner.len()).then_some(bare)
}

/// The questions in a line in which they run on, each with its number and its question mark: `1. Wat? 2. Hoe?`.
fn achter_elkaar(line: &str) -> Vec<String> {
    let Some(labels) = Labels::van(line) else { return Vec::new() };
    let (mut all, mut rest, mut next) = (Vec::new(), line, labels.next);
    while let Some((one, _)) = rest.split_once(&format!("? {}", labels.of(next))) {
        all.push(format!("{one}?"));
        rest = &rest[one.len() + 2..];
        next += 1;
    }
    if all.is_empty() || !rest.ends_with('?') || rest.contains(&format!(" {}", labels.of(next))) {
        return Vec::new();
    }
    all.push(rest.to_owned());
    all
}

/// Whether the next number stands further on in a line that begins with one.
pub(super) fn loopt_door(line: &str) -> bool {
    Labels::van(line).is_some_and(|labels| line.contains(&format!(" {}", labels.of(labels.next))))
}

/// What stands around the numbers of questions in a line.
struct Labels<'a> {
    before: &'a str,
    behind: &'a str,
    next: u16,
}

impl<'a> Labels<'a> {
    fn van(line: &'a str) -> Option<Self> {
        let first = begin(line, 0).filter(|one| one.letter.is_none())?;
        let label = line[..first.tekst].trim_end();
        let (before, behind) = label.split_once(&first.nummer.to_string())?;
        // A bare number may be any number.
        (label.len() > before.len() && !(before.is_empty() && behind.is_empty())).then_some(Self {
            before,
            behind,
            next: first.nummer + 1,
        })
    }

    fn of(&self, number: u16) -> String {
        format!("{}{number}{} ", self.before, self.behind)
    }
}

/// Signs that were left out because nobody sees them, with the lines that they stood in.
#[derive(Debug, Default)]
pub(super) struct Onzichtbaar {
    tekens: Vec<char>,
    plaatsen: Vec<Range<usize>>,
}

impl Onzichtbaar {
    /// A text without such signs.
    pub(super) fn zonder(&mut self, text: &str, plaats: &Range<usize>) -> String {
        if !text.contains(is_onzichtbaar) {
            return text.to_owned();
        }
        for char in text.chars().filter(|char| is_onzichtbaar(*char)) {
            if !self.tekens.contains(&char) {
                self.tekens.push(char);
            }
        }
        if self.plaatsen.last() != Some(plaats) {
            self.plaatsen.push(plaats.clone());
        }
        text.chars().filter(|char| !is_onzichtbaar(*char)).collect()
    }

    pub(super) fn gemist(self) -> Option<Gemist> {
        let names: Vec<String> =
            self.tekens.iter().map(|char| format!("U+{:04X}", u32::from(*char))).collect();
        let shown = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if names.len() > 5 { ", …" } else { "" };
        (!names.is_empty()).then(|| {
            Gemist::op(self.plaatsen, format!("hier stonden onzichtbare tekens, die zijn weggelaten: {shown}{more}"))
                .help("kijk of de tekst klopt; zulke tekens komen mee bij kopiëren, en kunnen de volgorde op papier omdraaien")
        })
    }
}

/// Whether a sign is not seen, or turns the direction of the text.
fn is_onzichtbaar(char: char) -> bool {
    use GeneralCategory as G;
    !matches!(char, ' '..='~' | '\n' | '\t')
        && matches!(
            char.general_category(),
            G::Control | G::Format | G::LineSeparator | G::ParagraphSeparator
        )
}

/// Whether a line belongs to the page: its number, a running head, the head of a column.
pub(super) fn is_meubel(line: &str) -> bool {
    const BEGINS: [&str; 8] = [
        "tweede kamer, vergaderjaar",
        "eerste kamer, vergaderjaar",
        "kst-",
        "ah-tk-",
        "ah-ek-",
        "kv-tk-",
        "kv-ek-",
        "issn ",
    ];
    if line.len() > 120 {
        return false;
    }
    if prose::is_divider(line) {
        return true;
    }
    let lower = line.to_lowercase();
    let staten = lower.strip_suffix(" der staten-generaal");
    matches!(staten, Some("tweede kamer" | "eerste kamer"))
        || BEGINS.iter().any(|begin| lower.starts_with(begin))
        || is_bladzijde(&lower)
        || is_kolomkop(line)
}

/// `Pagina 1 van 3`, `blz. 2`, `2/3`, `- 2 -`.
fn is_bladzijde(lower: &str) -> bool {
    let bare = lower.trim_matches(['-', '–', '—', ' ']);
    let word = ["pagina ", "bladzijde ", "blz. ", "blz ", "p. "]
        .iter()
        .find_map(|word| bare.strip_prefix(word));
    let is_number =
        |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let rest = word.unwrap_or(bare);
    let pair = [" van ", "/", " / "].iter().find_map(|between| rest.split_once(between));
    let is_pair = pair.is_some_and(|(page, of)| is_number(page) && is_number(of));
    is_pair || (word.is_some() || bare.len() < lower.len()) && is_number(rest)
}

/// The heads of the columns of a list: `Nr  Vraag  Blz. (van)  (t/m)`.
pub(super) fn is_kolomkop(line: &str) -> bool {
    const WORDS: [&str; 13] = [
        "nr",
        "nummer",
        "vraag",
        "vragen",
        "bijlage",
        "blz",
        "bladzijde",
        "bladzijden",
        "pagina",
        "van",
        "tm",
        "tot",
        "en",
    ];
    let words: Vec<String> = line
        .to_lowercase()
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
        .collect();
    let has = |all: [&str; 2]| words.iter().any(|word| all.contains(&&**word));
    words.len() > 1
        && words.iter().all(|word| word.is_empty() || WORDS.contains(&&**word))
        && has(["vraag", "vragen"])
        && (has(["nr", "nummer"]) || has(["blz", "bladzijde"]))
}
