//! The command line.

use crate::archive;
use crate::archive::rows::Meta;
use crate::audit::{self, Act};
use crate::clock::{Outside, Real};
use crate::config::{Settings, settle};
use crate::data::{DATABASE, DataDir, KEY, archive_at, has_database, key_in, township_scope};
use crate::enrol::{keep_code, new_code};
use crate::error::Trouble;
use crate::verify::{self, Findings, Verified};
use crate::{backup, officers, qr, register, serve};
use clap::{Args, Parser, Subcommand};
use domain::audit::Audited;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

const FORMAT: &str = r#"The file is JSON:

{
  "township": "紫溪镇", "code": "532301104",
  "places": [
    { "code": "532301104201", "name": "前进村", "people": [
      { "name": "李文昌", "membership": "full", "party_committee": true, "office": "村党总支书记" },
      { "name": "罗正荣", "representative": true } ] },
    { "code": "532301104201001", "name": "上白村民小组", "people": [
      { "name": "周小燕", "membership": "probationary" },
      { "name": "张国富", "household": true } ] }
  ]
}

Codes: 9 digits the township, 12 a village, 15 a group. Of a person only `name` is needed; further:
  membership  none (default), full, probationary      pinyin   made from the name if missing
  household   true: a household named by its head     adult    true (default)
  representative, party_committee, village_committee, supervisor, left    false (default)
  office      as shown                                id       16 hexadecimal digits, to rename a person

A file can be entered again at any time: who is there by the same name (and kind) in the same place is renewed,
who is new is added, nobody is taken out but by "left": true."#;

#[derive(Parser)]
#[command(name = "township", version, about = "Shouyi 首议: the township's server")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve phones and the desk.
    Serve(ServeArgs),
    /// Enter places and people from a file, and found the township with the first one. Not while the server runs.
    #[command(after_long_help = FORMAT)]
    Register {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The file.
        #[arg(long)]
        file: PathBuf,
    },
    /// Print a one-time code for a new phone. Also while the server runs.
    Code {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The address that phones use; by default the one that the server was started with.
        #[arg(long)]
        public_url: Option<String>,
    },
    /// Copy the database to a file and verify the copy. Also while the server runs.
    Backup {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The file to be made.
        #[arg(long)]
        to: PathBuf,
        /// Put the township's key beside it, as FILE.key. Whoever has it can sign as the township.
        #[arg(long)]
        with_key: bool,
        /// Replace the file where it is there already.
        #[arg(long)]
        force: bool,
    },
    /// Put a verified copy in the place of the database. Not while the server runs.
    Restore {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// The copy.
        #[arg(long)]
        from: PathBuf,
        /// The township's key, where the data folder has none.
        #[arg(long)]
        key: Option<PathBuf>,
    },
    /// Check every signature, chain, the tree and what was derived from them. Also while the server runs.
    Verify {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// A copy to be checked instead of the database, with the key of the data folder.
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Print a one-time login for a further officer. Also while the server runs.
    Login {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
    },
}

/// Every flag can also be given as SHOUYI_DATA, SHOUYI_LISTEN, … or in the file of --config as data, listen, ….
#[derive(Args)]
struct ServeArgs {
    /// The data folder; made where it is missing.
    #[arg(long)]
    data: Option<String>,
    /// Address and port, 127.0.0.1:8080 by default; port 0 takes a free one.
    #[arg(long)]
    listen: Option<String>,
    /// PEM certificate chain, for HTTPS.
    #[arg(long)]
    tls_cert: Option<String>,
    /// Its PEM private key.
    #[arg(long)]
    tls_key: Option<String>,
    /// The address that phones use, https://….
    #[arg(long)]
    public_url: Option<String>,
    /// Begin with the demo township where the data folder is empty.
    #[arg(long)]
    demo: bool,
    /// A TOML file with these settings.
    #[arg(long)]
    config: Option<String>,
}

