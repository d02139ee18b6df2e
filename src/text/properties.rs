//! What holds for every input of the text room.

use proptest::prelude::*;

use super::{Passage, normalise};

/// Text with much of what is hard: width, marks, joiners, markup.
fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,3}",
        2 => "[ -~]{0,5}",
        2 => "[ｦ-ﾟア-ンa-z0-9Ａ-ｚ]{0,4}",
        2 => "[\u{300}-\u{362}\u{3099}\u{309a}ﾞﾟ\u{200b}-\u{202e}\u{2066}-\u{2069}\u{fe0f}\u{1160}-\u{1175}\u{11a8}-\u{11b0}]{1,4}",
        2 => prop::sample::select(vec![
            "*", "_", "~", "`", "```", "<", ">", "|", "<@U1>", "<https://a.example|", "&amp;", "&gt;", "\n", "\r\n", "\t", ":x:",
            "@", "/", "\\", "ﬃ", "㍿", "½", "ẞ", "İ", "ς", "Å", "각", "\u{1100}", "é", "ǅ", "・", "https://", "a@b.example",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn normalising_twice_changes_nothing(text in awkward()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn every_range_leads_to_characters_of_the_source_in_order(text in awkward()) {
        let passage = Passage::read(&text);
        let normalised = passage.normalised();
        let places: Vec<usize> = (0..=normalised.len()).filter(|&at| normalised.is_char_boundary(at)).collect();
        let mut last = 0;
        for pair in places.windows(2) {
            let range = passage.source_range(pair[0]..pair[1]);
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{range:?} of {text:?}");
            prop_assert!(range.start < range.end && range.start >= last.min(range.start) && range.end >= last);
            last = range.end;
            for start in &places {
                if *start < pair[1] {
                    let range = passage.source_range(*start..pair[1]);
                    prop_assert!(range.start < range.end && range.end <= text.len());
                }
            }
        }
    }

    #[test]
    fn what_a_range_leads_to_reads_the_same(text in awkward()) {
        // Text without markup, so that a part of it reads as it does in the whole.
        let text: String = text.chars().filter(|c| !c.is_ascii_punctuation() && *c != '\n' && *c != '\r').collect();
        let passage = Passage::read(&text);
        let normalised = passage.normalised();
        let mut at = 0;
        for (next, _) in normalised.char_indices().skip(1).chain([(normalised.len(), ' ')]) {
            let range = passage.source_range(at..next);
            let again = normalise(&text[range.clone()]);
            prop_assert!(again.contains(&normalised[at..next]), "{:?} at {range:?} of {text:?}", &normalised[at..next]);
            at = next;
        }
    }
}

#[test]
fn forty_thousand_strange_characters_are_read() {
    for piece in [
        "\u{301}",
        "\u{202e}",
        "ﾞ",
        "a\u{301}\u{323}",
        "ｶﾞ",
        "\u{200d}",
        "*\u{301}",
        "<",
        "&amp;",
        "`",
        "> \n",
        "_a",
        "ー\u{3099}",
    ] {
        let text = piece.repeat(40_000 / piece.chars().count());
        let passage = Passage::read(&text);
        assert!(passage.source_range(0..passage.normalised().len()).end <= text.len());
        passage.language();
    }
}
