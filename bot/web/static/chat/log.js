// The conversation on the screen: who said what, services, quick answers, and
// what is still on its way.

import { renderCard } from "./cards.js";
import { direction } from "./direction.js";
import { h, icon } from "./dom.js";
import { paragraphs } from "./rich_text.js";

const SENDER_ICONS = { assistant: "assistant", worker: "person", system: "notice", customer: null };

// Vietnamese, the most English-looking of the languages we serve, has about a quarter.
const FOREIGN_LETTERS = 0.08;

/** The payload that chooses a language. */
export function languagePayload(code) {
  return `/change_language{"language": "${code}"}`;
}

function choosesLanguage({ payload }) {
  return (payload ?? "").startsWith("/change_language");
}

function languageTitles(words) {
  return new Map(words.languages.map(({ code, endonym }) => [languagePayload(code), endonym]));
}

export class Log {
  /**
   * @param {import("./words.js").Words} words
   * @param {{choose: (button: {title: string, payload: string}) => void,
   *   edit: (entry: Object) => void, discard: (entry: Object) => void,
   *   report: (said: Object) => Promise<void>}} handlers
   */
  constructor(words, handlers) {
    this.words = words;
    this.handlers = handlers;
    this.language = words.language;
    this.titles = languageTitles(words);
    this.lastSender = null;
    this.turn = null;
    this.offered = [];
    this.messages = h("ol", { class: "messages", role: "list" });
    this.pending = h("ol", { class: "messages pending", role: "list" });
    this.choices = h("div", { class: "choices", role: "group", "aria-label": words.t("widget.buttons_label"), hidden: true });
    this.thinking = h(
      "p",
      { class: "thinking", hidden: true },
      h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("span", { class: "thinking-words" }, words.t("widget.thinking")),
    );
    this.element = h("div", { class: "log-inner" }, this.messages, this.pending, this.thinking, this.choices);
  }

  clear() {
    this.messages.replaceChildren();
    this.pending.replaceChildren();
    this.titles = languageTitles(this.words);
    this.lastSender = null;
    this.turn = null;
    this.offered = [];
    this.offer([]);
    this.think(null);
  }

  senderName(sender) {
    return this.words.t(`widget.from_${sender}`);
  }

  /** What a screen reader hears for an event, once. */
  spoken(event) {
    const parts = [event.text ?? ""];
    if (event.cards?.length) parts.push(this.words.t("widget.announce_cards", { count: event.cards.length }));
    return this.words.t("widget.announce", { sender: this.senderName(event.from), text: parts.filter(Boolean).join(" ") });
  }

  /** Words of a customer's event: what was typed, or the name of the button that was pressed. */
  customerText(event) {
    const payload = event.payload ?? (/^\/\w/.test(event.text ?? "") ? event.text : null);
    return event.title ?? this.titles.get(payload) ?? event.text ?? payload ?? "";
  }

  /**
   * The language of a text that does not say it: the chosen one when its letters
   * are not plain English ones; English where the chosen one has no Latin letters.
   */
  languageOf(text) {
    const letters = text.match(/\p{L}/gu) ?? [];
    const foreign = letters.filter((letter) => letter > "\u007f").length;
    if (letters.length && foreign / letters.length > FOREIGN_LETTERS) return this.language;
    const endonym = this.words.languages.find(({ code }) => code === this.words.language)?.endonym ?? "English";
    return letters.length && !/\p{Script=Latin}/u.test(endonym) ? "en" : this.words.language;
  }

