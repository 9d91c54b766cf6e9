// Danger to life now: 000 first and alone, calm, until the person says they have
// read it or writes (rule X-01). Not shown again after that, also not on reload.

import { h } from "./dom.js";
import { dialable, firstPhone, paragraphs } from "./rich_text.js";

/**
 * Whether an event asks for 000 first and alone. The server says so by a tier;
 * an older mark is a plain `safety` whose first number is 000.
 */
export function isEmergency(event) {
  if (!event.safety || event.from === "customer") return false;
  if (event.tier || typeof event.safety === "string") return (event.tier ?? event.safety) === "T4";
  return firstPhone(event.text) === "000";
}

/** The panel; `acknowledge` is called once by its button. */
export function renderEmergency(event, words, acknowledge) {
  const { number } = words.contacts.emergency;
  return h(
    "section",
    { class: "emergency", "aria-label": words.t("widget.safety_label") },
    h("h3", { class: "emergency-title" }, words.t("widget.emergency_title")),
    h(
      "a",
      { class: "emergency-call", href: `tel:${dialable(number)}` },
      h("bdi", { dir: "ltr" }, words.t("widget.emergency_call", { emergency: number })),
    ),
    h("div", { class: "emergency-text", lang: event.language ?? words.language, dir: "auto" }, paragraphs(event.text)),
    h("p", { class: "emergency-write" }, words.t("widget.emergency_write")),
    h("button", { type: "button", class: "button quiet", on: { click: acknowledge } }, words.t("widget.emergency_continue")),
  );
}
