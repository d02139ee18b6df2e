//! Opens a Slack export, a zip or a folder, and reads single files of it within bounds that are counted while
//! reading: what a header promises is not believed.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

/// Something wrong in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the person or the export named it; control characters are shown as `�`.
    pub file: String,
    /// What is wrong, and what became of it.
    pub problem: String,
}

impl Fault {
    /// A fault in a file.
    pub fn new(file: impl Into<String>, problem: impl Into<String>) -> Self {
        let file: String = file.into();
        let file = file.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(300).collect();
        Self { file, problem: problem.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.problem)
    }
}

impl std::error::Error for Fault {}

/// How much is read of an export, in bytes after unpacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one file.
    pub file: u64,
    /// Of all files of a zip together.
    pub total: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 64 * 1024 * 1024, total: 4 * 1024 * 1024 * 1024 }
    }
}

/// An export that was opened.
#[derive(Debug)]
pub struct Archive {
    files: Files,
    limits: Limits,
    left: u64,
}

#[derive(Debug)]
enum Files {
    /// The place of each file in the zip, by its name below the export's root.
    Zip(Box<ZipArchive<BufReader<File>>>, BTreeMap<String, usize>),
    /// The path of each file, by its name below the export's root.
    Folder(BTreeMap<String, PathBuf>),
}

impl Archive {
    /// Opens a zip or a folder, and names the entries that are not taken.
    ///
    /// # Errors
    /// When it is neither, or cannot be read.
    pub fn open(path: &Path, limits: Limits) -> Result<(Self, Vec<Fault>), Fault> {
        let name = path.display().to_string();
        let unreadable = |error: &io::Error| Fault::new(name.clone(), format!("cannot be read: {error}"));
        let kind = fs::metadata(path).map_err(|error| unreadable(&error))?;
        let mut faults = Vec::new();
        let files = if kind.is_dir() {
            Files::Folder(in_folder(path, &mut faults).map_err(|error| unreadable(&error))?)
        } else {
            let file = File::open(path).map_err(|error| unreadable(&error))?;
            let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| {
                Fault::new(name.clone(), format!("is neither a folder nor a zip that can be read: {}", say(&error)))
            })?;
            let names = in_zip(&zip, &mut faults);
            Files::Zip(Box::new(zip), names)
        };
        Ok((Self { files, limits, left: limits.total }, faults))
    }

    /// The names of all files below the export's root, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (zip, folder) = match &self.files {
            Files::Zip(_, names) => (Some(names.keys()), None),
            Files::Folder(paths) => (None, Some(paths.keys())),
        };
        zip.into_iter().flatten().chain(folder.into_iter().flatten()).map(String::as_str)
    }

    /// Whether more was unpacked than may be, so that nothing more can be read.
    pub const fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    /// A file's bytes; nothing when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read, or holds more than may be read.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let limits = self.limits;
        match &mut self.files {
            Files::Folder(paths) => {
                let Some(path) = paths.get(name) else { return Ok(None) };
                let said = |error: &io::Error| Fault::new(name, format!("cannot be read: {error}"));
                let mut bytes = Vec::new();
                let file = File::open(path).map_err(|error| said(&error))?;
                file.take(limits.file.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| said(&error))?;
                within(name, bytes, limits.file).map(Some)
            }
            Files::Zip(zip, names) => {
                let Some(&index) = names.get(name) else { return Ok(None) };
                if self.left == 0 {
                    return Err(Fault::new(name, "is not read: too much was unpacked before it"));
                }
                let entry =
                    zip.by_index(index).map_err(|error| Fault::new(name, format!("is not read: {}", say(&error))))?;
                let most = limits.file.min(self.left);
                let mut bytes = Vec::new();
                let outcome = entry.take(most.saturating_add(1)).read_to_end(&mut bytes);
                self.left = self.left.saturating_sub(bytes.len() as u64);
                outcome.map_err(|error| Fault::new(name, format!("cannot be unpacked: {error}")))?;
                if self.left == 0 {
                    let total = megabytes(limits.total);
                    let problem = format!(
                        "the export unpacks to more than {total}, so it is read no further; unpack it yourself if you \
                         trust it, and name the folder"
                    );
                    return Err(Fault::new(name, problem));
                }
                within(name, bytes, limits.file).map(Some)
            }
        }
    }
}

