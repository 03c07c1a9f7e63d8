//! What the form of a waiting phone holds, and how it is sent.

use super::register::person;
use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::forms::{ClaimDraft, Missing};
use crate::loaded::Loaded;
use crate::places;
use leptos::prelude::*;
use leptos::task::spawn_local;
use oplog::DeviceId;
use sync::desk::{Confirm, Register};
use ui::words::desk::{Enrol, fill};

/// A form with the place where its draft is kept.
#[derive(Clone, Copy)]
pub struct Form {
    /// The desk.
    pub desk: Desk,
    /// The phone.
    pub device: DeviceId,
    /// Its number on the screen, for those who operate it by program.
    pub at: usize,
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
    pub fn new(desk: Desk, device: DeviceId, at: usize) -> Self {
        Self {
            desk,
            device,
            at,
            register: Loaded::new(desk.who),
            busy: RwSignal::new(false),
            refusing: RwSignal::new(false),
            failure: RwSignal::new(None),
            tried: RwSignal::new(false),
        }
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
        format!("desk.claim.{}.{control}", self.at)
    }
}

/// Sends it, if nothing is missing.
pub fn confirm(form: Form) {
    form.tried.set(true);
    form.failure.set(None);
    let draft =
        form.desk.drafts.with_untracked(|drafts| drafts.get(&form.device).cloned()).unwrap_or_default();
    let (true, Some(scope), false) = (draft.missing().is_empty(), draft.scope, form.busy.get_untracked())
    else {
        return;
    };
    let (desk, name) = (form.desk, draft.name.trim().to_owned());
    let place = desk.overview.value.with_untracked(|overview| {
        overview.as_ref().map_or_else(String::new, |overview| places::path(&overview.tree, scope))
    });
    let said = fill(Enrol::Confirmed.in_(desk.lang), &[&name, &place]);
    let body = Confirm { name, person: person(form), roles: draft.roles.into_iter().collect(), scope };
    send(form, said, async move { api::post(&format!("claims/{}/confirm", form.device), &body).await });
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
