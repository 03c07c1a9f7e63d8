//! Finding a control as a finger would: there, visible, at rest, enabled, and not under something else.
use super::page::Page;
use super::trouble::{Done, Trouble};
use serde_json::{Value, json};

/// How a control is named: by `data-t`, by a selector, or by the words on it.
#[derive(Clone, Copy, Debug)]
pub(super) enum By<'a> {
    /// A `data-t` name, or a selector where it begins with one of `[ . # * :`.
    Name(&'a str),
    /// The words on it.
    Words(&'a str),
}

/// Where to touch.
pub(super) struct Spot {
    pub x: f64,
    pub y: f64,
}

// Gives {x, y} or {why}. The spot is asked for twice by the caller, so that nothing is hit in the middle of a move.
const SPOT: &str = r"(selector, words) => {
  const shown = (e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  let all = [...document.querySelectorAll(selector)];
  if (words !== null) {
    const text = (e) => (e.innerText || e.value || '').trim();
    const exact = all.filter((e) => text(e) === words);
    all = exact.length ? exact : all.filter((e) => text(e).includes(words)).sort((a, b) => text(a).length - text(b).length);
  }
  if (!all.length) return { why: 'is not on the page' };
  let e = all.find(shown) || all[0].closest('label') || all[0];
  if (!shown(e)) return { why: 'is not visible' };
  const control = all.includes(e) ? e : all[0];
  if (control.matches(':disabled') || control.getAttribute('aria-disabled') === 'true') return { why: 'is disabled' };
  const inside = (r) => r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
  const over = () => { const r = e.getBoundingClientRect();
    const x = Math.min(Math.max(r.left + r.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 1);
    const hit = document.elementFromPoint(x, y);
    return { x, y, hit, free: hit && (hit === e || e.contains(hit) || hit.contains(e) && hit.tagName === 'LABEL' || hit.closest('label') === e.closest('label') && e.closest('label')) }; };
  let found = over();
  if (!inside(e.getBoundingClientRect()) || !found.free) { e.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' }); found = over(); }
  if (!found.free) return { why: 'lies under ' + (found.hit ? found.hit.outerHTML.slice(0, 120) : 'the edge') };
  return { x: found.x, y: found.y };
}";

const WITH_WORDS: &str = "button, a, label, summary, option, [role], [data-t], input[type=submit]";

impl By<'_> {
    fn arguments(self) -> Value {
        match self {
            By::Name(name) => json!([selector(name), null]),
            By::Words(words) => json!([WITH_WORDS, words]),
        }
    }

    pub(super) fn shown(self) -> String {
        match self {
            By::Name(name) => selector(name),
            By::Words(words) => format!("“{words}”"),
        }
    }
}

/// The selector of a control's name.
pub fn selector(name: &str) -> String {
    if name.starts_with(['[', '.', '#', '*', ':']) {
        name.to_owned()
    } else {
        format!("[data-t=\"{}\"]", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

impl Page {
    /// Waits until a finger could touch it.
    pub(super) fn spot(&self, by: By<'_>) -> Done<Spot> {
        let arguments = by.arguments();
        let script = format!("({SPOT})({}, {})", arguments[0], arguments[1]);
        let deadline = self.deadline();
        let mut before: Option<(f64, f64)> = None;
        let mut why = "is not on the page".to_owned();
        loop {
            // A page that is just being replaced can't answer; it is asked again.
            if let Ok(answer) = self.evaluate(&script) {
                match (answer["x"].as_f64(), answer["y"].as_f64()) {
                    (Some(x), Some(y)) if before == Some((x, y)) => return Ok(Spot { x, y }),
                    (Some(x), Some(y)) => {
                        before = Some((x, y));
                        why = "does not come to rest".to_owned();
                    }
                    _ => {
                        before = None;
                        why = answer["why"].as_str().unwrap_or("can't be found").to_owned();
                    }
                }
            }
            if !deadline.pause() {
                return Err(self.seen(Trouble::new(format!("{} {why}", by.shown()))));
            }
        }
    }
}
