//! The form of letters that were written in Word: numbers of lists, text that does not show, boxes, cells that are one, notes of
//! headings, fractions.

use super::brieven::{
    broodtekst, document, item, kop, noot, noten, p, part, stijlen, t, tabel, zipped,
};
use super::{Over, has};

/// A level of a list: how it is counted, what is printed, its first number.
fn niveau(deep: usize, format: &str, text: &str, start: u32) -> String {
    format!(
        "<w:lvl w:ilvl=\"{deep}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn lijsten(abstracts: &[&str], nums: &[(u8, u8, &str)]) -> (&'static str, String) {
    let form = |(id, levels): (usize, &&str)| {
        format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>")
    };
    let num = |(id, form, more): &(u8, u8, &str)| {
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{form}\"/>{more}</w:num>")
    };
    let all = abstracts.iter().enumerate().map(form).chain(nums.iter().map(num));
    ("word/numbering.xml", part("numbering", &all.collect::<String>()))
}

fn begin(first: u8) -> String {
    format!("<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>")
}

fn brief(body: &str, parts: &[(&'static str, String)]) -> Over {
    let body = broodtekst("Geachte voorzitter,") + body + &broodtekst("Hoogachtend,");
    let all = [&[document(&body)], parts].concat();
    let over = Over::van(&zipped(&all), &["--huisstijl", "jenv"]);
    over.bouwt();
    over
}

/// The text of a letter, as lines that say something.
fn tekst(over: &Over) -> Vec<String> {
    let file = over.tekst("brief.yaml");
    let lines = file.lines().skip_while(|line| !line.starts_with("opening:"));
    let lines = lines.take_while(|line| !line.starts_with("groet:"));
    let bare = |line: &str| {
        let line = line.trim().trim_start_matches("opening: ").trim_matches('\'');
        line.replace('\\', "")
    };
    let lines = lines.map(bare);
    lines.filter(|line| !line.is_empty() && line != "|" && line != "opening: |").collect()
}

#[test]
fn a_list_keeps_its_numbers() {
    let decimal = niveau(0, "decimal", "%1.", 1) + &niveau(1, "decimal", "%1.%2", 1);
    let (one, two) = (item(1, 0, "een"), item(1, 0, "twee"));
    let between = broodtekst("Ertussen.");
    let typed = "[D014]: deze nummering kan een lijst in het dossier niet hebben";
    let level = |format: &str, text: &str, start: u32| niveau(0, format, text, start);
    for (form, nums, body, wanted, told) in [
        // Goes on behind a paragraph, and begins where it begins.
        (
            decimal.clone(),
            String::new(),
            [&one, &between, &two].map(String::as_str).concat(),
            vec!["1. een", "Ertussen.", "2. twee"],
            false,
        ),
        (
            level("decimal", "%1.", 5),
            String::new(),
            one.clone() + &two,
            vec!["5. een", "6. twee"],
            false,
        ),
        (decimal.clone(), begin(7), one.clone() + &two, vec!["7. een", "8. twee"], false),
        (
            level("decimal", "%1)", 1),
            String::new(),
            one.clone() + &two,
            vec!["1) een", "2) twee"],
            false,
        ),
        (
            level("lowerLetter", "(%1)", 1),
            String::new(),
            one.clone() + &two,
            vec!["(a) een", "(b) twee"],
            false,
        ),
        (
            level("lowerRoman", "%1.", 3),
            String::new(),
            one.clone() + &two,
            vec!["iii. een", "iv. twee"],
            false,
        ),
        (
            level("bullet", "\u{f0b7}", 1),
            String::new(),
            one.clone() + &two,
            vec!["- een", "- twee"],
            false,
        ),
        (level("none", "", 1), String::new(), one.clone() + &two, vec!["een", "twee"], false),
        // What no list of ours can have.
        (
            level("upperLetter", "%1.", 1),
            String::new(),
            one.clone() + &two,
            vec!["A. een", "B. twee"],
            true,
        ),
        (
            level("upperRoman", "%1.", 4),
            String::new(),
            one.clone() + &two,
            vec!["IV. een", "V. twee"],
            true,
        ),
        (
            level("decimalZero", "%1", 1),
            String::new(),
            one.clone() + &two,
            vec!["01 een", "02 twee"],
            true,
        ),
        (
            level("decimal", "Artikel %1", 1),
            String::new(),
            one.clone() + &two,
            vec!["Artikel 1 een", "Artikel 2 twee"],
            true,
        ),
        (level("lowerLetter", "%1.", 1), String::new(), one.clone(), vec!["a. een"], true),
        (
            decimal.clone(),
            String::new(),
            one.clone() + &item(1, 1, "onder") + &two,
            vec!["1. een", "1.1 onder", "2. twee"],
            true,
        ),
        // Directly below each other, two lists would be one.
        (
            decimal.clone(),
            begin(1),
            one.clone() + &two + &item(2, 0, "drie"),
            vec!["1. een", "2. twee", "1. drie"],
            true,
        ),
        // An empty item has a number too.
        (
            decimal.clone(),
            String::new(),
            one.clone() + &item(1, 0, "") + &two,
            vec!["1. een", "3. twee"],
            true,
        ),
        // Lists of one form count on from each other.
        (
            decimal,
            String::new(),
            one.clone() + &between + &item(2, 0, "drie"),
            vec!["1. een", "Ertussen.", "2. drie"],
            false,
        ),
    ] {
        let nums = [(1, 0, ""), (2, 0, nums.as_str())];
        let nums = if nums[1].2 == begin(7) { [(1, 0, nums[1].2), (2, 0, "")] } else { nums };
        let over = brief(&body, &[lijsten(&[&form], &nums)]);
        assert_eq!(tekst(&over), wanted);
        assert_eq!(over.ran.stderr.contains(typed), told, "{wanted:?}\n{}", over.ran.stderr);
    }
}

#[test]
fn a_list_by_its_style_and_a_numbered_heading_keep_their_numbers() {
    let levels = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Kop1\"/><w:lvlText w:val=\"%1\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:pStyle w:val=\"Kop2\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl>";
    let style = |id: &str, name: &str, more: &str| {
        format!("<w:style w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{more}</w:style>")
    };
    let in_list = "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
    let styles = style("Kop1", "heading 1", in_list)
        + &style("Kop2", "heading 2", &format!("<w:basedOn w:val=\"Kop1\"/>{in_list}"))
        + &style("punt", "Punt", "<w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr>")
        + &style("eigen", "Eigen punt", "<w:basedOn w:val=\"punt\"/>");
    let bold = |text: &str| item(3, 0, text).replace("<w:rPr>", "<w:rPr><w:b/>");
    let body = [
        p("Kop1", &t("", "Inleiding")),
        p("Kop2", &t("", "Doel")),
        p("eigen", &t("", "punt een;")),
        p("punt", &t("", "punt twee.")),
        p("Kop2", &t("", "Plan")),
        broodtekst("Tekst."),
        p("Kop1", &t("", "Verder")),
        broodtekst("Tekst."),
        bold("Los kopje"),
        broodtekst("Tekst."),
    ];
    let forms = [levels, &niveau(0, "lowerLetter", "%1.", 1), &niveau(0, "decimal", "%1.", 4)];
    let nums = [(1, 0, ""), (2, 1, ""), (3, 2, "")];
    let over = brief(
        &body.concat(),
        &[lijsten(&forms, &nums), ("word/styles.xml", part("styles", &styles))],
    );
    has(
        &over.tekst("brief.yaml"),
        &[
            "  - kop: 1 Inleiding\n",
            "      - kop: 1.1 Doel\n        tekst: |\n          a. punt een;\n          b. punt twee.\n",
            "      - kop: 1.2 Plan\n",
            "  - kop: 2 Verder\n",
            "      - kop: 4. Los kopje\n",
        ],
    );
}

#[test]
fn what_a_style_strikes_or_hides_is_listed() {
    let style = |id: &str, more: &str| {
        format!("<w:style w:styleId=\"{id}\"><w:name w:val=\"{id}\"/>{more}</w:style>")
    };
    let styles = style("weg", "<w:rPr><w:strike/></w:rPr>")
        + &style("ookweg", "<w:basedOn w:val=\"weg\"/>")
        + &style("stil", "<w:rPr><w:vanish/></w:rPr>")
        + &style("groot", "<w:rPr><w:caps/></w:rPr>");
    let run = |style: &str, text: &str| {
        t("", text).replace("<w:rPr>", &format!("<w:rPr><w:rStyle w:val=\"{style}\"/>"))
    };
    let back = t("", "terug").replace("<w:rPr>", "<w:rPr><w:strike w:val=\"0\"/>");
    let body = p(
        "",
        &(t("", "Het kost ")
            + &run("ookweg", "vijf ")
            + &run("stil", "stil ")
            + &run("groot", "zes.")),
    ) + &p("weg", &(t("", "Deze alinea niet ") + &back));
    let over = brief(&body, &[("word/styles.xml", part("styles", &styles))]);
    has(&over.tekst("brief.yaml"), &["  Het kost zes.\n\n  terug\n"]);
    has(
        &over.tekst("dossier.yaml"),
        &["verborgen of doorgestreepte tekst: vijf stil Deze alinea niet\n"],
    );
    has(&over.ran.stderr, &["tekst die door haar opmaak in hoofdletters stond"]);
}

#[test]
fn boxes_of_a_form_show_whether_they_are_ticked() {
    let field = |data: &str, code: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{data}</w:ffData></w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let boxed = |more: &str| field(&format!("<w:checkBox>{more}</w:checkBox>"), "FORMCHECKBOX");
    let entry = |text: &str| format!("<w:listEntry w:val=\"{text}\"/>");
    let list =
        format!("<w:ddList><w:result w:val=\"1\"/>{}{}</w:ddList>", entry("eens"), entry("oneens"));
    let sdt = |checked: &str, inner: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:checkbox><w:checked w:val=\"{checked}\"/></w:checkbox></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        )
    };
    let sign = "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>";
    let lines = [
        boxed("<w:default w:val=\"1\"/>") + &t("", " een"),
        boxed("<w:default w:val=\"1\"/><w:checked w:val=\"0\"/>") + &t("", " twee"),
        sdt("1", sign) + &t("", " drie"),
        sdt("0", &t("", "☐")) + &t("", " vier"),
        sign.to_owned() + &t("", " vijf"),
        field(&list, "FORMDROPDOWN") + &t("", " zes"),
    ];
    let over = brief(&lines.map(|line| p("", &line)).concat(), &[]);
    assert_eq!(tekst(&over), ["☒ een", "☐ twee", "☒ drie", "☐ vier", "☒ vijf", "oneens zes"]);
}

#[test]
fn cells_that_are_one_are_told() {
    let row = tabel(&[
        &[broodtekst("Stap"), broodtekst("Wie")],
        &[broodtekst("een"), broodtekst("Rijk")],
        &[broodtekst("onzichtbaar"), broodtekst("gemeente")],
    ]);
    let begins = row.replacen(
        &format!("<w:tc>{}", broodtekst("een")),
        &format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{}", broodtekst("een")),
        1,
    );
    let joined = begins.replacen(
        &format!("<w:tc>{}", broodtekst("onzichtbaar")),
        &format!("<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}", broodtekst("onzichtbaar")),
        1,
    );
    let over = brief(&joined, &[]);
    assert_eq!(tekst(&over), ["| Stap | Wie |", "|---|---|", "| een | Rijk |", "|  | gemeente |"]);
    has(&over.tekst("dossier.yaml"), &["verborgen of doorgestreepte tekst: onzichtbaar"]);
    has(&over.ran.stderr, &["in deze tabel waren cellen samengevoegd"]);
    let over = brief(&row, &[]);
    assert!(!over.ran.stderr.contains("samengevoegd"), "{}", over.ran.stderr);
}

#[test]
fn half_a_word_in_bold_is_told() {
    let over = brief(
        &p("", &(t("b", "Rijks") + &t("", "dienst en ") + &t("b", "vet") + &t("", "."))),
        &[],
    );
    assert_eq!(tekst(&over), ["**Rijksdienst** en **vet**."]);
    has(&over.ran.stderr, &["een deel van een woord was vet of cursief"]);
}

#[test]
fn a_note_of_a_heading_goes_to_the_text_below() {
    let body = p("Kop1", &(t("", "Plan") + &noot(2)))
        + &broodtekst("Dit is het plan.")
        + &p("", &(t("b", "Wat het kost") + &noot(3)))
        + &broodtekst("Niets.");
    let over = brief(&body, &[noten(&[(2, "Van maart."), (3, "Nog niet.")]), stijlen()]);
    has(
        &over.tekst("brief.yaml"),
        &[
            "kop: Plan\n",
            "tekst: Dit is het plan.[^noot_1]\n",
            "kop: Wat het kost\n",
            "tekst: Niets.[^noot_2]\n",
            "  noot_1: Van maart.\n",
        ],
    );
    has(&over.ran.stderr, &["bij deze kop stond een noot"]);
}

#[test]
fn what_fractions_ask_stands_below_them() {
    let head = |name: &str| {
        broodtekst(&format!(
            "Vragen en opmerkingen van de leden van de {name}-fractie en reactie van de minister"
        ))
    };
    // With numbers these are questions with their answers.
    let body = broodtekst(
        "Hierbij zend ik de antwoorden op de vragen van de vaste commissie voor Financiën over loketten.",
    ) + &broodtekst("De Minister van Justitie en Veiligheid,")
        + &broodtekst("A. Voorbeeld")
        + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
        // A table of contents.
        + &head("ABC")
        + &head("DEF")
        + &head("ABC")
        + &broodtekst("De leden van de ABC-fractie hebben kennisgenomen van de brief.")
        + &kop("Vraag 1")
        + &broodtekst("Wat kost dit?")
        + &kop("Antwoord op vraag 1")
        + &broodtekst("Niets.")
        + &head("DEF")
        + &kop("Vraag 2")
        + &broodtekst("Waarom?")
        + &kop("Antwoord op vraag 2")
        + &broodtekst("Daarom.");
    let bytes = zipped(&[document(&(broodtekst("Geachte voorzitter,") + &body))]);
    let over = Over::van(&bytes, &["--huisstijl", "jenv"]);
    over.bouwt();
    has(&over.tekst("dossier.yaml"), &["soort: schriftelijk_overleg\n"]);
    has(
        &over.tekst("vragen.yaml"),
        &[
            "  - partijen:\n      - ABC\n    inleiding: De leden van de ABC-fractie hebben kennisgenomen van de brief.\n    vragen:\n      1: Wat kost dit?\n",
            "  - partijen:\n      - DEF\n    vragen:\n      2: Waarom?\n",
            "    tekst: Daarom.\n",
        ],
    );
    // Without, they are sections.
    let body = head("ABC")
        + &broodtekst("Zij vragen wat dit kost. Niets.")
        + &head("DEF")
        + &broodtekst("Zij vragen waarom. Daarom.");
    let over = brief(&(broodtekst("Hierbij.") + &body), &[]);
    has(
        &over.tekst("brief.yaml"),
        &[
            "  - kop: Vragen en opmerkingen van de leden van de DEF-fractie en reactie van de minister\n    tekst: Zij vragen waarom. Daarom.\n",
        ],
    );
}

#[test]
fn answers_to_a_remark_come_along() {
    let comment = |id: u8, who: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{who}\" w:date=\"2026-05-30T1{id}:00:00Z\"><w:p w:paraId=\"A{id}\">{}</w:p></w:comment>",
            t("", text)
        )
    };
    let comments =
        comment(0, "Els", "Klopt dit?") + &comment(1, "Piet", "Ja.") + &comment(2, "Els", "Dank.");
    let threads = "<w:commentEx w:paraId=\"A0\" w:done=\"1\"/><w:commentEx w:paraId=\"A1\" w:paraIdParent=\"A0\"/><w:commentEx w:paraId=\"A2\" w:paraIdParent=\"A1\"/>";
    let range = |id: u8, inner: &str| {
        format!(
            "<w:commentRangeStart w:id=\"{id}\"/>{inner}<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        )
    };
    let words = range(0, &range(1, &range(2, &t("", "drie weken"))));
    let over = brief(
        &p("", &(t("", "Binnen ") + &words + &t("", "."))),
        &[
            ("word/comments.xml", part("comments", &comments)),
            ("word/commentsExtended.xml", part("commentsEx", threads)),
        ],
    );
    assert_eq!(
        over.tekst("opmerkingen.yaml").matches("  - plaats:").count(),
        1,
        "{}",
        over.tekst("opmerkingen.yaml")
    );
    has(
        &over.tekst("opmerkingen.yaml"),
        &[
            "    tekst: Klopt dit?\n    antwoorden:\n      - wie: Piet\n        wanneer: 2026-05-30T11:00:00+00:00\n        tekst: Ja.\n      - wie: Els\n        wanneer: 2026-05-30T12:00:00+00:00\n        tekst: Dank.\n    afgehandeld: ja\n",
        ],
    );
}
