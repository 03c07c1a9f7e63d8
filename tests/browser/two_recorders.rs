//! Two recorders of one meeting on two phones without a network: everything both wrote is there, what they state differently
//! is nobody's to pick, and the chair's word ends it.

use crate::world::{Handset, World, evening, no_complaints, picture, road, said, short};
use domain::view::{Disagreement, MeetingView, Outcome};
use sync::desk::{MatterPage, Printed};
use tests::cdp::{Done, Page, Trouble};
use tests::faces::{Ballot, Close, Mark, Phone};

const QUESTION: &str = "同意提交村民小组会议";

/// The meeting, opened by one and held by both.
struct Evening {
    world: World,
    pu: Handset,
    zhou: Handset,
    matter: String,
    meeting: String,
}

impl Evening {
    fn new() -> Done<Self> {
        let world = World::new()?;
        let (pu, zhou) = (world.recorder("普红梅")?, world.recorder("周发祥")?);
        let matter = pu.phone.raise(&road())?;
        let meeting = pu.phone.open_meeting(&matter, &evening())?;
        pu.phone.received(&matter)?;
        zhou.phone.holds(&matter)?;
        zhou.phone.flight_mode(true)?;
        pu.phone.flight_mode(true)?;
        Ok(Self { world, pu, zhou, matter, meeting })
    }

    /// What one recorder takes down alone: the roll, what somebody said, a count, the text.
    fn takes_down(&self, phone: &Phone, absent: &[(&str, Mark)], words: [&str; 3], votes: [u32; 3]) -> Done {
        let [kind, spoken, text] = words;
        phone.at_meeting(&self.matter, &self.meeting, "roll")?;
        let absent: Vec<_> = absent.iter().map(|(name, mark)| ((*name).to_owned(), *mark)).collect();
        phone.mark_roll(&absent, &[])?;
        phone.roll_done()?;
        phone.say(&said(kind, "张国富", spoken))?;
        phone.count(&Ballot { question: QUESTION.into(), method: "举手".into(), counts: votes })?;
        phone.write_text(text)
    }

    /// Both come down from the mountain, and each hears of what the other wrote.
    fn both_meet_the_network(&self) -> Done {
        for one in [&self.pu, &self.zhou] {
            one.phone.flight_mode(false)?;
            one.phone.received(&self.matter)?;
        }
        self.pu.phone.upload()
    }

    fn at_the_township(&self) -> Done<MeetingView> {
        let page: MatterPage = self.world.desk.api(&format!("matters/{}", self.matter))?;
        assert!(page.records.iter().all(|record| record.verified && record.standing == "effective"));
        page.view.meetings.into_iter().next().ok_or_else(|| Trouble::new("the township has no meeting"))
    }

    fn at_the_desk(&self) -> Done<&Page> {
        self.world.desk.meeting(&self.matter, &self.meeting)?;
        Ok(&self.world.desk.page)
    }
}

/// Pictures of a part of the screen.
fn part_of(page: &Page, part: &str, name: &str) -> Done {
    page.evaluate(&format!("document.querySelector('[data-t=\"{part}\"]').scrollIntoView(); 1"))?;
    picture(page, name)
}

/// Both versions of everything that differs stand in these words.
fn names_both_versions(told: &str) {
    for words in ["李自强", "缺席", "到会", QUESTION, "7", "8", "每户投工10个", "每户投工12个"]
    {
        assert!(told.contains(words), "“{words}” is not in: {told}");
    }
}

