//! The demo as a new user meets it, in Chromium, in both languages: write as the salesperson, read the
//! explanation, bring in the liaison, settle it as the liaison, confirm it as the salesperson.
//!
//! Each step is looked at: axe finds nothing wrong with the page, in light and in dark. With `LIAISON_SCREENSHOTS=DIR` a
//! picture of it is kept there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)] // the helpers of tests are tests

mod axe;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::Method;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a step may take: a bot's answer crosses a socket, a store and a page.
const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_promise_is_explained_brought_to_the_liaison_and_settled_in_english() {
    in_browser("en", |page| story(page, ENGLISH)).await;
}

#[tokio::test]
async fn a_promise_is_explained_brought_to_the_liaison_and_settled_in_japanese() {
    in_browser("ja", |page| story(page, JAPANESE)).await;
}

#[tokio::test]
async fn writing_is_safe_for_input_methods_and_helped_with_commands() {
    in_browser("ja", writing).await;
}

#[tokio::test]
async fn a_window_keeps_the_keyboard_says_what_is_missing_and_sends() {
    in_browser("en", window).await;
}

#[tokio::test]
async fn the_home_answers_and_changes_its_language_and_a_message_has_a_menu_in_english() {
    in_browser("home-en", |page| home(page, "emma", "canary", "canary release", "Look up a word", "ja")).await;
}

#[tokio::test]
async fn the_home_answers_and_changes_its_language_and_a_message_has_a_menu_in_japanese() {
    in_browser("home-ja", |page| home(page, "sato", "カナリア", "カナリアリリース", "用語を調べる", "en")).await;
}

#[tokio::test]
async fn a_channel_is_set_and_a_term_proposed_in_english() {
    in_browser("forms-en", |page| forms(page, FORMS_EN)).await;
}

#[tokio::test]
async fn a_channel_is_set_and_a_term_proposed_in_japanese() {
    in_browser("forms-ja", |page| forms(page, FORMS_JA)).await;
}

#[tokio::test]
async fn on_a_phone_people_are_in_a_drawer_and_a_thread_fills_the_screen() {
    in_browser("phone", phone).await;
}

/// The words of the story in one language.
#[derive(Clone, Copy)]
struct Words {
    salesperson: &'static str,
    sentence: &'static str,
    term: &'static str,
    bring: &'static str,
    brought: &'static str,
    claimed: &'static str,
    solved: &'static str,
    closed: &'static str,
    only_you: &'static str,
}

const ENGLISH: Words = Words {
    salesperson: "emma",
    sentence: "the customer asks whether we can skip the canary release and ship on Friday, I already promised",
    term: "canary release",
    bring: "Bring in the liaison",
    brought: "You will hear of each step in the thread",
    claimed: "is looking after",
    solved: "If not, just reply here",
    closed: "is closed",
    only_you: "Only visible to you",
};

const JAPANESE: Words = Words {
    salesperson: "sato",
    sentence: "お客様から、カナリアリリースを省いて金曜に出せないかと聞かれています。もう約束してしまいました。",
    term: "カナリアリリース",
    bring: "リエゾンに相談する",
    brought: "進み具合はスレッドでお知らせします",
    claimed: "さんが担当します",
    solved: "いかがでしょうか",
    closed: "は完了しました",
    only_you: "あなただけに表示されています",
};

