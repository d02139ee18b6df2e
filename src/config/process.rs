//! Settings of the process: each comes from its flag, else from its environment variable, else from
//! `liaison.toml`, else it has the default written down here.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use super::error::ConfigError;
use super::settings_file::ServerFile;

/// What flags say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--data DIR`.
    pub data: Option<PathBuf>,
    /// `--http ADDR`.
    pub http: Option<String>,
}

/// Settings of the process, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Where the data lies: `--data`, `LIAISON_DATA`, `[server] data_dir`, else `liaison-data`.
    pub data_dir: PathBuf,
    /// Where to listen for HTTP: `--http`, `LIAISON_HTTP`, `[server] http_address`, else `127.0.0.1:3000`.
    pub http: SocketAddr,
}

impl Process {
    /// Resolves the settings. `environment` looks a variable up; an empty one counts as not set.
    ///
    /// # Errors
    /// A value that does not read as what it should be, named by where it comes from.
    pub fn resolve(
        flags: Flags,
        environment: &dyn Fn(&str) -> Option<OsString>,
        file: &ServerFile,
    ) -> Result<Self, ConfigError> {
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let data_dir = flags
            .data
            .or_else(|| variable("LIAISON_DATA").map(PathBuf::from))
            .or_else(|| file.data_dir.clone())
            .unwrap_or_else(|| PathBuf::from("liaison-data"));
        let (from, http) = flags
            .http
            .map(|value| ("--http", value))
            .or_else(|| variable("LIAISON_HTTP").map(|value| ("LIAISON_HTTP", value.to_string_lossy().into_owned())))
            .or_else(|| file.http_address.clone().map(|value| ("liaison.toml, [server] http_address", value)))
            .unwrap_or_else(|| ("default", "127.0.0.1:3000".to_owned()));
        let http = address(&http).ok_or_else(|| ConfigError {
            file: PathBuf::from(from),
            line: None,
            key: None,
            problem: format!("`{http}` is not an address to listen on"),
            remedy: Some("an address and a port, such as `127.0.0.1:3000` or `0.0.0.0:3000`".to_owned()),
        })?;
        Ok(Self { data_dir, http })
    }
}

/// Reads `127.0.0.1:3000`, `[::1]:3000`, `localhost:3000` or `:3000` (all addresses).
pub(super) fn address(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let (host, port) = text.rsplit_once(':')?;
    let host = match host {
        "localhost" => Ipv4Addr::LOCALHOST,
        "" => Ipv4Addr::UNSPECIFIED,
        _ => return None,
    };
    Some(SocketAddr::from((host, port.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(flag: Option<&str>, variable: Option<&str>, file: Option<&str>) -> Result<SocketAddr, ConfigError> {
        let flags = Flags { http: flag.map(str::to_owned), data: None };
        let file = ServerFile { http_address: file.map(str::to_owned), data_dir: None };
        let environment = |name: &str| variable.filter(|_| name == "LIAISON_HTTP").map(OsString::from);
        Process::resolve(flags, &environment, &file).map(|process| process.http)
    }

    #[test]
    fn a_flag_comes_before_the_environment_before_the_file_before_the_default() {
        let port = |flag, variable, file| resolve(flag, variable, file).unwrap().port();
        assert_eq!(port(Some(":1"), Some(":2"), Some(":3")), 1);
        assert_eq!(port(None, Some(":2"), Some(":3")), 2);
        assert_eq!(port(None, Some(""), Some(":3")), 3);
        assert_eq!(port(None, None, Some("localhost:4")), 4);
        assert_eq!(resolve(None, None, None).unwrap().to_string(), "127.0.0.1:3000");
    }

    #[test]
    fn a_wrong_address_is_named_by_where_it_comes_from() {
        let error = resolve(None, Some("example"), None).unwrap_err();
        assert_eq!(error.file, PathBuf::from("LIAISON_HTTP"));
        assert!(error.problem.contains("`example`"), "{error}");
    }
}
