//! Documents in our own spelling that are built otherwise than `export` builds them: what programs may draw differently.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use kamerbrief_seal::{Bezwaar, Corners, KnownFonts, Trouble, Uitspraak, Vak, may_be_signed, sign};

use crate::LETTER;
use crate::signing::{ONE, boxes, moment, signed, verdict, wish};

/// The objects of a document, by their numbers.
pub type Objects = BTreeMap<u32, Vec<u8>>;

fn find(bytes: &[u8], text: &str) -> usize {
    bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap()
}

/// The objects of the letter.
pub fn letter() -> Objects {
    let object = |number: u32| {
        let start = find(LETTER, &format!("\n{number} 0 obj\n")) + 1;
        let end = find(&LETTER[start..], "\nendobj\n") + "\nendobj\n".len();
        (number, LETTER[start..start + end].to_vec())
    };
    (1..=16).map(object).collect()
}

pub fn put(objects: &mut Objects, number: u32, text: &str) {
    objects.insert(number, format!("{number} 0 obj\n{text}\nendobj\n").into_bytes());
}

pub fn put_stream(objects: &mut Objects, number: u32, rest: &str, data: &[u8]) {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(data).unwrap();
    let packed = packer.finish().unwrap();
    let line = if packed.ends_with(b"\r") { "\r\n" } else { "\n" };
    let head =
        format!("{number} 0 obj\n<</Length {}/Filter/FlateDecode{rest}>>\nstream\n", packed.len());
    let mut bytes = [head.as_bytes(), &packed].concat();
    bytes.extend(format!("{line}endstream\nendobj\n").bytes());
    objects.insert(number, bytes);
}

/// Puts another text in the place of one that an object has.
pub fn replace(objects: &mut Objects, number: u32, old: &str, new: &str) {
    let bytes = objects.get_mut(&number).unwrap();
    let at = find(bytes, old);
    bytes.splice(at..at + old.len(), new.bytes());
}

pub fn written(objects: &Objects) -> Vec<u8> {
    let mut out = LETTER[..find(LETTER, "1 0 obj\n")].to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for bytes in objects.values() {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.extend(bytes);
    }
    let start = out.len();
    table.push_str(&format!(
        "trailer\n<</Size {}/Root 11 0 R/Info 10 0 R/ID[(a)(b)]>>\nstartxref\n{start}\n%%EOF",
        objects.len() + 1
    ));
    out.extend(table.bytes());
    out
}

/// Why the letter cannot be signed when something was done to it; nothing when it can.
fn refusal(change: impl FnOnce(&mut Objects)) -> Option<String> {
    let mut objects = letter();
    change(&mut objects);
    refusal_of(&objects)
}

