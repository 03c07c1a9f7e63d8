//! Where things are: the checkout and its target folders.
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The folders that the commands read and write.
pub struct Places {
    /// The checkout.
    pub root: PathBuf,
    /// Where cargo puts what it compiles.
    pub cargo_target: PathBuf,
    /// `target/dist`: what the server embeds; `app` and `desk` below it.
    pub dist: PathBuf,
    /// The finished server.
    pub township: PathBuf,
}

impl Places {
    pub fn find() -> Self {
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .filter(|_| env::var("CARGO_PKG_NAME").as_deref() == Ok("xtask"));
        let here = PathBuf::from(here.unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR"))));
        let root = here.ancestors().nth(2).map_or_else(|| here.clone(), Path::to_path_buf);
        let target = root.join("target");
        let cargo_target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| target.clone(), |dir| root.join(dir));
        Self { dist: target.join("dist"), township: target.join("release/township"), root, cargo_target }
    }

    /// A path as the developer would type it.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
