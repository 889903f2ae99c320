// Dialogs that ask for a little before something is sent, and the list of everything there is.

import { make } from "./elements.js";
import { say, typeWords } from "./words.js";

const dialog = document.querySelector(".sheet");
const form = dialog.querySelector("form");

// What each form asks for, as it stands there, and what is sent of it.
const FORMS = {
  location: {
    fields: { name: "Monumen Nasional", address: "Jakarta Pusat", latitude: "-6.1753924", longitude: "106.8271528" },
    asked: ({ name, address, latitude, longitude }) => ({
      content: { name: name || null, address: address || null, latitude: Number(latitude), longitude: Number(longitude) },
    }),
  },
  contacts: {
    fields: { name: "Ani Lestari (contoh)", number: "+62 812-0000-0099" },
    asked: ({ name, number }) => {
      const digits = number.replace(/\D/g, "");
      return { text: name, message: { contacts: [{
        name: { formatted_name: name, first_name: name.split(" ")[0] },
        phones: [{ phone: number, wa_id: digits, type: "CELL" }],
        origin: "other",
      }] } };
    },
  },
  order: {
    fields: { product: "konsultasi-awal", quantity: "1", price: "500000", note: "" },
    asked: ({ product, quantity, price, note }) => ({ content: { text: note, product_items: [
      { product_retailer_id: product, quantity: Number(quantity), item_price: Number(price), currency: "IDR" },
    ] } }),
  },
};
const NUMBERS = new Set(["latitude", "longitude", "quantity", "price"]);

let submitted = () => {};
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submitted();
});
dialog.querySelector("[data-testid=sheet-cancel]").addEventListener("click", () => dialog.close());

function show(title, children, { submit }) {
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector(".fields").replaceChildren(...children);
  dialog.querySelector("[type=submit]").hidden = !submit;
  submitted = submit ?? (() => {});
  dialog.showModal();
}

export function openForm(kind, send) {
  const { fields, asked } = FORMS[kind];
  const inputs = Object.entries(fields).map(([name, value]) => {
    const input = make("input", { name, value, autocomplete: "off", "data-testid": `sheet-${name}`,
      ...(NUMBERS.has(name) ? { type: "number", step: "any", required: "" } : { maxlength: "300" }) });
    return make("label", {}, make("span", { text: say(`field_${name}`) }), input);
  });
  const submit = () => {
    if (!form.reportValidity()) return;
    dialog.close();
    send(kind, asked(Object.fromEntries(new FormData(form))));
  };
  show(say(`kind_${kind}`), inputs, { submit });
}

export function openEverything(types, { send, tell }) {
  const line = ({ name, by }) => {
    const button = make("button", { type: "button", "data-testid": `type-${name}` },
      make("span", { text: typeWords(name) }), make("code", { class: "quiet", text: name }));
    button.addEventListener("click", () => {
      dialog.close();
      if (by === "client") send(name, {});
      else tell(name);
    });
    return button;
  };
  const group = (by, heading) =>
    make("section", { class: "types" }, make("h3", { class: "quiet", text: heading }), ...types.filter((one) => one.by === by).map(line));
  show(say("everything"), [group("client", say("clientSends")), group("meta", say("metaTells"))], {});
}
