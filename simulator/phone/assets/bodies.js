// What stands in a bubble, by the type of the message. Text only ever enters through textContent.

import { icon, make } from "./elements.js";
import { say, summary } from "./words.js";

const address = (id) => `/phone/media/${encodeURIComponent(id)}`;
const paragraph = (text, name = "words") => text && make("p", { class: name, text, dir: "auto" });

// A button in a bubble: what it sends stands in it, for the page to read when it is tapped.
function tap(text, kind, asked, more = {}) {
  return make("button", { type: "button", class: "tap", text, "data-send": JSON.stringify({ kind, asked }), ...more });
}

function file(kind, media, shown) {
  if (media.id) return shown(address(media.id));
  // A link the office gave: nothing outside the simulator is ever loaded.
  return card(kind, say(`kind_${kind}`), media.link ?? say("fileMissing"));
}

function card(kind, title, ...lines) {
  return make("div", { class: "card" }, icon(kind), make("div", {},
    make("b", { text: title, dir: "auto" }),
    ...lines.filter(Boolean).map((text) => make("span", { class: "quiet", text, dir: "auto" }))));
}

const image = (media) =>
  file("image", media, (src) => make("img", { src, alt: media.caption ?? say("kind_image"), loading: "lazy" }));
const video = (media) => file("video", media, (src) => make("video", { src, controls: "", preload: "metadata" }));
const audio = (media) => file("audio", media, (src) => make("audio", { src, controls: "", preload: "metadata" }));
const sticker = (media) =>
  file("sticker", media, (src) => make("img", { class: "sticker", src, alt: say("kind_sticker"), loading: "lazy" }));

function documentCard(media) {
  const name = media.filename ?? say("kind_document");
  if (!media.id) return card("document", name, media.link);
  return make("a", { class: "card", href: address(media.id), download: name }, icon("document"),
    make("div", {}, make("b", { text: name, dir: "auto" }), make("span", { class: "quiet", text: media.mime_type ?? "" })));
}

function place(at) {
  return card("location", at.name ?? say("kind_location"), at.address, `${at.latitude}, ${at.longitude}`);
}

function people(content) {
  return (content.contacts ?? []).map((one) =>
    card("contacts", one.name?.formatted_name ?? "", ...(one.phones ?? []).map((phone) => phone.phone),
      one.origin === "contact_request" && say("contactShared")));
}

function order(content) {
  const lines = (content.product_items ?? []).map(
    (item) => `${item.quantity} × ${item.product_retailer_id} (${item.currency} ${item.item_price})`);
  return [card("order", say("kind_order"), ...lines), paragraph(content.text)];
}

function header(head) {
  if (!head) return null;
  if (head.type === "text") return make("b", { class: "head", text: head.text, dir: "auto" });
  const drawn = { image, video, document: documentCard, location: place }[head.type];
  return drawn?.(head[head.type] ?? {});
}

const ACTIONS = {
  button: (action) => (action.buttons ?? []).map(({ reply }) =>
    tap(reply.title, "button_reply", { content: { button_reply: { id: reply.id, title: reply.title } } })),
  list: (action) => [make("button", { type: "button", class: "tap", text: action.button, "data-list": "", "aria-haspopup": "menu" })],
  request_contact_info: () => [tap(say("shareContact"), "contact_request", {})],
  location_request_message: () => [make("button", { type: "button", class: "tap", text: say("shareLocation"), "data-form": "location" })],
  call_permission_request: () => [
    tap(say("allowCalls"), "call_permission_reply", {}),
    tap(say("refuseCalls"), "call_permission_reply", {
      content: { call_permission_reply: { response: "reject", expiration_timestamp: null } } }),
  ],
  flow: (action) => [tap(action.parameters?.flow_cta ?? say("fillForm"), "nfm_reply", {})],
  cta_url: (action) => [make("span", { class: "tap link", text: action.parameters?.display_text, title: action.parameters?.url })],
};

const TEMPLATE_BUTTONS = {
  QUICK_REPLY: ({ text, payload }) => tap(text, "button", { text, content: { payload, text } }),
  REQUEST_CONTACT_INFO: ({ text }) => tap(text || say("shareContact"), "contact_request", {}),
  FLOW: ({ text }) => tap(text, "nfm_reply", {}),
};

function question(head, body, foot, taps) {
  return [header(head), paragraph(body), paragraph(foot, "foot quiet"),
    taps.length > 0 && make("div", { class: "taps" }, ...taps)];
}

function interactive(content) {
  const answer = content[content.type];
  if (content.type?.endsWith("_reply")) {
    const words = answer?.title ?? answer?.body ?? say(answer?.response === "reject" ? "refuseCalls" : "allowCalls");
    return [make("span", { class: "answered quiet", text: say("answered") }), paragraph(words), paragraph(answer?.description, "quiet"),
      answer?.response_json && make("code", { text: answer.response_json })];
  }
  const taps = ACTIONS[content.type]?.(content.action ?? {}) ?? [];
  return question(content.header, content.body?.text, content.footer?.text, taps);
}

function template(content) {
  const shown = content.rendered ?? {};
  const taps = (shown.buttons ?? []).map((one) =>
    TEMPLATE_BUTTONS[one.type]?.(one) ?? make("span", { class: "tap link", text: one.text || one.type, title: one.url ?? one.coupon_code }));
  return question(shown.header, shown.body ?? content.name, shown.footer, taps);
}

const BODIES = {
  image: (content) => [content.id || content.link ? image(content) : card("image", say("kind_image"), say("fileMissing"))],
  video: (content) => [video(content)],
  audio: (content) => [audio(content)],
  sticker: (content) => [sticker(content)],
  document: (content) => [documentCard(content)],
  location: (content) => [place(content)],
  contacts: people,
  order,
  interactive,
  template,
  button: (content) => [make("span", { class: "answered quiet", text: say("answered") }), paragraph(content.text)],
  call: (content) => [card("call", say(content.event === "terminate" ? "callEnded" : "callBegun"),
    content.duration !== undefined && say("seconds", { count: content.duration }))],
};

const CAPTIONED = new Set(["image", "video", "document"]);

export function bodyOf(message, fate) {
  if (fate.revoked) return [paragraph(say("revoked"), "words quiet revoked")];
  const drawn = BODIES[message.type];
  if (!drawn) return [paragraph(fate.edited ?? summary(message))];
  const caption = CAPTIONED.has(message.type) && (fate.edited ?? message.content.caption);
  return [...drawn(message.content), paragraph(caption)];
}

// What a message says of itself beside its content: forwarded, from an advertisement, in a group.
export function marksOf({ beside = {} }) {
  const { context = {}, referral, group_id: group, errors } = beside;
  const marks = [
    context.frequently_forwarded ? say("oftenForwarded") : context.forwarded && say("forwarded"),
    group && say("inGroup"),
    context.referred_product && say("aboutProduct", { product: context.referred_product.product_retailer_id }),
    errors?.[0] && say("withError", { code: errors[0].code }),
  ].filter(Boolean);
  return [
    ...marks.map((text) => make("span", { class: "mark quiet", text })),
    referral && card("link", referral.headline ?? say("advertisement"), referral.body, referral.source_url),
  ];
}

export function rowsOf(message) {
  return (message.content.action?.sections ?? []).flatMap((section) => [
    section.title && { heading: section.title },
    ...(section.rows ?? []).map((row) => ({
      text: row.title, hint: row.description,
      send: { kind: "list_reply", asked: { content: { list_reply: { id: row.id, title: row.title, description: row.description ?? null } } } },
    })),
  ]).filter(Boolean);
}
