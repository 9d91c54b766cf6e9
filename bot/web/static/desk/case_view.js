// One case: what was noticed and in which words, what is known, what was said,
// and what a worker can do.

import { h, icon } from "../chat/dom.js";
import { inline } from "../chat/rich_text.js";
import { age, named, needsOf, subjectOf } from "./queue.js";

const FACTS = ["needs", "sub_needs", "place", "language", "interpreter", "for_whom", "people", "how_many", "ages", "amounts", "dates", "when", "urgency", "safe_to_talk", "contact", "audience"];

/** Text with the words that raised something marked; overlapping finds are marked once. */
export function highlight(text, evidence, words) {
  const marks = new Array(text.length).fill(false);
  const lower = text.toLowerCase();
  for (const found of evidence.filter(Boolean)) {
    const wanted = found.toLowerCase();
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) marks.fill(true, at, at + wanted.length);
  }
  const nodes = [];
  for (let from = 0; from < text.length; ) {
    let to = from;
    while (to < text.length && marks[to] === marks[from]) to += 1;
    const part = text.slice(from, to);
    nodes.push(
      ...(marks[from]
        ? [h("mark", {}, h("span", { class: "hidden-visually" }, `[${words.t("desk.marked")}: `), part, h("span", { class: "hidden-visually" }, "]"))]
        : inline(part)),
    );
    from = to;
  }
  return nodes;
}

function inWords(name, value, words) {
  if (value === true) return words.t("desk.yes");
  if (value === false) return words.t("desk.no");
  if (Array.isArray(value)) return value.map((item) => inWords(name, item, words)).join(", ");
  if (value && typeof value === "object") {
    return Object.entries(value)
      .map(([key, item]) => `${key.replaceAll("_", " ")}: ${inWords(name, item, words)}`)
      .join("; ");
  }
  if (name === "needs") return named(words, "needs", value);
  if (name === "language") return words.languages.find((language) => language.code === value)?.english ?? String(value);
  return String(value).replaceAll("_", " ");
}

function isKnown(value) {
  return !(value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length) || (typeof value === "object" && !Object.keys(value).length));
}

/** What is known of the person and the need, without what is not. */
export function renderFacts(record, words) {
  const facts = { ...record.summary, ...record.facts };
  const rows = FACTS.filter((name) => isKnown(facts[name])).map((name) =>
    h("div", { class: "fact" }, h("dt", {}, words.t(`desk.facts.${name}`)), h("dd", { dir: "auto" }, inWords(name, facts[name], words))),
  );
  // What was agreed to stands under "What may be passed on"; here, what the customer answered the assistant.
  const answer = facts.consent?.share ? words.value(`desk.consent_share.${facts.consent.share}`) : null;
  if (answer) rows.push(h("div", { class: "fact" }, h("dt", {}, words.t("desk.facts.consent")), h("dd", {}, answer)));
  if (record.interpreter_request) rows.push(interpreterRow(record.interpreter_request, words));
  return h("dl", { class: "facts" }, rows);
}

/** The interpreter that was asked for: language, wishes, and what to ask before booking. */
function interpreterRow(request, words) {
  const wishes = Object.entries(request.wishes).map(([name, wish]) => {
    const field = words.value(`desk.wish_fields.${name}`);
    return field ? `${field}: ${wish}` : (words.value(`desk.wishes.${wish}`) ?? String(wish));
  });
  const asked = [request.language_name || words.t("desk.unknown"), ...wishes, words.t(`desk.interpreter_states.${request.state}`)];
  return h(
    "div",
    { class: "fact" },
    h("dt", {}, words.t("desk.interpreter")),
    h("dd", {}, h("span", {}, asked.join(" · ")), request.ask_first ? h("span", { class: "hint" }, ` ${request.ask_first}`) : null, h("span", { class: "hint" }, ` ${words.t("desk.interpreter_stay")}`)),
  );
}