async fn story(mut page: Page, words: Words) {
    let who = words.salesperson;
    page.open(&format!("/as/{who}/proj-aozora")).await;
    page.look("start").await;

    // The suggestion writes the sentence; Enter sends it.
    page.click("a.chip[data-draft]").await;
    let composer = page.find("#composer").await;
    assert_eq!(composer.prop("value").await.expect("a value").as_deref(), Some(words.sentence));
    page.look("draft").await;
    composer.send_keys("\u{e007}").await.expect("Enter");
    page.see("message", words.sentence).await;

    // The explanation waits in the thread, the offer is for the writer's eyes only.
    // Each is waited for, since the page may redraw the offer while it is read.
    page.see("whisper", words.bring).await;
    page.see("whisper", words.only_you).await;
    page.see("thread-link", "").await;
    page.click("a.thread-link").await;
    page.see_in("#thread", "bot", words.term).await;
    page.look("explained").await;

    page.click_button("#timeline", "bring-liaison").await;
    page.see_in("#timeline", "whisper", words.brought).await;
    page.see_in("#thread", "bot", "R-1").await;
    page.look("brought").await;

    // The liaison finds the card, claims it and says it is solved.
    page.click("a.person[href^='/as/mori']").await;
    page.click("a.channel-link[href='/as/mori/liaison-triage']").await;
    page.see("bot", "R-1").await;
    page.look("card").await;
    page.click_button("#timeline", "claim").await;
    page.find("#timeline button[value^='solve']").await;
    page.click_button("#timeline", "solve").await;
    page.gone("#timeline button[value^='solve']").await;
    page.look("solved").await;

    // The one who asked reads each step in the thread and confirms.
    page.click(&format!("a.person[href^='/as/{who}']")).await;
    page.click("a.thread-link").await;
    page.see_in("#thread", "bot", words.claimed).await;
    page.see_in("#thread", "bot", words.solved).await;
    page.look("steps").await;
    page.click_button("#thread", "confirm").await;
    page.see_in("#thread", "bot", words.closed).await;
    page.gone("#thread button[value^='confirm']").await;
    page.look("closed").await;

    let complaints = page.complaints().await;
    assert!(complaints.is_empty(), "the browser's console: {complaints:?}");
}

async fn writing(mut page: Page) {
    page.open("/as/tanaka/eng-only").await;
    let composer = page.find("#composer").await;

    // Enter that ends the conversion of a Japanese word does not send.
    composer.send_keys("かくにんします").await.expect("keys");
    let script = "const box = document.getElementById('composer');
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}));
        box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}));
        return box.value;";
    assert_eq!(page.client.execute(script, vec![]).await.expect("a script"), json!("かくにんします"));
    composer.send_keys("\u{e007}").await.expect("Enter");
    page.see("message", "かくにんします").await;

    // A slash offers commands, the arrow chooses one and Tab takes it.
    let composer = page.find("#composer").await;
    composer.send_keys("/").await.expect("keys");
    page.find("#composer-commands:not([hidden]) [aria-selected='true']").await;
    page.look("commands").await;
    composer.send_keys("\u{e015}\u{e004}").await.expect("keys");
    let value = composer.prop("value").await.expect("a value").unwrap_or_default();
    assert_eq!(value, "/liaison 検索 ");

    // What another person does arrives without a reload, and what is unread is marked.
    page.client.execute(OTHER_PERSON, vec![]).await.expect("a script");
    page.see("message", "arrived").await;
    page.find("a.channel-link[data-unread][href='/as/tanaka/proj-aozora'] .unread").await;
}

/// Writes as David, in this channel and in another.
const OTHER_PERSON: &str = "for (const [channel, text] of [['C0ENG', 'arrived'], ['C0AOZORA', 'over here']])
    fetch('/do/david/say', {method: 'POST', headers: {'x-live': '1'}, body: new URLSearchParams({channel, text})});";

async fn window(mut page: Page) {
    page.open("/as/emma/proj-aozora").await;
    let composer = page.find("#composer").await;
    composer.send_keys("/liaison ask\u{e007}").await.expect("keys");
    page.find("dialog#modal:modal textarea:focus").await;
    page.look("window").await;

    // Nothing filled in: the window stays, says so, and the keyboard is where it is missing.
    page.click("#modal .modal-foot .primary").await;
    page.find("#modal [data-block] .field-error:not(:empty)").await;
    page.find("#modal textarea[aria-invalid='true']:focus").await;
    page.look("missing").await;

    // Escape closes it, and the keyboard is back where it was.
    page.find("#modal textarea:focus").await.send_keys("\u{e00c}").await.expect("Escape");
    page.gone("dialog#modal").await;
    page.find("#composer:focus").await.send_keys("/liaison ask\u{e007}").await.expect("keys");
    let needed = page.find("dialog#modal:modal textarea:focus").await;
    needed.send_keys("A date for the calendar view").await.expect("keys");
    page.click("#modal .modal-foot .primary").await;
    page.gone("dialog#modal").await;

    page.click("a.person[href^='/as/mori']").await;
    page.click("a.channel-link[href='/as/mori/liaison-triage']").await;
    page.see("bot", "A date for the calendar view").await;
    page.look("asked").await;
}

