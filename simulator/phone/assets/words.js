// Every word of the page in Indonesian and English, and how dates are written in each.

import { TYPE_WORDS } from "./type-words.js";

export const WORDS = {
  id: {
    title: "Telepon klien",
    clients: "Klien",
    simulated: "Telepon simulasi, bukan WhatsApp",
    language: "Bahasa",
    noClients: "Belum ada klien. Tambahkan satu untuk mulai menulis.",
    newClient: "Klien baru",
    nobodyTitle: "Pilih klien",
    nobodyHint: "Anda menulis sebagai klien itu; kantor menjawab di sini.",
    back: "Kembali ke daftar klien",
    as: "sebagai",
    messages: "Percakapan",
    write: "Tulis pesan",
    send: "Kirim",
    name: "Nama",
    number: "Nomor WhatsApp",
    numberHint: "Pakai nomor karangan, misalnya 0812-0000-0004.",
    cancel: "Batal",
    add: "Tambah",
    offline: "Sambungan ke simulator terputus. Mencoba lagi…",
    typing: "sedang mengetik…",
    today: "Hari ini",
    yesterday: "Kemarin",
    you: "Anda",
    noMessages: "Belum ada pesan",
    startHere: "Belum ada pesan. Sapa kantor, misalnya “Selamat pagi”.",
    theOffice: "Kantor",
    attach: "Lampirkan",
    messageMenu: "Menu pesan",
    replyTo: "Membalas {name}",
    editing: "Mengubah pesan",
    reply: "Balas",
    edit: "Ubah",
    remove: "Hapus untuk semua orang",
    noReaction: "Hapus reaksi",
    edited: "diubah",
    revoked: "Pesan ini dihapus",
    forwarded: "Diteruskan",
    oftenForwarded: "Diteruskan berkali-kali",
    inGroup: "Ditulis di grup",
    aboutProduct: "Tentang produk {product}",
    advertisement: "Iklan",
    withError: "Kesalahan {code} disertakan",
    answered: "Menjawab",
    fileMissing: "Tanpa berkas",
    contactShared: "Dibagikan atas permintaan",
    shareContact: "Bagikan nomor saya",
    shareLocation: "Kirim lokasi",
    allowCalls: "Izinkan panggilan",
    refuseCalls: "Tolak panggilan",
    fillForm: "Isi formulir",
    callBegun: "Panggilan suara",
    callEnded: "Panggilan berakhir",
    seconds: "{count} detik",
    reacted: "Bereaksi {emoji}",
    unreacted: "Reaksi dihapus",
    hidden: "Pesan yang disembunyikan WhatsApp dari kantor ({type})",
    unavailable: "Pesan yang tidak dapat diambil kantor",
    welcomed: "Klien membuka percakapan",
    photoOrVideo: "Foto atau video",
    soundFile: "Audio",
    kind_image: "Foto",
    kind_video: "Video",
    kind_audio: "Rekaman suara",
    kind_document: "Dokumen",
    kind_sticker: "Stiker",
    kind_location: "Lokasi",
    kind_contacts: "Kontak",
    kind_order: "Pesanan",
    everything: "Semua jenis",
    somethingElse: "Lainnya…",
    clientSends: "Dikirim klien",
    metaTells: "Diberitahukan Meta",
    field_name: "Nama",
    field_address: "Alamat",
    field_latitude: "Lintang",
    field_longitude: "Bujur",
    field_number: "Nomor",
    field_product: "Produk",
    field_quantity: "Jumlah",
    field_price: "Harga (IDR)",
    field_note: "Catatan",
    told: "Webhook “{field}” dikirim ke kantor.",
    errorRefused: "Tidak dapat dikirim: {why}",
    notText: "Pesan jenis {type}",
    earlier: "Hanya {count} pesan terakhir yang ditampilkan.",
    unread: "{count} belum dibaca",
    out_sent: "Meta sudah menerima; webhook kantor belum menjawab 200",
    out_delivered: "Webhook kantor menjawab 200",
    out_read: "Kantor menandai sudah dibaca",
    in_accepted: "Meta menerima; kantor belum mengakui status apa pun",
    in_sent: "Terkirim: webhook kantor mengakui status “sent”",
    in_delivered: "Sampai: webhook kantor mengakui status “delivered”",
    in_read: "Dibaca: webhook kantor mengakui status “read”",
    in_failed: "Gagal (kode {code}): klien tidak menerima pesan ini",
    failed: "Gagal, kode {code}",
    troubleAnswer: "Webhook kantor menjawab {code}, bukan 200. Meta akan mengirim lagi.",
    troubleSilent: "Webhook kantor tidak menjawab. Meta akan mengirim lagi.",
    errorName: "Isi nama klien.",
    errorPhone: "Nomor ini tidak dikenali. Tulis nomor Indonesia, atau awali dengan + dan kode negara.",
    errorTaken: "Sudah ada klien dengan nomor ini.",
    errorGone: "Klien ini sudah tidak ada. Muat ulang halaman.",
    errorSend: "Pesan belum terkirim: simulator tidak menjawab. Tulisan Anda masih ada.",
    errorLoad: "Tidak dapat memuat: simulator tidak menjawab.",
    errorStatus: "Simulator menjawab kesalahan {code}.",
  },
  en: {
    title: "Client's phone",
    clients: "Clients",
    simulated: "A simulated phone, not WhatsApp",
    language: "Language",
    noClients: "No clients yet. Add one to start writing.",
    newClient: "New client",
    nobodyTitle: "Choose a client",
    nobodyHint: "You write as that client; the office answers here.",
    back: "Back to the list of clients",
    as: "as",
    messages: "Conversation",
    write: "Write a message",
    send: "Send",
    name: "Name",
    number: "WhatsApp number",
    numberHint: "Use a made-up number, such as 0812-0000-0004.",
    cancel: "Cancel",
    add: "Add",
    offline: "The connection to the simulator is lost. Trying again…",
    typing: "typing…",
    today: "Today",
    yesterday: "Yesterday",
    you: "You",
    noMessages: "No messages yet",
    startHere: "No messages yet. Greet the office, for example “Selamat pagi”.",
    theOffice: "The office",
    attach: "Attach",
    messageMenu: "Message menu",
    replyTo: "Replying to {name}",
    editing: "Editing a message",
    reply: "Reply",
    edit: "Edit",
    remove: "Delete for everyone",
    noReaction: "Remove reaction",
    edited: "edited",
    revoked: "This message was deleted",
    forwarded: "Forwarded",
    oftenForwarded: "Forwarded many times",
    inGroup: "Written in a group",
    aboutProduct: "About the product {product}",
    advertisement: "Advertisement",
    withError: "With error {code}",
    answered: "Answering",
    fileMissing: "No file",
    contactShared: "Shared on request",
    shareContact: "Share my number",
    shareLocation: "Send location",
    allowCalls: "Allow calls",
    refuseCalls: "Refuse calls",
    fillForm: "Fill in the form",
    callBegun: "Voice call",
    callEnded: "Call ended",
    seconds: "{count} seconds",
    reacted: "Reacted {emoji}",
    unreacted: "Reaction removed",
    hidden: "A message WhatsApp hides from the office ({type})",
    unavailable: "A message the office cannot have",
    welcomed: "The client opened the chat",
    photoOrVideo: "Photo or video",
    soundFile: "Audio",
    kind_image: "Photo",
    kind_video: "Video",
    kind_audio: "Voice note",
    kind_document: "Document",
    kind_sticker: "Sticker",
    kind_location: "Location",
    kind_contacts: "Contact",
    kind_order: "Order",
    everything: "Every type",
    somethingElse: "More…",
    clientSends: "Sent by the client",
    metaTells: "Told by Meta",
    field_name: "Name",
    field_address: "Address",
    field_latitude: "Latitude",
    field_longitude: "Longitude",
    field_number: "Number",
    field_product: "Product",
    field_quantity: "Quantity",
    field_price: "Price (IDR)",
    field_note: "Note",
    told: "The webhook “{field}” was sent to the office.",
    errorRefused: "Cannot be sent: {why}",
    notText: "A message of type {type}",
    earlier: "Only the last {count} messages are shown.",
    unread: "{count} unread",
    out_sent: "Meta has it; the office's webhook has not answered 200 yet",
    out_delivered: "The office's webhook answered 200",
    out_read: "The office marked it as read",
    in_accepted: "Meta accepted it; the office has acknowledged no status yet",
    in_sent: "Sent: the office's webhook acknowledged the status “sent”",
    in_delivered: "Delivered: the office's webhook acknowledged the status “delivered”",
    in_read: "Read: the office's webhook acknowledged the status “read”",
    in_failed: "Failed (code {code}): the client does not get this message",
    failed: "Failed, code {code}",
    troubleAnswer: "The office's webhook answered {code}, not 200. Meta will deliver again.",
    troubleSilent: "The office's webhook does not answer. Meta will deliver again.",
    errorName: "Enter the client's name.",
    errorPhone: "This number is not recognised. Write an Indonesian number, or start with + and the country code.",
    errorTaken: "There already is a client with this number.",
    errorGone: "This client is gone. Reload the page.",
    errorSend: "Not sent: the simulator does not answer. Your text is still here.",
    errorLoad: "Cannot load: the simulator does not answer.",
    errorStatus: "The simulator answered with error {code}.",
  },
};

