// Danger to life now: 000 first and alone, calm, until the person says they have
// read it or writes (rule X-01). Not shown again after that, also not on reload.
// Overseas and in custody the message stands alone, without 000 (rule S1-26).

import { h } from "./dom.js";
import { dialable, ENGLISH_BESIDE, firstPhone, paragraphs } from "./rich_text.js";

// Where a sentence ends, in the scripts our words are written in. Chinese puts no space
// behind the mark; Thai has no mark at all, so only what stands at the very beginning counts.
const SENTENCE_END = /[.!?؟।]\s|[。！？]/;
const BEGINNING = 60;

/**
 * Whether an event asks for 000 first and alone. A `tier` says so; where there is
 * only the mark `safety`, a text whose first sentence names 000 does ("Call 000
 * now. ..."), while one that begins otherwise ("Thank you for telling me. If ...
 * call 000.") is shown in the conversation.
 */
export function isEmergency(event) {
  if (!event.safety || event.from === "customer") return false;
  if (event.tier || typeof event.safety === "string") return (event.tier ?? event.safety) === "T4";
  // Whoever is told to call 000 now is asked whether they have called: the same in every language.
  if (event.buttons?.length) return event.buttons.some(({ payload }) => payload?.includes('"after_danger"'));
  const text = event.text ?? "";
  const beside = text.split(/\n\s*\n/).find((part) => part.startsWith(ENGLISH_BESIDE));
  const words = beside ? beside.slice(ENGLISH_BESIDE.length) : text;
  return firstPhone(words.split(SENTENCE_END)[0].slice(0, BEGINNING)) === "000";
}

/**
 * The panel. Its buttons are the message's own answers ("I have called 000"),
 * or one that goes back to the conversation.
 * @param {{acknowledge: () => void, choose: (button: Object) => void}} handlers
 */
export function renderEmergency(event, words, { acknowledge, choose }) {
  const answers = event.buttons?.length
    ? event.buttons.map((button) => ({ title: button.title, run: () => choose(button) }))
    : [{ title: words.t("widget.emergency_continue"), run: acknowledge }];
  const { number } = words.contacts.emergency;
  // Who is overseas or in custody reads whom to turn to there: no call button, as 000 reaches nobody.
  const callable = event.text?.includes(number) ?? false;
  return h(
    "section",
    { class: "emergency", "aria-label": words.t("widget.safety_label") },
    h("h3", { class: "emergency-title" }, words.t("widget.emergency_title")),
    callable
      ? h(
          "a",
          { class: "emergency-call", href: `tel:${dialable(number)}` },
          h("bdi", { dir: "ltr" }, words.t("widget.emergency_call", { emergency: number })),
        )
      : null,
    h("div", { class: "emergency-text", lang: event.language ?? words.language, dir: "auto" }, paragraphs(event.text)),
    h("p", { class: "emergency-write" }, words.t("widget.emergency_write")),
    h(
      "div",
      { class: "emergency-answers" },
      answers.map(({ title, run }) => h("button", { type: "button", class: "button quiet", dir: "auto", on: { click: run } }, title)),
    ),
  );
}
