// A take-away sheet by text message: first a number that is safe, then the words, then one press.

import { h } from "../chat/dom.js";

let count = 0;

/**
 * @typedef {Object} Line one conversation's texting
 * @property {(path: string, body?: Object) => Promise<Object>} ask GET without a body, POST with one;
 *   throws an error whose message is fit to show
 */

/** The dialog. `services` are ids with names; `language` is the customer's, where it is known. */
export class Texting {
  /** @param {Object} words @param {Line} line */
  constructor(words, line, services, language = null) {
    Object.assign(this, { words, line, services, language });
    this.uid = `text-${(count += 1)}`;
    this.problem = h("p", { class: "problem", role: "alert" });
    this.body = h("div", { class: "text-body" });
    this.dialog = h(
      "dialog",
      { class: "ask texting", "aria-labelledby": `${this.uid}-title` },
      h("h2", { id: `${this.uid}-title` }, words.t("text.title")),
      this.body,
      this.problem,
    );
    const before = document.activeElement;
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      if (before?.isConnected) before.focus();
    });
  }

  async open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    await this.#try(async () => {
      this.state = await this.line.ask("texting");
      this.language ??= this.state.language;
      if (this.state.number) await this.#write();
      else this.#number();
    });
  }

  /** Runs something that may fail; says what to mend. */
  async #try(work) {
    this.problem.textContent = "";
    try {
      return await work();
    } catch (error) {
      this.problem.textContent = error.message || this.words.t("text.failed");
      return null;
    }
  }

  #actions(...buttons) {
    return h("div", { class: "actions" }, ...buttons, h("button", { type: "button", class: "button quiet", on: { click: () => this.dialog.close() } }, this.words.t("text.close")));
  }

  #number() {
    const { words } = this;
    const number = h("input", { id: `${this.uid}-number`, type: "tel", inputmode: "tel", autocomplete: "off", dir: "ltr", maxlength: 40, "aria-describedby": `${this.uid}-why` });
    const checks = this.state.checks.map((name) => {
      const box = h("input", { type: "checkbox", value: name, id: `${this.uid}-${name}` });
      return h("li", {}, box, h("label", { for: box.id }, words.t(`text.checks.${name}`)));
    });
    const form = h(
      "form",
      {
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            this.#try(async () => {
              const ticked = [...form.querySelectorAll("input:checked")].map(({ value }) => value);
              const { number: marked } = await this.line.ask("number", { number: number.value, checks: ticked });
              this.state.number = marked;
              await this.#write();
            });
          },
        },
      },
      h("p", { id: `${this.uid}-why` }, words.t("text.number_intro")),
      h("div", { class: "field" }, h("label", { for: number.id }, words.t("text.number")), number),
      h("fieldset", { class: "text-checks" }, h("legend", {}, words.t("text.checks_title")), h("ul", { role: "list" }, checks)),
      this.#actions(h("button", { type: "submit", class: "button" }, words.t("text.mark"))),
    );
    this.body.replaceChildren(form);
    number.focus();
  }

  async #write() {
    const { words, state } = this;
    const neutral = h("input", { type: "checkbox", id: `${this.uid}-neutral`, checked: true, disabled: state.must_be_neutral, on: { change: () => this.#preview() } });
    const language = h(
      "select",
      { id: `${this.uid}-language`, on: { change: () => this.#preview() } },
      words.languages.filter(({ speaks, code }) => speaks || code === "en").map(({ code, english, endonym }) => h("option", { value: code, selected: code === this.language }, endonym && endonym !== english ? `${english} – ${endonym}` : english)),
    );
    this.preview = h("p", { class: "text-preview", id: `${this.uid}-preview`, dir: "auto" });
    this.size = h("p", { class: "hint", role: "status" });
    this.send = h("button", { type: "button", class: "button", "aria-describedby": `${this.uid}-preview`, on: { click: () => this.#send() } }, words.t("text.send"));
    Object.assign(this, { neutral, languages: language });
    // One id for one text, however often the button is pressed.
    this.key = crypto.randomUUID();
    this.body.replaceChildren(
      h(
        "p",
        { class: "text-to" },
        words.t("text.to", { digits: state.number.ends_with, name: state.number.marked_by }),
        " ",
        h("button", { type: "button", class: "button quiet", on: { click: () => this.#notSafe() } }, words.t("text.not_safe")),
      ),
      h("div", { class: "field" }, h("label", { for: language.id }, words.t("text.language")), language),
      h("p", { class: "text-neutral" }, neutral, h("label", { for: neutral.id }, words.t("text.neutral")), state.must_be_neutral ? h("span", { class: "hint" }, ` ${words.t("text.must_be_neutral")}`) : null),
      h("h3", {}, words.t("text.preview")),
      this.preview,
      this.size,
      this.#actions(this.send),
      ...(state.texts.length ? [this.#sent()] : []),
    );
    await this.#preview();
    this.send.focus();
  }

  #sent() {
    const { words } = this;
    return h(
      "section",
      {},
      h("h3", {}, words.t("text.before")),
      h("ul", { class: "text-sent", role: "list" }, this.state.texts.map((one) => h("li", {}, `${new Date(one.at).toLocaleTimeString("en-AU", { hour: "numeric", minute: "2-digit" })} ${one.by}: ${words.t(`text.states.${one.state}`)}`))),
    );
  }

  #draft() {
    return { services: this.services.slice(0, this.state.most_services).map(({ id }) => id), language: this.languages.value, neutral: this.neutral.checked };
  }

  async #preview() {
    const found = await this.#try(() => this.line.ask("texts/preview", this.#draft()));
    const fits = Boolean(found) && found.parts <= found.most_parts;
    this.preview.textContent = found?.text ?? "";
    this.preview.lang = found?.language ?? "en";
    this.send.disabled = !fits;
    if (!found) this.size.textContent = "";
    else if (fits) this.size.textContent = this.words.t("text.parts", { count: found.parts });
    else this.size.textContent = this.words.t("text.too_long");
  }

  async #notSafe() {
    await this.#try(async () => {
      await this.line.ask("number/end", {});
      this.state.number = null;
      this.#number();
    });
  }

  async #send() {
    if (this.busy) return;
    this.busy = true;
    this.send.setAttribute("aria-disabled", "true");
    this.size.textContent = this.words.t("text.sending");
    const answer = await this.#try(() => this.line.ask("texts", { id: this.key, ...this.#draft() }));
    this.busy = false;
    this.send.removeAttribute("aria-disabled");
    if (!answer) {
      this.size.textContent = "";
      return;
    }
    const { state } = answer.text;
    const done = h("p", { class: `text-result text-${state}`, tabindex: "-1", role: "status" }, this.words.t(`text.states.${state}`), " ", this.words.t(`text.next.${state}`));
    this.body.replaceChildren(done, this.#actions(state === "failed" ? h("button", { type: "button", class: "button", on: { click: () => this.#again() } }, this.words.t("text.again")) : null));
    done.focus();
  }

  /** Only where it is certain that nothing left. */
  async #again() {
    await this.#try(async () => {
      this.state = await this.line.ask("texting");
      if (this.state.number) await this.#write();
      else this.#number();
    });
  }
}