  add(event) {
    const sender = ["customer", "assistant", "worker", "system"].includes(event.from) ? event.from : "system";
    for (const { title, payload } of event.buttons ?? []) this.titles.set(payload, title);
    const text = sender === "customer" ? this.customerText(event) : event.text;
    const language = event.language ?? this.languageOf(text ?? "");
    const same = this.lastSender === sender && !event.safety;
    this.lastSender = event.safety ? null : sender;
    const item = h(
      "li",
      { class: `message from-${sender}${event.safety ? " safety" : ""}${same ? " same" : ""}`, "data-seq": event.seq },
      this.#byline(sender, event, same),
      text
        ? h("div", { class: "bubble", lang: language, dir: sender === "customer" ? "auto" : direction(language) }, paragraphs(text))
        : null,
      event.cards?.length
        ? h(
            "ul",
            { class: "cards", role: "list", "aria-label": this.words.t("widget.cards_label") },
            event.cards.map((card) => h("li", {}, renderCard(card, this.words, { report: this.handlers.report }))),
          )
        : null,
    );
    this.messages.append(item);
    this.offer(this.#answersAfter(sender, event));
    return item;
  }

  /**
   * What can be tapped after an event: its quick answers. What one turn offered stays where its
   * next text has none of its own (cards below a question), and its language always.
   */
  #answersAfter(sender, event) {
    const turn = sender === "customer" ? null : (event.in_reply_to ?? null);
    const before = turn !== null && turn === this.turn ? this.offered : [];
    this.turn = turn;
    const own = sender === "customer" ? [] : (event.buttons ?? []);
    return own.length ? [...before.filter(choosesLanguage), ...own] : before;
  }

  #byline(sender, event, same) {
    const note = this.words.value(`widget.from_${sender}_note`);
    const name = SENDER_ICONS[sender] ? icon(event.safety ? "shield" : SENDER_ICONS[sender]) : null;
    return h(
      "p",
      { class: `byline${same ? " hidden-visually" : ""}` },
      name,
      h("span", { class: "sender" }, event.safety ? this.words.t("widget.safety_label") : this.senderName(sender)),
      note && !event.safety ? h("span", { class: "sender-note" }, ` (${note})`) : null,
    );
  }

  /** Shows quick answers under the last message; none takes them away. */
  offer(buttons) {
    this.offered = buttons;
    this.choices.replaceChildren(
      ...buttons.map((button) =>
        h(
          "button",
          { type: "button", class: "choice", dir: "auto", lang: this.language, on: { click: () => this.handlers.choose(button) } },
          button.title,
        ),
      ),
    );
    this.choices.hidden = buttons.length === 0;
  }

  /** `true`: the assistant is writing; "slow": it takes long; null: neither. */
  think(state) {
    this.thinking.hidden = !state;
    this.thinking.classList.toggle("slow", state === "slow");
    this.thinking.querySelector(".thinking-words").textContent = this.words.t(state === "slow" ? "widget.slow" : "widget.thinking");
  }

  /** Shows messages that are not in the conversation yet. */
  showOutbox(outbox, offline) {
    const waiting = outbox.filter((entry) => !entry.arrived);
    this.pending.replaceChildren(...waiting.map((entry) => this.#pendingItem(entry, offline)));
    if (waiting.length) this.offer([]);
  }

  #pendingItem(entry, offline) {
    const refused = entry.state === "refused";
    const why = entry.problem ?? this.words.t("widget.refused_why");
    const note = refused
      ? this.words.t("widget.refused", { why })
      : this.words.t(offline || entry.delayed ? "widget.not_sent_yet" : "widget.sending");
    return h(
      "li",
      { class: `message from-customer waiting${refused ? " refused" : ""}` },
      h("p", { class: "byline" }, h("span", { class: "sender" }, this.senderName("customer"))),
      h("div", { class: "bubble", lang: this.language, dir: "auto" }, paragraphs(entry.title ?? entry.text)),
      h("p", { class: "delivery" }, note),
      refused
        ? h(
            "p",
            { class: "delivery-actions" },
            entry.text
              ? h("button", { type: "button", class: "link", on: { click: () => this.handlers.edit(entry) } }, this.words.t("widget.edit"))
              : null,
            h("button", { type: "button", class: "link", on: { click: () => this.handlers.discard(entry) } }, this.words.t("widget.discard")),
          )
        : null,
    );
  }
}
