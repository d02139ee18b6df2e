//! How much memory a glossary holds: what the process grows by (resident, from `/proc`) while it is built and kept.
//!
//! `cargo bench --bench memory`

#![allow(clippy::print_stdout, reason = "figures go to standard output")]

mod corpus;

use liaison::glossary::Glossary;
use liaison::text::Passage;

/// Resident memory of this process in KiB; nothing where the system does not tell.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    if resident().is_none() {
        println!("this system has no /proc/self/status: nothing measured");
        return;
    }
    let mut kept = Vec::new();
    for count in [10_000, 100_000] {
        let concepts = corpus::concepts(count);
        let named: usize = concepts.iter().map(|concept| concept.terms[0].text.len()).sum();
        let before = resident().unwrap_or_default();
        let glossary = Glossary::build(concepts);
        let found = glossary.find(&Passage::read("the customer asked about the Friday version")).len();
        let grown = resident().unwrap_or_default().saturating_sub(before);
        println!(
            "{count} concepts of one term ({} KiB of terms): {grown} KiB, {} KiB per 10,000 terms ({found})",
            named / 1024,
            grown * 10_000 / count as u64
        );
        kept.push(glossary);
    }
}
