//! What is drawn: by the grammar of `export`, and so that every program shows the same. Each refusal stands beside a
//! drawing that differs in one thing and is signed.

use crate::shapes::{Objects, letter, put, put_stream, refusal_of, replace};

/// A text of the letter, as it stands in its content.
const TEXT: &str = r"q 1 0 0 -1 79 500 cm/c0 cs 0 scn
BT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm(\000\005\000\006)Tj
ET
Q";
/// A surface, a line, and what is cut off by one.
const SURFACE: &str = "q/c0 cs 0 scn 60 600 m 160 600 l 160 640 l 60 640 l\nh\nf\nQ";
const LINE: &str = "q/c0 CS 0 SCN 60 600 m 160 600 l\nS\nQ";
const CUT: &str = "q 60 600 m 160 600 l 160 640 l 60 640 l\nh\nW\nn\nq/c0 cs 0 scn 60 600 m 160 600 l 160 640 l\nh\nf\nQ\nQ";

const MISSPELLED: &str = "tekens die het anders schrijft";
const ORDER: &str = "iets op een plaats waar het niet hoort";
const LACKING: &str = "iets dat mist waarmee het wordt getekend";
const FAR: &str = "om overal op dezelfde plaats te komen";
const THIN: &str = "een lijn die te dun of te kort is";
const NARROW: &str = "een vlak dat te smal of te klein is";
const DASHES: &str = "een streepjeslijn die niet overal gelijk is";
const HIDDEN: &str = "tekst op een plaats waar niet elk programma haar leest";

/// The letter that draws this.
pub fn drawn(content: &str) -> Objects {
    let mut objects = letter();
    put_stream(&mut objects, 9, "", content.as_bytes());
    objects
}

/// Checks that a drawing is signed, and that it is not when one thing in it is another.
fn each(whole: &str, changes: &[(&str, &str, &str)]) {
    assert_eq!(refusal_of(&drawn(whole)), None, "{whole}");
    for (old, new, why) in changes {
        assert!(whole.contains(old), "{old}");
        let told = refusal_of(&drawn(&whole.replacen(old, new, 1))).unwrap_or_default();
        assert!(told.contains(why), "{new}: {told:?}");
    }
}

#[test]
fn there_is_one_spelling() {
    each(
        TEXT,
        &[
            ("cm/c0", "cm /c0", MISSPELLED),
            ("scn\nBT", "scn BT", MISSPELLED),
            ("scn\nBT", "scn\r\nBT", MISSPELLED),
            ("79 500", "079 500", MISSPELLED),
            ("79 500", "79.0 500", MISSPELLED),
            ("79 500", "+79 500", MISSPELLED),
            ("79 500", "-0 500", MISSPELLED),
            ("79 500", "79.123456789 500", MISSPELLED),
            ("79 500", "79.10000000000000000000000000000000000001 500", MISSPELLED),
            ("79 500", "79 % x\n500", MISSPELLED),
            ("/c0", "/c#30", MISSPELLED),
            ("/f0", "/f0\u{80}", MISSPELLED),
            ("(\\000\\005", "(\\0\\005", MISSPELLED),
            ("(\\000\\005", "(\\000\\\r\\005", MISSPELLED),
            ("(\\000\\005\\000\\006)", "<00050006>", MISSPELLED),
            ("\nQ", "\nQ\n", MISSPELLED),
            ("79 500", "79.123456 500", MISSPELLED),
        ],
    );
    // The last digit is the nearest one.
    assert_eq!(refusal_of(&drawn(&TEXT.replace("79 500", "79.12346 500"))), None);
}

