// Makes the page live: takes in what changed, sends forms without leaving the page, helps with writing.
// Everything works without it but for the liveness: forms are forms, links are links.

"use strict";

const body = document.body;
const byId = (id) => document.getElementById(id);

// What changed arrives as events; each names the parts of the page that are different now.

let stream = null;
let lost = 0;

function listen() {
  if (!body.dataset.live || stream) return;
  stream = new EventSource(body.dataset.live);
  stream.addEventListener("change", (event) => {
    clearTimeout(lost);
    lost = 0;
    if (byId("toast").dataset.kind === "lost") say("");
    take(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    if (!lost) lost = setTimeout(() => say(body.dataset.lost, "lost"), 3000);
    if (stream?.readyState === EventSource.CLOSED) {
      stream = null;
      setTimeout(listen, 2000);
    }
  });
}

function hush() {
  stream?.close();
  stream = null;
}

// What nobody looks at is not read: a hidden page stops listening and catches up when it is seen again.
document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
addEventListener("pagehide", hush);
addEventListener("pageshow", (event) => event.persisted && listen());

function take(change) {
  if (change.title) document.title = change.title;
  for (const part of ["sidebar", "head", "home"]) {
    if (change[part] !== undefined) replaceInside(byId(part), change[part]);
  }
  if (change.timeline) takeList(byId("timeline"), change.timeline);
  if (change.thread) takeList(byId("thread"), change.thread);
  if (change.modal !== undefined) takeModal(change.modal);
}

function element(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content.firstElementChild;
}

// Puts new content in and gives the focus back to what held it.
function replaceInside(host, markup) {
  if (!host) return;
  const next = document.createElement("template");
  next.innerHTML = markup;
  if (next.innerHTML === host.innerHTML) return;
  const inside = host.contains(document.activeElement) ? document.activeElement : null;
  const again = inside && handle(inside);
  host.replaceChildren(next.content);
  if (again) host.querySelector(again)?.focus({ preventScroll: true });
}

// How to find an element again after it was drawn anew.
function handle(node) {
  if (node.id) return `#${CSS.escape(node.id)}`;
  for (const name of ["href", "value", "name", "popovertarget"]) {
    const value = node.getAttribute(name);
    if (value) return `${node.localName}[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

function takeList(host, { order, html }) {
  if (!host) return;
  const scroller = host.parentElement;
  const away = scroller.scrollTop < -80;
  const wanted = new Set(order);
  for (const child of [...host.children]) if (!wanted.has(child.id)) child.remove();
  let fresh = false;
  let place = host.firstElementChild;
  for (const id of order) {
    const there = byId(id);
    const next = html[id] === undefined ? null : element(html[id]);
    if (there && next && there.dataset.version !== next.dataset.version) {
      const again = there.contains(document.activeElement) && handle(document.activeElement);
      if (there === place) place = there.nextElementSibling;
      there.replaceWith(next);
      if (again) next.querySelector(again)?.focus({ preventScroll: true });
    } else if (there) {
      if (there === place) place = there.nextElementSibling;
      else host.insertBefore(there, place);
    } else if (next) {
      next.classList.add("fresh");
      host.insertBefore(next, place);
      fresh = true;
    }
  }
  const jump = scroller.parentElement.querySelector(".jump");
  if (fresh && away && jump) jump.hidden = false;
}

for (const jump of document.querySelectorAll(".jump")) {
  const scroller = jump.previousElementSibling;
  jump.addEventListener("click", () => scroller.scrollTo({ top: 0, behavior: "smooth" }));
  scroller.addEventListener("scroll", () => scroller.scrollTop > -80 && (jump.hidden = true), { passive: true });
}

// Windows.

let opener = null;

function takeModal(markup) {
  const host = byId("modal-host");
  const before = byId("modal");
  const next = markup ? element(markup) : null;
  if (before?.outerHTML === next?.outerHTML) return;
  if (!before) opener = document.activeElement && handle(document.activeElement);
  const typed = before && next ? fieldsOf(before) : null;
  const same = before && next && next.dataset.view === before.dataset.view;
  const focused = same && before.contains(document.activeElement) ? handle(document.activeElement) : null;
  const invalid = (modal) => modal.querySelector("[aria-invalid='true']");
  if (same) {
    if (invalid(next) || !takeAround(before, next)) {
      redraw(before, next, typed);
      (invalid(before) ?? (focused && before.querySelector(focused)) ?? firstOf(before))?.focus();
    }
    return;
  }
  host.replaceChildren(...(next ? [next] : []));
  const modal = next;
  if (!modal) {
    (opener && document.querySelector(opener))?.focus();
    return;
  }
  show(modal, invalid(modal));
}

// Draws an open window anew without closing it.
function redraw(modal, next, typed) {
  for (const name of modal.getAttributeNames()) if (!next.hasAttribute(name)) modal.removeAttribute(name);
  for (const { name, value } of next.attributes) modal.setAttribute(name, value);
  modal.replaceChildren(...next.childNodes);
  if (modal.getAttribute("aria-busy") !== "true") restore(modal, typed);
}

const firstOf = (modal) => modal.querySelector(".modal-body :is(input, textarea, select, button)");

// Takes in what changed around the field somebody is writing in, which itself stays in its place: drawing it anew would
// break off what an input method is converting. Whether there is such a field.
function takeAround(before, next) {
  const busy = (modal) => modal.getAttribute("aria-busy") === "true";
  const blockOf = (node) => node?.closest?.(".modal-body > [data-block]");
  const kept = before.contains(document.activeElement) ? blockOf(document.activeElement) : null;
  if (!kept || busy(before) || busy(next)) return false;
  const body = kept.parentElement;
  const fresh = [...next.querySelector(".modal-body").children];
  const place = fresh.findIndex((child) => child.dataset.block === kept.dataset.block);
  if (place < 0) return false;
  for (const child of [...body.children]) if (child !== kept) child.remove();
  kept.before(...fresh.slice(0, place));
  kept.after(...fresh.slice(place + 1));
  return true;
}

function fieldsOf(modal) {
  return [...modal.querySelectorAll("textarea[name], input[name^='field.']:not([type=radio], [type=checkbox])")]
    .map((field) => [field.name, field.value]);
}

function restore(modal, typed) {
  for (const [name, value] of typed ?? []) {
    const field = modal.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field && !field.value) field.value = value;
  }
}

function show(modal, target) {
  modal.close();
  modal.showModal();
  (target ?? firstOf(modal))?.focus();
  modal.addEventListener("cancel", (event) => {
    event.preventDefault();
    byId("modal-close").requestSubmit();
  });
}

// Forms.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("live" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.dataset.confirm && !confirm(button.dataset.confirm)) return;
  if (form.dataset.sending !== undefined) return;
  const composer = "composer" in form.dataset;
  const data = new URLSearchParams(new FormData(form, button));
  if (composer && !data.get("text").trim()) return;
  form.dataset.sending = "";
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "x-live": "1" } });
    if (answer.ok) {
      say("");
      if (composer) clear(form);
    } else {
      const told = await answer.json().catch(() => ({}));
      if (told.fields) mark(told.fields);
      else say(told.error ?? body.dataset.failed);
    }
  } catch {
    say(body.dataset.lost);
  } finally {
    delete form.dataset.sending;
    button?.removeAttribute("aria-busy");
  }
});

// A choice that is sent by itself is sent when it is made.
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-sends]")) event.target.form?.requestSubmit();
});

// What is typed into a field that its app wants to hear of is told after a pause, with all that stands in the window.
let telling = 0;

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("#modal [data-tells]") || event.isComposing) return;
  clearTimeout(telling);
  telling = setTimeout(() => tell(field), 600);
});

document.addEventListener("compositionend", (event) => {
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

function tell(field) {
  const form = field.form;
  if (!form?.isConnected || form.dataset.sending !== undefined) return;
  const data = new URLSearchParams(new FormData(form));
  data.set("block", field.closest("[data-block]").dataset.block);
  const where = form.action.replace(/submit$/, "fill");
  fetch(where, { method: "POST", body: data, headers: { "x-live": "1" } }).catch(() => {});
}

// A menu folds when something in it was chosen, or something else was clicked.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target) || event.target.closest("button")) menu.open = false;
  }
});

// Says what is wrong beside each field of the window in front.
function mark(fields) {
  const modal = byId("modal");
  for (const block of modal?.querySelectorAll("[data-block]") ?? []) {
    const words = fields[block.dataset.block] ?? "";
    block.querySelector(".field-error").textContent = words;
    for (const field of block.querySelectorAll("[aria-describedby]")) {
      if (words) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  modal?.querySelector("[aria-invalid='true']")?.focus();
}

let quiet = 0;

function say(words, kind = "") {
  const toast = byId("toast");
  toast.textContent = words;
  toast.dataset.kind = kind;
  clearTimeout(quiet);
  if (words && kind !== "lost") quiet = setTimeout(() => say(""), 7000);
}

// A link that is a button to an app opens its address and tells the app as well.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-told-to]");
  if (!link) return;
  const { toldTo, kind, channel, id, block, action } = link.dataset;
  const data = new URLSearchParams({ kind, channel, id, block_id: block, action_id: action });
  fetch(toldTo, { method: "POST", body: data, headers: { "x-live": "1" }, keepalive: true }).catch(() => {});
});

// Writing. Enter sends, Shift + Enter begins a line; while a Japanese word is being converted Enter belongs
// to the input method. Safari reports the end of a conversion as keyCode 229 with isComposing false.

function clear(form) {
  const box = form.querySelector("textarea");
  box.value = "";
  keep(box);
  fit(box);
}

function fit(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.38)}px`;
}

const draftKey = (box) => `draft ${location.pathname} ${box.id}`;

function keep(box) {
  if (box.value) sessionStorage.setItem(draftKey(box), box.value);
  else sessionStorage.removeItem(draftKey(box));
}

for (const form of document.querySelectorAll("form[data-composer]")) {
  const box = form.querySelector("textarea");
  const list = form.querySelector("[role=listbox]");
  const given = new URLSearchParams(location.search).get("draft");
  if (box.value && given) {
    // A draft that came with the address is the page's once: a reload keeps what was made of it.
    history.replaceState(null, "", location.pathname);
    keep(box);
  } else if (!box.value) {
    box.value = sessionStorage.getItem(draftKey(box)) ?? "";
  }
  fit(box);

  box.addEventListener("input", () => {
    keep(box);
    fit(box);
    suggest(box, list);
  });
  box.addEventListener("blur", () => fold(box, list));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const open = !list.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(box, list, event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      fold(box, list);
    } else if (open && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && chosen(list)) {
      const whole = chosen(list).dataset.insert;
      if (event.key === "Enter" && box.value.trim() === whole.trim()) return send(event, form);
      event.preventDefault();
      complete(box, list, chosen(list));
    } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      send(event, form);
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    complete(box, list, option);
  });
}

