//! The two faces and the server that carries them: compile, name by content, fill in, pack, embed.
use crate::bindings;
use crate::css;
use crate::failed::Failed;
use crate::glue;
use crate::pack::{self, Files};
use crate::places::Places;
use crate::run::{self, cargo, say};
use crate::stamp;
use crate::streams;
use base64::Engine;
use sha2::Digest;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One bundle: where it lives below the server's root and which sheets it wears.
struct Face {
    name: &'static str,
    below: &'static str,
    sheets: &'static [&'static str],
    /// Has a service worker, hence a list of what it stores.
    offline: bool,
}

const APP: Face = Face {
    name: "app",
    below: "/",
    sheets: &["tokens.css", "base.css", "parts.css", "screens.css", "meeting.css"],
    offline: true,
};
const DESK: Face = Face {
    name: "desk",
    below: "/desk/",
    sheets: &["tokens.css", "base.css", "parts.css", "desk.css", "print.css"],
    offline: false,
};
/// Fetched by the browser itself when the app is installed, or by the service worker before it stores what comes of it.
const UNSTORED: [&str; 3] = [".png", "sw.js", pack::SORTED];

/// A fault stops at once; what it would have said, and where, is left out.
const TERSE: &str =
    ", '-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'";

/// Everything, or nothing where nothing has changed. Gives what the phone downloads, in bytes.
pub fn build(places: &Places) -> Result<usize, Failed> {
    make_folders(places)?;
    let stamp = stamp::of_inputs(places)?;
    let kept = places.dist.with_file_name("dist.stamp");
    let before = fs::read_to_string(&kept).unwrap_or_default();
    if let Some((then, travels)) = before.split_once(' ')
        && then == stamp
        && places.township.exists()
        && let Ok(travels) = travels.parse()
    {
        say("nothing has changed since the last build");
        return Ok(travels);
    }
    say("compiling the phone app and the desk to wasm (the first time takes minutes)");
    let mut command = cargo(places);
    command.args(["build", "--release", "--target", "wasm32-unknown-unknown", "-p", "app", "-p", "desk"]);
    let terse = library_is_here(places);
    if terse {
        // The flags are unstable ones of the pinned compiler: decision 106.
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    }
    command.args(["--config", &alike_everywhere(places, terse)]);
    run::finish(&mut command, "the faces", "the compiler's own lines are above")?;

    say("naming by content, packing");
    assemble(places, &DESK)?;
    let travels = assemble(places, &APP)?;

    say("compiling the server with both inside");
    let mut command = cargo(places);
    command.args(["build", "--profile", "server", "-p", "township"]);
    run::finish(&mut command, "the server", "the compiler's own lines are above")?;
    replace(&places.cargo_target.join("server/township"), &places.township)?;
    println!("\n{} holds everything", places.shown(&places.township));
    fs::write(&kept, format!("{stamp} {travels}")).map_err(|error| Failed::file(&kept, &error))?;
    Ok(travels)
}

/// Where this machine keeps its crates, and the library's source where it has it, stands in no file that is shipped: the
/// faces of one commit have the same bytes, hence the same names, wherever they are built.
fn alike_everywhere(places: &Places, terse: bool) -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    let rustc = |argument: &str| {
        let said = Command::new("rustc").current_dir(&places.root).args(argument.split(' ')).output();
        said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default()
    };
    let version = rustc("-vV");
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or_default();
    let library = format!("{}/lib/rustlib/src/rust=/rustc/{commit}", rustc("--print sysroot"));
    let flags = if terse { TERSE } else { "" };
    format!(
        "target.wasm32-unknown-unknown.rustflags = \
         ['--remap-path-prefix={home}/registry/src=crates', '--remap-path-prefix={library}'{flags}]"
    )
}

/// Whether the standard library can be compiled with the faces: without words, places in the source and `Debug` for faults
/// that nobody reads on a phone.
pub fn library_is_here(places: &Places) -> bool {
    let sysroot = Command::new("rustc").current_dir(&places.root).args(["--print", "sysroot"]).output();
    sysroot.is_ok_and(|said| {
        let sysroot = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
    })
}

/// The folders that the server's crate embeds, so that it compiles before the first build.
pub fn make_folders(places: &Places) -> Result<(), Failed> {
    [APP.name, DESK.name].into_iter().try_for_each(|face| {
        let folder = places.dist.join(face);
        fs::create_dir_all(&folder).map_err(|error| Failed::file(&folder, &error))
    })
}

