//! Slips: golden bytes, every verdict in a table, and bent bits.

use crate::message::Generation;
use crate::port::Received;
use crate::slip::{FRAGMENT, Meant, Minutes, Seen, SignedSlip, Slip, Verdict};
use crate::tree::{TreeHead, join, leaf};
use oplog::{DeviceId, Digest, Head, LogKey, OpId, Scope, SecretKey};
use proptest::prelude::*;

const GOLDEN: &str = include_str!("slip-1.txt");

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

fn leaves() -> [OpId; 3] {
    [1, 2, 3].map(|byte| OpId([byte; 32]))
}

/// A tree of three, in which the closing is the last but one.
fn slip() -> Slip {
    let [a, b, c] = leaves();
    let tree = TreeHead { size: 3, root: join(&join(&leaf(&a), &leaf(&b)), &leaf(&c)) };
    let path = [leaf(&a).0, leaf(&c).0].concat().into();
    Slip {
        township: key().public().device().into(),
        generation: Generation([4; 16]),
        at_ms: 1_773_488_400_000,
        tree,
        minutes: Some(Minutes { closing: b, digest: Digest([8; 32]), at: 1, path }),
    }
}

fn signed(slip: &Slip) -> SignedSlip {
    slip.sign(&key()).unwrap()
}

fn received(arrival: u64, id: OpId) -> Received {
    let log = LogKey { device: DeviceId([2; 16]), epoch: 0, scope: Scope::parse("532301104201001").unwrap() };
    let head = Head { log, height: 9, id };
    Received { head, arrival, server_ms: 1, generation: Generation([4; 16]), durable_upto: 0 }
}

#[test]
fn the_payload_of_the_picture_is_the_one_of_ever() {
    assert_eq!(signed(&slip()).text(), GOLDEN.trim());
    let read = SignedSlip::read(GOLDEN).unwrap();
    assert_eq!(read.open(&key().public()), Ok(slip()));
}

#[test]
fn it_is_found_in_a_link_or_alone() {
    let text = signed(&slip()).text();
    for link in [
        format!("https://shouyi.example.cn/{FRAGMENT}{text}"),
        format!("  http://127.0.0.1:8080/?src=pwa{FRAGMENT}{text}\n"),
        text.clone(),
    ] {
        assert_eq!(SignedSlip::read(&link), Some(signed(&slip())), "{link}");
    }
    for wrong in ["", "https://example.cn/", "#check/", "#check/AAAA", "3f2a 91c0", &"A".repeat(5_000)] {
        assert_eq!(SignedSlip::read(wrong), None, "{wrong}");
    }
}

/// What a chat, an input method and a copied page make of a link. Seen to fail: with blanks left inside, with full width left
/// as it is, with what is not seen left inside, and without an end at the first foreign sign.
#[test]
fn a_link_is_read_as_it_was_pasted() {
    let link = format!("https://shouyi.example.cn/{FRAGMENT}{}", signed(&slip()).text());
    let wide: String = link.chars().map(|sign| char::from_u32(sign as u32 + 0xfee0).unwrap()).collect();
    let every = |many: usize, between: &str| {
        let signs: Vec<char> = link.chars().collect();
        signs.chunks(many).map(String::from_iter).collect::<Vec<_>>().join(between)
    };
    for pasted in [
        every(20, " "),
        every(76, "\r\n"),
        every(30, "\u{3000}"),
        every(50, "\u{200b}"),
        every(33, "\u{a0}\t"),
        format!("\u{feff}{link}\u{feff}"),
        format!("普红梅：请核对 {link}。谢谢！"),
        format!("【{link}】"),
        wide,
    ] {
        assert_eq!(SignedSlip::read(&pasted), Some(signed(&slip())), "{pasted}");
    }
    for broken in [every(200, "?"), link[..link.len() - 9].to_owned(), link.replace('#', "")] {
        assert_eq!(SignedSlip::read(&broken), None, "{broken}");
    }
}

