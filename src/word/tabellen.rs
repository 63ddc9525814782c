//! In: the tables of the annex. Out: their rows and cells as Word has them, and how wide each column is. Pure.

use super::model::{Alinea, Cel, Deel, Rij, Soort, Stukje, Tabel, Tabelsoort, Tekst};
use super::opbouw::Opbouw;
use super::stijlen::Stijl;
use super::xml::twips;
use crate::check::Checked;
use crate::dossier::{
    BijlageProfiel, Cijfer, Kopvak, Opschrift, Rijen, Rijnaam, Tekstkolom, Tekstvak, Vorm,
};
use crate::prose::Align;
use crate::render::chart_heading;

/// Millimetres that the name of a line has at least, and one step to the right.
const NAAM: f64 = 52.0;
const STAP: f64 = 3.0;

/// Most characters of a word that is kept whole; an address on the web has more.
const LANG: usize = 24;

/// Width of the text of an annex.
pub(super) fn breedte(liggend: bool) -> f64 {
    if liggend { 257.0 } else { 162.0 }
}

/// Whether some table is too wide for a page that stands up.
pub(super) fn is_liggend(checked: &Checked) -> bool {
    let dossier = checked.dossier();
    let (Some(bijlage), Some(cijfers)) = (&dossier.bijlage, checked.cijfers()) else {
        return false;
    };
    let tables = bijlage.alle_tabellen();
    tables.iter().zip(&cijfers.tabellen).any(|(tabel, cijfers)| {
        let rijen = Rijen::new(tabel, cijfers, &dossier.profiel.bijlage);
        kolommen(&rijen).iter().sum::<f64>() > breedte(false)
    })
}

/// Millimetres of each column, as little as it can do with.
fn kolommen(rijen: &Rijen<'_>) -> Vec<f64> {
    let texts = rijen.tekstkolommen(Vorm::Druk);
    let mut all = Vec::new();
    if rijen.tabel.nummering {
        all.push(8.0);
    }
    all.push(NAAM);
    all.extend(texts.iter().map(|kolom| match kolom {
        Tekstkolom::Artikel => 16.0,
        Tekstkolom::Appreciatie => 34.0,
        _ => 28.0,
    }));
    let rows = rijen.getoond(Vorm::Druk);
    let mut longest = vec![4; rijen.breedte()];
    for row in &rows {
        for (i, Cijfer { cel, .. }) in rijen.cijfers(row.rij).into_iter().enumerate() {
            let text = cel.map_or_else(String::new, |cel| rijen.getal(i, &cel));
            if let Some(known) = longest.get_mut(i) {
                *known = text.chars().count().max(*known);
            }
        }
    }
    let heads = rijen.koppen();
    if heads.is_empty() {
        // Four figures in bold are as wide as five.
        let years = rijen.tabel.jaren.iter().map(|year| year.to_string().chars().count() + 1);
        for (known, year) in longest.iter_mut().zip(years) {
            *known = year.max(*known);
        }
    }
    let words = heads.last().into_iter().flatten().filter(|vak| !vak.is_tekst);
    for (known, vak) in longest.iter_mut().zip(words) {
        // The mark of a note is one small figure.
        let texts = vak.teksten.iter().map(|text| Rijnaam::from(text.tekst.to_owned()));
        let lines: Vec<String> = texts.map(|line| line.to_string()).collect();
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        // They are bold, and so a third wider.
        let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
        *known = (longest * 4).div_ceil(3).max(*known);
    }
    if rijen.heeft_structureel()
        && let Some(last) = longest.last_mut()
    {
        *last = (*last).max("Structureel".len());
    }
    #[expect(clippy::cast_precision_loss, reason = "a cell has few characters")]
    all.extend(longest.into_iter().map(|chars| 2.6 + 1.75 * chars as f64));
    all
}

