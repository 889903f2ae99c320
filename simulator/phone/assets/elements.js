// Small builders for what the page is made of. Text only ever enters through textContent.

import { ICONS } from "./icons.js";
import { clock, say, summary, written } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ONE_TICK = "M3 8.5l3.5 3.5 7-8";
const TWO_TICKS = "M1 8.5L4.3 12l6.9-8M8.2 11.2l.8.8L15.9 4";
const CROSS = "M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.8v4M8 11v.2";
const CLOCK = "M8 1.8a6.2 6.2 0 100 12.4A6.2 6.2 0 008 1.8zM8 4.6V8l2.3 1.5";
const DRAWN = { accepted: CLOCK, sent: ONE_TICK, delivered: TWO_TICKS, read: TWO_TICKS, failed: CROSS };

export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

// What the ticks of a message may claim. For the office's messages: only what its webhook has
// acknowledged with 200.
export function shownStatus(message) {
  if (message.status === "failed") return "failed";
  if (message.sender === "client") return message.status;
  return message.confirmed_status ?? "accepted";
}

export function drawing(path, viewBox) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const icon = (name) => drawing(ICONS[name], "0 0 24 24");

export function ticks(message) {
  const status = shownStatus(message);
  const direction = message.sender === "client" ? "out" : "in";
  const meaning = say(`${direction}_${status}`, { code: message.error_code });
  return make(
    "span",
    { class: "ticks", "data-status": status, title: meaning, role: "img", "aria-label": meaning },
    drawing(DRAWN[status], "0 0 17 16"),
  );
}

export function clientLine({ client, last, unread }, { open }) {
  const preview = last ? summary(last) : say("noMessages");
  const initials = client.name.split(/\s+/).slice(0, 2).map((word) => word[0]).join("");
  const badge =
    unread > 0 &&
    make("span", {
      class: "badge",
      text: unread > 99 ? "99+" : String(unread),
      title: say("unread", { count: unread }),
    });
  const avatar = make("span", { class: "avatar", "aria-hidden": "true", text: initials });
  avatar.dataset.hue = String([...client.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6);
  const button = make(
    "button",
    {
      type: "button",
      "data-testid": `client-${client.id}`,
      "data-phone": client.phone,
      "aria-current": open ? "true" : null,
    },
    avatar,
    make(
      "span",
      { class: "line-words" },
      make("span", { class: "line-top" }, make("b", { text: client.name }),
        last && make("time", { text: clock(last.created_at) })),
      make("span", { class: "line-bottom" },
        last && last.sender === "client" && ticks(last),
        make("span", { class: "preview", text: preview }), badge),
      make("span", { class: "line-number quiet", text: written(client.phone) }),
    ),
  );
  return make("li", {}, button);
}
