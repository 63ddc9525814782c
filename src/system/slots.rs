//! In: the places that the dossiers of one run are written to. Out: the slots of their folders, each shared by all who work
//! there at the same time. **I/O.**

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Failure, Slot};

/// The slots that a run has now. To the lock of the operating system two threads of one run are two who write.
#[derive(Debug, Default)]
pub struct Slots(Mutex<HashMap<PathBuf, Weak<Slot>>>);

impl Slots {
    /// The slot of the folder that a file or folder stands in, or will.
    ///
    /// # Errors
    /// When nobody may write there, or another run does.
    pub fn beside(&self, place: &Path) -> Result<Arc<Slot>, Failure> {
        let key = folder(place);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = key.as_ref().and_then(|key| all.get(key)).and_then(Weak::upgrade) {
            return Ok(shared);
        }
        let slot = Arc::new(Slot::beside(place, None)?);
        all.retain(|_, slot| slot.strong_count() > 0);
        all.extend(folder(place).map(|key| (key, Arc::downgrade(&slot))));
        Ok(slot)
    }
}

/// The folder that something stands in, through whatever links; `None` of one that is not there.
fn folder(place: &Path) -> Option<PathBuf> {
    let real = place.canonicalize();
    let parent = real.as_deref().unwrap_or(place).parent()?;
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    parent.canonicalize().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_works_in_the_same_folder_shares_its_slot() {
        let home = tempfile::tempdir().unwrap();
        let slots = Slots::default();
        let one = slots.beside(&home.path().join("uit/a")).unwrap();
        let other = slots.beside(&home.path().join("uit/../uit/b")).unwrap();
        assert!(Arc::ptr_eq(&one, &other));
        let elsewhere = slots.beside(&home.path().join("anders/a")).unwrap();
        assert!(!Arc::ptr_eq(&one, &elsewhere));
        drop((one, other));
        // Nobody works there now: another run may.
        Slot::take(&home.path().join("uit"), None).unwrap();
        drop(slots.beside(&home.path().join("uit/a")).unwrap());
    }
}
