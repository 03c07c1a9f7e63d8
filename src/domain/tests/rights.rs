//! N11: what somebody might do is judged by what the township ever gave him, whatever arrives first and whatever the clocks
//! say. Taking rights away takes no effect from the record: it lets a person look at it.

use super::village::{lower, upper, village};
use crate::Body;
use crate::authority::{Role, Standing, standing};
use crate::fold::{self, Places};
use crate::matter::{Category, MatterRaised, Origin};
use crate::meeting::TextWritten;
use crate::rules::ProcedureKind;
use crate::story::{Township, Writer};
use oplog::{MatterId, Op, OpId, Scope};
use proptest::prelude::*;

/// Something that the township or a device does: who, where, what, and when by its own clock.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Grant(usize, usize, Role),
    Revoke(usize, usize),
    Raise(usize, usize, u64),
    Write(usize, usize, u64),
}

const DEVICES: usize = 3;

fn place(at: usize) -> Scope {
    [village(), upper(), lower()][at % 3]
}

fn deed() -> impl Strategy<Value = Deed> {
    let (who, at, when) = (0..DEVICES, 0usize..3, 0u64..1 << 47);
    prop_oneof![
        (who.clone(), at.clone(), prop::sample::select(Role::ALL))
            .prop_map(|(who, at, role)| Deed::Grant(who, at, role)),
        (who.clone(), at.clone()).prop_map(|(who, at)| Deed::Revoke(who, at)),
        (who.clone(), at.clone(), when.clone()).prop_map(|(who, at, when)| Deed::Raise(who, at, when)),
        (who, at, when).prop_map(|(who, at, when)| Deed::Write(who, at, when)),
    ]
}

fn raised() -> Body {
    Body::MatterRaised(MatterRaised {
        title: "修路".into(),
        category: Category::Labour,
        origin: Origin::Suggested,
        raised_by: "李正华".into(),
        description: String::new(),
        money_fen: 1,
        labour_days: 2,
        households: 3,
        procedure: ProcedureKind::GroupMatter,
    })
}

/// The township's operations, and those of the devices.
fn done(deeds: &[Deed]) -> (Vec<Op>, Vec<Op>) {
    let mut township = Township::new(1);
    let mut devices: Vec<Writer> = (0..DEVICES).map(|at| township.device(at as u8 + 2)).collect();
    let mut ops = Vec::new();
    for deed in deeds {
        match *deed {
            Deed::Grant(who, at, role) => {
                let key = devices[who].key();
                township.grant(place(at), key, "普红梅", &[role]);
            }
            Deed::Revoke(who, at) => {
                let device = devices[who].device();
                township.revoke(place(at), device);
            }
            Deed::Raise(who, at, when) => {
                ops.push(devices[who].at(when).append(place(at), None, &[], &raised()));
            }
            Deed::Write(who, at, when) => {
                let text = Body::TextWritten(TextWritten { meeting: OpId([1; 32]), text: "同意".into() });
                ops.push(devices[who].at(when).append(place(at), Some(MatterId([1; 16])), &[], &text));
            }
        }
    }
    (township.ops, ops)
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_the_clocks_give_and_take_nothing(
        deeds in prop::collection::vec(deed(), 1..30),
        order in prop::collection::vec(any::<prop::sample::Index>(), 60),
        later in 0u64..1 << 47,
    ) {
        let (governing, ops) = done(&deeds);
        let places = Places::fold(&governing);
        let mut shuffled = governing.clone();
        order.iter().enumerate().for_each(|(at, to)| {
            let (at, to) = (at % shuffled.len(), to.index(shuffled.len()));
            shuffled.swap(at, to);
        });
        let arrived = Places::fold(shuffled.iter().chain(&ops).chain(&governing));
        // The same deeds with every clock elsewhere.
        let moved: Vec<Deed> = deeds.iter().map(|deed| match *deed {
            Deed::Raise(who, at, _) => Deed::Raise(who, at, later),
            Deed::Write(who, at, _) => Deed::Write(who, at, later),
            other => other,
        }).collect();
        let (_, elsewhen) = done(&moved);
        for (op, other) in ops.iter().zip(&elsewhen) {
            prop_assert_eq!(standing(&arrived, op), standing(&places, op));
            prop_assert_eq!(standing(&places, other), standing(&places, op), "a clock gives no rights");
            let seen = fold::matter([op], &arrived).is_some();
            prop_assert_eq!(seen, fold::matter([op], &places).is_some());
        }
    }

    /// Seen to fail: `ever_might` asking the grants in force instead of those ever held, first case.
    #[test]
    fn what_had_its_effect_keeps_it_whatever_the_township_says_later(
        deeds in prop::collection::vec(deed(), 1..30),
        known in any::<prop::sample::Index>(),
    ) {
        let (governing, ops) = done(&deeds);
        let early = Places::fold(governing.iter().take(1 + known.index(governing.len())));
        let late = Places::fold(&governing);
        for op in &ops {
            let (before, after) = (standing(&early, op), standing(&late, op));
            prop_assert!(!before.has_effect() || after.has_effect(), "{before:?} became {after:?}");
            prop_assert!(after != Standing::Unauthorised || !before.has_effect());
        }
    }
}
