//! Of images nothing goes out but what a document draws: not what their programs wrote in them, and not what they are called.

use std::fs;
use std::path::PathBuf;

use lopdf::Object;

use super::{Home, Set, holds};
use crate::support::{assert_conforms, page_text, root};

/// Where an SVG says something that nobody sees.
const SVG: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- geheim-opmerking -->
<?geheim-opdracht x?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/"
  viewBox="0 0 90 40" inkscape:docname="geheim-document.svg" inkscape:export-filename="/home/geheim-gebruiker/x.png"
  data-x="geheim-gegeven" aria-label="geheim-label" id="geheim-naam" class="geheim-klas">
<title>geheim-titel</title><desc>geheim-beschrijving</desc>
<metadata><dc:creator>geheim-maker</dc:creator></metadata>
<inkscape:namedview inkscape:unit="geheim-eenheid">geheim-inhoud</inkscape:namedview>
<style>/* geheim-stijl */ .vlak { fill: #222 }</style>
<g inkscape:label="geheim-laag" id="geheim-laag-id"><path d="M0 0 L9 9 L9 0 Z" class="vlak"><title>geheim-pad</title></path></g>
<a xlink:href="https://geheim-adres.example" xlink:title="geheim-koppeling"><rect x="20" width="5" height="5"/></a>
<text x="10" y="20" font-size="5"><title>geheim-bij-tekst</title>Zichtbaar</text>
<text x="10" y="30" font-size="5" display="none">geheim-uit</text>
</svg>"##;

/// The part of a PNG.
fn part(kind: &str, says: &[u8]) -> Vec<u8> {
    let mut sum = u32::MAX;
    for byte in kind.bytes().chain(says.iter().copied()) {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(says.len()).unwrap().to_be_bytes();
    [&length[..], kind.as_bytes(), says, &(!sum).to_be_bytes()].concat()
}

/// Bytes as zlib has them, without compression.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    let sum = (b << 16 | a).to_be_bytes();
    let head = [0x78, 0x01, 1];
    [&head[..], &length.to_le_bytes(), &(!length).to_le_bytes(), bytes, &sum].concat()
}

/// A profile of colours that says no more than what it is of.
fn profile(says: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 132];
    let size = u32::try_from(bytes.len() + says.len()).unwrap();
    bytes[..4].copy_from_slice(&size.to_be_bytes());
    bytes[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    bytes[12..24].copy_from_slice(b"mntrRGB XYZ ");
    bytes[36..40].copy_from_slice(b"acsp");
    [bytes, says.to_vec()].concat()
}

/// The map of a case, with something said in every part of a PNG that may say something.
fn png() -> Vec<u8> {
    let plain = fs::read(root().join("tests/cases/ok_figuren_en_kaders/beeld/kaart.png")).unwrap();
    let colours = [&b"geheim-profielnaam\0\0"[..], &stored(&profile(b"geheim-profiel"))].concat();
    let parts = [
        part("iCCP", &colours),
        part("tEXt", b"Author\0geheim-tekst"),
        part("zTXt", &[&b"Comment\0\0"[..], &stored(b"geheim-ingepakt")].concat()),
        part("iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>geheim-xmp</x>"),
        part("eXIf", b"MM\0*\0\0\0\x08\0\0geheim-exif"),
        part("prVt", b"geheim-eigen"),
    ];
    let (head, rest) = plain.split_at(33);
    [head, &parts.concat(), rest, b"geheim-staart"].concat()
}

/// Every place in these that says something, by its word.
fn words(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let starts: Vec<usize> = text.match_indices("geheim-").map(|(at, _)| at).collect();
    let is_word = |sign: &char| sign.is_ascii_lowercase() || *sign == '-';
    starts.into_iter().map(|at| text[at..].chars().take_while(is_word).collect()).collect()
}

/// A PDF with all that is packed in it.
fn unpacked(pdf: &[u8]) -> Vec<Vec<u8>> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let streams = document.objects.values().filter_map(|object| match object {
        Object::Stream(stream) => stream.decompressed_content().ok(),
        _ => None,
    });
    streams.chain([pdf.to_vec(), page_text::text(pdf).into_bytes()]).collect()
}

#[test]
fn what_an_image_says_without_drawing_it_does_not_go_out() {
    let home = Home::new();
    let folder: PathBuf = home.path("dossier/geheim-map");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("geheim-beeld.svg"), SVG).unwrap();
    fs::write(folder.join("geheim-foto.png"), png()).unwrap();
    let figures = "figuren:
  een: {bestand: geheim-map/geheim-beeld.svg, beschrijving: Een vlak.}
  twee: {bestand: geheim-map/geheim-foto.png, beschrijving: Een kaart.}
opening: |
  <figuur:een>

  <figuur:twee>

";
    home.edit("brief.yaml", "opening: |\n", figures);
    let logo = "logo: {bestand: geheim-map/geheim-beeld.svg, breedte: 30}\nhuisstijl:";
    home.edit("dossier.yaml", "huisstijl:", logo);
    let mut said = [words(SVG.as_bytes()), words(&png())].concat();
    assert_eq!(said.len(), 29, "{said:?}");
    said.extend(["geheim-map", "geheim-beeld", "geheim-foto"].map(ToOwned::to_owned));
    let set: Set = home.publish(&["--proef"]);
    for (name, bytes) in &set.0 {
        let all = match name.ends_with(".pdf") {
            true => unpacked(bytes),
            false => vec![bytes.clone()],
        };
        for word in &said {
            assert!(!all.iter().any(|bytes| holds(bytes, word)), "{word} is in {name}");
        }
        if name.contains("/kamerbrief") && name.ends_with(".pdf") {
            assert_conforms(name, bytes);
            // What it draws is there: both images, and the letters of one.
            assert!(all.iter().any(|bytes| holds(bytes, "Zichtbaar")), "{name}");
            let images = all.iter().filter(|bytes| holds(bytes, "/Subtype/Image"));
            assert!(images.count() > 0, "{name}");
            fs::write(home.path("brief.pdf"), bytes).unwrap();
        }
    }
    // The letters that it draws are looked at as any others.
    fs::write(folder.join("geheim-beeld.svg"), SVG.replace("Zichtbaar", "Bel 06 12345678"))
        .unwrap();
    let told = home.run(&["publish", "dossier", "--out", "set", "--proef"]).stderr;
    assert!(told.contains("O009"), "{told}");
}

/// A letter with a photograph that has colours of its own can be signed, and judged.
#[test]
fn an_image_with_a_profile_of_colours_leaves_a_document_that_can_be_judged() {
    let home = Home::initialled();
    fs::write(home.path("dossier/foto.png"), png()).unwrap();
    let figure = "figuren:\n  een: {bestand: foto.png, beschrijving: Een kaart.}\nopening: |\n  <figuur:een>\n\n";
    home.edit("brief.yaml", "opening: |\n", figure);
    home.good(&["build", "dossier", "--out", "uit", "--quiet"]);
    let told = home.run(&["verify", "uit/kamerbrief.pdf"]).stdout;
    assert!(!told.contains("anders opgebouwd"), "{told}");
}