/// The App Home and a message's menu, at both widths.
async fn home(mut page: Page, person: &str, part: &str, whole: &str, label: &str, other: &str) {
    page.open(&format!("/as/{person}/@liaison?home")).await;
    page.see("label", label).await;
    page.look("home").await;
    let term = page.find("#home form.alone input[name='choice']").await;
    term.send_keys(&format!("{part}\u{e007}")).await.expect("keys");
    page.see("block-section", whole).await;
    page.look("home-answer").await;
    let language = page.find("#home [data-block='language'] select").await;
    language.select_by_value(other).await.expect("a choice");
    let unchanged = format!("return document.querySelector('#home').textContent.includes('{label}')");
    let changed = tokio::time::timeout(LIMIT, async {
        while page.client.execute(&unchanged, vec![]).await.expect("a script") == json!(true) {
            tokio::task::yield_now().await;
        }
    });
    changed.await.expect("the home speaks the other language");
    page.look("home-other-language").await;

    page.open(&format!("/as/{person}/proj-aozora")).await;
    let open = "document.querySelector('#timeline > article:last-of-type details.more').open = true";
    page.client.execute(open, vec![]).await.expect("a script");
    page.look("menu").await;
    page.click("details.more[open] button[value='explain-message']").await;
    page.find("#timeline article.whisper").await;

    page.direct(person, "").await;
    page.be_a_phone(390, 844).await;
    page.open(&format!("/as/{person}/@liaison?home")).await;
    page.find("#home form.alone").await;
    page.look("home-phone").await;
    page.fits().await;
    page.direct(person, "-phone").await;
}

async fn phone(mut page: Page) {
    page.be_a_phone(390, 844).await;
    page.open("/as/david/proj-aozora").await;
    page.see("name", "Emma Clarke").await;
    page.look("channel").await;
    page.fits().await;

    page.find("#sidebar:not(:popover-open)").await;
    page.click("button.menu").await;
    page.find("#sidebar:popover-open").await;
    page.look("drawer").await;
    page.click("a.person[href^='/as/tanaka']").await;
    page.find("html[lang='ja'] #sidebar:not(:popover-open)").await;

    page.click("#timeline > article:last-child a.tool.reply").await;
    page.find("#thread-pane").await;
    let hidden = "return document.querySelector('.channel').checkVisibility()";
    assert_eq!(page.client.execute(hidden, vec![]).await.expect("a script"), json!(false));
    page.find("#reply").await.send_keys("了解です\u{e007}").await.expect("keys");
    page.see_in("#thread", "message", "了解です").await;
    page.look("thread").await;
    page.click(".thread-head .back").await;
    page.see("thread-count", "1件の返信").await;
}

/// What is written into the forms in one language, and what comes of it.
#[derive(Clone, Copy)]
struct Forms {
    person: &'static str,
    settings: &'static str,
    changed: &'static str,
    quiet: &'static str,
    ask_quiet: &'static str,
    define: &'static str,
    terms: &'static str,
    known: &'static str,
    remark: &'static str,
    definition: &'static str,
    why: &'static str,
    why_answer: &'static str,
    help: &'static str,
}

const FORMS_EN: Forms = Forms {
    person: "emma",
    settings: "/liaison settings",
    changed: "changed how I work in this channel",
    quiet: "/liaison quiet",
    ask_quiet: "Quiet to me, everywhere",
    define: "/liaison define launch train",
    terms: "terms-en",
    known: "canary release",
    remark: "has an entry already",
    definition: "A fixed departure for whatever is ready.",
    why: "/liaison why",
    why_answer: "Why I speak up in this channel",
    help: "/liaison help",
};

