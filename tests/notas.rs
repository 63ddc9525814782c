//! Notas of any form: whatever sections a profile lists, in whatever order, there is a nota with each text once.

use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex, PoisonError};

use kamerbrief::dossier::{Bestand, Onderdeel};
use kamerbrief::typeset::Typesetter;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::support::{assert_conforms, cases, compile, folder, page_text, typesetter};

/// The sections that can be part of the explanation.
fn of_explanation() -> Vec<Onderdeel> {
    Onderdeel::ALL.into_iter().filter(|part| part.path().segments().len() > 1).collect()
}

/// A part of a list, in any order.
fn some(all: Vec<Onderdeel>) -> impl Strategy<Value = Vec<Onderdeel>> {
    let most = all.len();
    subsequence(all, 0..=most).prop_shuffle()
}

#[derive(Debug, Clone)]
struct Form {
    sections: Vec<Onderdeel>,
    explanation: Vec<Onderdeel>,
    /// The sections that have a text.
    filled: Vec<Onderdeel>,
    /// After which section, or in it, one of one's own stands.
    own: Vec<(Onderdeel, bool)>,
    above: bool,
    numbered: bool,
    boxes: u16,
    route: bool,
    below: bool,
    table: bool,
}

fn form() -> impl Strategy<Value = Form> {
    let choices =
        (any::<bool>(), any::<bool>(), 0..7_u16, any::<bool>(), any::<bool>(), any::<bool>());
    let own = proptest::collection::vec((select(Onderdeel::ALL.to_vec()), any::<bool>()), 0..3);
    let lists =
        (some(Onderdeel::ALL.to_vec()), some(of_explanation()), some(Onderdeel::ALL.to_vec()));
    (lists, own, choices).prop_map(|(lists, own, (above, numbered, boxes, route, below, table))| {
        let (sections, explanation, filled) = lists;
        Form { sections, explanation, filled, own, above, numbered, boxes, route, below, table }
    })
}

impl Form {
    /// Whether the form has a place for a section: in its list, or as part of the explanation.
    fn has(&self, part: Onderdeel) -> bool {
        let explains = self.sections.contains(&Onderdeel::Toelichting);
        self.sections.contains(&part) || explains && self.explanation.contains(&part)
    }

    fn dossier(&self) -> String {
        let list = |parts: &[Onderdeel]| {
            parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
        };
        let route =
            if self.route { "parafenroute: [{rol: A}, {rol: B, soort: medeparaaf}]\n" } else { "" };
        let below = if self.below { "met_akkoord_van, ontvangen, ondertekend_door" } else { "" };
        format!(
            "onderwerp: x\nkenmerk: x\ndatum: 2024-02-05\nhuisstijl: bzk\nafzender: {{onderdeel: x}}\n{route}profiel:\n  nota:\n    onderdelen: [{}]\n    toelichting: [{}]\n    parafen_boven: {}\n    paraafvakken: {}\n    genummerd: {}\n    bijlagentabel: {}\n    onder_parafen: [{below}]\n    lege_velden: [ontvangen]\n",
            list(&self.sections),
            list(&self.explanation),
            self.above,
            self.boxes,
            self.numbered,
            self.table,
        )
    }

    /// The nota, and every text in it.
    fn nota(&self) -> (String, Vec<String>) {
        let (mut yaml, mut inside, mut texts) = (String::new(), String::new(), Vec::new());
        let word = |part: Onderdeel| format!("Tekst{}.", part.name().replace('_', ""));
        let must = [Onderdeel::Aanleiding, Onderdeel::GeadviseerdBesluit];
        for part in Onderdeel::ALL {
            if self.has(part) && (self.filled.contains(&part) || must.contains(&part)) {
                let name = if part == Onderdeel::Toelichting { "tekst" } else { part.name() };
                match part.path().segments().len() {
                    1 => writeln!(yaml, "{name}: {}", word(part)).unwrap(),
                    _ => writeln!(inside, "  {name}: {}", word(part)).unwrap(),
                }
                texts.push(word(part));
            }
        }
        let mut own = String::new();
        for (i, (part, below)) in self.own.iter().enumerate() {
            let main = self.sections.contains(part);
            if main || self.has(*part) && !inside.is_empty() {
                writeln!(own, "  - {{kop: Kop{i}x, tekst: Eigen{i}x., na: {}, eronder: {below}, delen: [{{kop: Deel{i}x, delen: [{{kop: Kopje{i}x, tekst: Diep{i}x.}}]}}]}}", part.name()).unwrap();
                texts.extend(
                    ["Kop", "Eigen", "Deel", "Kopje", "Diep"].map(|word| format!("{word}{i}x")),
                );
            }
        }
        for (key, of) in [("toelichting", &inside), ("extra", &own)] {
            if !of.is_empty() {
                write!(yaml, "{key}:\n{of}").unwrap();
            }
        }
        yaml += "velden: {ondertekend_door: [DE DIRECTEUR], met_akkoord_van: [de minister]}\n";
        yaml += "bijlagen: [{naam: Stuk}]\n";
        (yaml, texts)
    }
}

fn shared() -> &'static Mutex<Typesetter> {
    static SHARED: LazyLock<Mutex<Typesetter>> = LazyLock::new(|| Mutex::new(typesetter()));
    &SHARED
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn any_sections_in_any_order_make_a_nota(form in form()) {
        let (nota, texts) = form.nota();
        let dossier = form.dossier();
        let files = [(Bestand::Dossier, dossier.as_bytes()), (Bestand::Nota, nota.as_bytes())];
        let mut typesetter = shared().lock().unwrap_or_else(PoisonError::into_inner);
        let pdfs = compile(&folder(&files), &mut typesetter);
        let pdf = pdfs.unwrap_or_else(|errors| panic!("{errors}\n{dossier}\n{nota}")).remove(0).1;
        let page: String = page_text::text(&pdf).split_whitespace().collect();
        for text in texts {
            prop_assert_eq!(page.matches(&text).count(), 1, "{} in {}\n{}\n{}", text, page, dossier, nota);
        }
        assert_conforms("a nota of any form", &pdf);
    }
}
