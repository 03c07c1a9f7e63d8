//! What the desk knows while it is open: who is signed in, which screen, what the server said, what is half typed.

use crate::api::{self, Failure};
use crate::forms::{ClaimDraft, SignInDraft};
use crate::live::Line;
use crate::loaded::Loaded;
use crate::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use oplog::{DeviceId, Scope};
use std::collections::BTreeMap;
use sync::desk::{
    Arrival, AsideRow, Checked, Day, Event, MatterPage, MatterRow, NewCode, Overview, Phone, Printed,
    Session, WaitingPhone,
};
use sync::desk_log::LogPage;
use sync::desk_officers::{Account, Duty, OwnSession, Reading};
use ui::face::Face;
use ui::words::Lang;

/// Who sits at the desk.
#[derive(Clone, PartialEq, Debug)]
pub enum Who {
    /// The server was asked.
    Asking,
    /// It could not be asked.
    Failed(Failure),
    /// Nobody.
    Out {
        /// A session was there and has ended by itself.
        ended: bool,
    },
    /// An officer.
    In(Session),
}

/// Everything, and the language in which it is being drawn. When the language changes all is drawn anew.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The language.
    pub lang: Lang,
    /// The settings of the screens.
    pub face: Face,
    /// Who.
    pub who: RwSignal<Who>,
    /// The screen.
    pub route: RwSignal<Route>,
    /// The line on which the server reports.
    pub line: RwSignal<Line>,
    /// The server's clock, renewed every half minute.
    pub now_ms: RwSignal<u64>,
    /// The last arrival that the line brought.
    pub recent: RwSignal<Option<Arrival>>,
    /// Places, arrivals, counts.
    pub overview: Loaded<Overview>,
    /// The township's matters.
    pub matters: Loaded<Vec<MatterRow>>,
    /// The matter that is looked at.
    pub matter: Loaded<MatterPage>,
    /// The phones.
    pub phones: Loaded<Vec<Phone>>,
    /// The phones that wait.
    pub claims: Loaded<Vec<WaitingPhone>>,
    /// What was kept aside.
    pub aside: Loaded<Vec<AsideRow>>,
    /// The slip of the meeting that is looked at, once it is closed.
    pub slip: Loaded<Printed>,
    /// The days of which a checkpoint is kept.
    pub days: Loaded<Vec<Day>>,
    /// The notice of the day that was picked.
    pub notice: Loaded<Printed>,
    /// The accounts.
    pub accounts: Loaded<Vec<Account>>,
    /// The own sessions.
    pub sessions: Loaded<Vec<OwnSession>>,
    /// The page of the audit log that is looked at.
    pub log: Loaded<LogPage>,
    /// Who of county and prefecture opened the matter.
    pub readings: Loaded<Vec<Reading>>,
    /// What is scanned or typed to be checked.
    pub to_check: RwSignal<String>,
    /// What came of it.
    pub checked: RwSignal<Option<Result<Checked, Failure>>>,
    /// The code that was made last.
    pub code: RwSignal<Option<NewCode>>,
    /// What was decided last about a phone, in words.
    pub decided: RwSignal<Option<String>>,
    /// The admitted phone whose roles are being changed.
    pub managed: RwSignal<Option<DeviceId>>,
    /// What is typed about waiting phones; outlives a session.
    pub drafts: RwSignal<BTreeMap<DeviceId, ClaimDraft>>,
    /// What is typed on the way in.
    pub signing_in: SignInDraft,
    /// Why the session could not be ended.
    pub sign_out_failed: RwSignal<Option<Failure>>,
    ahead_ms: RwSignal<i64>,
}

impl Desk {
    /// An empty desk.
    pub fn new(face: Face) -> Self {
        let who = RwSignal::new(Who::Asking);
        Self {
            lang: face.lang.get_untracked(),
            face,
            who,
            route: RwSignal::new(Route::START),
            line: RwSignal::new(Line::Off),
            now_ms: RwSignal::new(here_ms()),
            recent: RwSignal::new(None),
            overview: Loaded::new(who),
            matters: Loaded::new(who),
            matter: Loaded::new(who),
            phones: Loaded::new(who),
            claims: Loaded::new(who),
            aside: Loaded::new(who),
            slip: Loaded::new(who),
            days: Loaded::new(who),
            notice: Loaded::new(who),
            accounts: Loaded::new(who),
            sessions: Loaded::new(who),
            log: Loaded::new(who),
            readings: Loaded::new(who),
            to_check: RwSignal::new(String::new()),
            checked: RwSignal::new(None),
            code: RwSignal::new(None),
            decided: RwSignal::new(None),
            managed: RwSignal::new(None),
            drafts: RwSignal::new(BTreeMap::new()),
            signing_in: SignInDraft::new(),
            sign_out_failed: RwSignal::new(None),
            ahead_ms: RwSignal::new(0),
        }
    }

    /// The same in the language as chosen.
    pub fn in_chosen(self) -> Self {
        Self { lang: self.face.lang.get(), ..self }
    }

    /// Chinese becomes English, English Chinese.
    pub fn other_language(self) {
        self.face.lang.update(|lang| *lang = if *lang == Lang::Zh { Lang::En } else { Lang::Zh });
    }

