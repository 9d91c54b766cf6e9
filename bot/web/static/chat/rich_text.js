// Plain text as people read it: paragraphs, lists, phone numbers that can be
// pressed and never turn round in right-to-left text, web addresses as links.

import { h } from "./dom.js";

// Australian numbers as they are written: 000, 13 11 14, 131 450, 1800 737 732,
// 1300 65 64 63, (03) 9555 1234, 0423 677 767, 0477 13 11 14. The look-behind keeps amounts
// ("$10,000") and longer numbers out.
const PHONE =
  /(?<![\d$.,#/-])(?:000|13 \d\d \d\d|13\d ?\d{3}|1[38]00(?: ?\d){6}|\(0[23478]\) ?\d{4} ?\d{4}|0[23478] \d{4} ?\d{4}|04\d\d(?: ?\d){6})(?![\d,]\d|\d)/;
const WEB = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/;
const EITHER = new RegExp(`(${PHONE.source})|(${WEB.source})`, "g");

/** The digits to dial, or null where the number is spelt with letters. */
export function dialable(number) {
  return /[A-Za-z]/.test(number) ? null : number.replace(/[^\d+]/g, "");
}

/** A number that can be pressed, isolated left-to-right. */
export function phoneLink(number, { scheme = "tel", label = null, name = null } = {}) {
  const digits = dialable(number);
  const shown = h("bdi", { dir: "ltr", class: "number" }, number);
  if (!digits) return h("span", {}, shown);
  return h("a", { href: `${scheme}:${digits}`, class: "phone", "aria-label": name }, label, shown);
}

/** The first phone number in a text, or null. */
export function firstPhone(text) {
  return PHONE.exec(text ?? "")?.[0] ?? null;
}

/** Marks that end a sentence or a part of it: they stay on the line of the number before them. */
const CLOSING = /^[.,;:!?)»”。，、；：！？）」』،؛؟।]+/;

/** A line of text as nodes, with its numbers and addresses made into links. */
export function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(EITHER)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1]) {
      const [closing] = CLOSING.exec(text.slice(from)) ?? [""];
      nodes.push(closing ? h("span", { class: "held" }, phoneLink(match[1]), closing) : phoneLink(match[1]));
      from += closing.length;
    } else {
      nodes.push(h("a", { href: match[2], target: "_blank", rel: "noopener noreferrer" }, h("bdi", { dir: "ltr" }, match[2])));
    }
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

/** What the server puts before the English beside a translation that nobody has reviewed. */
export const ENGLISH_BESIDE = "English: ";

/** Paragraphs (a blank line parts them) and lists (lines that start with "-" or "•"). */
export function paragraphs(text) {
  const blocks = [];
  for (const part of (text ?? "").trim().split(/\n\s*\n/)) {
    let lines = [];
    let items = [];
    const beside = part.startsWith(ENGLISH_BESIDE) ? { lang: "en", class: "beside" } : {};
    const flush = () => {
      if (lines.length) blocks.push(h("p", { dir: "auto", ...beside }, lines.flatMap((line, at) => (at ? [h("br"), ...inline(line)] : inline(line)))));
      if (items.length) blocks.push(h("ul", {}, items.map((item) => h("li", { dir: "auto" }, inline(item)))));
      lines = [];
      items = [];
    };
    for (const line of part.split("\n")) {
      const item = /^\s*[-•*]\s+(.*)$/.exec(line);
      if (item) {
        if (lines.length) flush();
        items.push(item[1]);
      } else {
        if (items.length) flush();
        lines.push(line);
      }
    }
    flush();
  }
  return blocks;
}
