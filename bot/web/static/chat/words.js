// The pages' own words: one catalogue a language (words.<language>.json), the
// English one under it. Numbers of services come from contacts.json, so that
// nobody types a phone number into a translation.

import { direction } from "./direction.js";
import { intlTag } from "./locale.js";

/** Words of one language over English. */
export class Words {
  /**
   * @param {Object[]} tables catalogues, the wanted language first, English last
   * @param {Object<string, {number: string, name?: string}>} contacts
   * @param {Object[]} languages every language with a name; those with `offer` are in the chooser
   */
  constructor(tables, contacts, languages) {
    this.tables = tables;
    this.contacts = contacts;
    this.languages = languages;
    /** BCP 47 code of the catalogue in front (may be English though another was asked for). */
    this.language = tables[0].language;
    this.direction = direction(this.language);
  }

  /** Any value of the catalogue (a list, a table) by dotted key; undefined when there is none. */
  value(key) {
    for (const table of this.tables) {
      const found = key.split(".").reduce((node, part) => node?.[part], table);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * The words of a key with `{placeholders}` filled. A table of plural forms is
   * chosen by `values.count`. An unknown key gives the key itself and a warning,
   * so that a missing word never hides a control.
   */
  t(key, values = {}) {
    let words = this.value(key);
    if (words && typeof words === "object") {
      const form = new Intl.PluralRules(intlTag(this.language)).select(values.count ?? 0);
      words = words[form] ?? words.other;
    }
    if (typeof words !== "string") {
      console.warn(`no words for ${key}`);
      return key;
    }
    return words.replace(/\{(\w+)\}/g, (whole, name) => {
      if (name in values) {
        return typeof values[name] === "number" ? values[name].toLocaleString(intlTag(this.language)) : values[name];
      }
      const contact = this.contacts[name];
      if (!contact) return whole;
      return contact.name ? `${contact.name} (${contact.number})` : contact.number;
    });
  }

  /** Things of a list with the language's own comma between them. */
  listed(things) {
    const [code] = this.language.split("-");
    return things.join({ ar: "، ", fa: "، ", prs: "، ", ur: "، ", zh: "、" }[code] ?? ", ");
  }

  /** A label before what it names; Chinese has a colon of its own, as wide as a character. */
  labelled(label) {
    return this.language.startsWith("zh") ? `${label}：` : `${label}: `;
  }
}

async function json(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} for a catalogue`);
  return response.json();
}

/** The language whose words a language is read in: Cantonese has those of traditional Chinese. */
export function writtenIn(code, languages) {
  return languages.find((language) => language.code === code)?.written ?? code;
}

/**
 * The catalogue of a language, with English behind it; a language without a
 * catalogue gives English alone. Rejects when the gateway does not answer.
 * @param {string} base address of the gateway
 * @param {string|((languages: Object[]) => string)} language a code, or what chooses one
 */
export async function loadWords(base, language = "en") {
  const [english, contacts, languages] = await Promise.all([
    json(`${base}static/words.en.json`),
    json(`${base}static/contacts.json`),
    json(`${base}static/languages.json`),
  ]);
  const wanted = writtenIn(typeof language === "function" ? language(languages) : language, languages);
  const spoken = languages.some(({ code, speaks }) => code === wanted && speaks);
  // A language that can't be had just now must not cost anybody the window: English then.
  const translated = spoken && wanted !== "en" ? await json(`${base}static/words.${wanted}.json`).catch(() => null) : null;
  return new Words(translated ? [translated, english] : [english], contacts.contacts, languages);
}

/**
 * `loadWords` for a page that is nothing without them: while the gateway restarts it asks again,
 * every eight seconds at last, instead of standing there dead.
 */
export async function wordsWhenThere(base, language = "en") {
  for (let wait = 500; ; wait = Math.min(8000, wait * 2)) {
    try {
      return await loadWords(base, language);
    } catch (error) {
      console.info(`no words yet: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
