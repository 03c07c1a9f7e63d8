//! What a group writes down in a few years: matters, each with a first proposal from the roll to the signature.

use super::native_phone::NativePhone;
use crate::cdp::Done;
use domain::meeting::{CountedBy, EntryKind};
use domain::rules::{ProcedureKind, RollBody, Step};
use domain::story::{Story, Writer};
use domain::{Body, matter};
use oplog::Op;

/// The group of the demo township.
pub const GROUP: &str = "532301104201001";
/// Operations about one matter.
pub const A_MATTER: usize = 50;
/// Of these, the entries of its meeting; the others raise, open, call the roll, count, write and close.
const ENTRIES: usize = A_MATTER - 6;

const SPEAKERS: [&str; 4] = ["杨文学", "罗有才", "李秀兰", "普光明"];
const SAID: [&str; 4] = [
    "路基去年已经平好，今年上面补水泥，人工要我们自己出，一户先算十个工，春耕前把土方做完。",
    "独居老人和低保户免工，由党员分着帮；在外打工的可以请人代工，一个工按八十元折算。",
    "水沟要和路一起修，不然一下雨泥巴又冲下来，去年二道湾那一段就是这样坏掉的。",
    "钱和工都要记账，每个月在公示栏贴一次，哪家出了多少工、花了多少钱，大家都看得见。",
];

/// The body that raises a matter.
pub fn raised(number: usize) -> Body {
    Body::MatterRaised(matter::MatterRaised {
        title: format!("进村道路第{number}段硬化投工投劳方案"),
        category: matter::Category::Labour,
        origin: matter::Origin::Suggested,
        raised_by: "李正华".into(),
        description: "路基去年已经平好，今年上面补水泥，人工要我们自己出。".into(),
        money_fen: 18_600_000,
        labour_days: 420,
        households: 42,
        procedure: ProcedureKind::GroupMatter,
    })
}

/// Who says what in an entry of this number.
pub fn says(at: usize) -> (String, String) {
    let (speaker, text) = (SPEAKERS[at % SPEAKERS.len()], SAID[at % SAID.len()]);
    (speaker.to_owned(), format!("（{at}）{text}"))
}

/// Signs so many operations by this phone, [`A_MATTER`] to a matter, each checked as the app checks it.
pub fn told(phone: &mut NativePhone, count: usize) -> Done<Vec<Op>> {
    let places = phone.places()?;
    let (scope, by) = (phone.scope, &mut phone.writer);
    let mut all = Vec::with_capacity(count);
    for number in 1..=count.div_ceil(A_MATTER) {
        let op = by.append(scope, None, &[], &raised(number));
        let matter = op.id().raised_matter();
        let mut story = Story { places: places.clone(), matter, scope, meeting: op.id(), ops: vec![op] };
        hold(&mut story, by);
        all.append(&mut story.ops);
    }
    all.truncate(count);
    Ok(all)
}

fn hold(story: &mut Story, by: &mut Writer) {
    story.open(by, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(by, usize::MAX);
    for (speaker, text) in (0..ENTRIES).map(says) {
        story.say(by, EntryKind::Statement, &speaker, &text);
    }
    let here = story.now().tally.here_now;
    story.count(by, here, 0, 0);
    story.write(by, "同意投工投劳，每户十个工，春耕前完成土方，账目每月公示。");
    story.close(by);
}

/// Signs so many matters without a meeting: where only bytes and signatures count.
pub fn raisings(phone: &mut NativePhone, count: usize) -> Vec<Op> {
    let (scope, by) = (phone.scope, &mut phone.writer);
    (1..=count).map(|number| by.append(scope, None, &[], &raised(number))).collect()
}
