//! Settings: by flag, environment (`SHOUYI_…`) or file (TOML), the earlier of these before the later.

use crate::error::Trouble;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings' names, as flags.
pub const NAMES: &[&str] = &["data", "listen", "tls-cert", "tls-key", "public-url", "demo", "config"];
const PREFIX: &str = "SHOUYI_";
const LISTEN: &str = "127.0.0.1:8080";

/// What the server runs with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// Certificate and key for TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The address that phones use, without a slash at the end.
    pub public_url: Option<String>,
    /// Whether to begin with the demo township.
    pub demo: bool,
}

/// Values by name, each with where it stands.
type Layer = BTreeMap<&'static str, (String, String)>;

/// Puts flags, environment and file together.
///
/// # Errors
/// [`Trouble`] that names the setting, where it stands and what would be right.
pub fn settle(
    flags: Vec<(&'static str, String)>,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Settings, Trouble> {
    let mut all: Layer =
        flags.into_iter().map(|(name, value)| (name, (format!("--{name}"), value))).collect();
    for (name, value) in environment.filter(|(name, _)| name.starts_with(PREFIX)) {
        let short = name.trim_start_matches(PREFIX).to_lowercase().replace('_', "-");
        let known = known(&short)
            .ok_or_else(|| Trouble::UnknownSetting { at: "the environment".into(), name: name.clone() })?;
        all.entry(known).or_insert((name, value));
    }
    if let Some((_, path)) = all.get("config").cloned() {
        for (name, entry) in from_file(Path::new(&path))? {
            all.entry(name).or_insert(entry);
        }
    }
    resolve(&all)
}

fn known(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|known| **known == name).copied()
}

fn from_file(path: &Path) -> Result<Layer, Trouble> {
    let at = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Trouble::File(path.to_owned(), error.kind()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| Trouble::WrongSetting {
        at: at.clone(),
        name: "config",
        value: error.message().to_owned(),
        want: "a TOML file of lines like `listen = \"0.0.0.0:8080\"`",
    })?;
    let mut layer = Layer::new();
    for (name, value) in table {
        let short = name.replace('_', "-");
        let known = known(&short).filter(|known| *known != "config");
        let known = known.ok_or_else(|| Trouble::UnknownSetting { at: at.clone(), name })?;
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(switch) => switch.to_string(),
            other => {
                let (at, value) = (at.clone(), other.to_string());
                return Err(Trouble::WrongSetting {
                    at,
                    name: known,
                    value,
                    want: "text in quotes, or true or false",
                });
            }
        };
        layer.insert(known, (at.clone(), value));
    }
    Ok(layer)
}

fn resolve(all: &Layer) -> Result<Settings, Trouble> {
    let wrong = |name: &'static str, want: &'static str| {
        let (at, value) = all.get(name).cloned().unwrap_or_default();
        Trouble::WrongSetting { at, name, value, want }
    };
    let text = |name: &str| all.get(name).map(|(_, value)| value.as_str());
    let data = text("data").filter(|data| !data.is_empty()).ok_or(Trouble::MissingSetting("data"))?;
    let listen = text("listen").unwrap_or(LISTEN);
    let listen = listen
        .parse()
        .map_err(|_| wrong("listen", "an address and a port, like 0.0.0.0:8080 or [::]:8443"))?;
    let tls = match (text("tls-cert"), text("tls-key")) {
        (Some(cert), Some(key)) => Some((PathBuf::from(cert), PathBuf::from(key))),
        (None, None) => None,
        (Some(_), None) => return Err(Trouble::MissingSetting("tls-key")),
        (None, Some(_)) => return Err(Trouble::MissingSetting("tls-cert")),
    };
    let public_url = text("public-url").map(|url| url.trim_end_matches('/').to_owned());
    let proper = |url: &String| {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '#', '?', ' ']))
    };
    if public_url.as_ref().is_some_and(|url| !proper(url)) {
        return Err(wrong("public-url", "an address without a path, like https://shouyi.example.cn"));
    }
    let demo = match text("demo") {
        None | Some("false" | "0") => false,
        Some("true" | "1") => true,
        Some(_) => return Err(wrong("demo", "true or false")),
    };
    Ok(Settings { data: data.into(), listen, tls, public_url, demo })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> std::vec::IntoIter<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<Vec<_>>()
            .into_iter()
    }

    #[test]
    fn flags_come_before_environment_before_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.toml");
        std::fs::write(
            &file,
            "data = \"f\"\nlisten = \"127.0.0.1:1\"\npublic_url = \"https://f.cn/\"\ndemo = true\n",
        )
        .unwrap();
        let config = file.display().to_string();
        let flags = vec![("data", "a".to_owned()), ("config", config)];
        let settings =
            settle(flags, env(&[("SHOUYI_DATA", "e"), ("SHOUYI_LISTEN", "127.0.0.1:2"), ("OTHER", "x")]))
                .unwrap();
        assert_eq!(settings.data, PathBuf::from("a"));
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.public_url.as_deref(), Some("https://f.cn"));
        assert!(settings.demo);
    }

    #[test]
    fn what_is_wrong_is_named_with_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("t.toml");
        let with_file = |text: &str| {
            std::fs::write(&file, text).unwrap();
            settle(vec![("config", file.display().to_string())], env(&[])).unwrap_err().to_string()
        };
        assert!(with_file("lisen = \"x\"").contains("`lisen`"));
        assert!(with_file("data = 5").contains("`data` is `5`"));
        assert!(with_file("data").contains("TOML"));
        let data = || ("data", "d".to_owned());
        let said = |flags, pairs: &[(&str, &str)]| settle(flags, env(pairs)).unwrap_err().to_string();
        assert!(said(vec![], &[]).contains("SHOUYI_DATA"));
        assert!(said(vec![data()], &[("SHOUYI_LISEN", "1")]).contains("SHOUYI_LISEN"));
        assert!(
            said(vec![data()], &[("SHOUYI_LISTEN", "8080")]).contains("SHOUYI_LISTEN: `listen` is `8080`")
        );
        assert!(said(vec![data(), ("tls-cert", "c".to_owned())], &[]).contains("--tls-key"));
        assert!(said(vec![data(), ("public-url", "x.cn".to_owned())], &[]).contains("public-url"));
    }
}
