//! What can go wrong in the server, by name.

use crate::archive::ArchiveError;
use core::fmt;
use std::path::PathBuf;

/// Why a command could not be carried out. The words of each say what to do.
#[derive(Debug)]
pub enum Trouble {
    /// The archive refused.
    Archive(ArchiveError),
    /// A file or folder could not be read or written.
    File(PathBuf, std::io::ErrorKind),
    /// The operating system gave no random bytes.
    Randomness,
    /// Another process of this program holds the data folder.
    Running(PathBuf),
    /// The data folder holds no township yet.
    NoTownship(PathBuf),
    /// `--demo` was given over data of a township.
    DemoOverData(PathBuf),
    /// The key file is not 32 bytes, or is another township's.
    Key(PathBuf),
    /// The file is there already.
    Exists(PathBuf),
    /// The database is not whole.
    Damaged(PathBuf, Box<crate::verify::Damage>),
    /// A setting has a name that the program does not know.
    UnknownSetting {
        /// Where it stands.
        at: String,
        /// Its name.
        name: String,
    },
    /// A setting has a value that cannot be.
    WrongSetting {
        /// Where it stands.
        at: String,
        /// Its name.
        name: &'static str,
        /// The value as given.
        value: String,
        /// What would be right.
        want: &'static str,
    },
    /// A needed setting is missing.
    MissingSetting(&'static str),
    /// The register file is not what it should be.
    Register {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        slip: crate::register::Slip,
    },
    /// The address could not be listened on.
    Listen(std::net::SocketAddr, std::io::ErrorKind),
    /// Certificate and key for TLS could not be used.
    Tls {
        /// Certificate file.
        cert: PathBuf,
        /// Key file.
        key: PathBuf,
    },
}

impl Trouble {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Archive(error) => error.code(),
            Self::File(..) => "data.file",
            Self::Randomness => "system.randomness",
            Self::Running(_) => "data.running",
            Self::NoTownship(_) => "data.no-township",
            Self::DemoOverData(_) => "data.demo-over-data",
            Self::Key(_) => "data.key",
            Self::Exists(_) => "backup.exists",
            Self::Damaged(..) => "verify.damaged",
            Self::UnknownSetting { .. } => "setting.unknown",
            Self::WrongSetting { .. } => "setting.wrong",
            Self::MissingSetting(_) => "setting.missing",
            Self::Register { .. } => "register.file",
            Self::Listen(..) => "listen.failed",
            Self::Tls { .. } => "tls.files",
        }
    }
}

impl From<ArchiveError> for Trouble {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive(error) => write!(f, "the archive could not be used: {}", error.code()),
            Self::File(path, kind) => {
                write!(f, "{}: {kind}; check that it is there and yours", path.display())
            }
            Self::Randomness => f.write_str("the system gives no random bytes"),
            Self::Running(path) => write!(
                f,
                "{} is in use by a running township server; stop it, then do this again",
                path.display()
            ),
            Self::NoTownship(path) => write!(
                f,
                "{0} holds no township yet; enter one with `township register --data {0} --file FILE.json`, or \
                 start with --demo to look around",
                path.display()
            ),
            Self::DemoOverData(path) => write!(
                f,
                "{} holds a township already, and it is not the demo's; leave --demo out",
                path.display()
            ),
            Self::Key(path) => write!(
                f,
                "{} is not this township's key (32 bytes, made with the data); put the right file back",
                path.display()
            ),
            Self::Exists(path) => {
                write!(f, "{} is there already; take another name, or add --force", path.display())
            }
            Self::Damaged(path, damage) => write!(f, "{} is not whole: {damage}", path.display()),
            Self::UnknownSetting { at, name } => {
                write!(
                    f,
                    "{at}: no setting is called `{name}`; there are {}",
                    crate::config::NAMES.join(", ")
                )
            }
            Self::WrongSetting { at, name, value, want } => {
                write!(f, "{at}: `{name}` is `{value}`, but must be {want}")
            }
            Self::MissingSetting(name) => write!(
                f,
                "`{name}` is not set; give --{name}, or SHOUYI_{}, or `{}` in the file of --config",
                name.to_uppercase().replace('-', "_"),
                name.replace('-', "_")
            ),
            Self::Register { file, slip } => write!(f, "{}: {slip}", file.display()),
            Self::Listen(address, kind) => {
                write!(
                    f,
                    "{address} cannot be listened on: {kind}; another program may have it, choose with --listen"
                )
            }
            Self::Tls { cert, key } => write!(
                f,
                "TLS cannot start with {} and {}: they must be a PEM certificate chain and its PEM private key",
                cert.display(),
                key.display()
            ),
        }
    }
}

impl std::error::Error for Trouble {}
