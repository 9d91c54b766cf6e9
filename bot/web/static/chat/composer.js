// Where a person writes: one box, one button, a counter near the limit, and
// words that say what to mend.

import { h, icon } from "./dom.js";

/** The gateway takes this many characters in one message. */
export const LIMIT = 10_000;
const COUNT_FROM = 9_000;

/** Characters as the server counts them (code points, not UTF-16 units). */
function length(text) {
  return [...text].length;
}

export class Composer {
  /** @param {(text: string) => void} send gets trimmed, non-empty text within the limit */
  constructor(words, send) {
    this.words = words;
    this.send = send;
    this.input = h("textarea", {
      id: "message",
      rows: 2,
      dir: "auto",
      autocomplete: "off",
      "aria-describedby": "message-hint message-count message-error",
      placeholder: words.t("widget.input_placeholder"),
      on: {
        input: () => this.#changed(),
        keydown: (event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            this.submit();
          }
        },
      },
    });
    this.count = h("p", { id: "message-count", class: "count", role: "status" });
    this.error = h("p", { id: "message-error", class: "error", role: "alert" });
    this.element = h(
      "form",
      {
        class: "composer",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
        },
      },
      h("label", { for: "message", class: "hidden-visually" }, words.t("widget.input_label")),
      h("p", { id: "message-hint", class: "hidden-visually" }, words.t("widget.input_hint")),
      this.error,
      this.count,
      h("div", { class: "composer-row" }, this.input, h("button", { type: "submit", class: "button send" }, icon("send"), h("span", {}, words.t("widget.send")))),
    );
  }

  get text() {
    return this.input.value;
  }

  set text(value) {
    this.input.value = value;
    this.#changed();
  }

  focus() {
    this.input.focus();
  }

  #problem(words) {
    this.error.textContent = words;
    if (words) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  #changed() {
    this.#problem("");
    const left = LIMIT - length(this.text);
    this.count.textContent =
      left > LIMIT - COUNT_FROM
        ? ""
        : left >= 0
          ? this.words.t("widget.count_left", { count: left })
          : this.words.t("widget.too_long", { count: -left });
    this.count.classList.toggle("over", left < 0);
  }

  submit() {
    const text = this.text.trim();
    const over = length(text) - LIMIT;
    if (!text) this.#problem(this.words.t("widget.empty_message"));
    else if (over > 0) this.#problem(this.words.t("widget.too_long", { count: over }));
    else {
      this.text = "";
      this.send(text);
    }
    this.focus();
  }
}