/// Why these objects cannot be signed; nothing when they can.
pub fn refusal_of(objects: &Objects) -> Option<String> {
    match sign(&written(objects), &wish(&moment(), &[]), &ONE.key(), None) {
        Ok(signed) => {
            assert_eq!(verdict(&signed.bytes).uitspraak, Uitspraak::Ongeschonden);
            None
        }
        Err(Trouble::Pdf(why) | Trouble::Lettertype(why)) => Some(why),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn the_letter_is_what_it_is_made_of() {
    assert_eq!(written(&letter()), LETTER);
    assert_eq!(refusal(|_| {}), None);
}

#[test]
fn every_thing_is_of_a_known_kind_and_has_what_it_has() {
    let changes: [(u32, &str, &str); 24] = [
        // Fonts that programs have themselves, or take for another.
        (8, "/Subtype/Type0", "/Subtype/Type1"),
        (8, "/Encoding/Identity-H", "/Encoding/Identity-V"),
        (8, "/ToUnicode 15 0 R", ""),
        (12, "/CIDToGIDMap/Identity", ""),
        (12, "/CIDFontType2", "/CIDFontType0"),
        (12, "/DW 0", "/DW 900"),
        (12, "(Identity)", "(Japan1)"),
        (12, "/W[1 1 ", "/W[1 9 "),
        (13, "/FontFile2", "/FontFile3"),
        (13, "/FontFile2 14 0 R", ""),
        // Paper of another size or place.
        (6, "595.2756 841.8898", "595.2756 400"),
        (6, "[0 0 595.2756", "[9 0 604.2756"),
        (6, "/Tabs/S", "/Tabs/S/CropBox[0 0 99 99]"),
        (6, "/Tabs/S", "/Tabs/S/UserUnit 2"),
        (6, "/Tabs/S", "/Tabs/S/Rotate 180"),
        (6, "/Tabs/S", "/Tabs/S/Group<</S/Transparency/CS/DeviceCMYK>>"),
        // Words and places for who cannot see it.
        (4, "/K[0]", "/K[0]/ActualText(vijftig)"),
        (4, "/K[0]", "/K[0]/E(vijftig)"),
        // Colours by another name, or of another kind.
        (7, "/c0[", "/DefaultGray["),
        (7, "[/ICCBased 16 0 R]", "[/CalGray<</WhitePoint[1 1 1]>>]"),
        (7, "[/ICCBased 16 0 R]", "[/Indexed/DeviceRGB 1(abcdef)]"),
        (16, "/N 1", "/N 3"),
        (16, "/N 1", "/N 1/Alternate/DeviceRGB"),
        // One thing as two.
        (4, "/P 3 0 R/K[0]", "/P 3 0 R/K[6 0 R]"),
    ];
    for (number, old, new) in changes {
        assert!(refusal(|objects| replace(objects, number, old, new)).is_some(), "{new}");
    }
    let told = refusal(|objects| put(objects, 17, "<</Type/Page>>")).unwrap();
    assert!(told.ends_with("(iets dat nergens bij hoort)"), "{told}");
}

#[test]
fn fonts_and_profiles_are_what_they_say() {
    let unpacked = |number: u32| {
        let bytes = &letter()[&number];
        let start = find(bytes, "stream\n") + "stream\n".len();
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&bytes[start..]), &mut out)
            .unwrap();
        out
    };
    let changed = |number: u32, rest: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut data = unpacked(number);
        change(&mut data);
        refusal(|objects| put_stream(objects, number, rest, &data))
    };
    let font = |change: &dyn Fn(&mut Vec<u8>)| changed(14, "", change);
    assert_eq!(font(&|_| {}), None);
    // A table more, the tables in another order, and another kind of font.
    assert!(font(&|data| data[12..16].copy_from_slice(b"sbix")).is_some());
    assert!(font(&|data| data[..4].copy_from_slice(b"OTTO")).is_some());
    assert!(font(&Vec::clear).is_some());
    // An instruction that moves a point, and an outline of another letter.
    let told = font(&|data| *data.last_mut().unwrap() ^= 1);
    assert!(told.is_some());
    let middle = |data: &mut Vec<u8>| {
        let at = data.len() / 2;
        data[at] ^= 1;
    };
    assert!(font(&middle).unwrap().contains("is niet het lettertype dat hier zo heet"));
    let renamed = |name: &str| {
        let mut objects = letter();
        for number in [8, 12, 13] {
            replace(&mut objects, number, "+DejaVuSans", &format!("+{name}"));
        }
        written(&objects)
    };
    let may = |file: &[u8], fonts: &KnownFonts| match may_be_signed(file, fonts) {
        Err(Bezwaar::Lettertype(why)) => why,
        other => format!("{other:?}"),
    };
    let other = renamed("DejaVuSerif");
    let told = may(&other, &KnownFonts::default());
    assert!(told.contains("DejaVuSerif is hier niet bekend"), "{told}");
    let mut fonts = KnownFonts::default();
    fonts.add(dejavu::serif::regular().into());
    let told = may(&other, &fonts);
    assert!(told.contains("DejaVuSerif is niet het lettertype dat hier zo heet"), "{told}");
    // Widths: of another letter, below zero, rounded.
    for width in ["317", "-317.8711", "317.871", "0"] {
        let told =
            refusal(|objects| replace(objects, 12, "/W[1 1 317.8711", &format!("/W[1 1 {width}")));
        assert!(told.is_some(), "{width}");
    }
    let says = |old: &str, new: &str| {
        changed(15, "/Type/CMap/WMode 0", &|data| {
            let at = find(data, old);
            data.splice(at..at + old.len(), new.bytes());
        })
    };
    assert_eq!(says("beginbfchar", "beginbfchar"), None);
    for (old, new) in [
        ("beginbfchar", "beginbfrange"),
        ("<0001> <0020>", "<0001> <20>"),
        ("<0001> <0020>", "<0001><0020>"),
        ("<0001> <0020>", "<0002> <0020>"),
        ("<0001> <0020>", "<0001> <D800>"),
        ("<0001> <0020>", "<0001> <>"),
        ("/WMode 0 def", "/WMode 1 def"),
    ] {
        assert!(says(old, new).is_some(), "{new}");
    }
    // A letter that is read aloud as another one, is no letter at all, or is two; accents and capitals are no other.
    for (new, honest) in [
        ("0065", true),
        ("0045", true),
        ("00E9", true),
        ("0063", false),
        ("0435", false),
        ("0020", false),
        ("00650065", false),
        // An accent that is not seen, one that turns letters round, a text in tags, and a heap of accents.
        ("0065FE0F", false),
        ("0065034F", false),
        ("0065202E", false),
        ("0065DB40DC41", false),
        ("006500AD", false),
        ("006503010301030103010301", false),
    ] {
        let told = says("<0009> <0065>", &format!("<0009> <{new}>"));
        let expected = (!honest).then_some("een letter van het lettertype DejaVuSans staat erin");
        assert_eq!(told.is_some(), !honest, "{new}: {told:?}");
        assert!(told.unwrap_or_default().contains(expected.unwrap_or_default()), "{new}");
    }
    // White for black.
    assert!(changed(16, "/N 1/Range[0 1]", &|data| data[200] ^= 1).is_some());
}

