//! Files that are small and cost much: each is refused for what it is, and not because time ran out. What may be read of
//! a file is counted, and the count is told.

use crate::drawings::drawn;
use crate::shapes::{letter, put, put_stream, refusal_of, replace};

const TOO_MUCH: &str = "meer dan na te gaan is";
/// A unit that is drawn over and over.
const UNIT: &str = "q/c0 cs 0 scn 60 600 m 160 600 l 160 640 l\nh\nf\nQ";
/// Bytes of all that a small file draws, at most: 3 MB, and three for each of its own.
const MOST: usize = 3 * 1024 * 1024;

fn many(unit: &str, bytes: usize) -> String {
    let mut all = format!("{unit}\n").repeat(bytes / (unit.len() + 1));
    all.pop();
    all
}

#[test]
fn what_a_page_draws_is_counted() {
    assert_eq!(refusal_of(&drawn(&many(UNIT, MOST))), None);
    let told = refusal_of(&drawn(&many(UNIT, MOST * 11 / 10))).unwrap();
    assert!(told.contains(TOO_MUCH), "{told}");
    // All pages together, each with its own content.
    let mut objects = drawn(&many(UNIT, MOST * 2 / 3));
    let content = many(UNIT, MOST / 2);
    put_stream(&mut objects, 17, "", content.as_bytes());
    let page = "<</Type/Page/Resources 7 0 R/MediaBox[0 0 595.2756 841.8898]/StructParents 0/Tabs/S/Parent 1 0 R/Contents 17 0 R>>";
    put(&mut objects, 18, page);
    replace(&mut objects, 1, "/Count 1/Kids[6 0 R]", "/Count 2/Kids[6 0 R 18 0 R]");
    let told = refusal_of(&objects).unwrap();
    assert!(told.contains("op bladzijde 2") && told.contains(TOO_MUCH), "{told}");
    // One content for two pages would be read twice.
    replace(&mut objects, 18, "/Contents 17 0 R", "/Contents 9 0 R");
    objects.remove(&17);
    let page = objects.remove(&18).unwrap();
    objects.insert(17, String::from_utf8(page).unwrap().replace("18 0 obj", "17 0 obj").into());
    replace(&mut objects, 1, "18 0 R", "17 0 R");
    let told = refusal_of(&objects).unwrap();
    assert!(told.contains("een bladzijde met de inhoud van een andere"), "{told}");
}

#[test]
fn what_is_kept_while_reading_is_bounded() {
    let order = "iets op een plaats waar het niet hoort";
    for (content, why) in [
        // States and marks within each other.
        ("q\n".repeat(1_000_000) + "Q", order),
        ("q 0 0 m 9 0 l 9 9 l\nh\nW\nn\n".repeat(29) + &"Q\n".repeat(29), order),
        ("/P BMC".repeat(100_000) + &"\nEMC".repeat(100_000), order),
        // Operands without an operator, and a list without an end.
        (format!("q{} m", " 1".repeat(100_000)), "tekens die het anders schrijft"),
        (format!("q/c0 CS 0 SCN[{}1]0 d", "1 ".repeat(100_000)), "tekens die het anders schrijft"),
    ] {
        let told = refusal_of(&drawn(&content)).unwrap();
        assert!(told.contains(why), "{told}");
    }
    // What letters say is kept where something else is read aloud, and no more of it than that could be.
    let text = r"q 1 0 0 -1 79 500 cm/c0 cs 0 scn
BT/Span<</ActualText(,)>>BDC 0 Tr/f0 0.5 Tf 1 0 0 -1 0 0 Tm";
    let letters = r"\000\005".repeat(1_000);
    let told = refusal_of(&drawn(&format!("{text}({letters})Tj\nEMC\nET\nQ"))).unwrap();
    assert!(told.contains("schermlezers"), "{told}");
}

/// Each letter says a little; drawings stand within each other a few times; and a drawing is read once however often
/// it is drawn.
#[test]
fn small_parts_do_not_become_large_ones() {
    let mut objects = letter();
    let bytes = &objects[&15];
    let start = bytes.windows(7).position(|at| at == b"stream\n").unwrap() + 7;
    let mut list = String::new();
    std::io::Read::read_to_string(&mut flate2::read::ZlibDecoder::new(&bytes[start..]), &mut list)
        .unwrap();
    let list = list.replace("<0001> <0020>", &format!("<0001> <{}>", "0020".repeat(100)));
    put_stream(&mut objects, 15, "/Type/CMap/WMode 0", list.as_bytes());
    let told = refusal_of(&objects).unwrap();
    assert!(told.contains("een lettertype dat niet is ingesloten"), "{told}");
    let group = "/Group<</Type/Group/S/Transparency/I true/CS[/ICCBased 16 0 R]>>";
    let nested = |count: u32| {
        let mut objects = drawn(&many("q 1 0 0 -1 0 841 cm/x0 Do\nQ", MOST / 9));
        replace(&mut objects, 7, "/Font", "/XObject<</x0 17 0 R>>/Font");
        for number in 17..17 + count {
            let next = number + 1;
            let (names, content) = match next < 17 + count {
                true => (format!("/XObject<</x0 {next} 0 R>>"), "q/x0 Do\nQ".to_owned()),
                false => ("/ColorSpace<</c0[/ICCBased 16 0 R]>>".into(), many(UNIT, MOST / 9)),
            };
            let head =
                format!("/Type/XObject/Subtype/Form/BBox[0 0 595 841]{group}/Resources<<{names}>>");
            let content = if next < 17 + count { many(&content, MOST / 90) } else { content };
            put_stream(&mut objects, number, &head, content.as_bytes());
        }
        refusal_of(&objects)
    };
    assert_eq!(nested(10), None);
    assert!(nested(14).unwrap().contains("een tekening waarin zij zelf weer wordt getekend"));
}
