//! Which cases are kept when only some are wanted: those whose numbers, stirred, come first.

use std::collections::BTreeSet;

/// A case: the district and the number, which only together name one.
pub(super) type CaseKey = (u16, u64);

/// So many of the cases, evenly from all days and districts, and always the same: fewer are a part
/// of more.
pub(super) fn chosen(all: &BTreeSet<CaseKey>, number: u64) -> BTreeSet<CaseKey> {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let mut cases: Vec<CaseKey> = all.iter().copied().collect();
    cases.sort_by_cached_key(|case| (stirred(*case), *case));
    cases.into_iter().take(number).collect()
}

/// A hash without a pattern: the finisher of SplitMix64, over the number and then the district.
fn stirred((district, case): CaseKey) -> u64 {
    fn finish(word: u64) -> u64 {
        let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let word = (word ^ word >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let word = (word ^ word >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ word >> 31
    }
    finish(finish(case) ^ u64::from(district))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_of_its_size_part_of_larger_ones_and_even() {
        let all: BTreeSet<CaseKey> =
            (0..20_u16).flat_map(|d| (0..500_u64).map(move |day| (d, day << 48 | 1))).collect();
        let (few, many) = (chosen(&all, 500), chosen(&all, 2000));
        assert_eq!((few.len(), many.len(), chosen(&all, 20_000).len()), (500, 2000, 10_000));
        assert!(few.is_subset(&many));
        for district in 0..20 {
            let here = many.iter().filter(|case| case.0 == district).count();
            assert!((60..=140).contains(&here), "{here} of 2000 in one of 20 districts");
        }
        let early = many.iter().filter(|case| case.1 >> 48 < 250).count();
        assert!((900..=1100).contains(&early), "{early} of 2000 in the first half");
    }
}
