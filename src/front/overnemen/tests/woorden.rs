//! In: texts and publications of every shape. Out: whether each of their words is in the dossier, or told with its line. Pure.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::super::*;

/// A word that stands nowhere else.
fn word(number: usize) -> String {
    let mut letters = String::from("woord");
    let mut rest = number;
    loop {
        letters.push(char::from(b'a' + u8::try_from(rest % 26).unwrap()));
        rest /= 26;
        if rest == 0 {
            return letters + "x";
        }
    }
}

/// The beginnings of lines, with what they end with.
const LINES: [(&str, &str); 50] = [
    ("", ""),
    ("", ""),
    ("1. Klopt", "?"),
    ("2. Klopt", "?"),
    ("3. Klopt", "?"),
    ("5. klopt", "en"),
    ("1) Is", "?"),
    ("2) Is", "?"),
    ("(1) Is", "?"),
    ("Vraag 1", "?"),
    ("Vraag 2:", "?"),
    ("Vraag 3 Wat", "? 1)"),
    ("1 Kent", "?"),
    ("2 Kent", "?"),
    ("2a. Kent", "?"),
    ("2b. Kent", "?"),
    ("3. a. Kent", "?"),
    ("a. een", ";"),
    ("b. twee", "[1]?"),
    ("•", ";"),
    ("-", ";"),
    ("4\t", "?   12   14"),
    ("(a)", ";"),
    ("o", ";"),
    ("+", ";"),
    ("→", ";"),
    ("\u{f0b7}\t", ";"),
    ("3.1 Punt", "?"),
    ("2020\t2021\t", ""),
    ("12\t14\t", "."),
    ("2025: 12,", ";"),
    ("4: Wanneer", "?"),
    ("* Krant", "."),
    ("1 https://example.org", ""),
    ("3) x", ""),
    ("| a |", "| b |"),
    ("² Krant", "."),
    ("   ii) klopt", ";"),
    ("**Vraag 2**", ""),
    // Up to here each begins as another thing than running text.
    ("________", ""),
    ("Klopt dit*?", "² en"),
    ("Is dit waar?", "?1 2"),
    ("gewone", "tekst"),
    ("Gewone", "tekst."),
    ("[1] Dagblad", "https://example.org/a_b."),
    ("Antwoord op vraag 2", ""),
    ("Toelichting:", "*x*"),
    ("Tweede Kamer, vergaderjaar 2025–2026,", "2"),
    ("Vragen en opmerkingen van de leden van de ABC-fractie", ""),
    ("Vragen van het lid Van Voorbeeld (ABC) aan de Minister van Financiën over", ""),
];

/// Whether a line begins as an item, a part, a question, a note or a row.
fn is_begin(kind: usize) -> bool {
    let plain = LINES.iter().position(|(begin, _)| *begin == "________").unwrap();
    (2..plain).contains(&kind) || LINES[kind].0.starts_with("[1]")
}

/// The words of each paragraph, item and cell that was taken over.
fn leaves(read: &Overgenomen) -> Vec<String> {
    let parts = read.vragen.iter().flat_map(|one| one.delen.iter().map(|(_, part)| part));
    let texts = (read.vragen.iter().map(|one| &one.tekst))
        .chain(parts)
        .chain(read.noten.iter().map(|(_, note)| note))
        .chain(read.fracties.iter().flat_map(|one| &one.inleiding))
        .chain(&read.agenda)
        .chain(&read.onderwerp);
    let mut all = Vec::new();
    for text in texts {
        let (read, _) = crate::prose::read(text);
        crate::prose::visit_lines(&read.blocks, &mut |inlines| {
            let mut words = String::new();
            crate::prose::visit_inlines(inlines, &mut |inline| {
                if let crate::prose::Inline::Text { text, .. } = inline {
                    words.push_str(text);
                }
            });
            all.push(words);
        });
    }
    all
}

/// No word of a line that begins as another thing stands behind that of another line, unless it is told.
fn apart(text: &str, begins: &[String]) {
    let Ok(read) = lees(text.as_bytes()) else { return };
    let leaves = leaves(&read);
    for word in begins {
        let joined = leaves.iter().filter_map(|leaf| leaf.split_once(word.as_str()));
        let joined = joined.filter(|(before, _)| before.contains("woord")).count() > 0;
        let at = text.find(word.as_str()).unwrap();
        let told =
            read.gemist.iter().flat_map(|one| &one.plaatsen).any(|place| place.contains(&at));
        assert!(
            told || !joined,
            "{word} of\n{text}\nis joined in\n{leaves:#?}\n{:#?}",
            read.gemist
        );
    }
}

