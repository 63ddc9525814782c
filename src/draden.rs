//! In: pieces of work. Out: what comes of each; at once on other threads where those can be had, and otherwise one after the
//! other. Nothing but threads comes from outside.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::{ThreadBuilder, ThreadPoolBuilder, Yield};
use std::cell::Cell;
use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, Builder, JoinHandle, Scope, ScopedJoinHandle};

/// What is set on a page may be nested deeply; the memory is only taken when it is used.
const STACK: usize = 16 * 1024 * 1024;

/// More threads have nothing to do: a dossier has few documents, and many dossiers have threads of their own.
const MOST: usize = 8;

thread_local! {
    /// Whether this thread does all of its own work.
    static ON_ITS_OWN: Cell<bool> = const { Cell::new(false) };
}

/// Does the work of a whole program, with so many threads for Typst to set pages on; without a number, as many as can run at
/// once. This one is of them, so that what it asks for it can also do itself; where the machine gives no more, it takes
/// longer.
///
/// To be called once, by the thread that the program begins on.
pub fn program<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    let work = Work::new(work);
    let all = || {
        prepare(threads);
        work.done()
    };
    // The first thread of a program has the stack that the system gives it, which may be small.
    let done = thread::scope(|scope| {
        let thread = builder().spawn_scoped(scope, all).ok();
        thread.and_then(|thread| thread.join().unwrap_or_else(|it| resume_unwind(it)))
    });
    done.or_else(all).expect(DONE)
}

fn prepare(threads: Option<usize>) {
    let (send, receive) = mpsc::channel::<ThreadBuilder>();
    let receive = Arc::new(Mutex::new(receive));
    let one = |_| {
        let receive = Arc::clone(&receive);
        let next = move || receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        builder().spawn(move || next().map(ThreadBuilder::run)).ok()
    };
    // Those that are there are counted first: the pool would wait for one that does not come.
    let wanted = threads.unwrap_or_else(|| available().clamp(2, MOST));
    let others = (1..wanted).map_while(one).count();
    let pool = ThreadPoolBuilder::new()
        .num_threads(1 + others)
        .use_current_thread()
        .spawn_handler(move |worker| send.send(worker).map_err(|_| io::ErrorKind::Other.into()));
    // Who made them before us has them.
    let _ = pool.build_global();
}

/// How many threads can run at once.
pub(crate) fn available() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

fn builder() -> Builder {
    Builder::new().stack_size(STACK)
}

/// Starts a thread that does all of its own work, because there are as many others as the machine has room for.
///
/// # Errors
/// When the machine gives none.
pub(crate) fn on_its_own<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    builder().spawn_scoped(scope, || {
        ON_ITS_OWN.set(true);
        // Without it Typst asks the others, and waits.
        let _pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        work()
    })
}

/// Does what this thread still has to do for others: what it began and did not come to, because something went wrong.
pub(crate) fn settle() {
    while let Some(Yield::Executed) = rayon::yield_now() {}
}

/// Does something with each, and has what comes of it in their order.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    let mut all = Vec::new();
    items.par_iter().map(one).collect_into_vec(&mut all);
    all
}

/// Does one thing while another is done here.
pub(crate) fn beside<A: Send, B>(
    aside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    let aside = Work::new(aside);
    thread::scope(|scope| {
        let wanted = !ON_ITS_OWN.get();
        let thread = wanted.then(|| builder().spawn_scoped(scope, || aside.done()).ok()).flatten();
        let made = here();
        let there = thread.and_then(|thread| thread.join().unwrap_or_else(|it| resume_unwind(it)));
        (there.or_else(|| aside.done()).expect(DONE), made)
    })
}

/// Work that is done while its starter goes on with other things.
#[derive(Debug)]
pub(crate) struct Aside<T> {
    thread: Option<JoinHandle<Option<T>>>,
    done: Option<T>,
}

impl<T: Send + 'static> Aside<T> {
    /// Starts it; without another thread it is done now.
    pub(crate) fn start(work: impl FnOnce() -> T + Send + 'static) -> Self {
        let here = Arc::new(Work::new(work));
        let there = Arc::clone(&here);
        let wanted = !ON_ITS_OWN.get();
        let thread = wanted.then(|| builder().spawn(move || there.done()).ok()).flatten();
        let done = if thread.is_none() { here.done() } else { None };
        Self { thread, done }
    }

    /// Waits for what comes of it.
    pub(crate) fn finish(self) -> T {
        let thread = self.thread;
        let there = thread.and_then(|thread| thread.join().unwrap_or_else(|it| resume_unwind(it)));
        there.or(self.done).expect(DONE)
    }
}

/// Work that is done once, by whoever comes to it first.
struct Work<F>(Mutex<Option<F>>);

/// Why there is something in the end.
const DONE: &str = "a thread that began does its work";

impl<T, F: FnOnce() -> T> Work<F> {
    fn new(work: F) -> Self {
        Self(Mutex::new(Some(work)))
    }

    /// What comes of it; nothing when it was done before.
    fn done(&self) -> Option<T> {
        let work = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.map(|work| work())
    }
}

#[cfg(test)]
mod tests {
    use std::thread::{ThreadId, current, scope};

    use super::*;

    /// The threads on which work was done that may be done beside, and of each item.
    fn threads() -> Vec<ThreadId> {
        let (aside, here) = beside(|| current().id(), || current().id());
        let started = Aside::start(|| current().id()).finish();
        let items = each(&[(); 50], |()| current().id());
        [aside, here, started].into_iter().chain(items).collect()
    }

    #[test]
    fn what_is_done_beside_comes_from_another_thread() {
        let [aside, here, started, ..] = threads()[..] else { panic!("three") };
        assert_eq!(here, current().id());
        assert!(aside != here && started != here);
    }

    #[test]
    fn one_on_its_own_asks_no_other() {
        let (own, all) = scope(|scope| {
            let one = on_its_own(scope, || (current().id(), threads())).unwrap();
            one.join().unwrap()
        });
        assert!(all.len() == 53 && all.iter().all(|thread| *thread == own));
    }

    #[test]
    fn what_one_on_its_own_began_is_done_also_when_it_went_wrong() {
        use std::sync::atomic::{AtomicBool, Ordering};
        static DONE: AtomicBool = AtomicBool::new(false);
        let work = || {
            rayon::spawn(|| DONE.store(true, Ordering::Relaxed));
            panic!("halverwege");
        };
        let ended = scope(|scope| {
            let one = on_its_own(scope, || {
                let failed = std::panic::catch_unwind(work).is_err();
                settle();
                failed && DONE.load(Ordering::Relaxed)
            });
            one.unwrap().join().unwrap()
        });
        assert!(ended);
    }

    #[test]
    fn what_comes_of_each_keeps_its_place() {
        let numbers: Vec<u32> = (0..1_000).collect();
        assert_eq!(each(&numbers, |number| number * 2), (0..2_000).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn what_goes_wrong_beside_goes_wrong_here() {
        let failed = std::panic::catch_unwind(|| beside(|| panic!("daar"), || 1).1);
        assert!(failed.is_err());
    }
}
