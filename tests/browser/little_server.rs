//! A server of a few files for tests that need no township, with a count of what reached it.
use sha2::Digest;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

const STRICT: &str = "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'\r\n";

type Files = Vec<(String, Vec<u8>)>;

/// Serves until the test ends.
pub struct LittleServer {
    /// `http://127.0.0.1:PORT`.
    pub origin: String,
    files: Arc<Mutex<Files>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl LittleServer {
    /// With files: path and content.
    pub fn start(files: &[(&str, &str)]) -> Self {
        Self::with(
            files.iter().map(|&(path, content)| (path.to_owned(), content.as_bytes().to_vec())).collect(),
        )
    }

    /// With the files of a folder; `/` is its `index.html`.
    pub fn folder(folder: &Path) -> Self {
        let mut files = Files::new();
        for entry in std::fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file()) {
            let name = entry.file_name().into_string().unwrap();
            let path = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
            files.push((path, std::fs::read(entry.path()).unwrap()));
        }
        Self::with(files)
    }

    fn with(files: Files) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (files, asked) = (Arc::new(Mutex::new(files)), Arc::new(Mutex::new(Vec::new())));
        let server = Self { origin, files: Arc::clone(&files), asked: Arc::clone(&asked) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, asked) = (Arc::clone(&files), Arc::clone(&asked));
                std::thread::spawn(move || answer(stream, &files, &asked));
            }
        });
        server
    }

    /// What it serves from now on at a path; nothing ends it.
    pub fn change(&self, path: &str, content: Option<Vec<u8>>) {
        let mut files = self.files.lock().unwrap();
        files.retain(|(at, _)| at != path);
        files.extend(content.map(|content| (path.to_owned(), content)));
    }

    /// What it serves at a path.
    pub fn content(&self, path: &str) -> String {
        let files = self.files.lock().unwrap();
        files
            .iter()
            .find(|(at, _)| at == path)
            .map(|(_, content)| String::from_utf8_lossy(content).into_owned())
            .unwrap()
    }

    /// The SHA-256 of what it serves at a path, in hexadecimal digits.
    pub fn sha256(&self, path: &str) -> String {
        let files = self.files.lock().unwrap();
        let (_, content) = files.iter().find(|(at, _)| at == path).unwrap();
        sha2::Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The paths it serves.
    pub fn paths(&self) -> Vec<String> {
        self.files.lock().unwrap().iter().map(|(path, _)| path.clone()).collect()
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }
}

fn answer(mut stream: TcpStream, files: &Mutex<Files>, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default().to_owned();
    lines.by_ref().take_while(|line| !line.is_empty()).for_each(drop);
    let found = files.lock().unwrap().iter().find(|(at, _)| *at == path).map(|(_, content)| content.clone());
    let kind = match path.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/html; charset=utf-8",
    };
    // As the township's server has it: what carries its hash in its name is for ever.
    let hashed = path.rsplit_once('-').is_some_and(|(_, rest)| rest.find('.') == Some(10));
    let caching = if hashed && found.is_some() { "max-age=31536000, immutable" } else { "no-cache" };
    asked.lock().unwrap().push(path);
    let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
    let body = found.unwrap_or_default();
    // The faces' own pages hold no script of their own; the driver's page does.
    let strict = if body.windows(8).any(|part| part == b"<script>") { "" } else { STRICT };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: {caching}\r\n{strict}Connection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}
