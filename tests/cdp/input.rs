//! What a person does: touch, type, choose.
use super::find::{By, selector};
use super::page::{Face, Page};
use super::trouble::{Done, Trouble};
use serde_json::{Value, json};
use std::path::Path;

impl Page {
    /// Touches the control of this `data-t` name (or selector).
    pub fn tap(&self, name: &str) -> Done {
        self.touch(By::Name(name))
    }

    /// Touches what carries these words; exactly these before any that contain them.
    pub fn tap_text(&self, words: &str) -> Done {
        self.touch(By::Words(words))
    }

    fn touch(&self, by: By<'_>) -> Done {
        let spot = self.spot(by)?;
        let (x, y) = (spot.x, spot.y);
        match self.face {
            Face::Phone => {
                self.call(
                    "Input.dispatchTouchEvent",
                    json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
                )?;
                self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }))?;
            }
            Face::Desk => {
                for kind in ["mousePressed", "mouseReleased"] {
                    let params = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
                    self.call("Input.dispatchMouseEvent", params)?;
                }
            }
        }
        self.count(1, 0);
        Ok(())
    }

    /// Draws a stroke with a finger from the middle of a control to its right.
    pub fn draw(&self, name: &str) -> Done {
        let spot = self.spot(By::Name(name))?;
        for (kind, along) in [
            ("touchStart", Some(0.0)),
            ("touchMove", Some(30.0)),
            ("touchMove", Some(60.0)),
            ("touchEnd", None),
        ] {
            let points: Vec<Value> =
                along.iter().map(|along| json!({ "x": spot.x + along, "y": spot.y + along / 5.0 })).collect();
            self.call("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points }))?;
        }
        self.count(1, 0);
        Ok(())
    }

    /// Touches a field and types; what stood there is replaced.
    pub fn fill(&self, name: &str, text: &str) -> Done {
        self.tap(name)?;
        let field = Value::from(selector(name));
        self.wait_js(
            &format!("{name} to take the focus"),
            &format!("(e => e && e.contains(document.activeElement))(document.querySelector({field}))"),
        )?;
        self.evaluate("document.activeElement.select && document.activeElement.select()")?;
        if text.is_empty() {
            return self.key("Delete");
        }
        self.type_text(text)
    }

    /// Types at the cursor.
    pub fn type_text(&self, text: &str) -> Done {
        self.call("Input.insertText", json!({ "text": text }))?;
        self.count(0, text.chars().count());
        Ok(())
    }

    /// What an input method does: shows a composition, then replaces it by the final words.
    pub fn compose(&self, letters: &str, words: &str) -> Done {
        let mut shown = String::new();
        for letter in letters.chars() {
            shown.push(letter);
            let at = shown.encode_utf16().count();
            self.call(
                "Input.imeSetComposition",
                json!({ "text": shown, "selectionStart": at, "selectionEnd": at }),
            )?;
        }
        self.call("Input.insertText", json!({ "text": words }))?;
        self.count(0, letters.chars().count());
        Ok(())
    }

    /// A field whose browser has its own picker (date, time, number of a list): sets the value and tells the page.
    /// Counts as one touch and the characters.
    pub fn set(&self, name: &str, value: &str) -> Done {
        self.put(name, value)?;
        self.count(1, value.chars().count());
        Ok(())
    }

    fn put(&self, name: &str, value: &str) -> Done {
        self.spot(By::Name(name))?;
        let done = self.evaluate(&format!(
            "((e, v) => {{ const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(e), 'value'); \
             e.focus(); own.set.call(e, v); \
             for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, {{ bubbles: true }})); \
             return e.value; }})(document.querySelector({}), {})",
            Value::from(selector(name)),
            Value::from(value)
        ))?;
        match done.as_str() {
            Some(held) if held == value => Ok(()),
            held => Err(Trouble::new(format!("{name} does not take “{value}”, it holds {held:?}"))),
        }
    }

    /// Chooses in a list by the option's value: two touches.
    pub fn choose(&self, name: &str, value: &str) -> Done {
        self.put(name, value)?;
        self.count(2, 0);
        Ok(())
    }

    /// Chooses a file in a field for files: a touch, and one in the browser's own dialog.
    pub fn put_file(&self, name: &str, file: &Path) -> Done {
        self.wait_for(name)?;
        let expression = format!("document.querySelector('[data-t=\"{name}\"]')");
        let found = self.call("Runtime.evaluate", json!({ "expression": expression }))?;
        let object = &found["result"]["objectId"];
        self.call("DOM.setFileInputFiles", json!({ "files": [file], "objectId": object }))?;
        self.count(2, 0);
        Ok(())
    }

    /// A key without a character: Enter, Tab, Escape, Backspace, Delete.
    pub fn key(&self, key: &str) -> Done {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "Backspace" => 8,
            "Delete" => 46,
            _ => return Err(Trouble::new(format!("no such key here: {key}"))),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if key == "Enter" && kind == "keyDown" {
                params["text"] = "\r".into();
            }
            self.call("Input.dispatchKeyEvent", params)?;
        }
        self.count(0, 1);
        Ok(())
    }
}
