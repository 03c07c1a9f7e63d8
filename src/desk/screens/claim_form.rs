//! What the form of a waiting phone holds, and how it is sent.

use super::register::person;
use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::forms::{ClaimDraft, Missing};
use crate::loaded::Loaded;
use crate::places;
use leptos::prelude::*;
use leptos::task::spawn_local;
use oplog::{DeviceId, Scope};
use sync::desk::{Confirm, Register};
use sync::desk_devices::{End, Whose};
use ui::words::desk::{Enrol, Phones, fill};

/// A form with the place where its draft is kept.
#[derive(Clone, Copy)]
pub struct Form {
    /// The desk.
    pub desk: Desk,
    /// The phone.
    pub device: DeviceId,
    /// What its controls are called, `claim` or `manage`, and its number on the screen: for those who operate it by program.
    pub called: (&'static str, usize),
    /// The register of the place that was chosen.
    pub register: Loaded<Register>,
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// Whether the officer is asked if the phone is really refused.
    pub refusing: RwSignal<bool>,
    /// Why it was not done.
    pub failure: RwSignal<Option<Failure>>,
    tried: RwSignal<bool>,
}

impl Form {
    /// The form of a phone.
    pub fn new(desk: Desk, device: DeviceId, called: (&'static str, usize)) -> Self {
        Self {
            desk,
            device,
            called,
            register: Loaded::new(desk.who),
            busy: RwSignal::new(false),
            refusing: RwSignal::new(false),
            failure: RwSignal::new(None),
            tried: RwSignal::new(false),
        }
    }

    /// Fills in for whom the code was made, unless something is typed already.
    pub fn prefill(self, whose: &Whose) {
        let Whose { name, person, roles, scope } = whose.clone();
        self.desk.drafts.update(|drafts| {
            drafts.entry(self.device).or_insert_with(|| ClaimDraft {
                name,
                person,
                scope: Some(scope),
                roles: roles.into_iter().collect(),
                instead_of: None,
            });
        });
    }

    /// Reads the draft.
    pub fn read<T>(self, read: impl FnOnce(&ClaimDraft) -> T) -> T {
        let device = self.device;
        self.desk.drafts.with(|drafts| match drafts.get(&device) {
            Some(draft) => read(draft),
            None => read(&ClaimDraft::default()),
        })
    }

    /// Changes the draft.
    pub fn change(self, change: impl FnOnce(&mut ClaimDraft)) {
        self.desk.drafts.update(|drafts| change(drafts.entry(self.device).or_default()));
    }

    /// What is missing, once sending was tried.
    pub fn wrong(self, what: Missing, words: Enrol) -> Option<String> {
        let missing = self.tried.get() && self.read(|draft| draft.missing().contains(&what));
        missing.then(|| words.in_(self.desk.lang).to_owned())
    }

    /// The name of a control.
    pub fn named(self, control: &str) -> String {
        let (of, at) = self.called;
        format!("desk.{of}.{at}.{control}")
    }
}

/// Sends it, if nothing is missing.
pub fn confirm(form: Form) {
    let Some((draft, scope)) = whole(form) else { return };
    let (desk, name) = (form.desk, draft.name.trim().to_owned());
    let said = fill(Enrol::Confirmed.in_(desk.lang), &[&name, &place(desk, scope)]);
    let (roles, instead_of) = (draft.roles.into_iter().collect(), draft.instead_of);
    let whose = Whose { name, person: person(form), roles, scope };
    let body = Confirm { whose, instead_of };
    send(form, said, async move { api::post(&format!("claims/{}/confirm", form.device), &body).await });
}

/// Sends other roles, or another place, of a phone that is admitted.
pub fn change(form: Form) {
    let Some((draft, scope)) = whole(form) else { return };
    let (desk, name) = (form.desk, draft.name.trim().to_owned());
    let said = fill(Phones::Changed.in_(desk.lang), &[&name, &place(desk, scope)]);
    let body = Whose { name, person: person(form), roles: draft.roles.into_iter().collect(), scope };
    send(form, said, async move { api::post(&format!("phones/{}/change", form.device), &body).await });
}

/// Ends all roles of a phone that is admitted.
pub fn end(form: Form, reason: String) {
    form.failure.set(None);
    let said = Phones::Stopped.in_(form.desk.lang).to_owned();
    let body = End { reason };
    send(form, said, async move { api::post(&format!("phones/{}/end", form.device), &body).await });
}

/// What was filled in, if nothing is missing and nothing is on its way.
fn whole(form: Form) -> Option<(ClaimDraft, Scope)> {
    form.tried.set(true);
    form.failure.set(None);
    let draft =
        form.desk.drafts.with_untracked(|drafts| drafts.get(&form.device).cloned()).unwrap_or_default();
    let scope = draft.scope.filter(|_| draft.missing().is_empty() && !form.busy.get_untracked())?;
    Some((draft, scope))
}

fn place(desk: Desk, scope: Scope) -> String {
    desk.overview.value.with_untracked(|overview| {
        overview.as_ref().map_or_else(String::new, |overview| places::path(&overview.tree, scope))
    })
}

/// Refuses the phone.
pub fn refuse(form: Form) {
    let said = Enrol::Refused.in_(form.desk.lang).to_owned();
    send(form, said, async move { api::act(&format!("claims/{}/refuse", form.device)).await });
}

fn send(form: Form, said: String, asked: impl Future<Output = Result<(), Failure>> + 'static) {
    let (desk, device) = (form.desk, form.device);
    form.busy.set(true);
    spawn_local(async move {
        let answer = asked.await;
        // The card may be gone by now: another officer decided, or the session ended.
        form.busy.try_set(false);
        match answer {
            Ok(()) => {
                desk.managed.set(None);
                desk.decided.set(Some(said));
                desk.drafts.update(|drafts| drop(drafts.remove(&device)));
                desk.claims.refresh();
                desk.overview.refresh();
                desk.phones.refresh();
            }
            Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
            Err(failure) => {
                form.failure.try_set(Some(failure));
                desk.claims.refresh();
            }
        }
    });
}