/// Broken on purpose, seen red: the refusal `Unsettled` taken out of `domain::check` (the meeting closes), the versions left
/// out of the phone's words (they are not named), the other text's button left out (the chair cannot choose it).
#[test]
fn what_two_recorders_state_differently_waits_for_the_chair() -> Done {
    let evening = Evening::new()?;
    let (pu, zhou) = (&evening.pu.phone, &evening.zhou.phone);
    let absent = [("杨丽", Mark::Leave), ("李自强", Mark::Absent)];
    evening.takes_down(pu, &absent, ["statement", "一户出十个工。", "每户投工10个。"], [7, 0, 2])?;
    evening.takes_down(zhou, &absent[..1], ["question", "老人家怎么办？", "每户投工12个。"], [8, 0, 2])?;
    evening.both_meet_the_network()?;

    // Everything is there for everybody, and nothing was picked.
    for phone in [pu, zhou] {
        phone.at_meeting(&evening.matter, &evening.meeting, "say")?;
        phone.page.wait_js(
            "both entries",
            "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 2",
        )?;
        phone.page.wait_for("meeting.disagreements")?;
        names_both_versions(&phone.page.text("meeting.disagreements")?);
    }
    picture(&pu.page, "differ-say")?;
    let there = evening.at_the_township()?;
    assert_eq!(
        (there.outcome, there.disagreements.len()),
        (Outcome::Contested, 3),
        "{:?}",
        there.disagreements
    );
    let desk = evening.at_the_desk()?;
    names_both_versions(&desk.text("desk.meeting.disagreements")?);
    picture(desk, "differ-desk")?;

    // Signing is refused with the reason, on either phone.
    for phone in [pu, zhou] {
        phone.at_meeting(&evening.matter, &evening.meeting, "close")?;
        phone.page.set("meeting.close.time", "21:05")?;
        phone.page.wait_text_in("meeting.close.ways", "有 3 处两份记录不一致")?;
        phone.page.tap("meeting.close.sign")?;
        phone.page.wait_text("请主持人先定下来")?;
        picture(&phone.page, "differ-close")?;
        assert!(!phone.page.has("meeting.minutes.closed")?);
    }

    // The chair settles one after the other, at the phone of the one who opened.
    pu.at_meeting(&evening.matter, &evening.meeting, "roll")?;
    pu.page.wait_text_in("[data-name=\"李自强\"]", "两份不一样")?;
    pu.mark(&[("李自强".into(), Mark::Present)])?;
    picture(&pu.page, "settle-roll")?;
    pu.page.tap("meeting.roll.done")?;
    pu.page.wait_js(
        "the mark to be settled",
        "!document.querySelector('[data-t=\"meeting.disagreements\"]').innerText.includes('李自强')",
    )?;
    pu.recount([8, 0, 2])?;
    assert_eq!(pu.page.count_of("meeting.ballot.recounted")?, 2, "of three counts the chair's holds");
    picture(&pu.page, "settle-ballot")?;
    pu.at_meeting(&evening.matter, &evening.meeting, "close")?;
    picture(&pu.page, "settle-text")?;
    // The field shows one of the two; the other is a press away.
    if pu.page.value("meeting.text")?.contains("12") {
        pu.page.tap("meeting.text.other")?;
        pu.page.wait_js(
            "the other text",
            "document.querySelector('[data-t=\"meeting.text\"]').value.includes('10')",
        )?;
    }
    pu.page.tap("meeting.text.save")?;
    pu.page.wait_gone("meeting.disagreements")?;
    pu.close(&Close { text: String::new(), date: "2026-03-14".into(), time: "21:05".into() })?;
    picture(&pu.page, "settled")?;
    pu.received(&evening.matter)?;

    // One record for all: both phones, the desk, the paper.
    let there = evening.at_the_township()?;
    let closed = there.closed.as_ref().ok_or_else(|| Trouble::new("it is not closed at the township"))?;
    assert!(closed.digest_matches && there.disagreements.is_empty() && there.late.is_empty(), "{there:?}");
    assert_eq!((there.outcome, there.text()), (Outcome::Passed, "每户投工10个。"));
    assert_eq!((there.entries.len(), there.tally.did_attend, there.ballots.len()), (2, 10, 3));
    zhou.upload()?;
    let digest = short(&closed.digest);
    for phone in [pu, zhou] {
        phone.at_meeting(&evening.matter, &evening.meeting, "minutes")?;
        phone.page.wait_for("meeting.minutes.closed")?;
        phone.page.wait_text_in("meeting.minutes.digest", &digest)?;
        phone.page.wait_text_in("meeting.minutes.seal", "和签名时一样")?;
        no_complaints(&phone.page);
    }
    picture(&zhou.page, "settled-other")?;
    let desk = evening.at_the_desk()?;
    desk.wait_text_in("desk.meeting.closing", &digest)?;
    let sheet = desk.texts("desk.sheet")?.join("\n");
    for words in [digest.as_str(), "每户投工10个", "一户出十个工", "老人家怎么办", "通过"]
    {
        assert!(sheet.contains(words), "“{words}” is not on the sheet: {sheet}");
    }
    assert!(!sheet.contains("每户投工12个"), "the text that was not chosen is not the sheet's: {sheet}");
    no_complaints(desk);
    Ok(())
}

