// Elements made by code. Values become text nodes or attributes, never markup,
// so nothing a person or a service writes can run.

const SVG = "http://www.w3.org/2000/svg";

/** One path each, drawn in a 24 x 24 box with the current colour. */
const ICONS = {
  chat: "M4 5h16v11H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  minimise: "M6 9l6 6 6-6",
  menu: "M4 7h16M4 12h16M4 17h16",
  send: "M4 12l16-7-6 16-3-7z",
  phone: "M6 3l4 1 1 5-3 2c1 3 3 5 6 6l2-3 5 1 1 4c-1 2-3 2-4 2C10 20 4 13 4 6c0-1 0-2 2-3z",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-5 4-7 8-7s8 2 8 7",
  exit: "M14 4h6v16h-6M4 12h11M11 8l4 4-4 4",
  notice: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v6M12 7.5v.5",
  shield: "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z",
  assistant: "M6 8h12v10H6zM12 4v4M9.5 12v1.5M14.5 12v1.5M3 12v3M21 12v3",
};

/**
 * An element.
 * @param {string} tag
 * @param {Object<string, any>} attributes null, undefined and false leave an
 *   attribute out, true writes it empty, `on` holds listeners by event name.
 * @param {...(Node|string|null|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A decorative drawing; its meaning must also be in words beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