#[test]
fn a_picture_has_as_many_data_as_points() {
    let with = |rest: &str, data: &[u8]| {
        refusal(|objects| {
            replace(objects, 7, "/Font", "/XObject<</x0 17 0 R>>/Font");
            let head = "/Type/XObject/Subtype/Image/Width 10/Height 3/BitsPerComponent";
            put_stream(objects, 17, &format!("{head}{rest}"), data);
        })
    };
    let gray = " 8/ColorSpace[/ICCBased 16 0 R]";
    assert_eq!(with(gray, &[7; 30]), None);
    // Each row begins with a byte of its own.
    assert_eq!(with(" 1/ColorSpace[/ICCBased 16 0 R]", &[7; 6]), None);
    for length in [0, 1, 29, 31, 300] {
        let told = with(gray, &vec![7; length]).unwrap();
        assert!(told.contains("te weinig of te veel gegevens"), "{told}");
    }
    for rest in [
        "/Decode[1 0]",
        "/Mask[0 0]",
        "/ImageMask true",
        "/Interpolate true",
        "/DecodeParms<</Predictor 12>>",
    ] {
        assert!(with(&format!("{gray}{rest}"), &[7; 30]).is_some(), "{rest}");
    }
    for rest in [
        " 9/ColorSpace[/ICCBased 16 0 R]",
        " 8",
        " 8/ColorSpace/DeviceGray",
        " 8/ColorSpace/DeviceRGB",
    ] {
        assert!(with(rest, &[7; 30]).is_some(), "{rest}");
    }
}

