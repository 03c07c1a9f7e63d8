//! What is half typed. It lives as long as the page, so that a session that ends takes nothing with it.

use domain::authority::Role;
use leptos::prelude::*;
use oplog::{DeviceId, Level, PersonId, Scope};
use std::collections::BTreeSet;

/// On the way in.
#[derive(Clone, Copy)]
pub struct SignInDraft {
    /// Whether it is the first time.
    pub first: RwSignal<bool>,
    /// The officer's name.
    pub name: RwSignal<String>,
    /// The one-time login.
    pub once: RwSignal<String>,
}

impl SignInDraft {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            first: RwSignal::new(false),
            name: RwSignal::new(String::new()),
            once: RwSignal::new(String::new()),
        }
    }
}

/// About a phone that waits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ClaimDraft {
    /// Whose it is.
    pub name: String,
    /// The person of the register that was chosen.
    pub person: Option<PersonId>,
    /// The place.
    pub scope: Option<Scope>,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The old phone whose roles end.
    pub instead_of: Option<DeviceId>,
}

/// What is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// The name.
    Name,
    /// The place.
    Place,
    /// The roles.
    Roles,
}

impl ClaimDraft {
    /// What is missing before it can be sent.
    pub fn missing(&self) -> Vec<Missing> {
        [
            (self.name.trim().is_empty(), Missing::Name),
            (self.scope.is_none(), Missing::Place),
            (self.roles.is_empty(), Missing::Roles),
        ]
        .into_iter()
        .filter_map(|(missing, what)| missing.then_some(what))
        .collect()
    }

    /// Another place: the person belonged to the register of the old one, and some roles to its kind.
    pub fn place(&mut self, scope: Option<Scope>) {
        if self.scope != scope {
            self.scope = scope;
            self.person = None;
            let fitting = roles_for(scope);
            self.roles.retain(|role| fitting.contains(role));
        }
    }

    /// Another name: whoever was chosen was somebody else.
    pub fn name(&mut self, name: String) {
        if self.name != name {
            self.name = name;
            self.person = None;
            self.instead_of = None;
        }
    }
}

/// The roles that a phone can have in a place of this kind.
pub const fn roles_for(scope: Option<Scope>) -> &'static [Role] {
    let Some(scope) = scope else {
        return &[Role::Member, Role::Recorder, Role::GroupLead, Role::VillageSecretary, Role::Supervisor];
    };
    match scope.level() {
        Level::Group => &[Role::Member, Role::Recorder, Role::GroupLead],
        Level::Village => &[Role::Member, Role::Recorder, Role::VillageSecretary, Role::Supervisor],
        Level::Township => &[Role::Officer, Role::CountyReader],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_another_place_goes_with_it() {
        let (village, group) = (Scope::parse("532301104201").ok(), Scope::parse("532301104201001").ok());
        let mut draft = ClaimDraft { name: "杨晓芬".into(), scope: village, ..ClaimDraft::default() };
        draft.roles = [Role::Recorder, Role::VillageSecretary].into();
        draft.person = Some(PersonId([1; 8]));
        draft.place(group);
        assert_eq!((draft.person, draft.roles.clone()), (None, [Role::Recorder].into()));
        assert_eq!(draft.missing(), []);
        draft.name(" ".into());
        assert_eq!(draft.missing(), [Missing::Name]);
    }
}
