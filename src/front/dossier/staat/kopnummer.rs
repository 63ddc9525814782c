//! In: the head of a column as a person types it. Out: the number in it, and how it says that the column follows from others:
//! `Stand (3)=(1)+(2)`. Pure.

/// Numbers of columns that are added, each with whether it is taken off.
type Nummers = Vec<(u32, bool)>;

/// How a head says that a column follows from others: a sum, or one divided by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kopformule {
    teller: Nummers,
    noemer: Nummers,
}

impl Kopformule {
    pub(super) fn new(mut teller: Nummers, mut noemer: Nummers) -> Self {
        // In which order they are added says nothing.
        teller.sort_unstable();
        noemer.sort_unstable();
        Self { teller, noemer }
    }

    /// The numbers of the sum, or of what is divided, and of what it is divided by.
    pub fn kanten(&self) -> [&[(u32, bool)]; 2] {
        [&self.teller, &self.noemer]
    }
}

/// What a head says of numbers of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kopnummer {
    /// Its own.
    pub eigen: Option<u32>,
    /// How it follows from others.
    pub formule: Option<Kopformule>,
    /// What was typed.
    pub getypt: String,
}

impl Kopnummer {
    /// Reads a head: the first that is a number of a column between parentheses, or a computation with some.
    pub fn lees(kop: &str) -> Self {
        let starts = kop.match_indices(['(', '=']).map(|(at, _)| at);
        let mut read = starts.filter_map(|at| {
            let mut rest = Lezer { text: &kop[at..] };
            let (eigen, formule) = rest.all()?;
            let end = kop.len() - rest.text.len();
            Some(Self { eigen, formule, getypt: kop[at..end].trim().to_owned() })
        });
        read.next().unwrap_or_default()
    }
}

struct Lezer<'t> {
    text: &'t str,
}

impl Lezer<'_> {
    /// `(3)`, `(3)=(1)+(2)`, `=(1)+(2)` or `(1)+(2)`.
    fn all(&mut self) -> Option<(Option<u32>, Option<Kopformule>)> {
        let start = self.text;
        let own = self.number();
        let behind = self.text;
        if self.sign(&['=']).is_some() {
            if let Some(formula) = self.formula() {
                return Some((own, Some(formula)));
            }
            self.text = behind;
            return own.map(|own| (Some(own), None));
        }
        self.text = start;
        match self.formula() {
            Some(Kopformule { teller, noemer }) if teller.len() == 1 && noemer.is_empty() => {
                own.map(|own| (Some(own), None))
            }
            formula => formula.map(|formula| (None, Some(formula))),
        }
    }

    fn formula(&mut self) -> Option<Kopformule> {
        let above = self.side()?;
        let behind = self.text;
        let under = match self.sign(&['/', ':']) {
            Some(_) => self.side(),
            None => None,
        };
        if under.is_none() {
            self.text = behind;
        }
        Some(Kopformule::new(above, under.unwrap_or_default()))
    }

    /// Numbers with signs between them, maybe within parentheses.
    fn side(&mut self) -> Option<Nummers> {
        let start = self.text;
        if self.sign(&['(']).is_some()
            && let Some(sum) = self.sum()
            && self.sign(&[')']).is_some()
        {
            return Some(sum);
        }
        self.text = start;
        self.sum()
    }

    fn sum(&mut self) -> Option<Nummers> {
        let mut all = vec![(self.number()?, false)];
        loop {
            let behind = self.text;
            let sign = self.sign(&['+', '-', '\u{2012}', '\u{2013}', '\u{2212}']);
            let Some((sign, number)) = sign.and_then(|sign| Some((sign, self.number()?))) else {
                self.text = behind;
                return Some(all);
            };
            all.push((number, sign != '+'));
        }
    }

    /// A number of at most two digits within parentheses: with more it is a year, or something else.
    fn number(&mut self) -> Option<u32> {
        let inside = self.text.trim_start().strip_prefix('(')?;
        let (digits, rest) = inside.split_once(')')?;
        let digits = digits.trim();
        let is_number =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number)?;
        self.text = rest;
        Some(number)
    }

    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let rest = self.text.trim_start();
        let sign = rest.chars().next().filter(|char| signs.contains(char))?;
        self.text = &rest[sign.len_utf8()..];
        Some(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_its_number_and_what_it_follows_from() {
        let formula = |teller: &[(u32, bool)], noemer: &[(u32, bool)]| {
            Some(Kopformule::new(teller.to_vec(), noemer.to_vec()))
        };
        let (plus, minus) =
            (formula(&[(1, false), (2, false)], &[]), formula(&[(2, false), (1, true)], &[]));
        for (kop, eigen, formule, getypt) in [
            ("Begroting (1)", Some(1), None, "(1)"),
            ("Stand (3)=(1)+(2)", Some(3), plus.clone(), "(3)=(1)+(2)"),
            ("Stand (3) = (2) + (1)", Some(3), plus.clone(), "(3) = (2) + (1)"),
            ("(1)+(2)", None, plus.clone(), "(1)+(2)"),
            ("Som =(1)+(2)", None, plus, "=(1)+(2)"),
            ("Saldo (2)‒(1)", None, minus.clone(), "(2)‒(1)"),
            ("(5)=(2)-(1) in mln.", Some(5), minus, "(5)=(2)-(1)"),
            ("(6)=(4)/(3)", Some(6), formula(&[(4, false)], &[(3, false)]), "(6)=(4)/(3)"),
            (
                "(4)=((2)-(1))/(1)",
                Some(4),
                formula(&[(2, false), (1, true)], &[(1, false)]),
                "(4)=((2)-(1))/(1)",
            ),
            ("Begroting (2026)", None, None, ""),
            ("Verschil (=A-B)", None, None, ""),
            ("Art. 31 (31.1 + 31.2)", None, None, ""),
            ("Kosten (in mln.) (2)", Some(2), None, "(2)"),
        ] {
            let read = Kopnummer::lees(kop);
            assert_eq!(
                (read.eigen, read.formule, &*read.getypt),
                (eigen, formule, getypt),
                "{kop}"
            );
        }
    }
}
