//! Renders Slack's markup as HTML when a message is shown: everything is escaped first, and only the markup
//! Slack knows becomes elements. Gives safe HTML for any input.

use maud::{Markup, PreEscaped, Render as _, html};

use super::emoji;

/// Looks up what ids in a text stand for, as the reader would call them.
pub(super) trait Directory {
    /// A person's name.
    fn person(&self, id: &str) -> Option<String>;
    /// A channel's name without `#`.
    fn channel(&self, id: &str) -> Option<String>;
    /// A user group's handle without `@`.
    fn group(&self, id: &str) -> Option<String>;
    /// The address of a channel on this page.
    fn channel_address(&self, id: &str) -> String;
    /// Where on this page a link leads, when it leads to a message of this workspace.
    fn local_address(&self, url: &str) -> Option<String>;
    /// Whether the id is the reader's own.
    fn is_reader(&self, id: &str) -> bool;
}

/// Renders a text in Slack's markup: paragraphs, quotes, lists, code and everything inside a line.
pub(super) fn mrkdwn(text: &str, directory: &dyn Directory) -> Markup {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = rest.find("```") {
        let Some(length) = rest[start + 3..].find("```").filter(|&length| length > 0) else { break };
        lines(&mut out, rest[..start].trim_end_matches('\n'), directory);
        let code = rest[start + 3..start + 3 + length].trim_matches('\n');
        out.push_str("<pre tabindex=\"0\"><code>");
        plain(&mut out, code);
        out.push_str("</code></pre>");
        rest = rest[start + 6 + length..].trim_start_matches('\n');
    }
    lines(&mut out, rest, directory);
    PreEscaped(out)
}

/// Renders a plain text: emoji names become emoji, nothing else is read.
pub(super) fn plain_text(text: &str) -> Markup {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if c == ':' { shortcode(&mut out, rest) } else { None };
        rest = &rest[taken.unwrap_or_else(|| {
            escape(&mut out, &rest[..c.len_utf8()]);
            c.len_utf8()
        })..];
    }
    PreEscaped(out)
}

/// One line of plain words for a preview: no markup, no line breaks, at most `limit` characters.
pub(super) fn preview(text: &str, limit: usize, directory: &dyn Directory) -> String {
    let rendered = mrkdwn(text, directory).into_string();
    let mut words = String::new();
    for piece in rendered.split('<') {
        // What was written is escaped, so that every `<` begins a tag.
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if !matches!(name, "strong" | "em" | "s" | "code" | "span" | "a") {
            words.push(' ');
        }
        words.push_str(text);
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= limit {
        return words;
    }
    let mut short: String = words.chars().take(limit).collect();
    short.push('…');
    short
}

/// `ja` when the text holds kana or Han characters, else `en`: for fonts, line breaks and screen readers.
pub(super) fn language_of(text: &str) -> &'static str {
    let japanese = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}');
    if text.chars().any(japanese) { "ja" } else { "en" }
}

#[derive(PartialEq, Clone, Copy)]
enum Run {
    Paragraph,
    Quote,
    Bullets,
    Numbers,
}

fn kind_of(line: &str) -> (Run, &str) {
    if let Some(quoted) = line.strip_prefix("&gt;").or_else(|| line.strip_prefix('>')) {
        return (Run::Quote, quoted.strip_prefix(' ').unwrap_or(quoted));
    }
    let unindented = line.trim_start();
    for mark in ["• ", "- ", "◦ ", "・"] {
        if let Some(item) = unindented.strip_prefix(mark) {
            return (Run::Bullets, item);
        }
    }
    let digits = unindented.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && let Some(item) = unindented[digits..].strip_prefix(". ")
    {
        return (Run::Numbers, item);
    }
    (Run::Paragraph, line)
}

