//! Two phones beside each other: what one shows as codes, the other's camera reads.

use crate::clock;
use crate::keys::Gcm;
use crate::phone::Phone;
use crate::timer;
use js_sys::{Function, Reflect, Uint8Array};
use std::cell::RefCell;
use std::pin::Pin;
use sync::fountain::{Basin, Fountain, Progress};
use sync::session::carry::CarryError;
use sync::session::nearby::{self, Missing, Packer};
use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData};

/// How long a code stands: a camera of fifteen pictures a second sees each at least once.
const STANDS_MS: u32 = 100;
/// How many codes are shown a second.
pub const A_SECOND: usize = 1000 / STANDS_MS as usize;

#[wasm_bindgen]
extern "C" {
    /// The page's own script: the camera's pictures go to a reader beside the page, `found` hears the bytes of each code,
    /// until the element is gone.
    #[wasm_bindgen(js_namespace = window, catch)]
    async fn camera(video: &HtmlElement, found: &Function) -> Result<JsValue, JsValue>;
    /// Keeps the screen on as long as the element is there.
    #[wasm_bindgen(js_namespace = window)]
    fn awake(shown: &HtmlElement);
}

/// Why there is no picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoCamera {
    /// The person, or the browser's settings, refused it.
    Refused,
    /// There is none, or something else uses it.
    None,
}

impl Phone {
    /// What this phone holds, for the other's camera; `name` is whose phone it is.
    ///
    /// # Errors
    /// [`CarryError`]
    pub async fn show_held(&self, name: String) -> Result<Vec<u8>, CarryError> {
        Ok(self.for_camera(name, None).await?.parts.pop().unwrap_or_default())
    }

    /// What the other phone lacks, by what it showed.
    ///
    /// # Errors
    /// [`CarryError`]
    pub async fn pack_missing(&self, name: String, shown: Vec<u8>) -> Result<Missing, CarryError> {
        self.for_camera(name, Some(shown)).await
    }

    /// What is to be shown: to whoever shows nothing, what is here.
    fn for_camera(
        &self,
        name: String,
        shown: Option<Vec<u8>>,
    ) -> Pin<Box<dyn Future<Output = Result<Missing, CarryError>> + '_>> {
        Box::pin(async move {
            let me = self.hand().ok_or(CarryError::Key)?;
            let (key, device, now_ms) = (&*me.key, me.key.public().device(), clock::now_ms());
            let packer = Packer { key, device, name: &name, township: &me.township_key, now_ms };
            let (store, random) = (&self.0.store, || clock::random::<32>().ok());
            match shown {
                Some(shown) => nearby::pack_missing(store, &packer, &Gcm, &random, &shown).await,
                None => {
                    let parts = vec![nearby::pack_held(store, &packer).await?];
                    Ok(Missing { parts, ..Missing::default() })
                }
            }
        })
    }
}

/// Looks through the camera into an element, and gives every part of what is shown there to `part`, each once and in order,
/// and to `seen` how far it is, until the element is gone.
///
/// # Errors
/// [`NoCamera`]
pub async fn look(
    video: &HtmlElement,
    seen: impl Fn(Progress) + 'static,
    part: impl Fn(Vec<u8>) + 'static,
) -> Result<(), NoCamera> {
    let basin = RefCell::new(Basin::default());
    let found = Closure::<dyn Fn(Uint8Array)>::new(move |bytes: Uint8Array| {
        // Whoever is told may not look again before it returns, so it is free; and if it is not, the next code is.
        let Ok(mut basin) = basin.try_borrow_mut() else { return };
        if basin.take(&bytes.to_vec()) {
            seen(basin.progress());
            while let Some(whole) = basin.pour() {
                part(whole);
            }
        }
    });
    let done = camera(video, found.as_ref().unchecked_ref()).await;
    done.map(drop).map_err(|error| {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        if name.as_deref() == Some("NotAllowedError") { NoCamera::Refused } else { NoCamera::None }
    })
}

/// Shows the codes of a series one after the other, until the canvas is gone. Its `data-code` counts them. `wanted` is told
/// of each one for as long as somebody surely looks: all of them twice.
pub async fn show(canvas: HtmlCanvasElement, mut fountain: Fountain, wanted: impl Fn()) {
    let side = u32::try_from(codes::SIDE).unwrap_or(0);
    canvas.set_width(side);
    canvas.set_height(side);
    let Some(paper) = canvas.get_context("2d").ok().flatten() else { return };
    let paper: CanvasRenderingContext2d = paper.unchecked_into();
    awake(&canvas);
    let mut count = 0_u32;
    let twice = u32::try_from(fountain.blocks()).unwrap_or(0).saturating_mul(2);
    while canvas.is_connected() {
        if count < twice {
            wanted();
        }
        let drawn = codes::draw(&fountain.frame()).unwrap_or_default();
        if let Ok(picture) = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&drawn), side, side) {
            // A picture of the canvas's own size always has room.
            paper.put_image_data(&picture, 0.0, 0.0).unwrap_or_default();
        }
        count = count.wrapping_add(1);
        canvas.set_attribute("data-code", &count.to_string()).unwrap_or_default();
        timer::sleep(STANDS_MS).await;
    }
}

/// Reads a picture of the camera, in the worker beside the page.
pub fn read(pixels: &Uint8Array, width: u32) -> Option<Uint8Array> {
    let width = usize::try_from(width).ok()?;
    codes::read(&pixels.to_vec(), width).map(|bytes| Uint8Array::from(&*bytes))
}
