// <triage-chat>: the conversation on any page, from one script tag.
//
//   <script type="module" src="https://the.gateway/widget.js"></script>
//   <triage-chat></triage-chat>
//
// Attributes: mode="panel" (a launcher in the corner) or "page" (fills its box),
// language (BCP 47), exit-url (where Quick exit goes), heading, idle-minutes (for
// shared screens: warns, then clears), open. What stands inside the element is
// shown where scripts do not run. No dependency, no build step; needs no inline
// style or script of the page that embeds it.

import { Conversation } from "./static/chat/conversation.js";
import { direction } from "./static/chat/direction.js";
import { h, icon } from "./static/chat/dom.js";
import { IdleWatch } from "./static/chat/idle.js";
import { ours } from "./static/chat/locale.js";
import { languagePayload } from "./static/chat/log.js";
import { Panel } from "./static/chat/panel.js";
import { leave, listenForExitKeys } from "./static/chat/quick_exit.js";
import { Store } from "./static/chat/store.js";
import { loadWords, writtenIn } from "./static/chat/words.js";

const DEFAULT_EXIT = "https://www.bom.gov.au/";
const SMALL_SCREEN = "(max-width: 30rem), (max-height: 30rem)";

async function loadStyles(base) {
  const sheets = await Promise.all(
    ["tokens.css", "widget.css", "cards.css"].map(async (name) => {
      const response = await fetch(`${base}static/chat/${name}`);
      if (!response.ok) throw new Error(`${response.status} for ${name}`);
      return new CSSStyleSheet().replace(await response.text());
    }),
  );
  return sheets;
}

export class TriageChat extends HTMLElement {
  #conversation = null;
  #panel = null;
  #frame = null;
  #launcher = null;
  #ready = null;
  #small = matchMedia(SMALL_SCREEN);

  /** Where the gateway is: `base`, or wherever this script came from. */
  get base() {
    return new URL(this.getAttribute("base") ?? "./", import.meta.url).href;
  }

  get mode() {
    return this.getAttribute("mode") === "page" ? "page" : "panel";
  }

  get exitUrl() {
    const wanted = this.getAttribute("exit-url");
    return wanted && /^https?:\/\//.test(wanted) ? wanted : DEFAULT_EXIT;
  }

  connectedCallback() {
    this.#ready ??= this.#setUp();
  }

  disconnectedCallback() {
    this.#conversation?.stop();
  }

  /** Opens the chat window; `words` stand in the box, unless something is being written there. */
  async open(words = "") {
    await this.#ready;
    this.#show(true);
    if (words && !this.#panel.composer.text) this.#panel.composer.text = words;
  }

  async #setUp() {
    this.store = new Store(this.getAttribute("name") ?? "main");
    const [words, sheets] = await Promise.all([loadWords(this.base, (languages) => this.#firstLanguage(languages)), loadStyles(this.base)]);
    this.words = words;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = sheets;
    this.#build(shadow);
    this.#small.addEventListener("change", () => {
      if (this.#frame.open) this.#show(true, { focus: false });
    });
    // Back from elsewhere must not bring a cleared screen to life again.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    if (this.mode === "page" || this.hasAttribute("open") || this.store.get("open")) this.#show(true, { focus: false });
  }

  /** The language chosen before, the one the page asks for, the browser's if it is ours, the page's own. */
  #firstLanguage(languages) {
    const chosen = this.store.get("language") ?? this.getAttribute("language");
    this.language = chosen ?? ours(navigator.languages?.[0], languages) ?? (document.documentElement.lang || "en");
    return this.language;
  }

  #build(shadow) {
    const page = this.mode === "page";
    this.#frame = page
      ? h("div", { class: "frame frame-page", role: "group", "aria-labelledby": "chat-title" })
      : h("dialog", { class: "frame frame-panel", "aria-labelledby": "chat-title", closedby: "none" });
    this.#setDirection();
    if (!page) {
      this.#frame.addEventListener("cancel", (event) => event.preventDefault());
      this.#launcher = h(
        "button",
        { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-label": this.words.t("widget.open"), on: { click: () => this.#show(true) } },
        icon("chat"),
        h("span", { "aria-hidden": "true" }, this.words.t("widget.launcher")),
      );
    }
    shadow.replaceChildren(...[this.#launcher, this.#frame].filter(Boolean));
    listenForExitKeys(this.#frame, {
      exit: () => this.exit(),
      counted: (left) => this.#panel.exitCount(left),
      escaped: () => this.#panel.escape(),
    });
    this.#converse();
  }

  #setDirection() {
    this.#frame.setAttribute("dir", direction(this.language));
    this.dataset.dir = direction(this.language);
  }

