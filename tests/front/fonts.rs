//! Which characters the embedded fonts have, as the typesetter would say it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ttf_parser::Face;

static EMBEDDED: LazyLock<BTreeSet<u32>> = LazyLock::new(|| {
    let fonts = [
        dejavu::sans::regular(),
        dejavu::sans::bold(),
        dejavu::sans::oblique(),
        dejavu::sans::bold_oblique(),
    ];
    let mut all = BTreeSet::new();
    for font in fonts {
        let face = Face::parse(font, 0).unwrap();
        for table in face.tables().cmap.unwrap().subtables {
            if table.is_unicode() {
                table.codepoints(|code| {
                    all.insert(code);
                });
            }
        }
    }
    all
});

pub fn printable(char: char) -> bool {
    EMBEDDED.contains(&u32::from(char))
}