#[test]
fn a_unit_sets_all_that_it_draws_with() {
    each(
        TEXT,
        &[
            ("/c0 cs 0 scn", "", ORDER),
            ("/c0 cs 0 scn", "/c0 cs 0 scn/c0 CS 0 SCN", ORDER),
            ("/c0 cs 0 scn", "/c1 cs 0 scn", LACKING),
            ("/c0 cs 0 scn", "/DeviceGray cs 0 scn", LACKING),
            ("/c0 cs 0 scn", "/c0 cs 0 0 0 scn", ORDER),
            ("/c0 cs 0 scn", "/c0 cs 2 scn", ORDER),
            ("0 Tr", "1 Tr", ORDER),
            ("0 Tr", "3 Tr", ORDER),
            ("0 Tr", "0 Tr 5 Tc", ORDER),
            (" 0 Tr/f0", "/f0", ORDER),
            ("9 Tf", "0 Tf", "te klein"),
            ("9 Tf", "0.01 Tf", "te klein"),
            ("9 Tf", "-9 Tf", "te klein"),
            ("1 0 0 -1 0 0 Tm", "1 0 0 1 0 0 Tm", ORDER),
            ("1 0 0 -1 0 0 Tm", "1 0 0 0 0 0 Tm", ORDER),
            ("1 0 0 -1 0 0 Tm", "1 0 0 -1 0 0 Tm 1 0 0 -1 9 9 Tm", ORDER),
            ("/c0 cs 0 scn\nBT 0 Tr", "/c0 CS 0 SCN 1 w\nBT 1 Tr", "een rand die te breed is"),
            // Mirrored, flat, slanted, and off the paper.
            ("1 0 0 -1 79", "-1 0 0 -1 79", HIDDEN),
            ("1 0 0 -1 79", "1 0 0 0 79", HIDDEN),
            ("1 0 0 -1 79", "1 1 0 -1 79", HIDDEN),
            ("1 0 0 -1 79", "0.7 0.7 0.7 -0.7 79", HIDDEN),
            ("79 500", "-79 500", HIDDEN),
            ("79 500", "590 500", HIDDEN),
            ("79 500", "79 900", HIDDEN),
            ("q 1", "q\nq 1", ORDER),
            ("ET\nQ", "ET", ORDER),
            ("\nQ", "\nQ\nQ", ORDER),
        ],
    );
    each(
        SURFACE,
        &[
            ("/c0 cs 0 scn", "", ORDER),
            ("f\nQ", "S\nQ", ORDER),
            ("f\nQ", "B\nQ", ORDER),
            ("f\nQ", "f\nf\nQ", ORDER),
            ("60 600 m", "60 600 m 60 600 m 60 600 m 60 600 m", NARROW),
            ("q/c0 cs 0 scn", "q 1 0 0 1 4294967376 0 cm/c0 cs 0 scn", FAR),
            ("q/c0", "q 1 0 0 1 40000 0 cm/c0", FAR),
        ],
    );
    // In a form nothing is inherited either.
    let form = |content: &str, rest: &str, use_of: &str| {
        let mut objects = drawn(use_of);
        replace(
            &mut objects,
            7,
            "/Font",
            "/XObject<</x0 17 0 R>>/ExtGState<</g0<</Type/ExtGState/ca 0.5>>>>/Font",
        );
        let head = "/Type/XObject/Subtype/Form/BBox[0 0 595 841]/Resources<</ColorSpace<</c0[/ICCBased 16 0 R]>>/Font<</f0 8 0 R>>>>";
        put_stream(&mut objects, 17, &format!("{head}{rest}"), content.as_bytes());
        refusal_of(&objects)
    };
    let group = "/Group<</Type/Group/S/Transparency/I true/CS[/ICCBased 16 0 R]>>";
    let seen = "q 1 0 0 -1 0 841 cm/x0 Do\nQ";
    let text = TEXT.replace("1 0 0 -1 79", "1 0 0 1 79");
    assert_eq!(form(&text, group, seen), None);
    assert_eq!(form(&text, group, &seen.replace("/x0", "/g0 gs/x0")), None);
    assert!(form(&text, "", seen).is_some());
    for (content, use_of) in
        [(TEXT, seen), (&*text, "q/x0 Do\nQ"), (&text, "q 1 0 0 -1 900 841 cm/x0 Do\nQ")]
    {
        assert!(form(content, group, use_of).unwrap().contains(HIDDEN), "{content}");
    }
    for content in ["0 0 m 9 9 l S", "BT\nET", "q 0 0 m 9 0 l 9 9 l\nh\nf\nQ"] {
        assert!(form(content, group, seen).unwrap().contains(ORDER), "{content}");
    }
}

/// Where a program comes to that counts with fewer digits is another place, or begins at 0 again.
#[test]
fn what_is_too_far_is_not_signed() {
    let line = "q 3 0 0 3 0 0 cm/c0 CS 0 SCN 20 w 60 100 m 90 100 l\nS\nQ";
    each(
        line,
        &[
            ("3 0 0 3 0 0 cm", "3 0 0 3 17000 0 cm", FAR),
            ("3 0 0 3 0 0 cm", "600 0 0 600 0 0 cm", FAR),
            ("3 0 0 3 0 0 cm", "600 600 -600 600 0 0 cm", FAR),
            ("20 w", "20000 w", FAR),
            ("60 100 m", "20000 100 m", FAR),
        ],
    );
    let text = TEXT.replace("(\\000\\005\\000\\006)Tj", "[(\\000\\005)-2000(\\000\\006)]TJ");
    each(
        &text,
        &[
            ("-2000", "-2000 -90000", HIDDEN),
            ("-2000", "-90000", HIDDEN),
            ("-2000", "900", "niet op volgorde"),
            ("-2000", "30000", "niet op volgorde"),
            ("[(\\000\\005)-2000(\\000\\006)]", "[]", ORDER),
            ("\\000\\006)", "\\000)", "heeft"),
            ("\\000\\006)", "\\000\\000)", "heeft"),
            ("9 Tf 1 0 0 -1 0 0", "9 Tf 1 0 0 -1 -16000 0", HIDDEN),
        ],
    );
}

