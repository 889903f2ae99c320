// One message as a bubble, or as a line between bubbles.

import { bodyOf, marksOf } from "./bodies.js";
import { icon, make, shownStatus, ticks } from "./elements.js";
import { clock, say, summary } from "./words.js";

const LINES = new Set(["system", "request_welcome", "reaction", "edit", "revoke"]);

function quoteOf(quoted) {
  return quoted && make("blockquote", {},
    make("b", { text: quoted.sender === "client" ? say("you") : quoted.author }),
    make("span", { text: summary(quoted) }));
}

function reactionsOf({ reactions }) {
  const emojis = Object.entries(reactions).filter(([, emoji]) => emoji);
  if (!emojis.length) return null;
  return make("span", { class: "reactions", "data-testid": "reactions" },
    ...emojis.map(([sender, text]) => make("span", { text, title: sender === "client" ? say("you") : say("theOffice") })));
}

export function bubble(message, { quoted, fate }) {
  if (LINES.has(message.type)) {
    return make("p", { class: "day note", "data-testid": `message-${message.number}`, "data-type": message.type, text: summary(message) });
  }
  const direction = message.sender === "client" ? "out" : "in";
  const status = shownStatus(message);
  const failed = status === "failed" && make("span", { class: "failed", text: say("failed", { code: message.error_code }) });
  const more = make("button", { type: "button", class: "more", "aria-haspopup": "menu", "aria-label": say("messageMenu"), title: say("messageMenu") },
    icon("open"));
  return make(
    "article",
    {
      class: "bubble",
      "data-testid": `message-${message.number}`,
      "data-number": message.number,
      "data-direction": direction,
      "data-from": message.sender,
      "data-status": status,
      "data-type": message.type,
    },
    more,
    ...marksOf(message),
    quoteOf(quoted),
    ...bodyOf(message, fate),
    make(
      "footer",
      {},
      failed,
      fate.edited !== undefined && !fate.revoked && make("span", { text: say("edited") }),
      make("time", { text: clock(message.created_at), datetime: new Date(message.created_at * 1000).toISOString() }),
      ticks(message),
    ),
    reactionsOf(fate),
  );
}
