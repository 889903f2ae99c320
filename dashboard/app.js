// A reading room for lawyers: who waits, what was said, why the assistant did not answer.
// The token stays in this tab's memory; nothing personal goes into an address or into storage.

const texts = {
  id: {
    token: "Token Anda", open: "Buka", leave: "Keluar",
    tokenHelp: "Dibuat oleh bagian TI kantor: lawyershub lawyer token NAMA",
    onlyWaiting: "Hanya yang menunggu pengacara", nobody: "Tidak ada yang menunggu.",
    more: "Lebih lama", choose: "Pilih percakapan.", unnamed: "Tanpa nama",
    refused: "Token tidak dikenal.", offline: "Tidak terhubung. Mencoba lagi…",
    draft: "Draf, belum dikirim", ours: "Kantor", phone: "Kantor, dari ponsel", group: "Grup", forwarded: "Diteruskan", advertisement: "Dari iklan", deleted: "Dihapus oleh klien",
    openFile: "Buka berkas", again: "Coba lagi", unreadPages: "sebagian halaman tidak terbaca",
    files: { waiting: "berkas sedang diambil", quarantined: "berkas dikarantina", gone: "berkas sudah tidak ada di WhatsApp; minta klien mengirim ulang", refused: "berkas ditolak", failed: "berkas gagal diambil" },
    kinds: { identity_card: "KTP", family_card: "Kartu Keluarga", power_of_attorney: "Surat kuasa", demand_letter: "Somasi", court_summons: "Panggilan sidang", police_summons: "Panggilan polisi", court_decision: "Putusan", contract: "Perjanjian", deed: "Akta", land_certificate: "Sertifikat tanah", invoice: "Tagihan", transfer_receipt: "Bukti transfer" },
    doubted: "Identitas WhatsApp klien ini berubah sejak {at}. Hubungi klien untuk memastikan orangnya. Sampai itu, asisten diam.", verify: "Sudah saya pastikan", surely: "Anda sudah memastikan siapa yang menulis?",
    notices: "Perlu diketahui", acknowledge: "Sudah dibaca", moreNotices: "Pemberitahuan lainnya",
    severities: { critical: "‼ Genting", warning: "⚠ Peringatan", info: "ℹ Informasi" },
    states: { queued: "menunggu", sending: "mengirim", ambiguous: "belum pasti", refused: "ditolak", withheld: "ditahan", accepted: "diterima WhatsApp", sent: "terkirim", failed: "gagal", delivered: "sampai", read: "dibaca", played: "diputar" },
  },
  en: {
    token: "Your token", open: "Open", leave: "Sign out",
    tokenHelp: "Made by the office's IT: lawyershub lawyer token NAME",
    onlyWaiting: "Only those waiting for a lawyer", nobody: "Nobody is waiting.",
    more: "Older", choose: "Choose a conversation.", unnamed: "No name",
    refused: "This token is not known.", offline: "Not connected. Trying again…",
    draft: "Draft, not sent", ours: "Office", phone: "Office, from the phone", group: "Group", forwarded: "Forwarded", advertisement: "From an advertisement", deleted: "Deleted by the client",
    openFile: "Open the file", again: "Try again", unreadPages: "some pages could not be read",
    files: { waiting: "the file is being fetched", quarantined: "the file is in quarantine", gone: "WhatsApp has the file no longer; ask the client to send it again", refused: "the file was refused", failed: "the file could not be fetched" },
    kinds: { identity_card: "Identity card (KTP)", family_card: "Family card (KK)", power_of_attorney: "Power of attorney", demand_letter: "Letter of demand", court_summons: "Court summons", police_summons: "Police summons", court_decision: "Court decision", contract: "Contract", deed: "Deed", land_certificate: "Land certificate", invoice: "Invoice", transfer_receipt: "Proof of transfer" },
    doubted: "This client's WhatsApp identity changed on {at}. Call the client to make sure who it is. Until then the assistant is silent.", verify: "I have made sure", surely: "Have you made sure who is writing?",
    notices: "To be known", acknowledge: "Acknowledge", moreNotices: "More notices",
    severities: { critical: "‼ Critical", warning: "⚠ Warning", info: "ℹ Information" },
    states: { queued: "queued", sending: "sending", ambiguous: "not certain", refused: "refused", withheld: "withheld", accepted: "taken by WhatsApp", sent: "sent", failed: "failed", delivered: "delivered", read: "read", played: "played" },
  },
};

const state = { language: "id", token: null, chosen: null, pages: 1, noticePages: 1, reasons: {}, timer: null, turn: 0, shown: {} };
const at = (id) => document.getElementById(id);
const say = (key) => texts[state.language][key];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function ask(path, method = "GET", content = undefined) {
  const headers = { Authorization: `Bearer ${state.token}`, ...(content && { "Content-Type": "application/json" }) };
  const response = await fetch(`/api/v1${path}`, { method, headers, body: content && JSON.stringify(content) });
  if (response.status === 401) throw new Error("refused");
  if (!response.ok) throw new Error("offline");
  return response.status === 204 ? null : response.json();
}

