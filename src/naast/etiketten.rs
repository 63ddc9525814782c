//! In: what is withheld on a page, by number. Out: where the number and the grounds stand beside it. Pure.

use serde::Serialize;

use crate::typeset::{Rect, Run};

/// Height of the letters of a label, in points.
const HOOGTE: f64 = 6.5;

/// Width of a letter as part of its height, and a little more: DejaVu Sans in figures.
const BREEDTE: f64 = 0.64;

/// What of a line belongs to one column: pieces with less than this between them, in points.
const KOLOM: f64 = 12.0;

/// Room between a label and what stands beside it.
const LUCHT: f64 = 3.0;

/// Something on a page that is withheld.
#[derive(Debug, Clone, PartialEq)]
pub struct Genummerd {
    /// Its number in the inventory.
    pub nummer: usize,
    /// Its grounds; empty when there is nothing to say but the number.
    pub gronden: String,
    /// Where it begins.
    pub plek: Rect,
}

/// What is withheld in a part of a line.
struct Kolom<'a> {
    plek: Rect,
    gelakt: Vec<&'a Genummerd>,
}

/// A label on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Etiket {
    /// Left edge.
    pub x: f64,
    /// The line of writing.
    pub y: f64,
    /// What it says.
    pub tekst: String,
}

/// The labels of a page of this width: for every line of a column one, beside it where there is room.
pub fn etiketten(gelakt: &[Genummerd], runs: &[Run], width: f64) -> Vec<Etiket> {
    let mut columns: Vec<Kolom<'_>> = Vec::new();
    for one in gelakt {
        let plek = column(one.plek, runs);
        match columns.iter_mut().find(|known| known.plek == plek) {
            Some(known) => known.gelakt.push(one),
            None => columns.push(Kolom { plek, gelakt: vec![one] }),
        }
    }
    let label = |Kolom { plek: column, gelakt }: Kolom<'_>| {
        let others = || {
            let own = |run: &&Run| overlaps(run.rect, column);
            runs.iter().filter(own).map(|run| run.rect)
        };
        let left = others().map(|rect| rect.x + rect.w).filter(|right| *right <= column.x);
        let left = column.x - left.fold(0.0, f64::max) - 2.0 * LUCHT;
        let end = column.x + column.w;
        let right = others().map(|rect| rect.x).filter(|left| *left >= end);
        let right = right.fold(width, f64::min) - end - 2.0 * LUCHT;
        let numbers: Vec<String> = gelakt.iter().map(|one| one.nummer.to_string()).collect();
        let mut grounds: Vec<&str> = gelakt.iter().map(|one| one.gronden.as_str()).collect();
        grounds.dedup();
        let short = numbers.join(", ");
        grounds.retain(|one| !one.is_empty());
        let whole = match grounds.is_empty() {
            true => short.clone(),
            false => format!("{short}: {}", grounds.join("; ")),
        };
        let wide = |text: &str| text.chars().count() as f64 * HOOGTE * BREEDTE;
        let y = column.y + column.h * 0.76;
        let before =
            |tekst: String| Etiket { x: (column.x - LUCHT - wide(&tekst)).max(1.0), y, tekst };
        if wide(&whole) <= left {
            before(whole)
        } else if wide(&whole) <= right {
            Etiket { x: end + LUCHT, y, tekst: whole }
        } else {
            before(short)
        }
    };
    columns.into_iter().map(label).collect()
}

fn overlaps(a: Rect, b: Rect) -> bool {
    let middle = b.y + b.h / 2.0;
    a.y < middle && middle < a.y + a.h
}

/// The part of a line that belongs together with a place.
fn column(place: Rect, runs: &[Run]) -> Rect {
    let mut pieces: Vec<Rect> =
        runs.iter().map(|run| run.rect).filter(|rect| overlaps(*rect, place)).collect();
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (mut left, mut right) = (place.x, place.x + place.w);
    for piece in pieces.iter().rev() {
        if piece.x < left && piece.x + piece.w > left - KOLOM {
            left = piece.x;
        }
    }
    for piece in &pieces {
        if piece.x + piece.w > right && piece.x < right + KOLOM {
            right = piece.x + piece.w;
        }
    }
    Rect { x: left, w: right - left, ..place }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f64, y: f64, w: f64) -> Rect {
        Rect { x, y, w, h: 10.0 }
    }

    #[test]
    fn a_label_stands_beside_its_line_where_there_is_room() {
        let run = |x, y, w| Run { rect: rect(x, y, w), text: "x".into() };
        let runs = [
            run(80.0, 50.0, 200.0),
            run(283.0, 50.0, 100.0),
            run(460.0, 50.0, 40.0),
            run(460.0, 90.0, 130.0),
        ];
        let of = |nummer, plek| Genummerd { nummer, gronden: "5.1.2e".to_owned(), plek };
        let all = [
            of(1, rect(300.0, 50.0, 20.0)),
            of(2, rect(90.0, 50.0, 9.0)),
            of(3, rect(460.0, 50.0, 40.0)),
        ];
        let labels = etiketten(&all, &runs, 595.0);
        let says: Vec<(&str, bool)> =
            labels.iter().map(|label| (label.tekst.as_str(), label.x < 80.0)).collect();
        assert_eq!(says, [("1, 2: 5.1.2e", true), ("3: 5.1.2e", false)]);
        // There is none: then the number alone.
        let narrow = etiketten(&[of(4, rect(20.0, 90.0, 30.0))], &[run(20.0, 90.0, 570.0)], 595.0);
        assert_eq!(narrow[0].tekst, "4");
    }
}