    /// Asks the server who is signed in.
    pub fn ask_who(self) {
        spawn_local(async move {
            self.who.set(match api::get::<Session>("session").await {
                Ok(session) => Who::In(session),
                Err(Failure::SignedOut) => Who::Out { ended: false },
                Err(failure) => Who::Failed(failure),
            });
        });
    }

    /// Ends the session; what the next officer must not see is forgotten.
    pub fn sign_out(self) {
        spawn_local(async move {
            match api::act("logout").await {
                Ok(()) | Err(Failure::SignedOut) => {
                    self.forget();
                    self.who.set(Who::Out { ended: false });
                }
                Err(failure) => self.sign_out_failed.set(Some(failure)),
            }
        });
    }

    fn forget(self) {
        self.overview.forget();
        self.matters.forget();
        self.matter.forget();
        self.phones.forget();
        self.claims.forget();
        self.aside.forget();
        self.slip.forget();
        self.days.forget();
        self.notice.forget();
        self.accounts.forget();
        self.sessions.forget();
        self.log.forget();
        self.readings.forget();
        self.to_check.set(String::new());
        self.checked.set(None);
        self.code.set(None);
        self.recent.set(None);
        self.decided.set(None);
        self.managed.set(None);
        self.sign_out_failed.set(None);
    }

    /// Reads everything of which something is on the screen or counted in the frame.
    pub fn read(self, township: Scope) {
        let (officer, reader) = (self.is(Duty::Officer), self.is(Duty::Reader));
        if officer || reader {
            self.overview.ask("overview".to_owned());
            self.matters.ask(format!("matters?scope={township}"));
        } else if self.route.get_untracked() == Route::START {
            self.go(Route::Accounts);
        }
        if officer {
            self.phones.ask("phones".to_owned());
            self.claims.ask("claims".to_owned());
        }
        self.look(self.route.get_untracked());
        if let Some(matter) = self.route.get_untracked().matter() {
            self.matter.ask(format!("matters/{matter}"));
        }
        if self.route.get_untracked() == Route::Aside {
            self.aside.ask("aside".to_owned());
        }
    }

    /// Whether the account is for this.
    pub fn is(self, duty: Duty) -> bool {
        matches!(self.who.get_untracked(), Who::In(session) if session.duties.contains(&duty))
    }

    /// Reads what only one screen shows.
    pub fn look(self, route: Route) {
        match route {
            Route::Accounts => self.accounts.ask("officers".to_owned()),
            Route::Mine => self.sessions.ask("sessions".to_owned()),
            Route::Log => self.log.ask("log".to_owned()),
            _ => {}
        }
        if let Some(matter) = route.matter().filter(|_| self.is(Duty::Officer)) {
            self.readings.ask(format!("matters/{matter}/readings"));
        }
    }

    /// Finds out whether the session still stands.
    pub fn still_in(self) {
        spawn_local(async move {
            if api::get::<Session>("session").await == Err(Failure::SignedOut) {
                self.who.set(Who::Out { ended: true });
            }
        });
    }

    /// Renews everything that was read.
    pub fn renew(self) {
        self.overview.refresh();
        self.matters.refresh();
        self.matter.refresh();
        self.phones.refresh();
        self.claims.refresh();
        self.aside.refresh();
    }

    /// Reads again what could not be read because the server was away.
    pub fn retry_failed(self) {
        self.overview.retry();
        self.matters.retry();
        self.matter.retry();
        self.phones.retry();
        self.claims.retry();
        self.aside.retry();
        self.slip.retry();
        self.days.retry();
        self.notice.retry();
    }

    /// The server reports something.
    pub fn hear(self, event: Event) {
        match event {
            // What it changes is renewed once the counts say so.
            Event::Arrived(arrival) => {
                self.overview.refresh();
                self.recent.set(Some(arrival));
            }
            Event::Claims => {
                self.readings.refresh();
                self.claims.refresh();
                self.overview.refresh();
                self.phones.refresh();
            }
            Event::Sessions => {
                self.accounts.refresh();
                self.sessions.refresh();
            }
            Event::Synced { .. } => self.phones.refresh(),
            Event::RolledBack => self.overview.refresh(),
            Event::Aside => {
                self.aside.refresh();
                self.overview.refresh();
            }
        }
    }

    /// Sets the clock by what the server said.
    pub fn set_clock(self, server_ms: u64) {
        self.ahead_ms.set(server_ms as i64 - here_ms() as i64);
        self.tick();
    }

    /// The server's time, as well as the desk knows it.
    pub fn clock_ms(self) -> u64 {
        here_ms().saturating_add_signed(self.ahead_ms.get_untracked())
    }

    /// Moves the clock of the screens on.
    pub fn tick(self) {
        self.now_ms.set(self.clock_ms());
    }

    /// Goes to a screen.
    pub fn go(self, route: Route) {
        // Fails only for an address that is no text.
        window().location().set_hash(&route.address()).unwrap_or_default();
    }
}

/// This computer’s clock.
#[expect(clippy::disallowed_methods, reason = "the one clock of the desk")]
fn here_ms() -> u64 {
    js_sys::Date::now() as u64
}
