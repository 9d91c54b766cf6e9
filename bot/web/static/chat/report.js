// "This is wrong" on a card: a short form that tells an editor what to look at.
// Nothing of it is kept in the browser.

import { h } from "./dom.js";

/** What can be wrong, as the gateway knows it. */
const ABOUT = ["phone", "hours", "address", "closed", "other"];
/** Characters; the gateway takes twice as many. */
const LONGEST = 500;
let forms = 0;

/**
 * The button and, once pressed, its form.
 * @param {Object} card
 * @param {import("./words.js").Words} words
 * @param {(said: {service: string, about: string, words: string}) => Promise<void>} send
 *   rejects with `status` when it was not taken
 */
export function reportForm(card, words, send) {
  const id = `report-${++forms}`;
  const open = h(
    "button",
    { type: "button", class: "report-open", "aria-expanded": "false", "aria-label": `${words.t("card.report")}: ${card.name}` },
    words.t("card.report"),
  );
  const choices = ABOUT.map((about, number) =>
    h(
      "label",
      { class: "report-choice" },
      h("input", { type: "radio", name: id, value: about, required: true, "aria-describedby": number ? null : `${id}-problem` }),
      h("span", { dir: "auto" }, words.t(`card.report_${about}`)),
    ),
  );
  const box = h("textarea", { id: `${id}-words`, rows: "2", maxlength: String(LONGEST), dir: "auto", "aria-describedby": `${id}-note` });
  const problem = h("p", { id: `${id}-problem`, class: "report-problem", role: "alert", dir: "auto" });
  const sending = h("button", { type: "submit", class: "report-send" }, words.t("card.report_send"));
  const form = h(
    "form",
    { id, class: "report-form", hidden: true, novalidate: true },
    h("fieldset", {}, h("legend", { dir: "auto" }, words.t("card.report_about")), choices),
    problem,
    h("label", { for: `${id}-words`, dir: "auto" }, words.t("card.report_words")),
    box,
    h("p", { id: `${id}-note`, class: "report-note", dir: "auto" }, words.t("card.report_note")),
    h("p", { class: "report-actions" }, sending, h("button", { type: "button", class: "report-cancel", on: { click: () => show(false) } }, words.t("card.report_cancel"))),
  );
  const thanks = h("p", { class: "report-thanks", role: "status", tabindex: "-1", dir: "auto" });

  const show = (wanted) => {
    form.hidden = !wanted;
    open.setAttribute("aria-expanded", String(wanted));
    problem.textContent = "";
    if (wanted) form.querySelector("input").focus();
    else open.focus();
  };
  open.setAttribute("aria-controls", id);
  open.addEventListener("click", () => show(form.hidden));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    show(false);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    if (!chosen) {
      problem.textContent = words.t("card.report_choose");
      form.querySelector("input").focus();
      return;
    }
    problem.textContent = "";
    sending.disabled = true;
    try {
      await send({ service: card.id, about: chosen.value, words: box.value.trim() });
      form.remove();
      open.remove();
      thanks.textContent = words.t("card.report_thanks");
      thanks.focus();
    } catch (error) {
      problem.textContent = words.t(error.status === 429 ? "card.report_wait" : "card.report_failed");
    } finally {
      sending.disabled = false;
    }
  });
  return h("div", { class: "card-report", lang: words.language, dir: words.direction }, open, form, thanks);
}
