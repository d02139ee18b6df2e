//! What the sources say there is, so that the list of surfaces cannot fall behind them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use liaison::text::Language;

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its tests and comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The functions of `src/wording` that give other rooms a message, a modal or a home, as `module::function`.
pub(crate) fn composers() -> BTreeSet<String> {
    let wording = source("wording");
    let mut found = BTreeSet::new();
    for file in files(&wording, "rs") {
        let inside = file.strip_prefix(&wording).unwrap().with_extension("");
        let module: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        // Indented ones are methods, of what is not composed yet.
        for function in code(&file).replace("\npub(crate) fn ", "\npub fn ").split("\npub fn ").skip(1) {
            let signature = function.split('{').next().unwrap_or_default();
            let name: String = signature.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let result = signature.rsplit_once("->").map(|(_, result)| result).unwrap_or_default();
            let mut words = result.split(|c: char| !c.is_alphanumeric());
            if words.any(|word| ["Message", "Modal", "Home"].contains(&word)) {
                found.insert(format!("{}::{name}", module.join("::")));
            }
        }
    }
    found
}

/// Where a message, a modal or a home is composed outside `src/wording`.
pub(crate) fn composed_elsewhere() -> Vec<String> {
    let mut found = Vec::new();
    for room in ["liaison", "runtime", "slack", "replay", "config", "cli"] {
        for file in files(&source(room), "rs").into_iter().filter(|file| !file.ends_with("tests.rs")) {
            let code = code(&file);
            let knows = code.contains("wording::message::");
            for made in ["Message { fallback", "Message {\n", "Modal { title", "Modal {\n", "Home { rows", "Home {\n"] {
                let made = code.match_indices(made).any(|(at, _)| {
                    let before = code[..at].trim_end();
                    !before.ends_with("->") && !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == ':')
                });
                if knows && made {
                    found.push(file.display().to_string());
                }
            }
        }
    }
    found
}

/// The variants of an enum of `wording/press.rs`, in kebab-case as they are sent.
pub(crate) fn variants(name: &str) -> BTreeSet<String> {
    let code = code(&source("wording/press.rs"));
    let body = code.split(&format!("pub enum {name} {{\n")).nth(1).expect("the enum is there");
    let body = body.split("\n}").next().unwrap_or_default();
    let variant = |line: &str| {
        let name = line.strip_prefix("    ").filter(|rest| rest.starts_with(char::is_uppercase))?;
        let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
        let mut kebab = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.extend(c.to_lowercase());
        }
        Some(kebab)
    };
    body.lines().filter_map(variant).collect()
}

/// Every sentence of a language's wording files by its id, as the longest run of its own words in each of its lines.
pub(crate) fn sentences(language: Language) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in files(&source("wording").join(language.code()), "ftl") {
        let mut id = String::new();
        for line in fs::read_to_string(&file).unwrap().lines().filter(|line| !line.starts_with('#')) {
            let mut said = line.trim();
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let (name, rest) = line.split_once('=').expect("a sentence");
                (id, said) = (name.trim().to_owned(), rest.trim());
            }
            // `[one] …`, `*[other] …`: what is said in one case of several.
            let case = said.trim_start_matches('*').strip_prefix('[').and_then(|case| case.split_once(']'));
            let said = case.map_or(said, |(_, said)| said);
            let own = said.split(['{', '}']).step_by(2).map(str::trim).max_by_key(|run| run.chars().count());
            if let Some(own) = own.filter(|own| own.chars().any(char::is_alphanumeric)) {
                found.push((id.clone(), own.to_owned()));
            }
        }
    }
    found
}
