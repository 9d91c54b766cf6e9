// Interpreter mode: the customer's language on the left, English on the right. What the
// interpreter or the officer types is marked with who passes it on, before it is sent.

import { renderCard } from "./chat/cards.js";
import { Conversation } from "./chat/conversation.js";
import { h } from "./chat/dom.js";
import { paragraphs } from "./chat/rich_text.js";
import { Store } from "./chat/store.js";
import { loadWords } from "./chat/words.js";
import { csrfHeader } from "./desk/api.js";
import { startPrivacyMode } from "./desk/privacy.js";

const PRESENT = '/request_interpreter{"answer": "present"}';
const BESIDE = "\n\nEnglish: ";
const base = new URL("../", import.meta.url).href;
const place = (id) => document.getElementById(`interpret-${id}`);

/** A text of the assistant as what the customer reads and what it means; no own words: English alone. */
function sides(text) {
  const at = text.indexOf(BESIDE);
  return at === -1 ? { own: "", english: text } : { own: text.slice(0, at), english: text.slice(at + BESIDE.length) };
}

/** A quick answer's two names ("نعم / Yes"); the marks of direction are of no use apart. */
function titles(title) {
  const [own, english] = title.replaceAll(/[\u2068\u2069]/g, "").split(" / ");
  return english ? { own, english } : { own: "", english: title };
}

class Interpreting {
  constructor(words) {
    this.words = words;
    this.store = new Store("interpret");
    // The officer's own buttons; everything else is what the customer says.
    this.by = new Map([[words.t("interpret.start"), "officer"], [words.t("interpret.back"), "officer"]]);
    place("start").addEventListener("submit", (event) => {
      event.preventDefault();
      this.start();
    });
    place("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.say(place("box").value.trim(), place("by").value);
    });
    place("left").addEventListener("click", () => this.say(words.t("interpret.left_text"), "officer"));
    place("back").addEventListener("click", () => this.conversation.send({ payload: PRESENT, title: words.t("interpret.back") }));
    place("new").addEventListener("click", () => this.end());
    place("language").addEventListener("change", () => this.#phrases());
    this.#phrases();
  }

  #phrases() {
    place("phrases").href = `/phrases?language=${encodeURIComponent(place("language").value)}`;
  }

  start() {
    const chosen = place("language").selectedOptions[0];
    this.language = chosen.value;
    this.dir = chosen.dataset.dir;
    this.store.clear();
    place("start").hidden = true;
    place("talk").hidden = false;
    place("do").hidden = false;
    // The rules have been read; the talk needs the room, and they stay one press away.
    place("rules").open = false;
    place("own").textContent = `${this.words.t("interpret.own")}: ${chosen.textContent}`;
    const conversation = new Conversation({ base, store: this.store, language: this.language });
    this.conversation = conversation;
    conversation.addEventListener("event", ({ detail }) => this.#onEvent(detail.event));
    conversation.addEventListener("state", ({ detail }) => {
      place("status").textContent = detail.down ? this.words.t("interpret.down") : "";
    });
    conversation.start();
    conversation.send({ payload: PRESENT, title: this.words.t("interpret.start") });
    place("box").focus();
  }

  end() {
    this.conversation?.stop();
    this.store.clear();
    for (const id of ["lines", "choices", "live"]) place(id).replaceChildren();
    place("talk").hidden = true;
    place("do").hidden = true;
    place("start").hidden = false;
    place("rules").open = true;
    place("language").focus();
  }

  async say(text, by) {
    if (!text || !this.conversation?.id) return;
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    place("problem").textContent = "";
    try {
      const response = await fetch(`/interpret/api/${this.conversation.id}/relayed`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.store.get("token")}`, ...csrfHeader() },
        body: JSON.stringify({ id, by }),
        cache: "no-store",
        signal: AbortSignal.timeout(15_000),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
    } catch {
      place("problem").textContent = this.words.t("interpret.failed");
      return;
    }
    this.by.set(text, by);
    place("box").value = "";
    this.conversation.send({ id, text });
    place("box").focus();
  }

  #who(event) {
    if (event.from !== "customer") return this.words.t(event.safety ? "interpret.safety" : `interpret.by_${event.from}`);
    return this.words.t(`interpret.by_${this.by.get(event.title ?? event.text) ?? "interpreter"}`);
  }

  #onEvent(event) {
    const mine = event.from === "customer";
    const text = mine ? (event.title ?? event.text ?? "") : (event.text ?? "");
    const { own, english } = mine ? titles(text) : sides(text);
    place("lines").append(
      h(
        "li",
        { class: `interpret-line from-${event.from}${event.safety ? " safety" : ""}`, "data-seq": event.seq },
        h("p", { class: "line-by" }, this.#who(event)),
        h("div", { class: "interpret-own", lang: own ? this.language : "en", dir: own ? this.dir : "ltr" }, own ? paragraphs(own) : null),
        h("div", { class: "interpret-english", lang: "en", dir: "ltr" }, paragraphs(english)),
        event.cards?.length ? h("ul", { class: "cards", role: "list" }, event.cards.map((card) => h("li", {}, renderCard(card, this.words, { staff: true })))) : null,
      ),
    );
    // The list scrolls, never the page: the box to write in stays where it is.
    place("lines").scrollTop = place("lines").scrollHeight;
    place("choices").replaceChildren(...(mine ? [] : (event.buttons ?? []).map((button) => this.#choice(button))));
    if (!mine) {
      place("live").append(h("p", {}, english));
      while (place("live").childElementCount > 10) place("live").firstElementChild.remove();
    }
  }

  #choice(button) {
    const { own, english } = titles(button.title);
    return h(
      "button",
      { type: "button", class: "choice", on: { click: () => this.conversation.send({ payload: button.payload, title: button.title }) } },
      own ? h("span", { class: "interpret-own", lang: this.language, dir: this.dir }, own) : null,
      h("span", { class: "interpret-english", lang: "en", dir: "ltr" }, english),
    );
  }
}

startPrivacyMode();
new Interpreting(await loadWords(base));
document.getElementById("interpret").dataset.ready = "yes";
