//! The code by which a paper is checked: a picture for phones' cameras, the digest for hands.

use super::super::meeting::here::Here;
use crate::hours;
use crate::parts::say_failure;
use leptos::prelude::*;
use sync::desk::Printed;
use ui::words::Lang;
use ui::words::checked::groups;
use ui::words::desk::{Paper, fill};

/// Beside the minutes of a closed meeting; where it could not be read, that and what to do; where it is not settled which
/// record holds, why there is none.
pub fn seal(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let lang = here.lang;
    if here.meeting.contested_closing() {
        let why = Paper::SealContested.in_(lang);
        return Some(view! { <p class="p-warning" data-t="desk.sheet.no-code">{why}</p> }.into_any());
    }
    here.meeting.closed.as_ref().map(|_| match &here.slip {
        Some(slip) => whole(slip, lang).into_any(),
        None => {
            let why = match &here.no_slip {
                Some(failure) => say_failure(failure, lang),
                None => Paper::SealNotYet.in_(lang).to_owned(),
            };
            let words = fill(Paper::SealMissing.in_(lang), &[&why]);
            view! { <p class="p-warning" data-t="desk.sheet.no-code">{words}</p> }.into_any()
        }
    })
}

fn whole(slip: &Printed, lang: Lang) -> impl IntoView + use<> {
    view! {
        <section class="p-seal" data-t="desk.sheet.slip" data-link=slip.link.clone()>
            {picture(slip, lang)}
            <div>
                <p><b>{Paper::Seal.in_(lang)}</b></p>
                <p>{Paper::SealHelp.in_(lang)}</p>
                <p>{Paper::Digest.in_(lang)}</p>
                <p class="p-code">{groups(&slip.digest)}</p>
                <p>{fill(Paper::At.in_(lang), &[&slip.position, &slip.size])}</p>
                <p>{signed_at(slip, lang)}</p>
            </div>
        </section>
    }
}

/// The picture.
pub fn picture(slip: &Printed, lang: Lang) -> impl IntoView + use<> {
    let source = format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(&slip.qr_svg)));
    view! { <img src=source alt=Paper::QrAlt.in_(lang) data-modules=slip.qr_modules/> }
}

/// When the township signed.
pub fn signed_at(slip: &Printed, lang: Lang) -> String {
    fill(Paper::SignedAt.in_(lang), &[&hours::full(slip.at_ms, lang)])
}
