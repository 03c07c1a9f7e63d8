//! Two phones without a network, screen to camera: what one shows, a film of its screen is shown to the other's camera.

use crate::world::{GROUP, World, evening, no_complaints, picture, road, said};
use core::time::Duration;
use sync::desk::MatterRow;
use sync::fountain::Basin;
use tests::cdp::{Browser, Done, Film, Profile, STANDS, temporary};
use tests::faces::{Matter, Phone};

struct Handset {
    phone: Phone,
    camera: Film,
    _browser: Browser,
}

fn handset(world: &World, name: &str) -> Done<Handset> {
    let camera = Film::new(temporary("camera")?.join("camera.y4m"))?;
    let flags = camera.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let browser = Browser::launch_with(Profile::new()?, &flags)?;
    let phone = Phone::enrol(&browser, &world.address(), &world.desk, name, "Recorder", GROUP)?;
    phone.page.evaluate(STANDS)?;
    // The film takes some seconds, and is played again for what was missed.
    phone.page.patience(Duration::from_secs(60));
    Ok(Handset { phone, camera, _browser: browser })
}

impl Handset {
    /// This phone asks, `giver` films its screen with its camera and answers; the answer is shown, or said.
    fn asks(&self, giver: &mut Self, first: bool) -> Done {
        let page = &self.phone.page;
        self.phone.go("near")?;
        page.tap("near.take")?;
        giver.camera.shoot(page, "near.code", whole)?;
        let page = &giver.phone.page;
        if first {
            giver.phone.go("near")?;
            page.tap("near.give")
        } else {
            page.tap("near.check")
        }
    }

    /// Films the giver's screen until it is enough, and looks at the film.
    fn films(&mut self, giver: &Self, enough: impl FnMut(&mut Basin) -> bool) -> Done<usize> {
        let percent = self.camera.shoot(&giver.phone.page, "near.code", enough)?;
        self.phone.page.tap("near.look").map(|()| percent)
    }
}

fn whole(basin: &mut Basin) -> bool {
    basin.progress().is_whole()
}

#[test]
fn records_pass_from_screen_to_camera_and_only_what_is_missing() -> Done {
    let world = World::new()?;
    let (mut one, mut other) = (handset(&world, "普红梅")?, handset(&world, "张建国")?);
    // They have heard of each other: whoever is not known gets nothing that it can read.
    let earlier = other.phone.raise(&Matter { title: "修水池".into(), ..road() })?;
    other.phone.received(&earlier)?;
    one.phone.holds(&earlier)?;
    one.phone.flight_mode(true)?;
    other.phone.flight_mode(true)?;
    let matter = one.phone.raise(&road())?;
    one.phone.open_meeting(&matter, &evening())?;
    one.phone.mark_roll(&[], &[])?;
    one.phone.roll_done()?;
    for part in 0..6 {
        one.phone.say(&said("statement", "李正华", &"修路的事大家都说好。".repeat(240 + part)))?;
    }

    // The camera is let go in the middle: what came is there, and is not shown again.
    other.asks(&mut one, true)?;
    one.phone.page.wait_for("near.code")?;
    let all = one.phone.page.words()?;
    picture(&one.phone.page, "near-give")?;
    picture(&other.phone.page, "near-ask")?;
    let mut spare = 6;
    let percent = other.films(&one, |basin| {
        spare -= i32::from(basin.pour().is_some() || spare < 6);
        spare == 0
    })?;
    assert!(percent < 100, "the film ends before the end: {percent}");
    let page = &other.phone.page;
    page.wait_text_in("near.so-far", "存好 1 段")?;
    picture(page, "near-taking")?;
    page.tap("near.back")?;
    page.wait_text_in("near.told", "还没收完")?;
    other.phone.holds(&matter)?;

    other.asks(&mut one, false)?;
    one.phone.page.wait_for("near.code")?;
    let rest = one.phone.page.words()?;
    assert_ne!(all, rest, "less is missing");
    other.films(&one, whole)?;
    other.phone.page.wait_text_in("near.told", "收进来了")?;
    assert!(other.phone.page.text("near.told")?.contains("会替对方送到乡镇"));
    picture(&other.phone.page, "near-taken")?;
    other.asks(&mut one, false)?;
    one.phone.page.wait_text_in("near.told", "记为他机代传")?;
    picture(&one.phone.page, "near-handed")?;

    // The other comes to a network, and brings the receipt back the same way.
    other.phone.flight_mode(false)?;
    other.phone.upload()?;
    other.phone.received(&matter)?;
    other.phone.flight_mode(true)?;
    let rows: Vec<MatterRow> = world.desk.api(&format!("matters?scope={GROUP}"))?;
    assert!(rows.iter().any(|row| row.summary.title == road().title));
    one.asks(&mut other, true)?;
    other.phone.page.wait_for("near.code")?;
    one.films(&other, whole)?;
    one.phone.page.wait_text_in("near.told", "带回了回执")?;
    one.phone.received(&matter)?;

    no_complaints(&one.phone.page);
    no_complaints(&other.phone.page);
    Ok(())
}

#[test]
fn two_who_both_give_or_both_take_are_told_so_and_so_is_who_has_no_camera() -> Done {
    let world = World::new()?;
    let (mut one, mut other) = (handset(&world, "普红梅")?, handset(&world, "张建国")?);
    let matter = one.phone.raise(&road())?;
    one.phone.received(&matter)?;
    other.phone.holds(&matter)?;
    // Whoever holds it heard of the other one; now the first hears of him.
    let earlier = other.phone.raise(&Matter { title: "修水池".into(), ..road() })?;
    other.phone.received(&earlier)?;
    one.phone.holds(&earlier)?;
    one.phone.flight_mode(true)?;
    other.phone.flight_mode(true)?;
    one.phone.raise(&Matter { title: "挖鱼塘".into(), ..road() })?;

    other.phone.go("near")?;
    other.phone.page.tap("near.take")?;
    one.camera.shoot(&other.phone.page, "near.code", whole)?;
    one.phone.go("near")?;
    one.phone.page.tap("near.take")?;
    one.phone.page.tap("near.look")?;
    one.phone.page.wait_text_in("near.told", "对方也在收")?;
    picture(&one.phone.page, "near-both-take")?;

    one.phone.page.tap("near.give")?;
    one.phone.page.wait_text_in("near.much", "1 条")?;
    other.camera.shoot(&one.phone.page, "near.code", whole)?;
    other.phone.page.tap("near.back")?;
    other.phone.page.tap("near.give")?;
    other.phone.page.wait_text_in("near.told", "对方也在给")?;
    picture(&other.phone.page, "near-both-give")?;
    other.phone.page.tap("near.take")?;
    other.phone.page.tap("near.look")?;
    other.phone.page.wait_text_in("near.told", "1 条本地方的记录收进来了")?;

    let blind = world.recorder("李正华")?;
    blind.phone.go("near")?;
    picture(&blind.phone.page, "near-choose")?;
    blind.phone.page.tap("near.give")?;
    blind.phone.page.wait_text_in("near.told", "可以改用文件")?;
    picture(&blind.phone.page, "near-no-camera")?;
    Ok(())
}
