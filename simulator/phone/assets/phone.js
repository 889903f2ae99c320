// The client's phone: a list of clients, one open chat, and what arrives live.

import { listenForActions } from "./actions.js";
import { bubble } from "./bubble.js";
import { clientLine, make } from "./elements.js";
import { fateOf, targetOf } from "./folds.js";
import * as pending from "./pending.js";
import * as service from "./service.js";
import { chooseLanguage, currentLanguage, day, say } from "./words.js";

const one = (selector) => document.querySelector(selector);
const app = one(".app");
const list = one(".client-list");
const log = one(".messages");
const composer = one(".composer textarea");
const sendButton = one(".composer .send");
const dialog = one("dialog");
const form = one(".new-client");

const state = {
  office: { name: "", number: "", webhook_healthy: true, webhook_answer: null },
  chats: new Map(), // by client id: {client, last, unread}
  open: null, // client id
  messages: new Map(), // of the open chat, by number
  meanwhile: new Map(), // those that arrived since the chat was last read
  drafts: new Map(), // by client id: what was typed and not sent
  typing: new Map(), // by client id: timer
};

// ---- drawing

function drawWords() {
  document.documentElement.lang = currentLanguage();
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = say(element.dataset.word);
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.label);
  }
  for (const element of document.querySelectorAll("[data-placeholder]")) {
    element.placeholder = say(element.dataset.placeholder);
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
  }
}

