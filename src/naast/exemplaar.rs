//! In: both editions beside each other. Out: one PDF by which somebody goes over what is withheld. Pure.

use typst_layout::Page;

use super::bladen::{Blad, Merk, gebonden};
use super::{Aangewezen, Genummerd, Kant, Naast, Paar, Plekken, bladparen, etiketten, titel};
use crate::diagnostic::Diagnostic;
use crate::render::{self, Bladpaar, Bladvak, Exemplaar, Lakregel};
use crate::typeset::{Letters, Marks, Rect, Typesetter};

/// Most characters of what is withheld in the list; the pages have all of it.
const MOST: usize = 220;

/// The PDF. `meldingen` is what there is to say of the public edition.
///
/// # Errors
/// Why it cannot be made.
pub fn exemplaar<'a>(
    naast: &Naast,
    werk: &'a Kant<'_>,
    openbaar: &'a Kant<'_>,
    meldingen: Vec<String>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let gegevens = &werk.filled.checked().dossier().gegevens;
    let versies = werk.filled.aftekening().documenten().iter();
    let mut of = Exemplaar {
        onderwerp: gegevens.onderwerp.to_string(),
        kenmerk: gegevens.kenmerk.to_string(),
        versies: versies.map(|(stuk, versie)| (stuk.name(), versie.short().to_string())).collect(),
        geopend: naast.geopend.iter().map(|one| one.tekst.clone()).collect(),
        meldingen,
        ..Exemplaar::default()
    };
    let mut bladen = Vec::new();
    for paar in &naast.paren {
        let own: Vec<&Aangewezen> =
            naast.lakkingen.iter().filter(|one| one.gelakt.stuk == paar.stuk).collect();
        of.lakkingen.push((titel(paar.stuk), own.iter().map(|one| regel(one)).collect()));
        let (Some(before), Some(after)) =
            (werk.stukken.get(&paar.stuk), openbaar.stukken.get(&paar.stuk))
        else {
            continue;
        };
        for (left, right) in bladparen(&paar.ankers, before.count(), after.count()) {
            let blad = |index: Option<usize>, pages: &'a [Page], is_public| {
                let page = pages.get(index?)?;
                Some(blad(paar, index?, page, &own, is_public))
            };
            let both = [blad(left, before.pages(), false), blad(right, after.pages(), true)];
            let number = left.or(right).unwrap_or_default() + 1;
            let kop = format!("{}, bladzijde {number}", titel(paar.stuk));
            let vakken = both.map(|one| {
                let (vak, blad) = one?;
                bladen.push(blad);
                Some(vak)
            });
            of.paren.push(Bladpaar { kop, vakken });
        }
    }
    let sheet = render::exemplaar(&of, gegevens.datum);
    gebonden(&sheet, &bladen, "nakijken", gegevens, typesetter)
}

fn marks_of(plekken: &Plekken, is_public: bool) -> &Marks {
    if is_public { &plekken.openbaar } else { &plekken.werk }
}

fn places(marks: &Marks, page: usize) -> Vec<Rect> {
    marks.iter().filter(|(of, _)| *of == page).flat_map(|(_, rects)| rects.clone()).collect()
}

fn regel(one: &Aangewezen) -> Lakregel {
    let gelakt = &one.gelakt;
    let ground = |grond: &crate::inventaris::Grond| match grond.over.is_empty() {
        true => grond.code.clone(),
        false => format!("{}: {}", grond.code, grond.over),
    };
    let mut tekst = one.tekst.clone();
    if tekst.chars().count() > MOST {
        tekst = tekst.chars().take(MOST - 1).chain(['…']).collect();
    }
    Lakregel {
        nummer: gelakt.nummer,
        bladzijde: one.plekken.werk.first().map(|(page, _)| page + 1),
        tekst,
        onderdeel: gelakt.onderdeel.clone(),
        gronden: gelakt.gronden.iter().map(ground).collect(),
        reden: gelakt.reden(),
        door_regel: gelakt.door_regel,
    }
}

/// The box of a page, and the page.
fn blad<'a>(
    paar: &Paar,
    index: usize,
    page: &'a Page,
    own: &[&Aangewezen],
    is_public: bool,
) -> (Bladvak, Blad<'a>) {
    let gelakt = own.iter().flat_map(|one| places(marks_of(&one.plekken, is_public), index));
    let begins = own.iter().filter_map(|one| one.op(marks_of(&one.plekken, is_public), index));
    let (gelakt, begins): (Vec<Rect>, Vec<Genummerd>) = (gelakt.collect(), begins.collect());
    let maat = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let labels = match begins.is_empty() {
        true => Vec::new(),
        false => etiketten(&begins, &Letters::runs(page), maat.0),
    };
    let numbers: Vec<String> = begins.iter().map(|one| one.nummer.to_string()).collect();
    let (name, edition) = match is_public {
        true => ("openbaar", "openbare editie"),
        false => ("werk", "werkeditie"),
    };
    let held = match numbers.is_empty() {
        true => "hierop wordt niets gelakt".into(),
        false => format!("gelakt zijn hier de nummers {}", numbers.join(", ")),
    };
    let (stuk, nummer) = (paar.stuk.name(), index + 1);
    let vak = Bladvak {
        naam: format!("{stuk}-{name}-{nummer}"),
        nummer,
        maat,
        beschrijving: format!(
            "Afbeelding van bladzijde {nummer} van de {stuk}, {edition}; {held}."
        ),
        etiketten: labels.into_iter().map(|label| (label.x, label.y, label.tekst)).collect(),
    };
    let afgeleid = places(marks_of(&paar.afgeleid, is_public), index);
    let gelakt = gelakt.into_iter().map(|rect| Merk::gelakt(rect, is_public));
    let afgeleid = afgeleid.into_iter().map(|rect| Merk::afgeleid(rect, is_public));
    let merken = gelakt.chain(afgeleid).collect();
    let (naam, schaal) = (vak.naam.clone(), vak.schaal(render::OP_A3));
    (vak, Blad { naam, schaal, page, merken })
}