/// Two who state the same differ in nothing, whoever was first.
#[test]
fn two_recorders_who_agree_can_close_at_once() -> Done {
    let evening = Evening::new()?;
    for phone in [&evening.pu.phone, &evening.zhou.phone] {
        let words = ["statement", "一户出十个工。", "每户投工10个。"];
        evening.takes_down(phone, &[("杨丽", Mark::Leave)], words, [8, 0, 2])?;
    }
    evening.both_meet_the_network()?;
    let pu = &evening.pu.phone;
    pu.at_meeting(&evening.matter, &evening.meeting, "say")?;
    pu.page
        .wait_js("both entries", "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 2")?;
    assert!(!pu.page.has("meeting.disagreements")?);
    pu.close(&Close { text: String::new(), date: "2026-03-14".into(), time: "21:05".into() })?;
    pu.received(&evening.matter)?;
    let there = evening.at_the_township()?;
    let disagreements: &[Disagreement] = &there.disagreements;
    assert!(disagreements.is_empty() && there.outcome == Outcome::Passed, "{there:?}");
    Ok(())
}

/// What both signed records say apart from each other stands in these words.
fn names_both_records(told: &str) {
    for words in [
        "普红梅手机上签的一份：通过",
        "周发祥手机上签的一份：未通过",
        "李自强 缺席",
        "李自强 到会",
        "赞成 7",
        "赞成 4",
        "每户投工10个",
        "每户投工12个",
        "老人家怎么办",
    ] {
        assert!(told.contains(words), "“{words}” is not in: {told}");
    }
    assert!(!told.contains("杨丽"), "on her both say the same: {told}");
}

