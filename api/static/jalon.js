// What pages need beyond HTML: focus goes to what has just been said, and swaps are announced.
"use strict";

function focusOn(root) {
  const said = root.querySelector("[data-focus]");
  if (said) said.focus();
}

document.addEventListener("DOMContentLoaded", () => focusOn(document));
document.addEventListener("htmx:after:swap", () => {
  const announcer = document.getElementById("announcer");
  const said = document.querySelector("[data-announce]");
  if (announcer && said) announcer.textContent = said.dataset.announce;
  focusOn(document.getElementById("main") || document);
});
