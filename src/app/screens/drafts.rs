//! What is typed and not recorded: to go on with, or to give up.

use crate::drafts::{form_of, give_up};
use crate::page::Page;
use crate::state::{App, app};
use crate::words::Common;
use crate::words::today::{self, Today as W};
use leptos::prelude::*;
use sync::port::Draft;
use ui::format::near;
use ui::parts::{Button, Dialog, Look};

/// All drafts.
#[component]
pub fn Drafts() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let asked = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let drop_it = move || {
        if let Some(key) = asked.get_untracked() {
            give_up(app, key);
        }
        open.set(false);
    };
    let list = move || {
        let all = app.drafts.get();
        if all.is_empty() {
            return view! { <p class="note">{W::NoDrafts.in_(lang)}</p> }.into_any();
        }
        all.iter().map(|draft| one(app, draft, asked)).collect::<Vec<_>>().into_any()
    };
    view! {
        <Page title=W::Drafts.in_(lang)>
            {list}
            <Dialog t="drafts.ask" title=W::DropAsk.in_(lang) open>
                <p>{W::DropNote.in_(lang)}</p>
                <div class="foot">
                    <Button t="drafts.keep" look=Look::Plain label=W::Keep.in_(lang) press=move || open.set(false)/>
                    <Button t="drafts.drop" label=W::DropYes.in_(lang) press=drop_it/>
                </div>
            </Dialog>
        </Page>
    }
}

fn one(app: App, draft: &Draft, asked: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let (route, lang, key) = (form_of(draft), app.lang(), draft.key.clone());
    let title = if draft.title.is_empty() { W::Untitled.in_(lang).to_owned() } else { draft.title.clone() };
    let when = today::touched(&near(app.moment(draft.touched_ms), app.now(), lang), lang);
    view! {
        <section class="card" data-t="drafts.one">
            <h2>{title}</h2>
            <p class="note">{when}</p>
            <div class="pair">
                <Button t="drafts.discard" look=Look::Plain label=W::Drop.in_(lang) press=move || asked.set(Some(key.clone()))/>
                <Button t="drafts.go-on" label=Common::GoOn.in_(lang) press=move || app.go(route)/>
            </div>
        </section>
    }
}