fn within(name: &str, bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, Fault> {
    if bytes.len() as u64 <= most {
        return Ok(bytes);
    }
    Err(Fault::new(name, format!("is not read: it holds more than {}", megabytes(most))))
}

fn megabytes(bytes: u64) -> String {
    const MEGA: u64 = 1024 * 1024;
    if bytes < MEGA { format!("{bytes} bytes") } else { format!("{} MB", bytes / MEGA) }
}

/// What the zip reader says, in words that name the file's trouble.
fn say(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn in_zip(zip: &ZipArchive<BufReader<File>>, faults: &mut Vec<Fault>) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    let mut astray = 0_usize;
    for index in 0..zip.len() {
        let Some(Ok(name)) = zip.name_for_index(index) else { continue };
        if name.ends_with('/') {
            continue;
        }
        if is_within(&name) {
            names.insert(name.into_owned(), index);
        } else {
            astray += 1;
            if astray <= 10 {
                faults.push(Fault::new(name.into_owned(), "is not read: its name leads out of the export"));
            }
        }
    }
    if astray > 10 {
        faults.push(Fault::new(
            format!("{} more files", astray - 10),
            "are not read: their names lead out of the export",
        ));
    }
    below_root(names)
}

/// Whether a name stays within the export: relative, with no `..`, and the same on every system.
fn is_within(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', '\0'])
        && name.as_bytes().get(1) != Some(&b':')
        && name.split('/').all(|part| part != ".." && part != ".")
}

/// Takes away a folder that everything is packed in.
fn below_root<T>(names: BTreeMap<String, T>) -> BTreeMap<String, T> {
    let depth = |name: &str| name.matches('/').count();
    let lists = ["channels.json", "users.json"];
    let root = names
        .keys()
        .filter(|name| lists.iter().any(|list| name.rsplit('/').next() == Some(list)))
        .min_by_key(|name| depth(name))
        .and_then(|name| name.rsplit_once('/'))
        .map(|(root, _)| format!("{root}/"));
    match root {
        Some(root) => {
            names.into_iter().filter_map(|(name, at)| Some((name.strip_prefix(&root)?.to_owned(), at))).collect()
        }
        None => names,
    }
}

/// The files of a folder and of the folders in it.
fn in_folder(root: &Path, faults: &mut Vec<Fault>) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => return Err(error),
            Err(error) => {
                faults.push(Fault::new(prefix, format!("cannot be read: {error}")));
                continue;
            }
        };
        for entry in entries {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let Ok(kind) = fs::metadata(&path) else { continue }; // a link that leads nowhere
            if kind.is_file() {
                files.insert(format!("{prefix}{name}"), path);
            } else if kind.is_dir() && prefix.is_empty() {
                let prefix = format!("{name}/");
                folders.push((path, prefix));
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, usize)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.zip");
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        for (name, length) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b' '; *length]).unwrap();
        }
        zip.finish().unwrap();
        (folder, path)
    }

    #[test]
    fn reading_stops_where_all_files_together_are_too_large() {
        let (_folder, path) = zipped(&[("a.json", 900), ("b.json", 900), ("c.json", 900), ("d.json", 1)]);
        let (mut archive, faults) = Archive::open(&path, Limits { file: 1000, total: 2000 }).unwrap();
        assert!(faults.is_empty());
        assert_eq!(archive.read("a.json").unwrap().map(|bytes| bytes.len()), Some(900));
        assert!(archive.read("b.json").is_ok() && !archive.is_exhausted());
        let fault = archive.read("c.json").unwrap_err();
        assert!(fault.problem.contains("unpacks to more than 2000 bytes"), "{fault}");
        assert!(archive.is_exhausted());
        assert!(archive.read("d.json").is_err());
    }

    #[test]
    fn a_file_is_read_up_to_its_bound_and_not_beyond() {
        let (_folder, path) = zipped(&[("a.json", 1000), ("b.json", 1001)]);
        let (mut archive, _) = Archive::open(&path, Limits { file: 1000, total: 10_000 }).unwrap();
        assert_eq!(archive.read("a.json").unwrap().map(|bytes| bytes.len()), Some(1000));
        assert_eq!(archive.read("b.json").unwrap_err().problem, "is not read: it holds more than 1000 bytes");
        assert_eq!(archive.read("c.json"), Ok(None));
    }

    #[test]
    fn names_that_lead_out_are_told_from_those_that_do_not() {
        for name in ["users.json", "a channel/2026-11-25.json", "…/x.json", "a..b/c.json"] {
            assert!(is_within(name), "{name}");
        }
        for name in ["", "/etc/passwd", "../x", "a/../../x", "a/./x", "a\\x", "c:x", "C:/x", "a\0"] {
            assert!(!is_within(name), "{name}");
        }
    }
}
