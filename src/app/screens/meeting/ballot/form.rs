//! The form of a ballot: question, method, counts; what they add up to, and whether they pass under the rule book.

use super::super::open::{DraftFailed, people_of};
use super::super::parts::{Name, Wrongs};
use super::super::room::{Room, Trouble};
use super::law::Law;
use crate::drafts::{Kept, pack, unpack};
use crate::words::meeting::Ballot as W;
use domain::check::{Field as F, clean_text};
use domain::meeting::{Counted, Method};
use leptos::prelude::*;
use ui::parts::{Choice, LongText, Shape, Stepper};
use ui::words::names;

const METHODS: [(Method, &str); 3] =
    [(Method::ShowOfHands, "hands"), (Method::RollCall, "roll-call"), (Method::Secret, "secret")];
const SHOWN: &[F] = &[F::Question, F::For, F::Teller, F::Scrutineer];

/// What is typed of a ballot.
#[derive(Clone, Copy)]
pub struct Votes {
    /// The question put.
    pub question: RwSignal<String>,
    /// The method.
    pub method: RwSignal<Option<Method>>,
    counts: [RwSignal<u32>; 4],
    teller: RwSignal<String>,
    scrutineer: RwSignal<String>,
}

impl Votes {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            question: RwSignal::new(String::new()),
            method: RwSignal::new(Some(Method::ShowOfHands)),
            counts: std::array::from_fn(|_| RwSignal::new(0)),
            teller: RwSignal::new(String::new()),
            scrutineer: RwSignal::new(String::new()),
        }
    }

    /// As the text of a draft.
    pub fn write(self) -> String {
        let count = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let method =
            METHODS.iter().find(|(one, _)| Some(*one) == self.method.get()).map_or("", |(_, key)| *key);
        let method = if method == "hands" { "" } else { method };
        let counts = self.counts.map(|of| count(of.get()));
        let [votes_for, against, abstain, void] = &counts;
        let (question, teller, scrutineer) = (self.question.get(), self.teller.get(), self.scrutineer.get());
        pack(&[&question, method, votes_for, against, abstain, void, &teller, &scrutineer])
    }

    /// From the text of a draft.
    pub fn read(self, draft: &str) {
        let mut parts = unpack(draft);
        let mut next = || parts.next().unwrap_or_default().to_owned();
        self.question.set(next());
        let method = next();
        self.method.set(
            METHODS.iter().find(|(_, key)| *key == method).or(METHODS.first()).map(|(method, _)| *method),
        );
        for count in self.counts {
            count.set(next().parse().unwrap_or(0));
        }
        self.teller.set(next());
        self.scrutineer.set(next());
    }

    /// The counts back to nothing.
    pub fn recount(self) {
        self.counts.iter().for_each(|count| count.set(0));
    }

    /// All back to nothing.
    pub fn clear(self) {
        self.read("");
    }

    /// The count that it states.
    pub fn body(self, room: Room) -> Counted {
        let [votes_for, against, abstain, void] = self.counts.map(|count| count.get());
        let method = self.method.get().unwrap_or_default();
        Counted {
            meeting: room.id,
            question: clean_text(self.question.get().trim()),
            method,
            votes_for,
            against,
            abstain,
            void: if method == Method::Secret { void } else { 0 },
            teller: clean_text(self.teller.get().trim()),
            scrutineer: clean_text(self.scrutineer.get().trim()),
        }
    }
}

/// The form.
#[component]
pub fn Form(room: Room, votes: Votes, kept: Kept, trouble: Trouble) -> impl IntoView {
    let lang = room.lang();
    let options = METHODS.map(|(method, key)| (method, key, names::method(method, lang).to_owned())).to_vec();
    let says = (W::Less.in_(lang), W::MoreOne.in_(lang));
    let [votes_for, against, abstain, void] = votes.counts;
    let people = Signal::derive(move || people_of(room.app, room.scope));
    let hint =
        move || if votes.question.with(String::is_empty) { W::QuestionHint.in_(lang) } else { "" }.to_owned();
    view! {
        <div class="card">
            <LongText t="meeting.ballot.question" label=W::Question.in_(lang) value=votes.question rows=2
                hint=Signal::derive(hint) error=trouble.at(F::Question)/>
            <Choice t="meeting.ballot.method" label="" options value=votes.method shape=Shape::Segments/>
        </div>
        <div class="card">
            <Stepper t="meeting.ballot.for" label=W::For.in_(lang) says value=votes_for/>
            <Stepper t="meeting.ballot.against" label=W::Against.in_(lang) says value=against/>
            <Stepper t="meeting.ballot.abstain" label=W::Abstain.in_(lang) says value=abstain/>
            {move || (votes.method.get() == Some(Method::Secret)).then(|| view! {
                <Stepper t="meeting.ballot.void" label=W::Void.in_(lang) says value=void/>
            })}
        </div>
        <Law room votes wrong=trouble.at(F::For)/>
        <details class="card m-more">
            <summary data-t="meeting.ballot.people">{W::People.in_(lang)}</summary>
            <Name t="meeting.ballot.teller" label=W::Teller.in_(lang) value=votes.teller people error=trouble.at(F::Teller)/>
            <Name t="meeting.ballot.scrutineer" label=W::Scrutineer.in_(lang) value=votes.scrutineer people
                error=trouble.at(F::Scrutineer)/>
        </details>
        <DraftFailed kept lang/>
        <Wrongs why=trouble.rest(SHOWN) lang/>
    }
}
