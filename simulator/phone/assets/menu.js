// One menu for the whole page: a popover that stands beside what it was opened from.

import { icon, make } from "./elements.js";

const menu = document.querySelector(".menu");
const EDGE = 8;

// Items: {text, hint, icon, testid, do}, {heading}, or {emojis: [{text, chosen, do}]}.
export function openMenu(anchor, items, { grid = false } = {}) {
  menu.classList.toggle("grid", grid);
  menu.replaceChildren(...items.map(drawn));
  menu.showPopover();
  place(anchor);
  menu.querySelector("button")?.focus();
}

function drawn(item) {
  if (item.heading) return make("p", { class: "heading quiet", text: item.heading, dir: "auto" });
  if (item.emojis) return make("div", { class: "emojis" }, ...item.emojis.map((one) => choice(one, make("span", { text: one.text }))));
  return choice(item, item.icon && icon(item.icon),
    make("span", {}, make("span", { text: item.text, dir: "auto" }), item.hint && make("small", { class: "quiet", text: item.hint, dir: "auto" })));
}

function choice(item, ...children) {
  const button = make("button", { type: "button", role: "menuitem", "data-testid": item.testid, "aria-pressed": item.chosen ? "true" : null }, ...children);
  button.addEventListener("click", () => {
    menu.hidePopover();
    item.do();
  });
  return button;
}

function place(anchor) {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const above = from.top - height - EDGE;
  const below = Math.min(from.bottom + EDGE, innerHeight - height - EDGE);
  menu.style.top = `${Math.max(EDGE, above >= EDGE ? above : below)}px`;
  menu.style.left = `${Math.max(EDGE, Math.min(from.left, innerWidth - width - EDGE))}px`;
}

menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...menu.querySelectorAll("button")];
  const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
  buttons[next]?.focus();
  event.preventDefault();
});
