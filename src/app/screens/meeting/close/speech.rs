//! The conclusion read aloud by the phone, where it has a voice.

use crate::words::meeting::Close as W;
use leptos::leptos_dom::helpers::window;
use leptos::reactive::owner::on_cleanup;
use ui::dom::{El, Say};
use ui::parts::{Look, button};
use ui::signal::{Derived, Var};
use ui::words::Lang;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

fn voice() -> Option<SpeechSynthesis> {
    // A browser without a voice has no such property.
    let has = js_sys::Reflect::has(&window(), &"speechSynthesis".into()).unwrap_or(false);
    has.then(|| window().speech_synthesis().ok()).flatten()
}

/// The button that reads it, and stops; none where the phone has no voice.
pub fn speech(text: Derived<String>, lang: Lang) -> Option<El> {
    voice()?;
    let speaking = Var::new(false);
    on_cleanup(move || {
        if let Some(voice) = voice().filter(|_| speaking.try_with_untracked(|on| *on).unwrap_or(false)) {
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
        Say::live(move || if speaking.get() { W::StopSpeaking } else { W::Speak }.in_(lang).to_owned());
    Some(button(Look::Plain, "meeting.close.speak", label, press))
}
