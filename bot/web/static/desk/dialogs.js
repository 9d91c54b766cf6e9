// The desk's questions: how a case ended, why a tier is changed, who has the case next.

import { h } from "../chat/dom.js";

let count = 0;

/** A control with its label. */
export function field(label, control) {
  control.id = `field-${(count += 1)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

/**
 * A native modal dialog with a form. `submit` gets nothing and returns words of a
 * problem, or null when it is done; the dialog then goes and focus returns.
 */
export function ask({ title, intro = null, fields, confirm, cancel, submit }) {
  const problem = h("p", { class: "problem", role: "alert" });
  let busy = false;
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
            if (busy) return;
            busy = true;
            problem.textContent = (await submit()) ?? "";
            busy = false;
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

/** Outcomes that ended with a service; with the first two it was told of the person. */
const TOLD = new Set(["warm_transfer", "referred"]);
const WITH_SERVICE = new Set([...TOLD, "declined"]);

/**
 * Asks how the case ended, with which of `services` (names), and for a note.
 * `close({outcome, note, service, anonymous})` resolves to a problem or null.
 */
export function askOutcome(words, services, close) {
  const names = h("datalist", { id: "outcome-services" }, services.map((name) => h("option", { value: name })));
  const service = h("input", { type: "text", list: names.id, maxlength: 200, autocomplete: "off", dir: "auto" });
  const anonymous = h("input", { type: "checkbox", id: "outcome-anonymous" });
  const which = h("div", { hidden: true }, field(words.t("desk.close_service"), service), names);
  const told = h("div", { class: "tick", hidden: true }, anonymous, h("label", { for: anonymous.id }, words.t("desk.close_anonymous")));
  const outcome = h(
    "select",
    {
      required: true,
      on: {
        change: () => {
          which.hidden = !WITH_SERVICE.has(outcome.value);
          told.hidden = !TOLD.has(outcome.value);
        },
      },
    },
    h("option", { value: "" }, words.t("desk.close_choose")),
    Object.entries(words.value("desk.outcomes")).map(([code, name]) => h("option", { value: code }, name)),
  );
  const note = h("textarea", { rows: 4, dir: "auto", maxlength: 2000 });
  ask({
    title: words.t("desk.close_title"),
    intro: words.t("desk.close_text"),
    fields: [field(words.t("desk.close_outcome"), outcome), which, told, field(words.t("desk.close_note"), note)],
    confirm: words.t("desk.close_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => {
      if (!outcome.value) return words.t("desk.close_missing");
      const ended = { outcome: outcome.value, note: note.value.trim() };
      if (!WITH_SERVICE.has(outcome.value)) return close(ended);
      if (!service.value.trim()) {
        service.focus();
        return words.t("desk.close_no_service");
      }
      return close({ ...ended, service: service.value.trim(), anonymous: TOLD.has(outcome.value) && anonymous.checked });
    },
  });
}

/** Asks for another tier and the reason; `change(tier, reason)` resolves to a problem or null. */
export function askTier(words, current, lowest, change) {
  const floor = lowest < current ? lowest : current;
  const others = ["T4", "T3", "T2", "T1", "T0"].filter((tier) => tier !== current && tier >= floor);
  const held = floor > "T0" ? ` ${words.t("desk.tier_held", { tier: words.t(`desk.tiers.${floor}`) })}` : "";
  const tier = h("select", {}, h("option", { value: "" }, words.t("desk.tier_choose")), others.map((code) => h("option", { value: code }, words.t(`desk.tiers.${code}`))));
  const reason = h("textarea", { rows: 3, dir: "auto", maxlength: 2000, required: true });
  ask({
    title: words.t("desk.tier_title"),
    intro: words.t("desk.tier_text", { tier: words.t(`desk.tiers.${current}`) }) + held,
    fields: [field(words.t("desk.tier_to"), tier), field(words.t("desk.tier_reason"), reason)],
    confirm: words.t("desk.tier_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => {
      if (!tier.value) return words.t("desk.tier_choose_first");
      return reason.value.trim() ? change(tier.value, reason.value.trim()) : words.t("desk.tier_missing");
    },
  });
}

/**
 * Asks who has the case next, with a note for them. `give(to, note)` resolves to a problem or
 * null; `to` is null for the queue.
 */
export function askHandOver(words, colleagues, give) {
  const name = ({ name: who, present, cases }) => words.t(present ? "desk.colleague_there" : "desk.colleague_away", { name: who, count: cases });
  const to = h("select", {}, h("option", { value: "" }, words.t("desk.hand_to_queue")), colleagues.map((one) => h("option", { value: one.id }, name(one))));
  const note = h("textarea", { rows: 4, dir: "auto", maxlength: 2000 });
  ask({
    title: words.t("desk.hand_title"),
    intro: words.t("desk.hand_text"),
    fields: [field(words.t("desk.hand_to"), to), field(words.t("desk.hand_note"), note)],
    confirm: words.t("desk.hand_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => give(to.value ? Number(to.value) : null, note.value.trim()),
  });
}
