// What goes with the next message: a file, the message it answers, or the one it changes.

import * as service from "./service.js";
import { say, summary } from "./words.js";

const bar = document.querySelector(".pending");
const picker = document.querySelector(".picker");
const title = bar.querySelector("[data-testid=pending-title]");
const text = bar.querySelector("[data-testid=pending-text]");

const NOTHING = { file: null, kind: "text", replyTo: null, edits: null, author: "" };
let now = NOTHING;
let kindOf = () => "document";
let changed = () => {};

export const file = () => now.file;

export function whenChanged(told) {
  changed = told;
}

export function clear() {
  now = NOTHING;
  picker.value = "";
  draw();
}

// Without `accept` any file will do; `kind` says as what a chosen file is sent.
export function pick(accept, kind) {
  kindOf = kind;
  picker.accept = accept;
  picker.click();
}

export function reply(message, author) {
  now = { ...now, edits: null, replyTo: message, author };
  draw();
  changed();
}

export function edit(message) {
  now = { ...NOTHING, edits: message };
  draw();
}

// The type and options of the message to send; a file is handed to the simulator first.
export async function wanted(words) {
  if (now.edits) return { kind: "edit", asked: { message_id: now.edits.wamid, text: words } };
  const asked = { text: words };
  if (now.replyTo) asked.reply_to = now.replyTo.wamid;
  if (!now.file) return { kind: "text", asked };
  const kept = await service.keep(now.file);
  return { kind: now.kind, asked: { ...asked, media_id: kept.id } };
}

function draw() {
  const { file: chosen, replyTo, edits, author } = now;
  bar.hidden = !(chosen || replyTo || edits);
  title.textContent = edits ? say("editing") : replyTo ? say("replyTo", { name: author }) : "";
  title.hidden = !title.textContent;
  text.textContent = chosen ? chosen.name : summary(edits ?? replyTo ?? { type: "text", content: {}, text: "" });
}

picker.addEventListener("change", () => {
  if (!picker.files.length) return;
  now = { ...now, edits: null, file: picker.files[0], kind: kindOf(picker.files[0]) };
  draw();
  changed();
});
bar.querySelector("[data-testid=pending-cancel]").addEventListener("click", () => {
  const wasEditing = Boolean(now.edits);
  clear();
  if (wasEditing) document.querySelector(".composer textarea").value = "";
  changed();
});
