//! 前进村 with its groups, as in the cases: whom the stories are about.

use crate::authority::Role;
use crate::place::Person;
use crate::story::{Township, Writer, adult, household, member, probationary, scope};
use oplog::Scope;

pub const FULL: [&str; 11] = [
    "李正华",
    "普红梅",
    "杨文学",
    "罗有才",
    "李秀兰",
    "张国富",
    "普光明",
    "周发祥",
    "杨丽",
    "罗建国",
    "李自强",
];
pub const SHORT: [&str; 7] = ["罗有发", "周正明", "普连英", "李国清", "杨永福", "罗桂芳", "李学明"];

pub fn village() -> Scope {
    scope("532301104201")
}

/// 上白村民小组
pub fn upper() -> Scope {
    scope("532301104201001")
}

/// 下白村民小组
pub fn lower() -> Scope {
    scope("532301104201002")
}

pub struct Village {
    pub township: Township,
    /// Records in the village and all its groups.
    pub recorder: Writer,
    /// A second one.
    pub second: Writer,
}

/// 11 full and 2 probationary members and 42 households in the upper group, 7 members in the lower; in the village
/// five of the Party committee, four more of the village committee, 38 representatives and so many more members
/// that 46 are full.
pub fn qianjin() -> Village {
    let mut township = Township::new(1);
    township.place(village(), "前进村").place(upper(), "上白村民小组").place(lower(), "下白村民小组");
    let members = FULL.into_iter().map(member);
    let young = ["周小燕", "杨志勇"].into_iter().map(probationary);
    let households = (0..42).map(|at| household(&format!("户主{at}")));
    township.register(upper(), members.chain(young).chain(households).collect::<Vec<_>>());
    township.register(lower(), SHORT.into_iter().map(member));
    township.register(village(), cadres());
    let recorder = township.recorder(village(), 2, "杨晓芬");
    let second = township.recorder(village(), 3, "周正明");
    Village { township, recorder, second }
}

fn cadres() -> Vec<Person> {
    let committee = (0..5).map(|at| Person { party_committee: true, ..member(&format!("支委{at}")) });
    let villagers = (0..4).map(|at| Person { village_committee: true, ..adult(&format!("村委{at}")) });
    let members = (0..23).map(|at| member(&format!("党员{at}")));
    let representatives = (0..38).map(|at| Person { representative: true, ..adult(&format!("代表{at}")) });
    committee.chain(villagers).chain(members).chain(representatives).collect()
}

impl Village {
    /// A device in the upper group with these roles.
    pub fn in_upper(&mut self, seed: u8, roles: &[Role]) -> Writer {
        let writer = self.township.device(seed);
        self.township.grant(upper(), writer.key(), "李正华", roles);
        writer
    }
}
