//! What comes of a change, letter by letter; and whatever is changed in whatever file, nothing else changes.

mod random;
mod seen;
mod wishes;
mod written;

use kamerbrief_front::edit::{Change, Refused, Value, apply, each};
use kamerbrief_front::yaml::Path;

/// A path as it is printed: `secties[0].tekst`.
pub(crate) fn path(text: &str) -> Path {
    let steps = text.split(['.', '[']).filter(|step| !step.is_empty());
    steps.fold(Path::default(), |path, step| match step.strip_suffix(']') {
        Some(index) => path.index(index.parse().unwrap()),
        None => path.key(step),
    })
}

/// The change that puts `new` in the place of `old`, which stands once in the decoded text.
fn text(file: &str, place: &str, old: &str, new: &str) -> Change {
    let mut sources = kamerbrief_base::source::Sources::default();
    let id = sources.add("", file.trim_start_matches('\u{feff}'));
    let tree = kamerbrief_front::yaml::parse(sources.get(id), id).tree.unwrap();
    let value = tree.at(&path(place)).unwrap().text().unwrap().to_owned();
    let start = value.find(old).unwrap();
    Change::Text { place: path(place), range: start..start + old.len(), new: new.into() }
}

fn put(map: &str, key: &str, value: Value, after: Option<&str>) -> Change {
    Change::Put { map: path(map), key: key.into(), value, after: after.map(Into::into) }
}

fn insert(list: &str, index: usize, value: Value) -> Change {
    Change::Insert { list: path(list), index, value }
}

fn remove(place: &str) -> Change {
    Change::Remove { place: path(place) }
}

fn movement(list: &str, from: usize, to: usize) -> Change {
    Change::Move { list: path(list), from, to }
}

fn words(text: &str) -> Value {
    Value::Text(text.into())
}

fn sectie(kop: &str, tekst: &str) -> Value {
    Value::Map(vec![("kop".into(), words(kop)), ("tekst".into(), words(tekst))])
}

#[track_caller]
fn gives(file: &str, changes: &[Change], expected: &str) {
    assert_eq!(apply(file, changes).as_deref(), Ok(expected));
}

#[test]
fn a_text_stays_in_its_style_while_that_can_hold_it() {
    for (file, old, new, expected) in [
        ("a: een twee # c\n", "twee", "drie", "a: een drie # c\n"),
        ("a: 'zo''n' # c\n", "o'n", "o'n 'x'", "a: 'zo''n ''x''' # c\n"),
        ("a: \"\\u20AC 5\"\n", "5", "\"6\"", "a: \"\\u20AC \\\"6\\\"\"\n"),
        (
            "a: |  # c\n    een\n\n    twee\nb:\n",
            "twee",
            "t: #2",
            "a: |  # c\n    een\n\n    t: #2\nb:\n",
        ),
        ("a: |-\n  een\n  drie\n", "een\n", "een\ntwee\n\n", "a: |-\n  een\n  twee\n\n  drie\n"),
        ("a: >\n  een\n  twee\n\n  drie\n", "twee", "2", "a: >\n  een\n  2\n\n  drie\n"),
        ("a: een\n   twee\n", "twee", "2", "a: een\n   2\n"),
        ("a: 'een\n\n   twee'\n", "een", "een\n1", "a: 'een\n\n   1\n\n   twee'\n"),
        ("[een, {a: twee}]\n", "een", "uno", "[uno, {a: twee}]\n"),
        ("\u{feff}a: één # c\r\nb: 2\r\n", "é", "€", "\u{feff}a: €én # c\r\nb: 2\r\n"),
        ("a: 12 # c\n", "12", "13", "a: 13 # c\n"),
        ("a: |\n  een\n", "een\n", "een", "a: |-\n  een\n"),
        ("a: |-\n  een\n\nb: 1\n", "een", "een\n", "a: |\n  een\n\nb: 1\n"),
        ("a: |\n  een\n\nb: 1\n", "een\n", "een\n\n", "a: |+\n  een\n\nb: 1\n"),
        ("a: |\n  een\n", "een", " een", "a: |2\n   een\n"),
    ] {
        let place = if file.starts_with('[') { "[0]" } else { "a" };
        gives(file, &[text(file, place, old, new)], expected);
    }
}

