// What this tab remembers between reloads: sessionStorage and nothing else, so
// that closing the tab, Quick exit and "Clear this screen" leave nothing behind.

/** One small record under a neutral name. Falls back to memory where storage is blocked. */
export class Store {
  constructor(name) {
    this.key = `chat.${name}`;
    this.memory = {};
    try {
      this.memory = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
    } catch {
      this.memory = {};
    }
  }

  get(field, otherwise = null) {
    return this.memory[field] ?? otherwise;
  }

  set(fields) {
    Object.assign(this.memory, fields);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.memory));
    } catch {
      // Private modes may refuse; the conversation then lives as long as the page.
    }
  }

  clear() {
    this.memory = {};
    try {
      sessionStorage.removeItem(this.key);
    } catch {
      // As above: there is nothing stored to remove.
    }
  }
}
