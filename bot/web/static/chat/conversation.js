// One conversation with the gateway: what is said goes up by POST under ids made
// here (sent again until it is taken, counted once), what is answered comes down
// a WebSocket that resumes by sequence number, or a long poll where sockets fail.

const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];
const POST_TIMEOUT_MS = 20_000;
const POLL_WAIT_SECONDS = 25;
// A message taken by the gateway comes back as an event at once; when it does
// not, the socket is dead without knowing it.
const ECHO_TIMEOUT_MS = 10_000;

/** The gateway refused, with what to mend. */
class Refused extends Error {
  constructor(status, problem, retryAfter = 0) {
    super(problem?.message ?? `status ${status}`);
    this.status = status;
    this.problem = problem ?? null;
    /** Seconds the gateway asks to wait (it has too much to do), or 0. */
    this.retryAfter = retryAfter;
  }
}

/** A random id; randomUUID is missing on pages without TLS that are not localhost. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Emits: `event` {event, fresh}, `outbox` (messages on their way changed),
 * `state` {held, down}, `connection` "starting" | "up" | "lost" | "unavailable",
 * `ended` (the gateway does not know the conversation any more).
 */
export class Conversation extends EventTarget {
  #socket = null;
  #running = false;
  #pumping = false;
  #wake = null;
  #creating = null;
  #poll = null;
  #polled = false;
  #wasUp = false;

  /**
   * @param {{base: string, store: import("./store.js").Store, audience?: string,
   *   language?: string, headers?: () => Object<string, string>}} options
   */
  constructor({ base, store, audience = "customer", language = null, headers = () => ({}) }) {
    super();
    this.base = base;
    this.store = store;
    this.audience = audience;
    this.language = language;
    this.headers = headers;
    this.seen = 0;
    /** Events up to here were on screen before a reload: shown again, not announced again. */
    this.known = store.get("seq", 0);
    this.state = { held: false, down: false, language: null, elsewhere: null };
    this.connection = "starting";
    /** Messages not yet seen as events: {id, text|payload, title, state, seq?, problem?}. */
    this.outbox = store.get("outbox", []);
    this.refusal = null;
  }

  get id() {
    return this.store.get("id");
  }

  /** Opens the conversation (or takes it up again) and keeps it going until `stop()`. */
  start() {
    if (this.#running) return;
    this.#running = true;
    addEventListener("online", this.#nudge);
    this.#listen();
    this.#pump();
  }

  /** Stops listening. Nothing is forgotten. */
  stop() {
    this.#running = false;
    removeEventListener("online", this.#nudge);
    this.#socket?.close();
    this.#poll?.abort();
    this.#wake?.();
  }

  /** Tries again now instead of after the pause. */
  retry() {
    this.#nudge();
  }

  /** Says something: `{text}`, or `{payload, title}` for a button. Returns the outbox entry. */
  send(message) {
    const entry = { id: newId(), state: "waiting", ...message };
    this.outbox.push(entry);
    this.#saveOutbox();
    this.#pump();
    return entry;
  }

  /** Takes a refused message out again (to be changed or dropped). */
  discard(id) {
    this.outbox = this.outbox.filter((entry) => entry.id !== id);
    this.#saveOutbox();
  }

  /** Says what is wrong with a service; rejects (with `status`) when it was not taken. */
  async report(said) {
    await this.#request(`/${this.id}/reports`, { method: "POST", body: said });
  }

  #nudge = () => {
    this.#wake?.();
    this.#pump();
  };

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #setConnection(connection) {
    if (connection === "up") this.#wasUp = true;
    if (connection === this.connection) return;
    this.connection = connection;
    this.#emit("connection", connection);
  }

  #saveOutbox() {
    this.store.set({
      outbox: this.outbox
        .filter((entry) => entry.state !== "taken")
        .map(({ id, text, payload, title, state, problem }) => ({ id, text, payload, title, state, problem })),
    });
    this.#emit("outbox", this.outbox);
  }

