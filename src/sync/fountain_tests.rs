//! Whatever a camera misses, repeats or sees beside it, what was shown comes out, or nothing does.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use proptest::prelude::*;

fn bytes(length: usize, seed: u8) -> Vec<u8> {
    let mut out = vec![0; length];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut out);
    out
}

/// All parts that come out, in order.
fn poured(basin: &mut Basin) -> Vec<Vec<u8>> {
    core::iter::from_fn(|| basin.pour()).collect()
}

/// Shows frames of which `seen` are caught until the series is whole; gives how many were caught.
fn caught(fountain: &mut Fountain, basin: &mut Basin, mut seen: impl FnMut(usize) -> bool) -> usize {
    let mut count = 0;
    for number in 0..100_000 {
        let frame = fountain.frame();
        assert_eq!(frame.len(), FRAME);
        if seen(number) {
            count += 1;
            assert!(basin.take(&frame));
        }
        if basin.progress().is_whole() {
            return count;
        }
    }
    panic!("it never ends");
}

#[test]
fn who_misses_nothing_needs_no_frame_more_than_there_are_blocks() {
    let parts = vec![bytes(1, 1), bytes(500, 2), bytes(501, 3), bytes(24_000, 4)];
    let mut fountain = Fountain::new(parts.clone()).unwrap();
    assert_eq!(fountain.blocks(), 1 + 1 + 2 + 48);
    let mut basin = Basin::default();
    caught(&mut fountain, &mut basin, |_| true);
    assert_eq!(
        (basin.progress(), poured(&mut basin)),
        (Progress { percent: 100, whole: 4, parts: 4 }, parts)
    );
    let mut one = Fountain::new(vec![bytes(24_000, 5)]).unwrap();
    assert_eq!(caught(&mut one, &mut Basin::default(), |_| true), 48);
}

#[test]
fn who_comes_late_needs_few_frames_more_than_there_are_blocks() {
    let part = bytes(48 * BLOCK, 6);
    let worst = (60..160).map(|late| {
        let mut fountain = Fountain::new(vec![part.clone()]).unwrap();
        caught(&mut fountain, &mut Basin::default(), |number| number >= late)
    });
    assert!(
        worst.max().unwrap() <= 48 + 12,
        "a random sum is new but for one in 2 to the number of what is missing"
    );
}

#[test]
fn frames_of_somebody_else_in_between_cost_nothing() {
    let (mine, other) = (vec![bytes(9_000, 7), bytes(700, 8)], vec![bytes(9_000, 9)]);
    let (mut fountain, mut beside) =
        (Fountain::new(mine.clone()).unwrap(), Fountain::new(other.clone()).unwrap());
    let mut basin = Basin::default();
    for _ in 0..40 {
        assert!(basin.take(&beside.frame()) && basin.take(&fountain.frame()));
    }
    assert_eq!(poured(&mut basin), mine);
    assert!(basin.take(&beside.frame()));
    assert_eq!(poured(&mut basin), other);
}

#[test]
fn a_part_is_given_after_those_before_it() {
    let parts = vec![bytes(2_000, 1), bytes(100, 2)];
    let mut fountain = Fountain::new(parts.clone()).unwrap();
    let frames: Vec<Vec<u8>> = (0..12).map(|_| fountain.frame()).collect();
    let mut basin = Basin::default();
    // The second part stands behind 4 blocks and 2 spare frames.
    assert!(basin.take(&frames[6]));
    assert_eq!((basin.progress().whole, basin.progress().percent, basin.pour()), (0, 50, None));
    frames[..4].iter().for_each(|frame| assert!(basin.take(frame)));
    assert_eq!(poured(&mut basin), parts);
    assert_eq!(basin.pour(), None, "once");
}

#[test]
fn frames_that_do_not_fit_together_are_forgotten_together() {
    let part = bytes(2_000, 3);
    let mut fountain = Fountain::new(vec![part.clone()]).unwrap();
    let mut frames: Vec<Vec<u8>> = (0..4).map(|_| fountain.frame()).collect();
    let mut basin = Basin::default();
    *frames[2].last_mut().unwrap() ^= 1;
    frames.iter().for_each(|frame| assert!(basin.take(frame)));
    assert_eq!((basin.progress().percent, basin.pour()), (0, None));
    caught(&mut fountain, &mut basin, |_| true);
    assert_eq!(poured(&mut basin), [part]);
}

#[test]
fn what_is_promised_is_not_believed() {
    let good = Fountain::new(vec![bytes(2_000, 3)]).unwrap().frame();
    let with = |at: usize, to: &[u8]| {
        let mut frame = good.clone();
        frame[at..at + to.len()].copy_from_slice(to);
        frame
    };
    let mut basin = Basin::default();
    for length in 0..FRAME {
        assert!(!basin.take(&good[..length]), "cut at {length}");
    }
    let longer = [good.as_slice(), b"x"].concat();
    let bad = [
        with(0, b"X"),
        with(2, &[2]),
        with(7, &[1, 1]),
        with(7, &[0, 0]),
        with(7, &[0, 251]),
        with(9, &u32::MAX.to_be_bytes()),
        with(9, &[0; 4]),
        with(9, &512_001_u32.to_be_bytes()),
        longer,
    ];
    bad.iter().for_each(|frame| assert!(!basin.take(frame)));
    assert_eq!(basin.progress(), Progress::default());
    // Many series that never end: what is kept stays small.
    for series in 0..1_000_u32 {
        let mut frame = with(3, &series.to_be_bytes());
        frame[9..13].copy_from_slice(&500_000_u32.to_be_bytes());
        assert!(basin.take(&frame));
        assert!(basin.parts.len() <= 3);
    }
    assert!(Fountain::new(vec![]).is_none() && Fountain::new(vec![vec![]]).is_none());
    assert!(Fountain::new(vec![vec![0; 512_001]]).is_none() && Fountain::new(vec![vec![0]; 251]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Any frames may be missed, in any pattern that ends some day.
    #[test]
    fn whatever_is_missed(lengths in proptest::collection::vec(1_usize..20_000, 1..4), missed: u64, rate in 1_u64..9) {
        let parts: Vec<Vec<u8>> = (0..).zip(lengths).map(|(seed, length)| bytes(length, seed)).collect();
        let mut fountain = Fountain::new(parts.clone()).unwrap();
        let mut basin = Basin::default();
        let mut dice = missed;
        let seen = |_| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % 10 >= rate
        };
        caught(&mut fountain, &mut basin, seen);
        prop_assert_eq!(poured(&mut basin), parts);
    }
}
