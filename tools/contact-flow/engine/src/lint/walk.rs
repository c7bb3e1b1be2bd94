//! The shortest way to a place that matters.

use std::collections::BTreeMap;

/// The places on the shortest way from one to the first that is wanted, both ends included.
pub(super) fn shortest<P: Copy + Ord>(
    from: P,
    is_wanted: impl Fn(P) -> bool,
    next: impl Fn(P) -> Vec<P>,
) -> Option<Vec<P>> {
    let mut came_from: BTreeMap<P, Option<P>> = BTreeMap::from([(from, None)]);
    let mut reached = vec![from];
    let mut looked_at = 0;
    while let Some(place) = reached.get(looked_at).copied() {
        looked_at += 1;
        if is_wanted(place) {
            let mut way = vec![place];
            while let Some(Some(before)) = way.last().and_then(|place| came_from.get(place)) {
                way.push(*before);
            }
            way.reverse();
            return Some(way);
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
