//! The schemas that editors read are those of the types.

use kamerbrief_front::dossier::{Bestand, schema};
use kamerbrief_front::opmerkingen;

use crate::folders::{good_dossiers, root};

#[test]
fn checked_in_schemas_are_current() {
    let all = Bestand::ALL.into_iter().map(|bestand| (bestand.stem(), schema(bestand)));
    for (name, schema) in all.chain([("opmerkingen", opmerkingen::schema())]) {
        let path = root().join(format!("content/schema/{name}.schema.json"));
        let current = format!("{schema:#}\n");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &current).unwrap();
        }
        let file = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            file == current,
            "{} is out of date: run `BLESS=1 cargo test -p kamerbrief-front schemas`",
            path.display()
        );
    }
}

#[test]
fn every_example_points_to_its_schema() {
    for dossier in good_dossiers().iter().filter(|path| path.starts_with(root().join("content"))) {
        for bestand in Bestand::ALL {
            let Ok(text) = std::fs::read_to_string(dossier.join(bestand.name())) else { continue };
            let line = text.lines().next().unwrap();
            let path = line.strip_prefix("# yaml-language-server: $schema=").expect(line);
            assert!(dossier.join(path).exists(), "{path}");
            assert!(path.ends_with(&format!("{}.schema.json", bestand.stem())), "{path}");
        }
    }
}