fn lines(out: &mut String, text: &str, directory: &dyn Directory) {
    if text.is_empty() {
        return;
    }
    let mut current: Option<Run> = None;
    let mut blank_before = false;
    for line in text.split('\n') {
        let (run, content) = kind_of(line);
        let blank = content.trim().is_empty() && run == Run::Paragraph;
        if blank {
            close(out, current.take());
            blank_before = true;
            continue;
        }
        if current == Some(run) && !(blank_before && run == Run::Paragraph) {
            match run {
                Run::Paragraph | Run::Quote => out.push_str("<br>"),
                Run::Bullets | Run::Numbers => out.push_str("</li><li>"),
            }
        } else {
            close(out, current);
            match run {
                Run::Paragraph => out.push_str("<p>"),
                Run::Quote => out.push_str("<blockquote>"),
                Run::Bullets => out.push_str("<ul><li>"),
                Run::Numbers => {
                    let first: String = line.trim_start().chars().take_while(char::is_ascii_digit).collect();
                    out.push_str("<ol start=\"");
                    out.push_str(&first);
                    out.push_str("\"><li>");
                }
            }
        }
        inline(out, content, directory);
        current = Some(run);
        blank_before = false;
    }
    close(out, current);
}

fn close(out: &mut String, run: Option<Run>) {
    out.push_str(match run {
        None => "",
        Some(Run::Paragraph) => "</p>",
        Some(Run::Quote) => "</blockquote>",
        Some(Run::Bullets) => "</li></ul>",
        Some(Run::Numbers) => "</li></ol>",
    });
}

fn inline(out: &mut String, text: &str, directory: &dyn Directory) {
    let mut before: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code(out, rest),
            '<' => entity(out, rest, directory),
            '*' | '_' | '~' if !before.is_some_and(char::is_alphanumeric) => formatted(out, rest, c, directory),
            ':' => shortcode(out, rest),
            '&' => escaped(out, rest),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            escape(out, &rest[..c.len_utf8()]);
            c.len_utf8()
        });
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
}

/// `` `code` ``: how many bytes were taken.
fn code(out: &mut String, rest: &str) -> Option<usize> {
    let length = rest[1..].find('`').filter(|&length| length > 0)?;
    out.push_str("<code>");
    plain(out, &rest[1..=length]);
    out.push_str("</code>");
    Some(length + 2)
}

