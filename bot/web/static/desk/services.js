// What was shown to the customer, to give on paper or as a text message.

import { h } from "../chat/dom.js";
import { request } from "./api.js";
import { Texting } from "./texting.js";

/** Services on one sheet, and in one text, as the gateway takes them. */
const SHEET_LIMIT = 10;
const TEXT_LIMIT = 3;
/** The latest ones are those that are spoken of. */
const SHOWN = 12;

/** The services of a conversation, the latest first, each once. */
export function servicesOf(transcript) {
  const found = new Map();
  for (const event of [...transcript].reverse()) for (const card of event.cards ?? []) if (!found.has(card.id)) found.set(card.id, card);
  return [...found.values()];
}

/** The part of a case that gives services; null while none was shown. */
export function renderServices(record, words, { mine, texts }) {
  const services = servicesOf(record.transcript).slice(0, SHOWN);
  if (!services.length) return null;
  const chosen = () => services.filter(({ id }) => list.querySelector(`input[value="${CSS.escape(id)}"]`).checked);
  const problem = h("p", { class: "problem", role: "alert" });
  const list = h(
    "ul",
    { class: "give-list", role: "list" },
    services.map((card) => {
      const box = h("input", { type: "checkbox", value: card.id, id: `give-${card.id}`, on: { change: () => (problem.textContent = "") } });
      return h("li", {}, box, h("label", { for: box.id, dir: "auto" }, card.name));
    }),
  );
  const need = (limit) => {
    const picked = chosen();
    problem.textContent = picked.length ? (picked.length > limit ? words.t("desk.give_too_many", { count: limit }) : "") : words.t("desk.give_choose");
    if (problem.textContent) list.querySelector("input")?.focus();
    return problem.textContent ? null : picked;
  };
  const language = record.facts?.speech ?? record.summary?.language ?? "en";
  const sheet = () => {
    const picked = need(SHEET_LIMIT);
    if (!picked) return;
    const ids = picked.map(({ id }) => encodeURIComponent(id)).join(",");
    open(`/sheet?ids=${ids}&language=${encodeURIComponent(language)}&plain=${record.keep_neutral ? "true" : "false"}`, "_blank", "noopener");
  };
  const text = () => {
    const picked = need(TEXT_LIMIT);
    if (!picked) return;
    const ask = (path, body) => request(`/cases/${record.id}/${path}`, body);
    new Texting(words, { ask }, picked).open();
  };
  return h(
    "section",
    { class: "give" },
    h("h3", {}, words.t("desk.give")),
    record.keep_neutral ? h("p", { class: "hint" }, words.t("desk.give_neutral")) : null,
    list,
    problem,
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "button quiet", on: { click: sheet } }, words.t("desk.give_sheet")),
      mine && texts ? h("button", { type: "button", class: "button quiet", on: { click: text } }, words.t("desk.give_text")) : null,
    ),
  );
}