const when = (moment) => new Intl.DateTimeFormat(state.language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
const reasonsOf = (codes) => codes.map((code) => state.reasons[code]?.[state.language] ?? code).join(" · ");

function showWords() {
  document.documentElement.lang = state.language;
  for (const each of document.querySelectorAll("[data-text]")) each.textContent = say(each.dataset.text);
  at("language").textContent = state.language === "id" ? "English" : "Bahasa Indonesia";
  at("leave").textContent = say("leave");
}

async function listed(path, pages) {
  const items = [];
  let after = "";
  for (let page = 0; page < pages; page += 1) {
    const answer = await ask(path + (after && `&after=${after}`));
    items.push(...answer.items);
    after = answer.next ?? "";
    if (!after) break;
  }
  return { items, more: Boolean(after) };
}

function row(conversation) {
  const urgent = conversation.urgency !== "normal";
  const button = element("button", { type: "button" },
    element("span", { className: urgent ? "urgent" : "", textContent: conversation.client_name ?? say("unnamed") }),
    element("small", { textContent: conversation.last_message_at ? when(conversation.last_message_at) : "" }),
    element("small", { textContent: conversation.needs_lawyer_since ? reasonsOf(conversation.reasons) : "" }));
  button.dataset.id = conversation.id;
  button.setAttribute("aria-current", String(conversation.id === state.chosen));
  button.addEventListener("click", () => { state.chosen = conversation.id; refresh(); });
  return element("li", {}, button);
}

// The most urgent first; the API gives the newest first.
const bySeverity = (notices) => ["critical", "warning", "info"].flatMap((severity) => notices.filter((notice) => notice.severity === severity));

function noticeRow(notice) {
  const about = notice.client_id ? `${notice.client_name ?? say("unnamed")} · ` : "";
  const button = element("button", { type: "button", textContent: say("acknowledge") });
  button.dataset.id = notice.id;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask(`/notices/${notice.id}/acknowledge`, "POST");
    } catch (problem) {
      if (problem.message === "refused") return leave(say("refused"));
      button.disabled = false;
      at("notice").textContent = say("offline");
      return undefined;
    }
    return refresh();
  });
  const row = element("li", { className: notice.severity },
    element("strong", { textContent: say("severities")[notice.severity] }),
    element("p", { textContent: notice.text[state.language] }),
    element("small", { textContent: about + when(notice.at) }), button);
  button.setAttribute("aria-label", `${say("acknowledge")}: ${notice.text[state.language]}`);
  return row;
}

// What a message is, what became of it, and where it came from: one line each.
function lines(message) {
  const shown = [message.description?.[state.language] ?? message.body ?? ""];
  if (message.forwarded) shown.unshift(`↪ ${say("forwarded")}`);
  if (message.referral) shown.unshift(`${say("advertisement")}: ${message.referral.headline ?? message.referral.source_url ?? ""}`);
  for (const revision of message.revisions ?? []) {
    shown.push(revision.type === "revoke" ? say("deleted") : revision.description[state.language]);
  }
  return shown;
}

// A message's file: what it is, and the button that opens it or fetches it again.
function fileOf(message) {
  const file = message.media;
  if (!file) return [];
  const tell = async (path) => {
    try {
      return await ask(`/media/${file.id}/${path}`, "POST");
    } catch {
      at("notice").textContent = say("offline");
      return null;
    }
  };
  const button = (key, act) => {
    const made = element("button", { type: "button", textContent: say(key) });
    made.addEventListener("click", act);
    return made;
  };
  const kind = say("kinds")[file.document?.kind];
  const told = file.state === "kept"
    ? [kind, file.reading === "in_part" ? say("unreadPages") : ""].filter(Boolean).join(" · ")
    : say("files")[file.state];
  const open = async () => {
    const link = await tell("link");
    if (link) window.open(link.url, "_blank", "noopener");
  };
  const fields = (file.document?.fields ?? []).slice(0, 8).map((field) => element("li", { textContent: `${field.value}${field.doubts.length ? " (?)" : ""}` }));
  return [element("div", { className: "file" },
    ...(told ? [element("p", { textContent: told })] : []),
    ...(kind && fields.length ? [element("ul", {}, ...fields)] : []),
    ...(file.state === "kept" ? [button("openFile", open)] : []),
    ...(["failed", "gone"].includes(file.state) ? [button("again", async () => { await tell("retry"); refresh(); })] : []))];
}

function quoted(message, all) {
  const about = all.find((each) => each.id === message.about);
  if (!about) return [];
  return [element("blockquote", { textContent: (about.description?.[state.language] ?? about.body ?? "").slice(0, 120) })];
}

