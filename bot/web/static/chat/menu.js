// Options: language, clearing the screen, and what leaving fast does.

import { h } from "./dom.js";

export class Menu {
  /**
   * @param {import("./words.js").Words} words
   * @param {{language: (language: Object) => void, clear: () => void, closed: () => void}} handlers
   */
  constructor(words, handlers) {
    this.words = words;
    this.handlers = handlers;
    this.confirm = this.#confirmation();
    this.element = h(
      "section",
      { class: "menu", id: "menu", "aria-label": words.t("widget.menu"), hidden: true },
      words.languages.some(({ offer }) => offer) ? this.#chooser() : null,
      h("h3", {}, words.t("widget.exit_about")),
      h("p", { id: "exit-about" }, words.t("widget.exit_description")),
      h("button", { type: "button", class: "button quiet", on: { click: () => this.#ask(true) } }, words.t("widget.clear_button")),
      this.confirm,
    );
  }

  get open() {
    return !this.element.hidden;
  }

  toggle(open = !this.open) {
    this.element.hidden = !open;
    this.#ask(false);
    if (open) this.element.querySelector("select, button")?.focus();
  }

  #chooser() {
    const select = h(
      "select",
      {
        id: "language",
        "aria-describedby": "language-hint",
        // A change on its own must not act (keyboard users pass through every entry): Enter or leaving does.
        on: {
          keydown: (event) => {
            if (event.key === "Enter") apply();
          },
          change: () => {
            button.hidden = false;
          },
        },
      },
      this.#group("widget.language_spoken", ({ code, speaks }) => speaks || code === "en"),
      this.#group("widget.language_interpreter", ({ code, offer, speaks }) => offer && !speaks && code !== "en"),
    );
    const apply = () => {
      const chosen = this.words.languages.find(({ code }) => code === select.value);
      button.hidden = true;
      if (chosen) this.handlers.language(chosen);
    };
    const button = h("button", { type: "button", class: "button", hidden: true, on: { click: apply } }, this.words.t("widget.language_use"));
    this.select = select;
    return [
      h("label", { for: "language" }, this.words.t("widget.language_label")),
      h("div", { class: "menu-row" }, select, button),
      h("p", { id: "language-hint", class: "hint" }, this.words.t("widget.language_hint")),
    ];
  }

  #group(label, belongs) {
    return h(
      "optgroup",
      { label: this.words.t(label) },
      this.words.languages
        .filter(belongs)
        .map(({ code, html, endonym, dir }) => h("option", { value: code, lang: html ?? code, dir, selected: code === this.words.language }, endonym)),
    );
  }

  #confirmation() {
    return h(
      "div",
      { class: "confirm", role: "group", "aria-labelledby": "clear-title", hidden: true },
      h("h3", { id: "clear-title" }, this.words.t("widget.clear_title")),
      h("p", {}, this.words.t("widget.clear_text")),
      h(
        "div",
        { class: "menu-row" },
        h("button", { type: "button", class: "button", on: { click: () => this.handlers.clear() } }, this.words.t("widget.clear_confirm")),
        h("button", { type: "button", class: "button quiet", on: { click: () => this.#ask(false) } }, this.words.t("widget.clear_cancel")),
      ),
    );
  }

  #ask(open) {
    this.confirm.hidden = !open;
    if (open) this.confirm.querySelector("button").focus();
  }
}
