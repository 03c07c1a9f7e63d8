//! Enrolling phones: a code to give out, and the phones that wait for a decision.

use super::claim::claim;
use super::frame::headline;
use crate::api;
use crate::api::Failure;
use crate::desk::{Desk, Who};
use crate::parts::{reading, say_failure};
use core::time::Duration;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use sync::desk::{NewCode, WaitingPhone};
use ui::words::desk::{Enrol, Frame, fill};

const SECOND: Duration = Duration::from_secs(1);

#[component]
pub fn EnrolScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let waiting = Memo::new(move |before: Option<&Vec<Numbered>>| {
        let phones = desk.claims.value.get().unwrap_or_default();
        numbered(before.map(Vec::as_slice).unwrap_or_default(), phones)
    });
    let known = move || desk.claims.value.with(Option::is_some);
    view! {
        <main class="d-page" id="content">
            <header class="d-row between"><h1>{Frame::Enrol.in_(lang)}</h1>{headline(desk)}</header>
            <p class="d-quiet">{Enrol::Lead.in_(lang)}</p>
            <div class="d-enrol">
                <section class="d-card">
                    <h2>{Enrol::StepCode.in_(lang)}</h2>
                    {code(desk)}
                </section>
                <section>
                    <h2>{Enrol::StepWait.in_(lang)}</h2>
                    <p class="d-decided" role="status" data-t="desk.claim.decided">{move || desk.decided.get()}</p>
                    {reading(desk.claims, lang)}
                    {move || (known() && waiting.with(Vec::is_empty)).then(|| view! {
                        <p class="d-empty" data-t="desk.claims.empty">{Enrol::NoneWaiting.in_(lang)}</p>
                    })}
                    <For each=move || waiting.get() key=|(at, waiting)| (*at, waiting.device, waiting.expires_ms)
                        children=move |(at, waiting)| claim(desk, at, waiting)/>
                </section>
            </div>
        </main>
    }
}

/// A phone with the number of its card.
type Numbered = (usize, WaitingPhone);

/// Who asked first comes first. A card keeps its number while its phone waits, so that nobody's typing moves to
/// another card; a new phone takes the least number that is free.
fn numbered(before: &[Numbered], mut phones: Vec<WaitingPhone>) -> Vec<Numbered> {
    phones.sort_by_key(|phone| (phone.asked_ms, phone.device));
    let kept = |phone: &WaitingPhone| {
        before.iter().find(|(_, known)| known.device == phone.device).map(|(at, _)| *at)
    };
    let mut taken: BTreeSet<usize> = phones.iter().filter_map(kept).collect();
    phones
        .into_iter()
        .map(|phone| {
            let at = kept(&phone).or_else(|| (0..).find(|at| !taken.contains(at))).unwrap_or_default();
            taken.insert(at);
            (at, phone)
        })
        .collect()
}

/// The button and the code that was made last.
fn code(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let new = move |_| {
        busy.set(true);
        spawn_local(async move {
            let made = api::make::<NewCode>("codes").await;
            busy.set(false);
            failure.set(None);
            match made {
                Ok(code) => desk.code.set(Some(code)),
                Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        <button type="button" class="d-button wide" data-t="desk.enrol.new" disabled=move || busy.get() on:click=new>
            {move || if desk.code.with(Option::is_some) { Enrol::Another } else { Enrol::New }.in_(lang)}
        </button>
        <p class="d-wrong" role="alert">{move || failure.get().map(|failure| say_failure(&failure, lang))}</p>
        {move || desk.code.get().map(|code| shown(desk, &code))}
    }
}

fn shown(desk: Desk, code: &NewCode) -> impl IntoView + use<> {
    let lang = desk.lang;
    let picture = format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(&code.qr_svg)));
    let left = RwSignal::new(seconds_left(desk, code.expires_ms));
    let expires = code.expires_ms;
    if let Ok(ticking) = set_interval_with_handle(move || left.set(seconds_left(desk, expires)), SECOND) {
        on_cleanup(move || ticking.clear());
    }
    let groups = code.code.split('-').map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! {
        <div class="d-made" class:gone=move || left.get() == 0>
            <p>{Enrol::Scan.in_(lang)}</p>
            <img class="d-qr" src=picture alt=Enrol::QrAlt.in_(lang) width="240" height="240"/>
            <p class="d-label">{Enrol::Code.in_(lang)}</p>
            <p class="d-code" aria-label=code.code.clone()>{groups}</p>
            <p class="d-label">{Enrol::Link.in_(lang)}</p>
            <p class="d-address" data-t="desk.enrol.link">{code.link.clone()}</p>
            <p data-t="desk.enrol.left">{move || match left.get() {
                0 => Enrol::Expired.in_(lang).to_owned(),
                left => {
                    fill(Enrol::Left.in_(lang), &[&countdown(left)])
                }
            }}</p>
        </div>
        <p class="d-unseen" data-t="desk.enrol.code">{code.code.clone()}</p>
    }
}

/// 14:59, or 23:59:59 from an hour on.
fn countdown(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn seconds_left(desk: Desk, expires_ms: u64) -> u64 {
    expires_ms.saturating_sub(desk.clock_ms()).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oplog::DeviceId;

    #[test]
    fn a_card_keeps_its_number_while_its_phone_waits() {
        let phone = |id: u8| WaitingPhone {
            device: DeviceId([id; 16]),
            label: String::new(),
            words: [0; 6],
            asked_ms: id.into(),
            expires_ms: 0,
            made_for: None,
        };
        let numbers =
            |of: &[Numbered]| of.iter().map(|(at, phone)| (*at, phone.asked_ms)).collect::<Vec<_>>();
        let two = numbered(&[], vec![phone(2), phone(1)]);
        assert_eq!(numbers(&two), [(0, 1), (1, 2)]);
        let one = numbered(&two, vec![phone(2)]);
        assert_eq!(numbers(&one), [(1, 2)]);
        assert_eq!(numbers(&numbered(&one, vec![phone(3), phone(2)])), [(1, 2), (0, 3)]);
        assert_eq!(countdown(3_599), "59:59");
        assert_eq!(countdown(86_399), "23:59:59");
    }
}
