//! Divides conversations into parts for cross-validation: the same parts whatever the order of the files, each with
//! its share of every label and set. Returns the part, or the rank, of each conversation.

use std::cmp::Ordering;
use std::hash::Hasher as _;

use super::labelled::Trace;

/// Which part each conversation belongs to, from 0.
pub(super) fn assign(traces: &[Trace], folds: usize) -> Vec<usize> {
    let mut part = vec![0; traces.len()];
    for (place, trace) in in_order(traces).into_iter().enumerate() {
        part[trace] = place % folds.max(1);
    }
    part
}

/// Where each conversation stands among those of its set and label, from 0 to less than 1: taking the ones below a
/// half takes half of each.
pub(super) fn ranks(traces: &[Trace]) -> Vec<f64> {
    let ordered = in_order(traces);
    let mut rank = vec![0.0; traces.len()];
    for group in ordered.chunk_by(|&a, &b| group_order(&traces[a], &traces[b]).is_eq()) {
        // Not the order the parts were dealt in, or a half would be half of the parts.
        let mut group = group.to_vec();
        group.sort_by_key(|&trace| number(&traces[trace].id).rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (place, &trace) in group.iter().enumerate() {
            rank[trace] = place as f64 / group.len() as f64;
        }
    }
    rank
}

fn group_order(a: &Trace, b: &Trace) -> Ordering {
    (&a.set, a.label).cmp(&(&b.set, b.label))
}

fn in_order(traces: &[Trace]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..traces.len()).collect();
    order.sort_by(|&a, &b| {
        let (first, second) = (&traces[a], &traces[b]);
        group_order(first, second)
            .then_with(|| number(&first.id).cmp(&number(&second.id)))
            .then_with(|| first.id.cmp(&second.id))
    });
    order
}

/// A number that an id always has (FNV-1a).
fn number(id: &str) -> u64 {
    struct Fnv(u64);
    impl std::hash::Hasher for Fnv {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for &byte in bytes {
                self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut fnv = Fnv(0xcbf2_9ce4_8422_2325);
    fnv.write(id.as_bytes());
    fnv.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::finding::Kind;

    fn traces(count: usize) -> Vec<Trace> {
        let trace = |place: usize| Trace {
            id: format!("c-{place}"),
            set: "set".to_owned(),
            label: place.is_multiple_of(4).then_some(Kind::KnowledgeGap),
            themes: vec![],
            act_at: 0,
            heard: vec![],
            ordinary: false,
        };
        (0..count).map(trace).collect()
    }

    #[test]
    fn every_part_has_its_share_of_every_label() {
        let traces = traces(80);
        let part = assign(&traces, 5);
        for wanted in 0..5 {
            let mine: Vec<&Trace> =
                traces.iter().zip(&part).filter(|(_, part)| **part == wanted).map(|(trace, _)| trace).collect();
            assert_eq!(mine.len(), 16);
            assert_eq!(mine.iter().filter(|trace| trace.label.is_some()).count(), 4);
        }
    }

    #[test]
    fn the_order_of_the_files_changes_nothing() {
        let mut traces = traces(30);
        let before: Vec<(String, usize)> =
            traces.iter().map(|trace| trace.id.clone()).zip(assign(&traces, 5)).collect();
        traces.reverse();
        let mut after: Vec<(String, usize)> =
            traces.iter().map(|trace| trace.id.clone()).zip(assign(&traces, 5)).collect();
        after.reverse();
        assert_eq!(before, after);
    }

    #[test]
    fn half_of_the_ranks_is_half_of_every_part() {
        let traces = traces(200);
        let (part, rank) = (assign(&traces, 5), ranks(&traces));
        for wanted in 0..5 {
            let half = part.iter().zip(&rank).filter(|(part, rank)| **part == wanted && **rank < 0.5).count();
            assert!((10..=30).contains(&half), "{half} of 40");
        }
    }
}
