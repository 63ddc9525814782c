//! What an insider draws before the first signature, of every family that once deceived somebody: surfaces, lines,
//! dashes, letters, what cuts off, drawings, patterns, gradients, masks, names, fonts, spelling. `sign` refuses it, or it
//! is a document that every program shows alike: `tests/vervalsingen.py` asks them.

use kamerbrief_seal::{Uitspraak, sign};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::forgeries::{WORDS, keep};
use crate::random::cases;
use crate::shapes::{Objects, letter, put, put_stream, replace, written};
use crate::signing::{ONE, moment, verdict, wish};

/// Lengths at which programs begin to differ, and lengths that all of them show.
const LENGTHS: [f64; 12] = [0.0, 0.0001, 0.01, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 9.0, 60.0, 300.0];
/// Ways in which things are put on the page.
const PLACES: [&str; 12] = [
    "1 0 0 -1 79 500",
    "1 0 0 1 79 500",
    "-1 0 0 -1 300 500",
    "0.7 0.7 0.7 -0.7 79 500",
    "0 1 1 0 300 300",
    "1 0 1 -1 79 500",
    "0.01 0 0 -0.01 79 500",
    "9 0 0 -0.05 79 500",
    "1 0 0 0 79 500",
    "1 0 0 -1 -79 500",
    "1 0 0 -1 580 500",
    "1 0 0 -1 79 839",
];
const RESOURCES: &str = "/Resources<</ColorSpace<</c0[/ICCBased 16 0 R]>>/Font<</f0 8 0 R>>>>";
const GROUP: &str = "/Group<</Type/Group/S/Transparency/I true/CS[/ICCBased 16 0 R]>>";
/// How something mixes with what is below it.
const STATES: [&str; 18] = [
    "/ca 0.5/CA 0.5",
    "/ca 0.1/CA 0.1",
    "/ca 0.5",
    "/BM/Multiply",
    "/BM/Screen",
    "/BM/Overlay",
    "/BM/Darken",
    "/BM/Lighten",
    "/BM/ColorDodge",
    "/BM/ColorBurn",
    "/BM/HardLight",
    "/BM/SoftLight",
    "/BM/Difference",
    "/BM/Exclusion",
    "/BM/Hue",
    "/BM/Saturation",
    "/BM/Color",
    "/BM/Luminosity/ca 0.5",
];
const BLACK: &str = "/c0 cs 0 scn";

/// Chooses of lists, one after the other.
struct Choice<'a>(std::slice::Iter<'a, Index>);

impl Choice<'_> {
    fn of<'b, T>(&mut self, all: &'b [T]) -> &'b T {
        &all[self.0.next().unwrap().index(all.len())]
    }

    fn length(&mut self) -> f64 {
        *self.of(&LENGTHS)
    }

    /// A text somewhere.
    fn text(&mut self, place: &str) -> String {
        let size = self.of(&["9", "24", "0.6", "0.3", "0", "200"]);
        let letters = self.of(&[
            r"(\000\005\000\006)Tj",
            r"[(\000\005)-900(\000\006)]TJ",
            r"[(\000\005)900(\000\006)]TJ",
            r"[(\000\005)-60000(\000\006)]TJ",
            r"(\000\005\000)Tj",
        ]);
        format!("q {place} cm{BLACK}\nBT 0 Tr/f0 {size} Tf 1 0 0 -1 0 0 Tm{letters}\nET\nQ")
    }

    /// A line with a bend, stretched or not.
    fn bent(&mut self) -> String {
        let (width, reach) = (self.length().min(60.0), self.length().min(60.0));
        let ends = self.of(&["", " 1 J", " 2 J", " 1 j", " 2 j", " 50 M"]);
        let place =
            self.of(&["", "", " 3 0 0 0.3 0 400 cm", " 9 0 0 0.05 0 500 cm", " 0 1 1 0.9 0 0 cm"]);
        let close = self.of(&["", "\nh"]);
        let [x, y] = [200.0 + reach, 200.0 + reach];
        let path = match self.of(&[0, 1, 2, 3]) {
            0 => format!("200 200 m 200 {y} {x} {y} {x} 200 c"),
            1 => format!("100 200 m 200 200 l {x} 200 {x} {y} {x} {y} c {x} 300 l"),
            2 => format!("100 200 m 200 200 l 100 {y} l"),
            _ => format!("200 200 m {x} 200 {x} {y} 200 {y} c 100 {y} 100 200 200 200 c"),
        };
        format!("q{place}/c0 CS 0 SCN {width} w{ends} {path}{close}\nS\nQ")
    }

    /// A surface, a line and a text over others, mixed with them.
    fn mixed(&mut self) -> String {
        let width = *self.of(&[0.5, 2.0, 9.0, 30.0]);
        let (fill, line) = (self.of(&["0", "0.4", "1"]), self.of(&["0", "0.6", "1"]));
        let (fill, line) = (format!("/c0 cs {fill} scn"), format!("/c0 CS {line} SCN {width} w"));
        let path = "60 600 m 160 600 l 160 680 l 60 680 l\nh";
        let text = "/f0 90 Tf 1 0 0 -1 0 0 Tm(\\000\\005)Tj\nET";
        let unit = match self.of(&[0, 1, 2, 3, 4, 5]) {
            0 => format!("q/g0 gs{fill} {path}\nf\nQ"),
            1 => format!("q/g0 gs{line} {path}\nS\nQ"),
            2 => format!("q/g0 gs{fill}{line} {path}\nB\nQ"),
            3 => format!("q 1 0 0 -1 79 620 cm/g0 gs{fill}\nBT 0 Tr{text}\nQ"),
            4 => format!("q 1 0 0 -1 79 620 cm/g0 gs{line}\nBT 1 Tr{text}\nQ"),
            _ => format!("q 1 0 0 -1 79 620 cm/g0 gs{fill}{line}\nBT 2 Tr{text}\nQ"),
        };
        let below = ["0", "0.5"].map(|gray| {
            let x = if gray == "0" { 80 } else { 120 };
            format!(
                "q/c0 cs {gray} scn {x} 580 m {} 580 l {} 700 l {x} 700 l\nh\nf\nQ",
                x + 30,
                x + 30
            )
        });
        format!("{}\n{unit}\n{unit}", below.join("\n"))
    }

    /// A surface somewhere.
    fn surface(&mut self) -> String {
        let (width, height) = (self.length(), self.length());
        let paint = self.of(&["f", "f*"]);
        format!(
            "q{BLACK} 80 600 m {} 600 l {} {} l 80 {} l\nh\n{paint}\nQ",
            80.0 + width,
            80.0 + width,
            600.0 + height,
            600.0 + height
        )
    }
}

