//! Opens the data folder for a command that reads it while no bot runs; says what to do where that cannot be.

use std::path::{Path, PathBuf};

use crate::config::{self, Flags, Folder, Loaded, Process};
use crate::store::{Disk, StoreError};

/// The configuration and the store beside it.
///
/// # Errors
/// What is wrong with the configuration, the folder or the store, and how to mend it.
pub(super) fn open(folder: &Folder, data: Option<PathBuf>) -> Result<(Loaded, Disk), String> {
    let environment = |name: &str| std::env::var_os(name);
    let loaded = config::load(folder).map_err(|problems| problems.to_string())?;
    let process = Process::resolve(Flags { data, http: None }, &environment, &loaded.server);
    let store = store(&process.map_err(|error| error.to_string())?.data_dir)?;
    Ok((loaded, store))
}

/// The store in a folder.
///
/// # Errors
/// What is wrong with it, and how to mend it.
pub(super) fn store(folder: &Path) -> Result<Disk, String> {
    if !folder.is_dir() {
        let remedy = "name the folder the bot runs on with --data";
        return Err(format!("there is no data folder at {}\n    help: {remedy}", folder.display()));
    }
    Disk::open(folder).map_err(|error| match error {
        StoreError::InUse(_) => format!("{error}\n    help: stop the bot for a moment, or read a copy of the folder"),
        error => error.to_string(),
    })
}