/** What can become of a request from each state. */
const INTERPRETER_NEXT = { asked: ["booked", "present", "declined"], booked: ["present", "done", "declined"], present: ["done"] };

/** Buttons that settle a request for an interpreter; null where there is none. */
export function renderInterpreter(record, words, settle) {
  const request = record.interpreter_request;
  if (!request) return null;
  const note = h("input", { id: "interpreter-note", type: "text", autocomplete: "off", maxlength: 60, value: request.note ?? "" });
  const fields = request.fields.map((name) => [name, h("input", { id: `interpreter-${name}`, type: "text", dir: "auto", autocomplete: "off", maxlength: 200, value: request.wishes[name] ?? "" })]);
  const wishes = () => Object.fromEntries(fields.map(([name, box]) => [name, box.value.trim()]));
  const keep = (state) => settle(request.id, state, note.value.trim(), wishes());
  return h(
    "section",
    { class: "settle" },
    h("h3", {}, words.t("desk.interpreter_title", { language: request.language_name || words.t("desk.unknown") })),
    h("p", { class: "hint" }, words.t("desk.wish_hint")),
    fields.map(([name, box]) => h("div", { class: "field" }, h("label", { for: box.id }, words.t(`desk.wish_fields.${name}`)), box)),
    h("div", { class: "field" }, h("label", { for: note.id }, words.t("desk.interpreter_note")), note),
    h(
      "div",
      { class: "actions" },
      action(words.t("desk.wish_keep"), () => keep(request.state)),
      (INTERPRETER_NEXT[request.state] ?? []).map((state) => action(words.t(`desk.interpreter_do.${state}`), () => keep(state))),
    ),
  );
}

/** Whether what is told is also of somebody else, of a child's safety or of two parents (rules X-14, S1-23). */
function concernsOthers(record) {
  const { indicators = [], facts = {} } = record;
  const separated = [facts.sub_needs ?? []].flat().some((need) => ["separation", "child_support"].includes(need));
  return separated || indicators.some(({ domain, subject }) => domain === "child_at_risk" || !["self", "unknown", undefined].includes(subject));
}

/** The desk's own notes, latest first, with a box for one more. */
export function renderNotes(record, words, add) {
  const problem = h("p", { class: "problem", role: "alert" });
  const keepOut = concernsOthers(record) ? h("p", { class: "hint", id: "note-keep-out" }, words.t("desk.note_keep_out")) : null;
  const box = h("textarea", { "aria-describedby": keepOut?.id ?? null, id: "case-note", rows: 2, dir: "auto", maxlength: 2000, on: { input: () => (problem.textContent = "") } });
  const form = h(
    "form",
    {
      class: "note-form",
      novalidate: true,
      on: {
        submit: async (event) => {
          event.preventDefault();
          const text = box.value.trim();
          if (!text) {
            problem.textContent = words.t("desk.note_empty");
            box.focus();
            return;
          }
          const failed = await add(text);
          problem.textContent = failed ?? "";
          if (!failed) box.value = "";
        },
      },
    },
    h("label", { for: box.id }, words.t("desk.note_label")),
    box,
    keepOut,
    problem,
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button quiet" }, words.t("desk.note_add"))),
  );
  const list = h("ul", { class: "notes", role: "list" });
  const show = (notes) =>
    list.replaceChildren(...[...notes].reverse().map((note) => h("li", {}, h("p", { class: "line-by" }, h("span", { class: "sender" }, note.by), " ", time(note.at)), h("p", { class: "line-text", dir: "auto" }, note.text))));
  show(record.notes ?? []);
  return { element: h("section", {}, h("h3", {}, words.t("desk.notes")), list, form), show };
}

/**
 * One click on a sign: right, or how it is wrong; kept for review, the case stays as it is. What
 * several phrases found in the same words is one sign to a reader: the click counts for each.
 */
