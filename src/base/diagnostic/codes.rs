//! In: nothing. Out: the table of all diagnostic codes, each with its page. Pure.

/// A stable identification of a kind of mistake, such as `S002`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Letter of the family and number.
    pub id: &'static str,
    /// Short name in kebab-case.
    pub name: &'static str,
    /// The page that explains it, in Dutch and in Markdown: `docs/meldingen/`.
    pub page: &'static str,
}

impl Code {
    /// The first sentence of the page.
    pub fn summary(self) -> &'static str {
        self.page.split("\n\n").nth(1).unwrap_or_default()
    }
}

/// The code with this id or name, whatever the case.
pub fn find(typed: &str) -> Option<Code> {
    ALL.iter()
        .copied()
        .find(|code| code.id.eq_ignore_ascii_case(typed) || code.name.eq_ignore_ascii_case(typed))
}

macro_rules! codes {
    ($($constant:ident = $id:literal, $name:literal, $doc:literal;)*) => {
        $(#[doc = $doc] pub const $constant: Code = Code {
            id: $id,
            name: $name,
            page: include_str!(concat!("../../../docs/meldingen/", $id, ".md")),
        };)*
        /// Every code, in the order of the families.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    // D: the dossier as a folder.
    FILE_MISSING = "D001", "bestand-ontbreekt", "A required file is not there.";
    FILE_NOT_UTF8 = "D002", "geen-utf8", "A file is not UTF-8.";
    FILE_TOO_LARGE = "D003", "bestand-te-groot", "A file is larger than 10 MB.";
    PATH_OUTSIDE = "D004", "pad-buiten-dossier", "A path leaves the dossier.";
    FILE_UNKNOWN = "D005", "onbekend-bestand", "A YAML file that is none of a dossier's.";
    FILE_UNREADABLE = "D006", "bestand-onleesbaar", "The operating system refuses a file.";
    IMAGE_INVALID = "D007", "afbeelding-onbruikbaar", "An image that is no SVG or PNG, or one that cannot be printed.";
    FOLDER_MISSING = "D008", "map-ontbreekt", "A folder that was named is not there.";
    OUTPUT_FAILS = "D009", "uitvoer", "A result that cannot be written.";
    OUTPUT_STALE = "D011", "oud-resultaat", "A result of an earlier time that is no longer made.";
    PREVIEW_FAILS = "D012", "voorbeeld", "A preview that cannot be shown in a browser.";
    ARGUMENT_INVALID = "D010", "argument", "A value on the command line that cannot be.";
    QUESTIONS_UNREADABLE = "D013", "vragen-onbruikbaar", "A file from which no questions can be taken over.";
    QUESTIONS_PARTIAL = "D014", "niet-overgenomen", "What of a file with questions could not be taken over.";
    // Y: YAML itself.
    YAML_SYNTAX = "Y001", "yaml-opbouw", "The YAML cannot be read.";
    YAML_TAB = "Y002", "tab", "A tab where YAML wants spaces.";
    YAML_INDENT = "Y003", "inspringing", "Indentation that does not fit.";
    YAML_DUPLICATE_KEY = "Y004", "dubbel-veld", "The same key twice.";
    YAML_ALIAS = "Y005", "verwijzing", "An alias or anchor, which a dossier may not have.";
    YAML_TOO_DEEP = "Y006", "te-diep", "Too many levels of nesting.";
    YAML_DOCUMENTS = "Y007", "meer-documenten", "More than one YAML document in a file.";
    YAML_COMMENT = "Y008", "tekst-na-hekje", "Text lost behind an unquoted #.";
    YAML_TAG = "Y009", "tag", "A YAML tag, which a dossier may not have.";
    YAML_PASTED = "Y010", "niet-ingesprongen", "Text that fell out of the block that it belongs to.";
    YAML_CONFLICT = "Y011", "samenvoeging", "Marks that version control leaves where two versions differ.";
    YAML_FOREIGN = "Y012", "vreemd-teken", "A character that looks like one that YAML goes by.";
    // S: structure.
    UNKNOWN_KEY = "S001", "onbekend-veld", "A key that does not exist here.";
    MISSING_KEY = "S002", "ontbrekend-veld", "A required key is not there.";
    WRONG_TYPE = "S003", "verkeerde-soort", "A list, block or value where another is wanted.";
    EMPTY_VALUE = "S004", "lege-waarde", "A key without a value.";
    KEY_NOT_TEXT = "S005", "veldnaam", "A key that is not plain text.";
    UNKNOWN_WORD = "S006", "onbekend-woord", "A value that is none of the allowed words.";
    DATE_INVALID = "S007", "onmogelijke-datum", "Not a date, or one that does not exist.";
    AMOUNT_INVALID = "S008", "bedrag", "Not an amount, or one that can be read in two ways.";
    NOT_ONE_LINE = "S009", "meer-regels", "Line breaks in a field of one line.";
    REFERENCE_INVALID = "S010", "kamerstuknummer", "Not the number of a parliamentary paper.";
    TOO_MANY_TEXTS = "S011", "te-veel-teksten", "More texts than a dossier can hold.";
    FIELD_UNPRINTED = "S012", "veld-niet-afgedrukt", "A field that this ministry's nota does not print.";
    SECTION_LOST = "S013", "onderdeel-valt-weg", "A section that the nota would not print.";
    SECTION_EMPTY = "S014", "lege-sectie", "A heading with nothing below it.";
    NAME_SPLIT = "S015", "naam-in-stukken", "List items that together are one official name.";
    FIELD_OF_KIND = "S016", "veld-van-andere-soort", "A field that another kind of letter has.";
    // P: prose.
    PROSE_FORBIDDEN = "P001", "opmaak", "Markup that prose does not have.";
    FOOTNOTE_UNKNOWN = "P002", "voetnoot-onbekend", "A reference to a note that does not exist.";
    FOOTNOTE_UNUSED = "P003", "voetnoot-ongebruikt", "A note that nothing refers to.";
    REFERENCE_BROKEN = "P004", "kamerstukverwijzing", "A `<kst:…>` that is not a reference.";
    EXPRESSION_FAILS = "P005", "waarde", "A `{{ … }}` that has no value.";
    LINK_INVALID = "P006", "koppeling", "A link that leads nowhere.";
    CHARACTER = "P007", "teken", "A character that cannot be printed.";
    GROUND_UNKNOWN = "P008", "lakgrond", "A ground of the Woo that does not exist.";
    FOOTNOTE_NESTED = "P009", "voetnoot-in-voetnoot", "A note inside a note.";
    MARKUP_AS_TEXT = "P010", "lijkt-opmaak", "What looks like markup, and is printed as it stands.";
    LIST_UNCLEAR = "P011", "lijst-onduidelijk", "A list or table that is none, or perhaps is none.";
    PRINTED_OTHERWISE = "P012", "anders-begrepen", "A text that would be printed otherwise than it is typed.";
    TEXT_STYLE = "P013", "tekststijl", "A text that lost its lines to the way it was written in YAML.";
    INSERT_UNKNOWN = "P014", "figuur-of-kader", "A `<figuur:…>` or `<kader:…>` that is none, or stands where none can.";
    INSERT_UNUSED = "P015", "niet-ingevoegd", "A figure or frame that no text names.";
    TOO_LONG = "P016", "te-lang", "A word, a line or a paragraph that is longer than any letter has.";
    // B: the annex.
    YEAR_UNKNOWN = "B001", "jaar-buiten-tabel", "An amount in a year that the table does not have.";
    YEAR_ORDER = "B003", "volgorde-van-jaren", "Years that do not go up.";
    ID_DUPLICATE = "B002", "dubbele-naam", "Two measures or groups with one name.";
    SHIFT_OPEN = "B004", "kasschuif-sluit-niet", "A shift between years that does not add up to zero.";
    SHEET_UNREADABLE = "B005", "spreadsheet-onleesbaar", "A spreadsheet, sheet or range that cannot be read.";
    SHEET_COLUMN = "B006", "spreadsheet-kolom", "Columns of a sheet that are missing, unknown or double.";
    SHEET_CELL = "B007", "spreadsheet-cel", "A cell that does not hold what its column asks.";
    SHEET_TOTAL = "B008", "spreadsheet-totaal", "A total in a sheet that is not the sum of its lines.";
    COVER_MISSING = "B009", "dekking-niet-vermeld", "A table that does not say how it is paid.";
    TABLE_INCOMPLETE = "B010", "tabel-onvolledig", "A table without lines or years, or with them twice.";
    AMOUNT_HUGE = "B011", "bedrag-onwaarschijnlijk", "An amount that no budget has: the unit must be wrong.";
    UNIT_CONFLICT = "B012", "eenheid-verschilt", "A spreadsheet in another unit than the annex.";
    SHEET_SHAPE = "B013", "csv-vorm", "A record of a CSV whose shape does not fit.";
    SHEET_HIDDEN = "B014", "verborgen-in-spreadsheet", "What is hidden in a sheet, and printed all the same.";
    COUNTED_TWICE = "B016", "telt-dubbel", "A line that is what the others are together.";
    PRINTED_ZERO = "B017", "gedrukt-als-nul", "An amount that is something, and is printed as zero.";
    FORMULA_INVALID = "B018", "formule", "A column that cannot be computed from the others.";
    TYPED_OTHERWISE = "B019", "anders-dan-berekend", "A figure that was typed, and is not what is computed.";
    PART_LARGER = "B020", "deel-groter-dan-geheel", "Parts of a line that are more than the line.";
    SAYS_PART = "B022", "heet-een-deel", "A line whose name says that it is a part.";
    SUM_UNPRINTED = "B023", "som-niet-afgedrukt", "A published sum that the table does not print.";
    SAYS_KIND = "B024", "naam-en-soort", "A line whose name says that it counts otherwise than it does.";
    HEAD_FORMULA = "B025", "kop-en-formule", "A column whose head says another computation than there is.";
    NUMBERED_TWICE = "B026", "nummer-dubbel", "A name with a number, in a table that numbers its lines.";
    COLUMN_UNKNOWN = "B021", "onbekende-kolom", "A figure or text in a column that the table does not have.";
    SHEET_SHOWN = "B015", "anders-getoond", "A cell of which a sheet shows something else than it holds.";
    // K: parliamentary papers (Kamerstukken).
    PAPER_FORM = "K001", "kamerstuk-vorm", "A paper that is not cited in the official form.";
    PAPER_YEAR = "K002", "vergaderjaar-past-niet", "A parliamentary year that cannot be.";
    PAPER_NUMBER = "K003", "stuknummer", "A number that no paper can have.";
    PAPER_CONFLICT = "K004", "kamerstuk-tegenstrijdig", "One paper with two years.";
    PAPER_MISSING = "K005", "verwijzing-ontbreekt", "A motion, amendment or commitment without reference.";
    PAPER_UNLISTED = "K006", "niet-in-dossier", "A motion or commitment that the dossier does not list.";
    PAPER_UNUSED = "K007", "niet-in-brief", "A listed motion or commitment that the letter does not name.";
    // N: names.
    NAME_WRONG = "N001", "naam-ministerie", "A ministry or minister whose name is not the official one.";
    NAME_PERIOD = "N002", "naam-in-periode", "A ministry or post that did not exist on the letter's date.";
    NAME_CAPITAL = "N003", "hoofdletter-naam", "A proper name without its capitals.";
    CAPITAL_FUNCTION = "N004", "hoofdletter-functie", "Capitals that depart from Aanwijzing 3.52.";
    ABBREVIATION_UNEXPLAINED = "N005", "afkorting-onverklaard", "An abbreviation used before or without explanation.";
    ABBREVIATION_UNUSED = "N006", "afkorting-ongebruikt", "An abbreviation explained and never used.";
    // M: moments.
    DATE_LAST = "M001", "jongstleden", "`jl.` that is wrong or can be read in two ways.";
    DATE_NONE = "M002", "onmogelijke-dag", "A day that is not on the calendar.";
    DATE_WEEKDAY = "M003", "weekdag", "A weekday that does not fit the date.";
    DATE_FUTURE = "M004", "datum-na-brief", "Something past that is dated after the letter.";
    DATE_DEBATE = "M005", "debatdatum", "A debate with two dates.";
    // C: figures (cijfers).
    AMOUNT_NOTATION = "C001", "bedragnotatie", "An amount that is not written as it should.";
    AMOUNT_CONFLICT = "C002", "bedrag-tegen-bijlage", "An amount that the annex contradicts.";
    COUNT_CONFLICT = "C003", "aantal-tegen-bijlage", "A count that the annex contradicts.";
    SUM_WRONG = "C004", "som-in-tabel", "A total in a table of text that is not the sum.";
    PERCENTAGE = "C005", "percentage", "A percentage that is written or computed wrongly.";
    AMOUNT_TYPED = "C006", "bedrag-overgetikt", "An amount that was typed and that the annex computes.";
    // F: finance.
    CW31 = "F001", "beleidskeuzes-uitgelegd", "The frame of Comptabiliteitswet 3.1 is not complete.";
    COVER_SILENT = "F002", "dekking-verzwegen", "Measures without cover, and a letter that does not say so.";
    FEZ_MISSING = "F003", "fez-ontbreekt", "Money, and no FEZ in the initials route.";
    // V: form (vorm) of letter and nota.
    ANNEX_MENTION = "V001", "bijlage-genoemd", "Annexes mentioned against annexes present.";
    SIGNERS = "V002", "ondertekenaars", "Signers, `mede namens` and nota that differ.";
    ADVICE = "V003", "advies-tegen-brief", "A nota that says something else than the letter does.";
    SECTION_MISSING = "V004", "onderdeel-ontbreekt", "A section that the ministry requires is not there.";
    NOT_FILLED_IN = "V005", "niet-ingevuld", "Places between square brackets, still to fill in.";
    VOICE = "V006", "aanspreekvorm", "The nota's voice in the letter, or the reverse.";
    NOT_PUBLIC = "V007", "niet-openbaar", "The section on what is withheld against what is withheld.";
    HEADING_OTHER = "V008", "kop-wijkt-af", "A heading that departs from the form.";
    REPEATED = "V009", "dubbel-genoemd", "What stands in a list twice, or is printed once more by itself.";
    LIST_RUNS_ON = "V010", "lijst-loopt-niet-door", "A list that counts on from where no other ends.";
    HEADING_POINT = "V011", "punt-achter-kop", "A full stop behind a subject, a heading or a title.";
    // A: answers to questions of members and of committees (antwoorden).
    QUESTION_OPEN = "A001", "vraag-onbeantwoord", "A question, or a part of one, without an answer.";
    QUESTION_TWICE = "A002", "vraag-dubbel-beantwoord", "A question with two answers.";
    QUESTION_UNKNOWN = "A003", "vraag-bestaat-niet", "An answer to a question that was not asked.";
    QUESTION_NUMBER = "A004", "vraagnummer", "A number that is not the Chamber's, or of another year.";
    MEMBERS = "A005", "leden-en-partijen", "A member or a party that is written in two ways.";
    ADDRESSEE = "A006", "gevraagde", "Questions to somebody without an office.";
    ANSWER_TERM = "A007", "antwoordtermijn", "An answer before its questions, or after three weeks.";
    QUESTION_SUBJECT = "A008", "onderwerp-van-vragen", "A subject that does not fit in the sentence.";
    FRACTIONS = "A009", "fracties", "A fraction that stands there twice, or in another order.";
    QUESTION_NUMBERED_TWICE = "A010", "vraagnummer-dubbel", "A number that two questions have.";
    ANSWER_REFERENCE = "A011", "verwijzing-naar-antwoord", "A reference to an answer that is not there.";
    ANSWER_ACROSS = "A012", "antwoord-over-fracties", "An answer to questions of more than one fraction.";
    COMMITTEE = "A013", "commissie", "A committee that is none, or a paper that is not named.";
    QUESTION_GAP = "A014", "vraagnummers-lopen-niet-door", "Questions of which a number was passed over.";
    SEE_ALSO = "A015", "zie-ook", "Something to see also that is no paper, or cannot be.";
    // E: what a letter of another kind than usual has of its own (eigen aan de soort).
    POSTPONED = "E001", "uitsteltermijn", "A message of postponement that is late, or with a day that cannot be.";
    POSTPONED_REASON = "E002", "reden-van-uitstel", "A reason that does not fit in the sentence.";
    OFFERED_MEETING = "E003", "dag-van-vergadering", "An agenda of a meeting that has been, or minutes of one to come.";
    OVERVIEW_OPEN = "E004", "verzamelbrief", "An open motion or commitment of which nothing is said, or a single subject.";
    OTHER_CHAMBER = "E005", "andere-kamer", "An address of the other Chamber than the letter is for.";
    // L: language (taal).
    WORD_TWICE = "L001", "dubbel-woord", "The same word twice.";
    SPACE_BEFORE = "L002", "spatie-voor-leesteken", "A space before a punctuation mark.";
    SENTENCE_LONG = "L003", "lange-zin", "A sentence of more than 35 words.";
    PASSIVE = "L004", "lijdende-vorm", "A sentence in the passive.";
    OFFICIALESE = "L005", "ambtelijke-taal", "A word for which there is a plainer one.";
    BRACKETS = "L006", "haakjes", "A bracket or quotation mark without its other half.";
    VERB_FORM = "L007", "werkwoordsvorm", "A verb form that only goes with `u`, `jij` or `je`.";
    SPELLING = "L008", "spelling", "A word that the dictionary does not know.";
    WORD_BROKEN = "L009", "afgebroken-woord", "A word that was broken at the end of a line.";
    REMAINS = "L010", "plakresten", "What another program left in a text that was pasted.";
    // O: what is public (openbaar), and what is withheld.
    WITHHOLDING_FORM = "O001", "lakken", "A value that says half of what withholding needs.";
    NOT_WITHHELD = "O002", "niet-te-lakken", "A value that must be known, and cannot be withheld.";
    REASON_MISSING = "O003", "reden-ontbreekt", "A ground that needs a reason, without one.";
    GROUNDS_EXCLUDE = "O004", "gronden-samen", "Grounds that the law does not allow together.";
    DERIVABLE = "O005", "te-herleiden", "A withheld amount that follows from what is public.";
    STANDS_OPEN = "O006", "gelakt-en-open", "A withheld text that stands open elsewhere.";
    SEEMS_OPEN = "O007", "lijkt-gelakt", "A name that seems to be one that is withheld elsewhere.";
    PERSON_NUMBER = "O008", "persoonsnummer", "A number or path that is certainly of a person.";
    PERSON_DATA = "O009", "persoonsgegeven", "What is likely to lead to a person.";
    RULE_OPENED = "O010", "lakregel-uitgezet", "Fields that the ministry withholds, and the dossier opens.";
    AMOUNT_FOLLOWS = "O011", "gelakt-bedrag-volgt", "A text from which a withheld amount follows.";
    AMOUNT_OPEN = "O012", "gelakt-bedrag-open", "A withheld amount that stands open elsewhere.";
    WITHHELD_GOES_ALONG = "O013", "gelakt-gaat-mee", "Withheld text that would be in a file of Word.";
    WORD_UNREADABLE = "O014", "word-onleesbaar", "A file of Word that cannot be read back.";
    PROPOSAL_STUCK = "O015", "voorstel-past-niet", "A proposal that cannot be taken as the dossier is now.";
    LETTERS_UNSEEN = "O016", "letters-onzichtbaar", "Letters in a drawing that nobody sees, and a PDF has.";
    // X: exceptions.
    EXCEPTION_UNUSED = "X001", "uitzondering-ongebruikt", "An exception that excuses nothing.";
    EXCEPTION_UNKNOWN = "X002", "uitzondering-onbekend", "An exception for what cannot be excused.";
    // R: the route of initials.
    ROLE_TWICE = "R001", "rol-dubbel", "A role that is in the route twice.";
    ROLE_UNKNOWN = "R002", "rol-onbekend", "A role that is not in the route.";
    NOT_YOUR_TURN = "R003", "niet-aan-de-beurt", "An initial before those that come first.";
    INITIAL_CHANGED = "R004", "paraaf-gewijzigd", "An initial that was changed by hand.";
    INITIAL_CHAIN = "R005", "parafenreeks", "An initial that was taken out, moved or brought in.";
    INITIAL_FOREIGN = "R006", "paraaf-ander-dossier", "An initial for a dossier with another reference.";
    NOT_SIGNED_OFF = "R007", "niet-afgetekend", "A final version that not everybody agrees to.";
    INITIAL_OUTSIDE = "R008", "paraaf-buiten-route", "An initial of a role that is not in the route.";
    INITIAL_BACKWARDS = "R009", "paraaf-terug-in-de-tijd", "An initial that says it is older than those before it.";
    // G: what colleagues say of the dossier to each other (gesprek).
    REMARK_OPEN = "G001", "opmerking-open", "A remark of a colleague that nobody has dealt with.";
    // H: signatures (handtekeningen).
    KEY_INVALID = "H001", "sleutel", "A key, certificate or password that cannot be used.";
    CERTIFICATE_INVALID = "H002", "certificaat", "A certificate that may not sign, or not with this key or now.";
    PDF_UNSIGNABLE = "H003", "pdf-niet-te-tekenen", "A PDF that cannot be signed or read.";
    TIMESTAMP_FAILS = "H004", "tijdstempel", "A timestamp that cannot be had.";
    SIGNER_FAILS = "H005", "tekenopdracht", "A command for signing that fails.";
    FIELD_TAKEN = "H006", "handtekeningveld", "A signature field that is taken, or cannot be.";
    SIGNED_OTHER = "H007", "getekend-stuk-anders", "A signed document that this dossier no longer makes.";
    SIGNED_BEFORE = "H008", "al-ondertekend", "A second signature of the same signer.";
    EVIDENCE_MISSING = "H009", "bewijs-voor-later", "What proves later that a certificate counted, and cannot be had.";
    SIGNED_BY_STRANGER = "H010", "handtekening-van-onbekende", "A signature of nobody whom the dossier names.";
    // U: the public edition (editie).
    ORGANISATION_UNKNOWN = "U001", "organisatie-onbekend", "A ministry without a number in TOOI.";
    PUBLICATION_FOLDER = "U002", "map-van-een-ander", "A folder that is no earlier set as it was made.";
    WITHHELD_STANDS = "U003", "gelakt-nog-leesbaar", "Withheld text that stands in the public edition.";
    // T: templates and typesetting.
    TEMPLATE_FAILS = "T001", "sjabloon", "A template that cannot be filled.";
    TYPESETTING_FAILS = "T002", "zetten", "Typst refuses a sheet.";
    FONT_MISSING = "T003", "lettertype", "A font family that is not there.";
    TEMPLATE_UNKNOWN = "T004", "onbekend-sjabloon", "A file in the template folder that nothing uses.";
    DOES_NOT_FIT = "T006", "past-niet", "A text that does not fit in its fixed place.";
    PAGE_DIFFERS = "T007", "anders-gedrukt", "A text that is not on paper as it was typed.";
    OUTSIDE_ITS_BOX = "T008", "buiten-vak", "Letters off the paper, outside their column or over others.";
    NOTE_ELSEWHERE = "T009", "voetnoot-elders", "A footnote on another page than its number.";
    WORD_BREAKS = "T010", "woord-breekt", "A word wider than its box, which breaks at the edge of it.";
    STANDS_ALONE = "T011", "staat-los", "A heading, a signature or initials apart from what they belong to.";
    SIGNATURE_PLACE = "T012", "plek-handtekening", "A signature that would come over something else.";
    PDF_FAILS = "T005", "pdf", "The PDF does not meet PDF/A-2a and PDF/UA-1.";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_code_and_name_is_unique() {
        for (i, a) in ALL.iter().enumerate() {
            for b in &ALL[i + 1..] {
                assert!(a.id != b.id && a.name != b.name, "{a:?} and {b:?}");
            }
        }
    }
}
