// The queue: who waits, most urgent first, then longest; what is mine; what was closed.

import { h } from "../chat/dom.js";

const RANK = { T4: 4, T3: 3, T2: 2, T1: 1, T0: 0 };
/** Milliseconds in which many changes make one drawing. */
const GATHER_MS = 40;

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

/** The dangers of a case in words: those of its highest tier, from T2 on, the most telling first. */
function dangersOf(record, words) {
  const signs = (record.indicators ?? []).filter(({ tier }) => tier >= "T2");
  const top = signs.reduce((highest, { tier }) => (tier > highest ? tier : highest), "");
  const count = (domain) => signs.filter((sign) => sign.domain === domain).length;
  const gravest = signs.filter(({ tier }) => tier === top);
  const domains = [...new Set(gravest.map(({ domain }) => domain))];
  // What is said of somebody else is not this person's own danger (rule X-14).
  const others = (domain) => [...new Set(gravest.filter((sign) => sign.domain === domain).map(({ subject }) => subject ?? "self"))];
  const whose = (domain) => (others(domain).includes("self") ? "" : ` (${others(domain).map((subject) => named(words, "subjects", subject)).join(", ")})`);
  return domains.sort((a, b) => count(b) - count(a)).map((domain) => named(words, "domains", domain) + whose(domain));
}

/** A case's needs in words; none: an empty text. */
export function needsOf(record, words) {
  return [record.summary?.needs ?? []].flat().map((need) => named(words, "needs", need)).join(", ");
}

/** What a case is about, the gravest first: danger, else the needs, else why it is here. */
export function subjectOf(record, words) {
  const dangers = record.tier >= "T2" ? dangersOf(record, words).slice(0, 3).join(", ") : "";
  return dangers || needsOf(record, words) || named(words, "reasons", record.reason);
}

/** Whether the customer wrote last: they wait for the worker. */
export function awaitsAnswer(record) {
  return record.state === "claimed" && Boolean(record.last_customer_at) && (record.last_worker_at ?? "") < record.last_customer_at;
}

/** Highest tier first, then the oldest; one's own by who waits for an answer; closed ones latest first. */
export function inOrder(cases, state) {
  const sorted = [...cases];
  if (state === "closed") return sorted.sort((a, b) => String(b.closed_at ?? b.opened_at).localeCompare(String(a.closed_at ?? a.opened_at)));
  return sorted.sort(
    (a, b) => (state === "mine" ? awaitsAnswer(b) - awaitsAnswer(a) : 0) || RANK[b.tier] - RANK[a.tier] || String(a.opened_at).localeCompare(String(b.opened_at)),
  );
}

export class Queue {
  /** @param {{words: Object, me: number, choose: (id: number) => void, isUnread: (record: Object) => boolean, drawn: () => void}} parts */
  constructor({ words, me, choose, isUnread, drawn }) {
    Object.assign(this, { words, me, choose, isUnread, drawn });
    this.cases = new Map();
    /** How many changes came over the line, and each case's latest: an answer fetched before it is older. */
    this.changes = 0;
    this.changed = new Map();
    this.state = "waiting";
    this.selected = null;
    this.wanted = "";
    this.rows = document.getElementById("queue-rows");
    this.empty = document.getElementById("queue-empty");
    this.column = document.getElementById("queue-age");
    this.find = document.getElementById("queue-find");
    this.found = document.getElementById("queue-found");
    this.tabs = [...document.querySelectorAll("[data-state]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.show(tab.dataset.state));
    this.find.addEventListener("input", () => this.#search());
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.find.value) {
        event.preventDefault();
        this.find.value = "";
        this.#search();
      } else if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.rows.querySelector(".open-case")?.focus();
      }
    });
    this.rows.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** Replaces what is known of a state by what the desk said when `since` changes had come; what came later stays. */
  replace(state, cases, since) {
    const older = (id) => (this.changed.get(id) ?? 0) <= since;
    for (const [id, record] of this.cases) if (record.state === state && older(id)) this.cases.delete(id);
    for (const record of cases) if (older(record.id)) this.cases.set(record.id, record);
    this.render();
  }

  /** Takes a changed case; returns what was known before, if anything. */
  update(record) {
    const before = this.cases.get(record.id);
    this.#keep(record.id, { ...before, ...record });
    this.renderSoon();
    return before;
  }

  /** Something was written in a case. */
  heard({ case_id: id, from, at }) {
    const record = this.cases.get(id);
    if (!record) return null;
    const field = { customer: "last_customer_at", worker: "last_worker_at" }[from];
    if (field) this.#keep(id, { ...record, [field]: at });
    this.renderSoon();
    return this.cases.get(id);
  }