  /** A conversation and its window; also used to begin again. */
  #converse() {
    this.#conversation?.stop();
    this.idle?.stop();
    this.#conversation = new Conversation({
      base: this.base,
      store: this.store,
      language: this.language,
    });
    this.#panel = new Panel(this.words, this.#conversation, {
      heading: this.getAttribute("heading"),
      minimise: this.mode === "page" ? null : () => this.#show(false),
      exit: () => this.exit(),
      clear: () => this.clear(),
      restart: () => this.#restart(),
      language: (language) => this.#changeLanguage(language),
    });
    this.#panel.log.language = this.language;
    this.#frame.replaceChildren(this.#panel.element);
    this.idle = new IdleWatch(this.#frame, this.words, {
      minutes: Number(this.getAttribute("idle-minutes")) || null,
      started: () => Boolean(this.#conversation.id),
      mustStay: () => this.#conversation.state.held || Boolean(this.store.get("danger")),
      clear: () => this.clear(),
    });
    this.#conversation.addEventListener("event", ({ detail: { event } }) => {
      if (event.safety) this.store.set({ danger: true });
    });
    this.#conversation.addEventListener("state", ({ detail: { language } }) => this.#follow(language));
  }

  #show(open, { focus = true } = {}) {
    this.store.set({ open });
    if (open) this.#conversation.start();
    if (this.mode === "page") return;
    if (this.#frame.open) this.#frame.close();
    if (open && this.#small.matches) this.#frame.showModal();
    else if (open) this.#frame.show();
    this.#launcher.hidden = open;
    if (!open) this.#launcher.focus();
    else if (focus) this.#panel.composer.focus();
    else if (document.activeElement === this) this.shadowRoot.activeElement?.blur();
  }

  /** The person's choice: the window turns to it at once, the conversation with its next answer. */
  async #changeLanguage(language) {
    const spoken = language.speaks || language.code === "en";
    if (!spoken) {
      this.#panel.say({ text: this.words.t("widget.language_message", language) });
      return;
    }
    const began = Boolean(this.#conversation.id);
    this.store.set({ language: language.code, ...(began ? { awaited: language.code } : {}) });
    await this.#turnTo(language.code);
    if (began) this.#panel.say({ payload: languagePayload(language.code), title: language.endonym });
  }

  /** The language that the assistant speaks, once it is not the window's any more. */
  #follow(spoken) {
    const code = writtenIn(spoken, this.words.languages);
    const awaited = this.store.get("awaited");
    if (awaited) {
      if (code === awaited) this.store.set({ awaited: null });
      return;
    }
    const known = this.words.languages.some((language) => language.code === code && (language.speaks || code === "en"));
    if (!known || code === this.words.language) return;
    this.store.set({ language: code });
    this.#turnTo(code);
  }

  /** Builds the window anew in a language; the conversation and what is being written stay. */
  async #turnTo(code) {
    this.words = await loadWords(this.base, code);
    this.language = code;
    const draft = this.#panel.composer.text;
    const open = this.mode === "page" || this.#frame.open;
    this.#build(this.shadowRoot);
    this.#panel.composer.text = draft;
    if (open) this.#show(true);
  }

  #restart() {
    const language = this.store.get("language");
    this.store.clear();
    this.store.set({ open: true, ...(language ? { language } : {}) });
    this.#converse();
    this.#conversation.start();
    this.#panel.composer.focus();
  }

  /** Takes the conversation off this screen and out of this tab (not out of the records). */
  clear() {
    this.#restart();
    this.#panel.announce(this.words.t("widget.cleared"));
  }

  /** Quick exit: clears the tab and the screen, then replaces the page. */
  exit() {
    this.#conversation.stop();
    this.store.clear();
    this.shadowRoot.replaceChildren();
    leave(this.exitUrl);
  }
}

if (!customElements.get("triage-chat")) customElements.define("triage-chat", TriageChat);
