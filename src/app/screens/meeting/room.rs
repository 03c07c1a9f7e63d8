//! What the parts of a meeting's screen share: the record as it stands, and the way to add to it.

use crate::actions::{self, NotDone};
use crate::drafts::Kept;
use crate::opened::{Opened, Showing};
use crate::route::{MeetingTab, Route};
use crate::state::App;
use crate::words::meeting::Meeting as W;
use crate::words::trouble;
use browser::timer;
use domain::Body;
use domain::check::Field;
use domain::rules::Way;
use domain::view::{MeetingView, Source};
use oplog::{MatterId, Op, OpId, Scope};
use ui::signal::Var;
use ui::words::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// One meeting on the screen; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Room {
    /// The app.
    pub app: App,
    /// The matter.
    pub matter: MatterId,
    /// The meeting.
    pub id: OpId,
    /// The matter's place.
    pub scope: Scope,
    /// The matter as it stands.
    pub held: Showing,
}

impl Room {
    /// Reads the meeting and follows it; the default where it is not held any more.
    pub fn with<T: Default>(self, read: impl FnOnce(&MeetingView) -> T) -> T {
        self.held.with(|held| self.read(held, read))
    }

    /// Reads the meeting without following it.
    pub fn peek<T: Default>(self, read: impl FnOnce(&MeetingView) -> T) -> T {
        self.held.with_untracked(|held| self.read(held, read))
    }

    fn read<T: Default>(self, held: &Opened, read: impl FnOnce(&MeetingView) -> T) -> T {
        match held {
            Opened::Here(matter) => matter.view.meeting(self.id).map(read).unwrap_or_default(),
            _ => T::default(),
        }
    }

    /// The rule book's way of holding this meeting.
    pub fn way(self, meeting: &MeetingView) -> Option<Way> {
        self.app.places.with(|places| {
            places.rule_book(meeting.rule_book)?.way(meeting.step, meeting.body, meeting.counted_by).cloned()
        })
    }

    /// The matter's title.
    pub fn title(self) -> String {
        self.held.with_untracked(|held| {
            held.here().map(|matter| matter.view.raised.title.clone()).unwrap_or_default()
        })
    }

    /// The title, short enough for one line of the head.
    pub fn short_title(self) -> String {
        const ROOM: usize = 24;
        let title = self.title();
        let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
        if title.chars().map(wide).sum::<usize>() <= ROOM {
            return title;
        }
        let mut used = 0;
        let kept = title.chars().take_while(|c| {
            used += wide(*c);
            used < ROOM - 1
        });
        kept.chain(['…']).collect()
    }

    /// Whose phone a record was signed on.
    pub fn who(self, source: &Source) -> String {
        let name = self.app.places.with(|places| {
            places.grants_of(source.device).into_iter().map(|(_, grant)| grant.name.clone()).next()
        });
        name.unwrap_or_else(|| source.device.hex().chars().take(8).collect())
    }

    /// The language.
    pub fn lang(self) -> Lang {
        self.app.lang()
    }

    /// The address of a tab of this meeting.
    pub const fn tab(self, tab: MeetingTab) -> Route {
        Route::Meeting(self.matter, self.id, tab)
    }

    /// The key of a form's draft: it begins with the address of its tab.
    pub fn draft_key(self, tab: MeetingTab, form: &str) -> String {
        let address = self.tab(tab).hash();
        let address = address.trim_start_matches('#');
        if form.is_empty() { address.to_owned() } else { format!("{address}/{form}") }
    }

    /// Whether something is typed in a form and not recorded.
    pub fn has_draft(self, tab: MeetingTab, form: &str) -> bool {
        let key = self.draft_key(tab, form);
        self.app.drafts.with(|all| all.iter().any(|draft| draft.key == key))
    }

    /// Records `body` and takes its draft away; `then` runs once it is stored.
    pub fn save(self, body: Body, kept: Option<Kept>, trouble: Trouble, then: impl FnOnce(Op) + 'static) {
        save(self.app, self.scope, self.matter, body, kept, trouble, then);
    }
}

