// What calls a worker back to the screen: the title, a sound, and marks of what is unread.
// Nothing of it says what a case is about: titles and sounds reach whoever stands near.

const SOUND = "desk.sound";
const SEEN = "cases-seen";
const LOOKED = "cases-looked";
const AGAIN_MS = 30_000;

/** A map that a tab keeps over a reload: case to time, case to tier. */
const kept = (name) => new Map(Object.entries(JSON.parse(sessionStorage.getItem(name) ?? "{}")));
const keep = (name, map) => sessionStorage.setItem(name, JSON.stringify(Object.fromEntries([...map].slice(-300))));

export class Attention {
  /** @param {{words: Object, button: HTMLElement, cases: () => Object[]}} parts */
  constructor({ words, button, cases }) {
    this.words = words;
    this.button = button;
    this.cases = cases;
    this.on = localStorage.getItem(SOUND) !== "off";
    this.seen = kept(SEEN);
    this.looked = kept(LOOKED);
    this.called = new Set();
    button.addEventListener("click", () => {
      this.on = !this.on;
      localStorage.setItem(SOUND, this.on ? "on" : "off");
      this.#button();
      if (this.on) this.#play();
    });
    this.#button();
    setInterval(() => this.#serious().length && this.#play(), AGAIN_MS);
  }

  #button() {
    this.button.setAttribute("aria-pressed", String(this.on));
    this.button.querySelector(".sound-state").textContent = this.words.t(this.on ? "desk.sound_on" : "desk.sound_off");
  }

  /** Serious cases that wait. */
  #serious() {
    return this.cases().filter(({ state, tier }) => state === "waiting" && tier >= "T3");
  }

  /** The case is in front of the worker. */
  look(record) {
    if (!document.hidden) {
      this.looked.set(String(record.id), record.tier);
      keep(LOOKED, this.looked);
      if (record.last_customer_at) {
        this.seen.set(String(record.id), record.last_customer_at);
        keep(SEEN, this.seen);
      }
    }
    this.refresh();
  }

  /** Whether the customer has written since this worker last looked. */
  unread(record) {
    if (!record.last_customer_at || record.state === "closed") return false;
    return record.last_customer_at > (this.seen.get(String(record.id)) ?? "");
  }

  /**
   * The title, and a sound for what is new: a serious case, or one that became more serious.
   *
   * It goes by what the queue holds, however it got there: told as it came, found after a break of the line, or
   * there when the page was opened. "(3) Desk"; "! (3) Desk" while one waits that nobody has looked at in this tab.
   */
  refresh() {
    const calling = this.#serious().filter(({ id, tier }) => (this.looked.get(String(id)) ?? "") < tier);
    const fresh = calling.map(({ id, tier }) => `${id} ${tier}`).filter((call) => !this.called.has(call));
    for (const call of fresh) this.called.add(call);
    if (fresh.length) this.#play();
    const waiting = this.cases().filter(({ state }) => state === "waiting").length;
    const plain = waiting ? this.words.t("desk.tab_title", { count: waiting }) : this.words.t("desk.title");
    const title = calling.length ? this.words.t("desk.tab_call", { title: plain }) : plain;
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
