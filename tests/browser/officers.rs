//! Accounts at the desk: an administrator makes a county reader, who opens one record for cause, which the township sees; a
//! password is changed; somebody who guesses must wait, and is let in again.

use crate::world::{World, no_complaints, picture, road};
use tests::cdp::{Done, Page};

const READER: &str = "州委组织部赵明";
const PASSWORD: &str = "reader-password";

fn sign_out(page: &Page) -> Done {
    page.tap("desk.logout")?;
    page.wait_for("desk.login.to-first")
}

fn sign_in(page: &Page, name: &str, password: &str) -> Done {
    page.fill("desk.login.name", name)?;
    page.fill("desk.login.password", password)?;
    page.tap("desk.login.go")
}

#[test]
fn a_county_reader_opens_a_record_for_cause_and_the_township_sees_it() -> Done {
    let world = World::new()?;
    let one = world.recorder("普红梅")?;
    let matter = one.phone.raise(&road())?;
    one.phone.page.wait_text_in("matter.kept", "乡镇已收")?;
    let page = &world.desk.page;

    // The administrator makes the account and hands over its one-time login.
    page.tap("desk.nav.accounts")?;
    page.fill("desk.accounts.name", READER)?;
    page.tap("desk.accounts.duty.2")?;
    page.tap("desk.accounts.make")?;
    page.wait_for("desk.accounts.once")?;
    let once = page.text("desk.accounts.once")?;
    page.wait_text_in("desk.accounts", "等本人第一次登录")?;
    picture(page, "officers-accounts")?;
    sign_out(page)?;

    // The reader sees lists, and a single record only for cause.
    page.tap("desk.login.to-first")?;
    page.fill("desk.first.once", &once)?;
    page.fill("desk.first.name", READER)?;
    page.fill("desk.first.password", PASSWORD)?;
    page.tap("desk.first.go")?;
    page.wait_for("desk.officer")?;
    assert!(!page.has("desk.nav.phones")? && !page.has("desk.nav.accounts")? && !page.has("desk.nav.log")?);
    page.evaluate(&format!("location.hash = '#/matters/all/{matter}'; 1"))?;
    page.wait_for("desk.cause")?;
    assert!(!page.has("desk.matter")?, "nothing of the record is shown before");
    page.tap("desk.cause.go")?;
    page.wait_text_in("desk.cause.reason.wrong", "写明原因")?;
    picture(page, "officers-cause")?;
    page.fill("desk.cause.reason", "核对群众上访反映的情况")?;
    page.tap("desk.cause.go")?;
    page.wait_for("desk.matter")?;
    sign_out(page)?;

    // The township sees it beside the record and in the log.
    sign_in(page, "张干事", "officer-password")?;
    page.wait_text_in("desk.matter.readings", READER)?;
    page.wait_text_in("desk.matter.readings", "上访")?;
    picture(page, "officers-readings")?;
    page.tap("desk.nav.log")?;
    page.wait_text_in("desk.log", "上级查看记录")?;
    page.wait_text_in("desk.log", "上访")?;
    picture(page, "officers-log")?;
    page.viewport(480, 800, 1.0)?;
    picture(page, "officers-log-narrow")?;
    page.tap("desk.nav.accounts")?;
    picture(page, "officers-accounts-narrow")?;
    page.viewport(1280, 800, 1.0)?;

    // The password is changed; the old one is void.
    page.tap("desk.nav.mine")?;
    page.wait_for("desk.sessions")?;
    page.fill("desk.mine.old", "officer-password")?;
    page.fill("desk.mine.new", "another-password")?;
    page.tap("desk.mine.go")?;
    page.wait_text_in("desk.mine.done", "改好了")?;
    picture(page, "officers-mine")?;
    sign_out(page)?;
    sign_in(page, "张干事", "officer-password")?;
    page.wait_text_in("desk.login.wrong", "不对")?;

    // Somebody guesses the reader's password at the same computer, until he must wait.
    for _ in 0..12 {
        sign_in(page, READER, "guessed-password")?;
        page.wait_js(
            "an answer",
            "!document.querySelector('[data-t=\"desk.login.go\"]').disabled \
             && document.querySelector('[data-t=\"desk.login.wrong\"]').textContent.trim() !== ''",
        )?;
        if page.text("desk.login.wrong")?.contains("秒") {
            break;
        }
    }
    page.wait_text_in("desk.login.wrong", "秒")?;
    picture(page, "officers-locked")?;
    sign_in(page, READER, PASSWORD)?;
    page.wait_text_in("desk.login.wrong", "秒")?;
    // The right password after the wait.
    page.rest(std::time::Duration::from_secs(7));
    sign_in(page, READER, PASSWORD)?;
    page.wait_for("desk.officer")?;
    no_complaints(page);
    Ok(())
}