impl ServeArgs {
    fn settle(self) -> Result<Settings, Trouble> {
        let flags = [
            ("data", self.data),
            ("listen", self.listen),
            ("tls-cert", self.tls_cert),
            ("tls-key", self.tls_key),
            ("public-url", self.public_url),
            ("demo", self.demo.then(|| "true".to_owned())),
            ("config", self.config),
        ];
        settle(flags.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(), std::env::vars())
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let log =
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    log.with_target(false).with_max_level(tracing::Level::INFO).init();
    let done = match cli.command {
        Command::Serve(args) => args.settle().and_then(|settings| serve::run(&settings)),
        Command::Register { data, file } => enter(&data, &file),
        Command::Code { data, public_url } => code(&data, public_url),
        Command::Login { data } => login(&data),
        Command::Backup { data, to, with_key, force } => back_up(&data, &to, force, with_key),
        Command::Restore { data, from, key } => restore(&data, &from, key.as_deref()),
        Command::Verify { data, file } => check(&data, file.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("township: {trouble}  [{}]", trouble.code());
            ExitCode::FAILURE
        }
    }
}

fn enter(data: &Path, path: &Path) -> Result<(), Trouble> {
    let text = std::fs::read_to_string(path).map_err(|error| Trouble::File(path.to_owned(), error.kind()))?;
    let file = register::parse(&text, path)?;
    let dir = DataDir::hold(data)?;
    let outside: Arc<dyn Outside> = Arc::new(Real);
    let report = register::import(&dir, &file, path, &outside, false)?;
    println!(
        "{}: {} places, {} new entries, {} changed",
        file.township, report.places, report.new, report.changed
    );
    Ok(())
}

fn township_at(data: &Path) -> Result<Arc<dyn archive::Archive>, Trouble> {
    if !has_database(data) {
        return Err(Trouble::NoTownship(data.to_owned()));
    }
    let archive = archive_at(data)?;
    township_scope(&*archive)?.ok_or_else(|| Trouble::NoTownship(data.to_owned()))?;
    Ok(archive)
}

fn code(data: &Path, public_url: Option<String>) -> Result<(), Trouble> {
    let archive = township_at(data)?;
    let (code, row) = new_code(&Real)?;
    archive::write(&*archive, |tx| {
        keep_code(tx, &row)?;
        audit::later(tx, &row.hash.hex(), Audited::of(Act::CodeMade, ""), Real.now_ms())
    })?;
    let kept = archive::read(&*archive, |view| view.meta(Meta::PublicUrl))?
        .and_then(|url| String::from_utf8(url).ok());
    let url = public_url.or(kept).unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    let link = format!("{}/#enrol={}", url.trim_end_matches('/'), code.text());
    println!("enrolment code: {}\nenrolment link: {link}\n{}", code.text(), qr::blocks(&link));
    Ok(())
}

fn login(data: &Path) -> Result<(), Trouble> {
    let archive = township_at(data)?;
    let (text, hash) = officers::new_once(&Real)?;
    archive::write(&*archive, |tx| {
        tx.put_meta(Meta::Once, Some(&hash.0))?;
        audit::later(tx, &hash.hex(), Audited::of(Act::LoginReset, ""), Real.now_ms())
    })?;
    println!("officer login (once): {text}");
    Ok(())
}

fn back_up(data: &Path, to: &Path, force: bool, with_key: bool) -> Result<(), Trouble> {
    township_at(data)?;
    let findings = backup::back_up(data, to, force, with_key, Real.now_ms())?;
    println!("{}: copied and verified", to.display());
    said(&findings);
    if with_key {
        println!("the township's key: {} (keep it apart from the copy)", backup::key_beside(to).display());
    } else {
        println!(
            "without {} a copy is worth nothing: keep that file too (--with-key)",
            data.join(KEY).display()
        );
    }
    println!("to go back: township restore --data {} --from {}", data.display(), to.display());
    Ok(())
}

fn restore(data: &Path, from: &Path, key: Option<&Path>) -> Result<(), Trouble> {
    let restored = backup::restore(data, from, key, Real.now_ms())?;
    println!("{}: verified and put in place", from.display());
    said(&restored.findings);
    if let Some(before) = restored.before {
        println!("what was there before: {}", before.display());
    }
    println!("the next start begins a new generation: phones send again what this copy lacks");
    Ok(())
}

fn check(data: &Path, file: Option<&Path>) -> Result<(), Trouble> {
    let key = key_in(data)?.public();
    let findings = match file {
        Some(file) => backup::look_at(file, &key)?,
        None => match verify::verify(&*township_at(data)?, &key)? {
            Verified::Whole(findings) => findings,
            Verified::Damaged(damage) => return Err(Trouble::Damaged(data.join(DATABASE), Box::new(damage))),
        },
    };
    println!("every signature, chain and summary holds");
    said(&findings);
    Ok(())
}

fn said(findings: &Findings) {
    let Findings { ops, logs, matters, root, missing } = findings;
    println!("  {ops} operations, {logs} logs, {matters} matters\n  tree root {root}");
    for (device, epoch, count) in missing {
        println!("  device {device}, epoch {epoch}: {count} operations have not arrived yet");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
