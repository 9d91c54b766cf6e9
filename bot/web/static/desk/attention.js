// What calls a worker back to the screen: the title, a sound, and marks of what is unread.
// Nothing of it says what a case is about: titles and sounds reach whoever stands near.

const SOUND = "desk.sound";
const SEEN = "cases-seen";
const AGAIN_MS = 30_000;

export class Attention {
  /** @param {{words: Object, button: HTMLElement, cases: () => Object[]}} parts */
  constructor({ words, button, cases }) {
    this.words = words;
    this.button = button;
    this.cases = cases;
    this.on = localStorage.getItem(SOUND) !== "off";
    this.unseen = new Set();
    this.seen = new Map(Object.entries(JSON.parse(sessionStorage.getItem(SEEN) ?? "{}")));
    button.addEventListener("click", () => {
      this.on = !this.on;
      localStorage.setItem(SOUND, this.on ? "on" : "off");
      this.#button();
      if (this.on) this.#play();
    });
    this.#button();
    setInterval(() => this.#waits() && this.#play(), AGAIN_MS);
  }

  #button() {
    this.button.setAttribute("aria-pressed", String(this.on));
    this.button.querySelector(".sound-state").textContent = this.words.t(this.on ? "desk.sound_on" : "desk.sound_off");
  }

  #waits() {
    return this.cases().some(({ state, tier }) => state === "waiting" && tier >= "T3");
  }

  /** A serious case has come, or one has become serious. */
  call(id) {
    this.unseen.add(id);
    this.#play();
    this.title();
  }

  /** The case is in front of the worker. */
  look(record) {
    this.unseen.delete(record.id);
    if (record.last_customer_at && !document.hidden) {
      this.seen.set(String(record.id), record.last_customer_at);
      sessionStorage.setItem(SEEN, JSON.stringify(Object.fromEntries([...this.seen].slice(-300))));
    }
    this.title();
  }

  /** Whether the customer has written since this worker last looked. */
  unread(record) {
    if (!record.last_customer_at || record.state === "closed") return false;
    return record.last_customer_at > (this.seen.get(String(record.id)) ?? "");
  }

  /** "(3) Desk"; "! (3) Desk" while a serious case that nobody here has looked at waits. */
  title() {
    const open = new Map(this.cases().map((record) => [record.id, record]));
    for (const id of this.unseen) if (open.get(id)?.state !== "waiting") this.unseen.delete(id);
    const waiting = this.cases().filter(({ state }) => state === "waiting").length;
    const plain = waiting ? this.words.t("desk.tab_title", { count: waiting }) : this.words.t("desk.title");
    const title = this.unseen.size ? this.words.t("desk.tab_call", { title: plain }) : plain;
    if (document.title !== title) document.title = title;
  }

  /** Two short notes. A browser plays nothing before the page was touched: the title stands then. */
  #play() {
    if (!this.on) return;
    try {
      this.audio ??= new AudioContext();
      if (this.audio.state === "suspended") this.audio.resume().catch(() => {});
      const start = this.audio.currentTime;
      [660, 880].forEach((pitch, at) => {
        const note = this.audio.createOscillator();
        const volume = this.audio.createGain();
        note.frequency.value = pitch;
        volume.gain.setValueAtTime(0.0001, start + at * 0.22);
        volume.gain.exponentialRampToValueAtTime(0.2, start + at * 0.22 + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, start + at * 0.22 + 0.2);
        note.connect(volume).connect(this.audio.destination);
        note.start(start + at * 0.22);
        note.stop(start + at * 0.22 + 0.22);
      });
      document.documentElement.dataset.called = String(Number(document.documentElement.dataset.called ?? 0) + 1);
    } catch (error) {
      console.info(`no sound: ${error.name}`);
    }
  }
}
