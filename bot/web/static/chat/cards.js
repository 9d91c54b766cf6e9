// A service as a card: for a customer in the widget, for staff on the look-up page.

import { direction } from "./direction.js";
import { h, icon } from "./dom.js";
import { intlTag } from "./locale.js";
import { reportForm } from "./report.js";
import { inline, phoneLink } from "./rich_text.js";

/** "2026-11-03" as "3 November 2026"; null when it is not a date. */
export function longDate(iso, language) {
  const date = new Date(`${iso}T00:00:00Z`);
  if (!iso || Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat(intlTag(language), {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(date);
}

function languageNames(codes, words) {
  const names = codes.map((code) => {
    const known = words.languages.find((language) => language.code === code);
    if (known) return words.language === "en" ? known.english : known.endonym;
    try {
      return new Intl.DisplayNames([intlTag(words.language)], { type: "language" }).of(code);
    } catch {
      return code;
    }
  });
  return words.listed([...new Set(names)]);
}

/** What the service says of itself stays in its own language and direction, whatever is around it. */
function ownWords(card) {
  const lang = card.language ?? "en";
  return { lang, dir: direction(lang) };
}

function phones(card, words) {
  if (!card.phones?.length) return null;
  return h(
    "ul",
    { class: "card-phones" },
    card.phones.map(({ number, label, kind = "voice" }) => {
      const scheme = kind === "text" ? "sms" : "tel";
      const verb = words.t(kind === "voice" ? "card.phone" : `card.${kind}`);
      const named = `${verb} ${card.name}${label ? ` (${label})` : ""}: ${number}`;
      const dialled = kind === "voice" || kind === "text";
      return h(
        "li",
        {},
        dialled
          ? phoneLink(number, { scheme, name: named, label: [icon("phone"), h("span", { class: "verb" }, verb)] })
          : h("span", { class: "phone-quiet" }, `${verb} `, h("bdi", { dir: "ltr", class: "number" }, number)),
        label ? h("bdi", { class: "phone-label", ...ownWords(card) }, label) : null,
      );
    }),
  );
}

function place(card, words) {
  const parts = [];
  if (card.address) parts.push(h("bdi", { ...ownWords(card), dir: "ltr" }, card.address));
  else if (card.national) parts.push(words.t("card.national"));
  else if (card.region) parts.push(h("bdi", ownWords(card), card.region));
  if (card.distance_km !== null && card.distance_km !== undefined) {
    const near = card.distance_km < 1;
    const distance = card.distance_km < 10 ? Math.round(card.distance_km * 10) / 10 : Math.round(card.distance_km);
    parts.push(h("bdi", { dir: words.direction, class: "distance" }, near ? words.t("card.distance_near") : words.t("card.distance", { distance })));
  }
  // A line each: an address that wraps beside a distance reads wrongly in right-to-left text.
  return parts.length ? parts.map((part) => h("div", {}, part)) : null;
}

function webLink(url) {
  if (!/^https?:\/\//.test(url ?? "")) return null;
  const shown = url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, h("bdi", { dir: "ltr" }, shown));
}

function row(label, value, kind) {
  if (value === null || value === undefined || value === "") return null;
  return h("div", { class: `row row-${kind}` }, h("dt", { dir: "auto" }, label), h("dd", {}, typeof value === "string" ? h("bdi", { dir: "auto" }, value) : value));
}

function openMark(card, words) {
  const state = card.open_now === true ? "open" : card.open_now === false ? "closed" : "unknown";
  const own = words.t(`card.${state}`);
  // A card carries the words of the language it was made in; where that is another than the
  // window's, ours stand before them.
  const made = card.words ?? "en";
  const same = made === words.language;
  const shown = card.open_text && same ? card.open_text : own;
  const more = card.open_text && !same ? h("bdi", { dir: "auto", lang: made }, ` ${card.open_text}`) : null;
  return h(
    "p",
    { class: `open open-${state}` },
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("bdi", { dir: "auto", lang: words.language }, shown),
    more,
  );
}

function staffRows(card, words) {
  const warm = ["yes", "no", "unknown"].includes(card.warm_transfer) ? card.warm_transfer : "unknown";
  return [
    row(words.t("card.warm"), h("span", { class: `warm warm-${warm}` }, words.t(`card.warm_${warm}`)), "warm"),
    "VSBC".includes(card.certainty ?? "?")
      ? row(words.t("card.certainty"), `${card.certainty}: ${words.t(`card.certainty_${card.certainty}`)}`, "certainty")
      : null,
  ];
}

// What most records say of themselves, word for word; the widget says these in its own language.
const COMMON = { Free: "card.cost_free", Everybody: "card.eligibility_everybody" };

/** When the record was last checked; an undated source is never shown as a fresh check. */
function checkWords(card, words) {
  const date = longDate(card.dated === false ? card.read_on : card.last_check, words.language);
  if (!date) return words.t("card.not_checked");
  return words.t(card.dated === false ? "card.checked_undated" : "card.checked", { date });
}

/**
 * One card.
 * @param {Object} card as the directory gives it (`Card.as_dict()`)
 * @param {import("./words.js").Words} words
 * @param {{staff?: boolean, level?: number, report?: (said: Object) => Promise<void>}} options
 *   `level` of its heading; `report` takes what somebody says is wrong with it
 */
export function renderCard(card, words, { staff = false, level = 3, report = null } = {}) {
  const checked = checkWords(card, words);
  const own = ownWords(card);
  const said = (text) => {
    if (!text) return null;
    return COMMON[text] ? h("bdi", { dir: "auto", lang: words.language }, words.t(COMMON[text])) : h("bdi", own, text);
  };
  const heading = h(`h${level}`, { class: "card-name", ...own }, card.name);
  const languages = [
    card.languages?.length ? languageNames(card.languages, words) : null,
    card.interpreter ? words.t("card.interpreter") : null,
  ].filter(Boolean);
  return h(
    "article",
    { class: "card", lang: words.language, "data-service": card.id },
    card.example ? h("p", { class: "mark mark-example" }, words.t("card.example")) : null,
    heading,
    card.organization && card.organization !== card.name ? h("p", { class: "card-organization", ...own }, card.organization) : null,
    openMark(card, words),
    card.alert ? h("p", { class: "card-alert", dir: words.direction }, h("strong", {}, words.labelled(words.t("card.alert"))), h("bdi", own, inline(card.alert))) : null,
    card.description ? h("p", { class: "card-description", ...own }, inline(card.description)) : null,
    phones(card, words),
    h(
      "dl",
      { class: "card-facts" },
      row(words.t("card.hours"), card.hours ? h("bdi", { dir: "auto", lang: card.words ?? "en" }, card.hours) : null, "hours"),
      row(words.t("card.where"), place(card, words), "where"),
      row(words.t("card.languages"), languages.join(" · "), "languages"),
      row(words.t("card.cost"), said(card.cost), "cost"),
      row(words.t("card.eligibility"), said(card.eligibility), "eligibility"),
      row(words.t("card.website"), webLink(card.url), "website"),
      staff ? staffRows(card, words) : null,
    ),
    card.why
      ? h("p", { class: "card-why", dir: "auto", lang: card.words ?? "en" }, h("strong", { lang: words.language }, words.labelled(words.t("card.why"))), card.why)
      : null,
    card.check_first ? h("p", { class: "mark mark-check" }, words.t(staff ? "card.check_first_staff" : "card.check_first")) : null,
    h(
      "p",
      { class: "card-source" },
      card.source ? h("bdi", { dir: "auto" }, words.t("card.source", { source: card.source })) : null,
      h("bdi", { dir: words.direction }, checked),
    ),
    report && card.id ? reportForm(card, words, report) : null,
  );
}