/// Every word of ours in the file is in the dossier, or stands where a remark points.
fn accounted(text: &str) {
    let Ok(read) = lees(text.as_bytes()) else { return };
    let yaml = vragen_yaml("", &read, read.soort());
    let yaml = yaml.unwrap_or_else(|_| panic!("not written:\n{text}"));
    for (at, _) in text.match_indices("woord") {
        let end = text[at..].find('x').map_or(text.len(), |end| at + end + 1);
        let word = &text[at..end];
        let told =
            read.gemist.iter().flat_map(|one| &one.plaatsen).any(|place| place.contains(&at));
        assert!(
            told || yaml.contains(word),
            "{word} of\n{text}\nis not in\n{yaml}\n{:#?}",
            read.gemist
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(28_638),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_line_of_a_text_disappears(kinds in prop::collection::vec(0..LINES.len(), 1..30)) {
        let line = |(i, kind): (usize, &usize)| match LINES[*kind] {
            ("", "") => "\n".to_owned(),
            (begin, end) => format!("{begin} {}{end}\n", word(i)),
        };
        let text = kinds.iter().enumerate().map(line).collect::<String>();
        accounted(&text);
        let begins = kinds.iter().enumerate().filter(|(_, kind)| is_begin(**kind));
        apart(&text, &begins.map(|(i, _)| word(i)).collect::<Vec<_>>());
    }

    #[test]
    fn no_element_of_a_publication_disappears(kinds in prop::collection::vec(0..12_usize, 1..14)) {
        let part = |(i, kind): (usize, &usize)| {
            let word = word(i);
            match kind {
                0 => format!("<al>{word}?</al>"),
                1 => format!("<al>m<sup>2</sup> {word} CO<inf>2</inf></al>"),
                2 => format!("<lijst><li><li.nr>a.</li.nr><al>{word}</al></li><li><li.nr>c.</li.nr><al>{word}</al></li></lijst>"),
                3 => format!("<lijst><li><li.nr>–</li.nr><al>{word}<lijst><li><li.nr>1.</li.nr><al>{word}q</al></li></lijst></al></li></lijst>"),
                4 => format!("<table><tgroup cols=\"2\"><tbody><row><entry><al>{word}</al></entry><entry/></row><row><entry><al>b</al></entry></row></tbody></tgroup></table>"),
                5 => format!("<vreemd><al>{word}</al></vreemd>"),
                6 => format!("<al>x<noot id=\"n1\"><noot.nr>1</noot.nr><noot.al>{word} <nadruk>y</nadruk></noot.al></noot></al>"),
                7 => format!("<noot><noot.nr>2</noot.nr><noot.al>{word}<noot><noot.nr>9</noot.nr><noot.al>{word}q</noot.al></noot></noot.al></noot>"),
                8 => format!("</vraag><vraag><nr>Vraag {i}</nr>{word}"),
                9 => format!("</vraag><toelichting>{word}</toelichting><vraag>"),
                10 => format!("<al><nadruk type=\"vet\">{word}</nadruk> <extref>https://example.org/{word}</extref></al>"),
                _ => format!("<lijst><li><li.nr>a.</li.nr><al>{word}</al><al>{word}q</al></li><li><li.nr>b.</li.nr>{word}</li></lijst>"),
            }
        };
        let body = kinds.iter().enumerate().map(part).collect::<String>();
        accounted(&format!("<x><kamervragen><vraag><nr>Vraag 1</nr>{body}</vraag></kamervragen></x>"));
    }
}

/// What is not linear takes minutes here.
#[test]
fn what_no_questions_have_is_refused_in_bounded_time() {
    let head = "Vragen van de leden A (B) aan de Minister van Financiën over x (ingezonden 2 maart 2026)\n\n";
    let notes =
        |count: usize| (1..=count).map(|i| format!("[{i}] Dagblad\n\n")).collect::<String>();
    let members = "A (B), ".repeat(40_000);
    let xml = format!(
        "<x><kamervragen><kamervraagomschrijving>Vragen van de leden {members}C (D) aan de Minister van Z over \
         x</kamervraagomschrijving><vraag><nr>Vraag 1</nr><al>x</al></vraag></kamervragen></x>"
    );
    let fractions = "Vragen en opmerkingen van de leden van de A-fractie\n\n1. x\n\n";
    for (text, wanted) in [
        (format!("{head}1. {}\n\n{}", "[1] ".repeat(20_000), notes(998)), ""),
        (format!("{head}1. x\n\n{}", notes(30_000)), "noten"),
        (
            format!("Vragen van de leden {members}C (D) aan de Minister van Z over x\n\n1. x\n"),
            "leden",
        ),
        (xml, "leden"),
        (format!("{head}{}", "1. x\n".repeat(50_000)), ""),
        (format!("{head}1. x\n{}", "a. x\nb. x\n".repeat(50_000)), ""),
        (
            format!(
                "{head}1. x\n{}",
                (0..2_000).map(|i| format!("{}- x\n", " ".repeat(i))).collect::<String>()
            ),
            "",
        ),
        (format!("{head}1. x\n{}", "a\tb\n".repeat(20_000)), ""),
        (format!("{head}{}", (1..=900).map(|i| format!("{i}. x? ")).collect::<String>()), ""),
        (fractions.repeat(5_000), "fracties"),
    ] {
        let told = lees(text.as_bytes()).map(|_| String::new()).unwrap_or_else(|told| told.message);
        assert!(told.contains(wanted) && told.is_empty() == wanted.is_empty(), "{told}");
    }
}
