// What pages need beyond HTML: focus goes to what has just been said, and swaps are announced.
"use strict";

function focusOn(root) {
  const said = root.querySelector("[data-focus]");
  if (!said) return;
  said.focus();
  said.removeAttribute("data-focus"); // once: a later swap elsewhere on the page leaves the focus where it is
}

document.addEventListener("DOMContentLoaded", () => focusOn(document));
document.addEventListener("htmx:after:swap", () => {
  const announcer = document.getElementById("announcer");
  const said = document.querySelector("[data-announce]");
  if (announcer && said) announcer.textContent = said.dataset.announce;
  focusOn(document.getElementById("main") || document);
});

// Side panels are open; on a small screen they start closed, but for the one that the address names.
document.addEventListener("DOMContentLoaded", () => {
  if (window.matchMedia("(min-width: 62rem)").matches) return;
  for (const panel of document.querySelectorAll("details.panel")) {
    const named = location.hash && panel.querySelector(location.hash);
    if (panel.id !== location.hash.slice(1) && !named && !panel.querySelector(".field-wrong")) panel.open = false;
  }
});

// A link to a closed panel opens it.
function openNamed() {
  const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (!named) return;
  for (let part = named; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
}
document.addEventListener("DOMContentLoaded", openNamed);
window.addEventListener("hashchange", openNamed);

// A text that one may copy at once, where the browser lets it.
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      const announcer = document.getElementById("announcer");
      if (announcer) announcer.textContent = button.dataset.copied;
      button.textContent = button.dataset.copied;
    });
  }
});

// A button that says how many boxes are ticked.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-counts]")) {
    const boxes = [...button.form.querySelectorAll(`[name="${button.dataset.counts}"]`)];
    const say = () => {
      const count = boxes.filter((box) => box.checked).length;
      const { none, one, many } = button.dataset;
      button.textContent = count > 1 ? many.replace("#", count) : count ? one : none;
    };
    button.form.addEventListener("change", say);
    say();
  }
});

// What is typed in a form with a draft stays in the browser until the server has it: a connection may be lost.
const SENT_EACH_TIME = ["confirm"];

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  localStorage.setItem(form.dataset.draft, JSON.stringify(typedIn(form)));
});

function typedIn(form) {
  const typed = {};
  for (const [name, value] of new FormData(form)) {
    if (SENT_EACH_TIME.includes(name) || typed[name]) continue; // a tick comes before the hidden field of its name
    if (value || hadSomething(fieldOf(form, name))) typed[name] = value;
  }
  return typed;
}

// A box to tick has a hidden field of the same name beside it: the box is the one that is filled in.
function fieldOf(form, name) {
  const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:not(button)`)];
  return fields.find((field) => field.type === "checkbox") || fields[0];
}

// Cleared since: worth keeping too, or what it had would come back.
function hadSomething(field) {
  return field && (field.type === "checkbox" ? field.defaultChecked : field.defaultValue);
}

// What a request carries of each draft, so that its answer forgets that and nothing typed while it was under way.
document.addEventListener("htmx:config:request", ({ detail }) => {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  detail.ctx.drafts = Object.fromEntries(forms.map(({ dataset: { draft } }) => [draft, localStorage.getItem(draft)]));
});

function forgetDrafts(sent = {}) {
  for (const kept of document.querySelectorAll("[data-draft-forget]")) {
    const draft = kept.dataset.draftForget;
    if (!(draft in sent) || localStorage.getItem(draft) === sent[draft]) localStorage.removeItem(draft);
    kept.removeAttribute("data-draft-forget");
  }
}
document.addEventListener("htmx:after:swap", ({ detail }) => forgetDrafts(detail.ctx.drafts));
document.addEventListener("submit", (event) => {
  if (event.target.dataset.draftEmpty) localStorage.removeItem(event.target.dataset.draftEmpty);
});

function writeInto(form, name, value) {
  let field = fieldOf(form, name);
  if (!field) {
    // A row added before the connection was lost, or of somebody else by now: kept for the server, which shows it.
    field = form.appendChild(document.createElement("input"));
    field.type = "hidden";
    field.name = name;
  }
  if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value;
  for (let part = field.parentElement; part; part = part.parentElement) {
    if (part.tagName === "DETAILS" && value) part.open = true;
  }
}

// Somebody typed in a row that names somebody else since, from another page or device, goes to a row of their own.
function withRowsOfTheirOwn(form, kept) {
  const shown = (name) => fieldOf(form, name)?.value;
  const names = (row, values) =>
    ["first_name", "last_name"].map((name) => (values(`new.${row}.${name}`) || "").trim().toLowerCase());
  const had = Number(shown("rows")) || 0;
  let next = Math.max(had, Number(kept.rows) || 0);
  const taken = new Set(Object.keys(kept).map((name) => name.split(".")[1]));
  const isEmpty = (row) => [...form.querySelectorAll(`[name^="new.${row}."]`)].every((field) => !field.value);
  const rowFor = (row) => {
    const theirs = names(row, (each) => kept[each]);
    const isTheirs = (other) =>
      names(other, shown).every((one, at) => one.startsWith(theirs[at]) || theirs[at].startsWith(one));
    if (isTheirs(row)) return row;
    const rows = [...Array(had).keys()].map(String);
    const same = rows.find((other) => !isEmpty(other) && names(other, shown).join() === theirs.join());
    const free = same ?? rows.find((other) => !taken.has(other) && isEmpty(other)) ?? String(next++);
    taken.add(free);
    return free;
  };
  const rows = {};
  const placed = {};
  for (const [name, value] of Object.entries(kept)) {
    const [head, row, ...rest] = name.split(".");
    if (head === "new") rows[row] ??= rowFor(row);
    placed[head === "new" ? ["new", rows[row], ...rest].join(".") : name] = value;
  }
  return { ...placed, rows: String(next) };
}

document.addEventListener("DOMContentLoaded", () => {
  forgetDrafts();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const kept = localStorage.getItem(form.dataset.draft);
    if (!kept || document.querySelector(".error-summary")) continue;
    for (const [name, value] of Object.entries(withRowsOfTheirOwn(form, JSON.parse(kept)))) writeInto(form, name, value);
    const said = document.querySelector(`[data-draft-restored="${form.dataset.draft}"]`);
    if (said) said.hidden = false;
  }
});
// Without a connection, sending would leave the page for the browser's own complaint.
document.addEventListener("click", (event) => {
  const form = event.target.closest("form[data-draft] button")?.form;
  const said = form?.querySelector("[data-offline]");
  if (!said || navigator.onLine) return;
  event.preventDefault();
  event.stopPropagation();
  said.hidden = false;
  said.focus();
}, true);
window.addEventListener("online", () => {
  for (const said of document.querySelectorAll("[data-offline]")) said.hidden = true;
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (localStorage.getItem(form.dataset.draft)) form.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
