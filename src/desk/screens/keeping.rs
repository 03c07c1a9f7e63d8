//! Whether what is held here is safe: that the database went back in time, and how old its last backup is.

use crate::desk::Desk;
use crate::hours;
use leptos::prelude::*;
use sync::desk::Overview;
use ui::words::Lang;
use ui::words::desk::{Matters, fill};

/// For so long a restored database is told of: phones that are seldom near a network come back within it.
const TOLD_DAYS: u64 = 30;
/// A backup older than this is asked for again.
const FRESH_DAYS: u64 = 7;

/// What whoever looks after the server must know; nothing where all is well.
pub fn keeping(desk: Desk) -> Option<impl IntoView> {
    let told =
        desk.overview.value.with(|overview| overview.as_ref().map(|overview| told(overview, desk.lang)));
    told.filter(|told| !told.is_empty()).map(|told| {
        let lines: Vec<_> = told.into_iter().map(|line| view! { <p>{line}</p> }).collect();
        view! { <section class="d-note amber" role="status" data-t="desk.keeping">{lines}</section> }
    })
}

fn told(overview: &Overview, lang: Lang) -> Vec<String> {
    let now = overview.server_ms;
    let back = overview.rolled_back.as_ref().filter(|back| hours::full_days(back.at_ms, now) < TOLD_DAYS);
    let back =
        back.map(|back| fill(Matters::RolledBack.in_(lang), &[&hours::full(back.at_ms, lang), &back.held]));
    let backup = match overview.backed_up_ms {
        None => Some(Matters::NoBackup.in_(lang).to_owned()),
        Some(at) if hours::full_days(at, now) >= FRESH_DAYS => {
            Some(fill(Matters::OldBackup.in_(lang), &[&hours::full(at, lang)]))
        }
        Some(_) => None,
    };
    back.into_iter().chain(backup).collect()
}

#[cfg(test)]
mod tests {
    use super::told;
    use oplog::Scope;
    use sync::desk::{Overview, PlaceNode, RolledBack};
    use ui::words::Lang;

    const DAY: u64 = 86_400_000;

    fn overview(rolled_back: Option<u64>, backed_up: Option<u64>) -> Overview {
        let now = 1_000 * DAY;
        Overview {
            tree: PlaceNode {
                scope: Scope::parse("532301104").unwrap(),
                name: String::new(),
                matters: 0,
                people: 0,
                places: Vec::new(),
            },
            arrivals: Vec::new(),
            waiting: 0,
            aside: 0,
            ops: 9,
            rolled_back: rolled_back.map(|days| RolledBack { at_ms: now - days * DAY, held: 4 }),
            backed_up_ms: backed_up.map(|days| now - days * DAY),
            server_ms: now,
        }
    }

    #[test]
    fn a_restored_database_and_an_old_backup_are_told_and_nothing_else() {
        let lines = |rolled_back, backed_up| told(&overview(rolled_back, backed_up), Lang::En);
        assert!(lines(None, Some(6)).is_empty());
        assert!(lines(Some(30), Some(0)).is_empty());
        let both = lines(Some(29), None);
        assert!(both[0].contains("with 4 records") && both[1].contains("no backup yet"), "{both:?}");
        assert!(lines(None, Some(7))[0].contains("last backup"));
    }
}
