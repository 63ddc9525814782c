//! In: both editions beside each other. Out: one PDF by which somebody goes over what is withheld. Pure.
//!
//! The pages are set in it as they are: the letters of their own frames, smaller. So nothing can look otherwise than in
//! the documents, and the text can be selected. What they are made of is not in it: a frame of another document has no
//! structure here, so that for a screen reader each page is a picture with a description.

use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::utils::PicoStr;
use typst::visualize::{Color, FixedStroke, Geometry, Shape};
use typst_layout::{Page, PagedDocument};

use super::{Aangewezen, Kant, Naast, Plekken, bladparen, etiketten};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Stuk;
use crate::export;
use crate::render::{self, Bladpaar, Exemplaar, Lakregel, Vak};
use crate::typeset::{Letters, Marks, Rect, Typesetter};

/// Most characters of what is withheld in the list; the pages have all of it.
const MOST: usize = 220;

/// A page with what is withheld on it, by the label of its box.
struct Blad<'a> {
    naam: String,
    schaal: f64,
    page: &'a Page,
    gelakt: Vec<Rect>,
    afgeleid: Vec<Rect>,
    openbaar: bool,
}

/// The PDF. `meldingen` is what there is to say of the public edition.
///
/// # Errors
/// Why it cannot be made.
pub fn exemplaar(
    naast: &Naast,
    werk: &Kant<'_>,
    openbaar: &Kant<'_>,
    meldingen: Vec<String>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let gegevens = &werk.filled.checked().dossier().gegevens;
    let fails = |why: String| {
        let message = format!("het exemplaar om na te kijken kan niet worden gemaakt: {why}");
        vec![Diagnostic::error(codes::OUTPUT_FAILS, message).help("meld dit met het dossier erbij")]
    };
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
            let side = |index: Option<usize>, pages: &[Page], is_public: bool| {
                let index = index?;
                let page = pages.get(index)?;
                let (vak, gelakt) = vak(paar.stuk, index, page, &own, is_public);
                let derived = marks_of(&paar.afgeleid, is_public);
                Some((vak, gelakt, places(derived, index)))
            };
            let both = [side(left, before.pages(), false), side(right, after.pages(), true)];
            let kop = format!(
                "{}, bladzijde {}",
                titel(paar.stuk),
                left.or(right).unwrap_or_default() + 1
            );
            let mut vakken = [None, None];
            let pages = [(left, before.pages()), (right, after.pages())];
            for (i, one) in both.into_iter().enumerate() {
                let Some((vak, gelakt, afgeleid)) = one else { continue };
                if let Some(page) = pages[i].0.and_then(|index| pages[i].1.get(index)) {
                    let (naam, schaal) = (vak.naam.clone(), vak.schaal());
                    bladen.push(Blad { naam, schaal, page, gelakt, afgeleid, openbaar: i == 1 });
                }
                vakken[i] = Some(vak);
            }
            of.paren.push(Bladpaar { kop, vakken });
        }
    }
    let sheet = render::exemplaar(&of, gegevens.datum);
    let document = typesetter.alone(&sheet).map_err(fails)?;
    let pages = document.pages().iter().map(|page| {
        let mut page = page.clone();
        put_in(&mut page.frame, &bladen);
        page
    });
    let info = typst::model::Document::info(&document).clone();
    let filled = PagedDocument::new(pages.collect(), info);
    let ident = format!("{}/nakijken", gegevens.kenmerk);
    export::pdf_of(&filled, ident, gegevens.datum)
        .map_err(|errors| fails(errors.iter().map(|error| error.message.to_string()).collect()))
}

fn titel(stuk: Stuk) -> &'static str {
    match stuk {
        Stuk::Kamerbrief => "Kamerbrief",
        Stuk::Beslisnota => "Beslisnota",
        Stuk::Bijlage => "Bijlage",
        Stuk::Inventaris => "Inventaris",
    }
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
        reden: gelakt.reden.clone(),
        door_regel: gelakt.door_regel,
    }
}

