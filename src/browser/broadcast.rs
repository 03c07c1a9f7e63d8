//! Other windows of the same phone hear what was saved, taken in or decided here.

use crate::status::Change;
use oplog::MatterId;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel to the other windows; silent where the browser has none.
pub struct Windows {
    channel: Option<BroadcastChannel>,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

/// What another window says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    /// Something changed in the store.
    Changed(Change),
    /// A session ended well at this time of the township's clock.
    Synced(u64),
}

impl Windows {
    /// Opens the channel of this name.
    pub fn open(name: &str, hear: impl Fn(Word) + 'static) -> Self {
        let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string().as_deref().and_then(read) {
                hear(word);
            }
        });
        // Without a channel a window hears of the others when it reads the store again; what is saved does not hang on it.
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        Self { channel, _hear: hear }
    }

    /// Tells the other windows.
    pub fn tell(&self, word: &Word) {
        if let (Some(channel), Some(text)) = (&self.channel, write(word)) {
            // A closed channel has nobody to tell.
            channel.post_message(&JsValue::from_str(&text)).unwrap_or_default();
        }
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

fn write(word: &Word) -> Option<String> {
    Some(match word {
        Word::Changed(Change::Places) => "places".into(),
        Word::Changed(Change::Receipts) => "receipts".into(),
        Word::Changed(Change::Drafts) => "drafts".into(),
        Word::Changed(Change::Me) => "me".into(),
        Word::Changed(Change::Matters(matters)) => {
            let mut text = String::from("matters");
            for matter in matters {
                text.push(' ');
                text.push_str(&matter.hex());
            }
            text
        }
        Word::Synced(at_ms) => {
            let mut text = String::from("synced ");
            text.push_str(&at_ms.to_string());
            text
        }
        Word::Changed(Change::Sync(_) | Change::Outdated) => return None,
    })
}

fn read(text: &str) -> Option<Word> {
    let mut words = text.split(' ');
    Some(match words.next()? {
        "places" => Word::Changed(Change::Places),
        "receipts" => Word::Changed(Change::Receipts),
        "drafts" => Word::Changed(Change::Drafts),
        "me" => Word::Changed(Change::Me),
        "matters" => Word::Changed(Change::Matters(words.filter_map(MatterId::from_hex).collect())),
        "synced" => Word::Synced(words.next()?.parse().ok()?),
        _ => return None,
    })
}
