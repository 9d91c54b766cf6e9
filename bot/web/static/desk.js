// The desk: a queue, a case, and a conversation with the person it is about.

import { h } from "./chat/dom.js";
import { wordsWhenThere } from "./chat/words.js";
import { listen, request } from "./desk/api.js";
import { Attention } from "./desk/attention.js";
import { action, renderFacts, renderHead, renderHistory, renderIndicators, renderInterpreter, renderNotes, renderSupport } from "./desk/case_view.js";
import { renderConsents } from "./desk/consents.js";
import { askHandOver, askOutcome, askTier } from "./desk/dialogs.js";
import { startPrivacyMode } from "./desk/privacy.js";
import { named, Queue } from "./desk/queue.js";
import { renderServices, servicesOf } from "./desk/services.js";
import { Transcript, Writer } from "./desk/talk.js";

const AGE_EVERY_MS = 30_000;
const SERIOUS = new Set(["T3", "T4"]);
const UNDO_MS = 24 * 3_600_000;

class Desk {
  constructor(words) {
    this.words = words;
    const { staffId, staffRole, texts } = document.getElementById("desk").dataset;
    this.me = Number(staffId);
    this.leads = staffRole === "team_leader";
    this.texts = texts === "on";
    this.title = document.getElementById("case-title");
    this.body = document.getElementById("case-body");
    this.nothing = this.body.firstElementChild;
    this.place = document.getElementById("case");
    this.live = document.getElementById("desk-live");
    this.connection = document.getElementById("desk-connection");
    this.notice = document.getElementById("desk-notice");
    this.transcript = new Transcript(words);
    this.writer = new Writer(words, this.me, (id, message) => this.#attempt(() => request(`/cases/${id}/messages`, message)));
    this.attention = new Attention({ words, button: document.getElementById("desk-sound"), cases: () => [...(this.queue?.cases.values() ?? [])] });
    this.queue = new Queue({
      words,
      me: this.me,
      choose: (id) => this.open(id, { focus: true }),
      isUnread: (record) => this.attention.unread(record),
      drawn: () => this.attention.refresh(),
    });
    this.record = null;
    this.asked = 0;
    document.getElementById("queue-next").addEventListener("click", () => this.#next());
    setInterval(() => this.queue.render(), AGE_EVERY_MS);
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("visibilitychange", () => {
      if (!document.hidden && this.record) this.#looked();
    });
    this.socket = listen({
      signedOut: () => this.#signedOut(),
      frame: (frame) => this.#onFrame(frame),
      up: () => {
        this.connection.textContent = "";
        this.refresh();
      },
      down: () => {
        this.connection.textContent = words.t("desk.offline");
      },
    });
  }

  #signedOut() {
    const { words } = this;
    this.connection.replaceChildren(words.t("desk.signed_out"), " ", h("a", { href: "/sign-in?next=/desk" }, words.t("page.sign_in")));
  }

  /** Fetches the queue and the open case again (at start and after every break). */
  async refresh() {
    await this.#attempt(async () => {
      for (const state of ["waiting", "claimed", "closed"]) {
        const since = this.queue.changes;
        const { cases } = await request(`/cases?state=${state}`);
        this.queue.replace(state, cases, since);
      }
      if (this.record) await this.open(this.record.id);
    });
  }

  async open(id, { focus = false } = {}) {
    // Two clicks in a row: the last one counts, whichever answer comes first.
    const turn = (this.asked += 1);
    return this.#attempt(async () => {
      const answer = await request(`/cases/${id}`);
      if (turn !== this.asked) return;
      const same = this.record?.id === answer.id;
      this.record = { ...answer, transcript: answer.transcript ?? [] };
      if (this.record.state === "claimed" && !this.mine) this.socket.watch(this.record.id);
      this.queue.update(Object.fromEntries(Object.entries(answer).filter(([name]) => name !== "transcript")));
      this.queue.select(this.record.id);
      if (same) this.#again();
      else this.render();
      this.#looked();
      if (focus) this.#show();
    });
  }

  /** The case from its top, also where it stands below the queue. */
  #show() {
    this.place.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "start" });
  }

  say(text) {
    this.live.textContent = text;
  }

  /** The case is in front of somebody: what is in it counts as read. */
  #looked() {
    this.attention.look(this.record);
    this.queue.renderSoon();
  }

  async #attempt(work) {
    try {
      await work();
      return null;
    } catch (error) {
      if (!("status" in error)) throw error;
      if (error.status === 401) {
        this.#signedOut();
        return this.words.t("desk.signed_out");
      }
      const words = this.words.t("desk.failed", { why: error.message || this.words.t("desk.failed_why") });
      this.connection.textContent = words;
      return words;
    }
  }

  async #post(path, body, done = null) {
    const { id } = this.record;
    return this.#attempt(async () => {
      this.answer = await request(`/cases/${id}/${path}`, body);
      this.connection.textContent = "";
      await this.open(id);
      if (done) this.say(done);
    });
  }

  /** What those at the desk must know of the program itself. */
  #onNotices(notices) {
    this.notice.textContent = notices.map((code) => this.words.t(`desk.${code}`)).join(" ");
  }

  #onFrame({ case: changed, event, notices }) {
    if (notices) this.#onNotices(notices);
    if (changed) this.#onCase(changed);
    if (!event) return;
    const known = this.queue.heard(event);
    if (this.record && event.conversation_id === this.record.conversation_id) {
      if (known) Object.assign(this.record, { last_customer_at: known.last_customer_at, last_worker_at: known.last_worker_at });
      this.#addLine(event);
    } else if (event.from === "customer" && known?.claimed_by_id === this.me) {
      this.say(this.words.t("desk.new_message_in", { id: known.id }));
    }
  }

  #onCase(changed) {
    const before = this.queue.update(changed);
    const tier = named(this.words, "tiers", changed.tier);
    const fresh = !before && changed.state === "waiting";
    const raised = before && before.tier < changed.tier;
    if (fresh) this.say(this.words.t("desk.new_case", { tier }));
    else if (raised) this.say(this.words.t("desk.raised_case", { tier }));
    else if (before?.claimed_by_id !== this.me && changed.claimed_by_id === this.me && this.record?.id !== changed.id) this.say(this.words.t("desk.handed_to_you", { id: changed.id }));
    if (this.record?.id !== changed.id) return;
    const mine = this.mine;
    const signs = JSON.stringify(this.record.indicators) !== JSON.stringify(changed.indicators);
    Object.assign(this.record, changed);
    this.renderState();
    if (signs) {
      this.transcript.update(this.record);
      this.#signs();
    }
    // Whoever lost or got the case sees the rest of it as it is now; new signs change what may be done with it.
    if (mine !== this.mine || signs) this.open(changed.id);
  }

  #addLine(event) {
    if (!this.transcript.add(event)) return;
    if (event.cards?.length) this.#give();
    if (event.from === "customer") {
      this.say(this.words.t("desk.new_message"));
      if (!document.hidden) this.#looked();
    }
  }

  get mine() {
    return this.record.state === "claimed" && this.record.claimed_by_id === this.me;
  }

  /** A case that was not shown before. */
  render() {
    const { words, record } = this;
    this.title.textContent = words.t("desk.case_number", { id: record.id });
    this.head = h("div");
    this.actions = h("div", { class: "actions", role: "group", "aria-label": words.t("desk.case") });
    this.supportPlace = h("div");
    this.heard = h("p", { class: "notice", role: "status" });
    this.parts = Object.fromEntries(["signs", "facts", "consents", "interpreter", "give", "history"].map((name) => [name, h("div", { class: "part" })]));
    this.notes = renderNotes(record, words, (text) => this.#note(text));
    this.body.replaceChildren(
      h("p", { class: "to-queue" }, h("a", { href: "#queue-title" }, words.t("desk.to_queue"))),
      h("div", { class: "case-top" }, this.head, this.actions),
      this.heard,
      this.supportPlace,
      h(
        "div",
        { class: "case-columns" },
        h("section", { class: "case-talk", "aria-label": words.t("desk.transcript") }, h("h3", { class: "hidden-visually" }, words.t("desk.transcript")), this.transcript.element, this.writer.element),
        h("div", { class: "case-known", tabindex: "0", role: "region", "aria-label": words.t("desk.summary") }, this.parts.signs, this.parts.facts, this.parts.consents, this.parts.interpreter, this.parts.give, this.notes.element, this.parts.history),
      ),
    );
    // The head and the writing box take their room first: then the end is where it stays.
    this.renderState();
    this.#known();
    this.transcript.show(record);
  }

  /** The same case, fetched anew: nobody's place, focus or draft is lost over it. */
  #again() {
    this.renderState();
    this.#known();
    this.notes.show(this.record.notes ?? []);
    this.transcript.update(this.record);
  }

  #known() {
    const { words, record } = this;
    this.#signs();
    this.#keeping(this.parts.facts, h("section", {}, h("h3", {}, words.t("desk.summary")), renderFacts(record, words)));
    this.#consents();
    this.#keeping(this.parts.interpreter, renderInterpreter(record, words, (...settled) => this.#interpreter(...settled)));
    this.#give();
    this.#keeping(this.parts.history, record.actions?.length ? h("section", {}, h("h3", {}, words.t("desk.history")), renderHistory(record.actions, words)) : null);
  }

  #signs() {
    const { words, record } = this;
    this.#keeping(this.parts.signs, h("section", {}, h("h3", {}, words.t("desk.indicators")), renderIndicators(record, words, (...sign) => this.#judge(...sign))));
  }

  /** What may be passed on: taken by who has the case, ended by anybody here. */
  #consents() {
    const { words, record } = this;
    const content = renderConsents(record, words, {
      mine: this.mine,
      take: (consent) => this.#post("consents", consent, words.t("desk.consent_done")),
      homeless: () => this.#post("homeless-indicator", {}, words.t("desk.homeless_done")),
      end: ({ id }) => this.#post(`consents/${id}/end`, {}, words.t("desk.consent_ended")),
    });
    this.#keeping(this.parts.consents, h("section", {}, h("h3", {}, words.t("desk.consents")), content));
  }

  /** Drawn anew only when there is something else to give: ticks stay. */
  #give() {
    const now = JSON.stringify([this.record.id, this.mine, this.record.keep_neutral, servicesOf(this.record.transcript).map(({ id }) => id)]);
    if (this.given === now && this.parts.give.firstChild) return;
    this.given = now;
    this.#keeping(this.parts.give, renderServices(this.record, this.words, { mine: this.mine, texts: this.texts }));
  }

  /** Replaces a part; the keyboard stays on the same control, what is written in it stays too. */
  #keeping(part, content) {
    const held = part.contains(document.activeElement) ? document.activeElement : null;
    const name = held?.id ? `#${CSS.escape(held.id)}` : held?.dataset.sign ? `[data-sign="${CSS.escape(held.dataset.sign)}"]` : null;
    const opened = [...part.querySelectorAll("details")].some(({ open }) => open);
    const typed = held && "value" in held && held.type !== "checkbox" ? held.value : null;
    part.replaceChildren(...(content ? [content] : []));
    if (opened) for (const details of part.querySelectorAll("details")) details.open = true;
    const again = name ? part.querySelector(name) : null;
    if (again && typed !== null && typed !== "") again.value = typed;
    if (held) (again ?? part.querySelector("button, input, [tabindex]") ?? this.place).focus();
  }

  renderState() {
    const { words, record } = this;
    this.head.replaceChildren(renderHead(record, words));
    const at = [...this.actions.children].indexOf(document.activeElement);
    this.actions.replaceChildren(...this.#buttons());
    if (at !== -1) (this.actions.children[Math.min(at, this.actions.children.length - 1)] ?? this.place).focus();
    this.writer.show(record, this.mine);
  }

  #buttons() {
    const { words, record } = this;
    if (record.state === "waiting") return [action(words.t("desk.claim"), () => this.#claim(), "main"), this.#leaderButton(), this.#tierButton()];
    if (record.state === "closed") {
      const undone = Date.now() - Date.parse(record.closed_at) < UNDO_MS;
      return undone ? [action(words.t("desk.reopen"), () => this.#reopen())] : [];
    }
    const others = this.leads ? [action(words.t("desk.take_over"), () => this.#claim()), this.#handButton()] : [];
    if (!this.mine) return others;
    return [action(words.t("desk.close"), () => this.#askOutcome(), "main"), this.#leaderButton(), this.#handButton(), this.#tierButton()];
  }

  /** The team leader, in one step (rule S2-03). */
  #leaderButton() {
    return action(this.words.t("desk.team_leader_call"), () => this.#post("team-leader", {}, this.words.t("desk.team_leader_called")));
  }

  #tierButton() {
    const change = (tier, reason) => this.#post("tier", { tier, reason }, this.words.t("desk.tier_done", { tier }));
    return action(this.words.t("desk.tier_change"), () => askTier(this.words, this.record.tier, this.record.lowest_tier, change));
  }

  #handButton() {
    return action(this.words.t("desk.hand_over"), () => this.#handOver());
  }

  async #handOver() {
    await this.#attempt(async () => {
      const { colleagues } = await request("/colleagues");
      askHandOver(this.words, colleagues, async (to, note) => {
        if (note) {
          const failed = await this.#note(note);
          if (failed) return failed;
        }
        const { words } = this;
        return to === null ? this.#post("release", {}, words.t("desk.released_done")) : this.#post("hand-over", { to }, words.t("desk.handed_done"));
      });
    });
  }

  /** A note of the desk's own; danger in it raises the case, and that is said. */
  async #note(text) {
    const failed = await this.#post("notes", { text }, this.words.t("desk.note_done"));
    if (failed) return failed;
    const { tier, raised, failed: unread } = this.answer.heard;
    if (unread) this.heard.textContent = this.words.t("desk.note_unread");
    else if (raised) this.heard.textContent = this.words.t("desk.note_raised", { tier });
    else if (SERIOUS.has(tier) && tier > this.record.tier) this.heard.textContent = this.words.t("desk.note_heard", { tier });
    else this.heard.textContent = "";
    return null;
  }

  async #interpreter(id, state, note, wishes) {
    await this.#attempt(async () => {
      await request(`/interpreters/${id}`, { state, wishes, ...(note ? { note } : {}) });
      await this.open(this.record.id);
      this.say(this.words.t(`desk.interpreter_states.${state}`));
    });
  }

  /** Keeps what is thought of a sign, once for each phrase that found it. */
  async #judge(signs, verdict, name) {
    for (const { code, message_id } of signs) {
      const failed = await this.#post("signs", { code, message_id, verdict }, this.words.t("desk.judge_done", { verdict: name }));
      if (failed) return;
    }
  }

  async #claim() {
    const failed = await this.#post("claim", {}, this.words.t("desk.claimed_now"));
    if (failed) await this.open(this.record.id).then(() => (this.connection.textContent = failed));
    else this.writer.focus();
  }

  async #reopen() {
    const failed = await this.#post("reopen", {}, this.words.t("desk.claimed_now"));
    if (!failed) this.writer.focus();
  }

  /** Services that were shown or that may be told come as suggestions. */
  #askOutcome() {
    const { consents, transcript } = this.record;
    const names = [...(consents ?? []).map(({ agency }) => agency), ...servicesOf(transcript).map(({ name }) => name)];
    askOutcome(this.words, [...new Set(names)], (ended) => this.#close(ended));
  }

  async #close({ note, ...ended }) {
    const serious = SERIOUS.has(this.record.peak_tier ?? this.record.tier);
    const problem = await this.#post("close", { ...ended, ...(note ? { note } : {}) }, this.words.t("desk.closed_done"));
    if (!problem && serious) {
      this.supportPlace.replaceChildren(
        renderSupport(this.words, this.answer.staff_support?.text, () => {
          this.supportPlace.replaceChildren();
          this.place.focus();
        }),
      );
    }
    return problem;
  }

  /** The case that should be taken next, opened; not claimed, so that it is read first. */
  #next() {
    const next = this.queue.next();
    if (next) this.open(next.id, { focus: true });
    else this.say(this.words.t("desk.queue_empty_waiting"));
  }

  /** Keys that no writing needs; they work from everywhere on the page. */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    const run = { F2: () => this.#next(), F4: () => document.getElementById("queue-find").focus(), F8: () => this.record && this.writer.focus() }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }
}

/** Letters of more than one and a half times the usual size want one column. */
function watchLetters() {
  const probe = h("span", { class: "letter-probe", "aria-hidden": "true" });
  document.body.append(probe);
  new ResizeObserver(() => document.documentElement.classList.toggle("large-text", probe.getBoundingClientRect().width > 24)).observe(probe);
}

startPrivacyMode();
watchLetters();
new Desk(await wordsWhenThere(new URL("../", import.meta.url).href));
document.getElementById("desk").dataset.ready = "yes";
