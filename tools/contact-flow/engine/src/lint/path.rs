//! Shortest paths, by breadth-first search.

use std::collections::BTreeMap;

/// Returns the shortest path from a place to the nearest one that is wanted, both included.
pub(super) fn shortest<P: Copy + Ord>(
    from: P,
    is_wanted: impl Fn(P) -> bool,
    next: impl Fn(P) -> Vec<P>,
) -> Option<Vec<P>> {
    let mut came_from: BTreeMap<P, Option<P>> = BTreeMap::from([(from, None)]);
    let mut reached = vec![from];
    let mut visited = 0;
    while let Some(place) = reached.get(visited).copied() {
        visited += 1;
        if is_wanted(place) {
            let mut path = vec![place];
            while let Some(Some(before)) = path.last().and_then(|place| came_from.get(place)) {
                path.push(*before);
            }
            path.reverse();
            return Some(path);
        }
        for target in next(place) {
            came_from.entry(target).or_insert_with(|| {
                reached.push(target);
                Some(place)
            });
        }
    }
    None
}