/// The largest numbers that a slip can name. Seen to fail: with a proof taken whose nodes are left over, and with the path cut
/// to 64 nodes before it is looked at.
#[test]
fn a_tree_as_large_as_numbers_go_needs_its_64_nodes() {
    let closing = leaves()[1];
    let nodes: Vec<Digest> = (0..65).map(|byte| Digest([byte; 32])).collect();
    let root = |many: usize| nodes[..many].iter().fold(leaf(&closing), |node, beside| join(&node, beside));
    let with = |size: u64, signed_over: usize, many: usize, at: u64| {
        let path = nodes[..many].iter().flat_map(|node| node.0).collect::<Vec<u8>>().into();
        let tree = TreeHead { size, root: root(signed_over) };
        let minutes = Some(Minutes { closing, digest: Digest([8; 32]), at, path });
        signed(&Slip { tree, minutes, ..slip() }).open(&key().public()).map(|_| ())
    };
    let table = [
        ("64 nodes", with(u64::MAX, 64, 64, 0), Ok(())),
        ("a node too many", with(u64::MAX, 65, 65, 0), Err(Verdict::Forged)),
        ("a node too many, of the right root", with(u64::MAX, 64, 65, 0), Err(Verdict::Forged)),
        ("a node too few", with(u64::MAX, 63, 63, 0), Err(Verdict::Forged)),
        ("the last place of all", with(u64::MAX, 64, 64, u64::MAX - 1), Err(Verdict::Forged)),
        ("a place that no tree has", with(u64::MAX, 64, 64, u64::MAX), Err(Verdict::Forged)),
        ("in no tree", with(0, 0, 0, 0), Err(Verdict::Forged)),
    ];
    for (what, opened, verdict) in table {
        assert_eq!(opened, verdict, "{what}");
    }
}

/// What is well signed is the township's word, however odd: another generation, a time that has not come, a board over more
/// records than can be. What it is worth is for whoever knows the log. Seen to fail: with a larger log taken for a
/// contradiction.
#[test]
fn odd_words_of_the_township_are_its_words() {
    let public = key().public();
    for odd in [
        Slip { generation: Generation([9; 16]), ..slip() },
        Slip { at_ms: u64::MAX, ..slip() },
        Slip { at_ms: 0, ..slip() },
        Slip { tree: TreeHead { size: u64::MAX, root: Digest([1; 32]) }, minutes: None, ..slip() },
    ] {
        assert_eq!(signed(&odd).open(&public), Ok(odd.clone()));
        let seen = Seen { generation: Some(Generation([4; 16])), tree: Some(slip().tree), received: &[] };
        assert!(!odd.contradicts(&seen), "{odd:?}");
    }
}

/// Every verdict that a slip itself can have. Seen to fail: without the comparison of township, path or either signature.
#[test]
fn what_is_not_the_townships_word_is_told() {
    let (good, public) = (slip(), key().public());
    let other = SecretKey::from_seed(&[9; 32]);
    let minutes = |change: fn(&mut Minutes)| {
        let mut slip = slip();
        slip.minutes.iter_mut().for_each(change);
        signed(&slip)
    };
    let table: Vec<(&str, SignedSlip, Result<Slip, Verdict>)> = vec![
        ("as it was signed", signed(&good), Ok(slip())),
        (
            "of the notice board",
            signed(&Slip { minutes: None, ..slip() }),
            Ok(Slip { minutes: None, ..slip() }),
        ),
        (
            "bytes that are no slip",
            SignedSlip { bytes: vec![0x80].into(), ..signed(&good) },
            Err(Verdict::Unreadable),
        ),
        (
            "another township's, well signed",
            Slip { township: other.public().device().into(), ..slip() }.sign(&other).unwrap(),
            Err(Verdict::OtherTownship),
        ),
        ("ours by its name, signed by another", good.sign(&other).unwrap(), Err(Verdict::Forged)),
        (
            "word of another slip",
            SignedSlip { word: signed(&Slip { at_ms: 5, ..slip() }).word, ..signed(&good) },
            Err(Verdict::Forged),
        ),
        (
            "checkpoint of another slip",
            SignedSlip {
                note: signed(&Slip { tree: TreeHead { size: 4, ..good.tree }, ..slip() }).note,
                ..signed(&good)
            },
            Err(Verdict::Forged),
        ),
        ("another operation", minutes(|minutes| minutes.closing = OpId([9; 32])), Err(Verdict::Forged)),
        ("another place", minutes(|minutes| minutes.at = 0), Err(Verdict::Forged)),
        ("a place beyond the tree", minutes(|minutes| minutes.at = u64::MAX), Err(Verdict::Forged)),
        ("half a node", minutes(|minutes| minutes.path = vec![1; 33].into()), Err(Verdict::Forged)),
        ("no proof", minutes(|minutes| minutes.path = vec![].into()), Err(Verdict::Forged)),
    ];
    for (what, slip, verdict) in table {
        assert_eq!(slip.open(&public), verdict, "{what}");
    }
}