  #keep(id, record) {
    this.cases.set(id, record);
    this.changed.set(id, (this.changes += 1));
  }

  in(state) {
    return [...this.cases.values()].filter((record) => (state === "mine" ? record.state === "claimed" && record.claimed_by_id === this.me : record.state === state));
  }

  /** The case that should be taken next, or null. */
  next() {
    return inOrder(this.in("waiting"), "waiting")[0] ?? null;
  }

  show(state) {
    this.state = state;
    this.render();
  }

  select(id) {
    this.selected = id;
    this.render();
  }

  #search() {
    this.wanted = this.find.value.trim().toLowerCase();
    this.render();
    const { count } = this;
    this.found.textContent = this.wanted ? this.words.t("desk.found", { count }) : "";
  }

  /** A search looks everywhere: who is looked for may be with a colleague, or closed. */
  #shown() {
    if (!this.wanted) return inOrder(this.in(this.state), this.state);
    const parts = this.wanted.split(/\s+/);
    // A number is meant whole: "case 3" is not the postcode 3011.
    const fits = (record) => {
      const text = this.#text(record).toLowerCase();
      const whole = new Set(text.split(/\s+/));
      return parts.every((part) => (/^#?\d+$/.test(part) ? whole.has(part) : text.includes(part)));
    };
    return ["waiting", "claimed", "closed"].flatMap((state) => inOrder(this.in(state), state)).filter(fits);
  }

  #text(record) {
    const { words } = this;
    return [
      words.t("desk.case_number", { id: record.id }),
      `#${record.id}`,
      needsOf(record, words),
      subjectOf(record, words),
      named(words, "reasons", record.reason),
      named(words, "tiers", record.tier),
      record.summary?.place,
      this.#language(record),
      record.claimed_by,
      words.t(`desk.${record.state}`),
      ...(record.indicators ?? []).map(({ domain }) => named(words, "domains", domain)),
    ]
      .filter(Boolean)
      .join(" ");
  }

  /** Draws a moment later, once for many changes. */
  renderSoon() {
    this.drawing ??= setTimeout(() => {
      this.drawing = null;
      this.render();
    }, GATHER_MS);
  }

  /** Up and down go from case to case, as in a list. */
  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [...this.rows.querySelectorAll(".open-case")];
    const at = stops.indexOf(document.activeElement);
    const to = { Home: 0, End: stops.length - 1 }[event.key] ?? (step ? at + step : -1);
    if (at === -1 || !stops[to]) return;
    event.preventDefault();
    stops[to].focus();
  }

  render() {
    const { words } = this;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-pressed", String(!this.wanted && tab.dataset.state === this.state));
      const count = tab.querySelector(".tab-count");
      if (count) count.textContent = String(this.in(tab.dataset.state).length);
    }
    const shown = this.#shown();
    this.count = shown.length;
    const focused = this.rows.contains(document.activeElement) ? document.activeElement.dataset.case : null;
    this.rows.replaceChildren(...shown.map((record) => this.#row(record)));
    if (focused) this.rows.querySelector(`[data-case="${focused}"]`)?.focus();
    this.column.textContent = words.t(this.wanted ? "desk.column_since" : `desk.column_age_${this.state}`);
    this.empty.hidden = shown.length > 0;
    this.empty.textContent = words.t(this.wanted ? "desk.found_none" : `desk.queue_empty_${this.state}`);
    this.drawn();
  }

  #row(record) {
    const { words } = this;
    const tier = named(words, "tiers", record.tier);
    const need = subjectOf(record, words);
    const needs = needsOf(record, words);
    const details = [
      words.t("desk.case_number", { id: record.id }),
      needs === need ? null : needs,
      record.summary?.place,
      this.#language(record),
      record.state === "claimed" ? words.t("desk.states.claimed", { name: record.claimed_by ?? "" }) : null,
      record.state === "closed" && record.outcome ? named(words, "outcomes", record.outcome) : null,
    ].filter(Boolean);
    const marks = [
      this.isUnread(record) && (record.state === "waiting" || record.claimed_by_id === this.me) ? h("span", { class: "mark-new" }, words.t("desk.unread")) : null,
      awaitsAnswer(record) ? h("span", { class: "mark-waits" }, words.t("desk.awaits", { age: age(record.last_customer_at, words) })) : null,
      record.team_leader_alert && record.state === "waiting" ? h("span", { class: "mark-alert" }, words.t("desk.team_leader")) : null,
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
            "aria-label": words.t("desk.open_case", { tier, need, id: record.id }),
            on: { click: () => this.choose(record.id) },
          },
          need,
        ),
        h("span", { class: "row-details", dir: "auto" }, details.join(" · ")),
        marks.length ? h("span", { class: "row-marks" }, marks) : null,
      ),
      h("td", { class: "age" }, age(record.state === "closed" ? (record.closed_at ?? record.opened_at) : record.opened_at, words)),
    );
  }

  #language(record) {
    const code = record.summary?.language;
    if (!code || code === "en") return null;
    return this.words.languages.find((language) => language.code === code)?.english ?? code;
  }
}