function judgeButtons(signs, record, words, judge) {
  const [first] = signs;
  const what = named(words, "domains", first.domain);
  const same = (judgement) => signs.some(({ code, message_id: id }) => judgement.code === code && judgement.message_id === id);
  const last = (record.judgements ?? []).filter(same);
  return h(
    "div",
    { class: "judge", role: "group", "aria-label": words.t("desk.judge", { what }) },
    Object.entries(words.value("desk.verdicts")).map(([verdict, name]) => {
      const given = last.filter((judgement) => judgement.verdict === verdict);
      const by = [...new Set(given.map((judgement) => judgement.by))];
      // New words of the same kind are not judged yet.
      const all = signs.every(({ code, message_id: id }) => given.some((judgement) => judgement.code === code && judgement.message_id === id));
      return h(
        "button",
        {
          type: "button",
          class: "judge-verdict",
          "aria-pressed": String(all),
          "data-sign": `${first.code} ${first.message_id ?? ""} ${verdict}`,
          title: by.length ? by.join(", ") : null,
          on: { click: () => judge(signs.filter(({ code }) => code), verdict, name) },
        },
        name,
      );
    }),
  );
}

/**
 * Signs of one danger, about one person, in one message; also in several, where a later message
 * was read together with the words of the first.
 */
function grouped(indicators) {
  const gather = (signs, keyOf) => {
    const groups = new Map();
    for (const one of signs) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
    return [...groups.values()];
  };
  const here = gather(indicators, ({ domain, subject, message_id: id }) => JSON.stringify([domain, subject, id]));
  const everywhere = gather(here, (signs) => JSON.stringify([signs[0].domain, signs[0].subject, wordsOf(signs)]));
  const gravest = (signs) => signs.reduce((highest, { tier }) => (tier > highest ? tier : highest), "T0");
  return everywhere.map((groups) => ({ tier: gravest(groups.flat()), signs: groups.flat() })).sort((a, b) => b.tier.localeCompare(a.tier) || b.signs.length - a.signs.length);
}

/** The words of a group, without those that longer ones hold. */
function wordsOf(signs) {
  const all = [...new Set(signs.map(({ evidence }) => evidence).filter(Boolean))];
  return all.filter((one) => !all.some((other) => other !== one && other.toLowerCase().includes(one.toLowerCase())));
}

/** Signs that are shown at once; the rest of the same tier or lower on request. */
const SIGNS_AT_ONCE = 3;

/** What was noticed, each with the words that raised it, the gravest first; never a score. */
export function renderIndicators(record, words, judge) {
  const found = grouped(record.indicators ?? []);
  if (!found.length) return h("p", { class: "hint" }, words.t("desk.indicators_none"));
  const list = (groups) => h("ul", { class: "indicators", role: "list" }, groups.map((group) => oneSign(group, record, words, judge)));
  const more = found.slice(SIGNS_AT_ONCE);
  return h(
    "div",
    {},
    list(found.slice(0, SIGNS_AT_ONCE)),
    more.length ? h("details", { class: "more-signs" }, h("summary", {}, words.t("desk.more_signs", { count: more.length })), list(more)) : null,
    h("p", { class: "hint" }, words.t("desk.indicators_note"), " ", words.t("desk.judge_note")),
  );
}

function oneSign({ tier, signs }, record, words, judge) {
  const [first] = signs;
  const evidence = wordsOf(signs);
  return h(
    "li",
    {},
    h("span", { class: `tier tier-${tier}` }, tier),
    h(
      "span",
      { class: "indicator-what" },
      h("strong", {}, named(words, "domains", first.domain)),
      first.subject ? `, ${named(words, "subjects", first.subject)}` : "",
    ),
    evidence.length
      ? h("span", { class: "indicator-words", dir: "auto" }, `${words.t("desk.indicator_words")} `, evidence.flatMap((one, at) => [at ? ", " : null, h("mark", {}, `“${one}”`)]))
      : null,
    signs.some(({ code }) => code) ? judgeButtons(signs, record, words, judge) : null,
  );
}

function time(at) {
  const moment = at ? new Date(at) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  return h("time", { datetime: at }, moment.toLocaleTimeString("en-AU", { hour: "numeric", minute: "2-digit" }));
}

