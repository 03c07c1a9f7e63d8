//! What all screens share: the phone, what is known, the language and face, where one is.

use crate::actions;
use crate::go::Past;
use crate::opened::{OpenMatter, Opened, Showing};
use crate::route::Route;
use crate::turn::Lane;
use browser::worker::Waiting;
use browser::{AtFirst, Change, Enrolment, Kept, Me, Phone, Pin, SyncStatus, Why, clock, quota, worker};
use domain::fold::{self, Places};
use domain::meeting::Moment;
use domain::view::{MatterSummary, MatterView};
use leptos::reactive::owner::expect_context;
use oplog::{DeviceId, MatterId, Op, Scope};
use std::ops::Deref;
use std::sync::Arc;
use sync::invite::{Bent, Invite};
use sync::port::{Draft, PhoneStore, StoreError};
use ui::dom::later;
use ui::face::{Face, held};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen_futures::spawn_local;

/// The app of this page; a handle, copied freely. It is one address, for every closure of every screen holds it.
#[derive(Clone, Copy)]
pub struct App(&'static Shared);

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        self.0
    }
}

/// What all screens share.
pub struct Shared {
    /// Language, large letters, sun.
    pub face: Face,
    /// The screen shown.
    pub route: Var<Route>,
    /// Who this phone is.
    pub me: Var<Option<Arc<Me>>>,
    /// Names, registers, roles, rule books.
    pub places: Var<Arc<Places>>,
    /// The matters held, as a list shows them.
    pub summaries: Var<Arc<Vec<MatterSummary>>>,
    /// What is typed and not recorded, the last touched first.
    pub drafts: Var<Arc<Vec<Draft>>>,
    /// How synchronising goes.
    pub sync: Var<SyncStatus>,
    /// Own operations without a receipt.
    pub unreceived: Var<u32>,
    /// Another copy of this phone was found.
    pub copied: Var<bool>,
    /// Whether the phone has a PIN.
    pub pin: Var<Pin>,
    /// Whether something typed could not be kept when that was last tried.
    pub unkept: Var<bool>,
    /// When the page was last touched, UTC milliseconds.
    pub touched: Var<u64>,
    /// Another window upgraded the store: load again.
    pub outdated: Var<bool>,
    /// What came with the link of a code.
    pub invite: Var<Option<Result<Invite, Bent>>>,
    /// The code as typed while enrolling.
    pub code: Var<String>,
    /// Whether it came with a link.
    pub code_from_link: Var<bool>,
    /// Whether the browser offers to put the app on the home screen.
    pub install_offered: Var<bool>,
    /// When the township was last reached, by its clock.
    pub last_good: Var<Option<u64>>,
    /// Whether a new version waits.
    pub update_waits: Var<bool>,
    update: Var<Option<Waiting>>,
    receipts: Var<u32>,
    opened: Var<(Option<MatterId>, Opened)>,
    phone: Var<Phone>,
    pub(crate) past: Var<Past>,
    lane: Lane,
}

/// The app of this page.
pub fn app() -> App {
    expect_context()
}

impl App {
    /// Shows what was read and listens to what changes.
    pub fn start(face: Face, install_offered: Var<bool>, phone: Phone, first: AtFirst) -> Self {
        let AtFirst { summaries, drafts, last_good } = first;
        let shared = Shared {
            face,
            route: Var::new(Route::default()),
            me: Var::new(phone.me().map(Arc::new)),
            places: Var::new(Arc::new((*phone.places()).clone())),
            summaries: Var::new(Arc::new(summaries)),
            drafts: Var::new(Arc::new(drafts)),
            sync: Var::new(phone.status()),
            unreceived: Var::new(phone.unreceived()),
            copied: Var::new(phone.copied()),
            pin: Var::new(phone.pin()),
            unkept: Var::new(false),
            touched: Var::new(clock::now_ms()),
            outdated: Var::new(false),
            invite: Var::new(None),
            code: Var::default(),
            code_from_link: Var::new(false),
            install_offered,
            last_good: Var::new(last_good),
            update_waits: Var::new(false),
            update: Var::new(None),
            receipts: Var::new(0),
            opened: Var::default(),
            phone: Var::new(phone.clone()),
            past: Var::default(),
            lane: Lane::new(),
        };
        // It lives as long as the page.
        let app = Self(Box::leak(Box::new(shared)));
        phone.listen(move |change| app.heard(change)).forever();
        app.follow_address();
        phone.start_auto_sync();
        app.watch_update();
        app.hold_storage();
        app.watch_idle();
        app.name_person();
        app.seal_the_rest();
        later(move || app.note_what_is_here());
        app
    }

