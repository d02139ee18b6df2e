//! TBX (ISO 30042): reads version 3 in both styles and the older `martif` form, writes version 3, dialect TBX-Basic,
//! style DCA.

mod data;
mod read;
mod tree;
mod write;

pub use read::read;
pub use write::write;

/// The encoding an XML file names in its first line.
pub fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let start = &bytes[..bytes.len().min(200)];
    let declaration = start.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|two| two == b"?>")?;
    let text = std::str::from_utf8(&declaration[..end]).ok()?;
    let value = text.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}
