//! The real program, killed in the middle of pushes: what it receipted is there.

use crate::town::{Phone, Town, UPPER};
use domain::authority::Role;
use oplog::{Head, LogKey, PublicKey, from_cbor, to_cbor};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use sync::message::{Answer, Hello, MEDIA_TYPE, Push, Pushed, Verb};

fn start(data: &Path) -> (Child, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_township"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let ready =
        lines.map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    (server, ready.expect("it listens"))
}

/// The answer's body; none where the server was gone.
fn post(address: &str, verb: Verb, body: &[u8]) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(address).ok()?;
    let (path, len) = (verb.path(), body.len());
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: t\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {len}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).ok()?;
    let split = reply.windows(4).position(|four| four == b"\r\n\r\n")?;
    assert!(reply.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&reply));
    Some(reply.split_off(split + 4))
}

fn held(phone: &mut Phone, address: &str, own: Head, township: &PublicKey) -> Option<Head> {
    let own = vec![own];
    let hello = Hello {
        protocols: vec![1],
        app: String::new(),
        generation: None,
        scopes: vec![],
        own,
        vectors: vec![],
        unreceived: 0,
        tree: None,
        proof: None,
    };
    let reply = post(address, Verb::Hello, &phone.envelope(Verb::Hello, to_cbor(&hello)))?;
    let answer: Answer = from_cbor(&reply).unwrap();
    assert_eq!(answer.forked, []);
    let receipt = answer.receipt.open(township).unwrap();
    receipt.heads.first().map(|head| head.head)
}

#[test]
fn what_was_receipted_is_there_after_every_kill() {
    let town = Town::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut phone = runtime.block_on(town.phone(7, UPPER, Role::Recorder));
    let township = town.hub.shared.identity.public();
    let Town { dir, hub, app, .. } = town;
    drop((hub, app));
    let ops: Vec<_> = (0..2_000).map(|n| phone.raise(UPPER, &format!("事项{n}"))).collect();
    let log: LogKey = ops[0].header().log();
    let receipted = AtomicU64::new(0);
    for round in 0..20u64 {
        let (mut server, address) = start(dir.path());
        (phone.session, phone.step) = (round + 2, 0);
        let told = Head { log, height: ops.len() as u64, id: ops[ops.len() - 1].id() };
        let before = held(&mut phone, &address, told, &township).map_or(0, |head| {
            assert_eq!(head.id, ops[head.height as usize - 1].id());
            head.height
        });
        assert!(before >= receipted.load(Ordering::SeqCst), "round {round}: {before}");
        std::thread::scope(|scope| {
            let (phone, address, receipted, ops) = (&mut phone, &address, &receipted, &ops);
            scope.spawn(move || {
                for op in ops.iter().skip(before as usize) {
                    let push = to_cbor(&Push { ops: vec![op.bytes().to_vec().into()] });
                    let Some(reply) = post(address, Verb::Push, &phone.envelope(Verb::Push, push)) else {
                        return;
                    };
                    let Ok(pushed) = from_cbor::<Pushed>(&reply) else { return };
                    let receipt = pushed.receipt.open(&township).unwrap();
                    receipted.fetch_max(receipt.heads[0].head.height, Ordering::SeqCst);
                }
            });
            std::thread::sleep(std::time::Duration::from_millis(40 + round * 7));
            server.kill().unwrap();
        });
        server.wait().unwrap();
    }
    assert!(receipted.load(Ordering::SeqCst) > 20, "{receipted:?}");
}