/// The same many times, over a part of the page.
fn spread(unit: &dyn Fn(f64, f64) -> String) -> String {
    let all = (0..30).flat_map(|x| (0..20).map(move |y| (x, y)));
    let all: Vec<String> =
        all.map(|(x, y)| unit(80.0 + f64::from(x) * 4.0, 500.0 + f64::from(y) * 4.0)).collect();
    all.join("\n")
}

/// The same below each other.
fn rows(unit: &dyn Fn(f64) -> String) -> String {
    (0..20).map(|y| unit(500.0 + f64::from(y) * 4.0)).collect::<Vec<_>>().join("\n")
}

/// A document of some family.
fn family(which: usize, all: &[Index]) -> Objects {
    let mut choice = Choice(all.iter());
    let mut objects = letter();
    let page =
        |objects: &mut Objects, content: &str| put_stream(objects, 9, "", content.as_bytes());
    let with =
        |objects: &mut Objects, names: &str| replace(objects, 7, "/Font", &format!("{names}/Font"));
    match which {
        0 => {
            let (width, height) = (choice.length().min(9.0), choice.length().min(9.0));
            let lean = *choice.of(&[0.0, 0.0, 3.0]);
            page(
                &mut objects,
                &spread(&|x, y| {
                    format!(
                        "q{BLACK} {x} {y} m {} {} l {} {} l {x} {} l\nh\nf\nQ",
                        x + width,
                        y + lean,
                        x + width,
                        y + height + lean,
                        y + height
                    )
                }),
            );
        }
        1 => {
            let (width, length) = (choice.length(), choice.length());
            let ends = choice.of(&["", " 1 J", " 2 J", " 1 j", " 0 J"]);
            let close = choice.of(&["", "\nh", " 90 600 m"]);
            page(
                &mut objects,
                &spread(&|x, y| {
                    format!(
                        "q/c0 CS 0 SCN {width} w{ends} {x} {y} m {} {y} l{close}\nS\nQ",
                        x + length
                    )
                }),
            );
        }
        2 => {
            let dashes = (choice.length(), choice.length());
            let from = choice.of(&["0", "1", "-1", "300", "-300"]);
            let ends = choice.of(&["", " 1 J", " 2 J"]);
            let list = match choice.of(&[0, 1, 2]) {
                0 => format!("[{} {}]", dashes.0, dashes.1),
                1 => format!("[{}]", dashes.0),
                _ => format!("[{} {} 0]", dashes.0, dashes.1),
            };
            page(
                &mut objects,
                &rows(&|y| {
                    format!("q/c0 CS 0 SCN 2 w{ends}{list}{from} d 80 {y} m 260 {y} l\nS\nQ")
                }),
            );
        }
        3 => {
            let place = *choice.of(&PLACES);
            page(&mut objects, &choice.text(place));
        }
        4 => {
            let (width, height) = (choice.length(), choice.length());
            let rule = choice.of(&["W", "W*"]);
            let text = choice.text(PLACES[0]);
            let ends = choice.of(&["\nh", "", " 9 9 m"]);
            page(
                &mut objects,
                &format!(
                    "q 78 495 m {} 495 l {} {} l 78 {} l{ends}\n{rule}\nn\n{text}\nQ",
                    78.0 + width,
                    78.0 + width,
                    495.0 + height,
                    495.0 + height
                ),
            );
        }
        5 | 6 => {
            let place = *choice.of(&PLACES);
            let within = choice.text(&place.replace("-1 79 500", "1 79 300"));
            let content = choice
                .of(&[
                    within.clone(),
                    within.replace(BLACK, ""),
                    choice_surface(&within),
                    String::new(),
                ])
                .clone();
            let bounds =
                choice.of(&["0 0 595 841", "0 0 595 0", "79 290 300 320", "0 0 0.001 0.001"]);
            let group = choice.of(&[GROUP, GROUP, "", &GROUP.replace("/I true", "")]).to_string();
            let state = choice.of(&[
                "/ca 0.5",
                "/ca 0",
                "/CA 0",
                "/ca 1",
                "/BM/Multiply",
                "/BM/Difference",
                "/BM/Normal",
                "/SMask/None",
                "/SMask<</Type/Mask/S/Luminosity/G 18 0 R>>",
                "/SMask<</Type/Mask/S/Alpha/G 18 0 R>>",
            ]);
            let mask = choice.of(&["/c0 cs 1 scn", "/c0 cs 0 scn", "/DeviceGray cs 1 scn", ""]);
            with(
                &mut objects,
                &format!("/XObject<</x0 17 0 R>>/ExtGState<</g0<</Type/ExtGState{state}>>>>"),
            );
            let head = format!("/Type/XObject/Subtype/Form/BBox[{bounds}]{group}{RESOURCES}");
            put_stream(&mut objects, 17, &head, content.as_bytes());
            if state.contains("18 0 R") {
                let head =
                    format!("/Type/XObject/Subtype/Form/BBox[0 0 595 841]{GROUP}{RESOURCES}");
                let mask = format!("q{mask} 0 0 m 595 0 l 595 841 l 0 841 l\nh\nf\nQ");
                put_stream(&mut objects, 18, &head, mask.as_bytes());
            }
            let seen = choice.of(&["1 0 0 -1 0 841", "1 0 0 1 0 0", "1 0 0 -1 300 841"]);
            page(&mut objects, &format!("q {seen} cm/g0 gs/x0 Do\nQ"));
        }
        7 => {
            let (width, height) = (choice.length(), choice.length());
            let matrix =
                choice.of(&["1 0 0 -1 0 841", "0.01 0 0 -0.01 0 0", "1 1 0 1 0 0", "1 0 0 0 0 0"]);
            let text = choice.text("1 0 0 1 9 30");
            let cell = choice
                .of(&[
                    "q/c0 cs 0 scn 0 0 m 5 0 l 5 9 l\nh\nf\nQ".to_owned(),
                    "q 0 0 m 5 0 l 5 9 l\nh\nf\nQ".to_owned(),
                    text,
                ])
                .clone();
            let state = choice.of(&["/ca 0", "/CA 0", "/BM/Multiply"]);
            with(
                &mut objects,
                &format!("/Pattern<</p0 17 0 R>>/ExtGState<</g0<</Type/ExtGState{state}>>>>"),
            );
            let head = format!(
                "{RESOURCES}/Type/Pattern/PatternType 1/TilingType 1/PaintType 1/BBox[0 0 {width} {height}]/Matrix[{matrix}]/XStep {width}/YStep {height}"
            );
            put_stream(&mut objects, 17, &head, cell.as_bytes());
            let mixes = choice.of(&["", "/g0 gs"]);
            let paint = choice.of(&[
                "/Pattern cs/p0 scn 60 500 m 460 500 l 460 800 l 60 800 l\nh\nf",
                "/Pattern CS/p0 SCN 50 w 60 500 m 400 500 l\nS",
                "/Pattern cs/p0 scn\nBT 0 Tr/f0 60 Tf 1 0 0 -1 0 0 Tm(\\000\\005)Tj\nET",
                "/c0 cs 1 scn/Pattern CS/p0 SCN 4 w\nBT 2 Tr/f0 60 Tf 1 0 0 -1 0 0 Tm(\\000\\005)Tj\nET",
            ]);
            page(&mut objects, &format!("q{mixes}{paint}\nQ"));
        }
        8 | 9 => {
            let coords: Vec<String> = (0..6).map(|_| choice.length().to_string()).collect();
            let (kind, coords) = match which {
                8 => (2, coords[..4].join(" ")),
                _ => (3, coords.join(" ")),
            };
            let ends = choice.of(&["0][1", "1][0", "0][0", "1][0.4"]);
            let (from, to) = ends.split_once("][").unwrap();
            let parts =
                format!("<</FunctionType 2/Range[0 1]/C0[{from}]/C1[{to}]/Domain[0 1]/N 1>>");
            put(&mut objects, 18, &parts);
            put(
                &mut objects,
                19,
                &format!(
                    "<</ShadingType {kind}/ColorSpace[/ICCBased 16 0 R]/AntiAlias false/Function 18 0 R/Coords[{coords}]/Extend[true true]>>"
                ),
            );
            let matrix =
                choice.of(&["1 0 0 1 200 600", "1 0 0 -1 100 700", "0.01 0 0 0.01 200 600"]);
            put(
                &mut objects,
                17,
                &format!("<</Type/Pattern/PatternType 2/Shading 19 0 R/Matrix[{matrix}]>>"),
            );
            with(&mut objects, "/Pattern<</p0 17 0 R>>");
            page(
                &mut objects,
                "q/Pattern cs/p0 scn 60 500 m 460 500 l 460 800 l 60 800 l\nh\nf\nQ",
            );
        }
        10 => {
            let name = choice.of(&["x0", "x1", "x0#80", "x0#FF", "x#30", "x0#00", "x"]);
            let long = "x".repeat(200);
            let own = if choice.of(&[0, 1, 2]) == &0 { long.as_str() } else { name };
            with(&mut objects, &format!("/XObject<</{own} 17 0 R/{own}1 18 0 R>>"));
            let head = format!("/Type/XObject/Subtype/Form/BBox[0 0 595 841]{GROUP}{RESOURCES}");
            let (one, other) = (choice.text("1 0 0 1 79 300"), choice.surface());
            put_stream(&mut objects, 17, &head, one.as_bytes());
            put_stream(&mut objects, 18, &head, other.as_bytes());
            let raw: Vec<u8> = own.replace("#80", "\u{80}").into_bytes();
            let content = [b"q 1 0 0 -1 0 841 cm/", &raw[..], b" Do\nQ"].concat();
            put_stream(&mut objects, 9, "", &content);
        }
        11 => {
            let width = choice.of(&["317.8711", "317.9", "-317.8711", "0", "317", "9000"]);
            replace(&mut objects, 12, "/W[1 1 317.8711", &format!("/W[1 1 {width}"));
            let font = unpacked(&objects, 14);
            let mut font = font;
            let at = all[0].index(font.len());
            font[at] = font[at].wrapping_add(*choice.of(&[0, 0, 1, 128]));
            put_stream(&mut objects, 14, "", &font);
            let name = choice.of(&["DejaVuSans", "DejaVuSans", "Anders"]);
            for number in [8, 12, 13] {
                replace(&mut objects, number, "+DejaVuSans", &format!("+{name}"));
            }
        }
        12 => {
            let content = choice.bent();
            page(&mut objects, &content);
        }
        13 => {
            let state = choice.of(&STATES);
            with(&mut objects, &format!("/ExtGState<</g0<</Type/ExtGState{state}>>>>"));
            let content = choice.mixed();
            page(&mut objects, &content);
        }
        _ => {
            let mut content = unpacked(&objects, 9);
            let at = all[0].index(content.len());
            let word = choice.of(&WORDS);
            match choice.of(&[0, 1, 2, 3]) {
                0 => drop(content.splice(at..at, word.bytes())),
                1 => content[at] = content[at].wrapping_add(*choice.of(&[1, 2, 128])),
                2 => drop(content.remove(at)),
                _ => drop(
                    content.splice(at..at, b"00000000000000000000"[..1 + at % 19].iter().copied()),
                ),
            }
            put_stream(&mut objects, 9, "", &content);
        }
    }
    objects
}

fn choice_surface(text: &str) -> String {
    format!("q{BLACK} 79 290 m 300 290 l 300 320 l\nh\nf\nQ\n{text}")
}

/// The data of an object.
fn unpacked(objects: &Objects, number: u32) -> Vec<u8> {
    let bytes = &objects[&number];
    let start = bytes.windows(7).position(|at| at == b"stream\n").unwrap() + 7;
    let mut out = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&bytes[start..]), &mut out)
        .unwrap();
    out
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_drawn_and_signed_is_shown_alike(
        which in 0_usize..16,
        choices in prop::collection::vec(any::<Index>(), 24),
    ) {
        let document = written(&family(which, &choices));
        if let Ok(signed) = sign(&document, &wish(&moment(), &[]), &ONE.key(), None) {
            prop_assert_eq!(verdict(&signed.bytes).uitspraak, Uitspraak::Ongeschonden);
            keep(&format!("getekend-{which:02}"), &signed.bytes);
        } else {
            keep(&format!("geweigerd-{which:02}"), &document);
        }
    }
}
