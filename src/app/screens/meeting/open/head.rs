//! The form of a meeting's head: where, when, who.

use super::super::parts::{Name, Native};
use super::super::room::Trouble;
use super::fields::Fields;
use crate::words::meeting::Open as W;
use domain::check::Field;
use domain::meeting::Expected;
use leptos::prelude::*;
use ui::parts::{Field as Line, Keys};
use ui::words::Lang;

/// The fields of the head that show their own reasons.
pub const SHOWN: &[Field] = &[
    Field::Venue,
    Field::Chair,
    Field::Recorder,
    Field::SecondRecorder,
    Field::Convener,
    Field::AgendaReviewedBy,
    Field::NoticeHow,
];

/// The form.
#[component]
pub fn HeadForm(
    fields: Fields,
    trouble: Trouble,
    lang: Lang,
    #[prop(into)] roll: Signal<Vec<Expected>>,
    #[prop(into)] people: Signal<Vec<Expected>>,
    #[prop(into)] no_time: Signal<Option<String>>,
    /// Whether the further fields are shown from the beginning.
    more: bool,
) -> impl IntoView {
    view! {
        <div class="card">
            <Line t="meeting.open.venue" label=W::Venue.in_(lang) value=fields.venue error=trouble.at(Field::Venue)/>
            <div class="m-pair">
                <Native t="meeting.open.date" label=W::Date.in_(lang) kind="date" value=fields.date/>
                <Native t="meeting.open.time" label=W::Time.in_(lang) kind="time" value=fields.time error=no_time/>
            </div>
            <p class="hint">{W::EarlierHint.in_(lang)}</p>
        </div>
        <div class="card">
            <Name t="meeting.open.chair" label=W::Chair.in_(lang) value=fields.chair people=roll
                error=trouble.at(Field::Chair) hint=W::ChairHint.in_(lang)/>
            <Name t="meeting.open.recorder" label=W::Recorder.in_(lang) value=fields.recorder people
                error=trouble.at(Field::Recorder)/>
        </div>
        <details class="card m-more" open=more>
            <summary data-t="meeting.open.more">{W::More.in_(lang)}</summary>
            <Name t="meeting.open.convener" label=W::Convener.in_(lang) value=fields.convener people
                error=trouble.at(Field::Convener)/>
            <Name t="meeting.open.second-recorder" label=W::Second.in_(lang) value=fields.second people
                error=trouble.at(Field::SecondRecorder)/>
            <Line t="meeting.open.reviewed" label=W::Reviewed.in_(lang) value=fields.reviewed
                error=trouble.at(Field::AgendaReviewedBy)/>
            <Line t="meeting.open.notice-days" label=W::NoticeDays.in_(lang) keys=Keys::Digits value=fields.notice_days/>
            <Line t="meeting.open.notice-how" label=W::NoticeHow.in_(lang) value=fields.notice_how
                hint=W::NoticeHint.in_(lang) error=trouble.at(Field::NoticeHow)/>
        </details>
    }
}