/// A table, with its unit above it and what it says of rounding below.
pub(super) fn van_bijlage(opbouw: &mut Opbouw<'_>, index: usize) -> Vec<Deel> {
    let checked = opbouw.checked;
    let dossier = checked.dossier();
    let (Some(bijlage), Some(cijfers)) = (&dossier.bijlage, checked.cijfers()) else {
        return Vec::new();
    };
    let tables = bijlage.alle_tabellen();
    let (Some(tabel), Some(cijfers)) = (tables.get(index), cijfers.tabellen.get(index)) else {
        return Vec::new();
    };
    let words = &dossier.profiel.bijlage;
    let rijen = Rijen::new(tabel, cijfers, words);
    let unit = format!("{} {}", words.status(tabel.status), words.eenheid(tabel.eenheid));
    let unit = Alinea::regel(Stijl::Broodtekst, Tekst::vast(unit));
    let mut breedtes = kolommen(&rijen);
    let total: f64 = breedtes.iter().sum();
    let name = usize::from(tabel.nummering);
    breedtes[name] = (breedtes[name] + opbouw.breed - total).max(20.0);
    if let Some(order) = rijen.volgorde() {
        breedtes = order.iter().filter_map(|column| breedtes.get(*column).copied()).collect();
    }
    let mut rows = koppen(opbouw, &rijen, words);
    rows.extend(regels(opbouw, &rijen));
    let mut all = vec![
        Deel::Alinea(Alinea { bijeen: true, ..unit }),
        Deel::Tabel(Tabel {
            soort: Tabelsoort::Rijk,
            breedtes,
            rijen: rows,
            titel: tabel.titel.to_string(),
            bron: None,
        }),
    ];
    if rijen.is_zichtbaar_afgerond() {
        let words = Tekst::vast(words.afronding.to_string());
        all.push(Deel::Alinea(Alinea::regel(Stijl::Broodtekst, words)));
    }
    if let Some(kop) = chart_heading(&rijen, words) {
        let words = Tekst::vast(format!("De grafiek “{kop}” staat in de PDF."));
        all.push(Deel::Alinea(Alinea::regel(Stijl::Bijschrift, words)));
    }
    all
}

/// The rows of heads.
fn koppen(opbouw: &mut Opbouw<'_>, rijen: &Rijen<'_>, words: &BijlageProfiel) -> Vec<Rij> {
    let (tabel, heads) = (rijen.tabel, rijen.koppen());
    let head = |tekst: String, kant| {
        let line = Alinea::regel(Stijl::Cijferkop, Tekst::vast(tekst));
        Alinea { kant: Some(kant), ..line }
    };
    let row = |cellen| Rij { kop: true, heel: true, grijs: true, cellen, ..Rij::default() };
    if heads.is_empty() {
        let naam = match tabel.inhoud.beginstand.is_some() {
            true => &words.mutatie,
            false => &words.maatregel,
        };
        let number = tabel.nummering.then(|| words.nummer.to_string());
        let texts = rijen.tekstkolommen(Vorm::Druk).into_iter().map(|kolom| match kolom {
            Tekstkolom::Trekker => words.trekker.to_string(),
            Tekstkolom::Artikel => words.artikel.to_string(),
            Tekstkolom::Appreciatie => words.appreciatie.to_string(),
            _ => String::new(),
        });
        let left = number.into_iter().chain([naam.to_string()]).chain(texts);
        let years = tabel.jaren.iter().map(ToString::to_string);
        let right = years.chain(rijen.heeft_structureel().then(|| words.structureel.to_string()));
        let left = left.map(|text| Cel::van(head(text, Align::Left)));
        let right = right.map(|text| Cel::van(head(text, Align::Right)));
        return vec![row(left.chain(right).collect())];
    }
    let mut cell = |vak: &Kopvak<'_>| {
        let kant = match (vak.is_tekst, vak.breed) {
            (true, _) => Align::Left,
            (false, 1) => Align::Right,
            (false, _) => Align::Center,
        };
        let mut line = Alinea { stijl: Stijl::Cijferkop, kant: Some(kant), ..Alinea::default() };
        let texts = vak.teksten.iter().map(|text| opbouw.in_regel(&text.place));
        let number = vak.nummering.clone().map(|text| vec![Stukje::Tekst(Tekst::vast(text))]);
        for (i, pieces) in texts.chain(number).enumerate() {
            if i > 0 {
                line.inhoud.push(Stukje::Regeleinde);
            }
            line.inhoud.extend(pieces);
        }
        Cel { breed: vak.breed, hoog: (vak.hoog > 1).then_some(true), ..Cel::van(line) }
    };
    let Some(second) = heads.get(1) else {
        return vec![row(heads[0].iter().map(&mut cell).collect())];
    };
    // On paper the notes of a head of two rows high come with the second one.
    let empty = || Alinea { stijl: Stijl::Cijferkop, ..Alinea::default() };
    let upper = heads[0].iter().map(|vak| match vak.hoog {
        1 => cell(vak),
        _ => Cel { breed: vak.breed, hoog: Some(false), ..Cel::van(empty()) },
    });
    let upper = row(upper.collect());
    let mut below = second.iter();
    let mut cellen = Vec::new();
    for vak in &heads[0] {
        match vak.hoog {
            1 => cellen.extend(below.by_ref().take(vak.breed).map(&mut cell)),
            _ => cellen.push(cell(vak)),
        }
    }
    vec![upper, row(cellen)]
}

