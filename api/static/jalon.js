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
