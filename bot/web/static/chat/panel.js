// The chat window: header, conversation, box to write in, and what is announced.

import { Composer } from "./composer.js";
import { h, icon } from "./dom.js";
import { isEmergency, renderEmergency } from "./emergency.js";
import { renderHelp } from "./help.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";

const REQUEST_HUMAN = "/request_human";
// Short breaks of the connection are mended before anybody needs to know.
const LOST_AFTER_MS = 3_000;
const HELP_AFTER_MS = 20_000;
const ANNOUNCED_MS = 5_000;
const AT_END_PX = 40;
// Seen by whoever can't read the rest: languages can be chosen here.
const OTHERS = [
  { code: "en", shown: "English" },
  { code: "zh-Hans", shown: "中文" },
  { code: "ar", shown: "العربية" },
  { code: "vi", shown: "Tiếng Việt" },
  { code: "pa", shown: "ਪੰਜਾਬੀ" },
  { code: "el", shown: "Ελληνικά" },
];
const SLOW_AFTER_MS = 12_000;

export class Panel {
  /**
   * @param {import("./words.js").Words} words
   * @param {import("./conversation.js").Conversation} conversation
   * @param {{heading: string|null, minimise: (() => void)|null, exit: () => void,
   *   clear: () => void, restart: () => void, language: (language: Object) => void}} handlers
   */
  constructor(words, conversation, handlers) {
    this.words = words;
    this.conversation = conversation;
    this.handlers = handlers;
    this.emergency = null;
    this.timers = {};
    /** Number of the event that should stay in sight: the person's last words, or a worker's. */
    this.newest = 0;
    this.reading = false;
    this.log = new Log(words, {
      choose: (button) => this.say({ payload: button.payload, title: button.title }),
      edit: (entry) => {
        conversation.discard(entry.id);
        this.composer.text = entry.text;
        this.composer.focus();
      },
      discard: (entry) => {
        conversation.discard(entry.id);
        this.composer.focus();
      },
      report: (said) => conversation.report(said),
    });
    this.composer = new Composer(words, (text) => this.say({ text }));
    this.menu = new Menu(words, {
      language: (language) => {
        this.toggleMenu(false);
        handlers.language(language);
      },
      clear: () => {
        this.toggleMenu(false);
        handlers.clear();
      },
    });
    this.#build();
    conversation.addEventListener("event", ({ detail }) => this.#onEvent(detail));
    conversation.addEventListener("outbox", () => this.#onOutbox());
    conversation.addEventListener("state", () => this.#onState());
    conversation.addEventListener("connection", () => this.#onConnection());
    conversation.addEventListener("ended", () => this.#onEnded());
    addEventListener("online", () => this.#onConnection());
    addEventListener("offline", () => this.#onConnection());
    this.#onOutbox();
  }

  #build() {
    const { words } = this;
    this.status = h("span", { class: "status-words" }, words.t("widget.status_connecting"));
    this.menuButton = h(
      "button",
      { type: "button", class: "icon-button", "aria-expanded": "false", "aria-controls": "menu", "aria-label": words.t("widget.menu"), on: { click: () => this.toggleMenu() } },
      icon("menu"),
    );
    this.minimiseButton = this.handlers.minimise
      ? h("button", { type: "button", class: "icon-button minimise", "aria-label": words.t("widget.minimise"), on: { click: this.handlers.minimise } }, icon("close"))
      : null;
    this.personButton = h("button", { type: "button", class: "button person", on: { click: () => this.askForPerson() } }, icon("person"), h("span", {}, words.t("widget.person_button")));
    this.exitButton = h(
      "button",
      { type: "button", class: "button exit", "aria-describedby": "exit-description", on: { click: this.handlers.exit } },
      icon("exit"),
      h("span", {}, words.t("widget.exit_button")),
    );
    this.banner = h("p", { class: "banner", role: "status", hidden: true });
    this.help = h("div", { class: "help-place" });
    this.emergencyPlace = h("div", { class: "emergency-place", role: "alert" });
    this.note = h("p", { class: "exit-note" }, words.t("widget.exit_note"));
    this.languageLine = h(
      "p",
      { class: "language-line" },
      h(
        "button",
        { type: "button", class: "link", "aria-haspopup": "true", on: { click: () => this.toggleMenu(true) } },
        h("span", {}, words.labelled(words.t("widget.language_label"))),
        h("bdi", {}, words.languages.find(({ code }) => code === words.language)?.endonym ?? "English"),
      ),
      h("span", { class: "language-others", "aria-hidden": "true" }, OTHERS.filter(({ code }) => code !== words.language).map(({ shown }) => h("bdi", {}, shown))),
    );
    this.scroller = h("div", { class: "scroller", role: "region", tabindex: "0", "aria-label": words.t("widget.log") }, this.languageLine, this.note, this.log.element);
    for (const move of ["wheel", "touchmove", "keyup", "pointerup"]) {
      this.scroller.addEventListener(move, () => this.#noteReading(), { passive: true });
    }
    // Replies are announced here, once, and not by the log itself, which is also redrawn.
    this.live = h("div", { class: "hidden-visually", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.hint = h("p", { class: "exit-count", role: "status" });
    this.element = h(
      "div",
      { class: "panel", lang: words.language },
      h(
        "header",
        { class: "head" },
        h(
          "div",
          { class: "head-row" },
          h("div", { class: "head-title" }, h("h2", { id: "chat-title" }, this.handlers.heading ?? words.t("widget.title")), h("p", { class: "status" }, this.status)),
          this.menuButton,
          this.minimiseButton,
        ),
        h("div", { class: "head-actions" }, this.personButton, this.exitButton),
        h("p", { id: "exit-description", class: "hidden-visually" }, words.t("widget.exit_description")),
        this.hint,
      ),
      this.menu.element,
      this.banner,
      this.help,
      this.emergencyPlace,
      this.scroller,
      this.composer.element,
      this.live,
    );
  }

  toggleMenu(open = !this.menu.open) {
    const had = this.menu.open;
    this.menu.toggle(open);
    this.menuButton.setAttribute("aria-expanded", String(open));
    if (had && !open) this.menuButton.focus();
  }

  /** Escape closes what lies on top; returns whether there was anything. */
  escape() {
    if (!this.menu.open) return false;
    this.toggleMenu(false);
    return true;
  }

  exitCount(left) {
    this.hint.textContent = left ? this.words.t("widget.exit_count", { count: left }) : "";
  }

  announce(text) {
    const line = h("p", {}, text);
    this.live.append(line);
    // Heard once: whoever walks through the page later must not meet it a second time.
    setTimeout(() => line.remove(), ANNOUNCED_MS);
  }

  say(message) {
    this.acknowledge();
    this.reading = false;
    this.conversation.send(message);
    this.#waitForReply();
    this.composer.focus();
    this.#showNewest();
  }

  askForPerson() {
    if (this.conversation.state.held) {
      this.#showBanner(this.words.t("widget.person_here"));
      this.composer.focus();
    } else {
      this.say({ payload: REQUEST_HUMAN, title: this.words.t("widget.person_button") });
    }
  }

  /** Puts the 000 panel away; the message stays in the conversation. */
  acknowledge({ focus = true } = {}) {
    if (!this.emergency) return;
    this.conversation.store.set({ acknowledged: this.emergency.seq });
    this.emergency = null;
    this.emergencyPlace.replaceChildren();
    this.scroller.hidden = false;
    this.help.hidden = false;
    this.#showNewest();
    if (focus) this.composer.focus();
  }

  clear() {
    this.log.clear();
    this.emergency = null;
    this.emergencyPlace.replaceChildren();
    this.scroller.hidden = false;
    this.live.replaceChildren();
    this.composer.text = "";
  }

  #onEvent({ event, fresh }) {
    this.log.add(event);
    this.#onOutbox();
    // A person who has come in must be read: their words end the panel, 000 stays in the conversation.
    if (event.from === "worker" || event.from === "customer") this.acknowledge({ focus: false });
    if (event.from !== "customer") {
      this.#stopWaiting();
      if (fresh && !isEmergency(event)) this.announce(this.log.spoken(event));
    }
    if (isEmergency(event) && event.seq > this.conversation.store.get("acknowledged", 0)) this.#showEmergency(event);
    this.#showNewest(event);
  }

  #showEmergency(event) {
    this.emergency = event;
    this.log.offer([]);
    this.toggleMenu(false);
    this.scroller.hidden = true;
    this.help.hidden = true;
    this.emergencyPlace.replaceChildren(
      renderEmergency(event, this.words, {
        acknowledge: () => this.acknowledge(),
        choose: (button) => this.say({ payload: button.payload, title: button.title }),
      }),
    );
  }

  #onOutbox() {
    this.log.showOutbox(this.conversation.outbox, !navigator.onLine);
    this.#showNewest();
  }

  #onState() {
    const { held, down, elsewhere } = this.conversation.state;
    this.status.textContent = this.words.t(held ? "widget.status_worker" : "widget.status_assistant");
    this.element.classList.toggle("with-worker", held);
    if (held) this.#stopWaiting();
    if (down) this.#stopWaiting();
    this.help.replaceChildren(...(down ? [renderHelp("down", this.words, { elsewhere })] : []));
  }

  #showBanner(text) {
    this.banner.textContent = text ?? "";
    this.banner.hidden = !text;
  }

  #onConnection() {
    clearTimeout(this.timers.lost);
    clearTimeout(this.timers.help);
    const { connection } = this.conversation;
    if (connection === "up" && navigator.onLine) {
      this.#showBanner(null);
      this.#onState();
      return;
    }
    if (!navigator.onLine) this.#showBanner(this.words.t("widget.offline"));
    else this.timers.lost = setTimeout(() => this.#showBanner(this.words.t("widget.reconnecting")), LOST_AFTER_MS);
    const help = () =>
      this.help.replaceChildren(
        renderHelp("unavailable", this.words, {
          action: { label: this.words.t("widget.try_again"), run: () => this.conversation.retry() },
          elsewhere: this.conversation.state.elsewhere,
        }),
      );
    if (connection === "unavailable") help();
    else this.timers.help = setTimeout(help, HELP_AFTER_MS);
  }

  #onEnded() {
    this.#stopWaiting();
    this.status.textContent = "";
    this.help.replaceChildren(
      renderHelp("ended", this.words, { action: { label: this.words.t("widget.ended_start"), run: () => this.handlers.restart() } }),
    );
    this.composer.element.hidden = true;
    this.log.offer([]);
  }

  #waitForReply() {
    if (this.conversation.state.held || this.conversation.state.down) return;
    clearTimeout(this.timers.slow);
    this.log.think(true);
    this.timers.slow = setTimeout(() => this.log.think("slow"), SLOW_AFTER_MS);
  }

  #stopWaiting() {
    clearTimeout(this.timers.slow);
    this.log.think(null);
  }

  /**
   * Shows what is new from its beginning: where a turn's answers are taller than the
   * window, the person's own words stay at its top. Does nothing while somebody reads
   * further up. Never `scrollIntoView`: that also moves what lies around the log.
   */
  #showNewest(event = null) {
    if (event && event.from !== "assistant") this.newest = event.seq;
    requestAnimationFrame(() => {
      if (this.reading) return;
      const { scroller } = this;
      const item = this.log.messages.querySelector(`[data-seq="${this.newest}"]`);
      const waiting = this.log.pending.childElementCount > 0;
      // Before the person has said anything the window shows its beginning: what this is, and languages.
      const top = item && !waiting ? item.offsetTop - 8 : this.newest || waiting ? scroller.scrollHeight : 0;
      scroller.scrollTop = Math.min(top, scroller.scrollHeight - scroller.clientHeight);
    });
  }

  /** Somebody who moves up in the conversation is left alone until they are back at its end. */
  #noteReading() {
    requestAnimationFrame(() => {
      const { scrollTop, clientHeight, scrollHeight } = this.scroller;
      this.reading = scrollHeight - scrollTop - clientHeight > AT_END_PX;
    });
  }
}