const FORMS_JA: Forms = Forms {
    person: "sato",
    settings: "/liaison 設定",
    changed: "設定を変更しました",
    quiet: "/liaison 静かに",
    ask_quiet: "自分には、どこでも静かに",
    define: "/liaison 定義 出荷便",
    terms: "terms-ja",
    known: "カナリアリリース",
    remark: "すでに",
    definition: "準備のできたものを、決まった日時に出すこと。",
    why: "/liaison 理由",
    why_answer: "このチャンネルで声をかける理由",
    help: "/liaison ヘルプ",
};

/// The forms of the settings and of the glossary, at both widths.
async fn forms(mut page: Page, words: Forms) {
    let channel = format!("/as/{}/proj-aozora", words.person);
    page.open(&channel).await;
    let write = |text: &'static str| format!("{text}\u{e007}");
    page.find("#composer").await.send_keys(&write(words.settings)).await.expect("keys");
    let hours = page.find("dialog#modal:modal [data-block='posts-an-hour'] input").await;
    page.look("settings").await;
    hours.send_keys("abc").await.expect("keys");
    page.click("#modal .modal-foot .primary").await;
    page.find("#modal [data-block='posts-an-hour'] .field-error:not(:empty)").await;
    page.look("settings-amiss").await;
    let hours = page.find("#modal [data-block='posts-an-hour'] input").await;
    hours.clear().await.expect("an empty field");
    page.find("#modal [data-block='explain'] select").await.select_by_value("reaction").await.expect("a choice");
    page.click("#modal .modal-foot .primary").await;
    page.gone("dialog#modal").await;
    page.see("message", words.changed).await;
    page.find("#composer").await.send_keys(&write(words.quiet)).await.expect("keys");
    page.see("whisper", words.ask_quiet).await;
    page.look("quiet").await;

    // What is typed is answered while the form is open, and the keyboard stays in its field.
    page.find("#composer").await.send_keys(&write(words.define)).await.expect("keys");
    let field = format!("dialog#modal:modal [data-block='{}'] textarea", words.terms);
    page.find(&field).await.send_keys(&format!("\u{e010}\u{e007}{}", words.known)).await.expect("keys");
    page.see_in("#modal", "block-context", words.remark).await;
    page.find(&format!("{field}:focus")).await.send_keys("s").await.expect("keys");
    let value = page.find(&field).await.prop("value").await.expect("a value").unwrap_or_default();
    assert!(value.ends_with(&format!("{}s", words.known)), "{value}");
    page.look("define").await;
    let definition =
        format!("#modal [data-block='{}'] :is(textarea, input)", words.terms.replace("terms", "definition"));
    page.write(&definition, words.definition).await;
    page.choose("#modal [data-block='field'] select", "engineering").await;
    page.click("#modal .modal-foot .primary").await;
    page.gone("dialog#modal").await;

    // A steward sees what was proposed, and can say why it is not taken.
    page.open("/as/mori/liaison-triage").await;
    page.see("bot", words.definition).await;
    page.look("proposal").await;
    page.click_button("#timeline", "decline").await;
    page.find("dialog#modal:modal textarea").await;
    page.look("decline").await;
    page.be_a_phone(390, 844).await;
    page.look("decline-phone").await;
    page.fits().await;
    page.find("#modal textarea").await.send_keys("\u{e00c}").await.expect("Escape");
    page.gone("dialog#modal").await;
    page.look("proposal-phone").await;
    page.fits().await;

    page.open(&channel).await;
    for (command, step) in [(words.settings, "settings-phone"), (words.define, "define-phone")] {
        page.find("#composer").await.send_keys(&write(command)).await.expect("keys");
        page.find("dialog#modal:modal [data-block]").await;
        page.look(step).await;
        page.fits().await;
        page.find("#modal :focus").await.send_keys("\u{e00c}").await.expect("Escape");
        page.gone("dialog#modal").await;
    }
    for (command, answer, step) in [(words.why, words.why_answer, "why-phone"), (words.help, "/liaison", "help-phone")]
    {
        page.find("#composer").await.send_keys(&write(command)).await.expect("keys");
        page.see("whisper", answer).await;
        page.look(step).await;
        page.fits().await;
    }
}

