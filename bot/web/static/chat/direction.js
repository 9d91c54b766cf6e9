// Which way a language is written. An own table: the browser's (ICU's) calls
// Hazaragi, Assyrian and Rohingya left-to-right.

const RIGHT_TO_LEFT = new Set([
  "ar", "fa", "prs", "haz", "ur", "ps", "ckb", "sdh", "aii", "cld", "syr", "he", "yi", "ug", "sd", "dv",
]);
const RIGHT_TO_LEFT_SCRIPTS = new Set(["Arab", "Aran", "Hebr", "Syrc", "Rohg", "Thaa", "Nkoo", "Adlm"]);

/** "rtl" or "ltr" for a BCP 47 code; a script in the code wins over the language. */
export function direction(code = "en") {
  const [language, ...rest] = code.split("-");
  const script = rest.find((part) => part.length === 4);
  if (script) return RIGHT_TO_LEFT_SCRIPTS.has(script) ? "rtl" : "ltr";
  return RIGHT_TO_LEFT.has(language.toLowerCase()) ? "rtl" : "ltr";
}