/// The box of a page, and what is withheld on it.
fn vak(
    stuk: Stuk,
    index: usize,
    page: &Page,
    own: &[&Aangewezen],
    is_public: bool,
) -> (Vak, Vec<Rect>) {
    let (mut all, mut first) = (Vec::new(), Vec::new());
    for one in own {
        let here = places(marks_of(&one.plekken, is_public), index);
        if let Some(place) = here.first() {
            first.push((one.gelakt.nummer, one.gelakt.codes(), *place));
        }
        all.extend(here);
    }
    let maat = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let labels = match first.is_empty() {
        true => Vec::new(),
        false => etiketten(&first, &Letters::runs(page), maat.0),
    };
    let numbers: Vec<String> = first.iter().map(|(number, ..)| number.to_string()).collect();
    let edition = if is_public { "openbare editie" } else { "werkeditie" };
    let held = match numbers.is_empty() {
        true => "hierop wordt niets gelakt".into(),
        false => format!("gelakt zijn hier de nummers {}", numbers.join(", ")),
    };
    let vak = Vak {
        naam: format!(
            "{}-{}-{}",
            stuk.name(),
            if is_public { "openbaar" } else { "werk" },
            index + 1
        ),
        nummer: index + 1,
        maat,
        beschrijving: format!(
            "Afbeelding van bladzijde {} van de {}, {edition}; {held}.",
            index + 1,
            stuk.name()
        ),
        etiketten: labels.into_iter().map(|label| (label.x, label.y, label.tekst)).collect(),
    };
    (vak, all)
}

/// Puts the pages in their boxes: right behind where a box begins, so within the picture that it is.
fn put_in(frame: &mut Frame, bladen: &[Blad<'_>]) {
    let mut out = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        out.set_baseline(frame.baseline());
    }
    for (at, item) in frame.items() {
        let mut item = item.clone();
        if let FrameItem::Group(group) = &mut item {
            put_in(&mut group.frame, bladen);
        }
        let blad = match &item {
            FrameItem::Tag(Tag::Start(element, _)) => {
                element.label().and_then(|label| named(bladen, label))
            }
            _ => None,
        };
        out.push(*at, item);
        if let Some(blad) = blad {
            out.push(*at, FrameItem::Group(blad.group()));
        }
    }
    *frame = out;
}

fn named<'a, 'b>(bladen: &'a [Blad<'b>], label: Label) -> Option<&'a Blad<'b>> {
    bladen.iter().find(|blad| Label::new(PicoStr::intern(&blad.naam)) == Some(label))
}

impl Blad<'_> {
    /// The page without its structure, with what is withheld in colour, at its size here.
    fn group(&self) -> GroupItem {
        let mut frame = self.page.frame.clone();
        bare(&mut frame);
        for (rects, [red, green, blue, alpha], edge) in [
            (&self.gelakt, [255, 190, 0, 82], Color::from_u8(122, 75, 0, 255)),
            (&self.afgeleid, [120, 120, 120, 46], Color::from_u8(85, 85, 85, 255)),
        ] {
            for rect in rects {
                let fill = (!self.openbaar).then(|| Color::from_u8(red, green, blue, alpha));
                shade(&mut frame, *rect, fill, edge.clone());
            }
        }
        let ratio = Ratio::new(self.schaal);
        GroupItem { transform: Transform::scale(ratio, ratio), ..GroupItem::new(frame) }
    }
}

/// Takes out of a frame what is about the document that it comes from: structure and links.
fn bare(frame: &mut Frame) {
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            (group.parent, group.label) = (None, None);
            bare(&mut group.frame);
            true
        }
        FrameItem::Tag(_) | FrameItem::Link(..) => false,
        _ => true,
    });
}

fn shade(frame: &mut Frame, Rect { x, y, w, h }: Rect, fill: Option<Color>, edge: Color) {
    let size = Size::new(Abs::pt(w + 2.0), Abs::pt(h));
    let shape = Shape {
        geometry: Geometry::Rect(size),
        fill: fill.map(Into::into),
        fill_rule: Default::default(),
        stroke: Some(FixedStroke::from_pair(edge, Abs::pt(0.5))),
    };
    let at = Point::new(Abs::pt(x - 1.0), Abs::pt(y));
    frame.push(at, FrameItem::Shape(shape, typst::syntax::Span::detached()));
}
