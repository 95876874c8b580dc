//! A map that forgets what was not asked for longest.

use std::collections::BTreeMap;

/// So many values at most, by key.
#[derive(Debug)]
pub(super) struct Recent<K, V> {
    most: usize,
    clock: u64,
    kept: BTreeMap<K, (u64, V)>,
}

impl<K: Ord + Copy, V> Recent<K, V> {
    /// An empty one for so many.
    pub(super) fn new(most: usize) -> Recent<K, V> {
        Recent { most, clock: 0, kept: BTreeMap::new() }
    }

    /// Keeps a value, in place of any other of its key.
    pub(super) fn put(&mut self, key: K, value: V) {
        self.clock += 1;
        self.kept.insert(key, (self.clock, value));
        if self.kept.len() > self.most {
            let oldest = self.kept.iter().min_by_key(|(_, (when, _))| *when);
            if let Some(key) = oldest.map(|(&key, _)| key) {
                self.kept.remove(&key);
            }
        }
    }

    /// A value that is asked for now.
    pub(super) fn get(&mut self, key: K) -> Option<&mut V> {
        self.clock += 1;
        let (when, value) = self.kept.get_mut(&key)?;
        *when = self.clock;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_longest_goes() {
        let mut recent = Recent::new(2);
        recent.put(1, "one");
        recent.put(2, "two");
        assert!(recent.get(1).is_some());
        recent.put(3, "three");
        assert_eq!(recent.get(1), Some(&mut "one"));
        assert_eq!(recent.get(2), None);
        assert_eq!(recent.kept.len(), 2);
    }
}
