// The desk's two questions: how a case ended, and why a tier is lowered.

import { h } from "../chat/dom.js";

let count = 0;

function field(label, control) {
  control.id = `field-${(count += 1)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

/**
 * A native modal dialog with a form. `submit` gets nothing and returns words of a
 * problem, or null when it is done; the dialog then goes and focus returns.
 */
function ask({ title, intro = null, fields, confirm, cancel, submit }) {
  const problem = h("p", { class: "problem", role: "alert" });
  const dialog = h(
    "dialog",
    { class: "ask", "aria-labelledby": "ask-title" },
    h(
      "form",
      {
        method: "dialog",
        novalidate: true,
        on: {
          submit: async (event) => {
            event.preventDefault();
            problem.textContent = (await submit()) ?? "";
            if (!problem.textContent) dialog.close();
          },
        },
      },
      h("h2", { id: "ask-title" }, title),
      intro ? h("p", {}, intro) : null,
      fields,
      problem,
      h(
        "div",
        { class: "actions" },
        h("button", { type: "submit", class: "button" }, confirm),
        h("button", { type: "button", class: "button quiet", on: { click: () => dialog.close() } }, cancel),
      ),
    ),
  );
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks for outcome and note; `close(outcome, note)` resolves to a problem or null. */
export function askOutcome(words, close) {
  const outcome = h(
    "select",
    { required: true },
    h("option", { value: "" }, words.t("desk.close_choose")),
    Object.entries(words.value("desk.outcomes")).map(([code, name]) => h("option", { value: code }, name)),
  );
  const note = h("textarea", { rows: 4, dir: "auto" });
  ask({
    title: words.t("desk.close_title"),
    fields: [field(words.t("desk.close_outcome"), outcome), field(words.t("desk.close_note"), note)],
    confirm: words.t("desk.close_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => (outcome.value ? close(outcome.value, note.value.trim()) : words.t("desk.close_missing")),
  });
}

/** Asks for a lower tier and the reason; `lower(tier, reason)` resolves to a problem or null. */
export function askLowerTier(words, current, lower) {
  const lowerTiers = ["T3", "T2", "T1", "T0"].filter((tier) => tier < current);
  const tier = h("select", {}, lowerTiers.map((code) => h("option", { value: code }, words.t(`desk.tiers.${code}`))));
  const reason = h("textarea", { rows: 3, dir: "auto", required: true });
  ask({
    title: words.t("desk.lower_title"),
    intro: words.t("desk.lower_text"),
    fields: [field(words.t("desk.lower_to"), tier), field(words.t("desk.lower_reason"), reason)],
    confirm: words.t("desk.lower_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => (reason.value.trim() ? lower(tier.value, reason.value.trim()) : words.t("desk.lower_missing")),
  });
}
