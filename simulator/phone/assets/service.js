// The simulator's addresses the page uses, and its live events.

export class Refused extends Error {
  constructor(status, detail) {
    super(`HTTP ${status}`);
    this.status = status;
    this.detail = typeof detail === "string" ? detail : undefined;
  }
}

async function ask(path, { method = "GET", body, file } = {}) {
  const type = file ? file.type || "application/octet-stream" : "application/json";
  const answer = await fetch(path, {
    method,
    headers: body || file ? { "Content-Type": type } : {},
    body: file ?? (body ? JSON.stringify(body) : undefined),
  });
  if (!answer.ok) throw new Refused(answer.status, (await answer.json().catch(() => ({}))).detail);
  return answer.status === 204 ? null : answer.json();
}

export const MOST_SHOWN = 200;

export const office = () => ask("/phone/office");
export const chats = () => ask("/phone/chats");
export const messages = (client) => ask(`/admin/messages?client=${client}&limit=${MOST_SHOWN}`);
export const addClient = (name, phone) => ask("/admin/clients", { method: "POST", body: { name, phone } });
export const send = (client, kind, asked) =>
  ask(`/admin/clients/${client}/send/${kind}`, { method: "POST", body: asked });
export const keep = (file) =>
  ask(`/admin/media?filename=${encodeURIComponent(file.name)}`, { method: "POST", file });
export const types = () => ask("/admin/types");
export const tell = (field, client) => ask(`/admin/fields/${field}`, { method: "POST", body: { client } });
export const look = (client) => ask(`/phone/clients/${client}/look`, { method: "POST" });

// `opened` is called on every connection, so that what was missed meanwhile is read anew.
export function listen({ opened, lost, happened }) {
  const events = new EventSource("/phone/events");
  events.onopen = opened;
  events.onmessage = (event) => happened(JSON.parse(event.data));
  events.onerror = () => {
    lost();
    // A browser gives up for good on some errors; then begin again.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => listen({ opened, lost, happened }), 1000);
    }
  };
}
