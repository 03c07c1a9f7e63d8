//! What is typed and not recorded: to go on with, or to give up.

use crate::drafts::{form_of, give_up};
use crate::page::{Around, content, foot, page};
use crate::state::{App, app};
use crate::words::Common;
use crate::words::today::{self, Today as W};
use sync::port::Draft;
use ui::dom::{El, div, el, p};
use ui::format::near;
use ui::parts::{Look, button, dialog};
use ui::signal::Var;

/// All drafts.
pub fn drafts() -> El {
    let app = app();
    let lang = app.lang();
    let (asked, open) = (Var::new(None::<String>), Var::new(false));
    let drop_it = move || {
        if let Some(key) = asked.get_untracked() {
            give_up(app, key);
        }
        open.set(false);
    };
    let list = move || {
        let all = app.drafts.get();
        if all.is_empty() {
            return vec![p(W::NoDrafts.in_(lang)).class("note")];
        }
        all.iter().map(|draft| one(app, draft, asked, open)).collect()
    };
    let ask = move || {
        let keep = button(Look::Plain, "drafts.keep", W::Keep.in_(lang), move || open.set(false));
        let drop_it = button(Look::Main, "drafts.drop", W::DropYes.in_(lang), drop_it);
        vec![p(W::DropNote.in_(lang)), foot().with(keep).with(drop_it)]
    };
    let all = content().live(list).with(dialog("drafts.ask", W::DropAsk.in_(lang), open, ask));
    page(Around::Below, W::Drafts.in_(lang), "", all, None)
}

fn one(app: App, draft: &Draft, asked: Var<Option<String>>, open: Var<bool>) -> El {
    let (route, lang, key) = (form_of(draft), app.lang(), draft.key.clone());
    let ask = move || {
        asked.set(Some(key.clone()));
        open.set(true);
    };
    let (title, when) = titled(app, draft);
    let give_up = button(Look::Plain, "drafts.discard", W::Drop.in_(lang), ask);
    let go_on = button(Look::Main, "drafts.go-on", Common::GoOn.in_(lang), move || app.go(route));
    let card = el("section").class("card").t("drafts.one").with(el("h2").say(title));
    card.with(p(when).class("note")).with(div("pair").with(give_up).with(go_on))
}

/// How a list names a draft, and when it was last touched.
pub fn titled(app: App, draft: &Draft) -> (String, String) {
    let lang = app.lang();
    let title = if draft.title.is_empty() { W::Untitled.in_(lang).to_owned() } else { draft.title.clone() };
    (title, today::touched(&near(app.moment(draft.touched_ms), app.now(), lang), lang))
}
