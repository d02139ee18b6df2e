//! The Slack app manifest for this configuration.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use url::Url;

use crate::slack::app;

/// Options of `liaison manifest`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The public address the bot is served at; `/slack/events` is added to it. Socket Mode where it is not given.
    #[arg(long, value_name = "URL", value_parser = public_address)]
    http: Option<Url>,
    /// The folder with the configuration. Nothing in it changes what the app needs from Slack so far.
    #[arg(long, value_name = "DIR", env = "LIAISON_CONFIG")]
    config: Option<PathBuf>,
}

/// Slack sends events to https only.
fn public_address(text: &str) -> Result<Url, String> {
    let url: Url =
        text.parse().map_err(|error| format!("{error}; an address looks like https://liaison.example.com"))?;
    if url.scheme() != "https" || !url.has_host() {
        return Err("Slack sends events only to an https address, such as https://liaison.example.com".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the address cannot have a query or a fragment".to_owned());
    }
    Ok(url)
}

pub(super) fn run(args: Args) -> ExitCode {
    if let Some(folder) = args.config.filter(|folder| !folder.is_dir()) {
        eprintln!(
            "liaison manifest: {} is not a folder\n    help: name the configuration's folder, or leave --config out",
            folder.display()
        );
        return ExitCode::from(1);
    }
    let manifest = app::manifest(args.http.as_ref());
    match writeln!(std::io::stdout().lock(), "{manifest:#}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("liaison manifest: cannot write: {error}");
            ExitCode::from(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_address_is_taken() {
        assert!(public_address("https://liaison.example.com/bot").is_ok());
        for wrong in ["http://liaison.example.com", "liaison.example.com", "https://a.example/?x=1", ""] {
            assert!(public_address(wrong).is_err(), "{wrong}");
        }
    }
}
