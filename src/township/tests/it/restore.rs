//! The data folder: held alone, opened again, and restored to an earlier state.

use crate::town::{Town, UPPER, bytes, place};
use domain::authority::Role;
use oplog::Op;
use std::fs;
use std::sync::Arc;
use township::archive::read;
use township::clock::Real;
use township::data::DataDir;
use township::hub::Front;

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_begins_a_new_generation_and_phones_refill_it() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let ops: Vec<Op> = (0..4).map(|n| phone.raise(UPPER, &format!("事项{n}"))).collect();
    phone.push(&town, &bytes(&ops[..1])).await;
    let first = town.hub.shared.identity.generation();
    let town = town.reopen();
    assert_eq!(town.hub.shared.identity.generation(), first, "nothing was lost");
    // A backup, then more, then the backup is put back.
    let backup = town.dir.path().join("backup.db");
    let source = rusqlite::Connection::open(town.dir.path().join("township.db")).unwrap();
    source.execute("VACUUM INTO ?1", [backup.display().to_string()]).unwrap();
    drop(source);
    phone.push(&town, &bytes(&ops[1..])).await;
    town.grant_again(&phone).await;
    let Town { dir, clock, hub, app } = town;
    drop((hub, app));
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    for ending in ["-wal", "-shm"] {
        drop(fs::remove_file(dir.path().join(format!("township.db{ending}"))));
    }
    fs::rename(&backup, dir.path().join("township.db")).unwrap();
    let town = Town::open(dir, clock);
    assert_ne!(town.hub.shared.identity.generation(), first);
    let head = ops[3].header();
    let own = oplog::Head { log: head.log(), height: 4, id: ops[3].id() };
    (phone.session, phone.step) = (9, 0);
    let (answer, _) = phone.hello(&town, vec![], vec![own], vec![]).await;
    assert_eq!((answer.want[0].from, answer.want[0].to), (1, 4));
    let (pushed, receipt) = phone.push(&town, &bytes(&ops[1..])).await;
    assert_eq!((pushed.aside.len(), receipt.heads[0].head), (0, own));
    // What the township signs from now on contradicts nothing that it signed and lost.
    town.grant_again(&phone).await;
    let township = town.hub.shared.identity.device();
    let epochs = read(&*town.hub.archive, |view| view.heads_of(township)).unwrap();
    assert!(epochs.iter().any(|head| head.head.log.epoch >= 1 && head.head.log.scope == place(UPPER)));
}

impl Town {
    async fn grant_again(&self, phone: &crate::town::Phone) {
        let (key, scope) = (phone.key.public(), place(UPPER));
        let grant = domain::authority::Granted {
            key,
            name: "普红梅".into(),
            person: None,
            roles: vec![Role::Recorder, Role::GroupLead],
            officer: "李".into(),
        };
        let say = move |work: &mut township::work::Work<'_>| {
            township::authority::say(work, scope, &domain::Body::Granted(grant)).map(drop)
        };
        self.hub.writer.run(say).await.unwrap();
    }
}

#[test]
fn a_data_folder_is_held_alone_and_its_key_is_its_own() {
    let town = Town::new();
    let held = DataDir::hold(town.dir.path()).unwrap();
    let second = DataDir::hold(town.dir.path()).map(drop).unwrap_err();
    assert_eq!(second.code(), "data.running");
    let key = town.dir.path().join("township.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    fs::write(&key, [1; 32]).unwrap();
    let wrong = held.open(Arc::new(Real), Front::default()).map(drop).unwrap_err();
    assert_eq!(wrong.code(), "data.key");
    let empty = tempfile::tempdir().unwrap();
    let none =
        DataDir::hold(empty.path()).unwrap().open(Arc::new(Real), Front::default()).map(drop).unwrap_err();
    assert_eq!(none.code(), "data.no-township");
}