/// Both recorders close the meeting on the mountain, with different records. Nothing is picked, nothing is printed as if it
/// held, and no new meeting is offered instead; the chair signs on one phone which record holds, and then it is the same
/// everywhere: the phones, the desk, the paper and its code.
///
/// Broken on purpose, seen red: a word without a signature taken. What is folded, and which code is printed, is broken in the
/// tests of `domain`, `sync` and `township`.
#[test]
fn of_two_closed_records_the_chair_says_which_one_holds() -> Done {
    let evening = Evening::new()?;
    let (pu, zhou) = (&evening.pu.phone, &evening.zhou.phone);
    let absent = [("杨丽", Mark::Leave), ("李自强", Mark::Absent)];
    let ends = |time: &str| Close { text: String::new(), date: "2026-03-14".into(), time: time.into() };
    evening.takes_down(pu, &absent, ["statement", "一户出十个工。", "每户投工10个。"], [7, 0, 2])?;
    pu.close(&ends("21:05"))?;
    evening.takes_down(zhou, &absent[..1], ["question", "老人家怎么办？", "每户投工12个。"], [4, 6, 0])?;
    zhou.close(&ends("21:20"))?;
    evening.both_meet_the_network()?;

    // Nobody's record holds; each is told apart from the other, on both phones.
    for phone in [pu, zhou] {
        phone.go(&format!("matter/{}", evening.matter))?;
        phone.page.wait_for("matter.settle")?;
        assert!(!phone.page.has("matter.open-meeting")?, "no other meeting before this one is settled");
        picture(&phone.page, "closed-twice-matter")?;
        phone.page.tap("matter.settle")?;
        names_both_records(&phone.page.text("meeting.settle")?);
        assert!(!phone.page.has("meeting.minutes.closed")?, "no seal while nobody knows of what");
    }
    part_of(&zhou.page, "meeting.settle", "closed-twice")?;
    let there = evening.at_the_township()?;
    assert_eq!((there.outcome, there.versions.len()), (Outcome::Contested, 2));
    let digests: Vec<String> =
        there.versions.iter().filter_map(|one| one.closed.as_ref()).map(|one| one.digest.clone()).collect();
    let desk = evening.at_the_desk()?;
    names_both_records(&desk.text("desk.meeting.settle")?);
    desk.wait_text_in("desk.meeting.no-code", "还没有定")?;
    let sheet = desk.texts("desk.sheet")?.join("\n");
    assert!(sheet.contains("没有核对码") && !desk.has("desk.sheet.slip")?, "{sheet}");
    assert!(digests.iter().all(|digest| sheet.contains(&short(digest))), "both digests: {sheet}");
    picture(desk, "closed-twice-desk")?;

    // Picked but not signed it is refused; then the chair signs on the phone of the one whose record does not hold.
    let hers = there.versions.iter().find(|one| one.text().contains("10"));
    let hers = hers.and_then(|one| one.closed.as_ref()).ok_or_else(|| Trouble::new("no record of hers"))?;
    zhou.page.tap(&format!("[data-t=\"meeting.settle.pick\"][data-op=\"{}\"]", hers.source.op.hex()))?;
    picture(&zhou.page, "closed-twice-picked")?;
    zhou.page.tap("meeting.settle.save")?;
    zhou.page.wait_text_in("meeting.settle", "还没有填“主持人签名”")?;
    part_of(&zhou.page, "meeting.settle.save", "closed-twice-unsigned")?;
    zhou.page.fill("meeting.settle.reason", "当场又数过一遍")?;
    zhou.page.draw("meeting.settle.chair.pad")?;
    zhou.page.wait_for("[data-t=\"meeting.settle.chair\"][data-signed]")?;
    part_of(&zhou.page, "meeting.settle.chair", "closed-twice-signing")?;
    zhou.page.tap("meeting.settle.save")?;
    zhou.page.wait_for("meeting.minutes.closed")?;
    part_of(&zhou.page, "meeting.settle", "closed-twice-settled")?;
    zhou.received(&evening.matter)?;

    // One record for all, and both are still there to be read.
    let there = evening.at_the_township()?;
    let holding = there.holding().ok_or_else(|| Trouble::new("nothing holds at the township"))?;
    assert!(holding.digest_matches && holding.digest == hers.digest, "{holding:?}");
    assert_eq!((there.outcome, there.text(), there.tally.did_attend), (Outcome::Passed, "每户投工10个。", 9));
    pu.upload()?;
    let digest = short(&holding.digest);
    for phone in [pu, zhou] {
        phone.at_meeting(&evening.matter, &evening.meeting, "minutes")?;
        phone.page.wait_text_in("meeting.minutes.digest", &digest)?;
        phone.page.wait_text_in("meeting.minutes.seal", "和签名时一样")?;
        let told = phone.page.text("meeting.settle")?;
        names_both_records(&told);
        assert!(
            told.contains("李正华") && told.contains("当场又数过一遍"),
            "who settled it, and why: {told}"
        );
        assert!(told.contains("算数的一份") && told.contains("不算数，留着备查"), "{told}");
        phone.go(&format!("matter/{}", evening.matter))?;
        phone.page.wait_for("matter.open-meeting")?;
        no_complaints(&phone.page);
    }
    let desk = evening.at_the_desk()?;
    desk.wait_text_in("desk.meeting.closing", &digest)?;
    names_both_records(&desk.text("desk.meeting.settle")?);
    desk.wait_for("desk.meeting")?;
    desk.wait_js("the code", "document.querySelector('[data-t=\"desk.sheet.slip\"]')")?;
    picture(desk, "closed-twice-desk-settled")?;
    let printed: Printed =
        evening.world.desk.api(&format!("matters/{}/meetings/{}/slip", evening.matter, evening.meeting))?;
    assert_eq!(printed.digest, holding.digest);
    let sheet = desk.texts("desk.sheet")?.join("\n");
    for words in ["签过两份", "李正华", "当场又数过一遍", "不算数，留着备查", "结果：通过"]
    {
        assert!(sheet.contains(words), "“{words}” is not on the sheet: {sheet}");
    }
    assert!(digests.iter().all(|digest| sheet.contains(&short(digest))), "both digests: {sheet}");
    no_complaints(desk);
    Ok(())
}

