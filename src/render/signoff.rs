//! In: how the sign-off stands. Out: the sheet by which a document prints it, and the fingerprint of each document. Pure.
//!
//! The fingerprint of a document is taken of what Typst sees of it, and Typst sees nothing else ([`Sheets::visible`]
//! is also what the typesetter lets a document ask for). So comments, quoting and the order of keys in the YAML do not
//! count, and everything that can reach a page does; and beside it what of the document is withheld from the public. Only how the sign-off stands is left out: it is printed, and would
//! change the fingerprint that an initial is about. It has a sheet of its own, made when the fingerprints are known.

use std::collections::{BTreeMap, BTreeSet};

use super::prose::literal;
use super::{File, Letter, Origin, Sheets};
use crate::check::Checked;
use crate::dossier::{Bestand, Editie, Lakking, Root, Stuk, Vingerafdruk};
use crate::signoff::{Aftekening, DRAFT, Stap, Uitgave};

/// What begins the list of the initials.
const PARAFEN: &str = "#let parafen = ";

/// The path of the sheet that tells a document how its sign-off stands.
fn path(stuk: Stuk) -> String {
    format!("/aftekening/{}.typ", stuk.name())
}

impl Sheets {
    /// Adds how the sign-off stands, for every document to print.
    pub fn sign_off(&mut self, aftekening: &Aftekening) {
        for stuk in self.mains.keys() {
            let source = sheet(aftekening, *stuk);
            self.files.insert(path(*stuk), File { source, origin: Origin::Aftekening });
        }
    }

    /// What a literal says of an initial, as it is written; `None` for any other literal.
    pub fn of_paraaf(&self, letter: &Letter) -> Option<&str> {
        let file = self.files.get(letter.path)?;
        let is_sign_off = matches!(file.origin, Origin::Aftekening);
        let from =
            file.source.find(PARAFEN).filter(|from| is_sign_off && *from < letter.literal.start);
        from.and_then(|_| file.source.get(letter.literal.clone()))
    }

    /// The fingerprint of each document of the dossier, also of those that were not asked for.
    pub fn fingerprints(&self) -> &BTreeMap<Stuk, Vingerafdruk> {
        &self.fingerprints
    }

    /// The sheets that a document can ask for: its own, those of the house style, and the texts that it prints.
    pub fn visible(&self, stuk: Stuk) -> BTreeSet<&str> {
        let mut visible = self.content(stuk);
        visible.extend(self.files.get_key_value(&path(stuk)).map(|(path, _)| path.as_str()));
        visible
    }

    /// Those, without the sheet of the sign-off.
    fn content(&self, stuk: Stuk) -> BTreeSet<&str> {
        let house =
            |(path, file): (_, &File)| matches!(file.origin, Origin::House(_)).then_some(path);
        let mut all: BTreeSet<&str> =
            self.files.iter().filter_map(house).map(String::as_str).collect();
        if let Some(main) = self.mains.get(&stuk) {
            all.insert(&main.path);
            all.extend(main.texts.iter().map(String::as_str));
        }
        all
    }

    /// The fingerprint of a document. `outside` stands for what is not in the sheets.
    pub(super) fn fingerprint(
        &self,
        stuk: Stuk,
        checked: &Checked,
        outside: [&Vingerafdruk; 2],
    ) -> Vingerafdruk {
        let dossier = checked.dossier();
        // These two are also in the PDF apart from its pages.
        let (kenmerk, datum) = (dossier.kenmerk(stuk).as_str(), dossier.datum(stuk).to_string());
        let mut parts = vec![&b"kamerbrief document 1"[..], stuk.name().as_bytes()];
        parts.extend([kenmerk.as_bytes(), datum.as_bytes()]);
        parts.extend(outside.map(Vingerafdruk::bytes));
        let content = self.content(stuk);
        for (path, file) in self.files.iter().filter(|(path, _)| content.contains(path.as_str())) {
            parts.extend([path.as_bytes(), file.source.as_bytes()]);
        }
        for (path, bytes) in self.assets_of(stuk) {
            parts.extend([path.as_bytes(), bytes]);
        }
        // Who agrees to a document agrees to what of it goes public.
        let withheld = withheld(stuk, checked);
        parts.extend(withheld.iter().map(String::as_bytes));
        Vingerafdruk::of(parts)
    }
}

/// What of the files of a document is withheld from the public, each place with its grounds. What is made for the public
/// says nothing of it: it could be guessed from.
fn withheld(stuk: Stuk, checked: &Checked) -> BTreeSet<String> {
    let Some(manuscript) = checked.manuscript(stuk).filter(|_| checked.editie() == Editie::Werk)
    else {
        return BTreeSet::new();
    };
    let files = manuscript.bestanden(stuk);
    let of_it = |root| match root {
        Root::File(bestand) => bestand == Bestand::Dossier || files.contains(&bestand),
        Root::Profile => true,
    };
    let one = |Lakking { place, within, gronden, .. }: &Lakking| {
        format!("gelakt {place} {within:?} {}", gronden.join(", "))
    };
    let all = checked.lakkingen().iter().filter(|lakking| of_it(lakking.place.root));
    // Whatever their order in the file.
    all.map(one).collect()
}

/// What a document is told: `concept`, the mark of a draft and its keyword, or `none`; `proef`, the same in a public
/// edition to look at, where every page of every document has it; `afgetekend`, whether everybody agrees to all documents;
/// `parafen`, an item for each step of the route.
fn sheet(aftekening: &Aftekening, stuk: Stuk) -> String {
    let concept = aftekening.concept(stuk).map_or("none".into(), |afdruk| {
        format!("(afdruk: {}, trefwoord: {})", literal(&afdruk), literal(DRAFT))
    });
    let proef = match aftekening.form() {
        Some(Uitgave::Proef) => "concept",
        _ => "none",
    };
    // A name is given in the working edition only.
    let named = aftekening.form().is_none();
    let parafen: String = aftekening.stappen().iter().map(|stap| step(stap, named)).collect();
    format!(
        "// In: niets. Uit: hoe het staat met de parafen. Puur.\n\n#let concept = {concept}\n#let proef = {proef}\n#let afgetekend = {}\n{PARAFEN}({parafen})\n",
        aftekening.is_afgetekend()
    )
}

/// A step of the route: what its initial is worth, its date, and who initialled if the route says another name.
fn step(stap: &Stap, named: bool) -> String {
    let text = |text: Option<&str>| text.map_or("none".into(), literal);
    // A name that the route has is printed as it stands there; one that it does not have, in the working edition only.
    let differs = stap.naam.is_none() || stap.andere_naam().is_some();
    let naam = stap.wie().filter(|_| named && differs);
    // As content, so that its letters know where they come from.
    let naam = naam.map_or("none".into(), |naam| format!("[#{}]", literal(naam)));
    format!(
        "(staat: {}, datum: {}, naam: {}), ",
        literal(stap.staat.name()),
        text(stap.datum.map(|datum| datum.to_string()).as_deref()),
        naam
    )
}