const KEPT = "phone.language";
let language = localStorage.getItem(KEPT) === "en" ? "en" : "id";

export function currentLanguage() {
  return language;
}

export function chooseLanguage(chosen) {
  language = chosen;
  localStorage.setItem(KEPT, chosen);
}

export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// A message in a line of text: in the list, in a quote, and where there is no better way.
export function summary(message) {
  const { type, content, text, beside = {} } = message;
  if (type === "reaction") return content.emoji ? say("reacted", { emoji: content.emoji }) : say("unreacted");
  if (type === "edit") return `${say("editing")}: ${text ?? ""}`;
  if (type === "revoke") return say("revoked");
  if (type === "request_welcome") return say("welcomed");
  if (type === "call") return say(content.event === "terminate" ? "callEnded" : "callBegun");
  if (type === "unsupported") {
    return beside.errors?.[0]?.code === 131060 ? say("unavailable") : say("hidden", { type: content.type ?? "?" });
  }
  const kind = WORDS[language][`kind_${type}`];
  if (kind) return text ? `${kind}: ${text}` : kind;
  return text ?? say("notText", { type });
}

// What a type of the admin API is called here; one that is too new keeps its own name.
export function typeWords(name) {
  return TYPE_WORDS[name]?.[language] ?? name;
}

const locale = () => (language === "id" ? "id-ID" : "en-GB");

export function clock(seconds) {
  const form = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" });
  return form.format(new Date(seconds * 1000));
}

export function day(seconds) {
  const then = new Date(seconds * 1000);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  if (then >= midnight) return say("today");
  midnight.setDate(midnight.getDate() - 1);
  if (then >= midnight) return say("yesterday");
  const form = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric" });
  return form.format(then);
}

// +62 812-0000-0001: the country code of Indonesia, then groups; other numbers stay whole.
export function written(phone) {
  const found = /^62(\d{3})(\d{4})(\d+)$/.exec(phone);
  return found ? `+62 ${found[1]}-${found[2]}-${found[3]}` : `+${phone}`;
}