#[test]
fn what_is_too_thin_for_some_program_is_not_signed() {
    each(
        SURFACE,
        &[
            ("160 640 l 60 640 l", "160 600.001 l 60 600.001 l", NARROW),
            ("160 640 l 60 640 l", "110 600 l", NARROW),
            ("160 640 l 60 640 l", "160 600 l", NARROW),
            ("160 600 l 160 640 l 60 640 l", "60.1 600 l 60.1 600.1 l 60 600.1 l", NARROW),
            // A sliver that leans over.
            ("160 600 l 160 640 l 60 640 l", "160 700 l 160 700.01 l", NARROW),
            // A second part that is nothing.
            ("h\nf", "h 9 9 m 99 9 l\nh\nf", NARROW),
        ],
    );
    each(
        LINE,
        &[
            ("60 600 m 160 600 l", "60 600 m 60 600 l", THIN),
            ("60 600 m 160 600 l", "60 600 m\nh", THIN),
            ("60 600 m", "60 600 m 60 600 l 60 600 m", THIN),
            ("0 SCN", "0 SCN 0 w", THIN),
            ("0 SCN", "0 SCN 0.001 w", THIN),
            ("q/c0", "q 0.01 0 0 0.01 0 0 cm/c0", THIN),
            ("0 SCN", "0 SCN[0.001 0.001]0 d", DASHES),
            ("0 SCN", "0 SCN[0.2]0 d", DASHES),
            ("0 SCN", "0 SCN[0 3]0 d", DASHES),
            ("0 SCN", "0 SCN[]0 d", DASHES),
            ("0 SCN", "0 SCN[-1 3]0 d", DASHES),
            ("0 SCN", "0 SCN[1 3]-300 d", DASHES),
            ("0 SCN", "0 SCN[300]300 d", DASHES),
            ("60 600 m 160 600 l", "60 600 m 200 600 200 600.3 60 600.3 c", "een bocht"),
            ("0 SCN", "0 SCN 1 J[0 3]0 d", DASHES),
            ("160 600 l", "160 600 l\nh", THIN),
            ("0 SCN 60 600 m 160 600 l", "0 SCN 60 w 60 600 m 60 620 64 620 64 600 c", "een bocht"),
            ("q/c0", "q 9 0 0 0.5 0 0 cm/c0", "uitgerekt"),
            ("0 SCN", "0 SCN 0 J", ORDER),
            ("0 SCN", "0 SCN 3 J", ORDER),
            ("0 SCN", "0 SCN 0.5 M", ORDER),
            ("0 SCN", "0 SCN 1 J 2 w", ORDER),
        ],
    );
    each(&LINE.replace("0 SCN", "0 SCN 2 w 4 M 1 J 2 j[0.5 3]0 d"), &[]);
    each(&LINE.replace("0 SCN", "0 SCN 0.5 w[0.5 1]0.5 d"), &[]);
    each(&LINE.replace("60 600 m 160 600 l", "60 600 m 60 620 64 620 64 600 c"), &[]);
    each(&LINE.replace("q/c0", "q 9 0 0 1 0 0 cm/c0"), &[]);
    each(&TEXT.replace("1 0 0 -1 79", "0 1 1 0 79"), &[]);
    each(&TEXT.replace("/c0 cs 0 scn\nBT 0", "/c0 CS 0 SCN 0.9 w\nBT 1"), &[]);
    each(
        CUT,
        &[
            ("160 600 l 160 640 l 60 640 l\nh\nW", "160 600 l\nW", "afgesneden"),
            ("60 600 m 160 600 l 160 640 l 60 640 l\nh\nW", "60 600 m\nW", "afgesneden"),
            ("160 640 l 60 640 l\nh\nW", "160 600.01 l 60 600.01 l\nh\nW", "afgesneden"),
            ("W\nn", "n", ORDER),
            ("W\nn", "W\nW*\nn", ORDER),
            ("W\nn", "W\nf", ORDER),
            ("Q\nQ", "Q", ORDER),
        ],
    );
    // Letters outside of what is left.
    let text = |cut: &str| format!("q {cut}\nW\nn\n{TEXT}\nQ");
    each(&text("60 480 m 260 480 l 260 540 l 60 540 l\nh"), &[]);
    each(
        &text("60 480 m 260 480 l 260 540 l 60 540 l\nh"),
        &[("260 540 l 60 540 l", "260 490 l 60 490 l", HIDDEN)],
    );
}

