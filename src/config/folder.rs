//! Where the configuration is and which files it has: a folder on disk, or the one built into the binary.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::error::ConfigError;
use super::fields::nearest;
use super::source::Source;

/// The files of the shipped `config/`, by their path in it.
static SHIPPED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/shipped_config.rs"));

/// Where a configuration is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folder {
    /// A folder on disk, as the person named it.
    Disk(PathBuf),
    /// The shipped one, built into the binary.
    BuiltIn,
}

/// The files of a configuration, each kind in the order of its names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// `liaison.toml`.
    pub settings: Option<Source>,
    /// `teams.yaml`.
    pub teams: Option<Source>,
    /// `glossary/*.yaml`, `*.yml` and `*.json`.
    pub glossary: Vec<Source>,
    /// `rules/*.yaml` and `*.yml`.
    pub rules: Vec<Source>,
    /// `holidays/*.ics`.
    pub holidays: Vec<Source>,
    /// What lies there and looks meant for us, but is not read.
    pub astray: Vec<ConfigError>,
}

impl Folder {
    /// The folder named by the flag, else by `LIAISON_CONFIG`, else `./config` if there is one, else the shipped
    /// one.
    pub fn locate(flag: Option<PathBuf>, environment: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let named = flag.or_else(|| environment("LIAISON_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from));
        match named {
            Some(path) => Self::Disk(path),
            None if Path::new("config").is_dir() => Self::Disk(PathBuf::from("config")),
            None => Self::BuiltIn,
        }
    }

    /// How a file of the folder is called in what is said about it.
    pub fn file(&self, name: &str) -> PathBuf {
        match self {
            Self::Disk(root) => root.join(name),
            Self::BuiltIn => Path::new("(built in)").join(name),
        }
    }

    /// Reads the files. A part that is not there is left out.
    ///
    /// # Errors
    /// Every file that cannot be read, and a folder that is not there.
    pub fn read(&self) -> Result<Files, Vec<ConfigError>> {
        let mut astray = Vec::new();
        let (read, errors): (Vec<_>, Vec<_>) = match self {
            Self::BuiltIn => SHIPPED
                .iter()
                .filter(|(name, _)| Place::of(Path::new(name)).is_some())
                .map(|(name, bytes)| text(self.file(name), bytes.to_vec()).map(|source| (PathBuf::from(name), source)))
                .partition(Result::is_ok),
            Self::Disk(root) => on_disk(root, &mut astray)?.into_iter().partition(Result::is_ok),
        };
        if !errors.is_empty() {
            return Err(errors.into_iter().filter_map(Result::err).collect());
        }
        let mut files = Files { astray, ..Files::default() };
        for (name, source) in read.into_iter().filter_map(Result::ok) {
            match Place::of(&name) {
                Some(Place::Settings) => files.settings = Some(source),
                Some(Place::Teams) => files.teams = Some(source),
                Some(Place::Glossary) => files.glossary.push(source),
                Some(Place::Rules) => files.rules.push(source),
                Some(Place::Holidays) => files.holidays.push(source),
                None => {}
            }
        }
        Ok(files)
    }
}

/// What a file is for, by its path in the folder.
#[derive(Debug, Clone, Copy)]
enum Place {
    Settings,
    Teams,
    Glossary,
    Rules,
    Holidays,
}

impl Place {
    fn of(name: &Path) -> Option<Self> {
        let hidden = name.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let ending = name.extension().and_then(OsStr::to_str).unwrap_or_default();
        match name.parent()?.to_str()? {
            "" if name == Path::new("liaison.toml") => Some(Self::Settings),
            "" if name == Path::new("teams.yaml") => Some(Self::Teams),
            "glossary" if !hidden && matches!(ending, "yaml" | "yml" | "json") => Some(Self::Glossary),
            "rules" if !hidden && matches!(ending, "yaml" | "yml") => Some(Self::Rules),
            "holidays" if !hidden && ending == "ics" => Some(Self::Holidays),
            _ => None,
        }
    }
}

type Read = Result<(PathBuf, Source), ConfigError>;

/// What a name that is not read was probably meant to be; nothing for names that have nothing to do with us.
fn meant(root: &Path, name: &Path) -> Option<String> {
    let written = name.file_name()?.to_str()?;
    if written.starts_with('.') {
        return None;
    }
    if name.parent() == Some(Path::new("")) {
        let known = ["liaison.toml", "teams.yaml", "glossary", "rules", "holidays"];
        return nearest(written, &known).filter(|near| *near != written).map(|near| format!("did you mean `{near}`?"));
    }
    root.join(name).is_dir().then(|| "put its files one folder up".to_owned())
}

fn on_disk(root: &Path, astray: &mut Vec<ConfigError>) -> Result<Vec<Read>, Vec<ConfigError>> {
    let refused = |path: &Path, error: &io::Error| ConfigError {
        file: path.to_path_buf(),
        line: None,
        key: None,
        problem: format!("cannot be read: {error}"),
        remedy: Some("name an existing folder with --config or LIAISON_CONFIG, and let this user read it".to_owned()),
    };
    let mut names = Vec::new();
    let mut errors = Vec::new();
    for folder in ["", "glossary", "rules", "holidays"] {
        let path = if folder.is_empty() { root.to_path_buf() } else { root.join(folder) };
        match fs::read_dir(&path) {
            Ok(entries) => {
                for entry in entries {
                    match entry {
                        Ok(entry) => names.push(Path::new(folder).join(entry.file_name())),
                        Err(error) => errors.push(refused(&path, &error)),
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !folder.is_empty() => {}
            Err(error) => errors.push(refused(&path, &error)),
        }
        if folder.is_empty() && !errors.is_empty() {
            return Err(errors);
        }
    }
    names.sort();
    for name in names.iter().filter(|name| Place::of(name).is_none()) {
        if let Some(remedy) = meant(root, name) {
            let problem = "is not read".to_owned();
            astray.push(ConfigError { file: root.join(name), line: None, key: None, problem, remedy: Some(remedy) });
        }
    }
    let files = names.into_iter().filter(|name| Place::of(name).is_some()).map(|name| {
        let path = root.join(&name);
        let bytes = fs::read(&path).map_err(|error| refused(&path, &error))?;
        Ok((name, text(path, bytes)?))
    });
    Ok(files.chain(errors.into_iter().map(Err)).collect())
}

/// A file's text, without a byte order mark.
fn text(path: PathBuf, bytes: Vec<u8>) -> Result<Source, ConfigError> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Ok(Source { path, text })
        }
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            Err(ConfigError {
                file: path,
                line: Some(good.split(|&byte| byte == b'\n').count() as u64),
                key: None,
                problem: "not valid UTF-8".to_owned(),
                remedy: Some("save the file as UTF-8".to_owned()),
            })
        }
    }
}