/// The place of a signature is empty paper.
#[test]
fn a_signature_stands_on_empty_paper() {
    let at = |place: [f32; 4]| Vak {
        wie: "de minister".into(),
        naam: String::new(),
        page: 1,
        place: Corners(place),
    };
    let text = "op bladzijde 1 staat een handtekening over iets anders heen";
    let cases = [
        // The text begins at 79, 500 and is about 160 points long.
        (vec![at([79.0, 490.0, 249.0, 524.0])], text),
        (vec![at([200.0, 504.0, 370.0, 538.0])], text),
        (vec![at([0.0, 0.0, 595.0, 841.0])], text),
        (
            vec![at([79.0, 300.0, 249.0, 334.0]), at([240.0, 310.0, 410.0, 344.0])],
            "op bladzijde 1 staat een handtekening over een andere heen",
        ),
        (
            vec![at([500.0, 300.0, 670.0, 334.0])],
            "een handtekening staat buiten het papier van bladzijde 1",
        ),
        (
            vec![Vak { page: 2, ..at([79.0, 300.0, 249.0, 334.0]) }],
            "een handtekening staat op een bladzijde die niet te lezen is",
        ),
    ];
    for (vakken, why) in cases {
        let told =
            sign(LETTER, &wish(&moment(), &vakken), &ONE.key(), None).map(|_| ()).unwrap_err();
        assert_eq!(told, Trouble::Pdf(format!("kan zo niet worden ondertekend: {why}")));
    }
    let beside = [at([300.0, 490.0, 470.0, 524.0]), at([79.0, 510.0, 249.0, 544.0])];
    assert!(verdict(&signed(LETTER, &ONE, &beside)).is_good());
    // Who makes the file by hand is told too: here the text came to stand where the signature is.
    let mut objects = letter();
    let file = signed(LETTER, &ONE, &boxes());
    let moved =
        "q 1 0 0 -1 79 30 cm/c0 cs 0 scn\nBT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm(\\000\\005)Tj\nET\nQ";
    put_stream(&mut objects, 9, "", moved.as_bytes());
    let told = sign(&written(&objects), &wish(&moment(), &boxes()), &ONE.key(), None);
    assert!(matches!(told, Err(Trouble::Pdf(why)) if why.ends_with(text)));
    assert!(verdict(&file).is_good());
}

