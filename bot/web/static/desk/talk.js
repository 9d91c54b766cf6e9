// The conversation of a case: lines that come one by one, and the box to write in.
// What a worker is reading or writing stays where it is, whatever arrives.

import { h } from "../chat/dom.js";
import { renderLine } from "./case_view.js";

/** Lines that are drawn at once; the rest of a long conversation on request. */
const AT_ONCE = 150;
/** Pixels from the end that still count as reading the end. */
const NEAR_END = 40;

function day(at) {
  const moment = at ? new Date(at) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  return moment.toLocaleDateString("en-AU", { weekday: "long", day: "numeric", month: "long" });
}

export class Transcript {
  constructor(words) {
    this.words = words;
    this.lines = h("ol", { class: "lines", role: "list" });
    this.earlier = h("button", { type: "button", class: "button quiet earlier", hidden: true, on: { click: () => this.#showEarlier() } });
    this.scroller = h(
      "div",
      { class: "transcript", tabindex: "0", role: "region", "aria-label": words.t("desk.transcript"), on: { scroll: () => this.#scrolled() } },
      this.earlier,
      this.lines,
    );
    this.jump = h("button", { type: "button", class: "button jump", hidden: true, on: { click: () => this.toEnd() } });
    this.element = h("div", { class: "transcript-frame" }, this.scroller, this.jump);
    this.waiting = 0;
    // Who reads the end goes on reading it when the box below grows, or the window.
    this.following = true;
    this.height = 0;
    new ResizeObserver(() => {
      this.height = this.scroller.clientHeight;
      if (this.following) this.toEnd();
    }).observe(this.scroller);
  }

  /** Shows a case's conversation from its end. */
  show(record) {
    this.record = record;
    this.from = Math.max(0, record.transcript.length - AT_ONCE);
    this.#draw();
    this.toEnd();
  }

  /** The same case again: new lines are added, marked words are marked anew. */
  update(record) {
    const grown = record.transcript.length - this.count;
    const atEnd = this.following;
    const before = this.scroller.scrollTop;
    this.record = record;
    if (grown || this.#marks() !== this.marks) this.#draw();
    if (atEnd) this.toEnd();
    else {
      this.scroller.scrollTop = before;
      this.#news(this.waiting + Math.max(0, grown));
    }
  }

  /** One more line; false when it was there. */
  add(event) {
    const { transcript } = this.record;
    if (transcript.some(({ seq }) => seq === event.seq)) return false;
    const atEnd = this.following;
    const last = transcript.at(-1);
    transcript.push(event);
    if (last && last.seq > event.seq) {
      transcript.sort((a, b) => a.seq - b.seq);
      this.#draw();
    } else {
      this.lines.append(...this.#drawn(event, last));
    }
    this.count = transcript.length;
    if (atEnd) this.toEnd();
    else this.#news(this.waiting + 1);
    return true;
  }

  #marks() {
    return JSON.stringify(this.record.indicators ?? []);
  }

  /** A place that somebody chose; one that a new size brought about is none. */
  #scrolled() {
    if (this.scroller.clientHeight !== this.height) return;
    this.following = this.#atEnd();
    if (this.following) this.#news(0);
  }

  toEnd() {
    this.following = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#news(0);
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #news(count) {
    this.waiting = count;
    this.jump.hidden = !count;
    if (count) this.jump.textContent = this.words.t("desk.new_lines", { count });
  }

  #showEarlier() {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.from = Math.max(0, this.from - AT_ONCE);
    this.#draw();
    // What was read stays under the eyes; the keyboard goes on from the oldest line shown.
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
    if (this.earlier.hidden) this.scroller.focus();
  }

  #draw() {
    const { transcript } = this.record;
    this.count = transcript.length;
    this.marks = this.#marks();
    this.from = Math.min(this.from, transcript.length);
    this.earlier.hidden = this.from === 0;
    this.earlier.textContent = this.words.t("desk.earlier", { count: this.from });
    this.lines.replaceChildren(...transcript.slice(this.from).flatMap((event, at) => this.#drawn(event, at ? transcript[this.from + at - 1] : null)));
  }

  #drawn(event, previous) {
    const today = day(event.at);
    const line = renderLine(event, this.record, this.words);
    return today && today !== day(previous?.at) ? [h("li", { class: "day" }, today), line] : [line];
  }
}

const DRAFTS = "case-drafts";

/**
 * What was begun and not sent, by case. It outlives a reload and a sign-in that has ended, in this
 * tab and for this worker: who signs in after them finds nothing.
 */
class Drafts {
  constructor(me) {
    this.me = me;
    const kept = JSON.parse(sessionStorage.getItem(DRAFTS) ?? "null");
    this.texts = new Map(kept?.me === me ? kept.texts : []);
    this.#keep();
  }

  #keep() {
    if (this.texts.size) sessionStorage.setItem(DRAFTS, JSON.stringify({ me: this.me, texts: [...this.texts] }));
    else sessionStorage.removeItem(DRAFTS);
  }

  of(id) {
    return this.texts.get(id) ?? "";
  }

  set(id, text) {
    if (text) this.texts.set(id, text);
    else this.texts.delete(id);
    this.#keep();
  }

  /** Leaving on purpose leaves nothing behind. */
  clear() {
    this.texts.clear();
    this.#keep();
  }
}

/** The box to write in, for one worker. `send({id, text})` resolves to words of a problem, or null. */
export class Writer {
  constructor(words, me, send) {
    this.words = words;
    this.send = send;
    this.drafts = new Drafts(me);
    document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", () => this.drafts.clear());
    this.element = h("div", { class: "writer" });
    this.case = null;
  }

  /** Shows the box for a case of one's own, a word about who has it otherwise; never twice. */
  show(record, mine) {
    const wanted = mine ? `mine ${record.id}` : `other ${record.id} ${record.state} ${record.claimed_by}`;
    if (wanted === this.case) return;
    this.case = wanted;
    if (mine) this.element.replaceChildren(this.#form(record.id));
    else this.element.replaceChildren(...(record.state === "claimed" ? [h("p", { class: "hint" }, this.words.t("desk.claimed_other", { name: record.claimed_by ?? "" }))] : []));
  }

  focus() {
    this.element.querySelector("textarea")?.focus();
  }

  #form(id) {
    const { words } = this;
    const problem = h("p", { class: "problem", role: "alert" });
    const box = h("textarea", {
      id: "write",
      rows: 2,
      dir: "auto",
      maxlength: 10_000,
      "aria-describedby": "write-hint",
      "aria-keyshortcuts": "F8",
      on: {
        input: () => {
          problem.textContent = "";
          this.drafts.set(id, box.value);
        },
        keydown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        },
      },
    });
    box.value = this.drafts.of(id);
    // One id for one text however often it is tried: an answer lost on the way counts once.
    let pending = null;
    let busy = false;
    const submit = async () => {
      const text = box.value.trim();
      if (busy) return;
      if (!text) {
        problem.textContent = words.t("desk.write_empty");
        return;
      }
      if (pending?.text !== text) pending = { id: crypto.randomUUID(), text };
      busy = true;
      const failed = await this.send(id, pending);
      busy = false;
      if (failed) {
        problem.textContent = failed;
        return;
      }
      pending = null;
      // Words typed meanwhile are the next message, not lost.
      if (box.value.trim() === text) {
        box.value = "";
        this.drafts.set(id, "");
      }
      box.focus();
    };
    return h(
      "form",
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            submit();
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