#[test]
fn marks_say_what_stands_there() {
    let marked = format!("/Span<</MCID 0>>BDC\n{TEXT}\nEMC");
    each(
        &marked,
        &[
            ("/Span<</MCID 0>>BDC", "/Span<</MCID 0>>BDC/P BMC", ORDER),
            ("/Span<</MCID 0>>BDC", "/OC<</MCID 0>>BDC", "schermlezers"),
            ("/MCID 0", "/MCID 0/E(vijftig)", "schermlezers"),
            ("/MCID 0", "/MCID 0/ActualText(vijftig)", "schermlezers"),
            ("/MCID 0", "/MCID 0/MCID 1", MISSPELLED),
            ("\nEMC", "", ORDER),
        ],
    );
    let within =
        TEXT.replace("BT 0 Tr", "BT/Span<</ActualText(,A)>>BDC 0 Tr").replace("ET", "EMC\nET");
    let told = refusal_of(&drawn(&within)).unwrap();
    assert!(told.contains("schermlezers"), "{told}");
}

/// Patterns, gradients and masks that every program shows alike.
#[test]
fn what_is_painted_with_is_alike_everywhere() {
    let with = |names: &str, all: &[(u32, &str, Option<&str>)], content: &str| {
        let mut objects = drawn(content);
        replace(&mut objects, 7, "/Font", &format!("{names}/Font"));
        for (number, head, data) in all {
            match data {
                Some(data) => put_stream(&mut objects, *number, head, data.as_bytes()),
                None => put(&mut objects, *number, head),
            }
        }
        refusal_of(&objects)
    };
    let resources = "/Resources<</ColorSpace<</c0[/ICCBased 16 0 R]>>/Font<</f0 8 0 R>>>>";
    let group = "/Group<</Type/Group/S/Transparency/CS[/ICCBased 16 0 R]>>";
    // Tiles.
    let head = format!(
        "{resources}/Type/Pattern/PatternType 1/TilingType 1/PaintType 1/BBox[0 0 90 90]/Matrix[1 0 0 -1 0 841]/XStep 90/YStep 90"
    );
    let filled = SURFACE.replace("/c0 cs 0 scn", "/Pattern cs/p0 scn");
    let cell = "q/c0 cs 0 scn 9 9 m 60 9 l 60 60 l\nh\nf\nQ";
    let state = "/Pattern<</p0 17 0 R>>/ExtGState<</g0<</Type/ExtGState/CA 0.5>>>>";
    let tiled =
        |head: &str, cell: &str, content: &str| with(state, &[(17, head, Some(cell))], content);
    assert_eq!(tiled(&head, cell, &filled), None);
    let text = TEXT.replace("1 0 0 -1 79 500", "1 0 0 1 9 50");
    assert!(tiled(&head, &text, &filled).unwrap().contains("tekst in een patroon"));
    assert!(tiled(&head, "q 9 9 m 60 9 l 60 60 l\nh\nf\nQ", &filled).is_some());
    assert!(tiled(&head, cell, &filled.replace("/Pattern cs", "/g0 gs/Pattern cs")).is_some());
    assert!(tiled(&head, cell, &TEXT.replace("/c0 cs 0 scn", "/Pattern cs/p0 scn")).is_some());
    assert!(
        tiled(&head.replace("90 90]", "0.1 90]").replace("XStep 90", "XStep 0.1"), cell, &filled)
            .is_some()
    );
    // Gradients between circles.
    let function = "<</FunctionType 2/Range[0 1]/C0[0]/C1[1]/Domain[0 1]/N 1>>";
    let circles = |coords: &str| {
        let shading = format!(
            "<</ShadingType 3/ColorSpace[/ICCBased 16 0 R]/AntiAlias false/Function 18 0 R/Coords[{coords}]/Extend[true true]>>"
        );
        let pattern = "<</Type/Pattern/PatternType 2/Shading 19 0 R/Matrix[1 0 0 -1 0 841]>>";
        with(
            "/Pattern<</p0 17 0 R>>",
            &[(17, pattern, None), (18, function, None), (19, &shading, None)],
            &filled,
        )
    };
    assert_eq!(circles("200 200 0 200 200 60"), None);
    assert_eq!(circles("190 200 10 200 200 60"), None);
    for coords in [
        "200 200 50 200 200 50",
        "200 200 60 200 200 0",
        "200 200 0.00001 200 200 0.00002",
        "100 200 5 300 200 60",
        "150 200 10 200 200 60",
        "100 200 100 150 200 50",
    ] {
        assert!(circles(coords).is_some(), "{coords}");
    }
    // Along a line, or in letters.
    let shading = "<</ShadingType 2/ColorSpace[/ICCBased 16 0 R]/AntiAlias false/Function 18 0 R/Coords[60 0 160 0]/Extend[true true]>>";
    let along = |function: &str, content: &str| {
        with(
            "/Pattern<</p0<</Type/Pattern/PatternType 2/Shading 17 0 R/Matrix[1 0 0 -1 0 841]>>>>",
            &[(17, shading, None), (18, function, None)],
            content,
        )
    };
    assert_eq!(along(function, &filled), None);
    let line = LINE.replace("/c0 CS 0 SCN", "/Pattern CS/p0 SCN");
    for content in [line, TEXT.replace("/c0 cs 0 scn", "/Pattern cs/p0 scn")] {
        assert!(along(function, &content).unwrap().contains("met een kleurverloop"));
    }
    // Colours in their order, and neither end a sharp one.
    let stops = |bounds: &str| {
        let parts = function.repeat(bounds.split(' ').count() + 1);
        let encode = "0 1 ".repeat(bounds.split(' ').count() + 1);
        let whole = format!(
            "<</FunctionType 3/Domain[0 1]/Range[0 1]/Functions[{parts}]/Bounds[{bounds}]/Encode[{}]>>",
            encode.trim_end()
        );
        along(&whole, &filled)
    };
    assert_eq!(stops("0.25 0.5"), None);
    assert_eq!(stops("0.5 0.5"), None);
    for bounds in ["0.5 0.25", "0 0.5", "0.5 1", "0.0001 0.5"] {
        assert!(stops(bounds).is_some(), "{bounds}");
    }
    // Masks.
    let bounds = format!("/Type/XObject/Subtype/Form/BBox[0 0 595 841]{group}{resources}");
    let masked = |state: &str, cell: &str| {
        let names = format!("/ExtGState<</g0<</Type/ExtGState{state}>>>>");
        let content = SURFACE.replace("q/c0", "q/g0 gs/c0");
        with(&names, &[(17, &bounds, Some(cell))], &content)
    };
    let mask = "/SMask<</Type/Mask/S/Luminosity/G 17 0 R>>";
    assert_eq!(masked(mask, cell), None);
    assert!(masked(mask, "q 9 9 m 60 9 l 60 60 l\nh\nf\nQ").unwrap().contains(ORDER));
    assert!(masked(mask, &text).unwrap().contains(HIDDEN));
    // How it mixes.
    let mixed = |state: &str, content: &str| {
        with(&format!("/ExtGState<</g0<</Type/ExtGState{state}>>>>"), &[], content)
    };
    let shines = SURFACE.replace("q/c0", "q/g0 gs/c0");
    assert_eq!(mixed("/ca 0.5/CA 0.5", &shines), None);
    assert_eq!(mixed("/BM/Multiply", &shines), None);
    assert!(
        mixed(
            "/BM/Multiply",
            &shines.replace("0 scn", "0 scn/c0 CS 0 SCN").replace("f\nQ", "B\nQ")
        )
        .is_some()
    );
    for state in ["/BM/ColorDodge", "/BM/Luminosity", "/BM/Hue"] {
        assert!(mixed(state, &shines).is_some(), "{state}");
    }
    let both = shines.replace("0 scn", "0 scn/c0 CS 0 SCN").replace("f\nQ", "B\nQ");
    assert_eq!(refusal_of(&drawn(&both.replace("/g0 gs", ""))), None);
    assert!(mixed("/ca 0.5/CA 0.5", &both).unwrap().contains("doorschijnt"));
    for state in ["", "/ca 1", "/BM/Normal", "/ca -1", "/ca/x"] {
        assert!(
            masked(&format!("{state}{}", if state.is_empty() { "" } else { mask }), cell).is_some(),
            "{state}"
        );
    }
    let none = with(
        "/ExtGState<</g0<</Type/ExtGState/SMask/None>>>>",
        &[],
        &SURFACE.replace("q/c0", "q/g0 gs/c0"),
    );
    assert!(none.is_some());
    // Names of what is drawn with, of another kind than the writer's.
    for name in ["x1", "x0#80", "x", "X0", &"x".repeat(300)] {
        let names = format!("/XObject<</{name} 17 0 R>>");
        assert!(with(&names, &[(17, &bounds, Some(cell))], SURFACE).is_some(), "{name}");
    }
}