  /** Waits, never less than `least` seconds; but not past `retry()`, coming online or `stop()`. */
  #pause(attempt, least = 0) {
    const seconds = RETRY_SECONDS[Math.min(attempt, RETRY_SECONDS.length - 1)];
    return new Promise((done) => {
      const wait = Math.max(least * (1 + Math.random() / 2), seconds * (0.75 + Math.random() / 2));
      const timer = setTimeout(done, wait * 1000);
      const previous = this.#wake;
      this.#wake = () => {
        clearTimeout(timer);
        previous?.();
        done();
      };
    });
  }

  async #request(path, { method = "GET", body = null, signal = AbortSignal.timeout(POST_TIMEOUT_MS), token = true } = {}) {
    const headers = { ...this.headers() };
    if (token) headers.Authorization = `Bearer ${this.store.get("token")}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`${this.base}api/conversations${path}`, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      credentials: this.audience === "staff" ? "same-origin" : "omit",
      cache: "no-store",
      signal,
    });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Refused(response.status, answer?.error, Number(response.headers.get("Retry-After")) || 0);
    return answer;
  }

  /** Makes the conversation once, however many ask for it at the same time. */
  #ensure() {
    if (this.id) return Promise.resolve();
    this.#creating ??= this.#request("", {
      method: "POST",
      token: false,
      body: { audience: this.audience, ...(this.language ? { language: this.language } : {}) },
    })
      .then(({ id, token }) => this.store.set({ id, token, seq: 0 }))
      .finally(() => {
        this.#creating = null;
      });
    return this.#creating;
  }

  #end(error) {
    this.refusal = error;
    this.stop();
    this.#emit("ended", error);
  }

  // --- up -------------------------------------------------------------------

  async #pump() {
    if (this.#pumping || !this.#running) return;
    this.#pumping = true;
    let attempt = 0;
    try {
      for (;;) {
        const entry = this.outbox.find(({ state }) => state === "waiting" || state === "sending" || state === "unsent");
        if (!entry || !this.#running) return;
        const outcome = await this.#post(entry);
        if (outcome === "done") attempt = 0;
        else await this.#pause(attempt++, outcome.retryAfter);
      }
    } finally {
      this.#pumping = false;
    }
  }

  async #post(entry) {
    const before = entry.state;
    try {
      await this.#ensure();
      // Written down before it is tried: after a reload we know it may have arrived.
      entry.state = "sending";
      if (before !== "sending") this.#saveOutbox();
      const body = entry.payload ? { id: entry.id, payload: entry.payload } : { id: entry.id, text: entry.text };
      const { seq } = await this.#request(`/${this.id}/messages`, { method: "POST", body });
      entry.state = "taken";
      entry.seq = seq;
      if (seq <= this.seen) this.outbox = this.outbox.filter((other) => other !== entry);
      else setTimeout(() => this.#expectEcho(seq), ECHO_TIMEOUT_MS);
      this.#saveOutbox();
      return "done";
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0;
      if ((status === 401 || status === 404) && this.id) {
        this.#end(error);
        return "done";
      }
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
        entry.state = "refused";
        entry.problem = error.problem?.message ?? null;
        this.#saveOutbox();
        return "done";
      }
      entry.state = entry.state === "sending" ? "sending" : "unsent";
      entry.delayed = true;
      this.#saveOutbox();
      return { retryAfter: error.retryAfter ?? 0 };
    }
  }

  #expectEcho(seq) {
    if (this.seen < seq) this.#socket?.close();
  }

  // --- down -----------------------------------------------------------------

  async #listen() {
    let attempt = 0;
    while (this.#running) {
      try {
        await this.#ensure();
        const worked = await this.#listenBySocket();
        if (!this.#running) return;
        if (worked) {
          this.#setConnection("lost");
          await this.#pause(0);
        } else {
          await this.#listenByPoll();
        }
        attempt = 0;
      } catch (error) {
        if (!this.#running) return;
        this.#polled = false;
        const status = error instanceof Refused ? error.status : 0;
        if (status === 403 || ((status === 401 || status === 404) && this.id)) {
          this.#end(error);
          return;
        }
        this.#setConnection(this.#wasUp ? "lost" : "unavailable");
        await this.#pause(attempt++, error.retryAfter ?? 0);
      }
    }
  }

  /** Listens until the socket closes. True when it worked at all, false when polling should step in. */
  #listenBySocket() {
    return new Promise((done) => {
      const address = new URL(`${this.base}api/conversations/${this.id}/socket?after=${this.seen}`);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      let worked = false;
      const socket = new WebSocket(address);
      this.#socket = socket;
      socket.addEventListener("open", () => socket.send(JSON.stringify({ token: this.store.get("token") })));
      socket.addEventListener("message", ({ data }) => {
        worked = true;
        this.#setConnection("up");
        this.#take(JSON.parse(data));
      });
      socket.addEventListener("close", () => {
        this.#socket = null;
        done(worked);
      });
    });
  }

  async #listenByPoll() {
    this.#poll = new AbortController();
    const timer = setTimeout(() => this.#poll.abort(), (POLL_WAIT_SECONDS + 10) * 1000);
    try {
      // The first answer must not wait: it also tells whether the gateway is there.
      const wait = this.#polled ? POLL_WAIT_SECONDS : 0;
      const answer = await this.#request(`/${this.id}/events?after=${this.seen}&wait=${wait}`, { signal: this.#poll.signal });
      this.#polled = true;
      this.#setConnection("up");
      for (const event of answer.events) this.#take({ event });
      if (answer.state) this.#take({ state: answer.state });
    } finally {
      clearTimeout(timer);
    }
  }

  #take(frame) {
    if (frame.state) {
      const { held, down, language = null, elsewhere = null } = frame.state;
      this.state = { held: Boolean(held), down: Boolean(down), language, elsewhere };
      this.#emit("state", this.state);
    }
    if (!frame.event || frame.event.seq <= this.seen) return;
    const { event } = frame;
    this.seen = event.seq;
    this.store.set({ seq: Math.max(this.store.get("seq", 0), event.seq) });
    if (event.from === "customer") this.#settle(event);
    this.#emit("event", { event, fresh: event.seq > this.known });
  }

  /** Drops the outbox entry that an event answers: by number, or (answer overtaken) the one being sent. */
  #settle(event) {
    const match =
      this.outbox.find((entry) => entry.seq === event.seq) ??
      this.outbox.find(
        (entry) => entry.state === "sending" && (entry.payload !== undefined || !event.text || entry.text?.trim() === event.text.trim()),
      );
    if (!match) return;
    event.title ??= match.title;
    if (match.state === "taken") this.outbox = this.outbox.filter((entry) => entry !== match);
    else match.arrived = true;
    this.#saveOutbox();
  }
}