/// Makes one face's folder and says what it weighs.
fn assemble(places: &Places, face: &Face) -> Result<usize, Failed> {
    let wasm = places.cargo_target.join(format!("wasm32-unknown-unknown/release/{}.wasm", face.name));
    let bound = places.dist.with_file_name("bound").join(face.name);
    match fs::remove_dir_all(&bound) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failed::file(&bound, &error));
        }
        _ => bindings::generate(&wasm, face.name, &bound)?,
    }
    let public = places.root.join("public");
    let mut files = Files::new();
    let mut fill = Fill::new(face);

    let (wasm, glue) = glue::shorten(
        &read(&bound.join(format!("{}_bg.wasm", face.name)))?,
        &text(&bound.join(format!("{}.js", face.name)))?,
    )?;
    let own = public.join(face.name);
    if face.offline {
        let sorted = fill.named(&mut files, face.name, "sorted", streams::sort(&wasm)?);
        fill.set("sorted", sorted);
        fill.set("integrity", integrity(&wasm));
        let unsort = plain_js(&text(&own.join("unsort.js"))?);
        let unsort = fill.named(&mut files, "unsort", "js", unsort.into_bytes());
        fill.set("unsort", unsort);
    }
    let wasm = fill.named(&mut files, face.name, "wasm", wasm);
    fill.set("wasm", wasm);
    let glue = fill.named(&mut files, face.name, "js", glue.into_bytes());
    fill.set("glue", glue);
    let sheet = css::join(&places.root.join("style"), face.sheets)?;
    let sheet = fill.named(&mut files, "style", "css", sheet.into_bytes());
    fill.set("style", sheet);
    let gate =
        fill.named(&mut files, "gate", "js", plain_js(&text(&public.join("app/gate.js"))?).into_bytes());
    fill.set("gate", gate);
    if face.offline {
        let judge = fill.apply(&plain_js(&text(&own.join("judge.js"))?), "judge.js")?;
        let judge = fill.named(&mut files, "judge", "js", judge.into_bytes());
        fill.set("judge", judge);
    }
    let boot = fill.apply(&plain_js(&text(&own.join("boot.js"))?), "boot.js")?;
    let boot = fill.named(&mut files, "boot", "js", boot.into_bytes());
    fill.set("boot", boot);

    add_rest(&mut files, &own, &bound)?;
    let page = fill.apply(&text(&own.join("index.html"))?, "index.html")?;
    files.insert("index.html".to_owned(), page.into_bytes());
    if face.offline {
        let list = stored(&files, face);
        fill.set("version", stamp::short(list.as_bytes()));
        fill.set("files", list);
        let worker = fill.apply(&plain_js(&text(&own.join("sw.js"))?), "sw.js")?;
        files.insert("sw.js".to_owned(), worker.into_bytes());
    }
    let travels = |name: &&String| !(name.ends_with(".png") || face.offline && name.ends_with(".wasm"));
    let kept: Vec<String> = files.keys().filter(travels).cloned().collect();
    let folder = places.dist.join(face.name);
    pack::write(&folder, files)?;
    pack::weigh(face.name, &folder, &kept)
}

/// The files of `public/` that keep their names, and the snippets that crates bring along.
fn add_rest(files: &mut Files, own: &Path, bound: &Path) -> Result<(), Failed> {
    let taken = ["index.html", "boot.js", "gate.js", "judge.js", "sw.js", "unsort.js"];
    let mut paths: Vec<(PathBuf, &Path)> = Vec::new();
    let mut found = Vec::new();
    stamp::collect(own, &mut found)?;
    paths.extend(found.drain(..).map(|path| (path, own)));
    stamp::collect(&bound.join("snippets"), &mut found)?;
    paths.extend(found.drain(..).map(|path| (path, bound)));
    for (path, base) in paths {
        let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().into_owned();
        if !taken.contains(&name.as_str()) {
            files.insert(name, read(&path)?);
        }
    }
    Ok(())
}

/// The service worker's list: each path with the hash that the browser itself checks on arrival.
fn stored(files: &Files, face: &Face) -> String {
    let entries = files.iter().filter(|(name, _)| !UNSTORED.iter().any(|end| name.ends_with(end))).map(
        |(name, bytes)| {
            let path =
                if name == "index.html" { face.below.to_owned() } else { format!("{}{name}", face.below) };
            format!("[{},\"{}\"]", serde_json::Value::from(path), integrity(bytes))
        },
    );
    format!("[{}]", entries.collect::<Vec<_>>().join(","))
}

/// How browsers name a content's SHA-256.
fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(bytes)))
}

/// Scripts of ours without the lines that are only comment, and without indentation.
fn plain_js(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// What the placeholders `{{name}}` become.
struct Fill {
    below: &'static str,
    values: Vec<(String, String)>,
}

impl Fill {
    fn new(face: &Face) -> Self {
        Self { below: face.below, values: Vec::new() }
    }

    fn set(&mut self, name: &str, value: String) {
        self.values.push((format!("{{{{{name}}}}}"), value));
    }

    /// Adds a file under a name that carries its content's hash; gives the path that pages use.
    fn named(&self, files: &mut Files, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}-{}.{ending}", stamp::short(&bytes));
        let path = format!("{}{name}", self.below);
        files.insert(name, bytes);
        path
    }

    fn apply(&self, page: &str, name: &str) -> Result<String, Failed> {
        let filled =
            self.values.iter().fold(page.to_owned(), |page, (hole, value)| page.replace(hole, value));
        match filled.split_once("{{") {
            None => Ok(filled),
            Some((_, rest)) => Err(Failed::new(
                format!(
                    "{name} has a placeholder that nothing fills: {{{{{}",
                    rest.chars().take(20).collect::<String>()
                ),
                "the ones there are: wasm, glue, style, gate, boot; for the phone also sorted, unsort, integrity, judge, and in sw.js version and files",
            )),
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    fs::read(path).map_err(|error| Failed::file(path, &error))
}

fn text(path: &Path) -> Result<String, Failed> {
    fs::read_to_string(path).map_err(|error| Failed::file(path, &error))
}

/// Beside and then over, so that a server which runs keeps its own file.
fn replace(from: &Path, to: &Path) -> Result<(), Failed> {
    let parent = to.parent().unwrap_or(to);
    fs::create_dir_all(parent).map_err(|error| Failed::file(parent, &error))?;
    let beside = to.with_extension("new");
    fs::copy(from, &beside).map_err(|error| Failed::file(from, &error))?;
    fs::rename(&beside, to).map_err(|error| Failed::file(to, &error))
}