#[test]
fn a_text_gets_the_smallest_style_that_can_hold_it() {
    for (file, old, new, expected) in [
        ("a: een # c\n", "een", "een: twee", "a: 'een: twee' # c\n"),
        ("a: een # c\n", "een", "zo'n: twee", "a: \"zo'n: twee\" # c\n"),
        ("a: een # c\nb: 2\n", "een", "een\ntwee\n", "a: | # c\n  een\n  twee\nb: 2\n"),
        ("- a: een\n  b: 2\n", "een", "een\ntwee", "- a: |-\n    een\n    twee\n  b: 2\n"),
        ("a: een\n   twee\n", "twee", "#2", "a: 'een\n   #2'\n"),
        ("a: een\n", "een", "null", "a: 'null'\n"),
        ("a: een\n", "een", "", "a: ''\n"),
        ("a: een\r\n", "een", "een\ntwee", "a: |-\r\n  een\r\n  twee\r\n"),
        ("{a: een, b: 2}\n", "een", "een, twee", "{a: 'een, twee', b: 2}\n"),
        ("{a: een, b: 2}\n", "een", "een\ntwee", "{a: \"een\\ntwee\", b: 2}\n"),
        ("a: >\n  een\n  twee\n", "twee", "twee\n 3", "a: |\n  een twee\n   3\n"),
        // Where lines are folded, no reader sees where each of several ends.
        ("a: >\n  een\n  twee\n", "twee", "twee\ndrie", "a: |\n  een twee\n  drie\n"),
        ("a: | # c\n  een\nb: 2\n", "een\n", "", "a: '' # c\nb: 2\n"),
        ("a: |\n  een\n  twee\nb: 2\n", "twee", "\u{1}", "a: \"een\\n\\x01\\n\"\nb: 2\n"),
        ("a: # c\nb: 2\n", "", "een", "a: een # c\nb: 2\n"),
        ("{a, b: 2}\n", "", "een", "{a: een, b: 2}\n"),
        ("a: 12\n", "12", "12 mln", "a: 12 mln\n"),
        ("a: ''\n", "", "een", "a: 'een'\n"),
    ] {
        let place = if file.starts_with('-') { "[0].a" } else { "a" };
        gives(file, &[text(file, place, old, new)], expected);
    }
}

const BRIEF: &str = "# kop\naanhef: x\nsecties:\n  # de eerste\n  - kop: a # a\n    tekst: |\n      een\n\n  - kop: b\n    # los\n    tekst: twee\n\n# slot\nslot: y";

#[test]
fn keys_come_and_go() {
    gives(
        BRIEF,
        &[put("secties[1]", "noot", words("n: 1"), Some("kop"))],
        &BRIEF.replace("kop: b\n", "kop: b\n    noot: 'n: 1'\n"),
    );
    gives(
        BRIEF,
        &[put("secties[0]", "noot", words("1\n2\n"), None)],
        &BRIEF.replace("een\n", "een\n    noot: |\n      1\n      2\n"),
    );
    gives(BRIEF, &[put("", "naam", words("z"), None)], &format!("{BRIEF}\nnaam: z"));
    gives(
        BRIEF,
        &[put("", "naam", words("1\n2\n"), None)],
        &format!("{BRIEF}\nnaam: |\n  1\n  2\n"),
    );
    gives(BRIEF, &[remove("secties[1].tekst")], &BRIEF.replace("\n    tekst: twee", ""));
    gives(BRIEF, &[remove("secties[0].kop")], &BRIEF.replace("kop: a # a\n    ", ""));
    gives(BRIEF, &[remove("slot")], BRIEF.strip_suffix("\nslot: y").unwrap());
    gives("a: 1 # c\n", &[remove("a")], "{}\n");
    gives("- a: 1\n- b\n", &[remove("[0].a")], "- {}\n- b\n");
    gives("{ a: 1, b: 2 }\n", &[remove("b")], "{ a: 1 }\n");
    gives("{ a: 1, b: 2 }\n", &[put("", "c", words("3"), Some("a"))], "{ a: 1, c: '3', b: 2 }\n");
    gives("", &[put("", "a", words("x"), None)], "a: x");
    gives("# c\n", &[put("", "a", words("x"), None)], "# c\na: x\n");
    gives("a: {}\n", &[put("a", "b", Value::List(vec![]), None)], "a:\n  b: []\n");
    gives("{a: {}}\n", &[put("a", "b", Value::Plain("1".into()), None)], "{a: {b: 1}}\n");
}