/// A save that takes longer than this shows that it goes on.
const A_BLINK_MS: u32 = 200;
/// One that takes longer than this is held up by something: most likely by another window that stands still.
const A_WHILE_MS: u32 = 5_000;

/// As [`Room::save`], for a matter without a meeting yet.
pub fn save(
    app: App,
    scope: Scope,
    matter: MatterId,
    body: Body,
    kept: Option<Kept>,
    trouble: Trouble,
    then: impl FnOnce(Op) + 'static,
) {
    if trouble.saving.get_untracked() {
        return;
    }
    trouble.begin();
    if let Some(kept) = kept {
        kept.hold();
    }
    spawn_local(async move {
        let done = actions::act(app, scope, Some(matter), body, kept.map(Kept::key)).await;
        trouble.end();
        match done {
            Ok(op) => then(op),
            Err(why) => {
                if let Some(kept) = kept {
                    kept.let_go();
                }
                trouble.why.set(Some(why));
            }
        }
    });
}

/// Whether a form is being saved, and why it was not.
#[derive(Clone, Copy)]
pub struct Trouble {
    /// It is being saved, and that takes long enough to be shown.
    pub busy: Var<bool>,
    /// It is being saved.
    saving: Var<bool>,
    /// Why it was not saved the last time.
    pub why: Var<Option<NotDone>>,
    lang: Lang,
}

impl Trouble {
    /// No trouble yet.
    pub fn new(lang: Lang) -> Self {
        Self { busy: Var::new(false), saving: Var::new(false), why: Var::new(None), lang }
    }

    /// A save begins. Nothing is drawn for one that is over in a blink: the store's answers would wait for the drawing.
    fn begin(self) {
        self.saving.set(true);
        if self.why.with_untracked(Option::is_some) {
            self.why.set(None);
        }
        spawn_local(async move {
            timer::sleep(A_BLINK_MS).await;
            // The screen may be gone by then.
            if self.saving.try_with_untracked(|saving| *saving) != Some(true) {
                return;
            }
            self.busy.set(true);
            timer::sleep(A_WHILE_MS).await;
            if self.saving.try_with_untracked(|saving| *saving) == Some(true) {
                self.why.set(Some(NotDone::HeldUp));
            }
        });
    }

    fn end(self) {
        self.saving.set(false);
        if self.why.try_with_untracked(|why| *why == Some(NotDone::HeldUp)) == Some(true) {
            self.why.set(None);
        }
        if self.busy.try_with_untracked(|busy| *busy) == Some(true) {
            self.busy.set(false);
        }
    }

    /// What stands beside a field.
    pub fn at(self, field: Field) -> impl Fn() -> Option<String> + Copy + 'static {
        move || self.why.with(|why| why.as_ref()?.at(field).map(|refusal| words::refusal(refusal, self.lang)))
    }

    /// What stands over the main button: every reason that has no place beside one of `fields`.
    pub fn rest(self, fields: &'static [Field]) -> impl Fn() -> Vec<String> + Copy + 'static {
        move || self.why.with(|why| why.as_ref().map(|why| rest(self.lang, why, fields)).unwrap_or_default())
    }
}

fn rest(lang: Lang, why: &NotDone, fields: &[Field]) -> Vec<String> {
    match why {
        NotDone::Refused(reasons) => {
            let beside = |field: Option<Field>| field.is_some_and(|field| fields.contains(&field));
            let here = reasons.iter().filter(|reason| !beside(reason.field()));
            let mut lines: Vec<String> = here.map(|reason| words::refusal(reason, lang)).collect();
            if !lines.is_empty() {
                lines.push(W::KeptTyped.in_(lang).to_owned());
            }
            lines
        }
        // These say themselves what became of what was typed.
        NotDone::HeldUp => vec![W::HeldUp.in_(lang).to_owned()],
        NotDone::NotSaved(error) => vec![trouble::not_saved(*error, lang)],
    }
}