/// Everything that one program leaves out and another one draws is a cover that one reader does not see.
#[test]
fn what_is_drawn_with_has_all_that_it_needs() {
    let even = "<</FunctionType 2/Range[0 1]/C0[0]/C1[1]/Domain[0 1]/N 1>>";
    let parts = "<</FunctionType 3/Domain[0 1]/Range[0 1]/Functions[20 0 R 20 0 R]/Bounds[0.5]/Encode[0 1 0 1]>>";
    let shading = "<</ShadingType 2/ColorSpace[/ICCBased 16 0 R]/AntiAlias false/Function 17 0 R/Coords[0 0 1 0]/Extend[true true]>>";
    let gradient = "<</Type/Pattern/PatternType 2/Shading 18 0 R/Matrix[99 0 0 -99 10 20]>>";
    let shaded = |old: &str, new: &str| {
        let put_in = |text: &str| text.replacen(old, new, 1);
        let all = [(17, parts), (18, shading), (19, gradient), (20, even)];
        assert!(all.iter().any(|(_, text)| text.contains(old)), "{old}");
        refusal(|objects| {
            replace(objects, 7, "/Font", "/Pattern<</p0 19 0 R>>/Font");
            for (number, text) in all {
                put(objects, number, &put_in(text));
            }
        })
    };
    assert_eq!(shaded("/N 1", "/N 1"), None);
    assert!(shaded("/ShadingType 2", "/ShadingType 3").is_some());
    assert_eq!(
        shaded(
            "2/ColorSpace[/ICCBased 16 0 R]/AntiAlias false/Function 17 0 R/Coords[0 0 1 0]",
            "3/ColorSpace[/ICCBased 16 0 R]/Function 17 0 R/Coords[0 0 0 0 0 1]"
        ),
        None
    );
    for (old, new) in [
        ("/N 1", "/N 2"),
        ("/N 1", ""),
        ("/C1[1]", "/C1[1 1 1]"),
        ("/C1[1]", "/C1[7]"),
        ("/Domain[0 1]/N", "/Domain[0 9]/N"),
        ("/Domain[0 1]/N", "/N"),
        ("/FunctionType 2", "/FunctionType 9"),
        ("/FunctionType 3", "/FunctionType 2"),
        ("/Functions[20 0 R 20 0 R]", "/Functions[20 0 R 17 0 R]"),
        ("/Functions[20 0 R 20 0 R]", "/Functions[20 0 R]"),
        ("/Bounds[0.5]", "/Bounds[]"),
        ("/Bounds[0.5]", "/Bounds[5]"),
        ("/Bounds[0.5]", "/Bounds[0.5 0.2]"),
        ("/Encode[0 1 0 1]", "/Encode[0 1]"),
        ("/Coords[0 0 1 0]", "/Coords[0 0 1]"),
        ("/Coords[0 0 1 0]", "/Coords[1 0 1 0]"),
        ("/Coords[0 0 1 0]", ""),
        ("/Extend[true true]", "/Extend[false true]"),
        ("/Extend[true true]", ""),
        ("/ColorSpace[/ICCBased 16 0 R]", "/ColorSpace/DeviceRGB"),
        ("/Function 17 0 R", "/Function<</FunctionType 9>>"),
        ("/Shading 18 0 R", "/Shading<</ShadingType 7>>"),
        ("/PatternType 2", "/PatternType 1"),
        ("/PatternType 2", ""),
        ("/Matrix[99 0 0 -99 10 20]", "/Matrix[99 0 0 -99 10]"),
        ("/Matrix[99 0 0 -99 10 20]", "/Matrix[99 99 99 99 10 20]"),
        ("/Matrix[99 0 0 -99 10 20]", "/Matrix[99 0 0 -99 99999 20]"),
    ] {
        assert!(shaded(old, new).is_some(), "{old} {new}");
    }
    let tiled = |rest: &str| {
        refusal(|objects| {
            replace(objects, 7, "/Font", "/Pattern<</p0 17 0 R>>/Font");
            let head = "/Type/Pattern/PatternType 1/TilingType 1/PaintType 1/Resources<<>>";
            put_stream(objects, 17, &format!("{head}{rest}"), b"");
        })
    };
    assert_eq!(tiled("/BBox[0 0 9 9]/XStep 9/YStep 9/Matrix[1 0 0 -1 9 9]"), None);
    for rest in [
        "/BBox[0 0 9 9]/XStep 9/YStep 9/Matrix[0.001 0 0 0.001 9 9]",
        "/BBox[0 0 9 9]/XStep 9/YStep 9/Matrix[1 0 0 -1]",
        "/BBox[0 0 0.001 0.001]/XStep 0.001/YStep 0.001",
        "/BBox[0 0 9 9]/XStep 9/YStep 7",
    ] {
        assert!(tiled(rest).is_some(), "{rest}");
    }
    let group = "/Group<</Type/Group/S/Transparency/I true/CS[/ICCBased 16 0 R]>>";
    let drawn = |state: &str, within: &str, rest: &str| {
        refusal(|objects| {
            let names = format!("/XObject<</x0 17 0 R>>/ExtGState<</g0{state}>>/Font");
            replace(objects, 7, "/Font", &names);
            let head = "/Type/XObject/Subtype/Form";
            put_stream(objects, 17, &format!("{head}{rest}/Resources<<{within}>>"), b"");
            put_stream(
                objects,
                18,
                &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{group}/Resources<<>>"),
                b"",
            );
        })
    };
    let bounds = format!("/BBox[0 0 9 9]{group}");
    let masked =
        "<</Type/ExtGState/ca 0.5/CA 0.4/BM/Multiply/SMask<</Type/Mask/S/Alpha/G 18 0 R>>>>";
    assert_eq!(drawn(masked, "", &bounds), None);
    assert_eq!(drawn(masked, "/XObject<</x0 18 0 R>>", &bounds), None);
    for (state, within, rest) in [
        // A drawing within itself, by whatever way.
        (masked, "/XObject<</x0 17 0 R>>", &*bounds),
        (masked, "/ExtGState<</g1<</SMask<</S/Alpha/G 17 0 R>>>>>>", &bounds),
        (&masked.replace("0.5", "5"), "", &bounds),
        (&masked.replace("0.5", "/x"), "", &bounds),
        (&masked.replace("/S/Alpha", ""), "", &bounds),
        (&masked.replace("/G 18 0 R", ""), "/XObject<</x0 18 0 R>>", &bounds),
        (masked, "", "/BBox[0 0 9 9]/Group<</S/Transparency>>"),
        (masked, "", "/BBox[0 0 9 9]/Group<</CS[/ICCBased 16 0 R]>>"),
        (masked, "", &bounds.replace("/I true", "/I false")),
        (masked, "", "/BBox[0 0 9]"),
        (masked, "", "/BBox[9 9 0 0]"),
        (masked, "", ""),
        (masked, "", "/BBox[0 0 9 9]/Matrix[1 0 0 1 9 9]"),
    ] {
        assert!(drawn(state, within, rest).is_some(), "{state} {within} {rest}");
    }
    // Only of a group are the colours mixed by themselves.
    let plain = "<</SMask<</S/Luminosity/G 17 0 R>>>>";
    assert_eq!(drawn(plain, "/XObject<</x0 18 0 R>>", &bounds), None);
    assert!(drawn(plain, "/XObject<</x0 18 0 R>>", "/BBox[0 0 9 9]").is_some());
}

