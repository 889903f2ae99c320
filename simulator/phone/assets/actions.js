// What a person can do in a chat beside typing: attach, react, answer, quote, edit, delete.

import { rowsOf } from "./bodies.js";
import { openEverything, openForm } from "./forms.js";
import { openMenu } from "./menu.js";
import * as pending from "./pending.js";
import * as service from "./service.js";
import { say } from "./words.js";

const attach = document.querySelector(".attach");
const log = document.querySelector(".messages");
let chat; // what the page lends: see listenForActions

const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

// What is no picture or film WhatsApp knows goes as a document.
function kindOfPicture(file) {
  if (["image/jpeg", "image/png"].includes(file.type)) return "image";
  return file.type.startsWith("video/") ? "video" : "document";
}

function attachMenu() {
  const item = (kind, act) => ({ icon: kind, text: say(`kind_${kind}`), testid: `attach-${kind}`, do: act });
  const form = (kind) => item(kind, () => openForm(kind, chat.send));
  openMenu(attach, [
    { ...item("image", () => pending.pick("image/*,video/*", kindOfPicture)), text: say("photoOrVideo") },
    item("document", () => pending.pick("", () => "document")),
    item("audio", () => chat.send("audio", {})),
    { icon: "sound", text: say("soundFile"), testid: "attach-sound", do: () => pending.pick("audio/*", () => "audio") },
    item("sticker", () => chat.send("sticker", {})),
    form("location"),
    form("contacts"),
    form("order"),
    { icon: "more", text: say("somethingElse"), testid: "attach-more", do: everything },
  ], { grid: true });
}

async function everything() {
  try {
    openEverything(await service.types(), { send: chat.send, tell });
  } catch (error) {
    chat.complain(error, "errorLoad");
  }
}

async function tell(field) {
  try {
    await service.tell(field, chat.clientId());
    toast(say("told", { field }));
  } catch (error) {
    chat.complain(error, "errorSend");
  }
}

function toast(text) {
  const shown = document.querySelector(".toast");
  shown.textContent = text;
  shown.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (shown.hidden = true), 4000);
}

function messageMenu(line) {
  const message = chat.message(Number(line.dataset.number));
  const { wamid: message_id } = message;
  const fate = chat.fate(message);
  const given = fate.reactions.client;
  const unreact = () => chat.send("reaction_removal", { message_id });
  const items = [
    { emojis: EMOJIS.map((text) => ({
      text, chosen: text === given, testid: `react-${text}`,
      do: text === given ? unreact : () => chat.send("reaction", { text, message_id }),
    })) },
    given && { text: say("noReaction"), testid: "menu-unreact", do: unreact },
    { text: say("reply"), testid: "menu-reply", do: () => pending.reply(message, chat.author(message)) },
  ];
  if (message.sender === "client" && !fate.revoked) {
    const isText = message.type === "text" || message.content.caption !== undefined;
    if (isText) items.push({ text: say("edit"), testid: "menu-edit", do: () => chat.edit(message, fate.edited ?? message.text ?? "") });
    items.push({ text: say("remove"), testid: "menu-remove", do: () => chat.send("revoke", { message_id }) });
  }
  openMenu(line.querySelector(".more"), items.filter(Boolean));
}

// A tap on a button, a list or a request of the office's.
function tapped(button) {
  const message = chat.message(Number(button.closest(".bubble").dataset.number));
  const answer = (kind, asked) => chat.send(kind, { ...asked, reply_to: message.wamid });
  if (button.dataset.form) openForm(button.dataset.form, answer);
  else if (button.dataset.send) {
    const { kind, asked } = JSON.parse(button.dataset.send);
    answer(kind, asked);
  } else if (button.dataset.list !== undefined) {
    const rows = rowsOf(message).map((row) => (row.heading ? row : { ...row, do: () => answer(row.send.kind, row.send.asked) }));
    openMenu(button, rows);
  }
}

// `lent`: {clientId(), message(number), fate(message), author(message), send(kind, asked),
// complain(error, otherwise), edit(message, text)}.
export function listenForActions(lent) {
  chat = lent;
  attach.addEventListener("click", attachMenu);
  log.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.classList.contains("more")) messageMenu(button.closest(".bubble"));
    else if (button?.classList.contains("tap")) tapped(button);
  });
  // A long press on a touch screen, or the other mouse button.
  log.addEventListener("contextmenu", (event) => {
    const line = event.target.closest("article.bubble");
    if (!line || event.target.closest("a, video, audio")) return;
    event.preventDefault();
    messageMenu(line);
  });
}
