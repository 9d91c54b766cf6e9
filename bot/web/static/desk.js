// The desk: a queue, a case, and a conversation with the person it is about.

import { h } from "./chat/dom.js";
import { loadWords } from "./chat/words.js";
import { listen, request } from "./desk/api.js";
import { action, renderFacts, renderHead, renderHistory, renderIndicators, renderLine, renderSupport } from "./desk/case_view.js";
import { askLowerTier, askOutcome } from "./desk/dialogs.js";
import { startPrivacyMode } from "./desk/privacy.js";
import { named, Queue } from "./desk/queue.js";

const AGE_EVERY_MS = 30_000;
const SERIOUS = new Set(["T3", "T4"]);

class Desk {
  constructor(words) {
    this.words = words;
    const { staffId, staffRole } = document.getElementById("desk").dataset;
    this.me = Number(staffId);
    this.leads = staffRole === "team_leader";
    this.title = document.getElementById("case-title");
    this.body = document.getElementById("case-body");
    this.place = document.getElementById("case");
    this.live = document.getElementById("desk-live");
    this.connection = document.getElementById("desk-connection");
    this.notice = document.getElementById("desk-notice");
    this.queue = new Queue(words, (id) => this.open(id, { focus: true }));
    this.record = null;
    this.drafts = new Map();
    setInterval(() => this.queue.render(), AGE_EVERY_MS);
    this.socket = listen({
      signedOut: () => {
        this.connection.replaceChildren(words.t("desk.signed_out"), " ", h("a", { href: "/sign-in?next=/desk" }, words.t("page.sign_in")));
      },
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

  /** Fetches the queue and the open case again (at start and after every break). */
  async refresh() {
    await this.#attempt(async () => {
      for (const state of ["waiting", "claimed", "closed"]) {
        const { cases } = await request(`/cases?state=${state}`);
        this.queue.replace(state, cases);
      }
      if (this.record) await this.open(this.record.id);
    });
  }

  async open(id, { focus = false } = {}) {
    await this.#attempt(async () => {
      const answer = await request(`/cases/${id}`);
      this.record = { ...answer.case, ...answer, transcript: answer.transcript ?? [] };
      delete this.record.case;
      if (this.record.state === "claimed" && !this.mine) this.socket.watch(this.record.id);
      this.queue.select(this.record.id);
      this.render();
      if (focus) this.place.focus();
    });
  }

  say(text) {
    this.live.textContent = text;
  }

  async #attempt(work) {
    try {
      await work();
      return null;
    } catch (error) {
      if (!("status" in error)) throw error;
      const words =
        error.status === 401
          ? this.words.t("desk.signed_out")
          : this.words.t("desk.failed", { why: error.message || this.words.t("desk.failed_why") });
      this.connection.textContent = words;
      return words;
    }
  }

  async #post(path, body, done = null) {
    return this.#attempt(async () => {
      this.answer = await request(`/cases/${this.record.id}/${path}`, body);
      this.connection.textContent = "";
      await this.open(this.record.id);
      if (done) this.say(done);
    });
  }

  /** What those at the desk must know of the program itself. */
  #onNotices(notices) {
    this.notice.textContent = notices.map((code) => this.words.t(`desk.${code}`)).join(" ");
  }

  #onFrame({ case: changed, event, notices }) {
    if (notices) this.#onNotices(notices);
    if (changed) {
      const before = this.queue.update(changed);
      const tier = named(this.words, "tiers", changed.tier);
      if (!before && changed.state === "waiting") this.say(this.words.t("desk.new_case", { tier }));
      else if (before && before.tier < changed.tier) this.say(this.words.t("desk.raised_case", { tier }));
      if (this.record?.id === changed.id) {
        const same = JSON.stringify(this.record.indicators) === JSON.stringify(changed.indicators);
        Object.assign(this.record, changed);
        if (same) this.renderState();
        else this.render();
      }
    }
    if (event && this.record && event.conversation_id === this.record.conversation_id) this.#addLine(event);
  }

  #addLine(event) {
    if (this.record.transcript.some(({ seq }) => seq === event.seq)) return;
    this.record.transcript.push(event);
    this.record.transcript.sort((a, b) => a.seq - b.seq);
    this.renderTranscript();
    if (event.from === "customer") this.say(this.words.t("desk.new_message"));
  }

  get mine() {
    return this.record.state === "claimed" && this.record.claimed_by_id === this.me;
  }

  render() {
    const { words, record } = this;
    this.title.textContent = words.t("desk.case");
    this.head = h("div");
    this.actions = h("div", { class: "actions", role: "group", "aria-label": words.t("desk.case") });
    this.lines = h("ol", { class: "lines", role: "list" });
    this.scroller = h("div", { class: "transcript", tabindex: "0", role: "region", "aria-label": words.t("desk.transcript") }, this.lines);
    this.writer = h("div", { class: "writer" });
    this.supportPlace = h("div");
    this.body.replaceChildren(
      this.head,
      this.actions,
      this.supportPlace,
      h(
        "div",
        { class: "case-columns" },
        h("section", { class: "case-talk", "aria-label": words.t("desk.transcript") }, h("h3", {}, words.t("desk.transcript")), this.scroller, this.writer),
        h(
          "div",
          { class: "case-known", tabindex: "0", role: "region", "aria-label": words.t("desk.summary") },
          h("section", {}, h("h3", {}, words.t("desk.indicators")), renderIndicators(record, words, (...sign) => this.#judge(...sign))),
          h("section", {}, h("h3", {}, words.t("desk.summary")), renderFacts(record, words)),
          record.actions?.length ? h("section", {}, h("h3", {}, words.t("desk.history")), renderHistory(record.actions, words)) : null,
        ),
      ),
    );
    // The head and the writing box take their room first: then the end is where it stays.
    this.renderState();
    this.renderTranscript();
  }

  renderTranscript() {
    this.lines.replaceChildren(...this.record.transcript.map((event) => renderLine(event, this.record, this.words)));
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  renderState() {
    const { words, record } = this;
    this.head.replaceChildren(renderHead(record, words));
    const held = this.actions.contains(document.activeElement);
    this.actions.replaceChildren(...this.#buttons());
    if (held) this.actions.querySelector("button")?.focus();
    const atEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 40;
    const canWrite = this.mine && !this.writer.firstChild;
    if (canWrite) this.writer.replaceChildren(this.#form());
    else if (!this.mine) {
      const note = record.state === "claimed" ? words.t("desk.claimed_other", { name: record.claimed_by ?? "" }) : null;
      this.writer.replaceChildren(...(note ? [h("p", { class: "hint" }, note)] : []));
    }
    if (atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #buttons() {
    const { words, record } = this;
    if (record.state === "waiting") {
      return [action(words.t("desk.claim"), () => this.#claim(), "main"), ...this.#lowerButton()];
    }
    if (!this.mine) return record.state === "claimed" && this.leads ? [action(words.t("desk.take_over"), () => this.#claim())] : [];
    return [
      action(words.t("desk.close"), () => askOutcome(words, (outcome, note) => this.#close(outcome, note)), "main"),
      action(words.t("desk.release"), () => this.#post("release", {}, words.t("desk.released_done"))),
      ...this.#lowerButton(),
    ];
  }

  #lowerButton() {
    if (this.record.tier === "T0") return [];
    const lower = (tier, reason) => this.#post("tier", { tier, reason }, this.words.t("desk.lowered_done", { tier }));
    return [action(this.words.t("desk.lower"), () => askLowerTier(this.words, this.record.tier, lower))];
  }

  /** Keeps what is thought of a sign; the button that was pressed keeps the focus. */
  async #judge({ code, message_id }, verdict, name) {
    const pressed = document.activeElement?.dataset.sign;
    await this.#post("signs", { code, message_id, verdict }, this.words.t("desk.judge_done", { verdict: name }));
    if (pressed) this.body.querySelector(`[data-sign="${CSS.escape(pressed)}"]`)?.focus();
  }

  async #claim() {
    await this.#post("claim", {}, this.words.t("desk.claimed_now"));
    this.writer.querySelector("textarea")?.focus();
  }

  async #close(outcome, note) {
    const serious = SERIOUS.has(this.record.peak_tier ?? this.record.tier);
    const problem = await this.#post("close", { outcome, ...(note ? { note } : {}) }, this.words.t("desk.closed_done"));
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

  #form() {
    const { words } = this;
    const problem = h("p", { class: "problem", role: "alert" });
    const box = h("textarea", {
      id: "write",
      rows: 2,
      dir: "auto",
      "aria-describedby": "write-hint",
      on: {
        input: () => {
          problem.textContent = "";
          this.drafts.set(this.record.id, box.value);
        },
        keydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        },
      },
    });
    box.value = this.drafts.get(this.record.id) ?? "";
    // One id for one text however often it is tried: an answer lost on the way counts once.
    let pending = null;
    const send = async () => {
      const text = box.value.trim();
      if (!text) {
        problem.textContent = words.t("desk.write_empty");
        return;
      }
      if (pending?.text !== text) pending = { id: crypto.randomUUID(), text };
      const failed = await this.#attempt(() => request(`/cases/${this.record.id}/messages`, pending));
      if (failed) {
        problem.textContent = failed;
        return;
      }
      pending = null;
      box.value = "";
      this.drafts.delete(this.record.id);
      box.focus();
    };
    return h(
      "form",
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            send();
          },
        },
      },
      h("label", { for: "write" }, words.t("desk.write_label")),
      box,
      problem,
      h("div", { class: "writer-row" }, h("p", { id: "write-hint", class: "hint" }, words.t("desk.write_hint")), h("button", { type: "submit", class: "button" }, words.t("desk.write_send"))),
    );
  }
}

startPrivacyMode();
new Desk(await loadWords(new URL("../", import.meta.url).href));