/// The demo, running.
struct Demo {
    process: Child,
    address: String,
    _data: TempDir,
}

impl Demo {
    fn start() -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_liaison"))
            .args(["demo", "--port", "0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let address = line_with(&mut process, "Open http://").expect("the demo says its address");
        let address = address.split_whitespace().find(|word| word.starts_with("http://")).expect("an address");
        Self { process, address: address.trim_end_matches('/').to_owned(), _data: data }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// ChromeDriver, running, with a browser of ours.
struct Driver {
    process: Child,
    client: Client,
    _profile: TempDir,
}

impl Driver {
    async fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: install chromium-driver");
        let line = line_with(&mut process, "started successfully on port").expect("chromedriver says its port");
        let port: String = line.chars().filter(char::is_ascii_digit).collect();
        let profile = TempDir::new().expect("a temporary folder");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--window-size=1280,800",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let capabilities = json!({
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser opens");
        Self { process, client, _profile: profile }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The first line of a process's output that says something; the rest is read and dropped.
fn line_with(process: &mut Child, words: &str) -> Option<String> {
    let output = BufReader::new(process.stdout.take().expect("its output is ours"));
    let mut lines = output.lines().map_while(Result::ok);
    let found = lines.find(|line| line.contains(words));
    std::thread::spawn(move || lines.for_each(drop));
    found
}

/// Runs a story in a browser of its own before a demo of its own, and ends both whatever comes of it.
async fn in_browser<F>(name: &'static str, story: impl FnOnce(Page) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let demo = Demo::start();
    let driver = Driver::start().await;
    let pictures = std::env::var_os("LIAISON_SCREENSHOTS").map(PathBuf::from);
    let page = Page { client: driver.client.clone(), address: demo.address.clone(), name, pictures, taken: 0 };
    page.size(1280, 800).await;
    let outcome = tokio::spawn(story(page)).await;
    driver.client.clone().close().await.expect("the browser closes");
    drop((driver, demo));
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

/// What the person at the browser sees and does.
struct Page {
    client: Client,
    address: String,
    name: &'static str,
    pictures: Option<PathBuf>,
    taken: usize,
}

impl Page {
    async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.expect("the page opens");
    }

    /// Makes what is inside the window this large.
    async fn size(&self, width: u32, height: u32) {
        let script = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let frame = self.client.execute(script, vec![]).await.expect("a script");
        let extra = |n: usize| u32::try_from(frame[n].as_i64().unwrap_or(0)).unwrap_or(0);
        self.client.set_window_size(width + extra(0), height + extra(1)).await.expect("the window takes a size");
    }

    /// Shows what a phone of this size would.
    async fn be_a_phone(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.tell("Emulation.setDeviceMetricsOverride", &metrics).await;
        self.tell("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true })).await;
    }

    /// A command of the browser's own protocol.
    async fn tell(&self, command: &str, parameters: &Value) {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Vendor("goog/cdp/execute", body)).await.expect("the browser takes the command");
    }

    async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(LIMIT).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("there is no {css} after {LIMIT:?} ({error}) on\n{}", self.text().await),
        }
    }

    /// Waits for an element of this class that says this.
    async fn see(&self, class: &str, words: &str) -> Element {
        self.see_in("body", class, words).await
    }

    async fn see_in(&self, within: &str, class: &str, words: &str) -> Element {
        let scope = within.strip_prefix('#').map_or_else(|| "//body".to_owned(), |id| format!("//*[@id='{id}']"));
        let path = format!(
            "{scope}//*[contains(concat(' ', @class, ' '), ' {class} ')][contains(normalize-space(.), '{words}')]"
        );
        let found = self.client.wait().at_most(LIMIT).for_element(Locator::XPath(&path)).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                panic!("no {class} in {within} says {words:?} after {LIMIT:?} ({error}) on\n{}", self.text().await)
            }
        }
    }

