//! axe, the accessibility rules of Deque, run on the page as it stands: everything it finds wrong is named with the
//! rule, the element and what to do.
//!
//! The script is that of `tests/surfaces/types/package.json`, where `.ci/run` installs it, or `LIAISON_AXE`.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fantoccini::Client;
use serde_json::{Value, json};

/// The script, which each page is given once.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let installed = "surfaces/node_modules/axe-core/axe.min.js";
    let path = std::env::var_os("LIAISON_AXE")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join(installed), PathBuf::from);
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        let path = path.display();
        panic!("axe-core cannot be read at {path} ({error}): install it as .ci/run does, or name it in LIAISON_AXE")
    })
});

/// Runs the rules, or those of one name, and gives what they find: `rule: element: what to do`.
const RUN: &str = r"
    // What fades in is judged as it is in the end.
    document.getAnimations().forEach((animation) => animation.effect?.getTiming().iterations !== Infinity && animation.finish());
    const done = arguments[arguments.length - 1];
    const only = arguments[0] ? { runOnly: { type: 'rule', values: [arguments[0]] } } : {};
    axe.run(document, { ...only, resultTypes: ['violations'] }).then(
        (results) => done(results.violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))),
        (error) => done([`axe: ${error}`]));
";

/// What is wrong with the page, by all rules.
pub(crate) async fn found(client: &Client) -> Vec<String> {
    let there = client.execute("return typeof axe === 'object'", vec![]).await.expect("a script");
    if there != json!(true) {
        client.execute(&AXE, vec![]).await.expect("axe loads");
    }
    run(client, Value::Null).await
}

/// What is hard to read on it, on the same page as before.
pub(crate) async fn hard_to_read(client: &Client) -> Vec<String> {
    run(client, json!("color-contrast")).await
}

async fn run(client: &Client, rule: Value) -> Vec<String> {
    let found = client.execute_async(RUN, vec![rule]).await.expect("axe answers");
    found.as_array().expect("a list").iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
}