/// The rows below the heads.
fn regels(opbouw: &mut Opbouw<'_>, rijen: &Rijen<'_>) -> Vec<Rij> {
    let texts = rijen.tekstkolommen(Vorm::Druk);
    let numbered = rijen.tabel.nummering;
    let vast = texts.len() + 1 + usize::from(numbered);
    let order = rijen.volgorde();
    let mut out = Vec::new();
    for getoond in rijen.getoond(Vorm::Druk) {
        let rij = getoond.rij;
        let look = rij.soort.uiterlijk();
        let vet = look != "regel" || rij.soort.is_vet();
        let figures = rijen.cijfers(rij);
        let vakken = rij.tekstvakken(numbered, &texts);
        let apart = order.is_some() && !figures.is_empty();
        let alone = vakken.len() == 1 && (look != "regel" || vast == 1) && !apart;
        let mut cellen = Vec::new();
        for vak in vakken {
            let mut cel = tekstcel(opbouw, vak, rij.voor.as_ref(), vet);
            if alone {
                cel.breed = if figures.is_empty() { vast + rijen.breedte() } else { vast };
            }
            #[expect(clippy::cast_precision_loss, reason = "a line stands a few steps deep")]
            let step = twips(STAP * rij.soort.inspring() as f64);
            if let (Tekstvak::Naam(..), Some(Deel::Alinea(line))) = (vak, cel.inhoud.first_mut()) {
                line.inspring = step;
            }
            cellen.push(cel);
        }
        let none = figures.is_empty() && !alone;
        let empty = || Cel::van(Alinea { stijl: Stijl::Cijfertekst, ..Alinea::default() });
        if !alone {
            cellen.resize_with(vast, empty);
        }
        for (column, Cijfer { cel, place }) in figures.into_iter().enumerate() {
            let tekst = cel.map_or_else(String::new, |cel| rijen.getal(column, &cel));
            let soort = match rij.soort.is_getypt() {
                true => Soort::Getypt,
                false => Soort::Berekend(format!("{} {column}", rij.soort.word())),
            };
            let veld = Some(place.clone());
            let bron = Some(place.clone()).filter(|_| rij.soort.is_getypt());
            let figure =
                Tekst { lak: opbouw.lak(&place), tekst, soort, vet, veld, ..Tekst::default() };
            let line = Alinea::regel(Stijl::Cijfertekst, figure);
            cellen.push(Cel::van(Alinea { kant: Some(Align::Right), bron, ..line }));
        }
        if none {
            cellen.extend((0..rijen.breedte()).map(|_| empty()));
        }
        if let Some(order) = order.as_ref().filter(|_| !alone) {
            let mut all: Vec<Option<Cel>> = cellen.into_iter().map(Some).collect();
            cellen = order.iter().filter_map(|column| all.get_mut(*column)?.take()).collect();
        }
        let (heel, grijs) = (true, look == "totaal");
        out.push(Rij { heel, grijs, cellen, ..Rij::default() });
    }
    out
}

