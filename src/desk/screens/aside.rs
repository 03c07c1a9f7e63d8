//! What was kept aside: bytes that arrived and did not pass verification.

use super::frame::headline;
use crate::desk::Desk;
use crate::hours;
use crate::parts::reading;
use leptos::prelude::*;
use sync::desk::AsideRow;
use ui::words::desk::{Aside, Frame, fill, refusal};

#[component]
pub fn AsideScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let rows = move || desk.aside.value.get().unwrap_or_default();
    let known = move || desk.aside.value.with(Option::is_some);
    view! {
        <main class="d-page" id="content">
            <header class="d-row between"><h1>{Frame::Aside.in_(lang)}</h1>{headline(desk)}</header>
            <p class="d-quiet">{Aside::Lead.in_(lang)}</p>
            {reading(desk.aside, lang)}
            {move || (known() && rows().is_empty()).then(|| view! {
                <p class="d-empty" data-t="desk.aside.empty">{Aside::Empty.in_(lang)}</p>
            })}
            <Show when=move || !rows().is_empty()>
                <table class="d-table">
                    <thead><tr>
                        <th scope="col">{Aside::When.in_(lang)}</th>
                        <th scope="col">{Aside::From.in_(lang)}</th>
                        <th scope="col" class="wide">{Aside::Why.in_(lang)}</th>
                        <th scope="col" class="number">{Aside::Size.in_(lang)}</th>
                        <th scope="col">{Aside::Fingerprint.in_(lang)}</th>
                    </tr></thead>
                    <tbody data-t="desk.asides">
                        {move || rows().iter().map(|row| line(desk, row)).collect::<Vec<_>>()}
                    </tbody>
                </table>
            </Show>
        </main>
    }
}

fn line(desk: Desk, row: &AsideRow) -> impl IntoView + use<> {
    let lang = desk.lang;
    let why = refusal(&row.code, lang).unwrap_or(Aside::Unnamed.in_(lang));
    let short: String = row.bytes.chars().take(12).collect();
    view! {
        <tr data-name=row.code.clone()>
            <td>{hours::near(row.at_ms, desk.now_ms.get(), lang)}</td>
            <td>{row.from.clone()}</td>
            <td>{why}<small class="d-quiet">{row.code.clone()}</small></td>
            <td class="number">{fill(Aside::Bytes.in_(lang), &[&row.len])}</td>
            <td><code title=row.bytes.clone()>{short}</code></td>
        </tr>
    }
}
