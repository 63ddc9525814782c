//! In: how many things there are to do, and each that is done. Out: a bar with the time that is left, on a terminal. **I/O.**

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far a run is; nothing where nobody sees it.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Of so many things; `seen` by somebody at the terminal.
    pub fn of(total: usize, seen: bool) -> Self {
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total as u64), target);
        let style = ProgressStyle::with_template("{bar:30} {pos} van {len}, nog {eta}");
        Self(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// One more is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// Prints something, with the bar out of the way.
    pub fn aside(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
