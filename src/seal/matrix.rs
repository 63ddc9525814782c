//! In: where a page puts things, one way within another. Out: where on the page that is, when programs that count with
//! fewer digits come to the same place. Pure.
//!
//! A program may keep a number in 32 bits, and then two that nearly cancel leave a place of its own. In which order it
//! counts nobody knows, so beside each number is kept by how much it can be off.

use super::object::Value;

/// No measure on a page is larger, nor what is calculated from one: some programs lose digits behind it, or begin at 0
/// again behind 65,536.
pub(super) const LARGEST: f64 = 16_384.0;
/// By how much a place may be off, in points: a fiftieth of a millimetre. Those of `export` stay below an eighth of it.
const LOOSE: f64 = 0.05;
/// How far a straight line may lean, for its length.
const ASKEW: f64 = 0.02;
/// By what part a number is off after each step of a program that counts with 32 bits.
const STEP: f64 = f32::EPSILON as f64;
/// By how much a number is off that was read: some programs leave out digits behind the sixth.
const READ: f64 = 1e-6;

/// A number, and by how much it can be off.
#[derive(Debug, Clone, Copy)]
struct Measure {
    is: f64,
    off: f64,
}

impl Measure {
    const ONE: Self = Self { is: 1.0, off: 0.0 };
    const ZERO: Self = Self { is: 0.0, off: 0.0 };

    fn read(is: f64) -> Self {
        Self { is, off: is.abs() * STEP + READ }
    }

    /// The sum of products; none when it is too large. What is too large may have become small again in the sum, so each
    /// term is looked at.
    fn sum(terms: [(Self, Self); 3]) -> Option<Self> {
        let (mut is, mut off, mut all) = (0.0, 0.0, 0.0);
        for (one, other) in terms {
            let term = one.is * other.is;
            (term.abs() < LARGEST).then_some(())?;
            is += term;
            all += term.abs();
            off += one.is.abs() * other.off + other.is.abs() * one.off + one.off * other.off;
        }
        (is.abs() < LARGEST).then_some(Self { is, off: off + all * STEP })
    }
}

/// How far along a line something is, after steps that each can be off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Along(Measure);

impl Along {
    pub(super) fn read(is: f64) -> Self {
        Self(Measure::read(is))
    }

    pub(super) fn is(self) -> f64 {
        self.0.is
    }

    /// Goes on, by a step that can be off by so much itself; none when that is too far.
    pub(super) fn go(&mut self, by: f64, off: f64) -> Option<()> {
        self.0.is += by;
        self.0.off += off + by.abs() * 2.0 * STEP + self.0.is.abs() * STEP;
        (self.0.is.abs() < LARGEST).then_some(())
    }
}

/// A matrix as PDF has it: the last two numbers say where things go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([Measure; 6]);

impl Matrix {
    /// The one that leaves everything where it is.
    pub(super) const NOWHERE: Self = Self([
        Measure::ONE,
        Measure::ZERO,
        Measure::ZERO,
        Measure::ONE,
        Measure::ZERO,
        Measure::ZERO,
    ]);

    /// The one of these numbers.
    pub(super) fn of(numbers: [f64; 6]) -> Self {
        Self(numbers.map(Measure::read))
    }

    /// The one that goes on by so much.
    fn on([x, y]: [Measure; 2]) -> Self {
        let Self([a, b, c, d, ..]) = Self::NOWHERE;
        Self([a, b, c, d, x, y])
    }

    /// This one within another; none when a program could come to one that is far too large.
    pub(super) fn within(self, outer: Self) -> Option<Self> {
        let Self([a, b, c, d, x, y]) = self;
        let Self([k, l, m, n, u, v]) = outer;
        let (none, one) = (Measure::ZERO, Measure::ONE);
        Some(Self([
            Measure::sum([(a, k), (b, m), (none, none)])?,
            Measure::sum([(a, l), (b, n), (none, none)])?,
            Measure::sum([(c, k), (d, m), (none, none)])?,
            Measure::sum([(c, l), (d, n), (none, none)])?,
            Measure::sum([(x, k), (y, m), (u, one)])?,
            Measure::sum([(x, l), (y, n), (v, one)])?,
        ]))
    }

    /// Where it puts a point; none when programs could come to places apart.
    pub(super) fn point(self, point: [f64; 2]) -> Option<[f64; 2]> {
        self.put(point.map(Measure::read))
    }

    /// Where it puts what stands so far along a line.
    pub(super) fn place(self, Along(x): Along, y: f64) -> Option<[f64; 2]> {
        self.put([x, Measure::read(y)])
    }

    fn put(self, point: [Measure; 2]) -> Option<[f64; 2]> {
        let Self([.., x, y]) = Self::on(point).within(self)?;
        (x.off.max(y.off) < LOOSE).then_some([x.is, y.is])
    }

    /// By how much a surface becomes larger; below zero when it is mirrored.
    pub(super) fn area(self) -> f64 {
        let Self([a, b, c, d, ..]) = self;
        a.is * d.is - b.is * c.is
    }

    /// Whether letters stand straight along the paper or across it: programs read slanted lines in orders of their own.
    pub(super) fn is_straight(self) -> bool {
        let Self([a, b, c, d, ..]) = self;
        [(a, b), (c, d)].into_iter().all(|(x, y)| {
            let (x, y) = (x.is.abs(), y.is.abs());
            x.min(y) <= x.max(y) * ASKEW
        })
    }

    /// How wide a line becomes where it is narrowest; none when programs could come to widths apart.
    pub(super) fn narrow(self, width: f64) -> Option<f64> {
        self.width(width)?;
        let Self([a, b, c, d, ..]) = self;
        let all = a.is * a.is + b.is * b.is + c.is * c.is + d.is * d.is;
        let most = ((all + (all * all - 4.0 * self.area().powi(2)).max(0.0).sqrt()) / 2.0).sqrt();
        Some(if most > 0.0 { self.area().abs() / most * width } else { 0.0 })
    }

    /// How thin something of this width and height becomes.
    pub(super) fn thickness(self, [width, height]: [f64; 2]) -> f64 {
        let Self([a, b, c, d, ..]) = self;
        let long = (a.is.hypot(b.is) * width).max(c.is.hypot(d.is) * height);
        if long > 0.0 { self.area().abs() * width * height / long } else { 0.0 }
    }

    /// How wide a line becomes, at most; none when programs could come to widths apart.
    pub(super) fn width(self, width: f64) -> Option<f64> {
        let Self([a, b, c, d, ..]) = self;
        let most = |one: Measure, other: Measure| {
            let off = (one.off + other.off) * width.abs();
            (off < LOOSE).then_some(one.is.hypot(other.is) * width)
        };
        let wide = most(a, b)?.max(most(c, d)?);
        (wide < LARGEST).then_some(wide)
    }
}

pub(super) fn numbers<const COUNT: usize>(operands: &[Value]) -> Option<[f64; COUNT]> {
    let all: Option<Vec<f64>> = operands.iter().map(Value::as_real).collect();
    all?.try_into().ok()
}