fn tekstcel(
    opbouw: &mut Opbouw<'_>,
    vak: Tekstvak<'_, '_>,
    voor: Option<&Opschrift<'_>>,
    vet: bool,
) -> Cel {
    let mut line = Alinea { stijl: Stijl::Cijfertekst, ..Alinea::default() };
    let vast = |text: &str| Stukje::Tekst(Tekst::vast(text));
    match vak {
        Tekstvak::Leeg => {}
        Tekstvak::Nummer(number) => line.inhoud.push(vast(&number.to_string())),
        Tekstvak::Tekst(label) => {
            line.inhoud = opbouw.in_regel(&label.place);
            line.bron = Opbouw::bron(&label.place);
        }
        Tekstvak::Naam(name, behind) => {
            if let Some(voor) = voor {
                line.inhoud.extend([vast(voor.tekst), vast(" ")]);
            }
            if let Some(name) = name {
                line.inhoud.extend(opbouw.in_regel(&name.place));
                line.bron = Opbouw::bron(&name.place);
            }
            if let Some(behind) = behind {
                line.inhoud.push(vast(" ("));
                line.inhoud.extend(opbouw.in_regel(&behind.place));
                line.inhoud.push(vast(")"));
            }
        }
    }
    for piece in &mut line.inhoud {
        if let Stukje::Tekst(text) = piece {
            text.vet |= vet;
        }
    }
    Cel::van(line)
}

/// The columns of a table by what stands in them, in at most so many millimetres.
pub(super) fn verdeeld(rijen: &[Rij], kolommen: usize, breed: f64) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "only how they compare matters")]
    let wanted = |size: usize| 4.0 + 2.0 * size.max(3) as f64;
    let mut widths = vec![0.0_f64; kolommen];
    // No word is broken where there is room for all of them; those of a head are bold, and wider.
    let mut least = vec![0.0_f64; kolommen];
    for rij in rijen {
        for ((width, least), cel) in widths.iter_mut().zip(&mut least).zip(&rij.cellen) {
            let word = cel.inhoud.iter().map(langste).max().unwrap_or_default().min(LANG);
            let word = if rij.kop { (word * 5).div_ceil(4) + 1 } else { word };
            *least = least.max(wanted(word));
            *width = width.max(wanted(cel.inhoud.iter().map(lengte).sum())).max(*least);
        }
    }
    let total: f64 = widths.iter().sum();
    if total <= breed {
        return widths;
    }
    // A column that is much wider than others gives more.
    let shared = |widths: Vec<f64>, breed: f64| -> Vec<f64> {
        let weights: Vec<f64> = widths.into_iter().map(f64::sqrt).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| breed * weight / total.max(f64::EPSILON)).collect()
    };
    let narrow: f64 = least.iter().sum();
    if narrow > breed {
        return shared(widths, breed);
    }
    let more = widths.iter().zip(&least).map(|(width, least)| width - least).collect();
    let more = shared(more, breed - narrow);
    least.into_iter().zip(more).map(|(least, more)| least + more).collect()
}

/// How long the longest word is.
fn langste(deel: &Deel) -> usize {
    let Deel::Alinea(alinea) = deel else { return 0 };
    let mut text = String::new();
    for piece in &alinea.inhoud {
        match piece {
            Stukje::Tekst(piece) => text.push_str(&piece.tekst),
            _ => text.push(' '),
        }
    }
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default()
}

fn lengte(deel: &Deel) -> usize {
    let Deel::Alinea(alinea) = deel else { return 0 };
    let piece = |piece: &Stukje| match piece {
        Stukje::Tekst(text) => text.tekst.chars().count(),
        _ => 1,
    };
    alinea.inhoud.iter().map(piece).sum()
}
