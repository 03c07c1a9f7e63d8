//! The law as a picture: a bar, the mark that must be reached, and the sentence that says so.

use leptos::prelude::*;

/// A bar of `have` of `of` with a mark at `least`.
#[component]
pub fn QuorumBar(
    /// Its name for tests.
    t: &'static str,
    /// What stands on the left: 应到 11.
    #[prop(into)]
    left: Signal<String>,
    /// What stands on the right: 实到 8.
    #[prop(into)]
    right: Signal<String>,
    /// What is there.
    #[prop(into)]
    have: Signal<u32>,
    /// All.
    #[prop(into)]
    of: Signal<u32>,
    /// The least that suffices; 0 for no mark.
    #[prop(into)]
    least: Signal<u32>,
    /// Whether it suffices.
    #[prop(into)]
    met: Signal<bool>,
    /// What it means, and why not.
    #[prop(into)]
    sentence: Signal<String>,
) -> impl IntoView {
    let share = move |part: u32| (u64::from(part) * 100).checked_div(of.get().into()).unwrap_or(0).min(100);
    let width = move |part: u32| format!("{}%", share(part));
    view! {
        <div class="quorum" class:unmet=move || !met.get() data-t=t role="status">
            <div class="nums"><span>{left}</span><span>{right}</span></div>
            <div class="bar" aria-hidden="true">
                <i style:width=move || width(have.get())></i>
                {move || (least.get() > 0).then(|| view! { <u style:left=move || width(least.get())></u> })}
            </div>
            <p>{sentence}</p>
        </div>
    }
}
