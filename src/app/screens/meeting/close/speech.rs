//! The conclusion read aloud by the phone, where it has a voice.

use crate::words::meeting::Close as W;
use leptos::prelude::*;
use ui::parts::{Button, Look};
use ui::words::Lang;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

fn voice() -> Option<SpeechSynthesis> {
    // A browser without a voice has no such property.
    let has = js_sys::Reflect::has(&window(), &"speechSynthesis".into()).unwrap_or(false);
    has.then(|| window().speech_synthesis().ok()).flatten()
}

/// The button that reads it, and stops.
#[component]
pub fn Speech(#[prop(into)] text: Signal<String>, lang: Lang) -> impl IntoView {
    let speaking = RwSignal::new(false);
    on_cleanup(move || {
        if let Some(voice) = voice().filter(|_| speaking.try_get_untracked().unwrap_or(false)) {
            voice.cancel();
        }
    });
    let press = move || {
        let Some(voice) = voice() else { return };
        voice.cancel();
        let start = !speaking.get_untracked();
        speaking.set(start);
        if let Some(said) =
            SpeechSynthesisUtterance::new_with_text(&text.get_untracked()).ok().filter(|_| start)
        {
            said.set_lang(lang.pick("zh-CN", "en"));
            said.set_rate(0.85);
            voice.speak(&said);
        }
    };
    let label =
        Signal::derive(move || if speaking.get() { W::StopSpeaking } else { W::Speak }.in_(lang).to_owned());
    voice().map(|_| view! { <Button t="meeting.close.speak" label look=Look::Plain press/> })
}
