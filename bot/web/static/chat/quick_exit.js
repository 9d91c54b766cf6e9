// Leaving at once: nothing of the conversation stays on the screen or in this
// tab, and the page is replaced, so that Back does not come here.

const SHIFT_PRESSES = 3;
const SHIFT_WINDOW_MS = 5_000;
const ESCAPE_WINDOW_MS = 1_000;

/** Replaces the page with a neutral one. The screen goes blank before the network is asked. */
export function leave(address) {
  const cover = document.createElement("div");
  cover.style.cssText = "position:fixed;inset:0;background:#fff;z-index:2147483647";
  document.title = "\u200b";
  document.body.replaceChildren(cover);
  location.replace(address);
}

function isTyping(event) {
  const [target] = event.composedPath();
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}

/**
 * The keys of Quick exit on one element: Shift three times (works while typing;
 * a Shift held for a capital letter does not count), or Escape twice within a
 * second outside a text box. A first Escape never leaves.
 * @param {HTMLElement} element
 * @param {{exit: () => void, counted: (left: number) => void, escaped: () => void}} handlers
 *   `counted` hears how many presses are left (0 when the count lapsed), `escaped` a single Escape.
 */
export function listenForExitKeys(element, { exit, counted, escaped }) {
  let shifts = 0;
  let alone = false;
  let lapse = null;
  let lastEscape = -Infinity;

  const forget = () => {
    if (shifts) counted(0);
    shifts = 0;
    clearTimeout(lapse);
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Shift") {
      if (!event.repeat) alone = true;
      return;
    }
    alone = false;
    forget();
    if (event.key !== "Escape" || event.isComposing) return;
    // Escape also closes a native dialog; here it must only do what we say.
    event.preventDefault();
    if (isTyping(event)) {
      lastEscape = -Infinity;
      escaped();
    } else if (event.timeStamp - lastEscape < ESCAPE_WINDOW_MS) {
      exit();
    } else {
      lastEscape = event.timeStamp;
      escaped();
    }
  });
  element.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    shifts += 1;
    clearTimeout(lapse);
    if (shifts >= SHIFT_PRESSES) {
      exit();
      return;
    }
    lapse = setTimeout(forget, SHIFT_WINDOW_MS);
    counted(SHIFT_PRESSES - shifts);
  });
}