function bubbles(content) {
  const all = [
    ...content.messages.map((message) => ({ ...message, ours: message.author === "office", moment: message.sent_at })),
    ...content.outbound.map((message) => ({ ...message, ours: true, sent: true, moment: message.created_at })),
    ...content.drafts.map((draft) => ({ ...draft, ours: true, draft: true, moment: draft.created_at })),
  ].sort((one, other) => one.moment.localeCompare(other.moment));
  // Reactions stand at the message that they are about, where it is among these.
  const said = all.filter((message) => message.type !== "reaction" || !message.about);
  return said.map((message) => element("li", { className: `bubble${message.ours ? " ours" : ""}` },
    ...quoted(message, all),
    ...lines(message).map((line) => element("p", { textContent: line })),
    ...fileOf(message),
    ...(message.reaction ? [element("span", { className: "reaction", textContent: message.reaction })] : []),
    element("small", { textContent: message.ours
      ? `${say(message.draft ? "draft" : message.sent ? "ours" : "phone")} · ${when(message.moment)}${message.sent ? ` · ${say("states")[message.state]}` : ""}`
      : `${when(message.moment)} · ${reasonsOf(message.reasons)}` })));
}

function doubt(conversation) {
  if (!conversation.identity_changed_at) return [];
  const button = element("button", { type: "button", textContent: say("verify") });
  button.addEventListener("click", async () => {
    if (!window.confirm(say("surely"))) return;
    try {
      await ask(`/clients/${conversation.client_id}/verify`, "POST", { identity_changed_at: conversation.identity_changed_at });
    } catch {
      at("notice").textContent = say("offline");
    }
    refresh();
  });
  const words = say("doubted").replace("{at}", when(conversation.identity_changed_at));
  return [element("div", { className: "doubt", role: "alert" }, element("p", { textContent: words }), button)];
}

// Replaces what an element holds, unless it shows the same already: focus and reading go on.
function show(id, content, draw) {
  const text = state.language + state.chosen + JSON.stringify(content);
  if (state.shown[id] === text) return;
  state.shown[id] = text;
  const focused = document.activeElement?.dataset.id;
  at(id).replaceChildren(...draw());
  if (focused) at(id).querySelector(`[data-id="${focused}"]`)?.focus();
}

async function refresh() {
  clearTimeout(state.timer);
  state.turn += 1;
  const turn = state.turn; // an answer that comes after the next question, or after leaving, is void
  try {
    const notices = await listed("/notices?open=true", state.noticePages);
    if (turn !== state.turn) return;
    show("notices", notices.items, () => bySeverity(notices.items).map(noticeRow));
    at("to-know").hidden = notices.items.length === 0;
    at("more-notices").hidden = !notices.more;
    const { items, more } = await listed(`/conversations?needs_lawyer=${at("waiting").checked}`, state.pages);
    if (turn !== state.turn) return;
    show("conversations", items, () => items.map(row));
    at("nobody").hidden = items.length > 0;
    at("more").hidden = !more;
    if (state.chosen) {
      const content = await ask(`/conversations/${state.chosen}`);
      if (turn !== state.turn) return;
      show("content", content, () => [
        element("h2", { textContent: [content.conversation.in_group && say("group"), content.conversation.client_name ?? say("unnamed")].filter(Boolean).join(" · ") }),
        ...doubt(content.conversation),
        element("ol", {}, ...bubbles(content))]);
    }
    at("notice").textContent = "";
  } catch (problem) {
    if (turn !== state.turn) return;
    if (problem.message === "refused") return leave(say("refused"));
    at("notice").textContent = say("offline");
  }
  state.timer = setTimeout(refresh, 5000);
}

function leave(notice = "") {
  clearTimeout(state.timer);
  Object.assign(state, { token: null, chosen: null, pages: 1, noticePages: 1, turn: state.turn + 1, shown: {} });
  at("conversations").replaceChildren();
  at("notices").replaceChildren();
  at("content").replaceChildren(element("p", { className: "quiet", textContent: say("choose") }));
  at("inbox").hidden = at("leave").hidden = at("to-know").hidden = true;
  at("sign-in").hidden = false;
  at("notice").textContent = notice;
  at("token").focus();
}

at("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  state.token = at("token").value.trim();
  try {
    state.reasons = await ask("/reasons");
  } catch (problem) {
    return leave(say(problem.message === "refused" ? "refused" : "offline"));
  }
  at("token").value = "";
  at("sign-in").hidden = true;
  at("inbox").hidden = at("leave").hidden = false;
  return refresh();
});
at("leave").addEventListener("click", () => leave());
at("waiting").addEventListener("change", () => { state.pages = 1; refresh(); });
at("more-notices").addEventListener("click", () => { state.noticePages += 1; refresh(); });
at("more").addEventListener("click", () => { state.pages += 1; refresh(); });
at("language").addEventListener("click", () => {
  state.language = state.language === "id" ? "en" : "id";
  showWords();
  if (state.token) refresh();
});
showWords();
