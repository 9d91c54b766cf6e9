// Shared screens: after a while without anybody, warn, then clear, so that the
// next person does not read the last one's words. Never clears while a person is
// there or after danger was noticed: then it only says so.

import { h } from "./dom.js";

const WARN_SECONDS = 60;
// Not "scroll": the window scrolls itself when a reply comes.
const SIGNS_OF_LIFE = ["keydown", "pointerdown", "pointermove", "wheel", "input"];

export class IdleWatch {
  #timer = null;
  #countdown = null;

  /**
   * @param {HTMLElement} frame
   * @param {import("./words.js").Words} words
   * @param {{minutes: number|null, started: () => boolean,
   *   mustStay: () => boolean, clear: () => void}} options no `minutes`, no watch
   */
  constructor(frame, words, { minutes, started, mustStay, clear }) {
    this.words = words;
    this.frame = frame;
    this.minutes = minutes;
    this.started = started;
    this.mustStay = mustStay;
    this.clear = clear;
    this.seen = () => !this.notice && this.#again();
    if (!minutes) return;
    for (const sign of SIGNS_OF_LIFE) frame.addEventListener(sign, this.seen, { capture: true, passive: true });
    this.#again();
  }

  stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#countdown);
    for (const sign of SIGNS_OF_LIFE) this.frame.removeEventListener(sign, this.seen, { capture: true });
    this.notice?.remove();
    this.notice = null;
  }

  #again() {
    clearTimeout(this.#timer);
    clearInterval(this.#countdown);
    this.notice?.remove();
    this.notice = null;
    this.#timer = setTimeout(() => this.#warn(), this.minutes * 60_000);
  }

  #warn() {
    if (!this.started()) {
      this.#again();
      return;
    }
    const stays = this.mustStay();
    let left = WARN_SECONDS;
    const text = h("p", {}, stays ? this.words.t("widget.idle_kept") : this.words.t("widget.idle_text", { count: left }));
    const stay = h("button", { type: "button", class: "button", on: { click: () => this.#again() } }, this.words.t("widget.idle_stay"));
    this.notice = h("section", { class: "idle", role: "alertdialog", "aria-label": this.words.t("widget.idle_title") }, h("h3", {}, this.words.t("widget.idle_title")), text, stay);
    this.frame.append(this.notice);
    stay.focus();
    if (stays) return;
    this.#countdown = setInterval(() => {
      left -= 1;
      // Danger or a worker may come in while it counts.
      if (this.mustStay()) {
        clearInterval(this.#countdown);
        text.textContent = this.words.t("widget.idle_kept");
      } else if (left > 0) {
        text.textContent = this.words.t("widget.idle_text", { count: left });
      } else {
        this.stop();
        this.clear();
      }
    }, 1000);
  }
}