function send(event, form) {
  event.preventDefault();
  form.requestSubmit(form.querySelector("[type=submit]"));
}

const options = (list) => [...list.querySelectorAll("[role=option]")];
const chosen = (list) => list.querySelector("[aria-selected='true']");

function suggest(box, list) {
  const text = box.value.replace(/^／/, "/");
  const fits = (option) => option.dataset.insert.startsWith(text) && option.dataset.insert !== text;
  const any = text.startsWith("/") && options(list).some(fits);
  list.hidden = !any;
  if (!any) return fold(box, list);
  for (const option of options(list)) option.hidden = !fits(option);
  choose(box, list, options(list).find((option) => !option.hidden));
}

function fold(box, list) {
  list.hidden = true;
  box.removeAttribute("aria-activedescendant");
}

function choose(box, list, option) {
  for (const other of options(list)) other.setAttribute("aria-selected", String(other === option));
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function move(box, list, step) {
  const shown = options(list).filter((option) => !option.hidden);
  const at = shown.indexOf(chosen(list));
  choose(box, list, shown[(at + step + shown.length) % shown.length]);
}

function complete(box, list, option) {
  write(box, option.dataset.insert);
  fold(box, list);
}

function write(box, text) {
  box.focus();
  box.value = text;
  box.setSelectionRange(text.length, text.length);
  keep(box);
  fit(box);
}

// A suggestion for this very channel is written into the box without leaving the page.
document.addEventListener("click", (event) => {
  const chip = event.target.closest?.("a[data-draft]");
  const box = byId("composer");
  if (!chip || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  write(box, chip.dataset.draft);
});

// Whoever folds the suggestions away does not want them back on the next page.
const hints = byId("try");
if (hints) {
  if (localStorage.getItem("hints") === "folded") hints.open = false;
  hints.addEventListener("toggle", () => {
    const wide = !document.querySelector(".with-thread");
    if (wide) localStorage.setItem("hints", hints.open ? "open" : "folded");
  });
}

// Escape closes the thread, unless there is something else to close.
document.addEventListener("keydown", (event) => {
  const back = document.querySelector(".thread-head .back");
  if (event.key === "Escape" && back && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open")) {
    back.click();
  }
});

// A finger would get the keyboard in its way.
if (!matchMedia("(pointer: coarse)").matches) (byId("reply") ?? byId("composer"))?.focus();
if (byId("modal")) show(byId("modal"));
listen();
