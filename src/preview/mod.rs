//! In: a dossier that is watched. Out: the page that a browser shows beside the editor. **I/O in `watcher`, `http`, `events` and `server`.**
//!
//! ```text
//! watcher ─a file changed→ engine → session ─Round→ state ─JSON→ server ⇄ browser
//!                                      └ Shown: the last good pages, with the way back to the YAML (`places`, `field`)
//! server ─what a reader types→ pen → files; and unsaved over them → engine
//! While somebody looks at both editions, a session of the public one follows: Shown and Shown → beside → server.
//! ```

mod aftekenen;
mod answers;
mod assets;
mod beginnen;
mod beside;
mod desk;
mod editor;
mod elsewhere;
mod engine;
mod events;
mod field;
mod findings;
mod form;
mod http;
mod inserts;
mod klembord;
mod pen;
mod picture;
mod places;
mod posted;
mod remarks;
mod server;
mod session;
mod sleutel;
mod spelling;
mod stappen;
mod state;
mod veranderd;
mod voorstellen;
mod watcher;

pub use aftekenen::{Parafeert, Parafering, Uitkomst};
pub use beginnen::{Begin, Begint};
pub use desk::Hands;
pub use editor::Editor;
pub use elsewhere::{Handle, Led, lead};
pub use engine::{Engine, Watched};
pub use pen::Pen;
pub use places::{Found, Part, Target};
pub use server::Preview;
pub use session::{Document, PageImage, Round, Session, Shown};
pub use veranderd::{Fetch, Keuze, Sinds, Toen, Vergelijkt};
pub use voorstellen::{Beproefd, Beproeft};
pub use watcher::{Bell, Reads, Wake, Watcher};