/// `*bold*`, `_italic_`, `~struck~`: the mark must stand at the edges of words, as Slack has it.
fn formatted(out: &mut String, rest: &str, mark: char, directory: &dyn Directory) -> Option<usize> {
    let bytes = rest.as_bytes();
    let first = rest[1..].chars().next()?;
    if first.is_whitespace() || first == mark {
        return None;
    }
    let mut at = 1;
    while at < rest.len() {
        match bytes[at] {
            b'<' => at += rest[at..].find('>').unwrap_or(0) + 1,
            b'`' => at += rest[at + 1..].find('`').map_or(1, |length| length + 2),
            b if b == mark as u8 => {
                let after = rest[at + 1..].chars().next();
                let inner = &rest[1..at];
                let ends =
                    !inner.ends_with(char::is_whitespace) && !after.is_some_and(|c| c.is_alphanumeric() || c == mark);
                if ends {
                    let tag = match mark {
                        '*' => "strong",
                        '_' => "em",
                        _ => "s",
                    };
                    out.push('<');
                    out.push_str(tag);
                    out.push('>');
                    inline(out, inner, directory);
                    out.push_str("</");
                    out.push_str(tag);
                    out.push('>');
                    return Some(at + 1);
                }
                at += 1;
            }
            _ => at += rest[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    None
}

/// `<@U1>`, `<#C1|name>`, `<!here>`, `<!subteam^S1>`, `<https://…|label>`.
fn entity(out: &mut String, rest: &str, directory: &dyn Directory) -> Option<usize> {
    let end = rest.find('>')?;
    let body = &rest[1..end];
    if body.is_empty() || body.contains(['<', '\n']) {
        return None;
    }
    let (target, label) = body.split_once('|').map_or((body, None), |(target, label)| (target, Some(label)));
    let label = label.filter(|label| !label.is_empty());
    let mention = |out: &mut String, text: String, own: bool| {
        out.push_str(if own { "<span class=\"mention own\">" } else { "<span class=\"mention\">" });
        plain(out, &text);
        out.push_str("</span>");
    };
    if let Some(id) = target.strip_prefix('@') {
        let name = directory.person(id).or_else(|| label.map(str::to_owned)).unwrap_or_else(|| id.to_owned());
        mention(out, format!("@{name}"), directory.is_reader(id));
    } else if let Some(id) = target.strip_prefix('#') {
        let name = directory.channel(id).or_else(|| label.map(str::to_owned)).unwrap_or_else(|| id.to_owned());
        let link = html! { a.mention href=(directory.channel_address(id)) { "#" (PreEscaped(unescape(&name))) } };
        link.render_to(out);
    } else if let Some(special) = target.strip_prefix('!') {
        if let Some(id) = special.strip_prefix("subteam^") {
            let name = directory.group(id).or_else(|| label.map(|l| l.trim_start_matches('@').to_owned()));
            mention(out, format!("@{}", name.unwrap_or_else(|| id.to_owned())), false);
        } else if special.starts_with("date^") {
            plain(out, label.unwrap_or(""));
        } else {
            mention(out, format!("@{special}"), false);
        }
    } else if ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)) {
        let words = PreEscaped(unescape(label.unwrap_or_else(|| target.trim_start_matches("mailto:"))));
        let link = if let Some(address) = directory.local_address(&target.replace("&amp;", "&")) {
            html! { a href=(address) { (words) } }
        } else {
            html! { a href=(PreEscaped(unescape(target))) rel="noopener noreferrer" target="_blank" { (words) } }
        };
        link.render_to(out);
    } else {
        return None;
    }
    Some(end + 1)
}

/// `:name:`.
fn shortcode(out: &mut String, rest: &str) -> Option<usize> {
    let length = rest[1..].bytes().take(40).position(|b| b == b':').filter(|&length| length > 0)?;
    let name = &rest[1..=length];
    let characters = emoji::characters(name)?;
    html! { span.emoji role="img" aria-label=(name.replace('_', " ")) { (characters) } }.render_to(out);
    Some(length + 2)
}

/// Slack's three escapes, passed through as HTML's.
fn escaped(out: &mut String, rest: &str) -> Option<usize> {
    let known = ["&amp;", "&lt;", "&gt;"].into_iter().find(|known| rest.starts_with(known))?;
    out.push_str(known);
    Some(known.len())
}

/// Slack-escaped text as HTML text.
fn plain(out: &mut String, text: &str) {
    out.push_str(&unescape(text));
}

/// Slack-escaped text as HTML text: its escapes are HTML's, everything else is escaped.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if c == '&' { escaped(&mut out, rest) } else { None };
        rest = &rest[taken.unwrap_or_else(|| {
            escape(&mut out, &rest[..c.len_utf8()]);
            c.len_utf8()
        })..];
    }
    out
}

