//! The form of a ballot: question, method, counts; what they add up to, and whether they pass under the rule book.

use super::super::open::people_of;
use super::super::parts::{draft_failed, name, wrongs};
use super::super::room::{Room, Trouble};
use super::law::law;
use crate::drafts::{Kept, pack, unpack};
use crate::words::meeting::Ballot as W;
use domain::check::{Field as F, clean_text};
use domain::meeting::{Counted, Method};
use std::rc::Rc;
use ui::dom::{El, Say, div, el};
use ui::parts::{Shape, field, options, stepper};
use ui::signal::Var;
use ui::words::names;

const METHODS: [(Method, &str); 3] =
    [(Method::ShowOfHands, "hands"), (Method::RollCall, "roll-call"), (Method::Secret, "secret")];
const SHOWN: &[F] = &[F::Question, F::For, F::Teller, F::Scrutineer];

/// What is typed of a ballot.
#[derive(Clone, Copy)]
pub struct Votes {
    /// The question put.
    pub question: Var<String>,
    /// The method.
    pub method: Var<Option<Method>>,
    counts: [Var<u32>; 4],
    teller: Var<String>,
    scrutineer: Var<String>,
}

impl Votes {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            question: Var::new(String::new()),
            method: Var::new(Some(Method::ShowOfHands)),
            counts: std::array::from_fn(|_| Var::new(0)),
            teller: Var::new(String::new()),
            scrutineer: Var::new(String::new()),
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
pub fn form(room: Room, votes: Votes, kept: Kept, trouble: Trouble) -> Vec<El> {
    let lang = room.lang();
    let methods = METHODS.map(|(method, key)| (method, key, names::method(method, lang).to_owned()));
    let count = move |t: &str, word: W, value| {
        stepper(t, word.in_(lang), (W::Less.in_(lang), W::MoreOne.in_(lang)), value)
    };
    let [votes_for, against, abstain, void] = votes.counts;
    let secret = move || votes.method.get() == Some(Method::Secret);
    let people: Rc<dyn Fn() -> _> = Rc::new(move || people_of(room.app, room.scope));
    let hint =
        move || if votes.question.with(String::is_empty) { W::QuestionHint.in_(lang) } else { "" }.to_owned();
    let question = field("meeting.ballot.question", W::Question.in_(lang), votes.question)
        .rows(2)
        .hint(Say::live(hint))
        .error(trouble.at(F::Question));
    let method = options(Shape::Segments, "meeting.ballot.method", "", methods.to_vec(), votes.method);
    let counts = div("card")
        .with(count("meeting.ballot.for", W::For, votes_for))
        .with(count("meeting.ballot.against", W::Against, against))
        .with(count("meeting.ballot.abstain", W::Abstain, abstain))
        .live_one(move || secret().then(|| count("meeting.ballot.void", W::Void, void)));
    let who = |t: &str, word: W, value, of: F| {
        name(field(t, word.in_(lang), value).error(trouble.at(of)), Rc::clone(&people))
    };
    let helpers = el("details")
        .class("card m-more")
        .with(el("summary").t("meeting.ballot.people").say(W::People.in_(lang)))
        .with(who("meeting.ballot.teller", W::Teller, votes.teller, F::Teller))
        .with(who("meeting.ballot.scrutineer", W::Scrutineer, votes.scrutineer, F::Scrutineer));
    let wrongs = div("inside").live_one(wrongs(trouble.rest(SHOWN))).live_one(draft_failed(kept, lang));
    let law = law(room, votes, trouble.at(F::For));
    vec![div("card").with(question.text()).with(method), counts, law, helpers, wrongs]
}