    fn watch_update(self) {
        spawn_local(async move {
            let offer = move |waiting| {
                self.update.set(Some(waiting));
                self.update_waits.set(true);
            };
            // Without a service worker the page works as long as it is open; the gate has asked for one.
            worker::register(offer).await;
        });
    }

    /// Lets the version that waits take over; every form keeps what is typed when the page goes.
    pub fn take_update(self) {
        self.update.with_untracked(|waiting| {
            if let Some(waiting) = waiting {
                waiting.take_over();
            }
        });
    }

    /// Asks the browser not to clear what is stored, once there is something to lose.
    fn hold_storage(self) {
        if self.records() {
            // The answer is shown on the page about this phone.
            spawn_local(async {
                quota::ask_to_persist().await;
            });
        }
    }

    /// Rows that the present key has not sealed go over to it, beside everything else.
    pub fn seal_the_rest(self) {
        spawn_local(async move {
            if let Err(error) = self.phone().finish_sealing().await {
                self.sync.set(SyncStatus::Store(error));
            }
        });
    }

    /// Kept apart from the store: should the browser clear that, the phone can still say what was in it.
    fn note_what_is_here(self) {
        let (count, records) = (self.unreceived.get(), self.records());
        if records {
            held::note(count);
        }
    }

    /// Whether the officer has confirmed this phone.
    pub fn enrolled(self) -> bool {
        self.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.state != Enrolment::Claimed))
    }

    /// Whether this phone records: confirmed, or begun before the officer has decided.
    pub fn records(self) -> bool {
        self.me.with(|me| me.as_ref().is_some_and(|me| me.state != Enrolment::Claimed))
    }

    /// The language now; a change of it draws the screens anew.
    pub fn lang(self) -> Lang {
        self.face.lang.get_untracked()
    }

    /// The phone.
    pub fn phone(self) -> Phone {
        self.phone.get_untracked()
    }

    /// The places as they are known now, without watching them.
    pub fn places_now(self) -> Arc<Places> {
        self.places.get_untracked()
    }

    /// This device, once it has a key.
    pub fn device(self) -> Option<DeviceId> {
        self.me.with_untracked(|me| me.as_ref().map(|me| me.device))
    }

    /// A place's name.
    pub fn place_name(self, scope: Scope) -> String {
        self.places.with(|places| places.name_of(&scope).to_owned())
    }

    /// The phone's clock.
    pub fn now(self) -> Moment {
        Moment { ms: clock::now_ms(), offset_min: clock::offset_min() }
    }

    pub(crate) fn lane(self) -> Lane {
        self.lane
    }

    /// The matter of this name: read if it is not the one on the screen, and followed from then on.
    pub fn matter(self, id: MatterId) -> Showing {
        if self.opened.with_untracked(|(open, state)| *open != Some(id) || matches!(state, Opened::Failed(_)))
        {
            self.opened.set((Some(id), Opened::Opening));
            self.reread(id);
        }
        Showing::of(id, self.opened)
    }

    fn reread(self, id: MatterId) {
        spawn_local(async move {
            let _turn = self.lane.turn().await;
            let state = match self.read(id).await {
                Ok(Some(matter)) => Opened::Here(matter),
                Ok(None) => Opened::Missing,
                Err(error) => Opened::Failed(error),
            };
            self.opened.update(|(open, shown)| {
                if *open == Some(id) {
                    *shown = state;
                }
            });
        });
    }

    async fn read(self, id: MatterId) -> Result<Option<Arc<OpenMatter>>, StoreError> {
        let ops = self.phone().store().matter_ops(id).await?;
        let view = fold::matter(&ops, &self.places_now());
        Ok(view.map(|view| Arc::new(OpenMatter { ops, view })))
    }

    /// The matter of this name, from the screen if it is there.
    pub(crate) async fn load(self, id: MatterId) -> Result<Option<Arc<OpenMatter>>, StoreError> {
        let shown = self.opened.with_untracked(|(open, state)| state.here().filter(|_| *open == Some(id)));
        match shown {
            Some(matter) => Ok(Some(matter)),
            None => self.read(id).await,
        }
    }

    /// An operation was made here: shows the matter with it.
    pub(crate) fn took(self, held: Option<Arc<OpenMatter>>, op: &Op, view: Option<MatterView>) {
        let id = op.header().matter.unwrap_or_else(|| op.id().raised_matter());
        let Some(view) = view else { return };
        let ops = actions::with(held, op);
        let summary = fold::summary(&view);
        self.summaries.update(|all| {
            let all = Arc::make_mut(all);
            match all.iter_mut().find(|known| known.id == id) {
                Some(known) => *known = summary,
                None => all.push(summary),
            }
        });
        self.opened.set((Some(id), Opened::Here(Arc::new(OpenMatter { ops, view }))));
        self.unreceived.set(self.phone().unreceived());
    }

    /// Where an operation is known to be; changes with receipts.
    pub fn kept(self, op: &Op) -> Kept {
        self.receipts.track();
        self.phone().kept(op)
    }

    /// Watches what receipts say, and what is carried.
    pub fn watch_receipts(self) {
        self.receipts.track();
    }

    /// Synchronises because the person asked.
    pub fn sync_now(self) {
        spawn_local(async move {
            self.phone().sync(Why::Asked).await;
        });
    }

    fn heard(self, change: Change) {
        match change {
            Change::Places => {
                self.places.set(Arc::new((*self.phone().places()).clone()));
                if let Some(id) = self.opened.with_untracked(|(open, _)| *open) {
                    self.reread(id);
                }
            }
            Change::Matters(ids) => {
                if let Some(id) =
                    self.opened.with_untracked(|(open, _)| open.filter(|open| ids.contains(open)))
                {
                    self.reread(id);
                }
                self.reread_lists();
            }
            Change::Receipts => {
                self.receipts.update(|count| *count = count.wrapping_add(1));
                self.unreceived.set(self.phone().unreceived());
            }
            Change::Drafts => self.reread_lists(),
            Change::Me => {
                self.me.set(self.phone().me().map(Arc::new));
                self.copied.set(self.phone().copied());
                self.pin.set(self.phone().pin());
                self.hold_storage();
            }
            Change::Sync(status) => {
                if let SyncStatus::Good { at_ms, .. } = status {
                    self.last_good.set(Some(at_ms));
                }
                self.sync.set(status);
            }
            Change::Outdated => self.outdated.set(true),
        }
    }

    fn reread_lists(self) {
        spawn_local(async move {
            let phone = self.phone();
            // What can't be read stays as it was shown; saving says it when the store is broken.
            if let Ok(summaries) = phone.store().summaries().await {
                self.summaries.set(Arc::new(summaries));
            }
            if let Ok(drafts) = phone.store().drafts().await {
                self.drafts.set(Arc::new(drafts));
            }
        });
    }

    /// The draft of this key.
    pub fn draft(self, key: &str) -> Option<Draft> {
        self.drafts.with_untracked(|all| all.iter().find(|draft| draft.key == key).cloned())
    }

    pub(crate) fn note_draft(self, draft: Draft) {
        self.drafts.update(|all| {
            let all = Arc::make_mut(all);
            all.retain(|known| known.key != draft.key);
            if !draft.text.is_empty() {
                all.insert(0, draft);
            }
        });
    }

    pub(crate) fn forget_draft(self, key: &str) {
        if self.draft(key).is_some() {
            self.drafts.update(|all| Arc::make_mut(all).retain(|known| known.key != key));
        }
    }
}