/// Two recorders state the place differently: both are named with who wrote them, and one press takes one of them.
///
/// Broken on purpose, seen red: the press taking the last one whichever is chosen.
#[test]
fn of_two_heads_the_chair_takes_one() -> Done {
    let evening = Evening::new()?;
    let (pu, zhou) = (&evening.pu.phone, &evening.zhou.phone);
    for (phone, venue) in [(pu, "上白村小学"), (zhou, "李正华家")] {
        phone.at_meeting(&evening.matter, &evening.meeting, "close")?;
        phone.page.tap("meeting.head.change")?;
        phone.page.fill("meeting.open.venue", venue)?;
        phone.page.tap("meeting.head.save")?;
        phone.page.wait_for("meeting.head.change")?;
    }
    evening.both_meet_the_network()?;
    let stated = ["普红梅，地点：上白村小学", "周发祥，地点：李正华家"];
    for phone in [pu, zhou] {
        phone.at_meeting(&evening.matter, &evening.meeting, "close")?;
        let told = phone.page.text("meeting.disagreements")?;
        assert!(stated.iter().all(|words| told.contains(words)), "{told}");
        let told = phone.page.text("meeting.head.differ")?;
        for words in ["普红梅", "周发祥", "上白村小学", "李正华家"] {
            assert!(told.contains(words), "“{words}” is not in: {told}");
        }
    }
    part_of(&pu.page, "meeting.head.differ", "two-heads")?;
    let desk = evening.at_the_desk()?;
    let told = desk.text("desk.meeting.disagreements")?;
    assert!(stated.iter().all(|words| told.contains(words)), "{told}");
    let sheet = desk.texts("desk.sheet")?.join("\n");
    assert!(
        sheet.contains("上白村小学；另一份：李正华家") || sheet.contains("李正华家；另一份：上白村小学"),
        "{sheet}"
    );
    for (phone, chosen) in [(pu, "上白村小学"), (zhou, "李正华家")] {
        let press = format!(
            "[...document.querySelectorAll('[data-t=\"meeting.head.differ\"] .m-pick')].find(e => e.innerText.includes('{chosen}')) \
             .querySelector('button').dataset.t = 'meeting.head.take.chosen'; 1"
        );
        if phone.page.has("meeting.head.differ")? {
            phone.page.evaluate(&press)?;
            phone.page.tap("meeting.head.take.chosen")?;
            phone.page.wait_gone("meeting.head.differ")?;
            phone.page.wait_gone("meeting.disagreements")?;
            phone.received(&evening.matter)?;
            assert_eq!(evening.at_the_township()?.head.venue, chosen);
        }
        zhou.upload()?;
        zhou.at_meeting(&evening.matter, &evening.meeting, "close")?;
        zhou.page.wait_gone("meeting.head.differ")?;
    }
    Ok(())
}
