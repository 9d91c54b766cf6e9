// Quick look-up: staff write what they hear, services show, words narrow them.

import { renderCard } from "./chat/cards.js";
import { Conversation } from "./chat/conversation.js";
import { h } from "./chat/dom.js";
import { inline } from "./chat/rich_text.js";
import { Store } from "./chat/store.js";
import { wordsWhenThere } from "./chat/words.js";
import { csrfHeader } from "./desk/api.js";
import { startPrivacyMode } from "./desk/privacy.js";
import { Texting } from "./desk/texting.js";

const REQUEST_HUMAN = "/request_human";
const LIMIT = 10_000;
// Services on one sheet, as the gateway takes them.
const SHEET_LIMIT = 10;
// Services in one text message.
const TEXT_LIMIT = 3;
const base = new URL("../", import.meta.url).href;
const place = (id) => document.getElementById(`lookup-${id}`);

class Lookup {
  constructor(words) {
    this.words = words;
    this.store = new Store("lookup");
    this.said = [];
    this.recalled = 0;
    this.box = place("box");
    place("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.search();
    });
    this.box.addEventListener("keydown", (event) => this.#recall(event));
    this.box.addEventListener("input", () => this.#problem(""));
    place("new").addEventListener("click", () => this.startAgain());
    place("leader").addEventListener("click", () => this.#callLeader());
    place("print").addEventListener("click", () => this.#sheet());
    place("text").addEventListener("click", () => this.#text());
    this.texts = document.getElementById("lookup").dataset.texts === "on";
    // An example stands in the box to be changed; it is not searched for by itself.
    for (const example of document.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => {
        this.box.value = example.textContent;
        this.box.focus();
      });
    }
    this.flagged = false;
    this.#refinements();
    this.#converse();
    this.box.focus();
  }

  #refinements() {
    place("refine").append(
      ...this.words
        .value("lookup.refinements")
        .map((text) => h("button", { type: "button", class: "choice", on: { click: () => this.#say({ text }) } }, text)),
      h(
        "button",
        { type: "button", class: "choice", on: { click: () => this.#say({ payload: REQUEST_HUMAN, title: this.words.t("lookup.person") }) } },
        this.words.t("lookup.person"),
      ),
    );
  }

  #converse() {
    this.conversation?.stop();
    const conversation = new Conversation({ base, store: this.store, audience: "staff", headers: csrfHeader });
    this.conversation = conversation;
    conversation.addEventListener("event", ({ detail }) => this.#onEvent(detail));
    conversation.addEventListener("state", ({ detail }) => this.#connection(detail.down ? "lookup.down" : null));
    conversation.addEventListener("connection", ({ detail }) => {
      if (detail !== "up" && !navigator.onLine) this.#connection("lookup.offline");
      else if (detail === "unavailable") this.#connection("lookup.down");
      else if (detail === "up") this.#connection(null);
    });
    conversation.addEventListener("outbox", ({ detail }) => {
      const refused = detail.find((entry) => entry.state === "refused");
      if (!refused) return;
      conversation.discard(refused.id);
      this.box.value = refused.text ?? "";
      this.#problem(this.words.t("lookup.refused", { why: refused.problem ?? this.words.t("widget.refused_why") }));
    });
    conversation.addEventListener("ended", () => this.#connection("lookup.ended"));
    conversation.start();
  }

  /** A clear screen and a new conversation for the next person. */
  startAgain() {
    this.store.clear();
    for (const id of ["cards", "lines", "choices", "danger"]) place(id).replaceChildren();
    place("count").textContent = "";
    place("empty").hidden = false;
    place("refine").hidden = true;
    this.#chosenChanged();
    this.flagged = false;
    this.said = [];
    this.recalled = 0;
    this.box.value = "";
    this.#converse();
    this.#announce(this.words.t("lookup.new_done"));
    this.box.focus();
  }

  #problem(words) {
    place("problem").textContent = words;
  }

  #connection(key) {
    place("connection").textContent = key ? this.words.t(key) : "";
  }

  #announce(text) {
    const live = place("live");
    live.append(h("p", {}, text));
    while (live.childElementCount > 10) live.firstElementChild.remove();
  }

  /** Sends what stands in the box. */
  search() {
    const text = this.box.value.trim();
    if (!text) {
      this.#problem(this.words.t("widget.empty_message"));
      return;
    }
    const over = [...text].length - LIMIT;
    if (over > 0) {
      this.#problem(this.words.t("widget.too_long", { count: over }));
      return;
    }
    this.said.push(text);
    this.recalled = this.said.length;
    this.box.value = "";
    this.#say({ text });
  }

  #say(message) {
    place("choices").replaceChildren();
    place("count").textContent = this.words.t("lookup.searching");
    this.conversation.send(message);
    this.box.focus();
  }

  #recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !this.said.length) return;
    event.preventDefault();
    this.recalled = Math.min(this.said.length, Math.max(0, this.recalled + step));
    this.box.value = this.said[this.recalled] ?? "";
  }

  #onEvent({ event, fresh }) {
    const mine = event.from === "customer";
    const title = event.title ?? (/^\/\w/.test(event.text ?? "") ? this.words.t("lookup.person") : event.text);
    const who = mine ? "lookup.you" : event.from === "assistant" ? "lookup.assistant" : `widget.from_${event.from}`;
    place("lines").append(
      h(
        "li",
        { class: `line from-${event.from}${event.safety ? " safety" : ""}`, "data-seq": event.seq },
        h("p", { class: "line-by" }, this.words.t(who)),
        h("p", { class: "line-text", dir: "auto" }, inline(title ?? "")),
      ),
    );
    place("lines").scrollTop = place("lines").scrollHeight;
    if (mine) return;
    place("count").textContent = "";
    place("choices").replaceChildren(
      ...(event.buttons ?? []).map((button) =>
        h("button", { type: "button", class: "choice", dir: "auto", on: { click: () => this.#say({ payload: button.payload, title: button.title }) } }, button.title),
      ),
    );
    if (event.safety) {
      this.flagged = true;
      this.#danger(event);
    }
    if (event.cards?.length) this.#cards(event.cards);
    if (fresh) this.#announce([event.text, event.cards?.length ? this.words.t("widget.announce_cards", { count: event.cards.length }) : null].filter(Boolean).join(" "));
  }

  #danger(event) {
    place("danger").replaceChildren(
      h(
        "section",
        { class: "danger" },
        h("h2", {}, this.words.t("lookup.danger_title")),
        h("p", { dir: "auto" }, inline(event.text ?? "")),
        h(
          "button",
          {
            type: "button",
            class: "button",
            on: {
              click: () => {
                place("danger").replaceChildren();
                this.box.focus();
              },
            },
          },
          this.words.t("lookup.danger_done"),
        ),
      ),
    );
  }

  #chosen() {
    return [...place("cards").querySelectorAll(".result:has(input:checked) .card")].map((card) => ({ id: card.dataset.service }));
  }

  #chosenChanged() {
    const some = this.#chosen().length;
    place("print").hidden = !some;
    place("text").hidden = !some || !this.texts;
  }

  /**
   * The take-away sheet of the chosen services, in a tab of its own: there it is printed, in any
   * language. Where danger was noticed it opens in its plain version (rule S3-04).
   */
  #sheet() {
    const ids = this.#chosen().slice(0, SHEET_LIMIT).map(({ id }) => encodeURIComponent(id)).join(",");
    open(`${base}sheet?ids=${ids}${this.flagged ? "&plain=true" : ""}`, "_blank", "noopener");
  }

  /** The team leader, in one step, from a phone call or the counter (rule S2-03). */
  async #callLeader() {
    const { id } = this.conversation;
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${this.store.get("token")}`, ...csrfHeader() };
    const options = { method: "POST", body: "{}", headers, cache: "no-store", signal: AbortSignal.timeout(15_000) };
    const response = await fetch(`/lookup/api/${encodeURIComponent(id)}/team-leader`, options).catch(() => null);
    if (response?.ok) this.#announce(this.words.t("desk.team_leader_called"));
    this.#problem(this.words.t(response?.ok ? "desk.team_leader_called" : "lookup.down"));
  }

  /** The chosen services as a text message, to a number that is safe. */
  #text() {
    const chosen = this.#chosen();
    if (chosen.length > TEXT_LIMIT) {
      this.#problem(this.words.t("desk.give_too_many", { count: TEXT_LIMIT }));
      return;
    }
    const { id } = this.conversation;
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${this.store.get("token")}`, ...csrfHeader() };
    const ask = async (path, body) => {
      const options = { headers, cache: "no-store", signal: AbortSignal.timeout(15_000), ...(body ? { method: "POST", body: JSON.stringify(body) } : {}) };
      const response = await fetch(`/lookup/api/${encodeURIComponent(id)}/${path}`, options).catch(() => null);
      const answer = await response?.json().catch(() => null);
      if (!response?.ok) throw new Error(answer?.error?.message ?? "");
      return answer;
    };
    new Texting(this.words, { ask }, chosen).open();
  }

  #cards(cards) {
    place("empty").hidden = true;
    place("refine").hidden = false;
    place("count").textContent = this.words.t("lookup.results_count", { count: cards.length });
    place("cards").replaceChildren(
      ...cards.map((card) => {
        const choice = h("input", {
          type: "checkbox",
          "aria-label": this.words.t("lookup.choose", { name: card.name }),
          on: { change: () => this.#chosenChanged() },
        });
        return h("li", { class: "result" }, renderCard(card, this.words, { staff: true, report: (said) => this.conversation.report(said) }), h("p", { class: "choose" }, choice));
      }),
    );
    this.#chosenChanged();
  }
}

startPrivacyMode();
// Enter before the words have come is remembered, not lost.
let early = false;
const remember = () => {
  early = true;
};
place("form").addEventListener("submit", remember);
const lookup = new Lookup(await wordsWhenThere(base));
place("form").removeEventListener("submit", remember);
if (early) lookup.search();
document.getElementById("lookup").dataset.ready = "yes";