fn escape(out: &mut String, text: &str) {
    text.render_to(out);
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Names;

    impl Directory for Names {
        fn person(&self, id: &str) -> Option<String> {
            (id == "U1").then(|| "Aya <Mori>".to_owned())
        }
        fn channel(&self, id: &str) -> Option<String> {
            (id == "C1").then(|| "proj-aozora".to_owned())
        }
        fn group(&self, id: &str) -> Option<String> {
            (id == "S1").then(|| "sales".to_owned())
        }
        fn channel_address(&self, id: &str) -> String {
            format!("/as/U1/{id}")
        }
        fn local_address(&self, url: &str) -> Option<String> {
            (url == "http://127.0.0.1:1/archives/C1/p1?a=1&b=2").then(|| "/as/U1/C1/1".to_owned())
        }
        fn is_reader(&self, id: &str) -> bool {
            id == "U1"
        }
    }

    fn shown(text: &str) -> String {
        mrkdwn(text, &Names).into_string()
    }

    #[test]
    fn formatting_is_read_at_the_edges_of_words_only() {
        assert_eq!(
            shown("*bold* _it_ ~no~ `a*b*`"),
            "<p><strong>bold</strong> <em>it</em> <s>no</s> <code>a*b*</code></p>"
        );
        assert_eq!(shown("snake_case_name and 2*3*4"), "<p>snake_case_name and 2*3*4</p>");
        assert_eq!(shown("*_both_*"), "<p><strong><em>both</em></strong></p>");
        assert_eq!(shown("（*太字*）"), "<p>（<strong>太字</strong>）</p>");
        assert_eq!(shown("* not * bold"), "<p>* not * bold</p>");
    }

    #[test]
    fn nothing_a_person_writes_becomes_an_element() {
        assert_eq!(shown("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        assert_eq!(shown("&lt;b&gt; &amp; \"q\""), "<p>&lt;b&gt; &amp; &quot;q&quot;</p>");
        assert_eq!(shown("<javascript:alert(1)|x>"), "<p>&lt;javascript:alert(1)|x&gt;</p>");
        assert!(shown("<https://a.test/\"onclick=x|\"b>").contains("href=\"https://a.test/&quot;onclick=x\""));
        assert_eq!(shown("`<b>`"), "<p><code>&lt;b&gt;</code></p>");
    }

    #[test]
    fn mentions_carry_names_escaped() {
        assert_eq!(shown("<@U1>"), "<p><span class=\"mention own\">@Aya &lt;Mori&gt;</span></p>");
        assert_eq!(shown("<#C1>"), "<p><a class=\"mention\" href=\"/as/U1/C1\">#proj-aozora</a></p>");
        assert_eq!(
            shown("<!subteam^S1> <!here>"),
            "<p><span class=\"mention\">@sales</span> <span class=\"mention\">@here</span></p>"
        );
    }

    #[test]
    fn a_link_to_a_message_of_this_workspace_stays_on_the_page() {
        assert_eq!(
            shown("<http://127.0.0.1:1/archives/C1/p1?a=1&amp;b=2|that>"),
            "<p><a href=\"/as/U1/C1/1\">that</a></p>"
        );
        assert!(shown("<https://a.test|that>").contains("target=\"_blank\""));
    }

    #[test]
    fn lines_become_quotes_and_lists() {
        assert_eq!(shown("a\nb\n\nc"), "<p>a<br>b</p><p>c</p>");
        assert_eq!(
            shown("&gt; said\n• one\n• two\n2. three"),
            concat!(
                "<blockquote>said</blockquote><ul><li>one</li><li>two</li></ul>",
                "<ol start=\"2\"><li>three</li></ol>"
            )
        );
        assert_eq!(shown("x\n```\n*a*\n```\ny"), "<p>x</p><pre tabindex=\"0\"><code>*a*</code></pre><p>y</p>");
    }

    #[test]
    fn emoji_names_become_emoji_where_they_are_known() {
        assert!(shown(":book: at 10:30:00").contains("📖</span> at 10:30:00"));
        assert_eq!(plain_text(":nope: <b>").into_string(), ":nope: &lt;b&gt;");
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview("*Hi*: <@U1>\n\n&gt; you & me", 40, &Names), "Hi: @Aya <Mori> you & me");
        assert_eq!(preview("あいうえお", 3, &Names), "あいう…");
    }

    #[test]
    fn unfinished_markup_is_text() {
        for text in ["<", "<@U1", "*a", "`", "```", "```x", ":", "&", "~", "_ _", "<>", "*<*", "**", "a*`"] {
            assert!(shown(text).starts_with("<p>"), "{text}");
        }
    }
}
