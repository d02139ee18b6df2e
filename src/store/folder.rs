//! The data folder: holds it for this process and opens the database in it; returns errors that say what to do.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::store::StoreError;

/// The file that is locked while a process holds the folder.
const LOCK: &str = "liaison.lock";
/// The folder of the database within the data folder.
const DATABASE: &str = "store";
/// How much of the database is kept in memory, in bytes.
const CACHE: u64 = 16 << 20;
/// How long the threads of a database that was just closed in this process may still hold its file.
const RELEASE: Duration = Duration::from_secs(5);

/// The database and its file.
pub(super) struct Database {
    pub(super) db: sled::Db,
    pub(super) file: File,
}

/// Makes the folder if it is not there and holds it for as long as the returned file is open.
pub(super) fn hold(data: &Path) -> Result<File, StoreError> {
    make_private(data).map_err(|error| unusable(data, &error))?;
    let path = data.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(|e| unusable(data, &e))?;
    close_to_others(&path, 0o600).map_err(|error| unusable(data, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(data.display().to_string())),
        Err(TryLockError::Error(error)) => Err(unusable(data, &error)),
    }
}

/// Opens the database in a folder that is held.
pub(super) fn open(data: &Path) -> Result<Database, StoreError> {
    let path = data.join(DATABASE);
    make_private(&path).map_err(|error| unusable(data, &error))?;
    close_to_others(&path, 0o700).map_err(|error| unusable(data, &error))?;
    let config = sled::Config::new().path(&path).cache_capacity(CACHE);
    let patience = Instant::now() + RELEASE;
    let db = loop {
        // sled panics on some kinds of damage; nothing of it is used again afterwards.
        match std::panic::catch_unwind(AssertUnwindSafe(|| config.open())) {
            Ok(Ok(db)) => break db,
            Ok(Err(sled::Error::Io(error))) if is_lock(&error) => {
                if Instant::now() >= patience {
                    return Err(StoreError::InUse(data.display().to_string()));
                }
                thread::sleep(Duration::from_millis(5));
            }
            Ok(Err(sled::Error::Io(error))) => return Err(unusable(data, &error)),
            Ok(Err(error)) => return Err(damaged(data, &error.to_string())),
            Err(_) => return Err(damaged(data, "reading it failed")),
        }
    };
    for entry in fs::read_dir(&path).map_err(|error| unusable(data, &error))?.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // sled replaces some of its files as it goes; the folder around them is closed to others in any case.
            let _ = close_to_others(&entry.path(), 0o600);
        }
    }
    let file = File::options().write(true).open(path.join("db")).map_err(|error| unusable(data, &error))?;
    Ok(Database { db, file })
}

/// Whether sled says that it could not lock its file; it has no error of its own for that.
fn is_lock(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

fn unusable(data: &Path, error: &io::Error) -> StoreError {
    let remedy = match error.kind() {
        io::ErrorKind::PermissionDenied => "; let this user read and write it, or choose another with --data",
        io::ErrorKind::StorageFull => "; make room on the disk",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "; choose another with --data",
        _ => "",
    };
    StoreError::Unusable { folder: data.display().to_string(), reason: format!("{error}{remedy}") }
}

fn damaged(data: &Path, reason: &str) -> StoreError {
    StoreError::Unusable {
        folder: data.display().to_string(),
        reason: format!(
            "the database in it is damaged ({reason}); move the folder away and start again with an empty one. What \
             was only in it is lost: open requests, what people set in Slack, which terms were explained, and \
             messages that were not answered yet"
        ),
    }
}

/// Makes a folder, and those above it, that only this user can open.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Takes the rights of other users away.
#[cfg(unix)]
fn close_to_others(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn close_to_others(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
