//! The limit on how many tests have browsers at the same time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// A browser takes about 200 MB, and the machines that run the tests have two cores.
const MOST: usize = 3;

/// The threads (tests) that have browsers; each thread once per browser.
static HOLDERS: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());
static FREED: Condvar = Condvar::new();

/// A permit to have a browser. It is returned when it is dropped.
#[derive(Debug)]
pub(crate) struct Place(ThreadId);

impl Place {
    /// Waits for a permit.
    pub(crate) fn take() -> Self {
        let me = thread::current().id();
        let waiting = FREED.wait_while(holders(), |holders| !may_enter(holders, me));
        waiting.unwrap_or_else(PoisonError::into_inner).push(me);
        Self(me)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut holders = holders();
        if let Some(at) = holders.iter().position(|holder| *holder == self.0) {
            holders.swap_remove(at);
        }
        FREED.notify_all();
    }
}

fn holders() -> MutexGuard<'static, Vec<ThreadId>> {
    HOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A test that has a browser gets a second one at once. Otherwise tests could wait for each other
/// for ever.
fn may_enter(holders: &[ThreadId], me: ThreadId) -> bool {
    let mut others: Vec<ThreadId> = Vec::new();
    for holder in holders {
        if *holder == me {
            return true;
        }
        if !others.contains(holder) {
            others.push(*holder);
        }
    }
    others.len() < MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads<const N: usize>() -> [ThreadId; N] {
        [(); N].map(|()| thread::spawn(|| thread::current().id()).join().unwrap())
    }

    #[test]
    fn as_many_tests_as_there_are_places_have_browsers() {
        let [first, second, third, fourth] = threads();
        assert!(may_enter(&[], first));
        assert!(may_enter(&[first, second, second, second], third));
        assert!(!may_enter(&[first, second, third], fourth));
    }

    #[test]
    fn who_has_a_browser_does_not_wait_for_a_second() {
        let [first, second, third] = threads();
        assert!(may_enter(&[first, second, third], second));
    }

    #[test]
    fn a_place_is_given_back() {
        let me = thread::current().id();
        let mine = || holders().iter().filter(|holder| **holder == me).count();
        let (first, second) = (Place::take(), Place::take());
        assert_eq!(mine(), 2);
        drop(first);
        assert_eq!(mine(), 1);
        drop(second);
        assert_eq!(mine(), 0);
    }
}
