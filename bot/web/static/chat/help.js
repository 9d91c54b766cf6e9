// What to do meanwhile: shown when the assistant is away, the gateway does not
// answer, or the conversation can't be opened. Nothing here needs the network.

import { h } from "./dom.js";
import { inline } from "./rich_text.js";

const MEANWHILE = ["emergency", "crisis", "violence", "interpreter", "counter"];
// Where 000 and the lines here reach nobody (rule S1-26).
const ELSEWHERE = { overseas: ["emergency_overseas"], custody: ["emergency_custody", "crisis"] };

/**
 * A box with what to do. `kind` names its words ("down", "unavailable", "ended"),
 * `action` is an optional `{label, run}` button; `elsewhere` is "overseas" or "custody" for
 * somebody who has said that they are there.
 */
export function renderHelp(kind, words, { action = null, elsewhere = null } = {}) {
  const meanwhile = ELSEWHERE[elsewhere] ?? MEANWHILE;
  return h(
    "section",
    { class: `help help-${kind}`, "aria-label": words.t(`widget.${kind}_title`) },
    h("h3", {}, words.t(`widget.${kind}_title`)),
    h("p", {}, words.t(`widget.${kind}_text`)),
    kind === "ended" ? null : h("ul", {}, meanwhile.map((key) => h("li", {}, inline(words.t(`widget.meanwhile_${key}`))))),
    action ? h("button", { type: "button", class: "button", on: { click: action.run } }, action.label) : null,
  );
}