#[test]
fn items_come_go_and_move() {
    gives(
        BRIEF,
        &[insert("secties", 1, sectie("c", "x"))],
        &BRIEF.replace("een\n\n", "een\n\n  - kop: c\n    tekst: x\n\n"),
    );
    gives(
        BRIEF,
        &[insert("secties", 2, sectie("c", "x"))],
        &BRIEF.replace("twee\n", "twee\n\n  - kop: c\n    tekst: x\n"),
    );
    gives(
        BRIEF,
        &[movement("secties", 1, 0), text(BRIEF, "secties[1].tekst", "twee", "2")],
        "# kop\naanhef: x\nsecties:\n  # de eerste\n  - kop: b\n    # los\n    tekst: 2\n\n  - kop: a # a\n    tekst: |\n      een\n\n# slot\nslot: y"
            .replace("tekst: 2", "tekst: '2'")
            .as_str(),
    );
    gives(
        BRIEF,
        &[movement("secties", 0, 2)],
        "# kop\naanhef: x\nsecties:\n  - kop: b\n    # los\n    tekst: twee\n\n  # de eerste\n  - kop: a # a\n    tekst: |\n      een\n\n# slot\nslot: y",
    );
    gives(
        BRIEF,
        &[remove("secties[0]")],
        &BRIEF.replace("- kop: a # a\n    tekst: |\n      een\n\n  ", ""),
    );
    gives(
        BRIEF,
        &[remove("secties[0]"), remove("secties[1]")],
        "# kop\naanhef: x\nsecties: []\n  # de eerste\n\n# slot\nslot: y",
    );
    gives(
        "secties: [] # c\n",
        &[insert("secties", 0, sectie("c", "1\n2"))],
        "secties: # c\n  - kop: c\n    tekst: |-\n      1\n      2\n",
    );
    gives("a:\nb: 1\n", &[insert("a", 0, words("x"))], "a:\n  - x\nb: 1\n");
    gives("a: [] \nb: 1\n", &[insert("a", 0, words("x"))], "a:\n  - x \nb: 1\n");
    gives("- [a, b]\n", &[insert("[0]", 2, words("c, d"))], "- [a, b, 'c, d']\n");
    gives("- [a, b,]\n", &[remove("[0][1]")], "- [a,]\n");
    gives("- [a,]\n", &[remove("[0][0]")], "- []\n");
    gives("[\n  a, # a\n  b,\n]\n", &[insert("", 0, words("c"))], "[\n  c, a, # a\n  b,\n]\n");
    gives("[\n  a,\n  b,\n]\n", &[movement("", 1, 0)], "[\n  b,\n  a,\n]\n");
    gives("- - a\n  - b\n- c\n", &[remove("[0][0]"), remove("[0][1]")], "- []\n- c\n");
    gives("a:\n- x\n-\n- z\nb:\n", &[movement("a", 2, 1)], "a:\n- x\n- z\n-\nb:\n");
}

#[test]
fn what_cannot_be_done_is_refused() {
    use Refused::{Exists, Missing, Overlap, Range, Unreadable};
    let of = |file, changes: &[Change]| apply(file, changes).unwrap_err();
    let at = |range| Change::Text { place: path("a"), range, new: "x".into() };
    assert_eq!(of("a: [\n", &[remove("a")]), Unreadable);
    assert_eq!(of("a: 1\na: 2\n", &[remove("a")]), Unreadable);
    assert_eq!(of("a: é\n", &[at(0..1)]), Range(path("a")));
    assert_eq!(of("a: é\n", &[at(0..3)]), Range(path("a")));
    assert_eq!(of("a: één\n", &[at(0..4), at(2..5)]), Overlap(path("a")));
    assert_eq!(of("a: [1]\n", &[at(0..0)]), Missing(path("a")));
    assert_eq!(of("a: 1\n", &[remove("b")]), Missing(path("b")));
    assert_eq!(of("a: 1\n", &[remove("")]), Missing(path("")));
    assert_eq!(of("a: 1\n", &[remove("a.b")]), Missing(path("a.b")));
    assert_eq!(of("a: [1]\n", &[insert("a", 2, words("x"))]), Missing(path("a[2]")));
    assert_eq!(of("a: [1]\n", &[movement("a", 0, 2)]), Missing(path("a[2]")));
    assert_eq!(of("a: [1]\n", &[put("a", "b", words("x"), None)]), Missing(path("a")));
    assert_eq!(of("a: 1\n", &[put("", "b", words("x"), Some("c"))]), Missing(path("c")));
    assert_eq!(of("a: 1\n", &[put("", "a", words("x"), None)]), Exists(path("a")));
    assert_eq!(of("a: b\n", &[remove("a"), at(0..1)]), Overlap(path("a")));
    assert_eq!(
        of("a: 1\n", &[put("", "b", Value::Plain("x: y".into()), None)]),
        Refused::Unwritable
    );
    assert_eq!(of("[a: 1]\n", &[put("[0]", "b", words("x"), None)]), Refused::Unwritable);
}

#[test]
fn each_group_is_made_as_a_whole_or_not_at_all() {
    let file = "a: een\nb: twee\n";
    let good = vec![text(file, "a", "een", "1 x"), text(file, "b", "twee", "2 x")];
    let bad = vec![text(file, "a", "n", "N"), remove("c")];
    let same = vec![text(file, "a", "ee", "E")];
    assert_eq!(each(file, std::slice::from_ref(&good)), ("a: 1 x\nb: 2 x\n".into(), 1));
    assert_eq!(each(file, &[bad.clone(), good.clone()]), ("a: 1 x\nb: 2 x\n".into(), 1));
    // Those that came first count.
    assert_eq!(each(file, &[same, bad, good]), ("a: En\nb: twee\n".into(), 1));
}
