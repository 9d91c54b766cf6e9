// Which language a browser asks for, and how dates and numbers are written in ours.

// Chinese is written in two ways; a browser says which by region more often than by script.
const TRADITIONAL = /^zh-(?:.*-)?(?:hant|tw|hk|mo)\b/i;
// What browsers call a language -> our code, where the base of the tag is not it.
const RENAMED = { tl: "fil", "fa-af": "prs", iw: "he", in: "id" };
// Languages the browser has no data for -> whose dates and plural forms come next.
const DATA_OF = { prs: "fa-AF", haz: "fa-AF" };

/** The language of ours that a browser's tag means, or null. */
export function ours(tag, languages) {
  const lower = (tag ?? "").toLowerCase();
  const base = lower.split("-")[0];
  const wanted = base === "zh" ? (TRADITIONAL.test(tag) ? "zh-Hant" : "zh-Hans") : (RENAMED[lower] ?? RENAMED[base] ?? base);
  const found = languages.find(({ code }) => code === tag) ?? languages.find(({ code }) => code.toLowerCase() === wanted.toLowerCase());
  return found && (found.speaks || found.code === "en") ? found.code : null;
}

/**
 * The tag to give to `Intl`: our calendar and the digits that a phone has, whatever
 * is usual in the language, so that a date or a number can be dialled or said back.
 */
export function intlTag(code) {
  const base = code === "en" ? "en-AU" : (DATA_OF[code] ?? code);
  return `${base}-u-ca-gregory-nu-latn`;
}