/** One line of the conversation. */
export function renderLine(event, record, words) {
  const evidence = (record.indicators ?? [])
    .filter((indicator) => (indicator.message_seq ?? event.seq) === event.seq)
    .map((indicator) => indicator.evidence);
  const sender = event.from === "customer" && record.audience === "staff" ? "staff" : event.from;
  const text = event.text ?? "";
  const by = event.from === "customer" ? record.relayed?.[event.seq] : null;
  return h(
    "li",
    { class: `line from-${event.from}${event.safety ? " safety" : ""}`, "data-seq": event.seq },
    h("p", { class: "line-by" }, h("span", { class: "sender" }, words.t(by ? `desk.relayed_${by}` : `desk.from_${sender}`)), " ", time(event.at)),
    h("p", { class: "line-text", dir: "auto" }, event.from === "customer" ? highlight(text, evidence, words) : inline(text)),
    event.cards?.length
      ? h("p", { class: "line-cards" }, words.t("desk.cards_shown", { names: event.cards.map((card) => card.name).join(", ") }))
      : null,
  );
}

/** The case's head: tier, why, since when, who has it. */
export function renderHead(record, words) {
  const state =
    record.state === "claimed" && !record.claimed_by
      ? words.t("desk.states.claimed_unknown")
      : words.t(`desk.states.${record.state}`, { name: record.claimed_by ?? "" });
  const open = record.state !== "closed";
  const subject = subjectOf(record, words);
  const needs = needsOf(record, words);
  const reason = named(words, "reasons", record.reason);
  const facts = [
    words.t("desk.case_number", { id: record.id }),
    needs === subject ? null : needs,
    reason === subject ? null : reason,
    words.t("desk.opened_ago", { age: age(record.opened_at, words) }),
    state,
    record.last_customer_at && open ? words.t("desk.last_wrote", { age: age(record.last_customer_at, words) }) : null,
    record.outcome ? words.t("desk.outcome", { outcome: named(words, "outcomes", record.outcome) }) : null,
  ];
  return h(
    "div",
    { class: "case-head" },
    h("p", { class: "case-need" }, h("span", { class: `tier tier-${record.tier}` }, named(words, "tiers", record.tier)), " ", h("span", { dir: "auto" }, subject, record.summary?.place ? ` · ${record.summary.place}` : "")),
    h("p", { class: "hint" }, facts.filter(Boolean).join(" · ")),
    record.team_leader_alert && open ? h("p", { class: "alerted" }, words.t("desk.team_leader")) : null,
    record.police_notice && open ? h("p", { class: "alerted" }, words.t("desk.police_notice")) : null,
  );
}

/** Who did what with the case, oldest first. */
export function renderHistory(actions, words) {
  return h(
    "ol",
    { class: "history", role: "list" },
    actions.map((done) => {
      const { from, to, service } = done.detail ?? {};
      const change = from && to ? ` ${from} → ${to}` : to ? ` → ${to}` : "";
      return h(
        "li",
        {},
        time(done.at),
        " ",
        h("span", { dir: "auto" }, `${done.by === "assistant" ? words.t("desk.from_assistant") : done.by}: ${named(words, "actions", done.action)}${change}${done.reason ? `. ${named(words, "outcomes", done.reason)}` : ""}${service ? `: ${service}` : ""}`),
      );
    }),
  );
}

/** A button of the case view. */
export function action(label, run, kind = "quiet") {
  return h("button", { type: "button", class: `button ${kind}`, on: { click: run } }, label);
}

/** Support for the worker after a serious contact (rule X-20). */
export function renderSupport(words, text, close) {
  return h(
    "section",
    { class: "support", role: "status" },
    icon("person"),
    h("div", {}, h("h3", {}, words.t("desk.support_title")), h("p", {}, inline(text || words.t("desk.support_text"))), action(words.t("desk.support_close"), close)),
  );
}