/// Seen to fail: without looking at the generation.
#[test]
fn only_what_can_contradict_contradicts() {
    let slip = slip();
    let (here, closing) = (Some(Generation([4; 16])), leaves()[1]);
    let tree = |size, byte| Some(TreeHead { size, root: Digest([byte; 32]) });
    let table: [(&str, Seen<'_>, bool); 8] = [
        ("nothing known", Seen::default(), false),
        ("the same tree", Seen { generation: here, tree: Some(slip.tree), received: &[] }, false),
        ("as large, another root", Seen { generation: here, tree: tree(3, 1), received: &[] }, true),
        (
            "as large, of before a restore",
            Seen {
                generation: Some(Generation([5; 16])),
                tree: tree(3, 1),
                received: &[received(9, closing)],
            },
            false,
        ),
        ("a larger one", Seen { generation: here, tree: tree(4, 1), received: &[] }, false),
        ("a smaller one", Seen { generation: here, tree: tree(2, 1), received: &[] }, false),
        (
            "the receipt of the closing",
            Seen { generation: here, tree: None, received: &[received(2, closing)] },
            false,
        ),
        (
            "a receipt for another place",
            Seen { generation: here, tree: None, received: &[received(3, closing)] },
            true,
        ),
    ];
    for (what, seen, contradicts) in table {
        assert_eq!(slip.contradicts(&seen), contradicts, "{what}");
    }
}

#[test]
fn a_verdict_says_yes_only_where_nothing_is_left_open() {
    use Verdict::*;
    for (verdict, meant) in [
        (Genuine, Meant::Yes),
        (Board, Meant::Yes),
        (Seal, Meant::Open),
        (Partly, Meant::Open),
        (Unreadable, Meant::Open),
        (OtherTownship, Meant::Open),
        (NotHere, Meant::Open),
        (Unproven, Meant::Open),
        (NoTownship, Meant::Open),
        (Forged, Meant::No),
        (Differs, Meant::No),
        (Rewritten, Meant::No),
    ] {
        assert_eq!(verdict.meant(), meant, "{verdict:?}");
    }
}

/// Seen to fail: without the word over the whole.
#[test]
fn a_bent_bit_in_the_payload_is_never_genuine() {
    let bytes = oplog::to_cbor(&signed(&slip()));
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bent = bytes.clone();
            bent[at] ^= 1 << bit;
            let read: Option<SignedSlip> = oplog::from_cbor(&bent).ok();
            assert!(read.is_none_or(|slip| slip.open(&key().public()).is_err()), "bit {bit} of byte {at}");
        }
    }
}

proptest! {
    /// One sign of the link changed: what a person could do with a pen, or a scanner by mistake.
    #[test]
    fn a_changed_sign_is_never_genuine(at in 0..1_000usize, sign in "[A-Za-z0-9_-]") {
        let text = GOLDEN.trim();
        let at = at % text.len();
        let bent = [&text[..at], sign.as_str(), &text[at + 1..]].concat();
        let opened = SignedSlip::read(&bent).map(|slip| slip.open(&key().public()));
        prop_assert!(bent == text || !matches!(opened, Some(Ok(_))));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        prop_assert!(SignedSlip::read(&text).is_none_or(|slip| slip.open(&key().public()).is_err()));
    }
}