#[test]
fn what_the_letter_says_of_itself_is_the_same_everywhere() {
    // Bookmarks stand in one row, each once.
    let bookmarks = |first: &str, last: &str| {
        let item = |rest: &str| format!("<</Parent 17 0 R/Title(x)/Dest[6 0 R/Fit]{rest}>>");
        let mut objects = letter();
        replace(&mut objects, 11, "/Lang(", "/Outlines 17 0 R/Lang(");
        put(&mut objects, 17, "<</Type/Outlines/First 18 0 R/Last 19 0 R/Count 2>>");
        put(&mut objects, 18, &item(first));
        put(&mut objects, 19, &item(last));
        refusal_of(&objects)
    };
    assert_eq!(bookmarks("/Next 19 0 R", "/Prev 18 0 R"), None);
    for (first, last) in [
        ("/Next 19 0 R", "/Prev 18 0 R/Next 18 0 R"),
        ("/Next 19 0 R", ""),
        ("/Next 19 0 R/First 19 0 R/Last 19 0 R", "/Prev 18 0 R"),
        ("/Next 18 0 R", "/Prev 18 0 R"),
        ("", "/Prev 18 0 R"),
    ] {
        assert!(bookmarks(first, last).unwrap().contains("bladwijzers"), "{first} {last}");
    }
    // The title is the same wherever it stands.
    let titled = |xml: &str| {
        let mut objects = letter();
        replace(&mut objects, 11, "/Lang(", "/Metadata 17 0 R/Lang(");
        let head =
            format!("17 0 obj\n<</Length {}/Type/Metadata/Subtype/XML>>\nstream\n", xml.len());
        objects.insert(17, [head.as_bytes(), xml.as_bytes(), b"\nendstream\nendobj\n"].concat());
        refusal_of(&objects)
    };
    let title = "<dc:title><li>Brief</li></dc:title>";
    assert_eq!(titled(title), None);
    for xml in [
        String::new(),
        title.replace("Brief", "Brieven"),
        title.repeat(2),
        format!("{title}<pdf:Keywords>CONCEPT</pdf:Keywords>"),
    ] {
        assert!(titled(&xml).unwrap().contains("een titel of trefwoorden"), "{xml}");
    }
}