    /// Waits until nothing matches any more.
    async fn gone(&self, css: &str) {
        let path = format!(":root:not(:has({css}))");
        self.find(&path).await;
    }

    /// Clicks; once more when the page drew the element anew in that moment.
    async fn click(&self, css: &str) {
        for _ in 0..5 {
            match self.find(css).await.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{css} cannot be clicked: {error}"),
            }
        }
        panic!("{css} never stands still");
    }

    /// Writes into a field; once more when the page drew it anew in that moment.
    async fn write(&self, css: &str, text: &str) {
        for _ in 0..5 {
            match self.find(css).await.send_keys(text).await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() || error.is_element_not_interactable() => {}
                Err(error) => panic!("{css} takes no keys: {error}"),
            }
        }
        panic!("{css} never stands still");
    }

    /// Chooses from a list; once more when the page drew it anew in that moment.
    async fn choose(&self, css: &str, value: &str) {
        for _ in 0..5 {
            match self.find(css).await.select_by_value(value).await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{value} cannot be chosen in {css}: {error}"),
            }
        }
        panic!("{css} never stands still");
    }

    /// Presses a button of the bot's by what it means.
    async fn click_button(&self, within: &str, action: &str) {
        self.click(&format!("{within} button[name='action_id'][value^='{action}']")).await;
    }

    async fn text(&self) -> String {
        let script = "return document.body.innerText";
        self.client
            .execute(script, vec![])
            .await
            .map(|text| text.as_str().unwrap_or_default().to_owned())
            .unwrap_or_default()
    }

    /// Looks at a step: nothing is wrong with it for anybody, whichever colours they like.
    async fn look(&mut self, step: &str) {
        self.keep_a_picture(step).await;
        let mut found = axe::found(&self.client).await;
        self.prefer_colours("dark").await;
        found.extend(axe::hard_to_read(&self.client).await.into_iter().map(|one| format!("in dark, {one}")));
        self.prefer_colours("light").await;
        assert!(found.is_empty(), "{} {step}: axe finds\n{}", self.name, found.join("\n"));
    }

    async fn prefer_colours(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.tell("Emulation.setEmulatedMedia", &features).await;
    }

    async fn keep_a_picture(&mut self, step: &str) {
        let Some(folder) = &self.pictures else { return };
        self.taken += 1;
        let png = self.client.screenshot().await.expect("a picture");
        std::fs::create_dir_all(folder).expect("a folder for pictures");
        std::fs::write(folder.join(format!("{}-{:02}-{step}.png", self.name, self.taken)), png)
            .expect("a picture kept");
    }

    /// The direct messages with the bot, with a form in front and after it is sent.
    async fn direct(&mut self, person: &str, width: &str) {
        self.open(&format!("/as/{person}/@liaison")).await;
        self.find("#composer").await.send_keys("/liaison ask\u{e007}").await.expect("keys");
        let needed = self.find("dialog#modal:modal textarea:focus").await;
        self.look(&format!("form{width}")).await;
        self.fits().await;
        needed.send_keys("R-1?").await.expect("keys");
        self.click("#modal .modal-foot .primary").await;
        self.gone("dialog#modal").await;
        self.see("bot", "R-").await;
        self.look(&format!("direct{width}")).await;
        self.fits().await;
    }

    async fn fits(&self) {
        let wide = "return document.documentElement.scrollWidth > innerWidth";
        assert_eq!(self.client.execute(wide, vec![]).await.expect("a script"), json!(false), "something sticks out");
    }

    /// What the browser complained about: scripts that failed, things the content policy refused.
    async fn complaints(&self) -> Vec<String> {
        let log =
            self.client.issue_cmd(Vendor("se/log", json!({ "type": "browser" }))).await.expect("the browser's log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let bad = entries.into_iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        bad.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// A command that ChromeDriver knows beside those of the standard: where it goes in the session, and its body.
#[derive(Debug)]
struct Vendor(&'static str, Value);

impl fantoccini::wd::WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _url: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}
