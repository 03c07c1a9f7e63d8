//! Who this phone is, in which places, and what it may do there: read from the grants.

use crate::state::App;
use domain::authority::{Granted, Power};
use domain::fold::{Ended, Places};
use domain::meeting::Moment;
use domain::rules::Step;
use domain::view::{MatterSummary, StepState};
use oplog::{Level, Scope, sort};
use ui::words::names;

impl App {
    /// The grants of this phone, the smallest place first.
    pub fn grants(self, places: &Places) -> Vec<(Scope, Granted)> {
        let Some(device) = self.device() else { return Vec::new() };
        let mut grants: Vec<_> =
            places.grants_of(device).into_iter().map(|(scope, grant)| (scope, grant.clone())).collect();
        sort::sort_by_key(&mut grants, |(scope, _)| std::cmp::Reverse(scope.level()));
        grants
    }

    /// Where this phone's roles ended last, and why.
    pub fn ended(self) -> Option<(Scope, Ended)> {
        let device = self.device()?;
        self.places.with(|places| places.last_end(device).map(|(scope, end)| (scope, end.clone())))
    }

    /// The person's name, as the township entered it.
    pub fn my_name(self) -> String {
        self.places
            .with_untracked(|places| self.grants(places).into_iter().map(|(_, grant)| grant.name).next())
            .unwrap_or_default()
    }

    /// The place that this phone is about: its smallest.
    pub fn home_name(self) -> String {
        let home = self
            .places
            .with(|places| self.grants(places).first().map(|(scope, _)| places.name_of(scope).to_owned()));
        home.unwrap_or_else(|| crate::words::Common::App.in_(self.lang()).to_owned())
    }

    /// 前进村 · 普红梅 · 记录人
    pub fn home_line(self) -> String {
        self.places.with(|places| {
            let Some((scope, grant)) = self.grants(places).into_iter().next() else { return String::new() };
            let named = |above: &Scope| places.places.contains_key(above);
            let above = scope.parent().filter(named).map(|above| places.name_of(&above).to_owned());
            let roles = grant.roles.first().map(|role| names::role(*role, self.lang()).to_owned());
            [above, Some(grant.name), roles].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    }

    /// The places in which this phone may raise matters: villages and groups, the smallest first.
    pub fn places_to_raise(self) -> Vec<(Scope, String)> {
        let Some(device) = self.device() else { return Vec::new() };
        self.places.with_untracked(|places| {
            let may = |scope: &&Scope| {
                scope.level() != Level::Township && places.may(device, **scope, Power::Raise)
            };
            let mut found: Vec<_> = places
                .places
                .keys()
                .filter(may)
                .map(|scope| (*scope, places.name_of(scope).to_owned()))
                .collect();
            sort::sort_by_key(&mut found, |(scope, _)| std::cmp::Reverse(scope.level()));
            found
        })
    }

    /// Whether this phone may keep the minutes of the matter's next meeting, and it is one that is kept here.
    pub fn may_open(self, matter: &MatterSummary) -> bool {
        let due =
            matter.current.as_ref().is_some_and(|step| held_here(step.step) && step.state != StepState::Open);
        due && matter.open_meeting.is_none() && self.may_record(matter.scope)
    }

    /// Whether this phone may keep minutes in a place.
    pub fn may_record(self, scope: Scope) -> bool {
        self.device()
            .is_some_and(|device| self.places.with(|places| places.may(device, scope, Power::Record)))
    }

    /// A UTC time, by the phone's own offset.
    pub fn moment(self, ms: u64) -> Moment {
        Moment { ms, ..self.now() }
    }
}

/// Whether the step's meeting is recorded on the phone; the others are kept on paper for now.
pub const fn held_here(step: Step) -> bool {
    matches!(step, Step::FirstProposal | Step::GroupAssembly | Step::Hearing)
}