function drawList() {
  const focused = document.activeElement?.dataset?.testid;
  const chats = [...state.chats.values()].sort(
    (one, other) => (other.last?.seq ?? 0) - (one.last?.seq ?? 0) || one.client.created_at - other.client.created_at,
  );
  list.replaceChildren(...chats.map((chat) => clientLine(chat, { open: chat.client.id === state.open })));
  one(".empty-list").hidden = chats.length > 0;
  if (focused?.startsWith("client-")) list.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function drawHeader() {
  one("#office-name").textContent = state.office.name;
  const isTyping = state.typing.has(state.open);
  const client = state.chats.get(state.open)?.client.name ?? "";
  // A narrow screen has no room for both the office's number and the client's name.
  one("[data-testid=subtitle]").replaceChildren(
    ...(isTyping
      ? [say("typing")]
      : [
          make("span", { class: "wide", text: state.office.number }),
          make("span", { class: "narrow", text: `${say("as")} ${client}` }),
        ]),
  );
  one("[data-testid=current-client]").textContent = client;
}

function drawTrouble() {
  const { webhook_healthy: healthy, webhook_answer: answer } = state.office;
  const trouble = one(".trouble");
  trouble.hidden = healthy;
  trouble.textContent = answer === null ? say("troubleSilent") : say("troubleAnswer", { code: answer });
}

function built(message) {
  const quoted = message.context_id && [...state.messages.values()].find((other) => other.wamid === message.context_id);
  return bubble(message, {
    quoted: quoted && { ...quoted, author: state.office.name },
    fate: fateOf(message, state.messages.values()),
  });
}

// Somebody who reads the end stays there; somebody who scrolled up is left alone.
function keepingTheEnd(change) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  change();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

// A message about another one that is shown has no place of its own.
function isFolded(message) {
  const target = targetOf(message);
  return target !== undefined && [...state.messages.values()].some((other) => other.wamid === target);
}

function linesOf(message, before) {
  if (isFolded(message)) return [];
  const isNewDay = !before || day(before.created_at) !== day(message.created_at);
  const line = built(message);
  return isNewDay ? [make("p", { class: "day", text: day(message.created_at) }), line] : [line];
}

function drawMessages() {
  const lines = [];
  let before = null;
  for (const message of state.messages.values()) {
    if (!before && message.number > 1) {
      lines.push(make("p", { class: "day", text: say("earlier", { count: state.messages.size }) }));
    }
    lines.push(...linesOf(message, before));
    before = message;
  }
  if (!lines.length) lines.push(make("p", { class: "start", "data-testid": "no-messages", text: say("startHere") }));
  keepingTheEnd(() => log.replaceChildren(...lines));
  drawTyping();
}

// One message: put in its place, or added at the end, so that it alone is read out.
function drawMessage(message) {
  if (isFolded(message)) {
    const target = [...state.messages.values()].find((other) => other.wamid === targetOf(message));
    keepingTheEnd(() => log.querySelector(`[data-testid="message-${target.number}"]`)?.replaceWith(built(target)));
    drawTyping();
    return;
  }
  const shown = log.querySelector(`[data-testid="message-${message.number}"]`);
  const known = [...state.messages.values()];
  const at = known.findIndex((other) => other.number === message.number);
  if (shown) shown.replaceWith(built(message));
  else if (at === 0 || at < known.length - 1) drawMessages();
  else keepingTheEnd(() => log.append(...linesOf(message, known[at - 1])));
  drawTyping();
}

function drawTyping() {
  log.querySelector(".typing")?.remove();
  if (!state.typing.has(state.open)) return;
  const dots = [make("i"), make("i"), make("i")];
  const attributes = { class: "bubble typing", "data-testid": "typing", "data-direction": "in", "aria-hidden": "true" };
  keepingTheEnd(() => log.append(make("div", attributes, ...dots)));
}

function drawAll() {
  drawWords();
  drawList();
  drawHeader();
  drawTrouble();
  if (state.open) drawMessages();
}

function complain(where, text) {
  where.hidden = !text;
  where.textContent = text ?? "";
}

function reason(error, otherwise) {
  if (!(error instanceof service.Refused)) return say(otherwise);
  if (error.detail && error.status === 422) return say("errorRefused", { why: error.detail });
  return error.status === 404 ? say("errorGone") : say("errorStatus", { code: error.status });
}

// ---- doing

async function open(id) {
  if (state.open) state.drafts.set(state.open, composer.value);
  state.open = state.chats.has(id) ? id : null;
  state.messages = new Map();
  app.dataset.pane = state.open ? "chat" : "list";
  one(".nobody").hidden = Boolean(state.open);
  one(".conversation").hidden = !state.open;
  complain(one(".chat .refusal"), null);
  drawList();
  drawHeader();
  if (!state.open) return;
  pending.clear();
  composer.value = state.drafts.get(id) ?? "";
  composerChanged();
  await readMessages();
  log.scrollTop = log.scrollHeight;
  if (matchMedia("(hover: hover)").matches) composer.focus();
}

async function readMessages() {
  const id = state.open;
  const meanwhile = new Map();
  state.meanwhile = meanwhile;
  const messages = await service.messages(id);
  if (state.open !== id || state.meanwhile !== meanwhile) return;
  // What arrived live while the answer was on its way is newer than the answer.
  state.messages = new Map([...messages.map((message) => [message.number, message]), ...meanwhile]);
  drawMessages();
  look();
}

// The chat is looked at when it is open in a visible page; the office then sees "read".
function look() {
  const chat = state.chats.get(state.open);
  const unseen = [...state.messages.values()].some((message) => message.sender === "office" && !message.seen);
  if (!chat || document.visibilityState !== "visible" || !unseen) return;
  chat.unread = 0;
  drawList();
  service.look(state.open).catch((error) => complain(one(".chat .refusal"), reason(error, "errorLoad")));
}

// Sends one thing as the client whose chat is open; false when it was refused.
async function sendAs(id, kind, asked) {
  try {
    await service.send(id, kind, asked);
    complain(one(".chat .refusal"), null);
    return true;
  } catch (error) {
    complain(one(".chat .refusal"), reason(error, "errorSend"));
    return false;
  }
}

async function send() {
  const id = state.open;
  const text = composer.value;
  if (!id || !(text.trim() || pending.file())) return;
  sendButton.disabled = true;
  const wanted = await pending.wanted(text).catch((error) => {
    complain(one(".chat .refusal"), reason(error, "errorSend"));
    return null;
  });
  if (wanted && (await sendAs(id, wanted.kind, wanted.asked))) {
    if (state.open === id && composer.value === text) composer.value = "";
    if (state.open === id) pending.clear();
    state.drafts.delete(id);
  }
  composerChanged();
  composer.focus();
}

function composerChanged() {
  sendButton.disabled = !composer.value.trim() && !pending.file();
  composer.style.height = "auto";
  composer.style.height = `${Math.min(composer.scrollHeight, 140)}px`;
}

async function saveClient() {
  const error = one(".new-client .refusal");
  const name = form.elements.name.value.trim();
  const phone = form.elements.phone.value.trim();
  if (!name) {
    complain(error, say("errorName"));
    form.elements.name.focus();
    return;
  }
  try {
    const client = await service.addClient(name, phone);
    noteClient(client);
    dialog.close();
    location.hash = client.id;
  } catch (failure) {
    const known = { 409: "errorTaken", 422: "errorPhone" }[failure.status];
    complain(error, known ? say(known) : reason(failure, "errorLoad"));
    form.elements.phone.focus();
  }
}

// ---- happening

function noteClient(client) {
  const chat = state.chats.get(client.id) ?? { last: null, unread: 0 };
  state.chats.set(client.id, { ...chat, client });
  drawList();
}

function noteMessage(message) {
  const chat = state.chats.get(message.client_id);
  if (!chat) return;
  const isNew = !chat.last || message.seq > chat.last.seq;
  if (isNew || message.seq === chat.last.seq) chat.last = message;
  if (isNew && message.sender === "office") {
    chat.unread += 1;
    stopTyping(message.client_id);
  }
  if (message.client_id === state.open) {
    const known = state.messages.get(message.number);
    state.messages.set(message.number, message);
    state.meanwhile.set(message.number, message);
    drawMessage(message);
    if (!known && message.sender === "client") log.scrollTop = log.scrollHeight;
    look();
  }
  drawList();
}

function noteTyping(id, seconds) {
  clearTimeout(state.typing.get(id));
  state.typing.set(id, setTimeout(() => stopTyping(id), seconds * 1000));
  drawTyping();
  drawHeader();
}

function stopTyping(id) {
  if (!state.typing.has(id)) return;
  clearTimeout(state.typing.get(id));
  state.typing.delete(id);
  drawTyping();
  drawHeader();
}

let meantime = null; // events that came while everything was being read

function happened(event) {
  if (meantime) meantime.push(event);
  else note(event);
}

function note(event) {
  if (event.kind === "message") noteMessage(event.message);
  else if (event.kind === "client") noteClient(event.client);
  else if (event.kind === "typing") noteTyping(event.client_id, event.seconds);
  else if (event.kind === "webhook") {
    Object.assign(state.office, { webhook_healthy: event.healthy, webhook_answer: event.answer });
    drawTrouble();
  } else if (event.kind === "reset") {
    location.hash = "";
    readEverything();
  }
}

async function readEverything() {
  meantime ??= [];
  try {
    const [office, chats] = await Promise.all([service.office(), service.chats()]);
    state.office = office;
    state.chats = new Map(chats.map((chat) => [chat.client.id, chat]));
    one(".offline").hidden = true;
    catchUp();
    drawAll();
    const wanted = location.hash.slice(1);
    if (wanted !== state.open || !state.chats.has(wanted)) await open(wanted);
    else await readMessages();
  } catch (error) {
    const offline = one(".offline");
    offline.hidden = false;
    offline.textContent = reason(error, "errorLoad");
    catchUp();
  }
}

// What the answer did not have yet; what it had is known by its number and told once.
function catchUp() {
  const missed = meantime ?? [];
  meantime = null;
  missed.forEach(note);
}

// ---- listening

list.addEventListener("click", (event) => {
  const line = event.target.closest("button");
  if (line) location.hash = line.dataset.testid.slice("client-".length);
});
list.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const lines = [...list.querySelectorAll("button")];
  lines[lines.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
});
one(".back").addEventListener("click", () => (location.hash = ""));
window.addEventListener("hashchange", () => open(location.hash.slice(1)));
document.addEventListener("visibilitychange", look);
composer.addEventListener("input", composerChanged);
composer.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
one(".composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
pending.whenChanged(() => {
  composerChanged();
  composer.focus();
});
listenForActions({
  clientId: () => state.open,
  message: (number) => state.messages.get(number),
  fate: (message) => fateOf(message, state.messages.values()),
  author: (message) => (message.sender === "client" ? say("you") : state.office.name),
  send: (kind, asked) => sendAs(state.open, kind, asked),
  complain: (error, otherwise) => complain(one(".chat .refusal"), reason(error, otherwise)),
  edit: (message, text) => {
    pending.edit(message);
    composer.value = text;
    composerChanged();
    composer.focus();
  },
});
one(".add").addEventListener("click", () => {
  form.reset();
  complain(one(".new-client .refusal"), null);
  dialog.showModal();
});
one("[data-testid=new-client-cancel]").addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  saveClient();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    chooseLanguage(button.dataset.language);
    drawAll();
  });
}

drawWords();
service.listen({
  opened: readEverything,
  lost: () => {
    one(".offline").textContent = say("offline");
    one(".offline").hidden = false;
  },
  happened,
});
