// Consents: to whom what may be passed on, why and until when; taking one and ending it.

import { h } from "../chat/dom.js";
import { action } from "./case_view.js";
import { ask, field } from "./dialogs.js";
import { named } from "./queue.js";
import { servicesOf } from "./services.js";

/** Days that are offered; the shortest first. */
const DAYS = [1, 7, 30, 90];
const live = (one) => !one.withdrawn_at && Date.parse(one.until) > Date.now();

/** Whether the person has agreed to the homelessness indicator (rule S0-08): else it isn't offered. */
const agreed = (record) => record.consents?.some((one) => one.person === "self" && one.items.includes("homeless_indicator") && live(one));

/** Consents as they were given, with a button that ends each; one that takes another while the case is one's own. */
export function renderConsents(record, words, { mine, take, end, homeless }) {
  const items = (one) => one.items.map((item) => named(words, "consent_items", item)).join(", ") || words.t("desk.consent_nothing");
  const state = (one) => {
    if (one.withdrawn_at) return words.t("desk.consent_withdrawn");
    const until = new Date(one.until).toLocaleString("en-AU", { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
    return words.t(live(one) ? "desk.consent_until" : "desk.consent_over", { until });
  };
  const row = (one) =>
    h(
      "li",
      { class: one.withdrawn_at ? "withdrawn" : null },
      h("strong", { dir: "auto" }, one.agency),
      ` ${words.t(`desk.consent_directions.${one.direction}`)}: ${items(one)}. ${state(one)} `,
      h("span", { class: "hint", dir: "auto" }, one.reason),
      live(one) ? action(words.t("desk.consent_end", { agency: one.agency }), () => end(one)) : null,
    );
  return [
    record.consents?.length ? h("ul", { class: "consents", role: "list" }, record.consents.map(row)) : h("p", { class: "hint" }, words.t("desk.consent_none")),
    mine
      ? h(
          "div",
          { class: "actions" },
          action(words.t("desk.consent_take"), () => askConsent(record, words, take)),
          agreed(record) ? action(words.t("desk.homeless_record"), homeless) : null,
        )
      : null,
  ];
}

/** Asks for the fields of one consent; `take(consent)` resolves to a problem or null. */
function askConsent(record, words, take) {
  const options = (codes, name) => codes.map((code) => h("option", { value: code }, name(code)));
  const person = h("select", {}, options(Object.keys(words.value("desk.consent_persons")), (code) => words.t(`desk.consent_persons.${code}`)));
  const agencies = h("datalist", { id: "consent-agencies" }, servicesOf(record.transcript).map(({ name }) => h("option", { value: name })));
  const agency = h("input", { type: "text", list: agencies.id, maxlength: 200, autocomplete: "off", dir: "auto", required: true });
  const direction = h("select", {}, options(["to_agency", "from_agency"], (code) => words.t(`desk.consent_directions.${code}`)));
  const reason = h("input", { type: "text", maxlength: 500, autocomplete: "off", dir: "auto", required: true });
  const days = h("select", {}, options(DAYS, (count) => words.t("desk.consent_days", { count })));
  days.value = "30";
  const tick = (value, label) => {
    const box = h("input", { type: "checkbox", value, id: `consent-${value}` });
    return { box, row: h("div", { class: "tick" }, box, h("label", { for: box.id }, label)) };
  };
  const items = Object.entries(words.value("desk.consent_items")).map(([code, name]) => tick(code, name));
  const freely = tick("asked-freely", words.t("desk.consent_freely"));
  ask({
    title: words.t("desk.consent_title"),
    intro: words.t("desk.consent_text"),
    fields: [
      field(words.t("desk.consent_person"), person),
      field(words.t("desk.consent_agency"), agency),
      agencies,
      field(words.t("desk.consent_direction"), direction),
      h("fieldset", {}, h("legend", {}, words.t("desk.consent_what")), items.map((one) => one.row)),
      field(words.t("desk.consent_reason"), reason),
      field(words.t("desk.consent_how_long"), days),
      freely.row,
    ],
    confirm: words.t("desk.consent_confirm"),
    cancel: words.t("desk.cancel"),
    submit: async () => {
      const chosen = items.filter(({ box }) => box.checked).map(({ box }) => box.value);
      const gaps = [
        [!agency.value.trim(), agency, "desk.consent_no_agency"],
        [!chosen.length, items[0].box, "desk.consent_no_items"],
        [!reason.value.trim(), reason, "desk.consent_no_reason"],
        [!freely.box.checked, freely.box, "desk.consent_not_freely"],
      ];
      for (const [gap, control, why] of gaps) {
        if (!gap) continue;
        control.focus();
        return words.t(why);
      }
      return take({
        person: person.value,
        agency: agency.value.trim(),
        direction: direction.value,
        reason: reason.value.trim(),
        items: chosen,
        days: Number(days.value),
        asked_freely: true,
      });
    },
  });
}
