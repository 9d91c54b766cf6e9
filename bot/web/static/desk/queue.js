// The queue: who waits, most urgent first, then longest.

import { h } from "../chat/dom.js";

const RANK = { T4: 4, T3: 3, T2: 2, T1: 1, T0: 0 };

/** "3 min", "1 h 5 min", "2 days" since a moment. */
export function age(since, words, now = Date.now()) {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  if (!(minutes >= 1)) return words.t("desk.age_seconds");
  if (minutes < 60) return words.t("desk.age_minutes", { count: minutes });
  if (minutes < 24 * 60) return words.t("desk.age_hours", { count: Math.floor(minutes / 60), minutes: minutes % 60 });
  return words.t("desk.age_days", { count: Math.floor(minutes / 1440) });
}

/** A code of the catalogue in words, or the code itself. */
export function named(words, table, code) {
  return words.value(`desk.${table}.${code}`) ?? String(code).replaceAll("_", " ");
}

/** A case's needs in words. */
export function needsOf(record, words) {
  const needs = [record.summary?.needs ?? []].flat();
  if (needs.length) return needs.map((need) => named(words, "needs", need)).join(", ");
  return named(words, "reasons", record.reason);
}

/** Highest tier first, then the oldest; closed cases latest first. */
export function inOrder(cases, state) {
  const sorted = [...cases];
  if (state === "closed") return sorted.sort((a, b) => String(b.closed_at ?? b.opened_at).localeCompare(String(a.closed_at ?? a.opened_at)));
  return sorted.sort((a, b) => RANK[b.tier] - RANK[a.tier] || String(a.opened_at).localeCompare(String(b.opened_at)));
}

export class Queue {
  /** @param {(id: number) => void} choose */
  constructor(words, choose) {
    this.words = words;
    this.choose = choose;
    this.cases = new Map();
    this.state = "waiting";
    this.selected = null;
    this.rows = document.getElementById("queue-rows");
    this.empty = document.getElementById("queue-empty");
    this.tabs = [...document.querySelectorAll("[data-state]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.show(tab.dataset.state));
  }

  /** Replaces what is known of a state by what the desk says. */
  replace(state, cases) {
    for (const [id, record] of this.cases) if (record.state === state) this.cases.delete(id);
    for (const record of cases) this.cases.set(record.id, record);
    this.render();
  }

  /** Takes a changed case; returns what was known before, if anything. */
  update(record) {
    const before = this.cases.get(record.id);
    this.cases.set(record.id, { ...before, ...record });
    this.render();
    return before;
  }

  count(state) {
    return [...this.cases.values()].filter((record) => record.state === state).length;
  }

  show(state) {
    this.state = state;
    this.render();
  }

  select(id) {
    this.selected = id;
    this.render();
  }

  render() {
    const { words } = this;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-pressed", String(tab.dataset.state === this.state));
      const count = tab.querySelector(".tab-count");
      if (count) count.textContent = String(this.count(tab.dataset.state));
    }
    const shown = inOrder(
      [...this.cases.values()].filter((record) => record.state === this.state),
      this.state,
    );
    const focused = this.rows.contains(document.activeElement) ? document.activeElement.dataset.case : null;
    this.rows.replaceChildren(...shown.map((record) => this.#row(record)));
    if (focused) this.rows.querySelector(`[data-case="${focused}"]`)?.focus();
    this.empty.hidden = shown.length > 0;
    this.empty.textContent = words.t(this.state === "waiting" ? "desk.queue_empty" : `desk.queue_empty_${this.state}`);
    document.title = this.count("waiting")
      ? words.t("desk.tab_title", { count: this.count("waiting") })
      : words.t("desk.title");
  }

  #row(record) {
    const { words } = this;
    const tier = named(words, "tiers", record.tier);
    const need = needsOf(record, words);
    const details = [
      record.summary?.place,
      this.#language(record),
      record.state === "claimed" ? record.claimed_by : null,
      record.team_leader_alert && record.state === "waiting" ? words.t("desk.team_leader") : null,
    ].filter(Boolean);
    return h(
      "tr",
      { class: record.id === this.selected ? "selected" : null },
      h("td", {}, h("span", { class: `tier tier-${record.tier}` }, record.tier, h("span", { class: "hidden-visually" }, ` ${tier.replace(record.tier, "").trim()}`))),
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          {
            type: "button",
            class: "open-case",
            "data-case": record.id,
            "aria-current": record.id === this.selected ? "true" : null,
            "aria-label": words.t("desk.open_case", { tier, need }),
            on: { click: () => this.choose(record.id) },
          },
          need,
        ),
        details.length ? h("span", { class: "row-details", dir: "auto" }, details.join(" · ")) : null,
      ),
      h("td", { class: "age" }, age(record.opened_at, words)),
    );
  }

  #language(record) {
    const code = record.summary?.language;
    if (!code || code === "en") return null;
    return this.words.languages.find((language) => language.code === code)?.english ?? code;
  }
}
